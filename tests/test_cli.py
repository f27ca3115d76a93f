"""The commands: what each prints, what it refuses in a sentence, and how it ends: 0 done, 1 refused, 2 usage."""

import io
import zipfile
from pathlib import Path

import pypandoc
import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select, text

from acm_drafts.documents.reader import read
from acm_drafts.documents.template import templates
from acm_drafts.documents.write.masthead import FirstPage
from acm_drafts.negotiation.terms import AmendmentKind, Stance
from acm_drafts.services import demonstration, positions, sittings
from acm_drafts.services.documents import Form
from acm_drafts.store.database import clock_at, db
from acm_drafts.store.records import Amendment, Communique, Invitation, JournalLine, Meeting
from tests.adoptions import adopt, agreed_text, entry, issue
from tests.conftest import in_full, make_app
from tests.documents.institution import make_template
from tests.documents.making import make_docx, make_paragraph, make_part
from tests.factories import make_head, make_meeting, mission, party, today
from tests.sittings import hold, make_body, record
from tests.tables import Table, lines_of, make_table
from tests.tables import read as read_lines

TEXT = """General

1. The Meeting welcomed the progress.

(a) It urged its members;

2. The Meeting thanked the host.
"""


def run(app: Flask, *words: object, **options: object):
    return app.test_cli_runner().invoke(args=[str(word) for word in words], **options)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "zero.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def communiques() -> int:
    db.session.expire_all()
    return db.session.scalar(select(func.count(Communique.id)))


# import-text -----------------------------------------------------------------------------------


def test_an_import_says_what_it_made_of_the_file(app: Flask, session, file: Path):
    result = run(app, "import-text", file, "--title", "Final Communiqué", "--symbol", "OIC/FC")

    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[0].startswith("OIC/FC: 4 lines")
    assert "paragraph" in result.stdout
    assert "(a)" in result.stdout
    assert session.scalars(select(Communique.title)).one() == "Final Communiqué"


def test_an_import_reads_from_standard_input(app: Flask, session):
    result = run(app, "import-text", "-", input=TEXT)

    assert result.exit_code == 0, result.stderr
    assert communiques() == 1


def test_lines_that_are_not_of_the_text_are_looked_at_and_left_out(app: Flask, session):
    source = "SOURCE: somewhere\n\n1. We met.\n\n2. We parted."

    looked = run(app, "import-text", "-", "--look", "--without", "1", input=source)
    assert looked.exit_code == 0
    assert looked.output.splitlines()[0].split()[:3] == ["1", "left", "out"] and "We parted." in looked.output
    assert communiques() == 0

    unknown = run(app, "import-text", "-", "--without", "4", input=source)
    assert unknown.exit_code == 2 and "There is no line 4; there are 3." in unknown.output
    assert communiques() == 0

    made = run(app, "import-text", "-", "--without", "1", input=source)
    assert made.exit_code == 0
    assert "2 lines" in made.output and "SOURCE" not in made.output


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xff\xfe\x00", b"a\x00b", b"PK\x03\x04 no archive"])
def test_what_cannot_be_imported_is_refused_in_a_sentence_and_leaves_nothing(
    app: Flask, session, tmp_path: Path, data: bytes
):
    path = tmp_path / "bad.txt"
    path.write_bytes(data)

    result = run(app, "import-text", path)

    assert result.exit_code == 1
    assert result.stderr.strip().endswith(".")
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert communiques() == 0


def test_a_file_that_is_not_there_is_wrong_usage(app: Flask, session, tmp_path: Path):
    assert run(app, "import-text", tmp_path / "none.txt").exit_code == 2
    assert run(app, "import-text").exit_code == 2
    assert run(app, "import-text", "-", "--language", "tlh", input=TEXT).exit_code == 2


# export ----------------------------------------------------------------------------------------


def test_an_export_writes_the_newest_draft_as_word(app: Flask, session, file: Path, tmp_path: Path):
    assert run(app, "import-text", file, "--symbol", "OIC/FC").exit_code == 0
    out = tmp_path / "out.docx"

    result = run(app, "export", "--form", "clean", "-o", out)

    assert result.exit_code == 0, result.stderr
    assert "OIC/FC" in result.stdout
    plain = pypandoc.convert_file(str(out), "plain", extra_args=["--wrap=none"])
    said = [" ".join(block.split()) for block in plain.split("\n\n") if block.strip()]
    assert said[-4:] == [
        "General",
        "1. The Meeting welcomed the progress.",
        "(a) It urged its members;",
        "2. The Meeting thanked the host.",
    ]


