"""
The two longest things that one request does: the compilation, and closing a round with most of it pending.

On the table of bench.table, 200 paragraphs and 2,000 proposals, beside comparing each of those once: neither
can do with less. `python -m bench.longest` prints one JSON object a line; take the ratios.
"""

import gc
import json
import time
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from acm_drafts.services import closings, documents
from acm_drafts.services.people import operator
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, Draft, Revision
from acm_drafts.text.diff import diff_words
from bench import table

PARAGRAPHS, PROPOSALS = 200, 2000


def run() -> Iterator[dict[str, object]]:
    """Yield both, made on one table."""
    with table.table(paragraphs=PARAGRAPHS) as (app, _):
        table.submit_many(app, PROPOSALS)
        with app.app_context():
            yield compilation()
            yield closing()


def compilation() -> dict[str, object]:
    """Make the compilation of that table, 200 paragraphs and 2,000 proposals, against comparing each proposal once."""
    session, actor = db.session(), table.every_head()[0]
    pairs = _pairs()
    draft = session.scalars(select(Draft)).one()

    def make() -> None:
        session.expire_all()
        documents.document(session, actor, documents.Form.COMPILATION, draft=draft)

    value, baseline = table.medians(make, lambda: [diff_words(*pair) for pair in pairs], times=5)
    return table.measured(
        f"the compilation of {len(pairs)} proposals, against comparing each once", value, "ms", baseline
    )


def closing() -> dict[str, object]:
    """
    Close the round of that table with 200 proposals accepted and all others pending, once.

    Against comparing each pending proposal once. The preview before it prepares statements, as on a server.
    """
    seen: set[int] = set()
    for amendment in db.session.scalars(select(Amendment).order_by(Amendment.id)).all():
        if amendment.paragraph_id not in seen:
            seen.add(amendment.paragraph_id)
            table.accept(amendment)
    pairs, round_id = _pairs()[len(seen) :], table.running_round()
    closings.preview_closing(operator(), db.session(), round_id)
    db.session.remove()
    gc.collect()
    with clock_at(utcnow() + timedelta(days=3)):
        begin = time.process_time()
        closings.close_round(operator(), round_id)
        took = (time.process_time() - begin) * 1000
    baseline = table.median(lambda: [diff_words(*pair) for pair in pairs], times=5)
    name = f"closing with {len(pairs)} proposals pending, against comparing each once"
    return table.measured(name, took, "ms", baseline)


def _pairs() -> list[tuple[str, str]]:
    """Return of each proposal the words that it changes and what it makes of them, in the order submitted."""
    rows = db.session.scalars(select(Revision).order_by(Revision.id))
    return [(row.base.text, row.text) for row in rows if row.base]


if __name__ == "__main__":
    for line in run():
        print(json.dumps(line, ensure_ascii=False), flush=True)
