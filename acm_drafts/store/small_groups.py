"""
Small groups of a text: what each is, where its paragraphs are, and the compromise texts with the answers to them.

Who may read the papers of one is settled in negotiation.permissions; whoever may not is told its name, its facilitator
and its paragraphs, and nothing more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.positions import stands_on
from acm_drafts.negotiation.small_groups import Composition, Step, composition
from acm_drafts.negotiation.tally import Tally, tally
from acm_drafts.negotiation.terms import SmallGroupAct, Stance
from acm_drafts.store.people import find_parties
from acm_drafts.store.positions import TakenPosition
from acm_drafts.store.records import (
    Amendment,
    Communique,
    CompromiseDecision,
    CompromisePosition,
    CompromiseProposal,
    CompromisePut,
    CompromiseText,
    Decision,
    Draft,
    JournalLine,
    Party,
    SmallGroup,
    SmallGroupActRow,
)
from acm_drafts.store.text import Lineage, TextRow
from acm_drafts.store.visibility import small_group_facts

ACTS: Mapping[SmallGroupAct, str] = {
    SmallGroupAct.FORM: "form small group",
    SmallGroupAct.ADD_MEMBER: "add to small group",
    SmallGroupAct.TAKE_OUT_MEMBER: "take out of small group",
    SmallGroupAct.ADD_PARAGRAPH: "give paragraph to small group",
    SmallGroupAct.TAKE_OUT_PARAGRAPH: "take paragraph from small group",
    SmallGroupAct.FACILITATOR: "change facilitator",
    SmallGroupAct.END: "end small group",
}
"""The acts of the journal; the subject of their lines is the code of the group."""
WRITES_TEXT, ANSWERS_TEXT, PUTS_TEXT = (
    "write compromise text",
    "answer compromise text",
    "put compromise text to round",
)
"""Acts on a compromise text; the subject of their lines is the code of its group."""
DECIDES_AFTER = "decide after compromise text"
"""That a decision was taken after a compromise text; the subject of its line is the code of the group."""


@dataclass(frozen=True, slots=True)
class SmallGroupRecord:
    """
    A small group as its acts left it: *sequence* of them. *since*: by paragraph, the draft on which it was given.

    *reads*: whoever asked for it may read its papers; to nobody else it has any *members* but its facilitator.
    """

    id: int
    communique: int
    meeting: int
    code: str
    name: str
    composition: Composition
    since: Mapping[int, int]
    sequence: int
    formed_at: datetime
    ended_at: datetime | None = None
    reads: bool = True

    @property
    def members(self) -> tuple[int, ...]:
        return self.composition.members

    @property
    def facilitator(self) -> int:
        return self.composition.facilitator

    def facts(self, *, party: int | None = None) -> Facts:
        return small_group_facts(self.meeting, self.members, party=party)

    def lines(self, rows: Mapping[int, TextRow], lineage: Lineage) -> tuple[TextRow, ...]:
        """Return those of *rows*, by paragraph and in order, that its paragraphs are in now."""
        there = {
            row.paragraph
            for paragraph in self.composition.paragraphs
            for row in lineage.lines(paragraph, rows, self.since[paragraph])
        }
        return tuple(row for row in rows.values() if row.paragraph in there)


_GROUPS: Select[*tuple[Any, ...]] = (
    select(SmallGroup, SmallGroupActRow, Draft.sequence, Communique.meeting_id)
    .join(SmallGroupActRow, SmallGroupActRow.group_id == SmallGroup.id)
    .join(Draft, Draft.id == SmallGroupActRow.draft_id)
    .join(Communique, Communique.id == SmallGroup.communique_id)
    .order_by(SmallGroup.id, SmallGroupActRow.sequence)
)


def load_small_groups(session: Session, actor: Actor, communique_id: int) -> list[SmallGroupRecord]:
    """Return the small groups of a text as *actor* may know them, in the order in which they were formed. One query."""
    records = _records(session, SmallGroup.communique_id == communique_id)
    return [_as_known(record, actor) for record in records]


def _as_known(record: SmallGroupRecord, actor: Actor) -> SmallGroupRecord:
    """Return a group as *actor* may know it: who is in it besides its facilitator is told to its readers alone."""
    if may(actor, Act.READ_SMALL_GROUP, record.facts()):
        return record
    known = replace(record.composition, members=(record.facilitator,))
    return replace(record, composition=known, sequence=0, reads=False)


def get_small_group(session: Session, code: str, actor: Actor | None = None) -> SmallGroupRecord:
    """Return a small group; with *actor*, one whose papers they may read. One query. Raises NotFound."""
    records = _records(session, SmallGroup.code == code)
    if not records or (actor is not None and not may(actor, Act.READ_SMALL_GROUP, records[0].facts())):
        raise NotFound()
    return records[0]


def facts_of_small_groups(session: Session, codes: Collection[str]) -> dict[str, Facts]:
    """Return the facts by which it is judged who reads the papers of each small group, by code. One query at most."""
    if not codes:
        return {}
    return {record.code: record.facts() for record in _records(session, SmallGroup.code.in_(codes))}


def _records(session: Session, *where: ColumnElement[bool]) -> list[SmallGroupRecord]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(_GROUPS.where(*where)):
        groups[row[0].id].append(row)
    return [_record(rows) for rows in groups.values()]


def _record(rows: Sequence[Any]) -> SmallGroupRecord:
    group, meeting = rows[0][0], rows[0][3]
    acts: list[SmallGroupActRow] = [row[1] for row in rows]
    steps = [Step(SmallGroupAct(act.act), act.party_id, act.paragraph_id) for act in acts]
    added = [(row[1].paragraph_id, row[2]) for row in rows if row[1].act == SmallGroupAct.ADD_PARAGRAPH]
    last = acts[-1]
    return SmallGroupRecord(
        group.id,
        group.communique_id,
        meeting,
        group.code,
        group.name,
        composition(steps),
        dict(added),
        len(acts),
        acts[0].at,
        last.at if last.act == SmallGroupAct.END else None,
    )


# Compromise texts ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Version:
    """
    One version of a compromise text.

    *proposals*: the keys of those that it is meant to settle; *positions*: what each party said of it last, by code, as
    long as it holds that; *put*: that it was put to the round; *decided*: a decision that counts was taken after it.
    """

    row: CompromiseText
    proposals: tuple[int, ...] = ()
    positions: tuple[TakenPosition, ...] = ()
    recorded: Mapping[int, int] = field(default_factory=dict)
    put: CompromisePut | None = None

    @property
    def number(self) -> int:
        return self.row.sequence


@dataclass(frozen=True, slots=True)
class Paper:
    """The versions for one paragraph, oldest first, and where the members stand on the newest, counted."""

    versions: tuple[Version, ...]
    tally: Tally
    earlier: tuple[TakenPosition, ...] = ()
    """What members said of an earlier version that have said nothing of the newest."""

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def answered(self) -> int:
        return sum(map(len, self.tally.by_stance.values()))


def load_papers(
    session: Session, records: Iterable[SmallGroupRecord], parties: Mapping[int, Party]
) -> dict[int, dict[int, Paper]]:
    """
    Return the papers of those of *records* that their reader may read: by group and paragraph. Four queries at most.

    *parties*: all that there are, by key.
    """
    read = {record.id: record for record in records if record.reads}
    if not read:
        return {}
    rows = session.scalars(
        select(CompromiseText)
        .options(joinedload(CompromiseText.wording, innerjoin=True))
        .where(CompromiseText.group_id.in_(read))
        .order_by(CompromiseText.group_id, CompromiseText.paragraph_id, CompromiseText.sequence)
    ).all()
    papers: dict[int, dict[int, list[Version]]] = defaultdict(lambda: defaultdict(list))
    for version in _versions(session, rows, parties):
        papers[version.row.group_id][version.row.paragraph_id].append(version)
    return {
        group: {paragraph: _paper(read[group], versions) for paragraph, versions in by_paragraph.items()}
        for group, by_paragraph in papers.items()
    }


def _versions(
    session: Session, rows: Sequence[CompromiseText], parties: Mapping[int, Party]
) -> list[Version]:
    keys = [row.id for row in rows]
    if not keys:
        return []
    named: dict[int, list[int]] = defaultdict(list)
    for proposal in session.scalars(
        select(CompromiseProposal)
        .where(CompromiseProposal.compromise_id.in_(keys))
        .order_by(CompromiseProposal.amendment_id)
    ):
        named[proposal.compromise_id].append(proposal.amendment_id)
    recorded: dict[int, dict[int, CompromisePosition]] = defaultdict(dict)
    for position in session.scalars(
        select(CompromisePosition)
        .where(CompromisePosition.compromise_id.in_(keys))
        .order_by(CompromisePosition.id)
    ):
        recorded[position.compromise_id][position.party_id] = position
    puts = {
        put.compromise_id: put
        for put in session.scalars(select(CompromisePut).where(CompromisePut.compromise_id.in_(keys)))
    }
    return [
        Version(
            row,
            tuple(named[row.id]),
            _taken(recorded[row.id], parties),
            _sequences(recorded[row.id]),
            puts.get(row.id),
        )
        for row in rows
    ]


def _taken(
    latest: Mapping[int, CompromisePosition], parties: Mapping[int, Party]
) -> tuple[TakenPosition, ...]:
    taken = [
        TakenPosition(parties[party], Stance(row.stance), row.reason, row.at)
        for party, row in latest.items()
        if row.stance
    ]
    return tuple(sorted(taken, key=lambda position: position.party.code))


def _sequences(latest: Mapping[int, CompromisePosition]) -> dict[int, int]:
    return {party: row.sequence for party, row in latest.items()}


def _paper(group: SmallGroupRecord, versions: Sequence[Version]) -> Paper:
    """Return the paper of *versions*: positions on the newest are counted, earlier ones shown as that."""
    newest = versions[-1]
    taken = {
        version.number: {position.party.id: position for position in version.positions}
        for version in versions
    }
    records = [
        ((party,), version.number, taken[version.number].get(party))
        for version in versions
        for party in version.recorded
    ]
    now, before = stands_on(newest.number, records)
    counted = tally(
        group.members,
        [newest.row.party_id],
        [(party, now[party].stance) for party in group.members if party in now],
    )
    held = [
        position._replace(is_earlier=True) for party, position in before.items() if party in group.members
    ]
    return Paper(tuple(versions), counted, tuple(sorted(held, key=lambda position: position.party.code)))


def groups_awaiting(
    session: Session, actor: Actor, communique_id: int, own: Collection[int]
) -> list[tuple[SmallGroupRecord, int]]:
    """
    Return the small groups of a text that go on and await the answer of one of the parties *own*, with how many newest
    versions: those on which its page names that party as not having answered. Six queries at most.
    """
    records = [
        record
        for record in load_small_groups(session, actor, communique_id)
        if record.reads and not record.composition.ended and not set(own).isdisjoint(record.members)
    ]
    papers = (
        load_papers(session, records, {party.id: party for party in find_parties(session)}) if records else {}
    )
    awaiting = [
        (
            record,
            sum(
                not set(own).isdisjoint(paper.tally.silent)
                for paragraph, paper in papers.get(record.id, {}).items()
                if paragraph in record.composition.paragraphs
            ),
        )
        for record in records
    ]
    return [(record, count) for record, count in awaiting if count]


def newest_version(session: Session, group_id: int, paragraph_id: int) -> CompromiseText | None:
    """Return the newest version for a paragraph in a group, None where there is none. One query."""
    return session.scalars(
        select(CompromiseText)
        .where(CompromiseText.group_id == group_id, CompromiseText.paragraph_id == paragraph_id)
        .order_by(CompromiseText.sequence.desc())
        .limit(1)
    ).one_or_none()


def get_version(session: Session, group_id: int, code: str) -> CompromiseText:
    """Return a version of a group by its code. One query. Raises NotFound."""
    version = session.scalars(
        select(CompromiseText).where(CompromiseText.group_id == group_id, CompromiseText.code == code)
    ).one_or_none()
    if version is None:
        raise NotFound()
    return version


def last_position(session: Session, compromise_id: int, party_id: int) -> CompromisePosition | None:
    """Return what a party recorded last on a version, None where that is nothing. One query."""
    return session.scalars(
        select(CompromisePosition)
        .where(CompromisePosition.compromise_id == compromise_id, CompromisePosition.party_id == party_id)
        .order_by(CompromisePosition.sequence.desc())
        .limit(1)
    ).one_or_none()


def find_put_version(session: Session, paragraph_id: int, code: str) -> CompromiseText | None:
    """Return the version with *code* for a paragraph, None where it was not put to the round. One query."""
    return session.scalars(
        select(CompromiseText)
        .join(CompromisePut, CompromisePut.compromise_id == CompromiseText.id)
        .options(joinedload(CompromiseText.party, innerjoin=True))
        .where(CompromiseText.paragraph_id == paragraph_id, CompromiseText.code == code)
    ).one_or_none()


def last_put_on(session: Session, paragraph_id: int) -> CompromiseText | None:
    """Return the version for a paragraph that was put to the round last, None where none was. One query."""
    return session.scalars(
        select(CompromiseText)
        .join(CompromisePut, CompromisePut.compromise_id == CompromiseText.id)
        .options(joinedload(CompromiseText.party, innerjoin=True))
        .where(CompromiseText.paragraph_id == paragraph_id)
        .order_by(CompromisePut.at.desc(), CompromiseText.id.desc())
        .limit(1)
    ).one_or_none()


def proposals_settled_by(session: Session, compromise_id: int) -> frozenset[int]:
    """Return the keys of the proposals that a version is meant to settle. One query."""
    named = select(CompromiseProposal.amendment_id).where(CompromiseProposal.compromise_id == compromise_id)
    return frozenset(session.scalars(named))


def version_followed(session: Session, decision_id: int) -> str:
    """Return the code of the version after which a decision was taken, "" where it followed none. One query."""
    followed = (
        select(CompromiseText.code)
        .join(CompromiseDecision, CompromiseDecision.compromise_id == CompromiseText.id)
        .where(CompromiseDecision.decision_id == decision_id)
    )
    return session.scalar(followed) or ""


def is_put(session: Session, compromise_id: int) -> bool:
    """Return whether a version was put to the round. One query."""
    return session.get(CompromisePut, compromise_id) is not None


# What no verb would have written ---------------------------------------------------------------------

Fault = tuple[str, str]
"""The code of the small group, and what is wrong with it."""

_EARLIER = aliased(SmallGroupActRow)
_OF_GROUP = select(SmallGroup.code).join(SmallGroupActRow, SmallGroupActRow.group_id == SmallGroup.id)
_OF_TEXT = select(SmallGroup.code).join(CompromiseText, CompromiseText.group_id == SmallGroup.id)


def _acts(*acts: SmallGroupAct) -> Select[int]:
    return select(_EARLIER.id).where(_EARLIER.group_id == SmallGroup.id, _EARLIER.act.in_(acts))


_NEVER_FORMED = select(SmallGroup.code).where(
    or_(~_acts(SmallGroupAct.FORM).exists(), ~_acts(SmallGroupAct.ADD_PARAGRAPH).exists())
)
_AFTER_THE_END = _OF_GROUP.where(
    _acts(SmallGroupAct.END).where(_EARLIER.sequence < SmallGroupActRow.sequence).exists()
)
_NOT_BY_FACILITATOR = _OF_TEXT.where(
    ~_acts(SmallGroupAct.FORM, SmallGroupAct.FACILITATOR)
    .where(_EARLIER.party_id == CompromiseText.party_id, _EARLIER.at <= CompromiseText.at)
    .exists()
)
_BY_AN_OUTSIDER = _OF_TEXT.join(
    CompromisePosition, CompromisePosition.compromise_id == CompromiseText.id
).where(
    ~_acts(SmallGroupAct.FORM, SmallGroupAct.FACILITATOR, SmallGroupAct.ADD_MEMBER)
    .where(_EARLIER.party_id == CompromisePosition.party_id, _EARLIER.at <= CompromisePosition.at)
    .exists()
)
_VERSION = aliased(CompromiseText)
_WITHOUT_EARLIER = _OF_TEXT.where(
    CompromiseText.sequence > 1,
    ~select(_VERSION.id)
    .where(
        _VERSION.group_id == CompromiseText.group_id,
        _VERSION.paragraph_id == CompromiseText.paragraph_id,
        _VERSION.sequence == CompromiseText.sequence - 1,
    )
    .exists(),
)
_DECIDED_ELSEWHERE = (
    _OF_TEXT.join(CompromiseDecision, CompromiseDecision.compromise_id == CompromiseText.id)
    .join(Decision, Decision.id == CompromiseDecision.decision_id)
    .where(Decision.paragraph_id != CompromiseText.paragraph_id)
)
_NEVER_SUBMITTED = (
    _OF_TEXT.join(CompromiseProposal, CompromiseProposal.compromise_id == CompromiseText.id)
    .join(Amendment, Amendment.id == CompromiseProposal.amendment_id)
    .where(Amendment.number.is_(None))
)


def _told(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that the journal has a line about the group with these facts."""
    return select(JournalLine.id).where(JournalLine.subject == SmallGroup.code, *where).exists()


