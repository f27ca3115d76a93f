"""
What became of words that were printed in brackets: whether the brackets still stand, and if not, since when.

A decision to keep words in brackets stays on record when a later round lifts them. Here the drafts
are asked, one after the other, whether brackets still hold the words. How much of a proposal is then in
the text is for negotiation.carrying to say, by the rule by which every proposal is carried.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.carrying import carry
from acm_drafts.negotiation.comparing import is_alternative
from acm_drafts.negotiation.consolidation import WORDING_KINDS, Edit, Fate, bracketed
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Standing, Verdict
from acm_drafts.store import adopted, queries, successors
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Issue, Setting
from acm_drafts.store.records import Decision, Disposition, LineRow, Revision, Wording
from acm_drafts.store.successors import Settings, Successor
from acm_drafts.text.brackets import Bracket, Part, parse, text_of, unbalanced
from acm_drafts.text.containment import Held, Holding, closely
from acm_drafts.text.language import as_read


@dataclass(frozen=True, slots=True)
class Lifted:
    """
    The brackets round a proposal's words are gone since *issue*.

    *verdict*: ABSORBED where all that it asked for is in that text, PARTLY where some is (*done* of *total* changes
    as they were asked for, others among other words), OVERTAKEN where none is. *held* are the changes of a wording,
    or all the words of a new paragraph, each with how that text stands to it, looked at closely.
    """

    issue: Issue
    verdict: Verdict
    done: int
    total: int
    held: tuple[Holding, ...] = ()
    new: bool = False
    """Whether it is a new paragraph: PARTLY where others amended it."""

    @property
    def amended(self) -> bool:
        """Whether all its words stand, but others were put among them; of a new paragraph, whether it was amended."""
        whole = bool(self.held) and all(how in _STANDS for _, how in self.held)
        return self.verdict is Verdict.PARTLY and (self.new or whole)

    @property
    def standing(self) -> Standing:
        """
        Where the proposal is since: what was kept in brackets is accepted when they go, so far as its words stand.

        What others amended is no less accepted.
        """
        return Standing.ACCEPTED if self.amended else _STANDINGS[self.verdict]


_STANDS = (Held.IN, Held.AMONG)
_STANDINGS = {
    Verdict.ABSORBED: Standing.ACCEPTED,
    Verdict.PARTLY: Standing.PART,
    Verdict.OVERTAKEN: Standing.OVERTAKEN,
}


@dataclass(frozen=True, slots=True)
class Unbracketed:
    """
    Brackets round a proposal's words were lifted in the round of *setting*.

    *decision*, which lifted them, is None where the reader may not know of it; *by* are the proposals that this
    round adopted on the paragraph, as far as the reader may read them, in the order decided.
    """

    lifted: Lifted
    setting: Setting | None
    decision: Decision | None = None
    by: tuple[Successor, ...] = ()


def find(
    session: Session, entries: Iterable[Entry], landed: Mapping[int, Issue], issues: Sequence[Issue]
) -> dict[int, Lifted]:
    """
    Return what is lifted of *entries*, by the key of the proposal, as far as *issues* tell.

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
        texts = [(issue, said.get((entry.revision.paragraph_id, issue.draft.id))) for issue in later]
        lifted = _lifted(entry, [(issue, text) for issue, text in texts if text is not None])
        if lifted is not None:
            found[entry.amendment.id] = lifted
    return found


def told(
    session: Session,
    actor: Actor,
    settings: Settings,
    *,
    entries: Iterable[Entry],
    landed: Mapping[int, Issue],
    issues: Sequence[Issue],
) -> dict[int, Unbracketed]:
    """Return what `find` returns with the round and the decision by which it was lifted, as far as *actor* may know."""
    entries = list(entries)
    lifted = find(session, entries, landed, issues)
    if not lifted:
        return {}
    made = {setting.round.next_draft_id: setting for setting in settings.values()}
    paragraphs = {e.amendment.id: e.revision.paragraph_id for e in entries if e.amendment.id in lifted}
    rounds = {key: made.get(one.issue.draft.id) for key, one in lifted.items()}
    taken: dict[tuple[int, int], list[Disposition]] = {}
    for one in adopted.dispositions(
        session,
        Revision.paragraph_id.in_(set(paragraphs.values())),
        Decision.round_id.in_({setting.round.id for setting in rounds.values() if setting}),
    ):
        taken.setdefault((one.decision.round_id, one.revision.paragraph_id), []).append(one)
    return {
        key: _told(actor, settings, one, setting, taken.get((_key(setting), paragraphs[key]), ()))
        for key, one in lifted.items()
        for setting in [rounds[key]]
    }


