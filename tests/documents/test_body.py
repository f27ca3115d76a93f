"""Paragraphs in two views: what they said before the tracked changes, and what they say after."""

import pytest

from acm_drafts.documents.read.wordfile import Revision, RevisionKind
from acm_drafts.documents.reader import read
from tests.documents.making import make_change, make_docx, make_paragraph, make_run

DATE = "2026-09-01T10:00:00Z"


def views(*body, **facts):
    """The two views of each paragraph: (original, final)."""
    return [(one.original, one.final) for one in read(make_docx(*body, **facts)).paragraphs]


def revisions(*body):
    return [revision for one in read(make_docx(*body)).paragraphs for revision in one.revisions]


def skipped(*body, **facts):
    return [str(one) for one in read(make_docx(*body, **facts)).skipped]


def make_row(*cells, change=""):
    inside = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{change}</w:trPr>{inside}</w:tr>"


def make_table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def make_field(code, *result):
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{separate}{''.join(result)}{end}"


# Insertions and deletions ----------------------------------------------------------------------------


def test_an_insertion_is_in_the_final_text_and_a_deletion_in_the_original():
    paragraph = make_paragraph("We ", make_change("del", "note"), make_change("ins", "welcome"), " progress.")

    assert views(paragraph) == [("We note progress.", "We welcome progress.")]
    assert revisions(paragraph) == [
        Revision(RevisionKind.DELETE, "note", "Egypt", DATE),
        Revision(RevisionKind.INSERT, "welcome", "Egypt", DATE),
    ]


def test_words_inserted_and_then_deleted_are_in_neither_text_and_have_both_revisions():
    inner = make_change("ins", f"{make_run('the ')}{make_change('del', 'great', author='Oman')}")

    assert views(make_paragraph("On ", inner, "report")) == [("On report", "On the report")]
    assert [
        (revision.kind, revision.text, revision.author) for revision in revisions(make_paragraph(inner))
    ] == [
        ("insert", "the great", "Egypt"),
        ("delete", "great", "Oman"),
    ]


def test_a_move_leaves_one_place_and_arrives_at_the_other():
    body = make_paragraph(make_change("moveFrom", "Peace.")), make_paragraph(make_change("moveTo", "Peace."))

    assert views(*body) == [("Peace.", ""), ("", "Peace.")]
    assert [revision.kind for revision in revisions(*body)] == [RevisionKind.MOVE_FROM, RevisionKind.MOVE_TO]


def test_a_missing_date_or_author_is_empty_and_no_error():
    (revision,) = revisions(make_paragraph(make_change("ins", "new", author="", date="")))

    assert (revision.author, revision.date) == ("", "")


# Paragraph marks -------------------------------------------------------------------------------------


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next_one():
    body = make_paragraph("One ", mark=make_change("del")), make_paragraph("two.")

    assert views(*body) == [("One ", None), ("two.", "One two.")]


def test_a_split_reads_as_one_paragraph_before():
    body = make_paragraph("One.", make_change("ins", ""), mark=make_change("ins")), make_paragraph(" Two.")

    assert views(*body) == [(None, "One."), ("One. Two.", " Two.")]


def test_several_deleted_marks_run_into_one_paragraph():
    gone = make_change("del")

    assert views(make_paragraph("a", mark=gone), make_paragraph("b", mark=gone), make_paragraph("c")) == [
        ("a", None), ("b", None), ("c", "abc"),
    ]  # fmt: skip


def test_a_paragraph_deleted_with_its_mark_is_gone():
    body = make_paragraph(make_change("del", "All of it."), mark=make_change("del")), make_paragraph("Next.")

    assert views(*body) == [("All of it.", None), ("Next.", "Next.")]


def test_text_never_runs_out_of_a_cell_or_past_the_end():
    cell = make_paragraph("In the cell", mark=make_change("del"))
    body = make_table(make_row(cell)), make_paragraph("After", mark=make_change("del"))

    assert views(*body) == [("In the cell", "In the cell"), ("After", "After")]
    assert views(make_paragraph("New", mark=make_change("ins"))) == [("New", "New")]


