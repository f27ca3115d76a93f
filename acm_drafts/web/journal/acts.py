"""
Acts as sentences of the journal, one for each, so that each can be translated whole.

What a sentence may name is settled elsewhere (store.journal), and so is who gets a line.
"""

import re
from collections.abc import Mapping

from acm_drafts.negotiation.errors import N_, NN_
from acm_drafts.negotiation.journal import (
    AGREE_OVER,
    AGREE_TOGETHER,
    LIFTED_OVER,
    REOPENING,
    STANDS_AGAIN,
    TELLS_LIFTED,
    TELLS_MISSING,
    TELLS_STANDING,
    UNDO_TOGETHER,
    VOIDS_AGREEMENT,
    VOIDS_REOPENING,
)
from acm_drafts.negotiation.terms import Answer, Stance
from acm_drafts.services.silence_lines import NOTHING
from acm_drafts.store.discussions import ACTS as ACTS_IN_DISCUSSIONS
from acm_drafts.store.journal import (
    ACCEPTS_COMPROMISE,
    CONFIRM_TOGETHER,
    CONSEQUENTIAL,
    DISOWNS,
    LIFTING,
    PROPOSED_BY_MISSION,
)
from acm_drafts.store.journal_places import Place
from acm_drafts.store.records import JournalLine
from acm_drafts.store.reservations import ACTS as ACTS_ON_RESERVATIONS
from acm_drafts.store.silence import BREAKING, BY_BREAKERS, TAKING_BACK
from acm_drafts.store.small_groups import ACTS as ACTS_ON_SMALL_GROUPS
from acm_drafts.store.small_groups import ANSWERS_TEXT, DECIDES_AFTER, PUTS_TEXT, WRITES_TEXT
from acm_drafts.web.journal.act_sentence import ActSentence
from acm_drafts.web.journal.new_paragraph_acts import NEW, PROPOSED_FOR_NEW
from acm_drafts.web.journal.people_acts import PEOPLE_ACTS

UNDER_SILENCE = NN_(
    "Under silence until %(after)s: paragraph %(before)s (%(subject)s)",
    "Under silence until %(after)s: paragraphs %(before)s (%(subject)s)",
)
CORRIGENDUM = NN_(
    "Corrigendum issued: %(subject)s (paragraph %(after)s)",
    "Corrigendum issued: %(subject)s (paragraphs %(after)s)",
)


