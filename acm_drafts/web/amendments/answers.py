"""
Put into sentences what sponsors answered on the outcome of their proposals, and what they are asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.terms import Answer, DecisionKind, Standing, Verdict
from acm_drafts.services.answers import Question
from acm_drafts.store.absorption import Successor
from acm_drafts.store.amendments import OBJECTED, AmendmentRecord
from acm_drafts.store.positions import ProposalRights
from acm_drafts.store.records import AnswerRow, Party
from acm_drafts.store.status import Status
from acm_drafts.text.diff import Span, diff_words
from acm_drafts.web.amendments.agreements import reached_at_level
from acm_drafts.web.journal.acts import sentence_of_answer
from acm_drafts.web.shared.formatting import day, party_name, quoted
from acm_drafts.web.shared.sentences import Fact, Sentence, Symbol, joined, link
from acm_drafts.web.shared.sentences import gettext as _

# What they said -----------------------------------------------------------------------------------

_DISOWNED = N_("%(party)s said on %(day)s that it is not its own: %(reason)s")
_BY_NAME: Mapping[Answer, str] = {
    Answer.CONTEST: N_("%(party)s contested this on %(day)s: %(reason)s"),
    Answer.OBJECT: N_("%(party)s objected on %(day)s: %(reason)s"),
    Answer.CONFIRM: N_("%(party)s confirmed it on %(day)s."),
    Answer.ACCEPT: N_("%(party)s accepted it on %(day)s."),
    Answer.LIVE_WITH: N_("%(party)s said on %(day)s that it can live with it."),
}
_BY_SPONSOR: Mapping[Answer, str] = {
    Answer.CONTEST: N_("Its sponsor contested this on %(day)s: %(reason)s"),
    Answer.OBJECT: N_("Its sponsor objected on %(day)s: %(reason)s"),
}
_BY_COSPONSOR: Mapping[Answer, str] = {
    Answer.CONTEST: N_("A co-sponsor contested this on %(day)s: %(reason)s"),
    Answer.OBJECT: N_("A co-sponsor objected on %(day)s: %(reason)s"),
}


def answer_sentences(where: Status) -> Iterator[Sentence]:
    """Yield what its sponsors answered on the last decision, until the Mission decides again."""
    for party, answer in where.heard:
        if where.named:
            yield _by_name(party, answer)
        elif Answer(answer.answer) in OBJECTED:
            yield _unnamed(where, answer)


def _by_name(party: Party, answer: AnswerRow) -> Sentence:
    text = _DISOWNED if answer.disowns else _BY_NAME[Answer(answer.answer)]
    return _(text, party=party_name(party), day=day(answer.at), reason=quoted(answer.reason))


def _unnamed(where: Status, answer: AnswerRow) -> Sentence:
    """Return the answer of a sponsor who may not be named."""
    sponsors = answer is where.contest
    if answer.disowns and sponsors:
        text = N_("Its sponsor said on %(day)s that it is not its own: %(reason)s")
    elif answer.disowns:
        text = N_("A co-sponsor said on %(day)s that it is not its own: %(reason)s")
    elif not sponsors:
        text = _BY_COSPONSOR[Answer(answer.answer)]
    elif where.standing is Standing.CONTESTED:
        text = N_("The sponsor’s reason, %(day)s: %(reason)s")
    else:
        text = _BY_SPONSOR[Answer(answer.answer)]
    return _(text, day=day(answer.at), reason=quoted(answer.reason))


def answered(
    answer: str, *, disowns: bool, on_compromise: bool, party: str | None, proposal: Fact
) -> Sentence:
    """
    Return what a sponsor answered on a proposal. *party*: its name, None where it may not be known.

    *disowns*: it says that an entry from the floor is not its own.
    """
    text = sentence_of_answer(answer, disowns=disowns, on_compromise=on_compromise)
    return _(text, party=_("A sponsor") if party is None else party, proposal=proposal)


# What they are asked -------------------------------------------------------------------------------


def final(where: Status) -> Sentence | None:
    """Return why a sponsor cannot contest that its proposal was not accepted, or cannot any more."""
    if not where.turned_down or where.disposition is None:
        return None
    if where.disposition.decision.level:
        level = reached_at_level(where.disposition.decision)
        return _("It was decided %(at_level)s and cannot be contested here.", at_level=level)
    if where.landed and where.landed.circulation:
        return _(
            "It could be contested until %(draft)s was circulated, on %(day)s.",
            draft=Symbol(where.landed.symbol),
            day=day(where.landed.circulation.at),
        )
    return None


def contestable(url: str = "") -> Sentence:
    """Return that a decision without a level can still be contested, linked to *url* where it leads further."""
    sentence = _("It can be contested until the next text is circulated.")
    return joined([link(url, sentence)]) if url else sentence


@dataclass(frozen=True, slots=True)
class Reply:
    """
    One delegation that may answer. *has_answered*: it did already; *sentence*: what it answered, on *day*, None where
    the page says so already.
    """

    code: str
    name: str
    has_answered: bool = False
    sentence: Sentence | None = None
    day: str = ""


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """
    What the sponsors of one proposal are asked, for the form in which they answer.

    *key*: the record that it is about. *buttons*: what can be answered, a value of Answer and its words. *contestable*:
    until when a decision can be contested, which nobody has to answer. *objects*: one of the answers needs a reason.
    *confirms*: what is said by confirming. *words*: those of another proposal that took it in, None where no other did.
    """

    key: int
    buttons: tuple[tuple[str, Sentence], ...]
    replies: tuple[Reply, ...]
    contestable: Sentence | None = None
    objects: bool = False
    confirms: Sentence | None = None
    words: tuple[Span, ...] | None = None


def question_form(
    question: Question | None,
    entry: AmendmentRecord,
    where: Status,
    *,
    offer: ProposalRights,
    rows: Iterable[AnswerRow],
    further: str = "",
) -> QuestionForm | None:
    """
    Return what is asked of the sponsors in whose names the reader speaks, None where nothing is.

    *rows*: what was answered. *further*: the address where to read more before one contests a decision.
    """
    if question is None:
        return None
    decided = question.about == "disposition"
    confirms = Answer.CONFIRM in question.answers and question.about != "revision"
    return QuestionForm(
        question.key,
        tuple((answer.value, _(_label(answer, question))) for answer in question.answers),
        tuple(_replies(entry, where, offer, rows, decided=decided)),
        contestable=contestable(further) if question.optional else None,
        objects=not OBJECTED.isdisjoint(question.answers),
        confirms=_(_confirming(where, question)) if confirms else None,
        words=_words(where.successor) if where.successor and decided else None,
    )


def _replies(
    entry: AmendmentRecord, where: Status, offer: ProposalRights, rows: Iterable[AnswerRow], *, decided: bool
) -> Iterator[Reply]:
    kind = where.disposition.decision.kind if where.disposition and decided else None
    known = {row.id for _party, row in where.heard} if where.named else set()
    latest = {row.party_id: row for row in reversed(list(rows))}
    for voice in offer.voices:
        party = voice.party
        if not voice.joined and party.id != entry.amendment.sponsor_id:
            continue
        row, name = latest.get(party.id), party_name(party)
        if row is None or row.id in known:
            yield Reply(party.code, name, has_answered=row is not None)
            continue
        sentence = answered(
            row.answer,
            disowns=row.disowns,
            on_compromise=kind == DecisionKind.COMPROMISE,
            party=name,
            proposal=Symbol(offer.name),
        )
        yield Reply(party.code, name, has_answered=True, sentence=sentence, day=day(row.at))


def _words(successor: Successor) -> tuple[Span, ...]:
    base = successor.revision.base.text if successor.revision.base else ""
    return diff_words(base, successor.revision.text)


_LABELS: Mapping[Answer, str] = {
    Answer.ACCEPT: N_("We accept it"),
    Answer.LIVE_WITH: N_("We can live with it"),
    Answer.OBJECT: N_("We object"),
    Answer.CONFIRM: N_("We confirm"),
    Answer.CONTEST: N_("We contest the outcome"),
}
_LABELS_ON_DECISION: Mapping[Answer, str] = {**_LABELS, Answer.CONTEST: N_("We contest the decision")}
_LABELS_OF_ENTRY: Mapping[Answer, str] = {
    **_LABELS,
    Answer.CONFIRM: N_("We confirm this is ours"),
    Answer.CONTEST: N_("This is not ours"),
}


def _label(answer: Answer, question: Question) -> str:
    """
    Return the label of an answer.

    An entry from the floor is the sponsor's own or not; a decision is contested, and so is the outcome of a round.
    """
    if question.about == "revision":
        return _LABELS_OF_ENTRY[answer]
    return (_LABELS_ON_DECISION if question.optional else _LABELS)[answer]


_NO_LONGER = N_("You confirm that you no longer ask for it.")
_CONFIRMING: Mapping[Verdict, str] = {
    Verdict.ABSORBED: N_("You confirm that you have all you asked for."),
    Verdict.PARTLY: N_("You confirm that so much of it is in the text, and still ask for the rest."),
    Verdict.CARRIED: N_("You confirm that you still ask for it."),
    Verdict.CONFLICT: N_("You confirm that you still ask for it, beside the other proposal."),
    Verdict.OVERTAKEN: _NO_LONGER,
    Verdict.ORPHANED: _NO_LONGER,
}


def _confirming(where: Status, question: Question) -> str:
    """Return what a sponsor states by confirming the last outcome of its proposal."""
    if not question.lifted:
        verdict = Verdict(where.verdict.verdict) if where.verdict else Verdict.OVERTAKEN
        is_over = verdict is Verdict.CONFLICT and where.standing is Standing.CARRIED
        return _CONFIRMING[Verdict.CARRIED if is_over else verdict]
    assert where.unbracketed is not None
    lifted = where.unbracketed.lifted
    if lifted.amended:
        return N_("You confirm that its words are enough as they stand there.")
    if lifted.verdict is Verdict.PARTLY:
        return N_("You confirm that so much of it is in the text, and no longer ask for the rest.")
    return _CONFIRMING[lifted.verdict]
