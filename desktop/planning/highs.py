"""HiGHS as all programs want it: silent, on one core, loaded when one is to be solved."""

from collections.abc import Mapping
from typing import Any


def highs(options: Mapping[str, bool | int | float | str]) -> Any:
    """A solver with these options.

    It is what ``highspy.Highs`` is made from: that one prints who it is, among our JSON.
    """
    from highspy._core import _Highs

    solver = _Highs()
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        solver.setOptionValue(name, value)
    return solver
