"""Labels, symbols and the concordance."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.numbering import (
    Correspondence,
    Numbering,
    alt,
    ante,
    beside,
    bis,
    concordance,
    count_in_ranges,
    counted,
    first_symbol,
    in_ranges,
    labels_kept,
    letter,
    listed_beside,
    next_symbol,
    numbered_beside,
    numbering_of,
    references,
    roman,
    root_of,
    short,
    sought,
    style_of,
)

H, P, S = LineKind.HEADING, LineKind.PARAGRAPH, LineKind.SUB


def make_line(
    key: int, kind: LineKind = P, *, depth: int = 0, label: str = "", numbered: bool = True
) -> Line:
    return Line(key, f"Wording {key}", kind=kind, depth=depth, label=label, numbered=numbered)


def labels(lines: tuple[Line, ...]) -> list[str]:
    return [line.label for line in lines]


def test_paragraphs_count_straight_through_headings_and_letters_begin_anew_below_each() -> None:
    text = [
        make_line(1, H),
        make_line(2),
        make_line(3, S, depth=1),
        make_line(4, S, depth=1),
        make_line(5, S, depth=2),
        make_line(6, S, depth=2),
        make_line(7, S, depth=1),
        make_line(8, H),
        make_line(9),
        make_line(10, S, depth=1),
    ]
    assert labels(counted(text)) == ["", "1.", "(a)", "(b)", "(i)", "(ii)", "(c)", "", "2.", "(a)"]


def test_letters_are_counted_as_the_text_prints_them() -> None:
    typed = ["1.", "a)", "b)", "i)", "2."]
    text = [
        make_line(1, label=typed[0]),
        make_line(2, S, depth=1, label=typed[1]),
        make_line(3, S, depth=1, label=typed[2]),
        make_line(4, S, depth=2, label=typed[3]),
        make_line(5, label=typed[4]),
    ]

    assert numbering_of(text, language="fr") is Numbering.MADE_GOOD
    assert labels(counted(text, style=style_of(typed), language="fr")) == typed
    assert labels(counted(text[1:3], style=style_of(["١.", "أ)"]), language="ar")) == ["أ)", "ب)"]
    assert style_of(["1.", "(a)", "2."]) == "%s."


@pytest.mark.parametrize(
    ("label", "new", "alternative"),
    [
        ("12.", "12 bis", "12 alt"),
        ("(b)", "(b bis)", "(b alt)"),
        ("b)", "b bis)", "b alt)"),
        ("(أ)", "(أ bis)", "(أ alt)"),
        ("", " bis", " alt"),
    ],
)
def test_what_goes_with_a_letter_stays_inside_its_brackets(label: str, new: str, alternative: str) -> None:
    assert (bis(label, 1), alt(label)) == (new, alternative)


def test_unnumbered_paragraphs_take_no_number() -> None:
    assert labels(counted([make_line(1, numbered=False), make_line(2)])) == ["", "1."]


def test_a_line_that_stands_alone_is_called_with_its_paragraph() -> None:
    text = [
        make_line(1, H, label="I."),
        make_line(2, label="12."),
        make_line(3, S, depth=1, label="(a)"),
        make_line(4, S, depth=2, label="(i)"),
        make_line(5, S, depth=2, label="(ii)"),
        make_line(6, S, depth=1, label="(b)"),
        make_line(7, label="13."),
        make_line(8, S, depth=1, label="13.1"),
        make_line(9, S, depth=1),
    ]
    assert references(text) == {
        1: "I",
        2: "12",
        3: "12 (a)",
        4: "12 (a) (i)",
        5: "12 (a) (ii)",
        6: "12 (b)",
        7: "13",
        8: "13.1",
        9: "",
    }


def test_the_unnumbered_paragraphs_before_the_first_number_are_the_preamble() -> None:
    text = [
        make_line(1, H),
        make_line(2),
        make_line(3),
        make_line(4, S, depth=1, label="(a)"),
        make_line(5, label="1."),
        make_line(6),
    ]
    assert references(text) == {1: "", 2: "PP1", 3: "PP2", 4: "PP2 (a)", 5: "1", 6: ""}


def test_a_text_without_numbers_has_no_preamble() -> None:
    assert references([make_line(1), make_line(2)]) == {1: "", 2: ""}


def test_consecutive_whole_numbers_are_written_as_a_range() -> None:
    assert (
        in_ranges(["PP1", "1", "2", "3", "3 (a)", "4", "5", "7", "7 bis"])
        == "PP1, 1–3, 3 (a), 4, 5, 7, 7 bis"
    )
    assert in_ranges([]) == ""
    assert [count_in_ranges(said) for said in ("PP1, 1–3, 3 (a), 4, 5, 7, 7 bis", "15", "")] == [9, 1, 0]


def test_an_arabic_text_counts_its_letters_in_arabic() -> None:
    text = [make_line(1), make_line(2, S, depth=1), make_line(3, S, depth=1)]
    assert labels(counted(text, language="ar")) == ["1.", "(أ)", "(ب)"]


def test_the_letters_go_on_after_z() -> None:
    assert [letter(n, "en") for n in (1, 26, 27, 28)] == ["a", "z", "aa", "ab"]


def test_roman_numerals_up_to_twenty() -> None:
    assert [roman(n) for n in (1, 4, 5, 9, 10, 14, 19)] == ["i", "iv", "v", "ix", "x", "xiv", "xix"]


@pytest.mark.parametrize(
    ("label", "said"), [("12.", "12"), ("(a)", "a"), ("12 bis", "12 bis"), ("1.1", "1.1"), ("", "")]
)
def test_a_number_is_written_without_its_punctuation(label: str, said: str) -> None:
    assert short(label) == said


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("12.", "12"),
        (" ١٢ ", "12"),
        ("12bis.", "12 bis"),
        ("١٢ BIS", "12 bis"),
        ("12 (a)", "12a"),
        ("1.1.", "1.1"),
        ("pp3", "PP3"),
        ("PP ٣", "PP3"),
        ("…", ""),
    ],
)
def test_a_number_is_found_in_every_way_of_writing_it(written: str, plain: str) -> None:
    assert sought(written) == sought(plain)


def test_a_point_between_digits_makes_another_number() -> None:
    assert sought("1.2") != sought("12")


def test_bis_is_a_new_paragraph_and_alt_another_version_of_one() -> None:
    assert [bis("12.", n) for n in (1, 2, 3)] == ["12 bis", "12 ter", "12 quater"]
    assert (alt("12."), alt("12.", 2)) == ("12 alt", "12 alt 2")
    assert (ante("1."), ante("1.", 2)) == ("1 ante", "1 ante 2")


def test_frozen_numbers_stay_and_new_paragraphs_print_bis_for_good() -> None:
    before = {1: "11.", 2: "12.", 4: "13."}
    text = [make_line(1), make_line(2), make_line(3), make_line(5), make_line(4)]
    assert labels(labels_kept(text, before)) == ["11.", "12.", "12 bis", "12 ter", "13."]


def test_a_new_paragraph_beside_a_frozen_bis_prints_the_next_number_that_is_free() -> None:
    before = {1: "10.3", 2: "10.3 bis", 3: "10.4"}
    text = [make_line(1), make_line(5), make_line(2), make_line(6), make_line(3)]
    assert labels(labels_kept(text, before)) == ["10.3", "10.3 ter", "10.3 bis", "10.3 quater", "10.4"]


def test_sub_paragraphs_of_two_paragraphs_may_print_the_same_frozen_number() -> None:
    before = {1: "1.", 2: "(a)", 3: "(a bis)", 4: "2.", 5: "(a)"}
    subs = {"kind": S, "depth": 1}
    text = [make_line(1), make_line(2, **subs), make_line(3, **subs), make_line(4), make_line(5, **subs)]
    new = make_line(6, **subs)
    assert labels(labels_kept([*text, new], before))[-1] == "(a bis)"
    assert labels(labels_kept([*text[:3], new, *text[3:]], before))[3] == "(a ter)"


def test_a_new_paragraph_before_the_first_frozen_number_prints_ante_for_good() -> None:
    text = [make_line(5), make_line(6), make_line(1), make_line(7)]
    assert labels(labels_kept(text, {1: "11."})) == ["11 ante", "11 ante 2", "11.", "11 bis"]
    assert labels(labels_kept([make_line(5), make_line(6)], {1: "11."})) == ["1", "2"]


def test_a_text_typed_with_plain_numbers_is_numbered_anew_and_any_other_keeps_what_was_typed() -> None:
    plain = [make_line(1, numbered=False), make_line(2, label="1."), make_line(3, label="2.")]
    other = [make_line(1, label="1.1"), make_line(2, label="1.2")]
    assert numbering_of(plain) is Numbering.MADE_GOOD
    assert numbering_of(other) is Numbering.FROZEN
    assert numbering_of([make_line(1)]) is Numbering.MADE_GOOD


@pytest.mark.parametrize(
    ("typed", "kept", "printed"),
    [
        (["I.", "II.", "III.", "IV."], [0, 1, 3], ["I.", "II.", "III."]),
        (["A", "B", "C", "D"], [2, 3], ["A", "B"]),
        (["1)", "2)", "3)"], [2, 0, 1], ["1)", "2)", "3)"]),
        (["I.", "A.", "B.", "II."], [0, 2, 3], ["I.", "B.", "II."]),
        (["##", "##", "##"], [0, 1], ["##", "##"]),
        (["", "I.", "II."], [0, 2], ["", "I."]),
    ],
)
def test_numbered_headings_are_counted_in_their_way_and_others_keep_what_was_typed(
    typed: list[str], kept: list[int], printed: list[str]
) -> None:
    headings = [make_line(key, H, label=label, numbered=False) for key, label in enumerate(typed, 1)]
    assert labels(counted(headings)) == typed

    assert labels(counted([headings[place] for place in kept])) == printed


def test_numbered_headings_do_not_freeze_the_numbers_of_paragraphs() -> None:
    text = [
        make_line(1, H, numbered=False),
        make_line(2, label="1."),
        make_line(3, H, label="I.", numbered=False),
        make_line(4, label="2."),
        make_line(5, S, depth=1, label="(a)"),
        make_line(6, H, label="II.", numbered=False),
        make_line(7, label="3."),
    ]
    assert numbering_of(text) is Numbering.MADE_GOOD
    nameless = [replace(line, paragraph=0) for line in text]
    assert numbering_of(nameless) is Numbering.MADE_GOOD, "at an import no line has an identity yet"
    new = [text[0], make_line(8), *text[1:5], text[6], text[5]]
    assert labels(counted(new)) == ["", "1.", "2.", "I.", "3.", "(a)", "4.", "II."]


def test_the_next_symbol_counts_the_revisions() -> None:
    assert [next_symbol("OIC/ACM-2026/FC", n) for n in (1, 2)] == [
        "OIC/ACM-2026/FC/Rev.1",
        "OIC/ACM-2026/FC/Rev.2",
    ]


def test_a_line_is_lettered_beside_arabic_where_it_stands_and_where_it_is_named() -> None:
    line = replace(make_line(1, label="(b)", depth=1), reference="4 (b)")

    arabic = numbered_beside(line, "ar")

    assert (arabic.label, arabic.reference) == ("(ب)", "4 (ب)")
    assert numbered_beside(line, "en") == line


def test_the_root_of_the_symbols_of_a_text_is_for_its_adoption() -> None:
    assert first_symbol("OIC/ACM-2026/FC") == "OIC/ACM-2026/FC/Draft"
    assert root_of("OIC/ACM-2026/FC/Draft") == root_of("OIC/ACM-2026/FC") == "OIC/ACM-2026/FC"
    assert root_of("/Draft") == "/Draft"


def test_a_deleted_paragraph_stands_at_its_old_place_after_new_ones() -> None:
    old = [make_line(n, label=f"{n}.") for n in (1, 2, 3, 4)]
    new = [make_line(1, label="1."), make_line(5, label="2."), make_line(3, label="3.")]

    assert [row.paragraph for row in concordance(old, new)] == [1, 5, 2, 3, 4]


def test_the_concordance_tells_old_new_and_gone_numbers() -> None:
    old = [make_line(1, label="1."), make_line(2, label="2."), make_line(9, H)]
    new = [make_line(3, label="1."), make_line(2, label="2."), make_line(9, H)]
    assert concordance(old, new) == (
        Correspondence(3, None, "1."),
        Correspondence(1, "1.", None),
        Correspondence(2, "2.", "2."),
    )


shapes = st.lists(
    st.tuples(st.sampled_from([H, P, S]), st.integers(1, 2), st.booleans()), min_size=1, max_size=30
)


@given(shapes)
def test_numbers_are_made_good_once_and_for_all_and_touch_nothing_else(
    shape: list[tuple[LineKind, int, bool]],
) -> None:
    text = [
        make_line(key, kind, depth=depth if kind is S else 0, numbered=numbered)
        for key, (kind, depth, numbered) in enumerate(shape, start=1)
    ]
    once = counted(text)
    assert counted(once) == once
    assert [replace(line, label="") for line in once] == text
    numbers = [line.label for line in once if line.kind is P and line.label]
    assert numbers == [f"{n}." for n in range(1, len(numbers) + 1)]


@pytest.mark.parametrize(
    ("label", "language", "depth", "printed"),
    [
        ("(a)", "ar", 1, "(أ)"),
        ("(b)", "ar", 1, "(ب)"),
        ("(i)", "ar", 1, "(ط)"),
        ("(i)", "ar", 2, "(i)"),
        ("(a)", "fr", 1, "(a)"),
        ("(أ)", "ar", 1, "(أ)"),
        ("13 (b)", "ar", 1, "13 (ب)"),
        ("PP3 (a)", "ar", 1, "PP3 (أ)"),
        ("13 (a) (i)", "ar", 2, "13 (أ) (i)"),
        ("13 (i)", "ar", 2, "13 (i)"),
        ("(iii)", "ar", 1, "(iii)"),
        ("13 (b)", "en", 1, "13 (b)"),
        ("b bis)", "ar", 1, "ب bis)"),
        ("13 (b bis)", "ar", 1, "13 (ب bis)"),
        ("12 bis", "ar", 0, "12 bis"),
        ("", "ar", 1, ""),
    ],
)
def test_a_sub_paragraph_beside_arabic_wording_has_an_arabic_letter(
    label: str, language: str, depth: int, printed: str
):
    assert beside(label, language, depth) == printed


def test_every_letter_is_the_one_that_an_arabic_text_counts_itself():
    assert [beside(f"({letter(nth, 'en')})", "ar", 1) for nth in range(1, 60)] == [
        f"({letter(nth, 'ar')})" for nth in range(1, 60)
    ]


def test_letters_of_several_references_are_those_of_the_language_beside_them():
    assert listed_beside("6, 13 (a), 14 (b) (ii), PP3", "ar") == "6, 13 (أ), 14 (ب) (ii), PP3"
    assert listed_beside("“It noted (a)…”, 3 bis", "ar") == "“It noted (a)…”, 3 bis"
    assert listed_beside("13 (a)", "fr") == "13 (a)"
