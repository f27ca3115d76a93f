"""The journal as each reader may read it: acts as sentences, filters, pages, a table for a spreadsheet."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Level, Stance, Visibility
from acm_drafts.services import (
    agreements,
    amendments,
    answers,
    decisions,
    drafts,
    people,
    positions,
    rounds,
    sponsors,
)
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.journal import ACCEPTS_COMPROMISE, DISOWNS
from acm_drafts.store.records import Communique, JournalLine, Paragraph
from acm_drafts.store.rounds import round_context
from acm_drafts.web.journal import routes as journal_routes
from acm_drafts.web.journal.acts import ACTS, ANSWERS, POSITIONS, sentence_of_act
from tests.agreeing import judgement
from tests.factories import (
    make_administrator,
    make_chair,
    make_head,
    make_mission_drafter,
    make_observer,
    mission,
    party,
    sign_in,
)
from tests.house.tree import ROOT
from tests.sittings import make_body
from tests.speakers import inscribed, open_list
from tests.tables import DAY, Table, current, lines_of, make_table
from tests.web.readers import Sample, words_of

WELCOMES = "The Meeting welcomed the progress made by all its members."
URGES = "The Meeting urged all of them to act."
SERVICES = ROOT / "acm_drafts" / "services"


@pytest.fixture
def table(session: object) -> Table:
    return make_table(WELCOMES, URGES)


@pytest.fixture
def desk(client: FlaskClient, table: Table) -> FlaskClient:
    return sign_in(client, make_mission_drafter())


def read(browser: FlaskClient, table: Table, **asked: object) -> str:
    """Return the page without the spaces that markup leaves."""
    answer = browser.get(f"/c/{table.code}/journal", query_string=asked)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", "", answer.text).split())


def file(browser: FlaskClient, table: Table) -> list[list[str]]:
    answer = browser.get(f"/c/{table.code}/journal.csv")
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


# Sentences -----------------------------------------------------------------------------------------


def test_every_act_written_by_a_service_has_a_sentence():
    written = set()
    for path in SERVICES.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        for call in re.finditer(
            r"\b(?:write_line|write_people_line|_line|_step_own|_journal_own|_submit)\(([^;]{0,160})", source
        ):
            written |= set(re.findall(r'(?:N_\()?"([a-z][a-z ]+)"', call[1].split("scope")[0]))
    told = set(ACTS)

    assert {"submit", "open round", "void", "appoint", "translate", "answer"} <= written
    assert sorted(written - told - {"", "sponsor", "floor"}) == []


def test_the_reason_of_a_proposal_stands_with_its_submission(desk, table):
    table.replace("EGY", "1.", "progress", "good progress", reason="It was good.")

    submitted = [row for row in file(desk, table) if row[3] == "EGY 1"]
    assert [row[-1] for row in submitted] == ["It was good."]
    assert "EGY 1 submitted on paragraph 1" in read(desk, table)
    assert "It was good." in read(desk, table)


def test_the_journal_lists_the_acts_of_a_negotiation_newest_first(desk, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    positions.take_position(
        table.head("MYS"), egypt.code, party=party("MYS").id, stance=Stance.LIVE_WITH, reason="It may do."
    )
    table.accept(egypt)
    table.close()

    page = read(desk, table)

    told = [
        "Round 1 closed",
        "EGY 1 accepted on paragraph 1: Expert level, Washington DC: sitting 1",
        "Malaysia can live with EGY 1 It may do.",
        "EGY 1 submitted on paragraph 1",
        "Round 1 announced on OIC/FC",
        "OIC/FC circulated",
        "Text imported as OIC/FC",
    ]
    places = [page.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert "OIC/FC, then OIC/FC/Rev.1" in page


def test_acts_on_a_proposed_paragraph_are_listed_for_a_new_paragraph(desk, table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    table.accept(new)

    page = read(desk, table)
    assert "EGY 1 submitted for a new paragraph" in page
    assert "EGY 1 accepted for a new paragraph: Expert level" in page
    judged = judgement(DecisionKind.AGREE, on=new.paragraph_id, sitting=table.sitting())
    counter = db.session.get_one(Paragraph, new.paragraph_id).counter
    agreed = decisions.decide(table.mission, new.paragraph_id, judged, seen=counter)
    assert "Agreed: a new paragraph" in read(desk, table)
    table.void(agreed, reason="In error.")
    assert "The agreement on a new paragraph no longer counts" in read(desk, table)
    table.close()
    assert "EGY 1 submitted for a new paragraph, later 2" in read(desk, table)


def test_positions_and_contests_on_a_proposed_paragraph_are_listed_by_name(desk, table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    malaysia = {"party": party("MYS").id, "stance": Stance.OPPOSE, "reason": "It is said elsewhere."}
    positions.take_position(table.head("MYS"), new.code, **malaysia)
    table.accept(new, level=None)
    table.contest(new)

    page = read(desk, table)

    assert "Malaysia opposes EGY 1 It is said elsewhere." in page
    assert "Egypt contests the outcome of EGY 1" in page
    assert [vague for vague in ("took a position on", "answered on") if vague in page] == []


def test_what_the_mission_submits_to_lift_brackets_says_so(client, session):
    table = make_table("The Meeting welcomed the [great] progress.", URGES)
    paragraph = db.session.get_one(Paragraph, table.line("1.").line.paragraph)
    lift = judgement(DecisionKind.ACCEPT, settled=((0, 0),), on=paragraph.id)
    decisions.decide(table.mission, paragraph.id, lift, seen=paragraph.counter)

    page = read(sign_in(client, make_mission_drafter()), table)

    assert "OICM 1 submitted to lift the brackets in paragraph 1" in page
    assert "OICM 1 submitted on" not in page


@pytest.mark.parametrize(
    ("act", "facts", "sentence"),
    [
        ("answer", {"subject": Answer.CONTEST}, "contests the outcome of"),
        ("answer", {"subject": ACCEPTS_COMPROMISE}, "accepts the compromise for"),
        ("answer", {"subject": Answer.LIVE_WITH}, "can live with the compromise for"),
        ("take position", {"after": Stance.RESERVE}, "reserves its position on"),
        ("take position", {"after": ""}, "takes no position on"),
    ],
)
def test_each_position_and_answer_of_a_delegation_is_a_sentence(
    act: str, facts: dict[str, str], sentence: str
):
    assert (
        sentence in sentence_of_act(JournalLine(**{"act": act, "subject": "", "after": "", **facts})).sentence
    )


def test_every_word_that_a_delegation_can_say_has_its_sentence():
    assert set(POSITIONS) == {*Stance, ""}
    assert set(ANSWERS) == {*Answer, ACCEPTS_COMPROMISE, DISOWNS}


def test_a_revision_shows_the_words_before_and_after(desk, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    text = WELCOMES.replace("progress", "great progress")
    better = table.proposal(AmendmentKind.REPLACE, "1.", text=text, seen=current(egypt).id)
    amendments.revise(table.head("EGY"), egypt.code, better)

    page = desk.get(f"/c/{table.code}/journal").text

    assert re.search(r"<del[^>]*>.*?good.*?</del>.*?<ins[^>]*>.*?great.*?</ins>", page, re.DOTALL)


def test_the_reason_of_every_decision_is_on_the_page_and_in_the_table(client, session):
    table = make_table(*(f"The Meeting welcomed the field {n}." for n in range(5)))
    desk = sign_in(client, make_mission_drafter())
    reasons = {
        DecisionKind.ACCEPT: "As the Group had agreed.",
        DecisionKind.REJECT: "The text of 2010 is kept.",
        DecisionKind.DEFER: "Until the capitals answer.",
        DecisionKind.BRACKETS: "Both sides ask for it.",
        DecisionKind.COMPROMISE: "Between the two.",
    }
    for label, (kind, reason) in zip("12345", reasons.items(), strict=True):
        amendment = table.replace("EGY", f"{label}.", "field", "good field")
        facts = {"text": "The Meeting met."} if kind is DecisionKind.COMPROMISE else {}
        table.decide(kind, amendment, reason=reason, **facts)

    page, rows = read(desk, table, kind="decisions"), file(desk, table)

    assert [reason for reason in reasons.values() if reason not in page] == []
    assert rows[0][-1] == "Reason"
    every = {
        "",
        "So that the text says what was meant.",
        *reasons.values(),
    }  # the proposals' reason among them
    assert {row[-1] for row in rows[1:]} == every
    assert set(db.session.scalars(select(JournalLine.reason))) == every


def test_a_voided_decision_has_its_line_also_where_it_decided_no_proposal(desk, table):
    key = table.line("1.").line.paragraph
    seen = db.session.get_one(Paragraph, key).counter
    agreed = judgement(DecisionKind.AGREE, on=key, reason="Nobody objects.")
    made = decisions.decide(table.mission, key, agreed, seen=seen)
    table.void(made, reason="One delegation did.")

    page = read(desk, table, kind="decisions")

    assert "Paragraph 1 agreed Expert level, Washington DC: sitting 1 Nobody objects." in page
    assert "The agreement on paragraph 1 no longer counts One delegation did." in page


def test_paragraphs_agreed_in_one_act_are_listed_with_the_comma_of_the_language(desk, table):
    context = round_context(db.session(), table.round)
    seen = agreements.remaining(db.session(), context).seen
    agreements.agree_rest(table.mission, table.round, sitting=table.sitting(Level.TROIKA), seen=seen)

    assert "Agreed in one act: 1, 2 (Troika, Washington DC: sitting 1)" in read(desk, table)
    desk.get("/language/ar")
    page = read(desk, table)
    assert "1، 2" in page and "1, 2" not in page


# Who reads what ------------------------------------------------------------------------------------


def test_a_delegation_reads_its_own_preparation_and_no_other(app: Flask, desk, table):
    own = table.proposal(AmendmentKind.REPLACE, "1.", text=WELCOMES.replace("progress", "good progress"))
    amendments.save(table.head("EGY"), table.round, own)
    saved = "Draft of a proposal on paragraph 1 saved"

    assert saved in read(sign_in(app.test_client(), make_head("EGY")), table)
    assert saved not in read(sign_in(app.test_client(), make_head("MYS")), table)
    assert saved not in read(desk, table)


def test_what_only_the_mission_may_see_is_not_in_a_delegations_journal(app: Flask, session):
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))
    other = sign_in(app.test_client(), make_head("MYS"))

    page = read(other, table)

    assert "EGY" not in page
    assert "accepted" not in page
    assert "Text imported" not in page
    assert "Round 1 announced" in page


@pytest.mark.parametrize(
    ("visibility", "why"),
    [
        (Visibility.MISSION, "Shown to the Mission alone"),
        (Visibility.DEADLINE, "Not shown until the deadline"),
    ],
)
def test_the_journal_says_that_acts_of_a_hidden_round_are_left_out(app: Flask, session, visibility, why):
    table = make_table(WELCOMES, URGES, visibility=visibility)
    other = sign_in(app.test_client(), make_head("MYS"))
    sentence = f"Proposals of others in round 1, and the acts on them: {why}."
    table_before = other.get(f"/c/{table.code}/journal.csv").text

    assert sentence in read(other, table)
    assert sentence in table_before
    table.replace("EGY", "1.", "progress", "good progress")
    assert other.get(f"/c/{table.code}/journal.csv").text == table_before
    assert "and the acts on them" not in read(sign_in(app.test_client(), make_mission_drafter()), table)


def test_where_a_round_shows_all_the_journal_says_nothing_of_acts_left_out(app: Flask, session):
    table = make_table(WELCOMES, URGES)

    assert "and the acts on them" not in read(sign_in(app.test_client(), make_head("MYS")), table)


def test_where_attribution_is_off_neither_sponsor_nor_person_nor_position_betrays_who(app: Flask, session):
    table = make_table(WELCOMES, URGES, attributed=False)
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    positions.take_position(table.head("TUR"), egypt.code, party=party("TUR").id, stance=Stance.SUPPORT)
    names = [table.head("EGY").name, table.head("TUR").name, "EGY", "Egypt", "Türkiye", "TUR"]
    other = sign_in(app.test_client(), make_head("MYS", name="Malaysian Head"))

    page = read(other, table)

    assert f"{egypt.code} submitted on paragraph 1" in page
    assert "supports" not in page
    assert [name for name in names if name in page] == []
    assert [name for name in names for row in file(other, table)[1:] if name in " ".join(row)] == []
    own = read(sign_in(app.test_client(), make_head("EGY")), table)
    assert f"EGY {egypt.number} submitted on paragraph 1" in own
    assert f"Türkiye supports EGY {egypt.number}" in own


def test_who_joins_a_proposal_of_the_mission_is_named_by_no_page_where_attribution_is_off(
    app: Flask, session
):
    for attributed in (False, True):
        table = make_table(WELCOMES, URGES, symbol=f"OIC/{attributed}", attributed=attributed)
        made = table.replace("OICM", "1.", "progress", "good progress")
        jordan = table.head("JOR")
        sponsors.cosponsor(jordan, made.code, party=party("JOR").id)
        pages = (
            f"/c/{table.code}/journal",
            f"/c/{table.code}/p/{table.line('1.').code}",
            f"/proposals/{made.code}",
        )
        for code, known in (("JOR", [True, True, True]), ("MYS", [attributed] * 3)):
            reader = sign_in(app.test_client(), make_head(code))
            shown = [words_of(reader.get(page).text) for page in pages]
            told = ["Jordan joined" in page or "with Jordan" in page for page in shown]
            assert told == known, (attributed, code)
            assert (jordan.name in shown[0]) is known[0]
        for page in pages:
            assert "Jordan" in words_of(sign_in(app.test_client(), make_mission_drafter()).get(page).text)


def everything(browser: FlaskClient, *starts: str) -> Iterator[tuple[str, str]]:
    """
    Yield every page and file that links lead to from *starts*, by its address, with all that it says.

    `make test` reads each proposal and two pages of each other kind.
    """
    waiting, seen, sample = list(starts), set(starts), Sample(2)
    while waiting:
        address = waiting.pop()
        answer = browser.get(address, follow_redirects=True)
        if zipfile.is_zipfile(io.BytesIO(answer.data)):
            with zipfile.ZipFile(io.BytesIO(answer.data)) as file_:
                yield (
                    address,
                    " ".join(file_.read(name).decode("utf-8", "replace") for name in file_.namelist()),
                )
            continue
        page = answer.data.decode("utf-8", "replace")
        yield address, page
        links = {unescape(link).partition("#")[0] for link in re.findall(r'(?:href|action)="(/[^"]*)"', page)}
        new = sorted(link for link in links - seen if not re.match(r"/(static|language|sign-)", link))
        waiting += [link for link in new if link.startswith("/proposals/") or sample.takes(link)]
        seen.update(new)


def lay_without_names() -> tuple[Table, str]:
    """Return a table on which nobody may know who proposed, and the code of a proposal: with all that people do."""
    table = make_table(WELCOMES, URGES, "The Meeting noted the report.", "It met.", attributed=False)
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    sponsors.cosponsor(table.head("JOR"), egypt.code, party=party("JOR").id, joins=True)
    positions.take_position(table.head("TUR"), egypt.code, party=party("TUR").id, stance=Stance.SUPPORT)
    table.decide(DecisionKind.REJECT, egypt, level=None, reason="The text is kept.")
    table.contest(egypt)
    table.accept(table.replace("TUR", "2.", "act", "act now"), level=None)
    absorbed = table.replace("EGY", "3.", "report", "long report")
    table.decide(DecisionKind.COMPROMISE, absorbed, level=None, text="The Meeting noted the reports.")
    facts = {"party": party("EGY").id, "answer": Answer.OBJECT, "reason": "It is too short."}
    answers.answer(table.head("EGY"), absorbed.code, **facts)
    gone = table.replace("JOR", "4.", "met", "met again")
    amendments.withdraw(table.head("JOR"), gone.code)
    return table, egypt.code


@pytest.mark.thorough
@pytest.mark.parametrize("stage", ["running", "closed", "circulated"])
def test_no_page_and_no_file_names_a_person_or_a_label_of_who_may_not_be_known(
    app: Flask, session, stage: str
):
    table, proposal = lay_without_names()
    names = [table.head(code).name for code in ("EGY", "TUR", "JOR")]
    if stage != "running":
        table.close()
    if stage == "circulated":
        drafts.circulate(mission(), table.draft, attributed=False)
    betrays = re.compile(
        "|".join([*(rf"\b{re.escape(name)}\b" for name in names), r"\b(EGY|TUR|JOR)\W{1,3}\d"])
    )
    starts = ("/", f"/c/{table.code}/journal", f"/c/{table.code}/journal.csv", f"/proposals/{proposal}")

    for user in (make_head("MYS", name="Malaysian"), make_observer(name="Guest"), make_chair(name="Chair")):
        read_ = dict(everything(sign_in(app.test_client(), user), *starts))

        assert {path: found[0] for path, said in read_.items() if (found := betrays.search(said))} == {}
        assert sum(path.startswith("/proposals/") for path in read_) >= 5
    mission_reads = dict(everything(sign_in(app.test_client(), make_mission_drafter()), *starts))
    assert all(any(name in said for said in mission_reads.values()) for name in names)


def test_a_decision_is_shown_on_every_page_before_and_after_the_closing(app: Flask, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    carried = table.replace("MYS", "1.", "members", "Members")
    paragraph = db.session.get_one(Paragraph, egypt.paragraph_id).code
    reader = sign_in(app.test_client(), make_head("SEN"))
    table.decide(DecisionKind.ACCEPT, egypt, level=None, reason="Nobody objected.")

    def told(path: str) -> str:
        return words_of(reader.get(path).text)

    for closed in (False, True):
        if closed:
            table.close()
        assert "The Mission proposes to accept EGY 1 on paragraph 1" in told(f"/c/{table.code}/journal")
        assert "EGY 1 acceptance proposed" in told(f"/c/{table.code}/p/{paragraph}")
        assert "The Mission proposes to accept it (" in told(f"/proposals/{egypt.code}")
        paths = (f"/c/{table.code}/journal", f"/c/{table.code}/p/{paragraph}", f"/proposals/{carried.code}")
        assert not any("arried" in told(path) for path in paths)
    drafts.circulate(mission(), table.draft, attributed=True)
    assert "MYS 1 carried" in told(f"/c/{table.code}/p/{paragraph}")


def test_the_proposal_names_a_person_to_whom_the_journal_does_and_to_nobody_else(app: Flask, session):
    for attributed in (True, False):
        table = make_table(WELCOMES, URGES, symbol=f"OIC/{attributed}", attributed=attributed)
        egypt = table.replace("EGY", "1.", "progress", "good progress")
        for code, known in (("EGY", True), ("SEN", attributed)):
            reader = sign_in(app.test_client(), make_head(code))
            pages = (f"/proposals/{egypt.code}", f"/c/{table.code}/journal")
            named = [table.head("EGY").name in words_of(reader.get(page).text) for page in pages]
            assert named == [known, known], (attributed, code)


def test_only_the_mission_asks_by_person_for_the_answer_would_betray(app: Flask, desk, table):
    egypt = table.head("EGY").name
    table.replace("EGY", "1.", "progress", "good progress")
    table.replace("MYS", "2.", "urged", "invited")

    assert "MYS 1" not in read(desk, table, person=egypt)
    assert "EGY 1" in read(desk, table, person=egypt)
    other = sign_in(app.test_client(), make_head("SEN"))
    assert "MYS 1" in read(other, table, person=egypt)
    assert 'name="person"' not in other.get(f"/c/{table.code}/journal").text


def test_all_readers_see_that_a_round_closed_and_only_the_mission_sees_its_uncirculated_draft(
    app: Flask, table
):
    table.close()
    egypt, pen = (sign_in(app.test_client(), user) for user in (make_head(), make_mission_drafter()))

    for reader in (egypt, sign_in(app.test_client(), make_observer())):
        page = read(reader, table)
        assert "Round 1 closed" in page
        assert "Rev.1" not in page
        assert not any("Rev.1" in cell for row in file(reader, table) for cell in row)
    assert "OIC/FC, then OIC/FC/Rev.1" in read(pen, table)
    drafts.circulate(mission(), table.draft, attributed=True)
    assert "OIC/FC, then OIC/FC/Rev.1" in read(egypt, table)


def test_each_round_has_its_number_on_the_page_and_in_the_file(desk, table):
    table.close()
    table.open()

    page, rows = read(desk, table), [cell for row in file(desk, table) for cell in row]

    for said in ("Round 1 announced on OIC/FC", "Round 1 closed", "Round 2 announced on OIC/FC/Rev.1"):
        assert said in page
        assert said in rows
    assert "Round 2 closed" not in page


def test_a_text_that_is_not_circulated_has_no_journal_for_others(app: Flask, client, session):
    table = Table(lines_of(WELCOMES))

    for make in (make_head, make_observer):
        other = sign_in(app.test_client(), make())
        assert other.get(f"/c/{table.code}/journal").status_code == 404
        assert other.get(f"/c/{table.code}/journal.csv").status_code == 404
    assert "Text imported as OIC/FC" in read(sign_in(client, make_mission_drafter()), table)


def test_administrators_read_what_was_done_about_people_and_nothing_of_the_negotiation(client, table):
    table.replace("EGY", "1.", "progress", "good progress")
    user = make_head("SEN", email="h@example.org")
    people.disable(table.mission, user.id)

    page = read(sign_in(client, make_administrator()), table)

    assert "Account of h@example.org suspended" in page
    assert "submitted" not in page


# Filters and pages ---------------------------------------------------------------------------------


def test_the_list_is_narrowed_to_a_paragraph_a_proposal_or_a_kind_of_act(desk, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    table.replace("MYS", "2.", "urged", "invited")
    table.accept(egypt)
    code = db.session.get_one(Paragraph, table.line("2.").line.paragraph).code

    by_paragraph = read(desk, table, paragraph=code)
    assert ("MYS 1" in by_paragraph, "EGY 1" in by_paragraph) == (True, False)
    by_proposal = read(desk, table, proposal=egypt.code)
    assert ("MYS 1" in by_proposal, "EGY 1 accepted" in by_proposal) == (False, True)
    by_kind = read(desk, table, kind="decisions")
    assert ("submitted" in by_kind, "EGY 1 accepted" in by_kind) == (False, True)
    assert "EGY 1 accepted" in read(desk, table, kind="no such kind")


@pytest.mark.parametrize(
    "asked",
    [
        {"before": "x"},
        {"before": "-1"},
        {"before": str(2**63)},
        {"before": "9" * 5000},
        {"paragraph": "nosuch"},
        {"proposal": "nosuch"},
    ],
)
def test_what_is_not_there_to_ask_for_is_not_found(desk, table, asked):
    assert desk.get(f"/c/{table.code}/journal", query_string=asked).status_code == 404


def test_fifty_lines_make_a_page_and_the_next_begins_where_it_ends(desk, table):
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    for place in range(55):
        stance = Stance.SUPPORT if place % 2 else Stance.OPPOSE
        positions.take_position(table.head("MYS"), egypt.code, party=party("MYS").id, stance=stance)

    page = desk.get(f"/c/{table.code}/journal").text
    assert page.count("<time") - page.count('<footer class="foot"') >= 50
    older = re.search(r'href="([^"]*before=[^"&]+)"', page)[1]
    second = desk.get(older.replace("&amp;", "&")).text

    assert "50 lines" in page
    assert page.count("can live with") == 0
    assert "Text imported as" not in page
    assert "Text imported as OIC/FC" in words_of(second)
    assert second.count('class="log__who"') == 59 - 50


# The table -----------------------------------------------------------------------------------------


def test_the_table_says_the_same_lines(desk, table):
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))

    rows = file(desk, table)

    assert rows[0][1:3] == ["Who", "What"]
    assert rows[1][2] == "EGY 1 accepted on paragraph 1: Expert level, Washington DC: sitting 1"
    assert len(rows) == 1 + 5


def test_a_proposal_that_is_a_formula_comes_out_as_text(desk, table):
    table.replace("EGY", "1.", WELCOMES, "=cmd|' /C calc'!A0")

    assert "'=cmd|' /C calc'!A0" in [cell for row in file(desk, table) for cell in row]


def test_the_journal_writes_deadlines_like_other_pages(app: Flask, desk, table):
    written = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d \(")
    rounds.change_deadline(table.mission, table.round, utcnow() + 2 * DAY)

    page = read(desk, table)

    assert not written.search(page)
    told = r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d \(New York, UTC[^)]*\)"
    assert re.search(rf"Deadline of round 1 changed from {told} to {told}", words_of(page))
    with app.test_request_context():
        assert (
            journal_routes._before_or_after("2026-11-24 17:35 (Mars/Olympus)", "plain")
            == "2026-11-24 17:35 (Mars/Olympus)"
        )


def test_the_speaker_of_a_state_is_told_with_its_name_in_the_readers_language(
    desk: FlaskClient, table: Table
):
    meeting = db.session.get_one(Communique, table.communique).meeting_id
    open_list(meeting)
    inscribed("MYS", meeting, name="H.E. One")

    assert "Inscribed on the list of speakers: Malaysia, H.E. One" in read(desk, table, kind="speakers")
    desk.get("/language/fr")
    assert "Inscription sur la liste des orateurs : Malaisie, H.E. One" in read(desk, table, kind="speakers")


def test_the_journal_names_the_states_that_sit_on_a_body_and_since_when(desk, table):
    make_body(members=["SEN", "EGY"])
    page = read(desk, table)
    assert "Egypt, Senegal (1 January 2026 – …)" in page or "Senegal, Egypt (1 January 2026 – …)" in page, (
        page
    )
