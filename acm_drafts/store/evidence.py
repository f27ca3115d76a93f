"""
The records of a negotiation for an evidence pack: what the Mission reads of it, by codes and numbers that never change.

No internal key is among them: keys would count what others prepare. Drafts of proposals that no delegation submitted,
small groups, discussions and calls for inputs are left out.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.lifecycle import first_submitted
from acm_drafts.store.records import (
    Adoption,
    AdoptionMatter,
    Amendment,
    AnswerRow,
    Attendance,
    BreakTakenBack,
    Circulation,
    Confirmation,
    Corrigendum,
    CorrigendumEntry,
    Cosponsor,
    Decision,
    Disposition,
    Draft,
    Paragraph,
    Party,
    Position,
    Reservation,
    ReservationActRow,
    Revision,
    Round,
    Silence,
    SilenceBreak,
    SilenceChange,
    SilenceOutcomeRow,
    SilenceParagraph,
    Sitting,
    SittingAgendaRow,
    SittingResultRow,
    SittingStance,
    VerdictRow,
    Wording,
)

Row = dict[str, Any]
Query = Select[*tuple[Any, ...]]
Records = Mapping[str, Mapping[str, list[Row]]]
"""By file, by the name of a list in it, its rows."""

_OTHER = aliased(Paragraph)
_NEXT, _VOIDED = aliased(Draft), aliased(Decision)
_BY = aliased(Party)


def load_records(session: Session, communique: int) -> Records:
    """Return all lists of an evidence pack, each in an order that does not change. A query for each list."""
    submitted = _submitted(session, communique)
    return {
        "rounds": {"rounds": _rows(session, _rounds(communique))},
        "proposals": {
            "proposals": _rows(session, _proposals(communique)),
            "revisions": _revisions(session, communique, submitted),
            "cosponsors": _rows(session, _cosponsors(communique)),
            "outcomes": _rows(session, _outcomes(communique)),
            "answers": _rows(session, _answers(communique)),
        },
        "positions": {
            "on_proposals": _rows(session, _positions_on_proposals(communique)),
            "on_paragraphs": _rows(session, _positions_on_paragraphs(communique)),
        },
        "decisions": {
            "decisions": _rows(session, _decisions(communique)),
            "dispositions": _rows(session, _dispositions(communique)),
            "confirmations": _rows(session, _confirmations(communique)),
        },
        "sittings": {name: _rows(session, query) for name, query in _sittings(communique).items()},
        "silences": {name: _rows(session, query) for name, query in _silences(communique).items()},
        "reservations": {name: _rows(session, query) for name, query in _reservations(communique).items()},
        "adoption": {name: _rows(session, query) for name, query in _adoption(communique).items()},
    }


def _rows(session: Session, query: Query) -> list[Row]:
    return [plain_row(row) for row in session.execute(query).mappings()]


def plain_row(row: Mapping[Any, Any]) -> Row:
    """Return a row as JSON holds it: moments and days in ISO 8601."""
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


# The text ----------------------------------------------------------------------------------------------


def load_drafts(session: Session, communique: int) -> list[tuple[int, Row]]:
    """Return key and facts of each draft of a communiqué, in order. One query."""
    query = (
        select(
            Draft.id,
            Draft.sequence,
            Draft.symbol,
            Draft.status,
            Draft.made_at,
            Draft.withdrawn_at,
            Circulation.at.label("circulated_at"),
            Circulation.attributed,
        )
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .where(Draft.communique_id == communique)
        .order_by(Draft.sequence)
    )
    rows = [plain_row(row) for row in session.execute(query).mappings()]
    return [(row.pop("id"), row) for row in rows]


def load_codes(session: Session, paragraphs: Iterable[int]) -> dict[int, str]:
    """Map the keys of paragraphs to their codes. One query."""
    return dict(
        session.execute(select(Paragraph.id, Paragraph.code).where(Paragraph.id.in_(list(paragraphs)))).all()
    )


def _rounds(communique: int) -> Query:
    return (
        select(
            Round.number,
            Draft.symbol.label("draft"),
            Round.opens_at,
            Round.deadline,
            Round.zone,
            Round.admissibility,
            Round.visibility,
            Round.chair_reads,
            Round.closed_at,
            _NEXT.symbol.label("next_draft"),
        )
        .join(Draft, Draft.id == Round.draft_id)
        .outerjoin(_NEXT, _NEXT.id == Round.next_draft_id)
        .where(Round.communique_id == communique)
        .order_by(Round.number)
    )


# Proposals ---------------------------------------------------------------------------------------------


def _submitted(session: Session, communique: int) -> dict[int, datetime]:
    """Map the keys of the submitted proposals to the moment of the first submission. One query."""
    query = select(Amendment.id, Amendment.submitted_at).where(
        Amendment.communique_id == communique, Amendment.submitted_at.is_not(None)
    )
    return {key: at for key, at in session.execute(query) if at is not None}


def _of_proposals(query: Query, communique: int) -> Query:
    """Return *query*, which names Amendment, on the submitted proposals of a communiqué."""
    return query.where(Amendment.communique_id == communique, Amendment.submitted_at.is_not(None))


def _proposals(communique: int) -> Query:
    amended = aliased(Amendment)
    query = (
        select(
            Amendment.code,
            Party.code.label("sponsor"),
            Amendment.number,
            Amendment.kind,
            Amendment.stage,
            Paragraph.code.label("paragraph"),
            Round.number.label("round"),
            amended.code.label("amends"),
            Amendment.from_floor,
            Amendment.revision,
            Amendment.submitted_at,
        )
        .join(Party, Party.id == Amendment.sponsor_id)
        .join(Paragraph, Paragraph.id == Amendment.paragraph_id)
        .join(Round, Round.id == Amendment.round_id)
        .outerjoin(amended, amended.id == Amendment.amends_id)
        .order_by(Amendment.submitted_at, Amendment.code)
    )
    return _of_proposals(query, communique)


def _revisions(session: Session, communique: int, submitted: Mapping[int, datetime]) -> list[Row]:
    """Return what each submitted proposal said, from its submission on. One query."""
    query = (
        select(
            Amendment.id.label("key"),
            Amendment.code.label("proposal"),
            Revision.sequence,
            Round.number.label("round"),
            Revision.made,
            Paragraph.code.label("paragraph"),
            Wording.text.label("base"),
            Revision.text,
            Revision.kind,
            Revision.depth,
            Revision.numbered,
            _OTHER.code.label("joins"),
            Revision.language,
            Revision.reason,
            Revision.at,
        )
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .join(Round, Round.id == Revision.round_id)
        .join(Paragraph, Paragraph.id == Revision.paragraph_id)
        .outerjoin(_OTHER, _OTHER.id == Revision.other_id)
        .outerjoin(Wording, Wording.id == Revision.base_id)
        .order_by(Amendment.submitted_at, Amendment.code, Revision.sequence)
    )
    rows = session.execute(_of_proposals(query, communique)).all()
    revisions: list[Row] = []
    for key, own in groupby(rows, key=lambda row: row.key):
        written = list(own)
        first = first_submitted(written, submitted[key])
        revisions += [
            plain_row(row._mapping) for row in written if row.sequence >= first or row.made != "sponsor"
        ]
    return [{name: value for name, value in row.items() if name != "key"} for row in revisions]


def _cosponsors(communique: int) -> Query:
    query = (
        select(Amendment.code.label("proposal"), Party.code.label("party"), Cosponsor.since)
        .select_from(Cosponsor)
        .join(Amendment, Amendment.id == Cosponsor.amendment_id)
        .join(Party, Party.id == Cosponsor.party_id)
        .order_by(Amendment.submitted_at, Amendment.code, Party.code)
    )
    return _of_proposals(query, communique)


def _outcomes(communique: int) -> Query:
    query = (
        select(
            Round.number.label("round"),
            Amendment.code.label("proposal"),
            Revision.sequence.label("revision"),
            VerdictRow.verdict.label("outcome"),
            VerdictRow.done,
            VerdictRow.total,
            VerdictRow.at,
        )
        .join(Revision, Revision.id == VerdictRow.revision_id)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .join(Round, Round.id == VerdictRow.round_id)
        .order_by(Round.number, Amendment.submitted_at, Amendment.code)
    )
    return _of_proposals(query, communique)


def _answers(communique: int) -> Query:
    query = (
        select(
            Amendment.code.label("proposal"),
            Party.code.label("party"),
            AnswerRow.answer,
            AnswerRow.reason,
            AnswerRow.at,
        )
        .join(Amendment, Amendment.id == AnswerRow.amendment_id)
        .join(Party, Party.id == AnswerRow.party_id)
        .order_by(AnswerRow.at, AnswerRow.id)
    )
    return _of_proposals(query, communique)


def _positions_on_proposals(communique: int) -> Query:
    query = (
        select(
            Amendment.code.label("proposal"),
            Position.revision,
            Party.code.label("party"),
            Position.stance,
            Position.reason,
            Position.at,
        )
        .join(Amendment, Amendment.id == Position.amendment_id)
        .join(Party, Party.id == Position.party_id)
        .order_by(Amendment.submitted_at, Amendment.code, Party.code)
    )
    return _of_proposals(query, communique)


def _positions_on_paragraphs(communique: int) -> Query:
    return (
        select(
            Paragraph.code.label("paragraph"),
            Round.number.label("round"),
            Wording.text.label("wording"),
            Party.code.label("party"),
            Position.stance,
            Position.reason,
            Position.taken_back,
            Position.at,
        )
        .join(Paragraph, Paragraph.id == Position.paragraph_id)
        .join(Round, Round.id == Position.round_id)
        .join(Wording, Wording.id == Position.wording_id)
        .join(Party, Party.id == Position.party_id)
        .where(Position.communique_id == communique)
        .order_by(Round.number, Paragraph.code, Party.code, Position.at)
    )


# Decisions ---------------------------------------------------------------------------------------------


def _decisions(communique: int) -> Query:
    return (
        select(
            Round.number.label("round"),
            Decision.sequence,
            Decision.kind,
            Paragraph.code.label("paragraph"),
            Decision.reason,
            Decision.level,
            Decision.agreed_on,
            Sitting.code.label("sitting"),
            Silence.code.label("silence"),
            Decision.ad_referendum,
            _VOIDED.sequence.label("voids"),
            Decision.together,
            Party.code.label("asked_by"),
            Decision.at,
        )
        .join(Round, Round.id == Decision.round_id)
        .join(Paragraph, Paragraph.id == Decision.paragraph_id)
        .outerjoin(Sitting, Sitting.id == Decision.sitting_id)
        .outerjoin(Silence, Silence.id == Decision.silence_id)
        .outerjoin(_VOIDED, _VOIDED.id == Decision.voids_id)
        .outerjoin(Party, Party.id == Decision.asked_by_id)
        .where(Decision.communique_id == communique)
        .order_by(Round.number, Decision.sequence)
    )


def _dispositions(communique: int) -> Query:
    return (
        select(
            Round.number.label("round"),
            Decision.sequence.label("decision"),
            Amendment.code.label("proposal"),
            Revision.sequence.label("revision"),
            Disposition.outcome,
            Disposition.chosen,
            Disposition.text,
            Disposition.rank,
        )
        .join(Decision, Decision.id == Disposition.decision_id)
        .join(Round, Round.id == Decision.round_id)
        .join(Revision, Revision.id == Disposition.revision_id)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .where(Decision.communique_id == communique)
        .order_by(Round.number, Decision.sequence, Amendment.code, Revision.sequence)
    )


def _confirmations(communique: int) -> Query:
    return (
        select(
            Round.number.label("round"),
            Decision.sequence.label("decision"),
            Confirmation.given_by,
            Confirmation.at,
        )
        .join(Decision, Decision.id == Confirmation.decision_id)
        .join(Round, Round.id == Decision.round_id)
        .where(Confirmation.communique_id == communique)
        .order_by(Round.number, Decision.sequence)
    )


# Sittings and silence procedures -----------------------------------------------------------------------


def _sittings(communique: int) -> dict[str, Query]:
    of_text = Sitting.communique_id == communique
    order = (Sitting.begins_at, Sitting.code)
    return {
        "sittings": select(
            Sitting.code,
            Sitting.level,
            Sitting.number,
            Sitting.begins_at,
            Sitting.ends_at,
            Sitting.zone,
            Sitting.place,
            Sitting.opened_at,
            Sitting.closed_at,
            Sitting.cancelled_at,
            Sitting.cancellation_reason,
            Sitting.from_before,
        )
        .where(of_text)
        .order_by(*order),
        "agenda": select(
            Sitting.code.label("sitting"), SittingAgendaRow.position, Paragraph.code.label("paragraph")
        )
        .join(Sitting, Sitting.id == SittingAgendaRow.sitting_id)
        .join(Paragraph, Paragraph.id == SittingAgendaRow.paragraph_id)
        .where(of_text)
        .order_by(*order, SittingAgendaRow.position),
        "attendance": select(
            Sitting.code.label("sitting"), Party.code.label("party"), Attendance.present, Attendance.speakers
        )
        .join(Sitting, Sitting.id == Attendance.sitting_id)
        .join(Party, Party.id == Attendance.party_id)
        .where(of_text)
        .order_by(*order, Party.code),
        "results": select(
            Sitting.code.label("sitting"),
            SittingResultRow.sequence,
            Paragraph.code.label("paragraph"),
            SittingResultRow.result,
            SittingResultRow.text,
            SittingResultRow.remark,
            SittingResultRow.at,
        )
        .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
        .join(Paragraph, Paragraph.id == SittingResultRow.paragraph_id)
        .where(of_text)
        .order_by(*order, SittingResultRow.sequence),
        "stances": select(
            Sitting.code.label("sitting"),
            SittingResultRow.sequence.label("result"),
            Party.code.label("party"),
            SittingStance.stance,
        )
        .join(SittingResultRow, SittingResultRow.id == SittingStance.result_id)
        .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
        .join(Party, Party.id == SittingStance.party_id)
        .where(of_text)
        .order_by(*order, SittingResultRow.sequence, Party.code),
    }


def _silences(communique: int) -> dict[str, Query]:
    of_text = Silence.communique_id == communique
    return {
        "silences": select(
            Silence.code,
            Silence.level,
            Silence.number,
            Round.number.label("round"),
            Silence.begins_at,
            Silence.ends_at,
            Silence.zone,
            Silence.anonymous,
            Silence.note,
            Silence.digest,
            Silence.suspended_at,
            Silence.concluded_at,
            Silence.withdrawn_at,
        )
        .join(Round, Round.id == Silence.round_id)
        .where(of_text)
        .order_by(Silence.number),
        "paragraphs": select(
            Silence.code.label("silence"),
            SilenceParagraph.position,
            Paragraph.code.label("paragraph"),
            SilenceParagraph.reference,
            SilenceParagraph.text,
            SilenceOutcomeRow.outcome,
        )
        .join(Silence, Silence.id == SilenceParagraph.silence_id)
        .join(Paragraph, Paragraph.id == SilenceParagraph.paragraph_id)
        .outerjoin(
            SilenceOutcomeRow,
            (SilenceOutcomeRow.silence_id == SilenceParagraph.silence_id)
            & (SilenceOutcomeRow.paragraph_id == SilenceParagraph.paragraph_id),
        )
        .where(of_text)
        .order_by(Silence.number, SilenceParagraph.position),
        "changes": select(
            Silence.code.label("silence"),
            SilenceChange.kind,
            SilenceChange.ended_at,
            SilenceChange.ends_at,
            SilenceChange.reason,
            SilenceChange.at,
        )
        .join(Silence, Silence.id == SilenceChange.silence_id)
        .where(of_text)
        .order_by(SilenceChange.at, SilenceChange.id),
        "breaks": select(
            Silence.code.label("silence"),
            Paragraph.code.label("paragraph"),
            Party.code.label("party"),
            SilenceBreak.reason,
            SilenceBreak.at,
            BreakTakenBack.at.label("taken_back_at"),
        )
        .join(Silence, Silence.id == SilenceBreak.silence_id)
        .join(Paragraph, Paragraph.id == SilenceBreak.paragraph_id)
        .join(Party, Party.id == SilenceBreak.party_id)
        .outerjoin(BreakTakenBack, BreakTakenBack.break_id == SilenceBreak.id)
        .where(of_text)
        .order_by(SilenceBreak.at, SilenceBreak.id),
    }


# Reservations and adoption -----------------------------------------------------------------------------


def _reservations(communique: int) -> dict[str, Query]:
    of_text = Reservation.communique_id == communique
    begun = (
        select(func.min(ReservationActRow.at))
        .where(ReservationActRow.reservation_id == Reservation.id)
        .correlate(Reservation)
        .scalar_subquery()
    )
    return {
        "reservations": select(
            Reservation.code,
            Party.code.label("party"),
            Draft.symbol.label("draft"),
            Reservation.scope,
            Paragraph.code.label("paragraph"),
            Wording.text.label("wording"),
            Reservation.phrase,
        )
        .join(Party, Party.id == Reservation.party_id)
        .join(Draft, Draft.id == Reservation.draft_id)
        .outerjoin(Paragraph, Paragraph.id == Reservation.paragraph_id)
        .outerjoin(Wording, Wording.id == Reservation.wording_id)
        .where(of_text)
        .order_by(begun, Reservation.code),
        "acts": select(
            Reservation.code.label("reservation"),
            ReservationActRow.sequence,
            ReservationActRow.act,
            ReservationActRow.words,
            ReservationActRow.awaiting,
            ReservationActRow.published,
            ReservationActRow.at,
        )
        .join(Reservation, Reservation.id == ReservationActRow.reservation_id)
        .where(of_text)
        .order_by(begun, Reservation.code, ReservationActRow.sequence),
    }


def _adoption(communique: int) -> dict[str, Query]:
    return {
        "adoption": select(
            Adoption.symbol,
            Draft.symbol.label("draft"),
            Sitting.code.label("sitting"),
            Adoption.level,
            Adoption.day,
            Adoption.place,
            Party.code.label("chair"),
            Adoption.at,
        )
        .join(Draft, Draft.id == Adoption.draft_id)
        .join(Sitting, Sitting.id == Adoption.sitting_id)
        .outerjoin(Party, Party.id == Adoption.chair_id)
        .where(Adoption.communique_id == communique),
        "open_matters": select(
            AdoptionMatter.position,
            AdoptionMatter.kind,
            AdoptionMatter.reference,
            Paragraph.code.label("paragraph"),
            Amendment.code.label("proposal"),
        )
        .join(Paragraph, Paragraph.id == AdoptionMatter.paragraph_id)
        .outerjoin(Amendment, Amendment.id == AdoptionMatter.amendment_id)
        .where(AdoptionMatter.communique_id == communique)
        .order_by(AdoptionMatter.position),
        "corrigenda": select(
            Corrigendum.symbol,
            Corrigendum.number,
            Corrigendum.day,
            CorrigendumEntry.position,
            Paragraph.code.label("paragraph"),
            CorrigendumEntry.reference,
            CorrigendumEntry.old,
            CorrigendumEntry.new,
            CorrigendumEntry.reason,
            _BY.code.label("asked_by"),
        )
        .join(CorrigendumEntry, CorrigendumEntry.corrigendum_id == Corrigendum.id)
        .join(Paragraph, Paragraph.id == CorrigendumEntry.paragraph_id)
        .join(_BY, _BY.id == CorrigendumEntry.asked_by_id)
        .where(Corrigendum.communique_id == communique)
        .order_by(Corrigendum.number, CorrigendumEntry.position),
    }
