"""The sheets that clients send: laid side by side, each opened as an order to be confirmed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.queries.order_sheets import SheetOrder
from desktop.services.order_sheets import Looked, ReadSheet, look_into, put_away, read_sheets
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.choose_file import choose_files
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import button, column, label, line
from desktop.views.kit.tables.record_table import Column
from desktop.views.shared.watched_folder import LOOKING, WatchedFolder

_LOOK_MS = 20_000  # how often the watched folder is looked into
_AGAIN_MS = 2_000  # what just came may still be written to
_FOLDER = "orders.folder"
_DONE = "orders.done"  # dealt with, but not moved away yet: by path, as they stood then
_NO_ORDER = SheetOrder("", "", "", None, (), ())


@dataclass(frozen=True)
class SheetLine:
    """An order of a sheet that waits for somebody; ``trouble`` why the file can't be read.

    ``stamp`` is of the file as it was read, ``twin`` another file that waits with the same goods.
    """

    path: Path
    order: SheetOrder
    trouble: str = ""
    stamp: str = ""
    twin: str = ""

    @property
    def is_order(self) -> bool:
        """Whether anything can be ordered by it."""
        return bool(self.order.lines)

    @property
    def doubts(self) -> str:
        """What to look at before it is taken."""
        same = _("the same goods as in {file}").format(file=self.twin) if self.twin else ""
        return "\n".join(filter(None, (self.trouble, same, *self.order.doubts)))


class OrderSheets(QWidget):
    """Files that were chosen, and those in the folder that this computer watches.

    ``opened`` gives a line whose order is to be shown as a form; nothing is taken by itself.
    ``number_changed`` tells how many wait.
    """

    opened = Signal(object)
    number_changed = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines: list[SheetLine] = []
        said = _(
            "Sheets saved in {folder} come up here by themselves; one that was dealt with goes "
            "into its folder “{done}”."
        ).format(folder="{folder}", done=_("ordered"))
        self.watched = WatchedFolder(desk, self, _FOLDER, said, _LOOK_MS, self.look)
        self._again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.look)
        self.rows: Lines[Sequence[SheetLine], SheetLine] = Lines(
            _COLUMNS,
            lambda lines: lines,
            name=N_("Sheets of clients"),
            none=N_("No sheet waits"),
            none_under=N_("Choose files, or watch a folder in which you save them."),
            ways=(button(_("Choose sheets …"), self.choose),),
            enter=self._open,
            fills=True,
        )
        choose = button(_("Choose sheets …"), self.choose, "primary", "Ctrl+O")
        self._choose_button = choose
        self.away = button(_("Put away"), self._put_away, "", "Ctrl+Delete")
        title = label(_("Sheets of clients"), "title")
        watched = self.watched
        buttons = line(watched.start, watched.stop, None, self.away, choose)
        self.setLayout(column(title, watched.words, watched.remark, self.rows, buttons))
        self._show()
        watched.follow()

    def come(self) -> None:
        """Put the keyboard on the first sheet, or where one is chosen."""
        reason = Qt.FocusReason.TabFocusReason
        if self._lines:
            self.rows.pick(0)
            self.rows.setFocus(reason)
        else:
            self._choose_button.setFocus(reason)

    @property
    def waiting(self) -> Sequence[SheetLine]:
        """What waits, in order."""
        return tuple(self._lines)

    def choose(self) -> None:
        """Ask for several files at once."""
        kinds = _("Sheets") + " (*.xlsx *.xls *.et *.csv *.ods *.xlsm *.xlsb)"
        if paths := choose_files(self._desk, self, _("Sheets of clients"), kinds, "sheets"):
            self.read(paths)

    def read(self, paths: Sequence[Path]) -> None:
        """Read files off the GUI thread, and lay their orders beside those that wait."""
        office = self._desk.office
        self._desk.tasks.read(
            self, lambda _progress: read_sheets(office, paths), self._take, words=_("Sheets")
        )

    def look(self) -> None:
        """Look into the watched folder for what is new, was saved anew or is gone."""
        folder, office = self.watched.folder, self._desk.office
        if folder is None:
            return
        seen, done = {one.path: one.stamp for one in self._lines}, self._done

        def work(_progress: object) -> Looked:
            return look_into(office, folder, seen, done)

        self._desk.tasks.read(self, work, self._looked, slot=LOOKING)

    def _looked(self, found: Looked) -> None:
        self.watched.say_trouble(found.trouble)
        self._forget(found.put_away)
        self._lines = [one for one in self._lines if one.path not in found.gone]
        if found.read and self.watched.folder is not None:
            self._again.start()
        if found.read or found.gone:
            self._take(found.read)

    def taken(self, done: SheetLine) -> SheetLine | None:
        """An order was made of it: the file goes once all of it is dealt with. Gives the next."""
        place = self._lines.index(done) if done in self._lines else 0
        self._lines = [one for one in self._lines if one is not done]
        if all(one.path != done.path for one in self._lines):
            self._move_away(done)
        self._show()
        rest = [*self._lines[place:], *self._lines[:place]]
        return next((one for one in rest if one.is_order), None)

    def _take(self, found: Sequence[ReadSheet]) -> None:
        """Lay what was read beside what waits; a file that was saved anew takes its own place."""
        for sheet in found:
            orders = sheet.orders or (_NO_ORDER,)
            new = [SheetLine(sheet.path, one, sheet.trouble, sheet.stamp) for one in orders]
            places = [at for at, one in enumerate(self._lines) if one.path == sheet.path]
            at = places[0] if places else len(self._lines)
            self._lines = [one for one in self._lines if one.path != sheet.path]
            self._lines[at:at] = new
        self._lines = [self._beside_its_twin(at) for at in range(len(self._lines))]
        self._show()

    def _beside_its_twin(self, at: int) -> SheetLine:
        """A line, with the file before it that orders the same for the same client."""
        own = self._lines[at]
        goods = own.order.client, own.order.lines
        before = (one for one in self._lines[:at] if own.is_order and one.path != own.path)
        twin = next((one for one in before if (one.order.client, one.order.lines) == goods), None)
        name = twin.path.name if twin is not None else ""
        return own if own.twin == name else replace(own, twin=name)

    def _show(self) -> None:
        self.rows.show_item(tuple(self._lines))
        self.away.setEnabled(bool(self._lines))
        self.number_changed.emit(len(self._lines))

    def _open(self, chosen: SheetLine) -> None:
        if chosen.is_order:
            self.opened.emit(chosen)

    def _put_away(self) -> None:
        """The one that is chosen is no order."""
        place = self.rows.place
        if 0 <= place < len(self._lines):
            self.taken(self._lines[place])

    def _move_away(self, done: SheetLine) -> None:
        """Only from the watched folder: what lies elsewhere is the person's own."""
        path = done.path
        if path.parent != self.watched.folder:
            return
        # Until it could be moved, it is no news in just this state, also after a restart.
        self._keep_done({**self._done, path: done.stamp})
        self.watched.remark.say("")
        self.watched.move_away(lambda: put_away(path), lambda: self._forget((path,)))

    @property
    def _done(self) -> dict[Path, str]:
        return {Path(path): stamp for path, stamp in (self._desk.memory.get(_DONE) or {}).items()}

    def _keep_done(self, done: Mapping[Path, str]) -> None:
        self._desk.memory.put(_DONE, {str(path): stamp for path, stamp in done.items()})

    def _forget(self, moved: Collection[Path]) -> None:
        """These are moved away: another file of such a name is a new one."""
        if moved:
            self.watched.remark.say("")
            self._keep_done({path: it for path, it in self._done.items() if path not in moved})


def sheet_values(order: SheetOrder) -> dict[str, Any]:
    """What a sheet says, as the form of an order shows it."""
    return {
        "client": (order.client, f"{order.name} ({order.client})") if order.client else None,
        "wanted": order.wanted,
        "lines": [
            {
                "product": one.code or one.product,
                "unit": one.unit,
                "quantity": int(one.quantity),
            }
            for one in order.lines
        ],
    }


def _goods(row: SheetLine) -> str:
    pieces = sum(int(one.quantity) for one in row.order.lines)
    return _("{products} products, {pieces} in all").format(
        products=len(row.order.lines), pieces=pieces
    )


_COLUMNS: tuple[Column[SheetLine], ...] = (
    Column(N_("File"), lambda row: row.path.name, 150, stretch=True, tip=lambda row: row.path.name),
    Column(N_("Client"), lambda row: row.order.name or "?", 130),
    Column(N_("Goods"), lambda row: _goods(row) if row.is_order else "—", 120),
    Column(
        N_("Look at"),
        lambda row: row.doubts.replace("\n", _("; ")),
        200,
        tone=lambda _row: "careful",
        tip=lambda row: row.doubts,
        wraps=True,
    ),
)
