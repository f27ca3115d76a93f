"""
Facts for tests: plain functions `make_x(**facts)`, valid by default, nothing random.

They write rows as the services would leave them and need an application context (the fixture
`session`). What a negotiation needs beside people is in tests/factories of its subject.
"""

import itertools
import re
from datetime import date, timedelta
from functools import cache

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.negotiation.permissions import IN_GENERAL, Actor
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.services import credentials, offices, sign_ins
from acm_drafts.services.people import operator
from acm_drafts.store import meetings
from acm_drafts.store.database import db
from acm_drafts.store.records import Appointment, Meeting, Party, User

PASSWORD = "four ordinary words"
LONG_AGO = date(2026, 1, 1)

_numbers = itertools.count(1)


@cache
def _hash_of(password: str) -> str:
    """Hashing is slow on purpose; tests need it once."""
    return credentials.hash_of(password)


# People ----------------------------------------------------------------------------------------


def make_user(**facts: object) -> User:
    """Return a person without any office; `password` is PASSWORD unless given, `email` is new each time."""
    number = next(_numbers)
    password = str(facts.pop("password", PASSWORD))
    user = User(
        **{
            "email": f"person{number}@example.org",
            "name": f"Person {number}",
            "password_hash": _hash_of(password),
            **facts,
        }
    )
    db.session.add(user)
    db.session.commit()
    return user


def make_appointment(user: User, role: Role, code: str = "", **facts: object) -> Appointment:
    """
    Return a term of *user*, since long ago and without an end; *code* names the delegation or group.

    It is held at the only meeting unless `meeting_id` names another; the Mission's own in general.
    """
    term = Appointment(
        user_id=user.id,
        role=role.value,
        party_id=_party_id(role, code),
        **{"starts_on": LONG_AGO, "ends_on": None, "meeting_id": meeting_for(role), **facts},
    )
    db.session.add(term)
    db.session.commit()
    return term


def make_officer(role: Role, code: str = "", **facts: object) -> User:
    """Return a person who holds *role*; `starts_on` and `ends_on` are the term's, other facts the person's."""
    names = ("starts_on", "ends_on", "meeting_id")
    term = {name: facts.pop(name) for name in names if name in facts}
    user = make_user(**facts)
    make_appointment(user, role, code, **term)
    return user


def make_head(code: str = "EGY", **facts: object) -> User:
    return make_officer(Role.HEAD, code, **facts)


def make_alternate(code: str = "EGY", **facts: object) -> User:
    return make_officer(Role.ALTERNATE, code, **facts)


def make_drafter(code: str = "EGY", **facts: object) -> User:
    return make_officer(Role.DRAFTER, code, **facts)


def make_mission_drafter(**facts: object) -> User:
    return make_officer(Role.MISSION, **facts)


def make_administrator(**facts: object) -> User:
    return make_officer(Role.ADMINISTRATOR, **facts)


def make_chair(**facts: object) -> User:
    return make_officer(Role.CHAIR, **facts)


def make_observer(**facts: object) -> User:
    return make_officer(Role.OBSERVER, **facts)


def party(code: str) -> Party:
    """Return the delegation or group with *code*; "OICM" is the Mission."""
    return db.session.scalars(select(Party).where(Party.code == code)).one()


def actor_of(user: User) -> Actor:
    """Return *user* as the rules see them today."""
    token = sign_ins.begin(user.id)
    known = sign_ins.recognise(token)
    assert known is not None
    return known.actor


def mission() -> Actor:
    """Return somebody with all rights of the Mission."""
    return operator()


def yesterday() -> date:
    return today() - timedelta(days=1)


def tomorrow() -> date:
    return today() + timedelta(days=1)


def today() -> date:
    """Return the day it is at the conference."""
    return meetings.today(db.session(), None)


def meeting_for(role: Role) -> int | None:
    """Return the key of the only meeting; None for an office in general, and where there is none or several."""
    only = meetings.find_only(db.session())
    return only.id if only and role not in IN_GENERAL else None


def make_meeting(**facts: object) -> Meeting:
    """Return a further meeting, of 2025 in Riyadh unless *facts* say otherwise."""
    made = Meeting(**{"title": "Annual Coordination Meeting", "year": 2025, "zone": "Asia/Riyadh", **facts})
    db.session.add(made)
    db.session.commit()
    return made


def _party_id(role: Role, code: str) -> int | None:
    if role is Role.MISSION:
        return db.session.scalars(select(Party.id).where(Party.kind == PartyKind.MISSION)).one()
    return party(code).id if role in offices.FOR_A_DELEGATION else None


# Browsers --------------------------------------------------------------------------------------


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """
    Sign *user* in on *client*, and return it.

    It is a real sign-in with its cookie, without the form and the hashing; see `sign_in_by_form`.
    """
    token = sign_ins.begin(user.id)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.permanent = True
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


def sign_in_by_form(client: FlaskClient, email: str, password: str = PASSWORD, **query: str) -> object:
    """Send the sign-in form and return the answer."""
    return post(client, "/sign-in", {"email": email, "password": password}, query_string=query)


def token_for(client: FlaskClient, page: str = "/sign-in") -> str:
    """Return a token against forms from elsewhere, good for every form of this client."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert found, f"{page} has no form"
    return found[1]


def post(client: FlaskClient, path: str, data: dict[str, object] | None = None, **options: object) -> object:
    """Send a form with a good token and return the answer."""
    return client.post(path, data={"csrf_token": token_for(client), **(data or {})}, **options)


def session_cookie(client: FlaskClient) -> str:
    """Return the value of the session cookie, as somebody could have copied it."""
    found = client.get_cookie(current_app.config["SESSION_COOKIE_NAME"])
    assert found is not None
    return found.value
