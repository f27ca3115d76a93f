"""Two drafts as one text with tracked changes: each draft can be taken out of it again, whatever happened between."""

from dataclasses import replace

import pytest
from hypothesis import given

from acm_drafts.negotiation.attribution.changes import Credits, Deed, Hand, Step
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.negotiation.tracking import COME, GONE, Block, How, Numbers, track
from tests.negotiation.rewriting import Rewriting, rewritings

EGYPT = Hand("Egypt", "2026-11-20T22:00:00Z")
NOBODY = Hand("Mission", "2026-11-21T01:00:00Z")


def tracked(*drafts, descents=(), moves=()) -> tuple[Block, ...]:
    deeds = [Deed(Edit(key, AmendmentKind.MOVE, key), EGYPT) for key in moves]
    steps = [Step(lines, deeds, NOBODY) for lines in drafts[1:]]
    return track(drafts[0], drafts[-1], descents, credits=Credits(drafts[0], steps, descents))


def taken(blocks, without) -> list[str]:
    """The paragraphs that are left when what is *without* is taken out and the marks with it."""
    out, text = [], ""
    for block in blocks:
        text += "".join(one.text for one in block.stretches if one.how not in without)
        if block.end.how not in without:
            out.append(text)
            text = ""
    assert not text
    return out


def printed(lines) -> list[str]:
    return [f"{line.label}\t{line.text}" if line.label else line.text for line in lines]


def make_lines(*texts: str, first: int = 1) -> list[Line]:
    return [Line(first + n, text, label=f"{n + 1}.") for n, text in enumerate(texts)]


def told(block: Block) -> list[tuple[str, str]]:
    return [(one.how.value, one.text) for one in block.stretches]


@given(rewritings())
def test_with_all_accepted_the_newer_draft_stands_there_and_with_all_rejected_the_older(made: Rewriting):
    blocks = tracked(*made.drafts, descents=made.descents, moves=made.moves)

    old, new = printed(made.drafts[0]), printed(made.drafts[-1])
    # An empty paragraph is left only where nothing else can be: at the very end.
    for without, wanted in ((GONE, new), (COME, old)):
        found = taken(blocks, without)
        assert [text for text in found if text] == wanted
        assert found[: len(wanted)] == wanted
    if blocks:
        assert blocks[-1].end.how is How.KEPT


@given(rewritings())
def test_every_change_is_somebodys_and_the_halves_of_a_move_are_two(made: Rewriting):
    blocks = tracked(*made.drafts, descents=made.descents, moves=made.moves)

    changes = [one for block in blocks for one in (*block.stretches, block.end)]
    assert all((change.hand is None) == (change.how is How.KEPT) for change in changes)
    halves = [(block.move, block.end.how) for block in blocks if block.move]
    names = {move for move, _ in halves}
    assert sorted(halves) == sorted((move, how) for move in names for how in (How.MOVED_FROM, How.MOVED_TO))


def test_what_stayed_as_it_was_is_kept_whole_and_a_new_number_is_a_change_of_its_own():
    old, more = make_lines("One.", "Two."), make_lines("New.", first=9)
    new = [replace(more[0], label="1."), *(replace(line, label=f"{n}.") for n, line in enumerate(old, 2))]

    blocks = tracked(old, new)

    assert [told(block) for block in blocks] == [
        [("inserted", "1.\t"), ("inserted", "New.")],
        [("deleted", "1."), ("inserted", "2."), ("kept", "\t"), ("kept", "One.")],
        [("deleted", "2."), ("inserted", "3."), ("kept", "\t"), ("kept", "Two.")],
    ]
    assert [block.end.how for block in blocks] == [How.INSERTED, How.KEPT, How.KEPT]


def test_a_split_is_a_mark_that_came_and_a_space_that_went():
    old = make_lines("We welcome it. We urge them.")
    new = [replace(old[0], text="We welcome it."), Line(7, "We urge them.", label="2.")]

    first, second = tracked(old, new, descents=[(7, 1)])

    assert told(first) == [("kept", "1.\t"), ("kept", "We welcome it."), ("deleted", " ")]
    assert told(second) == [("inserted", "2.\t"), ("kept", "We urge them.")]
    assert (first.end.how, second.end.how) == (How.INSERTED, How.KEPT)


def test_a_join_is_a_mark_that_went_and_a_space_that_came():
    old = make_lines("We welcome it.", "We urge them.")
    new = [replace(old[0], text="We welcome it. We urge them.")]

    first, second = tracked(old, new, descents=[(1, 2)])

    assert told(first) == [("kept", "1.\t"), ("kept", "We welcome it.")]
    assert told(second) == [("deleted", "2.\t"), ("inserted", " "), ("kept", "We urge them.")]
    assert (first.end.how, second.end.how) == (How.DELETED, How.KEPT)


