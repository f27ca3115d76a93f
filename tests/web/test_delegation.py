"""My delegation: until when, what waits, what others propose, our drafts, and where each proposal is."""

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Role, Stance, Visibility
from acm_drafts.services import amendments, drafts, positions, rounds, sponsors
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import User
from tests.factories import (
    actor_of,
    make_administrator,
    make_appointment,
    make_chair,
    make_drafter,
    make_head,
    make_mission_drafter,
    make_observer,
    party,
    post,
    sign_in,
)
from tests.tables import Table, current, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES)


@pytest.fixture
def browser_of(app: Flask):
    """Call it with a person for their browser."""
    return lambda user: sign_in(app.test_client(), user)


@pytest.fixture
def egypt(browser_of) -> FlaskClient:
    return browser_of(make_head("EGY"))


def page_of(client: FlaskClient, table: Table) -> TestResponse:
    return client.get(f"/c/{table.code}/delegation")


def words(answer: TestResponse) -> str:
    """Return what a person reads of a page, in one line."""
    main = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def on_the_clock(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %H:%M}"


def test_it_says_until_when_and_that_nothing_waits(table: Table, egypt: FlaskClient):
    deadline = utcnow() + timedelta(hours=5, minutes=1)
    rounds.change_deadline(table.mission, table.round, deadline)

    page = words(page_of(egypt, table))

    assert "Round 1 is open for 5 hours" in page
    assert f"New York {on_the_clock(deadline, 'America/New_York')} Admitted" in page
    assert "Nothing to do now" in page
    assert "Your delegation has submitted nothing yet." in page


def test_the_deadline_is_shown_in_the_time_zones_of_conference_and_reader(table: Table, browser_of):
    deadline = utcnow() + timedelta(hours=5)
    rounds.change_deadline(table.mission, table.round, deadline)

    page = words(page_of(browser_of(make_head("EGY", zone="Africa/Cairo")), table))

    conference, capital = (on_the_clock(deadline, zone) for zone in ("America/New_York", "Africa/Cairo"))
    assert f"New York {conference} Cairo {capital} Admitted" in page


def test_own_answers_come_first_then_own_proposals_then_those_of_others_conflicts_first(
    table: Table, egypt: FlaskClient
):
    table.replace("EGY", "1.", "progress", "great progress")
    table.replace("EGY", "2.", "all", "the")
    apart = table.replace("MYS", "1.", "Meeting", "whole Meeting")
    against = table.replace("JOR", "1.", "progress", "good progress")
    entered = table.proposal(AmendmentKind.KEEP, "2.")
    floor = amendments.enter_from_floor(table.mission, table.round, entered, party=party("EGY").id)

    page = page_of(egypt, table).text
    order = [page.index(f'id="{mark}"') for mark in ("answers", f"e-{floor.code}", "standing", "others")]
    others = [page.index(f'id="o-{code}"') for code in (against.code, apart.code)]

    assert order == sorted(order)
    assert others == sorted(others)
    assert order[-1] < others[0]


def test_what_was_decided_is_folded_away_unless_it_can_be_contested(table: Table, egypt: FlaskClient):
    table.decide(DecisionKind.REJECT, table.replace("EGY", "1.", "progress", "great progress"), reason="No.")
    table.decide(DecisionKind.REJECT, table.replace("EGY", "2.", "all", "the"), reason="Not now.", level=None)

    folded = (
        page_of(egypt, table)
        .text.partition("<summary>1 no longer pending</summary>")[2]
        .partition("</details>")[0]
    )

    assert "EGY 1" in folded
    assert "EGY 2" not in folded


def test_what_waits_is_counted_in_words(table: Table, egypt: FlaskClient):
    head = table.head("EGY")
    table.replace("EGY", "1.", "progress", "great progress")
    for code in ("MYS", "JOR"):
        table.replace(code, "1.", "progress", f"{code} progress")
    amendments.save(head, table.round, table.proposal(AmendmentKind.DELETE, "2."))
    review = amendments.save(head, table.round, table.proposal(AmendmentKind.KEEP, "2."))
    amendments.send_for_review(head, review.code)
    absorbed = table.replace("EGY", "2.", "all", "the")
    table.decide(DecisionKind.COMPROMISE, absorbed, text="The Meeting urged them to contribute.")
    entered = table.proposal(AmendmentKind.KEEP, "1.")
    amendments.enter_from_floor(table.mission, table.round, entered, party=party("EGY").id)

    page = words(page_of(egypt, table))

    for said in (
        "2 answers to give",
        "2 drafts to submit before",
        "2 positions to take",
        "Your answers 2 to give",
        "In review 1 proposal",
        "Your drafts 1 draft",
        "Your proposals 3 submitted",
        "Proposals of others on your paragraphs 2 in conflict with yours",
    ):
        assert said in page, said


