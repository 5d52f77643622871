"""Twenty windows at work while some of them are killed and their server restarts once.

Whoever is told that the server is away tries the same save again, as a person does. In the end
every save that was told as done stands there once, nothing else does but what a killed window had
begun, no number is left out, and the office passes its check.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from bench.many import PEOPLE, Person, Saving, counted, filled, need_whole
from desktop.basics.drafts.order import OrderedLine
from desktop.basics.errors import ChangedElsewhere, DatabaseTrouble, Refused, SavedAlready
from desktop.models import ChangeKey, Collection, Order
from desktop.services.database import make_database, open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.orders import cancel_order, change_order
from desktop.services.payments import cancel_collection
from tests.server import own_server

_WINDOWS = 20
_PAUSE_S = 1.0
_DOWN_S = 3.0
_PATIENCE_S = 60.0  # after which a window that can't save says so
_KEY = "broken-"
Told = tuple[str, str, str]  # what became of a save (begun, done, …), its kind, its key


class Busy(Person):
    """Somebody who also changes and takes back what stands there, others' too."""

    def plan(self) -> Saving:
        if self.chance.random() < 0.6:
            return super().plan()
        if self.may_take_money:
            return "collection cancelled", self._of_any(Collection, cancel_collection)
        if self.chance.random() < 0.7:
            return "order changed", self._of_any(Order, self._change)
        return "order cancelled", self._of_any(Order, cancel_order)

    def _of_any(
        self, kind: type[Order] | type[Collection], act: Callable[[Office, int], object]
    ) -> Callable[[Office], object]:
        with self.office.reading() as session:
            newest = session.scalar(select(func.max(kind.id))) or 1
        key = max(1, newest - self.chance.randrange(30))  # of the last ones, as others do too
        return lambda office: act(office, key)

    def _change(self, office: Office, key: int) -> None:
        with office.reading() as session:
            order = session.get_one(Order, key)
            lines = [OrderedLine(one.product.code, one.unit.name, 2) for one in order.lines]
            version = order.version
        change_order(office, key, version, lines)


@dataclass
class Found:
    """What the windows told, and what was done to them."""

    told: list[Told] = field(default_factory=list)
    kills: int = 0

    def of(self, became: str) -> dict[str, str]:
        """The kinds of saves of which this became, by key."""
        return {key: kind for what, kind, key in self.told if what == became}


def _work(url: str, name: str, code: str, until: "Synchronized[float]", told: "Connection") -> None:
    chance = Random(name)
    office = Office(open_database(read_url(url)))
    person, number = Busy(office, code, chance), 0
    told.send(("open", "", name))
    while time.time() < until.value:
        time.sleep(chance.expovariate(1 / _PAUSE_S))
        number += 1
        try:
            kind, save = person.plan()
        except DatabaseTrouble:
            continue  # what is looked at is asked again a little later
        key = f"{_KEY}{name}-{number}"
        told.send(("begun", kind, key))
        told.send((_saved(person.office.saving(key, {"key": key}), save), kind, key))
    told.close()


def _saved(office: Office, save: Callable[[Office], object]) -> str:
    late = time.monotonic() + _PATIENCE_S
    while time.monotonic() < late:
        try:
            save(office)
        except SavedAlready:
            return "done"
        except (ChangedElsewhere, Refused):
            return "refused"
        except DatabaseTrouble:
            time.sleep(0.5)
        else:
            return "done"
    return "given up"


