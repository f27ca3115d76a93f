"""What a reader may call the proposal that took another one in."""

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DecisionKind, Visibility
from acm_drafts.store.absorption import absorbing_proposals
from acm_drafts.store.database import db
from acm_drafts.store.records import Decision
from acm_drafts.store.text import draft_set
from tests.tables import Table, label_of, make_table

pytestmark = pytest.mark.usefixtures("session")

WELCOMES = "The Meeting welcomed the progress made."


def taking(table: Table, actor: Actor) -> list[tuple[str, bool]]:
    """Return for each decision how its words are called, and whether their code is told."""
    drafts = draft_set(db.session, table.communique, actor)
    settings = {context.round.id: context for context in drafts.contexts}
    keys = db.session.scalars(select(Decision.id)).all()
    found = absorbing_proposals(db.session, actor, settings, keys)
    return [(one.name, bool(one.code)) for one in found.values()]


def test_a_compromise_of_the_mission_is_called_by_its_name_also_where_sponsors_are_not_named():
    table = make_table(WELCOMES, attributed=False)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.COMPROMISE, amendment, text="The Meeting welcomed good progress.")

    assert taking(table, table.head("EGY")) == [(label_of("OICM"), True)]


def test_the_names_and_codes_of_proposals_the_reader_may_not_see_are_left_out():
    table = make_table(WELCOMES, visibility=Visibility.MISSION)
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.COMPROMISE, amendment, text="The Meeting welcomed good progress.")

    assert taking(table, table.head("EGY")) == [("", False)]
    assert taking(table, table.mission) == [(label_of("OICM"), True)]
