"""Arabic documents bring their typeface along, and no others do."""

import io
import zipfile
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from lxml import etree

from acm_drafts.documents import reader
from acm_drafts.documents.template import templates
from acm_drafts.documents.template.fonts import FOLDER
from acm_drafts.documents.write.docx import render
from acm_drafts.documents.write.wordxml import R, W
from tests.documents.institution import make_template
from tests.documents.judges import judgements
from tests.documents.making import make_draft, make_line, members_of, part

ARABIC = make_line("رحب الاجتماع بالتقرير.", label="1.")


def fonts(document: bytes) -> list[str]:
    return [name for name in members_of(document) if name.startswith("word/fonts/")]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_document_with_an_arabic_letter_brings_the_typeface_along(language: str):
    document = render(make_draft(ARABIC, language=language, title=""))

    assert fonts(document) == ["word/fonts/amiri-bold.odttf", "word/fonts/amiri-regular.odttf"]
    assert document == render(make_draft(ARABIC, language=language, title=""))


def test_a_title_alone_counts_and_a_document_without_arabic_has_no_fonts_in_it():
    assert fonts(render(make_draft(title="البيان الختامي")))
    document = render(make_draft())

    assert not fonts(document)
    assert "word/_rels/fontTable.xml.rels" not in members_of(document)
    assert "embed" not in etree.tostring(part(document, "word/fontTable.xml"), encoding="unicode")


def test_the_fonts_are_those_of_the_folder_when_their_key_is_taken_off():
    members = members_of(render(make_draft(ARABIC)))
    targets = {
        one.get("Id"): one.get("Target") for one in etree.fromstring(members["word/_rels/fontTable.xml.rels"])
    }

    table = etree.fromstring(members["word/fontTable.xml"])
    (entry,) = [one for one in table if one.get(f"{{{W}}}name") == "Amiri"]
    for tag, file in (("embedRegular", "Amiri-Regular.ttf"), ("embedBold", "Amiri-Bold.ttf")):
        face = entry.find(f"{{{W}}}{tag}")
        key = bytes.fromhex(face.get(f"{{{W}}}fontKey").strip("{}").replace("-", ""))[::-1]
        data = members[f"word/{targets[face.get(f'{{{R}}}id')]}"]
        plain = bytes(a ^ b for a, b in zip(data[:32], cycle(key), strict=False)) + data[32:]
        assert plain == (FOLDER / file).read_bytes()
        assert plain[:4] == b"\0\1\0\0"  # a TrueType font


def test_the_arabic_of_every_style_is_set_in_it():
    styles = part(render(make_draft(ARABIC)), "word/styles.xml")

    assert {one.get(f"{{{W}}}cs") for one in styles.iter(f"{{{W}}}rFonts")} - {None} == {"Amiri"}


def test_an_institutions_template_is_set_in_the_fonts_that_it_names():
    template, _ = templates.read(make_template())

    assert not fonts(render(make_draft(ARABIC, language="ar"), template=template))
    assert fonts(render(make_draft(ARABIC), template=replace(templates.own())))


def test_a_document_with_fonts_is_read_like_any_other():
    found = reader.read(render(make_draft(ARABIC, language="ar")))

    assert found.paragraphs[-1].final == f"{ARABIC.label}\t{ARABIC.text}"
    assert not found.skipped


def test_the_licence_stands_beside_the_fonts():
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL-amiri.txt").read_text("utf-8")


@pytest.mark.thorough
def test_two_validators_find_nothing(tmp_path: Path):
    file = tmp_path / "draft.docx"
    file.write_bytes(render(make_draft(ARABIC, language="ar")))

    assert judgements(file) == []
    assert zipfile.ZipFile(io.BytesIO(file.read_bytes())).testzip() is None
