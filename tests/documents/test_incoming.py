"""A file that comes in: its lines as an import reads them, and what the file knows of each."""

from typing import Any

import pytest

from acm_drafts.documents.read import incoming
from acm_drafts.documents.read.incoming import Incoming, IncomingLine
from acm_drafts.documents.write import docx
from acm_drafts.negotiation.errors import UnreadableFile
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.text.language import Language
from tests.documents.making import (
    make_archive,
    make_change,
    make_docx,
    make_draft,
    make_line,
    make_numbered,
    make_paragraph,
    make_part,
    members_of,
)


def read(data: bytes | str, name: str = "file", **facts: Any) -> Incoming:
    return incoming.read(
        name, data.encode() if isinstance(data, str) else data, **{"language": Language.EN, **facts}
    )


def texts(found: Incoming) -> list[tuple[str, str]]:
    return [(one.line.label, one.line.text) for one in found.lines]


def comments(*texts: str) -> str:
    return make_part(
        "comments",
        "".join(
            f'<w:comment w:id="{number}" w:author="Capital">{make_paragraph(text)}</w:comment>'
            for number, text in enumerate(texts)
        ),
    )


BEGINS = '<w:commentRangeStart w:id="0"/>'
STYLED = '<w:pStyle w:val="Title"/>'


def test_a_plain_text_is_lines_and_nothing_more():
    result = read("1. The Meeting noted it.\n\n(a) In the North;\n\n2. It went on.")

    assert texts(result) == [("1.", "The Meeting noted it."), ("(a)", "In the North;"), ("2.", "It went on.")]
    assert result == Incoming(tuple(IncomingLine(line.line) for line in result.lines))


def test_the_title_before_the_text_is_no_line_of_it_in_either_kind_of_file():
    assert texts(read("Final  Communiqué\n\n1. One.", title="Final Communiqué")) == [("1.", "One.")]
    data = make_docx(make_paragraph("Final Communiqué", properties=STYLED), make_paragraph("1. One."))
    assert texts(read(data, title="Final Communiqué")) == [("1.", "One.")]
    assert len(read(data, title="Another").lines) == 2
    assert len(read("Final Communiqué", title="Final Communiqué").lines) == 1


def test_a_draft_that_was_written_here_comes_back_line_by_line_and_says_what_it_was():
    lines = (
        make_line("Palestine", label=""),
        make_line("It noted.", label="1."),
        make_line("Two", label="2."),
    )
    result = read(docx.render(make_draft(*lines)), title="Final Communiqué")

    assert texts(result) == [(line.label, line.text) for line in lines]
    assert result.identifier == "OIC/ACM-2026/FC"
    assert result.notes == ()


def test_a_changed_paragraph_has_its_original_wording_and_the_authors_of_the_changes():
    data = make_docx(
        make_paragraph(
            "1. It ",
            make_change("del", "noted", author="Egypt"),
            make_change("ins", "welcomed", author="Egypt"),
            make_change("ins", " and praised", author="Author", date=""),
            " it.",
        ),
        make_paragraph("2. Nothing changed."),
    )

    changed, other = read(data).lines

    assert changed.line.text == "It welcomed and praised it."
    assert changed.original == "It noted it."
    assert changed.hands == ("Egypt, 2026-09-01", "Author")
    assert (other.original, other.hands) == (None, ())


def test_a_paragraph_that_the_changes_brought_said_nothing_before_and_one_they_took_is_gone():
    data = make_docx(
        make_paragraph("1. One."),
        make_paragraph(BEGINS, make_change("del", "2. Two."), mark=make_change("del")),
        make_paragraph(make_change("ins", "3. Three."), mark=make_change("ins")),
        make_paragraph("4. Four."),
        comments=comments("Said already."),
    )

    result = read(data)

    assert [(line.line.text, line.original) for line in result.lines] == [
        ("One.", None),
        ("Three.", None),
        ("Four.", None),
    ]
    (gone,) = result.gone
    assert (gone.original, gone.hands, gone.remarks) == ("Two.", ("Egypt, 2026-09-01",), ("Said already.",))


