"""What several questions of one reading ask alike is asked once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

ASKED = "asked"  # where a reading keeps it; a change has none, as it may alter what it asks

Answer = TypeVar("Answer")


def once(session: Session, what: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer to a question, which ``what`` names among all; in a change it is asked anew."""
    known: dict[Hashable, Any] | None = session.info.get(ASKED)
    if known is None:
        return ask()
    if what not in known:
        known[what] = ask()
    found: Answer = known[what]
    return found
