"""
The archive that a Word file is, opened with care: what is refused here never reaches a parser.

Sizes, names and numbers are judged from the archive's directory before anything is unpacked,
and unpacking stops at what the directory promised. Nothing outside the file is ever fetched,
no entity is expanded, no macro tolerated. What the markup says is for `reader`.
"""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from acm_drafts.documents.phrases import unreadable
from acm_drafts.documents.read.bounds import require_few_elements
from acm_drafts.negotiation.errors import N_, UnreadableFile

MOST_BYTES = 20_000_000
MOST_MEMBERS = 2_000
MOST_UNPACKED = 200_000_000
MOST_XML = 24_000_000
MOST_TIMES = 250
"""How many times its packed size a member may have, once it is larger than a megabyte and is no XML."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_WORD = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)\.main\+xml"
)
_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf|\s|<\?.*?\?>|<!--.*?-->)*<!DOCTYPE", re.DOTALL)
_UTF16_DOCTYPES = tuple("<!DOCTYPE".encode(form) for form in ("utf-16-le", "utf-16-be"))

_LIMITS = (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG)

# Strict files say the same in other namespaces: read them as the ordinary ones.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """One part's pointer to another, or, where *external*, to something outside the file."""

    kind: str
    target: str
    external: bool
    id: str = ""


@dataclass(slots=True)
class Package:
    """An archive that passed the checks. Parts are found by name, without regard to case."""

    _file: zipfile.ZipFile
    _members: dict[str, zipfile.ZipInfo] = field(init=False)

    def __post_init__(self) -> None:
        self._members = {entry.filename.lower(): entry for entry in self._file.infolist()}

    def names(self) -> tuple[str, ...]:
        """Return the names of all members, as the archive spells them."""
        return tuple(entry.filename for entry in self._members.values())

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of the part *name*, or None where there is no such part. UnreadableFile if it is broken."""
        entry = self._members.get(name.lower())
        return None if entry is None else _parsed(unpacked(self._file, entry))

    def bytes(self, name: str) -> bytes:
        """Return what the part *name* holds, nothing where there is no such part. UnreadableFile if it is damaged."""
        entry = self._members.get(name.lower())
        return b"" if entry is None else unpacked(self._file, entry)

    def related(self, name: str) -> tuple[Relationship, ...]:
        """Return the relationships of the part *name* ("" for the package) in order; targets as part names."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return ()
        return tuple(_relationship(node, folder) for node in root.iter(f"{_RELATIONSHIPS}Relationship"))

    def main_part(self) -> str:
        """Return the name of the part that holds the text. UnreadableFile when it is no Word text or has macros."""
        for relation in self.related(""):
            if relation.kind == "officeDocument" and not relation.external:
                self._require_word(relation.target)
                return relation.target
        raise unreadable(N_("it is not a Word file"))

    def _require_word(self, name: str) -> None:
        types = self.xml("[Content_Types].xml")
        declared = {
            str(override.get("PartName", "")).lower(): str(override.get("ContentType", ""))
            for override in (types.iter(f"{_TYPES}Override") if types is not None else ())
        }
        kind = declared.get(f"/{name.lower()}", "")
        if "macroEnabled" in kind or any("vbaproject" in member for member in self._members):
            raise unreadable(N_("it holds macros; save it as .docx"))
        if name.lower() not in self._members or (kind and not _WORD.fullmatch(kind)):
            raise unreadable(N_("it is not a Word file"))


def open_package(data: bytes) -> Package:
    """
    Return the Word archive in *data*.

    Raises UnreadableFile for what is empty, too large, not such an archive, encrypted, built
    to burst, or reaching outside itself; and for any XML that brings a DOCTYPE.
    """
    if not data:
        raise unreadable(N_("it is empty"))
    if len(data) > MOST_BYTES:
        raise unreadable(
            N_("it is larger than %(most)s MB, the limit for Word files"), most=MOST_BYTES // 1_000_000
        )
    if data.startswith(_OLE):
        raise _older_or_locked(data)
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise unreadable(N_("it is not a Word file, or it is damaged")) from None
    _check_directory(file)
    _check_kind(file)
    _check_prologues(file)
    return Package(file)


