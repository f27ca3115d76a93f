"""
Word's automatic numbers: list definitions in, the label of each paragraph out.

Counts as Word does: by definition, not by list; a level starts anew after a higher one, and has begun
where a deeper one begins before it; a list that restarts says so once. Knows no revisions: the caller
counts the paragraphs of one view.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from acm_drafts.documents.markup import attribute, child, children, value, whole
from acm_drafts.documents.read.labels import ABJAD

LEVELS = 9
_ALPHABET_AR = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_BULLETS = set("-–—•▪◦●‣·*")  # what else stands for a bullet is a glyph of some symbol font
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A `w:num`: the definition it counts by, and the levels it defines or starts anew."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]
    begun: bool = False


@dataclass(slots=True)
class Numbering:
    """Counts through one document. *styles* and *numbering* are the roots of those parts, or None."""

    styles: etree._Element | None
    numbering: etree._Element | None
    _lists: dict[str, _List] = field(init=False)
    _of_style: dict[str, tuple[str, int]] = field(init=False)
    _default: str = field(init=False)
    _counts: dict[str, list[int | None]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        definitions = _definitions(self.numbering)
        self._lists = _lists(self.numbering, definitions)
        self._of_style = _numbers_of_styles(self.styles, self.numbering)
        self._default = _default_style(self.styles)

    def label(self, properties: etree._Element | None) -> tuple[str, int]:
        """Count the paragraph with these *properties* (`w:pPr`); return its label, or "", and its list level."""
        number, level = self._number(properties)
        list_ = self._lists.get(number)
        if list_ is None or number == "0":
            return "", 0
        level = min(max(level, 0), LEVELS - 1)
        counts = self._counts.setdefault(list_.definition, [None] * LEVELS)
        if not list_.begun:
            list_.begun = True
            for place in list_.starts:
                counts[place] = None
        self._count(list_, counts, level)
        return _printed(list_, counts, level), level

    def _number(self, properties: etree._Element | None) -> tuple[str, int]:
        """Return the list and level that the paragraph names itself, else those of its style."""
        style = value(properties, "pStyle")
        inherited = self._of_style.get(style or self._default, ("", 0))
        own = child(properties, "numPr")
        if own is None:
            return inherited
        number = value(own, "numId")
        return number or inherited[0], whole(value(own, "ilvl"), inherited[1] if not number else 0)

    def _count(self, list_: _List, counts: list[int | None], level: int) -> None:
        before = counts[level]
        start = list_.starts.get(level, _level_of(list_, level).start)
        counts[level] = start if before is None else before + 1
        for higher in range(level):
            if (
                counts[higher] is None
            ):  # it is printed as part of this number, so that the next one follows it
                counts[higher] = list_.starts.get(higher, _level_of(list_, higher).start)
        for deeper in range(level + 1, LEVELS):
            restart = _level_of(list_, deeper).restart
            if restart is None or level < restart:
                counts[deeper] = None


def _printed(list_: _List, counts: list[int | None], level: int) -> str:
    own = _level_of(list_, level)
    if own.form == "bullet":
        return own.text if own.text in _BULLETS else "•" if own.text else ""
    label = own.text
    for place in range(LEVELS):
        mark = f"%{place + 1}"
        if mark in label:
            count = counts[place]
            counted = _level_of(list_, place)
            form = "decimal" if own.legal else counted.form
            label = label.replace(mark, formatted(counted.start if count is None else count, form))
    return label.strip()


def formatted(count: int, form: str) -> str:
    """Return *count* in one of Word's number formats; a format that is not known prints as decimal."""
    if form in _FORMS:
        return _FORMS[form](count)
    return str(count)


