"""
The few shapes of Word's markup that our own documents are built from.

One run, one paragraph, one field, in the document's direction. Knows no draft and no page.
"""

from collections.abc import Iterable
from copy import copy
from functools import cache

from lxml import etree

from acm_drafts.text.language import Language

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
etree.register_namespace(
    "r", R
)  # as a library for workbooks does: the bytes do not depend on what was imported

_LOCALES = {Language.EN: "en-GB", Language.FR: "fr-FR", Language.AR: "ar-SA"}


def locale(language: Language) -> str:
    """Return the language tag that Word and its spelling checkers know."""
    return _LOCALES[language]


def element(tag: str, *children: etree._Element, **attributes: str) -> etree._Element:
    """Return `w:tag` with *children* and `w:`-attributes, in the order given."""
    node = copy(_blank(tag))
    for name, value in attributes.items():
        node.set(f"{{{W}}}{name}", value)
    node.extend(children)
    return node


@cache
def _blank(tag: str) -> etree._Element:
    """Return an empty `w:tag` to be copied, which takes a quarter of the time that making one takes."""
    return etree.Element(f"{{{W}}}{tag}", None, {"w": W})


def run(
    text: str, language: Language, *looks: etree._Element, tag: str = "t", style: str = ""
) -> etree._Element:
    """
    Return a run of *text*: a line feed becomes a break, a tab a tab, all else is kept to the character.

    *looks* are further run properties, *style* is a character style; *tag* is "delText" in what is
    tracked as deleted.
    """
    if not looks and text and "\n" not in text and "\t" not in text:
        node = copy(_blank_run(tag, language, style))
        node[-1].text = text
        return node
    node = element("r", *_run_properties(language, looks, style))
    for number, line in enumerate(text.split("\n")):
        if number:
            node.append(element("br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                node.append(element("tab"))
            if piece:
                node.append(_text(tag, piece))
    return node


@cache
def _blank_run(tag: str, language: Language, style: str) -> etree._Element:
    """Return a run with an empty text, to be copied: nearly all runs of a long document are such."""
    return element("r", *_run_properties(language, (), style), _text(tag, ""))


def field(instruction: str, shown: str, language: Language) -> Iterable[etree._Element]:
    """Return the runs of a complex field (PAGE, NUMPAGES) that shows *shown* until Word counts."""
    begin, end = field_edges(instruction, language)
    return [*begin, run(shown, language), end]


def field_edges(instruction: str, language: Language) -> tuple[list[etree._Element], etree._Element]:
    """Return the runs that a complex field begins with, and the one that ends it; what it shows stands between."""
    begin, separate, end = (
        element("r", *_direction(language), element("fldChar", fldCharType=kind))
        for kind in ("begin", "separate", "end")
    )
    code = element("r", *_direction(language), _text("instrText", f" {instruction} "))
    return [begin, code, separate], end


def paragraph(
    style: str,
    inside: Iterable[etree._Element],
    language: Language,
    *,
    mark: etree._Element | None = None,
) -> etree._Element:
    """
    Return a paragraph of *inside* (runs and what is around them) in the style with id *style*.

    Right-to-left where the language is. *mark* is the tracked change of its paragraph mark.
    """
    node = copy(_blank_paragraph(style, language))
    if mark is not None:
        node[0].append(element("rPr", mark))
    node.extend(inside)
    return node


@cache
def _blank_paragraph(style: str, language: Language) -> etree._Element:
    """Return a paragraph with nothing in it, to be copied."""
    properties = element("pPr", element("pStyle", val=style))
    if language is Language.AR:
        properties.append(element("bidi"))
    return element("p", properties)


def _direction(language: Language) -> tuple[etree._Element, ...]:
    if language is not Language.AR:
        return ()
    return (element("rPr", element("rtl"), element("lang", bidi=locale(language))),)


def _run_properties(
    language: Language, looks: Iterable[etree._Element], style: str
) -> tuple[etree._Element, ...]:
    """Return the properties of a run in the order the format asks for, none where there is nothing to say."""
    properties = [*([element("rStyle", val=style)] if style else []), *looks]
    if language is Language.AR:
        properties += element("rtl"), element("lang", bidi=locale(language))
    return (element("rPr", *properties),) if properties else ()


def _text(tag: str, text: str) -> etree._Element:
    node = element(tag)
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    node.text = text
    return node
