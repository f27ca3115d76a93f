"""What stands behind a text: the brackets outstanding, and the numbers it had before."""

from dataclasses import replace

import pytest

from acm_drafts.documents.write.annexes import Annexes, Reservation, number_or_first_words
from acm_drafts.documents.write.docx import render
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.comparison import compare
from acm_drafts.negotiation.concordance import concordance
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import ReservationScope, WordsNow
from tests.documents.judges import judgements
from tests.documents.making import make_draft, part

NAMES = ("Pakistan", "Türkiye", "Egypt", "EGY")


def tables_of(document: bytes) -> list[list[list[str]]]:
    return [
        [
            [
                " | ".join("".join(one.itertext()) for one in cell.iter(f"{{{W}}}p"))
                for cell in row.iter(f"{{{W}}}tc")
            ]
            for row in table.iter(f"{{{W}}}tr")
        ]
        for table in part(document, "word/document.xml").iter(f"{{{W}}}tbl")
    ]


def headings_of(document: bytes) -> list[str]:
    return [
        "".join(one.itertext())
        for one in part(document, "word/document.xml").iter(f"{{{W}}}p")
        if one.find(f"{{{W}}}pPr/{{{W}}}pageBreakBefore") is not None
    ]


def bracketed(*texts: str, language: str = "en") -> list[list[str]]:
    """The rows on the brackets in paragraphs 1, 2 … of *texts*, without their head."""
    lines = [Line(place, text, label=f"{place}.") for place, text in enumerate(texts, start=1)]
    document = render(make_draft(*lines, language=language), Annexes(NAMES))
    ((_, *rows),) = tables_of(document)
    return rows


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("It urged [all] members.", "It urged [all] members.", "to stay or to go"),
        ("It [shall / should] act.", "It [shall / should] act.", "shall | should"),
        ("It [Egypt: shall][should] act.", "It [Egypt: shall][should] act.", "shall – Egypt | should"),
        (
            "It [Pakistan, Türkiye: calls upon] all.",
            "It [Pakistan, Türkiye: calls upon] all.",
            "to stay or to go – Pakistan, Türkiye",
        ),
        ("It [decided / ] to act.", "It [decided / ] to act.", "decided | no words"),
        ("It [noted: this].", "It [noted: this].", "to stay or to go"),
        ("It [noted this.", "It [noted this.", "a bracket without its partner"),
    ],
)
def test_each_bracket_is_listed_with_its_words_alternatives_and_sponsors(text, where, what):
    assert bracketed("It met.", text) == [["2", where, what]]


def test_a_bracket_inside_another_has_a_line_of_its_own_and_a_long_sentence_is_cut_around_it():
    long = (
        "The Meeting, having heard the report of the Secretary-General, urged [all [its]] members and"
        " observers to contribute to the fund."
    )

    rows = bracketed(long)

    assert [row[1] for row in rows] == [
        "… report of the Secretary-General, urged [all [its]] members and observers to contribute to…",
        "all [its]",
    ]


def test_sub_paragraphs_and_headings_are_called_as_people_say_them():
    lines = (
        Line(1, "The cause [of Palestine]", LineKind.HEADING),
        Line(2, "It met [again].", label="12."),
        Line(3, "in [May];", LineKind.SUB, 1, label="(a)"),
    )

    ((_, *rows),) = tables_of(render(make_draft(*lines), Annexes()))

    assert [row[0] for row in rows] == ["“The cause [of Palestine]”", "12", "12 (a)"]
    ((_, heading, *_),) = tables_of(render(make_draft(*lines, language="fr"), Annexes()))
    assert heading[0] == "«\u00a0The cause [of Palestine]\u00a0»"


def renumbered(language: str = "en") -> bytes:
    met, rose, left = Line(1, "It [met].", label="1."), Line(2, "It rose."), Line(3, "It left.", label="3.")
    old = [met, replace(rose, label="2."), left]
    new = [Line(9, "It sat.", label="1."), replace(met, label="2."), replace(rose, label="3.")]
    pairs = concordance(old, new, compare(old, new, ()), called=number_or_first_words)
    annexes = Annexes(NAMES, "OIC/FC", "OIC/FC/Rev.1", pairs)
    return render(make_draft(*new, language=language), annexes)


def test_the_concordance_gives_the_old_number_of_each_new_one_and_what_came_and_went():
    _, rows = tables_of(renumbered())

    assert rows == [
        ["OIC/FC", "OIC/FC/Rev.1", "First words"],
        ["new", "1", "It sat."],
        ["1", "2", "It [met]."],
        ["2", "3", "It rose."],
        ["3", "deleted", "It left."],
    ]


