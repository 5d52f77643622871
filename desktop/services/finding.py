"""What a look at a database finds: how it is, in words, and what to do about it."""

from dataclasses import dataclass

GOOD, CAREFUL, WRONG = "good", "careful", "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: how it is (good, careful, wrong), in words, and what to do.

    ``run``: the statements that whoever owns the database has to run for it. ``passing``: it may
    go by itself, once a server is on again; ``full``: once others leave it. ``details`` is what a
    server or its driver said itself, in whatever language.
    """

    tone: str
    words: str
    do: str = ""
    run: str = ""
    passing: bool = False
    full: bool = False
    details: str = ""

    @property
    def told(self) -> str:
        """All of it in one line."""
        return f"{self.words} {self.do}".strip()
