"""What was done to the looks of words by hand is named, what a style or a tracked change did is not."""

import pytest
from lxml import etree

from acm_drafts.documents.read.formatting import looks
from tests.documents.making import NAMESPACES, make_change


def found(*runs: str, properties: str = "") -> tuple[str, ...]:
    return looks(etree.fromstring(f"<w:p {NAMESPACES}><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"))


def run(properties: str, text: str = "words") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ("<w:strike/>", "words struck through by hand"),
        ('<w:dstrike w:val="true"/>', "words struck through by hand"),
        ("<w:vanish/>", "hidden words"),
        ('<w:u w:val="single"/>', "words underlined"),
        ("<w:b/><w:bCs/>", "words in bold"),
        ("<w:bCs/>", "words in bold"),
        ("<w:iCs/>", "words in italics"),
        ('<w:highlight w:val="yellow"/>', "words in colour"),
        ('<w:color w:val="FF0000"/>', "words in colour"),
        ('<w:vertAlign w:val="superscript"/>', "raised or lowered words"),
    ],
)
def test_what_somebody_did_to_words_is_named(properties: str, said: str):
    assert found(run("", "before"), run(properties)) == (said,)


@pytest.mark.parametrize(
    "properties",
    [
        "",
        '<w:b w:val="0"/><w:i w:val="false"/>',
        '<w:u w:val="none"/><w:color w:val="auto"/>',
        '<w:rStyle w:val="Strong"/><w:rtl/><w:lang w:bidi="ar-SA"/><w:sz w:val="24"/>',
    ],
)
def test_what_is_off_or_comes_from_a_style_is_not_named(properties: str):
    assert found(run(properties)) == ()


def test_looks_of_what_holds_no_word_are_nothing():
    assert found(run("<w:b/>", " "), "<w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r>") == ()
    assert found(run(""), properties="<w:rPr><w:b/></w:rPr>") == ()
    assert found(make_change("del", run("<w:b/>").replace("<w:t>", "<w:t >"))) == ()


def test_each_is_named_once_and_in_one_order():
    assert found(run("<w:b/>"), run("<w:strike/><w:b/>"), make_change("ins", run("<w:strike/>"))) == (
        "words struck through by hand",
        "words in bold",
    )
