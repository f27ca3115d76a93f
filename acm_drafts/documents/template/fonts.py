"""
The Arabic typeface that our own documents bring along, so that Arabic is Naskh on every machine.

LibreOffice does not follow the names of stand-ins that a document gives, and takes whatever Arabic
font it meets; a font in the file it uses, as Word does. Fonts are in a file as the format asks: their
first 32 bytes are mixed with a key that stands beside them.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import cycle
from pathlib import Path

from lxml import etree

from acm_drafts.documents.write.wordxml import R, W, element

FOLDER = Path(__file__).parent / "fonts"
FONT_TABLE = "word/fontTable.xml"
FAMILY = "Amiri"

_ARABIC = re.compile(rb"[\xd8-\xdb][\x80-\xbf]")
"""A letter of the Arabic block, in UTF-8."""
_FACES = {"embedRegular": "Amiri-Regular.ttf", "embedBold": "Amiri-Bold.ttf"}
_KEY = "7C1B0E1A-52B4-4C2B-9B0E-0A1D5A3C2F11"
_MIXED = 32
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def holds_arabic(parts: Mapping[str, bytes]) -> bool:
    """Return whether any of the XML *parts* of a document holds an Arabic letter."""
    return any(_ARABIC.search(part) for part in parts.values())


@cache
def embedded(font_table: bytes) -> Mapping[str, bytes]:
    """Return the parts that bring the typeface along, the *font_table* of the document among them."""
    table = etree.fromstring(font_table)
    (entry,) = table.iterfind(f"{{{W}}}font[@{{{W}}}name='{FAMILY}']")
    relationships = etree.fromstring(f'<Relationships xmlns="{_RELATIONSHIPS}"/>')
    parts = dict[str, bytes]()
    for tag, file in _FACES.items():
        name = f"fonts/{Path(file).stem.lower()}.odttf"
        parts[f"word/{name}"] = _mixed((FOLDER / file).read_bytes())
        face = element(tag, fontKey=f"{{{_KEY}}}")
        face.set(f"{{{R}}}id", tag)
        entry.append(face)
        etree.SubElement(
            relationships, f"{{{_RELATIONSHIPS}}}Relationship", Id=tag, Type=f"{R}/font", Target=name
        )
    parts["word/_rels/fontTable.xml.rels"] = _bytes(relationships)
    return parts | {FONT_TABLE: _bytes(table)}


def _mixed(font: bytes) -> bytes:
    """Return *font* with its first bytes mixed with the key, which is read from its end."""
    key = bytes.fromhex(_KEY.replace("-", ""))[::-1]
    head = bytes(byte ^ mask for byte, mask in zip(font[:_MIXED], cycle(key), strict=False))
    return head + font[_MIXED:]


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
