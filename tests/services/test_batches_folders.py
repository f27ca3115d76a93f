"""A folder of files in one go: what came from whom, and what was entered where that was asked."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import NoSender, NotPermitted, SameFile
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import batches, file_changes
from acm_drafts.services.batches import MOST_BYTES, Came, Sent
from acm_drafts.services.file_changes import Doubt
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Batch, Revision
from acm_drafts.store.text import draft_set
from tests.documents.making import make_docx, make_paragraph, make_part
from tests.factories import party
from tests.services.test_batches import EGYPT, FIRST, JORDAN, SECOND, THIRD, sent
from tests.tables import Table, make_table, read

pytestmark = pytest.mark.usefixtures("session")


def bring_in(table: Table, *files: Sent, actor=None, **facts: object) -> list[Came]:
    actor = actor or table.mission
    drafts = draft_set(db.session(), table.communique, table.mission)
    to = file_changes.ground(db.session(), actor, drafts)
    return list(batches.bring_in(actor, to, files, **facts))


def proposals() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Amendment)) or 0


def test_by_itself_it_only_tells_what_came_from_whom():
    table = make_table(FIRST, SECOND, THIRD)

    came = bring_in(table, EGYPT, Sent("copy.txt", EGYPT.data), sent("Guinea.txt", FIRST, SECOND, THIRD))

    assert [(one.party and one.party.code, one.new, one.entered) for one in came] == [
        ("EGY", 2, 0),
        (None, 0, 0),
        ("GIN", 0, 0),
    ]
    assert isinstance(came[1].refusal, SameFile)
    assert came[2].tally.kinds == {}
    assert (proposals(), db.session.scalar(select(func.count()).select_from(Batch))) == (0, 0)


def test_where_it_is_asked_each_file_is_entered_and_one_that_is_refused_leaves_the_others_alone():
    table = make_table(FIRST, SECOND, THIRD)

    came = bring_in(table, EGYPT, Sent("a.pdf", b"%PDF-1.7"), JORDAN, enters=True)

    assert [one.entered for one in came] == [2, 0, 1]
    assert proposals() == 3
    assert set(db.session.scalars(select(Amendment.from_floor))) == {True}


NESTED = (
    "1. The Meeting noted:",
    "(a) the trade of its members;",
    "(b) the report of its Bank.",
    "2. It went on.",
)


def nested() -> Table:
    return Table(read("\n\n".join(NESTED).encode())).open()


def test_a_difference_that_is_refused_leaves_the_rest_of_its_file_alone():
    table = make_table(FIRST, SECOND, THIRD, admissibility="no-new-issues")

    came = bring_in(table, EGYPT, sent("Jordan.txt", FIRST, SECOND, THIRD, "It thanked Jordan."), enters=True)

    assert [(one.entered, list(one.refused), one.refusal) for one in came] == [
        (1, ["insert-4"], None),
        (0, ["insert-4"], None),
    ]
    assert proposals() == 1


def test_a_new_sub_paragraph_is_taken_for_one_by_its_number():
    table = nested()
    new = "(b bis) the youth of all regions;"

    (came,) = bring_in(table, sent("EGY.txt", *NESTED[:3], new, NESTED[3]), enters=True)

    (taken,) = came.taken.values()
    assert (taken.kind, taken.row.number, taken.doubt) == (AmendmentKind.INSERT, "1 (b)", None)
    assert (taken.line.kind, taken.line.depth, taken.line.label) == (LineKind.SUB, 1, "(b bis)")
    assert came.entered == 1
    db.session.rollback()
    (revision,) = db.session.scalars(select(Revision))
    assert (revision.text, revision.kind, revision.depth) == ("the youth of all regions;", "sub-paragraph", 1)


PREAMBLE = ("Recalling the charter of the Organization,", "1. The Meeting noted it.", "2. It went on.")


@pytest.mark.parametrize(
    ("lines", "numbered"),
    [
        ((PREAMBLE[0], "PP1 bis Mindful of its aims,", "Guided by them,", *PREAMBLE[1:]), [False, False]),
        (("Mindful of its aims,", *PREAMBLE), [False]),
        ((PREAMBLE[0], "Mindful of its aims,", "The Meeting noted it.", "It went on."), [False]),
        ((*PREAMBLE[:2], "It thanked all members for it.", PREAMBLE[2]), [True]),
        ((PREAMBLE[0], "1 (new). It thanked all members for it.", *PREAMBLE[1:]), [True]),
    ],
)
def test_a_new_paragraph_has_a_number_unless_it_stands_in_the_preamble(
    lines: tuple[str, ...], numbered: list[bool]
):
    table = Table(read("\n\n".join(PREAMBLE).encode())).open()

    (came,) = bring_in(table, sent("EGY.txt", *lines), enters=True)

    assert (came.refused, came.entered) == ({}, len(numbered))
    db.session.rollback()
    assert list(db.session.scalars(select(Revision.numbered).order_by(Revision.id))) == numbered
    assert not any("PP1" in text for text in db.session.scalars(select(Revision.text)))


def test_what_is_doubtful_is_entered_only_where_that_is_asked():
    table = nested()
    file = sent("EGY.txt", *NESTED[:2], "the youth of all regions;", *NESTED[2:])

    (by_itself,) = bring_in(table, file, enters=True)
    (asked,) = bring_in(table, file, enters=True, doubtful=True)

    assert [one.doubt for one in by_itself.taken.values()] == [Doubt.LINE]
    assert (by_itself.tally.unclear, by_itself.new, by_itself.entered) == (1, 0, 0)
    assert (asked.new, asked.entered) == (1, 1)
    assert proposals() == 1


def test_a_comment_on_an_unchanged_paragraph_is_reported_with_its_line():
    table = make_table(FIRST, SECOND)
    comment = '<w:comment w:id="0" w:author="Capital">' + make_paragraph("We reserve our position here.")
    data = make_docx(
        make_paragraph(f"1. {FIRST}"),
        make_paragraph('<w:commentRangeStart w:id="0"/>', f"2. {SECOND}"),
        comments=make_part("comments", f"{comment}</w:comment>"),
    )

    (came,) = bring_in(table, Sent("EGY.docx", data))

    assert [(row.number, words) for row, words in came.remarks] == [("2.", "We reserve our position here.")]
    assert came.tally.kinds == {}


def test_run_again_it_enters_nothing_twice():
    table = make_table(FIRST, SECOND, THIRD)
    bring_in(table, EGYPT, enters=True)

    again = bring_in(table, EGYPT, enters=True)

    assert (again[0].new, again[0].entered, again[0].refusal) == (0, 0, None)
    assert proposals() == 2


def test_what_a_person_would_have_to_judge_is_not_entered():
    table = make_table(FIRST, SECOND, THIRD)

    came = bring_in(table, sent("EGY.txt", SECOND + " Yes."), enters=True)

    assert came[0].tally.excerpt
    assert (came[0].new, came[0].entered) == (1, 1)


def test_nobody_is_guessed_where_nothing_tells_and_one_can_be_named_for_all():
    table = make_table(FIRST, SECOND, THIRD)
    file = Sent("comments.txt", EGYPT.data)

    unknown = bring_in(table, file, enters=True)
    named = bring_in(table, file, party=party("SEN"), enters=True)

    assert isinstance(unknown[0].refusal, NoSender)
    assert unknown[0].tally is not None
    assert named[0].entered == 2


def test_a_file_that_is_too_large_is_refused():
    table = make_table(FIRST, SECOND, THIRD)

    came = bring_in(table, Sent("EGY.docx", b"", MOST_BYTES + 1))

    assert "larger than 8 MB" in str(came[0].refusal)


def test_it_is_for_the_mission():
    table = make_table(FIRST, SECOND, THIRD)

    with pytest.raises(NotPermitted):
        bring_in(table, EGYPT, actor=table.head("EGY"), enters=True)
