"""
Decided amendments become the next text, or a conflict; pending ones are carried over.

The working text is a pure function of a draft's lines and the live decisions, in which order
plays no part: all edits of a paragraph are computed once against the draft's wording and
united. What differs and overlaps or touches is a conflict for people; the machine never guesses.
This module knows neither who decided nor when, and never a database.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations, count

from acm_drafts.negotiation.lines import Line, LineKind, blocks
from acm_drafts.negotiation.terms import AmendmentKind, Dispute
from acm_drafts.text.alternatives import in_brackets, set_out
from acm_drafts.text.edits import Edit as WordEdit
from acm_drafts.text.edits import differences, edits
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import Region, is_clean, stretches, text_of, unite
from acm_drafts.text.parts import merge_by_part, stand_together

PART = "\u2029"
"""Stands inside a wording where it is split; typed text can never hold it (text.language.unfit)."""

START = 0
"""The place before the first line."""


@dataclass(frozen=True, slots=True)
class Edit:
    """
    One proposal as the text sees it.

    *proposal* is its key, *paragraph* what it concerns (for an insertion the new paragraph's own
    identity), *base* the wording it stands on, *text* the wording it asks for (split: with PART
    between the parts). *after* is the place of an insertion or move (START: before all), *other*
    the following paragraph that a join takes in, *parts* the identities of a split's later parts.
    A consequential change has *other* or *parts* of the join or split; its *text* is made of what that proposes.
    *rank* orders insertions at one place; None where nobody has said: then it takes what the others leave.
    """

    proposal: int
    kind: AmendmentKind
    paragraph: int
    base: str = ""
    text: str = ""
    after: int = START
    other: int = 0
    parts: tuple[int, ...] = ()
    bracketed: bool = False
    rank: int | None = None
    line_kind: LineKind = LineKind.PARAGRAPH
    depth: int = 0
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Disagreement:
    """
    Why some of *proposals* cannot stand together on *paragraph*.

    *base* and *sides* are the words in dispute, if words; *wanted_by* are for each side the proposals that want it,
    nothing where words in brackets are among them.
    """

    paragraph: int
    why: Dispute
    proposals: tuple[int, ...]
    base: str = ""
    sides: tuple[str, ...] = ()
    wanted_by: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """
    What became of a paragraph: its wording now (None: deleted), the paragraph it was joined to, its parts if split.

    *own* are its own words where it was joined, *takes* the paragraphs whose words follow them. *agreed* is what it
    would say without what was decided to be retained in brackets, None where nothing was.
    """

    text: str | None
    into: int | None = None
    parts: tuple[tuple[int, str], ...] = ()
    own: str = ""
    takes: tuple[int, ...] = ()
    agreed: str | None = None

    def wording(self, between: str = PART) -> str | None:
        """Return all that the paragraph says, with *between* the parts of a split; None where it is deleted."""
        if self.text is None:
            return None
        return between.join([self.text, *(text for _, text in self.parts)])


@dataclass(frozen=True, slots=True)
class Consolidation:
    """The working text (labels and wording keys not set), or the disagreements that prevent it: never both."""

    lines: tuple[Line, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    fates: Mapping[int, Fate] = field(default_factory=dict)


WORDING_KINDS = (AmendmentKind.REPLACE, AmendmentKind.SPLIT)


def restores(edit: Edit) -> bool:
    """
    Return whether an edit keeps a paragraph as it was before a closing printed brackets or a compromise in it.

    It was made on that wording, which is its text, and carried over to what was printed, which is its base.
    """
    return edit.kind is AmendmentKind.KEEP and edit.text not in ("", edit.base)


def says_the_same(keep: Edit, change: Edit) -> bool:
    """Return whether a proposal to keep a paragraph as it was and a *change* of its words make the same words of it."""
    return (
        restores(keep)
        and change.kind is AmendmentKind.REPLACE
        and keep.base == change.base
        and as_read(keep.text) == as_read(change.text)
    )


def conflicts_among(edits: Sequence[Edit]) -> tuple[Disagreement, ...]:
    """
    Return the disagreements among *edits* of one paragraph, counted by place.

    One for each stretch of words in dispute, one for a deletion against all edits, one for keeping it against all
    changes to other words, one for keeping different wordings of it, one for differing moves, one
    for a split or join against a move, one for words that the consequential change of a split changed. The same edit by
    several is one edit. Order plays no part but in the order told.
    """
    return (*_united_with_consequences(edits)[1], *_in_kind(edits))


def conflicting_proposals(edits: Sequence[Edit]) -> dict[int, tuple[int, ...]]:
    """
    Map each proposal that is in conflict to those that it conflicts with; *edits* are those of one paragraph.

    Two that can be accepted together do not conflict, though both may conflict with a third at one place.
    """
    by_proposal = {edit.proposal: edit for edit in edits}
    splits = _of_kind(edits, AmendmentKind.SPLIT)
    disputed = [disagreement.proposals for disagreement in conflicts_among(edits)]
    pairs = sorted({pair for proposals in disputed for pair in combinations(sorted(set(proposals)), 2)})
    conflicts: dict[int, list[int]] = {}
    for proposal, rival in pairs:
        if _are_in_conflict(by_proposal[proposal], by_proposal[rival], splits):
            conflicts.setdefault(proposal, []).append(rival)
            conflicts.setdefault(rival, []).append(proposal)
    return {proposal: tuple(sorted(conflicts[proposal])) for proposal in sorted(conflicts)}


def _are_in_conflict(edit: Edit, rival: Edit, splits: Sequence[Edit]) -> bool:
    """Return whether two edits of one paragraph cannot be accepted together; *splits* are all those of it."""
    if edit.kind is rival.kind is AmendmentKind.REPLACE:
        return not _fit_together(edit.base, *sorted((edit.text, rival.text)))
    changes = AmendmentKind.CONSEQUENTIAL in (edit.kind, rival.kind)
    pair = dict.fromkeys([edit, rival, *(splits if changes else ())])
    keys = {edit.proposal, rival.proposal}
    return any(keys <= set(disagreement.proposals) for disagreement in conflicts_among(list(pair)))


@lru_cache(8192)  # the rivals of one paragraph are compared two by two on every page that names them
def _fit_together(base: str, first: str, second: str) -> bool:
    """Return whether two new wordings of *base* can both be made."""
    return is_clean(unite(base, [_edits(base, text) for text in {first, second} if text != base]))


def consolidate(lines: Sequence[Line], edits: Sequence[Edit]) -> Consolidation:
    """
    Return the text that *edits*, all of them accepted or bracketed, make of *lines*.

    Nothing but the two arguments is in the result, and the order of *edits* changes nothing.
    Where edits cannot stand together, or one stands on another wording than its line's, the disagreements come back
    instead, all of them at once.
    """
    wanted = {line.paragraph: line for line in lines}
    wanted |= {e.paragraph: _inserted(e) for e in edits if e.kind is AmendmentKind.INSERT}
    by_paragraph: dict[int, list[Edit]] = {}
    for edit in edits:
        if edit.kind is not AmendmentKind.INSERT:
            by_paragraph.setdefault(edit.paragraph, []).append(edit)
    disagreements = [
        Disagreement(e.paragraph, Dispute.OUTDATED, (e.proposal,)) for e in outdated(lines, edits)
    ]
    disagreements += [
        Disagreement(paragraph, Dispute.MISSING, _keys(group))
        for paragraph, group in by_paragraph.items()
        if paragraph not in wanted
    ]
    fates: dict[int, Fate] = {}
    for paragraph, line in wanted.items():
        fates[paragraph], disputes = _consolidated_line(line, by_paragraph.get(paragraph, ()))
        disagreements += disputes
    disagreements += _join(lines, by_paragraph, fates)
    order, displaced = _in_order(lines, edits)
    disagreements += displaced
    if disagreements:
        return Consolidation(disagreements=tuple(dict.fromkeys(disagreements)))
    return Consolidation(lines=tuple(_printed(order, wanted, fates)), fates=fates)


def consolidate_paragraph(paragraph: int, base: str | None, accepted: Sequence[Edit]) -> Fate | None:
    """
    Apply *accepted*, edits of one paragraph, to its wording *base*; return None where they conflict.

    *base* None: it is not in the text, and comes in by one of them. Moves and joins play no part.
    """
    edits = [edit for edit in accepted if edit.kind in _WITHIN]
    if base is not None:
        return consolidate((Line(paragraph, base),), edits).fates.get(paragraph)
    inserts = [replace(edit, after=START) for edit in accepted if edit.kind is AmendmentKind.INSERT]
    return consolidate((), [*inserts, *edits]).fates.get(paragraph)


_WITHIN = set(AmendmentKind) - {AmendmentKind.INSERT, AmendmentKind.MOVE, AmendmentKind.JOIN}
"""The kinds of edits that concern their own paragraph alone, and its place in the text not at all."""


def outdated(lines: Sequence[Line], edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """
    Return the edits that were made on another wording than the one that stands, and would turn words back.

    That is the line's, or of a new paragraph the one proposed. A new paragraph that is in the text already is one
    of them too. Moves, joins and what keeps a paragraph as it stands change no words.
    """
    standing = {line.paragraph: line.text for line in lines}
    new = [edit for edit in edits if edit.kind is AmendmentKind.INSERT]
    again = tuple(edit for edit in new if edit.paragraph in standing)
    standing |= {edit.paragraph: edit.text for edit in new}
    return again + tuple(
        edit
        for edit in edits
        if _replaces(edit) and edit.paragraph in standing and edit.base != standing[edit.paragraph]
    )


def _replaces(edit: Edit) -> bool:
    """Return whether an edit puts something in the place of the words it was made on, which it names."""
    deletes = edit.kind is AmendmentKind.DELETE and edit.base != ""
    return edit.kind in WORDING_KINDS or deletes or restores(edit)


def bracketed(base: str, edits: Sequence[Edit]) -> str:
    """
    Return *base* with the words of *edits* (new wordings and deletions) printed in brackets, each alternative once.

    Words that only come in stand as "[new]", words in dispute as "[old] [new] [other new]";
    a proposal to delete the paragraph puts brackets round the whole.
    """
    text = set_out(base, [e.text for e in edits if e.kind in WORDING_KINDS])
    return in_brackets(text) if any(e.kind is AmendmentKind.DELETE for e in edits) else text


# One paragraph -----------------------------------------------------------------------------------


def _consolidated_line(line: Line, edits: Sequence[Edit]) -> tuple[Fate, tuple[Disagreement, ...]]:
    """
    Apply *edits* to one line.

    Bracketed ones are set beside each other first, then united with the rest.
    """
    if not edits:
        return Fate(line.text), ()
    loose = [e for e in edits if e.bracketed]
    firm = [e for e in edits if not e.bracketed]
    applied = [*firm, _set_out(line, loose)] if loose else firm
    text, disagreements = _united_with_consequences(applied)
    disagreements = (*disagreements, *_in_kind(applied))
    if disagreements:
        return Fate(line.text), _of_everyone(disagreements, edits) if loose else disagreements
    if _of_kind(applied, AmendmentKind.DELETE):
        return Fate(None), ()
    fate = _wording_of_line(line, text, applied)
    return (replace(fate, agreed=_consolidated_line(line, firm)[0].text) if loose else fate), ()


def _set_out(line: Line, loose: Sequence[Edit]) -> Edit:
    """Return one new wording of *line* that sets the words of all *loose* edits out in brackets."""
    text = bracketed(line.text, loose)
    return replace(loose[0], kind=AmendmentKind.REPLACE, base=line.text, text=text)


def _of_everyone(disagreements: Iterable[Disagreement], edits: Iterable[Edit]) -> tuple[Disagreement, ...]:
    """Ascribe *disagreements* to all *edits*: of words in brackets nobody can tell which proposal wants which side."""
    keys = _keys(edits)
    return tuple(replace(disagreement, proposals=keys, wanted_by=()) for disagreement in disagreements)


def _wording_of_line(line: Line, text: str | None, edits: Sequence[Edit]) -> Fate:
    """Return the fate of a line that stays with the wording *text* (None: as before), in parts if *edits* split it."""
    if text is None:
        return Fate(line.text)
    first, *rest = text.split(PART)
    parts = next((e.parts for e in edits if e.kind is AmendmentKind.SPLIT), ())
    return Fate(first, parts=tuple(zip(parts, rest, strict=True)))


def _united_with_consequences(edits: Sequence[Edit]) -> tuple[str | None, tuple[Disagreement, ...]]:
    """Return the united wording as `_in_words` does, with the consequential change of a split."""
    text, disagreements = _in_words(edits)
    return (text, disagreements) if text is None else _with_consequences(text, edits)


def _in_words(edits: Sequence[Edit]) -> tuple[str | None, tuple[Disagreement, ...]]:
    """
    Return the united wording of *edits* (None: none of them touches words), or each stretch of words in dispute.

    What restores a wording stands against all that change it, which is no dispute over single words.
    """
    wordings = [e for e in edits if e.kind in WORDING_KINDS]
    if not wordings:
        return next((e.text for e in edits if restores(e)), None), ()
    base = wordings[0].base
    texts = list(dict.fromkeys(e.text for e in wordings))
    if len(texts) == 1:
        return texts[0], ()
    regions = unite(base, [_edits(base, text) for text in texts if text != base])
    if is_clean(regions):
        return text_of(regions), ()
    return None, _over_words(base, wordings, regions)


def _with_consequences(text: str, edits: Sequence[Edit]) -> tuple[str, tuple[Disagreement, ...]]:
    """Return *text*, the united wording of *edits*, with the consequential change of a split, or what is in dispute."""
    own = [edit for edit in _of_kind(edits, AmendmentKind.CONSEQUENTIAL) if not edit.other]
    splits = _of_kind(edits, AmendmentKind.SPLIT)
    if not own or not splits:
        return text, ()
    beside = {
        edit.proposal: _in_words([splits[0], edit])[0] or edit.text
        for edit in _of_kind(edits, AmendmentKind.REPLACE)
    }
    return _in_consequence(own, splits[0].text, standing=text, beside=beside)


def _in_consequence(
    own: Sequence[Edit], proposed: str, *, standing: str, beside: Mapping[int, str]
) -> tuple[str, tuple[Disagreement, ...]]:
    """
    Unite the wording *standing* with *own*, the consequential changes of what a split or join *proposed*.

    Return it unchanged with the disagreements where they conflict. *beside*: the wording with each other proposal
    alone, by its key.
    """
    wanted = list(dict.fromkeys(edit.text for edit in own))
    parts = merge_by_part(proposed, [standing, *wanted])
    disputed = [region for part in parts for region in part if not isinstance(region, str)]
    if not disputed:
        return PART.join(map(text_of, parts)), ()
    ours = _keys(own)
    met = [key for key, text in beside.items() if not stand_together(proposed, [text, *wanted])]
    rivals = tuple(sorted(met or beside))
    wanted_by = (rivals, ours) if rivals and len(wanted) == 1 else ()
    return standing, tuple(
        Disagreement(
            own[0].paragraph,
            Dispute.WORDS,
            tuple(sorted({*ours, *rivals})),
            region.base,
            region.sides,
            wanted_by,
        )
        for region in disputed
    )


def _over_words(base: str, wordings: Sequence[Edit], regions: Sequence[Region]) -> tuple[Disagreement, ...]:
    """Return the disagreements of *wordings*, one for each of *regions* that is in dispute."""
    disputed = [region for region in regions if not isinstance(region, str)]
    return tuple(
        Disagreement(
            wordings[0].paragraph,
            Dispute.WORDS,
            tuple(sorted({key for keys in wanted_by for key in keys})),
            region.base,
            region.sides,
            wanted_by,
        )
        for wanted_by, region in zip(_wanted_by(base, wordings), disputed, strict=True)
    )


@lru_cache(8192)  # at the deadline 2,000 proposals, each revised and amended: the next act finds all of them
def _edits(base: str, text: str) -> tuple[WordEdit, ...]:
    """Return the edits that lead from *base* to *text*; cached, as each act on a paragraph unites all proposals."""
    return tuple(edits(base, text, differences(base, text)))


def _wanted_by(base: str, wordings: Sequence[Edit]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield for each stretch of *base* in dispute, in order, the proposals that want each of its sides."""
    changed = _changes(base, wordings)
    asking = [[edit for edit in wordings if edit.text == text] for text in changed]
    for stretch in stretches(base, list(changed.values())):
        if stretch.united is None:
            yield tuple(_keys([edit for side in sides for edit in asking[side]]) for sides in stretch.wanting)


