"""
The lines of a text as they were read, or as they stand in a draft, each for correction.

The page is the same whether a text comes in or is corrected afterwards; `Purpose` says what differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import Refusal
from acm_drafts.text.language import NATIVE_NAMES, Language
from acm_drafts.web.imports.form import KIND_NAMES, FaceForm, Typed


@dataclass(frozen=True, slots=True)
class Purpose:
    """
    What the lines are corrected for: the address they are sent to, the word of the button, the way back.

    *notes*: what was not read as it was in the file; *name*: the file's. *corrects*: the symbol of the draft that is
    corrected, "" for a text that comes in.
    """

    action: str
    button: str
    back: tuple[str, str]
    name: str = ""
    notes: tuple[str, ...] = ()
    corrects: str = ""


def lines_page(
    form: FaceForm,
    purpose: Purpose,
    lines: Sequence[Typed],
    *,
    refused: Refusal | None = None,
    instead: tuple[str, str] | None = None,
    status: int = 200,
) -> tuple[str, int]:
    """Return the page of *lines*; *instead*: symbol and address of the draft that stands in the way of saving them."""
    page = render_template(
        "imports/lines.html",
        form=form,
        purpose=purpose,
        lines=lines,
        kinds=[(kind, _(name)) for kind, name in KIND_NAMES.items()],
        language=Language(form.language.data if form.language.data in NATIVE_NAMES else "en"),
        wrong=sum(bool(line.wrong) for line in lines),
        unlabelled=not any(line.label for line in lines),
        refused=refused,
        instead=instead,
    )
    return page, status
