"""A proposal as a list of changes to tick."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.changes import Change, apply, changes, excerpt
from acm_drafts.text.merge import merge_all, text_of
from acm_drafts.text.tokens import count
from tests.text.wordings import SENTENCES, families

BASE = "The Meeting strongly condemned the attack, and urged all parties to act."


def listed(base: str, proposed: str) -> list[tuple[str, str]]:
    return [(change.old, change.new) for change in changes(base, proposed)]


EXAMPLES = [
    ("replace", BASE, BASE.replace("strongly condemned", "deplored"), [("strongly condemned", "deplored")]),
    ("delete", BASE, BASE.replace("strongly ", ""), [("strongly ", "")]),
    ("insert", BASE, BASE.replace("all parties", "all concerned parties"), [("", "concerned ")]),
    (
        "two places",
        BASE,
        "The Meeting condemned the attack, and urged all States to act.",
        [("strongly ", ""), ("parties", "States")],
    ),
    ("a word and the space beside it", "un mot : oui", "un terme\u00a0: oui", [("mot ", "terme\u00a0")]),
    ("a space alone", "un mot : oui", "un mot\u00a0: oui", [(" ", "\u00a0")]),
    ("everything", "a b", "c", [("a b", "c")]),
    ("from nothing", "", "a b", [("", "a b")]),
    ("nothing", BASE, BASE, []),
    (
        "beside a kept word",
        "the report of Egypt",
        "the statement of Türkiye",
        [("report of Egypt", "statement of Türkiye")],
    ),
    (
        "around a longer one",
        "It urged the parties to act.",
        "It asked the parties to wait.",
        [("urged", "asked"), ("act", "wait")],
    ),
    ("at the end", "It noted the report.", "It noted the report, with thanks.", [("", ", with thanks")]),
    ("a sentence at the end", "It met.", "It met. It left.", [("", " It left.")]),
    ("a full stop", "It noted the report.", "It noted the report;", [(".", ";")]),
    ("a clause between commas", "It met, in Jeddah, and left.", "It met and left.", [(", in Jeddah,", "")]),
    ("one more in a list", "Mali and Niger met", "Egypt, Mali and Niger met", [("", "Egypt, ")]),
    (
        "Arabic with waw",
        "أكد الاجتماع التعاون، دعا الدول",
        "أكد الاجتماع التعاون، ودعا الدول",
        [("دعا", "ودعا")],
    ),
    (
        "Arabic, waw kept",
        "شكر المجلس والدول الأعضاء",
        "شكر المجلس والدول الشقيقة الأعضاء",
        [("", "الشقيقة ")],
    ),
    (
        "Arabic around a preposition",
        "أدان الهجوم في المدينة أمس",
        "أدان العدوان في القرية أمس",
        [("الهجوم في المدينة", "العدوان في القرية")],
    ),
    ("il est", "Il est demandé d’agir.", "Il est instamment demandé d’agir.", [("", "instamment ")]),
    ("est made était", "qu’il est urgent : oui", "qu’il était urgent ; oui", [("est", "était"), (":", ";")]),
    ("guillemets", "le mot paix est dit", "le mot « paix » est dit", [("", "« "), ("", "» ")]),
    (
        "a whole rewrite",
        BASE,
        "Ministers expressed sorrow at the loss of life and called for calm.",
        [(BASE[:-1], "Ministers expressed sorrow at the loss of life and called for calm")],
    ),
    ("a split", "We met. We left.", "We met.\u2029We left.", [(" ", "\u2029")]),
]


@pytest.mark.parametrize(
    ("base", "proposed", "expected"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_changes_are_grouped_as_a_reader_would(
    base: str, proposed: str, expected: list[tuple[str, str]]
) -> None:
    assert listed(base, proposed) == expected


def test_what_could_as_well_stand_side_by_side_cannot_be_taken_apart() -> None:
    assert listed("peace, and and and law", "peace, trade soil and law and the") == [
        ("and and ", "trade soil "),
        ("", " and the"),
    ]


def test_an_invisible_change_says_so() -> None:
    (change,) = changes("وقــد قرر", "وقد قرر")
    assert change.invisible
    (change,) = changes("a b", "a c")
    assert not change.invisible


@given(families())
def test_all_changes_give_the_proposal_and_none_gives_the_base(family: tuple[str, list[str]]) -> None:
    base, (proposed, *_) = family
    found = changes(base, proposed)
    assert apply(base, found) == proposed
    assert apply(base, ()) == base
    assert bool(found) == (base != proposed)


@given(families(), st.randoms(use_true_random=False))
def test_any_choice_applies_in_any_order(family: tuple[str, list[str]], chance: random.Random) -> None:
    base, (proposed, *_) = family
    found = changes(base, proposed)
    chosen = [change for change in found if chance.random() < 0.5]
    shuffled = chance.sample(chosen, len(chosen))
    assert apply(base, shuffled) == apply(base, chosen) == apply(base, [*chosen, *chosen])
    rest = [change for change in found if change not in chosen]
    lengths = sum(len(change.new) - len(change.old) for change in chosen)
    assert len(apply(base, chosen)) == len(base) + lengths
    assert apply(base, [*chosen, *rest]) == proposed


@given(families())
def test_a_word_or_sign_that_stays_is_between_any_two_changes(family: tuple[str, list[str]]) -> None:
    base, (proposed, *_) = family
    for left, right in pairwise(changes(base, proposed)):
        between = base[left.end : right.start]
        assert between.strip() or "\u2029" in between


@given(st.sampled_from(SENTENCES), st.data())
def test_a_proposal_taken_in_two_parts_and_united_again_is_the_proposal(
    base: str, data: st.DataObject
) -> None:
    words = base.split(" ")
    edits = data.draw(
        st.dictionaries(
            st.integers(0, len(words) - 1), st.sampled_from(["", "{}{}", "{} new{}", "new{} {}"]), max_size=4
        )
    )
    new = [
        kind.format(word, number) if kind.count("{}") == 2 else word
        for number, (word, kind) in enumerate((word, edits.get(at, "{}")) for at, word in enumerate(words))
        if kind
    ]
    found = changes(base, " ".join(new))
    parts = [apply(base, found[start::2]) for start in (0, 1)]
    assert apply(base, found) == " ".join(new)
    if all(changes(base, part) == found[start::2] for start, part in enumerate(parts)):
        assert text_of(merge_all(base, parts)) == " ".join(
            new
        )  # else a word was taken for its like: a conflict


@given(families(), st.integers(0, 6))
def test_an_excerpt_is_what_stands_beside_a_change_and_no_more_words_than_asked_for(
    family: tuple[str, list[str]], words: int
) -> None:
    base, (proposed, *_) = family
    for change in changes(base, proposed):
        before, after = excerpt(base, change, words)
        assert base[: change.start].endswith(before)
        assert base[change.end :].startswith(after)
        assert count(before) == min(words, count(base[: change.start]))
        assert count(after) == min(words, count(base[change.end :]))


@given(families(), st.text(max_size=3))
def test_a_change_is_made_where_its_old_words_stand_and_nowhere_else(
    family: tuple[str, list[str]], before: str
) -> None:
    base, (proposed, *_) = family
    for change in changes(base, proposed):
        elsewhere = before + base
        if elsewhere[change.start : change.end] == change.old:
            assert len(apply(elsewhere, [change])) == len(elsewhere) + len(change.new) - len(change.old)
        else:
            with pytest.raises(ValueError, match="does not belong"):
                apply(elsewhere, [change])


@pytest.mark.parametrize(
    "chosen",
    [
        [Change(0, 1, "x", "y")],
        [Change(0, 3, "a b", "x"), Change(2, 5, "b c", "y")],
        [Change(4, 9, "c d e", "")],
    ],
    ids=["of another text", "overlapping", "past the end"],
)
def test_changes_that_do_not_belong_to_the_text_are_refused(chosen: list[Change]) -> None:
    with pytest.raises(ValueError, match="does not belong"):
        apply("a b c", chosen)


def test_an_excerpt_gives_a_few_words_on_either_side() -> None:
    (change,) = changes(BASE, BASE.replace("attack", "incident"))
    assert excerpt(BASE, change) == ("Meeting strongly condemned the ", ", and urged all parties")
    assert excerpt(BASE, change, words=1) == ("the ", ", and")
    assert excerpt(BASE, change, words=0) == ("", "")
    assert excerpt("a b", changes("a b", "c")[0]) == ("", "")
