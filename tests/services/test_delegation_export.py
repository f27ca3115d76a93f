"""The export of a delegation: all that it gave, to whom, and no word of another that its reader does not read."""

import csv
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from acm_drafts.documents.write.delegation_export import file_name
from acm_drafts.negotiation.errors import NoSuchParty, NotFound, NotPermitted
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Audience, DecisionKind, Stance, Visibility
from acm_drafts.services import amendments, inputs, positions
from acm_drafts.services.delegation_export import delegation_archive, parties_to_export
from acm_drafts.services.inputs import CheckedFile
from acm_drafts.store.database import db
from acm_drafts.store.delegation_export import LISTS
from acm_drafts.store.records import Communique
from acm_drafts.text.language import Language
from tests.discussions import begin
from tests.factories import (
    actor_of,
    make_administrator,
    make_alternate,
    make_chair,
    make_drafter,
    make_mission_drafter,
    make_observer,
    mission,
    party,
)
from tests.inputs import answer, call
from tests.reservations import enter
from tests.speakers import inscribed, open_list
from tests.tables import Table, make_table

WELCOMES, URGES, THANKS = "The Meeting welcomed it.", "The Meeting urged all.", "The Meeting thanked all."
WRITERS = ("EGY", "JOR")


def meeting_of(table: Table) -> int:
    return db.session.get_one(Communique, table.communique).meeting_id


@pytest.fixture
def table(session: object) -> Table:
    """
    A round that shows proposals to the Mission alone, in which two delegations do all that one can.

    Whatever a delegation writes holds its own code in small letters: "secret-egy".
    """
    table = make_table(WELCOMES, URGES, THANKS, visibility=Visibility.MISSION)
    meeting = meeting_of(table)
    asked = call(table)
    open_list(meeting)
    for code in WRITERS:
        _give(table, code, asked.code)
        inscribed(code, meeting, name=f"H.E. Secret-{code.lower()}")
    return table


def _give(table: Table, code: str, asked: str) -> None:
    head, own, secret = table.head(code), party(code).id, f"secret-{code.lower()}"
    made = table.replace(code, "1.", "welcomed", f"praised {secret}", reason=f"Reason {secret}.")
    draft = table.proposal(AmendmentKind.REPLACE, "2.", text=f"The Meeting asked draft-{secret}.")
    amendments.save(head, table.round, draft)
    place = table.line("2.").code
    table.propose(code, AmendmentKind.INSERT, text=f"The Meeting noted {secret}.", after=place)
    line = table.line("3.").line
    stance: dict[str, Any] = {"party": own, "stance": Stance.OPPOSE, "reason": f"No {secret}."}
    positions.take_position_on_paragraph(head, line.paragraph, wording=line.wording, **stance)
    enter(table, code, "3.", words=f"Our law {secret}.", published=False)
    begin(table, code, "3.", f"inside-{secret}", audience=Audience.INSIDE)
    begin(table, code, "2.", f"To the Mission {secret}", readers=frozenset({code, "OICM"}))
    file = CheckedFile("../note.txt", f"file {secret}".encode())
    inputs.submit_input(head, asked, party=own, answer=answer(f"=Input {secret}", files=[file]))
    inputs.save_input(head, asked, party=own, answer=answer(f"draft-input-{secret}", seen=1))
    table.decide(DecisionKind.REJECT, made, reason=f"Not now {secret}.", level=None)


def export(table: Table, actor: Actor, code: str = "EGY", **facts: Any) -> dict[str, bytes]:
    db.session.rollback()
    data = delegation_archive(db.engine, actor, meeting_of(table), code, **facts)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files[f"{name}.json"])
    return found


