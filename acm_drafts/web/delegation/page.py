"""
My delegation: what there is to do, until when, where each of our proposals is, what others proposed beside us.

Made for a phone first. The page costs a fixed number of queries, however much a delegation
proposed; its acts are those of the proposals (web.amendments) and lead back here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from flask import g, render_template

from acm_drafts.i18n import gettext as _
from acm_drafts.i18n import ngettext
from acm_drafts.negotiation.consolidation import WORDING_KINDS
from acm_drafts.negotiation.permissions import SPEAKS, Act, Actor
from acm_drafts.negotiation.tasks import Tasks, tasks_in
from acm_drafts.negotiation.terms import Admissibility, AmendmentKind, Role, RoundState, Stage
from acm_drafts.services.answers import Question, asked_of
from acm_drafts.services.sign_ins import HeldOffice
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords
from acm_drafts.store.database import Session, db
from acm_drafts.store.drafts import get_communique
from acm_drafts.store.listing import answers_by, own_proposals, proposals_beside
from acm_drafts.store.paragraph_positions import asked_anew
from acm_drafts.store.positions import (
    ProposalRights,
    TakenPosition,
    revised_since,
    rights_in_rounds,
    rights_on,
)
from acm_drafts.store.records import AnswerRow, Revision
from acm_drafts.store.rounds import RoundContext, state_of_round
from acm_drafts.store.silence import held_paragraphs
from acm_drafts.store.small_groups import SmallGroupRecord, groups_awaiting
from acm_drafts.store.status import Status, Statuses, load_statuses
from acm_drafts.store.text import TextRow
from acm_drafts.store.uptake import Uptake, load_uptake
from acm_drafts.text.language import Language
from acm_drafts.web.amendments import answers as web_answers
from acm_drafts.web.amendments import status
from acm_drafts.web.amendments.display import asking_of, numbers_of
from acm_drafts.web.amendments.locations import Subject
from acm_drafts.web.amendments.similar import Beside, similar_beside
from acm_drafts.web.amendments.status import StatusText
from acm_drafts.web.bracket_holders.page import ShownBracket, lifted_of_parties
from acm_drafts.web.reservations.page import ShownReservation, corrected_of, shown_reservations, to_confirm
from acm_drafts.web.shared import access
from acm_drafts.web.shared.access import actor
from acm_drafts.web.shared.conflicts import Rivals, rivals_between
from acm_drafts.web.shared.excerpts import Piece, pieces_between
from acm_drafts.web.shared.formatting import deadline_in_words, proposal_url
from acm_drafts.web.shared.sentences import Sentence
from acm_drafts.web.shared.withheld import drawn_numbers, withheld_from
from acm_drafts.web.silence.page import SilenceNote, silence_notes
from acm_drafts.web.text.routes import Opened

MOST = 3
"""Changes of a proposal that are shown in a list; the rest stand on its own page."""


@dataclass(frozen=True, slots=True)
class Item:
    """One proposal on the page, with what the reader is asked about it and what was answered."""

    entry: AmendmentRecord
    where: Status
    offer: ProposalRights
    pieces: tuple[Piece, ...]
    more: int = 0
    """Changes beside those of *pieces*."""
    asks: str = ""
    """What it asks for, in a sentence, where it has no words for the text."""
    question: Question | None = None
    answered: tuple[AnswerRow, ...] = ()
    waits: bool = False
    against: bool = False
    """Whether it is another's, and in conflict with one of the reader's own."""
    finding: Uptake | None = None
    status: StatusText | None = None
    ask: web_answers.QuestionForm | None = None
    note: Sentence | None = None
    """Where nothing is asked: that it can still be contested, or why it cannot."""
    alike: tuple[Beside, ...] = ()
    """Others' proposals that ask for the same or nearly."""
    sponsored: bool = True
    """Whether a party of the reader's is its sponsor, and not only a co-sponsor."""
    amended: str = ""
    """The name of the proposal that it amends, "" where that is none that the reader knows here."""
    asks_to_reopen: bool = False
    """Whether it asks to reopen what is agreed, as far as the reader may know."""

    @property
    def contestable(self) -> bool:
        """Whether a decision without a level was taken on it that none of the reader's delegations contested yet."""
        return self.question is not None and self.question.optional and not self.answered

    @property
    def asked_anew(self) -> bool:
        """Whether one of the reader's delegations took a position on earlier words of it, and none since."""
        return any(voice.may_say and voice.earlier for voice in self.offer.voices)

    @property
    def open(self) -> bool:
        """Whether a decision on it is still to come, or one was made that can still be contested."""
        return self.where.pending or self.contestable

    @property
    def place(self) -> TextRow | None:
        """The line by which people know what it is about."""
        if self.entry.kind is AmendmentKind.INSERT and not self.where.spots:
            return self.where.place
        return self.where.spots[0] if self.where.spots else None


