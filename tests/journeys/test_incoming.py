"""A file comes in by a browser: chosen, looked at, corrected and kept, wide and on a phone, in both directions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services.demonstration import PASSWORD
from acm_drafts.store.amendment_rows import pending_in_round
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Communique
from acm_drafts.store.rounds import find_current_round
from tests.journeys.windows import PHONE, WIDE, Window


@pytest.fixture(scope="module")
def table(told_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The address of the text, and a file that a capital made of it: two changed, one gone, one new, one rewritten."""
    with told_app.app_context():
        communique = db.session.scalars(select(Communique).where(Communique.kind == "communique")).one()
        round_ = find_current_round(db.session(), communique.id)
        assert round_ is not None
        lines = [
            f"{line.label} {line.text}".strip() for line in lines_of_draft(db.session(), round_.draft_id)
        ]
        code = communique.code
        db.session.remove()
    long = [number for number, line in enumerate(lines) if len(line) > 200]
    for number in long[:2]:
        lines[number] = lines[number].replace("The Meeting", "The Meeting of Ministers")
    half = lines[long[2]].split()
    lines[long[2]] = (
        " ".join(half[: len(half) // 2])
        + " and thanked all those who had brought it about in so short a time."
    )
    lines[long[4]] = "The Meeting thanked the host country for its generous hospitality."
    file = tmp_path_factory.mktemp("capital") / "capital.txt"
    file.write_text("\n\n".join(lines), encoding="utf-8")
    return code, file


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_what_a_file_changes_is_in_nobodys_way_and_can_be_corrected_and_kept(
    width: int, language: str, open_demonstration: Callable[..., Window], table: tuple[str, Path]
):
    code, file = table
    window = open_demonstration(width=width, language=language).sign_in("tur@acm.example", PASSWORD)
    page = window.go(f"/c/{code}/incoming")
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    page.set_input_files("input[type=file]", file)
    window.press(page.locator("main button.button--main"))
    page.locator(".offer__more:not([open]) summary").first.click()
    window.keep(f"incoming-{width}-{language}")

    assert page.locator(".offer").count() >= 4
    assert page.locator("h1").count() == 1
    assert window.overflows() <= 0
    assert window.barriers() == []

    for box in page.locator("input[name=take]").all():
        box.uncheck()
    page.locator("input[name=take]").first.check()
    page.locator(".offer__more[open] textarea[name^=text-]").first.fill(
        f"The Meeting said this in {language} at {width}."
    )
    window.press(page.locator("button[value=save]"))
    assert page.url.endswith(f"/c/{code}/delegation")
    assert page.locator("#drafts ~ .rows .row").count() >= 1
    assert window.complaints == []


@pytest.fixture(scope="module")
def same_change(told_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The address of the text, and a file that makes a change that another delegation proposes."""
    with told_app.app_context():
        communique = db.session.scalars(select(Communique).where(Communique.kind == "communique")).one()
        round_ = find_current_round(db.session(), communique.id)
        assert round_ is not None
        lines = lines_of_draft(db.session(), round_.draft_id)
        texts = {line.paragraph: line.text for line in lines}
        proposed = next(
            row.edit
            for row in pending_in_round(db.session(), round_.id)
            if row.edit.kind is AmendmentKind.REPLACE
            and row.edit.base == texts.get(row.edit.paragraph)
            and "[" not in row.edit.base + row.edit.text
        )
        written = {**texts, proposed.paragraph: proposed.text}
        file = tmp_path_factory.mktemp("same") / "same.txt"
        file.write_text(
            "\n\n".join(f"{line.label} {written[line.paragraph]}".strip() for line in lines), encoding="utf-8"
        )
        code = communique.code
        db.session.remove()
    return code, file


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_who_brings_the_same_change_in_a_file_joins_the_proposal_from_its_page(
    width: int, language: str, open_demonstration: Callable[..., Window], same_change: tuple[str, Path]
):
    code, file = same_change
    sender, state = {WIDE: ("tjk", "Tajikistan"), PHONE: ("tkm", "تركمانستان")}[width]
    window = open_demonstration(width=width, language=language).sign_in(f"{sender}@acm.example", PASSWORD)
    page = window.go(f"/c/{code}/incoming")
    page.set_input_files("input[type=file]", file)
    window.press(page.locator("main button.button--main"))
    join = page.locator("button[name=join]").first
    name = join.locator(".vh").inner_text().strip()
    proposal = page.get_by_role("link", name=name, exact=True).first.get_attribute("href")
    assert window.barriers() == []

    window.press(join)

    assert page.locator("[role=status]").count() == 1
    assert page.locator("button[name=join]", has_text=name).count() == 0
    assert state in window.go(proposal).locator("main").inner_text()
    assert window.complaints == []


@pytest.fixture(scope="module")
def unclear(told_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The address of the text, and a file with a new line below a sub-paragraph, which does not say what it is."""
    with told_app.app_context():
        communique = db.session.scalars(select(Communique).where(Communique.kind == "communique")).one()
        round_ = find_current_round(db.session(), communique.id)
        assert round_ is not None
        lines = lines_of_draft(db.session(), round_.draft_id)
        place = next(number for number, line in enumerate(lines) if line.kind is LineKind.SUB)
        texts = [f"{line.label} {line.text}".strip() for line in lines]
        texts.insert(place + 1, "the vaccines, the wheat and the manuscripts that were promised;")
        file = tmp_path_factory.mktemp("unclear") / "unclear.txt"
        file.write_text("\n\n".join(texts), encoding="utf-8")
        code = communique.code
        db.session.remove()
    return code, file


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar"), (WIDE, "fr")])
def test_a_new_line_of_unclear_kind_is_chosen_and_kept(
    width: int, language: str, open_demonstration: Callable[..., Window], unclear: tuple[str, Path]
):
    code, file = unclear
    window = open_demonstration(width=width, language=language).sign_in("tun@acm.example", PASSWORD)
    page = window.go(f"/c/{code}/incoming")
    page.set_input_files("input[type=file]", file)
    window.press(page.locator("main button.button--main"))
    window.keep(f"incoming-unclear-{width}-{language}")

    assert page.locator(".offer__doubt").count() == 1
    assert page.locator("input[name=take]:checked").count() == 0
    assert window.overflows() <= 0
    assert window.barriers() == []

    page.locator("select[name^=line-]").select_option("sub")
    page.locator("textarea[name^=text-]").fill(f"the vaccines that were promised in {language};")
    page.locator("input[name=take]").check()
    window.press(page.locator("button[value=save]"))
    assert page.url.endswith(f"/c/{code}/delegation")
    assert page.locator("#drafts ~ .rows .row").count() >= 1
    assert window.complaints == []
