"""A call for inputs is drafted, issued, extended, ended; delegations answer in time, or late where that was allowed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from acm_drafts.documents.sandbox import FileReader
from acm_drafts.negotiation.errors import NotFound, NotPermitted, NotPossible, UnreadableFile
from acm_drafts.negotiation.inputs import (
    AnswerInOtherLanguage,
    FileKnown,
    FileTooLarge,
    InputCallChanged,
    InputCallEnded,
    InputCallIssued,
    InputCallState,
    InputCallTextUnread,
    InputChanged,
    InputDeadlineOver,
    InputLate,
    MarkKnown,
    MarkRemoved,
    NothingAnswered,
    TooManyFiles,
    WrongInput,
    WrongInputCall,
)
from acm_drafts.negotiation.notices import NoticeKind
from acm_drafts.negotiation.reservations import PhraseNotInWording
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.services import drafts, inputs, verification
from acm_drafts.services.inputs import LARGEST_FILE, MOST_FILES, CheckedFile, Passage, check_file
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.inputs import marks_in
from acm_drafts.store.journal import read_journal
from acm_drafts.store.notices import write_reminders
from acm_drafts.store.records import Input, InputCallActRow, InputVersion, JournalLine, Notice, User
from acm_drafts.text.language import Language
from tests.factories import actor_of, make_drafter, make_head, make_observer, party
from tests.inputs import DAY, answer, call, kept, read_by, submit, wish
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

FILE = CheckedFile("note.txt", b"Our note.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table("The Meeting noted the report.")


def told(*acts: str) -> list[tuple[str, str, str]]:
    """Return act, scope and State of the lines of the journal about calls, in order."""
    db.session.rollback()
    lines = db.session.scalars(
        select(JournalLine).where(JournalLine.act.icontains("input") | JournalLine.act.icontains("theme"))
    )
    return [(line.act, line.scope, line.party_id) for line in lines.all()]


def count(record: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(record))


# The call -------------------------------------------------------------------------------------------


def test_the_mission_drafts_a_call_reads_it_alone_and_issues_what_it_saw(table: Table):
    egypt = table.head("EGY")
    drafted = inputs.draft_call(table.mission, table.code, wish())
    with pytest.raises(NotFound):
        kept(drafted, egypt)
    inputs.revise_call(table.mission, drafted.code, wish(title="Role of the OIC"), seen=1)
    with pytest.raises(InputCallChanged):
        inputs.issue_call(table.mission, drafted.code, seen=1)
    with pytest.raises(InputCallChanged):
        inputs.revise_call(table.mission, drafted.code, wish(), seen=1)
    inputs.issue_call(table.mission, drafted.code, seen=2)

    record = kept(drafted, egypt)
    assert (record.version.title, record.state) == ("Role of the OIC", InputCallState.OPEN)
    with pytest.raises(InputCallIssued):
        inputs.revise_call(table.mission, drafted.code, wish(), seen=2)
    for verb in (inputs.close_call, inputs.withdraw_call):
        with pytest.raises(NotPermitted):
            verb(egypt, drafted.code, reason="No.")
    assert [scope for _, scope, _ in told()] == ["mission", "mission", "all"]


def test_a_call_that_lacks_something_is_refused_and_nothing_is_kept(table: Table):
    for lacking in (
        {"title": " "},
        {"questions": ("", " ")},
        {"questions": ("Why?",) * 21},
        {"languages": ()},
        {"zone": "Atlantis/Nowhere"},
    ):
        with pytest.raises(WrongInputCall):
            inputs.draft_call(table.mission, table.code, wish(**lacking))
    with pytest.raises(NotPossible):
        inputs.draft_call(table.mission, table.code, wish(deadline=utcnow() - DAY))
    drafted = inputs.draft_call(table.mission, table.code, wish())
    with clock_at(utcnow() + 11 * DAY), pytest.raises(NotPossible):
        inputs.issue_call(table.mission, drafted.code, seen=1)
    assert count(InputCallActRow) == 0


def test_a_call_beside_a_text_that_nobody_reads_is_not_issued(table: Table):
    draft = drafts.import_text(table.mission, lines=lines_of("One."), data=b"one", symbol="OIC/LATER")
    drafted = inputs.draft_call(table.mission, draft.communique.code, wish())

    with pytest.raises(InputCallTextUnread):
        inputs.issue_call(table.mission, drafted.code, seen=1)


def test_a_deadline_is_extended_with_a_reason_and_a_late_answer_allowed_on_record(table: Table):
    issued = call(table)
    deadline = kept(issued, table.mission).deadline
    with pytest.raises(WrongInputCall):
        inputs.extend_call(table.mission, issued.code, deadline + DAY, reason=" ")
    inputs.extend_call(table.mission, issued.code, deadline + DAY, reason="Several asked for it.")
    assert kept(issued, table.mission).deadline == deadline + DAY

    with clock_at(deadline + 2 * DAY):
        with pytest.raises(InputDeadlineOver):
            inputs.extend_call(table.mission, issued.code, deadline + 9 * DAY, reason="More time.")
        with pytest.raises(InputLate):
            submit(table, "EGY", issued, "Mediation.")
        for code in ("OICM", "ARAB", "XYZ"):
            with pytest.raises(NotFound):
                inputs.allow_late(table.mission, issued.code, code, deadline + 5 * DAY, reason="Asked.")
        inputs.allow_late(table.mission, issued.code, "EGY", deadline + 5 * DAY, reason="Its capital asked.")
        with pytest.raises(InputLate):
            submit(table, "SEN", issued, "Mediation.")
        late = submit(table, "EGY", issued, "Mediation.")
    with clock_at(deadline + 6 * DAY), pytest.raises(InputLate):
        submit(table, "EGY", issued, "More.", seen=1)

    assert late.late and count(Input) == 1
    allowed = db.session.scalars(select(JournalLine).where(JournalLine.act == "allow late input")).one()
    assert (allowed.party_id, allowed.reason) == (party("EGY").id, "Its capital asked.")
    assert verification.verify(db.session()).findings == ()


def test_a_call_that_has_ended_takes_no_answer_and_no_other_act(table: Table):
    issued, another = call(table), call(table)
    inputs.close_call(table.mission, issued.code)
    inputs.withdraw_call(table.mission, another.code, reason="The Council asks otherwise.")

    for ended in (issued, another):
        with pytest.raises(InputCallEnded):
            submit(table, "EGY", ended, "Mediation.")
        with pytest.raises(InputCallEnded):
            inputs.close_call(table.mission, ended.code)
        with pytest.raises(InputCallEnded):
            inputs.allow_late(table.mission, ended.code, "EGY", utcnow() + 20 * DAY, reason="Asked.")
    assert count(InputVersion) == 0


# Answers --------------------------------------------------------------------------------------------


def test_a_drafter_saves_a_head_submits_and_a_later_version_takes_its_place(table: Table):
    issued, egypt = call(table), table.head("EGY")
    drafter, key = actor_of(make_drafter("EGY")), party("EGY").id
    saved = inputs.save_input(drafter, issued.code, party=key, answer=answer("Mediation"))
    with pytest.raises(NotPermitted):
        inputs.submit_input(drafter, issued.code, party=key, answer=answer("Mediation", seen=1))
    with pytest.raises(NotPermitted):
        inputs.save_input(table.head("SEN"), issued.code, party=key, answer=answer("Mediation"))
    with pytest.raises(NotPermitted):
        inputs.save_input(
            actor_of(make_head("ARAB")), issued.code, party=party("ARAB").id, answer=answer("A")
        )
    with pytest.raises(InputChanged):
        submit(table, "EGY", issued, "Mediation.")
    assert read_by(table.mission, issued) == {} and not saved.submitted

    submit(table, "EGY", issued, "Mediation.", seen=1)
    submit(table, "EGY", issued, "Mediation and prevention.", "Envoys.", seen=2)
    inputs.save_input(drafter, issued.code, party=key, answer=answer("Not yet.", seen=3))

    own, for_mission = read_by(egypt, issued)["EGY"], read_by(table.mission, issued)["EGY"]
    assert [version.row.sequence for version in own.versions] == [1, 2, 3, 4]
    assert [version.row.sequence for version in for_mission.versions] == [2, 3]
    assert for_mission.submitted.parts == {1: "Mediation and prevention.", 2: "Envoys."}
    assert own.draft.parts == {1: "Not yet."}
    acts = [(act, scope) for act, scope, _ in told()][2:]
    assert acts == [
        ("save input", "party"),
        ("submit input", "input"),
        ("revise input", "input"),
        ("save input", "party"),
    ]
    assert verification.verify(db.session()).findings == ()


def test_an_answer_whose_words_are_in_another_language_than_the_one_named_is_refused(table: Table):
    asked = call(table, languages=(Language.EN, Language.FR))
    arabic = "ترحب مصر بعقد الاجتماع وتؤيد جدول الأعمال."
    with pytest.raises(AnswerInOtherLanguage):
        submit(table, "EGY", asked, arabic)
    with pytest.raises(AnswerInOtherLanguage):
        submit(table, "EGY", asked, arabic, language=Language.FR)

    submit(table, "EGY", asked, "OIC/ACM-2026/FC, 12 (a)")  # too little to tell a language


def test_an_empty_answer_and_one_in_another_language_are_refused(table: Table):
    issued = call(table, languages=(Language.EN, Language.FR))

    for given, refusal in (
        (answer("", " "), NothingAnswered),
        (answer("One.", "Two.", "Three."), WrongInput),
        (answer("الوساطة.", language=Language.AR), WrongInput),
    ):
        with pytest.raises(refusal):
            inputs.submit_input(table.head("EGY"), issued.code, party=party("EGY").id, answer=given)
    assert count(Input) == 0


def test_files_are_read_in_the_sandbox_kept_from_version_to_version_and_bounded(table: Table):
    issued = call(table)
    with FileReader() as reads:
        assert check_file(reads, "../note.txt", b"Our note.") == FILE
        with pytest.raises(UnreadableFile, match="and it is no Word file"):
            check_file(reads, "note.docx", b"no Word file")
        with pytest.raises(FileTooLarge):
            check_file(reads, "note.txt", b"a" * (LARGEST_FILE + 1))
    submit(table, "EGY", issued, files=[FILE])
    first = read_by(table.mission, issued)["EGY"].submitted.files[0]
    with pytest.raises(FileKnown):
        submit(table, "EGY", issued, files=[FILE], keep=[first.code], seen=1)
    with pytest.raises(TooManyFiles):
        many = [CheckedFile(f"{n}.txt", str(n).encode()) for n in range(MOST_FILES + 1)]
        submit(table, "EGY", issued, files=many, seen=1)
    submit(table, "EGY", issued, "In words.", keep=[first.code], seen=1)
    submit(table, "EGY", issued, "In words.", seen=2)
    submit(table, "EGY", issued, "In words.", files=[FILE], seen=3)

    versions = read_by(table.mission, issued)["EGY"].versions
    assert [[file.code for file in version.files] for version in versions] == [
        [first.code],
        [first.code],
        [],
        [first.code],
    ]


def test_all_participants_read_answers_when_the_call_says_so_and_nobody_learns_more(table: Table):
    alone, after = call(table), call(table, visibility=Visibility.DEADLINE)
    senegal, observer = table.head("SEN"), actor_of(make_observer())
    for issued in (alone, after):
        submit(table, "EGY", issued, "Before.")
        submit(table, "EGY", issued, "Mediation.", seen=1)
    later = kept(after, table.mission).deadline + DAY
    told_before = [line.act for line in read_journal(db.session(), senegal)]
    with clock_at(later):
        inputs.allow_late(table.mission, after.code, "EGY", later + 5 * DAY, reason="It asked.")
        for reader in (senegal, observer):
            read = read_by(reader, after)["EGY"]
            assert [version.parts[1] for version in read.versions] == ["Mediation."]
            assert read_by(reader, alone) == {}
        acts = [line.act for line in read_journal(db.session(), senegal) if line.subject == after.code]
        assert acts == ["allow late input", "revise input", "submit input", "issue input call"]
        submit(table, "EGY", after, "Mediation, corrected.", seen=2)
        versions = read_by(senegal, after)["EGY"].versions
        assert [version.parts[1] for version in versions] == ["Mediation.", "Mediation, corrected."]
    assert read_by(senegal, after) == {}
    assert not {"submit input", "revise input"} & set(told_before)


# Themes ---------------------------------------------------------------------------------------------


def test_the_mission_marks_themes_on_passages_and_takes_a_mark_away(table: Table):
    issued = call(table)
    submit(table, "EGY", issued, "Early warning comes first; mediation follows.")
    one = read_by(table.mission, issued)["EGY"].row.code
    passage = Passage(one, 1, 1, "Early warning")
    mark = inputs.mark_theme(table.mission, issued.code, passage, "Prevention")
    with pytest.raises(MarkKnown):
        inputs.mark_theme(table.mission, issued.code, passage, "prevention")
    with pytest.raises(PhraseNotInWording):
        inputs.mark_theme(table.mission, issued.code, Passage(one, 1, 1, "late warning"), "Prevention")
    with pytest.raises(WrongInputCall):
        inputs.mark_theme(table.mission, issued.code, passage, " ")
    with pytest.raises(NotPermitted):
        inputs.mark_theme(table.head("EGY"), issued.code, passage, "Prevention")
    second = inputs.mark_theme(table.mission, issued.code, Passage(one, 1, 1, "mediation"), "PREVENTION")
    inputs.remove_mark(table.mission, issued.code, mark.code)
    with pytest.raises(MarkRemoved):
        inputs.remove_mark(table.mission, issued.code, mark.code)

    record = kept(issued, table.mission)
    assert [(m.row.code, m.row.theme) for m in marks_in(db.session(), record.call.id)] == [
        (second.code, "Prevention")
    ]
    assert verification.verify(db.session()).findings == ()


# Notices --------------------------------------------------------------------------------------------


def test_states_are_told_of_a_call_and_those_without_an_answer_reminded(table: Table):
    egypt, senegal = make_head("EGY"), make_head("SEN")
    make_observer()
    issued = call(table)
    deadline = kept(issued, table.mission).deadline
    inputs.submit_input(actor_of(egypt), issued.code, party=party("EGY").id, answer=answer("Mediation."))

    def noticed(kind: NoticeKind) -> list[str]:
        db.session.rollback()
        rows = db.session.scalars(
            select(User.email).join(Notice, Notice.user_id == User.id).where(Notice.kind == kind)
        )
        return sorted(set(rows))

    assert {egypt.email, senegal.email} <= set(noticed(NoticeKind.INPUTS))
    for before in (timedelta(days=8), timedelta(days=7), timedelta(days=6), timedelta(hours=47)):
        with clock_at(deadline - before):
            write_reminders(db.session(), utcnow())
            db.session.commit()
    reminded = noticed(NoticeKind.INPUTS_DUE)
    assert senegal.email in reminded and egypt.email not in reminded
