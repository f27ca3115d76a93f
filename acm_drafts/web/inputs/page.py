"""
Calls for inputs as pages show them: who has answered as far as the reader may know it, and what they may do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.inputs import (
    LATE_REASON_READERS,
    READERS,
    STATES,
    InputCallAct,
    InputCallState,
    same_theme,
    takes_answer,
)
from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.terms import PartyKind, Visibility
from acm_drafts.store.database import Session
from acm_drafts.store.inputs import (
    CallRecord,
    InputRecord,
    MarkRecord,
    answered_known,
    calls_beside,
    inputs_to,
    marks_in,
    reads_all,
)
from acm_drafts.store.meetings import Text
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Input, InputCallActRow, Party
from acm_drafts.text.language import folded
from acm_drafts.web.shared.formatting import by_name, party_name


def state_in_words(state: InputCallState) -> str:
    return str(_(STATES[state]))


def readers_in_words(visibility: Visibility) -> str:
    return str(_(READERS[visibility]))


def late_reason_readers_in_words(visibility: Visibility) -> str:
    return str(_(LATE_REASON_READERS[visibility]))


@dataclass(frozen=True, slots=True)
class CallRow:
    """
    A call in the list. *answered* of *asked* delegations, as far as the reader may know it, None otherwise.

    *own*: each delegation of the reader, and whether it has submitted an answer.
    """

    record: CallRecord
    answered: int | None
    asked: int
    own: Sequence[tuple[Party, bool]]


def drafts_calls(who: Actor, text: Text) -> bool:
    """Return whether *who* drafts calls for inputs beside *text*, which is in no archive."""
    here = who.at(text.meeting.id)
    return not text.archived and may(here, Act.RUN_INPUT_CALL, Facts(meeting=text.meeting.id))


def call_rows(session: Session, who: Actor, *communiques: int) -> list[CallRow]:
    """Return the calls beside some texts for a list, the newest first. Five queries at most."""
    records = calls_beside(session, who, *communiques)
    if not records:
        return []
    states = find_parties(session, PartyKind.STATE)
    known = answered_known(session, who, records)
    rows = []
    for record in records:
        answered, own = known[record.call.id], who.at(record.meeting).states(*WRITES)
        rows.append(
            CallRow(
                record,
                len(answered) if record.is_issued and reads_all(who, record) else None,
                len(states),
                [(state, state.id in answered) for state in states if state.id in own and record.is_issued],
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """The answer of a delegation of the reader: what it may do with it, and until when that was allowed late."""

    party: Party
    input: InputRecord | None
    answers: bool
    submits: bool
    late_until: datetime | None


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call with what its reader may know of its answers, and may do."""

    record: CallRecord
    inputs: Sequence[InputRecord]
    own: Sequence[OwnAnswer]
    reads_all: bool
    runs: bool
    silent: Sequence[Party] = ()
    acts: Sequence[tuple[str, InputCallActRow]] = field(default_factory=tuple)


def call_page(session: Session, who: Actor, record: CallRecord) -> CallPage:
    """Return a call for its page. Six queries at most."""
    knows_all = reads_all(who, record)
    read = inputs_to(session, who, record)
    states = find_parties(session, PartyKind.STATE)
    submitted = [given for given in read if given.submitted is not None]
    return CallPage(
        record=record,
        inputs=_in_order(submitted) if knows_all else (),
        own=_own_answers(who, record, states, read) if record.is_issued else (),
        reads_all=knows_all,
        runs=may(who, Act.RUN_INPUT_CALL, record.facts()),
        silent=_silent(states, submitted) if knows_all else (),
        acts=_acts(who, record, {state.id: state for state in states}, knows_all=knows_all),
    )


def _in_order(inputs: Sequence[InputRecord]) -> list[InputRecord]:
    by_party = {given.row.party_id: given for given in inputs}
    return [by_party[party.id] for party in by_name(given.row.party for given in inputs)]


def _silent(states: Iterable[Party], submitted: Sequence[InputRecord]) -> list[Party]:
    """Return the States without an answer, in the order of lists."""
    has_answered = {given.row.party_id for given in submitted}
    return by_name(state for state in states if state.id not in has_answered)


def _own_answers(
    who: Actor, record: CallRecord, states: Iterable[Party], read: Sequence[InputRecord]
) -> list[OwnAnswer]:
    """Return the answers of the delegations that *who* writes for."""
    by_party = {given.row.party_id: given for given in read}
    own = [state for state in by_name(states) if state.id in who.states(*WRITES)]
    return [_own(who, record, state, by_party.get(state.id)) for state in own]


def _own(who: Actor, record: CallRecord, party: Party, own: InputRecord | None) -> OwnAnswer:
    takes = takes_answer(record.steps, party.id, record.now)
    return OwnAnswer(
        party,
        own,
        takes and may(who, Act.PREPARE_INPUT, record.facts(party.id)),
        party.id in who.states(*SPEAKS),
        record.takes_late.get(party.id),
    )


def _acts(
    who: Actor, record: CallRecord, states: dict[int, Party], *, knows_all: bool
) -> list[tuple[str, InputCallActRow]]:
    """Return what was done to a call, in words: whom it takes a late answer of, as far as *who* may know."""
    own = who.states(*WRITES)
    return [
        (_act_in_words(act, states), act)
        for act in record.acts
        if act.party_id is None or knows_all or act.party_id in own
    ]


def _act_in_words(act: InputCallActRow, states: dict[int, Party]) -> str:
    if act.party_id is not None:
        return str(_("Late answer allowed: %(party)s", party=party_name(states[act.party_id])))
    return str(
        {
            InputCallAct.ISSUE: _("Call issued"),
            InputCallAct.EXTEND: _("Deadline extended"),
            InputCallAct.CLOSE: _("Call closed"),
            InputCallAct.WITHDRAW: _("Call withdrawn"),
        }[InputCallAct(act.act)]
    )


# Themes --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A passage that bears a theme; *stands*: the answer as it stands says it to the same question."""

    mark: MarkRecord
    stands: bool

    @property
    def input(self) -> Input:
        return self.mark.input


@dataclass(frozen=True, slots=True)
class Theme:
    label: str
    marks: Sequence[ShownMark]

    @property
    def states(self) -> int:
        """How many delegations speak of it."""
        return len({mark.input.party_id for mark in self.marks})


def themes_of(session: Session, who: Actor, record: CallRecord) -> list[Theme]:
    """Return the themes marked in the answers to a call, by their labels. Five queries at most."""
    marks = marks_in(session, record.call.id)
    inputs = {given.row.id: given for given in inputs_to(session, who, record)} if marks else {}
    groups: dict[tuple[str, ...], list[ShownMark]] = {}
    for mark in marks:
        shown = ShownMark(mark, stands(mark, inputs[mark.input.id]))
        groups.setdefault(same_theme(mark.row.theme), []).append(shown)
    themes = [Theme(marks[0].mark.row.theme, marks) for marks in groups.values()]
    return sorted(themes, key=lambda theme: folded(theme.label))


def stands(mark: MarkRecord, answer: InputRecord) -> bool:
    """Return whether an answer as it stands still says the words of a mark to the same question."""
    text = answer.submitted.parts.get(mark.row.position, "") if answer.submitted else ""
    return mark.row.phrase in text
