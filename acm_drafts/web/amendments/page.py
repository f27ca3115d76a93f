"""
The page of a proposal: its status and why, what its sponsors are asked, what a reader may do.

Laid out from what the store knows and the reader may see; the acts themselves are addresses of
web.amendments, which leads back here when one is refused.
"""

from dataclasses import dataclass, replace

from flask import g, render_template
from flask_wtf import FlaskForm

from acm_drafts.negotiation.consolidation import WORDING_KINDS
from acm_drafts.negotiation.drawing import Drawing
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.permissions import WRITES
from acm_drafts.negotiation.terms import AmendmentKind, Stage, Standing
from acm_drafts.services import answers
from acm_drafts.store.absorption import Successor
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.brackets import is_bracketed
from acm_drafts.store.database import Session, db
from acm_drafts.store.drafts import get_communique_by_key
from acm_drafts.store.listing import answers_by
from acm_drafts.store.positions import AMENDABLE, own_rights, positions_on, positions_read, rights_on
from acm_drafts.store.readable import find_record, get_record, submitted_against
from acm_drafts.store.records import AnswerRow
from acm_drafts.store.rounds import state_of_round
from acm_drafts.store.status import Status, Statuses, load_statuses
from acm_drafts.store.text import TextRow, symbols_of_wordings
from acm_drafts.store.timeline import Timeline, load_timeline
from acm_drafts.store.uptake import Uptake, load_uptake
from acm_drafts.text.diff import diff_words
from acm_drafts.text.language import Language
from acm_drafts.web.amendments import answers as web_answers
from acm_drafts.web.amendments import status, timeline
from acm_drafts.web.amendments.display import made_on
from acm_drafts.web.amendments.locations import Subject
from acm_drafts.web.amendments.resubmission import address_of_rest
from acm_drafts.web.amendments.similar import similar_for_reader
from acm_drafts.web.amendments.status import StatusText
from acm_drafts.web.amendments.timeline import Change
from acm_drafts.web.bracket_holders.page import lifted_of_proposal
from acm_drafts.web.discussions.page import beside_proposal
from acm_drafts.web.follow_up.beside import drawn_from
from acm_drafts.web.shared import references
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.conflicts import rivals_for_reader
from acm_drafts.web.shared.refusals import status_of
from acm_drafts.web.shared.sentences import Sentence
from acm_drafts.web.shared.sentences import gettext as _
from acm_drafts.web.shared.withheld import withheld_others
from acm_drafts.web.text.routes import Opened

UNSENT = (Stage.DRAFT, Stage.REVIEW)


def amendment_page(
    code: str, *, refusal: Refusal | None = None, typed: FlaskForm | None = None
) -> tuple[str, int]:
    """
    Return the page of one proposal and its status; *refusal*: of an act on it, *typed* its form.

    Raises NotFound.
    """
    session = db.session()
    entry = get_record(session, actor(), code)
    amendment = entry.amendment
    communique = get_communique_by_key(session, amendment.communique_id)
    g.communique = communique
    known = load_statuses(session, communique, actor(), [entry])
    where = known.where(entry)
    finding = load_uptake(session, known, [entry]).get(amendment.id)
    html = render_template(
        "amendments/show.html",
        entry=entry,
        where=where,
        fresh=_is_fresh(where),
        bare=_bare(entry, where),
        known=known,
        finding=finding,
        rest=address_of_rest(known, entry, finding),
        language=Language(communique.language),
        refusal=refusal,
        typed=typed.data if typed else {},
        amended=_amended(entry, known),
        amending=_amending(entry, known),
        alike=similar_for_reader(session, known, entry),
        rivals=rivals_for_reader(session, known, entry),
        withheld="" if entry.last_shown else withheld_others(actor(), known.context(entry)),
        diff_words=diff_words,
        discussions=beside_proposal(session, Opened(known.drafts, known.actor), entry, known.name(entry)),
        drawn_from=drawn_from(session, known.actor, entry),
        **_status_facts(session, known, entry, finding),
    )
    return html, status_of(refusal) if refusal else 200


def _status_facts(
    session: Session, known: Statuses, entry: AmendmentRecord, finding: Uptake | None
) -> dict[str, object]:
    """Return the status of a proposal and what its reader may do, by the names that the template knows."""
    who, context, where = actor(), known.context(entry), known.where(entry)
    question = answers.asked_of(
        entry,
        unpublished=known.unpublished,
        unbracketed=known.lifting(entry),
        adopted=known.drafts.is_adopted,
    )
    offer = rights_on(session, who, context, [entry])[entry.amendment.id]
    acts, steps = own_rights(who, context, entry), load_timeline(session, known, entry)
    missed = None
    if entry.amendment.stage in UNSENT:
        missed = status.missed(state_of_round(context.round), adopted=known.drafts.is_adopted)
    subject = Subject(
        where,
        entry,
        g.communique.code,
        own=steps.own,
        finding=finding,
        submits=acts.go_on and not acts.waits,
        late=missed is not None,
        trail=steps,
    )
    rows = _answered(question, entry.amendment.id)
    return {
        "status": _with_reopening(
            session, known, entry, _with_lifting(session, known, entry, status.status_text(subject))
        ),
        "says": _says(known, entry, steps),
        "missed": missed if acts.go_on else None,
        "own": steps.own,
        "steps": timeline.shown(timeline.Page(entry, where, steps, offer)),
        "offer": offer,
        "positions": positions_read(who, offer, positions_on(session, [entry])[entry.amendment.id]),
        "ask": web_answers.question_form(question, entry, where, offer=offer, rows=rows),
        "acts": acts,
    }


