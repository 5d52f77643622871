"""What a rebate plan's bands make of what a client bought (B3)."""

from collections.abc import Sequence

from desktop.basics.drafts.rebate import Band
from desktop.basics.money import share


def rebate_fen(base: int, bands: Sequence[Band], mode: str) -> int:
    """The rebate for a base in fen or in base units; ``bands`` rise.

    ``whole``: the rate of the highest band reached, on all of it. ``exceeding``: each band's own,
    on the part from its threshold to the next; rounded band by band (M2).
    """
    reached = [band for band in bands if band.threshold <= base]
    if not reached:
        return 0
    if mode == "whole":
        return _of(base, reached[-1])
    ends = [*(band.threshold for band in reached[1:]), base]
    return sum(_of(end - band.threshold, band) for band, end in zip(reached, ends, strict=True))


def _of(part: int, band: Band) -> int:
    if band.rate is not None:
        return share(part, band.rate)
    return part * (band.each_fen or 0)
