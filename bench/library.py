"""
The library: how long a search and the nearest wording take among 100,000 paragraphs in three languages, and whether the
right paragraph comes first.

The paragraphs are generated, of words that follow each other in the demonstration's own text. Where the reference
texts are at hand, their paragraphs stand among them, and the right one of these is looked for as well: real ones
resemble each other more. The baseline is a scan of all paragraphs in the language by rapidfuzz (fuzz.ratio), in the
same run: it finds the nearest too, and reads everything. Its words are folded beforehand, which the index does not
need; the scan by the scorer that rapidfuzz takes by default (fuzz.WRatio) stands beside it.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import tantivy
from rapidfuzz import fuzz, process

from acm_drafts.negotiation.agreed_language import comparable, likeliest, ranked
from acm_drafts.negotiation.library import Narrowed, read_search
from acm_drafts.store import library_index
from acm_drafts.store.library import NEAREST
from acm_drafts.store.library_queries import SCHEMA, candidates, searched

PARAGRAPHS, EDITED, SEARCHES, SCANS, PLAIN_SCANS = 100_000, 200, 200, 12, 4
LANGUAGES = ("en", "fr", "ar")
BESIDE = 3
"""So many stand beside a paragraph."""
DATA = Path(__file__).resolve().parent.parent / "acm_drafts" / "data" / "demonstration"
REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "texts"
LEAST_OF_REAL = 8
"""A real paragraph of fewer words is a heading or an opening line, of which many say the same."""
LEAST_WORDS, MOST_WORDS = 25, 75
CHANGED = 0.12
"""Of so many words of an edited paragraph one in ten or so is dropped, doubled or replaced."""

Row = tuple[int, str, str]
"""A paragraph: its number, its language, its words."""


def run() -> Iterator[dict[str, object]]:
    """Yield the measurements of the library."""
    rng = random.Random(65140)
    rows = paragraphs(rng)
    generated = len(rows)
    rows += real_paragraphs(generated)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        searcher = _indexed(Path(folder), rows)
        yield row(f"library index of {len(rows):,} paragraphs", time.perf_counter() - began, "s")
        yield from _measured(rng, rows, searcher, generated)
        if rows[generated:]:
            yield _right_of_real(random.Random(67264), rows, searcher, generated)


def _right_of_real(
    rng: random.Random, rows: Sequence[Row], searcher: tantivy.Searcher, generated: int
) -> dict[str, object]:
    """Return how often the right one of the real paragraphs, edited, comes first, or another with the same words."""
    chosen = rng.sample(rows[generated:], min(EDITED, len(rows) - generated))
    firsts = 0
    for number, language, text in chosen:
        found = _nearest(searcher, rows, (number, language, changed(rng, text)))
        firsts += bool(found) and comparable(rows[found[0] - 1][2]) == comparable(text)
    name = f"library right one first of {len(chosen)} edited paragraphs of real texts"
    return row(name, firsts / len(chosen), "share")


def _measured(
    rng: random.Random, rows: Sequence[Row], searcher: tantivy.Searcher, generated: int
) -> Iterator[dict[str, object]]:
    sample = rng.sample(rows[:generated], EDITED)
    edited = [(number, language, changed(rng, text)) for number, language, text in sample]
    scan = percentile([_timed(lambda e=entry: _scanned(rows, e))[0] for entry in edited[:SCANS]], 0.5)
    searches = [typed(rng, text) for _, _, text in rng.sample(rows[:generated], SEARCHES)]
    took = [_timed(lambda words=words: _search(searcher, words))[0] for words in searches]
    yield row("library search p95, beside a scan by fuzz.ratio", percentile(took, 0.95), "ms", scan)
    nearest = [_timed(lambda e=entry: _nearest(searcher, rows, e)) for entry in edited]
    yield row(
        "library nearest p50, beside a scan by fuzz.ratio",
        percentile([took for took, _ in nearest], 0.5),
        "ms",
        scan,
    )
    yield row(
        "library nearest p95, beside a scan by fuzz.ratio",
        percentile([took for took, _ in nearest], 0.95),
        "ms",
        scan,
    )
    plain = [_timed(lambda e=entry: _scanned_plainly(rows, e))[0] for entry in edited[:PLAIN_SCANS]]
    middle = percentile([took for took, _ in nearest], 0.5)
    yield row(
        "library nearest p50, beside a scan by rapidfuzz's default scorer (fuzz.WRatio)",
        middle,
        "ms",
        percentile(plain, 0.5),
    )
    firsts = sum(found[:1] == [entry[0]] for (_, found), entry in zip(nearest, edited, strict=True))
    yield row("library right one first of 200 edited paragraphs", firsts / EDITED, "share")


def row(name: str, value: float, unit: str, baseline: float | None = None) -> dict[str, object]:
    """Return a line as `make bench` prints it; without a baseline its ratio is nothing."""
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "baseline": None if baseline is None else round(baseline, 3),
        "ratio": None if baseline is None else round(value / baseline, 5),
    }


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many milliseconds *act* takes, and what it returns."""
    began = time.perf_counter()
    result = act()
    return 1000 * (time.perf_counter() - began), result