def test_an_export_takes_an_earlier_draft_by_its_symbol(app: Flask, session, tmp_path: Path):
    table = make_table("We welcome.", symbol="OIC/FC")
    table.accept(table.replace("EGY", "1.", "welcome", "warmly welcome"))
    table.close()
    out = tmp_path / "out.docx"

    for words, warm in (((), True), (("--draft", "OIC/FC"), False)):
        assert run(app, "export", "--form", "clean", *words, "-o", out).exit_code == 0
        document = zipfile.ZipFile(io.BytesIO(out.read_bytes())).read("word/document.xml").decode()
        assert ("warmly" in document) is warm


def test_an_export_of_what_is_not_there_is_refused(app: Flask, session, tmp_path: Path):
    out = tmp_path / "out.docx"

    nothing = run(app, "export", "--form", "clean", "-o", out)
    make_table("We welcome.")
    unknown = run(app, "export", "--form", "clean", "--draft", "NO/SUCH", "-o", out)

    assert (nothing.exit_code, nothing.stderr.strip()) == (1, "There is no draft yet.")
    assert (unknown.exit_code, unknown.stderr.strip()) == (1, "There is no draft NO/SUCH.")
    assert not out.exists()


def test_the_record_of_a_sitting_is_written_as_word(app: Flask, session, tmp_path: Path):
    out, words = tmp_path / "record.docx", ("export", "--form", "record", "-o")
    nothing = run(app, *words, out)
    assert (nothing.exit_code, out.exists()) == (1, False)
    table = make_table("The Meeting welcomed the report.")
    sitting = hold(table, make_body())
    record(table, sitting)
    with clock_at(sitting.begins_at):
        sittings.close_sitting(mission(), sitting.code)

    for more in ((), ("--of", sitting.code, "--language", "ar")):
        result = run(app, *words, out, *more)
        assert (result.exit_code, sitting.code in result.output) == (0, True)
        assert "The Meeting welcomed the report." in [p.final for p in read(out.read_bytes()).paragraphs]
    assert run(app, *words, out, "--of", "nothing").exit_code == 1


def test_a_corrigendum_and_the_text_as_it_reads_it_are_written_as_word(app: Flask, session, tmp_path: Path):
    out, words = tmp_path / "corrigendum.docx", ("export", "--form", "corrigendum", "-o")
    nothing = run(app, *words, out)
    assert (nothing.exit_code, out.exists()) == (1, False)
    table = agreed_text("The Meeting welcomed the report.")
    symbol = f"{adopt(table).symbol}/Corr.1"
    issue(table, entry(table, "1.", "welcomed", "noted"))

    for more in ((), ("--of", symbol, "--language", "ar")):
        result = run(app, *words, out, *more)
        assert (result.exit_code, symbol in result.output) == (0, True)
        assert "noted" in [p.final for p in read(out.read_bytes()).paragraphs]
    assert run(app, *words, out, "--of", "nothing").exit_code == 1
    assert run(app, "export", "--form", "corrected", "-o", out).exit_code == 0
    assert any("The Meeting noted" in (p.final or "") for p in read(out.read_bytes()).paragraphs)


def test_the_evening_report_of_a_day_is_written_as_word(app: Flask, session, tmp_path: Path):
    out, words = tmp_path / "evening.docx", ("export", "--form", "evening", "-o")
    assert run(app, *words, out).exit_code == 1
    make_table("The Meeting welcomed the report.")

    for more in ((), ("--of", f"{today()}", "--language", "ar")):
        assert run(app, *words, out, *more).exit_code == 0
    assert any("تقرير المساء" in (p.final or "") for p in read(out.read_bytes()).paragraphs)
    assert run(app, *words, out, "--of", "2020-01-01").exit_code == 1
    assert "لا شيء." in [p.final for p in read(out.read_bytes()).paragraphs]
    assert run(app, *words, out, "--of", "yesterday").exit_code == 1


