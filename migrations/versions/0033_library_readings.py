"""What texts adopted here read now: in each language into which all is translated, and as corrigenda read them.

Revision ID: 0033
Revises: 0031
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE = "source_revisions"
CHANGES = "uq_library_changes_source_id_withdrawn"
REASON = "The text with this symbol was adopted here and is in the library."
LANGUAGES = ("en", "fr", "ar")


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def guard(table: str) -> None:
    """Let the database itself refuse to change or remove a row of *table*."""
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{act} before {act} on {table}"
                f" begin select raise(abort, 'rows of {table} are never changed'); end"
            )
        return
    op.execute(
        f"create trigger {table}_no_change before update or delete on {table}"
        " for each row execute function refuse_change()"
    )
    op.execute(
        f"create trigger {table}_no_truncate before truncate on {table}"
        " for each statement execute function refuse_change()"
    )


def guard_again(table: str) -> None:
    """Guard a table that SQLite has copied into a new one, which has no triggers yet."""
    if is_sqlite():
        guard(table)


def upgrade() -> None:
    with op.batch_alter_table("sources") as sources:
        sources.drop_constraint(op.f("uq_sources_communique_id"), type_="unique")
        sources.create_unique_constraint(
            op.f("uq_sources_communique_id_language"), ["communique_id", "language"]
        )
    guard_again("sources")
    op.drop_index(op.f(CHANGES), "library_changes")
    with op.batch_alter_table("library_changes") as changes:
        changes.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        changes.create_check_constraint(op.f("ck_library_changes_revision"), "revision >= 0")
    with op.batch_alter_table("library_changes") as changes:
        changes.alter_column("revision", server_default=None)
    guard_again("library_changes")
    columns = ["source_id", "withdrawn", "revision"]
    op.create_index(op.f(f"{CHANGES}_revision"), "library_changes", columns, unique=True)
    make_revisions()
    take_in_readings()
    guard(TABLE)


def make_revisions() -> None:
    op.create_table(
        TABLE,
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("corrigendum_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f(f"ck_{TABLE}_number")),
        sa.CheckConstraint("text <> ''", name=op.f(f"ck_{TABLE}_text")),
        sa.CheckConstraint(
            "text is not null or corrigendum_id is not null", name=op.f(f"ck_{TABLE}_says_why_not")
        ),
        sa.ForeignKeyConstraint(
            ["source_id", "position"],
            ["source_paragraphs.source_id", "source_paragraphs.position"],
            name=op.f(f"fk_{TABLE}_source_id"),
        ),
        sa.ForeignKeyConstraint(
            ["corrigendum_id"], ["corrigenda.id"], name=op.f(f"fk_{TABLE}_corrigendum_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "position", "number", name=op.f(f"pk_{TABLE}")),
    )


# What was adopted before -------------------------------------------------------------------------------

ADOPTIONS = (
    "select c.id, c.language, c.title, a.symbol, a.day, a.draft_id, a.at, m.title as meeting, m.year,"
    " s.id as source from adoptions a join communiques c on c.id = a.communique_id"
    " join meetings m on m.id = c.meeting_id"
    " join sources s on s.communique_id = c.id and s.language = c.language order by a.at, a.id"
)
LINES = (
    "select w.id, w.kind, l.label, l.reference, w.text, l.paragraph_id from lines l"
    " join wordings w on w.id = l.wording_id where l.draft_id = :draft order by l.position"
)
TRANSLATIONS = (
    "select l.wording_id, w.text from wordings w join lines l on l.wording_id = w.translation_of_id"
    " where l.draft_id = :draft and w.language = :language order by w.sequence"
)
CORRECTIONS = (
    "select e.paragraph_id, e.old, e.new, c.id from corrigendum_entries e"
    " join corrigenda c on c.id = e.corrigendum_id where e.communique_id = :communique"
    " order by c.number, e.position"
)
TITLE = "select title from document_titles where communique_id = :communique and language = :language"
OTHERS = (
    "select id, symbol from sources where language = :language and communique_id is null"
    " and id not in (select source_id from source_withdrawals)"
)
Rows = Sequence[Any]


class Library:
    """The tables of the library while texts that were adopted before are brought to how they read now."""

    def __init__(self) -> None:
        self.connection = op.get_bind()
        metadata = sa.MetaData()
        names = ["sources", "source_paragraphs", "source_withdrawals", "library_changes", "adoptions", TABLE]
        metadata.reflect(self.connection, only=names)
        self.tables = metadata.tables

    def rows(self, statement: str, **facts: object) -> Rows:
        return self.connection.execute(sa.text(statement), facts).all()

    def add(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            self.connection.execute(self.tables[table].insert(), rows)

    def change(self, source: int, *, withdrawn: bool = False, number: int = 0) -> None:
        last = self.rows("select max(sequence) from library_changes")[0][0] or 0
        facts = {"sequence": last + 1, "source_id": source, "withdrawn": withdrawn, "revision": number}
        self.add("library_changes", [facts])


def take_in_readings() -> None:
    """Add the translations of texts that were adopted before, and what their corrigenda read."""
    library = Library()
    adoptions = library.tables["adoptions"]
    typed = sa.text(ADOPTIONS).columns(day=adoptions.c.day.type, at=adoptions.c.at.type)
    for row in library.connection.execute(typed).all():
        lines = [line for line in library.rows(LINES, draft=row.draft_id) if line.text.strip()]
        texts = {line.paragraph_id: line.text for line in lines}
        corrected: dict[int, int] = {}
        for paragraph, old, new, corrigendum in library.rows(CORRECTIONS, communique=row.id):
            texts[paragraph] = texts[paragraph].replace(old, new, 1)
            corrected[paragraph] = corrigendum
        revise(library, row, row.source, lines, corrected, texts)
        for language in LANGUAGES:
            translated = dict(library.rows(TRANSLATIONS, draft=row.draft_id, language=language))
            worded = [line for line in lines if any(sign.isalpha() for sign in line.text)]
            if language != row.language and worded and all(line.id in translated for line in worded):
                source = add_translation(library, row, language, lines, translated)
                revise(library, row, source, lines, corrected, {})


def revise(
    library: Library,
    row: Any,
    source: int,
    lines: Rows,
    corrected: Mapping[int, int],
    texts: Mapping[int, str],
) -> None:
    """Add what each corrected paragraph reads; *texts* without it: that is not known in the language of the source."""
    rows = [
        {
            "source_id": source,
            "position": position,
            "number": 1,
            "text": texts.get(line.paragraph_id),
            "corrigendum_id": corrected[line.paragraph_id],
            "at": row.at,
        }
        for position, line in enumerate(lines, 1)
        if line.paragraph_id in corrected
    ]
    library.add(TABLE, rows)
    if rows:
        library.change(source, number=1)


def add_translation(
    library: Library, row: Any, language: str, lines: Rows, translated: Mapping[int, str]
) -> int:
    """Add an adopted text in a language into which all of it is translated; return the key of the source."""
    for other, symbol in library.rows(OTHERS, language=language):
        if "".join(symbol.split()).casefold() == "".join(row.symbol.split()).casefold():
            library.add("source_withdrawals", [{"source_id": other, "reason": REASON, "at": row.at}])
            library.change(other, withdrawn=True)
    texts = [translated.get(line.id, line.text) for line in lines]
    titles = library.rows(TITLE, communique=row.id, language=language)
    values = {
        "code": "".join(secrets.choice("23456789bcdfghjkmnpqrstvwxz") for _ in range(7)),
        "body": "acm",
        "symbol": row.symbol,
        "title": (titles[0][0] if titles else "") or row.title,
        "day": row.day,
        "session": row.meeting if str(row.year) in row.meeting else f"{row.meeting} {row.year}",
        "language": language,
        "digest": digest(texts),
        "communique_id": row.id,
        "at": row.at,
    }
    inserted = library.connection.execute(library.tables["sources"].insert().values(values))
    source = int(inserted.inserted_primary_key[0])
    library.add(
        "source_paragraphs",
        [
            {
                "source_id": source,
                "position": position,
                "kind": line.kind,
                "label": line.label,
                "reference": line.reference,
                "text": text,
            }
            for position, (line, text) in enumerate(zip(lines, texts, strict=True), 1)
        ],
    )
    library.change(source)
    return source


def digest(texts: Iterable[str]) -> str:
    """Return the fingerprint of the words of a source, as negotiation.library has it."""
    return hashlib.sha256("\n".join(" ".join(text.split()) for text in texts).encode()).hexdigest()


def downgrade() -> None:
    """Corrected readings go; translations stay as sources that belong to no adopted text: pins may name them."""
    if is_sqlite():
        context.config.attributes["guards"].forget(TABLE)
    op.drop_table(TABLE)
    lift("library_changes")
    op.execute("delete from library_changes where revision > 0")
    lift("sources")
    op.execute(
        "update sources set communique_id = null where communique_id is not null and language <>"
        " (select c.language from communiques c where c.id = sources.communique_id)"
    )
    op.drop_index(op.f(f"{CHANGES}_revision"), "library_changes")
    with op.batch_alter_table("library_changes") as changes:
        changes.drop_constraint(op.f("ck_library_changes_revision"), type_="check")
        changes.drop_column("revision")
    with op.batch_alter_table("sources") as sources:
        sources.drop_constraint(op.f("uq_sources_communique_id_language"), type_="unique")
        sources.create_unique_constraint(op.f("uq_sources_communique_id"), ["communique_id"])
    for table in ("library_changes", "sources"):
        put_back(table)
    op.create_index(op.f(CHANGES), "library_changes", ["source_id", "withdrawn"], unique=True)


def lift(table: str) -> None:
    """Take the guard of *table* away; SQLite loses it with the copy of the table anyway."""
    if is_sqlite():
        for act in ("update", "delete"):
            op.execute(f"drop trigger {table}_no_{act}")
    else:
        op.execute(f"alter table {table} disable trigger {table}_no_change")


def put_back(table: str) -> None:
    if is_sqlite():
        guard(table)
    else:
        op.execute(f"alter table {table} enable trigger {table}_no_change")
