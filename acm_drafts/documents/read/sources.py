"""
Texts of agreed language as files: what a file says of itself, and its paragraphs. docs/library.md describes the forms.

A .docx or .txt is one text; a .txt may begin with lines such as "SYMBOL: A/RES/65/140". A .json holds one text or many.
What a file does not say is guessed from its name and its words, for a person to correct.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.recognise import Recognised, recognise
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.invitations import WrongDay, day_named
from acm_drafts.negotiation.library import SourceBody, WrongSource, WrongSourceInFile, body_of, symbols_in
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.text.language import Language, tongue

LONGEST_TITLE = 300
SHOWN = 40


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text as a file holds it, with what is known or guessed of it; *day* is None where nothing says it."""

    symbol: str
    title: str
    body: SourceBody
    language: Language
    day: date | None = None
    session: str = ""
    lines: Sequence[Recognised] = field(default=(), repr=False)


_HEAD_LINE = re.compile(r"([A-Z]{4,12}):\s*(.*)")
_HEADS = frozenset("SYMBOL TITLE DATE BODY SESSION LANG LANGUAGE SOURCE NOTE".split())
_IN_NAME = re.compile(r"([AS])[_-]RES[_-](\d+)[_-](\d+)")
_AS_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OWN_NUMBER = re.compile(r"\s*\d+/\d+\.\s*")


def source_of(name: str, blocks: Sequence[str]) -> SourceText:
    """Return the text that a .docx or .txt called *name* holds in *blocks*. Raises WrongSource for a wrong head."""
    head, rest = _head(blocks)
    language = _language(head, rest)
    symbol = head.get("SYMBOL") or _symbol(head.get("SOURCE", ""), name)
    return SourceText(
        symbol=symbol,
        title=head.get("TITLE") or _title(rest) or symbol,
        body=_body(head.get("BODY", ""), symbol),
        language=language,
        day=_day(head.get("DATE", "")),
        session=head.get("SESSION", ""),
        lines=recognise(rest, language) if rest else (),
    )


def _head(blocks: Sequence[str]) -> tuple[dict[str, str], Sequence[str]]:
    """Return what the lines at the head of a text say, and the text without them."""
    if not blocks:
        return {}, blocks
    matches = [_HEAD_LINE.fullmatch(line.strip()) for line in blocks[0].splitlines() if line.strip()]
    if not matches or not all(match and match[1] in _HEADS for match in matches):
        return _head_by_lines(blocks)
    return {match[1]: match[2].strip() for match in matches if match}, blocks[1:]


def _head_by_lines(blocks: Sequence[str]) -> tuple[dict[str, str], Sequence[str]]:
    """Return the same where each line of the head came as a block of its own."""
    head: dict[str, str] = {}
    for block in blocks:
        match = _HEAD_LINE.fullmatch(block.strip())
        if match is None or match[1] not in _HEADS:
            break
        head[match[1]] = match[2].strip()
    return head, blocks[len(head) :]


def _language(head: Mapping[str, str], blocks: Sequence[str]) -> Language:
    """Return the language that a text says it is in, else that of its words. Raises WrongSource for any other."""
    stated = (head.get("LANG") or head.get("LANGUAGE") or "").strip().lower()
    if not stated:
        return tongue(blocks) or Language.EN
    try:
        return Language(stated)
    except ValueError:
        named = N_("its language is called “%(typed)s”; write en (English), fr (French) or ar (Arabic)")
        raise WrongSource(what=Phrase(named, typed=_shown(stated))) from None


def _symbol(source: str, name: str) -> str:
    """Return the symbol that the address of a text or the name of its file tells, else that name."""
    places = symbols_in(source.replace("undocs.org/", "undocs.org ").split(",")[0])
    if places:
        start, stop = places[0]
        return source.replace("undocs.org/", "undocs.org ")[start:stop]
    stem = PurePath(name).stem
    in_name = _IN_NAME.search(stem)
    return f"{in_name[1]}/RES/{in_name[2]}/{in_name[3]}" if in_name else stem


def _title(blocks: Sequence[str]) -> str:
    first = next((block for block in blocks if block.strip()), "")
    return " ".join(_OWN_NUMBER.sub("", first, count=1).lstrip("# ").split())[:LONGEST_TITLE]


