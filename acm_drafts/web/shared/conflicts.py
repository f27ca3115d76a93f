"""Conflicts between proposals as sentences, with the names that the reader may read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rapidfuzz.distance import Prefix

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import list_in_words, pgettext
from acm_drafts.negotiation.conflicts import needs_decision
from acm_drafts.negotiation.consolidation import Disagreement, Edit, conflicting_proposals
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import ADOPTED, AmendmentKind, Dispute
from acm_drafts.store.amendment_rows import PendingRow, rivals
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.database import Session
from acm_drafts.store.readable import submitted_on_paragraph
from acm_drafts.store.status import Statuses
from acm_drafts.web.shared.formatting import short

DISPUTES: Mapping[Dispute, str] = {
    Dispute.WORDS: N_("%(names)s put different words in the same place."),
    Dispute.DELETION: N_("%(names)s: one deletes what another changes."),
    Dispute.KEEP: N_("%(names)s: one keeps the paragraph as it is, another changes it."),
    Dispute.MOVES: N_("%(names)s move the paragraph to different places."),
    Dispute.ORDER: N_("%(names)s put paragraphs at one place: say which comes first."),
    Dispute.SHAPE: N_(
        "%(names)s: of different splits, joins and moves of one paragraph only one can be made."
    ),
    Dispute.MISSING: N_("%(names)s: the paragraph that is to be changed is not in the text."),
    Dispute.OUTDATED: N_(
        "%(names)s: made on an earlier wording of the paragraph, whose later words would be lost."
    ),
}

SHARED_SIDE = N_("Different words in the same place: %(names)s.")
"""The sentence for Dispute.WORDS where several proposals want the same side; the sides stand one after the other."""
WITHOUT_WORDS = N_("%(names)s: in the same place one puts other words, another is without the words.")
"""The sentence for Dispute.WORDS where a side puts no words."""
WITHOUT_BRACKET = N_("%(names)s: in the same place one puts other words, another is without the bracket.")
"""The same where the text has no more there than a bracket."""
BRACKET_ALONE = N_("%(names)s differ in a bracket alone.")
"""The same where the sides too put no more than a bracket."""

ROOM = 60
"""So many characters of each side are told in a margin."""
SPACE = " \n\u00a0\u202f"
"""What is left out round words that are quoted; the mark of a split is not, for it may be all that a side wants."""


@dataclass(frozen=True, slots=True)
class Side:
    """The words that one side of a conflict wants; *names* of its proposals, "" where the sides cannot be named."""

    words: str
    names: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """
    Why proposals do not go together, as a sentence, and what to do about it ("": what is usual).

    *base*: the words of the text that are in dispute, "" where words only come in; *sides*: what they want there.
    """

    sentence: str
    sides: tuple[Side, ...] = ()
    base: str = ""
    step: str = ""

    @property
    def over_bracket(self) -> bool:
        """Whether the text has no more there than a bracket."""
        return is_bracket(self.base)


def is_bracket(words: str) -> bool:
    """Return whether *words* are one bracket or several, and nothing else but white space."""
    bare = "".join(words.split())
    return bool(bare) and not bare.strip("[]")


def names_in_words(names: Sequence[str]) -> str:
    """Return "EGY 3, MYS 5 and SEN 2" as the reader's language puts it; "" for none."""
    return list_in_words(names)


def conflict_in_words(
    disagreement: Disagreement,
    names: Mapping[int, str],
    accepted: Collection[int] = (),
    *,
    proposed: Collection[int] = (),
    unnamed: str = "",
) -> Conflict:
    """
    Return a disagreement as a sentence.

    *names*: what the reader may call each proposal, by its key; *accepted* ones are marked as such, *proposed* are
    those of them that the Mission only proposes to accept. *unnamed*: the name of a proposal without a number, "" for
    the compromise.
    """
    called = {key: names.get(key) or unnamed or _("the compromise") for key in disagreement.proposals}
    called = {
        key: name if key not in accepted else accepted_name(name, only_proposed=key in proposed)
        for key, name in called.items()
    }
    proposals_by_side: Sequence[tuple[int, ...]] = disagreement.wanted_by or [()] * len(disagreement.sides)
    sides = tuple(
        Side(words.strip(SPACE), _names_of(keys, called))
        for words, keys in zip(disagreement.sides, proposals_by_side, strict=True)
    )
    sentence = _dispute_in_words(disagreement)
    if sentence == SHARED_SIDE:
        listed = pgettext("between the sides of a conflict", "; ").join(side.names for side in sides)
    else:
        listed = _names_of(disagreement.proposals, called)
    return Conflict(_(sentence) % {"names": listed}, sides, disagreement.base.strip(SPACE))


