"""Sessions by their ordinals, as the United Nations prints them."""

import pytest

from acm_drafts.documents.write.sessions import session_in
from acm_drafts.text.language import Language


@pytest.mark.parametrize(
    ("number", "english", "french", "arabic"),
    [
        (1, "first", "première", "الأولى"),
        (11, "eleventh", "onzième", "الحادية عشرة"),
        (20, "twentieth", "vingtième", "العشرين"),
        (21, "twenty-first", "vingt et unième", "الحادية والعشرين"),
        (65, "sixty-fifth", "soixante-cinquième", "الخامسة والستين"),
        (71, "seventy-first", "soixante et onzième", "الحادية والسبعين"),
        (80, "eightieth", "quatre-vingtième", "الثمانين"),
        (81, "eighty-first", "quatre-vingt-unième", "الحادية والثمانين"),
        (99, "ninety-ninth", "quatre-vingt-dix-neuvième", "التاسعة والتسعين"),
        (101, "101st", "101e", "101"),
        (112, "112th", "112e", "112"),
    ],
)
def test_the_ordinal_of_a_session(number: int, english: str, french: str, arabic: str):
    assert [session_in(language, number) for language in Language] == [english, french, arabic]
