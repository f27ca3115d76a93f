"""
The text as a reader meets it: its drafts and rounds in one query, its lines as plain rows, its states.

The page of the text is asked for more than any other, so its statements are built once and its
lines come as tuples. What a paragraph's state may tell depends on who asks: whoever reads every
proposal of the round gets the state as kept with each act, everybody else what is public, and
their own proposals. Nothing is shown here of a draft that was not circulated, but to the Mission.
"""

from collections.abc import Collection, Container, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, String, bindparam, case, cast, func, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.adoption import require_not_adopted
from acm_drafts.negotiation.errors import NotFound, TextWithdrawn
from acm_drafts.negotiation.lines import Line, LineKind, listed_number
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.status import LastDecision, counted_state
from acm_drafts.negotiation.terms import ParagraphState
from acm_drafts.store.conditions import NOT_WITHDRAWN, voided
from acm_drafts.store.drafts import IS_ADOPTED, SYMBOL, DraftVersion
from acm_drafts.store.joins import JOINED
from acm_drafts.store.records import (
    IS_PRINTED,
    Adoption,
    Body,
    Circulation,
    Communique,
    Decision,
    Descent,
    Draft,
    LineRow,
    Meeting,
    Paragraph,
    Revision,
    Round,
    Silence,
    Sitting,
    Wording,
)
from acm_drafts.store.rounds import RoundContext, together

# Drafts and rounds -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftSet:
    """
    The drafts of a communiqué that somebody may read, oldest first, and the rounds on them.

    *whole*: the newest draft of all is among them, so that what is kept of paragraphs is about it. *adoption*: that of
    the newest draft, None where it is not adopted.
    """

    communique: Communique
    versions: tuple[DraftVersion, ...]
    contexts: tuple[RoundContext, ...]
    whole: bool
    adoption: Adoption | None = None

    @property
    def newest(self) -> DraftVersion:
        """Raises NotFound where nothing may be read."""
        return self.get(None)

    @property
    def context(self) -> RoundContext | None:
        """The last round on one of the drafts, closed or not; None before the first."""
        return self.contexts[-1] if self.contexts else None

    @property
    def is_adopted(self) -> bool:
        """Whether the text is adopted, so that nothing in it is changed any more."""
        return self.adoption is not None

    @property
    def is_running(self) -> bool:
        """Whether a round on the text is not closed."""
        return self.context is not None and self.context.round.closed_at is None

    def require_not_adopted(self) -> None:
        """Raise TextAdopted where the text is adopted: by this a page refuses before anything is typed."""
        if self.adoption is not None:
            require_not_adopted(self.adoption.symbol, self.adoption.day)

    def get(self, sequence: int | None) -> DraftVersion:
        """Return the draft with *sequence*, the newest for None. Raises NotFound."""
        for version in reversed(self.versions):
            if sequence is None or version.draft.sequence == sequence:
                return version
        raise NotFound()

    def find_compiled_context(self, version: DraftVersion) -> RoundContext | None:
        """Return the round whose proposals stand beside a draft: the one on it, else the one that made it, if any."""
        draft = version.draft.id
        on_it = (context for context in self.contexts if context.round.draft_id == draft)
        made_it = (context for context in self.contexts if context.round.next_draft_id == draft)
        return next(chain(on_it, made_it), None)

    def find_earlier(self, version: DraftVersion, sequence: int | None) -> DraftVersion | None:
        """Return the draft with *sequence* before *version*, without a number the last one, if any. Raises NotFound."""
        earlier = self.before(version)
        if sequence is None:
            return earlier[-1] if earlier else None
        for candidate in earlier:
            if candidate.draft.sequence == sequence:
                return candidate
        raise NotFound()

    def until(self, moment: datetime) -> "DraftSet":
        """Return the same as it was just before a *moment*; the rounds are those on the drafts that there were then."""
        versions = tuple(
            _then(version, moment) for version in self.versions if version.draft.made_at < moment
        )
        by_key = {version.draft.id: version for version in versions}
        contexts = together(
            RoundContext(context.round, by_key[context.round.draft_id], context.meeting)
            for context in self.contexts
            if context.round.draft_id in by_key
        )
        adopted = self.adoption if self.adoption is not None and self.adoption.at < moment else None
        return DraftSet(self.communique, versions, contexts, self.whole, adopted)

    def before(self, version: DraftVersion) -> tuple[DraftVersion, ...]:
        """Return the drafts earlier than *version*, oldest first."""
        return tuple(earlier for earlier in self.versions if earlier.draft.sequence < version.draft.sequence)


