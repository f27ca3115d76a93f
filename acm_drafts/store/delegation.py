"""
What one delegation has before it: its own proposals and drafts, and what others proposed beside them.

Everything is read for a set of parties, for a person may write for a State and speak for a
group. Each function is a fixed number of queries. What others proposed is filtered by what the
reader may see; what waits for an answer is for services.answers to say.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Stage
from acm_drafts.store import docket
from acm_drafts.store.docket import Docket, Entry
from acm_drafts.store.queries import Setting, visible_to
from acm_drafts.store.records import Amendment, AnswerRow, Cosponsor, Revision


def own_proposals(session: Session, communique_id: int, parties: Collection[int]) -> Docket:
    """Return what *parties* proposed or prepare in a communiqué, and what they co-sponsor, oldest first."""
    joint = select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(parties))
    return docket.load(
        session,
        Amendment.communique_id == communique_id,
        or_(
            Amendment.sponsor_id.in_(parties),
            and_(Amendment.number.is_not(None), Amendment.id.in_(joint)),
        ),
    )


def beside(
    session: Session, actor: Actor, setting: Setting, own: Iterable[Entry], parties: Collection[int]
) -> Docket:
    """
    Return the proposals of others, as far as *actor* may read them, on paragraphs that *own* concern.

    They are those that are pending, and those that were adopted: what is pending may clash with these.
    A new paragraph counts where it is to come in. Of a delegation that proposed nothing there are none.
    """
    mine = {entry.amendment.id for entry in own}
    places = {
        key
        for entry in own
        if entry.amendment.stage == Stage.SUBMITTED
        for key in (entry.revision.paragraph_id, entry.revision.after_id)
        if key
    }
    if not places:
        return Docket()
    found = docket.load(
        session,
        Amendment.round_id == setting.round.id,
        Amendment.stage == Stage.SUBMITTED,
        Amendment.sponsor_id.not_in(parties),
        visible_to(actor, setting),
        or_(Revision.paragraph_id.in_(places), Revision.after_id.in_(places)),
    )
    return Docket(
        {key: one for key, one in found.entries.items() if key not in mine and (one.pending or _adopted(one))}
    )


def _adopted(entry: Entry) -> bool:
    return entry.disposition is not None and entry.disposition.outcome in docket.ADOPTED


def answers_by(
    session: Session, parties: Collection[int], amendments: Collection[int]
) -> dict[tuple[str, int, int], AnswerRow]:
    """
    Return the latest answer of each of *parties* by what it is about: (subject, its key, party). One query.

    The subject is "disposition", "verdict" or "revision".
    """
    rows = session.scalars(
        select(AnswerRow)
        .where(AnswerRow.amendment_id.in_(amendments), AnswerRow.party_id.in_(parties))
        .order_by(AnswerRow.id)
    )
    return {(*_subject(row), row.party_id): row for row in rows}


def _subject(row: AnswerRow) -> tuple[str, int]:
    for name in ("disposition", "verdict", "revision"):
        key = getattr(row, f"{name}_id")
        if key is not None:
            return name, int(key)
    raise ValueError("an answer about nothing")
