"""What a file calls a document, and what the program calls it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop.basics.errors import Refused
from desktop.services.find import not_found


@dataclass
class Names:
    """Which of the program's documents a file's refs mean, by kind; and the claim codes.

    A file holds no claim codes: they are those that the program gave when it replayed a report.
    """

    known: dict[tuple[str, str], int] = field(default_factory=dict)
    claim_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _unknown: list[str] = field(default_factory=list)

    def id(self, kind: str, ref: str) -> int:
        """The document's id; an unknown name's is none's, and is refused when its turn comes."""
        if (kind, ref) in self.known:
            return self.known[kind, ref]
        self._unknown.append(ref)
        return -len(self._unknown)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Around an event: refuse (``not_found``) by its name in the file what isn't there.

        Not before the service comes to it: what is ``invalid`` goes first.
        """
        self._unknown.clear()
        try:
            yield
        except Refused as refusal:
            if refusal.code == "not_found" and self._unknown:
                raise not_found(refusal.field, self._unknown[0]) from refusal
            raise

    def claim_code(self, case: str, position: int) -> str:
        """The code that a case's reporter was given; empty where there is no such reporter."""
        codes = self.claim_codes.get(case, ())
        return codes[position - 1] if 1 <= position <= len(codes) else ""
