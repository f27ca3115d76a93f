"""
A negotiation in progress, as somebody who plays it sees it: who is there, what lies on the table, what was decided.

It is read with the stores' own functions and holds plain values as far as possible: what a `Step` is made of
must not change under it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random

from flask import Flask
from sqlalchemy import select

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.permissions import Actor, Office
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind, Role, Stage
from acm_drafts.services import drafts
from acm_drafts.services.people import operator
from acm_drafts.store.amendments import AmendmentRecord, load_amendments
from acm_drafts.store.conditions import live
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.drafts import lines_of_draft, newest_draft
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    Decision,
    Draft,
    Paragraph,
    Party,
    Round,
)
from acm_drafts.store.rounds import find_current_round
from tests.factories import make_officer

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
DELEGATIONS = ("EGY", "MYS", "SEN", "ARAB")
SEATS: tuple[tuple[Role, str], ...] = (
    *((Role.HEAD, code) for code in DELEGATIONS),
    (Role.ALTERNATE, "EGY"),
    (Role.DRAFTER, "EGY"),
    (Role.DRAFTER, "MYS"),
    (Role.MISSION, "OICM"),
    (Role.CHAIR, ""),
    (Role.OBSERVER, ""),
    (Role.ADMINISTRATOR, ""),
)
TEXT = (
    "# Palestine",
    "The Meeting welcomed the progress made by all Member States and thanked the host country.",
    "The Meeting [strongly] condemned the attacks on civilians and called for calm.",
    "The Meeting noted the report of the Secretary-General on the crisis.",
    "The Meeting invited the Bank to widen access to finance for small states.",
    "# Follow-up",
    "The Meeting requested the Secretariat to report on all steps taken.",
    "The Meeting decided to meet again next year.",
    "The Meeting took note of the calendar of its meetings.",
    "The Meeting thanked the interpreters for their patience.",
)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at the table; *party* is the key of whom they write for, None for the chair and observers."""

    user: int | None
    role: Role
    code: str
    party: int | None
    actor: Actor

    @property
    def speaks(self) -> bool:
        return self.role in (Role.HEAD, Role.ALTERNATE)

    @property
    def writes(self) -> bool:
        return self.speaks or self.role is Role.DRAFTER

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.role), self.code)))


def seat_people() -> None:
    """Give everybody of `SEATS` an account and an office, in an empty database that is migrated."""
    for role, code in SEATS:
        make_officer(role, code, name=f"{role} {code}")


def people() -> tuple[Seat, ...]:
    """Return everybody who was seated, and the operator, who has the Mission's rights."""
    from acm_drafts.store.records import Appointment

    rows = db.session.execute(
        select(Appointment, Party).outerjoin(Party, Party.id == Appointment.party_id).order_by(Appointment.id)
    )
    found = []
    for term, party in rows:
        role, code, key = Role(term.role), party.code if party else "", party.id if party else None
        office = Office(role, key, code, PartyKind(party.kind) if party else None)
        actor = Actor(term.user_id, f"{role} {code}".strip(), frozenset({office}))
        found.append(Seat(term.user_id, role, code, key, actor))
    mission = next(seat for seat in found if seat.role is Role.MISSION)
    return (*found, Seat(None, Role.MISSION, "OICM", mission.party, operator()))


@dataclass(frozen=True)
class View:
    """What lies on the table at one moment."""

    draft: Draft
    circulated: bool
    round: Round | None
    lines: tuple[Line, ...]
    entries: tuple[AmendmentRecord, ...]
    paragraphs: dict[int, Paragraph]
    decisions: tuple[Decision, ...]
    """Those of the running round that count."""

    @cached_property
    def pending(self) -> tuple[AmendmentRecord, ...]:
        return tuple(one for one in self.entries if one.pending)

    @cached_property
    def in_text(self) -> frozenset[int]:
        return frozenset(line.paragraph for line in self.lines)

    @cached_property
    def new(self) -> tuple[AmendmentRecord, ...]:
        """Pending proposals of new paragraphs."""
        return tuple(one for one in self.pending if one.kind is AmendmentKind.INSERT)

    def at(self, *stages: Stage) -> tuple[AmendmentRecord, ...]:
        return tuple(one for one in self.entries if one.amendment.stage in stages)

    def line(self, paragraph: int) -> Line | None:
        return next((line for line in self.lines if line.paragraph == paragraph), None)


