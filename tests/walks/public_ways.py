"""
A way to publish an adopted text, and to withdraw its public page.
"""

from datetime import timedelta
from functools import partial
from random import Random

from acm_drafts.negotiation.public import PublicAct
from acm_drafts.services import public
from acm_drafts.store.adoption import find_adoption
from acm_drafts.store.database import db, utcnow
from acm_drafts.store.public import find_publication
from tests.walks.room import Room
from tests.walks.verbs import Step, way


@way("public.publish")
def publish(room: Room, rng: Random) -> Step | None:
    seat, known = room.mission(rng), find_publication(db.session(), room.communique)
    adopted = find_adoption(db.session(), room.communique) is not None
    ends = utcnow() + timedelta(days=1) if rng.random() < 0.3 else None
    run = partial(public.publish, seat.actor, room.communique, public_from=ends)
    possible = adopted and not (known and known.is_public)
    return Step("public.publish", f"{seat}: publishes the text", run, possible=possible)


@way("public.withdraw")
def withdraw(room: Room, rng: Random) -> Step | None:
    seat, known = room.mission(rng), find_publication(db.session(), room.communique)
    run = partial(public.withdraw, seat.actor, room.communique, reason="It was too early.")
    possible = known is not None and known.last.act == PublicAct.PUBLISH
    return Step("public.withdraw", f"{seat}: withdraws the public page", run, possible=possible)
