"""
What can be done from a terminal: `flask --app wsgi COMMAND`, one module for each group of commands.

Each command is a thin call of a service and holds no rule. Commands act as the operator, with the
Mission's rights.
"""

import click
from flask import Flask

from acm_drafts.cli import (
    backups,
    checks,
    delegation_export,
    demonstration,
    doctor,
    documents,
    evidence,
    files,
    guide,
    library,
    meetings,
    partners,
    people,
    search,
    texts,
    work,
)

COMMANDS: tuple[click.Command, ...] = (
    people.invite,
    people.reset_second_factor,
    people.confirm_appointments,
    people.set_mission_address,
    meetings.add_meeting,
    texts.import_text,
    documents.export,
    delegation_export.export_delegation,
    documents.check_template,
    files.bring_in,
    library.library,
    guide.guide,
    partners.partners,
    search.search,
    checks.verify,
    evidence.evidence,
    doctor.doctor,
    backups.backup,
    backups.restore,
    demonstration.demo,
    work.work,
)


def init_app(app: Flask) -> None:
    """Give *app* the commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