def test_the_table_of_positions_is_written_as_csv_and_as_a_workbook(app: Flask, session, tmp_path: Path):
    words = ("export", "--form", "matrix", "-o")
    assert run(app, *words, tmp_path / "none.csv").exit_code == 1
    table = make_table("The Meeting welcomed the report.")
    line = table.line("1.").line
    said = {
        "wording": line.wording,
        "party": party("EGY").id,
        "stance": Stance.OPPOSE,
        "reason": "Too early.",
    }
    positions.take_position_on_paragraph(table.head("EGY"), line.paragraph, **said)

    for name, more in (("out.csv", ()), ("arabic.csv", ("--language", "ar")), ("out.xlsx", ())):
        result = run(app, *words, tmp_path / name, *more)
        assert (result.exit_code, "The table of positions" in result.output) == (0, True)

    assert '"oppose"' in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "مصر" in (tmp_path / "arabic.csv").read_text(encoding="utf-8-sig")
    table_of_all, reasons = load_workbook(tmp_path / "out.xlsx").worksheets
    assert "oppose" in [cell.value for row in table_of_all.rows for cell in row]
    assert "Too early." in [cell.value for row in reasons.rows for cell in row]
    for refused in ((tmp_path / "out.docx",), (tmp_path / "out.csv", "--of", "2026-11-30")):
        assert run(app, *words, *refused).exit_code == 1


def test_an_export_into_a_folder_that_is_not_there_is_refused(app: Flask, session, tmp_path: Path):
    make_table("We welcome.")

    result = run(app, "export", "--form", "clean", "-o", tmp_path / "none" / "out.docx")

    assert result.exit_code == 1
    assert "could not be written" in result.stderr


def test_an_export_sets_a_draft_beside_the_one_before_or_the_one_named(app: Flask, session, tmp_path: Path):
    table = make_table("We welcome.", symbol="OIC/FC")
    for code, old, new in (("EGY", "welcome", "warmly welcome"), ("MYS", "warmly", "most warmly")):
        table.accept(table.replace(code, "1.", old, new))
        table.close()
        table.open()
    out = tmp_path / "out.docx"

    found = {}
    for since in ((), ("--since", "OIC/FC")):
        assert run(app, "export", "--form", "tracked", *since, "-o", out).exit_code == 0
        found[since] = {one.author for line in read(out.read_bytes()).paragraphs for one in line.revisions}
        assert run(app, "export", "--form", "comparison", *since, "-o", out).exit_code == 0

    assert found == {(): {"Malaysia"}, ("--since", "OIC/FC"): {"Egypt", "Malaysia"}}


def test_an_export_has_contents_and_annexes_where_they_are_asked_for(app: Flask, session, tmp_path: Path):
    table = make_table("# General", "We [all] welcome.", symbol="OIC/FC")
    out = tmp_path / "out.docx"

    for words, there in (((), False), (("--annexes",), True)):
        assert run(app, "export", "--form", "clean", *words, "-o", out).exit_code == 0
        said = [one.final for one in read(out.read_bytes()).paragraphs]
        assert ("Annex: Brackets outstanding" in said) is there
        assert any(one.startswith("Contents") for one in said) is there
    table.propose("EGY", AmendmentKind.INSERT, after="1.", text="We decide.")
    table.accept(table.propose("MYS", AmendmentKind.INSERT, after="1.", text="We urge."))
    table.close()
    assert run(app, "export", "--form", "clean", "--annexes", "-o", out).exit_code == 0
    assert "Annex 2: Concordance of the numbers" in [one.final for one in read(out.read_bytes()).paragraphs]


def test_tracked_changes_with_annexes_are_refused(app: Flask, session, tmp_path: Path):
    out = tmp_path / "out.docx"

    result = run(app, "export", "--form", "tracked", "--annexes", "-o", out)

    assert (result.exit_code, out.exists()) == (1, False)
    assert result.stderr.startswith("A document with tracked changes has no annexes")