def delegation_page(communique_code: str) -> str:
    """Return what the reader's delegations have to do, and what became of what they proposed. Raises NotFound."""
    session, who = db.session(), actor()
    g.communique = communique = get_communique(session, communique_code)
    parties = who.own_parties()
    own = own_proposals(session, communique.id, parties)
    statuses = load_statuses(session, communique, who, own)
    context = statuses.drafts.context
    state = state_of_round(context.round) if context else None
    running = state not in (None, RoundState.CLOSED)
    around = _around(session, context, own) if context and running else AmendmentRecords()
    changed = _changed_words(session, statuses, who.parties(*SPEAKS)) if running else []
    names = {entry.amendment.id: statuses.name(entry) for entry in (*own, *around)}
    items = _own(session, statuses, own, parties)
    rivals = _rivals(session, statuses, own, around) if running else {}
    others = _others(session, statuses, around.pending(), _beside(own, rivals)) if running else []
    asking = status.asking_to_reopen(session, statuses, [item.entry for item in (*items, *others)])
    items, others = _with_amended(items, names, asking), _with_amended(others, names, asking)
    drafts, reviews = _at_stage(items, Stage.DRAFT), _at_stage(items, Stage.REVIEW)
    speaks = who.holds(*SPEAKS, Role.MISSION)
    submitted = _submitted(items, others, speaks=speaks)
    counts = {"drafts": len(drafts), "reviews": len(reviews), "positions": _waiting(others) + len(changed)}
    tasks = tasks_in(state, answers=_waiting(submitted), submits=speaks, **counts)
    besides = _besides(session, who, statuses)
    return render_template(
        "delegation/show.html",
        **_of_reader(who, speaks=speaks),
        tasks=[*_in_words(tasks, context, submits=speaks), *_asked_besides(besides)],
        to_answer=tasks.answers,
        **_of_round(who, context, state, running=running),
        version=statuses.drafts.newest,
        adopted=statuses.drafts.is_adopted,
        **besides,
        **_of_others(others),
        changed=changed,
        **_unsubmitted(state, drafts, reviews, adopted=statuses.drafts.is_adopted),
        rivals=rivals,
        submitted=submitted,
        known=statuses,
        language=Language(communique.language),
    )


def _rivals(
    session: Session, statuses: Statuses, own: AmendmentRecords, around: AmendmentRecords
) -> dict[int, Rivals]:
    """Return the rivals of each of *own* and *around*; what is settled has none."""
    statuses.learn_settled(session, around)
    return rivals_between([*own, *around], statuses)


def _of_reader(who: Actor, *, speaks: bool) -> dict[str, object]:
    """Return for whom the reader acts, and what they may do in that name."""
    exports = access.may_for_own(who, Act.TAKE_EXPORT)
    return {"offices": _offices_of_parties(), "speaks": speaks, "exports": exports}


def _unsubmitted(
    state: RoundState | None, drafts: Sequence[Item], reviews: Sequence[Item], *, adopted: bool
) -> dict[str, object]:
    """Return what was not submitted, and what is said of it where that is too late."""
    return {
        "drafts": drafts,
        "reviews": reviews,
        "missed_drafts": status.missed(state, len(drafts), adopted=adopted) if drafts else None,
        "missed_reviews": status.missed(state, len(reviews), adopted=adopted) if reviews else None,
    }


