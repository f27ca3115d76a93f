"""
What a tracked document costs, beside python-docx writing the same paragraphs without a change.

`python -m bench.documents` prints one JSON object a line. *ratio* is value over baseline; take the
ratios, the milliseconds are this machine's.
"""

import io
import json
import random
from collections.abc import Iterator

import docx as python_docx

from acm_drafts.documents.tracked import render
from acm_drafts.negotiation.consolidation import Edit
from acm_drafts.negotiation.crediting import Credits, Deed, Hand, Step
from acm_drafts.negotiation.lines import DraftText, Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.negotiation.tracking import TrackedText, track
from acm_drafts.text.diff import Op, diff_words
from bench.text import line, milliseconds, paragraph

PARAGRAPHS, CHANGES = 200, 1000
HANDS = [Hand(f"Delegation {n}", f"2026-11-{n + 10}T22:00:00Z") for n in range(6)]
NOBODY = Hand("Mission", "2026-11-21T01:00:00Z")


def negotiated(chance: random.Random) -> tuple[list[Line], list[Line], list[Deed]]:
    """Return a text, what it became, and the proposals of it: five edits a paragraph, each of one delegation."""
    old = [Line(n, paragraph(chance), label=f"{n}.") for n in range(1, PARAGRAPHS + 1)]
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


def run() -> Iterator[dict[str, object]]:
    """Yield all measurements of documents."""
    old, new, deeds = negotiated(random.Random(3))
    face = DraftText("Final Communiqué", "OIC/FC/Rev.1", "revised-draft", "en", "2026-11-24", new)
    changes = sum(
        span.op is not Op.KEEP for a, b in zip(old, new, strict=True) for span in diff_words(a.text, b.text)
    )

    def credited() -> TrackedText:
        credits = Credits(old, [Step(new, deeds, NOBODY)])
        return TrackedText(face, "OIC/FC", track(old, new, (), credits=credits))

    text = credited()
    written, whole, plain = milliseconds(
        lambda: render(text), lambda: render(credited()), lambda: by_python_docx(new), runs=5
    )
    yield line(
        f"documents.tracked, {len(new)} paragraphs, {changes} changes, against python-docx",
        written,
        "ms",
        plain,
    )
    yield line("the same with finding out whose each change is", whole, "ms", plain)


def by_python_docx(lines: list[Line]) -> bytes:
    """Return the same paragraphs, as they are in the end, written by python-docx."""
    document = python_docx.Document()
    for one in lines:
        document.add_paragraph(f"{one.label}\t{one.text}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    for row in run():
        print(json.dumps(row, ensure_ascii=False))
