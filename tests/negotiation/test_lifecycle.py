"""How proposals and rounds move from state to state."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from acm_drafts.negotiation.errors import (
    AlreadyClosed,
    DeadlinePassed,
    IllegalMove,
    NotAdmissible,
    NotAllAgreed,
    NotAllConfirmed,
    NotOpenYet,
    Refusal,
    RoundWasOpened,
    TextCirculated,
    TextCorrected,
    TextWithdrawn,
    WrongShape,
)
from acm_drafts.negotiation.first_words import first_words
from acm_drafts.negotiation.lifecycle import (
    MOVES,
    DeclinedSince,
    ImportedText,
    OutsideBrackets,
    Step,
    advance,
    asks_to_reopen,
    first_submitted,
    is_asked_after,
    reopens,
    require_admissible,
    require_agreed,
    require_in_preparation,
    require_not_withdrawn,
    require_open,
    require_reason,
    round_state,
)
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.progress import AgreedCount
from acm_drafts.negotiation.terms import (
    Admissibility,
    AmendmentKind,
    DraftStatus,
    ParagraphState,
    RoundState,
    Stage,
    Standing,
)

OPENS = datetime(2026, 9, 4, 14, tzinfo=UTC)
DEADLINE = datetime(2026, 9, 11, 22, tzinfo=UTC)
PLAIN, BRACKETED = "The Meeting welcomed it.", "The Meeting [strongly] welcomed it."


@pytest.mark.parametrize(("stage", "step"), [(stage, step) for stage in Stage for step in Step])
def test_a_step_is_taken_where_the_table_has_it_and_refused_elsewhere(stage: Stage, step: Step) -> None:
    if (stage, step) in MOVES:
        assert advance(stage, step) is MOVES[stage, step]
    else:
        with pytest.raises(IllegalMove):
            advance(stage, step)


def test_nothing_leads_out_of_withdrawn() -> None:
    assert not [step for stage, step in MOVES if stage is Stage.WITHDRAWN]


def test_a_submitted_proposal_never_becomes_a_draft_again() -> None:
    assert {after for (stage, _), after in MOVES.items() if stage is Stage.SUBMITTED} == {
        Stage.SUBMITTED,
        Stage.WITHDRAWN,
    }


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - timedelta(microseconds=1), RoundState.ANNOUNCED),
        (OPENS, RoundState.OPEN),
        (DEADLINE, RoundState.OPEN),
        (DEADLINE + timedelta(microseconds=1), RoundState.CONSIDERATION),
    ],
)
def test_the_clock_opens_a_round_and_ends_it_to_the_moment(now: datetime, state: RoundState) -> None:
    assert round_state(opens=OPENS, deadline=DEADLINE, closed=None, now=now) is state


def test_only_a_person_closes_a_round() -> None:
    late = DEADLINE + timedelta(days=365)
    assert round_state(opens=OPENS, deadline=DEADLINE, closed=None, now=late) is RoundState.CONSIDERATION
    assert round_state(opens=OPENS, deadline=DEADLINE, closed=late, now=late) is RoundState.CLOSED


@pytest.mark.parametrize(
    ("state", "refusal", "facts"),
    [
        (RoundState.ANNOUNCED, NotOpenYet, {"opens": OPENS}),
        (RoundState.CONSIDERATION, DeadlinePassed, {"deadline": DEADLINE}),
        (RoundState.CLOSED, AlreadyClosed, {}),
    ],
)
def test_outside_an_open_round_submitting_is_refused_with_the_moment(
    state: RoundState, refusal: type[Refusal], facts: dict[str, datetime]
) -> None:
    with pytest.raises(refusal) as refused:
        require_open(state, opens=OPENS, deadline=DEADLINE)
    assert refused.value.facts == facts


def test_an_open_round_takes_proposals() -> None:
    require_open(RoundState.OPEN, opens=OPENS, deadline=DEADLINE)


@pytest.mark.parametrize(
    ("rule", "kind", "base", "admitted"),
    [
        (Admissibility.OPEN, AmendmentKind.INSERT, PLAIN, True),
        (Admissibility.NO_NEW_ISSUES, AmendmentKind.INSERT, PLAIN, False),
        (Admissibility.NO_NEW_ISSUES, AmendmentKind.REPLACE, PLAIN, True),
        (Admissibility.BRACKETS_ONLY, AmendmentKind.REPLACE, PLAIN, False),
        (Admissibility.BRACKETS_ONLY, AmendmentKind.REPLACE, BRACKETED, True),
        (Admissibility.BRACKETS_ONLY, AmendmentKind.DELETE, BRACKETED, False),
        (Admissibility.BRACKETS_ONLY, AmendmentKind.DELETE, f"[{PLAIN}]", True),
        (Admissibility.BRACKETS_ONLY, AmendmentKind.INSERT, BRACKETED, False),
        (Admissibility.EDITORIAL, AmendmentKind.DELETE, PLAIN, False),
        (Admissibility.EDITORIAL, AmendmentKind.SPLIT, PLAIN, True),
    ],
)
def test_the_admissibility_rule_refuses_what_the_kind_betrays(
    rule: Admissibility, kind: AmendmentKind, base: str, admitted: bool
) -> None:
    if admitted:
        require_admissible(rule, kind, base=base, text=base)
    else:
        with pytest.raises(NotAdmissible):
            require_admissible(rule, kind, base=base, text=base)


def test_a_round_for_words_in_brackets_refuses_a_change_of_the_words_outside_them() -> None:
    rule = Admissibility.BRACKETS_ONLY
    require_admissible(rule, AmendmentKind.REPLACE, base=BRACKETED, text="The Meeting warmly welcomed it.")
    with pytest.raises(OutsideBrackets):
        require_admissible(
            rule, AmendmentKind.REPLACE, base=BRACKETED, text="The Council [strongly] welcomed it."
        )


def test_another_round_takes_other_words_and_a_round_for_brackets_what_keeps_them() -> None:
    other = "The Council [strongly] welcomed it."
    for rule in (Admissibility.OPEN, Admissibility.NO_NEW_ISSUES, Admissibility.EDITORIAL):
        require_admissible(rule, AmendmentKind.REPLACE, base=BRACKETED, text=other)
    # What keeps a paragraph says nothing of its own: its text is no new wording.
    require_admissible(Admissibility.BRACKETS_ONLY, AmendmentKind.KEEP, base=BRACKETED, text="")


@pytest.mark.parametrize("kind", [AmendmentKind.MOVE, AmendmentKind.SPLIT, AmendmentKind.JOIN])
def test_a_round_for_words_in_brackets_leaves_the_words_outside_them_at_their_places(kind: AmendmentKind):
    with pytest.raises(NotAdmissible):
        require_admissible(Admissibility.BRACKETS_ONLY, kind, base=BRACKETED, text="")
    require_admissible(Admissibility.OPEN, kind, base=BRACKETED, text="")


@pytest.mark.parametrize(
    ("kind", "place", "taken_in", "asked"),
    [
        (AmendmentKind.REPLACE, ParagraphState.AGREED, ParagraphState.UNTOUCHED, "this paragraph is agreed"),
        (AmendmentKind.JOIN, ParagraphState.OPEN, ParagraphState.AGREED, "the next paragraph is agreed"),
        (AmendmentKind.REPLACE, ParagraphState.OPEN, ParagraphState.UNTOUCHED, ""),
        (AmendmentKind.KEEP, ParagraphState.AGREED, ParagraphState.UNTOUCHED, ""),
        (AmendmentKind.INSERT, ParagraphState.AGREED, ParagraphState.UNTOUCHED, ""),
    ],
)
def test_what_is_agreed_is_opened_only_with_a_reason(
    kind: AmendmentKind, place: ParagraphState, taken_in: ParagraphState, asked: str
) -> None:
    require_reason(kind, "It is not settled.", place=place, taken_in=taken_in)
    if not asked:
        require_reason(kind, "", place=place, taken_in=taken_in)
        return
    with pytest.raises(WrongShape) as told:
        require_reason(kind, "", place=place, taken_in=taken_in)
    assert str(told.value.facts["what"]).startswith(asked)


def test_every_kind_opens_what_is_agreed_again_but_to_keep_it_and_a_new_paragraph_after_it() -> None:
    closed = {kind for kind in AmendmentKind if not reopens(kind)}

    assert closed == {AmendmentKind.KEEP, AmendmentKind.INSERT}


def test_an_imported_text_is_in_preparation_until_it_is_circulated() -> None:
    assert ImportedText("OIC/FC").in_preparation
    require_in_preparation(ImportedText("OIC/FC"))


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"circulated": True}, TextCirculated),
        ({"circulated": True, "had_round": True}, RoundWasOpened),
        ({"withdrawn": True}, TextWithdrawn),
        ({"withdrawn": True, "replaced_by": "OIC/FC-2"}, TextCorrected),
    ],
)
def test_what_is_no_longer_in_preparation_says_why(facts: dict[str, object], refusal: type[Refusal]) -> None:
    text = ImportedText("OIC/FC", **facts)

    assert not text.in_preparation
    with pytest.raises(Refusal) as refused:
        require_in_preparation(text)
    assert type(refused.value) is refusal


def test_a_circulated_text_is_not_withdrawn() -> None:
    require_not_withdrawn(ImportedText("OIC/FC", circulated=True, had_round=True))


def test_these_steps_are_taken_and_no_others() -> None:
    # Said again in full: the tests above read the table itself.
    written = {
        "draft": {"save": "draft", "review": "review", "submit": "submitted", "withdraw": "withdrawn"},
        "review": {"save": "review", "return": "draft", "submit": "submitted", "withdraw": "withdrawn"},
        "submitted": {"revise": "submitted", "withdraw": "withdrawn"},
    }

    assert {(stage, step): after for stage, steps in written.items() for step, after in steps.items()} == {
        (stage.value, step.value): after.value for (stage, step), after in MOVES.items()
    }


def test_a_status_that_says_all_is_agreed_is_for_texts_in_which_all_is_agreed() -> None:
    line = Line(1, "We met.", LineKind.PARAGRAPH, reference="7")
    for status in DraftStatus:
        require_agreed(status, AgreedCount(9))
        if status in (DraftStatus.AD_REFERENDUM, DraftStatus.FINAL):
            with pytest.raises(NotAllAgreed):
                require_agreed(status, AgreedCount(9, unagreed=(line,)))
            with pytest.raises(DeclinedSince) as refusal:
                require_agreed(status, AgreedCount(9, unagreed=(line,), declined=(line,)))
            assert refusal.value.facts == {"count": 2, "all": 9, "numbers": "7"}
        else:
            require_agreed(status, AgreedCount(9, unagreed=(line,), declined=(line,), ad_referendum=7))
    require_agreed(DraftStatus.AD_REFERENDUM, AgreedCount(9, ad_referendum=9))
    with pytest.raises(NotAllConfirmed):
        require_agreed(DraftStatus.FINAL, AgreedCount(9, ad_referendum=1))


def test_what_was_agreed_and_declined_since_is_named_by_its_first_words_where_it_has_no_number() -> None:
    heading = Line(2, "Palestine and Al-Quds", LineKind.PARAGRAPH)
    numbered = Line(1, "We met.", LineKind.PARAGRAPH, reference="7")
    both = AgreedCount(9, unagreed=(numbered, heading), declined=(numbered, heading))

    with pytest.raises(DeclinedSince) as refusal:
        require_agreed(DraftStatus.FINAL, both)
    assert refusal.value.facts["numbers"] == f"7, {first_words(heading.text)}"


@pytest.mark.parametrize("kind", list(AmendmentKind))
def test_a_proposal_asks_to_reopen_what_is_agreed_while_it_is_pending_and_not_settled(
    kind: AmendmentKind,
) -> None:
    for standing in Standing:
        asks = reopens(kind) and standing is not Standing.SETTLED
        assert asks_to_reopen(kind, standing, pending=True, agreed=True) is asks
        assert not asks_to_reopen(kind, standing, pending=False, agreed=True)
        assert not asks_to_reopen(kind, standing, pending=True, agreed=False)


def test_what_was_first_submitted_is_the_last_of_its_sponsors_own_by_then() -> None:
    def revision(sequence: int, minutes: int, made: str = "sponsor") -> SimpleNamespace:
        return SimpleNamespace(sequence=sequence, made=made, at=OPENS + timedelta(minutes=minutes))

    submitted = OPENS + timedelta(minutes=2)
    rows = [revision(1, 1), revision(2, 2), revision(3, 2, "carried"), revision(4, 3)]
    assert first_submitted(rows, submitted) == 2
    assert first_submitted([revision(1, 1, "carried")], submitted) == 0


def test_an_imported_text_is_out_of_preparation_by_each_of_three_facts_alone() -> None:
    assert ImportedText("X").in_preparation
    for fact in ("circulated", "had_round", "withdrawn"):
        assert not ImportedText("X", **{fact: True}).in_preparation


def test_what_was_submitted_before_an_agreement_does_not_ask_to_reopen_it():
    before, after = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC)
    assert (
        is_asked_after(after, before)
        and not is_asked_after(before, after)
        and not is_asked_after(before, before)
    )
    assert is_asked_after(before, None) and is_asked_after(None, after)
