"""
Small groups as pages show them: what each is, and for its readers the compromise texts, the answers and the distances.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.distances import Distance, Uptake, distance, taken_up
from acm_drafts.negotiation.permissions import SPEAKS, Act, may
from acm_drafts.negotiation.terms import AmendmentKind, Stance
from acm_drafts.store.amendments import AmendmentRecord, AmendmentRecords
from acm_drafts.store.database import Session
from acm_drafts.store.people import find_parties
from acm_drafts.store.positions import PartyRights, TakenPosition
from acm_drafts.store.readable import load_readable, submitted_on_paragraphs
from acm_drafts.store.records import Party
from acm_drafts.store.small_groups import Paper, SmallGroupRecord, Version, load_papers, load_small_groups
from acm_drafts.store.text import TextRow, codes_of_paragraphs, load_lineage, text_rows
from acm_drafts.store.visibility import name_for, sees_sponsor
from acm_drafts.text.diff import Span
from acm_drafts.web.journal.acts import ON_COMPROMISE_TEXT
from acm_drafts.web.positions.about import PositionsOn, on_paragraph
from acm_drafts.web.shared.formatting import by_name, party_name, proposal_url, short
from acm_drafts.web.text.routes import Opened

FIRST = 36
"""So many characters of its first words name a paragraph that has no number."""


# The list ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """
    A small group as the reader may know it; *members* are told to its readers alone.

    *lines*: its paragraphs in the newest text; *papers*: by paragraph, for its readers.
    """

    record: SmallGroupRecord
    facilitator: Party
    members: tuple[Party, ...]
    lines: tuple[TextRow, ...]
    papers: Mapping[int, Paper] = field(default_factory=dict)

    @property
    def news(self) -> list[tuple[TextRow, int, int, int]]:
        """Each paragraph that has a paper: the number of its newest version, how many answered, how many are asked."""
        return [
            (row, paper.newest.number, paper.answered, paper.answered + len(paper.tally.silent))
            for row in self.lines
            if (paper := self.papers.get(row.paragraph))
        ]


def shown_groups(session: Session, page: Opened) -> list[ShownGroup]:
    """Return the small groups of a text, those that go on first. Nine queries at most."""
    records = load_small_groups(session, page.who, page.communique.id)
    if not records:
        return []
    parties = {party.id: party for party in find_parties(session)}
    rows = {row.paragraph: row for row in text_rows(session, page.drafts.newest.draft.id)}
    lineage, papers = load_lineage(session, page.communique.id), load_papers(session, records, parties)
    shown = [
        _shown(record, parties, record.lines(rows, lineage), papers.get(record.id, {})) for record in records
    ]
    return sorted(shown, key=lambda group: group.record.composition.ended)


def _shown(
    record: SmallGroupRecord,
    parties: Mapping[int, Party],
    lines: tuple[TextRow, ...],
    papers: Mapping[int, Paper],
) -> ShownGroup:
    members = by_name(parties[key] for key in record.members) if record.reads else ()
    return ShownGroup(record, parties[record.facilitator], tuple(members), lines, papers)


# One of them ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Apart:
    """
    How far what one party asks for is from the newest version and from the paragraph as it stands.

    *sponsor* is None where it may not be known; *deletes*: it asks for no words at all.
    """

    name: str
    url: str
    code: str
    sponsor: Party | None
    to_line: Distance
    to_version: Distance | None
    uptake: Uptake | None
    deletes: bool = False


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version with how it changes what came before it: the version before, of the first the paragraph."""

    version: Version
    spans: tuple[Span, ...]
    settles: tuple[tuple[str, str], ...]
    """Names and addresses of the proposals that it is meant to settle, as far as the reader may read them."""
    party: Party
    from_text: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """
    A paragraph of the group with its versions, the newest first, the answers to it, and the distances.

    *row* is None where the paragraph is in the text no more: then there is nothing to do.
    """

    code: str
    name: str
    row: TextRow | None
    versions: tuple[ShownVersion, ...]
    named: tuple[tuple[Stance, list[str]], ...] = ()
    earlier: tuple[tuple[Stance, list[str]], ...] = ()
    silent: tuple[str, ...] = ()
    voices: tuple[PartyRights, ...] = ()
    about: PositionsOn | None = None
    apart: tuple[Apart, ...] = ()

    @property
    def newest(self) -> ShownVersion | None:
        return self.versions[0] if self.versions else None


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """
    The page of a group. *writes*: the reader may write a version in the facilitator's name; *puts*: may put one to the
    round; *runs*: may change the group; *free*: parties that are not in it.
    """

    group: ShownGroup
    papers: tuple[ShownPaper, ...]
    writes: bool
    puts: bool
    runs: bool
    free: tuple[Party, ...]
    given: tuple[tuple[str, str, bool], ...]
    """
    Code and name of each paragraph that was given to it, whether it is in the text or not; and whether the name is
    words of it, in its own language.
    """


