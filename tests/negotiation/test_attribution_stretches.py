"""What the edits of one paragraph make of it, and whose each stretch is."""

import pytest
from hypothesis import given

from acm_drafts.negotiation.attribution.stretches import Share, claim, unite
from acm_drafts.negotiation.consolidation import Edit, consolidate
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind
from tests.text.wordings import families

BASE = "The Meeting welcomed the progress made by all its members."


def replaced(key: int, old: str, new: str, **facts: bool) -> Edit:
    assert old in BASE
    return Edit(key, AmendmentKind.REPLACE, 1, base=BASE, text=BASE.replace(old, new), **facts)


def words(text: str, shares: list[Share]) -> list[tuple[str, tuple[int, ...]]]:
    return [(text[share.start : share.end].strip(), share.keys) for share in shares]


def test_each_changed_stretch_belongs_to_its_proposals_in_the_old_and_the_new_wording():
    edits = [
        replaced(7, "progress", "advances"),
        replaced(8, "all its", "the"),
        replaced(9, "progress", "advances"),
    ]

    united = unite(BASE, edits)

    assert words(united.whole, united.came) == [("advances", (7, 9)), ("the", (8,))]
    assert words(BASE, united.went) == [("progress", (7, 9)), ("all its", (8,))]


def test_words_added_beside_a_shared_edit_belong_to_their_own_proposal():
    edits = [
        replaced(7, "the progress", "the with appreciation steady progress"),
        replaced(8, "the progress", "the steady progress"),
        replaced(9, "its members", "States"),
    ]

    united = unite(BASE, edits)

    assert words(united.whole, united.came) == [
        ("with appreciation", (7,)),
        ("steady", (7, 8)),
        ("States", (9,)),
    ]


def test_edits_that_conflict_make_nothing():
    assert unite(BASE, [replaced(7, "progress", "advances"), replaced(8, "progress", "results")]) is None


def test_brackets_belong_to_the_proposals_that_disagree_at_that_place():
    united = unite(
        BASE,
        [
            replaced(7, "progress", "advances", bracketed=True),
            replaced(8, "all its members", "States", bracketed=True),
        ],
    )

    assert {keys for text, keys in words(united.whole, united.came) if "[" in text} == {(7,), (8,)}
    assert {share.keys for share in united.went} == {(7,), (8,)}


def test_an_absorbed_proposal_claims_what_the_compromise_took_from_it_and_no_more():
    absorbed = replaced(7, "welcomed the progress", "warmly welcomed the great progress")
    whole = BASE.replace("welcomed", "warmly welcomed").replace("all its members", "all")

    claimed = claim(BASE, whole, absorbed)

    assert words(whole, claimed.came) == [("warmly", (7,))]
    assert claimed.went == []


@pytest.mark.parametrize("kind", [AmendmentKind.MOVE, AmendmentKind.INSERT])
def test_what_changes_no_words_claims_none(kind: AmendmentKind):
    assert claim(BASE, BASE, Edit(7, kind, 1, text="New.")) == ((), ())


@given(families())
def test_it_makes_what_closing_a_round_makes_and_its_pieces_lead_there(family: tuple[str, list[str]]):
    base, texts = family[0].replace("\u2029", " "), [text.replace("\u2029", " ") for text in family[1]]
    edits = [Edit(10 + n, AmendmentKind.REPLACE, 1, base=base, text=text) for n, text in enumerate(texts)]

    made, closed = unite(base, edits), consolidate([Line(1, base)], edits)

    assert (made is None) == bool(closed.disagreements)
    if made is not None:
        assert made.whole == closed.lines[0].text
        at, text = 0, ""
        for start, end, new_start, new_end in made.pieces or ():
            text += base[at:start] + made.whole[new_start:new_end]
            at = end
        assert made.pieces is None or text + base[at:] == made.whole
