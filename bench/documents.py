"""
What a tracked document costs to write and to read.

Writing stands beside python-docx writing the same paragraphs without a change. It goes from values
(the lines of both drafts, the proposals decided between them) to bytes: comparing, finding out whose
each change is, markup, archive. The five queries that load those values are not in it.

Reading stands beside pandoc reading the same file, from bytes to values on either side; pandoc is a
process of its own, and what its start alone takes is told too. Memory is the most that a process took
more than before, of all kinds, beside the XML in the file.

`python -m bench.documents` prints one JSON object a line. *ratio* is value over baseline; take the
ratios, the milliseconds are this machine's.
"""

import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx as python_docx
import pypandoc  # type: ignore[import-untyped]

from acm_drafts.documents.reader import read
from acm_drafts.documents.write.tracked import render
from acm_drafts.negotiation.attribution.changes import Credits, Deed, Hand, Step
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.lines import DraftText, Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.negotiation.tracking import TrackedText, track
from acm_drafts.text.diff import Op, diff_words
from bench.text import line, milliseconds, paragraph

PARAGRAPHS, CHANGES = 200, 1000
HANDS = [Hand(f"Delegation {n}", f"2026-11-{n + 10}T22:00:00Z") for n in range(6)]
NOBODY = Hand("Mission", "2026-11-21T01:00:00Z")


def negotiated(
    chance: random.Random, paragraphs: int = PARAGRAPHS
) -> tuple[list[Line], list[Line], list[Deed]]:
    """Return a text, what it became, and the proposals of it: five edits a paragraph, each of one delegation."""
    old = [Line(n, paragraph(chance), label=f"{n}.") for n in range(1, paragraphs + 1)]
    new, deeds = [], []
    for before in old:
        words = before.text.split(" ")
        result = list(words)
        for k in range(CHANGES // PARAGRAPHS):
            at = 3 + 15 * k
            alone = [*words[:at], "solemnly", *words[at:]]
            edit = Edit(k, AmendmentKind.REPLACE, before.paragraph, base=before.text, text=" ".join(alone))
            deeds.append(Deed(edit, HANDS[k]))
            result[at] = f"solemnly {result[at]}"
        new.append(Line(before.paragraph, " ".join(result), label=before.label))
    return old, new, deeds


def tracked(old: list[Line], new: list[Line], deeds: list[Deed]) -> TrackedText:
    """Return *new* with its changes, each with whose it is."""
    face = DraftText("Final Communiqué", "OIC/FC/Rev.1", "revised-draft", "en", "2026-11-24", new)
    credits = Credits(old, [Step(new, deeds, NOBODY)])
    return TrackedText(face, "OIC/FC", track(old, new, (), credits=credits))


def run() -> Iterator[dict[str, object]]:
    """Yield all measurements of documents."""
    yield from writing()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tracked.docx"
        for paragraphs in (PARAGRAPHS, 3 * PARAGRAPHS):
            path.write_bytes(render(tracked(*negotiated(random.Random(3), paragraphs))))
            yield from reading(path)


def writing() -> Iterator[dict[str, object]]:
    """Yield what writing takes, with finding out whose each change is and without."""
    old, new, deeds = negotiated(random.Random(3))
    changes = sum(
        span.op is not Op.KEEP for a, b in zip(old, new, strict=True) for span in diff_words(a.text, b.text)
    )
    text = tracked(old, new, deeds)
    written, whole, plain = milliseconds(
        lambda: render(text), lambda: render(tracked(old, new, deeds)), lambda: by_python_docx(new), runs=5
    )
    name = f"documents.write.tracked, {len(new)} paragraphs, {changes} changes, against python-docx"
    yield line(name, written, "ms", plain)
    yield line("the same with finding out whose each change is", whole, "ms", plain)


def reading(path: Path) -> Iterator[dict[str, object]]:
    """Yield what reading the file at *path* takes, in time and in memory."""
    data = path.read_bytes()
    changes = sum(len(paragraph.revisions) for paragraph in read(data).paragraphs)
    empty = path.with_name("empty.docx")
    empty.write_bytes(by_python_docx([]))
    own = milliseconds(lambda: read(data), runs=5)[0]
    pandoc, start = (min(by_pandoc(file) for _ in range(3)) for file in (path, empty))
    yield line(f"documents.reader, {changes} revisions, against pandoc", own, "ms", pandoc)
    yield line("an empty file read by pandoc, against that file", start, "ms", pandoc)
    with zipfile.ZipFile(path) as file:
        unpacked = sum(entry.file_size for entry in file.infolist()) / 1e6
    yield line(
        f"documents.reader, peak memory, {changes} revisions, against its XML", peak(path), "MB", unpacked
    )


def by_pandoc(path: Path) -> float:
    """Return the milliseconds of processor time that pandoc takes to read a file with its revisions."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    order = [pypandoc.get_pandoc_path(), "--track-changes=all", "-f", "docx", "-t", "json", str(path)]
    subprocess.run(order, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


# What Linux says of a process: the most it ever held, told to forget all before, and what it holds now.
PEAK = """
import re, sys
from pathlib import Path
from acm_drafts.documents.reader import read

def held(name):
    return int(re.search(rf"{name}:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

data = Path(sys.argv[1]).read_bytes()
Path("/proc/self/clear_refs").write_text("5")
before = held("VmRSS")
read(data)
print((held("VmHWM") - before) * 1024 / 1e6)
"""


def peak(path: Path) -> float:
    """Return the megabytes that reading the file takes at most: by a process that has it loaded, and the reader."""
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, check=True, text=True)
    return float(done.stdout)


def by_python_docx(lines: list[Line]) -> bytes:
    """Return the same paragraphs, as they are in the end, written by python-docx."""
    document = python_docx.Document()
    for draft_line in lines:
        document.add_paragraph(f"{draft_line.label}\t{draft_line.text}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    for row in run():
        print(json.dumps(row, ensure_ascii=False))