@dataclass
class Room:
    """
    One communiqué and the people who negotiate it.

    *now* is the moment that its clock shows. *near* are keys of an amendment and a paragraph: what is
    chosen is chosen there, where anything there will do.
    """

    app: Flask
    communique: int
    seats: tuple[Seat, ...]
    now: datetime = START
    near: tuple[int | None, int | None] = (None, None)
    focus: int | None = None
    """The paragraph that everything was laid out on, where it was."""
    marks: int = 0
    _view: View | None = field(default=None, repr=False)

    # The table -----------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        if self._view is None:
            self._view = self._read()
        return self._view

    def changed(self) -> None:
        """Forget what lay on the table: something was done since."""
        self._view = None

    def _read(self) -> View:
        session = db.session()
        session.rollback()
        session.expire_all()
        with self.clock():
            draft = newest_draft(session, self.communique)
            _ = draft.communique  # read now: a race is chosen on one copy of a database and run on another
            running = find_current_round(session, self.communique)
            found = load_amendments(session, Amendment.communique_id == self.communique)
            rows = session.scalars(select(Paragraph).where(Paragraph.communique_id == self.communique))
            circulated = session.scalar(select(Circulation.id).where(Circulation.draft_id == draft.id))
            made = live(select(Decision).where(Decision.round_id == (running.id if running else 0)))
            return View(
                draft,
                circulated is not None,
                running,
                lines_of_draft(session, draft.id),
                tuple(found),
                {row.id: row for row in rows},
                tuple(session.scalars(made.where(Decision.kind != "void").order_by(Decision.id))),
            )

    @contextmanager
    def clock(self, at: datetime | None = None) -> Iterator[None]:
        with clock_at(at or self.now):
            yield

    # Choosing ------------------------------------------------------------------------------------

    def pick(self, rng: Random, entries: Iterable[AmendmentRecord]) -> AmendmentRecord | None:
        """Choose one of *entries*, a near one if there is any."""
        found = list(entries)
        amendment, paragraph = self.near
        for is_near in (
            lambda one: one.amendment.id == amendment,
            lambda one: one.amendment.paragraph_id == paragraph,
        ):
            if close := [one for one in found if is_near(one)]:
                found = close
                break
        return rng.choice(found) if found else None

    def pick_line(self, rng: Random, lines: Sequence[Line] | None = None) -> Line | None:
        """Choose a line of the newest draft, a near one if there is any."""
        found = list(self.view.lines if lines is None else lines)
        close = [line for line in found if line.paragraph == self.near[1]]
        return rng.choice(close or found) if found else None

    def seat(self, rng: Random, *tests: Callable[[Seat], bool]) -> Seat | None:
        """Choose somebody of whom all *tests* hold."""
        found = [seat for seat in self.seats if all(test(seat) for test in tests)]
        return rng.choice(found) if found else None

    def mission(self, rng: Random) -> Seat:
        return rng.choice([seat for seat in self.seats if seat.role is Role.MISSION])

    def writer(self, rng: Random, party: int | None = None) -> Seat | None:
        """Choose somebody who prepares proposals, of *party* if it is given."""
        return self.seat(
            rng,
            lambda one: one.writes or one.role is Role.MISSION,
            lambda one: party is None or one.party == party,
        )

    def speaker(self, rng: Random, party: int | None = None) -> Seat | None:
        """Choose somebody who speaks for a delegation or group, for *party* if it is given."""
        return self.seat(rng, lambda one: one.speaks, lambda one: party is None or one.party == party)

    def owner(self, rng: Random, party: int) -> Seat | None:
        """Choose somebody who submits in the name of *party*, the Mission too."""
        return self.seat(
            rng, lambda one: one.speaks or one.role is Role.MISSION, lambda one: one.party == party
        )

    # Words ---------------------------------------------------------------------------------------

    def mark(self) -> str:
        """Return a word that stands nowhere yet."""
        self.marks += 1
        return f"mark{self.marks}x"

    def edited(self, rng: Random, text: str) -> str:
        """Return *text* with a few changes, a new word among them."""
        words = text.split()
        for _ in range(rng.choice((1, 1, 2))):
            at = rng.randrange(len(words) + 1)
            turn = rng.random()
            if turn < 0.45 or len(words) < 4:
                words.insert(at, self.mark())
            elif turn < 0.75:
                words[at - 1] = self.mark()
            elif turn < 0.9:
                del words[at - 1]
            elif "[" not in text:
                words[at - 1] = f"[{words[at - 1]}]"
        if rng.random() < 0.1:
            return " ".join(words).replace("[", "").replace("]", "")
        return " ".join(words)


def lines_of(texts: Sequence[str]) -> tuple[Recognised, ...]:
    """Return numbered paragraphs that say *texts*; one that begins with "# " is a heading."""
    return tuple(
        Recognised(LineKind.HEADING, 0, False, "", "", text[2:])
        if text.startswith("# ")
        else Recognised(LineKind.PARAGRAPH, 0, True, "", "", text)
        for text in texts
    )


def open_room(
    app: Flask, texts: Sequence[str] = TEXT, *, symbol: str = "OIC/FC", language: str = "en"
) -> Room:
    """Import *texts* as a new communiqué, not circulated yet, and return the room it is negotiated in."""
    seats = people()
    with clock_at(START):
        data = "\n".join((symbol, *texts)).encode()
        draft = drafts.import_text(
            operator(), lines=lines_of(texts), data=data, symbol=symbol, language=language
        )
    return Room(app, draft.communique_id, seats)