def _letters(alphabet: str, count: int) -> str:
    """Return the letter for *count* as Word does, which repeats letters after the last one: z, aa, bb."""
    if count < 1:
        return str(count)
    times, place = divmod(count - 1, len(alphabet))
    return alphabet[place] * min(times + 1, 30)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    out = ""
    for worth, figure in _ROMAN:
        out += figure * (count // worth)
        count %= worth
    return out


def _ordinal(count: int) -> str:
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


_FORMS: Mapping[str, Callable[[int], str]] = {
    "none": lambda count: "",
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": lambda count: _letters("abcdefghijklmnopqrstuvwxyz", count),
    "upperLetter": lambda count: _letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ", count),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "ordinal": _ordinal,
    "numberInDash": lambda count: f"- {count} -",
    "arabicAbjad": lambda count: _letters(ABJAD, count),
    "arabicAlpha": lambda count: _letters(_ALPHABET_AR, count),
}


# Definitions -----------------------------------------------------------------------------------------


def _definitions(numbering: etree._Element | None) -> dict[str, dict[int, _Level]]:
    """Map the id of every `w:abstractNum` to its levels; one that only names a style of lists has that style's."""
    definitions: dict[str, dict[int, _Level]] = {}
    links: dict[str, str] = {}
    named: dict[str, str] = {}
    for definition in children(numbering, "abstractNum"):
        key = attribute(definition, "abstractNumId")
        definitions[key] = {
            whole(attribute(level, "ilvl"), 0): _level(level) for level in children(definition, "lvl")
        }
        if link := value(definition, "numStyleLink"):
            links[key] = link
        if name := value(definition, "styleLink"):
            named[name] = key
    for key, link in links.items():
        if not definitions[key]:
            definitions[key] = definitions.get(named.get(link, ""), {})
    return definitions


def _lists(
    numbering: etree._Element | None, definitions: Mapping[str, dict[int, _Level]]
) -> dict[str, _List]:
    lists = {}
    for instance in children(numbering, "num"):
        definition = value(instance, "abstractNumId")
        levels = dict(definitions.get(definition, {}))
        starts = {}
        for override in children(instance, "lvlOverride"):
            place = whole(attribute(override, "ilvl"), 0)
            for level in children(override, "lvl"):
                levels[place] = _level(level)
            if start := value(override, "startOverride"):
                starts[place] = whole(start, 1)
        lists[attribute(instance, "numId")] = _List(definition, levels, starts)
    return lists


def _level(element: etree._Element) -> _Level:
    restart = value(element, "lvlRestart")
    legal = child(element, "isLgl")
    return _Level(
        start=whole(value(element, "start"), 0),
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText"),
        restart=whole(restart, 0) if restart else None,
        legal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
    )


def _level_of(list_: _List, level: int) -> _Level:
    return list_.levels.get(level) or _Level()


def _numbers_of_styles(
    styles: etree._Element | None, numbering: etree._Element | None
) -> dict[str, tuple[str, int]]:
    """Return list and level of each numbered paragraph style, its own or those of the style it is based on."""
    level_of = {
        value(level, "pStyle"): whole(attribute(level, "ilvl"), 0)
        for definition in children(numbering, "abstractNum")
        for level in children(definition, "lvl")
    }
    own: dict[str, etree._Element | None] = {}
    based: dict[str, str] = {}
    for style in children(styles, "style"):
        key = attribute(style, "styleId")
        own[key] = child(child(style, "pPr"), "numPr")
        based[key] = value(style, "basedOn")
    return {key: number for key in own if (number := _inherited(key, own, based, level_of))}


def _inherited(
    key: str, own: Mapping[str, etree._Element | None], based: Mapping[str, str], level_of: Mapping[str, int]
) -> tuple[str, int] | None:
    seen: set[str] = set()
    style = key
    level: int | None = None
    while style in own and style not in seen:
        seen.add(style)
        numbers = own[style]
        if numbers is not None:
            level = level if level is not None else _stated_level(numbers, level_of.get(style))
            if number := value(numbers, "numId"):
                return number, level or 0
        style = based.get(style, "")
    return None


def _stated_level(numbers: etree._Element, linked: int | None) -> int | None:
    stated = value(numbers, "ilvl")
    return whole(stated, 0) if stated else linked


def _default_style(styles: etree._Element | None) -> str:
    for style in children(styles, "style"):
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
            return attribute(style, "styleId")
    return ""
