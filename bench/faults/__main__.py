"""``python dev.py faults``: lets a thousand things break, and prints what came of each kind.

Nothing is lost and nothing is there twice: after each fault the office passes its check, stands
as before the event or as after it, and ends as without the fault when the event is done again.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
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
    wrong_clock,
)
from bench.faults.ground import Databases, Files, Moment, Place, moments
from tests.postgres import Server, server_programs

Fault = Callable[[Moment, Random], Outcome]
# Of ten events on a file and on a server, what breaks at how many.
_FILES: tuple[tuple[Fault, int], ...] = (
    (killed, 10), (disk_full, 2), (drive_fails, 2), (damaged, 3), (wrong_clock, 1),
)  # fmt: skip
_SERVER: tuple[tuple[Fault, int], ...] = ((killed, 10), (hung_up, 5))


def outcomes(place: Place, kills: int, chance: Random) -> Iterator[Outcome]:
    """What comes of so many kills, and of the other faults in their share."""
    for moment in islice(moments(place, chance), kills):
        for fault, share in _FILES if isinstance(place, Files) else _SERVER:
            if chance.random() < share / 10:
                yield fault(moment, chance)


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


def main() -> int:
    """Let things break, and tell what came of it; 1 when anything went wrong."""
    if os.name != "posix":
        print("Nothing here ends a process like kill -9: run it on Linux.")
        return 0
    parser = argparse.ArgumentParser(prog="dev.py faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="on both databases together")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found: Counter[tuple[str, str, str]] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        places: list[tuple[Place, int]] = [(Files(Path(folder)), given.kills * 4 // 5)]
        server = Server.start() if server_programs() is not None else None
        if server is not None:
            places.append((Databases(server), given.kills - given.kills * 4 // 5))
        try:
            for place, kills in places:
                for one in outcomes(place, kills, Random(given.seed)):
                    _count(found, wrong, place.name, one)
        finally:
            print(table(found, wrong), flush=True)
            if server is not None:
                server.stop()
    return 1 if wrong else 0


def _count(found: Counter[tuple[str, str, str]], wrong: list[str], name: str, one: Outcome) -> None:
    marks = {"times": True, "undone": one.undone, "told": one.told, "wrong": bool(one.wrong)}
    for mark, holds in marks.items():
        found[name, one.fault, mark] += holds
    if one.wrong:
        wrong.append(f"{name}, {one.fault}, {one.action}: {one.wrong}")
        print(wrong[-1], file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
