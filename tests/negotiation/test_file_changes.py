"""A file against the draft: every paragraph's change is one proposal, and all of them lead to the file's text."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acm_drafts.negotiation.consolidation import PART, Edit
from acm_drafts.negotiation.file_changes import Difference, becomes, chosen, differences, proposed_alike
from acm_drafts.negotiation.file_pairing import pair, same, taken_apart
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from tests.text.wordings import SENTENCES, WORDS, edited, real_paragraphs

WELCOMES = "The Meeting welcomed the progress made by all Member States in the field of trade."
NOTED = "The Meeting noted the report of the Secretary-General with appreciation."
INVITED = "The Meeting invited the Bank to widen access to finance for small enterprises."
CALLED = "It called upon all parties to protect civilians and to let aid pass without delay."
ASKED = "The Meeting asked for a study of food reserves, to be laid before its next session."


def lines(*texts: str) -> tuple[Line, ...]:
    """Return numbered paragraphs; "# " begins a heading, "(a) " and "(i) " what lies below."""
    return tuple(line(text, number) for number, text in enumerate(texts, 1))


def line(text: str, number: int) -> Line:
    if text.startswith("# "):
        return Line(0, text[2:], LineKind.HEADING, numbered=False)
    for label, depth in (("(a) ", 1), ("(i) ", 2)):
        if text.startswith(label):
            return Line(0, text[4:], LineKind.SUB, depth, label=label.strip())
    return Line(0, text, label=f"{number}.")


def found(old: Sequence[str], new: Sequence[str]) -> list[tuple[object, ...]]:
    """Return kind, line, text and place of each difference, after seeing that they lead to *new*."""
    before, after = lines(*old), lines(*new)
    told = differences(before, after, pair(before, after))
    leads(before, after, told)
    return [(one.kind.value, one.line, one.text, one.after) for one in told]


def leads(old: Sequence[Line], new: Sequence[Line], told: Sequence[Difference]) -> None:
    made = [text for _, text in becomes(old, new, told)]
    assert len(made) == len(new), (made, told)
    assert all(alike(one, line.text, old) for one, line in zip(made, new, strict=True)), (made, told)


def alike(one: str, other: str, old: Sequence[Line]) -> bool:
    """Return whether two texts are the same, but for a number of *old* or a lacking space where lines were joined."""
    if same(one, other):
        return True
    one, other = ("".join(text.split()) for text in (one, other))
    for label in {line.label for line in old if line.label}:
        one, other = one.replace(label, ""), other.replace(label, "")
    return same(one, other)


# One thing at a time -----------------------------------------------------------------------------


def test_a_file_that_says_the_same_differs_in_nothing():
    assert found([WELCOMES, NOTED], [WELCOMES, NOTED]) == []
    assert found([WELCOMES, NOTED], [WELCOMES.replace(" ", "  "), f"\u00a0{NOTED}"]) == []


def test_a_changed_paragraph_is_one_new_wording():
    changed = INVITED.replace("small", "medium and small")
    assert found([WELCOMES, INVITED], [WELCOMES, changed]) == [("replace", 2, changed, 0)]


def test_new_paragraphs_follow_each_other_as_in_the_file():
    assert found([WELCOMES, NOTED], [WELCOMES, CALLED, ASKED, NOTED]) == [
        ("insert", -2, CALLED, 1),
        ("insert", -3, ASKED, -2),
    ]


def test_a_new_paragraph_can_be_the_first():
    assert found([WELCOMES], [CALLED, WELCOMES]) == [("insert", -1, CALLED, 0)]


def test_what_the_file_lacks_is_a_deletion():
    assert found([WELCOMES, NOTED, INVITED], [WELCOMES, INVITED]) == [("delete", 2, "", 0)]


def test_an_edited_and_moved_paragraph_is_a_move_and_a_separate_replacement():
    changed = WELCOMES.replace("trade", "transport")
    assert found([WELCOMES, NOTED, INVITED], [NOTED, INVITED, changed]) == [
        ("replace", 1, changed, 0),
        ("move", 1, "", 3),
    ]


def test_what_lies_under_a_moved_paragraph_comes_along():
    old = [WELCOMES, "(a) " + CALLED, "(a) " + ASKED, NOTED, INVITED, "A first word.", "A second word here."]
    new = [NOTED, INVITED, "A first word.", "A second word here.", *old[:3]]
    assert found(old, new) == [("move", 1, "", 7)]


def test_a_divided_paragraph_is_a_split():
    assert found([f"{NOTED} {CALLED}", WELCOMES], [NOTED, CALLED, WELCOMES]) == [
        ("split", 1, f"{NOTED}{PART}{CALLED}", 0)
    ]


def test_a_paragraph_divided_and_edited_is_a_split_and_a_new_wording():
    changed = CALLED.replace("civilians", "all civilians")
    assert found([f"{NOTED} {CALLED}"], [NOTED, changed]) == [
        ("split", 1, f"{NOTED}{PART}{CALLED}", 0),
        ("replace", 1, f"{NOTED} {changed}", 0),
    ]


def test_where_words_change_at_the_very_cut_nothing_is_called_a_split():
    kinds = [kind for kind, *_ in found([f"{NOTED} {CALLED}"], [NOTED[:-1] + " and thanks.", "It " + CALLED])]
    assert sorted(kinds) == ["insert", "replace"]


def test_two_paragraphs_made_one_are_a_join():
    assert found([NOTED, CALLED, WELCOMES], [f"{NOTED} {CALLED}", WELCOMES]) == [("join", 1, "", 0)]


@pytest.mark.parametrize("seam", ["", " ", "2.", " 2. ", "\t2.\t", " 2."])
def test_a_number_left_between_joined_paragraphs_is_no_word_and_a_space_is_not_missed(seam: str):
    old = lines(NOTED, CALLED, WELCOMES)
    new = lines(NOTED + seam + CALLED, WELCOMES)
    kinds = [(one.kind.value, one.line) for one in differences(old, new, pair(old, new, [(0, 0), (1, 0)]))]
    assert kinds == [("join", 1)]


def test_a_seam_is_never_found_within_a_word():
    old = lines("Althea went to the", "a theatre of the old city, near the river and the park.")
    new = lines(f"{old[0].text}{old[1].text}")
    told = differences(old, new, pair(old, new, [(0, 0), (1, 0)]))
    assert [(one.kind.value, one.line) for one in told] == [("join", 1)]


def test_paragraphs_joined_and_edited_keep_each_their_edit():
    changed = CALLED.replace("civilians", "all civilians")
    assert found([NOTED, CALLED, WELCOMES], [f"{NOTED} {changed}", WELCOMES]) == [
        ("join", 1, "", 0),
        ("replace", 2, changed, 0),
    ]


def test_three_paragraphs_made_one_are_two_joins():
    assert [kind for kind, *_ in found([NOTED, CALLED, ASKED], [f"{NOTED} {CALLED} {ASKED}"])] == [
        "join",
        "join",
    ]


def test_a_new_paragraph_before_the_subparagraphs_of_another_takes_them_over():
    sub = "(a) " + CALLED
    assert found([WELCOMES, sub, NOTED], [WELCOMES, ASKED, sub, NOTED]) == [
        ("insert", -2, ASKED, 1),
        ("move", 2, "", -2),
    ]


# Choosing ----------------------------------------------------------------------------------------


def test_what_would_follow_a_new_paragraph_left_out_follows_the_line_before():
    old, new = lines(WELCOMES, NOTED), lines(WELCOMES, CALLED, ASKED, NOTED)
    told = differences(old, new, pair(old, new))

    (one,) = chosen(told, {"insert-3"})

    assert (one.line, one.after) == (-3, 1)
    assert chosen(told, {"insert-2", "insert-3"}) == told
    more = lines(WELCOMES, CALLED, ASKED, INVITED, NOTED)
    (last,) = chosen(differences(old, more, pair(old, more)), {"insert-4"})
    assert (last.line, last.after) == (-4, 1)
    assert chosen(told, ()) == ()


# All of it ---------------------------------------------------------------------------------------


@st.composite
def texts(draw: st.DrawFn) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Draw a draft and a file made from it: edited, divided, joined, dropped, added to, and put in another order."""
    short = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
    text = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES).flatmap(edited), short)
    good = text.map(lambda one: " ".join(one.replace("\u2029", " ").split()) or "The Meeting.")
    levels = st.sampled_from(["# ", "", "", "", "(a) ", "(a) ", "(i) "])
    old = [draw(levels) + draw(good) for _ in range(draw(st.integers(0, 9)))]
    new = list(old)
    for _ in range(draw(st.integers(0, 5))):
        change(draw, new, draw(levels) + draw(good))
    return lines(*old), lines(*new)


