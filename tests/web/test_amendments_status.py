"""What is said of a proposal in each state, by what is known of it: values in English, without page or database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from acm_drafts.i18n import speaking
from acm_drafts.negotiation.brackets import Lifted
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, Level, Outcome, RoundState
from acm_drafts.negotiation.terms import Standing as S
from acm_drafts.negotiation.terms import Verdict as V
from acm_drafts.store.absorption import Successor, Superseding
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.brackets import Unbracketed
from acm_drafts.store.decisions import PartialAcceptance
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.records import (
    Amendment,
    AnswerRow,
    Circulation,
    Decision,
    Disposition,
    Draft,
    Party,
    Revision,
    Round,
    VerdictRow,
    Wording,
)
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.status import Absorption, Status
from acm_drafts.store.text import TextRow
from acm_drafts.store.uptake import Uptake
from acm_drafts.text.changes import Change
from acm_drafts.text.uptake import Held, Remains
from acm_drafts.web.amendments import agreements, answers, status
from acm_drafts.web.amendments.locations import Subject
from tests.conftest import make_app

DAY = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
FC = DraftVersion(Draft(id=1, symbol="FC"), None)
REV1 = DraftVersion(Draft(id=2, symbol="Rev.1"), Circulation(at=DAY))
LINE = TextRow(1, "p1", 1, "12.", "paragraph", 0, "We say so.", "open", 0, None, None, reference="12")
SPLIT = (LINE, LINE._replace(code="p2", label="13.", reference="13"))
REVISION = Revision(id=1, text="We say so.", base=Wording(text="We say."), after_id=7)
OPEN, CLOSED = RoundContext(Round(number=2), FC, 1), RoundContext(Round(number=2, closed_at=DAY), FC, 1)
MYS = Successor(REVISION, "MYS 5", "mmmmmmm")
HIDDEN = Successor(REVISION, "", "")
EGYPT = Party(id=1, code="EGY", name_en="Egypt", name_fr="Égypte", name_ar="مصر")
CHANGE = Change(0, 1, "a", "b")
OBJECTABLE = "Its sponsor can object until the next text is circulated; the paragraph is then not agreed."
CONCERNS = "It concerns paragraph 12 of Rev.1."
WORDS = "Its words are now in paragraph 12 of Rev.1."


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    with make_app("sqlite://").test_request_context():
        yield


def decision(
    level: Level | None = None, reason: str = "", kind: DecisionKind = DecisionKind.ACCEPT
) -> Decision:
    return Decision(
        level=level.value if level else None,
        agreed_on=date(2026, 11, 24),
        reason=reason,
        kind=kind.value,
    )


def made(outcome: Outcome, level: Level | None = None, **facts: str) -> Disposition:
    kind = DecisionKind(facts.pop("kind", DecisionKind.ACCEPT))
    found = decision(level, facts.get("reason", ""), kind)
    return Disposition(outcome=outcome.value, decision=found, revision=REVISION, text=REVISION.text)


def answer(given: Answer, *, revision: int | None = None) -> AnswerRow:
    """What is contested of a *revision* is disowned: it was entered from the floor."""
    return AnswerRow(answer=given.value, at=DAY, reason="No.", revision_id=revision)


def entry(kind: AmendmentKind = AmendmentKind.REPLACE) -> AmendmentRecord:
    return AmendmentRecord(Amendment(code="eeeeeee", kind=kind.value, sponsor_id=1), REVISION)


def where(standing: S, **facts: object) -> Status:
    known = Status(standing, False, OPEN, REV1, spots=(LINE,), says=REVISION)
    return replace(known, **facts)


def lifted(verdict: V, done: int, *held: Held, new: bool = False, **facts: object) -> Unbracketed:
    found = Lifted(verdict, done, 2, tuple((CHANGE, how) for how in held), new=new)
    return replace(Unbracketed(REV1, found, OPEN, decision()), **facts)


def said(at: Status, kind: AmendmentKind = AmendmentKind.REPLACE, **facts: object) -> str:
    told = status.status_text(Subject(at, entry(kind), "ccccccc", **facts))
    words = " ".join(map(str, told.sentences))
    return words.replace("\u2068", "").replace("\u2069", "")


NOW = "as the Mission proposes, 24 November 2026"
ON = "(24 November 2026)"
EXPERT = "agreed at expert level, 24 November 2026"
ACCEPTED, PART, BRACKETED = made(Outcome.ACCEPTED), made(Outcome.PART), made(Outcome.BRACKETED)
PARTED = PartialAcceptance("a", "b", ((CHANGE, True), (CHANGE, False)))
ABSORBED = made(Outcome.ABSORBED, kind=DecisionKind.COMPROMISE)
AGREED = made(Outcome.ACCEPTED, Level.EXPERT)
BY_MYS, BY_OTHERS = (Superseding(ACCEPTED, MYS),), (Superseding(ACCEPTED, HIDDEN),)
PUT_OFF = made(Outcome.DEFERRED)
ONE_OF_TWO = VerdictRow(verdict="partly", done=1, total=2)
INSERT, KEEP, MOVE, JOIN = AmendmentKind.INSERT, AmendmentKind.KEEP, AmendmentKind.MOVE, AmendmentKind.JOIN
DELETE = AmendmentKind.DELETE


@pytest.mark.parametrize(
    ("at", "sentences"),
    [
        (where(S.DRAFT), f"A draft that only your delegation sees. It is not submitted. {CONCERNS}"),
        (where(S.REVIEW), f"It waits for your head of delegation or an alternate to submit it. {CONCERNS}"),
        (where(S.WITHDRAWN), "Withdrawn by its sponsor."),
        (
            where(S.WITHDRAWN, ended_with_decision=True),
            "It was written with a decision, and ended when that decision no longer counted.",
        ),
        (
            where(S.WITHDRAWN, contest=answer(Answer.CONTEST, revision=1)),
            "It was entered from the floor and is withdrawn.",
        ),
        (where(S.PENDING), f"No decision has been taken yet. {CONCERNS}"),
        (
            where(S.SETTLED),
            f"What was accepted on its paragraph settles it. That is recorded when the round is closed. {CONCERNS}",
        ),
        (
            where(S.PENDING, withheld=True),
            f"The round is closed. Its outcome is shown with the next text. {CONCERNS}",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED),
            f"The Mission proposes to accept it {ON}. The next text will say so. {CONCERNS}",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED, context=CLOSED),
            f"The Mission proposes to accept it {ON}. The next text, which is not circulated yet, tells it.",
        ),
        (
            where(S.ACCEPTED, disposition=made(Outcome.ACCEPTED, Level.EXPERT, reason="Fine"), landed=REV1),
            f"Accepted, {EXPERT}. The reason: “Fine” {WORDS}",
        ),
        (
            where(S.ACCEPTED, disposition=AGREED, landed=REV1, reopened=date(2026, 11, 25)),
            f"Accepted, {EXPERT}. "
            f"Its paragraph was reopened, 25 November 2026: what was agreed on it has ended. {WORDS}",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED, landed=REV1, spots=()),
            f"The Mission proposes to accept it {ON}. That paragraph is no longer in Rev.1.",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED, landed=REV1, spots=SPLIT),
            f"The Mission proposes to accept it {ON}. Its words are now in paragraph 12 and paragraph 13 of Rev.1.",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED, landed=REV1, amended=BY_MYS, remains=Remains.SOME),
            f"The Mission proposes to accept it {ON}. "
            f"Some of its words are now in paragraph 12 of Rev.1, as amended by MYS 5.",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED, landed=REV1, amended=BY_OTHERS),
            f"The Mission proposes to accept it {ON}. Its words are now in paragraph 12 of Rev.1, as amended since.",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED, landed=REV1, amended=BY_MYS, remains=Remains.NONE),
            f"The Mission proposes to accept it {ON}. "
            f"Its words are no longer in the text: paragraph 12 of Rev.1 stands as amended by MYS 5.",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED, landed=REV1, amended=BY_OTHERS, remains=Remains.UNSURE),
            f"The Mission proposes to accept it {ON}. It concerned paragraph 12 of Rev.1, as amended since.",
        ),
        (
            where(S.ACCEPTED, disposition=ACCEPTED, landed=FC, remains=Remains.SOME),
            f"The Mission proposes to accept it {ON}. "
            f"Some of its words are now in paragraph 12 of Rev.1, as amended since.",
        ),
        (
            where(
                S.ACCEPTED,
                disposition=ACCEPTED,
                landed=REV1,
                spots=(LINE._replace(text="We say [so]."),),
                place=LINE,
            ),
            f"The Mission proposes to accept it {ON}. "
            f"Its words are now in paragraph 12 of Rev.1, in brackets, not agreed.",
        ),
        (
            where(S.BRACKETED, disposition=BRACKETED, landed=REV1),
            f"The Mission proposes to retain it in brackets {ON}. {WORDS}",
        ),
        (where(S.DEFERRED, disposition=PUT_OFF), f"The Mission proposes to defer it {ON}. {CONCERNS}"),
        (
            where(S.REJECTED, disposition=made(Outcome.REJECTED)),
            f"The Mission proposes not to accept it {ON}. {CONCERNS}",
        ),
        (
            where(S.PART, disposition=PART, parted=PARTED, pending=True),
            f"The Mission proposes to accept it in part {ON}. "
            f"1 of 2 changes was taken. The rest waits for a decision. {CONCERNS}",
        ),
        (
            where(S.PART, disposition=PART, parted=PARTED, pending=True, came=REV1),
            f"The Mission proposes to accept it in part {ON}. 1 of 2 changes came into the text with Rev.1. "
            f"The rest waits for a decision. {CONCERNS}",
        ),
        (
            where(S.PART, disposition=made(Outcome.REJECTED), first=PART, came=REV1),
            f"The Mission proposes to accept it in part {ON}. "
            f"The Mission proposes not to accept the rest {ON}. {WORDS}",
        ),
        (
            where(S.PART, disposition=PART, landed=REV1),
            f"Part of it was accepted, and the rest was not. {WORDS}",
        ),
        (
            where(S.ABSORBED, disposition=ABSORBED, successor=MYS),
            f"The Mission proposes a compromise {ON}. "
            f"It is merged into MYS 5. {OBJECTABLE} The next text will say so. {CONCERNS}",
        ),
        (
            where(S.ABSORBED, disposition=ABSORBED, successor=MYS, parted=PARTED, came=REV1),
            f"The Mission proposes a compromise {ON}. "
            f"It is merged into MYS 5. {OBJECTABLE} The next text will say so. {CONCERNS}",
        ),
        (
            where(S.CARRIED, disposition=made(Outcome.ABSORBED, Level.EXPERT, kind=DecisionKind.COMPROMISE)),
            "Carried over to the next draft; it waits for a decision. "
            f"Other words were put in its place, {EXPERT}. {CONCERNS}",
        ),
        (
            where(S.ABSORBED, disposition=ABSORBED, successor=MYS, landed=REV1),
            f"The Mission proposes a compromise {ON}. "
            f"It is merged into MYS 5. The compromise it is merged into is in paragraph 12 of Rev.1.",
        ),
        (
            where(S.ABSORBED, disposition=ABSORBED, successor=MYS, landed=FC, remains=Remains.NONE),
            f"The Mission proposes a compromise {ON}. "
            f"It is merged into MYS 5. {OBJECTABLE} "
            f"The compromise it is merged into was amended since, in paragraph 12 of Rev.1.",
        ),
        (
            where(S.ABSORBED, verdict=ONE_OF_TWO, judged=FC, remains=Remains.SOME),
            "All that it asked for came into the text with FC. "
            "Some of its words are now in paragraph 12 of Rev.1, as amended since.",
        ),
        (
            where(S.OVERTAKEN, verdict=ONE_OF_TWO, judged=FC),
            "1 of 2 changes came into the text with FC. "
            f"The text was changed in the same place, so that it no longer fits. {CONCERNS}",
        ),
        (
            where(S.ABSORBED, disposition=made(Outcome.ABSORBED), successor=HIDDEN, landed=REV1),
            f"The Mission proposes a compromise {ON}. What it is merged into is in paragraph 12 of Rev.1.",
        ),
        (
            where(S.ABSORBED, disposition=ABSORBED, successor=HIDDEN, landed=REV1, spots=()),
            f"The Mission proposes a compromise {ON}. That paragraph is no longer in Rev.1.",
        ),
        (
            where(S.ABSORBED, account=Absorption(decision(), Outcome.ACCEPTED, MYS)),
            f"All that it asked for is in the text. MYS 5 put it there: {NOW}. {WORDS}",
        ),
        (
            where(S.ABSORBED, account=Absorption(decision(), Outcome.PART)),
            f"All that it asked for is in the text. A decision put it there: accepted in part, {NOW}. {WORDS}",
        ),
        (
            where(S.ABSORBED, account=Absorption(ABSORBED.decision, Outcome.ACCEPTED)),
            f"All that it asked for is in the text. A decision put it there: a compromise, {NOW}. {WORDS}",
        ),
        (
            where(S.CARRIED, disposition=PUT_OFF),
            "Carried over to the next draft; it waits for a decision. "
            f"The Mission proposed to defer it {ON}. {CONCERNS}",
        ),
        (
            where(S.PARTLY, verdict=ONE_OF_TWO),
            f"1 of 2 changes is in the text. The rest waits for a decision. {CONCERNS}",
        ),
        (
            where(S.OVERTAKEN, verdict=ONE_OF_TWO),
            "1 of 2 changes is in the text. The text was changed in the same place, so that it no longer fits. "
            f"{CONCERNS}",
        ),
        (
            where(S.CONFLICT),
            f"When the round was closed, another proposal asked for something else at the same place. "
            f"It waits for a decision. {CONCERNS}",
        ),
        (where(S.ORPHANED), "The paragraph or place that it concerned is no longer in the text."),
        (
            where(S.ORPHANED, proposed=MYS),
            "The new paragraph that MYS 5 proposes did not come into the text.",
        ),
        (
            where(S.ORPHANED, proposed=HIDDEN),
            "The new paragraph that it concerned did not come into the text.",
        ),
        (
            where(S.CONTESTED),
            f"A sponsor contested the outcome; the Mission looks at it again. {CONCERNS}",
        ),
        (
            where(S.CONTESTED, contest=answer(Answer.CONTEST), named=True),
            f"The Mission looks at it again. {CONCERNS}",
        ),
    ],
)
def test_each_status_says_where_the_proposed_words_are(at: Status, sentences: str):
    assert said(at) == sentences


def test_the_table_of_states_is_complete():
    assert set(status._SENTENCES_OF) == set(S)


@pytest.mark.parametrize(
    ("kind", "facts", "last"),
    [
        (
            KEEP,
            {"spots": (LINE._replace(text=REVISION.text),)},
            "The paragraph stays as it is: paragraph 12 of Rev.1.",
        ),
        (KEEP, {}, "The paragraph stays as it is: paragraph 12 of Rev.1."),
        (KEEP, {"spots": (), "proposed": MYS}, "It concerns the new paragraph that MYS 5 proposes."),
        (MOVE, {}, "It stands now as paragraph 12 of Rev.1."),
        (JOIN, {}, "They are one paragraph now: paragraph 12 of Rev.1."),
        (JOIN, {"spots": SPLIT}, "Its words are now in paragraph 12 and paragraph 13 of Rev.1."),
        (DELETE, {}, "The paragraph is still in the text: paragraph 12 of Rev.1."),
        (INSERT, {"amended": BY_MYS}, "The paragraph is now paragraph 12 of Rev.1, as amended by MYS 5."),
        (DELETE, {"spots": ()}, "The paragraph is no longer in the text since Rev.1."),
    ],
)
def test_the_result_of_an_acceptance_is_described_by_the_kind_of_proposal(
    kind: AmendmentKind, facts: dict, last: str
):
    assert (
        said(where(S.ACCEPTED, disposition=ACCEPTED, landed=REV1, **facts), kind)
        == f"The Mission proposes to accept it {ON}. {last}"
    )


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (INSERT, {}, "The paragraph that it would follow is not in Rev.1."),
        (INSERT, {"place": LINE}, "It asks to come in after paragraph 12 “We say so.”."),
        (AmendmentKind.REPLACE, {"proposed": MYS}, "It concerns the new paragraph that MYS 5 proposes."),
        (AmendmentKind.REPLACE, {"proposed": HIDDEN}, "It concerns a new paragraph that is only proposed."),
        (AmendmentKind.REPLACE, {}, "Its paragraph is no longer in Rev.1."),
    ],
)
def test_a_proposal_that_is_in_no_line_is_described_by_its_place(
    kind: AmendmentKind, facts: dict, sentence: str
):
    at = where(S.PENDING, spots=(), **facts)

    assert said(at, kind) == f"No decision has been taken yet. {sentence}"


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        (INSERT, {"place": LINE}, "It asked to come in after paragraph 12 “We say so.”."),
        (
            AmendmentKind.REPLACE,
            {"proposed": MYS},
            "The new paragraph that MYS 5 proposes did not come into the text.",
        ),
        (
            AmendmentKind.REPLACE,
            {"proposed": HIDDEN},
            "The new paragraph that it concerned did not come into the text.",
        ),
    ],
)
def test_of_an_adopted_text_nothing_is_said_to_come_in_any_more(
    kind: AmendmentKind, facts: dict, sentence: str
):
    at = where(S.LEFT_OPEN, spots=(), adopted=True, **facts)

    assert said(at, kind).endswith(f"Nothing is decided on it any more. {sentence}")


def test_a_heading_that_a_new_paragraph_is_to_follow_is_called_by_its_number_alone():
    heading = LINE._replace(label="II.", kind="heading", reference="II", text="Peace")

    assert said(where(S.PENDING, spots=(), place=heading), INSERT).endswith("after II “Peace”.")


@pytest.mark.parametrize(
    ("standing", "amended", "sentence"),
    [
        (S.ACCEPTED, (), "It is to come in after paragraph 12 “We say so.”."),
        (
            S.ACCEPTED,
            (Superseding(ACCEPTED, MYS), Superseding(ACCEPTED, MYS)),
            "It is to come in after paragraph 12 “We say so.”, as amended by MYS 5.",
        ),
    ],
)
def test_an_accepted_new_paragraph_is_to_come_in_at_its_place(standing: S, amended: tuple, sentence: str):
    at = where(standing, disposition=ACCEPTED, spots=(), place=LINE, amended=amended)

    assert (
        said(at, INSERT) == f"The Mission proposes to accept it {ON}. The next text will say so. {sentence}"
    )


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"late": True}, "It is in review and was not submitted in time."),
        ({"submits": True}, "It waits for you to submit it."),
    ],
)
def test_what_is_in_review_tells_its_reader_who_has_to_act(facts: dict, first: str):
    assert said(where(S.REVIEW), **facts) == f"{first} {CONCERNS}"


def test_a_sponsor_reads_how_many_of_its_own_changes_are_in_the_text():
    both = VerdictRow(verdict="partly", done=2, total=3)
    only = VerdictRow(verdict="partly", done=1, total=1)

    assert str(agreements.counted(both, own=True)) == "2 of your 3 changes are in the text."
    assert str(agreements.counted(only, own=True)) == "Your change is in the text."
    assert str(agreements.counted(only)) == "Its change is in the text."
    with speaking("ar"):
        counts = [VerdictRow(verdict="partly", done=n, total=200) for n in (1, 2, 3, 11, 100)]
        forms = {str(agreements.counted(one)).replace(str(one.done), "#", 1) for one in counts}
    assert len(forms) >= 3


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (
            (Held.AGAINST, Held.AMONG),
            "Other words were decided on in the same place, so that it no longer fits.",
        ),
        (
            (Held.IN, Held.AMONG),
            "Its words are there among others. Its sponsor says whether that is enough.",
        ),
        ((Held.GONE,), "The text was changed in the same place, so that it no longer fits."),
    ],
)
def test_what_no_longer_fits_tells_what_stands_in_its_place(held: tuple[Held, ...], sentence: str):
    finding = Uptake("a", tuple((CHANGE, how) for how in held), lives=False)

    assert said(where(S.OVERTAKEN), finding=finding) == f"{sentence} {CONCERNS}"


def test_what_is_superseded_says_which_of_its_words_stand_there():
    finding = Uptake("a", ((CHANGE, Held.OTHERWISE),), lives=False, there=("permanent",))

    seen = said(where(S.OVERTAKEN), finding=finding)

    assert "so that it no longer fits. Of its words these stand there: “" in seen and "permanent" in seen


LIFTED = f"The Mission proposed to retain it in brackets {ON}. The brackets were lifted in round 2, in Rev.1: {NOW}."


@pytest.mark.parametrize(
    ("since", "rest"),
    [
        (lifted(V.ABSORBED, 2, Held.IN), f"All that it asked for is in the text. {WORDS}"),
        (lifted(V.PARTLY, 0, Held.AMONG, new=True), WORDS),
        (
            lifted(V.PARTLY, 0, Held.AMONG),
            "Its words are there among others. Its sponsor says whether that is enough. " + CONCERNS,
        ),
        (
            lifted(V.PARTLY, 1, Held.IN, Held.AMONG, Held.GONE),
            f"1 of 2 changes is in the text. Some of its words stand there among others. {CONCERNS}",
        ),
        (
            lifted(V.OVERTAKEN, 0, Held.AGAINST),
            "Other words were decided on in the same place, so that it no longer fits. " + CONCERNS,
        ),
        (lifted(V.OVERTAKEN, 0, Held.LEFT), f"Its words are not in the text. {CONCERNS}"),
        (
            lifted(V.ABSORBED, 2, Held.IN, by=(MYS, HIDDEN, replace(MYS, code="eeeeeee"))),
            f"What was decided there: MYS 5. All that it asked for is in the text. {WORDS}",
        ),
    ],
)
def test_brackets_that_are_gone_tell_what_stands_of_the_words(since: Unbracketed, rest: str):
    at = where(since.lifted.standing, disposition=BRACKETED, unbracketed=since)

    assert said(at) == f"{LIFTED} {rest}"


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        (lifted(V.ABSORBED, 2, decision=None), "The brackets were lifted in round 2, in Rev.1."),
        (lifted(V.ABSORBED, 2, decision=None, context=None), "There are no brackets round it since Rev.1."),
    ],
)
def test_the_proposal_that_lifted_brackets_is_named_to_readers_who_may_know_it(
    since: Unbracketed, sentence: str
):
    assert [str(one) for one in agreements.lifting(since, "eeeeeee")] == [sentence]


# What sponsors said --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            answer(Answer.CONTEST, revision=1),
            "Egypt said on 24 November 2026 that it is not its own: “No.”",
        ),
        (answer(Answer.CONTEST), "Egypt contested this on 24 November 2026: “No.”"),
        (answer(Answer.OBJECT), "Egypt objected on 24 November 2026: “No.”"),
        (answer(Answer.CONFIRM), "Egypt confirmed it on 24 November 2026."),
        (answer(Answer.ACCEPT), "Egypt accepted it on 24 November 2026."),
        (answer(Answer.LIVE_WITH), "Egypt said on 24 November 2026 that it can live with it."),
    ],
)
def test_where_sponsors_may_be_named_each_is_heard(given: AnswerRow, sentence: str):
    assert said(where(S.PENDING, heard=((EGYPT, given),), named=True)).endswith(f"{CONCERNS} {sentence}")


@pytest.mark.parametrize(
    ("given", "standing", "sponsors", "sentence"),
    [
        (answer(Answer.CONTEST), S.PENDING, True, "Its sponsor contested this on 24 November 2026: “No.”"),
        (answer(Answer.OBJECT), S.PENDING, True, "Its sponsor objected on 24 November 2026: “No.”"),
        (answer(Answer.CONTEST), S.CONTESTED, True, "The sponsor’s reason, 24 November 2026: “No.”"),
        (
            answer(Answer.CONTEST),
            S.CONTESTED,
            False,
            "A co-sponsor contested this on 24 November 2026: “No.”",
        ),
        (answer(Answer.OBJECT), S.PENDING, False, "A co-sponsor objected on 24 November 2026: “No.”"),
        (
            answer(Answer.CONTEST, revision=1),
            S.PENDING,
            True,
            "Its sponsor said on 24 November 2026 that it is not its own: “No.”",
        ),
        (
            answer(Answer.CONTEST, revision=1),
            S.PENDING,
            False,
            "A co-sponsor said on 24 November 2026 that it is not its own: “No.”",
        ),
    ],
)
def test_where_sponsors_may_not_be_named_only_objections_are_shown(
    given: AnswerRow, standing: S, sponsors: bool, sentence: str
):
    heard = ((EGYPT, given), (EGYPT, answer(Answer.ACCEPT)))
    told = said(where(standing, heard=heard, contest=given if sponsors else None))

    assert told.endswith(f"{CONCERNS} {sentence}")
    assert "Egypt" not in told


def test_a_decision_at_a_level_or_in_a_circulated_draft_cannot_be_contested():
    at_level = where(S.REJECTED, disposition=made(Outcome.REJECTED, Level.MINISTERIAL))
    circulated = where(S.REJECTED, disposition=made(Outcome.REJECTED), landed=REV1)
    open_still = where(S.REJECTED, disposition=made(Outcome.REJECTED))

    assert str(answers.final(at_level)) == "It was decided at ministerial level and cannot be contested here."
    assert str(answers.final(circulated)) == (
        "It could be contested until Rev.1 was circulated, on 24 November 2026."
    )
    assert answers.final(open_still) is None
    assert answers.final(replace(at_level, pending=True)) is None
    assert answers.final(where(S.ACCEPTED, disposition=made(Outcome.ACCEPTED, Level.EXPERT))) is None


def test_drafts_that_missed_the_deadline_show_what_happens_to_them():
    assert status.missed(RoundState.OPEN) is None
    assert status.missed(None) is None
    assert str(status.missed(RoundState.CLOSED, 2)).startswith("The round is closed. The drafts stand")
    assert str(status.missed(RoundState.CONSIDERATION)).startswith(
        "The deadline has passed. The Mission can enter"
    )


def test_a_proposal_that_only_deletes_words_is_not_told_as_words_that_are_in_the_text():
    now = LINE._replace(text="The Meeting met.")
    shorter = Revision(base=Wording(text="The Meeting met once again."), text="The Meeting met.")
    record = AmendmentRecord(Amendment(code="eeeeeee", kind="replace", sponsor_id=1), shorter)

    def told_of(standing: S, text: str) -> str:
        disposed = Disposition(
            outcome="part" if standing is S.PART else "accepted",
            decision=ACCEPTED.decision,
            revision=shorter,
            text=text,
        )
        at = replace(where(standing, disposition=disposed, landed=REV1), spots=(now,), says=shorter)
        return " ".join(map(str, status.status_text(Subject(at, record, "ccccccc")).sentences))

    whole, part = told_of(S.ACCEPTED, shorter.text), told_of(S.PART, "The Meeting met again.")
    amended = told_of(S.ACCEPTED, "The Meeting met twice.")

    assert "The words that it deletes are no longer in" in whole and "Its words are" not in whole
    assert "Some of the words that it deletes are no longer in" in part and "Its words are" not in part
    assert "deletes" not in amended


@pytest.mark.parametrize(
    ("first", "says"), [("It met there once again.", "Its words are"), ("It met again.", "")]
)
def test_of_a_proposal_accepted_part_by_part_each_part_says_whether_it_only_deletes(first: str, says: str):
    asked = Revision(base=Wording(text="It met once again."), text="It met there.")
    rest = Revision(base=Wording(text=first), text="It met.")
    record = AmendmentRecord(Amendment(code="eeeeeee", kind="replace", sponsor_id=1), rest)
    part, last = (
        Disposition(outcome=outcome, decision=ACCEPTED.decision, revision=revision, text=text)
        for outcome, revision, text in (("part", asked, first), ("accepted", rest, "It met."))
    )
    at = replace(where(S.ACCEPTED, disposition=last, landed=REV1), first=part, spots=(LINE,), says=rest)
    in_part = replace(where(S.PART, disposition=part, landed=REV1), spots=(LINE,), says=rest)

    def told_of(at: Status) -> str:
        return " ".join(map(str, status.status_text(Subject(at, record, "ccccccc")).sentences))

    assert says in told_of(at) and ("words that it deletes are no longer" in told_of(at)) == (not says)
    assert ("Some of the words that it deletes are no longer" in told_of(in_part)) == (not says)
