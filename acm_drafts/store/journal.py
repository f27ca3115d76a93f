"""
The journal: one line for each act, written in the same transaction as the act; who reads it; what each line is about.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, insert, not_, or_, select, true
from sqlalchemy.orm import Bundle, Session, aliased

from acm_drafts.negotiation.journal import (
    AGREE_TOGETHER,
    OF_HOLDERS,
    TAKES_POSITION,
    UNDO_TOGETHER,
)
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.terms import DecisionKind, Role, Scope
from acm_drafts.store.journal_chain import note_unchained
from acm_drafts.store.journal_places import Place, keys_of, places_of_lines
from acm_drafts.store.journal_rounds import is_shown, last_shown, tells_agreement, was_shown
from acm_drafts.store.locks import require_held
from acm_drafts.store.notices import note_line
from acm_drafts.store.people import people_lines_read_by
from acm_drafts.store.records import (
    Amendment,
    Circulation,
    Communique,
    Cosponsor,
    Decision,
    Discussion,
    InputCall,
    JournalLine,
    Party,
    Round,
    SmallGroup,
)
from acm_drafts.store.silence import BY_BREAKERS, breakers_hidden_from, silence_lines_read_by
from acm_drafts.store.sittings import sitting_lines_read_by
from acm_drafts.store.small_groups import DECIDES_AFTER
from acm_drafts.store.visibility import (
    discussions_read_by,
    input_calls_read_by,
    knows_cosponsors,
    knows_sponsor,
    lay_there,
    name_by,
    small_groups_read_by,
)

_WRITE = insert(JournalLine)

PROPOSED_BY_MISSION = "proposed by the Mission"
"""What a line of a decision has as its subject, where no level took it."""
LIFTING = "brackets"
"""The subject of the line by which the Mission submits what only lifts brackets."""
CONSEQUENTIAL = "consequential"
"""The subject of the line by which the Mission changes words where it accepts a split or join."""
DISOWNS = "disowns"
"""The subject of the line by which a delegation says that what was entered from the floor is not its own."""
ACCEPTS_COMPROMISE = "accept compromise"
"""The subject of the line by which a sponsor accepts a compromise that its proposal is merged into."""

CONFIRM_TOGETHER = "confirm agreements"
"""Acts on many paragraphs, told in one line: their decisions have its moment."""


def write_line(
    session: Session,
    actor: Actor,
    act: str,
    *,
    scope: Scope,
    amendment: Amendment | None = None,
    party: int | None = None,
    communique: int | None = None,
    round_: int | None = None,
    paragraph: int | None = None,
    meeting: int | None = None,
    sitting: int | None = None,
    silence: int | None = None,
    subject: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
    at: datetime | None = None,
    words: str | None = None,
) -> None:
    """
    Write one line in the transaction of *session*; an amendment brings its communiqué and its paragraph along.

    What the line names is written first, if it waits to be. *at*: the moment of the act, where it is not now. *words*:
    the hash of the words of the draft that the act makes (negotiation.evidence).
    """
    session.flush()
    about = _about(amendment, communique, round_, paragraph)
    if about["communique_id"] is not None:
        require_held(session, about["communique_id"], act)
    line = {
        **_by(actor, act, scope),
        "party_id": party,
        "meeting_id": meeting,
        "sitting_id": sitting,
        "silence_id": silence,
        **about,
        "subject": subject[:500],
        "before": before,
        "after": after,
        "reason": reason,
    }
    written = session.connection().execute(_WRITE, line | ({"at": at} if at else {}))
    note_line(session, act, written.inserted_primary_key)
    note_unchained(session, written.inserted_primary_key, words)


def _by(actor: Actor, act: str, scope: Scope) -> dict[str, object]:
    """Return who did what, and for whose eyes it is."""
    return {"user_id": actor.user, "actor": actor.name, "act": act, "scope": scope}


def _about(
    amendment: Amendment | None, communique: int | None, round_: int | None, paragraph: int | None
) -> dict[str, int | None]:
    """Return the keys of what a line names of a text; an amendment brings those it has along."""
    if amendment is not None:
        communique = amendment.communique_id
        round_, paragraph = round_ or amendment.round_id, paragraph or amendment.paragraph_id
    return {
        "communique_id": communique,
        "round_id": round_,
        "paragraph_id": paragraph,
        "amendment_id": amendment.id if amendment else None,
    }


def write_people_line(
    session: Session,
    actor: Actor,
    act: str,
    subject: str,
    *,
    party: Party | None = None,
    meeting: int | None = None,
    before: str = "",
    after: str = "",
) -> None:
    """
    Write the line of an act on accounts and offices in the transaction of *session*.

    *subject*: the person; *meeting*: at which the office is held.
    """
    write_line(
        session,
        actor,
        act,
        scope=Scope.PEOPLE,
        party=party.id if party else None,
        meeting=meeting,
        subject=subject,
        before=before,
        after=after,
    )


def moment_in_journal(moment: datetime, zone: str) -> str:
    """Return a moment as lines keep it: "2026-11-09 18:00 (America/New_York)", on the clocks of *zone*."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"