def change(draw: st.DrawFn, new: list[str], fresh: str) -> None:
    at = draw(st.integers(0, len(new)))
    what = draw(st.sampled_from(["new", "drop", "edit", "split", "join", "move", "block"]))
    if what == "new":
        new.insert(at, fresh)
    elif at == len(new):
        return
    elif what == "drop":
        del new[at]
    elif what == "edit":
        words = new[at].split()
        words[draw(st.integers(0, len(words) - 1)) :][:2] = ["amended"]
        words[-1] += draw(st.sampled_from(WORDS))
        new[at] = " ".join(words)
    elif what == "split":
        words = new[at].split()
        cut = draw(st.integers(0, len(words)))
        new[at : at + 1] = [
            part for part in (" ".join(words[:cut]), " ".join(words[cut:])) if part.strip("# ")
        ]
    elif what == "join":
        new[at : at + 2] = [" ".join(new[at : at + 2])]
    else:
        length = 1 if what == "move" else draw(st.integers(1, 4))
        taken = new[at : at + length]
        del new[at : at + length]
        to = draw(st.integers(0, len(new)))
        new[to:to] = taken


@pytest.mark.thorough
@given(texts())
@settings(max_examples=150, deadline=None)
def test_all_differences_together_make_the_draft_say_what_the_file_says(two):
    old, new = two
    links = pair(old, new)
    told = differences(old, new, links)

    assert sorted(i for link in links for i in link.old) == list(range(len(old)))
    assert sorted(j for link in links for j in link.new) == list(range(len(new)))
    assert len({one.key for one in told}) == len(told)
    leads(old, new, told)


