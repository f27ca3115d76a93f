"""Where a proposal is now, and why: truthfully, and as far as the reader may know."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Level, Visibility
from acm_drafts.services import agreements, amendments, answers, drafts, sponsors
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Paragraph
from acm_drafts.store.rounds import round_context
from tests.factories import mission, party, post
from tests.tables import Table, current, make_table
from tests.web.readers import Reader, delegate, main_of, mission_reader, queries_of, words_of

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."
WARMLY = "The Meeting warmly welcomed the great progress made."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES)


def pages(table: Table, reader: Reader, made: Amendment) -> tuple[str, str]:
    """Return the page of a proposal, down to its steps, and My delegation, in words."""
    own = reader.sees(f"/proposals/{made.code}").partition("Every step")[0]
    return own, reader.sees(f"/c/{table.code}/delegation").partition("The text:")[2]


# Before anything is decided ------------------------------------------------------------------------


def test_the_proposed_wording_comes_first_on_the_page_without_the_old_wording_beside_it(
    app: Flask, table: Table
):
    amendment = table.replace("EGY", "1.", "progress", "great progress")

    seen = delegate(app, "EGY", table).sees(f"/proposals/{amendment.code}").partition("Every step")[0]

    assert seen.index("What it says") < seen.index("inserted: great") < seen.index("Where it is now, and why")
    assert WELCOMES not in seen


def test_the_nearest_agreed_language_unfolds_on_its_page_where_it_has_words(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    deleted = table.propose("EGY", AmendmentKind.DELETE, "2.")
    egypt = delegate(app, "EGY", table)

    address = f"/proposals/{amendment.code}/agreed-language"
    assert f'data-load="{address}" data-soon' in egypt.get(f"/proposals/{amendment.code}")
    assert "data-load" not in egypt.get(f"/proposals/{deleted.code}")


@pytest.mark.parametrize("kind", [AmendmentKind.KEEP, AmendmentKind.MOVE])
def test_a_proposal_without_word_changes_quotes_its_paragraph(app: Flask, table: Table, kind: AmendmentKind):
    amendment = table.propose("EGY", kind, "2.")

    seen = delegate(app, "EGY", table).sees(f"/proposals/{amendment.code}").partition("Every step")[0]

    assert seen.index("What it says") < seen.index(URGES)


def test_once_it_is_decided_its_page_begins_with_what_was_made_of_it(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="The text of 2010 is kept.")

    seen = delegate(app, "EGY", table).sees(f"/proposals/{amendment.code}")

    assert seen.index("The text of 2010 is kept.") < seen.index(WELCOMES) < seen.index("What it says")


# Why -----------------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("level", [None, Level.MINISTERIAL])
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (DecisionKind.ACCEPT, {}),
        (DecisionKind.PART, {"chosen": (0,)}),
        (DecisionKind.COMPROMISE, {"text": "The Meeting welcomed it."}),
        (DecisionKind.REJECT, {}),
        (DecisionKind.BRACKETS, {}),
        (DecisionKind.DEFER, {}),
    ],
)
def test_the_reason_of_every_decision_is_shown(
    app: Flask, table: Table, kind: DecisionKind, facts: dict[str, object], level: Level | None
):
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(kind, amendment, reason="It has the support of the Group.", level=level, **facts)

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert "The reason: “It has the support of the Group.”" in seen


@pytest.mark.thorough
def test_a_proposal_accepted_in_part_and_then_rejected_shows_both_reasons(app: Flask, table: Table):
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(DecisionKind.PART, amendment, chosen=(0,), reason="Half has support.")
    table.decide(DecisionKind.REJECT, amendment, reason="The other half has none.")
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert "Accepted in part, agreed at expert level" in seen
        assert "“Half has support.”" in seen
        assert "The rest was not accepted, Expert level" in seen
        assert "“The other half has none.”" in seen


def test_after_a_sponsor_contests_the_missions_reason_stays(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="The text of 2010 is kept.", level=None)
    table.contest(amendment)

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert "The Mission looks at it again." in seen
        assert "The Mission proposed not to accept it (" in seen
        assert "The reason: “The text of 2010 is kept.”" in seen


def test_it_stays_also_where_the_proposal_stands_again_after_the_closing(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="The text of 2010 is kept.", level=None)
    table.close()
    table.contest(amendment)
    drafts.circulate(mission(), table.draft, attributed=True)

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert "The reason: “The text of 2010 is kept.”" in seen


# Between a closing and the next text ---------------------------------------------------------------


def test_closing_a_round_hides_nothing_that_was_shown_before_the_next_draft_is_circulated(
    app: Flask, table: Table
):
    part = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(DecisionKind.PART, part, chosen=(0,), reason="Half has support.")
    put_off = table.replace("EGY", "2.", "all", "the")
    table.decide(DecisionKind.DEFER, put_off, reason="The capitals are asked.")
    reader = delegate(app, "EGY", table)
    table.close()

    for seen in pages(table, reader, part):
        assert "accepted in part" in seen
        assert "1 of 2 changes was taken." in seen
        assert "“Half has support.”" in seen
        assert "inserted: great" in seen
        assert "Its outcome is shown with the next text." in seen
    for seen in pages(table, reader, put_off):
        assert "The decision is put off" in seen
        assert "deleted: all, end of deletion inserted: the, end of insertion" in seen


def test_a_carried_rest_says_how_much_came_into_the_text_and_when(app: Flask, table: Table):
    part = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(DecisionKind.PART, part, chosen=(0,), reason="Half has support.")
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), part):
        assert "Carried over to the next draft; it waits for a decision." in seen
        assert "1 of 2 changes came into the text with OIC/FC/Rev.1." in seen
        assert "“Half has support.”" in seen


def test_no_word_of_a_text_that_is_not_circulated_is_shown_with_a_carried_proposal(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "made", "achieved"))
    table.close()
    reader = delegate(app, "EGY", table)

    for path in (f"/proposals/{amendment.code}", f"/c/{table.code}/delegation"):
        assert "the inserted: great, end of insertion progress" in reader.sees(path)
        assert "progress achieved" not in reader.sees(path)
    assert "progress achieved" not in reader.sees(f"/c/{table.code}/proposals?sponsor=EGY")
    assert "achieved" in mission_reader(app).sees(f"/proposals/{amendment.code}")


# Brackets ------------------------------------------------------------------------------------------


def test_lifted_brackets_are_shown_as_lifted_and_not_as_still_standing(app: Flask, table: Table):
    kept = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, kept, reason="Two sides.")
    table.close()
    table.open()
    lifting = table.propose("MYS", AmendmentKind.REPLACE, "1.", text=WELCOMES)
    table.accept(lifting, reason="Egypt does not insist.")
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), kept):
        assert "Retained in brackets (Expert level, " in seen
        assert "The brackets were lifted in round 2, in OIC/FC/Rev.2: agreed at expert level" in seen
        assert "“Egypt does not insist.”" in seen
        assert "Its words are not in the text. It concerns paragraph 1 of OIC/FC/Rev.2." in seen
        assert "Its words are now in" not in seen
    steps = delegate(app, "EGY", table).sees(f"/proposals/{kept.code}").partition("Every step")[2]
    assert "The brackets were lifted in round 2, in OIC/FC/Rev.2: agreed at expert level" in steps
    assert "What was decided there: MYS 1." in steps


def test_words_that_stay_when_their_brackets_go_are_in_the_text(app: Flask, table: Table):
    kept = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, kept)
    table.close()
    table.open()
    table.accept(table.replace("MYS", "1.", "[great]", "great"))
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), kept):
        assert (
            "All that it asked for is in the text. Its words are now in paragraph 1 of OIC/FC/Rev.2." in seen
        )
        assert "What was decided there: MYS 1." in seen
        assert "accepted" in seen.partition("Retained in brackets")[0]
        assert "merged" not in seen


@pytest.mark.thorough
def test_after_brackets_are_lifted_the_sponsor_sees_what_is_in_the_text_and_is_asked_to_confirm(
    app: Flask, table: Table
):
    kept = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(DecisionKind.BRACKETS, kept)
    table.close()
    table.open()
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=WELCOMES.replace("the", "the great")))
    table.close()
    table.open()
    reader = delegate(app, "EGY", table)

    for seen in pages(table, reader, kept):
        assert "1 of your 2 changes is in the text. It concerns paragraph 1 of OIC/FC/Rev.2." in seen
        assert "not in the text" in seen
        assert "Its words are not in the text" not in seen
    assert offered(table, reader, kept) == [{"confirm", "contest"}] * 2
    assert "1 answer to give" in reader.sees(f"/c/{table.code}/delegation")

    answer = {"party": "EGY", "answer": "confirm", "reason": ""}
    assert post(reader.client, f"/proposals/{kept.code}/answer", answer).status_code == 303
    waits = reader.sees(f"/c/{table.code}/delegation")
    assert "Nothing to do now" in waits


def test_words_that_stand_among_anothers_when_their_brackets_go_are_not_overtaken(app: Flask, table: Table):
    kept = table.replace("EGY", "1.", "progress", "physical and digital progress")
    table.decide(DecisionKind.BRACKETS, kept)
    table.close()
    table.open()
    inside = table.replace("TUR", "1.", "physical and digital", "real, physical and digital and virtual")
    table.accept(inside, level=Level.MINISTERIAL)
    table.close()
    table.open()
    for seen in pages(table, delegate(app, "TUR", table), inside):
        assert "Its words are now in paragraph 1 of OIC/FC/Rev.2, in brackets, not agreed." in seen
    table.accept(
        table.replace(
            "MYS", "1.", "[real, physical and digital and virtual]", "real, physical and digital and virtual"
        )
    )
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), kept):
        assert "accepted" in seen.partition("Retained in brackets")[0]
        assert "Its words are there among others. Its sponsor says whether that is enough." in seen
        assert "You confirm that its words are enough as they stand there. We confirm" in seen
        assert "superseded" not in seen
        assert "no longer ask for it" not in seen
    for seen in pages(table, delegate(app, "TUR", table), inside):
        assert "Its words are now in paragraph 1 of OIC/FC/Rev.3." in seen


def test_only_the_change_that_stands_among_other_words_is_reported_in_the_text(app: Flask, table: Table):
    kept = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(DecisionKind.BRACKETS, kept)
    table.close()
    table.open()
    text = WELCOMES.replace("progress", "good, great and steady progress")
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=text))
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), kept):
        assert "accepted in part" in seen
        assert "Some of its words stand there among others. It concerns paragraph 1" in seen
        assert "so much of it is in the text, and no longer ask for the rest. We confirm" in seen
        assert "0 of" not in seen


def test_words_accepted_beside_the_brackets_of_another_proposal_are_not_reported_in_brackets(
    app: Flask, table: Table
):
    kept = table.replace("EGY", "1.", "progress", "great progress")
    beside = table.replace("TUR", "1.", "made", "made by all")
    table.decide(DecisionKind.BRACKETS, kept)
    table.accept(beside)
    table.close()
    table.open()

    assert "[great]" in table.line("1.").line.text
    for seen in pages(table, delegate(app, "TUR", table), beside):
        assert "Its words are now in paragraph 1 of OIC/FC/Rev.1." in seen
        assert "not agreed" not in seen


def test_a_new_paragraph_that_was_accepted_and_bracketed_later_stands_in_brackets(app: Flask, table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    table.accept(new)
    table.close()
    table.open()
    table.accept(
        table.propose("MYS", AmendmentKind.REPLACE, "2.", text="[The Meeting thanked the host.]"),
    )
    table.close()
    table.open()

    assert "Its words are now in paragraph 2 of OIC/FC/Rev.2, in brackets, not agreed." in seen_of(
        app, table, new
    )


def test_what_a_closing_absorbed_names_the_decision_that_put_its_words_there(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "progress", "great progress"), reason="It has support.")
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert "All that it asked for is in the text. MYS 1 put it there: accepted, agreed at expert" in seen
        assert "“It has support.”" in seen


# Rejected ------------------------------------------------------------------------------------------


def test_a_rejected_proposal_shows_which_of_its_changes_are_in_the_text_by_other_decisions(
    app: Flask, table: Table
):
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.")
    table.close()
    table.open()
    reader = delegate(app, "EGY", table)

    for seen in pages(table, reader, amendment):
        assert "1 of your 2 changes is in the text." in seen
        assert "It concerns paragraph 1 of OIC/FC/Rev.1." in seen
        assert "in the text The Meeting welcomed the inserted: great, end of insertion progress made." in seen
        assert "not in the text The Meeting inserted: warmly, end of insertion welcomed the progress" in seen
    assert "Propose anew" not in reader.sees(f"/proposals/{amendment.code}")


@pytest.mark.parametrize("level", [None, Level.TROIKA])
def test_a_sponsor_reads_whether_a_rejection_can_be_contested_until_when_or_why_not(
    app: Flask, table: Table, level: Level | None
):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=level)
    reader = delegate(app, "EGY", table)
    at_a_level = "It was decided in the Troika in Washington DC and cannot be contested here."
    for seen in pages(table, reader, amendment):
        assert ("It can be contested until the next text is circulated." in seen) == (level is None)
        assert (at_a_level in seen) == (level is not None)

    table.close()
    table.open()

    seen = pages(table, reader, amendment)[0]
    assert ("It could be contested until OIC/FC/Rev.1 was circulated, on" in seen) == (level is None)
    assert (at_a_level in seen) == (level is not None)
    assert (
        "contested"
        not in delegate(app, "MYS").sees(f"/proposals/{amendment.code}").partition("What it says")[0]
    )


# In a compromise -----------------------------------------------------------------------------------


def test_a_merged_proposal_reports_only_those_changes_that_are_in_the_text(app: Flask, table: Table):
    none = table.replace("EGY", "1.", "progress", "great progress")
    some = table.propose("TUR", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(
        DecisionKind.COMPROMISE, none, some, text="The Meeting warmly welcomed the good progress made."
    )
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), none):
        assert "The compromise it is merged into is in paragraph 1 of OIC/FC/Rev.1." in seen
        assert "Its words are now in" not in seen
    for seen in pages(table, delegate(app, "TUR", table), some):
        assert "is in paragraph 1 of OIC/FC/Rev.1. 1 of your 2 changes is in the text." in seen


# On a paragraph that is only proposed --------------------------------------------------------------


@pytest.fixture
def amending(table: Table) -> tuple[Amendment, Amendment]:
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    return new, table.amend("TUR", new, "The Meeting warmly thanked the host.")


def test_an_amendment_to_a_proposed_paragraph_names_the_proposal_it_amends(
    app: Flask, table: Table, amending
):
    _new, other = amending

    page, mine = pages(table, delegate(app, "TUR", table), other)

    assert "It concerns the new paragraph that EGY 1 proposes." in page
    assert "TUR 1 New paragraph that EGY 1 proposes" in mine
    assert "no longer" not in page + mine
    assert "is gone" not in page + mine


def test_between_rounds_and_after_it_is_carried_it_still_does(app: Flask, table: Table, amending):
    _new, other = amending
    reader = delegate(app, "TUR", table)
    table.close()
    assert "It concerns the new paragraph that EGY 1 proposes." in pages(table, reader, other)[0]
    table.open()
    assert "It concerns the new paragraph that EGY 1 proposes." in pages(table, reader, other)[0]


def test_its_words_are_drawn_against_those_that_it_amends_and_against_no_text(
    app: Flask, table: Table, amending
):
    _new, other = amending

    says = pages(table, delegate(app, "TUR", table), other)[0].partition("What it says")[2]

    assert says.strip().startswith(
        "Amendment to EGY 1 The Meeting inserted: warmly, end of insertion thanked the host."
    )
    assert says.count("inserted: warmly, end of insertion") == 1
    assert "Compared with the text" not in says


def test_where_anothers_acceptance_brought_the_paragraph_in_it_goes_on_there(
    app: Flask, table: Table, amending
):
    new, other = amending
    text = "The Meeting thanked the host."
    table.accept(table.propose("MYS", AmendmentKind.INSERT, text=text, after="1."))
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "TUR", table), other):
        assert "It concerns paragraph 2 of OIC/FC/Rev.1." in seen
        assert "inserted: warmly, end of insertion thanked the host." in seen
    for seen in pages(table, delegate(app, "EGY", table), new):
        assert "MYS 1 put it there: accepted, agreed at expert level" in seen
        assert "Its words are now in paragraph 2 of OIC/FC/Rev.1." in seen


def test_the_form_calls_its_words_what_they_are(app: Flask, table: Table, amending):
    new, other = amending

    for path in (f"/proposals/{new.code}/amend", f"/proposals/{other.code}/revise"):
        seen = delegate(app, "TUR", table).sees(path)
        assert "What EGY 1 proposes The Meeting thanked the host." in seen
        assert "The text as it is" not in seen


ONCE = "The Meeting decided to meet once a year."


def test_who_amends_a_new_paragraph_is_named_on_its_page_from_the_beginning_to_the_end(
    app: Flask, table: Table
):
    new = table.propose("EGY", AmendmentKind.INSERT, text=ONCE, after="1.")
    other = table.amend("TUR", new, ONCE.replace("once", "twice"))
    reader = delegate(app, "MYS", table)
    assert "A proposal amends it: TUR 1, submitted" in reader.sees(f"/proposals/{new.code}")

    table.accept(new)
    table.accept(other)
    box = reader.sees(f"/proposals/{new.code}")
    assert "A proposal amends it: TUR 1, accepted" in box
    assert re.search(r"It is to come in after paragraph 1 “[^”]+”, as amended by TUR 1\.", box)

    table.close()
    table.open()
    for seen in (*pages(table, delegate(app, "EGY", table), new), reader.sees(f"/proposals/{new.code}")):
        assert "The paragraph is now paragraph 2 of OIC/FC/Rev.1, as amended by TUR 1." in seen
    page = main_of(reader.get(f"/proposals/{new.code}"))
    assert page.count(f'href="/proposals/{other.code}"') == 3
    box, _, steps = reader.sees(f"/proposals/{new.code}").partition("Every step")
    assert (
        "2. The Meeting decided to meet deleted: once, end of deletion inserted: twice, end of insertion a year."
        in box
    )
    assert "TUR 1 amended its words: accepted agreed at expert level" in steps


def test_an_amendment_the_reader_may_not_read_is_not_named(app: Flask):
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    new = table.propose("EGY", AmendmentKind.INSERT, text=ONCE, after="1.")
    table.accept(new)
    table.close()
    table.open(visibility=Visibility.MISSION)
    table.accept(table.replace("TUR", "2.", "once", "twice"))
    table.close()
    reader = delegate(app, "EGY", table)
    assert "amended" not in reader.sees(f"/proposals/{new.code}")

    table.open(visibility=Visibility.MISSION)

    seen = reader.sees(f"/proposals/{new.code}")
    assert "The paragraph is now paragraph 2 of OIC/FC/Rev.2, as amended since." in seen
    assert "TUR" not in seen


# What may be contested -----------------------------------------------------------------------------

DECIDED = [
    (DecisionKind.ACCEPT, {}, "contest"),
    (DecisionKind.PART, {"chosen": (0,)}, "contest"),
    (DecisionKind.COMPROMISE, {"text": "The Meeting welcomed it."}, "object"),
    (DecisionKind.REJECT, {"reason": "Not now."}, "contest"),
    (DecisionKind.BRACKETS, {}, "contest"),
    (DecisionKind.DEFER, {}, "contest"),
]
every_decision = pytest.mark.parametrize(("kind", "facts", "word"), DECIDED)


def offered(table: Table, reader: Reader, made: Amendment) -> list[set[str]]:
    """Return the answers that the page of a proposal and My delegation offer."""
    paths = (f"/proposals/{made.code}", f"/c/{table.code}/delegation")
    return [set(re.findall(r'name="answer" value="([^"]+)"', reader.get(path))) for path in paths]


@every_decision
def test_the_pages_offer_to_contest_a_decision_without_a_level_until_the_next_text_is_circulated(
    app: Flask, table: Table, kind: DecisionKind, facts: dict[str, object], word: str
):
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(kind, amendment, level=None, **facts)
    reader = delegate(app, "EGY", table)

    assert all(word in answers for answers in offered(table, reader, amendment))

    table.close()
    assert all(word in answers for answers in offered(table, reader, amendment))

    drafts.circulate(mission(), table.draft, attributed=True)
    travels = kind in (DecisionKind.PART, DecisionKind.DEFER)  # then their verdict is asked about
    assert offered(table, reader, amendment) == [{"confirm", "contest"} if travels else set()] * 2


@every_decision
def test_the_pages_never_offer_to_contest_what_a_level_decided(
    app: Flask, table: Table, kind: DecisionKind, facts: dict[str, object], word: str
):
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(kind, amendment, **facts)
    reader = delegate(app, "EGY", table)

    for closed in (False, True):
        if closed:
            table.close()
        assert all("contest" not in answers for answers in offered(table, reader, amendment))


@every_decision
@pytest.mark.parametrize("closed", [False, True])
def test_who_contests_reads_it_with_the_day_and_the_reason_and_nobody_is_asked_to(
    app: Flask,
    table: Table,
    kind: DecisionKind,
    facts: dict[str, object],
    word: str,
    closed: bool,
):
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(kind, amendment, level=None, **facts)
    reader = delegate(app, "EGY", table)
    if closed:
        table.close()
    waits = reader.sees(f"/c/{table.code}/delegation")
    assert ("1 answer to give" if word == "object" else "Nothing to do now") in waits

    sent = {"party": "EGY", "answer": word, "reason": "Our capital insists."}
    assert post(reader.client, f"/proposals/{amendment.code}/answer", sent).status_code == 303

    for seen in pages(table, reader, amendment):
        assert "“Our capital insists.”" in seen
    waits = reader.sees(f"/c/{table.code}/delegation")
    assert "Nothing to do now" in waits
    steps = reader.sees(f"/proposals/{amendment.code}").partition("Every step")[2]
    assert "Our capital insists." in steps


def test_a_contested_proposal_shows_no_wording_of_an_uncirculated_draft(app: Flask):
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    table.accept(table.replace("MYS", "1.", "welcomed", "secretly welcomed"))
    reader = delegate(app, "EGY", table)
    table.close()
    table.contest(amendment)

    here = db.session.get_one(Paragraph, amendment.paragraph_id).code
    own = [f"/c/{table.code}/{page}" for page in ("delegation", "proposals", f"p/{here}", "text?view=all")]
    for path in (f"/proposals/{amendment.code}", *own):
        assert "secretly" not in reader.client.get(path).text
    assert "contested" in pages(table, reader, amendment)[0]

    table.open()
    assert "secretly welcomed the" in pages(table, reader, amendment)[0]


# Who contested it ----------------------------------------------------------------------------------


@pytest.fixture
def joint(table: Table) -> Amendment:
    """Of Egypt and Türkiye; half of it is in the text, which Egypt contests and Türkiye confirms."""
    made = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    sponsors.cosponsor(table.head("TUR"), made.code, party=party("TUR").id)
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    table.close()
    table.open()
    table.contest(made)
    facts = {"party": party("TUR").id, "answer": Answer.CONFIRM}
    answers.answer(table.head("TUR"), made.code, **facts)
    return made


@pytest.mark.parametrize("code", ["EGY", "TUR"])
def test_sponsors_who_contested_or_confirmed_are_named(app: Flask, table: Table, joint: Amendment, code: str):
    for seen in pages(table, delegate(app, code, table), joint):
        assert re.search(r"Egypt contested this on [^:]+: “Our capital insists.”", seen)
        assert "Türkiye confirmed it on" in seen
        assert "Its sponsor contested" not in seen


def test_who_joined_and_left_the_sponsors_is_named_in_the_language_of_the_reader(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    for joins in (True, False):
        sponsors.cosponsor(table.head("TUR"), amendment.code, party=party("TUR").id, joins=joins)
    reader = delegate(app, "MYS", table)

    assert "Türkiye joined the sponsors" in reader.sees(f"/proposals/{amendment.code}")
    assert "Türkiye left the sponsors" in reader.sees(f"/proposals/{amendment.code}")
    reader.client.get("/language/ar")
    assert "تركيا" in reader.sees(f"/proposals/{amendment.code}")


def test_where_names_may_not_be_known_nobody_is_named(app: Flask):
    table = make_table(WELCOMES, URGES)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    sponsors.cosponsor(table.head("TUR"), amendment.code, party=party("TUR").id)
    table.close()
    table.open(attributed=False)
    table.contest(amendment)
    facts = {"party": party("TUR").id, "answer": Answer.CONTEST, "reason": "Ours too."}
    answers.answer(table.head("TUR"), amendment.code, **facts)

    seen = delegate(app, "PAK", table).sees(f"/proposals/{amendment.code}")

    assert "“Our capital insists.”" in seen
    assert re.search(r"A co-sponsor contested this on [^:]+: “Ours too.”", seen)
    assert "Egypt" not in seen
    assert "Türkiye" not in seen


# Accepted in part ----------------------------------------------------------------------------------


@pytest.fixture
def part(table: Table) -> Amendment:
    """Of Egypt, to put in "warmly", which is accepted, and "great", which stays."""
    made = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.decide(DecisionKind.PART, made, chosen=(0,))
    return made


TAKEN = "accepted The Meeting inserted: warmly, end of insertion welcomed the progress made"


def test_each_change_says_whether_it_was_accepted_or_is_still_asked_for(
    app: Flask, table: Table, part: Amendment
):
    reader = delegate(app, "EGY", table)
    left = "still asked for … Meeting warmly welcomed the inserted: great, end of insertion progress made."
    for seen in pages(table, reader, part):
        assert TAKEN in seen
        assert left in seen
    says = pages(table, reader, part)[0].partition("What it says")[2]
    assert says.strip().startswith("What the acceptance in part left of it:")

    table.close()
    table.open()
    for seen in pages(table, reader, part):
        assert TAKEN in seen
        assert left in seen


def test_the_pending_rest_of_a_proposal_is_shown_against_the_accepted_wording_on_every_page(
    app: Flask, table: Table
):
    text = "The Meeting warmly welcomed the great progress made."
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text.replace("welcomed", "greeted"))
    table.decide(DecisionKind.PART, amendment, chosen=(0,))
    here = db.session.get_one(Paragraph, amendment.paragraph_id).code
    left = "warmly greeted the inserted: great, end of insertion progress made."

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert left in seen
    paths = ("decisions", f"p/{here}", "proposals")
    for path in paths:
        seen = mission_reader(app).sees(f"/c/{table.code}/{path}")
        assert left in seen
        assert "welcomed the inserted: great, end of insertion" not in seen


def test_what_was_rejected_of_it_says_so(app: Flask, table: Table, part: Amendment):
    table.decide(DecisionKind.REJECT, part, reason="No.")

    for seen in pages(table, delegate(app, "EGY", table), part):
        assert TAKEN in seen
        assert (
            "rejected … Meeting warmly welcomed the inserted: great, end of insertion progress made." in seen
        )
        assert "The next text will say so. It concerns paragraph 1 of OIC/FC." in seen
        assert "Its words are now in" not in seen
    steps = delegate(app, "EGY", table).sees(f"/proposals/{part.code}").partition("Every step")[2]
    assert "The rest: rejected Expert level" in steps
    here = db.session.get_one(Paragraph, part.paragraph_id).code
    history = mission_reader(app).sees(f"/c/{table.code}/p/{here}").partition("History")[2]
    assert "the rest of EGY 1 rejected at Expert level, Washington DC: sitting 1" in history
    assert "EGY 1 accepted in part at Expert level, Washington DC: sitting 1" in history


def test_the_outcome_of_the_rest_is_shown_with_the_draft_that_decided_it(
    app: Flask, table: Table, part: Amendment
):
    rest = table.replace("MYS", "1.", "progress", "good progress")
    table.accept(rest)
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), part):
        assert TAKEN in seen
        assert "still asked for" not in seen
        assert (
            "other words stand there The Meeting welcomed the inserted: great, end of insertion progress"
            in seen
        )


def test_the_pages_cost_the_same_however_many_were_divided_accepted_in_part_or_amended(app: Flask):
    table = make_table(WHOLE, WELCOMES, WHOLE, WELCOMES, URGES)

    def propose(split: str, whole: str) -> Amendment:
        table.accept(table.propose("EGY", AmendmentKind.SPLIT, split, parts=PARTS))
        amendment = table.propose("EGY", AmendmentKind.REPLACE, whole, text=WARMLY)
        table.decide(DecisionKind.PART, amendment, chosen=(0,))
        table.amend("EGY", table.propose("EGY", AmendmentKind.INSERT, text=URGES, after=whole), "No.")
        return amendment

    first = propose("1.", "2.")
    table.close()
    table.open()
    reader = delegate(app, "EGY", table)
    paths = (f"/c/{table.code}/delegation", f"/proposals/{first.code}")
    before = [queries_of(lambda path=path: reader.get(path)) for path in paths]
    propose("5.", "6.")
    table.close()
    table.open()

    assert [queries_of(lambda path=path: reader.get(path)) for path in paths] == before


# In the text among other words ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", [DecisionKind.ACCEPT, DecisionKind.COMPROMISE])
def test_proposed_words_mixed_with_other_words_are_reported_as_in_the_text(
    app: Flask, table: Table, kind: DecisionKind
):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    text = WELCOMES.replace("progress", "good, great and steady progress")
    if kind is DecisionKind.ACCEPT:
        table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=text))
    else:
        table.decide(kind, amendment, text=text)
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert (
            "its words stand there, among others The Meeting welcomed the inserted: great, end of insertion"
            in seen
        )
        assert "ther words" not in seen
        assert ("Its words are there among others." in seen) == (kind is DecisionKind.ACCEPT)
    assert "ther words" not in mission_reader(app).sees(f"/c/{table.code}/proposals?sponsor=EGY")


def test_deleted_words_are_reported_as_no_longer_in_the_text_and_not_as_replaced(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", " the progress made", ""))
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert "The text was changed in the same place, so that it no longer fits." in seen
        assert "the words there are no longer in the text" in seen
        assert "ther words" not in seen


# In the box ----------------------------------------------------------------------------------------


def test_a_contest_is_shown_once_and_a_rejected_insertion_keeps_asking_for_its_place(
    app: Flask, table: Table
):
    amendment = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    reader = delegate(app, "EGY", table)
    assert "It asks to come in after paragraph 1 “The Meeting" in pages(table, reader, amendment)[0]
    table.decide(DecisionKind.REJECT, amendment, reason="Not now.", level=None)
    assert "come in" not in pages(table, reader, amendment)[0]
    table.contest(amendment)

    for seen in pages(table, reader, amendment):
        box = seen.partition("What it says")[0]
        assert "It asks to come in after paragraph 1 “The Meeting" in box
        assert "It is to come in" not in box
        assert re.search(r"Egypt contested this on [^:]+: “Our capital insists.”", box)
        assert "contested answer of Egypt" not in box
        assert "A sponsor contested" not in box
        assert box.count("contested") == 2  # its standing, and by whom and why


def test_only_what_is_accepted_is_to_come_in(app: Flask, table: Table):
    amendment = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    table.accept(amendment)

    assert (
        "It is to come in after paragraph 1 “The Meeting"
        in pages(table, delegate(app, "EGY", table), amendment)[0]
    )


def test_a_place_that_is_gone_is_not_called_the_beginning(app: Flask, table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="2.")
    moved = table.propose("EGY", AmendmentKind.MOVE, "1.", after="2.")
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "2."))
    table.close()
    table.open()
    table.contest(new)

    for made in (new, moved):
        seen = " ".join(pages(table, delegate(app, "EGY", table), made))
        assert "at the beginning of the text" not in seen
    assert "Move it to another place." in pages(table, delegate(app, "EGY", table), moved)[0]
    assert "The paragraph that it would follow is not in OIC/FC/Rev.1." in seen_of(app, table, new)


def seen_of(app: Flask, table: Table, made: Amendment) -> str:
    return pages(table, delegate(app, "EGY", table), made)[0]


BESIDE = "You confirm that you still ask for it, beside the other proposal."
CONFIRMED = [
    ("report", "reports", None, "carried", "You confirm that you still ask for it."),
    ("progress", "great progress", None, "in conflict", BESIDE),
    ("progress", "great progress", "great progress", "merged", "You confirm that you have all you asked for."),
    ("progress", "great progress", "results", "superseded", "You confirm that you no longer ask for it."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "accepted", "standing", "said"), CONFIRMED, ids=[c[3] for c in CONFIRMED]
)
def test_the_confirm_button_stands_beside_what_the_sponsor_confirms(
    app: Flask, old: str, new: str, accepted: str | None, standing: str, said: str
):
    table = make_table("The Meeting welcomed the progress and noted the report.", URGES)
    amendment = table.replace("EGY", "1.", old, new)
    other = table.replace("MYS", "1.", "progress", accepted or "good progress")
    if accepted:
        table.accept(other)
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert standing in seen
        assert f"{said} We confirm" in seen


def test_what_is_confirmed_of_a_part_names_the_rest_too(app: Flask, table: Table):
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=WARMLY)
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert "You confirm that so much of it is in the text, and still ask for the rest. We confirm" in seen


# Where its words are -------------------------------------------------------------------------------

WHOLE = "The Meeting welcomed the progress, urged all to act and thanked the host."
PARTS = ("The Meeting welcomed the progress,", "urged all to act", "and thanked the host.")


def test_all_parts_of_a_split_are_named_and_linked(app: Flask):
    table = make_table(WHOLE, URGES)
    amendment = table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=PARTS)
    table.accept(amendment)
    table.close()
    table.open()
    reader = delegate(app, "EGY", table)

    for seen in pages(table, reader, amendment):
        assert "Its words are now in paragraph 1, paragraph 2 and paragraph 3 of OIC/FC/Rev.1." in seen
    page = main_of(reader.get(f"/proposals/{amendment.code}"))
    codes = [table.line(f"{number}.").code for number in (1, 2, 3)]
    assert all(f'href="/c/{table.code}/p/{code}"' in page for code in codes)


def test_what_is_proposed_on_one_part_of_a_split_is_in_that_part_alone(app: Flask):
    table = make_table(WHOLE, URGES)
    table.accept(table.propose("EGY", AmendmentKind.SPLIT, "1.", parts=PARTS))
    table.close()
    table.open()
    amendment = table.replace("TUR", "1.", "progress", "great progress")
    for seen in pages(table, delegate(app, "TUR", table), amendment):
        assert "It concerns paragraph 1 of OIC/FC/Rev.1." in seen

    table.accept(amendment)
    table.close()
    table.open()

    for seen in pages(table, delegate(app, "TUR", table), amendment):
        assert "Its words are now in paragraph 1 of OIC/FC/Rev.2." in seen


def test_proposals_without_words_of_their_own_are_described_by_their_effect(app: Flask):
    table = make_table(WHOLE, WELCOMES, URGES)
    kept = table.propose("EGY", AmendmentKind.KEEP, "1.")
    moved = table.propose("EGY", AmendmentKind.MOVE, "3.", after="1.")
    table.accept(kept)
    table.accept(moved)
    table.close()
    table.open()
    reader = delegate(app, "EGY", table)

    assert "The paragraph stays as it is: paragraph 1 of OIC/FC/Rev.1." in pages(table, reader, kept)[0]
    assert "It stands now as paragraph 2 of OIC/FC/Rev.1." in pages(table, reader, moved)[0]

    table.accept(table.replace("MYS", "1.", "welcomed", "noted"))
    table.close()
    table.open()
    seen = pages(table, reader, kept)[0]
    assert "stays as it is" not in seen.partition("What it says")[0]
    assert "It concerns paragraph 1 of OIC/FC/Rev.2." in seen


def test_where_it_was_to_stand_is_quoted_as_it_read_when_it_was_written(app: Flask):
    table = make_table(WHOLE, WELCOMES, URGES)
    moved = table.propose("EGY", AmendmentKind.MOVE, "1.", after="2.")
    table.accept(moved)
    table.accept(table.replace("MYS", "2.", "progress", "great progress"))
    table.close()
    table.open()

    seen = delegate(app, "EGY", table).sees(f"/proposals/{moved.code}")

    for part in seen.partition("What it says")[2].partition("Every step")[::2]:
        assert "Move the paragraph after paragraph 2 “The Meeting welcomed the progress…”" in part
    assert "great progress" not in seen.partition("What it says")[2]


def test_an_accepted_new_paragraph_is_not_reported_as_removed_before_the_next_draft(app: Flask, table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, text=ONCE, after="1.")
    other = table.amend("TUR", new, ONCE.replace("once", "twice").replace(".", ", in turn."))
    table.accept(new)
    table.decide(DecisionKind.PART, other, chosen=(0,))
    table.decide(DecisionKind.REJECT, other, reason="Not in turn.")

    says = pages(table, delegate(app, "TUR", table), other)[0].partition("What it says")[2]
    assert "meet twice a year inserted: , in turn, end of insertion ." in says
    assert "once" not in says
    for seen in pages(table, delegate(app, "TUR", table), other):
        assert "no longer in" not in seen
        assert "The next text will say so. It concerns the new paragraph that EGY 1 proposes." in seen

    table.close()
    table.open()
    for seen in pages(table, delegate(app, "TUR", table), other):
        assert "Its words are now in paragraph 2 of OIC/FC/Rev.1." in seen


def test_what_amends_a_paragraph_that_did_not_come_in_says_so(app: Flask, table: Table, amending):
    new, other = amending
    table.decide(DecisionKind.REJECT, new, reason="No.")
    table.decide(DecisionKind.REJECT, other, reason="No.")
    table.close()
    table.open()

    seen = pages(table, delegate(app, "TUR", table), other)[0]

    assert "no longer in" not in seen
    assert "It concerns the new paragraph that EGY 1 proposes." in seen


def test_a_join_names_and_links_both_paragraphs(app: Flask, table: Table):
    amendment = table.propose("EGY", AmendmentKind.JOIN, "1.")
    codes = [table.line(label).code for label in ("1.", "2.")]
    reader = delegate(app, "EGY", table)

    for seen in pages(table, reader, amendment):
        assert "It concerns paragraph 1 and paragraph 2 of OIC/FC." in seen
    page = main_of(reader.get(f"/proposals/{amendment.code}"))
    assert all(f'href="/c/{table.code}/p/{code}"' in page for code in codes)
    assert "Join paragraph 1 and paragraph 2 into one." in pages(table, reader, amendment)[0]

    table.accept(amendment)
    table.close()
    table.open()
    assert "They are one paragraph now: paragraph 1 of OIC/FC/Rev.1." in pages(table, reader, amendment)[0]


def test_what_is_contested_again_says_how_often_it_was_before_and_what_came_into_which_text(app: Flask):
    table = make_table("The Meeting welcomed the progress made and thanked the host.")
    text = "The Meeting warmly welcomed the great progress made and thanked the generous host."
    amendment = table.propose("TUR", AmendmentKind.REPLACE, "1.", text=text)
    between = text.replace("generous", "kind")
    table.decide(DecisionKind.REJECT, amendment, level=None, reason="Not now.")
    table.contest(amendment, "No.")
    table.contest(amendment, "Our capital says no.")
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=between))
    reader = delegate(app, "TUR", table)
    assert "had contested" not in pages(table, reader, amendment)[0]
    table.close()
    table.open()
    assert "had contested" not in pages(table, reader, amendment)[0]
    table.contest(amendment)

    again = "Its sponsor had contested it 1 time before. 2 of 3 changes came into the text with OIC/FC/Rev.1."
    seen = pages(table, reader, amendment)[0].partition("What it says")[0]
    assert "2 of your 3 changes are in the text. The rest waits for a decision." in seen
    assert "Its sponsor had contested it 1 time before." in seen
    assert "“Not now.”" in seen
    table.close()
    table.open()
    assert again in pages(table, reader, amendment)[0].partition("What it says")[0]
    table.accept(amendment)
    assert "had contested" not in pages(table, reader, amendment)[0]


# From the floor ------------------------------------------------------------------------------------


def entered(table: Table, text: str = WARMLY) -> Amendment:
    """Enter a new wording of paragraph 1 for Türkiye, from the floor."""
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=text)
    return amendments.enter_from_floor(table.mission, table.round, proposal, party=party("TUR").id)


def test_a_disowned_entry_from_the_floor_is_not_shown_as_contested(app: Flask, table: Table):
    amendment = entered(table)
    table.contest(amendment, "We did not speak.")

    for seen in pages(table, delegate(app, "TUR", table), amendment):
        assert "It was entered from the floor and is withdrawn." in seen
        assert re.search(r"Türkiye said on [^:]+ that it is not its own: “We did not speak.”", seen)
        assert "contested" not in seen
        assert "Withdrawn by its sponsor" not in seen
    here = db.session.get_one(Paragraph, amendment.paragraph_id).code
    for path in (f"/proposals/{amendment.code}", f"/c/{table.code}/p/{here}", f"/c/{table.code}/journal"):
        seen = mission_reader(app).sees(path)
        assert "Türkiye says that TUR 1 is not its own" in seen
        assert "contests what is on record" not in seen


def test_where_its_delegation_may_not_be_named_it_is_not(app: Flask):
    table = make_table(WELCOMES, URGES)
    table.close()
    table.open(attributed=False, visibility=Visibility.ALL)
    amendment = entered(table)
    table.contest(amendment, "We did not speak.")

    seen = delegate(app, "PAK", table).sees(f"/proposals/{amendment.code}")
    assert re.search(r"Its sponsor said on [^:]+ that it is not its own: “We did not speak.”", seen)
    assert "A sponsor says that" in seen
    assert "Türkiye" not in seen


def test_a_correction_by_the_mission_is_one_step_of_the_timeline(app: Flask, table: Table):
    amendment = entered(table)
    wording = table.proposal(AmendmentKind.REPLACE, "1.", text=WELCOMES.replace("progress", "good progress"))
    amendments.revise(table.mission, amendment.code, replace(wording, seen=current(amendment).id))

    steps = mission_reader(app).sees(f"/proposals/{amendment.code}").partition("Every step")[2]
    assert steps.count("Corrected by the Mission") == 1
    assert steps.count("Entered from the floor") == 1


def test_what_the_mission_only_proposes_is_never_called_accepted_or_rejected(app: Flask, table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(amendment, level=None)
    reader = delegate(app, "SEN")
    places = (
        f"/proposals/{amendment.code}",
        f"/c/{table.code}/proposals",
        f"/c/{table.code}/p/{table.line('1.').code}",
    )
    for place in places:
        words = words_of(main_of(reader.get(place)))
        assert "acceptance proposed" in words, place
        assert not re.search(r"EGY 1[^.]{0,80}\baccepted\b", words), place

    context = round_context(db.session, table.round)
    seen = agreements.remaining(db.session, context).seen
    agreements.agree_rest(table.mission, table.round, sitting=table.sitting(Level.WORKING_GROUPS), seen=seen)
    words = words_of(main_of(reader.get(places[0])))

    assert "The Mission proposed to accept it" in words
    assert "It was agreed with its paragraph in the Working Groups" in words


@pytest.mark.parametrize("circulated", [False, True])
def test_an_objection_to_a_compromise_is_shown_after_the_round_is_closed(
    app: Flask, table: Table, circulated: bool
):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    between = WELCOMES.replace("progress", "steady progress")
    table.decide(DecisionKind.COMPROMISE, amendment, text=between, level=Level.EXPERT)
    facts = {"party": party("EGY").id, "answer": Answer.OBJECT, "reason": "Our capital insists."}
    answers.answer(table.head("EGY"), amendment.code, **facts)
    table.close()
    if circulated:
        table.open()

    for seen in pages(table, delegate(app, "EGY", table), amendment):
        assert "Our capital insists." in seen
        assert "superseded" not in seen
        assert ("carried over" if circulated else "contested") in seen
