"""Which client or product a row names: by its code, else by its name alone; never guessed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from desktop.basics.i18n import N_, _
from desktop.models import Base, Client, Product, Unit
from desktop.queries.facts.plainly import plain_rows
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


class PlainRecords(Mapping[str, Known]):
    """Records by their codes, beside the session: with these facts alone, each once it is asked."""

    def __init__(self, session: Change, kind: type[Known], *names: str) -> None:
        self._kind, self._names = kind, ("code", *names)
        self.rows = {row[0]: row for row in _rows(session, kind, self._names)}
        self._made: dict[str, Known] = {}

    def __getitem__(self, code: str) -> Known:
        found = self._made.get(code)
        if found is None:
            found = self._made[code] = self.made(
                dict(zip(self._names, self.rows[code], strict=True))
            )
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    @property
    def named(self) -> Iterator[tuple[str, str]]:
        """The code and the name of each."""
        at = self._names.index("name")
        return ((code, row[at]) for code, row in self.rows.items())

    def __len__(self) -> int:
        return len(self.rows)

    def made(self, facts: dict[str, Any]) -> Known:
        """The record of these facts."""
        return plain_record(self._kind, facts)


class PlainProducts(PlainRecords[Product]):
    """Products with their units."""

    def __init__(self, session: Change) -> None:
        super().__init__(session, Product, "id", "name", "barcode")
        self._of_unit = ("position", "id", "product_id", "name", "size")
        self._units: defaultdict[int, list[Sequence[Any]]] = defaultdict(list)
        for row in _rows(session, Unit, self._of_unit):
            self._units[row[2]].append(row)

    def made(self, facts: dict[str, Any]) -> Product:
        units = [
            plain_record(Unit, dict(zip(self._of_unit, row, strict=True)))
            for row in self._units[facts["id"]]
        ]
        return plain_record(Product, facts, {"units": units})


def plain_clients(session: Change) -> PlainRecords[Client]:
    """The clients with what an order or a survey asks of them."""
    return PlainRecords(session, Client, "id", "name", "state", "area")


def _rows(session: Change, kind: type[Base], names: Sequence[str]) -> Sequence[Sequence[Any]]:
    """These facts of all records of a kind, by the first of them."""
    columns = [getattr(kind, name) for name in names]
    return plain_rows(session, select(*columns).order_by(columns[0])).all()


class Named:
    """The clients or the products of the office, as rows name them in the fields ``field`` (their
    code) and ``field``_name; asked anew unless they were ``read``.
    """

    def __init__(
        self,
        session: Change,
        taking: Taking,
        field: str,
        read: PlainRecords[Client] | PlainRecords[Product] | None = None,
    ) -> None:
        rows = _rows(session, _KINDS[field], ("code", "name")) if read is None else read.named
        pairs: list[tuple[str, str]] = [(name, code) for code, name in rows]
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
