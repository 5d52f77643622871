"""A believable map for the tests of printing."""

from dataclasses import replace
from datetime import date

from desktop.basics.map_scene import AreaName, Scene, Sign, Spot, Way, distinct
from desktop.printing.map import MapSheet
from desktop.printing.map import map_sheet as sheet_of_map
from tests.printing.papers import OFFICE, PLACES


def map_sheet(shops: int = 60, **changes: object) -> MapSheet:
    """Shops of two lines along a slope, a run through the first of them, a conflict."""
    spots = tuple(
        Spot(
            place,
            (31.4 + 0.002 * (place % 10), 104.7 + 0.003 * (place // 10)),
            PLACES[place % len(PLACES)][0],
            place % 3,
        )
        for place in range(shops)
    )
    scene = Scene(
        "主推系列",
        spots,
        (distinct(0, "清泉"), distinct(1, "晨露"), Sign("没有主推", "circle", "quiet")),
        (Way("CC-2026-0001", tuple(spot.place for spot in spots[:4]), "hue1"),),
        ((spots[0].place, spots[3].place),),
        (AreaName("东片", spots[shops // 2].place),),
    )
    corners = (31.43, 104.69), (31.39, 104.73)
    paper = sheet_of_map(OFFICE, date(2026, 7, 6), "地图：主推系列", "陈强 · 东片", scene, corners)
    return replace(paper, **changes)  # type: ignore[arg-type]
