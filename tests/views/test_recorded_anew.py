"""A stop whose delivery was cancelled: its results are typed anew, and only the mistake of them."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models import Collection, Delivery
from desktop.queries.run_results import Recorded, run_results
from desktop.services.deliveries import cancel_delivery, record_delivery
from tests.office import Team, copy_of
from tests.views.desk import press
from tests.views.test_run_results import fill_results, form_of, opened, states


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return Team(copy_of("a run of four out", fill_results, sqlite_url))


def test_a_stop_recorded_anew_begins_with_what_was_cancelled(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    taken = {"collected_fen": 90_000, "means": "cash", "difference": "下次补"}
    first = record_delivery(team.d1, 2, [3, 0], arrived="09:10", **taken)
    second = record_delivery(team.d1, 3, [0, 0], refused_because="关门")
    for delivery in (first, second):
        cancel_delivery(team.d1, delivery, "录错了")
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    rows = form.grid.rows
    assert not form.touched
    assert rows.typed == {
        "2": {"arrived": "09:10", "why": "下次补"},
        "2.1": {"accepted": "3"},
        "2.2": {"accepted": "0"},
        "3": {"result": "refused", "why": "关门"},
    }
    # It stands, and isn't taken again.
    assert (rows.text("2", "collected"), rows.text("2", "means")) == ("900.00", "已收过")
    assert "2.1" in rows.visible
    form.grid.write("2.2", {"accepted": "1"})
    form.editor("paid").show_value("cash")
    form.take_the_rest()
    press(qtbot, desktop, "Ctrl+S")
    assert states(team) == ["delivered", "refused", "delivered", "delivered"]
    with team.office.reading() as session:
        anew = session.query(Delivery).filter(Delivery.order_id == 2).all()[-1]
        assert (anew.arrived, [line.accepted for line in anew.lines]) == ("09:10", [3, 1])
        assert anew.difference == "下次补"
        assert [one.delivery_id for one in session.query(Collection)].count(first) == 1
        assert run_results(session, 1).stops[0].recorded == Recorded(101_340, {"cash": 90_000})


def test_as_planned_takes_only_the_money_that_is_still_due(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    first = record_delivery(team.d1, 2, collected_fen=1_340, means="cash", difference="零头")
    cancel_delivery(team.d1, first, "录错了")
    desktop = opened(qtbot, team, tmp_path)
    form = form_of(desktop)
    form.grid.empty_row("2")
    form.editor("paid").show_value("cash")
    form.grid.take_usual("2")
    assert form.grid.rows.typed["2"]["collected"] == "1000.00"
    assert form.grid.rows.row("2").tones["due"] == ""
    press(qtbot, desktop, "Ctrl+S")
    assert states(team)[0] == "delivered"  # nothing was asked: both together are what is due
