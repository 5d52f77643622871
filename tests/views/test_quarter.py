"""A quarter closed by keys: prepared, sent back, approved by another, posted, paid, paid again."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models import Payout, Settlement
from desktop.services.office import Office
from desktop.views.kit.desk import Link
from desktop.views.kit.tables.record_table import RecordView
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.services.test_issued_papers import delivered, signed
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, settle, write

AFTER = date(2026, 4, 1)


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A quarter in which client C1's fund accrued has ended."""
    team = new_team(sqlite_url)
    signed(team)
    delivered(team)
    team.day = AFTER
    return team


def opened(qtbot: QtBot, office: Office, folder: Path, link: Link) -> Desktop:
    desktop = open_desk(qtbot, office, folder)
    desktop.open(link)
    settle(qtbot, desktop)
    return desktop


def state(team: Team) -> str:
    with team.office.reading() as session:
        return session.scalars(select(Settlement.state)).one()


def payouts(team: Team) -> list[tuple[str, str]]:
    with team.office.reading() as session:
        return [(one.state, one.method) for one in session.scalars(select(Payout))]


def test_a_quarter_is_prepared_sent_back_approved_posted_and_paid(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    link = Link("settlements")
    clerk = opened(qtbot, team.c1, tmp_path, link)
    gui_thread_never_waits.watching = True
    press(qtbot, clerk, "Ctrl+N")
    press(qtbot, clerk, "Ctrl+S")
    press(qtbot, clerk, "Ctrl+Return")
    gui_thread_never_waits.watching = False
    assert state(team) == "submitted"
    manager = opened(qtbot, team.m1, tmp_path, link)
    press(qtbot, manager, "Ctrl+R")
    assert state(team) == "draft"
    press(qtbot, manager, "Ctrl+Return")
    assert state(team) == "submitted"
    press(qtbot, manager, "Ctrl+Return")
    assert state(team) == "approved"
    accountant = opened(qtbot, team.a1, tmp_path, link)
    press(qtbot, accountant, "Ctrl+Return")
    assert state(team) == "posted"
    cashier = opened(qtbot, team.k1, tmp_path, Link("payouts"))
    press(qtbot, cashier, "Ctrl+Return")
    press(qtbot, cashier, "Ctrl+Return")
    assert payouts(team) == [("paid", "cash")]
    cashier.open(Link("payouts", filter="paid"))
    settle(qtbot, cashier)
    list_page(cashier, "payouts").detail.bar.start("payout.cancel")
    write(qtbot, cashier, "签收单上的人不对")
    press(qtbot, cashier, "Ctrl+Return")
    assert [one[0] for one in payouts(team)] == ["unpaid"]


def test_a_quarter_that_goes_on_is_refused_at_its_field(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    clerk = opened(qtbot, team.c1, tmp_path, Link("settlements"))
    press(qtbot, clerk, "Ctrl+N")
    form = list_page(clerk, "settlements").panel.form
    assert form is not None
    assert form.editor("quarter").value() == "2026Q1"
    for typed in ("2026Q2", "今年"):
        form.editor("quarter").show_value(typed)
        press(qtbot, clerk, "Ctrl+S")
        assert form.note("quarter"), typed


def test_who_prepared_sees_why_approving_is_grey(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    manager = opened(qtbot, team.m1, tmp_path, Link("settlements"))
    press(qtbot, manager, "Ctrl+N")
    press(qtbot, manager, "Ctrl+S")
    press(qtbot, manager, "Ctrl+Return")
    approve = list_page(manager, "settlements").detail.bar.button("settlement.approve")
    assert approve is not None
    assert not approve.isEnabled()
    assert approve.toolTip()


def test_an_entry_of_the_fund_opens_its_source(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team.a1, tmp_path, Link("fund", 1))
    detail = list_page(desktop, "fund").detail
    tabs = detail.findChild(QTabBar)
    assert tabs is not None
    tabs.setCurrentIndex(1)
    settle(qtbot, desktop)
    view = next(one for one in detail.findChildren(RecordView) if one.isVisible())
    view.setFocus()
    press(qtbot, desktop, "Home")
    press(qtbot, desktop, "Return")
    assert list_page(desktop, "deliveries").isVisible()
