"""What the Mission changes in words where it accepts a split or join: united with the rest, and its own."""

from itertools import permutations

from hypothesis import assume, given
from hypothesis import strategies as st

from acm_drafts.negotiation.attribution.changes import Credits, Deed, Hand, Step
from acm_drafts.negotiation.attribution.words import trace
from acm_drafts.negotiation.carrying import carry
from acm_drafts.negotiation.consequential import Shaped, change_of
from acm_drafts.negotiation.consolidation import (
    PART,
    Edit,
    conflicts_among,
    consolidate,
    consolidate_paragraph,
)
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Dispute, Verdict
from acm_drafts.negotiation.tracking import Block, How, track
from acm_drafts.text.language import as_read
from tests.text.wordings import edited, wordings

BASE = "The Meeting noted the report, and invited the Bank to widen access."
FIRST, SECOND = "The Meeting noted the report,", "and invited the Bank to widen access."
CHANGED = ("The Meeting noted the report;", "It invited the Bank to widen access.")
THANKED, URGED = "The Meeting thanked the host.", "The Meeting also urged all members to act."

SPLIT = Edit(1, AmendmentKind.SPLIT, 1, base=BASE, text=f"{FIRST}{PART}{SECOND}", parts=(9,))
JOIN = Edit(2, AmendmentKind.JOIN, 1, base=THANKED, text=f"{THANKED} {URGED}", other=2)
OF_SPLIT = Edit(5, AmendmentKind.CONSEQUENTIAL, 1, base=BASE, text=PART.join(CHANGED), parts=(9,))
JOINED = "The Meeting thanked the host and also urged all members to act."
OF_JOIN = Edit(6, AmendmentKind.CONSEQUENTIAL, 1, base=THANKED, text=JOINED, other=2)
WHOLE, TWO = (Line(1, BASE, label="1."),), (Line(1, THANKED, label="1."), Line(2, URGED, label="2."))


def replaced(key: int, base: str, old: str, new: str, paragraph: int = 1) -> Edit:
    assert old in base
    return Edit(key, AmendmentKind.REPLACE, paragraph, base=base, text=base.replace(old, new, 1))


def texts(lines: tuple[Line, ...], *edits: Edit) -> list[str]:
    """Return what *edits* make of *lines*, in whatever order they come."""
    results = {consolidate(lines, order).lines for order in permutations(edits)}
    (made,) = results
    assert made, consolidate(lines, edits).disagreements
    return [line.text for line in made]


# What it makes of the text -------------------------------------------------------------------------


def test_the_parts_of_a_split_say_what_the_change_makes_of_them_beside_what_else_was_accepted():
    warmer = replaced(3, BASE, "widen", "further widen")

    assert texts(WHOLE, SPLIT, OF_SPLIT) == list(CHANGED)
    assert texts(WHOLE, SPLIT, OF_SPLIT, warmer) == [CHANGED[0], CHANGED[1].replace("widen", "further widen")]
    assert texts(WHOLE, SPLIT) == [FIRST, SECOND]


def test_a_joined_paragraph_says_what_the_change_makes_of_it_beside_what_else_was_accepted_on_both():
    warmly = replaced(3, THANKED, "thanked", "warmly thanked")
    firmly = replaced(4, URGED, "to act", "to act firmly", paragraph=2)

    assert texts(TWO, JOIN, OF_JOIN) == [JOINED]
    assert texts(TWO, JOIN, OF_JOIN, warmly, firmly) == [
        "The Meeting warmly thanked the host and also urged all members to act firmly."
    ]
    assert texts(TWO, JOIN) == [f"{THANKED} {URGED}"]


def test_what_others_changed_at_the_same_words_is_in_conflict_with_it_and_named():
    same = replaced(4, BASE, "report,", "study,")

    (alone,) = consolidate(WHOLE, [SPLIT, OF_SPLIT, same]).disagreements
    assert (alone.why, alone.proposals, alone.wanted_by) == (Dispute.WORDS, (4, 5), ((4,), (5,)))
    assert conflicts_among([SPLIT, OF_SPLIT, same]) == (alone,)
    far = replaced(7, BASE, "widen", "further widen")
    assert conflicts_among([SPLIT, OF_SPLIT, far]) == ()
    assert consolidate(WHOLE, [SPLIT, OF_SPLIT, same, far]).disagreements[0].proposals == (4, 5)


