"""A form opens with its first field chosen: what is typed takes the place of what stands there."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.basics.drafts.benefit import PromiseDraft
from desktop.queries.benefits import benefit_detail
from desktop.services.benefits import promise_benefit
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write


def handing_over(qtbot: QtBot, team: Team, folder: Path, key: int) -> tuple[Desktop, Form]:
    """The form in which a promise is kept."""
    desktop = open_desk(qtbot, team.c1, folder)
    desktop.open(Link("benefits", key))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Return")
    form = list_page(desktop, "benefits").panel.form
    assert form is not None
    return desktop, form


def test_what_is_typed_first_replaces_what_was_filled_in(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    key = promise_benefit(team.c1, PromiseDraft("C1", "sign", 68_000))
    desktop, form = handing_over(qtbot, team, tmp_path, key)
    assert form.editor("cost").raw() == "680.00"
    write(qtbot, desktop, "7")
    assert form.editor("cost").raw() == "7"
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert benefit_detail(session, key, team.day).row.cost_fen == 700


def test_a_rebate_is_set_off_unless_something_else_is_chosen(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    key = promise_benefit(team.c1, PromiseDraft("C1", "rebate", 1_000))
    _desktop, form = handing_over(qtbot, team, tmp_path, key)
    assert form.editor("paid_by").value() == "setoff"
