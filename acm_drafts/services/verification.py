"""
Law 1, proved: replay the whole negotiation and compare.

Every draft must be the previous one plus the recorded decisions, and say what it said when it
was made; what the pages show of a paragraph must follow from proposals and decisions. Nothing
is repaired here: what is wrong is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import Edit, consolidate, outdated
from acm_drafts.negotiation.errors import N_
from acm_drafts.negotiation.evidence import words_hash
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.numbering import Numbering, counted, labels_kept, short
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services import paragraph_states
from acm_drafts.services.bracket_consents import lifted_unasked
from acm_drafts.services.drafts import digest, line_digest
from acm_drafts.services.late_decisions import decided_without
from acm_drafts.store.adoption import faults_of_adoption
from acm_drafts.store.amendment_rows import adopted_on
from acm_drafts.store.annotations import faults_of_annotations
from acm_drafts.store.archiving import faults_of_archiving, written_after_archiving
from acm_drafts.store.bracket_holders import faults_of_brackets
from acm_drafts.store.corrigenda import faults_of_corrigenda
from acm_drafts.store.deletion import faults_of_deletion
from acm_drafts.store.discussions import faults_of_discussions
from acm_drafts.store.drafts import lines_of_draft, load_imported_text
from acm_drafts.store.follow_up import faults_of_follow_up
from acm_drafts.store.guide import faults_of_agendas, faults_of_tags
from acm_drafts.store.inputs import faults_of_inputs
from acm_drafts.store.journal_chain import faults_of_chains, told_words
from acm_drafts.store.library import faults_of_library
from acm_drafts.store.paragraph_positions import faults_of_positions
from acm_drafts.store.pins import faults_of_pins
from acm_drafts.store.public import faults_of_publication
from acm_drafts.store.records import Communique, Draft, LineRow, Paragraph, Round
from acm_drafts.store.reservations import faults_of_reservations
from acm_drafts.store.rounds import find_current_round, rounds_of
from acm_drafts.store.search_texts import faults_of_search
from acm_drafts.store.silence import faults_of_silences
from acm_drafts.store.sittings import faults_of_sittings
from acm_drafts.store.small_groups import faults_of_small_groups
from acm_drafts.store.verdicts import faults_of_verdicts

WRITTEN_LATE = N_("line %(line)s (%(act)s) was written after the meeting was archived")


@dataclass(frozen=True, slots=True)
class Finding:
    """
    A departure of the texts from what the decisions make of them.

    *paragraph* is its code and *label* its number ("" for none); *about*: what it is in, where it is no paragraph.
    """

    symbol: str
    paragraph: str
    label: str
    message: str
    facts: dict[str, object]
    about: str = "the draft"

    def __str__(self) -> str:
        where = (
            f"paragraph {short(self.label)} ({self.paragraph})"
            if self.label
            else f"paragraph {self.paragraph}"
        )
        return f"{self.symbol}, {where if self.paragraph else self.about}: {self.message % self.facts}"


@dataclass(frozen=True, slots=True)
class Report:
    """
    What `verify` looked at, and everything it found wrong: all right when *findings* is empty.

    *proposals*: how many were adopted; one that was adopted in two pieces is one.
    """

    drafts: int
    proposals: int
    findings: tuple[Finding, ...]


def verify(session: Session) -> Report:
    """Replay every communiqué and return the report. Reads everything, writes nothing."""
    findings: list[Finding] = []
    drafts = proposals = 0
    for communique in session.scalars(select(Communique).order_by(Communique.id)):
        rows = session.execute(
            select(Paragraph.id, Paragraph.code).where(Paragraph.communique_id == communique.id)
        )
        codes = dict(rows.all())
        replay = _Replay(session, communique, codes)
        if communique.meeting.removed_at is not None:
            findings += _kept(session, communique, replay)
            drafts += replay.drafts
            continue
        findings += replay.run()
        findings += _beside_the_text(session, communique)
        findings += _of_records(session, communique)
        findings += _lifted_unasked(session, communique, codes)
        findings += _of_chains(session, communique.symbol_root, communique.id)
        drafts, proposals = drafts + replay.drafts, proposals + len(replay.adopted)
    findings += _of_chains(session, "Of no text", None)
    of_all = (
        *faults_of_library(session),
        *faults_of_agendas(session),
        *faults_of_archiving(session),
        *faults_of_deletion(session),
    )
    findings += [Finding(symbol, "", "", message, {}) for symbol, message in of_all]
    findings += [
        Finding(late.of, "", "", WRITTEN_LATE, {"act": late.act, "line": late.line}, about="the journal")
        for late in written_after_archiving(session)
    ]
    findings += [
        Finding(symbol, "", "", message, {"entry": code})
        for symbol, code, message in faults_of_follow_up(session)
    ]
    findings += [
        Finding(fault.symbol, fault.paragraph, "", fault.message, {"row": fault.key, "table": fault.table})
        for fault in faults_of_search(session)
    ]
    return Report(drafts, proposals, tuple(findings))


def _kept(session: Session, communique: Communique, replay: "_Replay") -> Iterator[Finding]:
    """Yield what is wrong with an adopted text of a deleted meeting: there is nothing left to replay but its words."""
    yield from replay.run_kept()
    root, key = communique.symbol_root, communique.id
    for fault in faults_of_corrigenda(session, key):
        yield Finding(root, fault.paragraph, "", fault.message, {})
    for message in faults_of_publication(session, key):
        yield Finding(root, "", "", message, {})
    yield from _of_chains(session, root, key)


def _beside_the_text(session: Session, communique: Communique) -> Iterator[Finding]:
    """Yield what is wrong with what was recorded beside the drafts and proposals, one subject after the other."""
    root, key = communique.symbol_root, communique.id
    for sitting in faults_of_sittings(session, key):
        yield Finding(root, sitting.paragraph, "", sitting.message, {"sitting": sitting.sitting})
    for late in decided_without(session, key):
        facts: dict[str, object] = {"sitting": late.sitting, "names": late.names}
        yield Finding(root, late.paragraph, "", late.message, facts)
    for silence in faults_of_silences(session, key):
        yield Finding(root, silence.paragraph, "", silence.message, {"silence": silence.silence})
    for fault in (*faults_of_adoption(session, key), *faults_of_corrigenda(session, key)):
        yield Finding(root, fault.paragraph, "", fault.message, {})
    on_paragraphs = (faults_of_positions, faults_of_brackets, faults_of_annotations)
    for code, message in (fault for faults in on_paragraphs for fault in faults(session, key)):
        yield Finding(root, code, "", message, {})


def _of_records(session: Session, communique: Communique) -> Iterator[Finding]:
    """Yield what is wrong with what is named by its own code, and with the publication of the text."""
    root, key = communique.symbol_root, communique.id
    for message in faults_of_publication(session, key):
        yield Finding(root, "", "", message, {})
    named = (
        ("reservation", faults_of_reservations(session, key)),
        ("discussion", faults_of_discussions(session, key)),
        ("group", faults_of_small_groups(session, key)),
        ("pin", faults_of_pins(session, key)),
        ("call", faults_of_inputs(session, key)),
        ("tag", faults_of_tags(session, key)),
        ("proposal", faults_of_verdicts(session, key)),
    )
    for subject, faults in named:
        for code, message in faults:
            yield Finding(root, "", "", message, {subject: code})


def _of_chains(session: Session, symbol: str, communique: int | None) -> Iterator[Finding]:
    """Yield the first place at which each chain of the journal does not hold, and the first line that is in none."""
    for fault in faults_of_chains(session, communique):
        facts: dict[str, object] = {"number": fault.number, "line": fault.line}
        yield Finding(symbol, "", "", fault.message, facts, about="the journal")


def _lifted_unasked(session: Session, communique: Communique, codes: Mapping[int, str]) -> Iterator[Finding]:
    """Yield the brackets that somebody held and that were lifted without them, or agreed as lifted."""
    for unasked in lifted_unasked(session, communique.id):
        message = N_("a bracket that %(holders)s held was lifted, and nobody asked them")
        code = codes.get(unasked.paragraph, "")
        yield Finding(communique.symbol_root, code, "", message, {"holders": unasked.names})


class _Replay:
    """One communiqué, from its zero draft to its last."""

    def __init__(self, session: Session, communique: Communique, codes: dict[int, str]) -> None:
        self.session, self.communique, self.codes = session, communique, codes
        self.findings: list[Finding] = []
        self.drafts, self.adopted = 0, set[int]()

    def run(self) -> list[Finding]:
        drafts = self.session.scalars(
            select(Draft).where(Draft.communique_id == self.communique.id).order_by(Draft.sequence)
        ).all()
        rounds_by_draft = {
            r.next_draft_id: r for r in rounds_of(self.session, self.communique.id) if r.next_draft_id
        }
        before: tuple[Line, ...] = ()
        for draft in drafts:
            lines = lines_of_draft(self.session, draft.id)
            self.drafts += 1
            named = draft.id in rounds_by_draft and self._replay(
                draft, rounds_by_draft[draft.id], before, lines
            )
            if not named:
                self._check_words(draft, lines)
            before = lines
        if drafts:
            self._compare_states(drafts[-1])
            self._check_withdrawal(drafts[0])
            self._check_told(drafts)
        return self.findings

    def run_kept(self) -> list[Finding]:
        """Name what an adopted draft does not say any more; the decisions that led to it were deleted."""
        for draft in self.session.scalars(select(Draft).where(Draft.communique_id == self.communique.id)):
            self.drafts += 1
            self._check_words(draft, lines_of_draft(self.session, draft.id))
        return self.findings

    def _check_told(self, drafts: Sequence[Draft]) -> None:
        """Name each draft that does not say what the journal told of it, where nothing else was named in it."""
        named = {finding.symbol for finding in self.findings}
        hashes = told_words(self.session, self.communique.id)
        for draft, words in zip(reversed(drafts), reversed(hashes), strict=False):
            if draft.symbol in named:
                continue
            if words != words_hash(lines_of_draft(self.session, draft.id)):
                self._find(draft, 0, "", N_("it does not say what the journal told of it when it was made"))

    def _check_withdrawal(self, draft: Draft) -> None:
        """Name an imported draft that is withdrawn although it was circulated, or a round was opened on its text."""
        text = load_imported_text(self.session, self.communique.id)
        if text.withdrawn and (text.circulated or text.had_round):
            self._find(draft, 0, "", N_("it is withdrawn although it was circulated"))
        if text.replaced_by and not text.withdrawn:
            self._find(draft, 0, "", N_("it is not withdrawn although another import takes its place"))

    def _replay(self, draft: Draft, round_: Round, before: tuple[Line, ...], lines: tuple[Line, ...]) -> bool:
        """Compare a draft with what its round makes of the one before; return whether anything was named."""
        edits = [row.edit for row in adopted_on(self.session, round_.id)]
        self.adopted |= {edit.proposal for edit in edits}
        old = outdated(before, edits)
        for paragraph in dict.fromkeys(edit.paragraph for edit in old):
            self._find(draft, paragraph, "", N_("what was accepted there was made on an earlier wording"))
        consolidation = consolidate(before, _taken_as_current(edits, old, before))
        for row in consolidation.disagreements:
            self._find(draft, row.paragraph, "", N_("accepted proposals are in conflict"))
        if consolidation.disagreements:
            return True
        expected = self._labelled(consolidation.lines, before)
        count = len(self.findings)
        for want, have in zip_longest(expected, lines):
            self._compare(draft, want, have)
        return bool(old) or len(self.findings) > count

    def _labelled(self, lines: tuple[Line, ...], before: tuple[Line, ...]) -> tuple[Line, ...]:
        if self.communique.numbering == Numbering.MADE_GOOD:
            return counted(lines, style=self.communique.number_style, language=self.communique.language)
        return labels_kept(lines, {line.paragraph: line.label for line in before})

    def _compare(self, draft: Draft, want: Line | None, have: Line | None) -> None:
        line = have or want
        assert line is not None
        if want is None or have is None or want.paragraph != have.paragraph:
            self._find(draft, line.paragraph, line.label, N_("the decisions do not put it in this place"))
        elif want.text != have.text:
            self._find(draft, line.paragraph, line.label, N_("its wording is not what the decisions make it"))
        elif (want.kind, want.depth, want.numbered, want.label, want.reference) != (
            have.kind,
            have.depth,
            have.numbered,
            have.label,
            have.reference,
        ):
            self._find(
                draft, line.paragraph, line.label, N_("its number or kind is not what the decisions make it")
            )

    def _check_words(self, draft: Draft, lines: tuple[Line, ...]) -> None:
        """Name each line that no longer says what it said when the draft was made."""
        rows = self.session.execute(
            select(LineRow.paragraph_id, LineRow.digest).where(LineRow.draft_id == draft.id)
        )
        digests = dict(rows.all())
        changed = [line for line in lines if line_digest(line) != digests[line.paragraph]]
        for line in changed:
            self._find(
                draft, line.paragraph, line.label, N_("it does not say what it said when the draft was made")
            )
        if not changed and digest(line_digest(line) for line in lines) != draft.digest:
            self._find(draft, 0, "", N_("lines were added, removed or exchanged"))

    def _find(self, draft: Draft, paragraph: int, label: str, message: str, **facts: object) -> None:
        self.findings.append(Finding(draft.symbol, self.codes.get(paragraph, ""), label, message, facts))

    def _compare_states(self, draft: Draft) -> None:
        running = find_current_round(self.session, self.communique.id)
        rows = self.session.scalars(
            select(Paragraph).where(Paragraph.communique_id == self.communique.id)
        ).all()
        shown = paragraph_states.states(self.session, [row.id for row in rows], running, draft.id)
        for row in rows:
            want = shown[row.id]
            have = (row.state, row.pending, row.conflicts, row.agreed_level, row.agreed_on, row.ad_referendum)
            if have != (
                want.state,
                want.pending,
                want.conflicts,
                want.level,
                want.agreed_on,
                want.ad_referendum,
            ):
                self._find(
                    draft, row.id, "", N_("its state on the page is not what proposals and decisions make it")
                )


def _taken_as_current(edits: Sequence[Edit], old: Sequence[Edit], lines: Sequence[Line]) -> list[Edit]:
    """Return *edits* with those of *old* as if they had been made on *lines*: so the draft was made in its time."""
    standing = {line.paragraph: line.text for line in lines}
    standing |= {edit.paragraph: edit.text for edit in edits if edit.kind is AmendmentKind.INSERT}
    taken = [replace(edit, base=standing[edit.paragraph]) if edit in old else edit for edit in edits]
    return [edit for edit in taken if edit.kind is not AmendmentKind.INSERT or edit not in old]
