"""The worker: what comes by the clock, files of published texts, and the messages that wait to be sent."""

import logging
import math
import signal
import threading
import time
from urllib.parse import urlsplit

import click
from flask import current_app

from acm_drafts.cli import smtp
from acm_drafts.cli.command import command
from acm_drafts.cli.letters import Writer
from acm_drafts.services import (
    attempts,
    deletion,
    delivery,
    security_events,
    sign_ins,
    silence_newcomers,
    silence_outcomes,
)
from acm_drafts.services.public_files import FileMaker
from acm_drafts.store.database import OperationalError, db
from acm_drafts.store.messages import sole_worker
from acm_drafts.store.sign_ins import Lifetime

log = logging.getLogger(__name__)
TICK = 2
"""So many seconds pass between two looks at the messages that wait."""
PREPARES = 30
"""So many seconds pass between two looks at what comes by the clock: no reminder needs to be more punctual."""
STANDS_BY = 15
"""So many seconds a worker waits before it asks whether the other one is still there."""


@command("work")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
def work(*, once: bool) -> None:
    """Record outcomes of silence, make files, send what is due, until it is ended. Of several workers one works."""
    ended = _until_ended()
    while not ended.is_set():
        try:
            _work_alone(ended, once=once)
        except OperationalError:
            if once:
                raise
            log.warning("the database was not reached", exc_info=True)
        if once:
            return
        ended.wait(STANDS_BY)


def _work_alone(ended: threading.Event, *, once: bool) -> None:
    """Work where no other worker does. A database that was away may have let go of the lock: it is asked for anew."""
    with sole_worker(db.engine) as alone:
        if alone:
            delivery.recover()
            _work(ended, once=once)
        elif once:
            click.echo("Another worker is at work.")


def _until_ended() -> threading.Event:
    """Return an event that is set when the process is asked to end: what is in hand is finished first."""
    ended = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
    return ended


def _work(ended: threading.Event, *, once: bool) -> None:
    """Do what is due, again and again until *ended*."""
    prepared = -math.inf
    maker = FileMaker(str(current_app.config.get("SOFFICE") or ""), current_app.config["TEMPLATE"])
    while not ended.is_set():
        if time.monotonic() - prepared >= PREPARES:
            do_what_comes_by_the_clock()
            _make_files(maker)
            prepared = time.monotonic()
        send_what_is_due(ended)
        if once:
            return
        ended.wait(TICK)


def do_what_comes_by_the_clock() -> None:
    """
    Record outcomes of silence procedures, tell newcomers of those that run, write reminders and digests, and
    end sessions that timed out, and delete counts of attempts that ended, security events that are old and packages
    of deletions that lapsed.
    """
    try:
        silence_outcomes.conclude_due()
    except OperationalError:
        raise
    except Exception:  # one outcome that cannot be recorded keeps nobody from being told
        log.exception("the outcome of a silence procedure could not be recorded")
    silence_newcomers.tell_newcomers()
    sign_ins.end_timed_out(
        Lifetime(current_app.config["SESSION_IDLE"], current_app.config["SESSION_LONGEST"])
    )
    attempts.sweep()
    security_events.sweep(current_app.config["SECURITY_EVENTS_LAST"])
    deletion.forget_lapsed()
    delivery.prepare()


def _make_files(maker: FileMaker) -> None:
    """Make the PDF files of published texts; one that cannot be made keeps nobody from being told."""
    try:
        maker.make()
    except OperationalError:
        raise
    except Exception:
        log.exception("the files of published texts could not be made")


def do_what_is_due() -> int:
    """Do what comes by the clock, send what is due, and return how many messages were in hand."""
    do_what_comes_by_the_clock()
    return send_what_is_due()


def send_what_is_due(ended: threading.Event | None = None) -> int:
    """Send the messages that are due, until *ended*, and return how many were in hand."""
    url, count = current_app.config.get("SMTP_URL"), 0
    while url and not (ended and ended.is_set()):
        claimed = delivery.claim_next()
        if claimed is None:
            break
        try:
            _send(claimed, smtp.Server.of(str(url)))
        except OperationalError:
            raise
        except Exception as error:  # one message that cannot be made stops no other
            log.exception("a message could not be sent")
            delivery.fail(claimed, type(error).__name__)
        count += 1
    db.session.remove()
    return count


def _send(claimed: delivery.Claimed, server: smtp.Server) -> None:
    letter = delivery.read_letter(claimed, *_secrets())
    if letter is None:
        delivery.drop(claimed)
        return
    message = _writer().write(letter)
    db.session.rollback()  # nothing of the database is held while the mail server takes its time
    attempt = smtp.give(server, message, lambda: delivery.hand_over(claimed))
    if attempt is not None:
        delivery.note(claimed, attempt)


def _secrets() -> tuple[str, ...]:
    """Return the secret of the house, and those before it, one of which may have made a link that waits."""
    return (current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"])


def _writer() -> Writer:
    config = current_app.config
    base = str(config["BASE_URL"])
    sender = str(config.get("MAIL_FROM") or f"acm@{urlsplit(base).hostname}")
    return Writer(base=base, sender=sender, secret=config["SECRET_KEY"], names=bool(config.get("MAIL_NAMES")))
