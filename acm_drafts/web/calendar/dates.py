"""
The dates of a text for one reader: drafts circulated, rounds, sittings, silence and adoption, the day of the meeting,
and beside them meetings with partners and the days by which a follow-up is due, in the order of time.

What may be read was settled in the store; each date has its words in the reader's language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from acm_drafts.documents.write.calendar import CalendarEntry
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext, pgettext
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import DraftStatus, Level, SilenceState, SittingState, name_of
from acm_drafts.store.database import Session, db, utcnow
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.follow_up import follow_ups_due
from acm_drafts.store.meetings import today_in
from acm_drafts.store.partners import meetings_between
from acm_drafts.store.records import Communique, Meeting, Round
from acm_drafts.store.rounds import rounds_of
from acm_drafts.store.silence import SilenceRow, silences_on
from acm_drafts.store.sittings import SittingRow, sittings_on
from acm_drafts.store.text import DraftSet
from acm_drafts.web.follow_up.page import follow_up_state
from acm_drafts.web.library.claims import passage_name
from acm_drafts.web.partners.page import level_in_words
from acm_drafts.web.partners.page import meeting_name as partner_meeting
from acm_drafts.web.shared.body_names import body_name, silence_name, sitting_name
from acm_drafts.web.shared.layout import meeting_name
from acm_drafts.web.sittings.calendar import DOMAIN, entry_of_row


class DateKind(StrEnum):
    DRAFT = "draft"
    ROUND = "round"
    SITTING = "sitting"
    SILENCE = "silence"
    ADOPTION = "adoption"
    MEETING = "meeting"
    PARTNER = "partner"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class Date:
    """
    Something with a time: from *begins* to *ends*, which are the same for a moment, told on the clocks of *zone*.

    *lane*: the row of the drawing that it stands in. *running*: whether it goes on now, where that is on record; None
    where its times say so. *over*: it was ended, at its time or before. *entry*: for a calendar, None where it has no
    place in one. *whole_day*: it has a day and no time.
    """

    kind: DateKind
    lane: str
    begins: datetime
    ends: datetime
    zone: str
    title: str
    note: str
    url: str
    place: str = ""
    cancelled: bool = False
    running: bool | None = None
    over: bool = False
    entry: CalendarEntry | None = None
    whole_day: bool = False

    def is_past(self, now: datetime) -> bool:
        return self.over or (self.ends < now and not self.running)

    def is_now(self, now: datetime) -> bool:
        if self.over or self.cancelled:
            return False
        return self.begins <= now <= self.ends if self.running is None else self.running


def dates_of(who: Actor, drafts: DraftSet, *, host: str = "") -> list[Date]:
    """
    Return the dates of a text that *who* may know of, in the order of time. Five queries.

    What does not belong to the text alone is told of the year of its meeting and of the next.
    """
    session, communique = db.session(), drafts.communique
    root = f"{host}/c/{communique.code}"
    dates = [
        *_drafts(drafts, root),
        *_adoption(drafts, root),
        *_rounds(rounds_of(session, communique.id), drafts, root),
        *(_sitting(row, communique, root) for row in sittings_on(session, who, communique)),
        *(_silence(row, communique, root) for row in silences_on(session, who, communique)),
        *_meeting(communique.meeting, host),
        *_partners(session, who, communique.meeting, host),
        *_follow_up(session, who, communique.meeting, host),
    ]
    return sorted(dates, key=lambda date: (date.begins, date.ends, date.title))


def _drafts(drafts: DraftSet, root: str) -> Iterator[Date]:
    for version in drafts.versions:
        if version.circulation is not None:
            yield _draft(version, drafts.communique, root)


def _draft(version: DraftVersion, communique: Communique, root: str) -> Date:
    assert version.circulation is not None
    at, draft = version.circulation.at, version.draft
    title = _("%(symbol)s circulated", symbol=draft.symbol)
    status = _(name_of(DraftStatus(draft.status)))
    url = f"{root}/text?draft={draft.sequence}"
    return Date(DateKind.DRAFT, _rounds_lane(), at, at, communique.meeting.zone, str(title), str(status), url)


def _adoption(drafts: DraftSet, root: str) -> Iterator[Date]:
    """Yield the adoption of the text where it is adopted, which everybody knows who reads the text."""
    adoption, communique = drafts.adoption, drafts.communique
    if adoption is None:
        return
    zone, url = communique.meeting.zone, f"{root}/adoption"
    title = str(_("Text adopted as %(symbol)s", symbol=adoption.symbol))
    entry = CalendarEntry(
        key=f"adoption-{communique.code}@{DOMAIN}",
        begins_at=adoption.at,
        ends_at=adoption.at,
        summary=title,
        place=adoption.place,
        description=communique.title,
        url=url,
        sequence=0,
        changed_at=adoption.at,
        cancelled=False,
    )
    note, place = name_of(Level(adoption.level)), adoption.place
    yield Date(
        DateKind.ADOPTION,
        _rounds_lane(),
        adoption.at,
        adoption.at,
        zone,
        title,
        str(_(note)),
        url,
        place=place,
        entry=entry,
    )


def _rounds_lane() -> str:
    return str(_("Rounds"))


def _rounds(rounds: Iterable[Round], drafts: DraftSet, root: str) -> Iterator[Date]:
    readable = {version.draft.id for version in drafts.versions}
    for round_ in rounds:
        if round_.draft_id in readable:
            yield _round(round_, drafts.communique, root)


def _round(round_: Round, communique: Communique, root: str) -> Date:
    title = str(_("Round %(number)s for proposals", number=round_.number))
    is_early = round_.closed_at is not None and round_.closed_at < round_.deadline
    deadline = CalendarEntry(
        key=f"round-{round_.number}-{communique.code}@{DOMAIN}",
        begins_at=round_.deadline,
        ends_at=round_.deadline,
        summary=str(_("Deadline of round %(number)s", number=round_.number)),
        place="",
        description=communique.title,
        url=f"{root}/rounds",
        sequence=0,
        changed_at=utcnow(),  # a deadline keeps no record of its changes but the journal's
        cancelled=False,
    )
    return Date(
        DateKind.ROUND,
        _rounds_lane(),
        round_.opens_at,
        min(round_.deadline, round_.closed_at or round_.deadline),
        round_.zone,
        title,
        str(_("closed before its deadline") if is_early else _("ends with its deadline")),
        f"{root}/rounds",
        over=round_.closed_at is not None,
        entry=deadline,
    )


def _sitting(row: SittingRow, communique: Communique, root: str) -> Date:
    """Return a sitting with the times at which it was opened and closed, and until then those it was convened for."""
    sitting = row.sitting
    url = f"{root}/sittings/{sitting.code}"
    paragraphs = str(ngettext("%(num)s paragraph", "%(num)s paragraphs", row.paragraphs))
    return Date(
        DateKind.SITTING,
        body_name(sitting.body),
        sitting.opened_at or sitting.begins_at,
        sitting.closed_at or sitting.ends_at,
        sitting.zone,
        sitting_name(sitting),
        str(_("cancelled")) if row.state is SittingState.CANCELLED else paragraphs,
        url,
        place=sitting.place,
        cancelled=row.state is SittingState.CANCELLED,
        running=row.state is SittingState.OPEN,
        over=row.state is SittingState.CLOSED,
        entry=None if sitting.from_before else entry_of_row(row, communique, url=url),
    )


def _silence(row: SilenceRow, communique: Communique, root: str) -> Date:
    silence = row.silence
    url, withdrawn = f"{root}/silence/{silence.code}", row.state is SilenceState.WITHDRAWN
    paragraphs = str(ngettext("%(num)s paragraph", "%(num)s paragraphs", row.paragraphs))
    stopped = {
        SilenceState.WITHDRAWN: _("withdrawn"),
        SilenceState.SUSPENDED: pgettext("silence", "suspended"),
    }
    entry = CalendarEntry(
        key=f"{silence.code}@{DOMAIN}",
        begins_at=silence.ends_at,
        ends_at=silence.ends_at,
        summary=str(_("End of silence: %(body)s", body=body_name(silence.body))),
        place="",
        description=f"{communique.title}\n{paragraphs}",
        url=url,
        sequence=row.changes,
        changed_at=silence.begins_at,
        cancelled=withdrawn,
    )
    return Date(
        DateKind.SILENCE,
        str(_("Silence")),
        silence.begins_at,
        silence.ends_at,
        silence.zone,
        silence_name(silence),
        str(stopped.get(row.state, paragraphs)),
        url,
        cancelled=withdrawn,
        running=False if row.state is SilenceState.SUSPENDED else None,
        entry=entry,
    )


# Whole days ----------------------------------------------------------------------------------------


def _meeting(meeting: Meeting, host: str) -> Iterator[Date]:
    """Yield the day of the meeting where it is known, which everybody knows who reads a text of it."""
    if meeting.held_on is not None:
        yield _day(
            meeting.held_on,
            meeting,
            kind=DateKind.MEETING,
            lane=str(_("Meeting")),
            title=meeting_name(meeting),
            note=str(_("day of the meeting")),
            url=f"{host}/meetings/{meeting.id}",
            key=f"meeting-{meeting.id}",
            place=meeting.place,
        )


def _partners(session: Session, who: Actor, meeting: Meeting, host: str) -> Iterator[Date]:
    """Yield the meetings with partners, for who reads of them."""
    if not may(who, Act.READ_PARTNERS, Facts(meeting=meeting.id)):
        return
    for row in meetings_between(session, *_span(meeting)):
        yield _day(
            row.day,
            meeting,
            kind=DateKind.PARTNER,
            lane=str(_("Partners")),
            title=str(_("%(partner)s: %(meeting)s", partner=row.partner.short, meeting=partner_meeting(row))),
            note=str(_("cancelled")) if row.cancelled else level_in_words(row.level),
            url=f"{host}/partners/{row.partner.code}/talks/{row.code}",
            key=f"partner-{row.code}",
            place=row.place,
            cancelled=row.cancelled,
            sequence=row.counter,
        )


def _follow_up(session: Session, who: Actor, meeting: Meeting, host: str) -> Iterator[Date]:
    """Yield the days by which a follow-up is due, for who reads that, by the names of its paragraphs."""
    if not may(who, Act.READ_FOLLOW_UP, Facts(meeting=meeting.id)):
        return
    today = today_in(meeting.zone)
    for row in follow_ups_due(session, who, *_span(meeting)):
        assert row.version.due is not None
        name = str(passage_name(row.passage))
        yield _day(
            row.version.due,
            meeting,
            kind=DateKind.FOLLOW_UP,
            lane=str(_("Follow-up")),
            title=str(_("Follow-up of %(name)s due", name=name)),
            note=follow_up_state(row, today),
            url=f"{host}/follow-up/{row.entry.code}",
            key=f"follow-up-{row.entry.code}",
            sequence=row.version.number,
        )


def _span(meeting: Meeting) -> tuple[date, date]:
    return date(meeting.year, 1, 1), date(meeting.year + 1, 12, 31)


def _day(
    day: date,
    meeting: Meeting,
    *,
    kind: DateKind,
    lane: str,
    title: str,
    note: str,
    url: str,
    key: str,
    place: str = "",
    cancelled: bool = False,
    sequence: int = 0,
) -> Date:
    """Return a date that takes a whole *day*, on the clocks of the meeting."""
    begins, ends = (
        datetime.combine(day + timedelta(days=days), time(), ZoneInfo(meeting.zone)) for days in (0, 1)
    )
    entry = CalendarEntry(
        f"{key}@{DOMAIN}",
        begins,
        ends,
        summary=title,
        place=place,
        description="",
        url=url,
        sequence=sequence,
        changed_at=utcnow(),  # the journal alone keeps when it was changed
        cancelled=cancelled,
        day=day,
    )
    date = Date(kind, lane, begins, ends, meeting.zone, title, note, url, place, cancelled, entry=entry)
    return replace(date, whole_day=True)
