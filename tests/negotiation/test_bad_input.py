"""What nobody should send, as far as the rules are: proposals, rounds and files of odd and of very large texts."""

from itertools import product

import pytest

from acm_drafts.negotiation.carrying import carry_all, rebased
from acm_drafts.negotiation.comparison import compare
from acm_drafts.negotiation.comparison_of_three import follow
from acm_drafts.negotiation.consolidation import PART, Edit, Fate, bracketed, conflicts_among, consolidate
from acm_drafts.negotiation.file_changes import becomes, chosen, differences
from acm_drafts.negotiation.file_pairing import pair, suited, taken_apart
from acm_drafts.negotiation.file_pairing import same as reads_the_same
from acm_drafts.negotiation.file_rebase import rebase
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.similar import alike, same
from acm_drafts.negotiation.terms import AmendmentKind, Verdict
from tests.conftest import by_turns
from tests.text.test_bad_input import LARGE, ODD, some

PAIRS = list(product(ODD, repeat=2))


def typed(text: str) -> str:
    """Return *text* without the mark of a split, which nobody can type (text.language.unfit)."""
    return text.replace(PART, " ")


def make_edit(key: int, base: str, text: str, **facts: object) -> Edit:
    return Edit(key, AmendmentKind.REPLACE, 1, base=base, text=text, **facts)


def at_the_table(old: str, new: str) -> None:
    """Try what the rules make of one paragraph and one proposal: nothing is lost and nothing claimed."""
    line, edit = Line(1, old), make_edit(1, old, new)
    assert conflicts_among([edit, make_edit(2, old, new)]) == ()
    (made,) = consolidate([line], [edit, make_edit(2, old, new)]).lines
    assert (made.paragraph, made.text) == (1, new)
    assert consolidate([line], [edit, make_edit(2, old, old + " x")]).lines in ((), (Line(1, new + " x"),))
    printed = bracketed(old, [make_edit(1, old, new, bracketed=True)])
    assert (printed.split() == old.split()) == (old.split() == new.split())
    assert same([edit, make_edit(2, old, new)]) == ((1, 2),)
    assert [one.percent for one in alike([edit, make_edit(2, old, new)])] == [100]
    (one,) = carry_all([edit], {1: Fate(new)}, [Line(1, new)])
    assert (one.verdict, one.done) == (Verdict.ABSORBED, one.total)
    (one,) = carry_all([edit], {1: Fate(old)}, [line])
    if old != new:
        assert (one.verdict, one.edit.text, one.done) == (Verdict.CARRIED, new, 0)
    assert rebased(old, new, old).text == rebased(old, old, new).text == new
    in_a_file(old, new)


def in_a_file(old: str, new: str) -> None:
    """Try what a file says that puts *new* for *old*, and a paragraph before it."""
    before = (Line(1, "The Meeting noted."), Line(2, old))
    file = suited(before, (Line(0, "The Meeting noted."), Line(0, "It left."), Line(0, new)))
    links = pair(before, file, [(1, 2)])
    assert sorted(j for link in links for j in link.new) == [0, 1, 2]
    apart, _ = taken_apart(links, range(len(links)))
    assert sorted(i for link in apart for i in link.old) == [0, 1]
    told = differences(before, file, links)
    made = becomes(before, file, told)
    assert all(reads_the_same(text, line.text) for (_, text), line in zip(made, file, strict=True))
    assert chosen(told, {one.key for one in told}) == told
    laid = rebase(before, file, links, now=before)
    assert all(reads_the_same(one.text, line.text) for one, line in zip(laid.lines, file, strict=True))
    assert len(compare(before, [Line(1, "The Meeting noted."), Line(2, new)])) == 2
    assert len(follow((before, before[:1], before)).threads) == 2


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=map(" to ".join, PAIRS))
def test_every_rule_takes_every_odd_text(one: str, other: str):
    at_the_table(typed(ODD[one]), typed(ODD[other]))


@pytest.mark.parametrize("kind", by_turns(LARGE, 2))
def test_every_rule_takes_a_large_text_of_any_kind(kind: str):
    old, new = map(typed, some(kind))
    edit = make_edit(1, old, new)
    (made,) = consolidate([Line(1, old)], [edit, make_edit(2, old, old)]).lines
    assert made.text == new
    (one,) = carry_all([edit], {1: Fate(new)}, [Line(1, new)])
    assert (one.verdict, one.done) == (Verdict.ABSORBED, one.total)
    assert alike([edit, make_edit(2, old, new)])[0].percent == 100
    before, file = (Line(1, old),), (Line(0, new),)
    told = differences(before, file, pair(before, file, [(0, 0)]))
    assert [text for _, text in becomes(before, file, told)] in ([new], [old])
    assert len(rebase(before, file, pair(before, file, [(0, 0)]), now=before).lines) == 1


def test_twenty_proposals_that_rewrite_everything_conflict_once_and_can_be_printed_in_brackets():
    base = " ".join(f"word{number}" for number in range(300))
    edits = [
        make_edit(key, base, " ".join(f"w{key}x{number}" for number in range(300)), bracketed=True)
        for key in range(1, 21)
    ]
    (conflict,) = conflicts_among(edits)
    assert conflict.proposals == tuple(range(1, 21))
    (line,) = consolidate([Line(1, base)], edits).lines
    assert line.text.count("[") == line.text.count("]") == 21
    assert all(edit.text in line.text for edit in edits)


@pytest.mark.thorough
def test_two_thousand_paragraphs_against_two_thousand_others_are_one_file():
    old = [Line(key, f"The Meeting noted report {key} of the Bank.") for key in range(1, 2001)]
    new = [Line(0, f"The Council urged party {key} to follow the path.") for key in range(1, 2001)]
    told = differences(old, new, pair(old, new))
    assert [text for _, text in becomes(old, new, told)] == [line.text for line in new]
