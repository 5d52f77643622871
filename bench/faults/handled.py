"""What comes of a fault while whole files and offices are handled."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from threading import Timer
from time import perf_counter

from bench.faults.faults import Outcome, die
from bench.faults.handling import Handling
from desktop.basics.errors import OfficeError

# What Python tells of a file's fate as it happens.
_STEPS = ("os.rename", "os.remove", "os.mkdir", "os.chmod", "shutil.copyfile", "sqlite3.connect")
_LAST_BYTES = 800_000  # at most, that a failing drive still takes of a file
_REFUSED, _BROKE_OFF = 1, 2


@dataclass(frozen=True)
class Handled:
    """How a handling goes without a fault: what it takes, and what stands before and after it."""

    handling: Handling
    steps: int
    seconds: float
    stood: str
    stands: str


def seen_through(handling: Handling) -> Handled:
    """Do it once whole."""
    with _Folder() as folder:
        handling.lay(folder)
        stood = handling.look(folder)
        steps, seconds = _counted(handling, folder)
        return Handled(handling, steps, seconds, stood, handling.look(folder))


def outcomes_of(handled: Handled, chance: Random) -> Iterator[Outcome]:
    """Kill the program in the midst of it, and let the drive fail at every fifth time."""
    yield _broken(handled, _kill(handled, chance), "killed")
    if chance.random() < 1 / 5:
        yield _broken(handled, _fail(chance), "drive fails")


class _Folder:
    """A folder that goes afterwards."""

    def __enter__(self) -> Path:
        self._folder = Path(mkdtemp(prefix="zhongxiao-handled-"))
        return self._folder

    def __exit__(self, *_what: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _counted(handling: Handling, folder: Path) -> tuple[int, float]:
    """Do it in another process, as it is done afterwards; how many steps, how many seconds."""
    here, there = Pipe(duplex=False)

    def count() -> None:
        steps = 0

        def one_more() -> None:
            nonlocal steps
            steps += 1

        _at_steps(one_more)
        begun = perf_counter()
        handling.do(folder)
        there.send((steps, perf_counter() - begun))

    status = _in_another(count)
    if status:
        raise RuntimeError(f"{handling.name}: it doesn't even go without a fault")
    with closing(here):
        found: tuple[int, float] = here.recv()
    return found


def _at_steps(do: Callable[[], None]) -> None:
    """Call this before each step at a file, for the rest of this process."""

    def heard(step: str, given: tuple[object, ...]) -> None:
        if step in _STEPS or (step == "open" and _writes(given)):
            do()

    sys.addaudithook(heard)


def _writes(given: tuple[object, ...]) -> bool:
    _path, mode, flags = given
    if isinstance(mode, str):
        return any(one in mode for one in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _kill(handled: Handled, chance: Random) -> Callable[[], None]:
    """How a process gets ready to be killed: before a step, or at any time."""
    at, after = chance.randint(1, handled.steps + 1), chance.uniform(0, 1.1) * handled.seconds
    if chance.random() < 1 / 2:
        return lambda: Timer(after, die).start()
    left = [at]

    def step() -> None:
        left[0] -= 1
        if not left[0]:
            die()

    return lambda: _at_steps(step)


def _fail(chance: Random) -> Callable[[], None]:
    most = chance.randint(0, _LAST_BYTES)

    def ready() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return ready


def _in_another(work: Callable[[], None]) -> int:
    """Do something in another process; how it ended, negative where it was killed."""
    child = os.fork()
    if not child:
        status = _BROKE_OFF
        try:
            work()
            status = 0
        except OfficeError:
            status = _REFUSED
        except BaseException as error:  # noqa: BLE001 - told by how it ended
            with suppress(OSError):
                print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(status)
    _child, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _broken(handled: Handled, ready: Callable[[], None], how: str) -> Outcome:
    handling = handled.handling
    with _Folder() as folder:
        handling.lay(folder)

        def work() -> None:
            ready()
            handling.do(folder)

        ended = _in_another(work)
        undone, wrong = _ends(handled, folder)
    told = ended == _REFUSED
    found = Outcome(how, handling.name, undone, told, wrong)
    if ended == _BROKE_OFF and not wrong:
        return replace(found, wrong="the program broke off")
    if not ended and undone and not wrong and not handling.quiet:
        return replace(found, wrong="it was told to be done, and is not")
    return found


def _ends(handled: Handled, folder: Path) -> tuple[bool, str]:
    """Whether it was left undone, and what is wrong then or once it was done again."""
    handling = handled.handling
    try:
        found = handling.look(folder)
        undone = found == handled.stood
        if not undone and found != handled.stands:
            return False, f"neither as before nor as afterwards: {found[:200]}"
        with suppress(OfficeError) if not undone else nullcontext():
            handling.do(folder)
        if handling.look(folder) != handled.stands:
            return undone, "done again it ends otherwise"
        left = [one.name for one in folder.rglob("*.half*")]
    except Exception as error:  # noqa: BLE001 - each kind is a fault of the program, to be counted
        return True, f"{type(error).__name__}: {error}"
    return undone, f"half of it lies there: {left}" if left else ""
