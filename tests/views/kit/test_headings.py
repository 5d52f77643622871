"""Every column of every list sorts: long lists in SQL, short ones by what is seen in them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot
from sqlalchemy import event

import desktop.views
from desktop.basics.i18n import N_
from desktop.queries.listing import Wanted
from desktop.views.kit.desk import Desk
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.headings import Headings, heading_px
from desktop.views.kit.tables.record_table import Column, RecordTable, RecordView
from desktop.views.pages import PAGES
from tests.office import Team, new_team
from tests.services.through_states import sold
from tests.views.desk import open_desk

COMPUTED = {"works", "settings", "backups"}  # of rows that no statement gives
VIEWS = Path(desktop.views.__file__).parent


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    sold(made)
    return made


def list_pages(desk: Desk) -> Iterator[ListPage]:
    for entry in PAGES:
        if issubclass(entry.kind, ListPage):
            yield entry.kind(desk)


def asked(team: Team, page: ListPage, wanted: Wanted) -> str:
    """The last statement that a list asks."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, words: str, *_rest: object) -> None:
        said.append(words)

    event.listen(team.office.engine, "before_cursor_execute", hear)
    with team.office.reading() as session:
        page.listing().ids(session, wanted)
    event.remove(team.office.engine, "before_cursor_execute", hear)
    return said[-1]


def test_every_named_column_sorts_both_ways(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    for page in list_pages(desktop.desk):
        qtbot.addWidget(page)
        if page.name in COMPUTED:
            continue
        names = [column.name for column in page.columns if column.name]
        assert names, page.name
        plain = asked(team, page, Wanted())
        for name in names:
            up = asked(team, page, Wanted(sort=name))
            down = asked(team, page, Wanted(sort=name, descending=True))
            assert len({plain, up, down}) == 3, (page.name, name)


def test_every_column_of_every_page_sorts_or_says_why_not(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    seen = 0
    for page in list_pages(desktop.desk):
        qtbot.addWidget(page)
        for column in page.columns:
            assert bool(column.name) != bool(column.unsorted), (page.name, column.heading)
        names = [column.name for column in page.columns if column.name]
        assert len(names) == len(set(names)), page.name
        seen += len(names)
    assert seen > 80


# The list itself, and tables with an order of their own: a grid, a month, weeks, the way of a day,
# the keys of a page before those of the window.
_TABLES = {
    "keys.py",
    "kit/tables/record_table.py",
    "kit/forms/grid/table.py",
    "calendar/month.py",
    "routes/clients.py",
    "routes/weeks.py",
}


def test_every_list_is_made_by_the_table_that_insists_on_it() -> None:
    # A table of Qt's own would know nothing of sorting; lists of hits and menus have no columns.
    of_qt = ("QTableWidget", "QTreeView", "QAbstractTableModel")
    found = {
        path.relative_to(VIEWS).as_posix()
        for path in VIEWS.rglob("*.py")
        if any(one in path.read_text(encoding="utf-8") for one in of_qt)
    }
    assert found == _TABLES


def test_a_column_without_a_sort_has_to_say_why() -> None:
    bare = Column(N_("Client"), str)
    with pytest.raises(ValueError, match="Client"):
        RecordTable([bare], lambda _keys: None)
    RecordTable([bare], lambda _keys: None, fixed="as in the file")
    RecordTable([Column(N_("Client"), str, unsorted="it is a picture")], lambda _keys: None)
    assert [one.name for one in RecordTable([bare]).columns] == ["#0"]


def test_lists_that_no_statement_gives_sort_too(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    page = next(one for one in list_pages(desktop.desk) if one.name == "settings")
    qtbot.addWidget(page)
    with team.office.reading() as session:
        ids = page.listing().ids
        given = list(ids(session, Wanted()))
        up = list(ids(session, Wanted(sort="name")))
        down = list(ids(session, Wanted(sort="name", descending=True)))
    assert sorted(given) == sorted(up)
    assert up == down[::-1] != given


LINES = [("张三", "1,200.00"), ("", "—"), ("K10", "-5.00"), ("k2", "30.00"), ("阿福", "")]
NAME = Column(N_("Client"), lambda row: row[0], 120)
AMOUNT = Column(N_("Amount"), lambda row: row[1], 120, right=True)


def click(view: RecordView, place: int) -> None:
    head = view.horizontalHeader()
    spot = QPoint(head.sectionViewportPosition(place) + 20, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def short_list(columns: Sequence[Column[Any]]) -> RecordView[Any]:
    table = RecordTable(columns)
    table.set_ids(range(len(LINES)), dict(enumerate(LINES)))
    return RecordView(table, "Lines")


def column_of(view: RecordView, place: int) -> list[str]:
    return [view.table.index(row, place).data() for row in range(view.table.rowCount())]


def test_a_list_whose_rows_are_all_there_sorts_by_what_is_seen(qtbot: QtBot) -> None:
    view = short_list((NAME, AMOUNT))
    qtbot.addWidget(view)
    view.show()
    view.pick(3)
    click(view, 0)
    assert column_of(view, 0) == ["k2", "K10", "阿福", "张三", ""]
    assert view.table.heading(0).endswith("↑")
    assert view.key == 3  # what was selected still is
    click(view, 0)
    assert column_of(view, 0) == ["张三", "阿福", "K10", "k2", ""]
    assert view.table.heading(0).endswith("↓")
    click(view, 1)
    assert column_of(view, 1) == ["-5.00", "30.00", "1,200.00", "—", ""]
    assert "↓" not in view.table.heading(0)
    view.table.set_ids(range(2), {0: ("b", "7.00"), 1: ("a", "6.00")})
    assert column_of(view, 1) == ["6.00", "7.00"]  # another record's rows stand as the arrow says


def test_the_pointer_is_a_hand_where_a_click_sorts(qtbot: QtBot) -> None:
    fixed = Column(N_("Note"), lambda row: row[1], 120, unsorted="it is a picture")
    view = short_list((NAME, fixed))
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    head = view.horizontalHeader()

    def point_at(place: int, wanted: Qt.CursorShape) -> None:
        spot = QPoint(head.sectionViewportPosition(place) + 30, head.height() // 2)
        QTest.mouseMove(head.viewport(), spot)
        qtbot.waitUntil(lambda: head.viewport().cursor().shape() == wanted)

    point_at(0, Qt.CursorShape.PointingHandCursor)
    point_at(1, Qt.CursorShape.ArrowCursor)
    before = column_of(view, 0)
    click(view, 1)
    assert column_of(view, 0) == before
    assert "↑" not in view.table.heading(1)


@pytest.mark.parametrize("words", ["级", "最长天数", "办结天数（中位数）", "Against last quarter"])
def test_a_heading_is_whole_in_the_width_that_it_says_it_needs(qtbot: QtBot, words: str) -> None:
    """Qt decides by another font than it writes with whether words have room."""
    view = QTableView()
    qtbot.addWidget(view)
    view.setHorizontalHeader(Headings(lambda _place: True))
    model = QStandardItemModel(1, 2)
    model.setHorizontalHeaderLabels([words, ""])
    view.setModel(model)
    view.show()

    def written(wide: int) -> int:
        view.setColumnWidth(0, wide)
        head = view.horizontalHeader()
        picture = head.grab(QRect(0, 0, wide - 2, head.height())).toImage()
        ground, low = picture.pixel(1, 4), picture.height() - 4
        across = range(picture.width())
        inked = [x for x in across if any(picture.pixel(x, y) != ground for y in range(3, low))]
        return inked[-1] - inked[0]

    needed = heading_px(view.horizontalHeader(), words)
    assert written(needed) == written(needed + 100)
