"""A wording in another language: kept beside it by the Mission, and never in its own language."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import NotFound, NotPermitted, UnreadableText, WrongShape
from acm_drafts.services import translations
from acm_drafts.store.database import db
from acm_drafts.store.records import JournalLine, Wording
from acm_drafts.store.text import translations_in
from acm_drafts.text.language import Language
from tests.tables import Table, make_table


@pytest.fixture
def table(session: object) -> Table:
    return make_table("We welcome.", "We urge.")


@pytest.fixture
def wording(table: Table) -> int:
    return table.line("1.").line.wording


def kept() -> int:
    return db.session.scalar(select(func.count(Wording.id)).where(Wording.translation_of_id.is_not(None)))


def test_a_translation_stands_beside_its_wording_and_in_the_journal(table: Table, wording: int):
    made = translations.add(table.mission, wording, Language.AR, "نرحب.")

    assert (made.translation_of_id, made.language, made.text) == (wording, "ar", "نرحب.")
    assert translations_in(db.session, table.draft, "ar") == {wording: "نرحب."}
    assert table.line("1.").line.text == "We welcome."
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "translate")).one()
    assert (line.subject, line.after) == ("ar", "نرحب.")


def test_a_later_translation_takes_the_place_of_an_earlier_one_which_is_kept(table: Table, wording: int):
    translations.add(table.mission, wording, Language.FR, "Nous saluons.")
    translations.add(table.mission, wording, Language.FR, "Nous nous félicitons.")

    assert translations_in(db.session, table.draft, "fr") == {wording: "Nous nous félicitons."}
    assert kept() == 2


@pytest.mark.parametrize(
    ("language", "said", "refusal"),
    [
        (Language.FR, "  ", WrongShape),
        (Language.EN, "We do welcome.", WrongShape),
        (Language.AR, "نرحب\u202e.", UnreadableText),
        (Language.FR, "Nous\x00 saluons.", UnreadableText),
    ],
)
def test_what_is_no_translation_is_refused_and_leaves_nothing(
    table: Table, wording: int, language: Language, said: str, refusal: type[Exception]
):
    with pytest.raises(refusal):
        translations.add(table.mission, wording, language, said)

    assert kept() == 0


def test_only_the_mission_translates(table: Table, wording: int):
    with pytest.raises(NotPermitted):
        translations.add(table.head("EGY"), wording, Language.FR, "Nous saluons.")

    assert kept() == 0


def test_a_translation_of_nothing_or_of_a_translation_is_not_found(table: Table, wording: int):
    made = translations.add(table.mission, wording, Language.FR, "Nous saluons.")

    for other in (made.id, 999_999):
        with pytest.raises(NotFound):
            translations.add(table.mission, other, Language.AR, "نرحب.")
