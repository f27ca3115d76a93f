"""Files that come with bad intentions or none at all: each is refused in a sentence, before it does harm."""

import io
import random
import struct
import zipfile

import pytest

from acm_drafts.documents.read import package
from acm_drafts.documents.read.package import open_package
from acm_drafts.documents.reader import read
from acm_drafts.negotiation.errors import UnreadableFile
from tests.documents.making import (
    MACROS,
    make_archive,
    make_change,
    make_docx,
    make_members,
    make_paragraph,
    make_run,
)

DOCTYPE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "b">]>'
BOMB = (
    '<?xml version="1.0"?><!-- hm --><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(data)
    return str(refused.value)


def make_bad(**members):
    """A sound archive with some members replaced or added; their names have __ for a slash and _ for a point."""
    return make_archive(
        {
            **make_members(make_paragraph("Text")),
            **{k.replace("__", "/").replace("_", "."): v for k, v in members.items()},
        }
    )


def flagged(data: bytes, flag: int) -> bytes:
    """*data* with a flag set on each member, in the directory and before the member."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            (flags,) = struct.unpack_from("<H", data, place + offset)
            struct.pack_into("<H", out, place + offset, flags | flag)
            place = data.find(mark, place + 1)
    return bytes(out)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"PK\x03\x04 and nothing more", "it is not a Word file, or it is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "it is an older Word file (.doc)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "it is locked with a password",
        ),
        (make_archive({"a.txt": "nothing"}), "it is not a Word file"),
        (
            make_archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
            "it is an OpenDocument file (.odt)",
        ),
        (make_docx(make_paragraph("Text"), kind=MACROS), "it holds macros"),
        (make_bad(word__vbaProject_bin=b"\xd0\xcf"), "it holds macros"),
        (make_docx(kind="application/vnd.ms-excel.sheet"), "it is not a Word file"),
        (flagged(make_docx(make_paragraph("Text")), 0x1), "it is locked with a password"),
        (make_bad(word__document_xml="<w:document"), "its XML is not well formed"),
    ],
)
def test_what_is_no_readable_word_file_is_refused_by_name(data, why):
    assert why in refusal(data)


def test_fifty_megabytes_are_refused_with_the_limit():
    assert "larger than 20 MB" in refusal(b"PK\x03\x04" + b"\0" * 50_000_000)


@pytest.mark.parametrize(
    "prologue", [DOCTYPE, BOMB, OUTSIDE], ids=["doctype", "entity bomb", "external entity"]
)
@pytest.mark.parametrize("part", ["word__document_xml", "word__styles_xml", "word__unused_xml"])
def test_a_doctype_is_refused_in_any_part_even_one_that_nobody_reads(prologue, part):
    assert "it declares a DOCTYPE" in refusal(make_bad(**{part: f"{prologue}<w>&a;</w>"}))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_doctype_cannot_hide_in_another_encoding(encoding):
    assert "it declares a DOCTYPE" in refusal(make_bad(word__document_xml=f"{DOCTYPE}<w/>".encode(encoding)))


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "word\\..\\evil.xml", "C:/evil.xml", "word/../../evil"]
)
def test_a_member_that_points_outside_is_refused(name):
    members = {**make_members(make_paragraph("Text")), "word/evil": "<a/>"}
    data = make_archive({(name if key == "word/evil" else key): value for key, value in members.items()})

    assert "points outside the file" in refusal(data)


def test_a_member_that_would_burst_is_refused_before_it_is_unpacked():
    data = make_bad(word__media__a_bin=b"\0" * 60_000_000)

    assert len(data) < 100_000
    assert "it expands too much when unpacked" in refusal(data)


@pytest.mark.thorough
def test_much_text_is_refused_though_it_packs_badly():
    words = random.Random(1).randbytes(package.MOST_XML).hex()[: package.MOST_XML]

    assert "its text is larger than 24 MB unpacked" in refusal(make_bad(word__document_xml=words))


def test_a_directory_that_lies_about_sizes_is_refused():
    honest = make_bad(word__document_xml="<a>" + "b" * 5_000 + "</a>")
    place = honest.rfind(b"PK\x01\x02", 0, honest.rfind(b"word/document.xml"))
    lying = bytearray(honest)
    struct.pack_into("<I", lying, place + 24, 100)

    assert "it is damaged" in refusal(bytes(lying))


def test_too_many_members_are_refused():
    assert "it is not built like a Word file" in refusal(
        make_archive({f"word/{number}.bin": b"" for number in range(package.MOST_MEMBERS + 1)})
    )


def test_two_members_of_one_name_are_refused():
    archive = io.BytesIO(make_docx(make_paragraph("Text")))
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("word/Document.xml", "<other/>")

    assert "it is not built like a Word file" in refusal(archive.getvalue())


def test_a_packing_that_no_word_file_uses_is_refused():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_LZMA) as file:
        for name, content in make_members(make_paragraph("Text")).items():
            file.writestr(name, content)

    assert "it is not packed like a Word file" in refusal(archive.getvalue())


def test_deep_nesting_is_read_and_endless_nesting_refused():
    changes = make_run("Deep")
    for _ in range(200):
        changes = make_change("ins", changes)
    assert read(make_docx(make_paragraph(changes))).paragraphs[0].final == "Deep"

    deep = "<w:smartTag>" * 2_000 + "</w:smartTag>" * 2_000

    assert "its markup is nested too deeply" in refusal(make_docx(make_paragraph(deep)))


@pytest.mark.parametrize(
    "markup",
    [
        make_paragraph("<w:r><w:instrText>" + "x" * 10_000_001 + "</w:instrText></w:r>"),
        make_paragraph('<w:r w:rsidR="' + "x" * 10_000_001 + '"/>'),
        make_paragraph("<" + "x" * 50_001 + "/>"),
    ],
    ids=["text", "attribute", "name"],
)
def test_only_what_is_damaged_is_called_so(markup: str):
    assert "a piece of its text or markup is too long" in refusal(make_docx(markup))


def test_a_large_table_of_equal_cells_is_no_bomb():
    cell = "<w:tc><w:tcPr><w:vAlign w:val='center'/></w:tcPr><w:p><w:pPr/></w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cell * 19_000}</w:tr></w:tbl>"
    data = make_docx(make_paragraph("1. One."), table, make_paragraph("2. Two."))

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo("word/document.xml")
    assert member.file_size > package.MOST_TIMES * member.compress_size
    assert [one.final for one in read(data).paragraphs if one.final] == ["1. One.", "2. Two."]


def test_parts_are_found_whatever_their_case_and_however_they_are_pointed_to():
    members = make_members(make_paragraph("Text"))
    members["_rels/.rels"] = str(members["_rels/.rels"]).replace("word/document.xml", "/word/./Document.xml")

    assert open_package(make_archive(members)).main_part() == "word/Document.xml"
    assert read(make_archive(members)).paragraphs[0].final == "Text"
