"""
Why proposals do not go together, as a sentence, with what to do about it.

What disagrees is computed in negotiation.consolidation; here it is put into words for a reader who is
given the names that proposals have for them. It decides nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from babel.lists import format_list
from flask_babel import gettext as _

from acm_drafts.negotiation.consolidation import Disagreement
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import AmendmentKind, Dispute
from acm_drafts.store.docket import ADOPTED, Entry
from acm_drafts.web import catalogues

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
}


@dataclass(frozen=True, slots=True)
class Clash:
    """Why proposals do not go together, as a sentence, the words in dispute, and what to do ("": what is usual)."""

    sentence: str
    sides: tuple[str, ...]
    step: str = ""


def names_in_words(names: Sequence[str]) -> str:
    """Return "EGY 3, MYS 5 and SEN 2" as the reader's language puts it; "" for none."""
    return format_list(list(names), locale=catalogues.language()) if names else ""


def clash_in_words(
    disagreement: Disagreement, names: Mapping[int, str], accepted: Collection[int] = ()
) -> Clash:
    """
    Return a disagreement as a sentence.

    *names* are what the reader may call each proposal, by its key; of *accepted* ones it is said that they were.
    """
    called = []
    for key in disagreement.proposals:
        name = names.get(key) or _("the compromise")
        called.append(_("%(name)s (accepted)", name=name) if key in accepted else name)
    sentence = _(DISPUTES[disagreement.why]) % {"names": names_in_words(list(dict.fromkeys(called)))}
    return Clash(sentence, disagreement.sides)


def explained(disagreement: Disagreement, entries: Sequence[Entry]) -> Clash:
    """Return a disagreement among *entries* in words, and what to do about it; for the Mission, who reads all names."""
    names = {entry.amendment.id: entry.label for entry in entries}
    return replace(clash_in_words(disagreement, names), step=_step(disagreement, names, entries))


def _step(disagreement: Disagreement, names: Mapping[int, str], entries: Sequence[Entry]) -> str:
    """Return what to do where a paragraph that is only proposed is changed: what brings it comes first."""
    brings = next((one for one in entries if one.kind is AmendmentKind.INSERT), None)
    if disagreement.why is not Dispute.MISSING or brings is None:
        return ""
    if brings.pending:
        return _("Accept %(name)s with it: it brings the paragraph in.", name=brings.label)
    if brings.disposition and brings.disposition.outcome in ADOPTED:
        on = names_in_words([names[key] for key in disagreement.proposals if key in names])
        return _("Void the decision on %(names)s first.", names=on)
    return _("%(name)s, which was to bring the paragraph in, was not accepted.", name=brings.label)
