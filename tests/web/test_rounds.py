"""Rounds on the page: everybody reads what runs until when; the Mission circulates, opens, moves and closes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from acm_drafts.negotiation.terms import AmendmentKind, DraftStatus
from acm_drafts.services import amendments, drafts, rounds
from acm_drafts.store import meetings
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Amendment, Circulation, Decision, Disposition, Draft, JournalLine, Round
from tests.factories import make_administrator, make_head, make_mission_drafter, make_observer, post, sign_in
from tests.tables import DAY, Table, current, lines_of, make_table
from tests.web.readers import words_of

TERMS = {
    "opens_at": "",
    "deadline": "2099-09-01T18:00",
    "zone": "America/New_York",
    "admissibility": "open",
    "visibility": "all",
}


@pytest.fixture
def desk(client: FlaskClient, session) -> FlaskClient:
    """A Mission drafter's browser."""
    return sign_in(client, make_mission_drafter())


@pytest.fixture
def guest(app: Flask, session) -> FlaskClient:
    """The browser of a head of delegation."""
    return sign_in(app.test_client(), make_head("EGY"))


def fresh_table(*texts: str) -> Table:
    """Return a text that is imported and not circulated."""
    return Table(lines_of(*(texts or ("We met.", "We parted."))))


def ended(table: Table) -> Table:
    """Let the deadline of the table's round be just past."""
    rounds.change_deadline(table.mission, table.round, utcnow())
    return table


def newest_round(session) -> Round:
    session.rollback()
    return session.scalars(select(Round).order_by(Round.id.desc())).first()


def count(session, record: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(record))


def accept_unasked(session, amendment: Amendment) -> None:
    """Write an acceptance as no page would: what stands against it is found when the round is closed."""
    revision = current(amendment)
    decision = Decision(
        communique_id=amendment.communique_id,
        round_id=amendment.round_id,
        sequence=99,
        kind="accept",
        paragraph_id=amendment.paragraph_id,
        agreed_on=meetings.today(db.session(), None),
    )
    session.add(decision)
    session.flush()
    facts = {"outcome": "accepted", "text": revision.text}
    session.add(Disposition(decision_id=decision.id, revision_id=revision.id, **facts))
    session.commit()


def test_the_mission_reaches_what_is_still_open_from_the_rounds(desk: FlaskClient, guest: FlaskClient):
    table = make_table("We met.")
    path = f'href="/c/{table.code}/adoption"'
    assert path in desk.get(f"/c/{table.code}/rounds").text
    assert path not in guest.get(f"/c/{table.code}/rounds").text


# Reading -------------------------------------------------------------------------------------------


def test_everybody_with_a_seat_reads_what_runs_until_when(guest: FlaskClient):
    table = make_table("We met.", zone="Asia/Riyadh", admissibility="no-new-issues", visibility="deadline")

    page = guest.get(f"/c/{table.code}/rounds").text

    assert "1 round<" in page.replace("1 round ·", "1 round<")
    assert "Round 1" in page
    assert "Riyadh, UTC+3" in page
    assert "New York, UTC−" in page
    assert "no new issues" in page
    assert "everyone after the deadline" in page
    assert "OIC/FC" in page


def test_the_deadline_is_shown_in_the_readers_time_zone(app: Flask, session):
    table = make_table("We met.")
    reader = sign_in(app.test_client(), make_observer(zone="Asia/Jakarta"))

    assert "Jakarta, UTC+7" in reader.get(f"/c/{table.code}/rounds").text


def test_a_delegation_is_offered_none_of_the_missions_acts_and_may_do_none(guest: FlaskClient, session):
    table = make_table("We met.")
    root = f"/c/{table.code}"

    assert "<form" not in re.sub(
        r'(?s)<header class="site[^"]*">.*?</header>|<dialog.*?</dialog>',
        "",
        guest.get(f"{root}/rounds").text,
    )
    for path in (
        f"{root}/rounds",
        f"{root}/drafts/0/circulate",
        f"{root}/rounds/1/deadline",
        f"{root}/rounds/1/close",
    ):
        assert post(guest, path, TERMS).status_code == 403, path
    assert guest.get(f"{root}/rounds/1/close").status_code == 403
    assert count(session, Round) == 1


