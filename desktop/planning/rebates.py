"""What a rebate plan's bands make of what a client bought (B3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.basics.drafts.rebate import Band
from desktop.basics.money import share


@dataclass(frozen=True)
class RebatePart:
    """What one band gives: the ``part`` of the base that it holds for, and that in fen."""

    band: Band
    part: int
    amount_fen: int


def rebate_parts(base: int, bands: Sequence[Band], mode: str) -> tuple[RebatePart, ...]:
    """Band by band what a base in fen or in base units comes to; ``bands`` rise.

    ``whole``: the rate of the highest band reached, on all of it. ``exceeding``: each band's own,
    on the part from its threshold to the next; rounded band by band (M2).
    """
    reached = [band for band in bands if band.threshold <= base]
    if not reached:
        return ()
    if mode == "whole":
        return (_part(base, reached[-1]),)
    ends = [*(band.threshold for band in reached[1:]), base]
    return tuple(_part(end - band.threshold, band) for band, end in zip(reached, ends, strict=True))


def rebate_fen(base: int, bands: Sequence[Band], mode: str) -> int:
    """The rebate for a base: what all its parts come to."""
    return sum(one.amount_fen for one in rebate_parts(base, bands, mode))


def _part(part: int, band: Band) -> RebatePart:
    if band.rate is not None:
        return RebatePart(band, part, share(part, band.rate))
    return RebatePart(band, part, part * (band.each_fen or 0))
