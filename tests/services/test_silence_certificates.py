"""The certificate of a silence procedure, as each reader gets it."""

from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest

from acm_drafts.documents.reader import read as read_file
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Level, SilenceOutcome, Visibility
from acm_drafts.services import silence
from acm_drafts.services.people import operator
from acm_drafts.services.silence_certificates import certificate_document, certificate_text
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Silence
from acm_drafts.text.language import Language
from tests.conftest import ROOT
from tests.factories import mission
from tests.silences import break_, conclude, put, read, take_back
from tests.sittings import make_body
from tests.tables import DAY, Table, make_table

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


def test_its_hash_can_be_made_again_from_what_it_prints_as_docs_evidence_says(table: Table):
    procedure = put(table, make_body(Level.EXPERT, members=["EGY", "MYS"]), ["1.", "2."])
    conclude(procedure)

    text = certificate_text(db.session(), mission(), read(procedure), Language.EN)
    printed = "".join(f"{words.number}\x1f{words.text}\x1e" for words in text.words)
    assert text.digest == sha256(printed.encode()).hexdigest()
    assert r'f"{number}\x1f{words}\x1e"' in (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")


def test_there_is_none_before_the_outcome_and_none_for_who_does_not_sit_in_the_body(table: Table):
    procedure = put(table, make_body(Level.EXPERT, members=["EGY", "MYS"]))
    with pytest.raises(NotFound):
        certificate_document(db.session(), operator(), procedure.code, language=Language.EN)
    conclude(procedure)
    assert certificate_document(db.session(), operator(), procedure.code, language=Language.AR)
    with pytest.raises(NotFound):
        certificate_document(db.session(), table.head("JOR"), procedure.code, language=Language.EN)


def test_who_opens_it_after_the_end_is_not_counted(table: Table):
    heads = [table.head(code) for code in ("EGY", "MYS")]
    procedure = put(table, make_body(Level.EXPERT, members=["EGY", "MYS"]))
    silence.note_opened(heads[0], procedure.code)
    ends = read(procedure).silence.ends_at
    conclude(procedure)
    before = certificate_document(db.session(), mission(), procedure.code, language=Language.EN)
    with clock_at(ends + DAY):
        silence.note_opened(heads[1], procedure.code)
    text = certificate_text(db.session(), mission(), read(procedure), Language.EN)
    assert [(member.people, member.opened) for member in text.members] == [(1, 1), (1, 0)]
    assert certificate_document(db.session(), mission(), procedure.code, language=Language.EN) == before


def test_a_break_that_was_taken_back_is_told_as_such(table: Table):
    procedure = put(table, make_body(Level.EXPERT, members=["EGY", "MYS"]), anonymous=True)
    break_(table, procedure, "EGY")
    take_back(table, procedure, "EGY")
    conclude(procedure)
    for actor, name in ((mission(), "Egypt"), (table.head("MYS"), "")):
        (words,) = certificate_text(db.session(), actor, read(procedure), Language.EN).words
        assert words.outcome is SilenceOutcome.AGREED
        assert [(broken.name, broken.taken_back is not None) for broken in words.breaks] == [(name, True)]
    data = certificate_document(db.session(), mission(), procedure.code, language=Language.EN)
    assert "taken back" in ZipFile(BytesIO(data)).read("word/document.xml").decode()


@pytest.mark.parametrize("visibility", [Visibility.ALL, Visibility.MISSION])
def test_a_counter_proposal_is_told_in_its_words_to_whoever_may_read_it(visibility: Visibility):
    table = make_table("We met.", "We thanked Egypt.", visibility=visibility)
    procedure = put(table, make_body(Level.EXPERT, members=["EGY", "MYS"]))
    break_(table, procedure, "EGY", ["1."], counter="We met again.")
    conclude(procedure)

    told = {"EGY": "We met again.", "MYS": "We met again." if visibility is Visibility.ALL else ""}
    for code, counter in told.items():
        text = certificate_text(db.session(), table.head(code), read(procedure), Language.EN)
        assert [broken.counter for words in text.words for broken in words.breaks] == [counter]
        words = words_of(table.head(code), procedure, Language.FR)
        assert ("We met again." in words) == bool(counter)
        assert any("contre-proposition" in word.lower() for word in words)


def words_of(actor: Actor, procedure: Silence, language: Language = Language.EN) -> list[str]:
    data = certificate_document(db.session(), actor, procedure.code, language=language)
    return [paragraph.final or "" for paragraph in read_file(data).paragraphs]


def test_where_it_is_hidden_who_broke_it_nothing_says_who_had_opened_it(table: Table):
    heads = {code: table.head(code) for code in ("EGY", "MYS", "JOR")}
    body = make_body(Level.EXPERT, members=list(heads))
    told = []
    for breaker, label in (("EGY", "1."), ("MYS", "2.")):
        procedure = put(table, body, [label], anonymous=True)
        silence.note_opened(heads[breaker], procedure.code)
        break_(table, procedure, breaker, [label])
        conclude(procedure)
        words = words_of(heads["JOR"], procedure)
        assert "Egypt, Jordan, Malaysia" in words
        told.append([word for word in words if "opened" in word or "told" in word])
        assert not any(f"{name}:" in word for word in words for name in ("Egypt", "Malaysia"))
        assert any("1 opened it" in word for word in words_of(mission(), procedure))
    assert told[0] == told[1]


def test_where_all_members_are_told_who_broke_it_they_are_told_who_opened_it(table: Table):
    table.head("EGY"), table.head("MYS")
    procedure = put(table, make_body(Level.EXPERT, members=["EGY", "MYS"]))
    conclude(procedure)
    assert "Egypt: 1 told, 0 opened it" in words_of(table.head("MYS"), procedure)
    assert "جميع المواقيت بتوقيت نيويورك." in words_of(mission(), procedure, Language.AR)
