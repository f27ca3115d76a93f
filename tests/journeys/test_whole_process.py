"""
The whole process in one browser: from a pasted list of invitations to the corrigendum of an adopted text.

Every act is done on the pages by whose it is; the clock alone is moved, and the worker called, as a house does. Half of
the seats read Arabic, Egypt on a phone.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from acm_drafts.documents import reader
from acm_drafts.negotiation.terms import PartyKind
from acm_drafts.services import verification
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.people import find_parties
from tests.factories import PASSWORD, make_administrator
from tests.journeys.clocks import MovedClock, on_clock
from tests.journeys.letters import address_in, join, work
from tests.journeys.seats import Delegation, Mission, Seat, as_words
from tests.journeys.test_corrections import import_text
from tests.journeys.windows import PHONE, WIDE, Window
from tests.mail import MailServer

NEW_YORK, WASHINGTON = "new-york", "washington"
ZONE = "America/New_York"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ADMINISTRATOR = "administrator@example.org"
PEN = "pen@example.org"
SYMBOL, FINAL = "OIC/ACM/FC", "OIC/ACM/FC/Final"
ADOPTED = "OIC/ACM/FC/Adopted"
NAMES = {
    "OICM": "Amina Diallo",
    "EGY": "أمل حسن",
    "JOR": "رانيا خليل",
    "SAU": "سلمان الفهد",
    "MYS": "Nur Aisyah",
    "SEN": "Moussa Ndiaye",
}
IN_ARABIC = ("EGY", "JOR", "SAU")
ON_A_PHONE = "EGY"

TEXT = "paris_5_2015-12-09_draft.txt"
SECTIONS = {"ADAPTATION": ("Article 4", (2, 3, 4, 5, 6, 8, 10, 12)), "CAPACITY": ("Article 8", (2, 3, 5))}
FIRST, SECOND = [str(number) for number in range(1, 9)], ["9", "10", "11"]


def excerpt(whole: str) -> str:
    """Return eleven paragraphs of the draft of 9 December 2015 under two headings, numbered straight through."""
    blocks: list[str] = []
    number = 0
    for title, (article, wanted) in SECTIONS.items():
        blocks.append(title)
        part = whole.split(f"## {article} ", 1)[1].split("\n## ", 1)[0]
        for old in wanted:
            found = re.search(rf"^{old}\. (.+?)(?=\n\n|\Z)", part, re.MULTILINE | re.DOTALL)
            assert found, f"{article}, paragraph {old}"
            number += 1
            blocks.append(f"{number}. {as_words(found[1])}")
    return "\n\n".join(blocks)


@dataclass
class Room:
    """Everybody at the table, the clock on its wall, and what was made at it."""

    app: Flask
    clock: MovedClock
    open_window: Callable[..., Window]
    server: MailServer
    windows: list[Window] = field(default_factory=list)
    seats: dict[str, Delegation] = field(default_factory=dict)
    mission: Mission = None  # type: ignore[assignment]

    def seat(self, code: str) -> Window:
        """Open the window of a seat, in its language and on its device."""
        language = "ar" if code in IN_ARABIC else "en"
        window = self.open_window(width=PHONE if code == ON_A_PHONE else WIDE, language=language)
        self.windows.append(window)
        return window

    def work(self) -> None:
        """Let the worker do what is due by the clock of the room."""
        with clock_at(self.clock.now()):
            work(self.app)

    def at(self, page: Page) -> str:
        """Return the address of the page without the site's own part."""
        return "/" + page.url.split("/", 3)[3].partition("?")[0].partition("#")[0]


