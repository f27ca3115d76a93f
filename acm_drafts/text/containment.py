"""
Which changes of a proposal a later text already has, one by one, and never by guessing.

Both texts were made from one base. A change is in the later text when that text makes the same
words and signs of the same place, as read; it is left when nothing was edited there; and when
anything else was put there, or right beside it, only people can say whether it is still wanted.
White space between words and signs, such as brackets leave behind when they go, is no other wording.
What becomes of a proposal by it is decided elsewhere.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum

from acm_drafts.text.changes import Change, apply, changes
from acm_drafts.text.edits import Base, Edit, edits, replacements
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import Stretch, is_clean, stretches, text_of, unite
from acm_drafts.text.tokens import words


class Held(StrEnum):
    """How a text stands to one change."""

    IN = "in"
    LEFT = "left"
    AGAINST = "against"


Holding = tuple[Change, Held]


class Later:
    """A text that was made from *base*: compared with it once, however many proposals it is asked about."""

    def __init__(self, base: str, now: str) -> None:
        self.base, self.text = base, now
        self._base = Base(base)
        self._made = edits(base, now, self._base.differences(now))

    def holdings(self, proposed: str) -> tuple[Holding, ...]:
        """Return what `holdings` returns of *proposed*."""
        listed = changes(self.base, proposed)
        if self.text == self.base:
            return tuple((change, Held.LEFT) for change in listed)
        own = self._edits(proposed)  # as they are united
        if len(own) != len(listed):
            own = edits(self.base, proposed, replacements(self.base, proposed))  # as they are listed
        mine, yours = [edit.start for edit in own], [edit.start for edit in self._made]
        found: list[Held] = []
        for stretch in stretches(self.base, (own, self._made)):
            how = _held(self.base, stretch) if _number(yours, stretch) else Held.LEFT
            found += [how] * _number(mine, stretch)
        return tuple(zip(listed, found, strict=True))

    def leftovers(self, held: Sequence[Holding]) -> str | None:
        """Return what `leftovers` returns of *held*."""
        return self._with(change for change, how in held if how is Held.LEFT)

    def remaining(self, held: Sequence[Holding]) -> str | None:
        """
        Return the text with all changes made that are not in it: what their sponsor asks for of it as it is.

        *held* is what `holdings` said. None where a change is AGAINST, or where it is not sure that the
        changes left fall into their old places: then nothing is made of them.
        """
        if any(how is Held.AGAINST for _, how in held):
            return None
        united = self.leftovers(held)
        if all(how is Held.LEFT for _, how in held):
            return united
        whole = self._with(change for change, _ in held)
        return united if whole in (united, None) else None

    def _edits(self, text: str) -> list[Edit]:
        return edits(self.base, text, self._base.differences(text))

    def _with(self, chosen: Iterable[Change]) -> str | None:
        """Return the text with the *chosen* changes made, None where that is not sure."""
        united = unite(self.base, (self._edits(apply(self.base, chosen)), self._made))
        return text_of(united) if is_clean(united) else None


def holdings(base: str, proposed: str, now: str) -> tuple[Holding, ...]:
    """
    Return each change by which *proposed* differs from *base*, in order of place, with how *now* stands to it.

    IN: *now* has it at its place, as read, give or take white space. LEFT: nobody touched its place, so
    that it can be made in *now*. AGAINST: *now* has an edit that overlaps or touches it and makes other words of the
    stretch that both reach over.
    """
    return Later(base, now).holdings(proposed)


def _held(base: str, stretch: Stretch) -> Held:
    """Return how a text stands to what is changed in a stretch that it changes too."""
    read = {as_read(version) for version in stretch.versions}
    if len(read) == 1:
        return Held.IN
    said = {_signs(version) for version in read}
    only_space = _signs(as_read(base[stretch.start : stretch.end])) in said
    return Held.IN if len(said) == 1 and not only_space else Held.AGAINST


def _signs(text: str) -> tuple[str, ...]:
    """Return the words and signs of *text* without the white space between them, and how many lines it breaks into."""
    return (*words(text)[1::2], "\n" * text.count("\n"))


def _number(starts: Sequence[int], stretch: Stretch) -> int:
    """Return how many edits *stretch* is made of, of those that start at *starts*."""
    return bisect_right(starts, stretch.end) - bisect_left(starts, stretch.start)


def leftovers(base: str, held: Sequence[Holding], now: str) -> str | None:
    """
    Return *now* with those changes made that are LEFT, whatever is AGAINST the others; *held* is what `holdings` said.

    It is *now* itself where nothing is left. Less than what was proposed, it is for its sponsor to
    start from and for nobody to carry. None where it is not sure that those changes fall into
    their old places.
    """
    return Later(base, now).leftovers(held)
