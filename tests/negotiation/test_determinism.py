"""The same texts give the same results in every process: nothing depends on how the machine happens to sort."""

import os
import subprocess
import sys

import pytest

from tests.house.tree import ROOT

EVERYTHING = """
from acm_drafts.negotiation.carrying import rebased
from acm_drafts.negotiation.consolidation import Edit, bracketed, conflicts_among, consolidate
from acm_drafts.negotiation.similar import alike, same
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.align import align
from acm_drafts.text.brackets import settlements
from acm_drafts.text.changes import apply, changes
from acm_drafts.text.uptake import holdings
from acm_drafts.text.diff import diff_words
from acm_drafts.text.merge import merge_all
from acm_drafts.text.overlay import overlay
from acm_drafts.text.provenance import provenance
from acm_drafts.text.renames import collapse, plain
from acm_drafts.text.three_way import stages
from tests.text.wordings import SENTENCES

for base in SENTENCES:
    words = base.split(" ")
    texts = [" ".join([*words[:2], name, *words[3:]]) for name in ("Egypt", "مصر", "l’Égypte", "Türkiye", "all")]
    edits = [Edit(n, AmendmentKind.REPLACE, 1, base=base, text=text) for n, text in enumerate(texts, 1)]
    loose = [Edit(n, AmendmentKind.REPLACE, 1, base=base, text=text, bracketed=True) for n, text in enumerate(texts, 1)]
    spans = [diff_words(base, text) for text in texts]
    print(spans, changes(base, texts[0]), apply(base, changes(base, texts[1])), merge_all(base, texts))
    print(overlay(base, dict(zip("ABCDE", texts))), provenance([base, *texts]), collapse(spans * 3))
    print(stages(plain(diff_words(base, texts[0])), plain(diff_words(texts[0], texts[1]))))
    print(holdings(base, texts[0], texts[1]), rebased(base, texts[0], texts[1]), settlements("[a / b [c]] " + base))
    print(conflicts_among(edits), consolidate([Line(1, base)], edits), consolidate([Line(1, base)], loose))
    print(bracketed(base, loose), same([*edits, *edits]), alike(edits), align([base, *texts], texts))
print(align(SENTENCES, SENTENCES[::-1]))
"""


def told(seed: str) -> str:
    """Return all that the engine says of some texts, in a process that sorts its sets by *seed*."""
    command = [sys.executable, "-c", EVERYTHING]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.thorough
def test_the_same_texts_give_the_same_results_in_every_process():
    first = told("0")

    assert len(first) > 10_000
    assert {told(seed) == first for seed in ("1", "2", "3")} == {True}
