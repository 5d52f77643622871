"""What Qt says itself is in the program's language too."""

import re

from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import choose_language
from desktop.views.qt_words import translate_qt


def menu_of_a_field(qtbot: QtBot) -> list[str]:
    field = QLineEdit()
    qtbot.addWidget(field)
    return [action.text() for action in field.createStandardContextMenu().actions()]


def test_the_menu_of_a_field_speaks_the_chosen_language(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    translate_qt(app)
    assert any("复制" in text for text in menu_of_a_field(qtbot))
    choose_language("en")
    translate_qt(app)
    texts = menu_of_a_field(qtbot)
    assert any("Copy" in text for text in texts)
    assert all(text.isascii() for text in texts)


def words_of_the_file_dialog(qtbot: QtBot) -> set[str]:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    labels = {label.text() for label in dialog.findChildren(QLabel)}
    return labels | {one.text() for one in dialog.findChildren(QPushButton)} - {""}


def test_qts_own_file_dialog_has_no_english_in_it(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    translate_qt(app)
    words = words_of_the_file_dialog(qtbot)
    assert {"查找范围(&I)：", "文件类型(&T)："} <= words
    assert [text for text in words if re.search("[A-Za-z]{2}", text)] == []
    choose_language("en")
    translate_qt(app)
    assert "Files of &type:" in words_of_the_file_dialog(qtbot)
