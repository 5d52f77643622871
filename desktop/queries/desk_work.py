"""What Today reckons of the work of a day: visits, orders, goods, cases, clients, people."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import _, ngettext
from desktop.models import (
    Agreement,
    Case,
    Client,
    Order,
    OrderLine,
    Product,
    Run,
    Staff,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.models.suggestion import ADOPTED, OUTCOMES
from desktop.queries.desk_told import Told, money, orders
from desktop.queries.facts.agreements import is_to_renew
from desktop.queries.facts.cases import frozen_clients
from desktop.queries.facts.runs import loads_of
from desktop.queries.facts.stock import BELOW, needing_a_look
from desktop.queries.facts.visits import is_overdue
from desktop.queries.lists import Asked


def my_visits(asked: Asked) -> Told:
    """The asking person's visits of the day, and how many have their result."""
    done, number = asked.session.execute(
        select(func.count().filter(Visit.state != "planned"), func.count())
        .select_from(Visit)
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .where(VisitPlan.day == asked.today, asked.mine(VisitPlan.rep_id))
    ).one()
    under = _("{number} with result").format(number=done) if number else _("none planned")
    return Told(str(number), under)


def my_orders(asked: Asked) -> Told:
    """What the asking person's clients ordered since Monday, at the prices of its day."""
    monday = asked.today - timedelta(days=asked.today.weekday())
    mine = select(Client.id).where(asked.mine(Client.rep_id))
    return _ordered(asked, Order.ordered_on >= monday, monday, Order.client_id.in_(mine))


def orders_today(asked: Asked) -> Told:
    """What was ordered on the day."""
    return _ordered(asked, Order.ordered_on == asked.today, asked.today)


def _ordered(asked: Asked, when: Any, since: Any, *more: Any) -> Told:
    # Nothing is due before it is ordered (D2), and by the day it is due there is an index.
    number, amount_fen = asked.session.execute(
        select(func.count(Order.id.distinct()), func.sum(OrderLine.amount_fen))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.due >= since, Order.state != "cancelled", when, *more)
    ).one()
    return Told(money(int(amount_fen or 0)), orders(number))


def my_overdue(asked: Asked) -> Told:
    """The asking person's clients that wait longer for a visit than their class says (G9)."""
    late, number = asked.session.execute(
        select(func.count().filter(is_overdue(asked.rules, asked.today)), func.count()).where(
            Client.state == "active", asked.mine(Client.rep_id)
        )
    ).one()
    under = _("of {number} clients").format(number=number)
    return Told(str(late), under, "careful" if late else "")


def my_suggestions(asked: Asked) -> Told:
    """The asking person's suggestions that wait for the manager, and those to be finished."""
    waiting, drafts = asked.session.execute(
        select(
            func.count().filter(Suggestion.state == "submitted"),
            func.count().filter(Suggestion.state == "draft"),
        ).where(Suggestion.state.in_(("submitted", "draft")), asked.mine(Suggestion.prepared_by_id))
    ).one()
    return Told(str(waiting), _("{number} to finish").format(number=drafts))


def queue(asked: Asked) -> Told:
    """The suggestions that wait for the manager, and since when."""
    number, first = asked.session.execute(
        select(func.count(), func.min(Suggestion.submitted_on)).where(
            Suggestion.state == "submitted"
        )
    ).one()
    return Told(str(number), _since(first), "careful" if number else "")


def open_cases(asked: Asked) -> Told:
    """The cases that nobody ruled on yet, and how many funds they freeze (V4)."""
    number, frozen = asked.session.execute(
        select(
            func.count(), func.count(Case.client_id.distinct()).filter(Case.state == "accepted")
        ).where(Case.state.in_(Case.OPEN))
    ).one()
    return Told(str(number), frozen_words(frozen))


def frozen_funds(asked: Asked) -> str:
    """How many funds are frozen, in words."""
    return frozen_words(len(frozen_clients(asked.session)))


def frozen_words(number: int) -> str:
    """So many funds are frozen."""
    if not number:
        return _("none frozen")
    words = ngettext("{number} client frozen", "{number} clients frozen", number)
    return words.format(number=number)


