"""Words printed in brackets: since when they stand without, and what then stands of the proposal."""

import pytest
from hypothesis import assume, given

from acm_drafts.negotiation.brackets import lifted, since
from acm_drafts.negotiation.consolidation import Edit, bracketed
from acm_drafts.negotiation.terms import AmendmentKind, Standing, Verdict
from acm_drafts.text.uptake import Held
from tests.text.wordings import families

BASE = "The Meeting welcomed the progress made."
ASKED = "The Meeting welcomed the great progress made."
BRACKETED = "The Meeting welcomed the [great] progress made."
NEW = "The Meeting thanked the host."

WORDS = Edit(1, AmendmentKind.REPLACE, 1, base=BASE, text=ASKED)
PARAGRAPH = Edit(2, AmendmentKind.INSERT, 2, text=NEW)
NOTHING = Edit(1, AmendmentKind.REPLACE, 1, base=BASE, text=BASE)
GONE = Edit(3, AmendmentKind.DELETE, 1, base=BASE)


@pytest.mark.parametrize(
    ("edit", "texts", "place"),
    [
        (WORDS, [BRACKETED], None),
        (WORDS, [BRACKETED, BRACKETED, ASKED], 2),
        (WORDS, [BRACKETED, ASKED, BASE], 1),
        (WORDS, [BRACKETED, "The Meeting welcomed the [great] [good] progress made."], None),
        (WORDS, [BRACKETED, "The Meeting welcomed the [[great] progress] made."], None),
        (WORDS, [BRACKETED, ASKED, BRACKETED], None),
        (WORDS, [BRACKETED, "The [Meeting] welcomed the great progress made."], 1),
        (WORDS, [BRACKETED, "The Meeting welcomed the [great progress made."], None),
        (PARAGRAPH, [f"[{NEW}]", NEW], 1),
        (GONE, [f"[{BASE}]", BASE], 1),
        (GONE, [f"[{BASE}]", f"[{BASE}]"], None),
        (NOTHING, [BASE], None),
        (NOTHING, [BRACKETED, BASE], None),
    ],
)
def test_words_stand_without_brackets_since_the_text_from_which_on_none_holds_them(
    edit: Edit, texts: list[str], place: int | None
) -> None:
    assert since(edit, texts) == place


@given(families(2, 3))
def test_no_text_that_prints_words_in_brackets_beside_others_lifts_them(
    family: tuple[str, list[str]],
) -> None:
    base, texts = family
    assume(not any(sign in text for text in (base, *texts) for sign in "[]"))
    edits = [
        Edit(key, AmendmentKind.REPLACE, 1, base=base, text=text, bracketed=True)
        for key, text in enumerate(texts)
    ]

    assert [since(edit, [bracketed(base, edits)]) for edit in edits] == [None] * len(edits)


@pytest.mark.parametrize(
    ("edit", "now", "verdict", "standing"),
    [
        (WORDS, ASKED, Verdict.ABSORBED, Standing.ACCEPTED),
        (WORDS, BASE, Verdict.OVERTAKEN, Standing.OVERTAKEN),
        (WORDS, BASE.replace("progress", "considerable progress"), Verdict.OVERTAKEN, Standing.OVERTAKEN),
        (PARAGRAPH, NEW, Verdict.ABSORBED, Standing.ACCEPTED),
        (PARAGRAPH, f"{NEW} It noted the report.", Verdict.PARTLY, Standing.ACCEPTED),
        (PARAGRAPH, "It asks for a report on all that was done.", Verdict.OVERTAKEN, Standing.OVERTAKEN),
    ],
)
def test_what_stands_when_the_brackets_go_is_accepted(
    edit: Edit, now: str, verdict: Verdict, standing: Standing
) -> None:
    outcome = lifted(edit, now)

    assert (outcome.verdict, outcome.standing) == (verdict, standing)


def test_a_proposal_with_some_changes_in_the_text_counts_and_lists_them() -> None:
    edit = Edit(
        1, AmendmentKind.REPLACE, 1, base=BASE, text="The Meeting warmly welcomed the great progress made."
    )

    outcome = lifted(edit, "The Meeting warmly welcomed the progress made.")

    assert (outcome.verdict, outcome.done, outcome.total) == (Verdict.PARTLY, 1, 2)
    assert [how for _, how in outcome.holdings] == [Held.IN, Held.LEFT]
    assert (outcome.amended, outcome.standing) == (False, Standing.PART)


def test_words_that_stand_among_others_are_accepted_too() -> None:
    edit = Edit(
        1, AmendmentKind.REPLACE, 1, base=BASE, text=BASE.replace("progress made", "progress made so far")
    )

    outcome = lifted(edit, BASE.replace("progress made", "great progress made by all so far"))

    assert all(how in (Held.IN, Held.AMONG) for _, how in outcome.holdings)
    assert outcome.standing is Standing.ACCEPTED
