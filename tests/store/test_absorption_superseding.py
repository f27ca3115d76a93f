"""Who put other words in the place of those that a proposal brought, as far as the reader may know it."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Standing, Visibility
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Communique
from acm_drafts.store.status import Status, load_statuses
from tests.tables import Table, label_of, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."
URGES = "The Meeting urged all Member States to contribute."
ONCE = "The Meeting decided to meet once a year."
TWICE = "The Meeting decided to meet twice a year."


@pytest.fixture
def table() -> Table:
    return make_table(WELCOMES, URGES)


def where(table: Table, made: Amendment, actor: Actor | None = None) -> Status:
    db.session.expire_all()
    entry = load_amendments(db.session, Amendment.id == made.id).entries[made.id]
    communique = db.session.get_one(Communique, table.communique)
    return load_statuses(db.session, communique, actor or table.head("EGY"), [entry]).where(entry)


def amenders(table: Table, made: Amendment, actor: Actor | None = None) -> list[str]:
    return [one.by.name for one in where(table, made, actor).amended]


def test_a_new_paragraph_is_amended_by_what_was_accepted_with_it_and_by_what_came_later(table: Table):
    amendment = table.propose("EGY", AmendmentKind.INSERT, text=ONCE, after="1.")
    other = table.amend("TUR", amendment, TWICE)
    table.accept(amendment)
    table.accept(other)
    assert amenders(table, amendment) == ["TUR 1"]
    table.close()
    table.open()
    assert amenders(table, amendment) == ["TUR 1"]

    table.accept(table.replace("MYS", "2.", "Meeting", "Conference"))
    table.close()
    table.open()

    assert amenders(table, amendment) == ["TUR 1", "MYS 1"]
    assert where(table, amendment).standing is Standing.ACCEPTED


def test_what_is_only_proposed_rejected_or_voided_amends_nothing(table: Table):
    amendment = table.propose("EGY", AmendmentKind.INSERT, text=ONCE, after="1.")
    _pending, rejected, voided = (
        table.amend(code, amendment, TWICE + code) for code in ("MYS", "SEN", "TUR")
    )
    table.accept(amendment)
    table.decide(DecisionKind.REJECT, rejected, reason="No.")
    table.void(table.accept(voided), reason="By mistake.")

    assert amenders(table, amendment) == []


def test_a_new_wording_is_amended_by_who_takes_its_words_away_and_by_nobody_else(table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(amendment)
    table.accept(table.replace("SEN", "1.", "made", "achieved"))
    table.close()
    table.open()
    table.accept(table.replace("MYS", "1.", "welcomed", "noted"))
    table.close()
    table.open()
    assert amenders(table, amendment) == []

    table.accept(table.replace("TUR", "1.", "great progress", "progress"))
    table.close()
    table.open()

    assert amenders(table, amendment) == ["TUR 1"]


def test_a_proposal_whose_words_were_restored_is_amended_by_nobody(table: Table):
    amendment = table.propose("EGY", AmendmentKind.INSERT, text=ONCE, after="1.")
    other = table.amend("TUR", amendment, TWICE)
    table.accept(amendment)
    table.accept(other)
    table.close()
    table.open()
    table.accept(table.replace("MYS", "2.", "twice", "once"))
    table.close()
    table.open()

    assert amenders(table, amendment) == []


def test_a_hidden_amendment_is_listed_only_with_the_next_draft_and_without_its_name():
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(amendment)
    table.close()
    table.open(visibility=Visibility.MISSION)
    table.accept(table.replace("TUR", "1.", "great progress", "progress"))
    table.close()
    assert amenders(table, amendment) == []
    assert amenders(table, amendment, table.mission) == [label_of("TUR")]

    table.open(visibility=Visibility.MISSION)

    assert amenders(table, amendment) == [""]
