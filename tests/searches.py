"""A table whose proposals are found by some readers and not by others, and what their pages tell these, for tests."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.library import read_search
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.services import amendments
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import db
from acm_drafts.store.meetings import texts_for
from acm_drafts.store.records import Amendment, Paragraph
from acm_drafts.store.search import Readable, Window, readable_texts
from acm_drafts.store.status import Statuses, load_statuses
from acm_drafts.store.timeline import load_amendments_concerning
from acm_drafts.store.visibility import reads
from tests.factories import actor_of, make_chair, make_head, make_observer, mission
from tests.tables import Table, make_table

ALL = Window(0, 100)


def searched_table() -> Table:
    """Return two closed rounds: one shown to all; one shown to the Mission alone, whose text is not circulated yet."""
    table = make_table("The Meeting welcomed the progress.", "The Meeting urged 100 % of all.", "It ended.")
    public = table.replace("EGY", "1.", "progress", "steady progress", reason="A reason of the meeting.")
    table.decide(DecisionKind.REJECT, public, reason="No reason is steady.", level=None)
    table.replace("JOR", "2.", "urged", "asked", reason="Said in public.")
    table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The meeting was steady.")
    amendments.save(
        table.head("TUR"),
        table.round,
        table.proposal(AmendmentKind.REPLACE, "3.", text="It ended in secret."),
    )
    table.close()
    table.open(visibility=Visibility.MISSION)
    hidden = table.replace("EGY", "2.", "all", "all secret members")
    table.decide(DecisionKind.REJECT, hidden, reason="A secret reason.", level=None)
    table.accept(table.replace("SEN", "3.", "ended", "ended in steady progress"))
    table.replace("TUR", "1.", "progress", "secret progress")
    table.close()
    return table


def readers_of(table: Table) -> dict[str, Actor]:
    """Return people with various offices at the meeting of *table*, by what they are."""
    users = {"observer": make_observer(), "chair": make_chair(), "JOR": make_head("JOR")}
    actors = {name: actor_of(user) for name, user in users.items()}
    return actors | {"EGY": table.head("EGY"), "TUR": table.head("TUR"), "Mission": mission()}


def readable(actor: Actor) -> Readable:
    """Return all texts that *actor* may read, to be searched."""
    return readable_texts(db.session(), actor, texts_for(db.session(), actor))


def proposals_told(session: Session, table: Table, actor: Actor, typed: str) -> set[str]:
    """Return the proposals whose page tells this reader words that hold all that is searched for."""
    known, records = records_told(session, table, actor)
    return {code for code, record in records.items() if _holds(known, record, typed)}


def names_told(session: Session, table: Table, actor: Actor) -> dict[str, str]:
    """Map the code of each proposal whose page this reader may open to what that page calls it."""
    known, records = records_told(session, table, actor)
    return {code: known.name(record) for code, record in records.items()}


def records_told(session: Session, table: Table, actor: Actor) -> tuple[Statuses, dict[str, AmendmentRecord]]:
    """Return what tells as what proposals are known, and the proposals whose page this reader may open, by code."""
    (text,) = [drafts for drafts in readable(actor).texts if drafts.communique.id == table.communique]
    known = load_statuses(session, text.communique, actor)
    records = {
        record.amendment.id: record
        for key in session.scalars(select(Paragraph.id))
        for record in load_amendments_concerning(session, known.drafts, actor, key)
    }
    return known, {
        amendment.code: records[amendment.id]
        for amendment in session.scalars(select(Amendment))
        if reads(session, amendment, actor)[0] or reads(session, amendment, actor)[1]
    }


def _holds(known: Statuses, record: object, typed: str) -> bool:
    revision = known.says(record)
    return holds(read_search(typed), folded_text((revision.text, revision.reason)))
