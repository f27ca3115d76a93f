"""
Entries for a calendar, as an iCalendar file (RFC 5545): all moments in UTC, lines of at most 75 octets.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75
"""What a line holds before it is folded."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """
    One event. *key* is the same whenever the event is given; *sequence* counts how often it was moved.

    *changed_at*: when it was last changed. All moments are aware. *day*: the event takes that whole day, wherever a
    calendar is read, and its moments are left out.
    """

    key: str
    begins_at: datetime
    ends_at: datetime
    summary: str
    place: str
    description: str
    url: str
    sequence: int
    changed_at: datetime
    cancelled: bool
    day: date | None = None


def calendar_file(entries: Iterable[CalendarEntry]) -> bytes:
    """Return *entries* as one file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//acm_drafts//sittings//EN", "METHOD:PUBLISH"]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(entry: CalendarEntry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(entry.key)}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    yield f"LAST-MODIFIED:{_moment(entry.changed_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    if entry.day is not None:
        yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{_moment(entry.begins_at)}"
        yield f"DTEND:{_moment(entry.ends_at)}"
    yield f"SUMMARY:{_escaped(entry.summary)}"
    if entry.place:
        yield f"LOCATION:{_escaped(entry.place)}"
    if entry.description:
        yield f"DESCRIPTION:{_escaped(entry.description)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(words: str) -> str:
    """Return *words* as the value of a text property."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line with its end, folded between characters so that no piece is longer than `MOST_OCTETS`."""
    pieces, room = [b""], MOST_OCTETS
    for character in line:
        octets = character.encode()
        if len(pieces[-1]) + len(octets) > room:
            pieces.append(b"")
            room = MOST_OCTETS - 1  # the blank that begins a piece that goes on counts too
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"
