"""The same words put for the same words wherever they stood: told once, counted rightly, nothing else hidden."""

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acm_drafts.text.diff import Op, Span, diff_words
from acm_drafts.text.edits import blank
from acm_drafts.text.language import as_read
from acm_drafts.text.renames import LEAST, Collapsed, Marked, Place, Rename, collapse
from acm_drafts.text.tokens import tokens
from tests.text.wordings import bases, edited, wordings


def between(old: Sequence[str], new: Sequence[str]) -> list[tuple[Span, ...]]:
    return [diff_words(one, other) for one, other in zip(old, new, strict=True)]


def collapsed(old: Sequence[str], new: Sequence[str]) -> Collapsed:
    return collapse(between(old, new))


def told(found: Collapsed) -> list[tuple[str, str, int]]:
    return [(rename.old, rename.new, len(rename.places)) for rename in found.renames]


# What is a rename ----------------------------------------------------------------------------------

SENTENCE = "The Meeting thanked {} and noted report {}."
EXAMPLES = [
    ("a word", "Persia", "Iran"),
    ("some words", "the Islamic Conference", "Islamic Cooperation"),
    ("words put before it", "Palestine", "the State of Palestine"),
    ("words taken from it", "the State of Palestine", "Palestine"),
    ("a year", "2025", "2026"),
    ("an Arabic name", "منظمة المؤتمر الإسلامي", "منظمة التعاون الإسلامي"),
    ("a hyphen", "Secretary General", "Secretary-General"),
]


@pytest.mark.parametrize(("before", "after"), [e[1:] for e in EXAMPLES], ids=[e[0] for e in EXAMPLES])
def test_words_replaced_everywhere_are_one_rename(before: str, after: str) -> None:
    old = [SENTENCE.format(before, number) for number in range(7, 11)]
    new = [SENTENCE.format(after, number) for number in range(7, 11)]

    (rename,) = collapsed(old, new).renames

    assert len(rename.places) == 4
    assert SENTENCE.format(after, 7) == SENTENCE.format(before, 7).replace(rename.old, rename.new)
    assert [place.text for place in rename.places] == [0, 1, 2, 3]


def test_a_name_that_still_stands_somewhere_was_not_replaced_everywhere() -> None:
    old = ["It thanked Persia.", "It noted Persia.", "It asked Persia.", "It heard Persia twice."]
    new = [
        old[0].replace("Persia", "Iran"),
        "It noted Iran.",
        "It asked Iran.",
        "It really heard Persia twice.",
    ]

    assert told(collapsed(old, new)) == []


def test_the_word_beside_it_tells_a_name_from_another_that_stands() -> None:
    kept = "The Conference on Disarmament met."
    old = [*(SENTENCE.format("the Islamic Conference", n) for n in range(3)), kept]
    new = [*(SENTENCE.format("the Islamic Cooperation", n) for n in range(3)), kept]

    assert told(collapsed(old, new)) == [("Islamic Conference", "Islamic Cooperation", 3)]


def test_a_word_beside_it_that_is_there_by_chance_makes_no_rename_of_some_places() -> None:
    old = [*(f"It thanked Persia and report {n}." for n in range(3)), "It asked Persia to.", "It saw Persia."]
    new = [text.replace("Persia", "Iran") for text in old[:4]] + old[4:]

    assert told(collapsed(old, new)) == []


def test_what_happens_twice_is_no_rename() -> None:
    assert LEAST == 3
    assert told(collapsed(["It saw Persia.", "To Persia."], ["It saw Iran.", "To Iran."])) == []


def test_a_new_sign_or_a_new_cut_between_paragraphs_is_no_name() -> None:
    signs = collapsed(["a; b c"] * 4, ["a, b c"] * 4)
    cuts = collapsed(["One two. Three four."] * 4, ["One two.\u2029Three four."] * 4)

    assert (signs.renames, cuts.renames) == ((), ())


def test_what_no_reader_sees_is_no_rename() -> None:
    assert collapsed(["وقــد قرر"] * 4, ["وقد قرر"] * 4).renames == ()


def test_other_changes_of_the_same_text_stay() -> None:
    old = [f"It thanked Persia for all that it did, and noted report {number}." for number in range(4)]
    new = [text.replace("Persia", "Iran") for text in old]
    new[3] = new[3].replace("noted", "recalled")

    found = collapsed(old, new)
    shown = [
        [span.text for span in spans if span.op is not Op.KEEP and span.rename is None]
        for spans in found.spans
    ]

    assert told(found) == [("Persia", "Iran", 4)]
    assert shown == [[], [], [], ["noted", "recalled"]]


def test_two_renames_side_by_side_are_two_renames() -> None:
    old = ["Persia and generous Ceylon came.", "Persia came.", "To Persia.", "To Ceylon.", "For Ceylon."]
    new = [text.replace("Persia", "Iran").replace("Ceylon", "Sri Lanka") for text in old]

    assert told(collapsed(old, new)) == [("Persia", "Iran", 3), ("Ceylon", "Sri Lanka", 3)]


