"""What stands at the head and foot of an institution's pages: what is taken, what is filled, what is refused."""

import zipfile
from dataclasses import replace
from random import Random

import pytest
from lxml import etree

from acm_drafts.documents.template import headers, templates
from acm_drafts.documents.template.headers import Head
from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write.docx import pack, render
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.documents.write.wordxml import W
from tests.documents.institution import HEADS, LETTER, NAMES, emblem, make_template, named, words
from tests.documents.judges import judgements
from tests.documents.making import make_archive, make_draft, make_run, part


def taken(**facts) -> Template:
    template, lacks = templates.read(make_template(**facts))
    assert lacks == ()
    return template


def lacks(**facts) -> tuple[str, ...]:
    return templates.read(make_template(**facts))[1]


def said(head: Head | None) -> str:
    return "" if head is None else " ".join("".join(head.root().itertext()).split())


# What is taken ---------------------------------------------------------------------------------------


def test_letterhead_and_other_heads_and_feet_are_taken_with_the_picture_that_is_shown():
    found = taken().heads

    assert said(found.letterhead).startswith("Ministry of Foreign Affairs")
    assert (said(found.first_foot), said(found.foot)) == ("1 Harbour Street, 1000 Capital", "mfa.example")
    assert [picture.name for picture in found.letterhead.pictures] == ["media/picture1.png"]
    assert found.running.pictures == ()


def test_where_no_first_page_is_set_apart_it_has_the_head_of_the_others():
    found = taken(apart=False).heads

    assert found.letterhead == found.running
    assert found.first_foot == found.foot


def test_a_later_section_has_the_heads_of_the_one_before_where_it_says_none():
    first = f"</w:sectPr><w:p/><w:sectPr>{LETTER}"

    document = templates.read(make_template(section=f"{LETTER}<w:titlePg/>{first}"))[0]

    assert said(document.heads.letterhead).startswith("Ministry")


def test_what_a_document_of_ours_prints_by_itself_is_not_taken_for_the_institutions():
    template, missing = templates.read(render(make_draft(symbol="OIC/OLD")))

    assert missing == ()
    assert template.heads == headers.BARE


def test_an_empty_head_is_none():
    assert taken(heads={"first": "<w:p/>", "others": words(" ")}).heads == headers.BARE


def test_what_means_something_in_the_template_alone_is_left_out_and_its_words_stay():
    inside = (
        '<w:p w:rsidR="00AA00BB"><w:bookmarkStart w:id="0" w:name="a"/><w:hyperlink w:anchor="x">'
        f'{make_run("www.mfa")}</w:hyperlink><w:proofErr w:type="spellStart"/>{make_run(".example")}'
        '<w:bookmarkEnd w:id="0"/></w:p>'
    )

    markup = taken(heads={"first": inside}).heads.letterhead.markup.decode()

    assert "www.mfa" in markup
    for gone in ("rsid", "bookmark", "hyperlink", "proofErr"):
        assert gone not in markup


def test_styles_of_the_head_follow_when_their_ids_are_changed_to_ours():
    inside = words("Ministry", '<w:pStyle w:val="a7"/>')

    template = taken(heads={"first": inside}, styles=(('"ACMCell"', '"a7"'),))

    assert 'w:val="ACMCell"' in template.heads.letterhead.markup.decode()


# What it lacks ---------------------------------------------------------------------------------------


def with_field(code: str) -> str:
    runs = [
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' + between
        for kind, between in (
            ("begin", f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'),
            ("separate", make_run("x")),
            ("end", ""),
        )
    ]
    return f"<w:p>{''.join(runs)}</w:p>"


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        (
            named("sybmol"),
            "Its head says {sybmol}, which nothing fills; what can be filled is {organisation}, ",
        ),
        (with_field('INCLUDEPICTURE "http://example.org/a.png"'), "Its head has the field INCLUDEPICTURE, "),
        (with_field("DATE"), "Its head has the field DATE, "),
        (
            '<w:p><w:fldSimple w:instr="FILENAME"/>' + make_run("x") + "</w:p>",
            "Its head has the field FILENAME",
        ),
        (
            f'<w:p><w:ins w:id="1" w:author="A">{make_run("new")}</w:ins></w:p>',
            "Its head has tracked changes: ",
        ),
        (emblem(described=" "), "A picture in its head has no alternative text, "),
        (emblem(id="rId9"), "Its head shows something that lies elsewhere"),
    ],
)
def test_content_that_cannot_be_printed_on_every_document_is_reported_with_a_remedy(
    inside: str, sentence: str
):
    (said,) = lacks(heads={"first": inside})

    assert said.startswith(sentence)
    assert said.endswith(".")


