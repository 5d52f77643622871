"""Money by keys: taken from who owes it, cancelled with a reason, a credit paid out; benefits."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.models import Benefit, Collection, Refund
from desktop.services.payments import record_collection
from desktop.views.kit.desk import Link
from desktop.views.payments.forms import PaymentForm
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.services.through_states import sold
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def form_of(desktop: Desktop) -> PaymentForm:
    form = list_page(desktop, "payments").panel.form
    assert isinstance(form, PaymentForm)
    return form


def opened(qtbot: QtBot, team: Team, tmp_path: Path, link: Link) -> Desktop:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    desktop.open(link)
    settle(qtbot, desktop)
    return desktop


def test_what_a_client_owes_is_taken_by_keys(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    sold(team)
    desktop = opened(qtbot, team, tmp_path, Link("payments"))
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+N")
    write(qtbot, desktop, "c1")
    press(qtbot, desktop, "Return")
    assert form_of(desktop).standing.words.startswith("现欠")
    owed = form_of(desktop).editor("amount").value()
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        (taken,) = session.query(Collection)
        assert (taken.amount_fen, taken.means) == (owed, "cash")
        key = taken.entry_number
    assert list_page(desktop, "payments").detail.key == key


def test_what_is_typed_takes_the_place_of_what_is_owed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    desktop = opened(qtbot, team, tmp_path, Link("payments", do="new"))
    write(qtbot, desktop, "C1")
    press(qtbot, desktop, "Return")
    write(qtbot, desktop, "100")  # never 1001800.00
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert session.query(Collection).one().amount_fen == 10000


def test_an_offered_account_gives_way_to_what_is_typed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    desktop = opened(qtbot, team, tmp_path, Link("payments", do="new"))
    offers = form_of(desktop).findChildren(QPushButton)
    next(one for one in offers if one.property("kind") == "line").setFocus()
    press(qtbot, desktop, "Space")
    write(qtbot, desktop, "5")
    assert form_of(desktop).editor("amount").value() == 500


def test_what_one_client_owes_is_never_left_with_another(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    desktop = opened(qtbot, team, tmp_path, Link("payments", do="new"))
    form = form_of(desktop)
    write(qtbot, desktop, "C1")
    press(qtbot, desktop, "Return")
    assert form.editor("amount").value()
    form.editor("client").setFocus()
    form.editor("client").control.selectAll()  # type: ignore[attr-defined]
    write(qtbot, desktop, "C2")
    press(qtbot, desktop, "Return")
    assert form.editor("amount").value() is None


def test_an_open_account_is_taken_up_with_one_key(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    sold(team)
    desktop = opened(qtbot, team, tmp_path, Link("payments", do="new"))
    (offer,) = [
        one for one in form_of(desktop).findChildren(QPushButton) if one.property("kind") == "line"
    ]
    words, amount = [one for one in offer.findChildren(QLabel) if one.text()]
    assert amount.text() in offer.accessibleName()
    assert "." in amount.text()
    assert amount.geometry().right() > offer.width() - 10, "figures stand at the right"
    assert words.x() < 10
    offer.setFocus()
    press(qtbot, desktop, "Space")
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Ctrl+N")
    assert [
        one for one in form_of(desktop).findChildren(QPushButton) if one.property("kind") == "line"
    ] == []


def test_a_collection_is_cancelled_with_a_reason(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    record_collection(team.k1, "C1", 5000)
    desktop = opened(qtbot, team, tmp_path, Link("payments"))
    bar = list_page(desktop, "payments").detail.bar
    bar.start("collection.cancel")
    write(qtbot, desktop, "记错了客户")
    press(qtbot, desktop, "Ctrl+Return")
    with team.office.reading() as session:
        (taken,) = session.query(Collection)
        assert (taken.state, taken.cancel_reason) == ("cancelled", "记错了客户")


def test_a_credit_is_paid_out_at_most_as_it_stands(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    record_collection(team.k1, "C1", 5000)
    desktop = opened(qtbot, team, tmp_path, Link("payments"))
    press(qtbot, desktop, "Ctrl+U")
    write(qtbot, desktop, "c1")
    press(qtbot, desktop, "Return")
    form = form_of(desktop)
    assert form.editor("amount").value() == 5000
    form.editor("amount").show_value(5001)
    press(qtbot, desktop, "Ctrl+S")
    assert "50.00" in form.note("amount")
    form.editor("amount").show_value(5000)
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert [one.amount_fen for one in session.query(Refund)] == [5000]
    assert list_page(desktop, "payments").detail.bar.isHidden()


def test_a_benefit_is_booked_and_cancelled(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, tmp_path, Link("benefits"))
    press(qtbot, desktop, "Ctrl+N")
    write(qtbot, desktop, "c1")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Tab")
    write(qtbot, desktop, "280")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        (benefit,) = session.query(Benefit)
        assert (benefit.kind, benefit.cost_fen, benefit.paid_by) == ("sign", 28000, "cash")
    bar = list_page(desktop, "benefits").detail.bar
    bar.start("benefit.cancel")
    press(qtbot, desktop, "Ctrl+Return")
    assert bar.form is not None
    assert bar.form.note("reason")
    write(qtbot, desktop, "没有做")
    press(qtbot, desktop, "Ctrl+Return")
    with team.office.reading() as session:
        assert [one.state for one in session.query(Benefit)] == ["cancelled"]


def test_who_may_not_take_money_sees_no_way_to(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("payments"))
    settle(qtbot, desktop)
    assert list_page(desktop, "payments").new_button.isHidden()
    press(qtbot, desktop, "Ctrl+N")
    assert list_page(desktop, "payments").panel.form is None
