"""Of a running round beside a text: the paragraphs whose states count it, and what it makes of their words."""

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Visibility
from acm_drafts.services import counted_rounds, reopenings
from acm_drafts.services.counted_rounds import CountedRound, NewParagraph
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Paragraph
from acm_drafts.store.text import draft_set
from tests.factories import actor_of, make_observer, mission
from tests.tables import Table, head_of, make_table

TEXTS = ("The Meeting noted the report.", "The Meeting thanked [all] donors.")


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Everything here happens in one context, as within a request."""


def observer() -> Actor:
    return actor_of(make_observer())


def first(table: Table) -> frozenset[int]:
    """The key of the first paragraph."""
    return frozenset({table.line("1.").line.paragraph})


def counted_round(table: Table, who: Actor, sequence: int | None = None) -> CountedRound | None:
    db.session.rollback()
    shelf = draft_set(db.session(), table.communique, who)
    return counted_rounds.counted_round(db.session(), who, shelf, version=shelf.get(sequence))


def changing(number: int, paragraphs: frozenset[int], *, own_only: bool = False) -> CountedRound:
    """A round that decided on *paragraphs* alone, and changed the words of each."""
    return CountedRound(number, own_only=own_only, paragraphs=paragraphs, changed=paragraphs)


def code_of(amendment: Amendment) -> str:
    """The code of the paragraph that a proposal is about."""
    return db.session.get_one(Paragraph, amendment.paragraph_id).code


def reopen(table: Table) -> None:
    """Reopen the first paragraph."""
    (key,) = first(table)
    seen = db.session.get_one(Paragraph, key).counter
    reopenings.reopen(table.mission, key, asked_by="EGY", reason="Words.", seen=seen)


@pytest.mark.parametrize(
    ("decisions", "proposed"),
    [
        ([("accept", None)], True),
        ([("accept", Level.EXPERT)], False),
        ([("accept", None), ("agree", Level.EXPERT)], False),
        ([("accept", Level.EXPERT), ("accept", None)], False),
        ([("reject", Level.EXPERT)], False),
        ([("reject", None)], True),
        ([("accept", None), ("reject", Level.EXPERT)], True),
        ([("accept", None), ("defer", Level.EXPERT)], True),
    ],
)
def test_the_words_of_a_paragraph_are_only_proposed_until_a_level_agrees_words_on_it(
    decisions: list[tuple[str, Level | None]], proposed: bool
):
    table = make_table("It rose and fell.", "It sat.")
    changes = iter([("rose", "grew"), ("fell", "sank")])
    for kind, level in decisions:
        if kind == "agree":
            table.agree("1.", level=level)
        else:
            amendment = table.replace("SEN", "1.", *next(changes))
            reason = "" if kind == "accept" else "No."
            table.decide(DecisionKind(kind), amendment, level=level, reason=reason)

    known = counted_round(table, observer())

    assert known is not None and known.paragraphs == first(table)
    assert known.only_proposed == (first(table) if proposed else frozenset())


def test_what_a_level_decided_and_was_reopened_stands_in_no_round_until_something_is_decided_anew():
    table = make_table(*TEXTS)
    table.accept(table.replace("SEN", "1.", "noted", "welcomed"))
    reopen(table)
    assert counted_round(table, observer()) == CountedRound(1, own_only=False, reopened=first(table))

    table.accept(table.replace("EGY", "1.", "report", "paper"), level=None)
    known = counted_round(table, observer())
    assert known is not None and (known.paragraphs, known.reopened) == (first(table), frozenset())
    assert known.only_proposed == known.changed == first(table)

    table.close()
    table.open()
    table.agree("1.")
    table.close()
    table.open()
    reopen(table)
    known = counted_round(table, observer())
    assert known == CountedRound(3, own_only=False, reopened=first(table)), "agreed in an earlier round"


def test_who_reads_its_own_proposals_alone_knows_that_what_was_decided_on_one_was_reopened():
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    table.accept(table.replace("SEN", "1.", "noted", "welcomed"))
    reopen(table)

    assert counted_round(table, head_of("SEN")) == CountedRound(1, own_only=True, reopened=first(table))
    assert counted_round(table, head_of("EGY")) is None


def test_a_new_paragraph_that_was_accepted_is_told_where_it_prints_to_who_may_know_of_it():
    public, hidden = make_table(*TEXTS), make_table(*TEXTS, symbol="OIC/HID", visibility=Visibility.MISSION)
    for table in (public, hidden):
        after, start, _waiting = (
            table.propose("SEN", AmendmentKind.INSERT, after=label, text=text)
            for label, text in (("1.", "It rose."), (None, "It opened."), ("2.", "It closed."))
        )
        table.accept(after)
        table.accept(start, level=None)
        told = (
            NewParagraph(code_of(start), "1 ante", *first(table), True, True),
            NewParagraph(code_of(after), "1 bis", *first(table)),
        )
        for who in (mission(), head_of("SEN")):
            known = counted_round(table, who)
            assert known is not None and known.new == told
    known = counted_round(public, observer())
    assert known is not None and [new.number for new in known.new] == ["1 ante", "1 bis"]
    assert counted_round(hidden, observer()) is None

    table = make_table(*TEXTS, symbol="OIC/VOID")
    decision = table.accept(table.propose("SEN", AmendmentKind.INSERT, after="1.", text="It rose."))
    table.void(decision, reason="By mistake.")
    assert counted_round(table, observer()) is None


def test_what_no_level_decided_in_a_round_is_only_proposed_and_so_is_what_was_reopened():
    table = make_table(*TEXTS, "It rose.")
    keys = {line.label: line.paragraph for line in table.lines()}
    table.accept(table.replace("SEN", "1.", "noted", "welcomed"), level=None)
    table.agree("3.")

    known = counted_round(table, observer())
    assert known is not None and known.only_proposed == {keys["1."]}

    table.agree("1.")
    known = counted_round(table, observer())
    assert known is not None and known.only_proposed == frozenset()

    paragraph = db.session.get_one(Paragraph, keys["1."])
    reopenings.reopen(table.mission, paragraph.id, asked_by="EGY", reason="Words.", seen=paragraph.counter)
    known = counted_round(table, observer())
    assert known is not None and known.only_proposed == {keys["1."]}


def test_a_decided_paragraph_keeps_its_words_is_given_others_or_is_to_go(session: object):
    table = make_table(*TEXTS, "It rose.", "It sat. It stood.", "It saw.", "It ate.")
    keys = {line.label: line.paragraph for line in table.lines()}
    table.agree("1.")
    table.accept(table.propose("SEN", AmendmentKind.DELETE, "2."))
    table.accept(table.propose("SEN", AmendmentKind.KEEP, "3."))
    table.accept(table.propose("SEN", AmendmentKind.SPLIT, "4.", parts=("It sat.", "It stood.")))
    table.accept(table.propose("SEN", AmendmentKind.JOIN, "5."))

    known = counted_round(table, observer())
    assert known is not None
    assert known.deleted == {keys["2."]}
    assert known.changed == {keys["4."], keys["5."]}
    assert known.joined == ((keys["6."], "5"),)
    assert known.paragraphs == {keys[f"{number}."] for number in range(1, 7)}


def test_the_states_count_the_decisions_of_a_running_round_that_the_reader_may_know():
    public, hidden = make_table(*TEXTS), make_table(*TEXTS, symbol="OIC/HID", visibility=Visibility.MISSION)

    for table in (public, hidden):
        for who in (mission(), observer(), head_of("SEN")):
            assert counted_round(table, who) is None  # before anything was decided
        table.accept(table.replace("SEN", "1.", "noted", "welcomed"))

    for who in (mission(), observer(), head_of("SEN")):
        assert counted_round(public, who) == changing(1, first(public))
    assert counted_round(hidden, mission()) == changing(1, first(hidden))
    assert counted_round(hidden, head_of("SEN")) == changing(1, first(hidden), own_only=True)
    for who in (observer(), head_of("EGY")):  # the decision was on nothing of theirs
        assert counted_round(hidden, who) is None


def test_the_states_count_no_decision_that_the_words_do_not_once_the_round_is_closed():
    table = make_table(*TEXTS)
    table.agree("1.")
    table.close()
    assert counted_round(table, mission()) is None

    table.open()
    assert counted_round(table, mission()) is None
    void = table.accept(table.replace("SEN", "1.", "noted", "welcomed"))
    assert counted_round(table, mission()) == changing(2, first(table))
    assert counted_round(table, mission(), 0) is None
    table.void(void, reason="Too early.")
    assert counted_round(table, mission()) is None