def test_a_draft_that_is_not_circulated_is_not_named_to_delegations(desk: FlaskClient, guest: FlaskClient):
    table = make_table("We met.")
    table.close()

    assert "OIC/FC/Rev.1" in desk.get(f"/c/{table.code}/rounds").text
    page = guest.get(f"/c/{table.code}/rounds").text
    assert "Rev.1" not in page
    assert "a draft that is not circulated yet" in page


def test_a_person_who_may_not_read_the_text_finds_no_rounds(app: Flask, guest: FlaskClient, session):
    table = fresh_table()

    assert guest.get(f"/c/{table.code}/rounds").status_code == 404
    assert guest.get("/c/nosuch/rounds").status_code == 404
    administrator = sign_in(app.test_client(), make_administrator())
    table.open()
    assert administrator.get(f"/c/{table.code}/rounds").status_code == 404


# Circulating ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sent", "attributed"), [({"attributed": "y"}, True), ({}, False)])
def test_the_newest_draft_is_circulated_with_or_without_names(desk: FlaskClient, session, sent, attributed):
    table = fresh_table()
    assert "Circulate OIC/FC" in desk.get(f"/c/{table.code}/rounds").text

    answer = post(desk, f"/c/{table.code}/drafts/0/circulate", sent | {"sure": "1"})

    assert (answer.status_code, answer.location) == (303, f"/c/{table.code}/rounds")
    session.rollback()
    assert session.scalars(select(Circulation)).one().attributed is attributed


@pytest.mark.parametrize(("sent", "named"), [({"attributed": "y"}, "are named"), ({}, "are not named")])
def test_before_a_draft_is_circulated_the_house_asks_and_says_what_follows(desk, session, sent, named):
    table = fresh_table()

    asked = post(desk, f"/c/{table.code}/drafts/0/circulate", sent)

    assert asked.status_code == 200
    seen = words_of(asked.text)
    assert "All participants read it from now on" in seen
    assert f"Sponsors {named} to" in seen
    assert "Neither can be changed afterwards." in seen
    assert f'<a href="/c/{table.code}/rounds" aria-current="page">' in asked.text
    assert ('name="attributed" value="y"' in asked.text) is bool(sent)
    assert count(session, Circulation) == 0


@pytest.mark.parametrize(
    ("status", "says"),
    [(DraftStatus.FINAL, True), (DraftStatus.AD_REFERENDUM, True), (DraftStatus.ZERO, False)],
)
def test_before_a_text_declared_agreed_elsewhere_is_circulated_the_house_says_what_is_not_agreed_here(
    desk: FlaskClient, status: DraftStatus, says: bool
):
    table = Table(lines_of("We met.", "We parted."), status=status)

    seen = words_of(post(desk, f"/c/{table.code}/drafts/0/circulate", {"attributed": "y"}).text)

    assert ("Not agreed: 2 of 2." in seen) is says


def test_names_are_offered_as_on_the_text_before_and_not_where_proposals_travel_on_without(
    desk: FlaskClient, session
):
    table = make_table("We met.", "We parted.", attributed=False)
    amendment = table.propose("EGY", AmendmentKind.DELETE, "1.")
    ended(table).close()

    page = desk.get(f"/c/{table.code}/rounds").text
    assert "Sponsors are not named: the text before this one names none" in page
    assert 'name="attributed"' not in page
    path = f"/c/{table.code}/drafts/1/circulate"
    refused = post(desk, path, {"attributed": "y", "sure": "yes"})
    assert (refused.status_code, count(session, Circulation)) == (422, 1)
    assert "circulate this text without names too" in refused.text

    table.open(attributed=False)
    amendments.withdraw(table.head("EGY"), amendment.code)
    ended(table).close()
    page = desk.get(f"/c/{table.code}/rounds").text
    assert re.search(r'<input[^>]* name="attributed"', page)
    assert not re.search(r'<input checked[^>]*name="attributed"', page)


def test_a_draft_is_circulated_once(desk: FlaskClient, session):
    table = make_table("We met.")

    answer = post(desk, f"/c/{table.code}/drafts/0/circulate")

    assert answer.status_code == 422
    assert "this draft was circulated already" in answer.text
    assert count(session, Circulation) == 1
    assert post(desk, f"/c/{table.code}/drafts/7/circulate").status_code == 404


# Opening -------------------------------------------------------------------------------------------


def circulated_table() -> Table:
    table = fresh_table()
    drafts.circulate(table.mission, table.draft, attributed=True)
    return table


