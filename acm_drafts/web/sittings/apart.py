"""Why a paragraph is not agreed with the rest, in a sentence: who declined it, or that it was reopened."""

from acm_drafts.i18n import gettext as _
from acm_drafts.store.set_apart import SetApart
from acm_drafts.web.shared.body_names import dated_sitting_name, reached_in_words, silence_name
from acm_drafts.web.shared.formatting import by_name, day, parties_in_sentence
from acm_drafts.web.sittings.page import recorded


def set_apart_in_words(apart: SetApart) -> str:
    """Return the sentences that say why: what the sitting recorded, who opposed or reserved, or who asked to reopen."""
    if apart.result is not None and apart.sitting is not None:
        result = recorded(apart.result, str(_("The paragraph")), counts=True, ended=False)
        return " ".join((f"{dated_sitting_name(apart.sitting)}{_(': ')}{result.sentence}", *result.stood))
    if apart.silence is not None and apart.broken is not None:
        facts = {"silence": silence_name(apart.silence), "day": day(apart.broken.at)}
        return str(_("%(silence)s: broken on %(day)s.", **facts))
    if apart.opposed:
        names = parties_in_sentence(by_name(apart.opposed))
        return str(_("Opposed, in a position on its words as they stand: %(names)s.", names=names))
    assert apart.reopening is not None
    facts = {"day": day(apart.reopening.at), "reached": reached_in_words(apart.reopening)}
    return str(_("Reopened on %(day)s, %(reached)s.", **facts))
