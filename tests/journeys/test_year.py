"""
A year of the Group in browsers: from the follow-up of last year's text to the text of this year and its public page.

The Mission follows up requests, proposes the agenda, makes the zero draft from last year's text, calls for inputs, has
the text adopted and published, makes the guide, and meets a partner. Accounts, last year's text and the sittings at
which something is agreed are set up by the services.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page

from acm_drafts.documents import reader
from acm_drafts.negotiation.terms import DraftStatus, Level
from acm_drafts.services import drafts, verification
from acm_drafts.store.database import clock_at, db, utcnow
from acm_drafts.store.drafts import get_communique
from tests.adoptions import adopt
from tests.agreeing import sitting_at
from tests.factories import PASSWORD, make_head, make_meeting, make_mission_drafter, today
from tests.journeys.clocks import on_clock
from tests.journeys.seats import Delegation, Mission, as_words
from tests.journeys.windows import PHONE, WIDE, Window
from tests.tables import Table, lines_of

DAY = timedelta(days=1)
ZONE = "America/New_York"
PEN = "pen@example.org"
STATES = ("EGY", "MYS", "SEN")
ON_A_PHONE = "SEN"
LAST_YEAR = "OIC/ACM-LAST/FC"
"""The symbol under which last year's text was adopted."""
THIS_YEAR, AGENDA = "OIC/ACM-THIS/FC", "OIC/ACM-THIS/AGENDA"
RESOLUTION = "OIC/CFM-51/RES-1"
OF_LAST_YEAR = (
    "The Meeting welcomed the efforts of Member States in the field of food security and agriculture development.",
    "The Meeting requested the General Secretariat to submit a report on food security to the next meeting.",
    "The Meeting invited the Islamic Development Bank to finance projects on drinking water.",
    "The Meeting urged Member States to contribute to the Islamic Solidarity Fund.",
    "The Meeting called upon Member States to strengthen the culture of peace.",
)
OF_THE_RESOLUTION = "\n\n".join(
    (
        "1. Welcomes the report of the Secretary-General on science and technology;",
        "2. Requests the Secretary-General to submit a report on scholarships to the next session;",
    )
)
ITEMS = "\n\n".join(
    (
        "1. Opening of the meeting",
        "2. Adoption of the agenda",
        "3. Question of Palestine",
        "4. Adoption of the Final Communiqué",
    )
)
GENERAL_ASSEMBLY = "\n".join(
    (
        "number,title_en,title_fr,title_ar,committee",
        "14,Culture of peace,Culture de paix,ثقافة السلام,plenary",
        "23,Agriculture development and food security,Développement agricole,التنمية الزراعية,2",
        "",
    )
)


@dataclass
class House:
    """Everybody's window on the same house."""

    app: Flask
    mission: Mission
    seats: dict[str, Delegation]
    last_year: str
    """The code of last year's text."""
    meeting: int
    public: Window
    """Of somebody without an account."""
    entries: list[str] = field(default_factory=list)
    """The addresses of what is followed up."""

    @property
    def windows(self) -> list[Window]:
        return [self.mission.window, self.public, *(seat.window for seat in self.seats.values())]

    def sit(self, level: Level) -> None:
        """Let a sitting at *level* on the Mission's text be open from now on."""
        with self.app.app_context():
            sitting_at(get_communique(db.session(), self.mission.communique).id, level)
            db.session.remove()

    def turn_to(self, communique: str) -> None:
        """Let everybody look at the text with this code."""
        for seat in (self.mission, *self.seats.values()):
            seat.communique = communique


@pytest.fixture
def house(empty_app: Flask, open_window: Callable[..., Window]) -> House:
    """A house in which a text was adopted a year ago, and the meeting of this year has no text yet."""
    with empty_app.app_context():
        year = utcnow().year
        last, this = make_meeting(year=year - 1), make_meeting(year=year, zone=ZONE)
        with clock_at(utcnow() - 365 * DAY):
            table = Table(
                lines_of(*OF_LAST_YEAR), symbol="OIC/LAST", meeting=last.id, status=DraftStatus.FINAL
            )
            drafts.circulate(table.mission, table.draft, attributed=True)
            adopt(table, symbol=LAST_YEAR)
        make_mission_drafter(email=PEN, password=PASSWORD)
        for code in STATES:
            make_head(code, email=f"{code}@example.org".lower(), password=PASSWORD, meeting_id=this.id)
        code, meeting = table.code, this.id
        db.session.remove()
    seats = {
        state: Delegation(
            open_window(width=PHONE if state == ON_A_PHONE else WIDE).sign_in(
                f"{state}@example.org".lower(), PASSWORD
            )
        )
        for state in STATES
    }
    mission = Mission(open_window().sign_in(PEN, PASSWORD))
    return House(empty_app, mission, seats, code, meeting, open_window(width=PHONE))


