"""
The Mission drafts a call for inputs, issues it and ends it; delegations answer it; the Mission marks themes in answers.

Whatever arrives by the deadline is in time, however long it waits for its turn. Every act holds the text beside which
the call stands, so that no answer is taken by a call that ends at the same time.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from acm_drafts.documents.phrases import unreadable
from acm_drafts.documents.read.files import is_word
from acm_drafts.documents.sandbox import FileReader
from acm_drafts.negotiation.errors import N_, NotFound, NotPermitted, NotPossible
from acm_drafts.negotiation.inputs import (
    FileKnown,
    FileTooLarge,
    InputCallAct,
    InputCallChanged,
    InputCallState,
    InputCallTextUnread,
    InputChanged,
    MarkKnown,
    MarkRemoved,
    TooManyFiles,
    WrongInput,
    WrongInputCall,
    require_answer,
    require_draft,
    require_extension,
    require_issued,
    require_language,
    require_late,
    require_taking,
    same_theme,
)
from acm_drafts.negotiation.permissions import Act, Actor, require
from acm_drafts.negotiation.reservations import phrase_in_answer
from acm_drafts.negotiation.terms import PartyKind, Scope, Visibility
from acm_drafts.services.reservations import SPARE
from acm_drafts.services.revisions import LONGEST_REASON, LONGEST_TEXT, clean
from acm_drafts.store.database import arrived, new_code, transaction
from acm_drafts.store.inputs import (
    ACTS,
    DRAFTS_CALL,
    MARKS,
    REMOVES_MARK,
    REVISES,
    REVISES_CALL,
    SAVES,
    SUBMITS,
    SUBMITS_LATE,
    CallRecord,
    InputRecord,
    find_own_input,
    get_call,
    get_input,
    marks_in,
)
from acm_drafts.store.journal import moment_in_journal, write_line
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.meetings import meeting_facts
from acm_drafts.store.people import find_party
from acm_drafts.store.records import (
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
    Party,
)
from acm_drafts.store.reservations import newest_circulated
from acm_drafts.text.language import Language

LONGEST_TITLE, LONGEST_BACKGROUND, LONGEST_QUESTION, LONGEST_THEME = 300, LONGEST_TEXT, 2_000, 100
MOST_QUESTIONS = 20
MOST_FILES, MOST_FILES_EVER = 5, 20
"""So many files has a version of an answer; so many were ever sent with one, those taken away again included."""
LARGEST_FILE = 5_000_000
"""Bytes of one file."""


@dataclass(frozen=True, slots=True)
class CallWish:
    """What a call is to say. *deadline* is aware, and announced on the clocks of *zone*."""

    title: str
    questions: Sequence[str]
    deadline: datetime
    zone: str
    background: str = ""
    visibility: Visibility = Visibility.MISSION
    languages: Collection[Language] = tuple(Language)


# The call ------------------------------------------------------------------------------------------


def draft_call(actor: Actor, communique: str, wish: CallWish) -> InputCall:
    """
    Draft a call beside the text with the code *communique*, and return it; the Mission alone reads it.

    Raises NotPermitted, NotFound, TextWithdrawn, WrongInputCall, NotPossible, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        require(actor, Act.RUN_INPUT_CALL, meeting_facts(session, "code", communique))
        held = hold_round(session, By.CODE, communique, adopted_too=True)
        wish = _checked(wish)
        call = InputCall(communique_id=held.communique, code=new_code())
        session.add(call)
        session.flush()
        _write_version(session, call, 1, wish)
        _tell(session, actor, DRAFTS_CALL, call, wish.title, scope=Scope.MISSION)
        return call