def test_after_the_deadline_it_says_what_becomes_of_drafts_and_that_none_waits(
    table: Table, egypt: FlaskClient
):
    head = table.head("EGY")
    amendments.save(head, table.round, table.proposal(AmendmentKind.DELETE, "2."))
    amendments.save(head, table.round, table.proposal(AmendmentKind.KEEP, "1."))
    review = amendments.save(head, table.round, table.proposal(AmendmentKind.KEEP, "2."))
    amendments.send_for_review(head, review.code)
    rounds.change_deadline(table.mission, table.round, utcnow())

    page = words(page_of(egypt, table))

    assert "3 drafts that were not submitted by the deadline" in page
    assert "to submit before" not in page
    assert page.count("The Mission can enter drafts from the floor until it closes the round") == 1
    assert page.count("The Mission can enter the draft from the floor until it closes the round") == 1
    table.close()
    page = words(page_of(egypt, table))
    assert "Nothing to do now" in page
    assert "The drafts stand in the next round, where they can be submitted." in page
    table.open()
    assert "3 drafts to submit before" in words(page_of(egypt, table))


def test_what_was_said_no_longer_waits(table: Table, egypt: FlaskClient):
    table.replace("EGY", "1.", "progress", "great progress")
    amendment = table.replace("MYS", "1.", "progress", "good progress")
    sent = {"party": "EGY", "stance": "oppose", "back": f"/c/{table.code}/delegation"}

    answer = post(egypt, f"/proposals/{amendment.code}/position", sent)
    page = words(page_of(egypt, table))

    assert answer.location == f"/c/{table.code}/delegation#acts-{amendment.code}"
    assert "Egypt opposes MYS 1 Undo" in page
    assert "to take" not in page


def test_each_of_its_proposals_says_where_it_is(table: Table, egypt: FlaskClient):
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.replace("EGY", "2.", "all", "the")
    table.close()
    table.open()

    page = words(page_of(egypt, table))

    assert "EGY 1 Paragraph 1 accepted" in page
    assert "Its words are now in paragraph 1 of OIC/FC/Rev.1" in page
    assert "EGY 2 Paragraph 2 carried" in page
    assert "We confirm We contest the outcome" in page


def test_a_drafter_sees_the_same_and_that_a_head_submits_and_answers(table: Table, browser_of):
    table.replace("EGY", "2.", "all", "the")
    table.replace("MYS", "2.", "all", "some")
    table.close()
    table.open()

    page = words(page_of(browser_of(make_drafter("EGY")), table))

    assert "Your head of delegation or an alternate submits" in page
    assert "Nothing to do now for your delegation" in page
    assert "EGY 1 Paragraph 2 carried over in conflict" in page
    assert "We confirm" not in page
    assert "Position of Egypt" not in page


def test_who_speaks_for_a_group_sees_the_groups_too(table: Table, browser_of):
    user = make_head("EGY")
    make_appointment(user, Role.HEAD, "ARAB")
    table.replace("EGY", "1.", "progress", "great progress")
    table.replace("ARAB", "2.", "all", "the")
    table.replace("MYS", "2.", "all", "some")

    page = words(page_of(browser_of(user), table))

    assert "EGY 1 Paragraph 1" in page
    assert "ARAB 1 Paragraph 2" in page
    assert "MYS 1 Paragraph 2" in page
    assert "Position of Arab Group" in page


def test_drafts_of_others_and_what_the_mission_alone_sees_are_not_there(egypt: FlaskClient):
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "good progress")
    amendments.save(table.head("MYS"), table.round, table.proposal(AmendmentKind.DELETE, "1."))

    page = words(page_of(egypt, table))

    assert "Proposals of others on your paragraphs Proposals of round 1: Shown to the Mission alone" in page
    assert "The numbers of proposals submitted in round 1 are drawn" in page
    assert "Nobody else has" not in page
    assert "MYS" not in page
    assert "Your drafts" not in page


def test_until_the_deadline_it_says_that_proposals_of_others_are_not_shown(egypt: FlaskClient):
    table = make_table(WELCOMES, URGES, visibility=Visibility.DEADLINE)
    table.replace("EGY", "1.", "progress", "great progress")
    before = words(page_of(egypt, table))
    table.replace("MYS", "1.", "progress", "good progress")
    page = words(page_of(egypt, table))

    assert "Proposals of round 1: Not shown until the deadline" in page
    assert "Nobody else has" not in page
    assert "are drawn" not in page
    assert before == page