def test_so_is_what_others_changed_in_either_paragraph_of_a_join():
    own = replaced(3, THANKED, "the host.", "the host warmly.")
    theirs = replaced(4, URGED, "The Meeting also", "The Meeting further", paragraph=2)

    for rival in (own, theirs):
        (dispute,) = consolidate(TWO, [JOIN, OF_JOIN, rival]).disagreements
        assert (dispute.why, dispute.proposals) == (Dispute.WORDS, (rival.proposal, 6))


def test_without_its_split_or_join_it_changes_nothing():
    assert texts(WHOLE, OF_SPLIT) == [BASE]
    assert texts(TWO, OF_JOIN) == [THANKED, URGED]
    assert consolidate_paragraph(1, THANKED, [JOIN, OF_JOIN]).text == THANKED


def test_a_wording_in_other_parts_than_the_split_is_in_conflict_as_a_whole():
    for text in ("One part.", PART.join(["One.", "Two.", "Three."])):
        wrong = Edit(5, AmendmentKind.CONSEQUENTIAL, 1, base=BASE, text=text, parts=(9,))
        assert consolidate(WHOLE, [SPLIT, wrong]).disagreements


# What was typed ------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_as_a_change_of_what_was_proposed_alone():
    shown = f"{FIRST.replace('noted', 'warmly noted')}{PART}{SECOND}"
    offered = Shaped(SPLIT.text, shown)
    typed = [CHANGED[0].replace("noted", "warmly noted"), CHANGED[1]]

    assert change_of(offered, typed) == PART.join(CHANGED)
    assert change_of(offered, shown.split(PART)) is None
    assert change_of(offered, [f"{shown.split(PART)[0]} ", SECOND]) is None


@given(wordings, st.data())
def test_what_is_typed_stands_in_the_text_or_is_in_conflict_with_what_was_accepted(
    base: str, data: st.DataObject
):
    """The text never says a third thing: neither words that nobody typed, nor without those that were accepted."""
    words = base.replace(PART, " ").split(" ")
    assume(len(words) > 3)
    cut = data.draw(st.integers(1, len(words) - 1))
    proposed = [" ".join(words[:cut]), " ".join(words[cut:])]
    assume(all(part.strip() for part in proposed))
    whole = " ".join(proposed)
    split = Edit(1, AmendmentKind.SPLIT, 1, base=whole, text=PART.join(proposed), parts=(9,))
    other = Edit(3, AmendmentKind.REPLACE, 1, base=whole, text=data.draw(edited(whole)).replace(PART, " "))
    assume(other.text.strip())
    before = consolidate((Line(1, whole),), [split, other])
    assume(not before.disagreements and len(before.lines) == 2)
    shown = PART.join(line.text for line in before.lines)
    typed = [data.draw(edited(line.text)).replace(PART, " ") for line in before.lines]

    text = change_of(Shaped(split.text, shown), typed)
    if text is None:
        assert [as_read(part).strip() for part in typed] == [
            as_read(line.text).strip() for line in before.lines
        ]
        return
    own = Edit(5, AmendmentKind.CONSEQUENTIAL, 1, base=whole, text=text, parts=(9,))
    after = consolidate((Line(1, whole),), [split, other, own])
    # White space at the ends of a part is nobody's words: a paragraph has none.
    assert after.disagreements or [line.text.strip() for line in after.lines] == [
        part.strip() for part in typed
    ]


# Whose it is ---------------------------------------------------------------------------------------


def told(draft: tuple[Line, ...], *edits: Edit) -> dict[int, list[tuple[str, tuple[int, ...]]]]:
    """Return the words after a round of *edits*, each with the proposals that brought them."""
    made = consolidate(draft, edits).lines
    drafts = [{line.paragraph: line.text for line in lines} for lines in (draft, made)]
    traced = trace(drafts, [(), edits])
    return {
        key: [(span.text, traced.marks[span.since].keys) for span in spans]
        for key, spans in traced.spans.items()
    }


