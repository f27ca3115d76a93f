"""
Who may read a line of the journal.

The same rule stands in SQL in store.journal, which asks which lines somebody may read; here it is asked of one line
and one reader, for notices. tests/store/test_readers.py holds the two together.
"""

from dataclasses import dataclass

from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Role, Scope


@dataclass(frozen=True, slots=True)
class LineFacts:
    """
    What decides who reads a line of the journal, and whom it concerns.

    *meeting*: of a line about people that of the office (None: an account), of any other that of its text.
    *proposal*: the facts of its proposal in the round in which that stands; *earlier*: those of the rounds since the
    act in which it stood before. *body*: those of the body of its sitting or silence procedure. *sponsors* sponsor or
    co-sponsor the proposal, *on_paragraph* any on the paragraph, and *to_confirm* are asked what became of theirs.
    """

    act: str
    scope: Scope
    meeting: int | None = None
    user: int | None = None
    party: int | None = None
    proposal: Facts | None = None
    earlier: tuple[Facts, ...] = ()
    body: Facts | None = None
    sponsors: frozenset[int] = frozenset()
    on_paragraph: frozenset[int] = frozenset()
    to_confirm: frozenset[int] = frozenset()


def may_read_line(actor: Actor, line: LineFacts) -> bool:
    """Return whether *actor* may read *line*, by the offices that hold at its meeting."""
    at = actor.at(line.meeting)
    match line.scope:
        case Scope.ALL:
            return may(at, Act.READ_DRAFT, Facts(meeting=line.meeting, circulated=True))
        case Scope.MISSION:
            return at.holds(Role.MISSION)
        case Scope.PARTY:
            return line.party in at.own_parties()
        case Scope.PEOPLE:
            return at.holds(Role.ADMINISTRATOR)
        case Scope.AMENDMENT:
            return at.holds(Role.MISSION) or _reads_proposal(at, line)
        case Scope.SITTING | Scope.RECORD | Scope.SILENCE:
            return line.body is not None and may(at, _OF_BODY[line.scope], line.body)


_OF_BODY = {
    Scope.SITTING: Act.READ_SITTING,
    Scope.RECORD: Act.READ_RECORD,
    Scope.SILENCE: Act.READ_SILENCE,
}
"""What somebody may do who reads a line about an act of a body."""


def _reads_proposal(actor: Actor, line: LineFacts) -> bool:
    """Return whether the proposal may be read now, or could be in a round since the act that was shown."""
    if line.proposal is None or not line.proposal.was_submitted:
        return False
    return any(may(actor, Act.READ_AMENDMENT, facts) for facts in (line.proposal, *line.earlier))
