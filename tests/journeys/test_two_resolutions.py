"""
A real text becomes another real text by amendments alone, and nothing shows that it was not imported.

The resolutions of 2010 and 2013 on the same subject: their differences are entered by delegations,
decided by the Mission, and the closing of the round makes the second out of the first.
"""

from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from flask import Flask

from acm_drafts.documents.read.recognise import Recognised
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.negotiation.terms import PROPOSABLE, AmendmentKind
from acm_drafts.services import verification
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment
from acm_drafts.text.align import Link, align
from tests.tables import Table, read

EARLIER = "ga_un_oic_cooperation_A_RES_65_140_2010.txt"
LATER = "ga_un_oic_cooperation_A_RES_67_264_2013.txt"
DELEGATIONS = ("EGY", "MYS", "SEN", "PAK", "TUR", "IDN", "NGA", "KAZ")


def printed(lines: Sequence[Line]) -> list[tuple[object, ...]]:
    """Return what a reader sees of each line: kind, depth, number and words."""
    return [(line.kind, line.depth, line.numbered, line.label, line.text) for line in lines]


class Differences:
    """The differences between a text on the table and another one, entered by delegations in turn."""

    def __init__(self, table: Table, wanted: Sequence[Recognised]) -> None:
        self.table, self.wanted = table, wanted
        self.present = table.lines()
        self.sponsors = cycle(DELEGATIONS)
        self.kinds: set[AmendmentKind] = set()

    def enter(self) -> Iterator[tuple[Amendment, int | None]]:
        """Submit one proposal a difference; yield it with its rank among those at one place."""
        links = align([line.text for line in self.present], [line.text for line in self.wanted])
        moved = set(_out_of_order(links))
        place, rank = "", 0
        for link in links:
            if not link.new:
                for i in link.old:
                    yield self.propose(AmendmentKind.DELETE, i), None
            elif not link.old:
                rank += 1
                yield self.insert(link.new[0], place), rank
            elif link in moved:
                rank += 1
                yield self.propose(AmendmentKind.MOVE, link.old[0], after=place), rank
                yield from self.reword(link)
            else:
                yield from self.reword(link)
                place, rank = self.code(link.old[0]), 0

    def reword(self, link: Link) -> Iterator[tuple[Amendment, int | None]]:
        """Submit what changes within a paragraph: its words, or where one becomes several or several one."""
        (i, *others), texts = link.old, [self.wanted[j].text for j in link.new]
        if others:
            yield self.propose(AmendmentKind.JOIN, i), None
        elif len(texts) > 1:
            yield self.propose(AmendmentKind.SPLIT, i, parts=tuple(texts)), None
        elif texts != [self.present[i].text]:
            yield self.propose(AmendmentKind.REPLACE, i, text=texts[0]), None

    def insert(self, j: int, after: str) -> Amendment:
        line = self.wanted[j]
        return self.submit(
            AmendmentKind.INSERT,
            after=after,
            text=line.text,
            line_kind=line.kind.value,
            depth=line.depth,
            numbered=line.numbered,
        )

    def propose(self, kind: AmendmentKind, i: int, **facts: object) -> Amendment:
        return self.submit(kind, self.present[i].text, **facts)

    def submit(self, kind: AmendmentKind, label: str = "", **facts: object) -> Amendment:
        self.kinds.add(kind)
        return self.table.propose(next(self.sponsors), kind, label, **facts)

    def code(self, i: int) -> str:
        return self.table.line(self.present[i].text).code


def _out_of_order(links: Sequence[Link]) -> list[Link]:
    """Return the fewest links that must move so that the others stand in their old order."""
    paired = [link for link in links if link.old and link.new]
    best: list[list[Link]] = []
    for link in paired:
        before = [chain for chain in best if chain[-1].old < link.old]
        best.append([*max(before, key=len, default=[]), link])
    kept = max(best, key=len, default=[])
    return [link for link in paired if link not in kept]


def becomes(app: Flask, earlier: Sequence[Recognised], later: Sequence[Recognised]) -> set[AmendmentKind]:
    """Amend *earlier* into *later*, hold the outcome to an import of *later*, and return the kinds it took."""
    with app.app_context():
        imported = Table(later, data=b"the later one", symbol="LATER")
        table = Table(earlier, data=b"the earlier one", symbol="EARLIER").open()

        differences = Differences(table, later)
        for amendment, rank in [*differences.enter()]:
            table.accept(amendment, rank=rank)
        table.close()

        assert printed(table.lines()) == printed(imported.lines())
        assert verification.verify(db.session).findings == ()
        return differences.kinds


def text_of(shared: Path, name: str) -> tuple[Recognised, ...]:
    return read((shared / "texts" / name).read_bytes())


def test_the_resolution_of_2010_becomes_that_of_2013_by_amendments_alone(app: Flask, shared: Path):
    kinds = becomes(app, text_of(shared, EARLIER), text_of(shared, LATER))

    assert kinds == {AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE}


def test_the_resolution_of_2013_becomes_that_of_2010_again(app: Flask, shared: Path):
    becomes(app, text_of(shared, LATER), text_of(shared, EARLIER))


def rearranged(lines: Sequence[Recognised]) -> bytes:
    """
    Return a file in which the numbered paragraphs of *lines* are moved, edited, divided and joined.

    New ones stand among them: a heading, a paragraph, and sub-paragraphs under an old one.
    """
    first = next(place for place, line in enumerate(lines) if line.label == "1.")
    before, numbered, after = lines[:first], lines[first : first + 21], lines[first + 21 :]
    texts = [line.text for line in numbered]
    start, end = texts[4].split(", such as ", 1)
    order = [
        [texts[0], texts[19].replace("report to", "report in writing to"), texts[1]],
        ["FOLLOW-UP"],
        [f"{start},", f"such as {end}", *texts[5:8], texts[2], texts[3]],
        [f"{texts[8]} {texts[9]}", *texts[11:14]],
        ["    (a) promote trade among their members;", "    (b) protect the environment;"],
        ["Welcomes the willingness of all to meet again;", *texts[14:19], texts[20]],
    ]
    number = 0
    blocks = [line.text for line in before]
    for text in [text for group in order for text in group]:
        typed = text != "FOLLOW-UP" and not text.startswith(" ")
        number += typed
        blocks.append(f"{number}. {text}" if typed else text)
    return "\n\n".join([*blocks, *(line.text for line in after)]).encode()


def test_a_text_becomes_one_with_everything_elsewhere_divided_and_joined(app: Flask, shared: Path):
    earlier = text_of(shared, EARLIER)
    later = read(rearranged(earlier))

    kinds = becomes(app, earlier, later)

    assert {line.kind for line in later} == set(LineKind)
    assert kinds == set(PROPOSABLE) - {AmendmentKind.KEEP}
