"""
Whatever somebody sends by mistake or in bad faith is told in a sentence beside the field, and nothing is kept.

Everything goes over HTTP, as from a browser, to the table of one text.
"""

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import by_turns
from tests.documents.making import (
    MACROS,
    make_archive,
    make_change,
    make_docx,
    make_paragraph,
    members_of,
)
from tests.documents.test_package import BOMB, DOCTYPE, OUTSIDE, flagged
from tests.factories import token_for
from tests.tables import Table, make_table
from tests.web.readers import Reader, delegate, main_of, words_of
from tests.web.test_file_changes import CALLED, INVITED, NOTED, TEXT, WELCOMED, Page, kept, proposals, send

MAIN = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

Bad = Callable[[bytes], bytes]


def with_member(name: str, content: str | bytes) -> Bad:
    return lambda data: make_archive({**members_of(data), name: content})


def with_prologue(prologue: str) -> Bad:
    """The document begins with *prologue* and uses what it declares."""

    def made(data: bytes) -> bytes:
        markup = members_of(data)[MAIN].decode()
        markup = re.sub(r"<\?xml.*?\?>", "", markup).replace("Meeting", "&a;", 1)
        return make_archive({**members_of(data), MAIN: prologue + markup})

    return made


def macro_enabled(data: bytes) -> bytes:
    types = members_of(data)["[Content_Types].xml"].decode()
    kind = re.search(
        r'PartName="/word/document.xml"[^>]*ContentType="([^"]+)"|ContentType="([^"]+main\+xml)"', types
    )
    assert kind
    return with_member("[Content_Types].xml", types.replace(kind[1] or kind[2], MACROS))(data)


