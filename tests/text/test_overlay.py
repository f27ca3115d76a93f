"""One paragraph with all its proposals in place."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from hypothesis import example, given

from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.merge import Clash, merge_all, text_of
from acm_drafts.text.overlay import OverlaySpan, overlay
from tests.text.wordings import families

BASE = "The Meeting strongly urged all parties."


def read_back(spans: tuple[OverlaySpan, ...], name: str) -> str:
    """Return the text of *name* as the combined reading tells it."""
    return "".join(
        span.text for span in spans if span.op is Op.KEEP or (span.op is Op.INSERT) == (name in span.names)
    )


def brief(spans: tuple[OverlaySpan, ...]) -> list[tuple[str, str, str, int | None]]:
    return [(span.op.value, span.text, " ".join(span.names), span.conflict) for span in spans]


def test_one_proposal_reads_like_its_comparison() -> None:
    text = "The Meeting urged all States."
    assert [span[:2] for span in overlay(BASE, {"EGY": text})] == [
        span[:2] for span in diff_words(BASE, text)
    ]


def test_the_same_change_is_there_once_with_all_names() -> None:
    text = "The Meeting urged all parties."
    assert brief(overlay(BASE, {"EGY": text, "PAK": text, "TUR": text.replace("parties", "States")})) == [
        ("keep", "The Meeting ", "", None),
        ("delete", "strongly ", "EGY PAK TUR", None),
        ("keep", "urged all ", "", None),
        ("delete", "parties", "TUR", None),
        ("insert", "States", "TUR", None),
        ("keep", ".", "", None),
    ]


def test_additions_that_come_together_read_as_their_result() -> None:
    base = "It called for an immediate ceasefire."
    longer = "It called for an immediate, permanent and unconditional ceasefire."
    shorter = "It called for an immediate and unconditional ceasefire."
    spans = overlay(base, {"A": longer, "B": shorter})
    inserted = [(span.text, span.names) for span in spans if span.op is Op.INSERT]
    assert inserted == [(", permanent", ("A",)), (" and unconditional", ("A", "B"))]
    assert "".join(span.text for span in spans) == longer == text_of(merge_all(base, [longer, shorter]))
    assert [read_back(spans, name) for name in ("A", "B")] == [longer, shorter]


def test_rival_changes_stand_side_by_side_and_share_a_conflict_number() -> None:
    spans = overlay(
        BASE,
        {
            "EGY": BASE.replace("strongly urged", "invited"),
            "PAK": BASE.replace("strongly ", ""),
            "TUR": BASE.replace("all", "all concerned"),
            "SAU": BASE.replace("all", "all relevant"),
        },
    )
    assert brief(spans) == [
        ("keep", "The Meeting ", "", None),
        ("delete", "strongly ", "EGY PAK", 1),
        ("delete", "urged", "EGY", 1),
        ("insert", "invited", "EGY", 1),
        ("keep", " all ", "", None),
        ("insert", "concerned ", "TUR", 2),
        ("insert", "relevant ", "SAU", 2),
        ("keep", "parties.", "", None),
    ]


def test_what_nobody_changes_or_can_see_is_not_drawn_as_a_change() -> None:
    assert overlay("a b", {"EGY": "a b"}) == (OverlaySpan(Op.KEEP, "a b"),)
    assert overlay("", {"EGY": ""}) == ()
    assert overlay("a b", {}) == (OverlaySpan(Op.KEEP, "a b"),)
    unseen = overlay("وقــد قرر", {"EGY": "وقد قرر"})
    assert [span.invisible for span in unseen] == [True, True, False]


def test_a_word_respelt_by_one_and_replaced_by_another_is_seen() -> None:
    spans = overlay("وقــد قرر", {"EGY": "وقد قرر", "PAK": "ثم قرر"})
    assert [(span.op, span.names, span.invisible) for span in spans[:3]] == [
        (Op.DELETE, ("EGY", "PAK"), False),
        (Op.INSERT, ("EGY",), True),
        (Op.INSERT, ("PAK",), False),
    ]


def test_marks_of_the_same_names_that_follow_each_other_are_one() -> None:
    spans = overlay("\u00ad\u00a0b c", {"EGY": " b c", "PAK": "x c"})
    assert brief(spans)[0] == ("delete", "\u00ad\u00a0", "EGY PAK", None)


@given(families(least=1, most=1))
@example(("We met. We left.", ["We met. We spoke. We left."]))
def test_a_proposal_alone_reads_like_its_comparison(family: tuple[str, list[str]]) -> None:
    base, (text,) = family
    assert joined(overlay(base, {"EGY": text})) == joined(diff_words(base, text))


def joined(spans: Sequence[Span | OverlaySpan]) -> list[tuple[Op, str]]:
    """Return *spans* as drawn: what no reader sees in one with what stands beside it."""
    return [(op, "".join(span.text for span in run)) for op, run in groupby(spans, key=lambda span: span.op)]


@given(families(least=1, most=2))
def test_what_several_propose_alike_is_there_once_with_all_their_names(family: tuple[str, list[str]]) -> None:
    base, texts = family
    alone = overlay(base, named(texts))
    together = overlay(base, {**named(texts), "TUR": texts[0]})
    assert [span._replace(names=tuple(n for n in span.names if n != "TUR")) for span in together] == list(
        alone
    )
    assert all(("TUR" in span.names) == ("delegation 0" in span.names) for span in together)


def named(texts: list[str]) -> dict[str, str]:
    return {f"delegation {number}": text for number, text in enumerate(texts)}


@given(families(least=0, most=5))
@example(("\u202f", [" The \u202f"]))
def test_every_proposal_can_be_read_back_to_the_byte(family: tuple[str, list[str]]) -> None:
    base, texts = family
    spans = overlay(base, named(texts))
    assert "".join(span.text for span in spans if span.op is not Op.INSERT) == base
    for name, text in named(texts).items():
        assert read_back(spans, name) == text


@given(families(least=0, most=4))
def test_a_mark_has_names_and_kept_text_has_none(family: tuple[str, list[str]]) -> None:
    base, texts = family
    for span in overlay(base, named(texts)):
        assert span.text
        assert bool(span.names) == (span.op is not Op.KEEP)
        assert len(set(span.names)) == len(span.names)


@given(families(least=2, most=4))
def test_names_stand_in_the_order_of_the_proposals(family: tuple[str, list[str]]) -> None:
    base, texts = family
    order = ["TUR", "PAK", "EGY", "AZE"][: len(texts)]
    for span in overlay(base, {**dict(zip(order, texts, strict=True)), "ALB": texts[0]}):
        assert list(span.names) == [name for name in [*order, "ALB"] if name in span.names]


@given(families(least=0, most=4))
def test_marks_are_minimal(family: tuple[str, list[str]]) -> None:
    base, texts = family
    spans = overlay(base, named(texts))
    for left, right in pairwise(spans):
        assert left.op is Op.INSERT or left[0:1] + left[2:] != right[0:1] + right[2:]
    for number, left in enumerate(spans):
        for right in spans[number + 1 :]:
            if left.op is not Op.INSERT or right.op is not Op.INSERT:
                break
            assert left.text != right.text


@given(families(least=2, most=4))
def test_there_are_as_many_conflicts_as_in_the_merge(family: tuple[str, list[str]]) -> None:
    base, texts = family
    conflicts = [region for region in merge_all(base, texts) if isinstance(region, Clash)]
    numbers = [span.conflict for span in overlay(base, named(texts)) if span.conflict]
    assert sorted(set(numbers)) == list(range(1, len(conflicts) + 1))
    assert numbers == sorted(numbers)


@given(families(least=3, most=3))
def test_the_order_of_proposals_shows_only_in_the_order_of_names_and_rivals(
    family: tuple[str, list[str]],
) -> None:
    base, texts = family

    def unordered(names: dict[str, str]) -> list[object]:
        return sorted(
            (span.op.value, span.text, sorted(span.names), span.conflict or 0)
            for span in overlay(base, names)
        )

    forward = named(texts)
    backward = dict(reversed(forward.items()))
    assert unordered(forward) == unordered(backward)
