"""The running round along a line of time: opening, deadline, and now, as macros/map.html draws them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from acm_drafts import i18n
from acm_drafts.i18n import gettext as _
from acm_drafts.store.database import utcnow
from acm_drafts.web.decisions.desk import OpenDesk
from acm_drafts.web.shared.formatting import day_and_month

AFTER = 0.08
"""How much of the line lies after its last event."""


def round_calendar(page: OpenDesk) -> tuple[list[dict[str, object]], dict[str, object]] | None:
    """Return the events of the running round along a line of time and now, as macros/map.html draws them."""
    if page.context is None or not page.running:
        return None
    round_, now = page.context.round, utcnow()
    first = min(round_.opens_at, now)
    whole = (max(round_.deadline, now) - first) * (1 + AFTER)
    zone = ZoneInfo(round_.zone)
    begins = _("round opens") if now < round_.opens_at else _("round opened")
    events: list[dict[str, object]] = [
        {"kind": kind, "at": (at - first) / whole, "when": _when(at, zone), "word": word}
        for kind, at, word in (
            ("opened", round_.opens_at, begins),
            ("deadline", round_.deadline, _("deadline")),
        )
    ]
    return events, {"at": (now - first) / whole, "when": _when(now, zone)}


def _when(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{day_and_month(local.date())}{i18n.gettext(', ')}{local:%H:%M}"
