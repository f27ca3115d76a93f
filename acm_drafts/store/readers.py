"""
Who may read a line of the journal, and whom does it concern: people as the rules see them, and the facts of lines.

The other direction, which lines somebody may read, is in store.journal. However many lines and people there are, the
number of queries is the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Result, Row, Select, select, union
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.journal import OF_AGREEMENTS, OF_REOPENINGS, LineFacts
from acm_drafts.negotiation.notices import OF_WHOLE_GROUP
from acm_drafts.negotiation.permissions import Actor, Facts, Office
from acm_drafts.negotiation.terms import PartyKind, Role, Scope, Stage
from acm_drafts.store.bodies import BodyRecord, bodies_by_key
from acm_drafts.store.discussions import discussion_facts
from acm_drafts.store.inputs import ACTS_ON_CALLS, SETS_DEADLINE, CallOfLine, calls_of_lines
from acm_drafts.store.meetings import DEFAULT_ZONE, ONLY, today_in
from acm_drafts.store.people import in_term
from acm_drafts.store.records import (
    Amendment,
    Appointment,
    Communique,
    Cosponsor,
    Draft,
    JournalLine,
    Meeting,
    Party,
    Revision,
    Round,
    Silence,
    Sitting,
    User,
    VerdictRow,
)
from acm_drafts.store.rounds import RoundContext, contexts_of
from acm_drafts.store.small_groups import facts_of_small_groups
from acm_drafts.store.visibility import facts_of, facts_on_table, input_facts, position_facts

# People ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reader:
    """A person with an office today: how to write to them, and as whom the rules see them, at no meeting yet."""

    id: int
    email: str
    language: str
    zone: str
    actor: Actor


_ITS, _ONLY = aliased(Meeting), aliased(Meeting)
_READERS = (
    select(
        User,
        Appointment,
        Party,
        _ITS.zone,
        _ONLY.zone,
    )
    .join(Appointment, Appointment.user_id == User.id)
    .outerjoin(Party, Party.id == Appointment.party_id)
    .outerjoin(_ITS, _ITS.id == Appointment.meeting_id)
    .outerjoin(_ONLY, _ONLY.id == ONLY.scalar_subquery())
    .where(User.disabled_at.is_(None))
    .order_by(User.id)
)


def load_readers(session: Session, users: Collection[int] | None = None) -> list[Reader]:
    """Return the people who hold an office today, of *users* (None: of all); none that is suspended. One query."""
    wanted = _READERS if users is None else _READERS.where(User.id.in_(users))
    people: dict[User, set[Office]] = {}
    for user, term, party, its_zone, only_zone in session.execute(wanted):
        today = today_in(its_zone or only_zone or DEFAULT_ZONE)
        if in_term(term.starts_on, term.ends_on, today):
            people.setdefault(user, set()).add(_office(term, party))
    return [
        Reader(user.id, user.email, user.language, user.zone, Actor(user.id, user.name, frozenset(offices)))
        for user, offices in people.items()
    ]


def _office(term: Appointment, party: Party | None) -> Office:
    if party is None:
        return Office(Role(term.role), meeting=term.meeting_id)
    return Office(Role(term.role), party.id, party.code, PartyKind(party.kind), term.meeting_id)


# Lines -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal with the facts that decide who reads it, its round, and its meeting, if it has one."""

    line: JournalLine
    facts: LineFacts
    round: Round | None
    meeting: Meeting | None

    @property
    def zone(self) -> str:
        """The zone of its meeting."""
        return self.meeting.zone if self.meeting else DEFAULT_ZONE


def load_lines(session: Session, keys: Collection[int]) -> list[Line]:
    """
    Return lines of the journal with their facts, in order.

    Six queries at most, ten more with acts of bodies, two more with discussions, one with small groups,
    three with calls for inputs.
    """
    rows = session.execute(
        select(JournalLine, Meeting)
        .outerjoin(Communique, Communique.id == JournalLine.communique_id)
        .outerjoin(Meeting, Meeting.id == Communique.meeting_id)
        .where(JournalLine.id.in_(keys))
        .order_by(JournalLine.id)
    ).all()
    around = _around(session, [line for line, *_ in rows])
    return [
        Line(line, _facts(line, meeting.id if meeting else None, around), _round_of(line, around), meeting)
        for line, meeting in rows
    ]


@dataclass(frozen=True, slots=True)
class _Around:
    """What lines are about, by key: rounds, proposals, their sponsors, and parties with proposals on paragraphs."""

    rounds: Mapping[int, RoundContext]
    amendments: Mapping[int, Amendment]
    sponsors: Mapping[int, frozenset[int]]
    on_paragraph: Mapping[int, frozenset[int]]
    to_confirm: Mapping[tuple[int, str], frozenset[int]]
    sittings: Mapping[int, Facts]
    silences: Mapping[int, Facts]
    small_groups: Mapping[str, Facts]
    discussions: Mapping[str, Facts]
    calls: Mapping[str, CallOfLine]


