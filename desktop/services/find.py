"""Finding records for a service, or refusing with ``not_found`` and the field."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import BindParameter, bindparam, select

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Base, Client, Product, Staff
from desktop.queries.facts.plainly import Prepared
from desktop.services.change import Change

Record = TypeVar("Record", bound=Base)


# Built once, as nearly every action asks them.
_CODE: BindParameter[str] = bindparam("code")
_CLIENT = select(Client).where(Client.code == _CODE)
_CLIENT_ID = Prepared(select(Client.id).where(Client.code == _CODE))
_PRODUCT = select(Product).where(Product.code == _CODE)
_STAFF = select(Staff).where(Staff.code == _CODE)


def not_found(field: str | None, value: object, spot: Spot | None = None) -> Refused:
    """The refusal that says what was looked for."""
    if value == "":
        return Refused("not_found", _("Name it by its number or code."), field, spot)
    return Refused("not_found", _("There is no “{value}” here.").format(value=value), field, spot)


def find(session: Change, kind: type[Record], key: int | None, field: str) -> Record:
    """The record with this id; refuses ``not_found``, also where none was named."""
    record = None if key is None else session.get(kind, key)
    if record is None:
        message = _("It isn't there any more: press F5 and choose again.")
        raise Refused("not_found", message, field)
    return record


def find_client(
    session: Change, code: str, field: str = "client", spot: Spot | None = None
) -> Client:
    """The client with this code; refuses ``not_found``."""
    client = session.coded(Client, code, _CLIENT)
    if client is None:
        raise not_found(field, code, spot)
    return client


def find_client_id(session: Change, code: str) -> int:
    """The id of the client with this code, where no more of it is needed; refuses ``not_found``."""

    def ask() -> int | None:
        return next((key for (key,) in _CLIENT_ID.rows(session, {"code": code})), None)

    held = session.held(Client, code)
    found = held.id if held is not None else session.known((Client, code), (Client,), ask)
    if found is None:
        raise not_found("client", code)
    return found


def find_product(session: Change, code: str, field: str = "product") -> Product:
    """The product with this code; refuses ``not_found``."""
    product = session.coded(Product, code, _PRODUCT)
    if product is None:
        raise not_found(field, code)
    return product


def find_products(session: Change, codes: Iterable[str], field: str) -> dict[str, Product]:
    """The products with these codes; refuses ``not_found`` for the first that isn't there."""
    wanted = list(dict.fromkeys(codes))
    held = {code: session.held(Product, code) for code in wanted}
    found = {code: product for code, product in held.items() if product is not None}
    if len(found) < len(wanted):
        rows = session.scalars(select(Product).where(Product.code.in_(wanted)))
        found = {product.code: product for product in rows}
        session.keep(*found.values())
    for code in wanted:
        if code not in found:
            raise not_found(field, code, Spot(code, "product"))
    return found


def find_staff(session: Change, code: str, field: str = "staff", spot: Spot | None = None) -> Staff:
    """The staff member with this code; refuses ``not_found``."""
    staff = session.coded(Staff, code, _STAFF)
    if staff is None:
        raise not_found(field, code, spot)
    return staff
