"""Which paragraph of one text became which of another."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import permutations, product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from acm_drafts.text.align import LEAST, SURE, Link, align
from acm_drafts.text.assignment import best_pairs, shared_threes
from acm_drafts.text.language import as_read
from tests.text.wordings import KINDS, SENTENCES, bases, hostile, wordings

WATER = (
    "The Meeting invited Member States to share their experience in the management of rivers and aquifers."
)
SOIL = "The Meeting welcomed the programme of action on the conservation of soils and asked for national focal points."
SCHOOLS = "The Meeting commended the efforts of the Bank in financing primary education in rural areas."
BOOKS = (
    "The Meeting requested the Research Centre to continue its programme for the restoration of manuscripts."
)
TRADE = (
    "The Meeting reiterated its support for the expansion of trade among Member States under the agreement."
)


def pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.old, link.new) for link in align(old, new)]


def test_unchanged_paragraphs_find_each_other_whatever_their_number() -> None:
    old = [f"{number}. {text}" for number, text in enumerate((WATER, SOIL, BOOKS), 1)]
    new = [f"{number}. {text}" for number, text in enumerate((WATER, TRADE, SOIL, BOOKS), 1)]
    assert align(old, new) == (
        Link((0,), (0,), 100.0),
        Link((), (1,), 0.0),
        Link((1,), (2,), 100.0),
        Link((2,), (3,), 100.0),
    )


def test_an_amended_paragraph_is_found_by_its_words_and_not_by_its_place() -> None:
    assert pairs([WATER, SOIL], [SOIL.replace("asked for", "invited"), WATER.replace("rivers", "lakes")]) == [
        ((1,), (0,)),
        ((0,), (1,)),
    ]


def test_an_equal_number_is_no_proof() -> None:
    assert pairs([f"1. {WATER}", f"2. {SOIL}"], [f"1. {SOIL} Again.", f"2. {WATER} Again."]) == [
        ((1,), (0,)),
        ((0,), (1,)),
    ]


def test_a_dropped_paragraph_comes_after_the_one_it_followed_and_a_new_one_at_its_place() -> None:
    assert pairs([WATER, SOIL, BOOKS], [WATER, BOOKS, TRADE]) == [
        ((0,), (0,)),
        ((1,), ()),
        ((2,), (1,)),
        ((), (2,)),
    ]


def test_a_moved_paragraph_that_is_also_edited_is_one_paragraph() -> None:
    old = [WATER, SOIL, SCHOOLS, BOOKS]
    new = [BOOKS.replace("continue", "extend"), WATER, SOIL, SCHOOLS]
    assert pairs(old, new)[0] == ((3,), (0,))


@pytest.mark.parametrize("edit", ["of", "with"])
def test_a_split_is_one_link_though_a_part_was_edited(edit: str) -> None:
    whole = f"{WATER} {SOIL}"
    assert pairs([TRADE, whole], [TRADE, WATER.replace("of", edit), SOIL]) == [((0,), (0,)), ((1,), (1, 2))]


@pytest.mark.parametrize("edit", ["of", "with"])
def test_a_join_is_one_link_though_a_part_was_edited(edit: str) -> None:
    assert pairs([TRADE, WATER, SOIL], [TRADE, f"{WATER.replace('of', edit)} {SOIL}"]) == [
        ((0,), (0,)),
        ((1, 2), (1,)),
    ]


def test_a_paragraph_split_in_four_or_joined_of_four_is_one_link() -> None:
    parts = [WATER, SOIL.replace("soils", "forests"), SCHOOLS, BOOKS]
    whole = f"{WATER} {SOIL} {SCHOOLS} {BOOKS}"
    assert pairs([TRADE, whole], [*parts, TRADE]) == [((1,), (0, 1, 2, 3)), ((0,), (4,))]
    assert pairs([TRADE, *parts], [whole, TRADE]) == [((1, 2, 3, 4), (0,)), ((0,), (1,))]


def test_a_short_heading_split_off_belongs_to_its_paragraph() -> None:
    assert pairs([f"On rural schools: {SCHOOLS}", WATER], ["On rural schools:", SCHOOLS, WATER]) == [
        ((0,), (0, 1)),
        ((1,), (2,)),
    ]


def test_a_neighbour_that_adds_nothing_of_the_lost_words_stays_new() -> None:
    assert pairs([f"{WATER} {SOIL}"], [WATER, BOOKS]) == [((0,), (0,)), ((), (1,))]


def test_the_pairing_is_best_as_a_whole_and_not_one_by_one() -> None:
    first = "one two three four five six seven eight nine ten"
    old = [first, f"{first} eleven twelve"]
    new = [f"{first} eleven", "one two three four five six seven eight nine x"]
    assert pairs(old, new) == [((1,), (0,)), ((0,), (1,))]


def test_equal_paragraphs_are_paired_in_order() -> None:
    assert pairs(["Finance"] * 3, ["Finance"] * 2) == [((0,), (0,)), ((1,), (1,)), ((2,), ())]
    assert pairs(["a b c d e f old"] * 3, ["a b c d e f new"] * 3) == [((at,), (at,)) for at in range(3)]


def test_a_heavy_rewrite_is_offered_as_a_doubt_with_a_percentage() -> None:
    rewritten = (
        "The Meeting invited all to share knowledge in the care of rivers, lakes and aquifers of theirs."
    )
    (link,) = align([WATER], [rewritten])
    assert (link.old, link.new, link.doubtful) == ((0,), (0,), True)
    assert 52 <= link.score < 72
    (sure,) = align([WATER], [WATER.replace("rivers", "lakes")])
    assert sure.score > 90
    assert not sure.doubtful


def test_strangers_are_dropped_and_new_and_never_doubted() -> None:
    links = align([WATER], ["رحب الاجتماع بالتقرير الذي قدمه الأمين العام"])
    assert set(links) == {Link((), (0,), 0.0), Link((0,), (), 0.0)}
    assert not any(link.doubtful for link in links)


def test_what_reads_alike_is_unchanged() -> None:
    assert align(["وقــد رحب الاجتماع بالتقرير"], ["وقد رحب الاجتماع بالتقرير"]) == (Link((0,), (0,), 100.0),)


def test_no_text_has_no_links() -> None:
    assert align([], []) == ()
    assert pairs(["a"], []) == [((0,), ())]
    assert pairs([], ["a"]) == [((), (0,))]
    assert pairs([""], [""]) == [((0,), (0,))]


def lightly(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words[chance.randrange(len(words))] = f"new{chance.randrange(100)}"
    return " ".join(words)


def test_two_hundred_edited_paragraphs_in_any_order_all_find_themselves() -> None:
    chance = random.Random(11)
    vocabulary = [word for sentence in SENTENCES for word in sentence.split()]
    old = [" ".join(chance.choices(vocabulary, k=40)) for _ in range(200)]
    order = chance.sample(range(200), 200)
    new = [lightly(old[place], chance) for place in order]
    new[100:100] = [" ".join(chance.choices(vocabulary, k=40)) for _ in range(2)]
    links = align(old, new)
    order[100:100] = [-1, -1]
    assert [order[link.new[0]] for link in links if link.old] == [link.old[0] for link in links if link.old]
    assert [link.new[0] for link in links if not link.old] == [100, 101]


paragraphs = st.lists(
    st.one_of(wordings, hostile, st.sampled_from([WATER, SOIL, f"{WATER} {SOIL}"])), max_size=6
)


@given(paragraphs, paragraphs)
@example(["x", "x", "y", "q"], ["y", "q", "x"])
def test_every_index_is_in_exactly_one_link(old: list[str], new: list[str]) -> None:
    links = align(old, new)
    assert sorted(i for link in links for i in link.old) == list(range(len(old)))
    assert sorted(j for link in links for j in link.new) == list(range(len(new)))
    assert all(link.old or link.new for link in links)
    assert all(min(len(link.old), len(link.new)) <= 1 for link in links)
    assert all(0 <= link.score <= 100 for link in links)


@given(paragraphs)
def test_a_text_beside_itself_is_unchanged(text: list[str]) -> None:
    assert align(text, text) == tuple(Link((at,), (at,), 100.0) for at in range(len(text)))


@given(paragraphs, paragraphs)
def test_links_come_in_the_order_of_the_new_text(old: list[str], new: list[str]) -> None:
    places = [link.new[0] for link in align(old, new) if link.new]
    assert places == sorted(places)


sentences = st.lists(
    bases.filter(lambda text: len(set(text.split())) > 8), min_size=1, max_size=6, unique_by=as_read
)


@given(paragraphs, paragraphs)
def test_a_pair_is_sure_or_doubtful_with_its_percentage_and_strangers_are_no_pair(
    old: list[str], new: list[str]
) -> None:
    for link in align(old, new):
        if link.old and link.new:
            assert LEAST <= link.score <= 100
            assert link.doubtful == (link.score < SURE)
        else:
            assert (link.score, link.doubtful) == (0.0, False)


def test_what_just_reaches_the_bound_is_sure() -> None:
    assert not Link((0,), (0,), SURE).doubtful
    assert Link((0,), (0,), SURE - 0.1).doubtful


@given(sentences, st.randoms(use_true_random=False))
def test_paragraphs_in_another_order_all_find_themselves(old: list[str], chance: random.Random) -> None:
    order = chance.sample(range(len(old)), len(old))
    assert align(old, [old[i] for i in order]) == tuple(Link((i,), (j,), 100.0) for j, i in enumerate(order))


@given(
    sentences,
    st.lists(st.integers(1, 30), min_size=6, max_size=6),
    st.sampled_from(["{}.", "({})", "{} bis."]),
)
def test_numbers_are_evidence_and_never_proof(old: list[str], numbers: list[int], form: str) -> None:
    before = [f"{number}. {text}" for number, text in enumerate(old, 1)]
    after = [f"{form.format(number)} {text}" for number, text in zip(numbers, old, strict=False)]
    assert align(before, after) == tuple(Link((i,), (i,), 100.0) for i in range(len(old)))


@given(sentences, st.data())
def test_what_was_cut_in_two_or_made_one_is_one_link_with_all_its_paragraphs(
    others: list[str], data: st.DataObject
) -> None:
    own = data.draw(st.sampled_from(others))
    at = others.index(own)
    words = own.split(" ")
    half = len(words) // 2
    parts = [" ".join(words[:half]), " ".join(words[half:])]
    cut = [*others[:at], *parts, *others[at + 1 :]]
    assert Link((at,), (at, at + 1), 100.0) in align(others, cut)
    assert Link((at, at + 1), (at,), 100.0) in align(cut, others)


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_a_word_changed_in_each_paragraph_leaves_each_with_itself(kind: str, data: st.DataObject) -> None:
    old = data.draw(
        st.lists(
            st.sampled_from(KINDS[kind]).filter(lambda text: len(set(text.split())) > 8),
            min_size=1,
            unique=True,
        )
    )
    chance = data.draw(st.randoms(use_true_random=False))
    new = [lightly(text, chance) for text in old]
    assume(len(set(map(as_read, new))) == len(new))
    links = align(old, new)
    assert [(link.old, link.new) for link in links] == [((i,), (i,)) for i in range(len(old))]


worths = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(4, 7)), st.integers(1, 9), max_size=9)


@given(worths)
def test_the_pairing_has_the_highest_sum_of_all(worth: dict[tuple[int, int], float]) -> None:
    chosen = best_pairs(worth)
    assert all(count == 1 for count in Counter(number for pair in chosen for number in pair).values())
    every = (
        sum(worth.get(pair, 0) for pair in zip(range(4), order, strict=True))
        for order in permutations(range(4, 8))
    )
    assert sum(worth[pair] for pair in chosen) == max(every)


numbers = st.lists(st.lists(st.integers(0, 3), max_size=10), max_size=4)


@given(numbers, numbers)
def test_shared_runs_of_three_words_are_counted_as_they_stand(
    old: list[list[int]], new: list[list[int]]
) -> None:
    def threes(words: list[int]) -> list[tuple[int, ...]]:
        padded = [*words, *[4] * (3 - len(words))]
        return [tuple(padded[at : at + 3]) for at in range(len(padded) - 2)]

    everywhere = Counter(three for words in old for three in threes(words))
    shared: dict[int, dict[int, int]] = {j: {} for j in range(len(new))}
    for (j, words), (i, others) in product(enumerate(new), enumerate(old)):
        count = sum(threes(others).count(three) for three in threes(words) if everywhere[three] <= 16)
        if count > 1 or (count and (len(words) < 8 or len(others) < 8)):
            shared[j][i] = count
    assert shared_threes(dict(enumerate(old)), dict(enumerate(new)), 4) == shared
