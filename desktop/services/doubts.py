"""What is asked about once before it is booked: too much, or the same again (``Change.ask``)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.i18n import _, ngettext
from desktop.basics.money import yuan
from desktop.models import (
    Agreement,
    Benefit,
    Client,
    Collection,
    Entry,
    Order,
    Price,
    Product,
    ProtectedPrice,
    Refund,
    Return,
    Run,
    Staff,
    Unit,
    VisitPlan,
)
from desktop.queries.facts.agreements import in_force
from desktop.queries.facts.areas import holidays_from
from desktop.queries.facts.balances import balance
from desktop.queries.facts.stock import largest_line, largest_taken, on_hand_by_lot
from desktop.services.change import Change

_MINUTES = 10  # within which the same once more is likely a slip
_MORE_THAN_THERE = 3  # times what lies in stock
_MORE_THAN_EVER = 5  # times what was ever taken at once
_MOST_AT_FIRST = 2_000  # base units, where nothing was ever taken
_MOST_GIVEN = Decimal("0.5")  # of the supply price, as basic profit and fund together

Wanted = Mapping[Product, int]


def ask_if_far_too_much(
    session: Change,
    wanted: Wanted,
    client_id: int | None = None,
    order_id: int | None = None,
    there: Mapping[int, int] | None = None,
) -> None:
    """Ask about goods, in base units: far more than is there, or than this client ever took.

    ``order_id`` is the order that is changed: it is no measure for itself. Without a client only
    what is there counts; whoever knows that already gives it, by product.
    """
    if session.confirmed is None:
        return
    ids = [product.id for product in wanted]
    there = on_hand_by_lot(session, ids) if there is None else there
    taken = largest_taken(session, ids, client_id, but=order_id) if client_id else {}
    fresh = [key for key in ids if key not in there and key not in taken]
    said = []
    if client_id and fresh:  # nobody ever had it: other goods are the measure
        usual = largest_line(session, but=order_id)
        if usual is None:
            said = [_nothing_like_it(*one) for one in wanted.items() if one[1] > _MOST_AT_FIRST]
        else:
            taken |= dict.fromkeys(fresh, usual)
    said += [
        words
        for product, number in wanted.items()
        if (words := _too_much(product, number, there.get(product.id), taken.get(product.id)))
    ]
    if said:
        session.ask("far too much", _("{what} Is that right?").format(what=" ".join(said)))


def _nothing_like_it(product: Product, number: int) -> str:
    """What is said of very much in an office that never took an order."""
    words = _("{product}: {number} {unit}, and no order was taken yet to compare it with.")
    return words.format(product=product.title, number=number, unit=product.units[0].name)


def _too_much(product: Product, number: int, left: int | None, most: int | None) -> str:
    """Why so many base units of a product are doubtful; "" when they aren't."""
    slack = max(unit.size for unit in product.units)
    told = {"product": product.title, "number": number, "unit": product.units[0].name}
    if left is not None and number > _MORE_THAN_THERE * max(left, 0) + slack:
        words = _("{product}: {number} {unit}, but only {left} are there.")
        return words.format(**told, left=left)
    if most is not None and number > _MORE_THAN_EVER * most + slack:
        words = _("{product}: {number} {unit}, but never more than {most} were taken at once.")
        return words.format(**told, most=most)
    return ""


def ask_if_terms_are_slips(
    session: Change, draft: AgreementDraft, protected: Mapping[str, Product]
) -> None:
    """Ask about rates that give half of the price away, and prices above the suggested ones."""
    if session.confirmed is None:
        return
    of_all = (draft.basic_rate, draft.fund_rate)
    for pair in (of_all, *draft.product_rates.values()):
        basic, fund = (
            usual if own is None else own for own, usual in zip(pair, of_all, strict=True)
        )
        if basic + fund > _MOST_GIVEN:
            words = _("Basic profit and fund come to {rate} of the supply price. Is that right?")
            session.ask("rates", words.format(rate=f"{(basic + fund) * 100:.2f} %"))
    said = [
        _("{product}: {price}, suggested retail {retail}").format(
            product=product.title,
            price=yuan(draft.protected_prices[code]),
            retail=yuan(product.retail_fen),
        )
        for code, product in protected.items()
        if product.retail_fen is not None and draft.protected_prices[code] > product.retail_fen
    ]
    if said:
        words = _("Protected above the suggested retail price: {what}. Is that right?")
        session.ask("above retail", words.format(what=_("; ").join(said)))


def ask_if_price_is_a_slip(session: Change, unit: Unit, price_fen: int, day: date) -> None:
    """Ask about a supply price, in fen a unit, that hardly can be meant (M4).

    Twice what held before or half of it, above the suggested retail price, or above what clients
    may sell at by agreements in force that day (A4).
    """
    if session.confirmed is None:
        return
    retail_fen = session.get_one(Product, unit.product_id).retail_fen
    before_fen = session.scalar(
        select(Price.price_fen)
        .where(Price.unit_id == unit.id, Price.valid_from <= day)
        .order_by(Price.valid_from.desc(), Price.id.desc())
        .limit(1)
    )
    protected = session.execute(
        select(func.count(), func.min(ProtectedPrice.price_fen))
        .join(Agreement, Agreement.id == ProtectedPrice.agreement_id)
        .where(ProtectedPrice.product_id == unit.product_id, in_force(day))
        .where(ProtectedPrice.price_fen * unit.size < price_fen)
    ).one()
    said = []
    if before_fen and not before_fen <= 2 * price_fen <= 4 * before_fen:
        said.append(_("It was {price} until then.").format(price=yuan(before_fen)))
    if retail_fen is not None and price_fen > retail_fen * unit.size:
        retail = yuan(retail_fen * unit.size)
        said.append(_("The suggested retail price is {price}.").format(price=retail))
    if protected[0]:
        words = ngettext(
            "In {number} agreement the lowest retail price is below it ({price}).",
            "In {number} agreements the lowest retail price is below it (from {price}).",
            protected[0],
        )
        said.append(words.format(number=protected[0], price=yuan(protected[1] * unit.size)))
    if said:
        words = _("{price} for a {unit}? {what} Is that right?")
        told = words.format(price=yuan(price_fen), unit=unit.name, what=" ".join(said))
        session.ask("price", told)


