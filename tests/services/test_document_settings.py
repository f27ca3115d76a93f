"""The settings of documents: set by the Mission, kept whole or not at all, and printed on the documents."""

from datetime import date

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.document_settings import Distribution, DocumentSettings
from acm_drafts.negotiation.errors import NotFound, NotPermitted, WrongShape
from acm_drafts.negotiation.lines import DraftText, Line, Translated, how_translated
from acm_drafts.negotiation.terms import AmendmentKind, DraftStatus
from acm_drafts.services import corrections, documents, drafts, translations
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.services.drafts import Face
from acm_drafts.store.database import db
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.store.records import Draft, JournalLine
from acm_drafts.text.language import Language
from tests import tables
from tests.factories import actor_of, make_administrator, make_chair, mission
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

EN, FR, AR = Language.EN, Language.FR, Language.AR
FRENCH = DocumentSettings({FR: "Communiqué final"}, {FR: "Djedda"}, date(2026, 9, 24), Distribution.GENERAL)


@pytest.fixture
def table() -> Table:
    return make_table("The Meeting noted the report.", "* * *")


def lines() -> list[tuple[str, str]]:
    found = select(JournalLine).where(JournalLine.act == "set document settings").order_by(JournalLine.id)
    return [(line.before, line.after) for line in db.session.scalars(found)]


def text_of(table: Table, language: str = "") -> DraftText:
    db.session.expire_all()
    return draft_text(db.session(), db.session.get_one(Draft, table.draft), language=language)


def test_new_settings_replace_earlier_ones_with_a_journal_line_and_equal_settings_write_nothing(
    table: Table,
):
    set_document_settings(mission(), table.code, FRENCH)
    set_document_settings(mission(), table.code, FRENCH)
    set_document_settings(mission(), table.code, DocumentSettings(italics=True, footnotes=True))

    kept = load_document_settings(db.session(), table.communique)
    assert kept == DocumentSettings(italics=True, footnotes=True)
    assert lines() == [("", FRENCH.listed()), (FRENCH.listed(), "Ital.\nFootn.")]


def test_only_the_mission_sets_them_and_invalid_settings_write_nothing(table: Table):
    for actor in (table.head("EGY"), actor_of(make_chair()), actor_of(make_administrator())):
        with pytest.raises(NotPermitted):
            set_document_settings(actor, table.code, FRENCH)
    with pytest.raises(NotFound):
        set_document_settings(mission(), "zzzzzzz", FRENCH)
    with pytest.raises(WrongShape):
        set_document_settings(mission(), table.code, DocumentSettings({EN: "Another"}, italics=True))
    assert load_document_settings(db.session(), table.communique) == DocumentSettings()
    assert lines() == []


def test_a_document_bears_title_and_place_in_its_own_language(table: Table):
    set_document_settings(mission(), table.code, FRENCH)

    french, arabic, own = text_of(table, "fr"), text_of(table, "ar"), text_of(table)
    assert (french.title, french.place, french.held_on) == ("Communiqué final", "Djedda", "2026-09-24")
    assert arabic.title == own.title != "Communiqué final"
    assert (own.distribution, own.italics) == (Distribution.GENERAL, False)


def test_without_settings_the_title_page_has_the_place_of_the_meeting_and_the_day_of_the_draft(table: Table):
    text = text_of(table)

    assert text.place == db.session.get_one(Draft, table.draft).communique.meeting.place
    assert text.held_on == text.date


def test_a_translation_names_its_original_and_says_how_much_of_it_is_translated(table: Table):
    assert (text_of(table).original, text_of(table).translated) == ("", Translated.WHOLLY)
    assert (text_of(table, "en").original, text_of(table, "en").translated) == ("", Translated.WHOLLY)
    assert (text_of(table, "fr").original, text_of(table, "fr").translated) == ("en", Translated.NOT)

    translations.add(table.mission, table.line("1.").line.wording, FR, "La Réunion a pris note du rapport.")

    french = text_of(table, "fr")  # the asterisks need no translation
    assert (french.original, french.translated) == ("en", Translated.WHOLLY)
    assert text_of(table, "ar").translated is Translated.NOT


def test_a_tracked_text_is_partly_translated_where_either_draft_is_and_a_compilation_where_it_prints_proposals(
    table: Table,
):
    before = table.draft
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."))
    table.close()
    old, new = (db.session.get_one(Draft, key) for key in (before, table.draft))
    assert text_of(table, "fr").translated is Translated.WHOLLY

    tracked = documents.tracked_text(db.session(), mission(), draft=new, since=old, language="fr")
    assert tracked.face.translated is Translated.PARTLY
    compiled = [
        documents.compiled(db.session(), mission(), draft, language="fr").face.translated
        for draft in (old, new)
    ]
    assert compiled == [Translated.NOT, Translated.WHOLLY]


def test_settings_go_along_to_a_corrected_text_but_for_a_title_in_its_new_language():
    earlier = drafts.import_text(
        mission(), lines=tables.lines_of("Un."), data=b"un", symbol="OIC/IMPORTED", language="en"
    )
    set_document_settings(mission(), earlier.communique.code, FRENCH)

    face = Face("", "", FR, DraftStatus.ZERO)
    corrected = corrections.correct_text(mission(), earlier.id, lines=tables.lines_of("Deux."), face=face)

    settings = load_document_settings(db.session(), corrected.communique_id)
    assert settings == DocumentSettings({}, FRENCH.places, FRENCH.held_on, FRENCH.distribution)


@pytest.mark.parametrize(
    ("texts", "translated", "expected"),
    [
        (["We met.", "We ended."], [1, 2], Translated.WHOLLY),
        (["We met.", "We ended."], [1], Translated.PARTLY),
        (["We met.", "* * *", "", "2026", "[…]"], [1], Translated.WHOLLY),
        (["We met.", "* * *"], [], Translated.NOT),
        (["التقينا."], [], Translated.NOT),
        ([], [], Translated.WHOLLY),
    ],
)
def test_lines_are_partly_translated_where_one_with_letters_has_a_translation_and_another_has_none(
    texts: list[str], translated: list[int], expected: Translated
):
    lines = [Line(0, text, wording=key) for key, text in enumerate(texts, start=1)]

    assert how_translated(lines, translated) is expected
