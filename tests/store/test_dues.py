"""What was due at a moment, as it was set then."""

from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.terms import Level
from acm_drafts.services import rounds, silence, sittings
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.dues import DueKind, dues_then
from acm_drafts.store.sittings import sittings_on
from acm_drafts.store.text import draft_set
from tests.factories import mission
from tests.silences import put
from tests.sittings import HOUR, convene, make_body, times
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


def due(table: Table, moment: datetime) -> list[tuple[DueKind, datetime]]:
    db.session.rollback()
    session = db.session()
    drafts = draft_set(session, table.communique, mission()).until(moment)
    rows = sittings_on(session, mission(), drafts.communique)
    return [(row.kind, row.at) for row in dues_then(session, mission(), drafts, rows, moment)]


def test_what_was_moved_extended_suspended_or_cancelled_since_is_told_as_it_was_set():
    begins = datetime(2026, 11, 2, 15, tzinfo=UTC)
    with clock_at(begins):
        table = make_table("We welcome.", "We urge.", deadline=begins + 30 * HOUR)
        body = make_body(Level.AMBASSADORIAL)
        sitting = convene(table, body, begins_at=begins + 50 * HOUR)
        procedure = put(table, body, ["2."], ends_at=begins + 40 * HOUR)
    with clock_at(begins + HOUR):
        rounds.change_deadline(mission(), table.round, begins + 35 * HOUR)
        sittings.move(mission(), sitting.code, times=times(begins_at=begins + 60 * HOUR), reason="Taken.")
        silence.extend(mission(), procedure.code, ends_at=begins + 45 * HOUR)
    with clock_at(begins + 2 * HOUR):
        sittings.cancel(mission(), sitting.code, reason="Not needed.")
        silence.suspend(mission(), procedure.code, reason="We wait.")

    half = timedelta(minutes=30)
    assert due(table, begins + half) == [
        (DueKind.DEADLINE, begins + 30 * HOUR),
        (DueKind.SILENCE, begins + 40 * HOUR),
        (DueKind.SITTING, begins + 50 * HOUR),
    ]
    assert due(table, begins + HOUR + half) == [
        (DueKind.DEADLINE, begins + 35 * HOUR),
        (DueKind.SILENCE, begins + 45 * HOUR),
        (DueKind.SITTING, begins + 60 * HOUR),
    ]
    assert due(table, begins + 2 * HOUR + half) == [(DueKind.DEADLINE, begins + 35 * HOUR)]
    assert due(table, begins + 36 * HOUR) == []
