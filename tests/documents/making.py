"""What the tests of this folder make: Word archives from a few lines of markup, drafts from a few words."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

from acm_drafts.negotiation.lines import DraftText, Line

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{RELATIONSHIP}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def make_run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def make_paragraph(*inside: str, mark: str = "", properties: str = "") -> str:
    """A paragraph; what does not begin with a bracket is a run of text, *mark* is a tracked paragraph mark."""
    content = "".join(one if one.startswith("<") else make_run(one) for one in inside)
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{properties}{marked}</w:pPr>{content}</w:p>"


def make_change(
    tag: str, inside: str = "", *, author: str = "Egypt", date: str = "2026-09-01T10:00:00Z"
) -> str:
    """A tracked change (`ins`, `del`, `moveFrom`, `moveTo`) around *inside*; without it, a mark's or a row's."""
    if inside and not inside.startswith("<"):
        inside = make_run(inside)
    if tag == "del":
        inside = inside.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    dated = f' w:date="{date}"' if date else ""
    return f'<w:{tag} w:id="1" w:author="{author}"{dated}>{inside}</w:{tag}>'


def make_numbered(text: str, *, number: int = 1, level: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return make_paragraph(text, properties=properties)


def make_part(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{inside}</w:{root}>'


def make_archive(members: Mapping[str, str | bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return archive.getvalue()


def make_members(
    *body: str, kind: str = DOCUMENT, links: Mapping[str, str] | None = None, **parts: str
) -> dict[str, str | bytes]:
    """The members of a Word archive: *body* is markup, *parts* are further parts by kind (styles, numbering, ...)."""
    relationships = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONSHIP}/{name}" Target="{name}.xml"/>' for name in parts
    ) + "".join(
        f'<Relationship Id="x{place}" Type="{RELATIONSHIP}/{name}" Target="{target}" TargetMode="External"/>'
        for place, (name, target) in enumerate((links or {}).items())
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="a"'
            f' Type="{RELATIONSHIP}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{package}/relationships">{relationships}</Relationships>'
        ),
        "word/document.xml": make_part("document", f"<w:body>{''.join(body)}</w:body>"),
        **{f"word/{name}.xml": part for name, part in parts.items()},
    }


def make_docx(*body: str, **facts: Any) -> bytes:
    return make_archive(make_members(*body, **facts))


def make_line(text: str = "The Meeting welcomed the report.", **facts: Any) -> Line:
    return Line(**{"paragraph": 0, "text": text, **facts})


def make_draft(*lines: Line, **facts: Any) -> DraftText:
    known = {
        "title": "Final Communiqué",
        "symbol": "OIC/ACM-2026/FC",
        "status": "zero-draft",
        "language": "en",
        "date": "2026-11-24",
    }
    return DraftText(**{**known, **facts}, lines=lines or (make_line(label="1."),))


def part(document: bytes, name: str) -> etree._Element:
    """The root of one part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        return etree.fromstring(file.read(name))


def members_of(document: bytes) -> dict[str, bytes]:
    """Return the members of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        return {name: file.read(name) for name in file.namelist()}