ACTS: Mapping[str, ActSentence] = {
    "add meeting": ActSentence(N_("Meeting added: %(subject)s"), "plain"),
    "remove meeting": ActSentence(N_("Meeting removed: %(subject)s"), "plain"),
    "change meeting": ActSentence(N_("Details of the meeting changed"), "plain"),
    "archive meeting": ActSentence(N_("Meeting archived")),
    "take meeting out of archive": ActSentence(N_("Meeting taken out of the archive")),
    "ask to delete meeting": ActSentence(
        N_("Deletion of the meeting asked for, with the package %(after)s"), "quoted"
    ),
    "take package of meeting": ActSentence(N_("Package of the meeting downloaded: %(after)s"), "quoted"),
    "take back deletion of meeting": ActSentence(N_("Deletion of the meeting taken back")),
    "delete meeting": ActSentence(
        N_("Meeting deleted: %(subject)s. Package that was kept: %(after)s"), "quoted"
    ),
    "end texts without adoption": ActSentence(N_("Marked as ended without adoption: %(after)s"), "quoted"),
    "open inscription": ActSentence(N_("Inscription on the list of speakers opened")),
    "close inscription": ActSentence(N_("Inscription on the list of speakers closed")),
    "set time limit": ActSentence(N_("Time limit of statements changed, in minutes"), "plain"),
    "inscribe speaker": ActSentence(N_("Inscribed on the list of speakers: %(subject)s"), "terms"),
    "rename speaker": ActSentence(N_("Speaker changed: %(subject)s"), "plain"),
    "change level of speaker": ActSentence(N_("Level of a speaker changed: %(subject)s"), "terms"),
    "withdraw speaker": ActSentence(N_("Withdrawn from the list of speakers: %(subject)s")),
    "move speaker": ActSentence(
        N_("Moved on the list of speakers from place %(before)s to place %(after)s: %(subject)s"), "quoted"
    ),
    "give floor": ActSentence(N_("Floor given to %(subject)s")),
    "take floor back": ActSentence(N_("Floor taken back from %(subject)s")),
    "end statement": ActSentence(N_("Statement ended: %(subject)s")),
    "import": ActSentence(N_("Text imported as %(subject)s"), "plain"),
    "correct text": ActSentence(N_("Text corrected and imported anew as %(subject)s"), "words"),
    "replace text": ActSentence(N_("%(subject)s withdrawn, for a corrected text takes its place"), "plain"),
    "withdraw text": ActSentence(N_("%(subject)s withdrawn before circulation")),
    "set agenda": ActSentence(N_("Agenda items of the General Assembly set"), "words"),
    "set document settings": ActSentence(N_("Settings of the Word documents changed"), "words"),
    "name readers in copies": ActSentence(N_("Documents name their readers from now on"), "plain"),
    "leave readers out of copies": ActSentence(N_("Documents name nobody from now on"), "plain"),
    "add source": ActSentence(N_("Source added to the library: %(subject)s"), "plain"),
    "date source": ActSentence(N_("Date given to a source: %(subject)s, %(after)s"), "said"),
    "withdraw source": ActSentence(N_("Source withdrawn from the library: %(subject)s"), "plain"),
    "pin source": ActSentence(
        N_("Paragraph %(paragraph)s pinned to its source: %(subject)s, paragraph %(after)s"), "said"
    ),
    "unpin source": ActSentence(
        N_("Paragraph %(paragraph)s no longer pinned to %(subject)s, paragraph %(after)s"), "said"
    ),
    "draft input call": ActSentence(N_("Call for inputs “%(before)s” drafted"), "quoted"),
    "change draft of input call": ActSentence(
        N_("Draft of the call for inputs “%(before)s” changed"), "quoted"
    ),
    "issue input call": ActSentence(
        N_("Call for inputs “%(before)s” issued; answers until %(after)s"), "moments"
    ),
    "extend input call": ActSentence(
        N_("Deadline of the call for inputs “%(before)s” extended to %(after)s"), "moments"
    ),
    "allow late input": ActSentence(
        N_("%(party)s may answer the call for inputs “%(before)s” late, until %(after)s"), "moments"
    ),
    "close input call": ActSentence(N_("Call for inputs “%(before)s” closed"), "quoted"),
    "withdraw input call": ActSentence(N_("Call for inputs “%(before)s” withdrawn"), "quoted"),
    "save input": ActSentence(N_("Draft of an answer to the call for inputs “%(before)s” saved"), "quoted"),
    "submit input": ActSentence(N_("%(party)s answered the call for inputs “%(before)s”"), "quoted"),
    "revise input": ActSentence(
        N_("%(party)s submitted another version of its answer to the call for inputs “%(before)s”"), "quoted"
    ),
    "submit late input": ActSentence(
        N_("%(party)s submitted a late answer to the call for inputs “%(before)s”"), "quoted"
    ),
    "mark theme": ActSentence(
        N_("Theme “%(after)s” marked in the answer of %(party)s to the call for inputs “%(before)s”"),
        "quoted",
    ),
    "remove mark of theme": ActSentence(
        N_(
            "Mark of theme “%(after)s” taken away in the answer of %(party)s to the call for inputs “%(before)s”"
        ),
        "quoted",
    ),
    "add session agenda": ActSentence(N_("Agenda of session %(subject)s of the General Assembly added")),
    "change session agenda": ActSentence(
        N_("Agenda of session %(subject)s of the General Assembly changed"), "words"
    ),
    "remove session agenda": ActSentence(
        N_("Agenda of session %(subject)s of the General Assembly removed"), "words"
    ),
    "link item": ActSentence(N_("Agenda item %(subject)s linked with an earlier one"), "plain"),
    "unlink item": ActSentence(N_("Agenda item %(subject)s no longer linked with an earlier one"), "plain"),
    "tag paragraph": ActSentence(N_("Paragraph %(paragraph)s tagged with agenda item %(subject)s")),
    "untag paragraph": ActSentence(
        N_("Paragraph %(paragraph)s no longer tagged with agenda item %(subject)s")
    ),
    "decline item": ActSentence(
        N_("Agenda item %(subject)s, suggested for paragraph %(paragraph)s, declined")
    ),
    "follow item": ActSentence(N_("Agenda item %(subject)s followed")),
    "leave item": ActSentence(N_("Agenda item %(subject)s no longer followed")),
    "add partner": ActSentence(N_("Partner added: %(subject)s"), "plain"),
    "change partner": ActSentence(N_("Partner changed: %(subject)s"), "plain"),
    "add partner contact": ActSentence(N_("Contact of a partner added: %(subject)s"), "plain"),
    "change partner contact": ActSentence(N_("Contact of a partner changed: %(subject)s"), "plain"),
    "add periodic meeting": ActSentence(N_("Periodic meeting with a partner added: %(subject)s"), "plain"),
    "change periodic meeting": ActSentence(
        N_("Periodic meeting with a partner changed: %(subject)s"), "plain"
    ),
    "add partner meeting": ActSentence(N_("Meeting with a partner added: %(subject)s"), "plain"),
    "change partner meeting": ActSentence(N_("Meeting with a partner changed: %(subject)s"), "plain"),
    "link follow-up to meeting": ActSentence(
        N_("Follow-up of %(after)s linked to a meeting with a partner: %(subject)s"), "said"
    ),
    "unlink follow-up from meeting": ActSentence(
        N_("Follow-up no longer linked to a meeting with a partner: %(subject)s"), "plain"
    ),
    "give source to partner": ActSentence(N_("%(after)s is a text of a partner: %(subject)s"), "said"),
    "take source from partner": ActSentence(
        N_("A source of the library is no longer a text of a partner: %(subject)s"), "plain"
    ),
    "import cooperation resolutions": ActSentence(
        N_("Resolutions on cooperation between the UN and the OIC read from a file"), "plain"
    ),
    "remove cooperation resolution": ActSentence(
        N_("Resolution on cooperation between the UN and the OIC removed: %(subject)s"), "plain"
    ),
    "confirm request": ActSentence(N_("Request to be followed up: %(subject)s"), "plain"),
    "edit request": ActSentence(N_("Follow-up of %(subject)s edited"), "words"),
    "report on request": ActSentence(N_("Report on the follow-up of %(subject)s recorded"), "terms"),
    "add evidence": ActSentence(N_("Evidence added to the follow-up of %(subject)s: %(after)s"), "said"),
    "remove evidence": ActSentence(
        N_("Document removed from the evidence of the follow-up of %(subject)s: %(after)s"), "said"
    ),
    "dismiss request": ActSentence(N_("No request to be followed up: %(subject)s"), "plain"),
    "annotate": ActSentence(N_("Annotation of item %(paragraph)s changed"), "words"),
    "circulate": ActSentence(N_("%(subject)s circulated"), "terms"),
    "open round": ActSentence(N_("Round %(round)s announced on %(subject)s"), "plain"),
    "change deadline": ActSentence(
        N_("Deadline of round %(round)s changed from %(before)s to %(after)s"), "moments"
    ),
    "close round": ActSentence(N_("Round %(round)s closed"), "plain"),
    "receive files": ActSentence(N_("Files of delegations received"), "plain"),
    "delete files": ActSentence(N_("Files of delegations deleted")),
    "translate": ActSentence(N_("Paragraph %(paragraph)s translated: %(subject)s"), "words"),
    "translate title": ActSentence(N_("Title of the text translated: %(subject)s"), "words"),
    "save draft": ActSentence(N_("Draft of a proposal on paragraph %(paragraph)s saved")),
    "send for review": ActSentence(N_("%(proposal)s sent to the head of delegation for review")),
    "return to drafter": ActSentence(N_("%(proposal)s given back to its drafter")),
    "submit": ActSentence(N_("%(proposal)s submitted on paragraph %(paragraph)s"), "words"),
    "enter from floor": ActSentence(
        N_("%(proposal)s entered from the floor on paragraph %(paragraph)s"), "words"
    ),
    "revise": ActSentence(N_("%(proposal)s revised"), "words"),
    "withdraw": ActSentence(N_("%(proposal)s withdrawn")),
    "cosponsor": ActSentence(N_("%(party)s joined %(proposal)s as co-sponsor")),
    "leave cosponsors": ActSentence(N_("%(party)s left the co-sponsors of %(proposal)s")),
    "take position": ActSentence(N_("%(party)s took a position on %(proposal)s"), "said"),
    "hold bracket": ActSentence(N_("%(party)s holds a bracket in paragraph %(paragraph)s"), "plain"),
    "let go of bracket": ActSentence(N_("%(party)s let go of a bracket in paragraph %(paragraph)s"), "plain"),
    LIFTED_OVER: ActSentence(
        N_("%(proposal)s lifts a bracket in paragraph %(paragraph)s over %(party)s, which held it"), "plain"
    ),
    STANDS_AGAIN: ActSentence(
        N_("%(proposal)s no longer lifts the brackets in paragraph %(paragraph)s that %(party)s holds")
    ),
    TELLS_LIFTED: ActSentence(
        N_("A bracket that %(party)s holds in paragraph %(paragraph)s was lifted over it at a sitting"),
        "plain",
    ),
    TELLS_STANDING: ActSentence(
        N_("A bracket in paragraph %(paragraph)s that was lifted over %(party)s stands again")
    ),
    TELLS_MISSING: ActSentence(
        N_("A bracket that %(party)s held in paragraph %(paragraph)s is not in the next draft"), "plain"
    ),
    AGREE_OVER: ActSentence(
        N_("Paragraph %(paragraph)s was agreed without a bracket that %(party)s held"), "plain"
    ),
    "enter reservation": ActSentence(
        N_("%(party)s entered a reservation on paragraph %(paragraph)s"), "plain"
    ),
    "change reservation": ActSentence(
        N_("%(party)s changed the words of its reservation on paragraph %(paragraph)s"), "plain"
    ),
    "receive instructions": ActSentence(
        N_("The reservation of %(party)s on paragraph %(paragraph)s awaits instructions no more: it stands")
    ),
    "publish reservation": ActSentence(
        N_("%(party)s made its reservation on paragraph %(paragraph)s known to all participants"), "plain"
    ),
    "keep reservation": ActSentence(
        N_("%(party)s lets its reservation stand although paragraph %(paragraph)s was changed")
    ),
    "withdraw reservation": ActSentence(N_("%(party)s withdrew its reservation on paragraph %(paragraph)s")),
    "form small group": ActSentence(N_("Small group “%(after)s” formed; facilitator: %(party)s"), "quoted"),
    "add to small group": ActSentence(N_("%(party)s added to the small group “%(after)s”"), "quoted"),
    "take out of small group": ActSentence(
        N_("%(party)s taken out of the small group “%(after)s”"), "quoted"
    ),
    "give paragraph to small group": ActSentence(
        N_("Paragraph %(paragraph)s given to the small group “%(after)s”"), "quoted"
    ),
    "take paragraph from small group": ActSentence(
        N_("Paragraph %(paragraph)s taken from the small group “%(after)s”"), "quoted"
    ),
    "change facilitator": ActSentence(
        N_("The small group “%(after)s” has a new facilitator: %(party)s"), "quoted"
    ),
    "end small group": ActSentence(N_("Small group “%(after)s” ended"), "quoted"),
    WRITES_TEXT: ActSentence(
        N_("%(party)s wrote a compromise text on paragraph %(paragraph)s in a small group"), "words"
    ),
    PUTS_TEXT: ActSentence(
        N_("Version %(after)s of the compromise text on paragraph %(paragraph)s put to the round: %(party)s"),
        "quoted",
    ),
    DECIDES_AFTER: ActSentence(
        N_(
            "The compromise on paragraph %(paragraph)s follows version %(after)s of a compromise text of %(party)s"
        ),
        "quoted",
    ),
    "comment": ActSentence(N_("%(party)s began a discussion on paragraph %(paragraph)s")),
    "answer comment": ActSentence(N_("%(party)s answered in a discussion on paragraph %(paragraph)s")),
    "resolve discussion": ActSentence(N_("%(party)s resolved a discussion on paragraph %(paragraph)s")),
    "reopen discussion": ActSentence(N_("%(party)s reopened a discussion on paragraph %(paragraph)s")),
    "take back comment": ActSentence(N_("%(party)s took back a comment on paragraph %(paragraph)s")),
    "answer": ActSentence(N_("%(party)s answered on %(proposal)s")),
    "accept": ActSentence(N_("%(proposal)s accepted on paragraph %(paragraph)s: %(subject)s")),
    "part": ActSentence(N_("%(proposal)s accepted in part on paragraph %(paragraph)s: %(subject)s")),
    "compromise": ActSentence(
        N_("%(proposal)s merged into a compromise on paragraph %(paragraph)s: %(subject)s")
    ),
    "reject": ActSentence(N_("%(proposal)s rejected on paragraph %(paragraph)s: %(subject)s")),
    "brackets": ActSentence(N_("%(proposal)s retained in brackets on paragraph %(paragraph)s: %(subject)s")),
    "defer": ActSentence(N_("%(proposal)s deferred on paragraph %(paragraph)s")),
    "agree": ActSentence(N_("Paragraph %(paragraph)s agreed"), "terms"),
    AGREE_TOGETHER: ActSentence(N_("Agreed in one act: %(before)s (%(after)s)"), "listed"),
    UNDO_TOGETHER: ActSentence(N_("Agreement in one act undone: %(before)s"), "listed"),
    REOPENING: ActSentence(
        N_("Paragraph %(paragraph)s reopened at the request of %(party)s; agreed until then: %(before)s")
    ),
    "confirm agreement": ActSentence(
        N_("Agreement ad referendum on paragraph %(paragraph)s confirmed by %(after)s (%(subject)s)"),
        "quoted",
    ),
    CONFIRM_TOGETHER: ActSentence(
        N_("Agreements ad referendum confirmed by %(after)s: %(before)s (%(subject)s)"), "quoted"
    ),
    "void": ActSentence(N_("A decision on %(proposal)s no longer counts")),
    VOIDS_AGREEMENT: ActSentence(N_("The agreement on paragraph %(paragraph)s no longer counts")),
    VOIDS_REOPENING: ActSentence(N_("The reopening of paragraph %(paragraph)s no longer counts")),
    "add body": ActSentence(N_("Body added: %(subject)s"), "words"),
    "add members to body": ActSentence(N_("Members of a body named (%(subject)s): %(after)s"), "seats"),
    "give chair of body": ActSentence(N_("Chair of a body named (%(subject)s): %(after)s"), "seats"),
    "end term in body": ActSentence(
        N_("Term in a body changed (%(subject)s): %(before)s became %(after)s"), "seats"
    ),
    "convene sitting": ActSentence(N_("Sitting convened for %(after)s: %(subject)s"), "moments"),
    "move sitting": ActSentence(N_("Sitting moved from %(before)s to %(after)s: %(subject)s"), "moments"),
    "cancel sitting": ActSentence(N_("Sitting cancelled, convened for %(before)s: %(subject)s"), "moments"),
    "change agenda of sitting": ActSentence(
        N_("Agenda of a sitting changed, paragraphs before: %(before)s, now: %(after)s (%(subject)s)")
    ),
    "open sitting": ActSentence(N_("Sitting opened: %(subject)s")),
    "record attendance": ActSentence(N_("Attendance recorded (%(subject)s)"), "plain"),
    "record result": ActSentence(N_("Recorded on paragraph %(paragraph)s: %(after)s (%(subject)s)"), "said"),
    "close sitting": ActSentence(N_("Sitting closed: %(subject)s")),
    "put under silence": ActSentence(UNDER_SILENCE[0], "moments", UNDER_SILENCE[1], "before"),
    "extend silence": ActSentence(
        N_("Silence procedure extended from %(before)s to %(after)s (%(subject)s)"), "moments"
    ),
    "suspend silence": ActSentence(
        N_("Silence procedure suspended; it was to end %(before)s (%(subject)s)"), "moments"
    ),
    "resume silence": ActSentence(N_("Silence procedure resumed until %(after)s (%(subject)s)"), "moments"),
    "withdraw silence": ActSentence(
        N_("Silence procedure withdrawn; it was to end %(before)s (%(subject)s)"), "moments"
    ),
    BREAKING: ActSentence(N_("%(party)s broke the silence on %(after)s (%(subject)s)")),
    TAKING_BACK: ActSentence(N_("%(party)s took back that it broke the silence on %(after)s (%(subject)s)")),
    "conclude silence": ActSentence(
        N_("Silence procedure concluded: agreed %(after)s; not agreed %(before)s (%(subject)s)")
    ),
    "adopt text": ActSentence(N_("%(subject)s adopted: %(after)s"), "said"),
    "issue corrigendum": ActSentence(CORRIGENDUM[0], "said", CORRIGENDUM[1], "after"),
    "publish text from a moment": ActSentence(N_("%(subject)s: public from %(after)s on"), "moments"),
    "publish text": ActSentence(N_("%(subject)s published: everybody can read it"), "plain"),
    "end embargo": ActSentence(N_("Embargo of %(subject)s ended: it is not published"), "plain"),
    "withdraw publication": ActSentence(N_("Public page of %(subject)s withdrawn"), "plain"),
    **PEOPLE_ACTS,
}
"""Every act that a service writes: tests/web/test_journal.py holds the two together."""

