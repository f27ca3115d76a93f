"""The words by which the one search finds things, made anew: after a change of how words are compared."""

from acm_drafts.store.database import transaction
from acm_drafts.store.search_texts import rebuild_search_texts


def rebuild() -> int:
    """
    Write the words of everything that is searched anew, and return how many rows have any.

    It changes nothing that anybody recorded, so that no line of the journal tells of it.
    """
    with transaction() as session:
        return rebuild_search_texts(session)
