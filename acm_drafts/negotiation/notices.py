"""
Who is told what: the kinds of notice, each a row of one table, and by which moment it is sent.

A notice follows from a line of the journal that its reader may read (negotiation.journal) and that concerns them.
A further kind is a member of `NoticeKind` and a row of `RULES`; its acts are those that write the line.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.journal import OF_HOLDERS, OF_REOPENINGS, WITHDRAWING, LineFacts, may_read_line
from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.terms import Role, Scope


class NoticeKind(StrEnum):
    PROPOSAL = "proposal"
    DECISION = "decision"
    OUTCOME = "outcome"
    RESERVATION = "reservation"
    ROUND = "round"
    MOVED = "moved"
    DEADLINE = "deadline"
    CIRCULATION = "circulation"
    SITTING = "sitting"
    SILENCE = "silence"
    BROKEN = "silence-broken"
    ENDING = "silence-ending"
    ADOPTION = "adoption"
    DISCUSSION = "discussion"
    POSITION = "position"
    COMPROMISE = "compromise"
    SMALL_GROUP = "small-group"
    INPUTS = "inputs"
    INPUTS_DUE = "inputs-due"
    APPOINTMENT = "appointment"
    DELETION = "deletion"


class Delivery(StrEnum):
    """How a notice reaches its reader beside the page of notices."""

    ONCE = "once"
    DAILY = "daily"
    NONE = "none"


class Place(StrEnum):
    """The page that a notice leads to."""

    PROPOSAL = "proposal"
    DELEGATION = "delegation"
    RESERVATIONS = "reservations"
    ROUNDS = "rounds"
    TEXT = "text"
    SITTINGS = "sittings"
    SILENCE = "silence"
    ADOPTION = "adoption"
    DISCUSSIONS = "discussions"
    SMALL_GROUPS = "small-groups"
    INPUTS = "inputs"
    PEOPLE = "people"
    MEETINGS = "meetings"


LEADS = (48, 24, 2)
"""So many hours before a deadline somebody is reminded of it, unless the rule of the kind says otherwise."""

Concern = Callable[[Actor, LineFacts], bool]


def of_an_own_proposal(actor: Actor, line: LineFacts) -> bool:
    """Return whether the line is about a proposal that a party of the reader sponsors or co-sponsors."""
    return bool(line.sponsors & actor.own_parties())


def of_a_position_of_others(actor: Actor, line: LineFacts) -> bool:
    """Return whether the line is of a position that another party took on an own proposal."""
    return of_an_own_proposal(actor, line) and line.party not in actor.own_parties()


def of_an_own_small_group(actor: Actor, line: LineFacts) -> bool:
    """Return whether a party of the reader is a member of the small group; to read its papers does not do."""
    return line.small_group is not None and bool(line.small_group.members & actor.own_parties())


def of_membership(actor: Actor, line: LineFacts) -> bool:
    """
    Return whether a party of the reader became the facilitator or a member of a small group, or is none any more.

    That a group has another facilitator, or is ended, concerns all its members.
    """
    if line.act in OF_WHOLE_GROUP and of_an_own_small_group(actor, line):
        return True
    return line.party in actor.own_parties()


OF_WHOLE_GROUP = ("change facilitator", "end small group")


def of_an_own_paragraph(actor: Actor, line: LineFacts) -> bool:
    """Return whether the line is of another's proposal on a paragraph on which a party of the reader has one."""
    own = actor.own_parties()
    return bool(line.on_paragraph & own) and not line.sponsors & own


def of_what_was_decided(actor: Actor, line: LineFacts) -> bool:
    """
    Return whether the line decides an own proposal, reopens a paragraph on which the reader has one or at the request
    of a party of the reader (or tells that this no longer counts), withdraws what the reader co-sponsors, or is about
    brackets that one of them holds.
    """
    if line.act in OF_HOLDERS:
        return line.party in actor.own_parties()
    if line.act == WITHDRAWING:
        return of_an_own_proposal(actor, line) and line.party not in actor.own_parties()
    if line.act in OF_REOPENINGS:
        return bool(line.on_paragraph & actor.own_parties()) or line.party in actor.own_parties()
    return of_an_own_proposal(actor, line)


def asks_for_confirmation(actor: Actor, line: LineFacts) -> bool:
    """Return whether a party of the reader is asked to confirm what became of a proposal of its own."""
    return bool(line.to_confirm & actor.own_parties())


def asks_whether_it_stands(actor: Actor, line: LineFacts) -> bool:
    """Return whether a party of the reader is asked if a reservation of its own stands."""
    return bool(line.reserving & actor.own_parties())


def of_whoever_proposes(actor: Actor, line: LineFacts) -> bool:
    """Return whether the reader writes in the name of a delegation, a group or the Mission."""
    return bool(actor.own_parties())


