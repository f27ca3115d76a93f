"""
All that a delegation gave to the texts of a meeting, as far as a reader may read it.

What its pages show decides what is in it: drafts for its own people alone, what was submitted for the Mission, and of
decisions, outcomes and comments what the timeline of a proposal, and a discussion, show to that reader.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, contains_eager

from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.conditions import VOIDING
from acm_drafts.store.discussions import load_discussions
from acm_drafts.store.evidence import Query, plain_row
from acm_drafts.store.inputs import calls_beside, inputs_to
from acm_drafts.store.listing import own_proposals
from acm_drafts.store.records import (
    Amendment,
    AnswerRow,
    Appointment,
    BracketActRow,
    BreakTakenBack,
    Communique,
    CompromisePosition,
    CompromiseText,
    Decision,
    Disposition,
    Input,
    InputFile,
    Nomination,
    Paragraph,
    Party,
    Position,
    Revision,
    Round,
    Silence,
    SilenceBreak,
    SmallGroup,
    Speaker,
    User,
    VerdictRow,
    Wording,
)
from acm_drafts.store.reservations import load_reservations
from acm_drafts.store.status import Statuses, load_statuses
from acm_drafts.store.timeline import REVISIONS, known_revisions
from acm_drafts.store.visibility import facts_of, small_groups_read_by

Row = dict[str, Any]

LISTS: Mapping[str, tuple[str, ...]] = {
    name: tuple(fields.split())
    for name, fields in {
        "proposals": "text proposal number kind stage paragraph round from_floor submitted_at",
        "revisions": (
            "text proposal sequence round made paragraph base words line depth numbered after joins language "
            "reason at"
        ),
        "decisions": "text proposal revision round decision outcome level agreed_on reason at voided_at",
        "outcomes": "text proposal revision round outcome done total at",
        "answers": "text proposal answer reason at",
        "cosponsorships": "text proposal since",
        "positions": "text proposal paragraph round words stance reason taken_back at",
        "brackets": "text paragraph round words act reason from_floor at",
        "reservations": "text reservation scope paragraph phrase sequence act words awaiting published at",
        "comments": (
            "text discussion sequence audience paragraph proposal phrase act words quote about name at"
        ),
        "silence_breaks": "text silence paragraph reason at taken_back_at",
        "compromise_texts": "text group version paragraph sequence words note at",
        "compromise_positions": "text version sequence stance reason at",
        "inputs": "text call input version submitted late language at position question words",
        "input_files": "text call input versions file name size sha256 at",
        "speakers": "name title level inscribed_at withdrawn_at began_at ended_at",
        "people": "name role starts_on ends_on",
        "nominations": "name role starts_on ends_on made_at outcome settled_at",
    }.items()
}
"""The lists of an export, each with the fields of its rows, in order; docs/retention.md says what they hold."""


@dataclass(slots=True)
class DelegationExport:
    """What an export holds: rows by list, and the files that were attached, by the code under which they are listed."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in LISTS})
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, rows: Iterable[Mapping[Any, Any]]) -> None:
        """Add rows to a list, with exactly its fields; one that a row does not have is None."""
        for row in rows:
            plain = plain_row(row)
            self.rows[name].append({key: plain.get(key) for key in LISTS[name]})


def load_export(
    session: Session, actor: Actor, meeting: int, party: Party, texts: Sequence[Communique]
) -> DelegationExport:
    """
    Return what a *party* gave at a meeting, to its *texts*, as far as *actor* may read these and what was given.

    A fixed number of queries for each text and each call for inputs beside it.
    """
    actor = actor.at(meeting)
    export = DelegationExport()
    for text in texts:
        _add_text(session, export, actor, party, text)
    if may(actor, Act.READ_SPEAKERS, Facts(meeting=meeting)):
        export.add("speakers", session.execute(_speakers(meeting, party.id)).mappings())
    if may(
        actor, Act.NAME_DRAFTERS, Facts(meeting=meeting, party=party.id)
    ):  # who reads the list of its people
        export.add("people", session.execute(_people(meeting, party.id)).mappings())
        export.add("nominations", session.execute(_nominations(meeting, party.id)).mappings())
    return export


