"""A strip asks one question at a time; a yes never answers an older one."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.views.kit.parts import Strip, column
from desktop.views.sign_in.page import SignInPage


def focus() -> QWidget:
    at = QApplication.focusWidget()
    assert at is not None
    return at


def yes(strip: Strip) -> None:
    strip._yes.click()


def test_a_yes_answers_the_question_that_is_read(qtbot: QtBot) -> None:
    strip, heard = Strip(), list[str]()
    qtbot.addWidget(strip)
    strip.ask("Throw it away?", "Yes", lambda: heard.append("thrown away"))
    strip.ask("End it?", "Yes", lambda: heard.append("ended"))
    yes(strip)
    assert heard == ["ended"]


def test_a_question_is_taken_back_by_other_words_and_by_none(qtbot: QtBot) -> None:
    strip, heard = Strip(), list[str]()
    qtbot.addWidget(strip)
    strip.ask("Throw it away?", "Yes", lambda: heard.append("thrown away"))
    strip.say("Something is wrong.")
    yes(strip)
    strip.ask("Throw it away?", "Yes", lambda: heard.append("thrown away"))
    strip.clear()
    yes(strip)
    assert heard == []
    assert strip.words == ""


def ask_on(qtbot: QtBot, page: QWidget, field: QWidget, strip: Strip) -> None:
    """Ask something on a page while the keyboard is in a field of it."""
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    field.setFocus()
    strip.ask("Is that right?", "Yes", lambda: None)


def test_a_no_gives_the_keys_back_to_where_they_were(qtbot: QtBot) -> None:
    page, strip = QWidget(), Strip()
    before, field = QLineEdit(), QLineEdit()
    page.setLayout(column(before, field, strip))
    ask_on(qtbot, page, field, strip)
    strip.ask("Is that right, too?", "Yes", lambda: None)
    assert strip.isAncestorOf(focus())
    strip._no.click()
    assert focus() is field


@pytest.mark.parametrize("gone", ["disabled", "hidden", "deleted"])
@pytest.mark.parametrize("answer", ["yes", "no", "taken back"])
def test_the_keys_never_stay_on_an_answer_that_is_gone(
    qtbot: QtBot, gone: str, answer: str
) -> None:
    page, part, strip = QWidget(), QWidget(), Strip()
    far, near, field = QLineEdit(), QLineEdit(), QLineEdit()
    part.setLayout(column(near, field))
    page.setLayout(column(far, strip, part))
    ask_on(qtbot, page, field, strip)
    if gone == "deleted":
        delete(field)
    elif gone == "hidden":
        field.hide()
    else:
        field.setEnabled(False)
    {"yes": strip._yes.click, "no": strip._no.click, "taken back": strip.clear}[answer]()
    assert focus() is (far if gone == "deleted" else near)
    assert focus().isVisible()


def test_what_a_server_said_itself_stands_behind_a_button(qtbot: QtBot) -> None:
    page = SignInPage("测试办事处", [("wang", "王正柏")])
    qtbot.addWidget(page)
    page.show()
    page.refuse("用户或密码不对。", "FATAL: password authentication failed")
    (details,) = [one for one in page.strip.findChildren(QPushButton) if one.isVisible()]
    assert (details.text(), page.strip.details.words) == ("详细", "")
    details.click()
    assert page.strip.details.words == "FATAL: password authentication failed"
    page.refuse("密码不对。")
    assert not page.strip.details.isVisible()


def test_a_password_is_seen_by_a_key_and_from_the_line_s_menu(qtbot: QtBot) -> None:
    page = SignInPage("测试办事处", [("wang", "王正柏")])
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    page.ask_new()
    for one in (page.new_password, page.again):
        one.setFocus()
        qtbot.waitUntil(one.hasFocus)
        one.insert("长一点的密码")
        QTest.keyClick(one, Qt.Key.Key_F8, Qt.KeyboardModifier.AltModifier)
        assert one.echoMode() == QLineEdit.EchoMode.Normal
    assert page.password.echoMode() == QLineEdit.EchoMode.Password
    QTest.keyClick(page.again, Qt.Key.Key_F8, Qt.KeyboardModifier.AltModifier)
    assert page.again.echoMode() == QLineEdit.EchoMode.Password
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(page.again, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "显示输入的内容" in [one.text() for one in menu.actions()]
    menu.close()
