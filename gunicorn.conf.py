"""How the server runs: `gunicorn wsgi:app` reads this file by itself; its command line wins over it."""

import os
import sys
import tempfile
import threading
from typing import Any

from acm_drafts.store.database import THREADS
from acm_drafts.web.shared.worker import LONGEST_READ
from config import ConfigurationRefused, load

bind = f"127.0.0.1:{os.environ.get('PORT') or 5000}"
workers = 2
worker_class = "acm_drafts.web.shared.worker.Worker"
# Files that are read for a page hold six of them at most, whatever is sent (acm_drafts/web/shared/file_reading.py).
threads = THREADS
# As long as deploy/nginx.conf lets through. A page of ours refuses what is longer than any box of ours can make
# (acm_drafts/web/shared/requests.py), in the reader's language.
limit_request_line = LONGEST_READ
# Addresses and paths of confidential pages belong in no log.
accesslog = None
# Nobody steers the server but whoever started it.
control_socket_disable = True


def child_exit(server: object, worker: Any) -> None:
    """Take a worker that ended out of what is told of the living ones (acm_drafts/web/shared/metrics.py)."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def post_worker_init(worker: object) -> None:
    """Delete, from within each worker, the files that waited for the Mission as soon as their time is over."""
    from acm_drafts.web.shared import file_reading
    from wsgi import app

    threading.Thread(target=file_reading.tidy, args=(app,), daemon=True).start()


def on_starting(server: object) -> None:
    """Refuse bad settings once, in the master: a worker that refused would be started again for ever."""
    try:
        load(os.environ)
    except ConfigurationRefused as refused:
        sys.exit(f"acm_drafts does not start. {refused}")
    # Workers count requests in files of one folder, so that each can tell the numbers of all.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="acm-metrics-"))
