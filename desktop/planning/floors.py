"""Linear programs of one kind: the least sum of amounts under floors that are added one by one.

Solved by HiGHS, which is loaded when one is to be solved and goes on from where it was. Its floats
are only hints here: what they prove is reckoned again in whole numbers by who asks.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int32]

_STEPS = 20_000  # of one solution, so that the same program ends with the same prices


class Floors:
    """Amounts from 0 up to what each may be at most; ``size`` floors on sums of them."""

    def __init__(self, most: "Floats") -> None:
        from highspy._core import _Highs  # its child prints who it is, among our JSON

        number = len(most)
        self.size = 0
        self._solver = _Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("simplex_iteration_limit", _STEPS),
        ):
            self._solver.setOptionValue(name, value)
        none, nothing = np.zeros(number, dtype=np.int32), np.zeros(0, dtype=np.int32)
        self._solver.addCols(
            number, np.ones(number), np.zeros(number), most, 0, none, nothing, np.zeros(0)
        )

    def add(self, places: "Places", least: int) -> None:
        """The amounts at these places come to this at least."""
        ones = np.ones(len(places))
        self._solver.addRow(float(least), float("inf"), len(places), places, ones)
        self.size += 1

    def solved(self, seconds: float) -> tuple["Floats", "Floats"]:
        """The amounts, and the price of each floor: by how much the sum rises with it."""
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(seconds, 0.01))
        self._solver.run()
        found = self._solver.getSolution()
        prices = np.array(found.row_dual) if found.dual_valid else np.zeros(self.size)
        return np.array(found.col_value), np.maximum(prices, 0)
