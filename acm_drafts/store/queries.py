"""
What is read: each function a fixed number of queries, whatever the size of the archive.

`find_x` may return None, `get_x` raises NotFound. What may be seen is filtered here with the
facts that negotiation.permissions judges by: `matter()` for one thing, `visible_to()` for many.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.lifecycle import round_state
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Act, Actor, Matter, may
from acm_drafts.negotiation.terms import PartyKind, Role, RoundState, Stage, Visibility
from acm_drafts.store.database import arrived
from acm_drafts.store.records import (
    IS_PRINTED,
    Amendment,
    Circulation,
    Communique,
    Cosponsor,
    Draft,
    LineRow,
    Paragraph,
    Party,
    Round,
    Wording,
)

# The text ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Issue:
    """A draft with what is known of its circulation; *circulation* is None while only the Mission reads it."""

    draft: Draft
    circulation: Circulation | None

    @property
    def attributed(self) -> bool:
        return bool(self.circulation and self.circulation.attributed)


def get_communique(session: Session, code: str) -> Communique:
    found = session.scalars(
        select(Communique).options(joinedload(Communique.meeting)).where(Communique.code == code)
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def issues(session: Session, communique_id: int, actor: Actor) -> tuple[Issue, ...]:
    """Return the drafts that *actor* may read, oldest first. One query."""
    rows = session.execute(
        select(Draft, Circulation, Communique.meeting_id)
        .join(Communique, Communique.id == Draft.communique_id)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .where(Draft.communique_id == communique_id)
        .order_by(Draft.sequence)
    )
    return tuple(
        Issue(draft, circulation)
        for draft, circulation, meeting in rows
        if may(actor, Act.READ_DRAFT, Matter(meeting=meeting, circulated=circulation is not None))
    )


def is_circulated(session: Session, communique_id: int) -> bool:
    """Return whether a draft of a communiqué is circulated, so that everybody may know that there is one. One query."""
    circulated = select(Circulation.id).join(Draft, Draft.id == Circulation.draft_id)
    return bool(session.scalar(circulated.where(Draft.communique_id == communique_id).limit(1)))


def may_read_draft(session: Session, actor: Actor, draft: Draft) -> bool:
    """Return whether *actor* may read a draft. One query."""
    circulated, meeting = session.execute(
        select(Circulation.id, Communique.meeting_id)
        .select_from(Draft)
        .join(Communique, Communique.id == Draft.communique_id)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .where(Draft.id == draft.id)
    ).one()
    return may(actor, Act.READ_DRAFT, Matter(meeting=meeting, circulated=circulated is not None))


def find_draft(session: Session, symbol: str = "") -> Draft | None:
    """Return the draft with *symbol*, without one the newest of all, circulated or not."""
    wanted = select(Draft).order_by(Draft.id.desc()).limit(1)
    return session.scalars(wanted.where(Draft.symbol == symbol) if symbol else wanted).one_or_none()


def newest_draft(session: Session, communique_id: int) -> Draft:
    """Return the newest draft of a communiqué, circulated or not: an import has made the first."""
    return session.scalars(
        select(Draft).where(Draft.communique_id == communique_id).order_by(Draft.sequence.desc()).limit(1)
    ).one()


def lines(session: Session, draft_id: int) -> tuple[Line, ...]:
    """Return the lines of a draft in order, as values. One query."""
    return lines_of(session, [draft_id])[draft_id]


def lines_of(session: Session, drafts: Sequence[int]) -> dict[int, tuple[Line, ...]]:
    """Return the lines of each of *drafts*, in order, as values. One query."""
    rows = session.execute(
        select(
            LineRow.draft_id,
            LineRow.paragraph_id,
            Wording.text,
            Wording.kind,
            Wording.depth,
            Wording.numbered,
            LineRow.label,
            LineRow.indent,
            LineRow.wording_id,
        )
        .join(Wording, IS_PRINTED)
        .where(LineRow.draft_id.in_(drafts))
        .order_by(LineRow.draft_id, LineRow.position)
    )
    found: dict[int, list[Line]] = {draft: [] for draft in drafts}
    for row in rows:
        found[row[0]].append(Line(row[1], row[2], LineKind(row[3]), *row[4:]))
    return {draft: tuple(own) for draft, own in found.items()}


def get_paragraph(session: Session, communique_id: int, code: str) -> Paragraph:
    found = session.scalars(
        select(Paragraph).where(Paragraph.communique_id == communique_id, Paragraph.code == code)
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


_WORDING_IN = (
    select(Wording)
    .join(LineRow, IS_PRINTED)
    .where(LineRow.draft_id == bindparam("draft"), LineRow.paragraph_id == bindparam("paragraph"))
)


def find_wording(session: Session, paragraph_id: int, draft_id: int) -> Wording | None:
    """Return what *paragraph_id* says in a draft, None where it is not in it."""
    return session.scalars(_WORDING_IN, {"draft": draft_id, "paragraph": paragraph_id}).one_or_none()


_ON_TABLE = (
    select(Paragraph, Wording)
    .outerjoin(LineRow, and_(LineRow.paragraph_id == Paragraph.id, LineRow.draft_id == bindparam("draft")))
    .outerjoin(Wording, IS_PRINTED)
    .where(Paragraph.code == bindparam("code"))
)


def find_on_table(session: Session, draft_id: int, code: str) -> tuple[Paragraph, Wording | None] | None:
    """Return the paragraph with *code* and what it says in a draft (None: it is not in it), or None. One query."""
    row = session.execute(_ON_TABLE, {"draft": draft_id, "code": code}).one_or_none()
    return (row[0], row[1]) if row is not None else None


def newest_wording(session: Session, paragraph_id: int, language: str) -> Wording | None:
    """Return the latest wording of a paragraph in *language*; of a proposed new paragraph, what is proposed now."""
    return session.scalars(
        select(Wording)
        .where(Wording.paragraph_id == paragraph_id, Wording.language == language)
        .order_by(Wording.sequence.desc())
        .limit(1)
    ).one_or_none()


def labels(session: Session, draft_id: int) -> dict[int, str]:
    """Return the printed number of each paragraph of a draft. One query."""
    rows = session.execute(select(LineRow.paragraph_id, LineRow.label).where(LineRow.draft_id == draft_id))
    return dict(rows.all())


# Rounds ------------------------------------------------------------------------------------------


def rounds(session: Session, communique_id: int) -> Sequence[Round]:
    """Return all rounds of a communiqué with the drafts they are on, oldest first."""
    return session.scalars(
        select(Round)
        .options(joinedload(Round.draft))
        .where(Round.communique_id == communique_id)
        .order_by(Round.number)
    ).all()


def find_current_round(session: Session, communique_id: int) -> Round | None:
    """Return the round that is not closed yet, None between rounds."""
    return session.scalars(
        select(Round)
        .options(joinedload(Round.draft))
        .where(Round.communique_id == communique_id, Round.closed_at.is_(None))
    ).one_or_none()


_LAST_ROUND = (
    select(Round.id)
    .join(Communique, Communique.id == Round.communique_id)
    .where(Communique.code == bindparam("code"))
    .order_by(Round.number.desc())
    .limit(1)
)


def find_last_round_id(session: Session, code: str) -> int | None:
    """Return the key of the last round, closed or not, of the communiqué with *code*; None before the first."""
    return session.connection().scalar(_LAST_ROUND, {"code": code})


def state_of(round_: Round, now: datetime | None = None) -> RoundState:
    return round_state(
        opens=round_.opens_at, deadline=round_.deadline, closed=round_.closed_at, now=now or arrived()
    )


# People ------------------------------------------------------------------------------------------


def find_party(session: Session, code: str) -> Party | None:
    return session.scalars(select(Party).where(Party.code == code.strip().upper())).one_or_none()


def parties(session: Session, *kinds: PartyKind, among: Collection[int] | None = None) -> Sequence[Party]:
    """Return the parties of *kinds* (without, of all) and keys *among* (None: all), by code."""
    wanted = select(Party).order_by(Party.code)
    if kinds:
        wanted = wanted.where(Party.kind.in_([str(kind) for kind in kinds]))
    if among is not None:
        wanted = wanted.where(Party.id.in_(among))
    return session.scalars(wanted).all()


# What may be seen --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """The round, circulation and meeting that a proposal stands in, as the permissions need them."""

    round: Round
    issue: Issue
    meeting: int

    @classmethod
    def of(cls, row: Row[Round, Draft, Circulation, int]) -> "Setting":
        return cls(row[0], Issue(row[1], row[2]), row[3])

    def shown(self, now: datetime | None = None) -> bool:
        """Whether submitted proposals of this round are shown to all who read the text."""
        visibility = Visibility(self.round.visibility)
        if visibility is Visibility.DEADLINE:
            return (now or arrived()) > self.round.deadline
        return visibility is Visibility.ALL


_SETTING = (
    select(Round, Draft, Circulation, Communique.meeting_id)
    .join(Draft, Draft.id == Round.draft_id)
    .join(Communique, Communique.id == Draft.communique_id)
    .outerjoin(Circulation, Circulation.draft_id == Draft.id)
    .where(Round.id == bindparam("round"))
)
_SETTING_READ = _SETTING.options(joinedload(Draft.communique))


def setting_of(session: Session, round_id: int) -> Setting:
    """Return a round with its draft and circulation. One query."""
    return Setting.of(session.execute(_SETTING_READ, {"round": round_id}).one())


def matter(
    setting: Setting,
    amendment: Amendment,
    *,
    cosponsors: Sequence[int] = (),
    party: int | None = None,
    unconfirmed: bool = False,
) -> Matter:
    """Return the facts about *amendment* by which the permissions judge."""
    return Matter(
        meeting=setting.meeting,
        sponsor=amendment.sponsor_id,
        cosponsors=frozenset(cosponsors),
        party=party,
        stage=Stage(amendment.stage),
        was_submitted=amendment.number is not None,
        shown=setting.shown(),
        shown_to_chair=setting.round.chair_reads,
        attributed=setting.issue.attributed,
        circulated=setting.issue.circulation is not None,
        closed=setting.round.closed_at is not None,
        unconfirmed=unconfirmed,
    )


def round_facts(setting: Setting, *, sponsor: int | None = None) -> Matter:
    """Return the facts for an act on a round: its meeting, and whether it is closed."""
    return Matter(meeting=setting.meeting, sponsor=sponsor, closed=setting.round.closed_at is not None)


def sees_all(actor: Actor, setting: Setting) -> bool:
    """Return whether *actor* reads every submitted proposal of the round: then counts and states tell nothing new."""
    facts = Matter(
        meeting=setting.meeting,
        was_submitted=True,
        shown=setting.shown(),
        shown_to_chair=setting.round.chair_reads,
        circulated=setting.issue.circulation is not None,
    )
    return may(actor, Act.READ_AMENDMENT, facts)


def visible_to(actor: Actor, setting: Setting) -> ColumnElement[bool]:
    """
    Return the condition on Amendment for what *actor* may read in one round.

    It says in SQL what Act.READ_AMENDMENT says in the table; tests/store/test_queries.py holds
    the two together for every kind of reader and proposal.
    """
    actor = actor.at(setting.meeting)
    own = Amendment.sponsor_id.in_(actor.parties(*WRITES, Role.MISSION))
    if sees_all(actor, setting):
        return or_(own, Amendment.number.is_not(None))
    joint = select(Cosponsor.amendment_id).where(Cosponsor.party_id.in_(actor.parties(*WRITES)))
    return or_(own, and_(Amendment.number.is_not(None), Amendment.id.in_(joint)))


def find_amendment(session: Session, code: str) -> Amendment | None:
    return session.scalars(
        select(Amendment).options(joinedload(Amendment.sponsor)).where(Amendment.code == code)
    ).one_or_none()


def get_visible_amendment(session: Session, code: str, actor: Actor) -> tuple[Amendment, Setting]:
    """Return a proposal and its setting. Raises NotFound alike for what does not exist and what may not be seen."""
    amendment = find_amendment(session, code)
    setting = _setting_read(session, amendment, actor) if amendment is not None else None
    if amendment is None or setting is None:
        raise NotFound()
    return amendment, setting


def is_visible(session: Session, amendment: Amendment, actor: Actor) -> bool:
    """Return whether *actor* may read a proposal now, in the round in which it stands. Two queries."""
    return _setting_read(session, amendment, actor) is not None


def _setting_read(session: Session, amendment: Amendment, actor: Actor) -> Setting | None:
    """Return the setting of a proposal, None where *actor* may not read it there."""
    setting = setting_of(session, amendment.round_id)
    joint = cosponsors_of(session, amendment.id)
    readable = may(actor, Act.READ_AMENDMENT, matter(setting, amendment, cosponsors=joint))
    return setting if readable else None


_LINE_OF = select(LineRow.id).where(
    LineRow.draft_id == bindparam("draft"), LineRow.paragraph_id == bindparam("paragraph")
)


def require_on_table(session: Session, actor: Actor, setting: Setting, paragraph: Paragraph) -> None:
    """Raise NotFound unless *paragraph* is in the round's draft, or proposed in the round for *actor*'s eyes too."""
    if session.scalar(_LINE_OF, {"draft": setting.issue.draft.id, "paragraph": paragraph.id}):
        return
    proposed = select(Amendment.id).where(
        Amendment.paragraph_id == paragraph.id, Amendment.kind == "insert", visible_to(actor, setting)
    )
    if not session.scalar(proposed):
        raise NotFound()


def cosponsors_of(session: Session, amendment_id: int) -> tuple[int, ...]:
    return tuple(
        session.scalars(select(Cosponsor.party_id).where(Cosponsor.amendment_id == amendment_id)).all()
    )


def own_party(actor: Actor) -> int | None:
    """Return the delegation or group that a person writes for first: a State before a group."""
    held = [o for o in actor.offices if o.role in WRITES and o.party is not None]
    held.sort(key=lambda o: (o.kind is not PartyKind.STATE, o.role not in SPEAKS, o.code))
    return held[0].party if held else None
