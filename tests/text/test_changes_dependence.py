"""Changes of one proposal that need each other: halves of a pair, and words that move."""

import random
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from acm_drafts.text.brackets import unbalanced
from acm_drafts.text.changes import Tie, Why, apply, broken, changes, ties
from tests.text.wordings import SENTENCES, families

BASE = "The Meeting condemned the attack and urged all parties to act without delay."

# name, base, proposal, and "1-2" where both need each other, "1>2" where only the first needs the second
EXAMPLES = [
    ("none", BASE, BASE.replace("condemned", "deplored").replace("delay", "fear"), ""),
    ("a pair put in", BASE, BASE.replace("the attack", "[the attack").replace("parties", "parties]"), "1-2"),
    ("a pair around one word", BASE, BASE.replace("urged", "[urged]"), "1-2"),
    ("a pair with its word is one change", BASE, BASE.replace("urged", "[firmly] urged"), ""),
    ("a pair struck out", "It [met and left] early.", "It met and left early.", "1-2"),
    ("a half that moves", "It [met and] left the old hall.", "It [met and left the old] hall.", "1-2"),
    ("two pairs", "a b c d e f g h", "[a b] c d [e f] g h", "1-2 3-4"),
    ("a pair within a pair", "a b c d e f g", "[a b [c d] e f] g", "1-4 2-3"),
    ("two at one end", "a b c d e f g", "[[a b] c d] e f g", "1-2 1-3"),
    ("what divides words put in brackets", "a b c d e", "[a b] [c d] e", "1-3 2>1 2>3"),
    ("what joins brackets struck out", "[a b] [c d] e", "a b c d e", "1-3 1>2 3>2"),
    ("what divides brackets that stay", "[a x b y c]", "[a x] [b y] [c]", ""),
    ("a bracket loosened alone", "It [met and left] early.", "It met and left] early.", ""),
    ("an alternative", "It shall meet in Jeddah.", "It [shall / should] meet in Jeddah.", "1-2"),
    (
        "Arabic",
        "أدان الاجتماع بشدة الهجوم ودعا جميع الأطراف إلى ضبط النفس.",
        "أدان الاجتماع [بشدة الهجوم ودعا] جميع الأطراف إلى ضبط النفس.",
        "1-2",
    ),
    ("parentheses", "the Council and its bureau met", "the Council (and its bureau) met", "1-2"),
    ("letters of a list", "a) peace and b) trade", "peace and b) trade c)", ""),
    ("French quotation marks", "le mot paix durable est dit", "le mot « paix durable » est dit", "1-2"),
    ("English quotation marks", "the word peace for all is said", "the word “peace for all” is said", "1-2"),
    ("straight ones", 'the "word" peace for all is said', 'the "word" "peace for all" is said', "1-2"),
    ("a straight one alone", "a screen of peace for all", 'a 20" screen of peace for all', ""),
    ("a mark that opens every paragraph", "it is said: peace for all", "“it is said: peace for all”", "1-2"),
    ("apostrophes", "la Réunion se tient", "l’Assemblée s’est tenue", ""),
    (
        "a phrase that moves",
        "The Meeting urged all of them, within their means, to share data with others.",
        "Within their means, the Meeting urged all of them to share data with others.",
        "1-2",
    ),
    (
        "a long word that moves",
        "It strongly condemned and deplored.",
        "It condemned and strongly deplored.",
        "1-2",
    ),
    ("a short one", "It was noted of the two reports.", "It was noted the two reports of.", ""),
    (
        "words that stand elsewhere too",
        "It urged all parties to act, all parties to share data and others to wait for news.",
        "It urged to act, all parties to share data and others to wait for news all parties.",
        "",
    ),
    (
        "a few words that two long changes share",
        "It noted what the panel of experts on water wrote, and thanked the host country for its welcome to all.",
        "It noted it, and thanked the host country for its welcome to all; how the panel of friends works is unknown.",
        "",
    ),
    (
        "an Arabic phrase that moves",
        "دعا الاجتماع الدول الأعضاء في حدود إمكاناتها إلى تبادل الخبرات الوطنية.",
        "دعا الاجتماع الدول الأعضاء إلى تبادل الخبرات الوطنية في حدود إمكاناتها.",
        "1-2",
    ),
]


def told(base: str, proposed: str) -> str:
    """Return the ties of a proposal as EXAMPLES writes them."""
    found = {(tie.change + 1, tie.needs + 1) for tie in ties(base, changes(base, proposed))}
    both = {pair for pair in found if pair[::-1] in found}
    return " ".join(
        sorted(
            [f"{a}-{b}" for a, b in both if a < b] + [f"{a}>{b}" for a, b in found - both],
        )
    )


@pytest.mark.parametrize(
    ("base", "proposed", "expected"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES]
)
def test_changes_are_tied_that_would_leave_half_of_something(base: str, proposed: str, expected: str) -> None:
    assert told(base, proposed) == expected


def test_the_two_ends_of_a_move_of_words_are_distinguished() -> None:
    base = "It strongly condemned and deplored."
    assert ties(base, changes(base, "It condemned and strongly deplored.")) == (
        Tie(0, 1, Why.GONE),
        Tie(1, 0, Why.COME),
    )


def test_a_choice_breaks_the_ties_of_what_it_takes_and_no_others() -> None:
    found = ties("a b c d e", changes("a b c d e", "[a b] [c d] e"))
    assert broken(found, ()) == broken(found, (0, 2)) == broken(found, (0, 1, 2)) == ()
    assert broken(found, (1,)) == (Tie(1, 0, Why.BRACKETS), Tie(1, 2, Why.BRACKETS))
    assert broken(found, (0, 1)) == (Tie(0, 2, Why.BRACKETS), Tie(1, 2, Why.BRACKETS))