def _add_text(
    session: Session, export: DelegationExport, actor: Actor, party: Party, text: Communique
) -> None:
    statuses = load_statuses(session, text, actor)
    own = party.id in actor.own_parties()
    known = _proposals(session, statuses, party)
    _add_proposals(
        session, export, statuses, [e for e in known if e.amendment.sponsor_id == party.id], own=own
    )
    lists: dict[str, Iterable[Mapping[Any, Any]]] = {
        "cosponsorships": _cosponsorships(known, party.id),
        "brackets": _brackets(session, text.id, party.id),
        "reservations": _reservations(session, actor, text, party.id),
        "comments": _comments(session, actor, text, party.id, own=own),
    }
    for name, query in _given(actor, text, party.id).items():
        lists[name] = session.execute(query).mappings()
    for name, rows in lists.items():
        export.add(name, ({"text": text.symbol_root, **row} for row in rows))
    _add_inputs(session, export, actor, text, party.id)


def _proposals(session: Session, statuses: Statuses, party: Party) -> list[AmendmentRecord]:
    """Return what a party proposed and co-sponsors in a text, as far as the reader may read it."""
    return [
        record
        for record in own_proposals(session, statuses.drafts.communique.id, [party.id])
        if may(statuses.actor, Act.READ_AMENDMENT, _facts(statuses, record))
    ]


def _given(actor: Actor, text: Communique, party: int) -> Mapping[str, Query]:
    """Return by list the statements for what a party gave to a text and its reader reads as it was given."""
    return {
        "answers": _answers(text.id, party),
        "positions": _positions(text.id, party),
        "silence_breaks": _silence_breaks(text.id, party),
        "compromise_texts": _compromise_texts(actor, text, party),
        "compromise_positions": _compromise_positions(actor, text, party),
    }


def _facts(statuses: Statuses, record: AmendmentRecord) -> Facts:
    parties = [party.id for party in record.cosponsors]
    return facts_of(statuses.context(record), record.amendment, cosponsors=parties)


# Proposals -----------------------------------------------------------------------------------------


def _add_proposals(
    session: Session,
    export: DelegationExport,
    statuses: Statuses,
    records: Sequence[AmendmentRecord],
    *,
    own: bool,
) -> None:
    """Add proposals with their revisions, and what was decided on these and became of them. Four queries."""
    symbol = {"text": statuses.drafts.communique.symbol_root}
    rounds = {key: context.round.number for key, context in statuses.contexts.items()}
    by_key = {record.amendment.id: record for record in records}
    ordered = REVISIONS.where(Revision.amendment_id.in_(by_key)).order_by(None)
    rows = session.execute(ordered.order_by(Revision.amendment_id, Revision.sequence)).all()
    revisions: dict[int, tuple[AmendmentRecord, Revision]] = {}
    for key, several in groupby(rows, key=lambda row: row[0].amendment_id):
        record = by_key[key]
        for revision in known_revisions(statuses, record, list(several), own=own):
            revisions[revision.id] = (record, revision)
    codes = _codes_of(session, records, [revision for _, revision in revisions.values()])
    export.add("proposals", (symbol | _proposal(record.amendment, codes, rounds) for record in records))
    written = (_revision(record, revision, codes, rounds) for record, revision in revisions.values())
    export.add("revisions", (symbol | row for row in written))
    export.add("decisions", (symbol | row for row in _decisions(session, revisions, rounds)))
    export.add("outcomes", (symbol | row for row in _outcomes(session, statuses, revisions, rounds)))


def _codes_of(
    session: Session, records: Iterable[AmendmentRecord], revisions: Iterable[Revision]
) -> dict[int | None, str]:
    """Map the keys of the paragraphs that proposals and revisions name to their codes. One query."""
    keys = {record.amendment.paragraph_id for record in records}
    named = [key for row in revisions for key in (row.paragraph_id, row.after_id, row.other_id) if key]
    wanted = select(Paragraph.id, Paragraph.code).where(Paragraph.id.in_(keys | set(named)))
    return dict(session.execute(wanted).all())


