"""The controls of a page and what assistive technology calls them, read from its HTML."""

from collections import defaultdict
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

CONTROLS = "(//a[@href] | //button | //input[not(@type='hidden')] | //select | //textarea | //summary)"
HEARD = "[not(@data-phrase) and not(ancestor-or-self::*[@aria-hidden='true' or @hidden])]"
"""Phrases of the text are called by its words, and what is hidden from the ear has no name to it."""

SILENT = ("svg", "select", "textarea", "input", "script")
"""What adds no words of its own to the name of what stands around it."""


def controls(page: str) -> list[tuple[str, HtmlElement]]:
    """Return each control of *page* with its name."""
    tree = html.document_fromstring(page)
    return [(name_of(control), control) for control in tree.xpath(CONTROLS + HEARD)]


def name_of(control: HtmlElement) -> str:
    """Return what a control is called: by its label, else by its words, after what its group is called."""
    own = (
        control.get("aria-label") or _labels(control) or control.get("value", "") or control.get("title", "")
    )
    if control.tag in ("a", "button", "summary") and not control.get("aria-label"):
        own = _labelled_by(control) or _words(control)
    group = control.xpath("ancestor::fieldset[1]/legend")
    return ": ".join(filter(None, (_words(group[0]) if group else "", own)))


def _labels(control: HtmlElement) -> str:
    tied = control.getroottree().xpath("//label[@for=$id]", id=control.get("id", " "))
    return _labelled_by(control) or " ".join(
        _words(label) for label in tied or control.xpath("ancestor::label[1]")
    )


def _labelled_by(control: HtmlElement) -> str:
    ids = control.get("aria-labelledby", "").split()
    return " ".join(
        _words(there) for key in ids for there in control.getroottree().xpath("//*[@id=$key]", key=key)
    )


def _words(element: HtmlElement) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: HtmlElement) -> Iterator[str]:
    if element.get("aria-hidden") == "true" or element.tag in SILENT:
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or ""


def ambiguous(page: str) -> dict[str, list[str]]:
    """
    Map each name that several controls of *page* have to what they are; links to one address may share a name.
    """
    named: defaultdict[str, set[str]] = defaultdict(set)
    for number, (name, control) in enumerate(controls(page)):
        link = control.tag == "a"
        named[name].add(control.get("href") if link else f"{control.tag} {number} {control.get('name', '')}")
    return {name: sorted(those) for name, those in named.items() if len(those) > 1}
