"""Add a meeting from a terminal."""

import click

from acm_drafts.cli.command import command
from acm_drafts.services import meetings, people
from acm_drafts.store.meetings import DEFAULT_ZONE


@command("add-meeting")
@click.argument("year", type=int)
@click.option("--title", default="", help="Without it Annual Coordination Meeting and the year.")
@click.option("--zone", default=DEFAULT_ZONE, show_default=True, help="The time zone of its clocks.")
@click.option("--place", default="", help="Where it is held.")
def add_meeting(*, year: int, title: str, zone: str, place: str) -> None:
    """Add the meeting of YEAR beside those there are; print its number."""
    meeting = meetings.add_meeting(
        people.operator(),
        title=title or f"Annual Coordination Meeting {year}",
        year=year,
        zone=zone,
        place=place,
    )
    click.echo(f"{meeting.id}: {meeting.title}")
