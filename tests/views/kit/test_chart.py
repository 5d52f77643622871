"""A chart tells its figures under the pointer, by arrow keys, and to whoever hears."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.basics.chart import BARS, COLUMNS, LINES, Chart, Mark, Series
from desktop.basics.chart_drawing import Words
from desktop.views.kit import theme
from desktop.views.kit.blocks.chart import ChartView
from tests.views.conftest import Guard

MONTHS = ("2026-01", "2026-02", "2026-03")
COLUMN = Chart("各月净销售额", COLUMNS, MONTHS, (Series("净销售额", (100_000, 250_000, -40_000)),))
RANKED = Chart("净销售额最大的客户", BARS, ("甲店", "乙店"), (Series("净销售额", (300, 100)),))
CURVE = Chart(
    "每周送货",
    LINES,
    tuple(f"第{week}周" for week in range(1, 27)),
    (Series("本店", tuple(100 * week for week in range(26))),),
    marks=(Mark(4, "采纳：香皂堆头"),),
)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ChartView]:
    """A chart below a button, in a window that is active."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dark=False)
    window = QWidget()
    chart = ChartView()
    layout = QVBoxLayout(window)
    layout.addWidget(QPushButton("以上"))
    layout.addWidget(chart)
    window.resize(700, 320)
    chart.show_chart(COLUMN)
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    yield chart
    window.close()


def point_at(qtbot: QtBot, view: ChartView, part: float) -> None:
    spot = QPoint(int(view.width() * part), view.height() // 2)
    qtbot.mouseMove(view, QPoint(1, 1))
    qtbot.mouseMove(view, spot)
    qtbot.waitUntil(lambda: view.place is not None)


def drawn(view: ChartView) -> QImage:
    return view.grab().toImage()


def colours_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }


def test_the_title_and_every_figure_are_its_words(view: ChartView) -> None:
    assert view.accessibleName() == "各月净销售额"
    assert view.accessibleDescription() == (
        "2026-01：净销售额 1,000.00；2026-02：净销售额 2,500.00；2026-03：净销售额 -400.00"
    )


def test_the_pointer_shows_figures_and_a_click_picks_them(
    qtbot: QtBot, view: ChartView, gui_thread_never_waits: Guard
) -> None:
    gui_thread_never_waits.watching = True
    plain = drawn(view)
    for part, place in ((0.2, 0), (0.5, 1), (0.9, 2)):
        point_at(qtbot, view, part)
        assert view.place == place
    assert drawn(view) != plain
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() // 2, 90))
    assert picked.args == [1]


def test_arrow_keys_go_from_figure_to_figure_and_say_them(qtbot: QtBot, view: ChartView) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.place == 2, "the newest of a time"
    said = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_End):
        qtbot.keyClick(view, key)
        said.append((view.place, view.accessibleName()))
    assert said == [
        (1, "各月净销售额 2026-02：净销售额 2,500.00"),
        (0, "各月净销售额 2026-01：净销售额 1,000.00"),
        (1, "各月净销售额 2026-02：净销售额 2,500.00"),
        (2, "各月净销售额 2026-03：净销售额 -400.00"),
    ]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.place == 2
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert picked.args == [2]
    view.clearFocus()
    assert view.place is None
    assert view.accessibleName() == "各月净销售额"


def test_a_rank_begins_at_its_first(qtbot: QtBot, view: ChartView) -> None:
    view.show_chart(RANKED)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.place == 0
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.accessibleName() == "净销售额最大的客户 乙店：净销售额 1.00"


def test_what_happened_is_told_with_the_figures(qtbot: QtBot, view: ChartView) -> None:
    view.show_chart(CURVE)
    view.show_place(4)
    assert view.accessibleName() == "每周送货 第5周：本店 4.00、采纳：香皂堆头"
    assert not drawn(view).isNull()


def test_another_chart_forgets_the_place_and_the_same_one_keeps_it(view: ChartView) -> None:
    view.show_place(1)
    view.show_chart(COLUMN)
    assert view.place == 1
    view.show_chart(RANKED)
    assert view.place is None
    view.show_place(7)
    assert view.place is None


@pytest.mark.parametrize("chart", [COLUMN, RANKED, CURVE], ids=["columns", "bars", "lines"])
def test_it_follows_the_palette_in_both_shades(qtbot: QtBot, view: ChartView, chart: Chart) -> None:
    view.show_chart(chart)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    seen = {}
    for dark, palette in ((True, theme.DARK), (False, theme.LIGHT)):
        theme.apply(app, dark=dark)
        qtbot.waitExposed(view)
        seen[dark] = colours_of(drawn(view))
        assert palette.accent.lower() in seen[dark]
    assert theme.LIGHT.accent.lower() not in seen[True]


@pytest.mark.parametrize("shape", [COLUMNS, BARS])
def test_pieces_of_a_pile_have_a_line_between_them(view: ChartView, shape: str) -> None:
    pile = (Series("准时", (60,)), Series("迟到", (40,), "careful"))
    view.show_chart(Chart("送货", shape, ("1 月",), pile))
    seen = drawn(view)
    across, along = range(seen.width()), range(seen.height())
    if shape == COLUMNS:
        lines = [[seen.pixel(x, y) for y in along] for x in across]
    else:
        lines = [[seen.pixel(x, y) for x in across] for y in along]
    tones = {QColor(theme.LIGHT.accent).rgb(), QColor(theme.LIGHT.careful).rgb()}
    assert any(tones <= set(line) for line in lines)
    assert not any({one, other} == tones for line in lines for one, other in pairwise(line))


def test_a_chart_of_nothing_takes_no_keys(qtbot: QtBot, view: ChartView) -> None:
    view.show_chart(Chart("空", COLUMNS, (), ()))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.place is None
    assert not drawn(view).isNull()


MARKED = Chart(
    "每周送货",
    LINES,
    CURVE.places,
    CURVE.series,
    marks=(Mark(4, "2026-02-03 已采纳：" + "香皂堆头" * 60, "good", "已采纳"), Mark(20, "返利")),
)


def test_with_ctrl_the_arrows_go_to_what_happened(qtbot: QtBot, view: ChartView) -> None:
    view.show_chart(MARKED)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    places = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
        places.append(view.place)
    assert places == [20, 4, 4, 20]
    assert "返利" in view.accessibleName()


def test_of_a_long_mark_a_word_stands_on_the_curve_and_all_of_it_is_told(
    qtbot: QtBot, view: ChartView
) -> None:
    view.show_chart(MARKED)
    view.setFocus()
    view.show_place(4)
    assert "已采纳：香皂堆头" in view.accessibleName()
    written = {one.text for one in view._drawing.shapes if isinstance(one, Words)}
    assert {"已采纳", "返利"} <= written
    assert not any("香皂堆头" in one for one in written)
    view.grab()  # what is shown of a place has room
