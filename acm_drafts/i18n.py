"""
The reader's language: the one place that asks for it, and for sentences, counts, dates and names in it.

The language of a page and its catalogue are looked up once a page: Flask-Babel's own functions
work both out anew for every sentence, and a page of two hundred paragraphs has a thousand. Pages
and commands ask here; services and everything below return sentences in English, marked for the
catalogues. Flask-Babel is left with what WTForms says of its fields.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.support import LazyProxy, Translations
from flask import Flask, current_app, g, has_request_context
from flask_babel import Babel

from acm_drafts.text.language import Language

CATALOGUES = Path(__file__).resolve().parent / "translations"
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


def gettext(message: str, **facts: object) -> str:
    """Return *message* in the reader's language, its placeholders filled with *facts*."""
    found = catalogue(language()).gettext(message)
    return found % facts if facts else found


def ngettext(one: str, many: str, num: int, **facts: object) -> str:
    """Return the form that the reader's language has for *num* things; `%(num)s` stands for the number."""
    return catalogue(language()).ngettext(one, many, num) % {"num": num, **facts}


def pgettext(context: str, message: str, **facts: object) -> str:
    """Return *message* as said in *context*, where one English word is two elsewhere."""
    found = catalogue(language()).pgettext(context, message)
    return found % facts if facts else found


def npgettext(context: str, one: str, many: str, num: int, **facts: object) -> str:
    """Do what `ngettext` does, as said in *context*."""
    return catalogue(language()).npgettext(context, one, many, num) % {"num": num, **facts}


def lazy_gettext(message: str) -> LazyProxy:
    """Return *message*, looked up anew whenever it is shown: for what is written once, as labels of forms."""
    return LazyProxy(gettext, message, enable_cache=False)


# Dates, names and lists ----------------------------------------------------------------------------


def date_in_words(at: date, pattern: str = "d MMMM y") -> str:
    """Return a date as the reader's language writes it; *pattern* is one of Unicode's."""
    return _date_in_words(at, language(), pattern)


@lru_cache(maxsize=512)
def _date_in_words(at: date, code: str, pattern: str) -> str:
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
    return str(Locale.parse(language()).languages[code])


def list_in_words(names: Iterable[str]) -> str:
    """Return "EGY 3, MYS 5 and SEN 2" as the reader's language puts it; "" for none."""
    return format_list(list(names), locale=language())


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
        lambda message: catalogue(language()).gettext(message),
        lambda one, many, num: catalogue(language()).ngettext(one, many, num),
        newstyle=True,
        pgettext=lambda context, message: catalogue(language()).pgettext(context, message),
        npgettext=lambda context, one, many, num: catalogue(language()).npgettext(context, one, many, num),
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