def _proposal(row: Amendment, codes: Mapping[int | None, str], rounds: Mapping[int, int]) -> Row:
    return {
        "proposal": row.code,
        "number": row.number,
        "kind": row.kind,
        "stage": row.stage,
        "paragraph": codes[row.paragraph_id],
        "round": rounds[row.round_id],
        "from_floor": row.from_floor,
        "submitted_at": row.submitted_at,
    }


def _revision(
    record: AmendmentRecord,
    revision: Revision,
    codes: Mapping[int | None, str],
    rounds: Mapping[int, int],
) -> Row:
    return {
        "proposal": record.amendment.code,
        "sequence": revision.sequence,
        "round": rounds[revision.round_id],
        "made": revision.made,
        "paragraph": codes[revision.paragraph_id],
        "base": revision.base.text if revision.base else None,
        "words": revision.text,
        "line": revision.kind,
        "depth": revision.depth,
        "numbered": revision.numbered,
        "after": codes.get(revision.after_id),
        "joins": codes.get(revision.other_id),
        "language": revision.language,
        "reason": revision.reason,
        "at": revision.at,
    }


Known = Mapping[int, tuple[AmendmentRecord, Revision]]
"""The revisions that the reader may read, by their keys, each with its proposal."""


def _decisions(session: Session, revisions: Known, rounds: Mapping[int, int]) -> Iterable[Row]:
    rows = session.execute(
        select(Disposition, VOIDING)
        .join(Disposition.decision)
        .outerjoin(VOIDING, VOIDING.voids_id == Decision.id)
        .where(Disposition.revision_id.in_(revisions))
        .options(contains_eager(Disposition.decision))
        .order_by(Disposition.id)
    )
    for disposition, void in rows:
        (record, revision), decision = revisions[disposition.revision_id], disposition.decision
        if record.reads_round(decision.round_id):
            yield {
                "proposal": record.amendment.code,
                "revision": revision.sequence,
                "round": rounds[decision.round_id],
                "decision": decision.kind,
                "outcome": disposition.outcome,
                "level": decision.level,
                "agreed_on": decision.agreed_on,
                "reason": decision.reason,
                "at": decision.at,
                "voided_at": void.at if void is not None else None,
            }


def _outcomes(
    session: Session, statuses: Statuses, revisions: Known, rounds: Mapping[int, int]
) -> Iterable[Row]:
    rows = session.scalars(
        select(VerdictRow).where(VerdictRow.revision_id.in_(revisions)).order_by(VerdictRow.id)
    )
    for row in rows:
        record, revision = revisions[row.revision_id]
        if statuses.published(row.round_id) and record.reads_round(row.round_id):
            yield {
                "proposal": record.amendment.code,
                "revision": revision.sequence,
                "round": rounds[row.round_id],
                "outcome": row.verdict,
                "done": row.done,
                "total": row.total,
                "at": row.at,
            }


def _cosponsorships(records: Iterable[AmendmentRecord], party: int) -> Iterable[Row]:
    for record in records:
        for joined in record.joined:
            if joined.party_id == party:
                yield {"proposal": record.amendment.code, "since": joined.since}


def _answers(communique: int, party: int) -> Query:
    return (
        select(Amendment.code.label("proposal"), AnswerRow.answer, AnswerRow.reason, AnswerRow.at)
        .join(Amendment, Amendment.id == AnswerRow.amendment_id)
        .where(Amendment.communique_id == communique, AnswerRow.party_id == party)
        .order_by(AnswerRow.at, AnswerRow.id)
    )


# Positions and brackets ----------------------------------------------------------------------------


