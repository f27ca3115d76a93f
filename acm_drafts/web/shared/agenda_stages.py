"""What an agenda is called at its stage, in the reader's language: draft, provisional, as adopted."""

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.meeting_agenda import ANNOTATED_STAGES, STAGES, agenda_stage
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.records import Communique


def stage_in_words(communique: Communique, version: DraftVersion, *, annotated: bool = False) -> str:
    """Return what a draft of an agenda is called, *annotated* or not; "" where the text is none."""
    circulated, adopted = version.circulation is not None, bool(version.adopted_as)
    stage = agenda_stage(communique.kind, circulated=circulated, adopted=adopted)
    return str(_((ANNOTATED_STAGES if annotated else STAGES)[stage])) if stage else ""