def words(page: Page) -> str:
    """Return the words of a page, without the marks that keep directions apart."""
    return as_words(re.sub("[\u2066-\u2069]", "", page.inner_text("main")))


def said(page: Page, press: Callable[[], None]) -> str:
    """Take the Word file that *press* starts and return its words."""
    with page.expect_download() as download:
        press()
    read = reader.read(Path(download.value.path()).read_bytes())
    return as_words("\n".join(part.final or "" for part in (*read.elsewhere, *read.paragraphs)))


def has(text: str, *facts: str) -> None:
    missing = [fact for fact in facts if fact not in text]
    assert not missing, f"{missing} in {text}"


def import_text(
    house: House, symbol: str, *, pasted: str = "", file: Path | None = None, **chosen: str
) -> None:
    """The Mission reads a text in for this year's meeting, by its file or pasted, and saves it."""
    mission = house.mission
    page = mission.window.go("/import")
    if file:
        page.set_input_files("[name=file]", file)
    else:
        page.fill("[name=pasted]", pasted)
    page.fill("[name=symbol]", symbol)
    for name, value in {"meeting": str(house.meeting), **chosen}.items():
        page.select_option(f"[name={name}]", value)
    mission.send(page.locator("form[action='/import'] .button--main"))
    mission.send(page.locator("#keep .button--main"))
    house.turn_to(page.url.split("/c/")[1].split("/")[0])


# The follow-up -------------------------------------------------------------------------------------


def follow_up_last_year(house: House) -> None:
    """The Mission follows up four requests of last year's text and one of the CFM; the first is overdue."""
    mission = house.mission
    with house.app.app_context():
        now = today()
        db.session.remove()
    dues = [now - 3 * DAY, now + 30 * DAY, now + 200 * DAY, None]
    page = mission.window.go("/follow-up/sources")
    mission.window.press(page.locator("main a", has_text=LAST_YEAR).first)
    source = page.url
    for due in dues:
        page.goto(source)
        mission.window.press(page.get_by_role("link", name="Follow it up …").first)
        page.fill("[name=due]", due.isoformat() if due else "")
        mission.send(page.get_by_role("button", name="Follow it up"))
        house.entries.append(page.url)

    page = mission.window.go("/library/add")
    page.fill("[name=pasted]", OF_THE_RESOLUTION)
    page.fill("[name=symbol]", RESOLUTION)
    page.fill("[name=title]", "Resolution on science and technology")
    page.select_option("[name=body]", "cfm")
    page.select_option("[name=language]", "en")
    mission.send(page.locator("main form.form .button--main"))
    mission.window.go("/follow-up/sources")
    mission.window.press(page.locator("main a", has_text=RESOLUTION).first)
    mission.window.press(page.get_by_role("link", name="Follow it up …").first)
    mission.send(page.get_by_role("button", name="Follow it up"))
    house.entries.append(page.url)

    egypt = house.seats["EGY"].window
    page = egypt.go("/follow-up")
    has(words(page), "1 request is overdue", "5 requests, as of", LAST_YEAR, RESOLUTION)
    has(
        said(page, page.get_by_role("link", name="Word, English").click), LAST_YEAR, RESOLUTION, "Overdue (1)"
    )


# A text, from its import to its adoption ------------------------------------------------------------


def put_forward(house: House) -> None:
    """The Mission circulates the text and opens a round on it."""
    house.mission.circulate()
    house.mission.open_round(on_clock(utcnow() + 2 * DAY, ZONE))


def name_sitting(form: Locator, body: str) -> None:
    option = form.locator("[name=sitting] option", has_text=body).first
    form.locator("[name=sitting]").select_option(option.get_attribute("value"))


def agree_the_rest(house: House) -> None:
    """The Mission agrees what nobody wants changed, closes the round, and circulates the text as final."""
    mission = house.mission
    form = mission.go("decisions/agree").locator("form[action$='/decisions/agree']")
    name_sitting(form, "Expert level")
    mission.send(form.locator(".button--main"))
    mission.end_submissions()
    mission.close(status="final")
    mission.circulate()


def adopt_it(house: House, symbol: str, lines: str = "paragraphs") -> None:
    mission = house.mission
    house.sit(Level.MINISTERIAL)
    page = mission.go("text")
    mission.window.press(page.get_by_role("link", name="Adopt it"))
    has(words(page), f"Nothing: all {lines} are agreed")
    name_sitting(page.locator("main"), "Ministerial level")
    page.fill("[name=symbol]", symbol)
    page.check("[name=sure]")
    mission.send(page.locator("form[action$='/adoption'] .button--main"))
    has(words(house.seats["EGY"].go("adoption")), symbol)


