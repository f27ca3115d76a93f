"""A new verb that writes is played in the random walks and raced with every other one, by itself."""

import ast

import pytest

from tests.walks import verbs, ways  # noqa: F401
from tests.walks.verbs import APART, SERVICES, WAYS, is_apart, writing_verbs


@pytest.mark.thorough
def test_every_writing_verb_of_the_services_has_a_way_to_be_played_or_a_reason_why_it_has_none():
    found = writing_verbs()

    assert [verb for verb in found if verb not in WAYS and not is_apart(verb)] == []
    assert [verb for verb in found if verb in WAYS and is_apart(verb)] == []


def test_no_way_and_no_reason_outlives_its_verb():
    found = writing_verbs()
    modules = {f"{verb.rpartition('.')[0]}." for verb in found}

    assert sorted(set(WAYS) - set(found)) == []
    assert sorted(set(APART) - set(found) - modules) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    "verb",
    ["amendments.submit", "amendments.send_for_review", "closings.close_round", "batches.bring_in"],
)
def test_a_verb_is_found_whether_it_opens_its_transaction_itself_or_by_what_it_calls(verb: str):
    assert verb in writing_verbs()
    assert "amendments.take_back" not in writing_verbs()  # it writes in the transaction of who calls it


WITHOUT_A_LINE: dict[str, str] = {
    "attempts.forgive_codes": "attempts to sign in are counted, and forgotten, beside the journal",
    "attempts.sweep": "deletes by the clock counts of attempts that ended",
    "batches.clear_ended": "deletes by the clock files that waited, of which nothing was entered",
    "batches.name_sender": "says whose a file may be before anything of it is entered",
    "batches.take_up": "lets a file be read again whose reader died",
    "delivery.claim_next": "a step of sending a message; the act that it tells of has its line",
    "delivery.drop": "the same",
    "delivery.fail": "the same",
    "delivery.hand_over": "the same",
    "delivery.note": "the same",
    "delivery.prepare": "the same",
    "delivery.recover": "the same",
    "notices.mark_read": "a person's own notices",
    "search.rebuild": "follows from other rows",
    "security_events.sweep": "deletes by the clock events that are old",
    "sign_ins.end_everywhere": "browsers that are signed in",
    "sign_ins.end_others": "the same",
    "sign_ins.end_own": "the same",
    "sign_ins.note_proof": "the same",
    "sign_ins.end_timed_out": "the same, by the clock",
    "sign_ins.notice": "the same",
    "sign_ins.sign_out": "the same",
}
"""Writing verbs that never write a line in the journal, and why."""


def reach_the_journal() -> set[str]:
    """Return the names of all functions of the services that write a line, themselves or by what they call there."""
    calls: dict[str, set[str]] = {}
    for path in sorted(SERVICES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                named = {
                    call.func.id if isinstance(call.func, ast.Name) else call.func.attr
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute)
                }
                calls.setdefault(node.name, set()).update(named)
    reached = {"write_line", "write_people_line"}
    while more := {name for name, named in calls.items() if name not in reached and named & reached}:
        reached |= more
    return reached


def test_every_writing_verb_writes_a_line_in_the_journal_or_is_named_with_its_reason():
    reached = reach_the_journal()

    assert {
        verb for verb in writing_verbs() if verb.rpartition(".")[2] not in reached
    } == WITHOUT_A_LINE.keys()
