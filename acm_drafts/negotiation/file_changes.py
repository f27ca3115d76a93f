"""
What a file says otherwise than the draft, as proposals: one for each thing that happened to a paragraph.

Its lines were paired with those of the draft (negotiation.file_pairing). What comes out is checked by
`consolidate`, which will one day make the next draft of it: all differences together make the
draft say what the file says, in its order. Files, delegations and databases are unknown here.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from acm_drafts.negotiation import similar
from acm_drafts.negotiation.comparison import out_of_order
from acm_drafts.negotiation.consolidation import PART, START, Edit, consolidate
from acm_drafts.negotiation.file_pairing import same
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.text.align import Link
from acm_drafts.text.diff import Op, diff_words

_WHOLE = (AmendmentKind.SPLIT, AmendmentKind.JOIN)
"""What cannot be moved besides."""


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One proposal that brings the draft nearer to the file.

    Lines are named by numbers: 1, 2 … those of the draft, −1, −2 … those of the file, 0 the
    beginning. *line* is what it concerns; of an insertion, the file's own line. *after* is the place
    of an insertion or move. *text*: the new wording, or the parts of a split with PART between them;
    *parts* are the file's lines that the later parts become. *link* is the number of the link it
    comes from.
    """

    kind: AmendmentKind
    line: int
    link: int
    text: str = ""
    after: int = START
    parts: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """By which a form names it; of one file no two are alike."""
        return f"{self.kind}{self.line}"


# Differences -------------------------------------------------------------------------------------


def differences(old: Sequence[Line], new: Sequence[Line], links: Sequence[Link]) -> tuple[Difference, ...]:
    """
    Return the differences between the draft and the file, in the order of the file.

    All of them together make of *old* the words of *new*, white space aside, in their order: see
    `becomes`. Numbers, and what kind of line an old one is, are not proposed.
    """
    plan = _Plan(old, new, links)
    while not plan.settled():
        plan = plan.plainer()
    return tuple(plan.differences())


def becomes(
    old: Sequence[Line], new: Sequence[Line], changes: Sequence[Difference]
) -> tuple[tuple[int, str], ...]:
    """Return number and words of the lines that *changes* make of the draft; none where they conflict."""
    consolidation = consolidate(_numbered(old), edits(old, new, changes))
    return tuple((line.paragraph, line.text) for line in consolidation.lines)


def edits(old: Sequence[Line], new: Sequence[Line], changes: Sequence[Difference]) -> tuple[Edit, ...]:
    """Return *changes* as the consolidation takes them, with numbers for identities."""
    return tuple(_edit(number, change, old, new) for number, change in enumerate(changes, 1))


def _edit(number: int, change: Difference, old: Sequence[Line], new: Sequence[Line]) -> Edit:
    if change.kind is AmendmentKind.INSERT:
        line = new[-change.line - 1]
        return Edit(
            number,
            change.kind,
            change.line,
            text=change.text,
            after=change.after,
            line_kind=line.kind,
            depth=line.depth,
            numbered=line.numbered,
        )
    return Edit(
        number,
        change.kind,
        change.line,
        base=old[change.line - 1].text,
        text=change.text,
        after=change.after,
        other=change.line + 1,
        parts=change.parts,
    )


def identified(edit: Edit, old: Sequence[Line]) -> Edit:
    """Return *edit* with identities for the numbers of lines of the draft."""

    def identity(number: int) -> int:
        return old[number - 1].paragraph if 0 < number <= len(old) else number

    return replace(
        edit,
        paragraph=identity(edit.paragraph),
        after=identity(edit.after),
        other=identity(edit.other) if edit.kind is AmendmentKind.JOIN else 0,
    )


