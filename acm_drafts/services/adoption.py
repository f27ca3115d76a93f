"""
The adoption of a text: a draft that was declared final is adopted at a sitting of a body at Ministerial level.

What was still open is confirmed in the act. From then on nothing in the text is changed (store.locks.hold_round).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from acm_drafts.negotiation.adoption import (
    OpenMatter,
    OpenOtherwise,
    ReadyFacts,
    WrongAdoption,
    require_ministerial,
    require_ready,
    require_was_there,
)
from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.sittings import NoSuchSitting
from acm_drafts.negotiation.terms import Scope
from acm_drafts.services.agreeing_sittings import moment_at, sitting_in_journal, sitting_that_agrees
from acm_drafts.services.agreements import fingerprint
from acm_drafts.services.drafts import is_free, require_free
from acm_drafts.services.library import keep_adopted
from acm_drafts.services.revisions import clean
from acm_drafts.store.adoption import open_in, ready_facts, unconfirmed_in
from acm_drafts.store.bodies import bodies_by_key, hold_body_of_sitting
from acm_drafts.store.database import transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import By, hold_round, hold_symbols
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.records import Adoption, AdoptionMatter, Draft, Sitting
from acm_drafts.store.sittings import sittings_to_record

LONGEST_SYMBOL = 64


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A draft that may be put before the Ministers: whether it can be, what is still open in it, and at which sittings.

    *unconfirmed*: the lines that are agreed ad referendum alone; a draft is not declared final over these, so none is
    in one that is adopted. *symbol*: what the adopted text is called unless somebody says otherwise. *seen* is equal
    for two moments when the same draft was the newest and the same was open in it.
    """

    draft: Draft
    facts: ReadyFacts
    matters: tuple[OpenMatter, ...]
    unconfirmed: tuple[Line, ...]
    sittings: Sequence[Sitting]
    unchaired: frozenset[str]
    """The codes of those of the sittings whose body had no chair on their day."""
    symbol: str
    seen: str


def candidate(session: Session, draft: Draft) -> Candidate:
    """Return what is to be known of the newest draft of a text before it is adopted. Nineteen queries at most."""
    matters = open_in(session, draft)
    sittings = [row for row in sittings_to_record(session, draft.communique_id) if _could_adopt(row, draft)]
    return Candidate(
        draft,
        ready_facts(session, draft),
        matters,
        unconfirmed_in(session, draft),
        sittings,
        _unchaired(session, sittings),
        _proposed_symbol(session, draft),
        _seen(draft, matters),
    )


def _unchaired(session: Session, sittings: Sequence[Sitting]) -> frozenset[str]:
    if not sittings:
        return frozenset()
    bodies = bodies_by_key(session, sittings[0].meeting_id, {row.body_id for row in sittings})
    return frozenset(row.code for row in sittings if bodies[row.body_id].facts(row.day).chair is None)


def _could_adopt(sitting: Sitting, draft: Draft) -> bool:
    try:
        require_ministerial(sitting.level)
        require_was_there(sitting.closed_at, draft.made_at)
    except Refusal:
        return False
    return True


def _proposed_symbol(session: Session, draft: Draft) -> str:
    """Return the root of the symbols of its text where that is free, else the symbol of the draft. One query."""
    root: str = draft.communique.symbol_root
    return root if is_free(session, root) else draft.symbol


def _seen(draft: Draft, matters: Sequence[OpenMatter]) -> str:
    keys = (f"{matter.kind}.{matter.paragraph}.{matter.proposal or 0}" for matter in matters)
    return fingerprint([draft.id, *keys])


def adopt(actor: Actor, communique_id: int, *, sitting: str, symbol: str = "", seen: str) -> Adoption:
    """
    Adopt the newest draft of a text at the sitting with this code, and return the adoption.

    *symbol*: that of the adopted text; without one it keeps that of the draft. *seen*: that of the `Candidate` on the
    page, which lists what is still open. Raises NotPermitted, NotFound, TextAdopted, RoundStillRuns, NotFinal,
    FinalNotCirculated, NoSuchSitting, NotMinisterial, SittingToCome, SittingNotHeld, SittingOver, NoMembers,
    NobodyPresent, ClosedBeforeDraft, OpenOtherwise, SymbolTaken, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        require(actor, Act.ADOPT_TEXT, meeting_facts(session, "communique", communique_id))
        draft = hold_round(session, By.COMMUNIQUE, communique_id).draft(session)
        hold_body_of_sitting(session, sitting)
        require_ready(ready_facts(session, draft))
        place = sitting_that_agrees(session, communique_id, sitting)
        if place is None:
            raise NoSuchSitting()
        require_ministerial(place.level)
        require_was_there(place.closed_at, draft.made_at)
        matters = open_in(session, draft)
        if _seen(draft, matters) != seen:
            raise OpenOtherwise()
        adoption = _write(session, draft, place, _symbol(session, draft, symbol))
        _write_matters(session, adoption, matters)
        keep_adopted(session, actor, adoption)
        write_line(
            session,
            actor,
            "adopt text",
            scope=Scope.ALL,
            communique=communique_id,
            subject=adoption.symbol,
            after=sitting_in_journal(place),
        )
        return adoption


def _symbol(session: Session, draft: Draft, symbol: str) -> str:
    """Return the symbol of the adopted text, that of the draft for "". Raises SymbolTaken where it is of another."""
    symbol = clean(symbol, LONGEST_SYMBOL) or draft.symbol
    if "\n" in symbol:
        raise WrongAdoption(what=N_("a symbol stands on one line"))
    hold_symbols(session)
    if symbol != draft.symbol:
        require_free(session, symbol)
    return symbol


def _write(session: Session, draft: Draft, sitting: Sitting, symbol: str) -> Adoption:
    body = bodies_by_key(session, sitting.meeting_id, [sitting.body_id])[sitting.body_id]
    adoption = Adoption(
        communique_id=draft.communique_id,
        draft_id=draft.id,
        sitting_id=sitting.id,
        level=sitting.level,
        day=sitting.day,
        symbol=symbol,
        place=sitting.place,
        chair_id=body.facts(sitting.day).chair,
        digest=draft.digest,
        at=moment_at(sitting),
    )
    session.add(adoption)
    session.flush()
    return adoption


def _write_matters(session: Session, adoption: Adoption, matters: Sequence[OpenMatter]) -> None:
    rows = [
        {
            "adoption_id": adoption.id,
            "position": position,
            "communique_id": adoption.communique_id,
            "kind": matter.kind,
            "paragraph_id": matter.paragraph,
            "amendment_id": matter.proposal,
            "reference": matter.reference,
        }
        for position, matter in enumerate(matters, start=1)
    ]
    if rows:
        session.execute(insert(AdoptionMatter), rows)
