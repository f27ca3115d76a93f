"""
The guide by agenda item: the agendas of the General Assembly, which paragraphs are tagged, and who follows an item.

Each function costs a fixed number of queries. Who reads a text is asked by the permissions, here as everywhere.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.guide import (
    AgendaUses,
    KnownItem,
    SessionItem,
    TagAct,
    require_possible,
    session_of,
    year_of,
)
from acm_drafts.negotiation.library import Search
from acm_drafts.negotiation.permissions import WRITES, Act, Actor, Facts, may
from acm_drafts.negotiation.search import folded_text, holds
from acm_drafts.negotiation.terms import Role
from acm_drafts.store.conditions import NOT_WITHDRAWN
from acm_drafts.store.meetings import today
from acm_drafts.store.people import by_name, holds_on
from acm_drafts.store.records import (
    Adoption,
    Appointment,
    AssemblyItem,
    Circulation,
    Communique,
    Draft,
    ItemFollower,
    LineRow,
    Meeting,
    Paragraph,
    ParagraphTag,
    Party,
    Source,
    User,
    Wording,
)
from acm_drafts.text.language import Language

ACTS = {TagAct.TAG: "tag paragraph", TagAct.UNTAG: "untag paragraph", TagAct.DECLINE: "decline item"}
"""How the journal calls what is decided of a paragraph and an item."""


# Agendas ---------------------------------------------------------------------------------------------

_LATER, _EARLIER = aliased(AssemblyItem), aliased(AssemblyItem)
_USED = or_(
    AssemblyItem.continues_id.is_not(None),
    exists().where(ParagraphTag.item_id == AssemblyItem.id),
    exists().where(ItemFollower.item_id == AssemblyItem.id),
    exists().where(_LATER.continues_id == AssemblyItem.id),
)


def known_items(session: Session, number: int | None = None) -> list[KnownItem]:
    """Return the items of a session, without a number those of all, in the order of the agenda. One query."""
    wanted = select(AssemblyItem, _USED)
    if number is not None:
        wanted = wanted.where(AssemblyItem.session == number)
    items = [known_item(row, used=bool(used)) for row, used in session.execute(wanted)]
    return sorted(items, key=lambda known: (known.session, known.item.place))


def uses_of_agenda(session: Session, number: int) -> AgendaUses:
    """Return what refers to the items of a session's agenda. Three queries."""
    own = AssemblyItem.session == number
    tagged = session.execute(
        select(AssemblyItem.number, AssemblyItem.part, Communique.symbol_root)
        .join(ParagraphTag, ParagraphTag.item_id == AssemblyItem.id)
        .join(Communique, Communique.id == ParagraphTag.communique_id)
        .where(own)
        .distinct()
    ).all()
    followed = session.execute(
        select(AssemblyItem.number, AssemblyItem.part)
        .where(own, exists().where(ItemFollower.item_id == AssemblyItem.id))
        .distinct()
    )
    earlier = select(_EARLIER.id).where(_EARLIER.session == number)
    linked = session.execute(
        select(AssemblyItem.session, AssemblyItem.number, AssemblyItem.part).where(
            AssemblyItem.continues_id.is_not(None), or_(own, AssemblyItem.continues_id.in_(earlier))
        )
    )
    return AgendaUses(
        {(item, part) for item, part, _symbol in tagged},
        sorted({symbol for _item, _part, symbol in tagged}),
        {(item, part) for item, part in followed},
        {(of, item, part) for of, item, part in linked},
    )


def items_with_words(session: Session, search: Search) -> list[KnownItem]:
    """
    Return the items whose title in one of the languages holds all that is searched for. One query.

    Those of the latest session first, in the order of its agenda; whether they are used is not told.
    """
    rows = session.scalars(select(AssemblyItem))
    items = [
        known_item(row)
        for row in rows
        if holds(search, folded_text((row.title_en, row.title_fr, row.title_ar)))
    ]
    return sorted(items, key=lambda known: (-known.session, known.item.place))


def known_item(row: AssemblyItem, *, used: bool = False) -> KnownItem:
    """Return a record as the rules see it."""
    item = SessionItem(
        row.number,
        row.part,
        row.title_en,
        row.title_fr,
        row.title_ar,
        row.heading_en,
        row.heading_fr,
        row.heading_ar,
        row.committees,
    )
    return KnownItem(row.id, row.session, item, row.continues_id, used)