def test_a_template_is_checked_and_what_it_lacks_is_said(app: Flask, session, tmp_path: Path):
    file = tmp_path / "template.docx"
    make_table("We welcome.")

    file.write_bytes(make_docx("<w:p/>"))
    bare = run(app, "check-template", file)
    file.write_bytes(b"%PDF")
    other = run(app, "check-template", file)
    assert run(app, "export", "--form", "clean", "-o", file).exit_code == 0
    ours = run(app, "check-template", file)

    assert bare.exit_code == 1
    assert bare.stderr.startswith("It holds no styles: begin from a document that was exported here")
    assert (other.exit_code, other.stderr.endswith("it is not a Word file, or it is damaged.\n")) == (1, True)
    assert (ours.exit_code, ours.stdout.startswith("All right: ")) == (0, True)


def test_an_export_is_set_in_the_template_of_the_institution(app: Flask, session, tmp_path: Path):
    out = tmp_path / "out.docx"
    table = make_table("We welcome.")
    table.close()
    assert run(app, "export", "--form", "clean", "-o", out).exit_code == 0
    styles = templates.own()[templates.STYLES].replace(b"Times New Roman", b"Institution Serif")
    parts = {**dict(templates.own().parts), templates.STYLES: styles}
    app.config["TEMPLATE"] = templates.Template(tuple(sorted(parts.items())))

    for form in set(Form) - {Form.ANNOTATED}:  # an agenda alone is annotated
        assert run(app, "export", "--form", form, "-o", out).exit_code == 0
        assert b"Institution Serif" in zipfile.ZipFile(io.BytesIO(out.read_bytes())).read(templates.STYLES)


@pytest.mark.parametrize("begins", list(FirstPage))
def test_an_export_begins_as_was_asked_in_the_template_of_the_institution(
    app: Flask, session, tmp_path: Path, begins: FirstPage
):
    make_table("We welcome.")
    out, file = tmp_path / "out.docx", tmp_path / "template.docx"
    file.write_bytes(make_template())
    checked = run(app, "check-template", file)
    app.config["TEMPLATE"], _ = templates.read(file.read_bytes())

    done = run(app, "export", "--form", "clean", "--first-page", begins, "-o", out)

    assert "Taken from it: the letterhead, pictures: 1." in checked.stdout
    assert done.exit_code == 0
    with zipfile.ZipFile(out) as written:
        shown = b"Ministry of Foreign Affairs" in written.read("word/masthead.xml")
    assert shown is (begins is not FirstPage.MASTHEAD)


def test_an_export_compiles_the_proposals_of_the_round(app: Flask, session, tmp_path: Path):
    table = make_table("We welcome.")
    table.replace("EGY", "1.", "welcome", "hail")
    out = tmp_path / "out.docx"

    assert run(app, "export", "--form", "compilation", "-o", out).exit_code == 0

    assert any("EGY 1 · Egypt" in (one.final or "") for one in read(out.read_bytes()).paragraphs)


def test_an_export_tells_the_positions_on_the_proposals_of_the_round(app: Flask, session, tmp_path: Path):
    table = make_table("We welcome.")
    table.replace("EGY", "1.", "welcome", "hail")
    out = tmp_path / "out.docx"

    assert run(app, "export", "--form", "positions", "-o", out).exit_code == 0

    assert any("EGY 1 · Egypt" in (one.final or "") for one in read(out.read_bytes()).paragraphs)


@pytest.mark.parametrize("form", ["tracked", "comparison"])
def test_an_export_without_an_earlier_draft_is_refused(app: Flask, session, tmp_path: Path, form: str):
    table = make_table("We welcome.", symbol="OIC/FC")
    out = tmp_path / "out.docx"

    first = run(app, "export", "--form", form, "-o", out)
    table.close()
    unknown = run(app, "export", "--form", form, "--since", "NO/SUCH", "-o", out)

    assert (first.exit_code, first.stderr.strip()) == (
        1,
        "OIC/FC is the first draft; there is no earlier one.",
    )
    assert (unknown.exit_code, unknown.stderr.strip()) == (
        1,
        "There is no draft NO/SUCH before OIC/FC/Rev.1.",
    )
    assert not out.exists()


def test_a_form_that_there_is_not_is_wrong_usage(app: Flask, session, tmp_path: Path):
    out = tmp_path / "out.docx"

    assert run(app, "export", "--form", "nonsense", "-o", out).exit_code == 2
    assert not out.exists()


