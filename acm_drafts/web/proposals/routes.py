"""
All proposals that a reader may read, in pages, by standing, sponsor or paragraph.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from flask import Blueprint, g, render_template, request
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import pgettext
from acm_drafts.negotiation.first_words import ON_LINE, first_words
from acm_drafts.negotiation.status import BY_DECISION
from acm_drafts.negotiation.terms import Standing
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session, db
from acm_drafts.store.drafts import get_communique
from acm_drafts.store.listing import Filter, find_page, sponsors_listed
from acm_drafts.store.positions import rights_in_rounds
from acm_drafts.store.readable import submitted_in_round
from acm_drafts.store.status import Statuses, load_statuses
from acm_drafts.text.language import Language
from acm_drafts.web.amendments import status
from acm_drafts.web.amendments.locations import Subject
from acm_drafts.web.delegation.page import Item, asks_of, pieces_of
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.conflicts import rivals_between
from acm_drafts.web.shared.formatting import party_name
from acm_drafts.web.shared.forms import options
from acm_drafts.web.shared.states import PROPOSED, state_mark
from acm_drafts.web.shared.withheld import drawn_numbers, withheld_from

pages = Blueprint("proposals", __name__)

PAGE = 30


class SearchForm(FlaskForm):
    """What to look for; choices that are not there find everything."""

    class Meta:
        csrf = False  # it changes nothing and stands in the address

    standing = SelectField(default="", validate_choice=False)
    sponsor = SelectField(default="", validate_choice=False)
    paragraph = SelectField(default="", validate_choice=False)

    def __init__(self, known: Statuses, **facts: object) -> None:
        super().__init__(formdata=request.args, **facts)
        self.standing.label.text = _("Where it is")
        self.sponsor.label.text = _("Sponsor")
        self.paragraph.label.text = _("Paragraph")
        self.standing.choices = _all(_("all"), options(_standings()))
        parties = sponsors_listed(db.session(), known)
        self.sponsor.choices = _all(
            pgettext("sponsors", "all"), options((party.code, party_name(party)) for party in parties)
        )
        rows = [row for row in known.rows.values() if row.reference]
        self.paragraph.choices = _all(
            pgettext("paragraphs", "all"),
            options((r.code, f"{r.number} {first_words(r.text, ON_LINE)}") for r in rows),
        )

    def wanted(self, known: Statuses) -> Filter:
        """Return the search conditions; a value that no choice offers is left out."""
        offered = [str(choice.value) for choice in self.standing.choices if choice.value]
        chosen = self.standing.data if self.standing.data in offered else ""
        standing = Standing(chosen.removesuffix(PROPOSED)) if chosen else None
        codes = [str(choice.value) for choice in self.sponsor.choices]
        sponsor = self.sponsor.data if self.sponsor.data in codes else ""
        rows = {row.code: row.paragraph for row in known.rows.values()}
        return Filter(
            standing,
            sponsor,
            rows.get(self.paragraph.data or ""),
            only_proposed=chosen.endswith(PROPOSED),
        )


def _standings() -> Iterator[tuple[str, str]]:
    """Yield each value by which proposals can be looked for, with its word; what the Mission only proposes apart."""
    for standing in Standing:
        values = (standing.value, standing.value + PROPOSED) if standing in BY_DECISION else (standing.value,)
        for value in values:
            mark = state_mark("proposal", value)
            if mark:
                yield value, mark.word


def _all(label: str, choices: list[SelectChoice]) -> list[SelectChoice]:
    return [SelectChoice(value="", label=label), *choices]


@pages.get("/c/<code:communique_code>/proposals")
@access.signed_in
def index(communique_code: str) -> str:
    session = db.session()
    communique = get_communique(session, communique_code)
    g.communique = communique
    known = load_statuses(session, communique, actor())
    form = SearchForm(known)
    number = min(max(1, request.args.get("page", 1, type=int)), 10_000)
    listing = find_page(session, known, form.wanted(known), start=(number - 1) * PAGE, most=PAGE)
    known.learn(session, listing.entries)
    around = _around(session, known)
    names = {entry.amendment.id: known.name(entry) for entry in (*around, *listing.entries)}
    offers = rights_in_rounds(session, actor(), known.context, listing.entries)
    last = max(1, -(-listing.total // PAGE))
    return render_template(
        "proposals/index.html",
        form=form,
        items=[
            Item(
                entry,
                where,
                offers[entry.amendment.id],
                *pieces_of(entry, where.says),
                asks_of(known, entry),
                amended=names.get(entry.amendment.amends_id or 0, ""),
                status=status.status_text(Subject(where, entry, communique.code)),
            )
            for entry in listing.entries
            for where in [known.where(entry)]
        ],
        rivals=rivals_between(around, known),
        total=listing.total,
        withheld=withheld_from(actor(), known.drafts.context),
        drawn=drawn_numbers(actor(), known.drafts.context),
        round_number=known.drafts.context.round.number if known.drafts.context else 0,
        number=number,
        last=last,
        previous=_page(number - 1) if number > 1 else None,
        following=_page(number + 1) if number < last else None,
        language=Language(communique.language),
    )


def _around(session: Session, known: Statuses) -> Iterable[AmendmentRecord]:
    """Return all proposals of the running round that the reader may read, none between rounds. Nine queries at most."""
    context = known.drafts.context
    if context is None or context.round.closed_at is not None:
        return ()
    around = submitted_in_round(session, known.actor, context)
    known.learn_settled(session, around)
    return around


def _page(number: int) -> str:
    """Return the address of another page of the same search."""
    return "?" + urlencode([*((k, v) for k, v in request.args.items() if k != "page"), ("page", number)])
