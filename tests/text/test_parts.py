"""A wording that is split, merged part by part."""

from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.language import PARAGRAPH_SPLIT as CUT
from acm_drafts.text.merge import Clash, is_clean, text_of
from acm_drafts.text.parts import merge_by_part, parts_of, stand_together
from tests.text.wordings import edited, wordings


def test_changes_of_several_texts_are_united_in_each_part():
    base, first, second = f"One, two{CUT}and three.", f"One; two{CUT}and three.", f"One, two{CUT}And three."

    assert [text_of(part) for part in merge_by_part(base, [first, second])] == ["One; two", "And three."]
    assert stand_together(base, [first, second])


def test_different_changes_of_one_place_are_a_conflict_in_that_part_alone():
    base = f"One, two{CUT}and three."

    one, two = merge_by_part(base, [f"One; two{CUT}and three.", f"One: two{CUT}and three."])
    assert (is_clean(one), is_clean(two)) == (False, True)
    assert not stand_together(base, [f"One; two{CUT}and three.", f"One: two{CUT}and three."])


def test_texts_in_other_parts_conflict_as_a_whole():
    texts = (f"One{CUT}two", f"One{CUT}two{CUT}three")

    assert merge_by_part(texts[0], texts) == ((Clash(texts[0], texts),),)


@given(wordings, wordings, st.data())
def test_what_is_changed_in_one_part_leaves_the_others_as_they_are(
    first: str, second: str, data: st.DataObject
):
    one, two = (text.replace(CUT, " ") for text in (first, second))
    changes = [data.draw(edited(text)).replace(CUT, " ") for text in (one, two)]
    base, texts = f"{one}{CUT}{two}", (f"{changes[0]}{CUT}{two}", f"{one}{CUT}{changes[1]}")

    assert [text_of(part) for part in merge_by_part(base, texts)] == changes
    assert stand_together(base, texts)
    assert not stand_together(base, (*texts, base + CUT))


@given(wordings, st.data())
def test_what_one_text_alone_changes_is_that_text(base: str, data: st.DataObject):
    parts = [data.draw(edited(part)).replace(CUT, " ") for part in parts_of(base)]

    merged = merge_by_part(base, [base, CUT.join(parts)])
    assert [text_of(part) for part in merged] == parts
