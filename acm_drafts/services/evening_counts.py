"""
What the evening report counts: paragraphs by the level that agreed them, and the positions of a day by their stance.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from acm_drafts.documents.write.evening import TakenPositions
from acm_drafts.documents.write.record import BodyTitle
from acm_drafts.negotiation.terms import City, Level, Stance
from acm_drafts.services.progress import Progress
from acm_drafts.store.records import JournalLine


def agreed_by(progress: Progress) -> list[tuple[BodyTitle, int]]:
    """Return how many paragraphs each level agreed, what a body in another city than New York agreed apart."""
    agreed: Counter[tuple[Level, str]] = Counter()
    for section in progress.sections:
        for (level, city), count in progress.agreed_by_body(section.paragraphs).items():
            agreed[level, "" if city == City.NEW_YORK else city] += count
    bodies = ((level, city) for level in Level for city in ("", *City))
    return [
        (BodyTitle("", level, city), agreed[level, city]) for level, city in bodies if agreed[level, city]
    ]


def positions_taken(
    lines: Iterable[JournalLine],
    places: Mapping[int, int],
    called: Callable[[JournalLine], tuple[str, str]],
) -> list[TakenPositions]:
    """
    Return which positions *lines* tell, by stance, and those that were taken back last, each with what it is on.

    Of several of a delegation on the same the last one counts. In the order of the text, by *places* of paragraphs.
    *called*: the name of the proposal that a line is about, and its paragraph.
    """
    last = {(line.party_id, line.paragraph_id, line.amendment_id): line for line in lines}
    by_stance: dict[str, list[JournalLine]] = defaultdict(list)
    for line in sorted(last.values(), key=lambda line: places.get(line.paragraph_id or 0, len(places))):
        by_stance[line.after].append(line)
    return [
        TakenPositions(stance, len(own), list(dict.fromkeys(map(called, own))))
        for stance in (*Stance, "")
        if (own := by_stance[stance])
    ]
