"""
Who may do what: one table that answers for pages, files and commands alike.

An act is allowed when every test of at least one of its clauses holds. Tests read two values: the
`Actor` (a person with the offices held today) and the `Facts` about the thing acted on. Offices are
held at a meeting, or in general; an act is judged by those that hold at the meeting of the thing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from acm_drafts.negotiation.discussions import parties_reading
from acm_drafts.negotiation.errors import AlreadyClosed, NotPermitted
from acm_drafts.negotiation.terms import Audience, PartyKind, Role, Stage

SPEAKS = (Role.HEAD, Role.ALTERNATE)
WRITES = (Role.HEAD, Role.ALTERNATE, Role.DRAFTER)


@dataclass(frozen=True, slots=True)
class Office:
    """
    A role held now; *party* is the delegation, group or Mission it is held for (None: administrator,
    chair, observer), *meeting* the meeting at which (None: in general, at every meeting).
    """

    role: Role
    party: int | None = None
    code: str = ""
    kind: PartyKind | None = None
    meeting: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Who acts. *user* is None for the operator at the command line, who has the Mission's rights.

    *offices* are those that hold at *meeting* (None: those held in general alone), *elsewhere* all others.
    """

    user: int | None
    name: str
    offices: frozenset[Office] = frozenset()
    meeting: int | None = None
    elsewhere: frozenset[Office] = frozenset()

    def __post_init__(self) -> None:
        offices = self.offices | self.elsewhere
        at_meeting = frozenset(office for office in offices if office.meeting in (None, self.meeting))
        object.__setattr__(self, "offices", at_meeting)
        object.__setattr__(self, "elsewhere", offices - at_meeting)

    def at(self, meeting: int | None) -> "Actor":
        """Return the same person with the offices that hold at *meeting*; None: those held in general alone."""
        return self if meeting == self.meeting else replace(self, meeting=meeting)

    def places(self) -> "tuple[Actor, ...]":
        """Return the person at the meeting at hand; where there is none, in general and at each of their meetings."""
        if self.meeting is not None:
            return (self,)
        meetings = {office.meeting for office in self.elsewhere if office.meeting is not None}
        return (self, *(self.at(meeting) for meeting in sorted(meetings)))

    def holds(self, *roles: Role) -> bool:
        return any(office.role in roles for office in self.offices)

    def parties(self, *roles: Role) -> frozenset[int]:
        """The parties for which one of *roles* is held; without roles, all parties that this person belongs to."""
        return frozenset(
            o.party for o in self.offices if o.party is not None and (not roles or o.role in roles)
        )

    def own_parties(self) -> frozenset[int]:
        """The parties whose proposals are this person's own: what they write in the name of, submitted or not."""
        return self.parties(*WRITES, Role.MISSION)

    def states(self, *roles: Role) -> frozenset[int]:
        """The States for which one of *roles* is held."""
        return frozenset(
            o.party
            for o in self.offices
            if o.party is not None and o.kind is PartyKind.STATE and o.role in roles
        )

    def main_party(self) -> int | None:
        """The party in whose name this person writes first: a State before a group, and the Mission after both."""
        offices = [o for o in self.offices if o.party is not None and o.role in (*WRITES, Role.MISSION)]
        offices.sort(
            key=lambda o: (
                o.role is Role.MISSION,
                o.kind is not PartyKind.STATE,
                o.role not in SPEAKS,
                o.code,
            )
        )
        return offices[0].party if offices else None


STRANGER = Actor(user=None, name="")


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about the thing acted on; what does not apply keeps its default, which opens nothing."""

    meeting: int | None = None
    """Whose thing it is: only offices that hold there count. None: of no meeting, offices in general alone."""
    sponsor: int | None = None
    cosponsors: frozenset[int] = field(default_factory=frozenset)
    party: int | None = None
    """The party in whose name the act is done, where that is not the sponsor's."""
    stage: Stage | None = None
    in_text: bool = False
    """It is a paragraph that stands in the text of the round."""
    was_submitted: bool = False
    shown: bool = False
    """The round shows submitted proposals to all who read the text."""
    shown_to_chair: bool = False
    attributed: bool = False
    circulated: bool = False
    closed: bool = False
    unconfirmed: bool = False
    """The Mission entered it from the floor; nobody has answered to it, revised it or decided it since."""
    members: frozenset[int] = field(default_factory=frozenset)
    """The States that are members of the body at hand on the day at hand; the parties in the small group at hand."""
    chair: int | None = None
    """The State that chairs the body at hand today."""
    recorded: bool = False
    """The sitting at hand is closed: its record is complete."""
    audience: Audience | None = None
    """Who reads the discussion at hand."""
    people: frozenset[int] = field(default_factory=frozenset)
    """The persons by whom and to whom the office at hand is given."""
    named: frozenset[int] = field(default_factory=frozenset)
    """The parties that were named as its readers when it was begun, or are before it is."""