class Crowd:
    """The windows, as processes; one that is killed is opened again."""

    def __init__(self, url: str, seconds: float, chance: Random) -> None:
        self._url, self._chance = url, chance
        self._context = get_context("spawn")
        self._until = self._context.Value("d", float("inf"))
        self._open: dict[Connection, tuple[SpawnProcess, int]] = {}
        self._times: Counter[int] = Counter()
        self.found = Found()
        for number in range(_WINDOWS):
            self._begin(number)
        while len(self.found.of("open")) < _WINDOWS:  # a busy machine takes its time for that
            self.hear(1)
        self._until.value = time.time() + seconds

    def _begin(self, number: int) -> None:
        self._times[number] += 1
        name, code = f"{number}.{self._times[number]}", PEOPLE[number % len(PEOPLE)]
        ours, theirs = self._context.Pipe(duplex=False)
        given = self._url, name, code, self._until, theirs
        made = self._context.Process(target=_work, args=given)
        made.start()
        theirs.close()
        self._open[ours] = made, number

    def kill_one(self) -> None:
        """Kill a window, whatever it is at, and open it again."""
        ours, (process, number) = self._chance.choice(list(self._open.items()))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        self._hear_all(ours)
        del self._open[ours]
        self.found.kills += 1
        self._begin(number)

    def hear(self, seconds: float) -> bool:
        """Hear what they tell for a while; whether any is still at work."""
        late = time.monotonic() + seconds
        while self._open and (left := late - time.monotonic()) > 0:
            for ours in wait(list(self._open), left):
                assert isinstance(ours, Connection)
                if not self._hear(ours):
                    process, _number = self._open.pop(ours)
                    process.join()
                    assert process.exitcode == 0, "a window broke off by itself"
        return bool(self._open)

    def _hear(self, ours: "Connection") -> bool:
        try:
            self.found.told.append(ours.recv())
        except (EOFError, ConnectionError):
            return False
        return True

    def _hear_all(self, ours: "Connection") -> None:
        while self._hear(ours):
            pass


def worked_on(
    seconds: float, kills: int, events: int = 2_000, seed: int = 1
) -> tuple[Found, dict[str, str]]:
    """Let the windows work, break what is to break, and hold all that came of it together.

    What they told, and the kind of each change that stands there, by key. AssertionError when
    anything doesn't fit.
    """
    with own_server() as (url, call):
        office = Office(make_database(read_url(url)))
        filled(office, events)
        before = counted(office)
        office.engine.dispose()
        crowd = Crowd(url, seconds, Random(seed))
        for turn in range(kills):
            crowd.hear(seconds / (kills + 1))
            if turn == kills // 2:
                _restart(url, call)
            crowd.kill_one()
        while crowd.hear(5):
            pass
        return crowd.found, _held_together(office, before, crowd.found)


def _restart(url: str, call: Callable[..., None]) -> None:
    call("--mode=immediate", "stop")
    time.sleep(_DOWN_S)
    log = Path(url.partition("host=")[2]) / "log"
    call("--wait", "--log", log, "start")


def _held_together(office: Office, before: Counter[str], found: Found) -> dict[str, str]:
    begun, done, refused = (found.of(one) for one in ("begun", "done", "refused"))
    with office.reading() as session:
        rows = select(ChangeKey.key).where(ChangeKey.key.startswith(_KEY))
        saved = {key: begun[key] for key in session.scalars(rows)}
    assert not found.of("given up"), "a window couldn't save any more"
    assert not done.keys() - saved.keys(), "told as saved, and not there"
    assert not refused.keys() & saved.keys(), "told as refused, and there"
    need_whole(office, before, Counter(saved.values()))
    office.engine.dispose()
    return saved


def told_of(seconds: float, kills: int) -> str:
    """What came of it, in a sentence; AssertionError when anything doesn't fit."""
    found, saved = worked_on(seconds, kills)
    kinds = Counter(saved.values())
    told = ", ".join(f"{number} × {kind}" for kind, number in sorted(kinds.items()))
    return (
        f"{_WINDOWS} windows, {found.kills} killed, the server restarted once: {len(saved)} saves "
        f"({told}), {len(found.of('refused'))} refused, "
        f"{len(saved) - len(found.of('done'))} done by a window that was killed before it knew; "
        "nothing lost, nothing twice, no number left out, the check finds nothing"
    )


if __name__ == "__main__":
    print(told_of(90, 12))
