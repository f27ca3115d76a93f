"""The text: who reads which draft, what stands beside each paragraph, and what it costs."""

import re
from datetime import timedelta
from html import escape

import pytest
from flask import Flask
from sqlalchemy import insert, select

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import (
    Admissibility,
    AmendmentKind,
    DecisionKind,
    Level,
    SittingResult,
    Visibility,
)
from acm_drafts.services import amendments, drafts, reopenings, rounds, translations
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import newest_wording
from acm_drafts.store.records import Amendment, Circulation, Paragraph, Revision
from acm_drafts.text.language import Language
from tests.adoptions import adopt, imported_as_final
from tests.conftest import by_turns
from tests.factories import make_administrator, make_chair, make_drafter, mission, party
from tests.sittings import hold, make_body, record
from tests.tables import DAY, Table, label_of, lines_of, make_table, read
from tests.web.readers import (
    Reader,
    delegate,
    main_of,
    mission_reader,
    observer,
    paragraph_of,
    queries_of,
    words_of,
)

TEXTS = (
    "The Meeting noted the report.",
    "The Meeting thanked the donors for what they gave.",
    "The Meeting called for [further] work.",
)


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Facts are made in the context of the test; pages are asked for from outside of it."""


def text_of(table: Table, **asked: object) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/c/{table.code}/text" + (f"?{query}" if query else "")


def beside(reader: Reader, table: Table, label: str, **asked: object) -> str:
    """Return in words what *reader* finds at the paragraph *label*."""
    return words_of(paragraph_of(reader.get(text_of(table, **asked)), table.line(label).code))


# Where the text is ---------------------------------------------------------------------------------


def test_the_start_leads_to_the_newest_text_that_the_reader_may_read(app: Flask):
    table = make_table(*TEXTS)

    assert observer(app).client.get("/").headers["Location"] == text_of(table)


def test_the_start_leads_the_mission_to_the_import_while_there_is_no_text(app: Flask):
    assert mission_reader(app).client.get("/").headers["Location"] == "/import"


def test_the_start_says_honestly_that_nothing_is_circulated_yet(app: Flask):
    Table(lines_of(*TEXTS))

    assert "No text has been circulated that you may read." in observer(app).sees("/")
    assert "No text yet" in delegate(app, "EGY").sees("/")


def test_a_draft_that_is_not_circulated_is_read_by_the_mission_alone(app: Flask):
    table = Table(lines_of(*TEXTS))

    assert "only the Mission reads it" in mission_reader(app).sees(text_of(table))
    for nobody in (
        observer(app),
        delegate(app, "EGY"),
        Reader(app, make_chair()),
        Reader(app, make_administrator()),
    ):
        nobody.get(text_of(table), status=404)


def test_the_next_draft_is_not_there_for_others_until_it_is_circulated(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.close()
    egypt = delegate(app, "EGY", table)

    assert "noted the report" in egypt.sees(text_of(table))
    assert "welcomed" not in egypt.get(text_of(table))
    egypt.get(text_of(table, draft=1), status=404)

    drafts.circulate(mission(), table.draft, attributed=True)

    assert "welcomed the report" in egypt.sees(text_of(table))
    assert "noted the report" in egypt.sees(text_of(table, draft=0))


@pytest.mark.parametrize("number", ["-1", "x", "9", "2147483648", "9" * 30, "1.0", "٣"])
@pytest.mark.parametrize("name", ["draft", "since"])
def test_a_number_that_names_no_draft_is_not_found(app: Flask, name: str, number: str):
    table = make_table(*TEXTS)

    observer(app).get(text_of(table, **{name: number}), status=404)


def test_a_text_that_does_not_exist_is_not_found(app: Flask):
    make_table(*TEXTS)

    observer(app).get("/c/nothing/text", status=404)


# What stands on it ---------------------------------------------------------------------------------


def test_the_face_of_the_text_says_what_it_is_and_until_when_it_is_open(app: Flask):
    table = make_table(*TEXTS, admissibility=Admissibility.NO_NEW_ISSUES)

    seen = observer(app).sees(text_of(table))

    assert "OIC/FC" in seen
    assert "Status: zero draft" in seen
    assert "Round 1 is open for" in seen
    assert "Admitted: no new issues" in seen


def test_every_paragraph_has_its_number_its_words_and_a_permanent_link(app: Flask):
    table = make_table("# Health", *TEXTS)

    html = observer(app).get(text_of(table))

    for label, text in zip(("1.", "2.", "3."), TEXTS, strict=True):
        line = table.line(label)
        found = paragraph_of(html, line.code)
        assert f'href="/c/{table.code}/p/{line.code}"' in found
        assert '<p class="wording" lang="en" dir="ltr">' in found
        assert f"Paragraph {label[:-1]}" in words_of(found)
        assert text in words_of(found)
    assert f'id="p-{table.line("Health").code}"' in html


def test_sections_are_listed_with_how_far_they_have_come(app: Flask):
    table = make_table("# Health", TEXTS[0], "# Trade", TEXTS[1])

    seen = observer(app).sees(text_of(table))

    assert "0 of 1 paragraph agreed" in seen
    assert "2 paragraphs, in order: 2 without proposals" in observer(app).get(text_of(table))


def test_what_stands_before_the_first_heading_is_the_beginning_of_the_text(app: Flask):
    table = make_table("It met.", "# Health", "It urged.")
    page = observer(app).get(text_of(table))
    anchor = table.line("1.").code
    assert f'<a href="#p-{anchor}"' in page and "Beginning of the text" in page
    assert 'href="#p-"' not in page


def test_a_text_without_headings_has_no_list_of_sections(app: Flask):
    assert 'class="sections"' not in observer(app).get(text_of(make_table(*TEXTS)))


def test_words_that_look_like_markup_are_words(app: Flask):
    attack = '<script>alert("1")</script> <!-- the lines --> {{ 7 * 7 }}'
    table = make_table(attack, TEXTS[0])

    html = observer(app).get(text_of(table))

    assert "<script>alert" not in html
    assert attack in words_of(paragraph_of(html, table.line("1.").code)).replace("  ", " ")
    assert html.count("<!-- the lines -->") == 0


def test_the_text_speaks_arabic_round_a_wording_that_keeps_its_own_direction(app: Flask):
    table = make_table(*TEXTS)
    reader = observer(app)
    reader.client.set_cookie("acm_language", "ar")

    html = reader.get(text_of(table))

    assert '<html lang="ar" dir="rtl"' in html
    assert '<p class="wording" lang="en" dir="ltr">' in html


def test_a_translated_wording_is_shown_where_there_is_one_and_the_original_elsewhere(app: Flask):
    table = make_table(*TEXTS)
    translations.add(mission(), table.line("1.").line.wording, Language.AR, "أحاط الاجتماع علما بالتقرير.")

    html = observer(app).get(text_of(table, language="ar"))

    first, second = (paragraph_of(html, table.line(label).code) for label in ("1.", "2."))
    assert '<p class="wording" lang="ar" dir="rtl">أحاط الاجتماع' in first
    assert "not translated yet" not in first
    assert '<p class="wording" lang="en" dir="ltr">' in second
    assert "not translated yet" in second
    assert "1 line is translated; the others stand in the original." in words_of(html)
    assert "Nothing of it is translated yet" in observer(app).sees(text_of(table, language="fr"))
    for line in table.lines():
        if line.wording not in {table.line("1.").line.wording}:
            translations.add(mission(), line.wording, Language.AR, "حث الاجتماع.")
    assert "All of it is translated." in observer(app).sees(text_of(table, language="ar"))


def test_a_line_that_was_changed_after_its_translation_is_called_that_and_a_translated_title_heads_the_page(
    app: Flask,
):
    table = make_table(*TEXTS)
    for line in table.lines()[:2]:
        translations.add(mission(), line.wording, Language.FR, "La Réunion.")
    titles = {Language.FR: "Communiqué de la Réunion"}
    set_document_settings(mission(), table.code, DocumentSettings(titles, {}, None))
    table.accept(table.replace("EGY", "1.", "The Meeting", "The Council"))
    table.next_round()

    html = observer(app).get(text_of(table, language="fr"))
    first, second, other = (paragraph_of(html, table.line(label).code) for label in ("1.", "2.", "3."))
    assert "changed after its translation" in first and "not translated yet" not in first
    assert "changed after" not in second and "not translated yet" not in second
    assert "not translated yet" in other and "changed after" not in other
    assert '<h1 lang="fr" dir="ltr">Communiqué de la Réunion</h1>' in html
    assert '<h1 lang="en"' in observer(app).get(text_of(table, language="ar"))


def test_nothing_is_counted_as_not_agreed_in_a_text_that_was_adopted(app: Flask):
    table = imported_as_final("# Health", TEXTS[0], "# Trade", TEXTS[1])
    adopt(table)

    page = observer(app).get(text_of(table))

    assert "Health" in page and "paragraph agreed" not in words_of(page)
    assert "without proposals" not in page and "no proposals" not in page
    assert "The text was adopted as a whole." in observer(app).sees(f"/c/{table.code}/progress")


# States and counts ---------------------------------------------------------------------------------


def test_state_and_number_of_proposals_stand_beside_each_paragraph(app: Flask):
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("MYS", "1.", "noted", "deplored")
    table.replace("SEN", "2.", "donors", "generous donors")
    reader = observer(app)

    assert "in conflict 2 proposals" in beside(reader, table, "1.")
    assert "open 1 proposal" in beside(reader, table, "2.")
    assert "in brackets" in beside(reader, table, "3.")


def test_a_new_paragraph_counts_where_it_is_to_stand(app: Flask):
    table = make_table(*TEXTS)
    table.propose("EGY", AmendmentKind.INSERT, after="2.", text="The Meeting adds this.")

    assert "1 proposal" in beside(observer(app), table, "2.")
    assert "1 proposal" not in beside(observer(app), table, "1.")


def test_an_agreement_names_its_level_and_date(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))

    assert "agreed Expert level" in beside(observer(app), table, "1.")


COUNTS = "What is agreed counts"


@pytest.mark.parametrize("view", ["clean", "proposals"])
def test_the_text_says_that_its_states_count_what_the_round_decided_and_its_words_do_not(
    app: Flask, view: str
):
    table = make_table(*TEXTS)
    assert COUNTS not in delegate(app, "SEN", table).sees(text_of(table, view=view))
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))

    said = delegate(app, "SEN", table).sees(text_of(table, view=view))

    assert "What is agreed counts the decisions of round 1; the words are those of the draft." in said
    egypt = delegate(app, "EGY", table)
    assert "decided in round 1, in other words than these" in beside(egypt, table, "1.")
    assert "decided in round" not in beside(egypt, table, "2.")
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "2."), level=None)
    assert "in round 1 the Mission proposes to delete it" in beside(egypt, table, "2.")
    table.close()
    assert COUNTS not in delegate(app, "SEN", table).sees(text_of(table, view=view))


def test_the_text_says_that_a_paragraph_is_to_be_joined_to_another_and_whether_a_level_agreed_that(
    app: Flask,
):
    table = make_table(*TEXTS)
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "1."), level=None)
    egypt = delegate(app, "EGY", table)
    assert "in round 1 the Mission proposes to join it to paragraph 1" in beside(egypt, table, "2.")

    table.agree("1.")
    joined = beside(egypt, table, "2.")
    assert "agreed Expert level" in joined and "round 1 decided to join it to paragraph 1" in joined


def test_what_was_reopened_or_turned_down_at_a_level_is_called_so_beside_the_text(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    paragraph = db.session.get_one(Paragraph, table.line("1.").line.paragraph)
    reopenings.reopen(
        mission(), paragraph.id, asked_by="SEN", reason="The figure is wrong.", seen=paragraph.counter
    )
    refused = table.replace("SEN", "2.", "donors", "generous donors")
    table.decide(DecisionKind.REJECT, refused, reason="No.", level=Level.EXPERT)
    reader = observer(app)

    assert "reopened in round 1" in beside(reader, table, "1.")
    assert "decided" not in beside(reader, table, "1.") and "proposes" not in beside(reader, table, "1.")
    assert "decided in round 1" in beside(reader, table, "2.")
    assert "proposes" not in beside(reader, table, "2.")


def test_a_new_paragraph_that_was_accepted_is_named_beside_the_line_that_it_is_to_follow(app: Flask):
    table = make_table(*TEXTS)
    reader = observer(app)
    new = table.propose("EGY", AmendmentKind.INSERT, after="2.", text="The Meeting adds this.")
    assert "New paragraph" not in beside(reader, table, "2.")

    decision = table.accept(new)

    assert "New paragraph after it: 2 bis decided in round 1" in beside(reader, table, "2.")
    assert "New paragraph" not in beside(reader, table, "1.")
    assert f'/p/{db.session.get_one(Paragraph, new.paragraph_id).code}"' in reader.get(text_of(table))
    table.void(decision, reason="By mistake.")
    table.accept(new, level=None)
    assert "2 bis in round 1 the Mission proposes it" in beside(reader, table, "2.")
    table.close()
    assert "New paragraph after it" not in beside(reader, table, "2.")


def test_in_a_confidential_round_states_and_counts_include_only_the_readers_own_proposals(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "noted", "welcomed")
    table.replace("MYS", "1.", "noted", "deplored")
    table.replace("MYS", "2.", "donors", "generous donors")

    assert "in conflict 2 proposals" in beside(mission_reader(app), table, "1.")
    egypt = delegate(app, "EGY", table)
    assert "open 1 proposal" in beside(egypt, table, "1.")
    assert "proposals not shown" in beside(egypt, table, "2.")
    assert "1 proposal" not in beside(egypt, table, "2.")
    for stranger in (observer(app), delegate(app, "SEN"), Reader(app, make_chair())):
        assert "proposals not shown" in beside(stranger, table, "1.")
        assert not re.search(r"\d proposals?", stranger.sees(text_of(table)))


def test_a_decision_of_a_confidential_round_is_no_state_for_who_may_not_read_the_proposal(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))

    assert "agreed" in beside(mission_reader(app), table, "1.")
    assert "proposals not shown" in beside(delegate(app, "SEN"), table, "1.")


def test_an_agreement_of_a_confidential_round_is_shown_with_the_next_draft(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.decide(DecisionKind.REJECT, table.replace("EGY", "2.", "donors", "x"), reason="No.", level=None)
    table.close()
    reader = delegate(app, "SEN")
    assert "agreed" not in reader.sees(text_of(table))

    table.open(visibility=Visibility.MISSION)

    assert "agreed Expert level" in beside(reader, table, "1.")
    assert "proposals not shown" in beside(reader, table, "2.")


def test_a_page_kept_for_one_reader_tells_the_next_one_nothing(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "noted", "welcomed")
    readers = [mission_reader(app), delegate(app, "SEN"), delegate(app, "EGY", table), observer(app)]

    for _ in range(2):
        told = ["1 proposal" in beside(reader, table, "1.") for reader in readers]
        assert told == [True, False, True, False]


def test_states_follow_every_act_although_pages_are_kept(app: Flask):
    table = make_table(*TEXTS)
    reader = observer(app)
    assert "no proposals" in beside(reader, table, "1.")

    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    assert "open 1 proposal" in beside(reader, table, "1.")

    amendments.withdraw(table.head("EGY"), proposal.code)
    assert "no proposals" in beside(reader, table, "1.")


def test_a_draft_under_preparation_is_counted_for_nobody(app: Flask):
    table = make_table(*TEXTS)
    egypt = table.head("EGY")
    text = table.line("1.").line.text.replace("noted", "welcomed")
    amendments.save(egypt, table.round, table.proposal(AmendmentKind.REPLACE, "1.", text=text))

    for reader in (mission_reader(app), delegate(app, "EGY", table), observer(app)):
        assert "no proposals" in beside(reader, table, "1.")


def test_an_earlier_text_stands_as_it_was_without_states_or_acts(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.close()
    table.open()
    egypt = delegate(app, "EGY", table)

    seen = egypt.sees(text_of(table, draft=0))

    assert "This is an earlier text." in seen
    assert "To the newest text, OIC/FC/Rev.1" in seen
    assert "Amend" not in seen
    assert "agreed" not in seen


# Ways to amend -------------------------------------------------------------------------------------


def test_a_way_to_amend_stands_beside_paragraphs_for_those_who_may_propose(app: Flask):
    table = make_table(*TEXTS)
    link = f"/c/{table.code}/p/{table.line('1.').code}/amend"

    assert link in delegate(app, "EGY").get(text_of(table))
    assert link in Reader(app, make_drafter("EGY")).get(text_of(table))
    assert link in mission_reader(app).get(text_of(table))
    assert link not in observer(app).get(text_of(table))
    assert link not in Reader(app, make_chair()).get(text_of(table))


def test_after_the_deadline_only_the_mission_finds_a_way_to_amend(app: Flask):
    with clock_at(utcnow() - 2 * DAY):
        table = make_table(*TEXTS)
    link = f"/c/{table.code}/p/{table.line('1.').code}/amend"

    assert link not in delegate(app, "EGY").get(text_of(table))
    assert link in mission_reader(app).get(text_of(table))
    assert "Round 1: under consideration" in observer(app).sees(text_of(table))


def test_before_the_opening_nobody_finds_a_way_to_amend(app: Flask):
    table = make_table(*TEXTS, opens_at=utcnow() + timedelta(hours=3))

    html = delegate(app, "EGY").get(text_of(table))

    assert "/amend" not in html
    assert "Round 1 opens in" in words_of(html)


def test_where_bracketed_text_alone_is_admitted_the_way_to_amend_stands_beside_brackets_alone(app: Flask):
    table = make_table(*TEXTS, admissibility=Admissibility.BRACKETS_ONLY)
    egypt = delegate(app, "EGY")

    assert "Amend" in beside(egypt, table, "3.")
    assert "Amend" not in beside(egypt, table, "1.")


# Changes -------------------------------------------------------------------------------------------


def changed_table() -> Table:
    """Return a table whose second text changed, moved, split, joined, dropped and won paragraphs."""
    table = make_table(
        "# Opening",
        "The Meeting opened.",
        "The Meeting noted the report.",
        "It thanked the donors. It thanked the hosts.",
        "It recalled its decisions.",
        "And those of its Council.",
        "It closed early.",
        "It will meet again.",
    )
    line = table.line("3.").line.text
    table.accept(table.replace("EGY", "2.", "noted", "welcomed"))
    parts = (line[:22], line[23:])
    table.accept(table.propose("MYS", AmendmentKind.SPLIT, "3.", parts=parts))
    table.accept(table.propose("SEN", AmendmentKind.JOIN, "4."))
    table.accept(table.propose("PAK", AmendmentKind.DELETE, "6."))
    table.accept(table.propose("TUR", AmendmentKind.MOVE, "7.", after="1."))
    table.accept(table.propose("JOR", AmendmentKind.INSERT, after="2.", text="It adds this."))
    table.close()
    return table.open()


def test_changes_since_an_earlier_draft_are_shown_as_what_they_were(app: Flask):
    table = changed_table()

    seen = observer(app).sees(text_of(table, view="changes", since=0))

    assert "deleted: noted, end of deletion inserted: welcomed, end of insertion" in seen
    assert "split from paragraph 3 of OIC/FC" in seen
    assert "joined from paragraphs 4 and 5 of OIC/FC" in seen
    assert "deleted paragraph 6 in OIC/FC" in seen
    assert "moved paragraph 7 in OIC/FC" in seen
    assert "inserted: It adds this., end of insertion" in seen
    assert "new" in seen


def test_of_two_that_changed_places_the_one_moved_that_was_decided_to_move(app: Flask):
    table = make_table("The Meeting opened.", "It noted the report.", "It will meet again.")
    table.accept(table.propose("EGY", AmendmentKind.MOVE, "1.", after="2."))
    table.close()
    table.open()

    html = observer(app).get(text_of(table, view="changes"))

    assert "moved paragraph 1 in OIC/FC" in words_of(paragraph_of(html, table.line("2.").code))
    assert "2–" not in words_of(html).split("moved paragraph 1")[0]
    assert words_of(html).count("moved paragraph") == 1


def test_what_did_not_change_is_folded_but_there(app: Flask):
    table = changed_table()

    html = observer(app).get(text_of(table, view="changes"))

    fold = html[html.index('<details class="fold">') :]
    assert "unchanged Show" in words_of(fold[:900])
    assert f'id="p-{table.line("1.").code}"' in html
    assert "inserted:" not in words_of(paragraph_of(html, table.line("1.").code))


def test_a_line_without_a_number_that_opens_a_fold_is_not_taken_for_the_numbered_one(app: Flask):
    opening = Recognised(LineKind.PARAGRAPH, 0, False, "", "", "The General Assembly,")
    table = Table((opening, *lines_of("Notes the report;", "Calls for work;", "Decides to meet."))).open()
    table.accept(table.replace("EGY", "3.", "meet", "meet again"))
    table.close()
    table.open()

    for path in (text_of(table, view="changes"), f"/c/{table.code}/compare"):
        seen = observer(app).sees(path)
        assert "The General Assembly, 3 paragraphs unchanged, among them 1–2" in seen, path
        assert "Paragraphs 1–2" not in seen, path


def test_changes_are_since_the_draft_before_unless_another_is_named(app: Flask):
    table = changed_table()
    table.accept(table.replace("EGY", "1.", "opened", "met"))
    table.close()
    table.open()
    reader = observer(app)

    assert "inserted: met, end of insertion" in reader.sees(text_of(table, view="changes"))
    assert "inserted: welcomed, end of insertion" not in reader.sees(text_of(table, view="changes"))
    since_zero = reader.sees(text_of(table, view="changes", since=0))
    assert "inserted: met, end of insertion" in since_zero
    assert "inserted: welcomed, end of insertion" in since_zero


def test_there_are_no_changes_since_a_later_draft_or_the_draft_itself(app: Flask):
    table = changed_table()

    observer(app).get(text_of(table, view="changes", since=1), status=404)
    observer(app).get(text_of(table, view="changes", draft=0, since=1), status=404)


def test_the_first_draft_says_that_there_is_nothing_before_it(app: Flask):
    table = make_table(*TEXTS)

    seen = observer(app).sees(text_of(table, view="changes"))

    assert "there is nothing earlier to compare it with" in seen
    assert TEXTS[0] in seen


# Proposals in their places -------------------------------------------------------------------------


def test_every_pending_proposal_stands_in_its_place_as_what_it_is(app: Flask):
    table = make_table(*TEXTS, "It closed.", "It will meet again.")
    table.replace("EGY", "1.", "noted", "welcomed")
    table.propose("MYS", AmendmentKind.DELETE, "2.")
    table.propose("TUR", AmendmentKind.MOVE, "4.", after="1.")
    table.propose("OMN", AmendmentKind.JOIN, "4.")
    table.propose("SEN", AmendmentKind.KEEP, "3.")
    table.propose(
        "PAK", AmendmentKind.REPLACE, "5.", text="Ministers hope for many happy years of common work."
    )
    table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this.")
    table.propose("IRQ", AmendmentKind.INSERT, after="1.", text="It adds that.")

    seen = observer(app).sees(text_of(table, view="proposals"))

    assert "deleted: noted, end of deletion inserted: welcomed, end of insertion" in seen
    assert f"deleted: {TEXTS[1]}, end of deletion" in seen
    assert "Move it after paragraph 1." in seen
    assert "Join it with paragraph 5." in seen
    assert "Keep the paragraph as it stands." in seen
    assert "5 alt inserted: Ministers hope" in seen
    assert seen.index("1 bis inserted: It adds this., end of insertion") < seen.index(
        "1 ter inserted: It adds that., end of insertion"
    )
    assert seen.index("It adds that") < seen.index("thanked the donors")


def test_a_hidden_new_paragraph_leaves_no_gap_in_the_numbers(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this.")
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It adds that.")

    egypt = delegate(app, "EGY", table).sees(text_of(table, view="proposals"))

    assert "1 bis inserted: It adds that., end of insertion" in egypt
    assert "It adds this" not in egypt
    assert "1 ter inserted: It adds that., end of insertion" in mission_reader(app).sees(
        text_of(table, view="proposals")
    )


def test_an_amendment_to_a_new_paragraph_stands_under_it(app: Flask):
    table = make_table(*TEXTS)
    new = table.propose("JOR", AmendmentKind.INSERT, after="1.", text="It adds this to the text.")
    base = db.session.scalars(select(Revision).where(Revision.amendment_id == new.id)).one()
    code = db.session.get_one(Paragraph, base.paragraph_id).code
    wording = newest_wording(db.session, base.paragraph_id, "en")
    change = Proposal(
        AmendmentKind.REPLACE, code, wording.id, text="It adds that to the text.", amends=new.code
    )
    amendments.propose(table.head("EGY"), table.round, change)

    seen = observer(app).sees(text_of(table, view="proposals"))

    assert (
        seen.index("1 bis")
        < seen.index("deleted: this, end of deletion inserted: that, end of insertion")
        < seen.index("thanked")
    )


def test_where_attribution_is_off_a_proposal_is_called_by_a_code_that_tells_nothing(app: Flask):
    table = Table(lines_of(*TEXTS)).open(attributed=False)
    proposal = table.replace("EGY", "1.", "noted", "welcomed")

    others = delegate(app, "SEN").get(text_of(table, view="proposals"))
    assert "EGY" not in others
    assert proposal.code in words_of(main_of(others))
    assert label_of("EGY") in delegate(app, "EGY", table).sees(text_of(table, view="proposals"))
    assert label_of("EGY") in mission_reader(app).sees(text_of(table, view="proposals"))


def test_decided_and_withdrawn_proposals_are_no_longer_in_their_places(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    gone = table.replace("MYS", "2.", "donors", "generous donors")
    amendments.withdraw(table.head("MYS"), gone.code)

    seen = observer(app).sees(text_of(table, view="proposals"))

    assert "welcomed" not in seen
    assert "generous" not in seen


# What it costs -------------------------------------------------------------------------------------


def make_noise(table: Table, count: int) -> None:
    """Write *count* more submitted proposals of many delegations straight into the database."""
    rows = [table.line(label) for label in ("1.", "2.", "3.")]
    sponsors = [party(code).id for code in ("EGY", "MYS", "SEN", "PAK", "TUR")]
    first = (db.session.scalar(select(Amendment.id).order_by(Amendment.id.desc()).limit(1)) or 0) + 1
    keys = range(first, first + count)
    db.session.execute(
        insert(Amendment),
        [
            {
                "id": key,
                "communique_id": table.communique,
                "round_id": table.round,
                "submitted_at": utcnow(),
                "code": f"n{key}",
                "kind": "replace",
                "stage": "submitted",
                "paragraph_id": rows[key % 3].line.paragraph,
                "sponsor_id": sponsors[key % 5],
                "number": 1000 + key,
                "revision": 1,
            }
            for key in keys
        ],
    )
    db.session.execute(
        insert(Revision),
        [
            {
                "amendment_id": key,
                "communique_id": table.communique,
                "sequence": 1,
                "round_id": table.round,
                "paragraph_id": rows[key % 3].line.paragraph,
                "base_id": rows[key % 3].line.wording,
                "text": f"{rows[key % 3].line.text} {key}",
                "language": "en",
                "made": "sponsor",
            }
            for key in keys
        ],
    )
    db.session.commit()


@pytest.mark.thorough
@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_the_text_costs_at_most_twelve_queries_or_thirteen_translated_and_the_same_with_a_hundred_times_the_proposals(
    app: Flask, visibility: Visibility
):
    table = make_table(*TEXTS, visibility=visibility)
    readers = [delegate(app, "EGY"), observer(app), mission_reader(app)]
    for path, most in ((text_of(table), 12), (text_of(table, language="ar"), 13)):
        make_noise(table, 20)
        few = [queries_of(lambda r=reader, p=path: r.get(p)) for reader in readers]
        make_noise(table, 1980)
        assert [queries_of(lambda r=reader, p=path: r.get(p)) for reader in readers] == few
        assert max(few) <= most


@pytest.mark.thorough
@pytest.mark.parametrize("view", ["changes", "proposals"])
def test_the_other_readings_cost_a_fixed_number_of_queries_too(app: Flask, view: str):
    table = changed_table()
    reader = observer(app)
    make_noise(table, 3)
    few = queries_of(lambda: reader.get(text_of(table, view=view)))

    make_noise(table, 60)

    assert queries_of(lambda: reader.get(text_of(table, view=view))) == few


def test_what_a_sitting_declined_since_is_not_counted_as_agreed_to_who_may_know(app: Flask):
    table = make_table("We met.", "We thanked Egypt.")
    for label in ("1.", "2."):
        table.agree(label)
    sitting = hold(table, make_body(Level.AMBASSADORIAL, members=["EGY", "MYS"]), ["1."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED)

    page = mission_reader(app).sees(text_of(table))
    assert "Progress of the text: 1 agreed 1 open" in page
    assert page.count("declined since") == 1
    other = delegate(app, "SEN").sees(text_of(table))
    assert "Progress of the text: 2 agreed" in other and "declined since" not in other
    as_agreed_last = "A paragraph is told as agreed as a level agreed it last."
    for reader in (delegate(app, "SEN"), observer(app)):
        assert as_agreed_last in reader.sees(text_of(table))
        assert "as agreed last" in reader.sees(f"/c/{table.code}/p/{table.line('1.').code}")
        assert "counted for those alone who may read it" in reader.sees(f"/c/{table.code}/progress")
    assert as_agreed_last not in page

    root, code = f"/c/{table.code}", table.line("1.").code
    desk = mission_reader(app)
    assert "declined since" in desk.sees(f"{root}/p/{code}")
    assert "declined since" not in delegate(app, "SEN").sees(f"{root}/p/{code}")
    assert "Progress of the text: 1 agreed 1 open" in desk.sees(f"{root}/decisions")
    assert "Paragraph 1: agreed, Expert level; declined since" in desk.sees(f"{root}/progress/evening")
    rounds.change_deadline(mission(), table.round, utcnow())
    closing = desk.sees(f"{root}/rounds/1/close")
    uncounted = "1 agreed and since declined at a sitting or broken under silence, not counted"
    one_count = f"1 of 2 paragraphs agreed; {uncounted}"
    assert f"{one_count}." in closing and "Agreed, and not counted: Paragraph 1, declined since" in closing
    assert one_count in desk.sees(f"{root}/progress") and one_count in desk.sees(f"{root}/decisions")
    evening = desk.sees(f"{root}/progress/evening")
    assert (
        "agreed: 1 of 2. Agreed and since declined at a sitting or broken under silence, not counted: 1."
        in evening
    )


def test_a_text_that_is_not_circulated_is_not_kept(app: Flask):
    table = Table(lines_of(*TEXTS))
    reader = mission_reader(app)
    reader.get(text_of(table))
    drafts.circulate(mission(), table.draft, attributed=True)

    assert "Circulated" in reader.sees(text_of(table))
    assert db.session.scalar(select(Circulation.id)) is not None


# Numerals ------------------------------------------------------------------------------------------


def heads_of(html: str) -> list[str]:
    return [words_of(found) for found in re.findall(r"<h2 class=\"heading\".*?</h2>", html, re.S)]


@pytest.mark.parametrize("view", ["clean", "proposals"])
def test_headings_without_a_number_bear_the_count_that_the_map_gives_them(app: Flask, view: str):
    table = make_table("# Opening", TEXTS[0], "# Trade", TEXTS[1])

    page = observer(app).get(text_of(table, view=view))

    assert heads_of(page) == ["I. Opening", "II. Trade"]
    assert page.count("numeral--counted") == 2


@pytest.mark.parametrize(
    ("texts", "numerals"),
    [
        (("# Opening", TEXTS[0], "# Trade", TEXTS[1]), ["I", "II"]),
        (("# Opening", TEXTS[0], TEXTS[1]), [""]),
    ],
)
def test_the_map_counts_the_sections_as_the_headings_bear_it(app: Flask, texts, numerals):
    table = make_table(*texts)

    for page in (observer(app).get(text_of(table)), mission_reader(app).get(f"/c/{table.code}/decisions")):
        strip = page.split('class="map__strip"')[1].split("</figure>")[0].split("<figcaption")[0]
        matches = re.findall(r"</div><span>(.*?)</span></div>", strip)
        assert [one.strip("\u00a0") for one in matches] == numerals


def test_in_the_changes_a_heading_that_is_gone_is_not_counted(app: Flask):
    table = make_table("# Opening", TEXTS[0], "# Gone", TEXTS[1], "# Trade", TEXTS[2])
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "Gone"))
    drafts.circulate(mission(), table.close().id, attributed=True)

    found = " ".join(heads_of(observer(app).get(text_of(table, view="changes"))))

    assert "I. Opening" in found
    assert "II. Trade" in found
    assert "III." not in found


def test_where_one_heading_is_numbered_or_stands_alone_none_is_counted(app: Flask):
    for texts in (("# Opening", TEXTS[0]), ("# I. Opening", TEXTS[0], "# Trade", TEXTS[1])):
        table = Table(
            read("\n\n".join(texts).encode()), data=repr(texts).encode(), symbol=f"OIC/{len(texts)}"
        ).open()

        assert "numeral--counted" not in observer(app).get(text_of(table))


def test_a_long_section_is_drawn_in_pieces_that_can_fold(app: Flask):
    table = make_table(*(f"The Meeting noted report {n}." for n in range(43)))

    cells = re.search(r'<div class="map__cells">(.*?)</div>', observer(app).get(text_of(table)), re.S)

    assert cells
    assert cells[1].count("<svg") == 9
    assert cells[1].count("<use") == 43


# Who administers -----------------------------------------------------------------------------------


def test_an_administrator_without_another_office_is_told_how_to_read_the_text(app: Flask):
    make_table(*TEXTS)
    html = Reader(app, make_administrator()).get("/")

    assert "To read the text, an administrator needs another office." in html
    assert "No text yet" not in html
    main = main_of(html)
    assert 'href="/people"' in main
    assert re.search(r'href="/c/\w+/journal"', main)
    assert 'class="site__name" href="/"' in html


def test_the_title_of_the_text_stands_whole_in_the_head_in_its_own_direction(app: Flask):
    make_table(*TEXTS)

    head = re.search(r'<a class="site__name".*?</a>', observer(app).get("/account"), re.S)

    assert head
    assert '<bdi lang="en" dir="ltr">Final Communiqué of the Annual Coordination Meeting</bdi>' in head[0]


def test_a_list_with_nothing_in_it_bears_no_sign_of_agreement(app: Flask):
    Table(lines_of(*TEXTS))

    assert (
        'class="empty"><svg class="shape" viewBox="0 0 12 12" aria-hidden="true"><use href="#s-untouched"'
        in observer(app).get("/")
    )


# What a hidden round keeps to itself ---------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("visibility", [Visibility.DEADLINE, Visibility.MISSION])
def test_no_act_in_a_hidden_round_moves_anything_on_the_pages_of_who_may_not_read_it(
    app: Flask, visibility: Visibility
):
    table = make_table("One stands.", "Two stands.", "Three stands.", "Four stands.")
    table.accept(table.replace("EGY", "1.", "One", "The first"))
    carried = [table.replace("EGY", label, "stands", "stood") for label in ("2.", "3.")]
    table.close()
    table.open(visibility=visibility)
    outsiders = (observer(app), delegate(app, "SEN"), Reader(app, make_chair()))
    pages = [text_of(table), *(text_of(table, view=view) for view in ("changes", "proposals"))]
    pages += [f"/c/{table.code}/p/{table.line(label).code}" for label in ("1.", "2.", "4.")]

    moment = utcnow()
    # Of three readers and six pages `make test` takes each in turn, and `make test-whole` each with each.
    read_ = by_turns([(reader, page) for reader in outsiders for page in pages], every=4)

    def seen() -> list[str]:
        with clock_at(moment):  # the pages say how long the round is open yet
            mains = [main_of(reader.get(page)) for reader, page in read_]
        return [re.sub(r'name="csrf_token" value="[^"]*"', "", main) for main in mains]

    before = seen()
    assert "proposals not shown" in before[0]

    def accept() -> None:
        acts["void"] = table.accept(carried[0], level=None)

    def submit() -> None:
        acts["withdraw"] = table.replace("MYS", "4.", "Four", "The fourth")

    acts: dict[str, object] = {}
    for act in (
        submit,
        lambda: table.propose("MYS", AmendmentKind.INSERT, after="4.", text="It adds this."),
        lambda: table.propose("MYS", AmendmentKind.KEEP, "1."),
        accept,
        lambda: table.void(acts["void"], reason="Too early."),
        lambda: table.decide(DecisionKind.REJECT, carried[0], reason="No."),
        lambda: amendments.withdraw(table.head("EGY"), carried[1].code),
        lambda: amendments.withdraw(table.head("MYS"), acts["withdraw"].code),
        lambda: table.accept(table.replace("MYS", "4.", "stands", "stood")),
    ):
        act()
        assert seen() == before


@pytest.mark.parametrize(
    ("visibility", "chair_reads", "withheld"),
    [
        (Visibility.MISSION, False, "Shown to the Mission alone"),
        (Visibility.MISSION, True, "Shown to the Mission and the chair alone"),
        (Visibility.DEADLINE, False, "Not shown until the deadline"),
    ],
)
def test_public_proposals_stay_on_every_page_and_withheld_proposals_are_announced(
    app: Flask, visibility: Visibility, chair_reads: bool, withheld: str
):
    table = make_table("One stands.", "Two stands.")
    amendment = table.replace("EGY", "1.", "stands", "stood")
    with clock_at(table.next_round(visibility=visibility, chair_reads=chair_reads)):
        reader, root = observer(app), f"/c/{table.code}"
        amendments.withdraw(table.head("EGY"), amendment.code)
        pages = (text_of(table), f"{root}/p/{table.line('1.').code}", f"{root}/proposals")
        seen = [words_of(main_of(reader.get(page))) for page in pages]
        assert [withheld in words for words in seen] == [True] * 3
        assert ["EGY 1" in words for words in seen] == [False, True, True]
        assert "EGY 1" in words_of(main_of(reader.get(text_of(table, view="proposals"))))
        other = words_of(main_of(reader.get(f"{root}/p/{table.line('2.').code}")))
        assert withheld in other
        assert "Nothing is pending here" not in other
        page = words_of(main_of(reader.get(f"/proposals/{amendment.code}")))
        assert "It is shown as round 1 left it." in page
        assert "withdrawn" not in page.lower()
        assert withheld not in words_of(main_of(mission_reader(app).get(pages[1])))


def test_between_rounds_the_text_says_where_proposals_of_the_last_one_are_not_shown(app: Flask):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "noted", "welcomed")
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    assert "Proposals of round 1: Shown to the Mission alone" in observer(app).sees(text_of(table))
    assert "Shown to the Mission alone" not in mission_reader(app).sees(text_of(table))


# To a paragraph -----------------------------------------------------------------------------------


def numbered_table() -> Table:
    """A text that prints 1, (a), (b), 1 bis and, without a number, one more."""
    kinds = [
        (LineKind.HEADING, 0, True, "1.", "Opening"),
        (LineKind.PARAGRAPH, 0, True, "1.", TEXTS[0]),
        (LineKind.SUB, 1, True, "(a)", "The first of them;"),
        (LineKind.SUB, 1, True, "(b)", "The second of them."),
        (LineKind.PARAGRAPH, 0, True, "1 bis", TEXTS[1]),
        (LineKind.PARAGRAPH, 0, False, "", TEXTS[2]),
    ]
    return Table(
        tuple(Recognised(kind, depth, own, label, "", text) for kind, depth, own, label, text in kinds)
    )


def led_to(reader: Reader, table: Table, typed: str, **asked: str) -> str:
    """Return where the form at the head of the text leads with a number typed into it."""
    answer = reader.client.get(f"/c/{table.code}/text/go", query_string={"paragraph": typed, **asked})
    assert answer.status_code == 303
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1", TEXTS[0]),
        ("١.", TEXTS[0]),
        ("1 bis", TEXTS[1]),
        (" ١BIS. ", TEXTS[1]),
        ("1 (b)", "The second of them."),
    ],
)
def test_a_number_leads_to_its_paragraph_however_it_is_written(app: Flask, typed: str, words: str):
    table = numbered_table().open()
    reader = observer(app)

    address, _, anchor = led_to(reader, table, typed).partition("#")

    assert words in words_of(paragraph_of(reader.get(address), anchor.removeprefix("p-")))


def test_it_leads_there_in_the_reading_that_one_was_in(app: Flask):
    table = make_table(*TEXTS)

    address = led_to(observer(app), table, "2", view="proposals")

    assert address == f"{text_of(table, view='proposals')}#p-{table.line('2.').code}"
    assert '<input type="hidden" name="view" value="proposals">' in observer(app).get(
        text_of(table, view="proposals")
    )


@pytest.mark.parametrize("typed", ["7", "…", "<b>", "1" * 300])
def test_an_unknown_paragraph_number_is_refused_beside_the_input(app: Flask, typed: str):
    table = make_table(*TEXTS)
    reader = observer(app)

    answer = reader.client.get(f"/c/{table.code}/text/go", query_string={"paragraph": typed})

    assert answer.status_code == 404
    assert "has no paragraph" in words_of(answer.text)
    assert "<b>”" not in answer.text
    assert TEXTS[0] in answer.text
    assert f'value="{escape(typed)}"' in answer.text


PREAMBLE = (
    Recognised(LineKind.PARAGRAPH, 0, False, "", "", "Recalling the Charter,"),
    Recognised(LineKind.PARAGRAPH, 0, False, "", "", "Guided by its purposes,"),
    Recognised(LineKind.PARAGRAPH, 0, True, "1.", "", "Decides as follows:"),
    Recognised(LineKind.SUB, 1, True, "(a)", "", "To meet again."),
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("PP2", "Guided"), ("pp2", "Guided"), ("PP ٢", "Guided"), ("1 (a)", "To meet"), ("1", "Decides")],
)
def test_the_unnumbered_preamble_is_called_pp_and_the_form_leads_there(app: Flask, typed: str, words: str):
    table = Table(PREAMBLE).open()
    reader = observer(app)

    line = next(line for line in table.lines() if line.text.startswith(words))

    assert led_to(reader, table, typed).endswith(f"#p-{code_of(line)}")


def code_of(line: Line) -> str:
    return db.session.get_one(Paragraph, line.paragraph).code


def test_pages_call_a_preambular_paragraph_pp_and_a_letter_with_its_paragraph(app: Flask):
    table = Table(PREAMBLE).open()
    _, second, _, letter = map(code_of, table.lines())
    mission_ = mission_reader(app)

    assert words_of(paragraph_of(mission_.get(text_of(table)), second)).startswith("Paragraph PP2")
    assert "Paragraph PP2" in words_of(mission_.get(f"/c/{table.code}/p/{second}"))
    assert "Paragraph 1 (a)" in words_of(mission_.get(f"/c/{table.code}/p/{letter}"))


def test_nothing_typed_leads_back_to_the_form(app: Flask):
    table = make_table(*TEXTS)
    reader = observer(app)

    address, _, anchor = led_to(reader, table, "  ").partition("#")

    assert f'id="{anchor}"' in reader.get(address)


def test_a_number_of_a_text_that_is_not_circulated_leads_nowhere(app: Flask):
    table = make_table(*TEXTS)
    table.accept(
        table.propose("EGY", AmendmentKind.INSERT, "", text="New words.", after=table.line("3.").code)
    )
    table.close()

    answer = observer(app).client.get(f"/c/{table.code}/text/go?paragraph=4")

    assert answer.status_code == 404
    assert led_to(mission_reader(app), table, "4")


def test_my_delegation_leads_to_the_form(app: Flask):
    table = make_table(*TEXTS)

    assert f'href="{text_of(table)}#go"' in delegate(app, "EGY").get(f"/c/{table.code}/delegation")
