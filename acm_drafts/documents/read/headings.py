"""
Which lines of a text are headings, recognised by how they look.

A heading is short, ends without a stop and heads something: a closing line or a date at the
end of a resolution is none. What is doubtful is a paragraph; a person corrects it on the page.
"""

import re

_STOPS = ".;:,!?…،؛؟۔"
_CLOSERS = "”’»\"')]*"
_WORDS = 12
_WORDS_OF_A_TITLE = 30

_MARKDOWN = re.compile(r"(?P<label>#{1,6})(?P<gap>[ \t]+)(?=\S)")
_RESOLUTION = re.compile(r"[0-9٠-٩]{1,3}/[0-9٠-٩]{1,4}(?:\.| [A-Z]\.)?\s")
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?=\S)(?:(?!\*\*|__).)+(?P=mark):?")
_DIVISION = re.compile(
    r"(?:article|chapter|section|part|annex|appendix|preamble|option"
    r"|chapitre|titre|partie|annexe|appendice|préambule"
    r"|المادة|الفصل|الباب|الجزء|القسم|المرفق|الملحق|الديباجة)\b",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"(?:(?:the|draft|provisional|annotated|proposed) )*agenda\b"
    r"|(?:l['’]|projet d['’]|avant-projet d['’])?ordre du jour\b|(?:مشروع )?جدول ال?أعمال",
    re.IGNORECASE,
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|يناير|فبراير|مارس|أبريل|مايو|يونيه|يونيو|يوليه|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
    "|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين"
)
_DATE = re.compile(
    rf"(?:[^0-9٠-٩]{{2,40}}[,،]\s*(?:le\s+)?|le\s+)[0-9٠-٩]{{1,2}}(?:er)?\s+(?:{_MONTHS})\b.*[0-9٠-٩]{{4}}\s*",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"[0-9٠-٩\[({*_\\]|no (?:text|provision|reference)\b|pas de texte\b|لا نص\b"
    r"|.*(?:plenary meeting|séance plénière|الجلسة العامة)",
    re.IGNORECASE | re.DOTALL,
)


def markdown(text: str) -> tuple[str, str] | None:
    """Return the marks (`##`) that *text* begins with and the white space after them, or None."""
    match = _MARKDOWN.match(text)
    return (match["label"], match["gap"]) if match else None


def looks_like_heading(text: str, *, first: bool = False) -> bool:
    """
    True when an unnumbered line reads like a heading.

    *first* allows the length of a title. Resolution titles ("65/140. Cooperation ...") and
    lines wholly in bold marks are headings whatever else they hold.
    """
    line = text.strip()
    if "\n" in line or not line:
        return False
    if _BOLD.fullmatch(line):
        return _is_short(line, _WORDS)
    if is_a_sentence(line):
        return False
    if _RESOLUTION.match(line):
        return _is_short(line, _WORDS_OF_A_TITLE)
    if _DATE.fullmatch(line) or _NEVER.match(line) or line[:1].islower():
        return False
    return _is_short(line, _WORDS_OF_A_TITLE if first or _in_capitals(line) else _WORDS)


def is_numbered_heading(text: str, *, counted_in_letters: bool) -> bool:
    """True when what stands after a number is a heading: `I. Palestine`, `1. GENERAL MATTERS`, never a sentence."""
    line = text.strip()
    if "\n" in line or is_a_sentence(line) or _NEVER.match(line):
        return False
    return _in_capitals(line) or (counted_in_letters and not line[:1].islower() and _is_short(line, _WORDS))


def may_be_an_item(text: str) -> bool:
    """True for a line that looks like a heading and neither names an agenda (`Draft agenda`) nor is set in bold."""
    line = text.strip()
    return not (_AGENDA.match(line) or _BOLD.fullmatch(line) or names_a_division(line))


def names_a_division(text: str) -> bool:
    """True for `Article 2`, `Annexe I`, `الفصل الأول`: these head something even where nothing follows."""
    return _DIVISION.match(text.strip()) is not None


def is_a_sentence(text: str) -> bool:
    """True when *text* ends with a stop, or holds nothing that could."""
    line = text.rstrip()
    return line.rstrip(_CLOSERS)[-1:] in _STOPS or not line.rstrip(_CLOSERS)


def _is_short(line: str, words: int) -> bool:
    return len(line.split()) <= words and len(line) <= 12 * words


def _in_capitals(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) > 2 and all(letter.isupper() for letter in letters)
