"""
Calls for inputs beside a text and the answers to them, as far as a reader may know of them.

Who reads which answer is settled in negotiation.permissions by the facts of store.visibility. Whoever does not read
all answers learns neither which there are nor who has answered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, undefer

from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.inputs import (
    GIVES_DEADLINE,
    OVER,
    InputCallAct,
    InputCallState,
    Step,
    are_shown,
    deadline_of,
    issued_at,
    late_until,
    shown_since,
    state_of_call,
    versions_shown,
)
from acm_drafts.negotiation.library import Search
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.store.database import arrived
from acm_drafts.store.records import (
    Communique,
    Input,
    InputCall,
    InputCallActRow,
    InputCallVersion,
    InputFile,
    InputMark,
    InputMarkRemoval,
    InputPart,
    InputQuestion,
    InputVersion,
    InputVersionFile,
    JournalLine,
)
from acm_drafts.store.visibility import input_facts
from acm_drafts.text.language import Language

ACTS: Mapping[InputCallAct, str] = {
    InputCallAct.ISSUE: "issue input call",
    InputCallAct.EXTEND: "extend input call",
    InputCallAct.ALLOW_LATE: "allow late input",
    InputCallAct.CLOSE: "close input call",
    InputCallAct.WITHDRAW: "withdraw input call",
}
DRAFTS_CALL, REVISES_CALL = "draft input call", "change draft of input call"
SAVES, SUBMITS, REVISES, SUBMITS_LATE = "save input", "submit input", "revise input", "submit late input"
MARKS, REMOVES_MARK = "mark theme", "remove mark of theme"
ACTS_ON_CALLS = frozenset(
    {*ACTS.values(), DRAFTS_CALL, REVISES_CALL, SAVES, SUBMITS, REVISES, SUBMITS_LATE, MARKS, REMOVES_MARK}
)
"""How the journal calls them; the subject of their lines is the code of the call."""
SETS_DEADLINE = frozenset(ACTS[act] for act in GIVES_DEADLINE)


# Calls ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call as its last version says it and its acts left it, at a moment; *questions* by their place."""

    call: InputCall
    meeting: int
    version: InputCallVersion
    acts: Sequence[InputCallActRow]
    questions: Mapping[int, str]
    now: datetime

    @property
    def code(self) -> str:
        return self.call.code

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.acts)

    @property
    def state(self) -> InputCallState:
        return state_of_call(self.steps, self.now)

    @property
    def is_issued(self) -> bool:
        return issued_at(self.steps) is not None

    @property
    def deadline(self) -> datetime:
        """The deadline as it stands; of a draft the one that it would have."""
        return deadline_of(self.steps) or self.version.deadline

    @property
    def visibility(self) -> Visibility:
        return Visibility(self.version.visibility)

    @property
    def languages(self) -> list[Language]:
        return [Language(code) for code in self.version.languages.split()]

    @property
    def shown(self) -> bool:
        """Whether all participants read the answers."""
        return are_shown(self.visibility, self.steps, self.now)

    @property
    def takes_late(self) -> dict[int, datetime]:
        """Until when each delegation may still answer late: none once the call is closed or withdrawn."""
        if self.is_over:
            return {}
        parties = {act.party_id for act in self.acts if act.party_id is not None}
        leaves = {party: late_until(self.steps, party) for party in parties}
        return {party: until for party, until in leaves.items() if until and self.now <= until}

    @property
    def is_over(self) -> bool:
        """Whether it is closed or withdrawn: no answer comes any more, no late one either."""
        return self.state in OVER

    def facts(self, party: int | None = None, *, submitted: bool = True) -> Facts:
        """Return the facts for an answer of *party* (None: of others)."""
        return input_facts(
            self.meeting, party=party, issued=self.is_issued, submitted=submitted, shown=self.shown
        )


def steps_of(acts: Iterable[InputCallActRow]) -> list[Step]:
    return [Step(InputCallAct(act.act), act.at, act.until, act.party_id) for act in acts]


