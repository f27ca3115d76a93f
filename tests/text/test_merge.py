"""Several texts made from one base, united or in conflict."""

from collections import Counter
from itertools import chain, combinations, pairwise, permutations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from acm_drafts.text.edits import Edit
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import Clash, Region, is_clean, merge, merge_all, text_of, unite
from acm_drafts.text.tokens import tokens
from tests.text.wordings import families, replaced

BASE = "The Meeting urged all parties to act now."

CLEAN = [
    (
        "one side only",
        BASE,
        "The Meeting urged all States to act now.",
        BASE,
        "The Meeting urged all States to act now.",
    ),
    (
        "two places",
        BASE,
        "The Meeting invited all parties to act now.",
        "The Meeting urged all parties to act soon.",
        "The Meeting invited all parties to act soon.",
    ),
    (
        "the same change on both sides",
        BASE,
        "The Meeting urged States to act now.",
        "The Meeting urged States to act soon.",
        "The Meeting urged States to act soon.",
    ),
    ("one word between", "a b c", "x b c", "a b y", "x b y"),
    (
        "a word that begins like the one after it, and an edit behind that",
        "in the area",
        "in therefore the area",
        "in the whole area",
        "in therefore the whole area",
    ),
    (
        "the same insertion in two places it could stand",
        "peace and security",
        "peace and peace and security",
        "peace and peace and security now",
        "peace and peace and security now",
    ),
    (
        "spaces alone",
        "un mot : suite de",
        "un mot\u00a0: suite de",
        "un mot : suite des",
        "un mot\u00a0: suite des",
    ),
    (
        "Arabic",
        "أكد الاجتماع أهمية التعاون",
        "جدد الاجتماع أهمية التعاون",
        "أكد الاجتماع ضرورة التعاون",
        "جدد الاجتماع ضرورة التعاون",
    ),
]

CLASHES = [
    ("different edits of a word", "a b c", "a x c", "a y c", ("a ", Clash("b", ("x", "y")), " c")),
    (
        "two insertions at one place",
        "all parties",
        "all relevant parties",
        "all concerned parties",
        ("all ", Clash("", ("relevant ", "concerned ")), "parties"),
    ),
    ("delete against edit", "a b c", "a c", "a x c", ("a ", Clash("b ", ("", "x ")), "c")),
    ("edits side by side", "a b c d", "a x c d", "a b y d", ("a ", Clash("b c", ("x c", "b y")), " d")),
    ("insertion beside an edit", "a b c", "a n b c", "a x c", ("a ", Clash("b", ("n b", "x")), " c")),
    ("overlap", "a b c d e", "a x d e", "a b y e", ("a ", Clash("b c d", ("x d", "b y")), " e")),
    ("two endings", "a", "a b", "a c", ("a", Clash("", (" b", " c")))),
    ("another sign after the same words", "a b", "a x, b", "a x; b", ("a ", Clash("", ("x, ", "x; ")), "b")),
    ("a sign alone", "a b", "a, b", "a, x b", ("a", Clash("", (",", ", x")), " b")),
    (
        "one side at both ends of the other",
        "a b",
        "a x b",
        "a y x z b",
        ("a ", Clash("", ("x ", "y x z ")), "b"),
    ),
    (
        "a repeated word could be the one at the end",
        "and peace law",
        "and trade peace law law",
        "and peace law and",
        ("and trade peace ", Clash("law", ("law law", "law and"))),
    ),
    (
        "a repeated word could be the edited one",
        "peace and security",
        "peace and peace and security",
        "Peace and security",
        (Clash("peace and", ("peace and peace and", "Peace and")), " security"),
    ),
]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"), [case[1:] for case in CLEAN], ids=[c[0] for c in CLEAN]
)
def test_changes_that_do_not_meet_are_united(base: str, ours: str, theirs: str, merged: str) -> None:
    assert merge(base, ours, theirs) == (merged,)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "regions"), [case[1:] for case in CLASHES], ids=[c[0] for c in CLASHES]
)
def test_changes_that_meet_and_differ_are_a_conflict(
    base: str, ours: str, theirs: str, regions: tuple[Region, ...]
) -> None:
    assert merge(base, ours, theirs) == regions


def test_words_that_one_side_takes_away_do_not_come_back_with_the_same_edit() -> None:
    base, less, more = "We shall ensure full peace.", " must ", " must ensure lasting "
    regions = unite(base, [[Edit(2, 21, less)], [Edit(2, 21, more)]])
    assert regions == ("We ", Clash("shall ensure full", ("must", "must ensure lasting")), " peace.")


def test_a_conflict_holds_the_wording_of_each_side() -> None:
    (_, conflict, _) = merge("a b c", "a x c", "a y c")
    assert isinstance(conflict, Clash)
    assert (conflict.base, conflict.ours, conflict.theirs) == ("b", "x", "y")


