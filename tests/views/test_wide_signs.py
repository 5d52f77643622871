"""Forms filled with the input method left on full width: what was meant is what is saved."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models import Client, Order, Price, Product, Settlement
from desktop.views.kit.desk import Link
from desktop.views.sign_in.page import SignInPage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle
from tests.views.wrong_input import Typed, enter, open_form


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def save(qtbot: QtBot, desktop: Desktop, page: str, typed: Typed, *keys: str) -> None:
    """Open a page's new form, type, save; with further keys, what is asked is answered."""
    desktop.open(Link(page, do="new"))
    settle(qtbot, desktop)
    form = open_form(list_page(desktop, page))
    assert form is not None
    enter(qtbot, desktop, form, typed)
    for one in ("Ctrl+S", *keys):
        press(qtbot, desktop, one)
    said = {name: form.note(name) for name in form.names if form.note(name)}
    assert open_form(list_page(desktop, page)) is not form, said


def test_a_client_and_its_order(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    shop = {
        "name": "好又来（南路店）",
        "code": "Ｋ７",
        "segment": "社区店",
        "phone": "１３８００００１１１１",
        "households": "１，２００",
        "opens": "７：３０",
        "lat": "31。46",
    }
    save(qtbot, desktop, "clients", shop)
    order = {"client": "ｋ７", "lines.1.product": "Ｐ１", "lines.1.quantity": "１２"}
    save(qtbot, desktop, "orders", order)
    with team.office.reading() as session:
        client = session.query(Client).filter_by(code="K7").one()
        assert client.name == "好又来（南路店）", "a name stays as it was written"
        assert (client.phone, client.households, client.opens) == ("13800001111", 1200, "07:30")
        assert str(client.lat) == "31.46"
        (taken,) = session.query(Order)
        assert (taken.client_id, taken.lines[0].quantity) == (client.id, 12)


def test_a_person_who_signs_in_and_a_quarter(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    entrance = SignInPage("测试办事处", [("c1", "员工c1（内勤）")])
    qtbot.addWidget(entrance)
    entrance.person.setEditText("ｃ１")
    entrance.password.setText("１")
    with qtbot.waitSignal(entrance.given) as given:
        entrance.enter.click()
    assert given.args == ["c1", "１"], "a password stays as it was typed"
    desktop = open_desk(qtbot, Team(team.office, date(2026, 4, 2)).c1, tmp_path)
    # No fund moved yet: it is asked whether the quarter is to be closed all the same.
    save(qtbot, desktop, "settlements", {"quarter": "２０２６ｑ１"}, "Return")
    with team.office.reading() as session:
        assert session.query(Settlement).one().quarter == "2026Q1"


def test_a_product_with_its_price(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    soap = {
        "name": "香皂",
        "code": "Ｐ－２",
        "barcode": "６９０１２３４５６７８９２",
        "line": "清泉",
        "category": "香皂",
        "units.1.unit": "块",
        "units.1.size": "１",
        "units.1.price": "12。5",
    }
    save(qtbot, desktop, "products", soap)
    with team.office.reading() as session:
        product = session.query(Product).filter_by(code="P-2").one()
        price = session.query(Price).filter_by(unit_id=product.units[0].id).one()
        assert (product.barcode, price.price_fen) == ("6901234567892", 1250)
