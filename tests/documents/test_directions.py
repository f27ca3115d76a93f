"""A paragraph runs as its own words do, a number or a name as the document does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.documents.write.directions import runs, turn
from acm_drafts.documents.write.wordxml import W, element, paragraph, run
from acm_drafts.text.language import Language

ENGLISH, ARABIC = "The Meeting welcomed it.", "رحب الاجتماع بالتقدم المحرز."


def made(*texts: str, language: Language, style: str = "ACMParagraph"):
    runs = [run(text, language) for text in texts]
    (one,) = turn([paragraph(style, runs, language)], language)
    return one


def leftwards(one) -> bool:
    return one.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None


def runs_leftwards(one) -> list[bool]:
    return [run.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None for run in one.iter(f"{{{W}}}r")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (ENGLISH, Language.EN, False),
        (ENGLISH, Language.AR, False),
        (ARABIC, Language.AR, True),
        (ARABIC, Language.FR, True),
        ("12 bis", Language.AR, True),
        ("OIC/ACM-2026/FC", Language.AR, True),
        ("Palestine", Language.AR, True),
        ("القدس", Language.EN, False),
    ],
)
def test_a_sentence_runs_by_its_letters_and_what_is_none_as_the_document(text, language, expected):
    one = made(text, language=language)

    assert leftwards(one) is expected
    assert runs_leftwards(one) == [expected]


def test_where_both_are_in_one_paragraph_it_runs_as_the_document_and_each_run_by_itself():
    one = made("السبب: ", ENGLISH, language=Language.AR)

    assert leftwards(one)
    assert runs_leftwards(one) == [True, False]


def test_tracked_words_and_the_cells_of_a_table_are_turned_too():
    deleted = paragraph(
        "ACMParagraph", [element("del", run(ENGLISH, Language.AR, tag="delText"))], Language.AR
    )
    cell = element("tc", paragraph("ACMCell", [run(ENGLISH, Language.AR)], Language.AR))

    first, table = turn([deleted, element("tbl", element("tr", cell))], Language.AR)

    assert not leftwards(first)
    assert not leftwards(next(table.iter(f"{{{W}}}p")))


def test_what_stands_under_a_proposal_keeps_to_its_block():
    one = made(ENGLISH, language=Language.AR, style="ACMProposalText")

    assert one.find(f"{{{W}}}pPr/{{{W}}}ind").get(f"{{{W}}}right") == "1020"


@given(st.text(alphabet=st.sampled_from("abc ابج.[]12"), max_size=40), st.sampled_from(Language))
def test_no_word_is_changed(text: str, language: Language):
    assert "".join(made(text, language=language).itertext()) == text


# Names among others ----------------------------------------------------------------------------------


def named(text: str, language: Language) -> list[tuple[str, bool]]:
    """Return the runs of *text*, each with whether it runs from right to left."""
    return [
        ("".join(one.itertext()), one.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None)
        for one in runs(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("EGY 3 · مصر، مالي", Language.AR, [("EGY 3", False), (" · مصر، مالي", True)]),
        ("EGY 3، MLI 1", Language.AR, [("EGY 3", False), ("، ", True), ("MLI 1", False)]),
        ("[EGY 3]", Language.AR, [("[", True), ("EGY 3", False), ("]", True)]),
        ("59 (c)", Language.AR, [("\u200e59 (c)", False)]),
        ("12 bis، فقرة", Language.AR, [("\u200e12 bis", False), ("، فقرة", True)]),
        ("12", Language.AR, [("12", True)]),
        ("وكالة (UNRWA) في 2026", Language.AR, [("وكالة (", True), ("UNRWA", False), (") في 2026", True)]),
        ("OIC/ACM-2026/FC/Rev.2", Language.AR, [("OIC/ACM-2026/FC/Rev.2", False)]),
        ("EGY 3 · Egypt, مالي", Language.EN, [("EGY 3 · Egypt, ", False), ("مالي", True)]),
        ("“الفقرة الأولى (أ)”", Language.FR, [("“", False), ("الفقرة الأولى (أ)", True), ("”", False)]),
        ("59 (c)", Language.EN, [("59 (c)", False)]),
        ("", Language.AR, []),
    ],
)
def test_each_name_runs_as_it_is_spelt(text: str, language: Language, expected: list[tuple[str, bool]]):
    assert named(text, language) == expected


@given(st.text("aé١1مو ·()[]،,.", max_size=20), st.sampled_from(Language))
def test_no_sign_is_lost_and_no_run_mixes_two_scripts(text: str, language: Language):
    pieces = named(text, language)

    assert "".join(words for words, _ in pieces).replace("\u200e", "") == text
    for words, leftwards_ in pieces:
        other = set("aé") if leftwards_ else set("مو")
        assert not other & set(words)


def test_the_looks_of_a_name_are_those_of_every_run():
    first, second = runs("EGY 3 مصر", Language.AR, element("b"), style="ACMWho")

    for one in (first, second):
        assert one.find(f"{{{W}}}rPr/{{{W}}}b") is not None
        assert one.find(f"{{{W}}}rPr/{{{W}}}rStyle") is not None
