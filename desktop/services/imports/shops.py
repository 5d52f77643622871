"""Which client a row of a list means: by its code, else by its name and address."""

from collections import defaultdict
from collections.abc import Sequence

from desktop.basics.i18n import _
from desktop.models import Client
from desktop.services.imports.alike import ByCode, ByName, codes_of, same_name
from desktop.services.imports.taking import Taking
from desktop.spreadsheets.clients import ClientRow

SAME_NAMES = ("apart", "one")


class Shops:
    """The clients of the office and of the rows so far.

    Rows without a code that share a name are one shop at one address, and different ones at
    different addresses. What the addresses don't tell is asked, unless the order says it:
    ``apart`` takes each row for a shop of its own, ``one`` takes all of a name for one.
    """

    def __init__(self, clients: Sequence[Client], taking: Taking) -> None:
        self._taking = taking
        self._answer = taking.same_names
        self.by_code = ByCode((client.code, client) for client in clients)
        self._by_name = ByName((client.name, client) for client in clients)
        self._row_of: dict[Client, int] = {}
        self._meant: list[tuple[str, Client]] = []  # what is still to come into ``_used``
        self._used: defaultdict[str, set[Client]] = defaultdict(set)

    def add(self, code: str, client: Client, row: ClientRow) -> None:
        """A client that this row makes, by this code."""
        self.by_code.add(code, client)
        self._by_name.add(row.name, client)
        self.is_of(client, row)

    def is_of(self, client: Client, row: ClientRow) -> None:
        """This row means this client."""
        self._row_of.setdefault(client, row.row.number)
        self._meant.append((row.name, client))

    def find(self, row: ClientRow) -> tuple[Client | None, bool]:
        """The client that a row means, None for a new one; False when the row was refused."""
        if row.code:
            why_not = self.by_code.why_not(row.code)
            if why_not:
                self._taking.reading.refuse(row.row, "code", why_not)
            return self.by_code.get(row.code), not why_not
        alike = self._by_name.called(row.name)
        if not alike:
            return None, True
        here = [one for one in alike if _same_place(one, row)]
        if self._answer == "apart" and not (row.address and here):
            return self._next_apart(row, here), True
        if len(here) > 1:
            here = [one for one in here if one.phone == row.phone] or here
        if len(here) == 1 and (row.address or not self._is_second(here[0], row)):
            return self._said_twice(here[0], row), True
        if not here and row.address and all(one.address for one in alike):
            return None, True
        if self._answer == "one" and len(here or alike) == 1:
            return (here or alike)[0], True
        self._ask(row, here or alike)
        return None, False

    def _is_second(self, client: Client, row: ClientRow) -> bool:
        """Did a row above mean this client already, without a word that they are one shop?"""
        return self._answer != "one" and self._row_of.get(client, row.row.number) != row.row.number

    def _next_apart(self, row: ClientRow, here: Sequence[Client]) -> Client | None:
        """Of several shops of a name each row takes the next: the same file again changes none."""
        for name, client in self._meant:
            self._used[same_name(name)].add(client)
        self._meant.clear()
        used = self._used[same_name(row.name)]
        return next((one for one in here if one not in used), None)

    def _said_twice(self, client: Client, row: ClientRow) -> Client:
        before = self._row_of.get(client)
        if before is not None and before != row.row.number:
            self._taking.reading.warn(
                row.row,
                "name",
                _("the same name and address as row {row}; taken as one client").format(row=before),
            )
        return client

    def _ask(self, row: ClientRow, alike: Sequence[Client]) -> None:
        taking = self._taking
        taking.asks_same_names = True
        rows = sorted({self._row_of[one] for one in alike if one in self._row_of})
        if rows:
            reason = _(
                "row {row} has this name too, and no address or code tells whether it is the same "
                "shop: write one, or say for all such rows that they are different shops or one "
                "shop (--same-names apart, --same-names one)"
            ).format(row=rows[0])
        else:
            reason = _(
                "client {codes} has this name, and neither code nor address tells whether it is "
                "meant: write one, or say for all such rows that they are different shops or one "
                "shop (--same-names apart, --same-names one)"
            ).format(codes=codes_of(one.code for one in alike))
        taking.reading.refuse(row.row, "name", reason)


def _same_place(client: Client, row: ClientRow) -> bool:
    return same_name(client.address or "") == same_name(row.address)
