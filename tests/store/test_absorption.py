"""Which decision put the words there for which a closing absorbed a proposal: named only where it is sure."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Visibility
from acm_drafts.services import drafts
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Communique
from acm_drafts.store.status import Absorption, load_statuses
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
GREAT = "The Meeting welcomed the great progress made."
URGES = "The Meeting urged all Member States to contribute."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES)


def close(table: Table) -> None:
    table.close()
    drafts.circulate(table.mission, table.draft, attributed=True)


def account(table: Table, made: Amendment, code: str = "EGY") -> Absorption | None:
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == made.id).entries[made.id]
    communique = db.session.scalars(select(Communique)).one()
    at = load_statuses(db.session, communique, table.head(code), [entry]).where(entry)
    assert at.standing == "absorbed"
    return at.account


def test_the_decision_that_holds_all_that_was_asked_for_is_named(table: Table):
    mine = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=GREAT)
    table.accept(table.replace("MYS", "1.", "welcomed the", "welcomed the great"), level=Level.MINISTERIAL)
    table.accept(table.replace("TUR", "1.", "made", "achieved"))
    close(table)

    explanation = account(table, mine)

    assert (explanation.by.name, explanation.decision.kind, explanation.decision.level) == (
        "MYS 1",
        "accept",
        "ministerial",
    )


def test_a_compromise_is_named_as_what_it_is(table: Table):
    mine = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=GREAT)
    other = table.replace("MYS", "1.", "progress made", "progress achieved")
    table.decide(DecisionKind.COMPROMISE, other, text="The Meeting welcomed the great progress achieved.")
    close(table)

    explanation = account(table, mine)

    assert (explanation.by.name, explanation.decision.kind) == ("OICM 1", "compromise")


def test_where_only_several_decisions_together_do_it_none_is_named(table: Table):
    mine = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=GREAT.replace("made", "achieved"))
    table.accept(table.replace("MYS", "1.", "progress", "great progress"))
    table.accept(table.replace("TUR", "1.", "made", "achieved"))
    close(table)

    assert account(table, mine) is None


def test_where_each_of_two_decisions_would_do_none_is_named(table: Table):
    mine = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=GREAT)
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=GREAT))
    table.accept(table.propose("TUR", AmendmentKind.REPLACE, "1.", text=GREAT))
    close(table)

    assert account(table, mine) is None


def test_a_decision_on_several_identical_proposals_is_named_by_no_single_proposal(table: Table):
    mine = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=GREAT)
    same = [table.propose(code, AmendmentKind.REPLACE, "1.", text=GREAT) for code in ("MYS", "TUR")]
    table.accept(*same)
    close(table)

    explanation = account(table, mine)

    assert (explanation.by, explanation.decision.level) == (None, "expert")


@pytest.mark.parametrize(
    ("kind", "label", "facts"),
    [
        (AmendmentKind.INSERT, "", {"text": "The Meeting thanked its host.", "after": "1."}),
        (AmendmentKind.DELETE, "2.", {}),
    ],
)
def test_what_is_asked_of_a_whole_paragraph_has_its_decision_too(table: Table, kind, label, facts):
    mine, theirs = (table.propose(code, kind, label, **facts) for code in ("EGY", "MYS"))
    table.accept(theirs)
    close(table)

    explanation = account(table, mine)

    assert explanation.by.name == "MYS 1"


@pytest.mark.parametrize(("level", "told"), [(Level.EXPERT, True), (None, False)])
def test_a_reader_of_no_proposals_sees_a_decision_at_a_level_without_its_proposal(
    level: Level | None, told: bool
):
    table = make_table(WELCOMES, URGES, visibility=Visibility.MISSION)
    mine = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=GREAT)
    table.accept(table.propose("MYS", AmendmentKind.REPLACE, "1.", text=GREAT), level=level)
    close(table)

    explanation = account(table, mine)

    assert (explanation is not None) == told
    assert explanation is None or explanation.by is None
