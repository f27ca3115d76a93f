"""
Pages that no address leads to: what is shown when a form is sent, and what opens when something is pressed.

Each scene is played on the page of one person and ends where the picture is taken. Scenes of a person are played in
their order, after all pages were taken.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from scripts.screenshots.pages import ARABIC_PHONE, ENGLISH, Look

Scene = Callable[[Page], None]

SENT = "1. The Meeting **welcomed** the report.\n\n(a) its annex;\n\n2. The Meeting decided to meet again."


def of(person: str, look: Look) -> tuple[Scene, ...]:
    """Return the scenes of *person*; they are played in two looks, and in others none."""
    return SCENES.get(person, ()) if look in (ENGLISH, ARABIC_PHONE) else ()


def table(page: Page) -> str:
    """Return where the communiqué is found: the beginning of the address of its pages."""
    page.goto("/")
    match = re.match(r".*?(/c/\w+)", page.url)
    return match.group(1) if match else ""


def send(page: Page, button: str) -> None:
    """Press *button* and return once the next page is whole."""
    with page.expect_navigation():
        page.locator(button).first.click()


def changed_text(page: Page) -> str:
    """Return the first lines of the text as a delegation could have sent them: some words are other words."""
    page.goto(f"{table(page)}/text")
    lines = page.locator(".leaves .wording").all_inner_texts()[:14]
    sent = [line.replace("the ", "its ", 1) if nth % 3 == 0 else line for nth, line in enumerate(lines)]
    return "\n\n".join([*sent, "The Meeting thanked the host for the rooms and the lights."])


# The Mission -------------------------------------------------------------------------------------


def import_read(page: Page) -> None:
    page.goto("/import")
    page.fill("[name=pasted]", SENT)
    send(page, "form[action='/import'] .button--main")


def import_refused(page: Page) -> None:
    page.locator("[name=text]").first.fill("")
    send(page, "#keep .button--main")


def import_empty(page: Page) -> None:
    page.goto("/import")
    send(page, "form[action='/import'] .button--main")


def incoming_differences(page: Page) -> None:
    sent = changed_text(page)
    page.goto(f"{table(page)}/incoming")
    page.fill("[name=pasted]", sent)
    send(page, "form[action$='/incoming'] .button--main")


def comparison_with_a_file(page: Page) -> None:
    sent = changed_text(page)
    page.goto(f"{table(page)}/compare/file")
    page.fill("[name=pasted]", sent)
    send(page, "form[action$='/compare/file'] .button--main")


def files_of_delegations(page: Page) -> None:
    sent = changed_text(page).encode()
    page.goto(f"{table(page)}/batches")
    files = [(name, sent) for name in ("EGY comments.txt", "comments.txt")] + [
        ("MYS.docx", b"no file of Word")
    ]
    page.set_input_files(
        "[name=files]", [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files]
    )
    send(page, "form[action$='/batches'] .button--main")
    while page.locator("[data-poll]").count():
        page.wait_for_timeout(500)
        page.reload()


def file_of_a_delegation(page: Page) -> None:
    page.goto(page.locator("#batch a[href*='/batches/']").first.get_attribute("href") or "")


def decision_previewed(page: Page) -> None:
    page.goto(f"{table(page)}/decisions")
    page.goto(page.locator(".item a[href*='/p/']").first.get_attribute("href") or "")
    page.locator("form.decide [name=on]").first.check()
    page.locator("form.decide [name=kind]").first.check()
    page.locator("form.decide [name=preview]").click()
    page.locator("#result-title").wait_for()


def decision_refused(page: Page) -> None:
    page.goto(f"{table(page)}/decisions")
    page.goto(page.locator(".item a[href*='/p/']").first.get_attribute("href") or "")
    send(page, "form.decide .button--main")


def decision_recorded(page: Page) -> None:
    page.goto(f"{table(page)}/decisions")
    page.goto(page.locator(".item a[href*='/p/']").last.get_attribute("href") or "")
    page.locator("form.decide [name=kind][value=reject]").check()
    send(page, "form.decide .button--main")


def submissions_ended(page: Page) -> None:
    page.goto(f"{table(page)}/rounds")
    page.locator("details", has=page.locator("[name=now]")).locator("summary").click()
    send(page, "[name=now]")


def keys(page: Page) -> None:
    page.goto(f"{table(page)}/decisions")
    page.keyboard.press("j")
    page.keyboard.press("?")


# A delegation ------------------------------------------------------------------------------------


def open_form(page: Page) -> None:
    page.goto(f"{table(page)}/text")
    page.goto(page.locator("a[href$='/amend']").first.get_attribute("href") or "")


def amendment_previewed(page: Page) -> None:
    open_form(page)
    page.locator("[name=kind][value=replace]").check()
    text = page.locator("[name=text]")
    text.fill(text.input_value().replace("the ", "its ", 1))
    page.locator(".buttons [value=preview]").click()
    page.locator("#shown:not([hidden]) .wording").first.wait_for()


def amendment_refused(page: Page) -> None:
    open_form(page)
    send(page, "form.asks .buttons [value=submit]")


def draft_continued(page: Page) -> None:
    page.goto(f"{table(page)}/delegation")
    links = [link.get_attribute("href") or "" for link in page.locator("a[href^='/proposals/']").all()]
    for path in dict.fromkeys(link.partition("#")[0] for link in links):
        page.goto(path)
        button = page.locator("a.button[href$='/revise']")
        if button.count():
            page.goto(button.first.get_attribute("href") or "")
            return


def phrase_told(page: Page) -> None:
    page.goto(f"{table(page)}/provenance")
    page.locator("[data-phrase]").first.click()


def account_opened(page: Page) -> None:
    page.goto(f"{table(page)}/text")
    page.locator(".who summary").click()


# The administrator, and nobody -------------------------------------------------------------------


def invitation_made(page: Page) -> None:
    page.goto("/people")
    page.fill("[name=email]", "drafter@example.org")
    page.locator("[name=role]").first.select_option("observer")
    send(page, "form[action$='/invite'] .button--main")
    page.evaluate("() => { window.name = document.querySelector('#link').value; }")
    page.evaluate("() => { document.querySelector('#link').value = 'https://example.org/invitation/…'; }")


def invitation_waits(page: Page) -> None:
    page.goto("/people")


def invitation_refused(page: Page) -> None:
    page.goto("/people")
    send(page, "form[action$='/invite'] .button--main")


def invitation_opened(page: Page) -> None:
    link = str(page.evaluate("() => window.name"))
    page.context.clear_cookies()
    page.goto("/invitation/" + link.rpartition("/")[2])


def sign_in_refused(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", "nobody@example.org")
    page.fill("[name=password]", "no such password")
    with page.expect_navigation():
        page.press("[name=password]", "Enter")


SCENES: dict[str, tuple[Scene, ...]] = {
    "mission": (
        import_read,
        import_refused,
        import_empty,
        incoming_differences,
        comparison_with_a_file,
        files_of_delegations,
        file_of_a_delegation,
        decision_previewed,
        decision_refused,
        decision_recorded,
        submissions_ended,
        keys,
    ),
    "egypt": (
        incoming_differences,
        amendment_previewed,
        amendment_refused,
        draft_continued,
        phrase_told,
        account_opened,
    ),
    "administrator": (invitation_made, invitation_waits, invitation_refused, invitation_opened),
    "nobody": (sign_in_refused,),
}
