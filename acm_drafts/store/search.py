"""
What one search finds in texts with their annotations, proposals, decisions, reservations and answers to calls, as far
as its reader may read them.

Each kind is asked with the condition by which its own pages show it, so that a search tells nothing more. Nothing is
counted and nothing is ranked: hits come in the order of the texts, and no hidden row moves one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from acm_drafts.negotiation.library import Search
from acm_drafts.negotiation.permissions import WRITES, Actor
from acm_drafts.negotiation.search import needles
from acm_drafts.negotiation.terms import DecisionKind, ReservationAct, TextKind
from acm_drafts.store.conditions import VOIDING
from acm_drafts.store.inputs import parts_of
from acm_drafts.store.meetings import Text
from acm_drafts.store.records import (
    Annotation,
    Communique,
    Decision,
    Input,
    InputCall,
    InputCallVersion,
    InputVersion,
    LineRow,
    Paragraph,
    Party,
    Reservation,
    ReservationActRow,
    SearchText,
    Wording,
)
from acm_drafts.store.rounds import LastShown, RoundContext
from acm_drafts.store.text import DraftSet, draft_sets
from acm_drafts.store.visibility import (
    decision_reasons_read_by,
    input_calls_read_by,
    last_shown_in,
    reservations_read_by,
)

AT_END = 1_000_000
"""The place of what stands in no line: after all lines."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which of the hits are asked for: at most *most*, from number *start* (from 0)."""

    start: int
    most: int


@dataclass(frozen=True)
class Readable:
    """The texts in which a search looks for *actor*, in the order of its hits, each with the drafts that they read."""

    actor: Actor
    texts: tuple[DraftSet, ...]

    @cached_property
    def drafts(self) -> Mapping[int, tuple[DraftSet, int]]:
        """The text of each draft that is read, and its number among that text's drafts."""
        return {
            version.draft.id: (text, place)
            for text in self.texts
            for place, version in enumerate(text.versions)
        }

    @cached_property
    def newest(self) -> Sequence[int]:
        """The keys of the newest drafts that are read."""
        return [text.newest.draft.id for text in self.texts]

    @cached_property
    def by_key(self) -> Mapping[int, DraftSet]:
        """The texts by their keys."""
        return {text.communique.id: text for text in self.texts}

    @cached_property
    def contexts(self) -> Sequence[Mapping[int, RoundContext]]:
        """The rounds of each text that has any, by their keys."""
        return [
            {context.round.id: context for context in text.contexts} for text in self.texts if text.contexts
        ]

    @cached_property
    def runs(self) -> Sequence[LastShown]:
        """Of the rounds that are not shown to the reader: as what their proposals are read."""
        return [run for rounds in self.contexts for run in last_shown_in(self.actor, tuple(rounds.values()))]

    @cached_property
    def untold(self) -> Sequence[int]:
        """The keys of the closed rounds of which the reader does not read what came out of them."""
        return [
            key
            for rounds in self.contexts
            for key, context in rounds.items()
            if context.round.next_draft_id and context.round.next_draft_id not in self.drafts
        ]

    def rank(self, communique: Any) -> ColumnElement[int]:
        """Return the place of a text among those in which the search looks."""
        return case({key: rank for rank, key in enumerate(self.by_key)}, value=communique, else_=AT_END)


def readable_texts(session: Session, actor: Actor, texts: Sequence[Text]) -> Readable:
    """Return those of *texts* that *actor* may read, in the same order. One query, none for none."""
    keys = [text.communique.id for text in texts if text.readable]
    return Readable(actor, tuple(draft_sets(session, keys, actor)) if keys else ())


def found_by(search: Search, words: Any = SearchText) -> ColumnElement[bool]:
    """Return the condition on SearchText (or an alias of it) that it holds all that is searched for."""
    return and_(*(words.folded.contains(needle, autoescape=True) for needle in needles(search)))


# Texts ---------------------------------------------------------------------------------------------


class FoundLine(NamedTuple):
    """
    A line that holds what was searched for, in the last draft in which it does.

    *language* is that of *text*, which may be a translation. *is_newest*: the draft is the newest that is read.
    """

    communique: str
    sequence: int
    symbol: str
    is_newest: bool
    of_agenda: bool
    paragraph: str
    reference: str
    text: str
    language: str