def open_group(session: Session, page: Opened, record: SmallGroupRecord) -> OpenGroup:
    """Return the page of a group whose papers the reader may read. Twenty-two queries at most."""
    parties = {party.id: party for party in find_parties(session)}
    rows = {row.paragraph: row for row in text_rows(session, page.drafts.newest.draft.id)}
    papers = load_papers(session, [record], parties).get(record.id, {})
    group = _shown(record, parties, record.lines(rows, load_lineage(session, page.communique.id)), papers)
    keys = [row.paragraph for row in group.lines] + [key for key in papers if key not in rows]
    context = page.drafts.context
    records = submitted_on_paragraphs(session, page.who, context, keys) if context else AmendmentRecords()
    codes = codes_of_paragraphs(session, [*keys, *record.composition.paragraphs])
    root = f"/c/{page.communique.code}/small-groups/{record.code}"
    settled = load_readable(session, page.who, page.drafts.contexts, _meant_by(papers.values()))
    drawn = _Drawn(page, group, parties, tuple(records), tuple(settled), root)
    free = [party for party in parties.values() if _may_join(party, record)]
    return OpenGroup(
        group,
        tuple(drawn.paper(codes[key], rows.get(key), papers.get(key)) for key in dict.fromkeys(keys)),
        **_rights(page, record),
        free=tuple(by_name(free)),
        given=tuple((codes[key], *drawn.named(rows.get(key))) for key in record.composition.paragraphs),
    )


def _meant_by(papers: Iterable[Paper]) -> set[int]:
    """Return the keys of the proposals that some version of *papers* is meant to settle."""
    versions = [version for paper in papers for version in paper.versions]
    return {key for version in versions for key in version.proposals}


def _rights(page: Opened, record: SmallGroupRecord) -> dict[str, bool]:
    """Return what the reader may do in a group: nothing once it was ended, or the text is adopted."""
    facts, goes_on = record.facts(party=record.facilitator), _goes_on(page, record)
    context = page.drafts.context
    running = context is not None and context.round.closed_at is None
    return {
        "writes": goes_on and may(page.who, Act.WRITE_COMPROMISE, facts),
        "puts": goes_on and running and may(page.who, Act.PUT_COMPROMISE, facts),
        "runs": goes_on and may(page.who, Act.RUN_SMALL_GROUP, facts),
    }


def _goes_on(page: Opened, record: SmallGroupRecord) -> bool:
    """Return whether anything is written or answered in a group any more."""
    return not record.composition.ended and not page.drafts.is_adopted


def _may_join(party: Party, record: SmallGroupRecord) -> bool:
    return party.kind != "mission" and party.id not in record.members


