"""Reservations on a draft: on what lies on its table and what earlier rounds adopted, as far as may be told."""

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DecisionKind, Stance, Visibility
from acm_drafts.services import people, positions
from acm_drafts.store.database import db
from acm_drafts.store.positions import load_reservations
from acm_drafts.store.records import Amendment, Draft, Position
from tests.tables import Table, label_of, make_table

TEXTS = ("The Meeting welcomed the progress made.", "It urged all members.", "It noted the need.")


def take(table: Table, made: Amendment, stance: Stance = Stance.RESERVE, *, code: str = "OMN") -> None:
    head = table.head(code)
    positions.take_position(head, made.code, party=next(iter(head.parties())), stance=stance)


def read(table: Table, actor: Actor | None = None, *, draft: int = 0) -> list[tuple[str, str, str]]:
    """Proposal, delegation and stance of each reservation, on the newest draft or an earlier one."""
    db.session.expire_all()
    found = load_reservations(
        db.session, actor or people.operator(), db.session.get_one(Draft, draft or table.draft)
    )
    return [(entry.label, position.party.code, position.stance) for entry, position in found]


def test_those_who_reserve_or_await_instructions_are_read_and_no_other_position(session: object):
    table = make_table(*TEXTS)
    amendment = table.replace("EGY", "1.", "welcomed", "hailed")
    for code, stance in zip(("OMN", "MYS", "SEN", "MAR", "IDN"), Stance, strict=True):
        take(table, amendment, stance, code=code)

    assert read(table) == [("EGY 1", "IDN", "awaiting"), ("EGY 1", "MAR", "reserve")]


def test_a_reservation_on_what_was_adopted_stays_with_every_later_text(session: object):
    table = make_table(*TEXTS)
    adopted = table.replace("EGY", "1.", "welcomed", "hailed")
    kept = table.replace("EGY", "2.", "urged", "asked")
    refused = table.replace("EGY", "3.", "noted", "saw")
    for made in (adopted, kept, refused):
        take(table, made)
    first = table.draft
    table.accept(adopted)
    table.decide(DecisionKind.BRACKETS, kept)
    table.decide(DecisionKind.REJECT, refused, reason="No.")
    table.close()

    assert read(table) == [("EGY 1", "OMN", "reserve"), ("EGY 2", "OMN", "reserve")]
    table.open()
    table.close()
    assert read(table) == [("EGY 1", "OMN", "reserve"), ("EGY 2", "OMN", "reserve")]
    assert [name for name, *_ in read(table, draft=first)] == ["EGY 1", "EGY 2", "EGY 3"]


def test_a_reservation_on_what_is_carried_over_is_read_before_the_next_round_opens_too(session: object):
    table = make_table(*TEXTS)
    carried = table.replace("EGY", "1.", "welcomed", "hailed")
    refused = table.replace("EGY", "3.", "noted", "saw")
    for made, stance in ((carried, Stance.RESERVE), (refused, Stance.AWAITING)):
        take(table, made, stance)
    table.decide(DecisionKind.REJECT, refused, reason="No.")
    table.close()

    assert read(table) == [("EGY 1", "OMN", "reserve")]
    table.open()
    assert read(table) == [("EGY 1", "OMN", "reserve")]


def test_the_words_are_those_that_were_adopted(session: object):
    table = make_table(*TEXTS)
    amendment = table.replace("EGY", "1.", "welcomed", "hailed")
    take(table, amendment)
    table.accept(amendment)
    table.close()

    draft = db.session.get_one(Draft, table.draft)
    ((entry, _),) = load_reservations(db.session, people.operator(), draft)

    assert (entry.base, entry.revision.text) == (TEXTS[0], TEXTS[0].replace("welcomed", "hailed"))


def test_without_attribution_no_reservation_is_listed_not_even_for_the_mission(session: object):
    table = make_table(*TEXTS, attributed=False)
    amendment = table.replace("EGY", "1.", "welcomed", "hailed")
    take(table, amendment)

    assert read(table) == []
    table.accept(amendment)
    table.close()
    assert read(table) == []
    table.open()
    assert read(table) == []


def test_a_text_without_attribution_lists_no_reservation_of_an_earlier_text(session: object):
    table = make_table(*TEXTS)
    amendment = table.replace("EGY", "1.", "welcomed", "hailed")
    take(table, amendment)
    table.accept(amendment)
    table.close()
    table.open(attributed=False)

    assert read(table) == []


def test_no_reservation_is_listed_on_a_proposal_the_reader_may_not_see(session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "welcomed", "hailed")
    party = next(iter(table.head("OMN").parties()))
    facts = {"communique_id": amendment.communique_id, "amendment_id": amendment.id, "revision": 1}
    db.session.add(Position(**facts, party_id=party, stance=Stance.RESERVE))
    db.session.commit()

    told = [(label_of("EGY"), "OMN", "reserve")]
    assert read(table) == told
    assert read(table, table.head("EGY")) == told
    assert read(table, table.head("MYS")) == []
    table.accept(amendment)
    table.close()
    table.open()
    assert read(table) == told
    assert read(table, table.head("MYS")) == []


def test_the_number_of_queries_does_not_grow_with_the_reservations(session: object, count_queries):
    table = make_table(*TEXTS)
    adopted = table.replace("EGY", "1.", "welcomed", "hailed")
    take(table, adopted)
    table.accept(adopted)
    table.close()
    table.open()
    take(table, table.replace("EGY", "2.", "urged", "asked"))
    few = count_queries(lambda: read(table))
    for code in ("MYS", "SEN", "MAR"):
        amendment = table.replace(code, "3.", "noted", f"saw with {code}")
        for other in ("OMN", "IDN"):
            take(table, amendment, code=other)

    assert count_queries(lambda: read(table)) == few <= 22
    assert len(read(table)) == 8
