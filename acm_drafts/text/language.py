"""
What a reader sees in a text, apart from how it was typed; and which of the official languages it is in.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable
from enum import Enum

PARAGRAPH_SPLIT = "\u2029"
"""Inside a wording: here the paragraph is split. Never typed (see `unfit`), never part of a run of spaces."""


class Language(Enum):
    """One of the three official languages; a paragraph's direction follows its language, never the page's."""

    EN = "en"
    FR = "fr"
    AR = "ar"

    @property
    def direction(self) -> str:
        """The writing direction as HTML and Word name it: "ltr" or "rtl"."""
        return "rtl" if self is Language.AR else "ltr"


NATIVE_NAMES = {"en": "English", "fr": "Français", "ar": "العربية"}
"""What each language calls itself, by its value."""

MONTHS = {
    Language.EN: (
        "January February March April May June July August September October November December"
    ).split(),
    Language.FR: (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ).split(),
    Language.AR: [
        "كانون الثاني/يناير",
        "شباط/فبراير",
        "آذار/مارس",
        "نيسان/أبريل",
        "أيار/مايو",
        "حزيران/يونيه",
        "تموز/يوليه",
        "آب/أغسطس",
        "أيلول/سبتمبر",
        "تشرين الأول/أكتوبر",
        "تشرين الثاني/نوفمبر",
        "كانون الأول/ديسمبر",
    ],
}
"""
The twelve months by language, January first, on screens and in documents.

Arabic gives both names, as the documents of the United Nations do.
"""


def _ranges(code_points: Iterable[int]) -> str:
    """Return ascending *code_points* as the inside of a character class."""
    spans: list[list[int]] = []
    for point in code_points:
        if spans and spans[-1][1] == point - 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


def _is_mark(point: int) -> bool:
    return unicodedata.category(chr(point))[0] == "M"


# Combining marks live between U+0300 and U+1E94A, but for the variation selectors of plane 14.
MARKS = _ranges(point for point in (*range(0x300, 0x1E950), *range(0xE0100, 0xE01F0)) if _is_mark(point))
"""The inside of a character class that matches every combining mark, Arabic vowel marks among them."""

# The standard's "stream-safe" limit. Reordering a longer run is quadratic: a megabyte would take hours.
_LONG_RUN = re.compile(f"([{MARKS}]{{31,}})")
_MARK = re.compile(f"[{MARKS}]")

TATWEEL = "\u0640"
_SOFT_HYPHEN = "\u00ad"
_SELECTORS = (0x034F, *range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
"""Variation selectors, and the joiner of graphemes: no reader sees them, and the letter beside them stays as it is."""
_LIGATURES = range(0xFB00, 0xFB07)
_ARABIC_FORMS = (
    *range(0xFB50, 0xFDFA),
    *range(0xFE70, 0xFEFD),
)  # not U+FDFA, FDFB: whole phrases drawn as one


def _looks() -> dict[int, str]:
    """Return what stands for a character when texts are compared, for those that have a plainer twin."""
    looks = {
        point: unicodedata.normalize("NFKC", chr(point)).replace(TATWEEL, "")
        for point in (*_LIGATURES, *_ARABIC_FORMS)
        if unicodedata.decomposition(chr(point))
    }
    spaces = (point for point in range(0x80, 0x3001) if unicodedata.category(chr(point)) == "Zs")
    looks.update(dict.fromkeys((ord("\t"), *spaces), " "))
    looks.update(dict.fromkeys(_SELECTORS, ""))
    looks.update({ord(TATWEEL): "", ord(_SOFT_HYPHEN): "", 0x2010: "-", 0x2011: "-", 0x2019: "'"})
    return looks


_LOOKS = _looks()
_OF_TYPING = {point for point, look in _LOOKS.items() if look not in (" ", "-", "'")}
"""What no careful typist leaves: tatweel, soft hyphens, variation selectors, presentation forms, ligatures."""
_ODD = re.compile(f"[{_ranges(sorted(_LOOKS))}]")


# A joiner changes how letters of a script that joins them are drawn; beside none of these a reader sees nothing of it.
_JOINED = r"[^\W\x00-\u058f]", r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
_IDLE_JOINER = re.compile(
    "".join(f"(?<!{near})" for near in _JOINED)
    + "[\u200c\u200d]++"
    + "".join(f"(?!{near})" for near in _JOINED)
)


def _normal(form: str, text: str) -> str:
    """Return *text* in a Unicode normal form, endless runs of marks left as they are."""
    if not _LONG_RUN.search(text):
        return unicodedata.normalize(form, text)  # type: ignore[arg-type]
    parts = _LONG_RUN.split(text)
    return "".join(part if index % 2 else _normal(form, part) for index, part in enumerate(parts))


def as_read(text: str) -> str:
    """
    Return what a reader sees of *text*: two texts are taken to look the same when this is equal.

    Tatweel, soft hyphens and variation selectors go, presentation forms and ligatures become letters, every kind of
    space within a line is a plain one (their number stays), a no-break hyphen is a hyphen, a typographic apostrophe is
    a typed one, accents are composed.
    Vowel marks, digit shapes, case, superscripts and fractions stay: a reader sees them, and
    10² must not equal 102, which is why this is not the whole of Unicode's NFKC. So do line breaks,
    direction marks, and letters of two scripts that only look alike; and joiners beside letters that they join or part,
    as in Persian words: beside Latin letters, digits and signs a joiner is nothing that is seen, and goes.
    """
    if text.isascii():
        return text.replace("\t", " ")
    if _ODD.search(text):
        text = text.translate(_LOOKS)
    if "\u200c" in text or "\u200d" in text:
        text = _IDLE_JOINER.sub("", text)
    return _normal("NFC", text)


def best_spelt(texts: Iterable[str]) -> str:
    """
    Return the one of *texts* that are read alike which a careful typist would keep; their order changes nothing.

    The one with the fewest tatweels, soft hyphens, presentation forms and ligatures; then the one with no-break spaces
    and typographic apostrophes.
    """
    return min(sorted(texts, reverse=True), key=lambda text: sum(ord(sign) in _OF_TYPING for sign in text))


def folded(text: str) -> str:
    """
    Return *text* for searching: as read, and without vowel marks and accents, digit shapes and case.

    Hamza goes from its carrier (أ is ا), superscripts and other compatibility forms become what they
    stand for ("10²" is found by "102"). Runs of white space become one space, none at the ends.
    For finding only: it makes words alike that a reader tells apart.
    """
    text = _without_marks(as_read(text)).casefold()
    text = re.sub(r"(?![0-9])\d", lambda digit: str(unicodedata.decimal(digit[0])), _without_marks(text))
    return " ".join(text.split())


def _without_marks(text: str) -> str:
    return text if text.isascii() else _MARK.sub("", _normal("NFKD", text))


_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"\\U{plane | 0xFFFE:08x}\\U{plane | 0xFFFF:08x}" for plane in range(0, sys.maxunicode, 0x10000)
)
_UNFIT = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for line feed and tab
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates: they make text read as what it is not
    "\u200b\u2060-\u2064\u180e\ufeff"  # nothing at all, in the middle of words
    "\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f"  # deprecated formats, annotations, tags
    "\u2028\u2029"  # separators: the split mark is ours to place
    "\ud800-\udfff" + _NONCHARACTERS + "]"
)


def with_line_feeds(text: str) -> str:
    """Return *text* with LF for every end of a line: browsers send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def between_empty_lines(text: str) -> list[str]:
    """Return what stands between the empty lines of *text* (line ends as LF); a line of blanks is empty too."""
    return _EMPTY_LINES.split(text)


