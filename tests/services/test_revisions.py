"""What a proposal may say, whoever sends it: the shape of each kind, and words that are new."""

from collections.abc import Callable

import pytest

from acm_drafts.negotiation.errors import WrongShape
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import amendments
from acm_drafts.services.revisions import Proposal
from acm_drafts.store import queries
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Paragraph, Revision
from tests.tables import Table, lines_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table() -> Table:
    return Table(
        lines_of("# Development", "The Meeting welcomed the progress made.", "The Meeting took note.")
    ).open()


def kept() -> int:
    db.session.rollback()
    return db.session.query(Amendment).count()


def refused(act: Callable[[], object], words: str) -> None:
    with pytest.raises(WrongShape) as caught:
        act()
    assert words in str(caught.value.facts["what"])
    assert kept() == 0


def test_a_heading_is_not_split(table: Table):
    refused(
        lambda: table.propose("EGY", AmendmentKind.SPLIT, "Development", parts=("Devel", "opment")),
        "a heading is not split",
    )


@pytest.mark.parametrize("kind", [kind for kind in AmendmentKind if kind is not AmendmentKind.REPLACE])
def test_a_proposal_is_amended_by_other_words_alone(table: Table, kind: AmendmentKind):
    amended = table.replace("MYS", "1.", "progress", "great progress")
    proposal = table.proposal(kind, "1.", text="Other words.", parts=("a", "b"), amends=amended.code)

    with pytest.raises(WrongShape):
        amendments.propose(table.head("EGY"), table.round, proposal)

    db.session.rollback()
    assert [one.id for one in db.session.query(Amendment)] == [amended.id]


def test_what_has_no_words_of_its_own_is_not_amended(table: Table):
    amended = table.propose("MYS", AmendmentKind.DELETE, "1.")
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text="Other words.", amends=amended.code)

    with pytest.raises(WrongShape):
        amendments.propose(table.head("EGY"), table.round, proposal)


def test_a_new_proposal_is_a_record_with_its_defaults_as_soon_as_it_is_returned(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")

    assert made in db.session
    assert (made.sponsor.code, made.number, made.from_floor) == ("EGY", 1, False)
    assert made.created_at is not None
    assert [revision.text for revision in made.revisions] == ["The Meeting welcomed the great progress made."]


def test_what_is_refused_leaves_no_identity_of_a_paragraph_behind(table: Table):
    before = db.session.query(Paragraph).count()

    refused(
        lambda: amendments.propose(table.head("EGY"), table.round, Proposal(AmendmentKind.INSERT, text=" ")),
        "the new paragraph has no text",
    )

    assert db.session.query(Paragraph).count() == before
    assert db.session.query(Revision).count() == 0


def test_a_revision_is_in_the_language_of_the_wording_that_it_stands_on(table: Table):
    made = table.replace("EGY", "1.", "progress", "great progress")
    line = table.line("1.").line

    assert made.revisions[0].base_id == line.wording
    assert made.revisions[0].language == queries.find_draft(db.session, "OIC/FC").communique.language
