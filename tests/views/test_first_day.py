"""The first day of an empty office, as the manual tells it: each role can do what it is told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop.app import MainWindow
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.roles import who_may
from desktop.models import (
    Client,
    Collection,
    Delivery,
    Lot,
    OfficeProfile,
    Opening,
    Order,
    Product,
    Run,
    Staff,
    Vehicle,
)
from desktop.services.settings import name_office
from desktop.services.staff import add_staff
from desktop.views.imports.page import ImportPage
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.parts import EmptyState
from desktop.views.window import Desktop
from tests.office import MONDAY, PEOPLE, Team, new_office, new_team
from tests.views.desk import focus, list_page, open_desk, press, settle, write
from tests.views.test_start import Begin, begin, idle, sign_in, started

__all__ = ["begin"]  # the fixture
PAGES_OF_LISTS = {"clients": "客户", "products": "产品"}


def empty_office(folder: Path) -> Team:
    """An office that has its people, and nothing else."""
    url = f"sqlite:///{(folder / 'office.db').as_posix()}"
    team = Team(new_office(url))
    nobody = team.office.on(MONDAY, None)
    name_office(nobody, ProfileDraft("测试办事处", "C市"))
    for code, roles in PEOPLE.items():
        add_staff(nobody if code == "ad" else team.ad, code, f"员工{code}", roles)
    return team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = empty_office(tmp_path)
    yield made
    made.office.engine.dispose()


def steps(qtbot: QtBot, desktop: Desktop) -> dict[str, QPushButton]:
    """The lines of Today, by their words."""
    desktop.open(Link("today"))
    settle(qtbot, desktop)
    ways = desktop.page("today").findChildren(QPushButton)
    lines = [one for one in ways if one.property("kind") == "line" and one.isVisible()]
    return {one.accessibleName().split(" ")[0]: one for one in lines}


def begun(qtbot: QtBot, desktop: Desktop, words: str) -> Form:
    """Follow a line of Today to the form that it opens."""
    steps(qtbot, desktop)[words].click()
    settle(qtbot, desktop)
    page = desktop._stack.currentWidget()
    assert isinstance(page, ListPage), words
    assert page.panel.form is not None, words
    return page.panel.form


def fill(form: Form, **values: object) -> None:
    for name, value in values.items():
        form.editor(name).show_value(value)


@pytest.mark.parametrize("code", ["ad", "m1", "c1", "r1", "d1", "k1", "a1"])
def test_every_first_step_leads_to_where_it_can_be_done(
    qtbot: QtBot, team: Team, tmp_path: Path, code: str
) -> None:
    desktop = open_desk(qtbot, getattr(team, code), tmp_path)
    for words in steps(qtbot, desktop):
        steps(qtbot, desktop)[words].click()
        settle(qtbot, desktop)
        page = desktop._stack.currentWidget()
        if isinstance(page, ImportPage):
            assert page.choose.isEnabled(), words
        else:
            assert isinstance(page, ListPage), words
            buttons = [page.detail.bar.button(name) for name in ("words.start",)]
            assert page.panel.form is not None or any(buttons), (code, words)
            press(qtbot, desktop, "Escape")


@pytest.mark.parametrize("code", ["ad", "m1", "c1", "r1", "d1", "k1", "a1"])
def test_an_empty_list_has_the_button_for_the_first_one_or_says_whose_it_is(
    qtbot: QtBot, team: Team, tmp_path: Path, code: str
) -> None:
    desktop = open_desk(qtbot, getattr(team, code), tmp_path)
    for name in desktop.names:
        desktop.open(Link(name))
        settle(qtbot, desktop)
        page = desktop.page(name)
        if not isinstance(page, ListPage) or page.table.rowCount():
            continue
        (empty,) = [one for one in page.findChildren(EmptyState) if one is page._none]
        offered = {one.text() for one in empty.findChildren(QPushButton) if one.isVisible()}
        said = empty._words.text()
        if page.needs and said.startswith("先录入"):
            continue  # what must be there before is led to instead (test_empty_pages)
        if page.new_words:
            may = desktop.desk.may(page.new_action)
            assert may == (page.new_button.text().split("  ")[0] in offered), name
            assert may != (who_may(page.new_action) in said), (name, said)
        if page.edit_kind:
            assert desktop.desk.may("import") == ("批量导入" in offered), name
            assert desktop.desk.may("import") != (who_may("import") in said), (name, said)


def test_an_empty_list_leads_the_administrator_to_its_import(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    for name, words in PAGES_OF_LISTS.items():
        desktop.open(Link(name))
        settle(qtbot, desktop)
        empty = list_page(desktop, name)._none
        (bring,) = [one for one in empty.findChildren(QPushButton) if one.text() == "批量导入"]
        bring.click()
        settle(qtbot, desktop)
        page = desktop._stack.currentWidget()
        assert isinstance(page, ImportPage)
        (chosen,) = [one.text() for one in page.source.kinds.buttons() if one.isChecked()]
        assert chosen == words


# --- a whole first day ----------------------------------------------------------------

COLLEAGUES = (
    ("王正柏", "manager"),
    ("罗晓岚", "clerk"),
    ("陈志远", "rep"),
    ("彭大勇", "dispatcher"),
    ("姜丽", "cashier"),
    ("何会计", "accountant"),
)
PRODUCTS = (
    ["编号", "名称", "产品线", "品类", "单位", "供货价", "零售价"],
    ["P0001", "洗面奶", "清泉", "洁面", "支", "37.80", "48"],
)
CLIENTS = (
    ["编号", "店名", "客群", "业务员"],
    ["K0001", "红星副食店", "学校店", "陈志远"],
)


def workbook(file: Path, rows: tuple[list[str], ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file


def desk_of(qtbot: QtBot, window: MainWindow) -> Desktop:
    """The desk of whoever signed in, with the keys: a progress window may have had them."""
    assert window.desktop is not None
    with qtbot.waitActive(window):
        window.activateWindow()
    return window.desktop


def next_person(qtbot: QtBot, window: MainWindow, code: str) -> Desktop:
    """Sign out, and somebody else in, who was given no password."""
    window.leave_desk()
    idle(qtbot, window)
    window.sign_in.person.setEditText(code)
    sign_in(qtbot, window, "")
    return desk_of(qtbot, window)


def bring_in(qtbot: QtBot, desktop: Desktop, kind: str, file: Path) -> None:
    page = desktop._stack.currentWidget()
    assert isinstance(page, ImportPage)
    page.source.choose_kind(kind)
    page.open_file(file)
    settle(qtbot, desktop)
    page.take.click()
    settle(qtbot, desktop)


def saved(qtbot: QtBot, desktop: Desktop, form: Form) -> None:
    press(qtbot, desktop, "Ctrl+S")
    page = desktop._stack.currentWidget()
    assert isinstance(page, ListPage)
    said = {name: form.note(name) for name in form.names} if page.panel.form is form else {}
    assert page.panel.form is None, (said, page.panel.strip.words)


def count(window: MainWindow, model: type) -> int:
    assert window.office is not None
    with window.office.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_administrator_alone_then_each_role_gets_through_the_first_day(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    window = begin()
    started(qtbot, window)
    the_administrator(qtbot, window, tmp_path)
    the_manager_and_the_clerk(qtbot, window)
    the_rep_and_the_dispatcher(qtbot, window)
    who_counts_the_money(qtbot, window)


def the_administrator(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    """Adds the people, brings in the lists, looks at the numbers; has no dead end left."""
    desktop = desk_of(qtbot, window)
    assert set(steps(qtbot, desktop)) == {"添加人员", "从"}
    for place, (name, role) in enumerate(COLLEAGUES, 1):
        if place == 1:
            form = begun(qtbot, desktop, "添加人员")
        else:
            press(qtbot, desktop, "Ctrl+N")
            opened = list_page(desktop, "staff").panel.form
            assert opened is not None
            form = opened
        assert form.editor("code").value() == f"Y{place:02d}"
        fill(form, name=name, roles=[role])
        saved(qtbot, desktop, form)
    assert count(window, Staff) == 1 + len(COLLEAGUES)
    steps(qtbot, desktop)["从"].click()
    settle(qtbot, desktop)
    bring_in(qtbot, desktop, "products", workbook(folder / "产品.xlsx", PRODUCTS))
    bring_in(qtbot, desktop, "clients", workbook(folder / "客户.xlsx", CLIENTS))
    assert (count(window, Product), count(window, Client)) == (1, 1)
    assert not steps(qtbot, desktop)
    desktop.open(Link("settings", do="rules.change"))
    settle(qtbot, desktop)
    settings = list_page(desktop, "settings")
    assert settings.panel.form is not None
    settings.panel.form.editor("paper_days").show_value(5)
    saved(qtbot, desktop, settings.panel.form)


def the_manager_and_the_clerk(qtbot: QtBot, window: MainWindow) -> None:
    """The review; what clients bring from before, by one and approved by the other."""
    desktop = next_person(qtbot, window, "Y01")
    form = begun(qtbot, desktop, "登记条款的法律审查")
    until = desktop.desk.today + timedelta(days=365)
    fill(form, reviewer="明理法律服务所 方律师", ground="条款经逐条审查", valid_until=until)
    saved(qtbot, desktop, form)
    assert "登记条款的法律审查" not in steps(qtbot, desktop)
    desktop = next_person(qtbot, window, "Y02")
    assert "登记条款的法律审查" not in steps(qtbot, desktop)
    steps(qtbot, desktop)["取用起步词"].click()
    settle(qtbot, desktop)
    take = list_page(desktop, "settings").detail.bar.button("words.start")
    assert take is not None
    take.click()
    settle(qtbot, desktop)
    assert "取用起步词" not in steps(qtbot, desktop)
    form = begun(qtbot, desktop, "录入客户以前的期初余额")
    fill(form, client=("K0001", "红星副食店"), receivable=28650, fund=4120)
    saved(qtbot, desktop, form)
    desktop.open(Link("products", do="new"))
    settle(qtbot, desktop)
    made = list_page(desktop, "products").panel.form
    assert made is not None
    assert made.editor("code").value() == "P0002"
    press(qtbot, desktop, "Escape")
    desktop.open(Link("settings"))
    settle(qtbot, desktop)
    list_page(desktop, "settings").open_item(5)
    settle(qtbot, desktop)
    desktop = next_person(qtbot, window, "Y01")
    (line,) = [one for words, one in steps(qtbot, desktop).items() if "红星副食店" in words]
    line.click()
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Return")
    assert window.office is not None
    with window.office.reading() as session:
        assert session.scalars(select(Opening.approved_by_id)).one() is not None
        assert session.get_one(OfficeProfile, 1).review_until == until


def the_rep_and_the_dispatcher(qtbot: QtBot, window: MainWindow) -> None:
    """A shop that was on no list, its first order; a vehicle, stock, a run and its result."""
    desktop = next_person(qtbot, window, "Y03")
    desktop.open(Link("clients", do="new"))
    settle(qtbot, desktop)
    form = list_page(desktop, "clients").panel.form
    assert form is not None
    assert form.editor("code").value() == "K0002"
    fill(form, name="好又来便利店", segment="社区店")
    saved(qtbot, desktop, form)
    desktop.open(Link("orders", do="new"))
    settle(qtbot, desktop)
    for typed in ("hylbld", "xmn", "", "6"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert count(window, Order) == 1
    desktop = next_person(qtbot, window, "Y04")
    assert {"新增第一辆车", "把仓库里现有的货收货入库"} <= set(steps(qtbot, desktop))
    form = begun(qtbot, desktop, "新增第一辆车")
    fill(form, code="川Z·A1027", driver="骆师傅", cartons=160)
    saved(qtbot, desktop, form)
    steps(qtbot, desktop)["把仓库里现有的货收货入库"].click()
    settle(qtbot, desktop)
    products = list_page(desktop, "products")
    products.detail.bar.start("stock.receive")
    settle(qtbot, desktop)
    asked = products.detail.bar.form
    assert asked is not None
    until = desktop.desk.today + timedelta(days=400)
    fill(asked, lot="L1", expires=until, unit="支", quantity=100)
    press(qtbot, desktop, "Ctrl+Return")
    assert (count(window, Vehicle), count(window, Lot)) == (1, 1)
    desktop.open(Link("runs", do="new"))
    settle(qtbot, desktop)
    while focus(desktop).property("kind") != "line":
        press(qtbot, desktop, "Tab")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert count(window, Run) == 1
    press(qtbot, desktop, "Ctrl+Return")
    press(qtbot, desktop, "Ctrl+Return")
    press(qtbot, desktop, "Ctrl+Shift+A")  # all as planned
    press(qtbot, desktop, "Ctrl+S")
    assert count(window, Delivery) == 0, "it goes out tomorrow: is that right?"
    press(qtbot, desktop, "Return")
    assert count(window, Delivery) == 1


def who_counts_the_money(qtbot: QtBot, window: MainWindow) -> None:
    """The cashier takes what is owed; the accountant sees every entry."""
    desktop = next_person(qtbot, window, "Y05")
    desktop.open(Link("payments", do="new"))
    settle(qtbot, desktop)
    taken = count(window, Collection)
    write(qtbot, desktop, "hxfsd")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert count(window, Collection) == taken + 1
    desktop = next_person(qtbot, window, "Y06")
    for page in ("deliveries", "payments", "fund"):
        desktop.open(Link(page))
        settle(qtbot, desktop)
        assert list_page(desktop, page).table.rowCount(), page


def test_back_on_today_the_keyboard_is_on_its_first_line_when_a_step_was_done(
    qtbot: QtBot, tmp_path: Path
) -> None:
    team = new_team(f"sqlite:///{(tmp_path / 'office.db').as_posix()}")
    desktop = open_desk(qtbot, team.m1, tmp_path)
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+Return")  # takes the starter words: no hand leaves the keys
    desktop.open(Link("today"))
    settle(qtbot, desktop)

    line = focus(desktop)

    assert isinstance(line, QPushButton)
    assert line.accessibleName().startswith("登记条款的法律审查")
    team.office.engine.dispose()