def reads_all(actor: Actor, record: CallRecord) -> bool:
    """Return whether *actor* reads every submitted answer: then it may be told who has answered, and who has not."""
    return may(actor, Act.READ_INPUT, record.facts())


_NEWEST = (
    select(func.max(InputCallVersion.sequence))
    .where(InputCallVersion.call_id == InputCall.id)
    .correlate(InputCall)
    .scalar_subquery()
)


def _calls(session: Session, *where: ColumnElement[bool]) -> list[CallRecord]:
    """Return calls, the newest first. Three queries at most."""
    rows = session.execute(
        select(InputCall, Communique.meeting_id, InputCallVersion)
        .join(Communique, Communique.id == InputCall.communique_id)
        .join(InputCallVersion, InputCallVersion.call_id == InputCall.id)
        .where(InputCallVersion.sequence == _NEWEST, *where)
        .order_by(InputCall.id.desc())
    ).all()
    if not rows:
        return []
    acts = _acts(session, [call.id for call, *_ in rows])
    questions: dict[int, dict[int, str]] = defaultdict(dict)
    asked = select(InputQuestion).where(InputQuestion.version_id.in_([version.id for *_, version in rows]))
    for question in session.scalars(asked.order_by(InputQuestion.position)):
        questions[question.version_id][question.position] = question.text
    now = arrived()
    return [
        CallRecord(call, meeting, version, acts[call.id], questions[version.id], now)
        for call, meeting, version in rows
    ]


def _acts(session: Session, calls: Collection[int]) -> dict[int, list[InputCallActRow]]:
    rows: dict[int, list[InputCallActRow]] = defaultdict(list)
    wanted = select(InputCallActRow).where(InputCallActRow.call_id.in_(calls))
    for act in session.scalars(wanted.order_by(InputCallActRow.call_id, InputCallActRow.sequence)):
        rows[act.call_id].append(act)
    return rows


def calls_beside(session: Session, actor: Actor, *communiques: int) -> list[CallRecord]:
    """Return the calls beside some texts that *actor* may read, the newest first. Three queries at most."""
    records = _calls(session, InputCall.communique_id.in_(communiques))
    return [record for record in records if may(actor, Act.READ_INPUT_CALL, record.facts())]


def calls_with_words(
    session: Session, actor: Actor, communiques: Sequence[int], search: Search
) -> list[CallRecord]:
    """
    Return the calls beside some texts that *actor* may read and whose words hold all that is searched for.

    In the order of the texts, the newest of each first. Three queries at most.
    """
    ranks = {key: rank for rank, key in enumerate(communiques)}
    records = _calls(session, InputCall.communique_id.in_(ranks))
    read = [record for record in records if may(actor, Act.READ_INPUT_CALL, record.facts())]
    holding = [record for record in read if holds(search, folded_text(_words_of(record)))]
    return sorted(holding, key=lambda record: ranks[record.call.communique_id])


def _words_of(record: CallRecord) -> Sequence[str]:
    return (record.version.title, record.version.background, *record.questions.values())


def get_call(session: Session, actor: Actor, code: str, *, communique: int | None = None) -> CallRecord:
    """Return a call that *actor* may read, beside a *communique* where that is named. Raises NotFound."""
    where = [InputCall.code == code]
    if communique is not None:
        where.append(InputCall.communique_id == communique)
    records = _calls(session, *where)
    if not records or not may(actor, Act.READ_INPUT_CALL, records[0].facts()):
        raise NotFound()
    return records[0]


def find_newest_call(session: Session, code: str = "") -> str | None:
    """Return the code of the call that was issued last, or *code* where there is such a call that was issued."""
    issued = (
        select(InputCall.code)
        .join(InputCallActRow, InputCallActRow.call_id == InputCall.id)
        .where(InputCallActRow.act == InputCallAct.ISSUE)
    )
    if code:
        issued = issued.where(InputCall.code == code)
    return session.scalars(issued.order_by(InputCallActRow.id.desc()).limit(1)).one_or_none()


# Lines of the journal ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallOfLine:
    """What decides who reads a line about a call: whether its answers are *shown* to all, and who has *answered*."""

    shown: bool
    answered: frozenset[int]