def negotiate_agenda(house: House) -> None:
    """The Mission proposes the agenda, Egypt and Malaysia suggest changes; it is adopted and annotated."""
    mission, egypt, malaysia = house.mission, house.seats["EGY"], house.seats["MYS"]
    import_text(house, AGENDA, pasted=ITEMS, text_kind="agenda")
    put_forward(house)
    egypt.propose("3", "replace", old="Question of Palestine", new="The Question of Palestine and Al-Quds")
    malaysia.propose("3", "insert", fresh="Food security in Member States")
    house.sit(Level.EXPERT)
    mission.decide(mission.paragraph("3"), "accept", ["EGY 1"])
    mission.decide(mission.proposed_after(mission.paragraph("3")), "accept", ["MYS 1"])
    agree_the_rest(house)
    page = mission.go("annotated")
    mission.window.press(page.get_by_role("link", name=re.compile("Annotate.* 3")))
    page.fill("[name=annotation]", "The Secretary-General reports.")
    mission.send(page.locator("main form.form .button--main"))
    adopt_it(house, f"{AGENDA}/Adopted", "items")
    page = house.seats["SEN"].go("annotated")
    facts = ("The Question of Palestine and Al-Quds", "The Secretary-General reports.")
    has(words(page), "Agenda", *facts)
    link = page.get_by_role("link", name="Annotated agenda as a Word file")
    has(said(page, link.click), f"{AGENDA}/Adopted", *facts)


def begin_from_last_year(house: House, folder: Path) -> None:
    """The zero draft is last year's text, taken as a Word file; two of its paragraphs are pinned to agreed language."""
    mission = house.mission
    mission.communique = house.last_year
    import_text(house, THIS_YEAR, file=mission.download(folder))
    assert [text for label, text in mission.text() if label] == list(OF_LAST_YEAR)
    for label in ("1", "4"):
        page = mission.go(f"p/{mission.paragraph(label)}/agreed-language")
        has(words(page), f"Verbatim from {LAST_YEAR}, paragraph {label}")
        mission.send(page.get_by_role("button", name="Pin the paragraph to this source").first)
        has(words(page), f"Pinned to its source: {LAST_YEAR}, paragraph {label}")
    put_forward(house)


def propose_beside_agreed_language(house: House) -> None:
    """Egypt is told, before it submits and on the page of its proposal, that its words depart from agreed language."""
    mission, egypt = house.mission, house.seats["EGY"]
    code = egypt.propose("1", "replace", old="welcomed", new="warmly welcomed")
    has(
        words(egypt.window.go(f"/proposals/{code}/agreed-language")),
        f"Verbatim from {LAST_YEAR}, paragraph 1, but",
    )
    house.sit(Level.EXPERT)
    mission.decide(mission.paragraph("1"), "accept", ["EGY 1"])


def publish(house: House) -> None:
    """The Mission publishes the adopted text; somebody without an account reads it and takes it as a Word file."""
    mission, stranger = house.mission, house.public
    mission.go("publication")
    mission.send(mission.page.get_by_role("button", name="Publish the text"))
    address = mission.page.locator("dl.sheet a.addr").get_attribute("href") or ""
    page = stranger.go(address)
    read = as_words(page.inner_text("body"))
    has(read, f"{THIS_YEAR}/Adopted", "The Meeting warmly welcomed the efforts")
    assert "EGY" not in read and "Egypt" not in read
    has(said(page, page.locator("a[href$='.docx']").first.click), "The Meeting warmly welcomed the efforts")


# Around the text -----------------------------------------------------------------------------------


def call_for_inputs(house: House) -> None:
    """The Mission asks two questions; three delegations answer, and the answers are compiled."""
    mission = house.mission
    page = mission.go("inputs/new")
    page.fill("[name=title]", "Inputs on food security")
    page.fill("[name=questions]", "Which programmes do you run?\nWhat do you need?")
    page.select_option("[name=zone]", ZONE)
    page.fill("[name=deadline]", on_clock(utcnow() + DAY, ZONE))
    mission.send(page.locator("main form.form .button--main"))
    mission.send(page.get_by_role("button", name="Issue the call"))
    call = page.url.rpartition("/")[2]
    for state, seat in house.seats.items():
        page = seat.go(f"inputs/{call}")
        has(words(page), "No answer is submitted.")
        seat.window.press(page.get_by_role("link", name="Answer the call"))
        page.fill("[name=part-1]", f"{state} runs a programme of seeds.")
        page.fill("[name=part-2]", f"{state} needs silos.")
        seat.send(page.get_by_role("button", name="Submit the answer"))
        has(words(seat.go(f"inputs/{call}")), "Answer submitted")
    assert "MYS runs" not in words(house.seats["EGY"].go(f"inputs/{call}"))
    has(words(mission.go("inputs")), "3 of 57 delegations have answered")
    page = mission.go(f"inputs/{call}")
    page.locator("summary", has_text="Close the call").click()
    mission.send(page.get_by_role("button", name="Close the call"))
    told = said(page, page.locator("a[href*='by=question'][hreflang=en] [lang=en]").click)
    has(told, "Inputs on food security", "What do you need?")
    has(told, *(f"{state} runs a programme of seeds." for state in STATES))
    assert told.index("EGY runs") < told.index("SEN runs") < told.index("EGY needs")


