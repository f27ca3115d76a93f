"""A template of an institution: its styles are found by name, and what it lacks is said in sentences."""

import io
import re
import zipfile

import pytest
from lxml import etree

from acm_drafts.documents import templates
from acm_drafts.documents.annexes import Annexes
from acm_drafts.documents.docx import render
from acm_drafts.documents.wordxml import W
from acm_drafts.negotiation.errors import UnreadableFile
from acm_drafts.negotiation.lines import Line, LineKind
from tests.documents.judges import judgements, pandoc
from tests.documents.making import make_archive, make_docx, make_draft, part

LINES = (
    Line(1, "Palestine", LineKind.HEADING),
    Line(2, "The Meeting [warmly] welcomed it.", label="1."),
    Line(3, "in May;", LineKind.SUB, 1, label="(a)"),
)
THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def changed(*changes: tuple[str, str], **members: str) -> bytes:
    """A document of ours whose styles an institution changed, and in which it changed *members*."""
    with zipfile.ZipFile(io.BytesIO(render(make_draft(*LINES)))) as file:
        found = {name: file.read(name) for name in file.namelist()}
    styles = found["word/styles.xml"].decode()
    for old, new in changes:
        assert re.search(old, styles, re.S), old
        styles = re.sub(old, new, styles, count=1, flags=re.S)
    found["word/styles.xml"] = styles.encode()
    return make_archive({**found, **members})


def added(name: str, ident: str, inside: str = "") -> tuple[str, str]:
    """A change that adds a paragraph style."""
    made = f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/>{inside}</w:style>'
    return ("</w:styles>", f"{made}</w:styles>")


def style(name: str) -> str:
    """A pattern for what stands in the style *name* up to its end, the end apart."""
    return rf'(<w:name w:val="{name}"/>(?:(?!</w:style>).)*)'


def lacks(data: bytes) -> tuple[str, ...]:
    return templates.read(data)[1]


def made(data: bytes, language: str = "en") -> bytes:
    template, missing = templates.read(data)
    assert missing == ()
    return render(make_draft(*LINES, language=language), Annexes(), template)


# What is taken ---------------------------------------------------------------------------------------


def test_a_document_of_ours_is_a_template_and_gives_the_same_words():
    document = made(render(make_draft(*LINES)))

    assert pandoc(document, "accept") == pandoc(render(make_draft(*LINES), Annexes()), "accept")


def test_styles_are_found_by_their_names_whatever_their_ids_and_the_case():
    data = changed(
        ('w:styleId="Heading1"', 'w:styleId="berschrift1"'),
        ('w:val="heading 1"', 'w:val="Heading 1"'),
        ('w:styleId="ACMPlain"', 'w:styleId="a7"'),
        (r'(w:name w:val="ACM Paragraph"/>\s*<w:basedOn w:val=")ACMPlain', r"\1a7"),
        added("Chapter", "Heading1"),
    )

    styles = part(made(data), "word/styles.xml")

    names = {
        one.get(f"{{{W}}}styleId"): one.find(f"{{{W}}}name").get(f"{{{W}}}val")
        for one in styles.iter(f"{{{W}}}style")
    }
    assert (names["Heading1"], names["Heading1Other"], names["ACMPlain"]) == (
        "Heading 1",
        "Chapter",
        "ACM Plain",
    )
    paragraph = styles.find(f"{{{W}}}style[@{{{W}}}styleId='ACMParagraph']/{{{W}}}basedOn")
    assert paragraph.get(f"{{{W}}}val") == "ACMPlain"


def test_looks_are_those_of_the_institution_and_the_language_that_of_the_document():
    data = changed(("Times New Roman", "Institution Serif"), (r"<w:lang [^>]*/>", ""))

    for language, attribute, locale in (("fr", "val", "fr-FR"), ("ar", "bidi", "ar-SA")):
        styles = part(made(data, language), "word/styles.xml")
        assert b"Institution Serif" in etree.tostring(styles)
        lang = styles.find(f"{{{W}}}docDefaults/{{{W}}}rPrDefault/{{{W}}}rPr/{{{W}}}lang")
        assert lang.get(f"{{{W}}}{attribute}") == locale


