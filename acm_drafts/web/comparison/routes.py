"""
Compare: any two drafts or any three, or a draft and a text from elsewhere; and the old numbers of the new ones.

What became of a paragraph is decided in negotiation.comparing and successions and which number
was which in negotiation.concordance; this module chooses the texts and brings it all together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePath
from typing import TypedDict
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import lazy_gettext as _l
from acm_drafts.negotiation.comparison import Change, Descents, compare, tally
from acm_drafts.negotiation.comparison_of_three import follow
from acm_drafts.negotiation.errors import Busy, Refusal, TwoLanguages, UnreadableFile
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import ParagraphState
from acm_drafts.services import paragraph_states
from acm_drafts.store.database import db
from acm_drafts.store.decisions import AdoptedProposal, Makers, adopted_moves, makers
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.text import (
    OtherDraft,
    TextRow,
    descents_of_text,
    drafts_of_other_texts,
    line_of,
    text_rows,
)
from acm_drafts.text.renames import Collapsed
from acm_drafts.web.comparison.changes import listed_changes, number_of
from acm_drafts.web.comparison.external import (
    NOTHING_SAID,
    Doubt,
    File,
    Foreign,
    Said,
    confront,
    draft_elsewhere,
    open_at,
    read_file,
)
from acm_drafts.web.comparison.page import (
    Entry,
    Remark,
    compare_three,
    compare_two,
    left_out,
    remarks,
    text_pieces,
)
from acm_drafts.web.comparison.statistics import (
    Numbers,
    Sum,
    concordance,
    numbers_through,
    passing,
    statistics_sentences,
    statistics_sums,
)
from acm_drafts.web.shared.access import signed_in
from acm_drafts.web.shared.file_reading import reader
from acm_drafts.web.shared.forms import say_beside
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.text.routes import Opened, asked_number, number_in, opened

pages = Blueprint("comparison", __name__)

VIEWS = ("inline", "side")


# What is asked for ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Which texts an address or a form asks for, earlier first, and how they are to be shown.

    *issues* are the drafts of this communiqué among them, *foreign* is what is set beside one, *later*
    whether it is the later one of the two. One draft alone: there is nothing to compare. *once*: renames
    are told once, not at each place. *file*: what *foreign* was read from, which travels in a form.
    """

    path: str
    issues: tuple[DraftVersion, ...]
    view: str
    only_changes: bool
    once: bool
    foreign: Foreign | None = None
    elsewhere: str = ""
    later: bool = False
    said: Said = NOTHING_SAID
    file: File | None = None

    @property
    def between(self) -> DraftVersion | None:
        return self.issues[1] if len(self.issues) > 2 else None

    @property
    def symbols(self) -> list[str]:
        own = [issue.draft.symbol for issue in self.issues]
        if self.foreign is None:
            return own
        return [*own, self.foreign.name] if self.later else [self.foreign.name, *own]

    @property
    def word(self) -> str:
        """Where the same is to be had as a Word file; "" for what is not: three drafts, a file, a draft with itself."""
        first, last = self.issues[0].draft, self.issues[-1].draft
        if self.file or len(self.symbols) != 2 or (first is last and not self.foreign):
            return ""
        facts = {"form": "comparison", "since": self.elsewhere or first.sequence, "pair": self.said.values()}
        folder = self.path.removesuffix("compare")
        return f"{folder}documents/{last.sequence}.docx?{urlencode(facts, doseq=True)}"

    def address(self, **other: str | list[str]) -> str:
        """Return the address of the same comparison but for what is given; what is usual stays unsaid."""
        facts: dict[str, object] = {
            "from": self.elsewhere or self.issues[0].draft.sequence,
            "via": self.between.draft.sequence if self.between else "",
            "to": self.issues[-1].draft.sequence,
            "view": self.view,
            "only": "changes" if self.only_changes else "",
            "renames": "once" if self.once else "",
            "pair": self.said.values(),
            **other,
        }
        return f"{self.path}?{urlencode({name: value for name, value in facts.items() if value != ''}, doseq=True)}"


def _asked(page: Opened) -> Asked:
    """Return what the address asks for. Raises NotFound, and TwoLanguages."""
    since = request.args.get("from", "")
    shown = _shown(request.args)
    path = f"/c/{page.communique.code}/compare"
    if "." not in since:
        return Asked(path, _issues(page), **shown)
    found = draft_elsewhere(since, page.communique, page.who)
    issue = page.shelf.get(asked_number("to"))
    said = Said.of(request.args.getlist("pair"))
    return Asked(path, (issue,), **shown, foreign=found, elsewhere=since, said=said)


class Shown(TypedDict):
    """How a comparison is to be shown."""

    view: str
    only_changes: bool
    once: bool


