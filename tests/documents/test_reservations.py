"""The report of reservations as a Word file, in the three languages."""

import pytest

from acm_drafts.documents.write.annexes import Annexes, Reservation
from acm_drafts.documents.write.reservations import render
from acm_drafts.negotiation.terms import ReservationScope
from tests.documents.judges import judgements
from tests.documents.making import make_draft
from tests.documents.test_annexes import tables_of

STANDING = Reservation("1", ReservationScope.PHRASE, "Mali", "2026-11-24", phrase="the work", words="No.")
AWAITING = Reservation("", ReservationScope.TEXT, "Oman", "2026-11-25", awaited=True)


def test_it_has_a_table_of_what_stands_and_one_of_those_that_await_instructions():
    first, second = tables_of(render(make_draft(), [AWAITING, STANDING]))

    assert first[1:] == [["1", "On the words “the work” | No.", "Mali", "24 November 2026"]]
    assert second[1:] == [["", "On the whole text", "Oman", "25 November 2026"]]


def test_its_annexes_do_not_tell_them_again():
    annexes = Annexes(reservations=[STANDING])
    assert len(tables_of(render(make_draft(), [STANDING], annexes=annexes))) == 1


def test_without_any_it_has_no_table():
    assert tables_of(render(make_draft(), [])) == []


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("reservations", [[], [STANDING, AWAITING]])
def test_two_validators_find_nothing_in_it(language: str, reservations: list[Reservation], tmp_path):
    file = tmp_path / "reservations.docx"
    file.write_bytes(render(make_draft(language=language), reservations))

    assert judgements(file) == []
