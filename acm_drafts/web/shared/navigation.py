"""
Where a person may go from every page, by the offices held today.

It lists what is offered; every page asks for permission itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import g, request

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.permissions import Act, Actor
from acm_drafts.negotiation.terms import PartyKind, Role
from acm_drafts.services.sign_ins import SignedIn
from acm_drafts.store.database import db
from acm_drafts.store.meetings import Text, texts_for
from acm_drafts.store.records import Communique
from acm_drafts.web.shared.access import actor, may_for_own, may_here


def places(who: SignedIn, communique: Communique | None, *, several: bool) -> list[tuple[str, str, bool]]:
    """
    Return (label, address, whether the reader is there) of where *who* may go from every page.

    *several*: there is more than one text to go to. Who adds meetings reaches the list of texts before that.
    """
    reads = reads_texts(who.actor)
    links = _of_text(who, communique) if communique and reads else _without_text(who.actor)
    if reads:
        links.append((_("Library"), "/library"))
    if several or may_here(who.actor, Act.ADD_MEETING):
        links.append((_("All texts"), "/meetings"))
    if may_here(who.actor, Act.MANAGE_PEOPLE) or may_for_own(who.actor, Act.NAME_DRAFTERS):
        links.append((_("People"), "/people"))
    if not reads and (journal := journal_url(who.actor, communique)):
        links.append((_("Journal"), journal))
    return [(label, url, _is_here(url, *more)) for label, url, *more in links]


def _of_text(who: SignedIn, communique: Communique) -> list[tuple[str, ...]]:
    """Return where a reader of a text may go: label, address, and further addresses whose pages belong to the place."""
    root = f"/c/{communique.code}"
    offered = (
        (True, (_("The text"), f"{root}/text", f"{root}/progress")),
        (_in_delegation(who), (_("My delegation"), f"{root}/delegation")),
        (may_here(who.actor, Act.READ_DESK), (_("Decisions"), f"{root}/decisions")),
        (True, (_("Rounds"), f"{root}/rounds", f"{root}/drafts", f"{root}/calendar")),
        (_knows_of_sittings(who), (_("Sittings"), f"{root}/sittings", f"{root}/bodies", f"{root}/silence")),
        (True, (_("Compare"), f"{root}/compare")),
        (True, (_("Journal"), f"{root}/journal")),
        (
            True,
            (
                _("Documents"),
                f"{root}/documents",
                f"{root}/agenda",
                f"{root}/document-settings",
                f"{root}/inputs",
            ),
        ),
    )
    return [link for is_offered, link in offered if is_offered]


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


def _without_text(who: Actor) -> list[tuple[str, ...]]:
    """Return where somebody may go before there is a text to read."""
    return [(_("Import"), "/import")] if may_here(who, Act.IMPORT) else []


def known_texts() -> tuple[Text, ...]:
    """
    Return the texts that the person may know of, at all meetings. One query, the first time in a request.

    Those who read circulated texts alone do not learn of one before.
    """
    if "texts" not in g:
        g.texts = texts_for(db.session(), actor())
    texts: tuple[Text, ...] = g.texts
    return texts


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
