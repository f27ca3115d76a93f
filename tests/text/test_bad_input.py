"""What nobody should send: every function answers, loses nothing and does not run away."""

import random
from itertools import product

import pytest

from acm_drafts.text.align import align
from acm_drafts.text.changes import apply, changes
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.language import as_read, folded
from acm_drafts.text.merge import is_clean, merge, merge_all, text_of
from acm_drafts.text.overlay import overlay
from acm_drafts.text.provenance import provenance
from acm_drafts.text.tokens import tokens

ODD = {
    "empty": "",
    "one word": "word",
    "only spaces": "  \u00a0 ",
    "only punctuation": ".,;«»!؟،",
    "mixed directions": "The الاجتماع noted « مصر » (A/RES/71/18) قرر.",
    "lone combining marks": "\u0301 \u064e\u0651 \u0323",
    "surrogates": "a \ud800 b\udfff",
    "astral": "\U0001f600 \U00010330\U0002a6d6 \U000e0101",
    "our own marks": "[-gone-]{+come+} <del>x</del> <<<<<<< ours ======= \u2029 ~",
    "a template": '{{7*7}} "><svg onload=1> =cmd()',
}


PAIRS = list(product(ODD, repeat=2))


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=map(" to ".join, PAIRS))
def test_every_function_takes_every_odd_text(one: str, other: str) -> None:
    old, new = ODD[one], ODD[other]
    spans = diff_words(old, new)
    assert "".join(span.text for span in spans if span.op is not Op.INSERT) == old
    assert "".join(span.text for span in spans if span.op is not Op.DELETE) == new
    assert apply(old, changes(old, new)) == new
    assert text_of(merge(old, new, old)) == new
    assert is_clean(merge_all(old, [new, new]))
    assert "".join(span.text for span in overlay(old, {"EGY": new}) if span.op is not Op.INSERT) == old
    assert "".join(span.text for span in provenance([old, new])) == new
    assert len(align([old], [new])) in (1, 2)


def rebuilt(spans: tuple[Span, ...], other: Op) -> str:
    return "".join(span.text for span in spans if span.op is not other)


def many(kind: str) -> tuple[str, str]:
    """Return two large texts of a *kind* that some search would take for ever."""
    chance = random.Random(3)
    words = [f"w{number}" for number in range(300)]
    return {
        "20,000 words written anew": (
            " ".join(chance.choices(words, k=20_000)),
            " ".join(chance.choices(words, k=20_000)),
        ),
        "20,000 of two words": (
            " ".join(chance.choices("ab", k=20_000)),
            " ".join(chance.choices("ab", k=20_000)),
        ),
        "60,000 different words": (
            " ".join(map(str, range(60_000))),
            " ".join(f"x{n}" for n in range(60_000)),
        ),
        "60,000 words, some dropped": (
            " ".join(map(str, range(60_000))),
            " ".join(str(number) for number in range(60_000) if number % 900),
        ),
        "a megabyte of marks": ("e" + "\u0301\u0323" * 500_000, "e" + "\u0323\u0301" * 500_000),
        "a megabyte of tatweel": ("\u0640\u0651" * 500_000, "\u0651\u0640" * 500_000),
        "a million spaces": (" \u00a0" * 500_000, "\u00a0 " * 500_000),
        "the same word for ever": ("x " + "a " * 20_000, "y " + "a " * 20_003),
        "strokes for ever": ("A/" * 300_000, "A/" * 300_000 + "B"),
        "splits for ever": ("\u2029" * 20_000, " \u2029" * 20_000),
    }[kind]


LARGE = [
    "20,000 words written anew",
    "20,000 of two words",
    "60,000 different words",
    "60,000 words, some dropped",
    "a megabyte of marks",
    "a megabyte of tatweel",
    "a million spaces",
    "the same word for ever",
    "strokes for ever",
    "splits for ever",
]


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_text_of_any_kind_is_compared_without_loss(kind: str) -> None:
    old, new = many(kind)
    spans = diff_words(old, new)
    assert rebuilt(spans, Op.INSERT) == old
    assert rebuilt(spans, Op.DELETE) == new
    assert "".join(tokens(old)) == old
    assert folded(as_read(old)) == folded(old)


def test_past_the_bound_words_that_occur_once_still_hold_the_texts_together() -> None:
    old, new = many("60,000 words, some dropped")
    gone = [span.text.strip() for span in diff_words(old, new) if span.op is Op.DELETE]
    assert gone == [str(number) for number in range(0, 60_000, 900)]


def test_large_texts_are_united_and_traced_without_loss() -> None:
    old, new = many("20,000 words written anew")
    third = new[: len(new) // 2] + old[len(old) // 2 :]
    assert text_of(merge(old, new, old)) == new
    assert len(merge(old, new, third)) > 0
    assert "".join(span.text for span in provenance([old, new, third])) == third


def test_twenty_proposals_that_rewrite_everything_are_laid_over_each_other() -> None:
    chance = random.Random(4)
    words = [f"w{number}" for number in range(60)]
    base = " ".join(chance.choices(words, k=300))
    proposals = {f"delegation {n}": " ".join(chance.choices(words, k=300)) for n in range(20)}
    spans = overlay(base, proposals)
    for name, text in proposals.items():
        own = (
            span.text
            for span in spans
            if span.op is Op.KEEP or (span.op is Op.INSERT) == (name in span.names)
        )
        assert "".join(own) == text
    assert not is_clean(merge_all(base, list(proposals.values())))


def test_two_thousand_paragraphs_against_two_thousand_others() -> None:
    chance = random.Random(5)
    words = [f"w{number}" for number in range(900)]
    old, new = ([" ".join(chance.choices(words, k=40)) for _ in range(2000)] for _ in range(2))
    assert len(align(old, new)) == 4000
    assert len(align(["Option"] * 2000, ["Option"] * 1999)) == 2000
