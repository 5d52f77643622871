"""What people call a record of the trail: by its name, code or number, its client, or its goods."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.agreement import CLAUSE_KINDS
from desktop.basics.i18n import _
from desktop.models import (
    Agreement,
    Area,
    Asset,
    AssortmentRule,
    Audit,
    BalanceLetter,
    Benefit,
    Case,
    CategoryMargin,
    ClauseTemplate,
    Client,
    Collection,
    Delivery,
    Lot,
    MapGround,
    MovedOffice,
    OfficeProfile,
    Opening,
    Order,
    Patrol,
    Payout,
    Price,
    Product,
    ProductPicture,
    Promotion,
    Proposal,
    RebatePlan,
    Receipt,
    Refund,
    Reporter,
    Return,
    RoutePlan,
    Run,
    RunLot,
    Settlement,
    Staff,
    StockMove,
    StockStart,
    Suggestion,
    Survey,
    Trial,
    Unit,
    Vehicle,
    Visit,
    VisitPlan,
    WordLists,
)
from desktop.queries.listing import holds

PICTURE = ProductPicture.__tablename__
_LOT = Lot.code + " " + Product.name


class Called(NamedTuple):
    """How the records of a kind are called: their key, their name or their client's, and both.

    A key of several ``parts`` stands in the trail with strokes between them. What there are
    many of is found by the ``lot`` that it is of: of these there are few.
    """

    key: Any
    name: Any
    query: Select[Any, str]
    parts: tuple[Any, ...] = ()
    lot: Any = None

    def found(self, typed: str) -> Select[str]:
        """The keys of those that are called so, as the trail has them."""
        is_so = holds(self.name if self.lot is None else _LOT, typed).anywhere
        keys: Select[str] = select(cast(self.key, String))
        if self.lot is None:
            return self.query.where(is_so).with_only_columns(
                cast(self.key, String), maintain_column_froms=True
            )
        lots = select(Lot.id).join(Product, Product.id == Lot.product_id).where(is_so)
        return keys.where(self.lot.in_(lots))

    def among(self, keys: Iterable[str]) -> ColumnElement[bool]:
        """Whether a record's key is one of these; of several parts, whether each is."""
        split = [key.split("/") for key in keys]
        columns = self.parts or (self.key,)
        return and_(
            *(column.in_({int(key[at]) for key in split}) for at, column in enumerate(columns))
        )


def _called(key: Any, name: Any, *joins: tuple[Any, Any], parts: tuple[Any, ...] = ()) -> Called:
    query: Select[Any, str] = select(key, name)
    for record, on in joins:
        query = query.join(record, on)
    return Called(key, name, query, parts)


def _goods(record: Any, key: Any, name: Any, *joins: Any, parts: tuple[Any, ...] = ()) -> Called:
    of_lot = (Lot, Lot.id == record.lot_id), (Product, Product.id == Lot.product_id)
    return _called(key, name, *of_lot, *joins, parts=parts)._replace(lot=record.lot_id)


def _both(one: Any, other: Any) -> Any:
    return cast(one, String) + "/" + cast(other, String)


def _from_to(start: Any, end: Any) -> Any:
    return cast(start, String) + "–" + cast(end, String)


_CLIENT_OR_QUARTER = func.coalesce(Client.name, Settlement.quarter)
# What people know by a name, a code or a number of its own, which a change needn't tell.
_BY_NAME = (Area, Client, MapGround, OfficeProfile, Product, RebatePlan, Staff)
_BY_CODE = (AssortmentRule, Vehicle)
_BY_NUMBER = (
    *(BalanceLetter, Benefit, Case, Collection, Delivery),
    *(Order, Proposal, Refund, Return, Run),
)
# Documents without a number of their own, which people know by their client.
_OF_A_CLIENT = (Agreement, Asset, Opening, Patrol, Suggestion, Survey, Visit)
# The others, by whose or of what they are.
_OTHERS: Mapping[Any, Called] = {
    CategoryMargin: _called(CategoryMargin.id, CategoryMargin.category),
    Lot: _called(Lot.id, _LOT, (Product, Product.id == Lot.product_id)),
    Payout: _called(
        _both(Payout.settlement_id, Payout.client_id),
        Client.name,
        (Client, Client.id == Payout.client_id),
        parts=(Payout.settlement_id, Payout.client_id),
    ),
    Price: _called(
        Price.id,
        Product.name + " " + Unit.name,
        (Unit, Unit.id == Price.unit_id),
        (Product, Product.id == Unit.product_id),
    ),
    Promotion: _called(Promotion.id, _from_to(Promotion.starts_on, Promotion.ends_on)),
    Receipt: _goods(Receipt, Receipt.id, _LOT),
    Reporter: _called(Reporter.id, Case.number, (Case, Case.id == Reporter.case_id)),
    RoutePlan: _called(RoutePlan.id, Staff.name, (Staff, Staff.id == RoutePlan.rep_id)),
    RunLot: _goods(
        RunLot,
        _both(RunLot.run_id, RunLot.lot_id),
        Run.number + " " + _LOT,
        (Run, Run.id == RunLot.run_id),
        parts=(RunLot.run_id, RunLot.lot_id),
    ),
    Settlement: Called(
        Settlement.id,
        _CLIENT_OR_QUARTER,
        select(Settlement.id, _CLIENT_OR_QUARTER).outerjoin(
            Client, Client.id == Settlement.client_id
        ),
    ),
    StockMove: _goods(StockMove, StockMove.id, _LOT),
    Trial: _called(Trial.id, Trial.content),
    VisitPlan: _called(
        VisitPlan.id,
        Staff.name + " " + cast(VisitPlan.day, String),
        (Staff, Staff.id == VisitPlan.rep_id),
    ),
}
_CALLED: Mapping[str, Called] = {
    **{one.__tablename__: _called(one.id, one.name) for one in _BY_NAME},
    **{one.__tablename__: _called(one.id, one.code) for one in _BY_CODE},
    **{one.__tablename__: _called(one.id, one.number) for one in _BY_NUMBER},
    **{
        one.__tablename__: _called(one.id, Client.name, (Client, Client.id == one.client_id))
        for one in _OF_A_CLIENT
    },
    **{one.__tablename__: called for one, called in _OTHERS.items()},
    PICTURE: _called(Product.id, Product.name),
}
# Of these there is one alone, which needs no name.
_ALONE = frozenset(one.__tablename__ for one in (MovedOffice, StockStart, WordLists))


def called_kinds() -> frozenset[str]:
    """The kinds of records that are called by what they are called now."""
    return frozenset(_CALLED)


def is_called(typed: str) -> ColumnElement[bool]:
    """Whether the record of a change is called so now, whatever the change tells."""
    return or_(
        *(
            (Audit.record_kind == kind) & Audit.record_id.in_(one.found(typed))
            for kind, one in _CALLED.items()
        )
    )


def owners(session: Session, trail: Sequence[Audit]) -> dict[tuple[str, str], str]:
    """How each is called where its change doesn't say so: by itself, its client or product."""
    found: dict[tuple[str, str], str] = {}
    for kind, called in _CALLED.items():
        keys = {one.record_id for one in trail if one.record_kind == kind and one.record_id}
        if keys:
            rows = session.execute(called.query.where(called.among(keys)))
            found |= {(kind, str(key)): name for key, name in rows if name}
    return found


def name_of(kind: str, key: str) -> str:
    """The name of a record that nothing else tells: its words, none where it stands alone."""
    if kind == ClauseTemplate.__tablename__:
        return _(CLAUSE_KINDS.get(key, key))
    return "" if kind in _ALONE else key