@pytest.fixture
def room(empty_app: Flask, open_window: Callable[..., Window], server: MailServer) -> Room:
    """A house with an administrator and nobody else, on the morning of tomorrow in New York."""
    today = datetime.now(UTC).astimezone(ZoneInfo(ZONE))
    nine = (today + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    clock = MovedClock(nine.astimezone(UTC))
    clock.rule(empty_app)
    with empty_app.app_context():
        make_administrator(email=ADMINISTRATOR)
        db.session.remove()
    return Room(empty_app, clock, open_window, server)


def words(page: Page) -> str:
    return as_words(page.inner_text("main"))


def folded(page: Page) -> str:
    """Return all the words of the page, those that are folded as well."""
    return as_words(page.locator("main").text_content() or "")


# The people ----------------------------------------------------------------------------------------


def invite(room: Room) -> None:
    """The administrator pastes 58 lines; each arrives at the mail server, and six people follow their links."""
    window = room.open_window(width=WIDE).sign_in(ADMINISTRATOR, PASSWORD)
    room.windows.append(window)
    with room.app.app_context():
        states = [state.code for state in find_parties(db.session(), PartyKind.STATE)]
        db.session.remove()
    rows = [
        f"{PEN}, mission-drafter, OICM",
        *(f"{code.lower()}@example.org, head, {code}" for code in states),
    ]
    page = window.go("/people/invitations")
    page.fill("[name=people]", "\n".join(rows))
    window.press(page.locator("form[action='/people/invitations'] .button--main"))
    room.work()
    assert len(room.server.given) == len(rows) == 58
    assert window.go("/people").locator("#links ~ ul li", has_text="e-mail sent on").count() == 58
    for code, name in NAMES.items():
        (mail,) = room.server.to(PEN if code == "OICM" else f"{code.lower()}@example.org")
        language = "ar" if code in IN_ARABIC else "en"
        assert "دعوة" in mail["Subject"] and "Invitation" in mail["Subject"]
        seat = room.seat(code)
        join(seat, address_in(room.app, mail.get_content(), "/invitation/"), name, language)
        assert seat.page.locator("html").get_attribute("lang") == language
        if code == "OICM":
            confirm_the_pen(room)
            room.mission = Mission(seat)
        else:
            room.seats[code] = Delegation(seat)
    told = window.go("/people").inner_text("main")
    assert all(name in told for name in NAMES.values())


def confirm_the_pen(room: Room) -> None:
    """There is one administrator: the operator is the second person who confirms the Mission's drafter."""
    with clock_at(room.clock.now()):
        ran = room.app.test_cli_runner().invoke(args=["confirm-appointments", PEN])
    assert "mission-drafter" in ran.output and "confirmed" in ran.output


# The text and its bodies ---------------------------------------------------------------------------


def lay_the_text(room: Room, text: str) -> None:
    """The Mission imports the text, circulates it and opens a round; the delegations find it."""
    mission = room.mission
    import_text(mission.window, text, SYMBOL)
    mission.communique = mission.page.url.split("/c/")[1].split("/")[0]
    for seat in room.seats.values():
        seat.communique = mission.communique
    mission.circulate()
    mission.open_round(on_clock(room.clock.now() + 48 * HOUR, ZONE))
    lines = room.seats["EGY"].text()
    assert [label for label, _ in lines if label.isdigit()] == [*FIRST, *SECOND]


def make_bodies(room: Room) -> None:
    """The Mission makes four bodies in two cities, and names who chairs three and who sits in one."""
    names = {
        "en": "Working Group on Capacity",
        "fr": "Groupe de travail",
        "ar": "الفريق العامل المعني بالقدرات",
    }
    add_body(room, NEW_YORK, "expert", chair="Senegal")
    add_body(room, WASHINGTON, "working-groups", chair="Jordan", members=NAMES, **names)
    add_body(room, NEW_YORK, "ambassadorial")
    add_body(room, NEW_YORK, "ministerial", chair="Saudi Arabia")
    told = words(room.mission.go("bodies"))
    assert "Working Group on Capacity" in told and "Chair: Jordan" in told and "5 members" in told


def add_body(
    room: Room, city: str, level: str, *, chair: str = "", members: Sequence[str] = (), **names: str
) -> None:
    mission = room.mission
    page = mission.go("bodies")
    page.select_option("[name=city]", city)
    page.select_option("[name=level]", level)
    for language, name in names.items():
        page.fill(f"[name=name_{language}]", name)
    mission.send(page.locator("form[action$='/bodies'] .button--main"))
    if members:
        for state in ("Egypt", "Jordan", "Malaysia", "Saudi Arabia", "Senegal"):
            page.locator("form[action$='/members']").get_by_label(state, exact=True).check()
        mission.send(page.locator("form[action$='/members'] button:visible"))
    if chair:
        page.select_option("[name=chair-state]", label=chair)
        mission.send(page.locator("form[action$='/chair'] button:visible"))
        assert f"Chair: {chair}" in words(page)


# Proposals, positions, brackets --------------------------------------------------------------------


def propose(room: Room) -> None:
    egypt, malaysia, saudi = (room.seats[code] for code in ("EGY", "MYS", "SAU"))
    egypt.propose("1", "replace", old="a global challenge", new="a pressing global challenge")
    malaysia.propose("1", "replace", old="a global challenge", new="a shared challenge")
    saudi.propose("10", "replace", old="should cooperate", new="should cooperate closely")
    paragraph = malaysia.paragraph("1")
    told = words(room.mission.go(f"p/{paragraph}"))
    assert "EGY 1" in told and "MYS 1" in told and room.mission.page.locator(".conflict").count() > 0


def take(seat: Delegation, label: str, stance: str, *, reason: str = "", on: str = "") -> None:
    """Take a position in place, on a paragraph or on a proposal, with a reason where one is typed."""
    code = seat.paragraph(label)
    page = seat.go(f"p/{code}")
    place = page.locator("article.proposal", has_text=on) if on else page.locator(f"#acts-{code}")
    acts = place.locator(".stances").first
    acts.locator(f".five [value={stance}]").click()
    if reason:
        acts.locator("textarea").fill(reason)
        acts.locator("[data-record]").click()
    expect(page.locator("[data-recorded]")).to_be_focused()
    expect(place.locator(f".five [value={stance}][aria-pressed=true]")).to_have_count(1)


def take_positions(room: Room) -> None:
    take(room.seats["MYS"], "10", "support", on="SAU 1")
    take(room.seats["JOR"], "10", "live-with", on="SAU 1")
    take(room.seats["EGY"], "6", "oppose", reason="عاصمتنا لا توافق.")
    take(room.seats["EGY"], "6", "support")
    take(room.seats["SAU"], "8", "reserve", reason="تشريعنا مختلف.")
    told = words(room.mission.go("positions"))
    assert "1 reserve" in told and "position reserved: Saudi Arabia" in told and "1 support" in told
    assert "تشريعنا مختلف." in folded(room.mission.go(f"p/{room.mission.paragraph('8')}"))
    told = folded(room.mission.go(f"p/{room.mission.paragraph('10')}"))
    assert "Malaysia" in told and "Jordan" in told


def hold_bracket(seat: Delegation, label: str, reason: str) -> None:
    """Hold the first bracket of a paragraph in the name of the own delegation."""
    page = seat.go(f"p/{seat.paragraph(label)}")
    form = page.locator("form[action$='/brackets/hold']").first
    page.locator("details", has=page.locator("form[action$='/brackets/hold']")).first.locator(
        "summary"
    ).click()
    form.locator("[name=reason]").fill(reason)
    seat.send(form.locator("button:visible"))
    assert reason in words(page)


def hold_brackets(room: Room) -> None:
    hold_bracket(room.seats["JOR"], "9", "ننتظر تعليمات العاصمة.")
    hold_bracket(room.seats["MYS"], "11", "Our law knows no such limit.")
    told = words(room.mission.go("brackets"))
    assert "Jordan" in told and "Malaysia" in told and "Which withdrawals would clear most" in told


# A small group -------------------------------------------------------------------------------------


def form_group(room: Room) -> None:
    """The Mission forms a group on paragraph 1; Senegal writes, the sponsors answer, the round is given it."""
    mission, senegal = room.mission, room.seats["SEN"]
    page = mission.go(f"small-groups/new?paragraph={mission.paragraph('1')}")
    page.fill("[name=name]", "Friends of the chair")
    page.select_option("[name=facilitator]", "SEN")
    for code in ("EGY", "MYS"):
        page.check(f"[name=members][value={code}]")
    mission.send(page.locator("form[action$='/small-groups'] .button--main"))
    address = room.at(page)

    page = senegal.window.go(address)
    page.locator("summary", has_text="Write a compromise text").click()
    form = page.locator("form[action*='/texts']")
    old = form.locator("[name=text]").input_value()
    form.locator("[name=text]").fill(
        old.replace("a global challenge", "a pressing and shared global challenge")
    )
    for box in form.locator("[name=settles]").all():
        box.check()
    form.locator("[name=note]").fill("Both words, one sentence.")
    senegal.send(form.locator(".button--main"))
    for code, stance in (("EGY", "live-with"), ("MYS", "support")):
        page = room.seats[code].window.go(address)
        assert "Both words, one sentence." in words(page)
        page.locator(f".five [value={stance}]").click()
        expect(page.locator(f".five [value={stance}][aria-pressed=true]")).to_have_count(1)
    outside = room.seats["JOR"].go("small-groups")
    assert "Friends of the chair" in words(outside) and "Both words" not in words(outside)
    page = senegal.window.go(address)
    senegal.send(page.locator("form[action$='/put'] button:visible"))
    assert "put to the round" in words(page)


def settle_by_compromise(room: Room) -> None:
    """At the sitting of the experts the Mission takes up the words of Senegal; both sponsors answer."""
    mission = room.mission
    paragraph = mission.paragraph("1")
    page = mission.go(f"p/{paragraph}")
    mission.window.press(page.locator("a[href*='?compromise=']"))
    form = page.locator("form.decide")
    for box in form.locator("[name=on]").all():
        box.check()
    form.locator("[name=kind][value=compromise]").check()
    assert "a pressing and shared global challenge" in form.locator("[name=text]").input_value()
    name_sitting(form, "Expert")
    form.locator("[name=preview]").click()
    page.locator("#result-title").wait_for()
    mission.send(page.locator("form.decide .button--main"))
    assert "after a compromise text of Senegal (version 1)" in words(mission.go(f"p/{paragraph}"))
    for code, answer in (("EGY", "live-with"), ("MYS", "accept")):
        seat = room.seats[code]
        page = seat.go("delegation")
        seat.window.press(page.locator("main a[href*='/proposals/']").first)
        seat.send(page.locator(f"form[action$='/answer'] [name=answer][value={answer}]"))


def name_sitting(form: Locator, body: str) -> None:
    """Choose the sitting of a *body* at which something is agreed."""
    option = form.locator("[name=sitting] option", has_text=body).first
    form.locator("[name=sitting]").select_option(option.get_attribute("value"))


# Sittings ------------------------------------------------------------------------------------------


def convene(room: Room, body: str, place: str, agenda: Sequence[str]) -> str:
    """The Mission convenes a sitting in five minutes; return its address when its time has come."""
    mission = room.mission
    page = mission.go("sittings/new")
    option = page.locator("[name=body] option", has_text=body).first
    page.select_option("[name=body]", option.get_attribute("value"))
    begins = room.clock.now() + 5 * MINUTE
    page.fill("[name=begins_at]", on_clock(begins, ZONE))
    page.fill("[name=ends_at]", on_clock(begins + 2 * HOUR, ZONE))
    page.select_option("[name=zone]", ZONE)
    page.fill("[name=place]", place)
    for words_ in agenda:
        page.locator("label.choice", has_text=words_).first.locator("[name=add]").check()
    mission.send(page.locator("form[action$='/sittings'] .button--main"))
    assert place in words(page)
    room.clock.move(5 * MINUTE)
    return room.at(page)


def open_sitting(room: Room, chair: str, address: str, present: Sequence[str]) -> None:
    """The State in the chair opens the sitting and records who is there."""
    seat = room.seats[chair]
    page = seat.window.go(address)
    seat.send(page.locator("form[action$='/open'] button:visible"))
    for code in present:
        page.check(f"[name=present-{code}][value=yes]")
    seat.send(page.locator("form[action$='/attendance'] .button--main"))
    assert page.locator("aside .codes").first.inner_text().split() == sorted(present)


def record(room: Room, chair: str, address: str, label: str, *, reserve: str = "", remark: str = "") -> None:
    """The State in the chair records that a paragraph was agreed."""
    seat = room.seats[chair]
    page = seat.window.go(f"{address}?p={seat.paragraph(label)}")
    before = page.locator(".minutes > li").count()
    if reserve:
        page.locator("details", has=page.locator("[name=reserve]")).locator("summary").click()
        page.check(f"[name=reserve][value={reserve}]")
    page.fill("[name=remark]", remark)
    seat.send(page.locator("#outcome [name=result][value=agreed]"))
    assert page.locator(".minutes > li").count() == before + 1


def close_sitting(room: Room, chair: str, address: str) -> None:
    seat = room.seats[chair]
    page = seat.window.go(address)
    seat.send(page.locator("form[action$='/close'] button:visible"))
    expect(page.locator("a[href*='.docx?language=ar']")).to_have_count(1)


def lift(room: Room, label: str, body: str, stands: Sequence[int], *, refused: str = "") -> None:
    """
    The Mission lifts the brackets of a paragraph at a sitting: of each place the reading at a position stands.

    *refused*: the words that the house says where somebody still holds one.
    """
    mission = room.mission
    paragraph = mission.paragraph(label)
    page = mission.go(f"p/{paragraph}")
    form = page.locator("form.decide")
    form.locator("[name=kind][value=lift]").check()
    places = form.locator("fieldset.for-brackets")
    assert places.count() == len(stands), f"{label}: {places.count()}"
    for place, reading in zip(places.all(), stands, strict=True):
        place.locator("[type=radio]").nth(reading).check()
    name_sitting(form, body)
    form.locator("[name=preview]").click()
    page.locator("#result-title").wait_for()
    if refused:
        mission.window.press(form.locator(".button--main"))
        assert refused in page.locator(".notice--error").first.inner_text()
        assert "409" in mission.window.complaints.pop()  # the browser's word for a refusal
        return
    mission.send(form.locator(".button--main"))
    assert "The decision is recorded." in words(page)


def experts_sit(room: Room) -> str:
    """Experts in New York: a compromise, brackets that nobody holds, and what is recorded as agreed."""
    address = convene(room, "Expert", "Conference Room 2", ["ADAPTATION"])
    open_sitting(room, "SEN", address, ["EGY", "JOR", "MYS", "SAU", "SEN"])
    settle_by_compromise(room)
    lift(room, "3", "Expert", (0, 0))
    lift(room, "5", "Expert", (0,))
    lift(room, "8", "Expert", (0,))
    for label in ("1", "2", "4", "7", "8"):
        record(room, "SEN", address, label)
    record(room, "SEN", address, "6", reserve="MYS", remark="Malaysia awaits instructions.")
    seen = words(room.seats["EGY"].window.go(address))
    assert "Malaysia awaits instructions." not in seen
    close_sitting(room, "SEN", address)
    assert "Malaysia awaits instructions." in words(room.seats["EGY"].window.go(address))
    return address


def let_go(seat: Delegation, label: str) -> None:
    page = seat.go(f"p/{seat.paragraph(label)}")
    seat.send(page.locator("form[action$='/brackets/release'] button:visible").first)
    expect(page.locator("form[action$='/brackets/release']")).to_have_count(0)


def group_sits(room: Room) -> str:
    """The Working Group in Washington: brackets are lifted once their holders have let go, not before."""
    address = convene(room, "Working Group on Capacity", "Embassy of Jordan", ["CAPACITY"])
    open_sitting(room, "JOR", address, ["EGY", "JOR", "MYS"])
    lift(room, "9", "Working Group", (0,), refused="held by Jordan")
    let_go(room.seats["JOR"], "9")
    let_go(room.seats["MYS"], "11")
    lift(room, "9", "Working Group", (0,))
    lift(room, "11", "Working Group", (1,))
    room.mission.decide(room.mission.paragraph("10"), "accept", ["SAU 1"], level="Working Group")
    assert "accepted" in words(room.mission.go(f"p/{room.mission.paragraph('10')}"))
    for label in SECOND:
        record(room, "JOR", address, label)
    close_sitting(room, "JOR", address)
    return address


# Silence -------------------------------------------------------------------------------------------


def put_under_silence(room: Room, page: Page, hours: int, count: int) -> str:
    """The Mission puts what is ticked under silence; return the address of the procedure."""
    body = page.locator("#body option", has_text="Ambassadorial")
    page.select_option("#body", body.get_attribute("value"))
    room.mission.window.press(page.locator("form.filters button"))
    every = page.get_by_role("link", name="Tick all paragraphs")
    if every.count():  # what the experts agreed is not ticked at first
        room.mission.window.press(every)
    page.fill("[name=ends_at]", on_clock(room.clock.now() + hours * HOUR, ZONE))
    page.select_option("[name=zone]", ZONE)
    assert page.locator("[name=paragraph]:checked").count() == count
    room.mission.send(page.locator("form[action$='/silence'] .button--main"))
    return room.at(page)


def break_silence(
    room: Room, code: str, address: str, label: str, *, reason: str = "", counter: str = ""
) -> None:
    seat = room.seats[code]
    paragraph = seat.paragraph(label)
    page = seat.window.go(address)
    page.check(f"[name=paragraph][value='{paragraph}']")
    page.fill("[name=reason]", reason)
    page.fill("[name=counter]", counter)
    page.check("[name=sure]")
    assert seat.window.overflows() <= 0
    seat.send(page.locator("form[action$='/break'] .button--main"))
    expect(page.locator(f"#p-{paragraph} [datetime]").first).to_be_visible()


def conclude(room: Room, address: str, hours: int) -> str:
    """Let the time of a procedure pass and the worker record its outcome; return what the Mission reads then."""
    room.clock.move(hours * HOUR + 2 * MINUTE)
    room.work()
    return words(room.mission.window.go(address))


def keep_silence(room: Room) -> tuple[str, str]:
    """The ambassadors: silence on all paragraphs, broken on two, and renewed on these; nobody breaks it again."""
    mission, egypt = room.mission, room.seats["EGY"]
    first = put_under_silence(room, mission.go("silence/new"), 3, 11)
    seven = dict(egypt.text())["7"]
    counter = seven.replace("Each Party shall", "Each Party should")
    break_silence(room, "EGY", first, "7", reason="نطلب صيغة ألين.", counter=counter)
    break_silence(room, "MYS", first, "2", reason="Our capital is closed today.")
    told = conclude(room, first, 3)
    assert told.count("agreed by silence") == 9 and told.count("silence broken") == 2
    mission.decide(mission.paragraph("7"), "accept", ["EGY 2"], level="")
    page = mission.window.go(first)
    mission.window.press(page.locator("a[href*='?renews=']"))
    second = put_under_silence(room, page, 2, 2)
    assert first in (page.locator("dl a[href*='/silence/']").first.get_attribute("href") or "")
    told = conclude(room, second, 2)
    assert told.count("agreed by silence") == 2 and "silence broken" not in told
    return first, second


# The end -------------------------------------------------------------------------------------------


def reserve(room: Room) -> None:
    """Saudi Arabia enters its reservation on words of paragraph 8, in Arabic."""
    saudi = room.seats["SAU"]
    page = saudi.go(f"reservations/new?paragraph={saudi.paragraph('8')}")
    page.fill("[name=phrase]", "enhanced international support")
    page.fill("[name=reservation]", "تتحفظ المملكة على هذه العبارة.")
    saudi.send(page.locator("main form.form .button--main"))
    told = words(room.seats["MYS"].go("reservations"))
    assert "Saudi Arabia" in told and "enhanced international support" in told and "تتحفظ المملكة" in told


def declare_final(room: Room) -> None:
    """The Mission ends the round; nothing is in brackets, all is agreed, and the draft is declared final."""
    mission = room.mission
    mission.end_submissions()
    mission.close(status="final")
    mission.circulate()
    lines = dict(room.seats["JOR"].text())
    assert not any("[" in line or "]" in line for line in lines.values())
    assert "a pressing and shared global challenge" in lines["1"]
    assert "adaptation costs and that greater rates" in lines["3"]
    assert lines["7"].startswith("Each Party should, as appropriate")
    assert lines["10"].startswith("All Parties should cooperate closely")


def adopt(room: Room) -> str:
    """The Ministers sit, Saudi Arabia in the chair; the Mission enters that the text is adopted."""
    mission = room.mission
    address = convene(room, "Ministerial", "Trusteeship Council Chamber", ["ADAPTATION", "CAPACITY"])
    open_sitting(room, "SAU", address, ["EGY", "JOR", "MYS", "SAU", "SEN"])
    page = mission.go("text")
    mission.window.press(page.get_by_role("link", name="Adopt it"))
    assert "Nothing: all paragraphs are agreed" in words(page)
    name_sitting(page.locator("main"), "Ministerial")
    page.fill("[name=symbol]", ADOPTED)
    page.check("[name=sure]")
    mission.send(page.locator("form[action$='/adoption'] .button--main"))
    close_sitting(room, "SAU", address)
    told = words(room.seats["EGY"].go("adoption"))
    assert ADOPTED in told and "Trusteeship Council Chamber" in told
    assert room.seats["EGY"].line("1").locator("a[href$='/amend']").count() == 0
    return address


def correct(room: Room) -> None:
    """The Mission issues a corrigendum that Egypt asked for."""
    mission = room.mission
    page = mission.go("adoption/corrigenda/new")
    page.locator("[name=paragraph]").first.select_option(mission_option(page, "4"))
    page.locator("[name=wrong]").first.fill("indigenous peoples knowledge")
    page.locator("[name=right]").first.fill("indigenous peoples’ knowledge")
    page.locator("[name=reason]").first.fill("A sign was left out.")
    page.locator("[name=asked_by]").first.select_option(label="Egypt")
    mission.send(page.locator("form[action$='/corrigenda'] .button--main"))
    page.locator("[name=sure]").check()
    mission.send(page.locator("form[action$='/corrigenda'] .button--main"))
    assert f"{ADOPTED}/Corr.1" in words(page) and "asked for by Egypt" in words(page)
    assert "indigenous peoples’ knowledge" in words(room.seats["JOR"].go("adoption/text"))


def mission_option(page: Page, label: str) -> str:
    """Return the value of the choice of a paragraph by its number."""
    option = page.locator("[name=paragraph]").first.locator(
        "option", has_text=re.compile(rf"(^|\D){label}(\D|$)")
    )
    return option.first.get_attribute("value") or ""


# What leaves as Word -------------------------------------------------------------------------------


def read_word(page: Page, link: Locator) -> str:
    """Take a Word file from a page and return all of its words."""
    with page.expect_download() as download:
        link.click()
    read = reader.read(Path(download.value.path()).read_bytes())
    return as_words("\n".join(part.final or "" for part in (*read.elsewhere, *read.paragraphs)))


def in_word(window: Window, address: str, language: str) -> str:
    """Return the words of the file in a language that a page leads to."""
    page = window.go(address)
    link = page.locator(f"main a[href*='.docx'][hreflang={language}]").first
    return read_word(page, link.locator(f"[lang={language}]"))


def of_text(seat: Seat, form: str, language: str, *, annexes: bool = False) -> str:
    """Return the words of the newest draft in a form and a language, as the page of documents gives it."""
    page = seat.go("documents")
    choice = page.locator("form.document__form").first
    choice.locator("[name=form]").select_option(form)
    choice.locator("[name=language]").select_option(language)
    choice.locator("[name=annexes]").set_checked(annexes)
    return read_word(page, choice.locator("button:visible"))


def says(text: str, *facts: str) -> None:
    missing = [fact for fact in facts if fact not in text]
    assert not missing, f"{missing} in {text}"


def read_records(room: Room, experts: str, group: str, ministers: str) -> None:
    """What each sitting came to, in English by Malaysia and in Arabic by Jordan."""
    english, arabic = room.seats["MYS"].window, room.seats["JOR"].window
    day = room.clock.now().astimezone(ZoneInfo(ZONE))
    told = in_word(english, experts, "en")
    says(told, "Expert level, New York: record of sitting 1", f"Held on {day.day} {day:%B %Y}, from 09:")
    says(told, "Conference Room 2", "Present (5): Egypt, Jordan, Malaysia, Saudi Arabia, Senegal")
    results = [label for label in FIRST if label not in ("3", "5")]
    says(told, *(f"Paragraph {label} was agreed in these words:" for label in results))
    says(told, "a pressing and shared global challenge", "other countries in need")
    says(told, "Decisions that name this sitting:", "Paragraph 3: ", "Paragraph 5: ")
    says(told, "Reserved their position: Malaysia. Malaysia awaits instructions.")
    assert "without a result" not in told
    told = in_word(arabic, experts, "ar")
    says(
        told,
        "مستوى الخبراء، نيويورك: محضر الجلسة 1",
        "الحاضرون (5): الأردن، السنغال، ماليزيا، مصر",
        str(day.year),
    )
    says(told, "احتفظت بموقفها: ماليزيا.", *(f"اتُّفق على الفقرة {label} بالصيغة" for label in results))
    says(told, "القرارات التي تذكر هذه الجلسة:")
    told = in_word(english, group, "en")
    says(told, "Working Group on Capacity, Washington DC: record of sitting 1", "Embassy of Jordan")
    says(told, *(f"Paragraph {label} was agreed" for label in SECOND), "All Parties should cooperate closely")
    told = in_word(arabic, group, "ar")
    says(
        told,
        "الفريق العامل المعني بالقدرات، واشنطن العاصمة: محضر الجلسة 1",
        "الحاضرون (3): الأردن، ماليزيا، مصر",
    )
    says(told, *(f"اتُّفق على الفقرة {label}" for label in SECOND))
    says(
        in_word(english, ministers, "en"),
        "Ministerial level, New York",
        "Trusteeship Council Chamber",
        ADOPTED,
    )
    says(in_word(arabic, ministers, "ar"), "المستوى الوزاري، نيويورك", "الحاضرون (5)", ADOPTED)


def read_certificates(room: Room, first: str, second: str) -> None:
    """Until when the silence lasted, on what it was broken and by whom, and that it was kept when it was renewed."""
    english, arabic = room.seats["MYS"].window, room.seats["JOR"].window
    told = in_word(english, first, "en")
    agreed, _, broken = told.partition("Silence broken")
    says(
        agreed,
        "Ambassadorial level, New York: certificate of silence procedure 1",
        "Agreed: nobody broke the silence",
    )
    says(agreed, *(f"Paragraph {label} " for label in (*FIRST, *SECOND) if label not in ("2", "7")))
    says(broken, "Paragraph 2 ", "Paragraph 7 ", "Malaysia: ", "Egypt: ", "Our capital is closed today.")
    says(broken, "نطلب صيغة ألين.", "Egypt: 1 told, 1 opened it")
    agreed, _, broken = in_word(arabic, first, "ar").partition("كُسر الصمت")
    says(agreed, "مستوى السفراء، نيويورك: شهادة إجراء الموافقة الصامتة 1", "متفق عليه: لم يكسر أحد الصمت")
    says(broken, "الفقرة 2 ", "الفقرة 7 ", "ماليزيا: ", "مصر: ", "نطلب صيغة ألين.")
    told = in_word(english, second, "en")
    says(told, "certificate of silence procedure 2", "Paragraph 2 ", "Paragraph 7 Each Party should")
    assert "Silence broken" not in told
    says(
        in_word(arabic, second, "ar"),
        "شهادة إجراء الموافقة الصامتة 2",
        "الفقرة 2 ",
        "الفقرة 7 Each Party should",
    )


def read_texts(room: Room) -> None:
    """The adopted text with its annexes, its reservations and its corrigendum."""
    english, arabic = room.seats["MYS"], room.seats["JOR"]
    for seat, language, words_ in (
        (
            english,
            "en",
            ("Adopted", "Reservations", "Saudi Arabia", "None", "Requested by: Egypt", "Paragraph 4"),
        ),
        (arabic, "ar", ("معتمد", "التحفظات", "المملكة العربية السعودية", "", "بطلب من: مصر", "الفقرة 4")),
    ):
        status, annex, state, _, asked, place = words_
        reserved = ("enhanced international support", "تتحفظ المملكة على هذه العبارة.", annex, state)
        told = of_text(seat, "clean", language, annexes=True)
        says(told, ADOPTED, status, *reserved, "indigenous peoples knowledge")
        says(told, "Developing country Parties and other countries in need shall receive")
        says(of_text(seat, "reservations", language), ADOPTED, *reserved)
        says(of_text(seat, "corrected", language), "indigenous peoples’ knowledge")
        told = in_word(seat.window, f"/c/{seat.communique}/adoption", language)
        says(told, f"{ADOPTED}/Corr.1", place, "indigenous peoples’ knowledge", "A sign was left out.", asked)


def read_evening(room: Room) -> None:
    """The evening report, which the Mission takes in both languages."""
    address = f"/c/{room.mission.communique}/progress/evening"
    told = in_word(room.mission.window, address, "en")
    says(
        told,
        "Evening report",
        "Paragraphs of the draft that are agreed: 11 of 11.",
        "EGY 1",
        "MYS 1",
        "SAU 1",
        "EGY 2",
    )
    says(
        told,
        "Expert level, New York",
        "Working Group on Capacity, Washington DC",
        "Malaysia broke the silence on 2",
    )
    says(told, "Saudi Arabia: entered on paragraph 8")
    told = in_word(room.mission.window, address, "ar")
    says(
        told,
        "تقرير المساء",
        "فقرات المشروع المتفق عليها: 11 من 11.",
        "EGY 1",
        "SAU 1",
        "مستوى الخبراء، نيويورك",
    )
    says(told, "واشنطن العاصمة", "ماليزيا – كُسر الصمت بشأن 2", "المملكة العربية السعودية: أُبدي بشأن الفقرة 8")


@pytest.mark.browser
@pytest.mark.shared
def test_a_text_goes_from_invitations_to_its_corrigendum(room: Room, shared: Path):
    invite(room)
    lay_the_text(room, excerpt((shared / "texts" / TEXT).read_text()))
    make_bodies(room)
    propose(room)
    take_positions(room)
    hold_brackets(room)
    form_group(room)
    experts = experts_sit(room)
    group = group_sits(room)
    silences = keep_silence(room)
    reserve(room)
    declare_final(room)
    ministers = adopt(room)
    correct(room)

    read_records(room, experts, group, ministers)
    read_certificates(room, *silences)
    read_texts(room)
    read_evening(room)
    with room.app.app_context():
        report = verification.verify(db.session)
        assert (report.drafts, report.findings) == (2, ())
        db.session.remove()
    assert [window.complaints for window in room.windows] == [[]] * len(room.windows)
    assert all(window.overflows() <= 0 for window in room.windows)