def find_item(session: Session, number: int, part: str, *, of: int) -> AssemblyItem | None:
    """Return an item of the session *of* by its number, None where its agenda has none. One query."""
    wanted = select(AssemblyItem).where(AssemblyItem.session == of)
    return session.scalars(
        wanted.where(AssemblyItem.number == number, AssemblyItem.part == part)
    ).one_or_none()


def get_item(session: Session, key: int) -> KnownItem:
    """Return the item with this key. One query at most."""
    return known_item(session.get_one(AssemblyItem, key))


def sessions_known(session: Session) -> list[int]:
    """Return the sessions whose agendas are in the guide, the latest first. One query."""
    return list(
        session.scalars(select(AssemblyItem.session).distinct().order_by(AssemblyItem.session.desc()))
    )


def is_session_known(session: Session, number: int | None) -> bool:
    """Return whether the agenda of a session is in the guide. One query, none for None."""
    if number is None:
        return False
    return session.scalar(select(AssemblyItem.id).where(AssemblyItem.session == number).limit(1)) is not None


def session_of_text(session: Session, communique_id: int) -> int | None:
    """Return the session of the Assembly on whose margin the meeting of a text is held. One query."""
    year = session.scalar(
        select(Meeting.year)
        .join(Communique, Communique.meeting_id == Meeting.id)
        .where(Communique.id == communique_id)
    )
    return session_of(year) if year is not None else None


# Tags ------------------------------------------------------------------------------------------------


def last_acts(session: Session, communiques: Collection[int]) -> dict[int, dict[int, TagAct]]:
    """Return what was decided last of each paragraph of some texts and each item, by paragraph. One query."""
    if not communiques:
        return {}
    last = (
        select(func.max(ParagraphTag.id))
        .where(ParagraphTag.communique_id.in_(communiques))
        .group_by(ParagraphTag.paragraph_id, ParagraphTag.item_id)
    )
    rows = select(ParagraphTag.paragraph_id, ParagraphTag.item_id, ParagraphTag.act)
    acts: defaultdict[int, dict[int, TagAct]] = defaultdict(dict)
    for paragraph, item, act in session.execute(rows.where(ParagraphTag.id.in_(last))):
        acts[paragraph][item] = TagAct(act)
    return dict(acts)


def last_act(session: Session, paragraph: int, item: int) -> TagAct | None:
    """Return what was decided last of a paragraph and an item, None before anything was. One query."""
    wanted = select(ParagraphTag.act).where(
        ParagraphTag.paragraph_id == paragraph, ParagraphTag.item_id == item
    )
    act = session.scalar(wanted.order_by(ParagraphTag.id.desc()).limit(1))
    return TagAct(act) if act is not None else None


def items_of_paragraph(session: Session, paragraph: int) -> list[KnownItem]:
    """Return the items that a paragraph is tagged with, in the order of the agenda. One query."""
    last = (
        select(func.max(ParagraphTag.id))
        .where(ParagraphTag.paragraph_id == paragraph)
        .group_by(ParagraphTag.item_id)
    )
    rows = session.scalars(
        select(AssemblyItem)
        .join(ParagraphTag, ParagraphTag.item_id == AssemblyItem.id)
        .where(ParagraphTag.id.in_(last), ParagraphTag.act == TagAct.TAG)
    )
    return sorted((known_item(row) for row in rows), key=lambda known: known.item.place)


def tags_in(session: Session, communiques: Collection[int]) -> dict[int, frozenset[int]]:
    """Return the keys of the items that the paragraphs of some texts are tagged with, by paragraph. One query."""
    tags = {
        paragraph: frozenset(item for item, act in acts.items() if act is TagAct.TAG)
        for paragraph, acts in last_acts(session, communiques).items()
    }
    return {paragraph: items for paragraph, items in tags.items() if items}


