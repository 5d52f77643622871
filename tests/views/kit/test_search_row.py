"""The row above a list keeps room to search in, however many tools its page offers."""

from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.views.kit.lists.search_row import SearchRow


def shown(qtbot: QtBot, *tools: str) -> tuple[SearchRow, QLineEdit, list[QPushButton], QPushButton]:
    search, made, new = (
        QLineEdit(),
        [QPushButton(words) for words in tools],
        QPushButton("新建议书"),
    )
    row = SearchRow(search, made, new)
    qtbot.addWidget(row)
    row.show()
    return row, search, made, new


def lay(row: SearchRow, width: int) -> None:
    row.resize(width, row.sizeHint().height())
    QApplication.processEvents()
    row.adjustSize()
    row.resize(width, row.height())
    QApplication.processEvents()


def test_tools_stand_below_where_the_search_would_be_too_short(qtbot: QtBot) -> None:
    row, search, tools, new = shown(qtbot, "读扫描件", "调查", "手工")
    whole = 160 + sum(one.sizeHint().width() + 8 for one in (*tools, new))
    lay(row, whole)
    assert search.width() >= 140
    tops = {one.mapTo(row, one.rect().topLeft()).y() for one in tools}
    assert max(tops) < search.height()
    lay(row, whole - 100)
    assert search.width() >= 140
    assert all(one.mapTo(row, one.rect().topLeft()).y() > search.height() for one in tools)
    assert row.minimumSizeHint().width() < whole - 100
    for one in tools[1:]:
        one.hide()
    first = tools[0]
    qtbot.waitUntil(lambda: first.mapTo(row, first.rect().topLeft()).y() < search.height())


def test_a_list_without_tools_has_one_row_however_narrow(qtbot: QtBot) -> None:
    row, search, _tools, new = shown(qtbot)
    lay(row, 150)
    assert abs(search.geometry().center().y() - new.geometry().center().y()) < 8
