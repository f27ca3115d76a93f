"""Check an evidence pack: python3 -I verify.py pack.zip ["3f2a 9c1b …", a hash on a document]. Needs Python 3 alone."""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def check_files(files: dict[str, bytes], manifest: dict[str, Any]) -> Iterator[str]:
    for name in sorted({*files, *manifest["files"]}):
        if name not in files or sha256(files[name]) != manifest["files"].get(name):
            yield f"{name} was changed, added or removed"


def check_journal(lines: list[bytes], manifest: dict[str, Any]) -> Iterator[str]:
    previous = None
    for number, line in enumerate(lines, 1):
        entry = json.loads(line)
        if (entry["number"], entry["previous"]) != (number, previous):
            yield f"the journal breaks off before line {number}: a line was changed, removed, added or moved"
            return
        previous = sha256(line)
    if (len(lines), previous) != (manifest["journal"]["lines"], manifest["journal"]["hash"]):
        yield "the journal does not end with the line that the manifest names"


def check_texts(files: dict[str, bytes], journal: list[bytes], manifest: dict[str, Any]) -> Iterator[str]:
    hashes = {json.loads(line)["words"] for line in journal}
    for draft in manifest["drafts"]:
        text, lines = (
            files.get(draft["text"], b""),
            json.loads(files.get(draft["lines"], b"{}")).get("lines", []),
        )
        read = "".join(f"{line['label']} {line['text']}".strip() + "\n\n" for line in lines).removesuffix(
            "\n"
        )
        if read.encode() != text or (draft["in_journal"] and sha256(text) not in hashes):
            yield f"the words of {draft['symbol']} are not those of which the journal tells"


if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as pack:
        files = {name: pack.read(name) for name in pack.namelist()}
    manifest, journal = json.loads(files.pop("manifest.json")), files["journal.jsonl"].split(b"\n")[:-1]
    faults = [
        *check_files(files, manifest),
        *check_journal(journal, manifest),
        *check_texts(files, journal, manifest),
    ]
    printed = "".join(sys.argv[2:]).replace(" ", "").lower()
    if not any(sha256(line).startswith(printed) for line in journal):
        faults.append("no line of the journal has the hash that was given")
    sys.stdout.write("\n".join(faults or ["All right: files, journal and texts fit together."]) + "\n")
    sys.exit(bool(faults))
