"""The Mission repairs the seams of a split and a join in a real browser; the tracked file says whose words are."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from acm_drafts.documents.read.wordfile import Revision
from acm_drafts.documents.reader import read
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import closings, drafts, verification
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Draft
from tests.factories import PASSWORD, make_mission_drafter
from tests.journeys.seats import Mission
from tests.journeys.windows import PHONE, WIDE, Window
from tests.tables import Table, make_table

NOTED = "The Meeting noted the report, and invited the Bank to widen access."
THANKED, URGED = "The Meeting thanked the host.", "The Meeting also urged all members to act."
PARTS = ("The Meeting noted the report,", "and invited the Bank to widen access.")
CHANGED = ("The Meeting noted the report;", "It invited the Bank to widen access.")
JOINED = "The Meeting thanked the host and also urged all members to act."


def worded(mission: Mission, paragraph: str, *words: str) -> None:
    """Accept the one proposal on *paragraph* with *words* in place of what its parts would say."""
    page = mission.go(f"p/{paragraph}")
    page.check("form.decide [name=kind][value=accept]")
    boxes = page.locator("form.decide textarea[name^=words-]:visible")
    assert boxes.count() == len(words)
    for box, text in zip(boxes.all(), words, strict=True):
        box.fill(text)
    preview = page.locator("#result")
    preview.locator("p.note", has_text="").first.wait_for()
    page.wait_for_function(
        "() => document.querySelector('#result ins') && !document.querySelector('#result').hidden"
    )


def close(table: Table) -> int:
    with clock_at(utcnow() + timedelta(days=7)):
        draft = closings.close_round(table.mission, table.round)
        drafts.circulate(table.mission, draft.id, attributed=True)
    return draft.id


def changed(file: bytes) -> set[tuple[str, str, str]]:
    """Return kind, words and author of every tracked change of a Word file."""
    revisions: list[Revision] = [one for paragraph in read(file).paragraphs for one in paragraph.revisions]
    return {(str(one.kind), one.text, one.author) for one in revisions}


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(WIDE, "en"), (PHONE, "ar")])
def test_the_seams_of_a_split_and_a_join_are_repaired_with_the_decision_and_are_the_missions(
    empty_app: Flask, open_window: Callable[..., Window], width: int, language: str
):
    with empty_app.app_context():
        table = make_table(NOTED, THANKED, URGED)
        table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=PARTS)
        table.propose("SEN", AmendmentKind.JOIN, "2.")
        codes = [table.line(label).code for label in ("1.", "2.")]
        code, email = table.code, make_mission_drafter(password=PASSWORD).email
        db.session.remove()
    window = open_window(width=width, language=language).sign_in(email, PASSWORD)
    mission = Mission(window, code)

    worded(mission, codes[0], *CHANGED)
    window.keep(f"consequential-split-{width}-{language}")
    assert (window.overflows() <= 0, window.barriers()) == (True, [])
    mission.send(window.page.locator("form.decide .button--main"))
    worded(mission, codes[1], JOINED)
    window.keep(f"consequential-join-{width}-{language}")
    mission.send(window.page.locator("form.decide .button--main"))
    assert "OICM" in window.page.locator("#decided + div").inner_text()

    with empty_app.app_context():
        key = close(table)
        sequence = db.session.get_one(Draft, key).sequence
        assert verification.verify(db.session).findings == ()
        db.session.remove()
    assert [words for _, words in mission.text()] == [*CHANGED, JOINED]
    answer = window.page.request.get(
        f"{window.page.url.partition('/c/')[0]}/c/{code}/documents/{sequence}.docx?form=tracked&since=0"
    )
    assert answer.ok, answer.status
    told = changed(answer.body())
    assert {("insert", ";", "Mission"), ("insert", "It", "Mission")} <= told
    assert {("insert", "\n", "Egypt"), ("delete", "\n", "Senegal")} <= told
    assert any(kind == "insert" and "and" in text and who == "Mission" for kind, text, who in told)
    assert window.complaints == []
