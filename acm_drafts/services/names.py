"""The names of people: asked wherever one is typed, and wherever an office is given to whoever has one."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.names import (
    AccountNameReserved,
    AccountNameTaken,
    NameReserved,
    NameTaken,
    OwnAccountNameReserved,
    OwnAccountNameTaken,
    names_of_office,
    require_own_name,
)
from acm_drafts.negotiation.terms import Role
from acm_drafts.store.locks import hold_accounts
from acm_drafts.store.people import find_parties, names_at
from acm_drafts.store.records import Appointment, Party, User


def check_name(
    session: Session,
    name: str,
    user: int | None,
    *,
    at: Collection[int | None],
    own: Collection[int],
    of_office: Collection[str] = (),
) -> None:
    """
    Raise NameReserved or NameTaken for a name that is not a person's own, among the people at the meetings *at*.

    *own*: keys of the delegations and groups that the person belongs to; *of_office*: see `require_own_name`. Two who
    take one name at once wait for one another. Four queries.
    """
    hold_accounts(session)
    parties = find_parties(session)
    require_own_name(
        name,
        of_parties=[word for party in parties for word in _words_of(party)],
        own=[word for party in parties if party.id in own for word in _words_of(party)],
        others=names_at(session, at, besides=user),
        of_office=of_office,
    )


def check_name_of(
    session: Session, user: int, *, at: int | None, role: Role, party: Party | None, by_owner: bool = False
) -> None:
    """
    Raise AccountNameReserved or AccountNameTaken unless a person can have their name at a meeting too, in an office.

    *role* and *party*: of the office. *by_owner*: the person takes it; the refusals then speak to them. An account that
    is called like this very office, as one of the demonstration or of an older installation is, keeps its name.
    After the person is held, and before a delegation is: the names of all accounts come between. Six queries.
    """
    hold_accounts(session)
    name = session.scalars(select(User.name).where(User.id == user)).one()
    own = set(session.scalars(select(Appointment.party_id).where(Appointment.user_id == user)))
    try:
        check_name(
            session,
            name,
            user,
            at=[at],
            own=[key for key in (*own, party.id if party else None) if key],
            of_office=names_of_office(role, _words_of(party) if party else ()),
        )
    except NameReserved:
        raise (OwnAccountNameReserved if by_owner else AccountNameReserved)() from None
    except NameTaken:
        raise (OwnAccountNameTaken if by_owner else AccountNameTaken)() from None


def _words_of(party: Party) -> tuple[str, ...]:
    """Return all that a party is called: its names, and its codes."""
    return (party.name_en, party.name_fr, party.name_ar, party.code, *filter(None, [party.iso2]))
