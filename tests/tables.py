"""
A text on the table, for tests: imported, circulated and open for proposals by the services alone.

A `Table` is one communiqué; its methods are the acts of a negotiation with everything filled in
that a test does not care about. It needs an application context (the fixture `session`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.documents.read import plain
from acm_drafts.documents.read.recognise import Recognised, recognise
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.permissions import Actor, Office
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    DecisionKind,
    DraftStatus,
    Level,
    PartyKind,
    Role,
    TextKind,
)
from acm_drafts.services import amendments, answers, closings, decisions, drafts, reopenings, rounds
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import lines_of_draft, newest_wording
from acm_drafts.store.records import (
    Amendment,
    Communique,
    Decision,
    Draft,
    LineRow,
    Paragraph,
    Position,
    Revision,
    Wording,
)
from acm_drafts.text.language import Language
from tests.agreeing import judgement, sitting_at
from tests.factories import make_head, meeting_for, mission, party

DAY = timedelta(days=1)


def lines_of(*texts: str) -> tuple[Recognised, ...]:
    """Return numbered paragraphs that say *texts*; one that begins with "# " is a heading."""
    return tuple(
        Recognised(LineKind.HEADING, 0, False, "", "", text[2:])
        if text.startswith("# ")
        else Recognised(LineKind.PARAGRAPH, 0, True, "", "", text)
        for text in texts
    )


def read(data: bytes) -> tuple[Recognised, ...]:
    """Return the lines of an English text file as the import page offers them."""
    return recognise(plain.read(data), Language.EN)


def head_of(code: str, meeting: int | None = None) -> Actor:
    """Return a new head of a delegation or speaker of a group at *meeting* (the only one), as the rules see them."""
    sponsor, meeting = party(code), meeting or meeting_for(Role.HEAD)
    user = make_head(code, meeting_id=meeting)
    office = Office(Role.HEAD, sponsor.id, sponsor.code, PartyKind(sponsor.kind), meeting)
    return Actor(user.id, user.name, frozenset({office}), office.meeting)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a draft with what is kept of its paragraph."""

    line: Line
    code: str
    state: str
    pending: int
    conflicts: int
    agreed_level: str | None
    agreed_on: object


def text_lines(session: Session, draft_id: int) -> tuple[TextLine, ...]:
    """Return the lines of a draft in order, with the paragraphs' codes and states. One query."""
    rows = session.execute(
        select(
            LineRow.paragraph_id,
            Wording.text,
            Wording.kind,
            Wording.depth,
            Wording.numbered,
            LineRow.label,
            LineRow.indent,
            LineRow.wording_id,
            Paragraph.code,
            Paragraph.state,
            Paragraph.pending,
            Paragraph.conflicts,
            Paragraph.agreed_level,
            Paragraph.agreed_on,
        )
        .join(Wording, Wording.id == LineRow.wording_id)
        .join(Paragraph, Paragraph.id == LineRow.paragraph_id)
        .where(LineRow.draft_id == draft_id)
        .order_by(LineRow.position)
    )
    return tuple(
        TextLine(Line(r[0], r[1], LineKind(r[2]), *r[3:8]), r[8], r[9], r[10], r[11], r[12], r[13])
        for r in rows
    )


