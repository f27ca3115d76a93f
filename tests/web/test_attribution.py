"""Where the words come from, on screen: phrases that say it, a list beside them, a picture by round."""

import re
from html import unescape

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Visibility
from acm_drafts.services import drafts
from acm_drafts.store.attribution import Note, Phrase
from acm_drafts.store.database import db
from acm_drafts.store.records import Paragraph
from acm_drafts.text.tokens import count
from acm_drafts.web.attribution.routes import ACROSS, TONES, Strokes, strokes, tone
from tests.brackets import release
from tests.factories import make_administrator
from tests.tables import Table, make_table
from tests.web.readers import Reader, delegate, mission_reader, observer, queries_of, words_of

WELCOMED = "The Meeting welcomed the progress made by all its members."
URGED = "The Meeting urged all its members to contribute to the fund."
THANKED = "The Meeting thanked the host country."


def told(*, attributed: bool = True, **terms: object) -> Table:
    """Return a text after one round: Egypt changed its first paragraph, Malaysia moved the third."""
    table = make_table("# General", WELCOMED, URGED, THANKED, attributed=attributed, **terms)
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(egypt, level=Level.EXPERT)
    table.accept(table.propose("MYS", AmendmentKind.MOVE, "3.", after="1."))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=attributed)
    return table


@pytest.fixture
def table(session: object) -> Table:
    return told()


def text_path(table: Table, query: str = "") -> str:
    return f"/c/{table.code}/provenance{query}"


def paragraph_path(table: Table, label: str, query: str = "") -> str:
    return f"/c/{table.code}/p/{table.line(label).code}/provenance{query}"


def phrase_with(html: str, words: str) -> str:
    """Return the link of the phrase that holds *words*."""
    found = [one for one in re.findall(r'<a class="phrase.*?</a>', html, re.S) if words in one]
    assert len(found) == 1, words
    return found[0]


def entry_of(html: str, phrase: str) -> str:
    """Return the words of the entry that a phrase leads to."""
    anchor = re.search(r'href="#([^"]+)"', phrase)[1]
    found = re.search(rf'<li id="{anchor}".*?</li>', html, re.S)
    assert found, anchor
    return words_of(found[0])


def test_a_phrase_names_its_author_to_mouse_keyboard_and_screen_reader(app: Flask, table: Table):
    html = observer(app).get(text_path(table))

    phrase = phrase_with(html, "great")

    said = r"Egypt, round 1, accepted \d+ \w+ at expert level"
    assert re.search(rf'<span class="phrase__note"[^>]*>{said}</span>', phrase)
    anchor = re.search(r'href="#([^"]+)"', phrase)[1]
    assert f'aria-describedby="{anchor}"' in phrase
    assert re.search(said, entry_of(html, phrase))


def test_what_stands_as_in_the_first_draft_is_not_marked_in_the_whole_text(app: Flask, table: Table):
    html = observer(app).get(text_path(table))

    assert len(re.findall(r'<a class="phrase', html)) == 1
    assert URGED in unescape(html)
    assert "What is not underlined stands as in the first draft." in html


def test_every_phrase_of_a_paragraph_has_its_attribution_on_the_page(app: Flask, table: Table):
    html = observer(app).get(paragraph_path(table, "1."))

    first, second, third = re.findall(r'<a class="phrase.*?</a>', html, re.S)
    assert re.search(r"The Mission|the Mission, zero draft of \d+ \w+ \d{4}", entry_of(html, first))
    assert "Egypt, round 1" in entry_of(html, second)
    assert entry_of(html, third) == entry_of(html, first)
    assert re.search(r'href="/proposals/\w+"><bdi[^>]*>EGY 1</bdi>', html)
    assert "wording 2, first in OIC/FC/Rev.1" in entry_of(html, second)


def test_without_the_notes_the_page_holds_the_text_word_for_word(app: Flask, table: Table):
    html = observer(app).get(paragraph_path(table, "1."))

    shown = re.search(r'<p class="wording traced[^>]*>(.*?)</p>', html, re.S)[1]
    bare = re.sub(r'<(sup|span) class="phrase__(?:mark|note)".*?</\1>', "", shown, flags=re.S)
    assert unescape(re.sub(r"<[^>]+>", "", bare)) == WELCOMED.replace("progress", "great progress")


def test_a_move_is_shown_beside_the_paragraph(app: Flask, table: Table):
    reader = observer(app)

    assert re.search(r"moved Malaysia, round 1, accepted", reader.sees(paragraph_path(table, "2.")))
    assert re.search(r"moved Malaysia, round 1, accepted", reader.sees(text_path(table)))


