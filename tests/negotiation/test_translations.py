"""Which line of a file translates which line of a text, and how far a text is translated."""

import pytest

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.translations import (
    FileDoesNotMatch,
    FileEndsEarly,
    FileGoesOn,
    FileLine,
    TranslatedLine,
    Translation,
    TranslationState,
    count_states,
    pair_lines,
)

TEXT = (
    Line(1, "Opening", LineKind.HEADING),
    Line(2, "It noted:", label="12."),
    Line(3, "the report;", LineKind.SUB, 1, label="(a)"),
    Line(4, "***"),
)
ARABIC = (
    FileLine("", "الافتتاح"),
    FileLine("١٢.", "أحاط علما:"),
    FileLine("(أ)", "بالتقرير؛"),
    FileLine("", "***"),
)


def test_a_line_is_paired_by_its_number_in_either_script_and_one_without_words_needs_no_translation():
    assert [(line.paragraph, came.text) for line, came in pair_lines(TEXT, ARABIC)] == [
        (1, "الافتتاح"),
        (2, "أحاط علما:"),
        (3, "بالتقرير؛"),
    ]


def test_a_file_without_numbers_matches_by_its_count_of_lines():
    bare = [FileLine("", line.text) for line in ARABIC]

    assert len(pair_lines(TEXT, bare)) == 3
    with pytest.raises(FileEndsEarly):
        pair_lines(TEXT, bare[:2])


def test_the_first_line_that_does_not_match_is_named():
    with pytest.raises(FileDoesNotMatch) as other:
        pair_lines(TEXT, (*ARABIC[:2], FileLine("(ب)", "بالتقرير؛"), ARABIC[3]))
    assert other.value.facts == {"line": 3, "words": "(ب) بالتقرير؛", "paragraph": "(a) the report;"}
    with pytest.raises(FileEndsEarly) as short:
        pair_lines(TEXT, ARABIC[:3])
    assert short.value.facts == {"line": 3, "paragraph": "***"}
    with pytest.raises(FileGoesOn) as long:
        pair_lines(TEXT, (*ARABIC, FileLine("13.", "وشكر")))
    assert long.value.facts == {"line": 5, "words": "13. وشكر"}


def test_a_line_whose_words_changed_after_its_translation_is_not_translated():
    done = Translation(1, "Elle a noté :", "It noted:")
    lines = [
        TranslatedLine(TEXT[0]),
        TranslatedLine(TEXT[1], current=done, seen=1),
        TranslatedLine(TEXT[1], earlier=done, seen=1),
    ]

    assert count_states(lines) == dict.fromkeys(TranslationState, 1)
