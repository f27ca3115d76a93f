"""
Which way words run: a paragraph as its document does, unless all its letters run the other way; a name as it is spelt.

A line that is not translated yet stands among the translated ones in the language it has; set against
its direction its full stop stands at the wrong end, and so do its brackets.
"""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy

from lxml import etree

from acm_drafts.documents.write import wordxml
from acm_drafts.documents.write.wordxml import W, element, locale
from acm_drafts.text.language import Language

_LATIN = re.compile(r"[a-z\u00df-\u024f]{2,}")
_ARABIC = re.compile(r"[\u0620-\u06ff\u0750-\u077f]{2,}")
_LATIN_LETTER, _ARABIC_LETTER = "A-Za-z\u00c0-\u024f", "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f"
_ARABIC_BLOCK = "\u0600-\u06ff\u0750-\u077f"
_STRETCH = {
    letters: re.compile(rf"[^{others}·\n\t]*[{letters}][^{others}·\n\t]*")
    for letters, others in ((_LATIN_LETTER, _ARABIC_BLOCK), (_ARABIC_LETTER, _LATIN_LETTER))
}
"""Letters of one script with the figures, signs and spaces among them; a dot between two parts ends it."""
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_CLOSING = {")": "(", "]": "["}
_LEFT_TO_RIGHT = "\u200e"
"""Set before a figure that belongs to the Latin word behind it, for figures alone run as what stands before them."""
_SENTENCE = 3
"""Fewer words, or capitals alone, are a name, a symbol or a number, which stand in any sentence."""
_IN_A_BLOCK, _INDENTED = ("ACMProposalText", "ACMProposalNote"), "1020"
"""Styles under a proposal, which keep to its shaded block, and their indentation on the other side."""
_BEHIND_DIRECTION = ("spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr")


def runs(text: str, language: Language, *looks: etree._Element, style: str = "") -> list[etree._Element]:
    """
    Return *text*, names and numbers in a document in *language*, as runs that each run as their letters do.

    "EGY 3" runs from left to right in an Arabic list and مصر from right to left in an English one. *looks*
    and *style*: those of every run.
    """
    return [
        wordxml.run(piece, own, *map(deepcopy, looks), style=style) for piece, own in pieces(text, language)
    ]


def pieces(text: str, language: Language) -> Iterator[tuple[str, Language]]:
    """Yield *text* in stretches of one script, each with a language whose direction it has."""
    arabic = language is Language.AR
    at = 0
    for stretch in _STRETCH[_LATIN_LETTER if arabic else _ARABIC_LETTER].finditer(text):
        start, end = _core(text, *stretch.span())
        if start > at:
            yield text[at:start], language
        words = text[start:end]
        yield (_LEFT_TO_RIGHT + words if arabic and words[0].isdigit() else words), _opposite(language)
        at = end
    if at < len(text):
        yield text[at:], language


def _core(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of *text* without the signs at its edges, but with the brackets that close what it opens."""
    edges = [match.span() for match in _EDGES.finditer(text[start:end])]
    first = start + (edges[0][1] if edges and edges[0][0] == 0 else 0)
    last = start + edges[-1][0] if edges and edges[-1][1] == end - start and edges[-1][0] else end
    while last < end and text[last] in _CLOSING:
        opening = _CLOSING[text[last]]
        if text.count(opening, first, last) <= text.count(text[last], first, last):
            break
        last += 1
    return first, last


def _opposite(language: Language) -> Language:
    """Return a language that runs the other way."""
    return Language.EN if language is Language.AR else Language.AR


def of_signs(text: str, language: Language) -> Language:
    """Return in which language signs and words stand among those of *text* in a document in *language*."""
    return _opposite(language) if runs_otherwise(text, language) else language


def runs_otherwise(text: str, language: Language) -> bool:
    """Return whether most letters of *text*, which somebody wrote, run the other way than a document in *language*."""
    letters, others = _of(language)
    return len("".join(letters.findall(text))) > len("".join(others.findall(text)))


def turned(paragraph: etree._Element, language: Language) -> etree._Element:
    """Return *paragraph*, made for a document in *language*, in the other direction; `turn` leaves it so."""
    _turn_paragraph(paragraph, language)
    return paragraph


def _of(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the letters that run the other way than *language*, and its own."""
    return (_LATIN, _ARABIC) if language is Language.AR else (_ARABIC, _LATIN)


def turn(body: Iterable[etree._Element], language: Language) -> list[etree._Element]:
    """Return *body*, of a document in *language*, with each paragraph, or run, in the direction of its own words."""
    blocks = list(body)
    letters, others = _of(language)
    for paragraph in (node for block in blocks for node in block.iter(f"{{{W}}}p")):
        if _is_turned(paragraph, language):
            continue
        words = " ".join(map(str, paragraph.itertext()))
        if len(letters.findall(words)) < _SENTENCE:
            continue
        if not others.search(words):
            _turn_paragraph(paragraph, language)
            continue
        for run in paragraph.iter(f"{{{W}}}r"):
            words = " ".join(map(str, run.itertext()))
            if len(letters.findall(words)) >= _SENTENCE and not others.search(words):
                _turn_run(run, language)
    return blocks


def _is_turned(paragraph: etree._Element, language: Language) -> bool:
    return (paragraph.find(f"{{{W}}}pPr/{{{W}}}bidi") is None) == (language is Language.AR)


def _turn_paragraph(paragraph: etree._Element, language: Language) -> None:
    properties = paragraph[0]
    if language is Language.AR:
        for node in properties.findall(f"{{{W}}}bidi"):
            properties.remove(node)
    else:
        later = [child for child in properties if etree.QName(child).localname in _BEHIND_DIRECTION]
        properties.insert(properties.index(later[0]) if later else len(properties), element("bidi"))
    if properties[0].get(f"{{{W}}}val") in _IN_A_BLOCK:
        properties.append(element("ind", left="0", right=_INDENTED))
    for run in paragraph.iter(f"{{{W}}}r"):
        _turn_run(run, language)


def _turn_run(run: etree._Element, language: Language) -> None:
    looks = run.find(f"{{{W}}}rPr")
    if looks is None:
        looks = element("rPr")
        run.insert(0, looks)
    for node in looks.findall(f"{{{W}}}rtl") + looks.findall(f"{{{W}}}lang"):
        looks.remove(node)
    if language is not Language.AR:
        looks.extend((element("rtl"), element("lang", bidi=locale(Language.AR))))
