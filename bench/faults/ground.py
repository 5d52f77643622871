"""Where offices lie that things fail on: copies of them, and the work that is about to be done."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from desktop.services.checking import check_office
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from tests.postgres import Server

Names = Any  # what is known by name at a moment; work without names has none


class Files:
    """Offices in files of SQLite."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        """Where the office of this name is."""
        return f"sqlite:///{(self._folder / name).as_posix()}.db"

    def path(self, name: str) -> Path:
        """The file of this name."""
        return self._folder / f"{name}.db"

    def make(self, name: str) -> None:
        """Room for an office."""
        self.drop(name)

    def copy(self, name: str, to: str) -> None:
        """Copy an office that nobody has open."""
        self.drop(to)
        shutil.copyfile(self.path(name), self.path(to))

    def drop(self, name: str) -> None:
        """Remove an office."""
        for file in self._folder.glob(f"{name}.db*"):
            file.unlink()


class Databases:
    """Offices in databases of a PostgreSQL server."""

    name = "PostgreSQL"

    def __init__(self, server: Server) -> None:
        self._server = server

    def url(self, name: str) -> str:
        """Where the office of this name is."""
        return self._server.url(name)

    def make(self, name: str) -> None:
        """An empty database."""
        self.drop(name)
        self._copied(name, "template0")

    def copy(self, name: str, to: str) -> None:
        """Copy an office that nobody has open."""
        self.drop(to)
        self._copied(to, name)

    def drop(self, name: str) -> None:
        """Remove an office."""
        self._server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def hang_up(self, name: str) -> None:
        """Break the lines of all who have an office open."""
        self._server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = " + f"'{name}'"
        )

    def _copied(self, name: str, template: str) -> None:
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")


Place = Files | Databases


@dataclass(frozen=True)
class Moment:
    """Some work that is about to be done on copies of the office ``before``.

    ``what`` is its action. ``act`` does it once, however often it comes unless it is ``printed``,
    and gives the names that are known then; ``look`` tells how all is by such names.
    ``statements`` are how many it takes, ``seconds`` how long it takes. ``first`` and ``then`` are
    the names before and after it, ``stood`` and ``stands`` say how all is.
    """

    place: Place
    what: str
    act: Callable[[Office], Names]
    look: Callable[[Office, Names], str]
    statements: int
    seconds: float
    first: Names
    then: Names
    stood: str
    stands: str
    printed: bool = False

    def copy(self, name: str) -> Office:
        """A fresh copy of the office as it was before the work."""
        self.place.copy("before", name)
        return opened(self.place.url(name))

    def do(self, office: Office) -> Names:
        """Do the work; it is done once, however often it comes."""
        return self.act(office)

    @property
    def changes_nothing(self) -> bool:
        """Whether it is refused, or was only looked at."""
        return self.stood == self.stands

    def ends(self, office: Office) -> tuple[bool, str]:
        """Whether a fault left the work undone, and what is wrong then or once it came again."""
        undone = self.look(office, self.first) == self.stood
        wrong = check_office(office, [])
        if wrong is None:
            names = self.do(office) if undone else self.then
            if not undone and not self.printed:
                self.do(office)
            wrong = check_office(office, [])
            if wrong is None:
                wrong = different(self.look(office, names), self.stands)
        return undone, wrong or ""


def different(found: str, wanted: str) -> str:
    """What stands otherwise than it would without the fault; empty when nothing does."""
    if found == wanted:
        return ""
    here, there = set(found.splitlines()), set(wanted.splitlines())
    others = sorted({line.split(maxsplit=1)[0] for line in here ^ there})
    return f"it ends otherwise than without the fault: {', '.join(others)}"


def opened(url: str) -> Office:
    """An office's database opened anew."""
    return Office(open_database(read_url(url)))


@contextmanager
def office_at(url: str) -> Iterator[Office]:
    """An office, closed afterwards."""
    office = opened(url)
    try:
        yield office
    finally:
        office.engine.dispose()


def at_each(engine: Engine, do: Callable[[int], None]) -> Callable[[], None]:
    """Call ``do`` before each statement with its number, and before a commit; gives its end."""
    number = 0

    def counted(*_told: object) -> None:
        nonlocal number
        number += 1
        do(number)

    def end() -> None:
        for step in steps:
            remove(engine, step, counted)

    steps = ("before_cursor_execute", "commit")
    for step in steps:
        listen(engine, step, counted)
    return end
