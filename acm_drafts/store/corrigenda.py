"""
Corrigenda to an adopted text, in the order in which they were issued, and the text as they read it.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from acm_drafts.negotiation.corrigenda import Correction, corrected_lines
from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.lines import Line
from acm_drafts.store.adoption import AdoptionFault
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Adoption, Corrigendum, CorrigendumEntry, Party


def corrigenda_to(session: Session, communique_id: int) -> tuple[Corrigendum, ...]:
    """Return the corrigenda to a text with what they correct, oldest first. Two queries at most."""
    wanted = (
        select(Corrigendum)
        .where(Corrigendum.communique_id == communique_id)
        .options(selectinload(Corrigendum.entries).options(joinedload(CorrigendumEntry.asked_by)))
        .order_by(Corrigendum.number)
    )
    return tuple(session.scalars(wanted))


def corrections_in(corrigenda: Iterable[Corrigendum]) -> list[Correction]:
    """Return what *corrigenda* correct, in their order."""
    return [
        Correction(entry.paragraph_id, entry.old, entry.new)
        for corrigendum in corrigenda
        for entry in corrigendum.entries
    ]


def corrections_to(session: Session, communiques: Collection[int]) -> dict[int, list[Correction]]:
    """Return what the corrigenda to some texts correct, in their order, by text; none without any. One query."""
    rows = session.execute(
        select(
            CorrigendumEntry.communique_id,
            CorrigendumEntry.paragraph_id,
            CorrigendumEntry.old,
            CorrigendumEntry.new,
        )
        .join(Corrigendum, Corrigendum.id == CorrigendumEntry.corrigendum_id)
        .where(CorrigendumEntry.communique_id.in_(communiques))
        .order_by(Corrigendum.number, CorrigendumEntry.position)
    )
    corrections: dict[int, list[Correction]] = {}
    for communique, paragraph, old, new in rows:
        corrections.setdefault(communique, []).append(Correction(paragraph, old, new))
    return corrections


def lines_as_corrected(
    session: Session, adoption: Adoption, corrigenda: Sequence[Corrigendum]
) -> tuple[Line, ...]:
    """Return the lines of an adopted text as *corrigenda* read them. One query."""
    return corrected_lines(lines_of_draft(session, adoption.draft_id), corrections_in(corrigenda))


def find_newest_corrigendum(session: Session, symbol: str = "") -> Corrigendum | None:
    """Return the corrigendum that was issued last, or the one with *symbol*; None where there is none. One query."""
    wanted = select(Corrigendum)
    if symbol:
        wanted = wanted.where(Corrigendum.symbol == symbol)
    return session.scalars(wanted.order_by(Corrigendum.at.desc(), Corrigendum.id.desc()).limit(1)).first()


def faults_of_corrigenda(session: Session, communique_id: int) -> list[AdoptionFault]:
    """Return what is wrong with the corrigenda to a text: what no verb would have written. Four queries at most."""
    corrigenda = corrigenda_to(session, communique_id)
    if not corrigenda:
        return []
    adoption = session.scalars(select(Adoption).where(Adoption.communique_id == communique_id)).one()
    faults = []
    numbered = [(n, f"{adoption.symbol}/Corr.{n}") for n in range(1, len(corrigenda) + 1)]
    if [(corrigendum.number, corrigendum.symbol) for corrigendum in corrigenda] != numbered:
        faults.append(AdoptionFault("", N_("corrigenda are missing, or are not called by their numbers")))
    asked = (
        select(CorrigendumEntry.corrigendum_id)
        .join(Party, Party.id == CorrigendumEntry.asked_by_id)
        .where(CorrigendumEntry.communique_id == communique_id)
    )
    if {corrigendum.id for corrigendum in corrigenda} != set(session.scalars(asked)):
        faults.append(AdoptionFault("", N_("a corrigendum corrects nothing")))
    try:
        lines_as_corrected(session, adoption, corrigenda)
    except Refusal:
        faults.append(AdoptionFault("", N_("what a corrigendum corrects does not stand in the adopted text")))
    return faults
