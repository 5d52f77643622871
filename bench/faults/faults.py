"""The faults themselves: each lets something break while an event is done on a copy."""

import os
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from random import Random
from threading import Timer
from unittest.mock import patch

from sqlalchemy.event import listen
from sqlalchemy.exc import DBAPIError

from bench.faults.ground import Databases, Files, Moment, at_each, office_at, opened
from desktop.basics.errors import DatabaseTrouble, Unreadable
from desktop.services import change
from desktop.services.checking import check_office
from desktop.services.halves import SIDES, beside
from desktop.services.office import Office

_COPY = "fault"
_PAGE = 4096
_SECTOR = 512
_FREE_PAGES = 3  # at most, that a nearly full disk still takes
_LAST_BYTES = 60_000  # at most, that a failing drive still takes
_CLOCKS = (-400, -1, 1, 400)  # days by which a clock is wrong


@dataclass(frozen=True)
class Outcome:
    """What a fault led to: was the event done or not, was it told, and what is wrong."""

    fault: str
    action: str
    undone: bool
    told: bool
    wrong: str


def killed(moment: Moment, chance: Random) -> Outcome:
    """The program is killed: before a statement, before its commit, after it, or at any time."""
    at = chance.randint(1, moment.statements + 1)
    after = chance.uniform(0, 1.1) * moment.seconds
    by_time = chance.random() < 0.5

    def dying(office: Office) -> None:
        if by_time:
            Timer(after, die).start()
        else:
            at_each(office.engine, lambda number: die() if number == at else None)

    done = _done_by_another(moment, dying)
    ended = _ended(moment, "killed at any time" if by_time else "killed at a statement")
    return _kept_its_word(moment, ended, done)


def _done_by_another(moment: Moment, ready: Callable[[Office], None]) -> bool:
    """Let another process do the work on a copy and be killed; whether it told that it was done."""
    moment.place.copy("before", _COPY)
    told, telling = os.pipe()
    child = os.fork()
    if not child:
        try:
            office = opened(moment.place.url(_COPY))
            ready(office)
            moment.do(office)
            os.write(telling, b"done")
            die()
        finally:
            os._exit(0)
    os.close(telling)
    os.waitpid(child, 0)
    with os.fdopen(told, "rb") as said:
        return said.read() == b"done"


def _kept_its_word(moment: Moment, ended: Outcome, done: bool) -> Outcome:
    """What was told to be done must stand."""
    if done and ended.undone and not moment.changes_nothing and not ended.wrong:
        return replace(ended, wrong="it was told to be done, and is not")
    return ended


def power_cut(moment: Moment, chance: Random) -> Outcome:
    """The power goes as a commit is written: what of the log reached the disk ends anywhere."""
    place = moment.place
    assert isinstance(place, Files)
    _done_by_another(moment, lambda _office: None)
    log = beside(place.path(_COPY), SIDES[0])
    if log.exists() and (size := log.stat().st_size):
        at, cut = chance.randrange(size), chance.random() < 0.5
        with log.open("rb+") as file:
            file.seek(at)
            if cut:
                file.truncate()
            else:
                file.write(chance.randbytes(min(_SECTOR, size - at)))
    return _ended(moment, "power cut")


