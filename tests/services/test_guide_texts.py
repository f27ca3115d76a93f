"""What the guide tells whom: adopted texts all of the Group, others their readers; reservations the participants."""

from dataclasses import replace

import pytest

from acm_drafts.documents.reader import read as read_word
from acm_drafts.documents.write.guide import ItemGuide
from acm_drafts.negotiation.errors import NotFound, NotPermitted
from acm_drafts.negotiation.guide import NothingToRequest, year_of
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Level, Role, TextKind
from acm_drafts.services import drafts, guide, people
from acm_drafts.services.agenda import set_agenda
from acm_drafts.services.guide_texts import (
    GuideReader,
    chair_of_group,
    guide_document,
    letter_document,
    letter_on,
    load_guide,
)
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft, Source
from acm_drafts.text.language import Language
from tests.adoptions import adopt, entry, imported_as_final, issue
from tests.factories import actor_of, make_meeting, make_observer, make_officer, mission, party
from tests.guide import ITEMS, add_agenda, session_for, tag
from tests.public import translate
from tests.reservations import enter
from tests.sittings import make_body
from tests.tables import Table, lines_of, make_table, read

pytestmark = pytest.mark.usefixtures("session")


def told(actor: Actor, of: int, item: str = "14") -> ItemGuide:
    """Return what the guide of a session says on an item to *actor*."""
    db.session.rollback()
    (own,) = load_guide(db.session(), GuideReader(actor, Language.EN), of, only=item).items
    return own


def member(code: str, meeting: int | None) -> Actor:
    """Return a drafter of a delegation at a meeting."""
    return actor_of(make_officer(Role.DRAFTER, code, meeting_id=meeting)).at(None)


def texts(own: ItemGuide) -> list[tuple[str, bool, list[str]]]:
    return [(text.symbol, bool(text.day), [one.text for one in text.paragraphs]) for text in own.texts]


def test_an_adopted_text_is_the_position_as_its_corrigenda_read_it():
    table = imported_as_final("The Meeting noted the report.", "It thanked Egypt.")
    of = session_for(table)
    add_agenda(of)
    tag(table, "1.", 14)
    reader = member("EGY", db.session.get_one(Draft, table.draft).communique.meeting_id)
    assert texts(told(reader, of)) == [("OIC/FC", False, ["The Meeting noted the report."])]
    adopt(table)
    issue(table, entry(table, "1.", "noted", "welcomed"))

    own = told(reader, of)
    assert texts(own) == [("OIC/FC", True, ["The Meeting welcomed the report."])]
    (paragraph,) = own.texts[0].paragraphs
    assert paragraph.url == f"/c/{table.code}/p/{table.line('1.').code}"
    assert told(reader, of, "23").says_something is False


def test_a_text_that_is_not_adopted_is_told_to_those_who_read_it_and_to_nobody_else():
    table = make_table("The Meeting noted the report.")
    of, meeting = session_for(table), db.session.get_one(Draft, table.draft).communique.meeting_id
    elsewhere = make_meeting(year=2001)
    add_agenda(of)
    tag(table, "1.", 14)

    assert texts(told(member("EGY", meeting), of)) == [("OIC/FC", False, ["The Meeting noted the report."])]
    other = told(member("MYS", elsewhere.id), of)
    assert (other.texts, other.reservations, other.withheld, other.earlier) == ([], [], False, [])


def test_what_is_not_circulated_is_in_nobodys_guide():
    table = Table(lines_of("The Meeting noted the report."))
    add_agenda(session_for(table))
    tag(table, "1.", 14)
    assert told(mission(), session_for(table)).texts == []


