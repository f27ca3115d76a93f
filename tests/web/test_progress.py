"""The page of the progress: what each reader counts, how it is drawn, and the evening report beside it."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import Level, Visibility
from acm_drafts.store.database import clock_at, db
from tests.reservations import enter
from tests.silences import break_, put
from tests.sittings import make_body
from tests.tables import DAY, Table, lines_of
from tests.web.readers import Reader, delegate, mission_reader, queries_of

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("It noted.", "# Health", "It urged.", "It [thanked].", "It closed.")


def root(table: Table) -> str:
    return f"/c/{table.code}/progress"


def table_on(**terms: object) -> Table:
    return Table(lines_of(*TEXTS)).open(**terms)


def cells(html: str, caption: str) -> list[list[str]]:
    """Return the rows of the table with that caption, without its head."""
    found = re.search(rf"{caption}</caption>.*?<tbody>(.*?)</tbody>", html, flags=re.DOTALL)
    assert found, caption
    rows = re.findall(r"<tr.*?</tr>", found[1], flags=re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.DOTALL)
        ]
        for row in rows
    ]


def test_it_counts_by_section_and_level_and_draws_each_draft_with_a_table_that_says_the_same(app: Flask):
    table = table_on()
    table.agree("1.", level=Level.AMBASSADORIAL)
    table.replace("EGY", "2.", "urged", "asked")
    enter(table, "MYS", "4.")
    table.close()
    table.open()
    reader = delegate(app, "SEN")

    html = reader.get(root(table))

    assert cells(html, "Paragraphs by section, and how far they have come") == [
        ["Beginning of the text", "1", "0", "0", "0", "0", "1"],
        ["Health", "0", "1", "1", "1", "0", "3"],
        ["The whole text", "1", "1", "1", "1", "0", "4"],
    ]
    assert cells(html, "Agreed paragraphs by section and level") == [["Beginning of the text", "1", "1"]]
    assert "Ambassadorial level, Washington DC" in html  # the cities are told apart
    (zero, first, now) = cells(html, "Progress and length of each draft")
    assert zero[2:] == ["0", "0", "1", "0", "3", "4", "9", "100%"]
    assert first[2:] == now[2:] == ["1", "1", "1", "1", "0", "4", "9", "100%"]
    bars = re.findall(r'<svg class="draft-bar".*?</svg>', html)
    assert re.findall(r'class="bar-(\w+)" d="M([\d.]+) ', bars[0]) == [
        ("brackets", "0.0"),
        ("none", "150.0"),
    ]
    assert "Evening report" not in html and reader.client.get(f"{root(table)}/evening").status_code == 403
    reader.get("/language/ar", status=303)
    mirrored = re.findall(r'<svg class="draft-bar".*?</svg>', reader.get(root(table)))[0]
    assert re.findall(r'class="bar-(\w+)" d="M([\d.]+) ', mirrored) == [
        ("brackets", "450.0"),
        ("none", "0.0"),
    ]


def test_what_is_not_shown_is_said_to_be_withheld_and_told_in_no_number(app: Flask):
    table = table_on(visibility=Visibility.MISSION)
    table.replace("EGY", "2.", "urged", "asked")
    reader = delegate(app, "SEN")

    html = reader.sees(root(table))
    assert "Proposals of round 1: Shown to the Mission alone" in html
    assert "no paragraph is told to you as nearly agreed" in html
    assert "The whole text 0 0 1 0 0 3 4" in html
    assert "what is agreed is not shown to you" in html and "paragraphs agreed" not in html
    table.agree("1.")
    assert "what is agreed is not shown to you" in reader.sees(root(table))
    assert " 0 of " not in reader.sees(f"/c/{table.code}/text")

    table.close()
    between = reader.sees(root(table))
    assert "How far the text has come is told when its next draft is circulated." in between
    table.open()
    later = reader.sees(root(table))
    assert "Proposals of others in round 1, and the acts on them: Shown to the Mission alone." in later
    assert "not shown" in later


def test_it_costs_as_many_queries_with_six_rounds_as_with_three(app: Flask):
    table = table_on()
    reader = mission_reader(app)
    enter(table, "MYS", "4.")
    counts = []
    for number in range(1, 7):
        table.replace("EGY", "2.", "It", f"It {number}")
        if number in (3, 6):
            db.session.rollback()
            counts.append(queries_of(lambda: reader.get(root(table))))
        table.close()
        table.open()

    assert counts[0] == counts[1] <= 25


def test_the_mission_reads_the_report_of_a_day_and_takes_it_as_a_word_file(app: Flask):
    table = table_on()
    table.replace("EGY", "2.", "urged", "asked")
    reader: Reader = mission_reader(app)

    page = reader.sees(f"{root(table)}/evening")
    assert "Evening report" in page and "EGY 1 on paragraph 2" in page
    assert "Paragraph 2: open; EGY 1" in page
    answer = reader.client.get(f"{root(table)}/evening.docx?language=fr")
    assert answer.status_code == 200 and answer.data.startswith(b"PK")
    for wrong in ("?day=tomorrow", "?language=de", "?day=2020-01-01", "?day=2120-01-01"):
        assert reader.client.get(f"{root(table)}/evening.docx{wrong}").status_code == 404
    assert reader.client.get(f"{root(table)}/evening?day=9").status_code == 404


def test_it_lists_the_paragraphs_on_which_a_silence_is_broken(app: Flask):
    table = table_on()
    procedure = put(table, make_body(members=["EGY", "MYS"]))
    assert "Silence broken" not in mission_reader(app).sees(root(table))
    break_(table, procedure, "EGY")
    for reader in (mission_reader(app), delegate(app, "MYS")):
        assert (
            "Silence broken 1 paragraph 1: Egypt (Silence procedure 1: Expert level, New York)"
            in reader.sees(root(table))
        )
    assert "Silence broken" not in delegate(app, "SEN").sees(root(table))
    assert "1: open, silence broken by Egypt" in mission_reader(app).sees(f"{root(table)}/evening")


def test_the_mission_asks_both_pages_for_a_past_day_and_others_ask_neither(app: Flask):
    begins = datetime(2026, 11, 2, 15, tzinfo=UTC)
    with clock_at(begins):
        table = table_on()
        table.accept(table.replace("EGY", "2.", "urged", "asked"))
    with clock_at(begins + DAY):
        table.agree("1.")
        db.session.rollback()
        reader, other = mission_reader(app), delegate(app, "EGY", table)

        then, now = reader.sees(f"{root(table)}?day=2026-11-02"), reader.sees(root(table))
        assert "As it was at the end of 2 November 2026." in then and "As it was at" not in now
        assert "1 of 4 paragraphs agreed" in then and "2 of 4 paragraphs agreed" in now
        report = reader.sees(f"{root(table)}/evening?day=2026-11-02")
        assert "Paragraphs of the draft that are agreed: 1 of 4." in report
        for address in (f"{root(table)}?day=2026-11-02", f"{root(table)}/evening?day=2026-11-02"):
            assert other.client.get(address).status_code in (403, 404)
