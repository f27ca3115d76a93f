"""
The few words that documents say of themselves, in their own language.

A document speaks its own language, whoever exports it, so these stand here and not in the
catalogues, like those of the masthead.
"""

from acm_drafts.text.language import Language

_EN, _FR, _AR = Language.EN, Language.FR, Language.AR

_WORDS: dict[str, dict[Language, str]] = {
    "since": {
        _EN: "Changes since %(symbol)s",
        _FR: "Modifications depuis %(symbol)s",
        _AR: "التعديلات منذ %(symbol)s",
    },
}


def say(language: Language, word: str, **facts: str) -> str:
    """Return *word* in *language*, filled with *facts*. Raises KeyError for a word there is none of."""
    return _WORDS[word][language] % facts
