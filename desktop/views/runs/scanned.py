"""What a scanned manifest says of a run's stops."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from desktop.basics.i18n import N_, _
from desktop.queries.run_results import StopOut
from desktop.queries.words import MEANS
from desktop.views.kit.words_to_values import typed_text
from desktop.views.shared.cut_out import doubts_of

if TYPE_CHECKING:
    from desktop.services.scans import ScannedPaper

# What a driver ticks: the first three are the results of the grid, of the last goods are typed.
TICKED: Mapping[str, str] = {
    "full": N_("as loaded"),
    "refused": N_("all refused"),
    "unserved": N_("not served"),
    "part": N_("in part"),
}


class ScannedStops:
    """The answers of a manifest by stop: a line of it stands for all orders of its client."""

    def __init__(self, paper: "ScannedPaper", stops: Sequence[StopOut]) -> None:
        self._paper = paper
        rows = {row for row, _field in paper.answers}
        by_order = {number: row for row in rows for number in row.split("+")}
        self._rows = {stop.order_id: by_order.get(stop.number, "") for stop in stops}

    def row_of(self, stop: StopOut) -> str:
        """What the scan calls the line of a stop; "" for one that isn't on it."""
        return self._rows[stop.order_id]

    def _value(self, stop: StopOut, field: str) -> str:
        said = self._paper.answers.get((self.row_of(stop), field))
        return said.values[0] if said is not None and said.values and not said.doubt else ""

    def cells(self, stop: StopOut) -> dict[str, str]:
        """What it surely says of a stop; money only where all was taken and its means is ticked."""
        result, means = self._value(stop, "result"), self._value(stop, "means")
        if result not in ("full", "refused", "unserved"):
            return {}
        cells = {"result": result}
        if result == "full" and means in MEANS and stop.due_fen > 0:
            cells |= {"collected": typed_text("money", stop.due_fen), "means": means}
        return cells

    def doubt(self, stop: StopOut) -> str:
        """What stands where a person has to look; "" for nowhere."""
        row = self.row_of(stop)
        said = self._paper.answers.get((row, "result"))
        meant = _(TICKED[said.values[0]]) if said is not None and len(said.values) == 1 else ""
        if doubts_of(self._paper, row) or self._value(stop, "result") == "part":
            return _("? {meant}").format(meant=meant).strip()
        return ""
