"""
The text as a reader meets it: its drafts and rounds in one query, its lines as plain rows, its states.

The page of the text is asked for more than any other, so its statements are built once and its
lines come as tuples. What a paragraph's state may tell depends on who asks: whoever reads every
proposal of the round gets the state as kept with each act, everybody else what is public, and
their own proposals. Nothing is shown here of a draft that was not circulated, but to the Mission.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Matter, may
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.store import tally
from acm_drafts.store.queries import Issue, Setting
from acm_drafts.store.records import (
    IS_PRINTED,
    Circulation,
    Communique,
    Descent,
    Draft,
    LineRow,
    Paragraph,
    Round,
    Wording,
)
from acm_drafts.store.tally import LastDecision, Pending

# Drafts and rounds -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shelf:
    """
    The drafts of a communiqué that somebody may read, oldest first, and the rounds on them.

    *whole*: the newest draft of all is among them, so that what is kept of paragraphs is about it.
    """

    communique: Communique
    issues: tuple[Issue, ...]
    settings: tuple[Setting, ...]
    whole: bool

    @property
    def newest(self) -> Issue:
        """Raises NotFound where nothing may be read."""
        return self.get(None)

    @property
    def setting(self) -> Setting | None:
        """The last round on a draft of the shelf, closed or not; None before the first."""
        return self.settings[-1] if self.settings else None

    def get(self, sequence: int | None) -> Issue:
        """Return the draft with *sequence*, the newest for None. Raises NotFound."""
        for issue in reversed(self.issues):
            if sequence is None or issue.draft.sequence == sequence:
                return issue
        raise NotFound()

    def find_earlier(self, issue: Issue, sequence: int | None) -> Issue | None:
        """Return the draft with *sequence* before *issue*, without a number the last one, if any. Raises NotFound."""
        earlier = self.before(issue)
        if sequence is None:
            return earlier[-1] if earlier else None
        for one in earlier:
            if one.draft.sequence == sequence:
                return one
        raise NotFound()

    def before(self, issue: Issue) -> tuple[Issue, ...]:
        """Return the drafts earlier than *issue*, oldest first."""
        return tuple(one for one in self.issues if one.draft.sequence < issue.draft.sequence)


_SHELVES = (
    select(Draft, Circulation, Round, Communique)
    .join(Communique, Communique.id == Draft.communique_id)
    .outerjoin(Circulation, Circulation.draft_id == Draft.id)
    .outerjoin(Round, Round.draft_id == Draft.id)
    .order_by(Draft.sequence)
)
_SHELF = _SHELVES.where(Communique.id == bindparam("communique"))
_SHELF_BY_CODE = _SHELVES.where(Communique.code == bindparam("code"))


def shelf(session: Session, communique_id: int, actor: Actor) -> Shelf:
    """Return what *actor* may read of a communiqué, which may be nothing. One query. Raises NotFound."""
    return _shelf(session.execute(_SHELF, {"communique": communique_id}).all(), actor)


def open_shelf(session: Session, code: str, actor: Actor) -> Shelf:
    """Return what *actor* may read of the communiqué with *code*. One query. Raises NotFound where that is nothing."""
    found = _shelf(session.execute(_SHELF_BY_CODE, {"code": code}).all(), actor)
    if not found.issues:
        raise NotFound()
    return found


def _shelf(rows: Sequence[Any], actor: Actor) -> Shelf:
    if not rows:
        raise NotFound()
    meeting: int = rows[0][3].meeting_id
    readable = [
        (Issue(draft, circulation), round_)
        for draft, circulation, round_, _ in rows
        if may(actor, Act.READ_DRAFT, Matter(meeting=meeting, circulated=circulation is not None))
    ]
    return Shelf(
        rows[0][3],
        tuple(issue for issue, _ in readable),
        tuple(Setting(round_, issue, meeting) for issue, round_ in readable if round_ is not None),
        whole=bool(readable) and readable[-1][0].draft is rows[-1][0],
    )


class Elsewhere(NamedTuple):
    """A draft of another communiqué: the code and the title of that, its own sequence and symbol."""

    communique: str
    title: str
    sequence: int
    symbol: str


def elsewhere(session: Session, actor: Actor, communique: Communique) -> list[Elsewhere]:
    """
    Return the drafts of other communiqués in the same language that *actor* may read, the newest first. One query.
    """
    found = session.execute(
        select(
            Communique.code,
            Communique.title,
            Draft.sequence,
            Draft.symbol,
            Circulation.id,
            Communique.meeting_id,
        )
        .join(Communique, Communique.id == Draft.communique_id)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .where(Communique.id != communique.id, Communique.language == communique.language)
        .order_by(Communique.id.desc(), Draft.sequence.desc())
    )
    return [
        Elsewhere(code, title, sequence, symbol)
        for code, title, sequence, symbol, circulation, meeting in found
        if may(actor, Act.READ_DRAFT, Matter(meeting=meeting, circulated=circulation is not None))
    ]


def earlier_drafts(session: Session, draft: Draft) -> Sequence[Draft]:
    """Return the drafts of the same communiqué before *draft*, oldest first, circulated or not. One query."""
    return session.scalars(
        select(Draft)
        .where(Draft.communique_id == draft.communique_id, Draft.sequence < draft.sequence)
        .order_by(Draft.sequence)
    ).all()


def find_draft_of(session: Session, paragraph_code: str, sequence: int) -> Draft | None:
    """Return the draft with *sequence* of the communiqué that a paragraph is of. One query."""
    return session.scalars(
        select(Draft)
        .join(Paragraph, Paragraph.communique_id == Draft.communique_id)
        .where(Paragraph.code == paragraph_code, Draft.sequence == sequence)
    ).one_or_none()


# Lines -------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A line of a draft with what is kept of its paragraph; *kind* and *state* are values of enumerations."""

    paragraph: int
    code: str
    wording: int
    label: str
    kind: str
    depth: int
    text: str
    state: str
    pending: int
    level: str | None
    agreed_on: date | None

    @property
    def agreement(self) -> LastDecision | None:
        """At which level it is agreed and since when, for who reads all proposals; None where it is not agreed."""
        return LastDecision(self.level, self.agreed_on) if self.agreed_on else None