@pytest.mark.thorough
@given(texts(), st.data())
@settings(max_examples=60, deadline=None)
def test_any_choice_of_differences_stands_together(two, data):
    """Except a deletion of what another choice needs, of which the consolidation tells."""
    old, new = two
    told = differences(old, new, pair(old, new))
    keys = data.draw(st.sets(st.sampled_from([one.key for one in told]))) if told else set()

    picked = chosen(told, keys)

    assert {one.key for one in picked} == set(keys)
    there = [one.line for one in picked]
    assert all(there.index(one.after) < there.index(one.line) for one in picked if one.after < 0)
    if old:
        assert becomes(old, new, picked) or all(one.kind is AmendmentKind.DELETE for one in picked)


@pytest.mark.thorough
@given(texts(), st.data())
@settings(max_examples=60, deadline=None)
def test_certain_pairs_and_pairs_taken_apart_lead_to_the_file_too(two, data):
    old, new = two
    known = []
    for i in range(len(old)):
        if new and data.draw(st.booleans()):
            known.append((i, data.draw(st.integers(0, len(new) - 1))))
    links = pair(old, new, known)
    assert sorted(i for link in links for i in link.old) == list(range(len(old)))
    assert sorted(j for link in links for j in link.new) == list(range(len(new)))
    apart = data.draw(st.sets(st.integers(0, max(len(links) - 1, 0))))
    links, _ = taken_apart(links, apart)

    leads(old, new, differences(old, new, links))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("before", "after"),
    [("ga_un_oic_cooperation_A_RES_65", "ga_un_oic_cooperation_A_RES_67"), ("paris_4", "paris_5")],
)
def test_the_differences_of_two_real_texts_lead_from_one_to_the_other(before: str, after: str):
    old, new = lines(*real_paragraphs(before)), lines(*real_paragraphs(after))
    assert len(old) > 30

    told = differences(old, new, pair(old, new))

    leads(old, new, told)
    assert sum(one.kind is AmendmentKind.REPLACE for one in told) > 10


# The same by others ----------------------------------------------------------------------------------


def test_a_change_is_that_of_another_only_in_the_same_words_on_the_same_wording_at_the_same_place() -> None:
    old = [Line(11, "We met."), Line(12, "We left."), Line(13, "We ate.")]
    new = [Line(0, "We met again."), Line(0, "We left."), Line(0, "We sang."), Line(0, "We ate.")]
    links = pair(old, new)
    found = differences(old, new, links)
    by_key = {difference.key: difference for difference in found}
    assert set(by_key) == {"replace1", "insert-3"}

    def alike(*others: Edit) -> dict[str, int]:
        return proposed_alike(old, new, found, others=others)

    replaced = Edit(7, AmendmentKind.REPLACE, 11, base="We met.", text="We met again.")
    assert alike(replaced) == {"replace1": 7}
    assert alike(replace(replaced, text="We MET again.")) == {}
    assert alike(replace(replaced, base="They met.")) == {}
    assert alike(replace(replaced, paragraph=12)) == {}

    inserted = Edit(8, AmendmentKind.INSERT, 99, text="We sang.", after=12)
    assert alike(inserted, replace(inserted, proposal=9)) == {"insert-3": 8}
    assert alike(replace(inserted, after=11)) == {}
    assert alike(replace(inserted, line_kind=LineKind.SUB, depth=1)) == {}
