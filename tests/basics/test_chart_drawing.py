"""How charts are laid out: true lengths, and no two words on each other, at any width."""

from itertools import combinations

import pytest

from desktop.basics.chart import BARS, COLUMNS, LINES, Chart, Mark, Series
from desktop.basics.chart_drawing import Box, Drawing, Letters, Stroke, Words, lay_out

SIZE = 12.0
HANZI_WIDE = Letters(SIZE, lambda text: sum(SIZE if ord(one) > 255 else 7 for one in text))
MONTHS = tuple(f"{2024 + place // 12}-{place % 12 + 1:02d}" for place in range(30))


def columns(count: int = 12, **changes: object) -> Chart:
    values = tuple(1_000_000 * (place % 7 + 1) for place in range(count))
    made = {
        "title": "各月净销售额",
        "shape": COLUMNS,
        "places": MONTHS[:count],
        "series": (Series("净销售额", values),),
    }
    return Chart(**{**made, **changes})  # type: ignore[arg-type]


def stacked(count: int = 12) -> Chart:
    up, down = tuple(range(100, 100 + count)), tuple(range(-count, 0))
    series = (Series("计提", up), Series("已结算", down, "quiet"), Series("期末", up, "text", True))
    return columns(count, series=series)


def curve(count: int = 26) -> Chart:
    values = tuple(None if place == 5 else 100 * place for place in range(count))
    marks = (Mark(3, "采纳：洗面奶按肤质分三排"), Mark(4, "陈列架"), Mark(20, "门头"))
    series = (Series("本店", values), Series("同类店", values, "quiet"))
    return columns(count, shape=LINES, series=series, marks=marks)


def bars(*values: int) -> Chart:
    places = tuple(f"百顺学府生鲜超市{place}号店" for place in range(len(values)))
    return columns(shape=BARS, places=places, series=(Series("净销售额", values),))


def words(drawing: Drawing) -> list[Words]:
    return [one for one in drawing.shapes if isinstance(one, Words) and one.text]


def boxes(drawing: Drawing, tone: str = "accent") -> list[Box]:
    return [one for one in drawing.shapes if isinstance(one, Box) and one.tone == tone]


def room(one: Words) -> tuple[float, float, float, float]:
    wide = HANZI_WIDE.measure(one.text)
    left = one.x - {"left": 0, "center": wide / 2, "right": wide}[one.align]
    return left, one.y - SIZE / 2, left + wide, one.y + SIZE / 2


@pytest.mark.parametrize("wide", [320, 700, 920, 1500])
@pytest.mark.parametrize(
    "chart",
    [
        *(columns(count) for count in (1, 7, 12, 30)),
        *(stacked(count) for count in (3, 12, 30)),
        *(bars(9, 5, 1), bars(900_000, 0, -250_000), curve()),
    ],
    ids=lambda chart: f"{chart.shape}-{len(chart.places)}",
)
def test_no_two_words_overlap_and_all_stay_inside(chart: Chart, wide: int) -> None:
    high = 230
    drawing = lay_out(chart, wide, high, HANZI_WIDE)
    for one, other in combinations(words(drawing), 2):
        (left, top, right, bottom), (x, y, to, below) = room(one), room(other)
        apart = right <= x or to <= left or bottom <= y or below <= top
        assert apart, (one.text, other.text)
    for one in words(drawing):
        left, top, right, bottom = room(one)
        assert left >= -0.5, one
        assert right <= wide + 0.5, one
        assert top >= -0.5, one
        assert bottom <= high + 0.5, one


def test_columns_are_as_high_as_their_figures() -> None:
    drawing = lay_out(columns(7), 900, 230, HANZI_WIDE)
    heights = [one.high for one in boxes(drawing)]
    assert [round(high / heights[0], 6) for high in heights] == [1, 2, 3, 4, 5, 6, 7]
    assert {round(one.y + one.high, 6) for one in boxes(drawing)} == {
        round(boxes(drawing)[0].y + heights[0], 6)
    }


def test_what_is_below_nought_hangs_down_from_it() -> None:
    drawing = lay_out(stacked(3), 900, 230, HANZI_WIDE)
    above = [one for one in boxes(drawing) if one.high > SIZE]
    below = boxes(drawing, "quiet")[-3:]
    zero = max(one.y + one.high for one in above)
    assert all(abs(one.y - zero) < 0.01 for one in below)
    curves = [one for one in drawing.shapes if isinstance(one, Stroke) and one.tone == "text"]
    assert len(curves[-1].points) == 3


def test_bars_are_as_long_as_their_figures_on_both_sides() -> None:
    drawing = lay_out(bars(400, -100), 900, 120, HANZI_WIDE)
    long, short = boxes(drawing)
    assert round(long.wide / short.wide, 6) == 4
    assert short.x + short.wide == pytest.approx(long.x)
    assert [one.text for one in words(drawing) if one.text.endswith(".00")] == ["4.00", "-1.00"]


def test_a_curve_is_broken_where_it_has_no_figure() -> None:
    drawing = lay_out(curve(), 900, 230, HANZI_WIDE)
    curves = [one for one in drawing.shapes if isinstance(one, Stroke) and one.weight == 2]
    lengths = [len(one.points) for one in curves if len(one.points) > 2]
    assert lengths == [5, 20, 5, 20]
    assert {one.dashed for one in curves if one.tone == "quiet"} == {True}


def test_the_newest_place_always_has_its_word() -> None:
    drawn = [one.text for one in words(lay_out(columns(30), 500, 230, HANZI_WIDE))]
    assert MONTHS[29] in drawn
    assert MONTHS[28] not in drawn


def test_a_point_is_the_place_under_it() -> None:
    drawing = lay_out(columns(12), 900, 230, HANZI_WIDE)
    for place, (x, y, wide, high) in enumerate(drawing.bands):
        assert drawing.place_at(x + wide / 2, y + high / 2) == place
    assert drawing.place_at(-5, 5) is None


def test_all_figures_are_told_in_words() -> None:
    chart = Chart(
        "基金的进出",
        COLUMNS,
        ("2026Q1", "2026Q2"),
        (Series("计提", (123_456, None)), Series("没收", (-5, 0), "wrong")),
        marks=(Mark(1, "陈列架"),),
    )
    assert chart.told == ("2026Q1：计提 1,234.56、没收 -0.05；2026Q2：计提 —、没收 0.00、陈列架")


def test_a_series_has_a_figure_for_each_place() -> None:
    with pytest.raises(ValueError, match="1 figures, 2"):
        Chart("x", COLUMNS, ("a", "b"), (Series("s", (1,)),))


def test_a_chart_of_nothing_draws_nothing() -> None:
    assert lay_out(columns(0), 900, 230, HANZI_WIDE).shapes == []
