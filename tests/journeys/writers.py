"""
A delegate at a keyboard, over HTTP, with nothing but the standard library: signs in, fills forms in, sends them.

It runs in processes of its own beside a real server, and speaks to it as a browser does: with its
cookies, with the token of the form, and with the hidden fields that the page gave it.
"""

import re
import ssl
from email.message import Message
from html import unescape
from http.client import HTTPException
from http.cookiejar import CookieJar
from multiprocessing.queues import SimpleQueue
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

GONE = (URLError, HTTPException, ConnectionError, TimeoutError)
"""What a client meets where the server has just been killed."""


class _Stays(HTTPRedirectHandler):
    """Leaves redirections to whoever asked: that a form was answered with one is the acknowledgement."""

    def redirect_request(self, *facts: object) -> None:
        return None


class Delegate:
    """One person's browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        # The certificate of a proxy in a test is one of its own.
        tls = HTTPSHandler(context=ssl._create_unverified_context())
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stays(), tls)

    def get(self, path: str) -> str:
        """Return the page at *path*."""
        with self._opener.open(self.address + path, timeout=30) as answer:
            return str(answer.read().decode())

    def post(self, path: str, page: str, **fields: str) -> str:
        """Send the form of *page* with *fields* filled in; return where it leads, "" where it was not accepted."""
        status, headers, _ = self.send(path, page, **fields)
        return headers.get("Location", "") if status == 303 else ""

    def send(self, path: str, page: str, **fields: str) -> tuple[int, Message, str]:
        """Send the form of *page* with *fields* filled in; return status, headers and page of the answer."""
        hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
        named = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*type="hidden"[^>]*value="([^"]*)"', page))
        sent = {name: unescape(value) for name, value in {**hidden, **named}.items()} | fields
        came_from = {"Referer": self.address + path}
        return self._answer(Request(self.address + path, urlencode(sent).encode(), came_from))

    def look(self, path: str) -> tuple[int, Message, str]:
        """Return status, headers and page of what is at *path*, whatever it is."""
        return self._answer(Request(self.address + path))

    def _answer(self, request: Request) -> tuple[int, Message, str]:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except HTTPError as answer:
            return answer.code, answer.headers, answer.read().decode()

    def send_files(self, path: str, files: dict[str, bytes]) -> str:
        """Send *files* by the form of the page at *path*; return where it leads, "" where they were not accepted."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path))
        assert token, f"{path} has no form"
        line = b"--a-line-that-no-file-holds"
        parts = [b'Content-Disposition: form-data; name="csrf_token"\r\n\r\n' + token[1].encode()]
        parts += [
            f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode() + data
            for name, data in files.items()
        ]
        body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
        kind = f"multipart/form-data; boundary={line.decode()[2:]}"
        try:
            with self._opener.open(Request(self.address + path, body, {"Content-Type": kind}), timeout=30):
                return ""
        except HTTPError as answer:
            return answer.headers.get("Location", "") if answer.code == 303 else ""

    def sign_in(self, email: str, password: str) -> None:
        led = self.post("/sign-in", self.get("/sign-in"), email=email, password=password)
        assert led, f"{email} was not let in"


def write(address: str, email: str, password: str, form: str, name: str, told: "SimpleQueue[str]") -> None:
    """Submit one proposal after another on *form* until the server is gone, telling each that was acknowledged."""
    try:
        delegate = Delegate(address)
        delegate.sign_in(email, password)
        page = delegate.get(form)
        for number in range(10_000):
            text = f"The Meeting heard {name} for the time numbered {number}."
            if delegate.post(form, page, kind="replace", text=text, do="submit"):
                told.put(text)
    except GONE:
        pass
    finally:
        told.put("")
