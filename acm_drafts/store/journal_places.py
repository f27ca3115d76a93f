"""
The paragraphs that lines of the journal are about, each as it stood when the act was done.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.store.records import (
    IS_PRINTED,
    Circulation,
    Draft,
    JournalLine,
    LineRow,
    Paragraph,
    Round,
    Wording,
)

FIRST = 80
"""So many characters of a paragraph are read, to call it by its first words."""


@dataclass(frozen=True, slots=True)
class Place:
    """
    A paragraph as it stood when the act was done: its code, its number then, and its first words.

    Both "" where it was only proposed; *later* is the number then that the first draft with it printed.
    """

    code: str
    label: str
    words: str = ""
    later: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it was only proposed when the act was done."""
        return not self.label and not self.words


def keys_of(keys: Iterable[int | None]) -> set[int]:
    """Return those of *keys* that are there."""
    return {key for key in keys if key}


def places_of_lines(session: Session, actor: Actor, lines: Sequence[JournalLine]) -> dict[int, Place]:
    """Return the paragraphs that *lines* are about, by the keys of the lines. Five queries at most."""
    keys = keys_of(line.paragraph_id for line in lines)
    if not keys:
        return {}
    codes = dict(session.execute(select(Paragraph.id, Paragraph.code).where(Paragraph.id.in_(keys))).all())
    drafts = _drafts(session, [line for line in lines if line.paragraph_id in codes])
    printed = _printed(session, keys, set(drafts.values()))
    about = [
        (line.id, line.paragraph_id or 0, drafts.get(line.id)) for line in lines if line.paragraph_id in codes
    ]
    later = _later(session, actor, {key for _, key, draft in about if (key, draft) not in printed})
    return {
        line: Place(codes[key], *printed[key, draft])
        if (key, draft) in printed
        else Place(codes[key], "", later=later.get(key, ""))
        for line, key, draft in about
    }


def _later(session: Session, actor: Actor, keys: Collection[int]) -> dict[int, str]:
    """Return the numbers that paragraphs had in the first draft with them that *actor* may read. One query."""
    if not keys:
        return {}
    rows = session.execute(
        select(LineRow.paragraph_id, LineRow.reference, Circulation.id)
        .outerjoin(Circulation, Circulation.draft_id == LineRow.draft_id)
        .where(LineRow.paragraph_id.in_(keys))
        .order_by(LineRow.draft_id.desc())
    )
    return {
        paragraph: label
        for paragraph, label, circulated in rows
        if may(actor, Act.READ_DRAFT, Facts(meeting=actor.meeting, circulated=circulated is not None))
    }


def _drafts(session: Session, lines: Sequence[JournalLine]) -> dict[int, int]:
    """Return the draft on which each act was done, by line: its round's, else the newest there was. Two queries."""
    rounds = keys_of(line.round_id for line in lines)
    on = dict(session.execute(select(Round.id, Round.draft_id).where(Round.id.in_(rounds))).all())
    others = [line for line in lines if line.round_id not in on]
    dates = session.execute(
        select(Draft.communique_id, Draft.made_at, Draft.id)
        .where(Draft.communique_id.in_(keys_of(line.communique_id for line in others)))
        .order_by(Draft.id)
    ).all()
    drafts = {line.id: on[line.round_id] for line in lines if line.round_id in on}
    for line in others:
        before = [draft for about, at, draft in dates if about == line.communique_id and at <= line.at]
        if before:
            drafts[line.id] = before[-1]
    return drafts


def _printed(
    session: Session, keys: Collection[int], drafts: Collection[int]
) -> dict[tuple[int, int | None], tuple[str, str]]:
    """Return number and first words of paragraphs, by paragraph and draft. One query."""
    rows = session.execute(
        select(LineRow.paragraph_id, LineRow.draft_id, LineRow.reference, func.substr(Wording.text, 1, FIRST))
        .join(Wording, IS_PRINTED)
        .where(LineRow.paragraph_id.in_(keys), LineRow.draft_id.in_(drafts))
    )
    return {(paragraph, draft): (label, words) for paragraph, draft, label, words in rows}
