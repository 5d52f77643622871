"""Linear programs of one kind: the least cost of amounts under floors that are added one by one.

Solved by HiGHS, which is loaded when one is to be solved and goes on from where it was. Its floats
are only hints here: what they prove is reckoned again in whole numbers by who asks.
"""

from typing import TYPE_CHECKING

import numpy as np

from desktop.planning.highs import highs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int32]

_STEPS = 20_000  # of one solution, so that the same program ends with the same prices


class Floors:
    """Amounts between ``least`` (0) and ``most``; ``size`` floors on sums of them.

    Each counts for its ``cost`` (1).
    """

    def __init__(
        self, most: "Floats", cost: "Floats | None" = None, least: "Floats | None" = None
    ) -> None:
        number = len(most)
        self.size = 0
        self._solver = highs({"presolve": "off", "simplex_iteration_limit": _STEPS})
        none, nothing = np.zeros(number, dtype=np.int32), np.zeros(0, dtype=np.int32)
        self._solver.addCols(
            number,
            np.ones(number) if cost is None else cost,
            np.zeros(number) if least is None else least,
            most,
            0,
            none,
            nothing,
            np.zeros(0),
        )

    def add(self, places: "Places", least: float, parts: "Floats | None" = None) -> None:
        """The amounts at these places, each so many times (once), come to this at least."""
        times = np.ones(len(places)) if parts is None else parts
        self._solver.addRow(float(least), float("inf"), len(places), places, times)
        self.size += 1

    def solved(self, seconds: float | None = None) -> tuple["Floats", "Floats"]:
        """The amounts, and the price of each floor: by how much the cost rises with it."""
        if seconds is not None:
            until = self._solver.getRunTime() + max(seconds, 0.01)
            self._solver.setOptionValue("time_limit", until)
        self._solver.run()
        found = self._solver.getSolution()
        prices = np.array(found.row_dual) if found.dual_valid else np.zeros(self.size)
        return np.array(found.col_value), np.maximum(prices, 0)
