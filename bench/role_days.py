"""A day of each role in a large office, by keys: its GUI thread, what it asks, its memory.

Each role works in a process of its own, on a copy of the office, as docs/manual/role-*.md tells it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import desktop.views  # noqa: F401 - first, as in the program: PySide then keeps no source in mind

# isort: split
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.big import working_office
from bench.crowd import TODAY
from bench.measure import Told
from bench.watch import Asked, Turns, application, asked, own_memory_mb
from desktop.basics.i18n import choose_language
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from tests.views import desk
from tests.views.desk import settle
from tests.views.hands import Hands

_LATE_S = 5
_PATIENCE_S = 300  # a day of 400 drops is planned in about a minute
# What is done, after Ctrl+1: keys; ``page``, ``card`` and ``type`` with what; ``menu`` takes the
# first line of what popped up, ``right`` says that a form is right as it came.
DAYS: dict[str, dict[str, str]] = {
    "r01": {
        "visits of today": "Return Ctrl+Return Ctrl+Shift+A Ctrl+S",
        "a suggestion": "F6 type:k00 Return Ctrl+G Ctrl+S",
        "an order": "Ctrl+N type:k000025 Return type:p007 Return Return type:6 Return Ctrl+S",
        "a round of patrol": "F7 Ctrl+Shift+A Ctrl+S",
        "overdue clients": "card:逾期 Return",
        "a plan of visits": "Ctrl+4 Ctrl+N Return Return type:k00 Return Ctrl+S",
        "client files": "Ctrl+2 Down Down",
        "suggestions": "Ctrl+3 Down",
        "proposals": "page:proposals Down",
        "letters": "page:letters Down",
    },
    "clerk": {
        "an order": "Ctrl+N type:k000025 Return type:p007 Return Return type:6 Return Ctrl+S",
        "one more": "Ctrl+N type:k000030 Return type:p008 Return Return type:2 Return Ctrl+S",
        "orders": "Ctrl+3 End Home Down",
        "find a client": "Ctrl+K type:haoyoulai Return",
        "client files": "Ctrl+2 Ctrl+F type:mkjf Return",
        "a client's file": "Ctrl+2 Ctrl+E Tab Tab type:2 Ctrl+S",
        "an agreement": "Ctrl+5 Ctrl+N type:k000026 Return Ctrl+S",
        "agreements": "Ctrl+5 Down Down",
        "deliveries": "page:deliveries Down",
        "products": "page:products Down",
        "benefits": "page:benefits Down",
        "stock": "page:stock Down",
        "settlements": "page:settlements Down",
        "all clients chosen": "Ctrl+2 Ctrl+A Escape",
    },
    "manager": {
        "suggestions confirmed": "card:待确认的建议 Return Ctrl+Return Ctrl+Return Ctrl+Return",
        "an agreement approved": "card:待批准的协议 Return Ctrl+Return",
        "a case decided": "card:待裁定的案件 Return Ctrl+Return Down Ctrl+Return",
        "a proposal": "page:proposals Down Ctrl+Return",
        "overdue clients": "card:逾期 Return",
        "routes": "page:routes",
        "lines": "page:lines Down",
        "reports": "0 Return",
        "the next report": "page:reports Down",
        "one further": "page:reports Down",
        "what works": "page:works Down",
        "the map": "page:map",
        "a client's file on paper": "page:clients Ctrl+P Escape",
    },
    "dispatcher": {
        "a run loaded": "card:待装的车次 Return Ctrl+Return Return",
        "its results": "card:待录结果 Return Ctrl+Return Ctrl+Shift+A Ctrl+S",
        "a run closed": "card:待结清的车次 Return Ctrl+Return right",
        "the day planned": "Ctrl+N Ctrl+J menu",
        "a stop moved and locked": "page:board Right Ctrl+L Right Down",
        "the day saved": "page:board Ctrl+S",
        "all of its papers": "page:board Ctrl+D menu Escape",
        "runs": "page:runs Down Down",
        "a manifest": "page:runs Ctrl+P Escape",
        "stock": "page:stock Down",
        "orders": "page:orders Down",
        "deliveries": "page:deliveries Down",
    },
    "cashier": {
        "cash of a run": "card:现金 Return Ctrl+Return right",
        "money taken": "Ctrl+N type:k000045 Return Ctrl+S",
        "once more": "Ctrl+N type:k000090 Return Ctrl+S",
        "a payout": "card:兑付 Down Return Ctrl+Return Ctrl+Return Ctrl+P Escape",
        "payouts": "page:payouts Down",
        "payments": "page:payments Down End",
        "cases": "page:cases Down",
        "benefits": "page:benefits Down",
    },
    "accountant": {
        "the check sheet": "F8 Escape",
        "the journal": "Ctrl+N Down",
        "trial balance": "F6 Down",
        "the fund": "page:fund Down Down End",
        "a statement": "page:fund Ctrl+P Escape",
        "settlements": "page:settlements Down",
        "the list to sign": "page:settlements Ctrl+L Escape",
        "payouts": "page:payouts Down",
        "letters": "page:letters Down",
    },
    "administrator": {
        "rules": "page:settings Down",
        "staff": "page:staff Down",
        "import": "page:import",
        "backups": "page:backups",
        "the trail": "page:audit Down End",
    },
}


class _Keys:
    """What hands press with outside of pytest, turn by turn."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns

    def addWidget(self, _widget: QWidget, **_options: Any) -> None:  # noqa: N802
        """Nobody closes it: the process ends."""

    def wait(self, ms: int) -> None:
        """Let the window work."""
        self._turns.wait(ms / 1000)

    def keyClick(self, *what: Any) -> None:  # noqa: N802
        """Press a key."""
        with self._turns.turn():
            QTest.keyClick(*what)

    def keyClicks(self, widget: QWidget, text: str) -> None:  # noqa: N802
        """Press one key after the other, as quick as a hand."""
        for sign in text:
            with self._turns.turn():
                QTest.keyClicks(widget, sign)
            self._turns.wait(0.05)

    @contextmanager
    def waitActive(self, widget: QWidget) -> Iterator[None]:  # noqa: N802
        """Until the keyboard is there."""
        yield
        for _turn in range(100):
            if not widget.isActiveWindow():
                self._turns.wait(_LATE_S / 100)


