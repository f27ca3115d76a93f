"""An imported text is corrected or withdrawn until it is circulated; nothing of it is ever changed."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.errors import (
    NotFound,
    NothingCorrected,
    NotPermitted,
    Refusal,
    RoundWasOpened,
    SameAgain,
    SymbolTaken,
    TextCirculated,
    TextCorrected,
    TextWithdrawn,
    UnreadableFile,
    WithdrawalWithoutReason,
)
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import DraftStatus
from acm_drafts.services import agenda, corrections, drafts, rounds, translations, verification
from acm_drafts.services.drafts import Face
from acm_drafts.store.agenda import load_agenda
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.drafts import find_draft, lines_of_draft, load_imported_text
from acm_drafts.store.meetings import texts_for, withdrawn_texts
from acm_drafts.store.records import Circulation, Draft, JournalLine, LineRow, Paragraph, Wording
from acm_drafts.text.language import Language
from tests.factories import actor_of, make_head, make_mission_drafter, make_observer, mission
from tests.interleaving import interleave
from tests.tables import DAY, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXT = lines_of("# Opening", "The Meeting welcomed the progres.", "It noted the report.")
CORRECTED = (TEXT[0], replace(TEXT[1], text="The Meeting welcomed the progress."), TEXT[2])
FACE = Face("", "", Language.EN, DraftStatus.ZERO)
DATA = b"the bytes they came from"
REASON = "It was the text of last year."


def import_text(symbol: str = "OIC/FC", data: bytes = DATA, **facts: object) -> Draft:
    return drafts.import_text(mission(), lines=TEXT, data=data, symbol=symbol, **facts)


def correct(draft: Draft, *lines: Recognised, actor: Actor | None = None, **face: object) -> Draft:
    return corrections.correct_text(
        actor or mission(), draft.id, lines=lines or CORRECTED, face=replace(FACE, **face)
    )


def withdraw(draft: Draft, reason: str = REASON, actor: Actor | None = None) -> Draft:
    return corrections.withdraw_text(actor or mission(), draft.id, reason=reason)


def texts_of(draft: Draft) -> list[tuple[str, str]]:
    return [(line.label, line.text) for line in lines_of_draft(db.session, draft.id)]


def counts() -> list[int]:
    db.session.rollback()
    records = (Draft, Paragraph, Wording, LineRow, JournalLine)
    return [db.session.scalar(select(func.count()).select_from(record)) or 0 for record in records]


# Correcting ----------------------------------------------------------------------------------------


def test_a_correction_creates_a_new_draft_and_leaves_the_earlier_lines_unchanged():
    earlier = import_text(title="Final Communiqué")
    before = texts_of(earlier)

    draft = correct(earlier)

    assert texts_of(draft)[1] == ("1.", "The Meeting welcomed the progress.")
    assert texts_of(earlier) == before
    assert (draft.symbol, draft.sequence, draft.corrects_id) == ("OIC/FC", 0, earlier.id)
    assert draft.communique.title == "Final Communiqué"
    assert draft.communique.meeting_id == earlier.communique.meeting_id
    assert (earlier.withdrawn_at is None, draft.withdrawn_at is None) == (False, True)
    assert verification.verify(db.session).findings == ()


def test_lines_are_added_and_removed_and_the_face_is_corrected():
    draft = correct(
        import_text(),
        TEXT[0],
        TEXT[2],
        TEXT[1],
        replace(TEXT[1], text="It ended."),
        title="Communiqué of Jeddah",
        symbol="OIC/FC-9",
        status=DraftStatus.NON_PAPER,
        language=Language.FR,
    )

    assert [text for _, text in texts_of(draft)] == [
        "Opening",
        "It noted the report.",
        "The Meeting welcomed the progres.",
        "It ended.",
    ]
    communique = draft.communique
    assert (communique.title, communique.symbol_root) == ("Communiqué of Jeddah", "OIC/FC-9")
    assert (draft.status, communique.language) == (DraftStatus.NON_PAPER, "fr")


def test_a_correction_can_be_corrected_and_circulated():
    second = correct(import_text())
    third = correct(second, *CORRECTED[:2])

    drafts.circulate(mission(), third.id, attributed=True)

    assert find_draft(db.session, "OIC/FC").id == third.id
    assert verification.verify(db.session).findings == ()


def test_agenda_items_and_translations_of_what_keeps_its_words_go_along():
    earlier = import_text()
    items = agenda.set_agenda(mission(), earlier.communique.code, "14. Integrated follow-up")
    first, second, third = (line.wording for line in lines_of_draft(db.session, earlier.id))
    translations.add(mission(), first, Language.FR, "Overture")
    translations.add(mission(), first, Language.FR, "Ouverture")
    translations.add(mission(), second, Language.FR, "La Réunion s’est félicitée du progrès.")
    translations.add(mission(), third, Language.AR, "أحاط علما بالتقرير.")

    draft = correct(earlier)

    lines = lines_of_draft(db.session, draft.id)
    own = select(Wording.text, Wording.translation_of_id).where(
        Wording.translation_of_id.in_([line.wording for line in lines])
    )
    assert dict(db.session.execute(own).all()) == {
        "Ouverture": lines[0].wording,
        "أحاط علما بالتقرير.": lines[2].wording,
    }
    assert load_agenda(db.session, draft.communique_id) == items


def test_the_journal_of_each_text_tells_what_became_of_it():
    earlier = import_text()
    draft = correct(earlier, title="Communiqué of Jeddah")

    lines = db.session.scalars(select(JournalLine).where(JournalLine.act != "import")).all()
    told = {(line.act, line.communique_id, line.scope): line for line in lines}
    assert set(told) == {
        ("replace text", earlier.communique_id, "mission"),
        ("correct text", draft.communique_id, "mission"),
    }
    line = told["correct text", draft.communique_id, "mission"]
    assert line.before == f"{drafts.TITLE}\n1. The Meeting welcomed the progres."
    assert line.after == "Communiqué of Jeddah\n1. The Meeting welcomed the progress."


def test_the_file_of_a_corrected_text_is_still_known():
    correct(import_text())

    with pytest.raises(SameAgain) as refused:
        import_text(symbol="")
    assert refused.value.facts["symbol"] == "OIC/FC"


@pytest.mark.parametrize(
    ("lines", "face", "refusal"),
    [
        (TEXT, {}, NothingCorrected),
        (TEXT, {"title": drafts.TITLE, "symbol": "OIC/FC"}, NothingCorrected),
        ([replace(TEXT[0], text=" ")], {}, UnreadableFile),
        ([replace(TEXT[0], text="a\x00")], {}, UnreadableFile),
        (CORRECTED, {"symbol": "OIC/OTHER"}, SymbolTaken),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_writes_nothing(lines, face, refusal):
    earlier = import_text()
    import_text("OIC/OTHER", b"other bytes")
    before = counts()

    with pytest.raises(refusal):
        correct(earlier, *lines, **face)

    assert counts() == before
    assert db.session.get_one(Draft, earlier.id).withdrawn_at is None


# Withdrawing ---------------------------------------------------------------------------------------


def test_a_withdrawn_text_says_by_whom_when_and_why_and_its_symbol_is_free_again():
    drafter = make_mission_drafter()
    draft = import_text()

    withdraw(draft, actor=actor_of(drafter))

    assert draft.withdrawn_at is not None
    assert (draft.withdrawn_by_id, draft.withdrawal_reason) == (drafter.id, REASON)
    again = import_text()  # the same file and the same symbol
    assert again.symbol == "OIC/FC"
    line = db.session.scalars(select(JournalLine).where(JournalLine.act == "withdraw text")).one()
    assert (line.subject, line.reason, line.scope) == ("OIC/FC", REASON, "mission")
    assert verification.verify(db.session).findings == ()


def test_without_a_symbol_the_next_free_one_is_taken():
    first, second, third = (import_text("", data) for data in (b"1", b"2", b"3"))
    withdraw(second)

    again = import_text("", b"4").symbol

    assert (second.symbol, third.symbol) == tuple(first.symbol.replace("/FC/", f"/FC.{n}/") for n in (2, 3))
    assert again == second.symbol


@pytest.mark.parametrize("reason", ["", " \n", "x" * 2001, "a\x00"])
def test_a_withdrawal_needs_a_reason(reason: str):
    draft = import_text()
    before = counts()

    with pytest.raises(WithdrawalWithoutReason):
        withdraw(draft, reason)

    assert counts() == before
    assert db.session.get_one(Draft, draft.id).withdrawn_at is None


def test_no_list_and_no_command_takes_a_withdrawn_text_and_the_mission_finds_it_apart():
    kept = import_text()
    drafts.circulate(mission(), kept.id, attributed=True)
    newest = import_text("OIC/OTHER", b"other bytes")
    withdraw(newest)

    assert find_draft(db.session).id == kept.id
    assert find_draft(db.session, "OIC/OTHER") is None
    assert [text.symbol for text in texts_for(db.session, mission())] == ["OIC/FC"]
    assert [text.draft.id for text in withdrawn_texts(db.session, mission())] == [newest.id]
    for other in (make_head("EGY"), make_observer()):
        assert withdrawn_texts(db.session, actor_of(other)) == ()


# What is refused -----------------------------------------------------------------------------------


def both_are_refused(draft: Draft, refusal: type[Refusal]) -> None:
    before = counts()
    for act in (correct, withdraw):
        with pytest.raises(Refusal) as refused:
            act(draft)
        assert type(refused.value) is refusal
    assert counts() == before


def test_after_circulation_a_text_is_neither_corrected_nor_withdrawn():
    draft = import_text()
    drafts.circulate(mission(), draft.id, attributed=True)

    both_are_refused(draft, TextCirculated)


def test_after_a_round_was_opened_no_draft_of_the_text_is_corrected_or_withdrawn():
    table = make_table("The Meeting welcomed the progress.")
    both_are_refused(db.session.scalars(select(Draft)).one(), RoundWasOpened)

    both_are_refused(table.close(), RoundWasOpened)


def test_a_page_that_is_older_than_another_correction_is_refused_with_the_newer_text():
    earlier = import_text()
    draft = correct(earlier, symbol="OIC/FC-2")

    both_are_refused(earlier, TextCorrected)

    with pytest.raises(TextCorrected) as refused:
        correct(earlier)
    assert refused.value.facts == {"symbol": "OIC/FC", "newest": draft.symbol}


def test_nothing_is_done_with_a_withdrawn_text():
    draft = import_text()
    wording = lines_of_draft(db.session, draft.id)[0].wording
    withdraw(draft)

    both_are_refused(draft, TextWithdrawn)
    for act in (
        lambda: drafts.circulate(mission(), draft.id, attributed=True),
        lambda: rounds.open_round(mission(), draft.communique_id, rounds.Terms(utcnow(), utcnow() + DAY)),
        lambda: agenda.set_agenda(mission(), draft.communique.code, "14. Follow-up"),
        lambda: translations.add(mission(), wording, Language.FR, "Ouverture"),
    ):
        with pytest.raises(TextWithdrawn):
            act()


@pytest.mark.parametrize("make", [make_head, make_observer])
def test_only_the_mission_corrects_and_withdraws(make):
    draft, other = import_text(), actor_of(make())

    for act in (correct, withdraw):
        with pytest.raises(NotPermitted):
            act(draft, actor=other)
    assert db.session.get_one(Draft, draft.id).withdrawn_at is None


def test_a_draft_that_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        corrections.withdraw_text(mission(), 987_654, reason=REASON)


def test_verify_names_a_text_that_is_withdrawn_although_it_was_circulated():
    draft = withdraw(import_text())
    db.session.add(Circulation(draft_id=draft.id, attributed=True))
    db.session.commit()

    found = verification.verify(db.session).findings

    assert [finding.message for finding in found] == ["it is withdrawn although it was circulated"]


# At one moment -------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("act", [correct, withdraw])
def test_a_text_that_is_circulated_at_the_same_moment_is_either_circulated_or_withdrawn(
    app: Flask, act, is_first: bool
):
    key = import_text().id
    db.session.commit()

    def take_back() -> None:
        act(db.session.get_one(Draft, key))

    def circulate() -> None:
        drafts.circulate(mission(), key, attributed=True)

    ended = interleave(app, *((take_back, circulate) if is_first else (circulate, take_back)))

    db.session.rollback()
    withdrawn = TextCorrected if act is correct else TextWithdrawn
    assert [one.end for one in ended] == ["done", (withdrawn if is_first else TextCirculated).__name__]
    text = load_imported_text(db.session, db.session.get_one(Draft, key).communique_id)
    assert (text.withdrawn, text.circulated) == (is_first, not is_first)
    assert verification.verify(db.session).findings == ()


def test_of_two_corrections_at_the_same_moment_one_is_kept(app: Flask):
    key = import_text().id
    db.session.commit()

    def take(text: str):
        return lambda: correct(db.session.get_one(Draft, key), replace(TEXT[0], text=text))

    ended = interleave(app, take("One."), take("Two."))

    db.session.rollback()
    assert [one.end for one in ended] == ["done", "TextCorrected"]
    assert texts_of(find_draft(db.session, "OIC/FC")) == [("", "One.")]