@dataclass(frozen=True, slots=True)
class _Drawn:
    """
    What the papers of one group are drawn from; *records*: the proposals on its paragraphs that the reader reads,
    *settled*: those that some version is meant to settle, of whichever round.
    """

    page: Opened
    group: ShownGroup
    parties: Mapping[int, Party]
    records: tuple[AmendmentRecord, ...]
    settled: tuple[AmendmentRecord, ...]
    root: str

    def label(self, row: TextRow | None) -> str:
        if row is None:
            return str(_("A paragraph that is no longer in the text"))
        if row.reference:
            return str(_("Paragraph %(number)s", number=row.reference))
        return short(row.text, FIRST)

    def named(self, row: TextRow | None) -> tuple[str, bool]:
        """Return the same, and whether it is words of the text."""
        return self.label(row), row is not None and not row.reference

    def paper(self, code: str, row: TextRow | None, paper: Paper | None) -> ShownPaper:
        """Return a paragraph of the group with its *paper*, None where nothing was written for it yet."""
        name = self.label(row)
        records = [record for record in self.records if row and record.revision.paragraph_id == row.paragraph]
        if paper is None:
            return ShownPaper(code, name, row, (), apart=self._apart(row, records, None))
        newest = paper.newest
        return ShownPaper(
            code,
            name,
            row,
            tuple(reversed([self._version(paper, place) for place in range(len(paper.versions))])),
            _by_stance(newest.positions),
            _by_stance(paper.earlier),
            tuple(party_name(self.parties[key]) for key in paper.tally.silent),
            self._voices(paper),
            self._about(newest, row),
            self._apart(row, records, newest.row.text),
        )

    def _version(self, paper: Paper, place: int) -> ShownVersion:
        version = paper.versions[place]
        wording = version.row.wording.text
        before = paper.versions[place - 1].row.text if place else wording
        named = [record for record in self.settled if record.amendment.id in version.proposals]
        return ShownVersion(
            version,
            distance(before, version.row.text).spans,
            tuple((self._name(record), proposal_url(record.amendment.code)) for record in named),
            self.parties[version.row.party_id],
            distance(wording, version.row.text).spans if place else (),
        )

    def _name(self, record: AmendmentRecord) -> str:
        contexts = {context.round.id: context for context in self.page.drafts.contexts}
        return name_for(self.page.who, contexts[record.amendment.round_id], record)

    def _voices(self, paper: Paper) -> tuple[PartyRights, ...]:
        """Return the members that the reader speaks for, with what each said of the newest version, and before that."""
        record = self.group.record
        if not _goes_on(self.page, record):
            return ()
        own = self.page.who.parties(*SPEAKS)
        now = {position.party.id: position for position in paper.newest.positions}
        before = {position.party.id: position.stance for position in paper.earlier}
        return tuple(
            PartyRights(
                party,
                now[party.id].stance if party.id in now else None,
                now[party.id].reason if party.id in now else "",
                earlier=before.get(party.id),
                may_say=True,
            )
            for party in self.group.members
            if party.id in own and party.id != paper.newest.row.party_id
        )

    def _about(self, newest: Version, row: TextRow | None) -> PositionsOn | None:
        """Return the newest version as positions are taken on it."""
        if row is None:
            return None
        code, beside = newest.row.code, on_paragraph(self.page.communique.code, row, self.page.language)
        address = f"{self.root}/texts/{code}"
        return PositionsOn(code, address, beside.called, code, sentences=ON_COMPROMISE_TEXT)

    def _apart(
        self, row: TextRow | None, records: Sequence[AmendmentRecord], version: str | None
    ) -> tuple[Apart, ...]:
        if row is None:
            return ()
        asked = (AmendmentKind.REPLACE, AmendmentKind.KEEP, AmendmentKind.DELETE)
        return tuple(
            self._one_apart(record, row.text, version)
            for record in records
            if record.pending and record.kind in asked
        )

    def _one_apart(self, record: AmendmentRecord, line: str, version: str | None) -> Apart:
        context = self.page.drafts.context
        assert context is not None  # without a round there are no records
        drawing = record.drawn_on(line)
        words = line if record.kind is AmendmentKind.KEEP else drawing.text
        counted = version is not None and record.kind is AmendmentKind.REPLACE
        return Apart(
            self._name(record),
            proposal_url(record.amendment.code),
            record.amendment.code,
            record.amendment.sponsor if sees_sponsor(self.page.who, context, record) else None,
            distance(line, words),
            distance(words, version) if version is not None else None,
            taken_up(drawing.base, drawing.text, version) if counted and version is not None else None,
            deletes=record.kind is AmendmentKind.DELETE,
        )


def _by_stance(positions: Sequence[TakenPosition]) -> tuple[tuple[Stance, list[str]], ...]:
    """Return the names of who took each position that somebody took."""
    grouped = ((kind, [party_name(p.party) for p in positions if p.stance is kind]) for kind in Stance)
    return tuple((kind, names) for kind, names in grouped if names)
