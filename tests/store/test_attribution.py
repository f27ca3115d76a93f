"""Where the words of a draft came from, as one reader may know it: by the decisions, under names that may be told."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Level, Outcome, Visibility
from acm_drafts.services import drafts, sponsors
from acm_drafts.store.attribution import Note, Story, load_attribution
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.text import draft_set
from tests.factories import actor_of, make_chair, make_observer, mission, party
from tests.tables import DAY, Table, head_of, label_of, make_table

WELCOMED = "The Meeting welcomed the progress made by all its members."
URGED = "The Meeting urged all its members to contribute to the fund. It thanked those who did."
THANKED = "The Meeting thanked the host country."


@pytest.fixture(autouse=True)
def in_context(session: object) -> None:
    """Everything here happens in one context, as within a request."""


def story_of(table: Table, who: Actor, *, label: str = "", sequence: int | None = None) -> Story:
    """Return the story of the newest draft that *who* reads, or of one of its paragraphs."""
    db.session.expire_all()
    draft_versions = draft_set(db.session(), table.communique, who)
    key = table.line(label).line.paragraph if label else None
    return load_attribution(
        db.session(), draft_versions, who, version=draft_versions.get(sequence), paragraph=key
    )


def phrases(table: Table, who: Actor, label: str, **facts: object) -> list[tuple[str, Note]]:
    story = story_of(table, who, **facts)
    return [(p.text, p.note) for p in story.phrases[table.line(label).line.paragraph]]


def note_of(table: Table, who: Actor, label: str, words: str) -> Note:
    """Return the note of the one phrase that holds *words*."""
    (found,) = [note for text, note in phrases(table, who, label) if words in text]
    return found


def circulated(table: Table, *, attributed: bool = True) -> Table:
    """Close the round and circulate what came of it."""
    table.close()
    drafts.circulate(mission(), table.draft, attributed=attributed)
    return table


def names(note: Note) -> list[str]:
    return [one.name for ruling in note.rulings for one in ruling.proposals]


def codes(note: Note) -> list[str]:
    return [who.code for ruling in note.rulings for one in ruling.proposals for who in one.parties]


# What is told ------------------------------------------------------------------------------------


def test_each_phrase_tells_the_proposer_the_round_the_decision_and_the_level():
    table = make_table(WELCOMED, THANKED)
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    sponsors.cosponsor(table.head("JOR"), egypt.code, party=party("JOR").id)
    table.accept(egypt, level=Level.EXPERT, agreed_on=date(2026, 9, 14))
    circulated(table)

    note = note_of(table, actor_of(make_observer()), "1.", "great")

    (ruling,) = note.rulings
    assert (note.round, note.version.draft.symbol, note.wording) == (1, "OIC/FC/Rev.1", 2)
    assert (ruling.kind, ruling.level, ruling.agreed_on) == (
        DecisionKind.ACCEPT,
        Level.EXPERT,
        date(2026, 9, 14),
    )
    assert (names(note), codes(note)) == (["EGY 1"], ["EGY", "JOR"])


def test_what_nobody_changed_came_with_the_first_draft():
    table = make_table(WELCOMED)
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    circulated(table)

    note = note_of(table, mission(), "1.", "The Meeting")

    assert (note.round, note.rulings, note.wording, note.version.draft.symbol) == (None, (), 1, "OIC/FC")


def test_each_of_two_proposals_in_a_wording_has_its_own_attribution():
    table = make_table(WELCOMED)
    for made in (
        table.replace("EGY", "1.", "progress", "great progress"),
        table.replace("MYS", "1.", "all its members", "the States"),
    ):
        table.accept(made)
    circulated(table)

    assert names(note_of(table, mission(), "1.", "great")) == ["EGY 1"]
    assert names(note_of(table, mission(), "1.", "the States")) == ["MYS 1"]


def test_only_the_accepted_part_of_a_proposal_is_attributed_to_its_sponsor():
    table = make_table(WELCOMED)
    text = WELCOMED.replace("progress", "great progress").replace("its members", "its dear members")
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    table.decide(DecisionKind.PART, amendment, chosen=(0,))
    circulated(table)

    told = phrases(table, mission(), "1.")

    assert [text for text, note in told if note.rulings] == ["great "]
    assert told[1][1].rulings[0].proposals[0].outcome is Outcome.PART


def test_a_compromise_tells_the_mission_and_what_it_absorbed():
    table = make_table(WELCOMED)
    made = [
        table.replace("EGY", "1.", "progress", "great progress"),
        table.replace("MYS", "1.", "progress", "good progress"),
    ]
    table.decide(DecisionKind.COMPROMISE, *made, text=WELCOMED.replace("progress", "steady progress"))
    circulated(table)

    (ruling,) = note_of(table, actor_of(make_observer()), "1.", "steady").rulings

    assert ruling.kind is DecisionKind.COMPROMISE
    assert [proposal.name for proposal in ruling.proposals] == ["OICM 1"]
    assert [proposal.name for proposal in ruling.absorbed] == ["EGY 1", "MYS 1"]


def test_an_edit_of_the_mission_is_attributed_to_the_mission():
    table = make_table(WELCOMED)
    table.accept(table.replace("OICM", "1.", "progress", "great progress"), level=None)
    circulated(table)

    note = note_of(table, actor_of(make_observer()), "1.", "great")

    assert codes(note) == ["OICM"]
    assert note.rulings[0].level is None


def test_what_is_struck_out_and_restored_goes_back_to_who_wrote_it_first():
    table = make_table(WELCOMED)
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()
    table.open()
    table.accept(table.replace("MYS", "1.", "great progress", "progress"))
    table.close()
    table.open()
    table.accept(table.replace("SEN", "1.", "progress", "great progress"))
    circulated(table)

    note = note_of(table, mission(), "1.", "great")

    assert (names(note), note.round) == (["EGY 1"], 1)


def split_and_joined() -> Table:
    """Return a text after three rounds: its second paragraph amended, split, and the rest joined with the third."""
    table = make_table(WELCOMED, URGED, THANKED)
    table.accept(table.replace("EGY", "2.", "those who did", "all those who did"))
    table.close()
    table.open()
    first, rest = table.line("2.").line.text.split(". ")
    table.accept(table.propose("SEN", AmendmentKind.SPLIT, "2.", parts=(f"{first}.", rest)))
    table.close()
    table.open()
    table.accept(table.propose("MYS", AmendmentKind.JOIN, "3."))
    circulated(table)
    return table


def test_the_parts_of_a_split_and_what_is_joined_keep_the_history_of_their_words():
    table = split_and_joined()

    assert table.line("3.").line.text == "It thanked all those who did. The Meeting thanked the host country."
    assert names(note_of(table, mission(), "3.", "all")) == ["EGY 1"]
    story = story_of(table, mission(), label="3.")
    assert [(turn.kind, names(turn.note)) for turn in story.turns[table.line("3.").line.paragraph]] == [
        (AmendmentKind.SPLIT, ["SEN 1"]),
        (AmendmentKind.JOIN, ["MYS 1"]),
    ]


def test_a_move_is_attributed_to_the_paragraph_and_to_none_of_its_words():
    table = make_table(WELCOMED, URGED, THANKED)
    table.accept(table.propose("SEN", AmendmentKind.MOVE, "1.", after="3."))
    circulated(table)

    story = story_of(table, mission(), label="3.")

    key = table.line("3.").line.paragraph
    assert [(p.text, p.note.round) for p in story.phrases[key]] == [(WELCOMED, None)]
    assert [(turn.kind, names(turn.note)) for turn in story.turns[key]] == [(AmendmentKind.MOVE, ["SEN 1"])]


def test_a_voided_decision_is_left_out_of_the_attribution():
    table = make_table(WELCOMED)
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    table.void(table.accept(egypt), reason="A mistake.")
    table.accept(egypt, level=Level.TROIKA)
    circulated(table)

    (ruling,) = note_of(table, mission(), "1.", "great").rulings

    assert ruling.level is Level.TROIKA


def test_an_earlier_draft_is_attributed_without_later_drafts():
    table = make_table(WELCOMED)
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    circulated(table)

    assert [note.round for _, note in phrases(table, mission(), "1.", sequence=0)] == [None]
    assert len(story_of(table, mission(), sequence=0).versions) == 1


def lifted(*, visibility: Visibility = Visibility.ALL) -> Table:
    """Return a text in which the Mission kept words of Egypt in brackets, and Mali's proposal lifted these."""
    table = make_table(WELCOMED, visibility=visibility)
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    table.decide(DecisionKind.BRACKETS, egypt, level=None)
    table.close()
    table.open(visibility=visibility)
    mali = table.replace("MLI", "1.", "[great]", "great")
    table.accept(mali, level=Level.MINISTERIAL, agreed_on=date(2026, 11, 28))
    return circulated(table)


