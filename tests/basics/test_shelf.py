"""A shelf is arranged without losing a pack, and tells what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.basics.i18n import choose_language
from desktop.basics.shelf import Level, Pack, Shelf, Spot, room_words

TUBE = Pack("P1", "洗面奶", 2, 55, 165, "洁面", (1000, 1125, 1205))
SOAP = Pack("P2", "香皂", 1, 90, 40, "香皂", (500, 563, 603))
BOX = Pack("P3", "礼盒", 1, None, 320, "礼盒")
SHELF = Shelf.of((Level(200, 300), Level(150)), ((1, TUBE), (1, BOX), (2, SOAP)))

moves = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2", "P3"]),
        st.integers(-1, 3),
        st.integers(-2, 5),
        st.integers(-1, 9),
    )
)


def codes(shelf: Shelf) -> list[list[str]]:
    return [[pack.code for pack in row] for row in shelf.packs]


def test_packs_stand_on_their_levels_in_order() -> None:
    assert codes(SHELF) == [["P1", "P3"], ["P2"]]
    assert [pack.value for _spot, pack in SHELF] == [1125, 0, 500]
    assert SHELF.month_fen == 34 + 15


def test_a_pack_below_the_lowest_level_gets_one_as_wide_as_the_others() -> None:
    shelf = Shelf.of((Level(200),), ((3, SOAP),))
    assert codes(shelf) == [[], [], ["P2"]]
    assert [level.width_mm for level in shelf.levels] == [200, 200, 200]


def test_a_pack_of_unknown_width_takes_the_room_of_a_tube() -> None:
    assert SHELF.free_mm(0) == 200 - 2 * 55 - 60


@pytest.mark.parametrize(
    ("code", "to", "then"),
    [
        ("P1", Spot(0, 1), [["P3", "P1"], ["P2"]]),
        ("P1", Spot(1, 0), [["P3"], ["P1", "P2"]]),
        ("P1", Spot(1, 9), [["P3"], ["P2", "P1"]]),
        ("P1", Spot(2, 0), [["P1", "P3"], ["P2"]]),
        ("P9", Spot(0, 0), [["P1", "P3"], ["P2"]]),
    ],
)
def test_a_pack_goes_where_it_is_put(code: str, to: Spot, then: list[list[str]]) -> None:
    assert codes(SHELF.moved(code, to)) == then


def test_more_facings_take_room_and_earn_more_but_never_none_or_too_many() -> None:
    assert SHELF.faced("P2", 3).pack_at(Spot(1, 0)).value == 603
    assert SHELF.faced("P2", 3).free_mm(1) == 150 - 270
    assert SHELF.faced("P2", 0).pack_at(Spot(1, 0)).facings == 1
    assert SHELF.faced("P2", 99).pack_at(Spot(1, 0)).facings == 6


def test_what_is_overfilled_or_too_high_is_said() -> None:
    choose_language("en")
    assert SHELF.faults() == ["礼盒 is higher than level 1."]
    wide = SHELF.faced("P2", 2).faults()
    assert wide == ["礼盒 is higher than level 1.", "Level 2 is overfilled by 3 cm."]
    assert SHELF.moved("P3", Spot(1, 0)).faults() == []  # nobody measured that level's height


def test_room_is_said_to_the_millimetre() -> None:
    choose_language("en")
    assert [room_words(at) for at in (120, 5, 0, -7)] == [
        "12 cm free",
        "0.5 cm free",
        "0 cm free",
        "0.7 cm too much",
    ]


@given(moves)
def test_whatever_is_moved_nothing_is_lost_or_doubled(
    made: list[tuple[str, int, int, int]],
) -> None:
    shelf = SHELF
    for code, level, place, facings in made:
        shelf = shelf.moved(code, Spot(level, place)).faced(code, facings)
    assert sorted(pack.code for _spot, pack in shelf) == ["P1", "P2", "P3"]
    assert len(shelf.packs) == len(shelf.levels) == 2