_LATER_LINE, _LATER_WORDING, _LATER_TEXT, _NEWER = (
    aliased(LineRow),
    aliased(Wording),
    aliased(SearchText),
    aliased(Wording),
)


def _prints(wording: Any) -> ColumnElement[int]:
    """Return the key of the wording that a line prints where *wording* is read: itself, or what it translates."""
    return func.coalesce(wording.translation_of_id, wording.id)


def find_lines(session: Session, readable: Readable, search: Search, window: Window) -> list[FoundLine]:
    """
    Return the lines that hold all that is searched for, in any language, of drafts that are read. One query.

    Of each paragraph the last draft whose words hold it. In the order of the texts, later drafts first, then of place.
    """
    if not readable.drafts:
        return []
    ranks = {key: rank for rank, key in enumerate(_latest_first(readable))}
    outdated = select(_NEWER.id).where(
        _NEWER.translation_of_id == Wording.translation_of_id,
        _NEWER.language == Wording.language,
        _NEWER.sequence > Wording.sequence,
    )
    rows = session.execute(
        select(LineRow.draft_id, Paragraph.code, LineRow.reference, Wording.text, Wording.language)
        .select_from(SearchText)
        .join(Wording, and_(SearchText.subject == "wordings", Wording.id == SearchText.key))
        .join(LineRow, LineRow.wording_id == _prints(Wording))
        .join(Paragraph, Paragraph.id == LineRow.paragraph_id)
        .where(
            found_by(search),
            LineRow.draft_id.in_(ranks),
            ~outdated.exists(),
            ~_holds_later(search, list(ranks)).exists(),
        )
        .order_by(case(ranks, value=LineRow.draft_id), LineRow.position, Wording.language, Wording.id)
        .offset(window.start)
        .limit(window.most)
    )
    return [FoundLine(*_draft(readable, draft), *rest) for draft, *rest in rows]


def _latest_first(readable: Readable) -> Iterator[int]:
    """Yield the keys of the drafts that are read: text by text, of each the newest first."""
    for text in readable.texts:
        yield from (version.draft.id for version in reversed(text.versions))


def _holds_later(search: Search, drafts: Sequence[int]) -> Select[Any]:
    """Return the query for a later draft in which the paragraph of LineRow holds it too, in the same language."""
    return (
        select(_LATER_LINE.id)
        .join(_LATER_WORDING, _prints(_LATER_WORDING) == _LATER_LINE.wording_id)
        .join(_LATER_TEXT, and_(_LATER_TEXT.subject == "wordings", _LATER_TEXT.key == _LATER_WORDING.id))
        .where(
            _LATER_LINE.paragraph_id == LineRow.paragraph_id,
            _LATER_LINE.draft_id.in_(drafts),
            _LATER_LINE.draft_id > LineRow.draft_id,
            _LATER_WORDING.paragraph_id == LineRow.paragraph_id,
            _LATER_WORDING.language == Wording.language,
            found_by(search, _LATER_TEXT),
        )
    )


def _draft(readable: Readable, key: int) -> tuple[str, int, str, bool, bool]:
    """Return text, number and symbol of a draft, whether it is the newest that is read, and whether of an agenda."""
    text, place = readable.drafts[key]
    version = text.versions[place]
    of_agenda = text.communique.kind == TextKind.AGENDA
    return text.communique.code, version.draft.sequence, version.symbol, version is text.newest, of_agenda


# Annotations ---------------------------------------------------------------------------------------


class FoundAnnotation(NamedTuple):
    """An annotation that stands under an item of the newest agenda that is read: where, and its words."""

    communique: str
    symbol: str
    paragraph: str
    reference: str
    text: str


_LATER_NOTE = aliased(Annotation)


