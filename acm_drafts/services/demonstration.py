"""
A meeting to try everything on: three rounds, told by the same services that real ones use.

The script is data (acm_drafts/data/demonstration). Nothing is written past the rules: what a
delegation could not do, the demonstration cannot either; only the clock stands where the script
says. It refuses a database that holds a communiqué.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.consolidation import consolidate
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import IN_GENERAL, Actor, Office
from acm_drafts.negotiation.terms import (
    Admissibility,
    AmendmentKind,
    Answer,
    DecisionKind,
    DraftStatus,
    PartyKind,
    Role,
    Stance,
    Visibility,
)
from acm_drafts.services import (
    amendments,
    answers,
    decisions,
    drafts,
    positions,
    rounds,
    translations,
)
from acm_drafts.services.agenda import set_agenda
from acm_drafts.services.closings import close_round
from acm_drafts.services.credentials import hash_of, matches
from acm_drafts.services.demonstration_agenda import DemonstrationAgenda
from acm_drafts.services.demonstration_bracket_holders import DemonstrationBracketHolders
from acm_drafts.services.demonstration_discussions import DemonstrationDiscussions
from acm_drafts.services.demonstration_follow_up import DemonstrationFollowUp
from acm_drafts.services.demonstration_guide import DemonstrationGuide
from acm_drafts.services.demonstration_inputs import DemonstrationInputs
from acm_drafts.services.demonstration_library import DemonstrationLibrary
from acm_drafts.services.demonstration_partners import DemonstrationPartners
from acm_drafts.services.demonstration_reservations import DemonstrationReservations
from acm_drafts.services.demonstration_silence import DemonstrationSilence
from acm_drafts.services.demonstration_sittings import DemonstrationSittings, Planned
from acm_drafts.services.demonstration_small_groups import DemonstrationSmallGroups
from acm_drafts.services.demonstration_speakers import DemonstrationSpeakers
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.services.evaluation import Judgement
from acm_drafts.services.meetings import write_meeting
from acm_drafts.services.revisions import Proposal
from acm_drafts.services.sponsors import cosponsor
from acm_drafts.store.amendment_rows import adopted_on
from acm_drafts.store.database import clock_at, db, transaction, utcnow
from acm_drafts.store.drafts import find_wording, lines_of_draft, newest_draft, newest_wording
from acm_drafts.store.meetings import DEFAULT_ZONE, today_in
from acm_drafts.store.notices import tell_readers, without_mail
from acm_drafts.store.people import find_parties, find_party
from acm_drafts.store.records import (
    Amendment,
    Appointment,
    Communique,
    Draft,
    Notice,
    Paragraph,
    Party,
    Revision,
    Round,
    User,
    Wording,
)
from acm_drafts.text.language import Language

SCRIPT = Path(__file__).resolve().parent.parent / "data" / "demonstration"
PASSWORD = "four ordinary words together"
"""The one password of all demonstration accounts; the demonstration is refused in production."""


class NotEmpty(Refusal):
    sentence = N_("This database holds a communiqué already.")
    next_step = N_("The demonstration needs a migrated and empty database.")


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account: what its office is called, and the address to sign in with."""

    office: str
    email: str


def accounts(session: Session) -> tuple[Account, ...]:
    """Return the accounts of this database that open with PASSWORD, the Mission's first, then by delegation."""
    users = session.scalars(select(User).where(User.email.endswith("@acm.example")).order_by(User.id)).all()
    hashes = {user.password_hash for user in users}
    known = {password_hash for password_hash in hashes if matches(password_hash, PASSWORD)}
    return tuple(Account(user.name, user.email) for user in users if user.password_hash in known)


def load(today: date | None = None) -> Communique:
    """
    Tell the whole script, so that its third round is open today, and return the communiqué.

    It is one act: what fails half way leaves nothing. Raises NotEmpty.
    """
    text, rounds_ = _read("text.json"), _read("rounds.json")["rounds"]
    with transaction() as session:
        if session.scalar(select(Communique.id).limit(1)) is not None:
            raise NotEmpty()
        meeting = _meet(session, text["meeting"])
        people = _appoint(session, meeting)
        communique = _Stage(text, people, today, meeting).play(rounds_, _read("translations.json"))
        _tell(session)
        return communique


def _tell(session: Session) -> None:
    """Write the notices, and no message; those from before the newest round are read."""
    with without_mail():
        tell_readers(session)
    opened = select(func.max(Round.opens_at)).scalar_subquery()
    session.execute(update(Notice).where(Notice.shows_at < opened).values(read_at=Notice.shows_at))