def _of_small_groups(lines: Iterable[JournalLine]) -> Iterator[str]:
    """Yield the codes of the small groups that lines are about for their members."""
    for line in lines:
        if line.scope == Scope.SMALL_GROUP or line.act in OF_WHOLE_GROUP:
            yield line.subject


def _around(session: Session, lines: Sequence[JournalLine]) -> _Around:
    amendments = _amendments(session, _keys(lines, "amendment_id"))
    reopened = {line.paragraph_id for line in lines if line.act in OF_REOPENINGS and line.paragraph_id}
    circulated = {line.communique_id or 0 for line in lines if line.act == "circulate"}
    return _Around(
        rounds=contexts_of(session, _keys(lines, "communique_id")),
        amendments=amendments,
        sponsors=_sponsors(session, amendments),
        on_paragraph=_on_paragraphs(session, {a.paragraph_id for a in amendments.values()} | reopened),
        to_confirm=_asked(session, circulated),
        sittings=_of_bodies(session, Sitting, _keys(lines, "sitting_id")),
        silences=_of_bodies(session, Silence, _keys(lines, "silence_id")),
        small_groups=facts_of_small_groups(session, set(_of_small_groups(lines))),
        discussions=discussion_facts(
            session, {line.subject for line in lines if line.scope == Scope.DISCUSSION}
        ),
        calls=_calls(session, lines),
    )


def _calls(session: Session, lines: Sequence[JournalLine]) -> dict[str, CallOfLine]:
    """Return the calls for inputs that lines are about, by their codes."""
    return calls_of_lines(session, {line.subject for line in lines if line.act in ACTS_ON_CALLS})


def _keys(lines: Sequence[JournalLine], name: str) -> set[int]:
    """Return the keys that lines hold under *name*."""
    return {key for line in lines if (key := getattr(line, name))}


def _amendments(session: Session, keys: Collection[int]) -> dict[int, Amendment]:
    """Return proposals by their keys. One query."""
    wanted = select(Amendment).where(Amendment.id.in_(keys))
    return {amendment.id: amendment for amendment in session.scalars(wanted)}


def _of_bodies(
    session: Session, act: type[Sitting] | type[Silence], keys: Collection[int]
) -> dict[int, Facts]:
    """Return the facts of what bodies did, on its day. Five queries for that of one meeting, none for none."""
    if not any(keys):
        return {}
    acts: Sequence[Any] = session.scalars(select(act).where(act.id.in_(keys))).all()
    bodies: dict[int, BodyRecord] = {}
    for meeting in {of.meeting_id for of in acts}:  # the lines of an act, or of a day, are of one
        bodies |= bodies_by_key(session, meeting, [of.body_id for of in acts])
    return {
        of.id: bodies[of.body_id].facts(of.day, recorded=isinstance(of, Sitting) and of.closed_at is not None)
        for of in acts
    }


def _sponsors(session: Session, amendments: Mapping[int, Amendment]) -> dict[int, frozenset[int]]:
    """Return the parties that sponsor or co-sponsor each proposal. One query."""
    joint = select(Cosponsor.amendment_id, Cosponsor.party_id).where(Cosponsor.amendment_id.in_(amendments))
    cosponsors = _grouped(session.execute(joint)) if amendments else {}
    return {
        key: cosponsors.get(key, frozenset()) | {amendment.sponsor_id}
        for key, amendment in amendments.items()
    }


