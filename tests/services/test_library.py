"""The Mission adds sources and withdraws them; an adopted text enters by its adoption."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from acm_drafts.documents.read.recognise import recognise
from acm_drafts.negotiation.agreed_language import Likeness
from acm_drafts.negotiation.errors import NotFound, NotPermitted, TextTooLong, UnreadableText
from acm_drafts.negotiation.library import (
    AdoptedSource,
    SourceDated,
    SourceKnown,
    SourceSymbolKnown,
    SourceWithdrawn,
    WrongSource,
    WrongSourceDate,
    names_enacting_body,
    read_search,
)
from acm_drafts.services import library, translations, verification
from acm_drafts.store.database import db
from acm_drafts.store.library import WIDE, find_passages, nearest, paragraphs_of, sources_listed
from acm_drafts.store.records import JournalLine, LibraryChange, Source
from acm_drafts.text.language import Language
from tests.adoptions import adopt, entry, imported_as_final, issue
from tests.factories import actor_of, make_head, make_mission_drafter, mission, tomorrow
from tests.library import TEXTS, add, face, index, numbered
from tests.tables import Table

pytestmark = pytest.mark.usefixtures("session")


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_source_is_kept_with_its_paragraphs_and_told_in_the_journal():
    source = add()

    rows = paragraphs_of(db.session(), source.id)
    assert [(row.position, row.reference, row.text) for row in rows] == [
        (number, str(number), text) for number, text in enumerate(TEXTS, 1)
    ]
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "add source")).one()
    assert (line.subject, line.after) == ("A/RES/65/140", source.title)


def test_who_drafts_for_the_mission_at_one_meeting_keeps_the_library_and_a_delegation_does_not():
    imported_as_final("One.")
    add(actor=actor_of(make_mission_drafter()))
    with pytest.raises(NotPermitted):
        add("A/RES/67/264", "Noted.", actor=actor_of(make_head("EGY")))
    assert count(Source) == 1


def test_the_same_words_are_refused_with_the_source_that_the_library_has():
    add()
    with pytest.raises(SourceKnown) as refused:
        add("A/RES/99/1", *(f" {text} " for text in TEXTS))

    assert "A/RES/65/140" in str(refused.value)
    assert count(Source) == count(LibraryChange) == 1


def test_another_text_of_the_same_symbol_is_refused_in_the_same_language_alone():
    add()
    with pytest.raises(SourceSymbolKnown):
        add("a/res/65/140", "Other words.")

    add("A/RES/65/140", "Prend note ;", language=Language.FR)
    assert count(Source) == 2


def test_a_withdrawn_source_is_kept_and_stands_in_nobodys_way():
    source = add()
    withdrawal = library.withdraw(mission(), source.code, reason=" A typing error. ")

    assert withdrawal.reason == "A typing error."
    assert [row.withdrawn is not None for row in sources_listed(db.session(), mission())] == [True]
    with pytest.raises(SourceWithdrawn):
        library.withdraw(mission(), source.code, reason="Again.")
    add()
    assert [change.withdrawn for change in db.session.scalars(select(LibraryChange))] == [False, True, False]
    assert verification.verify(db.session()).findings == ()


def test_a_source_without_a_date_is_given_one_once_and_is_found_under_its_year():
    source = add(day=None)
    asked = read_search("investment")
    in_2010 = replace(WIDE, first_year=2010, last_year=2010)
    assert find_passages(db.session(), index(), mission(), asked, in_2010).count == 0

    for wrong in (date(1944, 12, 31), tomorrow() + timedelta(days=1)):
        with pytest.raises(WrongSourceDate):
            library.give_date(mission(), source.code, wrong)
    with pytest.raises(NotPermitted):
        library.give_date(actor_of(make_head("EGY")), source.code, date(2010, 12, 16))
    library.give_date(mission(), source.code, date(2010, 12, 16))
    with pytest.raises(SourceDated):
        library.give_date(mission(), source.code, date(2010, 12, 17))

    assert db.session.scalars(select(Source.day)).all() == [date(2010, 12, 16)]
    assert find_passages(db.session(), index(), mission(), asked, in_2010).count == 1
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "date source")).one()
    assert (line.subject, line.after) == ("A/RES/65/140", "2010-12-16")
    assert verification.verify(db.session()).findings == ()


def test_a_source_is_withdrawn_by_the_mission_for_a_reason():
    source = add()
    with pytest.raises(WrongSource):
        library.withdraw(mission(), source.code, reason="  ")
    with pytest.raises(NotFound):
        library.withdraw(mission(), "nothing", reason="A draft.")
    imported_as_final("One.")
    with pytest.raises(NotPermitted):
        library.withdraw(actor_of(make_head("EGY")), source.code, reason="A draft.")


@pytest.mark.parametrize(
    ("facts", "texts", "refusal"),
    [
        ({"symbol": " "}, TEXTS, WrongSource),
        ({"title": " "}, TEXTS, WrongSource),
        ({}, (" ",), WrongSource),
        ({}, ("a\u202eb",), UnreadableText),
        ({}, ("x" * 20_001,), TextTooLong),
        ({"symbol": "x" * 201}, TEXTS, TextTooLong),
    ],
)
def test_what_is_no_source_is_refused_and_nothing_is_kept(facts: dict, texts: tuple, refusal: type):
    with pytest.raises(refusal):
        library.add(mission(), face(**facts), numbered(*texts))
    assert count(Source) == count(JournalLine) == 0


def test_an_adopted_text_enters_the_library_by_its_adoption_and_stays():
    table = imported_as_final("# Thanks", "The Meeting noted the report.", "The Meeting thanked Egypt.")
    adopt(table)

    (row,) = sources_listed(db.session(), mission())
    assert (row.source.symbol, row.source.body, row.paragraphs) == ("OIC/FC", "acm", 2)
    assert [line.reference for line in paragraphs_of(db.session(), row.source.id)] == ["", "1", "2"]
    with pytest.raises(AdoptedSource):
        library.withdraw(mission(), row.source.code, reason="Not needed.")
    with pytest.raises(SourceSymbolKnown):
        add("OIC/FC", "Other words.")
    assert verification.verify(db.session()).findings == ()


def test_an_adopted_text_is_in_the_library_in_each_language_and_as_its_corrigenda_read_it():
    table = imported_as_final(
        "# Thanks", "The Meeting noted the report by June.", "The Meeting thanked Egypt."
    )
    add("OIC/FC", "Un texte collé.", language=Language.FR)
    translate(
        table, Language.FR, "Remerciements", "La Réunion a pris note du rapport.", "Elle a remercié l’Égypte."
    )
    adopt(table)
    translate(table, Language.AR, "شكر", "أحاط الاجتماع علمًا بالتقرير.")
    offered = [row for row in sources_listed(db.session(), mission()) if not row.withdrawn]
    assert [(row.source.symbol, row.source.language) for row in offered] == [
        ("OIC/FC", "en"),
        ("OIC/FC", "fr"),
    ]
    assert found("rapport") == ["La Réunion a pris note du rapport."]
    assert found("collé") == []

    translate(table, Language.AR, "شكر", "أحاط الاجتماع علمًا بالتقرير.", "وشكر مصر.")
    assert found("مصر") == ["وشكر مصر."]
    issue(table, entry(table, "1.", "by June", "by July"))
    assert found("July") == ["The Meeting noted the report by July."]
    assert found("June") == found("rapport") == found("بالتقرير") == []
    assert found("Egypte") == ["Elle a remercié l’Égypte."]
    (near,) = nearest(db.session(), index(), mission(), "The Meeting noted the report by July.", "en", most=1)
    assert near.claim.likeness is Likeness.VERBATIM and near.passage.corrected_by == "OIC/FC/Corr.1"
    translate(table, Language.FR, "Remerciements", "Autre.", "Elle a rendu hommage à l’Égypte.")
    assert found("hommage") == ["Elle a rendu hommage à l’Égypte."]
    assert verification.verify(db.session()).findings == ()


def translate(table: Table, language: Language, *texts: str) -> None:
    """Translate the first lines of the text."""
    for line, text in zip(table.lines(), texts, strict=False):
        translations.add(mission(), line.wording, language, text)


def found(words: str) -> list[str]:
    return [row.words for row in find_passages(db.session(), index(), mission(), read_search(words)).rows]


@pytest.mark.parametrize("day", [date(2090, 1, 1), date(1, 1, 1)])
def test_a_source_of_a_day_that_cannot_be_is_refused(day: date):
    with pytest.raises(WrongSource):
        add("OIC/X", day=day)
    assert count(Source) == 0


def test_the_body_that_speaks_in_a_resolution_is_no_paragraph_of_its_preamble():
    lines = recognise(
        ["The General Assembly,", "Recalling its resolution 64/292,", "1. Calls upon States to act;"],
        Language.EN,
    )
    source = library.add(mission(), face("A/RES/79/999"), lines)

    assert [line.reference for line in paragraphs_of(db.session(), source.id)] == ["", "PP1", "1"]
    assert sources_listed(db.session(), mission())[0].paragraphs == 2
    for body in ("The Security Council", "L’Assemblée générale,", "إن الجمعية العامة،"):
        assert names_enacting_body(body)
    assert not names_enacting_body("The General Assembly, recalling its resolution,")
