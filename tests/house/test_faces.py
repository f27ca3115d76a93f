"""The small faces hold every letter that the product itself writes on Arabic pages: nothing else is loaded for it."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from tests.faces import COMMON, RARE, face_ranges, is_arabic, product_letters
from tests.house.tree import PACKAGE, STATIC

FACES = ("noto-naskh-arabic", "draft-sans-arabic-400", "draft-sans-arabic-600")


def beyond_common(text: str) -> str:
    """Return the Arabic characters of *text* for which a whole face would be loaded."""
    held = set.intersection(*(face_ranges()[f"{name}-common"] for name in FACES))
    return "".join(sorted({letter for letter in text if is_arabic(letter) and ord(letter) not in held}))


def test_the_small_faces_hold_every_arabic_letter_that_the_product_writes():
    written = product_letters()

    assert len(written) > 45
    assert beyond_common(written) == ""


def test_the_small_faces_hold_every_letter_of_the_arabic_catalogue():
    with (PACKAGE / "translations" / "ar" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)

    assert beyond_common("".join(str(message.string) for message in catalogue)) == ""


@pytest.mark.shared
def test_the_small_faces_hold_every_letter_of_the_reference_texts(shared: Path):
    texts = [path.read_text(encoding="utf-8") for path in (shared / "texts").iterdir()]

    assert any(map(is_arabic, "".join(texts)))
    assert beyond_common("".join(texts)) == ""


@pytest.mark.parametrize("language", COMMON)
def test_the_small_faces_hold_the_letters_marks_and_figures_of_a_language(language: str):
    assert beyond_common(COMMON[language]) == ""


def test_every_small_face_stands_after_its_whole_one_that_holds_what_is_rare():
    order = list(face_ranges())
    for name in FACES:
        assert order.index(name) < order.index(f"{name}-common"), "what is declared last is asked first"
        assert face_ranges()[f"{name}-common"] < face_ranges()[name]
        assert {ord(letter) for letter in RARE if is_arabic(letter)} <= face_ranges()[name]


def test_the_small_faces_are_for_the_same_characters():
    assert len({frozenset(face_ranges()[f"{name}-common"]) for name in FACES}) == 1


def test_a_small_face_weighs_less_than_55_hundredths_of_its_whole_one():
    for name in FACES:
        small, whole = (
            (STATIC / "fonts" / f"{stem}.woff2").stat().st_size for stem in (f"{name}-common", name)
        )
        assert small < 0.55 * whole, name


LATIN = ("draft-serif-latin", "draft-sans-latin")


def test_the_small_latin_faces_hold_the_letters_and_signs_of_english_and_french():
    for name in LATIN:
        assert (
            {*range(0x20, 0x7F), *map(ord, "éèêàçôîûÉ«»–—’“”…")}
            < face_ranges()[f"{name}-common"]
            < face_ranges()[name]
        )
        weights = [(STATIC / "fonts" / f"{stem}.woff2").stat().st_size for stem in (f"{name}-common", name)]
        assert weights[0] < 0.6 * weights[1], name


def test_a_page_asks_at_once_for_the_faces_that_it_draws(client: FlaskClient):
    for language, wanted in (("ar", [f"{name}-common" for name in (*FACES, *LATIN)]), ("en", [*LATIN])):
        client.get(f"/language/{language}")
        page = client.get("/sign-in").text
        preloaded = re.findall(r'rel="preload" href="/static/fonts/([\w-]+)\.', page)
        assert preloaded == wanted
