"""Which lines are headings, and which only look like one."""

import pytest

from acm_drafts.documents.read.recognise import recognise
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.text.language import Language

HEADING, PARAGRAPH = LineKind.HEADING, LineKind.PARAGRAPH


def kinds(*blocks):
    return [line.kind for line in recognise(blocks, Language.EN)]


@pytest.mark.parametrize(
    "heading",
    [
        "Palestine and Al-Quds Al-Sharif",
        "I. THE CAUSE OF PALESTINE",
        "DISARMAMENT",
        "65/140. Cooperation between the United Nations and the Organization of the Islamic Conference",
        "## Article 2 *(purpose)*",
        "**Collective long-term goal**",
        "**Option 1:**",
        "Questions économiques et sociales",
        "قضية فلسطين والقدس الشريف",
    ],
)
def test_a_short_line_without_a_stop_that_heads_something_is_a_heading(heading):
    assert (
        kinds("The Meeting opened.", heading, "The Meeting reaffirmed its position of principle.")[1]
        is HEADING
    )


@pytest.mark.parametrize(
    "paragraph",
    [
        "The General Assembly,",
        "The Meeting decided as follows:",
        "16 December 2010",
        "1er septembre 2026",
        "New York, 24 September 2026",
        "Djeddah, le 24 septembre 2026",
        "نيويورك، 24 أيلول/سبتمبر 2026",
        "24 تشرين الثاني/نوفمبر 2026",
        "68th plenary meeting",
        "No text",
        "[Placeholder for annexes]",
        "reaffirming its support",
        "1. Flexibility",
        "*Recalling* the Charter of the United Nations",
    ],
)
def test_a_sentence_a_date_or_a_placeholder_is_no_heading(paragraph):
    assert kinds("Preamble", paragraph, "The Meeting reaffirmed its position of principle.")[1] is PARAGRAPH


def test_lines_at_the_very_end_head_nothing_unless_they_name_a_division():
    assert kinds("1. Decides to meet again.", "Done at Jeddah", "Annex") == [PARAGRAPH, PARAGRAPH, HEADING]


def test_a_long_first_line_without_a_stop_is_the_title():
    title = " ".join(["Final Communiqué of the Annual Coordination Meeting of Ministers"] * 2)

    assert kinds(title, "1. The Meeting was held in New York.") == [HEADING, PARAGRAPH]


def test_the_marks_of_a_typed_heading_are_its_label():
    (line, _) = recognise(["##  Preamble", "The Parties,"], Language.EN)

    assert (line.label, line.gap, line.text, line.numbered) == ("##", "  ", "Preamble", False)


def test_capitals_are_headings_with_their_number_as_label():
    lines = recognise(["I. Palestine", "1. The Meeting met.", "II. Al-Quds", "2. It rose."], Language.EN)

    assert [(line.kind, line.label) for line in lines] == [
        (HEADING, "I."), (PARAGRAPH, "1."), (HEADING, "II."), (PARAGRAPH, "2."),
    ]  # fmt: skip
