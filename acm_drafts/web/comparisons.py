"""
Compare: any two drafts or any three, with what became of every paragraph, and the old numbers of the new ones.

What became of a paragraph is decided in negotiation.comparing and successions and which number
was which in negotiation.concordance; this module chooses the drafts and brings it all together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from acm_drafts.negotiation import concordance as corresponding
from acm_drafts.negotiation.comparing import Change, Descents, compare, tally
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.successions import follow
from acm_drafts.negotiation.terms import ParagraphState
from acm_drafts.services import reading
from acm_drafts.store import adopted, texts
from acm_drafts.store.adopted import Adopted, Makers
from acm_drafts.store.database import db
from acm_drafts.store.queries import Issue
from acm_drafts.store.texts import Row
from acm_drafts.text.renames import Collapsed
from acm_drafts.web import changed, compared, tallied
from acm_drafts.web.access import signed_in
from acm_drafts.web.compared import Entry
from acm_drafts.web.drafts import Opened, asked_number, opened

pages = Blueprint("comparisons", __name__)

VIEWS = ("inline", "side")


# What is asked for ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Which drafts an address asks for, oldest first, and how they are to be shown.

    One draft: there is nothing to compare. *once*: renames are told once, not at each place.
    """

    path: str
    issues: tuple[Issue, ...]
    view: str
    only_changes: bool
    once: bool

    @property
    def between(self) -> Issue | None:
        return self.issues[1] if len(self.issues) > 2 else None

    @property
    def symbols(self) -> list[str]:
        return [issue.draft.symbol for issue in self.issues]

    def address(self, **other: str) -> str:
        """Return the address of the same comparison but for what is given; what is usual stays unsaid."""
        facts = {
            "from": self.issues[0].draft.sequence,
            "via": self.between.draft.sequence if self.between else "",
            "to": self.issues[-1].draft.sequence,
            "view": self.view,
            "only": "changes" if self.only_changes else "",
            "renames": "once" if self.once else "",
        } | other
        return f"{self.path}?{urlencode({name: value for name, value in facts.items() if value != ''})}"


def _asked(page: Opened) -> Asked:
    view = request.args.get("view", "")
    return Asked(
        path=f"/c/{page.communique.code}/compare",
        issues=_issues(page),
        view=view if view in VIEWS else VIEWS[0],
        only_changes=request.args.get("only") == "changes",
        once=request.args.get("renames") == "once",
    )


def _issues(page: Opened) -> tuple[Issue, ...]:
    """Return the drafts that are asked for, oldest first, however they were named; the newest two unless they are."""
    last = page.shelf.get(asked_number("to"))
    since, via = asked_number("from"), asked_number("via")
    first = page.shelf.find_earlier(last, None) if since is None else page.shelf.get(since)
    if first is None:
        return (last,)
    named = [first, last] if via is None else [first, page.shelf.get(via), last]
    found = sorted(named, key=lambda issue: issue.draft.sequence)
    between = [one for one in found[1:-1] if one is not found[0] and one is not found[-1]]
    return (found[0], *between, found[-1])


@pages.get("/c/<code:communique>/compare")
@signed_in
def show(communique: str) -> str:
    """
    Show what became of each paragraph between two drafts, the newest two unless ?from= and ?to= name others.

    ?via= names a third draft between them: then each of the two steps is told.
    """
    page = opened(communique)
    asked = _asked(page)
    found = _found(page, asked) if len(asked.issues) > 1 else None
    shown = compared.pieces(found.entries, asked.only_changes) if found else []
    return render_template(
        "comparisons/show.html",
        page=page,
        asked=asked,
        views=VIEWS,
        found=found,
        pieces=shown,
        left_out=compared.left_out(shown),
        number_of=changed.number_of,
        numbers_of=lambda lines: changed.listed([changed.number_of(line) for line in lines]),
    )