def _read(name: str) -> Any:
    return json.loads((SCRIPT / name).read_text(encoding="utf-8"))


# People ------------------------------------------------------------------------------------------


def _meet(session: Session, facts: Mapping[str, Any]) -> int:
    """Make the meeting and return its key."""
    chair = find_party(session, facts["chair"])
    named = {name: facts[name] for name in ("title", "year", "zone", "place", "unga_session")}
    held_on = date.fromisoformat(facts["opens_on"])
    return write_meeting(session, **named, held_on=held_on, chair_id=chair.id if chair else None).id


@dataclass(frozen=True, slots=True)
class _Seat:
    """An office of the demonstration: what it is called, the first part of its address, and for whom it is held."""

    name: str
    address: str
    role: Role
    party: Party | None = None

    @property
    def language(self) -> str:
        return "ar" if self.party is not None and self.party.region == "Arab" else "en"

    def office(self, meeting: int) -> Office | None:
        """Return the office in which somebody acts for a party at the meeting; None where nobody does by this seat."""
        if self.party is None or self.role not in (Role.HEAD, Role.MISSION):
            return None
        return Office(
            self.role, self.party.id, self.party.code, PartyKind(self.party.kind), self.held_at(meeting)
        )

    def held_at(self, meeting: int) -> int | None:
        """Return the meeting at which it is held, None for what is held in general."""
        return None if self.role in IN_GENERAL else meeting


_HEADS = {
    PartyKind.STATE: "Head of delegation, {name}",
    PartyKind.GROUP: "Speaker of the {name}",
}
_WITH_DRAFTERS = ("EGY", "MYS", "SEN")


def _seats(parties: Mapping[str, Party]) -> Iterator[_Seat]:
    """Yield all offices of the demonstration, the Mission's first."""
    yield _Seat("Mission drafter", "mission", Role.MISSION, parties["OICM"])
    yield _Seat("Administrator", "administrator", Role.ADMINISTRATOR)
    yield _Seat("Chair of the Group", "chair", Role.CHAIR)
    yield _Seat("Observer", "observer", Role.OBSERVER)
    for code, party in parties.items():
        if (head := _HEADS.get(PartyKind(party.kind))) is not None:
            yield _Seat(head.format(name=party.name_en), code.lower(), Role.HEAD, party)
    for state in (parties[code] for code in _WITH_DRAFTERS):
        address = state.code.lower()
        yield _Seat(f"Alternate, {state.name_en}", f"{address}.alternate", Role.ALTERNATE, state)
        yield _Seat(f"Drafter, {state.name_en}", f"{address}.drafter", Role.DRAFTER, state)


def _appoint(session: Session, meeting: int) -> dict[str, Actor]:
    """Make an account for each office, the Mission's in general, and return who acts for each party."""
    seats = _seats({party.code: party for party in find_parties(session)})
    began = today_in(DEFAULT_ZONE) - timedelta(days=60)
    secret = hash_of(PASSWORD)
    actors: dict[str, Actor] = {}
    with transaction() as write:
        for seat in seats:
            user = _write_account(write, seat, secret)
            write.add(
                Appointment(
                    user_id=user.id,
                    role=seat.role,
                    party_id=seat.party.id if seat.party else None,
                    meeting_id=seat.held_at(meeting),
                    starts_on=began,
                )
            )
            if (office := seat.office(meeting)) is not None:
                actors[office.code] = Actor(user.id, seat.name, frozenset({office})).at(meeting)
    return actors


def _write_account(session: Session, seat: _Seat, secret: str) -> User:
    user = User(
        email=f"{seat.address}@acm.example", name=seat.name, password_hash=secret, language=seat.language
    )
    session.add(user)
    session.flush()
    return user


# The script --------------------------------------------------------------------------------------


