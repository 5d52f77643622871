"""Staggering by keys and by mouse: a plan by one's wishes, looked at, and amendments drafted."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models import Agreement
from desktop.planning.lines import Plan, Problem, Watching
from desktop.queries.lines import PlanFacts, plan_facts
from desktop.services.office import Office
from desktop.views.kit.desk import Link
from desktop.views.lines.page import LinesPage
from desktop.views.lines.plan import PlanPanel
from desktop.views.window import Desktop
from tests.office import Team
from tests.services.staggering import ALIKE, near_each_other
from tests.views.conftest import Guard
from tests.views.desk import focus, list_page, open_desk, press, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """Three shops, each near both others, all of them leading the same of two lines."""
    return near_each_other(sqlite_url, ALIKE)


def opened(qtbot: QtBot, desktop: Desktop) -> PlanPanel:
    """The panel of the plan, by its key."""
    desktop.open(Link("lines"))
    settle(qtbot, desktop)
    assert isinstance(desktop.page("lines"), LinesPage)
    press(qtbot, desktop, "Ctrl+J")
    return desktop.page("lines").findChildren(PlanPanel)[0]


def kept(office: Office) -> PlanFacts:
    with office.reading() as session:
        found = plan_facts(session, office.today)
    assert found is not None
    return found


def drafts(office: Office) -> int:
    with office.reading() as session:
        return len(session.scalars(select(Agreement).where(Agreement.state == "draft")).all())


def test_a_plan_is_made_by_wishes_and_accepted_by_keys(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    panel = opened(qtbot, desktop)
    assert focus(desktop) is panel.make
    press(qtbot, desktop, "Ctrl+R")
    made = kept(team.c1)
    assert (made.before, made.after, made.changed, made.fixed) == (3, 1, 1, False)
    assert made.keep_today

    press(qtbot, desktop, "Ctrl+J")
    press(qtbot, desktop, "Shift+Tab")
    assert focus(desktop) is panel.agreed_stay
    press(qtbot, desktop, "Space")
    press(qtbot, desktop, "Ctrl+R")
    stays = kept(team.c1)
    assert (stays.after, stays.changed, stays.fixed) == (3, 0, True)
    assert not panel.accept.isEnabled()

    press(qtbot, desktop, "Ctrl+J")
    assert panel.agreed_stay.isChecked()
    press(qtbot, desktop, "Shift+Tab")
    press(qtbot, desktop, "Space")
    press(qtbot, desktop, "Ctrl+R")
    press(qtbot, desktop, "Ctrl+J")
    press(qtbot, desktop, "Ctrl+Return")
    press(qtbot, desktop, "Return")
    assert drafts(team.c1) == 1
    assert focus(desktop) is panel.make
    assert (panel.accept.isEnabled(), bool(panel.accept.toolTip())) == (False, True)


def test_what_a_plan_comes_to_stays_beside_the_list_of_its_changes(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    panel = opened(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+R")
    assert panel.isVisible()
    assert focus(desktop) is panel.make
    assert list_page(desktop, "lines").wanted.filter == "changed"
    press(qtbot, desktop, "F5")
    assert panel.isVisible()


def test_a_plan_that_is_given_up_is_not_kept(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_problem: Problem, watch: Watching) -> Plan:
        while not watch(None):
            time.sleep(0.01)
        raise AssertionError

    monkeypatch.setattr("desktop.queries.plans.planned.solve_apart", endless)
    desktop = open_desk(qtbot, team.c1, tmp_path)
    panel = opened(qtbot, desktop)
    qtbot.keyClick(panel.make, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(panel.searching.give_up.isVisible)
    assert not panel.make.isEnabled()
    assert not panel.accept.isEnabled()
    press(qtbot, desktop, "Escape")
    assert not panel.searching.running
    assert focus(desktop) is panel.make
    assert panel.make.isEnabled()
    with team.c1.reading() as session:
        assert plan_facts(session, team.day) is None


def test_the_best_fit_is_wished_for_by_mouse(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    panel = opened(qtbot, desktop)
    words = panel.told.text()
    box = QPoint(8, panel.few_changes.height() // 2)
    qtbot.mouseClick(panel.few_changes, Qt.MouseButton.LeftButton, pos=box)
    assert panel.told.text() != words
    qtbot.mouseClick(panel.make, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert not kept(team.c1).keep_today
