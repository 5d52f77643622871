"""An office that works through scenarios event by event, and copies of it for things to fail on."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from time import perf_counter

from sqlalchemy import Engine, func, select
from sqlalchemy.event import listen, remove

from desktop.models import Base
from desktop.replay.replay import Player, Replayed, begin, state_after
from desktop.replay.scenario import Event, Scenario, read_scenario
from desktop.replay.waves import is_second_wave
from desktop.services.checking import check_office
from desktop.services.database import make_database, open_database, read_url
from desktop.services.office import Office
from tests.postgres import Server

STORIES = Path(__file__).parents[2] / "tests" / "scenarios"


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
    """An event of a story, about to be done on copies of the office ``before``.

    ``statements`` are how many its doing takes, ``seconds`` how long it takes. ``first`` and
    ``then`` know the names before and after it, ``stood`` and ``stands`` say how all is.
    """

    place: Place
    event: Event
    first: Player
    then: Player
    second_wave: bool
    statements: int
    seconds: float
    stood: str
    stands: str

    def copy(self, name: str) -> Office:
        """A fresh copy of the office as it was before the event."""
        self.place.copy("before", name)
        return opened(self.place.url(name))

    def do(self, office: Office) -> Player:
        """Do the event; it is done once, however often it comes."""
        player = deepcopy(self.first)
        player.play(office, self.event)
        return player

    def ends(self, office: Office) -> tuple[bool, str]:
        """Whether a fault left the event undone, and what is wrong then or once it came again."""
        undone = self._look(office, self.first) == self.stood
        wrong = check_office(office, [])
        if wrong is None:
            names = self.do(office) if undone else self.then
            if not undone:
                self.do(office)
            wrong = check_office(office, [])
            if wrong is None and self._look(office, names) != self.stands:
                wrong = "it ends otherwise than without the fault"
        return undone, wrong or ""

    def _look(self, office: Office, player: Player) -> str:
        return looked(office, player, self.event, self.second_wave)


def looked(office: Office, player: Player, event: Event, second_wave: bool) -> str:
    """How an office is, as text: its state, and how many rows each table has."""
    state = state_after(office, Replayed(player.names, [], [], event.on, second_wave))
    with office.reading() as session:
        rows = {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    return json.dumps([state, rows], ensure_ascii=False, sort_keys=True)


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


def moments(place: Place, chance: Random) -> Iterator[Moment]:
    """The events of all stories, one after the other, for ever, the stories in any order."""
    stories = [read_scenario(path) for path in sorted(STORIES.glob("*.json")) if _told(path)]
    while True:
        chance.shuffle(stories)
        for number, story in enumerate(stories):
            yield from moments_of(place, story, number)


def _told(path: Path) -> bool:
    return not path.name.endswith(".state.json")


def moments_of(place: Place, story: Scenario, number: int = 0) -> Iterator[Moment]:
    """The events of one story, one after the other."""
    place.drop("now")
    if isinstance(place, Databases):
        place.make("now")
    office = Office(make_database(read_url(place.url("now"))))
    begin(office, story)
    office.engine.dispose()
    player, second_wave = Player(), any(map(is_second_wave, story.events))
    for told in story.events:
        event = replace(told, key=told.key or f"{number}.{told.number}")
        place.copy("now", "before")
        first = deepcopy(player)
        with office_at(place.url("now")) as office:
            stood = looked(office, first, event, second_wave)
            seen: list[int] = []
            at_each(office.engine, seen.append)
            begun = perf_counter()
            player.play(office, event)
            seconds, statements = perf_counter() - begun, len(seen)
            stands = looked(office, player, event, second_wave)
        then = deepcopy(player)
        yield Moment(place, event, first, then, second_wave, statements, seconds, stood, stands)
