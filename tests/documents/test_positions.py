"""The table of positions in Word: a row for each proposal, with who took which position on it and why."""

import re

import pytest

from acm_drafts.documents.write import compilation, positions
from acm_drafts.documents.write.compilation import Compiled, Place, Proposal
from acm_drafts.documents.write.positions import render
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.lines import Line, LineKind, Translated
from acm_drafts.negotiation.terms import AmendmentKind, Stance, Standing, Withheld
from tests.documents.judges import judgements
from tests.documents.making import make_draft, part
from tests.documents.test_comparison import rows_of

LINE = Line(1, "The Meeting welcomed:", label="12.")
BELOW = Line(2, "the progress made.", LineKind.SUB, label="(a)", depth=1)
TAKEN = ((Stance.SUPPORT, ("Mali", "Oman")), (Stance.LIVE_WITH, ("Chad",)))


def make_proposal(**facts: object) -> Proposal:
    known = {
        "name": "EGY 3",
        "kind": AmendmentKind.REPLACE,
        "standing": Standing.PENDING,
        "base": "",
        "text": "",
    }
    return Proposal(**{**known, "sponsors": "Egypt", "number": "12", "positions": TAKEN, **facts})


def positioned(*places: tuple[Line | None, Proposal], attributed: bool = True, language: str = "en") -> bytes:
    face = make_draft(LINE, BELOW, language=language)
    return render(Compiled(face, attributed, [Place(line, (one,)) for line, one in places]))


def note_of(document: bytes) -> str:
    return "".join(part(document, "word/masthead.xml").itertext())


def test_each_proposal_has_a_row_with_its_paragraph_and_the_positions_and_why():
    header, row = rows_of(positioned((LINE, make_proposal(grounds={"Oman": "It is warmer."}))))

    assert header == ["Paragraph", "On what", "Positions"]
    assert row == [
        "12",
        "EGY 3 · Egypt / new wording · submitted",
        "Support: Mali, Oman / Oman: It is warmer. / Can live with it: Chad",
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_word_of_the_header_is_divided(language: str):
    letter, margins = (
        126,
        216,
    )  # twentieths of a point: 0.6 of the size of the bold type, and what a cell keeps free
    document = positioned((LINE, make_proposal()), language=language)

    widths = [
        int(column.get(f"{{{W}}}w")) for column in part(document, "word/document.xml").iter(f"{{{W}}}gridCol")
    ]
    header, *_ = rows_of(document)

    assert all(
        width >= margins + letter * max(map(len, words.split()))
        for width, words in zip(widths, header, strict=True)
    )


def test_a_paragraph_is_called_by_its_whole_number_and_a_new_one_by_its_own():
    below = make_proposal(number="(a)", name="MLI 1")
    new = make_proposal(number="12 bis", kind=AmendmentKind.INSERT, name="OMN 1")
    amending = make_proposal(amends="OMN 1", number="12 bis", name="OMN 2")

    _, *rows = rows_of(positioned((BELOW, below), (BELOW, new), (BELOW, amending)))

    assert [row[0] for row in rows] == ["12 (a)", "12 bis", "12 bis"]
    assert "amends OMN 1" in rows[2][1]


def test_a_row_says_that_no_position_was_taken_and_that_they_are_not_told_where_they_are_hidden():
    proposal = make_proposal(positions=())
    hidden = make_proposal(positions=(), sponsors="", name="k7f3")

    told, left_out = positioned((LINE, proposal)), positioned((LINE, hidden), attributed=False)

    assert rows_of(told)[1][2] == "none taken"
    assert rows_of(left_out)[1] == ["12", "k7f3 / new wording · submitted", "not told here"]
    assert "With the names of their sponsors." in note_of(told)
    assert "Positions are left out: this text does not name delegations." in note_of(left_out)


def test_without_proposals_there_is_no_table():
    document = positioned()

    assert rows_of(document) == []
    assert "Table of positions: no proposals." in note_of(document)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_validators_find_nothing_and_the_same_positions_give_the_same_bytes(language: str, tmp_path):
    given = (LINE, make_proposal(grounds={"Oman": "It is warmer.", "Chad": "كان دافئًا."}))
    file = tmp_path / "positions.docx"
    file.write_bytes(positioned(given, language=language))

    assert file.read_bytes() == positioned(given, language=language)
    assert judgements(file) == []


def test_an_arabic_table_runs_from_right_to_left():
    root = part(positioned((LINE, make_proposal()), language="ar"), "word/document.xml")

    for one in root.iter(f"{{{W}}}p"):
        leftwards = one.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None
        assert leftwards or re.fullmatch("[ -~]*( [ -~]*){2}", "".join(one.itertext()))  # not translated yet
    assert root.find(f".//{{{W}}}bidiVisual") is not None
    assert "المواقف" in "".join(root.itertext())


def test_where_proposals_may_be_withheld_the_table_says_so_and_never_that_there_are_none():
    document = render(Compiled(make_draft(LINE), True, [Place(LINE, ())], Withheld.DEADLINE))

    assert "Table of positions: not shown until the deadline." in note_of(document)


def test_a_table_of_positions_which_prints_no_text_is_never_called_partly_translated():
    face = make_draft(language="fr", original="en", translated=Translated.PARTLY)
    place = Place(None, (make_proposal(),))
    heads = {
        form: "".join(part(form.render(Compiled(face, True, [place])), "word/masthead.xml").itertext())
        for form in (positions, compilation)
    }

    assert "Traduction partielle" in heads[compilation]
    assert "Traduction partielle" not in heads[positions]
    assert "anglais" in heads[positions]
