"""The private address of a person's calendar."""

import pytest

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.services import calendars
from tests.factories import actor_of, make_observer

pytestmark = pytest.mark.usefixtures("session")


def test_an_address_names_its_person_until_there_is_another_one():
    user = make_observer()
    first = calendars.make_address(actor_of(user))
    assert calendars.reader_of(first).id == user.id
    second = calendars.make_address(actor_of(user))
    with pytest.raises(NotFound):
        calendars.reader_of(first)
    calendars.end_address(actor_of(user))
    calendars.end_address(actor_of(user))
    with pytest.raises(NotFound):
        calendars.reader_of(second)
