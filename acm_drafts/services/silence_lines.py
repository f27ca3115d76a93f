"""
Lines of the journal about silence procedures: who is told, and how paragraphs are called in them.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from acm_drafts.negotiation.numbering import in_ranges
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.silence import AskedWords
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services.agreements import WORDS
from acm_drafts.services.bodies import name_in_journal
from acm_drafts.store.journal import write_line
from acm_drafts.store.silence import SilenceRecord

NOTHING = "–"
"""How a line calls no paragraph."""


def write_silence_line(
    session: Session,
    actor: Actor,
    record: SilenceRecord,
    act: str,
    *,
    before: str = "",
    after: str = "",
    reason: str = "",
    party: int | None = None,
) -> None:
    """Write the line of an act on a procedure, which the members of its body read. *party*: who broke it."""
    silence = record.silence
    write_line(
        session,
        actor,
        act,
        scope=Scope.SILENCE,
        communique=silence.communique_id,
        round_=silence.round_id,
        silence=silence.id,
        party=party,
        subject=name_in_journal(record.body.body),
        before=before,
        after=after,
        reason=reason,
    )


def numbers_of(asked: Iterable[AskedWords]) -> str:
    """Return what paragraphs are called, in their order: "4, 7–9", a dash for none."""
    return in_ranges([words.reference or f"“{words.text[:WORDS]}”" for words in asked]) or NOTHING