class Act(StrEnum):
    READ_DRAFT = "read draft"
    READ_AMENDMENT = "read amendment"
    SEE_SPONSOR = "see sponsor"
    PREPARE = "prepare"
    REVIEW = "review"
    SUBMIT = "submit"
    REVISE = "revise"
    WITHDRAW = "withdraw"
    COSPONSOR = "cosponsor"
    TAKE_POSITION = "take position"
    READ_POSITION = "read position"
    HOLD_BRACKET = "hold bracket"
    RESERVE = "reserve"
    READ_RESERVATION = "read reservation"
    RUN_SMALL_GROUP = "run small group"
    WRITE_COMPROMISE = "write compromise text"
    ANSWER_COMPROMISE = "answer compromise text"
    PUT_COMPROMISE = "put compromise text"
    READ_SMALL_GROUP = "read small group"
    BEGIN_DISCUSSION = "begin discussion"
    DISCUSS = "discuss"
    READ_DISCUSSION = "read discussion"
    ANSWER = "answer"
    ENTER_FROM_FLOOR = "enter from floor"
    DECIDE = "decide"
    READ_DESK = "read desk"
    IMPORT = "import"
    ADD_MEETING = "add meeting"
    CHANGE_MEETING = "change meeting"
    ARCHIVE_MEETING = "archive meeting"
    DELETE_MEETING = "delete meeting"
    CONFIRM_DELETION = "confirm deletion of meeting"
    TAKE_EXPORT = "take export of delegation"
    READ_SPEAKERS = "read speakers"
    INSCRIBE_SPEAKER = "inscribe speaker"
    MANAGE_SPEAKERS = "manage speakers"
    ANNOTATE = "annotate"
    TRANSLATE = "translate"
    SET_AGENDA = "set agenda"
    SET_DOCUMENT_SETTINGS = "set document settings"
    CIRCULATE = "circulate"
    KEEP_COPIES = "keep copies"
    MANAGE_ROUNDS = "manage rounds"
    MANAGE_BODIES = "manage bodies"
    RUN_SITTING = "run sitting"
    CONFIRM_AGREEMENT = "confirm agreement"
    REOPEN = "reopen"
    READ_SITTING = "read sitting"
    READ_RECORD = "read record"
    RUN_SILENCE = "run silence"
    READ_SILENCE = "read silence"
    BREAK_SILENCE = "break silence"
    TAKE_BREAK_BACK = "take back break of silence"
    ADOPT_TEXT = "adopt text"
    ISSUE_CORRIGENDUM = "issue corrigendum"
    PUBLISH_TEXT = "publish text"
    READ_LIBRARY = "read library"
    READ_ADOPTED = "read adopted texts of every meeting"
    KEEP_LIBRARY = "keep library"
    PIN_SOURCE = "pin source"
    RUN_INPUT_CALL = "run input call"
    READ_INPUT_CALL = "read input call"
    PREPARE_INPUT = "prepare input"
    SUBMIT_INPUT = "submit input"
    READ_INPUT = "read input"
    MARK_THEMES = "mark themes"
    READ_GUIDE = "read guide"
    KEEP_GUIDE = "keep guide"
    FOLLOW_ITEM = "follow item"
    REQUEST_CIRCULATION = "request circulation"
    READ_PARTNERS = "read partners"
    READ_PARTNER_CONTACTS = "read contacts of partners"
    MANAGE_PARTNERS = "manage partners"
    READ_FOLLOW_UP = "read follow-up"
    KEEP_FOLLOW_UP = "keep follow-up"
    READ_JOURNAL = "read journal"
    READ_EVIDENCE = "read evidence"
    MANAGE_PEOPLE = "manage people"
    READ_SECURITY_EVENTS = "read security events"
    NAME_DRAFTERS = "name drafters"
    NAME_ALTERNATES = "name alternates"
    CONFIRM_APPOINTMENT = "confirm appointment"
    SET_MISSION_ADDRESS = "set address of permanent mission"