SITTINGS = (
    "convene sitting",
    "move sitting",
    "cancel sitting",
    "change agenda of sitting",
    "open sitting",
    "record attendance",
    "record result",
    "close sitting",
)
SILENCES = (
    "put under silence",
    "extend silence",
    "suspend silence",
    "resume silence",
    "withdraw silence",
    *BY_BREAKERS,
    "conclude silence",
)
PARTNERS = (
    "add partner",
    "change partner",
    "add partner contact",
    "change partner contact",
    "add periodic meeting",
    "change periodic meeting",
    "add partner meeting",
    "change partner meeting",
    "link follow-up to meeting",
    "unlink follow-up from meeting",
    "give source to partner",
    "take source from partner",
    "import cooperation resolutions",
    "remove cooperation resolution",
)
ABOUT_SPEAKERS = (
    "inscribe speaker",
    "rename speaker",
    "change level of speaker",
    "withdraw speaker",
    "move speaker",
    "give floor",
    "take floor back",
    "end statement",
)
"""What is done to one speaker of the list: the subject of its line names the participant and the person."""
OF_MEETING = (
    "change meeting",
    "archive meeting",
    "take meeting out of archive",
    "ask to delete meeting",
    "take package of meeting",
    "take back deletion of meeting",
    "delete meeting",
    "end texts without adoption",
    "open inscription",
    "close inscription",
    "set time limit",
    *ABOUT_SPEAKERS,
)
"""What is done to the facts of a meeting and its list of speakers: matters of no text."""
ABOUT_BODIES = (
    *SITTINGS,
    *SILENCES,
    "add body",
    "add members to body",
    "give chair of body",
    "end term in body",
)
"""Acts whose subject is a body, or something it did."""