def to_approve(asked: Asked) -> Told:
    """The agreements that wait for the manager, and those that wait for their signature."""
    return _agreements(asked, "submitted", _("{number} to sign"), "approved")


def to_sign(asked: Asked) -> Told:
    """The agreements that wait for their signature, and those that end soon."""
    number, soon = asked.session.execute(
        select(
            func.count().filter(Agreement.state == "approved"),
            func.count().filter(is_to_renew(asked.rules, asked.today)),
        )
    ).one()
    return Told(str(number), _("{number} to renew").format(number=soon))


def _agreements(asked: Asked, state: str, words: str, other: str) -> Told:
    number, beside = asked.session.execute(
        select(
            func.count().filter(Agreement.state == state),
            func.count().filter(Agreement.state == other),
        ).where(Agreement.state.in_((state, other)))
    ).one()
    return Told(str(number), words.format(number=beside), "careful" if number else "")


def due_today(asked: Asked) -> Told:
    """What the orders that are due today load, in cartons."""
    due = select(Order.id).where(Order.due == asked.today, Order.state.in_(Order.OPEN))
    loads = loads_of(due)
    number, load = asked.session.execute(select(func.count(), func.sum(loads.c.load))).one()
    cartons = Decimal(str(load or 0)).quantize(Decimal("0.1"))
    words = _("{load} cartons").format(load=f"{cartons.normalize():f}")
    return Told(words, orders(number))


def runs_today(asked: Asked) -> Told:
    """How many of the day's runs are out or back, and how many wait to be loaded."""
    out, waiting, number = asked.session.execute(
        select(
            func.count().filter(Run.state.in_(("loaded", "closed"))),
            func.count().filter(Run.state == "planned"),
            func.count(),
        ).where(Run.day == asked.today, Run.state != "discarded")
    ).one()
    under = _("{number} to load").format(number=waiting) if number else _("none planned")
    return Told(f"{out} / {number}", under)


def short_goods(asked: Asked) -> Told:
    """The products of which orders want more than is there (D3a), and the one that lacks most."""
    below = needing_a_look(BELOW, asked.today, 0)
    rows = asked.session.execute(
        select(Product.name, func.count().over())
        .join(below, below.c.product == Product.id)
        .order_by(below.c.rank, Product.code_key)
        .limit(1)
    ).first()
    if rows is None:
        return Told("0", _("all goes round"))
    return Told(str(rows[1]), _("most of all {product}").format(product=rows[0]), "wrong")


def late_orders(asked: Asked) -> Told:
    """The open orders whose day is over, and the first of their days."""
    number, first = asked.session.execute(
        select(func.count(), func.min(Order.due)).where(
            Order.state.in_(Order.OPEN), Order.due < asked.today
        )
    ).one()
    return Told(str(number), _since(first), "wrong" if number else "")


def _since(first: Any) -> str:
    return _("since {day}").format(day=f"{first:%m-%d}") if first else _("nothing waits")


def clients(asked: Asked) -> Told:
    """How many clients are active, of all, and how many came this month."""
    active, everyone, new = asked.session.execute(
        select(
            func.count().filter(Client.state == "active"),
            func.count().filter(Client.state != "closed"),
            func.count().filter(
                Client.state == "active", Client.active_since >= asked.today.replace(day=1)
            ),
        )
    ).one()
    under = ngettext("{number} new this month", "{number} new this month", new).format(number=new)
    return Told(f"{active} / {everyone}", under)


def adopted(asked: Asked) -> Told:
    """What part of the suggestions presented since last quarter was adopted."""
    taken, said = asked.session.execute(
        select(
            func.count().filter(Suggestion.state.in_(ADOPTED)),
            func.count().filter(Suggestion.state.in_(OUTCOMES)),
        ).where(Suggestion.presented_on >= Quarter.of(asked.today).previous().start)
    ).one()
    rate = f"{round(100 * taken / said)}%" if said else "—"
    return Told(rate, _("of {number} since last quarter").format(number=said))


def people(asked: Asked) -> Told:
    """How many people work with the program."""
    active, everyone = asked.session.execute(
        select(func.count().filter(Staff.active), func.count()).select_from(Staff)
    ).one()
    return Told(str(active), _("{number} have left").format(number=everyone - active))