class Table:
    """One communiqué and the round now running on it."""

    def __init__(
        self,
        lines: Sequence[Recognised],
        *,
        data: bytes = b"",
        symbol: str = "OIC/FC",
        language: str = "en",
        meeting: int | None = None,
        status: DraftStatus = DraftStatus.ZERO,
        kind: TextKind = TextKind.COMMUNIQUE,
    ) -> None:
        self.meeting = meeting
        self.mission = mission()
        self.heads: dict[str, Actor] = {}
        data = data or "\n".join(line.text for line in lines).encode()
        facts = {
            "symbol": symbol,
            "language": language,
            "meeting_id": meeting,
            "status": status,
            "kind": kind,
        }
        draft = drafts.import_text(self.mission, lines=lines, data=data, **facts)
        self.communique, self.draft, self.round = draft.communique_id, draft.id, 0

    def open(self, *, attributed: bool = True, opens_at: datetime | None = None, **terms: object) -> "Table":
        """Circulate the newest draft and open a round on it, for a day from now unless *terms* say otherwise."""
        drafts.circulate(self.mission, self.draft, attributed=attributed)
        begins = opens_at or utcnow()
        facts = {"deadline": begins + DAY, **terms}
        self.round = rounds.open_round(self.mission, self.communique, rounds.Terms(begins, **facts)).id
        return self

    def head(self, code: str) -> Actor:
        """Return who speaks for *code*, the same person each time."""
        if code not in self.heads:
            self.heads[code] = head_of(code, self.meeting)
        return self.heads[code]

    def line(self, label: str) -> TextLine:
        """Return the line that prints *label* ("1."), or the heading or paragraph that begins with it."""
        for line in text_lines(db.session, self.draft):
            if label and (line.line.label == label or line.line.text.startswith(label)):
                return line
        raise LookupError(label)

    def proposal(self, kind: AmendmentKind, label: str = "", **facts: object) -> Proposal:
        """Return a proposal on the line *label*; `after` is a label too, or the code of a paragraph."""
        if "after" in facts and str(facts["after"]).endswith("."):
            facts["after"] = self.line(str(facts["after"])).code
        facts = {"reason": "So that the text says what was meant.", **facts}
        if kind is AmendmentKind.INSERT:
            return Proposal(kind, **facts)
        line = self.line(label)
        return Proposal(kind, line.code, line.line.wording, **facts)

    def propose(self, code: str, kind: AmendmentKind, label: str = "", **facts: object) -> Amendment:
        """Submit a proposal in the name of *code*, by its head ("OICM": by the Mission)."""
        actor = self.mission if code == "OICM" else self.head(code)
        return amendments.propose(actor, self.round, self.proposal(kind, label, **facts))

    def replace(self, code: str, label: str, old: str, new: str, **facts: object) -> Amendment:
        """Submit a new wording of the line *label*, in which *new* stands for *old*."""
        text = self.line(label).line.text
        assert old in text, f"{old!r} does not stand in {text!r}"
        return self.propose(code, AmendmentKind.REPLACE, label, text=text.replace(old, new, 1), **facts)

    def amend(self, code: str, new: Amendment, text: str) -> Amendment:
        """Submit other words for those of a new paragraph that somebody proposes."""
        paragraph = db.session.get_one(Paragraph, new.paragraph_id).code
        wording = newest_wording(db.session, new.paragraph_id, "en")
        assert wording is not None
        facts = {"text": text, "amends": new.code, "seen": current(new).id}
        proposal = Proposal(AmendmentKind.REPLACE, paragraph, wording.id, **facts)
        return amendments.propose(self.head(code), self.round, proposal)

    def contest(self, made: Amendment, reason: str = "Our capital insists.") -> None:
        """Contest, in its sponsor's name, what was made of a proposal."""
        party_ = db.session.get_one(Amendment, made.id).sponsor
        facts = {"party": party_.id, "answer": Answer.CONTEST, "reason": reason}
        answers.answer(self.head(party_.code), made.code, **facts)

    def decide(self, kind: DecisionKind, *decided: Amendment, **facts: object) -> Decision:
        """Decide on submitted proposals of one paragraph, as agreed at expert level unless *facts* say otherwise."""
        revisions = [current(amendment) for amendment in decided]
        paragraph = db.session.get_one(Paragraph, revisions[0].paragraph_id)
        judged = judgement(kind, tuple(r.id for r in revisions), on=paragraph.id, **facts)
        return decisions.decide(self.mission, paragraph.id, judged, seen=paragraph.counter)

    def accept(self, *decided: Amendment, **facts: object) -> Decision:
        return self.decide(DecisionKind.ACCEPT, *decided, **facts)

    def agree(self, label: str, **facts: object) -> Decision:
        """Agree a paragraph as it stands, at expert level unless *facts* say otherwise."""
        paragraph = db.session.get_one(Paragraph, self.line(label).line.paragraph)
        judged = judgement(DecisionKind.AGREE, on=paragraph.id, **facts)
        return decisions.decide(self.mission, paragraph.id, judged, seen=paragraph.counter)

    def sitting(self, level: Level | None = Level.EXPERT, day: date | None = None) -> str:
        """Return the code of an open sitting on the text at *level*, "" for none."""
        return sitting_at(self.communique, level, day)

    def void(self, decision: Decision, *, reason: str) -> Decision:
        """Let a decision no longer count."""
        seen = db.session.get_one(Paragraph, decision.paragraph_id).counter
        return decisions.void(self.mission, decision.id, reason=reason, seen=seen)

    def reopen(self, label: str, *, asked_by: str = "EGY", reason: str = "It goes too far.") -> Decision:
        """Reopen an agreed paragraph in the round that runs."""
        paragraph = db.session.get_one(Paragraph, self.line(label).line.paragraph)
        return reopenings.reopen(
            self.mission, paragraph.id, asked_by=asked_by, reason=reason, seen=paragraph.counter
        )

    def close(self, **facts: object) -> Draft:
        """Close the round a week later, and return the next draft, which is the newest from now on."""
        with clock_at(utcnow() + 7 * DAY):
            draft = closings.close_round(self.mission, self.round, **facts)
        self.draft = draft.id
        return draft

    def next_round(self, **terms: object) -> datetime:
        """Close the round, open the next one on the text that came of it, and return a moment while it is open."""
        self.close()
        begins = utcnow() + 8 * DAY
        with clock_at(begins):
            self.open(**terms)
        return begins + timedelta(hours=1)

    def lines(self) -> tuple[Line, ...]:
        """Return the lines of the newest draft."""
        return lines_of_draft(db.session, self.draft)

    @property
    def code(self) -> str:
        """What stands in the addresses of this communiqué."""
        return db.session.get_one(Communique, self.communique).code


def current(amendment: Amendment) -> Revision:
    """Return what a proposal says now."""
    db.session.expire_all()
    return db.session.get_one(Amendment, amendment.id).revisions[-1]


def label_of(code: str) -> str:
    """Return what the last proposal that *code* submitted is called; its number is drawn in a hidden round."""
    asked = select(Amendment.number).where(
        Amendment.sponsor_id == party(code).id, Amendment.number.is_not(None)
    )
    return f"{code} {db.session.scalars(asked.order_by(Amendment.id.desc()).limit(1)).one()}"


def position_on(made: Amendment, code: str) -> Position | None:
    """Return the position that the delegation with *code* recorded last on a proposal, on whatever words."""
    about = select(Position).where(Position.amendment_id == made.id, Position.party_id == party(code).id)
    return db.session.scalars(about).one_or_none()


def make_table(*texts: str, symbol: str = "OIC/FC", **terms: object) -> Table:
    """Return an open table on which *texts* lie as numbered paragraphs; *terms* are those of the round."""
    return Table(lines_of(*texts), symbol=symbol).open(**terms)
