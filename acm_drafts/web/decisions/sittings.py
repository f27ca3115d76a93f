"""The sittings that a decision can name as those that reached it, as the forms offer them."""

from acm_drafts.store.database import Session
from acm_drafts.store.sittings import sittings_to_record
from acm_drafts.web.shared.body_names import dated_sitting_name


def sitting_choices(session: Session, communique_id: int) -> tuple[tuple[str, str], ...]:
    """Return code and name of each sitting on a text at which something can be agreed now, newest first. One query."""
    return tuple((row.code, dated_sitting_name(row)) for row in sittings_to_record(session, communique_id))
