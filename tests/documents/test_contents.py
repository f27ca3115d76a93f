"""The table of contents: a field of Word that is filled in, with paragraph numbers, and leads to the headings."""

import pytest
from lxml import etree

from acm_drafts.documents.write.annexes import Annexes
from acm_drafts.documents.write.docx import render
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.lines import LineKind
from tests.documents.judges import judgements, pandoc
from tests.documents.making import make_draft, make_line, part


def make_heading(text: str, **facts):
    return make_line(text, kind=LineKind.HEADING, numbered=False, **facts)


TEXT = (
    make_line("The Meeting was held.", label="1."),
    make_heading("Palestine", label="I."),
    make_heading("Al-Quds", depth=1),
    make_line("The Meeting decided.", label="2."),
    make_line("It did.", kind=LineKind.SUB, depth=1, label="(a)"),
    make_line("It went on.", label="3 bis"),
    make_heading("Hebron", depth=1),
    make_line("It welcomed.", label="4."),
    make_heading("Closing"),
    make_line("Done.", numbered=False),
)
ENTRIES = ["I. Palestine 2–4", "Al-Quds 2–3 bis", "Hebron 4", "Closing"]


def values(root, tag, attribute):
    return [one.get(f"{{{W}}}{attribute}") for one in root.iter(f"{{{W}}}{tag}")]


def test_each_heading_is_listed_with_the_first_and_the_last_number_below_it_and_the_text_follows():
    text = make_draft(*TEXT)

    read = pandoc(render(text, Annexes()), "accept")

    assert read[:6] == ["Final Communiqué", "Contents Paragraphs", *ENTRIES]
    assert read[6:] == pandoc(render(text), "accept")[1:]


def test_numbers_that_do_not_follow_one_another_are_listed_in_their_order():
    labels = ("13.", "13 bis", "14.", "16.", "15.")
    lines = [make_line(f"It noted {label}", label=label, paragraph=at + 2) for at, label in enumerate(labels)]
    text = make_draft(make_heading("Development", paragraph=1), *lines)

    assert pandoc(render(text, Annexes()), "accept")[2] == "Development 13, 13 bis, 14, 16, 15"


def test_the_paragraphs_of_the_preamble_are_listed_as_they_are_called():
    text = make_draft(
        make_heading("Preamble", paragraph=1),
        make_line("The Meeting,", paragraph=2, numbered=False),
        make_line("Recalling its report,", paragraph=3, numbered=False),
        make_heading("Operative part", paragraph=4),
        make_line("It welcomed.", paragraph=5, label="1."),
        make_line("Done.", paragraph=6, numbered=False),
    )

    assert pandoc(render(text, Annexes()), "accept")[2:4] == ["Preamble PP1–PP2", "Operative part 1"]


def test_each_entry_leads_to_its_heading():
    body = part(render(make_draft(*TEXT), Annexes()), "word/document.xml")

    anchors = values(body, "hyperlink", "anchor")
    headings = [
        one
        for one in body.iter(f"{{{W}}}p")
        if one.find(f"{{{W}}}pPr/{{{W}}}pStyle").get(f"{{{W}}}val", "").startswith("Heading")
    ]
    assert [values(one, "bookmarkStart", "name") for one in headings] == [[one] for one in anchors]
    assert [values(one, "bookmarkStart", "id") for one in headings] == [
        values(one, "bookmarkEnd", "id") for one in headings
    ]


def test_it_is_one_field_of_word_in_the_frame_that_word_updates():
    body = part(render(make_draft(*TEXT), Annexes()), "word/document.xml")
    (frame,) = body.iter(f"{{{W}}}sdt")

    assert values(frame, "docPartGallery", "val") == ["Table of Contents"]
    assert values(body, "fldChar", "fldCharType") == ["begin", "separate", "end"]
    assert "".join(frame.itertext()).count("TOC") == 1


def test_a_text_without_headings_and_a_document_that_was_not_asked_for_it_have_none():
    bare = make_draft(make_line("The Meeting was held.", label="1."))

    assert render(bare, Annexes()) == render(bare)
    assert b"sdt" not in etree.tostring(part(render(make_draft(*TEXT)), "word/document.xml"))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_two_validators_find_nothing_in_it_and_the_same_text_gives_the_same_bytes(language, tmp_path):
    file = tmp_path / "draft.docx"
    file.write_bytes(render(make_draft(*TEXT, language=language), Annexes()))

    assert judgements(file) == []
    assert file.read_bytes() == render(make_draft(*TEXT, language=language), Annexes())


# Annexes in it ---------------------------------------------------------------------------------------


def test_an_annex_is_listed_with_the_paragraphs_that_it_is_about_like_every_heading():
    lines = (
        *TEXT[:4],
        make_line("It [welcomed] them.", paragraph=7, label="3."),
        make_line("and [noted] them.", paragraph=8, kind=LineKind.SUB, depth=1, label="(c)"),
        make_line("It [urged] all.", paragraph=9, label="12 bis"),
    )
    read = pandoc(render(make_draft(*lines), Annexes()), "accept")

    assert read[1:5] == [
        "Contents Paragraphs",
        "I. Palestine 2, 3, 12 bis",
        "Al-Quds 2, 3, 12 bis",
        "Annex: Brackets outstanding 3, 12 bis",
    ]


def test_in_arabic_all_numbers_of_the_contents_run_one_way():
    body = part(render(make_draft(*TEXT, language="ar"), Annexes()), "word/document.xml")

    entries = ["".join(link.itertext()) for link in body.iter(f"{{{W}}}hyperlink")]
    assert entries[0].endswith("\u200f2–4")
    last = next(list(link)[-1] for link in body.iter(f"{{{W}}}hyperlink"))
    assert last.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None
