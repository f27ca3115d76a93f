"""What is on record about one paragraph, as far as the drafts and proposals that a reader may read."""

from collections.abc import Callable

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.services import drafts, sponsors
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords, load_amendments_by_key
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Revision
from acm_drafts.store.text import DraftSet, draft_set
from acm_drafts.store.timeline import (
    Kin,
    answers_on,
    cosponsors_on,
    decisions_on,
    kin,
    load_amendments_concerning,
    printed_numbers,
    verdicts_on,
)
from tests.factories import actor_of, make_observer, mission, party
from tests.tables import Table, head_of, label_of, make_table

TEXTS = ("The Meeting noted the report.", "The Meeting thanked the donors. It thanked the hosts.")


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Everything here happens in one context, as within a request."""


def shelf_of(table: Table, who: Actor) -> DraftSet:
    return draft_set(db.session(), table.communique, who)


def records(*proposals: Amendment) -> AmendmentRecords:
    return load_amendments_by_key(db.session(), [proposal.id for proposal in proposals])


def test_a_paragraph_is_printed_in_the_drafts_that_the_reader_may_read():
    table = make_table(*TEXTS)
    key = table.line("1.").line.paragraph
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.close()
    observer = actor_of(make_observer())

    seen = printed_numbers(db.session(), shelf_of(table, observer), key)
    assert [one.wording.text for one in seen] == [TEXTS[0]]

    drafts.circulate(mission(), table.draft, attributed=True)
    seen = printed_numbers(db.session(), shelf_of(table, observer), key)
    assert [(one.version.draft.sequence, one.reference) for one in seen] == [(0, "1"), (1, "1")]


def test_what_concerns_a_paragraph_is_what_is_on_it_and_new_paragraphs_after_it():
    table = make_table(*TEXTS, "It closed.", visibility=Visibility.MISSION)
    key = table.line("1.").line.paragraph
    table.replace("EGY", "1.", "noted", "welcomed")
    first = label_of("EGY")
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="It adds this.")
    second = label_of("EGY")
    table.propose("EGY", AmendmentKind.MOVE, "3.", after="1.")
    table.replace("MYS", "1.", "noted", "deplored")

    def labels(who: Actor) -> list[str]:
        concerning = load_amendments_concerning(db.session(), shelf_of(table, who), who, key)
        return [entry.label for entry in concerning]

    assert labels(table.head("EGY")) == [first, second]
    assert labels(mission()) == [first, second, label_of("MYS")]
    assert labels(head_of("SEN")) == []


def test_nothing_concerns_a_paragraph_before_the_first_round():
    table = make_table(*TEXTS)
    table_without_rounds = DraftSet(shelf_of(table, mission()).communique, (), (), whole=False)

    key = table.line("1.").line.paragraph

    assert list(load_amendments_concerning(db.session(), table_without_rounds, mission(), key)) == []


def test_decisions_come_in_order_with_what_they_made_and_whether_they_count():
    table = make_table(*TEXTS)
    key = table.line("1.").line.paragraph
    first, second = table.replace("EGY", "1.", "noted", "a"), table.replace("MYS", "1.", "noted", "b")
    table.void(table.accept(first), reason="Too early.")
    table.decide(DecisionKind.REJECT, second, reason="No.")

    found = decisions_on(db.session(), [key])

    assert [(one.decision.kind, one.voided) for one in found] == [("accept", True), ("reject", False)]
    assert [[(made.outcome, on) for made, on in one.dispositions] for one in found] == [
        [("accepted", first.id)],
        [("rejected", second.id)],
    ]


def test_verdicts_are_those_on_the_proposals_asked_for():
    table = make_table(*TEXTS)
    first, second = table.replace("EGY", "1.", "noted", "a"), table.replace("MYS", "2.", "donors", "b")
    table.close()

    found = verdicts_on(db.session(), records(first))

    assert [(row.revision.amendment_id, row.verdict) for row in found] == [(first.id, "carried")]
    assert len(verdicts_on(db.session(), records(first, second))) == 2


def test_answers_and_cosponsors_are_loaded_with_their_delegation():
    table = make_table(*TEXTS)
    amendment = table.replace("EGY", "1.", "noted", "welcomed")
    sponsors.cosponsor(table.head("JOR"), amendment.code, party=party("JOR").id)
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.contest(amendment, "Our capital insists.")

    said = answers_on(db.session(), records(amendment))

    assert [(who.code, row.answer, row.reason, compromise) for row, who, compromise in said] == [
        ("EGY", "contest", "Our capital insists.", False)
    ]
    assert [cosponsor.party.code for cosponsor in cosponsors_on(db.session(), records(amendment))] == ["JOR"]


def test_related_paragraphs_have_the_last_number_the_reader_saw():
    table = make_table(*TEXTS)
    parent, text = table.line("2.").line.paragraph, TEXTS[1]
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "2.", parts=(text[:31], text[32:])))
    table.close()
    part = table.line("3.")
    observer = actor_of(make_observer())
    assert kin(db.session(), shelf_of(table, observer), parent) == []

    drafts.circulate(mission(), table.draft, attributed=True)

    draft_versions = shelf_of(table, observer)
    assert kin(db.session(), draft_versions, parent) == [Kin(part.code, "3", True, "OIC/FC/Rev.1")]
    (elder,) = kin(db.session(), draft_versions, part.line.paragraph)
    assert (elder.reference, elder.younger) == ("2", False)


def test_of_a_chain_of_joins_each_part_is_named_where_it_ended_up():
    table = make_table("One stands.", "Two stands.", "Three stands.")
    table.accept(table.propose("EGY", AmendmentKind.JOIN, "1."))
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "2."))
    table.close()
    table.open()

    relatives = kin(db.session(), shelf_of(table, mission()), table.line("1.").line.paragraph)

    assert [(relative.reference, relative.younger, relative.symbol) for relative in relatives] == [
        ("2", False, "OIC/FC"),
        ("3", False, "OIC/FC"),
    ]


def test_each_of_them_is_a_fixed_number_of_queries(count_queries: Callable[[Callable[[], object]], int]):
    table = make_table(*TEXTS)
    key, session = table.line("1.").line.paragraph, db.session()
    asked = [AmendmentRecord(Amendment(id=number), Revision()) for number in (1, 2, 3)]

    def counts() -> list[int]:
        return [
            count_queries(lambda: printed_numbers(session, shelf_of(table, mission()), key)),
            count_queries(lambda: decisions_on(session, [key])),
            count_queries(lambda: verdicts_on(session, asked)),
            count_queries(lambda: answers_on(session, asked)),
            count_queries(lambda: cosponsors_on(session, asked)),
            count_queries(lambda: kin(session, shelf_of(table, mission()), key)),
        ]

    few = counts()
    for code in ("EGY", "MYS", "SEN"):
        table.decide(DecisionKind.REJECT, table.replace(code, "1.", "noted", code), reason="No.")

    assert counts() == few == [3, 2, 1, 1, 1, 3]
