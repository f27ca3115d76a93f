"""Which reservations the documents of a draft tell, and as what."""

from lxml import etree

from acm_drafts.documents.reader import read
from acm_drafts.documents.write.annexes import Reservation
from acm_drafts.documents.write.wordxml import W
from acm_drafts.negotiation.document_settings import DocumentSettings
from acm_drafts.negotiation.terms import AmendmentKind, ReservationScope, Stance, WordsNow
from acm_drafts.services import documents, people, positions, reservations, translations
from acm_drafts.services.document_settings import set_document_settings
from acm_drafts.services.documents import Form
from acm_drafts.services.draft_texts import draft_text
from acm_drafts.services.reservation_annex import reservations_on
from acm_drafts.store import meetings
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft
from acm_drafts.text.language import Language
from tests.documents.making import members_of, part
from tests.documents.test_footnotes import notes, printed, shown
from tests.factories import party
from tests.reservations import enter, seen
from tests.services.test_documents import draft_of, said
from tests.tables import Table, make_table


def listed(table: Table, draft: Draft | None = None, **facts: str) -> list[Reservation]:
    draft = draft or draft_of(table)
    text = draft_text(db.session, draft, **facts)
    return list(reservations_on(db.session, draft, text))


def test_reservations_stand_in_the_order_of_the_text_with_numbers_names_and_days(session: object):
    table = make_table("# General", "We welcome the progress.", "We urge.")
    enter(table, "OMN", "2.", words="Not yet.")
    enter(table, "MAR", "1.", "the progress", awaiting=True)
    enter(table, "SEN", words="On all of it.")

    found = listed(table, language="fr")

    assert [(row.number, row.scope, row.phrase, row.delegation, row.awaited, row.words) for row in found] == [
        ("", ReservationScope.TEXT, "", "Sénégal", False, "On all of it."),
        ("1", ReservationScope.PHRASE, "the progress", "Maroc", True, ""),
        ("2", ReservationScope.PARAGRAPH, "", "Oman", False, "Not yet."),
    ]
    assert {row.day for row in found} == {meetings.today(db.session(), None).isoformat()}
    assert {row.where for row in found} == {WordsNow.THERE}


def test_a_position_is_no_reservation_until_its_delegation_enters_it_as_one(session: object):
    table = make_table("We welcome.")
    line = table.line("1.").line
    facts = {"wording": line.wording, "party": party("OMN").id, "stance": Stance.RESERVE, "reason": "No."}
    positions.take_position_on_paragraph(table.head("OMN"), line.paragraph, **facts)
    assert listed(table) == []

    enter(table, "OMN", "1.", words="No.")
    assert [row.words for row in listed(table)] == ["No."]


def test_documents_tell_what_is_public_and_not_withdrawn(session: object):
    table = make_table("We welcome.")
    hidden = enter(table, "OMN", "1.", published=False)
    gone = enter(table, "MAR", "1.")
    reservations.withdraw(table.head("MAR"), gone.code, seen=1)
    assert listed(table) == []

    reservations.publish(table.head("OMN"), hidden.code, seen=seen(hidden))
    assert [row.delegation for row in listed(table)] == ["Oman"]


def test_a_text_without_names_tells_a_reservation_whose_delegation_made_it_public(session: object):
    table = make_table("We welcome.", attributed=False)
    enter(table, "OMN", "1.")
    assert [row.delegation for row in listed(table)] == ["Oman"]


def test_one_whose_words_are_gone_says_so_and_whether_it_stands(session: object):
    table = make_table("We welcome the progress.")
    first = draft_of(table)
    reservation = enter(table, "OMN", "1.", "the progress")
    table.accept(table.replace("EGY", "1.", "the progress", "the work"))
    table.close()
    table.open()

    assert [(row.number, row.where, row.kept) for row in listed(table)] == [("1", WordsNow.GONE, False)]
    reservations.keep(table.head("OMN"), reservation.code, seen=1)
    assert [(row.where, row.kept) for row in listed(table)] == [(WordsNow.GONE, True)]
    assert [(row.where, row.kept) for row in listed(table, first)] == [(WordsNow.THERE, False)]


