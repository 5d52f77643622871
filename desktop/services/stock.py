"""Stock by lot: the one door through which goods move, and what moves them by itself (D3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from desktop.basics.codes import same_code
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Lot, Product, Receipt, RunLot, StockMove, StockStart
from desktop.models.stock import SOURCES
from desktop.queries.facts.held import held
from desktop.queries.facts.lots import is_called
from desktop.services.change import Change
from desktop.services.checks import invalid, need_count, need_day, need_text, no_unit
from desktop.services.find import find_products, not_found
from desktop.services.flushing import plain_record
from desktop.services.office import Office
from desktop.services.products import PRODUCT
from desktop.services.several import for_each
from desktop.services.steps import Noun, Step, anytime

LOT = Noun("lot", Lot)

# Built once, as every delivery from a run asks them.
_WANTED: BindParameter[int] = bindparam("lots", expanding=True)
_LOTS = select(Lot).where(Lot.id.in_(_WANTED))
_ON_RUN = select(RunLot).where(RunLot.run_id == bindparam("run"), RunLot.lot_id.in_(_WANTED))


@dataclass(frozen=True)
class CountedLot:
    """A lot of the first count, its product by code; base units."""

    product: str
    lot: str
    expires: date
    quantity: int


def move_goods(
    session: Change,
    lot_id: int,
    quantity: int,
    places: tuple[str, str],
    kind: str,
    **rests_on: Any,
) -> None:
    """Move goods of a lot from one place into another: the only way in which stock changes, save
    the first count, which finds nothing and writes all at once.

    ``rests_on`` are the facts of its ``StockMove``; ``run_id`` is where the place is ``runs``. No
    place is ever left with less than nothing: the database refuses it.
    """
    from_place, to_place = places
    on_run = _on_run(session, rests_on["run_id"], lot_id) if "runs" in places else None
    lot = session.get_one(Lot, lot_id)
    rests_on.setdefault("day", session.today)
    for place, change in ((from_place, -quantity), (to_place, quantity)):
        # What comes from a source counts as come: a source holds nothing itself.
        setattr(lot, place, getattr(lot, place) + (-change if place in SOURCES else change))
        if on_run is not None and place == "runs":
            on_run.quantity += change
    session.add(StockMove(**_move(session, lot_id, quantity, places, kind), **rests_on))


def _move(
    session: Change, lot_id: int, quantity: int, places: tuple[str, str], kind: str
) -> dict[str, Any]:
    return {
        "lot_id": lot_id,
        "quantity": quantity,
        "from_place": places[0],
        "to_place": places[1],
        "kind": kind,
        "moved_on": session.today,
        "moved_by_id": session.actor_id,
    }


def read_at_once(session: Change, lot_ids: Iterable[int], run_id: int) -> Sequence[object]:
    """Lots, and what lies of them on a run: while they are held, moving them looks nothing up."""
    wanted = sorted(set(lot_ids))
    lots = held(session, Lot, wanted)
    missing = [key for key in wanted if key not in lots]
    if missing:
        lots |= {one.id: one for one in session.scalars(_LOTS, {"lots": missing})}
    places = [(run_id, key) for key in wanted]
    on_run = held(session, RunLot, places)
    unread = [key for key in wanted if (run_id, key) not in on_run]
    if unread:
        rows = session.scalars(_ON_RUN, {"run": run_id, "lots": unread})
        on_run |= {(run_id, one.lot_id): one for one in rows}
    fresh = [place for place in places if place not in on_run]
    for place in fresh:
        on_run[place] = RunLot(run_id=run_id, lot_id=place[1], quantity=0)
        session.add(on_run[place])
    if fresh:
        session.flush()
    return [*lots.values(), *on_run.values()]


def _on_run(session: Change, run_id: int, lot_id: int) -> RunLot:
    there = session.get(RunLot, (run_id, lot_id))
    if there is None:
        there = RunLot(run_id=run_id, lot_id=lot_id, quantity=0)
        session.add(there)
        session.flush()
    return there


def stock_since(session: Change) -> date | None:
    """The day of the first count; None while the office keeps no stock."""
    return session.known("stock since", (StockStart,), lambda: _stock_since(session))


def _stock_since(session: Change) -> date | None:
    start = session.get(StockStart, 1)
    return start.started_on if start else None


def known_lot(
    session: Change, product_id: int, code: str, field: str = "lot", spot: Spot | None = None
) -> Lot:
    """A lot that the office knows, if only from a note; refuses ``not_found``."""
    lot = _lot(session, product_id, code.strip())
    if lot is None:
        raise not_found(field, code, spot)
    return lot


def known_lots(
    session: Change, named: Sequence[tuple[str, str]], field: str
) -> dict[tuple[str, str], Lot]:
    """The lots of these products' codes and lots' codes; refuses ``not_found``."""
    products = find_products(session, [product for product, _code in named], field)
    return {
        (product, code): known_lot(session, products[product].id, code, field, Spot(place, "lot"))
        for place, (product, code) in enumerate(named, 1)
    }


def _lot(session: Change, product_id: int, code: str) -> Lot | None:
    """The lot with this code, else the one that is written alike: it is on the same packs."""
    of_product = select(Lot).where(Lot.product_id == product_id)
    exact = session.scalar(of_product.where(Lot.code == code))
    if exact is not None:
        return exact
    return session.scalar(of_product.where(is_called(code)).order_by(Lot.id).limit(1))


def need_one_expiry(lot: Lot | None, expires: date, field: str, spot: Spot | None = None) -> None:
    """Refuse (``invalid``) another expiry of a lot that is known with one."""
    if lot is not None and lot.expires != expires:
        message = _("{lot} is known with the expiry {day}: look at its label again.")
        raise invalid(field, message.format(lot=lot.title, day=lot.expires), spot)


def _lot_for(session: Change, product: Product, code: str, expires: date) -> Lot:
    """The lot, written down if it wasn't known."""
    lot = _lot(session, product.id, code)
    if lot is None:
        lot = Lot(product_id=product.id, product=product, code=code, expires=expires)
        session.add(lot)
        session.flush()
    return lot


