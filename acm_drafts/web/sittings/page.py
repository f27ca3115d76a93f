"""
A sitting as its reader may see it: when and where, its agenda, its attendance, and its record.

Numbers and words of paragraphs are those of a draft that the reader may read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.agreements import TakenIn
from acm_drafts.negotiation.errors import N_, BracketsStand, NoRound, Refusal, WrongDecision
from acm_drafts.negotiation.permissions import Act, may
from acm_drafts.negotiation.sittings import AGREED
from acm_drafts.negotiation.terms import SittingResult, SittingState, Stance
from acm_drafts.services import paragraph_states
from acm_drafts.services.confirmations import confirmable_of
from acm_drafts.services.decided_at_sittings import load_decided
from acm_drafts.store.database import Session, db, utcnow
from acm_drafts.store.new_on_agenda import new_on_agenda
from acm_drafts.store.records import Body, Confirmation, Party, SittingMove, SittingResultRow
from acm_drafts.store.sitting_decisions import NamedFor
from acm_drafts.store.sittings import SittingRecord, SittingRow, agenda_lines, reads_record
from acm_drafts.store.text import TextRow
from acm_drafts.web.shared.body_names import body_name, sitting_name
from acm_drafts.web.shared.conflicts import names_in_words
from acm_drafts.web.shared.formatting import day, name_of, party_name, quoted
from acm_drafts.web.shared.refusals import sentence_of
from acm_drafts.web.shared.zones import moments_in_words
from acm_drafts.web.sittings.agenda import (
    AgendaFacts,
    Entry,
    agenda_of,
    decided_in_words,
    sections_of,
    with_new,
)
from acm_drafts.web.sittings.names import called_by_decisions, number_of
from acm_drafts.web.text.routes import Opened

# The list ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListedSitting:
    """A sitting of the list: its address, its name, when it begins and how many *paragraphs* are on its agenda."""

    url: str
    name: str
    row: SittingRow
    begins: tuple[str, ...]
    paragraphs: str


def listed_sittings(code: str, rows: Iterable[SittingRow]) -> list[ListedSitting]:
    """Return *rows* as the list of the text with *code* shows them, in the same order."""
    return [
        ListedSitting(
            sitting_url(code, row.sitting.code),
            sitting_name(row.sitting),
            row,
            moments_in_words(row.sitting.begins_at, row.sitting.zone),
            str(_("Paragraphs on the agenda: %(count)s", count=row.paragraphs)),
        )
        for row in rows
    ]


def sitting_url(communique_code: str, sitting_code: str) -> str:
    return f"/c/{communique_code}/sittings/{sitting_code}"


# The record ----------------------------------------------------------------------------------------


RECORDED: Mapping[SittingResult, str] = {
    SittingResult.AGREED: N_("%(paragraph)s was agreed in these words:"),
    SittingResult.AD_REFERENDUM: N_("%(paragraph)s was agreed ad referendum in these words:"),
    SittingResult.REFERRED: N_("%(paragraph)s was referred to %(body)s."),
    SittingResult.NOT_AGREED: N_("%(paragraph)s was not agreed."),
}
DELETED: Mapping[SittingResult, str] = {
    SittingResult.AGREED: N_("It was agreed to delete %(paragraph)s."),
    SittingResult.AD_REFERENDUM: N_("It was agreed ad referendum to delete %(paragraph)s."),
}
"""The same where no words were agreed."""
STOOD: Mapping[Stance, str] = {
    Stance.OPPOSE: N_("Opposed: %(names)s."),
    Stance.RESERVE: N_("Reserved their position: %(names)s."),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """
    A result as the record tells it: a sentence, the words that were agreed, who opposed and reserved, the remark.

    *counts*: no later result on the paragraph takes its place, and the agreement has not *ended*: it was neither voided
    nor reopened.
    *confirmed*: who confirmed what was agreed ad referendum, and when, "" where nobody did.
    """

    paragraph: int
    at: datetime
    result: SittingResult
    sentence: str
    text: str
    stood: tuple[str, ...]
    remark: str
    counts: bool
    ended: bool = False
    confirmed: str = ""


def recorded(
    row: SittingResultRow,
    paragraph: str,
    *,
    counts: bool,
    ended: bool,
    confirmation: Confirmation | None = None,
) -> Recorded:
    """Return a result in words; *paragraph*: what the paragraph is called in a sentence."""
    result = SittingResult(row.result)
    deletes = result in AGREED and not row.text
    sentence = DELETED[result] if deletes else RECORDED[result]
    referred = body_name(row.referred_to) if row.referred_to else ""
    return Recorded(
        row.paragraph_id,
        row.at,
        result,
        str(_(sentence, paragraph=paragraph, body=referred)),
        row.text,
        stances_of(row),
        row.remark,
        counts,
        ended,
        _confirmed(confirmation) if confirmation else "",
    )


def _confirmed(confirmation: Confirmation) -> str:
    facts = {"day": day(confirmation.at), "names": quoted(confirmation.given_by)}
    return str(_("Confirmed on %(day)s by %(names)s.", **facts))


def stances_of(row: SittingResultRow) -> tuple[str, ...]:
    """Return who opposed a result and who reserved their position, a sentence each; none for nobody."""
    return tuple(_stood(row, stance) for stance in STOOD if any(s.stance == stance for s in row.stances))


def _stood(row: SittingResultRow, stance: Stance) -> str:
    names = [party_name(stood.party) for stood in row.stances if stood.stance == stance]
    return str(_(STOOD[stance], names=names_in_words(names)))


# The page ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """
    A paragraph that the record names: its code, its number, and what it is called without one.

    *decided*: what decisions that name the sitting made of it, "" for none. *gave*: the words accepted of each
    proposal, with what that is called. *became*: what the paragraph says with all that was decided on it until then, ""
    where that is told already.
    """

    code: str
    number: str
    called: str
    decided: str = ""
    gave: tuple[tuple[str, str], ...] = ()
    became: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the record tells beside results: the symbol of the adopted text, what was decided and what was left."""

    adopted: str = ""
    decided: tuple[Named, ...] = ()
    left: tuple[Named, ...] = ()
    withheld: str = ""
    """Why decisions of the round that runs may be left out, "" where all are told."""
    left_out: bool = False
    """Whether decisions of a closed round may be left out."""
    holders_left_out: bool = False
    """Whether it may be left out over whom brackets were lifted."""

    @property
    def is_whole(self) -> bool:
        """Whether the reader is told of all decisions that name it."""
        return not self.withheld and not self.left_out


