"""Square brackets as values, and back to the same bytes."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acm_drafts.text.brackets import (
    Bracket,
    Unbalanced,
    enclosed,
    keeps_words_outside,
    neighbours,
    parse,
    settle,
    settlements,
    stacked,
    text_of,
    unbalanced,
)
from tests.text.wordings import bases

NAMES = ("Pakistan", "Türkiye", "مصر")

EXAMPLES = [
    ("no brackets", "a b", ("a b",)),
    ("nothing", "", ()),
    ("one", "a [b] c", ("a ", Bracket(("b",)), " c")),
    ("empty", "[]", (Bracket(()),)),
    ("nested", "[a [b [c]]]", (Bracket(("a ", Bracket(("b ", Bracket(("c",)))))),)),
    ("side by side", "[a][b]", (Bracket(("a",)), Bracket(("b",)))),
    ("attributed", "[Pakistan, Türkiye: a]", (Bracket(("a",), "Pakistan, Türkiye: "),)),
    ("attributed in Arabic", "[مصر، Pakistan: نص]", (Bracket(("نص",), "مصر، Pakistan: "),)),
    ("attributed and nested", "[Pakistan:[a]]", (Bracket((Bracket(("a",)),), "Pakistan:"),)),
    ("a name that is none", "[Note: a]", (Bracket(("Note: a",)),)),
    ("one name of two unknown", "[Pakistan, Atlantis: a]", (Bracket(("Pakistan, Atlantis: a",)),)),
    ("a colon alone", "[: a]", (Bracket((": a",)),)),
    ("round ones are no brackets", "(a) [b]", ("(a) ", Bracket(("b",)))),
]


@pytest.mark.parametrize(("text", "parts"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES])
def test_a_text_and_its_parts_are_two_writings_of_one_thing(
    text: str, parts: tuple[str | Bracket, ...]
) -> None:
    assert parse(text, NAMES) == parts
    assert text_of(parts) == text


def test_an_attribution_names_who_wants_it() -> None:
    (bracket,) = parse("[Pakistan + Türkiye؛ مصر: a]", NAMES)
    assert isinstance(bracket, Bracket)
    assert bracket.names == ("Pakistan", "Türkiye", "مصر")
    assert Bracket(("a",)).names == ()


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("[shall / should]", ["shall ", " should"]),
        ("[shall/should/may]", ["shall", "should", "may"]),
        ("[shall]", ["shall"]),
        ("[A/RES/71/18 / 24/11/2026]", ["A/RES/71/18 ", " 24/11/2026"]),
        ("[a [b / c] / d]", ["a [b / c] ", " d"]),
        ("[/ a]", ["", " a"]),
    ],
)
def test_a_stroke_of_its_own_parts_alternatives(text: str, alternatives: list[str]) -> None:
    (bracket,) = parse(text)
    assert isinstance(bracket, Bracket)
    assert [text_of(each) for each in bracket.alternatives] == alternatives


def test_brackets_side_by_side_are_rivals_for_one_place() -> None:
    assert [list(map(str, group)) for group in neighbours(parse("a [b][c] d [e] [f]. [g]"))] == [
        ["[b]", "[c]"],
        ["[e]", "[f]"],
        ["[g]"],
    ]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("a]", 1),
        ("[a", 0),
        ("[a [b]", 0),
        ("[a] b] [c", 5),
        ("[[a]", 0),
        ("[a [b", 3),
        ("[a]", None),
        ("", None),
    ],
)
def test_a_bracket_without_a_partner_is_pointed_at_and_refused(text: str, position: int | None) -> None:
    assert unbalanced(text) == position
    if position is not None:
        with pytest.raises(Unbalanced) as refused:
            parse(text)
        assert refused.value.position == position


@given(st.text(st.sampled_from("ab [:,]/[]مصر\n"), max_size=30), st.sampled_from([(), ("a", "b"), NAMES]))
@example("[a: b]", ("a", "b"))
def test_what_is_parsed_is_written_again_to_the_byte_or_refused(text: str, names: tuple[str, ...]) -> None:
    if unbalanced(text) is None:
        assert text_of(parse(text, names)) == text
    else:
        with pytest.raises(Unbalanced):
            parse(text, names)


def unmatched(text: str) -> int:
    """Return how many brackets of *text* have no partner."""
    opened = wrong = 0
    for sign in text:
        opened += sign == "["
        if sign == "]":
            wrong += not opened
            opened -= opened > 0
    return opened + wrong


@given(bases, st.lists(st.tuples(st.integers(0, 200), st.sampled_from("[]")), max_size=6))
def test_the_bracket_pointed_at_is_one_that_has_no_partner(base: str, put: list[tuple[int, str]]) -> None:
    text = base
    for place, sign in put:
        text = text[:place] + sign + text[place:]
    position = unbalanced(text)
    assert (position is None) == (unmatched(text) == 0)
    if position is not None:
        assert text[position] in "[]"
        assert unmatched(text[:position] + text[position + 1 :]) == unmatched(text) - 1


@given(st.text(st.sampled_from("ab [/]/A1 مصر\n\u2029"), max_size=30))
@example("[A/1 b]")
def test_every_bracket_stands_in_one_group_and_alternatives_joined_are_what_it_holds(text: str) -> None:
    if unbalanced(text) is not None:
        return
    parts = parse(text)
    brackets = [part for part in parts if isinstance(part, Bracket)]
    assert [bracket for group in neighbours(parts) for bracket in group] == brackets
    for bracket in brackets:
        assert "/".join(text_of(each) for each in bracket.alternatives) == text_of(bracket.parts)


@pytest.mark.thorough
def test_nothing_limits_how_deep_brackets_nest() -> None:
    text = "[" * 20_000 + "]" * 20_000
    assert text_of(parse(text)) == text


# What may stand -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("no brackets", []),
        ("a ] b", []),
        ("the [existing] goals", [("existing", "")]),
        ("It [shall / should] act [now].", [("shall", "should", ""), ("now", "")]),
        ("It [shall] [should] act", [("shall", "should", "")]),
        ("[Pakistan, Türkiye: all] of it", [("all", "")]),
        ("[a [b] c]", [("a b c", "a c", "")]),
        ("[a [Pakistan: b / c]]", [("a b", "a c", "a", "")]),
    ],
)
def test_each_place_in_brackets_says_what_may_stand_there(text: str, readings: list[tuple[str, ...]]) -> None:
    assert [place.readings for place in settlements(text, NAMES)] == readings


@pytest.mark.parametrize(
    ("text", "chosen", "settled"),
    [
        ("the [existing] goals", [(0, 0)], "the existing goals"),
        ("the [existing] goals", [(0, 1)], "the goals"),
        ("act [now], and [then] rest", [(0, 1), (1, 0)], "act, and then rest"),
        ("act [now]", [(0, 1)], "act"),
        ("[Now] act", [(0, 1)], "act"),
        ("see [now] (there)", [(0, 1)], "see (there)"),
        ("[a] and [b]", [(1, 0)], "[a] and b"),
        ("عمل [الآن]، ثم", [(0, 1)], "عمل، ثم"),
    ],
)
def test_what_is_chosen_stands_and_the_words_left_out_take_one_space_along(
    text: str, chosen: list[tuple[int, int]], settled: str
) -> None:
    assert settle(text, chosen) == settled


@pytest.mark.parametrize("chosen", [[], [(1, 0)], [(0, 2)], [(0, 0), (0, 1)], [(-1, 0)], [(0, -1)]])
def test_a_choice_that_is_none_is_refused(chosen: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="these"):
        settle("the [existing] goals", chosen)


@given(st.text(st.sampled_from("ab [/] ,\n"), max_size=30), st.randoms(use_true_random=False))
def test_a_text_with_every_place_settled_holds_no_more_brackets(text: str, chance: random.Random) -> None:
    places = settlements(text)
    if places:
        chosen = [(key, chance.randrange(len(place.readings))) for key, place in enumerate(places)]
        settled = settle(text, chosen)
        assert unbalanced(settled) is None
        assert settled.count("[") < text.count("[")


def test_brackets_nested_too_deep_are_left_to_people() -> None:
    text = "[" * 2_000 + "a" + "]" * 2_000
    assert len(settlements(text)) == 1


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("none at all", []),
        ("[shall] [should] meet", ["shall", "should"]),
        ("a [b [c] d] e []", ["b [c] d", ""]),
        ("a [b", ["a [b"]),
        ("a] b", ["a] b"]),
    ],
)
def test_what_stands_in_brackets_is_all_of_it_where_one_has_no_partner(text: str, inside: list[str]) -> None:
    assert [text[start:end] for start, end in enclosed(text)] == inside


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("we [shall] [should] go", ("we ", ("[shall] ", "[should]"), " go")),
        ("[a][b][c]", (("[a]", "[b]", "[c]"),)),
        ("We [a] [b]. So.", ("We ", ("[a] ", "[b]."), " So.")),
        ("we [shall] go", ("we [shall] go",)),
        ("[we [a] [b] go]", ("[we ", ("[a] ", "[b]"), " go]")),
        ("[a [b] [c]] [d]", (("[a [b] [c]] ", "[d]"),)),
        ("[a] and [b]", ("[a] and [b]",)),
        ("[a]\u2029[b]", ("[a]\u2029[b]",)),
        ("[a] [b", ("[a] [b",)),
        ("", ()),
    ],
)
def test_alternatives_side_by_side_are_pieces_of_their_own(
    text: str, pieces: tuple[str | tuple[str, ...], ...]
):
    assert stacked(text) == pieces


@given(st.lists(st.sampled_from(("[", "]", "a", " ", "\u2029")), max_size=30).map("".join))
@example("[a [b] [c]] [d]")
def test_pieces_with_alternatives_joined_are_the_text(text: str):
    pieces = stacked(text)

    assert "".join(part if isinstance(part, str) else "".join(part) for part in pieces) == text
    assert all(isinstance(part, str) or len(part) > 1 for part in pieces)


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("costs[ and that of others].", "costs and that of others."),
        ("Parties [[and others ]in need] shall", "Parties and others in need shall"),
        ("the [shall ][should ]act", "the shall act"),
        ("a[n intended] contribution", "an intended contribution"),
        ("vulnerable [, in need] shall", "vulnerable, in need shall"),
        ("costs[ and ].", "costs and."),
    ],
)
def test_a_space_within_the_brackets_stays_where_it_parts_two_words(text: str, settled: str):
    assert settle(text, [(0, 0)]) == settled
    assert settlements(text)[0].readings[0] == settlements(text)[0].readings[0].strip()


@pytest.mark.parametrize(
    ("base", "text", "kept"),
    [
        ("We [noted] [welcomed] it.", "We took note of it.", True),
        ("We [noted] [welcomed] it.", "We [noted] it.", True),
        ("We [noted] [welcomed] it.", "They noted it.", False),
        ("We [noted] [welcomed] it.", "We noted it today.", False),
        ("We [noted] [welcomed] it.", "We it noted.", False),
        ("[Also] Welcomes the [great] progress.", "welcomes the progress;", True),
        ("[Also] Welcomes the [great] progress.", "Welcomes progress.", False),
        ("the State[s] [and others] agree", "the States agree", True),
        ("the Member[ State]s agree", "the Member States agree", True),
        ("the Member[ State]s agree", "the Members agree", True),
        ("States[, partners] and peoples", "States, donors and peoples", True),
        ("[All of it.]", "Something else.", True),
        ("A[nd the] A", "A", False),
        ("A [b] c", "c", False),
        ("a [b [c] d] e", "a x e", True),
        ("a [b [c] d] e", "a x f", False),
        ("a [b", "c", True),
        ("ترحب [الدول] بالتقدم", "ترحب الأطراف بالتقدم", True),
        ("ترحب [الدول] بالتقدم", "تنوه الأطراف بالتقدم", False),
        ("No brackets here.", "No brackets there.", False),
        ("No brackets here.", "No brackets here", True),
    ],
)
def test_the_words_outside_brackets_are_kept_whatever_becomes_of_those_within(
    base: str, text: str, kept: bool
):
    assert keeps_words_outside(base, text) is kept


@given(bases)
def test_a_wording_keeps_its_own_words_outside_brackets(base: str):
    assert keeps_words_outside(base, base)
