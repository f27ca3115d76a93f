"""When a request is overdue, what an entry must say, and the sentence that a text draws from it."""

from datetime import date, timedelta

import pytest

from acm_drafts.negotiation.follow_up import (
    DrawnAlready,
    FollowUpState,
    Request,
    Urgency,
    WrongDue,
    WrongFollowUp,
    WrongLink,
    as_corrected,
    noted,
    require_complete,
    require_due,
    require_link,
    require_place,
    require_to_draw_into,
    urgency_of,
)
from acm_drafts.negotiation.terms import Admissibility, TextKind
from acm_drafts.text.language import Language

TODAY = date(2027, 11, 1)
OPEN = (FollowUpState.CONFIRMED, FollowUpState.IN_PROGRESS, FollowUpState.PARTLY)


@pytest.mark.parametrize("state", OPEN)
def test_what_is_open_is_overdue_on_the_day_after_its_day_and_not_before(state):
    for days, urgency in (
        (-1, Urgency.OVERDUE),
        (0, Urgency.SOON),
        (90, Urgency.SOON),
        (91, Urgency.LATER),
    ):
        assert urgency_of(state, TODAY + timedelta(days=days), TODAY) is urgency
    assert urgency_of(state, None, TODAY) is Urgency.UNDATED


def test_what_is_done_or_not_pursued_is_never_overdue():
    past = TODAY - timedelta(days=400)
    assert urgency_of(FollowUpState.DONE, past, TODAY) is Urgency.DONE
    assert urgency_of(FollowUpState.DROPPED, past, TODAY) is Urgency.DROPPED


def test_an_entry_says_who_is_asked_for_what_and_where_its_words_stand():
    require_complete(Request("All", "to report"))
    for request in (Request("", "to report"), Request("All", "")):
        with pytest.raises(WrongFollowUp):
            require_complete(request)
    require_place("abc", 0, 3)
    for start, stop in ((-1, 2), (2, 2), (1, 4)):
        with pytest.raises(WrongFollowUp):
            require_place("abc", start, stop)


def test_a_link_leads_to_a_page_and_runs_nothing():
    for url in ("https://oic.example/a?b=1#c", "http://oic.example"):
        require_link(url)
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///x",
        "//oic.example",
        "https://a b",
        "https://[",
        "ftp://oic.example",
    ):
        with pytest.raises(WrongLink):
            require_link(url)


def test_a_text_takes_note_in_its_own_language_and_quotes_words_of_that_language_alone():
    request = Request("the Bank", "to report.")
    facts = {"symbol": "OIC/1", "number": "2", "spoken": Language.EN}

    done = noted(request, FollowUpState.DONE, language=Language.EN, **facts)
    assert (
        done
        == "The Meeting took note of the implementation of the request to the Bank to report (OIC/1, paragraph 2)."
    )
    begun = noted(request, FollowUpState.IN_PROGRESS, language=Language.EN, **facts)
    assert "the status of implementation of" in begun
    assert noted(request, FollowUpState.PARTLY, language=Language.EN, **facts) == begun
    for language, words in (
        (Language.FR, "a pris note de la mise en œuvre"),
        (Language.AR, "أحاط الاجتماع علماً بتنفيذ"),
    ):
        sentence = noted(request, FollowUpState.DONE, language=language, **facts)
        assert words in sentence and "OIC/1" in sentence and "Bank" not in sentence
    assert "paragraph" not in noted(
        request, FollowUpState.DONE, language=Language.EN, **(facts | {"number": ""})
    )


def test_the_words_of_a_request_are_corrected_where_the_correction_is_certain():
    requested = "to submit a report by 30 June 2028"
    assert as_corrected(requested, [("30 June", "31 December")]) == "to submit a report by 31 December 2028"
    assert as_corrected(requested, [("may", "will"), ("e", "E")]) == requested


def test_a_request_is_not_due_before_the_day_of_its_text():
    require_due(date(2026, 12, 1), date(2026, 12, 1), TODAY)
    require_due(None, date(2026, 12, 1), TODAY)
    require_due(date(2026, 11, 1), None, TODAY)
    with pytest.raises(WrongDue):
        require_due(date(2026, 11, 1), date(2026, 12, 1), TODAY)


@pytest.mark.parametrize("adopted", [date(2026, 12, 1), None])
def test_a_request_is_not_due_in_a_century_that_nobody_meant(adopted):
    require_due(date(2077, 12, 31), adopted, TODAY)
    with pytest.raises(WrongDue):
        require_due(date(2078, 1, 1), adopted, TODAY)


def test_one_paragraph_is_drawn_from_an_entry_into_a_text():
    require_to_draw_into(TextKind.COMMUNIQUE, Admissibility.OPEN)
    with pytest.raises(DrawnAlready):
        require_to_draw_into(TextKind.COMMUNIQUE, Admissibility.OPEN, drawn="abc")
