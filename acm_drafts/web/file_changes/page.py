"""
The page of a file's differences, for a delegation's own file and for one of many that the Mission was sent.

Both are looked at, corrected and ticked in the same way; where the file waits meanwhile, and in
whose name its proposals are kept, is their own business (web.file_changes, web.batches).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from werkzeug.wrappers import Response

from acm_drafts.i18n import gettext as _
from acm_drafts.negotiation.errors import Refusal, SomeRefused
from acm_drafts.negotiation.lines import SHAPES
from acm_drafts.negotiation.terms import AmendmentKind
from acm_drafts.services.file_changes import (
    Bundle,
    Ground,
    Typed,
    earlier,
    proposed_by_others,
    reasons_lacking,
)
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.web.file_changes.cards import Layout, Twin
from acm_drafts.web.shared.refusals import BadRequest

Answer = Response | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Desk:
    """
    What stands round the differences: where they go, what proposes some of them already, and what may be done.

    *action* is the address of the form, *hidden* what it carries besides. *choices* are those in whose
    name it can be (value, title), *chosen* the value that is; *buttons* are (value, label), the first
    one the main one. *note* says why there is not more to press; *back* and *again* lead out of it.
    """

    ground: Ground
    entries: Sequence[AmendmentRecord]
    action: str
    hidden: Mapping[str, str]
    choices: Sequence[tuple[str, str]]
    chosen: str
    buttons: Sequence[tuple[str, str]]
    back: tuple[str, str]
    again: tuple[str, str]
    note: str = ""
    waits: str = ""
    """What becomes of it if nothing is pressed."""
    others: Sequence[AmendmentRecord] = ()
    """Pending proposals of other delegations that the reader may read."""
    twin: Callable[[AmendmentRecord], Twin] | None = None
    """What the reader may call one of these, and whether they may join it."""


def differences_page(
    desk: Desk,
    layout: Layout,
    *,
    refused: Refusal | None = None,
    moved_on: bool = False,
    joined: str = "",
    status: int = 200,
) -> Answer:
    """
    Return the page of the differences as laid out, with the refusal beside each that was *refused*.

    *joined*: the message on a proposal that was joined just now.
    """
    refusals: Mapping[str, Refusal] = refused.refusals if isinstance(refused, SomeRefused) else {}
    if refusals:  # the rest can be sent as it is
        layout = Layout(layout.bundle, layout.rows, layout.unticked(refusals))
    proposed_before = earlier(layout, desk.entries)
    lacking = reasons_lacking(desk.ground, layout)
    cards = list(
        layout.cards(refused=refusals, earlier=proposed_before, twins=_twins(desk, layout), lacking=lacking)
    )
    shown = render_template(
        "file_changes/differences.html",
        desk=desk,
        ground=desk.ground,
        layout=layout,
        cards=cards,
        doubtful=sum(card.doubtful for card in cards),
        unclear=sum(card.unclear for card in cards),
        known=0 if desk.choices else len(proposed_before),
        notes=layout.notes(),
        losses=layout.losses(),
        remarks=list(layout.remarks()),
        other_kinds=layout.other_kinds(),
        refused=refused,
        moved_on=moved_on,
        joined=joined,
        lines=_lines(),
        kinds=names_of_kinds(),
    )
    return shown, status


def _twins(desk: Desk, layout: Layout) -> dict[str, Twin]:
    """Return by the keys of the differences the proposals of others that make the same change."""
    if desk.twin is None:
        return {}
    return {key: desk.twin(record) for key, record in proposed_by_others(layout, desk.others).items()}


def names_of_kinds() -> dict[str, str]:
    """Return what a difference is called, by the value of its kind."""
    return {
        AmendmentKind.REPLACE: _("New wording"),
        AmendmentKind.INSERT: _("New paragraph"),
        AmendmentKind.DELETE: _("Delete"),
        AmendmentKind.MOVE: _("Move"),
        AmendmentKind.SPLIT: _("Split"),
        AmendmentKind.JOIN: _("Join with the next"),
    }


def _lines() -> list[tuple[str, str]]:
    return [
        ("paragraph", _("paragraph")),
        ("sub", _("sub-paragraph (a)")),
        ("subsub", _("sub-paragraph (i)")),
        ("heading", _("heading")),
    ]


def typed_for(bundle: Bundle) -> Typed:
    """Return what was typed in the form; fields of lines that there are not say nothing. Raises BadRequest."""
    sent = request.form
    lines, links = range(len(bundle.lines)), range(len(bundle.links))
    kinds = {j: sent[f"line-{j}"] for j in lines if f"line-{j}" in sent}
    if not set(kinds.values()) <= SHAPES.keys():
        raise BadRequest()
    return Typed(
        words={j: line_feeds(sent[f"text-{j}"]) for j in lines if f"text-{j}" in sent},
        kinds=kinds,
        apart=frozenset(k for k in links if bundle.links[k].doubtful and sent.get(f"pair-{k}") == "apart"),
        reasons={k: line_feeds(sent[f"reason-{k}"]) for k in links if f"reason-{k}" in sent},
        taken=frozenset(sent.getlist("take")),
    )


def line_feeds(text: str) -> str:
    """Return *text* with line ends as they were: browsers send CR LF for each."""
    return text.replace("\r\n", "\n")
