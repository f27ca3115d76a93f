"""
Which texts an address or a form asks to be compared, and how the comparison is to be shown.
"""

from dataclasses import dataclass
from typing import TypedDict
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from acm_drafts.store.drafts import DraftVersion
from acm_drafts.web.comparison.external import (
    NO_ANSWERS,
    File,
    Foreign,
    PairAnswers,
    draft_elsewhere,
)
from acm_drafts.web.text.routes import Opened, asked_number, number_in

VIEWS = ("inline", "side")


@dataclass(frozen=True, slots=True)
class Turn:
    """
    The same comparison shown otherwise: a link to *url*, or a button of a form, where the text compared travels in it.

    *name* and *value* are those of the button, *formaction* is where it sends the form if not as usual. *current* is
    "page" where it is shown that way already.
    """

    label: str
    name: str
    value: str
    url: str
    formaction: str | None = None
    current: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """
    Which texts an address or a form asks for, earlier first, and how they are to be shown.

    *versions* are the drafts of this communiqué among them, *foreign* is what is set beside one, *later*
    whether it is the later one of the two. One draft alone: there is nothing to compare. *once*: renames
    are listed once, not at each place. *file*: what *foreign* was read from, which travels in a form.
    """

    path: str
    versions: tuple[DraftVersion, ...]
    view: str
    only_changes: bool
    once: bool
    foreign: Foreign | None = None
    elsewhere: str = ""
    later: bool = False
    answers: PairAnswers = NO_ANSWERS
    file: File | None = None

    @property
    def between(self) -> DraftVersion | None:
        return self.versions[1] if len(self.versions) > 2 else None

    @property
    def symbols(self) -> list[str]:
        own = [version.symbol for version in self.versions]
        if self.foreign is None:
            return own
        return [*own, self.foreign.name] if self.later else [self.foreign.name, *own]

    @property
    def word(self) -> str:
        """The address of the same as a Word file; "" where there is none: three drafts, a file, a draft with itself."""
        first, last = self.versions[0].draft, self.versions[-1].draft
        if self.file or len(self.symbols) != 2 or (first is last and not self.foreign):
            return ""
        facts = {
            "form": "comparison",
            "since": self.elsewhere or first.sequence,
            "pair": self.answers.values(),
        }
        folder = self.path.removesuffix("compare")
        return f"{folder}documents/{last.sequence}.docx?{urlencode(facts, doseq=True)}"

    def address(self, **changes: str | list[str]) -> str:
        """Return the address of the same comparison with *changes*; defaults are left out."""
        facts: dict[str, object] = {
            "from": self.elsewhere or self.versions[0].draft.sequence,
            "via": self.between.draft.sequence if self.between else "",
            "to": self.versions[-1].draft.sequence,
            "view": self.view,
            "only": "changes" if self.only_changes else "",
            "renames": "once" if self.once else "",
            "pair": self.answers.values(),
            **changes,
        }
        return f"{self.path}?{urlencode({name: value for name, value in facts.items() if value != ''}, doseq=True)}"

    def turn(self, label: str, name: str, value: str, *, current: bool = False) -> Turn:
        """Return the same comparison with *value* for *name*."""
        return Turn(label, name, value, self.address(**{name: value}), current="page" if current else None)

    def turn_pair(self, label: str, key: str, value: str) -> Turn:
        """Return the same comparison with *value* as the answer on the pair with *key*, at the list of pairs."""
        url = f"{self.address(pair=self.answers.values(key, value))}#doubts"
        return Turn(label, "pair", f"{key}.{value}", url, formaction=f"{self.path}#doubts")


def selection_of(page: Opened) -> Selection:
    """Return what the address asks for. Raises NotFound, and TwoLanguages."""
    since = request.args.get("from", "")
    shown = _shown(request.args)
    path = f"/c/{page.communique.code}/compare"
    if "." not in since:
        return Selection(path, _issues(page), **shown)
    foreign = draft_elsewhere(since, page.communique, page.who)
    version = page.drafts.get(asked_number("to"))
    answers = PairAnswers.of(request.args.getlist("pair"))
    return Selection(path, (version,), **shown, foreign=foreign, elsewhere=since, answers=answers)


class Shown(TypedDict):
    """How a comparison is to be shown."""

    view: str
    only_changes: bool
    once: bool


def _shown(sent: MultiDict[str, str]) -> Shown:
    """Return how an address or a form wants it shown; in a form the button that was pressed comes last."""
    view = (sent.getlist("view") or [""])[-1]
    return Shown(
        view=view if view in VIEWS else VIEWS[0],
        only_changes=(sent.getlist("only") or [""])[-1] == "changes",
        once=sent.get("renames") == "once",
    )


def _issues(page: Opened) -> tuple[DraftVersion, ...]:
    """Return the drafts that are asked for, oldest first; without any the newest two."""
    last = page.drafts.get(asked_number("to"))
    since, via = asked_number("from"), asked_number("via")
    first = page.drafts.find_earlier(last, None) if since is None else page.drafts.get(since)
    if first is None:
        return (last,)
    named = [first, last] if via is None else [first, page.drafts.get(via), last]
    versions = sorted(named, key=lambda version: version.draft.sequence)
    between = [
        version for version in versions[1:-1] if version is not versions[0] and version is not versions[-1]
    ]
    return (versions[0], *between, versions[-1])


def selection_of_file(page: Opened, sent: File) -> Selection:
    return Selection(
        f"/c/{page.communique.code}/compare/file",
        (page.drafts.get(number_in(request.form, "to")),),
        **_shown(request.form),
        foreign=sent.as_foreign(),
        later=request.form.get("order") == "later",
        answers=PairAnswers.of(request.form.getlist("pair")),
        file=sent,
    )
