"""
Resolutions of the General Assembly on cooperation between the United Nations and the OIC: session and vote.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, Refusal
from acm_drafts.negotiation.library import SourceBody, body_of, symbols_in


class VoteKind(StrEnum):
    """How a resolution was adopted."""

    WITHOUT_A_VOTE = "without-a-vote"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Vote:
    """How a resolution was adopted; the three numbers are those of a recorded vote."""

    kind: VoteKind
    in_favour: int | None = None
    against: int | None = None
    abstaining: int | None = None

    def __str__(self) -> str:
        """Return the vote as files have it: "without a vote", "120-2-15"."""
        if self.kind is VoteKind.WITHOUT_A_VOTE:
            return WITHOUT_A_VOTE[0]
        return f"{self.in_favour}-{self.against}-{self.abstaining}"


WITHOUT_A_VOTE = ("without a vote", "without vote", "consensus", "by consensus")
"""What is written for that in files; the first is what we write."""
_RECORDED = re.compile(r"(\d{1,3}) ?[-–/] ?(\d{1,3}) ?[-–/] ?(\d{1,3})", re.ASCII)
_SESSION = re.compile(r"A/RES/(?:(\d+)/\d+|\d+ ?\(([IVXLC]+)\))", re.ASCII)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
LAST_SESSION = 999


def read_symbol(typed: str) -> str:
    """Return the symbol of a resolution of the General Assembly, in capitals. Raises WrongSymbol."""
    symbol = " ".join(typed.split()).upper()
    if symbols_in(symbol) != [(0, len(symbol))] or body_of(symbol) is not SourceBody.GENERAL_ASSEMBLY:
        raise WrongSymbol(name=typed.strip()[:60])
    return symbol


def session_of(symbol: str) -> int | None:
    """Return the regular session that a symbol tells: 65 for A/RES/65/140, 25 for A/RES/2625 (XXV); else None."""
    match = _SESSION.match(symbol)
    if match is None:
        return None
    return int(match[1]) if match[1] else _number(match[2])


def _number(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def read_session(typed: str, symbol: str) -> int | None:
    """Return the session that was typed, or the one that the symbol tells. Raises WrongSession."""
    of_symbol = session_of(symbol)
    if not typed.strip():
        return of_symbol
    if not re.fullmatch(r"\d{1,3}", typed.strip(), re.ASCII):
        raise WrongSession(name=typed.strip()[:40])
    session = int(typed)
    if session == 0 or (of_symbol is not None and session != of_symbol):
        raise WrongSession(name=str(session))
    return session


def read_vote(typed: str) -> Vote | None:
    """Return the vote that was typed, None for nothing. Raises WrongVote."""
    words = " ".join(typed.split()).casefold()
    if not words:
        return None
    if words in WITHOUT_A_VOTE:
        return Vote(VoteKind.WITHOUT_A_VOTE)
    match = _RECORDED.fullmatch(words)
    if match is None:
        raise WrongVote(name=typed.strip()[:40])
    return Vote(VoteKind.RECORDED, *(int(number) for number in match.groups()))


# What is refused -----------------------------------------------------------------------------------


class WrongSymbol(Refusal):
    sentence = N_("“%(name)s” is not the symbol of a resolution of the General Assembly.")
    next_step = N_("Write it like A/RES/65/140 or A/RES/2625 (XXV).")


class WrongSession(Refusal):
    sentence = N_("“%(name)s” is not the session of this resolution.")
    next_step = N_("Write the number of the session as the symbol has it, or leave the cell empty.")


class WrongVote(Refusal):
    sentence = N_("“%(name)s” is not a vote.")
    next_step = N_("Write “without a vote”, or the numbers for, against and abstaining, like 120-2-15.")


class SymbolTwice(Refusal):
    sentence = N_("Line %(line)s names the same resolution.")
    next_step = N_("Leave one of the two lines out.")


class DayAhead(Refusal):
    sentence = N_("“%(day)s” has not come yet.")
    next_step = N_("Write the day on which the resolution was adopted, like 2010-12-16.")


class CellIsFormula(Refusal):
    sentence = N_("This begins like a formula of a spreadsheet.")
    next_step = N_("Write it without the sign at its beginning.")


class ResolutionsRefused(Refusal):
    """Nothing of a file is saved; *cells* are what is wrong with which, in the order of the file."""

    sentence = N_("Some cells of the file cannot be used, so nothing was saved.")
    next_step = N_("Correct the cells that are named, and send the whole file again.")

    def __init__(self, cells: "tuple[WrongCell, ...]" = (), **facts: object) -> None:
        super().__init__(**facts)
        self.cells = cells

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.cells)])


@dataclass(frozen=True, slots=True)
class WrongCell:
    """What is wrong with the cell in a *line* (the first is 1) and a *column* of a file."""

    line: int
    column: str
    refusal: Refusal

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.refusal}"


class FileTooLarge(Refusal):
    sentence = N_("The file is too large: at most %(most)s lines.")
    next_step = N_("Send it in parts.")


class FileWithoutRows(Refusal):
    sentence = N_("The file names no resolution.")
    next_step = N_("Write the names of the columns in the first line, and a line for each resolution.")


class ColumnMissing(Refusal):
    sentence = N_("Line %(line)s, the first one, does not name the column “%(name)s”.")
    next_step = N_("Name the columns symbol, session, date, vote, source and note; symbol is needed.")


class ColumnUnknown(ColumnMissing):
    sentence = N_("Line %(line)s, the first one, names a column that is not known, or twice: “%(name)s”.")


class LineBroken(Refusal):
    sentence = N_("Line %(line)s of the file cannot be divided into its columns.")
    next_step = N_(
        "Put cells that hold commas or quotation marks in quotation marks, and send the file again."
    )


class NoSuchResolution(Refusal):
    sentence = N_("This resolution is not in the list any more.")
    next_step = N_("Look at the list as it stands now.")
