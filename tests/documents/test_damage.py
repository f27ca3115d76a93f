"""Damaged files, by hundreds: each gives a text and what it changes, or a refusal in a sentence, and nothing else."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from acm_drafts.documents.read import incoming
from acm_drafts.documents.read.files import blocks_of
from acm_drafts.documents.read.recognise import recognise
from acm_drafts.documents.write import working
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.negotiation.file_changes import becomes, differences
from acm_drafts.negotiation.file_pairing import pair, suited
from acm_drafts.negotiation.lines import Line, LineKind
from acm_drafts.text.language import Language
from tests.conftest import in_full, in_haste
from tests.documents.damage import damaged
from tests.documents.making import make_draft, make_line

MANY = 350
FEW = 60
"""With `make test-fast`. Of our own documents and of others each."""

ENGLISH = (
    make_line("The cause of Palestine", kind=LineKind.HEADING, numbered=False),
    make_line("The Meeting welcomed the progress made in the field of trade.", label="1."),
    make_line("It decided:", label="2."),
    make_line("to study [food] reserves;", kind=LineKind.SUB, depth=1, label="(a)"),
    make_line("to meet again in May;", kind=LineKind.SUB, depth=2, label="(i)"),
    make_line("It thanked the host country,\nand its people.", label="3."),
)
ARABIC = (
    make_line("قضية فلسطين", kind=LineKind.HEADING, numbered=False),
    make_line("إن الاجتماع يرحّب بالتقدم المحرز في مجال التجارة.", label="1."),
    make_line("ويقرر أن يجتمع مرة أخرى في مايو.", label="2."),
)


def brought_in(data: bytes, language: Language, old: Sequence[Line]) -> bool:
    """Do with *data* all that is done with a file that comes in; False where it was refused."""
    try:
        blocks, notes = blocks_of("file.docx", data)
        came = incoming.read("file.docx", data, language=language, title="Final Communiqué")
    except Refusal as refused:
        assert str(refused)
        return False
    assert all(map(str, (*notes, *came.notes)))
    recognise(blocks, language)
    new = suited(old, [one.line for one in came.lines])
    becomes(old, new, differences(old, new, pair(old, new)))
    return True


def variants() -> int:
    return FEW if in_haste() else MANY if in_full() else MANY // 2


def own() -> list[tuple[bytes, Language, Sequence[Line]]]:
    made = []
    for language, lines in ((Language.EN, ENGLISH), (Language.AR, ARABIC)):
        marks = [working.mark(f"p{number}", 0) for number in range(len(lines))]
        made.append((working.render(make_draft(*lines, language=language.value), marks), language, lines))
    return made


def test_our_own_documents_are_read_or_refused_however_they_are_damaged():
    chance, files = Random(2026), own()
    read = sum(
        brought_in(damaged(data, chance), language, lines)
        for data, language, lines in (files[number % len(files)] for number in range(variants()))
    )
    assert variants() // 4 < read < variants()


@pytest.mark.thorough
@pytest.mark.shared
def test_files_of_others_are_read_or_refused_however_they_are_damaged(shared: Path):
    chance = Random(57)
    files = [path.read_bytes() for path in sorted((shared / "docx-corpus").glob("*.docx"))]
    read = sum(
        brought_in(damaged(files[number % len(files)], chance), Language.EN, ENGLISH)
        for number in range(variants())
    )
    assert variants() // 4 < read < variants()


@pytest.mark.thorough
@pytest.mark.shared
def test_every_sound_file_of_others_is_brought_in_but_one_that_is_empty_and_three_with_a_control_character(
    shared: Path,
):
    files = sorted((shared / "docx-corpus").glob("*.docx"))
    refused = {path.name for path in files if not brought_in(path.read_bytes(), Language.EN, ENGLISH)}
    assert len(refused) == 4
    assert all("Tika-792" in name or "sample-docx" in name for name in refused)
