"""Vehicles and drivers by keys: one is added, changed, and stands in its filters."""

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.run import RunDraft
from desktop.models import Audit, Vehicle
from desktop.queries.audit import difference
from desktop.services.orders import OrderedLine, add_order
from desktop.services.runs import plan_run
from desktop.views.kit.desk import Link
from tests.office import MONDAY, Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write


def test_a_vehicle_is_added_and_changed_by_keys(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team: Team = new_team(sqlite_url)
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("vehicles"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+N")
    for typed in ("CB001", "laozhao", "160"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    page = list_page(desktop, "vehicles")
    assert [row.code for row in page.table.rows] == ["CB001"]
    press(qtbot, desktop, "Ctrl+E")
    form = page.panel.form
    assert form is not None
    form.fill("kg", 1500)
    form.fill("per_run", 8000)
    form.editor("reload_s").show_raw("45")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        vehicle = session.scalars(select(Vehicle)).one()
        assert (vehicle.driver, vehicle.cartons) == ("laozhao", 160)
        assert (vehicle.kg, vehicle.per_run_fen, vehicle.reload_s) == (1500, 8000, 2700)
    press(qtbot, desktop, "Ctrl+E")
    form = page.panel.form
    assert form is not None
    assert form.editor("reload_s").raw() == "45"
    press(qtbot, desktop, "Escape")
    shown = [one.text() for one in page.detail.findChildren(QLabel)]
    assert "45 分钟" in shown
    with team.office.reading() as session:
        said = [difference(one) for one in session.scalars(select(Audit))]
    assert any("45 分钟" in one for one in said)
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    plan_run(team.d1, RunDraft("CB001", MONDAY, [order]))
    for name, number in (("idle", 0), ("today", 1)):
        page.filter_by(name)
        settle(qtbot, desktop)
        assert len(page.table.ids) == number
