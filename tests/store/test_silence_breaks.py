"""Where a silence is broken, now and at a moment of the past."""

from datetime import timedelta

import pytest

from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Communique
from acm_drafts.store.silence_breaks import load_broken
from tests.factories import mission
from tests.silences import break_, put, take_back
from tests.sittings import make_body
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_break_counts_from_when_it_was_made_until_it_was_taken_back(anonymous: bool):
    table = make_table("The Meeting welcomed the report.", "The Meeting urged all States.")
    procedure = put(table, make_body(members=["EGY", "MYS"]), anonymous=anonymous)
    began = utcnow()
    with clock_at(began + MINUTE):
        break_(table, procedure, "EGY")
    with clock_at(began + 3 * MINUTE):
        take_back(table, procedure, "EGY")
    communique = db.session.get_one(Communique, table.communique)

    def broken(minutes: int | None) -> list[str | None]:
        until = None if minutes is None else began + minutes * MINUTE
        rows = load_broken(db.session(), table.head("MYS"), communique, until=until)
        return [row.by.code if row.by else None for row in rows]

    assert [broken(minutes) for minutes in (1, 2, 4, None)] == [[], [None if anonymous else "EGY"], [], []]
    assert load_broken(db.session(), table.head("SEN"), communique, until=began + 2 * MINUTE) == []
    assert load_broken(db.session(), mission(), communique, until=began + 2 * MINUTE)[0].by is not None
