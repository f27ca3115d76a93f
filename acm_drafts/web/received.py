"""
What was sent, paired with the draft that a round is on, whatever draft it was made from.

A file of ours says by its bookmarks which paragraph is which, and from which draft it comes; of any
other the words must tell. What was made from an earlier draft is carried over to the present one.
It refuses what is another text, and decides nothing else.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from acm_drafts.documents import incoming, working
from acm_drafts.documents.incoming import Arrived, Incoming
from acm_drafts.documents.phrases import Phrase
from acm_drafts.negotiation.errors import N_, EarlierDraft, HardlyAlike, OtherLanguage, OtherText
from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.pairing import pair, suited, taken_apart
from acm_drafts.negotiation.rebasing import Loss, rebase
from acm_drafts.negotiation.terms import RoundState, Verdict
from acm_drafts.store import queries, texts, voices
from acm_drafts.store.database import db
from acm_drafts.store.queries import Setting
from acm_drafts.store.records import Communique, Draft
from acm_drafts.store.texts import Row, Shelf
from acm_drafts.text.align import Link
from acm_drafts.text.language import Language
from acm_drafts.text.tongue import tongue
from acm_drafts.web.access import actor
from acm_drafts.web.catalogues import gettext as _
from acm_drafts.web.editor import kind_title, title_of
from acm_drafts.web.imports import within_bounds
from acm_drafts.web.offered import Bundle, Typed
from acm_drafts.web.presentation import NATIVE_NAMES, short
from acm_drafts.web.refusals import phrase_in_words
from acm_drafts.web.sheets import Sponsor

_LEAST_ALIKE = 10
"""One line in so many must be paired; below, it is another text."""

_LOSSES = {
    Verdict.ABSORBED: N_("%(kind)s: it is in the text already."),
    Verdict.PARTLY: N_("%(kind)s: %(done)s of %(total)s changes are in the text already."),
    Verdict.OVERTAKEN: N_("%(kind)s: it stands against what was decided since."),
    Verdict.ORPHANED: N_("%(kind)s: its paragraph, or its place, is gone."),
}


@dataclass(frozen=True, slots=True)
class Table:
    """The text that a file is brought in to, the round on it, and in whose names the reader may write."""

    shelf: Shelf
    setting: Setting
    rows: Sequence[Row]
    sponsors: Sequence[Sponsor]

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

    def submits(self) -> bool:
        """Whether the reader is offered to submit at once; the services ask again."""
        return voices.takes_proposals(actor(), self.setting) and any(one.speaks for one in self.sponsors)


def bundle_of(table: Table, name: str, data: bytes) -> Bundle:
    """
    Return a file, paired with the draft of the round.

    Raises UnreadableFile, OtherText, EarlierDraft (one that the reader may not read), OtherLanguage, HardlyAlike.
    """
    came = incoming.read(name, data, language=table.language, title=table.communique.title)
    within_bounds(list(_written(came)))
    draft = _made_from(table, came)
    rows = table.rows if draft.id == table.draft.id else texts.rows(db.session(), draft.id)
    old = [texts.line_of(row) for row in rows]
    new = suited(old, [one.line for one in came.lines])
    links = pair(old, new, _known(rows, draft, came))
    _require_alike(table, old, new, links)
    bundle = Bundle(
        user=actor().user,
        communique=table.communique.code,
        draft=draft.id,
        name=name,
        notes=tuple(phrase_in_words(one) if isinstance(one, Phrase) else one for one in came.notes),
        lines=tuple(replace(one, line=line) for one, line in zip(came.lines, new, strict=True)),
        gone=came.gone,
        links=links,
    )
    return bundle if draft.id == table.draft.id else carried_over(table, bundle, Typed())


def _written(came: Incoming) -> Iterator[str]:
    """Yield, line by line, all that travels in the form."""
    for one in (*came.lines, *came.gone):
        yield "".join((one.line.text, one.original or "", *one.hands, *one.remarks, *one.marks))


def _made_from(table: Table, came: Incoming) -> Draft:
    """
    Return the draft that a file was made from, for one that says nothing that of the round.

    Raises OtherText, EarlierDraft, OtherLanguage.
    """
    found = _says_to_be_from(came)
    if found is not None and found.communique_id != table.communique.id:
        raise OtherText(symbol=found.symbol)
    if found is not None and all(issue.draft.id != found.id for issue in table.shelf.issues):
        raise EarlierDraft(symbol=found.symbol, newest=table.draft.symbol)
    if tongue(one.line.text for one in came.lines) not in (None, table.language):
        raise OtherLanguage(language=NATIVE_NAMES[table.language.value])
    return found or table.draft


def _says_to_be_from(came: Incoming) -> Draft | None:
    """Return the draft that a file names by its bookmarks, else by its properties."""
    marks = Counter(mark for one in came.lines for name in one.marks if (mark := working.marked(name)))
    for (code, sequence), _count in marks.most_common(1):
        if (found := texts.find_draft_of(db.session(), code, sequence)) is not None:
            return found
    return queries.find_draft(db.session(), came.identifier) if came.identifier else None


def _require_alike(table: Table, old: Sequence[Line], new: Sequence[Line], links: Sequence[Link]) -> None:
    paired = sum(bool(link.old and link.new) for link in links)
    if not paired or paired * _LEAST_ALIKE < min(len(old), len(new)):
        raise HardlyAlike(symbol=table.draft.symbol)


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


def carried_over(table: Table, bundle: Bundle, typed: Typed) -> Bundle:
    """Return a file of an earlier draft, with what was *typed* in it, as made from the draft of the round."""
    session = db.session()
    rows = texts.rows(session, bundle.draft)
    old, now = [texts.line_of(row) for row in rows], [texts.line_of(row) for row in table.rows]
    links, _numbers = taken_apart(bundle.links, typed.apart)
    found = rebase(
        old,
        typed.corrected(bundle.lines),
        links,
        now=now,
        descents=texts.descents(session, table.communique.id),
    )
    made_from = next(issue.draft for issue in table.shelf.issues if issue.draft.id == bundle.draft)
    return replace(
        bundle,
        draft=table.draft.id,
        lines=tuple(
            Arrived(line) if source is None else replace(bundle.lines[source], line=line, original=None)
            for line, source in zip(found.lines, found.sources, strict=True)
        ),
        links=pair(now, found.lines, found.known),
        made_from=made_from.symbol,
        losses=tuple(_told(loss, rows, bundle) for loss in found.losses),
    )


def _told(loss: Loss, rows: Sequence[Row], bundle: Bundle) -> tuple[str, str]:
    """Return the place of what did not come along, and why it did not."""
    line = loss.difference.line
    place = title_of(rows[line - 1], 40) if line > 0 else short(bundle.lines[-line - 1].line.text, 40)
    facts = {"kind": kind_title(loss.difference.kind), "done": loss.done, "total": loss.total}
    return place, _(_LOSSES[loss.verdict]) % facts
