"""Entries for a calendar, as other programs read them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from acm_drafts.documents.write.calendar import CalendarEntry, calendar_file

BEGINS = datetime(2026, 11, 9, 10, 0, tzinfo=ZoneInfo("America/New_York"))
ENTRY = CalendarEntry(
    key="abc@acm-drafts",
    begins_at=BEGINS,
    ends_at=BEGINS + timedelta(hours=3),
    summary="Expert level, New York: sitting 3",
    place="Room 2; second floor",
    description="Final Communiqué\nParagraphs on the agenda: 9",
    url="https://example.org/c/x/sittings/abc",
    sequence=1,
    changed_at=datetime(2026, 11, 1, tzinfo=UTC),
    cancelled=False,
)


def lines_of(entry: CalendarEntry) -> list[str]:
    """Return the lines of a file with one entry as a program reads them: folded ones put together again."""
    return calendar_file([entry]).decode().replace("\r\n ", "").split("\r\n")


def test_an_event_of_a_whole_day_ends_on_the_next_and_has_no_time():
    lines = lines_of(replace(ENTRY, day=date(2026, 12, 31)))

    assert "DTSTART;VALUE=DATE:20261231" in lines and "DTEND;VALUE=DATE:20270101" in lines


def test_moments_are_in_utc_and_words_are_escaped():
    lines = lines_of(ENTRY)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "DTSTART:20261109T150000Z",
        "DTEND:20261109T180000Z",
        "DTSTAMP:20261101T000000Z",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        "SUMMARY:Expert level\\, New York: sitting 3",
        "LOCATION:Room 2\\; second floor",
        "DESCRIPTION:Final Communiqué\\nParagraphs on the agenda: 9",
    ):
        assert line in lines


def test_what_is_cancelled_says_so_and_what_is_not_known_is_left_out():
    lines = lines_of(replace(ENTRY, cancelled=True, place="", description="", url=""))
    assert "STATUS:CANCELLED" in lines
    assert not [line for line in lines if line.startswith(("LOCATION", "DESCRIPTION", "URL"))]


@pytest.mark.parametrize("words", ["الفريق العامل المعني بالتنمية " * 8, "x" * 300, "é" * 75])
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(words: str):
    data = calendar_file([replace(ENTRY, summary=words)])
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert f"SUMMARY:{words}" in lines_of(replace(ENTRY, summary=words))


def test_the_same_entries_give_the_same_bytes():
    assert calendar_file([ENTRY, ENTRY]) == calendar_file([ENTRY, ENTRY])
    assert calendar_file([ENTRY, ENTRY]).count(b"BEGIN:VEVENT") == 2
