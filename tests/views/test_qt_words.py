"""What Qt says itself is in the program's language too."""

from PySide6.QtWidgets import QApplication, QLineEdit
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