def test_a_conflict_lists_each_distinct_side_once_and_no_text_outside_it() -> None:
    texts = ["a x c d", "a y c d", "a x c d e", "a b c d f"]
    regions = merge_all("a b c d", texts)
    assert regions == ("a ", Clash("b", ("x", "y")), " c d", Clash("", (" e", " f")))


def test_a_text_with_a_conflict_has_no_text() -> None:
    with pytest.raises(ValueError, match="settle"):
        text_of(merge("a", "b", "c"))


def test_nothing_to_unite_is_the_base() -> None:
    assert merge_all("a b", []) == ("a b",)
    assert merge_all("a b", ["a b", "a b"]) == ("a b",)
    assert merge_all("", ["", ""]) == ()
    assert text_of(()) == ""


def swapped(region: Region) -> Region:
    return region if isinstance(region, str) else Clash(region.base, region.sides[::-1])


@given(families(least=2, most=2))
def test_swapping_the_sides_swaps_the_conflicts_and_changes_nothing_else(
    family: tuple[str, list[str]],
) -> None:
    base, (ours, theirs) = family
    assert merge(base, theirs, ours) == tuple(map(swapped, merge(base, ours, theirs)))


@pytest.mark.thorough
@given(families())
def test_an_unchanged_side_is_neutral_and_a_change_agrees_with_itself(family: tuple[str, list[str]]) -> None:
    base, (text, *_) = family
    for regions in (merge(base, text, base), merge(base, base, text), merge(base, text, text)):
        assert text_of(regions) == text


def put(words: list[str], **new: str) -> str:
    """Return *words* with some replaced by others, told by their places: _3="new"."""
    return " ".join(filter(None, (new.get(f"_{at}", word) for at, word in enumerate(words))))


