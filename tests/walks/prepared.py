"""
Negotiations laid out for races: on one paragraph there is something that each verb can be done to.

Three of them, each further than the one before: a second round that runs; it is closed and the next draft is the
Mission's alone; that draft is circulated. In the fourth the second round runs, and paragraphs of it are under silence.
In the fifth all was agreed in the first round and the text is declared final; in the sixth it is adopted.
"""

from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, DraftStatus, Level, Stance
from acm_drafts.services import (
    adoption,
    agreements,
    amendments,
    batches,
    closings,
    decisions,
    drafts,
    positions,
    rounds,
    sponsors,
)
from acm_drafts.services.batches import Sent
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Communique, Paragraph
from acm_drafts.store.rounds import round_context
from tests.agreeing import judgement, sitting_at
from tests.walks.bracket_ways import lay_brackets
from tests.walks.databases import Place
from tests.walks.discussion_ways import lay_discussions
from tests.walks.follow_up_ways import lay_follow_up
from tests.walks.guide_ways import lay_agenda
from tests.walks.pin_ways import lay_library
from tests.walks.reservation_ways import lay_reservations
from tests.walks.room import DAY, MINUTE, START, Room, Seat, open_room, people
from tests.walks.silence_ways import lay_silences
from tests.walks.sitting_ways import lay_sittings
from tests.walks.small_group_ways import lay_small_group

RUNNING, CLOSED, CIRCULATED, SILENT, FINAL, ADOPTED = SETTINGS = (
    "running",
    "closed",
    "circulated",
    "silent",
    "final",
    "adopted",
)
FOCUS = 2
"""Which line of the draft, from 1, everything is laid out on."""
NOW = START + 2 * DAY
LATER = NOW + 2 * DAY


def prepare(place: Place) -> None:
    """Lay out the six negotiations, and keep each under its name."""
    with place.on("seated") as app:
        lay(open_room(app))
        place.keep(RUNNING)
    with place.on(RUNNING) as app:
        lay_silences(room_on(app))
        place.keep(SILENT)
    with place.on(RUNNING) as app:
        Layout(room_on(app)).close()
        place.keep(CLOSED)
    with place.on(CLOSED) as app:
        room = room_on(app)
        room.now = LATER
        with room.clock():
            drafts.circulate(_seat(room, "OICM").actor, room.view.draft.id, attributed=True)
        place.keep(CIRCULATED)
    with place.on("seated") as app:
        room = open_room(app)
        lay_library(room)
        lay_agenda(room)
        lay_follow_up(room)
        Layout(room).finish()
        place.keep(FINAL)
    with place.on(FINAL) as app:
        room = room_on(app)
        with room.clock():
            known = adoption.candidate(db.session(), room.view.draft)
            facts = {"sitting": known.sittings[0].code, "seen": known.seen}
            adoption.adopt(_seat(room, "OICM").actor, room.communique, **facts)
        place.keep(ADOPTED)


def room_on(app: Flask) -> Room:
    """Return the room of what was laid out, as it stands in the database of *app*."""
    key = db.session.scalars(select(Communique.id).order_by(Communique.id)).first()
    assert key is not None
    room = Room(app, key, people(), NOW)
    room.now = NOW if room.view.round is not None else LATER
    room.focus = room.view.lines[FOCUS - 1].paragraph
    return room


def _seat(room: Room, code: str) -> Seat:
    return next(seat for seat in room.seats if seat.code == code and (seat.speaks or code == "OICM"))


def lay(room: Room) -> None:
    """Lay out a second round, a day before its deadline, with proposals at every stage on one paragraph."""
    layout = Layout(room)
    layout.open(START)
    layout.first_round()
    layout.close()
    layout.open(NOW - MINUTE)
    layout.second_round()
    lay_sittings(room)
    lay_reservations(room, room.view.lines[FOCUS - 1].paragraph)
    lay_small_group(room, room.view.lines[FOCUS - 1].paragraph)
    lay_brackets(room)
    lay_discussions(room, room.view.lines[FOCUS - 1].paragraph)
    lay_library(room)
    lay_agenda(room)
    lay_follow_up(room)


