"""What can be put under silence, in the words as decided so far."""

import pytest

from acm_drafts.negotiation.terms import Level, Visibility
from acm_drafts.services.silence_candidates import Candidates, candidates
from acm_drafts.store.database import db
from acm_drafts.store.rounds import round_context
from tests.silences import put
from tests.sittings import make_body
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("We met.", "We [strongly] urged all.", "We thanked Egypt.")


def known(table: Table, level: Level = Level.AMBASSADORIAL) -> Candidates:
    db.session.rollback()
    db.session.expire_all()
    return candidates(db.session(), round_context(db.session(), table.round), level)


def asked(table: Table, level: Level = Level.AMBASSADORIAL) -> list[tuple[str, str]]:
    return [(words.reference, words.text) for words in known(table, level).asked]


def test_what_is_open_or_in_brackets_is_left_out():
    table = make_table(*TEXTS)
    assert asked(table) == [("1", "We met."), ("3", "We thanked Egypt.")]
    table.replace("EGY", "3.", "Egypt", "all")
    assert asked(table) == [("1", "We met.")]
    assert [line.reference for line in known(table).left_out] == ["2", "3"]


def test_the_words_are_those_decided_so_far():
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "met", "have met"), level=None)
    assert asked(table)[0] == ("1", "We have met.")


def test_what_is_agreed_at_the_level_or_under_silence_already_is_left_out():
    table = make_table(*TEXTS)
    table.agree("1.", level=Level.EXPERT)
    assert [number for number, _ in asked(table, Level.EXPERT)] == ["3"]
    assert [number for number, _ in asked(table)] == ["1", "3"]
    put(table, make_body(Level.AMBASSADORIAL), ["3."])
    assert [number for number, _ in asked(table)] == ["1"]


def test_words_of_hidden_proposals_are_named_apart():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "met", "have met"), level=None)
    assert [number for number, _ in asked(table)] == ["3"]
    assert [line.reference for line in known(table).hidden] == ["1"]


def test_a_decision_makes_the_page_out_of_date():
    table = make_table(*TEXTS)
    before = known(table).seen
    table.accept(table.replace("EGY", "1.", "met", "have met"), level=None)
    assert known(table).seen != before
