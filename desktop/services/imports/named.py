"""Which client or product a row names: by its code, else by its name alone; never guessed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TypeVar

from sqlalchemy import select

from desktop.basics.i18n import N_, _
from desktop.models import Base, Client, Product, Unit
from desktop.services.change import Change
from desktop.services.flushing import plain_record
from desktop.services.imports.alike import ByCode, ByName, codes_of
from desktop.services.imports.taking import Taking
from desktop.spreadsheets.cells import Row

Known = TypeVar("Known", bound=Base)
_KINDS: Mapping[str, type[Client] | type[Product]] = {"client": Client, "product": Product}
_NOT_HERE = {
    "client": N_("there is no client with this code"),
    "client_name": N_("there is no client of this name"),
    "product": N_("there is no product with this code"),
    "product_name": N_("there is no product of this name"),
}


def plain_clients(session: Change) -> dict[str, Client]:
    """All clients by their codes, beside the session: with what an import needs of them alone."""
    clients = _plain(session, Client, "id", "code", "name", "state", "area")
    return {client.code: client for client in clients}


def plain_products(session: Change) -> dict[str, Product]:
    """All products with their units by their codes, in the same way."""
    found = {one.id: one for one in _plain(session, Product, "id", "code", "name", "barcode")}
    units: defaultdict[int, list[Unit]] = defaultdict(list)
    for unit in _plain(session, Unit, "position", "id", "product_id", "name", "size"):
        units[unit.product_id].append(unit)
    for product in found.values():
        vars(product)["units"] = units[product.id]
    return {product.code: product for product in found.values()}


def _plain(session: Change, kind: type[Known], *names: str) -> Iterator[Known]:
    """All records of a kind with these facts alone, by the first of them."""
    columns = [getattr(kind, name) for name in names]
    for row in session.execute(select(*columns).order_by(columns[0])):
        yield plain_record(kind, dict(zip(names, row, strict=True)))


class Named:
    """The clients or the products of the office, as rows name them in the fields ``field`` (their
    code) and ``field``_name.
    """

    def __init__(self, session: Change, taking: Taking, field: str) -> None:
        kind = _KINDS[field]
        pairs = session.execute(select(kind.name, kind.code)).all()
        self.codes = ByCode((code, name) for name, code in pairs)
        self.by_name = ByName((name, code) for name, code in pairs)
        self.taking = taking
        self.field = field

    def code_of(self, row: Row, code: str, name: str) -> str:
        """The code that a row means; "" when it was refused."""
        if code in self.codes:
            return code
        if not code:
            alike = self.by_name.called(name)
            if len(alike) == 1:
                return alike[0]
            if not alike and name in self.codes:  # a column of names may hold codes
                return name
            if alike:
                reason = _("several have this name: {codes}; write the code")
                return self.refuse(row, f"{self.field}_name", reason.format(codes=codes_of(alike)))
        written_otherwise = self.codes.why_not(code)
        if written_otherwise:
            return self.refuse(row, self.field, written_otherwise)
        return self.unknown(row, code)

    def unknown(self, row: Row, code: str) -> str:
        """What becomes of a row that names nobody: it is refused."""
        named = self.field if code else f"{self.field}_name"
        return self.refuse(row, named, _(_NOT_HERE[named]))

    def refuse(self, row: Row, name: str, reason: str) -> str:
        """Refuse the row at a field; it means nobody."""
        self.taking.reading.refuse(row, name, reason)
        return ""