def of_whoever_proposes_or_chairs(actor: Actor, line: LineFacts) -> bool:
    """Return whether the reader does that, or is the Chair of the Group: who broke a silence is told to them too."""
    return of_whoever_proposes(actor, line) or actor.holds(Role.CHAIR)


def of_a_state_that_is_asked(actor: Actor, line: LineFacts) -> bool:
    """Return whether the reader writes for a State; of a line about one delegation, for that."""
    states = actor.states(*WRITES)
    return bool(states) if line.party is None else line.party in states


def of_a_state_without_an_answer(actor: Actor, line: LineFacts) -> bool:
    """Return whether a State of the reader has not answered the call for inputs."""
    return bool(actor.states(*WRITES) - line.answered)


def of_own_people(actor: Actor, line: LineFacts) -> bool:
    """Return whether the line is about the people of a delegation spoken for, or the reader may have to confirm it."""
    spoken_for = line.party is not None and line.party in actor.parties(*SPEAKS)
    about = Facts(meeting=line.meeting, party=line.party, people=frozenset({line.user} if line.user else ()))
    return spoken_for or (line.act in ASKS_TO_CONFIRM and may(actor, Act.CONFIRM_APPOINTMENT, about))


def of_a_deletion_to_confirm(actor: Actor, line: LineFacts) -> bool:
    """
    Return whether the reader may confirm the deletion of the meeting.

    The Mission and administrators read a line each; who is both is told once.
    """
    is_told_elsewhere = line.scope is Scope.PEOPLE and actor.holds(Role.MISSION)
    return may(actor, Act.CONFIRM_DELETION, Facts(meeting=line.meeting)) and not is_told_elsewhere


ASKS_TO_CONFIRM = frozenset({"nominate", "accept invitation"})
"""Acts by which an office is given that a second person has to confirm."""


