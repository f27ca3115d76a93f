"""What is read: no more than a reader may see, and no more queries for a large table than for a small one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import product

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Act, Actor, Office, may
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    PartyKind,
    Role,
    RoundState,
    Stage,
    Visibility,
)
from acm_drafts.services import amendments
from acm_drafts.store import docket, queries
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Amendment, Paragraph, Round
from tests.factories import mission, party
from tests.tables import DAY, Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXT = ("The Meeting welcomed the progress made.", "The Meeting urged all to act.", "The Meeting closed.")


# Whoever reads, and whatever there is to be read -------------------------------------------------


def actor(*offices: tuple[Role, str]) -> Actor:
    """Return a person with *offices*, each a role and the code of a party ("" for none)."""
    held = set()
    for role, code in offices:
        whose = party(code) if code else None
        held.add(Office(role, whose and whose.id, code, whose and PartyKind(whose.kind)))
    name = ", ".join(f"{role} {code}".strip() for role, code in offices) or "nobody"
    return Actor(None, name, frozenset(held))


def every_reader() -> list[Actor]:
    """Each kind of reader: of the sponsor's, the co-sponsor's and another delegation, of a group, of the house."""
    seats = [
        (role, code) for role in (Role.HEAD, Role.ALTERNATE, Role.DRAFTER) for code in ("EGY", "MYS", "JOR")
    ]
    others = [(Role.MISSION, "OICM"), (Role.ADMINISTRATOR, ""), (Role.CHAIR, ""), (Role.OBSERVER, "")]
    alone = [actor(office) for office in (*seats, (Role.HEAD, "ARAB"), *others)]
    return [
        *alone,
        actor((Role.CHAIR, ""), (Role.HEAD, "JOR")),
        actor((Role.MISSION, "OICM"), (Role.ADMINISTRATOR, "")),
        actor(),
    ]


def make_every_proposal(table: Table) -> None:
    """Lay on *table* a proposal of every stage and every kind of sponsor."""
    kind, egypt = AmendmentKind.REPLACE, table.head("EGY")

    def draft(head: Actor, text: str) -> str:
        return amendments.save(head, table.round, table.proposal(kind, "1.", text=text)).code

    draft(egypt, "A draft.")
    amendments.send_for_review(egypt, draft(egypt, "A draft in review."))
    amendments.withdraw(egypt, draft(egypt, "A draft given up."))
    table.replace("EGY", "1.", "progress", "good progress")
    taken_back = table.replace("EGY", "1.", "progress", "some progress")
    amendments.withdraw(egypt, taken_back.code)
    joined = table.replace("EGY", "2.", "urged", "strongly urged")
    amendments.cosponsor(table.head("MYS"), joined.code, party=party("MYS").id)
    table.propose("ARAB", AmendmentKind.INSERT, after="2.", text="The Meeting adjourned.")
    table.propose("OICM", AmendmentKind.DELETE, "3.")
    draft(table.mission, "A draft of the Mission.")
    floor = table.proposal(kind, "3.", text="The Meeting closed late.")
    amendments.enter_from_floor(table.mission, table.round, floor, party=party("JOR").id)
    table.accept(joined)


@pytest.fixture
def crowded(session: object) -> Table:
    """A table with every proposal on it."""
    table = make_table(*TEXT)
    make_every_proposal(table)
    return table


@pytest.fixture
def table(session: object) -> Table:
    """A table with one proposal on it, accepted."""
    table = make_table(*TEXT)
    table.accept(table.replace("EGY", "2.", "urged", "strongly urged"))
    return table


@contextmanager
def under(table: Table, visibility: Visibility, *, chair_reads: bool, late: bool) -> Iterator[Setting]:
    """Let the round be of *visibility*, the deadline passed or not, and yield its setting."""
    round_ = db.session.get_one(Round, table.round)
    round_.visibility, round_.chair_reads = visibility, chair_reads
    db.session.commit()
    with clock_at(round_.deadline + (DAY if late else -DAY / 2)):
        yield queries.setting_of(db.session, table.round)


RULES = (
    (Visibility.MISSION, True),
    (Visibility.DEADLINE, False),
    (Visibility.DEADLINE, True),
    (Visibility.ALL, False),
)


class Expected:
    """What the table of permissions lets each kind of reader read, under each rule of visibility."""

    def __init__(self, table: Table) -> None:
        self.table, self.readers = table, every_reader()
        self.proposals = [
            (amendment.code, amendment, queries.cosponsors_of(db.session, amendment.id))
            for amendment in db.session.scalars(select(Amendment))
        ]
        self.submitted = {code for code, amendment, _ in self.proposals if amendment.number}
        self.standing = {code for code, amendment, _ in self.proposals if amendment.stage == Stage.SUBMITTED}

    def __iter__(self) -> Iterator[tuple[Setting, Actor, set[str], str]]:
        """Yield setting, reader, the codes of what that reader may read, and all that in words."""
        for (visibility, late), chair_reads in product(RULES, (False, True)):
            with under(self.table, visibility, chair_reads=chair_reads, late=late) as setting:
                for reader in self.readers:
                    words = f"{reader.name}; {visibility}, {late=}, {chair_reads=}"
                    yield setting, reader, self.allowed(reader, setting), words

    def allowed(self, reader: Actor, setting: Setting) -> set[str]:
        return {
            code
            for code, amendment, joint in self.proposals
            if may(reader, Act.READ_AMENDMENT, queries.matter(setting, amendment, cosponsors=joint))
        }


def test_the_database_shows_exactly_what_the_table_of_permissions_allows(crowded: Table):
    for setting, reader, allowed, words in Expected(crowded):
        shown = db.session.scalars(select(Amendment.code).where(queries.visible_to(reader, setting)))
        assert set(shown) == allowed, words


def test_a_proposal_is_found_by_its_code_by_exactly_those_who_may_read_it(crowded: Table):
    expected = Expected(crowded)
    for _, reader, allowed, words in expected:
        found = set()
        for code, *_ in expected.proposals:
            with suppress(NotFound):
                found.add(queries.get_visible_amendment(db.session, code, reader)[0].code)
        assert found == allowed, words


def test_the_journal_speaks_of_a_submitted_proposal_to_exactly_those_who_may_read_it(crowded: Table):
    expected = Expected(crowded)
    code_of = {amendment.id: code for code, amendment, _ in expected.proposals}
    for _, reader, allowed, words in expected:
        lines = queries.journal(db.session, reader, limit=500)
        shown = {code_of[line.amendment_id] for line in lines if line.scope == "amendment"}
        assert shown == allowed & expected.submitted, words


def test_whoever_sees_all_reads_every_submitted_proposal_and_nobody_else_does(crowded: Table):
    expected = Expected(crowded)
    for setting, reader, allowed, words in expected:
        assert queries.sees_all(reader, setting) == (expected.submitted <= allowed), words


def test_the_journal_of_a_delegations_preparation_is_its_own(crowded: Table):
    egypt, jordan = actor((Role.DRAFTER, "EGY")), actor((Role.HEAD, "JOR"))

    prepared = [line for line in queries.journal(db.session, egypt) if line.scope == "party"]
    foreign = [
        line
        for reader in (jordan, actor((Role.OBSERVER, "")), actor((Role.CHAIR, "")))
        for line in queries.journal(db.session, reader)
    ]

    assert {line.party_id for line in prepared} == {party("EGY").id}
    assert "party" not in {line.scope for line in foreign}


def test_before_the_deadline_of_a_confidential_round_a_delegation_reads_its_own_and_what_it_joined(
    crowded: Table,
):
    expected, malaysia = Expected(crowded), actor((Role.HEAD, "MYS"))
    observer = actor((Role.OBSERVER, ""))
    with under(crowded, Visibility.DEADLINE, chair_reads=False, late=False) as setting:
        assert len(expected.allowed(malaysia, setting)) == 1
        assert expected.allowed(observer, setting) == set()
    with under(crowded, Visibility.DEADLINE, chair_reads=False, late=True) as setting:
        assert (
            expected.allowed(malaysia, setting) == expected.allowed(observer, setting) == expected.submitted
        )


# A new paragraph that is only proposed -----------------------------------------------------------


def test_a_proposed_paragraph_is_on_the_table_for_those_who_may_read_the_proposal(crowded: Table):
    new = db.session.scalars(select(Amendment).where(Amendment.kind == AmendmentKind.INSERT)).one()
    paragraph = db.session.get_one(Paragraph, new.paragraph_id)
    with under(crowded, Visibility.MISSION, chair_reads=False, late=False) as setting:
        queries.require_on_table(db.session, crowded.mission, setting, paragraph)
        queries.require_on_table(db.session, actor((Role.HEAD, "ARAB")), setting, paragraph)
        with pytest.raises(NotFound):
            queries.require_on_table(db.session, actor((Role.HEAD, "JOR")), setting, paragraph)


def test_a_paragraph_of_the_draft_is_on_the_table_for_everybody(crowded: Table):
    paragraph = db.session.get_one(Paragraph, crowded.line("1.").line.paragraph)
    with under(crowded, Visibility.MISSION, chair_reads=False, late=False) as setting:
        queries.require_on_table(db.session, actor((Role.HEAD, "JOR")), setting, paragraph)


# The text ----------------------------------------------------------------------------------------


def test_a_draft_is_read_by_the_mission_alone_until_it_is_circulated(session: object):
    table = Table(lines_of(*TEXT))
    delegate, observer = actor((Role.HEAD, "EGY")), actor((Role.OBSERVER, ""))

    assert len(queries.issues(db.session, table.communique, table.mission)) == 1
    assert queries.issues(db.session, table.communique, delegate) == ()

    table.open()

    for reader in (delegate, observer, table.mission):
        (issue,) = queries.issues(db.session, table.communique, reader)
        assert issue.draft.id == table.draft
    assert queries.issues(db.session, table.communique, actor((Role.ADMINISTRATOR, ""))) == ()


def test_drafts_come_oldest_first(table: Table):
    table.close()

    seen = queries.issues(db.session, table.communique, table.mission)

    assert [issue.draft.sequence for issue in seen] == [0, 1]


def test_a_draft_is_found_by_its_symbol_and_the_newest_without_one(table: Table):
    newest = table.close()

    assert queries.find_draft(db.session).id == newest.id
    assert queries.find_draft(db.session, "OIC/FC").sequence == 0
    assert queries.find_draft(db.session, "OIC/OTHER") is None


def test_a_paragraph_of_another_communique_is_not_found(table: Table):
    other = Table(lines_of(*TEXT), data=b"another", symbol="OIC/OTHER")
    code = other.line("1.").code

    assert queries.get_paragraph(db.session, other.communique, code).code == code
    with pytest.raises(NotFound):
        queries.get_paragraph(db.session, table.communique, code)


def test_lines_come_in_their_order_with_number_and_words(table: Table):
    lines = queries.lines(db.session, table.draft)

    assert [line.text for line in lines] == list(TEXT)
    assert [line.label for line in lines] == ["1.", "2.", "3."]
    assert queries.labels(db.session, table.draft) == {line.paragraph: line.label for line in lines}


def test_the_wording_of_a_paragraph_is_that_of_the_draft_and_the_newest_that_of_the_last_act(table: Table):
    line = table.line("2.").line
    table.close()

    kept = queries.find_wording(db.session, line.paragraph, table.draft)
    assert "strongly urged" in kept.text
    assert queries.newest_wording(db.session, line.paragraph, "en").id == kept.id
    assert queries.newest_wording(db.session, line.paragraph, "ar") is None


# Rounds and people -------------------------------------------------------------------------------


def test_the_current_round_is_the_one_that_nobody_closed_yet(table: Table):
    current = queries.find_current_round(db.session, table.communique)
    assert current.id == table.round
    assert queries.state_of(current) is RoundState.OPEN
    assert queries.state_of(current, utcnow() + 2 * DAY) is RoundState.CONSIDERATION

    table.close()

    assert queries.find_current_round(db.session, table.communique) is None
    assert [round_.number for round_ in queries.rounds(db.session, table.communique)] == [1]


def test_parties_are_found_by_code_and_kind():
    assert queries.find_party(db.session, " egy ").code == "EGY"
    assert queries.find_party(db.session, "XXX") is None
    assert len(queries.parties(db.session, PartyKind.STATE)) == 57


def test_somebody_writes_for_a_state_before_a_group():
    state, group = party("EGY").id, party("ARAB").id

    assert queries.own_party(actor((Role.HEAD, "ARAB"), (Role.DRAFTER, "EGY"))) == state
    assert queries.own_party(actor((Role.HEAD, "ARAB"))) == group
    assert queries.own_party(actor((Role.OBSERVER, ""))) is None
    assert queries.own_party(mission()) is None


# How many queries --------------------------------------------------------------------------------

READS: dict[str, Callable[[Table, Actor], object]] = {
    "the drafts": lambda t, a: queries.issues(db.session, t.communique, a),
    "its lines": lambda t, a: queries.lines(db.session, t.draft),
    "its numbers": lambda t, a: queries.labels(db.session, t.draft),
    "the rounds": lambda t, a: [r.draft.symbol for r in queries.rounds(db.session, t.communique)],
    "the round": lambda t, a: queries.setting_of(db.session, t.round),
    "the journal": lambda t, a: [
        line.act for line in queries.journal(db.session, a, communique_id=t.communique)
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


def test_the_docket_costs_the_same_whatever_lies_on_it(count_queries: Callable[..., int]):
    table = make_table(*TEXT)
    delegate = actor((Role.HEAD, "JOR"))

    def read() -> list[str]:
        setting = queries.setting_of(db.session, table.round)
        entries = docket.load(
            db.session, Amendment.round_id == table.round, queries.visible_to(delegate, setting)
        )
        return [f"{e.label} {e.base} {e.standing} {[c.code for c in e.cosponsors]}" for e in entries]

    amendments.cosponsor(
        table.head("MYS"), table.replace("EGY", "1.", "progress", "much progress").code, party=party("MYS").id
    )
    small = count_queries(read)
    for n in range(10):
        amended = table.replace("SEN", "1.", "progress", f"progress in {n} fields")
        amendments.cosponsor(table.head("MYS"), amended.code, party=party("MYS").id)
        table.decide(DecisionKind.REJECT, amended, reason="No.")
    other = make_table("The Meeting spoke of something else.", symbol="OIC/OTHER")
    other.replace("EGY", "1.", "else", "new")

    assert count_queries(read) == small
    assert len(read()) == 11


def test_the_journal_is_read_from_the_newest_line_back(crowded: Table):
    everything = queries.journal(db.session, crowded.mission, limit=500)
    first = queries.journal(db.session, crowded.mission, limit=3)
    second = queries.journal(db.session, crowded.mission, limit=3, before=first[-1].id)

    ids = [line.id for line in everything]
    assert ids == sorted(ids, reverse=True)
    assert [line.id for line in (*first, *second)] == ids[:6]


def test_the_journal_narrows_to_a_proposal_or_a_paragraph(crowded: Table):
    new = db.session.scalars(select(Amendment).where(Amendment.kind == AmendmentKind.INSERT)).one()

    of_proposal = queries.journal(db.session, crowded.mission, amendment_id=new.id)
    of_paragraph = queries.journal(db.session, crowded.mission, paragraph_id=new.paragraph_id)

    assert {line.amendment_id for line in of_proposal} == {new.id}
    assert {line.paragraph_id for line in of_paragraph} == {new.paragraph_id}
