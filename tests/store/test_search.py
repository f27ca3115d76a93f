"""What a search finds is what the pages of a proposal and of a paragraph tell the same reader, on both engines."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.library import read_search
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.negotiation.terms import DecisionKind, Visibility
from acm_drafts.services import reopenings
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.records import Amendment, Decision, Paragraph
from acm_drafts.store.rounds import round_context
from acm_drafts.store.search import (
    Window,
    find_decisions,
    find_lines,
    places_of,
)
from acm_drafts.store.search_proposals import find_proposals
from acm_drafts.store.text import draft_set
from acm_drafts.store.timeline import decisions_on, load_amendments_concerning
from acm_drafts.store.visibility import decision_reasons_read_by, sees_all_proposals
from tests.factories import actor_of, make_observer, mission
from tests.searches import ALL, proposals_told, readable, readers_of, searched_table
from tests.tables import DAY, Table, make_table

SEARCHES = ("meeting", "progress", "steady", "secret", "reason", '"of the meeting"', "100", "no_such%")


@pytest.fixture
def table(session: object) -> Table:
    return searched_table()


@pytest.fixture
def readers(table: Table) -> dict[str, Actor]:
    return readers_of(table)


def decisions_told(session: Session, table: Table, actor: Actor, typed: str) -> set[int]:
    """Return the decisions whose reason the history of their paragraph tells this reader, as it chooses them."""
    drafts = draft_set(session, table.communique, actor)
    contexts = {context.round.id: context for context in drafts.contexts}
    return {
        step.decision.id
        for key in session.scalars(select(Paragraph.id)).all()
        for entries in [load_amendments_concerning(session, drafts, actor, key).entries]
        for step in decisions_on(session, [key])
        if step.decision.round_id in contexts
        if any(
            own in entries and entries[own].reads_round(step.decision.round_id)
            for _, own in step.dispositions
        )
        or (not step.dispositions and sees_all_proposals(actor, contexts[step.decision.round_id]))
        if holds(read_search(typed), folded_text((step.decision.reason,)))
    }


def test_proposals_and_decisions_are_found_as_their_pages_tell_them(
    table: Table, readers: dict[str, Actor], session: Session
):
    for name, actor in readers.items():
        where = readable(actor)
        for typed in SEARCHES:
            proposals, more = find_proposals(session, where, read_search(typed), ALL)
            codes = [entry.record.amendment.code for entry in proposals]
            assert sorted(codes) == sorted(proposals_told(session, table, actor, typed)), (name, typed)
            assert not more and len(set(codes)) == len(codes)
            decided = find_decisions(session, where, read_search(typed), ALL)
            assert {entry.decision.id for entry in decided} == decisions_told(session, table, actor, typed), (
                name,
                typed,
            )


def test_the_hidden_round_is_found_by_whom_it_concerns(
    table: Table, readers: dict[str, Actor], session: Session
):
    search = read_search("secret")
    numbers = {
        name: [len(find_proposals(session, readable(actor), search, ALL)[0]), len(_reasons(session, actor))]
        for name, actor in readers.items()
    }

    assert numbers == {
        "observer": [0, 0],
        "chair": [0, 0],
        "JOR": [0, 0],
        "EGY": [1, 1],
        "TUR": [2, 0],
        "Mission": [2, 1],
    }


def _reasons(session: Session, actor: Actor) -> list[Decision]:
    return [entry.decision for entry in find_decisions(session, readable(actor), read_search("secret"), ALL)]


def reopen(table: Table, label: str) -> Decision:
    """Reopen the line with this *label*, which an earlier round agreed, as a delegation asked."""
    paragraph = db.session.get_one(Paragraph, table.line(label).line.paragraph)
    facts = {"asked_by": "EGY", "reason": "It is new.", "seen": paragraph.counter}
    return reopenings.reopen(table.mission, paragraph.id, **facts)


def test_a_reason_is_read_with_the_proposal_or_with_all_of_its_round_and_of_a_reopening_with_the_text(
    session: Session,
):
    """Rounds 2 and 4 are hidden; what both rejected lay on the table of round 3, which is shown."""
    table = make_table("The Meeting welcomed it.", "The Meeting urged all.", "It ended.")
    decided: dict[str, Decision] = {}

    def decide(name: str, *on: Amendment, **facts: object) -> None:
        decided[name] = table.decide(DecisionKind.REJECT, *on, reason=f"{name}.", level=None, **facts)

    public = table.replace("EGY", "1.", "welcomed", "hailed")
    decide("rejected in round 1", public)
    decided["agreed in round 1"] = table.agree("2.")
    moment = utcnow()
    for number, visibility in ((2, Visibility.MISSION), (3, Visibility.ALL), (4, Visibility.MISSION)):
        with clock_at(moment):
            table.close()
        with clock_at(moment := moment + 8 * DAY):
            table.contest(public)
            table.open(visibility=visibility)
        with clock_at(moment := moment + DAY / 24):
            decide(f"rejected in round {number}", public)
            if visibility is Visibility.MISSION:
                hidden = table.replace("SEN", "1.", "welcomed", f"noted {number} times")
                decide(f"hidden in round {number}", hidden)
            if number == 2:
                decided["agreed in round 2"] = table.agree("3.")
                decided["reopened in round 2"] = reopen(table, "2.")

    def read(actor: Actor) -> set[str]:
        texts = [{context.round.id: context for context in round_context(session, table.round).rounds}]
        keys = set(session.scalars(select(Decision.id).where(decision_reasons_read_by(actor, texts))))
        assert keys <= {decision.id for decision in decided.values()}
        return {name for name, decision in decided.items() if decision.id in keys}

    with clock_at(moment):
        everybody = {
            "rejected in round 1",
            "agreed in round 1",
            "reopened in round 2",
            "rejected in round 2",
            "rejected in round 3",
        }
        assert read(actor_of(make_observer())) == everybody
        assert read(table.head("EGY")) == everybody | {"rejected in round 4"}
        assert read(table.head("SEN")) == everybody | {"hidden in round 2", "hidden in round 4"}
        assert read(mission()) == set(decided)


def test_reasons_are_read_of_texts_whose_rounds_are_known(session: Session):
    table = make_table("The Meeting welcomed it.")
    table.agree("1.")
    with clock_at(table.next_round()):
        reopen(table, "1.")
        other = make_table("The Meeting noted it.", symbol="OIC/OTHER")
        for texts in ([], [{}], [{other.round: round_context(session, other.round)}]):
            read = select(Decision.id).where(decision_reasons_read_by(mission(), texts))
            assert session.scalars(read).all() == [], texts


def lines_found(session: Session, actor: Actor, typed: str) -> Iterator[tuple[str, str]]:
    for line in find_lines(session, readable(actor), read_search(typed), ALL):
        yield line.symbol, line.reference


def test_lines_come_text_by_text_in_the_last_draft_that_holds_them(
    table: Table, readers: dict[str, Actor], session: Session
):
    observer, pen = readers["observer"], readers["Mission"]

    assert [*lines_found(session, observer, "meeting")] == [("OIC/FC/Rev.1", "1"), ("OIC/FC/Rev.1", "2")]
    assert [*lines_found(session, pen, "meeting")] == [("OIC/FC/Rev.2", "1"), ("OIC/FC/Rev.2", "2")]
    assert [*lines_found(session, observer, "ended")] == [("OIC/FC/Rev.1", "3")]
    assert [*lines_found(session, pen, '"it ended"')] == [("OIC/FC/Rev.2", "3")]
    assert [*lines_found(session, observer, "steady")] == []
    assert [*lines_found(session, pen, "steady progress")] == [("OIC/FC/Rev.2", "3")]


def test_a_window_shows_what_comes_next_and_tells_whether_there_is_more(
    table: Table, readers: dict[str, Actor], session: Session
):
    pen, search = readable(readers["Mission"]), read_search("meeting")
    whole, _ = find_proposals(session, pen, search, ALL)
    codes = [entry.record.amendment.code for entry in whole]

    for start in range(len(codes)):
        part, more = find_proposals(session, pen, search, Window(start, 2))
        assert [entry.record.amendment.code for entry in part] == codes[start : start + 2]
        assert more == (start + 2 < len(codes))


def test_places_are_those_of_the_last_draft_that_is_read(
    table: Table, readers: dict[str, Actor], session: Session
):
    key = table.line("3.").line.paragraph

    for name, symbol in (("observer", "OIC/FC/Rev.1"), ("Mission", "OIC/FC/Rev.2")):
        place = places_of(session, readable(readers[name]), [key])[key]
        assert (place.symbol, place.reference, place.code) == (symbol, "3", table.line("3.").code)
    assert places_of(session, readable(readers["observer"]), []) == {}


def test_who_reads_no_text_finds_nothing_of_one(table: Table, session: Session):
    nobody, search = readable(Actor(None, "", frozenset())), read_search("meeting")

    assert find_lines(session, nobody, search, ALL) == find_decisions(session, nobody, search, ALL) == []
    assert find_proposals(session, nobody, search, ALL) == ([], False)
