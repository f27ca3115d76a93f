"""
What the text engine costs and how much it marks, each figure beside a baseline of the same run.

`python -m bench.text` prints one JSON object a line. *ratio* is value over baseline; take the
ratios, the milliseconds are this machine's.
"""

import difflib
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

from acm_drafts.text.align import align
from acm_drafts.text.diff import Op, diff_words
from acm_drafts.text.edits import Piece, replacements
from acm_drafts.text.merge import merge
from acm_drafts.text.overlay import overlay
from acm_drafts.text.tokens import is_word, tokens
from bench.rewrites import REWRITES

WORDS = [word for pair in REWRITES[:24] for sentence in pair for word in sentence.split()]


def paragraph(chance: random.Random, length: int = 80) -> str:
    """Return words of the committed sentences, as often as these use them."""
    return " ".join(chance.choice(WORDS) for _ in range(length))


def edited(text: str, chance: random.Random, most: int = 4) -> str:
    """Return *text* with one to *most* words or pairs of words replaced, added or dropped."""
    words = text.split(" ")
    for _ in range(chance.randint(1, most)):
        place, kind = chance.randrange(len(words)), chance.random()
        if kind < 0.5:
            words[place] = chance.choice(WORDS)
        elif kind < 0.8:
            words[place:place] = chance.choices(WORDS, k=2)
        else:
            del words[place : place + 2]
    return " ".join(words)


def drafts(count: int, changed: range, chance: random.Random) -> tuple[list[str], list[str]]:
    """Return *count* paragraphs and the same ones with those in *changed* edited."""
    old = [paragraph(chance) for _ in range(count)]
    return old, [edited(text, chance) if index in changed else text for index, text in enumerate(old)]


def milliseconds(*works: Callable[[], object], runs: int = 9) -> list[float]:
    """Return for each of *works*, done in turn, the best of several runs: the one least disturbed."""
    best = [float("inf")] * len(works)
    for _ in range(runs):
        for index, work in enumerate(works):
            start = time.process_time()
            work()
            best[index] = min(best[index], time.process_time() - start)
    return [seconds * 1000 for seconds in best]


def line(name: str, value: float, unit: str, baseline: float) -> dict[str, object]:
    """Return one measurement as `make bench` prints it."""
    ratio = round(value / baseline, 3) if baseline else None
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "baseline": round(baseline, 3),
        "ratio": ratio,
    }


def run() -> Iterator[dict[str, object]]:
    """Yield all measurements of the text engine."""
    yield from speed_of_comparing()
    yield from marks()
    yield from speed_of_merging()
    yield from speed_of_aligning()
    yield from memory()


def speed_of_comparing() -> Iterator[dict[str, object]]:
    """From raw strings through our own tokens; every side skips the pairs that are equal."""
    old, new = drafts(200, range(65), random.Random(1))
    pairs = list(zip(old, new, strict=True))
    many = list(zip(*drafts(2000, range(650), random.Random(2)), strict=True))

    def by_difflib() -> None:
        for a, b in pairs:
            if a != b:
                difflib.SequenceMatcher(None, tokens(a), tokens(b), autojunk=False).get_opcodes()

    def by_indel() -> None:
        for a, b in pairs:
            if a != b:
                list(Indel.opcodes(tokens(a), tokens(b)))

    ours, difflibs, indels, googles, ten_times = milliseconds(
        lambda: [diff_words(a, b) for a, b in pairs],
        by_difflib,
        by_indel,
        lambda: [match_patch(a, b) for a, b in pairs if a != b],
        lambda: [diff_words(a, b) for a, b in many],
    )
    yield line("text.diff against difflib", ours, "ms", difflibs)
    yield line("text.diff against rapidfuzz Indel", ours, "ms", indels)
    yield line("text.diff against diff-match-patch on words", ours, "ms", googles)
    yield line("text.diff of 2,000 paragraphs against 200", ten_times, "ms", ours)


def match_patch(old: str, new: str) -> list[tuple[int, str]]:
    """Compare by diff-match-patch alone: words as code points, semantic clean-up, no clock."""
    letters: dict[str, str] = {}
    for token in (*tokens(old), *tokens(new)):
        letters.setdefault(token, chr(0x4E00 + len(letters)))
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    encoded = ("".join(letters[token] for token in tokens(text)) for text in (old, new))
    spans: list[tuple[int, str]] = engine.diff_main(*encoded, False)
    engine.diff_cleanupSemantic(spans)
    return spans


def marks() -> Iterator[dict[str, object]]:
    """How much is marked: in sentences written anew, and where only a few words changed."""
    ours = sum(_marks(a, b) for a, b in REWRITES)
    yield line(
        "text.marks in 30 rewrites against difflib",
        ours,
        "spans",
        sum(_difflib_marks(*pair) for pair in REWRITES),
    )
    by_match_patch = sum(kind != 0 for a, b in REWRITES for kind, _ in match_patch(a, b))
    yield line("text.marks in 30 rewrites against diff-match-patch on words", ours, "spans", by_match_patch)
    old, new = drafts(200, range(200), random.Random(3))
    pairs = list(zip(old, new, strict=True))
    changed = sum(Indel.distance(_words(a), _words(b)) for a, b in pairs)
    bridged = sum(_marked(a, b, replacements(a, b)) for a, b in pairs)
    unbridged = sum(_marked(a, b, replacements(a, b, bridged=False)) for a, b in pairs)
    yield line("text.words marked on light edits", bridged, "words", changed)
    yield line("text.words marked on light edits before bridging", unbridged, "words", changed)
    yield line("text.words split", sum(_split(a, b) for a, b in (*REWRITES, *pairs)), "words", 0)


