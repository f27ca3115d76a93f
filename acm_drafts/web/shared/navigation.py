"""
Where a person may go from every page, by the offices held today.

It lists what is offered; every page asks for permission itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import g, request, session

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.permissions import Act, Actor
from acm_drafts.negotiation.terms import PartyKind, Role, TextKind
from acm_drafts.services.sign_ins import SignedIn
from acm_drafts.store.database import db
from acm_drafts.store.meetings import Text, texts_for
from acm_drafts.store.records import Communique
from acm_drafts.web.shared.access import actor, may_for_own, may_here


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where one may go: its word, its address, whether the reader is there, and the places within it.

    A place of several has the address of its first; it is *current* where one of them is.
    """

    label: str
    url: str
    current: bool
    within: tuple["Place", ...] = ()

    def elsewhere(self) -> "Place":
        """Return the place as it is shown to somebody who is at none."""
        return Place(self.label, self.url, False, tuple(place.elsewhere() for place in self.within))


def places(who: SignedIn, communique: Communique | None, *, several: bool) -> list[Place]:
    """
    Return where *who* may go from every page, in the order of the line.

    *several*: there is more than one text to go to. Who adds meetings reaches the list of texts before that.
    """
    reads = reads_texts(who.actor)
    all_texts = _all_texts(who.actor, communique, several=several)
    library = _of_library(who.actor, communique) if reads else []
    manages = may_here(who.actor, Act.MANAGE_PEOPLE) or may_for_own(who.actor, Act.NAME_DRAFTERS)
    own = _offered((manages, (_("People"), "/people")))
    if communique and reads:
        return [
            *_of_text(who, communique),
            *_group(_("Meeting"), [*_of_meeting(who, communique), *all_texts]),
            *_group(_("Library"), library),
            *_papers(communique),
            *own,
        ]
    journal = journal_url(who.actor, communique)
    imports = _offered((may_here(who.actor, Act.IMPORT), (_("Import"), "/import")))
    journals = _offered((bool(journal) and not reads, (_("Journal"), journal)))
    return [*imports, *all_texts, *_group(_("Library"), library), *own, *journals]


def _group(label: str, within: list[Place]) -> list[Place]:
    """Return the place that holds *within*; nothing where that is empty."""
    if not within:
        return []
    return [Place(label, within[0].url, any(place.current for place in within), tuple(within))]


def _offered(*links: tuple[bool, tuple[str, ...]]) -> list[Place]:
    """Return those that are offered of (is it, (label, address, further addresses whose pages belong to the place))."""
    return [
        Place(label, url, _is_here(url, *more)) for is_offered, (label, url, *more) in links if is_offered
    ]


def _of_text(who: SignedIn, communique: Communique) -> list[Place]:
    """Return the text, and where its reader works on it."""
    root = f"/c/{communique.code}"
    return _offered(
        (True, (_text_label(communique), f"{root}/text", f"{root}/progress", f"{root}/annotated")),
        (_in_delegation(who), (_("My delegation"), f"{root}/delegation")),
        (may_here(who.actor, Act.READ_DESK), (_("Decisions"), f"{root}/decisions")),
        (True, (_("Compare"), f"{root}/compare")),
    )


def _of_meeting(who: SignedIn, communique: Communique) -> list[Place]:
    """Return the places of the meeting that negotiates the text."""
    root = f"/c/{communique.code}"
    return _offered(
        (True, (_("Rounds"), f"{root}/rounds", f"{root}/drafts")),
        (_knows_of_sittings(who), (_("Sittings"), f"{root}/sittings", f"{root}/bodies", f"{root}/silence")),
        (True, (_("Calendar"), f"{root}/calendar")),
        (True, (_("Agenda and speakers"), f"/meetings/{communique.meeting_id}")),
    )


def _of_library(who: Actor, communique: Communique | None) -> list[Place]:
    """Return what the Group keeps over the years, and what is asked for beside the text at hand."""
    root = f"/c/{communique.code}" if communique else ""
    return _offered(
        (True, (_("Agreed language"), "/library")),
        (
            may_here(who, Act.READ_GUIDE),
            (_("Guide"), "/guide", *([f"{root}/items", f"{root}/letter"] if root else ())),
        ),
        (may_here(who, Act.READ_FOLLOW_UP), (_("Follow-up"), "/follow-up")),
        (True, (_("Inputs"), _inputs_url(communique), "/calls", *([f"{root}/inputs"] if root else ()))),
        (may_here(who, Act.READ_PARTNERS), (_("Partners"), "/partners")),
    )


def _inputs_url(communique: Communique | None) -> str:
    """Return where the calls for inputs beside the communiqué at hand are, those beside all texts where none is."""
    if communique is None or communique.kind != TextKind.COMMUNIQUE:
        return "/calls"
    return f"/c/{communique.code}/inputs"