Test = Callable[[Actor, Facts], bool]
Clause = tuple[Test, ...]

IN_GENERAL = (Role.ADMINISTRATOR, Role.MISSION)
"""The Mission's own offices can be held in general; every other is held at a meeting."""


def anybody_signed_in(actor: Actor, facts: Facts) -> bool:
    return bool(actor.offices)


def is_mission_drafter(actor: Actor, facts: Facts) -> bool:
    return actor.holds(Role.MISSION)


def is_administrator(actor: Actor, facts: Facts) -> bool:
    return actor.holds(Role.ADMINISTRATOR)


def is_chair(actor: Actor, facts: Facts) -> bool:
    return actor.holds(Role.CHAIR)


def reads_the_text(actor: Actor, facts: Facts) -> bool:
    """Whether the person is a participant; an administrator needs another office to read the text."""
    return actor.holds(Role.MISSION, Role.CHAIR, Role.OBSERVER, *WRITES)


def belongs_to_the_group(actor: Actor, facts: Facts) -> bool:
    """Whether the person is of a delegation, a group or the Mission, or chairs; an observer may be of a partner."""
    return actor.holds(Role.MISSION, Role.CHAIR, *WRITES)


def writes_for_somebody(actor: Actor, facts: Facts) -> bool:
    return bool(actor.own_parties())


def belongs_to_sponsor(actor: Actor, facts: Facts) -> bool:
    return facts.sponsor is not None and facts.sponsor in actor.own_parties()


def belongs_to_cosponsor(actor: Actor, facts: Facts) -> bool:
    return bool(facts.cosponsors & actor.parties(*WRITES))


def speaks_for_sponsor(actor: Actor, facts: Facts) -> bool:
    return facts.sponsor is not None and facts.sponsor in actor.parties(*SPEAKS, Role.MISSION)


def speaks_for_party(actor: Actor, facts: Facts) -> bool:
    return facts.party is not None and facts.party in actor.parties(*SPEAKS)


def writes_for_party(actor: Actor, facts: Facts) -> bool:
    return facts.party is not None and facts.party in actor.parties(*WRITES)


def speaks_for_state(actor: Actor, facts: Facts) -> bool:
    return facts.party is not None and facts.party in actor.states(*SPEAKS)


def writes_for_state(actor: Actor, facts: Facts) -> bool:
    return facts.party is not None and facts.party in actor.states(*WRITES)


def heads_party(actor: Actor, facts: Facts) -> bool:
    return facts.party is not None and facts.party in actor.parties(Role.HEAD)


def is_operator(actor: Actor, facts: Facts) -> bool:
    """Whether somebody works at the command line, on the machine."""
    return actor.user is None and actor.holds(Role.ADMINISTRATOR)


def is_somebody_else(actor: Actor, facts: Facts) -> bool:
    """Whether the person neither gave the office at hand nor is to hold it."""
    return actor.user not in facts.people


def is_not_the_sponsor(actor: Actor, facts: Facts) -> bool:
    return facts.party != facts.sponsor


def party_is_sponsor_or_cosponsor(actor: Actor, facts: Facts) -> bool:
    return facts.party == facts.sponsor or facts.party in facts.cosponsors


def was_submitted(actor: Actor, facts: Facts) -> bool:
    return facts.was_submitted


def is_submitted(actor: Actor, facts: Facts) -> bool:
    return facts.stage is Stage.SUBMITTED


def is_in_text(actor: Actor, facts: Facts) -> bool:
    return facts.in_text


def is_shown(actor: Actor, facts: Facts) -> bool:
    return facts.shown


def is_shown_to_chair(actor: Actor, facts: Facts) -> bool:
    return facts.shown_to_chair


def is_attributed(actor: Actor, facts: Facts) -> bool:
    return facts.attributed


def is_circulated(actor: Actor, facts: Facts) -> bool:
    return facts.circulated


def is_unconfirmed(actor: Actor, facts: Facts) -> bool:
    return facts.unconfirmed


def is_not_closed(actor: Actor, facts: Facts) -> bool:
    return not facts.closed


def speaks_for_the_chair(actor: Actor, facts: Facts) -> bool:
    """Whether the person is the chair of the meeting, or speaks for the State that chairs the body."""
    return is_chair(actor, facts) or (facts.chair is not None and facts.chair in actor.parties(*SPEAKS))


def belongs_to_body(actor: Actor, facts: Facts) -> bool:
    return bool(facts.members & actor.parties(*WRITES))