def test_the_files_of_an_earlier_draft_tell_what_was_so_when_it_was_the_text(session: object):
    table = make_table("We welcome the progress.", "We urge.")
    maintained = enter(table, "OMN", "1.", "the progress")
    withdrawn = enter(table, "MAR", "2.")
    awaited = enter(table, "SEN", "2.", awaiting=True)
    hidden = enter(table, "PAK", "2.", published=False)
    table.accept(table.replace("EGY", "1.", "the progress", "the work"))
    table.close()
    second, draft = draft_of(table), listed(table)
    assert listed(table, second) == draft, "nothing ends before a later draft is circulated"
    table.open()
    reservations.keep(table.head("OMN"), maintained.code, seen=seen(maintained))
    table.accept(table.replace("EGY", "1.", "the work", "the work done"))
    then = listed(table, second)
    assert [(row.delegation, row.kept, row.awaited) for row in then] == [
        ("Oman", True, False),
        ("Morocco", False, False),
        ("Senegal", False, True),
    ]
    assert masthead(table, second).endswith("Reservations: 2; awaiting instructions: 1.")
    table.close()
    table.open()
    third = draft_of(table)
    assert [row.kept for row in listed(table)] == [False, False, False], "it is asked anew of other words"

    reservations.receive_instructions(table.head("SEN"), awaited.code, seen=seen(awaited))
    reservations.withdraw(table.head("MAR"), withdrawn.code, seen=seen(withdrawn))
    reservations.publish(table.head("PAK"), hidden.code, seen=seen(hidden))
    enter(table, "MYS", "2.")

    assert listed(table, second) == then
    assert [row.delegation for row in listed(table, third)] == ["Oman", "Senegal", "Pakistan", "Malaysia"]
    assert "as they stood when OIC/FC/Rev.2 was circulated on" in masthead(table, second)
    assert "Reservations, as they stood when OIC/FC/Rev.2 was circulated on" in said_of(
        second, Form.CLEAN, with_annexes=True
    )


def test_one_on_a_paragraph_that_was_deleted_stands_at_the_end_without_a_number(session: object):
    table = make_table("We welcome.", "We urge.")
    enter(table, "OMN", "1.")
    enter(table, "MAR", "2.")
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."))
    table.close()
    table.open()

    assert [(row.number, row.delegation) for row in listed(table)] == [("1", "Morocco"), ("", "Oman")]


def test_an_earlier_draft_has_none_that_were_entered_on_a_later_one(session: object):
    table = make_table("We welcome.", "We urge.")
    first = draft_of(table)
    table.accept(table.replace("EGY", "1.", "welcome", "hail the work"))
    table.close()
    table.open()
    enter(table, "OMN", "1.", "the work")
    enter(table, "MAR", "2.")

    assert listed(table, first) == []
    assert "No reservation had been made known when" in masthead(table, first)
    assert [row.delegation for row in listed(table)] == ["Oman", "Morocco"]


def said_of(draft: Draft, form: Form, **facts: object) -> str:
    """Return every word of a document of *draft*, on one line."""
    data = documents.document(db.session, people.operator(), form, draft=draft, **facts)
    return " ".join(one.final for one in read(data).paragraphs if one.final)


def masthead(table: Table, draft: Draft | None = None) -> str:
    """Return what stands above the title of the report."""
    draft = draft or draft_of(table)
    data = documents.document(db.session, people.operator(), Form.RESERVATIONS, draft=draft)
    paragraphs = part(data, "word/masthead.xml").iter(f"{{{W}}}p")
    return " ".join("".join(paragraph.itertext()) for paragraph in paragraphs)


def test_the_report_prints_them_in_their_words_and_says_where_there_are_none(session: object):
    table = make_table("We welcome the progress.")
    assert masthead(table).endswith("No reservation has been made known.")
    enter(table, "OMN", "1.", "the progress", words="Our law differs.\nSee its article 3.")
    enter(table, "MAR", awaiting=True)

    words = said(table, Form.RESERVATIONS)
    assert masthead(table).endswith("Reservations: 1; awaiting instructions: 1.")
    assert "On the words “the progress”" in words and "Our law differs." in words
    assert "On the whole text" in words and "Delegations awaiting instructions" in words


# As footnotes -----------------------------------------------------------------------------------------


