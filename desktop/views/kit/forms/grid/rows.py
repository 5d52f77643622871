"""The rows of a grid, and what was typed into them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

Typed = dict[str, dict[str, str]]


@dataclass(frozen=True)
class GridRow:
    """One row, by the ``key`` that its draft and a refusal name it by.

    ``shown`` is what stands in columns that nobody types into, ``open`` are those that take what
    is typed; ``usual`` is what one key puts into them. A row ``under`` another one is shown once
    that is opened; one that is ``apart`` only when it is asked for by itself, one that stands
    ``alone`` as soon as something is typed into it. ``found`` are other words that lead to it,
    ``tones`` the colours of what is shown, ``choices`` those of its own. Enter passes the columns
    that are ``seldom`` typed into.
    """

    key: str
    shown: Mapping[str, str]
    open: frozenset[str] = frozenset()
    usual: Mapping[str, str] = field(default_factory=dict)
    under: str = ""
    apart: bool = False
    alone: bool = False
    found: tuple[str, ...] = ()
    tones: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    seldom: frozenset[str] = frozenset()


class Rows:
    """The rows, which of them are opened, and what was typed."""

    def __init__(self) -> None:
        self._all: dict[str, GridRow] = {}
        self._under: dict[str, list[str]] = {}
        self._opened: dict[str, bool] = {}  # by parent; True: those that are apart too
        self.typed: Typed = {}
        self.visible: list[str] = []

    def put(self, rows: Iterable[GridRow]) -> None:
        """Take these rows; what was typed stays."""
        self._all = {one.key: one for one in rows}
        self._under = {}
        for one in self._all.values():
            if one.under:
                self._under.setdefault(one.under, []).append(one.key)
        self.lay()

    def take(self, typed: Mapping[str, Mapping[str, str]]) -> None:
        """Take what a draft kept; its rows are opened."""
        self.typed = {key: dict(cells) for key, cells in typed.items()}
        for key in self.typed:
            row = self._all.get(key)
            if row is not None and not row.alone and (parent := row.under):
                self._opened[parent] = self._opened.get(parent, False) or row.apart
        self.lay()

    def row(self, key: str) -> GridRow:
        """A row by its key."""
        return self._all[key]

    def knows(self, key: str) -> bool:
        """Whether there is such a row."""
        return key in self._all

    def under(self, key: str) -> Sequence[GridRow]:
        """The rows under another one."""
        return [self._all[one] for one in self._under.get(key, ())]

    def top(self) -> Sequence[GridRow]:
        """The rows that are under none."""
        return [one for one in self._all.values() if not one.under]

    def text(self, key: str, column: str) -> str:
        """What stands in a cell."""
        row, typed = self._all[key], self.typed.get(key, {}).get(column)
        return typed if typed is not None and column in row.open else row.shown.get(column, "")

    def write(self, key: str, column: str, text: str) -> bool:
        """Write into a cell; False when that changes nothing."""
        before = self.typed.get(key, {}).get(column, "")
        if text == before:
            return False
        cells = self.typed.setdefault(key, {})
        if text:
            cells[column] = text
        else:
            cells.pop(column, None)
            if not cells:
                del self.typed[key]
        return True

    def show(self, key: str, shown: Mapping[str, str], tones: Mapping[str, str]) -> None:
        """Show other words in a row's columns that nobody types into."""
        row = self._all[key]
        self._all[key] = replace(row, shown={**row.shown, **shown}, tones={**row.tones, **tones})

    def is_opened(self, key: str) -> bool:
        """Whether the rows under it are shown."""
        return key in self._opened

    def open(self, key: str, *, apart: bool = False) -> bool:
        """Show the rows under it; False when there are none."""
        if not any((apart or not one.apart) and not one.alone for one in self.under(key)):
            return False
        self._opened[key] = apart or self._opened.get(key, False)
        self.lay()
        return True

    def close(self, key: str) -> None:
        """Hide the rows under it."""
        self._opened.pop(key, None)
        self.lay()

    def lay(self) -> None:
        """Say anew which rows are shown."""
        self.visible = []
        for one in self.top():
            self.visible.append(one.key)
            self.visible += [low.key for low in self.under(one.key) if self._is_shown(low)]

    def _is_shown(self, low: GridRow) -> bool:
        if low.alone or low.under not in self._opened:
            return low.alone and low.key in self.typed
        return self._opened[low.under] or not low.apart or low.key in self.typed
