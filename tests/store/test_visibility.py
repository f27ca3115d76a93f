"""What was public stays public: proposals in a round that is not shown are read as the last shown round left them."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import product
from random import Random

import pytest
from sqlalchemy import bindparam, select

from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Role,
    Scope,
    Stance,
    Standing,
    Visibility,
    Withheld,
)
from acm_drafts.services import amendments, drafts, positions, sponsors
from acm_drafts.store.amendments import AmendmentRecord, load_amendments, says
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.decisions import known_pending
from acm_drafts.store.insertions import load_new_paragraphs
from acm_drafts.store.journal import load_subjects, read_journal
from acm_drafts.store.listing import Filter, find_page, load_compilation, load_on_table, sponsors_listed
from acm_drafts.store.positions import positions_on
from acm_drafts.store.readable import find_record, submitted_in_round
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    Communique,
    Decision,
    JournalLine,
    Revision,
    Round,
)
from acm_drafts.store.rounds import RoundContext, round_context
from acm_drafts.store.status import load_statuses
from acm_drafts.store.text import draft_set
from acm_drafts.store.timeline import answers_on, cosponsors_on, load_timeline
from acm_drafts.store.visibility import (
    cosponsors_named_to,
    known_of_closed,
    knows_decision,
    last_shown,
    last_shown_in,
    lay_there,
    left_by_round,
    left_pending,
    name_for,
    name_to_others,
    names_delegations,
    names_party,
    public_name,
    readable_in_any,
    sees_cosponsors,
    sees_sponsor,
    shown_when_decided,
    visible_to,
    withheld_from,
)
from tests.factories import mission, party
from tests.store.crowd import RULES, actor, every_reader, make_every_proposal, under
from tests.tables import DAY, Table, current, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the progress made.", "The Meeting urged all to act.", "The Meeting closed.")


def revise(table: Table, made: Amendment, text: str) -> None:
    seen = current(made).id
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=text, seen=seen)
    amendments.revise(table.head(made.sponsor.code), made.code, proposal)


def take(table: Table, code: str, made: Amendment, stance: Stance | None, reason: str = "") -> None:
    positions.take_position(table.head(code), made.code, party=party(code).id, stance=stance, reason=reason)


def join(table: Table, code: str, made: Amendment, *, joins: bool = True) -> None:
    sponsors.cosponsor(table.head(code), made.code, party=party(code).id, joins=joins)


def read(reader: Actor, made: Amendment) -> AmendmentRecord | None:
    db.session.expire_all()
    return find_record(db.session(), reader, made.id)


def print_of(table: Table, reader: Actor, made: Amendment) -> object:
    """Return all that *reader* can be told of a proposal, as one value."""
    record = read(reader, made)
    if record is None:
        return None
    session = db.session()
    statuses = load_statuses(session, session.get_one(Communique, table.communique), reader, [record])
    status = statuses.where(record)
    timeline = load_timeline(session, statuses, record)
    return (
        (
            record.amendment.stage,
            record.revision.text,
            record.base,
            record.revision.reason,
            statuses.name(record),
        ),
        (status.standing, status.pending, record.answered and record.answered.answer),
        [party.code for party in record.cosponsors],
        [(row.party.code, row.since) for row in cosponsors_on(session, [record])],
        [(row.party.code, row.stance, row.reason) for row in positions_on(session, [record])[made.id]],
        [(row.answer, party.code) for row, party, _ in answers_on(session, [record])],
        [(step.kind, step.at) for step in timeline.steps],
        [(line.act, line.after) for line in read_journal(session, reader, amendment_id=made.id)],
    )


class Carried:
    """A table in whose second round, which others may not read, everything is done to what the first carried on."""

    def __init__(self, visibility: Visibility) -> None:
        self.table = table = make_table(*TEXTS)
        self.revised = table.replace("EGY", "1.", "progress", "great progress")
        self.withdrawn = table.replace("SEN", "1.", "progress", "some progress")
        self.rejected = table.replace("TUR", "1.", "made", "achieved")
        self.new = table.propose("EGY", AmendmentKind.INSERT, after="2.", text="It thanked its host.")
        join(table, "JOR", self.revised)
        join(table, "MAR", self.revised)
        take(table, "EGY", self.revised, Stance.SUPPORT)
        take(table, "IDN", self.revised, Stance.RESERVE, "We wait.")
        self.during = table.next_round(visibility=visibility)
        self.all = (self.revised, self.withdrawn, self.rejected, self.new)

    def act(self) -> None:
        """Do in the hidden round whatever can be done to a proposal."""
        table = self.table
        revise(table, self.revised, TEXTS[0].replace("progress", "secret progress"))
        take(table, "EGY", self.revised, Stance.LIVE_WITH)
        join(table, "JOR", self.revised, joins=False)
        amendments.withdraw(table.head("SEN"), self.withdrawn.code)
        table.decide(DecisionKind.REJECT, self.rejected, reason="No.", level=None)
        table.contest(self.rejected)
        table.decide(DecisionKind.REJECT, self.new, reason="No.")


@pytest.fixture(params=[Visibility.MISSION, Visibility.DEADLINE])
def carried(request: pytest.FixtureRequest) -> Iterator[Carried]:
    carried = Carried(request.param)
    with clock_at(carried.during):
        yield carried


def test_what_was_public_is_read_as_the_round_that_was_shown_left_it(carried: Carried):
    reader = carried.table.head("OMN")
    before = [print_of(carried.table, reader, made) for made in carried.all]
    record = read(reader, carried.revised)

    carried.act()

    assert [print_of(carried.table, reader, made) for made in carried.all] == before
    assert record is not None
    assert record.revision.text == TEXTS[0].replace("progress", "great progress")
    assert [party.code for party in record.cosponsors] == ["JOR", "MAR"]
    assert record.standing is Standing.CONFLICT
    assert record.pending


def test_the_mission_and_the_sponsor_read_what_it_is_now(carried: Carried):
    carried.act()

    for reader in (carried.table.mission, carried.table.head("EGY"), carried.table.head("MAR")):
        record = read(reader, carried.revised)
        assert record is not None
        assert "secret" in record.revision.text
        assert record.last_shown is None


def test_once_the_deadline_has_passed_all_is_read():
    carried = Carried(Visibility.DEADLINE)
    with clock_at(carried.during):
        carried.act()
    with clock_at(carried.during + 2 * DAY):
        record = read(carried.table.head("OMN"), carried.revised)
        assert record is not None
        assert "secret" in record.revision.text
        assert [party.code for party in record.cosponsors] == ["MAR"]


def test_a_co_sponsor_calls_it_as_others_do_by_the_name_of_the_last_round_that_was_shown():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")
    join(table, "SEN", made)
    with clock_at(table.next_round(visibility=Visibility.MISSION, attributed=False)):
        new = table.replace("EGY", "2.", "urged", "asked")
        for code, readable in (("SEN", True), ("MYS", False)):
            reader = table.head(code)
            record, lines = read(reader, made), read_journal(db.session(), reader, amendment_id=made.id)
            context = round_context(db.session(), record.amendment.round_id)
            assert (record.last_shown is None) is readable
            assert name_for(reader, context, record) == "EGY 1"
            assert sees_sponsor(reader, context, record)
            about = load_subjects(db.session(), reader, lines)
            assert {about.proposal(line).name for line in lines} == {"EGY 1"}
            assert all(about.proposal(line).open for line in lines)
        assert read(table.head("SEN"), new) is None
        [own] = load_amendments(db.session(), Amendment.id == new.id)
        context = round_context(db.session(), own.amendment.round_id)
        assert name_for(table.head("SEN"), context, own) == new.code, "no round that was shown named it"


def naming_sponsors(context: RoundContext, attributed: bool) -> RoundContext:
    """Return *context* with a text that names sponsors, or does not."""
    version = replace(context.version, circulation=Circulation(attributed=attributed))
    return replace(context, version=version)


@pytest.mark.parametrize(("shown", "hidden"), [(True, True), (True, False), (False, True), (False, False)])
def test_what_a_reader_reads_as_an_earlier_round_left_it_is_named_as_that_round_named_it(
    shown: bool, hidden: bool
):
    """*shown*, *hidden*: whether the text of the shown round, and of the hidden one after it, names sponsors."""
    table = make_table(*TEXTS, attributed=shown)
    made = table.replace("EGY", "1.", "progress", "great progress")
    for code in ("JOR", "MAR"):
        join(table, code, made)
    with clock_at(table.next_round(visibility=Visibility.MISSION, attributed=shown and hidden)):
        # No verb names sponsors after a text that named none, and the rule does not lean on that.
        context = naming_sponsors(round_context(db.session(), table.round), hidden)
        reader, record = table.head("OMN"), read(table.head("OMN"), made)
        assert record is not None and record.last_shown is not None
        assert name_for(reader, context, record) == (record.label if shown else made.code)
        assert sees_sponsor(reader, context, record) is shown
        assert sees_cosponsors(reader, context, record) is shown
        assert names_party(reader, context, record, party("EGY").id) is shown
        assert names_delegations(context, record) is (shown and hidden)

        joined = read(table.head("JOR"), made)
        assert joined is not None and joined.last_shown is None
        assert name_for(table.head("JOR"), context, joined) == (
            joined.label if shown or hidden else made.code
        ), "as its own round names it, or else as others call it"


def test_what_came_after_the_round_that_named_sponsors_is_named_by_its_own_round():
    table = make_table(*TEXTS)
    with clock_at(table.next_round(visibility=Visibility.ALL)):
        new = table.replace("EGY", "2.", "urged", "asked")
        join(table, "SEN", new)
        own = amendments.save(table.head("EGY"), table.round, table.proposal(AmendmentKind.DELETE, "3."))
    with under(table, Visibility.MISSION, chair_reads=False, late=False) as context:
        record = read(table.head("SEN"), new)
        assert record is not None
        assert name_for(table.head("SEN"), context, record) == record.label
        [draft] = load_amendments(db.session(), Amendment.id == own.id)
        assert name_for(table.head("EGY"), context, draft) == own.code
        context = naming_sponsors(context, False)
        assert name_for(table.head("SEN"), context, record) == new.code
        assert name_for(table.head("EGY"), context, draft) == own.code


def test_what_was_submitted_until_a_round_was_closed_lay_on_its_table():
    closed = utcnow()
    for submitted, lay in ((closed - DAY, True), (closed, True), (closed + DAY, False), (None, False)):
        assert lay_there(submitted, closed) is lay
    assert lay_there(closed, None) is False, "the round is not closed"


def four_rounds() -> Table:
    """Return a table whose second and fourth rounds are hidden, the last one open."""
    table = make_table(*TEXTS)
    moment = utcnow()
    for visibility in (Visibility.MISSION, Visibility.ALL, Visibility.MISSION):
        with clock_at(moment):
            moment = table.next_round(visibility=visibility)
    return table


def all_rounds(table: Table) -> tuple[RoundContext, ...]:
    return round_context(db.session(), table.round).rounds


def test_a_decision_is_read_in_a_hidden_round_if_a_round_was_shown_before_that_one_took_it():
    contexts = all_rounds(four_rounds())
    runs = last_shown_in(actor((Role.OBSERVER, "")), contexts)

    def shown_by(standing: int, decided: int) -> int:
        """Return the number of the round by which it is read, 0 for none, by the numbers of the rounds."""
        run = shown_when_decided(runs, contexts[standing - 1], contexts[decided - 1].round.id)
        return run.context.round.number if run else 0

    assert {
        standing: [shown_by(standing, decided) for decided in (1, 2, 3, 4)] for standing in (1, 2, 3, 4)
    } == {
        1: [0, 0, 0, 0],
        2: [1, 0, 0, 0],
        3: [0, 0, 0, 0],
        4: [3, 3, 3, 0],
    }


def test_proposals_are_read_as_the_last_shown_round_left_them_until_the_text_after_it_is_read():
    contexts = [round_context(db.session(), context.round.id) for context in all_rounds(four_rounds())]
    texts = [context.version.draft.id for context in contexts]
    reader = actor((Role.OBSERVER, ""))

    assert [left_by_round(reader, context, texts[:2]) for context in contexts] == [0, 1, 0, 3]
    assert [left_by_round(reader, context, texts[:3]) for context in contexts] == [0, 0, 0, 3]
    assert [left_by_round(mission(), context, texts[:2]) for context in contexts] == [0, 0, 0, 0]


def test_what_was_first_submitted_in_the_hidden_round_is_not_read(carried: Carried):
    hidden = carried.table.replace("EGY", "3.", "closed", "ended")

    assert read(carried.table.head("OMN"), hidden) is None


@pytest.mark.parametrize("decided", [False, True])
def test_what_was_first_submitted_in_a_hidden_round_is_not_read_in_the_next_hidden_round_either(
    decided: bool,
):
    """Whatever the hidden round made of it: its outcome, or the decision that its sponsor contests."""
    carried = Carried(Visibility.MISSION)
    table = carried.table
    with clock_at(carried.during):
        hidden = table.replace("EGY", "3.", "closed", "ended")
        if decided:
            table.decide(DecisionKind.REJECT, hidden, reason="No.", level=None)
            table.contest(hidden)
    with clock_at(table_closed := carried.during + 8 * DAY):
        table.close()
    with clock_at(table_closed + DAY):
        table.open(visibility=Visibility.MISSION)
        assert db.session.get_one(Amendment, hidden.id).round_id == table.round
        context = round_context(db.session(), table.round)
        earlier = last_shown(table.head("OMN"), context)
        assert earlier is not None
        read_so = set(db.session.scalars(select(Amendment.id).where(earlier.where)))
        assert read_so == {carried.revised.id, carried.withdrawn.id, carried.rejected.id, carried.new.id}


def test_what_a_shown_round_rejected_is_read_as_it_left_it_although_it_lies_on_a_hidden_one_again():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.REJECT, made, reason="No.", level=None)
    table.close()
    with clock_at(utcnow() + 8 * DAY):
        table.contest(made)
        table.open(visibility=Visibility.MISSION)
        assert db.session.get_one(Amendment, made.id).round_id == table.round
        record = read(table.head("OMN"), made)
        assert record is not None and record.last_shown is not None
        assert record.standing is Standing.CONTESTED


def test_a_sponsor_and_a_co_sponsor_find_their_own_as_it_is_now_and_new_proposals_of_the_hidden_round():
    carried = Carried(Visibility.MISSION)
    table = carried.table
    with clock_at(carried.during):
        carried.act()
        new = table.replace("EGY", "3.", "closed", "ended")
        context = round_context(db.session(), table.round)
        for code in ("EGY", "MAR", "OMN", "OICM"):
            reader = table.mission if code == "OICM" else table.head(code)
            lying = submitted_in_round(db.session(), reader, context).entries
            compiled = {
                record.amendment.id: record for record in load_compilation(db.session(), reader, context)
            }
            for records in (lying, compiled):
                assert ("secret" in records[carried.revised.id].revision.text) is (code != "OMN"), code
                assert (new.id in records) is (code in ("EGY", "OICM")), code


def test_lists_hold_what_was_public_whatever_became_of_it(carried: Carried):
    table, reader = carried.table, carried.table.head("OMN")

    def lists() -> object:
        db.session.expire_all()
        session = db.session()
        context = draft_set(session, table.communique, reader).context
        assert context is not None
        statuses = load_statuses(session, session.get_one(Communique, table.communique), reader)
        page = find_page(session, statuses, Filter(), start=0, most=30)
        carried_on = find_page(session, statuses, Filter(Standing.CARRIED), start=0, most=30)
        return (
            [record.amendment.code for record in submitted_in_round(session, reader, context)],
            [(record.amendment.code, record.revision.text) for record in page.entries],
            page.total,
            carried_on.total,
            [party.code for party in sponsors_listed(session, statuses)],
            load_new_paragraphs(session, reader, context),
        )

    before = lists()
    carried.act()
    carried.table.replace("MYS", "3.", "closed", "ended")

    assert lists() == before
    assert before[2:4] == (4, 2)  # two of them conflict


def test_nothing_tells_whether_it_went_on_to_a_further_hidden_round():
    carried = Carried(Visibility.MISSION)
    table, reader = carried.table, carried.table.head("OMN")
    before = [print_of_moment(carried, reader, carried.during)]
    with clock_at(carried.during):
        carried.act()
    with clock_at(carried.during + 8 * DAY):
        table.close()
    with clock_at(carried.during + 9 * DAY):
        table.open(visibility=Visibility.MISSION)

    after = [print_of_moment(carried, reader, carried.during + 10 * DAY)]

    assert after == before
    with clock_at(carried.during + 10 * DAY):
        context = round_context(db.session(), table.round)
        submitted = submitted_in_round(db.session(), reader, context)
        assert set(submitted.entries) == set(), "it has an outcome in the text, which is not told"


def print_of_moment(carried: Carried, reader: Actor, moment: datetime) -> list[object]:
    with clock_at(moment):
        return [
            (record.revision.text, record.standing, [party.code for party in record.cosponsors])
            for made in carried.all
            if (record := read(reader, made))
        ]


def test_a_round_that_is_shown_again_shows_what_stands_in_it():
    carried = Carried(Visibility.MISSION)
    with clock_at(carried.during):
        carried.act()
    with clock_at(carried.during + 8 * DAY):
        carried.table.close()
    with clock_at(carried.during + 9 * DAY):
        carried.table.open(visibility=Visibility.ALL)
        record = read(carried.table.head("OMN"), carried.revised)
        assert record is not None
        assert "secret" in record.revision.text


def test_what_ended_in_a_hidden_round_lies_on_no_hidden_round_after_one_that_was_shown():
    carried = Carried(Visibility.MISSION)
    table, reader = carried.table, carried.table.head("OMN")
    with clock_at(carried.during):
        carried.act()
    for days, visibility in ((8, Visibility.ALL), (16, Visibility.MISSION)):
        with clock_at(carried.during + days * DAY):
            table.close()
        with clock_at(carried.during + days * DAY + DAY):
            table.open(visibility=visibility)

    with clock_at(carried.during + 18 * DAY):
        context = round_context(db.session(), table.round)
        lying = submitted_in_round(db.session(), reader, context).entries
        compiled = load_compilation(db.session(), reader, context)

    assert carried.revised.id in lying
    assert carried.withdrawn.id not in lying
    assert {record.amendment.id for record in compiled} == set(lying)


def test_its_name_is_the_one_that_was_public():
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")
    reader = table.head("OMN")
    during = table.next_round(visibility=Visibility.MISSION, attributed=False)
    with clock_at(during):
        record = read(reader, made)
        assert record is not None
        communique = db.session.get_one(Communique, table.communique)
        statuses = load_statuses(db.session(), communique, reader, [record])
        assert statuses.name(record) == "EGY 1"
        assert [party.code for party in sponsors_listed(db.session(), statuses)] == ["EGY"]


def test_a_proposal_has_one_name_for_a_reader_before_and_after_the_deadline_on_pages_and_in_the_journal():
    """Where sponsors are not named: its own label for the sponsor and the Mission, its code for all others."""
    table = Table(lines_of(*TEXTS)).open(attributed=False)
    make_every_proposal(table)
    lines = db.session.scalars(select(JournalLine).where(JournalLine.scope == Scope.AMENDMENT)).all()
    seen = set()
    for visibility, late in RULES:
        for chair_reads in (False, True):
            with under(table, visibility, chair_reads=chair_reads, late=late) as context:
                for reader in every_reader():
                    told = load_subjects(db.session(), reader, lines).proposals
                    readable = load_amendments(db.session(), visible_to(reader, context))
                    for record in readable.entries.values():
                        amendment = record.amendment
                        sponsor = amendment.sponsor
                        known = (
                            amendment.sponsor_id in reader.own_parties()
                            or reader.holds(Role.MISSION)
                            or sponsor.kind == "mission"
                        )
                        expected = record.label if known and amendment.number else amendment.code
                        assert name_for(reader, context, record) == expected, reader.name
                        others = (
                            "" if expected == amendment.code or sponsor.kind == "mission" else amendment.code
                        )
                        assert name_to_others(reader, context, record) == (others if amendment.number else "")
                        if amendment.number:
                            assert told[amendment.id].name == expected, (reader.name, visibility, late)
                        seen.add((known, late))
    assert seen == set(product((True, False), (True, False)))


@pytest.mark.parametrize("visibility", [Visibility.MISSION, Visibility.DEADLINE])
@pytest.mark.parametrize("chair_reads", [False, True])
def test_the_database_and_the_rule_say_the_same_of_what_was_shown_earlier(
    visibility: Visibility, chair_reads: bool
):
    table = make_table(*TEXTS)
    make_every_proposal(table)
    during = table.next_round(visibility=visibility, chair_reads=chair_reads)
    with clock_at(during):
        table.replace("EGY", "1.", "progress", "hidden progress")
        draft = table.proposal(AmendmentKind.DELETE, "2.")
        amendments.save(table.head("JOR"), table.round, draft)
        for reader in every_reader():
            drafts = draft_set(db.session(), table.communique, reader)
            contexts = {context.round.id: context for context in drafts.contexts}
            listed = set()
            if contexts:
                listed = set(
                    db.session.scalars(select(Amendment.id).where(readable_in_any(reader, contexts)))
                )
            found = {
                key
                for key in db.session.scalars(select(Amendment.id))
                if find_record(db.session(), reader, key) is not None
            }
            assert listed == found, f"{reader.name}, {visibility}, {chair_reads=}"
        outsider = actor((Role.OBSERVER, ""))
        drafts = draft_set(db.session(), table.communique, outsider)
        assert drafts.context is not None
        read_earlier = submitted_in_round(db.session(), outsider, drafts.context)
        assert all(record.last_shown for record in read_earlier)
        assert read_earlier.entries


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_what_a_level_agreed_is_public_once_the_round_is_closed_and_the_rest_is_for_who_reads_it(
    visibility: Visibility,
):
    table = make_table(*TEXTS, visibility=visibility)
    agreed = table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    rest = [
        table.decide(
            DecisionKind.REJECT, table.replace("MYS", "2.", "all", "most"), reason="No.", level=None
        ),
        table.decide(DecisionKind.REJECT, table.replace("SEN", "2.", "all", "some"), reason="No."),
        table.decide(DecisionKind.DEFER, table.replace("TUR", "2.", "all", "few")),
        table.accept(table.replace("JOR", "3.", "closed", "ended"), level=None),
    ]
    reads_all = visibility is Visibility.ALL
    for closed in (False, True):
        if closed:
            table.close()
        context, reader = round_context(db.session(), table.round), actor((Role.OBSERVER, ""))

        assert knows_decision(reader, context, agreed) is (reads_all or closed)
        for decision in rest:
            assert knows_decision(reader, context, decision) is reads_all, (decision.kind, decision.level)
        known = select(Decision.id).join(Round, Round.id == Decision.round_id)
        known = known.where(known_of_closed(bindparam("read", expanding=True))).order_by(Decision.id)
        told = db.session.scalars(known, {"read": [table.round] if reads_all else []}).all()
        assert list(told) == ([d.id for d in (agreed, *rest) if knows_decision(reader, context, d)] * closed)


# What a shown round left pending ---------------------------------------------------------------------


OF_A_ROUND = (
    None,
    {"kind": DecisionKind.ACCEPT},
    {"kind": DecisionKind.REJECT, "reason": "No.", "level": None},
    {"kind": DecisionKind.DEFER, "level": None},
    {"kind": DecisionKind.BRACKETS},
)


def draw_proposals(table: Table, rng: Random) -> list[Amendment]:
    """Return proposals of drawn kinds by drawn sponsors, among them a new paragraph."""
    made = [table.propose("EGY", AmendmentKind.INSERT, text="It thanked its host.")]
    for nth in range(7):
        sponsor, label = rng.choice(("EGY", "SEN", "TUR", "MYS")), rng.choice(("1.", "2.", "3."))
        kind = rng.choice((AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE))
        text = f"{table.line(label).line.text} It noted report {nth}."
        facts = {
            AmendmentKind.REPLACE: {"text": text},
            AmendmentKind.INSERT: {"after": label, "text": f"It noted report {nth}."},
            AmendmentKind.DELETE: {},
        }[kind]
        with suppress(Refusal):
            made.append(table.propose(sponsor, kind, "" if kind is AmendmentKind.INSERT else label, **facts))
    return made


def decide_by_lot(table: Table, made: Sequence[Amendment], rng: Random) -> None:
    """Decide on each of *made* as drawn, on some not at all, and void some; what does not go together is left."""
    for amendment in made:
        drawn = rng.choice(OF_A_ROUND)
        if drawn:
            with suppress(Refusal):
                decision = table.decide(
                    drawn["kind"], amendment, **{k: v for k, v in drawn.items() if k != "kind"}
                )
                if rng.random() < 0.2:
                    table.void(decision, reason="A mistake.")
        if drawn and drawn["kind"] is DecisionKind.REJECT and rng.random() < 0.5:
            with suppress(Refusal):
                table.contest(amendment)


def revive_by_lot(table: Table, made: Sequence[Amendment], rng: Random) -> None:
    """Contest some of *made* after the closing, so that they wait again in the next round."""
    for amendment in made:
        if rng.random() < 0.7:
            with suppress(Refusal):
                table.contest(amendment)


@pytest.mark.parametrize("seed", range(5))
def test_the_database_and_the_rule_say_the_same_of_what_a_shown_round_left_pending(seed: int):
    """`left_pending` in SQL, as a value: what was pending then, until the text of the hidden round is read."""
    rng = Random(seed)
    table = make_table(*TEXTS)
    new, *others = draw_proposals(table, rng)
    decide_by_lot(table, others, rng)
    table.close()
    second = utcnow() + 8 * DAY
    with clock_at(second):
        revive_by_lot(table, others, rng)
        table.open(visibility=Visibility.MISSION)
        revive_by_lot(table, others, rng)
        table.accept(new)
        decide_by_lot(table, others, rng)
        assert new.id in left_by_both(table)[2]
    with clock_at(second + 8 * DAY):
        table.close()
    with clock_at(second + 9 * DAY):
        table.open(visibility=Visibility.MISSION)
        assert left_by_both(table) == {2: set(), 3: set()}


def test_what_a_hidden_round_dealt_with_is_pending_no_more_once_its_text_is_read():
    table = make_table(*TEXTS)
    new = table.propose("EGY", AmendmentKind.INSERT, after="2.", text="It thanked its host.")
    other = table.replace("MYS", "1.", "progress", "great progress")
    during, reader = table.next_round(visibility=Visibility.MISSION), table.head("OMN")
    with clock_at(during):
        table.accept(new)
        table.decide(DecisionKind.REJECT, other, reason="No.")
        table.close()

    def pending_and_compiled() -> tuple[set[int], set[int]]:
        db.session.expire_all()
        session = db.session()
        read = draft_set(session, table.communique, reader)
        assert read.context is not None
        rows = known_pending(session, read.context, reader).values()
        _, compiled = load_on_table(session, reader, read.newest.draft.id)
        pending = {row.edit.proposal for group in rows for row in group}
        return pending, {record.amendment.id for record in compiled}

    with clock_at(during + 8 * DAY):
        assert pending_and_compiled() == ({new.id, other.id}, {new.id, other.id})
        drafts.circulate(table.mission, table.draft, attributed=True)
        assert pending_and_compiled() == (set(), set())


def test_what_a_shown_round_decided_was_not_left_pending_although_its_sponsor_contests_it_in_a_hidden_one():
    """The text lifted the brackets round its words; its sponsor contests that, and it waits again."""
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, made)
    table.close()
    table.open()
    table.accept(table.replace("MYS", "1.", "[great]", "great"))
    with clock_at(table.next_round(visibility=Visibility.MISSION)):
        table.contest(made)
        assert current(made).made == "contested"

        assert left_by_both(table) == {3: set()}


def test_what_waits_between_a_hidden_round_and_its_text_is_what_the_shown_round_left_pending():
    """A decision that was voided before the shown round was closed left its proposal pending."""
    table = make_table(*TEXTS)
    made = table.replace("EGY", "1.", "progress", "great progress")
    voided = table.replace("MYS", "2.", "all", "all States")
    table.void(table.decide(DecisionKind.REJECT, voided, reason="No.", level=None), reason="A mistake.")
    with clock_at(during := table.next_round(visibility=Visibility.MISSION)):
        assert left_by_both(table) == {2: {made.id, voided.id}}
    with clock_at(during + 8 * DAY):
        table.close()
        assert left_by_both(table) == {2: {made.id, voided.id}}


def left_by_both(table: Table) -> dict[int, set[int]]:
    """Return what was left pending to each hidden round, by its number, after holding the rule against the database."""
    db.session.expire_all()
    session, reader = db.session(), actor((Role.OBSERVER, ""))
    left: dict[int, set[int]] = {}
    drafts_read = draft_set(session, table.communique, reader)
    read = {version.draft.id for version in drafts_read.versions}
    for context in drafts_read.contexts:
        earlier = last_shown(reader, context)
        if earlier is None:
            continue
        records = load_amendments(session, earlier.where, runs=[earlier])
        by_value = {record.amendment.id for record in records if record.pending and not earlier.is_over(read)}
        rows = select(Amendment.id).join(Revision, says([earlier])).where(left_pending(earlier))
        assert set(session.scalars(rows)) == by_value
        left[context.round.number] = by_value
    return left


@pytest.mark.parametrize("attributed", [True, False])
def test_a_proposal_is_called_by_its_sponsor_to_who_may_know_it_and_by_its_code_to_all_others(
    attributed: bool,
):
    table = make_table(*TEXTS, attributed=attributed, visibility=Visibility.ALL)
    made = table.replace("EGY", "1.", "progress", "good progress")
    own = table.propose("OICM", AmendmentKind.DELETE, "3.")
    join(table, "MYS", made)
    join(table, "JOR", own)
    context = round_context(db.session, table.round)
    knows = ("EGY", "OICM")

    for code in ("EGY", "OICM", "MYS", "JOR"):
        reader = table.mission if code == "OICM" else table.head(code)
        record, missions = read(reader, made), read(reader, own)
        is_known = attributed or code in knows
        assert name_for(reader, context, record) == (record.label if is_known else made.code)
        assert sees_sponsor(reader, context, record) is is_known
        assert [named.code for named in cosponsors_named_to(reader, context, record)] == (
            ["MYS"] if is_known or code == "MYS" else []
        )
        assert names_party(reader, context, record, party("EGY").id) is is_known
        assert names_party(reader, context, record, party("MYS").id) is (is_known or code == "MYS")
        # The Mission's own proposal is known as the Mission's; who joined it is not, where nobody is named.
        assert name_for(reader, context, missions) == missions.label
        assert sees_sponsor(reader, context, missions) is True
        assert sees_cosponsors(reader, context, missions) is (attributed or code == "OICM")
        assert names_party(reader, context, missions, party("OICM").id) is True
        assert names_party(reader, context, missions, party("JOR").id) is (
            attributed or code in ("OICM", "JOR")
        )
        assert names_delegations(context, record) is attributed
        assert public_name(record, attributed=attributed) == (record.label if attributed else made.code)
        assert public_name(missions, attributed=False) == missions.label


def test_why_proposals_are_withheld_follows_from_the_round_alone():
    table = make_table(*TEXTS)
    round_ = db.session.get_one(Round, table.round)
    for visibility, chair_reads, why in (
        (Visibility.ALL, False, None),
        (Visibility.DEADLINE, False, Withheld.DEADLINE),
        (Visibility.MISSION, False, Withheld.MISSION),
        (Visibility.MISSION, True, Withheld.CHAIR),
    ):
        round_.visibility, round_.chair_reads = visibility, chair_reads
        db.session.commit()
        context = round_context(db.session, table.round)
        assert withheld_from(table.head("EGY"), context) is why
        assert withheld_from(table.mission, context) is None
        if visibility is Visibility.ALL:
            assert withheld_from(actor((Role.ADMINISTRATOR, "")), context) is None, "who reads no text"
        assert withheld_from(table.head("EGY"), None) is None
