"""Balance letters and rebate plans by keys, from the first form to what is paid."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models import BalanceLetter, Benefit, RebatePlan
from desktop.services import rebates
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.services.through_states import sold
from tests.services.tried import PLAN
from tests.views.desk import open_desk, press, save_as_it_stands, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    made = new_team(sqlite_url)
    sold(made)
    return made


def page(desktop: Desktop, name: str) -> ListPage[Any]:
    found = desktop.page(name)
    assert isinstance(found, ListPage)
    return found


def test_letters_are_written_shown_and_answered_by_keys(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.a1, tmp_path)
    desktop.open(Link("letters"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+N")
    save_as_it_stands(qtbot, desktop)
    assert desktop.preview.print_button.isEnabled(), "all of them are shown to be printed"
    press(qtbot, desktop, "Escape")
    settle(qtbot, desktop)
    letters = page(desktop, "letters")
    desktop.open(Link("letters", 1))
    settle(qtbot, desktop)
    letters.detail.bar.start("letter.answer")
    settle(qtbot, desktop)
    form = letters.detail.bar.form
    assert form is not None
    form.editor("answer").show_value("differs")
    form.editor("words").show_value("少算一单")
    press(qtbot, desktop, "Ctrl+Return")
    with team.office.reading() as session:
        letter = session.scalars(select(BalanceLetter)).one()
        assert (letter.state, letter.answer) == ("differs", "少算一单")


def test_a_rebate_plan_goes_from_its_form_to_what_is_paid(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    clerk = open_desk(qtbot, team.c1, tmp_path / "c1")
    clerk.open(Link("rebates", do="new"))
    settle(qtbot, clerk)
    form = page(clerk, "rebates").panel.form
    assert form is not None
    for name, value in (
        ("name", "一月返利"),
        ("from", team.day),
        ("to", team.day),
        ("base", "quantity"),
        ("mode", "whole"),
        ("bands", [{"from": 100, "each": 50}]),
        ("lines", "清泉，雅集"),
    ):
        form.editor(name).show_value(value)
    press(qtbot, clerk, "Ctrl+S")
    with team.office.reading() as session:
        plan = session.scalars(select(RebatePlan)).one()
        assert [(one.threshold, one.each_fen) for one in plan.bands] == [(1, 50)]
        assert plan.named("lines") == ["清泉", "雅集"]
    _step(qtbot, team, tmp_path, "m1", "rebate.approve")
    team.day += timedelta(days=1)
    _step(qtbot, team, tmp_path, "c1", "rebate.reckon")
    _step(qtbot, team, tmp_path, "m1", "rebate.confirm", "Return")
    _step(qtbot, team, tmp_path, "k1", "rebate.deliver", "Ctrl+Return")
    with team.office.reading() as session:
        benefit = session.scalars(select(Benefit)).one()
        assert (benefit.state, benefit.paid_by) == ("delivered", "setoff")


def test_of_two_steps_the_key_of_the_next_one_is_one_s_alone(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = rebates.draft_rebate(team.c1, PLAN)
    rebates.approve_rebate(team.m1, key)
    team.day += timedelta(days=1)
    rebates.reckon_rebate(team.c1, key)
    desktop = open_desk(qtbot, team.m1, tmp_path / "m1")
    desktop.open(Link("rebates", key))
    settle(qtbot, desktop)
    bar = page(desktop, "rebates").detail.bar
    reckon = bar.button("rebate.reckon")
    assert reckon is not None
    assert reckon.isEnabled()
    press(qtbot, desktop, "Ctrl+Return")
    assert "确认这些返利" in bar.strip.words


def _step(qtbot: QtBot, team: Team, folder: Path, code: str, action: str, keys: str = "") -> None:
    """Somebody takes the open plan's next step."""
    desktop = open_desk(qtbot, getattr(team, code), folder / f"{code}-{action}")
    desktop.open(Link("rebates", 1))
    settle(qtbot, desktop)
    page(desktop, "rebates").detail.bar.start(action)
    settle(qtbot, desktop)
    if keys:
        press(qtbot, desktop, keys)
