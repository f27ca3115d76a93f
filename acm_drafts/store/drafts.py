"""
Communiqués, their drafts, lines, wordings and paragraphs; which drafts a reader may read.

`find_x` may return None, `get_x` raises NotFound. Each function costs a fixed number of queries.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.lifecycle import ImportedText
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import ParagraphState, TextKind
from acm_drafts.store.conditions import NOT_WITHDRAWN
from acm_drafts.store.records import (
    IS_PRINTED,
    Adoption,
    Circulation,
    Communique,
    Draft,
    LineRow,
    Meeting,
    Paragraph,
    Round,
    Wording,
)

# The text ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """
    A draft with what is known of its circulation; *circulation* is None while only the Mission reads it.

    *adopted_as*: the symbol under which it was adopted, "" where it was not.
    """

    draft: Draft
    circulation: Circulation | None
    adopted_as: str = ""

    @property
    def symbol(self) -> str:
        """What it is called now: once it is adopted, by the symbol of its adoption; `SYMBOL` is the same in SQL."""
        return self.adopted_as or self.draft.symbol

    @property
    def attributed(self) -> bool:
        return bool(self.circulation and self.circulation.attributed)

    @property
    def in_preparation(self) -> bool:
        """Whether it is an import that is not circulated: there is no round before that, so it can be corrected."""
        imported = ImportedText(self.draft.symbol, circulated=self.circulation is not None)
        return self.draft.sequence == 0 and imported.in_preparation


IS_ADOPTED = Adoption.draft_id == Draft.id
"""Joins a draft to the adoption of that very draft."""
SYMBOL = func.coalesce(Adoption.symbol, Draft.symbol)
"""What a draft is called now, as `DraftVersion.symbol` has it; where Adoption is joined by IS_ADOPTED."""


def symbol_now(session: Session, draft: Draft) -> str:
    """Return what a draft is called now: once it is adopted, by the symbol of its adoption. One query."""
    wanted = select(SYMBOL).select_from(Draft).outerjoin(Adoption, IS_ADOPTED).where(Draft.id == draft.id)
    return session.execute(wanted).scalar_one()


def get_communique(session: Session, code: str) -> Communique:
    communique = session.scalars(
        select(Communique).options(joinedload(Communique.meeting)).where(Communique.code == code)
    ).one_or_none()
    if communique is None or communique.meeting.removed_at is not None:
        raise NotFound()
    return communique


def readable_drafts(session: Session, communique_id: int, actor: Actor) -> tuple[DraftVersion, ...]:
    """Return the drafts that *actor* may read, oldest first. One query."""
    rows = session.execute(
        select(Draft, Circulation, Communique.meeting_id, Adoption.symbol)
        .join(Communique, Communique.id == Draft.communique_id)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .outerjoin(Adoption, IS_ADOPTED)
        .where(Draft.communique_id == communique_id)
        .order_by(Draft.sequence)
    )
    return tuple(
        DraftVersion(draft, circulation, adopted_as or "")
        for draft, circulation, meeting, adopted_as in rows
        if may(actor, Act.READ_DRAFT, Facts(meeting=meeting, circulated=circulation is not None))
    )


def symbols_over_time(
    session: Session, communiques: Collection[int], actor: Actor
) -> dict[int, list[tuple[datetime, str]]]:
    """
    Return by communiqué what its newest draft that *actor* may read was called, each symbol with since when.

    In the order of time: a draft is the newest from its circulation on, for who reads it before then from when it was
    made, and has the symbol of its adoption from the adoption on. One query, none for none.
    """
    if not communiques:
        return {}
    rows = session.execute(
        select(Draft, Circulation.at, Communique.meeting_id, Adoption.symbol, Adoption.at)
        .join(Communique, Communique.id == Draft.communique_id)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .outerjoin(Adoption, IS_ADOPTED)
        .where(Draft.communique_id.in_(communiques), NOT_WITHDRAWN)
        .order_by(Draft.sequence)
    )
    symbols: dict[int, list[tuple[datetime, str]]] = {}
    for draft, circulated_at, meeting, adopted_as, adopted_at in rows:
        since = draft.made_at if may(actor, Act.READ_DRAFT, Facts(meeting=meeting)) else circulated_at
        if since is None or not may(actor, Act.READ_DRAFT, Facts(meeting=meeting, circulated=True)):
            continue
        own = symbols.setdefault(draft.communique_id, [])
        own.append((since, draft.symbol))
        if adopted_at is not None:
            own.append((adopted_at, adopted_as))
    return symbols


def symbol_at(moment: datetime, symbols: Sequence[tuple[datetime, str]]) -> str:
    """
    Return what a text was called at a *moment*, of *symbols* as `symbols_over_time` gives them.

    By its first symbol where its reader read no draft yet, "" where they read none.
    """
    then = [symbol for since, symbol in symbols if since <= moment] or [symbol for _, symbol in symbols[:1]]
    return then[-1] if then else ""


def is_circulated(session: Session, communique_id: int) -> bool:
    """Return whether a draft of a communiqué is circulated, so that everybody may know that there is one. One query."""
    circulated = select(Circulation.id).join(Draft, Draft.id == Circulation.draft_id)
    return bool(session.scalar(circulated.where(Draft.communique_id == communique_id).limit(1)))


def is_circulated_text(session: Session, code: str) -> bool:
    """Return the same of the communiqué with *code*; False where there is none. One query."""
    circulated = select(Circulation.id).join(Draft, Draft.id == Circulation.draft_id)
    named = circulated.join(Communique, Communique.id == Draft.communique_id).where(Communique.code == code)
    return bool(session.scalar(named.limit(1)))


def may_read_draft(session: Session, actor: Actor, draft: Draft) -> bool:
    """Return whether *actor* may read a draft. One query."""
    circulated, meeting = session.execute(
        select(Circulation.id, Communique.meeting_id)
        .select_from(Draft)
        .join(Communique, Communique.id == Draft.communique_id)
        .outerjoin(Circulation, Circulation.draft_id == Draft.id)
        .where(Draft.id == draft.id)
    ).one()
    return may(actor, Act.READ_DRAFT, Facts(meeting=meeting, circulated=circulated is not None))


def get_communique_by_key(session: Session, key: int) -> Communique:
    """Return the communiqué with *key*, of which it is known that there is one. No query where it is loaded."""
    return session.get_one(Communique, key)


def find_draft(session: Session, symbol: str = "") -> Draft | None:
    """
    Return the draft with *symbol*, circulated or not; none that was withdrawn.

    An adopted draft is found by the symbol of its adoption and by that which it had before. Without a symbol it is the
    newest of all communiqués, and of agendas where there is no communiqué.
    """
    agendas_last = Communique.kind == TextKind.AGENDA
    wanted = select(Draft).join(Communique, Communique.id == Draft.communique_id).where(NOT_WITHDRAWN)
    wanted = wanted.order_by(agendas_last, Draft.id.desc()).limit(1)
    if symbol:
        wanted = wanted.outerjoin(Adoption, IS_ADOPTED).where(
            or_(Draft.symbol == symbol, Adoption.symbol == symbol)
        )
    return session.scalars(wanted).one_or_none()


def newest_draft(session: Session, communique_id: int) -> Draft:
    """Return the newest draft of a communiqué, circulated or not: an import has made the first."""
    return session.scalars(
        select(Draft).where(Draft.communique_id == communique_id).order_by(Draft.sequence.desc()).limit(1)
    ).one()


REPLACEMENT = aliased(Draft)
"""The draft that was imported in the place of a withdrawn one, to correct it."""

_OF_IMPORT = select(Draft.id).where(Draft.communique_id == bindparam("communique"))
_IMPORTED = (
    select(
        Draft.symbol,
        select(Circulation.id).where(Circulation.draft_id.in_(_OF_IMPORT)).exists(),
        select(Round.id).where(Round.communique_id == bindparam("communique")).exists(),
        Draft.withdrawn_at.is_not(None),
        REPLACEMENT.symbol,
        Adoption.symbol,
        Adoption.day,
        Meeting.archived_on,
    )
    .join(Communique, Communique.id == Draft.communique_id)
    .join(Meeting, Meeting.id == Communique.meeting_id)
    .outerjoin(REPLACEMENT, REPLACEMENT.corrects_id == Draft.id)
    .outerjoin(Adoption, Adoption.communique_id == Draft.communique_id)
    .where(Draft.communique_id == bindparam("communique"), Draft.sequence == 0)
)


def load_imported_text(session: Session, communique_id: int) -> ImportedText:
    """Return what the import of a communiqué has come to, by which something can be done to it. One query."""
    text = find_imported_text(session, communique_id)
    if text is None:
        raise NotFound()
    return text


def find_imported_text(session: Session, communique_id: int) -> ImportedText | None:
    """Return the same; None where its meeting was deleted, and of the text its adopted draft alone is kept."""
    row = session.execute(_IMPORTED, {"communique": communique_id}).one_or_none()
    if row is None:
        return None
    symbol, circulated, had_round, withdrawn, newest, adopted_as, adopted_on, archived_on = row
    return ImportedText(
        symbol,
        circulated,
        had_round,
        withdrawn,
        newest or "",
        adopted_as or "",
        adopted_on,
        archived_on,
    )


def lines_of_draft(session: Session, draft_id: int) -> tuple[Line, ...]:
    """Return the lines of a draft in order, as values. One query."""
    return lines_of_drafts(session, [draft_id])[draft_id]


def lines_of_drafts(session: Session, drafts: Sequence[int]) -> dict[int, tuple[Line, ...]]:
    """Return the lines of each of *drafts*, in order, as values. One query."""
    rows = session.execute(
        select(
            LineRow.draft_id,
            LineRow.paragraph_id,
            Wording.text,
            Wording.kind,
            Wording.depth,
            Wording.numbered,
            LineRow.label,
            LineRow.indent,
            LineRow.wording_id,
            LineRow.reference,
        )
        .join(Wording, IS_PRINTED)
        .where(LineRow.draft_id.in_(drafts))
        .order_by(LineRow.draft_id, LineRow.position)
    )
    lines: dict[int, list[Line]] = {draft: [] for draft in drafts}
    for row in rows:
        lines[row[0]].append(Line(row[1], row[2], LineKind(row[3]), *row[4:9], reference=row[9]))
    return {draft: tuple(own) for draft, own in lines.items()}


def find_paragraph(session: Session, code: str) -> Paragraph | None:
    """Return the paragraph with *code*, of whichever communiqué; None where there is none. One query."""
    return session.scalars(select(Paragraph).where(Paragraph.code == code)).one_or_none()


def agreed_paragraphs(session: Session, communique_id: int) -> dict[int, bool]:
    """Return the keys of the paragraphs of a communiqué that are agreed now, and whether ad referendum. One query."""
    rows = session.execute(
        select(Paragraph.id, Paragraph.ad_referendum).where(
            Paragraph.communique_id == communique_id, Paragraph.state == ParagraphState.AGREED
        )
    )
    return dict(rows.all())


def get_paragraph_by_key(session: Session, key: int) -> Paragraph:
    """Return the paragraph with *key*, of which it is known that there is one. No query where it is loaded."""
    return session.get_one(Paragraph, key)


def get_paragraph(session: Session, communique_id: int, code: str) -> Paragraph:
    paragraph = session.scalars(
        select(Paragraph).where(Paragraph.communique_id == communique_id, Paragraph.code == code)
    ).one_or_none()
    if paragraph is None:
        raise NotFound()
    return paragraph


_WORDING_IN = (
    select(Wording)
    .join(LineRow, IS_PRINTED)
    .where(LineRow.draft_id == bindparam("draft"), LineRow.paragraph_id == bindparam("paragraph"))
)


def find_wording(session: Session, paragraph_id: int, draft_id: int) -> Wording | None:
    """Return what *paragraph_id* says in a draft, None where it is not in it."""
    return session.scalars(_WORDING_IN, {"draft": draft_id, "paragraph": paragraph_id}).one_or_none()


_PARAGRAPH_IN = (
    select(Paragraph, Wording)
    .outerjoin(LineRow, and_(LineRow.paragraph_id == Paragraph.id, LineRow.draft_id == bindparam("draft")))
    .outerjoin(Wording, IS_PRINTED)
    .where(Paragraph.code == bindparam("code"))
)


def find_paragraph_in_draft(
    session: Session, draft_id: int, code: str
) -> tuple[Paragraph, Wording | None] | None:
    """Return the paragraph with *code* and what it says in a draft (None: it is not in it), or None. One query."""
    row = session.execute(_PARAGRAPH_IN, {"draft": draft_id, "code": code}).one_or_none()
    return (row[0], row[1]) if row is not None else None


def newest_wording(session: Session, paragraph_id: int, language: str) -> Wording | None:
    """Return the latest wording of a paragraph in *language*; of a proposed new paragraph, what is proposed now."""
    return session.scalars(
        select(Wording)
        .where(Wording.paragraph_id == paragraph_id, Wording.language == language)
        .order_by(Wording.sequence.desc())
        .limit(1)
    ).one_or_none()


def labels_of_draft(session: Session, draft_id: int) -> dict[int, str]:
    """Return the printed number of each paragraph of a draft. One query."""
    rows = session.execute(select(LineRow.paragraph_id, LineRow.label).where(LineRow.draft_id == draft_id))
    return dict(rows.all())


def find_reference(session: Session, draft_id: int, paragraph_id: int) -> str:
    """Return what a paragraph of a draft is called where it stands alone, "" where it has no name. One query."""
    wanted = select(LineRow.reference).where(
        LineRow.draft_id == draft_id, LineRow.paragraph_id == paragraph_id
    )
    return session.scalar(wanted) or ""


def codes_of_texts(session: Session, keys: Collection[int]) -> dict[int, str]:
    """Return the codes of communiqués, by their keys. One query."""
    rows = session.execute(select(Communique.id, Communique.code).where(Communique.id.in_(keys)))
    return dict(rows.all())