def proposed_alike(
    old: Sequence[Line], new: Sequence[Line], changes: Sequence[Difference], *, others: Sequence[Edit]
) -> dict[str, int]:
    """
    Map the key of a change to the first of the proposals *others* that makes the same change, where there is one.

    It asks for the same, by the rule for all proposals (negotiation.similar), in the same words, on the same wording.
    """
    own = {-number: difference for number, difference in enumerate(changes, 1)}
    ours = [replace(identified(edit, old), proposal=-edit.proposal) for edit in edits(old, new, changes)]
    texts = {edit.proposal: edit.text for edit in (*others, *ours)}
    alike: dict[str, int] = {}
    for group in similar.same([*others, *ours]):
        other_keys = [key for key in group if key not in own]
        for key in group:
            twin = next((proposal for proposal in other_keys if same(texts[proposal], texts[key])), None)
            if key in own and twin is not None:
                alike[own[key].key] = twin
    return alike


def chosen(changes: Sequence[Difference], keys: Collection[str]) -> tuple[Difference, ...]:
    """
    Return the changes with *keys*; a new line comes before the lines that follow it.

    What would follow a new line that is not among them follows the line before that one.
    """
    left = {
        change.line: change.after
        for change in changes
        if change.kind is AmendmentKind.INSERT and change.key not in keys
    }
    picked = []
    for change in changes:
        if change.key in keys:
            after = change.after
            while after in left:
                after = left[after]
            picked.append(replace(change, after=after))
    return tuple(_in_turn(picked))


def _in_turn(changes: Sequence[Difference]) -> Iterator[Difference]:
    """Yield *changes* in their order, but none before the new line that it follows."""
    placed = {START}
    waiting = list(changes)
    while waiting:
        later = []
        for change in waiting:
            if change.after < START and change.after not in placed:
                later.append(change)
                continue
            placed.add(change.line)
            yield change
        if len(later) == len(waiting):
            raise ValueError("a line follows one that is not there")
        waiting = later


def _numbered(old: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, paragraph=number) for number, line in enumerate(old, 1))


