"""Closing a run: what comes back is compared with what lies on it, lot by lot and in cash (D6).

Who closes it counts the goods. The cash is the cashier's: counted before the goods or after them,
so that neither waits for the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from desktop.basics.codes import same_code
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.models import Run, RunLot
from desktop.models.base import wrong_state
from desktop.queries.facts.runs import cash_taken
from desktop.queries.open_run import orders_out
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
    *,
    cash_later: bool = False,
) -> None:
    """Close a run: what lies on it goes into the warehouse, differences are booked with a reason.

    A lot that ``back`` doesn't name came back as it should. Without ``cash_fen`` what the cashier
    took was handed over; where nobody took any, what was taken at the stops, unless the cashier is
    to take it ``cash_later``.
    """
    _check_back(back)
    _check_cash(cash_fen)
    with office.transaction(CLOSE.action) as session:
        run = RUN.find(session, run_id)
        lots = known_lots(session, [(one.product, one.lot) for one in back], "back")
        CLOSE.need(session, run)
        counted = {lots[one.product, one.lot].id: one.quantity for one in back}
        differences = _differences(session, run, counted)
        taken_fen = cash_taken(session, run.id)
        if not reason.strip():
            _need_no_difference(differences, 0 if cash_fen is None else cash_fen - taken_fen)
        run.move("closed")
        run.closed_on = session.today
        run.closed_by_id = session.actor_id
        run.close_reason = reason.strip()
        if cash_fen is not None:
            _hand_over(session, run, cash_fen, reason if cash_fen != taken_fen else "")
        _settle_cash(session, run, taken_fen, later=cash_later)
        _book(session, run, differences)
        _bring_in(session, run)


def _cash_to_come(_session: Change, run: Run) -> None:
    """A run that is out, or was closed without its cash."""
    if run.state == "closed" and not run.cash_open:
        raise Refused("wrong_state", _("The cash of this run is settled."))
    if run.state not in ("loaded", "closed"):
        raise wrong_state(run)


TAKE_CASH = Step("run.take_cash", RUN, _cash_to_come)


def take_cash(office: Office, run_id: int, cash_fen: int, reason: str = "") -> None:
    """Take the cash that a driver hands over; of a closed run a difference is booked (D6).

    A difference needs a reason, once every stop has its result. Until the cash is settled it can
    be counted again.
    """
    _check_cash(cash_fen)
    with TAKE_CASH.begin(office, run_id) as (session, run):
        taken_fen = cash_taken(session, run.id)
        if not reason.strip() and not orders_out(session, run.id):
            _need_no_difference({}, cash_fen - taken_fen)
        _hand_over(session, run, cash_fen, reason)
        if run.state == "closed":
            _settle_cash(session, run, taken_fen)


def _hand_over(session: Change, run: Run, cash_fen: int, reason: str) -> None:
    run.handed_fen = cash_fen
    run.handed_on = session.today
    run.handed_by_id = session.actor_id
    run.cash_reason = reason.strip()


def _settle_cash(session: Change, run: Run, taken_fen: int, *, later: bool = False) -> None:
    """Book what was handed over otherwise than taken; open stays what the cashier has to say."""
    if run.handed_fen is None:
        run.cash_open = later and taken_fen > 0
        return
    more_fen = run.handed_fen - taken_fen
    run.cash_open = bool(more_fen) and not run.cash_reason
    if not run.cash_open:
        run.cash_difference_fen = more_fen
        run.close_entry_number = _post_cash(session, run)


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


def _check_back(back: Sequence[Back]) -> None:
    known: set[tuple[str, str]] = set()
    for place, one in enumerate(back, 1):
        need_count("back", one.quantity, Spot(place, "quantity"), least=0)
        if (one.product, same_code(one.lot)) in known:
            raise invalid("back", _("A lot is counted once."), Spot(place, "lot"))
        known.add((one.product, same_code(one.lot)))


def _check_cash(cash_fen: int | None) -> None:
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
            reason=run.cash_reason,
            means="cash",
        ),
    )
