"""What several questions of one reading ask alike is asked once."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

ASKED = "asked"  # where a reading keeps it; a change has none, as it may alter what it asks
HELD = "held"  # where a reading holds the records that it read; so does a change that only gathers

Asker = TypeVar("Asker", bound=Session)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def once(
    ask: Callable[Concatenate[Asker, Given], Answer],
) -> Callable[Concatenate[Asker, Given], Answer]:
    """Of a question (with hashable words) asked again in one reading, the first answer holds.

    Whoever gets it leaves it as it is. In a change it is asked anew.
    """

    @wraps(ask)
    def asked(session: Asker, /, *given: Given.args, **named: Given.kwargs) -> Answer:
        known: dict[Hashable, Any] | None = session.info.get(ASKED)
        if known is None:
            return ask(session, *given, **named)
        what = (ask, given, tuple(named.items()))
        if what not in known:
            known[what] = ask(session, *given, **named)
        found: Answer = known[what]
        return found

    return asked


def tell(session: Session, asked: Callable[..., Any], answer: object, *given: Hashable) -> None:
    """Answer a question (one that is asked ``once``) before it is asked: it was read with others.

    Outside of a reading it is asked all the same.
    """
    known: dict[Hashable, Any] | None = session.info.get(ASKED)
    if known is not None:
        known[asked.__wrapped__, given, ()] = answer  # type: ignore[attr-defined]
