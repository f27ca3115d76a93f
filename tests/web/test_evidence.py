"""The head of the journal and the evidence pack: for the Mission, and no sign of them for anybody else."""

import io
import json
import zipfile

import pytest
from flask import Flask

from acm_drafts.negotiation.journal_chain import short_hash
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import amendments
from acm_drafts.store.database import db
from acm_drafts.store.journal_chain import load_head
from tests.factories import make_administrator, make_chair, make_observer, sign_in
from tests.tables import make_table
from tests.web.readers import delegate, mission_reader

pytestmark = pytest.mark.usefixtures("session")


def test_the_mission_reads_the_head_on_the_journal_and_no_act_that_it_does_not_read_moves_it(app: Flask):
    table = make_table("It noted.", "It urged.")
    head = load_head(db.session(), table.communique)
    assert head is not None
    reader = mission_reader(app)

    page = reader.get(f"/c/{table.code}/journal")
    assert f"number {head.number}," in page and short_hash(head.hash) in page

    amendments.save(
        table.head("EGY"),
        table.round,
        table.proposal(AmendmentKind.REPLACE, "1.", text="It noted in secret."),
    )
    assert f"number {head.number}," in reader.get(f"/c/{table.code}/journal")
    table.replace("EGY", "2.", "urged", "asked")
    assert f"number {head.number + 1}," in reader.get(f"/c/{table.code}/journal")


def test_the_mission_takes_the_pack_and_reads_what_it_holds(app: Flask):
    table = make_table("It noted.")
    reader = mission_reader(app)

    page = reader.get(f"/c/{table.code}/evidence")
    assert "It holds what the Mission reads" in page and f"/c/{table.code}/evidence.zip" in page
    answer = reader.client.get(f"/c/{table.code}/evidence.zip")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        assert json.loads(pack.read("manifest.json"))["text"]["code"] == table.code
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_other_readers_learn_nothing_of_it(app: Flask):
    table = make_table("It noted.")
    others = [make_chair(), make_observer(), make_administrator()]
    clients = [sign_in(app.test_client(), user) for user in others]
    clients.append(delegate(app, "EGY", table).client)

    for client in clients:
        journal = client.get(f"/c/{table.code}/journal")
        assert journal.status_code in (200, 404)
        assert "hash" not in journal.text and "/evidence" not in journal.text
        for address in ("evidence", "evidence.zip"):
            there, elsewhere = client.get(f"/c/{table.code}/{address}"), client.get(f"/c/zzzzzzz/{address}")
            assert there.status_code == elsewhere.status_code == 404, address
