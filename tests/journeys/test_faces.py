"""A real browser draws Arabic in the faces of the product, and loads the whole ones for rare letters alone."""

import unicodedata
from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page

from tests.faces import COMMON, RARE, product_letters
from tests.journeys.windows import Window

DRAWN = {"serif": "Noto Naskh Arabic", "sans": "Draft Sans Arabic"}
_SHOW = """async ([words, family, weight]) => {
  document.querySelector("#shown")?.remove();
  const shown = document.createElement("p");
  shown.id = "shown";
  shown.style.font = `${weight} 24px var(--${family})`;
  shown.append(...words.map((word) => {
    const span = document.createElement("span");
    span.textContent = word;
    return span;
  }));
  document.body.prepend(shown);
  shown.getBoundingClientRect();
  await document.fonts.ready;
}"""


def drawn_elsewhere(page: Page, words: list[str], *, family: str, weight: int) -> list[str]:
    """Return those of *words* that are not drawn in the Arabic face of *family*, with the face that draws them."""
    page.evaluate(_SHOW, [words, family, weight])
    browser = page.context.new_cdp_session(page)
    browser.send("DOM.enable")
    browser.send("CSS.enable")
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    spans = browser.send("DOM.querySelectorAll", {"nodeId": root, "selector": "#shown span"})["nodeIds"]
    assert len(spans) == len(words)
    wrong = []
    for word, span in zip(words, spans, strict=True):
        used = browser.send("CSS.getPlatformFontsForNode", {"nodeId": span})["fonts"]
        if [(face["familyName"].removesuffix(" SemiBold"), face["isCustomFont"]) for face in used] != [
            (DRAWN[family], True)
        ]:
            wrong.append(f"{word}: {[face['familyName'] for face in used]}")
    browser.detach()
    return wrong


def with_carrier(letters: Iterable[str]) -> list[str]:
    """Return each of *letters* by itself, a mark on the letter ba."""
    return [f"ب{letter}" if unicodedata.combining(letter) else letter for letter in letters]


@pytest.mark.browser
@pytest.mark.parametrize("family", DRAWN)
@pytest.mark.parametrize("weight", [400, 600])
def test_every_arabic_letter_is_drawn_in_the_faces_of_the_product(
    family: str, weight: int, open_demonstration: Callable[..., Window]
):
    page = open_demonstration(language="ar").go("/sign-in")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    letters = sorted({*product_letters(), *"".join(COMMON.values())})

    assert drawn_elsewhere(page, with_carrier(letters), family=family, weight=weight) == []
    assert [address for address in asked if "arabic" in address and "common" not in address] == []


@pytest.mark.browser
@pytest.mark.parametrize("family", DRAWN)
def test_a_rare_letter_is_drawn_with_its_marks_in_the_whole_face(
    family: str, open_demonstration: Callable[..., Window]
):
    page = open_demonstration(language="ar").go("/sign-in")
    drawn_elsewhere(page, RARE.split(), family=family, weight=400)
    page.wait_for_load_state("networkidle")

    assert drawn_elsewhere(page, RARE.split(), family=family, weight=400) == []
