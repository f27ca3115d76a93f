"""The reservations that the demonstration tells."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.store.records import Communique
from acm_drafts.store.reservations import load_public_reservations, newest_circulated, place_reservations
from acm_drafts.store.text import text_rows


def test_one_asks_whether_it_stands_and_one_awaits_instructions(demonstration: Session):
    communique = demonstration.scalars(select(Communique.id).order_by(Communique.id)).first()
    draft = newest_circulated(demonstration, communique)
    records = load_public_reservations(demonstration, communique)
    placed = place_reservations(demonstration, communique, records, text_rows(demonstration, draft.id))

    told = {row.record.reservation.party.code: row for row in placed}
    assert {
        code: (row.record.scope, row.is_asked, row.record.last.awaiting) for code, row in told.items()
    } == {
        "MYS": ("text", False, False),
        "SEN": ("phrase", True, False),
        "PAK": ("paragraph", False, True),
    }
