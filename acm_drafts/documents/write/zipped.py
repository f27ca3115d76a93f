"""Files in a ZIP archive, and JSON as people and programs read it: the same values give the same bytes."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return *files* by their names as a ZIP archive, in the order of the names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name in sorted(files):
            pack.writestr(zipfile.ZipInfo(name, _LONG_AGO), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def is_whole(data: bytes) -> bool:
    """
    Return whether a ZIP archive opens, and each file in it has the hash that its `manifest.json` names for it.

    An archive in an archive opens too, and is compared with its own manifest where it has one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            files = {name: pack.read(name) for name in pack.namelist()}
            listed = json.loads(files.pop("manifest.json", b"{}")).get("files", digests(files))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, AttributeError):
        return False
    return listed == digests(files) and all(
        is_whole(inner) for name, inner in files.items() if name.endswith(".zip")
    )


def as_json(value: Any) -> bytes:
    """Return *value* in UTF-8, names in order, indented."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file, by its name."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
