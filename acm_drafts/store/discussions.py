"""
Discussions: those that somebody may read, one of them with all that was said in it, and where its words are in a text.

Who may read one is settled in store.visibility, by the rule of negotiation.discussions.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from acm_drafts.negotiation.discussions import Said, is_resolved, taken_back
from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.permissions import Actor, Facts
from acm_drafts.negotiation.reservations import Entered, is_reworded, words_now
from acm_drafts.negotiation.terms import Audience, DiscussionAct, PartyKind, ReservationScope, Scope, WordsNow
from acm_drafts.store.records import (
    Amendment,
    Communique,
    Cosponsor,
    Discussion,
    DiscussionActRow,
    DiscussionReader,
    JournalLine,
    LineRow,
    Party,
    Revision,
    Wording,
)
from acm_drafts.store.text import Lineage, TextRow
from acm_drafts.store.visibility import discussions_read_by, still_reads

ACTS: Mapping[DiscussionAct, str] = {
    DiscussionAct.COMMENT: "comment",
    DiscussionAct.ANSWER: "answer comment",
    DiscussionAct.RESOLVE: "resolve discussion",
    DiscussionAct.REOPEN: "reopen discussion",
    DiscussionAct.TAKE_BACK: "take back comment",
}
"""The acts of the journal; the subject of their lines is the code of the discussion, and they hold no word of it."""


@dataclass(frozen=True, slots=True)
class DiscussionRecord:
    """A discussion with its acts, oldest first, and the parties that read it now, States first."""

    discussion: Discussion
    acts: tuple[DiscussionActRow, ...]
    reading: tuple[Party, ...] = ()

    @property
    def said(self) -> tuple[Said, ...]:
        """Its acts, as the rules see them."""
        return tuple(
            Said(row.sequence, DiscussionAct(row.act), row.party_id, row.about, row.words)
            for row in self.acts
        )

    @property
    def is_resolved(self) -> bool:
        return is_resolved(self.said)

    @property
    def taken_back(self) -> frozenset[int]:
        return taken_back(self.said)

    @property
    def audience(self) -> Audience:
        return Audience(self.discussion.audience)

    @property
    def last(self) -> DiscussionActRow:
        return self.acts[-1]

    @property
    def entered(self) -> Entered:
        """What it was begun on, as the rule of reservations follows it."""
        row = self.discussion
        words = row.wording.text if row.wording else row.proposed.text if row.proposed else ""
        return Entered(
            ReservationScope.PHRASE if row.phrase else ReservationScope.PARAGRAPH, words, row.phrase
        )


@dataclass(frozen=True, slots=True)
class PlacedDiscussion:
    """
    A discussion in one text: the *lines* that its paragraph is in there, and where its words are.

    *texts*: what those lines say, or what its proposal says; *now* is None where the reader may not read that.
    """

    record: DiscussionRecord
    lines: tuple[TextRow, ...]
    texts: tuple[str, ...]
    now: WordsNow | None

    @property
    def is_reworded(self) -> bool:
        """Whether what it was begun on, as a whole, says other words now."""
        return self.now is not None and is_reworded(self.record.entered, self.texts)


# Reading -------------------------------------------------------------------------------------------

_DISCUSSIONS = (
    select(Discussion)
    .options(
        joinedload(Discussion.draft, innerjoin=True),
        joinedload(Discussion.paragraph, innerjoin=True),
        joinedload(Discussion.wording),
        joinedload(Discussion.proposed),
        joinedload(Discussion.acts).joinedload(DiscussionActRow.party, innerjoin=True),
    )
    .order_by(Discussion.id)
)


def load_discussions(
    session: Session,
    actor: Actor,
    communique: Communique,
    *,
    paragraph: int | None = None,
    amendment: int | None = None,
    code: str = "",
) -> list[DiscussionRecord]:
    """
    Return the discussions of a text that *actor* may read, in the order in which they were begun.

    *paragraph*: on this one and on proposals for it; *amendment*: on this proposal; *code*: this one. Two queries, one
    for none.
    """
    wanted = [
        Discussion.communique_id == communique.id,
        discussions_read_by(actor, communique.meeting_id),
    ]
    if paragraph is not None:
        wanted.append(Discussion.paragraph_id == paragraph)
    if amendment is not None:
        wanted.append(Discussion.amendment_id == amendment)
    if code:
        wanted.append(Discussion.code == code)
    rows = session.scalars(_DISCUSSIONS.where(*wanted)).unique()
    discussions = [row for row in rows if row.acts]
    reading = _reading(session, [row.id for row in discussions])
    return [DiscussionRecord(row, tuple(row.acts), reading.get(row.id, ())) for row in discussions]


def _reading(session: Session, keys: Collection[int]) -> dict[int, tuple[Party, ...]]:
    """Return the parties that read each discussion now, by its key. One query, none for none."""
    if not keys:
        return {}
    rows = session.execute(
        select(DiscussionReader.discussion_id, Party)
        .join(Discussion, Discussion.id == DiscussionReader.discussion_id)
        .join(Party, Party.id == DiscussionReader.party_id)
        .where(DiscussionReader.discussion_id.in_(keys), still_reads())
        .order_by(Party.kind.desc(), Party.code)
    )
    reading: dict[int, tuple[Party, ...]] = {}
    for key, party in rows:
        reading[key] = (*reading.get(key, ()), party)
    return reading


def get_discussion(session: Session, code: str) -> DiscussionRecord:
    """Return a discussion as it is kept now, whoever may read it. One query. Raises NotFound."""
    wanted = _DISCUSSIONS.where(Discussion.code == code).execution_options(populate_existing=True)
    row = session.scalars(wanted).unique().one_or_none()
    if row is None:
        raise NotFound()
    return DiscussionRecord(row, tuple(row.acts))


def discussion_facts(session: Session, codes: Collection[str]) -> dict[str, Facts]:
    """Return the facts by which the permissions judge discussions, by their codes. Three queries, none for none."""
    if not codes:
        return {}
    rows = session.execute(
        select(Discussion, Communique.meeting_id, Amendment)
        .join(Communique, Communique.id == Discussion.communique_id)
        .outerjoin(Amendment, Amendment.id == Discussion.amendment_id)
        .options(selectinload(Discussion.readers))
        .where(Discussion.code.in_(codes))
    ).all()
    joint: dict[int, set[int]] = {}
    proposals = {amendment.id for _, _, amendment in rows if amendment}
    if proposals:
        for row in session.scalars(select(Cosponsor).where(Cosponsor.amendment_id.in_(proposals))):
            joint.setdefault(row.amendment_id, set()).add(row.party_id)
    return {
        discussion.code: Facts(
            meeting=meeting,
            audience=Audience(discussion.audience),
            named=frozenset(reader.party_id for reader in discussion.readers),
            sponsor=amendment.sponsor_id if amendment else None,
            cosponsors=frozenset(joint.get(amendment.id, ())) if amendment else frozenset(),
        )
        for discussion, meeting, amendment in rows
    }


# In a text -----------------------------------------------------------------------------------------


def place_discussions(
    records: Iterable[DiscussionRecord],
    rows: Mapping[int, TextRow],
    *,
    lineage: Lineage,
    proposed: Mapping[int, str],
) -> list[PlacedDiscussion]:
    """
    Return *records* with where the words of each are among *rows*, the lines of a draft by paragraph, in their order.

    *proposed*: by its key what each proposal says that the reader may read. No query.
    """
    return [_placed(record, rows, lineage, proposed) for record in records]


def _placed(
    record: DiscussionRecord, rows: Mapping[int, TextRow], lineage: Lineage, proposed: Mapping[int, str]
) -> PlacedDiscussion:
    row = record.discussion
    lines = lineage.lines(row.paragraph_id, rows, row.draft.sequence)
    if row.amendment_id is None:
        texts = tuple(line.text for line in lines)
        return PlacedDiscussion(record, lines, texts, words_now(record.entered, texts))
    if row.amendment_id not in proposed:
        return PlacedDiscussion(record, lines, (), None)
    texts = (proposed[row.amendment_id],)
    return PlacedDiscussion(record, lines, texts, words_now(record.entered, texts))


# What no verb would have written -------------------------------------------------------------------

Fault = tuple[str, str]
"""The code of the discussion, and what is wrong with it."""

_FIRST = aliased(DiscussionActRow)
_CODES = select(Discussion.code)
_READERS = (
    select(func.count(DiscussionReader.party_id))
    .where(DiscussionReader.discussion_id == Discussion.id)
    .correlate(Discussion)
    .scalar_subquery()
)
_NEVER_BEGUN = _CODES.where(
    ~select(_FIRST.id).where(_FIRST.discussion_id == Discussion.id, _FIRST.sequence == 1).exists()
)
_READ_BY_MISSION = (
    select(DiscussionReader.party_id)
    .join(Party, Party.id == DiscussionReader.party_id)
    .where(DiscussionReader.discussion_id == Discussion.id, Party.kind == PartyKind.MISSION)
    .exists()
)
_BEGUN_BY_MISSION = (
    select(_FIRST.id)
    .join(Party, Party.id == _FIRST.party_id)
    .where(_FIRST.discussion_id == Discussion.id, _FIRST.sequence == 1, Party.kind == PartyKind.MISSION)
    .exists()
)
_READ_BY_OTHERS = _CODES.where(
    or_(
        (Discussion.audience == Audience.INSIDE) & (_READERS != 1),
        (Discussion.audience == Audience.MISSION)
        & ((_READERS < 2) | ~_READ_BY_MISSION | ((_READERS > 2) & ~_BEGUN_BY_MISSION)),
    )
)
_OFF_THE_TEXT = _CODES.where(
    Discussion.wording_id.is_not(None),
    ~select(LineRow.id)
    .where(LineRow.draft_id == Discussion.draft_id, LineRow.wording_id == Discussion.wording_id)
    .exists(),
)
_BASE = func.coalesce(Wording.text, Revision.text)
_WITHOUT_WORDS = (
    _CODES.outerjoin(Wording, Wording.id == Discussion.wording_id)
    .outerjoin(
        Revision,
        (Revision.amendment_id == Discussion.amendment_id) & (Revision.sequence == Discussion.revision),
    )
    .where(Discussion.phrase != "", func.replace(_BASE, Discussion.phrase, "") == _BASE)
)
_TOLD_TO_OTHERS = (
    _CODES.join(JournalLine, JournalLine.subject == Discussion.code)
    .where(JournalLine.act.in_(ACTS.values()))
    .where(
        or_(
            JournalLine.scope != Scope.DISCUSSION,
            JournalLine.before != "",
            JournalLine.after != "",
            JournalLine.reason != "",
        )
    )
)


def _not_in_journal() -> Select[str]:
    """Return the query for discussions of which some act has no line in the journal."""
    lines_of_act = [
        select(JournalLine.id)
        .where(
            JournalLine.subject == Discussion.code,
            JournalLine.party_id == DiscussionActRow.party_id,
            JournalLine.act == name,
            DiscussionActRow.act == act,
        )
        .exists()
        for act, name in ACTS.items()
    ]
    return _CODES.join(DiscussionActRow, DiscussionActRow.discussion_id == Discussion.id).where(
        ~or_(*lines_of_act)
    )


_FAULTS = (
    (_NEVER_BEGUN, N_("discussion %(discussion)s has no first comment")),
    (_READ_BY_OTHERS, N_("discussion %(discussion)s is read by others than its audience names")),
    (_OFF_THE_TEXT, N_("discussion %(discussion)s is on a wording that its draft does not print")),
    (_WITHOUT_WORDS, N_("discussion %(discussion)s is on words that are not in what it was begun on")),
    (_TOLD_TO_OTHERS, N_("the journal tells discussion %(discussion)s to others, or words of it")),
    (_not_in_journal(), N_("discussion %(discussion)s is not what the journal says")),
)


def faults_of_discussions(session: Session, communique_id: int) -> list[Fault]:
    """Return what is wrong with the discussions of a text: what no verb would have written. Six queries."""
    return [
        (code, message)
        for statement, message in _FAULTS
        for code in session.scalars(statement.where(Discussion.communique_id == communique_id).distinct())
    ]
