"""The record of a sitting read out of the database: who may have it, and what it says."""

from io import BytesIO

import pytest
from docx import Document

from acm_drafts.documents.reader import read as read_file
from acm_drafts.documents.write.record import DecidedAct, DecidedLine
from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.lines import ADOPTED
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import (
    AmendmentKind,
    DecisionKind,
    Level,
    SittingResult,
    Stance,
    Standing,
    Visibility,
    Withheld,
)
from acm_drafts.services import amendments, sittings
from acm_drafts.services.sitting_records import record_document, record_text
from acm_drafts.services.sittings import Presence
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Decision, Sitting
from acm_drafts.text.language import Language
from tests.adoptions import adopt, agreed_text
from tests.factories import mission, party
from tests.sittings import convene, hold, make_body, read, record
from tests.tables import Table, lines_of, make_table

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.", "The Meeting thanked Egypt.")


@pytest.fixture
def table(session: object) -> Table:
    return make_table(*TEXTS)


def close(sitting: Sitting) -> None:
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)


def test_the_record_holds_who_attended_what_was_agreed_and_what_was_left(table: Table):
    troika = make_body(Level.TROIKA, members=("EGY", "MYS", "SEN"), chair="EGY")
    sitting = hold(table, troika, ["1.", "2."], present=("EGY",))
    facts = {party("MYS").id: Presence(False), party("EGY").id: Presence(True, "Ms. Nour")}
    sittings.attend(mission(), sitting.code, facts)
    record(table, sitting, stances={party("EGY").id: Stance.RESERVE}, remark="Until noon.")
    close(sitting)

    text = record_text(db.session(), mission(), read(sitting), Language.FR)
    assert (text.present, text.absent, text.unknown) == (["Égypte (Ms. Nour)"], ["Malaisie"], ["Sénégal"])
    assert [(result.number, result.text, result.reserved) for result in text.results] == [
        ("1", TEXTS[0], ["Égypte"])
    ]
    assert (text.left, text.number, text.body.level, text.face.symbol) == (["2"], 1, "troika", "OIC/FC")


def test_what_the_mission_decides_at_a_sitting_is_not_told_as_left_without_a_result(table: Table):
    proposal = table.replace("MYS", "2.", "urged", "invited")
    sitting = hold(table, make_body(), ["1.", "2."])
    table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)
    close(sitting)
    for actor in (mission(), table.head("EGY")):
        text = record_text(db.session(), actor, read(sitting), Language.EN)
        assert (text.decided, text.left, text.results) == (
            [line("2", "MYS 1", gave=INVITED, agreed=True)],
            ["1"],
            [],
        )


INVITED = "The Meeting invited all States."


def line(
    number: str, name: str, how: Standing = Standing.ACCEPTED, *, gave: str = "", agreed: bool = False
) -> DecidedLine:
    return DecidedLine(number, [DecidedAct(((name, how),), words=agreed)], ((name, gave),) if gave else ())


def test_the_record_tells_what_each_decision_made_in_the_order_of_the_text(table: Table):
    refused = table.replace("MYS", "2.", "urged", "invited")
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    sitting = hold(table, make_body(), ["1.", "2."])
    table.decide(DecisionKind.REJECT, refused, reason="No.", sitting=sitting.code)
    record(table, sitting, result=SittingResult.NOT_AGREED)
    table.decide(DecisionKind.ACCEPT, new, sitting=sitting.code)
    table.agree("1.", sitting=sitting.code)
    close(sitting)

    text = record_text(db.session(), mission(), read(sitting), Language.EN)

    assert text.decided == [
        DecidedLine("1", [DecidedAct((), words=True)]),
        line("1 bis", "EGY 1", gave="The Meeting thanked all donors.", agreed=True),
        line("2", "MYS 1", Standing.REJECTED),
    ]
    assert text.left == []