def _of_others(others: Sequence[Item]) -> dict[str, object]:
    """Return the proposals of others, apart from them those that were *revised* since a position was taken."""
    return {
        "others": [item for item in others if not item.asked_anew],
        "revised": [item for item in others if item.asked_anew],
    }


def _of_round(
    who: Actor, context: RoundContext | None, state: RoundState | None, *, running: bool
) -> dict[str, object]:
    """Return what the page says of the round: its state, what it admits, and what it does not show to *who*."""
    return {
        "context": context,
        "state": state,
        "rule": Admissibility(context.round.admissibility) if context else None,
        "running": running,
        "withheld": withheld_from(who, context) if running else "",
        "drawn": drawn_numbers(who, context) if running else "",
    }


def _with_amended(items: Sequence[Item], names: Mapping[int, str], asking: Collection[int]) -> list[Item]:
    """
    Return *items* with what each amends, and whether it is among those *asking* to reopen what is agreed.

    *names* of the proposals on the page, by amendment.
    """
    return [
        replace(
            item,
            amended=names.get(item.entry.amendment.amends_id or 0, ""),
            asks_to_reopen=item.entry.amendment.id in asking,
        )
        for item in items
    ]


def _around(session: Session, context: RoundContext, own: AmendmentRecords) -> AmendmentRecords:
    """
    Return the proposals of others on the paragraphs of *own*, and those that were revised since the reader's
    delegations took a position on them, as far as the reader may read them.
    """
    who, parties = actor(), actor().own_parties()
    beside = proposals_beside(session, who, context, own, parties)
    revised = revised_since(session, who, context, parties)
    return AmendmentRecords(beside.entries | revised.entries)


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """A paragraph whose words changed since one of the reader's delegations took a position on it; *held*: those."""

    row: TextRow
    held: tuple[TakenPosition, ...]


def _changed_words(session: Session, statuses: Statuses, parties: frozenset[int]) -> list[ChangedWords]:
    """Return the paragraphs on which the reader's delegations are asked anew, in the order of the text. Two queries."""
    wordings = {row.paragraph: row.wording for row in statuses.rows.values()}
    asked = asked_anew(session, actor(), statuses.drafts, wordings, parties)
    return [ChangedWords(row, tuple(asked[key])) for key, row in statuses.rows.items() if key in asked]


def _waiting(items: Sequence[Item]) -> int:
    return sum(item.waits for item in items)


def _in_words(tasks: Tasks, context: RoundContext | None, *, submits: bool) -> list[str]:
    """
    Return what there is to do as short sentences, the most pressing first; none where nothing is.

    *submits*: the reader may submit, and does not send drafts to somebody else for it.
    """
    sentences = []
    if tasks.answers:
        sentences.append(ngettext("%(num)s answer to give", "%(num)s answers to give", tasks.answers))
    if tasks.due and context:
        deadline = deadline_in_words(context.round.deadline, context.round.zone)
        sentences.append(_drafts_due(tasks.due, deadline, submits=submits))
    if tasks.missed:
        sentences.append(
            ngettext(
                "%(num)s draft that was not submitted by the deadline",
                "%(num)s drafts that were not submitted by the deadline",
                tasks.missed,
            )
        )
    if tasks.positions:
        sentences.append(ngettext("%(num)s position to take", "%(num)s positions to take", tasks.positions))
    return sentences


def _silences_under_way(notes: Sequence[SilenceNote]) -> list[str]:
    """Return that there are silence procedures under way that the reader may read, whether they opened them or not."""
    count = sum(note.runs and bool(note.url) for note in notes)
    return (
        [ngettext("%(num)s silence procedure under way", "%(num)s silence procedures under way", count)]
        if count
        else []
    )


class Besides(TypedDict):
    """What there is to do beside the proposals and positions of a round."""

    silence: tuple[SilenceNote, ...]
    reserved: list[ShownReservation]
    corrected: list[ShownReservation]
    lifted: list[ShownBracket]
    compromises: list[tuple[SmallGroupRecord, int]]