def test_a_round_is_announced_on_the_clock_of_the_named_zone(desk: FlaskClient, session):
    table = circulated_table()
    sent = {
        "opens_at": "2099-08-01T09:00",
        "deadline": "2099-09-01T18:00",
        "zone": "Asia/Riyadh",
        "admissibility": "editorial",
        "visibility": "mission",
        "chair_reads": "y",
    }

    answer = post(desk, f"/c/{table.code}/rounds", sent)

    assert answer.status_code == 303
    held = newest_round(session)
    assert held.deadline.isoformat() == "2099-09-01T15:00:00+00:00"
    assert held.opens_at.isoformat() == "2099-08-01T06:00:00+00:00"
    assert (held.zone, held.admissibility, held.visibility, held.chair_reads) == (
        "Asia/Riyadh",
        "editorial",
        "mission",
        True,
    )


@pytest.mark.parametrize(
    ("opens_at", "sentence"),
    [("2020-08-01T09:00", "Round 1 is open."), ("2099-08-01T09:00", "Round 1 is announced.")],
)
def test_a_round_that_opens_at_once_is_shown_as_open(desk: FlaskClient, opens_at: str, sentence: str):
    table = circulated_table()
    page = f"/c/{table.code}/rounds"
    assert "No round has been opened yet." in words_of(desk.get(page).text)
    sent = {"opens_at": opens_at, "deadline": "2099-09-01T18:00", "zone": "Asia/Riyadh"}

    post(desk, page, {**sent, "admissibility": "open", "visibility": "all"})

    assert sentence in desk.get(page).text


def test_the_next_round_is_offered_with_who_saw_proposals_in_the_last_and_says_for_what_it_holds(
    desk: FlaskClient,
):
    first = circulated_table()
    assert "What an earlier round showed" not in desk.get(f"/c/{first.code}/rounds").text
    table = make_table("We met.", symbol="OIC/TWO", visibility="deadline", chair_reads=True)
    ended(table)
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    page = desk.get(f"/c/{table.code}/rounds").text

    assert '<option selected value="deadline">' in page
    assert re.search(r'<input checked[^>]*name="chair_reads"', page)
    assert "What an earlier round showed stays readable as that round left it" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"deadline": "2028-03-12T02:30"}, "This time does not exist in that zone"),
        ({"deadline": "2028-11-05T01:30"}, "This time comes twice in that zone"),
        ({"deadline": "9999-12-31T23:59"}, "Choose a year between 2000 and 2100."),
        ({"deadline": ""}, "This is needed."),
        ({"deadline": "soon"}, "Not a valid datetime value"),
        ({"deadline": "2020-01-01T10:00", "opens_at": "2019-01-01T10:00"}, "the deadline has passed already"),
        ({"opens_at": "2099-10-01T10:00"}, "the deadline must lie after the opening"),
        ({"zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"visibility": "nobody"}, "Not a valid choice"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_a_sentence_and_nothing_typed_is_lost(
    desk: FlaskClient, session, wrong, sentence
):
    table = circulated_table()

    answer = post(desk, f"/c/{table.code}/rounds", {**TERMS, "admissibility": "editorial", **wrong})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert re.search(r'<option selected value="editorial">', answer.text)
    assert count(session, Round) == 0


def test_a_second_round_is_refused_while_one_runs(desk: FlaskClient, session):
    table = make_table("We met.")

    answer = post(desk, f"/c/{table.code}/rounds", TERMS)

    assert answer.status_code == 409
    assert "A round on this text is not closed yet." in answer.text
    assert count(session, Round) == 1


def test_no_round_is_opened_on_a_draft_that_nobody_can_read(desk: FlaskClient, session):
    table = fresh_table()

    answer = post(desk, f"/c/{table.code}/rounds", TERMS)

    assert answer.status_code == 422
    assert "the draft is not circulated yet" in answer.text
    assert count(session, Round) == 0


# The deadline --------------------------------------------------------------------------------------


def test_the_deadline_moves_on_the_clock_of_the_rounds_zone(desk: FlaskClient, session):
    table = make_table("We met.", zone="Asia/Riyadh")

    answer = post(desk, f"/c/{table.code}/rounds/1/deadline", {"deadline": "2099-09-01T18:00"})

    assert answer.status_code == 303
    assert newest_round(session).deadline.isoformat() == "2099-09-01T15:00:00+00:00"


def test_submissions_end_at_once(desk: FlaskClient, session):
    table = make_table("We met.", opens_at=utcnow() - DAY, deadline=utcnow() + DAY)

    asked = post(desk, f"/c/{table.code}/rounds/1/deadline", {"now": "1"})
    assert asked.status_code == 200
    assert "Nothing can be submitted any more." in asked.text
    assert newest_round(session).deadline > utcnow()

    assert post(desk, f"/c/{table.code}/rounds/1/deadline", {"now": "1", "sure": "1"}).status_code == 303

    assert newest_round(session).deadline <= utcnow()
    assert "under consideration" in desk.get(f"/c/{table.code}/rounds").text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"deadline": "2028-03-12T02:30"}, "This time does not exist in that zone"),
        ({"deadline": "2010-03-12T02:30"}, "the deadline must lie after the opening"),
        ({"deadline": "tomorrow"}, "Not a valid datetime value"),
        ({"now": "1"}, "the deadline must lie after the opening"),
    ],
)
def test_a_deadline_that_cannot_be_is_refused_beside_its_field(desk: FlaskClient, session, sent, sentence):
    table = make_table("We met.", opens_at=utcnow() + DAY, deadline=utcnow() + 2 * DAY)
    before = newest_round(session).deadline

    answer = post(desk, f"/c/{table.code}/rounds/1/deadline", sent)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert newest_round(session).deadline == before


