"""
What sentences are in the reader's language, looked up fast.

Flask-Babel's own functions work out the language and its catalogue anew for every sentence, which
takes longer than all else about it: a page of two hundred paragraphs says a thousand. These look
both up once. They read the same catalogues and may stand wherever Flask-Babel's may.
"""

from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations
from flask import Flask, g
from flask_babel import get_locale

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


def language() -> str:
    """Return the code of the language that the page speaks; English outside any request."""
    # Flask-Babel keeps what it worked out here; asking it again would cost a page a tenth of its time.
    known = getattr(g.get("_flask_babel"), "babel_locale", None) if g else None
    locale = known or get_locale()
    return str(locale.language) if locale else "en"


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


def init_app(app: Flask) -> None:
    """Let the templates of *app* look sentences up here. Jinja fills the placeholders itself, escaped."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: catalogue(language()).gettext(message),
        lambda one, many, num: catalogue(language()).ngettext(one, many, num),
        newstyle=True,
        pgettext=lambda context, message: catalogue(language()).pgettext(context, message),
        npgettext=lambda context, one, many, num: catalogue(language()).npgettext(context, one, many, num),
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