# verify ----------------------------------------------------------------------------------------


def test_verify_says_in_one_line_that_all_is_right(app: Flask, session):
    table = make_table("We welcome.", "We urge.")
    table.accept(table.replace("EGY", "1.", "welcome", "warmly welcome"))
    table.close()

    result = run(app, "verify")

    assert result.exit_code == 0, result.stderr
    assert len(result.stdout.splitlines()) == 1
    assert "2 drafts" in result.stdout


def test_verify_names_the_paragraph_that_somebody_edited_by_hand(app: Flask, session):
    table = make_table("We welcome.", "We urge.")
    line = table.line("2.")
    if db.engine.dialect.name == "sqlite":
        session.execute(text("drop trigger wordings_no_update"))
    else:
        session.execute(text("alter table wordings disable trigger user"))
    session.execute(text("update wordings set text = 'We insist.' where id = :id"), {"id": line.line.wording})
    session.commit()

    result = run(app, "verify")

    assert result.exit_code == 1
    assert line.code in result.stderr
    assert result.stdout == ""


# demo ------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_demonstration_prints_its_accounts_and_goes_into_an_empty_database_alone(sqlite_url: str):
    app = make_app(sqlite_url)

    first, again = run(app, "demo"), run(app, "demo")
    asked, kindly = run(app, "demo", "--accounts"), run(app, "demo", "--if-empty")

    assert first.exit_code == 0, first.stderr
    assert demonstration.PASSWORD in first.stdout
    assert "Head of delegation, Egypt" in first.stdout
    assert again.exit_code == 1
    assert again.stderr.strip().endswith(".")
    assert asked.stdout == kindly.stdout == first.stdout
    if in_full():  # tests/services/test_demonstration_*.py verify what it tells
        assert run(app, "verify").exit_code == 0


def test_the_demonstration_is_not_for_production(sqlite_url: str):
    app = make_app(sqlite_url, ACM_ENV="production")

    result = run(app, "demo")

    assert result.exit_code == 1
    assert "not for production" in result.stderr


def test_the_demonstration_stays_out_of_a_database_with_a_text(app: Flask, session):
    make_table("We welcome.")
    make_head(
        "EGY", email="egy@acm.example"
    )  # an address like the demonstration's, with a password of its own

    assert run(app, "demo").exit_code == 1
    assert run(app, "demo", "--if-empty").exit_code == 0
    assert run(app, "demo", "--accounts").exit_code == 1
    assert communiques() == 1


# All of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("import-text", "-"), ("export", "--form", "clean", "-o", "x.docx"), ("verify",), ("demo",)]
)
def test_without_a_migrated_database_each_says_what_to_do(tmp_path: Path, words: tuple[str, ...]):
    app = make_app(f"sqlite:///{tmp_path}/new.sqlite")

    result = run(app, *words, input=TEXT)

    assert result.exit_code == 1
    assert "flask --app wsgi db upgrade" in result.stderr


def test_an_invitation_prints_its_link_alone(app: Flask, session):
    result = run(app, "invite", "ada@example.org", "--role", "administrator")

    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(app.config["BASE_URL"])
    assert session.scalar(select(func.count(Invitation.id))) == 1
    assert run(app, "invite", "nobody", "--role", "observer").exit_code == 1
    assert run(app, "invite", "ada@example.org", "--role", "owner").exit_code == 2


# bring-in --------------------------------------------------------------------------------------


FIRST, SECOND = "The Meeting welcomed the progress.", "The Meeting thanked the host."


@pytest.fixture
def capitals(tmp_path: Path) -> Path:
    """A folder of what came from four capitals: of Egypt a change, of Jordan none, a PDF, and of nobody knows whom."""
    folder = tmp_path / "capitals"
    folder.mkdir()
    for name, text_ in {
        "EGY comments.txt": f"{FIRST.replace('progress', 'good progress')}\n\n{SECOND}",
        "Jordan.txt": f"{FIRST}\n\n{SECOND}",
        "comments.txt": f"{FIRST}\n\nThe Meeting thanked the host country.",
        ".hidden": "no file of anybody",
    }.items():
        (folder / name).write_text(text_, encoding="utf-8")
    (folder / "Pakistan.pdf").write_bytes(b"%PDF-1.7")
    return folder


