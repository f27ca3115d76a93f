"""At the same moment: two processes on one paragraph, one proposal against the closing, two closings of one round."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import verification
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Decision, Disposition, Draft, Paragraph, Round, VerdictRow
from tests.conftest import in_full, some
from tests.journeys.racers import race
from tests.tables import Table, current, lines_of, make_table

TIMES = 12 if in_full() else 5
TABLES = len(some(range(TIMES // 2)))


@pytest.fixture
def url(app: Flask, database_url: str) -> Iterator[str]:
    """The database of this test, within an application context."""
    with app.app_context():
        yield database_url
        db.session.remove()


def count(record: type) -> int:
    return db.session.scalar(select(func.count()).select_from(record)) or 0


def numbered(number: int) -> tuple[str, ...]:
    return tuple(f"The Meeting spoke of subject {n} at some length." for n in range(1, number + 1))


def test_of_two_decisions_at_the_same_moment_one_wins_and_the_other_is_told(url: str):
    table = make_table(*numbered(TIMES))
    labels = [f"{n}." for n in range(1, TIMES + 1)]
    rivals = [
        (table.replace("EGY", label, "some length", "length"), table.replace("MYS", label, "spoke", "heard"))
        for label in labels
    ]
    starts = [
        [("accept", (a.paragraph_id, current(a).id)) for a in side] for side in zip(*rivals, strict=True)
    ]
    db.session.remove()

    ends = race(url, *starts)

    assert [sorted(pair) for pair in ends] == [["DecidedMeanwhile", "done"]] * TIMES
    assert count(Decision) == count(Disposition) == TIMES
    assert set(db.session.scalars(select(Paragraph.counter))) == {1}
    won = set(db.session.scalars(select(Disposition.revision_id)))
    first = [revision for _, (_, revision) in starts[0]]
    assert [revision in won for revision in first] == [end == "done" for end, _ in ends]
    assert verification.verify(db.session).findings == ()
    table.close()
    assert verification.verify(db.session).findings == ()


def test_a_proposal_submitted_while_the_round_is_closed_is_in_it_or_refused(url: str):
    tables = [Table(lines_of(*numbered(3)), data=b"%d" % n, symbol=f"OIC/{n}").open() for n in range(TABLES)]
    texts = [(t.round, t.line("2.").code, t.line("2.").line.wording, "The Meeting spoke.") for t in tables]
    db.session.remove()

    ends = race(url, [("close", (t.round,)) for t in tables], [("submit", facts) for facts in texts])

    assert {closed for closed, _ in ends} == {"done"}
    assert {submitted for _, submitted in ends} <= {"done", "AlreadyClosed"}
    in_time = sum(submitted == "done" for _, submitted in ends)
    assert count(Amendment) == count(VerdictRow) == in_time
    assert count(Draft) == 2 * TABLES
    assert verification.verify(db.session).findings == ()


def test_a_round_is_closed_once_however_many_close_it(url: str):
    tables = [Table(lines_of(*numbered(3)), data=b"%d" % n, symbol=f"OIC/{n}").open() for n in range(TABLES)]
    for table in tables:
        table.accept(table.replace("EGY", "1.", "length", "small length"))
        table.propose("MYS", AmendmentKind.DELETE, "2.")
    starts = [("close", (table.round,)) for table in tables]
    db.session.remove()

    ends = race(url, starts, starts)

    assert [sorted(pair) for pair in ends] == [["AlreadyClosed", "done"]] * TABLES
    assert count(Draft) == 2 * TABLES
    assert count(VerdictRow) == TABLES
    assert None not in set(db.session.scalars(select(Round.next_draft_id)))
    assert verification.verify(db.session).findings == ()