@given(replaced(apart=1), st.data())
def test_edits_beside_each_other_conflict_and_with_one_word_between_they_are_united(
    drawn: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    words, places = drawn
    at = data.draw(st.sampled_from([at for at in places if at + 2 < len(words)] or [0]))
    assume(at in places)
    base, ours = " ".join(words), put(words, **{f"_{at}": "ours"})
    if words.count(words[at + 1]) == 1:
        assert not is_clean(merge(base, ours, put(words, **{f"_{at + 1}": "theirs"})))
    if words.count(words[at + 2]) == 1:
        theirs = put(words, **{f"_{at + 2}": "theirs"})
        assert merge(base, ours, theirs) == (put(words, **{f"_{at}": "ours", f"_{at + 2}": "theirs"}),)


@given(replaced(apart=1), st.data())
def test_different_changes_of_one_word_are_a_conflict_with_both_wordings(
    drawn: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    words, places = drawn
    at = data.draw(st.sampled_from(places or [0]))
    assume(places)
    before, after = (f"ours {words[at]}", f"theirs {words[at]}"), f"{words[at]} ours"
    acts = st.sampled_from(["ours", "", *before, after])
    pair = data.draw(st.lists(acts, min_size=2, max_size=2, unique=True))
    texts = [put(words, **{f"_{at}": one}) for one in pair]
    regions = merge(" ".join(words), *texts)
    if after in pair and set(pair) & set(before):
        assert is_clean(regions)  # the word itself stands between them
        return
    assert sum(isinstance(region, Clash) for region in regions) == 1
    for number, text in enumerate(texts):
        assert "".join(r if isinstance(r, str) else r.sides[number] for r in regions) == text


@given(replaced(apart=1), st.data())
def test_sides_that_no_reader_can_tell_apart_are_united_as_the_most_careful_spells_it(
    drawn: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    words, places = drawn
    at = data.draw(st.sampled_from(places or [0]))
    assume(places)
    spelt = data.draw(st.permutations(["l’an", "l'an", "l\u00ad'an", "l\u00ad’a\u00adn"]))[:3]
    texts = [put(words, **{f"_{at}": word}) for word in spelt]
    best = min(spelt, key=lambda word: (word.count("\u00ad"), "’" not in word))
    assert merge_all(" ".join(words), texts) == (put(words, **{f"_{at}": best}),)


@given(replaced(apart=1), st.data())
def test_what_no_reader_sees_stands_against_no_edit(
    drawn: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    words, places = drawn
    at = data.draw(st.sampled_from([at for at in places if at + 1 < len(words)] or [0]))
    assume(at in places)
    unseen = " ".join(words[: at + 1]) + "\u00a0" + " ".join(words[at + 1 :])
    for seen in (put(words, **{f"_{at}": "new"}), put(words, **{f"_{at}": f"new {words[at]}"})):
        merged = text_of(merge(" ".join(words), unseen, seen))
        assert as_read(merged) == as_read(seen)


@given(replaced(apart=1), st.data())
def test_the_same_edit_by_two_is_one_where_one_of_them_adds_beside_it(
    drawn: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    words, places = drawn
    at = data.draw(st.sampled_from(places or [0]))
    assume(places)
    stays = data.draw(st.sampled_from(["", f" {words[at]}"]))
    before, after = data.draw(st.sampled_from([("with appreciation ", ""), ("", " in full")]))
    base, same, more = (
        put(words, **{f"_{at}": new})
        for new in (words[at], f"entirely new{stays}", f"{before}entirely new{after}{stays}")
    )
    assert merge(base, same, more) == merge(base, more, same) == (more,)
    if at + 1 < len(words):
        assert text_of(merge_all(base, [more, same, f"{base} And no more."])) == f"{more} And no more."


@given(replaced(apart=1), st.data())
def test_what_is_added_after_a_sign_stands_against_no_edit_that_ends_at_it(
    drawn: tuple[list[str], list[int]], data: st.DataObject
) -> None:
    words, places = drawn
    assume(places)
    sign = data.draw(st.sampled_from([";", ",", ":"]))
    at = data.draw(st.sampled_from(places))
    base = put(words, **{f"_{at}": f"{words[at]}{sign}"})
    edited, added = (
        put(words, **{f"_{at}": new}) for new in (f"new{sign}", f"{words[at]}{sign} and more{sign}")
    )
    assert merge(base, edited, added) == (put(words, **{f"_{at}": f"new{sign} and more{sign}"}),)


@given(replaced(apart=2), st.booleans())
def test_what_is_added_outside_a_bracket_stands_against_no_lifting_of_it(
    drawn: tuple[list[str], list[int]], in_front: bool
) -> None:
    words, _ = drawn
    first, last = 1, len(words) - 2
    assume(first <= last)

    def text(opening: str, closing: str, *, more: bool = False) -> str:
        inside = list(words)
        inside[first] = f"{'added' if more and in_front else ''} {opening}{inside[first]}".strip()
        inside[last] = f"{inside[last]}{closing} {'added' if more and not in_front else ''}".strip()
        return " ".join(inside)

    united = merge_all(text("[", "]"), [text("[", "]", more=True), text("", "")])

    assert united == (text("", "", more=True),)


def test_what_is_added_inside_a_bracket_is_in_conflict_with_its_lifting() -> None:
    base = "It condemns terrorism [in all its forms] and calls for action."
    inside = base.replace("[in", "[and violence in")
    assert not is_clean(merge(base, inside, base.replace("[", "").replace("]", "")))


@given(families(least=2, most=2))
def test_nothing_is_lost(family: tuple[str, list[str]]) -> None:
    base, (ours, theirs) = family
    regions = merge(base, ours, theirs)
    before, *after = (counted(text) for text in (base, ours, theirs))
    found: Counter[str] = Counter()
    for region in regions:
        found += sum(map(counted, (region,) if isinstance(region, str) else region.sides), Counter())
    for side in after:
        assert not (side - before) - found


def counted(text: str) -> Counter[str]:
    """Return how often each word, sign and single space stands in *text*: a conflict may begin within white space."""
    return Counter(chain.from_iterable(token if token.isspace() else [token] for token in tokens(text)))


@given(families(least=2, most=2))
def test_a_region_is_never_empty_and_agreed_text_is_in_one_piece(family: tuple[str, list[str]]) -> None:
    base, (ours, theirs) = family
    regions = merge(base, ours, theirs)
    kinds = [isinstance(region, str) for region in regions]
    assert all(regions)
    assert not any(left and right for left, right in pairwise(kinds))
    for conflict in regions:
        if isinstance(conflict, Clash):
            assert len(conflict.sides) == len(set(conflict.sides)) == 2


@given(families(least=3, most=4))
def test_texts_that_agree_two_by_two_agree_all_together(family: tuple[str, list[str]]) -> None:
    base, texts = family
    if all(is_clean(merge(base, *pair)) for pair in combinations(texts, 2)):
        assert is_clean(merge_all(base, texts))


@given(families(least=3, most=4))
@example(("a b c d", ["x b c d", "a b c y", "a b c z"]))
def test_texts_that_conflict_two_by_two_conflict_all_together(family: tuple[str, list[str]]) -> None:
    base, texts = family
    if not all(is_clean(merge(base, *pair)) for pair in combinations(texts, 2)):
        assert not is_clean(merge_all(base, texts))


@given(families(least=3, most=3))
def test_the_order_of_the_texts_shows_only_in_the_order_of_sides(family: tuple[str, list[str]]) -> None:
    base, texts = family

    def unordered(regions: tuple[Region, ...]) -> list[object]:
        return [
            region if isinstance(region, str) else (region.base, sorted(region.sides)) for region in regions
        ]

    first = unordered(merge_all(base, texts))
    assert all(unordered(merge_all(base, list(order))) == first for order in permutations(texts))


@given(families(least=2, most=2))
def test_a_merge_is_the_union_of_two(family: tuple[str, list[str]]) -> None:
    base, texts = family
    assert merge(base, *texts) == merge_all(base, texts)
