"""A way to play each verb on what is agreed: it is confirmed, for one paragraph or a sitting, and reopened."""

from functools import partial
from random import Random

from acm_drafts.negotiation.terms import ParagraphState
from acm_drafts.services import confirmations, reopenings
from acm_drafts.store.database import db
from acm_drafts.store.records import Paragraph, Sitting
from tests.walks.room import Room
from tests.walks.sitting_ways import chair
from tests.walks.verbs import Step, way


def _agreed(room: Room, rng: Random, *, ad_referendum: bool) -> Paragraph | None:
    """Choose a paragraph that is agreed, the near one if it is; now and then any other."""
    paragraphs = list(room.view.paragraphs.values())
    agreed = [
        paragraph
        for paragraph in paragraphs
        if paragraph.state == ParagraphState.AGREED and paragraph.ad_referendum >= ad_referendum
    ]
    if not paragraphs or rng.random() < 0.05:
        return rng.choice(paragraphs) if paragraphs else None
    near = [paragraph for paragraph in agreed if paragraph.id == room.near[1]]
    return rng.choice(near or agreed) if agreed else None


@way("reopenings.reopen")
def reopen(room: Room, rng: Random) -> Step | None:
    paragraph = _agreed(room, rng, ad_referendum=False)
    if paragraph is None or room.view.round is None:
        return None
    seat, asked_by = chair(room, rng), rng.choice(("SEN", "MYS", "OICM"))
    facts = {"asked_by": asked_by, "reason": "It was corrected.", "seen": paragraph.counter}
    run = partial(reopenings.reopen, seat.actor, paragraph.id, **facts)
    words = f"{seat}: paragraph #{paragraph.id}, asked by {asked_by}"
    possible = paragraph.state == ParagraphState.AGREED
    return Step("reopenings.reopen", words, run, None, paragraph.id, possible=possible)


@way("confirmations.confirm")
def confirm(room: Room, rng: Random) -> Step | None:
    paragraph = _agreed(room, rng, ad_referendum=True)
    if paragraph is None:
        return None
    seat = chair(room, rng)
    facts = {"given_by": "the Ministry", "seen": paragraph.counter}
    run = partial(confirmations.confirm, seat.actor, paragraph.id, **facts)
    words = f"{seat}: paragraph #{paragraph.id}"
    return Step("confirmations.confirm", words, run, None, paragraph.id, possible=paragraph.ad_referendum)


@way("confirmations.confirm_sitting")
def confirm_sitting(room: Room, rng: Random) -> Step | None:
    sittings = db.session.query(Sitting).filter_by(communique_id=room.communique).order_by(Sitting.id).all()
    running = room.view.round.id if room.view.round is not None else None
    awaiting = [(row, confirmations.awaiting_of(db.session(), row, running)) for row in sittings]
    awaiting = [(row, decisions) for row, decisions in awaiting if decisions]
    if not awaiting:
        return None
    (sitting, decisions), seat = rng.choice(awaiting), chair(room, rng)
    facts = {"given_by": "the Ministry", "seen": confirmations.seen_of(decisions)}
    run = partial(confirmations.confirm_sitting, seat.actor, sitting.code, **facts)
    return Step("confirmations.confirm_sitting", f"{seat}: {len(decisions)} decisions", run)
