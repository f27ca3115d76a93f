"""
Compare: any two drafts beside one another, with what became of every paragraph, and the old numbers of the new ones.

What became of a paragraph is decided in negotiation.comparing and which number was which in
negotiation.numbering; this module chooses the two drafts and puts both into words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from acm_drafts.negotiation import numbering
from acm_drafts.negotiation.comparing import Became, Change, compare, tally
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.store import queries, texts
from acm_drafts.store.database import db
from acm_drafts.store.queries import Issue
from acm_drafts.web import changed
from acm_drafts.web.access import signed_in
from acm_drafts.web.catalogues import gettext as _
from acm_drafts.web.catalogues import ngettext
from acm_drafts.web.columns import printed
from acm_drafts.web.drafts import Opened, asked_number, opened

pages = Blueprint("comparisons", __name__)

VIEWS = ("inline", "side")


# What is asked for ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """Which two drafts an address asks for, and how they are to be shown. *old* is None where there is but one."""

    path: str
    old: Issue | None
    new: Issue
    view: str
    only_changes: bool

    def address(self, *, view: str) -> str:
        """Return the address of the same comparison in another view."""
        facts = {
            "from": self.old.draft.sequence if self.old else "",
            "to": self.new.draft.sequence,
            "view": view,
        }
        return f"{self.path}?{urlencode(facts | ({'only': 'changes'} if self.only_changes else {}))}"


def _asked(page: Opened) -> Asked:
    """Return what the address asks for; of the two drafts the earlier one is the old one, however they were named."""
    new = page.shelf.get(asked_number("to"))
    since = asked_number("from")
    old = page.shelf.find_earlier(new, None) if since is None else page.shelf.get(since)
    if old and old.draft.sequence > new.draft.sequence:
        old, new = new, old
    view = request.args.get("view", "")
    return Asked(
        path=f"/c/{page.communique.code}/compare",
        old=old,
        new=new,
        view=view if view in VIEWS else VIEWS[0],
        only_changes=request.args.get("only") == "changes",
    )


@pages.get("/c/<code:communique>/compare")
@signed_in
def show(communique: str) -> str:
    """Show what became of each paragraph between two drafts, the newest two unless ?from= and ?to= name others."""
    page = opened(communique)
    asked = _asked(page)
    found = _between(page, asked.old, asked.new) if asked.old else None
    return render_template(
        "comparisons/show.html",
        page=page,
        asked=asked,
        views=VIEWS,
        said=sentences(found.changes) if found else (),
        pieces=pieces(found.changes, asked.only_changes) if found else (),
        codes=found.codes if found else {},
        told=changed.told,
        number_of=changed.number_of,
        numbers_of=lambda lines: changed.listed([changed.number_of(line) for line in lines]),
        concordance=concordance(found) if found else (),
    )


class Between(NamedTuple):
    """Two drafts, what became of each line between them, and the code of each paragraph."""

    old: tuple[Line, ...]
    new: tuple[Line, ...]
    changes: tuple[Change, ...]
    codes: Mapping[int, str]


def _between(page: Opened, old: Issue, new: Issue) -> Between:
    session = db.session()
    before, after = queries.lines(session, old.draft.id), queries.lines(session, new.draft.id)
    return Between(
        before,
        after,
        compare(before, after, texts.descents(session, page.communique.id)),
        texts.codes(session, [old.draft.id, new.draft.id]),
    )


# What is shown -------------------------------------------------------------------------------------


class Piece(NamedTuple):
    """One change or one heading to be shown by itself, or (*folded*) a run of lines that stayed as they were."""

    change: Change
    folded: tuple[Line, ...] = ()
    numbers: tuple[str, ...] = ()
    said: str = ""


def pieces(changes: Iterable[Change], only_changes: bool) -> list[Piece]:
    """
    Return *changes* in order: each change, and the unchanged lines between in runs, or with *only_changes* not at all.

    A heading that stayed stands over the changes of its section.
    """
    out: list[Piece] = []
    for section in changed.by_section(changes):
        touched = any(change.became is not Became.UNCHANGED for change in section)
        for quiet, run in groupby(section, key=lambda change: _is_quiet(change, touched)):
            if not quiet:
                out += [Piece(change) for change in run]
            elif not only_changes:
                out.append(_folded(list(run)))
    return out


def _is_quiet(change: Change, touched: bool) -> bool:
    heads = touched and change.line.kind is LineKind.HEADING and change.line.depth == 0
    return change.became is Became.UNCHANGED and not heads


def _folded(run: Sequence[Change]) -> Piece:
    lines = tuple(change.line for change in run)
    numbers = [printed(one.label, one.kind) for one in lines if one.kind is LineKind.PARAGRAPH and one.label]
    count = sum(line.kind is not LineKind.HEADING for line in lines)
    said = (
        ngettext("%(num)s paragraph unchanged", "%(num)s paragraphs unchanged", count)
        if count
        else ngettext("%(num)s heading unchanged", "%(num)s headings unchanged", len(lines))
    )
    return Piece(run[0], lines, tuple(dict.fromkeys(numbers[:1] + numbers[-1:])), said)


def sentences(changes: Sequence[Change]) -> list[str]:
    """Return what changed in numbers: one sentence of paragraphs, and one of words where any came or went."""
    counts = tally(changes)
    heads = [change for change in changes if change.line.kind is LineKind.HEADING]
    apart = sum(change.became is not Became.UNCHANGED for change in heads)
    same = counts.counts.get(Became.UNCHANGED, 0)
    told = [part for part in (*_counted(changes), _headings(apart)) if part]
    unchanged = ngettext("%(num)s paragraph unchanged", "%(num)s paragraphs unchanged", same) if same else ""
    if not told:
        return [_("Nothing changed: %(unchanged)s.", unchanged=unchanged or _("the two are the same"))]
    out = [_("%(changes)s.", changes=_(", ").join([*told, unchanged] if unchanged else told))]
    if counts.come or counts.gone:
        come = ngettext("%(num)s word put in", "%(num)s words put in", counts.come)
        gone = ngettext("%(num)s word taken out", "%(num)s words taken out", counts.gone)
        out.append(_("%(changes)s.", changes=_(", ").join([come, gone])))
    return out


def _headings(count: int) -> str:
    return ngettext("%(num)s heading changed", "%(num)s headings changed", count) if count else ""


def _counted(changes: Sequence[Change]) -> list[str]:
    """Return how many paragraphs became what, in words; a paragraph that was split is one, whatever its parts."""
    own = [change for change in changes if change.line.kind is not LineKind.HEADING]
    became = {
        kind: {change.old or change.line.paragraph for change in own if change.became is kind}
        for kind in Became
    }
    moved = {change.old for change in own if change.moved}
    counted = (
        (len(became[Became.CHANGED]), "%(num)s paragraph changed", "%(num)s paragraphs changed"),
        (len(became[Became.NEW]), "%(num)s new", "%(num)s new"),
        (len(became[Became.DELETED]), "%(num)s deleted", "%(num)s deleted"),
        (len(moved), "%(num)s moved", "%(num)s moved"),
        (len(became[Became.SPLIT]), "%(num)s split", "%(num)s split"),
        (len(became[Became.JOINED]), "%(num)s joined", "%(num)s joined"),
    )
    return [ngettext(one, many, count) for count, one, many in counted if count]


# The concordance -----------------------------------------------------------------------------------


class Numbers(NamedTuple):
    """What a paragraph is called in each draft, "" where it is not in it; *line* is one of it, for its first words."""

    old: str
    new: str
    line: Line


def concordance(found: Between) -> list[Numbers]:
    """
    Return the old and the new number of every paragraph, headings apart, in the order of the newer draft.

    A part of a split has the number of the whole, and what was joined has the number of what it is in now.
    """
    before, after = full_numbers(found.old), full_numbers(found.new)
    lines = {line.paragraph: line for line in (*found.old, *found.new)}
    came = {change.new.paragraph: change.old for change in found.changes if change.new}
    went = {line.paragraph: change.new for change in found.changes if change.new for line in change.old}
    rows = []
    for row in numbering.concordance(found.old, found.new):
        sources = [before[line.paragraph] for line in came.get(row.paragraph, ()) if line.paragraph in before]
        target = went.get(row.paragraph)
        into = after.get(target.paragraph, "") if target else ""
        rows.append(
            Numbers(
                changed.listed(sources) if row.old is None else before[row.paragraph],
                into if row.new is None else after[row.paragraph],
                lines[row.paragraph],
            )
        )
    return rows


def full_numbers(lines: Iterable[Line]) -> dict[int, str]:
    """Return what each paragraph is called by itself, "12 (a) (i)" for a sub-paragraph; headings are left out."""
    out: dict[int, str] = {}
    above = ["", ""]
    for line in lines:
        if line.kind is LineKind.HEADING:
            continue
        own = changed.number_of(line)
        if line.kind is LineKind.PARAGRAPH:
            above = [printed(line.label, line.kind), ""]
        elif line.depth <= 1:
            above[1], own = line.label, f"{above[0]} {own}".strip()
        else:
            own = " ".join(part for part in (*above, own) if part)
        out[line.paragraph] = own
    return out