def _dispute_in_words(disagreement: Disagreement) -> str:
    """Return the sentence for a disagreement, before its names are filled in."""
    if len({_without_brackets(words) for words in disagreement.sides}) == 1:
        return BRACKET_ALONE
    if not all(words.strip(SPACE) for words in disagreement.sides):
        return _without_in_words(disagreement)
    is_shared = any(len(set(keys)) > 1 for keys in disagreement.wanted_by)
    return SHARED_SIDE if is_shared else DISPUTES[disagreement.why]


def _without_brackets(words: str) -> str:
    return "".join(words.replace("[", "").replace("]", "").split())


def _without_in_words(disagreement: Disagreement) -> str:
    """Return the sentence for a disagreement of which a side puts no words."""
    if not is_bracket(disagreement.base):
        return WITHOUT_WORDS
    others = [words for words in disagreement.sides if words.strip(SPACE)]
    return BRACKET_ALONE if all(map(is_bracket, others)) else WITHOUT_BRACKET


def accepted_name(name: str, *, only_proposed: bool) -> str:
    """Return the name of a proposal that was accepted, or that the Mission only proposes to accept, marked as such."""
    return (
        _("%(name)s (acceptance proposed)", name=name)
        if only_proposed
        else _("%(name)s (accepted)", name=name)
    )


def _names_of(keys: Sequence[int], called: Mapping[int, str]) -> str:
    """Return the names of the proposals *keys*, each once."""
    return names_in_words(list(dict.fromkeys(called[key] for key in keys)))


def brief(conflict: Conflict) -> Conflict:
    """
    Return *conflict* with words that find room in a margin: long ones are cut, with an ellipsis.

    Those of a side begin where they differ from the text, so that two of them are not cut to the same.
    """
    sides = tuple(replace(side, words=_cut(side.words, conflict.base)) for side in conflict.sides)
    return replace(conflict, sides=sides, base=short(conflict.base, ROOM))


def _cut(words: str, base: str) -> str:
    if len(words) <= ROOM:
        return words
    start = words.rfind(" ", 0, Prefix.similarity(words, base)) + 1
    return ("… " if start else "") + short(words[start:], ROOM)


def explained(
    disagreement: Disagreement, entries: Sequence[AmendmentRecord], *, unnamed: str = ""
) -> Conflict:
    """
    Return a disagreement among *entries* in words, and what to do about it; for the Mission, who reads all names.

    *unnamed*: what the Mission's own words are called that are being decided.
    """
    names = {entry.amendment.id: entry.label for entry in entries}
    return replace(
        conflict_in_words(disagreement, names, unnamed=unnamed), step=_step(disagreement, names, entries)
    )


def _step(disagreement: Disagreement, names: Mapping[int, str], entries: Sequence[AmendmentRecord]) -> str:
    """Return what to do where an order is missing, and first where a change is to a paragraph that is only proposed."""
    if disagreement.why is Dispute.ORDER:
        return _("Say under “Place among the new paragraphs there” where each stands: 1 comes first.")
    brings = next((entry for entry in entries if entry.kind is AmendmentKind.INSERT), None)
    if disagreement.why is not Dispute.MISSING or brings is None:
        return ""
    if brings.pending:
        return _("Accept %(name)s with it: it brings the paragraph in.", name=brings.label)
    if brings.disposition and brings.disposition.outcome in ADOPTED:
        on = names_in_words([names[key] for key in disagreement.proposals if key in names])
        return _("Void the decision on %(names)s first.", names=on)
    return _("%(name)s, which was to bring the paragraph in, was not accepted.", name=brings.label)


@dataclass(frozen=True, slots=True)
class Rivals:
    """The names of the proposals that a proposal conflicts with: pending, accepted, and *proposed* by the Mission."""

    pending: str
    accepted: str
    proposed: str = ""
    """Those that the Mission only proposes to accept."""
    keys: frozenset[int] = field(default=frozenset(), compare=False)
    """Which proposals they are, by their amendments."""


