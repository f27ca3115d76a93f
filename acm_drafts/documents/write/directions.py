"""
Which way a paragraph runs: as its document does, unless all its letters run the other way.

A line that is not translated yet stands among the translated ones in the language it has; set against
its direction its full stop stands at the wrong end, and so do its brackets.
"""

import re
from collections.abc import Iterable

from lxml import etree

from acm_drafts.documents.write.wordxml import W, element, locale
from acm_drafts.text.language import Language

_LATIN = re.compile(r"[a-z\u00df-\u024f]{2,}")
_ARABIC = re.compile(r"[\u0620-\u06ff\u0750-\u077f]{2,}")
_SENTENCE = 3
"""Fewer words, or capitals alone, are a name, a symbol or a number, which stand in any sentence."""
_IN_A_BLOCK, _INDENTED = ("ACMProposalText", "ACMProposalNote"), "1020"
"""Styles under a proposal, which keep to its shaded block, and their indentation on the other side."""
_BEHIND_DIRECTION = ("spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr")


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