@dataclass(frozen=True, slots=True)
class Moved:
    """When and where a sitting was to be before it was moved, and why."""

    begins: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class SittingPage:
    """
    One sitting for one reader. *listed*: the agenda, and in their places the new paragraphs that it decided.

    *may_run*: they act in it. *results*: in the order in which they were recorded, none for who may not read them yet;
    *reads_record*: whether they may. *beside*: what its record tells beside results. *adopted*: the text is, so that
    nothing more is recorded on it. *agrees*: a round runs on the text, without which no sitting agrees anything in it.
    """

    code: str
    record: SittingRecord
    name: str
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    moves: tuple[Moved, ...]
    may_run: bool
    reads_record: bool
    agenda: tuple[Entry, ...]
    listed: tuple[Entry, ...]
    results: tuple[Recorded, ...]
    adopted: bool
    agrees: bool
    beside: Beside = Beside()
    awaits: bool = False
    """Whether something that it agreed ad referendum waits for its confirmation, which the reader may give."""

    @property
    def state(self) -> SittingState:
        return self.record.state

    @property
    def url(self) -> str:
        return sitting_url(self.code, self.record.sitting.code)

    @property
    def is_running(self) -> bool:
        """Whether the reader records in it now."""
        return self.may_run and self.state is SittingState.OPEN

    @property
    def done(self) -> int:
        """On how many of the paragraphs *listed* it has a result, or a decision names it."""
        return sum(entry.is_settled for entry in self.listed)

    @property
    def new(self) -> list[Entry]:
        """The new paragraphs among those *listed*, which are on no agenda."""
        return [entry for entry in self.listed if entry.paragraph not in self.record.agenda]

    @property
    def present(self) -> tuple[Party, ...]:
        return self.record.present if self.reads_record else ()

    @property
    def absent(self) -> tuple[Party, ...]:
        return self.record.absent if self.reads_record else ()

    def latest_on(self, entry: Entry) -> Recorded | None:
        """Return the result on a paragraph that counts, None where none is recorded."""
        on_it = (result for result in self.results if result.counts and result.paragraph == entry.paragraph)
        return next(on_it, None)

    def entry(self, code: str) -> Entry | None:
        """Return the paragraph *listed* with *code*; without one the first that has no result, else the first."""
        if code:
            return next((entry for entry in self.listed if entry.code == code), None)
        open_ones = (entry for entry in self.agenda if not entry.is_settled and not entry.is_past)
        return next(open_ones, self.agenda[0] if self.agenda else None)


