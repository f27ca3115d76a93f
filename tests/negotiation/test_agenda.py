"""Agenda items of the General Assembly: a list as people paste it, the order, and what a number is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.agenda import LONGEST, MOST, AgendaItem, listed, number_in, ordered, read_list
from acm_drafts.negotiation.errors import WrongAgenda
from acm_drafts.text.language import Language

LETTERS = "abcdefghijklmnopqrstuvwxyz"
ITEMS = st.builds(
    AgendaItem,
    number=st.integers(1, 999),
    part=st.one_of(st.just(""), st.sampled_from(LETTERS), st.sampled_from(LETTERS).map(lambda one: one * 2)),
    title=st.sampled_from(
        ["", "Culture of peace", "2030 Agenda (follow-up)", "قضية فلسطين", "Pauvreté : élimination"]
    ),
)


def refusal(pasted: str) -> tuple[int, str]:
    with pytest.raises(WrongAgenda) as raised:
        read_list(pasted)
    return raised.value.facts["line"], raised.value.facts["what"]


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("14", AgendaItem(14)),
        ("14 Culture of peace", AgendaItem(14, title="Culture of peace")),
        ("14. Culture of peace", AgendaItem(14, title="Culture of peace")),
        ("  14\t– Culture of peace ", AgendaItem(14, title="Culture of peace")),
        ("Agenda item 14: Culture of peace", AgendaItem(14, title="Culture of peace")),
        ("19 2030 Agenda", AgendaItem(19, title="2030 Agenda")),
        ("71 (b) Human rights", AgendaItem(71, "b", "Human rights")),
        ("71(B) Human rights", AgendaItem(71, "b", "Human rights")),
        ("Point 71 b) Droits de l’homme", AgendaItem(71, "b", "Droits de l’homme")),
        ("البند 71 (ب) حقوق الإنسان", AgendaItem(71, "b", "حقوق الإنسان")),
        ("٧١ (هـ) حقوق الإنسان", AgendaItem(71, "e", "حقوق الإنسان")),
        ("71 (ا) حقوق الإنسان", AgendaItem(71, "a", "حقوق الإنسان")),
        ("128 (aa) Cooperation", AgendaItem(128, "aa", "Cooperation")),
    ],
)
def test_a_line_is_read_as_each_language_writes_it(line: str, item: AgendaItem):
    assert read_list(line) == (item,)


def test_items_are_put_in_the_order_of_the_agenda_and_empty_lines_count_for_nothing():
    pasted = "109 Terrorism\r\n\r\n71 (b)\r\n71 (aa)\r\n9\r\n71 (a)\r\n71 Human rights\r\n"

    assert [number_in(Language.EN, item) for item in read_list(pasted)] == [
        "9", "71", "71 (a)", "71 (b)", "71 (aa)", "109",
    ]  # fmt: skip
    assert read_list(" \n\n") == ()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Culture of peace", "it does not begin with the number of one item"),
        ("(b) Human rights", "it does not begin with the number of one item"),
        ("14, 18 and 34", "it does not begin with the number of one item"),
        ("1400 Culture of peace", "it does not begin with the number of one item"),
        ("0 Culture of peace", "it does not begin with the number of one item"),
        ("14Culture of peace", "it does not begin with the number of one item"),
        ("14 18", "its number cannot be read"),
        ("14 and 18", "its number cannot be read"),
        ("71 (a) and (b)", "its number cannot be read"),
        ("71 (a) (i) Human rights", "its number cannot be read"),
        ("71 (ab) Human rights", "its number cannot be read"),
        ("71 (غ) حقوق الإنسان", "its number cannot be read"),
        ("14 Culture of\u202e peace", "it holds a character that cannot be saved"),
        ("14 Culture\0", "it holds a character that cannot be saved"),
        (f"14 {'a' * (LONGEST + 1)}", f"a title has at most {LONGEST} characters"),
    ],
)
def test_what_is_not_surely_one_item_is_refused_with_its_line(line: str, what: str):
    assert refusal(f"9 Peace\n\n{line}\n18") == (3, what)


def test_a_number_given_twice_is_refused_however_it_is_written():
    assert refusal("71 (b) Human rights\n18\n71 ب) حقوق") == (3, "its number stands on an earlier line too")


def test_a_list_has_its_limit():
    most = "\n".join(str(number) for number in range(1, MOST + 1))

    assert len(read_list(most)) == MOST
    assert refusal(f"{most}\n999") == (MOST + 1, f"a list holds at most {MOST} items")


@given(st.lists(ITEMS, unique_by=lambda item: item.place))
def test_what_is_listed_is_read_back(items: list[AgendaItem]):
    assert read_list(listed(ordered(items))) == ordered(items)


@given(ITEMS, st.sampled_from(Language))
def test_a_number_is_read_back_from_the_way_each_language_prints_it(item: AgendaItem, language: Language):
    assert read_list(number_in(language, item)) == (AgendaItem(item.number, item.part),)


def test_a_sub_item_is_called_as_the_documents_of_the_assembly_call_it():
    item = AgendaItem(71, "b")

    assert [number_in(language, item) for language in Language] == ["71 (b)", "71 b)", "71 (ب)"]
    assert [number_in(Language.AR, AgendaItem(7, part)) for part in ("e", "z", "aa")] == [
        "7 (ه)", "7 (ض)", "7 (أأ)",
    ]  # fmt: skip
