"""Decided amendments become the next text, or a disagreement for people; order never plays a part."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acm_drafts.negotiation.consolidation import (
    PART,
    START,
    Consolidation,
    Edit,
    Fate,
    bracketed,
    conflicting_proposals,
    conflicts_among,
    consolidate,
    consolidate_paragraph,
)
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind, Dispute
from acm_drafts.text.brackets import settle, settlements
from acm_drafts.text.tokens import is_word, tokens
from tests.text.wordings import families

WELCOMES = "The Meeting welcomed the progress made by all Member States in the field of trade."
NOTED = "The Meeting noted the report of the Secretary-General with appreciation."
INVITED = "The Meeting invited the Bank to widen access to finance for small enterprises."
TEXT = (Line(1, WELCOMES, wording=11), Line(2, NOTED, wording=12), Line(3, INVITED, wording=13))


def make_replacement(key: int, paragraph: int, old: str, new: str, **facts: object) -> Edit:
    base = next(line.text for line in TEXT if line.paragraph == paragraph)
    assert old in base
    return Edit(key, AmendmentKind.REPLACE, paragraph, base=base, text=base.replace(old, new, 1), **facts)


def make_deletion(key: int, paragraph: int, **facts: object) -> Edit:
    return Edit(key, AmendmentKind.DELETE, paragraph, base=TEXT[paragraph - 1].text, **facts)


def make_insertion(
    key: int, identity: int, after: int, text: str = "A new paragraph.", **facts: object
) -> Edit:
    return Edit(key, AmendmentKind.INSERT, identity, text=text, after=after, **facts)


def make_move(key: int, paragraph: int, after: int, **facts: object) -> Edit:
    return Edit(key, AmendmentKind.MOVE, paragraph, base=TEXT[paragraph - 1].text, after=after, **facts)


def make_split(key: int, paragraph: int, at: str, part: int) -> Edit:
    base = TEXT[paragraph - 1].text
    return Edit(
        key,
        AmendmentKind.SPLIT,
        paragraph,
        base=base,
        text=base.replace(f" {at}", f"{PART}{at}", 1),
        parts=(part,),
    )


def make_join(key: int, paragraph: int, other: int) -> Edit:
    return Edit(key, AmendmentKind.JOIN, paragraph, base=TEXT[paragraph - 1].text, other=other)


def wordings(result: Consolidation) -> list[tuple[int, str]]:
    assert result.disagreements == ()
    return [(line.paragraph, line.text) for line in result.lines]


def whys(result: Consolidation) -> list[Dispute]:
    assert result.lines == ()
    return [one.why for one in result.disagreements]


def test_without_decisions_the_next_text_is_the_last_one_with_the_same_wordings() -> None:
    assert consolidate(TEXT, ()).lines == TEXT


def test_edits_of_one_paragraph_are_united_by_words() -> None:
    edits = [
        make_replacement(1, 1, "welcomed", "commended"),
        make_replacement(2, 1, "trade", "trade and transport"),
    ]
    expected = (
        "The Meeting commended the progress made by all Member States in the field of trade and transport."
    )
    assert wordings(consolidate(TEXT, edits))[0] == (1, expected)


def test_two_splits_of_one_paragraph_at_different_places_are_a_conflict() -> None:
    splits = [make_split(1, 1, "made by", 91), make_split(2, 1, "in the field", 92)]
    (one,) = consolidate(TEXT, splits).disagreements
    assert (one.why, one.proposals) == (Dispute.SHAPE, (1, 2))


def test_two_splits_of_one_paragraph_at_the_same_place_are_one() -> None:
    splits = [make_split(1, 1, "made by", 91), make_split(2, 1, "made by", 92)]
    (first, second) = wordings(consolidate(TEXT, splits))[:2]
    assert first[1].endswith("progress")
    assert (second[0], second[1].split(" ")[0]) == (91, "made")


def test_the_same_edit_by_two_delegations_is_one_edit() -> None:
    edits = [make_replacement(key, 1, "welcomed", "commended") for key in (1, 2)]
    assert wordings(consolidate(TEXT, edits))[0][1].count("commended") == 1


def test_different_words_in_one_place_are_a_conflict_that_names_both_and_what_they_say() -> None:
    edits = [
        make_replacement(1, 1, "welcomed", "commended"),
        make_replacement(2, 1, "welcomed", "noted"),
        make_replacement(3, 1, "trade", "transport"),
    ]
    (one,) = consolidate(TEXT, edits).disagreements
    assert (one.why, one.proposals, one.base, set(one.sides)) == (
        Dispute.WORDS,
        (1, 2),
        "welcomed",
        {"commended", "noted"},
    )
    assert dict(zip(one.sides, one.wanted_by, strict=True)) == {"commended": (1,), "noted": (2,)}


def test_a_conflict_lists_the_proposals_for_each_of_its_wordings() -> None:
    edits = [
        make_replacement(1, 1, "welcomed", "noted"),
        make_replacement(2, 1, "welcomed", "commended"),
        make_replacement(3, 1, "welcomed", "noted"),
    ]
    (one,) = conflicts_among(edits)
    assert dict(zip(one.sides, one.wanted_by, strict=True)) == {"noted": (1, 3), "commended": (2,)}


def test_a_conflict_with_bracketed_wordings_lists_no_proposals_by_wording() -> None:
    edits = [
        make_replacement(1, 1, "welcomed", "noted", bracketed=True),
        make_replacement(2, 1, "welcomed", "commended", bracketed=True),
        make_replacement(3, 1, "welcomed", "deplored"),
    ]
    (one,) = consolidate(TEXT, edits).disagreements
    assert (one.proposals, one.wanted_by) == ((1, 2, 3), ())


def test_two_different_insertions_at_one_point_are_a_conflict() -> None:
    edits = [
        make_replacement(1, 1, "all Member", "all relevant Member"),
        make_replacement(2, 1, "all Member", "all concerned Member"),
    ]
    assert whys(consolidate(TEXT, edits)) == [Dispute.WORDS]


def test_a_deletion_takes_the_paragraph_out_and_stands_against_every_edit_of_it() -> None:
    assert [key for key, _ in wordings(consolidate(TEXT, [make_deletion(1, 2)]))] == [1, 3]
    assert whys(
        consolidate(TEXT, [make_deletion(1, 2), make_replacement(2, 2, "noted", "took note of")])
    ) == [Dispute.DELETION]


def test_keeping_a_paragraph_stands_against_changing_it() -> None:
    keep = Edit(1, AmendmentKind.KEEP, 2, base=NOTED, text=NOTED)
    assert consolidate(TEXT, [keep]).lines == TEXT
    assert whys(consolidate(TEXT, [keep, make_replacement(2, 2, "noted", "took note of")])) == [Dispute.KEEP]


def test_a_wording_that_was_kept_beside_brackets_is_restored() -> None:
    bracketed_ = "The Meeting noted the [full] report of the Secretary-General with appreciation."
    lines = (Line(1, WELCOMES), Line(2, bracketed_))
    restored = Edit(1, AmendmentKind.KEEP, 2, base=bracketed_, text=NOTED)
    kept = Edit(2, AmendmentKind.KEEP, 2, base=bracketed_, text=bracketed_)
    changed = Edit(3, AmendmentKind.REPLACE, 2, base=bracketed_, text=bracketed_.replace("noted", "heard"))

    assert wordings(consolidate(lines, [restored])) == [(1, WELCOMES), (2, NOTED)]
    assert wordings(consolidate(lines, [restored, replace(restored, proposal=4)]))[1] == (2, NOTED)
    assert whys(consolidate(lines, [restored, changed])) == [Dispute.KEEP]
    assert whys(consolidate(lines, [restored, kept])) == [Dispute.KEEP]
    assert whys(consolidate(TEXT, [restored])) == [Dispute.OUTDATED]


def test_the_agreed_wording_of_a_paragraph_excludes_bracketed_words() -> None:
    loose = make_replacement(1, 2, "the report", "the full report", bracketed=True)
    firm = make_replacement(2, 2, "noted", "heard")

    assert consolidate(TEXT, [loose]).fates[2].agreed == NOTED
    assert consolidate(TEXT, [loose, firm]).fates[2].agreed == firm.text
    assert consolidate(TEXT, [firm]).fates[2].agreed is None


def test_a_new_paragraph_stands_after_the_one_it_names_or_before_all() -> None:
    edits = [make_insertion(1, 9, 1), make_insertion(2, 8, START, "First of all.")]
    assert [key for key, _ in wordings(consolidate(TEXT, edits))] == [8, 1, 9, 2, 3]


def test_two_new_paragraphs_for_one_place_need_an_order_and_stand_in_it() -> None:
    assert whys(consolidate(TEXT, [make_insertion(1, 9, 1), make_insertion(2, 8, 1)])) == [Dispute.ORDER]
    told = [make_insertion(1, 9, 1, rank=2), make_insertion(2, 8, 1, rank=1)]
    assert [key for key, _ in wordings(consolidate(TEXT, told))] == [1, 8, 9, 2, 3]


@pytest.mark.parametrize(("rank", "order"), [(1, [8, 9]), (2, [9, 8]), (3, [9, 8])])
def test_a_new_paragraph_without_an_order_stands_where_the_others_at_its_place_leave_one(
    rank: int, order: list[int]
) -> None:
    edits = [make_insertion(1, 9, 1), make_insertion(2, 8, 1, rank=rank)]
    assert [key for key, _ in wordings(consolidate(TEXT, edits))] == [1, *order, 2, 3]
    third = make_insertion(3, 7, 1)
    assert whys(consolidate(TEXT, [*edits, third])) == [Dispute.ORDER], "two without an order"
    same = make_insertion(3, 7, 1, rank=rank)
    assert whys(consolidate(TEXT, [*edits, same])) == [Dispute.ORDER], "two of one order"


def test_a_new_paragraph_can_itself_be_amended_and_not_without_being_accepted() -> None:
    new = make_insertion(1, 9, 1, "The Meeting thanked the host.")
    amends = Edit(
        2,
        AmendmentKind.REPLACE,
        9,
        base="The Meeting thanked the host.",
        text="The Meeting thanked the host country.",
    )
    assert wordings(consolidate(TEXT, [amends, new]))[1] == (9, "The Meeting thanked the host country.")
    assert whys(consolidate(TEXT, [amends])) == [Dispute.MISSING]


def test_a_move_changes_the_place_and_nothing_else() -> None:
    assert wordings(consolidate(TEXT, [make_move(1, 1, 3)])) == [(2, NOTED), (3, INVITED), (1, WELCOMES)]


def test_a_moved_paragraph_can_also_be_edited() -> None:
    edits = [make_move(1, 1, 2), make_replacement(2, 1, "trade", "transport")]
    assert wordings(consolidate(TEXT, edits))[1] == (1, WELCOMES.replace("trade", "transport"))


def test_two_different_moves_of_one_paragraph_are_a_conflict_and_two_equal_ones_are_not() -> None:
    assert whys(consolidate(TEXT, [make_move(1, 1, 2), make_move(2, 1, 3)])) == [Dispute.MOVES]
    assert [key for key, _ in wordings(consolidate(TEXT, [make_move(1, 1, 2), make_move(2, 1, 2)]))] == [
        2,
        1,
        3,
    ]


def test_paragraphs_that_would_follow_each_other_in_a_circle_are_refused() -> None:
    assert Dispute.MISSING in whys(consolidate(TEXT, [make_move(1, 1, 2), make_move(2, 2, 1)]))


def test_a_moved_paragraph_takes_its_sub_paragraphs_along() -> None:
    text = (
        *TEXT[:1],
        Line(4, "one;", kind=LineKind.SUB, depth=1),
        Line(5, "two.", kind=LineKind.SUB, depth=1),
        *TEXT[1:],
    )
    assert [key for key, _ in wordings(consolidate(text, [make_move(1, 1, 2)]))] == [2, 1, 4, 5, 3]


def test_what_lies_under_two_moved_lines_goes_once_with_the_nearer_one() -> None:
    text = (
        *TEXT[:1],
        Line(4, "one;", kind=LineKind.SUB, depth=1),
        Line(5, "and of this", kind=LineKind.SUB, depth=2),
        *TEXT[1:],
    )
    moves = [make_move(1, 1, 3), Edit(2, AmendmentKind.MOVE, 4, base="one;", after=2)]
    assert [key for key, _ in wordings(consolidate(text, moves))] == [2, 4, 5, 3, 1]


def test_what_is_put_after_a_line_does_not_wait_for_what_went_away_from_under_it() -> None:
    text = (
        *TEXT[:1],
        Line(4, "one;", kind=LineKind.SUB, depth=1),
        Line(5, "and of this", kind=LineKind.SUB, depth=2),
        *TEXT[1:],
    )
    edits = [Edit(1, AmendmentKind.MOVE, 4, base="one;", after=9), make_insertion(2, 9, 1)]
    assert [key for key, _ in wordings(consolidate(text, edits))] == [1, 9, 4, 5, 2, 3]


def test_a_new_paragraph_after_one_with_sub_paragraphs_stands_behind_them() -> None:
    text = (*TEXT[:1], Line(4, "one;", kind=LineKind.SUB, depth=1), *TEXT[1:])
    assert [key for key, _ in wordings(consolidate(text, [make_insertion(1, 9, 1)]))] == [1, 4, 9, 2, 3]
    sub = make_insertion(1, 9, 1, "zero;", line_kind=LineKind.SUB, depth=1)
    assert [key for key, _ in wordings(consolidate(text, [sub]))] == [1, 9, 4, 2, 3]


def test_a_split_gives_the_later_part_its_own_identity_and_edits_follow_their_words() -> None:
    edits = [
        make_split(1, 1, "made by", 9),
        make_replacement(2, 1, "welcomed", "commended"),
        make_replacement(3, 1, "trade", "transport"),
    ]
    assert wordings(consolidate(TEXT, edits))[:2] == [
        (1, "The Meeting commended the progress"),
        (9, "made by all Member States in the field of transport."),
    ]


def test_a_join_takes_in_the_following_paragraph_with_the_edits_of_both() -> None:
    edits = [
        make_join(1, 1, 2),
        make_replacement(2, 1, "welcomed", "commended"),
        make_replacement(3, 2, "noted", "took note of"),
    ]
    result = consolidate(TEXT, edits)
    assert wordings(result)[0] == (
        1,
        f"{WELCOMES.replace('welcomed', 'commended')} {NOTED.replace('noted', 'took note of')}",
    )
    assert result.fates[2].into == 1


def test_three_paragraphs_can_become_one() -> None:
    assert wordings(consolidate(TEXT, [make_join(1, 1, 2), make_join(2, 2, 3)])) == [
        (1, f"{WELCOMES} {NOTED} {INVITED}")
    ]


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ([make_join(1, 1, 2), make_deletion(2, 2)], Dispute.DELETION),
        ([make_join(1, 1, 2), make_move(2, 2, 3)], Dispute.SHAPE),
        ([make_join(1, 1, 2), Edit(2, AmendmentKind.KEEP, 1, base=WELCOMES)], Dispute.KEEP),
        ([make_join(1, 1, 2), Edit(2, AmendmentKind.KEEP, 2, base=NOTED)], Dispute.KEEP),
        ([make_split(1, 1, "made by", 9), make_move(2, 1, 3)], Dispute.SHAPE),
        ([make_split(1, 1, "made by", 9), make_join(2, 1, 2)], Dispute.SHAPE),
    ],
)
def test_shapes_that_cannot_both_be_are_a_conflict(edits: list[Edit], why: Dispute) -> None:
    assert why in whys(consolidate(TEXT, edits))


def test_a_bracketed_wording_prints_old_and_new_and_leaves_the_rest() -> None:
    edit = make_replacement(1, 1, "welcomed", "commended", bracketed=True)
    assert wordings(consolidate(TEXT, [edit]))[0][1] == WELCOMES.replace("welcomed", "[welcomed] [commended]")


def test_rival_wordings_in_brackets_stand_beside_each_other() -> None:
    edits = [
        make_replacement(k, 1, "welcomed", w, bracketed=True) for k, w in ((1, "commended"), (2, "noted"))
    ]
    assert "[welcomed] [commended] [noted] the progress" in wordings(consolidate(TEXT, edits))[0][1]


def test_words_that_only_come_in_are_bracketed_alone() -> None:
    edit = make_replacement(1, 1, "progress made", "progress made so far", bracketed=True)
    assert "progress made [so far] by all" in wordings(consolidate(TEXT, [edit]))[0][1]


def test_a_bracketed_deletion_puts_the_paragraph_in_brackets_and_keeps_it() -> None:
    assert wordings(consolidate(TEXT, [make_deletion(1, 2, bracketed=True)]))[1] == (2, f"[{NOTED}]")


def test_brackets_that_a_bracketed_proposal_brings_are_not_put_in_brackets_again():
    edit = make_replacement(1, 1, "welcomed", "[welcomed][commended]", bracketed=True)
    assert wordings(consolidate(TEXT, [edit]))[0] == (1, edit.text)


def test_a_new_paragraph_that_is_all_in_brackets_is_not_put_in_brackets_again():
    edit = Edit(1, AmendmentKind.INSERT, 9, text="[We thank the host.]", after=2, bracketed=True)
    assert (9, edit.text) in wordings(consolidate(TEXT, [edit]))


def test_brackets_are_united_with_what_was_accepted_elsewhere_in_the_paragraph() -> None:
    edits = [
        make_replacement(1, 1, "welcomed", "commended", bracketed=True),
        make_replacement(2, 1, "trade", "transport"),
    ]
    text = wordings(consolidate(TEXT, edits))[0][1]
    assert "[welcomed] [commended]" in text
    assert text.endswith("field of transport.")


def test_conflicts_are_counted_by_place_and_a_deletion_once_against_all_edits() -> None:
    edits = [
        make_replacement(1, 1, "welcomed", "commended"),
        make_replacement(2, 1, "welcomed", "noted"),
        make_replacement(3, 1, "trade", "transport"),
        make_replacement(4, 1, "trade", "finance"),
        make_deletion(5, 1),
    ]
    assert sorted(one.why for one in conflicts_among(edits)) == [
        Dispute.DELETION,
        Dispute.WORDS,
        Dispute.WORDS,
    ]


# Laws ----------------------------------------------------------------------------------------------

words = st.sampled_from(["noted", "welcomed", "urged", "", "all concerned", "بحث", "de l’Organisation"])


@st.composite
def some_edits(draw: st.DrawFn) -> list[Edit]:
    """A handful of edits of every kind on the three paragraphs, clean together or not."""
    edits: list[Edit] = []
    for key in range(1, draw(st.integers(1, 5)) + 1):
        paragraph = draw(st.integers(1, 3))
        kind = draw(st.sampled_from(["replace", "replace", "replace", "delete", "move", "insert", "bracket"]))
        if kind == "delete":
            edits.append(make_deletion(key, paragraph))
        elif kind == "move":
            edits.append(make_move(key, paragraph, draw(st.sampled_from([0, *{1, 2, 3} - {paragraph}]))))
        elif kind == "insert":
            edits.append(make_insertion(key, 10 + key, draw(st.integers(0, 3)), rank=key))
        else:
            old = draw(st.sampled_from(TEXT[paragraph - 1].text.split(" ")))
            new = draw(words)
            edits.append(make_replacement(key, paragraph, old, new, bracketed=kind == "bracket"))
    return edits


def outcome(edits: Sequence[Edit]) -> object:
    result = consolidate(TEXT, edits)
    found = sorted(
        (one.paragraph, one.why, one.proposals, one.base, tuple(sorted(one.sides)))
        for one in result.disagreements
    )
    return result.lines, found


@given(some_edits())
def test_the_order_of_decisions_changes_nothing(edits: list[Edit]) -> None:
    first = outcome(edits)
    for other in list(permutations(edits))[1:24]:
        assert outcome(other) == first


@given(some_edits())
@example([make_move(1, 1, 2), make_move(2, 2, 1)])
@example([make_deletion(1, 2, bracketed=True)])
def test_a_result_is_a_text_or_a_dispute_and_never_both_or_neither(edits: list[Edit]) -> None:
    result = consolidate(TEXT, edits)
    gone = {e.paragraph for e in edits if e.kind is AmendmentKind.DELETE and not e.bracketed}
    if not result.disagreements:
        kept = {line.paragraph for line in result.lines}
        assert kept == ({1, 2, 3} | {e.paragraph for e in edits if e.kind is AmendmentKind.INSERT}) - gone
    else:
        assert result.lines == ()


@given(families(least=2, most=5))
@example(("a b c d e", ["x b c d e", "y b c d e", "a b c d z"]))
def test_proposals_outside_every_conflict_fit_together_and_those_in_one_do_not(
    family: tuple[str, list[str]],
) -> None:
    base, texts = family
    edits = [Edit(key, AmendmentKind.REPLACE, 1, base=base, text=text) for key, text in enumerate(texts, 1)]
    conflicts = conflicts_among(edits)
    named = {key for conflict in conflicts for key in conflict.proposals}
    assert conflicts_among([edit for edit in edits if edit.proposal not in named]) == ()
    for one in conflicts:
        assert one.why is Dispute.WORDS
        assert one.base in base
        assert len(set(one.sides)) > 1
        assert conflicts_among([edit for edit in edits if edit.proposal in one.proposals])
        assert {key for keys in one.wanted_by for key in keys} == set(one.proposals)
        for side, keys in zip(one.sides, one.wanted_by, strict=True):
            assert keys
            assert all(side.strip() in edit.text for edit in edits if edit.proposal in keys)


@given(some_edits())
def test_what_nobody_touched_keeps_its_very_wording(edits: list[Edit]) -> None:
    result = consolidate(TEXT, edits)
    touched = {e.paragraph for e in edits}
    for line in result.lines:
        if line.paragraph not in touched:
            assert line in TEXT


@given(st.sampled_from([WELCOMES, NOTED, INVITED]), words, st.data())
def test_brackets_taken_away_leave_every_alternative_word_of_both_sides(
    base: str, new: str, data: st.DataObject
) -> None:
    old = data.draw(st.sampled_from(base.split(" ")))
    text = base.replace(old, new, 1)
    printed = bracketed(base, [Edit(1, AmendmentKind.REPLACE, 1, base=base, text=text)])
    assert spoken(base) | spoken(text) <= spoken(printed.replace("[", " ").replace("]", " "))
    assert printed.count("[") == printed.count("]")


def spoken(text: str) -> set[str]:
    return {token for token in tokens(text) if is_word(token)}


@given(st.sampled_from([WELCOMES, NOTED, INVITED]), st.lists(words, min_size=1, max_size=3), st.data())
def test_brackets_lifted_give_the_very_wording_of_the_draft_or_of_one_proposal(
    base: str, new: list[str], data: st.DataObject
) -> None:
    old = data.draw(st.sampled_from(base.split(" ")))
    texts = [base.replace(old, each, 1).strip() for each in new]
    edits = [
        Edit(n, AmendmentKind.REPLACE, 1, base=base, text=text, bracketed=True)
        for n, text in enumerate(texts)
    ]
    printed = bracketed(base, edits)
    places = settlements(printed)
    if len(places) == 1:
        assert {base, *texts} <= {settle(printed, [(0, n)]) for n in range(len(places[0].readings))}


def test_one_paragraph_is_consolidated_by_itself_whatever_happens_to_its_place():
    amended = make_replacement(1, 2, "the report", "the full report")
    edits = [amended, make_move(2, 2, after=3), make_insertion(3, 9, after=2)]

    assert consolidate_paragraph(2, NOTED, edits) == Fate(amended.text)
    assert consolidate_paragraph(2, NOTED, [make_deletion(4, 2)]) == Fate(None)
    assert consolidate_paragraph(2, NOTED, [amended, make_deletion(4, 2)]) is None


def test_a_new_paragraph_comes_in_with_what_was_accepted_on_it_wherever_it_is_put():
    inserted = make_insertion(1, 9, after=77, text="We call for action.")
    amended = Edit(2, AmendmentKind.REPLACE, 9, base="We call for action.", text="We call for joint action.")

    assert consolidate_paragraph(9, None, [inserted, amended]) == Fate("We call for joint action.")
    assert consolidate_paragraph(9, None, []) is None


def test_the_wording_of_a_paragraph_that_is_split_is_all_of_its_parts():
    assert Fate("We note.", parts=((8, "We invite."),)).wording(between="\n") == "We note.\nWe invite."
    assert Fate("We note.").wording() == "We note."
    assert Fate(None).wording() is None


def test_a_proposal_conflicts_with_those_that_want_other_words_at_its_place():
    praise = make_replacement(1, 1, "welcomed", "praised")
    regret = make_replacement(2, 1, "welcomed", "regretted")
    elsewhere = make_replacement(3, 1, "trade", "commerce")

    assert conflicting_proposals((praise, regret, elsewhere)) == {1: (2,), 2: (1,)}


def test_two_that_ask_for_the_same_conflict_with_a_third_and_not_with_each_other():
    praise, again = (make_replacement(key, 1, "welcomed", "praised") for key in (1, 2))
    regret = make_replacement(3, 1, "welcomed", "regretted")

    assert conflicting_proposals((praise, again, regret)) == {1: (3,), 2: (3,), 3: (1, 2)}


def test_two_that_put_the_same_words_conflict_with_a_third_also_where_one_of_them_adds_words_elsewhere():
    praise = make_replacement(1, 1, "welcomed", "warmly welcomed")
    more = replace(praise, proposal=2, text=praise.text.replace("of trade", "of trade and transport"))
    regret = make_replacement(3, 1, "welcomed", "hardly welcomed")

    assert conflicting_proposals((praise, more, regret)) == {1: (3,), 2: (3,), 3: (1, 2)}


def test_changes_that_go_together_do_not_conflict_beside_a_deletion_or_a_change_of_all_their_words():
    praise = make_replacement(1, 1, "welcomed", "praised")
    elsewhere = make_replacement(2, 1, "progress", "advance")
    over_both = make_replacement(3, 1, "welcomed the progress", "noted all efforts")

    assert conflicting_proposals((praise, elsewhere, over_both)) == {1: (3,), 2: (3,), 3: (1, 2)}
    assert conflicting_proposals((praise, elsewhere, make_deletion(4, 1))) == {1: (4,), 2: (4,), 4: (1, 2)}


def test_a_consequential_change_conflicts_beside_its_split_with_what_changes_the_same_words():
    split = make_split(1, 1, "made by", 91)
    text = split.text.replace("field of", "fields of")
    own = replace(split, proposal=2, kind=AmendmentKind.CONSEQUENTIAL, text=text)
    same_words = make_replacement(3, 1, "field", "domain")
    elsewhere = make_replacement(4, 1, "trade", "commerce")

    assert conflicting_proposals((split, own, same_words, elsewhere)) == {2: (3,), 3: (2,)}