def _act_not_told() -> Select[str]:
    """Return the query for groups of which some act has no line in the journal."""
    lines_of_act = [
        and_(
            SmallGroupActRow.act == act,
            _told(
                JournalLine.act == name,
                JournalLine.party_id.is_not_distinct_from(SmallGroupActRow.party_id),
                JournalLine.paragraph_id.is_not_distinct_from(SmallGroupActRow.paragraph_id),
            ),
        )
        for act, name in ACTS.items()
    ]
    return _OF_GROUP.where(~or_(*lines_of_act))


_TEXT_NOT_TOLD = _OF_TEXT.where(
    ~_told(
        JournalLine.act == WRITES_TEXT,
        JournalLine.party_id == CompromiseText.party_id,
        JournalLine.paragraph_id == CompromiseText.paragraph_id,
        JournalLine.after == CompromiseText.text,
    )
)
_FAULTS = (
    (_NEVER_FORMED, N_("small group %(group)s was never formed, or has no paragraph")),
    (_AFTER_THE_END, N_("small group %(group)s was changed after its end")),
    (
        _NOT_BY_FACILITATOR,
        N_("small group %(group)s has a compromise text that its facilitator did not write"),
    ),
    (_BY_AN_OUTSIDER, N_("small group %(group)s has an answer of a delegation that was not in it")),
    (_WITHOUT_EARLIER, N_("small group %(group)s lacks a version of a compromise text")),
    (
        _DECIDED_ELSEWHERE,
        N_("a decision on another paragraph names a compromise text of small group %(group)s"),
    ),
    (
        _NEVER_SUBMITTED,
        N_("small group %(group)s has a compromise text for a proposal that was never submitted"),
    ),
    (_act_not_told(), N_("small group %(group)s is not what the journal says")),
    (_TEXT_NOT_TOLD, N_("small group %(group)s has a compromise text that the journal does not tell")),
)


def faults_of_small_groups(session: Session, communique_id: int) -> list[Fault]:
    """Return what is wrong with the small groups of a text: what no verb would have written. Nine queries."""
    return [
        (code, message)
        for statement, message in _FAULTS
        for code in session.scalars(statement.where(SmallGroup.communique_id == communique_id).distinct())
    ]
