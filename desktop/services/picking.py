"""A run loaded as it was picked: what the picker wrote by lot goes to the orders in turn (D3)."""

from collections.abc import Mapping

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.planning.lots import Lying, share_out, total
from desktop.queries.run_loading import LotToPick, ProductToLoad, run_loading
from desktop.services.checks import invalid, need_count
from desktop.services.office import Office
from desktop.services.runs import Picked, load_run

Line = tuple[int, int]


def row_of_lot(lot_id: int) -> str:
    """What a refusal names the row of a lot by."""
    return f"lot {lot_id}"


def row_of_line(order: int, line: int) -> str:
    """What a refusal names the row of an order's line by."""
    return f"{order}.{line}"


def load_as_picked(
    office: Office,
    run_id: int,
    lots: Mapping[int, int],
    given: Mapping[Line, int],
    *,
    short: bool = False,
) -> None:
    """Load a run, where the picker wrote something otherwise than planned.

    ``lots`` are the base units that he took of a lot, ``given`` the units that a line (order and
    place) is to have; of a product of which neither is said loading takes what it would. What was
    picked goes to the lines in their order, in whole units; what is no whole unit stays in the
    warehouse. Refuses (``invalid``) more than they
    want, at the lot's row.
    """
    for lot_id, pieces in lots.items():
        need_count("lots", pieces, Spot(row_of_lot(lot_id), "picked"), least=0)
    for (order, line), units in given.items():
        need_count("lots", units, Spot(row_of_line(order, line), "given"), least=0)
    with office.batch() as together:
        with together.reading() as session:
            loading = run_loading(session, run_id)
        picked: list[Picked] = []
        left: list[Line] = []
        for product in loading.products:
            if _is_said(product, lots, given):
                _take(product, lots, given, picked, left)
        try:
            load_run(together, run_id, short=short, picked=picked, left=left)
        except Refused as refusal:
            raise _at_its_row(refusal, picked) from refusal


def _is_said(product: ProductToLoad, lots: Mapping[int, int], given: Mapping[Line, int]) -> bool:
    of_lots = any(one.lot_id in lots for one in product.lots)
    return of_lots or any((one.order_id, one.position) in given for one in product.lines)


def _take(
    product: ProductToLoad,
    lots: Mapping[int, int],
    given: Mapping[Line, int],
    picked: list[Picked],
    left: list[Line],
) -> None:
    """Give what was picked of a product to its lines; a lot that isn't named as it was planned.

    Where only lines are named, they may have of all that lies there.
    """
    by_lot = any(one.lot_id in lots for one in product.lots)
    there = [_picked_of(one, lots, by_lot=by_lot) for one in product.lots]
    wants = [
        (given.get((one.order_id, one.position), one.wanted) * one.size, one.size)
        for one in product.lines
    ]
    taken, over = share_out(wants, there)
    more = total(there) - sum(most for most, _size in wants)
    if more > 0 and by_lot:
        last = next((one for one in reversed(over) if one.lot in lots), over[-1])
        words = _("{more} more were picked than the orders want.").format(more=more)
        raise invalid("lots", words, Spot(row_of_lot(last.lot), "picked"))
    codes = {one.lot_id: one.code for one in product.lots}
    for line, goods in zip(product.lines, taken, strict=True):
        if not goods:
            left.append((line.order_id, line.position))
        picked += [
            Picked(line.order_id, line.position, codes[one.lot], one.quantity) for one in goods
        ]


def _picked_of(one: LotToPick, lots: Mapping[int, int], *, by_lot: bool) -> Lying:
    pieces = lots.get(one.lot_id, one.planned) if by_lot else one.there
    return Lying(one.lot_id, one.code, one.expires, pieces)


def _at_its_row(refusal: Refused, picked: list[Picked]) -> Refused:
    """A refusal of what was picked for a line, at that line's row."""
    spot = refusal.spot
    if refusal.field != "picked":
        return refusal
    if spot is None or not isinstance(spot.line, int):
        return Refused(refusal.code, refusal.message, "lots")
    one = picked[spot.line - 1]
    where = Spot(row_of_line(one.order, one.line), "given")
    return Refused(refusal.code, refusal.message, "lots", where)
