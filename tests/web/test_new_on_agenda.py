"""A new paragraph on the agenda of a sitting, as the pages, the room and the record show it."""

from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from acm_drafts.documents.reader import read as read_file
from acm_drafts.negotiation.sittings import NoLongerInTheText, OffTheAgenda, Outcome, WrongSitting
from acm_drafts.negotiation.terms import AmendmentKind, SittingResult, Visibility
from acm_drafts.services import amendments, sittings, verification
from acm_drafts.services.sitting_records import record_document, record_text
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Amendment, Paragraph, Sitting
from acm_drafts.text.language import Language
from tests.factories import mission, post
from tests.sittings import HOUR, code_of, make_body, noon, open_at, read, times
from tests.tables import Table, lines_of
from tests.web.readers import delegate, mission_reader

pytestmark = pytest.mark.usefixtures("session")

TEXTS = ("The Meeting welcomed the report.", "The Meeting urged all States.")
THANKS = "The Meeting thanked all donors."
IN_ROOM = {
    "en": "Paragraph 1 bis New paragraph, as proposed The Meeting thanked all donors.",
    "fr": "Paragraphe 1 bis Nouveau paragraphe, tel que proposé The Meeting thanked all donors.",
    "ar": "الفقرة 1 bis فقرة جديدة بصيغتها المقترحة The Meeting thanked all donors.",
}
DECIDES = {
    "en": "The Mission decides it on its page, naming this sitting.",
    "fr": "La Mission en décide sur sa page, en indiquant cette séance.",
    "ar": "تبت البعثة فيها في صفحتها مع ذكر هذه الجلسة.",
}


def called(**terms: object) -> tuple[Table, Amendment, str, Sitting]:
    """Return a text with a new paragraph, its code, and an open sitting with that and paragraph 2 on its agenda."""
    table = Table(lines_of(*TEXTS)).open(**terms)
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text=THANKS)
    code = db.session.get_one(Paragraph, new.paragraph_id).code
    agenda = [code_of(table, "2."), code]
    noonday = times(begins_at=noon())
    sitting = sittings.convene(mission(), table.communique, make_body().code, times=noonday, agenda=agenda)
    return table, new, code, open_at(sitting)


def url(table: Table, sitting: Sitting) -> str:
    return f"/c/{table.code}/sittings/{sitting.code}"


def plain(seen: str) -> str:
    """Return what a page says without the marks that keep a number in its direction, and with plain spaces."""
    return " ".join(seen.replace("\u200e", "").split())


def close(sitting: Sitting) -> None:
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)


def test_a_sitting_is_convened_on_a_new_paragraph_that_the_form_offers_at_its_place(app: Flask):
    table = Table(lines_of(*TEXTS)).open()
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text=THANKS)
    code = db.session.get_one(Paragraph, new.paragraph_id).code
    body, desk = make_body().code, mission_reader(app)
    form = desk.sees(f"/c/{table.code}/sittings/new")
    assert form.index(TEXTS[0]) < form.index(f"1 bis {THANKS} new paragraph") < form.index(TEXTS[1])

    begins = times().begins_at.astimezone(ZoneInfo("Asia/Riyadh"))
    when = {"begins_at": begins, "ends_at": begins + HOUR}
    when = {name: f"{at:%Y-%m-%dT%H:%M}" for name, at in when.items()} | {"zone": "Asia/Riyadh"}
    answer = post(desk.client, f"/c/{table.code}/sittings", {"body": body, **when, "add": [code]})
    assert answer.status_code == 303, answer.text
    seen = desk.sees(answer.headers["Location"])
    assert "Agenda 1 paragraph The words" in seen and f"1 bis new paragraph {THANKS}" in seen
    assert "Paragraphs on the agenda: 1" in desk.sees(f"/c/{table.code}/sittings")
    assert "Paragraphs on the agenda: 1" in desk.get(f"{answer.headers['Location']}.ics").replace("\r\n ", "")


def test_a_hidden_round_offers_no_new_paragraph_for_an_agenda(app: Flask):
    table = Table(lines_of(*TEXTS)).open(visibility=Visibility.MISSION)
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text=THANKS)
    make_body()
    assert THANKS not in mission_reader(app).sees(f"/c/{table.code}/sittings/new")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_screen_and_the_room_show_it_as_it_is_proposed(app: Flask, language: str):
    table, _, code, sitting = called()
    desk = mission_reader(app)
    desk.get(f"/language/{language}", status=303)
    page = plain(desk.sees(f"{url(table, sitting)}?p={code}"))
    assert THANKS in page and DECIDES[language] in page
    assert IN_ROOM[language] in plain(desk.sees(f"{url(table, sitting)}/room/{code}"))
    assert f"{url(table, sitting)}/room/{code}" in desk.get(f"{url(table, sitting)}?p={code}")


@pytest.mark.parametrize("decides", [True, False], ids=["decided", "not decided"])
def test_the_record_says_what_was_decided_on_it_or_that_it_had_no_result(app: Flask, decides: bool):
    table, new, _, sitting = called()
    if decides:
        table.accept(new, sitting=sitting.code)
    close(sitting)
    text = record_text(db.session(), mission(), read(sitting), Language.EN)
    assert text.left == (["2"] if decides else ["2", "1 bis"])
    assert [(on.number, on.acts[-1].words) for on in text.decided] == ([("1 bis", True)] if decides else [])
    seen = mission_reader(app).sees(url(table, sitting))
    assert ("1 bis EGY 1 accepted, the paragraph was agreed" in seen) is decides
    assert "Agenda 2 paragraphs The words" in seen