RESERVATIONS = tuple(ACTS_ON_RESERVATIONS.values())
ON_TEXT: Mapping[str, ActSentence] = {
    "enter reservation": ActSentence(N_("%(party)s entered a reservation on the whole text"), "plain"),
    "change reservation": ActSentence(
        N_("%(party)s changed the words of its reservation on the whole text"), "plain"
    ),
    "receive instructions": ActSentence(
        N_("The reservation of %(party)s on the whole text awaits instructions no more: it stands")
    ),
    "publish reservation": ActSentence(
        N_("%(party)s made its reservation on the whole text known to all participants"), "plain"
    ),
    "withdraw reservation": ActSentence(N_("%(party)s withdrew its reservation on the whole text")),
}
"""What is done to a reservation on the whole text; one on a paragraph names that."""

DISCUSSIONS = tuple(ACTS_IN_DISCUSSIONS.values())
ON_PROPOSAL: Mapping[str, ActSentence] = {
    "comment": ActSentence(N_("%(party)s began a discussion on %(proposal)s")),
    "answer comment": ActSentence(N_("%(party)s answered in a discussion on %(proposal)s")),
    "resolve discussion": ActSentence(N_("%(party)s resolved a discussion on %(proposal)s")),
    "reopen discussion": ActSentence(N_("%(party)s reopened a discussion on %(proposal)s")),
    "take back comment": ActSentence(N_("%(party)s took back a comment on %(proposal)s")),
}
"""What is said and done in a discussion of a proposal; one of a paragraph names that."""

