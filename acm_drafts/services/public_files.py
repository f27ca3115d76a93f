"""
PDF/A files of published texts: made by the worker, kept in the database, offered as long as the text reads so.

A corrigendum or another translation makes the text read otherwise: another file is made then, and until it is there
none is offered. Where LibreOffice is not installed none is made.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write.pdfa import PdfNotMade, pdfa
from acm_drafts.negotiation.lines import DraftText
from acm_drafts.services.public import digest_of, public_words, word_file
from acm_drafts.store.database import db, transaction
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.public import (
    find_file,
    kept_digests,
    public_mark,
    published_texts,
    whole_languages,
)
from acm_drafts.store.records import PublicFile
from acm_drafts.text.language import Language

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A text in one language of which there is no file: its communiqué, what it says, and the digest of that."""

    communique: int
    language: Language
    words: DraftText
    digest: str


def lacking() -> Iterator[Lacking]:
    """Yield what is public now and has no file. Ten queries for each text in each language."""
    session = db.session()
    published = published_texts(session)
    languages = whole_languages(session, {text.draft.id: text.communique.language for text in published})
    kept = kept_digests(session, [text.communique.id for text in published])
    for text in published:
        for language in languages[text.draft.id]:
            words = public_words(session, text, language)
            digest = digest_of(words)
            if (text.communique.id, language.value, digest) not in kept:
                yield Lacking(text.communique.id, language, words, digest)


def keep_file(wanted: Lacking, data: bytes) -> None:
    """Keep the file of a text; where another worker kept one meanwhile, that stays."""
    with transaction() as session:
        hold_round(session, By.COMMUNIQUE, wanted.communique, adopted_too=True, archived_too=True)
        if find_file(session, wanted.communique, wanted.language, wanted.digest) is None:
            session.add(
                PublicFile(
                    communique_id=wanted.communique,
                    language=wanted.language.value,
                    digest=wanted.digest,
                    data=data,
                )
            )


@dataclass(slots=True)
class FileMaker:
    """
    Makes the files that are lacking; *program*: LibreOffice, "" for none; *template*: an institution's.

    What could not be made once is not tried again until the worker starts anew: it would take its time each time.
    """

    program: str
    template: Template | None = None
    failed: set[tuple[int, str]] = field(default_factory=set)
    seen: tuple[object, ...] | None = None
    """The mark of what was public when nothing was lacking any more: while it is the same, nothing is looked for."""

    def make(self) -> int:
        """Make the files that are lacking and return how many were made."""
        if not self.program:
            return 0
        mark = public_mark(db.session())
        if mark == self.seen:
            db.session.rollback()
            return 0
        wanted = [text for text in lacking() if (text.communique, text.digest) not in self.failed]
        db.session.rollback()  # nothing of the database is held while LibreOffice takes its time
        count = 0
        for text in wanted:
            try:
                data = pdfa(word_file(text.words, self.template), self.program)
            except PdfNotMade:
                log.exception("a PDF could not be made")
                self.failed.add((text.communique, text.digest))
                continue
            keep_file(text, data)
            count += 1
        self.seen = mark
        return count
