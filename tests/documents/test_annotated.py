"""An agenda with its annotations as a Word file."""

from dataclasses import replace

import pytest

from acm_drafts.documents import reader
from acm_drafts.documents.write.annotated import render
from acm_drafts.negotiation.lines import DraftText, Line
from acm_drafts.negotiation.meeting_agenda import AgendaStage
from acm_drafts.text.language import Language
from tests.documents.making import part

LINES = (Line(1, "Opening of the meeting", label="1."), Line(2, "General debate", label="2."))
FACE = DraftText(
    "Agenda", "OIC/AGENDA", "zero-draft", "en", "2026-12-01", LINES, agenda_stage=AgendaStage.PROVISIONAL
)


def test_each_annotation_stands_below_its_item_and_the_head_says_what_it_is():
    data = render(FACE, {2: "Five minutes each.\nDocument: OIC/1"}, spoken=Language.EN)

    said = [paragraph.final for paragraph in reader.read(data).paragraphs if paragraph.final]
    after = said[said.index(next(line for line in said if "General debate" in line)) + 1 :]
    assert after == ["Five minutes each.", "Document: OIC/1"]
    head = "".join(part(data, "word/masthead.xml").itertext())
    assert "Annotated provisional agenda" in head
    assert render(FACE, {2: "Note."}, spoken=Language.EN) == render(FACE, {2: "Note."}, spoken=Language.EN)


@pytest.mark.parametrize(
    ("language", "provisional", "adopted"),
    [
        ("en", "Annotated provisional agenda", "Annotated agenda as adopted"),
        ("fr", "Ordre du jour provisoire annoté", "Ordre du jour annoté, tel qu’il a été adopté"),
        ("ar", "جدول الأعمال المؤقت المشروح", "جدول الأعمال المشروح بصيغته المعتمدة"),
    ],
)
def test_it_is_called_annotated_on_its_first_page_and_on_all_others(
    language: str, provisional: str, adopted: str
):
    for stage, name in ((AgendaStage.PROVISIONAL, provisional), (AgendaStage.ADOPTED, adopted)):
        face = replace(FACE, language=language, agenda_stage=stage)
        data = render(face, {2: "Note."}, spoken=Language.EN)
        for head in ("word/masthead.xml", "word/header.xml"):
            assert name in "".join(part(data, head).itertext())


def test_an_agenda_without_annotations_says_so():
    # an annotation of an item that is no longer in the agenda stands below none
    for annotations in ({}, {99: "Note."}):
        head = "".join(part(render(FACE, annotations, spoken=Language.EN), "word/masthead.xml").itertext())
        assert "Provisional agenda" in head and "No item has an annotation." in head
