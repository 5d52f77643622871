"""What a file calls a document, and what the program calls it."""

from dataclasses import dataclass, field


@dataclass
class Names:
    """Which of the program's documents a file's refs mean, by kind; and the claim codes.

    A file holds no claim codes: they are those that the program gave when it replayed a report.
    """

    known: dict[tuple[str, str], int] = field(default_factory=dict)
    claim_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def id(self, kind: str, ref: str) -> int | None:
        """The document's id, or None: the service then says ``not_found``."""
        return self.known.get((kind, ref))

    def claim_code(self, case: str, position: int) -> str:
        """The code that a case's reporter was given; empty where there is no such reporter."""
        codes = self.claim_codes.get(case, ())
        return codes[position - 1] if 1 <= position <= len(codes) else ""
