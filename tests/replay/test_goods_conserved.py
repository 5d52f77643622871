"""However goods go round, no piece is lost and none comes of nothing (D3), on both databases."""

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from desktop.models import Lot, RunLot, StockMove
from desktop.queries.check import first_wrong
from desktop.replay.replay import state_after
from desktop.services.office import Office
from tests.postgres import Server
from tests.replay.sequences import goods_sequences
from tests.replay.test_any_sequence import need_conserved_stock, played

# What brings goods in, but counted differences and what comes back from before the first count.
CAME = ("first-count", "receipt")
DIFFERENCES = ("count", "found", "run-difference")


def need_every_piece(office: Office) -> None:
    """The book of moves alone tells what came, what lies on each run, and where the rest is."""
    with office.reading() as session:
        assert first_wrong(session) is None
        came: Counter[int] = Counter()
        on_runs: Counter[tuple[int, int]] = Counter()
        for move in session.scalars(select(StockMove)):
            if move.from_place in ("received", "difference"):
                came[move.lot_id] += move.quantity
                assert move.kind in (*CAME, *DIFFERENCES, "return"), move.kind
            if move.to_place in ("received", "difference"):
                came[move.lot_id] -= move.quantity
            if move.run_id is not None:
                sign = 1 if move.to_place == "runs" else -1
                on_runs[move.run_id, move.lot_id] += sign * move.quantity
        for lot in session.scalars(select(Lot)):
            lies = lot.warehouse + lot.runs + lot.clients + lot.written_off
            assert came[lot.id] == lies == lot.received + lot.difference
        for run_lot in session.scalars(select(RunLot)):
            assert on_runs[run_lot.run_id, run_lot.lot_id] == run_lot.quantity
        by_lot = select(RunLot.lot_id, func.sum(RunLot.quantity)).group_by(RunLot.lot_id)
        runs = dict(session.execute(by_lot).all())
        for lot in session.scalars(select(Lot)):
            assert runs.get(lot.id, 0) == lot.runs


@settings(max_examples=2, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=goods_sequences())
def test_no_piece_is_lost_whatever_is_done_with_goods(
    tmp_path_factory: Any, postgres_server: Server, scenario: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("goods")
    office, done = played(folder, scenario)
    state = state_after(office, done)
    assert state["stock"]
    need_conserved_stock(office, state)
    need_every_piece(office)
    with postgres_server.database() as url:
        other, again = played(folder, scenario, url)
        assert state_after(other, again) == state
        need_every_piece(other)
        other.engine.dispose()
    office.engine.dispose()
