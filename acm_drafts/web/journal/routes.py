"""
The journal: who did what, when, and what stood before and after, for one reader.

One table turns acts into sentences, so that each can be translated whole. Which lines a reader
gets is settled in store.drafts, and what things may be called in store.journal.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template, request

from acm_drafts.documents.write.spreadsheet import CSV, as_csv
from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.journal import (
    AGREE_OVER,
    AGREE_TOGETHER,
    LIFTED_OVER,
    REOPENING,
    STANDS_AGAIN,
    TELLS_LIFTED,
    TELLS_MISSING,
    TELLS_STANDING,
    UNDO_TOGETHER,
    VOIDS_AGREEMENT,
    VOIDS_REOPENING,
)
from acm_drafts.negotiation.journal_chain import short_hash
from acm_drafts.negotiation.numbering import count_in_ranges
from acm_drafts.negotiation.permissions import Act, Actor
from acm_drafts.negotiation.terms import (
    NAMES,
    Answer,
    DraftStatus,
    Level,
    Outcome,
    Role,
    SittingResult,
    SpeakerLevel,
    Stage,
    Stance,
    Standing,
)
from acm_drafts.negotiation.terms import name_of as key_of
from acm_drafts.negotiation.zones import is_zone
from acm_drafts.store.bracket_holders import ACTS as ACTS_ON_BRACKETS
from acm_drafts.store.database import Session, db
from acm_drafts.store.drafts import get_communique, get_paragraph, is_circulated, readable_drafts
from acm_drafts.store.inputs import ACTS_ON_CALLS
from acm_drafts.store.journal import (
    CONFIRM_TOGETHER,
    Conditions,
    Proposal,
    Subjects,
    journal_conditions,
    load_subjects,
    read_journal,
)
from acm_drafts.store.journal_chain import ActLine, load_head
from acm_drafts.store.journal_places import Place
from acm_drafts.store.readable import get_record
from acm_drafts.store.records import Communique, JournalLine, Party
from acm_drafts.store.text import draft_set
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.journal.acts import (
    ABOUT_BODIES,
    ABOUT_SPEAKERS,
    DISCUSSIONS,
    OF_MEETING,
    PARTNERS,
    RESERVATIONS,
    SILENCES,
    SITTINGS,
    SMALL_GROUPS,
    ActSentence,
    sentence_of_act,
)
from acm_drafts.web.shared import access
from acm_drafts.web.shared.body_names import body_in_journal, is_sitting_in_journal
from acm_drafts.web.shared.formatting import conference_zone, listed_numbers, moment, party_name
from acm_drafts.web.shared.formatting import day as day_in_words
from acm_drafts.web.shared.formatting import short as shortened
from acm_drafts.web.shared.office_names import person_name, state_name
from acm_drafts.web.shared.signing import LINE, conceal, reveal
from acm_drafts.web.shared.withheld import withheld_acts

pages = Blueprint("journal", __name__)

PAGE = 50
FIRST = 40
"""How many characters of a paragraph without a number stand for it in a sentence."""
WHOLE = 20_000
"""The most lines that a file of the journal holds."""


TERMS = (Answer, Stance, Outcome, Standing, Stage, Level, DraftStatus, SittingResult, SpeakerLevel)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as its reader may see it; *who* is "" where the reader may not know."""

    line: JournalLine
    who: str
    act: ActSentence
    proposal: Proposal | None
    place: Place | None
    party: str
    subject: str
    before: str
    after: str
    round: str = ""
    reason: str = ""
    spans: tuple[Span, ...] = ()

    @property
    def sentence(self) -> str:
        """Return the act as a plain sentence, without links."""
        if self.act.several:
            return ngettext(self.act.sentence, self.act.several, self.count, **self.facts)
        return _(self.act.sentence, **self.facts)

    @property
    def count(self) -> int:
        """How many paragraphs the act is told to be on, where its sentence differs by that."""
        return count_in_ranges(getattr(self.line, self.act.counts)) if self.act.several else 0

    @property
    def facts(self) -> dict[str, str]:
        return {
            "proposal": self.proposal.name if self.proposal else "",
            "paragraph": number_of(self.place),
            "party": self.party,
            "subject": self.subject,
            "before": self.before,
            "after": self.after,
            "round": self.round,
            "act": self.line.act,
        }


def tell(lines: Iterable[JournalLine], about: Subjects) -> list[Entry]:
    """Return *lines* as their reader may see them, in the same order. No query."""
    return [_entry(line, about) for line in lines]