def test_a_picture_of_another_kind_or_too_large_is_reported():
    assert lacks(picture=b"<svg/>") == (
        "Its head shows something that lies elsewhere or is no picture of its own: put a PNG, JPEG or GIF into it"
        " in its place.",
    )
    (large,) = lacks(picture=b"\x89PNG\r\n\x1a\n" + Random(1).randbytes(headers.MOST_PICTURES))
    assert "larger than 2 MB" in large


def test_a_picture_outside_the_file_is_never_fetched():
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        ' Target="http://example.org/a.png" TargetMode="External"/></Relationships>'
    )

    (said,) = lacks(members={"word/_rels/header-first.xml.rels": rels})

    assert "lies elsewhere" in said


def test_mere_decoration_and_fields_that_count_need_no_word():
    decorated = emblem(described="").replace(
        'descr=""/>',
        'descr=""><a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
        ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        "</wp:docPr>",
    )

    assert lacks(heads={"first": decorated + with_field("PAGE")}) == ()


# What a document fills -----------------------------------------------------------------------------


def filled(inside: str, **facts: str) -> str:
    root = etree.fromstring(f"<w:hdr {NAMES}>{inside}</w:hdr>")
    headers.fill(root, facts)
    return "".join(root.itertext())


def test_a_place_is_filled_though_word_cut_it_into_several_runs():
    assert filled(named("symbol"), symbol="OIC/FC") == "Ref. OIC/FC of the meeting"


def test_each_place_of_a_line_is_filled_and_what_is_filled_in_is_not_read_again():
    assert (
        filled(words("{symbol}, {title}"), symbol="{title}", title="{symbol}{title}")
        == "{title}, {symbol}{title}"
    )


def test_what_is_filled_with_arabic_words_reads_from_right_to_left():
    root = etree.fromstring(f"<w:hdr {NAMES}>{words('{status}')}</w:hdr>")

    headers.fill(root, {"status": "مسودة منقحة"})

    assert root.find(f".//{{{W}}}r/{{{W}}}rPr/{{{W}}}rtl") is not None


def test_tab_stops_are_set_for_longer_lines():
    template = taken(heads={**HEADS})

    across = part(pack(make_draft(), [], landscape=True, template=template), "word/header.xml")

    assert [tab.get(f"{{{W}}}pos") for tab in across.iter(f"{{{W}}}tab") if tab.get(f"{{{W}}}pos")] == [
        "6120",
        "12240",
    ]


# Files that people made ------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "docx4j__sample-docs__sample-docx",
        "poi__integration__stress023",
        "Open-Xml-PowerTools__RevisionAccepter01__Source1",
    ],
)
def test_heads_of_real_files_make_documents_that_two_validators_find_nothing_in(name, shared, tmp_path):
    with zipfile.ZipFile(shared / "docx-corpus" / f"{name}.docx") as file:
        members = {entry: file.read(entry) for entry in file.namelist()}
    sheet = etree.fromstring(members["word/styles.xml"])
    known = {one.get(f"{{{W}}}val", "").casefold() for one in sheet.iterfind(f"{{{W}}}style/{{{W}}}name")}
    for style in etree.fromstring(templates.own()[templates.STYLES]).findall(f"{{{W}}}style"):
        if style.find(f"{{{W}}}name").get(f"{{{W}}}val").casefold() not in known:
            sheet.append(style)
    template, _ = templates.read(make_archive({**members, "word/styles.xml": etree.tostring(sheet)}))
    document = tmp_path / "draft.docx"

    document.write_bytes(render(make_draft(), template=replace(template, first_page=FirstPage.LETTERHEAD)))

    assert template.heads.letterhead
    assert judgements(document) == []
