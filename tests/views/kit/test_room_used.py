"""What stands in a wide window uses it; in a narrow one nothing is cut."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.kit import theme
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.list_foot import ListFoot
from desktop.views.kit.memory import Memory
from desktop.views.kit.offered import offered
from desktop.views.kit.scrolling import scrolled
from desktop.views.kit.tasks import Tasks
from tests.office import new_team

WIDE, NARROW = 1100, 460


# A part that is higher when it is wide, by less than the bar takes: a table whose sentences break
# otherwise. Qt alone resizes it without end, and the process dies.
HIGHER_WHEN_WIDE = """
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from desktop.views.kit.scrolling import scrolled


class Part(QWidget):
    def minimumSizeHint(self):
        return QSize(100, 404 if self.width() < 480 else 446)


app = QApplication([])
part = Part()
area = scrolled(part)
area.show()
for high in range(380, 460, 3):
    area.resize(487, high)
    app.processEvents()
print("shown", part.width() in range(450, 488))
"""

Lay = Callable[[QWidget, int], None]


@pytest.fixture
def lay(qtbot: QtBot) -> Lay:
    """Shows a widget in so much room, as what scrolls on a page gives it."""
    areas: dict[QWidget, QScrollArea] = {}

    def lay_in(widget: QWidget, width: int) -> None:
        if widget not in areas:
            areas[widget] = scrolled(widget)
            qtbot.addWidget(areas[widget])
            areas[widget].show()
        areas[widget].resize(width, 600)
        QApplication.processEvents()

    return lay_in


def lefts(widgets: list[QWidget], within: QWidget) -> set[int]:
    return {one.mapTo(within, one.rect().topLeft()).x() for one in widgets}


def test_many_short_facts_stand_in_two_columns_where_both_are_whole(lay: Lay) -> None:
    facts: Facts[int] = Facts(lambda many: [Fact(f"第{n}项", str(n)) for n in range(many)])
    facts.show_item(12)
    lay(facts, WIDE)

    def columns() -> int:
        shown = [one for one in facts.findChildren(QLabel) if one.isVisible() and one.text()]
        return len(lefts([one for one in shown if one.text().startswith("第")], facts))

    assert columns() == 2
    lay(facts, 120)
    assert columns() == 1
    lay(facts, WIDE)
    facts.show_item(4)  # few are read at one glance
    QApplication.processEvents()
    assert columns() == 1


def test_long_facts_stay_below_each_other(lay: Lay) -> None:
    clause = "乙方在合同期内零售协议产品的价格不低于附表所列的最低零售价，甲方统一组织促销" * 2
    facts: Facts[int] = Facts(lambda many: [Fact(str(n), clause) for n in range(many)])
    facts.show_item(9)
    lay(facts, WIDE)
    numbers = [one for one in facts.findChildren(QLabel) if one.text().isdigit()]
    assert len(lefts(list(numbers), facts)) == 1


def test_a_fluid_form_has_two_columns_where_there_is_room(
    lay: Lay, qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    desk = Desk(new_team(sqlite_url).m1, Tasks(), Memory(tmp_path / "window"))
    fields = [Field(f"n{place}", f"天数 {place}", "whole", True) for place in range(6)]
    form = Form(desk, fields, fluid=True)
    lay(form, WIDE)
    form.editor("n1").show_raw("x")
    assert form.values() is None
    controls = [form.editor(name).control for name in form.names]
    assert len(lefts(controls, form)) == 2
    first, second, third = (one.mapTo(form, one.rect().topLeft()).y() for one in controls[:3])
    assert first == second < third
    lay(form, NARROW)
    assert form.width() <= NARROW
    assert len(lefts(controls, form)) == 1
    assert form.note("n1")  # what is wrong is still said, below its field
    assert form.editor("n1").raw() == "x"
    lay(form, WIDE)
    assert len(lefts(controls, form)) == 2


@pytest.mark.parametrize("wide", [WIDE, NARROW, 360])
def test_a_form_of_two_columns_has_one_where_its_fields_would_be_cut(
    lay: Lay, qtbot: QtBot, sqlite_url: str, tmp_path: Path, wide: int
) -> None:
    """What stands below a field goes with it, and nothing is wider than its room."""
    desk = Desk(new_team(sqlite_url).ad, Tasks(), Memory(tmp_path))
    fields = (
        Field("name", "Name of the shop", needed=True, wide=True),
        Field("weight", "What one of these weighs as it stands there", "whole"),
        Field("pieces", "How many stand one behind the other there", "whole"),
        Field("roles", "Roles", "ticks", choices={str(at): "a role" for at in range(9)}, wide=True),
        Field("rows", "Units", "rows", rows=(Field("unit", "Unit"),), above="Units of it"),
        Field("note", "Note"),
    )
    form = Form(desk, fields, columns=2, fluid=True)
    below = QLabel("beside")
    form.stand_below("pieces", below)
    for room in (WIDE, wide, WIDE, wide):
        lay(form, room)
    assert (form.row_of("weight") == form.row_of("pieces")) == (wide == WIDE)
    assert form.width() <= wide
    widgets = [below, *(form.editor(one.name) for one in fields)]
    for one in widgets:
        assert one.geometry().right() < form.width(), one
    assert below.y() > form.editor("pieces").y()
    assert below.y() < form.editor("roles").y()
    assert len([one for one in form.findChildren(QLabel) if one.text() == "Units of it"]) == 1


def test_what_is_offered_never_widens_its_form(qtbot: QtBot) -> None:
    heard: list[str] = []
    made = offered("a shop · " * 60, lambda: heard.append("taken"))
    qtbot.addWidget(made)
    assert made.layout().minimumSize().width() < NARROW // 2
    made.click()
    assert heard == ["taken"]
    assert made.accessibleName().startswith("a shop")


def test_tools_that_have_no_room_stand_in_two_rows(lay: Lay) -> None:
    tools = [Tool[str](f"打印第{place}份单据", lambda _item: None) for place in range(7)]
    head: Head[str] = Head(lambda item: Heading(item, [("已计划", "quiet")], "川Z·B3308"), *tools)
    head.show_item("CC-2026-0052")
    lay(head, NARROW)
    assert head.minimumSizeHint().width() <= NARROW
    buttons = head.findChildren(QPushButton)
    assert len({one.mapTo(head, one.rect().topLeft()).y() for one in buttons}) > 1
    for one in buttons:
        at = one.mapTo(head, one.rect().topLeft())
        assert at.x() >= 0
        assert at.x() + one.width() <= head.width()
        assert at.y() + one.height() <= head.height()
        assert one.parentWidget().rect().contains(one.geometry())


def test_no_sum_of_a_list_is_cut(lay: Lay) -> None:
    foot = ListFoot(QPushButton("Excel"), QPushButton("打印"))
    foot.say_number("共 165 条")
    foot.say_sums({"期初": "9,406.93", "计提": "638.50", "已结算": "0.00", "期末": "10,040.65"})
    lay(foot, 300)
    said = [one for one in foot.findChildren(QLabel) if one.isVisible()]
    assert len(said) == 5
    for one in said:
        assert one.fontMetrics().horizontalAdvance(one.text()) <= one.width()
        assert foot.rect().contains(one.geometry())
    foot.say_sums({"期末": "1.00"})
    QApplication.processEvents()
    assert [one.text() for one in said if one.isVisible()] == ["共 165 条", "期末 1.00"]


def test_no_field_can_be_called_as_a_part_of_the_frame() -> None:
    """Fields carry their names; one called as a part of the frame would look like it."""
    parts = set(re.findall(r"#([A-Za-z]\w*)[ ,{]", theme.STYLE.template))
    assert parts
    assert all(not one.islower() for one in parts)


def test_a_part_that_is_higher_when_it_is_wide_ends_somewhere() -> None:
    run = subprocess.run(
        [sys.executable, "-c", HIGHER_WHEN_WIDE],
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "shown True\n"), run.stderr[-2000:]
