"""
The journey: a text comes in, is settled by four delegations and the Mission in their browsers, and leaves as Word.

Everything is done through the pages of a real server in a real Chromium; the database is looked at
once, at the end, by `verify`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pypandoc
import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.terms import Level
from acm_drafts.services import verification
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.records import Communique, Draft
from tests.agreeing import sitting_at
from tests.documents.office import Office
from tests.factories import PASSWORD, make_head, make_mission_drafter
from tests.journeys.judges import Case, judge
from tests.journeys.seats import Delegation, Mission, as_words
from tests.journeys.windows import PHONE, WIDE, Window

SYMBOL = "OIC/ACM-2026/FC"
TEXT = "ga_un_oic_cooperation_A_RES_65_140_2010.txt"
ON_A_PHONE = "EGY"
WHO = ("EGY", "MYS", "SEN", "PAK")


IN_THE_END = f"{SYMBOL}/Rev.2"
WHERE_AND_WHY = {
    "EGY 1": ("مقبول", "1", IN_THE_END, "with appreciation"),
    "EGY 2": ("مقبول", "4", IN_THE_END, "Invites both organizations"),
    "EGY 3": ("مقبول جزئيًا", IN_THE_END, "Highly appreciates"),
    "MYS 1": (
        "superseded",
        "Other words were decided on",
        f"paragraph 1 of {IN_THE_END}",
        "Malaysia confirms",
    ),
    "MYS 2": ("rejected", "expert level", "The memorandum is in force."),
    "MYS 3": ("accepted", "in the Working Groups", f"paragraph 12 of {IN_THE_END}"),
    "SEN 1": ("accepted", "expert level", f"paragraph 6 and paragraph 7 of {IN_THE_END}"),
    "SEN 2": ("merged", "It is merged into OICM 1", f"paragraph 18 of {IN_THE_END}", "Notes and welcomes"),
    "SEN 3": ("accepted", "expert level", f"paragraph 21 of {IN_THE_END}"),
    "PAK 1": ("accepted", "expert level", f"paragraph 19 of {IN_THE_END}"),
    "PAK 2": ("accepted", "Retained in brackets", f"paragraph 2 of {IN_THE_END}"),
    "PAK 3": ("merged", "It is merged into OICM 1", f"paragraph 18 of {IN_THE_END}", "Notes and welcomes"),
}


@dataclass
class Room:
    """Everybody at the table."""

    mission: Mission
    delegations: dict[str, Delegation]

    def windows(self) -> list[Window]:
        return [seat.window for seat in (self.mission, *self.delegations.values())]

    def sit_at(self, communique: str) -> None:
        for seat in self.delegations.values():
            seat.communique = communique


@pytest.fixture
def room(empty_app: Flask, open_window: Callable[..., Window]) -> Room:
    """A drafter of the Mission and four heads of delegation, signed in; Egypt reads Arabic on a phone."""
    with empty_app.app_context():
        drafter = make_mission_drafter().email
        heads = {code: make_head(code, language="ar" if code == ON_A_PHONE else "en").email for code in WHO}
        db.session.remove()
    mission = Mission(open_window().sign_in(drafter, PASSWORD))
    delegations = {}
    for code, email in heads.items():
        phone = code == ON_A_PHONE
        window = open_window(width=PHONE if phone else WIDE, language="ar" if phone else "en")
        delegations[code] = Delegation(window.sign_in(email, PASSWORD))
    return Room(mission, delegations)


def tomorrow() -> str:
    """Return a deadline as a date field takes it; the day after tomorrow is tomorrow in every zone."""
    return f"{utcnow() + timedelta(days=2):%Y-%m-%dT%H:%M}"


def submit_twelve(room: Room) -> dict[str, str]:
    """Let four delegations submit three proposals each, of every kind; return their codes by what they are called."""
    egypt, malaysia, senegal, pakistan = (room.delegations[code] for code in WHO)
    five = dict(room.mission.text())["5"]
    start, end = five.split(", such as ", 1)
    return {
        "EGY 1": egypt.propose("1", "replace", old="with satisfaction", new="with appreciation"),
        "EGY 2": egypt.propose("3", "insert", fresh="Invites both organizations to report on this;"),
        "EGY 3": egypt.propose(
            "12",
            "replace",
            text=dict(room.mission.text())["12"]
            .replace("Appreciates the hosting", "Highly appreciates the hosting")
            .replace("calls for closer cooperation", "calls for much closer cooperation"),
        ),
        "MYS 1": malaysia.propose("1", "replace", old="with satisfaction", new="with deep satisfaction"),
        "MYS 2": malaysia.propose("14", "delete", reason="Overtaken by events."),
        "MYS 3": malaysia.propose("7", "move", after=malaysia.paragraph("10")),
        "SEN 1": senegal.propose("5", "split", parts=f"{start},\n\nsuch as {end}"),
        "SEN 2": senegal.propose("16", "replace", old="Welcomes", new="Warmly welcomes"),
        "SEN 3": senegal.propose("20", "keep", reason="Agreed language."),
        "PAK 1": pakistan.propose("17", "join"),
        "PAK 2": pakistan.propose("2", "replace", old="Urges", new="Invites"),
        "PAK 3": pakistan.propose("16", "replace", old="Welcomes", new="Notes"),
    }


def decide(room: Room) -> None:
    """Decide on all but two: accept, in part, by compromise, reject, keep in brackets."""
    mission = room.mission
    at = {label: mission.paragraph(label) for label in ("1", "2", "3", "5", "7", "12", "14", "16", "17")}
    mission.go(f"p/{at['1']}")
    assert mission.page.locator(".conflict").count() > 0, "nobody is told that two proposals conflict"

    mission.decide(at["1"], "accept", ["EGY 1"])
    mission.decide(mission.proposed_after(at["3"]), "accept", ["EGY 2"])
    mission.decide(at["12"], "part", ["EGY 3"], changes="0")
    mission.decide(at["14"], "reject", ["MYS 2"], reason="The memorandum is in force.")
    mission.decide(at["7"], "accept", ["MYS 3"], level="Working Group")
    mission.decide(at["5"], "accept", ["SEN 1"])
    mission.decide(at["16"], "compromise", ["SEN 2", "PAK 3"], old="Welcomes", new="Notes and welcomes")
    mission.decide(at["17"], "accept", ["PAK 1"])
    mission.decide(at["2"], "brackets", ["PAK 2"])


def first_round(room: Room, deadline: str) -> dict[str, str]:
    room.mission.circulate()
    room.mission.open_round(deadline)
    codes = submit_twelve(room)
    decide(room)
    room.delegations["SEN"].answer(codes["SEN 2"], "accept")
    room.delegations["PAK"].answer(codes["PAK 3"], "live-with")
    room.mission.end_submissions()
    room.mission.close()
    room.mission.circulate()
    for name, given in (("EGY 3", "confirm"), ("MYS 1", "confirm"), ("SEN 3", "confirm")):
        room.delegations[name[:3]].answer(codes[name], given)
    return codes


def second_round(room: Room, deadline: str) -> None:
    """Settle what is left: the brackets, the rest of a part, the paragraph to be kept."""
    mission, pakistan = room.mission, room.delegations["PAK"]
    mission.open_round(deadline)
    second = mission.paragraph("2")
    assert "[Urges] [Invites]" in dict(mission.text())["2"]
    pakistan.propose("2", "replace", old="[Urges] [Invites]", new="Invites")
    mission.decide(second, "accept", ["PAK 4"], level="Ambassadorial level")
    rest = next(label for label, words in mission.text() if words.startswith("Highly appreciates"))
    mission.decide(mission.paragraph(rest), "reject", ["EGY 3"], reason="One word is enough.")
    kept = next(label for label, words in mission.text() if "report to the General Assembly" in words)
    mission.decide(mission.paragraph(kept), "accept", ["SEN 3"])
    mission.end_submissions()
    mission.close(status="chairs-text")
    mission.circulate()


def read_by_pandoc(path: Path) -> list[str]:
    """Return the paragraphs that pandoc finds in a Word file."""
    plain = pypandoc.convert_file(str(path), "plain", format="docx", extra_args=["--wrap=none"])
    return [as_words(block) for block in plain.split("\n\n") if block.strip()]


@pytest.mark.browser
@pytest.mark.shared
def test_a_real_text_travels_from_zero_draft_to_agreed_text(
    room: Room, shared: Path, tmp_path: Path, empty_app: Flask, office: Office
):
    mission, deadline = room.mission, tomorrow()
    mission.import_file(shared / "texts" / TEXT, SYMBOL)
    room.sit_at(mission.communique)
    with empty_app.app_context():
        key = db.session.scalars(select(Communique.id)).one()
        for level in (Level.EXPERT, Level.WORKING_GROUPS, Level.AMBASSADORIAL):
            sitting_at(key, level)
        db.session.remove()

    codes = first_round(room, deadline)
    second_round(room, deadline)

    text = mission.text()
    words = dict(text)
    assert words["1"].startswith("Takes note with appreciation")
    assert words["2"].startswith("Invites the United Nations system")
    assert words["4"] == "Invites both organizations to report on this;"
    assert not any("[" in line for line in words.values())
    assert len(text) == 44

    # The margin of the page prints 12 where the file prints "12." before the words; "PP1" is not print.
    numbers = ["" if label.startswith("PP") else label for label, _ in text]
    written = [
        as_words(f"{number}. {line}") if number else as_words(line)
        for number, (_, line) in zip(numbers, text, strict=True)
    ]
    assert read_by_pandoc(mission.download(tmp_path))[-len(written) :] == written

    for name, code in codes.items():
        told = room.delegations[name[:3]].whereabouts(code)
        assert all(word in told for word in WHERE_AND_WHY[name]), f"{name}: {told}"

    with empty_app.app_context():
        report = verification.verify(db.session)
        assert (report.drafts, report.findings) == (3, ())
        drafts = db.session.scalars(select(Draft).order_by(Draft.sequence)).all()
        judge([Case(old, new, "en") for old, new in combinations(drafts, 2)], office)
        db.session.remove()
    assert [window.complaints for window in room.windows()] == [[]] * 5
    assert [window.overflows() for window in room.windows()] == [0] * 5
