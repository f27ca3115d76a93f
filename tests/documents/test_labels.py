"""Numbers as people type them, and what only looks like one."""

import pytest

from acm_drafts.documents.read.labels import (
    confirmed,
    in_sequence,
    is_bullet,
    parse,
    preambular,
    without_label,
)

LABELS = [
    ("12. Reaffirms", "12.", " "),
    ("12) Reaffirms", "12)", " "),
    ("12.Reaffirms", "12.", ""),
    ("(3) Reaffirms", "(3)", " "),
    ("3bis. In accordance", "3bis.", " "),
    ("3bis [Developed countries]", "3bis", " "),
    ("7.bis [Developed countries]", "7.bis", " "),
    ("12 bis. Welcomes", "12 bis.", " "),
    ("1 ante. Welcomes", "1 ante.", " "),
    ("12 alt Welcomes", "12 alt", " "),
    ("1.1. By 2030", "1.1.", " "),
    ("(a)  by consensus", "(a)", "  "),
    ("(iv)\tby vote", "(iv)", "\t"),
    ("b) by vote", "b)", " "),
    ("II.\tThe Meeting", "II.", "\t"),
    ("A.\t The Meeting", "A.", "\t "),
    ("١. تحيط علما", "١.", " "),
    ("(أ) القضاء على الفقر", "(أ)", " "),
    ("(هـ) القضاء على الفقر", "(هـ)", " "),
    ("ب) القضاء على الفقر", "ب)", " "),
    ("1 ante. Welcomes", "1 ante.", " "),
    ("3.1 bis New", "3.1 bis", " "),
    ("3.1bis. New", "3.1bis.", " "),
    ("11 (bis) Welcomes", "11 (bis)", " "),
    ("11 (bis). Welcomes", "11 (bis).", " "),
    ("1 (new) Welcomes", "1 (new)", " "),
    ("12 alt 2\tWelcomes", "12 alt 2", "\t"),
    ("12A. Welcomes", "12A.", " "),
    ("OP11bis Welcomes", "OP11bis", " "),
    ("OP 11 bis. Welcomes", "OP 11 bis.", " "),
    ("OP11. Welcomes", "OP11.", " "),
    ("(b bis) by vote", "(b bis)", " "),
    ("(b alt) by vote", "(b alt)", " "),
    ("(iv ter) by vote", "(iv ter)", " "),
    ("a bis) by vote", "a bis)", " "),
    ("a bis\tby vote", "a bis", "\t"),
    ("(2 bis) by vote", "(2 bis)", " "),
    ("12 مكرراً ترحب", "12 مكرراً", " "),
    ("12 مكررًا. ترحب", "12 مكررًا.", " "),
    ("١٢ مكررا - ترحب", "١٢ مكررا -", " "),
    ("(ب مكرر) القضاء", "(ب مكرر)", " "),
    ("ب مكررا) القضاء", "ب مكررا)", " "),
]

SENTENCES = [
    "2030 Agenda for Sustainable Development",
    "65/140. Cooperation between the United Nations",
    "68th plenary meeting",
    "16 December 2010",
    "1.5 million people were displaced",
    "1.5 °C above pre-industrial levels",
    "12.5 per cent of the budget",
    "12 alternatives were considered",
    "12 new States joined",
    "12 bisected regions",
    "5G networks were welcomed",
    "OPEC welcomed it",
    "(bis) the Meeting welcomed",
    "12 مكررات",
    "1975. It was the year of accession",
    "(see paragraph 3) the Meeting welcomed",
    "Recalling its resolution 3369 (XXX)",
    "12.",
    "",
]


@pytest.mark.parametrize(("text", "typed", "gap"), LABELS)
def test_a_typed_label_is_taken_as_it_stands_with_the_space_after_it(text, typed, gap):
    label = parse(text)

    assert label is not None
    assert (label.typed, label.gap, label.sure) == (typed, gap, True)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_that_merely_starts_with_a_number_has_no_label(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A. Palestine", "B. Al-Quds"),
        ("I. Palestine", "II. Al-Quds"),
        ("1.1 By 2030", "1.2 By 2030"),
        ("1.a Ensure", "1.b Create"),
        ("1 - تحيط علما", "2 - ترحب"),
        ("أولا: فلسطين", "ثانياً: القدس"),
        ("أ - فلسطين", "ب - القدس"),
        ("12A Welcomes", "13. Welcomes"),
        ("12 A. Welcomes", "13. Welcomes"),
        ("b bis by vote", "c) by consensus"),
    ],
)
def test_a_doubtful_label_counts_only_where_its_neighbour_stands_too(first, second):
    alone, together = confirmed([parse(first)]), confirmed([parse(first), None, parse(second)])

    assert alone == [None]
    assert together[0] is not None and together[2] is not None


def test_an_initial_is_no_number():
    labels = confirmed([parse("A. Guterres addressed the Meeting."), parse("K. Annan had done so before.")])

    assert labels == [None, None]


def test_labels_follow_one_another_when_they_are_of_one_kind_and_the_next():
    def sequence(*texts):
        return in_sequence(label for text in texts if (label := parse(text)))

    assert sequence("1. one", "2. two")
    assert sequence("(h) eighth", "(i) ninth")
    assert sequence("(i) first", "(ii) second")
    assert not sequence("1. one", "3. three")
    assert not sequence("1. one", "(b) second")


def test_a_list_mark_needs_a_space_behind_it():
    assert is_bullet("- by consensus")
    assert is_bullet("•\tby consensus")
    assert not is_bullet("*Recalling* the Charter,")
    assert not is_bullet("-5 degrees")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("PP3 Recalling it,", "PP3"),
        ("PP3bis Recalling it,", "PP3bis"),
        ("PP 12 alt. Recalling it,", "PP 12 alt."),
    ],
)
def test_what_a_paragraph_of_the_preamble_is_called_is_no_word_of_it(text: str, label: str):
    assert preambular(text) == (label, "Recalling it,")
    assert parse(text) is None


@pytest.mark.parametrize("text", ["PPP3 Recalling it,", "PP Recalling it,", "PP3", "PP3rd Recalling it,"])
def test_other_words_are_no_name_of_a_paragraph_of_the_preamble(text: str):
    assert preambular(text) is None


def test_a_number_before_pasted_words_is_left_out_and_a_doubtful_one_stays():
    for typed in ("12. Reaffirms", " (a)\tReaffirms", "12 bis. Reaffirms", "PP3 Reaffirms", "Reaffirms"):
        assert without_label(typed) == "Reaffirms", typed
    assert without_label("١. تحيط علما") == "تحيط علما"
    for typed in ("A. Rahman spoke", "1.5 million people", "2025 was a good year"):
        assert without_label(typed) == typed