def unpacked(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of *entry*, never more than its directory entry says; UnreadableFile when it is damaged."""
    try:
        return file.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise unreadable(N_("it is damaged (%(member)s)"), member=entry.filename) from None


# Checks ----------------------------------------------------------------------------------------------


def _older_or_locked(data: bytes) -> UnreadableFile:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return unreadable(N_("it is locked with a password; save it without one"))
    return unreadable(N_("it is an older Word file (.doc); save it as .docx"))


def _check_directory(file: zipfile.ZipFile) -> None:
    entries = file.infolist()
    names = {entry.filename.lower() for entry in entries}
    if len(entries) > MOST_MEMBERS or len(names) < len(entries):
        raise unreadable(N_("it is not built like a Word file (%(members)s members)"), members=len(entries))
    for entry in entries:
        _check_member(entry)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise unreadable(N_("unpacked it would be larger than %(most)s MB"), most=MOST_UNPACKED // 1_000_000)
    if sum(entry.file_size for entry in entries if _is_xml(entry)) > MOST_XML:
        raise unreadable(N_("its text is larger than %(most)s MB unpacked"), most=MOST_XML // 1_000_000)


def _check_member(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.flag_bits & _ENCRYPTED:
        raise unreadable(N_("it is locked with a password; save it without one"))
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise unreadable(N_("it holds a member that points outside the file (%(member)s)"), member=name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise unreadable(N_("it is not packed like a Word file (%(member)s)"), member=name)
    room = MOST_XML if _is_xml(entry) else 1_000_000  # a table of equal cells packs as well as a bomb does
    if entry.file_size > room and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
        raise unreadable(N_("it expands too much when unpacked (%(member)s)"), member=name)


def _check_kind(file: zipfile.ZipFile) -> None:
    names = set(file.namelist())
    if "mimetype" in names and b"opendocument" in unpacked(file, file.getinfo("mimetype"))[:200]:
        raise unreadable(N_("it is an OpenDocument file (.odt); save it as .docx"))
    if "[content_types].xml" not in {name.lower() for name in names}:
        raise unreadable(N_("it is not a Word file"))


def _check_prologues(file: zipfile.ZipFile) -> None:
    for entry in file.infolist():
        if _is_xml(entry) and _has_doctype(unpacked(file, entry)):
            raise _doctype()


def _has_doctype(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
        return any(mark in data for mark in _UTF16_DOCTYPES)
    return _DOCTYPE.match(data) is not None


def _doctype() -> UnreadableFile:
    return unreadable(N_("it declares a DOCTYPE, which no Word file needs"))


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


# Parts -----------------------------------------------------------------------------------------------


def _parsed(data: bytes) -> etree._Element:
    for strict, ordinary in _STRICT.items():
        data = data.replace(strict, ordinary)
    require_few_elements(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as wrong:
        raise unreadable(_too_much(wrong) or N_("it is damaged: its XML is not well formed")) from None
    except ValueError:
        raise unreadable(N_("it is damaged: its XML is not well formed")) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _doctype()
    return root


def _too_much(wrong: etree.XMLSyntaxError) -> str:
    """Return what the parser found too large in markup that may be whole, "" where it found something else."""
    if "Excessive depth" in str(wrong):
        return N_("its markup is nested too deeply")
    if getattr(wrong, "code", None) in _LIMITS:
        return N_("a piece of its text or markup is too long")
    return ""


def _relationship(element: etree._Element, folder: str) -> Relationship:
    kind = str(element.get("Type", "")).rpartition("/")[2]
    target = str(element.get("Target", ""))
    external = element.get("TargetMode") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    return Relationship(kind, target, external, str(element.get("Id", "")))
