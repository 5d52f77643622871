"""Cashiers at work on a server whose line breaks and which falls, in the midst of their saves."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from desktop.basics.errors import DatabaseTrouble
from desktop.models import Collection
from desktop.services import in_line
from desktop.services.checking import check_office
from desktop.services.database import make_database, open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.payments import record_collection
from desktop.services.trouble import is_well
from tests.door import Door
from tests.office import Team, fill_team, new_team
from tests.postgres import UNIX, server_programs
from tests.server import own_server

pytestmark = [
    pytest.mark.untraced,
    pytest.mark.skipif(
        not UNIX or server_programs() is None, reason="the tests' server has a Unix socket here"
    ),
]

BREAKS = 12
# As people do it: what wasn't saved is saved again, as the same form, until it is.
TAKE_MONEY = """
import sys, time, uuid
from desktop.basics.errors import DatabaseTrouble, SavedAlready
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.payments import record_collection

office = Office(open_database(read_url(sys.argv[1])))
cashier = office.on(office.today, office.find_person("k1"))
print("at work", flush=True)
told = saved = 0
while not (over := sys.stdin.readline().strip()):
    form = cashier.saving(str(uuid.uuid4()), {"amount": 100}, {"above the debt", "same again"})
    while True:
        try:
            record_collection(form, sys.argv[2], 100)
        except SavedAlready:
            pass
        except DatabaseTrouble:
            told += 1
            time.sleep(0.05)
            continue
        saved += 1
        print(saved, told, flush=True)
        break
"""


class Cashier:
    """A window of its own process, which takes money for as long as it is asked to."""

    def __init__(self, url: str, client: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", TAKE_MONEY, url, client],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "at work\n"

    def go_on(self, times: int) -> None:
        """Take money so often, without being waited for."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n" * times)
        self._process.stdin.flush()

    def end(self) -> tuple[int, int]:
        """How many were saved, and how often it was told that it couldn't be."""
        said, _nothing = self._process.communicate("over\n", timeout=120)
        assert self._process.returncode == 0
        saved, told = said.splitlines()[-1].split()
        return int(saved), int(told)


def test_what_was_told_to_be_saved_stands_there_once_whatever_broke() -> None:
    each, chance = 60, Random(15)
    with own_server() as (url, call):
        office = Office(make_database(read_url(url)))
        fill_team(office)
        office.engine.dispose()
        folder = Path(url.partition("=")[2])
        door = Door(str(folder))
        cashiers = [Cashier(door.url("postgres"), code) for code in ("C1", "C2", "C1")]
        for one in cashiers:
            one.go_on(each)
        for number in range(BREAKS):
            time.sleep(chance.uniform(0.1, 0.5))
            if number % 4 == 3:
                call("--mode=immediate", "stop")
                call("--wait", "--log", folder / "log", "start")
            else:
                door.shut()
                door.open()
        ended = [one.end() for one in cashiers]
        door.shut()
        assert [saved for saved, _told in ended] == [each] * len(cashiers)
        assert sum(told for _saved, told in ended), "nothing broke in the midst of a save"
        office = Office(open_database(read_url(url)))
        assert check_office(office) is None
        with office.reading() as session:
            there = session.scalars(select(Collection.number).order_by(Collection.number)).all()
            assert session.scalar(select(func.sum(Collection.amount_fen))) == 100 * len(there)
        assert [int(one[-5:]) for one in there] == list(range(1, len(cashiers) * each + 1))
        office.engine.dispose()


@pytest.fixture
def two(postgres_url: str) -> Iterator[tuple[Team, Team]]:
    """Two PCs at work in one office."""
    here = new_team(postgres_url)
    there = Team(Office(open_database(read_url(postgres_url))))
    yield here, there
    here.office.engine.dispose()
    there.office.engine.dispose()


def test_who_waits_long_for_anothers_change_is_told_so(
    two: tuple[Team, Team], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two
    with here.k1.transaction("collection.record"):
        monkeypatch.setattr(in_line, "_WAIT_S", 1)
        with pytest.raises(DatabaseTrouble, match="过一会儿再试"):
            record_collection(there.k1, "C1", 100)
        assert not is_well(there.office.engine)
    assert is_well(there.office.engine)
    assert record_collection(there.k1, "C1", 100) == 1


def test_a_pc_that_falls_asleep_within_a_change_holds_up_nobody_for_long(
    two: tuple[Team, Team], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two

    def sleep_within_a_change() -> None:
        monkeypatch.setattr(in_line, "_STILL_S", 1)
        with here.k1.transaction("collection.record"):
            monkeypatch.setattr(in_line, "_STILL_S", 60)
            assert record_collection(there.k1, "C1", 100) == 1  # once the server has ended ours

    with pytest.raises(DatabaseTrouble, match="没有存上"):
        sleep_within_a_change()
    assert check_office(there.office) is None
