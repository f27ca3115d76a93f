"""The calls for inputs that the demonstration tells."""

from acm_drafts.services import people
from acm_drafts.store.database import db
from acm_drafts.store.inputs import calls_beside, inputs_to, marks_in


def test_the_demonstration_has_a_call_with_three_answers_and_themes_and_one_that_was_withdrawn(
    demonstration: object,
):
    mission = people.operator()
    open_call, withdrawn = calls_beside(db.session(), mission, 1)
    answers = inputs_to(db.session(), mission, open_call)

    assert (open_call.state, withdrawn.state) == ("open", "withdrawn")
    assert {one.row.party.code: one.newest.language.value for one in answers} == {
        "EGY": "ar",
        "MYS": "en",
        "SEN": "fr",
    }
    assert {mark.row.theme for mark in marks_in(db.session(), open_call.call.id)} == {
        "Early warning",
        "Financing",
        "Mediation",
    }
