"""All that a person can come to see in a large office, twice over: its GUI thread, its memory.

``python -m bench.sights OFFICE ROLE [--all] [--looking]``, with an office of ``dev.py big``: every
list to its end, every report with its workbook, each tab, step, form and paper. It takes some
minutes a role. What is let go of stays let go of: the second time adds nothing.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

from bench.role_days import Day, main
from bench.watch import own_memory_mb
from desktop.basics.report import Table
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.reports.page import ReportsPage
from desktop.views.scenes import walk
from tests.views.desk import settle

_LONG_MS = 35
_MOST_ROWS = 100_000  # a journal of more is for hours of another day
_ROUNDS = 2


class Sights:
    """A person who looks at everything, and what each sight cost."""

    def __init__(self, day: Day, folder: Path) -> None:
        self._day = day
        self._desktop = day.hands.desktop
        self._file = folder / "report.xlsx"
        self.number = 0
        self.longest = 0.0, ""

    def look(self, told: Callable[[str, float], object]) -> None:
        """See everything once; ``told`` hears of each sight its longest turn in seconds."""
        turns = self._day.turns
        turns.forget()
        for name in self._each():
            self.number += 1
            told(name, turns.longest_s)
            self.longest = max(self.longest, (turns.longest_s, name))
            turns.forget()

    def _each(self) -> Iterator[str]:
        for sight in walk(self._desktop, self._settle, self._desktop.names, set(), self._act):
            yield sight
            page = self._desktop.page(self._desktop.here.page)
            if sight != page.name:
                continue
            if isinstance(page, ListPage):
                self._act(page.view.setFocus)
                self._day.hands.press("End", "Home")
                yield f"{sight}, its end"
            if isinstance(page, ReportsPage):
                yield from self._reports(page)

    def _reports(self, page: ReportsPage) -> Iterator[str]:
        """Each report of the time that is chosen, as it is shown and as a workbook."""
        with patch("desktop.views.reports.page.choose_target", lambda *_asked: self._file):
            for place in range(page.list.count()):
                self._act(partial(page.list.setCurrentRow, place))
                self._settle()
                yield f"report {page.chosen}"
                if page.report is None or max(map(_rows, page.report.tables)) > _MOST_ROWS:
                    continue
                self._act(page.export.click)
                self._settle()
                yield f"report {page.chosen}, its workbook"

    def _act(self, do: Callable[[], object]) -> object:
        with self._day.turns.turn():
            return do()

    def _settle(self) -> None:
        settle(self._day.keys, self._desktop)


def _rows(table: Table) -> int:
    return len(table.lines)


def see(day: Day, _code: str, folder: Path) -> str:
    """All that one role sees, sight by sight where a turn is long, and its sum."""
    sights, memory = Sights(day, folder), [day.begun_mb]

    def told(sight: str, seconds: float) -> None:
        if 1000 * seconds > _LONG_MS or "--all" in sys.argv:
            said = f"{sight:40} {1000 * seconds:4.0f} ms, {own_memory_mb():.0f} MB"
            print(said, *day.turns.long, sep="\n    ", flush=True)

    for _round in range(_ROUNDS):
        sights.look(told)
        memory.append(own_memory_mb())
    seconds, where = sights.longest
    return (
        f"{sights.number // _ROUNDS} sights, longest turn {1000 * seconds:.0f} ms ({where}),"
        f" {' → '.join(f'{one:.0f}' for one in memory)} MB of its own"
    )


if __name__ == "__main__":
    main(see)
