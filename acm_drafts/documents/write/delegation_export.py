"""
All that a delegation gave as a ZIP archive: each list as JSON and for a spreadsheet, the files, and a page on them.

The same values give the same bytes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from acm_drafts.documents.write import words
from acm_drafts.documents.write.spreadsheet import as_csv
from acm_drafts.documents.write.zipped import as_json, digests, zipped
from acm_drafts.text.language import Language

FORMAT = 1
"""Which form the archive has: with another number its lists have other fields."""
README, MANIFEST = "README.txt", "manifest.json"
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class ExportFile:
    """
    What an export holds: of which delegation (*code* and *name*) at which *meeting*, until which *moment*.

    *fields*: those of each list, in order; *rows* by list; *files*: pairs of a code and a name, with what they hold.
    *drafts*: its reader belongs to the delegation, and reads what it did not submit.
    """

    code: str
    name: str
    meeting: str
    moment: str
    fields: Mapping[str, Sequence[str]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    files: Mapping[tuple[str, str], bytes]
    drafts: bool


def render(export: ExportFile, language: Language) -> bytes:
    """Return the archive, with the page on it in *language*."""
    files: dict[str, bytes] = {}
    for name, fields in export.fields.items():
        rows = export.rows[name]
        files[f"{name}.json"] = as_json([dict(row) for row in rows])
        table = [[_cell(row[field]) for field in fields] for row in rows]
        files[f"{name}.csv"] = as_csv([list(fields), *table])
    for (code, name), data in export.files.items():
        files[f"files/{file_name(code, name)}"] = data
    files[README] = _readme(export, language).encode()
    files[MANIFEST] = as_json(
        {
            "format": FORMAT,
            "delegation": export.code,
            "meeting": export.meeting,
            "made_at": export.moment,
            "rows": {name: len(rows) for name, rows in export.rows.items()},
            "files": digests(files),
        }
    )
    return zipped(files)


def file_name(code: str, name: str) -> str:
    """Return under which name a file is packed: its *code* first, and nothing of *name* that leads elsewhere."""
    return f"{code}-{_NOT_IN_NAMES.sub('_', name)[-_LONGEST_NAME:]}"


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _readme(export: ExportFile, language: Language) -> str:
    whole = words.say(language, "export whole" if export.drafts else "export as read")
    facts = {"name": export.name, "meeting": export.meeting, "moment": export.moment}
    return words.say(language, "export readme", whole=whole, manifest=MANIFEST, **facts)
