"""A part of a page, straight, as a person looks at it."""

from desktop.basics.layout import Strip
from desktop.scans.grey import Grey, Way, looked_up

_STEP = 17  # hundredths of a millimetre: 150 dots an inch


def strip_of(grey: Grey, strip: Strip, way: Way) -> Grey:
    """The picture of a strip, brightened so that its paper is white."""
    import numpy

    x = numpy.arange(strip.x, strip.x + max(strip.wide, _STEP), _STEP)
    y = numpy.arange(strip.y, strip.y + max(strip.high, _STEP), _STEP)
    seen = looked_up(grey, *way(x.astype(float), y[:, None].astype(float)))
    white = max(float(numpy.percentile(seen[::3, ::3], 90)), 1.0)
    shown: Grey = numpy.clip(seen * (250 / white), 0, 255).astype(numpy.uint8)
    return shown
