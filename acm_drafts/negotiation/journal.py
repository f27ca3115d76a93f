"""
Who may read a line of the journal.

The same rule stands in SQL in store.journal, which asks which lines somebody may read; here it is asked of one line
and one reader, for notices. tests/store/test_readers.py holds the two together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.terms import DecisionKind, Role, Scope

TAKES_POSITION = "take position"
"""The act by which a party takes a position on a proposal or a paragraph, or takes it back."""
WITHDRAWING = "withdraw"
"""The act by which its sponsor, the party of the line, withdraws a proposal or a draft, or disowns what was entered."""
REOPENING = "reopen"
"""The act by which what is agreed on a paragraph ends."""
VOIDS_REOPENING = "void reopening"
"""The act by which that no longer counts: the paragraph is agreed as before."""
OF_REOPENINGS = frozenset({REOPENING, VOIDS_REOPENING})
"""The acts that concern whoever has a proposal on the paragraph, and the party of their line, which asked."""
LIFTED_OVER = "lift bracket over holder"
"""The act of a decision that lifts a bracket over one who holds it."""
AGREE_OVER = "agree over holder"
"""The act of an agreement on words without a bracket that one holds, which was lifted before."""
STANDS_AGAIN = "bracket stands again"
"""The act of a decision that no longer counts, told to one over whom it lifted brackets."""
TELLS_LIFTED = "tell holder that bracket is lifted"
"""The act by which a holder is told that, where the proposal that lifts its bracket is not shown to it."""
TELLS_STANDING = "tell holder that bracket stands again"
"""The act by which a holder is told that the same is no longer so."""
TELLS_MISSING = "tell holder that bracket is not in draft"
"""The act by which one who held a bracket to the end of a round is told that the next draft does not print it."""
AGREE_TOGETHER, UNDO_TOGETHER = "agree together", "undo agreement together"
"""The acts by which what remains of a draft is agreed at once, and by which that no longer counts."""
VOIDS_AGREEMENT = "void agreement"
OF_AGREEMENTS = frozenset({str(DecisionKind.AGREE), VOIDS_AGREEMENT, AGREE_TOGETHER, UNDO_TOGETHER})
"""
The acts by which paragraphs are agreed as they stand, and by which that no longer counts: where one is agreed, no
proposal waits.
"""
OF_HOLDERS = frozenset({LIFTED_OVER, AGREE_OVER, STANDS_AGAIN, TELLS_LIFTED, TELLS_STANDING, TELLS_MISSING})
"""The acts on brackets that concern the party of their line, which holds them."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """
    What decides who reads a line of the journal, and whom it concerns.

    *meeting*: of a line about people that of the office (None: an account), of any other that of its text.
    *proposal*: the facts of its proposal in the round in which that stands; *earlier*: those of the rounds since the
    act in which it stood before. *body*: those of the body of its sitting or silence procedure; *position*: those of a
    position on a paragraph; *discussion*, *small_group*, *input*: those of one. *sponsors* sponsor or co-sponsor the
    proposal, *on_paragraph* any on the paragraph, *to_confirm* are asked what became of theirs, and *reserving* whether
    their reservations stand.
    """

    act: str
    scope: Scope
    meeting: int | None = None
    user: int | None = None
    party: int | None = None
    proposal: Facts | None = None
    earlier: tuple[Facts, ...] = ()
    body: Facts | None = None
    position: Facts | None = None
    small_group: Facts | None = None
    discussion: Facts | None = None
    input: Facts | None = None
    answered: frozenset[int] = frozenset()
    """The States that have answered the call for inputs of the line."""
    running: Facts | None = None
    """Of an agreement: those of a proposal in its round, while that runs."""
    sponsors: frozenset[int] = frozenset()
    on_paragraph: frozenset[int] = frozenset()
    to_confirm: frozenset[int] = frozenset()
    reserving: frozenset[int] = frozenset()


def may_read_line(actor: Actor, line: LineFacts) -> bool:
    """
    Return whether *actor* may read *line*, by the offices that hold at its meeting.

    What the Group keeps over the years is of no meeting: it is read by the offices of the meeting at hand.
    """
    is_of_the_years = line.meeting is None and line.scope is not Scope.PEOPLE
    return _READS[line.scope](actor if is_of_the_years else actor.at(line.meeting), line)


def _reads_texts(actor: Actor, line: LineFacts) -> bool:
    """
    Return whether the line is read, which is for all participants.

    What the Group keeps over the years tells of texts of all its meetings: who reads all of these reads it. What is
    agreed in a running round is read by who reads its proposals.
    """
    if line.running is not None and not may(actor, Act.READ_AMENDMENT, line.running):
        return False
    if line.meeting is None:
        return may(actor, Act.READ_ADOPTED, Facts(meeting=actor.meeting))
    return may(actor, Act.READ_DRAFT, Facts(meeting=actor.meeting, circulated=True))


def _is_of_mission(actor: Actor, line: LineFacts) -> bool:
    return actor.holds(Role.MISSION)


def _is_of_party(actor: Actor, line: LineFacts) -> bool:
    return line.party in actor.own_parties()


def _reads_of_people(actor: Actor, line: LineFacts) -> bool:
    """Return whether the reader administers, or the line is about the people of a delegation that they speak for."""
    return actor.holds(Role.ADMINISTRATOR) or line.party in actor.parties(*SPEAKS)


def _reads_proposal(actor: Actor, line: LineFacts) -> bool:
    """
    Return whether the proposal may be read now, or could be in a round since the act that was shown.

    A position on it is read by who may read positions in the round in which they read the proposal.
    """
    if actor.holds(Role.MISSION):
        return True
    if line.proposal is None or not line.proposal.was_submitted:
        return False
    since = (line.proposal, *reversed(line.earlier))
    read = next((facts for facts in since if may(actor, Act.READ_AMENDMENT, facts)), None)
    if read is None or line.act != TAKES_POSITION:
        return read is not None
    return may(actor, Act.READ_POSITION, replace(read, party=line.party))


def _reads_position(actor: Actor, line: LineFacts) -> bool:
    return line.position is not None and may(actor, Act.READ_POSITION, line.position)


def _reads_sitting(actor: Actor, line: LineFacts) -> bool:
    return line.body is not None and may(actor, Act.READ_SITTING, line.body)


def _reads_record(actor: Actor, line: LineFacts) -> bool:
    return line.body is not None and may(actor, Act.READ_RECORD, line.body)


def _reads_silence(actor: Actor, line: LineFacts) -> bool:
    return line.body is not None and may(actor, Act.READ_SILENCE, line.body)


def _reads_reservation(actor: Actor, line: LineFacts) -> bool:
    return may(actor, Act.READ_RESERVATION, Facts(meeting=line.meeting, party=line.party))


def _reads_small_group(actor: Actor, line: LineFacts) -> bool:
    """Return whether the papers of the group may be read, or the line is about a delegation of the reader's."""
    own = line.party is not None and line.party in actor.parties(*WRITES)
    return own or (line.small_group is not None and may(actor, Act.READ_SMALL_GROUP, line.small_group))


def _reads_discussion(actor: Actor, line: LineFacts) -> bool:
    return line.discussion is not None and may(actor, Act.READ_DISCUSSION, line.discussion)


def _reads_input(actor: Actor, line: LineFacts) -> bool:
    return line.input is not None and may(actor, Act.READ_INPUT, line.input)


_READS: Mapping[Scope, Callable[[Actor, LineFacts], bool]] = {
    Scope.ALL: _reads_texts,
    Scope.MISSION: _is_of_mission,
    Scope.PARTY: _is_of_party,
    Scope.PEOPLE: _reads_of_people,
    Scope.AMENDMENT: _reads_proposal,
    Scope.POSITION: _reads_position,
    Scope.SITTING: _reads_sitting,
    Scope.RECORD: _reads_record,
    Scope.SILENCE: _reads_silence,
    Scope.RESERVATION: _reads_reservation,
    Scope.SMALL_GROUP: _reads_small_group,
    Scope.DISCUSSION: _reads_discussion,
    Scope.INPUT: _reads_input,
}
"""Who reads the lines of each scope; the actor stands at the meeting of the line."""
