"""The reader's language: asked for once a page, and the same for sentences, counts, dates and names."""

import csv
from datetime import date
from gettext import translation

import pytest
from flask import Flask, g, render_template_string, request

from acm_drafts import i18n
from acm_drafts.documents.write.dates import day_in
from acm_drafts.i18n import speaking
from acm_drafts.text.language import Language


@pytest.fixture(params=["en", "fr", "ar"])
def language(app: Flask, request: pytest.FixtureRequest):
    with app.test_request_context("/"), speaking(request.param):
        yield request.param


def compiled(code: str):
    """Return the catalogue of a language as Python's own library reads it."""
    return translation("messages", i18n.CATALOGUES, [code], fallback=True)


def test_a_sentence_is_the_one_in_the_catalogue(language):
    assert i18n.language() == language
    for message in ("Sign in", "This link has been used or has expired.", "in no catalogue"):
        assert i18n.gettext(message) == compiled(language).gettext(message)
        assert str(i18n.lazy_gettext(message)) == i18n.gettext(message)


def test_counts_take_the_plural_of_the_language(language):
    for number in (0, 1, 2, 3, 11, 100):
        form = compiled(language).ngettext("%(num)s day", "%(num)s days", number)
        assert i18n.ngettext("%(num)s day", "%(num)s days", number) == form % {"num": number}


def test_one_english_word_is_two_elsewhere_by_its_context(language):
    message = ("paragraph", "deferred")
    assert i18n.pgettext(*message) == compiled(language).pgettext(*message)
    assert i18n.npgettext("here", "%(num)s thing", "%(num)s things", 3) == "3 things"


@pytest.mark.usefixtures("language")
def test_templates_fill_placeholders_and_escape_them():
    template = "{{ _('%(a)s and 100%%', a='<b>') }} {{ ngettext('%(num)s day', '%(num)s days', 2) }}"

    assert render_template_string(template).startswith("&lt;b&gt; and 100%")


def test_in_arabic_a_number_in_several_parts_is_one_stretch_of_a_sentence(app: Flask):
    with app.test_request_context(), speaking("ar"):
        sentences = [
            i18n.gettext("Paragraph %(number)s", number="30 (a)"),
            i18n.pgettext("in a sentence", "paragraph %(number)s", number="30 (a)"),
            i18n.list_in_words(["12", "30 (a)"]),
            render_template_string('{{ _("Paragraph %(number)s", number="30 (a)") }}'),
            render_template_string(
                '{{ pgettext("in a sentence", "paragraph %(number)s", number="30 (a)") }}'
            ),
        ]
        whole = i18n.gettext("Paragraph %(number)s", number="30")
    with app.test_request_context(), speaking("fr"):
        french = i18n.gettext("Paragraph %(number)s", number="30 (a)")

    assert all("\u206830 (a)\u2069" in sentence for sentence in sentences)
    assert "\u2068" not in whole + french


def test_dates_places_languages_and_lists_are_in_the_language_of_the_page(language):
    said = {
        "en": ("24 November 2026", "New York", "French", "EGY 3 and MYS 5"),
        "fr": ("24 novembre 2026", "New York", "français", "EGY 3 et MYS 5"),
        "ar": ("24 تشرين الثاني/نوفمبر 2026", "نيويورك", "الفرنسية", "EGY 3 وMYS 5"),
    }

    assert (
        i18n.date_in_words(date(2026, 11, 24)),
        i18n.place_of("America/New_York"),
        i18n.language_name("fr"),
        i18n.list_in_words(["EGY 3", "MYS 5"]),
    ) == said[language]
    assert i18n.list_in_words([]) == ""
    assert i18n.direction(language) == i18n.interface_language().direction


def test_screens_and_word_files_write_a_date_alike(language):
    days = [date(2026, month, day) for month in range(1, 13) for day in (1, 24)]

    assert [i18n.date_in_words(day) for day in days] == [
        day_in(Language(language), day.isoformat()) for day in days
    ]
    assert "/" in i18n.date_in_words(days[0], "d MMM") or language != "ar"


def test_the_language_of_a_page_is_worked_out_once(app: Flask):
    asked = []

    def choose() -> str:
        asked.append(request.path)
        return "fr"

    own = Flask("own")
    i18n.init_app(own, choose)
    with own.test_request_context("/page"):
        assert [i18n.gettext("Sign in") for _ in range(3)] == [compiled("fr").gettext("Sign in")] * 3
    assert asked == ["/page"]


def test_speaking_another_language_ends_with_its_block(app: Flask):
    with app.test_request_context("/", headers={"Accept-Language": "fr"}):
        with speaking("ar"):
            assert i18n.language() == "ar"
        assert i18n.language() == "fr" == g.language


def test_outside_any_page_everything_is_english(app: Flask):
    assert i18n.gettext("%(code)s is gone", code="EGY") == "EGY is gone"
    with app.app_context():
        assert i18n.language() == "en"