def test_a_head_has_all_that_the_delegation_gave_with_its_drafts(table: Table):
    files = export(table, table.head("EGY"))

    assert [(row["kind"], row["stage"]) for row in rows(files, "proposals")] == [
        ("replace", "submitted"),
        ("replace", "draft"),
        ("insert", "submitted"),
    ]
    assert [(row["words"], row["base"], row["after"]) for row in rows(files, "revisions")] == [
        ("The Meeting praised secret-egy it.", WELCOMES, None),
        ("The Meeting asked draft-secret-egy.", URGES, None),
        ("The Meeting noted secret-egy.", None, table.line("2.").code),
    ]
    (decision,) = rows(files, "decisions")
    assert (decision["decision"], decision["outcome"], decision["reason"]) == (
        "reject",
        "rejected",
        "Not now secret-egy.",
    )
    (position,) = rows(files, "positions")
    assert (position["stance"], position["words"], position["reason"]) == ("oppose", THANKS, "No secret-egy.")
    (reserved,) = rows(files, "reservations")
    assert reserved["words"] == "Our law secret-egy."
    assert [row["words"] for row in rows(files, "comments")] == [
        "inside-secret-egy",
        "To the Mission secret-egy",
    ]
    assert [(row["submitted"], row["words"]) for row in rows(files, "inputs")] == [
        (True, "=Input secret-egy"),
        (False, "draft-input-secret-egy"),
    ]
    assert [row["name"] for row in rows(files, "speakers")] == ["H.E. Secret-egy"]
    assert [row["role"] for row in rows(files, "people")] == ["head"]
    assert "drafts that were not submitted" not in files["README.txt"].decode()


def test_the_files_are_there_with_the_hash_of_each_and_each_list_twice(table: Table):
    files = export(table, table.head("EGY"), language=Language.FR)

    (attached,) = rows(files, "input_files")
    packed = f"files/{attached['file']}-.._note.txt"
    assert files[packed] == b"file secret-egy"
    assert hashlib.sha256(files[packed]).hexdigest() == attached["sha256"]
    manifest = json.loads(files["manifest.json"])
    assert manifest["files"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"
    }
    for name, fields in LISTS.items():
        table_rows = list(csv.reader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))
        assert table_rows[0] == list(fields)
        assert len(table_rows) - 1 == len(rows(files, name)) == manifest["rows"][name]
    assert "'=Input secret-egy" in files["inputs.csv"].decode()
    assert files["README.txt"].decode().startswith("Ce qu’une délégation a remis")
    assert file_name("abc", 'a/b\\c:"d') == "abc-a_b_c__d"


def test_the_mission_has_what_it_reads_and_no_draft_comment_of_the_house_or_name(table: Table):
    files = export(table, actor_of(make_mission_drafter()))

    assert [row["stage"] for row in rows(files, "proposals")] == ["submitted", "submitted"]
    assert [row["submitted"] for row in rows(files, "inputs")] == [True]
    assert [(row["words"], row["name"]) for row in rows(files, "comments")] == [
        ("To the Mission secret-egy", None)
    ]
    assert rows(files, "people") == rows(files, "nominations") == []
    everything = b"".join(files.values()).decode()
    for hidden in ("draft-secret", "inside-secret", "draft-input"):
        assert hidden not in everything


def test_no_word_of_another_delegation_is_in_an_export(table: Table):
    alternate = actor_of(make_alternate("EGY"))
    for actor in (table.head("EGY"), alternate, actor_of(make_mission_drafter())):
        for data in export(table, actor).values():
            assert b"secret-jor" not in data.lower()


def test_nobody_else_takes_it(table: Table):
    for user in (make_drafter("EGY"), make_observer(), make_chair(), make_administrator()):
        with pytest.raises(NotPermitted):
            export(table, actor_of(user))
        assert parties_to_export(db.session(), actor_of(user), meeting_of(table)) == []
    with pytest.raises(NotPermitted):
        export(table, table.head("JOR"))
    for code in ("OICM", "XYZ"):
        with pytest.raises(NoSuchParty):
            export(table, mission(), code)
    with pytest.raises(NotFound):
        delegation_archive(db.engine, mission(), 999, "EGY")
    offered = parties_to_export(db.session(), table.head("EGY"), meeting_of(table))
    assert [row.code for row in offered] == ["EGY"]
