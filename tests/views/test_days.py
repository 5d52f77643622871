"""A day of each role, from Today and without a mouse; every key is counted.

The counts are what is promised of the commonest tasks: more keys than these, and a clerk who does
it sixty times a day has a reason to complain.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop.models import (
    Collection,
    Delivery,
    Order,
    Payout,
    Run,
    Settlement,
    Suggestion,
    VisitPlan,
)
from desktop.offices import open_training
from desktop.services.office import Office
from tests.views.desk import focus
from tests.views.hands import Hands, owing


@pytest.fixture(scope="module")
def training(training_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The training office; one day after the other is worked in it."""
    folder = tmp_path_factory.mktemp("days")
    shutil.copytree(training_built, folder, dirs_exist_ok=True)
    office, day = open_training(folder)
    yield office.on(day, None)
    office.engine.dispose()


def count(office: Office, model: type, *where: object) -> int:
    with office.reading() as session:
        query = select(func.count()).select_from(model).where(*where)  # type: ignore[arg-type]
        return int(session.scalar(query) or 0)


def test_the_manager_confirms_what_waits(qtbot: QtBot, training: Office, tmp_path: Path) -> None:
    confirmed = Suggestion.state == "confirmed"
    before = count(training, Suggestion, confirmed)
    hands = Hands(qtbot, training, "wang", tmp_path)
    hands.press("Return")
    hands.page("suggestions")
    hands.task()
    hands.press("Ctrl+Return")
    assert hands.task() == 1
    hands.press("Ctrl+Return")
    assert count(training, Suggestion, confirmed) == before + 2


def test_the_rep_prepares_a_suggestion_and_plans_a_day(
    qtbot: QtBot, training: Office, tmp_path: Path
) -> None:
    before = count(training, Suggestion)
    hands = Hands(qtbot, training, "chen", tmp_path)
    hands.press("Ctrl+3")
    hands.press("Ctrl+N")
    hands.write("c0")
    hands.press("Return")
    hands.press("Tab")
    hands.write("把洗发水挪到收银台旁")
    hands.press("Ctrl+S")
    assert count(training, Suggestion) == before + 1
    assert hands.task() <= 20
    plans = count(training, VisitPlan)
    hands.press("Ctrl+4")
    hands.press("Ctrl+N")
    hands.press("Return", "Return")
    hands.write("c0")
    hands.press("Return")
    hands.press("Ctrl+S")
    assert count(training, VisitPlan) == plans + 1
    assert hands.task() <= 9


def test_the_clerk_takes_an_order(qtbot: QtBot, training: Office, tmp_path: Path) -> None:
    before = count(training, Order)
    hands = Hands(qtbot, training, "yang", tmp_path)
    hands.press("Ctrl+K")
    hands.write("xjdd")
    hands.press("Return")
    hands.page("orders")
    for typed in ("wmzx", "sw", "", "6"):
        hands.write(typed)
        hands.press("Return")
    hands.press("Ctrl+S")
    assert count(training, Order) == before + 1
    assert hands.task() <= 20


def test_the_dispatcher_plans_loads_and_records_a_run(
    qtbot: QtBot, training: Office, tmp_path: Path
) -> None:
    runs, delivered = count(training, Run), count(training, Delivery)
    hands = Hands(qtbot, training, "peng", tmp_path)
    hands.press("Ctrl+K")
    hands.write("apcc")
    hands.press("Return")
    hands.page("runs")
    while focus(hands.desktop).property("kind") != "line":
        hands.press("Tab")
    hands.press("Down", "Down", "Down", "Return")
    hands.press("Ctrl+S")
    assert count(training, Run) == runs + 1
    assert hands.task() <= 18
    hands.press("Ctrl+Return")
    assert hands.task() == 1
    hands.press("Ctrl+Return", "Ctrl+Shift+A", "Ctrl+S")
    assert hands.task() == 3
    assert count(training, Delivery) == delivered, "it goes out tomorrow: is that right?"
    hands.press("Return")
    assert count(training, Delivery) == delivered + 1


def test_the_cashier_takes_money_and_pays(qtbot: QtBot, training: Office, tmp_path: Path) -> None:
    taken, paid = count(training, Collection), count(training, Payout, Payout.state == "paid")
    hands = Hands(qtbot, training, "jiang", tmp_path)
    hands.card("兑付")
    hands.press("Return")
    hands.page("payouts")
    pay = hands.page("payouts").detail.bar.button("payout.pay")
    assert pay is not None
    assert "案件等待裁定" in pay.toolTip()
    hands.press("Return", "Down")
    hands.task()
    hands.press("Ctrl+Return", "Ctrl+Return")
    assert hands.task() == 2
    assert count(training, Payout, Payout.state == "paid") == paid + 1
    hands.press("Ctrl+K")
    hands.write("sk")
    hands.press("Return")
    hands.page("payments")
    hands.press("Ctrl+N")
    hands.write(owing(training))
    hands.press("Return", "Ctrl+S")
    assert count(training, Collection) == taken + 1
    assert hands.task() <= 12


def test_the_quarter_goes_from_the_clerk_to_the_accountant(
    qtbot: QtBot, training: Office, tmp_path: Path
) -> None:
    clerk = Hands(qtbot, training, "yang", tmp_path)
    clerk.line("结算")
    clerk.press("Return")
    page = clerk.page("settlements")
    if not page.panel.isVisible():
        clerk.press("Ctrl+N")
    clerk.task()
    clerk.press("Ctrl+S")
    clerk.save_as_it_stands()
    assert clerk.task() == 2
    manager = Hands(qtbot, training, "wang", tmp_path)
    manager.line("结算")
    manager.press("Return", "Ctrl+Return")
    accountant = Hands(qtbot, training, "he", tmp_path)
    accountant.press("Return", "Ctrl+Return")
    assert count(training, Settlement, Settlement.state == "posted") == 3
