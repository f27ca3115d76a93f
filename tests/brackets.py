"""Brackets of a text for tests: who holds them, by the services alone."""

from acm_drafts.negotiation.terms import DecisionKind
from acm_drafts.services import bracket_holders, decisions
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.store.bracket_holders import PlacedBracket, load_placed
from acm_drafts.store.database import db
from acm_drafts.store.records import Decision, Draft, Paragraph
from tests.agreeing import judgement
from tests.factories import party
from tests.tables import Table


def bracket(table: Table, label: str, words: str) -> OfBracket:
    """Return the bracket that begins with *words* in the line *label*."""
    line = table.line(label).line
    assert words in line.text, f"{words!r} does not stand in {line.text!r}"
    return OfBracket(line.paragraph, line.wording, line.text.index(words))


def hold(table: Table, code: str, label: str, words: str, reason: str = "") -> None:
    """Say in the name of *code* that it holds a bracket, by its head."""
    of = bracket(table, label, words)
    bracket_holders.hold(table.head(code), of, party=party(code).id, reason=reason)


def release(table: Table, code: str, label: str, words: str) -> None:
    """Let go of a bracket in the name of *code*, by its head."""
    bracket_holders.release(table.head(code), bracket(table, label, words), party=party(code).id)


def placed(table: Table) -> list[PlacedBracket]:
    """Return the brackets of the newest draft with all who hold them."""
    db.session.rollback()
    db.session.expire_all()
    return load_placed(db.session(), db.session.get_one(Draft, table.draft))


def held(table: Table) -> dict[str, list[str]]:
    """Return the codes of who holds each bracket of the newest draft, by its words."""
    codes = {party(code).id: code for code in ("EGY", "MYS", "SEN", "JOR", "TUR", "ARAB")}
    return {one.words: [codes.get(holding.party, "?") for holding in one.holders] for one in placed(table)}


def lift(table: Table, label: str, settled: tuple[tuple[int, int], ...], **facts: object) -> Decision:
    """Lift brackets by the Mission's own edit: the places *settled* and what stands of each."""
    paragraph = db.session.get_one(Paragraph, table.line(label).line.paragraph)
    judged = judgement(DecisionKind.ACCEPT, on=paragraph.id, settled=settled, **facts)
    return decisions.decide(table.mission, paragraph.id, judged, seen=paragraph.counter)
