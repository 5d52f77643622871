"""The order of a list whose rows are all there: by what is seen in a column."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from desktop.basics.order_key import order_key

_FIGURE = re.compile(r"[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?")
_NOTHING = " -–—"  # what stands where there is nothing


def in_seen_order(
    keys: Iterable[int], words: Callable[[int], str], *, figures: bool, down: bool
) -> list[int]:
    """Sort keys by their words: ``figures`` by what they are worth, all else as names are.

    What has nothing there comes last, both ways; equals stay as they stood.
    """
    said = {key: words(key).strip() for key in keys}
    there = [key for key, text in said.items() if text.strip(_NOTHING)]

    def by(key: int) -> tuple[Any, ...]:
        figure = _FIGURE.match(said[key].lstrip("¥ ")) if figures else None
        worth = Decimal(figure[0].replace(",", "").replace("−", "-")) if figure else Decimal(0)
        return figure is None, worth, order_key(said[key])

    there.sort(key=by, reverse=down)
    return there + [key for key, text in said.items() if not text.strip(_NOTHING)]