def rivals_among(
    pending: Sequence[AmendmentRecord],
    accepted: Sequence[tuple[Edit, datetime]],
    names: Mapping[int, str],
    *,
    proposed: Collection[int] = (),
) -> dict[int, Rivals]:
    """
    Return the rivals of each of the *pending* proposals of one paragraph that conflicts, by its amendment.

    *accepted*: each with its moment; *proposed*: the keys of those that the Mission only proposes to accept. What the
    others of them settle is in conflict with nothing any more.
    """
    rows = _unsettled(pending, [(edit, at) for edit, at in accepted if edit.proposal not in proposed])
    conflicts = conflicting_proposals(rivals(rows, [edit for edit, _at in accepted]))
    own = [row.edit.proposal for row in rows if row.edit.proposal in conflicts]
    readable = {key: [rival for rival in conflicts[key] if rival in names] for key in own}
    waiting = {row.edit.proposal for row in rows}
    return {key: _rivals(others, waiting, names, proposed) for key, others in readable.items() if others}


def _unsettled(pending: Iterable[AmendmentRecord], firm: Sequence[tuple[Edit, datetime]]) -> list[PendingRow]:
    """Return the *pending* proposals that what a level accepted, *firm*, does not settle."""
    return [
        PendingRow(entry.edit(), entry.standing, entry.amendment.amends_id)
        for entry in pending
        if needs_decision(entry.edit(), entry.standing, firm, since=entry.amendment.submitted_at)
    ]


def _rivals(
    proposals: Sequence[int], waiting: Collection[int], names: Mapping[int, str], proposed: Collection[int]
) -> Rivals:
    """Return the names of *proposals*: those *waiting*, those accepted, and those only *proposed* to be accepted."""
    decided = [key for key in proposals if key not in waiting]
    return Rivals(
        names_in_words([names[key] for key in proposals if key in waiting]),
        names_in_words([names[key] for key in decided if key not in proposed]),
        names_in_words([names[key] for key in decided if key in proposed]),
        frozenset(proposals),
    )


def rivals_between(entries: Iterable[AmendmentRecord], known: Statuses) -> dict[int, Rivals]:
    """
    Map each pending one of *entries* to its rivals among *entries*, by the names that the reader may know.

    What *known* says is settled by what was accepted is in conflict with nothing, and no rival of another.
    """
    by_paragraph: dict[int, dict[int, AmendmentRecord]] = {}
    for entry in entries:
        by_paragraph.setdefault(entry.revision.paragraph_id, {})[entry.amendment.id] = entry
    rivals_by_proposal: dict[int, Rivals] = {}
    for records in by_paragraph.values():
        pending = [entry for entry in records.values() if _waits(entry, known)]
        if pending:
            names = {key: known.name(entry) for key, entry in records.items()}
            rounds = {entry.amendment.round_id for entry in pending}
            adopted = [taken for taken in (_adopted(entry, rounds) for entry in records.values()) if taken]
            proposed = _only_proposed(records.values(), known)
            rivals_by_proposal |= rivals_among(pending, adopted, names, proposed=proposed)
    return rivals_by_proposal


def _waits(entry: AmendmentRecord, known: Statuses) -> bool:
    """Return whether a proposal on a paragraph of the text waits, and nothing that was accepted settles it."""
    if entry.kind is AmendmentKind.INSERT:
        return False
    return entry.pending and entry.amendment.id not in known.settled


def _only_proposed(records: Iterable[AmendmentRecord], known: Statuses) -> frozenset[int]:
    """Return the keys of those of *records* that stand where they do because the Mission alone proposes so."""
    return frozenset(record.amendment.id for record in records if known.is_only_proposed(record))


def _adopted(entry: AmendmentRecord, rounds: Collection[int]) -> tuple[Edit, datetime] | None:
    """Return what a decision of one of *rounds* adopted of a proposal, and when; earlier ones are in the text."""
    if entry.decision is None or entry.decision.round_id not in rounds:
        return None
    if entry.disposition is None or entry.disposition.outcome not in ADOPTED or entry.verdict is not None:
        return None
    edit = entry.edit(text=entry.disposition.text, bracketed=entry.disposition.outcome == "bracketed")
    return edit, entry.decision.at


def rivals_for_reader(session: Session, known: Statuses, entry: AmendmentRecord) -> Rivals | None:
    """Return the rivals of a proposal that its reader may read, None without any. Nine queries at most."""
    where = known.where(entry)
    context = known.context(entry)
    if not where.pending or where.withheld or context.round.closed_at is not None:
        return None
    beside = submitted_on_paragraph(session, known.actor, context, entry.revision.paragraph_id)
    known.learn_settled(session, beside)
    return rivals_between([*beside, entry], known).get(entry.amendment.id)
