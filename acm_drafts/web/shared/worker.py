"""
The server's worker, which notes when each request came in, however long it waits for a thread.

gunicorn.conf.py names it. A connection on which nothing was sent yet waits without a thread.

An address that is too long for a page is read all the same, up to LONGEST_READ, so that a page of ours says so in the
reader's language (web.shared.requests). What is longer still is answered in all three.
"""

import selectors
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

from gunicorn import util
from gunicorn.http import message
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import (
    DEFAULT_WORKER_DATA_TIMEOUT,
    ThreadWorker,
)

from acm_drafts.store.database import arriving

LONGEST_READ = 64 * 1024
"""So many bytes the first line of a request may have: as many as deploy/nginx.conf lets through."""
TOO_LONG = (
    "This address is too long to be read.\n"
    "Cette adresse est trop longue pour être lue.\n"
    "هذا العنوان أطول من أن يُقرأ.\n"
)

# gunicorn cuts its own setting down to this.
message.MAX_REQUEST_LINE = LONGEST_READ


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

    def handle_error(self, *failed: Any) -> None:
        """Say what is wrong with a request that cannot be read; of an address too long in words of ours."""
        _, client, _, error = failed  # request, client, address, error
        if not isinstance(error, LimitRequestLine):
            super().handle_error(*failed)
            return
        body = TOO_LONG.encode("utf-8")
        head = (
            "HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        try:
            util.write_nonblock(client, head.encode("ascii") + body)
        except OSError:
            self.log.debug("Failed to send error message.")