def _then(version: DraftVersion, moment: datetime) -> DraftVersion:
    """Return a draft as it was just before a *moment*: perhaps not circulated yet."""
    circulated = version.circulation is not None and version.circulation.at < moment
    return version if circulated else DraftVersion(version.draft, None)


_SHELVES = (
    select(Draft, Circulation, Round, Communique, Adoption)
    .join(Communique, Communique.id == Draft.communique_id)
    .outerjoin(Circulation, Circulation.draft_id == Draft.id)
    .outerjoin(Round, Round.draft_id == Draft.id)
    .outerjoin(Adoption, Adoption.communique_id == Communique.id)
    .order_by(Draft.sequence)
)
_DRAFT_SET = _SHELVES.where(Communique.id == bindparam("communique"))
_DRAFT_SET_BY_CODE = _SHELVES.join(Meeting, Meeting.id == Communique.meeting_id).where(
    Communique.code == bindparam("code"), Meeting.removed_at.is_(None)
)


def draft_set(session: Session, communique_id: int, actor: Actor) -> DraftSet:
    """
    Return what *actor* may read of a communiqué, which may be nothing. One query.

    Raises NotFound; TextWithdrawn to who may read it.
    """
    return _draft_set(session.execute(_DRAFT_SET, {"communique": communique_id}).all(), actor)


def draft_sets(session: Session, communiques: Sequence[int], actor: Actor) -> list[DraftSet]:
    """
    Return what *actor* may read of several communiqués, in the order of their keys; none that was withdrawn. One query.

    A communiqué of which they may read nothing is left out.
    """
    rows: dict[int, list[Any]] = {key: [] for key in communiques}
    for row in session.execute(_SHELVES.where(Communique.id.in_(communiques), NOT_WITHDRAWN)):
        rows[row[3].id].append(row)
    sets = [_draft_set(own, actor) for own in rows.values() if own]
    return [drafts for drafts in sets if drafts.versions]


def open_draft_set(session: Session, code: str, actor: Actor) -> DraftSet:
    """
    Return what *actor* may read of the communiqué with *code*. One query.

    Raises NotFound where that is nothing, TextWithdrawn to who may read it.
    """
    drafts = _draft_set(session.execute(_DRAFT_SET_BY_CODE, {"code": code}).all(), actor)
    if not drafts.versions:
        raise NotFound()
    return drafts


def _draft_set(rows: Sequence[Any], actor: Actor) -> DraftSet:
    if not rows:
        raise NotFound()
    first: Draft = rows[0][0]
    meeting: int = rows[0][3].meeting_id
    readable = [
        (DraftVersion(draft, circulation, _adopted_as(draft, adoption)), round_)
        for draft, circulation, round_, _communique, adoption in rows
        if may(actor, Act.READ_DRAFT, Facts(meeting=meeting, circulated=circulation is not None))
    ]
    if readable and first.withdrawn_at is not None:
        raise TextWithdrawn(symbol=first.symbol)
    return DraftSet(
        rows[0][3],
        tuple(version for version, _ in readable),
        together(
            RoundContext(round_, version, meeting) for version, round_ in readable if round_ is not None
        ),
        whole=bool(readable) and readable[-1][0].draft is rows[-1][0],
        adoption=rows[0][4],
    )


