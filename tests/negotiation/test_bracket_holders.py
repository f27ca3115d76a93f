"""Who holds which bracket: followed to later words, let go of, lifted by a decision or refused."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.bracket_holders import (
    BracketIsHeld,
    Holding,
    Said,
    brackets_of_proposal,
    holdings,
    lifted_from,
    place_now,
    places_in_brackets,
    require_consent,
)
from acm_drafts.negotiation.consolidation import Edit, bracketed
from acm_drafts.negotiation.terms import AmendmentKind, BracketAct
from acm_drafts.text.brackets import settle, settlements
from acm_drafts.text.phrases import Stretch

BASE = "The Meeting [strongly] urged [all [relevant] States] to [act] [consider acting]."
DAY = datetime(2026, 9, 1, tzinfo=UTC)


def words(text: str, places: object) -> list[str | None]:
    return [text[place.start : place.end] if place else None for place in places]


def followed(now: str, base: str = BASE) -> list[str | None]:
    return words(now, [place_now(base, place, now) for place in places_in_brackets(base)])


def test_brackets_are_found_with_those_inside_them():
    assert words(BASE, places_in_brackets(BASE)) == [
        "[strongly]",
        "[all [relevant] States]",
        "[relevant]",
        "[act]",
        "[consider acting]",
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (BASE, ["[strongly]", "[all [relevant] States]", "[relevant]", "[act]", "[consider acting]"]),
        (
            "The Meeting strongly urged [all relevant States and bodies] to [act] [consider acting].",
            [None, "[all relevant States and bodies]", None, "[act]", "[consider acting]"],
        ),
        (
            "The Meeting [very strongly] urged all [relevant] States to [consider acting].",
            ["[very strongly]", None, "[relevant]", None, "[consider acting]"],
        ),
        (
            "To [act] [consider acting] is what it urged.",
            [None, None, None, "[act]", "[consider acting]"],
        ),
        ("It met.", [None, None, None, None, None]),
    ],
)
def test_a_bracket_is_there_while_its_two_signs_are(now: str, expected: list[str | None]):
    assert followed(now) == expected


@given(st.lists(st.sampled_from(["it ", "[all] ", "[", "] ", "States, "]), max_size=14).map("".join))
def test_lifting_one_place_leaves_every_other_bracket_where_it_is(text: str):
    """Whatever brackets a text has, those outside the place that was settled are found again, each once."""
    for number, place in enumerate(settlements(text)):
        now = settle(text, [(number, 0)])
        outside = [
            own for own in places_in_brackets(text) if own.end <= place.start or own.start >= place.end
        ]
        found = [place_now(text, own, now) for own in outside]
        assert words(now, found) == words(text, outside)


def said(party: int, act: BracketAct = BracketAct.HOLD, day: int = 0, **facts: str) -> tuple[str, Said]:
    return "a", Said(party, act, "[a]", Stretch(0, 3), DAY + timedelta(days=day), **facts)


def test_a_party_holds_a_bracket_since_it_first_said_so_for_the_reason_it_gave_last():
    acts = [said(1, reason="Law."), said(2, day=1), said(1, day=2, reason="Our law differs.")]
    assert holdings(acts) == {"a": (Holding(1, DAY, "Our law differs."), Holding(2, DAY + timedelta(days=1)))}


def test_who_lets_go_holds_it_no_more_and_may_hold_it_again_from_then_on():
    acts = [said(1), said(1, BracketAct.RELEASE, 1)]
    assert holdings(acts) == {}
    assert holdings([*acts, said(1, day=2)])["a"] == (Holding(1, DAY + timedelta(days=2)),)


def test_the_brackets_of_a_proposal_are_those_that_came_in_with_it():
    base = "The Meeting [strongly] urged all to act."
    edits = [
        Edit(key, AmendmentKind.REPLACE, 1, base=base, text=base.replace("act", verb), bracketed=True)
        for key, verb in ((1, "consider"), (2, "act now"))
    ]
    printed = bracketed(base, edits)
    assert printed == "The Meeting [strongly] urged all to [act] [consider] [act now]."
    first, second = (words(printed, brackets_of_proposal(edit, base, printed)) for edit in edits)
    assert first == ["[act]", "[consider]"] and "[act now]" in second and "[strongly]" not in second
    new = Edit(3, AmendmentKind.INSERT, 5, text="It met.")
    assert words("[It met.]", brackets_of_proposal(new, "", "[It met.]")) == ["[It met.]"]


# Lifting -------------------------------------------------------------------------------------------


def test_what_a_decision_lifts_is_what_stood_before_it_and_not_after():
    held = dict.fromkeys(places_in_brackets(BASE), (1,))
    before = BASE.replace("[strongly]", "strongly")
    after = before.replace("[relevant] ", "")
    assert words(BASE, lifted_from(held, BASE, before=before, after=after)) == ["[relevant]"]
    assert len(lifted_from(held, BASE, before=before, after=None)) == 4


@pytest.mark.parametrize(
    ("consenting", "overridden", "at_sitting", "refused"),
    [
        ((), (), False, ["Egypt", "Türkiye"]),
        ((1,), (), False, ["Türkiye"]),
        ((1, 2), (), False, None),
        ((), (1, 2), False, ["Egypt", "Türkiye"]),
        ((), (1,), True, ["Türkiye"]),
        ((1,), (2,), True, None),
    ],
)
def test_lifting_needs_its_holders_or_a_sitting_that_names_them(
    consenting: tuple[int, ...], overridden: tuple[int, ...], at_sitting: bool, refused: list[str] | None
):
    facts = {"consenting": consenting, "overridden": overridden, "at_sitting": at_sitting}
    parties = {1: SimpleNamespace(name_en="Egypt"), 2: SimpleNamespace(name_en="Türkiye")}
    if refused is None:
        assert require_consent([(1,), (1, 2)], parties=parties, **facts) == tuple({1, 2} - set(consenting))
        return
    with pytest.raises(BracketIsHeld) as raised:
        require_consent([(1,), (1, 2)], parties=parties, **facts)
    assert str(raised.value.facts["holders"]) == ", ".join(refused)
