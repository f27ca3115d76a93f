"""
A Word file in: what each paragraph said before the tracked changes, and what it says after.

Every paragraph of the body comes out twice, as original and as final text, with the revisions
that lie between, their authors and dates. What stands elsewhere (notes, headers, text boxes)
comes out apart, and what is not read is named: a file is never half read in silence.
The names in a file are notes; whose proposals they are is not decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from acm_drafts.documents.body import Body, Revision, RevisionKind, Skipped, WordParagraph
from acm_drafts.documents.numbering import Numbering
from acm_drafts.documents.package import Package, Relationship, open_package
from acm_drafts.documents.refusing import unreadable
from acm_drafts.documents.wordxml import W
from acm_drafts.negotiation.errors import N_

__all__ = ["Revision", "RevisionKind", "Skipped", "WordFile", "WordParagraph", "read"]

_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_HEADS = {"header": "header", "footer": "footer"}


@dataclass(frozen=True, slots=True)
class WordFile:
    """
    What a Word file says.

    *paragraphs* is the body in order, table cells included; *elsewhere* holds notes, comments,
    headers, footers and text boxes, each with its place; *skipped* names what was not read.
    """

    paragraphs: tuple[WordParagraph, ...]
    elsewhere: tuple[WordParagraph, ...]
    skipped: tuple[Skipped, ...]


def read(data: bytes) -> WordFile:
    """
    Read a .docx (ordinary or Strict).

    Links to the outside are named in *skipped* and never followed. Raises UnreadableFile for
    what is not such a file, is encrypted, damaged, too large or built to do harm, or has macros.
    """
    package = open_package(data)
    main = package.main_part()
    try:
        return _read(package, main)
    except RecursionError:
        raise unreadable(N_("it is nested too deeply")) from None


def _read(package: Package, main: str) -> WordFile:
    relations = package.related(main)
    root = package.xml(main)
    content = None if root is None else root.find(f"{{{W}}}body")
    if content is None:
        raise unreadable(N_("it is not a Word file"))
    styles = _part(package, relations, "styles")
    numbering = Numbering(styles, _part(package, relations, "numbering"))
    names = _style_names(styles)

    body = Body(numbering, names)
    body.read(content)
    elsewhere, skipped = body.elsewhere, body.skipped
    for place, container in _containers(package, relations):
        aside = Body(numbering, names, place)
        aside.read(container)
        elsewhere += aside.paragraphs + aside.elsewhere
        skipped += aside.skipped
    skipped += _outside(package)
    return WordFile(tuple(body.paragraphs), tuple(elsewhere), tuple(skipped))


def _part(package: Package, relations: tuple[Relationship, ...], kind: str) -> etree._Element | None:
    return next(
        (package.xml(one.target) for one in relations if one.kind == kind and not one.external), None
    )


def _style_names(styles: etree._Element | None) -> Mapping[str, str]:
    names = {}
    for style in () if styles is None else styles.iterchildren(f"{{{W}}}style"):
        name = style.find(f"{{{W}}}name")
        if name is not None:
            names[str(style.get(f"{{{W}}}styleId", ""))] = str(name.get(f"{{{W}}}val", ""))
    return names


def _containers(
    package: Package, relations: tuple[Relationship, ...]
) -> list[tuple[str, etree._Element]]:
    """Notes, comments, headers and footers that hold text, each with what it is called."""
    found = []
    for one in relations:
        root = None if one.external or one.kind not in _NOTES | _HEADS else package.xml(one.target)
        if root is None:
            continue
        if one.kind in _HEADS:
            found.append((f"{_HEADS[one.kind]} ({one.target.rpartition('/')[2]})", root))
            continue
        for note in root:
            if not note.get(f"{{{W}}}type"):  # separators have a type, notes have none
                found.append((f"{_NOTES[one.kind]} {note.get(f'{{{W}}}id', '')}", note))
    return found


def _outside(package: Package) -> list[Skipped]:
    """Everything that the file points to and does not hold."""
    found = []
    for name in package.names():
        folder, _, base = name.rpartition("/")
        if not base.endswith(".rels"):
            continue
        source = f"{folder.removesuffix('_rels').rstrip('/')}/{base.removesuffix('.rels')}".lstrip("/")
        for one in package.related(source):
            if one.external:
                found.append(Skipped(f"external {one.kind}: {one.target}", source or "the file"))
    return found
