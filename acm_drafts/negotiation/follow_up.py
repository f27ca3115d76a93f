"""
Follow-up: what the texts of the OIC ask somebody to do, by when, and how far each request has come.

The program only suggests what it finds in a text (text.requests): an entry begins when the Mission confirms it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from acm_drafts.negotiation.errors import N_, NotAdmissible, Refusal, WrongShape
from acm_drafts.negotiation.library import SourceBody
from acm_drafts.negotiation.lifecycle import admits
from acm_drafts.negotiation.terms import Admissibility, AmendmentKind, TextKind, name_of
from acm_drafts.text.language import Language


class FollowUpState(StrEnum):
    """How far a confirmed request has come; the Mission says so in a report."""

    CONFIRMED = "confirmed"
    IN_PROGRESS = "in-progress"
    PARTLY = "done-in-part"
    DONE = "done"
    DROPPED = "no-longer-pursued"


STATES: Mapping[FollowUpState, str] = {
    FollowUpState.CONFIRMED: N_("no report yet"),
    FollowUpState.IN_PROGRESS: N_("in progress"),
    FollowUpState.PARTLY: N_("done in part"),
    FollowUpState.DONE: N_("done"),
    FollowUpState.DROPPED: N_("no longer pursued"),
}
"""What each state is called; a key of the catalogues."""
REPORTED = tuple(state for state in FollowUpState if state is not FollowUpState.CONFIRMED)
"""How far a report can say that a request has come."""


class FollowUpAct(StrEnum):
    """What the Mission did to an entry."""

    CONFIRM = "confirm"
    EDIT = "edit"
    REPORT = "report"


FOLLOWED = (SourceBody.ACM, SourceBody.CFM, SourceBody.SUMMIT)
"""The bodies whose requests are followed up; besides them those in texts of partners."""
FOLLOWED_BODIES = (*FOLLOWED, SourceBody.OTHER)
"""The bodies that a text with requests may be of: in the library a text of a partner is of another body."""


# By when -------------------------------------------------------------------------------------------

SOON = timedelta(days=90)
MOST_YEARS = 50
"""So many years ahead at most lies the day by which a text asks for something."""


class Urgency(StrEnum):
    """The groups of the table, in their order."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"
    DONE = "done"
    DROPPED = "no-longer-pursued"


def urgency_of(state: FollowUpState, due: date | None, today: date) -> Urgency:
    """Return the group of an entry. It is overdue on the day after it was due, unless it is done or not pursued."""
    if state is FollowUpState.DONE:
        return Urgency.DONE
    if state is FollowUpState.DROPPED:
        return Urgency.DROPPED
    if due is None:
        return Urgency.UNDATED
    if due < today:
        return Urgency.OVERDUE
    return Urgency.SOON if due - today <= SOON else Urgency.LATER


# What an entry says --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """
    Who is asked, for what, and by when; *place*: where at the United Nations it is followed.

    *next_report*: when the next report is expected, in words; "" where none is announced.
    """

    addressee: str
    requested: str
    due: date | None = None
    place: str = ""
    next_report: str = ""


def require_complete(request: Request) -> None:
    """Raise WrongFollowUp where a request does not say who is asked and for what."""
    if not request.addressee:
        raise WrongFollowUp(what=N_("it does not say who is asked"))
    if not request.requested:
        raise WrongFollowUp(what=N_("it does not say what is requested"))


def require_due(due: date | None, adopted: date | None, today: date) -> None:
    """
    Raise WrongDue where a request cannot be asked for by that day.

    That is a day before that of its text, which asks for it, and one more than MOST_YEARS ahead: no text asks for
    anything so late, and a year typed wrong is seen at once.
    """
    if due is None:
        return
    if adopted is not None and due < adopted:
        raise WrongDue(what=N_("the day by which it is asked lies before the day of its text"))
    if due.year > today.year + MOST_YEARS:
        raise WrongDue(what=N_("the day by which it is asked lies more than 50 years ahead"))


def require_place(text: str, start: int, stop: int) -> None:
    """Raise WrongFollowUp unless *start* and *stop* are a stretch of *text*."""
    if not 0 <= start < stop <= len(text):
        raise WrongFollowUp(what=N_("its words stand in the paragraph"))


def require_link(url: str) -> None:
    """Raise WrongLink unless *url* is the address of a page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c.isspace() for c in url):
        raise WrongLink()


def require_new_document(symbol: str, url: str, others: Iterable[tuple[str, str]]) -> None:
    """
    Raise EvidenceKnown where the document with this symbol and link, "" for none, is among *others*.

    Symbols are compared whatever their letters' case; the title says nothing: one document may be called two ways.
    """
    if (symbol.casefold(), url) in {(known.casefold(), link) for known, link in others}:
        raise EvidenceKnown()


# What a text says of it ----------------------------------------------------------------------------

