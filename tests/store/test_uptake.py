"""Which changes of a proposal got into the text, told only where it is sure and may be known."""

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Standing, Verdict
from acm_drafts.services import drafts, rounds
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, Communique
from acm_drafts.store.status import load_statuses
from acm_drafts.store.uptake import Uptake, load_uptake
from tests.tables import DAY, Table, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXT = "The Meeting strongly condemned the attack, urged all parties to act and thanked the host."
ASKED = "The Meeting condemned the attack, called upon all parties to act and warmly thanked the host."


@pytest.fixture
def table() -> Table:
    return make_table(TEXT, "The Meeting noted the report.")


def ask(table: Table, code: str, text: str = ASKED) -> Amendment:
    return table.propose(code, AmendmentKind.REPLACE, "1.", text=text)


def close_on(table: Table, text: str, *, circulated: bool = True) -> None:
    """Accept *text* for the first paragraph and close the round."""
    table.accept(ask(table, "SEN", text))
    table.close()
    if circulated:
        drafts.circulate(table.mission, table.draft, attributed=True)


def found(table: Table, actor: Actor, *amendments: Amendment) -> dict[int, Uptake]:
    db.session.expire_all()
    entries = load_amendments(db.session, Amendment.id.in_([one.id for one in amendments]))
    known = load_statuses(db.session, db.session.get_one(Communique, table.communique), actor, entries)
    return load_uptake(db.session, known, entries)


def told(finding: Uptake) -> list[str]:
    return [f"{change.old.strip()}>{change.new.strip()}: {how}" for change, how in finding.holdings]


def test_a_proposal_partly_in_the_text_has_a_finding_for_each_change(table: Table):
    mine = ask(table, "EGY")
    close_on(table, TEXT.replace("strongly ", "").replace("thanked", "warmly thanked"))

    finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["strongly>: in", "urged>called upon: left", ">warmly: in"]
    assert (finding.done, finding.lives) == (2, True)


def test_of_what_was_overtaken_too(table: Table):
    mine = ask(table, "EGY")
    close_on(table, TEXT.replace("strongly ", "").replace("urged", "invited"))

    finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["strongly>: in", "urged>called upon: against", ">warmly: left"]
    assert (finding.done, finding.lives) == (1, False)


def test_findings_are_loaded_for_the_mission_only_until_the_draft_is_circulated(table: Table):
    mine = ask(table, "EGY")
    close_on(table, TEXT.replace("strongly ", ""), circulated=False)

    assert found(table, table.head("EGY"), mine) == {}
    assert found(table, table.mission, mine)[mine.id].done == 1


def test_where_no_change_got_in_or_all_did_there_is_nothing_to_tell(table: Table):
    mine, same = ask(table, "EGY"), ask(table, "MYS", TEXT.replace("attack", "attacks"))
    close_on(table, TEXT.replace("attack", "attacks"))

    assert found(table, table.head("EGY"), mine, same) == {}


def test_it_follows_the_words_into_the_parts_of_a_split(table: Table):
    mine = ask(table, "EGY", TEXT.replace("strongly ", "").replace("attack", "attacks"))
    parts = ("The Meeting strongly condemned the attack,", "urged all parties to act and thanked the host.")
    table.accept(table.propose("MYS", AmendmentKind.SPLIT, "1.", parts=parts))
    close_on(table, TEXT.replace("strongly ", ""))

    finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["strongly>: in", "attack>attacks: left"]


def test_a_count_that_the_texts_do_not_bear_out_is_not_explained(table: Table, session):
    mine = ask(table, "EGY")
    close_on(table, TEXT.replace("strongly ", ""))
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == mine.id).entries[mine.id]
    assert entry.brought_by is not None
    assert entry.brought_by.verdict == Verdict.PARTLY
    known = load_statuses(
        db.session, db.session.get_one(Communique, table.communique), table.head("EGY"), [entry]
    )
    entry.brought_by.done = 2
    with db.session.no_autoflush:
        assert load_uptake(db.session, known, [entry]) == {}


def test_it_costs_two_queries_however_many_there_are(table: Table):
    texts = (ASKED, ASKED.replace("called upon", "invited"), ASKED.replace("warmly", "again"))
    some = [ask(table, code, text) for code, text in zip(("EGY", "MYS", "PAK"), texts, strict=True)]
    close_on(table, TEXT.replace("strongly ", ""))
    db.session.expire_all()
    entries = load_amendments(db.session, Amendment.id.in_([one.id for one in some]))
    known = load_statuses(db.session, db.session.get_one(Communique, table.communique), table.mission)
    sent: list[str] = []
    event.listen(Engine, "before_cursor_execute", lambda *facts: sent.append(facts[2]))

    assert len(load_uptake(db.session, known, entries)) == 3
    assert len([one for one in sent if not one.startswith("BEGIN")]) == 2


def test_a_merged_proposal_has_findings_only_for_what_the_draft_contains(table: Table):
    mine = ask(table, "EGY")
    other = ask(table, "MYS", TEXT.replace("urged", "invited"))
    wording = TEXT.replace("strongly ", "").replace("urged", "asked")
    table.decide(DecisionKind.COMPROMISE, mine, other, text=wording)
    assert found(table, table.head("EGY"), mine) == {}
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    absorbed = found(table, table.head("EGY"), mine, other)

    assert told(absorbed[mine.id]) == ["strongly>: in", "urged>called upon: against", ">warmly: left"]
    assert not absorbed[mine.id].lives
    assert told(absorbed[other.id]) == ["urged>invited: against"]


