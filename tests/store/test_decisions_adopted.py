"""Which adopted proposals made a draft of another, and only as far as the reader may know."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.services import drafts, rounds, sponsors
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.decisions import adopted_moves, makers
from acm_drafts.store.records import Amendment, Draft
from acm_drafts.store.text import draft_set, text_rows
from tests.factories import actor_of, make_observer, party
from tests.tables import DAY, Table, label_of, make_table
from tests.web.readers import counted

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed progress.", "The Meeting noted the report.", "The Meeting thanked the host.")


def names(table: Table, actor: Actor) -> list[dict[str, list[str]]]:
    """Return for each step between the drafts that *actor* may read what is told, by the verb of each paragraph."""
    db.session.expire_all()
    draft_versions = draft_set(db.session, table.communique, actor)
    codes = {
        row.paragraph: row.text.split()[2]
        for version in reversed(draft_versions.versions)
        for row in text_rows(db.session, version.draft.id)
    }
    found = makers(db.session, actor, draft_versions, draft_versions.versions)
    return [{codes[key]: [one.name for one in ones] for key, ones in step.items()} for step in found]


def next_round_of(table: Table) -> None:
    """Open a round on the newest draft, which is circulated."""
    terms = rounds.Terms(utcnow(), deadline=utcnow() + DAY)
    table.round = rounds.open_round(table.mission, table.communique, terms).id


def someone() -> Actor:
    return actor_of(make_observer())


@pytest.fixture
def table() -> Table:
    """Egypt's and Malaysia's words are in the first revision, Senegal's were rejected; then Jordan's came."""
    table = make_table(*TEXTS)
    one, other = (
        table.replace("EGY", "1.", "progress", "great progress"),
        table.replace("MYS", "1.", "Meeting", "Group"),
    )
    table.accept(one)
    table.accept(other)
    table.decide(
        DecisionKind.REJECT, table.replace("SEN", "2.", "noted", "recalled"), reason="No.", level=None
    )
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    next_round_of(table)
    table.accept(table.propose("JOR", AmendmentKind.INSERT, after="2.", text="The Meeting hoped for more."))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)
    return table


def test_each_step_names_the_proposals_that_made_it(table: Table):
    assert names(table, someone()) == [{"welcomed": ["EGY 1", "MYS 1"]}, {"hoped": ["JOR 1"]}]


def test_drafts_further_apart_are_one_step(table: Table):
    draft_versions = draft_set(db.session, table.communique, someone())

    (step,) = makers(
        db.session, someone(), draft_versions, (draft_versions.versions[0], draft_versions.versions[-1])
    )

    assert sorted(one.name for ones in step.values() for one in ones) == ["EGY 1", "JOR 1", "MYS 1"]


def test_adopted_proposals_are_listed_once_the_next_draft_is_circulated():
    table = make_table(*TEXTS)
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()

    assert names(table, someone()) == []
    assert names(table, table.mission) == [{"welcomed": ["EGY 1"]}]


def test_decisions_of_a_running_round_are_not_listed(table: Table):
    next_round_of(table)
    table.accept(table.replace("EGY", "2.", "noted", "welcomed"))

    assert names(table, someone()) == [{"welcomed": ["EGY 1", "MYS 1"]}, {"hoped": ["JOR 1"]}]


def test_without_attribution_others_see_a_code_that_tells_nothing():
    table = make_table(*TEXTS, attributed=False)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    sponsors.cosponsor(table.head("MYS"), amendment.code, party=party("MYS").id)
    table.accept(amendment)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=False)
    code = db.session.get_one(Amendment, amendment.id).code

    for actor in (someone(), table.head("MYS")):
        assert names(table, actor) == [{"welcomed": [code]}]
    for actor in (table.head("EGY"), table.mission):
        assert names(table, actor) == [{"welcomed": [label_of("EGY")]}]


def test_a_proposal_that_the_reader_may_not_read_is_not_listed():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(amendment)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    assert names(table, someone()) == [{"welcomed": [""]}]
    assert names(table, table.head("EGY")) == [{"welcomed": [label_of("EGY")]}]


def test_a_decision_that_was_voided_made_nothing():
    table = make_table(*TEXTS)
    decision = table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.void(decision, reason="Taken by mistake.")
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    assert names(table, someone()) == [{}]


def test_a_split_and_a_join_are_listed_at_every_paragraph_they_affect():
    table = make_table("The Meeting welcomed progress. The Meeting urged all.", *TEXTS[1:])
    parts = ("The Meeting welcomed progress.", "The Meeting urged all.")
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=parts))
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "2."))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    assert names(table, someone()) == [
        {"welcomed": ["EGY 1"], "urged": ["EGY 1"], "noted": ["MYS 1"], "thanked": ["MYS 1"]}
    ]


def test_the_moves_of_each_step_are_those_that_were_adopted_and_not_voided():
    table = make_table(*TEXTS)
    first = db.session.get_one(Draft, table.draft)
    moved = table.propose("EGY", AmendmentKind.MOVE, "1.", after="2.")
    table.accept(moved)
    table.void(table.accept(table.propose("MYS", AmendmentKind.MOVE, "3.", after="1.")), reason="A slip.")
    table.propose("SEN", AmendmentKind.MOVE, "2.", after="3.")
    second = table.close()
    table.open()
    third = table.close()
    sequences = [draft.sequence for draft in (first, second, third)]

    with counted() as sent:
        found = adopted_moves(db.session, [first, second, third])

    assert (len(sent), sequences) == (1, [0, 1, 2])

    assert found == [{moved.paragraph_id}, set()]
    assert adopted_moves(db.session, [first, third]) == [{moved.paragraph_id}]


def test_what_is_in_brackets_is_marked_and_what_a_hidden_round_adopted_is_said_to_be_left_out():
    table = make_table(*TEXTS)
    table.decide(DecisionKind.BRACKETS, table.propose("EGY", AmendmentKind.DELETE, "2."))
    table.next_round(visibility=Visibility.MISSION)
    with clock_at(utcnow() + 8 * DAY):
        table.accept(table.replace("MYS", "1.", "progress", "great progress"))
        table.decide(DecisionKind.REJECT, table.replace("PAK", "3.", "thanked", "praised"), reason="No.")
        table.close()
        drafts.circulate(table.mission, table.draft, attributed=True)

    def told(actor: Actor) -> list[tuple[str, bool]]:
        read = draft_set(db.session, table.communique, actor)
        (step,) = makers(db.session, actor, read, (read.versions[0], read.versions[-1]))
        return sorted((one.name, one.in_brackets) for ones in step.values() for one in ones)

    assert told(someone()) == [("", False), ("EGY 1", True)]
    assert told(table.head("MYS"))[-1][0] == label_of("MYS")


def test_what_a_round_that_was_shown_accepted_is_named_though_the_rest_went_on_to_a_hidden_one():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "welcomed progress", "warmly welcomed great progress")
    table.decide(DecisionKind.PART, made, chosen=(0,))
    with clock_at(table.next_round(visibility=Visibility.MISSION)):
        (step,) = names(table, someone())
        assert list(step.values()) == [["EGY 1"]]
        table.accept(made)
        assert names(table, someone()) == [step]
        table.close()
        drafts.circulate(table.mission, table.draft, attributed=True)
        assert [list(each.values()) for each in names(table, someone())] == [[["EGY 1"]], [[""]]]


def test_it_costs_one_query(table: Table):
    actor = someone()
    draft_versions = draft_set(db.session, table.communique, actor)

    with counted() as sent:
        makers(db.session, actor, draft_versions, draft_versions.versions)

    assert len(sent) == 1
