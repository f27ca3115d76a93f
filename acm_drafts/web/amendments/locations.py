"""
Where the words of a proposal are, as sentences: in which lines of which draft, beside what, or why in none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import AmendmentKind, DecisionKind, Standing
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.records import Disposition
from acm_drafts.store.status import Status
from acm_drafts.store.timeline import Timeline
from acm_drafts.store.uptake import Uptake
from acm_drafts.text.changes import Change, changes
from acm_drafts.text.uptake import Held, Holding, Remains, displaced
from acm_drafts.web.shared import references
from acm_drafts.web.shared.sentences import Sentence, Symbol
from acm_drafts.web.shared.sentences import gettext as _

Sentences = Iterator[Sentence]


@dataclass(frozen=True, slots=True)
class Subject:
    """
    A proposal, and what its sentences depend on.

    *communique*: its code. *own*: the reader belongs to its sponsor. *finding*: which of its changes are in the text.
    *submits*: the reader is one of those who may submit it. *late*: it is not submitted, and its round takes no
    proposals any more. *trail*: its steps, where they are known.
    """

    where: Status
    entry: AmendmentRecord
    communique: str
    own: bool = False
    finding: Uptake | None = None
    submits: bool = False
    late: bool = False
    trail: Timeline | None = None
    draft: Symbol = field(init=False)
    """The newest draft of the reader."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "draft", Symbol(self.where.version.symbol))

    def spots(self) -> Sentence:
        """Return the lines in which its words are, linked."""
        return references.paragraphs(self.communique, self.where.spots)

    def amenders(self) -> Sentence:
        """Return the proposals that amended the words since, linked."""
        return references.proposals(amendment.by for amendment in self.where.amended)


def concerns(subject: Subject) -> Sentences:
    """Yield which lines a proposal is about while its words are not in the text."""
    where, draft = subject.where, subject.draft
    if subject.entry.kind is AmendmentKind.INSERT and not where.spots:
        yield _coming(subject)
    elif where.lines:
        lines = references.paragraphs(subject.communique, where.lines)
        yield _("It concerns %(paragraph)s of %(draft)s.", paragraph=lines, draft=draft)
    elif where.proposed and where.adopted:
        yield never_came(where.proposed)
    elif where.proposed and where.proposed.name:
        name = references.proposal(where.proposed)
        yield _("It concerns the new paragraph that %(name)s proposes.", name=name)
    elif where.proposed:
        yield _("It concerns a new paragraph that is only proposed.")
    else:
        yield _("Its paragraph is no longer in %(draft)s.", draft=draft)


def never_came(proposed: references.Named) -> Sentence:
    """Return that the new paragraph that a proposal amends, itself *proposed*, did not come into the text."""
    if proposed.name:
        name = references.proposal(proposed)
        return _("The new paragraph that %(name)s proposes did not come into the text.", name=name)
    return _("The new paragraph that it concerned did not come into the text.")


def _coming(subject: Subject) -> Sentence:
    """Return where a new paragraph is to stand, or would, or was to while nobody has accepted it."""
    where = subject.where
    if where.says and where.says.after_id and not where.place:
        return _("The paragraph that it would follow is not in %(draft)s.", draft=subject.draft)
    place = references.place(where.place)
    if where.amended and where.standing is Standing.ACCEPTED:
        names = subject.amenders()
        return _("It is to come in %(place)s, as amended by %(names)s.", place=place, names=names)
    if where.standing in (Standing.ACCEPTED, Standing.BRACKETED):
        return _("It is to come in %(place)s.", place=place)
    if where.adopted:
        return _("It asked to come in %(place)s.", place=place)
    return _("It asks to come in %(place)s.", place=place)


_STANDS: Mapping[AmendmentKind, str] = {
    AmendmentKind.KEEP: N_("The paragraph stays as it is: %(paragraph)s of %(draft)s."),
    AmendmentKind.DELETE: N_("The paragraph is still in the text: %(paragraph)s of %(draft)s."),
    AmendmentKind.MOVE: N_("It stands now as %(paragraph)s of %(draft)s."),
    AmendmentKind.JOIN: N_("They are one paragraph now: %(paragraph)s of %(draft)s."),
}


def stands(subject: Subject) -> Sentences:
    """Yield in which lines of the newest text a proposal is, and as what; or why in none."""
    where, kind = subject.where, subject.entry.kind
    if not where.spots and not where.proposed:
        yield _no_longer(subject)
    elif not where.spots or (kind is AmendmentKind.KEEP and not where.is_as_kept):
        yield from concerns(subject)
    elif kind in _STANDS and (kind is not AmendmentKind.JOIN or len(where.spots) == 1):
        yield _(_STANDS[kind], paragraph=subject.spots(), draft=subject.draft)
    else:
        yield _words(subject)


def _words(subject: Subject) -> Sentence:
    """Return in which lines the words of a proposal are."""
    where, draft, spots = subject.where, subject.draft, subject.spots()
    if where.amended or (where.remains is not Remains.ALL and where.came_before):
        return _amended(subject)
    if where.enclosed:
        return _(
            "Its words are now in %(paragraph)s of %(draft)s, in brackets, not agreed.",
            paragraph=spots,
            draft=draft,
        )
    if _only_deletes(subject):
        sentence = _DELETES_IN_PART if where.standing is Standing.PART else _DELETES
        return _(sentence, paragraph=spots, draft=draft)
    return _("Its words are now in %(paragraph)s of %(draft)s.", paragraph=spots, draft=draft)


_DELETES = N_("The words that it deletes are no longer in %(paragraph)s of %(draft)s.")
_DELETES_IN_PART = N_("Some of the words that it deletes are no longer in %(paragraph)s of %(draft)s.")


