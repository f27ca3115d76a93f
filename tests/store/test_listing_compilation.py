"""All proposals of a round as they were submitted in it, as far as somebody may read them."""

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Visibility
from acm_drafts.services import amendments, people
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.listing import find_compiled_round, load_compilation
from tests.tables import DAY, Table, current, label_of, make_table

TEXTS = ("The Meeting welcomed the progress made.", "It urged all members.", "It noted the need.")


def read(table: Table, actor: Actor | None = None, *, draft: int = 0) -> list[tuple[str, str]]:
    """Name and text of each proposal on the table, or on the one on an earlier *draft*."""
    context = find_compiled_round(db.session, draft or table.draft)
    found = load_compilation(db.session, actor or people.operator(), context)
    return [(entry.label, entry.revision.text) for entry in found]


def test_there_is_no_round_on_a_draft_before_one_opens(session: object):
    table = make_table(*TEXTS)
    table.close()

    assert find_compiled_round(db.session, table.draft) is None


def test_whatever_was_decided_on_a_proposal_it_is_read_as_it_was_submitted(session: object):
    table = make_table(*TEXTS)
    text = TEXTS[0].replace("welcomed", "warmly welcomed").replace("progress", "steady progress")
    amendment = table.propose("EGY", AmendmentKind.REPLACE, "1.", text=text)
    table.decide(DecisionKind.PART, amendment, chosen=(0,))

    assert current(amendment).made == "rest"
    assert read(table) == [("EGY 1", text)]


def test_drafts_of_delegations_and_what_was_withdrawn_are_not_in_it(session: object):
    table = make_table(*TEXTS)
    withdrawn = table.replace("EGY", "1.", "welcomed", "hailed")
    amendments.withdraw(table.head("EGY"), withdrawn.code, reason="We no longer need it.")
    amendments.save(table.head("MYS"), table.round, table.proposal(AmendmentKind.DELETE, "2."))

    assert read(table) == []
    assert read(table, table.head("MYS")) == []


def test_where_only_the_mission_reads_others_find_their_own(session: object):
    table = make_table(*TEXTS, visibility=Visibility.MISSION)
    for code in ("EGY", "MYS"):
        table.replace(code, "1.", "welcomed", f"hailed with {code}")

    assert [name for name, _ in read(table)] == [label_of("EGY"), label_of("MYS")]
    assert [name for name, _ in read(table, table.head("MYS"))] == [label_of("MYS")]
    assert read(table, table.head("OMN")) == []


def test_a_proposal_that_travelled_on_is_on_both_tables_each_time_on_the_words_of_that_text(session: object):
    table = make_table(*TEXTS)
    first = table.draft
    table.replace("EGY", "1.", "progress", "great progress")
    table.accept(table.replace("MYS", "1.", "welcomed", "warmly welcomed"))
    table.close()
    table.open()
    table.replace("OMN", "2.", "urged", "called upon")

    assert [text for _, text in read(table, draft=first)] == [
        "The Meeting welcomed the great progress made.",
        "The Meeting warmly welcomed the progress made.",
    ]
    assert read(table) == [
        ("EGY 1", "The Meeting warmly welcomed the great progress made."),
        ("OMN 1", "It called upon all members."),
    ]


def test_what_travelled_on_to_a_round_that_shows_less_is_read_as_it_was_by_whom_it_is_not_shown(
    session: object,
):
    table = make_table(*TEXTS)
    first = table.draft
    revised = table.replace("EGY", "1.", "progress", "great progress")
    withdrawn = table.replace("SEN", "1.", "progress", "some progress")
    table.accept(table.replace("MYS", "2.", "urged", "invited"))
    during = table.next_round(visibility=Visibility.DEADLINE)
    second = table.draft
    public = ["EGY 1", "SEN 1", "MYS 1"]

    with clock_at(during):
        great = table.line("1.").line.text.replace("progress", "greater progress")
        proposal = table.proposal(AmendmentKind.REPLACE, "1.", text=great, seen=current(revised).id)
        amendments.revise(table.head("EGY"), revised.code, proposal)
        amendments.withdraw(table.head("SEN"), withdrawn.code)
        table.replace("TUR", "1.", "progress", "hidden progress")
        assert [name for name, _ in read(table, table.head("OMN"), draft=first)] == public
        assert [name for name, _ in read(table, table.head("OMN"), draft=second)] == ["EGY 1", "SEN 1"]
        assert "great progress" in read(table, table.head("OMN"), draft=second)[0][1]
        assert "greater progress" in read(table, table.head("EGY"), draft=second)[0][1]
    with clock_at(during + 2 * DAY):
        assert [name for name, _ in read(table, table.head("OMN"), draft=first)] == public
        assert "greater progress" in read(table, table.head("OMN"), draft=second)[0][1]


def test_the_number_of_queries_does_not_grow_with_the_proposals(count_queries):
    table = make_table(*TEXTS)
    actor = people.operator()

    def compile_() -> None:
        load_compilation(db.session, actor, find_compiled_round(db.session, table.draft))

    table.replace("EGY", "1.", "progress", "great progress")
    one = count_queries(compile_)
    for code in ("MYS", "JOR", "SEN"):
        table.replace(code, "2.", "members", f"{code} members")

    assert count_queries(compile_) == one