class Layout:
    """The acts by which a negotiation is laid out."""

    def __init__(self, room: Room) -> None:
        self.room, self.mission = room, _seat(room, "OICM").actor

    def seat(self, code: str) -> Seat:
        """Return who speaks for *code*."""
        return _seat(self.room, code)

    def open(self, at) -> None:
        room = self.room
        room.now = at
        with room.clock():
            drafts.circulate(self.mission, room.view.draft.id, attributed=True)
            rounds.open_round(self.mission, room.communique, rounds.Terms(at, at + DAY))
        room.now += MINUTE
        room.changed()

    def close(self) -> None:
        room = self.room
        running = room.view.round
        room.now = running.deadline + MINUTE
        with room.clock():
            closings.close_round(self.mission, running.id)
        room.changed()

    def finish(self) -> None:
        """Agree everything in one round but a new paragraph, declare the text final, and let the Ministers sit."""
        room = self.room
        self.open(START)
        lifting = self.propose("OICM", self.text(3, "[strongly] ", "strongly "))
        self.decide(lifting, DecisionKind.ACCEPT, Level.EXPERT)
        with room.clock():
            left = agreements.remaining(db.session(), round_context(db.session(), room.view.round.id))
            facts = {"sitting": sitting_at(room.communique), "seen": left.seen}
            agreements.agree_rest(self.mission, room.view.round.id, **facts)
        self.propose("MYS", self.new("The Meeting thanked Malaysia."))
        running = room.view.round
        room.now = running.deadline + MINUTE
        with room.clock():
            closings.close_round(self.mission, running.id, status=DraftStatus.FINAL)
        room.changed()
        room.now = LATER
        with room.clock():
            drafts.circulate(self.mission, room.view.draft.id, attributed=True)
            sitting_at(room.communique, Level.MINISTERIAL)
        room.changed()

    def text(self, line: int, old: str, new: str) -> Proposal:
        """Return a new wording of the line with this number in which *new* stands for *old*."""
        found = self.room.view.lines[line - 1]
        assert old in found.text
        code = self.room.view.paragraphs[found.paragraph].code
        words = found.text.replace(old, new, 1)
        return Proposal(AmendmentKind.REPLACE, code, found.wording, words, reason="It is better.")

    def new(self, text: str) -> Proposal:
        after = self.room.view.paragraphs[self.room.view.lines[FOCUS - 1].paragraph].code
        return Proposal(AmendmentKind.INSERT, text=text, after=after)

    def propose(self, code: str, made: Proposal) -> Amendment:
        with self.room.clock():
            return amendments.propose(self.seat(code).actor, self.room.view.round.id, made)

    def decide(
        self, made: Amendment, kind: DecisionKind, level: Level | None = None, **facts: object
    ) -> None:
        db.session.expire_all()
        paragraph = db.session.get_one(Paragraph, made.paragraph_id)
        with self.room.clock():
            judged = judgement(kind, (made.revisions[-1].id,), on=paragraph.id, level=level, **facts)
            decisions.decide(self.mission, paragraph.id, judged, seen=paragraph.counter)

    def take_on_text(self, number: int, stance: Stance) -> None:
        """Let Senegal take a position on a line of the text."""
        line, seat = self.room.view.lines[number], self.seat("SEN")
        facts = {"wording": line.wording, "party": seat.party, "stance": stance}
        with self.room.clock():
            positions.take_position_on_paragraph(seat.actor, line.paragraph, **facts)

    def first_round(self) -> None:
        """What it leaves: proposals that were carried and can be contested, one that ended, a position on words."""
        self.take_on_text(4, Stance.SUPPORT)
        self.propose("MYS", self.text(FOCUS, "the progress", "the good progress"))
        self.propose("EGY", self.text(4, "the report", "the full report"))
        self.decide(self.propose("SEN", self.text(4, "noted", "welcomed")), DecisionKind.ACCEPT, Level.EXPERT)
        rejected = self.propose("ARAB", self.text(5, "access", "wide access"))
        self.decide(rejected, DecisionKind.REJECT, Level.EXPERT, reason="It goes too far.")

    def _agree_all_but(self, line: int) -> None:
        """Agree in one act on what nobody has proposed anything on, and leave one line for another such act."""
        room, egypt = self.room, self.seat("EGY").actor
        kept = self.propose("EGY", self.text(line, "meet again", "meet once more"))
        with room.clock():
            left = agreements.remaining(db.session(), round_context(db.session(), room.view.round.id))
            facts = {"sitting": sitting_at(room.communique), "seen": left.seen}
            agreements.agree_rest(self.mission, room.view.round.id, **facts)
            amendments.withdraw(egypt, kept.code, reason="It is not needed.")
        room.changed()

    def second_round(self) -> None:
        room, egypt = self.room, self.seat("EGY").actor
        key = room.view.round.id
        self._agree_all_but(8)
        with room.clock():
            amendments.save(egypt, key, self.text(FOCUS, "thanked", "warmly thanked"))
            under = amendments.save(egypt, key, self.text(FOCUS, "host", "generous host"))
            amendments.send_for_review(egypt, under.code)
        submitted = self.propose("EGY", self.text(FOCUS, "all Member States", "most Member States"))
        self.propose("MYS", self.new("The Meeting thanked Malaysia."))
        self.propose("OICM", self.text(FOCUS, "progress made", "progress seen"))
        with room.clock():
            senegal = _seat(room, "SEN")
            made = self.text(FOCUS, "the host country", "the host")
            amendments.enter_from_floor(self.mission, key, made, party=senegal.party)
            arab = _seat(room, "ARAB")
            sponsors.cosponsor(arab.actor, submitted.code, party=arab.party)
            facts = {"party": senegal.party, "stance": Stance.SUPPORT}
            positions.take_position(senegal.actor, submitted.code, **facts)
        self.take_on_text(FOCUS, Stance.RESERVE)
        rejected = self.propose("ARAB", self.text(FOCUS, "The Meeting", "The Ministers"))
        self.decide(rejected, DecisionKind.REJECT, reason="It is a meeting of more than ministers.")
        deferred = self.propose("EGY", self.text(FOCUS, "and thanked", "then thanked"))
        self.decide(deferred, DecisionKind.DEFER)
        both = self.propose("SEN", self.text(5, "small states", "small island states in debt"))
        self.decide(
            both,
            DecisionKind.COMPROMISE,
            text="The Meeting invited the Bank to widen access for small states.",
        )
        part = self.propose("EGY", self.text(7, "Secretariat to report on all", "Bank to report on most"))
        self.decide(part, DecisionKind.PART, chosen=(0,))
        with room.clock():
            words = [line.text for line in room.view.lines]
            words[3] = words[3].replace("crisis", "matter")
            sent = Sent("MYS.txt", "\n\n".join(words).encode())
            batches.receive(self.mission, room.communique, [sent])
        room.changed()
