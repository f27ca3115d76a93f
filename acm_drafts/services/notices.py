"""
What a person does with notices: mark them as read, choose how each kind is sent, refuse e-mails by their link.

They are written by store.notices, at the end of the act that they tell of.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from acm_drafts.negotiation.errors import N_, LinkSpent, NotPossible
from acm_drafts.negotiation.notices import RULES, Delivery, NoticeKind, delivery_of
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services.tokens import read_refusal_token
from acm_drafts.store.database import Session, db, transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.notices import choices_of, notices_in, unread_up_to
from acm_drafts.store.people import get_user
from acm_drafts.store.records import Message, NoticeSetting, User


@dataclass(frozen=True, slots=True)
class Refused:
    """What the link of an e-mail refuses: whose notices, of which kinds, and whether all these are refused already."""

    user: User
    kinds: tuple[NoticeKind, ...]
    is_done: bool


def mark_read(actor: Actor, last: int) -> None:
    """Mark the acting person's notices as read, up to the one with the key *last*: what came since stays unread."""
    with transaction() as session:
        now = utcnow()
        for notice in unread_up_to(session, actor.user or 0, last):
            notice.read_at = now


def set_delivery(actor: Actor, choices: Mapping[NoticeKind, Delivery]) -> None:
    """
    Set how the acting person wants each kind of notice to be sent.

    Raises NotPossible where one that everybody is sent would not be.
    """
    for kind, delivery in choices.items():
        if delivery is Delivery.NONE and not RULES[kind].optional:
            raise NotPossible(what=N_("that a round opens or its deadline is changed is always sent"))
    with transaction() as session:
        person = get_user(session, actor.user or 0)
        _choose(session, actor, person, choices)


def read_refusal(token: str, *secrets: str) -> Refused:
    """Return what the link of an e-mail refuses. Raises LinkSpent for one that is none, or has nothing to refuse."""
    uid = read_refusal_token(token, secrets)
    session: Session = db.session()
    message = session.scalars(select(Message).where(Message.uid == uid)).one_or_none() if uid else None
    if message is None or message.user is None:
        raise LinkSpent()
    kinds = {NoticeKind(notice.kind) for notice in notices_in(session, message.id)}
    optional = tuple(kind for kind in NoticeKind if kind in kinds and RULES[kind].optional)
    if not optional:
        raise LinkSpent()
    chosen = choices_of(session, {message.user.id}).get(message.user.id, {})
    is_done = all(delivery_of(kind, chosen) is Delivery.NONE for kind in optional)
    return Refused(message.user, optional, is_done)


def refuse(token: str, *secrets: str) -> None:
    """Send the reader of an e-mail no more of its kinds. Raises LinkSpent. The link is proof enough; it opens again."""
    refused = read_refusal(token, *secrets)
    actor = Actor(refused.user.id, refused.user.name)
    with transaction() as session:
        person = get_user(session, refused.user.id)
        _choose(session, actor, person, dict.fromkeys(refused.kinds, Delivery.NONE))


def _choose(session: Session, actor: Actor, person: User, choices: Mapping[NoticeKind, Delivery]) -> None:
    """Write what is chosen, and the line of the journal where that is something else than before."""
    earlier = _settings(session, person.id, choices)
    before = {kind: Delivery(row.delivery) for kind, row in earlier.items()}
    changed = {
        kind: value for kind, value in choices.items() if before.get(kind, RULES[kind].delivery) != value
    }
    if not changed:
        return
    for kind, delivery in changed.items():
        if kind in earlier:
            earlier[kind].delivery = delivery
        else:
            session.add(NoticeSetting(user_id=person.id, kind=kind, delivery=delivery))
    write_people_line(
        session,
        actor,
        N_("change own notices"),
        person.email,
        before=_in_words({kind: before.get(kind, RULES[kind].delivery) for kind in changed}),
        after=_in_words(changed),
    )


def _settings(session: Session, user: int, kinds: Collection[NoticeKind]) -> dict[NoticeKind, NoticeSetting]:
    rows = session.scalars(
        select(NoticeSetting)
        .where(NoticeSetting.user_id == user, NoticeSetting.kind.in_(kinds))
        .with_for_update()
    )
    return {NoticeKind(row.kind): row for row in rows}


def _in_words(choices: Mapping[NoticeKind, Delivery]) -> str:
    """Return choices as the journal keeps them: "decision once, proposal none"."""
    return ", ".join(f"{kind.value} {delivery.value}" for kind, delivery in sorted(choices.items()))
