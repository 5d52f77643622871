"""What would be drawn of these shops: looked at before it is kept; and who can take part (G7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Client, Product, Staff, Suggestion
from desktop.planning.forms import Unfit
from desktop.planning.trial import HALVES, draw
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.suggestions import WAITING
from desktop.queries.facts.trials import trial_problem, under_trial


@dataclass(frozen=True)
class DrawnShop:
    """A shop in a draw that isn't kept yet; ``note`` says what stands in its way."""

    code: str
    name: str
    segment: str
    pair: int
    half: int
    sales_fen: int
    note: str


@dataclass(frozen=True)
class Drawing:
    """What would be drawn: its shops, or in ``why`` the words why nothing can be."""

    shops: tuple[DrawnShop, ...] = ()
    why: str = ""

    @property
    def first(self) -> tuple[str, ...]:
        """The half that begins, by code."""
        return tuple(shop.code for shop in self.shops if shop.half == HALVES[0])

    def mean_fen(self, half: int) -> int:
        """What a shop of a half was sold in the mean."""
        return round(fmean(shop.sales_fen for shop in self.shops if shop.half == half))


def drawing(
    session: Session, client_codes: Sequence[str], product_codes: Sequence[str], today: date
) -> Drawing:
    """What would be drawn of these shops as the office stands; nothing is kept."""
    rows = session.execute(
        select(Client, _has_another())
        .where(Client.code.in_(client_codes))
        .order_by(Client.code_key)
    ).all()
    clients = [client for client, _another in rows]
    products = session.scalars(select(Product.id).where(Product.code.in_(product_codes))).all()
    days = max(read_rules(session).effect_days, 1)
    try:
        problem = trial_problem(session, clients, products, today, days)
    except Unfit as unfit:
        return Drawing(why=unfit.reason)
    busy = under_trial(session, [one.id for one in clients], today)
    known = {client.code: (client, another) for client, another in rows}
    sales = {shop.code: shop.sales_fen for shop in problem.shops}
    shops = []
    for place in draw(problem).places:
        client, another = known[place.code]
        note = _in_the_way(client, busy, another=another)
        shops.append(
            DrawnShop(
                client.code,
                client.name,
                client.segment,
                place.pair,
                place.half,
                sales[client.code],
                note,
            )
        )
    return Drawing(tuple(shops))


def _has_another() -> Any:
    return exists().where(Suggestion.client_id == Client.id, Suggestion.state.in_(WAITING))


def _in_the_way(client: Client, busy: Mapping[int, str], *, another: bool) -> str:
    if client.state != "active":
        return _("not active")
    if client.id in busy:
        return _("in another trial: {content}").format(content=busy[client.id])
    return _("has a suggestion under way") if another else ""


def similar_shops(session: Session, segment: str, rep: str, today: date) -> list[str]:
    """The shops of a kind, by code, that can take part: active for the whole time before, with
    nothing under way. ``rep`` "" is everybody's.
    """
    days = max(read_rules(session).effect_days, 1)
    query = (
        select(Client)
        .where(
            Client.segment == segment,
            Client.state == "active",
            Client.active_since <= today - timedelta(days=days),
            ~_has_another(),
        )
        .order_by(Client.code_key)
    )
    if rep:
        query = query.join(Staff, Staff.id == Client.rep_id).where(Staff.code == rep)
    clients = session.scalars(query).all()
    busy = under_trial(session, [one.id for one in clients], today)
    return [one.code for one in clients if one.id not in busy]