def test_a_tracked_mark_is_a_revision_of_its_paragraph():
    (revision,) = revisions(make_paragraph("One", mark=make_change("ins", author="Oman")), make_paragraph(""))

    assert (revision.kind, revision.text, revision.author) == (RevisionKind.INSERT, "\n", "Oman")


# Tables ----------------------------------------------------------------------------------------------


def test_tracked_rows_are_in_one_view_only():
    table = make_table(
        make_row(make_paragraph("kept")),
        make_row(make_paragraph("new"), change=make_change("ins")),
        make_row(make_paragraph("old"), change=make_change("del", author="Oman")),
    )

    assert views(table) == [("kept", "kept"), (None, "new"), ("old", None)]
    assert [(revision.kind, revision.text, revision.author) for revision in revisions(table)] == [
        ("insert", "new", "Egypt"),
        ("delete", "old", "Oman"),
    ]


def test_a_tracked_row_with_tracked_words_is_read_once():
    come, gone = make_change("ins"), make_change("del")
    table = make_table(
        make_row(make_paragraph(make_change("ins", "new row"), mark=come), change=come),
        make_row(make_paragraph(make_change("del", "old row"), mark=gone), change=gone),
        make_row(make_paragraph("half ", make_change("ins", "and half")), change=come),
    )

    assert views(table) == [(None, "new row"), ("old row", None), (None, "half and half")]
    assert [(revision.kind, revision.text) for revision in revisions(table)] == [
        ("insert", "new row"), ("insert", "\n"), ("delete", "old row"), ("delete", "\n"),
        ("insert", "half "), ("insert", "and half"),
    ]  # fmt: skip


def test_tracked_cells_are_in_one_view_only():
    gone = f"<w:tcPr>{make_change('cellDel')}</w:tcPr>{make_paragraph('gone')}"

    assert views(make_table(make_row(gone, make_paragraph("kept")))) == [("gone", None), ("kept", "kept")]


def test_cells_come_in_reading_order_and_tables_inside_cells_too():
    inner = make_table(make_row(make_paragraph("inner"))) + make_paragraph("after")

    assert [final for _, final in views(make_table(make_row(make_paragraph("first"), inner)))] == [
        "first", "inner", "after",
    ]  # fmt: skip


# What text lies inside of ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "around",
    [
        '<w:hyperlink r:id="x">{}</w:hyperlink>',
        '<w:smartTag w:element="City">{}</w:smartTag>',
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr=" REF a ">{}</w:fldSimple>',
        '<w:customXml w:element="a">{}</w:customXml>',
        '<w:bdo w:val="rtl">{}</w:bdo>',
        '<mc:AlternateContent><mc:Choice Requires="w14">{}</mc:Choice><mc:Fallback>{}</mc:Fallback>'
        "</mc:AlternateContent>",
    ],
)
def test_text_and_changes_are_read_inside_of_everything_that_wraps_them(around):
    inside = f"{make_run('a')}{make_change('ins', 'b')}{make_change('del', 'c')}"

    assert views(make_paragraph("-", around.replace("{}", inside), "-")) == [("-ac-", "-ab-")]


def test_paragraphs_inside_content_controls_are_paragraphs_of_the_body():
    control = f"<w:sdt><w:sdtContent>{make_paragraph('one')}{make_paragraph('two')}</w:sdtContent></w:sdt>"

    assert [final for _, final in views(control, make_paragraph("three"))] == ["one", "two", "three"]


def test_of_a_field_the_result_is_read_and_the_code_is_not():
    nested = make_field("IF", make_run("see "), make_field("PAGEREF", make_run("7")))

    assert views(make_paragraph("(", nested, ")")) == [("(see 7)", "(see 7)")]


def test_a_broken_field_does_not_swallow_the_rest_and_is_named():
    broken = make_paragraph("One ", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "lost")

    assert [final for _, final in views(broken, make_paragraph("Two"))] == ["One ", "Two"]
    assert "unfinished field (paragraph 1)" in skipped(broken)


def test_tabs_breaks_and_special_hyphens_are_characters():
    run = '<w:r><w:tab/><w:br/><w:noBreakHyphen/><w:cr/><w:br w:type="page"/></w:r>'

    assert views(make_paragraph("a", run, "b")) == [("a\t\n\u2011\nb", "a\t\n\u2011\nb")]


