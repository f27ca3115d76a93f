"""A text comes in as the zero draft of a communiqué, and goes out to everybody once."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.errors import (
    NotFound,
    NotPermitted,
    SameAgain,
    SymbolTaken,
    UnreadableFile,
    WrongShape,
)
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.terms import AmendmentKind, DraftStatus
from acm_drafts.services import amendments, drafts, verification
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft, readable_drafts
from acm_drafts.store.records import (
    Circulation,
    Communique,
    Draft,
    Import,
    JournalLine,
    LineRow,
    Meeting,
    Paragraph,
    Wording,
)
from tests.factories import actor_of, make_head, make_observer, mission
from tests.tables import Table, lines_of, read, text_lines

pytestmark = pytest.mark.usefixtures("session")

TEXT = lines_of("# Opening", "The Meeting welcomed the progress.", "The Meeting [urged] all of them to act.")
DATA = b"the bytes they came from"


def import_text(*lines: Recognised, **facts: object) -> Draft:
    return drafts.import_text(
        mission(), **{"lines": lines or TEXT, "data": DATA, "symbol": "OIC/FC", **facts}
    )


def kept() -> list[int]:
    db.session.rollback()
    records = (Meeting, Communique, Draft, Paragraph, Wording, LineRow, Import, JournalLine)
    return [db.session.scalar(select(func.count()).select_from(record)) or 0 for record in records]


def test_every_line_becomes_a_paragraph_with_an_identity_of_its_own():
    draft = import_text(title="Final Communiqué", language="fr", status=DraftStatus.NON_PAPER)

    lines = lines_of_draft(db.session, draft.id)
    assert [(line.kind, line.label, line.text) for line in lines] == [
        (LineKind.HEADING, "", "Opening"),
        (LineKind.PARAGRAPH, "1.", "The Meeting welcomed the progress."),
        (LineKind.PARAGRAPH, "2.", "The Meeting [urged] all of them to act."),
    ]
    assert len({line.paragraph for line in lines}) == 3
    assert (draft.sequence, draft.symbol, draft.status) == (0, "OIC/FC", "non-paper")
    assert (draft.communique.title, draft.communique.language) == ("Final Communiqué", "fr")
    assert verification.verify(db.session).findings == ()


def test_a_text_with_numbered_headings_is_numbered_straight_through_in_its_later_drafts():
    table = Table(
        read(b"I. Peace\n\n1. It met.\n\n2. It sat.\n\nII. Trade\n\n3. It rose."), symbol="OIC/OTHER"
    )
    table.open()
    table.accept(table.propose("EGY", AmendmentKind.DELETE, "1."))
    table.close()

    assert [line.label for line in table.lines()] == ["I.", "1.", "II.", "2."]


def test_typed_labels_and_indentation_are_kept_as_they_were_typed():
    typed = (
        Recognised(LineKind.PARAGRAPH, 0, True, "7)", "  ", "The Meeting asked for:", " "),
        Recognised(LineKind.SUB, 1, True, "(a)", "    ", "help;", "\t"),
    )

    draft = import_text(*typed)

    lines = lines_of_draft(db.session, draft.id)
    assert [(line.label, line.indent, line.text) for line in lines] == [
        ("7)", "  ", "The Meeting asked for:"),
        ("(a)", "    ", "help;"),
    ]


def test_a_text_with_brackets_shows_them_from_the_start():
    draft = import_text()

    states = [line.state for line in text_lines(db.session, draft.id)]
    assert states == ["untouched", "untouched", "brackets"]


def test_an_import_is_one_line_of_the_missions_own_journal():
    draft = import_text(file_name="zero.docx")

    line = db.session.scalars(select(JournalLine)).one()
    assert (line.act, line.scope, line.subject, line.after) == ("import", "mission", "OIC/FC", "zero.docx")
    assert line.communique_id == draft.communique_id


def test_a_missing_meeting_is_made_and_the_next_import_belongs_to_it():
    import_text()
    import_text(data=b"other bytes", symbol="OIC/FC-2")

    assert len(db.session.scalars(select(Meeting)).all()) == 1


def test_without_a_symbol_the_meetings_next_free_one_is_taken():
    year = import_text(symbol="").symbol
    again = import_text(symbol="", data=b"other bytes").symbol

    assert year.startswith("OIC/ACM-") and year.endswith("/FC/Draft")
    assert again == year.replace("/FC/", "/FC.2/")


@pytest.mark.parametrize("symbol", ["OIC/FC", ""])
def test_the_same_bytes_twice_are_refused_and_leave_nothing(symbol):
    import_text()
    before = kept()

    with pytest.raises(SameAgain) as refused:
        import_text(symbol=symbol)

    assert refused.value.facts["symbol"] == "OIC/FC"
    assert kept() == before


def test_a_symbol_that_is_taken_is_refused_and_leaves_nothing():
    import_text()
    before = kept()

    with pytest.raises(SymbolTaken):
        import_text(data=b"other bytes")

    assert kept() == before


@pytest.mark.parametrize("lines", [(replace(TEXT[1], text=" \n"),), (replace(TEXT[1], text="a\x00b"),)])
def test_what_holds_no_text_or_an_unfit_character_is_refused_and_leaves_nothing(lines):
    with pytest.raises(UnreadableFile):
        import_text(*lines)

    assert kept() == [0] * 8


def test_for_a_meeting_that_is_not_there_nothing_is_imported():
    with pytest.raises(NotFound):
        import_text(meeting_id=2**31 - 1)

    assert kept() == [0] * 8


def test_only_the_mission_imports_and_circulates():
    head = actor_of(make_head("EGY"))
    draft = import_text()

    with pytest.raises(NotPermitted):
        drafts.import_text(head, lines=TEXT, data=b"mine", symbol="OIC/MINE")
    with pytest.raises(NotPermitted):
        drafts.circulate(head, draft.id, attributed=True)

    assert db.session.scalars(select(Circulation)).all() == []


def test_a_draft_is_the_missions_alone_until_it_is_circulated_and_then_everybodys():
    draft = import_text()
    readers = [actor_of(make_head("EGY")), actor_of(make_observer())]
    seen = [
        [version.draft.id for version in readable_drafts(db.session, draft.communique_id, r)] for r in readers
    ]
    assert seen == [[], []]

    drafts.circulate(mission(), draft.id, attributed=False)

    for reader in readers:
        (version,) = readable_drafts(db.session, draft.communique_id, reader)
        assert (version.draft.id, version.attributed) == (draft.id, False)


def test_a_draft_is_circulated_once():
    draft = import_text()
    drafts.circulate(mission(), draft.id, attributed=True)

    with pytest.raises(WrongShape):
        drafts.circulate(mission(), draft.id, attributed=False)
    with pytest.raises(NotFound):
        drafts.circulate(mission(), 2**31 - 1, attributed=True)

    assert db.session.scalars(select(Circulation.attributed)).all() == [True]


def test_what_was_submitted_without_names_is_not_named_by_the_next_text():
    table = Table(TEXT).open(attributed=False)
    sent = table.propose("EGY", AmendmentKind.DELETE, "1.")
    table.close()

    with pytest.raises(WrongShape) as told:
        drafts.circulate(mission(), table.draft, attributed=True)
    assert "carried over from a text that names no sponsors" in str(told.value.facts["what"])
    assert len(db.session.scalars(select(Circulation)).all()) == 1

    table.open(attributed=False)
    amendments.withdraw(table.head("EGY"), sent.code)
    table.close()
    drafts.circulate(mission(), table.draft, attributed=True)


@pytest.mark.parametrize("name", ["ga_un_oic_cooperation_A_RES_65_140_2010"])
def test_a_real_text_comes_in_word_for_word(shared, name):
    data = (shared / "texts" / f"{name}.txt").read_bytes()
    lines = read(data)

    table = Table(lines, data=data, symbol="A/RES/65/140")

    assert [(line.label, line.text) for line in table.lines()] == [(line.label, line.text) for line in lines]
    assert verification.verify(db.session).findings == ()
