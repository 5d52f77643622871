"""Where places stand on a map, and that nothing on it overlaps."""

import random

import pytest

from desktop.basics.chart_drawing import Letters, Stroke, Words
from desktop.basics.map_drawing import (
    Flat,
    Names,
    area_names,
    fitting,
    flat_of,
    lay_out,
    scale_bar,
    shop_names,
)
from desktop.basics.map_scene import AreaName, Scene, Sign, Spot, Way, distinct
from desktop.basics.places import apart_mm

LETTERS = Letters(10, lambda text: 10.0 * len(text))
HERE = 31.46, 104.74


def test_metres_on_the_map_are_metres_on_the_earth() -> None:
    flat = Flat(HERE)
    for place in ((31.50, 104.74), (31.46, 104.80), (31.43, 104.70)):
        east, south = flat.metres(place)
        far = apart_mm(HERE, place) / 1000
        assert (east**2 + south**2) ** 0.5 == pytest.approx(far, rel=1e-3)
        assert flat.place((east, south)) == pytest.approx(place)


def test_all_shops_fit_with_room_around_them() -> None:
    places = [(31.4, 104.7), (31.5, 104.9), (31.45, 104.75)]
    flat = flat_of(places)
    view = fitting([flat.metres(place) for place in places], 400, 300)
    for place in places:
        x, y = view.point(flat.metres(place))
        assert 20 <= x <= 380
        assert 15 <= y <= 285


@pytest.mark.parametrize(
    ("each_m", "length", "words"), [(1, 100, "100 米"), (7, 100, "500 米"), (30, 100, "2 公里")]
)
def test_the_scale_is_a_round_length(each_m: float, length: float, words: str) -> None:
    drawn, told = scale_bar(each_m, length)
    assert told == words
    assert drawn <= length


def test_names_overlap_neither_each_other_nor_signs() -> None:
    dice = random.Random(3)
    spots = [Spot(one, HERE, f"小店{one}") for one in range(300)]
    points = [(dice.uniform(0, 800), dice.uniform(0, 600)) for _spot in spots]
    put = list(shop_names(Names(LETTERS, 800, 600), zip(spots, points, strict=True), LETTERS, 5))
    boxes = [(one.x, one.y - 6.2, one.x + LETTERS.measure(one.text), one.y + 6.2) for one in put]
    assert 20 < len(put) < 300
    for place, one in enumerate(boxes):
        assert min(one) >= 0
        assert one[2] <= 800
        assert one[3] <= 600
        for other in boxes[place + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0]
            assert apart or one[3] <= other[1] or other[3] <= one[1]


def test_thirty_kinds_have_signs_of_their_own() -> None:
    signs = {(one.shape, one.tone) for one in (distinct(place, "") for place in range(30))}
    assert len(signs) == 30


def test_a_map_on_paper_has_its_signs_its_legend_and_its_north() -> None:
    spots = (Spot(1, (31.4, 104.7), "好又来"), Spot(2, (31.5, 104.8), "万家", 1))
    scene = Scene("主推系列", spots, (distinct(0, "清泉"), Sign("没有主推", "circle", "quiet")))
    flat = flat_of([spot.place for spot in spots])
    view = fitting([flat.metres(spot.place) for spot in spots], 700, 400)
    shapes = lay_out(scene, flat, view, LETTERS, 30).shapes
    words = {one.text for one in shapes if isinstance(one, Words)}
    assert {"好又来", "万家", "清泉 1", "没有主推 1", "北"} <= words
    tones = [one.tone for one in shapes if isinstance(one, Stroke) and one.filled]
    assert tones.count("hue1") == 2
    assert tones.count("quiet") == 2


def test_the_name_of_an_area_stands_beside_its_shops_where_there_is_room() -> None:
    flat = Flat(HERE)
    view = fitting([(-500.0, -500.0), (500.0, 500.0)], 400, 300)
    signs = [view.point((float(x), 0.0)) for x in range(-40, 41, 10)]
    scene = Scene(areas=(AreaName("城东片区", HERE),))
    (name,) = area_names(scene, flat, view, Names(LETTERS, 400, 300), LETTERS, signs)
    assert not any(name.x <= x <= name.x + 40 and abs(name.y - y) < 6 for x, y in signs)
    assert abs(name.y - 150) < 40
    (middle,) = area_names(scene, flat, view, Names(LETTERS, 400, 300), LETTERS)
    assert (middle.x, middle.y) == (180, 150)


def test_a_legend_on_paper_tells_the_ways_too_each_in_its_own_tone() -> None:
    flat = Flat(HERE)
    places = HERE, (31.47, 104.75), (31.45, 104.76)
    ways = Way("一号车", places, "hue1"), Way("二号车", places[::-1], "hue2")
    view = fitting([flat.metres(place) for place in places], 700, 500)
    drawing = lay_out(Scene(ways=ways), flat, view, LETTERS, 30)
    told = [shape for shape in drawing.shapes if isinstance(shape, Words)]
    assert {"一号车", "二号车"} <= {words.text for words in told}
    samples = [
        shape.tone
        for shape in drawing.shapes
        if isinstance(shape, Stroke) and shape.points[0][1] > 500
    ]
    assert samples == ["hue1", "hue2"]


@pytest.mark.parametrize("turned", [False, True])
def test_what_a_map_is_about_lies_above_other_shops_and_is_named_before_them(turned: bool) -> None:
    signs = (Sign("其他店", "circle", "quiet"), Sign("逾期", "triangle", "wrong"))
    spots = (Spot(1, HERE, "甲店", 0), Spot(2, HERE, "乙店", 1))
    scene = Scene("拜访逾期", spots[::-1] if turned else spots, signs)
    flat = flat_of([HERE])
    drawing = lay_out(scene, flat, fitting([flat.metres(HERE)], 60, 60), LETTERS, 30)
    tones = [one.tone for one in drawing.shapes if isinstance(one, Stroke)]
    names = [one.text for one in drawing.shapes if isinstance(one, Words)]
    assert tones[:2] == ["quiet", "wrong"]
    assert names[0] == "乙店"