def _with_lifting(session: Session, known: Statuses, entry: AmendmentRecord, text: StatusText) -> StatusText:
    """Return *text*, and of words in brackets that the running round lifts these. No query for other words."""
    if not is_bracketed(entry) or known.lifting(entry) is not None:
        return text
    page, rows = Opened(known.drafts, known.actor), tuple(known.rows.values())
    lifted = lifted_of_proposal(session, page, entry.amendment.code, rows)
    if not lifted:
        return text
    return replace(text, sentences=(*text.sentences, _("Its brackets in this round: %(how)s", how=lifted)))


def _with_reopening(
    session: Session, known: Statuses, entry: AmendmentRecord, text: StatusText
) -> StatusText:
    """Return *text*, and of a proposal that asks to reopen what is agreed that it does."""
    if not status.asking_to_reopen(session, known, [entry]):
        return text
    return replace(text, sentences=(*text.sentences, _("It asks to reopen what is agreed there.")))


@dataclass(frozen=True, slots=True)
class Says:
    """
    What a proposal says: its *change*, the *lines* it joins; *rest*: it is what an acceptance in part left of it.

    *made_on*: on which wording it is shown, "" where that is the text as it stands.
    """

    change: Change
    lines: Sentence | None = None
    rest: bool = False
    made_on: str = ""


def _says(known: Statuses, entry: AmendmentRecord, steps: Timeline) -> Says:
    where = known.where(entry)
    assert where.says is not None
    drawn = _drawn(entry, where) if where.says is entry.revision else None
    joins = entry.kind is AmendmentKind.JOIN and len(where.lines) > 1
    change = timeline.change(
        entry.kind,
        where.says,
        place=steps.places.get(where.says.id, where.place) if where.place else None,
        wordings=(drawn.base, drawn.text) if drawn else None,
    )
    symbols = (
        symbols_of_wordings(db.session(), known.drafts, [entry.read_on or 0])
        if drawn and drawn.is_old
        else {}
    )
    rest = where.parted is not None and where.says.made == "rest"
    lines = references.paragraphs(g.communique.code, where.lines) if joins else None
    return Says(change, lines, rest, made_on(entry, drawn, symbols) if drawn else "")


def _drawn(entry: AmendmentRecord, where: Status) -> Drawing:
    """Return between which wordings the proposal is drawn: on the paragraph as the reader's newest text has it."""
    rewords = entry.kind in (AmendmentKind.DELETE, *WORDING_KINDS) and not entry.amendment.amends_id
    spots = where.spots if rewords else ()
    if len(spots) > 1:
        return replace(entry.drawn_on(None), is_old=True)
    return entry.drawn_on(spots[0].text if spots else None)


def _is_fresh(where: Status) -> bool:
    """Return whether the proposal has no outcome yet: its page then opens with its words."""
    return where.standing in (Standing.DRAFT, Standing.REVIEW, Standing.PENDING) and not where.withheld


def _bare(entry: AmendmentRecord, where: Status) -> list[TextRow]:
    """Return the lines to show in full; without an outcome only those whose words its changes do not show."""
    shown: tuple[str, ...] = ()
    if _is_fresh(where) and entry.kind not in (AmendmentKind.MOVE, AmendmentKind.KEEP):
        drawn = _drawn(entry, where)
        shown = (drawn.base, drawn.text)
    return [row for row in where.lines if row.text and not any(row.text in words for words in shown)]


def _amended(entry: AmendmentRecord, known: Statuses) -> Successor | None:
    """Return what the proposal amends, named as the reader may name it; None where there is nothing to name."""
    key = entry.amendment.amends_id
    if key is None:
        return None
    amended = find_record(db.session(), actor(), key)
    return Successor(amended.revision, known.name(amended), amended.amendment.code) if amended else None


def _amending(entry: AmendmentRecord, known: Statuses) -> list[tuple[Successor, Status]]:
    """Return the proposals that amend this one and that the reader may read, each with its status."""
    if entry.amendment.number is None or entry.kind not in AMENDABLE:
        return []
    amending = submitted_against(db.session(), actor(), known.contexts, entry.amendment.id)
    known.learn(db.session(), amending)
    return [
        (Successor(record.revision, known.name(record), record.amendment.code), known.where(record))
        for record in amending
    ]


def _answered(question: answers.Question | None, amendment_id: int) -> list[AnswerRow]:
    """Return the answers of the reader's delegations to *question*."""
    if question is None:
        return []
    rows = answers_by(db.session(), actor().parties(*WRITES), [amendment_id])
    return [row for row in rows.values() if question.is_answered_by(row)]
