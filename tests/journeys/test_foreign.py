"""A delegate compares a file with the draft, wide and on a phone, in English and in Arabic, and sends it once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Communique, Draft
from tests.journeys.windows import PHONE, WIDE, Window


@pytest.fixture
def text_of_last_year(told_app: Flask, tmp_path: Path) -> tuple[str, Path]:
    """The code of the communiqué, and a file of its first draft in which one paragraph was written otherwise."""
    with told_app.app_context():
        code = db.session.scalars(select(Communique.code).where(Communique.kind == "communique")).one()
        first = db.session.scalars(select(Draft).order_by(Draft.sequence, Draft.id).limit(1)).one()
        texts = [line.text for line in lines_of_draft(db.session(), first.id)]
        db.session.remove()
    longest = max(range(len(texts)), key=lambda at: len(texts[at]))
    words = texts[longest].split()
    texts[longest] = " ".join([*words[: len(words) * 3 // 5], *["otherwise"] * (len(words) // 3)])
    file = tmp_path / "last-year.txt"
    file.write_text("\n\n".join(texts), encoding="utf-8")
    return code, file


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_file_is_compared_in_every_view_without_sending_it_again(
    width: int, language: str, open_demonstration: Callable[..., Window], text_of_last_year: tuple[str, Path]
):
    code, file = text_of_last_year
    window = open_demonstration(width=width, language=language).sign_in("egy@acm.example", PASSWORD)
    page = window.go(f"/c/{code}/compare/file")
    assert (window.overflows(), window.barriers()) == (0, [])

    page.set_input_files("[name=file]", file)
    window.press(page.locator("form .button--main"))
    window.press(page.locator("button[name=view][value=side]"))
    assert page.locator(".sides").count() > 0
    page.check("input[name=only]")
    window.press(page.locator("#again > button"))
    before = page.locator(".twin [name=pair][value$='.same']").count()
    assert before > 0
    window.press(page.locator(".twin [name=pair][value$='.same']").first)

    assert page.locator(".twin [name=pair][value$='.same']").count() == before - 1
    assert page.locator("button[value=side]").get_attribute("aria-current") == "page"
    assert page.locator("input[name=only]").is_checked()
    window.keep(f"compare-file-{width}-{language}")
    assert (window.overflows(), window.barriers(), window.complaints) == (0, [], [])
