"""Which held brackets a closed round took out of the text, and who of their holders was not asked."""

import pytest

from acm_drafts.store.database import db
from acm_drafts.store.lifted_brackets import missing_brackets, told_missing
from acm_drafts.store.rounds import round_context
from tests.brackets import hold, lift
from tests.factories import party
from tests.tables import make_table

pytestmark = pytest.mark.usefixtures("session")


def test_what_is_not_printed_is_missing_to_those_holders_alone_who_were_not_asked():
    table = make_table("The Meeting [strongly] urged [all] States.", "The Meeting [shall] meet.")
    hold(table, "EGY", "1.", "[strongly]")
    hold(table, "MYS", "1.", "[all]")
    lift(table, "1.", ((0, 0),), over=("EGY",))
    lift(table, "2.", ((0, 0),), level=None)
    for code, label, words in (("SEN", "1.", "[strongly]"), ("SEN", "2.", "[shall]")):
        hold(table, code, label, words)
    table.close()

    missing = missing_brackets(db.session(), round_context(db.session(), table.round))

    senegal = frozenset({party("SEN").id})
    assert [(lost.bracket.words, lost.parties, lost.is_agreed) for lost in missing] == [
        ("[strongly]", senegal, True),
        ("[shall]", senegal, False),
    ]
    told = told_missing(db.session(), table.round)
    assert told == {(missing[0].bracket.row.paragraph, party("SEN").id, "[strongly]")}