def amendments() -> list[tuple[str, bool]]:
    db.session.expire_all()
    db.session.rollback()
    return [(one.sponsor.code, one.from_floor) for one in db.session.scalars(select(Amendment))]


@pytest.mark.thorough
def test_bring_in_prints_what_came_from_whom_and_writes_nothing_by_itself(
    app: Flask, session, capitals: Path
):
    make_table(FIRST, SECOND)

    result = run(app, "bring-in", capitals)

    rows = {line[:20].strip(): line for line in result.stdout.splitlines()}
    assert "EGY  Egypt" in rows["EGY comments.txt"]
    assert rows["EGY comments.txt"].endswith("replace 1")
    assert rows["Jordan.txt"].endswith("says just what the draft says")
    assert "it is a PDF" in rows["Pakistan.pdf"]
    assert "Nobody has said yet" in rows["comments.txt"]
    assert "hidden" not in result.stdout
    assert "Nothing was written." in result.stdout
    assert result.exit_code == 1
    assert amendments() == []


def test_bring_in_tells_beforehand_what_needs_a_reason(app: Flask, session, capitals: Path):
    make_table(FIRST, SECOND).agree("1.")

    result = run(app, "bring-in", capitals / "EGY comments.txt")

    assert "needs a reason: new wording, 1.: this paragraph is agreed" in result.stdout
    assert result.exit_code == 0


@pytest.mark.thorough
def test_bring_in_enters_from_the_floor_where_it_is_told_to_and_the_journal_says_who(
    app: Flask, session, capitals: Path
):
    make_table(FIRST, SECOND)

    result = run(app, "bring-in", capitals / "EGY comments.txt", "--enter")

    assert result.exit_code == 0, result.stderr
    assert "1 entered" in result.stdout
    assert amendments() == [("EGY", True)]
    line = db.session.scalars(select(JournalLine).order_by(JournalLine.id.desc())).first()
    assert (line.act, line.actor, line.user_id) == ("enter from floor", "operator", None)
    assert "proposed already" in run(app, "bring-in", capitals / "EGY comments.txt", "--enter").stdout
    assert amendments() == [("EGY", True)]


def test_bring_in_takes_all_of_it_for_one_delegation(app: Flask, session, capitals: Path):
    make_table(FIRST, SECOND)

    result = run(app, "bring-in", capitals / "comments.txt", "--delegation", "sen", "--enter")

    assert result.exit_code == 0, result.stderr
    assert amendments() == [("SEN", True)]


def test_bring_in_says_what_it_took_new_lines_for_and_enters_nothing_doubtful_by_itself(
    app: Flask, session, tmp_path: Path
):
    Table(read_lines(TEXT.encode())).open()
    path = tmp_path / "EGY.txt"
    new = "(a bis) It thanked its members for the work done;\n\nit called for vaccines and wheat."
    path.write_text(TEXT.replace("\n\n2.", f"\n\n{new}\n\n2."), encoding="utf-8")

    looked = run(app, "bring-in", path)
    entered = run(app, "bring-in", path, "--enter")
    after_all = run(app, "bring-in", path, "--enter", "--doubtful")

    taken = "    new sub-paragraph (a bis), after 1 (a): It thanked its members for the work done;"
    doubtful = (
        "    doubtful: new paragraph, after “It thanked its members for the work done;”: it called for vaccines"
        " and wheat. (below a sub-paragraph and without a number: it may be one too)"
    )
    assert [line for line in looked.stdout.splitlines() if line.startswith("    ")] == [taken, doubtful]
    assert looked.exit_code == 0
    assert "1 entered" in entered.stdout
    assert "What is doubtful was not entered" in entered.stderr
    assert entered.exit_code == 1
    assert "1 entered" in after_all.stdout and after_all.exit_code == 0
    assert len(amendments()) == 2


def test_bring_in_names_the_difference_that_is_refused_and_enters_the_others(
    app: Flask, session, capitals: Path
):
    make_table(FIRST, SECOND, admissibility="no-new-issues")
    path = capitals / "EGY comments.txt"
    path.write_text(path.read_text() + "\n\nIt thanked all its members.", encoding="utf-8")

    result = run(app, "bring-in", path, "--enter")

    assert "1 entered; 1 refused" in result.stdout
    assert (
        "refused: new paragraph, after 2.: It thanked all its members.: This round does not" in result.stderr
    )
    assert result.exit_code == 1
    assert amendments() == [("EGY", True)]