def _adopted_as(draft: Draft, adoption: Adoption | None) -> str:
    return adoption.symbol if adoption is not None and adoption.draft_id == draft.id else ""


class OtherDraft(NamedTuple):
    """A draft of another communiqué: the code and the title of that, its own sequence and symbol."""

    communique: str
    title: str
    sequence: int
    symbol: str


def drafts_of_other_texts(session: Session, actor: Actor, communique: Communique) -> list[OtherDraft]:
    """
    Return the drafts of other communiqués in the same language that *actor* may read, the newest first. One query.
    """
    rows = session.execute(
        select(
            Communique.code,
            Communique.title,
            Draft.sequence,
            SYMBOL,
            Circulation.id,
            Communique.meeting_id,
        )
        .join(Communique, Communique.id == Draft.communique_id)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .outerjoin(Adoption, IS_ADOPTED)
        .where(Communique.id != communique.id, Communique.language == communique.language, NOT_WITHDRAWN)
        .order_by(Communique.id.desc(), Draft.sequence.desc())
    )
    return [
        OtherDraft(code, title, sequence, symbol)
        for code, title, sequence, symbol, circulation, meeting in rows
        if may(actor, Act.READ_DRAFT, Facts(meeting=meeting, circulated=circulation is not None))
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


class TextRow(NamedTuple):
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
    conflicts: int = 0
    reference: str = ""
    """What the line is called where it stands alone: "12", "13 (a)", "PP3"; "" where only its words name it."""
    ad_referendum: bool = False
    """It is agreed, and that waits for its confirmation."""
    city: str = ""
    """In which city sits the body that agreed it, by its stored value; "" where it is not agreed, or not told."""
    declined: bool = False
    """It is agreed at a level, and somebody declined it since, as far as the reader may know."""
    broken: bool | None = False
    """It is `declined`, at last by the break of a silence; None where it is not told whether by that or a sitting."""
    asked_to_reopen: bool = False
    """It is agreed, and a pending proposal asks to reopen it, as far as the reader may know."""

    @property
    def number(self) -> str:
        """The number as a list of lines prints it."""
        return listed_number(self.label, self.kind, self.reference)

    @property
    def drawn_state(self) -> str:
        """The state as maps and counts tell it: see `counted_state`, what is agreed ad referendum apart."""
        state = counted_state(self.state, declined=self.declined)
        return "ad-referendum" if state == ParagraphState.AGREED and self.ad_referendum else state

    @property
    def agreement(self) -> LastDecision | None:
        """At which level it is agreed and since when, for who reads all proposals; None where it is not agreed."""
        if self.agreed_on is None:
            return None
        unconfirmed = frozenset([0] if self.ad_referendum else ())
        return LastDecision(self.level, self.agreed_on, unconfirmed=unconfirmed, city=self.city)


def _city(on: ColumnElement[bool]) -> ColumnElement[str]:
    """Return the city of the body that took the last live decision *on* what a paragraph says that is agreed now."""
    return (
        select(Body.city)
        .select_from(Decision)
        .outerjoin(Sitting, Sitting.id == Decision.sitting_id)
        .outerjoin(Silence, Silence.id == Decision.silence_id)
        .join(Body, Body.id == func.coalesce(Sitting.body_id, Silence.body_id))
        .where(
            on,
            Decision.level == Paragraph.agreed_level,
            Decision.agreed_on == Paragraph.agreed_on,
            ~voided(Decision.id),
        )
        .order_by(Decision.id.desc())
        .limit(1)
        .correlate(Paragraph)
        .scalar_subquery()
    )


_CAME_FROM = select(Descent.ancestor_id).where(Descent.paragraph_id == Paragraph.id).correlate(Paragraph)
CITY = func.coalesce(
    _city(Decision.paragraph_id == Paragraph.id), _city(Decision.paragraph_id.in_(_CAME_FROM))
)
"""In which city sits the body that agreed a paragraph, as its state says; or what it was split from or joined of."""
_TEXT_ROWS = (
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
        Paragraph.conflicts,
        LineRow.reference,
        Paragraph.ad_referendum,
        func.coalesce(CITY, "").label("city"),
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
    case((Paragraph.ad_referendum, "r"), else_=""),
]
_EACH = (
    select(reduce(lambda left, right: left + " " + right, _MARK).label("mark"))
    .select_from(LineRow)
    .join(Paragraph, Paragraph.id == LineRow.paragraph_id)
    .where(LineRow.draft_id == bindparam("draft"))
    .order_by(LineRow.position)
    .subquery()
)
_MARKS = select(func.aggregate_strings(_EACH.c.mark, ","))


def text_marks(session: Session, draft_id: int) -> Hashable:
    """
    Return what tells whether the page of a draft is still the one that was drawn. One query, of one row.

    The lines of a draft are never rewritten: it is the draft and what is kept of its paragraphs.
    """
    return draft_id, session.connection().scalar(_MARKS, {"draft": draft_id})


def text_rows(session: Session, draft_id: int) -> list[TextRow]:
    """Return the lines of a draft in order. One query."""
    return [TextRow(*row) for row in session.execute(_TEXT_ROWS, {"draft": draft_id})]


def line_of(row: TextRow) -> Line:
    """Return *row* as the rules see it."""
    return Line(
        row.paragraph,
        row.text,
        LineKind(row.kind),
        row.depth,
        label=row.label,
        wording=row.wording,
        reference=row.reference,
    )


def symbols_of_wordings(session: Session, drafts: DraftSet, wordings: Collection[int]) -> dict[int, str]:
    """Map each wording to the symbol of the last of *drafts* that printed it. One query, none for none."""
    if not wordings:
        return {}
    rows = session.execute(
        select(LineRow.wording_id, Draft.symbol)
        .join(Draft, Draft.id == LineRow.draft_id)
        .where(
            LineRow.wording_id.in_(wordings),
            LineRow.draft_id.in_([version.draft.id for version in drafts.versions]),
        )
        .order_by(Draft.sequence)
    )
    return dict(rows.all())


def descents_of_text(session: Session, communique_id: int) -> list[tuple[int, int]]:
    """Return the descents of a communiqué, as pairs (paragraph, ancestor). One query."""
    rows = session.execute(
        select(Descent.paragraph_id, Descent.ancestor_id)
        .join(Paragraph, Paragraph.id == Descent.paragraph_id)
        .where(Paragraph.communique_id == communique_id)
        .order_by(Descent.ancestor_id, Descent.paragraph_id)
    )
    return [(paragraph, ancestor) for paragraph, ancestor in rows]


def codes_in_drafts(session: Session, draft_ids: Sequence[int]) -> dict[int, str]:
    """Return the code of each paragraph that stands in one of the drafts. One query."""
    rows = session.execute(
        select(Paragraph.id, Paragraph.code)
        .join(LineRow, LineRow.paragraph_id == Paragraph.id)
        .where(LineRow.draft_id.in_(draft_ids))
        .distinct()
    )
    return {row[0]: row[1] for row in rows}


def codes_of_paragraphs(session: Session, paragraphs: Sequence[int]) -> dict[int, str]:
    """Return the code of each of *paragraphs*. One query."""
    rows = session.execute(select(Paragraph.id, Paragraph.code).where(Paragraph.id.in_(paragraphs)))
    return {row[0]: row[1] for row in rows}


BY_JOIN = (
    JOINED.join(Round, Round.id == Decision.round_id)
    .where(
        Round.closed_at.is_not(None),
        Revision.other_id == Descent.ancestor_id,
        Decision.paragraph_id == Descent.paragraph_id,
    )
    .order_by(None)
    .correlate(Descent)
    .exists()
)
"""The condition on Descent that a join made it, in a round that is closed; otherwise a split did."""
_DESCENTS = (
    select(Descent.paragraph_id, Descent.ancestor_id, BY_JOIN)
    .join(Paragraph, Paragraph.id == Descent.paragraph_id)
    .where(Paragraph.communique_id == bindparam("communique"))
    .order_by(Descent.ancestor_id, Descent.paragraph_id)
)
"""The descents of a text, each with whether a join made it."""

LineOfText = TypeVar("LineOfText")


@dataclass(frozen=True, slots=True)
class Lineage:
    """
    *heirs*: by paragraph what was divided from it, or what it was joined to.

    *births*: the sequence of the first draft that printed each of these. *joined*: the pairs of a paragraph and
    the one that it was joined to.
    """

    heirs: Mapping[int, Sequence[int]] = field(default_factory=dict)
    births: Mapping[int, int] = field(default_factory=dict)
    joined: Collection[tuple[int, int]] = frozenset()

    def lines(self, paragraph: int, rows: Mapping[int, LineOfText], since: int = 0) -> tuple[LineOfText, ...]:
        """
        Return those of *rows* (by paragraph, in order) that a paragraph is in: itself first, then what came from it.

        What was divided from it in the draft with the sequence *since* or before did not come from
        what was proposed on that draft, and is left out, also where the paragraph itself was deleted since.
        """
        seen, waiting = {paragraph}, [paragraph]
        while waiting:
            key = waiting.pop()
            heirs = {
                heir
                for heir in self.heirs.get(key, ())
                if self.births.get(heir, since + 1) > since
                or (key not in rows and (key, heir) in self.joined)
            } - seen
            seen |= heirs
            waiting += heirs
        others = (row for key, row in rows.items() if key in seen and key != paragraph)
        return (rows[paragraph], *others) if paragraph in rows else tuple(others)

    def is_parted(
        self, paragraph: int, rows: Container[int], between: tuple[int, int], *, joined: Container[int]
    ) -> bool:
        """
        Return whether a paragraph was divided *between* two drafts, by their sequences: after the first, for the second
        or before; and a part of it is not among *rows*, the paragraphs of the second.

        *joined*: what accepted joins took in; such a part is in the text as long as what took it in is.
        """
        since, until = between
        seen, waiting, divided = {paragraph}, [paragraph], False
        gone = False
        while waiting:
            key = waiting.pop()
            gone |= key not in rows and key not in joined
            heirs = {heir for heir in self.heirs.get(key, ()) if since < self.births.get(heir, 0) <= until}
            divided |= bool(heirs)
            waiting += heirs - seen
            seen |= heirs
        return divided and gone

    def words(self, paragraph: int, texts: Mapping[int, str], sequence: int) -> list[str]:
        """
        Return those of *texts* (by paragraph, in order), of the draft with that *sequence*, that hold a paragraph:

        its own line with what was divided from it for that draft, or the one that it was joined to.
        """
        heirs = self.heirs.get(paragraph, ())
        if paragraph in texts:
            heirs = [heir for heir in heirs if self.births.get(heir, sequence) == sequence]
        return [text for key, text in texts.items() if key == paragraph or key in heirs]


def load_lineage(session: Session, communique_id: int) -> Lineage:
    """Return the lineage of a communiqué's paragraphs. Two queries, one where nothing was divided or joined yet."""
    heirs: dict[int, list[int]] = {}
    joined = set()
    for paragraph, ancestor, was_joined in session.execute(_DESCENTS, {"communique": communique_id}):
        heirs.setdefault(ancestor, []).append(paragraph)
        if was_joined:
            joined.add((ancestor, paragraph))
    if not heirs:
        return Lineage()
    births = session.execute(
        select(LineRow.paragraph_id, func.min(Draft.sequence))
        .join(Draft, Draft.id == LineRow.draft_id)
        .where(Draft.communique_id == communique_id, LineRow.paragraph_id.in_(select(Descent.paragraph_id)))
        .group_by(LineRow.paragraph_id)
    )
    return Lineage(heirs, {row[0]: row[1] for row in births}, joined)
