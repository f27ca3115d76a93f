"""
The agenda of a meeting, which is negotiated like its communiqué: what it is called at each stage, and its annotations.
"""

from enum import StrEnum

from acm_drafts.negotiation.errors import N_, Refusal, StaleText
from acm_drafts.negotiation.terms import TextKind

LONGEST_ANNOTATION = 8000


class AgendaStage(StrEnum):
    """What an agenda is: seen by the Mission alone, circulated and provisional, or adopted."""

    DRAFT = "draft agenda"
    PROVISIONAL = "provisional agenda"
    ADOPTED = "adopted agenda"


STAGES = {
    AgendaStage.DRAFT: N_("Draft agenda"),
    AgendaStage.PROVISIONAL: N_("Provisional agenda"),
    AgendaStage.ADOPTED: N_("Agenda as adopted"),
}
"""What each is called; a key of the catalogues."""
ANNOTATED_STAGES = {
    AgendaStage.DRAFT: N_("Annotated draft agenda"),
    AgendaStage.PROVISIONAL: N_("Annotated provisional agenda"),
    AgendaStage.ADOPTED: N_("Annotated agenda as adopted"),
}
"""What each is called where annotations stand below its items; a key of the catalogues."""


def agenda_stage(kind: str, *, circulated: bool, adopted: bool) -> AgendaStage | None:
    """Return what a draft of a text of *kind* is, None for one that is no agenda."""
    if kind != TextKind.AGENDA:
        return None
    if adopted:
        return AgendaStage.ADOPTED
    return AgendaStage.PROVISIONAL if circulated else AgendaStage.DRAFT


def require_agenda(kind: str) -> None:
    """Raise NotAnAgenda for a text of another kind."""
    if kind != TextKind.AGENDA:
        raise NotAnAgenda()


class AnnotatedMeanwhile(StaleText):
    sentence = N_("A colleague has annotated this item since you opened the page.")
    next_step = N_("Look at the annotation as it stands now, then send yours again.")


class NotAnAgenda(Refusal):
    sentence = N_("Only the items of an agenda have annotations.")
    next_step = N_("Open the agenda of the meeting.")