def test_lifted_brackets_have_a_finding_for_each_change(table: Table):
    mine = ask(table, "EGY")
    table.decide(DecisionKind.BRACKETS, mine)
    table.close()
    table.open()
    assert found(table, table.head("EGY"), mine) == {}
    close_on(table, TEXT.replace("strongly ", ""))

    finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["strongly>: in", "urged>called upon: left", ">warmly: left"]


def test_words_standing_among_others_are_not_reported_as_replaced(table: Table):
    mine, other = (ask(table, code, TEXT.replace("thanked", put)) for code, put in SAME_PLACE)
    close_on(table, TEXT.replace("thanked", "again, warmly and gladly thanked"))

    seen = found(table, table.head("EGY"), mine, other)

    assert told(seen[mine.id]) == [">warmly: among"]
    assert told(seen[other.id]) == [">sincerely: against"]


SAME_PLACE = (("EGY", "warmly thanked"), ("MYS", "sincerely thanked"))


@pytest.mark.thorough
def test_an_older_part_of_a_split_is_no_word_of_what_was_proposed_on_another(table: Table):
    parts = ("The Meeting strongly condemned the attack,", "urged all parties to act and thanked the host.")
    table.accept(table.propose("MYS", AmendmentKind.SPLIT, "1.", parts=parts))
    table.close()
    table.open()
    mine = table.replace("EGY", "1.", "attack,", "attacks,")
    table.accept(table.replace("SEN", "1.", "attack,", "assault,"))
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)

    finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["attack>attacks: against"]


def test_a_rejected_proposal_has_findings_for_words_that_others_brought_in(table: Table):
    mine = ask(table, "EGY")
    table.accept(ask(table, "SEN", TEXT.replace("strongly ", "").replace("urged", "invited")))
    table.decide(DecisionKind.REJECT, mine, reason="No.")
    assert found(table, table.head("EGY"), mine) == {}
    table.close()
    table.open()

    finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["strongly>: in", "urged>called upon: against", ">warmly: left"]
    assert (finding.done, finding.lives) == (1, False)


def test_a_contested_and_then_rejected_proposal_has_findings_for_all_its_changes(table: Table):
    mine = ask(table, "EGY")
    table.accept(ask(table, "SEN", TEXT.replace("strongly ", "").replace("urged", "invited")))
    table.close()
    table.open()
    table.contest(mine)
    table.decide(DecisionKind.REJECT, mine, reason="No.")

    finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["strongly>: in", "urged>called upon: against", ">warmly: left"]


def test_what_was_rejected_on_a_wording_that_followed_is_not_told_by_the_change_that_it_began_with(
    table: Table,
):
    """Its own change came in with more beside it; contested, it asks to delete that, and this is rejected."""
    mine = ask(table, "EGY", TEXT.replace("thanked", "warmly thanked"))
    table.accept(ask(table, "SEN", TEXT.replace("thanked", "kindly and warmly thanked")))
    table.close()
    table.open()
    table.contest(mine)
    record = load_amendments(db.session, Amendment.id == mine.id).entries[mine.id]
    assert (record.base, record.revision.text) == (
        TEXT.replace("thanked", "kindly and warmly thanked"),
        TEXT.replace("thanked", "warmly thanked"),
    )

    table.decide(DecisionKind.REJECT, mine, reason="No.")

    assert found(table, table.head("EGY"), mine) == {}


def test_a_rejected_proposal_with_no_words_in_the_text_has_no_finding(table: Table):
    mine = ask(table, "EGY")
    table.decide(DecisionKind.REJECT, mine, reason="No.")
    table.close()
    table.open()

    assert found(table, table.head("EGY"), mine) == {}


def test_an_accepted_and_later_amended_proposal_has_a_finding_for_each_change(table: Table):
    mine = ask(table, "EGY")
    table.accept(mine)
    table.close()
    table.open()
    assert found(table, table.head("EGY"), mine) == {}
    table.accept(ask(table, "MYS", ASKED.replace("called upon", "urged")))
    table.close()
    table.open()

    finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["strongly>: in", "urged>called upon: left", ">warmly: in"]


def test_a_merged_proposal_whose_words_were_amended_away_is_told_by_the_text_as_it_is(table: Table):
    mine = ask(table, "EGY", TEXT.replace("urged", "invited"))
    table.decide(DecisionKind.COMPROMISE, mine, text=TEXT.replace("urged", "invited and encouraged"))
    table.close()
    table.open()
    assert told(found(table, table.head("EGY"), mine)[mine.id]) == ["urged>invited: in"]
    table.accept(table.replace("MYS", "1.", "invited and encouraged", "asked"))
    table.close()
    table.open()

    assert told(found(table, table.head("EGY"), mine)[mine.id]) == ["urged>invited: against"]


def test_what_was_partly_merged_and_then_absorbed_is_counted_by_the_text_that_came_of_that(table: Table):
    mine = ask(table, "EGY")
    close_on(table, TEXT.replace("strongly ", ""))
    with clock_at(utcnow() + 8 * DAY):
        record = load_amendments(db.session, Amendment.id == mine.id).entries[mine.id]
        assert record.standing is Standing.PARTLY
        table.round = rounds.open_round(
            table.mission, table.communique, rounds.Terms(utcnow(), utcnow() + DAY)
        ).id
        text = (
            TEXT.replace("strongly ", "").replace("thanked", "warmly thanked").replace("host", "host country")
        )
        table.decide(DecisionKind.COMPROMISE, mine, text=text)
        table.close()
        drafts.circulate(table.mission, table.draft, attributed=True)

        finding = found(table, table.head("EGY"), mine)[mine.id]

    assert told(finding) == ["urged>called upon: left", ">warmly: in"]
    assert (finding.done, finding.lives) == (1, False)