def test_between_rounds_proposals_of_others_are_not_mentioned(table: Table, egypt: FlaskClient):
    table.replace("EGY", "1.", "progress", "great progress")
    table.replace("MYS", "1.", "progress", "good progress")
    table.close()

    page = words(page_of(egypt, table))

    assert "Proposals of others on your paragraphs No round is open." in page
    assert "Nobody else has" not in page


def test_where_all_is_shown_it_says_that_nobody_else_has_a_proposal_there(table: Table, egypt: FlaskClient):
    table.replace("EGY", "1.", "progress", "great progress")

    page = words(page_of(egypt, table))

    assert "0 proposals No proposal of others waits for a decision" in page


def test_a_drafter_sends_drafts_for_review_and_what_is_in_review_is_no_task(table: Table, browser_of):
    drafter = make_drafter("EGY")
    saved = amendments.save(actor_of(drafter), table.round, table.proposal(AmendmentKind.DELETE, "1."))
    browser = browser_of(drafter)
    assert "1 draft to send for review before" in words(page_of(browser, table))

    amendments.send_for_review(actor_of(drafter), saved.code)

    assert "Nothing to do now for your delegation" in words(page_of(browser, table))
    assert "1 draft to submit before" in words(page_of(browser_of(make_head("EGY")), table))


def test_labels_of_others_are_hidden_where_attribution_is_off(egypt: FlaskClient):
    table = make_table(WELCOMES, URGES, attributed=False)
    own = table.replace("EGY", "1.", "progress", "great progress")
    amendment = table.replace("MYS", "1.", "progress", "good progress")

    page = words(page_of(egypt, table))

    assert amendment.code in page
    assert f"EGY {own.number}" in page
    assert "MYS" not in page
    assert "Malaysia" not in page


def test_the_outcome_of_a_round_is_hidden_until_the_next_draft_is_circulated(
    table: Table, egypt: FlaskClient
):
    table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "progress made", "results"))
    table.close()

    page = words(page_of(egypt, table))

    assert "Its outcome is shown with the next text." in page
    assert "results" not in page
    assert "superseded" not in page


def test_only_who_writes_for_somebody_has_a_delegation(table: Table, browser_of):
    for user in (make_observer(), make_chair(), make_administrator()):
        assert page_of(browser_of(user), table).status_code == 403
    assert page_of(browser_of(make_mission_drafter()), table).status_code == 200


def test_a_text_that_is_not_circulated_has_no_such_page(browser_of):

    table = Table(lines_of(WELCOMES))

    assert page_of(browser_of(make_head("EGY")), table).status_code == 404
    assert browser_of(make_head("EGY")).get("/c/zzzzzzz/delegation").status_code == 404


def test_the_page_costs_the_same_number_of_queries_with_one_proposal_and_with_many(
    app: Flask, table: Table, egypt: FlaskClient
):
    table.replace("EGY", "1.", "progress", "great progress")
    first = table.replace("EGY", "2.", "all", "the")
    table.decide(DecisionKind.COMPROMISE, first, text="The Meeting urged them to contribute.")
    table.replace("MYS", "1.", "progress", "good progress")
    page_of(egypt, table)

    def queries() -> int:
        seen: list[str] = []
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", lambda *facts: seen.append(facts[2]))
        assert page_of(egypt, table).status_code == 200
        return len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))])

    few = queries()
    for word in ("a", "b", "c", "d"):
        table.replace("EGY", "1.", "progress", f"{word} progress")
        table.replace("MYS", "1.", "progress", f"{word} {word} progress")
        amendments.save(
            table.head("EGY"), table.round, table.proposal(AmendmentKind.REPLACE, "2.", text=f"Text {word}.")
        )

    assert queries() == few


def test_a_proposal_merged_in_part_shows_the_status_of_each_change(table: Table, egypt: FlaskClient):
    asked = URGES.replace("urged", "invited").replace("contribute", "contribute more")
    table.propose("EGY", AmendmentKind.REPLACE, "2.", text=asked)
    table.accept(table.replace("MYS", "2.", "urged", "invited"))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    page = words(page_of(egypt, table))

    assert "1 of your 2 changes is in the text. The rest waits for a decision." in page
    assert page.count("still asked for") == 1
    assert page.count("in the text The Meeting") == 1


# Conflicts, and what has no words ----------------------------------------------------------------------


