"""
A text that shares no identities with the draft it is compared with: a draft of another communiqué, or a file.

Which of its paragraphs is which of the draft is found in negotiation.file_pairing; a pair that is doubtful
counts as none until a person answers that it is one, in the address or the form of the page. A file is read and
forgotten: between two views of it, it travels signed in that form and nowhere else.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read import packing
from acm_drafts.documents.sandbox import FileReader
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.comparison import Change, compare
from acm_drafts.negotiation.consolidation import PART
from acm_drafts.negotiation.errors import NotFound, TwoLanguages
from acm_drafts.negotiation.file_pairing import identified, offered, pair, suited, taken_apart
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Draft
from acm_drafts.store.text import TextRow, line_of, open_draft_set, text_rows
from acm_drafts.text.align import Link
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import NATIVE_NAMES, Language, tongue
from acm_drafts.web.shared.addresses import GREATEST
from acm_drafts.web.shared.refusals import phrase_in_words
from acm_drafts.web.shared.signing import seal, unseal_own

SAME, APART = "same", "apart"
_HARDLY = 10
"""One line in so many is paired in texts that have something to do with each other."""


# What is set beside the draft ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Foreign:
    """
    A text from elsewhere: what it is called, its lines, and by what an address names each of them.

    *root* is what a key is put to for the address of a paragraph, "" for a file, which has none; *draft* is
    the draft that it is, None for a file.
    """

    name: str
    lines: tuple[Line, ...]
    keys: tuple[str, ...]
    root: str = ""
    draft: Draft | None = None


_ELSEWHERE = re.compile(r"([0-9A-Za-z]{1,12})\.([0-9]{1,10})")


def draft_elsewhere(address: str, communique: Communique, who: Actor) -> Foreign:
    """
    Return the draft that an address asks for as "code.sequence". Two queries.

    Raises NotFound alike for one that there is not and one that *who* may not read, and TwoLanguages.
    """
    named = _ELSEWHERE.fullmatch(address)
    if named is None or named[1] == communique.code or int(named[2]) > GREATEST:
        raise NotFound()
    drafts = open_draft_set(db.session(), named[1], who)
    version = drafts.get(int(named[2]))
    draft = version.draft
    if drafts.communique.language != communique.language:
        raise TwoLanguages(language=NATIVE_NAMES[communique.language])
    rows = text_rows(db.session(), draft.id)
    lines, keys = tuple(map(line_of, rows)), tuple(row.code for row in rows)
    return Foreign(version.symbol, lines, keys, f"/c/{named[1]}/p/", draft)


# A file --------------------------------------------------------------------------------------------

USE = "compare"


@dataclass(frozen=True, slots=True)
class File:
    """A file, or pasted words (*name* is ""), as it was read for one person; *notes* say what was not read."""

    user: int | None
    communique: str
    name: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]

    def signed(self) -> str:
        """Return it as a token that nobody can change."""
        return seal(asdict(self), use=USE)

    @classmethod
    def of(cls, token: str, *, user: int | None, communique: str) -> "File":
        """Return what a token says. Raises BadRequest for one that is not ours, or not this person's for this text."""
        facts = unseal_own(token, use=USE, user=user, communique=communique)
        lines = tuple(map(packing.line, facts["lines"]))
        return cls(user, communique, facts["name"], tuple(facts["notes"]), lines)

    def as_foreign(self) -> Foreign:
        keys = tuple(f"f{place}" for place in range(1, len(self.lines) + 1))
        return Foreign(self.name or _("the pasted text"), self.lines, keys)


def read_file(
    name: str, data: bytes, communique: Communique, *, user: int | None, reader: FileReader
) -> File:
    """Return a file as *reader* reads it, tracked changes accepted. Raises UnreadableFile, TwoLanguages, Busy."""
    language = Language(communique.language)
    with reader as apart:
        came = apart.read(name, data, language=language, title=communique.title)
    lines = tuple(row.line for row in came.lines)
    if tongue(line.text for line in lines) not in (None, language):
        raise TwoLanguages(language=NATIVE_NAMES[communique.language])
    notes = tuple(phrase_in_words(note) if isinstance(note, Phrase) else note for note in came.notes)
    return File(user, communique.code, name, notes, lines)


