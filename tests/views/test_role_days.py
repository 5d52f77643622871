"""A day of each role from Today, by keys alone: each act in as few keys as the manual promises."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop.basics.resources import manual
from desktop.models import (
    Agreement,
    BalanceLetter,
    Case,
    Client,
    Collection,
    Order,
    Patrol,
    Payout,
    Run,
    Stop,
    Suggestion,
    Visit,
)
from desktop.offices import open_training
from desktop.services.office import Office
from desktop.views.kit.preview import Preview
from tests.printing import pdf
from tests.views.desk import settle
from tests.views.hands import Hands, owing


@pytest.fixture(scope="module")
def training(training_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The training office; one day after the other is worked in it."""
    folder = tmp_path_factory.mktemp("role-days")
    shutil.copytree(training_built, folder, dirs_exist_ok=True)
    office, day = open_training(folder)
    yield office.on(day, None)
    office.engine.dispose()


def promised() -> dict[str, int]:
    """The acts of the manual's table, and in how many keys each is done."""
    text = manual("window.md").read_text(encoding="utf-8")
    table = text.partition("| 谁 | 办什么 |")[2].partition("\n\n")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()[2:]]
    return {act: int(most) for _who, act, _keys, most in rows}


MOST = promised()


def count(office: Office, model: type, *where: object) -> int:
    with office.reading() as session:
        query = select(func.count()).select_from(model).where(*where)  # type: ignore[arg-type]
        return int(session.scalar(query) or 0)


@contextmanager
def act(hands: Hands, name: str) -> Iterator[None]:
    """From Today; no more keys than the manual says."""
    hands.press("Ctrl+1")
    hands.task()
    yield
    keys = hands.task()
    assert keys <= MOST[name], f"{name}: {keys} keys"


def test_a_reps_day(qtbot: QtBot, training: Office, tmp_path: Path) -> None:
    rep = Hands(qtbot, training, "zhou", tmp_path)
    told = count(training, Visit, Visit.state == "adopted")
    with act(rep, "今天的拜访，结果都填上"):
        rep.press("Return", "Ctrl+Return", "Ctrl+Shift+A", "Ctrl+S")
    assert count(training, Visit, Visit.state == "adopted") == told + 6
    prepared = count(training, Suggestion)
    with act(rep, "给一家店准备推荐的建议"):
        rep.press("F6")
        rep.write("c150")
        rep.press("Return", "Ctrl+G", "Ctrl+S")
    assert count(training, Suggestion) == prepared + 1
    orders = count(training, Order)
    with act(rep, "替客户下一张订单"):
        an_order(rep, "c150")
    assert count(training, Order) == orders + 1
    patrols = count(training, Patrol)
    with act(rep, "今天的一圈巡视"):
        rep.press("F7", "Ctrl+Shift+A", "Ctrl+S")
    assert count(training, Patrol) > patrols
    other = Hands(qtbot, training, "tang", tmp_path)
    with act(other, "看逾期的客户"):
        other.card("逾期")
        other.press("Return")
    other.page("clients")


def an_order(hands: Hands, client: str) -> None:
    hands.press("Ctrl+N")
    for typed in (client, "sw", "", "6"):
        hands.write(typed)
        hands.press("Return")
    hands.press("Ctrl+S")


def test_a_managers_day(qtbot: QtBot, training: Office, tmp_path: Path) -> None:
    manager = Hands(qtbot, training, "wang", tmp_path)
    confirmed = count(training, Suggestion, Suggestion.state == "confirmed")
    with act(manager, "确认一条建议"):
        manager.card("待确认的建议")
        manager.press("Return", "Ctrl+Return")
    manager.press("Ctrl+Return")
    assert count(training, Suggestion, Suggestion.state == "confirmed") == confirmed + 2
    approved = count(training, Agreement, Agreement.state == "approved")
    with act(manager, "批准一份协议"):
        manager.card("待批准的协议")
        manager.press("Return", "Ctrl+Return")
    assert count(training, Agreement, Agreement.state == "approved") == approved + 1
    waiting = count(training, Case, Case.state == "accepted")
    with act(manager, "裁定一个案件"):
        manager.card("待裁定的案件")
        manager.press("Return", "Ctrl+Return", "Down", "Ctrl+Return")
    assert count(training, Case, Case.state == "accepted") == waiting - 1
    with act(manager, "看销售曲线的报表"):
        manager.press("0", "Return")
    assert manager.desktop.page("reports").isVisible()