def _besides(session: Session, who: Actor, statuses: Statuses) -> Besides:
    """
    Return what is under silence, the reservations of which the reader is asked whether they stand, those of their
    delegations whose words a corrigendum changed, the brackets that their delegations hold and the round lifts, and
    the small groups whose compromise texts await their answer.
    """
    text, rows = statuses.drafts.communique, tuple(statuses.rows.values())
    reserved = shown_reservations(session, who, statuses.drafts, rows)
    return {
        "silence": silence_notes(text.code, held_paragraphs(session, who, text)),
        "reserved": to_confirm(reserved),
        "corrected": corrected_of(reserved, who.parties(*SPEAKS)),
        "lifted": lifted_of_parties(session, Opened(statuses.drafts, who), who.own_parties(), rows),
        "compromises": []
        if statuses.drafts.is_adopted
        else groups_awaiting(session, who, text.id, who.own_parties()),
    }


def _asked_besides(besides: Besides) -> list[str]:
    """Return that there is something to do of what *besides* holds, in words."""
    return [
        *_silences_under_way(besides["silence"]),
        *_reservations_to_confirm(besides["reserved"]),
        *_compromises_to_answer(sum(count for _, count in besides["compromises"])),
    ]


def _compromises_to_answer(count: int) -> list[str]:
    """Return that the facilitators of small groups await answers on so many texts."""
    if not count:
        return []
    return [ngettext("%(num)s compromise text to answer", "%(num)s compromise texts to answer", count)]


def _reservations_to_confirm(asked: Sequence[ShownReservation]) -> list[str]:
    """Return that there are reservations of which the reader is asked whether they stand."""
    if not asked:
        return []
    return [ngettext("%(num)s reservation to confirm", "%(num)s reservations to confirm", len(asked))]


def _drafts_due(count: int, deadline: str, *, submits: bool) -> str:
    """Return what is to be done with *count* drafts: who may not submit sends them for review."""
    if submits:
        return ngettext(
            "%(num)s draft to submit before %(deadline)s",
            "%(num)s drafts to submit before %(deadline)s",
            count,
            deadline=deadline,
        )
    return ngettext(
        "%(num)s draft to send for review before %(deadline)s",
        "%(num)s drafts to send for review before %(deadline)s",
        count,
        deadline=deadline,
    )


def _beside(own: AmendmentRecords, rivals: Mapping[int, Rivals]) -> frozenset[int]:
    """Return the proposals that are in conflict with one of the reader's own, by their amendments."""
    keys = {entry.amendment.id for entry in own}
    return frozenset(key for key, against in rivals.items() if against.keys & keys)


def _at_stage(items: Sequence[Item], stage: Stage) -> list[Item]:
    return [item for item in items if item.entry.amendment.stage == stage]


def _submitted(items: Sequence[Item], others: Sequence[Item], *, speaks: bool) -> list[Item]:
    """Return the submitted items with their status and the question to answer: those that wait for the reader first."""
    submitted = [
        _with_status(item, speaks=speaks) for item in items if item.entry.amendment.number is not None
    ]
    return sorted(_with_alike(submitted, others), key=lambda item: (not item.waits, -item.entry.amendment.id))


def _offices_of_parties() -> list[HeldOffice]:
    """Return the offices that the reader holds for a delegation, a group or the Mission."""
    person = access.person()
    return [office for office in person.offices if office.party] if person else []


def _own(session: Session, known: Statuses, own: AmendmentRecords, parties: frozenset[int]) -> list[Item]:
    """Return an item for each proposal of the reader's delegations, with the question they are asked."""
    answers = answers_by(session, parties, own.entries)
    offers = rights_in_rounds(session, actor(), known.context, own)
    uptakes = load_uptake(session, known, own)
    items = [_item(known, entry, offers[entry.amendment.id], answers) for entry in own]
    return [
        replace(
            item,
            finding=uptakes.get(item.entry.amendment.id),
            sponsored=item.entry.amendment.sponsor_id in parties,
        )
        for item in items
    ]