def _key(setting: Setting | None) -> int:
    return setting.round.id if setting else 0


def _told(
    actor: Actor,
    settings: Settings,
    lifted: Lifted,
    setting: Setting | None,
    taken: Sequence[Disposition],
) -> Unbracketed:
    """An agreement of a closed round at a level is public; what the Mission proposed, for who reads its proposals."""
    if setting is None or not taken:
        return Unbracketed(lifted, setting)
    seen = queries.sees_all(actor, setting)
    decision = next((one.decision for one in reversed(taken) if _lifts(one)), taken[-1].decision)
    if decision.level is None and not seen:
        return Unbracketed(lifted, setting)
    by = (successors.told(actor, settings, one.revision) for one in taken) if seen else ()
    return Unbracketed(lifted, setting, decision, tuple(by))


def _lifts(made: Disposition) -> bool:
    """Whether what was adopted has fewer brackets than the wording it was made on."""
    return made.revision.base is not None and made.text.count("[") < made.revision.base.text.count("[")


def is_bracketed(entry: Entry) -> bool:
    return entry.disposition is not None and entry.disposition.outcome == Outcome.BRACKETED


def _wordings(
    session: Session, paragraphs: Collection[int], drafts: Collection[int]
) -> dict[tuple[int, int], str]:
    rows = session.execute(
        select(LineRow.paragraph_id, LineRow.draft_id, Wording.text)
        .join(Wording, Wording.id == LineRow.wording_id)
        .where(LineRow.paragraph_id.in_(paragraphs), LineRow.draft_id.in_(drafts))
    )
    return {(paragraph, draft): text for paragraph, draft, text in rows}


def _lifted(entry: Entry, texts: Sequence[tuple[Issue, str]]) -> Lifted | None:
    """Return since which of *texts* the brackets are gone, None where they still stand in the last one."""
    words = _in_brackets(_printed(entry))
    since = None
    for issue, text in texts:
        standing = _in_brackets(text)
        if any(own in other for own in words for other in standing):
            since = None
        elif since is None:
            since = issue
    if since is None:
        return None
    return _became(since, entry.edit(), texts[-1][1])


def _printed(entry: Entry) -> str:
    """Return how the proposal alone prints in brackets."""
    if entry.kind is AmendmentKind.INSERT:
        return f"[{entry.revision.text}]"
    return bracketed(entry.base, [entry.edit(bracketed=True)])


def _in_brackets(text: str) -> list[str]:
    """Return what stands in brackets in *text*, as it is read; all of it where a bracket has no partner."""
    if unbalanced(text) is not None:
        return [as_read(text)]
    return [as_read(text_of(part.parts)) for part in _nested(parse(text))]


def _nested(parts: Sequence[Part]) -> Iterable[Bracket]:
    for part in parts:
        if isinstance(part, Bracket):
            yield part
            yield from _nested(part.parts)


def _became(since: Issue, edit: Edit, now: str) -> Lifted:
    """Return how much of what *edit* asks for is in the text that its paragraph now has."""
    if edit.kind is AmendmentKind.INSERT:
        same = as_read(edit.text) == as_read(now)
        stands = Verdict.OVERTAKEN if is_alternative(edit.text, now) else Verdict.PARTLY
        verdict = Verdict.ABSORBED if same else stands
        return Lifted(since, verdict, int(same), 1, closely("", edit.text, now), new=True)
    carried = carry(edit, {edit.paragraph: Fate(now)}, ())
    held = closely(edit.base, edit.text, now) if edit.kind in WORDING_KINDS else ()
    if carried.verdict is Verdict.ABSORBED:
        return Lifted(since, Verdict.ABSORBED, carried.total, carried.total, held)
    some = carried.done or any(how in _STANDS for _, how in held)
    verdict = Verdict.PARTLY if some else Verdict.OVERTAKEN
    return Lifted(since, verdict, carried.done, carried.total, held)
