"""Since which draft words in brackets stand without them, by which decision, and by whose proposals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation import brackets
from acm_drafts.negotiation.brackets import Lifted
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Outcome
from acm_drafts.store.absorption import RoundContexts, Successor, successor_for
from acm_drafts.store.amendments import AmendmentRecord, edit_of
from acm_drafts.store.decisions import adopted_dispositions
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.records import IS_PRINTED, Decision, Disposition, LineRow, Revision, Wording
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import knows_decision, sees_all_proposals


@dataclass(frozen=True, slots=True)
class Unbracketed:
    """
    No brackets stand round a proposal's words since *version*, the text that the round of *context* made.

    *lifted* is what stands of them in the last text. *decision*, which lifted them, is None where the reader may
    not know of it; *by* are the proposals that this round accepted on the paragraph, as far as the reader may read
    them, in the order decided.
    """

    version: DraftVersion
    lifted: Lifted
    context: RoundContext | None = None
    decision: Decision | None = None
    by: tuple[Successor, ...] = ()


def _find(
    session: Session,
    records: Iterable[AmendmentRecord],
    landed: Mapping[int, DraftVersion],
    versions: Sequence[DraftVersion],
) -> dict[int, Unbracketed]:
    """
    Return which of *records* stand without their brackets, by the key of the proposal, as far as *versions* tell.

    *landed*: the draft that first printed each of them in brackets, by the key of the proposal;
    *versions*: the drafts that the reader may read, oldest first. One query, none where nothing was bracketed.
    """
    bracketed = [record for record in records if record.amendment.id in landed and _bracketed_edit(record)]
    if not bracketed:
        return {}
    paragraphs = {record.revision.paragraph_id for record in bracketed}
    wordings = _wordings(session, paragraphs, [version.draft.id for version in versions])
    lifted = {
        record.amendment.id: _since(
            record,
            wordings,
            [v for v in versions if v.draft.sequence >= landed[record.amendment.id].draft.sequence],
        )
        for record in bracketed
    }
    return {key: unbracketed for key, unbracketed in lifted.items() if unbracketed}


def _since(
    record: AmendmentRecord, wordings: Mapping[tuple[int, int], str], versions: Iterable[DraftVersion]
) -> Unbracketed | None:
    """Return the one of *versions* since which the words of *record* stand without brackets, None where none does."""
    paragraph, edit = record.revision.paragraph_id, _bracketed_edit(record)
    printed = [
        (version, wordings[paragraph, version.draft.id])
        for version in versions
        if (paragraph, version.draft.id) in wordings
    ]
    place = brackets.since(edit, [text for _, text in printed]) if edit else None
    if edit is None or place is None:
        return None
    return Unbracketed(printed[place][0], brackets.lifted(edit, printed[-1][1]))


def unbracketed_for(
    session: Session,
    actor: Actor,
    contexts: RoundContexts,
    *,
    entries: Iterable[AmendmentRecord],
    landed: Mapping[int, DraftVersion],
    versions: Sequence[DraftVersion],
) -> dict[int, Unbracketed]:
    """Map each amendment to the lifting of its brackets, with round and decision as far as *actor* may know."""
    records = list(entries)
    unbracketed = _find(session, records, landed, versions)
    if not unbracketed:
        return {}
    rounds_by_draft = {context.round.next_draft_id: context for context in contexts.values()}
    paragraphs = {
        record.amendment.id: record.revision.paragraph_id
        for record in records
        if record.amendment.id in unbracketed
    }
    rounds = {key: rounds_by_draft.get(since.version.draft.id) for key, since in unbracketed.items()}
    adopted: dict[tuple[int, int], list[Disposition]] = {}
    for row in adopted_dispositions(
        session,
        Revision.paragraph_id.in_(set(paragraphs.values())),
        Decision.round_id.in_({context.round.id for context in rounds.values() if context}),
    ):
        if row.outcome != Outcome.BRACKETED:  # what is put in brackets lifts none
            adopted.setdefault((row.decision.round_id, row.revision.paragraph_id), []).append(row)
    return {
        key: _as_known(
            actor, contexts, since, rounds[key], adopted.get((_round_id(rounds[key]), paragraphs[key]), ())
        )
        for key, since in unbracketed.items()
    }


def _round_id(context: RoundContext | None) -> int:
    return context.round.id if context else 0


def _as_known(
    actor: Actor,
    contexts: RoundContexts,
    unbracketed: Unbracketed,
    context: RoundContext | None,
    adopted: Sequence[Disposition],
) -> Unbracketed:
    """Return *unbracketed* with its round, and the decision and proposals of that as far as *actor* may know them."""
    if context is None or not adopted:
        return replace(unbracketed, context=context)
    decision = next((row.decision for row in reversed(adopted) if _lifts(row)), adopted[-1].decision)
    if not knows_decision(actor, context, decision):
        return replace(unbracketed, context=context)
    seen = sees_all_proposals(actor, context)
    by = (successor_for(actor, contexts, row.revision) for row in adopted) if seen else ()
    return replace(unbracketed, context=context, decision=decision, by=tuple(by))


def _lifts(disposition: Disposition) -> bool:
    """Whether what was adopted has fewer brackets than the wording it was made on."""
    base = disposition.revision.base
    return base is not None and disposition.text.count("[") < base.text.count("[")


def is_bracketed(record: AmendmentRecord) -> bool:
    return record.outcome is Outcome.BRACKETED


def contests_lifting(record: AmendmentRecord) -> bool:
    """
    Return whether a proposal stands again because its sponsor contests that the brackets round its words were lifted.

    Who contests that its words were put in brackets does so before the next text, and brings nothing back by it.
    """
    earlier = record.earlier if record.prior is not None and record.disposition is None else None
    return earlier is not None and earlier.outcome == Outcome.BRACKETED


def _bracketed_edit(record: AmendmentRecord) -> Edit | None:
    """Return what of a proposal was put in brackets, as the text sees it; None for what was not."""
    if contests_lifting(record) and record.prior is not None:
        return edit_of(record.amendment, record.prior)
    return record.edit() if is_bracketed(record) else None


def _wordings(
    session: Session, paragraphs: Collection[int], drafts: Collection[int]
) -> dict[tuple[int, int], str]:
    rows = session.execute(
        select(LineRow.paragraph_id, LineRow.draft_id, Wording.text)
        .join(Wording, IS_PRINTED)
        .where(LineRow.paragraph_id.in_(paragraphs), LineRow.draft_id.in_(drafts))
    )
    return {(paragraph, draft): text for paragraph, draft, text in rows}
