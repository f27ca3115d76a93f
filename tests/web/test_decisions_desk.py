"""The Mission's desk: only what needs a decision, in short pieces; what arrived since; the line of time."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import (
    PROPOSABLE,
    AmendmentKind,
    Answer,
    DecisionKind,
    Level,
    SittingResult,
    Stance,
)
from acm_drafts.services import amendments, answers, positions, sponsors
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Decision
from acm_drafts.web.decisions.desk import PAGE
from acm_drafts.web.decisions.recent import AWAY, COOKIE, Visit
from acm_drafts.web.shared.formatting import MISSION_PROPOSES
from acm_drafts.web.shared.signing import seal_for_cookie, unseal_of_cookie
from tests.brackets import lift
from tests.factories import (
    actor_of,
    make_chair,
    make_head,
    make_mission_drafter,
    make_observer,
    party,
    post,
    sign_in,
    today,
)
from tests.sittings import hold, make_body, record
from tests.tables import DAY, Table, current, lines_of, make_table
from tests.web.readers import mission_reader, words_of

WELCOMES = "The Meeting welcomed the progress made by all its members in this field."
URGES = "The Meeting urged all of them to act."
TEXT = ("# Opening", WELCOMES, URGES, "# Closing", "The Meeting thanked the host country.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXT)


@pytest.fixture
def desk(client: FlaskClient, table: Table) -> FlaskClient:
    return sign_in(client, make_mission_drafter())


def read(browser: FlaskClient, table: Table, **asked: object) -> str:
    """Return the words of the page, without what only the ear gets."""
    answer = browser.get(f"/c/{table.code}/decisions", query_string=asked)
    assert answer.status_code == 200
    shown = re.sub(r'<span class="vh"[^>]*>.*?</span>', "", answer.text.partition("<main")[2])
    return " ".join(re.sub(r"<[^>]+>", "", shown).split())


# The queue -----------------------------------------------------------------------------------------


def test_the_desk_says_what_was_agreed_where_somebody_asks_to_reopen_it(desk, table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    assert "asked to reopen" not in read(desk, table)

    table.replace("MYS", "1.", "progress", "slow progress")
    table.replace("MYS", "2.", "act", "act soon")

    page = read(desk, table)
    assert page.count("asked to reopen") == 1
    assert "agreed at expert level" in words_of(page)


def test_what_is_contested_and_was_agreed_with_its_paragraph_stands_as_its_own_page_says(desk, table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(amendment, level=None)
    table.contest(amendment, "Not on these terms.")
    proposed = read(desk, table)
    assert "acceptance proposed the Mission proposes to accept, " in proposed
    assert "It stands until you keep it at a level or void it. Void it on its page" in proposed

    table.accept(table.replace("MYS", "1.", "members", "member States"))

    page = read(desk, table)
    assert "accepted It was agreed with its paragraph at expert level in Washington DC, " in page
    assert "What is contested was agreed with its paragraph, and stands. Void it on its page" in page
    assert "acceptance proposed" not in page
    assert "It stands until you keep it" not in page
    own = words_of(desk.get(f"/proposals/{amendment.code}").text)
    assert "It was agreed with its paragraph at expert level in Washington DC, " in own


def test_who_contests_that_brackets_were_lifted_is_not_told_to_contest_that_they_were_put(desk, table):
    made = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.BRACKETS, made, level=None)
    table.close()
    table.open()
    lift(table, "1.", ((0, 0),), sitting=table.sitting())
    table.close()
    table.open()
    table.contest(made, "It was lifted over us.")

    page = read(desk, table)
    assert "What is contested: the brackets round its words were lifted" in page
    assert "retention in brackets proposed" not in page
    own = words_of(desk.get(f"/proposals/{made.code}").text)
    assert "The brackets were lifted in round 2" in own and "It asks to reopen what is agreed there." in own


def test_an_empty_desk_says_so(desk, table):
    page = read(desk, table)

    assert "Nothing waits for a decision" in page
    assert "There are no proposals on 3 paragraphs." in page


def test_the_desk_counts_what_needs_a_decision_and_shows_the_words_in_dispute(desk, table):
    table.replace("EGY", "1.", "progress", "good progress")
    text = WELCOMES.replace("welcomed", "noted").replace("progress", "little progress")
    table.propose("MYS", AmendmentKind.REPLACE, "1.", text=text)
    table.replace("SEN", "2.", "urged", "invited")

    page = read(desk, table)

    assert "2 paragraphs need a decision" in page
    assert "3 proposals, 1 paragraph in conflict." in page
    assert (
        page.index("Conflicting proposals 1")
        < page.index("MYS 1")
        < page.index("Ready to decide 1")
        < page.index("SEN 1")
    )
    assert re.search(r"MYS 1 new wording The Meeting welcomed the little progress .*?and 1 more change", page)


def test_proposals_without_words_of_their_own_are_described_on_the_desk(desk, table):
    table.propose("EGY", AmendmentKind.DELETE, "1.")
    table.propose("MYS", AmendmentKind.MOVE, "2.", after="3.")
    table.propose("SEN", AmendmentKind.JOIN, "1.")
    table.propose("TUR", AmendmentKind.SPLIT, "2.", parts=(URGES[:21], URGES[22:]))
    table.propose("IDN", AmendmentKind.INSERT, after="3.", text="The Meeting noted a need.")
    table.propose("OMN", AmendmentKind.KEEP, "3.")

    page = read(desk, table)

    for told in (
        "EGY 1 delete the whole paragraph",
        "MYS 1 move to follow paragraph 3",
        "SEN 1 join with paragraph 2",
        "TUR 1 split into 2 parts",
        "IDN 1 new paragraph The Meeting noted a need.",
        "1 proposal keeps the text as it is: OMN 1.",
        "1 proposal would join it to another paragraph: SEN 1.",
        "3 bis",
    ):
        assert told in page


def test_each_paragraph_leads_to_its_decision_and_the_first_is_where_one_stands(desk, table):
    table.replace("EGY", "2.", "urged", "invited")

    page = desk.get(f"/c/{table.code}/decisions").text

    url = f"/c/{table.code}/p/{table.line('2.').code}"
    assert re.search(rf'href="{url}#decide" data-decide', page)
    assert len(re.findall(r"<li[^>]*data-stop[^>]*aria-current", page)) == 1
    assert desk.get(url).status_code == 200


def test_many_proposals_on_one_paragraph_are_counted_past_the_eighth(desk, table):
    for code in ("EGY", "MYS", "SEN", "TUR", "IDN", "OMN", "JOR", "PAK", "QAT", "MAR"):
        table.replace(code, "1.", "progress", f"progress of {code} and")

    page = read(desk, table)

    assert "2 more proposals" in page
    assert "MAR 1" not in page.partition("What was done last")[0]


def test_twenty_five_paragraphs_make_a_page_and_headings_count_the_whole(desk, session):
    table = Table(
        lines_of(*(f"The Meeting saw {n} things." for n in range(PAGE + 3))), symbol="OIC/LONG"
    ).open()
    for place in range(PAGE + 3):
        table.replace("EGY", f"{place + 1}.", "saw", "noted")

    first = desk.get(f"/c/{table.code}/decisions").text
    assert "28 paragraphs need a decision" in first
    assert first.count("data-decide") == PAGE
    assert "Page 1 of 2" in first
    second = desk.get(f"/c/{table.code}/decisions?page=2").text
    assert second.count("data-decide") == 3
    assert "28</span>" in second
    for odd in ("0", "x", "-1", "9" * 400):
        assert desk.get(f"/c/{table.code}/decisions", query_string={"page": odd}).status_code == 200


def test_the_desk_costs_the_same_however_much_lies_on_it(desk, session):
    def cost(length: int) -> int:
        lines = lines_of(*(f"The Meeting saw {n} things." for n in range(length)))
        table = Table(lines, symbol=f"OIC/{length}").open()
        for place in range(length):
            for code in ("EGY", "MYS"):
                table.replace(code, f"{place + 1}.", "saw", f"{code.lower()} noted")
        seen: list[object] = []
        event.listen(db.engine, "before_cursor_execute", lambda *facts: seen.append(facts[2]))
        url = f"/c/{table.code}/decisions"
        desk.get(url)
        seen.clear()
        assert desk.get(url).status_code == 200
        return len(seen)

    # Of both so much came in that what was done last tells of proposals alone.
    assert cost(7) == cost(14)


def untouched(browser: FlaskClient, table: Table) -> int:
    """Return how many paragraphs the desk says are untouched, which the text has to say as well."""
    told = re.search(r"no proposals on (\d+) paragraphs?", read(browser, table))
    text = re.search(r"(\d+) without proposals", words_of(browser.get(f"/c/{table.code}/text").text))
    assert (told and told[1]) == (text and text[1])
    return int(told[1]) if told else 0


KINDS = {
    AmendmentKind.REPLACE: {"text": WELCOMES.replace("progress", "work")},
    AmendmentKind.INSERT: {"after": "1.", "text": "The Meeting noted a need."},
    AmendmentKind.DELETE: {},
    AmendmentKind.MOVE: {"after": "3."},
    AmendmentKind.SPLIT: {"parts": (WELCOMES[:33], WELCOMES[34:])},
    AmendmentKind.JOIN: {},
    AmendmentKind.KEEP: {},
}


@pytest.mark.thorough
@pytest.mark.parametrize("kind", PROPOSABLE)
def test_the_desk_counts_as_untouched_what_the_text_shows_as_untouched(desk, table, kind):
    draft = amendments.save(table.head("SEN"), table.round, table.proposal(kind, "1.", **KINDS[kind]))
    assert untouched(desk, table) == 3, "nobody but its delegation knows of a draft"
    amendments.withdraw(table.head("SEN"), draft.code)

    amendment = table.propose("EGY", kind, "1.", **KINDS[kind])
    assert untouched(desk, table) == (1 if kind is AmendmentKind.JOIN else 2)
    amendments.withdraw(table.head("EGY"), amendment.code)
    assert untouched(desk, table) == 3

    again = table.propose("EGY", kind, "1.", **KINDS[kind])
    table.decide(DecisionKind.REJECT, again, reason="Said already.")
    after_a_rejection = (
        3 if kind is AmendmentKind.INSERT else 2
    )  # a place is not decided on, only what was to come in
    assert untouched(desk, table) == after_a_rejection

    table.accept(table.propose("MYS", kind, "1.", **KINDS[kind]))
    table.close()
    untouched(desk, table)


def test_paragraphs_that_are_not_agreed_and_have_nothing_to_decide_are_named_below_the_queue(desk, table):
    table.decide(
        DecisionKind.REJECT, table.replace("EGY", "1.", "progress", "work"), reason="The text is kept."
    )
    table.agree("2.", level=Level.EXPERT)
    sitting = hold(table, make_body(Level.AMBASSADORIAL, members=("EGY", "MYS")), ["2."])
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)

    page = read(desk, table)
    assert "Not agreed, and without a proposal to decide on: 1 No longer counted" in page
    assert "No longer counted as agreed, and without a proposal to decide on: 2 (declined since)" in page
    assert "There are no proposals on 1 paragraph." in page

    table.replace("MYS", "1.", "progress", "effort")
    page = read(desk, table)
    assert "without a proposal to decide on: 2 (declined since)" in page and "Not agreed, and" not in page


def test_what_amends_a_proposal_leaves_no_other_paragraph_touched(desk, table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    table.amend("MYS", new, "The Meeting noted a great need.")
    assert untouched(desk, table) == 2

    own = table.replace("EGY", "2.", "urged", "invited")
    line = table.line("2.")
    facts = {"text": URGES.replace("urged", "asked"), "amends": own.code, "seen": current(own).id}
    proposal = Proposal(AmendmentKind.REPLACE, line.code, line.line.wording, **facts)
    amendments.propose(table.head("MYS"), table.round, proposal)
    assert untouched(desk, table) == 1


def test_what_waits_for_sponsors_is_counted_and_shown_apart(desk, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(DecisionKind.COMPROMISE, egypt, text=WELCOMES.replace("progress", "some progress"))

    assert "Not here: 1 proposal that waits for its sponsors." in read(desk, table)
    page = read(desk, table, waiting=1)
    assert "1 further proposal waits for its sponsors" in page
    assert "EGY 1 new wording" in page
    assert "Egypt · Paragraph 1" in page


def test_a_new_paragraph_that_waits_for_its_sponsors_is_known_by_its_words(desk, table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    table.decide(DecisionKind.COMPROMISE, new, text="The Meeting noted some needs.")

    assert "Egypt · The Meeting noted a need." in read(desk, table, waiting=1)


def test_between_rounds_the_desk_says_that_none_is_open(desk, table):
    table.replace("EGY", "1.", "progress", "good progress")
    table.close()

    assert "No round is open." in read(desk, table)


def test_between_rounds_the_title_counts_what_is_still_to_be_decided(desk, table):
    table.replace("EGY", "1.", "progress", "good progress")
    rejected = table.replace("MYS", "2.", "urged", "invited")
    table.decide(DecisionKind.REJECT, rejected, level=None, reason="The text is kept.")
    adopted = table.replace("SEN", "3.", "thanked", "warmly thanked")
    table.accept(adopted, level=None)
    table.close()
    assert "1 proposal waits for a decision" in read(desk, table)

    table.contest(rejected)
    table.contest(adopted)
    page = read(desk, table)

    assert "3 proposals wait for a decision" in page
    assert "Contested, to be decided again 2" in page
    assert "What is pending comes under Decisions when the next round opens." in page
    assert "Nothing waits" not in page


def test_between_rounds_nothing_waits_where_all_was_decided(desk, table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    table.close()

    assert "Nothing waits for a decision" in read(desk, table)


def test_a_paragraph_that_is_agreed_and_asked_to_be_reopened_counts_as_agreed_in_head_and_progress(
    desk, table
):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    for line, old in (("1.", "progress"), ("2.", "act")):
        table.replace("MYS", line, old, "slow haste")
        table.replace("SEN", line, old, "great haste")

    head, _, progress = read(desk, table).partition("Progress")

    assert "4 proposals, 1 paragraph in conflict." in head
    assert "1 in conflict" in progress


def test_what_is_pending_and_settled_by_what_was_accepted_is_named_on_the_desk(desk, table):
    table.replace("EGY", "1.", "progress", "slow progress")
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    table.replace("SEN", "2.", "act", "act now")

    page = read(desk, table)

    assert "1 proposal." in page
    assert (
        "1 pending proposal needs no decision, because what was decided settles it when the round is closed: EGY 1."
        in page
    )


def test_paragraphs_ready_to_agree_are_counted_with_and_without_proposals(desk, table):
    assert "as decided so far" not in read(desk, table)
    table.accept(table.replace("EGY", "1.", "progress", "good progress"), level=None)

    page = read(desk, table)

    assert "There are no proposals on 2 paragraphs." in page
    assert "Agree the rest: 3 paragraphs 2 in the words of the draft, 1 as decided so far" in page


def test_headings_that_are_agreed_with_the_rest_are_counted_apart(desk, table):
    page = words_of(desk.get(f"/c/{table.code}/decisions/agree").text)

    assert "3 paragraphs of OIC/FC can be agreed as they stand" in page
    assert "With them 2 headings are agreed." in page
    seen = re.findall(r'name="seen" value="(\w+)"', desk.get(f"/c/{table.code}/decisions/agree").text)[0]
    post(desk, f"/c/{table.code}/decisions/agree", {"seen": seen, "sitting": table.sitting(Level.TROIKA)})
    assert "With them 2 headings were agreed." in words_of(
        desk.get(f"/c/{table.code}/decisions/agree/1").text
    )


def test_what_is_agreed_with_the_rest_is_shown_in_the_words_that_are_agreed(desk, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.accept(egypt, level=None)
    table.accept(table.propose("SEN", AmendmentKind.JOIN, "1."), level=None)
    path = f"/c/{table.code}/decisions/agree"

    page = desk.get(path).text

    assert "Where proposals were accepted, the words as decided so far are agreed" in words_of(page)
    assert "As decided so far, with EGY 1 and SEN 1. Paragraph 2 is joined to it." in words_of(page)
    assert re.search(r"<ins\b(?:(?!</ins>).)*good", page)

    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    post(desk, path, {"seen": seen, "sitting": table.sitting(Level.TROIKA)})
    undo = desk.get(f"{path}/3").text  # its first decision is the third of the round
    assert "As decided so far, with EGY 1 and SEN 1. Paragraph 2 is joined to it." in words_of(undo)
    assert re.search(r"<ins\b(?:(?!</ins>).)*good", undo)


def test_the_desk_is_the_missions_alone(app: Flask, table):
    for make in (make_head, make_chair, make_observer):
        assert sign_in(app.test_client(), make()).get(f"/c/{table.code}/decisions").status_code == 403
    assert app.test_client().get(f"/c/{table.code}/decisions").status_code == 303


def test_there_is_no_desk_of_what_is_not_there(desk):
    assert desk.get("/c/nosuch/decisions").status_code == 404


# The line of time ------------------------------------------------------------------------------------


def test_the_line_of_time_shows_opening_now_and_deadline(desk, table):
    page = read(desk, table)

    assert "round opened" in page
    assert "is open for" in page
    assert "deadline" in page


def test_a_round_that_is_announced_says_when_it_opens(desk, session):
    begins = utcnow() + timedelta(days=2)
    table = Table(lines_of(URGES), symbol="OIC/SOON").open(opens_at=begins, deadline=begins + DAY)

    page = read(desk, table)

    assert "round opens" in page
    assert re.search(r"Round 1 on OIC/SOON opens on \d+ \w+ \d{4}", page)


# What arrived ----------------------------------------------------------------------------------------


def test_a_first_visit_shows_what_was_done_last_and_a_reload_does_not_lose_it(desk, table):
    table.replace("EGY", "1.", "progress", "good progress")

    first, again = read(desk, table), read(desk, table)

    assert "What was done last" in first
    assert "EGY 1 submitted on paragraph 1" in first
    assert "EGY 1 submitted on paragraph 1" in again


def test_on_a_first_visit_the_readers_own_decisions_are_listed_among_the_last_acts(client, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    me = make_mission_drafter()
    desk, table.mission = sign_in(client, me), actor_of(me)
    table.decide(DecisionKind.REJECT, egypt, reason="The text of 2010 is kept.")

    assert "EGY 1 rejected on paragraph 1" in read(desk, table).partition("What was done last")[2]


def test_acts_of_earlier_days_are_shown_with_their_date(desk, table):
    with clock_at(utcnow() - timedelta(days=2)):
        table = make_table(*TEXT, symbol="OIC/OLD", deadline=utcnow() + timedelta(days=4))
        egypt = table.replace("EGY", "1.", "progress", "good progress")
        head = table.head("TUR")
        positions.take_position(head, egypt.code, party=party("TUR").id, stance=Stance.LIVE_WITH)
    then = today() - timedelta(days=2)
    words = f"{then.day} {then:%B} {then.year}"

    done = read(desk, table).partition("What was done last")[2]

    assert re.match(rf" {words} [0-9:]+ Türkiye can live with EGY 1", done)
    table.replace("MYS", "1.", "progress", "the progress")
    done = read(desk, table).partition("What was done last")[2]
    assert re.match(rf" [0-9:]+ MYS 1 submitted .* {words} [0-9:]+ Türkiye", done)


def test_who_comes_back_sees_what_others_did_since(desk, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    read(desk, table)
    age_cookie(desk, table)
    positions.take_position(table.head("TUR"), egypt.code, party=party("TUR").id, stance=Stance.LIVE_WITH)

    page = read(desk, table)

    assert "Since you were here" in page
    assert "Türkiye can live with EGY 1" in page
    assert "EGY 1 submitted" not in page


def age_cookie(browser: FlaskClient, table: Table) -> None:
    """Let the last visit be an hour ago."""
    path = f"/c/{table.code}/decisions"
    cookie = browser.get_cookie(COOKIE, path=path)
    *others, seen = unseal_of_cookie(cookie.value, use=COOKIE)
    browser.set_cookie(COOKIE, seal_for_cookie([*others, seen - 3600], use=COOKIE), path=path)


@pytest.mark.parametrize(
    "cookie", ["", "x", "1.2", "1.2.3.4.x", f"1.2.3.4.{10**30}", "-1.-1.-1.-1.-1", "9" * 5000, "2.1.1.1.1"]
)
def test_a_cookie_that_is_none_or_anothers_is_no_visit(desk, table, cookie):
    before = Visit.of(cookie, Actor(1, "me", frozenset()))

    assert (before.line, before.since) == (0, None)


def test_a_visit_lasts_while_one_stays_and_becomes_the_last_one_when_one_goes_away(session):
    me, start = Actor(1, "me", frozenset()), utcnow()
    with clock_at(start):
        cookie = Visit(1).until(40).value
    with clock_at(start + AWAY / 2):
        staying = Visit.of(cookie, me)
        cookie = staying.until(50).value
    with clock_at(start + 2 * AWAY):
        back = Visit.of(cookie, me)

    assert (staying.line, staying.since) == (0, None)
    assert back.line == 50
    assert abs(back.since - (start + AWAY / 2)) < timedelta(seconds=1)


# What is contested ---------------------------------------------------------------------------------


CONTESTED = {
    "rejected": (DecisionKind.REJECT, {"reason": "The text is kept."}),
    "deferred": (DecisionKind.DEFER, {"reason": "Until the capitals answer."}),
    "absorbed": (DecisionKind.COMPROMISE, {"text": "The Meeting met.", "reason": "Between the two."}),
    "accepted": (DecisionKind.ACCEPT, {"reason": "Nobody objected."}),
}
KEPT = {"rejected": "rejection", "deferred": "deferral", "absorbed": "compromise", "accepted": "acceptance"}


@pytest.mark.parametrize("word", CONTESTED)
def test_a_contested_row_tells_what_was_decided_and_keeps_it_at_a_level_with_one_act(desk, table, word):
    kind, facts = CONTESTED[word]
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    table.decide(kind, amendment, level=None, **facts)
    answer = Answer.OBJECT if kind is DecisionKind.COMPROMISE else Answer.CONTEST
    said = {"party": party("EGY").id, "answer": answer, "reason": "Our capital insists."}
    answers.answer(table.head("EGY"), amendment.code, **said)

    page = read(desk, table)

    assert (
        f"{KEPT[word] if word != 'rejected' else 'non-acceptance'} proposed {MISSION_PROPOSES[kind]}, "
        in page
    )
    assert facts["reason"] in page
    assert "Our capital insists." in page
    assert f"Keep the {KEPT[word]}, as agreed at a sitting" in page
    html = desk.get(f"/c/{table.code}/decisions").text
    [path] = re.findall(r'action="(/decisions/\d+/keep)#taken"', html)
    seen = re.findall(r'name="seen" value="(\d+)"', html)[0]
    kept = post(desk, path, {"seen": seen, "sitting": table.sitting()})
    assert kept.status_code == 303
    assert "Our capital insists." not in read(desk, table)
    db.session.rollback()
    last = db.session.scalars(select(Decision).order_by(Decision.id.desc())).first()
    assert (last.kind, last.level, last.reason) == (kind, "expert", facts["reason"])


def test_one_rejection_of_two_that_both_contest_is_kept_for_both(desk, table):
    first = table.replace("EGY", "1.", "progress", "good progress")
    second = table.replace("MYS", "1.", "members", "Members")
    table.decide(DecisionKind.REJECT, first, second, level=None, reason="The text is kept.")
    table.contest(first)
    table.contest(second)

    html = desk.get(f"/c/{table.code}/decisions").text

    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    seen = re.findall(r'name="seen" value="(\d+)"', html)[0]
    path = re.findall(r'action="(/decisions/\d+/keep)#taken"', html)[0]
    assert post(desk, path, {"seen": seen, "sitting": table.sitting()}).status_code == 303
    assert "Our capital insists." not in read(desk, table)


def test_after_a_closing_a_contested_row_leads_to_its_paragraph_by_its_number(desk, table):
    amendment = table.replace("EGY", "2.", "act", "act now")
    gone = table.propose("MYS", AmendmentKind.DELETE, "1.")
    table.decide(DecisionKind.REJECT, amendment, level=None, reason="The text is kept.")
    table.accept(gone, level=None)
    code = table.line("2.").code
    lost = table.line("1.").code
    table.close()
    table.contest(amendment)
    table.contest(gone, "It was a mistake.")

    html = desk.get(f"/c/{table.code}/decisions").text.partition('id="heard"')[2]

    assert re.search(rf'<a href="/c/{table.code}/p/{code}">Paragraph 1</a>', html)
    assert re.search(rf'<a href="/c/{table.code}/p/{lost}">Its paragraph, no longer in the text</a>', html)
    assert "non-acceptance proposed the Mission proposes not to accept" in words_of(html)
    assert "/keep" not in html


def test_a_contested_proposal_stands_on_decisions_also_after_its_paragraph_is_decided_to_be_deleted(
    desk, table
):
    amendment = table.replace("EGY", "2.", "act", "act now")
    table.decide(DecisionKind.REJECT, amendment, level=None, reason="The text is kept.")
    table.contest(amendment, "Our capital insists.")
    table.close()
    table.open()
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "2."))

    page = words_of(desk.get(f"/c/{table.code}/decisions").text)

    assert "contested by its sponsor Egypt" in page
    assert "Our capital insists." in page


def test_the_desk_and_the_form_say_what_a_proposal_amends_and_who_is_with_it(desk, table):
    first = table.replace("SEN", "1.", "progress", "good progress")
    text = WELCOMES.replace("progress", "very good progress")
    second = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text, amends=first.code)
    sponsors.cosponsor(table.head("JOR"), second.code, party=party("JOR").id)

    page = read(desk, table)

    assert "amends SEN 1 · with Jordan" in page
    form = desk.get(f"/c/{table.code}/p/{table.line('1.').code}").text
    assert "EGY 1 new wording · amends SEN 1 · with Jordan" in words_of(form.partition('id="on"')[2])
    assert "amends SEN 1" in words_of(form)


def test_it_says_who_objects_to_a_paragraph_as_it_stands_and_to_each_proposal(
    desk: FlaskClient, table: Table
):
    proposal = table.replace("EGY", "1.", "progress", "great progress")
    line = table.line("1.").line
    for code, stance in (("TUR", Stance.OPPOSE), ("SEN", Stance.SUPPORT)):
        facts = {"party": party(code).id, "stance": stance}
        positions.take_position_on_paragraph(table.head(code), line.paragraph, wording=line.wording, **facts)
    positions.take_position(table.head("MLI"), proposal.code, party=party("MLI").id, stance=Stance.RESERVE)

    seen = words_of(desk.get(f"/c/{table.code}/decisions").text)

    assert "As it stands: support 1 · opposed: Türkiye · 55 States without a position" in seen
    assert "position reserved: Mali · 55 States without a position" in seen


def test_what_a_sitting_did_not_agree_is_named_beside_the_rest_and_not_agreed_with_it(desk, table):
    sitting = hold(table, make_body(Level.AMBASSADORIAL, members=("EGY", "MYS")), ["1."])
    opposed = {party("EGY").id: Stance.OPPOSE}
    record(table, sitting, result=SittingResult.NOT_AGREED, stances=opposed)

    line = table.line("2.").line
    facts = {"party": party("PAK").id, "stance": Stance.AWAITING}
    positions.take_position_on_paragraph(table.head("PAK"), line.paragraph, wording=line.wording, **facts)

    page = words_of(desk.get(f"/c/{table.code}/decisions/agree").text)

    assert "Awaiting instructions: Pakistan." in page
    assert "2 paragraphs of OIC/FC can be agreed as they stand" in page
    assert "Not among them Each of these is agreed by itself, on its page or at a sitting. 1" in page
    assert "The paragraph was not agreed. Opposed: Egypt." in page


def test_a_paragraph_in_brackets_that_a_pending_proposal_would_join_is_not_said_to_have_none(
    app: Flask, session: object
):
    table = make_table("It noted.", "It [urged].")
    table.propose("EGY", AmendmentKind.JOIN, "1.")
    page = mission_reader(app).sees(f"/c/{table.code}/decisions")
    assert "1 proposal would join it to another paragraph" in page
    assert "nothing pending" not in page and "Still in brackets 1" in page
