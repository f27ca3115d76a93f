"""As few lines as possible are said to have moved, and what came along with one has not moved by itself."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.comparison import out_of_order
from acm_drafts.negotiation.lines import Line, LineKind

TEXT = (
    Line(1, "One."),
    Line(2, "under it;", LineKind.SUB, 1),
    Line(3, "and under that", LineKind.SUB, 2),
    Line(4, "Two."),
    Line(5, "Three."),
    Line(6, "Four."),
    Line(7, "Five."),
)


def test_nothing_has_moved_where_the_order_is_kept_whatever_came_and_went():
    assert out_of_order(TEXT, [1, -1, 2, 3, 5, -2, 6]) == frozenset()
    assert out_of_order(TEXT, []) == frozenset()


def test_of_two_that_changed_places_one_has_moved():
    assert len(out_of_order(TEXT, [1, 2, 3, 5, 4, 6, 7])) == 1
    assert out_of_order(TEXT, [1, 2, 3, 7, 4, 5, 6]) == {7}


def test_where_there_is_a_choice_what_should_stay_stays():
    swapped = [1, 2, 3, 5, 4, 6, 7]
    assert out_of_order(TEXT, swapped, staying=[4]) == {5}
    assert out_of_order(TEXT, swapped, staying=[5]) == {4}
    assert out_of_order(TEXT, [1, 2, 3, 7, 4, 5, 6], staying=[7]) == {7}


@given(st.permutations([line.paragraph for line in TEXT]))
def test_no_fewer_lines_could_have_moved(goal: list[int]):
    flat = [Line(line.paragraph, line.text) for line in TEXT]
    moved = out_of_order(flat, goal)
    stays = [key for key in goal if key not in moved]

    assert stays == sorted(stays)
    for size in range(len(stays) + 1, len(goal) + 1):
        assert all(list(kept) != sorted(kept) for kept in combinations(goal, size))


def test_what_lies_under_a_moved_line_came_along():
    assert out_of_order(TEXT, [4, 5, 6, 7, 1, 2, 3]) == {1}


def test_a_paragraph_with_its_list_moved_past_two_others_and_not_the_two():
    assert out_of_order(TEXT, [4, 5, 1, 2, 3, 6, 7]) == {1}
    assert out_of_order(TEXT, [4, 5, 1, 2, 3]) == {1}


def test_what_came_along_in_another_order_has_moved_itself():
    assert out_of_order(TEXT, [4, 5, 6, 7, 1, 3, 2]) == {1, 2, 3}
