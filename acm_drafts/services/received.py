"""
What was sent, paired with the draft that a round is on, whatever draft it was made from.

A file of ours says by its bookmarks which paragraph is which, and from which draft it comes; of any
other the words must tell. What was made from an earlier draft is carried over to the present one.
The reading itself is done apart (documents.apart). It refuses what is another text, and decides
nothing else.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from acm_drafts.documents import working
from acm_drafts.documents.apart import Apart
from acm_drafts.documents.incoming import Arrived, Incoming
from acm_drafts.negotiation.errors import HardlyAlike, NoRound, OtherLanguage, OtherText
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.pairing import pair, suited, taken_apart
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.rebasing import Loss, rebase
from acm_drafts.negotiation.terms import RoundState
from acm_drafts.services.offered import Bundle, Lost, Typed
from acm_drafts.store import queries, texts
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Communique, Draft
from acm_drafts.store.texts import Row, Shelf
from acm_drafts.text.align import Link
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.text.tongue import tongue

_LEAST_ALIKE = 10
"""One line in so many must be paired; below, it is another text."""


# Where it goes -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ground:
    """The text that a file is brought in to, and the round on it; *actor* reads it, in *session*."""

    session: Session
    actor: Actor
    shelf: Shelf
    setting: Setting
    rows: Sequence[Row]

    @property
    def communique(self) -> Communique:
        return self.shelf.communique

    @property
    def draft(self) -> Draft:
        return self.setting.issue.draft

    @property
    def language(self) -> Language:
        return Language(self.communique.language)

    @property
    def state(self) -> RoundState:
        return queries.state_of(self.setting.round)


def ground(session: Session, actor: Actor, shelf: Shelf) -> Ground:
    """Return where a file goes that is brought in to the text of *shelf*. One query. Raises NoRound."""
    setting = shelf.setting
    if setting is None or setting.round.closed_at is not None:
        raise NoRound()
    return Ground(session, actor, shelf, setting, texts.rows(session, setting.issue.draft.id))


# What was read -------------------------------------------------------------------------------------


def bundle_of(to: Ground, name: str, data: bytes, *, reader: Apart) -> Bundle:
    """
    Return a file as *reader* reads it, paired with the draft of the round.

    Raises UnreadableFile, OtherText, OtherLanguage, HardlyAlike, ReadersBusy.
    """
    with reader as apart:
        came = apart.read(name, data, language=to.language, title=to.communique.title)
        draft = _made_from(to, came)
        rows = to.rows if draft.id == to.draft.id else texts.rows(to.session, draft.id)
        old = [texts.line_of(row) for row in rows]
        new = suited(old, [one.line for one in came.lines])
        links = apart.pair(old, new, _known(rows, draft, came))
    _require_alike(to, old, new, links)
    bundle = Bundle(
        draft=draft.id,
        name=name,
        notes=came.notes,
        lines=tuple(replace(one, line=line) for one, line in zip(came.lines, new, strict=True)),
        gone=came.gone,
        links=links,
    )
    return bundle if draft.id == to.draft.id else carried_over(to, bundle, Typed())


def _made_from(to: Ground, came: Incoming) -> Draft:
    """
    Return the draft that a file was made from; for one that says nothing of it, or names none of the reader's, that of
    the round. Raises OtherText, OtherLanguage.
    """
    found = _says_to_be_from(to.session, came)
    if found is not None and not queries.may_read_draft(to.session, to.actor, found):
        found = None  # anybody can write any name into a file: the answer must not tell that there is one
    if found is not None and found.communique_id != to.communique.id:
        raise OtherText(symbol=found.symbol)
    if tongue(one.line.text for one in came.lines) not in (None, to.language):
        raise OtherLanguage(language=NATIVE_NAMES[to.language.value])
    return found or to.draft


def _says_to_be_from(session: Session, came: Incoming) -> Draft | None:
    """Return the draft that a file names by its bookmarks, else by its properties."""
    marks = Counter(mark for one in came.lines for name in one.marks if (mark := working.marked(name)))
    for (code, sequence), _count in marks.most_common(1):
        if (found := texts.find_draft_of(session, code, sequence)) is not None:
            return found
    return queries.find_draft(session, came.identifier) if came.identifier else None


def _require_alike(to: Ground, old: Sequence[Line], new: Sequence[Line], links: Sequence[Link]) -> None:
    paired = sum(bool(link.old and link.new) for link in links)
    if not paired or paired * _LEAST_ALIKE < min(len(old), len(new)):
        raise HardlyAlike(symbol=to.draft.symbol)


def _known(rows: Sequence[Row], draft: Draft, came: Incoming) -> list[tuple[int, int]]:
    """
    Return which lines of a draft are which of the file, whatever their words.

    Their bookmarks tell, where copying has not doubled them; else what they said before their
    tracked changes.
    """
    by_code = {row.code: i for i, row in enumerate(rows)}
    marks = [(name, j) for j, one in enumerate(came.lines) for name in one.marks]
    times = Counter(name for name, _j in marks)
    known = []
    for name, j in marks:
        mark = working.marked(name)
        if mark and times[name] == 1 and mark[0] in by_code and mark[1] == draft.sequence:
            known.append((by_code[mark[0]], j))
    told_old, told_new = {i for i, _j in known}, {j for _i, j in known}
    return known + [(i, j) for i, j in _by_original(rows, came) if i not in told_old and j not in told_new]


def _by_original(rows: Sequence[Row], came: Incoming) -> Iterator[tuple[int, int]]:
    said: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        said.setdefault(" ".join(row.text.split()), []).append(i)
    for j, one in enumerate(came.lines):
        places = said.pop(" ".join((one.original or "").split()), [])
        if len(places) == 1:
            yield places[0], j


# From an earlier draft -----------------------------------------------------------------------------


def carried_over(to: Ground, bundle: Bundle, typed: Typed) -> Bundle:
    """Return a file of an earlier draft, with what was *typed* in it, as made from the draft of the round."""
    rows = texts.rows(to.session, bundle.draft)
    old, now = [texts.line_of(row) for row in rows], [texts.line_of(row) for row in to.rows]
    links, _numbers = taken_apart(bundle.links, typed.apart)
    found = rebase(
        old,
        typed.corrected(bundle.lines),
        links,
        now=now,
        descents=texts.descents(to.session, to.communique.id),
    )
    made_from = next(issue.draft for issue in to.shelf.issues if issue.draft.id == bundle.draft)
    return replace(
        bundle,
        draft=to.draft.id,
        lines=tuple(
            Arrived(line) if source is None else replace(bundle.lines[source], line=line, original=None)
            for line, source in zip(found.lines, found.sources, strict=True)
        ),
        links=pair(now, found.lines, found.known),
        made_from=made_from.symbol,
        losses=tuple(_lost(loss, rows, bundle) for loss in found.losses),
    )


def _lost(loss: Loss, rows: Sequence[Row], bundle: Bundle) -> Lost:
    line = loss.difference.line
    label, text = (
        (rows[line - 1].label, rows[line - 1].text) if line > 0 else ("", bundle.lines[-line - 1].line.text)
    )
    return Lost(label, text, loss.difference.kind, loss.verdict, loss.done, loss.total)
