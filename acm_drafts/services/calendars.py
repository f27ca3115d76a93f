"""
The private address of a person's calendar: whoever has it reads what that person may read, without signing in.
"""

import secrets

from sqlalchemy import select

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.database import Session, db, transaction
from acm_drafts.store.journal import write_people_line
from acm_drafts.store.people import get_user
from acm_drafts.store.readers import Reader, load_readers
from acm_drafts.store.records import User


def make_address(actor: Actor) -> str:
    """Give the acting person's calendar a new private address and return its secret part; the old one ends."""
    with transaction() as session:
        person = get_user(session, actor.user or 0)
        person.calendar = secrets.token_hex(16)
        write_people_line(session, actor, "make calendar address", person.email)
        return person.calendar


def end_address(actor: Actor) -> None:
    """Let the private address of the acting person's calendar open nothing any more."""
    with transaction() as session:
        person = get_user(session, actor.user or 0)
        if person.calendar is not None:
            person.calendar = None
            write_people_line(session, actor, "end calendar address", person.email)


def reader_of(address: str) -> Reader:
    """Return the person whose calendar has *address*. Raises NotFound where nobody with an office today has it."""
    session: Session = db.session()
    key = session.scalar(select(User.id).where(User.calendar == address)) if address.isascii() else None
    readers = load_readers(session, [key]) if key else []
    if not readers:
        raise NotFound()
    return readers[0]
