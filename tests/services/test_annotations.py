"""The Mission annotates the items of an agenda, and an agenda goes the way of every text."""

import pytest
from sqlalchemy import select

from acm_drafts.documents import reader
from acm_drafts.negotiation.errors import NotFound, NotPermitted, ParagraphNotInText
from acm_drafts.negotiation.meeting_agenda import AnnotatedMeanwhile, NotAnAgenda
from acm_drafts.negotiation.terms import AmendmentKind, DraftStatus, TextKind
from acm_drafts.services import annotations, corrections, documents, drafts, verification
from acm_drafts.services.documents import Form
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.services.drafts import Face
from acm_drafts.store.annotations import annotations_in
from acm_drafts.store.database import db
from acm_drafts.store.drafts import find_draft, lines_of_draft, newest_draft
from acm_drafts.store.records import Communique, Draft, JournalLine, Source
from acm_drafts.text.language import Language
from tests.adoptions import adopt, close_as_final
from tests.factories import actor_of, make_head, mission
from tests.speakers import make_agenda
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

ITEMS = ("Opening of the meeting", "General debate on the theme of unity", "Closing of the meeting")


def first_item(draft: Draft) -> int:
    return lines_of_draft(db.session(), draft.id)[0].paragraph


def word(draft: Draft, form: Form = Form.ANNOTATED) -> str:
    data = documents.document(db.session(), mission(), form, draft=draft)
    file = reader.read(data)
    return "\n".join(paragraph.final or "" for paragraph in file.paragraphs)


def test_only_the_mission_annotates_an_item_that_stands_in_an_agenda_and_not_over_a_colleague():
    draft = make_agenda(*ITEMS)
    item = first_item(draft)
    annotations.annotate(mission(), item, " The chair opens it. ", seen=0)
    annotations.annotate(mission(), item, "The chair opens it.", seen=1)
    with pytest.raises(AnnotatedMeanwhile):
        annotations.annotate(mission(), item, "The Secretary-General opens it.", seen=0)
    with pytest.raises(NotPermitted):
        annotations.annotate(actor_of(make_head("EGY")), item, "Ours.", seen=1)
    with pytest.raises(NotFound):
        annotations.annotate(mission(), 987_654, "Nothing.", seen=0)
    with pytest.raises(NotAnAgenda):
        annotations.annotate(mission(), make_table("It noted.").line("1.").line.paragraph, "Note.", seen=0)

    assert annotations_in(db.session(), draft.communique_id) == {item: "The chair opens it."}
    lines = db.session.execute(select(JournalLine.scope).where(JournalLine.act == "annotate")).all()
    assert lines == [("mission",)]  # nobody else knows that there is an agenda


def test_an_agenda_is_imported_corrected_and_kept_apart_from_communiques():
    draft = make_agenda(*ITEMS, symbol="")
    communique = db.session.get_one(Communique, draft.communique_id)
    assert communique.kind == TextKind.AGENDA and communique.title.startswith("Agenda of")
    assert draft.symbol.endswith("/AGENDA/Draft")
    annotations.annotate(mission(), first_item(draft), "The chair opens it.", seen=0)
    table = make_table("It noted.")
    later = make_agenda("Another agenda", symbol="OIC/LATER")

    face = Face("", "", Language.EN, DraftStatus.ZERO)
    corrected = corrections.correct_text(mission(), draft.id, lines=lines_of(*ITEMS[:2]), face=face)

    assert corrected.communique.kind == TextKind.AGENDA
    assert list(annotations_in(db.session(), corrected.communique_id).values()) == ["The chair opens it."]
    found = find_draft(db.session())
    assert found is not None and found.communique_id == table.communique != later.communique_id


def test_an_agenda_is_negotiated_and_adopted_as_every_text_and_enters_no_library():
    table = Table(lines_of(*ITEMS), symbol="OIC/AGENDA", kind=TextKind.AGENDA).open()
    table.accept(table.replace("EGY", "2.", "unity", "solidarity"))
    table.accept(table.propose("MYS", AmendmentKind.INSERT, after="2.", text="Youth and innovation"))
    annotations.annotate(table.mission, table.line("1.").line.paragraph, "The chair opens it.", seen=0)
    provisional = newest_draft(db.session(), table.communique)
    assert draft_text(db.session(), provisional).agenda_stage == "provisional agenda"

    for label in ("1.", "3."):
        table.agree(label)
    adopt(close_as_final(table))

    newest = newest_draft(db.session(), table.communique)
    assert draft_text(db.session(), newest).agenda_stage == "adopted agenda"
    assert "theme of solidarity" in word(newest) and "The chair opens it." in word(newest)
    assert "The chair opens it." not in word(newest, Form.CLEAN)
    assert db.session.scalars(select(Source.id)).all() == []
    assert verification.verify(db.session()).findings == ()


def test_a_communique_has_no_annotated_form_and_no_stage():
    table = make_table("It noted.")
    draft = newest_draft(db.session(), table.communique)
    with pytest.raises(NotFound):
        documents.document(db.session(), mission(), Form.ANNOTATED, draft=draft)
    assert draft_text(db.session(), draft).agenda_stage is None


def test_an_item_that_is_no_longer_in_the_agenda_is_not_annotated():
    table = Table(lines_of(*ITEMS), symbol="OIC/AGENDA", kind=TextKind.AGENDA).open()
    item = table.line("3.").line.paragraph
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "3."))
    table.close()
    with pytest.raises(ParagraphNotInText):
        annotations.annotate(mission(), item, "Note.", seen=0)
    drafts.circulate(mission(), newest_draft(db.session(), table.communique).id, attributed=True)