def of_everybody(actor: Actor, line: LineFacts) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One kind of notice: which *acts* give it, whom it *concerns*, what it is called and says, and where it leads.

    *delivery*: how it is sent to whoever chose nothing. *optional*: an e-mail of it can be refused by its link.
    *says* names nothing and quotes nothing: it stands in e-mails. *titles*: what it is called after some of its acts,
    where these differ in kind. *leads*: so many hours before its moment somebody is reminded, where the kind comes by
    the clock.
    """

    title: str
    says: str
    place: Place
    acts: frozenset[str] = frozenset()
    concerns: Concern = of_everybody
    delivery: Delivery = Delivery.ONCE
    optional: bool = True
    titles: Mapping[str, str] = field(default_factory=dict)
    leads: tuple[int, ...] = LEADS


CIRCULATING = "circulate"
"""The act by which a draft is circulated, of which some are told more: of their outcomes and reservations in it."""

RULES: Mapping[NoticeKind, Rule] = {
    NoticeKind.PROPOSAL: Rule(
        title=N_("A proposal on a paragraph of yours"),
        says=N_("A proposal was submitted or revised on a paragraph on which you have one."),
        place=Place.PROPOSAL,
        acts=frozenset({"submit", "enter from floor", "revise"}),
        concerns=of_an_own_paragraph,
        delivery=Delivery.DAILY,
    ),
    NoticeKind.DECISION: Rule(
        title=N_("A decision on a proposal or a bracket of yours"),
        says=N_(
            "A decision on one of your proposals was recorded or no longer counts, its paragraph was reopened or is"
            " agreed again as before, so was one that you asked to reopen, a proposal that you co-sponsor was"
            " withdrawn, or a bracket that you hold was lifted or stands again."
        ),
        place=Place.PROPOSAL,
        acts=frozenset({"accept", "part", "compromise", "reject", "brackets", "defer", "void", WITHDRAWING})
        | OF_REOPENINGS
        | OF_HOLDERS,
        concerns=of_what_was_decided,
    ),
    NoticeKind.OUTCOME: Rule(
        title=N_("An outcome to confirm"),
        says=N_("You are asked to confirm what became of your proposals."),
        place=Place.DELEGATION,
        acts=frozenset({CIRCULATING, "enter from floor"}),
        concerns=asks_for_confirmation,
    ),
    NoticeKind.RESERVATION: Rule(
        title=N_("A reservation to confirm"),
        says=N_(
            "What your delegation reserved its position on was amended. You are asked whether the reservation stands."
        ),
        place=Place.RESERVATIONS,
        acts=frozenset({CIRCULATING}),
        concerns=asks_whether_it_stands,
    ),
    NoticeKind.ROUND: Rule(
        title=N_("A round opens"),
        says=N_("A round for proposals is open."),
        place=Place.ROUNDS,
        acts=frozenset({"open round"}),
        optional=False,
    ),
    NoticeKind.MOVED: Rule(
        title=N_("A deadline is changed"),
        says=N_("The deadline of the round was changed."),
        place=Place.ROUNDS,
        acts=frozenset({"change deadline"}),
        optional=False,
    ),
    NoticeKind.DEADLINE: Rule(
        title=N_("The deadline is near"),
        says=N_("The deadline of the round is near."),
        place=Place.ROUNDS,
        concerns=of_whoever_proposes,
    ),
    NoticeKind.CIRCULATION: Rule(
        title=N_("A draft is circulated"),
        says=N_("A draft was circulated."),
        place=Place.TEXT,
        acts=frozenset({CIRCULATING}),
    ),
    NoticeKind.SITTING: Rule(
        title=N_("A sitting is convened, moved or cancelled"),
        says=N_("A sitting of a body that you belong to was convened, moved or cancelled."),
        place=Place.SITTINGS,
        acts=frozenset({"convene sitting", "move sitting", "cancel sitting"}),
        concerns=of_whoever_proposes,
        optional=False,
        titles={
            "convene sitting": N_("A sitting is convened"),
            "move sitting": N_("A sitting is moved"),
            "cancel sitting": N_("A sitting is cancelled"),
        },
    ),
    NoticeKind.SILENCE: Rule(
        title=N_("Paragraphs under silence"),
        says=N_("Paragraphs were put under silence, or the silence procedure was changed or has ended."),
        place=Place.SILENCE,
        acts=frozenset(
            {
                "put under silence",
                "extend silence",
                "suspend silence",
                "resume silence",
                "withdraw silence",
                "conclude silence",
            }
        ),
        concerns=of_whoever_proposes_or_chairs,
        optional=False,
        titles={
            "put under silence": N_("Paragraphs are put under silence"),
            "extend silence": N_("A silence procedure is extended"),
            "suspend silence": N_("A silence procedure is suspended"),
            "resume silence": N_("A silence procedure is resumed"),
            "withdraw silence": N_("A silence procedure is withdrawn"),
            "conclude silence": N_("A silence procedure has ended"),
        },
    ),
    NoticeKind.BROKEN: Rule(
        title=N_("The silence is broken"),
        says=N_("The silence was broken on a paragraph, or a delegation took that back."),
        place=Place.SILENCE,
        acts=frozenset({"break silence", "take back break of silence"}),
        concerns=of_whoever_proposes_or_chairs,
    ),
    NoticeKind.ENDING: Rule(
        title=N_("A silence procedure ends soon"),
        says=N_("A silence procedure ends soon: what nobody breaks until then is agreed."),
        place=Place.SILENCE,
        concerns=of_whoever_proposes_or_chairs,
        optional=False,
    ),
    NoticeKind.ADOPTION: Rule(
        title=N_("A text is adopted, or a corrigendum issued"),
        says=N_("A text was adopted, or a corrigendum to an adopted text was issued."),
        place=Place.ADOPTION,
        acts=frozenset({"adopt text", "issue corrigendum"}),
        optional=False,
        titles={"adopt text": N_("A text is adopted"), "issue corrigendum": N_("A corrigendum is issued")},
    ),
    NoticeKind.DISCUSSION: Rule(
        title=N_("A comment or an answer that you may read"),
        says=N_("There is a new comment or answer in a discussion that you may read."),
        place=Place.DISCUSSIONS,
        acts=frozenset({"comment", "answer comment"}),
        concerns=of_whoever_proposes,
    ),
    NoticeKind.POSITION: Rule(
        title=N_("A position on one of your proposals"),
        says=N_("A position on one of your proposals was taken, changed or taken back."),
        place=Place.PROPOSAL,
        acts=frozenset({"take position"}),
        concerns=of_a_position_of_others,
        delivery=Delivery.DAILY,
    ),
    NoticeKind.COMPROMISE: Rule(
        title=N_("A new version of a compromise text"),
        says=N_("There is a new version of a compromise text in a small group that you belong to."),
        place=Place.SMALL_GROUPS,
        acts=frozenset({"write compromise text"}),
        concerns=of_an_own_small_group,
    ),
    NoticeKind.SMALL_GROUP: Rule(
        title=N_("Membership of a small group"),
        says=N_(
            "A small group was formed with your delegation as its facilitator, took your delegation in or let it go,"
            " has a new facilitator, or was ended."
        ),
        place=Place.SMALL_GROUPS,
        acts=frozenset(
            {"form small group", "add to small group", "take out of small group", *OF_WHOLE_GROUP}
        ),
        concerns=of_membership,
    ),
    NoticeKind.INPUTS: Rule(
        title=N_("A call for inputs"),
        says=N_("A call for inputs was issued, extended, closed or withdrawn, or you may answer one late."),
        place=Place.INPUTS,
        acts=frozenset(
            {
                "issue input call",
                "extend input call",
                "close input call",
                "withdraw input call",
                "allow late input",
            }
        ),
        concerns=of_a_state_that_is_asked,
    ),
    NoticeKind.INPUTS_DUE: Rule(
        title=N_("Inputs are due soon"),
        says=N_("The deadline of a call for inputs is near, and your delegation has not answered yet."),
        place=Place.INPUTS,
        concerns=of_a_state_without_an_answer,
        leads=(168, 48, 24),
    ),
    NoticeKind.APPOINTMENT: Rule(
        title=N_("An appointment or an account"),
        says=N_("Somebody was appointed, or is to be, or an office or an account was changed."),
        place=Place.PEOPLE,
        acts=ASKS_TO_CONFIRM
        | {
            "appoint",
            "confirm appointment",
            "decline appointment",
            "end term of office",
            "make a link for a new password",
            "reset second factor",
            "change own address",
            "disable account",
            "enable account",
        },
        concerns=of_own_people,
        optional=False,
    ),
    NoticeKind.DELETION: Rule(
        title=N_("A meeting is to be deleted"),
        says=N_(
            "An archived meeting is to be deleted. A second person confirms the deletion, or takes it back."
        ),
        place=Place.MEETINGS,
        acts=frozenset({"ask to delete meeting"}),
        concerns=of_a_deletion_to_confirm,
        optional=False,
    ),
}
"""Every kind; those in `REMINDERS` come by the clock, from the line that set the moment (`reminder_due`)."""

TELLING = frozenset(act for rule in RULES.values() for act in rule.acts)
"""Acts of which somebody may have to be told."""


def title_of(kind: NoticeKind, act: str) -> str:
    """Return what a notice of *kind* that *act* gave is called, to be translated."""
    rule = RULES[kind]
    return rule.titles.get(act, rule.title)


def kinds_for(actor: Actor, line: LineFacts) -> Iterator[NoticeKind]:
    """Yield the kinds of notice that *actor* gets of a line that they may read, did not write, and are concerned by."""
    if actor.user is None or actor.user == line.user or not may_read_line(actor, line):
        return
    for kind, rule in RULES.items():
        if line.act in rule.acts and rule.concerns(actor.at(line.meeting), line):
            yield kind


REMINDERS = (NoticeKind.DEADLINE, NoticeKind.ENDING, NoticeKind.INPUTS_DUE)
"""The kinds that come by the clock."""


def is_reminded(actor: Actor, line: LineFacts, kind: NoticeKind) -> bool:
    """Return whether *actor* is reminded, by a notice of *kind*, of the moment that *line* set."""
    concerns = RULES[kind].concerns
    return actor.user is not None and may_read_line(actor, line) and concerns(actor.at(line.meeting), line)


def delivery_of(kind: NoticeKind, chosen: Mapping[NoticeKind, Delivery]) -> Delivery:
    """Return how a kind is sent to somebody who chose *chosen*."""
    return chosen.get(kind, RULES[kind].delivery)


def path_of(kind: NoticeKind, *, text: str, proposal: str, silence: str = "") -> str:
    """
    Return the path of the page that a notice leads to, by the codes of its text, its proposal and its procedure.

    Each "" where there is none: of a silence procedure that is not named to the list of all.
    """
    place = RULES[kind].place
    if place is Place.PROPOSAL and proposal:
        return f"/proposals/{proposal}"
    if place in (Place.PEOPLE, Place.MEETINGS):
        return f"/{place}"
    if not text:
        return "/notices"
    if place is Place.SILENCE and silence:
        return f"/c/{text}/{place}/{silence}"
    return f"/c/{text}/{Place.TEXT if place is Place.PROPOSAL else place}"


# By the clock --------------------------------------------------------------------------------------

DIGEST_AT = time(7)
"""When the notices of a day are sent, on the clock of their reader."""


def reminder_due(
    *, deadline: datetime, since: datetime, now: datetime, leads: tuple[int, ...] = LEADS
) -> int | None:
    """
    Return which of *leads* is due, None where none is.

    *since*: when the deadline was set. What lay before that is not reminded of, and of two that are due, after a
    night without a worker, the later one alone.
    """
    if now >= deadline:
        return None
    due = [hours for hours in leads if since <= deadline - timedelta(hours=hours) <= now]
    return min(due, default=None)


def digest_moment(now: datetime, zone: str) -> datetime:
    """Return the next moment, after *now*, at which clocks in *zone* show DIGEST_AT."""
    local = now.astimezone(ZoneInfo(zone))
    days = (timedelta(days=n) for n in (0, 1, 2))
    moments = (datetime.combine(local.date() + day, DIGEST_AT, local.tzinfo) for day in days)
    return next(moment for moment in moments if moment > now)
