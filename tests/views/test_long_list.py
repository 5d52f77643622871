"""A list of thousands worked by keys: searched as one types, sorted, jumped to its end."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from bench.crowd import TODAY, big_office
from bench.making import Size
from desktop.queries.clients import ClientRow, client_ids
from desktop.queries.listing import Wanted
from desktop.services.office import Office
from desktop.views.clients.page import ClientsPage
from desktop.views.kit.desk import Link
from desktop.views.kit.tables.several_view import SeveralView
from desktop.views.kit.tasks import READERS, Tasks
from desktop.views.window import Desktop
from tests.views.conftest import Guard
from tests.views.desk import focus, open_desk, press, settle, sums_of, write

SIZE = Size(3_000, 600, 200, 3_500, 200, 1_000, 500)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A big office in small, made once."""
    made = big_office(tmp_path_factory.mktemp("big") / "office.db", SIZE)
    yield made.on(TODAY, made.find_person("manager"))
    made.engine.dispose()


@pytest.fixture
def desktop(
    qtbot: QtBot, office: Office, tmp_path: Path, gui_thread_never_waits: Guard
) -> Iterator[Desktop]:
    made = open_desk(qtbot, office, tmp_path)
    made.open(Link("clients"))
    settle(qtbot, made)
    gui_thread_never_waits.watching = True
    yield made
    gui_thread_never_waits.watching = False


def page(desktop: Desktop) -> ClientsPage:
    shown = desktop.page("clients")
    assert isinstance(shown, ClientsPage)
    return shown


def expected(office: Office, guard: Guard, **wanted: object) -> list[int]:
    with guard.elsewhere(), office.reading() as session:
        return client_ids(session, Wanted(**wanted), None, TODAY)  # type: ignore[arg-type]


@pytest.fixture
def heard(office: Office) -> Iterator[list[str]]:
    """The statements that are asked."""
    found: list[str] = []

    def hear(_connection: object, _cursor: object, said: str, *_rest: object) -> None:
        found.append(said)

    event.listen(office.engine, "before_cursor_execute", hear)
    yield found
    event.remove(office.engine, "before_cursor_execute", hear)


def test_each_key_of_a_search_narrows_the_list(
    qtbot: QtBot, desktop: Desktop, office: Office, gui_thread_never_waits: Guard
) -> None:
    press(qtbot, desktop, "Ctrl+F")
    typed = ""
    for key in "hao":
        typed += key
        write(qtbot, desktop, key)
        wanted = expected(office, gui_thread_never_waits, search=typed)
        qtbot.waitUntil(lambda wanted=wanted: list(page(desktop).table.ids) == wanted)
    assert 0 < page(desktop).table.rowCount() < 2_000


def test_what_is_found_first_is_opened_when_the_hands_rest(qtbot: QtBot, desktop: Desktop) -> None:
    opened = page(desktop).detail.key
    press(qtbot, desktop, "Ctrl+F")
    qtbot.keyClicks(focus(desktop), "k00203")
    first = 2_030
    qtbot.waitUntil(lambda: page(desktop).table.id_at(0) == first)
    assert page(desktop).view.key == first
    assert page(desktop).detail.key == opened
    qtbot.waitUntil(lambda: page(desktop).detail.key == first)


def test_enter_opens_at_once_what_was_found(qtbot: QtBot, desktop: Desktop) -> None:
    press(qtbot, desktop, "Ctrl+F")
    qtbot.keyClicks(focus(desktop), "k00203")
    qtbot.waitUntil(lambda: page(desktop).table.id_at(0) == 2_030)
    qtbot.keyClick(focus(desktop), Qt.Key.Key_Return)
    assert page(desktop).detail.key == 2_030
    assert page(desktop).view.hasFocus()


def test_neither_searching_nor_sorting_counts_the_filters_anew(
    qtbot: QtBot, desktop: Desktop, heard: list[str]
) -> None:
    page(desktop).view.sorted_by.emit("name", False)
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "hao")
    settle(qtbot, desktop)
    assert heard
    # A filter is counted within one statement for all; the open client counts its neighbours.
    assert not [said for said in heard if "(SELECT count(" in said and "client.state" in said]


def test_the_end_of_a_sorted_list_shows_its_last_rows(
    qtbot: QtBot, desktop: Desktop, office: Office, gui_thread_never_waits: Guard
) -> None:
    for name in ("name", "area", "class", "visited", "fund"):
        wanted = expected(office, gui_thread_never_waits, sort=name)
        page(desktop).view.sorted_by.emit(name, False)
        settle(qtbot, desktop)
        table, view = page(desktop).table, page(desktop).view
        assert list(table.ids) == wanted
        view.setFocus()
        press(qtbot, desktop, "End")
        row = table.row_of(wanted[-1])
        assert row is not None
        assert table.data(table.index(len(wanted) - 1, 0)) == row.name
        assert page(desktop).detail.key == wanted[-1]
        press(qtbot, desktop, "Home")
        assert page(desktop).detail.key == wanted[0]


class Painting(QObject):
    """Notes among the statements when a list is painted whose current row is known."""

    def __init__(self, view: SeveralView[ClientRow], heard: list[str]) -> None:
        super().__init__(view)
        self._view, self._heard = view, heard
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        key = self._view.key
        if event.type() == QEvent.Type.Paint and key and self._view.table.row_of(key):
            self._heard.append("painted")
        return False