def number_of(place: Place | None) -> str:
    """Return what a paragraph is called in a sentence: its number, else its first words, or that it is new."""
    if place is None:
        return ""
    if place.label:
        return place.label
    if place.is_new and place.later:
        return str(_("a new paragraph, later %(number)s", number=place.later))
    if place.is_new:
        return str(_("a new paragraph"))
    return str(_("“%(words)s”", words=shortened(place.words, FIRST)))


def _entry(line: JournalLine, about: Subjects) -> Entry:
    act = sentence_of_act(line, about.place(line))
    party = about.party(line)
    words = act.shows == "words" and (line.before or line.after)
    return Entry(
        line,
        person_name(line.actor) if about.person_may_be_known(line) else "",
        act,
        about.proposal(line),
        about.place(line),
        party_name(party) if party else _unnamed(act),
        _subject(line, party),
        _told(line.before, line, act),
        _told(about.after(line), line, act),
        about.round(line),
        _term(line.reason),
        tuple(diff_words(line.before, line.after)) if words else (),
    )


def _told(value: str, line: JournalLine, act: ActSentence) -> str:
    """Return what stood before or after the act of a line, in the reader's language where it is not typed words."""
    if line.act in ON_PASSAGES and act.shows in ("plain", "said"):
        return _as_said(value)
    return _before_or_after(value, act.shows)


def _unnamed(act: ActSentence) -> str:
    """Return what a delegation is called that may not be named: as its sentence begins with it, or goes on with it."""
    begins = _(act.sentence).startswith("%(party)s")
    return str(_("A delegation")) if begins else str(_("a delegation"))


MOMENT = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) \(([A-Za-z_]+(?:/[A-Za-z_+-]+)*)\)")
"""How a deadline is written in the journal (services.rounds): on the clock of the round's zone."""


NUMBERS = re.compile(r"(?:PP)?\d[\w ()–]*(?:, (?:PP)?\d[\w ()–]*)+")
"""How several paragraphs are written in the journal: "PP1, 1–4, 13 (a)"."""


def _before_or_after(value: str, shows: str) -> str:
    """Return what stood before or after an act as the page writes such things."""
    if shows == "words":
        return value
    if NUMBERS.fullmatch(value):
        return listed_numbers(value)
    if shows == "quoted":
        return value
    if shows in ("plain", "moments"):
        return moment_in_words(value)
    if shows == "seats":
        return _seats(value)
    if shows == "listed":
        return _term(value).replace(", ", _(", "))
    return _term(value)


def _seats(value: str) -> str:
    """Return the States that sit on a body, written by their codes, and their term, in the reader's language."""
    with_names = STATE.sub(lambda at: state_name(at[0]), value)
    return DAY.sub(lambda at: _iso_day(at[0]), with_names)


STATE = re.compile(r"\b[A-Z]{3}\b")


def moment_in_words(value: str) -> str:
    """Return a moment of the journal as pages write them, as it stands where it is none or its zone is not known."""
    written = MOMENT.fullmatch(value)
    if written is None or not is_zone(written[2]):
        return value
    clock, zone = written.groups()
    return moment(datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone)), zone)


def _subject(line: JournalLine, party: Party | None) -> str:
    if line.act in ABOUT_SPEAKERS:
        return _speaker(line.subject, party)
    if line.act in ("translate", "translate title"):
        return NATIVE_NAMES.get(line.subject, line.subject)
    if line.act in ABOUT_BODIES or (is_sitting_in_journal(line.subject) and not line.amendment_id):
        return body_in_journal(line.subject)
    if line.act in ON_PASSAGES:
        return _as_said(line.subject)
    return _term(line.subject) if line.amendment_id and line.subject else line.subject


def _speaker(subject: str, party: Party | None) -> str:
    """Return the speaker of a State with the name of that, where the journal keeps its code; a guest as kept."""
    code, comma, name = subject.partition(", ")
    if party is None or code != party.code:
        return subject
    return f"{party_name(party)}{_(', ')}{name}" if comma else party_name(party)


ON_PASSAGES = (
    "date source",
    "confirm request",
    "edit request",
    "report on request",
    "add evidence",
    "remove evidence",
    "dismiss request",
    "add partner meeting",
    "change partner meeting",
    "link follow-up to meeting",
    "unlink follow-up from meeting",
)
"""Acts whose lines name a passage (negotiation.library.called) or a day as the journal keeps them."""
PASSAGE = re.compile(r"(?P<symbol>.+), (?P<what>paragraph|line) (?P<number>[^,]+)")
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def _as_said(value: str) -> str:
    """Return a passage, or what holds days in ISO, in the reader's language."""
    passage = PASSAGE.fullmatch(value)
    if passage and passage["what"] == "paragraph":
        return str(_("%(symbol)s, paragraph %(number)s", symbol=passage["symbol"], number=passage["number"]))
    if passage:
        return str(_("%(symbol)s, line %(number)s", symbol=passage["symbol"], number=passage["number"]))
    return DAY.sub(lambda at: _iso_day(at[0]), value)


