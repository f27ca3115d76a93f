"""
What a page says of proposals that its reader may not see: who reads them, or until when nobody else does.

It follows from the round alone, so that nothing is told of whether there are any.
"""

from collections.abc import Iterable

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.store import visibility
from acm_drafts.store.rounds import LastShown, RoundContext
from acm_drafts.web.shared import sentences
from acm_drafts.web.shared.formatting import name_of
from acm_drafts.web.shared.sentences import Sentence


def withheld_from(who: Actor, context: RoundContext | None) -> str:
    """Return the note on proposals of a round that the reader may not see, "" for a reader of all."""
    why = visibility.withheld_from(who, context)
    return name_of(why) if why else ""


def drawn_numbers(who: Actor, context: RoundContext | None) -> str:
    """Return why numbers of proposals do not follow one another, "" where they do and for who reads all of a round."""
    if context is None or not context.draws_numbers or not withheld_from(who, context):
        return ""
    return str(
        _(
            "The numbers of proposals submitted in round %(number)s are drawn, so that none tells how many there are.",
            number=context.round.number,
        )
    )


def withheld_acts(who: Actor, contexts: Iterable[RoundContext]) -> tuple[str, ...]:
    """Return a note on each round whose acts *who* may not see, oldest first."""
    return tuple(note for context in contexts if (note := withheld_others(who, context)))


def withheld_others(who: Actor, context: RoundContext) -> str:
    """Return why *who* does not see the proposals of others in a round, "" for a reader of all."""
    why = withheld_from(who, context)
    if not why:
        return ""
    return str(
        _(
            "Proposals of others in round %(number)s, and the acts on them: %(why)s.",
            number=context.round.number,
            why=why,
        )
    )


def withheld_since(run: LastShown) -> Sentence:
    """Return that a proposal is shown as it was after a round, and who may see the acts since."""
    number, newest = run.context.round.number, run.hidden[-1].round
    if Visibility(newest.visibility) is Visibility.DEADLINE:
        return sentences.gettext(
            "It is shown as round %(number)s left it. What was done since is not shown until the deadline.",
            number=number,
        )
    if newest.chair_reads:
        return sentences.gettext(
            "It is shown as round %(number)s left it."
            " What was done since is shown to the Mission and the chair alone.",
            number=number,
        )
    return sentences.gettext(
        "It is shown as round %(number)s left it. What was done since is shown to the Mission alone.",
        number=number,
    )
