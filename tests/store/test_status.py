"""Where a proposal is: its words in the newest text, or why not, and only as far as the reader may know."""

import pytest

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Standing, Visibility
from acm_drafts.services import agreements, drafts, reopenings
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Communique, Paragraph
from acm_drafts.store.rounds import round_context
from acm_drafts.store.status import Status, Statuses, load_statuses
from acm_drafts.store.timeline import StepKind, load_timeline
from acm_drafts.text.uptake import Remains
from tests.factories import actor_of, make_administrator
from tests.tables import Table, label_of, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."
NOTES = "The Meeting took note of the report."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES, NOTES)


def take(table: Table, actor: Actor, entries: object = ()) -> Statuses:
    db.session.expire_all()
    return load_statuses(db.session, db.session.get_one(Communique, table.communique), actor, entries)


def where(table: Table, actor: Actor, amendment: Amendment) -> Status:
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == amendment.id).entries[amendment.id]
    return take(table, actor, [entry]).where(entry)


def labels(at: Status) -> list[str]:
    return [row.label for row in at.spots]


def test_a_reader_of_no_draft_gets_no_status(table: Table):
    with pytest.raises(NotFound):
        take(table, actor_of(make_administrator()))


def test_a_pending_proposal_is_at_its_paragraph(table: Table):
    at = where(table, table.head("EGY"), table.replace("EGY", "2.", "all", "the"))

    assert (at.standing, at.pending, labels(at), at.landed) == (Standing.PENDING, True, ["2."], None)


def test_accepted_words_are_followed_to_their_new_number(table: Table):
    amendment = table.replace("EGY", "2.", "all", "the")
    table.accept(amendment)
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    table.close()
    table.open()

    at = where(table, table.head("EGY"), amendment)

    assert (at.standing, labels(at), at.landed.draft.symbol) == (
        Standing.ACCEPTED,
        ["1."],
        at.version.draft.symbol,
    )
    assert at.spots[0].text == URGES.replace("all", "the")


def test_what_was_accepted_at_a_level_is_not_agreed_once_its_paragraph_was_reopened(table: Table):
    accepted = table.replace("EGY", "2.", "all", "the")
    table.accept(accepted)
    assert where(table, table.head("EGY"), accepted).reopened is None
    paragraph = db.session.get_one(Paragraph, table.line("2.").line.paragraph)
    reopenings.reopen(
        table.mission, paragraph.id, asked_by="EGY", reason="Egypt asked.", seen=paragraph.counter
    )

    at = where(table, table.head("MYS"), accepted)
    assert (at.standing, at.reopened is not None, at.agreement) == (Standing.ACCEPTED, True, None)
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == accepted.id).entries[accepted.id]
    steps = load_timeline(db.session, take(table, table.head("MYS"), [entry]), entry).steps
    assert [step.kind for step in steps][:2] == [StepKind.REOPENED, StepKind.DECIDED]

    table.agree("2.")

    assert where(table, table.head("MYS"), accepted).agreement is not None


def test_words_that_a_later_proposal_struck_do_not_remain_in_the_text(table: Table):
    struck = table.replace("EGY", "2.", "urged", "strongly urged")
    merged = table.replace("MYS", "1.", "progress", "steps")
    table.accept(struck)
    table.decide(DecisionKind.COMPROMISE, merged, text=WELCOMES.replace("progress", "steps and efforts"))
    split = table.propose("SEN", AmendmentKind.SPLIT, "3.", parts=("The Meeting took note", "of the report."))
    table.accept(split)
    table.close()
    table.open()
    head = table.head("EGY")
    assert [where(table, head, one).remains for one in (struck, merged, split)] == [Remains.ALL] * 3
    table.accept(table.replace("PAK", "2.", "strongly urged", "urged"))
    table.accept(table.replace("PAK", "1.", "steps and efforts", "results"))
    table.accept(deleted := table.propose("PAK", AmendmentKind.DELETE, "3."))
    table.close()
    table.open()

    at = where(table, head, struck)
    assert (at.remains, [one.by.name for one in at.amended]) == (Remains.NONE, ["PAK 1"])
    assert where(table, head, merged).remains is Remains.NONE
    assert labels(where(table, head, split)) == ["3."]
    assert where(table, head, split).remains is not Remains.ALL
    assert (where(table, head, deleted).standing, labels(where(table, head, deleted))) == (
        Standing.ACCEPTED,
        [],
    )