class _Stage:
    """The demonstration while it is being told: who is who, and which key stands for which paragraph or proposal."""

    def __init__(
        self, text: Mapping[str, Any], people: Mapping[str, Actor], today: date | None, meeting: int
    ) -> None:
        self.text, self.people, self.today = text, people, today or today_in(text["meeting"]["zone"])
        self.meeting = meeting
        self.zone = ZoneInfo(text["meeting"]["zone"])
        self.mission = people["OICM"]
        self.paragraphs: dict[str, int] = {}
        self.proposals: dict[str, str] = {}
        self.asked: Mapping[str, str] = {}  # by the last closing; answered when its text is circulated
        self.session: Session = db.session()
        self.sittings = DemonstrationSittings(self, _read("sittings.json"))
        self.reservations = DemonstrationReservations(self, _read("reservations.json"))
        self.brackets = DemonstrationBracketHolders(self, _read("bracket_holders.json"))
        self.discussions = DemonstrationDiscussions(self, _read("discussions.json"))
        self.inputs = DemonstrationInputs(self, _read("inputs.json"))
        self.library = DemonstrationLibrary(self, _read("library.json"))
        self.guide = DemonstrationGuide(self, _read("guide.json"), (SCRIPT / "agenda.csv").read_bytes())
        self.partners = DemonstrationPartners(self, _read("partners.json"))
        self.follow_up = DemonstrationFollowUp(self, _read("follow_up.json"))
        self.small_groups = DemonstrationSmallGroups(self, _read("small_groups.json"))
        self.agenda = DemonstrationAgenda(self, _read("agenda.json"))
        self.speakers = DemonstrationSpeakers(self, _read("speakers.json"))
        self.silence = DemonstrationSilence(self, self.sittings.bodies, _read("silence.json"))

    def play(self, script: Sequence[Mapping[str, Any]], translated: Mapping[str, Any]) -> Communique:
        first = script[0]
        with clock_at(self.at(first["opens"] - 2, 0, 9)):
            draft_id = self.import_text()
            self.translate(draft_id, translated)
            self.sittings.make_bodies()
            self.library.fill()
            self.guide.fill(draft_id)
            self.follow_up.confirm()
            self.speakers.inscribe()
        for part in script:
            self.tell(part, draft_id)
            draft_id = self.newest_draft()
        communique = self.session.scalars(select(Communique)).one()
        self.agenda.play()
        return communique

    def at(self, day: float, minute: int, hour: int) -> datetime:
        """Return the moment *minute* minutes after *hour* o'clock in the meeting's zone, *day* days from today."""
        morning = datetime.combine(self.today + timedelta(days=day), time(hour), self.zone)
        return morning + timedelta(minutes=minute)

    def import_text(self) -> int:
        lines = [
            Recognised(LineKind(line["kind"]), line["depth"], line["numbered"], "", "", line["text"])
            for line in self.text["lines"]
        ]
        draft = drafts.import_text(
            self.mission,
            lines=lines,
            data=json.dumps(self.text["lines"]).encode(),
            file_name="demonstration",
            title=self.text["title"],
            symbol=self.text["symbol_root"],
            language=self.text["language"],
            meeting_id=self.meeting,
        )
        set_agenda(self.mission, draft.communique.code, "\n".join(self.text["agenda"]))
        wanted = self.text["documents"]
        titles, places = (
            {Language(code): words for code, words in wanted[kind].items()} for kind in ("titles", "places")
        )
        settings = DocumentSettings(titles, places, date.fromisoformat(wanted["held_on"]))
        set_document_settings(self.mission, draft.communique.code, settings)
        imported = zip(self.text["lines"], lines_of_draft(self.session, draft.id), strict=True)
        self.paragraphs = {translation["key"]: line.paragraph for translation, line in imported}
        return draft.id

    def translate(self, draft_id: int, translated: Mapping[str, Any]) -> None:
        wording = {line.paragraph: line.wording for line in lines_of_draft(self.session, draft_id)}
        for key, texts in translated.items():
            for language, text in texts.items():
                translations.add(self.mission, wording[self.paragraphs[key]], Language(language), text)

    def newest_draft(self) -> int:
        return self.session.scalars(select(Draft.id).order_by(Draft.sequence.desc()).limit(1)).one()

    # One round

    def tell(self, part: Mapping[str, Any], draft_id: int) -> None:
        opens = self.clock(part["opens"], part["opens_at"])
        with clock_at(opens - timedelta(minutes=30)):
            drafts.circulate(self.mission, draft_id, attributed=part["attribution"])
            self.partners.fill(self.follow_up)
            for key, word in self.asked.items():
                self.answer(key, Answer(word), N_("Our proposal is not reflected as we read the text."))
            communique_id = self.session.get_one(Draft, draft_id).communique_id
            round_id = rounds.open_round(
                self.mission,
                communique_id,
                rounds.Terms(
                    opens_at=opens,
                    deadline=self.clock(part["deadline"], part["deadline_at"]),
                    zone=self.text["meeting"]["zone"],
                    admissibility=Admissibility(part["admissibility"]),
                    visibility=Visibility(part["visibility"]),
                ),
            ).id
        for moment, act, facts in self.acts(part, round_id):
            with clock_at(moment):
                act(facts)
        if part["closes_after"] is not None:
            self.close(part, round_id)

    def clock(self, day: int, time_of_day: str) -> datetime:
        hour, minute = map(int, time_of_day.split(":"))
        return self.at(day, minute, hour)

    def acts(self, part: Mapping[str, Any], round_id: int) -> Iterator[tuple[datetime, Any, Any]]:
        """Yield what happens in a round, in the order of the clock; nothing lies ahead of now."""
        opens = part["opens"]
        planned: list[Planned] = []
        for facts in part["proposals"]:
            submits = partial(self.propose, round_id=round_id)
            planned.append((opens + facts["date_offset"], 11, submits, facts))
        last = max(facts["date_offset"] for facts in part["proposals"])
        planned += [(opens + last, 15, self.take_position, facts) for facts in part["positions"]]
        planned += [(opens + last, 16, self.take_on_text, facts) for facts in part["positions_on_text"]]
        planned += [(opens + facts["date_offset"], 17, self.decide, facts) for facts in part["decisions"]]
        planned += self.sittings.acts(part["number"], opens)
        planned += self.sittings.acts_deciding(part, opens)
        planned += self.silence.acts(part["number"], opens, round_id)
        planned += self.reservations.acts(part["number"], opens)
        planned += self.brackets.acts(part["number"], opens)
        planned += self.discussions.acts(part["number"], opens)
        planned += self.inputs.acts(part["number"], opens)
        planned += self.small_groups.acts(part["number"], opens)
        planned += self.follow_up.acts(part["number"], opens)
        planned.sort(key=lambda row: row[:2])
        now = utcnow()
        for count, (day, hour, act, facts) in enumerate(planned):
            yield min(self.at(day, count % 50, hour), now), act, facts

    def close(self, part: Mapping[str, Any], round_id: int) -> None:
        with clock_at(self.at(part["opens"] + part["closes_after"], 0, 20)):
            close_round(self.mission, round_id, status=DraftStatus.REVISED)
        self.asked = part["verdict_answers"]

    # Acts

    def propose(self, facts: Mapping[str, Any], *, round_id: int) -> None:
        actor = self.people[facts["by"]]
        self.proposals[facts["key"]] = code = self.put_forward(actor, facts, round_id)
        if "new_key" in facts:
            self.paragraphs[facts["new_key"]] = self.amendment(code).paragraph_id
        self.paragraphs |= zip(facts.get("new_keys", ()), self.revision(code).parts, strict=True)
        for joining in (self.people[key] for key in facts["cosponsors"]):
            cosponsor(joining, code, party=next(iter(joining.parties())))
        if facts["state"] == "review":
            amendments.send_for_review(actor, code)
        if facts["state"] == "withdrawn":
            amendments.withdraw(actor, code, reason="Overtaken by our consultations.")
        if facts["floor"]:
            self.answer(facts["key"], Answer.CONFIRM, "")

    def put_forward(self, actor: Actor, facts: Mapping[str, Any], round_id: int) -> str:
        """Save, submit or enter a proposal as the script says, and return its code."""
        proposal = self.proposal(facts, round_id)
        if facts["floor"]:
            party = next(iter(actor.parties()))
            return amendments.enter_from_floor(self.mission, round_id, proposal, party=party).code
        if facts["state"] in ("draft", "review"):
            return amendments.save(actor, round_id, proposal).code
        return amendments.propose(actor, round_id, proposal).code

    def proposal(self, facts: Mapping[str, Any], round_id: int) -> Proposal:
        kind = AmendmentKind(facts["kind"])
        reason = facts["reason"]
        if kind is AmendmentKind.INSERT:
            return Proposal(
                kind,
                text=facts["text"],
                after=self.code(facts["after"]),
                line_kind=facts["line_kind"],
                depth=facts["depth"],
                numbered=facts["numbered"],
                reason=reason,
            )
        amended = self.proposals[facts["amends"]] if "amends" in facts else ""
        key = self.amendment(amended).paragraph_id if amended else self.paragraphs[facts["on"]]
        wording = self.wording(key, round_id)
        stands_on = self.revision(amended).text if amended else wording.text
        return Proposal(
            kind,
            paragraph=self.session.get_one(Paragraph, key).code,
            base=wording.id,
            text=edited(stands_on, facts.get("edits", ())) if kind is AmendmentKind.REPLACE else "",
            parts=divided(stands_on, facts.get("at", ())) if kind is AmendmentKind.SPLIT else (),
            after=self.code(facts["after"]) if kind is AmendmentKind.MOVE else "",
            amends=amended,
            reason=reason,
        )

    def decide(self, facts: Mapping[str, Any]) -> None:
        if facts["kind"] == "contest":
            for key in facts["on"]:
                self.answer(key, Answer.CONTEST, facts["reason"])
            return
        kind = DecisionKind(facts["kind"])
        revisions = [self.revision(self.proposals[key]) for key in facts["on"]]
        paragraph_id = revisions[0].paragraph_id
        text = (
            edited(self.working_text(paragraph_id), facts["text_edits"])
            if kind is DecisionKind.COMPROMISE
            else ""
        )
        judgement = Judgement(
            kind,
            revisions=tuple(revision.id for revision in revisions),
            chosen=tuple(facts.get("changes", ())),
            text=text,
            reason=facts["reason"],
            sitting=self.sittings.sitting_of(facts),
            over=tuple(facts.get("over", ())),
        )
        seen = self.session.get_one(Paragraph, paragraph_id).counter
        decisions.decide(self.mission, paragraph_id, judgement, seen=seen)
        for by, word in facts.get("answers", {}).items():
            key = next(key for key in facts["on"] if self.amendment(self.proposals[key]).sponsor.code == by)
            self.answer(key, Answer(word), N_("We cannot see our concern in these words."))

    def answer(self, key: str, word: Answer, reason: str) -> None:
        amendment = self.amendment(self.proposals[key])
        actor = self.people[amendment.sponsor.code]
        stated_reason = reason if word in answers.NEEDS_REASON else ""
        answers.answer(actor, amendment.code, party=amendment.sponsor_id, answer=word, reason=stated_reason)

    def take_position(self, facts: Mapping[str, Any]) -> None:
        actor, on = self.people[facts["by"]], self.proposals[facts["on"]]
        party, stance = next(iter(actor.parties())), Stance(facts["stance"])
        positions.take_position(actor, on, party=party, stance=stance, reason=facts.get("reason", ""))

    def take_on_text(self, facts: Mapping[str, Any]) -> None:
        actor, paragraph = self.people[facts["by"]], self.paragraphs[facts["on"]]
        draft = newest_draft(self.session, self.session.get_one(Paragraph, paragraph).communique_id)
        wording = find_wording(self.session, paragraph, draft.id)
        assert wording is not None, facts["on"]
        positions.take_position_on_paragraph(
            actor,
            paragraph,
            wording=wording.id,
            party=next(iter(actor.parties())),
            stance=Stance(facts["stance"]),
            reason=facts.get("reason", ""),
        )

    # Looking things up

    def code(self, key: str | None) -> str:
        return self.session.get_one(Paragraph, self.paragraphs[key]).code if key else ""

    def amendment(self, code: str) -> Amendment:
        return self.session.scalars(select(Amendment).where(Amendment.code == code)).one()

    def revision(self, code: str) -> Revision:
        return self.amendment(code).revisions[-1]

    def wording(self, paragraph_id: int, round_id: int) -> Wording:
        draft_id = self.session.get_one(Round, round_id).draft_id
        wording = find_wording(self.session, paragraph_id, draft_id) or newest_wording(
            self.session, paragraph_id, self.text["language"]
        )
        assert wording is not None
        return wording

    def working_text(self, paragraph_id: int) -> str:
        """Return a paragraph as decided so far in the round that is not closed."""
        running = self.session.scalars(select(Round).where(Round.closed_at.is_(None))).one()
        edits = [row.edit for row in adopted_on(self.session, running.id)]
        consolidation = consolidate(lines_of_draft(self.session, running.draft_id), edits)
        return consolidation.fates[paragraph_id].text or ""


def edited(text: str, edits: Sequence[Sequence[str]]) -> str:
    """Return *text* with each edit made at the one place where its old words stand. Raises ValueError elsewhere."""
    for old, new in edits:
        if text.count(old) != 1:
            raise ValueError(f"{old!r} does not stand exactly once in {text!r}")
        text = text.replace(old, new)
    return text


def divided(text: str, starts: Sequence[str]) -> tuple[str, ...]:
    """Return *text* divided before each of *starts*."""
    parts = []
    for start in starts:
        before, text = text.split(f" {start}", 1)
        parts.append(before)
        text = start + text
    return (*parts, text)
