"""Which code is free next, after the office's own pattern."""

from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from desktop.basics.codes import FIRST_CODES, next_in_series, same_code, series_beside, usual_series
from desktop.basics.order_key import order_key
from desktop.models import Client, Product, Staff, Vehicle

Coded = type[Client] | type[Product] | type[Staff]
_LOOKED_AT = 50  # the newest records tell the pattern


def next_client_code(session: Session) -> str:
    """The code to offer for a new client."""
    return _offered(session, Client)


def next_product_code(session: Session) -> str:
    """The code to offer for a new product."""
    return _offered(session, Product)


def next_staff_code(session: Session) -> str:
    """The code to offer for a new person."""
    return _offered(session, Staff)


def code_there(session: Session, kind: Coded | type[Vehicle], code: str) -> str | None:
    """The code of a record that this one would be taken for: in any letter case and width."""
    alike = session.scalars(_alike(kind), {"key": order_key(code)})
    return next((one for one in alike if same_code(one) == same_code(code)), None)


@cache
def _alike(kind: Coded | type[Vehicle]) -> Select[str]:
    return select(kind.code).where(kind.code_key == bindparam("key"))


def free_beside(session: Session, kind: Coded, code: str) -> str:
    """The next code that is free, after the pattern of one that is taken."""
    return _next(session, kind, series_beside(code))


def _offered(session: Session, kind: Coded) -> str:
    """After the pattern that most of the newest codes have; "" when most count nothing.

    One code alone, such as the first administrator's, is no pattern yet.
    """
    newest = session.scalars(select(kind.code).order_by(kind.id.desc()).limit(_LOOKED_AT)).all()
    series = usual_series(newest)
    if series is not None:
        return _next(session, kind, series)
    return "" if len(newest) > 1 else FIRST_CODES[kind.__tablename__]


def _next(session: Session, kind: Coded, series: str) -> str:
    begins = func.lower(kind.code).startswith(series.lower(), autoescape=True)
    return next_in_series(series, session.scalars(select(kind.code).where(begins)))
