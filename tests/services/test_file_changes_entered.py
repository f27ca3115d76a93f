"""Several proposals in one act: all of them as the ordinary services keep them, or none."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import NotPermitted, ProposedAlready, SomeRefused, StaleText, WrongShape
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.services import file_changes
from acm_drafts.services.file_changes import Wanted
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, JournalLine, Paragraph, Revision
from tests.factories import actor_of, make_drafter, party
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

FIRST = "The Meeting welcomed the progress made by all Member States."
SECOND = "The Meeting noted the report of the Secretary-General."


def wanted(table: Table) -> list[Wanted]:
    """Return a new wording, two new paragraphs in a row, and a deletion."""
    return [
        Wanted("a", table.proposal(AmendmentKind.REPLACE, "1.", text=FIRST.replace("all", "the"))),
        Wanted("b", table.proposal(AmendmentKind.INSERT, after="1.", text="It thanked Egypt.")),
        Wanted("c", Proposal(AmendmentKind.INSERT, text="It thanked Jordan."), follows="b"),
        Wanted("d", table.proposal(AmendmentKind.DELETE, "2.")),
    ]


def kept() -> tuple[int, int, int, int]:
    """Return how many proposals, revisions, paragraphs and lines of the journal there are."""
    db.session.rollback()
    records = (Amendment, Revision, Paragraph, JournalLine)
    return tuple(db.session.scalar(select(func.count()).select_from(record)) or 0 for record in records)


def test_what_is_chosen_is_kept_as_drafts_of_the_sponsor_in_its_order():
    table = make_table(FIRST, SECOND)

    made = file_changes.bring_in(table.head("EGY"), table.round, wanted(table))

    assert [one.stage for one in made] == [Stage.DRAFT] * 4
    assert {one.sponsor_id for one in made} == {party("EGY").id}
    assert [one.kind for one in made] == ["replace", "insert", "insert", "delete"]
    assert made[2].revisions[-1].after_id == made[1].paragraph_id


def test_it_can_be_submitted_at_once_and_is_numbered_in_its_order():
    table = make_table(FIRST, SECOND)

    made = file_changes.bring_in(table.head("EGY"), table.round, wanted(table), submits=True)

    assert [one.number for one in made] == [1, 2, 3, 4]
    acts = db.session.scalars(select(JournalLine.act).where(JournalLine.amendment_id.is_not(None))).all()
    assert acts == ["submit"] * 4


def test_the_mission_brings_in_its_own():
    table = make_table(FIRST, SECOND)

    made = file_changes.bring_in(table.mission, table.round, wanted(table), submits=True)

    assert {one.sponsor.code for one in made} == {"OICM"}


def test_if_any_change_is_refused_all_refusals_are_reported_and_nothing_is_written():
    table = make_table(FIRST, SECOND)
    table.propose("EGY", AmendmentKind.DELETE, "2.", reason="")
    stale = table.proposal(AmendmentKind.REPLACE, "1.", text="Other words.")
    bad = [
        *wanted(table),
        Wanted("e", Proposal(stale.kind, stale.paragraph, base=None, text=stale.text)),
        Wanted("f", table.proposal(AmendmentKind.INSERT, after="1.", text=" ")),
    ]
    before = kept()

    with pytest.raises(SomeRefused) as told:
        file_changes.bring_in(table.head("EGY"), table.round, bad)

    assert {key: type(refusal) for key, refusal in told.value.refusals.items()} == {
        "d": ProposedAlready,
        "e": StaleText,
        "f": WrongShape,
    }
    assert kept() == before


def test_what_would_follow_a_refused_paragraph_is_not_complained_of_twice():
    table = make_table(FIRST, SECOND)
    two = [
        Wanted("b", table.proposal(AmendmentKind.INSERT, after="1.", text="")),
        Wanted("c", Proposal(AmendmentKind.INSERT, text="It thanked Jordan."), follows="b"),
    ]

    with pytest.raises(SomeRefused) as told:
        file_changes.bring_in(table.head("EGY"), table.round, two)

    assert list(told.value.refusals) == ["b"]


def test_a_drafter_prepares_and_does_not_submit():
    table = make_table(FIRST, SECOND)
    drafter = actor_of(make_drafter("EGY"))

    with pytest.raises(SomeRefused) as told:
        file_changes.bring_in(drafter, table.round, wanted(table), submits=True)
    assert {type(one) for one in told.value.refusals.values()} == {NotPermitted}
    assert len(file_changes.bring_in(drafter, table.round, wanted(table))) == 4


@pytest.mark.parametrize("submits", [False, True])
def test_nobody_writes_in_the_name_of_another_delegation(submits: bool):
    table = make_table(FIRST, SECOND)
    before = kept()

    with pytest.raises(SomeRefused):
        file_changes.bring_in(
            table.head("EGY"), table.round, wanted(table), sponsor=party("JOR").id, submits=submits
        )
    with pytest.raises(SomeRefused):
        file_changes.bring_in(Actor(None, ""), table.round, wanted(table), submits=submits)
    assert kept()[:3] == before[:3]


def test_nothing_chosen_is_nothing_done():
    table = make_table(FIRST)

    with pytest.raises(WrongShape):
        file_changes.bring_in(table.head("EGY"), table.round, ())
