"""
The number of a session as documents write it out: "eighty-first", « quatre-vingt-unième », الحادية والثمانين.

From one to ninety-nine in words, as the United Nations prints them; above that in figures.
"""

from acm_drafts.text.language import Language

_UNITS_EN = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety".split()

_UNITS_FR = (
    "un deux trois quatr cinqu six sept huit neuv dix onz douz treiz quatorz quinz seiz dix-sept dix-huit"
    " dix-neuv"
).split()
_TENS_FR = "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()

_UNITS_AR = "الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة".split()
_TENS_AR = "العشرين الثلاثين الأربعين الخمسين الستين السبعين الثمانين التسعين".split()
_ONE_AR = "الحادية"
"""For the first of a pair: eleven, twenty-one."""


def session_in(language: Language, number: int) -> str:
    """Return the ordinal of a session in *language*, feminine in French and Arabic; in figures above ninety-nine."""
    if not 1 <= number <= 99:
        ending = _ENDINGS.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
        return {Language.EN: f"{number}{ending}", Language.FR: f"{number}e", Language.AR: str(number)}[
            language
        ]
    return {Language.EN: _english, Language.FR: _french, Language.AR: _arabic}[language](number)


def _english(number: int) -> str:
    if number < 20:
        return _UNITS_EN[number - 1]
    tens, unit = _TENS_EN[number // 10 - 2], number % 10
    return f"{tens}-{_UNITS_EN[unit - 1]}" if unit else f"{tens[:-1]}ieth"


def _french(number: int) -> str:
    if number == 1:
        return "première"
    if number < 20:
        return f"{_UNITS_FR[number - 1]}ième"
    tens, unit = _TENS_FR[number // 10 - 2], number % 10
    if number // 10 in (7, 9):
        unit += 10
    if not unit:
        return f"{tens.removesuffix('e')}ième"
    joined = " et " if unit in (1, 11) and number < 80 else "-"
    return f"{tens}{joined}{_UNITS_FR[unit - 1]}ième"


def _arabic(number: int) -> str:
    if number <= 10:
        return _UNITS_AR[number - 1]
    tens, unit = number // 10, number % 10
    first = _ONE_AR if unit == 1 else _UNITS_AR[unit - 1] if unit else ""
    if tens == 1:
        return f"{first} عشرة"
    return f"{first} و{_TENS_AR[tens - 2]}" if first else _TENS_AR[tens - 2]
