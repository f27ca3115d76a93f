"""A whole Word file: its body, what stands elsewhere, what it points to."""

from acm_drafts.documents.reader import read
from tests.documents.making import (
    RELATIONSHIP,
    STRICT,
    W,
    make_archive,
    make_change,
    make_docx,
    make_members,
    make_paragraph,
    make_part,
)


def test_a_strict_file_reads_like_any_other():
    members = make_members(make_paragraph("We ", make_change("ins", "welcome")))
    strict = {
        name: content.replace(W, STRICT).replace(
            RELATIONSHIP, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, content in members.items()
    }

    (paragraph,) = read(make_archive(strict)).paragraphs
    assert (paragraph.original, paragraph.final) == ("We ", "We welcome")


def test_notes_comments_headers_and_footers_are_read_apart_with_their_place():
    document = read(
        make_docx(
            make_paragraph("Body"),
            footnotes=make_part(
                "footnotes",
                f'<w:footnote w:type="separator" w:id="0">{make_paragraph("-")}</w:footnote>'
                f'<w:footnote w:id="2">{make_paragraph("See ", make_change("ins", "A/65"))}</w:footnote>',
            ),
            header=make_part("hdr", make_paragraph("Restricted")),
            comments=make_part("comments", f'<w:comment w:id="5">{make_paragraph("Why?")}</w:comment>'),
        )
    )

    assert [(str(one.place), one.original, one.final) for one in document.elsewhere] == [
        ("footnote 2", "See ", "See A/65"),
        ("header (header.xml)", "Restricted", "Restricted"),
        ("comment 5", "Why?", "Why?"),
    ]


def test_links_to_the_outside_are_named_and_no_cause_for_refusal():
    links = {"hyperlink": "https://un.example/", "image": "file:///c:/x.png"}

    document = read(make_docx(make_paragraph("Text"), links=links))

    assert [one.final for one in document.paragraphs] == ["Text"]
    assert [str(one) for one in document.skipped] == [
        "external hyperlink: https://un.example/ (word/document.xml)",
        "external image: file:///c:/x.png (word/document.xml)",
    ]
