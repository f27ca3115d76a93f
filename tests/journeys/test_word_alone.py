"""
A negotiation in which delegations work by Word alone ends with the same records as one in the browser.

Twelve proposals of four delegations, decisions, a closed round, a second one: once entered one by one as
the form does, and once by working files that LibreOffice edits, brought in over HTTP. What no file can
say is done in the browser in both: to keep a paragraph as it is, to co-sponsor, to answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.negotiation.lines import Line
from acm_drafts.negotiation.terms import AmendmentKind, Answer, DecisionKind, DraftStatus, Level
from acm_drafts.services import answers, sponsors, verification
from acm_drafts.store.database import db
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import (
    Amendment,
    AnswerRow,
    Cosponsor,
    Disposition,
    Draft,
    JournalLine,
    VerdictRow,
)
from tests.conftest import make_app
from tests.documents.hand import step
from tests.documents.office import Office, Task
from tests.factories import party
from tests.journeys.capitals import at, typed
from tests.tables import Table, read
from tests.web.readers import delegate
from tests.web.test_file_changes import Page, send

TEXT = "ga_un_oic_cooperation_A_RES_65_140_2010.txt"
TRACKS = ("MYS", "SEN")
"""These record their changes; the others do not."""
FRESH = "Invites both organizations to report on this;"


class Wish(NamedTuple):
    """What a delegation wants of the paragraph that prints *label*: kind, swaps of words, or the place of a move."""

    code: str
    kind: AmendmentKind
    label: str
    swaps: Sequence[tuple[str, str]] = ()
    after: str = ""

    @property
    def reason(self) -> str:
        return f"{self.code} has its reason for paragraph {self.label}"


REPLACE, INSERT, DELETE = AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE
MOVE, SPLIT, JOIN, KEEP = AmendmentKind.MOVE, AmendmentKind.SPLIT, AmendmentKind.JOIN, AmendmentKind.KEEP
TWELVE = (
    Wish("EGY", REPLACE, "1.", [("with satisfaction", "with appreciation")]),
    Wish("EGY", INSERT, "3."),
    Wish(
        "EGY", REPLACE, "12.",
        [("Appreciates the hosting", "Highly appreciates the hosting"), ("calls for closer", "calls for much closer")],
    ),
    Wish("MYS", REPLACE, "1.", [("with satisfaction", "with deep satisfaction")]),
    Wish("MYS", MOVE, "7.", after="10."),
    Wish("MYS", DELETE, "14."),
    Wish("SEN", SPLIT, "5.", [(", such as ", ", | such as ")]),
    Wish("SEN", REPLACE, "16.", [("Welcomes", "Warmly welcomes")]),
    Wish("SEN", KEEP, "20."),
    Wish("PAK", REPLACE, "2.", [("Urges", "Invites")]),
    Wish("PAK", REPLACE, "16.", [("Welcomes", "Notes")]),
    Wish("PAK", JOIN, "17."),
)  # fmt: skip
OF_THE_OLDER_DRAFT = Wish("PAK", REPLACE, "Encourages the United", [("Encourages", "Strongly encourages")])
OF_THE_NEWER_DRAFT = Wish("PAK", REPLACE, "2.", [("[Urges] [Invites]", "Invites")])


@dataclass
class Desks:
    """Everybody at the table, each entering proposals in the browser."""

    table: Table
    app: Flask
    office: Office

    def enter(self, wishes: Sequence[Wish]) -> None:
        for wish in wishes:
            self.by_form(wish)

    def take_files(self) -> None:
        """The files of the round are taken, where one works with files."""

    def by_form(self, wish: Wish) -> None:
        line = self.table.line(wish.label)
        text = swapped(line.line.text, wish.swaps)
        facts: dict[str, object] = {"reason": wish.reason}
        if wish.kind is INSERT:
            facts |= {"after": line.code, "text": FRESH}
        elif wish.kind is REPLACE:
            facts |= {"text": text}
        elif wish.kind is SPLIT:
            facts |= {"parts": tuple(part.strip() for part in text.split("|"))}
        elif wish.kind is MOVE:
            facts |= {"after": wish.after}
        self.table.propose(wish.code, wish.kind, "" if wish.kind is INSERT else wish.label, **facts)


class Files(Desks):
    """Everybody at the table, each working in a file alone; what no file can say is done by the form."""

    def take_files(self) -> None:
        reader = delegate(self.app, "EGY", self.table)
        self.blank = reader.client.get(f"/c/{self.table.code}/incoming/working.docx").data
        self.lines = self.table.lines()

    def enter(self, wishes: Sequence[Wish]) -> None:
        said = [wish for wish in wishes if wish.kind is not KEEP]
        tasks = {
            code: Task(self.blank, list(self.steps(code, said)))
            for code in dict.fromkeys(w.code for w in said)
        }
        for code, data in self.office.edit(tasks).items():
            db.session.rollback()  # what was read before others wrote is let go of
            reader = delegate(self.app, code, self.table)
            page = Page(reader, send(reader, self.table, data, f"{code}.docx"))
            assert page.offered == page.taken, page.words
            assert len(page.taken) == sum(wish.code == code for wish in said), page.words
            assert page.send("submit").status == 303
            db.session.rollback()
            for wish in wishes:
                if wish.code == code and wish.kind is KEEP:
                    self.by_form(wish)

    def steps(self, code: str, wishes: Sequence[Wish]) -> Iterator[str]:
        if code in TRACKS:
            yield step("track")
        for wish in wishes:
            if wish.code == code:
                yield from self.by_hand(wish)

    def line(self, label: str) -> Line:
        """Return the line of the draft that the file was made from, as `Table.line` finds it."""
        return next(line for line in self.lines if line.label == label or line.text.startswith(label))

    def by_hand(self, wish: Wish) -> list[str]:
        line = self.line(wish.label)
        if wish.kind is INSERT:
            new = [step("finish"), step("enter"), step("type", FRESH), step("find", FRESH)]
            return at(line, *new, step("comment", wish.reason))
        steps = at(line, step("comment", wish.reason))
        if wish.kind is REPLACE:
            for old, new in wish.swaps:
                steps += (
                    typed(line, old, new) if wish.swaps[0][0] == old else [step("in", old), step("type", new)]
                )
        elif wish.kind is DELETE:  # what is struck through keeps a comment only if that comes afterwards
            steps = [*at(line, step("block"), step("delete")), *at(line, step("comment", wish.reason))]
        elif wish.kind is MOVE:
            behind = self.line(f"{int(wish.after[:-1]) + 1}.")
            steps += [*at(line, step("block"), step("cut")), *at(behind, step("home"), step("paste"))]
        elif wish.kind is SPLIT:
            second = wish.swaps[0][1].split("|")[1].strip()
            steps += at(line, step("in", second), step("start"), step("enter"))
        elif wish.kind is JOIN:
            other = self.line(f"{int(wish.label[:-1]) + 1}.")
            steps += at(other, step("start"), step("before"), step("delete"))
            steps += at(line, step("finish"), step("delete"), step("type", " "))
        return steps


def swapped(text: str, swaps: Sequence[tuple[str, str]]) -> str:
    for old, new in swaps:
        assert old in text, (old, text)
        text = text.replace(old, new, 1)
    return text


# The negotiation -----------------------------------------------------------------------------------


def named(name: str) -> Amendment:
    """Return the proposal that is called so: its sponsor and number."""
    code, number = name.split()
    found = select(Amendment).where(Amendment.sponsor_id == party(code).id, Amendment.number == int(number))
    return db.session.scalars(found).one()


def first_round(desks: Desks) -> None:
    table = desks.table
    desks.take_files()
    desks.enter(TWELVE)
    sponsors.cosponsor(table.head("TUR"), named("EGY 3").code, party=party("TUR").id)

    table.accept(named("EGY 1"))
    table.accept(named("EGY 2"))
    table.decide(DecisionKind.PART, named("EGY 3"), chosen=(0,))
    table.decide(DecisionKind.REJECT, named("MYS 3"), reason="The memorandum is in force.")
    table.accept(named("MYS 2"), level=Level.WORKING_GROUPS)
    table.accept(named("SEN 1"))
    both = table.line("16.").line.text.replace("Welcomes", "Notes and welcomes")
    table.decide(DecisionKind.COMPROMISE, named("SEN 2"), named("PAK 2"), text=both)
    table.accept(named("PAK 3"))
    table.decide(DecisionKind.BRACKETS, named("PAK 1"))
    answered("SEN 2", Answer.ACCEPT, table)
    table.close()
    table.open()
    for name in ("EGY 3", "MYS 1", "SEN 3"):
        answered(name, Answer.CONFIRM, table)


def answered(name: str, given: Answer, table: Table) -> None:
    code = name.split()[0]
    answers.answer(table.head(code), named(name).code, party=party(code).id, answer=given)


def second_round(desks: Desks) -> None:
    """A file of the older draft comes, and one of the newer; what is left is settled."""
    table = desks.table
    desks.enter([OF_THE_OLDER_DRAFT])
    desks.take_files()
    desks.enter([OF_THE_NEWER_DRAFT])
    table.accept(named("PAK 4"))
    table.accept(named("PAK 5"))
    table.decide(DecisionKind.REJECT, named("EGY 3"), reason="One word is enough.")
    table.accept(named("SEN 3"))
    table.close(status=DraftStatus.REVISED)


# The records ---------------------------------------------------------------------------------------


def records() -> dict[str, object]:
    """Return everything that the database holds of the negotiation, but for keys, random codes, names and times."""
    db.session.rollback()
    places = place_names()
    found = db.session.scalars(select(Amendment).order_by(Amendment.id)).all()
    return {
        "proposals": {
            f"{one.sponsor.code} {one.number}": (
                one.kind, one.stage, one.from_floor, one.revision, places[one.paragraph_id],
                [
                    (
                        r.sequence, r.base.text if r.base else None, r.text, r.kind, r.depth, r.numbered,
                        places.get(r.after_id), places.get(r.other_id), len(r.parts), r.language, r.reason, r.made,
                    )
                    for r in one.revisions
                ],
            )
            for one in found
        },
        "cosponsors": [one.party.code for one in db.session.scalars(select(Cosponsor))],
        "decisions": [
            (
                one.decision.kind, one.decision.reason, one.decision.level, one.decision.sequence,
                places[one.decision.paragraph_id], symbol_of(one.revision.amendment), one.outcome, one.chosen,
                one.text, one.rank,
            )
            for one in db.session.scalars(select(Disposition).order_by(Disposition.id))
        ],
        "verdicts": sorted(
            (symbol_of(one.revision.amendment), one.verdict, one.done, one.total, one.next_revision_id is not None)
            for one in db.session.scalars(select(VerdictRow))
        ),
        "answers": [
            (one.answer, one.reason, one.disposition_id is not None, one.verdict_id is not None)
            for one in db.session.scalars(select(AnswerRow).order_by(AnswerRow.id))
        ],
        "drafts": [
            (
                one.symbol, one.status,
                [(x.label, x.kind, x.depth, x.numbered, x.text) for x in lines_of_draft(db.session(), one.id)],
            )
            for one in db.session.scalars(select(Draft).order_by(Draft.sequence))
        ],
        "journal": [
            (one.act, one.scope, one.subject, one.before, one.after * (one.act != "open round"), one.reason)
            for one in db.session.scalars(select(JournalLine).order_by(JournalLine.id))
            if one.act != "sign in"
        ],
    }  # fmt: skip


def symbol_of(one: Amendment) -> str:
    return f"{one.sponsor.code} {one.number}"


def place_names() -> Mapping[int | None, str]:
    """Return what each paragraph is called in both negotiations: its words in the first draft or as first proposed."""
    first = db.session.scalars(select(Draft).order_by(Draft.sequence)).first()
    assert first is not None
    names: dict[int | None, str] = {None: ""}
    for one in db.session.scalars(select(Amendment).where(Amendment.kind == INSERT)):
        names[one.paragraph_id] = one.revisions[0].text
    for draft in db.session.scalars(select(Draft).order_by(Draft.sequence)):
        for line in lines_of_draft(db.session(), draft.id):
            names.setdefault(line.paragraph, line.text)
    return names


@pytest.mark.shared
def test_delegations_that_work_by_word_alone_end_with_the_same_records_as_in_the_browser(
    sqlite_template: Path, tmp_path: Path, shared: Path, office: Office
):
    told = []
    for desk in (Desks, Files):
        database = tmp_path / f"{desk.__name__}.sqlite"
        copyfile(sqlite_template, database)
        app = make_app(f"sqlite:///{database}")
        with app.app_context():
            lines = read((shared / "texts" / TEXT).read_bytes())[1:]
            desks = desk(Table(lines).open(), app, office)
            first_round(desks)
            second_round(desks)
            told.append(records())
            assert verification.verify(db.session).findings == ()
            db.session.remove()
            app.extensions["sqlalchemy"].engine.dispose()

    by_form, by_word = told
    assert len(by_form["proposals"]) >= 14
    for name in by_form:
        assert by_word[name] == by_form[name], name
