"""
What a proposal is written on: the wording as it is now, who may write in whose name, and what may be chosen.

A `Sheet` is read anew for every page that shows a form, so that a form that was refused stands on
the wording as it is then. What is only sent off needs no sheet: its `Ground` is enough. What
was typed is read in web.amendments.form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, request

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import (
    N_,
    NoRound,
    NotAdmissible,
    NotFound,
    NotOfThisText,
    NotPermitted,
    NotPossible,
    NotShown,
    WrongShape,
)
from acm_drafts.negotiation.lifecycle import admits, reopens
from acm_drafts.negotiation.permissions import SPEAKS, WRITES, Actor
from acm_drafts.negotiation.status import LastDecision
from acm_drafts.negotiation.terms import (
    PROPOSABLE,
    Admissibility,
    AmendmentKind,
    PartyKind,
    Role,
    RoundState,
    Stage,
    name_of,
)
from acm_drafts.services import paragraph_states, revisions
from acm_drafts.store.amendments import (
    AmendmentRecord,
    get_amendment_record,
    load_insertions,
)
from acm_drafts.store.database import db
from acm_drafts.store.decisions import known_agreements
from acm_drafts.store.drafts import (
    find_paragraph,
    get_communique,
    get_communique_by_key,
    get_paragraph,
    get_paragraph_by_key,
    newest_wording,
)
from acm_drafts.store.people import find_parties
from acm_drafts.store.positions import AMENDABLE, takes_proposals
from acm_drafts.store.readable import find_where_it_stands
from acm_drafts.store.records import Amendment, Communique
from acm_drafts.store.rounds import RoundContext, find_last_round_id, state_of_round
from acm_drafts.store.silence import require_not_under_silence
from acm_drafts.store.text import DraftSet, TextRow, draft_set
from acm_drafts.store.visibility import (
    get_visible_amendment,
    name_for,
    require_in_round,
    sees_all_proposals,
)
from acm_drafts.text.language import Language
from acm_drafts.web.amendments.resubmission import REST, rest_of
from acm_drafts.web.shared.access import actor, person
from acm_drafts.web.shared.formatting import Named, by_name, paragraph_url, party_name, proposal_url, text_url

WRITERS = (*WRITES, Role.MISSION)
FLOOR = "floor-"
"""Before the code of a delegation: entered by the Mission, for that delegation, from the floor."""


@dataclass(frozen=True, slots=True)
class Aim:
    """
    What a form is about, by its address; no record is read yet.

    Codes: a *paragraph* of a *communique* (none: a new one), a proposal that is amended
    (*amends*), or one of one's own that is gone on with (*code*).
    """

    communique: str = ""
    paragraph: str = ""
    amends: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sponsor:
    """One in whose name the person may write; *speaks*: and submit; *floor*: as entered from the floor."""

    party: Named
    speaks: bool
    floor: bool = False

    @property
    def value(self) -> str:
        return FLOOR + self.party.code if self.floor else self.party.code

    @property
    def title(self) -> str:
        if self.floor:
            return str(_("%(party)s, from the floor", party=party_name(self.party)))
        return party_name(self.party)


@dataclass(slots=True)
class FormContext:
    """
    What a form starts from; *aim*: what its address names.

    *row* is the paragraph concerned (None: a new one), *base* the key of its wording now and
    *text* what it says. *starts* is the text in the editor at first, *seen* the revision that
    this comes from, if any. *entry* is the proposal gone on with, *amends* the one amended.
    """

    aim: Aim
    drafts: DraftSet
    context: RoundContext
    state: RoundState
    rows: Sequence[TextRow]
    sponsors: Sequence[Sponsor]
    kinds: Sequence[AmendmentKind]
    row: TextRow | None = None
    after: str = ""
    base: int | None = None
    text: str = ""
    starts: str = ""
    seen: int | None = None
    entry: AmendmentRecord | None = None
    amends: AmendmentRecord | None = None
    called: str = ""
    """What the reader calls the proposal that is amended or gone on with."""
    proposer: str = ""
    """What the reader calls the proposal that brings the paragraph, where it is not in the text yet."""
    agreement: LastDecision | None = None
    agreement_of_next: LastDecision | None = None  # on what a join would take in
    barred: NotShown | None = None
    """Why nothing can be written: what it builds on is not shown now. Then *text* is what its author stood on."""

    @property
    def communique(self) -> Communique:
        return self.drafts.communique

    @property
    def language(self) -> Language:
        return Language(self.communique.language)

    @property
    def submitted(self) -> bool:
        """Whether this revises what was submitted already."""
        return self.entry is not None and self.entry.amendment.stage == Stage.SUBMITTED

    @property
    def brackets_only(self) -> bool:
        """Whether a new wording keeps the words outside the brackets (negotiation.lifecycle.require_admissible)."""
        rule = Admissibility(self.context.round.admissibility)
        return rule is Admissibility.BRACKETS_ONLY and AmendmentKind.REPLACE in self.kinds

    @property
    def rule(self) -> Admissibility | None:
        """What the round admits, None where it admits everything."""
        rule = Admissibility(self.context.round.admissibility)
        return None if rule is Admissibility.OPEN else rule

    @property
    def follower(self) -> TextRow | None:
        """The paragraph that a join would take in."""
        at = next((i for i, row in enumerate(self.rows) if self.row and row.code == self.row.code), None)
        if at is None or at + 1 >= len(self.rows) or self.rows[at + 1].kind != self.rows[at].kind:
            return None
        return self.rows[at + 1]

    @property
    def reopening(self) -> tuple[AmendmentKind, ...]:
        """The kinds that open the paragraph again, where it is agreed, and so need a reason."""
        return tuple(kind for kind in self.kinds if reopens(kind)) if self.agreement else ()

    @property
    def others(self) -> int:
        """How many proposals that the reader may know of are pending on the paragraph, besides that on the form."""
        row, own = self.row, [record for record in (self.entry, self.amends) if record and record.pending]
        return (
            row.pending - sum(record.revision.paragraph_id == row.paragraph for record in own) if row else 0
        )

    def place(self, code: str) -> TextRow | None:
        return next((row for row in self.rows if row.code == code), None)

    @property
    def back(self) -> str:
        """The address that one came from: the proposal, the paragraph or the text."""
        proposal = self.entry or self.amends
        if proposal is not None:
            return proposal_url(proposal.amendment.code)
        at = self.row.code if self.row else self.after
        return paragraph_url(self.communique.code, at) if at else text_url(self.communique.code)

    @property
    def may_submit(self) -> bool:
        """Whether the person speaks for at least one of those in whose name they may write."""
        return any(sponsor.speaks for sponsor in self.sponsors)

    @property
    def takes_proposals(self) -> bool:
        """Whether the round takes proposals from the reader now; the services ask again, by the clock of then."""
        return takes_proposals(actor(), self.context)


# Who writes --------------------------------------------------------------------------------------


def sponsors_of(who: Actor) -> list[Sponsor]:
    """
    Return in whose names *who* may write: the Mission first, then States, then groups.

    The Mission may write for every delegation and group, from the floor: one query; none for
    others. Raises NotPermitted for who writes for nobody.
    """
    offices = known.offices if (known := person()) else ()
    parties = {office.party.id: office.party for office in offices if office.party and office.role in WRITERS}
    speaks = who.parties(*SPEAKS, Role.MISSION)
    own = [Sponsor(party, party.id in speaks) for party in by_name(parties.values())]
    if not own:
        raise NotPermitted()
    if not who.holds(Role.MISSION):
        return own
    others = [party for party in find_parties(db.session()) if party.kind != PartyKind.MISSION]
    return own + [Sponsor(party, speaks=True, floor=True) for party in by_name(others)]


@dataclass(frozen=True, slots=True)
class Ground:
    """What saving needs to know: the round of the proposal, and in whose names the person may write."""

    round_id: int
    sponsors: Sequence[Sponsor]
    submitted: bool = False  # it revises what was submitted already

    def sponsor(self, value: str) -> Sponsor:
        """Return the chosen sponsor, without a choice the first. Raises WrongShape for an unknown choice."""
        for sponsor in self.sponsors:
            if value in ("", sponsor.value):
                return sponsor
        raise WrongShape(what=N_("choose in whose name you write"))


def round_ground(aim: Aim) -> Ground:
    """
    Return the ground for a proposal that is sent: one query for a delegation's proposal on the text.

    Raises NoRound, NotPermitted, and what `read` raises.
    """
    if aim.amends or aim.code:
        sheet = read_form_context(aim)
        return Ground(sheet.context.round.id, sheet.sponsors, sheet.submitted)
    round_id = find_last_round_id(db.session(), aim.communique)
    if round_id is None:
        raise NoRound()
    return Ground(round_id, sponsors_of(actor()))


# Sheets ------------------------------------------------------------------------------------------


def read_form_context(aim: Aim) -> FormContext:
    """
    Return the context of the form that *aim* names, as everything stands now.

    Raises NotFound (also for what others wrote), NotOfThisText, NoRound, NotPermitted, WrongShape
    (a proposal without words of its own is amended), NotAdmissible (the round admits nothing of the kind).
    """
    if aim.code:
        return _for_going_on(aim)
    if aim.amends:
        return _for_amending(aim)
    return _for_paragraph(aim) if aim.paragraph else _for_new_paragraph(aim)


def _for_paragraph(aim: Aim) -> FormContext:
    """A paragraph that is only proposed has no sheet: its proposal is amended instead (see `find_insertion`)."""
    sheet = _blank(aim, get_communique(db.session(), aim.communique))
    row = sheet.place(aim.paragraph)
    if row is None:
        raise NotFound()
    sheet.row, sheet.base, sheet.text = row, row.wording, row.text
    sheet.starts = rest_of(request.args.get(REST, ""), row) or row.text
    sheet.kinds = _admitted(sheet, kinds_for(row, follower=sheet.follower is not None), row)
    _tell_agreements(sheet, row)
    return sheet


def _for_new_paragraph(aim: Aim) -> FormContext:
    """After the paragraph that the form or the address names, or at the beginning."""
    sheet = _blank(aim, get_communique(db.session(), aim.communique))
    after = request.form.get("after") or request.args.get("after", "")
    if not after.isprintable():
        raise NotFound()
    sheet.kinds, sheet.after = _admitted(sheet, (AmendmentKind.INSERT,), sheet.place(after)), after
    if after and sheet.place(after) is None:
        _require_proposed(sheet, after)
    return sheet


def _for_amending(aim: Aim) -> FormContext:
    """Other words in place of those of a proposal."""
    session = db.session()
    amendment, _setting = get_visible_amendment(session, aim.amends, actor())
    sheet = _blank(aim, _communique_of(amendment))
    entry = get_amendment_record(session, amendment.id)
    if amendment.stage != Stage.SUBMITTED or entry.kind not in AMENDABLE:
        raise NotPossible(what=N_("only new words that are submitted can be amended in their turn"))
    row = next((row for row in sheet.rows if row.paragraph == entry.amendment.paragraph_id), None)
    sheet.amends, sheet.kinds = entry, _admitted(sheet, (AmendmentKind.REPLACE,), row)
    sheet.called = name_for(actor(), sheet.context, entry)
    _stand(sheet, entry)
    sheet.starts, sheet.seen = entry.revision.text, entry.revision.id
    return sheet


def _admitted(
    sheet: FormContext, kinds: Sequence[AmendmentKind], row: TextRow | None
) -> tuple[AmendmentKind, ...]:
    """
    Return those of *kinds* that the round admits at *row*. Raises NotAdmissible for none, before a word is typed.

    UnderSilence where the paragraph is under silence, but for a new one after it.
    """
    if row is not None and kinds != (AmendmentKind.INSERT,):
        require_not_under_silence(db.session(), sheet.context.round.communique_id, [row.paragraph])
    rule = Admissibility(sheet.context.round.admissibility)
    base = row.text if row is not None else ""
    admitted = tuple(kind for kind in kinds if admits(rule, kind, base=base))
    if not admitted:
        raise NotAdmissible(rule=name_of(rule))
    return admitted


def _for_going_on(aim: Aim) -> FormContext:
    """Return the context to go on with a draft of the own delegation, or to revise what was submitted for it."""
    session = db.session()
    amendment, _setting = get_visible_amendment(session, aim.code, actor())
    sheet = _blank(aim, _communique_of(amendment))
    own = amendment.sponsor_id in actor().own_parties()
    if not own and not (amendment.from_floor and actor().holds(Role.MISSION)):
        raise NotPermitted()
    entry = get_amendment_record(session, amendment.id)
    sheet.entry, sheet.kinds = entry, (entry.kind,)
    sheet.sponsors = [
        sponsor
        for sponsor in sheet.sponsors
        if sponsor.party.id == amendment.sponsor_id and sponsor.floor != own
    ]
    sheet.called = name_for(actor(), sheet.context, entry)
    sheet.amends = find_where_it_stands(session, actor(), amendment.amends_id)
    _stand(sheet, entry, amends=amendment.amends_id)
    sheet.starts, sheet.seen = entry.revision.text, entry.revision.id
    sheet.after = _code_of(entry.revision.after_id)
    return sheet


def find_insertion(communique_code: str, paragraph_code: str) -> Amendment | None:
    """Return the proposal that adds a paragraph that is only proposed, None where the reader may not read it."""
    session = db.session()
    communique = get_communique(session, communique_code)
    paragraph = get_paragraph(session, communique.id, paragraph_code)
    entry = load_insertions(session, [paragraph.id]).get(paragraph.id)
    if entry is None:
        return None
    return get_visible_amendment(session, entry.amendment.code, actor())[0]


def _blank(aim: Aim, communique: Communique) -> FormContext:
    """Return a sheet with what all share, as its reader may know it. Raises NotFound, NoRound, NotPermitted."""
    session = db.session()
    drafts = draft_set(session, communique.id, actor())
    if not drafts.versions:
        raise NotFound()
    g.communique = communique
    sponsors = sponsors_of(actor())
    if drafts.context is None:
        raise NoRound()
    state = state_of_round(drafts.context.round)
    rows = paragraph_states.rows_for(session, actor(), drafts, version=drafts.context.version)
    return FormContext(aim, drafts, drafts.context, state, rows, sponsors, kinds=(AmendmentKind.REPLACE,))


def _stand(sheet: FormContext, entry: AmendmentRecord, *, amends: int | None = None) -> None:
    """
    Put the wording under *sheet* that a proposal concerns, as it is now, or as its author knew it where it is barred.

    *amends*: the key of the proposal that it amends, where it is gone on with.
    """
    if entry.kind is AmendmentKind.INSERT and sheet.amends is None:
        return
    session, language = db.session(), sheet.communique.language
    concerned = entry.amendment.paragraph_id
    try:
        revisions.require_shown(session, actor(), sheet.context, on=concerned, amends=amends)
    except NotShown as refusal:
        sheet.barred = refusal
    sheet.row = sheet.place(get_paragraph_by_key(session, concerned).code)
    if sheet.row is not None:
        sheet.base, sheet.text = sheet.row.wording, sheet.row.text
        _tell_agreements(sheet, sheet.row)
        return
    known = sheet.barred and entry.revision.base
    wording = known or newest_wording(session, concerned, language)
    if wording is None:
        raise NotFound()
    sheet.base, sheet.text = wording.id, wording.text
    if sheet.amends is not None:
        sheet.proposer = name_for(actor(), sheet.context, sheet.amends)


def _tell_agreements(sheet: FormContext, row: TextRow) -> None:
    """Put under *sheet* what the reader may know of as agreed: of this round only who reads all of it."""
    if sees_all_proposals(actor(), sheet.context):
        agreed = {line.paragraph: line.agreement for line in sheet.rows if line.agreement}
    else:
        texts = {line.paragraph: line.text for line in sheet.rows}
        agreed = known_agreements(db.session(), sheet.drafts, actor(), texts)
    sheet.agreement = agreed.get(row.paragraph)
    sheet.agreement_of_next = agreed.get(sheet.follower.paragraph) if sheet.follower else None


def _require_proposed(sheet: FormContext, code: str) -> None:
    """Raise NotOfThisText or NotFound unless *code* is a paragraph proposed in the round for the reader's eyes."""
    session = db.session()
    paragraph = find_paragraph(session, code)
    if paragraph is None:
        raise NotFound()
    if paragraph.communique_id != sheet.communique.id:
        raise NotOfThisText()
    require_in_round(session, actor(), sheet.context, paragraph)


def _communique_of(amendment: Amendment) -> Communique:
    return get_communique_by_key(db.session(), amendment.communique_id)


def _code_of(paragraph_id: int | None) -> str:
    return get_paragraph_by_key(db.session(), paragraph_id).code if paragraph_id else ""


def kinds_for(row: TextRow, *, follower: bool) -> tuple[AmendmentKind, ...]:
    """Return what can be proposed to a line of the draft."""
    kinds = list(PROPOSABLE)
    if not follower:
        kinds.remove(AmendmentKind.JOIN)
    if row.kind == "heading":
        kinds.remove(AmendmentKind.SPLIT)
    return tuple(kinds)
