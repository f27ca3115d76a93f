"""The distance between two texts, and what one takes up of what a proposal asks for."""

from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.distances import Uptake, distance, taken_up
from acm_drafts.text.diff import Op
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import count
from acm_drafts.text.uptake import Held, holdings

texts = st.lists(st.sampled_from("we urge all the States, and [the] رحّب à , .".split()), max_size=9).map(
    " ".join
)


def test_a_distance_counts_the_words_that_are_put_in_and_left_out():
    found = distance("The Meeting urged all States.", "The Meeting invited all Member States.")

    assert (found.put_in, found.left_out, found.words) == (2, 1, 3)
    assert "".join(s.text for s in found.spans if s.op is not Op.INSERT) == "The Meeting urged all States."


def test_what_no_reader_sees_is_no_distance():
    assert distance("all\u00a0States", "all States").is_none
    assert distance("all\u00a0States", "all States").words == 0
    assert not distance("all States", "all, States").is_none


@given(texts, texts)
def test_a_distance_is_the_same_in_both_directions_and_none_between_equal_texts(ours: str, theirs: str):
    there, back = distance(ours, theirs), distance(theirs, ours)

    assert (there.put_in, there.left_out) == (back.left_out, back.put_in)
    assert "".join(span.text for span in there.spans if span.op is not Op.INSERT) == ours
    assert "".join(span.text for span in there.spans if span.op is not Op.DELETE) == theirs
    assert [s.text for s in there.spans if s.op is Op.KEEP] == [s.text for s in back.spans if s.op is Op.KEEP]
    assert distance(ours, ours).is_none and distance(ours, ours).words == 0
    assert count(theirs) - count(ours) == there.put_in - there.left_out or as_read(ours) == as_read(theirs)


def test_a_version_takes_up_some_of_the_changes_that_a_proposal_makes():
    base = "The Meeting urged all States to act."
    asked = "The Meeting strongly urged all Member States to act."

    assert taken_up(base, asked, "The Meeting strongly urged all States to act.") == Uptake(1, 2)
    assert taken_up(base, asked, base) == Uptake(0, 2)
    assert taken_up(base, asked, asked) == Uptake(2, 2)
    assert taken_up(base, base, asked) == Uptake(0, 0)


@given(texts, texts, texts)
def test_nothing_is_said_to_be_taken_up_that_does_not_stand_in_the_version(
    base: str, asked: str, version: str
):
    found = taken_up(base, asked, version)
    held = [c for c, how in holdings(base, asked, version) if how is Held.IN and not c.invisible]

    assert 0 <= found.taken <= found.total
    assert found.taken == len(held)
    words = as_read(version).split()
    assert all(word in words for change in held for word in as_read(change.new).split())
