"""Two drafts of the Paris Agreement, bracket by bracket: held by invented sides, lifted towards the later one."""

from collections.abc import Sequence
from itertools import combinations

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.bracket_holders import BracketIsHeld, place_now, places_in_brackets
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.negotiation.withdrawals import best_withdrawals
from acm_drafts.services import bracket_holders, verification
from acm_drafts.services.bracket_holders import OfBracket
from acm_drafts.store.bracket_holders import PlacedBracket, load_lifted
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import OverriddenHolder
from acm_drafts.store.text import draft_set
from acm_drafts.store.visibility import HoldersRead
from acm_drafts.text.align import align
from acm_drafts.text.brackets import unbalanced
from tests.brackets import placed
from tests.factories import party
from tests.tables import Table, make_table
from tests.text.wordings import real_paragraphs

pytestmark = pytest.mark.shared

SIDES = ("ARAB", "EGY", "MYS", "SEN", "IDN", "TUR")
LONGEST, PLAYED = 700, 12


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine: what is counted here is in no query."""
    return sqlite_url


def pairs_of_drafts() -> list[tuple[str, str]]:
    """Return what paragraphs of the earlier draft became in the later one, those whose brackets all have partners."""
    earlier, later = real_paragraphs("paris_4"), real_paragraphs("paris_5")
    pairs = [
        (earlier[link.old[0]], later[link.new[0]])
        for link in align(earlier, later)
        if len(link.old) == len(link.new) == 1
    ]
    return [pair for pair in pairs if all(unbalanced(text) is None for text in pair)]


def count(texts: Sequence[str]) -> int:
    """Count brackets as somebody with a pencil would: one for each sign that opens one."""
    return sum(text.count("[") for text in texts)


def test_every_bracket_of_the_earlier_draft_is_lifted_or_found_once_in_the_later():
    stood = lifted = put = reversed_ = 0
    pairs = pairs_of_drafts()
    for old, new in pairs:
        there = [place_now(old, place, new) for place in places_in_brackets(old)]
        found = [place for place in there if place]
        assert len(set(found)) == len(found) and set(found) <= set(places_in_brackets(new))
        back = [place_now(new, place, old) for place in places_in_brackets(new)]
        stood, lifted, put = stood + len(found), lifted + there.count(None), put + back.count(None)
        reversed_ += len(back) - back.count(None)
    assert stood + lifted == count([old for old, _ in pairs]) > 250
    assert put + reversed_ == count([new for _, new in pairs])
    assert abs(stood - reversed_) <= 1, "followed from the later draft to the earlier the same stand"


def lay_out() -> tuple[Table, list[tuple[str, str]]]:
    """Lay the earlier draft's paragraphs on a table, every bracket held by two or three of the sides."""
    pairs = [
        (old, new)
        for old, new in pairs_of_drafts()
        if "[" in old and old != new and len(old) < LONGEST and not old[0].isdigit()
    ]
    pairs = sorted(pairs, key=lambda pair: not count(pair[1:]))[:PLAYED]  # those that keep some first
    table = make_table(*(old for old, _ in pairs))
    for number, bracket in enumerate(placed(table)):
        of = OfBracket(bracket.row.paragraph, bracket.row.wording, bracket.place.start)
        for step in range(2 + number % 2):
            side = SIDES[(number * (step + 1) + step) % len(SIDES)]
            if side not in codes(placed(table)[number]):
                bracket_holders.hold(table.head(side), of, party=party(side).id, reason=f"Reason {number}.")
    return table, pairs


def codes(bracket: PlacedBracket) -> set[str]:
    known = {party(code).id: code for code in SIDES}
    return {known[holding.party] for holding in bracket.holders}


def test_the_tally_of_brackets_lifted_towards_the_later_draft_agrees_with_a_count_of_the_two_texts(
    session: object,
):
    table, pairs = lay_out()
    before = placed(table)
    assert len(before) == count([old for old, _ in pairs]) and all(one.holders for one in before)
    held = [codes(one) for one in before]
    for size, step in enumerate(best_withdrawals([frozenset(one) for one in map(_keys, before)]), start=1):
        most = max(sum(one <= set(chosen) for one in held) for chosen in combinations(SIDES, size))
        assert step.cleared == most

    over = 0
    for number, (_old, new) in enumerate(pairs, start=1):
        asked = table.propose("EGY", AmendmentKind.REPLACE, f"{number}.", text=new)
        lifts = [
            codes(one)
            for one in before
            if one.row.label == f"{number}." and place_now(one.row.text, one.place, new) is None
        ]
        named = set[str]().union(*lifts) - {"EGY"}
        if named:
            with pytest.raises(BracketIsHeld) as raised:
                table.accept(asked, level=None)
            assert {one.code for one in raised.value.facts["holders"].parties} == named
        table.accept(asked, over=tuple(sorted(named)))
        over += len(named)
    assert db.session.scalar(select(func.count()).select_from(OverriddenHolder)) == over > 0

    with clock_at(table.next_round()):
        after = placed(table)
        assert len(after) == count([new for _, new in pairs])
        drafts = draft_set(db.session(), table.communique, table.mission)
        lifted = load_lifted(
            db.session(), table.mission, drafts, HoldersRead.of(table.mission, drafts.contexts)
        )
        still = [one for one in after if one.holders]
        assert len(lifted) + len(still) == len(before)
        backwards = [place_now(new, place, old) for old, new in pairs for place in places_in_brackets(new)]
        assert len(still) == len(backwards) - backwards.count(None)
        assert all(one.decision is not None for one in lifted)
        assert verification.verify(db.session()).findings == ()


def _keys(bracket: PlacedBracket) -> set[int]:
    return {holding.party for holding in bracket.holders}
