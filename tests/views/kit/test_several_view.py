"""Several rows of a list: chosen by keys and mouse, kept, copied; its columns arranged."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import _
from desktop.views.kit.lists.heading_menu import heading_menu
from desktop.views.kit.memory import Memory
from desktop.views.kit.tables.copying import as_cells
from desktop.views.kit.tables.record_table import Column, RecordTable
from desktop.views.kit.tables.row_height import LOW_PX, ROW_HEIGHT, USUAL_PX
from desktop.views.kit.tables.several_view import SeveralView

KEYS = [3, 1, 2, 9, 8, 7]
COLUMNS = (
    Column[int]("Name", lambda key: f"row {key}", 120, "name", stretch=True),
    Column[int]("Amount", str, 80, "amount", right=True),
    Column[int]("Day", str, 90, "day", extra=True),
    Column[int]("State", str, 90, "state", extra=True),
)
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[SeveralView[int]]:
    table = RecordTable(COLUMNS, lambda _keys: None)
    made = SeveralView(table, "list")
    qtbot.addWidget(made)
    made.resize(250, 300)
    made.show()
    table.set_ids(KEYS, {key: key for key in KEYS})
    made.pick(3, silent=True)
    yield made
    ROW_HEIGHT.choose(USUAL_PX)


def press(view: SeveralView[int], key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(view, key, held or Qt.KeyboardModifier.NoModifier)


def test_shift_and_arrows_choose_more_and_one_is_opened_no_more(view: SeveralView[int]) -> None:
    picked: list[int] = []
    chose: list[int] = []
    view.picked.connect(picked.append)
    view.chose.connect(chose.append)
    press(view, Qt.Key.Key_Down, SHIFT)
    press(view, Qt.Key.Key_Down, SHIFT)
    assert list(view.chosen) == [3, 1, 2]
    assert (chose, picked) == ([2, 3], [])
    press(view, Qt.Key.Key_Escape)
    assert list(view.chosen) == [2]
    assert picked == [2]


def test_ctrl_and_space_choose_what_does_not_stand_together(view: SeveralView[int]) -> None:
    press(view, Qt.Key.Key_Down, CTRL)
    press(view, Qt.Key.Key_Down, CTRL)
    assert list(view.chosen) == [3]
    press(view, Qt.Key.Key_Space, CTRL)
    assert list(view.chosen) == [3, 2]
    press(view, Qt.Key.Key_Space, CTRL)
    assert list(view.chosen) == [3]


def test_all_are_chosen_at_once_and_to_the_end(view: SeveralView[int]) -> None:
    press(view, Qt.Key.Key_A, CTRL)
    assert list(view.chosen) == KEYS
    press(view, Qt.Key.Key_Escape)
    view.pick(9)
    press(view, Qt.Key.Key_End, SHIFT)
    assert list(view.chosen) == [9, 8, 7]
    view.pick(2)
    press(view, Qt.Key.Key_Home, SHIFT)
    assert list(view.chosen) == [3, 1, 2]


def test_the_mouse_chooses_with_ctrl_and_lets_go_without(view: SeveralView[int]) -> None:
    def click(key: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = view.table.place_of(key)
        assert place is not None
        spot = view.visualRect(view.table.index(place, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, spot)

    picked: list[int] = []
    click(1)
    view.picked.connect(picked.append)
    click(8, CTRL)
    assert list(view.chosen) == [1, 8]
    assert picked == []
    click(9)
    assert list(view.chosen) == [9]
    assert picked == [9]


def test_what_was_chosen_is_chosen_again_where_it_still_stands(view: SeveralView[int]) -> None:
    press(view, Qt.Key.Key_A, CTRL)
    view.table.set_ids([9, 4, 3, 5, 8], {})
    assert view.choose({3, 9, 8, 7}) == 3
    assert list(view.chosen) == [9, 3, 8]
    assert view.choose({77}) == 0


def test_choosing_all_of_very_many_takes_no_time(qtbot: QtBot) -> None:
    table = RecordTable(COLUMNS, lambda _keys: None)
    view = SeveralView(table, "list")
    qtbot.addWidget(view)
    table.set_ids(range(100_000), {})
    view.selectAll()
    assert view.number == 100_000
    table.set_ids(range(99_999, -1, -1), {})
    assert view.choose(frozenset(range(100_000))) == 100_000
    assert view.chosen[0] == 99_999


def test_extra_columns_stand_where_there_is_room(qtbot: QtBot, view: SeveralView[int]) -> None:
    assert [one.heading for one in view.columns.seen] == ["Name", "Amount"]
    view.resize(360, 300)
    qtbot.waitUntil(lambda: len(view.columns.seen) == 3)
    view.resize(900, 300)
    qtbot.waitUntil(lambda: len(view.columns.seen) == 4)


def test_in_a_narrow_list_a_column_is_left_out_before_figures_are_cut(qtbot: QtBot) -> None:
    columns = (
        Column[int]("Name", lambda key: f"shop {key}", 120, "name", stretch=True),
        Column[int]("Expires", lambda _key: "2026-07-04", 80, "expires"),
        Column[int]("Left", lambda key: f"{key},000.00", 80, "left", right=True),
        Column[int]("Lasts", lambda key: f"{key},000 days", 80, "lasts", right=True),
        Column[int]("State", lambda _key: "open", 50, "state", tone=lambda _key: "good"),
    )
    view = SeveralView(RecordTable(columns, lambda _keys: None), "list")
    qtbot.addWidget(view)
    view.resize(320, 300)
    view.show()
    view.table.set_ids(KEYS, {key: key for key in KEYS})
    qtbot.waitUntil(lambda: headings_seen(view) == ["Name", "Expires", "Left", "State"])
    words = view.fontMetrics().horizontalAdvance
    assert view.columnWidth(1) > words("2026-07-04")
    assert view.columnWidth(2) > words("9,000.00")
    view.columns.show_column(3, shown=True)
    assert "Lasts" in headings_seen(view), "somebody wants it"
    view.columns.reset()
    view.resize(600, 300)
    qtbot.waitUntil(lambda: len(headings_seen(view)) == len(columns))


def test_columns_are_chosen_moved_remembered_and_reset(
    qtbot: QtBot, view: SeveralView[int]
) -> None:
    view.columns.show_column(3, shown=True)
    view.columns.show_column(1, shown=False)
    view.columns.move(3, -1)
    assert [one.heading for one in view.columns.seen] == ["State", "Name"]
    kept = view.columns.kept
    again = SeveralView(RecordTable(COLUMNS, lambda _keys: None), "list")
    qtbot.addWidget(again)
    again.resize(250, 300)
    again.columns.kept = kept
    assert [one.heading for one in again.columns.seen] == ["State", "Name"]
    view.columns.show_column(0, shown=False)
    view.columns.show_column(3, shown=False)
    assert len(view.columns.seen) == 1  # the last one stays
    view.columns.reset()
    assert [one.heading for one in view.columns.seen] == ["Name", "Amount"]


def headings_seen(view: SeveralView[int]) -> list[str]:
    return [one.heading for one in view.columns.seen]


def test_a_heading_is_dragged_elsewhere_and_stays_there(
    qtbot: QtBot, view: SeveralView[int]
) -> None:
    view.resize(900, 300)
    qtbot.waitUntil(lambda: len(view.columns.seen) == len(COLUMNS))
    told: list[bool] = []
    view.columns.changed.connect(lambda: told.append(True))
    head, held = view.horizontalHeader(), Qt.KeyboardModifier.NoModifier
    start, end = (
        QPoint(head.sectionViewportPosition(place) + across, 8)
        for place, across in ((1, 20), (3, head.sectionSize(3) - 20))
    )
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, held, start)
    for part in range(1, 6):
        QTest.mouseMove(head.viewport(), start + (end - start) * part / 5)
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, held, end)
    assert headings_seen(view) == view.columns.kept["order"] == ["Name", "Day", "State", "Amount"]
    assert told
    assert view.table.order == ("", False)  # it wasn't a click, which sorts


def test_a_column_is_moved_in_the_menu_by_keys(
    qtbot: QtBot, view: SeveralView[int], tmp_path: Path
) -> None:
    view.resize(900, 300)
    qtbot.waitUntil(lambda: len(view.columns.seen) == len(COLUMNS))
    menu = heading_menu(view, Memory(tmp_path), -1, view)
    menu.popup(view.mapToGlobal(QPoint(0, 0)))
    press_in = partial(QTest.keyClick, menu)
    for _step in range(3):
        press_in(Qt.Key.Key_Down)
    press_in(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press_in(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    order = ["Day", "Name", "Amount", "State"]
    assert headings_seen(view) == view.columns.kept["order"] == order
    assert [one.text() for one in menu.actions() if one.isCheckable()][:4] == list(map(_, order))
    assert menu.activeAction() is menu.actions()[0]
    press_in(Qt.Key.Key_Space)  # it is still the one that the keyboard stands on
    assert headings_seen(view) == ["Name", "Amount", "State"]
    press_in(Qt.Key.Key_Escape)


def test_a_column_that_is_new_in_the_program_stands_beside_its_neighbour(
    view: SeveralView[int],
) -> None:
    order = ["State", "Amount", "gone", "Name"]
    view.columns.kept = {"order": order, "shown": {"State": True, "gone": False}}
    assert [one.heading for one in view.columns.seen] == ["State", "Amount", "Name"]
    assert [view.table.columns[place].heading for place in view.columns.in_order][2] == "Day"


def test_rows_and_headings_are_equally_high(view: SeveralView[int]) -> None:
    assert view.rowHeight(0) == view.horizontalHeader().height() == USUAL_PX
    ROW_HEIGHT.choose(LOW_PX)
    assert view.rowHeight(0) == view.horizontalHeader().height() == LOW_PX


def test_a_right_click_leaves_what_is_chosen_and_else_chooses_its_row(
    view: SeveralView[int],
) -> None:
    asked: list[QPoint] = []
    view.menu_wanted.connect(asked.append)
    view.choose({3, 1})

    def right(place: int) -> None:
        spot = view.visualRect(view.table.index(place, 0)).center()
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, spot
        )

    right(1)
    assert list(view.chosen) == [3, 1]
    right(4)
    assert list(view.chosen) == [8]


def test_cells_come_into_a_spreadsheet_as_they_are_written() -> None:
    rows = [["店", "=1+1", "-12.00"], ["a\tb", 'says "x"\n', "+天"], ["-", "@x", "5%"]]
    assert as_cells(rows) == ('店\t =1+1\t-12.00\n"a\tb"\t"says ""x""\n"\t +天\n-\t @x\t5%')
