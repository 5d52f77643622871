"""The map by keys and by mouse: layers, shops, picks, and what is taken away."""

from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select, update

from desktop.basics.drafts.client import ClientDraft
from desktop.models import Client
from desktop.services.clients import add_client
from desktop.services.grounds import PinDraft, set_ground
from desktop.services.office import Office
from desktop.views.kit.blocks.map import MapView
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.editors import FilesEditor
from desktop.views.kit.forms.form import Form
from desktop.views.map.ground_form import GroundForm
from desktop.views.map.page import MapPage
from desktop.views.shared.map_ground import GroundWish, remember
from desktop.views.shared.place_map import PlaceMap
from desktop.views.window import Desktop
from tests.office import new_team
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, settle, write

pytestmark = pytest.mark.traced

LAT, LON = Decimal("30.50000"), Decimal("104.50000")
STEP = Decimal("0.01")
FAR = "远店"


@pytest.fixture
def office(sqlite_url: str) -> Office:
    """Nine active shops in a square of three by three, and one of their area far off."""
    team = new_team(sqlite_url)
    for number in range(9):
        row, column = divmod(number, 3)
        segment = "学校店" if row == 0 else "小区店"
        draft = ClientDraft(
            f"M{number}",
            f"图店{number}",
            segment,
            rep="r1",
            area="东片",
            lat=LAT - row * STEP,
            lon=LON + column * STEP,
        )
        add_client(team.r1, draft)
    add_client(team.r1, ClientDraft("F1", FAR, "小区店", area="东片", lat=LAT + 1, lon=LON))
    with team.office.engine.begin() as connection:
        connection.execute(
            update(Client).where(Client.lat.is_not(None)).values(state="active", households=900)
        )
    return team.m1


def opened(qtbot: QtBot, desktop: Desktop, link: Link | None = None) -> MapPage:
    desktop.open(link or Link("map"))
    settle(qtbot, desktop)
    page = desktop.page("map")
    assert isinstance(page, MapPage)
    return page


def name_of(view: MapView) -> str:
    assert view.shop is not None
    return next(spot.name for spot in view.scene.spots if spot.id == view.shop)


def pixel(view: MapView, name: str) -> QPoint:
    place = next(spot.place for spot in view.scene.spots if spot.name == name)
    x, y = view.pixel_of(place)
    return QPoint(round(x), round(y))


