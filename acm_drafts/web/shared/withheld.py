"""
What a page says of proposals that its reader may not see: who reads them, or until when nobody else does.

It follows from the round alone, so that nothing is told of whether there are any.
"""

from collections.abc import Callable, Mapping

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.store.rounds import LastShown, RoundContext
from acm_drafts.store.visibility import sees_all_proposals
from acm_drafts.web.shared import sentences
from acm_drafts.web.shared.sentences import Sentence

_WITHHELD: Mapping[tuple[Visibility, bool], Callable[[], str]] = {
    (Visibility.DEADLINE, False): lambda: _("Not shown until the deadline"),
    (Visibility.DEADLINE, True): lambda: _("Not shown until the deadline"),
    (Visibility.MISSION, False): lambda: _("Shown to the Mission alone"),
    (Visibility.MISSION, True): lambda: _("Shown to the Mission and the chair alone"),
}
"""By who sees the proposals of a round, and whether the chair reads them too."""


def withheld_from(who: Actor, context: RoundContext | None) -> str:
    """Return what is said of the proposals of a round, "" for who reads all of them."""
    if context is None or sees_all_proposals(who, context):
        return ""
    kind = Visibility(context.round.visibility), context.round.chair_reads
    return _WITHHELD[kind]() if kind in _WITHHELD else ""


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
