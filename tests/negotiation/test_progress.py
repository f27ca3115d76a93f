"""How far a text has come: one class for each paragraph, and counts that add up."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.lines import Line, LineKind, counted
from acm_drafts.negotiation.progress import (
    CLASS_WORDS,
    Length,
    ParagraphFacts,
    ProgressClass,
    class_of,
    count_agreed,
    counts_of,
    lengths_of,
    sections_of,
)
from acm_drafts.negotiation.terms import WITHHELD, Level, ParagraphState, Stance

FACTS = st.builds(
    ParagraphFacts,
    state=st.sampled_from([*map(str, ParagraphState), WITHHELD]),
    pending=st.integers(0, 3),
    level=st.sampled_from([None, *map(str, Level)]),
    ad_referendum=st.booleans(),
    stances=st.frozensets(st.sampled_from(Stance)),
    reserved=st.booleans(),
    heard=st.booleans(),
    whole=st.booleans(),
    declined=st.booleans(),
)
SHAPES = st.sampled_from(
    [(LineKind.HEADING, 0), (LineKind.HEADING, 1), (LineKind.PARAGRAPH, 0), (LineKind.SUB, 1)]
)


def text_of(shapes: list[tuple[LineKind, int]]) -> list[Line]:
    return [Line(key, f"Line {key}.", kind, depth) for key, (kind, depth) in enumerate(shapes, 1)]


@given(st.lists(st.tuples(SHAPES, FACTS)))
def test_each_paragraph_is_in_exactly_one_class_and_the_sum_is_the_number_of_paragraphs(
    drawn: list[tuple[tuple[LineKind, int], ParagraphFacts]],
):
    lines = text_of([shape for shape, _ in drawn])
    facts = {line.paragraph: own for line, (_, own) in zip(lines, drawn, strict=True)}

    sections = sections_of(lines, facts)
    whole = counts_of(facts[line.paragraph] for line in lines if line.kind is not LineKind.HEADING)

    assert whole.all == counted(lines) == sum(section.counts.all for section in sections)
    agreed = {key: own.ad_referendum for key, own in facts.items() if own.state == ParagraphState.AGREED}
    count = count_agreed(lines, agreed, {key: False for key, own in facts.items() if own.declined})
    assert (count.agreed, len(count.declined), count.ad_referendum, count.paragraphs) == (
        whole.agreed,
        whole.declined,
        whole.ad_referendum,
        whole.all,
    )
    for class_ in ProgressClass:
        assert whole.of(class_) == sum(section.counts.of(class_) for section in sections)
    assert [line for own in sections for line in own.paragraphs] == [
        line for line in lines if line.kind is not LineKind.HEADING
    ]


@given(FACTS)
def test_what_is_agreed_in_brackets_or_withheld_is_so_whatever_was_said_of_it(facts: ParagraphFacts):
    by_state = {
        ParagraphState.AGREED: ProgressClass.AGREED,
        ParagraphState.BRACKETS: ProgressClass.BRACKETS,
        WITHHELD: ProgressClass.WITHHELD,
    }
    facts = replace(facts, declined=False)
    told = class_of(facts)
    assert (told in by_state.values()) == (facts.state in by_state)
    if facts.state in by_state:
        assert told is by_state[facts.state]


@given(FACTS)
def test_nothing_is_nearly_agreed_that_waits_for_a_decision_or_that_somebody_opposes(facts: ParagraphFacts):
    if class_of(facts) is ProgressClass.NEARLY:
        assert facts.whole and not facts.pending and Stance.OPPOSE not in facts.stances
        assert facts.reserved or facts.stances & {Stance.RESERVE, Stance.AWAITING}


def test_a_paragraph_on_which_delegations_only_reserve_is_nearly_agreed():
    for state in (ParagraphState.UNTOUCHED, ParagraphState.OPEN):
        for stances, reserved in (
            ({Stance.RESERVE}, False),
            ({Stance.AWAITING, Stance.SUPPORT}, False),
            ((), True),
        ):
            facts = ParagraphFacts(state, stances=frozenset(stances), reserved=reserved)
            assert class_of(facts) is ProgressClass.NEARLY


def test_support_alone_leaves_a_paragraph_open_and_so_does_anything_once_proposed():
    said = ParagraphFacts(ParagraphState.UNTOUCHED, stances=frozenset({Stance.SUPPORT}))
    withdrawn = ParagraphFacts(ParagraphState.UNTOUCHED, heard=True)

    assert class_of(said) is class_of(withdrawn) is ProgressClass.OPEN
    assert class_of(ParagraphFacts(ParagraphState.UNTOUCHED)) is ProgressClass.NONE


def test_who_does_not_see_all_positions_is_not_told_that_there_are_only_reserves():
    facts = ParagraphFacts(ParagraphState.OPEN, stances=frozenset({Stance.RESERVE}), whole=False)
    assert class_of(facts) is ProgressClass.OPEN


def test_what_stands_before_the_first_heading_is_a_section_and_a_heading_below_makes_none():
    shapes = [(LineKind.PARAGRAPH, 0), (LineKind.HEADING, 0), (LineKind.HEADING, 1), (LineKind.PARAGRAPH, 0)]
    lines = text_of([*shapes, (LineKind.HEADING, 0)])
    facts = {line.paragraph: ParagraphFacts(ParagraphState.OPEN) for line in lines}

    sections = sections_of(lines, facts)

    assert [(own.heading.paragraph if own.heading else None, own.counts.all) for own in sections] == [
        (None, 1),
        (2, 1),
    ]


def test_the_length_of_a_draft_is_measured_against_the_first():
    zero = [Line(1, "One two three four."), Line(2, "Five", LineKind.HEADING)]
    longer = [*zero, Line(3, "Six seven.")]

    assert lengths_of([zero, longer, []]) == [Length(5, 1, 100), Length(7, 2, 140), Length(0, 0, 0)]
    assert lengths_of([[], zero]) == [Length(0, 0, None), Length(5, 1, None)]
    assert lengths_of([]) == []


def test_every_class_has_a_word():
    assert CLASS_WORDS.keys() == set(ProgressClass)
