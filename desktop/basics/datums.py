"""Coordinates by the kind of their source; the office keeps GCJ-02, as 高德 and 腾讯 do.

GCJ-02 shifts WGS-84 by up to some hundred metres within China; BD-09 (百度) shifts that again.
The formulas are those that map makers' own converters use.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import atan2, cos, pi, radians, sin, sqrt

from desktop.basics.i18n import N_
from desktop.basics.places import Place, place

KEPT = "gcj02"
DATUMS: Mapping[str, str] = {
    KEPT: N_("GCJ-02 (高德, 腾讯)"),
    "bd09": N_("BD-09 (百度)"),
    "wgs84": N_("WGS-84 (GPS)"),
}

_PLACES = Decimal("0.000001")
# The ellipsoid of Krasovsky, by which GCJ-02 reckons.
_LONG_AXIS_M = 6_378_245.0
_ECCENTRICITY = 0.00669342162296594323  # squared
_BAIDU = pi * 3000 / 180
_BAIDU_NORTH, _BAIDU_EAST = 0.006, 0.0065
_ENOUGH = 1e-9  # degrees: a tenth of a millimetre


def kept_place(lat: Decimal, lon: Decimal, datum: str) -> tuple[Decimal, Decimal]:
    """A place of a datum (one of ``DATUMS``) as the office keeps it, to six places of a degree."""
    there = None if datum == KEPT else place(lat, lon)
    if there is None:
        return lat, lon
    north, east = _TO_KEPT[datum](there)
    return Decimal(str(north)).quantize(_PLACES), Decimal(str(east)).quantize(_PLACES)


def readings(lat: Decimal, lon: Decimal) -> Mapping[str, Place]:
    """Where coordinates lie, as the office keeps places, under each kind that they may be."""
    found = {datum: place(*kept_place(lat, lon, datum)) for datum in DATUMS}
    return {datum: there for datum, there in found.items() if there is not None}


def from_wgs84(there: Place) -> Place:
    """WGS-84 as GCJ-02; outside China nothing is shifted."""
    lat, lon = there
    if not (0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347):
        return there
    north, east = _waves(lon - 105, lat - 35)
    curve = 1 - _ECCENTRICITY * sin(radians(lat)) ** 2
    north = north * 180 / (_LONG_AXIS_M * (1 - _ECCENTRICITY) / (curve * sqrt(curve)) * pi)
    east = east * 180 / (_LONG_AXIS_M / sqrt(curve) * cos(radians(lat)) * pi)
    return lat + north, lon + east


def to_wgs84(there: Place) -> Place:
    """The place that GCJ-02 shifts to this one, found step by step."""
    lat, lon = there
    for _step in range(10):
        north, east = from_wgs84((lat, lon))
        wrong = there[0] - north, there[1] - east
        lat, lon = lat + wrong[0], lon + wrong[1]
        if abs(wrong[0]) + abs(wrong[1]) < _ENOUGH:
            break
    return lat, lon


def from_bd09(there: Place) -> Place:
    """BD-09 as GCJ-02."""
    lat, lon = there[0] - _BAIDU_NORTH, there[1] - _BAIDU_EAST
    far = sqrt(lon * lon + lat * lat) - 0.00002 * sin(lat * _BAIDU)
    turned = atan2(lat, lon) - 0.000003 * cos(lon * _BAIDU)
    return far * sin(turned), far * cos(turned)


def to_bd09(there: Place) -> Place:
    """GCJ-02 as BD-09."""
    lat, lon = there
    far = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * _BAIDU)
    turned = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU)
    return far * sin(turned) + _BAIDU_NORTH, far * cos(turned) + _BAIDU_EAST


def _waves(x: float, y: float) -> Place:
    """How far, in metres, GCJ-02 shifts to north and east."""
    root = sqrt(abs(x))
    short = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + short
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + short
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    return north, east


_TO_KEPT: Mapping[str, Callable[[Place], Place]] = {"bd09": from_bd09, "wgs84": from_wgs84}
