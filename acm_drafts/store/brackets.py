"""Since which draft words in brackets stand without them, by which decision, and by whose proposals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation import brackets
from acm_drafts.negotiation.brackets import Lifted
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Outcome
from acm_drafts.store.absorption import RoundContexts, Successor, successor_for
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.decisions import adopted_dispositions
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.records import IS_PRINTED, Decision, Disposition, LineRow, Revision, Wording
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.visibility import sees_all_proposals


@dataclass(frozen=True, slots=True)
class Unbracketed:
    """
    The brackets round a proposal's words are gone since *issue*, the text that the round of *setting* made.

    *lifted* is what stands of them in the last text. *decision*, which lifted them, is None where the reader may
    not know of it; *by* are the proposals that this round adopted on the paragraph, as far as the reader may read
    them, in the order decided.
    """

    issue: DraftVersion
    lifted: Lifted
    setting: RoundContext | None = None
    decision: Decision | None = None
    by: tuple[Successor, ...] = ()


def _find(
    session: Session,
    entries: Iterable[AmendmentRecord],
    landed: Mapping[int, DraftVersion],
    issues: Sequence[DraftVersion],
) -> dict[int, Unbracketed]:
    """
    Return which of *entries* stand without their brackets, by the key of the proposal, as far as *issues* tell.

    *landed*: the draft that first printed each of them in brackets, by the key of the proposal;
    *issues*: the drafts that the reader may read, oldest first. One query, none where nothing was bracketed.
    """
    kept = [e for e in entries if e.amendment.id in landed and is_bracketed(e)]
    if not kept:
        return {}
    keys = {entry.revision.paragraph_id for entry in kept}
    said = _wordings(session, keys, [issue.draft.id for issue in issues])
    found = {}
    for entry in kept:
        first = landed[entry.amendment.id].draft.sequence
        later = [issue for issue in issues if issue.draft.sequence >= first]
        printed = [(issue, said.get((entry.revision.paragraph_id, issue.draft.id))) for issue in later]
        texts = [(issue, text) for issue, text in printed if text is not None]
        place = brackets.since(entry.edit(), [text for _, text in texts])
        if place is not None:
            left = brackets.lifted(entry.edit(), texts[-1][1])
            found[entry.amendment.id] = Unbracketed(texts[place][0], left)
    return found


def unbracketed_for(
    session: Session,
    actor: Actor,
    settings: RoundContexts,
    *,
    entries: Iterable[AmendmentRecord],
    landed: Mapping[int, DraftVersion],
    issues: Sequence[DraftVersion],
) -> dict[int, Unbracketed]:
    """Return what `_find` returns with the round and the decision that lifted them, as far as *actor* may know."""
    entries = list(entries)
    found = _find(session, entries, landed, issues)
    if not found:
        return {}
    made = {setting.round.next_draft_id: setting for setting in settings.values()}
    paragraphs = {e.amendment.id: e.revision.paragraph_id for e in entries if e.amendment.id in found}
    rounds = {key: made.get(one.issue.draft.id) for key, one in found.items()}
    taken: dict[tuple[int, int], list[Disposition]] = {}
    for one in adopted_dispositions(
        session,
        Revision.paragraph_id.in_(set(paragraphs.values())),
        Decision.round_id.in_({setting.round.id for setting in rounds.values() if setting}),
    ):
        taken.setdefault((one.decision.round_id, one.revision.paragraph_id), []).append(one)
    return {
        key: _told(actor, settings, one, setting, taken.get((_key(setting), paragraphs[key]), ()))
        for key, one in found.items()
        for setting in [rounds[key]]
    }


def _key(setting: RoundContext | None) -> int:
    return setting.round.id if setting else 0


def _told(
    actor: Actor,
    settings: RoundContexts,
    found: Unbracketed,
    setting: RoundContext | None,
    taken: Sequence[Disposition],
) -> Unbracketed:
    """An agreement of a closed round at a level is public; what the Mission proposed, for who reads its proposals."""
    if setting is None or not taken:
        return replace(found, setting=setting)
    seen = sees_all_proposals(actor, setting)
    decision = next((one.decision for one in reversed(taken) if _lifts(one)), taken[-1].decision)
    if decision.level is None and not seen:
        return replace(found, setting=setting)
    by = (successor_for(actor, settings, one.revision) for one in taken) if seen else ()
    return replace(found, setting=setting, decision=decision, by=tuple(by))


def _lifts(made: Disposition) -> bool:
    """Whether what was adopted has fewer brackets than the wording it was made on."""
    return made.revision.base is not None and made.text.count("[") < made.revision.base.text.count("[")


def is_bracketed(entry: AmendmentRecord) -> bool:
    return entry.disposition is not None and entry.disposition.outcome == Outcome.BRACKETED


def _wordings(
    session: Session, paragraphs: Collection[int], drafts: Collection[int]
) -> dict[tuple[int, int], str]:
    rows = session.execute(
        select(LineRow.paragraph_id, LineRow.draft_id, Wording.text)
        .join(Wording, IS_PRINTED)
        .where(LineRow.paragraph_id.in_(paragraphs), LineRow.draft_id.in_(drafts))
    )
    return {(paragraph, draft): text for paragraph, draft, text in rows}
