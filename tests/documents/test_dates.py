"""The day of a document and the Hijri day beside it."""

import re
from datetime import date, timedelta

import pytest

from acm_drafts.documents.write.dates import day_in, hijri_in
from acm_drafts.text.language import Language


def test_dates_are_written_as_the_language_writes_them():
    assert day_in(Language.EN, "2026-11-24") == "24 November 2026"
    assert day_in(Language.FR, "2026-08-01") == "1er août 2026"
    assert day_in(Language.AR, "2026-11-24") == "24 تشرين الثاني/نوفمبر 2026"
    assert day_in(Language.EN, "late autumn") == "late autumn"


@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        ("2026-11-24", Language.EN, "14 Jumada al-Akhirah 1448\u00a0H"),
        ("2026-11-24", Language.AR, "14 جمادى الآخرة 1448\u00a0هـ"),
        ("2026-11-24", Language.FR, "14 joumada ath-thania 1448\u00a0H"),
        ("2026-06-16", Language.FR, "1er mouharram 1448\u00a0H"),
        ("2025-03-30", Language.EN, "1 Shawwal 1446\u00a0H"),
        ("2024-06-16", Language.EN, "10 Dhu al-Hijjah 1445\u00a0H"),
    ],
)
def test_the_hijri_date_is_that_of_the_published_calendar(day, language, said):
    assert hijri_in(language, day) == said


def test_outside_the_published_years_and_for_other_text_there_is_no_hijri_date():
    assert hijri_in(Language.EN, "1924-08-01") == "1 Muharram 1343\u00a0H"
    assert hijri_in(Language.EN, "2077-11-16") == "30 Dhu al-Hijjah 1500\u00a0H"
    assert {hijri_in(Language.EN, day) for day in ("1924-07-31", "2077-11-17", "late autumn", "")} == {""}


def test_every_month_of_a_year_has_a_name_of_its_own_in_every_language():
    days = [(date(2026, 1, 1) + timedelta(days=number)).isoformat() for number in range(366)]
    for language in Language:
        months = {re.sub(r"^\S+ | \d+.*$", "", hijri_in(language, day)) for day in days}
        assert len(months) == 12