def test_sponsors_see_with_which_proposal_their_own_is_in_conflict(browser_of, table):
    mine = table.replace("EGY", "1.", "progress", "good progress")
    table.replace("MYS", "1.", "progress", "little progress")
    egypt = browser_of(person_of(table, "EGY"))

    assert "in conflict with MYS 1" in words(page_of(egypt, table))
    assert "in conflict with MYS 1" in words(egypt.get(f"/proposals/{mine.code}"))


def test_what_is_co_sponsored_is_counted_apart_from_what_was_submitted(browser_of, table):
    own = table.replace("EGY", "1.", "progress", "good progress")
    joint = table.replace("MYS", "2.", "all", "these")
    sponsors.cosponsor(table.head("EGY"), joint.code, party=party("EGY").id)
    page = words(page_of(browser_of(person_of(table, "EGY")), table))
    assert own.number is not None and "Your proposals 1 submitted, 1 co-sponsored" in page


def test_what_was_accepted_settles_a_proposal_that_is_not_called_in_conflict_beside_that(browser_of, table):
    mine = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(table.replace("MYS", "1.", "progress", "little progress"))
    egypt = browser_of(person_of(table, "EGY"))

    for page in (page_of(egypt, table), egypt.get(f"/proposals/{mine.code}")):
        assert "settled by what was accepted" in words(page) and "in conflict" not in words(page)


def test_a_conflict_with_what_the_mission_only_proposes_to_accept_does_not_say_accepted(browser_of, table):
    mine = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(table.replace("MYS", "1.", "progress", "little progress"), level=None)
    egypt = browser_of(person_of(table, "EGY"))
    says = "in conflict with what the Mission proposes to accept: MYS 1"

    for path in (f"/proposals/{mine.code}", f"/c/{table.code}/proposals"):
        assert says in words(egypt.get(path))
        assert "in conflict with what was accepted" not in words(egypt.get(path))
    assert says in words(page_of(egypt, table))
    paragraph = words(egypt.get(f"/c/{table.code}/p/{table.line('1.').code}"))
    assert "EGY 1 and MYS 1 (acceptance proposed) put different words in the same place." in paragraph


def test_what_entered_the_text_in_an_earlier_round_is_no_rival(browser_of, table):
    """Both are pending where the words that were accepted stand elsewhere in the paragraph, or moved it."""
    table.accept(table.replace("EGY", "1.", "progress made", "progress made everywhere"))
    table.accept(table.propose("EGY", AmendmentKind.MOVE, "2.", after=""))
    with clock_at(table.next_round()):
        begins = table.next_round()
    with clock_at(begins):
        table.replace("EGY", WELCOMES[:20], "welcomed", "commended")
        table.propose("EGY", AmendmentKind.MOVE, "The Meeting urged", after=table.line(WELCOMES[:20]).code)

        page = words(page_of(browser_of(make_head("EGY")), table))

    assert "EGY 4" in page
    assert "in conflict with" not in page


@pytest.mark.parametrize("terms", [{"visibility": Visibility.MISSION}, {"attributed": False}])
def test_a_conflict_names_nobody_whom_the_reader_may_not_know(browser_of, terms):
    table = make_table(WELCOMES, URGES, symbol="OIC/X", **terms)
    mine = table.replace("EGY", "1.", "progress", "good progress")
    table.replace("MYS", "1.", "progress", "little progress")
    egypt = browser_of(person_of(table, "EGY"))

    for page in (page_of(egypt, table), egypt.get(f"/proposals/{mine.code}")):
        assert "MYS" not in words(page)
        assert ("in conflict with" in words(page)) is ("attributed" in terms)


def test_what_has_no_words_is_described_where_my_delegation_reads_it(browser_of, table):
    table.propose("EGY", AmendmentKind.MOVE, "1.", after="2.")
    table.propose(
        "EGY", AmendmentKind.SPLIT, "2.", parts=("The Meeting urged all", "Member States to contribute.")
    )
    table.propose("EGY", AmendmentKind.DELETE, "2.")
    table.propose("EGY", AmendmentKind.KEEP, "1.")
    table.propose("EGY", AmendmentKind.JOIN, "1.")

    page = words(page_of(browser_of(person_of(table, "EGY")), table))

    assert "Move it after paragraph 2." in page
    assert ", the paragraph is split here, " in page
    assert "Delete the whole paragraph." in page
    assert "Keep the paragraph as it stands." in page
    assert "Join it with paragraph 2." in page


def person_of(table: Table, code: str) -> User:
    return db.session.get_one(User, table.head(code).user)


