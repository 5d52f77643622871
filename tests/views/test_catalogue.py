"""Products, proposals and people by keys."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models import Lot, Order, Price, Product, Proposal, Staff
from desktop.services.office import Office
from desktop.services.products import ProductDraft, add_product
from desktop.services.staff import sign_in
from desktop.services.stock import receive_stock, start_stock
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def form_of(desktop: Desktop, name: str) -> Form:
    form = list_page(desktop, name).panel.form
    assert form is not None
    return form


def opened(qtbot: QtBot, office: Office, folder: Path, link: Link) -> Desktop:
    desktop = open_desk(qtbot, office, folder)
    desktop.open(link)
    settle(qtbot, desktop)
    return desktop


def test_a_product_gets_its_units_and_a_price_from_a_day_on(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = opened(qtbot, team.c1, tmp_path, Link("products"))
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+N")
    form = form_of(desktop, "products")
    for name, value in (
        ("name", "首乌洗发水"),
        ("code", "P1"),
        ("line", "首乌"),
        ("category", "洗发"),
        ("units", [{"unit": "瓶", "size": 1, "price": 2260}, {"unit": "箱", "size": 12}]),
    ):
        form.editor(name).show_value(value)
    press(qtbot, desktop, "Ctrl+S")
    assert "P1" in form.note("code")
    form.editor("code").show_value("P2")
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Ctrl+R")
    bar = list_page(desktop, "products").detail.bar
    assert bar.form is not None
    bar.form.editor("unit").show_value("箱")
    bar.form.editor("price").show_value(26000)
    bar.form.editor("from").show_value(date(2026, 2, 1))
    press(qtbot, desktop, "Ctrl+Return")
    assert "瓶 22.60" in desktop.foot.said.text(), "each unit has its own price"
    bar.start("stock.receive")
    settle(qtbot, desktop)
    assert bar.form is not None
    for name, value in (
        ("lot", "2601A"),
        ("expires", date(2028, 12, 31)),
        ("unit", "箱"),
        ("quantity", 20),
    ):
        bar.form.editor(name).show_value(value)
    press(qtbot, desktop, "Ctrl+Return")
    gui_thread_never_waits.watching = False
    with team.office.reading() as session:
        product = session.scalars(select(Product).where(Product.code == "P2")).one()
        prices = session.scalars(select(Price.price_fen).order_by(Price.id.desc())).first()
        assert [(unit.name, unit.size) for unit in product.units] == [("瓶", 1), ("箱", 12)]
        assert prices == 26000
        assert session.scalars(select(Lot.code)).all() == ["2601A"]


def test_a_proposal_goes_from_a_survey_to_an_order(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    rep = opened(qtbot, team.r1, tmp_path, Link("proposals", do="by_hand"))
    form = form_of(rep, "proposals")
    lines = [
        {
            "product": "P1",
            "unit": "支",
            "facings": 2,
            "level": 1,
            "quantity": 6,
            "reason": "学生常买",
        }
    ]
    form.editor("client").show_value("C1")
    settle(qtbot, rep)
    form.editor("customers").show_value("中学生为主，课间来买。")
    form.editor("lines").show_value(lines)
    settle(qtbot, rep)
    press(qtbot, rep, "Ctrl+S")
    manager = opened(qtbot, team.m1, tmp_path, Link("proposals"))
    press(qtbot, manager, "Ctrl+Return")
    rep.open(Link("proposals", 1))
    settle(qtbot, rep)
    for step in ("proposal.present", "proposal.answer"):
        made = list_page(rep, "proposals").detail.bar.button(step)
        assert made is not None, step
        made.click()
        settle(qtbot, rep)
    form = list_page(rep, "proposals").detail.bar.form
    assert form is not None
    form.editor("answer").show_value("accepted")
    form.editor("reason").show_value("学生要的")
    give = list_page(rep, "proposals").detail.bar.findChild(QPushButton, "give")
    assert give is not None
    give.click()
    settle(qtbot, rep)
    made = list_page(rep, "proposals").detail.bar.button("proposal.order")
    assert made is not None
    made.click()
    settle(qtbot, rep)
    with team.office.reading() as session:
        proposal = session.scalars(select(Proposal)).one()
        assert (proposal.state, proposal.answer_reason) == ("accepted", "学生要的")
        order = session.get_one(Order, proposal.order_id)
        assert [(one.product.code, one.quantity) for one in order.lines] == [("P1", 6)]


def test_a_person_is_added_gets_a_password_and_leaves(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team.ad, tmp_path, Link("staff"))
    press(qtbot, desktop, "Ctrl+N")
    for typed in ("r9", "小周", "13900000009"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    form = form_of(desktop, "staff")
    assert form.note("roles")
    form.editor("roles").show_value(["rep"])
    press(qtbot, desktop, "Ctrl+S")
    list_page(desktop, "staff").detail.bar.start("staff.edit")
    settle(qtbot, desktop)
    write(qtbot, desktop, "sunny-2026")
    press(qtbot, desktop, "Tab")
    write(qtbot, desktop, "sunny-2026")
    press(qtbot, desktop, "Ctrl+Return")
    assert sign_in(team.office, "r9", "sunny-2026", "rainy-2026").code == "r9"
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop, "staff").editor("active").show_value(False)
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        left = session.scalars(select(Staff).where(Staff.code == "r9")).one()
        assert not left.active
        assert session.scalars(select(Order)).all() == []


def test_the_last_administrator_stays(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team.ad, tmp_path, Link("staff", 1))
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop, "staff").editor("roles").show_value(["clerk"])
    press(qtbot, desktop, "Ctrl+S")
    assert "最后" in form_of(desktop, "staff").note("roles")


def test_today_leads_to_the_products_it_counted(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", team.day + timedelta(days=20), "支", 4)
    for code in ("P7", "P8"):
        add_product(team.c1, ProductDraft(code, code, "清泉", "皂", {"块": 1}, {"块": 300}))
    desktop = open_desk(qtbot, team.d1, tmp_path)
    ways = {one.accessibleName(): one for one in desktop.page("today").findChildren(QPushButton)}
    ways["有临期批号的产品 全部 ›"].click()
    settle(qtbot, desktop)
    page = list_page(desktop, "products")
    assert page.table.rowCount() == 1
    assert page._pills.chosen == ["有临期 1"]
    page._line.setCurrentIndex(page._line.findText("清泉"))
    page._line.activated.emit(page._line.currentIndex())
    settle(qtbot, desktop)
    assert page.table.rowCount() == 3
    assert not page._pills.chosen
    page.filter_by("below")
    settle(qtbot, desktop)
    assert page._line.currentIndex() == 0
    assert page.table.rowCount() == 0


def test_a_storeman_counts_a_lot_and_writes_some_of_it_off(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    receive_stock(team.d1, 1, "L1", team.day + timedelta(days=20), "支", 4)
    desktop = opened(qtbot, team.d1, tmp_path, Link("products", 1))
    bar = list_page(desktop, "products").detail.bar
    assert bar.button("stock.count") is None
    start_stock(team.d1, [])
    desktop.page("products").refresh()
    settle(qtbot, desktop)
    count, off = bar.button("stock.count"), bar.button("stock.write_off")
    assert count is not None
    assert off is not None
    assert (count.isEnabled(), off.isEnabled()) == (True, False)

    gui_thread_never_waits.watching = True
    for step, quantity, reason in (("stock.count", 6, "点出来"), ("stock.write_off", 2, "破损")):
        bar.start(step)
        settle(qtbot, desktop)
        assert bar.form is not None
        bar.form.editor("quantity").show_value(quantity)
        bar.form.editor("reason").show_value(reason)
        press(qtbot, desktop, "Ctrl+Return")
    gui_thread_never_waits.watching = False
    with team.office.reading() as session:
        lot = session.scalars(select(Lot)).one()
        assert (lot.difference, lot.warehouse, lot.written_off) == (6, 4, 2)
