"""
What can be put under silence: the paragraphs that could be agreed as they stand, in the words as decided so far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreements import AgreedWords, agreeable, agreed_words
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.silence import AskedWords
from acm_drafts.negotiation.terms import Level, ParagraphState
from acm_drafts.services.agreements import fingerprint
from acm_drafts.services.bracket_holders import paragraphs_to_ask_on
from acm_drafts.store.amendment_rows import adopted_on, pending_in_round
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Paragraph
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.silence import under_silence


@dataclass(frozen=True, slots=True)
class Candidates:
    """
    What can be put under silence, in the order of the draft, in the words as decided so far.

    *left_out*: the other paragraphs. *hidden*: those whose words the members may not read yet. *seen* is equal for two
    moments when nothing was decided on them in between. *agreed*: the keys of those that another level has agreed.
    """

    asked: Sequence[AskedWords]
    left_out: Sequence[Line]
    hidden: Sequence[Line]
    seen: str
    agreed: frozenset[int] = frozenset()


def candidates(session: Session, context: RoundContext, level: Level) -> Candidates:
    """
    Return what a body at *level* can be asked to agree by silence. Five queries, and ten at most for held brackets.

    Left out is what waits for a decision or holds brackets, what had brackets whose holders are still to be asked, what
    is agreed at the same level, what is under silence, and headings.
    """
    lines = lines_of_draft(session, context.version.draft.id)
    pending = [row.edit for row in pending_in_round(session, context.round.id)]
    accepted = [row.edit for row in adopted_on(session, context.round.id)]
    known = _paragraphs(session, context.round.communique_id)
    done = {key for key, paragraph in known.items() if paragraph.agreed_at == level}
    done |= under_silence(session, context.round.communique_id).keys()
    asking = paragraphs_to_ask_on(session, context, lines, accepted)
    able = _numbered(agreeable(lines, agreed=done, pending=pending, accepted=accepted, asking=asking))
    words = agreed_words(lines, accepted)
    open_ = able if context.shown() else [line for line in able if line.paragraph not in words]
    return Candidates(
        [words_so_far(line, words) for line in open_],
        left_out=_without(_numbered(lines), able),
        hidden=_without(able, open_),
        seen=fingerprint(f"{line.paragraph}.{known[line.paragraph].counter}" for line in open_),
        agreed=frozenset(key for key, paragraph in known.items() if paragraph.agreed_at),
    )


def _without(lines: Sequence[Line], others: Sequence[Line]) -> list[Line]:
    """Return *lines* but those of the paragraphs of *others*."""
    keys = {line.paragraph for line in others}
    return [line for line in lines if line.paragraph not in keys]


class _Paragraph(NamedTuple):
    """How often something was decided on a paragraph, and at which level it is agreed, None where it is not."""

    counter: int
    agreed_at: str | None


def _paragraphs(session: Session, communique: int) -> dict[int, _Paragraph]:
    rows = session.execute(
        select(Paragraph.id, Paragraph.counter, Paragraph.state, Paragraph.agreed_level).where(
            Paragraph.communique_id == communique
        )
    )
    return {
        key: _Paragraph(counter, level if state == ParagraphState.AGREED else None)
        for key, counter, state, level in rows
    }


def _numbered(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* without headings."""
    return [line for line in lines if line.kind is not LineKind.HEADING]


def words_so_far(line: Line, words: Mapping[int, AgreedWords]) -> AskedWords:
    """Return a line with its words as decided so far."""
    own = words.get(line.paragraph)
    return AskedWords(line.paragraph, line.reference, own.now if own else line.text)