def revise_call(actor: Actor, code: str, wish: CallWish, *, seen: int) -> InputCall:
    """
    Save a call that is not issued anew, and return it. *seen*: the sequence of the version that the page showed.

    Raises NotPermitted, NotFound, InputCallIssued, InputCallEnded, InputCallChanged, and what `draft_call` raises.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        require_draft(record.steps, record.now)
        _require_seen(record, seen)
        wish = _checked(wish)
        _write_version(session, record.call, record.version.sequence + 1, wish)
        _tell(session, actor, REVISES_CALL, record.call, wish.title, scope=Scope.MISSION)
        return record.call


def issue_call(actor: Actor, code: str, *, seen: int) -> InputCall:
    """
    Issue a call: all participants read it, and States answer it. *seen*: the version that the page showed.

    Raises NotPermitted, NotFound, InputCallIssued, InputCallEnded, InputCallChanged, InputCallTextUnread where no
    draft of its text is circulated, NotPossible where its deadline has passed.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        require_draft(record.steps, record.now)
        _require_seen(record, seen)
        if newest_circulated(session, record.call.communique_id) is None:
            raise InputCallTextUnread()
        _require_to_come(record.version.deadline)
        version = record.version
        return _act(
            session, actor, record, InputCallAct.ISSUE, version=version.sequence, until=version.deadline
        )


def extend_call(actor: Actor, code: str, until: datetime, *, reason: str) -> InputCall:
    """
    Move the deadline of a call to a later moment, before it has passed.

    Raises NotPermitted, NotFound, InputCallNotIssued, InputCallEnded, InputDeadlineOver, NotPossible, WrongInputCall
    without a reason, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        require_extension(record.steps, until, record.now)
        return _act(session, actor, record, InputCallAct.EXTEND, until=until, reason=_reason(reason))


def allow_late(actor: Actor, code: str, party: str, until: datetime, *, reason: str) -> InputCall:
    """
    Allow the State with the code *party* to answer a call *until* a moment after its deadline.

    Raises NotPermitted, NotFound, InputCallNotIssued, InputCallEnded, NotPossible, WrongInputCall without a reason,
    UnreadableText, TextTooLong.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        state = _state(session, party)
        require_late(record.steps, until, record.now)
        reason = _reason(reason)
        return _act(
            session, actor, record, InputCallAct.ALLOW_LATE, until=until, party_id=state.id, reason=reason
        )


def close_call(actor: Actor, code: str, *, reason: str = "") -> InputCall:
    """
    Close a call: it takes no answer any more, late or not. Raises NotPermitted, NotFound, InputCallNotIssued,
    InputCallEnded, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        require_issued(record.steps, record.now)
        return _act(session, actor, record, InputCallAct.CLOSE, reason=clean(reason, LONGEST_REASON))


def withdraw_call(actor: Actor, code: str, *, reason: str) -> InputCall:
    """
    Withdraw a call, before it is issued or after; it stays on record. Raises NotPermitted, NotFound, InputCallEnded,
    WrongInputCall without a reason, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        if record.state is not InputCallState.DRAFT:
            require_issued(record.steps, record.now)
        return _act(session, actor, record, InputCallAct.WITHDRAW, reason=_reason(reason))


def _held(session: Session, actor: Actor, code: str) -> CallRecord:
    """Hold the text of a call, and return the call for an act of the Mission. Raises NotFound, NotPermitted."""
    hold_round(session, By.INPUT_CALL, code, adopted_too=True)
    record = get_call(session, actor, code)
    require(actor, Act.RUN_INPUT_CALL, record.facts())
    return record


def _require_seen(record: CallRecord, seen: int) -> None:
    if record.version.sequence != seen:
        raise InputCallChanged()


def _require_to_come(deadline: datetime) -> None:
    if deadline <= arrived():
        raise NotPossible(what=N_("the deadline has passed already"))


def _reason(reason: str) -> str:
    reason = clean(reason, LONGEST_REASON)
    if not reason:
        raise WrongInputCall(what=N_("it is changed for a reason"))
    return reason


