"""Several rows while others work: what went meanwhile is named, each does what is theirs."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.benefit import PromiseDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.i18n import _
from desktop.models import Benefit, VisitPlan
from desktop.services.benefits import promise_benefit, withdraw_benefit
from desktop.services.visits import discard_plan, plan_visits
from desktop.views.kit.desk import Link
from tests.office import Team, new_team
from tests.views.desk import press, settle
from tests.views.test_several import opened


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def planned(team: Team) -> list[int]:
    return [
        plan_visits(team.r1, VisitPlanDraft("r1", team.day + timedelta(days=day), ["C1"]))
        for day in range(3)
    ]


def days(team: Team) -> list[int]:
    """How many days from today each plan is."""
    with team.office.reading() as session:
        found = session.scalars(select(VisitPlan.day).order_by(VisitPlan.id))
        return [(day - team.day).days for day in found]


def test_a_plan_that_was_thrown_away_meanwhile_is_named_and_one_key_puts_the_others_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    keys = planned(team)
    desktop, page = opened(qtbot, team, "r1", tmp_path, Link("visits"))
    press(qtbot, desktop, "Ctrl+A")
    page.view.sorted_by.emit("day", True)
    settle(qtbot, desktop)
    assert list(page.several.keys) == [*reversed(keys)]  # sorted, all of them stay chosen
    pane = page.several.pane
    pane.start("give date")
    settle(qtbot, desktop)
    form = pane.bar.form
    assert form is not None
    form.editor("date").show_value(team.day + timedelta(days=9))
    discard_plan(team.m1, keys[1])  # by somebody else, while it is typed
    press(qtbot, desktop, "Ctrl+Return")
    assert _("{number} are there no more").format(number=1) in pane.bar.strip.words
    assert days(team) == [0, 2]
    pane.bar.strip._yes.click()
    settle(qtbot, desktop)
    assert days(team) == [9, 9]
    assert sorted(page.several.keys) == [keys[0], keys[2]]
    page.view.setFocus()
    press(qtbot, desktop, "Ctrl+Z")
    assert days(team) == [0, 2]


def test_a_promise_that_was_withdrawn_meanwhile_stays_so_and_the_other_is_kept(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    for client in ("C1", "C2"):
        promise_benefit(team.m1, PromiseDraft(client, "rebate", 100))
    desktop, page = opened(qtbot, team, "c1", tmp_path, Link("benefits"))
    press(qtbot, desktop, "Ctrl+A")
    pane = page.several.pane
    pane.start("deliver")
    settle(qtbot, desktop)
    form = pane.bar.form
    assert form is not None
    form.editor("paid_by").show_value("cash")
    withdraw_benefit(team.m1, 1, "不办了")
    press(qtbot, desktop, "Ctrl+Return")
    pane.bar.strip._yes.click()
    settle(qtbot, desktop)
    with team.office.reading() as session:
        states = list(session.scalars(select(Benefit.state).order_by(Benefit.id)))
    assert states == ["withdrawn", "delivered"]


@pytest.mark.parametrize(
    ("who", "page", "acts"),
    [
        ("r1", "benefits", {"paper.issue"}),
        ("c1", "benefits", {"benefit.deliver", "benefit.sign", "paper.issue"}),
        ("r1", "visits", {"visit.change", "paper.issue"}),
        ("d1", "stock", {"stock.write_off"}),
        ("r1", "stock", set()),
        ("r1", "cases", {"paper.issue"}),
        ("m1", "cases", {"case.accept", "paper.issue"}),
    ],
)
def test_each_is_offered_what_is_theirs_to_do(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path, who: str, page: str, acts: set[str]
) -> None:
    _desktop, shown = opened(qtbot, new_team(sqlite_url), who, tmp_path, Link(page))
    assert {one.action for one in shown.several.pane.acts} == acts