PROPOSED: Mapping[str, ActSentence] = {
    "accept": ActSentence(N_("The Mission proposes to accept %(proposal)s on paragraph %(paragraph)s")),
    "part": ActSentence(N_("The Mission proposes to accept %(proposal)s in part on paragraph %(paragraph)s")),
    "compromise": ActSentence(
        N_("The Mission proposes to merge %(proposal)s into a compromise on paragraph %(paragraph)s")
    ),
    "reject": ActSentence(N_("The Mission proposes not to accept %(proposal)s on paragraph %(paragraph)s")),
    "brackets": ActSentence(
        N_("The Mission proposes to retain %(proposal)s in brackets on paragraph %(paragraph)s")
    ),
    "defer": ActSentence(N_("The Mission proposes to defer %(proposal)s on paragraph %(paragraph)s")),
}
"""What was decided without a level."""

LIFTS = ActSentence(N_("%(proposal)s submitted to lift the brackets in paragraph %(paragraph)s"), "words")
"""What the Mission submits that settles brackets and asks for nothing else."""

CONSEQUENCE = ActSentence(
    N_("%(proposal)s recorded with the decision: consequential change in paragraph %(paragraph)s"), "words"
)
CONSEQUENCE_IN_NEW = ActSentence(
    N_("%(proposal)s recorded with the decision: consequential change in %(paragraph)s"), "words"
)
"""What the Mission changes in words where it accepts a split or join; the second where that was only proposed."""

