"""
What closing a round would make, laid out for whoever is about to close it.

The changes to the text with their words, how many there are of each kind, the verdict on every
pending proposal; or the conflict that stands in the way. All of it was reckoned in services.closings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from acm_drafts.negotiation.carrying import Carried
from acm_drafts.negotiation.comparison import Became, Change, compare, tally
from acm_drafts.negotiation.consolidation import Disagreement
from acm_drafts.negotiation.errors import InConflict
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.progress import AgreedCount
from acm_drafts.negotiation.terms import Verdict
from acm_drafts.services.closings import Closing
from acm_drafts.store.amendments import AmendmentRecord, load_amendments_by_key
from acm_drafts.store.database import db
from acm_drafts.store.drafts import find_reference, lines_of_draft
from acm_drafts.store.objections import held_against, load_objections, rounds_contested
from acm_drafts.store.records import AnswerRow, Party
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import codes_of_paragraphs
from acm_drafts.web.comparison.changes import change_sentence
from acm_drafts.web.shared.conflicts import Conflict, conflict_in_words

# What people must look at first stands first.
ORDER = (
    Verdict.CONFLICT,
    Verdict.ORPHANED,
    Verdict.OVERTAKEN,
    Verdict.PARTLY,
    Verdict.ABSORBED,
    Verdict.CARRIED,
)


@dataclass(frozen=True, slots=True)
class ClosingPreview:
    """
    What closing would make.

    *changes*: each with where it was; *places*: at how many places of the text, what a split makes being one;
    *counts*: of paragraphs by what becomes of them, as a comparison of the drafts counts them; *verdicts*: the
    proposals by verdict, with what is carried; *pending*: how many proposals get one.
    """

    changes: tuple[tuple[Change, str], ...]
    places: int
    counts: tuple[tuple[Became, int], ...]
    verdicts: tuple[tuple[Verdict, tuple[tuple[AmendmentRecord, Carried], ...]], ...]
    pending: int
    agreed: AgreedCount
    """Which paragraphs of the next draft are agreed."""
    declined: tuple["Declined", ...]
    """Those that a level agreed and somebody declined since."""
    contested: tuple["Contested", ...] = ()
    """What the next draft prints although a sponsor contests it, in the order contested."""
    unanswered: tuple["Contested", ...] = ()
    """Other proposals whose sponsors contest what was made of them, with nothing decided since, in that order."""
    printed: "PrintedConflicts | None" = None
    """What is otherwise where conflicts are printed in brackets, None where there are none to print."""


class Declined(NamedTuple):
    """A paragraph that was agreed and *called* so, with its code, and whether a silence on it was *broken* since."""

    called: str
    code: str
    broken: bool


@dataclass(frozen=True, slots=True)
class PrintedConflicts:
    """
    What closing would make otherwise where pending conflicts are printed in brackets.

    *bracketed*: the proposals whose words these are. *changes*: the paragraphs that read otherwise, with where they
    were. *verdicts*: the other proposals of which something else becomes. *agreed*: which paragraphs of the next draft
    are agreed then.
    """

    bracketed: tuple[AmendmentRecord, ...]
    changes: tuple[tuple[Change, str], ...]
    verdicts: "Verdicts"
    agreed: AgreedCount


@dataclass(frozen=True, slots=True)
class Contested:
    """
    A proposal with its sponsors' objections to what was made of it.

    *place*: the number or first words of its paragraph in the draft on the table, "" where that has it not;
    *next_place*: the same in the next draft, where it differs. *is_printed*: the next draft prints what is contested:
    it was adopted, or merged by a compromise.
    """

    record: AmendmentRecord
    place: str
    next_place: str
    objections: tuple[tuple[Party, AnswerRow], ...]
    is_printed: bool = True


@dataclass(frozen=True, slots=True)
class Hindrance:
    """The conflict among accepted proposals that refuses the closing, with number and code of its paragraph."""

    conflict: Conflict
    number: str
    code: str


def closing_preview(context: RoundContext, closing: Closing) -> ClosingPreview:
    """
    Return what closing the round of *context* would make. Four queries at most, nine more where something is contested.
    """
    old, symbol = lines_of_draft(db.session(), context.round.draft_id), context.version.symbol
    changes = _changes(old, closing)
    contested = tuple(_contested(context, old, closing))
    return ClosingPreview(
        tuple((change, change_sentence(change, symbol)) for change in changes),
        len({change.old or change.line.paragraph for change in changes}),
        tally(changes).by_change,
        _by_verdict(closing),
        len(closing.verdicts),
        closing.count,
        _declined(closing.count),
        tuple(proposal for proposal in contested if proposal.is_printed),
        tuple(proposal for proposal in contested if not proposal.is_printed),
        _printed(old, closing, symbol) if closing.printed else None,
    )


def _declined(count: AgreedCount) -> tuple[Declined, ...]:
    """Return what was agreed and declined since, in text order. One query, none for none."""
    if not count.declined:
        return ()
    codes = codes_of_paragraphs(db.session(), [line.paragraph for line in count.declined])
    return tuple(
        Declined(_called(line), codes.get(line.paragraph, ""), line.paragraph in count.broken)
        for line in count.declined
    )


def _printed(old: Sequence[Line], closing: Closing, symbol: str) -> PrintedConflicts:
    """Return what is otherwise than *closing* says where conflicts are printed in brackets."""
    printed = closing.printed
    assert printed is not None
    texts = {line.paragraph: line.text for line in closing.lines}
    outcomes = {record.amendment.id: carried.verdict for record, carried in closing.verdicts}
    otherwise = {line.paragraph for line in printed.lines if line.text != texts.get(line.paragraph)}
    changes = (change for change in _changes(old, printed) if change.line.paragraph in otherwise)
    others = tuple(
        (record, carried)
        for record, carried in printed.verdicts
        if carried.verdict != outcomes[record.amendment.id]
    )
    return PrintedConflicts(
        printed.bracketed,
        tuple((change, change_sentence(change, symbol)) for change in changes),
        _by_verdict(replace(printed, verdicts=others)),
        printed.count,
    )


def _contested(context: RoundContext, old: Sequence[Line], closing: Closing) -> Iterator[Contested]:
    session, lines = db.session(), {line.paragraph: line for line in old}
    next_lines = {line.paragraph: line for line in closing.lines}
    for objection in load_objections(session, rounds_contested(session, context.round.id)):
        record = objection.entry
        line, next_line = lines.get(objection.paragraph), next_lines.get(objection.paragraph)
        is_printed = objection.disposition is not None or record.objects_to_compromise
        renumbered = next_line is not None and (line is None or next_line.reference != line.reference)
        yield Contested(
            record,
            _called(line),
            _called(next_line) if renumbered else "",
            tuple(_objecting(record)),
            is_printed and next_line is not None,
        )


def _called(line: Line | None) -> str:
    """Return the number of *line*, or its first words where it has none; "" for no line."""
    return line.reference or first_words(line.text) if line else ""


def _objecting(record: AmendmentRecord) -> Iterator[tuple[Party, AnswerRow]]:
    """Yield each sponsor that objects, with its reason."""
    sponsors = {party.id: party for party in (record.amendment.sponsor, *record.cosponsors)}
    sponsors |= {party.id: party for party, _ in record.seconded}
    for answer in held_against(record):
        yield sponsors[answer.party_id], answer


def _changes(old: Sequence[Line], closing: Closing) -> list[Change]:
    """Return what becomes of the lines of the draft that do not stay as they are."""
    changes = compare(old, closing.lines, closing.descents, moves=closing.moves)
    return [change for change in changes if change.became is not Became.UNCHANGED]


Verdicts = tuple[tuple[Verdict, tuple[tuple[AmendmentRecord, Carried], ...]], ...]
"""The proposals by verdict, each with what is carried."""


def _by_verdict(closing: Closing) -> Verdicts:
    """Return the pending proposals by what becomes of them, in the order of the page."""
    verdicts: dict[Verdict, list[tuple[AmendmentRecord, Carried]]] = {}
    for amendment, carried in closing.verdicts:
        verdicts.setdefault(carried.verdict, []).append((amendment, carried))
    return tuple((verdict, tuple(verdicts[verdict])) for verdict in ORDER if verdict in verdicts)


def closing_note(context: RoundContext, refusal: InConflict) -> Hindrance | None:
    """Return why the round cannot be closed, None for a refusal that names no words."""
    dispute = refusal.dispute
    if not isinstance(dispute, Disagreement):
        return None
    session = db.session()
    entries = load_amendments_by_key(session, dispute.proposals)
    names = {entry.amendment.id: entry.label for entry in entries}
    return Hindrance(
        conflict_in_words(dispute, names),
        find_reference(session, context.round.draft_id, dispute.paragraph),
        codes_of_paragraphs(session, [dispute.paragraph]).get(dispute.paragraph, ""),
    )
