"""What each step of a proposal says and which words it shows: values in English, without page or database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from acm_drafts.negotiation.brackets import Lifted
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Standing, Verdict
from acm_drafts.store.absorption import Successor
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.brackets import Unbracketed
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.positions import ProposalRights
from acm_drafts.store.records import (
    Amendment,
    AnswerRow,
    Decision,
    Disposition,
    Draft,
    JournalLine,
    Party,
    Revision,
    Round,
    VerdictRow,
    Wording,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import Status
from acm_drafts.store.timeline import Step, StepKind, StepPlace, Timeline
from acm_drafts.text.diff import Span
from acm_drafts.web.amendments import timeline
from acm_drafts.web.amendments.timeline import Page, Shown
from tests.conftest import make_app

DAY = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
REV1 = DraftVersion(Draft(symbol="Rev.1"), None)
SETTING = RoundContext(Round(number=2), REV1, 1)
BASE = Wording(text="We say.")
EGYPT = Party(id=1, code="EGY", name_en="Egypt", name_fr="Égypte", name_ar="مصر")
TODAY = "24 November 2026"
ACCEPTS = f"the Mission proposes to accept, {TODAY}"


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    with make_app("sqlite://").test_request_context():
        yield


def revision(**facts: object) -> Revision:
    return Revision(**{"id": 1, "sequence": 1, "made": "sponsor", "text": "We say so.", "reason": ""} | facts)


def decision(reason: str = "", kind: DecisionKind = DecisionKind.ACCEPT) -> Decision:
    return Decision(agreed_on=date(2026, 11, 24), reason=reason, kind=kind.value)


def shown(
    kind: StepKind, *, named: bool = True, of: AmendmentKind = AmendmentKind.REPLACE, **facts: object
) -> Shown:
    step = Step(DAY, kind, **facts)  # type: ignore[arg-type]
    entry = AmendmentRecord(Amendment(code="eeeeeee", kind=of.value), revision(base=BASE))
    where = Status(Standing.PENDING, True, SETTING, REV1, says=revision(id=9))
    offer = ProposalRights("EGY 3" if named else "eeeeeee", EGYPT if named else None)
    trail = Timeline(
        (step,), own=False, named=named, places={4: StepPlace("8", LineKind.PARAGRAPH, "We met.")}
    )
    [found] = timeline.shown(Page(entry, where, trail, offer))
    return found


def words(step: Shown) -> str:
    """Return all that a step says, in the order in which it is drawn."""
    pieces = (step.lead, *step.sentences, step.state, step.beside, step.counted, step.reason)
    notes = (note.sentence for note in step.notes)
    return (
        " ".join(str(piece) for piece in (*pieces, *notes) if piece)
        .replace("\u2068", "")
        .replace("\u2069", "")
    )


def after(spans: tuple[Span, ...] | None) -> str:
    return "".join(span.text for span in spans or () if span.op.name != "DELETE")


@pytest.mark.parametrize(
    ("written", "revises", "says"),
    [
        (revision(base=BASE), False, "First written"),
        (revision(base=BASE, sequence=2), False, "Written anew"),
        (revision(base=BASE, sequence=2), True, "Revised"),
        (revision(base=BASE, sequence=2, id=9), True, "Revised: this is what it says now"),
        (revision(base=BASE, made="floor"), False, "Entered from the floor"),
        (revision(base=BASE, made="floor", sequence=2), True, "Corrected by the Mission"),
    ],
)
def test_a_written_revision_is_shown_with_its_changes(written: Revision, revises: bool, says: str):
    step = shown(StepKind.WRITTEN, revision=written, revises=revises, author="A. B.")

    assert words(step) == f"{says} A. B."
    assert step.change is not None
    assert after(step.change.spans) == "We say so."


@pytest.mark.parametrize(
    ("kind", "facts", "op", "whole", "sentence"),
    [
        (AmendmentKind.INSERT, {}, "INSERT", "We say so.", ""),
        (AmendmentKind.DELETE, {"base": BASE}, "DELETE", "We say.", ""),
        (
            AmendmentKind.KEEP,
            {"text": "We say.", "base": Wording(text="We [do] say.")},
            "",
            "",
            "Keep the paragraph as it was before these words were put in brackets.",
        ),
        (AmendmentKind.MOVE, {"after_id": 5}, "", "", "Move it to another place."),
        (
            AmendmentKind.MOVE,
            {"after_id": 5, "id": 4},
            "",
            "",
            "Move the paragraph after paragraph 8 “We met.”.",
        ),
        (AmendmentKind.MOVE, {}, "", "", "Move the paragraph at the beginning of the text."),
        (AmendmentKind.KEEP, {"text": "We say.", "base": BASE}, "", "", "Keep the paragraph as it is."),
    ],
)
def test_a_proposal_without_word_changes_is_shown_whole_or_in_a_sentence(
    kind: AmendmentKind, facts: dict, op: str, whole: str, sentence: str
):
    change = shown(StepKind.WRITTEN, of=kind, revision=revision(**facts)).change

    assert change is not None
    assert (change.op, change.whole) == (op, whole)
    assert str(change.sentence or "").replace("\u2068", "").replace("\u2069", "") == sentence


@pytest.mark.parametrize(
    ("act", "party", "says"),
    [
        ("submit", None, "Submitted A. B."),
        ("enter from floor", None, "Submitted from the floor A. B."),
        ("send for review", None, "Sent for review A. B."),
        ("return to drafter", None, "Given back to its drafter A. B."),
        ("withdraw", None, "Withdrawn A. B. Enough."),
        ("cosponsor", EGYPT, "Egypt joined the sponsors A. B."),
        ("cosponsor", None, "A delegation joined the sponsors"),
        ("leave cosponsors", EGYPT, "Egypt left the sponsors A. B."),
        ("leave cosponsors", None, "A delegation left the sponsors"),
    ],
)
def test_each_act_names_the_person_who_did_it_where_they_may_be_named(
    act: str, party: Party | None, says: str
):
    line = JournalLine(act=act, actor="A. B.", reason="Enough.")

    assert words(shown(StepKind.ACT, line=line, party=party)) == says
    assert "A. B." not in words(shown(StepKind.ACT, line=line, party=party, named=False))


def test_a_proposal_that_was_contested_stands_again():
    assert words(shown(StepKind.REVIVED)) == "It stands again, as its sponsor wrote it."


def test_a_decision_is_shown_with_its_outcome_and_its_reason():
    disposition = Disposition(outcome="rejected", chosen=[], revision=revision())
    facts = {
        "revision": revision(),
        "disposition": disposition,
        "decision": decision("Too long.", DecisionKind.REJECT),
    }

    assert (
        words(shown(StepKind.DECIDED, **facts))
        == f"rejected the Mission proposes not to accept, {TODAY} Too long."
    )
    assert words(shown(StepKind.DECIDED, **facts, voided=True)) == (
        f"rejected the Mission proposes not to accept, {TODAY}. It was voided later. Too long."
    )


def test_an_acceptance_in_part_shows_what_was_taken_and_what_was_left():
    whole = revision(base=BASE, text="We say so now.")
    disposition = Disposition(outcome="part", chosen=[0], text="We say so.", revision=whole)
    step = shown(
        StepKind.DECIDED,
        revision=whole,
        disposition=disposition,
        decision=decision(kind=DecisionKind.PART),
        rest=revision(),
    )

    assert (
        words(step)
        == f"part the Mission proposes to accept in part, {TODAY} 1 change was taken: The rest stayed with the Mission:"
    )
    assert [after(note.spans) for note in step.notes] == ["We say so.", "We say so now."]


def test_a_decision_on_the_rest_of_a_proposal_names_the_rest():
    disposition = Disposition(outcome="accepted", chosen=[], revision=revision())
    step = shown(
        StepKind.DECIDED, revision=revision(made="rest"), disposition=disposition, decision=decision()
    )

    assert words(step) == f"The rest: accepted {ACCEPTS}"


@pytest.mark.parametrize(
    ("name", "says"), [("MYS 5", "The words in its place, those of MYS 5:"), ("", "The words in its place:")]
)
def test_the_words_that_took_it_in_are_shown(name: str, says: str):
    disposition = Disposition(outcome="absorbed", chosen=[], revision=revision())
    successor = Successor(revision(text="We all say so.", base=BASE), name, "mmmmmmm")
    step = shown(
        StepKind.DECIDED,
        revision=revision(),
        disposition=disposition,
        decision=decision(),
        successor=successor,
    )

    assert words(step) == f"absorbed the Mission proposes to accept, {TODAY} {says}"
    assert after(step.notes[0].spans) == "We all say so."


def test_an_amendment_of_its_words_is_shown_with_proposal_and_changes():
    disposition = Disposition(outcome="accepted", text="We all say.", revision=revision(base=BASE))
    step = shown(
        StepKind.AMENDED,
        disposition=disposition,
        decision=decision(),
        successor=Successor(revision(), "MYS 5", "mmmmmmm"),
    )

    assert words(step) == f"MYS 5 amended its words: accepted {ACCEPTS}"
    assert [after(note.spans) for note in step.notes] == ["We all say."]


def test_a_decision_that_was_voided_no_longer_counts():
    text = words(shown(StepKind.VOIDED, decision=decision("By mistake.")))

    assert text == "That decision no longer counts. The reason: “By mistake.”"


CLOSED = "when the round was closed and Rev.1 made"


@pytest.mark.parametrize(
    ("verdict", "rest", "says"),
    [
        (Verdict.PARTLY, None, f"partly {CLOSED} 1 of 2 changes is in the text."),
        (Verdict.OVERTAKEN, None, f"overtaken {CLOSED} 1 of 2 changes is in the text."),
        (Verdict.CONFLICT, None, f"conflict {CLOSED}"),
        (Verdict.CARRIED, revision(base_id=1), f"carried {CLOSED} It asks for the same, word for word."),
        (Verdict.CARRIED, revision(base_id=2, base=BASE), f"carried {CLOSED} What it now asks for:"),
    ],
)
def test_the_outcome_of_a_closed_round_is_described_in_words(
    verdict: Verdict, rest: Revision | None, says: str
):
    row = VerdictRow(verdict=verdict.value, done=1, total=2)
    step = shown(StepKind.VERDICT, revision=revision(base_id=1), verdict=row, rest=rest, version=REV1)

    assert words(step) == says


def test_an_answer_names_its_sponsor_where_that_may_be_known():
    answer = AnswerRow(answer="object", at=DAY, reason="No.")
    facts = {"answer": answer, "party": EGYPT, "on_compromise": True}

    assert words(shown(StepKind.ANSWERED, **facts)) == "Egypt objects to the compromise for EGY 3 No."
    assert words(shown(StepKind.ANSWERED, **facts, named=False)) == (
        "A sponsor objects to the compromise for eeeeeee No."
    )


def test_the_text_by_which_brackets_went_is_a_step():
    since = Unbracketed(REV1, Lifted(Verdict.ABSORBED, 1, 1), SETTING)

    assert words(shown(StepKind.LIFTED, lifted=since)) == "The brackets were lifted in round 2, in Rev.1."


def test_a_draft_prints_its_paragraph_in_new_words_or_in_those_as_before():
    new = shown(StepKind.PRINTED, version=REV1, printed=("12", "We say so."))
    same = shown(StepKind.PRINTED, version=REV1, printed=("", ""))

    assert words(new) == "Rev.1 prints it as 12, in these words:"
    assert new.wording == "We say so."
    assert words(same) == "Rev.1 prints it as a line without a number, in the words as before."


def test_every_kind_of_step_can_be_shown():
    assert set(timeline._SHOWN) == set(StepKind)


def test_that_its_paragraph_was_agreed_after_a_decision_without_a_level_is_the_newest_step():
    proposed = decision()
    disposition = Disposition(
        outcome="accepted", decision=proposed, revision=revision(base=BASE), text="We say so."
    )
    agreed = Decision(
        level="working-groups", agreed_on=date(2026, 12, 2), at=DAY + timedelta(days=8), kind="agree"
    )
    step = Step(
        DAY, StepKind.DECIDED, revision=revision(base=BASE), disposition=disposition, decision=proposed
    )
    where = Status(Standing.ACCEPTED, False, SETTING, REV1, disposition=disposition, agreement=agreed)
    entry = AmendmentRecord(Amendment(code="eeeeeee", kind="replace"), revision(base=BASE))
    trail = Timeline((step,), own=False, named=True, places={})

    steps = timeline.shown(Page(entry, where, trail, ProposalRights("EGY 3", EGYPT)))

    assert [bool(step.state) for step in steps] == [False, True]
    assert "agreed with its paragraph" in str(steps[0].sentences[0])
