"""A stop whose delivery was cancelled: its rows begin with what was recorded of it before."""

from collections.abc import Iterable, Sequence
from datetime import date

from desktop.basics.i18n import _
from desktop.queries.facts.recorded_before import RecordedBefore
from desktop.queries.run_results import GoodsOut, RunResults, StopOut
from desktop.views.kit.forms.grid.rows import Typed
from desktop.views.kit.words import money
from desktop.views.kit.words_to_values import typed_text


def day_of_results(results: RunResults, today: date) -> date:
    """The paper's day to begin with: where all that is left is recorded anew, that of before."""
    days = {
        results.day if stop.before is None else stop.before.dated
        for stop in results.stops
        if stop.is_open
    }
    return min(days.pop() if len(days) == 1 else results.day, today)


def recorded_cells(stops: Iterable[StopOut]) -> Typed:
    """What stood in the rows of stops whose delivery was cancelled; money only if it was, too."""
    from desktop.services.results import row_of

    cells: Typed = {}
    for stop in stops:
        before = stop.before
        if before is None or not stop.is_open:
            continue
        own = {"arrived": before.arrived, "why": before.refused_because or before.difference}
        own |= _result(stop.lines, before)
        paid = [{"collected": typed_text("money", fen), "means": one} for one, fen in before.paid]
        own |= paid[0] if paid else {}
        cells[row_of(stop.order_id)] = {name: text for name, text in own.items() if text}
        if len(paid) > 1:
            cells[row_of(stop.order_id, also=True)] = paid[1]
        for line in stop.lines if "result" not in own else ():
            accepted = before.accepted.get(line.position, line.loaded)
            cells[row_of(stop.order_id, line.position)] = {"accepted": str(accepted)}
    return {key: row for key, row in cells.items() if row}


def _result(lines: Sequence[GoodsOut], before: RecordedBefore) -> dict[str, str]:
    """One word where one says it all; else each line has what was accepted of it."""
    accepted = [before.accepted.get(line.position, line.loaded) for line in lines]
    if not any(accepted):
        return {"result": "refused"}
    return {"result": "full"} if accepted == [line.loaded for line in lines] else {}


def standing_fen(stop: StopOut) -> int:
    """Money that was taken before and stands: it isn't taken again."""
    return stop.before.standing_fen if stop.before is not None else 0


def standing_words(stop: StopOut) -> dict[str, str]:
    """What stands where money is typed, while nothing is: that it was taken before."""
    fen = standing_fen(stop) if stop.is_open else 0
    return {"collected": money(fen), "means": _("taken already")} if fen else {}
