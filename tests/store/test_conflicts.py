"""A proposal is in conflict while what it was carried over in conflict with stands, as far as its reader knows."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Standing, Visibility
from acm_drafts.services import amendments
from acm_drafts.services.verification import verify
from acm_drafts.store.database import db
from acm_drafts.store.readable import get_record
from acm_drafts.store.records import Amendment, Communique
from acm_drafts.store.status import load_statuses
from tests.tables import Table, make_table

TEXTS = ("We met.", "We thank all.")


def standing(table: Table, proposal: Amendment, actor: Actor | None = None) -> Standing:
    db.session.rollback()
    db.session.expire_all()
    session, who = db.session(), actor or table.mission
    entry = get_record(session, who, proposal.code)
    return (
        load_statuses(session, session.get_one(Communique, table.communique), who, [entry])
        .where(entry)
        .standing
    )


def carried_in_conflict(visibility: Visibility = Visibility.ALL) -> tuple[Table, Amendment, Amendment]:
    """Return a table at which a new wording and a deletion were carried over in conflict to a round of *visibility*."""
    table = make_table(*TEXTS)
    wording = table.replace("EGY", "2.", "all", "the host")
    deletion = table.propose("MYS", AmendmentKind.DELETE, "2.", reason="It is said twice.")
    table.close()
    table.open(visibility=visibility)
    assert standing(table, wording) is standing(table, deletion) is Standing.CONFLICT
    return table, wording, deletion


@pytest.mark.parametrize("how", ["withdrawn", "rejected", "changed"])
def test_a_proposal_is_in_conflict_no_longer_than_the_deletion_beside_it_stands(how: str, session: object):
    table, wording, deletion = carried_in_conflict()
    if how == "withdrawn":
        amendments.withdraw(table.head("MYS"), deletion.code)
    elif how == "rejected":
        rejected = table.decide(DecisionKind.REJECT, deletion, reason="It is needed.")
    else:
        amendments.withdraw(table.head("EGY"), wording.code)

    left = deletion if how == "changed" else wording
    assert standing(table, left) is Standing.CARRIED
    assert standing(table, left, table.head("PAK")) is Standing.CARRIED
    if how == "rejected":
        table.void(rejected, reason="By mistake.")
        assert standing(table, wording) is Standing.CONFLICT
    assert not verify(db.session()).findings


def test_a_hidden_round_does_not_tell_that_the_deletion_is_gone(session: object):
    table, wording, deletion = carried_in_conflict(Visibility.MISSION)
    amendments.withdraw(table.head("MYS"), deletion.code)

    assert standing(table, wording) is Standing.CARRIED
    for code in ("PAK", "EGY"):
        assert standing(table, wording, table.head(code)) is Standing.CONFLICT
