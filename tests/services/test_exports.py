"""What a document is made from: one draft, as documents understand it."""

from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.services import exports, translations
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from acm_drafts.text.language import Language
from tests.tables import Table, make_table


def draft_of(table: Table) -> Draft:
    db.session.expire_all()
    return db.session.get_one(Draft, table.draft)


def test_a_draft_is_its_face_and_its_lines_in_order(session: object):
    table = make_table("# General", "We welcome.", "We urge.", symbol="OIC/FC")
    draft = draft_of(table)

    text = exports.draft_text(db.session, draft)

    assert (text.title, text.symbol, text.language) == (draft.communique.title, "OIC/FC", "en")
    assert text.status is DraftStatus.ZERO
    assert [(line.label, line.text) for line in text.lines] == [
        ("", "General"),
        ("1.", "We welcome."),
        ("2.", "We urge."),
    ]


def test_in_another_language_the_newest_translation_stands_and_the_rest_in_the_original(session: object):
    table = make_table("We welcome.", "We urge.")
    wording = table.line("1.").line.wording
    for said in ("Nous saluons.", "Nous nous félicitons."):
        translations.add(table.mission, wording, Language.FR, said)

    text = exports.draft_text(db.session, draft_of(table), language="fr")

    assert text.language == "fr"
    assert [line.text for line in text.lines] == ["Nous nous félicitons.", "We urge."]
    assert [line.label for line in text.lines] == ["1.", "2."]


def test_a_wording_that_changed_since_is_no_longer_translated(session: object):
    table = make_table("We welcome.", "We urge.")
    translations.add(table.mission, table.line("1.").line.wording, Language.FR, "Nous saluons.")
    table.accept(table.replace("EGY", "1.", "welcome", "warmly welcome"))
    table.close()

    text = exports.draft_text(db.session, draft_of(table), language="fr")

    assert text.lines[0].text == "We warmly welcome."
