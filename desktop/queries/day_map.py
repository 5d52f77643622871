"""The day board's map: every drop by its run's sign, the runs' ways, the office (P8, D4)."""

from collections.abc import Iterable

from desktop.basics.i18n import _
from desktop.basics.map_scene import HUES, Scene, Sign, Spot, Way, distinct
from desktop.basics.places import Place
from desktop.queries.day_rows import ReckonedDay, TourLine

OFFICE = 0  # the id of the office's spot; drops count from 1


def day_scene(day: ReckonedDay, numbers: dict[str, int], office: Place | None) -> Scene:
    """The map of a day; ``numbers`` are the ids of its drops by code.

    The signs of the runs are told where the runs are drawn, in the same order.
    """
    lines = [line for line in day.lines if line.stops]
    waiting = Sign(_("on no run"), "circle", "quiet")
    signs = [waiting, *(distinct(at, "") for at, line in enumerate(lines))]
    spots = [
        Spot(numbers[one.code], one.place, one.client, 0, one.area)
        for one in day.waiting
        if one.place is not None
    ]
    for at, line in enumerate(lines, 1):
        spots += [
            Spot(
                numbers.get(stop.drop.code, -stop.drop.client_id),
                stop.drop.place,
                stop.drop.client,
                at,
                f"{_called(line)} {stop.arrives}".strip(),
            )
            for stop in line.stops
            if stop.drop.place is not None
        ]
    if office is not None:
        signs.append(Sign(_("the office"), "cross", "text"))
        spots.append(Spot(OFFICE, office, _("the office"), len(signs) - 1))
    return Scene(_("Day board"), tuple(spots), tuple(signs), tuple(_ways(lines, office)), (), ())


def _ways(lines: list[TourLine], office: Place | None) -> Iterable[Way]:
    ends = () if office is None else (office,)
    for at, line in enumerate(lines):
        places = tuple(stop.drop.place for stop in line.stops if stop.drop.place is not None)
        if places:
            yield Way("", (*ends, *places, *ends), HUES[at % len(HUES)])


def _called(line: TourLine) -> str:
    return f"{line.name} {line.driver}".strip()