def _changes(base: str, wordings: Sequence[Edit]) -> dict[str, tuple[WordEdit, ...]]:
    """Map each text that *wordings* propose, other than *base* itself, to its edits of *base*."""
    return {text: _edits(base, text) for text in dict.fromkeys(e.text for e in wordings) if text != base}


def _in_kind(edits: Sequence[Edit]) -> tuple[Disagreement, ...]:
    """Return the disagreements of *edits* of one paragraph that are not over words."""
    kinds: dict[AmendmentKind, list[Edit]] = {kind: [] for kind in AmendmentKind}
    for edit in edits:
        kinds[edit.kind].append(edit)
    deletions, keeps = kinds[AmendmentKind.DELETE], kinds[AmendmentKind.KEEP]
    moves, joins, splits = (kinds[k] for k in (AmendmentKind.MOVE, AmendmentKind.JOIN, AmendmentKind.SPLIT))
    changing = [*kinds[AmendmentKind.REPLACE], *splits, *joins]
    rivals = [
        (Dispute.DELETION, deletions, [*changing, *moves]),
        (Dispute.KEEP, *_kept_otherwise(keeps, [*changing, *deletions])),
        (Dispute.SHAPE, moves, [*splits, *joins]),
        (Dispute.SHAPE, splits, joins),
    ]
    rivals += [(why, group, group) for why, group in _differing(keeps, moves, splits)]
    return tuple(
        Disagreement(edits[0].paragraph, why, _keys([*ours, *others]))
        for why, ours, others in rivals
        if ours and others
    )


