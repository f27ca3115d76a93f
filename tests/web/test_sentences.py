"""Sentences whose placeholders hold links, symbols and numbers: looked up whole, filled with pieces."""

from flask import Flask
from markupsafe import Markup

from acm_drafts.i18n import speaking, without_noun
from acm_drafts.web.shared.sentences import (
    Number,
    Sentence,
    Symbol,
    gettext,
    joined,
    link,
    ngettext,
    pgettext,
)
from tests.conftest import make_app


def page() -> Flask:
    return make_app("sqlite://")


def test_a_sentence_keeps_its_pieces_and_reads_as_plain_words():
    with page().test_request_context():
        said = gettext("It amends %(name)s.", name=link("/proposals/abc", Symbol("EGY 3")))

    assert said.pieces == ("It amends ", link("/proposals/abc", Symbol("EGY 3")), ".")
    assert str(said) == "It amends EGY 3."


def test_a_part_of_a_sentence_becomes_pieces_of_the_whole():
    with page().test_request_context():
        number = pgettext("in a sentence", "paragraph %(number)s", number=Number("12 bis"))
        said = gettext("after %(place)s", place=number)

    assert said == Sentence(("after paragraph ", Number("12 bis")))


def test_words_that_look_like_a_placeholder_stay_words():
    with page().test_request_context():
        said = gettext("It amends %(name)s.", name="100%(name)s %% <b>")

    assert str(said) == "It amends 100%(name)s %% <b>."


def test_nothing_is_put_between_pieces_and_plain_words_become_one():
    assert joined(["a", "", Sentence(("b", Symbol("c"))), 4]).pieces == ("ab", Symbol("c"), "4")


def test_arabic_has_its_own_form_for_one_two_few_and_many():
    one, many = (
        "Its sponsor had contested it %(num)s time before.",
        "Its sponsor had contested it %(num)s times before.",
    )
    with page().test_request_context(), speaking("ar"):
        said = {str(ngettext(one, many, number)).replace(str(number), "#") for number in (1, 2, 3, 11, 100)}

    assert len(said) >= 4


def test_a_template_draws_each_piece_and_trusts_none():
    app = page()
    with app.test_request_context():
        macro = app.jinja_env.get_template("macros/sentences.html").module.sentence  # type: ignore[attr-defined]
        drawn = macro(joined(["<i>", link("/p/a?x=1&y=2", Symbol("<EGY>")), Number("12 bis")]))

    assert drawn == (
        '&lt;i&gt;<a href="/p/a?x=1&amp;y=2"><bdi class="nb" dir="ltr">&lt;EGY&gt;</bdi></a>'
        '<bdi dir="ltr">12 <i>bis</i></bdi>'
    )


def test_a_name_that_says_itself_that_it_is_a_paragraph_takes_no_noun():
    with page().test_request_context():
        assert (
            str(gettext("Move it after paragraph %(number)s.", number=Number("PP15")))
            == "Move it after PP15."
        )
        assert (
            str(gettext("Move it after paragraph %(number)s.", number=Number("15")))
            == "Move it after paragraph 15."
        )
        with speaking("fr"):
            assert str(gettext("Move it after paragraph %(number)s.", number="PP15")).endswith("le PP15.")
        link_to = Markup('<a href="/p">PP15</a>')
        assert without_noun("on paragraph %(paragraph)s", {"paragraph": link_to}) == "on %(paragraph)s"
        assert without_noun("paragraph %(number)s of %(paragraph)s", {"number": "2", "paragraph": "PP1"}) == (
            "paragraph %(number)s of %(paragraph)s"
        )
