"""Which client or product a row names: by its code, else by its name alone; never guessed."""

from collections.abc import Mapping

from sqlalchemy import select

from desktop.basics.i18n import N_, _
from desktop.models import Client, Product
from desktop.services.change import Change
from desktop.services.imports.alike import ByCode, ByName, codes_of
from desktop.services.imports.taking import Taking
from desktop.spreadsheets.cells import Row

_KINDS: Mapping[str, type[Client] | type[Product]] = {"client": Client, "product": Product}
_NOT_HERE = {
    "client": N_("there is no client with this code"),
    "client_name": N_("there is no client of this name"),
    "product": N_("there is no product with this code"),
    "product_name": N_("there is no product of this name"),
}


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
