"""In tests a template that reads what is not there fails; a name that a page may lack can be asked for."""

from types import SimpleNamespace

import pytest
from flask import Flask
from jinja2 import UndefinedError


@pytest.mark.parametrize(
    "source",
    [
        "{{ nothing }}",
        "{{ nothing.name }}",
        "{{ thing.misspelt }}",
        "{% if thing.misspelt %}yes{% endif %}",
        "{% for part in thing.misspelt %}{{ part }}{% endfor %}",
        "{{ facts.misspelt or 'nothing' }}",
    ],
)
def test_reading_what_is_not_there_is_an_error(app: Flask, source: str):
    template = app.jinja_env.from_string(source)

    with app.app_context(), pytest.raises(UndefinedError):
        template.render(thing=SimpleNamespace(name="a"), facts={})


@pytest.mark.parametrize(
    "source",
    [
        "{% if nothing %}no{% else %}yes{% endif %}",
        "{{ nothing or 'yes' }}",
        "{% for thing in (1,) %}{{ 'no' if loop.previtem else 'yes' }}{% endfor %}",
        "{{ 'no' if thing.name == 'b' }}yes",
    ],
)
def test_a_page_may_lack_a_name_and_ask_for_it(app: Flask, source: str):
    template = app.jinja_env.from_string(source)

    with app.app_context():
        assert template.render(thing=SimpleNamespace(name="a")) == "yes"


def test_people_get_the_page_without_what_is_missing(sqlite_url: str):
    from tests.conftest import make_app

    app = make_app(sqlite_url, STRICT_TEMPLATES=False)

    with app.app_context():
        assert app.jinja_env.from_string("{{ thing.misspelt }}yes").render(thing={}) == "yes"