def _iso_day(iso: str) -> str:
    try:
        return str(day_in_words(date.fromisoformat(iso)))
    except ValueError:
        return iso


def _term(value: str) -> str:
    """Return a stored value of a closed list, a sitting or a marked word, in the reader's language."""
    if is_sitting_in_journal(value):
        return body_in_journal(value)
    for kind in TERMS:
        if (kind, value) in NAMES:
            return str(_(key_of(kind(value))))
    return str(_(value)) if value else ""


# The page ------------------------------------------------------------------------------------------


KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "texts": (
        N_("drafts and rounds"),
        (
            "import",
            "correct text",
            "replace text",
            "withdraw text",
            "set agenda",
            "set document settings",
            "name readers in copies",
            "leave readers out of copies",
            "circulate",
            "open round",
            "change deadline",
            "close round",
            "adopt text",
            "issue corrigendum",
            "publish text",
            "publish text from a moment",
            "end embargo",
            "withdraw publication",
            "translate",
            "translate title",
            "annotate",
        ),
    ),
    "proposals": (
        N_("proposals"),
        (
            "save draft",
            "send for review",
            "return to drafter",
            "submit",
            "enter from floor",
            "revise",
            "withdraw",
            "cosponsor",
            "leave cosponsors",
        ),
    ),
    "decisions": (
        N_("decisions"),
        (
            "accept",
            "part",
            "compromise",
            "reject",
            "brackets",
            "defer",
            "agree",
            AGREE_TOGETHER,
            "void",
            VOIDS_AGREEMENT,
            UNDO_TOGETHER,
            REOPENING,
            VOIDS_REOPENING,
            "confirm agreement",
            CONFIRM_TOGETHER,
            LIFTED_OVER,
            AGREE_OVER,
            STANDS_AGAIN,
            TELLS_LIFTED,
            TELLS_STANDING,
            TELLS_MISSING,
        ),
    ),
    "sittings": (N_("sittings"), SITTINGS),
    "silence": (N_("silence procedures"), SILENCES),
    "answers": (N_("positions and answers"), ("take position", "answer", *ACTS_ON_BRACKETS.values())),
    "reservations": (N_("reservations"), RESERVATIONS),
    "small-groups": (N_("small groups"), SMALL_GROUPS),
    "discussions": (N_("discussions"), DISCUSSIONS),
    "inputs": (N_("calls for inputs"), tuple(sorted(ACTS_ON_CALLS))),
    "partners": (N_("partners"), PARTNERS),
    "speakers": (N_("meeting and list of speakers"), OF_MEETING),
    "library": (
        N_("agreed language"),
        ("add source", "date source", "withdraw source", "pin source", "unpin source"),
    ),
    "guide": (
        N_("guide by agenda item"),
        (
            "add session agenda",
            "change session agenda",
            "remove session agenda",
            "link item",
            "unlink item",
            "tag paragraph",
            "untag paragraph",
            "decline item",
            "follow item",
            "leave item",
        ),
    ),
    "follow-up": (
        N_("follow-up"),
        (
            "confirm request",
            "edit request",
            "report on request",
            "add evidence",
            "remove evidence",
            "dismiss request",
        ),
    ),
}
"""Kinds of acts by which the list can be narrowed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the list is narrowed; "" asks for everything. Only the Mission may ask by person: see _conditions."""

    paragraph: str = ""
    proposal: str = ""
    kind: str = ""
    person: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """The same as parameters of an address."""
        return {name: str(getattr(self, name)) for name in self.__slots__ if getattr(self, name)}


@pages.get("/c/<code:code>/journal")
@access.gate(Act.READ_JOURNAL)
def index(code: str) -> str:
    """Show the journal, newest first, fifty lines before the line that ?before= names."""
    session, who = db.session(), access.actor()
    communique = _open(session, who, code)
    wanted, before = _wanted(who), _before()
    conditions = _conditions(session, who, communique, wanted)
    lines = read_journal(session, who, *conditions, before=before, limit=PAGE + 1)
    shown = lines[:PAGE]
    entries = tell(shown, load_subjects(session, who, shown))
    zone = ZoneInfo(conference_zone())
    return render_template(
        "journal/index.html",
        communique=communique,
        days=[(day, list(group)) for day, group in groupby(entries, lambda entry: _day(entry.line, zone))],
        count=len(shown),
        language=Language(communique.language),
        wanted=wanted,
        kinds={key: _(label) for key, (label, _acts) in KINDS.items()},
        by_person=_sees_everybody(who),
        address=f"/c/{code}/journal",
        older=conceal(shown[-1].id, use=LINE) if len(lines) > PAGE else "",
        newest=before is None,
        withheld=_withheld(session, who, communique),
        head=_head(session, who, communique),
        short_hash=short_hash,
    )