def unfit(text: str) -> tuple[int, str] | None:
    """
    Return position and name ("U+202E") of the first character that a text must not hold, or None.

    Refused are characters that hide, reorder or break: NUL and controls (line feed and tab apart;
    turn CR LF into LF first), bidirectional embeddings, overrides and isolates, lone surrogates,
    noncharacters, zero-width space and its kin, annotation marks, tags, and separators; among these U+2029, the
    engine's own mark of a split: ask for each part of a split by itself.
    Not refused: the joiners U+200C and U+200D, which change how Arabic-script letters are drawn; and
    the marks U+200E, U+200F and U+061C, which Arabic keyboards hold and Arabic texts need beside
    Latin symbols. They cannot turn letters round, only place the punctuation next to them, and
    a comparison shows them as what they are, for `as_read` keeps them.
    """
    match = _UNFIT.search(text)
    return (match.start(), f"U+{ord(match[0]):04X}") if match else None


_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = {
    Language.EN: frozenset(
        "the of and to in for that on with by its which this from all their has was".split()
    ),
    Language.FR: frozenset(
        "le la les des du et une dans aux que qui pour sur par au ses leur cette ces est".split()
    ),
}
_ENOUGH = 8
ENOUGH_OF_ONE = 2
"""So many common words tell the language of a single paragraph or reason, which is short."""
_CLEAR = 3


def tongue(texts: Iterable[str], *, enough: int = _ENOUGH) -> Language | None:
    """
    Return the language that *texts* are in; None where they are too few, mixed, or of none of the three.

    *enough*: how many letters of Arabic, or common words of another, are taken to tell it.
    """
    text = "\n".join(texts)
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if arabic > _CLEAR * latin and arabic >= enough:
        return Language.AR
    if arabic * _CLEAR > latin:
        return None
    words = _WORD.findall(folded(text))
    english, french = (
        sum(map(_COMMON[language].__contains__, words)) for language in (Language.EN, Language.FR)
    )
    most, least = max(english, french), min(english, french)
    if most < enough or most < _CLEAR * least:
        return None
    return Language.EN if english > french else Language.FR


def language_of(text: str, *, stated: Language) -> Language:
    """Return the language that the words of a paragraph tell; *stated* where they do not tell it."""
    return tongue([text], enough=ENOUGH_OF_ONE) or stated


def other_language(words: str, language: Language) -> Language | None:
    """Return the language that *words* tell where it is not *language*; None where it is, or where they tell none."""
    theirs = language_of(words, stated=language)
    return None if theirs is language else theirs
