"""Papers ticked by drawn hands and scanned badly: how many fields are read right, by what was done.

A field that is doubtful is not right, and why it is is counted; one that is wrong and sure stops
it. Times are a processor's.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from time import process_time

from bench.measure import Each, Share

_ROUNDS = 10


def results(_folder: Path) -> Iterator[Share | Each]:
    """The share that is right and sure, and how long a page takes."""
    from tests.scans.hands import chosen, harmed, tick
    from tests.scans.test_ticks import HARMS, KINDS, printed, read, wanted

    seconds: list[float] = []
    causes: Counter[str] = Counter()
    asked = 0
    for name, harm in HARMS.items():
        right = number = 0
        for by in (Random(f"{name} {turn}") for turn in range(_ROUNDS)):
            for kind in KINDS:
                layout, sheets = printed(kind)
                at = by.randrange(len(sheets))
                sheet, ticked = sheets[at].copy(), chosen(layout, at, by)
                for one in ticked:
                    tick(sheet, one, by)
                arrived = harmed(sheet, harm, by)
                begun = process_time()
                page = read(arrived, layout, harm.quality)
                seconds.append(process_time() - begun)
                said = wanted(layout, at, ticked)
                number += len(said)
                if page is None:
                    causes["page not found"] += len(said)
                for answer in page.answers if page is not None else ():
                    if answer.doubt:
                        causes[answer.doubt] += 1
                    else:
                        assert {*answer.values} == said[answer.row, answer.field], answer
                        right += 1
        asked += number
        yield Share(f"ticks read right: {name}", Fraction(right, number))
    for cause, doubtful in causes.most_common():
        yield Share(f"ticks doubtful: {cause}", Fraction(doubtful, asked))
    yield Each("a page of a scan", tuple(seconds))
