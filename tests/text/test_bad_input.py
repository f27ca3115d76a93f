"""What nobody should send: every function answers, loses nothing and does not run away."""

import random
from collections.abc import Sequence
from itertools import product

import pytest

from acm_drafts.text import brackets
from acm_drafts.text.align import align
from acm_drafts.text.changes import apply, changes, excerpt
from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.language import as_read, folded, tongue, unfit
from acm_drafts.text.merge import is_clean, merge, merge_all, text_of
from acm_drafts.text.overlay import overlay
from acm_drafts.text.provenance import Weave, always, provenance
from acm_drafts.text.renames import collapse, plain
from acm_drafts.text.similar import in_words, likeness
from acm_drafts.text.three_way import stages
from acm_drafts.text.tokens import count, is_word, tokens, words
from acm_drafts.text.uptake import Held, Later, holdings, leftovers
from tests.conftest import by_turns, in_haste

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
    at_work(old, new)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_every_function_of_one_text_takes_every_odd_one(text: str) -> None:
    alone(text)


def alone(text: str) -> None:
    """Try what takes one text: nothing is lost, and what is said of it holds."""
    assert "".join(tokens(text)) == "".join(words(text)) == text
    assert count(text) == sum(map(is_word, tokens(text)))
    assert as_read(as_read(text)) == as_read(text)
    assert folded(as_read(text)) == folded(text)
    assert unfit(text) == next(filter(None, map(unfit_at, enumerate(text))), None)
    assert tongue([text]) is tongue([text, text]) or tongue([text]) is None
    position = brackets.unbalanced(text)
    if position is None:
        parts = brackets.parse(text, ["ours"])
        assert brackets.text_of(parts) == text
        assert sum(map(len, brackets.neighbours(parts))) == sum(not isinstance(part, str) for part in parts)
        for number, place in enumerate(brackets.settlements(text)):
            assert brackets.settle(text, [(number, len(place.readings) - 1)]) != text
    else:
        assert text[position] in "[]"
        assert brackets.settlements(text) == ()


def unfit_at(place: tuple[int, str]) -> tuple[int, str] | None:
    found = unfit(place[1])
    return found and (place[0], found[1])


def at_work(old: str, new: str) -> None:
    """Try what stands on the comparison of two texts: nothing is lost, and nothing claimed that is not so."""
    found = changes(old, new)
    for change in found[:3]:
        before, after = excerpt(old, change)
        assert old[: change.start].endswith(before)
        assert old[change.end :].startswith(after)
    held = holdings(old, new, new)
    assert [how for _, how in held] == [Held.IN] * len(found)
    assert Later(old, new).remaining(held) == leftovers(old, held, new) == new
    assert Later(old, old).remaining(holdings(old, new, old)) == new
    one, other = in_words(old), in_words(new)
    assert likeness(one, other, other) == 100
    assert likeness(one, one, other) == (100 if one == other else 0)
    spans = diff_words(old, new)
    assert [tuple(span[:3]) for span in collapse([spans] * 3).spans[0]] == [tuple(span) for span in spans]
    three = stages(plain(spans), plain(diff_words(new, old)))
    for index, text in enumerate((old, new, old)):
        assert "".join(stage.text for stage in three if stage.stands[index]) == text
    weave = Weave(old)
    weave.turn(new, always(1))
    assert [part.text for part in weave.copy().cut()] == new.split("\u2029")
    joined = weave.joined(Weave(old), " ", 2)
    assert "".join(span.text for span in joined.spans()) == f"{new} {old}"


def rebuilt(spans: Sequence[Span], other: Op) -> str:
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
        "30,000 different words": (
            " ".join(map(str, range(30_000))),
            " ".join(f"x{n}" for n in range(30_000)),
        ),
        "30,000 words, some dropped": (
            " ".join(map(str, range(30_000))),
            " ".join(str(number) for number in range(30_000) if number % 900),
        ),
        "half a megabyte of marks": ("e" + "\u0301\u0323" * 250_000, "e" + "\u0323\u0301" * 250_000),
        "half a megabyte of tatweel": ("\u0640\u0651" * 250_000, "\u0651\u0640" * 250_000),
        "half a million spaces": (" \u00a0" * 250_000, "\u00a0 " * 250_000),
        "the same word for ever": ("x " + "a " * 20_000, "y " + "a " * 20_003),
        "strokes for ever": ("A/" * 300_000, "A/" * 300_000 + "B"),
        "splits for ever": ("\u2029" * 20_000, " \u2029" * 20_000),
    }[kind]


def some(kind: str) -> tuple[str, str]:
    """Return what `many` does; of each text only the beginning and the end in the fast tests."""
    old, new = many(kind)
    return (ends(old), ends(new)) if in_haste() else (old, new)


def ends(text: str) -> str:
    part = len(text) // 40
    return text[:part] + text[-part:]


LARGE = [
    "20,000 words written anew",
    "20,000 of two words",
    "30,000 different words",
    "30,000 words, some dropped",
    "half a megabyte of marks",
    "half a megabyte of tatweel",
    "half a million spaces",
    "the same word for ever",
    "strokes for ever",
    "splits for ever",
]


@pytest.mark.thorough
@pytest.mark.parametrize("kind", LARGE)
def test_a_large_text_of_any_kind_is_compared_without_loss(kind: str) -> None:
    old, new = many(kind)
    spans = diff_words(old, new)
    assert rebuilt(spans, Op.INSERT) == old
    assert rebuilt(spans, Op.DELETE) == new
    assert "".join(tokens(old)) == old
    assert folded(as_read(old)) == folded(old)


@pytest.mark.parametrize("kind", by_turns(LARGE, 1))
def test_every_function_takes_a_large_text_of_any_kind(kind: str) -> None:
    old, new = some(kind)
    alone(new)
    found = changes(old, new)
    assert apply(old, found) == new
    assert all(excerpt(old, change) for change in found[:1])
    held = holdings(old, new, new)
    assert {how for _, how in held} == {Held.IN}
    assert Later(old, new).remaining(held) == new
    assert 0 <= likeness(in_words(old), in_words(new), in_words(new + " end")) <= 100
    spans = diff_words(old, new)
    assert len(collapse([spans]).spans[0]) == len(spans)
    three = stages(plain(spans), plain([Span(Op.KEEP, new)]))
    assert "".join(stage.text for stage in three if stage.stands[0]) == old
    drawn = overlay(old, {"EGY": new, "PAK": old})
    assert rebuilt([Span(span.op, span.text) for span in drawn], Op.INSERT) == old
    assert text_of(merge(old, new, old)) == new
    assert "".join(span.text for span in provenance([old, new])) == new
    assert sorted(i for link in align([old], [new]) for i in link.old) == [0]


@pytest.mark.thorough
def test_past_the_bound_words_that_occur_once_still_hold_the_texts_together() -> None:
    old, new = many("30,000 words, some dropped")
    gone = [span.text.strip() for span in diff_words(old, new) if span.op is Op.DELETE]
    assert gone == [str(number) for number in range(0, 30_000, 900)]


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_two_thousand_paragraphs_against_two_thousand_others() -> None:
    chance = random.Random(5)
    words = [f"w{number}" for number in range(900)]
    old, new = ([" ".join(chance.choices(words, k=40)) for _ in range(2000)] for _ in range(2))
    assert len(align(old, new)) == 4000
    assert len(align(["Option"] * 2000, ["Option"] * 1999)) == 2000