_NOTED: Mapping[Language, tuple[str, str]] = {
    Language.EN: (
        "The Meeting took note of {how} the request to {addressee} {requested} ({symbol}, paragraph {number}).",
        "The Meeting took note of {how} paragraph {number} of {symbol}.",
    ),
    Language.FR: (
        "La Réunion a pris note de {how} la demande faite au paragraphe {number} du document {symbol}"
        " ({addressee} : {requested}).",
        "La Réunion a pris note de {how} la demande faite au paragraphe {number} du document {symbol}.",
    ),
    Language.AR: (
        "أحاط الاجتماع علماً {how} الطلب الوارد في الفقرة {number} من الوثيقة {symbol} ({addressee}: {requested}).",
        "أحاط الاجتماع علماً {how} الطلب الوارد في الفقرة {number} من الوثيقة {symbol}.",
    ),
}
_UNNUMBERED: Mapping[Language, str] = {
    Language.EN: "The Meeting took note of {how} the request in {symbol}.",
    Language.FR: "La Réunion a pris note de {how} la demande faite dans le document {symbol}.",
    Language.AR: "أحاط الاجتماع علماً {how} الطلب الوارد في الوثيقة {symbol}.",
}
_HOW: Mapping[Language, tuple[str, str]] = {
    Language.EN: ("the implementation of", "the status of implementation of"),
    Language.FR: ("la mise en œuvre de", "l’état de la mise en œuvre de"),
    Language.AR: ("بتنفيذ", "بحالة تنفيذ"),
}


def noted(
    request: Request, state: FollowUpState, *, symbol: str, number: str, spoken: Language, language: Language
) -> str:
    """
    Return a sentence in *language* by which a text takes note of the implementation of a request.

    The words of the request are in it where they are in the same language (*spoken*). Of what is not done, or done in
    part, it notes the status.
    """
    how = _HOW[language][0 if state is FollowUpState.DONE else 1]
    whole, brief = _NOTED[language]
    sentence = _UNNUMBERED[language] if not number else whole if spoken is language else brief
    return sentence.format(
        how=how,
        addressee=request.addressee,
        requested=request.requested.rstrip(" .;،؛"),
        symbol=symbol,
        number=number,
    )


def as_corrected(requested: str, corrections: Iterable[tuple[str, str]]) -> str:
    """
    Return the words of a request as *corrections* (for which words which are read) to its paragraph make them read.

    A correction is made where its words stand in the request exactly once; any other is left to a person.
    """
    for old, new in corrections:
        if old and requested.count(old) == 1:
            requested = requested.replace(old, new)
    return requested


# What is refused -----------------------------------------------------------------------------------


class WrongFollowUp(WrongShape):
    sentence = N_("The entry cannot be recorded: %(what)s.")
    next_step = N_("Correct it and send it again.")


class WrongDue(WrongFollowUp):
    """The same of the day by which something is asked for."""


class WrongLink(WrongShape):
    sentence = N_("The document cannot be added: a link begins with https:// and names a site.")
    next_step = N_("Correct the link, or leave it empty.")


class EvidenceKnown(Refusal):
    """The document stands among those of the entry already."""

    sentence = N_("This document is among the evidence already.")
    next_step = N_("Look at the list of evidence. Another document has another symbol or another link.")


class EvidenceRemoved(Refusal):
    sentence = N_("This document was removed from the evidence already.")
    next_step = N_("Look at the history of the entry. It can be added again.")


class FollowedUpAlready(Refusal):
    sentence = N_("The request is followed up already.")
    next_step = N_("Open its entry: it can be edited there.")


class NoRequestAlready(Refusal):
    sentence = N_("It was recorded already that this is no request.")
    next_step = N_("It can still be followed up: confirm it.")


class FollowUpChanged(Refusal):
    sentence = N_("A colleague changed this entry since you opened the page.")
    next_step = N_("Look at the entry as it stands now, then send yours again if it is still right.")


class NothingChanged(Refusal):
    sentence = N_("Nothing in the entry would change.")
    next_step = N_("Change what it says, or leave it as it is.")


class DrawnIntoAgenda(Refusal):
    sentence = N_("A new paragraph is drawn into a communiqué, and this text is an agenda.")
    next_step = N_("Draw it into the communiqué of the meeting.")


class DrawnAlready(Refusal):
    """*code* is that of the proposal."""

    sentence = N_("A paragraph was drawn from this entry into this text already.")
    next_step = N_("Open that proposal from the entry. Once it is withdrawn, another one can be drawn.")


class NoRoundToDrawInto(Refusal):
    sentence = N_("No round is running on this text: no paragraph can be proposed for it.")
    next_step = N_("Open a round on its newest draft first.")


# Into which text a new paragraph is drawn ----------------------------------------------------------


def require_to_draw_into(kind: TextKind, rule: Admissibility | None, *, drawn: str = "") -> None:
    """
    Raise what hinders a new paragraph from being drawn into a text: DrawnIntoAgenda, DrawnAlready,
    NoRoundToDrawInto, NotAdmissible.

    *rule*: what the running round admits, None without one. Where it admits new paragraphs after some paragraphs alone,
    the proposal itself is judged by its place. *drawn*: the code of the proposal that was drawn from the entry into the
    text already and was not withdrawn, "" for none.
    """
    if kind is TextKind.AGENDA:
        raise DrawnIntoAgenda()
    if drawn:
        raise DrawnAlready(code=drawn)
    if rule is None:
        raise NoRoundToDrawInto()
    if not admits(rule, AmendmentKind.INSERT):
        raise NotAdmissible(rule=name_of(rule))
