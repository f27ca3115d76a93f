"""
A Word file in: what each paragraph said before the tracked changes, and what it says after.

Every paragraph of the body comes out twice, as original and as final text, with the revisions
that lie between, their authors and dates. What stands elsewhere (notes, headers, text boxes)
comes out apart, and what is not read is named: a file is never half read in silence. Footnotes
that tell a reservation, and that nobody changed, are ours and no part of what the file says.
The names in a file are notes; whose proposals they are is not decided here.
"""

from collections.abc import Callable, Mapping

from lxml import etree

from acm_drafts.documents.markup import attribute, child, children, value
from acm_drafts.documents.phrases import Phrase, unreadable
from acm_drafts.documents.read import footnotes
from acm_drafts.documents.read.body import Body
from acm_drafts.documents.read.bounds import require_readable
from acm_drafts.documents.read.numbering import Numbering
from acm_drafts.documents.read.package import Package, Relationship, open_package
from acm_drafts.documents.read.wordfile import (
    Comment,
    Revision,
    RevisionKind,
    Skipped,
    WordFile,
    WordParagraph,
)
from acm_drafts.negotiation.errors import N_

__all__ = ["Comment", "Revision", "RevisionKind", "Skipped", "WordFile", "WordParagraph", "read"]

_NOTES = {
    "footnotes": N_("footnote %(number)s"),
    "endnotes": N_("endnote %(number)s"),
    "comments": N_("comment %(number)s"),
}
_HEADS = {"header": N_("header (%(part)s)"), "footer": N_("footer (%(part)s)")}


def read(data: bytes) -> WordFile:
    """
    Read a .docx (ordinary or Strict).

    Links to the outside are named in *skipped* and never followed. Raises UnreadableFile for
    what is not such a file, is encrypted, damaged, too large or built to do harm, or has macros.
    """
    package = open_package(data)
    main = package.main_part()
    relations = package.related(main)
    require_readable(package.bytes(main))
    root = package.xml(main)
    content = child(root, "body")
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
        if footnotes.is_ours(aside.paragraphs):
            continue
        elsewhere += aside.paragraphs + aside.elsewhere
        skipped += aside.skipped
    skipped += _outside(package)
    return WordFile(
        tuple(body.paragraphs),
        tuple(elsewhere),
        tuple(skipped),
        comments=_comments(_part(package, relations, "comments"), lambda: Body(numbering, names)),
        identifier=_identifier(package),
    )


def _part(package: Package, relations: tuple[Relationship, ...], kind: str) -> etree._Element | None:
    targets = (relation.target for relation in relations if relation.kind == kind and not relation.external)
    return next((package.xml(target) for target in targets), None)


def _style_names(styles: etree._Element | None) -> Mapping[str, str]:
    return {attribute(style, "styleId"): value(style, "name") for style in children(styles, "style")}


def _containers(package: Package, relations: tuple[Relationship, ...]) -> list[tuple[Phrase, etree._Element]]:
    """Return notes, comments, headers and footers that hold text, each with its name for a reader."""
    containers = []
    for relation in relations:
        if relation.external or relation.kind not in _NOTES | _HEADS:
            continue
        root = package.xml(relation.target)
        if root is None:
            continue
        if relation.kind in _HEADS:
            containers.append((Phrase(_HEADS[relation.kind], part=relation.target.rpartition("/")[2]), root))
            continue
        for note in root:
            if not attribute(note, "type"):  # separators have a type, notes have none
                containers.append((Phrase(_NOTES[relation.kind], number=attribute(note, "id")), note))
    return containers


def _comments(root: etree._Element | None, reads: Callable[[], Body]) -> Mapping[str, Comment]:
    comments = {}
    for comment in children(root, "comment"):
        body = reads()
        body.read(comment)
        finals = (paragraph.final or "" for paragraph in body.paragraphs)
        text = "\n".join(final for final in finals if final.strip())
        comments[attribute(comment, "id")] = Comment(
            text, attribute(comment, "author"), attribute(comment, "date")
        )
    return comments


def _identifier(package: Package) -> str:
    """Return what the file's properties say it is, "" where they say nothing."""
    for relation in package.related(""):
        if relation.external or relation.kind != "core-properties":
            continue
        root = package.xml(relation.target)
        if root is not None:
            return str(root.findtext("{http://purl.org/dc/elements/1.1/}identifier") or "").strip()
    return ""


def _outside(package: Package) -> list[Skipped]:
    """Return everything that the file points to and does not hold."""
    skipped = []
    for name in package.names():
        folder, _, base = name.rpartition("/")
        if not base.endswith(".rels"):
            continue
        source = f"{folder.removesuffix('_rels').rstrip('/')}/{base.removesuffix('.rels')}".lstrip("/")
        for relation in package.related(source):
            if relation.external:
                name_of_link = Phrase(
                    N_("external %(kind)s: %(target)s"), kind=relation.kind, target=relation.target
                )
                skipped.append(Skipped(name_of_link, source or Phrase(N_("the file"))))
    return skipped
