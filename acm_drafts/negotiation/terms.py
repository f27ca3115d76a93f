"""
The words of the field as enumerations, and what each is called on a page.

One place for every closed list that the negotiation knows. Values are stored in the database
and never shown; `name_of()` gives the English catalogue key that is. This module refuses to
know any rule.
"""

from collections.abc import Mapping
from enum import StrEnum

from acm_drafts.negotiation.errors import N_


class AmendmentKind(StrEnum):
    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"
    SPLIT = "split"
    JOIN = "join"
    KEEP = "keep"
    CONSEQUENTIAL = "consequential"
    """What the Mission changes in words where it accepts a split or join; nobody proposes it by itself."""


PROPOSABLE = tuple(kind for kind in AmendmentKind if kind is not AmendmentKind.CONSEQUENTIAL)
"""The kinds of proposals that a delegation can make."""


SHAPED = (AmendmentKind.SPLIT, AmendmentKind.JOIN)
"""Where one of them is accepted, the Mission can change words with it."""


class Stage(StrEnum):
    """How far a proposal has come by its sponsor's own acts."""

    DRAFT = "draft"
    REVIEW = "review"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class DecisionKind(StrEnum):
    ACCEPT = "accept"
    PART = "part"
    COMPROMISE = "compromise"
    REJECT = "reject"
    BRACKETS = "brackets"
    DEFER = "defer"
    AGREE = "agree"
    """The paragraph is agreed as it stands; no proposal is decided."""
    REOPEN = "reopen"
    """What was agreed on the paragraph, in whatever round, ends; its words stay as they are."""
    VOID = "void"
    """An earlier decision of the same round no longer counts."""


class Outcome(StrEnum):
    """What a decision made of one revision."""

    ACCEPTED = "accepted"
    PART = "part"
    ABSORBED = "absorbed"
    REJECTED = "rejected"
    BRACKETED = "bracketed"
    DEFERRED = "deferred"


ADOPTED = frozenset({Outcome.ACCEPTED, Outcome.PART, Outcome.BRACKETED})
"""Outcomes that put words of a proposal into the text."""


class Verdict(StrEnum):
    """What became of a pending proposal when its round was closed."""

    CARRIED = "carried"
    ABSORBED = "absorbed"
    PARTLY = "partly"
    OVERTAKEN = "overtaken"
    CONFLICT = "conflict"
    ORPHANED = "orphaned"


class Standing(StrEnum):
    """The one word that answers "where is my proposal now"."""

    DRAFT = "draft"
    REVIEW = "review"
    PENDING = "pending"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    PART = "part"
    ABSORBED = "absorbed"
    REJECTED = "rejected"
    BRACKETED = "bracketed"
    DEFERRED = "deferred"
    CARRIED = "carried"
    PARTLY = "partly"
    OVERTAKEN = "overtaken"
    CONFLICT = "conflict"
    ORPHANED = "orphaned"
    CONTESTED = "contested"
    SETTLED = "settled"
    """What was accepted in the round settles it; closing the round records that."""
    LEFT_OPEN = "left-open"
    """It waited when the text was adopted: nothing is decided on it any more."""


class Level(StrEnum):
    EXPERT = "expert"
    WORKING_GROUPS = "working-groups"
    TROIKA = "troika"
    EXECUTIVE_COMMITTEE = "executive-committee"
    AMBASSADORIAL = "ambassadorial"
    MINISTERIAL = "ministerial"


class City(StrEnum):
    """Where a Group of the member States meets."""

    NEW_YORK = "new-york"
    WASHINGTON = "washington"


class BodyRole(StrEnum):
    """As what a State sits in a body."""

    MEMBER = "member"
    CHAIR = "chair"


class SittingState(StrEnum):
    CONVENED = "convened"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SittingResult(StrEnum):
    """What a sitting came to on one paragraph of its agenda."""

    AGREED = "agreed"
    AD_REFERENDUM = "ad-referendum"
    REFERRED = "referred"
    NOT_AGREED = "not-agreed"


class SilenceState(StrEnum):
    RUNNING = "running"
    SUSPENDED = "suspended"
    OVER = "over"
    """Its moment has passed; the outcome is not recorded yet."""
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"


