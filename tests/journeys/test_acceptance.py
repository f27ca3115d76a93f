"""
A capital's file is accepted by LibreOffice, and here: the words of both are the same, paragraph by paragraph.

The file is written as markup, and made by LibreOffice's hand from a text of the capital's own and from our working
file; in three languages; brought in by the page and by the command line. Every proposal is accepted, the round is
closed, and the clean draft that follows is held to LibreOffice's own acceptance of the file.

What is compared by a rule of its own:
- numbers: LibreOffice leaves what was typed, the draft prints its own, which `Words.numbers` names;
- rows: LibreOffice writes the cells of one in one line, the draft each as a paragraph; they are compared cell by cell;
- the joiner that LibreOffice puts before the words of a new row: nobody typed it, and the draft has none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from acm_drafts.documents.read.files import blocks_of
from acm_drafts.documents.read.recognise import Recognised, recognise
from acm_drafts.services import documents, people, verification
from acm_drafts.services.documents import Form
from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment, Draft
from acm_drafts.text.language import Language
from tests.conftest import by_turns
from tests.documents.hand import step
from tests.documents.judges import pandoc
from tests.documents.making import make_change, make_docx, make_paragraph, make_run
from tests.documents.office import Office, Task
from tests.documents.test_body import DROPPED, make_row, make_table
from tests.journeys.test_capitals import Capital
from tests.tables import Table, current
from tests.test_cli import run

LABEL = re.compile(r"(\d+\.|\(?\w\)|\(?\w+ (bis|مكرر)[.)]?)(\s+|$)")
JOINER = "\u200d"


@dataclass(frozen=True)
class Words:
    """
    A text in one language, by the part that each line plays in it.

    A line is a number, a tab and words, or words alone. *changed* and *grown* are (old, new) words of their lines;
    *numbers* is what the next draft prints: a text whose sub-paragraphs are "(a)" or "(أ)" is numbered anew; one with
    "a)" keeps the numbers that it came with.
    """

    recalling: str
    welcomed: str
    changed: tuple[str, str]
    noted: str
    struck: str
    stressed: str
    first: str
    second: str
    added: str
    third: str
    moved: str
    deleted: str
    asked: str
    grown: tuple[str, str]
    new: str
    closed: str
    head: tuple[str, str]
    kept_row: tuple[str, str]
    other_year: str
    row_deleted: tuple[str, str]
    row_added: tuple[str, str]
    numbers: Sequence[str]


TEXTS = {
    "en": Words(
        recalling="Recalling the objectives and principles of the Charter of the Organisation,",
        changed=("objectives", "purposes"),
        welcomed="1.\tThe Meeting welcomed the progress made by all Member States in the field of trade.",
        grown=("all Member States", "all Member and Observer States"),
        noted="2.\tThe Meeting noted the report of the Secretary-General.",
        struck=" It asked for a further report in six months.",
        stressed="3.\tThe Meeting stressed the need for:",
        first="(a)\taccess of small enterprises to finance;",
        second="(b)\tsafe passage of humanitarian aid;",
        added="(b bis)\tvaccines for remote districts;",
        third="(c)\tfood reserves held in common.",
        moved="4.\tThe Meeting thanked the host country for its hospitality.",
        deleted="5.\tThe Meeting deplored the delay in the construction of the railway.",
        asked="6.\tThe Meeting invited the Bank to finance the projects below.",
        new="6 bis.\tThe Meeting called upon donors to contribute to the fund.",
        closed="7.\tThe Meeting decided to meet again next year.",
        head=("Project", "Year of completion"),
        kept_row=("Wheat reserve", "2027"),
        other_year="2029",
        row_deleted=("Desert railway", "2031"),
        row_added=("Fishing harbour", "2033"),
        numbers=["", "1.", "2.", "3.", "(a)", "(b)", "(c)", "(d)", "4.", "5.", "6.", *[""] * 6, "7."],
    ),
    "fr": Words(
        recalling="Rappelant les objectifs et les principes de la Charte de l’Organisation,",
        changed=("objectifs", "buts"),
        welcomed="1.\tLa Réunion se félicite des progrès accomplis par tous les États Membres en matière de commerce.",
        grown=("tous les États Membres", "tous les États Membres et observateurs"),
        noted="2.\tLa Réunion prend note du rapport du Secrétaire général.",
        struck=" Elle demande un nouveau rapport dans six mois.",
        stressed="3.\tLa Réunion souligne la nécessité d’assurer\u00a0:",
        first="a)\tL’accès des petites entreprises au financement\u00a0;",
        second="b)\tL’acheminement sûr de l’aide humanitaire\u00a0;",
        added="b bis)\tLa vaccination dans les districts reculés\u00a0;",
        third="c)\tLa constitution de réserves alimentaires communes.",
        moved="4.\tLa Réunion remercie le pays hôte de son hospitalité.",
        deleted="5.\tLa Réunion déplore le retard pris dans la construction du chemin de fer.",
        asked="6.\tLa Réunion invite la Banque à financer les projets ci-après.",
        new="6 bis.\tLa Réunion engage les donateurs à contribuer au fonds.",
        closed="7.\tLa Réunion décide de se réunir de nouveau l’année prochaine.",
        head=("Projet", "Année d’achèvement"),
        kept_row=("Réserve de blé", "2027"),
        other_year="2029",
        row_deleted=("Chemin de fer du désert", "2031"),
        row_added=("Port de pêche", "2033"),
        numbers=["", "1.", "2.", "3.", "a)", "b)", "c)", "d)", "4.", "5.", "6.", *[""] * 6, "7."],
    ),
    "ar": Words(
        recalling="إذ يستذكر أهداف ميثاق المنظمة ومبادئه الأساسية،",
        changed=("أهداف", "مقاصد"),
        welcomed="1.\tيرحب الاجتماع بالتقدم الذي أحرزته جميع الدول الأعضاء في مجال التجارة.",
        grown=("جميع الدول الأعضاء", "جميع الدول الأعضاء والدول المراقبة"),
        noted="2.\tيحيط الاجتماع علما بتقرير الأمين العام.",
        struck=" ويطلب تقديم تقرير آخر خلال ستة أشهر.",
        stressed="3.\tيشدد الاجتماع على ضرورة ما يلي:",
        first="(أ)\tحصول المنشآت الصغيرة على التمويل؛",
        second="(ب)\tإيصال المساعدات الإنسانية بأمان؛",
        added="(ب مكرر)\tتوفير اللقاحات في المناطق النائية؛",
        third="(ج)\tإنشاء احتياطيات غذائية مشتركة.",
        moved="4.\tيشكر الاجتماع البلد المضيف على كرم ضيافته.",
        deleted="5.\tيعرب الاجتماع عن أسفه للتأخر في بناء خط السكة الحديدية.",
        asked="6.\tيدعو الاجتماع البنك إلى تمويل المشاريع المبينة أدناه.",
        new="6 مكرر.\tيهيب الاجتماع بالمانحين أن يساهموا في الصندوق.",
        closed="7.\tيقرر الاجتماع أن يجتمع مرة أخرى في العام المقبل.",
        head=("المشروع", "سنة الإنجاز"),
        kept_row=("احتياطي القمح", "2027"),
        other_year="2029",
        row_deleted=("سكة حديد الصحراء", "2031"),
        row_added=("ميناء الصيد", "2033"),
        numbers=["", "1.", "2.", "3.", "(أ)", "(ب)", "(ج)", "(د)", "4.", "5.", "6.", *[""] * 6, "7."],
    ),
}  # fmt: skip


# The files ----------------------------------------------------------------------------------------


def plain(words: Words) -> bytes:
    """Return the text as the capital has it in Word: with a drop cap and a table, and nothing changed."""
    w = words
    rows = [make_row(*map(typed, row)) for row in (w.head, w.kept_row, w.row_deleted)]
    return make_docx(
        dropped(w.recalling[0]), typed(w.recalling[1:]), typed(w.welcomed), typed(w.noted + w.struck),
        *map(typed, (w.stressed, w.first, w.second, w.third, w.moved, w.deleted, w.asked)),
        make_table(*rows), typed(w.closed),
    )  # fmt: skip


def words_of(text: str) -> str:
    """A run, in which a tab is one."""
    return make_run(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')


def typed(*inside: str) -> str:
    return make_paragraph(*(part if part.startswith("<") else words_of(part) for part in inside))


def dropped(initial: str) -> str:
    return make_paragraph(initial, properties=DROPPED)


def whole(tag: str, text: str) -> str:
    """A paragraph that comes or goes with its mark."""
    return make_paragraph(make_change(tag, words_of(text)), mark=make_change(tag))


def swapped(text: str, old: str, new: str) -> list[str]:
    before, after = text.split(old)
    return [part for part in (before, make_change("del", old), make_change("ins", new), after) if part]


def as_markup(words: Words) -> bytes:
    """Return the text with its changes as Word writes them."""
    w = words
    gone, came = (
        make_row(*(whole(tag, cell) for cell in row), change=make_change(tag))
        for tag, row in (("del", w.row_deleted), ("ins", w.row_added))
    )
    year = make_paragraph(*swapped(w.kept_row[1], w.kept_row[1], w.other_year))
    return make_docx(
        dropped(w.recalling[0]), typed(*swapped(w.recalling[1:], *w.changed)), typed(*swapped(w.welcomed, *w.grown)),
        typed(w.noted, make_change("del", w.struck)), *map(typed, (w.stressed, w.first, w.second)),
        whole("ins", w.added), typed(w.third), whole("moveFrom", w.moved), whole("del", w.deleted), typed(w.asked),
        whole("ins", w.new), whole("moveTo", w.moved),
        make_table(make_row(*map(typed, w.head)), make_row(typed(w.kept_row[0]), year), gone, came), typed(w.closed),
    )  # fmt: skip


def by_hand(words: Words, *, ours: bool) -> list[str]:
    """Return the same changes as steps in LibreOffice; in our working file the cells of the table are paragraphs."""
    w = words
    named = {name: getattr(w, name).split("\t")[-1] for name in ("second", "moved", "deleted", "asked")}
    steps = [
        step("track"),
        *(step("find", w.changed[0]), step("type", w.changed[1])),
        *(step("find", w.grown[0]), step("type", w.grown[1])),
        *(step("find", w.struck), step("delete")),
        *(step("find", named["second"]), step("finish"), step("enter"), step("type", w.added.replace("\t", " "))),
        *(step("find", named["moved"]), step("block"), step("cut")),
        *(step("find", named["asked"]), step("finish"), step("enter"), step("type", w.new.replace("\t", " "))),
        *(step("enter"), step("paste")),
        *(step("find", named["deleted"]), step("block"), step("delete")),
        *(step("find", w.kept_row[1]), step("type", w.other_year)),
    ]  # fmt: skip
    if ours:
        for old, new in zip(w.row_deleted, w.row_added, strict=True):
            steps += step("find", old), step("type", new)
        return steps
    return [
        *steps,
        *(step("find", w.kept_row[0]), step("row"), step("type", w.row_added[0])),
        *(step("next cell"), step("type", w.row_added[1])),
        *(step("find", w.row_deleted[0]), step("delete row")),
    ]


# Accepted here ------------------------------------------------------------------------------------


def by_page(app: Flask, table: Table, data: bytes, folder: Path) -> None:
    page, _ = Capital(app, table).bring(data)
    answer = page.send("submit", take=page.offered)
    assert answer.status == 303, answer.page and answer.page.words


def by_command(app: Flask, table: Table, data: bytes, folder: Path) -> None:
    path = folder / "EGY.docx"
    path.write_bytes(data)
    symbol = db.session.get_one(Draft, table.draft).symbol
    result = run(app, "bring-in", path, "--text", symbol, "--enter", "--doubtful")
    assert result.exit_code == 0, result.output


def accepted(table: Table) -> bytes:
    """Accept every proposal on the table, close the round and return the draft that follows as a clean document."""
    db.session.rollback()
    found = db.session.scalars(select(Amendment).where(Amendment.round_id == table.round)).all()
    revisions = sorted((current(amendment) for amendment in found), key=lambda r: (r.paragraph_id, r.id))
    for _, together in groupby(revisions, lambda revision: revision.paragraph_id):
        table.accept(*(revision.amendment for revision in together))
    draft = table.close()
    return documents.document(db.session(), people.operator(), Form.CLEAN, draft=draft)


def words_alone(paragraphs: Sequence[str]) -> list[str]:
    """Return the words of each paragraph, without its number; a number alone is none."""
    return [words for paragraph in paragraphs if (words := LABEL.sub("", paragraph, count=1))]


WAYS = {
    ("markup", "page"): by_page,
    ("markup", "command"): by_command,
    ("own", "command"): by_command,
    ("working", "page"): by_page,
}
"""
Who made the file, and how it comes in: a hand that writes markup; LibreOffice's from the capital's own file; the same
from our working file.
"""


@pytest.mark.parametrize("language", by_turns(list(TEXTS), list(TEXTS).index("ar")))
def test_the_next_draft_says_what_libreoffice_makes_of_the_file(
    empty_app: Flask, office: Office, tmp_path: Path, language: str
):
    words = TEXTS[language]
    with empty_app.app_context():
        lines = recognise(blocks_of("zero.docx", plain(words))[0], Language(language))
        tables = {name: table_of(lines, symbol=" ".join(name), language=language) for name in WAYS}
        working = Capital(empty_app, tables["working", "page"]).working_file()
        made = {"markup": as_markup(words)} | office.edit(
            {
                "own": Task(plain(words), by_hand(words, ours=False)),
                "working": Task(working, by_hand(words, ours=True)),
            }
        )
        judged = office.judge(made, parts_at_tabs=True)

        for (maker, way), bring in WAYS.items():
            table = tables[maker, way]
            bring(empty_app, table, made[maker], tmp_path)
            _, *ours = pandoc(accepted(table), "accept")  # the title comes first
            theirs = [words.removeprefix(JOINER) for words in words_alone(judged[maker, "accept"])]
            assert words_alone(ours) == theirs[maker == "working" :], (maker, way)
            assert [line.label for line in table.lines()] == list(words.numbers), (maker, way)
        assert verification.verify(db.session).findings == ()
        db.session.remove()


def table_of(lines: Sequence[Recognised], *, symbol: str, language: str) -> Table:
    """Return an open table; two tables with the same lines are imported from files of their own."""
    return Table(lines, data=symbol.encode(), symbol=symbol, language=language).open()