def _body(stated: str, symbol: str) -> SourceBody:
    if not stated:
        return body_of(symbol)
    try:
        return SourceBody(stated.strip().lower().replace(" ", "-"))
    except ValueError:
        named = N_("its body is called “%(typed)s”, which is none of these: %(names)s")
        raise WrongSource(what=Phrase(named, typed=_shown(stated), names=", ".join(SourceBody))) from None


def _day(stated: str) -> date | None:
    try:
        return day_named(stated)
    except WrongDay:
        named = N_("its date is not written like 2010-12-16: “%(typed)s”")
        if _AS_A_DAY.fullmatch(stated.strip()):
            named = N_("its date is a day that does not exist: %(typed)s")
        raise WrongSource(what=Phrase(named, typed=_shown(stated))) from None


def _shown(stated: str) -> str:
    """Return what a file says, as a sentence repeats it: on one line, and not without end."""
    return " ".join(stated.split())[:SHOWN]


# Many texts in one file ------------------------------------------------------------------------------


def sources_in_json(data: bytes) -> Iterator[SourceText]:
    """
    Yield the texts that a .json holds, at least one: an object, a list of them, or {"sources": [...]}.

    Raises WrongSource, also where it holds none.
    """
    content = _content(data)
    if isinstance(content, dict) and isinstance(content.get("sources"), list):
        content = content["sources"]
    if content == []:
        raise WrongSource(what=N_("the file holds no source"))
    for number, entry in enumerate(content if isinstance(content, list) else [content], 1):
        if not isinstance(entry, dict):
            raise WrongSource(what=N_("each source is an object"))
        try:
            yield _of_json(entry)
        except WrongSource as refusal:
            if not isinstance(content, list):
                raise
            raise WrongSourceInFile(
                number=number, name=str(entry.get("symbol") or "–")[:200], what=refusal.facts["what"]
            ) from None


def _content(data: bytes) -> object:
    """Return what a .json holds. Raises WrongSource, with the place where it can be told."""
    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        named = N_(
            "the file is not written as a .json is (line %(line)s, character %(character)s); "
            "a text can be added as .docx or .txt too"
        )
        raise WrongSource(what=Phrase(named, line=error.lineno, character=error.colno)) from None
    except (ValueError, RecursionError):
        named = N_("the file is not written as a .json is; a text can be added as .docx or .txt too")
        raise WrongSource(what=named) from None


def _of_json(entry: Mapping[str, Any]) -> SourceText:
    paragraphs = entry.get("paragraphs")
    if not isinstance(paragraphs, list):
        raise WrongSource(what=N_("a source has a list of paragraphs"))
    lines = [_line(paragraph) for paragraph in paragraphs]
    words = {name: _words(entry, name) for name in ("symbol", "title", "body", "session", "date", "language")}
    language = _language({"LANG": words["language"]}, [line.text for line in lines])
    return SourceText(
        symbol=words["symbol"],
        title=words["title"] or words["symbol"],
        body=_body(words["body"], words["symbol"]),
        language=language,
        day=_day(words["date"]),
        session=words["session"],
        lines=lines,
    )


def _words(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    if value is not None and not isinstance(value, str):
        raise WrongSource(what=N_("what a source says of itself is text"))
    return value or ""


_PLAIN = Recognised(LineKind.PARAGRAPH, 0, False, "", "", "")
_DEPTHS = {LineKind.HEADING: 0, LineKind.PARAGRAPH: 0, LineKind.SUB: 1}


def _line(entry: object) -> Recognised:
    """Return a paragraph of a .json: its text, or an object with "text", "label" and "kind"."""
    if isinstance(entry, str):
        return replace(_PLAIN, text=entry)
    if not isinstance(entry, dict) or not _words(entry, "text"):
        raise WrongSource(what=N_("a paragraph is its text, or an object with a text"))
    label = _words(entry, "label")
    try:
        kind = LineKind(_words(entry, "kind") or LineKind.PARAGRAPH)
    except ValueError:
        raise WrongSource(what=N_("a paragraph is a heading, a paragraph or a sub-paragraph")) from None
    return Recognised(kind, _DEPTHS[kind], bool(label), label, "", _words(entry, "text"))
