"""The documents of an adopted text and of its corrigenda."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.documents.reader import read
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.services import corrigendum_documents, documents, drafts, translations
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.services.documents import Form
from acm_drafts.services.draft_texts import corrected_text, draft_text
from acm_drafts.services.people import operator
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from acm_drafts.text.language import Language
from tests.adoptions import TEXTS, adopt, agreed_text, close_as_final, entry, issue
from tests.documents.test_footnotes import printed
from tests.factories import actor_of, make_administrator, party
from tests.reservations import enter
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    table = agreed_text()
    adopt(table, symbol="OIC/ADOPTED")
    return table


def draft_of(table: Table) -> Draft:
    return db.session.get_one(Draft, table.draft)


def masthead(data: bytes, part: str = "masthead") -> str:
    """Return the words at the head of the first page, or of all others ("header")."""
    with ZipFile(BytesIO(data)) as file:
        return str(etree.fromstring(file.read(f"word/{part}.xml")).xpath("string()"))


def said(data: bytes) -> list[str]:
    return [paragraph.final or "" for paragraph in read(data).paragraphs]


def test_the_documents_of_an_adopted_text_say_so_and_those_of_a_final_draft_do_not():
    table = agreed_text()
    before = documents.document(db.session(), operator(), Form.CLEAN, draft=draft_of(table))
    assert "Final draft" in masthead(before) and "Adopted" not in masthead(before)
    adopt(table, symbol="OIC/ADOPTED")
    after = documents.document(db.session(), operator(), Form.CLEAN, draft=draft_of(table))
    assert "Adopted" in masthead(after) and "OIC/ADOPTED" in masthead(after)
    assert "Final draft" not in masthead(after)


def test_earlier_drafts_of_an_adopted_text_are_not_called_adopted(table: Table):
    first = db.session.query(Draft).filter(Draft.communique_id == table.communique, Draft.sequence == 0).one()
    assert draft_text(db.session(), first).status == "zero-draft"


def test_the_text_with_its_corrigenda_names_them_and_the_adopted_text_stays(table: Table):
    issue(table, entry(table, "1.", "welcomed", "noted"))
    issue(table, entry(table, "2.", "urged", "invited"))
    own = draft_of(table)
    corrected = documents.document(db.session(), operator(), Form.CORRECTED, draft=own)
    assert "incorporating Corr.1, Corr.2" in masthead(corrected)
    assert "OIC/ADOPTED, Corr.1, Corr.2" in masthead(corrected, "header")
    assert any("The Meeting noted the report." in words for words in said(corrected))
    clean = documents.document(db.session(), operator(), Form.CLEAN, draft=own)
    assert "incorporating" not in masthead(clean)
    assert any("The Meeting welcomed the report." in words for words in said(clean))


def test_a_text_without_corrigenda_reads_as_it_is(table: Table):
    assert corrected_text(db.session(), draft_of(table)) == draft_text(db.session(), draft_of(table))


def test_in_a_translation_a_corrected_paragraph_stands_in_the_original(table: Table):
    for label, words in (("1.", "La Réunion a salué le rapport."), ("3.", "La Réunion a remercié l’Égypte.")):
        translations.add(table.mission, table.line(label).line.wording, Language.FR, words)
    issue(table, entry(table, "1.", "welcomed", "noted"))
    text = corrected_text(db.session(), draft_of(table), language="fr")
    assert [line.text for line in text.lines] == [
        "The Meeting noted the report.",
        "The Meeting urged all Member States to contribute.",
        "La Réunion a remercié l’Égypte.",
    ]
    assert text.translated == "partly"


def test_a_translation_in_word_says_which_lines_and_headings_stand_in_the_original_as_corrected():
    table = Table(
        [
            Recognised(LineKind.HEADING, 0, False, "", "", "Opening and thanks"),
            Recognised(LineKind.PARAGRAPH, 0, True, "1.", "", "The Meeting urged:"),
            Recognised(LineKind.SUB, 1, True, "(a)", "", "the Members;"),
            Recognised(LineKind.SUB, 1, True, "(b)", "", "the regional offices."),
        ],
        symbol="OIC/MARKED",
        status=DraftStatus.FINAL,
    )
    drafts.circulate(table.mission, table.draft, attributed=True)
    adopt(table, symbol="OIC/MARKED-ADOPTED")
    arabic = ("الافتتاح والشكر", "حث الاجتماع:", "الأعضاء؛", "المكاتب الإقليمية.")
    for line, words in zip(table.lines(), arabic, strict=True):
        translations.add(table.mission, line.wording, Language.AR, words)
    mark = "بصيغته المصوَّبة، باللغة التي اعتُمد بها"
    own = draft_of(table)
    assert mark not in said(
        documents.document(db.session(), operator(), Form.CORRECTED, draft=own, language="ar")
    )
    issue(table, entry(table, "(b)", "regional", "subregional"))
    issue(table, entry(table, "Opening", "thanks", "gratitude"))

    words = said(documents.document(db.session(), operator(), Form.CORRECTED, draft=own, language="ar"))

    assert words[words.index("Opening and gratitude") + 1] == mark
    assert words[words.index("(ب)\tthe subregional offices.") + 1] == mark
    assert words.count(mark) == 2 and "(أ)\tالأعضاء؛" in words


@pytest.mark.parametrize("language", list(Language))
def test_a_corrigendum_has_a_document_of_its_own(table: Table, language: Language):
    issue(table, entry(table, "1.", "welcomed", "noted", asked_by=party("EGY").id, reason="A slip."))
    data = corrigendum_documents.corrigendum_document(
        db.session(), operator(), table.communique, 1, language=language
    )
    words = said(data)
    assert "welcomed" in words and "noted" in words
    assert any("A slip." in line for line in words)
    assert "OIC/ADOPTED/Corr.1" in masthead(data)


def test_there_is_none_that_was_not_issued_and_none_for_who_does_not_read_the_text(table: Table):
    issue(table, entry(table, "1.", "welcomed", "noted"))
    outsider = actor_of(make_administrator())
    for actor, number in ((operator(), 2), (outsider, 1)):
        with pytest.raises(NotFound):
            corrigendum_documents.corrigendum_document(
                db.session(), actor, table.communique, number, language=Language.EN
            )


def test_what_stays_reserved_stands_in_the_annex_of_the_adopted_text():
    table = make_table("The Meeting welcomed the report.", "The Meeting thanked Egypt.")
    enter(table, "TUR", "1.", words="Our capital reserves.")
    table.accept(table.replace("EGY", "1.", "report", "full report"))
    table.agree("2.")
    adopt(close_as_final(table))
    data = documents.document(db.session(), operator(), Form.CLEAN, draft=draft_of(table), with_annexes=True)
    assert any("Our capital reserves." in words for words in said(data))


def test_in_the_corrected_text_a_footnote_follows_its_words_through_the_corrigenda():
    table = make_table(*TEXTS)
    for line in table.lines():
        table.agree(line.label)
    set_document_settings(table.mission, table.code, DocumentSettings(footnotes=True))
    enter(table, "OMN", "1.", "the report")
    enter(table, "MAR", "2.", "to contribute")
    adopt(close_as_final(table))
    issue(
        table,
        entry(table, "1.", "The Meeting", "The Annual Meeting"),
        entry(table, "2.", "contribute", "pay"),
    )

    document = documents.document(db.session(), operator(), Form.CORRECTED, draft=draft_of(table))

    assert printed(document)[1:] == [
        "1.\tThe Annual Meeting welcomed the report‹1›.",
        "2.\tThe Meeting urged all Member States to pay.‹2›",
        "3.\tThe Meeting thanked Egypt.",
    ]
