"""
What people at the table do in their browsers, page by page, by the names and values of the forms.

Nothing here depends on the language of the pages: one of the delegations reads Arabic.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.factories import PASSWORD
from tests.journeys.windows import Window

ON_SCREEN = """
() => [...document.querySelectorAll(".leaves .para, .leaves .heading")].map(line => {
    const said = element => {
        if (!element) return "";
        const copy = element.cloneNode(true);
        copy.querySelectorAll(".vh, .alts .or, .numeral, [aria-hidden]").forEach(hidden => hidden.remove());
        return copy.textContent;
    };
    const numeral = line.querySelector(".numeral:not(.numeral--counted)");
    return [numeral ? numeral.textContent : said(line.querySelector(".num")), said(line.querySelector(".wording"))];
})
"""


def as_words(text: str) -> str:
    """Return *text* with one space wherever there is white space."""
    return " ".join(text.split())


class Seat:
    """Somebody's place at the table of one communiqué."""

    def __init__(self, window: Window, communique: str = "") -> None:
        self.window, self.communique = window, communique

    @property
    def page(self) -> Page:
        return self.window.page

    def go(self, path: str) -> Page:
        return self.window.go(f"/c/{self.communique}/{path}")

    def send(self, button: Locator) -> None:
        """Press a button that sends a form, say who one is where that is asked, and see that it was not refused."""
        self.window.press(button)
        if (asked := self.page.locator("[name=proof_answer]")).count():
            asked.fill(PASSWORD)
            self.window.press(self.page.locator("main form .button--main"))
            heard = self.window.complaints  # the browser complains of the status of the question
            heard[:] = [complaint for complaint in heard if "status of 403" not in complaint]
        assert self.page.locator(".notice--error").count() == 0, self.page.locator(
            ".notice--error"
        ).inner_text()

    def text(self) -> list[tuple[str, str]]:
        """Return label and wording of every line of the newest text, as they stand on the screen."""
        return [(as_words(label), words) for label, words in self.go("text").evaluate(ON_SCREEN)]

    def line(self, label: str) -> Locator:
        """Open the text and return the line that prints *label*."""
        number = self.go("text").locator(".num", has_text=re.compile(rf"(^|[^\dP]){re.escape(label)}$"))
        return self.page.locator(".para", has=number)

    def paragraph(self, label: str) -> str:
        """Return the code of the paragraph that prints *label*."""
        address = self.line(label).locator(".num a").get_attribute("href") or ""
        return address.rpartition("/")[2]


class Delegation(Seat):
    """A head of delegation."""

    def propose(self, label: str, kind: str, **typed: str) -> str:
        """
        Submit a proposal on the line *label*, having seen what it would look like; return its code.

        *typed*: the fields of the form; `old` and `new` change words of the wording in the editor.
        """
        self.window.press(self.line(label).locator("a[href$='/amend']"))
        form = self.page.locator("form.asks")
        form.locator(f"[name=kind][value={kind}]").check()
        if old := typed.pop("old", ""):
            text = form.locator("[name=text]").input_value()
            assert old in text, f"{old!r} does not stand in {text!r}"
            typed["text"] = text.replace(old, typed.pop("new"), 1)
        if after := typed.pop("after", ""):
            form.locator("[name=after]").select_option(after)
        for name, value in typed.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator(".buttons [value=preview]").click()
        self.page.locator("#shown:not([hidden])").wait_for()
        self.send(self.page.locator("form.asks .buttons [value=submit]"))
        return self.page.url.rpartition("/")[2]

    def answer(self, code: str, given: str) -> None:
        """Give one of the answers that the page of the proposal asks for."""
        self.window.go(f"/proposals/{code}")
        self.send(self.page.locator(f"form[action$='/answer'] [name=answer][value={given}]"))

    def whereabouts(self, code: str) -> str:
        """Return what the page of a proposal says about where it is now, and why."""
        return self.window.go(f"/proposals/{code}").locator("section.now").inner_text()


