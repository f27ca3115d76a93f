"""Whose words they are: every change finds the proposal it came from, and nobody gets another's."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.consolidation import PART, Edit, consolidate
from acm_drafts.negotiation.crediting import Credits, Deed, Hand, Step
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.diff import Op
from tests.negotiation.rewriting import Rewriting, rewritings

NOBODY = Hand("Mission", "2026-11-21T01:00:00Z")
EGYPT, MALI, OMAN = (
    Hand(name, f"2026-11-1{n}T22:00:00Z") for n, name in enumerate(("Egypt", "Mali", "Oman"))
)
BASE = "The Meeting welcomed the progress made by all members."
PROPOSALS = count(1)


def replaced(
    hand: Hand, text: str, *, base: str = BASE, paragraph: int = 1, weight: int = 0, **facts
) -> Deed:
    edit = Edit(next(PROPOSALS), AmendmentKind.REPLACE, paragraph, base=base, text=text, **facts)
    return Deed(edit, hand, weight)


def did(kind: AmendmentKind, hand: Hand, paragraph: int = 1, **facts) -> Deed:
    return Deed(Edit(next(PROPOSALS), kind, paragraph, **facts), hand)


def credits_of(old, *steps) -> Credits:
    """The credits of a text through *steps*: the deeds of each, what they make of the lines is computed."""
    told, lines = [], list(old)
    descents = []
    for deeds in steps:
        made = consolidate(lines, [deed.edit for deed in deeds if deed.weight != 1])
        assert not made.disagreements
        descents += [(part, key) for key, fate in made.fates.items() for part, _ in fate.parts]
        descents += [(fate.into, key) for key, fate in made.fates.items() if fate.into]
        lines = list(made.lines)
        told.append(Step(lines, deeds, NOBODY))
    return Credits(old, told, descents)


def changes_of(credits: Credits, old, new) -> list[tuple[str, str, str]]:
    spans = credits.spans(old, new)
    return [(span.op.value, span.text, span.hand.author) for span in spans if span.hand]


def changed(*steps, base: str = BASE) -> list[tuple[str, str, str]]:
    credits = credits_of([Line(1, base)], *steps)
    return changes_of(credits, [Line(1, base)], list(credits._steps[-1].lines))


def test_two_accepted_edits_of_one_paragraph_are_each_their_own_sponsors():
    deeds = [
        replaced(EGYPT, BASE.replace("welcomed", "warmly welcomed")),
        replaced(MALI, BASE.replace("all members", "all its members")),
    ]

    assert changed(deeds) == [("insert", "warmly ", "Egypt"), ("insert", "its ", "Mali")]


def test_the_same_edit_of_two_delegations_is_theirs_together_dated_by_the_later_decision():
    text = BASE.replace("progress", "steady progress")
    credits = credits_of([Line(1, BASE)], [replaced(EGYPT, text), replaced(MALI, text)])

    (hand,) = {span.hand for span in credits.spans([Line(1, BASE)], [Line(1, text)]) if span.hand}
    assert hand == Hand("Egypt, Mali", MALI.at)


def test_of_a_compromise_each_gets_what_was_taken_from_it_and_the_mission_the_rest():
    made = "The Meeting warmly welcomed the progress made by its members in 2026."
    deeds = [
        replaced(EGYPT, BASE.replace("welcomed", "warmly welcomed"), weight=1),
        replaced(MALI, BASE.replace("all members", "its members"), weight=1),
        replaced(NOBODY, made, weight=2),
    ]

    assert changed(deeds) == [
        ("insert", "warmly ", "Egypt"),
        ("delete", "all", "Mali"),
        ("insert", "its", "Mali"),
        ("insert", " in 2026", "Mission"),
    ]


def test_over_several_drafts_each_word_keeps_who_brought_it():
    first = BASE.replace("welcomed", "warmly welcomed")
    second = first.replace("all members", "all its members")

    steps = [replaced(EGYPT, first)], [replaced(MALI, second, base=first)]

    assert changed(*steps) == [("insert", "warmly ", "Egypt"), ("insert", "its ", "Mali")]


def test_a_word_that_came_and_went_again_is_nobodys_change():
    first = BASE.replace("welcomed", "warmly welcomed")

    assert changed([replaced(EGYPT, first)], [replaced(MALI, BASE, base=first)]) == []


def test_a_new_paragraph_is_its_sponsors_and_a_later_edit_in_it_the_editors():
    new = Line(2, "It urged all.")
    credits = credits_of(
        [Line(1, BASE)],
        [did(AmendmentKind.INSERT, EGYPT, 2, text="It urged all.", after=1)],
        [replaced(MALI, "It urged them all.", base="It urged all.", paragraph=2)],
    )

    assert credits.inserted(new) == EGYPT
    assert changes_of(credits, [], [Line(2, "It urged them all.")]) == [
        ("insert", "It urged ", "Egypt"),
        ("insert", "them ", "Mali"),
        ("insert", "all.", "Egypt"),
    ]


def test_a_deleted_paragraph_a_split_and_a_join_are_each_their_movers():
    lines = [Line(1, "One. And more."), Line(2, "Two."), Line(3, "Three."), Line(4, "Four.")]
    credits = credits_of(
        lines,
        [
            did(AmendmentKind.SPLIT, EGYPT, 1, base=lines[0].text, text=f"One.{PART}And more.", parts=(9,)),
            did(AmendmentKind.JOIN, MALI, 2, other=3),
            did(AmendmentKind.DELETE, OMAN, 4),
        ],
    )

    assert credits.deleted(lines[3]) == OMAN
    assert credits.deleted(lines[2]) == MALI
    split = changes_of(credits, lines[:1], [Line(1, "One."), Line(9, "And more.")])
    assert split == [("delete", " ", "Egypt"), ("insert", PART, "Egypt")]
    joined = changes_of(credits, lines[1:3], [Line(2, "Two. Three.")])
    assert joined == [("delete", PART, "Mali"), ("insert", " ", "Mali")]


def test_a_sub_paragraph_that_rode_along_was_moved_by_whoever_moved_its_paragraph():
    lines = [Line(1, "One:"), Line(2, "a;", LineKind.SUB, 1), Line(3, "Two."), Line(4, "Three.")]
    moves = [did(AmendmentKind.MOVE, EGYPT, 1, after=4), did(AmendmentKind.MOVE, MALI, 3, after=0)]

    credits = credits_of(lines, moves)

    assert [credits.moved(line) for line in lines[:3]] == [EGYPT, EGYPT, MALI]


def test_in_a_translation_a_change_is_credited_as_a_whole():
    first = BASE.replace("welcomed", "warmly welcomed")
    credits = credits_of([Line(1, BASE)], [replaced(EGYPT, first)])

    spans = changes_of(credits, [Line(1, "La Réunion a salué.")], [Line(1, "La Réunion a vivement salué.")])

    assert spans == [("insert", "vivement ", "Egypt")]


def test_what_no_proposal_explains_is_the_missions():
    assert changes_of(
        Credits([Line(1, "One.")], [Step([Line(1, "Two.")], [], NOBODY)]),
        [Line(1, "One.")],
        [Line(1, "Two.")],
    ) == [
        ("delete", "One", "Mission"),
        ("insert", "Two", "Mission"),
    ]


@given(rewritings(drafts=2), st.randoms(use_true_random=False))
def test_whatever_is_claimed_the_spans_lead_from_the_old_words_to_the_new_ones(made: Rewriting, random):
    steps = []
    for before, after in zip(made.drafts, made.drafts[1:], strict=False):
        deeds = [
            replaced(
                hand,
                line.text + random.choice(["", " and", " of it"]),
                base=line.text,
                paragraph=line.paragraph,
            )
            for hand, line in zip((EGYPT, MALI, OMAN), before, strict=False)
        ]
        steps.append(Step(after, deeds, NOBODY))
    credits = Credits(made.drafts[0], steps, made.descents)

    for line in made.drafts[0]:
        new = [one for one in made.drafts[-1] if one.paragraph == line.paragraph]
        spans = credits.spans([line], new)
        assert "".join(span.text for span in spans if span.op is not Op.INSERT) == line.text
        assert "".join(span.text for span in spans if span.op is not Op.DELETE) == "".join(
            one.text for one in new
        )
        assert all((span.hand is None) == (span.op is Op.KEEP) for span in spans)