def test_words_with_lifted_brackets_name_their_proposal_and_the_decision_that_lifted_them():
    note = note_of(lifted(), actor_of(make_observer()), "1.", "great")

    assert (note.round, names(note)) == (1, ["EGY 1"])
    (ruling,) = note.lifting.rulings
    assert (note.lifting.round, ruling.level, ruling.agreed_on) == (2, Level.MINISTERIAL, date(2026, 11, 28))
    assert [proposal.name for proposal in ruling.proposals] == ["MLI 1"]


def test_a_reader_of_no_proposals_sees_only_the_round_that_lifted_brackets():
    table = lifted(visibility=Visibility.MISSION)

    note = note_of(table, actor_of(make_observer()), "1.", "great")
    assert (note.rulings, note.lifting.round, note.lifting.rulings) == ((), 2, ())
    assert names(note_of(table, table.head("EGY"), "1.", "great")) == [label_of("EGY")]
    assert note_of(table, table.head("EGY"), "1.", "great").lifting.rulings == ()
    assert len(note_of(table, mission(), "1.", "great").lifting.rulings) == 1


# What may not be known ---------------------------------------------------------------------------


def test_where_attribution_is_off_others_read_the_code_and_no_delegation():
    table = make_table(WELCOMED, attributed=False)
    egypt = table.replace("EGY", "1.", "progress", "great progress")
    table.accept(egypt)
    circulated(table, attributed=False)

    for reader in (actor_of(make_observer()), head_of("MYS"), actor_of(make_chair())):
        note = note_of(table, reader, "1.", "great")
        assert (names(note), codes(note)) == ([egypt.code], [])
        assert note.rulings[0].level is Level.EXPERT
    for reader in (table.head("EGY"), mission()):
        assert codes(note_of(table, reader, "1.", "great")) == ["EGY"]


