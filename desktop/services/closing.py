"""Closing a run: what comes back is compared with what lies on it, lot by lot and in cash (D6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.models import Run, RunLot
from desktop.queries.facts.runs import cash_taken
from desktop.queries.runs import orders_out
from desktop.services import ledger
from desktop.services.change import Change
from desktop.services.checks import invalid, need_count, need_not_too_large
from desktop.services.ledger import Booking, Leg
from desktop.services.office import Office
from desktop.services.runs import RUN
from desktop.services.steps import Step
from desktop.services.stock import known_lots, move_goods


@dataclass(frozen=True)
class Back:
    """What came back of a lot, its product by code; base units."""

    product: str
    lot: str
    quantity: int


def _closable(session: Change, run: Run) -> None:
    """A run that is out, of which every stop has its result."""
    run.require_move("closed")
    if orders_out(session, run.id):
        message = _("Some stops have no result yet: enter it, or that they weren't served.")
        raise Refused("wrong_state", message)


CLOSE = Step("run.close", RUN, _closable)


def close_run(
    office: Office,
    run_id: int,
    back: Sequence[Back] = (),
    cash_fen: int | None = None,
    reason: str = "",
) -> None:
    """Close a run: what lies on it goes into the warehouse, differences are booked with a reason.

    A lot that ``back`` doesn't name came back as it should; without ``cash_fen`` what was taken
    was handed over.
    """
    _check(back, cash_fen)
    with office.transaction(CLOSE.action) as session:
        run = RUN.find(session, run_id)
        lots = known_lots(session, [(one.product, one.lot) for one in back], "back")
        CLOSE.need(session, run)
        counted = {lots[one.product, one.lot].id: one.quantity for one in back}
        differences = _differences(session, run, counted)
        cash_difference_fen = 0
        if cash_fen is not None:
            cash_difference_fen = cash_fen - cash_taken(session, run.id)
        if not reason.strip():
            _need_no_difference(differences, cash_difference_fen)
        run.move("closed")
        run.closed_on = session.today
        run.closed_by_id = session.actor_id
        run.close_reason = reason.strip()
        run.cash_difference_fen = cash_difference_fen
        run.close_entry_number = _post_cash(session, run)
        _book(session, run, differences)
        _bring_in(session, run)


def _need_no_difference(differences: Mapping[int, int], cash_difference_fen: int) -> None:
    """Refuse (``invalid``) what nobody gave a reason for (D6)."""
    said = [_("What comes back isn't what should: say why.")] if differences else []
    if cash_difference_fen:
        words = _("{amount} more was handed over than taken: say why.")
        if cash_difference_fen < 0:
            words = _("{amount} less was handed over than taken: say why.")
        said.append(words.format(amount=grouped(abs(cash_difference_fen))))
    if said:
        raise invalid("reason", " ".join(said))


def _check(back: Sequence[Back], cash_fen: int | None) -> None:
    known: set[tuple[str, str]] = set()
    for place, one in enumerate(back, 1):
        need_count("back", one.quantity, Spot(place, "quantity"), least=0)
        if (one.product, one.lot) in known:
            raise invalid("back", _("A lot is counted once."), Spot(place, "lot"))
        known.add((one.product, one.lot))
    if cash_fen is not None:
        if cash_fen < 0:
            raise invalid("cash", _("Money handed over cannot be negative."))
        need_not_too_large("cash", cash_fen)


def _lying(session: Change, run: Run) -> dict[int, int]:
    rows = session.scalars(select(RunLot).where(RunLot.run_id == run.id, RunLot.quantity > 0))
    return {row.lot_id: row.quantity for row in rows}


def _differences(session: Change, run: Run, counted: dict[int, int]) -> dict[int, int]:
    """What came back of each lot less what lies on the run; of one loaded before the count none."""
    if not run.by_lot:
        return {}
    lying = _lying(session, run)
    more = {lot_id: pieces - lying.get(lot_id, 0) for lot_id, pieces in counted.items()}
    return {lot_id: pieces for lot_id, pieces in more.items() if pieces}


def _book(session: Change, run: Run, differences: dict[int, int]) -> None:
    for lot_id, more in differences.items():
        places = ("difference", "runs") if more > 0 else ("runs", "difference")
        rests_on = {"run_id": run.id, "reason": run.close_reason}
        move_goods(session, lot_id, abs(more), places, "run-difference", **rests_on)


def _bring_in(session: Change, run: Run) -> None:
    for lot_id, pieces in _lying(session, run).items():
        places = ("runs", "warehouse")
        move_goods(session, lot_id, pieces, places, "run-closed", run_id=run.id)


def _post_cash(session: Change, run: Run) -> int | None:
    return ledger.post(
        session,
        Booking(
            kind="cash-difference",
            source="run",
            source_id=str(run.id),
            key=f"run-closed:{run.id}",
            legs=[
                Leg("cash", run.cash_difference_fen),
                Leg("cash-over-short", -run.cash_difference_fen),
            ],
            reason=run.close_reason,
            means="cash",
        ),
    )
