"""The conversation with a mail server, and when it is asked whether the text may be given."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from acm_drafts.cli.smtp import Server, give
from acm_drafts.negotiation.messages import Attempt, Result
from tests.mail import MailServer, free_port, mail_server


def message(to: str = "one@example.org", text: str = "A line.\n.hidden\n..twice\n") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "acm@example.org", to, "Notice"
    made.set_content(text)
    return made


def sent(server: MailServer, to: str = "one@example.org", **facts: Any) -> Attempt | None:
    return give(Server.of(server.url), message(to), facts.get("hand_over", lambda: True))


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", Server("mail.example.org", 25)),
        ("smtps://mail.example.org", Server("mail.example.org", 465, tls=True)),
        ("smtp://a%40b:p%3Aq@mail.example.org:587", Server("mail.example.org", 587, "a@b", "p:q")),
    ],
)
def test_an_address_names_host_port_user_and_password(url: str, server: Server):
    assert Server.of(url) == server


def test_a_text_arrives_as_it_is_with_its_dots():
    with mail_server() as server:
        attempt = sent(server)

    assert attempt == Attempt(Result.TAKEN, "250 2.0.0 Taken")
    assert server.given[0].get_content().replace("\r\n", "\n") == "A line.\n.hidden\n..twice\n"


def test_nothing_is_given_where_the_hand_over_says_no():
    with mail_server() as server:
        assert sent(server, hand_over=lambda: False) is None

    assert server.given == []


def test_the_hand_over_is_not_asked_for_a_mailbox_that_refuses():
    asked: list[bool] = []

    def hand_over() -> bool:
        asked.append(True)
        return True

    with mail_server() as server:
        for to, result in (("refused@example.org", Result.REFUSED), ("busy@example.org", Result.LATER)):
            attempt = sent(server, to, hand_over=hand_over)
            assert attempt is not None and attempt.result is result

    assert asked == []


def test_an_address_in_other_letters_goes_to_a_server_that_takes_them():
    with mail_server() as server:
        attempt = sent(server, "أمل@example.org")

    assert attempt is not None
    assert attempt.result in (Result.TAKEN, Result.REFUSED)
    assert len(server.given) == (1 if attempt.result is Result.TAKEN else 0)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize(("password", "result"), [("right", Result.TAKEN), ("wrong", Result.LATER)])
def test_a_wrong_password_says_nothing_about_the_mailbox(password: str, result: Result):
    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
        return AuthResult(success=login.password == b"right", handled=False)

    handler: Any = MailServer(port=free_port())
    options: dict[str, Callable[..., Any] | bool] = {
        "authenticator": authenticate,
        "auth_required": True,
        "auth_require_tls": False,
    }
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, **options)
    controller.start()
    try:
        attempt = give(Server("127.0.0.1", handler.port, "acm", password), message(), lambda: True)
    finally:
        controller.stop()

    assert attempt is not None and attempt.result is result
