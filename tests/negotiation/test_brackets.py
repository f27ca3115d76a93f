"""Brackets are lifted beside what was accepted since, as far as the two go together."""

from acm_drafts.negotiation.brackets import Place, holders, liftable
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.terms import AmendmentKind

BASE = "The Meeting welcomed [the progress made by all members] in the [existing] field."


def accepted(text: str, *, bracketed: bool = False) -> Edit:
    return Edit(7, AmendmentKind.REPLACE, 3, base=BASE, text=text, bracketed=bracketed)


def test_where_nothing_was_accepted_every_reading_of_every_place_is_there():
    assert liftable(BASE, ()) == (
        Place(0, "[the progress made by all members]", ((0, "the progress made by all members"), (1, ""))),
        Place(1, "[existing]", ((0, "existing"), (1, ""))),
    )


def test_words_accepted_inside_stand_in_what_is_lifted_and_are_not_left_out_with_it():
    first, second = liftable(BASE, [accepted(BASE.replace("made", "achieved"))])

    assert first == Place(
        0, "[the progress achieved by all members]", ((0, "the progress achieved by all members"),)
    )
    assert second.readings == ((0, "existing"), (1, ""))


def test_a_bracket_already_lifted_is_not_offered_again():
    assert [place.number for place in liftable(BASE, [accepted(BASE.replace("[existing]", "existing"))])] == [
        0
    ]


def test_a_bracket_changed_by_an_accepted_edit_cannot_be_lifted():
    changed = accepted(BASE.replace("[existing]", "[whole]"))

    assert [place.number for place in liftable(BASE, [changed])] == [0]


def test_only_edits_that_change_a_bracket_without_lifting_it_hold_it():
    edits = [
        Edit(number, AmendmentKind.REPLACE, 3, base=BASE, text=text)
        for number, text in enumerate(
            (
                BASE.replace("[existing]", "[whole]"),
                BASE.replace("[the progress made by all members]", "the progress made by all members"),
                BASE.replace("Meeting", "Conference"),
            )
        )
    ]

    assert holders(BASE, edits) == (0,)


def test_words_kept_in_brackets_in_the_same_round_leave_the_other_places_to_be_lifted():
    kept = accepted(BASE.replace("Meeting", "Conference"), bracketed=True)

    assert [place.number for place in liftable(BASE, [kept])] == [0, 1]


def test_a_bracket_without_a_partner_and_a_deleted_paragraph_have_no_place():
    assert liftable("The Meeting noted] all goals.", ()) == ()
    assert liftable(BASE, [Edit(7, AmendmentKind.DELETE, 3, base=BASE)]) == ()