def items_tagged(session: Session, communique_id: int, draft_id: int) -> list[SessionItem]:
    """Return the items that paragraphs of a draft are tagged with, in the order of the agenda. Three queries."""
    tags = tags_in(session, [communique_id])
    lines = set(session.scalars(select(LineRow.paragraph_id).where(LineRow.draft_id == draft_id)))
    keys = {item for paragraph, items in tags.items() if paragraph in lines for item in items}
    if not keys:
        return []
    rows = session.scalars(select(AssemblyItem).where(AssemblyItem.id.in_(keys)))
    return sorted((known_item(row).item for row in rows), key=lambda item: item.place)


# Texts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GuideDraft:
    """
    A draft that the guide tells of: the adopted one of its text, or the newest that is circulated.

    *sources*: the codes of the adopted text in the library by its languages, none for a text that is not adopted.
    """

    communique: Communique
    draft: Draft
    adoption: Adoption | None
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def symbol(self) -> str:
        return self.adoption.symbol if self.adoption is not None else self.draft.symbol

    @property
    def session(self) -> int | None:
        return session_of(self.communique.meeting.year)

    @property
    def language(self) -> Language:
        return Language(self.communique.language)


def drafts_for_guide(session: Session, actor: Actor, sessions: Collection[int]) -> list[GuideDraft]:
    """
    Return the drafts of which the guide of some *sessions* tells *actor*, the latest session first. One query.

    An adopted text is in the library, so whoever reads that may be told of it; one that is not adopted is told to
    whoever reads it, as it was circulated last.
    """
    wanted = (
        select(Communique, Draft, Adoption, Source.language, Source.code)
        .join(Meeting, Meeting.id == Communique.meeting_id)
        .join(Draft, Draft.communique_id == Communique.id)
        .join(Circulation, Circulation.draft_id == Draft.id)
        .outerjoin(Adoption, Adoption.communique_id == Communique.id)
        .outerjoin(Source, (Source.communique_id == Communique.id) & (Adoption.id.is_not(None)))
        .where(
            Meeting.year.in_([year_of(number) for number in sessions]),
            NOT_WITHDRAWN,
            or_(Adoption.id.is_(None), Adoption.draft_id == Draft.id),
        )
        .options(contains_eager(Communique.meeting))
        .order_by(Meeting.year.desc(), Communique.id, Draft.sequence)
    )
    drafts: dict[int, GuideDraft] = {}
    sources: dict[int, dict[str, str]] = {}
    for communique, draft, adoption, language, source in session.execute(wanted):
        by_language = sources.setdefault(communique.id, {})
        if source:
            by_language[language] = source
        row = GuideDraft(communique, draft, adoption, by_language)
        if adoption is not None or reads_text(actor, row):
            drafts[communique.id] = row
    return list(drafts.values())


def reads_text(actor: Actor, row: GuideDraft) -> bool:
    """Return whether *actor* reads the pages of a text, which is circulated: they take part in its meeting."""
    return may(actor, Act.READ_DRAFT, Facts(meeting=row.communique.meeting_id, circulated=True))


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """
    A line of an adopted or circulated draft: *paragraph* and its code, what it is called, and where it stands.

    *wording*: the key of what it prints. *nth*: its place among the lines that say something, as the library counts.
    """

    paragraph: int
    code: str
    reference: str
    kind: str
    depth: int
    text: str
    wording: int
    nth: int


def printed_lines(session: Session, drafts: Collection[int]) -> dict[int, list[PrintedLine]]:
    """Return the lines of some drafts in order, by draft. One query."""
    lines: dict[int, list[PrintedLine]] = {draft: [] for draft in drafts}
    if not drafts:
        return lines
    rows = session.execute(
        select(
            LineRow.draft_id,
            LineRow.paragraph_id,
            Paragraph.code,
            LineRow.reference,
            Wording.kind,
            Wording.depth,
            Wording.text,
            LineRow.wording_id,
        )
        .join(Wording, Wording.id == LineRow.wording_id)
        .join(Paragraph, Paragraph.id == LineRow.paragraph_id)
        .where(LineRow.draft_id.in_(drafts))
        .order_by(LineRow.draft_id, LineRow.position)
    )
    worded: Counter[int] = Counter()
    for draft, paragraph, code, reference, kind, depth, text, wording in rows:
        worded[draft] += bool(text.strip())
        lines[draft].append(
            PrintedLine(paragraph, code, reference, kind, depth, text, wording, worded[draft])
        )
    return lines


