"""
The reader's language: the one place that asks for it, and for sentences, counts, dates and names in it.

The language of a page and its catalogue are looked up once a page: Flask-Babel's own functions
work both out anew for every sentence, and a page of two hundred paragraphs has a thousand. Pages
and commands ask here; services and everything below return sentences in English, marked for the
catalogues. Flask-Babel is left with what WTForms says of its fields.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.dates import format_date
from babel.support import LazyProxy, Translations
from flask import Flask, current_app, g, has_request_context
from flask_babel import Babel
from jinja2 import pass_context
from jinja2.runtime import Context

from acm_drafts.negotiation.item_words import ITEM_COUNTS, ITEM_PHRASES, ITEM_PHRASES_IN_CONTEXT
from acm_drafts.negotiation.terms import TextKind
from acm_drafts.text.labels import direction_of, isolated, isolating
from acm_drafts.text.language import MONTHS, Language

CATALOGUES = Path(__file__).resolve().parent / "translations"
DATA = Path(__file__).resolve().parent / "data"
RTL = frozenset(own.value for own in Language if own.direction == "rtl")
"""The codes of the languages that run from right to left."""
CHOOSE = "acm_choose_language"
"""Where the application keeps the function that chooses a page's language."""


# The language --------------------------------------------------------------------------------------


def language() -> str:
    """Return the code of the language that the page speaks; English outside any request."""
    known: str | None = g.get("language") if g else None
    return known or _choose()


def _choose() -> str:
    if not has_request_context():
        return "en"
    code: str = current_app.extensions[CHOOSE]()
    g.language = code
    return code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak the language *code* inside the block, whoever reads. Needs an application context."""
    before = g.get("language")
    g.language = code
    try:
        yield
    finally:
        g.language = before


def interface_language() -> Language:
    """Return the language that the page speaks to its reader."""
    return Language(language())


def direction(of: Language | str) -> str:
    """Return "rtl" or "ltr" for a language or its code."""
    return (of if isinstance(of, Language) else Language(of)).direction


# Sentences -----------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def catalogue(code: str) -> NullTranslations:
    """Return the sentences of a language; of English, which is written in the code, an empty catalogue."""
    return Translations.load(CATALOGUES, [code])


class ItemCatalogue(NullTranslations):
    """The sentences of a *catalogue*, which speak of items where they speak of paragraphs elsewhere."""

    def __init__(self, of: NullTranslations) -> None:
        super().__init__()
        self.of = of

    def gettext(self, message: str) -> str:
        return self.of.gettext(ITEM_PHRASES.get(message, message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.of.ngettext(*ITEM_COUNTS.get(msgid1, (msgid1, msgid2)), n)

    def pgettext(self, context: str, message: str) -> str:
        return self.of.pgettext(context, ITEM_PHRASES_IN_CONTEXT.get((context, message), message))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.of.npgettext(context, msgid1, msgid2, n)


@lru_cache(maxsize=8)
def item_catalogue(code: str) -> NullTranslations:
    """Return the sentences of a language for the pages of an agenda, whose lines are items."""
    return ItemCatalogue(catalogue(code))


def catalogue_at_hand() -> NullTranslations:
    """Return the sentences of the page: in the reader's language, of the items of an agenda where it is about one."""
    return (item_catalogue if _is_of_items() else catalogue)(language())


def _is_of_items() -> bool:
    """Return whether the text that the view put into `g.communique` is an agenda; its record is asked once."""
    text = g.get("communique") if g else None
    if text is None:
        return False
    known: tuple[object, bool] | None = g.get("of_items")
    if known is None or known[0] is not text:
        known = g.of_items = (text, text.kind == TextKind.AGENDA)
    return known[1]


def gettext(message: str, **facts: object) -> str:
    """Return *message* in the reader's language, its placeholders filled with *facts*."""
    words = catalogue_at_hand().gettext(message)
    if not facts:
        return words
    words, facts = in_agreement(words, facts)
    return words % facts