def test_a_later_session_has_the_earlier_position_with_a_link_that_its_reader_can_open():
    last = imported_as_final("It noted.", "The Meeting thanked Egypt.", symbol="OIC/LAST")
    of, at = session_for(last), db.session.get_one(Draft, last.draft).communique.meeting_id
    add_agenda(of)
    add_agenda(of + 1, replace(ITEMS[0], number=15, title_en="CULTURE OF PEACE"), ITEMS[1])
    tag(last, "2.", 14)
    now = make_meeting(year=year_of(of + 1))
    newcomer = member("EGY", now.id)
    assert told(newcomer, of + 1, "15").earlier == []
    enter(last, "MYS", "2.", words="Our law differs.", published=True)
    adopt(last)

    (earlier,) = told(newcomer, of + 1, "15").earlier
    assert (earlier.session, earlier.item.number) == (of, 14)
    (paragraph,) = earlier.texts[0].paragraphs
    assert paragraph.url.startswith("/library/sources/") and paragraph.url.endswith("#s-2")
    own = told(newcomer, of)
    assert own.withheld and own.reservations == []
    participant = told(member("EGY", at), of)
    assert [(r.number, r.words) for r in participant.reservations] == [("2", "Our law differs.")]
    assert not participant.withheld


def test_a_translated_paragraph_of_an_earlier_year_is_linked_to_the_source_in_its_own_language():
    last = imported_as_final("It noted.", "The Meeting thanked Egypt.", symbol="OIC/LAST")
    translate(last, "Il a noté.", "La Réunion a remercié l’Égypte.")
    of = session_for(last)
    add_agenda(of)
    add_agenda(of + 1)
    tag(last, "2.", 14)
    newcomer = member("EGY", make_meeting(year=year_of(of + 1)).id)
    adopt(last)
    for language, words in (
        (Language.FR, "La Réunion a remercié l’Égypte."),
        (Language.AR, "The Meeting thanked Egypt."),
    ):
        (own,) = load_guide(db.session(), GuideReader(newcomer, language), of + 1, only="14").items
        ((paragraph,),) = [text.paragraphs for text in own.earlier[0].texts]
        code = paragraph.url.removeprefix("/library/sources/").partition("#")[0]
        source = db.session.query(Source).filter_by(code=code).one()
        assert (paragraph.text, paragraph.language.value) == (words, source.language)


def test_reservations_are_those_on_the_items_paragraphs_and_on_the_whole_text_that_are_public():
    table = make_table("The Meeting noted the report.", "It thanked Egypt.")
    add_agenda(session_for(table))
    tag(table, "1.", 14)
    enter(table, "MYS", "1.", words="Ours.", published=True)
    enter(table, "SEN", "1.", words="Not public.", published=False)
    enter(table, "JOR", "2.", words="On another paragraph.", published=True)
    enter(table, "TUR", words="On all of it.", published=True)
    found = told(mission(), session_for(table)).reservations
    assert sorted((r.delegation, r.number) for r in found) == [("Malaysia", "1"), ("Türkiye", "")]


def test_experts_are_those_who_hold_an_office_today_with_their_delegations():
    table = make_table("The Meeting noted the report.")
    of = session_for(table)
    add_agenda(of)
    head, gone = table.head("SEN"), actor_of(make_officer(Role.DRAFTER, "EGY"))
    for actor in (head, gone):
        guide.follow_item(actor, of, (14, ""))
    people.disable(mission(), gone.user)
    (expert,) = told(mission(), of).experts
    assert list(expert.parties) == ["Senegal"]


def test_observers_read_no_guide_and_an_unknown_session_has_none():
    add_agenda(81)
    with pytest.raises(NotPermitted):
        guide_document(db.session(), GuideReader(actor_of(make_observer()), Language.EN), 81)
    for of, item in ((80, ""), (81, "99")):
        with pytest.raises(NotFound):
            load_guide(db.session(), GuideReader(mission(), Language.EN), of, only=item)


# The letter ------------------------------------------------------------------------------------------


def test_the_letter_names_the_items_of_the_text_else_those_of_its_paragraphs():
    table = imported_as_final("The Meeting noted the report.")
    add_agenda(session_for(table))
    draft = db.session.get_one(Draft, table.draft)
    facts = {"language": Language.FR, "state": party("EGY")}
    with pytest.raises(NothingToRequest):
        letter_on(db.session(), mission(), draft, **facts)
    with pytest.raises(NotPermitted):
        letter_on(db.session(), table.head("EGY"), draft, **facts)
    tag(table, "1.", 71, "b")
    assert [item.part for item in letter_on(db.session(), mission(), draft, **facts).items] == ["b"]
    set_agenda(mission(), table.code, "14")
    letter = letter_on(db.session(), mission(), draft, **facts)
    assert [(item.number, item.title) for item in letter.items] == [(14, "Culture de paix")]
    assert letter.is_draft and letter.state == "Égypte"
    adopt(table)
    db.session.rollback()
    draft = db.session.get_one(Draft, table.draft)
    assert not letter_on(db.session(), mission(), draft, **facts).is_draft
    assert chair_of_group(db.session(), draft) is None
    make_body(Level.AMBASSADORIAL, chair="MYS")
    assert chair_of_group(db.session(), draft).code == "MYS"


