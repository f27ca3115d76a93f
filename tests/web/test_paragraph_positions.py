"""Where delegations stand on the proposals of a paragraph, as its page tells it."""

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import Stance
from acm_drafts.services import positions, sponsors
from tests.factories import party
from tests.tables import make_table
from tests.web.readers import mission_reader, observer
from tests.web.test_paragraph_page import TEXTS, page_of, part_of


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Facts are made in the context of the test; pages are asked for from outside of it."""


def test_positions_are_listed_by_delegation(app: Flask):
    table = make_table(*TEXTS)
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    positions.take_position(table.head("SEN"), proposal.code, party=party("SEN").id, stance=Stance.OPPOSE)
    positions.take_position(
        table.head("MLI"), proposal.code, party=party("MLI").id, stance=Stance.RESERVE, reason="It is <late>."
    )

    seen = part_of(observer(app).get(page_of(table, "1.")), "positions")

    assert "Egypt sponsor" in seen
    assert "Mali reserve It is <late>. Senegal oppose" in seen
    assert "2 delegations have spoken" in seen


def test_to_sponsor_a_proposal_is_no_position(app: Flask):
    table = make_table(*TEXTS)
    table.replace("EGY", "1.", "noted", "welcomed")

    seen = part_of(observer(app).get(page_of(table, "1.")), "positions")

    assert "Egypt sponsor" in seen
    assert "spoken" not in seen


def test_a_co_sponsor_is_listed_without_its_earlier_position(app: Flask):
    table = make_table(*TEXTS)
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    for code, stance in (("SEN", Stance.SUPPORT), ("MLI", Stance.RESERVE)):
        key = party(code).id
        positions.take_position(table.head(code), proposal.code, party=key, stance=stance, reason="So far.")
        sponsors.cosponsor(table.head(code), proposal.code, party=key)

    seen = part_of(observer(app).get(page_of(table, "1.")), "positions")

    assert "Senegal co-sponsor" in seen
    assert "Mali co-sponsor" in seen
    assert "So far." not in seen
    assert "reserve" not in seen
    assert "spoken" not in seen


def test_who_decides_reads_the_positions_counted_and_who_took_none(app: Flask):
    table = make_table(*TEXTS)
    proposal = table.replace("EGY", "1.", "noted", "welcomed")
    sponsors.cosponsor(table.head("JOR"), proposal.code, party=party("JOR").id)
    for code, stance in (("SEN", Stance.OPPOSE), ("MLI", Stance.RESERVE), ("TUR", Stance.SUPPORT)):
        positions.take_position(table.head(code), proposal.code, party=party(code).id, stance=stance)

    seen = part_of(mission_reader(app).get(page_of(table, "1.")), "positions")

    assert "EGY 1 1 0 1 1 0 52" in seen
    assert "opposed: Senegal position reserved: Mali" in seen
    assert "52 States without a position" in seen
    assert "Delegation by delegation" in seen
    silent = seen.partition("without a position")[2].partition("Delegation by delegation")[0]
    assert not any(name in silent for name in ("Egypt", "Jordan", "Senegal", "Mali ,", "Türkiye"))
    assert "without a position" not in part_of(observer(app).get(page_of(table, "1.")), "positions")


def test_what_is_decided_has_no_row_among_the_positions_counted(app: Flask):
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))

    assert "without a position" not in part_of(mission_reader(app).get(page_of(table, "1.")), "positions")
