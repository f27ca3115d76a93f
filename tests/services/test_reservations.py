"""Which reservations the annex to a draft tells, and which it does not."""

from acm_drafts.documents.write.annexes import Reservation
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Stance,
)
from acm_drafts.services import amendments, documents, people
from acm_drafts.services.reservations import reservations_on
from acm_drafts.store import meetings
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment
from tests.services.test_documents import draft_of, reserved, said, take_on_text
from tests.tables import Table, make_table


def reservations(table: Table, actor: Actor | None = None, **facts: str) -> list[Reservation]:
    draft = draft_of(table)
    text = documents.draft_text(db.session, draft, **facts)
    return list(reservations_on(db.session, actor or people.operator(), draft, text))


def test_reservations_stand_in_the_order_of_the_text_with_numbers_names_and_days(session: object):
    table = make_table("# General", "We welcome.", "We urge.")
    late = table.replace("EGY", "2.", "urge", "ask")
    new = table.propose("MYS", AmendmentKind.INSERT, after="1.", text="We decide.")
    early = table.replace("SEN", "1.", "welcome", "hail")
    for made in (late, new, early):
        reserved(table, made)
    reserved(table, early, Stance.AWAITING, code="MAR", reason="Our capital is closed today.")

    found = reservations(table, language="fr")

    assert [(one.number, one.proposal, one.delegation, one.awaited) for one in found] == [
        ("1", "SEN 1", "Maroc", True),
        ("1", "SEN 1", "Oman", False),
        ("1 bis", "MYS 1", "Oman", False),
        ("2", "EGY 1", "Oman", False),
    ]
    assert [one.reason for one in found] == ["Our capital is closed today.", "", "", ""]
    assert (found[1].base, found[1].text) == ("We welcome.", "We hail.")
    assert found[1].day == meetings.today(db.session(), None).isoformat()


def test_a_reservation_on_a_rejected_proposal_is_not_listed(session: object):
    table = make_table("We welcome.")
    refused = table.replace("EGY", "1.", "welcome", "hail")
    reserved(table, refused)
    table.decide(DecisionKind.REJECT, refused, reason="No.")

    assert reservations(table) == []


PARTED = "We welcome the further progress in trade and energy."


def parted() -> tuple[Table, Amendment]:
    """Return a table on which one of two changes of a proposal, on which Oman reserves, was accepted."""
    table = make_table("We welcome the progress in trade.")
    made = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=PARTED)
    reserved(table, made)
    table.decide(DecisionKind.PART, made, chosen=(0,))
    return table, made


def asked_in(table: Table) -> list[str]:
    return [one.text for one in reservations(table)]


def test_a_reservation_on_a_proposal_accepted_in_part_shows_the_words_in_the_text(session: object):
    table, made = parted()
    assert asked_in(table) == [PARTED]

    table.decide(DecisionKind.REJECT, made, reason="Not energy.")

    assert asked_in(table) == ["We welcome the further progress in trade."]
    table.close()
    assert asked_in(table) == ["We welcome the further progress in trade."]
    table.open()
    assert asked_in(table) == ["We welcome the further progress in trade."]


def test_reservations_on_the_adopted_part_and_on_the_pending_rest_are_listed_separately(
    session: object,
):
    table, made = parted()
    table.close()
    table.open()
    assert asked_in(table) == ["We welcome the further progress in trade.", PARTED]

    table.decide(DecisionKind.REJECT, made, reason="Not energy.")

    assert asked_in(table) == ["We welcome the further progress in trade."]


def test_a_reservation_on_the_adopted_part_stays_after_the_rest_is_withdrawn(session: object):
    table, made = parted()
    amendments.withdraw(table.head("EGY"), made.code)
    table.close()

    assert asked_in(table) == ["We welcome the further progress in trade."]


def test_on_a_paragraph_that_was_deleted_a_reservation_stands_at_the_end_without_a_number(session: object):
    table = make_table("We welcome.", "We urge.")
    deleted = table.propose("EGY", AmendmentKind.DELETE, "1.")
    kept = table.replace("EGY", "2.", "urge", "ask")
    for made in (deleted, kept):
        reserved(table, made)
        table.accept(made)
    table.close()

    assert [(one.number, one.proposal) for one in reservations(table)] == [("1", "EGY 2"), ("", "EGY 1")]


