"""A sitting as an entry for a calendar, in the reader's language."""

from acm_drafts.documents.write.calendar import CalendarEntry
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.terms import SittingState
from acm_drafts.store.records import Communique
from acm_drafts.store.sittings import SittingRecord, SittingRow, moment_of_change
from acm_drafts.web.shared.body_names import sitting_name

DOMAIN = "acm-drafts"
"""Behind the code of what an entry is about, in its key: the same wherever the product is served."""


def calendar_entry(record: SittingRecord, communique: Communique, *, url: str) -> CalendarEntry:
    """Return the entry of a sitting; it names the text and how many paragraphs, and none of their words."""
    moves = record.moves
    row = SittingRow(record.sitting, len(record.agenda), len(moves), moves[-1].at if moves else None)
    return entry_of_row(row, communique, url=url)


def entry_of_row(row: SittingRow, communique: Communique, *, url: str) -> CalendarEntry:
    """Return the same for a sitting of the list."""
    sitting, cancelled = row.sitting, row.state is SittingState.CANCELLED
    paragraphs = _("Paragraphs on the agenda: %(count)s", count=row.paragraphs)
    return CalendarEntry(
        key=f"{sitting.code}@{DOMAIN}",
        begins_at=sitting.begins_at,
        ends_at=sitting.ends_at,
        summary=sitting_name(sitting),
        place=sitting.place,
        description=f"{communique.title}\n{paragraphs}",
        url=url,
        sequence=row.moved + cancelled,
        changed_at=moment_of_change(row),
        cancelled=cancelled,
    )
