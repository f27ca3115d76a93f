"""A proposal is drawn on the text as it stands, and never as if it struck what others added since."""

import pytest
from hypothesis import given

from acm_drafts.negotiation.carrying import LIVING, carry
from acm_drafts.negotiation.consolidation import Edit, Fate
from acm_drafts.negotiation.drawing import Drawing, drawing, strikes_later_words
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from tests.text.test_uptake import histories

BASE = "The Meeting welcomed the progress made by all Member States in the field of trade."
ASKED = BASE.replace("welcomed", "commended")


def test_on_its_own_wording_it_is_drawn_as_it_is() -> None:
    assert drawing(BASE, ASKED, BASE) == Drawing(BASE, ASKED)
    assert drawing(BASE, ASKED, BASE.replace(" ", "\u00a0", 1)) == Drawing(BASE, ASKED)


def test_what_others_added_elsewhere_stands_and_is_not_struck() -> None:
    now = BASE.replace("trade", "trade and of transport")

    assert drawing(BASE, ASKED, now) == Drawing(now, now.replace("welcomed", "commended"))


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(BASE.replace("welcomed", "warmly welcomed"), id="others added beside its words"),
        pytest.param(BASE.replace("welcomed", "noted"), id="others changed its words"),
        pytest.param(ASKED.replace("trade", "transport"), id="its words are in the text"),
        pytest.param("The Meeting took note of trade.", id="others rewrote the paragraph"),
    ],
)
def test_where_its_words_meet_changed_text_its_own_change_is_drawn_alone(now: str) -> None:
    assert drawing(BASE, ASKED, now) == Drawing(BASE, ASKED, is_old=True)


@given(histories())
def test_nothing_that_is_drawn_strikes_what_others_added(history: tuple[str, str, str]) -> None:
    base, asked, now = history
    drawn = drawing(base, asked, now)

    assert drawn.base in (base, now)
    if drawn.base == now:
        assert not strikes_later_words(base, now, drawn.text)
    else:
        assert drawn.text == asked


@given(histories())
def test_what_is_carried_over_strikes_no_words_that_others_added(history: tuple[str, str, str]) -> None:
    base, asked, now = history
    edit = Edit(1, AmendmentKind.REPLACE, 1, base=base, text=asked)
    carried = carry(edit, {1: Fate(now)}, (Line(1, now),))

    if carried.verdict in LIVING:
        assert carried.edit.base == now
        assert not strikes_later_words(base, now, carried.edit.text)
