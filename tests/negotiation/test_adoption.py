"""When a text can be adopted, and what is still open in it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from acm_drafts.negotiation.adoption import (
    ClosedBeforeDraft,
    FinalNotCirculated,
    NotFinal,
    NotMinisterial,
    OpenKind,
    OpenMatter,
    ReadyFacts,
    RoundStillRuns,
    TextAdopted,
    open_matters,
    require_ministerial,
    require_not_adopted,
    require_ready,
    require_was_there,
)
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import DraftStatus, Level

LINES = (
    Line(1, "Palestine", LineKind.HEADING),
    Line(2, "The Meeting welcomed the report.", reference="1"),
    Line(3, "The Meeting [strongly] urged all.", reference="2"),
)


def test_paragraphs_that_are_not_agreed_are_open_and_headings_are_not():
    matters = open_matters(LINES, agreed={3}, declined={2}, pending={}, unanswered={})
    assert matters == (OpenMatter(OpenKind.UNAGREED, 2, "1"), OpenMatter(OpenKind.BRACKETS, 3, "2"))


def test_what_a_level_agreed_and_somebody_declined_since_is_told_apart():
    matters = open_matters(LINES[:2], agreed={2}, declined={1, 2}, pending={}, unanswered={})
    assert matters == (OpenMatter(OpenKind.DECLINED, 2, "1"),)


def test_brackets_in_a_heading_are_open():
    heading = Line(1, "[Palestine]", LineKind.HEADING)
    assert open_matters([heading], agreed=(), pending={}, unanswered={}) == (
        OpenMatter(OpenKind.BRACKETS, 1),
    )


def test_proposals_are_told_in_the_order_of_the_text_and_those_on_what_is_not_in_it_last():
    matters = open_matters(LINES, agreed={2, 3}, pending={7: 9, 8: 3, 5: 2}, unanswered={8: 3})
    told = [(matter.kind, matter.proposal, matter.reference) for matter in matters]
    assert told == [
        (OpenKind.BRACKETS, None, "2"),
        (OpenKind.PENDING, 5, "1"),
        (OpenKind.PENDING, 8, "2"),
        (OpenKind.PENDING, 7, ""),
        (OpenKind.UNANSWERED, 8, "2"),
    ]


def test_nothing_is_open_in_a_text_that_is_agreed():
    assert open_matters(LINES[:2], agreed={2}, pending={}, unanswered={}) == ()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (ReadyFacts(DraftStatus.FINAL, circulated=True, round_runs=True), RoundStillRuns),
        (ReadyFacts(DraftStatus.AD_REFERENDUM, circulated=True, round_runs=False), NotFinal),
        (ReadyFacts(DraftStatus.FINAL, circulated=False, round_runs=False), FinalNotCirculated),
    ],
)
def test_what_is_not_final_and_circulated_between_two_rounds_is_not_adopted(facts, refusal):
    with pytest.raises(refusal):
        require_ready(facts)


def test_a_final_draft_that_is_circulated_can_be_adopted():
    require_ready(ReadyFacts(DraftStatus.FINAL, circulated=True, round_runs=False))


@pytest.mark.parametrize("level", [level for level in Level if level is not Level.MINISTERIAL])
def test_ministers_alone_adopt_a_text(level: Level):
    with pytest.raises(NotMinisterial):
        require_ministerial(level)
    require_ministerial(Level.MINISTERIAL)


def test_a_sitting_that_was_closed_before_a_draft_was_made_does_not_adopt_it():
    made = datetime(2026, 9, 24, 18, tzinfo=UTC)
    require_was_there(None, made)
    require_was_there(made + timedelta(minutes=1), made)
    with pytest.raises(ClosedBeforeDraft):
        require_was_there(made, made)


def test_nothing_is_changed_in_an_adopted_text():
    require_not_adopted("", None)
    with pytest.raises(TextAdopted) as refused:
        require_not_adopted("OIC/FC", date(2026, 6, 12))
    assert refused.value.facts == {"symbol": "OIC/FC", "day": date(2026, 6, 12)}