def _kept_otherwise(keeps: Sequence[Edit], others: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Return those of *keeps* and of the *others* that make different words of a paragraph."""
    pairs = [(keep, other) for keep in keeps for other in others if not says_the_same(keep, other)]
    return [keep for keep, _ in pairs], [other for _, other in pairs]


def _differing(
    keeps: list[Edit], moves: list[Edit], splits: list[Edit]
) -> Iterator[tuple[Dispute, list[Edit]]]:
    """Yield each group whose edits contradict one another, with the kind of dispute."""
    if len({keep.text or keep.base for keep in keeps}) > 1:
        yield Dispute.KEEP, keeps
    if len({(move.after, move.rank) for move in moves}) > 1:
        yield Dispute.MOVES, moves
    if len({_cuts(split) for split in splits}) > 1:
        yield Dispute.SHAPE, splits


def _cuts(split: Edit) -> tuple[tuple[int, int], ...]:
    """Return where a split cuts its base; two that cut elsewhere have other parts, and nobody said which are meant."""
    return tuple((edit.start, edit.end) for edit in _edits(split.base, split.text) if PART in edit.text)


# Places ------------------------------------------------------------------------------------------


def _join(
    lines: Sequence[Line], by_paragraph: Mapping[int, Sequence[Edit]], fates: dict[int, Fate]
) -> list[Disagreement]:
    """Apply the joins in *fates*, from the end backwards; return the disagreements that forbid them."""
    disagreements: list[Disagreement] = []
    words = {line.paragraph: line.text for line in lines}
    for line in reversed(lines):
        joins = _of_kind(by_paragraph.get(line.paragraph, ()), AmendmentKind.JOIN)
        if not joins:
            continue
        following = joins[0].other
        following_edits = by_paragraph.get(following, ())
        rivals = _of_kind(following_edits, AmendmentKind.MOVE, AmendmentKind.SPLIT)
        own_fate, following_fate = fates[line.paragraph], fates.get(following, Fate(None))
        keeps = _of_kind(following_edits, AmendmentKind.KEEP)
        if rivals:
            disagreements.append(Disagreement(line.paragraph, Dispute.SHAPE, _keys([*joins, *rivals])))
        elif keeps:
            disagreements.append(Disagreement(line.paragraph, Dispute.KEEP, _keys([*joins, *keeps])))
        elif own_fate.text is None or following_fate.text is None:
            gone = _of_kind(following_edits, AmendmentKind.DELETE)
            disagreements.append(Disagreement(line.paragraph, Dispute.DELETION, _keys([*joins, *gone])))
        else:
            takes = (following, *following_fate.takes)
            text, disputes = _joined(
                (line.text, words[following]),
                (own_fate.text, following_fate.text),
                by_paragraph[line.paragraph],
                following_edits,
            )
            disagreements += disputes
            fates[line.paragraph] = replace(own_fate, text=text, own=own_fate.text, takes=takes)
            fates[following] = Fate(None, into=line.paragraph, own=following_fate.own or following_fate.text)
    return disagreements


def _joined(
    before: tuple[str, str], after: tuple[str, str], first_edits: Sequence[Edit], second_edits: Sequence[Edit]
) -> tuple[str, tuple[Disagreement, ...]]:
    """
    Return the wording of two joined paragraphs with the consequential changes of the join; or what is in dispute.

    *before* are the wordings of the two without *first_edits* and *second_edits*, *after* those with them.
    """
    own = [edit for edit in _of_kind(first_edits, AmendmentKind.CONSEQUENTIAL) if edit.other]
    text = " ".join(after)
    if not own:
        return text, ()
    first, second = before
    beside = {edit.proposal: f"{edit.text} {second}" for edit in first_edits if _rewords(edit)}
    beside |= {edit.proposal: f"{first} {edit.text}" for edit in second_edits if _rewords(edit)}
    return _in_consequence(own, " ".join(before), standing=text, beside=beside)


def _rewords(edit: Edit) -> bool:
    """Return whether an edit says what its paragraph is to say."""
    return edit.kind in WORDING_KINDS or restores(edit)


def _of_kind(edits: Iterable[Edit], *kinds: AmendmentKind) -> list[Edit]:
    """Return the edits of the given kinds."""
    return [e for e in edits if e.kind in kinds]


def _in_order(lines: Sequence[Line], edits: Sequence[Edit]) -> tuple[list[int], list[Disagreement]]:
    """
    Return all paragraphs in their new order, deleted ones included, and what prevents an order.

    A moved paragraph takes its sub-paragraphs along, but those that are moved themselves or go with
    one of these. What is put after a paragraph stands after its sub-paragraphs too, unless it is one itself.
    """
    under = blocks(lines)
    moves = {e.paragraph: e for e in _of_kind(edits, AmendmentKind.MOVE)}
    inserts = {e.paragraph: e for e in _of_kind(edits, AmendmentKind.INSERT)}
    goes_with = _taken_along(under, moves)
    riding = {key: _not_parted(key, under, goes_with) for key in moves}
    together = {key: _not_parted(key, under, goes_with) for key in under}
    hung, disagreements = _hung(lines, inserts, moves, together)
    order = _laid_out([line.paragraph for line in lines if line.paragraph not in goes_with], riding, hung)
    placed = set(order)
    lost = [e for key, e in (inserts | moves).items() if key not in placed]
    if lost:
        disagreements.append(Disagreement(lost[0].paragraph, Dispute.MISSING, _keys(lost)))
    return order, disagreements


def _taken_along(under: Mapping[int, Sequence[int]], moves: Collection[int]) -> dict[int, int]:
    """Return for each paragraph that is moved, or taken along, the one of *moves* that it goes with."""
    goes_with = {key: key for key in moves}  # the nearest above comes last, and counts
    goes_with |= {sub: key for key in under if key in moves for sub in under[key] if sub not in moves}
    return goes_with


def _not_parted(key: int, under: Mapping[int, Sequence[int]], goes_with: Mapping[int, int]) -> list[int]:
    """Return the sub-paragraphs of a line that stay with it, be it moved or not."""
    return [sub for sub in under.get(key, ()) if goes_with.get(sub) == goes_with.get(key)]


def _laid_out(
    staying: Sequence[int], riding: Mapping[int, Sequence[int]], hung: Mapping[int, Sequence[Edit]]
) -> list[int]:
    """Return the lines *staying*, after each what is *riding* with it and what is *hung* behind it."""
    order: list[int] = []
    waiting = [*reversed(staying), START]
    while waiting:  # not by recursion: a file may put thousands of new lines one after the other
        key = waiting.pop()
        order += [key] if key != START else []
        waiting += reversed([*riding.get(key, ()), *(edit.paragraph for edit in hung.get(key, ()))])
    return order


def _hung(
    lines: Sequence[Line],
    inserts: Mapping[int, Edit],
    moves: Mapping[int, Edit],
    together: Mapping[int, Sequence[int]],
) -> tuple[dict[int, list[Edit]], list[Disagreement]]:
    """Return the edits put after each line, in order, and the places for which no order is decided."""
    depth = {line.paragraph: line.depth for line in lines} | {key: e.depth for key, e in inserts.items()}
    hung: dict[int, list[Edit]] = {}
    for key, edit in (*inserts.items(), *moves.items()):
        block = together.get(edit.after, ())
        anchor = block[-1] if block and depth.get(key, 0) <= depth.get(edit.after, 0) else edit.after
        hung.setdefault(anchor, []).append(edit)
    disagreements = []
    for anchor, group in hung.items():
        if len({edit.rank for edit in group}) < len(group):
            disagreements.append(Disagreement(anchor, Dispute.ORDER, _keys(group)))
        left = _first_left({edit.rank for edit in group})
        group.sort(key=lambda e: (e.rank or left, e.proposal))
    return hung, disagreements


def _first_left(ranks: Collection[int | None]) -> int:
    """Return the place of the one edit that has none of *ranks*: it was accepted alone, before any other came there."""
    return next(rank for rank in count(1) if rank not in ranks)


def _printed(order: Sequence[int], wanted: Mapping[int, Line], fates: Mapping[int, Fate]) -> Iterator[Line]:
    for key in order:
        line, fate = wanted[key], fates[key]
        if fate.text is None:
            continue
        unchanged = fate.text == line.text and not fate.parts
        yield replace(line, text=fate.text, wording=line.wording if unchanged else 0)
        for part, text in fate.parts:
            yield replace(line, paragraph=part, text=text, wording=0, label="", indent="")


def _inserted(edit: Edit) -> Line:
    text = in_brackets(edit.text) if edit.bracketed else edit.text
    return Line(edit.paragraph, text, edit.line_kind, edit.depth, edit.numbered)


def _keys(edits: Iterable[Edit]) -> tuple[int, ...]:
    return tuple(sorted({edit.proposal for edit in edits}))
