"""
Which changes of a proposal a later text already has, one by one, and never by guessing.

Both texts were made from one base. A change is in the later text when that text makes the same
words and signs of the same place, as read, though it may add to them; it is left when nothing was edited there, or
less of the same; and when anything else was put there, only people can say whether it is still wanted: they are told
what can be seen there, and no more. White space between words and signs, such as brackets leave behind when they go, is
no other wording. What becomes of a proposal by it is decided elsewhere.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from acm_drafts.text.changes import Change, apply, changes
from acm_drafts.text.edits import Base, Edit, blank, edits, replacements
from acm_drafts.text.language import as_read
from acm_drafts.text.merge import Stretch, is_clean, stretches, text_of, unite
from acm_drafts.text.tokens import is_word, words


class Held(StrEnum):
    """How a text stands to one change; what follows AGAINST is told only to who looks closely."""

    IN = "in"
    LEFT = "left"
    AGAINST = "against"
    AMONG = "among"
    GONE = "gone"
    OTHERWISE = "otherwise"


Holding = tuple[Change, Held]
TELLING = 4
"""A shorter word, such as "and", is in any list: it is not named by itself."""


def displaced(stances: Iterable[Holding]) -> Held:
    """
    Return what stands in the place of changes of which some do not fit any more: AGAINST where other words came to
    one of them, else AMONG where the words of one stand among others, else OTHERWISE.
    """
    seen = {stance for _, stance in stances}
    return next((stance for stance in (Held.AGAINST, Held.AMONG) if stance in seen), Held.OTHERWISE)


class Remains(StrEnum):
    """How much of the words that a text took over is in a later one; UNSURE: it was changed there, no more is sure."""

    ALL = "all"
    SOME = "some"
    NONE = "none"
    UNSURE = "unsure"


def remains_of(held: Iterable[Held]) -> Remains:
    """
    Return how much of the words is there by how a text stands to each change that brought them.

    Words that stand among others are there.
    """
    seen = set(held)
    if seen <= {Held.IN, Held.AMONG}:
        return Remains.ALL
    if seen & {Held.IN, Held.AMONG}:
        return Remains.SOME
    return Remains.UNSURE if Held.OTHERWISE in seen else Remains.NONE


class Later:
    """A text that was made from *base*: compared with it once, however many proposals it is asked about."""

    def __init__(self, base: str, now: str) -> None:
        self.base, self.text = base, now
        self._base = Base(base)
        self._later_edits = edits(base, now, self._base.differences(now))

    def holdings(self, proposed: str) -> tuple[Holding, ...]:
        """Return what `holdings` returns of *proposed*."""
        return self._stances(proposed, lambda _stretch, own: [Held.AGAINST] * len(own))

    def closely(self, proposed: str) -> tuple[Holding, ...]:
        """
        Return what `holdings` returns of *proposed*, where a change is AGAINST with what can be seen at its place.

        AMONG: its new words stand there in a row, put there by the text among others. GONE: the words
        there are gone, and none came. AGAINST: other words came there and none of its own.
        OTHERWISE: the text was changed there in another way, and no more than that is sure.
        """
        return self._stances(proposed, lambda stretch, own: _seen(self.base, stretch, own))

    def words_there(self, proposed: str) -> tuple[str, ...]:
        """
        Return the new words of *proposed*, each once, that the text put at the places where it made other words.

        Words of some length alone, in the order of what is asked for; those that the base had at the place are left
        out, for they may have been there. Of a change that is IN or LEFT none is named.
        """
        there: dict[str, str] = {}

        def look(stretch: Stretch, own: Sequence[Change]) -> list[Held]:
            for word in _put_there(self.base, stretch, own):
                there.setdefault(as_read(word), word)
            return [Held.OTHERWISE for _ in own]

        self._stances(proposed, look)
        return tuple(there.values())

    def _stances(
        self, proposed: str, against: Callable[[Stretch, Sequence[Change]], list[Held]]
    ) -> tuple[Holding, ...]:
        """Return each change of *proposed* with how the text stands to it; *against* tells it for disputed ones."""
        listed = changes(self.base, proposed)
        if self.text == self.base:
            return tuple((change, Held.LEFT) for change in listed)
        own = self._edits(proposed)  # as they are united
        if len(own) != len(listed):
            own = edits(self.base, proposed, replacements(self.base, proposed))  # as they are listed
        holding: list[Held] = []
        for stretch in stretches(self.base, (own, self._later_edits)):
            changed = listed[len(holding) : len(holding) + stretch.edits.get(0, 0)]
            wanting = {side for sides in stretch.wanting for side in sides}
            if 1 not in wanting:
                holding += [Held.LEFT] * len(changed)
            elif 0 not in wanting or _is_in(self.base, stretch):
                holding += [Held.IN] * len(changed)
            elif stretch.united is not None:  # the proposal adds to what the text says here, before or after
                holding += [Held.LEFT] * len(changed)
            else:
                holding += against(stretch, changed)
        return tuple(zip(listed, holding, strict=True))

    def leftovers(self, stances: Sequence[Holding]) -> str | None:
        """Return what `leftovers` returns of *stances*."""
        return self._with(change for change, stance in stances if stance is Held.LEFT)

    def remaining(self, stances: Sequence[Holding]) -> str | None:
        """
        Return the text with all changes made that are not in it: what their sponsor asks for of it as it is.

        *stances* is what `holdings` returns. None where a change is AGAINST, or where it is not sure that the
        changes left fall into their old places: then nothing is made of them.
        """
        if any(stance not in (Held.IN, Held.LEFT) for _, stance in stances):
            return None
        united = self.leftovers(stances)
        if all(stance is Held.LEFT for _, stance in stances):
            return united
        whole = self._with(change for change, _ in stances)
        is_sure = whole is None or (united is not None and as_read(whole) == as_read(united))
        return united if is_sure else None

    def _edits(self, text: str) -> list[Edit]:
        return edits(self.base, text, self._base.differences(text))

    def _with(self, chosen: Iterable[Change]) -> str | None:
        """Return the text with the *chosen* changes made, None where that is not sure."""
        united = unite(self.base, (self._edits(apply(self.base, chosen)), self._later_edits))
        return text_of(united) if is_clean(united) else None


def closely(base: str, proposed: str, now: str) -> tuple[Holding, ...]:
    """
    Return the changes that *proposed* makes in *base*, in order, each with how *now*, a later text, stands to it.

    As `holdings`, but of a change that is AGAINST it is said what can be seen there (`Held`), where that is sure.
    """
    return Later(base, now).closely(proposed)


def words_there(base: str, proposed: str, now: str) -> tuple[str, ...]:
    """Return the new words of *proposed* that *now*, a later text, put at its places though it says other words."""
    return Later(base, now).words_there(proposed)


def holdings(base: str, proposed: str, now: str) -> tuple[Holding, ...]:
    """
    Return each change by which *proposed* differs from *base*, in order of place, with how *now* stands to it.

    IN: *now* has it at its place, as read, give or take white space, and perhaps more beside it. LEFT: nobody touched
    its place, or the same words came there and it asks for more beside them, so that it can be made in *now*.
    AGAINST: *now* has an edit that overlaps or touches it and makes other words of the stretch that both reach over.
    """
    return Later(base, now).holdings(proposed)


def _is_in(base: str, stretch: Stretch) -> bool:
    """Say whether a text, the second side, makes of a stretch what is asked for there, and perhaps adds to it."""
    if stretch.united is not None and stretch.versions[-1] == stretch.united:
        return True
    read = {as_read(version) for version in stretch.versions}
    if len(read) == 1:
        return True
    signs = {_signs(version) for version in read}
    only_space = _signs(as_read(base[stretch.start : stretch.end])) in signs
    return len(signs) == 1 and not only_space


def _signs(text: str) -> tuple[str, ...]:
    """Return the words and signs of *text* without the white space between them, and how many lines it breaks into."""
    return (*words(text)[1::2], "\n" * text.count("\n"))


# What can be seen ----------------------------------------------------------------------------------


def _seen(base: str, stretch: Stretch, own: Sequence[Change]) -> list[Held]:
    """
    Return what can be seen of each of a proposal's *own* changes in a stretch of which a text makes other words.

    An addition that could stand at several places may be listed at one outside the stretch: of it no more is sure.
    """
    proposed, now = stretch.versions
    place = _Place(base[stretch.start : stretch.end], proposed, now)
    stances, shift = [], 0
    for change in own:
        start = change.start - stretch.start
        end = start + len(change.old)
        if stretch.start <= change.start and end <= len(place.old):
            stances.append(place.seen(Change(start, end, change.old, change.new), shift))
        else:
            stances.append(Held.OTHERWISE)
        shift += len(change.new) - len(change.old)
    return stances


def _put_there(base: str, stretch: Stretch, own: Sequence[Change]) -> list[str]:
    """Return the words that a proposal's *own* changes and a text both bring to one place of a disputed *stretch*."""
    place = _Place(base[stretch.start : stretch.end], *stretch.versions)
    there: list[str] = []
    for change in own:
        start = change.start - stretch.start
        if start >= 0 and start + len(change.old) <= len(place.old):
            there += place.put(Change(start, start + len(change.old), change.old, change.new))
    return there