BAD: dict[str, tuple[Bad, str, str]] = {
    "locked by Word": (
        lambda _: OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512,
        "capital.docx",
        "it is locked with a password; save it without one",
    ),
    "locked by a packer": (lambda data: flagged(data, 1), "capital.docx", "it is locked with a password"),
    "with macros": (macro_enabled, "capital.docm", "it holds macros; save it as .docx"),
    "with hidden macros": (with_member("word/vbaProject.bin", OLE), "capital.docx", "it holds macros"),
    "an older file renamed": (
        lambda _: OLE + b"\0" * 512, "capital.docx", "it is an older Word file (.doc); save it as .docx",
    ),
    "OpenDocument": (
        lambda _: make_archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "capital.odt",
        "it is an OpenDocument file (.odt); save it as .docx",
    ),
    "a sheet": (
        lambda _: make_docx(kind="application/vnd.ms-excel.sheet"), "capital.xlsx", "it is not a Word file",
    ),
    "a picture": (lambda _: PNG, "capital.docx", "it is not a text"),
    "PDF": (lambda _: b"%PDF-1.7 1 0 obj", "capital.docx", "it is a PDF; save the text as .docx or .txt"),
    "empty": (lambda _: b"", "capital.docx", "it is empty"),
    "without a word": (lambda _: make_docx(make_paragraph(" ")), "capital.docx", "there is no text in it"),
    "cut off": (lambda data: data[: len(data) // 2], "capital.docx", "it is not a Word file, or it is damaged"),
    "damaged within": (
        lambda data: with_member(MAIN, members_of(data)[MAIN][:-200])(data),
        "capital.docx",
        "it is damaged: its XML is not well formed",
    ),
    "a zip bomb": (
        with_member("word/media/a.bin", b"\0" * 60_000_000),
        "capital.docx",
        "it expands too much when unpacked",
    ),
    "an entity bomb": (with_prologue(BOMB), "capital.docx", "it declares a DOCTYPE, which no Word file needs"),
    "a DOCTYPE": (with_prologue(DOCTYPE), "capital.docx", "it declares a DOCTYPE"),
    "a DOCTYPE from outside": (with_prologue(OUTSIDE), "capital.docx", "it declares a DOCTYPE"),
    "pointing outside": (with_member("../evil.xml", "<a/>"), "capital.docx", "a member that points outside the file"),
}  # fmt: skip


def working_file(reader: Reader, table: Table) -> bytes:
    data: bytes = reader.client.get(f"/c/{table.code}/incoming/working.docx").data
    return data


@pytest.mark.parametrize("name", by_turns(list(BAD)))
def test_what_is_no_sound_file_is_refused_in_a_sentence_and_nothing_is_kept(
    app: Flask, session: object, name: str
):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    make, file_name, told = BAD[name]
    before = kept()

    data = make(working_file(reader, table))
    answer = send(reader, table, data, file_name) if data else send_empty(reader, table, file_name)

    words = words_of(main_of(answer.text))
    assert answer.status_code == 422
    assert "This file cannot be read: " in words
    assert told in words
    assert kept() == before


def send_empty(reader: Reader, table: Table, name: str) -> TestResponse:
    form = {"csrf_token": token_for(reader.client, "/account"), "file": (io.BytesIO(b""), name)}
    return reader.client.post(f"/c/{table.code}/incoming", data=form, content_type="multipart/form-data")


def test_fifty_megabytes_are_refused_with_what_can_be_received(app: Flask, session: object):
    table = make_table(*TEXT)

    answer = send(delegate(app, "EGY"), table, b"PK\x03\x04" + b"\0" * 50_000_000, "large.docx")

    assert answer.status_code == 413
    assert "This is larger than what can be received here." in answer.text
    assert "Send a file of at most 8 megabytes." in answer.text


def test_what_a_file_points_to_is_named_and_neither_followed_nor_a_cause_for_refusal(
    app: Flask, session: object
):
    table = make_table(*TEXT)
    links = {"hyperlink": "https://un.example/", "attachedTemplate": "\\\\server\\share\\evil.dotm"}
    data = make_docx(
        *(make_paragraph(f"{number}. {text}") for number, text in enumerate(TEXT, 1)), links=links
    )

    page = Page(reader := delegate(app, "EGY"), send(reader, table, data, "capital.docx"))

    assert "The file says just what the draft says." in page.words
    assert "external hyperlink: https://un.example/" in page.words
    assert "external attachedTemplate: \\\\server\\share\\evil.dotm" in page.words


def test_three_thousand_tracked_changes_are_one_proposal_a_paragraph(app: Flask, session: object):
    words = "the Meeting noted what all of them had said in their turn".split()
    texts = [
        f"On item {100 + number} " + " ".join(words) + f" and went on to {number * 37}."
        for number in range(150)
    ]
    table = make_table(*texts)
    changed = [
        make_paragraph(
            f"{number}. ",
            *(
                make_change("del", word + " ") + make_change("ins", f"{word}{number} ")
                for word in text.split()[:10]
            ),
            " ".join(text.split()[10:]),
        )
        for number, text in enumerate(texts, 1)
    ]

    page = Page(reader := delegate(app, "EGY"), send(reader, table, make_docx(*changed), "capital.docx"))

    assert sum(paragraph.count("<w:ins") + paragraph.count("<w:del ") for paragraph in changed) == 3_000
    assert page.taken == page.offered == [f"replace{number}" for number in range(1, 151)]


def test_the_file_of_another_delegation_is_whose_hands_bring_it_in(app: Flask, session: object):
    table = make_table(*TEXT)
    egypt, jordan = delegate(app, "EGY"), delegate(app, "JOR")
    data = make_docx(
        make_paragraph("1. " + WELCOMED[:-1], make_change("ins", ", and so on", author="Egypt"), "."),
        *(make_paragraph(f"{number}. {text}") for number, text in enumerate(TEXT[1:], 2)),
    )
    Page(egypt, send(egypt, table, data, "egypt.docx")).send("submit")

    page = Page(jordan, send(jordan, table, data, "egypt.docx"))

    assert "In the file: Egypt" in page.words
    assert "Proposed already" not in page.words
    assert page.send("submit").status == 303
    assert [sponsor for sponsor, *_ in proposals()] == ["EGY", "JOR"]


def test_numbers_changed_by_hand_are_no_proposal(app: Flask, session: object):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    members = members_of(working_file(reader, table))
    markup = members[MAIN].decode()
    for old, new in (("1.", "4 bis."), ("2.", "II."), ("3.", "17."), ("4.", "1.")):
        assert f">{old}<" in markup
        markup = markup.replace(f">{old}<", f">{new}<", 1)

    page = Page(reader, send(reader, table, make_archive({**members, MAIN: markup}), "capital.docx"))

    assert "The file says just what the draft says." in page.words


def test_a_working_file_that_was_translated_is_in_another_language(app: Flask, session: object):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    members = members_of(working_file(reader, table))
    markup = members[MAIN].decode()
    for old in (WELCOMED, NOTED, INVITED, CALLED):
        markup = markup.replace(
            old, "إن الاجتماع يرحب بالتقدم المحرز في مجال التجارة بين الدول الأعضاء كافة."
        )

    answer = send(reader, table, make_archive({**members, MAIN: markup}), "capital.docx")

    assert answer.status_code == 422
    assert "This file seems to be in another language than the draft (English)." in words_of(
        main_of(answer.text)
    )


@pytest.mark.parametrize("doubled", [2, 5])
def test_a_paragraph_copied_with_its_bookmark_is_new_each_time_but_once(
    app: Flask, session: object, doubled: int
):
    table = make_table(*TEXT)
    reader = delegate(app, "EGY")
    members = members_of(working_file(reader, table))
    markup = members[MAIN].decode()
    (third,) = (one for one in re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", markup) if INVITED in one)
    markup = markup.replace(third, third * doubled)

    page = Page(reader, send(reader, table, make_archive({**members, MAIN: markup}), "capital.docx"))

    assert [key[:6] for key in page.offered] == ["insert"] * (doubled - 1)
    assert page.send("save").status == 303
    assert [(kind, text) for _, kind, text, _ in proposals()] == [("insert", INVITED)] * (doubled - 1)