# Reading -----------------------------------------------------------------------------------------


Conditions = list[ColumnElement[bool]]
"""Conditions on journal lines, all of which must hold."""


def journal_conditions(
    communique: Communique,
    *,
    paragraph: int | None = None,
    amendment: int | None = None,
    acts: Collection[str] | None = None,
    person: str = "",
) -> Conditions:
    """
    Return the conditions for the journal of a communiqué: its own lines, and those about people at its meeting.

    Each of the others narrows it; *person* is a part of the name of whoever acted.
    """
    at_meeting = or_(JournalLine.meeting_id.is_(None), JournalLine.meeting_id == communique.meeting_id)
    conditions = [
        or_(JournalLine.communique_id == communique.id, and_(JournalLine.communique_id.is_(None), at_meeting))
    ]
    if paragraph is not None:
        conditions.append(or_(JournalLine.paragraph_id == paragraph, _decides_together(paragraph)))
    if amendment is not None:
        conditions.append(JournalLine.amendment_id == amendment)
    if acts is not None:
        conditions.append(JournalLine.act.in_(acts))
    if person:
        conditions.append(JournalLine.actor.icontains(person, autoescape=True))
    return conditions


def _decides_together(paragraph: int) -> ColumnElement[bool]:
    """Return the condition that a line is of an act on many paragraphs, *paragraph* among them."""
    concerns = (
        select(Decision.id)
        .where(
            Decision.paragraph_id == paragraph,
            Decision.round_id == JournalLine.round_id,
            Decision.together.is_not(None),
            Decision.at == JournalLine.at,
        )
        .correlate(JournalLine)
        .exists()
    )
    return and_(JournalLine.act.in_((AGREE_TOGETHER, UNDO_TOGETHER)), concerns)