@pytest.mark.parametrize("how", ["voided", "reopened"])
def test_an_agreement_that_was_voided_or_reopened_is_told_as_one_that_no_longer_counts(
    table: Table, how: str
):
    sitting = hold(table, make_body(), ["1.", "2."])
    agreement = record(table, sitting).decision_id
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    close(sitting)
    before = words_of(table.head("EGY"), sitting)
    assert "Results that no longer count" not in before and "a result: 1." not in " ".join(before)

    if how == "voided":
        table.void(db.session.get_one(Decision, agreement), reason="By mistake.")
    else:
        table.reopen("1.")

    after = words_of(table.head("EGY"), sitting)
    no_longer = after.index("Results that no longer count")
    assert after.index("Paragraph 1 was agreed in these words:") > no_longer
    assert after.index("Paragraph 2 was not agreed.") < no_longer
    assert after[no_longer + 3].startswith("This agreement no longer counts: it was voided, or")
    assert "On the agenda, without a result: 1." in after


def test_an_agreement_without_a_result_of_its_own_is_told_with_that_it_was_reopened(table: Table):
    sitting = hold(table, make_body(), ["1.", "2."])
    table.agree("1.", sitting=sitting.code)
    close(sitting)
    table.reopen("1.")

    after = words_of(mission(), sitting)
    assert "Paragraph 1: the paragraph was agreed, this agreement no longer counts." in after
    assert "On the agenda, without a result: 1, 2." in after


def test_a_decision_that_a_reader_may_not_know_of_is_not_told_in_the_record(session: object):
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    proposal = table.replace("MYS", "2.", "urged", "invited")
    sitting = hold(table, make_body(), ["2."])
    table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)
    close(sitting)
    told = [
        (text.decided, text.left, text.withheld)
        for text in (
            record_text(db.session(), actor, read(sitting), Language.EN)
            for actor in (mission(), table.head("EGY"))
        )
    ]
    name = f"MYS {proposal.number}"  # a drawn one, while the round hides it
    assert told == [([line("2", name, gave=INVITED, agreed=True)], [], None), ([], ["2"], Withheld.MISSION)]


def test_what_is_left_out_of_the_record_is_said_to_be_until_the_round_is_closed(session: object):
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    proposal = table.replace("MYS", "2.", "urged", "invited")
    sitting = hold(table, make_body(), ["1.", "2."])
    table.decide(DecisionKind.ACCEPT, proposal, sitting=sitting.code)
    close(sitting)

    told = words_of(table.head("EGY"), sitting)
    assert "On the agenda, without a result that is told here: 1, 2." in told
    assert any("name this sitting: shown to the Mission alone." in line for line in told)
    assert "No result was recorded." not in told
    assert any("is told of the reader’s own delegation alone" in line for line in told)
    assert not any("shown to" in line or "brackets" in line for line in words_of(mission(), sitting))
    table.close()
    closed = words_of(table.head("EGY"), sitting)
    assert "Paragraph 2: the paragraph was agreed." in closed
    assert "On the agenda, without a result that is told here: 1." in closed
    assert any("What it turned down in a round" in line for line in closed)
    assert "Paragraph 2: MYS 1 accepted." not in closed
    own = words_of(table.head("MYS"), sitting)
    assert any(line.startswith("Paragraph 2: MYS ") and line.endswith(" accepted.") for line in own)
    assert not any("What it turned down" in line for line in words_of(mission(), sitting))


def words_of(actor: Actor, sitting: Sitting) -> list[str]:
    data = record_document(db.session(), actor, sitting.code, language=Language.EN)
    return [paragraph.final or "" for paragraph in read_file(data).paragraphs]


def test_the_record_of_the_ministers_says_that_they_adopted_the_text():
    table = agreed_text()
    adoption = adopt(table)
    sitting = adoption.sitting
    with clock_at(sitting.opened_at):
        sittings.close_sitting(mission(), sitting.code)
    text = record_text(db.session(), mission(), read(sitting), Language.EN)
    assert (text.adopted, text.left) == (adoption.symbol, [])