def test_one_that_was_withdrawn_stays_on_the_agenda_and_is_told_so(app: Flask):
    table, new, _, sitting = called()
    amendments.withdraw(table.head("EGY"), new.code)
    for reader in (mission_reader(app), delegate(app, "SEN")):
        assert "New paragraph after paragraph 1 withdrawn" in reader.sees(url(table, sitting))


def test_a_decision_on_it_names_the_sitting_as_one_that_has_it_on_its_agenda(app: Flask):
    table, new, code, sitting = called()
    page = mission_reader(app).sees(f"/c/{table.code}/p/{code}")
    assert "Expert level, New York: sitting 1," in page and "(not on its agenda" not in page
    close(sitting)
    with clock_at(sitting.begins_at + HOUR / 2):
        table.accept(new, sitting=sitting.code)
    (on,) = record_text(db.session(), mission(), read(sitting), Language.EN).decided
    assert (on.number, on.acts[0].off_agenda) == ("1 bis", False)


def test_one_that_is_not_on_the_agenda_nor_follows_what_is_still_needs_a_reason_once_it_is_closed(app: Flask):
    table, _, _, sitting = called()
    other = table.propose("MYS", AmendmentKind.INSERT, after="1.", text="It noted a need.")
    close(sitting)
    with clock_at(sitting.begins_at + HOUR / 2), pytest.raises(OffTheAgenda):
        table.accept(other, sitting=sitting.code)


def test_that_it_was_not_agreed_and_who_opposed_it_is_recorded_while_its_proposal_waits(app: Flask):
    table, new, code, sitting = called()
    with clock_at(sitting.begins_at):
        reader = mission_reader(app)
        page = reader.get(f"{url(table, sitting)}?p={code}")
        assert 'value="not-agreed"' in page and 'value="agreed"' not in page
        sent = {"seen": "0", "counter": "0", "oppose": "MYS", "remark": "It is too early."}
        results = f"{url(table, sitting)}/results/{code}"
        assert post(reader.client, results, {**sent, "result": "agreed"}).status_code == 422
        assert post(reader.client, results, {**sent, "result": "not-agreed"}).status_code == 303
        assert "1 bis not agreed" in plain(reader.sees(url(table, sitting)))
        journal = reader.sees(f"/c/{table.code}/journal")
        assert "Recorded on a new paragraph: not agreed" in journal
        with pytest.raises(WrongSitting):
            sittings.record(
                mission(), sitting.code, code, Outcome(SittingResult.AD_REFERENDUM), seen=1, counter=0
            )
        amendments.withdraw(table.head("EGY"), new.code)
        with pytest.raises(NoLongerInTheText):
            sittings.record(
                mission(), sitting.code, code, Outcome(SittingResult.NOT_AGREED), seen=1, counter=0
            )
    close(sitting)
    for language, words in NOT_AGREED.items():
        data = record_document(db.session(), mission(), sitting.code, language=Language(language))
        assert words in plain(" ".join(line.final or "" for line in read_file(data).paragraphs))
    assert verification.verify(db.session()).findings == ()


def test_that_a_paragraph_was_not_agreed_counts_no_more_once_the_sitting_agreed_it(app: Flask):
    table = Table(lines_of(*TEXTS)).open()
    change = table.replace("EGY", "1.", "report", "reports")
    new = table.propose("EGY", AmendmentKind.INSERT, after="1.", text=THANKS)
    code = db.session.get_one(Paragraph, new.paragraph_id).code
    agenda = [code_of(table, "1."), code, code_of(table, "2.")]
    noonday = times(begins_at=noon())
    sitting = open_at(
        sittings.convene(mission(), table.communique, make_body().code, times=noonday, agenda=agenda)
    )
    with clock_at(sitting.begins_at):
        for on in agenda:
            sittings.record(mission(), sitting.code, on, Outcome(SittingResult.NOT_AGREED), seen=0, counter=0)
    with clock_at(sitting.begins_at + HOUR / 2):
        table.accept(change, sitting=sitting.code)
        table.accept(new, sitting=sitting.code)
        page = plain(mission_reader(app).sees(url(table, sitting)))
    assert "1 not agreed" not in page and "1 bis not agreed" not in page and "2 not agreed" in page
    with clock_at(sitting.begins_at + HOUR):
        sittings.close_sitting(mission(), sitting.code)
    results = record_text(db.session(), mission(), read(sitting), Language.EN).results
    assert [(one.number, one.counts) for one in results] == [("1", False), ("1 bis", False), ("2", True)]
    assert verification.verify(db.session()).findings == ()


NOT_AGREED = {
    "en": "“The Meeting thanked all donors.” was not agreed. Opposed: Malaysia. It is too early.",
    "fr": "n’a pas été convenu. Opposition : Malaisie. It is too early.",
    "ar": "«The Meeting thanked all donors.». عارضت: ماليزيا. It is too early.",
}
"""Once the proposal is withdrawn it is called by its words."""