class Day:
    """A person at a window, and what each step cost."""

    def __init__(self, path: Path, code: str, folder: Path, *, looking: bool = False) -> None:
        choose_language("zh_CN")
        desk.PATIENCE_S = _PATIENCE_S
        # As the program does it: workers hand the interpreter back soon.
        sys.setswitchinterval(0.001)
        self._app = application()
        self.turns = Turns(looking=looking)
        self.keys = cast("Any", _Keys(self.turns))
        office = Office(open_database(read_url(str(path)))).on(TODAY, None)
        self.hands = Hands(self.keys, office, code, folder)
        self.hands.desktop.news.stop()  # looks once a second, whatever is done
        self.begun_mb = own_memory_mb()
        self.turns.forget()

    def step(self, doing: str) -> tuple[float, Asked]:
        """One thing from Today on: its longest turn in seconds, and what it asked."""
        self.hands.press("Ctrl+1")
        self.turns.forget()
        with asked() as heard:
            for one in doing.split(" "):
                self._do(one)
        return self.turns.longest_s, heard

    def _do(self, one: str) -> None:
        what, _colon, given = one.partition(":")
        acts: dict[str, Callable[[], object]] = {
            "page": lambda: self._open(given),
            "card": lambda: self.hands.card(given),
            "type": lambda: self.hands.write(given),
            "menu": self._menu,
            "right": self.hands.save_as_it_stands,
        }
        acts.get(what, lambda: self.hands.press(one))()

    def _open(self, name: str) -> None:
        with self.turns.turn():
            self.hands.desktop.open_by_keys(name)
        settle(self.keys, self.hands.desktop)

    def _menu(self) -> None:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        self.keys.keyClick(menu, Qt.Key.Key_Return)
        settle(self.keys, self.hands.desktop)


def results(folder: Path) -> Iterator[Told]:
    """A row a role: the longest turn, statements, those asked twice, and memory."""
    path = folder / "large.db"
    working_office(path).engine.dispose()
    for code in DAYS:
        done = subprocess.run(
            [sys.executable, "-m", "bench.role_days", str(path), code],
            check=True,
            capture_output=True,
            text=True,
        )
        yield Told(f"a day in a large office: {code}", done.stdout.strip().splitlines()[-1])


def walk(day: Day, code: str, _folder: Path) -> str:
    """The day of one role, step by step, and its sum."""
    longest, statements, twice = [], 0, 0
    for step, doing in DAYS[code].items():
        seconds, heard = day.step(doing)
        longest.append(seconds)
        statements += heard.statements
        twice += len(heard.twice)
        print(
            f"{step:28} {1000 * seconds:4.0f} ms, {heard.statements} asked,"
            f" {len(heard.twice)} twice, {own_memory_mb():.0f} MB",
            *day.turns.long,
            *heard.twice,
            sep="\n    ",
            flush=True,
        )
    return (
        f"{len(longest)} steps, longest turn {1000 * max(longest):.0f} ms, {statements} asked,"
        f" {twice} twice, {day.begun_mb:.0f} → {own_memory_mb():.0f} MB of its own"
    )


def main(told: Callable[[Day, str, Path], str]) -> None:
    """Let a role that the command names work on a copy of the office that it names, and tell.

    It ends without taking the window apart.
    """
    path, code = sys.argv[1:3]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        shutil.copyfile(path, folder / "office.db")
        day = Day(folder / "office.db", code, folder, looking="--looking" in sys.argv)
        print(told(day, code, folder), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(walk)
