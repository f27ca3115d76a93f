"""
The mail server: one message given to it, step by step, and what it answered.

The caller is asked between the last step that leaves nothing behind and the first that may: `hand_over`.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from urllib.parse import unquote, urlsplit

from acm_drafts.negotiation.messages import Attempt, Result, result_of_answer

PATIENCE = 30
"""So many seconds one answer of the mail server is waited for."""
_LINE_END = re.compile(rb"\r\n|\r|\n")
_DOT = re.compile(rb"^\.", re.MULTILINE)
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server as SMTP_URL names it: `smtp://user:password@host:port`, or `smtps://` for TLS from the start."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: bool = False

    @classmethod
    def of(cls, url: str) -> "Server":
        parts = urlsplit(url)
        tls = parts.scheme == "smtps"
        port = parts.port or (465 if tls else 25)
        return cls(
            parts.hostname or "", port, unquote(parts.username or ""), unquote(parts.password or ""), tls
        )


class _Answered(Exception):
    """The mail server answered something else than what the next step needs."""

    def __init__(self, code: int, words: bytes, *, of_the_mailbox: bool) -> None:
        self.result = result_of_answer(code, of_the_mailbox=of_the_mailbox)
        super().__init__(f"{code} {words.decode('utf-8', 'replace')}")


def give(server: Server, message: EmailMessage, hand_over: Callable[[], bool]) -> Attempt | None:
    """
    Give one message to the mail server and return how that ended; None where *hand_over* said no.

    *hand_over* is asked once, before the text is given: up to there nobody can have got the message.
    """
    given, text = False, _as_sent(message)
    connection: smtplib.SMTP | None = None
    try:
        connection = _connected(server)
        _address(connection, message)
        if not hand_over():
            connection.close()  # in the midst of a message a farewell would be taken for its text
            return None
        given = True
        return _give_text(connection, text)
    except _Answered as answered:
        return Attempt(answered.result, str(answered))
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        return Attempt(Result.UNANSWERED if given else Result.LATER, _in_words(error))
    finally:
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()


def _connected(server: Server) -> smtplib.SMTP:
    """Return a connection, under TLS where the server offers it, signed in where there is a password."""
    kind = smtplib.SMTP_SSL if server.tls else smtplib.SMTP
    connection = kind(server.host, server.port, timeout=PATIENCE, local_hostname=socket.gethostname())
    connection.ehlo_or_helo_if_needed()
    if not server.tls and connection.has_extn("starttls"):
        context = ssl.create_default_context()
        if server.host in _LOCAL:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
    if server.user:
        if not isinstance(connection.sock, ssl.SSLSocket) and server.host not in _LOCAL:
            raise smtplib.SMTPException(
                "The mail server offers no TLS: the password is not sent in the clear."
            )
        connection.login(server.user, server.password)
    return connection


def _address(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """Say from whom and to whom, and ask to be let in with the text."""
    recipient = str(message["To"])
    options = []
    if not recipient.isascii():
        if not connection.has_extn("smtputf8"):
            raise _Answered(553, b"The mail server takes no address in these letters.", of_the_mailbox=True)
        options = ["SMTPUTF8"]
    _expect(
        connection.mail(str(message["From"].addresses[0].addr_spec), options), (250,), of_the_mailbox=False
    )
    _expect(connection.rcpt(recipient), (250, 251), of_the_mailbox=True)
    _expect(connection.docmd("DATA"), (354,), of_the_mailbox=True)


def _as_sent(message: EmailMessage) -> bytes:
    """Return the text as it is transmitted, with the line that ends it."""
    policy = WIRE.clone(utf8=not str(message["To"]).isascii())
    plain = _LINE_END.sub(b"\r\n", message.as_bytes(policy=policy))
    return _DOT.sub(b"..", plain).rstrip(b"\r\n") + b"\r\n.\r\n"


def _give_text(connection: smtplib.SMTP, text: bytes) -> Attempt:
    connection.send(text)
    code, words = connection.getreply()
    _expect((code, words), (250,), of_the_mailbox=True)
    return Attempt(Result.TAKEN, f"{code} {words.decode('utf-8', 'replace')}")


def _expect(answer: tuple[int, bytes], wanted: tuple[int, ...], *, of_the_mailbox: bool) -> None:
    if answer[0] not in wanted:
        raise _Answered(*answer, of_the_mailbox=of_the_mailbox)


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