def party_sits_in_body(actor: Actor, facts: Facts) -> bool:
    return facts.party is not None and facts.party in facts.members


def is_recorded(actor: Actor, facts: Facts) -> bool:
    return facts.recorded


def is_inside(actor: Actor, facts: Facts) -> bool:
    return facts.audience is Audience.INSIDE


def is_with_the_mission(actor: Actor, facts: Facts) -> bool:
    return facts.audience is Audience.MISSION


def is_among_sponsors(actor: Actor, facts: Facts) -> bool:
    return facts.audience is Audience.COSPONSORS


def belongs_to_party(actor: Actor, facts: Facts) -> bool:
    return facts.party is not None and facts.party in actor.own_parties()


def acts_for_party(actor: Actor, facts: Facts) -> bool:
    """Whether the person may speak in the name of the party towards others: its head, an alternate, the Mission's."""
    return facts.party is not None and facts.party in actor.parties(*SPEAKS, Role.MISSION)


def readers_of(facts: Facts) -> frozenset[int]:
    """Return the parties that read the discussion at hand now."""
    sponsors = facts.cosponsors | ({facts.sponsor} if facts.sponsor is not None else set())
    return parties_reading(facts.audience, facts.named, sponsors)


def belongs_to_reader(actor: Actor, facts: Facts) -> bool:
    return bool(readers_of(facts) & actor.own_parties())


def party_reads_it(actor: Actor, facts: Facts) -> bool:
    return facts.party in readers_of(facts)


def names_one_other(actor: Actor, facts: Facts) -> bool:
    """Whether the discussion at hand is read by the party that begins it and by exactly one other."""
    return len(facts.named - {facts.party}) == 1


def names_others_openly(actor: Actor, facts: Facts) -> bool:
    """
    Whether the Mission names several others, who learn of each other by that.

    Not on a proposal of a text that names no sponsors: that it is written to could tell who sponsors it.
    """
    others = facts.named - {facts.party}
    of_mission = facts.party is not None and facts.party in actor.parties(Role.MISSION)
    return of_mission and len(others) > 1 and (facts.sponsor is None or facts.attributed)


def is_known_to_the_mission(actor: Actor, facts: Facts) -> bool:
    """Whether the Mission knows what is discussed: a paragraph, or a proposal that was submitted."""
    return facts.sponsor is None or facts.was_submitted


