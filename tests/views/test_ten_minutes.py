"""From an empty computer to the first printed proposal: as the manual counts it, by keys alone."""

import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.app import MainWindow
from desktop.basics.manual_text import ITEM, TABLE, read_chapter
from desktop.models import Proposal
from desktop.views.window import Desktop
from tests.printing import pdf
from tests.views.desk import see
from tests.views.test_start import Begin, begin, idle

__all__ = ["begin"]  # the fixture
PASSWORD = "晴天出门-2026"
HEADS = ["编号", "名称", "系列", "类别", "单位", "供货价", "零售价", "正面宽", "正面高"]
GOODS = (
    ("氨基酸洗面奶", "清泉", "洁面", "22.40", "29", 60, 180),
    ("沐浴露", "清泉", "沐浴", "19.80", "26", 80, 210),
    ("护手霜", "暖阳", "护肤", "9.60", "13", 45, 120),
    ("香皂", "白石", "香皂", "3.20", "4.5", 70, 60),
)


class Hands:
    """Somebody at the keyboard of a new computer; every key is counted, each hanzi as one."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self.window, self.keys = qtbot, window, 0

    @property
    def desktop(self) -> Desktop:
        assert self.window.desktop is not None
        return self.window.desktop

    def _focus(self) -> QWidget:
        if QApplication.focusWidget() is None:  # a progress window had the keys
            with self._qtbot.waitActive(self.window):
                self.window.activateWindow()
            idle(self._qtbot, self.window)
        return QApplication.focusWidget() or self.window

    def press(self, *keys: str) -> None:
        for one in keys:
            *holding, last = one.split("+")
            modifier = Qt.KeyboardModifier.NoModifier
            for name in holding:
                modifier |= getattr(
                    Qt.KeyboardModifier, {"Ctrl": "Control"}.get(name, name) + "Modifier"
                )
            self.keys += 1
            self._qtbot.keyClick(self._focus(), getattr(Qt.Key, f"Key_{last}"), modifier)
            idle(self._qtbot, self.window)

    def write(self, text: str) -> None:
        self.keys += len(text)
        if text.isascii():
            self._qtbot.keyClicks(self._focus(), text)
        else:
            committed = QInputMethodEvent()
            committed.setCommitString(text)
            QApplication.sendEvent(self._focus(), committed)
        idle(self._qtbot, self.window)

    def fields(self, *texts: str) -> None:
        """Fields one after the other; Enter goes on."""
        for text in texts:
            if text:
                self.write(text)
            self.press("Return")

    def save_as_it_stands(self) -> None:
        """A form that came filled in is right, once it was seen."""
        see(self.window)
        self.press("Ctrl+Return")

    def line(self, words: str) -> None:
        """Down Today to this line."""
        for _step in range(20):
            if words in self._focus().accessibleName():
                return
            self.press("Tab")
        raise AssertionError(words)

    def ask(self, words: str) -> None:
        """What the search box does."""
        self.press("Ctrl+K")
        self.write(words)
        self.press("Return")

    def step(self) -> int:
        """The keys of the step that is over."""
        keys, self.keys = self.keys, 0
        return keys


def told() -> dict[str, int]:
    """The steps of the manual, and in how many keys each is done."""
    (table,) = (one for one in read_chapter("ten-minutes").blocks if one.kind == TABLE)
    return {row[1]: int(row[-1]) for row in table.rows[1:]}


def test_the_manual_counts_its_own_steps() -> None:
    text = "".join(one.text for one in read_chapter("ten-minutes").blocks)
    steps = told()
    assert f"{len(steps)} 步" in text
    assert f"{sum(steps.values())} 下" in text
    assert not any(block.kind == ITEM and not block.text for block in read_chapter("cannot").blocks)


def test_an_empty_office_gets_to_its_first_printed_proposal_as_the_manual_counts(
    qtbot: QtBot, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = Hands(qtbot, begin())
    with qtbot.waitActive(hands.window):
        hands.window.activateWindow()
    needed = dict(the_office(hands))
    needed |= dict(the_lists(hands, tmp_path, monkeypatch))
    needed |= dict(the_shop(hands))
    needed |= dict(the_proposal(hands, tmp_path, monkeypatch))
    assert list(needed.items()) == list(told().items())


def the_office(hands: Hands) -> list[tuple[str, int]]:
    hands.fields("涪州办事处", "涪州市", "", "", "", "", "杨素芬", PASSWORD, PASSWORD)
    begun = hands.step()
    hands.press("Return")
    hands.fields("wang", "王正柏", "")
    hands.press("Tab", "Space", "Ctrl+S")
    colleague = hands.step()
    hands.press("Up", "Ctrl+E", "Return", "Return", "Tab", "Space", "Tab", "Space", "Ctrl+S")
    assert hands.desktop.desk.office.person is not None
    roles = hands.desktop.desk.office.person.roles
    assert roles == {"administrator", "clerk", "manager"}
    return [("开办办事处", begun), ("添加经理", colleague),
            ("给自己加上内勤和经理", hands.step())]  # fmt: skip


def the_lists(hands: Hands, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    book = Workbook()
    assert book.active is not None
    book.active.append(HEADS)
    for number, (name, line, category, supply, retail, wide, high) in enumerate(GOODS, 1):
        row = [f"P{number:04d}", name, line, category, "支", supply, retail, wide, high]
        book.active.append(row)
    file = folder / "产品.xlsx"
    book.save(file)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(file), ""))
    hands.press("Ctrl+1", "Return", "Ctrl+N", "Ctrl+S")
    products = hands.step()
    hands.press("Ctrl+1")
    hands.line("采用随附的产品组合规则")
    hands.press("Return")
    hands.save_as_it_stands()
    return [("导入产品", products), ("采用随附的产品组合规则", hands.step())]


def the_shop(hands: Hands) -> list[tuple[str, int]]:
    hands.press("Ctrl+2", "Ctrl+N")
    hands.fields("红星副食店", "")
    hands.write("学校店")
    hands.press("Ctrl+S")
    client = hands.step()
    hands.ask("调查 k0001")
    hands.fields("", "文具店", "30", "800")
    hands.press("Down", "Down", "Return")
    hands.fields("2", "", "学生", "70", "家庭", "30", "", "", "60", "30", "", "35")
    hands.press("Ctrl+S")
    return [("新增客户", client), ("录入调查", hands.step())]


def the_proposal(
    hands: Hands, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, int]]:
    hands.press("Ctrl+N", "Ctrl+S")
    assert hands.window.office is not None
    with hands.window.office.reading() as session:
        assert session.scalars(select(Proposal.state)).all() == ["draft"]
    computed = hands.step()
    hands.ask("退出登录")
    hands.press("Shift+Tab")
    hands.write("wang")
    hands.press("Return", "Return")
    other = hands.step()
    assert hands.desktop.desk.office.person is not None
    assert hands.desktop.desk.office.person.code == "wang"
    hands.line("红星副食店")
    hands.press("Return", "Ctrl+Return")
    with hands.window.office.reading() as session:
        assert session.scalars(select(Proposal.state)).all() == ["confirmed"]
    confirmed = hands.step()
    target = folder / "建议书.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    hands.ask("打印 建议书 k0001")
    assert hands.desktop.shown is hands.desktop.preview
    hands.press("Ctrl+S")
    said = pdf.text(target.read_bytes())
    assert "红星副食店" in said
    assert "洗面奶" in said
    assert not re.search("草稿", said)
    return [("测算建议书", computed), ("换经理登录", other), ("经理确认", confirmed),
            ("打印", hands.step())]  # fmt: skip