RECEIVE = Step("stock.receive", PRODUCT, anytime)


def receive_stock(
    office: Office,
    product_id: int,
    lot: str,
    expires: date,
    unit: str,
    quantity: int,
    paper: str = "",
) -> int:
    """Take goods of a lot into the warehouse; before the first count they are only noted (D3).

    ``paper`` is the number of the paper with which the maker sent them.
    """
    code = need_text("lot", lot)
    need_count("quantity", quantity)
    need_day("expires", expires)
    with office.transaction(RECEIVE.action) as session:
        goods = PRODUCT.find(session, product_id)
        counted = goods.unit(unit)
        if counted is None:
            raise no_unit(goods, unit, "unit")
        need_one_expiry(_lot(session, goods.id, code), expires, "expires")
        RECEIVE.need(session, goods)
        if expires < session.today:
            words = _("The lot expired on {day}: it can't be sold. Is the date right?")
            session.ask("expired", words.format(day=expires))
        known = _lot_for(session, goods, code, expires)
        receipt = Receipt(
            lot_id=known.id,
            unit_id=counted.id,
            quantity=quantity,
            received_on=session.today,
            received_by_id=session.actor_id,
            paper=paper.strip() or None,
        )
        session.add(receipt)
        session.flush()
        if stock_since(session):
            pieces = quantity * counted.size
            into = ("received", "warehouse")
            move_goods(session, known.id, pieces, into, "receipt", receipt_id=receipt.id)
        return receipt.id


def start_stock(office: Office, lots: Sequence[CountedLot]) -> None:
    """Post the first count, from which on stock is kept: once (``duplicate``)."""
    _check_count(lots)
    with office.transaction("stock.start") as session:
        _need_their_expiry(session, lots)
        products = find_products(session, [one.product for one in lots], "lots")
        session.allow()
        if stock_since(session):
            message = _("The first count was posted: count lot by lot now.")
            raise Refused("duplicate", message, "lots")
        if not lots:
            question = _("No lot is written down: is the warehouse empty? This is posted once.")
            session.ask("empty", question)
        post_first_count(session, [(products[one.product], one) for one in lots])