def test_the_deadline_of_a_closed_round_stays(desk: FlaskClient):
    table = make_table("We met.")
    table.close()

    answer = post(desk, f"/c/{table.code}/rounds/1/deadline", {"deadline": "2099-09-01T18:00"})

    assert answer.status_code == 409
    assert f'href="/c/{table.code}/text?draft=1"' in answer.text
    assert post(desk, f"/c/{table.code}/rounds/2/deadline").status_code == 404


# Closing -------------------------------------------------------------------------------------------


def negotiated_table() -> Table:
    """Return a table past its deadline: one proposal accepted, two in conflict, one new paragraph accepted."""
    table = make_table(
        "We welcome progress.", "We thank all.", "We go.", opens_at=utcnow() - DAY, deadline=utcnow() + DAY
    )
    table.accept(table.replace("EGY", "1.", "progress", "swift progress"))
    table.replace("MYS", "2.", "all", "everybody")
    table.replace("SEN", "2.", "all", "the host")
    table.accept(table.propose("PAK", AmendmentKind.INSERT, after="2.", text="We remember."))
    table.accept(table.propose("TUR", AmendmentKind.DELETE, "3."))
    return ended(table)


def test_before_closing_the_page_shows_what_it_would_make_and_writes_nothing(desk: FlaskClient, session):
    table = negotiated_table()
    lines = count(session, JournalLine)

    page = desk.get(f"/c/{table.code}/rounds/1/close").text

    assert "2 proposals are pending" in page
    assert re.search(r"in conflict.*?MYS 1.*?SEN 1", page, re.DOTALL)
    assert "swift<" in page
    assert "inserted:" in page
    assert "We remember." in page
    assert "The text changes at 3 places." in page
    assert 'value="OIC/FC/Rev.1"' in page
    assert (count(session, Draft), count(session, JournalLine)) == (1, lines)


def test_closing_makes_the_next_draft_and_leads_to_its_text(desk: FlaskClient, session):
    table = negotiated_table()

    answer = post(desk, f"/c/{table.code}/rounds/1/close", {"symbol": "OIC/FC/R1", "status": "chairs-text"})

    assert (answer.status_code, answer.location) == (303, f"/c/{table.code}/text")
    session.rollback()
    draft = session.scalars(select(Draft).where(Draft.sequence == 1)).one()
    assert (draft.symbol, draft.status) == ("OIC/FC/R1", DraftStatus.CHAIR)
    page = desk.get(answer.location).text
    assert "We welcome swift progress." in page
    assert "We remember." in page
    assert "We go." not in page


def test_what_closing_deletes_is_called_by_its_number_in_the_draft_that_had_it(desk: FlaskClient):
    table = negotiated_table()

    page = desk.get(f"/c/{table.code}/rounds/1/close").text

    above, printed = (
        [words_of(one) for one in re.findall(r'<div class="twin__side">.*?</div>', part, re.S)]
        for part in page.split('id="printed"')
    )
    assert above == ["1. amended", "deleted paragraph 3 in OIC/FC", "3. new"]
    assert len(printed) == 1