@pytest.mark.parametrize(
    ("name", "of", "to", "says"),
    [
        ("Niger", "du Niger", "au Niger", "La délégation du Niger"),
        ("Égypte", "de l’Égypte", "à l’Égypte", "La délégation de l’Égypte"),
        ("Comores", "des Comores", "aux Comores", "La délégation des Comores"),
        ("Malaisie", "de la Malaisie", "à la Malaisie", "La délégation de la Malaisie"),
        ("Oman", "d’Oman", "à Oman", "La délégation d’Oman"),
        ("Djibouti", "de Djibouti", "à Djibouti", "La délégation de Djibouti"),
        ("Côte d'Ivoire", "de la Côte d’Ivoire", "à la Côte d’Ivoire", "La délégation de la Côte d’Ivoire"),
        (
            "Iran (République islamique d')",
            "de la République islamique d’Iran",
            "à la République islamique d’Iran",
            "La délégation de la République islamique d’Iran",
        ),
        ("Groupe africain", "du Groupe africain", "au Groupe africain", "Le Groupe africain"),
        ("Mission de l’OCI", "de la Mission de l’OCI", "à la Mission de l’OCI", "La Mission de l’OCI"),
        ("Une délégation", "d’une délégation", "à une délégation", "Une délégation"),
    ],
)
def test_a_french_name_takes_its_article_in_a_sentence(app: Flask, name: str, of: str, to: str, says: str):
    def said(form: str) -> str:
        words, facts = i18n.with_articles(f"{form} %(party)s", {"party": name})
        return words % facts

    with app.app_context(), i18n.speaking("fr"):
        assert (said("du"), said("au"), said("La délégation du")) == (of, to, says)
        assert (
            i18n.with_articles("%(party)s, le %(day)s", {"party": name, "day": "1er mai"})[1]["party"] == name
        )
    with app.app_context(), i18n.speaking("en"):
        assert said("du") == f"du {name}"


def test_in_french_de_is_elided_before_a_symbol_that_begins_with_a_vowel_in_counts_and_templates_too(
    app: Flask,
):
    forms = ("from paragraph %(numbers)s of %(symbol)s", "from paragraphs %(numbers)s of %(symbol)s")
    template = "{{ ngettext(one, several, 2, numbers='1 et 2', symbol=symbol) }}"

    with app.test_request_context("/"), speaking("fr"):
        for symbol, of in (("OIC/ACM", "d’OIC/ACM"), ("Rev.1", "de Rev.1")):
            counted = i18n.ngettext(*forms, 2, numbers="1 et 2", symbol=symbol)
            drawn = render_template_string(template, one=forms[0], several=forms[1], symbol=symbol)
            assert counted == drawn == f"des paragraphes 1 et 2 {of}"


def test_a_party_takes_its_article_in_a_french_sentence_alone(app: Flask):
    with app.test_request_context("/"):
        with speaking("fr"):
            assert [i18n.with_article(name) for name in ("Sénégal", "Oman")] == ["le Sénégal", "Oman"]
        with speaking("en"):
            assert i18n.with_article("Senegal") == "Senegal"


def test_in_french_de_is_elided_before_a_name_that_begins_with_a_vowel(app: Flask):
    message = "coauteur de %(proposal)s au profit de %(name)s"
    egypt = {"proposal": "EGY 2", "name": '<bdi class="symbol">OICM 1</bdi>'}
    others = {"proposal": "MYS 2", "name": "YEM 1"}

    with app.app_context(), i18n.speaking("fr"):
        assert i18n.elided(message, egypt) == "coauteur d’%(proposal)s au profit d’%(name)s"
        assert i18n.gettext("Yes, co-sponsor %(name)s", name="EGY 2") == "Oui, se porter coauteur d’EGY 2"
        assert i18n.elided(message, others) == message
    with app.app_context(), i18n.speaking("en"):
        assert i18n.elided(message, egypt) == message


def test_every_party_has_its_article_in_french():
    with (i18n.DATA / "member_states.csv").open(encoding="utf-8") as file:
        states = {row["name_fr"].replace("'", "’") for row in csv.DictReader(file)}
    others = {"Mission de l’OCI", "Groupe arabe", "Groupe asiatique", "Groupe africain"}

    assert set(i18n._french_names()) == states | others


def test_a_page_in_french_names_states_with_their_articles(app: Flask):
    template = app.jinja_env.from_string(
        '{{ _("%(party)s supports %(proposal)s", party=name, proposal="EGY 1") }}'
    )

    with app.app_context(), i18n.speaking("fr"):
        assert template.render(name="Niger") == "La délégation du Niger appuie EGY 1"
        assert template.render(name="<b>") == "&lt;b&gt; appuie EGY 1"


def test_the_first_of_a_month_is_an_ordinal_in_french(app: Flask):
    with app.app_context(), i18n.speaking("fr"):
        assert i18n.date_in_words(date(2026, 12, 1)) == "1er décembre 2026"
        assert i18n.date_in_words(date(2026, 12, 11)) == "11 décembre 2026"
        assert i18n.date_in_words(date(2026, 12, 1), "d MMM") == "1er déc."
        assert i18n.date_in_words(date(2026, 12, 1), "EEEE d MMMM") == "mardi 1er décembre"
        assert i18n.date_in_words(date(2026, 12, 21), "EEEE d MMMM") == "lundi 21 décembre"
    with app.app_context(), i18n.speaking("en"):
        assert i18n.date_in_words(date(2026, 12, 1)) == "1 December 2026"
