"""A template of an institution: its styles are found by name, and what it lacks is said in sentences."""

import io
import re
import zipfile

import pytest
from lxml import etree

from acm_drafts.documents.template import templates
from acm_drafts.documents.write.annexes import Annexes
from acm_drafts.documents.write.docx import pack, render
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.errors import UnreadableFile
from acm_drafts.negotiation.lines import Line, LineKind
from tests.documents.institution import make_template
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
        ('w:val="ACM Plain 1"', 'w:val="Mine"', 'There is no paragraph style named "ACM Plain 1": '),
        ('w:val="ACM Note"', 'w:val="ACM Cell"', 'There are several styles named "ACM Cell": '),
        (
            'w:type="character" w:customStyle="1" w:styleId="ACMWho"',
            'w:type="paragraph" w:customStyle="1" w:styleId="ACMWho"',
            'The style "ACM Who" is a paragraph style; it must be a character style: ',
        ),
        (
            '<w:outlineLvl w:val="1"/>',
            '<w:outlineLvl w:val="9"/>',
            'The style "heading 2" needs the outline level 2, by which headings are found: ',
        ),
        (
            style("ACM Status") + r"<w:tabs>.*?</w:tabs>",
            r"\1",
            'The style "ACM Status" needs a right tab stop for what stands at the end of the line: ',
        ),
        (
            style("heading 1") + "<w:outlineLvl",
            r'\1<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl',
            'The style "heading 1" numbers paragraphs by itself, and the numbers of a text are written out: ',
        ),
        (
            style("ACM Deleted") + "<w:strike/>",
            r"\1<w:strike/><w:vanish/>",
            'The style "ACM Deleted" hides what is set in it: ',
        ),
    ],
)
def test_missing_or_harmful_parts_of_a_template_are_reported_with_a_remedy(old, new, sentence):
    (said,) = [one for one in lacks(changed((old, new))) if one.startswith(sentence)]
    assert said.endswith(".")
    assert len(said) > len(sentence) + 15  # and what to do


def test_what_a_style_has_from_the_one_it_is_based_on_is_its_own_and_a_circle_ends():
    based = changed(
        ('<w:outlineLvl w:val="1"/>', ""),
        (style("heading 2") + '<w:basedOn w:val="Normal"/>', r'\1<w:basedOn w:val="Base"/>'),
        added("Base", "Base", '<w:basedOn w:val="Heading2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
    )

    assert lacks(based) == ()


def test_a_theme_with_pictures_is_reported_and_no_picture_is_fetched():
    package = "http://schemas.openxmlformats.org/package/2006"
    rels = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="a" Type="{THEME}/image"'
        ' Target="http://example.org/a.png" TargetMode="External"/></Relationships>'
    )

    assert lacks(changed(**{"word/theme/_rels/theme.xml.rels": rels})) == (
        "Its theme holds pictures: choose one without them.",
    )


def test_a_file_without_styles_or_without_ours_says_so():
    (bare,) = lacks(make_docx("<w:p/>"))
    assert bare.startswith("It holds no styles: begin from a document")
    empty = make_docx("<w:p/>", styles=f'<w:styles xmlns:w="{W}"/>')
    page, *styles = lacks(empty)
    assert page.startswith("It does not say how large its page is: ")
    assert len(styles) == len(templates.needed()) > 20


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x05\x06" + bytes(18), changed(**{"word/styles.xml": "<!DOCTYPE a><a/>"})]
)
def test_what_is_no_word_file_or_brings_a_doctype_is_refused_like_any_file(data):
    with pytest.raises(UnreadableFile):
        templates.read(data)


# Other programs, other languages ---------------------------------------------------------------------


def test_a_style_is_known_by_the_name_that_a_french_or_arabic_program_wrote_down():
    for one, two in (("Titre 1", "Titre 2"), ("العنوان 1", "عنوان 2")):
        data = changed(
            ('<w:name w:val="heading 1"/>', f'<w:name w:val="{one}"/>'),
            ('<w:name w:val="heading 2"/>', f'<w:name w:val="{two}"/>'),
        )

        styles = part(made(data), "word/styles.xml")

        assert (
            styles.find(f"{{{W}}}style[@{{{W}}}styleId='Heading1']/{{{W}}}name").get(f"{{{W}}}val")
            == "heading 1"
        )