def test_a_place_begins_and_ends_with_its_words() -> None:
    spans = (Span(Op.KEEP, "in"), Span(Op.INSERT, " lovely"), Span(Op.KEEP, " Paris again."))

    (rename,) = collapse([spans] * 3).renames

    assert (rename.old, rename.new) == ("Paris", "lovely Paris")
    assert rename.places[0] == Place(text=0, old_start=3, old_end=8, new_start=3, new_end=15)


def test_the_most_frequent_stands_first() -> None:
    old = [*["It saw Persia."] * 3, *["It saw Ceylon."] * 5]
    new = [*["It saw Iran."] * 3, *["It saw Sri Lanka."] * 5]

    assert told(collapsed(old, new)) == [("Ceylon", "Sri Lanka", 5), ("Persia", "Iran", 3)]


# The laws ------------------------------------------------------------------------------------------

NAMES = (
    "Persia",
    "Iran",
    "the Islamic Conference",
    "Islamic Cooperation",
    "Palestine",
    "the State of Palestine",
)


@st.composite
def comparisons(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Draw the old and new wordings of several paragraphs, in which some names were replaced, and more was edited."""
    before, after = draw(st.permutations(NAMES))[:2]
    old, new = [], []
    for _ in range(draw(st.integers(0, 6) | st.integers(4, 6))):
        base = draw(bases)
        words = base.split(" ")
        for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
            words.insert(draw(st.integers(0, len(words))), before)
        text = " ".join(words)
        renamed = text.replace(before, after)
        old.append(text)
        rewritten = draw(st.sampled_from([renamed] * 4 + [text]))
        new.append(draw(st.one_of(*[st.just(rewritten)] * 4, edited(renamed), wordings)))
    return old, new


@given(comparisons())
@example((["It saw the Islamic Conference."] * 3, ["It saw Islamic Cooperation."] * 3))
def test_no_change_is_made_or_lost(texts: tuple[list[str], list[str]]) -> None:
    given_ = between(*texts)

    found = collapse(given_)

    assert [tuple(Span(*span[:3]) for span in spans) for spans in found.spans] == given_
    assert all(span.rename is None for spans in found.spans for span in spans if span.op is Op.KEEP)


@given(comparisons())
def test_what_is_hidden_is_the_same_words_for_the_same_words_and_nothing_more(
    texts: tuple[list[str], list[str]],
) -> None:
    old, new = texts
    found = collapsed(old, new)

    for number, rename in enumerate(found.renames):
        assert len(rename.places) >= LEAST
        hidden = 0
        for place in rename.places:
            was = old[place.text][place.old_start : place.old_end]
            now = new[place.text][place.new_start : place.new_end]
            assert (as_read(was), as_read(now)) == (as_read(rename.old), as_read(rename.new))
            hidden += len(changes_in(found, place.text, number, place))
        marked = [span for spans in found.spans for span in spans if span.rename == number]
        assert len(marked) == hidden


def changes_in(found: Collapsed, text: int, number: int, place: Place) -> list[Marked]:
    """Return the changes inside a place; all carry the number of its rename."""
    inside, old_at, new_at = [], 0, 0
    for span in found.spans[text]:
        old_end = old_at + (len(span.text) if span.op is not Op.INSERT else 0)
        new_end = new_at + (len(span.text) if span.op is not Op.DELETE else 0)
        if span.op is Op.DELETE and overlaps((old_at, old_end), (place.old_start, place.old_end)):
            inside.append(span)
        if span.op is Op.INSERT and overlaps((new_at, new_end), (place.new_start, place.new_end)):
            inside.append(span)
        old_at, new_at = old_end, new_end
    assert inside
    assert all(span.rename == number for span in inside)
    return inside


def overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(comparisons())
def test_the_old_words_of_a_rename_stand_nowhere_any_more(texts: tuple[list[str], list[str]]) -> None:
    old, new = texts

    for rename in collapsed(old, new).renames:
        assert not any(stands(rename, text) for text in new)


def stands(rename: Rename, text: str) -> bool:
    """Say whether the old words stand in *text* outside of the new ones."""
    words, before, after = (
        [token for token in tokens(as_read(part)) if not blank(token)]
        for part in (text, rename.old, rename.new)
    )
    covered: set[tuple[int, int]] = set()
    for at in range(len(words)):
        if words[at : at + len(after)] == after:
            covered |= {
                (at + skip, at + skip + len(before))
                for skip in range(len(after) - len(before) + 1)
                if after[skip : skip + len(before)] == before
            }
    return any(
        words[at : at + len(before)] == before and (at, at + len(before)) not in covered
        for at in range(len(words))
    )


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.data())
def test_every_place_of_a_name_is_counted(times: list[int], data: st.DataObject) -> None:
    name = "Ruritania"
    old = [f"Paragraph {n}: it thanked " + " with joy, ".join([name] * n) for n in times]
    other = data.draw(st.sampled_from(["Iran", "Sri Lanka", "the two Yemens"]))

    found = collapsed(old, [text.replace(name, other) for text in old])

    expected = [(name, other, sum(times))] if sum(times) >= LEAST else []
    assert told(found) == expected
