"""What stands in the corners of a map hides no shop when all of it is shown, however small."""

import random

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.basics.map_scene import Scene, Sign, Spot, Way, distinct
from desktop.views.kit.blocks import map_sight
from desktop.views.kit.blocks.map import MapView

SIZES = ((1366, 768), (760, 560), (430, 700), (640, 250), (260, 180))


def scene(kinds: int) -> Scene:
    """Shops at random; of two kinds they lie in all corners."""
    dice = random.Random(kinds)
    places = [(30 + dice.random() / 9, 104 + dice.random() / 9) for _shop in range(150)]
    places += [(30 + lat, 104 + lon) for lat in (0, 0.12) for lon in (0, 0.12)]
    spots = tuple(
        Spot(number, place, f"店{number}", number % max(kinds, 1))
        for number, place in enumerate(places)
    )
    signs = [distinct(place, f"第{place}种名字很长很长的主推系列") for place in range(kinds)]
    ways = (Way("车次一", tuple(places[:4]), "hue1"),) if kinds == 2 else ()
    return Scene("图", spots, tuple(signs) or (Sign(""),), ways)


def painted(view: MapView) -> QImage:
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image, QPoint())
    return image


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kinds", [0, 2, 14])
def test_no_shop_is_hidden_once_all_of_it_is_shown(
    qtbot: QtBot, size: tuple[int, int], kinds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.show_scene(scene(kinds))
    view.zoom(3)
    view.fit()
    with_frame = painted(view)
    monkeypatch.setattr(map_sight, "paint_frame", lambda *_all: None)
    bare = painted(view)
    assert with_frame != bare
    for spot in view.scene.spots:
        x, y = (round(one) for one in view.pixel_of(spot.place))
        assert view.rect().contains(x, y)
        assert with_frame.pixel(x, y) == bare.pixel(x, y)


def test_a_shop_below_the_legend_comes_into_sight_when_it_is_gone_to(qtbot: QtBot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(760, 560)
    view.show_scene(scene(2))
    x, y = view.pixel_of(view.scene.spots[7].place)
    view.pan(30 - x, 540 - y)
    view.go_to(7)
    assert view.pixel_of(view.scene.spots[7].place) == pytest.approx((380, 280))