OF_MISSION: Mapping[tuple[str, str], tuple[ActSentence, ActSentence]] = {
    ("submit", LIFTING): (LIFTS, NEW["submit"]),
    ("submit", CONSEQUENTIAL): (CONSEQUENCE, CONSEQUENCE_IN_NEW),
}
"""What the Mission submits with a decision, by act and subject; the second where the paragraph was only proposed."""

AGREED_ALL = ActSentence(N_("Silence procedure concluded: agreed %(after)s (%(subject)s)"))
AGREED_NOTHING = ActSentence(N_("Silence procedure concluded: not agreed %(before)s (%(subject)s)"))
POSITIONS: Mapping[str, ActSentence] = {
    Stance.SUPPORT: ActSentence(N_("%(party)s supports %(proposal)s"), "said"),
    Stance.LIVE_WITH: ActSentence(N_("%(party)s can live with %(proposal)s"), "said"),
    Stance.OPPOSE: ActSentence(N_("%(party)s opposes %(proposal)s"), "said"),
    Stance.RESERVE: ActSentence(N_("%(party)s reserves its position on %(proposal)s"), "said"),
    Stance.AWAITING: ActSentence(N_("%(party)s awaits instructions on %(proposal)s"), "said"),
    "": ActSentence(N_("%(party)s takes no position on %(proposal)s any more"), "said"),
}
ON_PARAGRAPH: Mapping[str, ActSentence] = {
    Stance.SUPPORT: ActSentence(N_("%(party)s supports paragraph %(paragraph)s"), "said"),
    Stance.LIVE_WITH: ActSentence(N_("%(party)s can live with paragraph %(paragraph)s"), "said"),
    Stance.OPPOSE: ActSentence(N_("%(party)s opposes paragraph %(paragraph)s"), "said"),
    Stance.RESERVE: ActSentence(N_("%(party)s reserves its position on paragraph %(paragraph)s"), "said"),
    Stance.AWAITING: ActSentence(N_("%(party)s awaits instructions on paragraph %(paragraph)s"), "said"),
    "": ActSentence(N_("%(party)s takes no position on paragraph %(paragraph)s any more"), "said"),
}
"""The same of a paragraph as it stands in the text."""
ON_COMPROMISE_TEXT: Mapping[str, ActSentence] = {
    Stance.SUPPORT: ActSentence(
        N_("%(party)s supports the compromise text on paragraph %(paragraph)s"), "said"
    ),
    Stance.LIVE_WITH: ActSentence(
        N_("%(party)s can live with the compromise text on paragraph %(paragraph)s"), "said"
    ),
    Stance.OPPOSE: ActSentence(
        N_("%(party)s opposes the compromise text on paragraph %(paragraph)s"), "said"
    ),
    Stance.RESERVE: ActSentence(
        N_("%(party)s reserves its position on the compromise text on paragraph %(paragraph)s"), "said"
    ),
    Stance.AWAITING: ActSentence(
        N_("%(party)s awaits instructions on the compromise text on paragraph %(paragraph)s"), "said"
    ),
    "": ActSentence(
        N_("%(party)s takes no position on the compromise text on paragraph %(paragraph)s any more"), "said"
    ),
}
"""The same of a compromise text in a small group."""
SMALL_GROUPS = (*ACTS_ON_SMALL_GROUPS.values(), WRITES_TEXT, ANSWERS_TEXT, PUTS_TEXT, DECIDES_AFTER)
ANSWERS: Mapping[str, ActSentence] = {
    Answer.ACCEPT: ActSentence(N_("%(party)s accepts the outcome of %(proposal)s")),
    Answer.LIVE_WITH: ActSentence(N_("%(party)s can live with the compromise for %(proposal)s")),
    Answer.OBJECT: ActSentence(N_("%(party)s objects to the compromise for %(proposal)s")),
    Answer.CONFIRM: ActSentence(N_("%(party)s confirms what is recorded for %(proposal)s")),
    Answer.CONTEST: ActSentence(N_("%(party)s contests the outcome of %(proposal)s")),
    ACCEPTS_COMPROMISE: ActSentence(N_("%(party)s accepts the compromise for %(proposal)s")),
    DISOWNS: ActSentence(N_("%(party)s says that %(proposal)s is not its own")),
}
"""What a delegation said, by its word: a position, or an answer as sponsor; some answer a compromise."""

