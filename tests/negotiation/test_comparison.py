"""What became of each paragraph between two drafts: identity decides, words never do."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from acm_drafts.negotiation.comparison import Became, Change, compare, is_alternative, tally
from acm_drafts.negotiation.consolidation import START, Edit, consolidate
from acm_drafts.negotiation.lines import Line, LineKind, blocks
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.diff import Op


def make_line(paragraph: int, text: str, label: str = "", **facts: object) -> Line:
    return Line(paragraph, text, label=label, **facts)


def became(changes: tuple[Change, ...]) -> list[tuple[Became, int]]:
    return [(change.became, change.line.paragraph) for change in changes]


def words(change: Change, *ops: Op) -> str:
    return "".join(span.text for span in change.spans if span.op in ops)


def test_unchanged_changed_and_new_paragraphs_are_distinguished():
    old = [make_line(1, "It stays."), make_line(2, "It notes this.")]
    new = [make_line(1, "It stays."), make_line(2, "It welcomes this."), make_line(3, "It is new.")]

    changes = compare(old, new)

    assert became(changes) == [(Became.UNCHANGED, 1), (Became.CHANGED, 2), (Became.NEW, 3)]
    assert words(changes[1], Op.KEEP, Op.DELETE) == "It notes this."
    assert words(changes[1], Op.KEEP, Op.INSERT) == "It welcomes this."


def test_words_that_are_only_put_in_brackets_are_not_changed():
    said = "It notes this and that."
    texts = {
        "It [notes] this and that.": Became.BRACKETED,
        "[It notes [this] and that.]": Became.BRACKETED,
        "It [notes also] this and that.": Became.CHANGED,
        "It [notes][welcomes] this and that.": Became.CHANGED,
        "It notes [Egypt: this] and that.": Became.CHANGED,
    }
    for text, wanted in texts.items():
        (change,) = compare([make_line(1, said)], [make_line(1, text)])
        assert (change.became, text) == (wanted, text)
    (lifted,) = compare([make_line(1, "It [notes] this.")], [make_line(1, "It notes this.")])
    assert lifted.became is Became.CHANGED, "lifting is an edit of the Mission's own"
    moved = [make_line(1, "One."), make_line(2, "Two."), make_line(3, "Three.")]
    change = compare(moved, [make_line(3, "[Three]."), *moved[:2]])[0]
    assert (change.became, change.moved) == (Became.BRACKETED, True)


def test_the_same_words_in_another_paragraph_are_not_the_same_paragraph():
    changes = compare([make_line(1, "The same words.")], [make_line(2, "The same words.")])

    assert became(changes) == [(Became.DELETED, 1), (Became.NEW, 2)]


def test_a_deleted_line_stands_after_the_line_it_followed():
    old = [make_line(key, f"Number {key}.") for key in (1, 2, 3)]
    new = [make_line(1, "Number 1."), make_line(4, "Number 4."), make_line(3, "Number 3.")]

    assert became(compare(old, new)) == [
        (Became.UNCHANGED, 1),
        (Became.DELETED, 2),
        (Became.NEW, 4),
        (Became.UNCHANGED, 3),
    ]


def test_a_deleted_first_line_stands_before_everything():
    old = [make_line(1, "First."), make_line(2, "Second.")]

    assert became(compare(old, [make_line(2, "Second.")]))[0] == (Became.DELETED, 1)


def test_only_the_paragraph_that_was_taken_up_is_moved_and_not_those_it_passed():
    old = [make_line(key, f"Number {key}.") for key in (1, 2, 3, 4)]
    new = [old[3], old[0], old[1], old[2]]

    assert [change.became for change in compare(old, new)] == [Became.MOVED] + [Became.UNCHANGED] * 3


def test_a_paragraph_that_moved_and_changed_is_both():
    old = [make_line(1, "One."), make_line(2, "Two."), make_line(3, "Three.")]

    first = compare(old, [make_line(3, "Three now."), old[0], old[1]])[0]

    assert (first.became, first.moved) == (Became.CHANGED, True)


def test_a_renumbered_paragraph_is_unchanged_and_marked_as_renumbered():
    change = compare([make_line(1, "It stays.", "15.")], [make_line(1, "It stays.", "16.")])[0]

    assert (change.became, change.renumbered) == (Became.UNCHANGED, True)


def test_the_parts_of_a_split_share_the_words_of_what_was_split():
    old = [make_line(1, "It notes the report. It thanks the donors.")]
    new = [make_line(1, "It notes the report."), make_line(2, "It warmly thanks the donors.")]

    first, second = compare(old, new, [(2, 1)])

    assert (first.became, second.became) == (Became.SPLIT, Became.SPLIT)
    assert words(first, Op.INSERT, Op.DELETE) == ""
    assert words(second, Op.INSERT).strip() == "warmly"
    assert [line.paragraph for line in second.parts] == [1, 2]
    assert second.old == (old[0],)


def test_joined_paragraphs_are_one_change_with_both_old_lines():
    old = [make_line(1, "It notes the report."), make_line(2, "It thanks the donors.")]
    new = [make_line(1, "It notes the report. It thanks all donors.")]

    (change,) = compare(old, new, [(1, 2)])

    assert change.became is Became.JOINED
    assert [line.paragraph for line in change.old] == [1, 2]
    assert words(change, Op.DELETE).strip() == "the"


def test_a_split_of_long_ago_is_no_change_between_two_later_drafts():
    lines = [make_line(1, "One."), make_line(2, "Two.")]

    assert [change.became for change in compare(lines, lines, [(2, 1)])] == [Became.UNCHANGED] * 2


def test_a_part_that_was_split_again_between_the_drafts_still_leads_to_what_it_came_from():
    old = [make_line(1, "One two three.")]
    new = [make_line(1, "One"), make_line(2, "two"), make_line(3, "three.")]

    changes = compare(old, new, [(2, 1), (3, 2)])

    assert {change.became for change in changes} == {Became.SPLIT}
    assert all(change.old == (old[0],) for change in changes)


@pytest.mark.parametrize(("old", "new"), [((), ()), ((1,), ()), ((), (1,))])
def test_empty_drafts_can_be_compared(old: tuple[int, ...], new: tuple[int, ...]):
    lines = ([make_line(key, "Words.") for key in keys] for keys in (old, new))

    assert len(compare(*lines)) == len({*old, *new})


drafts = st.lists(st.integers(1, 8), unique=True).map(
    lambda keys: [make_line(key, f"Paragraph {key} says this.") for key in keys]
)
descents = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=4)


@given(drafts, drafts, descents)
def test_every_line_of_both_drafts_is_in_exactly_one_change(
    old: list[Line], new: list[Line], came_from: list[tuple[int, int]]
):
    changes = compare(old, new, [pair for pair in came_from if pair[0] != pair[1]])

    assert [change.new for change in changes if change.new] == new
    before = {line.paragraph for change in changes for line in change.old}
    assert before == {line.paragraph for line in old}


@given(drafts, drafts)
def test_what_did_not_move_kept_its_order(old: list[Line], new: list[Line]):
    stayed = [c.new.paragraph for c in compare(old, new) if c.new and c.old and not c.moved]

    places = [line.paragraph for line in old]
    assert [places.index(key) for key in stayed] == sorted(places.index(key) for key in stayed)


@given(drafts, drafts)
def test_no_fewer_paragraphs_could_have_been_moved(old: list[Line], new: list[Line]):
    both = [line.paragraph for line in new if line in old]
    place = {line.paragraph: index for index, line in enumerate(old)}
    rising = max(
        (
            len(run)
            for size in range(len(both) + 1)
            for run in itertools.combinations(both, size)
            if list(run) == sorted(run, key=place.__getitem__)
        ),
        default=0,
    )

    assert sum(change.moved for change in compare(old, new)) == len(both) - rising


# Moves that were decided


def moved(changes: tuple[Change, ...]) -> set[int]:
    return {change.line.paragraph for change in changes if change.moved}


@pytest.mark.parametrize("decided", [1, 2])
def test_of_two_neighbours_that_changed_places_the_one_is_moved_that_was_decided_to_move(decided: int):
    one, two = make_line(1, "One."), make_line(2, "Two.")

    changes = compare([one, two], [two, one], moves=[decided])

    assert moved(changes) == {decided}
    assert {change.became for change in changes} == {Became.MOVED, Became.UNCHANGED}


def test_every_decided_move_is_shown_though_one_other_move_would_explain_them():
    one, two, three = (make_line(key, f"Number {key}.") for key in (1, 2, 3))

    assert moved(compare([one, two, three], [three, one, two], moves=[1, 2])) == {1, 2}
    assert moved(compare([one, two, three], [three, one, two])) == {3}


def test_what_a_moved_paragraph_took_along_moved_with_it_and_not_what_they_passed():
    one, sub, two = (
        make_line(1, "One:"),
        make_line(2, "this;", kind=LineKind.SUB, depth=1),
        make_line(3, "Two."),
    )

    assert moved(compare([one, sub, two], [two, one, sub], moves=[1])) == {1, 2}


def test_what_was_moved_and_put_back_did_not_move():
    lines = [make_line(1, "One."), make_line(2, "Two.")]

    assert moved(compare(lines, lines, moves=[1, 2])) == set()


def test_a_part_that_was_moved_later_moves_what_it_was_split_from():
    old = [make_line(1, "Before."), make_line(2, "One. Two.")]
    new = [make_line(3, "Two."), make_line(1, "Before."), make_line(2, "One.")]

    assert moved(compare(old, new, [(3, 2)], moves=[3])) == {2, 3}


KINDS = [(LineKind.PARAGRAPH, 0), (LineKind.PARAGRAPH, 0), (LineKind.SUB, 1), (LineKind.SUB, 2)]
texts = st.lists(st.sampled_from(KINDS), min_size=2, max_size=9).map(
    lambda kinds: [
        make_line(key, f"Number {key}.", kind=kind, depth=depth) for key, (kind, depth) in enumerate(kinds, 1)
    ]
)


@st.composite
def moves_of(draw: st.DrawFn) -> tuple[list[Line], list[Edit]]:
    """A text, and decided moves of some of its paragraphs, each with its rank."""
    lines = draw(texts)
    keys = [line.paragraph for line in lines]
    named = draw(st.lists(st.sampled_from(keys), unique=True, max_size=4))
    return lines, [
        Edit(rank, AmendmentKind.MOVE, key, after=draw(st.sampled_from([START, *keys])), rank=rank)
        for rank, key in enumerate(named, 1)
    ]


@given(moves_of())
def test_exactly_the_paragraphs_moved_by_decisions_are_marked_moved(made: tuple[list[Line], list[Edit]]):
    lines, edits = made
    result = consolidate(lines, edits)
    assume(not result.disagreements)
    named = {edit.paragraph for edit in edits}
    along = {sub for key in named for sub in blocks(lines).get(key, ())}

    found = moved(compare(lines, result.lines, moves=named))

    before, after = ([line.paragraph for line in text] for text in (lines, result.lines))
    passed = {
        key
        for one, other in itertools.combinations(before, 2)
        if after.index(one) > after.index(other)
        for key in (one, other)
    }
    assert found == (named | along) & passed


@given(drafts, drafts, st.sets(st.integers(1, 8)))
def test_whatever_was_decided_what_did_not_move_kept_its_order(
    old: list[Line], new: list[Line], named: set[int]
):
    stayed = [c.new.paragraph for c in compare(old, new, moves=named) if c.new and c.old and not c.moved]

    places = [line.paragraph for line in old]
    assert [places.index(key) for key in stayed] == sorted(places.index(key) for key in stayed)


def test_the_numbers_of_a_comparison_leave_headings_out_and_count_words():
    old = [make_line(1, "Health", kind=LineKind.HEADING), make_line(2, "It notes the report.")]
    new = [make_line(1, "Health and sport", kind=LineKind.HEADING), make_line(2, "It welcomes the report.")]

    found = tally(compare(old, new))

    assert found.counts == {Became.CHANGED: 1}
    assert (found.before.words, found.after.words, found.come, found.gone) == (5, 7, 3, 1)
    assert (found.headings, found.before.paragraphs, found.after.paragraphs) == (1, 1, 1)


def test_a_split_is_counted_once_and_a_move_beside_whatever_else_happened():
    old = [make_line(1, "One. Two."), make_line(2, "Three."), make_line(3, "Four.")]
    new = [make_line(3, "Four now."), make_line(1, "One."), make_line(4, "Two."), make_line(2, "Three.")]

    found = tally(compare(old, new, [(4, 1)]))

    assert found.counts == {Became.SPLIT: 1, Became.UNCHANGED: 1, Became.CHANGED: 1}
    assert found.moved == 1
    assert found.by_change == ((Became.CHANGED, 1), (Became.MOVED, 1), (Became.SPLIT, 1))


def test_what_stands_in_brackets_is_counted_in_both_drafts():
    old = [
        make_line(1, "It [strongly [and firmly]] notes [shall / should] it."),
        make_line(2, "It [never ends."),
    ]
    new = [make_line(1, "It strongly notes [should] it."), make_line(2, "It ends.")]

    found = tally(compare(old, new))

    assert (found.before.bracketed, found.before.words_bracketed) == (2, 7)
    assert (found.after.bracketed, found.after.words_bracketed) == (1, 1)


def test_a_text_that_keeps_almost_nothing_is_an_alternative_and_no_edit():
    base = "The Meeting noted the report of the Secretary-General on trade and thanked him for it."

    assert is_alternative(base, "Ministers welcomed all that was done for merchants in recent years.")
    assert not is_alternative(base, base.replace("noted", "welcomed"))