def test_a_comment_is_read_once_with_the_paragraph_in_which_it_begins():
    data = make_docx(
        make_paragraph("1. One."),
        BEGINS,
        make_paragraph("2. Two.", '<w:r><w:commentReference w:id="0"/></w:r>'),
        make_paragraph("3. Three.", '<w:r><w:commentReference w:id="1"/></w:r>'),
        comments=comments("Why?", "So that it says what was agreed."),
    )

    result = read(data)

    assert [line.remarks for line in result.lines] == [(), ("Why?",), ("So that it says what was agreed.",)]
    assert result.notes == ()


def test_a_comment_on_a_paragraph_joined_to_the_next_is_read_with_the_joined_one():
    data = make_docx(
        make_paragraph(BEGINS, "1. One", mark=make_change("del")),
        make_paragraph(" and two."),
        comments=comments("One sentence."),
    )

    (line,) = read(data).lines

    assert (line.line.text, line.remarks) == ("One and two.", ("One sentence.",))
    assert read(data).gone == ()


def test_bookmarks_are_read_wherever_they_begin():
    mark = '<w:bookmarkStart w:id="1" w:name="{}"/>'.format
    data = make_docx(
        make_paragraph(mark("one"), "1. One."), mark("two"), make_paragraph(mark("too"), "2. Two.")
    )

    assert [line.marks for line in read(data).lines] == [("one",), ("two", "too")]


def test_automatic_numbers_are_numbers():
    result = read(make_docx(make_numbered("One."), make_numbered("Two.")))

    assert [line.line.text for line in result.lines] == ["One.", "Two."]


def test_what_stands_outside_the_text_is_named_but_for_our_own_frame():
    header = make_part("hdr", make_paragraph("Ministry"))
    result = read(make_docx(make_paragraph("1. One."), header=header))

    assert [str(note) for note in result.notes] == ["Not imported, header (header.xml): Ministry"]


STRUCK = "<w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r>"


def with_identifier(data: bytes) -> bytes:
    """Return a Word file that says what it was made from."""
    members = members_of(data)
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    points = f'<Relationship Id="c" Type="{kind}" Target="core.xml"/></Relationships>'
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>OIC/FC</dc:identifier></c>'
    rels = members["_rels/.rels"].decode().replace("</Relationships>", points)
    return make_archive({**members, "_rels/.rels": rels, "core.xml": core})


def test_looks_given_by_hand_are_named_in_a_file_of_ours_and_are_another_house_s_own_elsewhere():
    data = make_docx(make_paragraph("1. One."), make_paragraph("2. Two and ", STRUCK, "."))

    assert [str(note) for note in read(with_identifier(data)).notes] == [
        "Not read: words struck through by hand (“2. Two and struck.”)"
    ]
    assert read(data).notes == ()
    assert [line.line.text for line in read(data).lines] == ["One.", "Two and struck."]


def test_unread_content_is_reported_with_the_first_words_of_its_paragraph():
    picture = "<w:r><w:object/></w:r>"
    long = "The Meeting welcomed the progress made by all Member States."
    data = make_docx(
        make_paragraph(picture), make_paragraph("1. One.", picture), make_paragraph("2. " + long, picture)
    )

    assert [str(note) for note in read(data).notes] == [
        "Not read: embedded object (paragraph 1)",
        "Not read: embedded object (“1. One.”)",
        "Not read: embedded object (“2. The Meeting welcomed the progress…”)",
    ]


def test_tracked_changes_are_not_reported_as_unread_content():
    assert read(make_docx(make_paragraph("1. ", make_change("ins", "One.")))).notes == ()


@pytest.mark.parametrize("data", [b"", make_docx(make_paragraph(" ")), b"PK", b"%PDF-1.4"])
def test_what_holds_no_text_is_refused(data: bytes):
    with pytest.raises(UnreadableFile):
        read(data, name="file.docx")


def test_a_character_that_cannot_be_kept_is_refused_with_its_paragraph():
    with pytest.raises(UnreadableFile, match="paragraph 2 holds a character"):
        read(make_docx(make_paragraph("One."), make_paragraph("Tw\u202eo.")))


