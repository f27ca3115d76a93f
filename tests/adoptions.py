"""Texts that are adopted, for tests, by the services alone."""

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DraftStatus, Level
from acm_drafts.services import adoption, corrigenda, drafts
from acm_drafts.services.adoption import Candidate, candidate
from acm_drafts.services.corrigenda import Entry
from acm_drafts.store.corrigenda import corrigenda_to
from acm_drafts.store.database import db
from acm_drafts.store.records import Adoption, Corrigendum, Draft
from tests.factories import mission, party
from tests.tables import Table, lines_of, make_table

TEXTS = (
    "The Meeting welcomed the report.",
    "The Meeting urged all Member States to contribute.",
    "The Meeting thanked Egypt.",
)


def imported_as_final(*texts: str, symbol: str = "OIC/FC") -> Table:
    """Return a text that was declared final elsewhere and is circulated here; nothing is agreed in these records."""
    table = Table(lines_of(*(texts or TEXTS)), symbol=symbol, status=DraftStatus.FINAL)
    drafts.circulate(table.mission, table.draft, attributed=True)
    return table


def agreed_text(*texts: str, symbol: str = "OIC/FC") -> Table:
    """Return a text of which a round agreed every paragraph; its next draft is declared final and circulated."""
    table = make_table(*(texts or TEXTS), symbol=symbol)
    for line in table.lines():
        table.agree(line.label)
    return close_as_final(table)


def close_as_final(table: Table) -> Table:
    """Close the round of a text, declare the next draft final, and circulate it."""
    table.close(status=DraftStatus.FINAL)
    drafts.circulate(table.mission, table.draft, attributed=True)
    return table


def known(table: Table) -> Candidate:
    """Return what the page of the Mission shows before the text is adopted."""
    db.session.rollback()
    db.session.expire_all()
    return candidate(db.session(), db.session.get_one(Draft, table.draft))


def adopt(table: Table, *, actor: Actor | None = None, **facts: object) -> Adoption:
    """Adopt a text at a Ministerial sitting that is open now, from a fresh page, unless *facts* say otherwise."""
    facts = {"sitting": table.sitting(Level.MINISTERIAL), "seen": known(table).seen} | facts
    return adoption.adopt(actor or mission(), table.communique, **facts)


def entry(table: Table, label: str, old: str, new: str, **facts: object) -> Entry:
    """Return a correction of the paragraph that prints *label*, which the Mission asked for unless *facts* say so."""
    return Entry(
        table.line(label).code,
        old,
        new,
        **{"reason": "A typing error.", "asked_by": party("OICM").id, **facts},
    )


def issue(table: Table, *entries: Entry, actor: Actor | None = None, seen: int | None = None) -> Corrigendum:
    """Issue a corrigendum to an adopted text, from a fresh page."""
    count = len(corrigenda_to(db.session(), table.communique)) if seen is None else seen
    return corrigenda.issue(actor or mission(), table.communique, entries, seen=count)