# What is measured ------------------------------------------------------------------------------------


def _search(searcher: tantivy.Searcher, words: str) -> int:
    return searched(searcher, read_search(words), Narrowed(), offset=0, limit=20, by_year=False).count


def _nearest(searcher: tantivy.Searcher, rows: Sequence[Row], entry: Row) -> list[int]:
    near = candidates(searcher, entry[2], language=entry[1], limit=NEAREST)
    numbers = [key[0] for key in likeliest(entry[2], near, BESIDE)]
    return [row_.item for row_ in ranked(entry[2], [(number, rows[number - 1][2]) for number in numbers])]


def _scanned(rows: Sequence[Row], entry: Row) -> Any:
    """Return what a scan of all paragraphs in the language finds; their folded words are at hand."""
    choices = _comparable(rows)[entry[1]]
    return process.extractOne(comparable(entry[2]), choices, scorer=fuzz.ratio)


def _scanned_plainly(rows: Sequence[Row], entry: Row) -> Any:
    """Return the same, by the scorer that rapidfuzz takes where none is named: it finds parts of a text as well."""
    return process.extractOne(comparable(entry[2]), _comparable(rows)[entry[1]])


_folded: dict[str, dict[int, str]] = {}


def _comparable(rows: Sequence[Row]) -> dict[str, dict[int, str]]:
    if not _folded:
        for number, language, text in rows:
            _folded.setdefault(language, {})[number] = comparable(text)
    return _folded


# What it is measured on ------------------------------------------------------------------------------


def paragraphs(rng: random.Random) -> list[Row]:
    """Return paragraphs in three languages, of words that follow each other in the demonstration's text."""
    chains = {language: _chain(texts) for language, texts in _texts().items()}
    rows = []
    for number in range(1, PARAGRAPHS + 1):
        language = LANGUAGES[number % len(LANGUAGES)]
        rows.append((number, language, _told(rng, chains[language])))
    return rows


def real_paragraphs(after: int) -> list[Row]:
    """Return the paragraphs of the reference texts, numbered from *after* on; none where the texts are not at hand."""
    found: list[Row] = []
    for path in sorted(REAL.glob("*.txt")):
        head, *blocks = path.read_text(encoding="utf-8").split("\n\n")
        language = next(
            line.removeprefix("LANG:").strip() for line in head.splitlines() if line.startswith("LANG:")
        )
        texts = [" ".join(block.split()) for block in blocks if len(block.split()) >= LEAST_OF_REAL]
        found += [(after + len(found) + nth, language, text) for nth, text in enumerate(texts, 1)]
    return found


def _texts() -> dict[str, list[str]]:
    lines = json.loads((DATA / "text.json").read_text(encoding="utf-8"))["lines"]
    translations = json.loads((DATA / "translations.json").read_text(encoding="utf-8"))
    texts = {language: [entry[language] for entry in translations.values()] for language in ("fr", "ar")}
    return {"en": [line["text"] for line in lines], **texts}


def _chain(texts: Sequence[str]) -> dict[str, list[str]]:
    """Return the words that follow each word somewhere in *texts*."""
    chain: dict[str, list[str]] = {}
    for text in texts:
        words = text.split()
        for first, second in pairwise(words):
            chain.setdefault(first, []).append(second)
    return chain


def _told(rng: random.Random, chain: dict[str, list[str]]) -> str:
    every = list(chain)
    words = [rng.choice(every)]
    for _ in range(rng.randint(LEAST_WORDS, MOST_WORDS)):
        following = chain.get(words[-1])
        words.append(rng.choice(following) if following and rng.random() > 0.1 else rng.choice(every))
    return " ".join(words)


def changed(rng: random.Random, text: str) -> str:
    """Return *text* with some words dropped, doubled, or exchanged for others of it."""
    words = text.split()
    out: list[str] = []
    for word in words:
        if rng.random() >= CHANGED:
            out.append(word)
        else:
            out += rng.choice(([], [word, rng.choice(words)], [rng.choice(words)]))
    return " ".join(out or words)


def typed(rng: random.Random, text: str) -> str:
    """Return what somebody who looks for *text* types: two or three words of it, or three beside each other."""
    words = text.split()
    at = rng.randrange(len(words) - 3)
    if rng.random() < 0.5:
        return '"' + " ".join(words[at : at + 3]).replace('"', "") + '"'
    return " ".join(rng.sample(words, rng.choice((2, 3))))


def _indexed(folder: Path, rows: Sequence[Row]) -> tantivy.Searcher:
    index = library_index.with_words(tantivy.Index(SCHEMA, path=str(folder)))
    writer = index.writer(library_index.HEAP, 1)
    for number, language, text in rows:
        facts = {"source_id": number, "position": 1, "kind": "paragraph", "text": text, "language": language}
        writer.add_document(library_index.document_of(SimpleNamespace(**facts, body="other", day=None)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return index.searcher()