def calls_of_lines(session: Session, codes: Collection[str]) -> dict[str, CallOfLine]:
    """Return the calls of lines of the journal by their codes. Four queries at most, none for none."""
    if not codes:
        return {}
    records = _calls(session, InputCall.code.in_(codes))
    answered = _answered(session, [record.call.id for record in records])
    return {record.code: CallOfLine(record.shown, answered[record.call.id]) for record in records}


def _answered(session: Session, calls: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Return the States that have submitted an answer to each of *calls*. One query."""
    rows = session.execute(
        select(Input.call_id, Input.party_id)
        .join(InputVersion, InputVersion.input_id == Input.id)
        .where(Input.call_id.in_(calls), InputVersion.submitted)
        .distinct()
    ).all()
    return {call: frozenset(party for of, party in rows if of == call) for call in calls}


def answered_known(
    session: Session, actor: Actor, records: Collection[CallRecord]
) -> Mapping[int, frozenset[int]]:
    """Return the States that have answered each of *records*, as far as *actor* may know. One query."""
    known = _answered(session, [record.call.id for record in records])
    own = {record.call.id: actor.at(record.meeting).parties(*WRITES) for record in records}
    return {
        record.call.id: known[record.call.id]
        if reads_all(actor, record)
        else known[record.call.id] & own[record.call.id]
        for record in records
    }


# Answers -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A version of an answer: its *parts* by the place of their question, and its files."""

    row: InputVersion
    parts: Mapping[int, str] = field(default_factory=dict)
    files: Sequence[InputFile] = ()

    @property
    def language(self) -> Language:
        return Language(self.row.language)


@dataclass(frozen=True, slots=True)
class InputRecord:
    """
    The answer of a delegation as a reader may know it: its versions that they read, oldest first.

    Drafts are among them for the delegation alone.
    """

    row: Input
    versions: Sequence[VersionRecord]

    @property
    def newest(self) -> VersionRecord:
        return self.versions[-1]

    @property
    def submitted(self) -> VersionRecord | None:
        """The answer as it stands, None where nothing was submitted yet."""
        return next((version for version in reversed(self.versions) if version.row.submitted), None)

    @property
    def draft(self) -> VersionRecord | None:
        """What was saved after the last submission, None where nothing was."""
        return None if self.newest.row.submitted else self.newest

    def version(self, sequence: int | None) -> VersionRecord:
        """Return a version that is read, the answer as it stands for None. Raises NotFound."""
        if sequence is None:
            return self.submitted or self.newest
        for version in self.versions:
            if version.row.sequence == sequence:
                return version
        raise NotFound()


def inputs_to(
    session: Session, actor: Actor, record: CallRecord, *where: ColumnElement[bool]
) -> list[InputRecord]:
    """
    Return the answers to a call that *actor* may read, in the order in which they were begun.

    Four queries at most.
    """
    own = actor.at(record.meeting).parties(*WRITES)
    wanted = [Input.call_id == record.call.id, *where]
    if not reads_all(actor, record):
        wanted.append(Input.party_id.in_(own))
    inputs = session.scalars(
        select(Input).where(*wanted).options(joinedload(Input.party)).order_by(Input.id)
    ).all()
    rows = _versions_read(session, actor, record, inputs)
    keys = [row.id for versions in rows.values() for row in versions]
    parts, files = parts_of(session, keys), _files(session, keys)
    return [
        InputRecord(
            given,
            [VersionRecord(row, parts.get(row.id, {}), files.get(row.id, ())) for row in rows[given.id]],
        )
        for given in inputs
        if rows[given.id]
    ]


def _versions_read(
    session: Session, actor: Actor, record: CallRecord, inputs: Sequence[Input]
) -> dict[int, list[InputVersion]]:
    """Return the versions of each of *inputs* that *actor* may read, oldest first. One query."""
    known: dict[int, list[InputVersion]] = {given.id: [] for given in inputs}
    wanted = select(InputVersion).where(InputVersion.input_id.in_(known)) if known else None
    for row in session.scalars(wanted.order_by(InputVersion.sequence)) if wanted is not None else ():
        known[row.input_id].append(row)
    return {given.id: _read_of(actor, record, given.party_id, known[given.id]) for given in inputs}


def _read_of(
    actor: Actor, record: CallRecord, party: int, versions: Sequence[InputVersion]
) -> list[InputVersion]:
    if may(actor, Act.READ_INPUT, record.facts(party, submitted=False)):
        return list(versions)
    submitted = [row for row in versions if row.submitted]
    if not submitted or not may(actor, Act.READ_INPUT, record.facts(party)):
        return []
    if may(actor, Act.READ_INPUT, input_facts(record.meeting, party=party, issued=True)):
        return submitted  # whatever the call shows to others
    since = shown_since(record.visibility, record.steps)
    assert since is not None
    return submitted[versions_shown([row.at for row in submitted], since) :]


def parts_of(session: Session, versions: Collection[int]) -> dict[int, dict[int, str]]:
    """Return what versions of answers say, by the place of the question. One query, none for none."""
    parts: dict[int, dict[int, str]] = defaultdict(dict)
    if versions:
        wanted = select(InputPart).where(InputPart.version_id.in_(versions)).order_by(InputPart.position)
        for part in session.scalars(wanted):
            parts[part.version_id][part.position] = part.text
    return parts


def _files(session: Session, versions: Collection[int]) -> dict[int, list[InputFile]]:
    files: dict[int, list[InputFile]] = defaultdict(list)
    if versions:
        wanted = (
            select(InputVersionFile.version_id, InputFile)
            .join(InputFile, InputFile.id == InputVersionFile.file_id)
            .where(InputVersionFile.version_id.in_(versions))
            .order_by(InputFile.id)
        )
        for version, file in session.execute(wanted):
            files[version].append(file)
    return files


def find_own_input(session: Session, actor: Actor, record: CallRecord, party: int) -> InputRecord | None:
    """Return the answer of *party* that *actor* may read, None where there is none. Four queries at most."""
    return next(iter(inputs_to(session, actor, record, Input.party_id == party)), None)


def get_input(session: Session, actor: Actor, record: CallRecord, code: str) -> InputRecord:
    """Return an answer to a call with as much of it as *actor* reads. Raises NotFound. Four queries at most."""
    inputs = inputs_to(session, actor, record, Input.code == code)
    if not inputs:
        raise NotFound()
    return inputs[0]


def get_file(session: Session, actor: Actor, record: CallRecord, code: str) -> InputFile:
    """Return a file of a version that *actor* reads, with its bytes. Raises NotFound. Five queries at most."""
    of_file = select(InputFile.input_id).where(InputFile.code == code)
    for given in inputs_to(session, actor, record, Input.id.in_(of_file)):
        for version in given.versions:
            for file in version.files:
                if file.code == code:
                    return session.scalars(
                        select(InputFile).where(InputFile.id == file.id).options(undefer(InputFile.data))
                    ).one()
    raise NotFound()


# Themes --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MarkRecord:
    """A passage of an answer that bears a theme. *sequence*: of the version that it was marked in."""

    row: InputMark
    input: Input
    sequence: int
    language: Language


def marks_in(session: Session, call_id: int, *where: ColumnElement[bool]) -> list[MarkRecord]:
    """Return the marks in the answers to a call that were not taken away, in the order of marking. One query."""
    removed = select(InputMarkRemoval.mark_id).where(InputMarkRemoval.mark_id == InputMark.id)
    rows = session.execute(
        select(InputMark, Input, InputVersion.sequence, InputVersion.language)
        .join(InputVersion, InputVersion.id == InputMark.version_id)
        .join(Input, Input.id == InputVersion.input_id)
        .where(Input.call_id == call_id, ~removed.exists(), *where)
        .options(joinedload(Input.party))
        .order_by(InputMark.id)
    )
    return [MarkRecord(mark, given, sequence, Language(language)) for mark, given, sequence, language in rows]


# What no verb would have written -------------------------------------------------------------------

Fault = tuple[str, str]
"""The code of the call, and what is wrong with it."""

_CODES = select(InputCall.code)
_OF_ANSWER = _CODES.join(Input, Input.call_id == InputCall.id).join(
    InputVersion, InputVersion.input_id == Input.id
)
_ISSUED = select(InputCallActRow.id).where(
    InputCallActRow.call_id == InputCall.id, InputCallActRow.act == InputCallAct.ISSUE
)
_IN_TIME = select(InputCallActRow.id).where(
    InputCallActRow.call_id == InputCall.id,
    InputCallActRow.act.in_(GIVES_DEADLINE),
    InputCallActRow.until >= InputVersion.at,
)
_ALLOWED = select(InputCallActRow.id).where(
    InputCallActRow.call_id == InputCall.id,
    InputCallActRow.act == InputCallAct.ALLOW_LATE,
    InputCallActRow.party_id == Input.party_id,
    InputCallActRow.at <= InputVersion.at,
    InputCallActRow.until >= InputVersion.at,
)
_ENDED = select(InputCallActRow.id).where(
    InputCallActRow.call_id == InputCall.id,
    InputCallActRow.act.in_((InputCallAct.CLOSE, InputCallAct.WITHDRAW)),
    InputCallActRow.at < InputVersion.at,
)
_WITHOUT_WORDS = (
    _OF_ANSWER.join(InputMark, InputMark.version_id == InputVersion.id)
    .join(
        InputPart,
        and_(InputPart.version_id == InputMark.version_id, InputPart.position == InputMark.position),
    )
    .where(func.replace(InputPart.text, InputMark.phrase, "") == InputPart.text)
)


def _told(
    act: ColumnElement[bool], at: InstrumentedAttribute[datetime], *where: ColumnElement[bool]
) -> Select[int]:
    """Return the query for the line of the journal about a call by an *act* at the moment of its row."""
    return select(JournalLine.id).where(
        JournalLine.subject == InputCall.code, act, JournalLine.at >= at, *where
    )


def _not_in_journal() -> Select[str]:
    """Return the query for calls of which some act has no line in the journal."""
    acts = [
        and_(InputCallActRow.act == act, _told(JournalLine.act == name, InputCallActRow.at).exists())
        for act, name in ACTS.items()
    ]
    return _CODES.join(InputCallActRow, InputCallActRow.call_id == InputCall.id).where(~or_(*acts))


def _answer_not_in_journal() -> Select[str]:
    """Return the query for calls to which an answer was submitted that the journal does not tell."""
    submitted = _told(
        JournalLine.act.in_((SUBMITS, REVISES, SUBMITS_LATE)),
        InputVersion.at,
        JournalLine.party_id == Input.party_id,
    )
    return _OF_ANSWER.where(InputVersion.submitted, ~submitted.exists())


_FAULTS = (
    (_OF_ANSWER.where(~_ISSUED.exists()), N_("call for inputs %(call)s was answered and never issued")),
    (
        _OF_ANSWER.where(or_(~(_IN_TIME.exists() | _ALLOWED.exists()), _ENDED.exists())),
        N_("an answer to call for inputs %(call)s came when none was taken"),
    ),
    (
        _OF_ANSWER.where(InputVersion.submitted, InputVersion.late == _IN_TIME.exists()),
        N_(
            "an answer to call for inputs %(call)s is called late and was not, or was late and is not called so"
        ),
    ),
    (
        _WITHOUT_WORDS,
        N_("a theme of call for inputs %(call)s is marked on words that the answer does not say"),
    ),
    (_not_in_journal(), N_("call for inputs %(call)s is not what the journal says")),
    (_answer_not_in_journal(), N_("an answer to call for inputs %(call)s is not in the journal")),
)


def faults_of_inputs(session: Session, communique_id: int) -> list[Fault]:
    """Return what is wrong with the calls for inputs beside a text: what no verb would have written. Six queries."""
    return [
        (code, message)
        for query, message in _FAULTS
        for code in session.scalars(query.where(InputCall.communique_id == communique_id).distinct())
    ]
