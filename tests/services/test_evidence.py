"""An evidence pack: what it holds, that the same records give the same bytes, and that it is checked without us."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from acm_drafts.negotiation.errors import NotPermitted
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import amendments
from acm_drafts.services.evidence import evidence_pack
from acm_drafts.store.database import db
from acm_drafts.store.journal_chain import load_act
from acm_drafts.store.records import Communique
from tests.conftest import ROOT
from tests.factories import actor_of, make_administrator, make_chair, mission
from tests.tables import Table, make_table

Files = dict[str, bytes]
PROGRAM = ROOT / "acm_drafts" / "documents" / "write" / "verify_pack.py"


def packed(table: Table) -> bytes:
    db.session.rollback()
    return evidence_pack(db.engine, mission(), table.communique)


def opened(pack: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(folder: Path, files: Files, *printed: str) -> tuple[int, str]:
    """Run the program on a pack of *files* in a process of its own, without our software; return how it ended."""
    with zipfile.ZipFile(folder / "pack.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    command = [sys.executable, "-I", str(PROGRAM), str(folder / "pack.zip"), *printed]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=60, check=False)
    return ended.returncode, ended.stdout + ended.stderr


@pytest.fixture
def table(session: object) -> Table:
    """A text after a round with an accepted proposal, on which a delegation prepares another."""
    table = make_table("It noted.", "It urged all.", "It thanked Egypt.")
    table.accept(table.replace("EGY", "1.", "noted", "welcomed"))
    table.close()
    table.open()
    secret = table.proposal(AmendmentKind.REPLACE, "2.", text="It asked in secret.")
    amendments.save(table.head("JOR"), table.round, secret)
    return table


def test_it_holds_texts_records_and_journal_and_the_same_records_give_the_same_bytes(table: Table):
    pack = packed(table)
    files = opened(pack)

    assert packed(table) == pack
    assert files["drafts/00.txt"].decode() == "1. It noted.\n\n2. It urged all.\n\n3. It thanked Egypt.\n"
    assert files["drafts/01.txt"].decode().startswith("1. It welcomed.\n")
    (proposal,) = json.loads(files["records/proposals.json"])["proposals"]
    assert (proposal["sponsor"], proposal["number"]) == ("EGY", 1)
    (decision,) = json.loads(files["records/decisions.json"])["dispositions"]
    assert (decision["proposal"], decision["text"]) == (proposal["code"], "It welcomed.")
    lines = [json.loads(line) for line in files["journal.jsonl"].splitlines()]
    assert [line["act"] for line in lines[:3]] == ["import", "circulate", "open round"]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert "submit" in {line["act"] for line in lines}
    assert {name for name in files if name.startswith("README")} == {
        f"README-{x}.txt" for x in ("en", "fr", "ar")
    }
    assert files["verify.py"] == PROGRAM.read_bytes()


def test_it_tells_nothing_of_what_a_delegation_prepares(table: Table):
    before = packed(table)

    amendments.save(
        table.head("MYS"),
        table.round,
        table.proposal(AmendmentKind.INSERT, after="2.", text="In secret too."),
    )

    after = packed(table)
    assert after == before
    assert not any(b"secret" in data for data in opened(after).values())


def test_only_the_mission_takes_it(table: Table):
    for person in (make_administrator(), make_chair()):
        with pytest.raises(NotPermitted):
            evidence_pack(db.engine, actor_of(person), table.communique)
    with pytest.raises(NotPermitted):
        evidence_pack(db.engine, table.head("EGY"), table.communique)


def _changed(files: Files) -> None:
    files["records/decisions.json"] = files["records/decisions.json"].replace(b"welcomed", b"deplored")


def _removed(files: Files) -> None:
    del files["drafts/01.json"]


def _added(files: Files) -> None:
    files["records/more.json"] = b"{}"


def _lines(change: Callable[[list[bytes]], object]) -> Callable[[Files], None]:
    """Return a damage to the lines of the journal, after which the manifest is made to fit."""

    def damage(files: Files) -> None:
        lines = files["journal.jsonl"].split(b"\n")[:-1]
        change(lines)
        files["journal.jsonl"] = b"".join(line + b"\n" for line in lines)
        _fit(files, lines)

    return damage


def _fit(files: Files, lines: list[bytes]) -> None:
    manifest = json.loads(files.pop("manifest.json"))
    manifest["journal"] = {"lines": len(lines), "hash": _sha(lines[-1])}
    manifest["files"] = {name: _sha(data) for name, data in files.items()}
    files["manifest.json"] = json.dumps(manifest).encode()


def _sha(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _reworded(files: Files) -> None:
    for name in ("drafts/01.txt", "drafts/01.json"):
        files[name] = files[name].replace(b"welcomed", b"deplored")
    _fit(files, files["journal.jsonl"].split(b"\n")[:-1])


def _shortened(files: Files) -> None:
    lines = files["journal.jsonl"].split(b"\n")[:-2]
    files["journal.jsonl"] = b"".join(line + b"\n" for line in lines)
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["journal.jsonl"] = _sha(files["journal.jsonl"])
    files["manifest.json"] = json.dumps(manifest).encode()


DAMAGE: dict[str, tuple[Callable[[Files], None], str]] = {
    "a record changed": (_changed, "records/decisions.json was changed"),
    "a file removed": (_removed, "drafts/01.json was changed, added or removed"),
    "a file added": (_added, "records/more.json was changed, added or removed"),
    "a line changed": (
        _lines(lambda lines: lines.__setitem__(1, lines[1].replace(b"circulate", b"withdraws"))),
        "breaks off before line 3",
    ),
    "a line removed": (_lines(lambda lines: lines.pop(2)), "breaks off before line 3"),
    "a line added": (_lines(lambda lines: lines.insert(2, lines[1])), "breaks off before line 3"),
    "two lines exchanged": (
        _lines(lambda lines: lines.insert(2, lines.pop(3))),
        "breaks off before line 3",
    ),
    "the last line removed": (_shortened, "does not end with the line that the manifest names"),
    "a text and its manifest changed": (_reworded, "the words of OIC/FC/Rev.1 are not those"),
}


def test_it_is_checked_without_this_software_and_each_damage_is_named(table: Table, tmp_path: Path):
    files = opened(packed(table))
    printed = load_act(db.session(), table.communique, "close round")
    assert printed is not None

    assert checked(tmp_path, files) == (0, "All right: files, journal and texts fit together.\n")
    assert checked(tmp_path, files, printed.hash[:4], printed.hash[4:20])[0] == 0
    assert checked(tmp_path, files, "0000 0000 0000") == (
        1,
        "no line of the journal has the hash that was given\n",
    )
    for name, (damage, told) in DAMAGE.items():
        damaged = dict(files)
        damage(damaged)
        code, said = checked(tmp_path, damaged)
        assert code == 1 and told in said and "Traceback" not in said, (name, said)


@pytest.mark.thorough
def test_the_pack_of_the_demonstration_is_all_right(demonstration: object, tmp_path: Path):
    key = db.session.scalars(select(Communique.id).where(Communique.kind == "communique")).one()
    db.session.rollback()

    files = opened(evidence_pack(db.engine, mission(), key))

    assert checked(tmp_path, files) == (0, "All right: files, journal and texts fit together.\n")
    for name in ("proposals", "positions", "decisions", "sittings", "silences", "reservations"):
        assert all(json.loads(files[f"records/{name}.json"]).values()), name