class SilenceOutcome(StrEnum):
    """What became of one paragraph under silence."""

    AGREED = "agreed"
    BROKEN = "broken"
    LEFT_OPEN = "left-open"
    """Nobody broke the silence, and still it could not be agreed: something on it waits for a decision."""


class SilenceChangeKind(StrEnum):
    """What was done to a silence procedure after it began."""

    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"


class Stance(StrEnum):
    SUPPORT = "support"
    LIVE_WITH = "live-with"
    OPPOSE = "oppose"
    RESERVE = "reserve"
    AWAITING = "awaiting"


class ReservationScope(StrEnum):
    """On what a delegation reserves its position."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    PHRASE = "phrase"


class ReservationAct(StrEnum):
    """What a delegation did to its reservation; each is a row that is never changed."""

    ENTER = "enter"
    REWORD = "reword"
    STAND = "stand"
    """It awaits no instructions any more, and stands."""
    PUBLISH = "publish"
    """All participants read it from now on."""
    KEEP = "keep"
    """It stands although the words it was entered on are no longer where they were."""
    WITHDRAW = "withdraw"


class SmallGroupAct(StrEnum):
    """What is done to a small group; each is a row that is never changed."""

    FORM = "form"
    ADD_MEMBER = "add-member"
    TAKE_OUT_MEMBER = "take-out-member"
    ADD_PARAGRAPH = "add-paragraph"
    TAKE_OUT_PARAGRAPH = "take-out-paragraph"
    FACILITATOR = "facilitator"
    """Another delegation facilitates it from now on."""
    END = "end"


class BracketAct(StrEnum):
    """What a party says of a bracket; each is a row that is never changed."""

    HOLD = "hold"
    RELEASE = "release"


class Audience(StrEnum):
    """Who reads a discussion; named before its first comment is sent, and never widened."""

    INSIDE = "inside"
    """The delegation, the group or the Mission in whose name it was begun."""
    MISSION = "mission"
    """The Mission, and the one delegation or group that wrote to it or that it wrote to."""
    COSPONSORS = "cosponsors"
    """The delegations that sponsored its proposal when it was begun, as long as they do."""


class DiscussionAct(StrEnum):
    """What is done in a discussion; each is a row that is never changed."""

    COMMENT = "comment"
    """The comment that begins it."""
    ANSWER = "answer"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    TAKE_BACK = "take-back"
    """The words of a comment are shown no more."""


class WordsNow(StrEnum):
    """Where the words of a reservation or a comment are in a later text."""

    THERE = "there"
    ELSEWHERE = "elsewhere"
    """Its words stand at another place of the paragraph: they were moved, or written anew."""
    PARTLY = "partly"
    """Of a whole paragraph that was divided: one of its parts is no longer in the text."""
    GONE = "gone"


ASKED_WHY = frozenset({Stance.OPPOSE, Stance.RESERVE, Stance.AWAITING})
"""The positions of which a page asks the reason; it may stay empty."""


class Answer(StrEnum):
    """A sponsor's word on a compromise, a verdict, a decision without a level or an entry from the floor."""

    ACCEPT = "accept"
    LIVE_WITH = "live-with"
    OBJECT = "object"
    CONFIRM = "confirm"
    CONTEST = "contest"


class RoundState(StrEnum):
    ANNOUNCED = "announced"
    OPEN = "open"
    CONSIDERATION = "consideration"
    CLOSED = "closed"


class Admissibility(StrEnum):
    OPEN = "open"
    NO_NEW_ISSUES = "no-new-issues"
    BRACKETS_ONLY = "brackets-only"
    EDITORIAL = "editorial"


class Visibility(StrEnum):
    """Who reads a submitted proposal beside its sponsors and the Mission."""

    MISSION = "mission"
    DEADLINE = "deadline"
    ALL = "all"


class Withheld(StrEnum):
    """Why somebody does not read all proposals of a round: who else reads them, or until when nobody does."""

    DEADLINE = "deadline"
    MISSION = "mission"
    CHAIR = "chair"