def _marks(old: str, new: str) -> int:
    return sum(span.op is not Op.KEEP for span in diff_words(old, new))


def _difflib_marks(old: str, new: str) -> int:
    opcodes = difflib.SequenceMatcher(None, tokens(old), tokens(new), autojunk=False).get_opcodes()
    return sum((a < b) + (c < d) for tag, a, b, c, d in opcodes if tag != "equal")


def _words(text: str) -> list[str]:
    return [token for token in tokens(text) if is_word(token)]


def _marked(old: str, new: str, pieces: Sequence[Piece]) -> int:
    return sum(
        len(_words(old[piece.start : piece.end])) + len(_words(new[piece.new_start : piece.new_end]))
        for piece in pieces
    )


def _split(old: str, new: str) -> int:
    """Return how often a mark begins or ends inside a token of its text."""
    wrong = 0
    for text, absent in ((old, Op.INSERT), (new, Op.DELETE)):
        seams, at = {0}, 0
        for token in tokens(text):
            at += len(token)
            seams.add(at)
        at = 0
        for span in diff_words(old, new):
            if span.op is not absent:
                at += len(span.text)
                wrong += at not in seams
    return wrong


def speed_of_merging() -> Iterator[dict[str, object]]:
    """Against the comparisons that each needs at least."""
    chance = random.Random(4)
    tables = []
    for _ in range(100):
        base = paragraph(chance)
        tables.append((base, {str(number): edited(base, chance) for number in range(10)}))
    merged, two, laid, ten = milliseconds(
        lambda: [merge(base, sides["0"], sides["1"]) for base, sides in tables],
        lambda: [diff_words(base, sides[name]) for base, sides in tables for name in ("0", "1")],
        lambda: [overlay(base, sides) for base, sides in tables],
        lambda: [diff_words(base, side) for base, sides in tables for side in sides.values()],
    )
    yield line("text.merge against its two diffs", merged, "ms", two)
    yield line("text.overlay of ten against ten diffs", laid, "ms", ten)


def speed_of_aligning() -> Iterator[dict[str, object]]:
    """All paragraphs changed and two inserted, against the comparisons of the true pairs."""
    align(["a b"], ["a c"])  # loads numpy and scipy
    (old, new), (many, many_new) = aligned(200), aligned(2000)
    pairs = list(zip(old, new[:-2], strict=True))
    few, compared, ten_times = milliseconds(
        lambda: align(old, new),
        lambda: [diff_words(a, b) for a, b in pairs],
        lambda: align(many, many_new),
        runs=7,
    )
    yield line("text.align of 200 changed and 2 inserted against their diffs", few, "ms", compared)
    yield line("text.align of 2,000 paragraphs against 200", ten_times, "ms", few)
    (long, long_new), (longer, longer_new) = ten_of(5_000), ten_of(20_000)
    short_time, long_time = milliseconds(
        lambda: align(long, long_new), lambda: align(longer, longer_new), runs=3
    )
    yield line(
        "text.align of ten texts of 20,000 words with ten, against 5,000 words", long_time, "ms", short_time
    )


def ten_of(length: int) -> tuple[list[str], list[str]]:
    """Return ten paragraphs of *length* words that differ in one, and all of them edited: each could be any."""
    chance = random.Random(6)
    base = paragraph(chance, length)
    edits = [edited(base, chance, length // 20) for _ in range(10)]
    return [f"{base} {number}" for number in range(10)], edits


def aligned(count: int) -> tuple[list[str], list[str]]:
    """Return *count* paragraphs, and the same ones all edited, with two new ones after them."""
    chance = random.Random(5)
    old, new = drafts(count, range(count), chance)
    return old, [*new, paragraph(chance), paragraph(chance)]


PEAK = "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
HEAVY = {
    "text.peak memory, 20,000 words against 20,000 others": (
        "from acm_drafts.text.diff import diff_words;"
        "old, new = (' '.join(f'a{n**power % 7919}' for n in range(20000)) for power in (1, 2));"
        "diff_words(old, new);"
    ),
    "text.peak memory, align 2,000 with 2,002": "from bench.text import *; align(*aligned(2000));",
}


def memory() -> Iterator[dict[str, object]]:
    """The most memory a process of its own took, against one that only loads the engine."""
    bare = _megabytes("import acm_drafts.text.align, acm_drafts.text.overlay;")
    for name, work in HEAVY.items():
        yield line(name, _megabytes(work), "MB", bare)


def _megabytes(work: str) -> float:
    done = subprocess.run([sys.executable, "-c", work + PEAK], capture_output=True, check=True, text=True)
    return float(done.stdout) / 1024


if __name__ == "__main__":
    for measurement in run():
        print(json.dumps(measurement), flush=True)