def near_ones(page: MapPage) -> None:
    """Show the square of nine alone."""
    page.map.centre((float(LAT - STEP), float(LON + STEP)), 12)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_from_shop_to_shop_and_into_its_file_by_keys(
    qtbot: QtBot,
    office: Office,
    tmp_path: Path,
    size: tuple[int, int],
    gui_thread_never_waits: Guard,
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    desktop.resize(*size)
    gui_thread_never_waits.watching = True
    page = opened(qtbot, desktop)
    assert len(page.map.scene.spots) == 10
    near_ones(page)
    page.hold_focus()
    press(qtbot, desktop, "Right")
    assert name_of(page.map) == "图店4"
    for key, name in (("Right", "图店5"), ("Up", "图店2"), ("Left", "图店1"), ("Down", "图店4")):
        press(qtbot, desktop, key)
        assert name_of(page.map) == name
    assert "图店4" in page.map.accessibleName()
    press(qtbot, desktop, "Return")
    assert desktop.here.page == "clients"


def test_the_map_is_moved_and_scaled_and_shown_whole_again(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    whole = page.map.view
    page.hold_focus()
    press(qtbot, desktop, "Plus")
    assert page.map.view.each_m == pytest.approx(whole.each_m / 1.25)
    press(qtbot, desktop, "Ctrl+Right")
    assert page.map.view.x > whole.x
    press(qtbot, desktop, "Minus")
    assert page.map.view.each_m == pytest.approx(whole.each_m)
    press(qtbot, desktop, "Home")
    assert page.map.view == whole
    fixed = page.map.place_at(50, 60)
    page.map.zoom(3, (50, 60))
    assert page.map.place_at(50, 60) == pytest.approx(fixed)
    before = page.map.place_at(200, 200)
    qtbot.mousePress(page.map, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(page.map, QPoint(230, 250))
    qtbot.mouseRelease(page.map, Qt.MouseButton.LeftButton, pos=QPoint(230, 250))
    assert page.map.place_at(230, 250) == pytest.approx(before)


def test_many_are_picked_by_a_line_around_them_or_all_in_sight(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    near_ones(page)
    settle(qtbot, desktop)
    left, right = pixel(page.map, "图店0"), pixel(page.map, "图店2")
    corners = [
        left + QPoint(-15, -15),
        right + QPoint(15, -15),
        right + QPoint(15, 15),
        left + QPoint(-15, 15),
    ]
    shift, button = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
    qtbot.mousePress(page.map, button, shift, corners[0])
    for corner in corners[1:]:
        qtbot.mouseMove(page.map, corner)
    qtbot.mouseRelease(page.map, button, shift, corners[-1])
    assert [row.name for row in page.beside.rows] == ["图店0", "图店1", "图店2"]
    for number in (3, 1, 4):
        qtbot.mouseClick(page.map, button, shift, pixel(page.map, f"图店{number}"))
    assert [row.name for row in page.beside.rows] == ["图店0", "图店2", "图店3", "图店4"]
    qtbot.mouseClick(page.map, button, shift, QPoint(5, 5))
    assert len(page.map.many) == 4, "a click beside all shops lets none go"
    qtbot.mousePress(page.map, button, shift, corners[0])
    qtbot.mouseMove(page.map, corners[2])
    page.hold_focus()
    press(qtbot, desktop, "Escape")
    qtbot.mouseRelease(page.map, button, shift, corners[2])
    assert len(page.map.many) == 4, "a line that was begun is left by Esc"
    press(qtbot, desktop, "Ctrl+A")
    assert len(page.map.many) == 9
    press(qtbot, desktop, "Ctrl+Shift+P")
    assert desktop.preview.print_button.isEnabled()
    press(qtbot, desktop, "Escape")
    page.hold_focus()
    press(qtbot, desktop, "Escape")
    assert not page.map.many


def test_visits_are_planned_of_what_was_picked(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    assert not page.beside.visit.isVisible()
    with office.reading() as session:
        rows = session.execute(select(Client.code, Client.id))
        keys = {row.code: row.id for row in rows}
    page.map.pick_many(keys[code] for code in ("M0", "M2", "M1"))
    page.beside.visit.click()
    settle(qtbot, desktop)
    assert desktop.here.page == "visits"
    form = list_page(desktop, "visits").panel.form
    assert form is not None
    assert form.editor("rep").raw()["value"] == "r1"
    planned = [row["client"]["value"] for row in form.editor("clients").raw()]
    assert planned in (["M0", "M1", "M2"], ["M2", "M1", "M0"]), "along a short way"


def test_a_shop_is_found_by_its_name_and_narrowed_by_its_segment(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    page.search.setFocus()
    write(qtbot, desktop, "图店7")
    assert name_of(page.map) == "图店7"
    assert page.map.pixel_of(page.map.scene.spots[7].place) is not None
    choice = page.narrowing.choices["segment"]
    choice.setCurrentIndex(choice.findData("学校店"))
    settle(qtbot, desktop)
    assert [spot.name for spot in page.map.scene.spots] == ["图店0", "图店1", "图店2"]


def test_what_lies_far_from_its_area_is_said_and_listed(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop, Link("map", values=(("layer", "doubts"),)))
    assert [row.name for row in page.beside.rows] == [FAR]
    page.beside.lines.setFocus()
    press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Return")
    assert name_of(page.map) == FAR


def test_a_link_shows_its_client_and_every_layer_can_be_looked_at(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    with office.reading() as session:
        key = session.scalar(select(Client.id).where(Client.code == "M3"))
    page = opened(qtbot, desktop, Link("map", key))
    assert name_of(page.map) == "图店3"
    for place in range(page.layers.count()):
        page.layers.setCurrentRow(place)
        settle(qtbot, desktop)
        assert page.map.scene.title == page.layers.item(place).text()
    press(qtbot, desktop, "Ctrl+P")
    assert desktop.preview.print_button.isEnabled()


def test_a_click_gives_a_place_where_it_was_asked_for(qtbot: QtBot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.asks = True
    with qtbot.waitSignal(view.placed) as placed:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    assert placed.args is not None
    assert placed.args[0] == pytest.approx(view.place_at(200, 150))
    assert not view.asks


def test_what_was_picked_is_chosen_in_the_client_list(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    with office.reading() as session:
        keys = list(session.scalars(select(Client.id).where(Client.code.in_(("M0", "M2", "M1")))))
    page.map.pick_many(keys)
    page.beside.list.click()
    settle(qtbot, desktop)
    assert desktop.here.page == "clients"
    assert set(list_page(desktop, "clients").several.keys) == set(keys)


def test_all_shops_of_an_area_are_picked_by_a_key_and_by_a_click_on_its_name(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    with office.engine.begin() as connection:
        row = Client.code.in_(["M0", "M1", "M2"])
        connection.execute(update(Client).where(row).values(area="西片"))
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    page.search.setFocus()
    write(qtbot, desktop, "图店1")
    page.hold_focus()
    press(qtbot, desktop, "A")
    assert [row.name for row in page.beside.rows] == ["图店0", "图店1", "图店2"]
    press(qtbot, desktop, "Escape")
    assert not page.map.many
    page.beside.area.click()
    assert len(page.map.many) == 3
    page.map.clear_many()
    near_ones(page)
    qtbot.wait(200)
    x, y = page.map.pixel_of_area("西片")
    qtbot.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert len(page.map.many) == 3


def test_a_place_for_a_new_shop_is_gone_to_from_its_line(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop, Link("map", values=(("layer", "room"),)))
    assert page.map.scene.marks
    page.beside.lines.setFocus()
    press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Return")
    middle = page.map.width() / 2, page.map.height() / 2
    places = [row.place for row in page.beside.rows if row.place is not None]
    assert any(page.map.pixel_of(one) == pytest.approx(middle) for one in places)


def test_a_place_is_taken_below_the_cross_by_keys_and_given_up(qtbot: QtBot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.asks = True
    there = view.place_at(200 + 24, 150 + 1)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(view.placed) as placed:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert placed.args is not None
    assert placed.args[0] == pytest.approx(there)
    view.asks = True
    with qtbot.waitSignal(view.given_up):
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.asks


def test_a_picture_is_laid_below_the_map_by_mouse_and_keys_and_printed(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    Image.new("RGB", (600, 400), "beige").save(tmp_path / "street.png")
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    page.lay_ground()
    settle(qtbot, desktop)
    form = page.panel.form
    assert isinstance(form, GroundForm)
    files = form.editor("files")
    assert isinstance(files, FilesEditor)
    files.add([tmp_path / "street.png"])
    settle(qtbot, desktop)
    assert form.picture.has_picture
    form.editor("shop1").control.setFocus()
    write(qtbot, desktop, "图店0")
    press(qtbot, desktop, "Return")
    middle = form.picture.rect().center()
    qtbot.mouseClick(form.picture, Qt.MouseButton.LeftButton, pos=middle - QPoint(60, 60))
    assert form.typed("at1")
    write(qtbot, desktop, "图店8")
    press(qtbot, desktop, "Return")
    form.picture.setFocus()
    for key in ("Right", "Right", "Down", "Return"):
        press(qtbot, desktop, key)
    assert form.typed("at2")
    press(qtbot, desktop, "Ctrl+S")
    assert page.ground.kept is not None
    assert page.ground.kept.name == "street.png"
    assert page.ground.ground is not None
    page.ground.shown.click()
    settle(qtbot, desktop)
    assert page.ground.ground is None
    page.ground.shown.click()
    page.ground.strength.setCurrentIndex(0)
    settle(qtbot, desktop)
    assert page.ground.ground.strength == 100
    press(qtbot, desktop, "Ctrl+P")
    assert desktop.preview.print_button.isEnabled()
    press(qtbot, desktop, "Escape")
    laid = page.ground.kept
    page.ground.drop.click()
    settle(qtbot, desktop)
    assert page.ground.kept is None
    page.hold_focus()
    press(qtbot, desktop, "Ctrl+Z")
    assert page.ground.kept == laid
    press(qtbot, desktop, "Ctrl+Z")
    assert page.ground.kept == laid


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (("100, 100", "103, 104", ""), "同一点"),
        (("100, 100", "300, 200", "500, 300"), "一条直线"),
        (("100, 100", "30, 20", "abc"), "定位点要有店"),
        (("100, 100", "99999999999, 20", ""), "在图片外面"),
    ],
)
def test_pins_that_tell_nothing_are_refused_in_words_at_their_place(
    qtbot: QtBot, office: Office, tmp_path: Path, points: tuple[str, str, str], words: str
) -> None:
    Image.new("RGB", (600, 400), "beige").save(tmp_path / "street.png")
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    page.lay_ground()
    form = page.panel.form
    assert form is not None
    files = form.editor("files")
    assert isinstance(files, FilesEditor)
    files.add([tmp_path / "street.png"])
    for number, (code, point) in enumerate(zip(("M0", "M5", "M6"), points, strict=True), 1):
        if point:
            form.editor(f"shop{number}").show_value((code, code))
            form.editor(f"at{number}").show_raw(point)
    press(qtbot, desktop, "Ctrl+S")
    assert page.ground.kept is None
    assert page.panel.form is form, "it stays open"
    assert words in said(form)


def said(form: Form) -> str:
    """What a form says at its fields."""
    return "".join(one.text() for one in form.findChildren(QLabel) if one.isVisible())


def test_a_picture_laid_anew_is_taken_back_and_maps_elsewhere_show_it(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    Image.new("RGB", (600, 400), "beige").save(tmp_path / "street.png")
    pins = [PinDraft("M0", 100, 100), PinDraft("M8", 500, 300)]
    set_ground(office, tmp_path / "street.png", pins)
    desktop = open_desk(qtbot, office, tmp_path)
    page = opened(qtbot, desktop)
    first = page.ground.kept
    page.lay_ground()
    settle(qtbot, desktop)
    assert page.panel.form is not None
    page.panel.form.editor("at2").show_raw("480, 310")
    press(qtbot, desktop, "Ctrl+S")
    assert page.ground.kept != first
    page.hold_focus()
    press(qtbot, desktop, "Ctrl+Z")
    assert page.ground.kept == first
    places = PlaceMap(desktop.desk)
    qtbot.addWidget(places)
    places.show_clients()
    settle(qtbot, desktop)
    assert places.map.stands_on_picture
    remember(desktop.desk, GroundWish(shown=False))
    bare = PlaceMap(desktop.desk)
    qtbot.addWidget(bare)
    bare.show_clients()
    settle(qtbot, desktop)
    assert len(bare.map.scene.spots) == 10
    assert not bare.map.stands_on_picture
