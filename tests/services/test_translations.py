"""A wording in another language: kept beside it by the Mission, and never in its own language."""

import pytest
from sqlalchemy import func, select

from acm_drafts.negotiation.errors import (
    NotFound,
    NotPermitted,
    NotPossible,
    OtherLanguage,
    UnreadableFile,
    UnreadableText,
    WrongShape,
)
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.translations import (
    FileDoesNotMatch,
    FileLine,
    TextTranslatedMeanwhile,
    TitleTranslatedMeanwhile,
    TranslatedMeanwhile,
    Translation,
    TranslationState,
)
from acm_drafts.negotiation.wordings import EmptyLineInside
from acm_drafts.services import translations, verification
from acm_drafts.services.translations import Entry, TitleEntry
from acm_drafts.store.database import db
from acm_drafts.store.document_settings import load_document_settings
from acm_drafts.store.public import whole_languages
from acm_drafts.store.records import JournalLine, Source, Wording
from acm_drafts.store.translations import translated_lines, translations_in
from acm_drafts.text.language import Language
from tests.public import FRENCH, adopted_text, publish
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
        (Language.FR, "Nous saluons.\n\nNous notons.", EmptyLineInside),
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


# A page of lines, and a file ------------------------------------------------------------------------


def french(table: Table) -> list[str | None]:
    db.session.rollback()
    known = translations_in(db.session, table.draft, "fr")
    return [known.get(line.wording) for line in table.lines()]


def entries(table: Table, *texts: str, seen: int = 0) -> list[Entry]:
    return [Entry(line.wording, text, seen) for line, text in zip(table.lines(), texts, strict=False)]


def save(table: Table, *texts: str, seen: int = 0) -> int:
    return translations.save(table.mission, table.draft, Language.FR, entries(table, *texts, seen=seen))


def test_of_a_page_what_was_entered_is_saved_and_what_stands_as_it_was_shown_is_not(table: Table):
    assert save(table, "Nous saluons.", "") == 1
    assert (
        save(table, "Nous saluons.", "Nous demandons.") == 1
    )  # the first as a page of before showed it not yet
    assert save(table, "Nous saluons.", "Nous demandons.", seen=1) == 0

    assert french(table) == ["Nous saluons.", "Nous demandons."]
    assert kept() == 2
    assert db.session.scalar(select(func.count(JournalLine.id)).where(JournalLine.act == "translate")) == 2


def test_what_a_colleague_entered_meanwhile_is_not_replaced_and_nothing_of_the_page_is_saved(table: Table):
    save(table, "Nous saluons.")

    with pytest.raises(TranslatedMeanwhile):
        save(table, "Nous nous félicitons.", "Nous demandons.")
    assert save(table, "", "Nous demandons.") == 1  # who left the line empty as it was shown replaces nothing

    assert french(table) == ["Nous saluons.", "Nous demandons."]


def test_a_translation_is_not_emptied_and_only_the_mission_saves_or_brings_in(table: Table):
    save(table, "Nous saluons.")

    with pytest.raises(WrongShape):
        save(table, "", "Nous demandons.", seen=1)
    for draft, language in ((table.draft, Language.EN), (999_999, Language.FR)):
        with pytest.raises((WrongShape, NotFound)):
            translations.save(table.mission, draft, language, [])
    with pytest.raises(NotFound):
        translations.save(table.mission, table.draft, Language.FR, [Entry(999_999, "Rien.", 0)])
    with pytest.raises(NotPermitted):
        translations.save(table.head("EGY"), table.draft, Language.FR, entries(table, "À nous."))
    with pytest.raises(NotPermitted):
        bring_in(table, "À nous.", "À nous.", actor=table.head("EGY"))

    assert french(table) == ["Nous saluons.", None]


def bring_in(table: Table, *texts: str, seen: int = 0, actor: Actor | None = None) -> translations.Brought:
    came = [FileLine(f"{number}.", text) for number, text in enumerate(texts, 1)]
    return translations.bring_in(actor or table.mission, table.draft, Language.FR, came, seen=seen)


def test_a_file_translates_every_line_but_those_in_the_words_of_the_original(table: Table):
    assert bring_in(table, "Nous saluons.", "We urge.") == translations.Brought(1, 0, 1)
    assert bring_in(table, "Nous saluons.", "Nous demandons.", seen=1) == translations.Brought(1, 1, 0)

    assert french(table) == ["Nous saluons.", "Nous demandons."]


def test_a_file_that_does_not_match_or_is_in_another_language_or_comes_late_changes_nothing(table: Table):
    with pytest.raises(FileDoesNotMatch):
        bring_in(table, "Nous saluons.")
    with pytest.raises(OtherLanguage):
        bring_in(table, "نرحب بالتقدم المحرز في هذا المجال.", "نحث الجميع على ذلك.")
    with pytest.raises(UnreadableFile):
        bring_in(table)
    save(table, "Nous saluons.")
    with pytest.raises(TextTranslatedMeanwhile):
        bring_in(table, "Nous nous félicitons.", "Nous demandons.")

    assert french(table) == ["Nous saluons.", None]


def test_the_translation_of_a_wording_that_was_changed_is_told_as_that_of_the_earlier_one(table: Table):
    save(table, "Nous saluons.", "Nous demandons.")
    table.accept(table.replace("EGY", "1.", "welcome", "warmly welcome"))
    table.close()

    first, second = translated_lines(db.session, table.draft, Language.FR)

    assert first.state is TranslationState.CHANGED and first.current is None
    assert first.earlier == Translation(1, "Nous saluons.", "We welcome.")
    assert second.state is TranslationState.TRANSLATED
    assert french(table) == [None, "Nous demandons."]


def test_an_adopted_text_translated_from_a_file_is_public_and_in_the_library_at_once(session: object):
    table = adopted_text()
    publish(table)
    assert whole_languages(db.session, {table.draft: "en"})[table.draft] == (Language.EN,)

    bring_in(table, *FRENCH)
    arabic = ("رحب الاجتماع بالتقرير.", "وحث جميع الدول الأعضاء على المساهمة.", "وشكر مصر.")
    translations.save(
        table.mission,
        table.draft,
        Language.AR,
        [Entry(line.wording, text, 0) for line, text in zip(table.lines(), arabic, strict=True)],
    )

    db.session.rollback()
    assert set(whole_languages(db.session, {table.draft: "en"})[table.draft]) == set(Language)
    languages = select(Source.language).where(Source.communique_id == table.communique)
    assert set(db.session.scalars(languages)) == {"en", "fr", "ar"}
    assert verification.verify(db.session()).findings == ()


def test_the_title_is_translated_after_the_adoption_too_and_not_over_what_a_colleague_entered(
    session: object,
):
    table = adopted_text()

    def save(words: str, seen: str = "") -> int:
        title = TitleEntry(words, seen)
        return translations.save(table.mission, table.draft, Language.FR, [], title=title)

    assert save(" Communiqué  final ") == 1
    assert save("Communiqué final", "Communiqué final") == 0
    with pytest.raises(TitleTranslatedMeanwhile):
        save("Autre")
    with pytest.raises(NotPossible):
        save("", "Communiqué final")
    with pytest.raises(NotPossible):
        save("x" * 501, "Communiqué final")
    assert save("", "") == 0  # a page that was shown before changes nothing it did not say
    settings = load_document_settings(db.session, table.communique)
    assert settings.titles == {Language.FR: "Communiqué final"}
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "translate title")).one()
    assert (line.subject, line.before, line.after) == ("fr", "", "Communiqué final")
    assert verification.verify(db.session()).findings == ()