def test_the_record_says_what_shapes_a_paragraph_or_deletes_it_and_who_was_in_the_chair(session: object):
    table = make_table(*TEXTS, "It urged all to act. It thanked them.", "It closed.", "It rose.")
    deletes = table.propose("TUR", AmendmentKind.DELETE, "6.")
    joins = table.propose("SEN", AmendmentKind.JOIN, "1.")
    moves = table.propose("EGY", AmendmentKind.MOVE, "3.", after="5.")
    parts = ("It urged all to act.", "It thanked them.")
    splits = table.propose("MYS", AmendmentKind.SPLIT, "4.", parts=parts)
    sitting = hold(table, make_body(Level.EXPERT, chair="TUR"), ["1.", "2.", "3.", "4.", "6."])
    for proposal in (joins, moves, splits, deletes):
        table.accept(proposal, sitting=sitting.code)
    close(sitting)

    told = words_of(mission(), sitting)
    between = told[told.index("Decisions that name this sitting:") + 1 : told.index("Journal")]
    assert between == [
        "Paragraph 1: SEN 1 accepted, the paragraph was agreed.",
        "SEN 1 joins paragraph 2 to it.",
        "The paragraph with all that was decided on it until then:",
        f"{TEXTS[0]} {TEXTS[1]}",
        "Paragraph 3: EGY 1 accepted, the paragraph was agreed.",
        "EGY 1 moves it: it is to stand after paragraph 5.",
        "Paragraph 4: MYS 1 accepted, the paragraph was agreed.",
        "MYS 1 divides the paragraph into:",
        *parts,
        "Paragraph 6: TUR 1 accepted.",
        "TUR 1 deletes it.",
        "Paragraph 2, on the agenda, was joined to paragraph 1 and dealt with as a part of it.",
    ]
    assert "In the chair of the body on that day: Türkiye" in told


def test_a_sitting_before_the_adoption_has_the_draft_at_its_head(session: object):
    table = agreed_text()
    sitting = hold(table, make_body(Level.EXPERT), ["1."])
    close(sitting)
    adopt(table)
    text = record_text(db.session(), mission(), read(sitting), Language.EN)
    assert text.face.status is not ADOPTED and text.face.symbol != "OIC/ADOPTED"


def test_the_numbers_are_those_of_the_day_of_the_sitting(table: Table):
    sitting = hold(table, make_body(), ["2."])
    record(table, sitting, "2.", result=SittingResult.NOT_AGREED)
    close(sitting)
    table.accept(table.propose("MYS", AmendmentKind.DELETE, "1."))
    table.close()
    text = record_text(db.session(), mission(), read(sitting), Language.EN)
    assert [result.number for result in text.results] == ["2"] and text.face.symbol == "OIC/FC"


@pytest.mark.parametrize(
    "how", ["before the round is closed", "after it", "after it, and another was carried over"]
)
def test_a_new_paragraph_that_it_accepted_is_called_as_it_was_while_it_was_proposed(table: Table, how: str):
    carried = table.propose("MYS", AmendmentKind.INSERT, after="1.", text="The Meeting noted a need.")
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    sitting = hold(table, make_body(), ["2."])
    table.decide(DecisionKind.ACCEPT, new, sitting=sitting.code)
    close(sitting)
    if how == "after it":
        table.decide(DecisionKind.REJECT, carried, reason="No.", level=None)
    if how.startswith("after it"):
        table.close()
    if how.endswith("carried over"):
        table.open()

    for actor in (mission(), table.head("SEN")):
        text = record_text(db.session(), actor, read(sitting), Language.EN)
        assert [on.number for on in text.decided] == ["1 ter"] and text.left == ["2"]
    assert "Paragraph 1 ter: EGY 1 accepted, the paragraph was agreed." in words_of(mission(), sitting)


IN_ORDER = {
    Language.EN: [
        "New paragraph at the beginning of the text: EGY 1 deferred.",
        "Paragraph 1: MYS 1 accepted, the paragraph was agreed.",
        "Paragraph 1 bis: SEN 1 rejected.",
        "Paragraph 1 ter: TUR 1 accepted, the paragraph was agreed.",
        "New paragraph after paragraph 2: JOR 1 deferred.",
        "Paragraph 3: MLI 1 rejected.",
    ],
    Language.FR: [
        "Nouveau paragraphe au début du texte : EGY 1 différée.",
        "Paragraphe 1 : MYS 1 acceptée, le paragraphe a été convenu.",
        "Paragraphe 1 bis : SEN 1 rejetée.",
        "Paragraphe 1 ter : TUR 1 acceptée, le paragraphe a été convenu.",
        "Nouveau paragraphe après le paragraphe 2 : JOR 1 différée.",
        "Paragraphe 3 : MLI 1 rejetée.",
    ],
    Language.AR: [
        "فقرة جديدة في أول النص: EGY 1 مُرجأ.",
        "الفقرة 1: MYS 1 مقبول، اتُّفق على الفقرة.",
        "الفقرة 1 bis: SEN 1 مرفوض.",
        "الفقرة 1 ter: TUR 1 مقبول، اتُّفق على الفقرة.",
        "فقرة جديدة بعد الفقرة 2: JOR 1 مُرجأ.",
        "الفقرة 3: MLI 1 مرفوض.",
    ],
}


