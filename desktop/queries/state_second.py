"""The parts of the state that the second wave added, each in the words of its noun."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client
from desktop.queries.facts.neighbours import conflicts, outlets


def second_state(session: Session, day: date) -> dict[str, Any]:
    """All parts as of a day."""
    return {name: told(session, day) for name, told in PARTS.items()}


def _conflicts(session: Session, day: date) -> list[list[str]]:
    codes = _codes(session)
    found = conflicts(session, day)
    return sorted([*sorted((codes[one.client_id], codes[one.other_id])), one.line] for one in found)


def _density(session: Session, _day: date) -> dict[str, int]:
    codes = _codes(session)
    found = outlets(session, Client.state == "active")
    return dict(sorted((codes[client_id], number) for client_id, number in found.items()))


def _codes(session: Session) -> dict[int, str]:
    return dict(session.execute(select(Client.id, Client.code)).all())


PARTS: Mapping[str, Callable[[Session, date], Any]] = {
    "conflicts": _conflicts,
    "density": _density,
}
