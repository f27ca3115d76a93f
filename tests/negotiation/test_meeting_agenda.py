"""What an agenda is called at its stage, and which texts have annotations."""

import pytest

from acm_drafts.negotiation.meeting_agenda import (
    STAGES,
    AgendaStage,
    NotAnAgenda,
    agenda_stage,
    require_agenda,
)
from acm_drafts.negotiation.terms import TextKind


def test_an_agenda_is_a_draft_then_provisional_then_adopted_and_a_communique_is_none_of_it():
    def stage(circulated: bool, adopted: bool) -> AgendaStage | None:
        return agenda_stage(TextKind.AGENDA, circulated=circulated, adopted=adopted)

    assert stage(False, False) is AgendaStage.DRAFT
    assert stage(True, False) is AgendaStage.PROVISIONAL
    assert stage(True, True) is AgendaStage.ADOPTED
    assert agenda_stage(TextKind.COMMUNIQUE, circulated=True, adopted=True) is None
    assert set(STAGES) == set(AgendaStage)


def test_only_an_agenda_has_annotations():
    require_agenda(TextKind.AGENDA)
    with pytest.raises(NotAnAgenda):
        require_agenda(TextKind.COMMUNIQUE)