def find_annotations(
    session: Session, readable: Readable, search: Search, window: Window
) -> list[FoundAnnotation]:
    """Return the annotations that hold it, as the annotated agenda shows them. One query, in the order of items."""
    if not readable.texts:
        return []
    later = select(_LATER_NOTE.id).where(
        _LATER_NOTE.paragraph_id == Annotation.paragraph_id, _LATER_NOTE.sequence > Annotation.sequence
    )
    rows = session.execute(
        select(LineRow.draft_id, Paragraph.code, LineRow.reference, Annotation.text)
        .select_from(SearchText)
        .join(Annotation, and_(SearchText.subject == "annotations", Annotation.id == SearchText.key))
        .join(Paragraph, Paragraph.id == Annotation.paragraph_id)
        .join(LineRow, LineRow.paragraph_id == Annotation.paragraph_id)
        .where(found_by(search), LineRow.draft_id.in_(readable.newest), ~later.exists())
        .order_by(readable.rank(Annotation.communique_id), LineRow.position)
        .offset(window.start)
        .limit(window.most)
    )
    annotations = []
    for draft, paragraph, reference, words in rows:
        code, _sequence, symbol, *_rest = _draft(readable, draft)
        annotations.append(FoundAnnotation(code, symbol, paragraph, reference, words))
    return annotations


# Where a paragraph is ------------------------------------------------------------------------------


class PlaceOfParagraph(NamedTuple):
    """
    What a paragraph is called in the last draft that prints it: its code, its reference, and the symbol of the draft.

    *of_agenda*: it is an item of an agenda.
    """

    code: str
    reference: str
    symbol: str
    of_agenda: bool


def places_of(
    session: Session, readable: Readable, paragraphs: Collection[int]
) -> dict[int, PlaceOfParagraph]:
    """Map those of *paragraphs* that a draft prints which is read to what they are called. One query, none for none."""
    if not paragraphs:
        return {}
    rows = session.execute(
        select(LineRow.paragraph_id, Paragraph.code, LineRow.reference, LineRow.draft_id)
        .join(Paragraph, Paragraph.id == LineRow.paragraph_id)
        .where(LineRow.paragraph_id.in_(paragraphs), LineRow.draft_id.in_(readable.drafts))
        .order_by(LineRow.draft_id)
    )
    places = {}
    for key, code, name, draft in rows:
        _communique, _sequence, symbol, _is_newest, of_agenda = _draft(readable, draft)
        places[key] = PlaceOfParagraph(code, name, symbol, of_agenda)
    return places


def position_in_newest(readable: Readable, paragraph: Any) -> ColumnElement[int]:
    """Return where a paragraph stands in the newest draft that is read, null where it is not in that."""
    return (
        select(func.min(LineRow.position))
        .where(LineRow.draft_id.in_(readable.newest), LineRow.paragraph_id == paragraph)
        .scalar_subquery()
    )


# Decisions -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """A decision whose reason holds it; *paragraph*: the code of its paragraph; *voided*: it no longer counts."""

    decision: Decision
    communique: str
    paragraph: str
    voided: bool


def find_decisions(
    session: Session, readable: Readable, search: Search, window: Window
) -> list[FoundDecision]:
    """
    Return the decisions whose reason holds it, and is read. One query.

    In the order of the texts, then of their paragraphs, then as they were taken.
    """
    if not readable.contexts:
        return []
    rows = session.execute(
        select(Decision, VOIDING.id, Paragraph.code)
        .select_from(SearchText)
        .join(Decision, and_(SearchText.subject == "decisions", Decision.id == SearchText.key))
        .join(Paragraph, Paragraph.id == Decision.paragraph_id)
        .outerjoin(VOIDING, VOIDING.voids_id == Decision.id)
        .where(
            found_by(search),
            Decision.kind != DecisionKind.VOID,
            decision_reasons_read_by(readable.actor, readable.contexts),
        )
        .order_by(
            readable.rank(Decision.communique_id),
            func.coalesce(position_in_newest(readable, Decision.paragraph_id), AT_END),
            Decision.id,
        )
        .offset(window.start)
        .limit(window.most)
    )
    return [
        FoundDecision(
            decision, readable.by_key[decision.communique_id].communique.code, code, voided is not None
        )
        for decision, voided, code in rows
    ]


# Reservations --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundReservation:
    """A reservation that stands and holds it in what it says now; *communique* is the code of its text."""

    reservation: Reservation
    communique: str
    words: str


_LATER_ACT = aliased(ReservationActRow)


def _stands() -> ColumnElement[bool]:
    """Return the condition that a ReservationActRow is the last of its reservation, and did not withdraw it."""
    later = select(_LATER_ACT.id).where(
        _LATER_ACT.reservation_id == ReservationActRow.reservation_id,
        _LATER_ACT.sequence > ReservationActRow.sequence,
    )
    return and_(ReservationActRow.act != ReservationAct.WITHDRAW, ~later.exists())


