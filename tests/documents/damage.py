"""Word files that something happened to on their way: in the archive, and in the markup of any part."""

from collections.abc import Callable
from random import Random

from lxml import etree

from tests.documents.making import make_archive, members_of

NONSENSE = (
    "",
    "0",
    "-1",
    "99999999999999999999",
    "x" * 2_000,
    "\u202e",
    "true",
    "None",
    "../../evil.xml",
    "١٢",
)
TEXTS = (
    "",
    " ",
    "12.",
    "(a)",
    "[",
    "]]",
    "ـ",
    "\u00a0",
    "12.\t12.\t12.",
    "x" * 5_000,
    "\u2029",
    "e\u0301" * 40,
)


def damaged(data: bytes, chance: Random) -> bytes:
    """Return *data* with something of what happens to files done to it; the same *chance*, the same damage."""
    return chance.choice(_DAMAGES)(data, chance)


def _flipped(data: bytes, chance: Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _without_a_member(data: bytes, chance: Random) -> bytes:
    members = members_of(data)
    del members[chance.choice(sorted(members))]
    return make_archive(members)


def _members_exchanged(data: bytes, chance: Random) -> bytes:
    members = members_of(data)
    one, other = chance.choice(sorted(members)), chance.choice(sorted(members))
    members[one], members[other] = members[other], members[one]
    return make_archive(members)


def _bytes_of_a_member(data: bytes, chance: Random) -> bytes:
    """The archive is sound, what lies in it is not."""
    members = members_of(data)
    name = chance.choice([name for name, content in members.items() if content])
    members[name] = chance.choice((_flipped, _cut))(members[name], chance)
    return make_archive(members)


def _markup(data: bytes, chance: Random) -> bytes:
    """The XML of a part is well formed, and not what it was."""
    members = members_of(data)
    texts = [
        name for name in members if name.endswith(("document.xml", "styles.xml", "numbering.xml", ".rels"))
    ]
    name = chance.choice([*texts, *["word/document.xml"] * 3])
    try:
        root = etree.fromstring(members[name])
    except (KeyError, etree.XMLSyntaxError):
        return _flipped(data, chance)
    for _ in range(chance.randint(1, 6)):
        elements = [one for one in root.iter(etree.Element) if one is not root]
        if elements:
            chance.choice(_CHANGES)(chance.choice(elements), chance.choice(elements), chance)
    return make_archive({**members, name: etree.tostring(root)})


def _gone(one: etree._Element, _other: etree._Element, _chance: Random) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)


def _doubled(one: etree._Element, other: etree._Element, _chance: Random) -> None:
    other.append(etree.fromstring(etree.tostring(one)))


def _renamed(one: etree._Element, other: etree._Element, _chance: Random) -> None:
    one.tag = other.tag


def _nonsense(one: etree._Element, _other: etree._Element, chance: Random) -> None:
    for name in list(one.attrib):
        if chance.random() < 0.5:
            one.set(name, chance.choice(NONSENSE))


def _retold(one: etree._Element, _other: etree._Element, chance: Random) -> None:
    one.text = chance.choice(TEXTS)


def _wrapped(one: etree._Element, other: etree._Element, _chance: Random) -> None:
    parent = one.getparent()
    if parent is not None:
        wrap = etree.Element(other.tag, dict(other.attrib))
        parent.replace(one, wrap)
        wrap.append(one)


_CHANGES = (_gone, _doubled, _renamed, _nonsense, _retold, _wrapped)
_DAMAGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flipped, _cut, _without_a_member, _members_exchanged, _bytes_of_a_member, _markup, _markup, _markup, _markup,
)  # fmt: skip
