"""An agenda with its annotations as a Word file."""

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
    assert "Provisional agenda" in head and "With annotations" in head
    assert render(FACE, {2: "Note."}, spoken=Language.EN) == render(FACE, {2: "Note."}, spoken=Language.EN)


def test_an_agenda_without_annotations_says_so():
    head = "".join(part(render(FACE, {}, spoken=Language.EN), "word/masthead.xml").itertext())
    assert "No item has an annotation." in head
