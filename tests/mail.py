"""
A real mail server for tests: it listens on a port of this machine and keeps what it is given.

What it does with a message follows from the first part of the address: "refused@…" it does not know, "busy@…" it asks
to try later, and *on_text* may do anything once it has the text and before it answers.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """*given*: the messages it has, in order."""

    given: list[EmailMessage] = field(default_factory=list)
    on_text: Callable[[Any], str | None] = lambda server: None
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, email: str) -> list[EmailMessage]:
        """Return what it has for an address."""
        return [message for message in self.given if message["To"] == email]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("refused"):
            return "550 5.1.1 There is no such mailbox"
        if address.startswith("busy"):
            return "451 4.3.0 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.given.append(message)
        return self.on_text(server) or "250 2.0.0 Taken"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server inside the block."""
    server = MailServer(port=free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port, decode_data=False)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lose_connection(server: Any) -> None:
    """Die when the text is there, before an answer is given."""
    server.transport.abort()
