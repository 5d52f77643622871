"""A trial by keys: its shops, the draw that is seen and kept, the first half handed in."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models import Suggestion, Trial
from desktop.views.kit.desk import Link
from desktop.views.trials.form import TrialForm
from desktop.views.trials.page import TrialsPage
from desktop.views.window import Desktop
from tests.office import Team, copy_of
from tests.services.test_trials import STARTS, fill
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, settle, write

pytestmark = pytest.mark.traced


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return Team(copy_of("shops of a trial", fill, sqlite_url), STARTS)


def new_trial(qtbot: QtBot, desktop: Desktop) -> TrialForm:
    press(qtbot, desktop, "Ctrl+N")
    shown = desktop.page("trials")
    assert isinstance(shown, TrialsPage)
    form = shown.panel.form
    assert isinstance(form, TrialForm)
    return form


def test_a_trial_is_drawn_as_it_was_seen_and_its_first_half_handed_in(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("trials"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    form = new_trial(qtbot, desktop)
    form.editor("content").setFocus()
    write(qtbot, desktop, "洗面奶摆到收银台旁")
    form.editor("segment").setFocus()
    write(qtbot, desktop, "学校")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+Shift+A")
    settle(qtbot, desktop)
    seen = form.drawn
    assert len(seen.shops) == 8
    assert {shop.half for shop in seen.shops} == {1, 2}
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Ctrl+Return")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        trial = session.query(Trial).one()
        codes = {one.client_id: one.suggestion_id for one in trial.shops if one.half == 1}
        assert len(codes) == len(seen.first) == 4
        states = {one.id: one.state for one in session.query(Suggestion)}
        assert {states[one or 0] for one in codes.values()} == {"submitted"}
        assert sorted(states.values()) == ["draft"] * 4 + ["submitted"] * 4


def test_shops_chosen_in_the_list_come_drawn_into_the_form(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    gui_thread_never_waits.watching = True
    clients = list_page(desktop, "clients")
    clients.search.setFocus()
    write(qtbot, desktop, "T")
    clients.view.setFocus()
    press(qtbot, desktop, "Ctrl+A")
    clients.several.pane.start("try")
    settle(qtbot, desktop)
    shown = desktop.page("trials")
    assert isinstance(shown, TrialsPage)
    form = shown.panel.form
    assert isinstance(form, TrialForm)
    assert {one.code for one in form.drawn.shops} == {f"T{at}" for at in range(1, 9)}
    form.editor("content").show_value("洗面奶摆到收银台旁")
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        assert len(session.query(Trial).one().shops) == 8


def test_too_few_shops_are_told_at_their_field(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("trials", do="new", values=(("clients", [{"client": "T1"}]),)))
    settle(qtbot, desktop)
    shown = desktop.page("trials")
    assert isinstance(shown, TrialsPage)
    form = shown.panel.form
    assert isinstance(form, TrialForm)
    assert "6" in form.drawn.why
    form.editor("content").show_value("摆一排")
    press(qtbot, desktop, "Ctrl+S")
    assert "6" in form.note("clients")