def test_where_a_round_shows_proposals_to_the_mission_alone_others_read_nothing_of_them():
    table = make_table(WELCOMED, THANKED, visibility=Visibility.MISSION)
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    circulated(table)

    for reader in (actor_of(make_observer()), head_of("MYS"), actor_of(make_chair())):
        note = note_of(table, reader, "1.", "great")
        assert (note.round, note.rulings, note.unrecorded) == (1, (), False)
    assert codes(note_of(table, table.head("EGY"), "1.", "great")) == ["EGY"]
    assert codes(note_of(table, mission(), "1.", "great")) == ["EGY"]


def test_what_a_round_that_was_shown_accepted_stays_told_though_the_rest_went_on_to_a_hidden_one():
    table = make_table(WELCOMED, THANKED)
    text = WELCOMED.replace("progress", "great progress").replace("its members", "its dear members")
    made = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    sponsors.cosponsor(table.head("JOR"), made.code, party=party("JOR").id)
    table.decide(DecisionKind.PART, made, chosen=(0,))
    begins = table.next_round(visibility=Visibility.MISSION, attributed=False)
    with clock_at(begins):

        def told(label: str = "great") -> list[tuple[list[str], list[str]]]:
            notes = [note_of(table, who, "1.", label) for who in (actor_of(make_observer()), head_of("MYS"))]
            return [(names(note), codes(note)) for note in notes]

        assert told() == [(["EGY 1"], ["EGY", "JOR"])] * 2
        table.decide(DecisionKind.ACCEPT, made, level=None)
        assert told() == [(["EGY 1"], ["EGY", "JOR"])] * 2, "nothing tells of the hidden round"
        with clock_at(begins + DAY):
            circulated(table, attributed=False)
        assert told() == [(["EGY 1"], ["EGY", "JOR"])] * 2
        assert told("dear") == [([], [])] * 2