def test_rows_jumped_to_are_painted_before_the_file_of_one_is_read(
    qtbot: QtBot, desktop: Desktop, heard: list[str]
) -> None:
    view = page(desktop).view
    view.setFocus()
    press(qtbot, desktop, "Home")
    view.table.set_ids(view.table.ids)
    settle(qtbot, desktop)
    painting = Painting(view, heard)
    heard.clear()
    press(qtbot, desktop, "End")
    view.viewport().removeEventFilter(painting)
    assert page(desktop).detail.key == view.table.ids[-1]
    file = next(place for place, said in enumerate(heard) if "WHERE client.id =" in said)
    assert "painted" in heard[:file]


def test_what_waits_for_a_read_ahead_is_begun_also_when_that_fails(qtbot: QtBot) -> None:
    tasks, asker, go = Tasks(), QObject(), Event()
    failed: list[Exception] = []
    shown: list[str] = []

    def ahead(_progress: object) -> str:
        go.wait(5)
        raise ValueError("no row")

    tasks.read(asker, ahead, shown.append, failed.append, ahead=True)
    tasks.read(asker, lambda _progress: "file", shown.append)
    qtbot.wait(10)
    assert shown == []
    go.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert (shown, len(failed)) == (["file"], 1)
    tasks.wait()


def test_nothing_is_begun_once_a_window_ends(qtbot: QtBot) -> None:
    tasks, asker = Tasks(), QObject()
    shown: list[str] = []

    def ask_again(answer: str) -> None:
        shown.append(answer)
        tasks.read(asker, lambda _progress: "second", shown.append)

    tasks.read(asker, lambda _progress: "first", ask_again, ahead=True)
    tasks.read(asker, lambda _progress: "behind it", shown.append)
    tasks.end()
    qtbot.wait(30)
    assert (shown, tasks.idle) == (["first"], True)


def test_all_of_a_long_list_are_chosen_at_once_and_summed_elsewhere(
    qtbot: QtBot, desktop: Desktop, office: Office, gui_thread_never_waits: Guard
) -> None:
    shown = page(desktop)
    shown.view.setFocus()
    press(qtbot, desktop, "Ctrl+A")
    assert len(shown.several.keys) == shown.table.rowCount() > 2_000
    whole = sums_of(shown)
    assert whole
    shown.view.sorted_by.emit("name", True)
    settle(qtbot, desktop)
    assert len(shown.several.keys) == shown.table.rowCount()
    assert list(shown.several.keys) == list(shown.table.ids)
    press(qtbot, desktop, "Escape")
    assert len(shown.view.chosen) == 1
    assert sums_of(shown) == whole


def test_a_held_arrow_opens_where_it_stops(
    qtbot: QtBot, desktop: Desktop, heard: list[str]
) -> None:
    view = page(desktop).view
    view.setFocus()
    press(qtbot, desktop, "Home")
    heard.clear()
    gate, tasks = threading.Event(), desktop.desk.tasks
    for _reader in range(READERS):  # every reader is at something slow
        tasks.read(desktop, lambda _progress: gate.wait(20), lambda _done: None)
    for _press in range(40):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    gate.set()
    settle(qtbot, desktop)
    table = page(desktop).table
    assert page(desktop).detail.key == table.id_at(40)
    # Those that nobody waited for any more were not begun.
    files = [said for said in heard if "FROM client" in said and "WHERE client.id =" in said]
    assert len(files) <= 4


def test_enter_in_the_search_box_waits_for_what_was_typed(qtbot: QtBot, desktop: Desktop) -> None:
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "k000010")
    settle(qtbot, desktop)
    box = desktop.search
    box.clear()
    qtbot.keyClicks(box, "k002030")
    box._timer.stop()  # as if it had just run out:
    box._ask()  # the answer is under way, the older list still stands there
    qtbot.keyClick(box, Qt.Key.Key_Return)
    settle(qtbot, desktop)
    assert page(desktop).detail.key == 2_030


def test_a_read_that_a_newer_one_replaced_is_not_begun(qtbot: QtBot) -> None:
    tasks, asker, go = Tasks(), QObject(), Event()
    begun: list[int] = []
    shown: list[int] = []

    def work(number: int) -> Callable[[object], int]:
        def read(_progress: object) -> int:
            begun.append(number)
            go.wait(5)
            return number

        return read

    for number in range(20):
        tasks.read(asker, work(number), shown.append, slot="one")
    qtbot.waitUntil(lambda: len(begun) > 0)
    go.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert shown == [19]
    assert 19 in begun
    assert len(begun) < 6
    tasks.wait()


def click_heading(qtbot: QtBot, desktop: Desktop, section: int) -> str:
    """Click on a heading as a person does; the words that it has then."""
    head = page(desktop).view.horizontalHeader()
    middle = head.sectionViewportPosition(section) + head.sectionSize(section) // 2
    spot = head.viewport().rect().center()
    spot.setX(middle)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    settle(qtbot, desktop)
    return page(desktop).table.heading(section)


def test_a_heading_sorts_and_shows_its_arrow_and_the_list_stands_at_its_top(
    qtbot: QtBot, desktop: Desktop, office: Office, gui_thread_never_waits: Guard
) -> None:
    view = page(desktop).view
    fund = 4
    usual = page(desktop).table.heading(fund)
    view.scrollToBottom()
    assert click_heading(qtbot, desktop, fund) == f"{usual} ↑"
    assert view.verticalScrollBar().value() == 0
    assert list(page(desktop).table.ids) == expected(office, gui_thread_never_waits, sort="fund")
    view.scrollToBottom()
    assert click_heading(qtbot, desktop, fund) == f"{usual} ↓"
    assert view.verticalScrollBar().value() == 0
    view.scrollToBottom()
    page(desktop).filter_by("overdue")
    settle(qtbot, desktop)
    assert view.verticalScrollBar().value() == 0
    again = ClientsPage(desktop.desk)
    qtbot.addWidget(again)
    assert again.table.heading(fund) == f"{usual} ↓"
