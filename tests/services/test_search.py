"""The words of the search are made anew without a line in the journal, and `verify` names what differs from them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from acm_drafts.services import search, verification
from acm_drafts.store.database import db
from acm_drafts.store.records import JournalLine
from tests.damage import do_damage
from tests.tables import make_table


def test_verify_names_the_paragraph_that_is_found_by_other_words_until_they_are_made_anew(session: Session):
    line = make_table("It noted.", "It urged.").line("2.")
    lines = session.scalar(select(func.count()).select_from(JournalLine))
    do_damage(
        f"update search_texts set folded = ' it ' where subject = 'wordings' and key = {line.line.wording}"
    )

    (finding,) = verification.verify(db.session()).findings
    assert (finding.symbol, finding.paragraph) == ("OIC/FC", line.code)
    assert str(line.line.wording) in str(finding)

    search.rebuild()
    assert verification.verify(db.session()).findings == ()
    assert session.scalar(select(func.count()).select_from(JournalLine)) == lines