def test_a_clerks_day(
    qtbot: QtBot, training: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = Hands(qtbot, training, "yang", tmp_path)
    orders = count(training, Order)
    with act(clerk, "接一张电话订单"):
        an_order(clerk, "c024")
    assert count(training, Order) == orders + 1
    sheet = tmp_path / "客户.csv"
    sheet.write_text("编号,名称,店铺类型\nX900,新开的小店,学校店\n", encoding="utf-8-sig")
    monkeypatch.setattr("desktop.views.imports.page.choose_file", lambda *_asked: sheet)
    clients = count(training, Client)
    with act(clerk, "导入一份表"):
        clerk.press("Ctrl+K")
        clerk.write("导入")
        clerk.press("Return", "Ctrl+N", "Ctrl+S")
    assert count(training, Client) == clients + 1
    drafts = count(training, Agreement)
    with act(clerk, "起草一份协议"):
        clerk.press("Ctrl+5", "Ctrl+N")
        clerk.write("c246")
        clerk.press("Return", "Ctrl+S")
    assert count(training, Agreement) == drafts + 1


def test_an_accountants_day(qtbot: QtBot, training: Office, tmp_path: Path) -> None:
    accountant = Hands(qtbot, training, "he", tmp_path)
    with act(accountant, "核对台账"):
        accountant.press("F8")
    assert isinstance(accountant.desktop.shown, Preview)
    accountant.press("Escape")
    with act(accountant, "写对账函"):
        accountant.press("F7")
        accountant.save_as_it_stands()
    assert count(training, BalanceLetter) > 0
    assert isinstance(accountant.desktop.shown, Preview)
    accountant.press("Escape")
    with act(accountant, "结算签收单"):
        accountant.press("Ctrl+6", "Ctrl+L")
    assert isinstance(accountant.desktop.shown, Preview)


def test_a_cashiers_day(qtbot: QtBot, training: Office, tmp_path: Path) -> None:
    cashier = Hands(qtbot, training, "jiang", tmp_path)
    counted = count(training, Run, Run.handed_fen.is_not(None))
    with act(cashier, "收一个车次交的现金"):
        cashier.card("现金")
        cashier.press("Return", "Ctrl+Return")
        cashier.save_as_it_stands()
    assert count(training, Run, Run.handed_fen.is_not(None)) == counted + 1
    taken = count(training, Collection)
    with act(cashier, "收一笔款"):
        cashier.press("Ctrl+N")
        cashier.write(owing(training))
        cashier.press("Return", "Ctrl+S")
    assert count(training, Collection) == taken + 1
    paid = count(training, Payout, Payout.state == "paid")
    with act(cashier, "付一笔兑付，打出来签字"):
        cashier.card("兑付")
        cashier.press("Down", "Return", "Ctrl+Return", "Ctrl+Return", "Ctrl+P")
    assert count(training, Payout, Payout.state == "paid") == paid + 1
    assert isinstance(cashier.desktop.shown, Preview)
    assert "草稿" not in pdf.text(cashier.desktop.shown._pdf)  # it is the one that was paid


def test_a_dispatchers_day(qtbot: QtBot, training: Office, tmp_path: Path) -> None:
    dispatcher = Hands(qtbot, training, "peng", tmp_path)
    loaded = count(training, Run, Run.state == "loaded")
    with act(dispatcher, "装一个车次"):
        dispatcher.card("待装的车次")
        dispatcher.press("Return", "Ctrl+Return", "Return")
    assert count(training, Run, Run.state == "loaded") == loaded + 1
    out = count(training, Stop)
    with act(dispatcher, "一个车次的结果都填上"):
        dispatcher.card("待录结果")
        dispatcher.press("Return", "Ctrl+Return", "Ctrl+Shift+A", "Ctrl+S")
    assert count(training, Stop) == out
    closed = count(training, Run, Run.state == "closed")
    with act(dispatcher, "结清一个车次"):
        dispatcher.card("待结清的车次")
        dispatcher.press("Return", "Ctrl+Return")
        dispatcher.save_as_it_stands()
    assert count(training, Run, Run.state == "closed") == closed + 1
    runs = count(training, Run)
    with act(dispatcher, "排一天的车"):
        dispatcher.press("Ctrl+N", "Ctrl+J")
        menu = QApplication.activePopupWidget()
        assert menu is not None
        qtbot.keyClick(menu, Qt.Key.Key_Return)
        dispatcher.keys += 1
        settle(qtbot, dispatcher.desktop)
        dispatcher.press("Ctrl+S")
    assert count(training, Run) > runs


def test_a_dispatcher_locks_what_stays_and_prints_the_whole_day(
    qtbot: QtBot, training: Office, tmp_path: Path
) -> None:
    dispatcher = Hands(qtbot, training, "peng", tmp_path)

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        qtbot.keyClick(menu, Qt.Key.Key_Return)
        dispatcher.keys += 1
        settle(qtbot, dispatcher.desktop)

    def kept() -> tuple[int, int]:
        locked = Run.locked.is_(True) & (Run.state == "planned")
        return count(training, Run, locked), count(training, Stop, Stop.locked.is_(True))

    runs, stops = kept()
    with act(dispatcher, "排车、锁一站、重排其余、锁一趟，打出当天全部单据"):
        dispatcher.press("Ctrl+N", "Ctrl+J")
        choose()
        dispatcher.press("Right", "Ctrl+L", "Ctrl+J")
        choose()
        dispatcher.press("Ctrl+Shift+L", "Ctrl+S", "Ctrl+D")
        choose()
    assert kept() == (runs + 1, stops + 1)
    assert isinstance(dispatcher.desktop.shown, Preview)


def test_every_act_of_the_manual_is_walked() -> None:
    walked = re.findall(r'act\(\w+, "([^"]+)"\)', Path(__file__).read_text(encoding="utf-8"))
    assert sorted(walked) == sorted(MOST)