def _positions(communique: int, party: int) -> Query:
    """Return the statement for the positions of a party, its own words and the words of the text that they are on."""
    return (
        select(
            Amendment.code.label("proposal"),
            Paragraph.code.label("paragraph"),
            Round.number.label("round"),
            Wording.text.label("words"),
            Position.stance,
            Position.reason,
            Position.taken_back,
            Position.at,
        )
        .outerjoin(Amendment, Amendment.id == Position.amendment_id)
        .outerjoin(Paragraph, Paragraph.id == Position.paragraph_id)
        .outerjoin(Round, Round.id == Position.round_id)
        .outerjoin(Wording, Wording.id == Position.wording_id)
        .where(Position.communique_id == communique, Position.party_id == party)
        .order_by(Position.at, Position.id)
    )


def _brackets(session: Session, communique: int, party: int) -> Iterable[Row]:
    rows = session.execute(
        select(BracketActRow, Paragraph.code, Round.number, Wording.text)
        .join(Paragraph, Paragraph.id == BracketActRow.paragraph_id)
        .join(Round, Round.id == BracketActRow.round_id)
        .join(Wording, Wording.id == BracketActRow.wording_id)
        .where(BracketActRow.communique_id == communique, BracketActRow.party_id == party)
        .order_by(BracketActRow.id)
    )
    for row, paragraph, number, words in rows:
        yield {
            "paragraph": paragraph,
            "round": number,
            "words": words[row.start : row.stop],
            "act": row.act,
            "reason": row.reason,
            "from_floor": row.from_floor,
            "at": row.at,
        }


def _silence_breaks(communique: int, party: int) -> Query:
    return (
        select(
            Silence.code.label("silence"),
            Paragraph.code.label("paragraph"),
            SilenceBreak.reason,
            SilenceBreak.at,
            BreakTakenBack.at.label("taken_back_at"),
        )
        .join(Silence, Silence.id == SilenceBreak.silence_id)
        .join(Paragraph, Paragraph.id == SilenceBreak.paragraph_id)
        .outerjoin(BreakTakenBack, BreakTakenBack.break_id == SilenceBreak.id)
        .where(Silence.communique_id == communique, SilenceBreak.party_id == party)
        .order_by(SilenceBreak.at, SilenceBreak.id)
    )


# Reservations, comments, small groups --------------------------------------------------------------


def _reservations(session: Session, actor: Actor, text: Communique, party: int) -> Iterable[Row]:
    for record in load_reservations(session, actor, text, of=[party]):
        row = record.reservation
        for act in record.acts:
            yield {
                "reservation": row.code,
                "scope": row.scope,
                "paragraph": row.paragraph.code if row.paragraph else None,
                "phrase": row.phrase,
                "sequence": act.sequence,
                "act": act.act,
                "words": act.words,
                "awaiting": act.awaiting,
                "published": act.published,
                "at": act.at,
            }


def _comments(session: Session, actor: Actor, text: Communique, party: int, *, own: bool) -> Iterable[Row]:
    """
    Yield what a party said in the discussions that the reader reads.

    *own*: the reader belongs to it, who alone reads the names of its people and what it took back.
    """
    records = load_discussions(session, actor, text)
    keys = {record.discussion.amendment_id for record in records if record.discussion.amendment_id}
    codes = dict(session.execute(select(Amendment.id, Amendment.code).where(Amendment.id.in_(keys))).all())
    for record in records:
        row = record.discussion
        for act in record.acts:
            if act.party_id != party:
                continue
            is_told = own or act.sequence not in record.taken_back
            yield {
                "discussion": row.code,
                "sequence": act.sequence,
                "audience": row.audience,
                "paragraph": row.paragraph.code,
                "proposal": codes.get(row.amendment_id or 0),
                "phrase": row.phrase,
                "act": act.act,
                "words": act.words if is_told else None,
                "quote": act.quote if is_told else None,
                "about": act.about,
                "name": act.name if own else None,
                "at": act.at,
            }


