"""The manual, read in a window of its own beside the work: F1 opens it at the page's chapter."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.basics.i18n import _
from desktop.basics.manual_search import Hit, ManualIndex
from desktop.basics.manual_text import anchor, chapter_titles, plain
from desktop.basics.resources import manual
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import bind, button, card, column, divided, line, make_search
from desktop.views.manual.chapter_text import ChapterText

if TYPE_CHECKING:
    from desktop.services.office import Office
    from desktop.views.kit.tasks import Progress

_SIZE = QSize(940, 700)
_FRAME = QSize(16, 40)  # what a title and edges take around a window
_WIDEST_PX = 900
_LEFT_PX = 236
_AROUND = 22  # signs of a line before the words that were looked for
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class _Place:
    """A place in the manual: a chapter, and a line of it or how far it is scrolled."""

    name: str
    heading: str = ""
    line: str = ""
    words: tuple[str, ...] = ()
    scroll: int | None = None


class ManualWindow(QWidget):
    """Chapters or what was found on the left, the open chapter beside them.

    It stands beside the program's window and takes nothing from it; it remembers its place.
    """

    closed = Signal()
    keys_wanted = Signal()
    paper_wanted = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._desk = desk
        self._index = ManualIndex(())
        self._titles = chapter_titles()
        self._names = list(self._titles)
        self._back: list[_Place] = []
        self._forward: list[_Place] = []
        self._hits: list[Hit] = []
        self._now = ""
        self._gone_to: _Place | None = None
        self.setObjectName("theGround")
        self.setWindowTitle(_("Manual"))
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self._build()
        self._bind()
        self._take_place()
        desk.tasks.read(self, _read, self._know)

    # --- building -----------------------------------------------------------------------

    def _build(self) -> None:
        self.search = _Search(self._step)
        words = _("Find in the manual (Ctrl+F)")
        make_search(self.search, words, words)
        self.search.textChanged.connect(self._look_for)
        self.search.returnPressed.connect(self.open_chosen)
        self.list = _list(_("Chapters"))
        self.found = _list(_("Found"))
        self.found.setWordWrap(True)
        self.found.hide()
        for name, title in self._titles.items():
            item = QListWidgetItem(title)
            item.setData(_KEY, name)
            self.list.addItem(item)
        self.text = ChapterText()
        self.text.setAccessibleName(_("Chapter"))
        self.text.setMaximumWidth(_WIDEST_PX)
        self.text.anchorClicked.connect(self._follow)
        self.list.currentItemChanged.connect(self._choose)
        self.found.itemClicked.connect(lambda _item: self.open_chosen())
        self.found.itemActivated.connect(lambda _item: self.open_chosen())
        self.back_button = button("←", self.back, tip=_("Back to where you were"))
        self.forward_button = button("→", self.forward, tip=_("Forward again"))
        tools = line(
            self.back_button,
            self.forward_button,
            None,
            button(_("My card"), self._print_cards, "", "Ctrl+J", _("One page of your role")),
            button(_("As a PDF"), self._print, "", "Ctrl+P"),
            button(_("Close"), self._leave, "", "Esc"),
        )
        self.back_button.setAccessibleName(_("Back to where you were"))
        self.forward_button.setAccessibleName(_("Forward again"))
        left = card(column(self.search, self.list, self.found), 8)
        left.setMinimumWidth(_LEFT_PX)
        right = card(column(tools, self.text), 8)
        self.setLayout(column(divided(left, right, (1, 3))))
        self._show_ways()

    def _bind(self) -> None:
        for keys in ("Ctrl+F", "/"):
            bind(self, keys, _("Find in the manual (Ctrl+F)"), self._start_search)
        bind(self, "Alt+Left", _("Back to where you were"), self.back)
        bind(self, "Alt+Right", _("Forward again"), self.forward)
        bind(self, "F1", _("The keys that hold now"), self.keys_wanted.emit)

    def _take_place(self) -> None:
        """Where it stood last, while that screen is there; at first at the right edge of one."""
        self.setMinimumSize(640, 400)
        kept = self._desk.memory.get("manual")
        place = QRect(*kept) if isinstance(kept, list) and len(kept) == 4 else QRect()
        rooms = [one.availableGeometry() for one in QGuiApplication.screens()]
        if not any(room.intersects(place) for room in rooms):
            room = QGuiApplication.primaryScreen().availableGeometry()
            place = QRect(room.topLeft(), _SIZE.boundedTo(room.size() - _FRAME))
            place.moveRight(room.right() - _FRAME.width() // 2)
        # Where the frame stands: by the inner place the title would lie above the screen.
        self.resize(place.size())
        self.move(place.topLeft())

    # --- going about --------------------------------------------------------------------

    @property
    def chapter(self) -> str:
        """The file name of the open chapter, without its ending."""
        return self._now

    def open(self, name: str, heading: str = "") -> None:
        """Open a chapter at a heading; the first one when there is none of this name."""
        self._go(_Place(name if name in self._names else self._names[0], heading))
        self.text.setFocus()

    def show_up(self) -> None:
        """Come to the front, with the keys."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def back(self) -> None:
        """Go where one came from."""
        if self._back:
            self._forward.append(self._here())
            self._show(self._back.pop())

    def forward(self) -> None:
        """Go again where one came back from."""
        if self._forward:
            self._back.append(self._here())
            self._show(self._forward.pop())

    def _here(self) -> _Place:
        return _Place(self._now, scroll=self.text.verticalScrollBar().value())

    def _go(self, place: _Place) -> None:
        if place == self._gone_to:  # once more, as by a double click: nothing to come back to
            self._show(place)
            return
        if self._now and (self._now != place.name or place.heading or place.words):
            self._back.append(self._here())
            self._forward.clear()
        self._show(place)

    def _show(self, place: _Place) -> None:
        self._gone_to = place
        if place.name != self._now:
            self._now = place.name
            self.list.blockSignals(True)
            self.list.setCurrentRow(self._names.index(place.name))
            self.list.blockSignals(False)
            self.text.show_chapter(manual(f"{place.name}.md"))
            self.setWindowTitle(f"{self._titles[place.name]} — {_('Manual')}")
        self.text.mark(place.words)
        if place.scroll is None:
            self.text.show_line(place.heading, place.line, place.words)
        else:
            self.text.verticalScrollBar().setValue(place.scroll)
        self._show_ways()

    def _show_ways(self) -> None:
        self.back_button.setEnabled(bool(self._back))
        self.forward_button.setEnabled(bool(self._forward))

    def _choose(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self._go(_Place(str(item.data(_KEY))))

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(url)
            return
        name = Path(url.path()).stem or self._now
        if name in self._names:
            wanted = url.fragment(QUrl.ComponentFormattingOption.FullyDecoded)
            self.open(name, self._heading(name, wanted))

    def _heading(self, name: str, wanted: str) -> str:
        if not wanted:
            return ""
        lines = manual(f"{name}.md").read_text(encoding="utf-8").splitlines()
        heads = [one.lstrip("# ") for one in lines if one.startswith("#")]
        return next((one for one in heads if anchor(one) == wanted), "")

    # --- searching ----------------------------------------------------------------------

    def _know(self, index: ManualIndex) -> None:
        self._index = index
        if self.search.text():
            self._look_for(self.search.text())

    def _start_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _look_for(self, typed: str) -> None:
        """Show the hits while one types; without words the chapters again."""
        searching = bool(typed.strip())
        self._hits = self._index.find(typed)
        self.found.clear()
        for hit in self._hits:
            self.found.addItem(_told(hit))
        if searching and not self._hits and self._index.chapters:
            nothing = QListWidgetItem(_("Nothing about this. Try fewer or other words."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.found.addItem(nothing)
        if self._hits:
            self.found.setCurrentRow(0)
        self.found.setVisible(searching)
        self.list.setVisible(not searching)
        if not searching:
            self.text.mark(())

    def _step(self, by: int) -> None:
        """↑ ↓ in the search box choose among the hits, or among the chapters."""
        shown = self.list if self.found.isHidden() else self.found
        shown.setCurrentRow(min(max(shown.currentRow() + by, 0), shown.count() - 1))

    def open_chosen(self) -> None:
        """Open what is chosen of that which was found."""
        row = self.found.currentRow()
        if self.found.isHidden():
            self.text.setFocus()
        elif 0 <= row < len(self._hits):
            hit = self._hits[row]
            self._go(_Place(hit.name, hit.heading, hit.line, hit.words))
            self.text.setFocus()

    def _leave(self) -> None:
        """Esc: from what was found back to the search, from the search to the chapters, away."""
        if not self.search.text():
            self.close()
        elif self.search.hasFocus():
            self.search.clear()
            self.text.setFocus()
        else:
            self._start_search()

    # --- paper --------------------------------------------------------------------------

    def _print(self) -> None:
        office = self._desk.office

        def make() -> bytes:
            from desktop.services.manual_papers import manual_paper

            return manual_paper(office)

        self.paper_wanted.emit(_("Manual"), make)

    def _print_cards(self) -> None:
        office = self._desk.office
        self.paper_wanted.emit(_("Role card"), lambda: _own_cards(office))

    # --- its place ----------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.isMaximized():
            numbers = [self.x(), self.y(), self.width(), self.height()]
            self._desk.memory.put("manual", numbers)
        super().closeEvent(event)
        self.closed.emit()


def _read(_progress: "Progress") -> ManualIndex:
    from desktop.basics.manual_text import whole_manual

    index = ManualIndex(whole_manual())
    index.listen()
    return index


def _own_cards(office: "Office") -> bytes:
    from desktop.services.manual_papers import card_paper

    assert office.person is not None
    return card_paper(sorted(office.person.roles), office)


def _list(words: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(words)
    made.setSpacing(2)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _told(hit: Hit) -> QListWidgetItem:
    """A hit as it is listed: where it is, and the line around the words."""
    where = " › ".join(dict.fromkeys(one for one in (hit.title, hit.heading) if one))
    place = max(plain(hit.line).find(plain(hit.words[0])), 0)
    start = max(place - _AROUND, 0)
    around = ("…" if start else "") + hit.line[start : place + 2 * _AROUND]
    return QListWidgetItem(where if hit.line in (hit.title, hit.heading) else f"{where}\n{around}")


class _Search(QLineEdit):
    """The search box; ↑ ↓ move among what is listed below it."""

    def __init__(self, step: Callable[[int], None]) -> None:
        super().__init__()
        self._step = step

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by:
            self._step(by)
        else:
            super().keyPressEvent(event)
