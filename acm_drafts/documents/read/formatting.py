"""
Formatting that was set by hand: words struck through, in bold, hidden.

Our documents set nothing by hand, so in one that comes back it is somebody's doing, and perhaps meant as an
amendment: it is named and changes nothing. Tracked changes and styles are not looked at.
"""

from collections.abc import Iterator

from lxml import etree

from acm_drafts.documents.markup import attribute, child, children
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.errors import N_

_RUN = f"{{{W}}}r"
_OFF = ("0", "false", "off", "none", "auto", "baseline")
_LOOKS = {
    "strike": N_("words struck through by hand"),
    "dstrike": N_("words struck through by hand"),
    "vanish": N_("hidden words"),
    "u": N_("words underlined"),
    "b": N_("words in bold"),
    "bCs": N_("words in bold"),
    "i": N_("words in italics"),
    "iCs": N_("words in italics"),
    "highlight": N_("words in colour"),
    "color": N_("words in colour"),
    "vertAlign": N_("raised or lowered words"),
}


def looks(paragraph: etree._Element) -> tuple[str, ...]:
    """Return what was done by hand to words of *paragraph*, in the order of the table above, each once."""
    names = {name for run in paragraph.iter(_RUN) if _has_words(run) for name in _set_by_hand(run)}
    return tuple(dict.fromkeys(look for name, look in _LOOKS.items() if name in names))


def _has_words(run: etree._Element) -> bool:
    return any((text.text or "").strip() for text in children(run, "t"))


def _set_by_hand(run: etree._Element) -> Iterator[str]:
    properties = child(run, "rPr")
    for node in () if properties is None else properties:
        name = etree.QName(node).localname
        if name in _LOOKS and attribute(node, "val") not in _OFF:
            yield name
