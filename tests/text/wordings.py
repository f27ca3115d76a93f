"""
Texts for the laws: sentences in three languages and mixed, edited as people edit, and worse.

`wordings` draws one text, `families` a base and texts made from it. Where the reference texts are
at hand, `real_paragraphs` reads them; tests that use it carry the marker `shared`.
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

hostile = st.text(
    st.sampled_from(
        "ab cA1.,/-'’[]\u00a0\u202f\u2029\n\t\u0301\u0323\u0640\u064e\u0651\u200c\u200d\u200e\u00ad\ufefb\ufdfa"
        "قدéﬁ²١\ud800\udfff\U0001f600\U00010330"
    ),
    max_size=24,
)


@st.composite
def edited(draw: st.DrawFn, base: str) -> str:
    """Draw *base* with a few stretches of words replaced, added, dropped, moved or differently spaced."""
    words = base.split(" ")
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(words)))
        length = draw(st.integers(0, 3))
        put = draw(st.lists(st.sampled_from(WORDS), max_size=2))
        words[place : place + length] = put
    text = " ".join(words)
    if draw(st.integers(0, 5)) == 0:
        spot = draw(st.integers(0, len(text)))
        text = text[:spot].rstrip(" ") + draw(st.sampled_from(SPACES)) + text[spot:].lstrip(" ")
    return text


wordings = st.one_of(st.sampled_from(SENTENCES).flatmap(edited), hostile)


@st.composite
def families(draw: st.DrawFn, least: int = 1, most: int = 3) -> tuple[str, list[str]]:
    """Draw a base and several texts, most of them made from it."""
    base = draw(wordings)
    text = st.one_of(edited(base), edited(base), edited(base), st.just(base), hostile)
    return base, draw(st.lists(text, min_size=least, max_size=most))


def real_paragraphs(*names: str) -> list[str]:
    """Return the paragraphs of reference texts whose file names begin so, without the lines that cite them."""
    found: list[str] = []
    for path in sorted(SHARED_TEXTS.glob("*.txt")):
        if path.name.startswith(names or ("",)):
            blocks = path.read_text(encoding="utf-8").split("\n\n")
            found += [block.strip() for block in blocks[1:] if block.strip()]
    return found
