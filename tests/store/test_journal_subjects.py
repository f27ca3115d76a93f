"""What lines of the journal are about, called as each reader may call it."""

from collections.abc import Callable

from sqlalchemy import select

from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Stance
from acm_drafts.services import positions, sponsors
from acm_drafts.store.database import db
from acm_drafts.store.journal import Subjects, load_subjects
from acm_drafts.store.records import JournalLine
from tests.factories import party
from tests.tables import Table, label_of, make_table

WELCOMES = "The Meeting welcomed the progress made by all its members."


def about(table: Table, code: str | None) -> tuple[list[JournalLine], Subjects]:
    lines = list(db.session.scalars(select(JournalLine).where(JournalLine.amendment_id.is_not(None))))
    who = table.head(code) if code else table.mission
    return lines, load_subjects(db.session, who, lines)


def test_a_proposal_is_called_by_its_sponsor_where_that_may_be_known(session):
    table = make_table(WELCOMES, attributed=False)
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    sponsors.cosponsor(table.head("SEN"), egypt.code, party=party("SEN").id)

    names = {}
    for code in ("EGY", "SEN", "MYS", None):
        lines, found = about(table, code)
        names[code] = found.proposal(lines[0]).name

    own = label_of("EGY")
    assert names == {"EGY": own, "SEN": egypt.code, "MYS": egypt.code, None: own}


def test_with_attribution_everybody_calls_it_by_its_sponsor(session):
    table = make_table(WELCOMES)
    table.replace("EGY", "1.", "progress", "good progress")

    lines, found = about(table, "MYS")

    assert found.proposal(lines[0]).name == "EGY 1"
    assert found.person_may_be_known(lines[0])


def test_without_attribution_who_took_a_position_is_known_to_themselves_and_the_sponsors(session):
    table = make_table(WELCOMES, attributed=False)
    egypt = table.replace("EGY", "1.", "progress", "good progress")
    positions.take_position(table.head("TUR"), egypt.code, party=party("TUR").id, stance=Stance.SUPPORT)

    told = {}
    for code in ("TUR", "EGY", "MYS", None):
        lines, found = about(table, code)
        told[code] = found.party(lines[-1])

    assert told["MYS"] is None
    assert [told[code].code for code in ("TUR", "EGY", None)] == ["TUR"] * 3


def test_without_attribution_the_person_is_named_for_decisions_and_not_for_submissions(session):
    table = make_table(WELCOMES, attributed=False)
    table.accept(table.replace("EGY", "1.", "progress", "good progress"))

    lines, found = about(table, "MYS")

    assert {line.act: found.person_may_be_known(line) for line in lines} == {"submit": False, "accept": True}


def test_paragraphs_are_called_as_the_draft_numbers_them_and_new_ones_have_no_number(session):
    table = make_table(WELCOMES, "The Meeting closed.")
    table.replace("EGY", "2.", "closed", "ended")
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")

    lines, found = about(table, None)

    assert [found.place(line).label for line in lines] == ["2", ""]


def test_the_subjects_of_a_page_cost_the_same_however_many_they_are(session, count_queries: Callable):
    table = make_table(*(f"The Meeting welcomed the progress in field {n}." for n in range(8)))
    for place in range(8):
        table.replace("EGY", f"{place + 1}.", "progress", "good progress")
    keys = [line.id for line in about(table, None)[0]]

    def cost(length: int) -> int:
        wanted = select(JournalLine).where(JournalLine.id.in_(keys[:length]))
        who = table.mission
        return count_queries(lambda: load_subjects(db.session, who, list(db.session.scalars(wanted))))

    assert cost(1) == cost(8)


def test_a_line_names_the_number_that_was_printed_when_the_act_was_done(session):
    table = make_table(WELCOMES, "The Meeting closed.")
    table.decide(DecisionKind.REJECT, table.replace("EGY", "2.", "closed", "ended"), reason="Not now.")
    table.accept(table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need."))
    table.close()
    table.open()
    table.replace("EGY", "3.", "closed", "rose")

    lines, found = about(table, "EGY")

    told = {(line.act, line.amendment_id): found.place(line).label for line in lines}
    assert [told[key] for key in told if key[1] in (1, 3)] == ["2", "2", "3"]


def test_a_line_on_a_paragraph_without_a_number_names_its_first_words(session):
    table = make_table("# Palestine and Al-Quds", WELCOMES)
    table.replace("EGY", "Palestine", "Al-Quds", "the City")
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")

    lines, found = about(table, None)

    assert [(found.place(line).label, found.place(line).words) for line in lines] == [
        ("", "Palestine and Al-Quds"),
        ("", ""),
    ]


def test_a_new_paragraph_has_the_number_that_the_first_draft_with_it_prints(session):
    table = make_table(WELCOMES)
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="We thank all.")
    lines, found = about(table, None)
    assert {(found.place(line).label, found.place(line).later) for line in lines} == {("", "")}

    table.accept(new)
    table.close()

    lines, found = about(table, None)
    assert {(found.place(line).label, found.place(line).later) for line in lines} == {("", "2")}
    lines, found = about(table, "MYS")
    assert {found.place(line).later for line in lines} == {""}  # that draft is not circulated
