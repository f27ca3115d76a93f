"""
Acts as sentences of the journal, one for each, so that each can be translated whole.

What a sentence may name is settled elsewhere (store.journal), and so is who gets a line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import Answer, Stance
from acm_drafts.store.journal import (
    AGREE_TOGETHER,
    CONSEQUENTIAL,
    DISOWNS,
    LIFTING,
    PROPOSED_BY_MISSION,
    UNDO_TOGETHER,
    Place,
)
from acm_drafts.store.records import JournalLine


@dataclass(frozen=True, slots=True)
class Told:
    """How an act is told; *shows* says what its before and after are."""

    sentence: str
    shows: str = ""
    """
    "words": wordings of a paragraph; "terms": values of closed lists; "plain": as written; "said": what came
    after in the sentence; "moments": both in the sentence; "": nothing. The reason that was given is told with every
    act.
    """


ACTS: Mapping[str, Told] = {
    "add meeting": Told(N_("Meeting added: %(subject)s"), "plain"),
    "import": Told(N_("Text imported as %(subject)s"), "plain"),
    "correct text": Told(N_("Text corrected and imported anew as %(subject)s"), "words"),
    "replace text": Told(N_("%(subject)s withdrawn, for a corrected text takes its place"), "plain"),
    "withdraw text": Told(N_("%(subject)s withdrawn before circulation")),
    "set agenda": Told(N_("Agenda items of the General Assembly set"), "words"),
    "circulate": Told(N_("%(subject)s circulated"), "terms"),
    "open round": Told(N_("Round %(round)s announced on %(subject)s"), "plain"),
    "change deadline": Told(N_("Deadline changed from %(before)s to %(after)s"), "moments"),
    "close round": Told(N_("Round %(round)s closed"), "plain"),
    "receive files": Told(N_("Files of delegations received"), "plain"),
    "delete files": Told(N_("Files of delegations deleted")),
    "translate": Told(N_("Paragraph %(paragraph)s translated: %(subject)s"), "words"),
    "save draft": Told(N_("Draft of a proposal on paragraph %(paragraph)s saved")),
    "send for review": Told(N_("%(proposal)s sent to the head of delegation for review")),
    "return to drafter": Told(N_("%(proposal)s given back to its drafter")),
    "submit": Told(N_("%(proposal)s submitted on paragraph %(paragraph)s"), "words"),
    "enter from floor": Told(N_("%(proposal)s entered from the floor on paragraph %(paragraph)s"), "words"),
    "revise": Told(N_("%(proposal)s revised"), "words"),
    "withdraw": Told(N_("%(proposal)s withdrawn")),
    "cosponsor": Told(N_("%(party)s joined %(proposal)s as co-sponsor")),
    "leave cosponsors": Told(N_("%(party)s left the co-sponsors of %(proposal)s")),
    "take position": Told(N_("%(party)s took a position on %(proposal)s"), "said"),
    "answer": Told(N_("%(party)s answered on %(proposal)s")),
    "accept": Told(N_("%(proposal)s accepted on paragraph %(paragraph)s: %(subject)s")),
    "part": Told(N_("%(proposal)s accepted in part on paragraph %(paragraph)s: %(subject)s")),
    "compromise": Told(N_("%(proposal)s merged into a compromise on paragraph %(paragraph)s: %(subject)s")),
    "reject": Told(N_("%(proposal)s rejected on paragraph %(paragraph)s: %(subject)s")),
    "brackets": Told(N_("%(proposal)s retained in brackets on paragraph %(paragraph)s: %(subject)s")),
    "defer": Told(N_("%(proposal)s deferred on paragraph %(paragraph)s")),
    "agree": Told(N_("Paragraph %(paragraph)s agreed as it stands"), "terms"),
    AGREE_TOGETHER: Told(N_("Agreed as they stand in one act, %(after)s: %(before)s")),
    UNDO_TOGETHER: Told(N_("Agreement in one act undone: %(before)s")),
    "void": Told(N_("A decision on %(proposal)s no longer counts")),
    "void agreement": Told(N_("The agreement on paragraph %(paragraph)s no longer counts")),
    "invite": Told(N_("%(subject)s invited"), "plain"),
    "withdraw invitation": Told(N_("Invitation of %(subject)s withdrawn")),
    "take office": Told(N_("%(subject)s took office"), "plain"),
    "appoint": Told(N_("%(subject)s appointed"), "plain"),
    "end term of office": Told(N_("Term of %(subject)s ended"), "plain"),
    "transfer the chair": Told(N_("The chair passed to %(subject)s"), "plain"),
    "make a link for a new password": Told(N_("Link for a new password made for %(subject)s")),
    "choose a new password": Told(N_("%(subject)s chose a new password")),
    "change own details": Told(N_("%(subject)s changed the details of their account"), "plain"),
    "change own password": Told(N_("%(subject)s changed the password")),
    "disable account": Told(N_("Account of %(subject)s suspended")),
    "enable account": Told(N_("Account of %(subject)s reactivated")),
}
"""Every act that a service writes: tests/web/test_journal.py holds the two together."""

NEW: Mapping[str, Told] = {
    "save draft": Told(N_("Draft of a proposal for %(paragraph)s saved")),
    "submit": Told(N_("%(proposal)s submitted for %(paragraph)s"), "words"),
    "enter from floor": Told(N_("%(proposal)s entered from the floor for %(paragraph)s"), "words"),
    "accept": Told(N_("%(proposal)s accepted for %(paragraph)s: %(subject)s")),
    "part": Told(N_("%(proposal)s accepted in part for %(paragraph)s: %(subject)s")),
    "compromise": Told(N_("%(proposal)s merged into a compromise for %(paragraph)s: %(subject)s")),
    "reject": Told(N_("%(proposal)s rejected for %(paragraph)s: %(subject)s")),
    "brackets": Told(N_("%(proposal)s retained in brackets for %(paragraph)s: %(subject)s")),
    "defer": Told(N_("%(proposal)s deferred for %(paragraph)s")),
}
"""The same acts where the paragraph was only proposed when they were done: it is called "a new paragraph"."""

PROPOSED: Mapping[str, Told] = {
    "accept": Told(N_("The Mission proposes to accept %(proposal)s on paragraph %(paragraph)s")),
    "part": Told(N_("The Mission proposes to accept %(proposal)s in part on paragraph %(paragraph)s")),
    "compromise": Told(
        N_("The Mission proposes to merge %(proposal)s into a compromise on paragraph %(paragraph)s")
    ),
    "reject": Told(N_("The Mission proposes not to accept %(proposal)s on paragraph %(paragraph)s")),
    "brackets": Told(
        N_("The Mission proposes to retain %(proposal)s in brackets on paragraph %(paragraph)s")
    ),
    "defer": Told(N_("The Mission proposes to defer %(proposal)s on paragraph %(paragraph)s")),
}
"""What was decided without a level."""

PROPOSED_FOR_NEW: Mapping[str, Told] = {
    "accept": Told(N_("The Mission proposes to accept %(proposal)s for %(paragraph)s")),
    "part": Told(N_("The Mission proposes to accept %(proposal)s in part for %(paragraph)s")),
    "compromise": Told(N_("The Mission proposes to merge %(proposal)s into a compromise for %(paragraph)s")),
    "reject": Told(N_("The Mission proposes not to accept %(proposal)s for %(paragraph)s")),
    "brackets": Told(N_("The Mission proposes to retain %(proposal)s in brackets for %(paragraph)s")),
    "defer": Told(N_("The Mission proposes to defer %(proposal)s for %(paragraph)s")),
}
"""The same where the paragraph was only proposed."""

LIFTS = Told(N_("%(proposal)s submitted to lift the brackets in paragraph %(paragraph)s"), "words")
"""What the Mission submits that settles brackets and asks for nothing else."""

CONSEQUENCE = Told(
    N_("%(proposal)s recorded with the decision: consequential change in paragraph %(paragraph)s"), "words"
)
CONSEQUENCE_IN_NEW = Told(
    N_("%(proposal)s recorded with the decision: consequential change in %(paragraph)s"), "words"
)
"""What the Mission changes in words where it accepts a split or join; the second where that was only proposed."""

OF_MISSION: Mapping[tuple[str, str], tuple[Told, Told]] = {
    ("submit", LIFTING): (LIFTS, NEW["submit"]),
    ("submit", CONSEQUENTIAL): (CONSEQUENCE, CONSEQUENCE_IN_NEW),
}
"""What the Mission submits with a decision, by act and subject; the second where the paragraph was only proposed."""

POSITIONS: Mapping[str, Told] = {
    Stance.SUPPORT: Told(N_("%(party)s supports %(proposal)s"), "said"),
    Stance.LIVE_WITH: Told(N_("%(party)s can live with %(proposal)s"), "said"),
    Stance.OPPOSE: Told(N_("%(party)s opposes %(proposal)s"), "said"),
    Stance.RESERVE: Told(N_("%(party)s reserves its position on %(proposal)s"), "said"),
    Stance.AWAITING: Told(N_("%(party)s awaits instructions on %(proposal)s"), "said"),
    "": Told(N_("%(party)s takes no position on %(proposal)s any more"), "said"),
}
ANSWERS: Mapping[str, Told] = {
    Answer.ACCEPT: Told(N_("%(party)s accepts the outcome of %(proposal)s")),
    Answer.LIVE_WITH: Told(N_("%(party)s can live with the compromise for %(proposal)s")),
    Answer.OBJECT: Told(N_("%(party)s objects to the compromise for %(proposal)s")),
    Answer.CONFIRM: Told(N_("%(party)s confirms what is recorded for %(proposal)s")),
    Answer.CONTEST: Told(N_("%(party)s contests the outcome of %(proposal)s")),
    DISOWNS: Told(N_("%(party)s says that %(proposal)s is not its own")),
}
"""What a delegation said, by its word: a position, or an answer as sponsor; some answer a compromise."""
ACCEPTS_COMPROMISE = N_("%(party)s accepts the compromise for %(proposal)s")

UNKNOWN = Told("%(act)s", "plain")


def sentence_of_answer(answer: str, *, disowns: bool = False, on_compromise: bool = False) -> str:
    """Return what a sponsor answered, before the placeholders are filled. *disowns*: an entry from the floor."""
    if on_compromise and answer == Answer.ACCEPT:
        return ACCEPTS_COMPROMISE
    return ANSWERS[DISOWNS if disowns else answer].sentence


def sentence_of_act(line: JournalLine, place: Place | None = None) -> Told:
    """
    Return how an act is told: what a delegation said by its word, everything else by the act.

    *place*: the paragraph that it is about; acts that name one that was only proposed have sentences of their own.
    """
    told = ACTS.get(line.act, UNKNOWN)
    if line.act == "take position":
        return POSITIONS.get(line.after, told)
    if line.act == "answer":
        return ANSWERS.get(line.subject, told)
    is_new = place is not None and place.is_new
    if (line.act, line.subject) in OF_MISSION:
        of_mission, in_new = OF_MISSION[line.act, line.subject]
        return in_new if is_new else of_mission
    if line.subject == PROPOSED_BY_MISSION and line.act in PROPOSED:
        return (PROPOSED_FOR_NEW if is_new else PROPOSED)[line.act]
    return NEW.get(line.act, told) if is_new else told
