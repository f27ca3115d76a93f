"""
The server's worker, which notes when each request came in, however long it waits for a thread.

gunicorn.conf.py names it. A connection on which nothing was sent yet waits without a thread.
"""

import selectors
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

from gunicorn.workers.gthread import (
    DEFAULT_WORKER_DATA_TIMEOUT,
    ThreadWorker,
)

from acm_drafts.store.database import arriving


class Worker(ThreadWorker):
    """Threads, as gunicorn has them; a request arrived when its first bytes did."""

    def enqueue_req(self, conn: Any) -> None:
        """Give a thread to a connection on which something was sent; let a new one wait for that first."""
        if not conn.initialized and not conn.data_ready:
            conn.sock.setblocking(False)
            conn.timeout = time.monotonic() + DEFAULT_WORKER_DATA_TIMEOUT
            self.pending_conns.append(conn)
            self.poller.register(
                conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn)
            )
            return
        conn.arrived = datetime.now(UTC)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """Answer a request and close its connection, so that a client that stays connected blocks nobody."""
        with arriving(conn.arrived):
            goes_on = super().handle(conn)
        if not goes_on:
            conn.close(graceful=True)
        return goes_on
