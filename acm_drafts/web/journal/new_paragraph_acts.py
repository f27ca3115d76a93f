"""Acts on a paragraph that was only proposed when they were done, as sentences: it is called "a new paragraph"."""

from collections.abc import Mapping

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.journal import VOIDS_AGREEMENT
from acm_drafts.web.journal.act_sentence import ActSentence

NEW: Mapping[str, ActSentence] = {
    "save draft": ActSentence(N_("Draft of a proposal for %(paragraph)s saved")),
    "submit": ActSentence(N_("%(proposal)s submitted for %(paragraph)s"), "words"),
    "enter from floor": ActSentence(N_("%(proposal)s entered from the floor for %(paragraph)s"), "words"),
    "accept": ActSentence(N_("%(proposal)s accepted for %(paragraph)s: %(subject)s")),
    "part": ActSentence(N_("%(proposal)s accepted in part for %(paragraph)s: %(subject)s")),
    "compromise": ActSentence(N_("%(proposal)s merged into a compromise for %(paragraph)s: %(subject)s")),
    "reject": ActSentence(N_("%(proposal)s rejected for %(paragraph)s: %(subject)s")),
    "brackets": ActSentence(N_("%(proposal)s retained in brackets for %(paragraph)s: %(subject)s")),
    "defer": ActSentence(N_("%(proposal)s deferred for %(paragraph)s")),
    "agree": ActSentence(N_("Agreed: %(paragraph)s"), "terms"),
    "confirm agreement": ActSentence(
        N_("Agreement ad referendum on %(paragraph)s confirmed by %(after)s (%(subject)s)"), "quoted"
    ),
    VOIDS_AGREEMENT: ActSentence(N_("The agreement on %(paragraph)s no longer counts")),
    "record result": ActSentence(N_("Recorded on %(paragraph)s: %(after)s (%(subject)s)"), "said"),
    "comment": ActSentence(N_("%(party)s began a discussion on %(paragraph)s")),
    "answer comment": ActSentence(N_("%(party)s answered in a discussion on %(paragraph)s")),
    "resolve discussion": ActSentence(N_("%(party)s resolved a discussion on %(paragraph)s")),
    "reopen discussion": ActSentence(N_("%(party)s reopened a discussion on %(paragraph)s")),
    "take back comment": ActSentence(N_("%(party)s took back a comment on %(paragraph)s")),
}
"""By their names in the journal."""

PROPOSED_FOR_NEW: Mapping[str, ActSentence] = {
    "accept": ActSentence(N_("The Mission proposes to accept %(proposal)s for %(paragraph)s")),
    "part": ActSentence(N_("The Mission proposes to accept %(proposal)s in part for %(paragraph)s")),
    "compromise": ActSentence(
        N_("The Mission proposes to merge %(proposal)s into a compromise for %(paragraph)s")
    ),
    "reject": ActSentence(N_("The Mission proposes not to accept %(proposal)s for %(paragraph)s")),
    "brackets": ActSentence(N_("The Mission proposes to retain %(proposal)s in brackets for %(paragraph)s")),
    "defer": ActSentence(N_("The Mission proposes to defer %(proposal)s for %(paragraph)s")),
}
"""The same where the Mission decided it without a level."""
