"""
A sent file is read in a process of its own, which has so much memory and processor time and no more.

A large file keeps a processor busy for seconds, and in a server's own process every other request
would wait for it. So the server starts this module as a program, asks it over two pipes, and waits
without working. The program knows no database, no setting and no secret, and fetches nothing; what
comes back is JSON, and no object of its making. One file, one process: nothing is left of the last one.
"""

import json
import os
import resource
import selectors
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from lxml import etree

from acm_drafts.documents.phrases import Phrase, unreadable
from acm_drafts.documents.read import bounds, files, incoming, packing
from acm_drafts.documents.read.incoming import Incoming
from acm_drafts.documents.read.packing import packed
from acm_drafts.documents.slots import NoSlot, slot
from acm_drafts.negotiation.errors import N_, FileTooLong, ReadersBusy, UnreadableFile
from acm_drafts.negotiation.file_pairing import pair
from acm_drafts.negotiation.lines import Line
from acm_drafts.text.align import Link
from acm_drafts.text.language import Language

MOST_MEMORY = 1_000_000_000
"""Bytes of address space. The largest file that `package` lets pass (24 MB of markup) takes about half of it."""
MOST_SECONDS = 30
"""Of processor time, not of the clock: a busy machine refuses no file that an idle one reads."""
AT_ONCE = 2
"""So many such processes a host has for all workers of its server; the next file waits for its turn."""
GIVES_WAY = 10
"""Its niceness: where processors are scarce a page that somebody waits for comes before a file that is read."""
BEAT = 5
"""Seconds between two signs to whoever waits that it still goes on."""

_ROOT = Path(__file__).resolve().parents[2]
_LENGTH = struct.Struct(">Q")
_NO_MEMORY = etree.ErrorTypes.ERR_NO_MEMORY
_TOO_MUCH = N_("reading it takes more memory or time than one file is given")
# What a program needs to start; nothing of it is a secret of the house.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