_ROWS = (
    select(
        LineRow.paragraph_id,
        Paragraph.code,
        LineRow.wording_id,
        LineRow.label,
        Wording.kind,
        Wording.depth,
        Wording.text,
        Paragraph.state,
        Paragraph.pending,
        Paragraph.agreed_level,
        Paragraph.agreed_on,
    )
    .join(Wording, IS_PRINTED)
    .join(Paragraph, Paragraph.id == LineRow.paragraph_id)
    .where(LineRow.draft_id == bindparam("draft"))
    .order_by(LineRow.position)
)


_MARK = [
    cast(LineRow.position, String),
    Paragraph.state,
    cast(Paragraph.pending, String),
    func.coalesce(Paragraph.agreed_level, ""),
    func.coalesce(cast(Paragraph.agreed_on, String), ""),
]
_EACH = (
    select(reduce(lambda one, other: one + " " + other, _MARK).label("mark"))
    .select_from(LineRow)
    .join(Paragraph, Paragraph.id == LineRow.paragraph_id)
    .where(LineRow.draft_id == bindparam("draft"))
    .order_by(LineRow.position)
    .subquery()
)
_MARKS = select(func.aggregate_strings(_EACH.c.mark, ","))


def marks(session: Session, draft_id: int) -> Hashable:
    """
    Return what tells whether the page of a draft is still the one that was drawn. One query, of one row.

    The lines of a draft are never rewritten: it is the draft and what is kept of its paragraphs.
    """
    return draft_id, session.connection().scalar(_MARKS, {"draft": draft_id})


