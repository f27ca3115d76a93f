"""The reservations that the demonstration tells."""

from acm_drafts.services import demonstration
from acm_drafts.store.database import db
from acm_drafts.store.reservations import load_public_reservations, newest_circulated, place_reservations
from acm_drafts.store.text import text_rows


def test_one_asks_whether_it_stands_and_one_awaits_instructions(session: object):
    communique = demonstration.load()
    draft = newest_circulated(db.session(), communique.id)
    records = load_public_reservations(db.session(), communique.id)
    placed = place_reservations(db.session(), communique.id, records, text_rows(db.session(), draft.id))

    told = {row.record.reservation.party.code: row for row in placed}
    assert {
        code: (row.record.scope, row.is_asked, row.record.last.awaiting) for code, row in told.items()
    } == {
        "MYS": ("text", False, False),
        "SEN": ("phrase", True, False),
        "PAK": ("paragraph", False, True),
    }
