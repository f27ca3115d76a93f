"""The clock of the house in a journey, which is moved on from hour to hour, and moments as the forms take them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from acm_drafts.store.database import clock_at, utcnow


class MovedClock:
    """A clock that goes on as ours does, ahead of it by as much as it was moved."""

    def __init__(self, begins: datetime) -> None:
        self.ahead = begins - utcnow()

    def now(self) -> datetime:
        return utcnow() + self.ahead

    def move(self, span: timedelta) -> None:
        self.ahead += span

    def rule(self, app: Flask) -> None:
        """Let every request to *app* be answered at the time of this clock."""
        answer: Callable[..., Iterable[bytes]] = app.wsgi_app

        def at_its_time(environ: Any, start: Any) -> Iterable[bytes]:
            with clock_at(self.now()):
                return answer(environ, start)

        app.wsgi_app = at_its_time  # type: ignore[method-assign]


def on_clock(moment: datetime, zone: str) -> str:
    """Return a moment as a field of a form takes it."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def far_from_midnight(moment: datetime) -> str:
    """Return a time zone in which the day of *moment* has some hours left."""
    return "Africa/Abidjan" if moment.hour < 20 else "Asia/Riyadh"
