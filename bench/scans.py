"""Papers ticked by drawn hands and scanned badly: how many fields are read right, by what was done.

A field that is doubtful is not right; one that is wrong and sure stops it.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter

from bench.measure import Each, Share

_ROUNDS = 10


def results(_folder: Path) -> Iterator[Share | Each]:
    """The share that is right and sure, and how long a page takes."""
    from tests.scans.hands import chosen, harmed, tick
    from tests.scans.test_ticks import HARMS, KINDS, printed, read, wanted

    seconds: list[float] = []
    for name, harm in HARMS.items():
        right = number = 0
        for by in (Random(f"{name} {turn}") for turn in range(_ROUNDS)):
            for kind in KINDS:
                layout, sheets = printed(kind)
                sheet, ticked = sheets[0].copy(), chosen(layout, 0, by)
                for one in ticked:
                    tick(sheet, one, by)
                arrived = harmed(sheet, harm, by)
                begun = perf_counter()
                page = read(arrived, layout, harm.quality)
                seconds.append(perf_counter() - begun)
                said = wanted(layout, 0, ticked)
                number += len(said)
                for answer in page.answers if page is not None else ():
                    if not answer.doubt:
                        assert {*answer.values} == said[answer.row, answer.field], answer
                        right += 1
        yield Share(f"ticks read right: {name}", Fraction(right, number))
    yield Each("a page of a scan", tuple(seconds))