class FileReader:
    """
    A process that reads one file: ask `blocks`, or `read` and then `pair`, within a `with` block.

    All raise UnreadableFile, also where the process needed more than the *memory* (bytes) and *seconds* (of
    a processor) it is given. *beat* is called *every* so many seconds while a turn or an answer is waited for.
    A turn is waited for *patience* seconds, None for ever, and then ReadersBusy is raised; *turns* is with how many
    others at most it reads at once, so that what has time leaves one to those who wait.
    """

    def __init__(
        self,
        beat: Callable[[], None] = lambda: None,
        *,
        memory: int = MOST_MEMORY,
        seconds: int = MOST_SECONDS,
        every: float = BEAT,
        patience: float | None = None,
        turns: int = AT_ONCE,
    ) -> None:
        self._turn = slot("turn", count=turns, patience=patience, beat=beat, every=every)
        self._beat, self._every, self._share = beat, every, (str(memory), str(seconds))

    def __enter__(self) -> "FileReader":
        try:
            self._turn.__enter__()
        except NoSlot:
            raise ReadersBusy() from None
        try:
            self._process = self._started()
        except BaseException:
            self._turn.__exit__(None, None, None)
            raise
        return self

    def _started(self) -> "subprocess.Popen[bytes]":
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        return subprocess.Popen(
            [sys.executable, "-m", __name__, *self._share],
            cwd=_ROOT,
            env={
                **environment,
                "PYTHONPATH": str(_ROOT),
                "OPENBLAS_NUM_THREADS": "1",
                "PYTHONIOENCODING": "utf-8",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __exit__(self, *raised: object) -> None:
        self._process.kill()
        self._process.communicate()
        self._turn.__exit__(None, None, None)

    def read(self, name: str, data: bytes, *, language: Language, title: str) -> Incoming:
        """Return what a .docx or .txt file says (documents.read.incoming), if a page can show so much."""
        question = {"ask": "read", "name": name, "language": language.value, "title": title}
        return packing.incoming(self._ask(question, data))

    def blocks(self, name: str, data: bytes) -> tuple[tuple[str, ...], tuple[str | Phrase, ...]]:
        """Return the blocks of a .txt or .docx file and notes on it (documents.read.files), if a page can show them."""
        blocks, notes = self._ask({"ask": "blocks", "name": name}, data)
        return tuple(blocks), tuple(map(packing.phrase, notes))

    def pair(
        self, old: Sequence[Line], new: Sequence[Line], known: Sequence[tuple[int, int]]
    ) -> tuple[Link, ...]:
        """Return which lines of *old* are which of *new* (negotiation.file_pairing)."""
        question = {"ask": "pair", "old": packed(tuple(old)), "new": packed(tuple(new)), "known": list(known)}
        return tuple(map(packing.link, self._ask(question)))

    def _ask(self, question: Mapping[str, Any], data: bytes = b"") -> Any:
        answer = None
        try:
            assert self._process.stdin is not None
            _send(self._process.stdin, json.dumps(question).encode())
            _send(self._process.stdin, data)
            answer = self._answer()
        except BrokenPipeError:
            pass  # it ended before it had heard everything
        if answer is None:
            raise unreadable(_TOO_MUCH)
        reply = json.loads(answer)
        if "why" in reply:
            kind = FileTooLong if reply["is_too_long"] else UnreadableFile
            raise kind(why=packing.phrase(reply["why"]))
        return reply["is"]

    def _answer(self) -> bytes | None:
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._process.stdout, selectors.EVENT_READ)
            while not waiting.select(self._every):
                self._beat()
        return _receive(self._process.stdout)


def _send(sink: IO[bytes], data: bytes) -> None:
    sink.write(_LENGTH.pack(len(data)))
    sink.write(data)
    sink.flush()


def _receive(source: IO[bytes]) -> bytes | None:
    """Return the next piece, None where the other side has ended."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    data = source.read(length)
    return data if len(data) == length else None


# In the process ------------------------------------------------------------------------------------


def _read(facts: Mapping[str, Any], data: bytes) -> Incoming:
    file = incoming.read(facts["name"], data, language=Language(facts["language"]), title=facts["title"])
    bounds.require_within_bounds(list(incoming.texts_of(file)))
    return file


def _blocks(facts: Mapping[str, Any], data: bytes) -> tuple[Sequence[str], Sequence[str]]:
    blocks, notes = files.blocks_of(facts["name"], data)
    bounds.require_within_bounds(blocks)
    return blocks, notes


def _pair(facts: Mapping[str, Any], data: bytes) -> tuple[Link, ...]:
    old, new = ([packing.line(packed_line) for packed_line in facts[side]] for side in ("old", "new"))
    return pair(old, new, [(i, j) for i, j in facts["known"]])


_ACTS: Mapping[str, Callable[[Mapping[str, Any], bytes], Any]] = {
    "read": _read,
    "blocks": _blocks,
    "pair": _pair,
}


def _reply(facts: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    try:
        return {"is": packed(_ACTS[facts["ask"]](facts, data))}
    except UnreadableFile as refused:
        if _is_starved(refused):
            raise MemoryError() from refused
        return {"why": packed(refused.facts["why"]), "is_too_long": isinstance(refused, FileTooLong)}


def _is_starved(refused: UnreadableFile) -> bool:
    """Return whether the parser called a file damaged because it was given no more memory."""
    cause = refused.__context__
    return isinstance(cause, etree.XMLSyntaxError) and getattr(cause, "code", None) == _NO_MEMORY


def bound(memory: int, seconds: int) -> None:
    """
    Give this process its share: past the memory an allocation fails, past the seconds the system ends it.

    It gives way to everything else that wants a processor.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(GIVES_WAY)


def main(source: IO[bytes], sink: IO[bytes]) -> None:
    """Answer questions until there are no more; a failure of memory ends it, which is an answer too."""
    while (question := _receive(source)) is not None:
        data = _receive(source) or b""
        try:
            answer = json.dumps(_reply(json.loads(question), data)).encode()
        except MemoryError:
            return
        _send(sink, answer)


if __name__ == "__main__":
    bound(int(sys.argv[1]), int(sys.argv[2]))
    main(sys.stdin.buffer, sys.stdout.buffer)