def test_a_new_paragraph_is_first_at_its_place_and_then_in_the_text(table: Table):
    amendment = table.propose("JOR", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    before = where(table, table.head("JOR"), amendment)
    table.accept(amendment)
    table.close()
    table.open()

    after = where(table, table.head("JOR"), amendment)

    assert (labels(before), before.place.label) == ([], "1.")
    assert (labels(after), after.spots[0].text) == (["2."], "The Meeting thanked the host.")


def test_after_a_split_the_words_are_in_both_parts_and_after_a_join_in_the_one(table: Table):
    split = table.propose(
        "MAR", AmendmentKind.SPLIT, "1.", parts=("The Meeting welcomed", "the progress made.")
    )
    join = table.propose("OMN", AmendmentKind.JOIN, "2.")
    joined_in = table.replace("EGY", "3.", "report", "long report")
    for made in (split, join, joined_in):
        table.accept(made)
    table.close()
    table.open()

    assert labels(where(table, table.head("MAR"), split)) == ["1.", "2."]
    assert labels(where(table, table.head("OMN"), join)) == ["3."]
    assert labels(where(table, table.head("EGY"), joined_in)) == ["3."]


def test_a_deleted_paragraph_is_nowhere(table: Table):
    amendment = table.propose("PAK", AmendmentKind.DELETE, "1.")
    table.accept(amendment)
    table.close()
    table.open()

    at = where(table, table.head("PAK"), amendment)

    assert (at.standing, labels(at), at.landed is not None) == (Standing.ACCEPTED, [], True)


def test_the_outcome_is_part_of_the_status_once_the_next_draft_is_circulated(table: Table):
    late = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "progress made", "results"))
    draft = table.close()

    egypt = where(table, table.head("EGY"), late)
    mission = where(table, table.mission, late)
    assert (egypt.standing, egypt.withheld, egypt.verdict) == (Standing.PENDING, True, None)
    assert egypt.version.draft.id != draft.id
    assert (mission.standing, mission.withheld) == (Standing.OVERTAKEN, False)

    drafts.circulate(table.mission, draft.id, attributed=True)
    assert where(table, table.head("EGY"), late).standing is Standing.OVERTAKEN


def test_a_carried_over_proposal_stays_pending_until_the_next_draft_is_circulated(table: Table):
    carried = table.replace("EGY", "1.", "progress", "great progress")
    table.close()

    assert where(table, table.head("EGY"), carried).standing is Standing.PENDING
    assert where(table, table.mission, carried).standing is Standing.CARRIED


def test_a_sponsor_reads_the_compromise_that_absorbed_its_words_though_nothing_else_is_shown():
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    malaysia = table.replace("MYS", "1.", "progress", "good progress")
    text = "The Meeting welcomed the steady progress made."
    table.decide(DecisionKind.COMPROMISE, egypt, malaysia, text=text)

    at = where(table, table.head("EGY"), egypt)

    assert (at.standing, at.successor.revision.text) == (Standing.ABSORBED, text)
    assert (at.successor.name, at.successor.code) == ("", "")
    assert where(table, table.mission, egypt).successor.name == label_of("OICM")


def test_the_number_of_queries_does_not_grow_with_the_proposals(table: Table, count_queries):
    egypt = table.head("EGY")

    def read() -> None:
        communique = db.session.get_one(Communique, table.communique)
        found = load_amendments(db.session, Amendment.communique_id == table.communique)
        known = load_statuses(db.session, communique, egypt, found)
        assert [known.where(entry).standing for entry in found]

    first = table.replace("EGY", "1.", "progress", "great progress")
    other = table.replace("MYS", "1.", "progress", "good progress")
    table.decide(DecisionKind.COMPROMISE, first, other, text="The Meeting welcomed it.")
    table.replace("BHR", "2.", "all", "the others")
    one = count_queries(read)
    for code in ("JOR", "SEN", "OMN"):
        table.replace(code, "2.", "all", f"the {code}")

    assert count_queries(read) == one


def test_closing_a_round_keeps_decisions_already_shown(table: Table):
    text = "The Meeting warmly welcomed the great progress made."
    part = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    table.decide(DecisionKind.PART, part, chosen=(0,), reason="Half of it has support.")
    late = table.replace("EGY", "2.", "all", "the")
    table.decide(DecisionKind.DEFER, late, reason="The capitals are asked.", level=None)
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "3."))
    before = [where(table, table.head("EGY"), one) for one in (part, late)]
    table.close()

    after = [where(table, table.head("EGY"), one) for one in (part, late)]

    assert [at.standing for at in before] == [Standing.PART, Standing.DEFERRED]
    assert [(at.standing, at.withheld) for at in after] == [(Standing.PART, True), (Standing.DEFERRED, True)]
    assert [at.says.id for at in after] == [at.says.id for at in before]
    assert [at.disposition.decision.reason for at in after] == [
        "Half of it has support.",
        "The capitals are asked.",
    ]


def test_a_contested_proposal_stays_contested_after_the_closing(table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.contest(amendment)
    table.close()

    assert where(table, table.head("EGY"), amendment).standing is Standing.CONTESTED


def test_the_status_shows_no_wording_of_an_uncirculated_draft(table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "made", "achieved"))
    table.close()

    assert where(table, table.head("EGY"), amendment).says.base.text == WELCOMES
    assert "achieved" in where(table, table.mission, amendment).says.base.text


def test_a_rest_that_is_carried_knows_how_much_came_into_the_text(table: Table):
    text = "The Meeting warmly welcomed the great progress made."
    part = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    table.decide(DecisionKind.PART, part, chosen=(0,), reason="Half of it has support.")
    table.close()
    table.open()

    at = where(table, table.head("EGY"), part)

    assert (at.standing, at.parted.taken, at.landed.draft.symbol) == (Standing.CARRIED, 1, "OIC/FC/Rev.1")


