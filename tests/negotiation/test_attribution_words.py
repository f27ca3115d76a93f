"""Whose words stand in the text: each stretch told from the edits that brought it, through splits, joins and moves."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.attribution.words import trace
from acm_drafts.negotiation.consolidation import PART, Edit, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.provenance import provenance
from tests.text.wordings import edited, families, wordings

REPLACE, INSERT, DELETE, MOVE, SPLIT, JOIN = (
    AmendmentKind(kind) for kind in ("replace", "insert", "delete", "move", "split", "join")
)
BASE = "The Meeting welcomed the progress made by all its members."
Draft = Mapping[int, str]


def made(draft: Draft, edits: Sequence[Edit]) -> dict[int, str]:
    """Return the next draft as closing a round makes it."""
    found = consolidate([Line(key, text) for key, text in draft.items()], edits)
    assert found.disagreements == ()
    return {line.paragraph: line.text for line in found.lines}


def told(draft: Draft, *rounds: Sequence[Edit]) -> dict[int, list[tuple[str, int, tuple[int, ...]]]]:
    """Return the stretches after all *rounds*: the words, the draft that first held them, the proposals."""
    drafts: list[Draft] = [draft]
    for edits in rounds:
        drafts.append(made(drafts[-1], edits))
    traced = trace(drafts, [(), *rounds])
    return {
        key: [(span.text, *_mark(traced.marks[span.since])) for span in spans]
        for key, spans in traced.spans.items()
    }


def _mark(mark: Sequence[object]) -> tuple[object, object]:
    return mark[0], mark[2]


def replaced(proposal: int, base: str, old: str, new: str, **facts: object) -> Edit:
    assert old in base
    return Edit(proposal, REPLACE, 1, base=base, text=base.replace(old, new, 1), **facts)


def test_what_nobody_changed_belongs_to_the_first_draft():
    assert told({1: BASE}) == {1: [(BASE, 0, ())]}
    assert told({1: BASE}, ()) == {1: [(BASE, 0, ())]}


def test_words_with_lifted_brackets_keep_their_proposal_and_name_the_one_that_lifted_them():
    kept = replaced(7, BASE, "progress", "great progress", bracketed=True)
    printed = made({1: BASE}, [kept])
    plain = BASE.replace("progress", "great progress")
    lifting = Edit(9, REPLACE, 1, base=printed[1], text=plain)
    other = replaced(8, printed[1], "all its members", "the States")

    traced = trace([{1: BASE}, printed, made(printed, [lifting, other])], [(), [kept], [lifting, other]])

    (great,) = [span for span in traced.spans[1] if "great" in span.text]
    assert traced.marks[great.since].keys == (7,)
    assert (traced.marks[great.lifted].step, traced.marks[great.lifted].keys) == (2, (9,))
    assert [span for span in traced.spans[1] if span.lifted is not None] == [great]


def test_each_stretch_belongs_to_the_proposal_that_brought_it():
    egypt = replaced(7, BASE, "progress", "great progress")
    malaysia = replaced(8, BASE, "all its members", "the States")

    assert told({1: BASE}, [egypt, malaysia]) == {
        1: [
            ("The Meeting welcomed the ", 0, ()),
            ("great ", 1, (7,)),
            ("progress made by ", 0, ()),
            ("the States", 1, (8,)),
            (".", 0, ()),
        ]
    }


def test_what_two_proposals_bring_alike_belongs_to_both():
    both = [replaced(7, BASE, "progress", "great progress"), replaced(8, BASE, "progress", "great progress")]

    assert ("great ", 1, (7, 8)) in told({1: BASE}, both)[1]


def test_where_one_proposal_holds_another_the_shared_words_belong_to_both():
    egypt = replaced(7, BASE, "progress", "great progress")
    text = egypt.text.replace("all its members", "the States")
    compromise = Edit(8, REPLACE, 1, base=BASE, text=text)

    spans = told({1: BASE}, [egypt, compromise])[1]

    assert ("great ", 1, (7, 8)) in spans
    assert ("the States", 1, (8,)) in spans


def test_what_is_struck_out_and_restored_goes_back_to_who_wrote_it_first():
    without = BASE.replace(" made by all its members", "")
    out = Edit(7, REPLACE, 1, base=BASE, text=without)
    back = Edit(8, REPLACE, 1, base=without, text=BASE)

    assert told({1: BASE}, [out], [back]) == {1: [(BASE, 0, ())]}


def test_a_paragraph_deleted_and_inserted_again_goes_back_to_who_wrote_it_first():
    out = Edit(7, DELETE, 1, base=BASE)
    back = Edit(8, INSERT, 3, text=BASE, after=2)

    assert told({1: BASE, 2: "Next."}, [out], [back])[3] == [(BASE, 0, ())]


def test_a_new_paragraph_belongs_to_who_proposed_it_and_its_changes_to_who_changed_it():
    new = Edit(7, INSERT, 2, text="It urged all members to pay.", after=1)
    better = Edit(8, REPLACE, 2, base=new.text, text="It urged all members to pay soon.")

    assert told({1: BASE}, [new, better])[2] == [
        ("It urged all members to pay", 1, (7,)),
        (" soon", 1, (8,)),
        (".", 1, (7,)),
    ]


def test_the_parts_of_a_split_keep_the_history_of_their_words():
    base = "It thanked the host. It urged all to pay."
    first = Edit(7, REPLACE, 1, base=base, text=base.replace("all", "all members"))
    whole = first.text.replace("host. It", f"host.{PART}It")
    split = Edit(8, SPLIT, 1, base=first.text, text=whole, parts=(2,))

    assert told({1: base}, [first], [split]) == {
        1: [("It thanked the host.", 0, ())],
        2: [("It urged all ", 0, ()), ("members ", 1, (7,)), ("to pay.", 0, ())],
    }


def test_a_change_made_in_the_round_of_a_split_is_attributed_in_its_part():
    base = "It thanked the host. It urged all to pay."
    split = Edit(8, SPLIT, 1, base=base, text=base.replace("host. It", f"host.{PART}It"), parts=(2,))
    change = Edit(9, REPLACE, 1, base=base, text=base.replace("to pay", "to pay soon"))

    assert told({1: base}, [split, change])[2] == [
        ("It urged all to pay", 0, ()),
        (" soon", 1, (9,)),
        (".", 0, ()),
    ]


def test_what_is_joined_keeps_the_history_of_both():
    change = Edit(7, REPLACE, 2, base="Second words.", text="Second good words.")
    join = Edit(8, JOIN, 1, base="First.", text="First.", other=2)

    assert told({1: "First.", 2: "Second words.", 3: "Third."}, [change], [join])[1] == [
        ("First.", 0, ()),
        (" ", 2, (8,)),
        ("Second ", 0, ()),
        ("good ", 1, (7,)),
        ("words.", 0, ()),
    ]


def test_three_joined_in_one_round_keep_the_history_of_all():
    joins = [Edit(7, JOIN, 1, other=2), Edit(8, JOIN, 2, other=3)]

    spans = told({1: "One.", 2: "Two.", 3: "Three."}, joins)[1]

    assert [(text, keys) for text, _, keys in spans] == [
        ("One.", ()),
        (" ", (7,)),
        ("Two.", ()),
        (" ", (8,)),
        ("Three.", ()),
    ]


def test_a_split_that_is_joined_again_is_as_old_as_it_was_but_for_the_seam():
    base = "It thanked the host. It urged all to pay."
    split = Edit(7, SPLIT, 1, base=base, text=base.replace("host. It", f"host.{PART}It"), parts=(2,))
    join = Edit(8, JOIN, 1, other=2)

    assert told({1: base}, [split], [join])[1] == [
        ("It thanked the host.", 0, ()),
        (" ", 2, (8,)),
        ("It urged all to pay.", 0, ()),
    ]


def test_a_move_is_attributed_to_the_paragraph_and_to_none_of_its_words():
    move = Edit(7, MOVE, 1, after=2)
    draft = {1: "One.", 2: "Two."}

    traced = trace([draft, made(draft, [move])], [(), [move]])

    assert list(traced.spans) == [2, 1]
    assert all(traced.marks[span.since].keys == () for spans in traced.spans.values() for span in spans)
    assert [(s.kind, s.step, s.key) for s in traced.shapes[1]] == [(MOVE, 1, 7)]
    assert 2 not in traced.shapes


def test_a_split_and_a_join_are_attributed_to_every_paragraph_they_affect():
    base = "It thanked the host. It urged all to pay."
    split = Edit(7, SPLIT, 1, base=base, text=base.replace("host. It", f"host.{PART}It"), parts=(2,))
    first: Draft = {1: base, 3: "Three."}
    second = made(first, [split])
    join = Edit(8, JOIN, 2, other=3)

    traced = trace([first, second, made(second, [join])], [(), [split], [join]])

    assert [(s.kind, s.step) for s in traced.shapes[1]] == [(SPLIT, 1)]
    assert [(s.kind, s.step) for s in traced.shapes[2]] == [(SPLIT, 1), (JOIN, 2)]


def test_each_join_of_a_chain_is_attributed_to_the_paragraph_that_is_left():
    draft: Draft = {1: "One.", 2: "Two.", 3: "Three."}
    joins = [Edit(7, JOIN, 1, other=2), Edit(8, JOIN, 2, other=3)]

    traced = trace([draft, made(draft, joins)], [(), joins])

    assert sorted((s.kind, s.key) for s in traced.shapes[1]) == [(JOIN, 7), (JOIN, 8)]


def test_each_bracketed_alternative_belongs_to_its_proposal():
    rivals = [
        replaced(7, BASE, "progress", "advances", bracketed=True),
        replaced(8, BASE, "progress", "results", bracketed=True),
    ]

    spans = told({1: BASE}, rivals)[1]

    assert "".join(text for text, _, _ in spans) == BASE.replace(
        "progress", "[progress] [advances] [results]"
    )
    assert ("advances", 1, (7,)) in spans
    assert ("results", 1, (8,)) in spans
    assert {keys for text, _, keys in spans if "[" in text or "]" in text} == {(7, 8)}
    assert [keys for text, _, keys in spans if "progress" in text] == [()]


def test_changes_that_no_edit_explains_are_attributed_to_nobody():
    traced = trace([{1: BASE}, {1: BASE.replace("progress", "great progress"), 2: "New."}], [(), ()])

    assert [(s.text, traced.marks[s.since][::2]) for s in traced.spans[1]][1] == ("great ", (1, ()))
    assert [traced.marks[s.since][::2] for s in traced.spans[2]] == [(1, ())]


def test_edits_that_stand_against_each_other_spoil_nothing():
    """What closing a round refuses cannot be in the archive; if it were, the text is still told."""
    edits = [replaced(7, BASE, "progress", "advances"), replaced(8, BASE, "progress", "results")]
    after = {1: BASE.replace("progress", "advances")}

    traced = trace([{1: BASE}, after], [(), edits])

    assert "".join(span.text for span in traced.spans[1]) == after[1]
    assert ("advances", ()) in [(s.text, traced.marks[s.since].keys) for s in traced.spans[1]]


# Laws --------------------------------------------------------------------------------------------


def typed(text: str) -> str:
    """Return *text* as it could be typed: the mark of a split cannot."""
    return text.replace(PART, " ")


@st.composite
def successive(draw: st.DrawFn) -> list[str]:
    history = [draw(wordings)]
    for _ in range(draw(st.integers(0, 4))):
        history.append(draw(st.sampled_from(history).flatmap(edited)))
    return history


@given(successive())
def test_where_one_proposal_makes_each_draft_it_is_the_history_of_the_wordings(history: list[str]):
    """A round with one accepted proposal says what text.provenance says of the wordings alone."""
    history = [typed(text) for text in history]
    rounds = [
        [Edit(100 + index, REPLACE, 1, base=old, text=new)]
        for index, (old, new) in enumerate(pairwise(history), 1)
    ]
    drafts = [{1: text} for text in history]

    traced = trace(drafts, [(), *rounds])

    assert [(s.text, traced.marks[s.since].step) for s in traced.spans[1]] == [
        (s.text, s.since) for s in provenance(history)
    ]


@given(families())
def test_the_stretches_joined_are_the_text_and_every_new_one_has_its_proposals(
    family: tuple[str, list[str]],
):
    base, texts = typed(family[0]), [typed(text) for text in family[1]]
    edits = [Edit(10 + n, REPLACE, 1, base=base, text=text) for n, text in enumerate(texts)]
    result = consolidate((Line(1, base),), edits)
    if result.disagreements:
        edits = edits[:1]
        result = consolidate((Line(1, base),), edits)
    after = {line.paragraph: line.text for line in result.lines}

    traced = trace([{1: base}, after], [(), edits])

    assert {key: "".join(s.text for s in spans) for key, spans in traced.spans.items()} == after
    marks = [traced.marks[s.since] for spans in traced.spans.values() for s in spans]
    assert all(mark.keys if mark.step else not mark.keys for mark in marks)


@given(families(), st.randoms())
def test_the_order_of_the_edits_changes_nothing(family: tuple[str, list[str]], random: object):
    base, texts = typed(family[0]), [typed(text) for text in family[1]]
    edits = [Edit(10 + n, REPLACE, 1, base=base, text=text, bracketed=True) for n, text in enumerate(texts)]
    result = consolidate((Line(1, base),), edits)
    if result.disagreements:
        return
    after = {line.paragraph: line.text for line in result.lines}
    turned = sorted(edits, key=lambda _: random.random())
    if {line.paragraph: line.text for line in consolidate((Line(1, base),), turned).lines} != after:
        return  # alternatives print in the order in which they came

    one, other = (trace([{1: base}, after], [(), own]) for own in (edits, turned))

    assert [(s.text, one.marks[s.since]) for s in one.spans[1]] == [
        (s.text, other.marks[s.since]) for s in other.spans[1]
    ]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_an_empty_history_and_rounds_without_decisions_can_be_traced(count: int):
    drafts = [{1: BASE}] * count

    traced = trace(drafts, [()] * count)

    assert [s.text for spans in traced.spans.values() for s in spans] == [BASE] * bool(count)


def test_brackets_that_a_proposal_brings_are_its_own_words_when_it_is_retained_in_brackets():
    base = "The Meeting resolved to eradicate poverty."
    kept = replaced(7, base, "eradicate", "[eradicate][reduce]", bracketed=True)

    stretches = told({1: base}, [kept])[1]

    assert "".join(words for words, _, _ in stretches) == kept.text
    assert ("eradicate", 0, ()) in [(words.strip("[]"), *mark) for words, *mark in stretches]
    assert all(mark == [1, (7,)] for words, *mark in stretches if "reduce" in words)
