"""
Texts for the laws: sentences in three languages and mixed, edited as people edit, and worse.

`bases` draws a sentence of one of the four `KINDS`, each as often as the others; `wordings` draws one text made
from it, `families` a base and texts made from it. Where the reference texts are at hand, some of their paragraphs are
among the sentences, and `real_paragraphs` reads them all; tests that need it carry the marker `shared`.
"""

from pathlib import Path

from hypothesis import strategies as st

SHARED_TEXTS = Path(__file__).resolve().parents[3] / "shared" / "texts"

ENGLISH = (
    "The Meeting welcomed the report of the Secretary-General (A/RES/71/18) and decided to remain seized of it.",
    "The Meeting took note of resolution 3369 (XXX) of 10 October 1975, and of the States’ contributions.",
    "The Meeting [strongly] encouraged all parties to share data, and all parties to publish it by 24/11/2026.",
)
FRENCH = (
    "La Réunion s’est félicitée des progrès accomplis : elle « remercie » les États membres de l’Organisation.",
    "La Réunion a pris note de l’offre d’accueillir la 12e session ; 10\u202f000 participants y sont attendus.",
)
ARABIC = (
    "رحب الاجتماع بالتقرير الذي قدمه الأمين العام، وأعرب عن تقديره لحكومة البلد المضيف.",
    "قَرَّرَ الاجتماعُ أن يبقي المسألة قيد النظر؛ وأشار إلى القرار A/RES/71/18 المؤرخ ١٩ كانون الأول ٢٠١٦.",
    "وقــد أكـد الاجتماع أهمية التعاون، ودعا الدول الأعضاء إلى تبادل خبراتها الوطنية.",
)
MIXED = (
    "The Meeting (الاجتماع) noted document OIC/ACM-2013/FC, « la Réunion » and the year ١٤٤٧ / 2025.",
    "and and the the and, and the . . the",
)
SENTENCES = (*ENGLISH, *FRENCH, *ARABIC, *MIXED)
WORDS = tuple(dict.fromkeys(word for sentence in SENTENCES for word in sentence.split()))
SPACES = (" ", " ", " ", "\u00a0", "  ", "\u202f", "\n", " \u2029 ", "\u2029", "")


def real_paragraphs(*names: str) -> list[str]:
    """Return the paragraphs of reference texts whose file names begin so, without the lines that cite them."""
    found: list[str] = []
    for path in sorted(SHARED_TEXTS.glob("*.txt")):
        if path.name.startswith(names or ("",)):
            blocks = path.read_text(encoding="utf-8").split("\n\n")
            found += [block.strip() for block in blocks[1:] if block.strip()]
    return found


def some(paragraphs: list[str], number: int = 6) -> list[str]:
    """Return about *number* of *paragraphs*, none of them long, from the whole of the text."""
    short = [text for text in paragraphs if len(text) < 260]
    return short[:: len(short) // number or 1][:number]


def sentences() -> dict[str, tuple[str, ...]]:
    """Return what the laws are tried on: our own sentences of each kind and real ones where they are at hand."""
    english, french, arabic = (some(real_paragraphs(f"sdg_targets_{code}")) for code in ("en", "fr", "ar"))
    mixed = [f"{one} ({other})" for one, other in zip(english[:3], arabic[:3], strict=True)]
    return {
        "English": (
            *ENGLISH,
            *some(real_paragraphs("ga_"), 4),
            *english,
            *some(real_paragraphs("paris_5"), 4),
        ),
        "French": (*FRENCH, *french),
        "Arabic": (*ARABIC, *arabic),
        "mixed": (*MIXED, *mixed),
    }


KINDS = sentences()

bases = st.sampled_from(tuple(KINDS)).flatmap(lambda kind: st.sampled_from(KINDS[kind]))

hostile = st.text(
    st.sampled_from(
        "ab cA1.,/-'’[]\u00a0\u202f\u2029\n\t\u0301\u0323\u0640\u064e\u0651\u200c\u200d\u200e\u00ad\ufefb\ufdfa"
        "قدéﬁ²١\ud800\udfff\U0001f600\U00010330"
    ),
    max_size=24,
)


@st.composite
def edited(draw: st.DrawFn, base: str) -> str:
    """
    Draw *base* with a few stretches of words replaced, added, dropped, moved or differently spaced.

    What comes in is often a word that stands there already: such a one could be taken for its like.
    """
    words = base.split(" ")
    word = st.one_of(st.sampled_from(WORDS), st.sampled_from(words))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(words)))
        length = draw(st.integers(0, 3))
        put = draw(st.lists(word, max_size=2))
        words[place : place + length] = put
    text = " ".join(words)
    if draw(st.integers(0, 5)) == 0:
        spot = draw(st.integers(0, len(text)))
        text = text[:spot].rstrip(" ") + draw(st.sampled_from(SPACES)) + text[spot:].lstrip(" ")
    return text


wordings = st.one_of(bases.flatmap(edited), bases.flatmap(edited), hostile)


@st.composite
def families(draw: st.DrawFn, least: int = 1, most: int = 3) -> tuple[str, list[str]]:
    """Draw a base and several texts, most of them made from it."""
    base = draw(wordings)
    text = st.one_of(edited(base), edited(base), edited(base), st.just(base), hostile)
    return base, draw(st.lists(text, min_size=least, max_size=most))


@st.composite
def replaced(draw: st.DrawFn, apart: int) -> tuple[list[str], list[int]]:
    """Draw the words of a sentence, each there once but for a few, and places of some of these, *apart* at least."""
    words = draw(bases).split(" ")
    at = draw(st.integers(0, apart))
    places = []
    while at < len(words):
        if words.count(words[at]) == 1:
            places.append(at)
        at += apart + draw(st.integers(0, 3))
    return words, places