def test_a_new_line_without_a_number_is_the_sub_paragraph_that_its_style_says():
    lines = (
        make_line("It noted:", label="1."),
        make_line("one;", label="(a)", kind=LineKind.SUB, depth=1),
        make_line("two.", label="(b)", kind=LineKind.SUB, depth=1),
        make_line("It went on.", label="2."),
    )
    members = members_of(docx.render(make_draft(*lines)))
    body = members["word/document.xml"].decode()
    start = body.index("<w:p>", body.index("one;"))
    end = body.index("</w:p>", start) + len("</w:p>")
    new = (
        body[start:end]
        .replace("two.", "a new thing;")
        .replace('(b)</w:t><w:tab/><w:t xml:space="preserve">', "")
    )
    members["word/document.xml"] = (body[:start] + new + body[start:]).encode()

    result = read(make_archive(members), title="Final Communiqué").lines[2]

    assert "(b)" not in new
    assert (result.line.text, result.line.label, result.line.depth) == ("a new thing;", "", 1)
    assert result.line.kind is LineKind.SUB and not result.doubtful


def test_a_new_line_below_a_sub_paragraph_is_doubtful_where_nothing_says_what_it_is():
    data = make_docx(
        make_paragraph("1. It noted:"),
        make_paragraph("(a) one;"),
        make_paragraph("a new thing;"),
        make_paragraph("(b) two."),
    )

    assert [line.doubtful for line in read(data).lines] == [False, False, True, False]
    assert [line.doubtful for line in read("1. It noted:\n\n(a) one;\n\na new thing;\n\n(b) two.").lines] == [
        False, False, True, False,
    ]  # fmt: skip


def test_a_row_that_went_is_gone_as_a_paragraph_that_went_is():
    gone = make_change("del")
    row = f"<w:tr><w:trPr>{gone}</w:trPr><w:tc>{make_paragraph(make_change('del', '2. Two.'), mark=gone)}</w:tc></w:tr>"
    data = make_docx(make_paragraph("1. One."), f"<w:tbl>{row}</w:tbl>", make_paragraph("3. Three."))

    assert [line.original for line in read(data).gone] == ["Two."]


def ours(**changes: tuple[str, str]) -> bytes:
    """A document of ours with two paragraphs; *changes* are made in its parts, by the name of the part."""
    lines = (make_line("It noted.", label="1."), make_line("It went on.", label="2."))
    members = members_of(docx.render(make_draft(*lines)))
    for name, (old, new) in changes.items():
        markup = members[f"word/{name}.xml"].decode()
        assert old in markup
        members[f"word/{name}.xml"] = markup.replace(old, new).encode()
    return make_archive(members)


def test_a_title_that_was_changed_in_a_file_of_ours_is_named_and_no_line_of_the_text():
    result = read(ours(document=("Final Communiqué", "Jeddah Declaration")), title="Final Communiqué")

    assert [text for _, text in texts(result)] == ["It noted.", "It went on."]
    assert result.notes == (
        "Outside the text: the title reads “Jeddah Declaration” in the file. It was not read as a change.",
    )
    assert read(ours(), title="Final Communiqué").notes == ()


def test_a_comment_that_stands_beside_no_line_is_named():
    data = make_docx(
        make_paragraph(BEGINS, "Final Communiqué"),
        make_paragraph('<w:commentRangeStart w:id="1"/>'),
        make_paragraph('<w:commentRangeStart w:id="2"/>', "1. One."),
        comments=comments("Another title?", "Is something missing here?", "We reserve our position here."),
    )

    result = read(data, title="Final Communiqué")

    assert [line.remarks for line in result.lines] == [("We reserve our position here.",)]
    assert result.notes == (
        "Comment outside the text: Another title?",
        "Comment outside the text: Is something missing here?",
    )


def test_a_comment_that_cannot_be_kept_is_named():
    data = make_docx(make_paragraph(BEGINS, "1. One."), comments=comments("reversed \u202e words"))

    assert read(data).notes == ("A comment holds a character that cannot be saved, and was not read.",)


def test_what_stands_at_the_heads_and_feet_of_our_pages_comes_apart_and_that_of_others_is_a_note():
    result = read(ours(header=("Zero draft", "Position of Egypt")))

    assert any("Position of Egypt" in words for _, words in result.frame)
    assert result.notes == ()
    assert read(make_docx(make_paragraph("1. One."))).frame == ()


def test_a_new_paragraph_of_the_preamble_is_known_by_its_name_and_has_no_number():
    lines = read("Recalling its charter,\n\nPP1 bis Recalling its aims,\n\n1. It noted.").lines

    assert [(line.line.label, line.line.text, line.line.numbered) for line in lines] == [
        ("", "Recalling its charter,", False),
        ("PP1 bis", "Recalling its aims,", False),
        ("1.", "It noted.", True),
    ]
