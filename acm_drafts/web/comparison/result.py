"""
Compare two or three texts: entries, renames, sums, the concordance, and doubtful pairs.

What became of a paragraph is decided in negotiation.comparison and which number was which in
negotiation.concordance; here it is brought together for what an address asks for.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from acm_drafts.negotiation.comparison import Change, Descents, compare, tally
from acm_drafts.negotiation.comparison_of_three import follow
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import ParagraphState
from acm_drafts.services import paragraph_states
from acm_drafts.store.database import db
from acm_drafts.store.decisions import AdoptedProposal, Makers, adopted_moves, makers
from acm_drafts.store.text import (
    TextRow,
    descents_of_text,
    line_of,
    text_rows,
)
from acm_drafts.text.renames import Collapsed
from acm_drafts.web.comparison.external import (
    Doubt,
    Foreign,
    confront,
    open_at,
)
from acm_drafts.web.comparison.page import (
    Entry,
    Remark,
    compare_three,
    compare_two,
    remarks,
)
from acm_drafts.web.comparison.selection import Selection
from acm_drafts.web.comparison.statistics import (
    Numbers,
    Sum,
    concordance,
    numbers_through,
    passing,
    statistics_sentences,
    statistics_sums,
)
from acm_drafts.web.text.routes import Opened


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    The result of a comparison.

    *sentences*: of what changed, for each step; *passing*: of words that came and went again over two steps;
    *sums*: the same in numbers; *places*: of each paragraph, by what its place on the page is called, and
    its address, "" where it has none; *makers*: the adopted proposals of each step. *doubts* are pairs that
    a person has to answer, *doubtful* the same by paragraph; *strangers*: hardly anything is in both texts.
    """

    entries: list[Entry]
    remarks: list[Remark]
    sentences: list[list[str]]
    passing: list[str]
    sums: list[Sum]
    concordance: list[Numbers]
    places: Mapping[int, tuple[str, str]]
    makers: list[Makers]
    doubts: tuple[Doubt, ...] = ()
    doubtful: Mapping[int, Doubt] = field(default_factory=dict)
    strangers: bool = False

    def adopted_on(self, entry: Entry, step: int) -> list[AdoptedProposal]:
        """Return the proposals adopted on an entry in a step, counted from 0, as far as the reader may know."""
        paragraphs = dict.fromkeys(line.paragraph for lines in entry.lines for line in lines)
        makers = self.makers[step]
        return list(dict.fromkeys(proposal for key in paragraphs for proposal in makers.get(key, ())))

    def anchor(self, line: Line) -> str:
        """Return by what the place of a paragraph on the page is called."""
        return self.places[line.paragraph][0]

    def address(self, line: Line) -> str:
        """Return the address of a paragraph, "" for one of a file."""
        return self.places[line.paragraph][1]

    def doubts_on(self, entry: Entry) -> list[Doubt]:
        """Return the doubts about the lines of an entry, those taken apart left out."""
        doubts = (self.doubtful.get(line.paragraph) for lines in entry.lines for line in lines)
        return list({doubt.key: doubt for doubt in doubts if doubt}.values())


def comparison_of(page: Opened, selection: Selection) -> Comparison:
    """Return the comparison of the texts that *selection* names. One query a draft, a few for states and moves."""
    session = db.session()
    rows = [text_rows(session, version.draft.id) for version in selection.versions[:-1]]
    rows.append(paragraph_states.rows_for(session, page.who, page.drafts, version=selection.versions[-1]))
    root = f"/c/{page.communique.code}/p/"
    places = {row.paragraph: (row.code, root + row.code) for own in rows for row in own}
    if selection.foreign is not None:
        return _confronted(selection, selection.foreign, rows[0], places)
    drafts = [tuple(map(line_of, own)) for own in rows]
    weighed = _of_two if len(drafts) == 2 else _of_three
    moves = adopted_moves(session, [version.draft for version in selection.versions])
    entries, renames, steps = weighed(selection, drafts, descents_of_text(session, page.communique.id), moves)
    tallies = [tally(changes) for changes in steps]
    return Comparison(
        entries,
        remarks(entries, renames),
        [statistics_sentences(counts) for counts in tallies],
        passing(entries) if len(steps) > 1 else [],
        statistics_sums(tallies, steps[-1], _agreed(rows[-1])),
        concordance(drafts[0], drafts[1], steps[0]) if len(steps) == 1 else numbers_through(drafts, entries),
        places,
        makers(session, page.who, page.drafts, selection.versions),
    )


def _confronted(
    selection: Selection, foreign: Foreign, rows: Sequence[TextRow], places: Mapping[int, tuple[str, str]]
) -> Comparison:
    """Return the comparison of a draft with a text from elsewhere."""
    confronted = confront(foreign, rows, selection.answers, later=selection.later)
    entries, renames = compare_two(confronted.changes, selection.symbols[0], once=selection.once)
    tallies = [tally(confronted.changes)]
    return Comparison(
        entries,
        remarks(entries, renames),
        [statistics_sentences(counts) for counts in tallies],
        [],
        statistics_sums(tallies, confronted.changes, None if selection.later else _agreed(rows)),
        concordance(confronted.old, confronted.new, confronted.changes),
        {**confronted.places, **places},
        [{}],
        confronted.doubts,
        dict(open_at(confronted.doubts)),
        confronted.strangers,
    )


Weighed = tuple[list[Entry], tuple[Collapsed, ...], list[tuple[Change, ...]]]
"""Entries, the renames of each step, and the changes of each step."""


Moves = Sequence[Collection[int]]
"""The paragraphs that the decisions of each step moved."""


def _of_two(
    selection: Selection, drafts: Sequence[Sequence[Line]], descents: Descents, moves: Moves
) -> Weighed:
    changes = compare(drafts[0], drafts[1], descents, moves=moves[0])
    entries, renames = compare_two(changes, selection.symbols[0], once=selection.once)
    return entries, renames, [changes]


def _of_three(
    selection: Selection, drafts: Sequence[Sequence[Line]], descents: Descents, moves: Moves
) -> Weighed:
    succession = follow((drafts[0], drafts[1], drafts[2]), descents, moves=(moves[0], moves[1]))
    entries, renames = compare_three(succession, selection.symbols, once=selection.once)
    return entries, renames, [succession.first, succession.second]


def _agreed(rows: Sequence[TextRow]) -> set[int] | None:
    """
    Return the paragraphs that the reader may know to be agreed, and not ad referendum alone.

    None where the reader may not know states.
    """
    if not any(row.state for row in rows):
        return None
    return {row.paragraph for row in rows if row.drawn_state == ParagraphState.AGREED}