def _on_paragraphs(session: Session, paragraphs: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the parties that sponsor or co-sponsor what is submitted on each of *paragraphs*. One query."""
    if not paragraphs:
        return {}
    submitted = (Amendment.paragraph_id.in_(paragraphs), Amendment.stage == Stage.SUBMITTED)
    sponsors = select(Amendment.paragraph_id, Amendment.sponsor_id).where(*submitted)
    joint = (
        select(Amendment.paragraph_id, Cosponsor.party_id)
        .join(Cosponsor, Cosponsor.amendment_id == Amendment.id)
        .where(*submitted)
    )
    return _grouped(session.execute(union(sponsors, joint)))


_Columns = Select[*tuple[Any, ...]]


def _asked(session: Session, communiques: Collection[int]) -> dict[tuple[int, str], frozenset[int]]:
    """
    Return the parties that are asked to confirm an outcome by the circulation of a draft: by text and symbol.

    They are those whose proposals were pending when the round that made the draft was closed. One query.
    """
    if not communiques:
        return {}
    judged: tuple[Any, ...] = (Round.communique_id.in_(communiques), Amendment.stage == Stage.SUBMITTED)
    sponsors: _Columns = select(Round.communique_id, Draft.symbol, Amendment.sponsor_id)
    cosponsors: _Columns = select(Round.communique_id, Draft.symbol, Cosponsor.party_id)
    rows: Result[int, str, int] = session.execute(
        union(
            _judged(sponsors).where(*judged),
            _judged(cosponsors).join(Cosponsor, Cosponsor.amendment_id == Amendment.id).where(*judged),
        )
    )
    return _grouped(((communique, symbol), party) for communique, symbol, party in rows)


def _judged(statement: _Columns) -> _Columns:
    return (
        statement.join_from(Round, Draft, Draft.id == Round.next_draft_id)
        .join(VerdictRow, VerdictRow.round_id == Round.id)
        .join(Revision, Revision.id == VerdictRow.revision_id)
        .join(Amendment, Amendment.id == Revision.amendment_id)
    )


def _grouped(rows: Iterable[Row[Any, Any] | tuple[Any, Any]]) -> dict[Any, frozenset[int]]:
    groups: dict[Any, set[int]] = {}
    for key, party in rows:
        groups.setdefault(key, set()).add(party)
    return {key: frozenset(parties) for key, parties in groups.items()}


def _round_of(line: JournalLine, around: _Around) -> Round | None:
    context = around.rounds.get(line.round_id or 0)
    return context.round if context else None


def _facts(line: JournalLine, meeting: int | None, around: _Around) -> LineFacts:
    facts = LineFacts(
        act=line.act,
        scope=Scope(line.scope),
        meeting=line.meeting_id if line.communique_id is None else meeting,
        user=line.user_id,
        party=line.party_id,
        to_confirm=around.to_confirm.get((line.communique_id or 0, line.subject), frozenset()),
        body=around.sittings.get(line.sitting_id or 0) or around.silences.get(line.silence_id or 0),
        position=_of_position(line, around),
        small_group=around.small_groups.get(line.subject),
        discussion=around.discussions.get(line.subject),
        input=_of_input(line, meeting, around),
        answered=around.calls[line.subject].answered if line.act in SETS_DEADLINE else frozenset(),
        on_paragraph=around.on_paragraph.get(line.paragraph_id or 0, frozenset()),
        running=_of_agreement(line, around),
    )
    amendment = around.amendments.get(line.amendment_id or 0)
    return _with_proposal(facts, line, amendment, around) if amendment else facts


def _of_position(line: JournalLine, around: _Around) -> Facts | None:
    """Return the facts of a position on a paragraph, None of any other line."""
    if line.scope != Scope.POSITION:
        return None
    return position_facts(around.rounds[line.round_id or 0], line.party_id)


def _of_agreement(line: JournalLine, around: _Around) -> Facts | None:
    """Return the facts of a proposal in the round in which the line agrees something, None once that is closed."""
    context = around.rounds.get(line.round_id or 0) if line.act in OF_AGREEMENTS else None
    return facts_on_table(context) if context and context.round.closed_at is None else None


def _of_input(line: JournalLine, meeting: int | None, around: _Around) -> Facts | None:
    """Return the facts of the answer of a delegation to a call for inputs, None of any other line."""
    if line.scope != Scope.INPUT:
        return None
    return input_facts(meeting, party=line.party_id, issued=True, shown=around.calls[line.subject].shown)


def _with_proposal(facts: LineFacts, line: JournalLine, amendment: Amendment, around: _Around) -> LineFacts:
    """Return the facts of a line that is about a proposal. An entry from the floor asks its sponsors to confirm it."""
    sponsors = around.sponsors[amendment.id]
    return replace(
        facts,
        proposal=_of_proposal(amendment, around),
        earlier=_earlier(line, amendment, around),
        sponsors=sponsors,
        on_paragraph=around.on_paragraph.get(amendment.paragraph_id, frozenset()),
        to_confirm=sponsors if line.act == "enter from floor" else frozenset(),
    )


def _of_proposal(amendment: Amendment, around: _Around) -> Facts:
    cosponsors = around.sponsors[amendment.id] - {amendment.sponsor_id}
    return facts_of(around.rounds[amendment.round_id], amendment, cosponsors=tuple(cosponsors))


def _earlier(line: JournalLine, amendment: Amendment, around: _Around) -> tuple[Facts, ...]:
    """Return what was shown of a proposal in the rounds from that of the line up to the one in which it stands."""
    then, now = around.rounds.get(line.round_id or 0), around.rounds[amendment.round_id]
    if then is None:
        return ()
    return tuple(
        facts_on_table(context, was_submitted=amendment.number is not None)
        for context in now.rounds
        if then.round.number <= context.round.number < now.round.number
    )