def _papers(communique: Communique) -> list[Place]:
    """Return what comes out of the negotiation and its record."""
    root = f"/c/{communique.code}"
    return _offered(
        (True, (_("Documents"), f"{root}/documents", f"{root}/agenda", f"{root}/document-settings")),
        (True, (_("Journal"), f"{root}/journal")),
    )


def _text_label(communique: Communique) -> str:
    return _("The agenda") if communique.kind == TextKind.AGENDA else _("The text")


def _all_texts(who: Actor, communique: Communique | None, *, several: bool) -> list[Place]:
    """Return the list of all texts where there is more than one to go to, or one may be added."""
    if not several and not may_here(who, Act.ADD_MEETING):
        return []
    of_this_meeting = f"/meetings/{communique.meeting_id}" if communique else ""
    is_here = _is_here("/meetings") and not (of_this_meeting and _is_here(of_this_meeting))
    return [Place(_("All texts"), "/meetings", is_here)]


def _knows_of_sittings(who: SignedIn) -> bool:
    """Return whether sittings are held that *who* may belong to: a State's own, the chair's, or the Mission's."""
    in_state = any(office.party and office.party.kind is PartyKind.STATE for office in who.offices)
    return in_state or may_here(who.actor, Act.RUN_SITTING)


@dataclass(frozen=True, slots=True)
class Quick:
    """One of the few places that a phone keeps at hand: its drawing (macros/shapes.html), word, and address."""

    icon: str
    label: str
    url: str
    current: bool


def quick_places(who: SignedIn, communique: Communique | None) -> list[Quick]:
    """Return the three places that *who* goes to most, by office; none without a text to read."""
    if communique is None or not reads_texts(who.actor):
        return []
    root = f"/c/{communique.code}"
    text = Quick("text", _("Text"), f"{root}/text", _is_here(f"{root}/text"))
    return [text, *_quick_by_office(who, root)]


def _quick_by_office(who: SignedIn, root: str) -> Iterable[Quick]:
    """Return what stands beside the text: the Mission's two, a delegation's two, or those of everybody else."""
    rounds = Quick("rounds", _("Rounds"), f"{root}/rounds", _is_here(f"{root}/rounds", f"{root}/drafts"))
    if may_here(who.actor, Act.READ_DESK):
        return (Quick("decide", _("Decisions"), f"{root}/decisions", _is_here(f"{root}/decisions")), rounds)
    if _in_delegation(who):
        own_page = Quick("mine", _("Mine"), f"{root}/delegation", _is_here(f"{root}/delegation"))
        return (own_page, Quick("propose", _("Propose"), _amend_url(root), request.path.endswith("/amend")))
    return (rounds, Quick("documents", _("Documents"), f"{root}/documents", _is_here(f"{root}/documents")))


def _amend_url(root: str) -> str:
    """Return where a proposal begins: with the paragraph at hand where that admits one, else by choosing one."""
    return str(g.get("amend_url") or f"{root}/text#go")


def _in_delegation(who: SignedIn) -> bool:
    return any(office.party and office.party.kind is not PartyKind.MISSION for office in who.offices)


def known_texts() -> tuple[Text, ...]:
    """
    Return the texts that the person may know of, at all meetings. One query, the first time in a request.

    Those who read circulated texts alone do not learn of one before.
    """
    if "texts" not in g:
        g.texts = texts_for(db.session(), actor())
    texts: tuple[Text, ...] = g.texts
    return texts


LAST_TEXT = "text"
"""Where the cookie of a signed-in browser holds the code of the text that was opened last."""


def note_opened(communique: Communique) -> None:
    """Note that the text is the one that this browser opened last."""
    if session.get(LAST_TEXT) != communique.code:
        session[LAST_TEXT] = communique.code


def last_text() -> Communique | None:
    """Return the text that this browser opened last, None where there is none that its reader still reads."""
    code = session.get(LAST_TEXT)
    return next((t.communique for t in known_texts() if t.readable and t.communique.code == code), None)


def reads_text(code: str) -> bool:
    """Return whether the person reads the pages of the text with *code*."""
    return any(text.readable and text.communique.code == code for text in known_texts())


def has_several(known: SignedIn) -> bool:
    """Return whether the person may know of several texts. No query where there is only one in the house."""
    return known.several and len(known_texts()) > 1


def reads_texts(who: Actor) -> bool:
    """Return whether an office of *who* lets circulated texts be read. An administrator's alone does not."""
    return any(office.role is not Role.ADMINISTRATOR for office in who.offices)


def journal_url(who: Actor, communique: Communique | None) -> str:
    """Return the address of the journal as far as *who* may read it, "" where there is none."""
    return f"/c/{communique.code}/journal" if communique and may_here(who, Act.READ_JOURNAL) else ""


def _is_here(*urls: str) -> bool:
    return any(request.path == url or request.path.startswith(f"{url}/") for url in urls)