# Elsewhere, and what is not read ---------------------------------------------------------------------


def test_a_text_box_is_read_once_and_apart():
    box = f"<w:txbxContent>{make_paragraph('Boxed')}</w:txbxContent>"
    drawing = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    document = read(make_docx(make_paragraph("Body", drawing)))

    assert [paragraph.final for paragraph in document.paragraphs] == ["Body"]
    assert [(one.final, str(one.place)) for one in document.elsewhere] == [
        ("Boxed", "text box in paragraph 1")
    ]


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<w:r><w:pict><v:imagedata/></w:pict></w:r>", "picture (paragraph 1)"),
        ("<w:r><w:object/></w:r>", "embedded object (paragraph 1)"),
        (
            '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>',
            "symbol of the font Wingdings (paragraph 1)",
        ),
        ("<w:r><w:rPr><w:rPrChange/></w:rPr></w:r>", "change of formatting (paragraph 1)"),
        (
            "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>",
            "form of an equation; its characters were read (paragraph 1)",
        ),
        ("<w:r><w:instrText>LISTNUM</w:instrText></w:r>", "number made by a field (paragraph 1)"),
    ],
)
def test_what_is_not_read_is_named_with_its_place(inside, named):
    assert named in skipped(make_paragraph("Text", inside))


def test_an_inserted_file_and_the_form_of_a_table_are_named():
    named = skipped('<w:altChunk r:id="x"/>', make_table(make_row(make_paragraph("cell"))))

    assert named[:2] == [
        "inserted file (paragraph 1)",
        "form of a table; its cells were read as paragraphs (paragraph 1)",
    ]


JOINER = "\u200d"
"""LibreOffice hangs the change of a row on one, before its words."""


@pytest.mark.parametrize("tag", ["ins", "del"])
def test_the_joiner_on_which_libreoffice_hangs_the_change_of_a_row_is_no_text(tag: str):
    cells = [
        make_paragraph(make_change(tag, JOINER), make_change(tag, "ميناء الصيد")),
        make_paragraph(make_change(tag, f"{JOINER}1448 ه{JOINER}")),
        make_paragraph(make_change(tag, JOINER)),
    ]
    document = read(make_docx(make_table(make_row(*cells, change=make_change(tag)))))

    texts = ["ميناء الصيد", f"1448 ه{JOINER}", ""]
    assert [
        paragraph.final if tag == "ins" else paragraph.original for paragraph in document.paragraphs
    ] == texts
    assert [revision.text for one in document.paragraphs for revision in one.revisions] == [*texts[:2], "\n"]


def test_a_joiner_that_somebody_typed_is_text():
    typed = make_paragraph(f"{JOINER}ه")

    assert views(typed, make_table(make_row(typed))) == [(f"{JOINER}ه", f"{JOINER}ه")] * 2


# Drop caps ---------------------------------------------------------------------------------------


DROPPED = '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around"/>'


def test_a_drop_cap_is_part_of_its_word():
    begins = '<w:bookmarkStart w:id="1" w:name="acm_1_0"/>'
    capital = make_paragraph(begins, make_change("ins", "T"), properties=DROPPED)
    document = read(make_docx(capital, make_paragraph("he Meeting."), make_paragraph("Two.")))

    assert [(paragraph.original, paragraph.final) for paragraph in document.paragraphs] == [
        ("he Meeting.", "The Meeting."),
        ("Two.", "Two."),
    ]
    assert document.paragraphs[0].bookmarks == ("acm_1_0",)
    assert [revision.text for revision in document.paragraphs[0].revisions] == ["T"]


def test_a_drop_cap_with_no_paragraph_after_it_is_a_paragraph():
    capital = make_paragraph("T", properties=DROPPED)

    assert views(capital) == [("T", "T")]
    assert views(capital, make_table(make_row(make_paragraph("cell")))) == [("T", "T"), ("cell", "cell")]
    assert views(capital, capital, make_paragraph("he")) == [("TT", "TT"), ("he", "he")]
