"""What forms share."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField, TextAreaField

from acm_drafts.negotiation.errors import WrongAddress
from acm_drafts.web.shared.forms import fit, needed, options, say_beside


class Ask(Form):
    email = StringField("E-mail", [needed])
    role = SelectField("Role", choices=options([("head", "Head"), (7, "Seven")]))


class Report(Form):
    words = TextAreaField("Report", [fit])


@pytest.fixture
def request_context(app: Flask):
    with app.test_request_context("/"):
        yield


@pytest.mark.usefixtures("request_context")
def test_a_refusal_stands_beside_its_field_with_the_next_step():
    form = Ask(MultiDict({"email": "x", "role": "head"}))
    assert form.validate()

    say_beside(form.email, WrongAddress())

    assert form.errors == {"email": ["This is not an e-mail address. Write it like name@example.org."]}


@pytest.mark.usefixtures("request_context")
def test_a_missing_field_and_an_unknown_choice_are_form_errors():
    form = Ask(MultiDict({"role": "owner"}))

    assert not form.validate()
    assert form.errors["email"] == ["This is needed."]
    assert "role" in form.errors


@pytest.mark.usefixtures("request_context")
def test_the_line_ends_that_browsers_send_are_taken_and_a_control_after_them_is_refused_by_its_place():
    assert Report(MultiDict({"words": "One.\r\nTwo.\r\n"})).validate()

    form = Report(MultiDict({"words": "One.\r\n\x00Two."}))
    assert not form.validate() and "U+0000 at position 6" in form.errors["words"][0]


@pytest.mark.usefixtures("request_context")
def test_choices_are_compared_as_words():
    assert Ask(MultiDict({"email": "x", "role": "7"})).validate()