def test_the_closing_page_counts_paragraphs_not_agreed_at_a_level(desk: FlaskClient):
    table = negotiated_table()

    page = desk.get(f"/c/{table.code}/rounds/1/close").text
    assert "2 of 3 paragraphs agreed. The draft can be declared final" in words_of(page)
    assert f'href="/c/{table.code}/decisions#progress"' in page

    sent = {"symbol": "OIC/FC/Final", "status": "final"}
    answer = post(desk, f"/c/{table.code}/rounds/1/close", sent)
    assert answer.status_code == 422
    assert "Not agreed: 1 of 3. Agree them under Decisions" in words_of(answer.text)


def test_a_round_is_closed_once_and_the_second_time_leads_to_the_draft_of_the_first(
    desk: FlaskClient, session
):
    table = negotiated_table()
    sent = {"symbol": "OIC/FC/Rev.1", "status": "revised-draft"}
    assert post(desk, f"/c/{table.code}/rounds/1/close", sent).status_code == 303

    for answer in (
        post(desk, f"/c/{table.code}/rounds/1/close", {**sent, "symbol": "OIC/FC/Rev.9"}),
        desk.get(f"/c/{table.code}/rounds/1/close"),
    ):
        assert answer.status_code == 409
        assert "This round is closed already." in answer.text
        assert f'href="/c/{table.code}/text?draft=1"' in answer.text
    assert count(session, Draft) == 2


def test_conflicting_wordings_are_printed_in_brackets_where_that_is_wanted(desk: FlaskClient, session):
    table = negotiated_table()

    post(
        desk,
        f"/c/{table.code}/rounds/1/close",
        {"symbol": "OIC/FC/Rev.1", "status": "revised-draft", "print_conflicts": "y"},
    )

    session.rollback()
    kinds = session.scalars(select(Disposition.outcome)).all()
    assert kinds.count("bracketed") == 2
    assert re.search(r'class="brk">\[', desk.get(f"/c/{table.code}/text").text)


def test_a_round_that_still_runs_is_shown_and_not_closed(desk: FlaskClient, session):
    table = make_table("We met.")

    page = desk.get(f"/c/{table.code}/rounds/1/close")
    answer = post(
        desk, f"/c/{table.code}/rounds/1/close", {"symbol": "OIC/FC/Rev.1", "status": "revised-draft"}
    )

    assert page.status_code == 200
    assert "The deadline has not passed yet" in page.text
    assert 'name="symbol"' not in page.text
    assert answer.status_code == 422
    assert "The deadline has not passed yet" in answer.text
    assert count(session, Draft) == 1


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        ({"symbol": "OIC/FC"}, 409, "The symbol OIC/FC is taken."),
        ({"symbol": ""}, 422, "This is needed."),
        (
            {"symbol": "OIC\u202e"},
            422,
            "The text holds a character that cannot be saved (U+202E at position 4).",
        ),
        ({"symbol": "O" * 65}, 422, "Field cannot be longer than 64 characters."),
        ({"status": "best"}, 422, "Not a valid choice"),
    ],
)
def test_a_closing_that_cannot_be_is_refused_beside_its_field_and_writes_nothing(
    desk: FlaskClient, session, wrong, status, sentence
):
    table = negotiated_table()

    answer = post(
        desk, f"/c/{table.code}/rounds/1/close", {"symbol": "X", "status": "revised-draft", **wrong}
    )

    assert answer.status_code == status
    assert sentence in answer.text
    assert count(session, Draft) == 1
    assert newest_round(session).closed_at is None


def test_accepted_proposals_that_stand_against_each_other_refuse_the_closing_in_words(
    desk: FlaskClient, session
):
    table = make_table("One.", "Two.", "Three.", opens_at=utcnow() - DAY, deadline=utcnow() + DAY)
    table.accept(table.propose("EGY", AmendmentKind.INSERT, after="1.", text="First."))
    accept_unasked(session, table.propose("MYS", AmendmentKind.INSERT, after="1.", text="Second."))
    ended(table)

    page = desk.get(f"/c/{table.code}/rounds/1/close").text
    answer = post(
        desk, f"/c/{table.code}/rounds/1/close", {"symbol": "OIC/FC/Rev.1", "status": "revised-draft"}
    )

    assert "EGY 1 and MYS 1 put paragraphs at one place: say which comes first." in page
    assert answer.status_code == 409
    assert "EGY 1 and MYS 1 put paragraphs at one place" in answer.text
    assert count(session, Draft) == 1
