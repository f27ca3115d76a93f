"""Sentences are looked up fast, and are the ones that Flask-Babel finds."""

import flask_babel
import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale

from acm_drafts.web import catalogues


@pytest.fixture(params=["en", "fr", "ar"])
def language(app: Flask, request: pytest.FixtureRequest):
    with app.test_request_context("/"), force_locale(request.param):
        yield request.param


def test_a_sentence_is_the_one_that_flask_babel_finds(language):
    assert catalogues.language() == language
    for message in ("Sign in", "This link has been used or has expired.", "in no catalogue"):
        assert catalogues.gettext(message) == flask_babel.gettext(message)


def test_numbers_are_said_as_flask_babel_says_them(language):
    for number in (0, 1, 2, 3, 11, 100):
        said = catalogues.ngettext("%(num)s day", "%(num)s days", number)
        assert said == flask_babel.ngettext("%(num)s day", "%(num)s days", number)


def test_a_context_is_looked_up_as_flask_babel_does(language):
    message = ("paragraph", "deferred")
    assert catalogues.pgettext(*message) == flask_babel.pgettext(*message)
    many = ("here", "%(num)s thing", "%(num)s things", 3)
    assert catalogues.npgettext(*many) == flask_babel.npgettext(*many)


@pytest.mark.usefixtures("language")
def test_templates_fill_placeholders_and_escape_them():
    template = "{{ _('%(a)s and 100%%', a='<b>') }} {{ ngettext('%(num)s day', '%(num)s days', 2) }}"

    assert render_template_string(template).startswith("&lt;b&gt; and 100%")


def test_outside_any_page_everything_is_english():
    assert catalogues.gettext("%(code)s is gone", code="EGY") == "EGY is gone"