class DraftStatus(StrEnum):
    ZERO = "zero-draft"
    NON_PAPER = "non-paper"
    CHAIR = "chairs-text"
    COMPILATION = "compilation"
    REVISED = "revised-draft"
    AD_REFERENDUM = "ad-referendum"
    FINAL = "final"


class ParagraphState(StrEnum):
    UNTOUCHED = "untouched"
    OPEN = "open"
    CONFLICT = "conflict"
    BRACKETS = "brackets"
    DEFERRED = "deferred"
    AGREED = "agreed"


WITHHELD = "withheld"
"""Told in place of `ParagraphState.UNTOUCHED` to a reader who may not see the proposals of the round; kept nowhere."""


class Role(StrEnum):
    MISSION = "mission-drafter"
    ADMINISTRATOR = "administrator"
    CHAIR = "chair"
    HEAD = "head"
    ALTERNATE = "alternate"
    DRAFTER = "drafter"
    OBSERVER = "observer"


class PartyKind(StrEnum):
    STATE = "state"
    GROUP = "group"
    MISSION = "mission"


class Made(StrEnum):
    """How a revision came about: written by its sponsor or from the floor, or following from what was decided."""

    SPONSOR = "sponsor"
    FLOOR = "floor"
    REST = "rest"
    """What an acceptance in part left."""
    CARRIED = "carried"
    CONTESTED = "contested"


class Scope(StrEnum):
    """For whose eyes a line of the journal is."""

    ALL = "all"
    """Everybody with a seat: circulations, rounds."""
    MISSION = "mission"
    """The Mission's own work before it is circulated."""
    PARTY = "party"
    """One delegation's own preparation."""
    AMENDMENT = "amendment"
    """Whoever may read the amendment it names."""
    POSITION = "position"
    """Whoever may read the positions that the party it names takes in the round it names."""
    SITTING = "sitting"
    """Whoever may read the sitting it names."""
    RECORD = "record"
    """Whoever may read the record of the sitting it names."""
    SILENCE = "silence"
    """Whoever may read the silence procedure it names."""
    RESERVATION = "reservation"
    """The delegation it names and the Mission: a reservation that is not public."""
    SMALL_GROUP = "small-group"
    """The delegation it names, and whoever may read the papers of the small group whose code is its subject."""
    DISCUSSION = "discussion"
    """Whoever may read the discussion whose code is its subject."""
    INPUT = "input"
    """Whoever may read the answer of the delegation it names to the call for inputs whose code is its subject."""
    PEOPLE = "people"
    """Administrators, and whoever speaks for the delegation it names: accounts and terms of office."""


