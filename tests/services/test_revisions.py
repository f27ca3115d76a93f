"""What a proposal may say, whoever sends it: the shape of each kind, and words that are new."""

from collections.abc import Callable

import pytest

from acm_drafts.negotiation.errors import NotFound, NotShown, WrongShape
from acm_drafts.negotiation.terms import AmendmentKind, Stage, Visibility
from acm_drafts.negotiation.wordings import EmptyLine
from acm_drafts.services import amendments, sponsors
from acm_drafts.services.revisions import Proposal
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.drafts import find_draft, find_wording, newest_wording
from acm_drafts.store.records import Amendment, Paragraph, Revision
from tests.factories import party
from tests.tables import Table, current, lines_of

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


TWO_IN_ONE = ("The Meeting met.\n\nIt went home.", "The Meeting met.\r\n \t\r\nIt went home.")


@pytest.mark.parametrize("text", TWO_IN_ONE)
def test_two_paragraphs_in_one_are_refused_with_what_to_do(table: Table, text: str):
    for kind in (AmendmentKind.REPLACE, AmendmentKind.INSERT):
        with pytest.raises(EmptyLine) as caught:
            table.propose("EGY", kind, "1.", text=text)
        assert "propose what follows it as a new paragraph" in str(caught.value)
    assert kept() == 0


def test_a_line_break_inside_a_paragraph_stays(table: Table):
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text="\n\nThe Meeting:\r\nmet. \n\n")

    assert current(amendment).text == "The Meeting:\nmet."


def test_an_empty_line_that_a_file_brought_may_stay_and_none_is_added():
    table = Table(lines_of("The Meeting\n\nmet.", "The Meeting took note.")).open()

    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text="The Meeting\n\nmet again.")

    assert current(amendment).text == "The Meeting\n\nmet again."
    with pytest.raises(EmptyLine):
        table.propose("SEN", AmendmentKind.REPLACE, "1.", text="The Meeting\n\nmet\n\nagain.")


def test_what_amends_a_proposal_holds_no_empty_line_either(table: Table):
    amended = table.replace("MYS", "1.", "progress", "great progress")
    proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=TWO_IN_ONE[0], amends=amended.code)

    with pytest.raises(EmptyLine):
        amendments.propose(table.head("EGY"), table.round, proposal)


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
    amendment = table.replace("EGY", "1.", "progress", "great progress")

    assert amendment in db.session
    assert (amendment.sponsor.code, amendment.number, amendment.revision, amendment.from_floor) == (
        "EGY",
        1,
        1,
        False,
    )
    assert [revision.text for revision in amendment.revisions] == [
        "The Meeting welcomed the great progress made."
    ]


def test_what_is_refused_leaves_no_identity_of_a_paragraph_behind(table: Table):
    before = db.session.query(Paragraph).count()

    refused(
        lambda: amendments.propose(table.head("EGY"), table.round, Proposal(AmendmentKind.INSERT, text=" ")),
        "the new paragraph has no text",
    )

    assert db.session.query(Paragraph).count() == before
    assert db.session.query(Revision).count() == 0


def test_a_revision_is_in_the_language_of_the_wording_that_it_stands_on(table: Table):
    amendment = table.replace("EGY", "1.", "progress", "great progress")
    line = table.line("1.").line

    assert amendment.revisions[0].base_id == line.wording
    assert amendment.revisions[0].language == find_draft(db.session, "OIC/FC").communique.language


# What is built on another proposal, and where that is shown no more -------------------------------


NEW = "The Meeting hailed the progress made."


def brought(table: Table, kind: AmendmentKind) -> Amendment:
    """Let Egypt propose a new paragraph, or other words for paragraph 1, and return that."""
    if kind is AmendmentKind.INSERT:
        return table.propose("EGY", kind, text=NEW, after="1.")
    return table.propose("EGY", kind, "1.", text=NEW)


def built(table: Table, on: Amendment, text: str, **facts: object) -> Proposal:
    """Return other words in place of those that *on* proposes."""
    paragraph = db.session.get_one(Paragraph, on.paragraph_id)
    wording = find_wording(db.session, paragraph.id, table.draft)
    wording = wording or newest_wording(db.session, paragraph.id, "en")
    facts = {"amends": on.code, "seen": current(on).id, **facts}
    return Proposal(AmendmentKind.REPLACE, paragraph.code, wording.id, text=text, **facts)


