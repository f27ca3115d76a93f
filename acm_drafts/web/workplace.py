"""
The Mission's desk, laid out: the queue in its groups, the excerpts of each proposal, what is contested.

Everything on it is computed by store.desk in a fixed number of queries; here it is put into words
and short pieces. It decides nothing and is read by the Mission alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import gettext as _

from acm_drafts.negotiation.consolidation import START
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.numbering import roman, short
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, RoundState, Standing
from acm_drafts.store import contests, desk, docket, queries, texts
from acm_drafts.store.contests import Contested
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.desk import Group, Item
from acm_drafts.store.docket import Entry
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Amendment, AnswerRow, Communique, Disposition, Party
from acm_drafts.store.texts import Row, Shelf
from acm_drafts.text.changes import changes
from acm_drafts.text.language import Language
from acm_drafts.web import catalogues, likenesses
from acm_drafts.web.access import actor
from acm_drafts.web.fragments import Section
from acm_drafts.web.likenesses import Beside, Nearby
from acm_drafts.web.pieces import Piece, loose_bracket, piece_of
from acm_drafts.web.presentation import day_and_month, proposal_url
from acm_drafts.web.presentation import short as shortened

PAGE = 25
FULL = 8
"""How many proposals of one paragraph the queue shows; its page shows all."""

HEADINGS: Mapping[Group, str] = {
    Group.CLASH: N_("Clashes"),
    Group.READY: N_("Ready to decide"),
    Group.AGAIN: N_("Objected to, or to be looked at again"),
    Group.BRACKETS: N_("In brackets, nothing pending"),
    Group.DEFERRED: N_("Deferred"),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A communiqué on the desk: its newest draft, its last round (*running* unless closed), and its lines."""

    communique: Communique
    who: Actor
    shelf: Shelf
    setting: Setting | None
    rows: Sequence[Row]

    @property
    def running(self) -> bool:
        return self.setting is not None and self.setting.round.closed_at is None

    @property
    def state(self) -> RoundState | None:
        return queries.state_of(self.setting.round) if self.setting else None

    @property
    def language(self) -> Language:
        return Language(self.communique.language)

    @property
    def root(self) -> str:
        return f"/c/{self.communique.code}"

    @property
    def agreed(self) -> int:
        return sum(section.done for section in self.sections)

    @property
    def counted(self) -> int:
        return sum(len(section.states) for section in self.sections)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The text as the map draws it: the states of the paragraphs under each heading."""
        found: list[Section] = [Section("", "", "", self.language, ())]
        for row in self.rows:
            if row.kind == "heading":
                numeral = row.label.rstrip(".") or roman(len(found)).upper()
                found.append(Section(numeral, row.text, "", self.language, ()))
            else:
                found[-1] = found[-1]._replace(states=(*found[-1].states, row.state))
        return tuple(section for section in found if section.states)


def opened(code: str) -> Opened:
    """Return what the desk is about, for the head of the page too. Raises NotFound. Three queries."""
    session, who = db.session(), actor()
    g.communique = communique = queries.get_communique(session, code)
    shelf = texts.shelf(session, communique.id, who)
    setting = shelf.setting
    draft = setting.issue.draft if setting and setting.round.closed_at is None else shelf.newest.draft
    return Opened(communique, who, shelf, setting, texts.rows(session, draft.id))


# The queue -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Brief:
    """One proposal in a line: what it is called, what it asks for, and the first of its changes."""

    name: str
    url: str
    kind: AmendmentKind
    note: str = ""
    piece: Piece | None = None
    more: int = 0
    alike: tuple[Beside, ...] = ()
    """Others that ask for the same, or nearly: for one decision on all of them, or for a compromise."""
    loose: Piece | None = None
    """The bracket without a partner in the words proposed."""
    contest: AnswerRow | None = None
    """What its sponsor holds against what was made of it."""
    seconded: tuple[tuple[Party, AnswerRow], ...] = ()
    """What its co-sponsors hold against it."""


@dataclass(frozen=True, slots=True)
class Held:
    """
    What is contested and does not wait as a proposal alone: *made* is the decision that stands, if one does.

    *keeps*: that may be kept at a level now; *seen* is then the counter of its paragraph.
    """

    brief: Brief
    standing: Standing
    pending: bool
    made: Disposition | None
    keeps: bool
    seen: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One paragraph of the queue with the first of its proposals."""

    item: Item
    briefs: tuple[Brief, ...]
    more: int = 0
    keeps: int = 0
    section: str = ""
    """The heading it stands under, where the paragraph shown before it stands under another."""
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """
    One page of the queue. The counts are of the whole.

    *waits* are proposals that wait for their sponsors, *untouched* paragraphs on which nothing was ever proposed.
    """

    groups: tuple[tuple[str, int, tuple[Shown, ...]], ...]
    total: int
    proposals: int
    clashes: int
    waits: int
    untouched: int
    number: int
    last: int
    heard: tuple[Held, ...] = ()
    """What is contested and cannot be decided here: between rounds, or where the paragraph is gone."""


