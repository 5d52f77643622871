"""A box that can't be ticked now still shows whether it is."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from desktop.views.kit import theme


def seen(qtbot: QtBot, *, ticked: bool) -> QImage:
    box = QCheckBox("有效协议里的系列不动")
    qtbot.addWidget(box)
    box.setChecked(ticked)
    box.setEnabled(False)
    box.show()
    return box.grab().toImage()


@pytest.mark.parametrize("dark", [False, True])
def test_a_disabled_box_shows_whether_it_is_ticked(qtbot: QtBot, dark: bool) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dark=dark)
    ticked, open_ = seen(qtbot, ticked=True), seen(qtbot, ticked=False)
    theme.apply(app, dark=False)
    middle = 7, ticked.height() // 2
    near = [(middle[0] + x, middle[1] + y) for x in (-3, 3) for y in (-4, 4)]
    assert all(ticked.pixelColor(*at) != open_.pixelColor(*at) for at in near)