Readings = dict[int, list[str]]


class _Place:
    """A stretch in dispute: *old* in the base, *proposed* by its sponsor, and *now* in the later text."""

    def __init__(self, old: str, proposed: str, now: str) -> None:
        self.old, self.proposed, self.later = old, proposed, now
        self.later_changes = [change for change in changes(old, now) if not change.invisible]

    def seen(self, change: Change, shift: int) -> Held:
        """Return what can be seen of *change*, whose new words begin *shift* characters further on in what is asked."""
        own, struck = _words_read(change.new), _words_read(change.old)
        if not self.later.strip():
            return Held.GONE
        if own and (self._alone(change) or self._aligned(change, shift)):
            return Held.AMONG
        if not own and not self._struck(change):
            return Held.OTHERWISE
        return self._instead(own, struck)

    def _instead(self, own: Sequence[str], struck: Sequence[str]) -> Held:
        """Return what can be seen where *own* words should stand instead of the *struck* ones, and do not."""
        came = {
            word
            for later_change in self.later_changes
            for word in _words_read(later_change.new)
            if is_word(word)
        }
        if not came:
            return Held.OTHERWISE if own or not struck else Held.GONE
        telling = set(own).difference(_words_read(self.old)) or own or struck  # "and" is in any list
        return Held.AGAINST if came.isdisjoint(telling) else Held.OTHERWISE

    def _alone(self, change: Change) -> bool:
        """Say whether the text put the new words of *change* in a row and changed no more of the base there than it."""
        readings = self._readings(change)
        return any(
            self._is_beside(change, readings, later_change, later_readings)
            and any(_in_a_row(own, put) for own in readings.values() for put in later_readings.values())
            for later_change in self.later_changes
            for later_readings in [self._readings(later_change)]
        )

    def put(self, change: Change) -> list[str]:
        """Return the words of *change* that the text put where it changed no more of the base than *change* does."""
        readings = self._readings(change)
        came = {
            word
            for later_change in self.later_changes
            if self._is_beside(change, readings, later_change, self._readings(later_change))
            for word in _words_read(later_change.new)
        }.difference(_words_read(self.old))
        own = words(change.new)[1::2]
        return [word for word in own if len(word) >= TELLING and is_word(word) and as_read(word) in came]

    def _is_beside(
        self, change: Change, readings: Readings, later_change: Change, later_readings: Readings
    ) -> bool:
        """Say whether *later_change* changes no more of the base than *change* and may be read to stand there."""
        if -1 not in readings and -1 not in later_readings:
            return not readings.keys().isdisjoint(later_readings)
        first, last = min(later_change.end, change.start), max(later_change.start, change.end)
        beside = self.old[later_change.start : first] + self.old[last : later_change.end]
        between = self.old[later_change.end : change.start] + self.old[change.end : later_change.start]
        return blank(beside) and blank(between)

    def _readings(self, change: Change) -> Readings:
        """
        Return the new words of *change* as they may be read, by how many words of the base stand before them.

        Words that are merely added beside their like could have been added at several places: "and art" after a
        word is "art and" before the next. Of other changes there is one reading, and its place is -1.
        """
        own = words(as_read(change.new))[1::2]
        if not blank(change.old):
            return {-1: _words_or_signs(own)}
        before = words(as_read(self.old[: change.start]))[1::2]
        after = words(as_read(self.old[change.end :]))[1::2]
        readings, turned = {len(before): own}, own
        for at in range(len(before) - 1, -1, -1):
            if not turned or turned[-1] != before[at]:
                break
            turned = [before[at], *turned[:-1]]
            readings[at] = turned
        turned = own
        for at, word in enumerate(after, len(before) + 1):
            if not turned or turned[0] != word:
                break
            turned = [*turned[1:], word]
            readings[at] = turned
        return {at: _words_or_signs(read) for at, read in readings.items()}

    def _aligned(self, change: Change, shift: int) -> bool:
        """Say whether the new words of *change* stay from *proposed* to *now*, where the text put them."""
        start = change.start + shift + len(change.new) - len(change.new.lstrip())
        end = change.start + shift + len(change.new.rstrip())
        differences = changes(self.proposed, self.later)
        if any(
            difference.start < end and start < difference.end and not difference.invisible
            for difference in differences
        ):
            return False
        if any(start < difference.start == difference.end < end for difference in differences):
            return False
        first = start + sum(
            len(difference.new) - len(difference.old) for difference in differences if difference.end <= start
        )
        last = end + sum(
            len(difference.new) - len(difference.old)
            for difference in differences
            if difference.end <= end and difference.start < end
        )
        return self._is_put(first, last)

    def _is_put(self, first: int, last: int) -> bool:
        """Say whether one change that readers see put there all that the text has from *first* to *last*."""
        moved = 0
        for later_change in changes(self.old, self.later):
            begins = later_change.start + moved
            if begins <= first and last <= begins + len(later_change.new) and not later_change.invisible:
                return True
            moved += len(later_change.new) - len(later_change.old)
        return False

    def _struck(self, change: Change) -> bool:
        """Say whether none of the old words of *change* was left where it stood."""
        at = change.start
        for later_change in self.later_changes:
            if later_change.end > at and not blank(self.old[at : min(later_change.start, change.end)]):
                return False
            at = max(at, later_change.end)
        return blank(self.old[at : change.end])


def _words_read(text: str) -> list[str]:
    """Return the words of *text* as read, signs apart unless it has no words."""
    return _words_or_signs(words(as_read(text))[1::2])


def _words_or_signs(parts: list[str]) -> list[str]:
    return [part for part in parts if is_word(part)] or parts


def _in_a_row(some: Sequence[str], among: Sequence[str]) -> bool:
    return any(among[at : at + len(some)] == some for at in range(len(among) - len(some) + 1))


# ---------------------------------------------------------------------------------------------------


def leftovers(base: str, stances: Sequence[Holding], now: str) -> str | None:
    """
    Return *now* with those changes made that are LEFT, whatever is AGAINST the others; *stances*: see `holdings`.

    It is *now* itself where nothing is left. Less than what was proposed, it is for its sponsor to
    start from and for nobody to carry. None where it is not sure that those changes fall into
    their old places.
    """
    return Later(base, now).leftovers(stances)
