"""As few lines as possible are said to have moved, and what came along with one has not moved by itself."""

from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.sequence import out_of_order

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


def test_what_should_stay_stays_and_others_move_for_it():
    goal = [1, 2, 3, 7, 4, 5, 6]
    assert out_of_order(TEXT, goal, staying=[7]) == {4, 5, 6}
    assert out_of_order(TEXT, goal, staying=[7, 5]) in ({4, 5, 6}, {7})


def test_what_lies_under_a_moved_line_came_along():
    assert out_of_order(TEXT, [4, 5, 6, 7, 1, 2, 3]) == {1}


def test_what_came_along_in_another_order_has_moved_itself():
    assert out_of_order(TEXT, [4, 5, 6, 7, 1, 3, 2]) == {1, 2, 3}
