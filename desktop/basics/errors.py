"""What a service may raise when the office's rules say no.

Anything else that is raised is a fault of the program, never an answer to a person.
"""

from dataclasses import dataclass
from typing import Final

# The order in which one of several reasons is reported (docs/replay.md).
CODES: Final = (
    "invalid",
    "not_found",
    "not_allowed",
    "same_person",
    "wrong_state",
    "duplicate",
    "too_early",
    "frozen",
    "overlap",
    "no_price",
    "not_protected",
    "closed_period",
    "over_quantity",
    "no_suggestion",
    "one_suggestion",
    "changed",
    "short",
)


class OfficeError(Exception):
    """An answer to a person: its text says what is wrong and what to do.

    ``details`` is what a server said itself, for whoever looks after it.
    """

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.message, self.details = message, details


@dataclass(frozen=True)
class Spot:
    """Where in a field of several lines: the line's place (from 1) or what stands in it."""

    line: int | str
    column: str = ""


class Refused(OfficeError):
    """A rule says no. ``code`` is one of CODES, ``field`` names the input it is about."""

    def __init__(
        self, code: str, message: str, field: str | None = None, spot: Spot | None = None
    ) -> None:
        super().__init__(message)
        if code not in CODES:
            raise ValueError(code)
        self.code = code
        self.field = field
        self.spot = spot


class SavedAlready(Refused):
    """A form that was saved before comes again: nothing was done a second time."""

    def __init__(self, message: str) -> None:
        super().__init__("duplicate", message)


class NeedsConfirmation(OfficeError):
    """A person must say yes first; the service is called again with ``name`` confirmed.

    Where a yes said by mistake would lose something, ``careful`` makes no the nearer answer.
    ``field`` and ``spot`` name the input to which a no leads, as those of a refusal do.
    """

    def __init__(
        self,
        name: str,
        message: str,
        *,
        careful: bool = False,
        field: str | None = None,
        spot: Spot | None = None,
    ) -> None:
        super().__init__(message)
        self.name = name
        self.careful = careful
        self.field = field
        self.spot = spot


class ChangedElsewhere(OfficeError):
    """Somebody else saved the same record meanwhile (E2); nothing was overwritten."""


class Unreadable(OfficeError):
    """A file that cannot be read: wrong type, damaged, encrypted or empty."""


class DatabaseTrouble(OfficeError):
    """The database can't be used as it is: newer, damaged, locked, read-only or away.

    What is ``passing`` goes by itself once the database can be used again; what isn't stays said
    until somebody did something about it.
    """

    passing = True


class OfficeGone(DatabaseTrouble):
    """An office that this program can't go on in, however long one waits: newer, or moved."""

    passing = False


class ServerRefuses(DatabaseTrouble):
    """A server that works, but doesn't let this user do what was asked."""

    passing = False


class ServerAway(DatabaseTrouble):
    """A server that can't be reached just now: it is worth asking again after a while."""
