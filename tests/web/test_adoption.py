"""Pages of an adoption: what is open, adopting, corrigenda, and the text as they read it, for each reader."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.documents.reader import read
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    Answer,
    BodyRole,
    DecisionKind,
    DraftStatus,
    Level,
    SittingResult,
    Visibility,
)
from acm_drafts.services import amendments, answers, bodies, drafts
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Adoption, Amendment, Corrigendum, Paragraph, Sitting, User
from tests.adoptions import TEXTS, adopt, agreed_text, close_as_final, entry, imported_as_final, issue, known
from tests.factories import LONG_AGO, make_head, make_mission_drafter, make_observer, mission, party, post
from tests.sittings import HOUR, code_of, convene, hold, make_body, open_at, record
from tests.small_groups import form as form_small_group
from tests.tables import Table, make_table
from tests.web.readers import Reader, main_of, words_of


@pytest.fixture
def table(session: object) -> Table:
    return agreed_text()


@pytest.fixture
def desk(app: Flask, table: Table) -> Reader:
    return reader_of(app, make_mission_drafter)


def reader_of(app: Flask, make: Callable[[], User]) -> Reader:
    """Return somebody new in a browser of their own."""
    db.session.rollback()
    return Reader(app, make())


def egypt_of(app: Flask, table: Table) -> Reader:
    """Return the head who proposed in the name of Egypt."""
    db.session.rollback()
    return Reader(app, db.session.get_one(User, table.head("EGY").user))


def root(table: Table) -> str:
    return f"/c/{table.code}/adoption"


def filled(table: Table, **facts: object) -> dict[str, object]:
    """Return what the Mission sends to adopt a text."""
    sitting = table.sitting(Level.MINISTERIAL)
    return {"sitting": sitting, "symbol": "OIC/ADOPTED", "sure": "y", "seen": known(table).seen, **facts}


def shown(desk: Reader, table: Table, **facts: object) -> dict[str, object]:
    """Return what the Mission sends once the page has shown how the text would read."""
    sent = correction(table, **facts)
    page = post(desk.client, f"{root(table)}/corrigenda", sent)
    assert page.status_code == 200 and "How the text would read" in page.text
    return sent | {"shown": re.search(r'name="shown" value="([^"]+)"', page.text)[1]}


def correction(table: Table, **facts: object) -> dict[str, object]:
    """Return what the Mission sends to correct a paragraph."""
    return {
        "seen": 0,
        "paragraph": code_of(table, "1."),
        "wrong": "welcomed",
        "right": "noted",
        "reason": "A slip.",
        "asked_by": party("EGY").id,
        "sure": "y",
        **facts,
    }


# Before --------------------------------------------------------------------------------------------


def test_the_page_says_that_nothing_is_open_or_what_is(app: Flask, desk: Reader, table: Table):
    assert "Nothing: all paragraphs are agreed" in desk.sees(root(table))
    other = imported_as_final("It noted.", "It [urged].", symbol="OIC/OTHER")
    page = desk.sees(root(other))
    assert "Paragraphs not agreed" in page and "Paragraphs with brackets" in page
    assert "Nothing: all" not in page


def test_the_page_says_which_sitting_has_no_place_or_no_chair(desk: Reader, table: Table):
    code = table.sitting(Level.MINISTERIAL)
    sitting = db.session.scalars(select(Sitting).where(Sitting.code == code)).one()
    page = desk.sees(root(table))
    assert "so the adoption names" in page
    with_chair = sitting.body.code
    bodies.seat(
        mission(),
        sitting.meeting_id,
        with_chair,
        role=BodyRole.CHAIR,
        parties=[party("TUR").id],
        starts_on=LONG_AGO,
    )
    page = desk.sees(root(table))
    assert ("it has no place, so the adoption names none." in page) == (not sitting.place)
    assert "no chair on that day" not in page


def test_proposals_that_wait_are_named_to_the_mission(app: Flask, session: object):
    table = make_table(*TEXTS)
    table.propose("EGY", AmendmentKind.INSERT, after="3.", text="The Meeting thanked Malaysia.")
    for label in ("1.", "2.", "3."):
        table.agree(label)
    close_as_final(table)
    page = reader_of(app, make_mission_drafter).sees(root(table))
    assert "Proposals that wait for a decision, or whose sponsors contest the last one 1 EGY 1" in page
    adopt(table)
    assert "EGY 1" in reader_of(app, make_mission_drafter).sees(root(table))
    assert "EGY 1" in egypt_of(app, table).sees(root(table)), "its sponsor"
    for other in (make_observer, lambda: make_head("MYS")):
        page = reader_of(app, other).sees(root(table))
        assert "contest the last one 1 EGY 1" in page, "who reads it on the pages of the text"
        assert "and have not answered" not in page
        assert "Sponsors who have not answered are named to the Mission and to themselves alone." in page
        assert "not shown to you" not in page


def test_open_proposals_of_a_hidden_round_are_not_named_to_others(app: Flask, session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    waiting = table.propose("EGY", AmendmentKind.INSERT, after="3.", text="The Meeting thanked Malaysia.")
    for label in ("1.", "2.", "3."):
        table.agree(label)
    close_as_final(table)
    adopt(table)
    page = reader_of(app, make_observer).get(root(table))
    assert "EGY 1" not in page and waiting.code not in page and "not shown to you" in page


def test_without_a_ministerial_sitting_or_a_final_draft_the_page_says_what_is_missing(
    app: Flask, desk: Reader, table: Table
):
    assert "There is none now." in desk.sees(root(table))
    running = make_table("It noted.", symbol="OIC/OTHER")
    page = desk.get(root(running))
    assert "A round on this text is not closed yet" in page and "<button" in page
    assert f'action="{root(running)}"' not in page


def test_the_page_names_what_is_agreed_ad_referendum_alone(app: Flask, session: object):
    table = make_table(*TEXTS)
    for line in table.lines():
        table.agree(line.label, ad_referendum=line.label == "2.")
    table.close(status=DraftStatus.AD_REFERENDUM)
    page = reader_of(app, make_mission_drafter).sees(root(table))
    assert "Paragraphs agreed ad referendum and not confirmed 1 2" in page
    assert "Nothing: all paragraphs are agreed" not in page


def test_others_are_told_that_the_text_is_not_adopted(app: Flask, table: Table):
    page = reader_of(app, make_observer).sees(root(table))
    assert "The text is not adopted." in page and "Still open" not in page


def test_no_page_says_adopted_of_a_final_draft(app: Flask, desk: Reader, table: Table):
    for reader in (desk, reader_of(app, make_head)):
        for path in (f"/c/{table.code}/text", f"/c/{table.code}/documents", "/meetings"):
            assert "Adopted" not in reader.sees(path)
    assert "final draft" in desk.sees(f"/c/{table.code}/text")


def test_the_text_says_what_is_not_agreed_where_it_is_declared_final(app: Flask, session: object):
    other = imported_as_final("It noted.", "It urged.")
    page = reader_of(app, make_observer).sees(f"/c/{other.code}/text")
    assert "Not agreed: 2 of 2." in page


# The act -------------------------------------------------------------------------------------------


def test_the_mission_adopts_a_text_and_every_page_says_so(app: Flask, desk: Reader, table: Table):
    answer = post(desk.client, root(table), filled(table))
    assert answer.status_code == 303, answer.text
    for reader in (desk, reader_of(app, make_head), reader_of(app, make_observer)):
        page = reader.sees(root(table))
        assert "Adopted" in page and "OIC/ADOPTED" in page and "Ministerial level, Washington DC" in page
        text = reader.sees(f"/c/{table.code}/text")
        assert "The text is adopted: nothing in it is changed any more." in text
        assert "final draft" not in text
    assert "Adopted" in desk.sees("/meetings") and "Adopted" in desk.sees(f"/c/{table.code}/documents")


@pytest.mark.parametrize(
    "facts", [{"sure": ""}, {"sitting": "nowhere"}, {"symbol": ""}, {"symbol": "x" * 65}]
)
def test_a_form_that_is_not_filled_in_comes_back(desk: Reader, table: Table, facts: dict[str, str]):
    answer = post(desk.client, root(table), filled(table) | facts)
    assert answer.status_code == 422
    assert db.session.query(Adoption).count() == 0


def test_an_adoption_from_an_older_page_comes_back_with_what_is_open_now(desk: Reader, table: Table):
    answer = post(desk.client, root(table), filled(table, seen="old"))
    assert answer.status_code == 409
    assert "is not what it was when you opened this page" in answer.text
    assert 'value="OIC/ADOPTED"' in answer.text


def test_what_was_declined_before_an_adoption_is_told_alike_to_everybody_on_every_page(
    app: Flask, session: object
):
    table = make_table(*TEXTS)
    for label in ("1.", "2.", "3."):
        table.agree(label)
    close_as_final(table)
    sitting = hold(table, make_body(Level.AMBASSADORIAL, members=["EGY", "MYS"]), ["1."])
    record(table, sitting, "1.", result=SittingResult.NOT_AGREED)
    adopt(table)

    for reader in (reader_of(app, make_mission_drafter), reader_of(app, make_observer)):
        text = reader.sees(f"/c/{table.code}/text")
        assert (
            "since declined at a sitting or broken under silence" in text
            and "Progress of the text" not in text
        )  # nothing is counted as open any more
        assert "since declined at a sitting or broken" in reader.sees(
            f"/c/{table.code}/p/{code_of(table, '1.')}"
        )
        assert "2 of 3 paragraphs" in reader.sees(f"/c/{table.code}/progress")
        assert "agreed at a level and since declined at a sitting or broken under silence" in reader.sees(
            root(table)
        )
    evening = reader_of(app, make_mission_drafter).sees(f"/c/{table.code}/progress/evening")
    assert "Paragraphs not agreed when the text was adopted" in evening
    assert "Paragraphs not agreed yet" not in evening


def test_what_waited_when_a_text_was_adopted_waits_on_no_page_any_more(app: Flask, session: object):
    table = make_table(*TEXTS)
    for label in ("1.", "2.", "3."):
        table.agree(label)
    waiting = table.replace("EGY", "2.", "urged", "called upon", reason="A figure changed.")
    close_as_final(table)
    assert "1 pending" in reader_of(app, make_observer).sees(f"/c/{table.code}/p/{code_of(table, '2.')}")
    assert "1 proposal waits for a decision" in reader_of(app, make_mission_drafter).sees(
        f"/c/{table.code}/decisions"
    )

    adopt(table)

    desk = reader_of(app, make_mission_drafter).sees(f"/c/{table.code}/decisions")
    assert "1 proposal waits" not in desk and "Not here" not in desk
    for reader in (egypt_of(app, table), reader_of(app, make_observer), reader_of(app, make_mission_drafter)):
        assert "when the text was adopted" not in reader.sees(f"/c/{table.code}/p/{code_of(table, '2.')}"), (
            "agreed"
        )
        assert "1 proposal at paragraph" not in reader.sees(f"/c/{table.code}/text")
        assert "1 pending" not in reader.sees(f"/c/{table.code}/p/{code_of(table, '2.')}")
        page = reader.sees(f"/proposals/{waiting.code}")
        assert "It was still open when the text was adopted." in page and "waits for a decision" not in page
    mine = egypt_of(app, table).sees(f"/c/{table.code}/delegation")
    assert "open when the text was adopted" in mine and "waits for a decision" not in mine


def test_what_was_open_when_a_text_was_adopted_is_not_open_now(app: Flask, session: object):
    table = make_table(*TEXTS)
    for label in ("1.", "3."):
        table.agree(label)
    merged = table.replace("EGY", "2.", "urged", "called upon")
    table.decide(DecisionKind.COMPROMISE, merged, text="The Meeting asked all to contribute.")
    table.close(status=DraftStatus.FINAL)
    egypt = table.head("EGY")
    answers.answer(egypt, merged.code, party=party("EGY").id, answer=Answer.OBJECT, reason="We insist.")
    drafts.circulate(table.mission, table.draft, attributed=True)
    adopt(table)

    for reader in (egypt_of(app, table), reader_of(app, make_observer), reader_of(app, make_mission_drafter)):
        assert "open when the text was adopted" in reader.sees(f"/c/{table.code}/p/{code_of(table, '2.')}")
    mine = egypt_of(app, table).sees(f"/c/{table.code}/delegation")
    assert "1 submitted, 1 of them no longer pending" in mine


def test_a_new_paragraph_left_open_is_not_in_the_adopted_text(app: Flask, session: object):
    table = make_table(*TEXTS)
    for label in ("1.", "2.", "3."):
        table.agree(label)
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked Jordan.")
    close_as_final(table)
    row = db.session.get_one(Amendment, new.id)
    paragraph = db.session.get_one(Paragraph, row.paragraph_id).code
    readers = (lambda: egypt_of(app, table), lambda: reader_of(app, make_observer))
    for reader in readers:
        assert "Proposed: not in the text yet." in reader().sees(f"/c/{table.code}/p/{paragraph}")

    adopt(table)

    for reader in readers:
        page = reader().sees(f"/c/{table.code}/p/{paragraph}")
        assert "open when the text was adopted: not in the adopted text." in page
        assert "in the text yet" not in page and "1 pending" not in page


def test_nobody_else_adopts_a_text(app: Flask, table: Table):
    for make in (make_head, make_observer):
        assert post(reader_of(app, make).client, root(table), filled(table)).status_code == 403


def test_an_act_on_an_adopted_text_is_refused_with_the_next_step(desk: Reader, table: Table):
    adopt(table)
    answer = post(desk.client, f"/c/{table.code}/agenda", {"items": "128. The report"})
    assert answer.status_code == 409
    assert "nothing in it can be changed any more" in answer.text and "corrigendum" in answer.text


def test_nothing_is_offered_that_would_be_refused(desk: Reader, table: Table):
    make_body(Level.EXPERT)
    adopt(table)
    assert "The text is adopted" in desk.sees(f"/c/{table.code}/rounds")
    assert "Open a round" not in desk.sees(f"/c/{table.code}/rounds")
    assert f'href="/c/{table.code}/agenda"' not in desk.get(f"/c/{table.code}/documents")
    assert f'href="/c/{table.code}/sittings/new"' not in desk.get(f"/c/{table.code}/sittings")


FORMS = (
    "silence/new",
    "sittings/new",
    "decisions/agree",
    "p/{paragraph}/amend",
    "p/{paragraph}/reopen",
    "p/{paragraph}/confirm",
    "p/{paragraph}/comment",
    "insert",
    "incoming",
    "batches",
    "correct",
    "withdraw",
    "agenda",
    "document-settings",
    "small-groups/new",
)
"""Forms of the Mission on a text, each of which is refused on an adopted one before anything is typed."""
ADOPTED = "nothing in it can be changed any more. Where the adopted text holds an error"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_on_an_adopted_text_says_that_it_is_adopted(desk: Reader, table: Table, form: str):
    make_body(Level.EXPERT)
    adopt(table)
    path = f"/c/{table.code}/{form.format(paragraph=code_of(table, '1.'))}"
    page = main_of(desk.get(path, status=409))
    assert ADOPTED in words_of(page), words_of(page)
    assert "<form" not in page


def test_the_forms_of_a_delegation_say_that_the_text_is_adopted(app: Flask, table: Table):
    adopt(table)
    reader = egypt_of(app, table)
    for form in ("reservations/new", f"p/{code_of(table, '1.')}/comment", "insert"):
        assert ADOPTED in words_of(main_of(reader.get(f"/c/{table.code}/{form}", status=409)))


def test_no_list_leads_to_what_is_refused_on_an_adopted_text(app: Flask, desk: Reader, table: Table):
    make_body(Level.EXPERT)
    here = f"/c/{table.code}"
    silent, reserving = f'href="{here}/silence/new"', f'href="{here}/reservations/new"'
    grouping, egypt = f'href="{here}/small-groups/new"', egypt_of(app, table)
    may = "while a round runs on the text; none does"
    assert may in desk.get(f"{here}/silence") and grouping in desk.get(f"{here}/small-groups")
    assert reserving in egypt.get(f"{here}/reservations")
    adopt(table)
    silence = desk.get(f"{here}/silence")
    assert silent not in silence and may not in silence
    assert grouping not in desk.get(f"{here}/small-groups")
    assert reserving not in egypt.get(f"{here}/reservations")
    decisions = desk.sees(f"{here}/decisions")
    assert "The text is adopted" in decisions and "Open a round" not in decisions


def test_a_sitting_that_is_open_takes_no_result_on_an_adopted_text(desk: Reader, table: Table):
    sitting = open_at(convene(table, make_body(Level.EXPERT), ["1."], begins_at=utcnow() + HOUR / 60))
    path = f"/c/{table.code}/sittings/{sitting.code}"
    assert 'id="outcome"' in desk.get(path)
    adopt(table)
    page = desk.get(path)
    assert 'id="outcome"' not in page and "Close the sitting" in page and "The text is adopted" in page
    assert f'href="{path}/agenda"' not in page
    desk.get(f"{path}/agenda", status=409)


def test_a_small_group_is_read_and_not_changed_once_its_text_is_adopted(desk: Reader, table: Table):
    group = form_small_group(table, "1.")
    path = f"/c/{table.code}/small-groups/{group.code}"
    assert "Change the group" in desk.get(path)
    adopt(table)
    assert "Change the group" not in desk.get(path)


def test_my_delegation_says_that_the_text_is_adopted_and_what_became_of_its_drafts(
    app: Flask, session: object
):
    table = make_table(*TEXTS)
    amendments.save(
        table.head("EGY"),
        table.round,
        table.proposal(AmendmentKind.REPLACE, "1.", text="It met."),
        sponsor=party("EGY").id,
    )
    for line in table.lines():
        table.agree(line.label)
    close_as_final(table)
    path, reader = f"/c/{table.code}/delegation", egypt_of(app, table)
    assert "stands in the next round" in reader.sees(path)
    adopt(table, symbol="OIC/ADOPTED")
    page = reader.sees(path)
    assert "The text is adopted: nothing in it is changed any more." in page
    assert "The draft was not submitted, and no longer can be." in page
    assert "next round" not in page and "Round 1 is closed" not in page


def test_an_adopted_text_has_one_symbol_on_every_page_and_in_every_file(
    app: Flask, desk: Reader, table: Table
):
    before = "OIC/FC/Rev.1"
    adopt(table, symbol="OIC/ADOPTED")
    here, egypt = f"/c/{table.code}", egypt_of(app, table)
    paths = ["text", "documents", "reservations", "delegation", "progress", "brackets", "provenance"]
    for reader in (egypt, desk):
        for path in [f"{here}/{name}" for name in paths] + ["/meetings", f"{here}/p/{code_of(table, '1.')}"]:
            page = reader.sees(path)
            assert "OIC/ADOPTED" in page and before not in page, path
    answer = egypt.client.get(f"{here}/documents/1.docx")
    assert "OIC-ADOPTED" in answer.headers["Content-Disposition"]


def test_a_sponsor_is_asked_nothing_any_more_once_the_text_is_adopted(app: Flask, session: object):
    table = make_table(*TEXTS)
    waiting = table.propose("EGY", AmendmentKind.INSERT, after="3.", text="The Meeting thanked Malaysia.")
    for label in ("1.", "2.", "3."):
        table.agree(label)
    close_as_final(table)
    code = waiting.code
    reader = egypt_of(app, table)
    assert f"/proposals/{code}/answer" in reader.get(f"/proposals/{code}")
    adopt(table)
    assert f"/proposals/{code}/answer" not in reader.get(f"/proposals/{code}")
    assert f"/proposals/{code}/answer" not in reader.get(f"/c/{table.code}/delegation")


def test_the_journal_tells_of_an_adoption_and_a_corrigendum_as_sentences(app: Flask, table: Table):
    adopt(table, symbol="OIC/ADOPTED")
    issue(table, entry(table, "1.", "welcomed", "noted"))
    page = reader_of(app, make_observer).sees(f"/c/{table.code}/journal")
    assert "OIC/ADOPTED adopted: Ministerial level, Washington DC: sitting 1" in page
    assert "Corrigendum issued: OIC/ADOPTED/Corr.1 (paragraph 1)" in page


# Corrigenda ----------------------------------------------------------------------------------------


@pytest.fixture
def adopted(desk: Reader, table: Table) -> Table:
    adopt(table, symbol="OIC/ADOPTED")
    return table


def test_a_corrigendum_is_issued_and_shown_with_its_reason_and_who_asked(
    app: Flask, desk: Reader, adopted: Table
):
    assert "OIC/ADOPTED/Corr.1" in desk.sees(f"{root(adopted)}/corrigenda/new")
    sent = shown(desk, adopted)
    other = post(desk.client, f"{root(adopted)}/corrigenda", sent | {"right": "welcomed warmly"})
    assert other.status_code == 200 and "warmly" in other.text, "other words are shown before they are issued"
    answer = post(desk.client, f"{root(adopted)}/corrigenda", sent)
    assert answer.status_code == 303, answer.text
    for reader in (desk, reader_of(app, make_observer)):
        page = reader.sees(root(adopted))
        for expected in ("OIC/ADOPTED/Corr.1", "welcomed", "noted", "A slip.", "asked for by Egypt"):
            assert expected in page
        assert ("Issue a corrigendum" in page) is (reader is desk)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"sure": ""}, "tick that you have read the corrections again"),
        ({"asked_by": ""}, "say who asked for it"),
    ],
)
def test_a_corrigendum_is_issued_by_who_says_that_it_is_final_and_who_asked(
    desk: Reader, adopted: Table, facts: dict[str, str], says: str
):
    sent = shown(desk, adopted) | facts
    answer = post(desk.client, f"{root(adopted)}/corrigenda", sent)

    assert answer.status_code == 422 and says in answer.text and "A slip." in answer.text
    assert corrigenda_to(db.session(), adopted.communique) == ()


def test_the_text_with_its_corrigenda_stands_beside_the_adopted_one(app: Flask, desk: Reader, adopted: Table):
    assert desk.client.get(f"{root(adopted)}/text").status_code == 303
    issue(adopted, entry(adopted, "1.", "welcomed", "noted"))
    reader = reader_of(app, make_observer)
    page = reader.sees(f"{root(adopted)}/text")
    assert "incorporating Corr.1" in page and "The Meeting noted the report." in page
    assert "This is not the text as it was adopted." in page
    assert "The Meeting welcomed the report." in reader.sees(f"/c/{adopted.code}/text")
    assert "form=corrected" in reader.get(f"{root(adopted)}/text")
    assert "Paragraphs beside which a corrigendum is named read otherwise now." in reader.sees(
        f"/c/{adopted.code}/text"
    )
    documents = reader.sees(f"/c/{adopted.code}/documents")
    assert "text with its corrigenda" in documents
    first = documents.index("with its corrigenda")
    assert first < documents.index("as it was adopted, without its corrigenda")


def test_what_cannot_be_corrected_comes_back_with_what_was_typed(desk: Reader, adopted: Table):
    sent = correction(adopted, wrong="thanked nobody")
    answer = post(desk.client, f"{root(adopted)}/corrigenda", sent)
    assert answer.status_code == 422
    assert "These words do not stand in the paragraph" in answer.text and "thanked nobody" in answer.text
    assert post(desk.client, f"{root(adopted)}/corrigenda", {"seen": 0}).status_code == 422
    assert (
        post(desk.client, f"{root(adopted)}/corrigenda", shown(desk, adopted) | {"seen": "7"}).status_code
        == 409
    )
    assert db.session.query(Corrigendum).count() == 0


def test_rows_are_added_without_losing_what_was_typed(desk: Reader, adopted: Table):
    answer = post(desk.client, f"{root(adopted)}/corrigenda", correction(adopted, more="1"))
    assert answer.status_code == 200
    assert "welcomed</textarea>" in answer.text and "Correction 4" in answer.text


def test_nobody_else_issues_one_and_none_is_issued_to_a_text_that_is_not_adopted(app: Flask, table: Table):
    head = reader_of(app, make_head)
    assert post(head.client, f"{root(table)}/corrigenda", correction(table)).status_code == 403
    mission = reader_of(app, make_mission_drafter)
    assert post(mission.client, f"{root(table)}/corrigenda", correction(table)).status_code == 409
    assert mission.client.get(f"{root(table)}/corrigenda/new").status_code == 409


def test_a_corrigendum_is_given_as_a_word_file_in_each_language(app: Flask, adopted: Table):
    issue(adopted, entry(adopted, "1.", "welcomed", "noted"))
    reader = reader_of(app, make_observer)
    for language in ("en", "fr", "ar"):
        answer = reader.client.get(f"{root(adopted)}/corrigenda/1.docx?language={language}")
        assert answer.status_code == 200
        assert f"OIC-ADOPTED-Corr.1-{language}.docx" in answer.headers["Content-Disposition"]
        with ZipFile(BytesIO(answer.data)) as file:
            assert b"Corr.1" in file.read("word/masthead.xml")
    assert reader.client.get(f"{root(adopted)}/corrigenda/2.docx").status_code == 404
    assert reader.client.get(f"{root(adopted)}/corrigenda/1.docx?language=xx").status_code == 404


def test_a_corrigendum_stands_at_its_paragraph_in_its_history_and_in_the_text(app: Flask, adopted: Table):
    code, other = code_of(adopted, "1."), code_of(adopted, "2.")
    issue(adopted, entry(adopted, "1.", "welcomed", "noted"))
    reader = reader_of(app, make_observer)
    here, told = f"/c/{adopted.code}/p", "For “welcomed” read “noted”"
    page = reader.sees(f"{here}/{code}")
    assert page.count(told) == 2, "at its words and in its History"
    assert f'href="{root(adopted)}#corr-1"' in reader.get(f"{here}/{code}")
    history = page[page.index("History") :]
    assert (
        "OIC/ADOPTED/Corr.1" in history
        and "A typing error." in history
        and "Adopted in OIC/ADOPTED" in history
    )
    assert "The text is adopted: nothing in it is changed any more." in page and "is closed" not in page
    assert "Corr.1" not in reader.sees(f"{here}/{other}")
    text = reader.get(f"/c/{adopted.code}/text")
    assert text.count("See Corr.1") == 1 and f'href="{here}/{code}#history">See Corr.1' in text
    earlier = reader.get(f"/c/{adopted.code}/text?draft=0")
    assert "Corr.1" not in earlier


def test_the_page_says_in_which_documents_reservations_stand(app: Flask, adopted: Table):
    page = reader_of(app, make_observer).sees(root(adopted))
    assert "in an annex of the documents that are made with contents and annexes" in page


def test_the_mission_is_named_in_the_language_of_a_corrigendum(app: Flask, adopted: Table):
    issue(adopted, entry(adopted, "1.", "welcomed", "noted"))
    reader = reader_of(app, make_observer)
    for language, name in (("fr", party("OICM").name_fr), ("ar", party("OICM").name_ar)):
        answer = reader.client.get(f"{root(adopted)}/corrigenda/1.docx?language={language}")
        words = [paragraph.final or "" for paragraph in read(answer.data).paragraphs]
        assert any(name in line for line in words), (name, words)