# People ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Follower:
    """A person who follows an item, and the delegations, groups or Mission that they write for today."""

    user: int
    name: str
    parties: tuple[Party, ...]


def followers_of(
    session: Session, items: Collection[int], language: Language
) -> dict[int, tuple[Follower, ...]]:
    """
    Return the people who follow each of *items*, by item; in the order of their parties in *language*, then by name.

    Left out is who holds no office of a party today, and whose account is suspended. Two queries, none for no items.
    """
    if not items:
        return {}
    rows = session.execute(
        select(ItemFollower.item_id, User.id, User.name, Party)
        .join(User, User.id == ItemFollower.user_id)
        .join(Appointment, Appointment.user_id == User.id)
        .join(Party, Party.id == Appointment.party_id)
        .where(
            ItemFollower.item_id.in_(items),
            User.disabled_at.is_(None),
            Appointment.role.in_((*WRITES, Role.MISSION)),
            holds_on(today(session, None)),
        )
        .order_by(User.name, User.id)
    )
    people: defaultdict[int, dict[tuple[int, str], dict[int, Party]]] = defaultdict(lambda: defaultdict(dict))
    for item, user, name, party in rows:
        people[item][user, name][party.id] = party
    return {item: _in_order(named, language) for item, named in people.items()}


def _in_order(
    people: Mapping[tuple[int, str], Mapping[int, Party]], language: Language
) -> tuple[Follower, ...]:
    followers = [
        Follower(user, name, tuple(by_name(parties.values(), language)))
        for (user, name), parties in people.items()
    ]
    firsts = {follower.parties[0].id: follower.parties[0] for follower in followers}
    places = {party.id: place for place, party in enumerate(by_name(firsts.values(), language))}
    return tuple(sorted(followers, key=lambda follower: places[follower.parties[0].id]))


def follows(session: Session, user: int, item: int) -> bool:
    """Return whether a person follows an item. No query where the row is loaded."""
    return session.get(ItemFollower, (item, user)) is not None


def items_followed(session: Session, user: int | None) -> frozenset[int]:
    """Return the keys of the items that a person follows, of all sessions. One query, none for nobody."""
    if user is None:
        return frozenset()
    return frozenset(session.scalars(select(ItemFollower.item_id).where(ItemFollower.user_id == user)))


# What is wrong ---------------------------------------------------------------------------------------


def faults_of_tags(session: Session, communique_id: int) -> list[tuple[str, str]]:
    """Return what is wrong with the tags of a text, which no verb would have written, by the tag. Two queries."""
    own = session_of_text(session, communique_id)
    rows = session.execute(
        select(
            ParagraphTag.id,
            ParagraphTag.paragraph_id,
            ParagraphTag.item_id,
            ParagraphTag.act,
            AssemblyItem.session,
        )
        .join(AssemblyItem, AssemblyItem.id == ParagraphTag.item_id)
        .where(ParagraphTag.communique_id == communique_id)
        .order_by(ParagraphTag.id)
    )
    last: dict[tuple[int, int], TagAct] = {}
    faults = []
    for key, paragraph, item, act, of in rows:
        if of != own:
            faults.append((str(key), N_("tag %(tag)s is of an item of another session of the Assembly")))
        try:
            require_possible(TagAct(act), last.get((paragraph, item)))
        except Refusal:
            faults.append(
                (str(key), N_("tag %(tag)s sets what was set already, or takes away what was not there"))
            )
        last[paragraph, item] = TagAct(act)
    return faults


def faults_of_agendas(session: Session) -> list[tuple[str, str]]:
    """Return the items that are linked with none of an earlier session, each with a message. One query."""
    earlier = aliased(AssemblyItem)
    rows = session.execute(
        select(AssemblyItem.session, AssemblyItem.number, AssemblyItem.part)
        .join(earlier, earlier.id == AssemblyItem.continues_id)
        .where(earlier.session >= AssemblyItem.session)
    )
    message = N_("an item of the agenda continues one that is not of an earlier session")
    return [(f"A/{of}, {number}{part}", message) for of, number, part in rows]
