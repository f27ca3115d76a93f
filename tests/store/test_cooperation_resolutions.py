"""The list of resolutions on cooperation: its order, and what of it the library holds."""

import pytest

from acm_drafts.negotiation.cooperation_resolutions import Vote, VoteKind
from acm_drafts.services import library
from acm_drafts.store.cooperation_resolutions import resolutions_listed
from acm_drafts.store.database import db
from tests.factories import mission
from tests.library import add as add_source
from tests.partners import bring_in

pytestmark = pytest.mark.usefixtures("session")


def test_the_latest_session_comes_first_and_what_is_without_one_last():
    bring_in(
        "symbol,date\nA/RES/ES-10/2,\nA/RES/3369 (XXX),1975-10-10\nA/RES/65/140,\nA/RES/65/2,2010-10-01\n"
    )

    symbols = [row.resolution.symbol for row in resolutions_listed(db.session(), mission())]
    assert symbols == ["A/RES/65/2", "A/RES/65/140", "A/RES/3369 (XXX)", "A/RES/ES-10/2"]


def test_a_resolution_is_linked_to_its_source_while_the_library_offers_it_and_has_its_vote():
    bring_in()
    source = add_source("A/RES/65/140")
    second, first = resolutions_listed(db.session(), mission())

    assert (first.source, first.vote) == (source.code, Vote(VoteKind.WITHOUT_A_VOTE))
    assert (second.source, second.vote) == ("", Vote(VoteKind.RECORDED, 120, 2, 15))

    library.withdraw(mission(), source.code, reason="It is a draft.")
    assert [row.source for row in resolutions_listed(db.session(), mission())] == ["", ""]