def test_the_letter_is_signed_by_who_chairs_the_meeting_where_nobody_else_is_known_to_chair():
    table = imported_as_final("The Meeting noted the report.")
    draft = db.session.get_one(Draft, table.draft)
    draft.communique.meeting.chair_id = party("SEN").id
    db.session.flush()
    assert chair_of_group(db.session(), draft).code == "SEN"


def test_no_letter_is_written_on_an_agenda_of_the_meeting():
    table = Table(lines_of("Opening", "Other matters"), kind=TextKind.AGENDA).open()
    draft = db.session.get_one(Draft, table.draft)
    with pytest.raises(NotFound):
        letter_on(db.session(), mission(), draft, language=Language.EN, state=None)


def test_the_annex_of_the_letter_is_the_text_as_its_corrigenda_read_it():
    table = imported_as_final("The Meeting noted the report.")
    set_agenda(mission(), table.code, "14")
    adopt(table)
    issue(table, entry(table, "1.", "the report", "the full report"))
    db.session.rollback()
    draft = db.session.get_one(Draft, table.draft)
    letter = letter_on(db.session(), mission(), draft, language=Language.EN, state=None)
    assert "the full report" in letter.face.lines[0].text


def test_the_annex_of_the_letter_says_how_much_of_the_text_is_translated():
    table = imported_as_final("The Meeting noted the report.", "It thanked Egypt.")
    add_agenda(session_for(table))
    tag(table, "1.", 14)

    def lacks(language: Language) -> list[str]:
        db.session.rollback()
        draft = db.session.get_one(Draft, table.draft)
        data = letter_document(db.session(), mission(), draft, language=language, state=None)
        lines = [paragraph.final or "" for paragraph in read_word(data).paragraphs]
        return [line for line in lines if line.startswith(("Traduction partielle", "Non traduit"))]

    assert len(lacks(Language.FR)) == 1 and lacks(Language.FR)[0].startswith("Non traduit")
    translate(table, "La Réunion a pris note du rapport.")
    assert lacks(Language.FR)[0].startswith("Traduction partielle")
    translate(table, "La Réunion a pris note du rapport.", "Elle a remercié l’Égypte.")
    assert lacks(Language.FR) == lacks(Language.EN) == []


def test_a_tagged_part_of_a_sentence_is_told_with_the_rest_of_it():
    table = Table(
        read(
            b"1. The Meeting invited Member States:\n\n(a) to share data; and\n\n(b) to build ports.\n\n"
            b"2. It thanked Egypt."
        ),
        symbol="OIC/FC",
    )
    drafts.circulate(table.mission, table.draft, attributed=True)
    of = session_for(table)
    add_agenda(of)
    tag(table, "(b)", 14)
    tag(table, "1.", 23)
    reader = member("EGY", db.session.get_one(Draft, table.draft).communique.meeting_id)

    (text,) = told(reader, of).texts
    assert [(one.number, one.text) for one in text.paragraphs] == [
        ("1", "The Meeting invited Member States:"),
        ("1 (b)", "to build ports."),
    ]
    (text,) = told(reader, of, "23").texts
    assert [one.number for one in text.paragraphs] == ["1", "1 (a)", "1 (b)"]

    translate(table, "دعا الاجتماع الدول الأعضاء إلى:", "تبادل البيانات؛", language=Language.AR)
    (own,) = load_guide(db.session(), GuideReader(reader, Language.AR), of, only="23").items
    (text,) = own.texts
    assert [(one.number, one.language) for one in text.paragraphs] == [  # as it is written beside its words
        ("1", Language.AR),
        ("1 (أ)", Language.AR),
        ("1 (b)", Language.EN),
    ]
