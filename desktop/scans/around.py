"""What is written beside boxes: ticks that missed, circles, and lines that strike a box out.

What is printed there is known from the boxes of other rows that say the same, where there are any;
else only the margins are looked at in which no paper of ours prints anything.
"""

from collections.abc import Sequence

from desktop.basics.layout import Tick
from desktop.scans.grey import Dark, Numbers
from desktop.scans.specks import specks_about

Marks = tuple[int, int, int]
Sums = dict[str, Numbers]
FAR = 36  # steps outside of a frame that are looked at
_GAP = 4  # steps beside a frame, where its line bleeds and a good tick sticks out
_FRAME = 2  # steps beside a frame's middle that are its line
_NEAR = 30  # steps where a mark still is about this box
_BARE = 20  # steps beside a frame that are white, but for rules, on every paper of ours
_SLACK = 3  # steps by which print lies otherwise beside one box than beside another
_BEHIND, _BEFORE = 15, 12  # steps right and left of a frame that only a long stroke reaches
_BEFORE_BARE = 8  # where what is behind can't be told from words
_BROAD = 11  # steps more, which of a broad pen only a long stroke reaches
_LABEL = 1_500  # hundredths of a millimetre in which another box's words may stand
_UNLIKE = 15  # hundredths of a square millimetre by which the same words differ
_RULED = 0.25  # the share of ink of a line that is a rule
_UNPRINTED = 0.2  # how dark at most what is printed is where a speck is looked for
_FEW = 5  # boxes, fewer of which may all be marked but one


def marks_around(
    whole: Dark, ticks: Sequence[Tick], half: float, dirty: Sequence[bool]
) -> list[Marks]:
    """What stands about each box that isn't print, and of it what runs through the box's line.

    The second once more as far as a broad pen's tick doesn't reach; all in hundredths of a square
    millimetre. ``whole`` are patches with the boxes in their middle, of one size (``half`` of it
    in steps). Where it is ``dirty`` specks count for nothing, but that a large one lies beside.
    """
    import numpy

    zones, alike = _Zones(half, round(half) + FAR), _alike(ticks)
    known = _printed_about(_dilated(whole), alike)
    free = (known < _UNPRINTED) & zones.outside
    free[[at for at, others in enumerate(alike) if not others]] &= zones.bare
    free[[at for at, one in enumerate(dirty) if not one]] = False
    specks = specks_about(whole, free, half)
    dots = numpy.zeros(len(ticks))
    clear = whole.copy() if specks else whole
    for one in specks:
        place = one.patch, one.rows, one.columns
        dots[one.patch] += float(clear[place].sum()) * one.large
        clear[place] = 0
    left = zones.without_rules(numpy.clip(clear - known, 0, 1))
    off, seen = zones.sums(left), zones.sums(clear)
    marks = [
        _beside_known(off, seen, at, alike[at])
        if alike[at]
        else _beside_bare(off, at, at_left=not _is_behind(tick, ticks))
        for at, tick in enumerate(ticks)
    ]
    return [
        (beside + round(dot), through, far_through)
        for (beside, through, far_through), dot in zip(marks, dots.tolist(), strict=True)
    ]


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


def _alike(ticks: Sequence[Tick]) -> list[list[int]]:
    """Of each box the others about which the same is printed: they say the same of their rows."""
    same: dict[tuple[str, str], list[int]] = {}
    for at, tick in enumerate(ticks):
        if not tick.printed:
            same.setdefault((tick.field, tick.value), []).append(at)
    places = (same.get((tick.field, tick.value), []) for tick in ticks)
    return [[other for other in some if other != at] for at, some in enumerate(places)]


def _printed_about(printed: Dark, alike: Sequence[Sequence[int]]) -> Dark:
    """What is printed about each box: what stands about most of those alike, too."""
    import numpy

    found = numpy.zeros_like(printed)
    sorted_by: dict[tuple[int, ...], Dark] = {}
    for at, others in enumerate(alike):
        if not others:
            continue
        whole = tuple(sorted({at, *others}))
        if whole not in sorted_by:
            sorted_by[whole] = numpy.sort(printed[list(whole)], axis=0)
        in_order = sorted_by[whole]
        low = 0 if len(others) < _FEW else (len(others) - 1) // 4
        found[at] = numpy.where(printed[at] <= in_order[low], in_order[low + 1], in_order[low])
    return found


def _beside_known(left: Sums, seen: Sums, at: int, others: Sequence[int]) -> Marks:
    """What stands beside a box, told from the print beside ``others``."""
    import numpy

    def over(zone: str) -> int:  # on the words, where it can't be told from them
        usual = float(numpy.median(seen[zone][others]))
        return round(float(seen[zone][at])) - round(usual)

    def through(zone: str, behind: str) -> int:
        return max(round(float(left[zone][at])), over(behind) - _UNLIKE)

    beside = max(round(float(left["near"][at])), over("words"))
    return beside, through("along", "behind"), through("far along", "far behind")


def _beside_bare(left: Sums, at: int, *, at_left: bool) -> Marks:
    """What stands in the bare margins of a box: above, below and, where it is so, at the left."""
    if not at_left:
        return round(float(left["above and below"][at])), 0, 0
    bare, through, far_through = (
        round(float(left[zone][at])) for zone in ("bare", "bare before", "bare far before")
    )
    return bare, through, far_through


class _Zones:
    """The parts of a patch about a box, by their names."""

    def __init__(self, half: float, wide: int) -> None:
        import numpy

        y, x = numpy.mgrid[-wide : wide + 1, -wide : wide + 1]
        off = numpy.maximum(abs(x), abs(y)) - half
        beside, level = off > _GAP, abs(y) <= half
        left = beside & (off <= _BARE) & (x < -half) & level
        above_and_below = beside & (off <= _BARE) & (abs(x) <= half)
        behind, before = (x > half + _BEHIND) & level, (x < -half - _BEFORE_BARE) & level
        far_behind = behind & (x > half + _BEHIND + _BROAD)
        far_before = before & (x < -half - _BEFORE_BARE - _BROAD)
        self._zones = {
            "near": beside & (off <= _NEAR),
            "words": beside & (x > half) & level,
            "behind": behind,
            "far behind": far_behind,
            "along": behind | (before & (x < -half - _BEFORE)),
            "far along": far_behind | far_before,
            "above and below": above_and_below,
            "bare": above_and_below | left,
            "bare before": left & before,
            "bare far before": left & far_before,
        }
        self._lines = abs(y[:, 0]) > half + _GAP
        self.outside, self.bare = off > _FRAME, self._zones["bare"]

    def without_rules(self, ink: Dark) -> Dark:
        """Patches without lines all across, above or below: the first of a table is thicker."""
        import numpy

        ruled = self._lines & (ink.mean(axis=2) > _RULED)
        return numpy.where(ruled[:, :, None], 0, ink)

    def sums(self, ink: Dark) -> Sums:
        """By zone, the ink of each patch in it: a step is a tenth of a millimetre."""
        import numpy

        whole = ink.reshape(len(ink), -1)  # no matrix product: it keeps all cores busy with waiting
        return {
            name: whole.take(numpy.flatnonzero(zone), axis=1).sum(axis=1)
            for name, zone in self._zones.items()
        }


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
        for by in (1, 2, 3):  # seven places in all
            found = numpy.maximum(found, numpy.roll(found, by, axis=axis))
        found = numpy.roll(found, -_SLACK, axis=axis)
    return found
