"""
Which decision put the words into the text that a closing found there: why a proposal was absorbed that nobody judged.

A decision accounts for a proposal when its words alone hold all that was asked for. Where several do,
or only several together, none is named: nothing is claimed when unsure.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.consolidation import WORDING_KINDS
from acm_drafts.negotiation.terms import AmendmentKind, Outcome, Verdict
from acm_drafts.store import adopted
from acm_drafts.store.records import Amendment, Decision, Disposition, Revision, VerdictRow
from acm_drafts.text.containment import Held, holdings
from acm_drafts.text.language import as_read

_IN_THE_TEXT = (Outcome.ACCEPTED, Outcome.PART)


def find(session: Session, verdicts: Iterable[VerdictRow]) -> dict[int, tuple[Disposition, ...]]:
    """
    Return by verdict what the one decision of its round adopted that accounts for it, of those that say "absorbed".

    It is more than one disposition where the decision took up several proposals that asked for the
    same. Two queries, none where no verdict says so.
    """
    wanted = [one for one in verdicts if one.verdict == Verdict.ABSORBED]
    if not wanted:
        return {}
    judged = _judged(session, wanted)
    places = {row.paragraph_id for row in judged.values()}
    made = adopted.dispositions(
        session,
        Decision.round_id.in_({one.round_id for one in wanted}),
        or_(Revision.paragraph_id.in_(places), Amendment.kind == AmendmentKind.INSERT),
        outcomes=_IN_THE_TEXT,
    )
    able = {one.id: _able(made, one, judged[one.revision_id]) for one in wanted}
    return {key: ones for key, ones in able.items() if len({one.decision_id for one in ones}) == 1}


def _able(made: Iterable[Disposition], verdict: VerdictRow, asked: Revision) -> tuple[Disposition, ...]:
    return tuple(one for one in made if one.decision.round_id == verdict.round_id and _holds(one, asked))


def _judged(session: Session, verdicts: Iterable[VerdictRow]) -> Mapping[int, Revision]:
    keys = [verdict.revision_id for verdict in verdicts]
    rows = session.scalars(
        select(Revision)
        .options(joinedload(Revision.base), joinedload(Revision.amendment))
        .where(Revision.id.in_(keys))
    )
    return {row.id: row for row in rows}


def _holds(made: Disposition, asked: Revision) -> bool:
    """Whether what was adopted does by itself all that *asked* asks for."""
    kind, other = AmendmentKind(asked.amendment.kind), AmendmentKind(made.revision.amendment.kind)
    if kind is AmendmentKind.INSERT:
        return other is kind and as_read(made.text) == as_read(asked.text)
    if made.revision.paragraph_id != asked.paragraph_id:
        return False
    if kind in WORDING_KINDS:
        if other not in WORDING_KINDS or asked.base is None or made.revision.base_id != asked.base_id:
            return False
        held = holdings(asked.base.text, asked.text, made.text)
        return all(how is Held.IN for _, how in held)
    there = (made.revision.after_id, made.revision.other_id)
    return other is kind and there == (asked.after_id, asked.other_id)
