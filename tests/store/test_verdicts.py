"""What closings made of proposals, checked for `verify`."""

from sqlalchemy import text

from acm_drafts.services.verification import verify
from acm_drafts.store.database import db
from tests.tables import make_table


def test_verify_names_a_conflict_with_nothing(session: object):
    table = make_table("We met.", "We thank all.")
    alone = table.replace("EGY", "2.", "all", "the host")
    table.close()
    assert not verify(db.session()).findings
    is_sqlite = db.engine.dialect.name == "sqlite"
    off = (
        "drop trigger if exists verdicts_no_update"
        if is_sqlite
        else "alter table verdicts disable trigger user"
    )
    db.session.execute(text(off))
    db.session.execute(text("update verdicts set verdict = 'conflict'"))
    db.session.commit()

    (found,) = verify(db.session()).findings
    assert f"{alone.code} was carried over in conflict" in str(found)