def in_agreement(words: str, facts: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """
    Return translated *words* and the *facts* that fill them, changed where the grammar of a name asks for it.

    In a sentence that runs from right to left each number in several parts, as "30 (a)", stands as one stretch.
    """
    if language() in RTL:
        facts = isolating(facts)
    if not _depends_on_names(language(), words):
        return words, facts
    words, facts = with_articles(words, facts)
    return elided(without_noun(words, facts), facts), facts


@lru_cache(maxsize=4096)
def _depends_on_names(code: str, words: str) -> bool:
    forms = (_NOUN, _WITH_ARTICLE, _ELIDED) if code == "fr" else (_NOUN,)
    return any(form.search(words) for form in forms)


def ngettext(singular: str, plural: str, num: int, **facts: object) -> str:
    """Return the form that the reader's language has for *num* things; `%(num)s` stands for the number."""
    words = catalogue_at_hand().ngettext(singular, plural, num)
    words, facts = in_agreement(words, {"num": num, **facts})
    return words % facts


def pgettext(context: str, message: str, **facts: object) -> str:
    """Return *message* as it is translated in *context*, where one English word is two elsewhere."""
    translation = catalogue_at_hand().pgettext(context, message)
    if not facts:
        return translation
    translation, facts = in_agreement(translation, facts)
    return translation % facts


def npgettext(context: str, singular: str, plural: str, num: int, **facts: object) -> str:
    """Do what `ngettext` does, in *context*."""
    words = catalogue_at_hand().npgettext(context, singular, plural, num)
    words, facts = in_agreement(words, {"num": num, **facts})
    return words % facts


def lazy_gettext(message: str) -> LazyProxy:
    """Return *message*, translated each time it is shown: for texts written once, as labels of forms."""
    return LazyProxy(gettext, message, enable_cache=False)


# Names in French -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FrenchName:
    """
    How a French sentence names a State, a group or the Mission: "le" and "Niger", "l’" and "Égypte", "" and "Oman".

    *is_state*: it speaks through a delegation, which is named with it.
    """

    article: str
    name: str
    is_state: bool

    @property
    def subject(self) -> str:
        """Return "le Niger", "l’Égypte", "Oman"."""
        return _spaced(self.article, self.name)

    @property
    def genitive(self) -> str:
        """Return "du Niger", "de l’Égypte", "d’Oman"."""
        contracted = {"le": "du", "les": "des"}.get(self.article)
        if contracted:
            return f"{contracted} {self.name}"
        return f"de {self.subject}" if self.article else _of(self.name)

    @property
    def dative(self) -> str:
        """Return "au Niger", "à l’Égypte", "à Oman"."""
        contracted = {"le": "au", "les": "aux"}.get(self.article)
        return f"{contracted} {self.name}" if contracted else f"à {self.subject}"

    @property
    def speaker(self) -> str:
        """Return "la délégation du Niger", but "le Groupe arabe"."""
        return f"la délégation {self.genitive}" if self.is_state else self.subject


_WITH_ARTICLE = re.compile(r"\b(la délégation du|du|au|le) %\((party)\)s", re.IGNORECASE)
"""How the French catalogue asks for a name in a sentence: as if every name were "le Niger"."""


def with_articles(message: str, facts: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """
    Return a French *message* and its *facts* with the article that each name takes; those of another language as given.

    The catalogue says "La délégation du %(party)s", "du %(party)s", "au %(party)s" and "le %(party)s". What is no
    known name takes no article: "Une délégation", "d’une délégation".
    """
    if not facts or language() != "fr" or not _WITH_ARTICLE.search(message):
        return message, facts
    named = dict(facts)

    def name(match: re.Match[str]) -> str:
        form, key = match.groups()
        words = _in_form(form.lower(), str(facts[key]))
        named[key] = words[0].upper() + words[1:] if form[0].isupper() and words else words
        return f"%({key})s"

    return _WITH_ARTICLE.sub(name, message), named


_ELIDED = re.compile(r"\b(d)e %\((name|other|names|proposal|symbol|draft|earlier)\)s", re.IGNORECASE)
_VOWEL = re.compile(r"(?:<[^>]*>|[\u2066-\u2069\u200e\u200f])*[aeiouàâéèêëîïôûæœ]", re.IGNORECASE)
"""A vowel at the beginning of a name, after marks that nobody reads."""


def elided(message: str, facts: Mapping[str, Any]) -> str:
    """Return a French *message* with "d’" for "de" before a name or symbol that begins with a vowel."""
    if language() != "fr":
        return message

    def before(match: re.Match[str]) -> str:
        begins_with_vowel = _VOWEL.match(str(facts.get(match[2], "")))
        return f"{match[1]}’%({match[2]})s" if begins_with_vowel else match[0]

    return _ELIDED.sub(before, message)


def with_article(name: str) -> str:
    """Return the *name* of a party as a sentence of the reader's language has it: "le Niger" in French."""
    return _in_form("le", name) if language() == "fr" else name


def _in_form(form: str, name: str) -> str:
    known = _french_names().get(name.replace("'", "’"))
    if known:
        return {"le": known.subject, "du": known.genitive, "au": known.dative}.get(form, known.speaker)
    inside = name[:1].lower() + name[1:] if name.startswith("Un") else name
    return {"du": _of(inside), "au": f"à {inside}"}.get(form, name)


def _of(name: str) -> str:
    return f"d’{name}" if re.match("[aeiouyàâéèêëîïôûAEIOUYÀÂÉÈÊËÎÏÔÛ]", name) else f"de {name}"


def _spaced(article: str, name: str) -> str:
    return f"{article}{name}" if article.endswith("’") or not article else f"{article} {name}"


@cache
def _french_names() -> Mapping[str, FrenchName]:
    """Return how each party is named, by its French name in lists (data/member_states.csv and migrations/)."""
    with (DATA / "member_states.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["iso3"]: row["name_fr"].replace("'", "’") for row in csv.DictReader(file)}
    with (DATA / "french_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        listed.get(row["code"], row["name"]): FrenchName(row["article"], row["name"], row["code"] in listed)
        for row in rows
    }


# Paragraphs by their names -------------------------------------------------------------------------


_NOUN = re.compile(r"\b(?:paragraphe?|الفقرة) %\((number|paragraph)\)s", re.IGNORECASE)
_NAMES_ITSELF = re.compile(r"(?:^|>)PP[0-9]")
"""A name that says that it is a paragraph's, as words or as a link: "PP3" is the third preambular paragraph."""


def without_noun(message: str, facts: Mapping[str, Any]) -> str:
    """Return *message* without "paragraph" before a name that says so itself: "Amend PP3", "Amend paragraph 3"."""
    names = [key for key in ("number", "paragraph") if key in facts and _NAMES_ITSELF.search(str(facts[key]))]
    if not names:
        return message
    return _NOUN.sub(lambda match: f"%({match[1]})s" if match[1] in names else match[0], message)


# Dates, names and lists ----------------------------------------------------------------------------


def date_in_words(at: date, pattern: str = "d MMMM y") -> str:
    """Return a date as the reader's language writes it; *pattern* is one of Unicode's. Arabic abbreviates no month."""
    return _date_in_words(at, language(), pattern)


def month_names() -> list[str]:
    """Return the names of the twelve months, as dates in the reader's language have them."""
    return MONTHS[interface_language()]


@lru_cache(maxsize=512)
def _date_in_words(at: date, code: str, pattern: str) -> str:
    if code == "ar":
        pattern = re.sub("M{3,4}", f"'{MONTHS[Language.AR][at.month - 1]}'", pattern)
    if code == "fr" and at.day == 1:
        pattern = re.sub(r"\bd\b", "d'er'", pattern)
    return format_date(at, pattern, locale=code)


def place_of(zone: str) -> str:
    """Return the city by which a time zone is known: "New York"."""
    return _city(zone, language())


@lru_cache(maxsize=1024)
def _city(zone: str, code: str) -> str:
    known = Locale.parse(code).time_zones.get(zone, {}).get("city")
    return str(known or zone.rpartition("/")[2].replace("_", " "))


def language_name(code: str) -> str:
    """Return what the reader's language calls the language with *code*, as in the middle of a sentence."""
    name = str(Locale.parse(language()).languages[code])
    return _AS_IN_THE_UNITED_NATIONS.get(name, name)


_AS_IN_THE_UNITED_NATIONS = {"الإنجليزية": "الإنكليزية"}
"""Names that our documents and pages write as the United Nations do, and the Unicode CLDR otherwise."""


def list_in_words(names: Iterable[str]) -> str:
    """Return "EGY 3, MYS 5 and SEN 2" as the reader's language puts it; "" for none."""
    code = language()
    listed = (
        [isolated(name) if direction_of(name) else name for name in names] if code in RTL else list(names)
    )
    if len(listed) < 2:
        return "".join(listed)
    between = _between_names(code)
    if len(listed) == 2:
        return between["2"].join(listed)
    first, *rest, last = listed
    return f"{first}{between['start']}{between['middle'].join(rest)}{between['end']}{last}"


@cache
def _between_names(code: str) -> Mapping[str, str]:
    """Return what a language sets between the names of a list: to look that up costs more than to do it."""
    patterns = Locale.parse(code).list_patterns["standard"]
    return {place: pattern.removeprefix("{0}").removesuffix("{1}") for place, pattern in patterns.items()}


# The application -----------------------------------------------------------------------------------


def init_app(app: Flask, choose: Callable[[], str] | None = None) -> None:
    """
    Let *app* and its templates speak the reader's language; Jinja fills the placeholders itself, escaped.

    *choose* returns the language of the page that is asked for (without it: English).
    """
    app.extensions[CHOOSE] = choose or (lambda: "en")
    Babel(configure_jinja=False).init_app(app, default_locale="en", locale_selector=language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        str,  # what comes here is translated already
        None,  # plurals are filled by the same function
        newstyle=True,
        pgettext=None,  # ours, below
        npgettext=lambda context, singular, plural, num: catalogue_at_hand().npgettext(
            context, singular, plural, num
        ),
    )
    gettext_of_template, ngettext_of_template, pgettext_of_template = _translating(
        app.jinja_env.globals["gettext"]
    )
    app.jinja_env.globals.update(gettext=gettext_of_template, _=gettext_of_template)
    app.jinja_env.globals.update(ngettext=ngettext_of_template, pgettext=pgettext_of_template)
    app.jinja_env.policies["ext.i18n.trimmed"] = True


def _translating(fill: Any) -> tuple[Callable[..., str], ...]:
    """Return `gettext`, `ngettext` and `pgettext` for templates; Jinja's *fill* escapes what fills a sentence."""

    def filled(context: Context, words: str, facts: dict[str, Any]) -> str:
        if facts:
            words, facts = in_agreement(words, facts)
        sentence: str = fill(context, words, **facts)
        return sentence

    @pass_context
    def gettext_of_template(context: Context, message: str, /, **facts: Any) -> str:
        return filled(context, catalogue_at_hand().gettext(message), facts)

    @pass_context
    def ngettext_of_template(context: Context, singular: str, plural: str, num: int, /, **facts: Any) -> str:
        words = catalogue_at_hand().ngettext(singular, plural, num)
        return filled(context, words, {"num": num, **facts})

    @pass_context
    def pgettext_of_template(context: Context, use: str, message: str, /, **facts: Any) -> str:
        return filled(context, catalogue_at_hand().pgettext(use, message), facts)

    return gettext_of_template, ngettext_of_template, pgettext_of_template
