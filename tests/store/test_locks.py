"""A writing verb holds its communiqué and the running round, found from one key, before it reads anything else."""

import pytest
from sqlalchemy import text

from acm_drafts.negotiation.errors import NoRound, NotFound
from acm_drafts.negotiation.terms import AmendmentKind, Scope
from acm_drafts.store.database import db, transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_amendment, hold_round, hold_round_context
from acm_drafts.store.records import Amendment
from tests.factories import mission
from tests.tables import Table, make_table
from tests.web.readers import queries_of


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting welcomed the progress made.", "The Meeting took note.")


def keys(table: Table) -> dict[By, int | str]:
    made = table.replace("EGY", "1.", "progress", "good progress")
    decision, here = table.accept(made), table.line("2.").line
    return {
        By.COMMUNIQUE: table.communique,
        By.CODE: table.code,
        By.ROUND: table.round,
        By.AMENDMENT: made.code,
        By.PARAGRAPH: here.paragraph,
        By.DECISION: decision.id,
        By.DRAFT: table.draft,
        By.WORDING: here.wording,
    }


def test_whatever_belongs_to_a_text_finds_it_and_its_running_round(table: Table):
    for by, key in keys(table).items():
        with transaction() as session:
            held = hold_round(session, by, key)
            assert held.running is not None
            assert (held.communique, held.running.round.id, held.draft(session).id) == (
                table.communique,
                table.round,
                table.draft,
            )


@pytest.mark.parametrize("by", By)
def test_what_does_not_exist_is_not_found(table: Table, by: By):
    key = "zzzzzzz" if by in (By.CODE, By.AMENDMENT) else 2**31 - 1
    with pytest.raises(NotFound), transaction() as session:
        hold_round(session, by, key)
    with pytest.raises(NoRound), transaction() as session:
        hold_round_context(session, 2**31 - 1)


def test_between_two_rounds_the_lock_holds_the_communique_and_returns_the_closed_round(table: Table):
    newest = table.close()

    with transaction() as session:
        held = hold_round(session, By.ROUND, table.round)
        assert (held.running, held.draft(session).id) == (None, newest.id)
        assert held.context(session, table.round).round.closed_at is not None


def test_to_hold_takes_two_queries_whatever_there_is(table: Table):
    def hold() -> None:
        with transaction() as session:
            hold_round(session, By.ROUND, table.round)

    before = queries_of(hold)
    for label in ("1.", "2."):
        table.propose("EGY", AmendmentKind.DELETE, label)

    assert queries_of(hold) == before


def test_what_was_read_before_is_read_anew_once_it_is_held(table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    with transaction() as session:
        found = session.get_one(Amendment, amendment.id)
        session.connection().execute(text("update amendments set from_floor = true"))
        assert not found.from_floor

        _, found, _ = hold_amendment(session, amendment.code, mission())

        assert found.from_floor


def test_whoever_may_not_see_a_proposal_does_not_find_it(table: Table):
    amendment = table.replace("EGY", "1.", "progress", "good progress")
    db.session.execute(text("update rounds set visibility = 'mission'"))
    db.session.commit()

    with pytest.raises(NotFound), transaction() as session:
        hold_amendment(session, amendment.code, table.head("MYS"))


def test_an_act_on_a_text_that_is_not_held_is_not_written(table: Table):
    with pytest.raises(RuntimeError, match="hold_round"), transaction() as session:
        write_line(session, mission(), "circulate", scope=Scope.ALL, communique=table.communique)


def test_a_part_that_is_undone_holds_nothing_any_more(table: Table):
    def part() -> None:
        with transaction() as inner:
            hold_round(inner, By.COMMUNIQUE, table.communique)
            raise ZeroDivisionError

    with pytest.raises(RuntimeError, match="hold_round"), transaction() as session:
        with pytest.raises(ZeroDivisionError):
            part()
        write_line(session, mission(), "circulate", scope=Scope.ALL, communique=table.communique)
