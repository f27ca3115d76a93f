"""
The new paragraphs that are on the agenda of a sitting, or can be put there: proposed, and in no draft that it had.

One can be put there that everybody at the table may read: an agenda is read by all members of the body.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import AmendmentKind, Stage
from acm_drafts.store.drafts import DraftVersion
from acm_drafts.store.new_at_sitting import NewThere, laid_out
from acm_drafts.store.readable import somebody_at_the_table, submitted_on_paragraphs
from acm_drafts.store.records import IS_CURRENT, Amendment, LineRow, Revision
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.sitting_decisions import draft_before
from acm_drafts.store.sittings import AgendaLine, SittingRecord
from acm_drafts.store.text import DraftSet, codes_of_paragraphs, open_draft_set
from acm_drafts.store.visibility import sees_all_proposals

UNKNOWN = NewThere("", None)
"""Of a new paragraph of which the reader may not know what it is called and where it is to come in."""


class NewOnAgenda(NamedTuple):
    """
    A proposed new paragraph: what it is called and its place, its *words*, and whether its proposal was *withdrawn*.

    Words and place are empty where the reader may not know of the proposal.
    """

    there: NewThere
    words: str = ""
    withdrawn: bool = False


class NewToCall(NamedTuple):
    """A proposed new paragraph that can be put on an agenda: its key and code, what prints it, and its words."""

    key: int
    code: str
    there: NewThere
    words: str


def new_to_call(session: Session, drafts: DraftSet) -> list[NewToCall]:
    """
    Return the new paragraphs of the running round of a text that everybody at the table may read, in their order.

    No query without a running round; else as many for many as for few.
    """
    if not drafts.is_running:
        return []
    who = somebody_at_the_table(drafts.communique.meeting_id)
    context = open_draft_set(session, drafts.communique.code, who).context
    if context is None or context.round.closed_at is not None:
        return []
    laid = laid_out(session, who, context)
    words = _words_read(session, who, context, laid)
    codes = codes_of_paragraphs(session, list(words))
    return [NewToCall(key, codes[key], there, words[key]) for key, there in laid.items() if key in words]


def new_on_agenda(
    session: Session,
    actor: Actor,
    drafts: DraftSet,
    record: SittingRecord,
    lines: Mapping[int, AgendaLine],
) -> dict[int, NewOnAgenda]:
    """
    Return the new paragraphs on the agenda of a sitting as *actor* may know them, by their keys.

    *lines*: the agenda as drafts print it. No query where all of it had numbers there; else one, and six for new ones.
    """
    unnumbered = [key for key in record.agenda if key not in lines or not lines[key].reference]
    before = draft_before(drafts, record.sitting)
    rows = _proposed(session, drafts, before, unnumbered)
    context = drafts.find_compiled_context(before)
    if context is None or not rows:
        return {row.paragraph_id: NewOnAgenda(UNKNOWN) for row in rows}
    return _as_read(session, actor, context, rows)


def _as_read(
    session: Session, actor: Actor, context: RoundContext, rows: Sequence[Any]
) -> dict[int, NewOnAgenda]:
    """Return the new paragraphs that *rows* propose as *actor* reads them in a round, withdrawn ones too."""
    whole = sees_all_proposals(actor, context)
    known = {
        row.paragraph_id: NewOnAgenda(UNKNOWN, row.text, withdrawn=True)
        if whole and row.stage == Stage.WITHDRAWN
        else NewOnAgenda(UNKNOWN)
        for row in rows
    }
    laid = laid_out(session, actor, context, also=known if whole else ())
    words = _words_read(session, actor, context, known.keys() & laid.keys())
    return {
        key: new._replace(there=laid.get(key, new.there), words=words.get(key, new.words))
        for key, new in known.items()
    }


_PROPOSED = (
    select(Amendment.paragraph_id, Amendment.stage, Revision.text)
    .join(Revision, IS_CURRENT)
    .where(
        Amendment.kind == AmendmentKind.INSERT,
        Amendment.paragraph_id.in_(bindparam("keys", expanding=True)),
        Amendment.paragraph_id.not_in(
            select(LineRow.paragraph_id).where(LineRow.draft_id.in_(bindparam("drafts", expanding=True)))
        ),
    )
)


def _proposed(session: Session, drafts: DraftSet, before: DraftVersion, keys: Sequence[int]) -> Sequence[Any]:
    """Return the proposals of the new paragraphs among *keys* that no draft held until that which lay *before* it."""
    if not keys:
        return ()
    until = [
        version.draft.id for version in drafts.versions if version.draft.sequence <= before.draft.sequence
    ]
    return session.execute(_PROPOSED, {"keys": list(keys), "drafts": until}).all()


def _words_read(
    session: Session, actor: Actor, context: RoundContext, keys: Collection[int]
) -> dict[int, str]:
    """Return what the proposals of the new paragraphs with *keys* say to *actor* in a round. Five queries."""
    read = submitted_on_paragraphs(session, actor, context, keys)
    return {
        record.amendment.paragraph_id: record.revision.text
        for record in read
        if record.kind is AmendmentKind.INSERT
    }
