"""
Everybody at the table opens every page and file of a negotiation, and each word of state is held against the oracle.

A state stands on a page in data-state ("paragraph-agreed"), out of the same value as its word; in English the word is
read too. A difference is a finding: a sentence that says who, where, what is told and what should be.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from flask.testing import FlaskClient
from lxml import html

from acm_drafts.documents.reader import read
from acm_drafts.negotiation.permissions import WRITES
from acm_drafts.negotiation.terms import Level, PartyKind, Role, Stage, Standing
from acm_drafts.services import sign_ins
from acm_drafts.store.database import db
from acm_drafts.store.records import Draft, JournalLine, Round
from tests.walks.oracle import Oracle, Proposal, Rows, State
from tests.walks.room import Room, Seat

WORDS = {
    "paragraph-untouched": "no proposals",
    "paragraph-withheld": "proposals not shown",
    "paragraph-open": "open",
    "paragraph-conflict": "in conflict",
    "paragraph-brackets": "in brackets",
    "paragraph-deferred": "deferred",
    "paragraph-agreed": "agreed",
    "paragraph-ad-referendum": "agreed ad referendum",
    "proposal-draft": "draft",
    "proposal-review": "in review",
    "proposal-pending": "submitted",
    "proposal-withdrawn": "withdrawn",
    "proposal-accepted": "accepted",
    "proposal-part": "accepted in part",
    "proposal-absorbed": "merged",
    "proposal-rejected": "rejected",
    "proposal-bracketed": "in brackets",
    "proposal-deferred": "deferred",
    "proposal-partly": "merged in part",
    "proposal-carried": "carried over",
    "proposal-overtaken": "superseded",
    "proposal-conflict": "carried over in conflict",
    "proposal-orphaned": "lapsed",
    "proposal-contested": "contested",
    "proposal-settled": "settled by what was accepted",
    "proposal-accepted-proposed": "acceptance proposed",
    "proposal-part-proposed": "acceptance in part proposed",
    "proposal-absorbed-proposed": "compromise proposed",
    "proposal-rejected-proposed": "non-acceptance proposed",
    "proposal-bracketed-proposed": "retention in brackets proposed",
    "proposal-deferred-proposed": "deferral proposed",
}
"""The word on screen for each state, as diplomats use it: written here a second time on purpose."""
LEVELS = {
    Level.EXPERT: "Expert level",
    Level.WORKING_GROUPS: "Working Groups",
    Level.TROIKA: "Troika",
    Level.EXECUTIVE_COMMITTEE: "Executive Committee",
    Level.AMBASSADORIAL: "Ambassadorial level",
    Level.MINISTERIAL: "Ministerial level",
}
LANGUAGES = {(Role.HEAD, "MYS"): "fr", (Role.HEAD, "SEN"): "ar"}
"""Whose pages are not in English."""
NOTHING = ("Nothing is pending here.",)


def crawl(room: Room, seats: Callable[[Seat], bool] | None = None) -> list[str]:
    """Return what is untrue on pages and files, told to *seats* (None: to everybody) and to who is not signed in."""
    session = db.session()
    session.rollback()
    session.expire_all()
    with room.clock():
        rows = Rows.read(session, room.communique)
        findings = _Nobody(room, rows).findings()
        for seat in room.seats:
            if seat.user is not None and (seats is None or seats(seat)):
                findings += _Reader(room, rows, seat).findings()
        session.rollback()
    return findings


def words_in(element: html.HtmlElement | None) -> str:
    """Return what is read in an element, white space as one space; "" for none."""
    return " ".join(element.text_content().split()) if element is not None else ""


def _signed_in(room: Room, seat: Seat) -> FlaskClient:
    client = room.app.test_client()
    assert seat.user is not None
    token = sign_ins.begin(seat.user)
    with client.session_transaction() as cookie:
        cookie.permanent = True
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


@dataclass
class _Nobody:
    """Who is not signed in reads nothing of the negotiation."""

    room: Room
    rows: Rows

    def findings(self) -> list[str]:
        code, client = self.rows.communique.code, self.room.app.test_client()
        addresses = [
            f"/c/{code}/{name}" for name in ("text", "proposals", "journal", "journal.csv", "decisions")
        ]
        addresses += [f"/proposals/{row.code}" for row in self.rows.amendments.values()][:3]
        return [
            f"nobody opened {address}: {answer.status_code}"
            for address in addresses
            if (answer := client.get(address)).status_code not in (303, 403, 404)
        ]


@dataclass
class _Reader:
    """One person who opens every page, and what they are told wrongly."""

    room: Room
    rows: Rows
    seat: Seat
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = _signed_in(self.room, self.seat)
        self.oracle = Oracle(self.rows, self.seat.actor, self.room.now)
        self.language = LANGUAGES.get((self.seat.role, self.seat.code), "en")
        if self.language != "en":
            self.client.set_cookie("acm_language", self.language)
        self.root = f"/c/{self.rows.communique.code}"

    @cached_property
    def codes(self) -> dict[int, str]:
        return {key: row.code for key, row in self.rows.paragraphs.items()}

    @cached_property
    def printed(self) -> dict[int, str]:
        """What the paragraphs of the newest draft of the reader say, by key."""
        lines = self.rows.lines[self.oracle.drafts[-1].id] if self.oracle.drafts else []
        return {line.paragraph_id: self.rows.wordings[line.wording_id].text for line in lines}

    @cached_property
    def headings(self) -> set[int]:
        lines = self.rows.lines[self.oracle.drafts[-1].id] if self.oracle.drafts else []
        return {row.paragraph_id for row in lines if self.rows.wordings[row.wording_id].kind == "heading"}

    @property
    def is_english(self) -> bool:
        return self.language == "en"

    def findings(self) -> list[str]:
        if not self.oracle.drafts:
            return self.found
        self.text()
        for paragraph in self.paragraphs():
            self.paragraph(paragraph)
        for amendment in self.rows.amendments:
            self.proposal(amendment)
        self.list_of_proposals()
        self.delegation()
        self.journal()
        self.positions()
        self.reservations()
        self.discussions()
        self.search()
        self.desk()
        for draft in self.oracle.drafts:
            self.clean(draft.sequence)
            self.compilation(draft.sequence)
        return self.found

    # What all pages share

    def says(self, place: str, told: object, should: object) -> None:
        """Note a finding where what is told is not what should be."""
        if told != should:
            self.found.append(f"{self.seat} at {place} is told {told!r}, which should be {should!r}")

    def page(self, address: str, status: int = 200) -> html.HtmlElement | None:
        """Return the main part of a page, None where it is refused as expected."""
        answer = self.client.get(address)
        self.says(address, answer.status_code, status)
        if answer.status_code != 200 or status != 200:
            return None
        page = html.fromstring(answer.text)
        if self.is_english:
            self._words(address, page)
        return page.find(".//main")

    def _words(self, address: str, page: html.HtmlElement) -> None:
        """Compare the word of each state on a page with the state."""
        for mark in page.iterfind(".//*[@data-state]"):
            state = mark.get("data-state")
            if state in WORDS:
                self.says(f"{address}, word of {state}", words_in(mark), WORDS[state])

    def states_in(self, element: html.HtmlElement, family: str) -> list[str]:
        marks = (mark.get("data-state", "") for mark in element.iterfind(".//*[@data-state]"))
        return [mark.removeprefix(f"{family}-") for mark in marks if mark.startswith(f"{family}-")]

    def expected(self, paragraph: int) -> State | None:
        """Return what the text tells of a paragraph, None where no state is told."""
        oracle = self.oracle
        if not oracle.is_whole:
            return None
        if oracle.running is None and oracle.round is None:
            return oracle.state(paragraph)
        last = oracle.round
        return oracle.state(paragraph) if last is None or oracle.sees_all(last) else None

    # The text

    def text(self) -> None:
        address = f"{self.root}/text"
        page = self.page(address)
        if page is None:
            return
        states = {}
        for line in page.iterfind(".//article[@id]"):
            code = line.get("id", "").removeprefix("p-")
            states[code] = line
        for paragraph in self.printed:
            if paragraph not in self.headings:
                self._line(f"{address}#p-{self.codes[paragraph]}", states[self.codes[paragraph]], paragraph)
        if self.is_english:
            self.says(f"{address}, withheld", self._withheld(words_in(page)), self.oracle.withheld)

    def _withheld(self, words: str) -> str:
        found = re.search(
            r"(Not shown until the deadline|Shown to the Mission( and the chair)? alone)", words
        )
        return found[1] if found else ""

    def _line(self, place: str, line: html.HtmlElement, paragraph: int) -> None:
        state = next(iter(self.states_in(line, "paragraph")), "")
        link = line.find(".//*[@data-pending]")
        pending = int(link.get("data-pending", "0")) if link is not None else 0
        notes = words_in(next(iter(line.find_class("para__state")), None))
        told = State(state, pending)
        if (should := self.expected(paragraph)) is not None:
            self.says(f"{place}, state", told, State(should.drawn, should.pending))
            self._level(place, notes, should)
        elif self.oracle.is_whole:
            self._partly_known(place, told, paragraph, notes)
        else:
            self.says(f"{place}, state", told, State("", 0))

    def _level(self, place: str, notes: str, should: State) -> None:
        if self.is_english and should.level:
            self.says(f"{place}, level in {notes!r}", LEVELS[Level(should.level)] in notes, True)
            self.says(f"{place}, day in {notes!r}", _has_day(notes, should.agreed_on), True)

    def _partly_known(self, place: str, told: State, paragraph: int, notes: str) -> None:
        """Compare what is told to who does not know all proposals: no more than they may know, and true."""
        own = self.oracle.known_state(paragraph)
        self.says(f"{place}, pending", told.pending, own.pending)
        self.says(f"{place}, in conflict", told.state == "conflict", own.state == "conflict")
        if told.state in ("agreed", "ad-referendum"):
            self.says(f"{place}, agreed", own.drawn, told.state)
            self._level(place, notes, own)
        self.says(f"{place}, without proposals", told.state == "untouched", False)
        if own.state != "untouched":
            self.says(f"{place}, not withheld", told.state != "withheld", True)

    # The search

    def search(self) -> None:
        """Note each proposal that a search finds, page by page, and that the reader may not read."""
        known = {known.amendment.code for known in self.oracle.proposals}
        address: str | None = "/search?q=the&kind=proposals"
        while address:
            page = self.page(address)
            if page is None:
                return
            links = [link.get("href", "") for link in page.iterfind(".//li[@class='hit']//a")]
            codes = {link.removeprefix("/proposals/") for link in links}
            self.says(f"{address}, proposals that are not read", codes - known, set())
            following = page.find(".//a[@rel='next']")
            address = following.get("href") if following is not None else None

    # A paragraph

    def paragraphs(self) -> list[int]:
        """Return the paragraphs that have a page for the reader: printed ones, and what they may read of new ones."""
        new = [known.amendment.paragraph_id for known in self.oracle.proposals]
        return list(dict.fromkeys([*self.printed, *new]))

    def paragraph(self, key: int) -> None:
        address = f"{self.root}/p/{self.codes[key]}"
        page = self.page(address)
        if page is None:
            return
        facts = next(iter(page.find_class("facts")))
        should = self.expected(key)
        if should is not None and key in self.printed:
            self.says(f"{address}, state", self.states_in(facts, "paragraph"), [should.drawn])
            self._level(f"{address}, head", words_in(facts), should)
        self._cards(address, page)
        self._pending(address, page, key)
        number = self.oracle.numbers_of_new().get(key)
        if number and self.is_english and key not in self.printed:
            title = words_in(page.find(".//h1"))
            self.says(f"{address}, number", title.removeprefix("Paragraph").strip(), number)

    def _cards(self, address: str, page: html.HtmlElement) -> None:
        by_code = {known.amendment.code: known for known in self.oracle.proposals}
        for card in page.iterfind(".//article"):
            if (code := card.get("id", "")) not in by_code:
                continue
            known, head = by_code[code], card.find(".//*[@id='a-" + code + "']")
            plain = (Standing.PENDING, Standing.DRAFT)
            should = [] if known.state in plain else [known.state]
            self.says(f"{address}#{code}, standing", _told(self.states_in(head, "proposal"), known), should)

    def _pending(self, address: str, page: html.HtmlElement, key: int) -> None:
        """Compare the number of pending proposals, and what is said where there are none or where they are withheld."""
        words, round_ = words_in(page), self.oracle.round
        lying = [known for known in self.oracle.proposals if round_ and self.oracle.lies_on(known, round_)]
        pending = self.oracle.waiting(key, lying)
        if not self.is_english:
            return
        told = re.search(r"(\d+) pending", words_in(page.find(".//h2[@id='proposals']")))
        number = int(told[1]) if told else 0
        if round_ is not None and round_.closed_at is None:
            self.says(f"{address}, pending", number, sum(not known.settled for known in pending))
        self.says(
            f"{address}, withheld",
            self._withheld(words_in(_section(page, "proposals"))),
            self.oracle.withheld,
        )
        if pending or self.oracle.withheld:
            self.says(f"{address}, nothing", [said for said in NOTHING if said in words], [])

    # A proposal

    def proposal(self, key: int) -> None:
        known = self.oracle.proposal(key)
        address = f"/proposals/{self.rows.amendments[key].code}"
        page = self.page(address, 200 if known else 404)
        if page is None or known is None:
            return
        now, head = _section(page, "where"), page.find(".//header")
        states = self.states_in(now, "proposal") or self.states_in(head, "proposal")
        self.says(f"{address}, standing", _told(states[:1], known), [known.state])
        if self.is_english and known.amendment.number:
            self.says(f"{address}, name", words_in(page.find(".//h1")), known.name)
            self._sentences(f"{address} ({known.standing})", words_in(now), known)
            self._conflict(f"{address} ({known.standing})", page, known)

    def _sentences(self, place: str, words: str, known: Proposal) -> None:
        """Compare the sentences whose truth hangs on what else there is."""
        if "No decision has been taken yet." in words:
            self.says(f"{place}, no decision", known.pending and not known.settled, True)
        if "waits for a decision" in words:
            self.says(f"{place}, waits", known.pending, True)

    def _conflict(self, place: str, page: html.HtmlElement, known: Proposal) -> None:
        """Compare with whom a proposal is said to be in conflict: with what waits, and with what was accepted."""
        if self.oracle.running is None:
            return
        marks = [words_in(mark) for mark in page.find_class("state")]
        # What was accepted settles a proposal: it is in conflict with nothing any more.
        found = [] if known.settled else self.oracle.rivals(known)
        rivals = [other for other in found if not (other.pending and other.settled)]
        for sentence, should in (
            ("in conflict with", [other for other in rivals if other.pending]),
            (
                "in conflict with what was accepted:",
                [other for other in rivals if not (other.pending or other.only_proposed)],
            ),
            (
                "in conflict with what the Mission proposes to accept:",
                [other for other in rivals if other.only_proposed and not other.pending],
            ),
        ):
            self.says(f"{place}, {sentence}", _named(marks, sentence), sorted(other.name for other in should))

    def list_of_proposals(self) -> None:
        """Compare the list of all proposals: how many, which, and where each stands."""
        address: str | None = f"{self.root}/proposals"
        submitted = {k.amendment.code: k for k in self.oracle.proposals}
        told: dict[str, str] = {}
        while address:
            page = self.page(address)
            if page is None:
                return
            for card in page.iterfind(".//article"):
                code = card.get("aria-labelledby", "").removeprefix("p-")
                told[code] = next(iter(self.states_in(card, "proposal")), "")
            following = page.find(".//a[@rel='next']")
            address = f"{self.root}/proposals{following.get('href')}" if following is not None else None
        for code in told.keys() & submitted.keys():
            [told[code]] = _told([told[code]], submitted[code])
        self.says(f"{self.root}/proposals", told, {code: k.state for code, k in submitted.items()})

    # My delegation

    def delegation(self) -> None:
        """Compare where own proposals stand, and which of others' are listed beside them."""
        if self.seat.role not in WRITES:
            return
        address = f"{self.root}/delegation"
        page = self.page(address)
        if page is None:
            return
        told: dict[str, str] = {}
        for card in page.iterfind(".//article"):
            code = card.get("aria-labelledby", "")
            told[code.partition("-")[2]] = next(iter(self.states_in(card, "proposal")), "")
        for code, known in {k.amendment.code: k for k in self.oracle.proposals}.items():
            if code in told:
                self.says(f"{address}, standing of {known.name}", _told([told[code]], known), [known.state])
        listed = {code for code in told if code not in {k.amendment.code for k in self._mine()}}
        round_ = self.oracle.round
        if round_ is not None and round_.closed_at is None:
            self.says(f"{address}, others", listed, {k.amendment.code for k in self._beside(round_)})

    def _mine(self) -> list[Proposal]:
        return [k for k in self.oracle.proposals if self.oracle.has_part(k.amendment)]

    def _beside(self, round_: object) -> list[Proposal]:
        """Return the pending proposals of others on paragraphs of an own one, and those rewritten since a position."""
        mine = [k for k in self._mine() if k.amendment.stage == Stage.SUBMITTED]
        places = {key for k in mine for key in _places_of(k) if key}
        own = {k.amendment.id for k in self._mine()}
        return [
            k
            for k in self.oracle.proposals
            if k.pending
            and k.amendment.id not in own
            and self.oracle.lies_on(k, round_)
            and (_places_of(k) & places or self._is_asked_anew(k, round_))
        ]

    def _is_asked_anew(self, k: Proposal, round_: object) -> bool:
        sponsored = k.amendment.sponsor_id in self.oracle.actor.own_parties()
        return not sponsored and k.amendment.round_id == round_.id and self.oracle.is_asked_anew(k)

    # The journal

    def is_here(self, line: JournalLine) -> bool:
        """Return whether a line is about the text, or about people and bodies at its meeting."""
        communique = self.rows.communique
        if line.communique_id is None:
            return line.meeting_id in (None, communique.meeting_id)
        return line.communique_id == communique.id

    def journal(self) -> None:
        """Compare how many lines of the journal are told, act by act."""
        answer = self.client.get(f"{self.root}/journal.csv")
        self.says(f"{self.root}/journal.csv", answer.status_code, 200)
        told = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))[1:]
        lines = [line for line in self.rows.journal if self.is_here(line) and self.oracle.reads_line(line)]
        acts = [row for row in told if row[0]]
        self.says(f"{self.root}/journal.csv, lines", len(acts), len(lines))
        hidden = [
            row for row in self.rows.rounds if row.visibility != "all" and not self.oracle.sees_all(row)
        ]
        self.says(f"{self.root}/journal.csv, rounds not shown", len(told) - len(acts), len(hidden))

    # Positions on the text

    def positions(self) -> None:
        """Compare every cell of the table of positions that is not empty, and what is said not to be shown."""
        address = f"{self.root}/positions"
        page = self.page(f"{address}?view=table")
        if page is None:
            return
        told = {
            (code, party): cell
            for row in page.iterfind(".//div[@class='scroll matrix']//tbody/tr")
            for code, party, cell in _cells_of(row, page)
        }
        lines = self.rows.lines[self.oracle.drafts[-1].id]
        wanted = {
            (self.codes[line.paragraph_id], party): stance
            for line in lines
            for party, stance in self.oracle.positions(line.paragraph_id, line.wording_id).items()
        }
        self.says(f"{address}, cells", sorted(told.items()), sorted(wanted.items()))

    # Reservations

    def reservations(self) -> None:
        """Compare which reservations are listed, and which of them as withdrawn."""
        page = self.page(f"{self.root}/reservations")
        if page is None:
            return
        listed = [
            row.get("id").removeprefix("r-") for row in page.iterfind(".//li[@id]") if _is_reserved(row)
        ]
        ended = page.iterfind(".//section[@aria-labelledby='withdrawn']//li[@id]")
        withdrawn = [row.get("id").removeprefix("r-") for row in ended]
        told = sorted(set(listed) - set(withdrawn)), sorted(withdrawn)
        self.says(f"{self.root}/reservations", told, self.oracle.reservations())

    # Discussions

    def discussions(self) -> None:
        """Compare which discussions are listed, on the first pages of the list."""
        told: list[str] = []
        for number in range(1, 1 + -(-len(self.oracle.discussions()) // 20)):
            page = self.page(f"{self.root}/discussions?page={number}")
            if page is None:
                return
            told += [
                row.get("id").removeprefix("d-") for row in page.iterfind(".//li[@id]") if _is_discussed(row)
            ]
        self.says(f"{self.root}/discussions", sorted(told), sorted(self.oracle.discussions()))

    # The Mission's list of decisions

    def desk(self) -> None:
        """Compare the states of the paragraphs that wait for a decision."""
        is_mission = self.seat.role is Role.MISSION
        page = self.page(f"{self.root}/decisions", 200 if is_mission else 403)
        running = self.oracle.running
        if page is None or running is None:
            return
        told = {link.rpartition("/p/")[2].partition("#")[0] for link in _links(page) if "/p/" in link}
        there = {*self.printed, *self.oracle.numbers_of_new()}
        undecided = {
            self.codes[known.revision.paragraph_id]
            for key in self.rows.amendments
            if (known := self.oracle.as_kept(key)) and known.pending and self.oracle.is_open(known)
            if known.revision.paragraph_id in there
        }
        self.says(f"{self.root}/decisions, missing", sorted(undecided - told), [])

    # Files

    def clean(self, sequence: int) -> None:
        """Compare the clean text in Word with the lines of the draft."""
        told = self._file(sequence, "clean")
        draft = next(row for row in self.rows.drafts if row.sequence == sequence)
        for line in self.rows.lines[draft.id]:
            words = self.rows.wordings[line.wording_id].text
            self.says(f"draft {sequence} in Word holds {words!r}", any(words in text for text in told), True)

    def _file(self, sequence: int, form: str) -> list[str]:
        address = f"{self.root}/documents/{sequence}.docx?form={form}"
        answer = self.client.get(address)
        self.says(address, answer.status_code, 200)
        if answer.status_code != 200:
            return []
        file = read(answer.data)
        return [part.final or "" for part in (*file.elsewhere, *file.paragraphs)]

    def compilation(self, sequence: int) -> None:
        """Compare the proposals that a compilation names with those that lay on the draft, and where each stands."""
        told = self._file(sequence, "compilation")
        draft = next(row for row in self.rows.drafts if row.sequence == sequence)
        round_ = next((row for row in self.rows.rounds if row.draft_id == draft.id), None)
        withheld = round_ is not None and not self.oracle.sees_all(round_)
        place = f"compilation of draft {sequence}"
        if any("Compilation: no proposals." in text for text in told):
            self.says(f"{place}, no proposals", withheld, False)
        if round_ is not None and round_.closed_at is not None:
            return
        heads = Counter(
            (head[0], head[-1]) for text in told if len(head := text.split(" · ")) > 1 and _is_name(head[0])
        )
        lying = self._lying_on(round_) if round_ is not None else self._carried_to(draft)
        should = Counter(
            (self._public_name(known, draft), WORDS[f"proposal-{known.state}"]) for known in lying
        )
        self.says(f"{place}, proposals", sorted(heads.elements()), sorted(should.elements()))

    def _lying_on(self, round_: Round) -> list[Proposal]:
        return [known for known in self.oracle.proposals if self.oracle.lies_on(known, round_)]

    def _carried_to(self, draft: Draft) -> list[Proposal]:
        """Return the proposals that wait since the round that made a draft on which no round opened yet."""
        before = next((row for row in self.rows.rounds if row.next_draft_id == draft.id), None)
        lying = self._lying_on(before) if before is not None else []
        return [known for known in lying if known.pending or known.standing is Standing.LEFT_OPEN]

    def _public_name(self, known: Proposal, draft: Draft) -> str:
        """
        Return what a compilation of *draft* calls a proposal.

        It names the sponsor where *draft* does, or does not stand yet, and the text on which it is read did.
        """
        round_ = self.rows.round(max(known.known) if known.known else known.amendment.round_id)
        now, then = (self.rows.circulated.get(key) for key in (draft.id, round_.draft_id))
        is_named = (now is None or now.attributed) and then is not None and then.attributed
        is_named |= self.rows.parties[known.amendment.sponsor_id].kind == PartyKind.MISSION
        return self.rows.name(known.amendment) if is_named else known.amendment.code


def _is_discussed(row: html.HtmlElement) -> bool:
    """Return whether an entry of a list is a discussion."""
    return row.get("id").startswith("d-")


def _is_reserved(row: html.HtmlElement) -> bool:
    """Return whether an entry of a list is a reservation."""
    return row.get("id", "").startswith("r-")


def _cells_of(row: html.HtmlElement, page: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield paragraph, party and position of each cell of a row in the table of positions that is not empty."""
    link = row.find("./th/a")
    if link is None:  # a heading
        return
    parties = [words_in(head) for head in page.iterfind(".//thead/tr[2]/th")]
    code = link.get("href", "").rpartition("/p/")[2]
    for party, cell in zip(parties, row.iterfind("./td"), strict=True):
        if told := cell.get("data-cell"):
            yield code, party, told


def _links(page: html.HtmlElement) -> Iterator[str]:
    return (link.get("href", "") for link in page.iterfind(".//a"))


def _section(page: html.HtmlElement, label: str) -> html.HtmlElement:
    return page.find(f".//section[@aria-labelledby='{label}']")


def _told(states: list[str], known: Proposal) -> list[str]:
    """Return *states* as the oracle tells them: it does not know by which decision brackets were lifted."""
    return [state.removesuffix("-proposed") for state in states] if known.lifted else states


def _named(marks: list[str], sentence: str) -> list[str]:
    """Return the proposals that the mark with a *sentence* names; another may begin with the same words."""
    names = rf"{re.escape(sentence)} ((?:[A-Z]{{3,4}} \d+|[0-9a-z]{{7}})(?:(?:, | and ).*)?)"
    found = next((match[1] for mark in marks if (match := re.fullmatch(names, mark))), "")
    return sorted(re.findall(r"[A-Z]{3,4} \d+|\b[0-9a-z]{7}\b", found))


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{3,4} \d+|[0-9a-z]{5,12}", text))


def _has_day(notes: str, day: date | None) -> bool:
    return day is None or f"{day.day} " in notes


def _places_of(known: Proposal) -> set[int | None]:
    """Return the paragraphs that a proposal is about: its own, the one it follows, and the one that it takes in."""
    says = known.revision
    return {says.paragraph_id, says.after_id, says.other_id}
