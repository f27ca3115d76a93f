"""
An evidence pack as a ZIP archive: texts, records and the journal of a negotiation, with the means to check them.

Everything in it is UTF-8: plain text, JSON, and JSON lines. It is checked by docs/evidence.md, without this software.
The same values give the same bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acm_drafts.documents.write import words
from acm_drafts.documents.write.zipped import as_json, digests, zipped
from acm_drafts.negotiation.evidence import plain_text, words_hash
from acm_drafts.negotiation.lines import Line
from acm_drafts.text.language import Language

FORMAT = 1
"""Which form the pack has: another number is another procedure."""
JOURNAL, MANIFEST, PROGRAM = "journal.jsonl", "manifest.json", "verify.py"
_PROGRAM = Path(__file__).with_name("verify_pack.py")


@dataclass(frozen=True, slots=True)
class PackedDraft:
    """A draft of the pack: its *facts*, its *lines*, and the *codes* of their paragraphs."""

    facts: Mapping[str, Any]
    lines: Sequence[Line]
    codes: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    What a pack holds: of which *text*, its *drafts*, its *records* by file and list, its *journal* as it is hashed.
    """

    text: Mapping[str, Any]
    drafts: Sequence[PackedDraft]
    records: Mapping[str, Mapping[str, Sequence[Mapping[str, Any]]]]
    journal: Sequence[bytes]


def render(evidence: Evidence) -> bytes:
    """Return the pack as a ZIP archive; the same evidence gives the same bytes."""
    files = dict(_files(evidence))
    files[MANIFEST] = as_json(_manifest(evidence, files))
    return zipped(files)


def _files(evidence: Evidence) -> Iterable[tuple[str, bytes]]:
    for language in Language:
        readme = words.say(language, "evidence readme", symbol=str(evidence.text["symbol"]), program=PROGRAM)
        yield f"README-{language.value}.txt", readme.encode()
    yield PROGRAM, _PROGRAM.read_bytes()
    yield JOURNAL, b"".join(line + b"\n" for line in evidence.journal)
    for draft in evidence.drafts:
        text, lines = _names(draft)
        yield text, plain_text(draft.lines).encode()
        yield lines, as_json({**draft.facts, "lines": [_line(line, draft.codes) for line in draft.lines]})
    for name, lists in evidence.records.items():
        yield f"records/{name}.json", as_json(lists)


def _names(draft: PackedDraft) -> tuple[str, str]:
    """Return the files of a draft: its words, and its lines with what is known of them."""
    return f"drafts/{draft.facts['sequence']:02}.txt", f"drafts/{draft.facts['sequence']:02}.json"


def _line(line: Line, codes: Mapping[int, str]) -> dict[str, Any]:
    return {
        "paragraph": codes[line.paragraph],
        "label": line.label,
        "reference": line.reference,
        "kind": line.kind,
        "depth": line.depth,
        "text": line.text,
    }


def _manifest(evidence: Evidence, files: Mapping[str, bytes]) -> dict[str, Any]:
    hashes = {json.loads(line)["words"] for line in evidence.journal}
    drafts = []
    for draft in evidence.drafts:
        text, lines = _names(draft)
        in_journal = words_hash(draft.lines) in hashes
        drafts.append(
            {"symbol": draft.facts["symbol"], "text": text, "lines": lines, "in_journal": in_journal}
        )
    last = hashlib.sha256(evidence.journal[-1]).hexdigest() if evidence.journal else None
    return {
        "format": FORMAT,
        "text": evidence.text,
        "journal": {"lines": len(evidence.journal), "hash": last},
        "drafts": drafts,
        "files": digests(files),
    }
