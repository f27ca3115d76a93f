"""
Why the database or the disk failed, where the cause lies outside the house and passes by itself or by an administrator.

What is none of these is a fault of our own.
"""

import errno
import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Fault(StrEnum):
    """What the database or the disk does not do at this moment."""

    BUSY = "busy"
    """Others hold what is needed: nothing was written, and the next attempt may pass."""
    AWAY = "away"
    """The database is not reached, or the connection was lost before anything was to be kept."""
    UNKNOWN = "unknown"
    """The connection was lost while an act was being kept: it may be kept, or not."""
    FULL = "full"
    READ_ONLY = "read-only"


class OutcomeUnknown(OperationalError):
    """
    The connection was lost after the database was told to keep an act, and before it said that it did.

    Whoever goes on after other failures of the database, as the worker does, goes on after this one too.
    """

    def __init__(self, cause: BaseException) -> None:
        super().__init__("COMMIT", None, cause)


_SQLITE = {
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_CANTOPEN: Fault.AWAY,
    sqlite3.SQLITE_IOERR: Fault.AWAY,
}
"""By the primary code: https://www.sqlite.org/rescode.html. A disk that cannot be read is as good as none."""

_POSTGRES = {
    "08": Fault.AWAY,  # connection exceptions
    "57P": Fault.AWAY,  # the server is shut down, restarts or starts
    "53300": Fault.BUSY,  # too many connections
    "40": Fault.BUSY,  # a deadlock, or what could not be set in a row
    "55P03": Fault.BUSY,  # a lock was not given in time
    "53100": Fault.FULL,
    "25006": Fault.READ_ONLY,
}
"""By the first characters of SQLSTATE: https://www.postgresql.org/docs/18/errcodes-appendix.html."""

_DISK = {errno.ENOSPC: Fault.FULL, errno.EDQUOT: Fault.FULL, errno.EROFS: Fault.READ_ONLY}


def fault_of(error: BaseException) -> Fault | None:
    """Return which fault *error* tells of, or one that it came from; None where it tells of none."""
    seen: BaseException | None = error
    while seen is not None:
        fault = _fault_of(seen)
        if fault is not None:
            return fault
        seen = seen.__cause__
    return None


def _fault_of(error: BaseException) -> Fault | None:
    if isinstance(error, OutcomeUnknown):
        return Fault.UNKNOWN
    if isinstance(error, PoolTimeout):
        return Fault.BUSY
    if isinstance(error, OSError):
        return _DISK.get(error.errno or 0)
    return _told_by_database(error) if isinstance(error, DBAPIError) else None


def _told_by_database(error: DBAPIError) -> Fault | None:
    if isinstance(error.orig, sqlite3.Error):
        return _SQLITE.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(error.orig, "sqlstate", None) or ""
    known = next((fault for start, fault in _POSTGRES.items() if state.startswith(start)), None)
    # The driver gives no state to what it says itself: that a connection was lost, or never made.
    lost = error.connection_invalidated or (not state and type(error.orig).__name__ == "OperationalError")
    return known or (Fault.AWAY if lost else None)
