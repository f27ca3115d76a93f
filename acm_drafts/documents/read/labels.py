"""
Numbers as people type them: `12.`, `(a)`, `1.1`, `3bis.`, `(أ)`, `١ -`.

A label is recognised by its shape alone here; whether a doubtful shape really is one is
decided by its neighbours ("A." is a number where "B." follows, and an initial where not).
Paragraphs, headings and depth are for `recognise`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from acm_drafts.text.labels import LATER, REPEATED

ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
ORDINALS_AR = ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا")

_DIGIT = "[0-9٠-٩۰-۹]"
_NUMBER = f"{_DIGIT}{{1,3}}"
_PARTED = rf"{_NUMBER}(?:\.(?:{_NUMBER}|[a-z]))+"
_ROMAN = "[ivxl]{1,7}"
_LETTER = r"(?:[a-z]|(?P<twin>[a-z])(?P=twin))"
_ARABIC = f"(?:[{ABJAD}ا]ـ?)"
_DASH = "[ \u00a0]?[-–—]"
_ORDINAL = f"(?:{'|'.join(ORDINALS_AR)})[\u064b-\u0652]?"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a label: the shape it has (its siblings have the same) and its place in the order."""

    shape: str
    value: int


@dataclass(frozen=True, slots=True)
class Label:
    """
    A label as typed, the white space after it, and how it may be read, likeliest first.

    *sure* is false for shapes that sentences begin with too, unless a tab sets them apart; *part_of* is the number
    before the last point of `1.1` or `1.a`, else empty.
    """

    typed: str
    gap: str
    readings: tuple[Reading, ...]
    sure: bool
    part_of: str = ""


def parse(text: str) -> Label | None:
    """Return the label that *text* begins with (no indentation before it), or None. Words must follow it."""
    for shape, pattern, sure in _SHAPES:
        match = pattern.match(text)
        if match is None or (shape in _ASKED and not _begins_a_sentence(text[match.end() :])):
            continue
        typed, gap = match["label"], match["gap"]
        readings = _readings(shape, match["core"])
        if readings:
            part_of = match["core"].rpartition(".")[0] if shape.startswith("1.1") else ""
            return Label(typed, gap, readings, sure or "\t" in gap, part_of)
    return None


def preambular(text: str) -> tuple[str, str] | None:
    """Return the name of a preambular paragraph that *text* begins with ("PP3", "PP3 bis") and its words, or None."""
    match = _PREAMBULAR.match(text)
    return (match["label"], text[match.end() :]) if match else None


def without_label(text: str) -> str:
    """Return the words of one paragraph that was pasted, without the number it begins with; a doubtful one stays."""
    text = text.strip()
    if named := preambular(text):
        return named[1]
    label = parse(text)
    return text[len(label.typed) + len(label.gap) :] if label and label.sure else text


def confirmed(labels: Sequence[Label | None]) -> list[Label | None]:
    """Return *labels* without the doubtful ones that no neighbour in the text bears out."""
    seen = {reading for label in labels if label for reading in label.readings}
    pointed = sum(1 for label in labels if label and label.part_of)

    def holds(label: Label) -> bool:
        return (
            label.sure
            or (bool(label.part_of) and pointed > 1)
            or any(
                Reading(reading.shape, reading.value + step) in seen
                for reading in label.readings
                for step in (-1, 1)
            )
        )

    return [label if label and holds(label) else None for label in labels]


def in_sequence(labels: Iterable[Label]) -> bool:
    """True when some label is followed directly by the next of its kind (1, 2 or (a), (b))."""
    earlier: set[Reading] = set()
    for label in labels:
        if any(Reading(reading.shape, reading.value - 1) in earlier for reading in label.readings):
            return True
        earlier = set(label.readings)
    return False


def is_bullet(text: str) -> bool:
    """True when *text* begins with a list mark that says no number (- • – *)."""
    return re.match(r"[-–—•▪◦●*]\s+\S", text) is not None


# What a label may look like ------------------------------------------------------------------------


def _shape(name: str, label: str, *, sure: bool, glued: bool = False) -> tuple[str, re.Pattern[str], bool]:
    after = r"(?P<gap>\s+)(?=\S)" if not glued else r"(?P<gap>\s+(?=\S)|(?=[^\W\d_]|\[))"
    return name, re.compile(f"(?P<label>{label}){after}"), sure


# What an unnumbered paragraph of the preamble is called on our pages: no number that it prints.
_PREAMBULAR = re.compile(rf"(?P<label>PP[ \u00a0]?{_NUMBER}{LATER}?[.):]?)\s+(?=\S)")

# Shapes that quantities and names have too ("1.5 million", "3D printing"): a sentence must begin after them.
_ASKED = ("1.1", "1A")

# In which lists the repetition of a number or letter stands: whichever way that is closed.
_KIN = {
    "1bis": ("1.", "1)", "1-"),
    "1A": ("1.", "1)", "1-"),
    "(1bis)": ("(1)",),
    "abis": ("(a)", "a)", "a."),
    "أbis": ("(أ)", "أ)", "أ-"),
}

