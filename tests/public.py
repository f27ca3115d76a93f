"""Published texts, for tests, by the services alone."""

from acm_drafts.services import public, translations
from acm_drafts.store.database import db
from acm_drafts.store.records import PublicText
from acm_drafts.text.language import Language
from tests.adoptions import adopt, agreed_text
from tests.factories import mission
from tests.tables import Table

FRENCH = (
    "La Réunion s’est félicitée du rapport.",
    "La Réunion a prié instamment tous les États membres de contribuer.",
    "La Réunion a remercié l’Égypte.",
)


def adopted_text(*texts: str, symbol: str = "OIC/FC", adopted_as: str = "OIC/ACM-2026/FC") -> Table:
    """Return a text that was adopted, and is not published."""
    table = agreed_text(*texts, symbol=symbol)
    adopt(table, symbol=adopted_as)
    return table


def publish(table: Table) -> PublicText:
    """Publish an adopted text, as the Mission."""
    db.session.rollback()
    return public.publish(mission(), table.communique)


def translate(table: Table, *texts: str, language: Language = Language.FR) -> None:
    """Translate the lines of a text, the first ones where there are fewer *texts*."""
    db.session.rollback()
    for line, text in zip(table.lines(), texts or FRENCH, strict=False):
        translations.add(mission(), line.wording, language, text)
