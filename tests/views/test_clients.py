"""The client list and file, worked by keys: add, search, edit, drafts, two windows."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.basics.datums import KEPT, kept_place
from desktop.models import Client
from desktop.queries.clients import client_file
from desktop.services.clients import ClientDraft, add_client, edit_client
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.views.clients.form import ClientForm
from desktop.views.clients.page import ClientsPage
from desktop.views.kit.desk import Link
from desktop.views.kit.memory import Memory
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import focus, list_page, open_desk, press, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


@pytest.fixture
def desktop(qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard) -> Desktop:
    made = open_desk(qtbot, team.r1, tmp_path)
    made.open(Link("clients"))
    settle(qtbot, made)
    gui_thread_never_waits.watching = True
    return made


def page(desktop: Desktop) -> ClientsPage:
    shown = desktop.page("clients")
    assert isinstance(shown, ClientsPage)
    return shown


def names(desktop: Desktop) -> list[str]:
    table = page(desktop).table
    return [table.data(table.index(row, 0)) for row in range(table.rowCount())]


def fill(qtbot: QtBot, desktop: Desktop, values: dict[str, str]) -> None:
    """Type into the fields of the open form."""
    form = page(desktop).panel.form
    assert form is not None
    for name, text in values.items():
        control = form.editor(name).control
        control.setFocus()
        if isinstance(control, QLineEdit):
            control.clear()
        write(qtbot, desktop, text)


def test_a_client_is_added_by_keys_alone(qtbot: QtBot, desktop: Desktop) -> None:
    press(qtbot, desktop, "Ctrl+N")
    for text in ("haoyoulai store", "C9", "school"):
        write(qtbot, desktop, text)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    assert "haoyoulai store" in names(desktop)
    assert page(desktop).detail.key == 3


def test_what_is_wrong_stands_at_its_field(qtbot: QtBot, desktop: Desktop) -> None:
    press(qtbot, desktop, "Ctrl+N")
    press(qtbot, desktop, "Ctrl+S")
    form = page(desktop).panel.form
    assert form is not None
    assert "店名" in form.note("name")
    fill(qtbot, desktop, {"name": "重号店", "code": "C1", "segment": "学校店"})
    press(qtbot, desktop, "Ctrl+S")
    assert "C1" in form.note("code")
    assert form.editor("code").control.hasFocus()


def test_the_list_is_searched_as_one_types(qtbot: QtBot, desktop: Desktop) -> None:
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "c2")
    assert names(desktop) == ["小店C2"]


def test_what_is_typed_survives_a_killed_window(
    qtbot: QtBot, desktop: Desktop, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    press(qtbot, desktop, "Ctrl+N")
    fill(qtbot, desktop, {"name": "半家店", "phone": "138"})
    # Nothing is said to the window: it is as if it was killed once the draft is on the disk.
    qtbot.waitUntil(lambda: "138" in str(Memory(tmp_path).of("office", "r1").draft("client.new")))
    with gui_thread_never_waits.elsewhere():
        again = open_desk(qtbot, team.r1, tmp_path)
    again.open(Link("clients", do="new"))
    settle(qtbot, again)
    form = page(again).panel.form
    assert form is not None
    assert form.editor("name").value() == "半家店"
    assert form.editor("phone").value() == "138"


def test_the_second_to_save_sees_both_versions(
    qtbot: QtBot, desktop: Desktop, team: Team, gui_thread_never_waits: Guard
) -> None:
    page(desktop).view.pick(1)
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    fill(qtbot, desktop, {"phone": "13900000000", "address": "我的地址"})
    changes = ClientDraft("C1", "小店C1", "学校店", address="别人的地址", contact="别人写的店主")
    with gui_thread_never_waits.elsewhere():
        edit_client(team.c1, 1, 1, changes)
    press(qtbot, desktop, "Ctrl+S")
    form = page(desktop).panel.form
    assert form is not None
    assert "别人的地址" in form.note("address")
    assert form.editor("address").value() == "我的地址"
    assert form.editor("contact").value() == "别人写的店主"  # nobody touched it here
    assert "（空）" in form.note("contact")
    assert form.place is not None
    assert form.place[0] == "contact", "the keyboard is where there is something to look at"
    press(qtbot, desktop, "Ctrl+S")
    assert page(desktop).panel.form is None
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        file = client_file(session, 1, team.day)
    assert (file.phone, file.address) == ("13900000000", "我的地址")
    assert file.contact == "别人写的店主"


def test_a_role_sees_only_what_it_may(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    cashier = open_desk(qtbot, team.k1, tmp_path)
    cashier.open(Link("clients"))
    settle(qtbot, cashier)
    assert not page(cashier).new_button.isVisible()
    assert "staff" not in cashier.names


def test_after_the_search_box_the_list_stands_on_what_was_opened_with_the_keys(
    qtbot: QtBot, desktop: Desktop
) -> None:
    desktop.open(Link("today"))
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "khda")  # 客户档案
    press(qtbot, desktop, "Return")
    assert focus(desktop) is page(desktop).view
    press(qtbot, desktop, "Down")
    assert page(desktop).detail.key == 2
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "C1")
    press(qtbot, desktop, "Return")
    assert page(desktop).detail.key == page(desktop).view.key == 1
    assert focus(desktop) is page(desktop).view
    press(qtbot, desktop, "Down")
    assert page(desktop).detail.key == 2


def test_what_was_opened_stands_in_the_list_whatever_was_searched_before(
    qtbot: QtBot, desktop: Desktop
) -> None:
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    list_ = page(desktop)
    list_.search.setText("c2")
    qtbot.waitUntil(lambda: list_.table.rowCount() == 1)
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "C1")
    press(qtbot, desktop, "Return")
    assert (list_.detail.key, list_.view.key, list_.table.rowCount()) == (1, 1, 2)
    assert not list_.search.text()


def test_the_box_of_what_was_found_shrinks_with_it(qtbot: QtBot, desktop: Desktop) -> None:
    press(qtbot, desktop, "Ctrl+K")
    box = desktop.search
    write(qtbot, desktop, "c")
    qtbot.waitUntil(lambda: box.hits.count() > 1 and box.popup.isVisible())
    high = box.popup.height()
    write(qtbot, desktop, "1")
    qtbot.waitUntil(lambda: box.hits.count() == 1)
    assert box.popup.height() < high


def test_the_search_box_leads_to_a_client_and_to_new_ones(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.open(Link("today"))
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "C2")
    press(qtbot, desktop, "Return")
    assert page(desktop).detail.key == 2
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "xzkh")  # 新增客户
    press(qtbot, desktop, "Return")
    assert page(desktop).panel.form is not None
    press(qtbot, desktop, "Escape")
    assert page(desktop).panel.form is None
    qtbot.keyClick(desktop, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, desktop)


def test_hours_of_every_kind_are_kept_shown_and_edited(
    qtbot: QtBot, desktop: Desktop, team: Team, gui_thread_never_waits: Guard
) -> None:
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    shown = {"opens": "16", "closes": "2:30", "break_from": "21点", "break_to": "2200"}
    for typed, text in (
        (shown, "16:00–21:00 22:00–02:30"),
        ({"opens": "0:00", "closes": "24点", "break_from": "", "break_to": ""}, "00:00–24:00"),
        ({"area": "东区"}, "00:00–24:00"),
    ):
        press(qtbot, desktop, "Ctrl+E")
        form = page(desktop).panel.form
        assert form is not None
        for name, words in typed.items():
            form.editor(name).show_raw(words)
        press(qtbot, desktop, "Ctrl+S")
        with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
            assert client_file(session, 1, team.day).hours == text


def test_a_break_outside_the_hours_is_refused_at_its_field(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    form = page(desktop).panel.form
    assert form is not None
    for name, words in (("opens", "8"), ("closes", "20"), ("break_from", "21"), ("break_to", "22")):
        form.editor(name).show_raw(words)
    press(qtbot, desktop, "Ctrl+S")
    assert "休息" in form.note("break_from")


def test_how_densely_shops_stand_is_said_as_soon_as_a_place_is_typed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    place = {"lat": Decimal(30), "lon": Decimal(104)}
    for number in range(3, 8):
        add_client(team.r1, ClientDraft(f"C{number}", f"小店{number}", "学校店", **place))
        order = add_order(team.r1, f"C{number}", [OrderedLine("P1", "支", 1)])
        record_delivery(team.d1, order)  # by which it is active (C1)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients", do="new", values=(("lat", Decimal("30.001")),)))
    settle(qtbot, desktop)
    form = list_page(desktop, "clients").panel.form
    assert isinstance(form, ClientForm)
    assert form.remark.isHidden()
    for name, typed, said, tone in (
        ("lon", "104.", "300 米内网点：6 · 网点过密", "careful"),
        ("households", "1800", "300 米内网点：6 家，每家 300 户", "quiet"),
        ("households", "1799", "300 米内网点：6 家，每家 299 户 · 网点过密", "careful"),
        ("lat", "30.01", "300 米内网点：1 家，每家 1799 户", "quiet"),
        ("lat", "104", "", "quiet"),
    ):
        form.editor(name).show_raw(typed)
        settle(qtbot, desktop)
        assert (form.remark.text(), form.remark.property("tone")) == (said, tone)
    desktop.open(Link("clients", 3))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    form = list_page(desktop, "clients").panel.form
    assert isinstance(form, ClientForm)
    assert form.remark.text() == "300 米内网点：5 · 网点过密", "it is none of its own neighbours"


def test_coordinates_of_another_kind_are_turned_when_they_are_saved_and_the_kind_is_kept(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    """GPS coordinates are typed; the next form asks for GPS again, a picked place stands as is."""
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    form = list_page(desktop, "clients").panel.form
    assert isinstance(form, ClientForm)
    assert form.typed("datum") == KEPT
    for name, typed in (("lat", "31.464"), ("lon", "104.741")):
        form.editor(name).control.setFocus()
        write(qtbot, desktop, typed)
    form.editor("datum").control.setFocus()
    press(qtbot, desktop, "End")
    assert form.typed("datum") == "wgs84"
    press(qtbot, desktop, "Ctrl+S")
    north, east = kept_place(Decimal("31.464"), Decimal("104.741"), "wgs84")
    assert place_of_first(team) == (north, east)
    press(qtbot, desktop, "Ctrl+Z")
    assert place_of_first(team) == (None, None)
    desktop.open(Link("clients", do="new"))
    settle(qtbot, desktop)
    form = list_page(desktop, "clients").panel.form
    assert isinstance(form, ClientForm)
    assert form.typed("datum") == "wgs84"
    for name in ("lat", "lon"):
        form.editor(name).show_raw("0")
    for name, typed in (("name", "零店"), ("segment", "学校店"), ("code", "Z0")):
        form.editor(name).show_raw(typed)
    press(qtbot, desktop, "Ctrl+S")
    assert "非洲" in form.note("lat")


def test_a_place_is_picked_on_a_map_by_keys_and_by_mouse_and_taken_back(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    place = {"lat": Decimal("31.46"), "lon": Decimal("104.74")}
    for number in range(3):
        add_client(
            team.r1, ClientDraft(f"N{number}", f"邻店{number}", "学校店", area="东", **place)
        )
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients", 1))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    form = list_page(desktop, "clients").panel.form
    assert isinstance(form, ClientForm)
    form.pick.setFocus()
    press(qtbot, desktop, "Space")
    view = form.places.map
    assert view.asks
    assert view.hasFocus()
    there = view.place_at(view.width() / 2 + 12, view.height() / 2)
    for key in ("Right", "Return"):
        press(qtbot, desktop, key)
    assert form.typed("lat") == pytest.approx(Decimal(str(there[0])), abs=Decimal("0.000001"))
    assert form.typed("lon") == pytest.approx(Decimal(str(there[1])), abs=Decimal("0.000001"))
    assert form.typed("datum") == KEPT
    form.editor("area").show_raw("东")
    settle(qtbot, desktop)
    assert "GCJ-02" in form.kinds.text()
    form.pick.click()
    with qtbot.waitSignal(form.places.picked):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(60, 70))
    settle(qtbot, desktop)
    clicked = form.typed("lat"), form.typed("lon")
    press(qtbot, desktop, "Ctrl+S")
    assert place_of_first(team) == clicked
    press(qtbot, desktop, "Ctrl+Z")
    assert place_of_first(team) == (None, None)
    form_again = list_page(desktop, "clients")
    form_again.hold_focus()
    press(qtbot, desktop, "Ctrl+E")
    again = form_again.panel.form
    assert isinstance(again, ClientForm)
    again.pick.click()
    press(qtbot, desktop, "Escape")
    assert not again.places.map.asks


def place_of_first(team: Team) -> tuple[Decimal | None, Decimal | None]:
    with team.r1.reading() as session:
        client = session.get_one(Client, 1)
        return client.lat, client.lon
