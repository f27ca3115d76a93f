"""Add a meeting from a terminal."""

from datetime import datetime

import click

from acm_drafts.cli.command import command
from acm_drafts.services import meetings, people
from acm_drafts.services.meetings import MeetingFacts
from acm_drafts.store.meetings import DEFAULT_ZONE


@command("add-meeting")
@click.argument("year", type=int)
@click.option("--title", default="", help="Without it Annual Coordination Meeting and the year.")
@click.option("--zone", default=DEFAULT_ZONE, show_default=True, help="The time zone of its clocks.")
@click.option("--place", default="", help="Where it is held.")
@click.option("--date", "held_on", type=click.DateTime(["%Y-%m-%d"]), help="Its day, like 2026-12-17.")
@click.option("--session", type=int, help="The number of the session of the General Assembly.")
@click.option("--chair", default="", metavar="STATE", help="The code of the State in the chair, like EGY.")
def add_meeting(
    *,
    year: int,
    title: str,
    zone: str,
    place: str,
    held_on: datetime | None,
    session: int | None,
    chair: str,
) -> None:
    """Add the meeting of YEAR beside those there are; print its number."""
    facts = MeetingFacts(
        title or f"Annual Coordination Meeting {year}",
        place,
        held_on.date() if held_on else None,
        session,
        chair,
    )
    meeting = meetings.add_meeting(people.operator(), facts, year=year, zone=zone)
    click.echo(f"{meeting.id}: {meeting.title}")
