"""Proposals that ask for the same, and those that nearly do."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from acm_drafts.negotiation.consolidation import START, Edit, conflicts_among
from acm_drafts.negotiation.similar import MOST, NEAR, Alike, alike, same
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.similar import differ_in_additions, in_words, likeness
from tests.negotiation.test_consolidation import (
    WELCOMES,
    make_deletion,
    make_insertion,
    make_move,
    make_replacement,
)
from tests.text.wordings import families


def test_the_same_words_as_read_are_the_same_case_apart_whoever_proposed_them() -> None:
    edits = [
        make_replacement(1, 1, "welcomed", "commended"),
        make_replacement(2, 1, "welcomed", "noted"),
        make_replacement(3, 1, "welcomed", "Commended"),
        make_replacement(4, 1, "welcomed ", "commended\u00a0"),
    ]
    assert same(edits) == ((1, 3, 4),)


def test_the_same_act_without_words_is_the_same() -> None:
    assert same([make_deletion(1, 1), make_deletion(2, 1), make_deletion(3, 2)]) == ((1, 2),)
    assert same([make_move(1, 1, 3), make_move(2, 1, START), make_move(3, 1, 3)]) == ((1, 3),)


def test_new_paragraphs_are_the_same_at_one_place_only() -> None:
    new = "The Meeting thanked the host."
    edits = [make_insertion(1, 8, 1, new), make_insertion(2, 9, 1, new.upper()), make_insertion(3, 7, 2, new)]
    assert same(edits) == ((1, 2),)


def test_the_same_words_on_another_proposal_are_not_the_same() -> None:
    edits = [make_replacement(key, 1, "welcomed", "commended") for key in (1, 2, 3)]
    assert same(edits, {2: 9, 3: 9}) == ((2, 3),)


def test_the_same_words_on_another_wording_are_not_the_same() -> None:
    one = make_replacement(1, 1, "welcomed", "commended")
    assert same([one, replace(one, proposal=2, base=WELCOMES + " Gladly.")]) == ()


def make_wording(key: int, *changed: tuple[str, str]) -> Edit:
    """Return another wording of the first paragraph, in which each second of *changed* stands for the first."""
    text = WELCOMES
    for old, new in changed:
        assert old in text
        text = text.replace(old, new, 1)
    return Edit(key, AmendmentKind.REPLACE, 1, base=WELCOMES, text=text)


GRATEFULLY = ("welcomed", "welcomed with deep gratitude")


def test_near_are_those_that_change_most_of_their_words_alike_the_nearest_first() -> None:
    edits = [
        make_wording(1, GRATEFULLY),
        make_wording(2, GRATEFULLY, ("of trade", "of trade and of transport")),
        make_wording(3, GRATEFULLY, ("Member States", "Member States alike")),
        make_wording(4, ("trade", "transport")),
    ]
    assert alike(edits) == (Alike(1, 3, 85), Alike(1, 2, 66))


def test_of_the_same_only_the_first_is_compared_on() -> None:
    edits = [
        make_wording(1, GRATEFULLY),
        make_wording(2, ("welcomed", "Welcomed with deep gratitude")),
        make_wording(3, GRATEFULLY, ("Member States", "Member States alike")),
    ]
    assert alike(edits) == (Alike(1, 2, 100), Alike(1, 3, 85))


@pytest.mark.parametrize(
    ("changed", "others"),
    [
        pytest.param(
            [GRATEFULLY, ("made by", "made without delay by")],
            [GRATEFULLY, ("made by", "made without haste by")],
            id="different words at one place",
        ),
        pytest.param(
            [GRATEFULLY, ("all Member", "Member")], [GRATEFULLY], id="one deletes what the other keeps"
        ),
        pytest.param(
            [GRATEFULLY, ("all Member", "Member")],
            [GRATEFULLY, ("all Member", "many Member")],
            id="one deletes what the other replaces",
        ),
        pytest.param([GRATEFULLY], [("welcomed", "welcomed with gratitude")], id="different insertions"),
    ],
)
def test_rivals_are_never_near(changed: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> None:
    assert alike([make_wording(1, *changed), make_wording(2, *others)]) == ()


def test_new_paragraphs_are_near_where_one_only_adds_words() -> None:
    just = "Peace must be just, in all parts of the region and for all."
    edits = [
        make_insertion(1, 7, 1, just.replace("just", "just and lasting")),
        make_insertion(2, 8, 1, just.replace("just", "just and durable")),
        make_insertion(3, 9, 1, just),
    ]
    assert {(pair.first, pair.second) for pair in alike(edits)} == {(1, 3), (2, 3)}


def test_the_first_of_the_same_stands_for_all_so_that_many_cost_no_more_than_their_number() -> None:
    edits = [make_replacement(key, 1, "welcomed", "noted") for key in range(1, 2001)]
    assert [(pair.first, pair.percent) for pair in alike(edits)] == [(1, 100)] * 1999


def test_deletions_are_the_same_or_nothing() -> None:
    assert alike([make_deletion(1, 1), make_deletion(2, 1)]) == (Alike(1, 2, 100),)
    assert alike([make_deletion(1, 1), make_replacement(2, 1, "welcomed", "noted")]) == ()


def test_what_it_finds_stays_bounded_however_many_wordings_a_paragraph_has() -> None:
    edits = [
        Edit(
            key,
            AmendmentKind.INSERT,
            key,
            text=f"The Meeting thanked all of them for their work{' again' * key}.",
        )
        for key in range(1, 2001)
    ]
    assert {pair.second for pair in alike(edits)} == set(range(2, MOST + 1))


@given(families(least=2, most=5))
def test_near_are_all_that_change_enough_alike_and_of_the_same_the_first_stands_for_all(
    family: tuple[str, list[str]],
) -> None:
    base, texts = family
    edits = [Edit(key, AmendmentKind.REPLACE, 1, base=base, text=text) for key, text in enumerate(texts, 1)]
    said = {edit.proposal: in_words(edit.text) for edit in edits}
    first = {key: min(k for k, text in said.items() if text == own) for key, own in said.items()}

    groups = same(edits)
    assert {key for group in groups for key in group} == {
        key for key, own in said.items() if list(said.values()).count(own) > 1
    }
    assert all(len({first[key] for key in group}) == 1 for group in groups)

    expected = {(first[key], key): 100 for key in said if first[key] != key}
    for one in said:
        for other in said:
            percent = likeness(in_words(base), said[one], said[other])
            if one < other and first[one] == one and first[other] == other and percent >= NEAR:
                expected[one, other] = percent
    texts_of = {edit.proposal: edit for edit in edits}
    expected = {
        pair: percent
        for pair, percent in expected.items()
        if percent == 100 or differ_in_additions(base, *(texts_of[key].text for key in pair))
    }
    found = alike(edits)
    near = [(texts_of[pair.first], texts_of[pair.second]) for pair in found if pair.percent < 100]
    assert not any(conflicts_among(pair) for pair in near)
    assert {(pair.first, pair.second): pair.percent for pair in found} == expected
    assert [pair.percent for pair in found] == sorted((pair.percent for pair in found), reverse=True)