def test_changes_of_another_text_are_refused() -> None:
    with pytest.raises(ValueError, match="does not belong"):
        ties("x y z", changes("a b c d e", "1 b c d 2"))


# Laws ------------------------------------------------------------------------------------------------

PAIRS = ("[]", "()", "«»", "“”")


@st.composite
def in_pairs(draw: st.DrawFn, words: list[str], signs: str) -> str:
    """Draw *words* with some of them between *signs*, one pair in another or one after another."""
    opened = 0
    said = []
    for word in words:
        ends = draw(st.integers(0, 3)) if opened else 0
        starts = draw(st.integers(0, 4)) == 0
        closes = min(opened, 1 if ends == 1 else 0)
        opened += starts - closes
        said.append(signs[1] * closes + " " * closes + signs[0] * starts + word)
    return " ".join(said) + signs[1] * opened


@st.composite
def bracketed(draw: st.DrawFn, signs: st.SearchStrategy[str]) -> tuple[str, str, str]:
    """Draw the signs of a pair, and a base and a proposal in any language in which each of them has its partner."""
    sentence = draw(st.sampled_from(SENTENCES))
    for sign in "[]()«»“”":
        sentence = sentence.replace(sign, "")
    words, pair = sentence.split(), draw(signs)
    base = draw(in_pairs(words, pair))
    for at in draw(st.lists(st.integers(0, len(words) - 1), max_size=4)):
        words[at] = draw(st.sampled_from(["", "new", "جديد", "nouveau mot", words[at]]))
    return pair, base, draw(in_pairs([word for word in words if word] or ["x"], pair))


def loose(text: str, signs: str) -> bool:
    return unbalanced("".join("[]"[signs.index(c)] for c in text if c in signs)) is not None


def kept(base: str, proposed: str, chance: random.Random) -> tuple[int, ...]:
    """Return a choice of the changes that breaks no tie: any one, with all that it needs."""
    found = changes(base, proposed)
    chosen = {number for number in range(len(found)) if chance.random() < 0.4}
    tied = ties(base, found)
    while lacking := broken(tied, chosen):
        chosen |= {tie.needs for tie in lacking}
    return tuple(chosen)


@given(bracketed(st.sampled_from(PAIRS)), st.randoms(use_true_random=False))
@example(("[]", "a b c d e", "[a b] [c d] e"), random.Random(3))
def test_a_choice_that_breaks_no_tie_leaves_every_sign_its_partner(
    drawn: tuple[str, str, str], chance: random.Random
) -> None:
    signs, base, proposed = drawn
    edits = changes(base, proposed)
    assert not loose(base, signs)
    assert not loose(proposed, signs)
    assert not loose(apply(base, [edits[number] for number in kept(base, proposed, chance)]), signs)


@given(bracketed(st.sampled_from(PAIRS)), st.randoms(use_true_random=False))
def test_a_choice_that_leaves_half_of_a_pair_breaks_a_tie(
    drawn: tuple[str, str, str], chance: random.Random
) -> None:
    signs, base, proposed = drawn
    edits = changes(base, proposed)
    chosen = [number for number in range(len(edits)) if chance.random() < 0.5]
    assume(loose(apply(base, [edits[number] for number in chosen]), signs))
    assert {tie.why for tie in broken(ties(base, edits), chosen)} - {Why.GONE, Why.COME}


@given(st.sampled_from(SENTENCES), st.data())
def test_the_two_halves_of_an_inserted_pair_of_brackets_are_tied(sentence: str, data: st.DataObject) -> None:
    words = sentence.replace("[", "").replace("]", "").split()
    start = data.draw(st.integers(0, len(words) - 2))
    end = data.draw(st.integers(start + 1, len(words) - 1))
    base = " ".join(words)
    words[start], words[end] = f"[{words[start]}", f"{words[end]}]"
    edits = changes(base, " ".join(words))
    assume(len(edits) > 1)
    assert ties(base, edits) == (Tie(0, 1, Why.BRACKETS), Tie(1, 0, Why.BRACKETS))


@given(families())
def test_ties_are_between_different_changes_and_the_same_each_time(family: tuple[str, list[str]]) -> None:
    base, (proposed, *_) = family
    edits = changes(base, proposed)
    tied = ties(base, edits)
    assert tied == ties(base, edits)
    assert len(set(tied)) == len(tied)
    assert all(a[:2] <= b[:2] for a, b in pairwise(tied))
    assert all(tie.change != tie.needs and {tie.change, tie.needs} <= set(range(len(edits))) for tie in tied)
    assert broken(tied, range(len(edits))) == broken(tied, ()) == ()


@given(families())
def test_words_go_where_they_come_from(family: tuple[str, list[str]]) -> None:
    base, (proposed, *_) = family
    tied = ties(base, changes(base, proposed))
    gone = {(tie.change, tie.needs) for tie in tied if tie.why is Why.GONE}
    assert gone == {(tie.needs, tie.change) for tie in tied if tie.why is Why.COME}


@given(families())
def test_where_a_bracket_is_loose_no_choice_within_the_ties_makes_more_that_close_nothing(
    family: tuple[str, list[str]],
) -> None:
    base, (proposed, *_) = family
    edits = changes(base, proposed)
    made = apply(base, [edits[n] for n in kept(base, proposed, random.Random(len(base)))])
    assert closing_nothing(made) <= max(closing_nothing(base), closing_nothing(proposed))


def closing_nothing(text: str) -> int:
    number = 0
    while (at := unbalanced(text)) is not None and text[at] == "]":
        text, number = text[:at] + text[at + 1 :], number + 1
    return number