def test_a_paragraph_put_between_the_parts_of_a_split_stands_between_them():
    old = make_lines("We welcome it. We urge them.")
    new = [
        replace(old[0], text="We welcome it."),
        Line(8, "New.", label="2."),
        Line(7, "We urge them.", label="3."),
    ]

    blocks = tracked(old, new, descents=[(7, 1)])

    assert [block.end.how for block in blocks] == [How.INSERTED, How.INSERTED, How.KEPT]
    assert taken(blocks, COME) == printed(old)


def test_a_moved_paragraph_has_two_blocks_of_one_move_and_keeps_its_edit():
    old = make_lines("Alpha beta gamma.", "Two.", "Three.", "Four.")
    moved = replace(old[0], text="Alpha beta delta gamma.", label="3.")
    new = [replace(old[1], label="1."), replace(old[2], label="2."), moved, old[3]]

    blocks = tracked(old, new)

    start, target = (next(b for b in blocks if b.end.how is how) for how in (How.MOVED_FROM, How.MOVED_TO))
    assert start.move == target.move == 1
    assert ("inserted", "delta ") in told(target)
    assert "delta" not in "".join(stretch.text for stretch in start.stretches)


def test_what_is_added_at_the_end_begins_with_the_mark_before_it():
    old = make_lines("One.")
    new = [*old, Line(9, "Two.", label="2.")]

    blocks = tracked(old, new)

    assert [block.end.how for block in blocks] == [How.INSERTED, How.KEPT]


def test_after_a_heading_the_last_paragraph_leaves_its_mark_so_that_the_heading_stays_one():
    old = [Line(1, "General", LineKind.HEADING), Line(2, "One.", label="1.")]

    blocks = tracked(old, old[:1])

    assert [block.end.how for block in blocks] == [How.KEPT, How.KEPT]
    assert taken(blocks, GONE) == ["General", ""]


@pytest.mark.parametrize("moved", [1, 2])
def test_of_two_that_changed_places_only_the_one_decided_to_move_goes_and_comes(moved: int):
    first, second, last = make_lines("One.", "Two.", "Three.")
    new = [replace(second, label="1."), replace(first, label="2."), last]

    blocks = tracked([first, second, last], new, moves=[moved])

    halves = [(block.line.paragraph, block.end.how) for block in blocks if block.end.hand]
    assert sorted(halves) == [(moved, How.MOVED_FROM), (moved, How.MOVED_TO)]
    of_egypt = [block for block in blocks if EGYPT in {one.hand for one in (*block.stretches, block.end)}]
    assert {block.line.paragraph for block in of_egypt} == {moved}


# Numbers ---------------------------------------------------------------------------------------------


def renumbered(author: str = "Egypt", **facts: object) -> tuple[Block, ...]:
    """Two lines of which one has another number; a change of *author* is among those known."""
    old = [Line(1, "One.", label="1."), Line(2, "Two.", label="2."), Line(3, "Three.")]
    new = [old[0], replace(old[1], label="3."), replace(old[2], label="4.")]
    deed = Deed(Edit(1, AmendmentKind.MOVE, 1), Hand(author, EGYPT.at))
    known = Credits(old, [Step(new, [deed], NOBODY)])
    return track(old, new, (), credits=known, numbers=Numbers("Renumbering", **facts))


def test_a_new_number_is_signed_by_nobody_where_changes_have_authors():
    hands = {
        stretch.hand for block in renumbered() for stretch in block.stretches if stretch.how is not How.KEPT
    }

    assert hands == {Hand("Renumbering", NOBODY.at)}


def test_where_every_author_is_the_mission_a_new_number_is_too():
    hands = {
        stretch.hand
        for block in renumbered("Mission")
        for stretch in block.stretches
        if stretch.how is not How.KEPT
    }

    assert hands == {NOBODY}


def test_a_new_number_that_is_not_tracked_stands_there_whatever_is_accepted():
    blocks = renumbered(tracked=False)

    assert taken(blocks, GONE) == taken(blocks, COME) == ["1.\tOne.", "3.\tTwo.", "4.\tThree."]


@given(rewritings())
def test_without_tracked_numbers_the_newer_draft_is_there_and_the_older_by_its_words(made: Rewriting):
    steps = [Step(lines, [], NOBODY) for lines in made.drafts[1:]]
    known = Credits(made.drafts[0], steps, made.descents)
    blocks = track(
        made.drafts[0], made.drafts[-1], made.descents, credits=known, numbers=Numbers(tracked=False)
    )

    assert [text for text in taken(blocks, GONE) if text] == printed(made.drafts[-1])
    words = [text.rpartition("\t")[2] for text in taken(blocks, COME)]
    assert [text for text in words if text] == [line.text for line in made.drafts[0]]