def test_each_begins_with_a_heading_on_a_page_of_its_own_and_its_table_repeats_its_head():
    document = renumbered()

    assert headings_of(document) == ["Annex 1: Brackets outstanding", "Annex 2: Concordance of the numbers"]
    body = part(document, "word/document.xml")
    assert len(list(body.iter(f"{{{W}}}tblHeader"))) == len(list(body.iter(f"{{{W}}}tblCaption"))) == 2


def test_none_is_printed_when_it_is_empty():
    lines = [Line(1, "It met.", label="1.")]
    same = concordance(lines, lines, compare(lines, lines, ()), called=number_or_first_words)

    assert render(make_draft(*lines), Annexes(NAMES, "A", "B", same)) == render(make_draft(*lines))
    alone = render(make_draft(Line(1, "It [met].", label="1.")), Annexes())
    assert headings_of(alone) == ["Annex: Brackets outstanding"]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_two_validators_find_nothing_and_the_same_text_gives_the_same_bytes(language, tmp_path):
    file = tmp_path / "draft.docx"
    file.write_bytes(renumbered(language))

    assert judgements(file) == []
    assert file.read_bytes() == renumbered(language)
    if language == "ar":
        body = part(file.read_bytes(), "word/document.xml")
        assert len(list(body.iter(f"{{{W}}}bidiVisual"))) == 2


def test_only_the_outer_of_deeply_nested_brackets_have_a_row_of_their_own():
    rows = bracketed("[" * 2_000 + "x" + "]" * 2_000)

    assert [row[1].count("[") for row in rows] == [2_000, 1_999, 1_998, 1_997]


# Reservations ----------------------------------------------------------------------------------------


def reserved(**facts) -> Reservation:
    known = {
        "number": "1",
        "scope": ReservationScope.PARAGRAPH,
        "delegation": "Mali",
        "day": "2026-11-24",
    }
    return Reservation(**{**known, **facts})


def with_reservations(*taken: Reservation, language: str = "en") -> bytes:
    return render(make_draft(language=language), Annexes(reservations=taken))


PHRASE = {"scope": ReservationScope.PHRASE, "phrase": "the progress"}


def test_a_reservation_is_listed_with_what_it_is_on_its_words_delegation_and_date():
    document = with_reservations(
        reserved(number="", scope=ReservationScope.TEXT),
        reserved(words="Our law differs.\nSee article 3."),
        reserved(**PHRASE),
    )

    assert headings_of(document) == ["Annex: Reservations"]
    assert tables_of(document) == [
        [
            ["Paragraph", "Reservation", "Delegation", "Date"],
            ["", "On the whole text", "Mali", "24 November 2026"],
            ["1", "On the paragraph | Our law differs. | See article 3.", "Mali", "24 November 2026"],
            ["1", "On the words “the progress”", "Mali", "24 November 2026"],
        ]
    ]


@pytest.mark.parametrize(
    ("now", "kept", "note"),
    [
        (
            WordsNow.GONE,
            False,
            "no longer in the text. Since its words changed last, its delegation has not said whether it maintains it.",
        ),
        (WordsNow.GONE, True, "no longer in the text. Its delegation maintains it."),
        (WordsNow.ELSEWHERE, True, "stand at another place now. Its delegation maintains it."),
    ],
)
def test_a_reservation_whose_words_are_not_where_they_were_says_so(now: WordsNow, kept: bool, note: str):
    ((_, row),) = tables_of(with_reservations(reserved(**PHRASE, where=now, kept=kept)))

    assert row[1].endswith(note)


def test_those_who_await_instructions_stand_in_an_annex_of_their_own():
    document = with_reservations(reserved(awaited=True), reserved(delegation="Oman"))

    assert headings_of(document) == ["Annex 1: Reservations", "Annex 2: Delegations awaiting instructions"]
    assert [[row[2] for row in table[1:]] for table in tables_of(document)] == [["Oman"], ["Mali"]]


def test_without_a_reservation_there_is_no_annex_of_them():
    assert headings_of(with_reservations()) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_two_validators_find_nothing_in_the_annex_of_reservations(language: str, tmp_path):
    file = tmp_path / "draft.docx"
    gone = reserved(**PHRASE, where=WordsNow.GONE, awaited=True)
    file.write_bytes(with_reservations(reserved(), gone, language=language))

    assert judgements(file) == []


def test_words_in_the_other_direction_stand_in_a_paragraph_of_their_own():
    document = with_reservations(reserved(words="ننتظر النص العربي."))

    (own,) = [
        one
        for one in part(document, "word/document.xml").iter(f"{{{W}}}p")
        if "".join(one.itertext()) == "ننتظر النص العربي."
    ]
    assert own.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None