def listed(table: Table) -> list[tuple[str, str, str]]:
    """Paragraph, proposal and delegation of each reservation on the newest text."""
    db.session.expire_all()
    return [(one.number, one.proposal, one.delegation) for one in reservations(table)]


def test_a_reservation_on_a_deleted_paragraph_is_not_listed(session: object):
    table = make_table("We welcome.", "We urge.")
    adopted = table.replace("EGY", "1.", "welcome", "hail")
    reserved(table, adopted)
    table.accept(adopted)
    table.close()
    table.open()
    carried = table.replace("SEN", "1.", "hail", "greet")
    reserved(table, carried)
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    assert listed(table) == [("1", "EGY 1", "Oman"), ("1", "SEN 1", "Oman")]

    table.close()

    assert listed(table) == []


def test_a_reservation_on_words_replaced_later_is_not_listed(session: object):
    table = make_table("We welcome the progress.")
    adopted = table.replace("EGY", "1.", "welcome", "hail")
    reserved(table, adopted)
    table.accept(adopted)
    table.close()
    table.open()
    table.accept(table.replace("MYS", "1.", "the progress", "all progress"))
    table.close()
    assert listed(table) == [("1", "EGY 1", "Oman")]
    table.open()
    table.accept(table.replace("SEN", "1.", "hail", "note"))

    table.close()

    assert listed(table) == []


def test_a_reservation_on_a_merged_proposal_is_listed_while_the_compromise_stands(session: object):
    table = make_table("We welcome the progress.")
    absorbed = table.replace("EGY", "1.", "welcome", "hail")
    reserved(table, absorbed)
    table.decide(DecisionKind.COMPROMISE, absorbed, text="We greet the progress.")
    table.close()
    assert listed(table) == [("1", "EGY 1", "Oman")]
    table.open()
    table.accept(table.replace("SEN", "1.", "greet", "note"))

    table.close()

    assert listed(table) == []


def test_on_what_is_agreed_nobody_awaits_instructions_any_more(session: object):
    table = make_table("We welcome.", "We urge.", "We note.")
    agreed = table.replace("EGY", "1.", "welcome", "hail")
    proposed = table.replace("EGY", "2.", "urge", "ask")
    bracketed = table.replace("EGY", "3.", "note", "see")
    for made in (agreed, proposed, bracketed):
        reserved(table, made, Stance.AWAITING)
        reserved(table, made, code="MYS")
    table.accept(agreed)
    table.accept(proposed, level=None)
    table.decide(DecisionKind.BRACKETS, bracketed)

    def awaited() -> list[str]:
        return [one.proposal for one in reservations(table) if one.awaited]

    assert awaited() == ["EGY 2", "EGY 3"]
    table.close()
    assert awaited() == ["EGY 3"]
    assert [name for _, name, delegation in listed(table) if delegation == "Malaysia"] == [
        "EGY 1",
        "EGY 2",
        "EGY 3",
    ]


# On the text itself --------------------------------------------------------------------------------


def test_a_reservation_on_a_line_stands_in_its_place_and_goes_where_its_words_change(session: object):
    table = make_table("We welcome.", "We urge.")
    reserved(table, table.replace("EGY", "1.", "welcome", "hail"))
    for label, stance in (("1.", Stance.AWAITING), ("2.", Stance.RESERVE)):
        take_on_text(table, "MAR", label, stance, "Our capital.")

    found = reservations(table)
    assert [(row.number, row.proposal, row.kind, row.delegation, row.awaited) for row in found] == [
        ("1", "EGY 1", AmendmentKind.REPLACE, "Oman", False),
        ("1", "", None, "Morocco", True),
        ("2", "", None, "Morocco", False),
    ]
    assert "the text as it stands" in said(table, documents.Form.CLEAN, with_annexes=True)

    table.accept(table.replace("SEN", "2.", "urge", "ask"))
    table.close()
    assert [row.number for row in reservations(table) if not row.proposal] == ["1"]


def test_no_reservation_on_a_line_is_listed_where_the_text_names_nobody(session: object):
    table = make_table("We welcome.", attributed=False)
    take_on_text(table, "MAR", "1.", Stance.RESERVE)

    assert reservations(table) == []
