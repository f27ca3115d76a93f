"""A template as an institution has one: Letter paper, its own head with an emblem, a foot with its address."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from acm_drafts.documents.write.docx import render
from tests.documents.making import RELATIONSHIP, W, make_archive, make_draft, make_run

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{RELATIONSHIP}" xmlns:a="{DRAWING}/main" xmlns:pic="{DRAWING}/picture"'
    f' xmlns:wp="{DRAWING}/wordprocessingDrawing"'
)
LETTER = (
    '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"'
    ' w:header="720" w:footer="720" w:gutter="0"/>'
)
STOPS = '<w:tabs><w:tab w:val="center" w:pos="4320"/><w:tab w:val="right" w:pos="8640"/></w:tabs>'


def make_png(side: int = 48) -> bytes:
    """A green square with a white disc in it."""
    rows = bytearray()
    for y in range(side):
        rows.append(0)
        for x in range(side):
            inside = (x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 3) ** 2
            rows += b"\xff\xff\xff" if inside else b"\x00\x66\x33"
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(rows))),
        (b"IEND", b""),
    ]
    made = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def words(text: str, properties: str = "") -> str:
    """A paragraph of a head or foot; a tab in *text* is one in Word."""
    runs = "<w:r><w:tab/></w:r>".join(make_run(one) if one else "" for one in text.split("\t"))
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def emblem(*, described: str = "Emblem of the institution", id: str = "rId1") -> str:
    """A paragraph with the picture *id* of the part it stands in."""
    size = '<{0} cx="457200" cy="457200"/>'
    return (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'{size.format("wp:extent")}<wp:docPr id="1" name="Emblem" descr="{described}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{DRAWING}/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="e.png"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>{size.format("a:ext")}</a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def named(word: str) -> str:
    """A paragraph in which Word cut the braces of *word* into three runs."""
    runs = (make_run(one) for one in ("Ref. {", word, "} of the meeting"))
    return f"<w:p>{''.join(runs)}</w:p>"


HEADS = {
    "first": emblem()
    + words("Ministry of Foreign Affairs", '<w:jc w:val="center"/>')
    + words("{organisation}\t\t{date}", STOPS),
    "others": words("Ministry of Foreign Affairs\t\t{status}", STOPS),
    "first-foot": words("1 Harbour Street, 1000 Capital", '<w:jc w:val="center"/>'),
    "foot": words("mfa.example", '<w:jc w:val="center"/>'),
}


def make_template(
    *,
    heads: Mapping[str, str] | None = None,
    section: str = LETTER,
    apart: bool = True,
    picture: bytes | None = None,
    members: Mapping[str, str | bytes] | None = None,
    styles: tuple[tuple[str, str], ...] = (("Times New Roman", "Liberation Sans"),),
) -> bytes:
    """
    A template made from a document of ours: *heads* by place as in HEADS, *section* its page.

    *apart*: its first page has a head of its own; *members* take the place of what is in the file.
    """
    with zipfile.ZipFile(io.BytesIO(render(make_draft()))) as file:
        found: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    for name in ("masthead", "header", "firstfooter", "footer"):
        del found[f"word/{name}.xml"]
    kinds = {"first": ("header", "first"), "others": ("header", "default")}
    kinds |= {"first-foot": ("footer", "first"), "foot": ("footer", "default")}
    references, links, types = "", "", ""
    for place, inside in (HEADS if heads is None else heads).items():
        edge, kind = kinds[place]
        name, tag = f"{edge}-{kind}.xml", {"header": "hdr", "footer": "ftr"}[edge]
        found[f"word/{name}"] = f'<?xml version="1.0"?><w:{tag} {NAMES}>{inside}</w:{tag}>'
        found[f"word/_rels/{name}.rels"] = (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONSHIP}/image"'
            ' Target="media/image1.png"/></Relationships>'
        )
        references += f'<w:{edge}Reference w:type="{kind}" r:id="{edge}-{kind}"/>'
        links += f'<Relationship Id="{edge}-{kind}" Type="{RELATIONSHIP}/{edge}" Target="{name}"/>'
        types += f'<Override PartName="/word/{name}" ContentType="{WORD}.{edge}+xml"/>'
    set_apart = "<w:titlePg/>" if apart else ""
    found["word/document.xml"] = (
        f'<?xml version="1.0"?><w:document {NAMES}><w:body><w:p/><w:sectPr>{references}{section}{set_apart}'
        "</w:sectPr></w:body></w:document>"
    )
    found["word/_rels/document.xml.rels"] = _with(
        found["word/_rels/document.xml.rels"], "</Relationships>", links
    )
    found["[Content_Types].xml"] = _with(found["[Content_Types].xml"], "</Types>", types)
    found["word/media/image1.png"] = make_png() if picture is None else picture
    sheet = str(found["word/styles.xml"], "utf-8") if isinstance(found["word/styles.xml"], bytes) else ""
    for old, new in styles:
        assert old in sheet, old
        sheet = sheet.replace(old, new)
    return make_archive({**found, "word/styles.xml": sheet, **(members or {})})


def _with(part: str | bytes, end: str, more: str) -> str:
    text = part.decode() if isinstance(part, bytes) else part
    return text.replace(end, more + end)