def queue(page: Opened, asked: str) -> Queue:
    """
    Return the page of the queue that *asked* names, the nearest there is.

    Fourteen queries at most, nine more where something is contested.
    """
    session = db.session()
    setting = page.setting
    contested = _contested(page)
    items = (
        desk.queue(session, setting.round.id, page.rows, contested=contested)
        if setting and page.running
        else ()
    )
    placed = {item.paragraph for item in items}
    last = max(1, -(-len(items) // PAGE))
    number = min(max(1, int(asked)), last) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    here = items[(number - 1) * PAGE : number * PAGE]
    entries = _by_paragraph(page, here)
    alike = likenesses.beside(entry for found in entries.values() for entry in found)
    counts = {group: sum(1 for item in items if item.group is group) for group in Group}
    groups = tuple(
        (
            _(HEADINGS[group]),
            counts[group],
            _under_headings([_shown(page, item, entries, alike) for item in found]),
        )
        for group, found in groupby(here, lambda item: item.group)
    )
    return Queue(
        groups,
        total=len(items),
        proposals=sum(item.pending for item in items),
        clashes=counts[Group.CLASH],
        waits=len(_waiting(page)),
        untouched=desk.without_proposals(session, page.rows),
        number=number,
        last=last,
        heard=tuple(_held(page, one) for one in contested if one.paragraph not in placed),
    )


def _contested(page: Opened) -> tuple[Contested, ...]:
    if page.setting is None:
        return ()
    session, key = db.session(), page.setting.round.id
    return contests.load(session, contests.rounds(session, key) if page.running else (key,))


def _held(page: Opened, one: Contested) -> Held:
    """Lay out what is contested; what was decided in the running round may be kept, at a level."""
    here = page.running and page.setting is not None and one.made is not None
    keeps = here and one.made.decision.round_id == page.setting.round.id  # type: ignore[union-attr]
    return Held(_brief(page, one.entry, ()), one.entry.standing, one.entry.pending, one.made, keeps, one.seen)


def waiting(page: Opened) -> tuple[Brief, ...]:
    """Return the proposals that wait for their sponsors, the first hundred. Seven queries."""
    keys = _waiting(page)[:100]
    found = docket.load(db.session(), Amendment.id.in_(keys))
    return tuple(_brief(page, entry, ()) for entry in found)


def _waiting(page: Opened) -> tuple[int, ...]:
    if page.setting is None:
        return ()
    return desk.waiting_for_sponsors(db.session(), page.communique.id, page.setting.round.id)


def _by_paragraph(page: Opened, items: Iterable[Item]) -> dict[int, list[Entry]]:
    wanted = [item.paragraph for item in items]
    found: dict[int, list[Entry]] = {key: [] for key in wanted}
    if not wanted or page.setting is None:
        return found
    for entry in desk.proposals(db.session(), wanted, page.setting.round.id):
        if entry.pending:
            found[entry.amendment.paragraph_id].append(entry)
    return found


def _shown(page: Opened, item: Item, entries: Mapping[int, Sequence[Entry]], alike: Nearby) -> Shown:
    """Lay one paragraph out: what asks for the same is told once, near ones one after the other."""
    keeps = [entry for entry in entries[item.paragraph] if entry.kind is AmendmentKind.KEEP]
    others = [entry for entry in entries[item.paragraph] if entry.kind is not AmendmentKind.KEEP]
    firsts = likenesses.ordered(others, alike)
    told = likenesses.told_once(firsts, alike)
    return Shown(
        item,
        tuple(
            replace(
                _brief(page, entry, others),
                alike=told[entry.amendment.id],
                loose=loose_bracket(entry.revision.text),
            )
            for entry in firsts[:FULL]
        ),
        more=max(0, len(firsts) - FULL),
        keeps=len(keeps),
        held=tuple(_held(page, one) for one in item.contested if one.made or not one.entry.pending),
    )


def _under_headings(items: Sequence[Shown]) -> tuple[Shown, ...]:
    """Name the section of the first of those that stand under one heading."""
    before = ["", *(shown.item.section for shown in items)]
    return tuple(
        replace(shown, section="" if shown.item.section == last else shown.item.section)
        for shown, last in zip(items, before, strict=False)
    )


def _brief(page: Opened, entry: Entry, rivals: Sequence[Entry]) -> Brief:
    name, url, kind = entry.label, proposal_url(entry.amendment.code), entry.kind
    brief = Brief(name, url, kind, contest=entry.contest, seconded=entry.seconded)
    if kind is AmendmentKind.REPLACE:
        old, new = entry.asked
        own = changes(old, new)
        if own:
            chosen = next(
                (c for c in own if not entry.read_on_old and _is_disputed(c, entry, rivals)), own[0]
            )
            piece = piece_of(old, chosen)
            return replace(brief, piece=piece, more=len(own) - 1)
    if kind is AmendmentKind.INSERT:
        piece = Piece("", "", shortened(entry.revision.text, 110), "")
        return replace(brief, piece=piece)
    return replace(brief, note=_asks(page, entry))


def _is_disputed(change: object, entry: Entry, rivals: Sequence[Entry]) -> bool:
    """Whether another proposal wants other words where *change* stands."""
    for rival in rivals:
        if rival is not entry and rival.kind is AmendmentKind.REPLACE and rival.base == entry.base:
            for theirs in changes(rival.base, rival.revision.text):
                if theirs != change and theirs.start <= change.end and change.start <= theirs.end:  # type: ignore[attr-defined]
                    return True
    return False


def _asks(page: Opened, entry: Entry) -> str:
    """Return in words what a proposal without wording asks for."""
    if entry.kind is AmendmentKind.DELETE:
        return str(_("the whole paragraph"))
    if entry.kind is AmendmentKind.MOVE:
        after = entry.revision.after_id or START
        if after == START:
            return str(_("to stand before all others"))
        return str(_("to follow paragraph %(number)s", number=_number(page, after)))
    if entry.kind is AmendmentKind.JOIN:
        return str(_("with paragraph %(number)s", number=_number(page, entry.revision.other_id or 0)))
    if entry.kind is AmendmentKind.SPLIT:
        count = len(entry.revision.parts) + 1
        return str(catalogues.ngettext("into %(num)s part", "into %(num)s parts", count))
    return str(_("as it is"))


def _number(page: Opened, paragraph: int) -> str:
    found = next((short(row.label) for row in page.rows if row.paragraph == paragraph), "")
    return found or str(_("(new)"))


# The line of time ------------------------------------------------------------------------------------

AFTER = 0.08
"""How much of the line lies after its last event."""


def calendar(page: Opened) -> tuple[list[dict[str, object]], dict[str, object]] | None:
    """Return the events of the running round along a line of time and now, as macros/map.html draws them."""
    if page.setting is None or not page.running:
        return None
    round_, now = page.setting.round, utcnow()
    first = min(round_.opens_at, now)
    whole = (max(round_.deadline, now) - first) * (1 + AFTER)
    zone = ZoneInfo(round_.zone)
    begins = _("round opens") if now < round_.opens_at else _("round opened")
    events: list[dict[str, object]] = [
        {"kind": kind, "at": (at - first) / whole, "when": _when(at, zone), "word": word}
        for kind, at, word in (
            ("opened", round_.opens_at, begins),
            ("deadline", round_.deadline, _("deadline")),
        )
    ]
    return events, {"at": (now - first) / whole, "when": _when(now, zone)}


def _when(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{day_and_month(local.date())}{catalogues.gettext(', ')}{local:%H:%M}"
