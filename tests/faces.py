"""Which characters the Arabic faces are to draw: what the product writes, and the alphabets of its readers."""

import unicodedata
from functools import cache

from scripts.subset_fonts import faces
from tests.house.tree import PACKAGE

FIGURES = "٠١٢٣٤٥٦٧٨٩"
MARKS = "ًٌٍَُِّْٰٕٓٔ"
COMMON = {
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيٱ" + MARKS + FIGURES + "،؛؟٪٫٬٭",
    "fa": "پچژکگیۀ" + "۰۱۲۳۴۵۶۷۸۹",
    "ur": "ٹڈڑںھہۂۃۓے۔",
    "ps": "ټځڅډړږښګڼېۍ",
    "ckb": "ڕڤڵۆێەھ",
    "ms": "چڠڤݢڽۏ",
}
"""By language the letters that the small faces hold."""

RARE = "ڳَ ٻ ڄُ ﷺ ﷲ ﷽ ﴿ ﴾ قُرۡءَانٞۖ"
"""What the whole faces alone hold: letters of Sindhi, the marks of the Qur'an, whole phrases in one character."""


@cache
def face_ranges() -> dict[str, set[int]]:
    """Return by the name of each face's file, in the order of the stylesheet, the characters it is for."""
    return {name: set(held) for name, held in faces().items()}


def is_arabic(letter: str) -> bool:
    """Return whether *letter* belongs to the Arabic script."""
    return unicodedata.name(letter, "").startswith("ARABIC")


def product_letters() -> str:
    """Return every Arabic character of the names of States and of the demonstration, in order."""
    texts = (
        path.read_text(encoding="utf-8")
        for path in (PACKAGE / "data").rglob("*")
        if path.suffix in (".csv", ".json")
    )
    return "".join(sorted({letter for text in texts for letter in text if is_arabic(letter)}))
