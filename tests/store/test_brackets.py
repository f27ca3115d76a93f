"""Brackets that a later round lifted: since when, and what became of the words in them."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Standing, Verdict, Visibility
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Communique
from acm_drafts.store.status import Status, load_statuses
from acm_drafts.text.uptake import Held
from tests.brackets import release
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."
BRACKETED = "The Meeting welcomed the [great] progress made."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES)


def where(table: Table, amendment: Amendment, code: str = "EGY") -> Status:
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == amendment.id).entries[amendment.id]
    communique = db.session.scalars(select(Communique)).one()
    return load_statuses(db.session, communique, table.head(code), [entry]).where(entry)


def keep(table: Table) -> Amendment:
    """Return a proposal that is printed in brackets in the draft on which the next round is open."""
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, made)
    table.close()
    table.open()
    assert table.line("1.").line.text == BRACKETED
    return made


def rewrite(table: Table, text: str, **facts: object) -> None:
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=text, **facts))
    table.close()
    table.open()


def test_standing_brackets_have_the_status_bracketed(table: Table):
    at = where(table, keep(table))

    assert (at.standing, at.unbracketed) == (Standing.BRACKETED, None)


def test_words_that_stay_when_the_brackets_go_are_in_the_text(table: Table):
    amendment = keep(table)
    rewrite(table, "The Meeting welcomed the great progress made.")

    at = where(table, amendment)

    assert at.standing is Standing.ACCEPTED
    assert (at.unbracketed.lifted.verdict, at.unbracketed.context.round.number) == (Verdict.ABSORBED, 2)
    assert at.unbracketed.version.draft.symbol == "OIC/FC/Rev.2"
    assert [one.name for one in at.unbracketed.by] == ["MYS 1"]
    assert at.unbracketed.decision.level == "expert"


def test_what_the_same_round_put_in_brackets_lifted_none(table: Table):
    made = keep(table)
    table.accept(
        table.propose(
            "MYS", AmendmentKind.REPLACE, "1.", text="The Meeting welcomed the great progress made."
        )
    )
    table.decide(DecisionKind.BRACKETS, table.replace("SEN", "1.", "Meeting", "Ministerial Meeting"))
    table.close()
    table.open()

    at = where(table, made)

    assert at.unbracketed is not None
    assert [one.name for one in at.unbracketed.by] == ["MYS 1"]


def test_words_that_go_with_the_brackets_are_not(table: Table):
    amendment = keep(table)
    rewrite(table, WELCOMES)

    at = where(table, amendment)

    assert (at.standing, at.unbracketed.lifted.verdict) == (Standing.OVERTAKEN, Verdict.OVERTAKEN)


SCIENCE = "The Meeting continued to work in the domains of science and technology, health and trade."
ASKED = "The Meeting worked in the domains of science, technology and innovation, health and trade."
LIFTED = (
    "The Meeting continued to work in the domains of science , technology and innovation, health and trade."
)


def test_after_brackets_are_lifted_each_change_is_checked_regardless_of_spaces():
    table = make_table(SCIENCE)
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=ASKED)
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open()
    assert "[" in table.line("1.").line.text
    rewrite(table, LIFTED)

    lifted = where(table, amendment).unbracketed.lifted

    assert (lifted.verdict, lifted.done, lifted.total) == (Verdict.PARTLY, 2, 3)
    assert [how for _, how in lifted.holdings] == [Held.LEFT, Held.IN, Held.IN]


def test_bracketed_words_replaced_by_others_are_superseded(table: Table):
    amendment = keep(table)
    rewrite(table, "The Meeting welcomed the considerable progress made.")

    lifted = where(table, amendment).unbracketed.lifted

    assert (lifted.verdict, [how for _, how in lifted.holdings]) == (Verdict.OVERTAKEN, [Held.AGAINST])


def test_a_new_paragraph_with_added_words_is_accepted_and_amended(table: Table):
    amendment = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open()
    more = "The Meeting thanked the host. It noted the report."
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "2.", text=more))
    table.close()
    table.open()

    at = where(table, amendment)

    assert (at.standing, at.unbracketed.lifted.verdict) == (Standing.ACCEPTED, Verdict.PARTLY)
    assert [one.by.name for one in at.amended] == ["MYS 1"]


def test_where_another_paragraph_came_in_its_place_it_is_overtaken():
    table = make_table(WELCOMES)
    amendment = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open()
    other = "It asks all of them to report to its next session on whatever they do."
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "2.", text=other))
    table.close()
    table.open()

    assert where(table, amendment).standing is Standing.OVERTAKEN


def test_all_that_was_decided_there_is_named_and_the_brackets_were_lifted_by_what_took_them_away():
    table = make_table(WELCOMES)
    amendment = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open()
    table.accept(
        table.replace("OICM", "2.", "[The Meeting thanked the host.]", "The Meeting thanked the host.")
    )
    table.accept(table.replace("MYS", "2.", "thanked", "warmly thanked"), level=None)
    table.close()
    table.open()

    at = where(table, amendment)

    assert at.spots[0].text == "The Meeting warmly thanked the host."
    assert (at.standing, at.unbracketed.decision.level) == (Standing.ACCEPTED, "expert")
    assert [one.name for one in at.unbracketed.by] == ["OICM 1", "MYS 1"]
    assert [one.by.name for one in at.amended] == ["MYS 1"]


def test_of_several_changes_of_which_some_stand_it_is_accepted_in_part():
    table = make_table(SCIENCE)
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=ASKED)
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open()
    rewrite(table, LIFTED)

    assert where(table, amendment).standing is Standing.PART


def test_brackets_that_stay_while_words_beside_them_change_are_not_lifted(table: Table):
    amendment = keep(table)
    rewrite(table, BRACKETED.replace("made", "achieved"))

    assert where(table, amendment).standing is Standing.BRACKETED


def test_brackets_that_others_have_put_in_the_paragraph_do_not_hold_these_words(table: Table):
    amendment = keep(table)
    rewrite(table, "The Meeting [warmly] welcomed the great progress made.")

    assert where(table, amendment).standing is Standing.ACCEPTED


def test_a_new_paragraph_keeps_its_words_when_its_brackets_go(table: Table):
    amendment = table.propose("EGY", AmendmentKind.INSERT, text="The Meeting thanked the host.", after="1.")
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open()
    table.accept(
        table.replace("MYS", "2.", "[The Meeting thanked the host.]", "The Meeting thanked the host.")
    )
    table.close()
    table.open()

    at = where(table, amendment)

    assert (at.standing, at.spots[0].text) == (Standing.ACCEPTED, "The Meeting thanked the host.")


def test_a_hidden_proposal_that_lifted_brackets_is_not_named():
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open(visibility=Visibility.MISSION)
    rewrite(table, WELCOMES, reason="Quietly.")

    at = where(table, amendment)
    assert (at.unbracketed.decision.level, at.unbracketed.by) == ("expert", ())


def test_a_hidden_decision_without_a_level_that_lifted_brackets_is_not_shown():
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, amendment)
    table.close()
    table.open(visibility=Visibility.MISSION)
    release(table, "EGY", "1.", "[great]")
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=WELCOMES), level=None)
    table.close()
    table.open()

    at = where(table, amendment)
    assert (at.unbracketed.context.round.number, at.unbracketed.decision, at.unbracketed.by) == (
        2,
        None,
        (),
    )
