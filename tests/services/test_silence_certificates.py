"""The certificate of a silence procedure, as each reader gets it."""

import pytest

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.terms import Level, SilenceOutcome
from acm_drafts.services.people import operator
from acm_drafts.services.silence_certificates import certificate_document, certificate_text
from acm_drafts.store.database import db
from acm_drafts.text.language import Language
from tests.factories import mission
from tests.silences import break_, conclude, put, read
from tests.sittings import make_body
from tests.tables import Table, make_table

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("We met.", "We thanked Egypt.")


def test_it_tells_the_words_who_was_told_and_what_became_of_each_paragraph(table: Table):
    table.head("EGY")
    procedure = put(table, make_body(Level.EXPERT, members=["EGY", "MYS"]), ["1.", "2."], anonymous=True)
    break_(table, procedure, "EGY", ["2."], reason="Our capital has not answered.")
    conclude(procedure)

    for actor, name in ((mission(), "Egypt"), (table.head("EGY"), "Egypt"), (table.head("MYS"), "")):
        text = certificate_text(db.session(), actor, read(procedure), Language.EN)
        assert [(words.number, words.text, words.outcome) for words in text.words] == [
            ("1", "We met.", SilenceOutcome.AGREED),
            ("2", "We thanked Egypt.", SilenceOutcome.BROKEN),
        ]
        assert [broken.name for broken in text.words[1].breaks] == [name]
        assert [(member.name, member.people) for member in text.members] == [("Egypt", 1), ("Malaysia", 0)]
        assert text.digest == procedure.digest


def test_there_is_none_before_the_outcome_and_none_for_who_does_not_sit_in_the_body(table: Table):
    procedure = put(table, make_body(Level.EXPERT, members=["EGY", "MYS"]))
    with pytest.raises(NotFound):
        certificate_document(db.session(), operator(), procedure.code, language=Language.EN)
    conclude(procedure)
    assert certificate_document(db.session(), operator(), procedure.code, language=Language.AR)
    with pytest.raises(NotFound):
        certificate_document(db.session(), table.head("JOR"), procedure.code, language=Language.EN)
