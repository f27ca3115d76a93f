"""Why a paragraph is not agreed with the rest, in a sentence: a sitting did not agree it, or it was reopened."""

from acm_drafts.i18n import gettext as _
from acm_drafts.store.set_apart import SetApart
from acm_drafts.web.shared.body_names import dated_sitting_name, reached_in_words
from acm_drafts.web.shared.formatting import day
from acm_drafts.web.sittings.page import recorded


def set_apart_in_words(apart: SetApart) -> str:
    """Return the sentences that say why: what the sitting recorded, who opposed or reserved, or who asked to reopen."""
    if apart.result is not None and apart.sitting is not None:
        result = recorded(apart.result, str(_("The paragraph")), counts=True, voided=False)
        return " ".join((f"{dated_sitting_name(apart.sitting)}{_(': ')}{result.sentence}", *result.stood))
    assert apart.reopening is not None
    facts = {"day": day(apart.reopening.at), "reached": reached_in_words(apart.reopening)}
    return str(_("Reopened on %(day)s, %(reached)s.", **facts))