# The first that fits is taken. `core` is what is counted.
_SHAPES = (
    _shape("1.1bis", rf"(?P<core>{_PARTED}){LATER}[.)]?", sure=True),
    _shape("1.1.", rf"(?P<core>{_PARTED})[.)]", sure=True),
    _shape("1.1", rf"(?P<core>{_PARTED})", sure=False),
    _shape("1bis", rf"(?P<core>{_NUMBER}){LATER}(?:[.):]|{_DASH})?", sure=True),
    _shape("1bis", rf"OP[ \u00a0]?(?P<core>{_NUMBER})(?:{LATER}|[A-Z])?[.):]?", sure=True),
    _shape("1bis", rf"(?P<core>{_NUMBER})[A-Z]\.", sure=True),
    _shape("1A", rf"(?P<core>{_NUMBER})(?:[A-Z]|[ \u00a0][A-Z]\.)", sure=False),
    _shape("1.", rf"(?P<core>{_NUMBER})\.", sure=True, glued=True),
    _shape("1)", rf"(?P<core>{_NUMBER})\)", sure=True, glued=True),
    _shape("(1bis)", rf"\((?P<core>{_NUMBER})[. \u00a0]?{REPEATED}\)", sure=True),
    _shape("(1)", rf"\((?P<core>{_NUMBER})\){LATER}?", sure=True),
    _shape("1-", rf"(?P<core>{_NUMBER}){_DASH}", sure=False),
    _shape("(a)", rf"\((?P<core>{_LETTER}|{_ROMAN})\){LATER}?", sure=True),
    _shape("abis", rf"\(?(?P<core>{_LETTER}|{_ROMAN})[. \u00a0]?{REPEATED}\)", sure=True),
    _shape("abis", rf"(?P<core>{_LETTER}|{_ROMAN})[ \u00a0]{REPEATED}", sure=False),
    _shape("a)", rf"(?P<core>{_LETTER}|{_ROMAN})\){LATER}?", sure=True),
    _shape("a.", rf"(?P<core>{_LETTER}|{_ROMAN})\.", sure=False),
    _shape("(A)", r"\((?P<core>[A-Z]|[IVXL]{1,7})\)", sure=False),
    _shape("A)", r"(?P<core>[A-Z]|[IVXL]{1,7})\)", sure=False),
    _shape("A.", r"(?P<core>[A-Z]|[IVXL]{1,7})\.", sure=False),
    _shape("A-", rf"(?P<core>[A-Z]|[IVXL]{{1,7}}){_DASH}", sure=False),
    _shape("(أ)", rf"\((?P<core>{_ARABIC})\){LATER}?", sure=True),
    _shape("أbis", rf"\(?(?P<core>{_ARABIC})[. \u00a0]?{REPEATED}\)", sure=True),
    _shape("أ)", rf"(?P<core>{_ARABIC})\)", sure=True),
    _shape("أ-", rf"(?P<core>{_ARABIC})(?:{_DASH}|\.)", sure=False),
    _shape("أولا", rf"(?P<core>{_ORDINAL})[ \u00a0]?[-–—:.]", sure=False),
)


def _begins_a_sentence(rest: str) -> bool:
    """Return whether *rest* begins a sentence: `1.1 By 2030` is numbered; `1.5 million` and `2.5 %` are quantities."""
    return (rest[:1].isalpha() and not rest[:1].islower()) or rest[:1] in "[(“\"«'*"


def _readings(shape: str, core: str) -> tuple[Reading, ...]:
    if shape in _KIN:
        return tuple(reading for kin in _KIN[shape] for reading in _readings(kin, core))
    if shape.startswith("1.1"):
        before, _, last = core.rpartition(".")
        return (Reading(f"{before}.{'a' if last.isalpha() else '1'}", _place(last)),)
    if core[:1].isdecimal():
        return (Reading(shape, int(core)),)
    if shape == "أولا":
        return (
            Reading(
                shape, ORDINALS_AR.index(core.rstrip("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652")) + 1
            ),
        )
    if core[0] in ABJAD or core[0] == "ا":
        return (Reading(shape, _place(core)),)
    return _latin_readings(shape, core)


def _latin_readings(shape: str, core: str) -> tuple[Reading, ...]:
    """Return the readings of a letter, a Roman number, or both: (i) is the Roman one and the ninth letter."""
    readings = []
    roman = roman_value(core)
    if roman is not None:
        readings.append(Reading(shape.translate({ord("a"): "i", ord("A"): "I"}), roman))
    if len(set(core)) == 1 and len(core) <= 2:
        readings.append(Reading(shape, _place(core)))
    return tuple(readings)


def _place(core: str) -> int:
    if core.isdecimal():
        return int(core)
    if core[0] in ABJAD or core[0] == "ا":
        return ABJAD.replace("أ", "ا").index(core[0].replace("أ", "ا")) + 1
    return ord(core[0].lower()) - ord("a") + 1 + 26 * (len(core) - 1)


def roman_value(numeral: str) -> int | None:
    """Return the value of a well-formed Roman numeral below 90 in either case, or None."""
    if not re.fullmatch(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})", numeral.lower()) or not numeral:
        return None
    worth = {"i": 1, "v": 5, "x": 10, "l": 50}
    figures = [worth[letter] for letter in numeral.lower()]
    following = [*figures[1:], 0]
    return sum(
        -figure if figure < after else figure for figure, after in zip(figures, following, strict=True)
    )