def test_hidden_attribution_does_not_reveal_the_number_of_proposals():
    table = make_table(WELCOMED, visibility=Visibility.MISSION)
    rivals = [
        table.replace("EGY", "1.", "progress", "advances"),
        table.replace("MYS", "1.", "progress", "results"),
    ]
    table.decide(DecisionKind.BRACKETS, *rivals)
    circulated(table)

    hidden = phrases(table, actor_of(make_observer()), "1.")

    assert [text for text, note in hidden if note.round] == ["[", "] [advances] [results]"]
    assert {note for _, note in hidden if note.round} == {hidden[1][1]}
    assert [t for t, note in phrases(table, mission(), "1.") if len(names(note)) == 1] == [
        "advances",
        "results",
    ]
    assert all(one[1] != other[1] for one, other in pairwise(hidden))


def test_sponsors_of_identical_hidden_proposals_see_only_their_own_name():
    table = make_table(WELCOMED, visibility=Visibility.MISSION)
    both = [table.replace(code, "1.", "progress", "great progress") for code in ("EGY", "MYS")]
    table.accept(*both)
    circulated(table)

    assert names(note_of(table, table.head("MYS"), "1.", "great")) == [label_of("MYS")]
    assert names(note_of(table, mission(), "1.", "great")) == [label_of("EGY"), label_of("MYS")]


def test_the_sponsor_of_a_merged_proposal_sees_the_decision_and_no_other_proposal():
    table = make_table(WELCOMED, visibility=Visibility.MISSION)
    made = [
        table.replace("EGY", "1.", "progress", "great progress"),
        table.replace("MYS", "1.", "progress", "good progress"),
    ]
    table.decide(DecisionKind.COMPROMISE, *made, text=WELCOMED.replace("progress", "steady progress"))
    circulated(table)

    (ruling,) = note_of(table, table.head("MYS"), "1.", "steady").rulings

    assert (ruling.kind, ruling.proposals) == (DecisionKind.COMPROMISE, ())
    assert [proposal.name for proposal in ruling.absorbed] == [label_of("MYS")]
    assert note_of(table, actor_of(make_observer()), "1.", "steady").rulings == ()


def test_an_uncirculated_draft_is_attributed_for_the_mission_only():
    table = make_table(WELCOMED)
    table.accept(table.replace("EGY", "1.", "progress", "great progress"))
    table.close()

    assert len(story_of(table, actor_of(make_observer())).versions) == 1
    assert len(story_of(table, mission()).versions) == 2


# What it costs -----------------------------------------------------------------------------------


def long_table(paragraphs: int, rounds: int) -> Table:
    table = make_table(*(f"The Meeting noted report {n} of its members." for n in range(1, paragraphs + 1)))
    for number in range(rounds):
        for label in range(1, paragraphs + 1, 3):
            made = table.replace("EGY", f"{label}.", "members", f"members ({number})")
            table.accept(made)
        table.close()
        if number < rounds - 1:
            table.open()
    return table


@pytest.mark.parametrize(("paragraphs", "rounds"), [(2, 1), (9, 3)])
def test_it_costs_five_queries_however_much_there_is(
    paragraphs: int, rounds: int, count_queries: Callable[[Callable[[], object]], int]
):
    table = long_table(paragraphs, rounds)
    who, key = mission(), table.line("1.").line.paragraph

    def whole() -> Story:
        draft_versions = draft_set(db.session(), table.communique, who)
        return load_attribution(db.session(), draft_versions, who, version=draft_versions.newest)

    def one() -> Story:
        draft_versions = draft_set(db.session(), table.communique, who)
        return load_attribution(
            db.session(), draft_versions, who, version=draft_versions.newest, paragraph=key
        )

    assert len(whole().versions) == rounds + 1
    assert (count_queries(whole), count_queries(one)) == (6, 6)


def test_the_attribution_of_one_paragraph_equals_that_in_the_whole_text():
    table = split_and_joined()
    draft_versions = draft_set(db.session(), table.communique, mission())
    whole = load_attribution(db.session(), draft_versions, mission(), version=draft_versions.newest)

    for key, phrases_ in whole.phrases.items():
        one = load_attribution(
            db.session(), draft_versions, mission(), version=draft_versions.newest, paragraph=key
        )
        assert one.phrases == {key: phrases_}
        assert one.turns.get(key) == whole.turns.get(key)
