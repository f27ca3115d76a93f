"""
What can be agreed as it stands: one paragraph, and all that are left of a draft.

The rule is the same for both: nothing on it waits for a decision, no join takes it in, and it holds no brackets; what
accepted joins made one with it counts as its own. What is to come in after it would not change it. Where somebody holds
a bracket that was lifted before and was not asked (negotiation.bracket_holders), it is agreed by itself, over them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from acm_drafts.negotiation.consolidation import Edit, Fate, consolidate
from acm_drafts.negotiation.errors import N_, BracketsStand, Refusal, WrongDecision
from acm_drafts.negotiation.joins import taken_in
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.brackets import holds_bracket


class TakenIn(WrongDecision):
    """An accepted join takes the paragraph in: it is agreed with the one that takes it in."""


def hindrance(
    paragraph: int, *, pending: Iterable[Edit], accepted: Iterable[Edit], now: str | None
) -> Refusal | None:
    """
    Return why a paragraph that says *now* cannot be agreed as it stands, None where it can.

    *pending* and *accepted* are proposals of the round; those on other paragraphs play no part but as joins.
    """
    waiting, taken = list(pending), list(accepted)
    whole = {paragraph, *taken_in(paragraph, taken)}
    if any(edit.paragraph in whole for edit in waiting):
        return WrongDecision(what=N_("decide the proposals on this paragraph first"))
    if any(_takes_in(edit, key) for edit in waiting for key in whole):
        return WrongDecision(what=N_("decide first the proposal that joins this paragraph to another one"))
    if any(_takes_in(edit, paragraph) for edit in taken):
        return TakenIn(what=N_("this paragraph is joined to another one by what was accepted"))
    return BracketsStand() if holds_bracket(now) else None


def _takes_in(edit: Edit, paragraph: int) -> bool:
    return edit.kind is AmendmentKind.JOIN and edit.other == paragraph


def agreeable(
    lines: Sequence[Line],
    *,
    agreed: Collection[int],
    pending: Iterable[Edit],
    accepted: Sequence[Edit],
    asking: Collection[int] = (),
) -> tuple[Line, ...]:
    """
    Return those of *lines*, a draft's, that can be agreed as they stand and are not *agreed* yet, in their order.

    *asking*: on these somebody is still to be asked who holds a bracket that was lifted.
    """
    concerning = _by_paragraph(pending)
    joins = [edit for edit in accepted if edit.kind is AmendmentKind.JOIN]
    fates = consolidate(lines, accepted).fates
    return tuple(
        line
        for line in lines
        if line.paragraph not in agreed
        and not any(key in asking for key in (line.paragraph, *taken_in(line.paragraph, joins)))
        and _is_agreeable(line.paragraph, concerning, joins, fates.get(line.paragraph))
    )


def _by_paragraph(pending: Iterable[Edit]) -> dict[int, list[Edit]]:
    """Return *pending* by each paragraph that they concern: their own, and the one joined to it."""
    concerning: dict[int, list[Edit]] = {}
    for edit in pending:
        for paragraph in {edit.paragraph, edit.other}:
            concerning.setdefault(paragraph, []).append(edit)
    return concerning


def _is_agreeable(
    paragraph: int, concerning: Mapping[int, Sequence[Edit]], joins: Sequence[Edit], fate: Fate | None
) -> bool:
    now = fate.wording() if fate else None
    if now is None:
        return False
    pending = [edit for key in (paragraph, *taken_in(paragraph, joins)) for edit in concerning.get(key, ())]
    return hindrance(paragraph, pending=pending, accepted=joins, now=now) is None


@dataclass(frozen=True, slots=True)
class AgreedWords:
    """
    What agreeing a paragraph agrees where proposals on it were accepted: the words *now*, its draft saying *before*.

    *takes* are the paragraphs that it takes in, *proposals* the accepted ones that are agreed with it, in order.
    """

    before: str
    now: str
    takes: tuple[int, ...]
    proposals: tuple[int, ...]


def words_brought_in(lines: Sequence[Line], accepted: Sequence[Edit]) -> dict[int, str]:
    """
    Map each new paragraph that was *accepted* to what it says with the changes of it that were; *lines* are a draft's.

    Left out is one that was joined to another paragraph, and one on which *accepted* proposals conflict.
    """
    new = {edit.paragraph for edit in accepted if edit.kind is AmendmentKind.INSERT}
    fates = consolidate(lines, accepted).fates if new else {}
    words = {key: fates[key].wording(between="\n") for key in new if key in fates}
    return {key: now for key, now in words.items() if now is not None}


def agreed_words(lines: Sequence[Line], accepted: Sequence[Edit]) -> Mapping[int, AgreedWords]:
    """
    Map each of *lines*, a draft's, on which something was *accepted* to what agreeing it agrees.

    Left out is what is deleted or joined to another paragraph, and what *accepted* proposals conflict on.
    """
    fates = consolidate(lines, accepted).fates
    before = {line.paragraph: line.text for line in lines}
    on: dict[int, list[int]] = {}
    for edit in accepted:
        on.setdefault(edit.paragraph, []).append(edit.proposal)
    words: dict[int, AgreedWords] = {}
    for key, text in before.items():
        fate = fates.get(key)
        now = fate.wording(between="\n") if fate else None
        if fate is None or now is None:
            continue
        proposals = tuple(proposal for part in (key, *fate.takes) for proposal in on.get(part, ()))
        if proposals:
            words[key] = AgreedWords(text, now, fate.takes, tuple(dict.fromkeys(proposals)))
    return words
