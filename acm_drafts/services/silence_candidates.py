"""
What can be put under silence: the paragraphs that could be agreed as they stand, in the words as decided so far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.agreements import AgreedWords, agreeable, agreed_words
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.silence import AskedWords
from acm_drafts.negotiation.terms import Level, ParagraphState
from acm_drafts.services.agreements import fingerprint
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
    moments when nothing was decided on them in between.
    """

    asked: Sequence[AskedWords]
    left_out: Sequence[Line]
    hidden: Sequence[Line]
    seen: str


def candidates(session: Session, context: RoundContext, level: Level) -> Candidates:
    """
    Return what a body at *level* can be asked to agree by silence. Five queries.

    Left out is what waits for a decision or holds brackets, what is agreed at the same level, what is under silence,
    and headings.
    """
    lines = lines_of_draft(session, context.version.draft.id)
    pending = [row.edit for row in pending_in_round(session, context.round.id)]
    accepted = [row.edit for row in adopted_on(session, context.round.id)]
    states = {
        key: (counter, state, agreed_level)
        for key, counter, state, agreed_level in session.execute(
            select(Paragraph.id, Paragraph.counter, Paragraph.state, Paragraph.agreed_level).where(
                Paragraph.communique_id == context.round.communique_id
            )
        )
    }
    done = {key for key, (_, state, at) in states.items() if state == ParagraphState.AGREED and at == level}
    done |= under_silence(session, context.round.communique_id).keys()
    able = agreeable(lines, agreed=done, pending=pending, accepted=accepted)
    words = agreed_words(lines, accepted)
    shown = context.shown()
    open_ = [line for line in able if line.kind is not LineKind.HEADING]
    asked = [words_so_far(line, words) for line in open_ if shown or line.paragraph not in words]
    keys = {words_.key for words_ in asked}
    numbered = [line for line in lines if line.kind is not LineKind.HEADING]
    return Candidates(
        asked,
        left_out=[line for line in numbered if line.paragraph not in keys],
        hidden=[line for line in open_ if line.paragraph not in keys],
        seen=fingerprint(f"{words_.key}.{states[words_.key][0]}" for words_ in asked),
    )


def words_so_far(line: Line, words: Mapping[int, AgreedWords]) -> AskedWords:
    """Return a line with its words as decided so far."""
    own = words.get(line.paragraph)
    return AskedWords(line.paragraph, line.reference, own.now if own else line.text)
