"""How a picture lies by its pins: turned and scaled by two, stretched by three."""

import pytest

from desktop.basics.ground import Pin, laid, why_not
from desktop.basics.map_drawing import Flat

HERE = 31.46, 104.74
FLAT = Flat(HERE)


def at(east: float, south: float) -> tuple[float, float]:
    return FLAT.place((east, south))


def test_two_pins_turn_and_scale_a_picture() -> None:
    """A picture that lies on its side: its right is south, two metres to a pixel."""
    found = laid((Pin(100, 100, at(0, 0)), Pin(200, 100, at(0, 200))), FLAT)
    assert found.metres(100, 100) == pytest.approx((0, 0), abs=0.01)
    assert found.metres(200, 100) == pytest.approx((0, 200), abs=0.01)
    assert found.metres(100, 200) == pytest.approx((-200, 0), abs=0.01)


def test_three_pins_stretch_it() -> None:
    """Three metres to a pixel across, one downwards, and each row a little further east."""
    pins = [
        Pin(x, y, at(3 * x + 0.5 * y, y)) for x, y in ((0.0, 0.0), (400.0, 20.0), (30.0, 300.0))
    ]
    found = laid(pins, FLAT)
    assert found.metres(250, 150) == pytest.approx((825, 150), abs=0.1)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (((0, 0, 0, 0),), "两家或三家"),
        (((0, 0, 0, 0), (3, 3, 500, 0)), "同一点"),
        (((0, 0, 0, 0), (300, 0, 1, 1)), "同一处"),
        (((0, 0, 0, 0), (100, 100, 100, 100), (200, 201, 200, 200)), "一条直线"),
        (((0, 0, 0, 0), (300, 0, 0, 300), (0, 300, 300, 0)), "翻面"),
    ],
)
def test_pins_that_tell_nothing_are_refused_in_words(
    points: tuple[tuple[float, float, float, float], ...], words: str
) -> None:
    pins = [Pin(x, y, at(east, south)) for x, y, east, south in points]
    assert words in why_not(pins)
    with pytest.raises(ValueError, match=words):
        laid(pins, FLAT)
