"""The compilation of inputs holds the answers as they stand, for whoever reads all of them; also by command."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask

from acm_drafts.documents.reader import read
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services import inputs
from acm_drafts.services.input_documents import Order, compilation_document
from acm_drafts.store.database import clock_at, db
from acm_drafts.text.language import Language
from tests.factories import party
from tests.inputs import answer, call, submit, wish
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.")


def words(actor: Actor, code: str, order: Order = Order.STATE) -> list[str]:
    data = compilation_document(db.session(), actor, code, order=order, language=Language.EN)
    return [paragraph.final or "" for paragraph in read(data).paragraphs]


def test_it_holds_what_was_submitted_last_and_no_draft(table: Table):
    issued = call(table, visibility=Visibility.ALL)
    submit(table, "EGY", issued, "Too early.")
    submit(table, "EGY", issued, "Mediation.", seen=1)
    given = answer("Not yet.", seen=2)
    inputs.save_input(table.head("EGY"), issued.code, party=party("EGY").id, answer=given)

    for reader in (table.mission, table.head("EGY"), table.head("SEN")):
        told = words(reader, issued.code)
        assert "Mediation." in told
        assert not {"Too early.", "Not yet."} & set(told)


def test_who_does_not_read_all_answers_gets_none_of_it(table: Table):
    issued, drafted = call(table), inputs.draft_call(table.mission, table.code, wish())
    submit(table, "EGY", issued, "Mediation.")

    for reader, code in ((table.head("EGY"), issued.code), (table.mission, drafted.code)):
        with pytest.raises(NotFound):
            words(reader, code)


def test_its_head_bears_the_day_on_which_it_is_made_in_the_zone_of_the_call(table: Table):
    issued = call(table, zone="Asia/Riyadh")
    submit(table, "EGY", issued, "Mediation.")
    with clock_at(datetime(2031, 2, 3, 22, tzinfo=UTC)):
        data = compilation_document(db.session(), table.mission, issued.code, language=Language.EN)

    with ZipFile(BytesIO(data)) as package:
        assert "4 February 2031" in package.read("word/masthead.xml").decode()


def test_the_command_writes_the_call_that_is_named_or_the_one_issued_last(
    app: Flask, table: Table, tmp_path: Path
):
    target = tmp_path / "inputs.docx"
    asked = ["export", "--form", "inputs", "-o", str(target)]
    runner = app.test_cli_runner()
    assert runner.invoke(args=asked).exit_code == 1
    first = call(table)
    submit(table, "EGY", first, "Mediation.")
    call(table)
    db.session.rollback()

    assert runner.invoke(args=asked).exit_code == 0
    assert runner.invoke(args=[*asked, "--of", "nothing"]).exit_code == 1
    assert runner.invoke(args=[*asked, "--of", first.code, "--by", "state"]).exit_code == 0
    assert "Mediation." in [paragraph.final for paragraph in read(target.read_bytes()).paragraphs]
