"""The shapes of markup that our own documents are built from."""

from lxml import etree

from acm_drafts.documents.write.wordxml import W, element, field_edges, locale, paragraph, run
from acm_drafts.text.language import Language


def shapes(root):
    return [etree.QName(one).localname for one in root.iter()]


def test_a_run_keeps_every_space_and_turns_line_feeds_and_tabs_into_markup():
    made = run(" a\tb\n c ", Language.EN)

    assert shapes(made) == ["r", "t", "tab", "t", "br", "t"]
    assert [one.text for one in made.iter(f"{{{W}}}t")] == [" a", "b", " c "]
    assert all("preserve" in one.values() for one in made.iter(f"{{{W}}}t"))


def test_an_arabic_paragraph_and_its_runs_say_their_direction_first():
    made = paragraph("Title", [run("نص", Language.AR)], Language.AR)

    assert shapes(made) == ["p", "pPr", "pStyle", "bidi", "r", "rPr", "rtl", "lang", "t"]


def test_attributes_belong_to_the_namespace_of_the_markup():
    assert element("sz", val="24").get(f"{{{W}}}val") == "24"


def test_every_language_has_a_tag_that_word_knows():
    assert [locale(language) for language in Language] == ["en-GB", "fr-FR", "ar-SA"]


def test_what_a_field_shows_stands_between_its_edges():
    begin, end = field_edges("PAGE", Language.AR)

    kinds = [one.get(f"{{{W}}}fldCharType") for run in (*begin, end) for one in run.iter(f"{{{W}}}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    assert all(run.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None for run in (*begin, end))
