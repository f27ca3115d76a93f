"""Which paragraph of one text became which of another."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from itertools import permutations, product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from acm_drafts.text.align import LEAST, SURE, Link, align
from acm_drafts.text.amending import WITHIN
from acm_drafts.text.assignment import best_pairs, shared_threes
from acm_drafts.text.dividing import parts_of
from acm_drafts.text.language import as_read
from acm_drafts.text.pairing import MOST_DOUBTFUL
from acm_drafts.text.paragraphs import Paragraph, Vocabulary, likeness, together
from acm_drafts.text.runs import in_common
from bench.pairings import FAMILIES, OWN, STATES, counted
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
@example([f"{WATER} {SOIL}", f"{TRADE} Yes."], [f"{WATER} No.", f"{SOIL} No.", f"{WATER} {SOIL} {TRADE} No."])
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
            assert 1 <= link.score <= (MOST_DOUBTFUL if link.doubtful else 100)
        else:
            assert (link.score, link.doubtful) == (0.0, False)
        if len(link.old) == len(link.new) == 1 and link.score < (LEAST if link.doubtful else SURE):
            one, other = (Paragraph(text, Vocabulary()) for text in (old[link.old[0]], new[link.new[0]]))
            within = in_common(read_words(one), read_words(other)) >= WITHIN * min(
                len(one.words), len(other.words)
            )
            assert within or (one.brief and other.brief)


def read_words(paragraph: Paragraph) -> list[str]:
    return re.findall(r"\w+", paragraph.body.casefold())


def test_a_pair_of_unrelated_words_under_one_number_is_doubtful() -> None:
    """The number of an article stands over another one now: who reads it is asked."""
    links = align(["Article 3", WATER, "Article 4", SOIL], ["Article 3", BOOKS, "Article 4", TRADE])
    assert [(link.score, link.doubtful) for link in links if link.old and link.new] == [
        (MOST_DOUBTFUL, True)
    ] * 2


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

    everywhere = [(three, i) for i, words in enumerate(old) for three in threes(words)]

    def places(three: tuple[int, ...], i: int) -> int:
        """Return how often a run counts in an old paragraph: of more than 16 places the first three do."""
        at = [owner for other, owner in everywhere if other == three]
        return (at if len(at) <= 16 else at[:3]).count(i)

    shared: dict[int, dict[int, int]] = {j: {} for j in range(len(new))}
    for (j, words), (i, others) in product(enumerate(new), enumerate(old)):
        count = sum(places(three, i) for three in threes(words))
        if count > 1 or (count and (len(words) < 8 or len(others) < 8)):
            shared[j][i] = count
    counted = shared_threes(dict(enumerate(old)), dict(enumerate(new)), 4)
    assert {j: {i: votes.number for i, votes in row.items()} for j, row in counted.items()} == shared
    free = set(range(0, len(old), 2)), set(range(0, len(new), 2))
    some = shared_threes(dict(enumerate(old)), dict(enumerate(new)), 4, free=free)
    assert some == {
        j: {i: votes for i, votes in row.items() if i in free[0] or j in free[1]}
        for j, row in counted.items()
    }


def test_a_run_that_few_paragraphs_have_weighs_most_and_one_that_most_have_nothing() -> None:
    def weights(old: int, new: int) -> set[float]:
        counted = shared_threes({i: [0, 1, 2] for i in range(old)}, {j: [0, 1, 2] for j in range(new)}, 3)
        return {votes.weight for row in counted.values() for votes in row.values()}

    assert weights(1, 1) == {1.0}
    assert weights(2, 1) == weights(1, 2) == {0.25}
    assert weights(16, 1) == {1 / 256}
    assert weights(17, 1) == {0.0}


# What tells paragraphs apart -----------------------------------------------------------------------


KEYS = {"State": STATES, "figure": [str(number) for number in range(101, 180)]}


def member(key: str, urged: str = "urges", to: str = " to") -> str:
    """Return a paragraph of a series, told from the others by *key* alone."""
    return (
        f"The Meeting {urged} {key}{to} continue its programme for the restoration of manuscripts in rural areas, "
        "and asks the Bank to finance it;"
    )


@given(st.integers(3, 60), st.sampled_from(sorted(KEYS)), st.data())
def test_members_of_a_series_that_was_amended_and_reordered_find_themselves_by_what_tells_them_apart(
    count: int, kind: str, data: st.DataObject
) -> None:
    keys = KEYS[kind][:count]
    order = data.draw(st.permutations(range(count)))
    amended = data.draw(
        st.sampled_from([("calls upon",), ("formally invites", ", in the years to come, to")])
    )
    links = align([member(key) for key in keys], [member(keys[i], *amended) for i in order])
    assert [(link.old, link.new) for link in links] == [((i,), (j,)) for j, i in enumerate(order)]
    assert not any(link.doubtful for link in links)


@given(st.integers(3, 60), st.sampled_from(sorted(KEYS)), st.data())
def test_a_member_in_the_place_of_another_is_asked_of_a_person_and_never_sure(
    count: int, kind: str, data: st.DataObject
) -> None:
    *keys, other = KEYS[kind][: count + 1]
    gone = data.draw(st.integers(0, count - 1))
    instead = [other if i == gone else key for i, key in enumerate(keys)]
    urged = data.draw(st.sampled_from(["urges", "formally invites"]))
    links = align([member(key) for key in keys], [member(key, urged) for key in instead])
    assert {(link.old, link.new) for link in links if link.doubtful} == {((gone,), (gone,))}
    assert all(link.old == link.new for link in links)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_of_what_is_sure_in_a_family_of_texts_at_most_one_in_two_hundred_is_wrong(name: str) -> None:
    total = counted(name, OWN, range(12))
    assert total["wrong"] <= total["all"] / 200
    assert total["right"] >= 0.93 * total["all"]
    assert total["missed"] <= 0.02 * total["all"]


articles = st.lists(
    st.sampled_from([WATER, SOIL, SCHOOLS, BOOKS, TRADE]), min_size=2, max_size=5, unique=True
)


@given(articles, st.sampled_from(["Article {0}", "Chapter {1}", "{0}"]), st.data())
def test_a_heading_told_by_its_number_is_what_stands_above_the_same_paragraphs(
    texts: list[str], form: str, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(texts))))
    numerals = ["I", "II", "III", "IV", "V"]

    def written(parts: Sequence[str]) -> list[str]:
        return [line for at, text in enumerate(parts) for line in (form.format(at + 1, numerals[at]), text)]

    links = align(written(texts), written([texts[i] for i in order]))
    assert {(link.old, link.new) for link in links} == {
        ((2 * i + line,), (2 * j + line,)) for j, i in enumerate(order) for line in (0, 1)
    }
    assert not any(link.doubtful for link in links)


def test_a_heading_reworded_and_moved_is_what_stands_above_the_same_paragraphs() -> None:
    old = ["I. Water", WATER, "II. Soils", SOIL, "III. Schools", SCHOOLS]
    new = ["I. Soils and land", SOIL, "II. Education", SCHOOLS, "III. Management of water", WATER]
    links = align(old, new)
    assert [(link.old, link.new) for link in links] == [
        ((i,), (j,)) for j, i in enumerate((2, 3, 4, 5, 0, 1))
    ]
    assert [link.new for link in links if link.doubtful] == [(0,), (2,), (4,)]


def test_a_heading_that_every_section_has_goes_with_its_section() -> None:
    old = ["On water", WATER, "Recommendations", SOIL, "On schools", SCHOOLS, "Recommendations", BOOKS]
    new = [*old[4:], *old[:4]]
    assert pairs(old, new) == [((i,), (j,)) for j, i in enumerate((4, 5, 6, 7, 0, 1, 2, 3))]


def test_what_opens_a_list_is_found_by_its_place_above_the_items() -> None:
    items = ["(a) Better rivers;", "(b) Cleaner soils;"]
    old = [f"20. {WATER}", "21. Stresses the need for:", *items, f"22. {SOIL}"]
    new = [f"20. {WATER}", "21. Calls for:", *items, f"22. {SOIL}"]
    links = align(old, new)
    assert [(link.old, link.new, link.doubtful) for link in links] == [
        ((at,), (at,), False) for at in range(5)
    ]


def test_a_short_line_alone_between_the_same_neighbours_is_asked_of_a_person() -> None:
    old = [WATER, "The protection of soils;", SOIL]
    new = [WATER, "A better protection for land;", SOIL]
    assert [(link.old, link.new, link.doubtful) for link in align(old, new)][1] == ((1,), (1,), True)


texts = st.lists(st.sampled_from([WATER, SOIL, SCHOOLS, BOOKS, TRADE]), min_size=3, max_size=5, unique=True)


@given(texts, st.data())
def test_what_was_only_added_to_and_what_only_lost_the_rest_is_surely_the_same(
    sentences: list[str], data: st.DataObject
) -> None:
    """A sentence with one to four others after it or before it, beside the paragraphs that stand as they were."""
    kept, *more = sentences
    at = data.draw(st.integers(0, 2))
    others = [
        "We thank the host country for it.",
        "Done at the seat of the Organization, in three languages.",
    ]
    longer = " ".join(data.draw(st.sampled_from([[kept, *more], [*more, kept]])))
    short = [*others[:at], kept, *others[at:]]
    long = [*others[:at], longer, *others[at:]]
    for old, new in ((short, long), (long, short)):
        assert [(link.old, link.new, link.doubtful) for link in align(old, new)] == [
            ((place,), (place,), False) for place in range(3)
        ]


def test_a_few_words_that_are_left_at_their_place_are_asked_of_a_person() -> None:
    (link,) = align([f"Decides to meet. {SOIL} {TRADE}"], ["Decides to meet."])
    assert (link.old, link.new, link.doubtful) == ((0,), (0,), True)


def test_past_two_thousand_words_their_order_plays_no_part() -> None:
    chance, vocabulary = random.Random(12), Vocabulary()
    words = [f"word{number}" for number in range(2001)]
    other = [*chance.sample(words, 1901), *["x"] * 100]
    old, new = (Paragraph(" ".join(each), vocabulary) for each in (words, other))
    assert likeness(old, new) == (200 * 1901 / 4002, 1901)


def test_of_parts_far_longer_than_the_whole_those_least_in_it_are_left_out_unread() -> None:
    vocabulary = Vocabulary()
    parts = [Paragraph(text, vocabulary) for text in (WATER, SOIL, TRADE, BOOKS, SCHOOLS)]
    assert len(parts_of(parts, together(parts[1:3]))) < 5
    assert {1, 2} <= set(parts_of(parts, together(parts[1:3])))
    assert parts_of(parts, together(parts)) == range(5)


@pytest.mark.parametrize(
    "label",
    [
        *("12 bis.", "12bis", "11 (bis)", "3.1 bis", "(b bis)", "a bis)", "(iv ter)", "12 مكرراً", "1 (new)"),
        *("12A.", "OP11", "OP11bis.", "PP 3", "(ب)", "(ب مكرر)"),
    ],
)
def test_paired_by_words_such_a_number_is_none_of_them(label: str):
    paragraph = Paragraph(f"{label} It thanked them.", Vocabulary())

    assert (paragraph.label, paragraph.body) == (label, "It thanked them.")