class Mission(Seat):
    """A drafter of the Mission."""

    def import_file(self, path: Path, symbol: str) -> None:
        """Bring a text in by its file, leave out the note on where it is from, and keep it."""
        self.window.go("/import")
        self.page.set_input_files("[name=file]", path)
        self.page.fill("[name=symbol]", symbol)
        self.send(self.page.locator("form[action='/import'] .button--main"))
        assert self.page.locator("[name=text]").first.input_value().startswith("SOURCE:")
        self.page.locator("[name=remove][value='1']").check()
        self.send(self.page.locator("#keep .button--main"))
        self.communique = self.page.url.split("/c/")[1].split("/")[0]

    def circulate(self) -> None:
        self.go("rounds")
        self.send(self.page.locator("form[action$='/circulate'] .button--main"))
        self.send(self.page.locator("form[action$='/circulate'] [name=sure]"))

    def open_round(self, deadline: str) -> None:
        """Announce a round that opens at once; *deadline* is read on the conference's clock."""
        self.go("rounds")
        form = self.page.locator("form[action$='/rounds']")
        form.locator("[name=deadline]").fill(deadline)
        self.send(form.locator(".button--main"))

    def decide(self, paragraph: str, kind: str, on: Sequence[str] = (), **typed: str) -> None:
        """
        Record a decision on the proposals called *on*, having looked at the result.

        *typed*: fields of the form; `level` is in the name of the sitting that reached it;
        `changes` are the numbers (from 0) of the changes taken, `old`
        and `new` change words of the compromise, which starts from the text as decided so far.
        """
        self.go(f"p/{paragraph}")
        form = self.page.locator("form.decide")
        for box in form.locator("[name=on]").all():
            box.set_checked(False)
        for name in on:
            form.locator("label", has_text=name).locator("[name=on]").check()
        form.locator(f"[name=kind][value={kind}]").check()
        for number in typed.pop("changes", ""):
            form.locator(f"[name=change][value$='.{number}']:visible").check()
        if old := typed.pop("old", ""):
            text = form.locator("[name=text]").input_value()
            assert old in text, f"{old!r} does not stand in {text!r}"
            typed["text"] = text.replace(old, typed.pop("new"), 1)
        if level := typed.pop("level", "Expert level" if kind != "defer" else ""):
            option = form.locator("[name=sitting] option", has_text=level).first
            form.locator("[name=sitting]").select_option(option.get_attribute("value"))
        for name, value in typed.items():
            form.locator(f"[name={name}]").fill(value)
        form.locator("[name=preview]").click()
        self.page.locator("#result-title").wait_for()
        self.send(self.page.locator("form.decide .button--main"))

    def proposed_after(self, paragraph: str) -> str:
        """Return the code of the new paragraph that is proposed to follow *paragraph*."""
        link = self.go(f"p/{paragraph}").locator("[aria-labelledby=proposals] a.row")
        return (link.get_attribute("href") or "").rpartition("/")[2]

    def end_submissions(self) -> None:
        self.go("rounds")
        self.page.locator("details", has=self.page.locator("[name=now]")).locator("summary").click()
        self.send(self.page.locator("[name=now]"))
        self.send(self.page.locator("[name=sure]"))

    def close(self, **chosen: str) -> None:
        """Look at what closing would make, and close the round."""
        self.window.press(self.go("rounds").locator("a[href$='/close']"))
        form = self.page.locator("form[action$='/close']")
        for name, value in chosen.items():
            form.locator(f"[name={name}]").select_option(value)
        self.send(form.locator(".button--main"))

    def download(self, folder: Path) -> Path:
        """Save the newest draft as a Word file in *folder* and return its path."""
        self.go("documents")
        with self.page.expect_download() as started:
            self.page.locator("a[href*='.docx']").first.click()
        path = folder / started.value.suggested_filename
        started.value.save_as(path)
        return path
