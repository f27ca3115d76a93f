"""
A new e-mail address for one's own account: asked for, confirmed by a link that is sent to it, and told to the old one.

The link opens nothing by itself: the owner confirms signed in, so that an address typed wrong gives nobody the account.
Nobody changes another person's address.
"""

from datetime import timedelta

from sqlalchemy import select, update

from acm_drafts.negotiation.errors import N_, AddressOfAnother, LinkSpent, NoMailServer
from acm_drafts.negotiation.messages import LONGEST_WAIT, MessageKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.security_events import EventKind
from acm_drafts.services import credentials, sign_ins
from acm_drafts.services.offices import write_account_lines
from acm_drafts.services.tokens import NEW_ADDRESS, token_of
from acm_drafts.store.address_changes import find_address_change
from acm_drafts.store.database import new_uid, transaction, utcnow
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.locks import hold_accounts, hold_person
from acm_drafts.store.notices import message_row, sends_mail, write_messages
from acm_drafts.store.people import get_user
from acm_drafts.store.records import AddressChange, Invitation, User
from acm_drafts.store.security_events import write_event
from acm_drafts.store.single_sign_on import drop_identity

LINK_LIVES = timedelta(days=1)


def ask(actor: Actor, email: str, *, secret: str) -> str:
    """
    Send a link to the new address of the acting person and return its token; an earlier link opens nothing then.

    Whether somebody has that address is not said here: its reader learns it. Raises WrongAddress; NoMailServer.
    """
    address = credentials.address_of(email)
    if not sends_mail():
        raise NoMailServer()
    with transaction() as session:
        hold_person(session, actor.user or 0)
        person, now, uid = get_user(session, actor.user or 0), utcnow(), new_uid()
        open_links = (AddressChange.user_id == person.id, AddressChange.used_at.is_(None))
        session.execute(update(AddressChange).where(*open_links).values(used_at=now))
        token = token_of(secret, uid, use=NEW_ADDRESS)
        session.add(
            AddressChange(
                user_id=person.id,
                email=address,
                token_hash=sign_ins.hash_of(token),
                made_at=now,
                expires_at=now + LINK_LIVES,
            )
        )
        facts = {"uid": uid, "user_id": person.id, "language": person.language}
        row = message_row(MessageKind.NEW_ADDRESS, address, now=now, last_at=now + LINK_LIVES, **facts)
        write_messages(session, [row])
        write_people_line(session, actor, N_("ask for new address"), person.email)
    return token


def confirm(actor: Actor, token: str) -> None:
    """
    Make the new address that of the acting person: the old one is told, every sign-in and link of theirs ends.

    Raises LinkSpent for a link that was used, is too old, or is another person's; AddressOfAnother.
    """
    with transaction() as session:
        hold_person(session, actor.user or 0)
        now = utcnow()
        change = find_address_change(session, sign_ins.hash_of(token), now)
        if change is None or change.user_id != actor.user:
            raise LinkSpent()
        hold_accounts(session)
        if session.scalar(select(User.id).where(User.email == change.email, User.id != actor.user)):
            raise AddressOfAnother()
        person, change.used_at = change.user, now
        before, person.email = person.email, change.email
        own_links = (Invitation.user_id == person.id, Invitation.used_at.is_(None))
        session.execute(update(Invitation).where(*own_links).values(used_at=now))
        sign_ins.end_all(session, person.id)
        write_account_lines(session, actor, N_("change own address"), person, before=before)
        drop_identity(session, person.id)  # it was linked by the address that was verified
        write_event(session, EventKind.ADDRESS_CHANGED, user=person.id, actor=person.id)
        facts = {"user_id": person.id, "language": person.language}
        row = message_row(MessageKind.ADDRESS_CHANGED, before, now=now, last_at=now + LONGEST_WAIT, **facts)
        if sends_mail():
            write_messages(session, [row])