def post_first_count(session: Change, lots: Sequence[tuple[Product, CountedLot]]) -> None:
    """Keep stock from today on: the warehouse holds these lots, and nothing lies elsewhere."""
    session.add(StockStart(id=1, started_on=session.today, started_by_id=session.actor_id))
    known = {(lot.product_id, same_code(lot.code)): lot for lot in session.scalars(select(Lot))}
    counted, fresh = [], []
    for product, one in lots:
        lot = known.get((product.id, same_code(one.lot)))
        if lot is None:
            facts = {"product_id": product.id, "code": one.lot.strip(), "expires": one.expires}
            lot = plain_record(Lot, facts)
            fresh.append(lot)
        lot.received += one.quantity
        lot.warehouse += one.quantity
        counted.append((lot, one.quantity))
    session.write_many(fresh)
    into = ("received", "warehouse")
    moves = [
        {**_move(session, lot.id, quantity, into, "first-count"), "day": session.today}
        for lot, quantity in counted
        if quantity
    ]
    session.write_facts(StockMove, moves)


def _check_count(lots: Sequence[CountedLot]) -> None:
    known: set[tuple[str, str]] = set()
    for place, one in enumerate(lots, 1):
        code = need_text("lots", one.lot, Spot(place, "lot"))
        need_count("lots", one.quantity, Spot(place, "quantity"), least=0)
        need_day("lots", one.expires, Spot(place, "expires"))
        if (one.product, same_code(code)) in known:
            raise invalid("lots", _("A lot is counted once."), Spot(place, "lot"))
        known.add((one.product, same_code(code)))


def _need_their_expiry(session: Change, lots: Sequence[CountedLot]) -> None:
    known: Mapping[str, int] = dict(session.execute(select(Product.code, Product.id)).all())
    for place, one in enumerate(lots, 1):
        lot = _lot(session, known.get(one.product, 0), one.lot.strip())
        need_one_expiry(lot, one.expires, "lots", Spot(place, "expires"))


def _kept(session: Change, _lot: Lot) -> None:
    """Once the first count is posted."""
    if stock_since(session) is None:
        message = _("No stock is kept yet: post the first count.")
        raise Refused("wrong_state", message)


COUNT = Step("stock.count", LOT, _kept)


def count_lot(office: Office, lot_id: int, quantity: int, reason: str) -> None:
    """Book that so much of a lot lies in the warehouse, in base units, and why it differs."""
    need_count("quantity", quantity, least=0)
    reason = need_text("reason", reason)
    with COUNT.begin(office, lot_id) as (session, lot):
        more = quantity - lot.warehouse
        if more:
            places = ("difference", "warehouse") if more > 0 else ("warehouse", "difference")
            move_goods(session, lot.id, abs(more), places, "count", reason=reason)


def _writable(session: Change, lot: Lot, quantity: int = 1) -> None:
    """At most what lies in the warehouse (``over_quantity``)."""
    _kept(session, lot)
    if quantity > lot.warehouse:
        message = _("{left} of {lot} lie in the warehouse.")
        words = message.format(left=lot.warehouse, lot=lot.title)
        raise Refused("over_quantity", words, "quantity")


WRITE_OFF = Step("stock.write_off", LOT, _writable)


def write_off(office: Office, lot_id: int, quantity: int, reason: str) -> None:
    """Write off goods of a lot in the warehouse, with a reason: expired, damaged, a sample."""
    need_count("quantity", quantity)
    reason = need_text("reason", reason)
    with WRITE_OFF.begin(office, lot_id, quantity) as (session, lot):
        _write_off(session, lot, quantity, reason)


def write_off_lots(office: Office, keys: Sequence[int], reason: str) -> int:
    """Write off all that lies of several lots in the warehouse, all or none; how many lots."""
    reason = need_text("reason", reason)
    with office.transaction(WRITE_OFF.action) as session:
        return for_each(
            session,
            WRITE_OFF,
            keys,
            lambda change, lot: _write_off(change, lot, lot.warehouse, reason),
        )


def _write_off(session: Change, lot: Lot, quantity: int, reason: str) -> None:
    places = ("warehouse", "written_off")
    move_goods(session, lot.id, quantity, places, "write-off", reason=reason)
