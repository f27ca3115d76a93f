"""
Who is asked in a request: those who are asked most are known by their names in each language, so that they are one.

Compared are whole names without an article. Whoever is not in the list is who the words say.
"""

import re
from collections.abc import Mapping

from acm_drafts.negotiation.errors import N_
from acm_drafts.text.search_words import folded_words

KNOWN: Mapping[str, tuple[str, ...]] = {
    N_("Member States"): ("Member States", "États membres", "الدول الأعضاء"),
    N_("General Secretariat"): ("General Secretariat", "Secrétariat général", "الأمانة العامة"),
    N_("Secretary-General"): ("Secretary-General", "Secrétaire général", "الأمين العام"),
    N_("Islamic Development Bank"): (
        "Islamic Development Bank",
        "Banque islamique de développement",
        "البنك الإسلامي للتنمية",
    ),
    N_("Standing Committee on Scientific and Technological Cooperation"): (
        "Standing Committee on Scientific and Technological Cooperation",
        "Comité permanent pour la coopération scientifique et technologique",
        "اللجنة الدائمة للتعاون العلمي والتكنولوجي",
    ),
}
"""What each is called, a key of the catalogues, with their names in the languages of sources."""

_ARTICLES = frozenset("the le la les l".split())
_ARTICLE = re.compile(r"(?:(?:the|le|la|les)\s+|l[’'])(?=\S)", re.IGNORECASE)
"""One at the beginning of a name, as it is typed."""


def _folded(words: str) -> tuple[str, ...]:
    folded = tuple(folded_words(words))
    return folded[1:] if folded[:1] and folded[0] in _ARTICLES else folded


_BY_NAME = {_folded(name): key for key, names in KNOWN.items() for name in names}


def addressee_of(words: str) -> str:
    """
    Return by what an addressee is known in every language, a key of `KNOWN`; any other by its own words.

    These begin without an article, and with a capital letter.
    """
    bare = _ARTICLE.sub("", words.strip(), count=1)
    return _BY_NAME.get(_folded(words), bare[:1].upper() + bare[1:])