def read_journal(
    session: Session,
    actor: Actor,
    *where: ColumnElement[bool],
    communique_id: int | None = None,
    paragraph_id: int | None = None,
    amendment_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> Sequence[JournalLine]:
    """
    Return what *actor* may read of the journal, newest first, lines with ids below *before*. One query.

    *where* are further conditions on JournalLine. Where attribution is off a line still holds the
    name of who acted: see `load_subjects` before showing it.
    """
    wanted = [_readable(session, actor), *where]
    for column, value in (
        (JournalLine.communique_id, communique_id),
        (JournalLine.paragraph_id, paragraph_id),
        (JournalLine.amendment_id, amendment_id),
    ):
        if value is not None:
            wanted.append(column == value)
    if before is not None:
        wanted.append(JournalLine.id < before)
    return session.scalars(
        select(JournalLine).where(*wanted).order_by(JournalLine.id.desc()).limit(limit)
    ).all()


def read_journal_since(
    session: Session, actor: Actor, communique_id: int, *, line: int, of_others: bool, limit: int
) -> Sequence[JournalLine]:
    """
    Return what *actor* may read of the journal of a communiqué after *line*, newest first. One query.

    *of_others*: what *actor* did is left out.
    """
    where = [JournalLine.id > line]
    if of_others:
        where.append(JournalLine.user_id.is_distinct_from(actor.user))
    return read_journal(session, actor, *where, communique_id=communique_id, limit=limit)


def read_journal_between(
    session: Session,
    actor: Actor,
    communique_id: int,
    *,
    begins: datetime,
    ends: datetime,
    acts: Collection[str],
) -> Sequence[JournalLine]:
    """Return what *actor* may read of some *acts* on a text from one moment until before another, oldest first."""
    where = [JournalLine.at >= begins, JournalLine.at < ends, JournalLine.act.in_(acts)]
    lines = read_journal(session, actor, *where, communique_id=communique_id, limit=MOST_BETWEEN)
    return list(reversed(lines))


MOST_BETWEEN = 20_000
"""So many lines are read at most, the newest of them."""


def _readable(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Return the condition on JournalLine for what *actor* may read of the meeting they are at, scope by scope."""
    own = actor.own_parties()
    clauses = [and_(JournalLine.scope == Scope.PARTY, JournalLine.party_id.in_(own))]
    clauses.append(and_(JournalLine.scope == Scope.PEOPLE, people_lines_read_by(actor)))
    if may(actor, Act.READ_DRAFT, Facts(meeting=actor.meeting, circulated=True)):
        of_years = and_(JournalLine.communique_id.is_(None), JournalLine.meeting_id.is_(None))
        read = true() if may(actor, Act.READ_ADOPTED, Facts(meeting=actor.meeting)) else not_(of_years)
        public = and_(JournalLine.scope == Scope.ALL, _of_meeting_at_hand(actor), read)
        clauses.append(public if actor.holds(Role.MISSION) else and_(public, tells_agreement(actor)))
    if actor.holds(Role.MISSION):
        whole = [Scope.MISSION, Scope.AMENDMENT, Scope.POSITION, Scope.RESERVATION]
        clauses.append(JournalLine.scope.in_(whole))
    else:
        clauses.append(and_(JournalLine.scope == Scope.AMENDMENT, _legible(actor)))
        clauses.append(and_(JournalLine.scope == Scope.POSITION, _tells_position(actor)))
        of_own = JournalLine.party_id.in_(actor.parties(*WRITES))
        clauses.append(and_(JournalLine.scope == Scope.RESERVATION, of_own))
    clauses.append(sitting_lines_read_by(actor))
    clauses.append(silence_lines_read_by(actor))
    clauses.append(_of_small_group(actor))
    clauses.append(_tells_discussion(actor))
    clauses.append(_tells_input(actor))
    return and_(or_(*clauses), _at_hand(actor))


def _tells_discussion(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on JournalLine that it is about a discussion that *actor* may read."""
    discussion = select(Discussion.id).where(
        Discussion.code == JournalLine.subject, discussions_read_by(actor, actor.meeting)
    )
    return and_(JournalLine.scope == Scope.DISCUSSION, discussion.correlate(JournalLine).exists())


def _tells_input(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on JournalLine that all answers to its call are read, or it is of an own delegation."""
    call = select(InputCall.id).where(
        InputCall.code == JournalLine.subject, input_calls_read_by(actor, actor.meeting)
    )
    own = JournalLine.party_id.in_(actor.parties(*WRITES))
    return and_(JournalLine.scope == Scope.INPUT, or_(own, call.correlate(JournalLine).exists()))


def _of_small_group(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on JournalLine that the papers of its small group are read, or it is of an own party."""
    group = select(SmallGroup.id).where(
        SmallGroup.code == JournalLine.subject, small_groups_read_by(actor, actor.meeting)
    )
    own = JournalLine.party_id.in_(actor.parties(*WRITES))
    return and_(JournalLine.scope == Scope.SMALL_GROUP, or_(own, group.correlate(JournalLine).exists()))


def _at_hand(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a line is of the meeting that *actor* is at: there alone their offices hold."""
    if actor.meeting is None:
        return true()
    texts = select(Communique.id).where(Communique.meeting_id == actor.meeting)
    return or_(JournalLine.communique_id.is_(None), JournalLine.communique_id.in_(texts))


def _of_meeting_at_hand(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a line names no other meeting than the one that *actor* is at."""
    if actor.meeting is None:
        return true()
    return or_(JournalLine.meeting_id.is_(None), JournalLine.meeting_id == actor.meeting)


_CIRCULATED = aliased(Circulation)
_SHOWN, _SHOWN_CIRCULATED = aliased(Round), aliased(Circulation)


def _legible(actor: Actor) -> ColumnElement[bool]:
    """
    Return the condition on JournalLine that its proposal is submitted and may be read by *actor*, in any round.

    What was done up to a round that was shown stays read, wherever the proposal went on to.
    Asked line by line, so that a page of the journal costs its fifty lines and not the archive.
    """
    own = actor.parties(*WRITES)
    joint = select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(own))
    return (
        select(Amendment.id)
        .join(Round, Round.id == Amendment.round_id)
        .outerjoin(_CIRCULATED, _CIRCULATED.draft_id == Round.draft_id)
        .where(
            Amendment.id == JournalLine.amendment_id,
            Amendment.number.is_not(None),
            or_(
                Amendment.sponsor_id.in_(own),
                Amendment.id.in_(joint),
                is_shown(actor, Round, _CIRCULATED),
                was_shown(actor),
            ),
            or_(JournalLine.act != TAKES_POSITION, _names_parties(actor, joint)),
        )
        .correlate(JournalLine)
        .exists()
    )


def _names_parties(actor: Actor, joint: Select[int]) -> ColumnElement[bool]:
    """
    Return the condition that a position on a legible proposal is the reader's own, or on one of theirs, or named.

    Named: by the text of the round in which *actor* reads the proposal, as `Proposal.open` says of its sponsor.
    """
    own = actor.parties(*WRITES)
    read_now = or_(is_shown(actor, Round, _CIRCULATED), Amendment.id.in_(joint))
    return or_(
        JournalLine.party_id.in_(own),
        Amendment.sponsor_id.in_(own),
        and_(read_now, _CIRCULATED.attributed.is_(True)),
        and_(~read_now, last_shown(actor, attribution=True).is_(True)),
    )


def _tells_position(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on JournalLine that a position on a paragraph is of a party of *actor*, or shown to them."""
    shown = (
        select(Round.id)
        .join(_CIRCULATED, _CIRCULATED.draft_id == Round.draft_id)
        .where(
            Round.id == JournalLine.round_id,
            _CIRCULATED.attributed,
            is_shown(actor, Round, _CIRCULATED),
        )
        .correlate(JournalLine)
        .exists()
    )
    return or_(JournalLine.party_id.in_(actor.parties(*WRITES)), shown)


OF_THE_MISSION = {*(str(kind) for kind in DecisionKind), "enter from floor", *OF_HOLDERS}
"""Acts on proposals that the Mission alone does: who did them betrays no sponsor."""

OPENING, CLOSING = "open round", "close round"
"""That a round is closed everybody may know; which draft came of it, who may read that draft."""
OF_ROUNDS = (OPENING, "change deadline", CLOSING)
"""Acts that are told with the number of their round."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    A proposal as one reader may call it; *open*: whose it is may be known.

    *sponsor* is the key of its sponsor; *joint*: who else did something with it may be known too.
    """

    code: str
    name: str
    kind: str
    open: bool
    sponsor: int | None = None
    joint: bool = True


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the lines of one page are about, by the keys that the lines hold."""

    proposals: dict[int, Proposal]
    places: dict[int, Place]
    """By line: the number is that of the draft on which the act was done."""
    parties: dict[int, Party]
    own: frozenset[int]
    hidden: frozenset[int] = frozenset()
    """Rounds whose closing made a draft that the reader may not read yet."""
    rounds: Mapping[int, int] = field(default_factory=dict)
    """The number of each round that was announced, moved or closed."""
    breakers_hidden: frozenset[int] = frozenset()
    """Silence procedures of which the reader is not told who broke them."""

    def proposal(self, line: JournalLine) -> Proposal | None:
        return self.proposals.get(line.amendment_id or 0)

    def place(self, line: JournalLine) -> Place | None:
        return self.places.get(line.id)

    def party(self, line: JournalLine) -> Party | None:
        """Return the delegation in whose name the line was written, None where it may not be known."""
        return self.parties.get(line.party_id or 0) if self._is_open(line) else None

    def round(self, line: JournalLine) -> str:
        """Return the number of the round that was announced, moved or closed, "" for any other act."""
        return str(self.rounds.get(line.round_id or 0, "")) if line.act in OF_ROUNDS else ""

    def after(self, line: JournalLine) -> str:
        """Return what stood after the act; "" where that is a draft of which the reader may not know yet."""
        return "" if line.act == CLOSING and line.round_id in self.hidden else line.after

    def person_may_be_known(self, line: JournalLine) -> bool:
        """Return whether the reader may know who acted: where the sponsor may be known, and of the Mission always."""
        return self._is_open(line) or line.act in OF_THE_MISSION

    def _is_open(self, line: JournalLine) -> bool:
        """Whether it may be known in whose name the line was written, or that is the reader's own delegation."""
        if line.act in BY_BREAKERS and line.silence_id in self.breakers_hidden:
            return line.party_id in self.own
        if line.act == DECIDES_AFTER:
            return True  # the Mission acts, and it names the facilitator, whom all participants know
        about = self.proposal(line)
        if about is None or line.party_id in self.own:
            return True
        return about.open and (about.joint or line.party_id in (None, about.sponsor))


def subjects_of_line(
    session: Session, actor: Actor, lines: Iterable[JournalLine], proposal: Proposal
) -> Subjects:
    """Return what *lines* are about that all belong to *proposal*: in whose names they were written. One query."""
    lines = list(lines)
    return Subjects(
        proposals={line.amendment_id: proposal for line in lines if line.amendment_id},
        places={},
        parties=_parties(session, keys_of(line.party_id for line in lines)),
        own=actor.own_parties(),
    )


def load_subjects(session: Session, actor: Actor, lines: Sequence[JournalLine]) -> Subjects:
    """
    Return what *lines* are about, which are of the meeting that *actor* is at. Ten queries at most.

    A paragraph has the number that the draft printed on which the act was done: what was done is
    not renumbered by what came later.
    """
    turns = _rounds(session, actor, keys_of(line.round_id for line in lines if line.act in OF_ROUNDS))
    return Subjects(
        proposals=_proposals(session, actor, keys_of(line.amendment_id for line in lines)),
        places=places_of_lines(session, actor, lines),
        parties=_parties(session, keys_of(line.party_id for line in lines)),
        own=actor.own_parties(),
        hidden=frozenset(key for key, (_, readable) in turns.items() if not readable),
        rounds={key: number for key, (number, _) in turns.items()},
        breakers_hidden=breakers_hidden_from(
            session, actor, keys_of(line.silence_id for line in lines if line.act in BY_BREAKERS)
        ),
    )


def _rounds(session: Session, actor: Actor, rounds: Collection[int]) -> dict[int, tuple[int, bool]]:
    """Return the numbers of *rounds*, each with whether *actor* may read the draft that came of it. One query."""
    if not rounds:
        return {}
    rows = session.execute(
        select(Round.id, Round.number, Circulation.id)
        .outerjoin(Circulation, Circulation.draft_id == Round.next_draft_id)
        .where(Round.id.in_(rounds))
    )
    return {
        key: (
            number,
            may(actor, Act.READ_DRAFT, Facts(meeting=actor.meeting, circulated=circulated is not None)),
        )
        for key, number, circulated in rows
    }


def _proposals(session: Session, actor: Actor, keys: Collection[int]) -> dict[int, Proposal]:
    if not keys:
        return {}
    joint = set(
        session.scalars(
            select(Cosponsor.amendment_id).where(
                Cosponsor.amendment_id.in_(keys), Cosponsor.party_id.in_(actor.parties(*WRITES))
            )
        )
    )
    own = frozenset(actor.parties(*WRITES))
    rows = session.execute(_named_amendments(actor).where(Amendment.id.in_(keys)))
    proposals = {}
    for key, code, kind, number, sponsor, sponsor_code, sponsor_kind, now, then, shown, lay in rows:
        read_now = shown or key in joint or sponsor in own
        circulation = now if read_now or then is None else then
        facts = Facts(
            meeting=actor.meeting,
            sponsor=sponsor,
            cosponsors=own if key in joint else frozenset(),
            attributed=bool(circulation and circulation.attributed),
            circulated=circulation is not None,
        )
        by = facts if shown else _named_by(facts, then, *lay)
        name = name_by(actor, by, code=code, number=number, sponsor=sponsor_code, kind=sponsor_kind)
        known, joins = knows_sponsor(actor, by, sponsor_kind), knows_cosponsors(actor, facts)
        proposals[key] = Proposal(code, name, kind, known, sponsor, joins)
    return proposals


def _named_by(
    facts: Facts, then: Circulation | None, submitted_at: datetime | None, closed_at: datetime | None
) -> Facts:
    """Return *facts* by which a proposal is named in a round that is not shown, as store.visibility says of records."""
    if then is None or not then.attributed:
        return facts
    return replace(facts, attributed=facts.attributed or lay_there(submitted_at, closed_at))


def _named_amendments(actor: Actor) -> Select[*tuple[Any, ...]]:
    """
    Return the query for proposals with what their names follow from: sponsor, and circulation of the draft.

    The circulation is that of the round in which each stands and that of the last one before it that was shown to
    *actor*, whether the first is shown, and when the proposal was submitted and that last round closed.
    """
    return (
        select(
            Amendment.id,
            Amendment.code,
            Amendment.kind,
            Amendment.number,
            Party.id,
            Party.code,
            Party.kind,
            Circulation,
            _SHOWN_CIRCULATED,
            is_shown(actor, Round, Circulation),
            Bundle("lay", Amendment.submitted_at, _SHOWN.closed_at),
        )
        .join(Party, Party.id == Amendment.sponsor_id)
        .join(Round, Round.id == Amendment.round_id)
        .outerjoin(Circulation, Circulation.draft_id == Round.draft_id)
        .outerjoin(_SHOWN, _SHOWN.id == last_shown(actor))
        .outerjoin(_SHOWN_CIRCULATED, _SHOWN_CIRCULATED.draft_id == _SHOWN.draft_id)
    )


def _parties(session: Session, keys: Collection[int]) -> dict[int, Party]:
    if not keys:
        return {}
    return {party.id: party for party in session.scalars(select(Party).where(Party.id.in_(keys)))}
