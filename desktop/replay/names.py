"""What a file calls a document, and what the program calls it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from desktop.basics.errors import Refused
from desktop.queries.by_code import client_id, lot_id, opening_id, product_id
from desktop.services.find import not_found
from desktop.services.office import Office, Reading

_BY_CODE: Mapping[str, Callable[[Reading, str], int | None]] = {
    "client": client_id,
    "opening": opening_id,
    "product": product_id,
}


@dataclass(frozen=True)
class Unknown:
    """What an event calls something that isn't there, and in which field, if not the service's."""

    called: str
    field: str = ""


@dataclass
class Names:
    """Which of the program's documents a file's refs mean, by kind; and the claim codes.

    A file holds no claim codes: they are those that the program gave when it replayed a report.
    """

    known: dict[tuple[str, str], int] = field(default_factory=dict)
    claim_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _unknown: dict[str, Unknown] = field(default_factory=dict)
    _nobodys: dict[tuple[str, str], int] = field(default_factory=dict)
    _none: Iterator[int] = field(default_factory=lambda: count(-1, -1))  # ids that nothing has

    def id(self, kind: str, ref: str, field: str = "") -> int:
        """The document's id; an unknown name's is none's, and is refused when its turn comes.

        ``field`` is how the service names it, where that isn't its kind.
        """
        return self._there(self.known.get((kind, ref)), field or kind, Unknown(ref))

    def by_code(self, office: Office, kind: str, values: Mapping[str, Any], field: str) -> int:
        """The id of what the office has under the code in a field; refused likewise, there."""
        with office.reading() as session:
            found = _BY_CODE[kind](session, values[field])
        return self._there(found, kind, Unknown(values[field], field))

    def lot(self, office: Office, product: str, code: str) -> int:
        """The id of a product's lot."""
        with office.reading() as session:
            found = lot_id(session, product, code)
        return self._there(found, "lot", Unknown(code, "lot"))

    def _there(self, found: int | None, service_says: str, unknown: Unknown) -> int:
        if found is not None:
            return found
        self._unknown.setdefault(service_says, unknown)
        called = (service_says, unknown.called)  # named twice it is the same twice
        if called not in self._nobodys:
            self._nobodys[called] = next(self._none)
        return self._nobodys[called]

    def is_taken(self, kind: str, ref: str) -> bool:
        """Whether a document has this ref: money may be taken with a delivery, under its ref."""
        both = {"delivery", "collection"}
        return any((one, ref) in self.known for one in (both if kind in both else {kind}))

    def apart(self) -> "Names":
        """The same names, to try what leaves no trace."""
        codes = dict(self.claim_codes)
        return replace(self, known=dict(self.known), claim_codes=codes)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Around an event: refuse (``not_found``) by its name in the file what isn't there.

        Not before the service comes to it: what is ``invalid`` goes first.
        """
        self._unknown.clear()
        try:
            yield
        except Refused as refusal:
            unknown = self._unknown.get(refusal.field or "")
            if refusal.code == "not_found" and unknown is not None:
                raise not_found(unknown.field or refusal.field, unknown.called) from refusal
            raise

    def claim_code(self, case: str, position: int) -> str:
        """The code that a case's reporter was given; empty where there is no such reporter."""
        codes = self.claim_codes.get(case, ())
        return codes[position - 1] if 1 <= position <= len(codes) else ""
