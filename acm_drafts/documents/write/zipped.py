"""Files in a ZIP archive, and JSON as people and programs read it: the same values give the same bytes."""

import hashlib
import io
import json
import zipfile
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


def as_json(value: Any) -> bytes:
    """Return *value* in UTF-8, names in order, indented."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file, by its name."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
