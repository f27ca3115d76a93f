"""Words pair the lines of a file with those of the draft, numbers help, and what is certain counts more than both."""

from acm_drafts.negotiation.differences import differences
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.pairing import pair, suited, taken_apart
from acm_drafts.text.align import Link
from tests.negotiation.test_differences import CALLED, INVITED, NOTED, WELCOMES, leads, lines


def test_a_number_that_only_one_side_sets_apart_is_no_difference():
    old = (Line(0, "2. " + WELCOMES), Line(0, NOTED, label="3."))
    new = (Line(0, WELCOMES, label="2."), Line(0, "3. " + NOTED))
    assert differences(old, new, pair(old, new)) == ()


def test_line_ends_of_a_typewriter_are_spaces_unless_the_draft_has_such():
    broken = Line(0, "The Meeting noted\n  the report.")
    assert suited(lines(WELCOMES), [broken])[0].text == "The Meeting noted the report."
    assert suited([Line(0, "One\nline.")], [broken]) == (broken,)


def test_what_is_known_for_certain_counts_more_than_words():
    old, new = lines(WELCOMES, NOTED), lines(INVITED, NOTED)
    assert [link.score for link in pair(old, new) if link.old and link.new] == [100.0]

    links = pair(old, new, [(0, 0)])

    assert Link((0,), (0,), 100.0) in links
    assert [one.key for one in differences(old, new, links)] == ["replace1"]


def test_a_line_known_to_be_another_is_taken_out_of_what_the_words_made_of_it():
    old, new = lines(NOTED, CALLED), lines(f"{NOTED} {CALLED}")
    told = differences(old, new, pair(old, new, [(1, 0)]))
    leads(old, new, told)
    assert Link((0, 1), (0,), 100.0) in pair(old, new, [(1, 0)])


def test_where_the_words_surely_say_otherwise_the_words_count():
    """Typed at the beginning of a paragraph, a new one takes the mark of the old one with it."""
    old, new = lines(WELCOMES, NOTED), lines(CALLED, WELCOMES, NOTED)

    assert pair(old, new, [(0, 0), (1, 2)]) == pair(old, new)
    assert pair(old, new, [(0, 2), (1, 0)]) == pair(old, new)


def test_two_lines_known_to_be_one_are_joined():
    old, new = lines(WELCOMES, NOTED), lines(INVITED)

    links = pair(old, new, [(0, 0), (1, 0)])

    assert links == (Link((0, 1), (0,), 100.0),)
    leads(old, new, differences(old, new, links))


def test_the_copy_of_a_line_that_still_stands_is_new_and_no_other_line_amended():
    like = CALLED.replace("civilians", "children")
    old = lines(WELCOMES, CALLED, NOTED, like)
    new = lines(WELCOMES, CALLED, NOTED, CALLED)

    links = pair(old, new)

    assert [(link.old, link.new) for link in links] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((2,), (2,)),
        ((3,), ()),
        ((), (3,)),
    ]
    told = differences(old, new, links)
    leads(old, new, told)
    assert [(one.kind.value, one.line) for one in told] == [("delete", 4), ("insert", -4)]


def test_a_pair_taken_apart_is_a_deletion_and_a_new_paragraph():
    old = lines(WELCOMES, NOTED)
    new = lines(WELCOMES, NOTED.replace("with appreciation", "of 2026"))
    links, numbers = taken_apart(pair(old, new), {1})
    told = differences(old, new, links)
    leads(old, new, told)
    assert [one.key for one in told] == ["insert-2", "delete2"]
    assert [numbers[one.link] for one in told] == [1, 1]


def test_a_line_paired_with_nothing_stands_where_it_stood_in_its_text():
    old, new = lines(CALLED, WELCOMES, NOTED), lines(WELCOMES, INVITED, NOTED)

    assert [(link.old, link.new) for link in pair(old, new)] == [
        ((0,), ()),
        ((1,), (0,)),
        ((), (1,)),
        ((2,), (2,)),
    ]
