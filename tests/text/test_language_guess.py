"""The language of a text is told where it is clear, and nowhere else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.language import Language, language_of, tongue
from tests.text.wordings import ARABIC, ENGLISH, FRENCH, KINDS, real_paragraphs

FRENCH_TEXT = (
    *FRENCH,
    "Les ministres se sont réunis pour examiner les questions qui touchent aux intérêts des États membres.",
)


def test_a_text_in_one_language_is_known_by_its_words():
    assert tongue(ENGLISH) is Language.EN
    assert tongue(FRENCH_TEXT) is Language.FR
    assert tongue(ARABIC) is Language.AR


def test_accents_and_vowel_marks_play_no_part():
    assert tongue([ARABIC[1]]) is Language.AR
    assert tongue(text.replace("é", "e") for text in FRENCH_TEXT) is Language.FR


def test_where_it_is_not_clear_nothing_is_claimed():
    assert tongue([]) is None
    assert tongue(["The Meeting noted it."]) is None
    assert tongue(["Résolution 65/140", "10 000", "…"]) is None
    assert tongue([*ENGLISH, *FRENCH_TEXT]) is None
    assert tongue([*ENGLISH, *ARABIC]) is None


def test_a_paragraph_is_in_the_language_that_its_words_tell_and_otherwise_in_that_of_its_text():
    french = "Encourage la coopération entre les institutions de médiation;"

    assert language_of(french, stated=Language.EN) is Language.FR
    assert language_of("Urges Member States to cooperate;", stated=Language.FR) is Language.FR
    assert (
        language_of("Urges cooperation among the organs of the Organization;", stated=Language.FR)
        is Language.EN
    )


def test_a_quoted_title_in_another_script_changes_nothing():
    assert tongue([*ENGLISH, "It was issued as « الاجتماع »."]) is Language.EN


LANGUAGES = {"English": Language.EN, "French": Language.FR, "Arabic": Language.AR}


@given(st.sampled_from(sorted(LANGUAGES)), st.data())
def test_what_is_claimed_is_true_and_stays_so_when_the_text_says_more(kind: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(st.sampled_from(KINDS[kind]), min_size=1, max_size=5))
    claimed = tongue(texts)
    assert claimed in (None, LANGUAGES[kind])
    if claimed:
        assert tongue([*texts, *texts]) is claimed


@given(st.lists(st.sampled_from([text for own in KINDS.values() for text in own])), st.randoms())
def test_the_order_of_the_texts_plays_no_part(texts: list[str], chance: random.Random) -> None:
    assert tongue(chance.sample(texts, len(texts))) is tongue(texts)


@given(st.sampled_from(KINDS["Arabic"]), st.sampled_from(KINDS["English"] + KINDS["French"]))
def test_of_two_scripts_alike_in_number_none_is_claimed(arabic: str, latin: str) -> None:
    length = min(len(arabic), len(latin))
    assert tongue([arabic[:length], latin[:length]]) is None


@pytest.mark.shared
@pytest.mark.parametrize("language", list(Language))
def test_real_texts_are_known_in_all_three_languages(language: Language):
    assert tongue(real_paragraphs(f"sdg_targets_{language.value}")) is language