def die() -> None:
    """End as by kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


def disk_full(moment: Moment, chance: Random) -> Outcome:
    """The disk takes a few pages more, or none, until it is emptied again."""
    place = moment.place
    assert isinstance(place, Files)
    most = (place.path("before").stat().st_size // _PAGE) + chance.randint(0, _FREE_PAGES)
    office = moment.copy(_COPY)

    def full(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {most}")

    office.engine.dispose()
    listen(office.engine, "connect", full)
    told = _tells(moment, office)
    office.engine.dispose()
    return _kept_its_word(moment, _ended(moment, "disk full", told), not told)


def drive_fails(moment: Moment, chance: Random) -> Outcome:
    """The drive takes some kilobytes more of a file, then every write to it fails."""
    import resource

    most = chance.randint(0, _LAST_BYTES)
    moment.place.copy("before", _COPY)
    child = os.fork()
    if not child:
        said = 2
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            said = int(_tells(moment, opened(moment.place.url(_COPY))))
        except DatabaseTrouble:  # already as it was opened
            said = 1
        finally:
            os._exit(said)
    _child, status = os.waitpid(child, 0)
    said = os.waitstatus_to_exitcode(status)
    ended = _kept_its_word(moment, _ended(moment, "drive fails", told=said == 1), said == 0)
    return ended if said in {0, 1} else replace(ended, wrong="the program broke off")


def hung_up(moment: Moment, chance: Random) -> Outcome:
    """The server hangs up before a statement; the same window goes on afterwards."""
    place = moment.place
    assert isinstance(place, Databases)
    at = chance.randint(1, moment.statements or 1)  # what is refused unasked asks nothing
    office = moment.copy(_COPY)
    end = at_each(office.engine, lambda number: place.hang_up(_COPY) if number == at else None)
    told = _tells(moment, office)
    end()  # what is looked at afterwards isn't broken
    undone, wrong = moment.ends(office)
    office.engine.dispose()
    gone = Outcome("server gone", moment.what, undone, told, wrong)
    return _kept_its_word(moment, gone, not told)


def wrong_clock(moment: Moment, chance: Random) -> Outcome:
    """The clock of the PC is a day or a year behind or ahead while the event is done."""
    off = timedelta(days=chance.choice(_CLOCKS))

    class Wrong(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Wrong":
            return cls.fromisoformat((datetime.now(tz) + off).isoformat())

    office = moment.copy(_COPY)
    with patch.object(change, "datetime", Wrong):
        moment.do(office)
    office.engine.dispose()
    return _ended(moment, "clock wrong")


def damaged(moment: Moment, chance: Random) -> Outcome:
    """A page of the office's file is noise, empty, torn or cut off, or one bit of it is another."""
    place = moment.place
    assert isinstance(place, Files)
    place.copy("before", _COPY)
    how = chance.choice(("noise", "empty", "torn", "cut off", "one bit"))
    _damage(place.path(_COPY), how, chance)
    told = wrong = ""
    try:
        with office_at(place.url(_COPY)) as office:
            told = check_office(office, []) or ""
            if not told and moment.look(office, moment.first) != moment.stood:
                wrong = "another word or figure, and nobody tells"
    except (DatabaseTrouble, Unreadable) as trouble:
        told = str(trouble)
    except Exception as error:  # noqa: BLE001 - each kind is a fault of the program, to be counted
        wrong = f"{type(error).__name__}: {error}"
    return Outcome(f"damaged: {how}", moment.what, True, bool(told), wrong)


def _damage(file: Path, how: str, chance: Random) -> None:
    whole = bytearray(file.read_bytes())
    start = _PAGE * chance.randrange(len(whole) // _PAGE)
    if how == "cut off":
        del whole[start:]
    elif how == "one bit":
        whole[start + chance.randrange(_PAGE)] ^= 1 << chance.randrange(8)
    else:
        to = start + (_PAGE // 2 if how == "torn" else _PAGE)
        whole[start:to] = chance.randbytes(to - start) if how == "noise" else bytes(to - start)
    file.write_bytes(whole)


def _tells(moment: Moment, office: Office) -> bool:
    """Whether doing the event says in words what is the trouble; else it was done all the same."""
    try:
        moment.do(office)
    except DatabaseTrouble:
        return True
    return False


def _ended(moment: Moment, fault: str, told: bool = False) -> Outcome:
    try:
        with office_at(moment.place.url(_COPY)) as office:
            undone, wrong = moment.ends(office)
    except (DatabaseTrouble, DBAPIError) as error:
        undone, wrong = True, f"{type(error).__name__}: {error}"
    return Outcome(fault, moment.what, undone, told, wrong)
