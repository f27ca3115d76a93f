"""What is read: no more than a reader may see, and no more queries for a large table than for a small one."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, PartyKind, Role, RoundState, Visibility
from acm_drafts.services import amendments, sponsors
from acm_drafts.store.amendments import load_amendments
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import (
    find_draft,
    find_wording,
    get_paragraph,
    labels_of_draft,
    lines_of_draft,
    newest_wording,
    readable_drafts,
)
from acm_drafts.store.journal import read_journal
from acm_drafts.store.people import find_parties, find_party
from acm_drafts.store.records import Amendment, Cosponsor, Draft, Paragraph
from acm_drafts.store.rounds import find_current_round, round_context, rounds_of, state_of_round
from acm_drafts.store.visibility import (
    get_visible_amendment,
    require_in_round,
    sees_all_proposals,
    visible_to,
)
from tests.adoptions import adopt, agreed_text
from tests.factories import party
from tests.store.crowd import TEXT, Expected, actor, under
from tests.tables import DAY, Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    """A table with one proposal on it, accepted."""
    table = make_table(*TEXT)
    table.accept(table.replace("EGY", "2.", "urged", "strongly urged"))
    return table


# What may be seen --------------------------------------------------------------------------------


def test_the_database_shows_exactly_what_the_table_of_permissions_allows(crowded: Table):
    for context, reader, allowed, words in Expected(crowded):
        shown = db.session.scalars(select(Amendment.code).where(visible_to(reader, context)))
        assert set(shown) == allowed, words


@pytest.mark.thorough
def test_a_proposal_is_found_by_its_code_by_exactly_those_who_may_read_it(crowded: Table):
    expected = Expected(crowded)
    for _, reader, allowed, words in expected:
        found = set()
        for code, *_ in expected.proposals:
            with suppress(NotFound):
                found.add(get_visible_amendment(db.session, code, reader)[0].code)
        assert found == allowed, words


def test_a_code_of_no_proposal_is_not_found(table: Table):
    with pytest.raises(NotFound):
        get_visible_amendment(db.session, "nothing", table.mission)


def test_whoever_sees_all_reads_every_submitted_proposal_and_nobody_else_does(crowded: Table):
    expected = Expected(crowded)
    for context, reader, allowed, words in expected:
        assert sees_all_proposals(reader, context) == (expected.submitted <= allowed), words


def test_before_the_deadline_of_a_confidential_round_a_delegation_reads_its_own_and_what_it_joined(
    crowded: Table,
):
    expected, malaysia = Expected(crowded), actor((Role.HEAD, "MYS"))
    observer = actor((Role.OBSERVER, ""))
    with under(crowded, Visibility.DEADLINE, chair_reads=False, late=False) as context:
        assert len(expected.allowed(malaysia, context)) == 1
        assert expected.allowed(observer, context) == set()
    with under(crowded, Visibility.DEADLINE, chair_reads=False, late=True) as context:
        assert (
            expected.allowed(malaysia, context) == expected.allowed(observer, context) == expected.submitted
        )


def test_a_draft_is_read_by_no_other_delegation_even_if_one_is_recorded_as_its_co_sponsor(table: Table):
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text="A draft.")
    draft = amendments.save(table.head("EGY"), table.round, proposal)
    db.session.add(Cosponsor(amendment_id=draft.id, party_id=party("MYS").id))
    db.session.commit()
    for visibility in Visibility:
        with under(table, visibility, chair_reads=False, late=False) as context:
            for code, reads_it in (("EGY", True), ("MYS", False)):
                found = db.session.scalars(select(Amendment.id).where(visible_to(table.head(code), context)))
                assert (draft.id in set(found)) is reads_it, (code, visibility)


# A new paragraph that is only proposed -----------------------------------------------------------


def test_a_proposed_paragraph_is_on_the_table_for_those_who_may_read_the_proposal(crowded: Table):
    new = db.session.scalars(select(Amendment).where(Amendment.kind == AmendmentKind.INSERT)).one()
    paragraph = db.session.get_one(Paragraph, new.paragraph_id)
    with under(crowded, Visibility.MISSION, chair_reads=False, late=False) as context:
        require_in_round(db.session, crowded.mission, context, paragraph)
        require_in_round(db.session, actor((Role.HEAD, "ARAB")), context, paragraph)
        with pytest.raises(NotFound):
            require_in_round(db.session, actor((Role.HEAD, "JOR")), context, paragraph)


def test_a_paragraph_of_the_draft_is_on_the_table_for_everybody(crowded: Table):
    paragraph = db.session.get_one(Paragraph, crowded.line("1.").line.paragraph)
    with under(crowded, Visibility.MISSION, chair_reads=False, late=False) as context:
        require_in_round(db.session, actor((Role.HEAD, "JOR")), context, paragraph)


def test_what_was_proposed_in_an_earlier_round_alone_is_on_the_table_for_nobody(session: object):
    """Nor do words of it tell who may not read them: the next round is shown to all, that one was not."""
    table = make_table(*TEXT, visibility=Visibility.MISSION)
    new = table.propose("EGY", AmendmentKind.INSERT, after="2.", text="The Meeting adjourned.")
    table.decide(DecisionKind.REJECT, new, reason="No.")
    with clock_at(table.next_round(visibility=Visibility.ALL)):
        paragraph = db.session.get_one(Paragraph, new.paragraph_id)
        for reader in (table.mission, table.head("EGY"), table.head("JOR")):
            with pytest.raises(NotFound):
                require_in_round(db.session, reader, round_context(db.session, table.round), paragraph)


def test_another_proposed_paragraph_and_other_words_for_it_put_no_paragraph_on_the_table(session: object):
    table = make_table(*TEXT)
    new = table.propose("EGY", AmendmentKind.INSERT, after="2.", text="The Meeting adjourned.")
    table.amend("MYS", new, "The Meeting adjourned early.")
    with clock_at(table.next_round(visibility=Visibility.MISSION)):
        table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The Meeting went on.")
        context = round_context(db.session, table.round)
        paragraph = db.session.get_one(Paragraph, new.paragraph_id)
        require_in_round(db.session, table.head("EGY"), context, paragraph)
        with pytest.raises(NotFound):
            require_in_round(db.session, table.head("MYS"), context, paragraph)


# The text ----------------------------------------------------------------------------------------


def test_a_draft_is_read_by_the_mission_alone_until_it_is_circulated(session: object):
    table = Table(lines_of(*TEXT))
    delegate, observer = actor((Role.HEAD, "EGY")), actor((Role.OBSERVER, ""))

    assert len(readable_drafts(db.session, table.communique, table.mission)) == 1
    assert readable_drafts(db.session, table.communique, delegate) == ()

    table.open()

    for reader in (delegate, observer, table.mission):
        (version,) = readable_drafts(db.session, table.communique, reader)
        assert version.draft.id == table.draft
    assert readable_drafts(db.session, table.communique, actor((Role.ADMINISTRATOR, ""))) == ()


def test_drafts_come_oldest_first(table: Table):
    table.close()

    seen = readable_drafts(db.session, table.communique, table.mission)

    assert [version.draft.sequence for version in seen] == [0, 1]


def test_a_draft_is_found_by_its_symbol_and_the_newest_without_one(table: Table):
    newest = table.close()

    assert find_draft(db.session).id == newest.id
    assert find_draft(db.session, "OIC/FC").sequence == 0
    assert find_draft(db.session, "OIC/OTHER") is None


def test_a_paragraph_of_another_communique_is_not_found(table: Table):
    other = Table(lines_of(*TEXT), data=b"another", symbol="OIC/OTHER")
    code = other.line("1.").code

    assert get_paragraph(db.session, other.communique, code).code == code
    with pytest.raises(NotFound):
        get_paragraph(db.session, table.communique, code)


def test_lines_come_in_their_order_with_number_and_words(table: Table):
    lines = lines_of_draft(db.session, table.draft)

    assert [line.text for line in lines] == list(TEXT)
    assert [line.label for line in lines] == ["1.", "2.", "3."]
    assert labels_of_draft(db.session, table.draft) == {line.paragraph: line.label for line in lines}


def test_the_wording_of_a_paragraph_is_that_of_the_draft_and_the_newest_that_of_the_last_act(table: Table):
    line = table.line("2.").line
    table.close()

    kept = find_wording(db.session, line.paragraph, table.draft)
    assert "strongly urged" in kept.text
    assert newest_wording(db.session, line.paragraph, "en").id == kept.id
    assert newest_wording(db.session, line.paragraph, "ar") is None


# Rounds and people -------------------------------------------------------------------------------


def test_the_current_round_is_the_one_that_nobody_closed_yet(table: Table):
    current = find_current_round(db.session, table.communique)
    assert current.id == table.round
    assert state_of_round(current) is RoundState.OPEN
    assert state_of_round(current, utcnow() + 2 * DAY) is RoundState.CONSIDERATION

    table.close()

    assert find_current_round(db.session, table.communique) is None
    assert [round_.number for round_ in rounds_of(db.session, table.communique)] == [1]


def test_parties_are_found_by_code_and_kind():
    assert find_party(db.session, " egy ").code == "EGY"
    assert find_party(db.session, "XXX") is None
    assert len(find_parties(db.session, PartyKind.STATE)) == 57


# How many queries --------------------------------------------------------------------------------

READS: dict[str, Callable[[Table, Actor], object]] = {
    "the drafts": lambda t, a: readable_drafts(db.session, t.communique, a),
    "its lines": lambda t, a: lines_of_draft(db.session, t.draft),
    "its numbers": lambda t, a: labels_of_draft(db.session, t.draft),
    "the rounds": lambda t, a: [r.draft.symbol for r in rounds_of(db.session, t.communique)],
    "the round": lambda t, a: round_context(db.session, t.round),
    "the journal": lambda t, a: [
        line.act for line in read_journal(db.session, a, communique_id=t.communique)
    ],
}


@pytest.mark.parametrize("what", READS)
def test_a_read_is_one_query_on_a_small_table_and_on_a_large_one(
    what: str, count_queries: Callable[..., int]
):
    table = make_table(*TEXT)
    delegate = actor((Role.HEAD, "JOR"))
    small = count_queries(lambda: READS[what](table, delegate))

    for n in range(10):
        amended = table.replace("EGY", "1.", "progress", f"progress in {n} fields")
        table.decide(DecisionKind.REJECT, amended, reason="No.")

    assert small == 1
    assert count_queries(lambda: READS[what](table, delegate)) == 1


def test_loading_amendments_costs_the_same_queries_for_few_and_many(count_queries: Callable[..., int]):
    table = make_table(*TEXT)
    delegate = actor((Role.HEAD, "JOR"))

    def read() -> list[str]:
        context = round_context(db.session, table.round)
        entries = load_amendments(
            db.session, Amendment.round_id == table.round, visible_to(delegate, context)
        )
        return [f"{e.label} {e.base} {e.standing} {[c.code for c in e.cosponsors]}" for e in entries]

    sponsors.cosponsor(
        table.head("MYS"), table.replace("EGY", "1.", "progress", "much progress").code, party=party("MYS").id
    )
    small = count_queries(read)
    for n in range(10):
        amended = table.replace("SEN", "1.", "progress", f"progress in {n} fields")
        sponsors.cosponsor(table.head("MYS"), amended.code, party=party("MYS").id)
        table.decide(DecisionKind.REJECT, amended, reason="No.")
    other = make_table("The Meeting spoke of something else.", symbol="OIC/OTHER")
    other.replace("EGY", "1.", "else", "new")

    assert count_queries(read) == small
    assert len(read()) == 11


def test_an_adopted_draft_is_found_by_its_own_symbol_and_by_that_of_its_adoption():
    table = agreed_text()
    draft = db.session.get_one(Draft, table.draft)
    before = draft.symbol
    assert find_draft(db.session(), "OIC/ADOPTED") is None
    adopt(table, symbol="OIC/ADOPTED")

    for symbol in (before, "OIC/ADOPTED"):
        found = find_draft(db.session(), symbol)
        assert found is not None and found.id == table.draft, symbol
    assert find_draft(db.session(), "OIC/OTHER") is None