class Numbers(NamedTuple):
    """What a paragraph is called in each draft, "" where it is not in it; *line* is one of it, for its first words."""

    each: tuple[str, ...]
    line: Line


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a comparison found.

    *said*: sentences for each step; *passing*: of words that came and went again over two steps;
    *sums*: the same in numbers; *codes*: of each paragraph; *makers*: the adopted proposals of each step.
    """

    entries: list[Entry]
    remarks: list[compared.Remark]
    said: list[list[str]]
    passing: list[str]
    sums: list[tallied.Sum]
    concordance: list[Numbers]
    codes: Mapping[int, str]
    makers: list[Makers]

    def made_by(self, entry: Entry, step: int) -> list[Adopted]:
        """Return the proposals adopted on an entry in a step, counted from 0, as far as the reader may know."""
        paragraphs = dict.fromkeys(line.paragraph for lines in entry.lines for line in lines)
        makers = self.makers[step]
        return list(dict.fromkeys(one for key in paragraphs for one in makers.get(key, ())))


def _found(page: Opened, asked: Asked) -> Found:
    """Return what there is to say of the drafts that are asked for. One query a draft, and a few for the states."""
    session = db.session()
    rows = [texts.rows(session, issue.draft.id) for issue in asked.issues[:-1]]
    rows.append(reading.rows_for(session, page.who, page.shelf, issue=asked.issues[-1]))
    drafts = [tuple(map(texts.line_of, own)) for own in rows]
    weighed = _of_two if len(drafts) == 2 else _of_three
    entries, renames, steps = weighed(asked, drafts, texts.descents(session, page.communique.id))
    tallies = [tally(changes) for changes in steps]
    return Found(
        entries,
        compared.remarks(entries, renames),
        [tallied.sentences(one) for one in tallies],
        tallied.passing(entries) if len(steps) > 1 else [],
        tallied.sums(tallies, steps[-1], _agreed(rows[-1])),
        concordance(drafts[0], drafts[1], steps[0]) if len(steps) == 1 else numbers_through(drafts, entries),
        {row.paragraph: row.code for own in rows for row in own},
        adopted.makers(session, page.who, page.shelf, asked.issues),
    )


Weighed = tuple[list[Entry], tuple[Collapsed, ...], list[tuple[Change, ...]]]
"""Entries, the renames of each step, and the changes of each step."""


def _of_two(asked: Asked, drafts: Sequence[Sequence[Line]], descents: Descents) -> Weighed:
    changes = compare(drafts[0], drafts[1], descents)
    entries, renames = compared.of_two(changes, asked.symbols[0], once=asked.once)
    return entries, renames, [changes]


def _of_three(asked: Asked, drafts: Sequence[Sequence[Line]], descents: Descents) -> Weighed:
    found = follow((drafts[0], drafts[1], drafts[2]), descents)
    entries, renames = compared.of_three(found, asked.symbols, once=asked.once)
    return entries, renames, [found.first, found.second]


def _agreed(rows: Sequence[Row]) -> set[int] | None:
    """Return the paragraphs that the reader may know to be agreed, None where no states may be told."""
    if not any(row.state for row in rows):
        return None
    return {row.paragraph for row in rows if row.state == ParagraphState.AGREED}


# The concordance -----------------------------------------------------------------------------------


def concordance(old: Sequence[Line], new: Sequence[Line], changes: Sequence[Change]) -> list[Numbers]:
    """Return the old and the new number of every paragraph, headings apart, in the order of the newer draft."""
    return [
        Numbers((changed.listed(pair.old), changed.listed(pair.new)), pair.line)
        for pair in corresponding.concordance(old, new, changes, called=changed.number_of)
    ]


def numbers_through(drafts: Sequence[Sequence[Line]], entries: Iterable[Entry]) -> list[Numbers]:
    """Return the numbers of each entry in each of several drafts, headings apart, in the order of the entries."""
    called = [full_numbers(lines) for lines in drafts]
    return [
        Numbers(
            tuple(
                changed.listed([numbers[line.paragraph] for line in own if line.paragraph in numbers])
                for numbers, own in zip(called, entry.lines, strict=True)
            ),
            entry.line,
        )
        for entry in entries
        if not entry.is_heading
    ]


def full_numbers(lines: Iterable[Line]) -> dict[int, str]:
    """Return what each paragraph is called by itself, "12 (a) (i)" for a sub-paragraph; headings are left out."""
    return corresponding.full_numbers(lines, changed.number_of)
