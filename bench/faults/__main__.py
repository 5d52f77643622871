"""``python dev.py faults``: lets a thousand things break, and prints what came of each kind.

Nothing is lost and nothing is there twice: after each fault the office passes its check, stands
as before the event or as after it, and ends as without the fault when the event is done again.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from bench.faults.faults import (
    Outcome,
    damaged,
    disk_full,
    drive_fails,
    hung_up,
    killed,
    power_cut,
    wrong_clock,
)
from bench.faults.ground import Databases, Files, Moment, Place
from bench.faults.handled import Handled, outcomes_of, seen_through
from bench.faults.handling import HANDLINGS, Handling, between, throw_away_offices
from bench.faults.moments import moments
from bench.many_broken import told_of
from tests.postgres import Server, server_programs

_TOLD_EACH = 50
Fault = Callable[[Moment, Random], Outcome]
# Of ten events on a file and on a server, what breaks at how many.
_FILES: tuple[tuple[Fault, int], ...] = (
    (killed, 10), (power_cut, 2), (disk_full, 2), (drive_fails, 2), (damaged, 3), (wrong_clock, 1),
)  # fmt: skip
_SERVER: tuple[tuple[Fault, int], ...] = ((killed, 10), (hung_up, 5))


def outcomes(place: Place, kills: int, chance: Random) -> Iterator[Outcome]:
    """What comes of so many kills, and of the other faults in their share."""
    for moment in islice(moments(place, kills, chance), kills):
        for fault, share in _FILES if isinstance(place, Files) else _SERVER:
            if chance.random() < share / 10:
                yield fault(moment, chance)


def handled(handlings: Sequence[Handling], kills: int, chance: Random) -> Iterator[Outcome]:
    """What comes of so many kills while whole files and offices are handled, and of drives."""
    seen: dict[str, Handled] = {}
    for number in range(kills):
        handling = handlings[number % len(handlings)]
        if handling.name not in seen:
            seen[handling.name] = seen_through(handling)
        yield from outcomes_of(seen[handling.name], chance)


def table(found: Counter[tuple[str, str, str]], wrong: list[str]) -> str:
    """What came of each fault by database, as a table, and below it what went wrong."""
    lines = [
        "| database | fault | times | stood as before | done whole | told | wrong |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, fault in sorted({key[:2] for key in found}):
        counts = [found[name, fault, what] for what in ("times", "undone", "told", "wrong")]
        times, undone, told, bad = counts
        lines.append(
            f"| {name} | {fault} | {times} | {undone} | {times - undone} | {told} | {bad} |"
        )
    return "\n".join([*lines, *wrong])


def of_kinds(kinds: Counter[tuple[str, str]]) -> Iterator[str]:
    """How many kinds of work were killed on each database, and how often each."""
    for name in sorted({name for name, _kind in kinds}):
        own = {kind: times for (where, kind), times in kinds.items() if where == name}
        never = ", ".join(sorted(kind for kind, times in own.items() if not times)) or "none"
        yield (
            f"{name}: {len(own)} kinds of work, each killed {min(own.values())} to "
            f"{max(own.values())} times; never: {never}"
        )


def main() -> int:
    """Let things break, and tell what came of it; 1 when anything went wrong."""
    if os.name != "posix":
        print("Nothing here ends a process like kill -9: run it on Linux.")
        return 0
    parser = argparse.ArgumentParser(prog="dev.py faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="on both databases together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--windows", type=int, default=90, help="seconds of 20 windows; 0: none")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)  # what was found until then is told all the same
    found: Counter[tuple[str, str, str]] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Server.start() if server_programs() is not None else None
        try:
            for name, one in _all(Path(folder), server, given.kills, given.seed):
                _count(found, wrong, name, one)
                kinds[name, one.action] += one.fault.startswith("killed")
                if (times := kinds.total()) % _TOLD_EACH == 0 and one.fault.startswith("killed"):
                    print(f"{times} kills, {len(wrong)} wrong", file=sys.stderr, flush=True)
        finally:
            print(table(found, wrong), *of_kinds(kinds), sep="\n", flush=True)
            throw_away_offices()
            if server is not None:
                server.stop()
    if server is not None and given.windows:
        print(told_of(given.windows, max(1, given.windows // 8)), flush=True)
    return 1 if wrong else 0


def _stop(_signal: int, _frame: object) -> None:
    raise SystemExit(1)


def _all(
    folder: Path, server: Server | None, kills: int, seed: int
) -> Iterator[tuple[str, Outcome]]:
    """All that breaks: a tenth while files are handled, a fifth on a server, if there is one."""
    of_files, on_server = kills // 10, kills // 5
    databases = Databases(server) if server is not None else None
    handlings = [*HANDLINGS, *(between(databases) if databases is not None else ())]
    yield from (("files", one) for one in handled(handlings, of_files, Random(seed)))
    places: list[tuple[Place, int]] = [(Files(folder), kills - of_files - on_server)]
    if databases is not None:
        places.append((databases, on_server))
    for place, some in places:
        yield from ((place.name, one) for one in outcomes(place, some, Random(seed)))


def _count(found: Counter[tuple[str, str, str]], wrong: list[str], name: str, one: Outcome) -> None:
    marks = {"times": True, "undone": one.undone, "told": one.told, "wrong": bool(one.wrong)}
    for mark, holds in marks.items():
        found[name, one.fault, mark] += holds
    if one.wrong:
        wrong.append(f"{name}, {one.fault}, {one.action}: {one.wrong}")
        print(wrong[-1], file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