def _head(session: Session, who: Actor, communique: Communique) -> ActLine | None:
    """Return the last line on the text, for the Mission; None for other readers and on a withdrawn text. One query."""
    if g.communique is None or not access.may_here(who, Act.READ_EVIDENCE):
        return None
    return load_head(session, communique.id)


@pages.get("/c/<code:code>/journal.csv")
@access.gate(Act.READ_JOURNAL)
def download(code: str) -> Response:
    """Give the same lines as a table for a spreadsheet, newest first."""
    session, who = db.session(), access.actor()
    communique = _open(session, who, code)
    conditions = _conditions(session, who, communique, _wanted(who))
    lines = read_journal(session, who, *conditions, limit=WHOLE)
    entries = tell(lines, load_subjects(session, who, lines))
    table = _table(entries, _withheld(session, who, communique))
    response = Response(table, mimetype=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="journal-{code}.csv"'
    return response


def _open(session: Session, who: Actor, code: str) -> Communique:
    """Return the communiqué. Raises NotFound where nothing of it may be read."""
    communique = get_communique(session, code)
    versions = readable_drafts(session, communique.id, who)
    if not versions and not _keeps_people(session, who, communique):
        raise NotFound()
    is_withdrawn = bool(versions) and versions[0].draft.withdrawn_at is not None
    g.communique = None if is_withdrawn else communique  # a withdrawn text has no place to go but its journal
    return communique


def _withheld(session: Session, who: Actor, communique: Communique) -> tuple[str, ...]:
    """Return that acts of rounds are left out for *who*, where their proposals are not shown to them. One query."""
    if g.communique is None:
        return ()  # no round was ever opened on a text that was withdrawn
    return withheld_acts(who, draft_set(session, communique.id, who).contexts)


def _keeps_people(session: Session, who: Actor, communique: Communique) -> bool:
    """Whether *who* administers people, whose acts are listed beside those on a text, and the text is known to all."""
    return who.holds(Role.ADMINISTRATOR) and is_circulated(session, communique.id)


def _wanted(who: Actor) -> Wanted:
    sent = {name: request.args.get(name, "").replace("\0", "").strip()[:100] for name in Wanted.__slots__}
    if sent["kind"] not in KINDS:
        sent["kind"] = ""
    if not _sees_everybody(who):
        sent["person"] = ""
    return Wanted(**sent)


def _sees_everybody(who: Actor) -> bool:
    """Whether the reader may ask by person: to others the answer would betray what attribution hides."""
    return access.may_here(who, Act.READ_DESK)


def _before() -> int | None:
    """Return the line before which the page begins. Raises NotFound for what no page of ours names."""
    sent = request.args.get("before", "")
    line_id = reveal(sent, use=LINE)
    if sent and line_id is None:
        raise NotFound()
    return line_id


def _conditions(session: Session, who: Actor, communique: Communique, wanted: Wanted) -> Conditions:
    """Return the conditions on lines. Raises NotFound for a paragraph or proposal that the reader may not see."""
    paragraph = get_paragraph(session, communique.id, wanted.paragraph).id if wanted.paragraph else None
    amendment = get_record(session, who, wanted.proposal).amendment.id if wanted.proposal else None
    acts = KINDS[wanted.kind][1] if wanted.kind else None
    return journal_conditions(
        communique, paragraph=paragraph, amendment=amendment, acts=acts, person=wanted.person
    )


def _day(line: JournalLine, zone: ZoneInfo) -> date:
    return line.at.astimezone(zone).date()


# The file ------------------------------------------------------------------------------------------


def _table(entries: Sequence[Entry], withheld: Sequence[str] = ()) -> bytes:
    """Return *entries* as a table; before them a note on acts that are *withheld*, as rows without a moment."""
    head = [_("When (UTC)"), _("Who"), _("What"), _("Proposal"), _("Before"), _("After"), _("Reason")]
    rows = [head, *(["", "", sentence, "", "", "", ""] for sentence in withheld)]
    for entry in entries:
        name = entry.proposal.name if entry.proposal else ""
        cells = (entry.who, entry.sentence, name, entry.before, entry.after, entry.reason)
        rows.append([f"{entry.line.at:%Y-%m-%dT%H:%M:%SZ}", *cells])
    return as_csv(rows)