def guide_by_item(house: House, folder: Path) -> None:
    """Two paragraphs are tagged with items; Egypt follows one and takes its pocket form, the Mission the letter."""
    mission, egypt = house.mission, house.seats["EGY"]
    page = mission.window.go("/guide/add")
    session = utcnow().year - 1945
    page.fill("[name=session]", str(session))
    (folder / "agenda.csv").write_text(GENERAL_ASSEMBLY)
    page.set_input_files("[name=file]", folder / "agenda.csv")
    mission.send(page.get_by_role("button", name="Add it"))
    for label, item in (("1", "23"), ("5", "14")):
        code = mission.paragraph(label)
        page = mission.go("items")
        page.fill(f"#item-{code}", item)
        mission.send(page.locator(f"#p-{code} form.tagged__add button"))
    page = egypt.window.go(f"/guide/{session}/23")
    has(words(page), "Agreed position of the Group", f"{THIS_YEAR}/Adopted", "The Meeting warmly welcomed")
    egypt.send(page.get_by_role("button", name="Follow this item"))
    has(words(page), "Egypt")
    told = said(page, page.locator("a[href*='pocket.docx'][hreflang=en] [lang=en]").click)
    has(told, "Agriculture development and food security", "The Meeting warmly welcomed")
    assert "culture of peace" not in told
    page = mission.go("letter")
    page.select_option("[name=state]", "SEN")
    page.select_option("[name=language]", "en")
    told = said(page, page.get_by_role("button", name="Download the letter in Word").click)
    has(
        told,
        f"{THIS_YEAR}/Adopted",
        "Senegal",
        "Culture of peace",
        "Agriculture development and food security",
    )
    assert "draft" not in told.lower()


def meet_partner(house: House) -> None:
    """The Mission records a Troika meeting and links an entry of the follow-up; each page leads to the other."""
    mission, egypt = house.mission, house.seats["EGY"].window
    page = mission.window.go("/partners/add")
    names = {
        "short": "AU",
        "name_en": "African Union",
        "name_fr": "Union africaine",
        "name_ar": "الاتحاد الأفريقي",
    }
    for name, value in names.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=kind]", "organization")
    mission.send(page.locator("main form.form .button--main"))
    mission.window.press(page.get_by_role("link", name=re.compile("African Union")).first)
    mission.window.press(page.get_by_role("link", name="Add a meeting"))
    page.fill("[name=day]", (utcnow() - 2 * DAY).date().isoformat())
    page.fill("[name=title]", "Troika meeting")
    page.select_option("[name=level]", "ambassadorial")
    page.fill("[name=outcome]", "Both sides report on drinking water.")
    mission.send(page.locator("main form.form .button--main"))
    mission.window.press(page.get_by_role("link", name=re.compile("Troika meeting")))
    meeting = page.url
    has(words(page), "No entry of the follow-up is linked to this meeting.")
    option = page.locator("[name=entry] option", has_text="drinking water")
    page.select_option("[name=entry]", option.get_attribute("value"))
    mission.send(page.get_by_role("button", name="Link it to this meeting"))
    page = egypt.go(meeting)
    has(words(page), "Both sides report on drinking water.", f"{LAST_YEAR}, paragraph 3")
    egypt.press(page.get_by_role("link", name=f"{LAST_YEAR}, paragraph 3"))
    has(words(page), "Meetings with partners", "Troika meeting", "the Islamic Development Bank")
    egypt.press(page.get_by_role("link", name="Troika meeting"))
    assert page.url == meeting


@pytest.mark.browser
def test_a_year_from_the_follow_up_of_last_year_to_a_meeting_with_a_partner(house: House, tmp_path: Path):
    follow_up_last_year(house)
    negotiate_agenda(house)
    begin_from_last_year(house, tmp_path)
    propose_beside_agreed_language(house)
    call_for_inputs(house)
    agree_the_rest(house)
    adopt_it(house, f"{THIS_YEAR}/Adopted")
    publish(house)
    guide_by_item(house, tmp_path)
    meet_partner(house)

    with house.app.app_context():
        assert verification.verify(db.session).findings == ()
        db.session.remove()
    assert [window.complaints for window in house.windows] == [[]] * len(house.windows)
    assert all(window.overflows() <= 0 for window in house.windows)
