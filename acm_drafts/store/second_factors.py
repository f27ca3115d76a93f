"""Second factors as they are kept: read for one person, and used so that a code opens once."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from acm_drafts.store.database import utcnow
from acm_drafts.store.records import RecoveryCode, SecondFactor


def find_factor(session: Session, user: int) -> SecondFactor | None:
    """Return the second factor of a person, None without one. One query."""
    return session.scalars(_FACTOR, {"user": user}).one_or_none()


# A room that signs in at once runs this for every person: it is put together once.
_FACTOR = (
    select(SecondFactor)
    .where(SecondFactor.user_id == bindparam("user"))
    .execution_options(populate_existing=True)
)


def unused_codes(session: Session, user: int) -> int:
    """Return how many recovery codes of a person were not used. One query."""
    unused = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.user_id == user, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(unused) or 0


def use_step(session: Session, user: int, step: int) -> bool:
    """Note that the code of *step* was used; return False where it, or that of a later step, was used before."""
    used = session.execute(
        update(SecondFactor)
        .where(SecondFactor.user_id == user, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.user_id)
    )
    return used.one_or_none() is not None


def use_recovery_code(session: Session, user: int, code_hash: str) -> bool:
    """Note that the recovery code with *code_hash* was used; False where there is none, or it was used."""
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user, RecoveryCode.code_hash == code_hash, RecoveryCode.used_at.is_(None)
        )
        .values(used_at=utcnow())
        .returning(RecoveryCode.id)
    )
    return used.one_or_none() is not None


def kept_secrets(session: Session) -> Sequence[tuple[int, str]]:
    """Return the encrypted secret of every second factor, with the key of its person. One query."""
    rows = session.execute(select(SecondFactor.user_id, SecondFactor.secret).order_by(SecondFactor.user_id))
    return [(user, secret) for user, secret in rows]