def _shown(sent: MultiDict[str, str]) -> Shown:
    """Return it from an address or a form, in which a button says last what it changes."""
    view = (sent.getlist("view") or [""])[-1]
    return Shown(
        view=view if view in VIEWS else VIEWS[0],
        only_changes=(sent.getlist("only") or [""])[-1] == "changes",
        once=sent.get("renames") == "once",
    )


def _issues(page: Opened) -> tuple[DraftVersion, ...]:
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


# Pages ---------------------------------------------------------------------------------------------


@pages.get("/c/<code:communique>/compare")
@signed_in
def show(communique: str) -> str:
    """
    Show what became of each paragraph between two drafts, the newest two unless ?from= and ?to= name others.

    ?via= names a third draft between them: then each of the two steps is told. ?from=code.sequence is a
    draft of another communiqué, whose paragraphs are told by their words; ?pair= says what of the doubtful.
    """
    page = opened(communique)
    return _page(page, _asked(page))


def _page(page: Opened, asked: Asked) -> str:
    found = _found(page, asked) if len(asked.symbols) > 1 else None
    shown = text_pieces(found.entries, asked.only_changes) if found else []
    return render_template(
        "comparison/show.html",
        page=page,
        asked=asked,
        views=VIEWS,
        found=found,
        elsewhere=[] if asked.file else _elsewhere(page),
        pieces=shown,
        left_out=left_out(shown),
        number_of=number_of,
        numbers_of=lambda lines: listed_changes([number_of(line) for line in lines]),
    )


def _elsewhere(page: Opened) -> list[tuple[str, list[OtherDraft]]]:
    """Return the drafts of other communiqués that the reader may read, by the title of each communiqué."""
    found = drafts_of_other_texts(db.session(), page.who, page.communique)
    return [
        (own[0].title or own[-1].symbol, own)
        for own in (list(group) for _code, group in groupby(found, key=lambda one: one.communique))
    ]


class FileForm(FlaskForm):
    file = FileField(_l("A file: .docx or .txt"))
    pasted = TextAreaField(_l("Or the text itself, pasted"))


@pages.get("/c/<code:communique>/compare/file")
@signed_in
def file_form(communique: str) -> tuple[str, int]:
    return _form(opened(communique), FileForm(formdata=None))


def _form(
    page: Opened, filled: FileForm, *, refused: Refusal | None = None, status: int = 200
) -> tuple[str, int]:
    return render_template("comparison/file.html", page=page, form=filled, refused=refused), status


@pages.post("/c/<code:communique>/compare/file")
@signed_in
def file(communique: str) -> str | tuple[str, int]:
    """Compare a draft with a file that was sent, or that travels in the form since; nothing is kept."""
    page = opened(communique)
    if "token" in request.form:
        sent = File.of(request.form["token"], user=page.who.user, communique=communique)
        return _page(page, _asked_of_file(page, sent))
    filled = FileForm()
    by_file = bool(filled.file.data and filled.file.data.filename)
    if by_file == bool((filled.pasted.data or "").strip()):
        both = _("Send a file or paste a text, not both.")
        filled.file.errors = [both if by_file else _("Choose a file, or paste a text below.")]
        return _form(page, filled, status=422)
    name = PurePath(filled.file.data.filename).name[:200] if by_file else ""
    data = filled.file.data.read() if by_file else (filled.pasted.data or "").replace("\r\n", "\n").encode()
    try:
        with reader() as reads:
            sent = read_file(name, data, page.communique, user=page.who.user, reader=reads)
    except (UnreadableFile, Busy) as refusal:
        say_beside(filled.file if by_file else filled.pasted, refusal)
        return _form(page, filled, status=status_of(refusal))
    except TwoLanguages as refusal:
        return _form(page, filled, refused=refusal, status=status_of(refusal))
    return _page(page, _asked_of_file(page, sent))


def _asked_of_file(page: Opened, sent: File) -> Asked:
    return Asked(
        f"/c/{page.communique.code}/compare/file",
        (page.shelf.get(number_in(request.form, "to")),),
        **_shown(request.form),
        foreign=sent.as_foreign(),
        later=request.form.get("order") == "later",
        said=Said.of(request.form.getlist("pair")),
        file=sent,
    )


