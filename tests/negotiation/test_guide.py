"""Items of the Assembly's agenda: which is which from session to session, and what suggests one for a paragraph."""

from datetime import date

import pytest

from acm_drafts.negotiation.agreed_language import comparable
from acm_drafts.negotiation.guide import (
    AlreadyDeclined,
    AlreadyTagged,
    ItemHistory,
    ItemInUse,
    ItemRenamed,
    KnownItem,
    NotTagged,
    SessionItem,
    TagAct,
    TitleWords,
    compare_agendas,
    nearest_earlier,
    read_slug,
    require_possible,
    session_of,
    session_on,
    session_to_open,
    slug,
    year_of,
)
from acm_drafts.text.language import Language


def known(key: int, session: int, number: int, title: str, **facts: object) -> KnownItem:
    return KnownItem(key, session, SessionItem(number, "", title), **facts)


def test_a_session_belongs_to_the_meeting_of_the_year_in_which_it_opens():
    assert (session_of(2026), session_of(1946), session_of(1945)) == (81, 1, None)
    assert year_of(81) == 2026


def test_an_address_names_an_item_in_one_way():
    assert read_slug(slug(71, "b")) == (71, "b")
    assert [read_slug(address) for address in ("071b", "71B", "b", "", "71bcd", "0")] == [None] * 6


def test_the_same_item_of_earlier_sessions_is_told_by_its_title_and_never_guessed():
    items = [
        known(1, 79, 14, "Culture of peace."),
        known(2, 80, 15, "CULTURE OF PEACE"),
        known(3, 81, 14, "Culture of peace"),
        known(4, 80, 14, "Another item"),
        known(5, 78, 20, "Culture of peace"),
        known(6, 78, 21, "Culture of peace"),
    ]
    assert [item.key for item in ItemHistory(items).earlier(3)] == [2, 1]
    assert ItemHistory(items).earlier(4) == ()


def test_a_link_that_people_set_comes_before_the_title():
    items = [
        known(1, 79, 9, "Old name"),
        known(2, 80, 15, "Culture of peace"),
        known(3, 81, 14, "Culture of peace", continues=1),
    ]
    assert [item.key for item in ItemHistory(items).earlier(3)] == [1]


def test_words_suggest_an_item_where_a_whole_part_of_its_title_stands_in_the_paragraph():
    titles = TitleWords(
        [
            known(1, 81, 71, "Human rights questions, including alternative approaches"),
            known(2, 81, 35, "Question of Palestine"),
            known(3, 81, 9, "Report of the Secretary-General on the work of the Organization"),
            known(4, 81, 23, "Agriculture development, food security and nutrition"),
        ],
        Language.EN,
    )
    assert [s.item for s in titles.suggest("The Meeting reaffirmed human dignity and all rights.")] == [1]
    assert [s.item for s in titles.suggest("It recalled the resolutions on Palestine.")] == [2]
    assert [s.item for s in titles.suggest("It noted the report of the Secretary-General.")] == []
    (one,) = titles.suggest("Food security and nutrition need open trade.")
    assert (one.item, one.words) == (4, ("food", "security", "nutrition"))


def test_a_title_that_is_not_translated_suggests_nothing_in_another_language():
    assert TitleWords([known(2, 81, 35, "Question of Palestine")], Language.FR).suggest("Palestine") == []


def test_the_earlier_paragraph_is_the_same_or_the_most_alike_and_none_where_none_is_alike():
    earlier = [
        (1, comparable("The Meeting noted the report on trade among Member States.")),
        (2, comparable("The Meeting welcomed the report on trade among all Member States.")),
    ]
    assert nearest_earlier("The Meeting welcomed the report on trade among Member States", earlier) == 2
    assert nearest_earlier("The Meeting noted the report on trade among Member States!", earlier) == 1
    assert nearest_earlier("It thanked Egypt.", earlier) is None


def test_what_was_decided_of_a_paragraph_and_an_item_is_not_decided_twice():
    for act, last in ((TagAct.TAG, None), (TagAct.TAG, TagAct.DECLINE), (TagAct.UNTAG, TagAct.TAG)):
        require_possible(act, last)
    require_possible(TagAct.DECLINE, None)
    for act, last, refusal in (
        (TagAct.TAG, TagAct.TAG, AlreadyTagged),
        (TagAct.UNTAG, None, NotTagged),
        (TagAct.DECLINE, TagAct.TAG, AlreadyTagged),
        (TagAct.DECLINE, TagAct.UNTAG, AlreadyDeclined),
    ):
        with pytest.raises(refusal):
            require_possible(act, last)


def test_an_item_with_a_new_number_is_the_same_by_its_title_and_one_with_a_new_title_only_where_people_say_so():
    before = [known(1, 81, 14, "Culture of peace", used=True), known(2, 81, 15, "Oceans", used=True)]
    swapped = (SessionItem(15, "", "Culture of peace"), SessionItem(14, "", "Oceans"))
    changes = compare_agendas(before, swapped)
    assert {key: item.number for key, item in changes.kept.items()} == {1: 15, 2: 14}
    assert (changes.added, changes.removed) == ((), frozenset())

    renamed = (SessionItem(14, "", "Culture of peace"), SessionItem(15, "", "Law of the sea"))
    with pytest.raises(ItemRenamed):
        compare_agendas(before, renamed)
    assert compare_agendas(before, renamed, same_items=True).kept[2].title_en == "Law of the sea"


def test_an_item_that_is_used_is_not_left_out_and_one_that_is_not_is_removed():
    before = [known(1, 81, 14, "Culture of peace", used=True), known(2, 81, 15, "Oceans")]
    with pytest.raises(ItemInUse):
        compare_agendas(before, (SessionItem(15, "", "Oceans"),))
    assert compare_agendas(before, (SessionItem(14, "", "Culture of peace"),)).removed == {2}


@pytest.mark.parametrize(
    ("day", "sits"),
    [
        (date(2026, 12, 1), 81),
        (date(2026, 9, 7), 80),
        (date(2026, 9, 8), 81),
        (date(2024, 9, 9), 78),
        (date(2024, 9, 10), 79),
        (date(2025, 9, 9), 80),
        (date(2023, 9, 5), 78),
        (date(2023, 9, 4), 77),
    ],
)
def test_the_guide_opens_at_the_session_that_sits_and_not_at_the_latest_agenda(day: date, sits: int):
    assert session_on(day) == sits
    assert session_to_open([sits + 1, sits, sits - 1], day) == sits
    assert session_to_open([sits + 2, sits + 1], day) == sits + 1
    assert session_to_open([], day) is None
