"""Sources of agreed language, for tests, by the services alone; and the index of the database at hand."""

from datetime import date
from pathlib import Path

from flask import current_app

from acm_drafts.documents.read.recognise import Recognised, recognise
from acm_drafts.negotiation.library import SourceBody
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.services import library
from acm_drafts.services.library import Face
from acm_drafts.store.library_index import LibraryIndex, index_at
from acm_drafts.store.records import Source
from acm_drafts.text.language import Language
from tests.factories import mission

TEXTS = (
    "Calls upon Member States to strongly encourage investment in research and development;",
    "Requests the Secretary-General to report to the General Assembly at its next session;",
    "Takes note of the report of the high-level meeting on centres of excellence;",
)


def face(symbol: str = "A/RES/65/140", **facts: object) -> Face:
    """Return what is known of a resolution of 2010 unless *facts* say otherwise."""
    return Face(
        **{
            "symbol": symbol,
            "title": f"Cooperation ({symbol})",
            "body": SourceBody.GENERAL_ASSEMBLY,
            "language": Language.EN,
            "day": date(2010, 12, 16),
            **facts,
        }
    )


def numbered(*texts: str) -> list[Recognised]:
    """Return paragraphs that say *texts*, numbered from 1."""
    return [
        Recognised(LineKind.PARAGRAPH, 0, True, f"{number}.", "", text)
        for number, text in enumerate(texts, 1)
    ]


def add(symbol: str = "A/RES/65/140", *texts: str, actor: Actor | None = None, **facts: object) -> Source:
    """Add a source to the library, with numbered paragraphs that say *texts*, and return it."""
    return library.add(actor or mission(), face(symbol, **facts), numbered(*(texts or TEXTS)))


def add_file(path: Path, symbol: str, **facts: object) -> Source:
    """Add one of the reference texts, its three head lines left out."""
    blocks = [block for block in path.read_text(encoding="utf-8").split("\n\n")[1:] if block.strip()]
    known = face(symbol, **facts)
    return library.add(mission(), known, recognise(blocks, known.language))


def index() -> LibraryIndex:
    """Return the index of the database at hand."""
    return index_at(Path(str(current_app.config["LIBRARY_INDEX"])))