class FileStage(StrEnum):
    """How far one file of a batch has come."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"
    ENTERED = "entered"


class NamedBy(StrEnum):
    """What told from which delegation a file is."""

    NOBODY = ""
    NAME = "name"
    HANDS = "hands"
    """The names of those who changed it."""
    PERSON = "person"


class Dispute(StrEnum):
    """Why two accepted or pending proposals cannot both stand."""

    WORDS = "words"
    DELETION = "deletion"
    KEEP = "keep"
    MOVES = "moves"
    ORDER = "order"
    SHAPE = "shape"
    MISSING = "missing"
    OUTDATED = "outdated"
    """It was made on another wording than the one that stands: its words would turn agreed ones back."""


class TextKind(StrEnum):
    """What a negotiated text of a meeting is."""

    COMMUNIQUE = "communique"
    AGENDA = "agenda"


class SpeakerKind(StrEnum):
    """For whom somebody speaks in the debate; Member States speak before all others."""

    MEMBER = "member-state"
    OBSERVER = "observer-state"
    ORGANIZATION = "organization"


class SpeakerLevel(StrEnum):
    """The level of a speaker, highest first, in the order that the United Nations give the floor in."""

    HEAD_OF_STATE = "head-of-state"
    DEPUTY_HEAD_OF_STATE = "deputy-head-of-state"
    HEAD_OF_GOVERNMENT = "head-of-government"
    DEPUTY_HEAD_OF_GOVERNMENT = "deputy-head-of-government"
    MINISTER = "minister"
    DEPUTY_MINISTER = "deputy-minister"
    AMBASSADOR = "ambassador"
    OTHER = "other-level"


class InscriptionState(StrEnum):
    """Whether delegations can inscribe on the list of speakers."""

    TO_COME = "to come"
    OPEN = "open"
    CLOSED = "closed"


class SpeechState(StrEnum):
    """Where a speaker of the debate stands."""

    WAITING = "to speak"
    SPEAKING = "speaking"
    SPOKEN = "has spoken"


_WORDS = (
    (AmendmentKind.REPLACE, N_("new wording")),
    (AmendmentKind.INSERT, N_("new paragraph")),
    (AmendmentKind.DELETE, N_("delete")),
    (AmendmentKind.MOVE, N_("move")),
    (AmendmentKind.SPLIT, N_("split")),
    (AmendmentKind.JOIN, N_("join")),
    (AmendmentKind.KEEP, N_("keep as it is")),
    (AmendmentKind.CONSEQUENTIAL, N_("consequential change")),
    (Stage.DRAFT, N_("draft")),
    (Stage.REVIEW, N_("in review")),
    (Stage.SUBMITTED, N_("submitted")),
    (Stage.WITHDRAWN, N_("withdrawn")),
    (DecisionKind.ACCEPT, N_("Accept")),
    (DecisionKind.PART, N_("Accept in part")),
    (DecisionKind.COMPROMISE, N_("Compromise")),
    (DecisionKind.REJECT, N_("Reject")),
    (DecisionKind.BRACKETS, N_("Retain in brackets")),
    (DecisionKind.DEFER, N_("Defer")),
    (DecisionKind.AGREE, N_("Agree as it stands")),
    (DecisionKind.REOPEN, N_("Reopen the paragraph")),
    (DecisionKind.VOID, N_("Void the decision")),
    (Outcome.ACCEPTED, N_("accepted")),
    (Outcome.PART, N_("accepted in part")),
    (Outcome.ABSORBED, N_("merged")),
    (Outcome.REJECTED, N_("rejected")),
    (Outcome.BRACKETED, N_("in brackets")),
    (Outcome.DEFERRED, N_("deferred")),
    (Verdict.CARRIED, N_("carried over")),
    (Verdict.ABSORBED, N_("merged")),
    (Verdict.PARTLY, N_("merged in part")),
    (Verdict.OVERTAKEN, N_("superseded")),
    (Verdict.CONFLICT, N_("carried over in conflict")),
    (Verdict.ORPHANED, N_("lapsed")),
    (Standing.DRAFT, N_("draft")),
    (Standing.REVIEW, N_("in review")),
    (Standing.PENDING, N_("submitted")),
    (Standing.WITHDRAWN, N_("withdrawn")),
    (Standing.ACCEPTED, N_("accepted")),
    (Standing.PART, N_("accepted in part")),
    (Standing.ABSORBED, N_("merged")),
    (Standing.REJECTED, N_("rejected")),
    (Standing.BRACKETED, N_("in brackets")),
    (Standing.DEFERRED, N_("deferred")),
    (Standing.CARRIED, N_("carried over")),
    (Standing.PARTLY, N_("merged in part")),
    (Standing.OVERTAKEN, N_("superseded")),
    (Standing.CONFLICT, N_("carried over in conflict")),
    (Standing.ORPHANED, N_("lapsed")),
    (Standing.CONTESTED, N_("contested")),
    (Standing.SETTLED, N_("settled by what was accepted")),
    (Standing.LEFT_OPEN, N_("open when the text was adopted")),
    (Level.EXPERT, N_("Expert level")),
    (Level.WORKING_GROUPS, N_("Working Groups")),
    (Level.TROIKA, N_("Troika")),
    (Level.EXECUTIVE_COMMITTEE, N_("Executive Committee")),
    (Level.AMBASSADORIAL, N_("Ambassadorial level")),
    (Level.MINISTERIAL, N_("Ministerial level")),
    (City.NEW_YORK, N_("New York")),
    (City.WASHINGTON, N_("Washington DC")),
    (BodyRole.MEMBER, N_("member")),
    (BodyRole.CHAIR, N_("chair")),
    (SittingState.CONVENED, N_("convened")),
    (SittingState.OPEN, N_("sitting now")),
    (SittingState.CLOSED, N_("held")),
    (SittingState.CANCELLED, N_("cancelled")),
    (SilenceState.RUNNING, N_("under silence")),
    (SilenceState.SUSPENDED, N_("suspended")),
    (SilenceState.OVER, N_("over, its outcome is being recorded")),
    (SilenceState.CONCLUDED, N_("concluded")),
    (SilenceState.WITHDRAWN, N_("withdrawn")),
    (SilenceOutcome.AGREED, N_("agreed")),
    (SilenceOutcome.BROKEN, N_("silence broken")),
    (SilenceOutcome.LEFT_OPEN, N_("left open")),
    (SilenceChangeKind.EXTENDED, N_("extended")),
    (SilenceChangeKind.SUSPENDED, N_("suspended")),
    (SilenceChangeKind.RESUMED, N_("resumed")),
    (SilenceChangeKind.WITHDRAWN, N_("withdrawn")),
    (SittingResult.AGREED, N_("agreed")),
    (SittingResult.AD_REFERENDUM, N_("agreed ad referendum")),
    (SittingResult.REFERRED, N_("referred")),
    (SittingResult.NOT_AGREED, N_("not agreed")),
    (Stance.SUPPORT, N_("support")),
    (Stance.LIVE_WITH, N_("can live with")),
    (Stance.OPPOSE, N_("oppose")),
    (Stance.RESERVE, N_("reserve")),
    (Stance.AWAITING, N_("awaiting instructions")),
    (ReservationScope.TEXT, N_("the whole text")),
    (ReservationScope.PARAGRAPH, N_("a whole paragraph")),
    (ReservationScope.PHRASE, N_("words of a paragraph")),
    (ReservationAct.ENTER, N_("entered")),
    (ReservationAct.REWORD, N_("words changed")),
    (ReservationAct.STAND, N_("instructions received: it stands")),
    (ReservationAct.PUBLISH, N_("made known to all participants")),
    (ReservationAct.KEEP, N_("it stands although its words changed")),
    (ReservationAct.WITHDRAW, N_("withdrawn")),
    (SmallGroupAct.FORM, N_("formed")),
    (SmallGroupAct.ADD_MEMBER, N_("member added")),
    (SmallGroupAct.TAKE_OUT_MEMBER, N_("member taken out")),
    (SmallGroupAct.ADD_PARAGRAPH, N_("paragraph added")),
    (SmallGroupAct.TAKE_OUT_PARAGRAPH, N_("paragraph taken out")),
    (SmallGroupAct.FACILITATOR, N_("facilitator changed")),
    (SmallGroupAct.END, N_("ended")),
    (BracketAct.HOLD, N_("holds the bracket")),
    (BracketAct.RELEASE, N_("let go of the bracket")),
    (Audience.INSIDE, N_("inside the delegation")),
    (Audience.MISSION, N_("with the Mission")),
    (Audience.COSPONSORS, N_("among the sponsors")),
    (DiscussionAct.COMMENT, N_("comment")),
    (DiscussionAct.ANSWER, N_("answer")),
    (DiscussionAct.RESOLVE, N_("resolved")),
    (DiscussionAct.REOPEN, N_("reopened")),
    (DiscussionAct.TAKE_BACK, N_("taken back")),
    (WordsNow.THERE, N_("its words are in the text")),
    (WordsNow.ELSEWHERE, N_("its words stand at another place")),
    (WordsNow.GONE, N_("its words are no longer in the text")),
    (Answer.ACCEPT, N_("accept")),
    (Answer.LIVE_WITH, N_("can live with")),
    (Answer.OBJECT, N_("object")),
    (Answer.CONFIRM, N_("confirm")),
    (Answer.CONTEST, N_("contest")),
    (RoundState.ANNOUNCED, N_("announced")),
    (RoundState.OPEN, N_("open")),
    (RoundState.CONSIDERATION, N_("under consideration")),
    (RoundState.CLOSED, N_("closed")),
    (Admissibility.OPEN, N_("all proposals")),
    (Admissibility.NO_NEW_ISSUES, N_("no new issues")),
    (Admissibility.BRACKETS_ONLY, N_("words in brackets only")),
    (Admissibility.EDITORIAL, N_("editorial only")),
    (Visibility.MISSION, N_("the Mission only")),
    (Visibility.DEADLINE, N_("everyone after the deadline")),
    (Visibility.ALL, N_("everyone at once")),
    (Withheld.DEADLINE, N_("Not shown until the deadline")),
    (Withheld.MISSION, N_("Shown to the Mission alone")),
    (Withheld.CHAIR, N_("Shown to the Mission and the chair alone")),
    (DraftStatus.ZERO, N_("zero draft")),
    (DraftStatus.NON_PAPER, N_("non-paper")),
    (DraftStatus.CHAIR, N_("chair’s text")),
    (DraftStatus.COMPILATION, N_("compilation")),
    (DraftStatus.REVISED, N_("revised draft")),
    (DraftStatus.AD_REFERENDUM, N_("agreed ad referendum")),
    (DraftStatus.FINAL, N_("final draft")),
    (ParagraphState.UNTOUCHED, N_("no proposals")),
    (ParagraphState.OPEN, N_("open")),
    (ParagraphState.CONFLICT, N_("in conflict")),
    (ParagraphState.BRACKETS, N_("in brackets")),
    (ParagraphState.DEFERRED, N_("deferred")),
    (ParagraphState.AGREED, N_("agreed")),
    (Role.MISSION, N_("Mission drafter")),
    (Role.ADMINISTRATOR, N_("Administrator")),
    (Role.CHAIR, N_("Chair")),
    (Role.HEAD, N_("Head of delegation")),
    (Role.ALTERNATE, N_("Alternate")),
    (Role.DRAFTER, N_("Drafter")),
    (Role.OBSERVER, N_("Observer")),
    (PartyKind.STATE, N_("Member State")),
    (PartyKind.GROUP, N_("group")),
    (PartyKind.MISSION, N_("Mission")),
    (Dispute.WORDS, N_("different words in the same place")),
    (Dispute.DELETION, N_("a deletion against an edit")),
    (Dispute.KEEP, N_("one keeps the paragraph, another changes it")),
    (Dispute.MOVES, N_("two different places for one paragraph")),
    (Dispute.ORDER, N_("two paragraphs for one place, without an order")),
    (Dispute.SHAPE, N_("different splits, joins and moves of one paragraph")),
    (Dispute.MISSING, N_("an edit of a paragraph that was not accepted")),
    (Dispute.OUTDATED, N_("an edit of an earlier wording")),
    (TextKind.COMMUNIQUE, N_("Communiqué")),
    (TextKind.AGENDA, N_("Agenda")),
    (SpeakerKind.MEMBER, N_("Member State")),
    (SpeakerKind.OBSERVER, N_("Observer State")),
    (SpeakerKind.ORGANIZATION, N_("Organization or institution")),
    (SpeakerLevel.HEAD_OF_STATE, N_("Head of State")),
    (SpeakerLevel.DEPUTY_HEAD_OF_STATE, N_("Vice-President or Crown Prince")),
    (SpeakerLevel.HEAD_OF_GOVERNMENT, N_("Head of Government")),
    (SpeakerLevel.DEPUTY_HEAD_OF_GOVERNMENT, N_("Deputy Head of Government")),
    (SpeakerLevel.MINISTER, N_("Minister")),
    (SpeakerLevel.DEPUTY_MINISTER, N_("Deputy Minister")),
    (SpeakerLevel.AMBASSADOR, N_("Ambassador")),
    (SpeakerLevel.OTHER, N_("Other level")),
    (InscriptionState.TO_COME, N_("inscription not yet open")),
    (InscriptionState.OPEN, N_("inscription open")),
    (InscriptionState.CLOSED, N_("inscription closed")),
    (SpeechState.WAITING, N_("to speak")),
    (SpeechState.SPEAKING, N_("speaking")),
    (SpeechState.SPOKEN, N_("has spoken")),
)


NAMES: Mapping[tuple[type[StrEnum], str], str] = {(type(term), term.value): word for term, word in _WORDS}
"""By type and value: members of two enumerations with one value are equal keys otherwise."""


def name_of(term: StrEnum) -> str:
    """Return the English catalogue key of *term*. Raises KeyError for a term without a name: every one has one."""
    return NAMES[type(term), term.value]
