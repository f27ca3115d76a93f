"""
What a page says of proposals that its reader may not see: who reads them, or until when nobody else does.

It follows from the round alone, so that nothing is told of whether there are any.
"""

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.store import visibility
from acm_drafts.store.rounds import LastShown, RoundContext
from acm_drafts.web.shared import sentences
from acm_drafts.web.shared.formatting import name_of
from acm_drafts.web.shared.sentences import Sentence


def withheld_from(who: Actor, context: RoundContext | None) -> str:
    """Return what is said of the proposals of a round, "" for who reads all of them."""
    why = visibility.withheld_from(who, context)
    return name_of(why) if why else ""


def withheld_since(run: LastShown) -> Sentence:
    """Return that a proposal is shown as a round left it, and who reads what was done since."""
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