def _item(
    known: Statuses,
    entry: AmendmentRecord,
    offer: ProposalRights,
    answers: dict[tuple[str, int, int], AnswerRow],
) -> Item:
    where = known.where(entry)
    question = asked_of(
        entry,
        unpublished=known.unpublished,
        unbracketed=known.lifting(entry),
        adopted=known.drafts.is_adopted,
    )
    parties = [v.party.id for v in offer.voices if v.joined or v.party.id == entry.amendment.sponsor_id]
    replies = [_answer_of(answers, question, party) for party in parties] if question else []
    waits = question is not None and not question.optional and None in replies
    answered = tuple(row for row in replies if row)
    return Item(
        entry,
        where,
        offer,
        *pieces_of(entry, where.says),
        asks_of(known, entry),
        question,
        answered,
        waits,
    )


def _with_status(item: Item, *, speaks: bool) -> Item:
    """Return a submitted *item* with its status and the form to answer; *speaks*: the reader may answer."""
    entry, where, question = item.entry, item.where, item.question
    at = f"{proposal_url(entry.amendment.code)}#where"
    text = status.status_text(Subject(where, entry, g.communique.code, own=True, finding=item.finding))
    ask = (
        web_answers.question_form(question, entry, where, offer=item.offer, rows=item.answered, further=at)
        if speaks
        else None
    )
    note = None
    if ask is None and item.contestable:
        note = web_answers.contestable(at)
    elif question is None and where.landed is None:
        note = text.final
    return replace(item, status=text, ask=ask, note=note)


def _answer_of(
    answers: dict[tuple[str, int, int], AnswerRow], question: Question, party: int
) -> AnswerRow | None:
    row = answers.get((question.about, question.key, party))
    return row if row is not None and question.is_answered_by(row) else None


def _others(
    session: Session, known: Statuses, entries: Sequence[AmendmentRecord], against: Collection[int]
) -> list[Item]:
    """
    Return an item for each pending proposal of others beside those of the reader's delegations.

    Those *against* one of the reader's own come first, then those on which no position was taken.
    """
    assert known.drafts.context is not None
    offers = rights_on(session, actor(), known.drafts.context, entries)
    known.learn(session, entries)
    items = [
        Item(
            entry,
            known.where(entry),
            offers[entry.amendment.id],
            *pieces_of(entry),
            asks_of(known, entry),
            waits=_unsaid(offers, entry),
            against=entry.amendment.id in against,
        )
        for entry in entries
    ]
    return sorted(items, key=lambda item: (not item.against, not item.waits))


def _with_alike(own: Sequence[Item], others: Sequence[Item]) -> list[Item]:
    """Return *own* items with those of *others* that ask for the same or nearly; *others* may be read by the reader."""
    of_others = [item.entry for item in others]
    pending = [item.entry for item in own if item.where.pending and not item.where.withheld]
    nearby = similar_beside([*pending, *of_others]) if of_others else {}
    keys = {entry.amendment.id for entry in of_others}
    alike = {
        key: tuple(neighbour for neighbour in neighbours if neighbour.entry.amendment.id in keys)
        for key, neighbours in nearby.items()
    }
    return [replace(item, alike=alike.get(item.entry.amendment.id, ())) for item in own]


def _unsaid(offers: dict[int, ProposalRights], entry: AmendmentRecord) -> bool:
    """Whether one of the reader's delegations has no position on a proposal yet."""
    return any(voice.may_say and voice.stance is None for voice in offers[entry.amendment.id].voices)


def asks_of(known: Statuses, entry: AmendmentRecord) -> str:
    """Return what a move, a join or a keeping asks for, and that a deletion does, in words."""
    if entry.kind in (AmendmentKind.INSERT, *WORDING_KINDS):
        return ""
    if entry.kind is AmendmentKind.DELETE:
        return str(_("Delete the whole paragraph."))
    return asking_of(entry, numbers_of(known.rows.values())).sentence


def pieces_of(entry: AmendmentRecord, says: Revision | None = None) -> tuple[tuple[Piece, ...], int]:
    """
    Return the first changes of a new wording, or where it is split, among a few words, and how many more there are;

    nothing for other kinds. *says*: the revision that the reader knows, unless it is the present one.
    """
    if entry.kind not in WORDING_KINDS:
        return (), 0
    base, text = entry.asked
    if says is not None and says is not entry.revision:
        base, text = says.base.text if says.base else "", says.text
    return pieces_between(base, text, MOST)