@pytest.mark.parametrize("language", list(Language))
def test_each_new_paragraph_stands_at_its_place_in_the_record_whatever_was_decided(
    table: Table, language: Language
):
    first, refused, taken, later = (
        table.propose(code, AmendmentKind.INSERT, after=after, text=f"The Meeting thanked {code}.")
        for code, after in (("EGY", None), ("SEN", "1."), ("TUR", "1."), ("JOR", "2."))
    )
    changed = table.replace("MYS", "1.", "welcomed", "noted")
    kept = table.propose("MLI", AmendmentKind.DELETE, "3.")
    sitting = hold(table, make_body(), ["1.", "3."])
    for kind, proposals in (
        (DecisionKind.REJECT, (kept, refused)),
        (DecisionKind.DEFER, (later, first)),
        (DecisionKind.ACCEPT, (taken, changed)),
    ):
        for proposal in proposals:
            table.decide(kind, proposal, reason="It was so.", sitting=sitting.code)
    for code, proposal in (("EGY", first), ("JOR", later)):  # so that no page calls them by a number any more
        amendments.withdraw(table.head(code), proposal.code)
    close(sitting)

    for closed in (False, True):
        if closed:
            table.close()
        for actor in (mission(), table.head("QAT")):
            data = record_document(db.session(), actor, sitting.code, language=language)
            words = [unmarked(paragraph.text) for paragraph in Document(BytesIO(data)).paragraphs]
            assert [sentence for sentence in words if sentence in IN_ORDER[language]] == IN_ORDER[language], (
                words
            )


def unmarked(text: str) -> str:
    """Return *text* without the marks that keep a number in its direction, and without spaces that do not break."""
    return text.replace("\u200e", "").replace("\u00a0", " ")


def test_a_change_of_a_new_paragraph_at_another_sitting_names_that_by_its_number(table: Table):
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text="The Meeting thanked all donors.")
    change = table.amend("MYS", new, "The Meeting thanked its donors.")
    first, second = (hold(table, make_body(level), ["2."]) for level in (Level.EXPERT, Level.AMBASSADORIAL))
    table.decide(DecisionKind.ACCEPT, new, sitting=first.code)
    table.decide(DecisionKind.ACCEPT, change, level=Level.AMBASSADORIAL, sitting=second.code)
    for sitting in (first, second):
        close(sitting)

    for closed in (False, True):
        if closed:
            table.close()
        told = words_of(table.head("SEN"), second)
        after = told[told.index("Decisions that name this sitting:") + 1 :]
        assert after[:3] == [
            "Paragraph 1 bis: MYS 1 accepted, the paragraph was agreed.",
            "Words accepted from MYS 1:",
            "The Meeting thanked its donors.",
        ]
        assert "Paragraph 1 bis: EGY 1 accepted." in words_of(table.head("SEN"), first)


def test_who_may_not_read_the_record_gets_none_and_nobody_before_it_is_closed(table: Table):
    troika = make_body(Level.TROIKA, members=("EGY", "MYS"), chair="EGY")
    sitting = hold(table, troika)
    for actor in (mission(), table.head("MYS")):
        with pytest.raises(NotFound):
            record_document(db.session(), actor, sitting.code, language=Language.EN)
    close(sitting)
    db.session.rollback()
    assert record_document(db.session(), table.head("MYS"), sitting.code, language=Language.AR)
    with pytest.raises(NotFound):
        record_document(db.session(), table.head("TUR"), sitting.code, language=Language.EN)
    with pytest.raises(NotFound):
        record_document(db.session(), mission(), convene(table, troika).code, language=Language.EN)
