"""Every kind of reader, every kind of proposal, and what the table of permissions lets each read of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from sqlalchemy import select

from acm_drafts.negotiation.permissions import Act, Actor, Office, may
from acm_drafts.negotiation.terms import AmendmentKind, PartyKind, Role, Stage, Visibility
from acm_drafts.services import amendments, sponsors
from acm_drafts.store.amendments import cosponsors_of
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Amendment, Round
from acm_drafts.store.rounds import RoundContext, round_context
from acm_drafts.store.visibility import facts_of
from tests.factories import party
from tests.tables import DAY, Table

TEXT = ("The Meeting welcomed the progress made.", "The Meeting urged all to act.", "The Meeting closed.")


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
    sponsors.cosponsor(table.head("MYS"), joined.code, party=party("MYS").id)
    table.propose("ARAB", AmendmentKind.INSERT, after="2.", text="The Meeting adjourned.")
    table.propose("OICM", AmendmentKind.DELETE, "3.")
    draft(table.mission, "A draft of the Mission.")
    floor = table.proposal(kind, "3.", text="The Meeting closed late.")
    amendments.enter_from_floor(table.mission, table.round, floor, party=party("JOR").id)
    table.accept(joined)


@contextmanager
def under(table: Table, visibility: Visibility, *, chair_reads: bool, late: bool) -> Iterator[RoundContext]:
    """Let the round be of *visibility*, the deadline passed or not, and yield its setting."""
    round_ = db.session.get_one(Round, table.round)
    round_.visibility, round_.chair_reads = visibility, chair_reads
    db.session.commit()
    with clock_at(round_.deadline + (DAY if late else -DAY / 2)):
        yield round_context(db.session, table.round)


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
            (amendment.code, amendment, cosponsors_of(db.session, amendment.id))
            for amendment in db.session.scalars(select(Amendment))
        ]
        self.submitted = {code for code, amendment, _ in self.proposals if amendment.number}
        self.standing = {code for code, amendment, _ in self.proposals if amendment.stage == Stage.SUBMITTED}

    def __iter__(self) -> Iterator[tuple[RoundContext, Actor, set[str], str]]:
        """Yield setting, reader, the codes of what that reader may read, and all that in words."""
        for (visibility, late), chair_reads in product(RULES, (False, True)):
            with under(self.table, visibility, chair_reads=chair_reads, late=late) as context:
                for reader in self.readers:
                    words = f"{reader.name}; {visibility}, {late=}, {chair_reads=}"
                    yield context, reader, self.allowed(reader, context), words

    def allowed(self, reader: Actor, context: RoundContext) -> set[str]:
        return {
            code
            for code, amendment, joint in self.proposals
            if may(reader, Act.READ_AMENDMENT, facts_of(context, amendment, cosponsors=joint))
        }
