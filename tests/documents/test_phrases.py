"""English at once, and a catalogue key with what fills it for other languages."""

from acm_drafts.documents.phrases import Phrase, unreadable


def test_a_phrase_is_its_english_text_and_remembers_its_key_and_facts():
    phrase = Phrase("line %(line)s of %(file)s", line=3, file=Phrase("the file"))

    assert phrase == "line 3 of the file"
    assert phrase.msgid == "line %(line)s of %(file)s"
    assert phrase.facts == {"line": 3, "file": "the file"}


def test_a_phrase_without_facts_keeps_its_per_cent_signs():
    assert Phrase("100 % of the text") == "100 % of the text"


def test_the_refusal_says_the_reason_in_its_sentence():
    assert str(unreadable("line %(line)s is odd", line=3)).startswith(
        "This file cannot be read: line 3 is odd."
    )
