"""What a run's driver tells in the evening."""

from desktop.queries.run_results import run_results
from desktop.services.office import Office
from desktop.services.results import StopResult


def all_but_the_last(office: Office, run: int) -> list[StopResult]:
    """The results of a run whose last shop was closed; the others took all, and gave some cash."""
    with office.reading() as session:
        stops = run_results(session, run).stops
    served = [
        StopResult(
            one.order_id,
            [line.loaded for line in one.lines],
            [(line.product, line.unit, line.ordered) for line in one.lines],
            collected_fen=100 * one.place,
            difference="零钱",
        )
        for one in stops[:-1]
    ]
    return [*served, StopResult(stops[-1].order_id, None, why="关门")]
