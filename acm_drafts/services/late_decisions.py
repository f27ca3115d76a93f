"""
Whether a closed sitting could have decided what was entered of it afterwards: replayed for `verify`.

It is asked by the rule by which the decision itself was refused or taken (services.agreeing_sittings), of what its
proposals said then. Where the clock was put back before the decision, it does not look entered late and is not asked.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.sittings import off_agenda, submitted_later
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.late_decisions import LateDecision, late_decisions, places_of_new, submitted_as_of
from acm_drafts.store.sittings import agenda_keys


@dataclass(frozen=True, slots=True)
class NotBefore:
    """That a *sitting*, by its code, decided a *paragraph*, by its code, and could not: *message*, of these *names*."""

    sitting: str
    paragraph: str
    message: str
    names: str = ""


def decided_without(session: Session, communique_id: int) -> list[NotBefore]:
    """
    Return the decisions of a text that name a closed sitting which could not have taken them.

    Three queries, where there are late ones three more, and one for each draft that they are on.
    """
    late = late_decisions(session, communique_id)
    return [*_submitted_later(session, late), *_off_the_agenda(session, late)]


def _submitted_later(session: Session, late: Collection[LateDecision]) -> Iterator[NotBefore]:
    submitted = submitted_as_of(session, {key for each in late for key in each.revisions})
    for each in late:
        own = [submitted[key] for key in each.revisions if key in submitted]
        if names := submitted_later(each.sitting.closed_at, own):
            message = N_(
                "a decision names sitting %(sitting)s, which was closed before this was submitted: %(names)s"
            )
            yield NotBefore(each.sitting.code, each.code, message, ", ".join(names))


def _off_the_agenda(session: Session, late: Collection[LateDecision]) -> Iterator[NotBefore]:
    without = [each for each in late if not each.decision.reason.strip()]
    agendas = agenda_keys(session, {each.sitting.id for each in without})
    places = places_of_new(session, {each.decision.paragraph_id or 0 for each in without})
    lines = {draft: lines_of_draft(session, draft) for draft in {each.draft for each in without}}
    for each in without:
        decided = _decided_lines(each, lines[each.draft], places)
        if decided and len(off_agenda(decided, agendas[each.sitting.id])) == len(decided):
            message = N_(
                "a decision names sitting %(sitting)s, which was closed and did not have it before it"
            )
            yield NotBefore(each.sitting.code, each.code, message)


def _decided_lines(
    late: LateDecision, lines: Collection[Line], places: Mapping[int, Collection[int]]
) -> list[Line]:
    """Return the line that was decided; of a new paragraph those that it was ever to follow."""
    paragraph = late.decision.paragraph_id or 0
    own = [line for line in lines if line.paragraph == paragraph]
    return own or [line for line in lines if line.paragraph in places.get(paragraph, ())]
