"""The settings of documents, as they are kept."""

from datetime import date

from acm_drafts.negotiation.document_settings import Distribution, DocumentSettings
from acm_drafts.store.database import db
from acm_drafts.store.document_settings import load_document_settings, write_document_settings
from acm_drafts.text.language import Language
from tests.tables import make_table


def test_what_is_kept_is_read_back_for_its_communique_alone_and_later_settings_replace_it(session: object):
    table, other = make_table("We met."), make_table("They met.", symbol="OIC/OTHER")
    settings = DocumentSettings(
        {Language.FR: "Communiqué final"},
        {Language.EN: "New York", Language.AR: "نيويورك"},
        date(2026, 9, 24),
        Distribution.GENERAL,
        italics=True,
        footnotes=True,
    )

    assert load_document_settings(db.session(), table.communique) == DocumentSettings()
    for kept in (settings, DocumentSettings({Language.AR: "البيان الختامي"}), DocumentSettings()):
        write_document_settings(db.session(), table.communique, kept)
        assert load_document_settings(db.session(), table.communique) == kept
        assert load_document_settings(db.session(), other.communique) == DocumentSettings()
