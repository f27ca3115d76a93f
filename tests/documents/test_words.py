"""What documents say of themselves, in their own language."""

import re

import pytest

from acm_drafts.documents.write.words import _WORDS, say
from acm_drafts.negotiation.comparison import Became
from acm_drafts.negotiation.terms import AmendmentKind, Stance, Standing
from acm_drafts.text.language import Language


@pytest.mark.parametrize("language", list(Language))
def test_every_word_is_there_in_every_language_with_the_same_placeholders(language: Language):
    for word, said in _WORDS.items():
        assert said[language].strip(), word
        assert set(re.findall(r"%\(\w+\)s", said[language])) == set(
            re.findall(r"%\(\w+\)s", said[Language.EN])
        ), word


@pytest.mark.parametrize("language", list(Language))
def test_whatever_a_proposal_is_or_became_has_a_word(language: Language):
    terms = [
        *(f"kind {kind}" for kind in AmendmentKind),
        *(f"standing {standing}" for standing in Standing),
        *(f"stance {stance}" for stance in Stance),
        *(str(became) for became in Became if became not in (Became.UNCHANGED,)),
    ]

    assert all(say(language, term) for term in terms)


def test_a_word_is_filled_with_its_facts():
    assert say(Language.FR, "since", symbol="OIC/FC") == "Modifications depuis OIC/FC"