def _checked(wish: CallWish) -> CallWish:
    """Return what a call is to say, tidied. Raises WrongInputCall, NotPossible, UnreadableText, TextTooLong."""
    title = " ".join(clean(wish.title, LONGEST_TITLE).split())
    questions = [clean(question, LONGEST_QUESTION) for question in wish.questions]
    questions = [question for question in questions if question]
    if not title:
        raise WrongInputCall(what=N_("it has no title"))
    if not questions:
        raise WrongInputCall(what=N_("it asks no question"))
    if len(questions) > MOST_QUESTIONS:
        raise WrongInputCall(what=N_("it asks more than 20 questions"))
    if not wish.languages:
        raise WrongInputCall(what=N_("it names no language in which answers are taken"))
    try:
        ZoneInfo(wish.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongInputCall(what=N_("the time zone is not known")) from None
    _require_to_come(wish.deadline)
    background = clean(wish.background, LONGEST_BACKGROUND)
    return replace(wish, title=title, questions=questions, background=background)


def _write_version(session: Session, call: InputCall, sequence: int, wish: CallWish) -> None:
    version = InputCallVersion(
        call_id=call.id,
        sequence=sequence,
        title=wish.title,
        background=wish.background,
        visibility=wish.visibility,
        languages=" ".join(language.value for language in Language if language in wish.languages),
        deadline=wish.deadline,
        zone=wish.zone,
        at=arrived(),
    )
    session.add(version)
    session.flush()
    rows = [
        {"version_id": version.id, "position": position, "text": question}
        for position, question in enumerate(wish.questions, 1)
    ]
    session.execute(insert(InputQuestion), rows)


def _act(
    session: Session,
    actor: Actor,
    record: CallRecord,
    act: InputCallAct,
    *,
    version: int | None = None,
    until: datetime | None = None,
    party_id: int | None = None,
    reason: str = "",
) -> InputCall:
    row = InputCallActRow(
        call_id=record.call.id,
        sequence=len(record.acts) + 1,
        act=act,
        version=version,
        until=until,
        party_id=party_id,
        reason=reason,
        at=arrived(),
    )
    session.add(row)
    _tell(
        session,
        actor,
        ACTS[act],
        record.call,
        record.version.title,
        scope=_scope(record, act),
        party=party_id,
        after=moment_in_journal(until, record.version.zone) if until else "",
        reason=reason,
    )
    return record.call


def _scope(record: CallRecord, act: InputCallAct) -> Scope:
    """
    Return for whose eyes an act is: all participants', but a draft is the Mission's, and that one State may answer late
    is read as its answer is.
    """
    if act is InputCallAct.ALLOW_LATE:
        return Scope.INPUT
    return Scope.ALL if record.is_issued or act is InputCallAct.ISSUE else Scope.MISSION


def _tell(
    session: Session,
    actor: Actor,
    act: str,
    call: InputCall,
    title: str,
    *,
    scope: Scope,
    party: int | None = None,
    after: str = "",
    reason: str = "",
) -> None:
    write_line(
        session,
        actor,
        act,
        scope=scope,
        communique=call.communique_id,
        party=party,
        subject=call.code,
        before=title,
        after=after,
        reason=reason,
    )


# The answer ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that the sandbox has read (`check_file`)."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def check_file(reads: FileReader, name: str, data: bytes) -> CheckedFile:
    """
    Return a file that may be sent with an answer, once *reads* has read it: a Word file or a plain text.

    Raises FileTooLarge, UnreadableFile for what is not such a file, is called otherwise, is damaged or has macros.
    """
    name = PurePath(name).name[:200]
    if len(data) > LARGEST_FILE:
        raise FileTooLarge(name=name, most=LARGEST_FILE // 1_000_000)
    reads.blocks(name, data)
    called_word, word = name.lower().endswith(".docx"), is_word(name, data)
    if called_word and not word:
        raise unreadable(N_("its name ends in .docx, and it is no Word file"))
    if not called_word and (word or not name.lower().endswith(".txt")):
        raise unreadable(N_("a Word file is called .docx, a plain text .txt"))
    return CheckedFile(name, data)


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What a delegation answers: *parts* by the place of their question, new *files*, and the codes of those to *keep*.

    *seen*: the sequence of its newest version on the page, 0 where there was none.
    """

    language: Language
    parts: Mapping[int, str]
    files: Sequence[CheckedFile] = ()
    keep: Collection[str] = ()
    seen: int = 0


def save_input(actor: Actor, code: str, *, party: int, answer: Answer) -> InputVersion:
    """
    Save a draft of the answer of *party* to a call, which that delegation alone reads, and return the version.

    Raises NotPermitted, NotFound, InputCallEnded, InputLate, InputChanged, NothingAnswered, WrongInput, TooManyFiles,
    FileKnown, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        record = _answering(session, actor, Act.PREPARE_INPUT, code, party)
        version, _own = _answer(session, actor, record, party, answer, submitted=False)
        _tell(session, actor, SAVES, record.call, record.version.title, scope=Scope.PARTY, party=party)
        return version


def submit_input(actor: Actor, code: str, *, party: int, answer: Answer) -> InputVersion:
    """
    Submit the answer of *party* to a call, in the place of what it submitted before, and return the version.

    Raises what `save_input` raises.
    """
    with transaction() as session:
        record = _answering(session, actor, Act.SUBMIT_INPUT, code, party)
        version, own = _answer(session, actor, record, party, answer, submitted=True)
        was_submitted = own is not None and own.submitted is not None
        act = SUBMITS_LATE if version.late else REVISES if was_submitted else SUBMITS
        _tell(session, actor, act, record.call, record.version.title, scope=Scope.INPUT, party=party)
        return version


def _answering(session: Session, actor: Actor, act: Act, code: str, party: int) -> CallRecord:
    """Hold the text of a call, and return the call for an answer of *party*. Raises NotFound, NotPermitted."""
    hold_round(session, By.INPUT_CALL, code, adopted_too=True)
    record = get_call(session, actor, code)
    if not record.is_issued:
        raise NotPermitted()
    require(actor, act, record.facts(party))
    return record


def _answer(
    session: Session, actor: Actor, record: CallRecord, party: int, answer: Answer, *, submitted: bool
) -> tuple[InputVersion, InputRecord | None]:
    """Write a version of the answer of *party*; return it, and the answer as it was before."""
    late = require_taking(record.steps, party, record.now)
    own = find_own_input(session, actor, record, party)
    if (own.newest.row.sequence if own else 0) != answer.seen:
        raise InputChanged()
    if answer.language not in record.languages:
        raise WrongInput(what=N_("the call takes no answer in this language"))
    parts = {position: clean(text, LONGEST_TEXT) for position, text in answer.parts.items()}
    require_language(parts.values(), answer.language)
    kept = [file for file in own.newest.files if file.code in answer.keep] if own else []
    require_answer(parts, record.questions.keys(), len(kept) + len(answer.files))
    row = own.row if own else Input(call_id=record.call.id, party_id=party, code=new_code())
    session.add(row)
    session.flush()
    version = InputVersion(
        input_id=row.id,
        sequence=answer.seen + 1,
        submitted=submitted,
        late=late,
        language=answer.language.value,
        at=record.now,
    )
    session.add(version)
    session.flush()
    _write_parts(session, version, parts)
    files = [*kept, *_new_files(session, row, kept, answer.files)]
    session.add_all(InputVersionFile(version_id=version.id, file_id=file.id) for file in files)
    return version, own


def _write_parts(session: Session, version: InputVersion, parts: Mapping[int, str]) -> None:
    """Write what a version says; a question without words has no row."""
    rows = [{"version_id": version.id, "position": at, "text": text} for at, text in parts.items() if text]
    if rows:
        session.execute(insert(InputPart), rows)


def _new_files(
    session: Session, row: Input, kept: Sequence[InputFile], sent: Sequence[CheckedFile]
) -> list[InputFile]:
    """Return the rows of the files that were *sent*; one that was sent before is had again, and not written anew."""
    if len(kept) + len(sent) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    known = {
        file.sha256: file for file in session.scalars(select(InputFile).where(InputFile.input_id == row.id))
    }
    has = {file.sha256 for file in kept}
    files = []
    for file in sent:
        if file.sha256 in has:
            raise FileKnown(name=file.name)
        has.add(file.sha256)
        if file.sha256 not in known:
            known[file.sha256] = InputFile(
                input_id=row.id,
                code=new_code(),
                name=file.name,
                sha256=file.sha256,
                size=len(file.data),
                data=file.data,
                at=arrived(),
            )
        files.append(known[file.sha256])
    if len(known) > MOST_FILES_EVER:
        raise TooManyFiles(most=MOST_FILES_EVER)
    session.add_all(files)
    session.flush()
    return files


# Themes --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """
    Words of an answer, by its code: those of *phrase* in what its version with this *sequence* says to the question
    *position*.
    """

    input: str
    sequence: int
    position: int
    phrase: str


def mark_theme(actor: Actor, code: str, passage: Passage, theme: str) -> InputMark:
    """
    Mark a passage of an answer to a call with a theme, and return the mark.

    A theme that differs from one of the call in case or spaces alone is that theme, as it was written first. Raises
    NotPermitted, NotFound, WrongInputCall without a theme, PhraseNotInAnswer, PhraseNotUniqueInAnswer, MarkKnown,
    UnreadableText, TextTooLong.
    """
    with transaction() as session:
        record = _held(session, actor, code)
        require(actor, Act.MARK_THEMES, record.facts())
        answer = get_input(session, actor, record, passage.input)
        version = answer.version(passage.sequence)
        text = version.parts.get(passage.position)
        if text is None:
            raise NotFound()
        label = " ".join(clean(theme, LONGEST_THEME).split())
        phrase = clean(passage.phrase, len(text) + SPARE)
        if not label or not phrase:
            raise WrongInputCall(what=N_("a mark has a theme and some words of the answer"))
        phrase = phrase_in_answer(text, phrase)
        marks = marks_in(session, record.call.id)
        label = next(
            (mark.row.theme for mark in marks if same_theme(mark.row.theme) == same_theme(label)), label
        )
        place = (version.row.id, passage.position, phrase, label)
        if place in {(m.row.version_id, m.row.position, m.row.phrase, m.row.theme) for m in marks}:
            raise MarkKnown()
        mark = InputMark(
            code=new_code(), version_id=place[0], position=place[1], phrase=phrase, theme=label, at=arrived()
        )
        session.add(mark)
        _tell_mark(session, actor, MARKS, record, answer.row.party_id, label)
        return mark


def remove_mark(actor: Actor, code: str, mark: str) -> InputMarkRemoval:
    """Take a mark in the answers to a call away, and return that. Raises NotPermitted, NotFound, MarkRemoved."""
    with transaction() as session:
        record = _held(session, actor, code)
        require(actor, Act.MARK_THEMES, record.facts())
        row = session.execute(
            select(InputMark, Input.party_id)
            .join(InputVersion, InputVersion.id == InputMark.version_id)
            .join(Input, Input.id == InputVersion.input_id)
            .where(InputMark.code == mark, Input.call_id == record.call.id)
        ).one_or_none()
        if row is None:
            raise NotFound()
        known, party = row
        if session.scalar(select(func.count()).where(InputMarkRemoval.mark_id == known.id)):
            raise MarkRemoved()
        removal = InputMarkRemoval(mark_id=known.id, at=arrived())
        session.add(removal)
        _tell_mark(session, actor, REMOVES_MARK, record, party, known.theme)
        return removal


def _tell_mark(session: Session, actor: Actor, act: str, record: CallRecord, party: int, theme: str) -> None:
    title = record.version.title
    _tell(session, actor, act, record.call, title, scope=Scope.MISSION, party=party, after=theme)


def _state(session: Session, code: str) -> Party:
    """Return the State with a code. Raises NotFound."""
    party = find_party(session, code)
    if party is None or party.kind != PartyKind.STATE:
        raise NotFound()
    return party
