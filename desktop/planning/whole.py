"""Whole programs: the most that yes-or-no choices can bring within limits, proved by HiGHS.

HiGHS is loaded when one is to be solved. It works on one core and counts its own steps, so that the
same program ends with the same choices.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.planning.highs import highs

_STRAY = 1e-6  # by so much of itself a bound in floats may be wrong


@dataclass(frozen=True)
class Answer:
    """The best choices that were found, None without any; nothing brings more than ``bound``."""

    values: tuple[bool, ...] | None
    brings: float
    bound: float


@dataclass
class Program:
    """Choices with what each brings, and limits on sums of them."""

    _brings: list[float] = field(default_factory=list)
    _whole: list[bool] = field(default_factory=list)
    _most: list[float] = field(default_factory=list)
    _rows: list[tuple[Mapping[int, float], float, float]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self._brings)

    def add(self, brings: float, whole: bool = True, most: float = 1) -> int:
        """Add a choice from 0 to ``most``; its number. One that isn't whole follows from others."""
        self._most.append(most)
        self._brings.append(brings)
        self._whole.append(whole)
        return self.size - 1

    def limit(self, parts: Mapping[int, float], least: float, most: float) -> None:
        """The sum of choices × their parts lies within both."""
        if parts:
            self._rows.append((parts, least, most))

    def most(
        self,
        nodes: int,
        seconds: float | None = None,
        start: Sequence[float] | None = None,
        near: float = 0,
    ) -> Answer:
        """The choices that bring most; ``start`` is a good answer that is known.

        It may end ``near`` its bound, which is a part of what they bring.
        """
        import highspy
        import numpy as np

        solver = highs({**_OPTIONS, "mip_max_nodes": nodes})
        if near:
            solver.setOptionValue("mip_rel_gap", near)
        if seconds is not None:
            solver.setOptionValue("time_limit", max(seconds, 0.01))
        solver.passModel(self._model(highspy, np))
        if start is not None:
            at = np.arange(len(start), dtype=np.int32)
            solver.setSolution(len(at), at, np.array(start, dtype=float))
        solver.run()
        info = solver.getInfo()
        stray = _STRAY * max(1.0, abs(info.mip_dual_bound))
        bound = info.mip_dual_bound + stray
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            impossible = solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
            return Answer(None, -np.inf, -np.inf if impossible else bound)
        values = tuple(value > 0.5 for value in solver.getSolution().col_value)
        return Answer(values, info.objective_function_value, bound)

    def _model(self, highspy: Any, np: Any) -> Any:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.size, len(self._rows)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = np.array(self._brings, dtype=float)
        model.col_lower_, model.col_upper_ = np.zeros(self.size), np.array(self._most, dtype=float)
        kinds = highspy.HighsVarType
        model.integrality_ = [
            kinds.kInteger if whole else kinds.kContinuous for whole in self._whole
        ]
        model.row_lower_ = np.array([least for _parts, least, _most in self._rows], dtype=float)
        model.row_upper_ = np.array([most for _parts, _least, most in self._rows], dtype=float)
        sizes = [len(parts) for parts, _least, _most in self._rows]
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.num_col_, matrix.num_row_ = self.size, len(self._rows)
        matrix.start_ = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        matrix.index_ = np.array(
            [at for parts, _least, _most in self._rows for at in parts], dtype=np.int32
        )
        matrix.value_ = np.array(
            [part for parts, _least, _most in self._rows for part in parts.values()], dtype=float
        )
        return model


_OPTIONS: Mapping[str, bool | int | float | str] = {
    "parallel": "off",
    "random_seed": 1,
    "mip_rel_gap": 1e-6,
    "mip_abs_gap": 1e-6,
    "mip_feasibility_tolerance": 1e-7,
}