def exported(table: Table, form: Form = Form.CLEAN, **facts: object) -> bytes:
    return documents.document(db.session, people.operator(), form, draft=draft_of(table), **facts)


def footed(table: Table, **facts: object) -> list[str]:
    """Return the lines of the newest draft as its clean document prints them with footnotes, the title left out."""
    return printed(exported(table, **facts))[1:]


def with_footnotes(*lines: str) -> Table:
    table = make_table(*lines)
    set_document_settings(table.mission, table.code, DocumentSettings(footnotes=True))
    return table


def test_by_setting_the_text_has_those_that_are_public_as_footnotes_and_no_form_that_prints_tables_of_it(
    session: object,
):
    table = make_table("We welcome the progress made.", "We urge.")
    enter(table, "OMN", "1.", "the progress", words="Our law differs.")
    enter(table, "MAR", "1.", published=False)
    enter(table, "SEN", awaiting=True)
    without = exported(table)
    assert "word/footnotes.xml" not in members_of(without)

    set_document_settings(table.mission, table.code, DocumentSettings(footnotes=True))

    clean = exported(table)
    assert printed(clean)[0].endswith("‹1›")
    assert printed(clean)[1:] == ["1.\tWe welcome the progress‹2› made.", "2.\tWe urge."]
    senegal, oman = notes(clean)
    assert senegal.startswith("Senegal: reservation of ") and "awaiting instructions" in senegal
    assert oman.endswith("On the words “the progress”. | Our law differs.")
    assert notes(exported(table, with_annexes=True)) == [senegal, oman]
    assert printed(exported(table, Form.COMPILATION))[1:] == printed(clean)[1:]
    for form in (Form.POSITIONS, Form.RESERVATIONS):
        assert "word/footnotes.xml" not in members_of(exported(table, form, with_annexes=True))
    set_document_settings(table.mission, table.code, DocumentSettings())
    assert exported(table) == without


def test_a_footnote_follows_its_words_and_stands_at_the_end_where_they_are_gone(session: object):
    table = with_footnotes("We welcome the progress made.", "We urge all to pay.", "We met.")
    enter(table, "OMN", "1.", "the progress")
    enter(table, "MAR", "2.", "all to pay")
    enter(table, "SEN", "3.")
    table.accept(table.replace("EGY", "1.", "welcome", "warmly and deeply welcome"))
    table.accept(table.replace("EGY", "2.", "pay", "give"))
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "3."))
    table.close()

    document = exported(table)
    assert printed(document)[0].endswith("‹1›")
    assert printed(document)[1:] == [
        "1.\tWe warmly and deeply welcome the progress‹2› made.",
        "2.\tWe urge all to give.‹3›",
    ]
    deleted, _, gone = notes(document)
    for note in (deleted, gone):
        assert (
            "no longer in the text. Since its words changed last, its delegation has not said whether it maintains it."
            in note
        )


def test_where_changes_are_tracked_a_footnote_stands_in_the_newer_text(session: object):
    table = with_footnotes("We welcome the progress made.", "We urge all to pay.", "We met.")
    before = draft_of(table)
    enter(table, "OMN", "1.", "the progress")
    enter(table, "MAR", "2.")
    table.accept(table.replace("EGY", "1.", "We welcome", "We have met and warmly welcome"))
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "3."))
    table.close()

    document = exported(table, Form.TRACKED, since=before)

    body = part(document, "word/document.xml")
    assert notes(document) == notes(exported(table))
    texts = ["".join(map(shown, node.iter(etree.Element))) for node in body.iter(f"{{{W}}}p")][1:]
    assert "the progress‹1› made." in texts[0] and texts[1] == "2.\tWe urge all to pay.‹2›"
    assert "‹" not in "".join(texts[2:])


def test_in_a_translation_a_footnote_on_words_stands_at_the_end_of_its_paragraph(session: object):
    table = with_footnotes("We welcome OIC.", "We urge OIC now.")
    enter(table, "OMN", "1.", "OIC")
    enter(table, "MAR", "2.", "OIC")
    translations.add(table.mission, table.line("1.").line.wording, Language.FR, "OIC : bienvenue.")

    assert footed(table, language="fr") == ["1.\tOIC : bienvenue.‹1›", "2.\tWe urge OIC‹2› now."]