# Answers on doubtful pairs -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PairAnswers:
    """The answers of a person on doubtful pairs, by the key of each: `SAME` or `APART`."""

    pairs: Mapping[str, str]

    @classmethod
    def of(cls, sent: Iterable[str]) -> "PairAnswers":
        """Return the answers of "key.same" and "key.apart"; the last on a pair counts, and "key." takes it back."""
        pairs: dict[str, str] = {}
        for sent_answer in sent:
            key, _dot, answer = sent_answer.partition(".")
            pairs.pop(key, None)
            if answer in (SAME, APART):
                pairs[key] = answer
        return cls(pairs)

    def values(self, key: str = "", answer: str = "") -> list[str]:
        """Return the answers for an address, with *answer* for the pair with *key* ("": none any more)."""
        pairs = {name: value for name, value in self.pairs.items() if name != key} | (
            {key: answer} if answer else {}
        )
        return [f"{name}.{value}" for name, value in pairs.items()]


NO_ANSWERS = PairAnswers({})


@dataclass(frozen=True, slots=True)
class Doubt:
    """
    A pair that the words leave open, its lines as they are compared.

    *score*: how alike they are, in percent; *answer*: `SAME`, `APART`, or "" without one;
    *spans* lead from the earlier words to the later ones.
    """

    key: str
    old: tuple[Line, ...]
    new: tuple[Line, ...]
    score: int
    answer: str
    spans: tuple[Span, ...]


# Both together -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confronted:
    """
    Two texts compared: the earlier, the later, what became of each paragraph, and what is doubtful.

    *places*: by paragraph, for what stands in the foreign text alone, by what its place on the page
    is called, and its address ("" where it has none). *strangers*: hardly anything is paired.
    """

    old: tuple[Line, ...]
    new: tuple[Line, ...]
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]
    places: Mapping[int, tuple[str, str]]
    strangers: bool


def confront(foreign: Foreign, rows: Sequence[TextRow], answers: PairAnswers, *, later: bool) -> Confronted:
    """Return a text compared with the draft that *rows* make; *later*: it is the later one of the two."""
    draft = tuple(map(line_of, rows))
    foreign_lines, draft_lines = suited(foreign.lines, draft), suited(draft, foreign.lines)
    codes = tuple(row.code for row in rows)
    sides = (
        _Sides(foreign_lines, codes, draft_lines, foreign.keys)
        if later
        else _Sides(draft_lines, foreign.keys, foreign_lines, codes)
    )
    links = offered(sides.old, sides.new, pair(sides.old, sides.new))
    doubtful = {number: sides.key_of(link) for number, link in enumerate(links) if link.doubtful}
    apart = {number for number, key in doubtful.items() if answers.pairs.get(key) != SAME}
    accepted, _numbers = taken_apart(links, apart)
    kin, descents = identified(draft_lines, foreign_lines, map(_turned, accepted) if later else accepted)
    old, new = (foreign_lines, kin) if later else (kin, foreign_lines)
    return Confronted(
        old,
        new,
        compare(old, new, descents),
        tuple(_doubt(links[number], key, (old, new), answers) for number, key in doubtful.items()),
        {-place: (key, foreign.root and foreign.root + key) for place, key in enumerate(foreign.keys, 1)},
        strangers=_hardly_paired(links, min(len(old), len(new))),
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """The lines of the earlier and of the later text, and by what an address names each of them."""

    old: Sequence[Line]
    old_keys: Sequence[str]
    new: Sequence[Line]
    new_keys: Sequence[str]

    def key_of(self, link: Link) -> str:
        """Return by what an address names a pair of lines."""
        return f"{self.old_keys[link.old[0]]}-{self.new_keys[link.new[0]]}"


def _hardly_paired(links: Iterable[Link], lines: int) -> bool:
    """Return whether so few of the *lines* are paired that the two texts have nothing to do with each other."""
    return sum(bool(link.old and link.new) for link in links) * _HARDLY < lines


def _turned(link: Link) -> Link:
    return replace(link, old=link.new, new=link.old)


def _doubt(link: Link, key: str, sides: tuple[Sequence[Line], Sequence[Line]], answers: PairAnswers) -> Doubt:
    old, new = (tuple(side[at] for at in ats) for side, ats in zip(sides, (link.old, link.new), strict=True))
    spans = diff_words(*(PART.join(line.text for line in lines) for lines in (old, new)))
    return Doubt(key, old, new, round(link.score), answers.pairs.get(key, ""), tuple(spans))


def open_at(doubts: Iterable[Doubt]) -> Iterator[tuple[int, Doubt]]:
    """Yield each paragraph with the doubt about it, of those that nobody has taken apart."""
    for doubt in doubts:
        if doubt.answer != APART:
            yield from ((line.paragraph, doubt) for line in (*doubt.old, *doubt.new))
