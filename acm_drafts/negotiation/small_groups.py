"""
Small groups on paragraphs of a text: who is in one, and what can be done in it.

A facilitator writes compromise texts there, in versions, and the members answer. What a group is follows from its acts,
which are never rewritten. Who reads its papers is in negotiation.permissions (READ_SMALL_GROUP).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from acm_drafts.negotiation.errors import N_, Refusal, StaleText, WrongShape
from acm_drafts.negotiation.terms import SmallGroupAct


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a small group, with the key of the party or of the paragraph that it is about."""

    act: SmallGroupAct
    party: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """
    What the acts made of a small group: keys of parties and paragraphs, in the order in which they came.

    The facilitator is among the members as long as it facilitates.
    """

    facilitator: int = 0
    members: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()
    ended: bool = field(default=False)


def composition(steps: Iterable[Step]) -> Composition:
    """Return what *steps*, in order, make of a small group."""
    group = Composition()
    for step in steps:
        group = _after(group, step)
    return group


def _after(group: Composition, step: Step) -> Composition:
    match step.act:
        case SmallGroupAct.FORM | SmallGroupAct.FACILITATOR:
            return replace(group, facilitator=step.party or 0, members=_with(group.members, step.party))
        case SmallGroupAct.ADD_MEMBER:
            return replace(group, members=_with(group.members, step.party))
        case SmallGroupAct.TAKE_OUT_MEMBER:
            return replace(group, members=_without(group.members, step.party))
        case SmallGroupAct.ADD_PARAGRAPH:
            return replace(group, paragraphs=_with(group.paragraphs, step.paragraph))
        case SmallGroupAct.TAKE_OUT_PARAGRAPH:
            return replace(group, paragraphs=_without(group.paragraphs, step.paragraph))
        case SmallGroupAct.END:
            return replace(group, ended=True)


def _with(keys: tuple[int, ...], key: int | None) -> tuple[int, ...]:
    return keys if key is None or key in keys else (*keys, key)


def _without(keys: tuple[int, ...], key: int | None) -> tuple[int, ...]:
    return tuple(other for other in keys if other != key)


def require_possible(group: Composition, step: Step) -> None:
    """Raise the refusal of an act on a small group that stands as told."""
    require_going_on(group)
    match step.act:
        case SmallGroupAct.ADD_MEMBER if step.party in group.members:
            raise InSmallGroup()
        case SmallGroupAct.TAKE_OUT_MEMBER if step.party == group.facilitator:
            raise FacilitatorStays()
        case SmallGroupAct.TAKE_OUT_MEMBER if step.party not in group.members:
            raise NotInSmallGroup()
        case SmallGroupAct.FACILITATOR if step.party == group.facilitator:
            raise FacilitatesAlready()
        case SmallGroupAct.ADD_PARAGRAPH if step.paragraph in group.paragraphs:
            raise ParagraphInSmallGroup()
        case SmallGroupAct.TAKE_OUT_PARAGRAPH if step.paragraph not in group.paragraphs:
            raise ParagraphNotInSmallGroup()
        case SmallGroupAct.TAKE_OUT_PARAGRAPH if len(group.paragraphs) == 1:
            raise LastParagraph()
        case _:
            return


def require_going_on(group: Composition) -> None:
    """Raise SmallGroupEnded where nothing can be done in a small group any more."""
    if group.ended:
        raise SmallGroupEnded()


# What is refused ------------------------------------------------------------------------------------


class WrongSmallGroup(WrongShape):
    sentence = N_("The small group cannot be formed: %(what)s.")
    next_step = N_("Correct it and send it again.")


class SmallGroupEnded(Refusal):
    sentence = N_("This small group was ended: nothing can be done in it any more.")
    next_step = N_("Ask the Mission to form a new one.")
    mission_step = N_("Form a new one.")


class InSmallGroup(Refusal):
    sentence = N_("This delegation is in the small group already.")
    next_step = N_("Choose another one.")


class NotInSmallGroup(Refusal):
    sentence = N_("This delegation is not in the small group.")
    next_step = N_("Look at its members as they are now.")


class FacilitatorStays(Refusal):
    sentence = N_("The facilitator cannot be taken out of the small group.")
    next_step = N_("Name another facilitator first.")


class FacilitatesAlready(Refusal):
    sentence = N_("This delegation facilitates the small group already.")
    next_step = N_("Choose another one.")


class ParagraphInSmallGroup(Refusal):
    sentence = N_("A small group deals with this paragraph already.")
    next_step = N_("Choose another paragraph, or take it out of that group first.")


class ParagraphNotInSmallGroup(Refusal):
    sentence = N_("The small group does not deal with this paragraph.")
    next_step = N_("Look at its paragraphs as they are now.")


class LastParagraph(Refusal):
    sentence = N_("This is the only paragraph of the small group.")
    next_step = N_("Add another one first, or end the group.")


class SmallGroupChanged(StaleText):
    sentence = N_("The small group was changed since you opened the page.")
    next_step = N_("Look at it as it stands now, then send yours again if it is still what you wish.")


class NewerVersion(StaleText):
    sentence = N_("A newer version of the compromise text was written since you opened the page.")
    next_step = N_("Read that first, then send yours again if it is still what you wish.")


class NothingWritten(WrongShape):
    sentence = N_("The compromise text is empty.")
    next_step = N_("Write the words that you suggest for the paragraph.")


class SameVersion(Refusal):
    sentence = N_("The compromise text says the same as what stands there already.")
    next_step = N_("Change its words first.")


class ProposalNotThere(Refusal):
    sentence = N_("A proposal that you named is not pending on this paragraph.")
    next_step = N_("Choose among those that the page shows.")


class OwnVersion(Refusal):
    sentence = N_("Your delegation wrote this version: the other members answer it.")
    next_step = N_("Write a new version if you would say it otherwise.")


class PutAlready(Refusal):
    sentence = N_("This version was put to the round already.")
    next_step = N_("Write a new version first.")
