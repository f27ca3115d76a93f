"""
Positions on the paragraph as it stands: what the reader's delegations said of its words, and may say now.
"""

from dataclasses import dataclass

from acm_drafts.i18n import gettext as _
from acm_drafts.store.database import Session
from acm_drafts.store.paragraph_positions import load_paragraph_positions, paragraph_rights, positions_shown
from acm_drafts.store.positions import PartyRights, spoken_for
from acm_drafts.web.paragraph.context import Desk
from acm_drafts.web.paragraph.positions import Column
from acm_drafts.web.positions.about import PositionsOn, on_paragraph


@dataclass(frozen=True, slots=True)
class OwnPositions:
    """
    The paragraph as positions are taken on it, and a voice for each delegation that may say something of its words.

    *about* is None, and there is no *column*, where it does not stand in the newest text. *note* says up to which round
    the positions of others are shown, "" where all are.
    """

    about: PositionsOn | None
    voices: tuple[PartyRights, ...] = ()
    column: Column | None = None
    note: str = ""


def own_positions(session: Session, desk: Desk) -> OwnPositions:
    """Return what is said of the words of a paragraph. Three queries at most, none where it is in no text."""
    row, page = desk.row, desk.page
    if row is None:
        return OwnPositions(None)
    taken = load_paragraph_positions(session, page.who, page.drafts, {row.paragraph: row.wording})[
        row.paragraph
    ]
    running = desk.context if desk.is_running else None
    voices = paragraph_rights(page.who, running, spoken_for(session, page.who), taken)
    shown = positions_shown(page.who, page.drafts.contexts)
    return OwnPositions(
        on_paragraph(page.communique.code, row, desk.language),
        tuple(voice for voice in voices if voice.may_say),
        Column(str(_("as it stands")), tuple(taken), is_open=shown.all),
        "" if shown.all else shown_until(shown.until),
    )


def shown_until(until: int | None) -> str:
    """Return up to which round the positions of others are shown, where not all are."""
    if until is None:
        return str(_("The positions of others on the text are not shown to you."))
    return str(
        _("The positions of others on the text are shown as they were in round %(number)s.", number=until)
    )