def _only_deletes(subject: Subject) -> bool:
    """Return whether what was accepted of a proposal, at once or part by part, puts in no words and takes some out."""
    if subject.entry.kind is not AmendmentKind.REPLACE:
        return False
    dispositions = (subject.where.first, subject.where.disposition)
    taken = [disposition for disposition in dispositions if disposition is not None and disposition.text]
    accepted = [change for disposition in taken for change in _changes_by(subject.entry, disposition)]
    return bool(accepted) and not any(change.new.strip() for change in accepted)


def _changes_by(entry: AmendmentRecord, disposition: Disposition) -> tuple[Change, ...]:
    """Return what *disposition* accepted of a proposal, against what the proposal stood on then."""
    if disposition.revision is entry.revision:
        return changes(entry.base, disposition.text)
    base = disposition.revision.base
    return changes(base.text, disposition.text) if base is not None else ()


_AMENDED_BY: Mapping[Remains, str] = {
    Remains.ALL: N_("Its words are now in %(paragraph)s of %(draft)s, as amended by %(names)s."),
    Remains.SOME: N_("Some of its words are now in %(paragraph)s of %(draft)s, as amended by %(names)s."),
    Remains.NONE: N_(
        "Its words are no longer in the text: %(paragraph)s of %(draft)s stands as amended by %(names)s."
    ),
    Remains.UNSURE: N_("It concerned %(paragraph)s of %(draft)s, as amended by %(names)s."),
}
_AMENDED_SINCE: Mapping[Remains, str] = {
    Remains.ALL: N_("Its words are now in %(paragraph)s of %(draft)s, as amended since."),
    Remains.SOME: N_("Some of its words are now in %(paragraph)s of %(draft)s, as amended since."),
    Remains.NONE: N_(
        "Its words are no longer in the text: %(paragraph)s of %(draft)s stands as amended since."
    ),
    Remains.UNSURE: N_("It concerned %(paragraph)s of %(draft)s, as amended since."),
}


_WHOLE_AMENDED_BY = N_("The paragraph is now %(paragraph)s of %(draft)s, as amended by %(names)s.")
_WHOLE_AMENDED_SINCE = N_("The paragraph is now %(paragraph)s of %(draft)s, as amended since.")


def _amended(subject: Subject) -> Sentence:
    """Return how much of the words is still there, and by what they were amended as far as the reader may know."""
    where, spots = subject.where, subject.spots()
    is_whole = subject.entry.kind in (AmendmentKind.INSERT, AmendmentKind.SPLIT)
    if where.amended and all(amendment.by.code for amendment in where.amended):
        text = _WHOLE_AMENDED_BY if is_whole else _AMENDED_BY[where.remains]
        return _(text, paragraph=spots, draft=subject.draft, names=subject.amenders())
    text = _WHOLE_AMENDED_SINCE if is_whole else _AMENDED_SINCE[where.remains]
    return _(text, paragraph=spots, draft=subject.draft)


def _no_longer(subject: Subject) -> Sentence:
    return _("That paragraph is no longer in %(draft)s.", draft=subject.draft)


def adopted(subject: Subject) -> Sentences:
    """Yield what an adopting decision led to, as far as the text has come."""
    where = subject.where
    if where.effected:
        yield from _effected(subject)
    elif where.context.round.closed_at:
        yield _("The next text, which is not circulated yet, tells it.")
    else:
        yield _("The next text will say so.")
        yield from concerns(subject)


def _effected(subject: Subject) -> Sentences:
    """Yield what an adopting decision changed in the next draft."""
    where = subject.where
    deleted = subject.entry.kind is AmendmentKind.DELETE and where.standing is Standing.ACCEPTED
    if deleted and not where.spots and where.landed:
        yield _("The paragraph is no longer in the text since %(draft)s.", draft=Symbol(where.landed.symbol))
    elif where.standing is Standing.ABSORBED:
        yield _absorbing(subject)
    else:
        yield from stands(subject)


def _absorbing(subject: Subject) -> Sentence:
    """Return where the words are that absorbed a proposal, which are another's."""
    where = subject.where
    if not where.spots:
        return _no_longer(subject)
    merged = where.disposition and where.disposition.decision.kind == DecisionKind.COMPROMISE
    if where.remains is not Remains.ALL and where.came_before:
        text = (
            N_("The compromise it is merged into was amended since, in %(paragraph)s of %(draft)s.")
            if merged
            else N_("What it is merged into was amended since, in %(paragraph)s of %(draft)s.")
        )
        return _(text, paragraph=subject.spots(), draft=subject.draft)
    if merged:
        return _(
            "The compromise it is merged into is in %(paragraph)s of %(draft)s.",
            paragraph=subject.spots(),
            draft=subject.draft,
        )
    return _(
        "What it is merged into is in %(paragraph)s of %(draft)s.",
        paragraph=subject.spots(),
        draft=subject.draft,
    )


_DISPLACED: Mapping[Held, str] = {
    Held.AGAINST: N_("Other words were decided on in the same place, so that it no longer fits."),
    Held.AMONG: N_("Its words are there among others."),
    Held.OTHERWISE: N_("The text was changed in the same place, so that it no longer fits."),
}


_ASKED = N_("Its words are there among others. Its sponsor says whether that is enough.")
"""The same while its sponsor can say so."""


def instead(holdings: tuple[Holding, ...], *, adopted: bool) -> Sentence:
    """Return what stands in the place of changes that no longer fit; once the text is *adopted* nobody is asked."""
    how = displaced(holdings)
    return _(_ASKED if how is Held.AMONG and not adopted else _DISPLACED[how])
