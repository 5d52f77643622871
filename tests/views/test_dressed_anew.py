"""Switched to dark while it runs: what is open looks as if it had begun so, in our own font."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QListView, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.queries.due_calendar import DueArea, DueDay
from desktop.views.calendar.month import MonthView
from desktop.views.kit import theme
from desktop.views.kit.forms.secret_editor import SecretLine
from tests.office import new_team
from tests.views.desk import open_desk, settle

DAY = date(2026, 7, 6)


@pytest.fixture
def app() -> Iterator[QApplication]:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    blinks = found.cursorFlashTime()
    found.setCursorFlashTime(0)  # a line that has the keyboard looks alike at every moment
    yield found
    found.setCursorFlashTime(blinks)
    theme.apply(found, dark=False)


def month() -> QWidget:
    made = MonthView(DAY)
    made.resize(900, 600)
    made.pick(DAY)
    areas = tuple(
        DueArea(f"{one}片区", 3, 3, 3, Decimal(5), 100, delivers=True) for one in "东西南北中上下"
    )
    days = {
        day: DueDay(day, holiday=day != DAY, areas=areas, idle=())
        for day in (DAY, date(2026, 7, 13))
    }
    made.show_month(DAY, days)
    return made


def message() -> QWidget:
    return QMessageBox(QMessageBox.Icon.NoIcon, "众小", "先保存")


@pytest.mark.parametrize("make", [month, SecretLine, message])
def test_what_is_open_is_dressed_anew(
    qtbot: QtBot, app: QApplication, make: Callable[[], QWidget]
) -> None:
    def seen(*, dark: bool) -> QImage:
        theme.apply(app, dark)
        qtbot.wait(1)
        return widget.grab().toImage()

    theme.apply(app, dark=False)
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    light = seen(dark=False)
    switched = seen(dark=True)
    assert switched != light
    assert seen(dark=False) == light, "and back"
    widget.close()  # no other has the keyboard then
    theme.apply(app, dark=True)
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    assert seen(dark=True) == switched


def test_the_ground_around_a_paper_follows(
    qtbot: QtBot, app: QApplication, sqlite_url: str, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, new_team(sqlite_url).c1, tmp_path)
    sheet = BytesIO()
    paper = Canvas(sheet, (200, 200))
    paper.showPage()
    paper.save()
    preview = desktop.preview
    desktop.over.show_paper("价目表", sheet.getvalue, None)
    settle(qtbot, desktop)
    for dark, ground in ((True, theme.DARK.ground), (False, theme.LIGHT.ground)):
        theme.apply(app, dark)
        settle(qtbot, desktop)
        colour = preview.view.grab().toImage().pixelColor(4, preview.view.height() - 8)
        assert colour.name().upper() == ground.upper()


def test_a_font_that_windows_has_for_lists_and_menus_gives_way_to_ours(
    qtbot: QtBot, app: QApplication
) -> None:
    """It is set by the system itself, also while the program runs."""
    theme.apply(app, dark=False)
    for name in ("QAbstractItemView", "QMenu", "QMessageBox", "QTipLabel"):
        app.setFont(QFont("DejaVu Sans", 8), name)  # type: ignore[arg-type]
    theme.apply(app, dark=False)
    for widget in (QListView(), QMenu(), QMessageBox()):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert widget.font().family() == app.font().family()
        assert widget.font().pixelSize() == app.font().pixelSize()


def test_a_day_has_no_line_that_is_cut_where_hanzi_are_higher_than_its_font(
    qtbot: QtBot, app: QApplication
) -> None:
    view = month()
    qtbot.addWidget(view)
    assert isinstance(view, MonthView)
    view.setStyleSheet('font-family: "DejaVu Sans"; font-size: 14px')
    view.show()
    for height in range(500, 640, 10):
        view.resize(900, height)
        words = view.currentItem().text()
        needed = view.fontMetrics().boundingRect(0, 0, 999, 999, 0, words).height()
        assert needed <= view.rowHeight(0)
