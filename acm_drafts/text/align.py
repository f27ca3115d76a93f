"""
Which paragraph of one text became which of another, where nothing but their words can tell.

What was split or joined is found in `dividing`, what was amended in `amending`, short lines by what is around them in
`surroundings`; whether a pair is sure is weighed in `telling`. The arithmetic is in `assignment`, which loads numpy:
only who needs it does.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from rapidfuzz.distance import LCSseq

from acm_drafts.text.amending import Amended, amended
from acm_drafts.text.dividing import divided, extended
from acm_drafts.text.pairing import LEAST, SURE, Link, Pairing
from acm_drafts.text.paragraphs import Paragraph, Vocabulary
from acm_drafts.text.surroundings import by_place, by_surroundings, unplaced
from acm_drafts.text.telling import Shared, Words

__all__ = ["LEAST", "SURE", "Link", "align"]


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Link, ...]:
    """
    Return which paragraphs of *old* became which of *new*; every index is in exactly one link.

    First what reads the same, its label apart; then what was split or joined, perhaps edited too;
    then the pairing of the rest that is best as a whole, whatever the order: by the words that tell
    paragraphs apart, headings and other short lines also by what stands beneath and beside them.
    Links come in the order of *new*, a dropped paragraph after the one that stood before it. A label
    is a number or a bracketed letter or numeral at the head, with white space after it: "1.", "12.3",
    "1 bis.", "(a)", "(iv)", "(ب)", "A.", "IV.", "١.", "12A.", "OP11"; anything else there, such as "§ 4", is a word.
    A number that opens a sentence is taken for one too: "15 States" and "12 States" pair as alike, and
    are to be compared.
    """
    vocabulary = Vocabulary()
    pairing = Pairing(
        [Paragraph(text, vocabulary) for text in old], [Paragraph(text, vocabulary) for text in new]
    )
    pairing.keep(_said_once(pairing))
    by_place(pairing)
    pairing.keep(_in_order(pairing, lambda item: not item.brief))
    votes = _votes(pairing, len(vocabulary))
    about = Amended(pairing, votes, Words(pairing.old, pairing.new))
    waiting = _waiting(pairing)
    old_left = [i for i in pairing.free_old if pairing.old[i].body not in waiting]
    new_left = [j for j in pairing.free_new if pairing.new[j].body not in waiting]
    pairing.keep(divided(pairing, votes, (old_left, new_left)))
    pairing.keep(amended(about, (old_left, new_left)))
    for headings in (False, True):
        pairing.keep(by_surroundings(about, headings=headings))
    by_place(pairing)
    pairing.keep(unplaced(pairing, _in_order(pairing, lambda item: True)))
    pairing.found = [extended(pairing, link) for link in pairing.found]
    return pairing.links()


def _said_once(pairing: Pairing) -> Iterator[Link]:
    """Yield what reads the same and stands once on either side; no heading that differs from others by number alone."""
    old, new = _places(pairing.old, pairing.free_old), _places(pairing.new, pairing.free_new)
    names = Counter(item.name for item in pairing.old if item.heading)
    names |= Counter(item.name for item in pairing.new if item.heading)
    for body, places in old.items():
        others = new.get(body, ())
        if len(places) == len(others) == 1:
            item = pairing.old[places[0]]
            if not item.heading or (names[item.name] == 1 and item.tells):
                yield Link((places[0],), (others[0],), 100.0)


def _places(paragraphs: Sequence[Paragraph], free: Iterable[int]) -> dict[str, list[int]]:
    """Return by body where the *free* ones of *paragraphs* stand."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in free:
        places[paragraphs[at].body].append(at)
    return places


def _in_order(pairing: Pairing, which: Callable[[Paragraph], bool]) -> list[Link]:
    """Return the free paragraphs that read the same, of *which*: those in order first, then the moved ones."""
    old = [i for i in pairing.free_old if which(pairing.old[i])]
    new = [j for j in pairing.free_new if which(pairing.new[j])]
    bodies, new_bodies = [pairing.old[i].body for i in old], [pairing.new[j].body for j in new]
    blocks = LCSseq.opcodes(bodies, new_bodies).as_matching_blocks()
    pairs = [(old[block.a + step], new[block.b + step]) for block in blocks for step in range(block.size)]
    return [Link((i,), (j,), 100.0) for i, j in (*pairs, *_moved(pairing, old, new, pairs))]


def _moved(
    pairing: Pairing, old: Sequence[int], new: Sequence[int], pairs: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of *old* and *new* that read the same and are not among *pairs*."""
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    places = _places(pairing.old, (i for i in old if i not in taken_old))
    for j in new:
        if j not in taken_new and places.get(pairing.new[j].body):
            yield places[pairing.new[j].body].pop(0), j


def _votes(pairing: Pairing, vocabulary: int) -> dict[int, dict[int, Shared]]:
    """Return for each new paragraph how many runs of three words it shares with old ones, where one of two is free."""
    if not pairing.free_old or not pairing.free_new:
        return {j: {} for j in pairing.free_new}
    from acm_drafts.text.assignment import shared_threes  # loads numpy: only when it is needed

    old = {i: item.words for i, item in enumerate(pairing.old)}
    new = {j: item.words for j, item in enumerate(pairing.new)}
    return shared_threes(old, new, vocabulary, free=(pairing.free_old, pairing.free_new))


def _waiting(pairing: Pairing) -> set[str]:
    """Return what is said by free paragraphs of both sides: they wait for what is around them to be paired."""
    old = {pairing.old[i].body for i in pairing.free_old}
    return old.intersection(pairing.new[j].body for j in pairing.free_new)