RULES: Mapping[Act, tuple[Clause, ...]] = {
    Act.READ_DRAFT: ((is_mission_drafter,), (reads_the_text, is_circulated)),
    Act.READ_AMENDMENT: (
        (belongs_to_sponsor,),
        (is_mission_drafter, was_submitted),
        (belongs_to_cosponsor, was_submitted),
        (is_chair, is_shown_to_chair, was_submitted),
        (reads_the_text, is_circulated, is_shown, was_submitted),
    ),
    Act.SEE_SPONSOR: (
        # Not who co-sponsors: whoever may read a proposal can join it, and would know by one tap whose it is.
        (belongs_to_sponsor,),
        (is_mission_drafter,),
        (reads_the_text, is_attributed),
    ),
    Act.PREPARE: ((belongs_to_sponsor, is_not_closed),),
    Act.REVIEW: ((belongs_to_sponsor,),),
    Act.SUBMIT: ((speaks_for_sponsor, is_not_closed),),
    Act.REVISE: ((speaks_for_sponsor, is_not_closed), (is_mission_drafter, is_unconfirmed, is_not_closed)),
    Act.WITHDRAW: ((speaks_for_sponsor, is_not_closed), (is_mission_drafter, is_unconfirmed, is_not_closed)),
    Act.COSPONSOR: ((speaks_for_party, is_not_the_sponsor, is_submitted, is_not_closed),),
    Act.TAKE_POSITION: (
        (speaks_for_party, is_submitted, is_not_closed),
        (speaks_for_party, is_in_text, is_circulated, is_not_closed),
    ),
    Act.READ_POSITION: (
        # One on a paragraph, or on a proposal that may be read: this too is read by its sponsors in any round.
        (writes_for_party,),
        (is_mission_drafter,),
        (belongs_to_sponsor,),
        (belongs_to_cosponsor, is_attributed),
        (is_chair, is_shown_to_chair, is_attributed),
        (reads_the_text, is_circulated, is_shown, is_attributed),
    ),
    Act.HOLD_BRACKET: (
        # Or let go of it; the Mission notes what a party says from the floor.
        (speaks_for_party, is_in_text, is_circulated, is_not_closed),
        (is_mission_drafter, is_in_text, is_circulated, is_not_closed),
    ),
    Act.RESERVE: ((speaks_for_party, is_circulated),),
    Act.READ_RESERVATION: (
        # A delegation says itself who reads its reservation: shown is what it has made known to all participants.
        (writes_for_party,),
        (is_mission_drafter,),
        (reads_the_text, is_circulated, is_shown),
    ),
    Act.RUN_SMALL_GROUP: ((is_mission_drafter,),),
    # The party is the facilitator of the group: in its name alone a compromise text is written and put to the round.
    Act.WRITE_COMPROMISE: ((speaks_for_party, party_sits_in_body),),
    Act.ANSWER_COMPROMISE: ((speaks_for_party, party_sits_in_body),),
    Act.PUT_COMPROMISE: ((speaks_for_party, party_sits_in_body), (is_mission_drafter,)),
    # Whoever is in the group now. Neither the chair as such nor an administrator, and nobody who was taken out of it.
    Act.READ_SMALL_GROUP: ((belongs_to_body,), (is_mission_drafter,)),
    Act.BEGIN_DISCUSSION: (
        (is_inside, belongs_to_party),
        # A delegation writes to the Mission, or the Mission to one delegation or group, or to several together.
        (is_with_the_mission, acts_for_party, names_one_other, is_known_to_the_mission),
        (is_with_the_mission, acts_for_party, names_others_openly, is_known_to_the_mission),
        # Who sponsors is named to all of them: only where the text names sponsors anyway.
        (is_among_sponsors, acts_for_party, party_is_sponsor_or_cosponsor, was_submitted, is_attributed),
    ),
    Act.DISCUSS: (
        (party_reads_it, is_inside, belongs_to_party),
        (party_reads_it, acts_for_party),
    ),
    Act.READ_DISCUSSION: ((belongs_to_reader,),),
    Act.ANSWER: ((speaks_for_party, party_is_sponsor_or_cosponsor, was_submitted),),
    Act.ENTER_FROM_FLOOR: ((is_mission_drafter, is_not_closed),),
    Act.DECIDE: ((is_mission_drafter, is_not_closed),),
    Act.READ_DESK: ((is_mission_drafter,),),
    Act.IMPORT: ((is_mission_drafter,),),
    Act.ADD_MEETING: ((is_mission_drafter,),),
    Act.CHANGE_MEETING: ((is_mission_drafter,),),
    Act.ARCHIVE_MEETING: ((is_mission_drafter,),),
    # The package that is written holds what the Mission reads; an administrator can be the second person.
    Act.DELETE_MEETING: ((is_mission_drafter,),),
    Act.CONFIRM_DELETION: ((is_mission_drafter,), (is_administrator,)),
    # What a delegation gave, for whoever speaks in its name; for the Mission as far as the Mission reads it.
    Act.TAKE_EXPORT: ((speaks_for_party,), (is_mission_drafter,)),
    Act.READ_SPEAKERS: ((reads_the_text,),),
    Act.INSCRIBE_SPEAKER: ((speaks_for_party,), (is_mission_drafter,)),
    Act.MANAGE_SPEAKERS: ((is_mission_drafter,),),
    Act.ANNOTATE: ((is_mission_drafter,),),
    Act.TRANSLATE: ((is_mission_drafter,),),
    Act.SET_AGENDA: ((is_mission_drafter,),),
    Act.SET_DOCUMENT_SETTINGS: ((is_mission_drafter,),),
    Act.KEEP_COPIES: ((is_mission_drafter,),),
    Act.CIRCULATE: ((is_mission_drafter,),),
    Act.MANAGE_ROUNDS: ((is_mission_drafter,),),
    Act.MANAGE_BODIES: ((is_mission_drafter,),),
    Act.RUN_SITTING: ((is_mission_drafter,), (speaks_for_the_chair,)),
    Act.CONFIRM_AGREEMENT: ((is_mission_drafter,), (speaks_for_the_chair,)),
    Act.REOPEN: ((is_mission_drafter,), (speaks_for_the_chair,)),
    Act.READ_SITTING: ((is_mission_drafter,), (speaks_for_the_chair,), (belongs_to_body,)),
    Act.READ_RECORD: ((is_mission_drafter,), (speaks_for_the_chair,), (belongs_to_body, is_recorded)),
    Act.RUN_SILENCE: ((is_mission_drafter,), (speaks_for_the_chair,)),
    Act.READ_SILENCE: ((is_mission_drafter,), (speaks_for_the_chair,), (belongs_to_body,)),
    Act.BREAK_SILENCE: ((speaks_for_party, party_sits_in_body, is_not_closed),),
    Act.TAKE_BREAK_BACK: ((speaks_for_party, party_sits_in_body, is_not_closed),),
    Act.ADOPT_TEXT: ((is_mission_drafter,),),
    Act.ISSUE_CORRIGENDUM: ((is_mission_drafter,),),
    Act.PUBLISH_TEXT: ((is_mission_drafter,),),
    Act.READ_LIBRARY: ((reads_the_text,),),
    # What was adopted is agreed language of the Group, whichever meeting adopted it; an observer reads the texts of
    # the meetings that they observe, and what is public.
    Act.READ_ADOPTED: ((belongs_to_the_group,),),
    Act.KEEP_LIBRARY: ((is_mission_drafter,),),
    Act.PIN_SOURCE: ((is_mission_drafter,),),
    Act.RUN_INPUT_CALL: ((is_mission_drafter,),),
    # Issued, it is read by all participants.
    Act.READ_INPUT_CALL: ((is_mission_drafter,), (reads_the_text, is_circulated)),
    # A State answers; a group has no answer of its own.
    Act.PREPARE_INPUT: ((writes_for_state, is_circulated),),
    Act.SUBMIT_INPUT: ((speaks_for_state, is_circulated),),
    Act.READ_INPUT: (
        # Its drafts are the delegation's alone. Shown is what the call lets all participants read now.
        (writes_for_party,),
        (is_mission_drafter, was_submitted),
        (reads_the_text, is_circulated, is_shown, was_submitted),
    ),
    Act.MARK_THEMES: ((is_mission_drafter,),),
    # The guide is the Group's own paper: an observer reads circulated texts and not this.
    Act.READ_GUIDE: ((belongs_to_the_group,),),
    Act.KEEP_GUIDE: ((is_mission_drafter,),),
    Act.FOLLOW_ITEM: ((writes_for_somebody,),),
    Act.REQUEST_CIRCULATION: ((is_mission_drafter,), (is_chair,)),
    Act.READ_PARTNERS: ((belongs_to_the_group,),),
    Act.READ_PARTNER_CONTACTS: ((is_mission_drafter,),),
    Act.MANAGE_PARTNERS: ((is_mission_drafter,),),
    # Entries that the Mission confirmed; what the program only suggests is for those who keep them.
    Act.READ_FOLLOW_UP: ((reads_the_text,),),
    Act.KEEP_FOLLOW_UP: ((is_mission_drafter,),),
    Act.READ_JOURNAL: ((anybody_signed_in,),),
    # The head of the journal's chain, and the pack by which all of it can be checked.
    Act.READ_EVIDENCE: ((is_mission_drafter,),),
    Act.MANAGE_PEOPLE: ((is_administrator,),),
    # Accounts are of no meeting: asked of somebody's offices in general.
    Act.READ_SECURITY_EVENTS: ((is_administrator,),),
    Act.NAME_DRAFTERS: ((is_administrator,), (speaks_for_party,)),
    Act.NAME_ALTERNATES: ((is_administrator,), (heads_party,)),
    # What an administrator gave: the head of the delegation, or a second administrator.
    Act.CONFIRM_APPOINTMENT: ((heads_party, is_somebody_else), (is_administrator, is_somebody_else)),
    # An administrator could name an address of their own, and so hide a first head from the permanent mission.
    Act.SET_MISSION_ADDRESS: ((is_operator,),),
}


@lru_cache(maxsize=4096)
def may(actor: Actor, act: Act, facts: Facts = Facts()) -> bool:
    """
    Return whether *actor* may do *act*, by the offices that hold at the meeting of *facts*; never raises.

    Answers are kept: one page asks the same of every proposal it shows, and the answer follows from the three alone.
    """
    actor = actor.at(facts.meeting)
    return any(all(test(actor, facts) for test in clause) for clause in RULES[act])


def require(actor: Actor, act: Act, facts: Facts = Facts()) -> None:
    """Raise NotPermitted unless *actor* may do *act*; AlreadyClosed where only the closing stands in the way."""
    if may(actor, act, facts):
        return
    if facts.closed and may(actor, act, replace(facts, closed=False)):
        raise AlreadyClosed()
    raise NotPermitted()
