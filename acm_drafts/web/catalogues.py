"""The former name of `acm_drafts.i18n`, for modules that still ask here."""

from acm_drafts.i18n import catalogue, gettext, language, ngettext, npgettext, pgettext

__all__ = ["catalogue", "gettext", "language", "ngettext", "npgettext", "pgettext"]