def test_what_an_institution_named_itself_beside_the_real_one_is_let_alone():
    data = changed(added("Titre 1", "Chapitre"))

    styles = part(made(data), "word/styles.xml")

    assert (
        styles.find(f"{{{W}}}style[@{{{W}}}styleId='Chapitre']/{{{W}}}name").get(f"{{{W}}}val") == "Titre 1"
    )


@pytest.mark.parametrize(
    "changes",
    [
        [("(<w:pPrDefault>\\s*<w:pPr>)", r"\1<w:bidi/>"), ("(<w:rPrDefault>.*?)(<w:lang)", r"\1<w:rtl/>\2")],
        [
            (
                '(<w:name w:val="Normal"/>)',
                r"\1<w:pPr><w:bidi/></w:pPr><w:rPr><w:rtl/></w:rPr>",
            ),
            ("<w:rPr><w:rtl/></w:rPr>\\s*<w:qFormat/>", "<w:rPr><w:rtl/></w:rPr>"),
        ],
    ],
)
def test_an_english_text_runs_to_the_right_in_a_template_that_runs_to_the_left_by_itself(changes):
    styles = part(made(changed(*changes)), "word/styles.xml")

    for name in ("ACMPlain", "Heading1", "Title", "ACMCell"):
        style = styles.find(f"{{{W}}}style[@{{{W}}}styleId='{name}']")
        for path in ("pPr/bidi", "rPr/rtl"):
            found = style.find("/".join(f"{{{W}}}{tag}" for tag in path.split("/")))
            assert found.get(f"{{{W}}}val") == "0"


def test_a_protected_file_is_reported_and_an_unprotected_one_is_not():
    protected = '<w:documentProtection w:edit="readOnly" w:enforcement="{}"/>'
    settings = {
        state: f'<w:settings xmlns:w="{W}">{protected.format(state)}</w:settings>' for state in ("1", "0")
    }

    assert lacks(changed(**{"word/settings.xml": settings["0"]})) == ()
    (said,) = lacks(changed(**{"word/settings.xml": settings["1"]}))
    assert "Restrict Editing" in said


def test_a_file_with_macros_is_refused_with_what_to_do():
    data = changed(**{"word/vbaProject.bin": "macro"})

    with pytest.raises(UnreadableFile) as refused:
        templates.read(data)
    assert refused.value.facts["why"] == "it holds macros; save it as .docx"


# The page --------------------------------------------------------------------------------------------


def test_the_page_is_the_institutions_in_every_form_and_lies_across_where_texts_stand_side_by_side():
    template, missing = templates.read(make_template())
    assert missing == ()

    upright = part(render(make_draft(*LINES), template=template), "word/document.xml")
    across = part(pack(make_draft(*LINES), [], landscape=True, template=template), "word/document.xml")

    sizes = [
        {name.rpartition("}")[2]: value for name, value in root.find(f".//{{{W}}}pgSz").attrib.items()}
        for root in (upright, across)
    ]
    assert sizes == [{"w": "12240", "h": "15840"}, {"w": "15840", "h": "12240", "orient": "landscape"}]
    assert {root.find(f".//{{{W}}}pgMar").get(f"{{{W}}}left") for root in (upright, across)} == {"1800"}


def test_what_stands_at_the_end_of_a_line_stands_at_the_margin_of_the_institution():
    template, _ = templates.read(make_template())

    for landscape, width in ((False, 8640), (True, 12240)):
        data = pack(make_draft(*LINES), [], landscape=landscape, template=template)
        for name in ("ACMStatus", "ACMRunningHead", "TOC1"):
            path = f"{{{W}}}style[@{{{W}}}styleId='{name}']//{{{W}}}tab"
            assert part(data, "word/styles.xml").find(path).get(f"{{{W}}}pos") == str(width)


def test_the_summary_lists_what_is_taken_from_a_template():
    assert list(templates.summary(templates.read(make_template())[0])) == [
        "the page, 21.6 × 27.9 cm, 15.2 cm between its margins",
        "the letterhead, pictures: 1",
        "the head of the other pages",
        "the foot of the first page",
        "the foot of the other pages",
    ]