def sitting_page(page: Opened, record: SittingRecord) -> SittingPage:
    """Return a sitting for the reader of a text, who may read the sitting. Three queries at least, sixteen at most."""
    session, sitting = db.session(), record.sitting
    rows = paragraph_states.rows_for(session, page.who, page.drafts, version=page.drafts.newest)
    facts = _facts(session, page, record, rows)
    is_read, agenda = facts.is_read, agenda_of(facts)
    called = {entry.paragraph: entry.called for entry in agenda}
    running = page.drafts.context if page.drafts.is_running else None
    return SittingPage(
        code=page.communique.code,
        record=record,
        name=sitting_name(sitting),
        begins=moments_in_words(sitting.begins_at, sitting.zone),
        ends=moments_in_words(sitting.ends_at, sitting.zone),
        moves=tuple(_moved(move) for move in record.moves),
        may_run=may(page.who, Act.RUN_SITTING, record.body.facts()),
        reads_record=is_read,
        agenda=agenda,
        listed=with_new(agenda, facts),
        adopted=page.drafts.is_adopted,
        agrees=page.drafts.is_running,
        results=tuple(
            recorded(
                row,
                called[row.paragraph_id],
                counts=facts.named_for.counts(record, row),
                ended=row.decision_id in record.ended,
                confirmation=record.confirmed.get(row.decision_id or 0),
            )
            for row in record.results
            if is_read
        ),
        beside=_beside(facts, agenda),
        awaits=is_read and bool(confirmable_of(session, page.who, record, running)),
    )


def _facts(session: Session, page: Opened, record: SittingRecord, rows: Sequence[TextRow]) -> AgendaFacts:
    """Return what the agenda of a sitting is told from to the reader of *page*; *rows*: of the newest draft."""
    is_read, ended = reads_record(page.who, record), record.sitting.closed_at or utcnow()
    named_for = load_decided(session, page.drafts, page.who, record) if is_read else NamedFor()
    lines = agenda_lines(session, page.drafts, [*record.agenda, *named_for.named], ended)
    new = new_on_agenda(session, page.who, page.drafts, record, lines)
    if follows := {key for each in new.values() if (key := each.there.follows) and key not in lines}:
        lines |= agenda_lines(session, page.drafts, follows, ended)
    by_key = {row.paragraph: row for row in rows}
    return AgendaFacts(record, by_key, sections_of(rows), lines, named_for, new, is_read)


def _beside(facts: AgendaFacts, agenda: Iterable[Entry]) -> Beside:
    named_for, lines = facts.named_for, facts.lines
    entries = {entry.paragraph: entry for entry in agenda}
    return Beside(
        named_for.adopted,
        tuple(
            Named(
                on.code,
                number_of(lines.get(key), on),
                called_by_decisions(key, on, lines),
                decided_in_words(on, facts.record.sitting.zone),
                on.gave,
                on.became,
            )
            for key, on in named_for.decided.items()
        ),
        tuple(Named(it.code, it.number, it.called) for it in map(entries.__getitem__, named_for.left)),
        name_of(named_for.withheld) if named_for.withheld else "",
        named_for.left_out,
        named_for.holders_left_out,
    )


def _moved(move: SittingMove) -> Moved:
    return Moved(moments_in_words(move.begins_at, move.zone)[0], move.place, move.reason)


# What can be recorded -------------------------------------------------------------------------------


def why_not_agreed(refusal: Refusal | None, *, listed: bool) -> str:
    """
    Return why an open sitting does not agree a paragraph now, "" where it can.

    *listed*: the page lists proposals that wait, and says there what is to be done first.
    """
    if refusal is None:
        return ""
    if isinstance(refusal, BracketsStand):
        return _(
            "The paragraph still holds brackets: it can be agreed once they are lifted,"
            " on its page, naming this sitting."
        )
    if isinstance(refusal, NoRound):
        return _(
            "No round is open on this text: what a sitting does not agree or refers can be recorded, and nothing else."
        )
    if isinstance(refusal, TakenIn):
        return _("It was accepted to join this paragraph to another one: it is agreed with that one.")
    if isinstance(refusal, WrongDecision):
        waits = _("A proposal on this paragraph, or to join it to another one, waits for a decision.")
        return "" if listed else waits
    return sentence_of(refusal)


def other_bodies(bodies: Iterable[Body], record: SittingRecord) -> list[tuple[str, str]]:
    """Return code and name of the bodies that a paragraph can be referred to."""
    return [(body.code, body_name(body)) for body in bodies if body.id != record.sitting.body_id]
