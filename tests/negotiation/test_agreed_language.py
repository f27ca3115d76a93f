"""What may be said of a text beside an earlier one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.agreed_language import (
    Claim,
    Likeness,
    claim,
    comparable,
    likeliest,
    likeness,
    ranked,
)
from acm_drafts.text.language import as_read
from acm_drafts.text.tokens import words

BASE = "Calls upon Member States to strongly encourage investment in research and development;"
WORDS = st.lists(
    st.sampled_from("the Meeting strongly urged 2030 États المُؤْتَمَر المؤتمر , ; [all] 10".split()), max_size=12
)


def read(text: str) -> tuple[str, ...]:
    return tuple(words(as_read(text))[1::2])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BASE, Claim(Likeness.VERBATIM)),
        (BASE.replace(" ", "  ").replace("to", "to\u00a0"), Claim(Likeness.VERBATIM)),
        (BASE[:-1] + ".", Claim(Likeness.SIGNS, changes=1)),
        (BASE.replace("strongly ", ""), Claim(Likeness.DROPPED, old="strongly", changes=1)),
        (BASE.replace("Member", "all Member"), Claim(Likeness.ADDED, new="all", changes=1)),
        (BASE.replace("encourage", "support"), Claim(Likeness.REPLACED, "encourage", "support", 1)),
        (BASE.replace("Calls", "calls"), Claim(Likeness.REPLACED, "Calls", "calls", 1)),
        (
            BASE.replace("Calls upon", "Invites").replace("research", "training"),
            Claim(Likeness.CHANGED, changes=2),
        ),
        ("Something else altogether.", Claim(Likeness.CHANGED, changes=1)),
    ],
)
def test_a_statement_names_what_departs_from_the_earlier_text(text: str, expected: Claim):
    assert claim(BASE, text) == expected


@pytest.mark.parametrize(
    ("earlier", "text"),
    [
        ("The Meeting invited Member States:", "The Meeting welcomed the first thing."),
        ("يدعو الدول الأعضاء إلى تعزيز التعاون", "ورحب الاجتماع بالينابيع الجبلية وتمويلها"),
        (
            "The Meeting encouraged the Secretariat to strengthen its cooperation with the agencies.",
            "It decided to strengthen all trade and sea ports by further cooperation.",
        ),
    ],
)
def test_texts_that_share_few_words_are_not_near_whatever_letters_they_share(earlier: str, text: str):
    (found,) = ranked(text, [("earlier", earlier)])

    assert not found.is_near
    assert claim(earlier, text).likeness is Likeness.CHANGED
    assert likeness(earlier, text) == likeness(text, earlier) < 0.5


def test_a_longer_stretch_is_counted_and_not_quoted():
    added = BASE.replace("investment", "public and private and other kinds of investment")
    assert claim(BASE, added) == Claim(Likeness.CHANGED, changes=1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("المـؤتمر", "المؤتمر", True),
        ("المُؤْتَمَر", "المؤتمر", False),
        ("ﻻ", "لا", True),
        ("2030", "٢٠٣٠", False),
        ("l’État", "l'État", True),
        ("É", "E\u0301", True),
        ("30 mots :", "30 mots\u00a0:", True),
    ],
)
def test_what_a_reader_does_not_see_makes_no_difference_and_what_they_see_does(
    one: str, other: str, same: bool
):
    assert (claim(one, other).likeness is Likeness.VERBATIM) is same


@given(WORDS, WORDS, st.sampled_from([" ", "  ", "\u00a0"]))
def test_verbatim_is_said_if_and_only_if_words_and_signs_are_read_the_same(
    one: list, other: list, space: str
):
    earlier, text = " ".join(one), space.join(other)

    assert (claim(earlier, text).likeness is Likeness.VERBATIM) is (read(earlier) == read(text))


@given(WORDS, WORDS)
def test_what_a_statement_names_is_all_that_differs(one: list, other: list):
    earlier, text = " ".join(one), " ".join(other)
    said = claim(earlier, text)
    if said.likeness in (Likeness.DROPPED, Likeness.ADDED, Likeness.REPLACED):
        old, new = list(read(said.old)), list(read(said.new))
        before, after = list(read(earlier)), list(read(text))
        places = [at for at in range(len(before) + 1) if before[at : at + len(old)] == old]
        assert any(before[:at] + new + before[at + len(old) :] == after for at in places)


def test_the_most_alike_comes_first_and_what_is_read_the_same_before_what_is_only_alike():
    entries = [("far", "Requests a report."), ("case", BASE.upper()), ("same", BASE), ("near", BASE[:-15])]
    found = ranked(BASE, entries)

    assert [entry.item for entry in found] == ["same", "case", "near", "far"]
    assert found[0].likeness == found[1].likeness == 1.0 > found[2].likeness
    assert re.fullmatch(r"[a-z ]+", comparable(BASE))


def test_what_may_be_put_first_is_chosen_by_its_folded_words_alone():
    texts = {
        "other": "The Council convened a workshop on trade.",
        "near": "The Meeting welcomed the fine report of the Committee.",
        "folded alike": "the meeting welcomed the report of the committee",
        "same": "The Meeting welcomed the report of the Committee.",
    }
    entries = [(name, comparable(text)) for name, text in texts.items()]

    # both that are wholly alike, though one is asked for: which of them is read the same, the words alone do not tell
    assert likeliest(texts["same"], entries, 1) == ["folded alike", "same"]
    assert likeliest(texts["same"], entries, 3) == ["folded alike", "same", "near"]
    chosen = likeliest(texts["same"], entries, 1)
    assert ranked(texts["same"], [(name, texts[name]) for name in chosen])[0].item == "same"