def test_what_points_at_parts_that_are_not_taken_is_left_out():
    data = changed(added("List", "L", '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'))

    document = made(data)

    assert b"numPr" not in etree.tostring(part(document, "word/styles.xml"))
    with zipfile.ZipFile(io.BytesIO(document)) as ours, zipfile.ZipFile(io.BytesIO(data)) as theirs:
        assert ours.namelist() == theirs.namelist()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_validators_find_nothing_and_the_same_template_gives_the_same_bytes(language, tmp_path):
    file = tmp_path / "draft.docx"
    data = changed(("Times New Roman", "Institution Serif"))
    file.write_bytes(made(data, language))

    assert judgements(file) == []
    assert file.read_bytes() == made(data, language)


# What it lacks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('w:val="ACM Plain 1"', 'w:val="Mine"', 'There is no paragraph style named "ACM Plain 1".'),
        ('w:val="ACM Note"', 'w:val="ACM Cell"', 'There are several styles named "ACM Cell".'),
        (
            'w:type="character" w:customStyle="1" w:styleId="ACMWho"',
            'w:type="paragraph" w:customStyle="1" w:styleId="ACMWho"',
            'The style "ACM Who" is a paragraph style; it must be a character style.',
        ),
        (
            '<w:outlineLvl w:val="1"/>',
            '<w:outlineLvl w:val="9"/>',
            'The style "heading 2" needs the outline level 2, by which headings are found.',
        ),
        (
            style("ACM Status") + r"<w:tabs>.*?</w:tabs>",
            r"\1",
            'The style "ACM Status" needs a right tab stop for what stands at the end of the line.',
        ),
        (
            style("heading 1") + "<w:outlineLvl",
            r'\1<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl',
            'The style "heading 1" numbers paragraphs by itself; the numbers of a text are written out.',
        ),
        (
            style("ACM Deleted") + "<w:strike/>",
            r"\1<w:strike/><w:vanish/>",
            'The style "ACM Deleted" hides what is set in it.',
        ),
    ],
)
def test_what_is_missing_or_would_spoil_a_document_is_said_in_a_sentence(old, new, sentence):
    assert sentence in lacks(changed((old, new)))


def test_what_a_style_has_from_the_one_it_is_based_on_is_its_own_and_a_circle_ends():
    based = changed(
        ('<w:outlineLvl w:val="1"/>', ""),
        (style("heading 2") + '<w:basedOn w:val="Normal"/>', r'\1<w:basedOn w:val="Base"/>'),
        added("Base", "Base", '<w:basedOn w:val="Heading2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
    )

    assert lacks(based) == ()


def test_a_theme_with_pictures_is_said_and_no_picture_is_fetched():
    package = "http://schemas.openxmlformats.org/package/2006"
    rels = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="{THEME}/image"'
        ' Target="http://example.org/a.png" TargetMode="External"/></Relationships>'
    )

    assert lacks(changed(**{"word/theme/_rels/theme.xml.rels": rels})) == (
        "Its theme holds pictures: choose one without them.",
    )


def test_a_file_without_styles_or_without_ours_says_so():
    assert lacks(make_docx("<w:p/>")) == ("It holds no styles.",)
    bare = make_docx("<w:p/>", styles=f'<w:styles xmlns:w="{W}"/>')
    assert len(lacks(bare)) == len(templates.needed()) > 20


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x05\x06" + bytes(18), changed(**{"word/styles.xml": "<!DOCTYPE a><a/>"})]
)
def test_what_is_no_word_file_or_brings_a_doctype_is_refused_like_any_file(data):
    with pytest.raises(UnreadableFile):
        templates.read(data)