def test_what_changes_a_proposed_paragraph_names_the_proposal_that_brings_it(table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    other = table.amend("TUR", new, "The Meeting warmly thanked the host.")

    for actor in (table.head("TUR"), table.head("MYS"), table.mission):
        at = where(table, actor, other)
        assert (labels(at), at.proposed.name) == ([], "EGY 1")


def test_without_attribution_it_is_named_by_a_code_that_tells_nothing():
    table = make_table(WELCOMES, URGES, attributed=False)
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    other = table.amend("TUR", new, "The Meeting warmly thanked the host.")

    assert where(table, table.head("TUR"), other).proposed.name == new.code


# What the Mission only proposes ----------------------------------------------------------------------


def agree_rest(table: Table) -> None:
    """Agree in the Troika all that is left."""
    db.session.expire_all()
    left = agreements.remaining(db.session, round_context(db.session, table.round))
    agreements.agree_rest(table.mission, table.round, sitting=table.sitting(Level.TROIKA), seen=left.seen)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (DecisionKind.ACCEPT, {}),
        (DecisionKind.REJECT, {"reason": "The text is kept."}),
        (DecisionKind.COMPROMISE, {"text": "The Meeting urged some Member States to contribute."}),
    ],
)
def test_what_no_level_decided_is_only_proposed_until_a_level_agrees_its_paragraph(table: Table, kind, facts):
    amendment = table.replace("EGY", "2.", "all", "the")
    table.decide(kind, amendment, level=None, **facts)
    before = where(table, table.head("SEN"), amendment)
    assert (before.only_proposed, before.agreement) == (True, None)

    agree_rest(table)
    after = where(table, table.head("SEN"), amendment)

    assert after.agreement is not None
    assert (after.standing, after.only_proposed, after.agreement.level) == (
        before.standing,
        False,
        Level.TROIKA,
    )


def test_what_the_mission_proposed_to_accept_is_agreed_with_what_a_level_accepts_there(table: Table):
    proposed = table.replace("EGY", "2.", "all", "the")
    elsewhere = table.replace("SEN", "1.", "welcomed", "hailed")
    rejected = table.replace("MAR", "2.", "urged", "asked")
    for kind, amendment in (
        (DecisionKind.ACCEPT, proposed),
        (DecisionKind.ACCEPT, elsewhere),
        (DecisionKind.REJECT, rejected),
    ):
        table.decide(kind, amendment, level=None, reason="No.")
    table.accept(table.replace("MYS", "2.", "contribute", "pay"), level=Level.EXPERT)

    agreed, open_, turned_down = (
        where(table, table.head("OMN"), amendment) for amendment in (proposed, elsewhere, rejected)
    )

    assert (agreed.standing, agreed.only_proposed) == (Standing.ACCEPTED, False)
    assert agreed.agreement is not None and agreed.agreement.level == Level.EXPERT
    assert (open_.only_proposed, open_.agreement) == (True, None)
    assert (turned_down.only_proposed, turned_down.agreement) == (True, None)


def test_each_join_of_a_chain_is_agreed_with_the_paragraph_that_is_left():
    table = make_table(WELCOMES, URGES, NOTES)
    joins = [table.propose(code, AmendmentKind.JOIN, label) for code, label in (("EGY", "1."), ("MYS", "2."))]
    amended = table.replace("SEN", "3.", "report", "reports")
    for amendment in (*joins, amended):
        table.accept(amendment, level=None)
    assert all(where(table, table.head("OMN"), amendment).only_proposed for amendment in (*joins, amended))

    agree_rest(table)

    for amendment in (*joins, amended):
        at = where(table, table.head("OMN"), amendment)
        assert (at.only_proposed, at.agreement is not None) == (False, True), amendment.code


def test_what_a_level_decided_is_not_only_proposed(table: Table):
    amendment = table.replace("EGY", "2.", "all", "the")
    table.accept(amendment)
    agree_rest(table)
    at = where(table, table.head("SEN"), amendment)

    assert (at.only_proposed, at.agreement) == (False, None)


def test_what_was_agreed_ad_referendum_is_agreed_anew_with_its_paragraph(table: Table):
    amendment = table.replace("EGY", "2.", "all", "the")
    table.accept(amendment, ad_referendum=True)
    assert where(table, table.head("SEN"), amendment).agreement is None

    table.agree("2.", level=Level.MINISTERIAL)
    agreement = where(table, table.head("SEN"), amendment).agreement
    assert agreement is not None and (agreement.level, agreement.ad_referendum) == (Level.MINISTERIAL, False)


def test_a_sponsor_in_a_hidden_round_does_not_see_that_its_paragraph_was_agreed():
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "2.", "all", "the")
    table.accept(amendment, level=None)
    agree_rest(table)
    at = where(table, table.head("EGY"), amendment)

    assert (at.only_proposed, at.agreement) == (True, None)