def _reservation_read(readable: Readable) -> ColumnElement[bool]:
    """Return the condition on Reservation for those on the texts that are read, as far as they are."""
    return or_(
        false(),
        *(
            and_(
                Reservation.communique_id == key,
                reservations_read_by(readable.actor, text.communique.meeting_id),
            )
            for key, text in readable.by_key.items()
        ),
    )


def find_reservations(
    session: Session, readable: Readable, search: Search, window: Window
) -> list[FoundReservation]:
    """Return the reservations that hold it in the words in which they stand now, and are read. One query."""
    if not readable.texts:
        return []
    rows = session.execute(
        select(Reservation, Communique.code, ReservationActRow.words)
        .select_from(SearchText)
        .join(
            ReservationActRow,
            and_(SearchText.subject == "reservation_acts", ReservationActRow.id == SearchText.key),
        )
        .join(Reservation, Reservation.id == ReservationActRow.reservation_id)
        .join(Communique, Communique.id == Reservation.communique_id)
        .where(found_by(search), _stands(), _reservation_read(readable))
        .options(joinedload(Reservation.party, innerjoin=True))
        .order_by(
            readable.rank(Reservation.communique_id),
            func.coalesce(position_in_newest(readable, Reservation.paragraph_id), AT_END),
            Reservation.id,
        )
        .offset(window.start)
        .limit(window.most)
    )
    return [FoundReservation(*row) for row in rows]


# Answers to calls for inputs -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundInput:
    """
    A version of an answer that holds it: what it says by question, the code and title of its call, its text's code.
    """

    input: Input
    version: InputVersion
    parts: Mapping[int, str]
    communique: str
    call: str
    title: str


_LATER_VERSION = aliased(InputVersion)


def _input_read(readable: Readable) -> ColumnElement[bool]:
    """
    Return the condition on Input, its InputVersion and InputCall for answers that are read, as they stand.

    Of an own answer also the draft that was saved after it, as `store.inputs.inputs_to` gives it to the delegation.
    """
    later = select(_LATER_VERSION.id).where(
        _LATER_VERSION.input_id == InputVersion.input_id, _LATER_VERSION.sequence > InputVersion.sequence
    )
    stands = and_(InputVersion.submitted, ~later.where(_LATER_VERSION.submitted).exists())
    return or_(
        false(),
        *(
            and_(
                InputCall.communique_id == key,
                or_(
                    and_(Input.party_id.in_(reader.parties(*WRITES)), or_(stands, ~later.exists())),
                    and_(stands, input_calls_read_by(reader, text.communique.meeting_id)),
                ),
            )
            for key, text in readable.by_key.items()
            for reader in [readable.actor.at(text.communique.meeting_id)]
        ),
    )


def find_inputs(session: Session, readable: Readable, search: Search, window: Window) -> list[FoundInput]:
    """
    Return the answers that hold it as they stand, and are read; of own ones also the draft after that. Two queries.

    In the order of the texts, of each the newest call first, then by the codes of the delegations, which tell nothing
    of who began to answer first.
    """
    if not readable.texts:
        return []
    newest = select(func.max(InputCallVersion.sequence)).where(InputCallVersion.call_id == InputCall.id)
    rows = session.execute(
        select(Input, InputVersion, Communique.code, InputCall.code, InputCallVersion.title)
        .select_from(SearchText)
        .join(InputVersion, and_(SearchText.subject == "input_versions", InputVersion.id == SearchText.key))
        .join(Input, Input.id == InputVersion.input_id)
        .join(Input.party)
        .join(InputCall, InputCall.id == Input.call_id)
        .join(InputCallVersion, InputCallVersion.call_id == InputCall.id)
        .join(Communique, Communique.id == InputCall.communique_id)
        .where(
            found_by(search),
            InputCallVersion.sequence == newest.correlate(InputCall).scalar_subquery(),
            _input_read(readable),
        )
        .options(contains_eager(Input.party))
        .order_by(
            readable.rank(InputCall.communique_id), InputCall.id.desc(), Party.code, InputVersion.sequence
        )
        .offset(window.start)
        .limit(window.most)
    ).all()
    parts = parts_of(session, [version.id for _, version, *_ in rows])
    return [FoundInput(given, version, parts[version.id], *rest) for given, version, *rest in rows]