def ask_if_above_debt(session: Change, client_id: int, amount_fen: int) -> None:
    """Ask about money that is more than a client owes."""
    if session.confirmed is None:
        return
    owed_fen = balance(session, "receivable", client_id)
    if amount_fen > max(owed_fen, 0):
        client = session.get_one(Client, client_id)
        words = _("{client} owes {owed} yuan, but {amount} are taken. Is that right?")
        session.ask(
            "above the debt",
            words.format(client=client.title, owed=yuan(max(owed_fen, 0)), amount=yuan(amount_fen)),
        )


def ask_if_again(
    session: Change,
    kind: type[Collection] | type[Refund] | type[Benefit] | type[Return],
    *same: ColumnElement[bool],
) -> None:
    """Ask about a document like one that was booked within minutes: the same client and amount."""
    if session.confirmed is not None:
        before = session.scalar(_just_booked(kind, *same).limit(1))
        _ask_about(session, before)


def _just_booked(kind: Any, *same: ColumnElement[bool]) -> Select[Any]:
    """What stands of a kind and was booked within minutes, the newest first."""
    since = (datetime.now(UTC) - timedelta(minutes=_MINUTES)).strftime("%Y-%m-%dT%H:%M:%S")
    standing = [] if kind is Refund else [kind.state != "cancelled"]
    return (
        select(kind)
        .join(Entry, Entry.number == kind.entry_number)
        .where(Entry.posted_at > since, *standing, *same)
        .order_by(kind.id.desc())
    )


def _ask_about(session: Change, before: Collection | Refund | Benefit | Return | None) -> None:
    if before is not None:
        words = _("{document} of a few minutes ago says the same. Is this another one?")
        session.ask("same again", words.format(document=before.title))


class AskAboutMoney:
    """Asks about collections like those of a few minutes ago, read once for many clients."""

    def __init__(self, session: Change, client_ids: Iterable[int]) -> None:
        self._session = session
        self._before: dict[tuple[int, int], Collection] = {}
        if session.confirmed is not None:
            of_these = Collection.client_id.in_(sorted(set(client_ids)))
            for one in session.scalars(_just_booked(Collection, of_these)):
                self._before.setdefault((one.client_id, one.amount_fen), one)

    def if_again(self, client_id: int, amount_fen: int) -> None:
        """Ask about one of this client and amount."""
        _ask_about(self._session, self._before.get((client_id, amount_fen)))


def ask_if_ordered_today(session: Change, client_id: int, goods: Mapping[int, int]) -> None:
    """Ask about an order of the same goods, in base units, that the client gave today already."""
    if session.confirmed is None:
        return
    today = session.scalars(
        select(Order)
        .where(
            Order.client_id == client_id,
            Order.ordered_on == session.today,
            Order.state != "cancelled",
        )
        .order_by(Order.id.desc())
    )
    for order in today:
        held: dict[int, int] = {}
        for line in order.lines:
            held[line.product_id] = held.get(line.product_id, 0) + line.quantity * line.unit.size
        if held == dict(goods):
            words = _("{document} of today holds the same goods. Is this another one?")
            session.ask("same again", words.format(document=order.title))
            return


def ask_about_day(session: Change, day: date, orders: Sequence[Order]) -> None:
    """Ask about a run's day that is probably a slip: before an order was taken, or a holiday."""
    later = next((order for order in orders if order.ordered_on > day), None)
    if later is not None:
        words = _("{order} was taken on {taken}, after the day of the run. Is {day} right?")
        told = words.format(order=later.title, taken=later.ordered_on, day=day)
        session.ask("before its orders", told)
    if session.confirmed is not None and day in holidays_from(session, day):
        words = _("{day} is a holiday: nothing is delivered then. Is it right?")
        session.ask("holiday", words.format(day=day))


def ask_if_before_its_run(session: Change, day: date, run_ids: Iterable[int]) -> None:
    """Ask about results of a day before that of their run: it was loaded for a later one (D6)."""
    if session.confirmed is None:
        return
    later = select(Run).where(Run.id.in_(sorted(set(run_ids))), Run.day > day).limit(1)
    run = session.scalar(later)
    if run is not None:
        words = _("{run} goes out on {day}, but its results are dated {told}. Is that right?")
        told = words.format(run=run.title, day=run.day, told=day)
        session.ask("before its run", told, "dated")


def ask_if_work_is_left(session: Change, staff: Staff) -> None:
    """Ask about somebody who leaves clients and visit plans behind, which nobody looks after."""
    if session.confirmed is None:
        return
    theirs = select(func.count()).where(Client.rep_id == staff.id, Client.state != "closed")
    ahead = select(func.count()).where(VisitPlan.rep_id == staff.id, VisitPlan.day >= session.today)
    clients, plans = session.scalar(theirs) or 0, session.scalar(ahead) or 0
    if clients or plans:
        words = _(
            "{name} still has {clients} clients and {plans} visit plans from today on: give them "
            "to somebody else. Save it now all the same?"
        )
        told = words.format(name=staff.name, clients=clients, plans=plans)
        session.ask("leaves work", told, "active")
