"""The annotations of an agenda as they are read: the last on each item, and what no verb would have written."""

import pytest

from acm_drafts.services import annotations, drafts
from acm_drafts.store.annotations import (
    annotations_in,
    faults_of_annotations,
    is_circulated_paragraph,
    last_annotation,
)
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Annotation
from tests.factories import mission
from tests.speakers import make_agenda
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")


def test_the_last_annotation_of_an_item_counts_and_an_empty_one_takes_it_away():
    draft = make_agenda("Opening", "General debate", "Closing")
    first, second, _ = (line.paragraph for line in lines_of_draft(db.session(), draft.id))
    for seen, words in enumerate(("Noted.", "Noted again.")):
        annotations.annotate(mission(), first, words, seen=seen)
    annotations.annotate(mission(), second, "For a moment.", seen=0)
    annotations.annotate(mission(), second, "", seen=1)
    db.session.rollback()

    assert annotations_in(db.session(), draft.communique_id) == {first: "Noted again."}
    assert last_annotation(db.session(), second) == (2, "")
    assert not is_circulated_paragraph(db.session(), first)
    drafts.circulate(mission(), draft.id, attributed=True)
    db.session.rollback()
    assert is_circulated_paragraph(db.session(), first)
    assert faults_of_annotations(db.session(), draft.communique_id) == []


def test_an_annotation_in_a_communique_and_a_gap_are_found():
    table, draft = make_table("It noted."), make_agenda("Opening")
    key = lines_of_draft(db.session(), draft.id)[0].paragraph
    of_text = table.line("1.").line.paragraph
    for communique, paragraph, sequence in ((table.communique, of_text, 1), (draft.communique_id, key, 7)):
        row = {"communique_id": communique, "paragraph_id": paragraph, "sequence": sequence, "text": "Note."}
        db.session.add(Annotation(**row))
    db.session.commit()

    (wrong,) = faults_of_annotations(db.session(), table.communique)
    (gap,) = faults_of_annotations(db.session(), draft.communique_id)
    assert "no agenda" in wrong[1] and "missing" in gap[1]
