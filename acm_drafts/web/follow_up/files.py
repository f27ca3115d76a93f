"""
The table of requests as files: for a spreadsheet in the reader's language, and as a Word document in any.
"""

from collections.abc import Iterator

from acm_drafts.documents.write.follow_up import FollowUpText, PrintedRequest, render
from acm_drafts.documents.write.spreadsheet import as_csv
from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.follow_up import STATES, Urgency
from acm_drafts.text.language import Language
from acm_drafts.web.follow_up.page import Entry, Table
from acm_drafts.web.shared.formatting import body_in_words


def csv_of(table: Table) -> bytes:
    """Return the requests of a table as a .csv, in its order; days in ISO."""
    head = [
        _("Source"),
        _("Paragraph"),
        _("Body"),
        _("Requested"),
        _("Of whom"),
        _("By when"),
        _("Overdue"),
        _("State"),
        _("Evidence"),
        _("Next report"),
        _("Where at the United Nations"),
        _("Afterwards"),
    ]
    rows = [_row(entry) for group in table.groups for entry in group.entries]
    return as_csv([[str(cell) for cell in row] for row in (head, *rows)])


def _row(entry: Entry) -> list[str]:
    row, version = entry.row, entry.row.version
    return [
        row.source.symbol,
        row.passage.printed or str(row.passage.position),
        body_in_words(row.source.body),
        version.requested,
        version.addressee,
        version.due.isoformat() if version.due else "",
        _("yes") if entry.is_overdue else "",
        _(STATES[row.state]),
        "; ".join(" ".join(filter(None, (e.title, e.symbol, e.url))) for e in entry.evidence),
        version.next_report,
        version.place,
        "; ".join(_afterwards(entry)),
    ]


def _afterwards(entry: Entry) -> Iterator[str]:
    """Yield what became of the paragraph since."""
    if entry.row.withdrawn:
        yield _("source withdrawn")
    for symbol in dict.fromkeys(correction.symbol for correction in entry.corrections):
        yield _("corrected by %(symbol)s", symbol=symbol)


def docx_of(table: Table, language: Language) -> bytes:
    """Return the requests of a table as a Word document in *language*; its groups are those of the page."""
    groups: dict[Urgency, list[PrintedRequest]] = {}
    for group in table.groups:
        for entry in group.entries:
            groups.setdefault(entry.urgency, []).append(_printed(entry))
    ordered = [(urgency, groups[urgency]) for urgency in Urgency if urgency in groups]
    return render(FollowUpText(language, table.today.isoformat(), ordered, narrowed=table.asked.narrows))


def _printed(entry: Entry) -> PrintedRequest:
    row, version = entry.row, entry.row.version
    return PrintedRequest(
        row.source.symbol,
        row.passage.printed,
        version.requested,
        version.addressee,
        version.due.isoformat() if version.due else "",
        row.state,
        [", ".join(filter(None, (e.title, e.symbol, e.url))) for e in entry.evidence],
        version.next_report,
        version.place,
        entry.language,
        row.withdrawn is not None,
        list(dict.fromkeys(correction.symbol for correction in entry.corrections)),
    )
