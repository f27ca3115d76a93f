"""Square brackets as values, and back to the same bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.brackets import Bracket, Unbalanced, neighbours, parse, text_of, unbalanced

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
def test_what_is_parsed_is_written_again_to_the_byte_or_refused(text: str, names: tuple[str, ...]) -> None:
    if unbalanced(text) is None:
        assert text_of(parse(text, names)) == text
    else:
        with pytest.raises(Unbalanced):
            parse(text, names)


def test_nothing_limits_how_deep_brackets_nest() -> None:
    text = "[" * 20_000 + "]" * 20_000
    assert text_of(parse(text)) == text