def revised(table: Table, made: Amendment, text: str) -> None:
    """Let Egypt write its proposal anew."""
    if made.kind == AmendmentKind.INSERT:
        proposal = Proposal(AmendmentKind.INSERT, text=text, after=table.line("1.").code)
    else:
        proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=text)
    amendments.revise(table.head("EGY"), made.code, proposal)


@pytest.mark.parametrize("kind", [AmendmentKind.INSERT, AmendmentKind.REPLACE])
def test_amending_a_proposal_that_is_not_shown_is_refused_without_revealing_its_words(
    table: Table, kind: AmendmentKind
):
    egy = brought(table, kind)
    jor = table.head("JOR")
    draft = amendments.save(jor, table.round, built(table, egy, "The Meeting found a thing."))
    amendment = amendments.propose(jor, table.round, built(table, egy, "The Meeting made a thing."))
    during = table.next_round(visibility=Visibility.MISSION)

    with clock_at(during):
        revised(table, egy, "SECRET words of Egypt.")
        again = built(table, egy, "The Meeting took a thing.", amends="", seen=None)
        acts = (
            lambda: amendments.save(jor, table.round, again, code=draft.code),
            lambda: amendments.propose(jor, table.round, again, code=draft.code),
            lambda: amendments.submit(jor, draft.code),
            lambda: amendments.revise(jor, amendment.code, again),
        )
        before = db.session.query(Revision).count()
        for act in acts:
            with pytest.raises(NotShown) as caught:
                act()
            db.session.rollback()
            assert "SECRET" not in str(caught.value) + repr(vars(caught.value))
        with pytest.raises(NotFound):
            amendments.propose(jor, table.round, built(table, egy, "The Meeting took a thing."))
        db.session.rollback()

        assert db.session.query(Revision).count() == before
        assert amendments.withdraw(jor, amendment.code).stage == Stage.WITHDRAWN


@pytest.mark.parametrize("kind", [AmendmentKind.INSERT, AmendmentKind.REPLACE])
def test_who_may_still_read_the_other_proposal_goes_on_with_what_is_built_on_it(
    table: Table, kind: AmendmentKind
):
    egy = brought(table, kind)
    sponsors.cosponsor(table.head("JOR"), egy.code, party=party("JOR").id)
    made = {
        code: amendments.propose(table.head(code), table.round, built(table, egy, f"{code} made a thing."))
        for code in ("JOR", "EGY")
    }
    during = table.next_round(visibility=Visibility.MISSION)

    with clock_at(during):
        for code, own in made.items():
            amendments.revise(
                table.head(code), own.code, built(table, egy, f"{code} took a thing.", amends="", seen=None)
            )

        assert [current(own).text for own in made.values()] == ["JOR took a thing.", "EGY took a thing."]


def test_own_words_on_a_new_paragraph_that_is_not_shown_now_are_not_amended_in_their_turn(table: Table):
    egy = brought(table, AmendmentKind.INSERT)
    jor = table.head("JOR")
    amendment = amendments.propose(jor, table.round, built(table, egy, "The Meeting made a thing."))
    during = table.next_round(visibility=Visibility.MISSION)

    with clock_at(during):
        revised(table, egy, "SECRET words of Egypt.")
        with pytest.raises(NotShown):
            amendments.propose(jor, table.round, built(table, amendment, "The Meeting took a thing."))


@pytest.mark.parametrize("kind", [AmendmentKind.INSERT, AmendmentKind.REPLACE])
def test_what_amended_a_proposal_that_ended_in_a_round_not_shown_goes_on_upon_the_text(
    table: Table, kind: AmendmentKind
):
    egy = brought(table, kind)
    jor = table.head("JOR")
    amendment = amendments.propose(
        jor, table.round, built(table, egy, "The Meeting hailed the great progress made.")
    )
    with clock_at(table.next_round(visibility=Visibility.MISSION)):
        table.accept(egy)
        during = table.next_round(visibility=Visibility.MISSION)

    with clock_at(during):
        amends = current(amendment).amends_revision_id
        again = built(
            table, amendment, "The Meeting hailed the very great progress made.", amends="", seen=None
        )
        amendments.revise(jor, amendment.code, again)

        assert current(amendment).text == "The Meeting hailed the very great progress made."
        assert current(amendment).amends_revision_id == amends