def rows(session: Session, draft_id: int) -> list[Row]:
    """Return the lines of a draft in order. One query."""
    return [Row._make(row) for row in session.execute(_ROWS, {"draft": draft_id})]


def line_of(row: Row) -> Line:
    """Return *row* as the rules see it."""
    return Line(
        row.paragraph,
        row.text,
        LineKind(row.kind),
        row.depth,
        label=row.label,
        wording=row.wording,
    )


_TRANSLATED = (
    select(LineRow.wording_id, Wording.text)
    .join(LineRow, LineRow.wording_id == Wording.translation_of_id)
    .where(LineRow.draft_id == bindparam("draft"), Wording.language == bindparam("language"))
    .order_by(Wording.sequence)
)


def translated(session: Session, draft_id: int, language: str) -> dict[int, str]:
    """Return the newest translation of each wording of a draft that has one, by the wording translated. One query."""
    found = session.execute(_TRANSLATED, {"draft": draft_id, "language": language})
    return {row[0]: row[1] for row in found}


def translated_counts(session: Session, draft_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    """
    Return how many lines of each draft are translated into a language, by (draft, language);

    none is left out. One query.
    """
    found = session.execute(
        select(LineRow.draft_id, Wording.language, func.count(LineRow.wording_id.distinct()))
        .join(Wording, Wording.translation_of_id == LineRow.wording_id)
        .where(LineRow.draft_id.in_(draft_ids))
        .group_by(LineRow.draft_id, Wording.language)
    )
    return {(draft, language): count for draft, language, count in found}


def translations_of(session: Session, wording_id: int) -> dict[str, str]:
    """Return what one wording says in other languages, the newest translation into each, by language. One query."""
    found = session.execute(
        select(Wording.language, Wording.text)
        .where(Wording.translation_of_id == wording_id)
        .order_by(Wording.language, Wording.sequence)
    )
    return {row[0]: row[1] for row in found}


def descents(session: Session, communique_id: int) -> list[tuple[int, int]]:
    """Return which paragraphs of a communiqué came from which, as pairs (paragraph, ancestor). One query."""
    found = session.execute(
        select(Descent.paragraph_id, Descent.ancestor_id)
        .join(Paragraph, Paragraph.id == Descent.paragraph_id)
        .where(Paragraph.communique_id == communique_id)
        .order_by(Descent.ancestor_id, Descent.paragraph_id)
    )
    return [(paragraph, ancestor) for paragraph, ancestor in found]


def codes(session: Session, draft_ids: Sequence[int]) -> dict[int, str]:
    """Return the code of each paragraph that stands in one of the drafts. One query."""
    found = session.execute(
        select(Paragraph.id, Paragraph.code)
        .join(LineRow, LineRow.paragraph_id == Paragraph.id)
        .where(LineRow.draft_id.in_(draft_ids))
        .distinct()
    )
    return {row[0]: row[1] for row in found}


def codes_of(session: Session, paragraphs: Sequence[int]) -> dict[int, str]:
    """Return the code of each of *paragraphs*. One query."""
    found = session.execute(select(Paragraph.id, Paragraph.code).where(Paragraph.id.in_(paragraphs)))
    return {row[0]: row[1] for row in found}


def own_pending(session: Session, setting: Setting, actor: Actor) -> dict[int, list[Pending]]:
    """
    Return the pending proposals of a round in which *actor* has a part, by paragraph. One query.

    A new paragraph is told of at the paragraph that it is to follow, and at itself; a join at both that it joins.
    """
    on: dict[int, list[Pending]] = {}
    own = actor.at(setting.meeting).parties(*WRITES)
    for one in tally.pending_of(session, setting.round.id, own):
        place = one.edit.after if one.edit.kind is AmendmentKind.INSERT else START
        for key in {one.edit.paragraph, place, one.edit.other} - {START}:
            on.setdefault(key, []).append(one)
    return on
