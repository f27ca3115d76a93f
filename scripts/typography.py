"""
The spelling of the catalogues by rule: no-break spaces and apostrophes in French, tanwin and signs in Arabic.

    .venv/bin/python -m scripts.typography        # writes both catalogues anew; scripts/catalogues.sh does so each time

The rules are those of the United Nations' editorial manuals; docs/glossary.md says what was decided and why.
"""

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po, write_po

TRANSLATIONS = Path(__file__).resolve().parents[1] / "acm_drafts" / "translations"
NO_BREAK = "\u00a0"


def french(text: str) -> str:
    """Return *text* with typographic apostrophes and a no-break space before ; : ! ? » % and after «."""
    text = text.replace("'", "’").replace("...", "…")
    text = re.sub(r"(?<=«) | (?=[;:!?»])| (?=%%)", NO_BREAK, text)
    return re.sub(
        r"\b1 (?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b)",
        "1er ",
        text,
    )


LETTERS = "\u0621-\u0652\u0670"
ONE_SPELLING = {
    "أيّها": "أيها",
    "المتعقبة": "المتعقَّبة",
    "المسجل": "المسجَّل",
    "المسجّل": "المسجَّل",
    "المعلقة": "المعلّقة",
    "معلق": "معلّق",
    "تقرر": "تقرّر",
    "تقرَّر": "تقرّر",
    "تقدَّم": "تقدّم",
    "تُعرَف": "تُعرف",
    "صححوا": "صحّحوا",
    "تصححونه": "تصحّحونه",
    "فصاعدا": "فصاعدًا",
    "قُدّم": "قُدِّم",
    "مسجل": "مسجَّل",
    "مسجّل": "مسجَّل",
    "معترَض": "مُعترَض",
    "معترض": "مُعترَض",
    "معدلة": "معدّلة",
    "مقدَّم": "مُقدَّم",
    "مقدِّمه": "مقدّمه",
    "مقدمه": "مقدّمه",
    "مقدمو": "مقدّمو",
    "مقدميها": "مقدّميها",
    "منقَّح": "مُنقَّح",
    "نُقّح": "نُقِّح",
    "يُتخذ": "يُتَّخذ",
    "يؤخذ": "يُؤخذ",
    "يؤكده": "يؤكّده",
    "يتغير": "يتغيّر",
    "يحدد": "يحدّد",
    "يدويا": "يدويًا",
    "يغيره": "يغيّره",
    "يقدم": "يقدّم",
    "يقدمه": "يقدّمه",
}
"""Words that were spelt with and without their marks, each with the one spelling."""


def arabic(text: str) -> str:
    """Return *text* with the tanwin before its alif, no shadda at the end, one spelling a word, Arabic signs."""
    text = text.replace("\u0627\u064b", "\u064b\u0627")
    text = re.sub(rf"\u0651[\u064b-\u0650]?(?![{LETTERS}])", "", text)
    text = re.sub(rf"[{LETTERS}]+", lambda word: ONE_SPELLING.get(word[0], word[0]), text)
    return re.sub(r"(?<=[\u0621-\u0652])[,;?]", lambda sign: {",": "،", ";": "؛", "?": "؟"}[sign[0]], text)


SPELLINGS: Mapping[str, Callable[[str], str]] = {"fr": french, "ar": arabic}


def spelt(message: Message, spelling: Callable[[str], str]) -> str | tuple[str, ...]:
    """Return what translates *message*, each of its forms in *spelling*."""
    if isinstance(message.string, str):
        return spelling(message.string)
    return tuple(spelling(form) for form in message.string)


def main() -> int:
    """Write the catalogues in their spelling."""
    for language, spelling in SPELLINGS.items():
        path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        changed = False
        for message in catalogue:
            if message.id and (words := spelt(message, spelling)) != message.string:
                message.string, changed = words, True
        if changed:
            with path.open("wb") as file:
                write_po(file, catalogue, ignore_obsolete=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
