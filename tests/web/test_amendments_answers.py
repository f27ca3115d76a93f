"""What sponsors are asked about their proposals and what they answered: values in English, without page or database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from acm_drafts.negotiation.brackets import Lifted
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Standing, Verdict
from acm_drafts.services.answers import Question
from acm_drafts.store.absorption import Successor
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.brackets import Unbracketed
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.positions import PartyRights, ProposalRights
from acm_drafts.store.records import (
    Amendment,
    AnswerRow,
    Decision,
    Disposition,
    Draft,
    Party,
    Revision,
    Round,
    VerdictRow,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import Status
from acm_drafts.text.changes import Change
from acm_drafts.text.uptake import Held
from acm_drafts.web.amendments import answers
from acm_drafts.web.amendments.answers import QuestionForm, Reply
from tests.conftest import make_app

DAY = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
ISSUE = DraftVersion(Draft(symbol="Rev.1"), None)
SETTING = RoundContext(Round(number=1), ISSUE, 1)
EGYPT = Party(id=1, code="EGY", name_en="Egypt", name_fr="Égypte", name_ar="مصر")
MALI = Party(id=2, code="MLI", name_en="Mali", name_fr="Mali", name_ar="مالي")
ENTRY = AmendmentRecord(
    Amendment(code="eeeeeee", kind=AmendmentKind.REPLACE.value, sponsor_id=1), Revision(text="a")
)
COMPROMISE = Decision(kind=DecisionKind.COMPROMISE.value, agreed_on=date(2026, 11, 24), reason="")
WHERE = Status(Standing.ABSORBED, False, SETTING, ISSUE, disposition=Disposition(decision=COMPROMISE))
ON_A_COMPROMISE = (Answer.ACCEPT, Answer.LIVE_WITH, Answer.OBJECT)
ALL = (Answer.ACCEPT, Answer.LIVE_WITH, Answer.OBJECT, Answer.CONFIRM, Answer.CONTEST)


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    with make_app("sqlite://").test_request_context():
        yield


def asked(about: str, given: tuple[Answer, ...], where: Status = WHERE, *rows: AnswerRow) -> QuestionForm:
    offer = ProposalRights("EGY 3", EGYPT, voices=(PartyRights(EGYPT), PartyRights(MALI)))
    found = answers.question_form(Question(about, 7, given), ENTRY, where, offer=offer, rows=rows)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("about", "labels"),
    [
        (
            "verdict",
            ["We accept it", "We can live with it", "We object", "We confirm", "We contest the outcome"],
        ),
        (
            "revision",
            [
                "We accept it",
                "We can live with it",
                "We object",
                "We confirm this is ours",
                "This is not ours",
            ],
        ),
    ],
)
def test_each_answer_is_a_button_that_says_what_a_sponsor_says_by_it(about: str, labels: list[str]):
    found = asked(about, ALL)

    assert [str(label) for _value, label in found.buttons] == labels
    assert [value for value, _label in found.buttons] == [answer.value for answer in ALL]
    assert found.objects


def test_a_decision_that_nobody_must_answer_is_contested_as_a_decision():
    found = asked("disposition", (Answer.CONTEST,))

    assert [str(label) for _value, label in found.buttons] == ["We contest the decision"]


def lifted(verdict: Verdict, *held: Held) -> Status:
    left = Lifted(verdict, 1, 2, tuple((Change(0, 1, "a", "b"), how) for how in held))
    return replace(WHERE, unbracketed=Unbracketed(ISSUE, left, SETTING))


def verdict(verdict: Verdict) -> Status:
    return replace(WHERE, verdict=VerdictRow(verdict=verdict.value, done=1, total=2))


NO_LONGER = "You confirm that you no longer ask for it."


@pytest.mark.parametrize(
    ("about", "where", "sentence"),
    [
        ("verdict", verdict(Verdict.ABSORBED), "You confirm that you have all you asked for."),
        (
            "verdict",
            verdict(Verdict.PARTLY),
            "You confirm that so much of it is in the text, and still ask for the rest.",
        ),
        ("verdict", verdict(Verdict.CARRIED), "You confirm that you still ask for it."),
        (
            "verdict",
            verdict(Verdict.CONFLICT),
            "You confirm that you still ask for it, beside the other proposal.",
        ),
        (
            "verdict",
            replace(verdict(Verdict.CONFLICT), standing=Standing.CARRIED),
            "You confirm that you still ask for it.",
        ),
        ("verdict", verdict(Verdict.OVERTAKEN), NO_LONGER),
        ("verdict", verdict(Verdict.ORPHANED), NO_LONGER),
        ("disposition", lifted(Verdict.ABSORBED), "You confirm that you have all you asked for."),
        (
            "disposition",
            lifted(Verdict.PARTLY, Held.AMONG),
            "You confirm that its words are enough as they stand there.",
        ),
        (
            "disposition",
            lifted(Verdict.PARTLY, Held.IN, Held.GONE),
            "You confirm that so much of it is in the text, and no longer ask for the rest.",
        ),
        ("disposition", lifted(Verdict.OVERTAKEN, Held.GONE), NO_LONGER),
    ],
)
def test_the_confirm_button_states_what_the_sponsor_confirms(about: str, where: Status, sentence: str):
    found = asked(about, (Answer.CONFIRM, Answer.CONTEST), where)

    assert str(found.confirms) == sentence
    assert found.contestable is None


def test_a_decision_without_a_level_can_be_contested_and_nobody_has_to():
    found = asked("disposition", (Answer.CONTEST,))

    assert str(found.contestable) == "It can be contested until the next text is circulated."
    assert found.confirms is None
    assert asked("revision", (Answer.CONFIRM, Answer.CONTEST)).contestable is None


def test_only_sponsors_are_asked_and_their_latest_answer_is_shown():
    given = AnswerRow(id=5, party_id=1, answer="live-with", at=DAY, reason="")
    found = asked("disposition", ON_A_COMPROMISE, WHERE, given)

    [reply] = found.replies
    assert str(reply.sentence) == "Egypt can live with the compromise for EGY 3"
    assert (reply.code, reply.has_answered, reply.day) == ("EGY", True, "24 November 2026")


def test_an_answer_already_shown_in_the_status_is_not_repeated():
    given = AnswerRow(id=5, party_id=1, answer="object", at=DAY, reason="No.")
    heard = replace(WHERE, heard=((EGYPT, given),), named=True)

    assert asked("disposition", ON_A_COMPROMISE, heard, given).replies == (
        Reply("EGY", "Egypt", has_answered=True),
    )
    assert asked("disposition", ON_A_COMPROMISE, heard).replies == (Reply("EGY", "Egypt"),)


def test_the_words_that_took_it_in_are_shown_to_who_answers_on_the_decision():
    taken = replace(WHERE, successor=Successor(Revision(text="We say so."), "MYS 5", "mmmmmmm"))

    assert (
        "".join(span.text for span in asked("disposition", ON_A_COMPROMISE, taken).words or ())
        == "We say so."
    )
    assert asked("verdict", ALL, taken).words is None


@pytest.mark.parametrize(
    ("answer", "on_compromise", "sentence"),
    [
        (Answer.ACCEPT, True, "Egypt accepts the compromise for EGY 3"),
        (Answer.OBJECT, True, "Egypt objects to the compromise for EGY 3"),
        (Answer.ACCEPT, False, "Egypt accepts the outcome of EGY 3"),
        (Answer.LIVE_WITH, False, "Egypt can live with the compromise for EGY 3"),
        (Answer.OBJECT, False, "Egypt objects to the compromise for EGY 3"),
        (Answer.CONFIRM, True, "Egypt confirms what is recorded for EGY 3"),
        (Answer.CONTEST, False, "Egypt contests the outcome of EGY 3"),
    ],
)
def test_an_answer_is_a_sentence_about_the_proposal(answer: Answer, on_compromise: bool, sentence: str):
    said = answers.answered(
        answer.value, disowns=False, on_compromise=on_compromise, party="Egypt", proposal="EGY 3"
    )

    assert str(said) == sentence


def test_an_entry_from_the_floor_can_be_disowned_by_a_sponsor_without_a_name():
    said = answers.answered("contest", disowns=True, on_compromise=False, party=None, proposal="eeeeeee")

    assert str(said) == "A sponsor says that eeeeeee is not its own"