def _compromise_texts(actor: Actor, text: Communique, party: int) -> Query:
    return (
        select(
            SmallGroup.code.label("group"),
            CompromiseText.code.label("version"),
            Paragraph.code.label("paragraph"),
            CompromiseText.sequence,
            CompromiseText.text.label("words"),
            CompromiseText.note,
            CompromiseText.at,
        )
        .join(SmallGroup, SmallGroup.id == CompromiseText.group_id)
        .join(Paragraph, Paragraph.id == CompromiseText.paragraph_id)
        .where(
            CompromiseText.communique_id == text.id,
            CompromiseText.party_id == party,
            small_groups_read_by(actor, text.meeting_id),
        )
        .order_by(CompromiseText.at, CompromiseText.id)
    )


def _compromise_positions(actor: Actor, text: Communique, party: int) -> Query:
    return (
        select(
            CompromiseText.code.label("version"),
            CompromisePosition.sequence,
            CompromisePosition.stance,
            CompromisePosition.reason,
            CompromisePosition.at,
        )
        .join(CompromiseText, CompromiseText.id == CompromisePosition.compromise_id)
        .join(SmallGroup, SmallGroup.id == CompromiseText.group_id)
        .where(
            CompromiseText.communique_id == text.id,
            CompromisePosition.party_id == party,
            small_groups_read_by(actor, text.meeting_id),
        )
        .order_by(CompromisePosition.at, CompromisePosition.id)
    )


# Inputs --------------------------------------------------------------------------------------------


def _add_inputs(
    session: Session, export: DelegationExport, actor: Actor, text: Communique, party: int
) -> None:
    """Add the answers to calls for inputs beside a text, version by version, and their files."""
    wanted: set[int] = set()
    for call in calls_beside(session, actor, text.id):
        for given in inputs_to(session, actor, call, Input.party_id == party):
            about = {"text": text.symbol_root, "call": call.code, "input": given.row.code}
            versions_of: dict[InputFile, list[int]] = {}
            for version in given.versions:
                facts = about | {
                    "version": version.row.sequence,
                    "submitted": version.row.submitted,
                    "late": version.row.late,
                    "language": version.row.language,
                    "at": version.row.at,
                }
                parts = [
                    {"position": position, "question": call.questions.get(position), "words": words}
                    for position, words in version.parts.items()
                ]
                export.add("inputs", (facts | part for part in parts or [{}]))
                for file in version.files:
                    versions_of.setdefault(file, []).append(version.row.sequence)
            for file, versions in versions_of.items():
                wanted.add(file.id)
                listed = {
                    "versions": ", ".join(map(str, versions)),
                    "file": file.code,
                    "name": file.name,
                    "size": file.size,
                    "sha256": file.sha256,
                    "at": file.at,
                }
                export.add("input_files", [about | listed])
    if wanted:
        rows = session.execute(select(InputFile.code, InputFile.data).where(InputFile.id.in_(wanted)))
        export.files |= dict(rows.all())


# People --------------------------------------------------------------------------------------------


def _speakers(meeting: int, party: int) -> Query:
    return (
        select(
            Speaker.name,
            Speaker.title,
            Speaker.level,
            Speaker.at.label("inscribed_at"),
            Speaker.withdrawn_at,
            Speaker.began_at,
            Speaker.ended_at,
        )
        .where(Speaker.meeting_id == meeting, Speaker.party_id == party)
        .order_by(Speaker.at, Speaker.id)
    )


def _people(meeting: int, party: int) -> Query:
    return (
        select(User.name, Appointment.role, Appointment.starts_on, Appointment.ends_on)
        .join(User, User.id == Appointment.user_id)
        .where(Appointment.meeting_id == meeting, Appointment.party_id == party)
        .order_by(Appointment.starts_on, Appointment.id)
    )


def _nominations(meeting: int, party: int) -> Query:
    person = aliased(User)
    return (
        select(
            person.name,
            Nomination.role,
            Nomination.starts_on,
            Nomination.ends_on,
            Nomination.made_at,
            Nomination.outcome,
            Nomination.settled_at,
        )
        .join(person, person.id == Nomination.user_id)
        .where(Nomination.meeting_id == meeting, Nomination.party_id == party)
        .order_by(Nomination.made_at, Nomination.id)
    )