def test_each_round_has_its_own_line_and_the_legend_says_it_in_words(app: Flask, table: Table):
    html = observer(app).get(text_path(table))

    legend = re.search(r'<ul class="strokes__legend">.*?</ul>', html, re.S)[0]
    assert re.findall(r"stroke--(\d)", legend) == ["0", "1"]
    assert re.search(r"zero draft OIC/FC 2\d words, \d+%", words_of(legend))
    assert re.search(r"Round 1 OIC/FC/Rev.1 1 word, \d+%", words_of(legend))


@pytest.mark.usefixtures("session")
def test_the_words_of_the_rounds_add_up_to_those_of_the_paragraph(app: Flask):
    table = make_table("The Meeting, in Jeddah; welcomed the progress, made by all.")
    table.accept(
        table.replace("EGY", "1.", "Meeting, in Jeddah;", "Meeting, held in the city of Jeddah, warmly;")
    )
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    seen = observer(app).sees(paragraph_path(table, "1."))

    found = [(int(n), int(share)) for n, share in re.findall(r"(\d+) words?, (\d+)%", seen)]
    text = table.line("1.").line.text
    assert sum(number for number, _share in found) == count(text) == 15
    assert [share for _number, share in found] == [round(100 * number / 15) for number, _share in found]


def test_the_picture_draws_every_line_of_the_text_by_round_and_says_so(app: Flask, table: Table):
    html = observer(app).get(text_path(table))

    sheet = re.search(r'<div class="strokes__sheet".*?</div>', html, re.S)[0]
    assert 'role="img" aria-label="' in sheet
    assert sheet.count("<svg") == 4
    assert sheet.count("stroke--1") == 1
    assert "<canvas" not in html


def test_any_draft_that_may_be_read_can_be_chosen(app: Flask, table: Table):
    reader = observer(app)

    earlier = reader.get(text_path(table, "?draft=0"))

    assert '<option value="0" selected>' in earlier
    assert '<a class="phrase' not in earlier
    assert 'class="phrase phrase--1"' not in reader.get(paragraph_path(table, "1.", "?draft=0"))
    reader.get(text_path(table, "?draft=2"), status=404)
    reader.get(text_path(table, "?draft=x"), status=404)
    reader.get(paragraph_path(table, "1.", "?draft=2"), status=404)
    reader.get(f"/c/{table.code}/p/nothing/provenance", status=404)


def test_the_text_and_the_paragraph_lead_there(app: Flask, table: Table):
    reader = observer(app)

    assert f'href="{text_path(table)}"' in reader.get(f"/c/{table.code}/text")
    assert f'href="{text_path(table, "?draft=0")}"' in reader.get(f"/c/{table.code}/text?draft=0")
    path = paragraph_path(table, "1.")
    assert f'href="{path}"' in reader.get(path.removesuffix("/provenance"))


def test_a_deleted_paragraph_is_shown_with_its_last_wording(app: Flask, session: object):
    table = make_table(WELCOMED, THANKED)
    gone = paragraph_path(table, "2.")
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "2."))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    assert THANKED.split()[-1] in observer(app).sees(gone)


def test_a_paragraph_that_is_only_proposed_has_no_such_page(app: Flask, session: object):
    table = make_table(WELCOMED)
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It noted this.")
    code = db.session.get_one(Paragraph, new.paragraph_id).code
    reader = mission_reader(app)

    assert "/provenance" not in reader.get(f"/c/{table.code}/p/{code}")
    reader.get(f"/c/{table.code}/p/{code}/provenance", status=404)


def test_a_compromise_tells_what_it_absorbed(app: Flask, session: object):
    table = make_table(WELCOMED)
    made = [
        table.replace("EGY", "1.", "progress", "great progress"),
        table.replace("MYS", "1.", "progress", "good progress"),
    ]
    table.decide(
        DecisionKind.COMPROMISE, *made, text=WELCOMED.replace("progress", "fine progress"), level=None
    )
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    seen = observer(app).sees(paragraph_path(table, "1."))

    assert re.search(
        r"compromise of the Mission, merging EGY 1 and MYS 1, round 1, accepted \d+ \w+, as the Mission proposes",
        seen,
    )


@pytest.mark.parametrize("level", [Level.MINISTERIAL, None])
def test_words_with_lifted_brackets_show_the_decision_that_lifted_them(
    app: Flask, session: object, level: Level | None
):
    table = make_table(WELCOMED)
    kept = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, kept, level=None)
    table.close()
    table.open()
    release(table, "EGY", "1.", "[great]")
    table.accept(table.replace("OICM", "1.", "[great]", "great"), level=level)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    html = observer(app).get(paragraph_path(table, "1."))

    entry = entry_of(html, phrase_with(html, ">great"))
    how = "at ministerial level" if level else ", as the Mission proposes"
    assert re.search(rf"Egypt, round 1; brackets lifted \d+ \w+ ?{how} ", entry)
    assert "in brackets" not in entry
    assert re.search(r"EGY 1\s+OICM 1", entry)


