"""
Which paragraphs came from which, and since which draft: where words are that a paragraph once held.

Numbers play no part in it, nor does who may read what: rows and texts come from whoever asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from acm_drafts.store import texts
from acm_drafts.store.records import Descent, Draft, LineRow
from acm_drafts.store.texts import Row


@dataclass(frozen=True, slots=True)
class Lineage:
    """
    *heirs*: by paragraph what was divided from it, or what it was joined to.

    *births*: the sequence of the first draft that printed each of these.
    """

    heirs: Mapping[int, Sequence[int]] = field(default_factory=dict)
    births: Mapping[int, int] = field(default_factory=dict)

    def lines(self, paragraph: int, rows: Mapping[int, Row], since: int = 0) -> tuple[Row, ...]:
        """
        Return those of *rows* (by paragraph, in order) that a paragraph is in: itself first, then what came from it.

        What was divided from it in the draft with the sequence *since* or before did not come from
        what was proposed on that draft, and is left out.
        """
        seen, waiting = {paragraph}, [paragraph]
        while waiting:
            key = waiting.pop()
            heirs = set(self.heirs.get(key, ())) - seen
            if key in rows:
                heirs = {heir for heir in heirs if self.births.get(heir, since + 1) > since}
            seen |= heirs
            waiting += heirs
        others = (row for key, row in rows.items() if key in seen and key != paragraph)
        return (rows[paragraph], *others) if paragraph in rows else tuple(others)

    def words(self, paragraph: int, texts: Mapping[int, str], sequence: int) -> list[str]:
        """
        Return those of *texts* (by paragraph, in order), of the draft with that *sequence*, that hold a paragraph:

        its own line with what was divided from it for that draft, or the one that it was joined to.
        """
        heirs = self.heirs.get(paragraph, ())
        if paragraph in texts:
            heirs = [heir for heir in heirs if self.births.get(heir, sequence) == sequence]
        return [text for key, text in texts.items() if key == paragraph or key in heirs]


def load(session: Session, communique_id: int) -> Lineage:
    """Return the lineage of a communiqué's paragraphs. Two queries, one where nothing was divided or joined yet."""
    heirs: dict[int, list[int]] = {}
    for paragraph, ancestor in texts.descents(session, communique_id):
        heirs.setdefault(ancestor, []).append(paragraph)
    if not heirs:
        return Lineage()
    births = session.execute(
        select(LineRow.paragraph_id, func.min(Draft.sequence))
        .join(Draft, Draft.id == LineRow.draft_id)
        .where(Draft.communique_id == communique_id, LineRow.paragraph_id.in_(select(Descent.paragraph_id)))
        .group_by(LineRow.paragraph_id)
    )
    return Lineage(heirs, {row[0]: row[1] for row in births})
