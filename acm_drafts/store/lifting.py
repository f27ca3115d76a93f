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
from acm_drafts.negotiation.consolidation import WORDING_KINDS, Edit, Fate, bracketed
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Verdict
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Issue
from acm_drafts.store.records import LineRow, Wording
from acm_drafts.text.brackets import Bracket, Part, parse, text_of, unbalanced
from acm_drafts.text.containment import Holding, closely
from acm_drafts.text.language import as_read


@dataclass(frozen=True, slots=True)
class Lifted:
    """
    The brackets round a proposal's words are gone since *issue*.

    *verdict*: ABSORBED where all that it asked for is in that text, PARTLY where *done* of *total*
    changes are, OVERTAKEN where none is. *held* are the changes of a wording, or all the words of a new
    paragraph, each with how that text stands to it, looked at closely.
    """

    issue: Issue
    verdict: Verdict
    done: int
    total: int
    held: tuple[Holding, ...] = ()


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
        verdict = Verdict.ABSORBED if same else Verdict.OVERTAKEN
        return Lifted(since, verdict, int(same), 1, closely("", edit.text, now))
    carried = carry(edit, {edit.paragraph: Fate(now)}, ())
    held = closely(edit.base, edit.text, now) if edit.kind in WORDING_KINDS else ()
    if carried.verdict is Verdict.ABSORBED:
        return Lifted(since, Verdict.ABSORBED, carried.total, carried.total, held)
    verdict = Verdict.PARTLY if carried.done else Verdict.OVERTAKEN
    return Lifted(since, verdict, carried.done, carried.total, held)
