"""The verb that a paragraph opens with: found by list, and nothing else taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text.language import Language
from acm_drafts.text.opening_verbs import opening_verb

EN, FR, AR = Language.EN, Language.FR, Language.AR


def verb(text: str, language: Language = EN) -> str:
    begin, end = opening_verb(text, language)
    return text[begin:end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Calls upon all States to act;", "Calls upon"),
        ("Calls for an immediate ceasefire;", "Calls for"),
        ("Also calls upon all States;", "Also calls upon"),
        ("Recalling its resolution 65/140,", "Recalling"),
        ("Deeply concerned at the situation,", "Deeply concerned"),
        ("Takes note with appreciation of the report;", "Takes note with appreciation"),
        ("Takes note of the report;", "Takes note"),
        ("Bearing in mind the Charter,", "Bearing in mind"),
        ("Expresses its deep appreciation to the Chair;", "Expresses its deep appreciation"),
        ("[Further requests] the Secretary-General", "Further requests"),
        ("The Meeting welcomed the progress made.", "welcomed"),
        ("The Meeting expressed its gratitude to the Chair.", "expressed its gratitude"),
        ("The Ministers strongly condemned the attack.", "strongly condemned"),
        ("It invited the Islamic Committee.", "invited"),
        ("Having considered the report,", "Having considered"),
        ("Stresses the need;", "Stresses"),
        ("The Meeting heard an opening statement.", "heard"),
        ("They support the plan.", "support"),
        ("We also reaffirm the Charter.", "also reaffirm"),
        ("Decides to remain seized of the matter.", "Decides"),
    ],
)
def test_an_english_paragraph_opens_with_its_verb_and_what_belongs_to_it(text: str, expected: str):
    assert verb(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Palestine and Al-Quds",
        "the training of midwives;",
        "Notebooks were handed out.",
        "Support for refugees",
        "Members of the Group urged restraint.",
        "",
        "12",
    ],
)
def test_a_paragraph_that_opens_with_no_such_verb_has_none(text: str):
    assert verb(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rappelant sa résolution,", "Rappelant"),
        ("Prend note avec satisfaction du rapport ;", "Prend note avec satisfaction"),
        ("Demande à tous les États ;", "Demande"),
        ("Se félicite des progrès ;", "Se félicite"),
        ("La Réunion a souligné l’importance ;", "a souligné"),
        ("La Réunion a exprimé sa gratitude au Président.", "a exprimé sa gratitude"),
        ("Profondément préoccupée par la situation,", "Profondément préoccupée"),
        ("Rappelle sa résolution ;", "Rappelle"),
        ("Appelle à un cessez-le-feu ;", "Appelle"),
        ("Notre Organisation agit.", ""),
        ("Priorités communes", ""),
        ("Recommandations", ""),
        ("Ouverture et remerciements", ""),
        ("la formation de sages-femmes ;", ""),
    ],
)
def test_a_french_paragraph(text: str, expected: str):
    assert verb(text, FR) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("رحب الاجتماع بالتقرير.", "رحب"),
        ("رحّب الاجتماع بالتقرير.", "رحّب"),
        ("وإذ تشير إلى قراراتها،", "تشير"),
        ("تؤكد من جديد حق الشعوب؛", "تؤكد من جديد"),
        ("يدعو الدول الأعضاء؛", "يدعو"),
        ("وأعرب عن تقديره للرئيس.", "أعرب"),
        ("عُقد الاجتماع التنسيقي السنوي.", ""),
        ("طلبات العضوية", ""),
        ("الافتتاح والشكر", ""),
    ],
)
def test_an_arabic_paragraph(text: str, expected: str):
    assert verb(text, AR) == expected


@given(st.text(max_size=60), st.sampled_from(Language))
def test_it_lies_in_the_text_and_its_edges_are_no_spaces(text: str, language: Language):
    begin, end = opening_verb(text, language)

    assert 0 <= begin <= end <= len(text)
    assert text[begin:end] == text[begin:end].strip()
