"""Items suggested for the paragraphs of a text: by last year's tags, by what they were divided from, and by words."""

import pytest

from acm_drafts.negotiation.guide import TagAct
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services.guide_suggestions import Offered, tagged_text
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique
from acm_drafts.store.text import text_rows
from tests.adoptions import adopt, imported_as_final
from tests.factories import make_meeting, mission
from tests.guide import add_agenda, session_for, tag
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")


def offered(table: Table) -> dict[str, list[Offered]]:
    """Return what is suggested for the paragraphs of a text, by their numbers."""
    db.session.rollback()
    rows = text_rows(db.session(), table.draft)
    communique = db.session.get_one(Communique, table.communique)
    text = tagged_text(db.session(), mission(), communique, session_for(table), rows)
    return {row.label: list(text.offered[row.paragraph]) for row in rows if text.offered[row.paragraph]}


def test_the_tags_of_last_years_text_are_suggested_where_a_paragraph_goes_back_to_it():
    last = imported_as_final(
        "The Meeting noted the report on trade and transport among Member States.",
        "The Meeting thanked Egypt for the hospitality.",
        symbol="OIC/LAST",
    )
    add_agenda(session_for(last))
    tag(last, "1.", 14)
    tag(last, "2.", 23)
    adopt(last)
    meeting = make_meeting(year=session_for(last) + 1945 + 1)
    now = Table(
        lines_of(
            "The Meeting thanked Malaysia.",
            "The Meeting welcomed the report on trade and transport among Member States.",
        ),
        symbol="OIC/NOW",
        meeting=meeting.id,
    ).open()
    add_agenda(session_for(now))

    found = offered(now)
    assert list(found) == ["2."]
    (only,) = found["2."]
    assert (only.item.item.number, only.earlier) == (14, ("OIC/LAST", "1"))
    tag(now, "2.", 14, act=TagAct.DECLINE)
    assert offered(now) == {}


def test_words_and_the_paragraph_that_one_was_divided_from_suggest_items():
    table = make_table("Food security needs agriculture development. It noted human rights.", "It met.")
    add_agenda(session_for(table))
    tag(table, "1.", 71)
    parts = ("Food security needs agriculture development.", "It noted human rights.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts))
    table.close()

    found = offered(table)
    reasons = {
        label: [(o.item.item.number, o.item.item.part, o.divided, bool(o.words)) for o in several]
        for label, several in found.items()
    }
    assert (23, "", False, True) in reasons["1."]
    assert (71, "", True, False) in reasons["2."] or (71, "", True, True) in reasons["2."]
    assert (71, "", True, True) not in reasons["1."]
