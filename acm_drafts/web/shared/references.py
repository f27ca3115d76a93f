"""
How lines of the text, proposals and several of them are called inside a sentence.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.store.text import TextRow
from acm_drafts.web.shared.formatting import paragraph_url, proposal_url, quoted
from acm_drafts.web.shared.sentences import Fact, Link, Number, Sentence, Symbol, joined, link, pgettext
from acm_drafts.web.shared.sentences import gettext as _


class Line(Protocol):
    """A line as some draft prints it."""

    @property
    def reference(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def text(self) -> str: ...


class Named(Protocol):
    """A proposal as the reader may call it (store.absorption.Successor)."""

    @property
    def name(self) -> str: ...

    @property
    def code(self) -> str: ...


def place(line: Line | None) -> Sentence:
    """Return where something stands that follows *line*: "after paragraph 8 “The Meeting …”", or at the beginning."""
    if line is None:
        return _("at the beginning of the text")
    # The quotation marks keep an ellipsis off the full stop that may follow.
    words = quoted(first_words(line.text))
    called = [_numbered(line), " ", words] if line.reference else [words]
    return _("after %(place)s", place=joined(called))


def _numbered(line: Line) -> Fact:
    """Return the number of a line as a sentence names it: "paragraph 8", of a heading the number alone."""
    number = Number(line.reference)
    if line.kind == LineKind.HEADING:
        return number
    return pgettext("in a sentence", "paragraph %(number)s", number=number)


def paragraph(communique: str, row: TextRow) -> Link:
    """Return a line of the text by its number, else by its first words, linked; *communique* is a code."""
    called = _numbered(row) if row.reference else quoted(first_words(row.text))
    return link(paragraph_url(communique, row.code), called)


def paragraphs(communique: str, rows: Iterable[TextRow]) -> Sentence:
    """Return several lines: "paragraph 12, paragraph 13 and paragraph 14"."""
    return series([paragraph(communique, row) for row in rows])


def proposal(named: Named) -> Link:
    """Return a proposal by its name, linked."""
    return link(proposal_url(named.code), Symbol(named.name))


def proposals(several: Iterable[Named]) -> Sentence:
    """Return several proposals, each named once."""
    by_code: dict[str, Named] = {}
    for named in several:
        by_code.setdefault(named.code, named)
    return series([proposal(named) for named in by_code.values()])


def series(names: Sequence[Fact]) -> Sentence:
    """Return several words of a sentence, which may be links: "a, b and c"."""
    if len(names) < 2:
        return joined(names)
    return _("%(most)s and %(last)s", most=listed(names[:-1]), last=names[-1])


def listed(names: Sequence[Fact], mark: Fact | None = None) -> Sentence:
    """Return *names* with a comma between them, or another *mark*."""
    mark = _(", ") if mark is None else mark
    return joined(piece for at, name in enumerate(names) for piece in ((mark, name) if at else (name,)))
