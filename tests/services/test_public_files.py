"""PDF files of published texts: which are made, kept once, and not tried again and again."""

from pathlib import Path

from sqlalchemy import func, select

from acm_drafts.services.public_files import FileMaker, keep_file, lacking
from acm_drafts.store.database import db
from acm_drafts.store.records import PublicFile
from tests.adoptions import entry, issue
from tests.public import adopted_text, publish, translate


def program(folder: Path, script: str) -> str:
    """Return a program that stands for LibreOffice: the file it makes says that it is PDF/A."""
    path = folder / "office"
    path.write_text(f"#!/bin/sh\necho run >> {folder}/runs\n{script}\n")
    path.chmod(0o755)
    return str(path)


MAKES = 'mkdir -p out; printf "%%PDF-1.7 <pdfaid:part>2</pdfaid:part>" > out/text.pdf'


def runs(folder: Path) -> int:
    return len((folder / "runs").read_text().splitlines())


def files() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(PublicFile))


def test_a_file_is_made_for_each_language_and_another_when_the_text_reads_otherwise(session, tmp_path: Path):
    table = adopted_text()
    translate(table)
    maker = FileMaker(program(tmp_path, MAKES))
    assert maker.make() == 0  # nothing is published
    publish(table)
    assert maker.make() == 2 and files() == 2
    assert maker.make() == 0 and runs(tmp_path) == 2
    issue(table, entry(table, "1.", "welcomed", "noted"))
    assert maker.make() == 2 and files() == 4


def test_a_file_that_cannot_be_made_is_tried_once(session, tmp_path: Path):
    publish(adopted_text())
    maker = FileMaker(program(tmp_path, "exit 1"))
    assert maker.make() == 0 and maker.make() == 0 and files() == 0
    assert runs(tmp_path) == 1


def test_without_libreoffice_no_file_is_made(session):
    publish(adopted_text())
    assert FileMaker("").make() == 0 and files() == 0


def test_two_workers_keep_one_file(session):
    publish(adopted_text())
    (wanted,) = lacking()
    keep_file(wanted, b"%PDF one")
    keep_file(wanted, b"%PDF other")
    assert files() == 1