def test_bring_in_prints_a_comment_where_nothing_changes(app: Flask, session, tmp_path: Path):
    make_table(FIRST, SECOND)
    comment = f'<w:comment w:id="0">{make_paragraph("We reserve our position here.")}</w:comment>'
    path = tmp_path / "EGY.docx"
    path.write_bytes(
        make_docx(
            make_paragraph('<w:commentRangeStart w:id="0"/>', f"1. {FIRST}"),
            make_paragraph(f"2. {SECOND}"),
            comments=make_part("comments", comment),
        )
    )

    assert (
        "    comment where nothing changes, 1.: We reserve our position here."
        in run(app, "bring-in", path).stdout
    )


@pytest.mark.parametrize("code", ["XYZ", "OICM"])
def test_bring_in_refuses_whom_nobody_knows(app: Flask, session, capitals: Path, code: str):
    make_table(FIRST, SECOND)

    result = run(app, "bring-in", capitals, "--delegation", code, "--enter")

    assert result.exit_code == 1
    assert f"no delegation or group with the code {code}" in result.stderr
    assert amendments() == []


def test_bring_in_needs_a_text_a_round_and_files(app: Flask, session, capitals: Path):
    assert run(app, "bring-in", capitals).stderr.strip() == "There is no text yet."
    table = make_table(FIRST, SECOND)
    table.close()
    assert "No round is open on this text." in run(app, "bring-in", capitals).stderr
    assert run(app, "bring-in").exit_code == 2
    assert run(app, "bring-in", capitals / "nothing.docx").exit_code == 2


# Several meetings --------------------------------------------------------------------------------


def test_a_meeting_is_added_and_of_several_a_text_names_its_own(app: Flask, session, file: Path):
    assert run(app, "add-meeting", 2025).output == "1: Annual Coordination Meeting 2025\n"
    assert run(app, "import-text", file).exit_code == 0
    added = run(
        app, "add-meeting", 2026, "--title", "Contact Group", "--zone", "Asia/Riyadh", "--place", "Jeddah"
    )
    assert added.output == "2: Contact Group\n"
    more = ("--date", "2027-12-17", "--session", "82", "--chair")
    assert run(app, "add-meeting", 2027, *more, "XYZ").exit_code == 1
    assert run(app, "add-meeting", 2027, *more, "EGY").exit_code == 0
    chair = db.session.scalar(select(Meeting.chair_id).where(Meeting.unga_session == 82))
    assert chair == party("EGY").id
    assert run(app, "add-meeting", 2027, "--zone", "Mars/Olympus").exit_code == 1

    asked = run(app, "import-text", file)
    named = run(app, "import-text", file, "--meeting", 2)

    assert asked.exit_code == 1
    assert (
        "Name one of them: 3 (Annual Coordination Meeting 2027, 2027); "
        "2 (Contact Group, 2026); 1 (Annual Coordination Meeting 2025, 2025)." in asked.stderr
    )
    assert named.exit_code == 0 and named.output.startswith("OIC/ACM-2026/FC")
    assert db.session.scalars(select(Communique.meeting_id).order_by(Communique.id)).all() == [1, 2]


def test_bring_in_asks_which_of_several_texts_is_meant(app: Flask, session, capitals: Path):
    make_table(FIRST, SECOND)
    other = make_meeting(year=2027)
    Table(lines_of("Other words."), symbol="OIC/OTHER", meeting=other.id).open()

    asked = run(app, "bring-in", capitals / "Jordan.txt")
    named = run(app, "bring-in", capitals / "Jordan.txt", "--text", "OIC/FC")
    missing = run(app, "bring-in", capitals / "Jordan.txt", "--text", "OIC/NONE")

    assert (asked.exit_code, missing.exit_code) == (1, 1)
    assert "Name one with --text: OIC/OTHER, OIC/FC." in asked.stderr
    assert "There is no draft OIC/NONE." in missing.stderr
    assert named.exit_code == 0 and "says just what the draft says" in named.stdout
