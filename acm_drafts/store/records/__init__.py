"""
What is kept: facts and constraints, no rules.

Tables listed in `IMMUTABLE` are only ever added to; triggers hold that in the database itself,
on both engines. States are computed where they can be; a column holds only what a person set.
What belongs to one communiqué names it, and is tied by its keys to rows of the same (docs/decisions/0032).
"""

from acm_drafts.store.records.adoption import Adoption, AdoptionMatter, Corrigendum, CorrigendumEntry
from acm_drafts.store.records.bodies import Body, BodyTerm
from acm_drafts.store.records.brackets import BracketActRow, OverriddenHolder
from acm_drafts.store.records.columns import IMMUTABLE, JOINS, LONG, NAME, OF_A_PARTY, SHORT, one_of, same
from acm_drafts.store.records.confirmations import Confirmation
from acm_drafts.store.records.discussions import Discussion, DiscussionActRow, DiscussionReader
from acm_drafts.store.records.files import Batch, BatchFile
from acm_drafts.store.records.library import (
    LibraryChange,
    Source,
    SourceParagraph,
    SourcePin,
    SourceWithdrawal,
)
from acm_drafts.store.records.negotiation import (
    IS_CURRENT,
    Amendment,
    AnswerRow,
    Cosponsor,
    Decision,
    Disposition,
    JournalLine,
    Keys,
    Position,
    Revision,
    RevisionPart,
    Round,
    VerdictRow,
)
from acm_drafts.store.records.notices import Message, Notice, NoticeSetting
from acm_drafts.store.records.people import Appointment, AttemptCount, Invitation, Party, SignIn, User
from acm_drafts.store.records.reservations import Reservation, ReservationActRow
from acm_drafts.store.records.search import SearchText
from acm_drafts.store.records.silence import (
    Silence,
    SilenceChange,
    SilenceOutcomeRow,
    SilenceParagraph,
    SilenceReader,
)
from acm_drafts.store.records.silence_breaks import BreakTakenBack, SilenceBreak
from acm_drafts.store.records.sittings import (
    Attendance,
    Sitting,
    SittingAgendaRow,
    SittingMove,
    SittingResultRow,
    SittingStance,
)
from acm_drafts.store.records.small_groups import (
    CompromiseDecision,
    CompromisePosition,
    CompromiseProposal,
    CompromisePut,
    CompromiseText,
    SmallGroup,
    SmallGroupActRow,
)
from acm_drafts.store.records.texts import (
    IS_PRINTED,
    AgendaRow,
    Circulation,
    Communique,
    Descent,
    DocumentSettingsRow,
    DocumentTitleRow,
    Draft,
    Import,
    LineRow,
    Meeting,
    Paragraph,
    Wording,
)

__all__ = [
    "IMMUTABLE",
    "IS_CURRENT",
    "IS_PRINTED",
    "JOINS",
    "LONG",
    "NAME",
    "OF_A_PARTY",
    "SHORT",
    "Adoption",
    "AdoptionMatter",
    "AgendaRow",
    "Amendment",
    "AnswerRow",
    "Appointment",
    "AttemptCount",
    "Attendance",
    "Batch",
    "BatchFile",
    "Body",
    "BodyTerm",
    "BracketActRow",
    "BreakTakenBack",
    "Circulation",
    "Communique",
    "CompromiseDecision",
    "CompromisePosition",
    "CompromiseProposal",
    "CompromisePut",
    "CompromiseText",
    "Confirmation",
    "Corrigendum",
    "CorrigendumEntry",
    "Cosponsor",
    "Decision",
    "Descent",
    "Discussion",
    "DiscussionActRow",
    "DiscussionReader",
    "Disposition",
    "DocumentSettingsRow",
    "DocumentTitleRow",
    "Draft",
    "Import",
    "Invitation",
    "JournalLine",
    "Keys",
    "LibraryChange",
    "LineRow",
    "Meeting",
    "Message",
    "Notice",
    "NoticeSetting",
    "OverriddenHolder",
    "Paragraph",
    "Party",
    "Position",
    "Reservation",
    "ReservationActRow",
    "Revision",
    "RevisionPart",
    "Round",
    "SearchText",
    "SignIn",
    "Silence",
    "SilenceBreak",
    "SilenceChange",
    "SilenceOutcomeRow",
    "SilenceParagraph",
    "SilenceReader",
    "Sitting",
    "SittingAgendaRow",
    "SittingMove",
    "SittingResultRow",
    "SittingStance",
    "SmallGroup",
    "SmallGroupActRow",
    "Source",
    "SourceParagraph",
    "SourcePin",
    "SourceWithdrawal",
    "User",
    "VerdictRow",
    "Wording",
    "one_of",
    "same",
]
