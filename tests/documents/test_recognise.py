"""What each block of a text is, told from what was typed; nothing of it is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.documents.read import plain
from acm_drafts.documents.read.recognise import DEEPEST, as_items, recognise
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.text.language import Language

HEADING, PARAGRAPH, SUB = LineKind.HEADING, LineKind.PARAGRAPH, LineKind.SUB

TEXTS = [
    "ga_un_oic_cooperation_A_RES_65_140_2010",
    "ga_un_oic_cooperation_A_RES_67_264_2013",
    "paris_4_2015-12-04_draft",
    "paris_5_2015-12-09_draft",
    "sdg_targets_en",
    "sdg_targets_fr",
    "sdg_targets_ar",
]


def kinds(*blocks, language=Language.EN):
    return [line.kind for line in recognise(blocks, language)]


def depths(*blocks, language=Language.EN):
    return [line.depth for line in recognise(blocks, language)]


def read(shared: Path, name: str):
    return recognise(plain.read((shared / "texts" / f"{name}.txt").read_bytes()), Language.EN)


# Labels, indentation, and the law --------------------------------------------------------------------


@given(st.lists(st.text(st.sampled_from("1aivAأ.()-# \t\nTb*،65/"), max_size=25)))
def test_indent_label_gap_and_text_are_the_block_to_the_byte(blocks):
    lines = recognise(blocks, Language.EN)

    assert [line.indent + line.label + line.gap + line.text for line in lines] == blocks
    assert all(0 <= line.depth <= DEEPEST for line in lines)
    assert all((line.kind is SUB) == (line.depth > 0) for line in lines)


def test_a_label_is_kept_apart_from_its_text():
    (line,) = recognise(["  12.\u00a0 Welcomes the report;"], Language.EN)

    assert (line.indent, line.label, line.gap, line.text) == ("  ", "12.", "\u00a0 ", "Welcomes the report;")
    assert (line.kind, line.depth, line.numbered) == (PARAGRAPH, 0, True)


def test_where_some_paragraphs_have_numbers_those_without_are_unnumbered():
    lines = recognise(["The General Assembly,", "1. Takes note of the report;"], Language.EN)

    assert [(line.label, line.numbered) for line in lines] == [("", False), ("1.", True)]


def test_where_no_paragraph_has_a_number_all_of_them_are_numbered():
    lines = recognise(
        [
            "Palestine",
            "The Meeting reaffirmed its support.",
            "It called for peace.",
            "(a) by all;",
            "(b) for all.",
        ],
        Language.EN,
    )

    assert [(line.kind, line.label, line.numbered) for line in lines] == [
        (HEADING, "", False),
        (PARAGRAPH, "", True),
        (PARAGRAPH, "", True),
        (SUB, "(a)", True),
        (SUB, "(b)", True),
    ]


# Depth -----------------------------------------------------------------------------------------------


def test_letters_are_one_deep_and_roman_numbers_below_them_two():
    assert depths("1. Decides:", "(a) to meet:", "(i) in May;", "(ii) in June;", "(b) to adjourn;", "2. Invites") == [
        0, 1, 2, 2, 1, 0,
    ]  # fmt: skip


def test_i_after_h_is_a_letter_and_after_a_a_number():
    letters = [f"({letter}) the report;" for letter in "abcdefghi"]

    assert depths("1. Notes:", *letters) == [0, *[1] * 9]
    assert depths("1. Notes:", "(a) the report:", "(i) in full;") == [0, 1, 2]


def test_roman_numbers_straight_below_a_paragraph_are_one_deep():
    assert depths("1. Notes:", "(i) the report;", "(ii) the debate;", "(v) the vote;") == [0, 1, 1, 1]


def test_letters_without_a_numbered_paragraph_above_are_still_sub_paragraphs():
    assert depths("Decides to establish a body to:", "(a) meet;", "(b) report.") == [0, 1, 1]


def test_arabic_letters_are_sub_paragraphs():
    lines = recognise(["١. تقرر:", "(أ) أن تجتمع؛", "(ب) أن تقدم تقريرا؛", "٢. تدعو الدول؛"], Language.AR)

    assert [(line.label, line.depth) for line in lines] == [("١.", 0), ("(أ)", 1), ("(ب)", 1), ("٢.", 0)]


def test_a_pointed_number_is_a_sub_paragraph_of_the_number_it_begins_with():
    assert depths("1. Goals", "1.1 By 2030, end poverty;", "1.2 By 2030, end hunger;") == [0, 1, 1]
    assert depths("1.1 By 2030, end poverty;", "1.a Ensure resources;") == [0, 0]


def test_indented_numbers_lie_below_the_number_above_them():
    assert depths("1. The purpose is:", "    1. To hold;", "        Option:", "    2. To increase;", "2. It will") == [
        0, 1, 2, 1, 0,
    ]  # fmt: skip


def test_an_indented_line_without_a_number_belongs_to_the_paragraph_above():
    lines = recognise(
        ["1. **Features**", "    **Option 1:** Each Party reports.", "2. Parties meet."], Language.EN
    )

    assert [(line.kind, line.numbered) for line in lines] == [
        (PARAGRAPH, True),
        (SUB, False),
        (PARAGRAPH, True),
    ]


def test_a_list_mark_makes_a_sub_paragraph_and_stays_in_the_text():
    lines = recognise(["Notes:", "- Approval by the Parties", "1. The Meeting met."], Language.EN)

    assert (lines[1].kind, lines[1].text, lines[1].numbered) == (SUB, "- Approval by the Parties", False)


def test_a_heading_ends_every_list():
    assert depths("1. Decides:", "(a) to meet;", "## Finance", "    The Meeting took note of it.") == [
        0,
        1,
        0,
        0,
    ]


# Real texts ------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize("name", TEXTS)
def test_a_real_text_is_recognised_without_loss(name, shared):
    blocks = plain.read((shared / "texts" / f"{name}.txt").read_bytes())

    lines = recognise(blocks, Language.EN)

    assert tuple(line.indent + line.label + line.gap + line.text for line in lines) == blocks


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "preamble", "operative"),
    [
        ("ga_un_oic_cooperation_A_RES_65_140_2010", 19, 21),
        ("ga_un_oic_cooperation_A_RES_67_264_2013", 27, 22),
    ],
)
def test_the_resolutions_are_recognised_line_by_line(name, preamble, operative, shared):
    source, title, *lines = read(shared, name)

    assert (source.kind, source.numbered) == (PARAGRAPH, False)
    assert (title.kind, title.label) == (HEADING, "")
    assert title.text.startswith(("65/140. Cooperation", "67/264. Cooperation"))
    assert all(line.kind is PARAGRAPH and line.depth == 0 for line in lines)
    unnumbered = [("", False)] * preamble
    numbered = [(f"{number}.", True) for number in range(1, operative + 1)]
    assert [(line.label, line.numbered) for line in lines] == [
        *unnumbered,
        *numbered,
        ("", False),
        ("", False),
    ]


@pytest.mark.shared
def test_the_negotiated_draft_keeps_its_articles_options_and_lists(shared):
    lines = read(shared, "paris_5_2015-12-09_draft")

    articles = [
        line.text for line in lines if line.kind is HEADING and line.text.startswith(("Article", "[Article"))
    ]
    purpose = next(place for place, line in enumerate(lines) if line.text.startswith("Article 2 *(purpose)*"))
    assert len(articles) == 29
    assert [(line.label, line.depth) for line in lines[purpose + 1 : purpose + 10]] == [
        ("1.", 0), ("1.", 1), ("", 2), ("", 2), ("", 2), ("2.", 1), ("3.", 1), ("4.", 1), ("2.", 0),
    ]  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_three_languages_of_one_text_have_the_same_labels(language, shared):
    lines = read(shared, f"sdg_targets_{language}")

    assert [line.label for line in lines] == [line.label for line in read(shared, "sdg_targets_en")]
    assert all(line.kind is PARAGRAPH and line.label for line in lines[1:])


@pytest.mark.parametrize(
    ("language", "blocks", "depth"),
    [
        (Language.EN, ("1. It noted:", "(a) one;", "(b) two;", "(b bis) new;", "(c) three."), 1),
        (Language.EN, ("1. It noted:", "(a) one;", "(b) two;", "(b alt) new;", "(c) three."), 1),
        (Language.FR, ("1. Elle a noté :", "a) un ;", "b) deux ;", "b bis) nouveau ;", "c) trois."), 1),
        (Language.EN, ("1. It noted:", "(a) one;", "(i) first;", "(i bis) new;", "(ii) second."), 2),
        (Language.EN, ("3. It noted:", "3.1 One.", "3.1 One more.", "3.1 bis New.", "3.2 Two."), 1),
        (Language.EN, ("11. It noted.", "(a) one;", "(b) two.", "11 (bis) New.", "12. It went on."), 0),
        (Language.EN, ("12. It noted.", "(a) one;", "(b) two.", "12A. New.", "13. It went on."), 0),
        (Language.EN, ("11. It noted.", "(a) one;", "(b) two.", "OP11bis New.", "12. It went on."), 0),
        (Language.AR, ("1. أحاط علما:", "(أ) واحد؛", "(ب) اثنان؛", "(ب مكرر) جديد؛", "(ج) ثلاثة."), 1),
        (Language.AR, ("12. أحاط علما:", "(أ) واحد؛", "(ب) اثنان.", "12 مكرراً جديد.", "13. واصل."), 0),
    ],
)
def test_the_number_of_a_new_line_says_in_which_list_it_stands(
    language: Language, blocks: tuple[str, ...], depth: int
):
    lines = recognise(blocks, language)

    assert all(line.label and line.numbered for line in lines)
    assert lines[3].depth == depth
    assert not any(line.doubtful for line in lines)


def test_a_letter_that_goes_on_with_a_list_belongs_to_it_however_far_in_it_stands():
    lines = recognise(
        ("1. It noted:", "(a) one;", "(b) two;", "    (c)\tthree.", "    (d)\tfour."), Language.EN
    )

    assert [line.depth for line in lines] == [0, 1, 1, 1, 1]


def test_a_line_without_a_number_lies_as_deep_as_its_style_says():
    blocks = ("1. It noted:", "(a) one;", "the new thing;", "the right to return", "More was said.")

    lines = recognise(blocks, Language.EN, [0, 1, 1, 2, 0])

    assert [line.depth for line in lines] == [0, 1, 1, 2, 0]
    assert [line.kind for line in lines[2:]] == [LineKind.SUB, LineKind.SUB, LineKind.PARAGRAPH]
    assert not any(line.doubtful for line in lines)


def test_a_line_without_number_and_style_below_a_sub_paragraph_is_doubtful():
    lines = recognise(
        ("1. It noted:", "(a) one;", "the new thing;", "(b) two.", "2. It went on."), Language.EN
    )

    assert [line.doubtful for line in lines] == [False, False, True, False, False]
    assert recognise(("1. It noted.", "More was said."), Language.EN)[1].doubtful is False


def test_numbered_lines_of_an_agenda_are_items_also_where_they_look_like_headings():
    lines = recognise(["Draft Agenda", "1. OPENING OF THE MEETING", "2. GENERAL DEBATE"], Language.EN)

    kinds = [line.kind for line in as_items(lines)]

    assert kinds == [LineKind.HEADING, LineKind.PARAGRAPH, LineKind.PARAGRAPH]


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("Opening of the meeting", LineKind.PARAGRAPH),
        ("Adoption of the agenda", LineKind.PARAGRAPH),
        ("Adoption de l’ordre du jour", LineKind.PARAGRAPH),
        ("افتتاح الاجتماع", LineKind.PARAGRAPH),
        ("Draft annotated agenda of the meeting", LineKind.HEADING),
        ("Ordre du jour provisoire", LineKind.HEADING),
        ("مشروع جدول الأعمال", LineKind.HEADING),
        ("## Opening segment", LineKind.HEADING),
        ("Section A", LineKind.HEADING),
    ],
)
def test_the_first_line_of_an_agenda_without_numbers_is_an_item_unless_it_names_the_agenda(first, kind):
    lines = as_items(recognise([first, "General debate", "Other matters"], Language.EN))

    assert [line.kind for line in lines] == [kind, LineKind.PARAGRAPH, LineKind.PARAGRAPH]
    assert [line.numbered for line in lines[1:]] == [True, True]
