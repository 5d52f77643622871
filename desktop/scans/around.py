"""What is written beside boxes: ticks that missed, circles, and lines that strike a box out.

What is printed there is known from the boxes of other rows that say the same, where there are any;
else only the margins are looked at in which no paper of ours prints anything.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.basics.layout import Tick
from desktop.scans.grey import Dark, Numbers

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Places = NDArray[numpy.intp]
    Zone = NDArray[numpy.bool_]

Marks = tuple[int, int, int]
FAR = 36  # steps outside of a frame that are looked at
_GAP = 4  # steps beside a frame, where its line bleeds and a good tick sticks out
_NEAR = 30  # steps where a mark still is about this box
_BARE = 20  # steps beside a frame that are white, but for rules, on every paper of ours
_SLACK = 3  # steps by which print lies otherwise beside one box than beside another
_BEHIND, _BEFORE = 15, 12  # steps right and left of a frame that only a long stroke reaches
_BEFORE_BARE = 8  # where what is behind can't be told from words
_BROAD = 11  # steps more, which of a broad pen only a long stroke reaches
_LABEL = 1_500  # hundredths of a millimetre in which another box's words may stand
_UNLIKE = 15  # hundredths of a square millimetre by which the same words differ
_RULED = 0.25  # the share of ink of a line that is a rule
_FEW = 5  # boxes, fewer of which may all be marked but one


def marks_around(whole: Dark, ticks: Sequence[Tick], half: float) -> list[Marks]:
    """What stands about each box that isn't print, and of it what runs through the box's line.

    The second once more as far as a broad pen's tick doesn't reach; all in hundredths of a square
    millimetre. ``whole`` are patches with the boxes in their middle, of one size (``half`` of it
    in steps).
    """
    zones, printed = _Zones(half, round(half) + FAR), _dilated(whole)
    found = []
    for at, tick in enumerate(ticks):
        alike = [other for other, one in enumerate(ticks) if other != at and _says(one, tick)]
        if alike:
            found.append(_beside_known(whole[at], whole[alike], printed[alike], zones))
        else:
            found.append(_beside_bare(whole[at], zones, at_left=not _is_behind(tick, ticks)))
    return found


def about_the_boxes(ink: Dark, shifts: Numbers, wide: int) -> Dark:
    """The patches cut so that each box lies in the middle; ``shifts`` is how far off it does."""
    import numpy

    middle = ink.shape[1] // 2
    return numpy.stack(
        [
            patch[
                middle + down - wide : middle + down + wide + 1,
                middle + across - wide : middle + across + wide + 1,
            ]
            for patch, (across, down) in zip(ink, shifts.astype(int), strict=True)
        ]
    )


def _says(one: Tick, tick: Tick) -> bool:
    """Whether a box says of its row what another says, so that the same is printed about both."""
    return not one.printed and (one.field, one.value) == (tick.field, tick.value)


def _beside_known(patch: Dark, others: Dark, printed: Dark, zones: "_Zones") -> Marks:
    """What stands beside a box, told from the print beside ``others``."""
    import numpy

    part = 0 if len(others) < _FEW else 25
    known = numpy.percentile(printed, part, axis=0, method="lower")
    left = zones.without_rules(numpy.clip(patch - known, 0, 1))

    def over(zone: "Zone") -> int:  # on the words, where it can't be told from them
        return _sum(patch, zone) - round(float(numpy.median(others[:, zone].sum(axis=1))))

    beside = max(_sum(left, zones.near), over(zones.words))

    def through(behind: "Zone", before: "Zone") -> int:
        return max(_sum(left, behind | before), over(behind) - _UNLIKE)

    return beside, through(zones.behind, zones.before), through(zones.far_behind, zones.far_before)


def _beside_bare(patch: Dark, zones: "_Zones", *, at_left: bool) -> Marks:
    """What stands in the bare margins of a box: above, below and, where it is so, at the left."""
    left = zones.without_rules(patch)
    if not at_left:
        return _sum(left, zones.above_and_below), 0, 0
    bare = zones.above_and_below | zones.left
    through, far_through = (
        _sum(left, zones.left & one) for one in (zones.before_bare, zones.far_before)
    )
    return _sum(left, bare), through, far_through


class _Zones:
    """The parts of a patch about a box, as masks."""

    def __init__(self, half: float, wide: int) -> None:
        import numpy

        y, x = numpy.mgrid[-wide : wide + 1, -wide : wide + 1]
        off = numpy.maximum(abs(x), abs(y)) - half
        beside = off > _GAP
        self.near = beside & (off <= _NEAR)
        self.left = beside & (off <= _BARE) & (x < -half) & (abs(y) <= half)
        self.above_and_below = beside & (off <= _BARE) & (abs(x) <= half)
        self.words = beside & (x > half) & (abs(y) <= half)
        self.behind = (x > half + _BEHIND) & (abs(y) <= half)
        self.before = (x < -half - _BEFORE) & (abs(y) <= half)
        self.before_bare = (x < -half - _BEFORE_BARE) & (abs(y) <= half)
        self.far_behind = self.behind & (x > half + _BEHIND + _BROAD)
        self.far_before = self.before_bare & (x < -half - _BEFORE_BARE - _BROAD)
        self._lines = abs(y[:, 0]) > half + _GAP

    def without_rules(self, ink: Dark) -> Dark:
        """A patch without lines all across it, above or below: the first of a table is thicker."""
        import numpy

        ruled = self._lines & (ink.mean(axis=1) > _RULED)
        return numpy.where(ruled[:, None], 0, ink)


def _is_behind(tick: Tick, ticks: Sequence[Tick]) -> bool:
    """Whether the words of a box may reach up to this one from its left."""
    x, y = tick.box.middle
    return any(
        0 < x - one.box.middle[0] < _LABEL and abs(y - one.box.middle[1]) < tick.box.side
        for one in ticks
    )


def _dilated(patches: Dark) -> Dark:
    """Print, somewhat thicker: it never lies quite alike."""
    import numpy

    found = patches
    for axis in (1, 2):
        shifted = [numpy.roll(found, by, axis=axis) for by in range(-_SLACK, _SLACK + 1)]
        found = numpy.maximum.reduce(shifted)
    return found


def _sum(ink: Dark, zone: "Zone") -> int:
    return round(float(ink[zone].sum()))  # a step is a tenth of a millimetre