def test_words_of_the_consequential_change_belong_to_it_and_other_words_keep_their_attribution():
    split = told(WHOLE, SPLIT, OF_SPLIT)
    joined = told(TWO, JOIN, OF_JOIN)

    assert split[1] == [("The Meeting noted the report", ()), (";", (5,))]
    assert split[9] == [("It", (5,)), (" invited the Bank to widen access.", ())]
    assert joined[1] == [
        ("The Meeting thanked the host", ()),
        (" ", (2,)),
        ("and", (6,)),
        (" also urged all members to act.", ()),
    ]


EGYPT, MISSION = Hand("Egypt", "2026-11-20T22:00:00"), Hand("OIC Mission", "2026-11-20T22:00:00")


def tracked(draft: tuple[Line, ...], shape: Edit, own: Edit, descent: tuple[int, int]) -> tuple[Block, ...]:
    made = consolidate(draft, [shape, own]).lines
    credits = Credits(draft, [Step(made, [Deed(shape, EGYPT), Deed(own, MISSION, 2)], MISSION)], [descent])
    return track(draft, made, [descent], credits=credits)


def hands(blocks: tuple[Block, ...]) -> set[tuple[str, str, str]]:
    """Return how each stretch of words that changed came to be where it is, and whose it is."""
    stretches = (stretch for block in blocks for stretch in block.stretches)
    return {(str(one.how), one.text, one.hand.author) for one in stretches if one.hand}


def test_in_a_tracked_document_the_split_is_its_sponsors_and_the_change_the_missions():
    blocks = tracked(WHOLE, SPLIT, OF_SPLIT, (9, 1))

    (mark,) = (block.end for block in blocks if block.end.how is How.INSERTED)
    assert mark.hand == EGYPT
    assert hands(blocks) == {
        ("deleted", ", and", "OIC Mission"),
        ("inserted", ";", "OIC Mission"),
        ("inserted", "It", "OIC Mission"),
    }


def test_in_a_tracked_document_the_join_is_its_sponsors_and_the_change_the_missions():
    blocks = tracked(TWO, JOIN, OF_JOIN, (1, 2))

    (mark,) = (block.end for block in blocks if block.end.how is How.DELETED)
    assert mark.hand == EGYPT
    of_mission = [one for one in hands(blocks) if one[2] == "OIC Mission"]
    assert ("inserted", "and", "OIC Mission") in of_mission or (
        "inserted",
        " and",
        "OIC Mission",
    ) in of_mission
    assert any(how == "deleted" and "The Meeting" in text for how, text, _ in of_mission)


# What is pending beside it -------------------------------------------------------------------------


def carried(edit: Edit, draft: tuple[Line, ...], *accepted: Edit) -> tuple[Verdict, str, str]:
    result = consolidate(draft, accepted)
    made = carry(edit, result.fates, result.lines)
    return made.verdict, made.edit.base, made.edit.text


def test_what_is_pending_on_a_joined_paragraph_goes_on_beside_the_change():
    warmly = replaced(3, THANKED, "thanked", "warmly thanked")
    firmly = replaced(4, URGED, "to act", "to act firmly", paragraph=2)

    assert carried(warmly, TWO, JOIN, OF_JOIN) == (
        Verdict.CARRIED,
        JOINED,
        JOINED.replace("thanked", "warmly thanked"),
    )
    assert carried(firmly, TWO, JOIN, OF_JOIN) == (
        Verdict.CARRIED,
        JOINED,
        JOINED.replace("to act", "to act firmly"),
    )


def test_what_is_pending_at_the_words_that_it_changed_is_decided_otherwise():
    own = replaced(3, THANKED, "the host.", "the host warmly.")

    assert carried(own, TWO, JOIN, OF_JOIN)[0] is Verdict.OVERTAKEN
    assert carried(replaced(3, BASE, "report,", "study,"), WHOLE, SPLIT, OF_SPLIT)[0] is Verdict.OVERTAKEN


def test_a_join_that_is_carried_over_proposes_the_words_of_the_new_text():
    warmly = replaced(3, THANKED, "thanked", "warmly thanked")

    verdict, base, text = carried(JOIN, TWO, warmly)
    assert (verdict, base) == (Verdict.CARRIED, warmly.text)
    assert text == f"{warmly.text} {URGED}"
