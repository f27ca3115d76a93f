"""The working file: the clean draft, and round each line a bookmark that says which paragraph it is."""

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from acm_drafts.documents import reader
from acm_drafts.documents.read import incoming
from acm_drafts.documents.template import templates
from acm_drafts.documents.write import docx, working
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.negotiation.agenda import AgendaItem
from acm_drafts.text.language import Language
from tests.documents.institution import make_template
from tests.documents.making import make_draft, make_line, part

LINES = (make_line("Palestine"), make_line("It noted.", label="1."), make_line("Two\nlines", label="2."))
MARKS = tuple(working.mark(code, 3) for code in ("aaa1", "bbb2", "ccc3"))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_each_line_says_which_paragraph_it_is_and_the_title_says_nothing():
    found = reader.read(working.render(make_draft(*LINES), MARKS))

    assert [one.bookmarks for one in found.paragraphs] == [(), *((mark,) for mark in MARKS)]
    assert found.identifier == "OIC/ACM-2026/FC"


def test_without_its_marks_it_is_the_clean_draft():
    draft = make_draft(*LINES)
    clean, marked = parts(docx.render(draft)), parts(working.render(draft, MARKS))

    assert list(clean) == list(marked)
    assert {name for name in clean if clean[name] != marked[name]} == {
        "word/document.xml",
        "word/settings.xml",
    }
    read = incoming.read("f", working.render(draft, MARKS), language=Language.EN, title=draft.title)
    assert [one.line.text for one in read.lines] == [line.text for line in LINES]


def test_whoever_opens_it_has_their_changes_recorded_and_in_no_other_document():
    draft = make_draft(*LINES)

    settings = part(working.render(draft, MARKS), "word/settings.xml")
    names = [etree.QName(node).localname for node in settings]
    assert names[:3] == ["zoom", "trackRevisions", "defaultTabStop"]  # in the order of the format
    assert b"trackRevisions" not in parts(docx.render(draft))["word/settings.xml"]


def test_a_draft_without_a_title_is_marked_from_its_first_line():
    found = reader.read(working.render(make_draft(*LINES, title=""), MARKS))

    assert [one.bookmarks for one in found.paragraphs] == [(mark,) for mark in MARKS]


@pytest.mark.parametrize("begins", list(FirstPage))
def test_in_an_institutions_template_with_any_first_page_each_line_still_says_which_it_is(begins: FirstPage):
    template, lacks = templates.read(make_template())
    assert lacks == ()

    for title in ("Final Communiqué", ""):
        draft = make_draft(*LINES, title=title, agenda=(AgendaItem(14), AgendaItem(71, "b")))
        data = working.render(draft, MARKS, replace(template, first_page=begins))
        found = [one for one in reader.read(data).paragraphs if one.final]
        assert [one.bookmarks for one in found] == [*([()] if title else []), *((mark,) for mark in MARKS)]
        read = incoming.read("f", data, language=Language.EN, title=title)
        assert [(one.line.text, one.marks) for one in read.lines] == [
            (line.text, (mark,)) for line, mark in zip(LINES, MARKS, strict=True)
        ]


def test_a_line_more_or_less_than_there_are_marks_is_never_marked_with_another():
    with pytest.raises(ValueError, match="zip"):
        working.render(make_draft(*LINES), MARKS[:-1])


def test_the_same_draft_gives_the_same_bytes():
    assert working.render(make_draft(*LINES), MARKS) == working.render(make_draft(*LINES), MARKS)


def test_a_mark_names_paragraph_and_draft_and_any_other_bookmark_names_nothing():
    assert working.marked(working.mark("k8tg8k8", 2)) == ("k8tg8k8", 2)
    for other in ("_GoBack", "acm_", "acm_x", "acm_x_", "acm_x_١", "acm_x_1_2", "Acm_x_1", "acm_x_9999999"):
        assert working.marked(other) is None


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_validators_find_nothing(language, tmp_path):
    file = tmp_path / "working.docx"
    file.write_bytes(working.render(make_draft(*LINES, language=language), MARKS))
    tools = Path(sys.executable).parent

    audit = subprocess.run(
        [tools / "openxml-audit", file, "-f", "office2019"], capture_output=True, text=True, check=False
    )
    integrity = subprocess.run(
        [tools / "ooxml-integrity", "check", file], capture_output=True, text=True, check=False
    )

    assert "Errors: 0" in audit.stdout, audit.stdout
    assert "0 error(s), 0 warning(s)" in integrity.stdout, integrity.stdout


def test_it_sets_no_verbs_in_italics_which_would_come_back_as_somebodys_doing():
    draft = make_draft(make_line("Recalling its resolution,"), italics=True)

    assert b"<w:i/>" not in parts(working.render(draft, MARKS[:1]))["word/document.xml"]