# What is found -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a comparison found.

    *said*: sentences for each step; *passing*: of words that came and went again over two steps;
    *sums*: the same in numbers; *places*: of each paragraph, by what its place on the page is called, and
    its address, "" where it has none; *makers*: the adopted proposals of each step. *doubts* are pairs that
    a person has to say of, *doubtful* the same by paragraph; *strangers*: hardly anything is in both texts.
    """

    entries: list[Entry]
    remarks: list[Remark]
    said: list[list[str]]
    passing: list[str]
    sums: list[Sum]
    concordance: list[Numbers]
    places: Mapping[int, tuple[str, str]]
    makers: list[Makers]
    doubts: tuple[Doubt, ...] = ()
    doubtful: Mapping[int, Doubt] = field(default_factory=dict)
    strangers: bool = False

    def made_by(self, entry: Entry, step: int) -> list[AdoptedProposal]:
        """Return the proposals adopted on an entry in a step, counted from 0, as far as the reader may know."""
        paragraphs = dict.fromkeys(line.paragraph for lines in entry.lines for line in lines)
        makers = self.makers[step]
        return list(dict.fromkeys(one for key in paragraphs for one in makers.get(key, ())))

    def anchor(self, line: Line) -> str:
        """Return by what the place of a paragraph on the page is called."""
        return self.places[line.paragraph][0]

    def address(self, line: Line) -> str:
        """Return the address of a paragraph, "" for one of a file."""
        return self.places[line.paragraph][1]

    def doubts_on(self, entry: Entry) -> list[Doubt]:
        """Return the doubts about the lines of an entry, those taken apart left out."""
        found = (self.doubtful.get(line.paragraph) for lines in entry.lines for line in lines)
        return list({one.key: one for one in found if one}.values())


def _found(page: Opened, asked: Asked) -> Found:
    """Return what there is to say of the texts that are asked for. One query a draft, a few for states and moves."""
    session = db.session()
    rows = [text_rows(session, issue.draft.id) for issue in asked.issues[:-1]]
    rows.append(paragraph_states.rows_for(session, page.who, page.shelf, issue=asked.issues[-1]))
    root = f"/c/{page.communique.code}/p/"
    places = {row.paragraph: (row.code, root + row.code) for own in rows for row in own}
    if asked.foreign is not None:
        return _confronted(asked, asked.foreign, rows[0], places)
    drafts = [tuple(map(line_of, own)) for own in rows]
    weighed = _of_two if len(drafts) == 2 else _of_three
    moves = adopted_moves(session, [issue.draft for issue in asked.issues])
    entries, renames, steps = weighed(asked, drafts, descents_of_text(session, page.communique.id), moves)
    tallies = [tally(changes) for changes in steps]
    return Found(
        entries,
        remarks(entries, renames),
        [statistics_sentences(one) for one in tallies],
        passing(entries) if len(steps) > 1 else [],
        statistics_sums(tallies, steps[-1], _agreed(rows[-1])),
        concordance(drafts[0], drafts[1], steps[0]) if len(steps) == 1 else numbers_through(drafts, entries),
        places,
        makers(session, page.who, page.shelf, asked.issues),
    )


def _confronted(
    asked: Asked, other: Foreign, rows: Sequence[TextRow], places: Mapping[int, tuple[str, str]]
) -> Found:
    """Return what there is to say of a draft and a text from elsewhere."""
    both = confront(other, rows, asked.said, later=asked.later)
    entries, renames = compare_two(both.changes, asked.symbols[0], once=asked.once)
    tallies = [tally(both.changes)]
    return Found(
        entries,
        remarks(entries, renames),
        [statistics_sentences(one) for one in tallies],
        [],
        statistics_sums(tallies, both.changes, None if asked.later else _agreed(rows)),
        concordance(both.old, both.new, both.changes),
        {**both.places, **places},
        [{}],
        both.doubts,
        dict(open_at(both.doubts)),
        both.strangers,
    )


Weighed = tuple[list[Entry], tuple[Collapsed, ...], list[tuple[Change, ...]]]
"""Entries, the renames of each step, and the changes of each step."""


Moves = Sequence[Collection[int]]
"""The paragraphs that the decisions of each step moved."""


def _of_two(asked: Asked, drafts: Sequence[Sequence[Line]], descents: Descents, moves: Moves) -> Weighed:
    changes = compare(drafts[0], drafts[1], descents, moves=moves[0])
    entries, renames = compare_two(changes, asked.symbols[0], once=asked.once)
    return entries, renames, [changes]


def _of_three(asked: Asked, drafts: Sequence[Sequence[Line]], descents: Descents, moves: Moves) -> Weighed:
    found = follow((drafts[0], drafts[1], drafts[2]), descents, moves=(moves[0], moves[1]))
    entries, renames = compare_three(found, asked.symbols, once=asked.once)
    return entries, renames, [found.first, found.second]


def _agreed(rows: Sequence[TextRow]) -> set[int] | None:
    """Return the paragraphs that the reader may know to be agreed, None where no states may be told."""
    if not any(row.state for row in rows):
        return None
    return {row.paragraph for row in rows if row.state == ParagraphState.AGREED}