def test_lifted_brackets_of_the_first_draft_are_shown_beside_its_words(app: Flask, session: object):
    table = make_table(WELCOMED.replace("progress", "[great] progress"))
    table.accept(table.replace("EGY", "1.", "[great]", "great"), level=Level.EXPERT)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    reader = observer(app)

    html = reader.get(paragraph_path(table, "1."))
    entry = entry_of(html, phrase_with(html, ">great"))

    assert re.search(r"^1 .*zero draft of .*; brackets lifted \d+ \w+ at expert level", entry)
    assert '<a class="phrase' not in reader.get(text_path(table))


# What may not be known ---------------------------------------------------------------------------


def pages_of(reader: Reader, table: Table) -> str:
    return reader.get(text_path(table)) + reader.get(paragraph_path(table, "1."))


def names_egypt(html: str) -> bool:
    main = re.search(r"<main.*</main>", html, re.S)[0]
    return re.search(r"Egypt|EGY", main) is not None


@pytest.mark.parametrize("terms", [{"attributed": False}, {"visibility": Visibility.MISSION}])
def test_what_a_reader_may_not_know_is_told_without_a_name(
    app: Flask, session: object, terms: dict[str, object]
):
    table = told(**terms)
    called = "a proposal that is not shown to you" if "visibility" in terms else "a delegation"

    for reader in (observer(app), delegate(app, "TUR")):
        html = pages_of(reader, table)
        assert not names_egypt(html)
        assert re.search(rf'phrase__note"[^>]*>{called}, round 1', html)
    assert names_egypt(pages_of(delegate(app, "EGY", table), table))
    assert names_egypt(pages_of(mission_reader(app), table))


def test_no_proposal_or_decision_is_shown_where_proposals_may_not_be_read(app: Flask, session: object):
    table = told(visibility=Visibility.MISSION)

    html = pages_of(observer(app), table)

    assert "/proposals/" not in html
    assert "accepted" not in html


def test_an_uncirculated_draft_is_shown_to_the_mission_only(app: Flask, session: object):
    table = make_table(WELCOMED)
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()

    assert "great" not in pages_of(observer(app), table)
    assert "great" in pages_of(mission_reader(app), table)
    observer(app).get(text_path(table, "?draft=1"), status=404)


def test_nobody_without_a_seat_reads_it(app: Flask, table: Table):
    administrator = Reader(app, make_administrator())

    administrator.get(text_path(table), status=404)
    administrator.get(paragraph_path(table, "1."), status=404)
    assert app.test_client().get(text_path(table)).status_code == 303


# What it costs, and how it is drawn --------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 40])
def test_a_page_costs_the_same_queries_however_long_the_text_is(app: Flask, session: object, count: int):
    table = make_table(*(f"The Meeting noted report {n} of its members." for n in range(1, count + 1)))
    for label in range(1, count + 1, 2):
        table.accept(table.replace("EGY", f"{label}.", "report", "with thanks report"))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    reader = observer(app)

    whole, one = text_path(table), paragraph_path(table, "1.")

    assert queries_of(lambda: reader.get(whole)) == 8
    assert queries_of(lambda: reader.get(one)) == 9


def phrase(text: str) -> Phrase:
    return Phrase(text, Note(version=None, round=None))


@given(st.lists(st.tuples(st.text("ab ", min_size=1, max_size=200), st.integers(0, 9)), max_size=8))
def test_the_strokes_of_the_picture_are_as_long_as_the_words(phrases: list[tuple[str, int]]):
    drawn = strokes([(phrase(text), step) for text, step in phrases], heading=False)

    for kind in range(TONES + 1):
        expected = sum(len(text) for text, step in phrases if tone(step) == kind)
        path = dict(drawn.paths).get(kind, "")
        assert sum((int(length) + 1) // 2 for length in re.findall(r"h(\d+)", path)) == expected
        for start, row in re.findall(r"M(\d+) (\d+)h", path):
            assert int(start) < 2 * ACROSS
            assert int(row) < drawn.height


def test_an_empty_paragraph_is_drawn_as_one_empty_line():
    assert strokes([], heading=True) == Strokes(True, 6, ())


def test_each_round_has_a_line_of_its_own_up_to_the_fifth():
    assert [tone(step) for step in range(8)] == [0, 1, 2, 3, 4, 5, 1, 2]