MANY = "The Meeting noted one report, two letters, three maps, four plans and five lists."
ALL_NEW = "The Meeting noted 1 report, 2 letters, 3 maps, 4 plans and 5 lists."


def test_changes_that_are_not_shown_are_counted_wherever_a_proposal_is_listed(browser_of):
    table = make_table(MANY)
    table.propose("EGY", AmendmentKind.REPLACE, "1.", text=ALL_NEW)
    table.replace("MYS", "1.", "noted", "noted with interest")

    mine = words(page_of(browser_of(make_head("EGY")), table))
    other = words(page_of(browser_of(make_head("MYS")), table))
    listed = words(browser_of(make_head("TUR")).get(f"/c/{table.code}/proposals"))

    for seen in (mine, other, listed):
        assert "inserted: 3 , end of insertion" in seen
        assert "inserted: 4 , end of insertion" not in seen
        assert seen.count("and 2 more changes") == 1


# What may be contested -----------------------------------------------------------------------------

CAN = "It can be contested until the next text is circulated."


def test_a_decision_without_a_level_can_be_contested_and_is_no_task(table: Table, egypt: FlaskClient):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    agreed = table.replace("EGY", "2.", "urged", "invited")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.decide(DecisionKind.REJECT, agreed, reason="Not now.")
    assert "2 submitted, 1 of them no longer pending, 1 decision that can still be contested" in words(
        page_of(egypt, table)
    )

    table.close()
    seen = words(page_of(egypt, table))

    assert seen.count(CAN) == 1
    assert f'<a href="/proposals/{amendment.code}#where">{CAN}</a>' in page_of(egypt, table).text
    assert "Nothing to do now" in seen
    assert CAN in words(egypt.get(f"/proposals/{amendment.code}"))
    assert CAN not in words(egypt.get(f"/proposals/{agreed.code}"))

    drafts.circulate(table.mission, table.draft, attributed=True)
    assert "contested" not in words(page_of(egypt, table))


def test_a_contested_decision_is_not_offered_for_contest_again(table: Table, egypt: FlaskClient):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.contest(amendment)

    seen = words(page_of(egypt, table))

    assert CAN not in seen
    assert "can still be contested" not in seen


def test_a_drafter_sees_that_a_decision_can_be_contested_and_is_offered_no_answer(table: Table, browser_of):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)

    page = page_of(browser_of(make_drafter("EGY")), table)

    assert CAN in words(page)
    assert 'name="answer"' not in page.text


# Asked anew ----------------------------------------------------------------------------------------


def take_on_text(table: Table, code: str, label: str, stance: Stance) -> None:
    line = table.line(label).line
    facts = {"wording": line.wording, "party": party(code).id, "stance": stance}
    positions.take_position_on_paragraph(table.head(code), line.paragraph, **facts)


def test_paragraphs_whose_words_changed_ask_for_a_position_again_and_no_other_does(
    table: Table, egypt: FlaskClient
):
    take_on_text(table, "EGY", "1.", Stance.SUPPORT)
    take_on_text(table, "EGY", "2.", Stance.OPPOSE)
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    table.close()
    table.open()

    seen = words(page_of(egypt, table))
    assert "1 position to take" in seen
    assert "Positions asked anew 1 to take" in seen
    assert "Paragraph 1 Egypt: support" in seen and "Paragraph 2 Egypt" not in seen

    take_on_text(table, "EGY", "1.", Stance.RESERVE)
    assert "Positions asked anew" not in words(page_of(egypt, table))


def test_a_revised_proposal_asks_for_a_position_again_also_on_a_paragraph_of_others(
    table: Table, egypt: FlaskClient
):
    made = table.replace("MYS", "1.", "progress", "great progress")
    facts = {"party": party("EGY").id, "stance": Stance.SUPPORT}
    positions.take_position(table.head("EGY"), made.code, **facts)
    assert "Positions asked anew" not in words(page_of(egypt, table))
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text="Other words.", seen=current(made).id)
    amendments.revise(table.head("MYS"), made.code, proposal)

    answer = page_of(egypt, table)
    assert "Positions asked anew 1 to take" in words(answer)
    assert "Its position on the earlier words: support The words have changed: it is asked anew." in words(
        answer
    )
    assert f'name="back" value="/c/{table.code}/delegation"' in answer.text


def test_a_drafter_is_not_asked_for_positions(table: Table, browser_of):
    take_on_text(table, "EGY", "1.", Stance.SUPPORT)
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    table.close()
    table.open()

    assert "asked anew" not in words(page_of(browser_of(make_drafter("EGY")), table))