UNKNOWN = ActSentence("%(act)s", "plain")


def sentence_of_answer(answer: str, *, disowns: bool = False, on_compromise: bool = False) -> str:
    """Return what a sponsor answered, before the placeholders are filled. *disowns*: an entry from the floor."""
    if on_compromise and answer == Answer.ACCEPT:
        return ANSWERS[ACCEPTS_COMPROMISE].sentence
    return ANSWERS[DISOWNS if disowns else answer].sentence


IN_ONE_PARAGRAPH = ActSentence(N_("Corrigendum issued: %(subject)s (paragraph %(after)s)"), "said")
"""Of a corrigendum that corrects one paragraph alone."""


def sentence_of_act(line: JournalLine, place: Place | None = None) -> ActSentence:
    """
    Return the sentence of an act: of a position or an answer by its word, of everything else by the act.

    *place*: the paragraph that it is about; acts that name one that was only proposed have sentences of their own.
    """
    by_count = _sentence_by_count(line)
    if by_count is not None:
        return by_count
    sentence = ACTS.get(line.act, UNKNOWN)
    by_word = _sentences_by_word(line)
    if by_word is not None:
        sentences, word = by_word
        return sentences.get(word, sentence)
    is_new = place is not None and place.is_new
    if (line.act, line.subject) in OF_MISSION:
        of_mission, in_new = OF_MISSION[line.act, line.subject]
        return in_new if is_new else of_mission
    if line.subject == PROPOSED_BY_MISSION and line.act in PROPOSED:
        return (PROPOSED_FOR_NEW if is_new else PROPOSED)[line.act]
    return NEW.get(line.act, sentence) if is_new else sentence


def _sentence_by_count(line: JournalLine) -> ActSentence | None:
    """Return the sentence of an act on all, none or one of several paragraphs; None for any other."""
    if line.act == "issue corrigendum" and not re.search("[,–]", line.after):
        return IN_ONE_PARAGRAPH
    if line.act == "conclude silence" and NOTHING in (line.before, line.after):
        return AGREED_ALL if line.before == NOTHING else AGREED_NOTHING
    return None


def _sentences_by_word(line: JournalLine) -> tuple[Mapping[str, ActSentence], str] | None:
    """Return the table in which an act is told by a word of its line, with that word; None for all others."""
    if line.act == "take position":
        return (POSITIONS if line.amendment_id else ON_PARAGRAPH), line.after
    if line.act == ANSWERS_TEXT:
        return ON_COMPROMISE_TEXT, line.after
    if line.act == "answer":
        return ANSWERS, line.subject
    if line.act in DISCUSSIONS and line.amendment_id:
        return ON_PROPOSAL, line.act
    if line.act in RESERVATIONS and line.paragraph_id is None:
        return ON_TEXT, line.act
    return None
