"""An agenda as a CSV file: read as it is meant, or refused with the line and the column."""

import pytest

from acm_drafts.documents.read.agenda_csv import LARGEST, read_agenda
from acm_drafts.negotiation.guide import SessionItem, WrongAgendaFile

HEAD = "number,title_en,title_fr,title_ar,heading_en,committee\n"


def test_items_come_in_the_order_of_the_agenda_whatever_parts_the_cells():
    data = (
        "\ufeffTitle_EN;number;title_fr;title_ar;committee\r\n"
        '"Human rights questions; and others";71 (b);Questions;;3\r\n\r\n'
        "Culture  of peace;14;;ثقافة السلام;4, plenary\r\n"
    )
    assert read_agenda(data.encode()) == (
        SessionItem(14, "", "Culture of peace", title_ar="ثقافة السلام", committees="04"),
        SessionItem(71, "b", "Human rights questions; and others", "Questions", committees="3"),
    )


@pytest.mark.parametrize(
    ("data", "line", "column", "what"),
    [
        (b"", 1, 1, "empty"),
        (HEAD.encode(), 2, 1, "no item"),
        (b"number,title_en,title_ar\n14,Peace,x", 1, "title_fr", "missing"),
        (
            b"number,title_en,title_fr,title_ar,comittee\n",
            1,
            5,
            "no column “comittee”; columns are called number, title_en,",
        ),
        (b"number,title_en,title_fr,title_ar,\n", 1, 5, "the column has no name; columns are called number,"),
        (b"number,number,title_en,title_fr,title_ar\n", 1, "number", "twice"),
        ((HEAD + "14,Peace\n15,=HYPERLINK(A1)").encode(), 3, "title_en", "spreadsheet"),
        ((HEAD + "14,Peace, @x").encode(), 2, "title_fr", "spreadsheet"),
        ((HEAD + "14,Pe\u202eace").encode(), 2, "title_en", "cannot be saved"),
        ((HEAD + f"14,{'a' * 501}").encode(), 2, "title_en", "500 characters"),
        ((HEAD + "fourteen,Peace").encode(), 2, "number", "not the number"),
        ((HEAD + "14 and 15,Peace").encode(), 2, "number", "not the number"),
        ((HEAD + "14,,Paix").encode(), 2, "title_en", "missing"),
        ((HEAD + "14,Peace,,,,7").encode(), 2, "committee", "from 1 to 6"),
        ((HEAD + "14,a,b,c,d,1,2").encode(), 2, 7, "more cells"),
        ((HEAD + '14,"a\nb"\n14,c').encode(), 4, "number", "earlier line"),
        ((HEAD + '14,"Peace').encode(), 2, 1, "quotation marks"),
        (HEAD.encode() + b"x" * LARGEST, 1, 1, "megabyte"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(data: bytes, line: int, column: object, what: str):
    with pytest.raises(WrongAgendaFile) as refused:
        read_agenda(data)

    facts = refused.value.facts
    assert (facts["line"], facts["column"]) == (line, column)
    assert what in str(facts["what"])


def test_the_agenda_of_the_demonstration_is_of_this_form():
    from acm_drafts.services.demonstration import SCRIPT

    items = read_agenda((SCRIPT / "agenda.csv").read_bytes())
    assert (71, "b") in {(item.number, item.part) for item in items}
    assert all(item.title_fr and item.title_ar and item.committees for item in items)
