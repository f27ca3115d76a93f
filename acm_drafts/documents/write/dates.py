"""
The day of a document in its own language, and the Hijri day beside it.

The Hijri calendar is that of Umm al-Qura: the civil calendar of the Kingdom of Saudi Arabia, seat of
the Organisation's General Secretariat, computed and published ahead. It is known from 1 Muharram 1343
(1 August 1924) to the end of 1500 (16 November 2077); for a day outside no Hijri day is printed.
Capitals that go by the sighting of the moon may be a day apart, and the Hijri day begins at sunset:
what is printed is the one that the civil day has most of. Knows no page and asks no clock.
"""

from datetime import date

from hijridate import Gregorian

from acm_drafts.text.language import MONTHS, Language

_HIJRI_MONTHS = {
    Language.EN: (
        "Muharram Safar Rabi’_al-Awwal Rabi’_al-Thani Jumada_al-Ula Jumada_al-Akhirah"
        " Rajab Sha’ban Ramadan Shawwal Dhu_al-Qa’dah Dhu_al-Hijjah"
    ),
    Language.FR: (
        "mouharram safar rabi’_al-awwal rabi’_ath-thani joumada_al-oula joumada_ath-thania"
        " rajab cha’bane ramadan chawwal dhou_al-qi’da dhou_al-hijja"
    ),
    Language.AR: (
        "محرم صفر ربيع_الأول ربيع_الآخر جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة ذو_الحجة"
    ),
}

_ERA = {Language.EN: " H", Language.FR: " H", Language.AR: " هـ"}
_SPACE = "\u00a0"


def day_in(language: Language, day: str) -> str:
    """Return an ISO date as *language* writes it (in Arabic with both names of the month); other text stays."""
    then = _read(day)
    return _written(language, then.day, MONTHS[language][then.month - 1], then.year) if then else day


def hijri_in(language: Language, day: str) -> str:
    """Return the Umm al-Qura date of an ISO date as *language* writes it, or "" where there is none to tell."""
    then = _read(day)
    if then is None:
        return ""
    try:
        hijri = Gregorian.fromdate(then).to_hijri()
    except OverflowError:  # outside the years that the calendar was published for
        return ""
    month = _HIJRI_MONTHS[language].split()[hijri.month - 1].replace("_", " ")
    written = _written(language, hijri.day, month, hijri.year)
    return written + _ERA[language].replace(" ", _SPACE)


def _read(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _written(language: Language, number: int, month: str, year: int) -> str:
    return f"{'1er' if language is Language.FR and number == 1 else number} {month} {year}"
