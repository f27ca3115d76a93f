"""What a file would propose: it waits as JSON and comes back, and knows what was proposed already."""

import json

import pytest

from acm_drafts.documents.phrases import Phrase
from acm_drafts.documents.read.incoming import IncomingLine
from acm_drafts.negotiation.file_pairing import pair
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Verdict
from acm_drafts.services import amendments
from acm_drafts.services.file_changes import Bundle, Doubt, Lost, Offered, Typed, earlier, proposed
from acm_drafts.store.database import db
from acm_drafts.store.text import line_of, text_rows
from tests.factories import party
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")

FIRST = "The Meeting welcomed the progress made by all Member States."
SECOND = "The Meeting noted the report of the Secretary-General."
THIRD = "The Meeting invited the Bank to widen access to finance."


def offered(table: Table, *lines: str) -> Offered:
    rows = text_rows(db.session(), table.draft)
    new = tuple(Line(0, text) for text in lines)
    links = pair([line_of(row) for row in rows], new, [])
    bundle = Bundle(table.draft, "a.txt", (), tuple(map(IncomingLine, new)), (), links)
    return Offered(bundle, rows, Typed())


def test_a_bundle_comes_back_from_json_as_it_was():
    table = make_table(FIRST, SECOND)
    bundle = Bundle(
        table.draft,
        "a.docx",
        (Phrase("Tracked changes in paragraphs: %(number)s. They were read as accepted.", number=2),),
        (IncomingLine(Line(0, FIRST), hands=("Egypt, 2026-09-01",)),),
        (IncomingLine(Line(0, ""), original=SECOND),),
        pair([Line(0, FIRST)], [Line(0, FIRST)], []),
        "OIC/FC",
        (Lost("2.", SECOND, AmendmentKind.REPLACE, Verdict.PARTLY, 1, 2),),
    )

    found = Bundle.of(json.loads(json.dumps(bundle.facts())))

    assert found == bundle
    assert found.notes[0].facts == {"number": 2}
    assert found.hands() == {"Egypt"}


@pytest.mark.parametrize(
    "typed",
    [
        Typed(),
        Typed({0: "words"}, {3: "sub"}, frozenset({1}), {0: "why"}, frozenset({"replace1", "link2"})),
        Typed(taken=frozenset()),
    ],
)
def test_what_was_typed_comes_back_from_json_as_it_was(typed: Typed):
    assert Typed.of(json.loads(json.dumps(typed.facts()))) == typed


def test_a_tally_counts_each_kind_and_what_a_person_must_judge():
    table = make_table(FIRST, SECOND, THIRD)
    doubtful = (
        "The Meeting welcomed the progress made, and thanked all who had come from afar to its session."
    )

    tally = offered(table, doubtful, SECOND + " Yes.", "It thanked Egypt.").tally()

    assert tally.kinds == {AmendmentKind.REPLACE: 2, AmendmentKind.DELETE: 1, AmendmentKind.INSERT: 1}
    assert (tally.doubtful, tally.notes, tally.excerpt) == (1, 0, False)


def test_what_a_party_proposed_already_is_known_and_what_it_only_prepares_where_that_may_be_seen():
    table = make_table(FIRST, SECOND, THIRD)
    table.replace("EGY", "1.", "progress", "good progress")
    draft = table.proposal(AmendmentKind.DELETE, "2.")
    amendments.save(table.head("EGY"), table.round, draft)
    file = offered(table, FIRST.replace("progress", "good progress"), THIRD)
    egypt = [party("EGY").id]

    own = earlier(file, proposed(db.session(), table.round, by=egypt))
    of_the_mission = earlier(file, proposed(db.session(), table.round, by=egypt, prepared=False))
    of_others = earlier(file, proposed(db.session(), table.round, by=[party("JOR").id]))

    assert sorted(own) == ["delete2", "replace1"]
    assert sorted(of_the_mission) == ["replace1"]
    assert of_others == {}
    assert [one.key for one in file.wanted(file.chosen(earlier=of_the_mission))] == ["delete2"]


def test_what_stands_in_the_file_as_it_is_counts_paragraphs_and_no_headings():
    table = make_table("# Opening", FIRST, SECOND, THIRD)

    assert offered(table, "Opening", FIRST, SECOND + " Yes.", THIRD).unchanged == 2
    assert offered(table, "Closing", FIRST, SECOND, THIRD).unchanged == 3


def test_a_doubtful_pair_whose_difference_is_refused_is_no_longer_ticked():
    table = make_table(FIRST, SECOND, THIRD)
    doubtful = (
        "The Meeting welcomed the progress made, and thanked all who had come from afar to its session."
    )
    file = offered(table, doubtful, SECOND + " Yes.", THIRD)
    ticked = Offered(file.bundle, file.rows, Typed(taken=frozenset({"link0", "replace2", "link2"})))

    assert file.doubts() == {"replace1": Doubt.PAIR}
    assert ticked.unticked(["replace1"]).taken == {"replace2", "link2"}
    assert ticked.unticked(["replace2"]).taken == {"link0", "link2"}