class _Plan:
    """
    The differences under what was settled so far, and whether they lead to the file.

    *plain*: links told as one line amended and others new or dropped, though they are a split or a
    join. *moving*: lines of the draft that move, though they could seem to stay.
    """

    def __init__(
        self,
        old: Sequence[Line],
        new: Sequence[Line],
        links: Sequence[Link],
        *,
        plain: frozenset[int] = frozenset(),
        moving: frozenset[int] = frozenset(),
    ) -> None:
        self.old, self.new, self.links = old, new, links
        self.plain, self.moving = plain, moving
        self.goal = [0] * len(new)
        self.where: dict[int, int] = {}
        self.content = [list(self._content(number, link)) for number, link in enumerate(links)]
        whole = {change.line for group in self.content for change in group if change.kind in _WHOLE}
        self.moves = out_of_order(_numbered(old), self.goal, staying=whole) | moving.intersection(self.goal)
        self._next: _Plan | None = None

    def settled(self) -> bool:
        """Whether the differences lead to the file; where not, `plainer` says what to try next."""
        self._next = self._simpler_link() or self._other_order()
        return self._next is None

    def plainer(self) -> "_Plan":
        assert self._next is not None
        return self._next

    def differences(self) -> Iterator[Difference]:
        """Yield the differences, those of one link together."""
        places = self._places()
        for number, link in enumerate(self.links):
            for change in self.content[number]:
                yield (
                    replace(change, after=places[change.line])
                    if change.kind is AmendmentKind.INSERT
                    else change
                )
            for i in link.old:
                if i + 1 in self.moves:
                    yield Difference(AmendmentKind.MOVE, i + 1, number, after=places[i + 1])

    def _with(self, **facts: frozenset[int]) -> "_Plan":
        known = {"plain": self.plain, "moving": self.moving}
        return _Plan(self.old, self.new, self.links, **(known | facts))

    # What becomes of the words -----------------------------------------------------------------------

    def _content(self, number: int, link: Link) -> Iterator[Difference]:
        """Yield the differences in words of one link, and note in `goal` which line each line of the file is."""
        for j in link.new:
            self.goal[j] = -j - 1
        if not (link.old and link.new):
            yield from self._dropped_and_new(number, link.old, link.new)
        elif len(link.old) == len(link.new) == 1:
            yield from self._amended(number, link.old[0], link.new[0])
        elif number not in self.plain and (whole := self._whole(number, link)) is not None:
            yield from whole
        else:
            i, j = self._nearest(link)
            yield from self._amended(number, i, j)
            rest = [k for k in link.old if k != i], [k for k in link.new if k != j]
            yield from self._dropped_and_new(number, *rest)

    def _dropped_and_new(self, number: int, old: Sequence[int], new: Sequence[int]) -> Iterator[Difference]:
        yield from (Difference(AmendmentKind.DELETE, i + 1, number) for i in old)
        yield from (Difference(AmendmentKind.INSERT, -j - 1, number, self.new[j].text) for j in new)

    def _amended(self, number: int, i: int, j: int) -> Iterator[Difference]:
        self.goal[j] = i + 1
        text = _worded(self.old[i], self.new[j])
        if not same(self.old[i].text, text):
            yield Difference(AmendmentKind.REPLACE, i + 1, number, text)

    def _nearest(self, link: Link) -> tuple[int, int]:
        """Return the two lines of a link that have most in common."""
        return max(
            ((i, j) for i in link.old for j in link.new),
            key=lambda two: _in_common(self.old[two[0]].text, self.new[two[1]].text),
        )

    def _whole(self, number: int, link: Link) -> Sequence[Difference] | None:
        """Return the differences of a split or a join; None where they cannot express it."""
        if _gaps(link.old) or _gaps(link.new):
            return None
        if len(link.old) == 1:
            return self._split(number, link.old[0], link.new)
        return self._joined(number, link.old, link.new[0]) if len(link.new) == 1 else None

    def _split(self, number: int, i: int, new: Sequence[int]) -> Sequence[Difference] | None:
        old, lines = self.old[i], [self.new[j] for j in new]
        texts = [_worded(old, lines[0]), *(line.text for line in lines[1:])]
        cut = _cut(old.text, texts)
        if cut is None or old.kind is LineKind.HEADING or any(_other_level(old, line) for line in lines):
            return None
        parts = tuple(-j - 1 for j in new[1:])
        changes = [Difference(AmendmentKind.SPLIT, i + 1, number, PART.join(cut), parts=parts)]
        if not all(map(same, cut, texts)):
            changes.append(Difference(AmendmentKind.REPLACE, i + 1, number, " ".join(texts)))
            if not self._make(changes, old, texts):
                return None
        self.goal[new[0]] = i + 1
        self.where |= dict.fromkeys(parts, i + 1)
        return changes

    def _make(self, changes: Sequence[Difference], old: Line, texts: Sequence[str]) -> bool:
        """Return whether the differences *changes* make *texts* of the one line *old*."""
        alone = [replace(change, line=1) for change in changes]
        wordings = [text for _, text in becomes([old], self.new, alone)]
        return len(wordings) == len(texts) and all(map(same, wordings, texts))

    def _joined(self, number: int, old: Sequence[int], j: int) -> Sequence[Difference] | None:
        lines = [self.old[i] for i in old]
        shares = _shares([line.text for line in lines], _seamed(_worded(lines[0], self.new[j]), lines))
        if shares is None or len({line.kind for line in lines}) > 1:
            return None
        self.goal[j] = old[0] + 1
        return [
            *(Difference(AmendmentKind.JOIN, i + 1, number) for i in old[:-1]),
            *(
                Difference(AmendmentKind.REPLACE, i + 1, number, share)
                for i, line, share in zip(old, lines, shares, strict=True)
                if not same(line.text, share)
            ),
        ]

    # What becomes of the order -----------------------------------------------------------------------

    def _places(self) -> dict[int, int]:
        """Map each line to the one that it follows in the file; the parts of a split stand for the whole."""
        places, before = {}, START
        for key in self.goal:
            places[key] = before
            before = self.where.get(key, key)
        return places

    def _simpler_link(self) -> "_Plan | None":
        """Take split and joined paragraphs that move, which cannot be, as one line amended beside the others."""
        moved = {
            number
            for number, link in enumerate(self.links)
            if any(change.kind in _WHOLE for change in self.content[number])
            and any(i + 1 in self.moves for i in link.old)
        }
        return self._with(plain=self.plain | moved) if moved else None

    def _other_order(self) -> "_Plan | None":
        """Let a line that would stand wrongly move too: a sub-paragraph that the file puts under another line."""
        bare = tuple(replace(line, text="x") for line in self.old)
        consolidation = consolidate(
            _numbered(bare), [_edit(n, change, bare, self.new) for n, change in enumerate(self._bare())]
        )
        order = [line.paragraph for line in consolidation.lines]
        if order == self.goal:
            return None
        wrong = next((pair for pair in zip(self.goal, order, strict=False) if len(set(pair)) > 1), ())
        stays = self._staying(wrong)
        if consolidation.disagreements:
            stays = [key for key in self._staying(self.goal) if self.old[key - 1].depth]
        return self._with(moving=self.moving | {stays[0]}) if stays else None

    def _staying(self, keys: Iterable[int]) -> list[int]:
        """Return the keys of draft lines that do not move."""
        return [key for key in keys if key > 0 and key not in self.moves]

    def _bare(self) -> Iterator[Difference]:
        """Yield the differences that decide the order, with every line reduced to one word."""
        for change in self.differences():
            if change.kind is AmendmentKind.SPLIT:
                yield replace(change, text=PART.join("x" * (len(change.parts) + 1)))
            elif change.kind is not AmendmentKind.REPLACE:
                yield change


# Words -------------------------------------------------------------------------------------------


def _worded(old: Line, new: Line) -> str:
    """Return what the file makes of *old*: where only one of them sets a number apart from the words, as *old* does."""
    if new.label and not old.label and old.text.startswith(new.label):
        return f"{new.label} {new.text}"
    if old.label and not new.label and new.text.startswith(old.label):
        return new.text[len(old.label) :].strip()
    return new.text


def _seamed(text: str, lines: Sequence[Line]) -> str:
    """
    Return *text*, in which *lines* were joined, with a space and nothing else at each seam.

    Whoever takes a paragraph's end away may leave the number of the next one in, or no space.
    """
    for before, line in pairwise(lines):
        last, first = re.escape((before.text.split() or [""])[-1]), re.escape((line.text.split() or [""])[0])
        number = re.escape(line.label)
        glued = rf"(?<=(?<!\w){last})\s*(?:{number}\s*)?(?={first}(?!\w))"
        text, done = re.subn(glued, " ", text, count=1)
        if number and not done:
            text = re.sub(rf"\s{number}\s*(?={first}(?!\w))", " ", text, count=1)
    return text


def _other_level(old: Line, new: Line) -> bool:
    """Whether a part of *old* says that it lies deeper or higher; one without a number says nothing."""
    return new.kind is LineKind.HEADING or (
        bool(new.label) and (new.kind, new.depth) != (old.kind, old.depth)
    )


def _gaps(numbers: Sequence[int]) -> bool:
    return any(second - first != 1 for first, second in pairwise(numbers))


def _in_common(old: str, new: str) -> int:
    return sum(len(span.text) for span in diff_words(old, new) if span.op is Op.KEEP)


def _cut(base: str, parts: Sequence[str]) -> tuple[str, ...] | None:
    """Return *base* cut where *parts* are cut, None where that leaves a part empty or a word divided."""
    pieces = [""]
    for span in diff_words(base, PART.join(parts)):
        if span.op is Op.INSERT:
            pieces += [""] * span.text.count(PART)
        else:
            pieces[-1] += span.text
    cut = tuple(piece.strip() for piece in pieces)
    whole = len(cut) == len(parts) and all(cut) and " ".join(" ".join(cut).split()) == " ".join(base.split())
    return cut if whole else None


def _shares(bases: Sequence[str], text: str) -> tuple[str, ...] | None:
    """Divide *text*, which joins *bases*, among them; return None where one of them gets nothing."""
    shares = [""]
    for span in diff_words(PART.join(bases), text):
        if span.op is Op.DELETE:
            shares += [""] * span.text.count(PART)
        else:
            shares[-1] += span.text
    trimmed = tuple(share.strip() for share in shares)
    return trimmed if all(trimmed) and same(" ".join(trimmed), text) else None
