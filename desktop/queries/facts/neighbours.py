"""Shops and their neighbours: who lies near, how dense it is (P7), which lines conflict (P6)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Float,
    Select,
    Subquery,
    bindparam,
    func,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.places import Place, cells_near, near_pairs
from desktop.basics.rules import Rules
from desktop.models import Agreement, Client, LeadLine, Neighbour
from desktop.queries.facts.agreements import in_force
from desktop.queries.facts.kept import Kept
from desktop.queries.facts.parts import some_at_once
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.surveys import latest_survey

# Each pair from both its sides.
NEAR = union_all(
    select(Neighbour.client_id, Neighbour.other_id.label("near_id"), Neighbour.apart_mm),
    select(Neighbour.other_id, Neighbour.client_id, Neighbour.apart_mm),
).subquery("near")


@dataclass(frozen=True)
class Density:
    """How densely shops stand where a client lies (P7).

    ``outlets`` are the active clients around it, itself counted; ``households`` those within its
    reach, None where nobody counted them.
    """

    outlets: int
    households: int | None

    @property
    def each(self) -> int | None:
        """Whole households per outlet."""
        return None if self.households is None else self.households // self.outlets

    def is_dense(self, rules: Rules) -> bool:
        """Whether there are too many outlets for the people who live there."""
        if self.households is None:
            return self.outlets > rules.dense_outlets
        return self.households < rules.households_per_outlet * self.outlets


# Built once, as every new client asks them.
_PLACES = select(
    Client.id, type_coerce(Client.lat, Float()), type_coerce(Client.lon, Float())
).where(Client.cell.is_not(None))
_SOME: BindParameter[int] = bindparam("some", expanding=True)
_CELLS_OF = select(Client.cell).where(Client.id.in_(_SOME), Client.cell.is_not(None)).distinct()
_PLACES_IN = _PLACES.where(Client.cell.in_(_SOME))


def places(session: Session, which: ColumnElement[bool]) -> dict[int, Place]:
    """Where these clients lie, by id, as far as it is known."""
    return _by_id(session.execute(_PLACES.where(which)))


def cells_of(session: Session, some: Sequence[int]) -> set[int]:
    """The cells of the grid in which the clients with these ids lie, as far as it is known."""
    return set(session.scalars(_CELLS_OF, {"some": some}))


def places_in(
    session: Session, cells: Iterable[int], which: ColumnElement[bool] | None = None
) -> dict[int, Place]:
    """Where the clients (all, or ``which``) in these cells of the grid lie, by id."""
    query = _PLACES_IN if which is None else _PLACES_IN.where(which)
    found: dict[int, Place] = {}
    for some in some_at_once(sorted(set(cells))):
        found |= _by_id(session.execute(query, {"some": some}))
    return found


def _by_id(rows: Iterable[Any]) -> dict[int, Place]:
    return {client_id: (lat, lon) for client_id, lat, lon in rows}


def outlets(session: Session) -> dict[int, int]:
    """The active clients around each active one that has a place, itself counted; by its id.

    All neighbours are counted along the pairs' own keys and those that aren't active taken off:
    asking each neighbour for its state takes twenty times as long.
    """
    active = Client.state == "active"
    idle = select(Client.id).where(~active)
    there = session.scalars(select(Client.id).where(active, Client.cell.is_not(None)))
    found = dict.fromkeys(there, 1)
    # The sum keeps SQLite from going by the other's index, which leads back and forth.
    sides = (Neighbour.client_id, Neighbour.other_id + 0), (Neighbour.other_id, Neighbour.client_id)
    for mine, other in sides:
        counted = select(mine, func.count()).group_by(mine)
        for query, sign in ((counted, 1), (counted.where(other.in_(idle)), -1)):
            for client_id, number in session.execute(query):
                if client_id in found:
                    found[client_id] += sign * number
    return found


_NEAR = select(NEAR.c.near_id).where(NEAR.c.client_id == bindparam("client"))
_ACTIVE_NEAR = select(func.count()).where(Client.id.in_(_NEAR), Client.state == "active")


def _outlets_of(session: Session, client_id: int) -> int:
    return 1 + (session.scalar(_ACTIVE_NEAR, {"client": client_id}) or 0)


def density(session: Session, client: Client) -> Density | None:
    """How densely shops stand around a client; None where nobody knows where it lies."""
    if client.cell is None:
        return None
    return Density(_outlets_of(session, client.id), households(session, client))


def density_at(session: Session, spot: Place, counted: int | None, code: str = "") -> Density:
    """How densely shops stand around a place where a client is to lie.

    ``counted`` are the households of its file; ``code`` is its own, if it is there already.
    """
    client = session.scalar(select(Client).where(Client.code == code))
    metres = read_rules(session).neighbour_m
    active = (Client.state == "active") & (Client.code != code)
    others = places_in(session, cells_near(spot, metres), active)
    near = near_pairs({0: spot}, others.items(), metres)
    return Density(len(near) + 1, _households(session, client, counted))


def households(session: Session, client: Client) -> int | None:
    """The households of its latest survey, else of its file (P7)."""
    return _households(session, client, client.households)


def _households(session: Session, client: Client | None, counted: int | None) -> int | None:
    survey = latest_survey(session, client.id) if client else None
    return survey.households if survey else counted


@dataclass(frozen=True)
class Near:
    """An active client near another one."""

    client_id: int
    name: str
    apart_mm: int


def near_clients(session: Session, client_id: int) -> list[Near]:
    """The active clients near a client, the nearest first."""
    rows = session.execute(
        select(Client.id, Client.name, NEAR.c.apart_mm)
        .join(NEAR, NEAR.c.near_id == Client.id)
        .where(NEAR.c.client_id == client_id, Client.state == "active")
        .order_by(NEAR.c.apart_mm, Client.id)
    )
    return [Near(*row) for row in rows]


@dataclass(frozen=True, order=True)
class Conflict:
    """Two active neighbours whose agreements in force lead the same line (P6)."""

    client_id: int
    other_id: int
    line: str


def conflicts(session: Session, day: date) -> list[Conflict]:
    """One for each pair of neighbours and line, the lower id first."""
    return [Conflict(*row) for row in session.execute(conflict_pairs(day))]


def conflict_pairs(day: date) -> Select[Any]:
    """The pairs in conflict on a day, each with its line, in order."""
    one, other = _leading(day, "one"), _leading(day, "other")
    return (
        select(Neighbour.client_id, Neighbour.other_id, one.c.line)
        .join(one, one.c.client_id == Neighbour.client_id)
        .join(other, (other.c.client_id == Neighbour.other_id) & (other.c.line == one.c.line))
        .order_by(Neighbour.client_id, Neighbour.other_id, one.c.line)
    )


def conflict_counts(session: Session, day: date) -> Mapping[int, int]:
    """How many conflicts each client in one has; kept until something is written."""
    return _COUNTS.of(session, day)


def _counted(session: Session, day: date) -> Mapping[int, int]:
    """Counted from all pairs at once: joined, databases look each pair's agreements up."""
    leading: dict[int, set[str]] = {}
    for client_id, line in session.execute(select(_leading(day, "leading"))):
        leading.setdefault(client_id, set()).add(line)
    found: Counter[int] = Counter()
    for one, other in session.execute(select(Neighbour.client_id, Neighbour.other_id)):
        if one in leading and other in leading and (both := leading[one] & leading[other]):
            found[one] += len(both)
            found[other] += len(both)
    return found


_COUNTS = Kept(_counted)


@dataclass(frozen=True)
class LedNear:
    """A line that a neighbour leads by an agreement in force, and how far away it lies."""

    line: str
    client_id: int
    client: str
    apart_mm: int

    @property
    def words(self) -> str:
        """Who leads it, and how near."""
        return _("{client}, {metres} m away, leads {line}").format(
            client=self.client, metres=self.apart_mm // 1000, line=self.line
        )


def led_near(session: Session, client_id: int, day: date) -> list[LedNear]:
    """The lines that a client's active neighbours lead, by line, the nearest first (P6)."""
    leading = _leading(day, "leading")
    rows = session.execute(
        select(leading.c.line, Client.id, Client.name, NEAR.c.apart_mm)
        .join(NEAR, NEAR.c.near_id == leading.c.client_id)
        .join(Client, Client.id == leading.c.client_id)
        .where(NEAR.c.client_id == client_id)
        .order_by(leading.c.line, NEAR.c.apart_mm, Client.id)
    )
    return [LedNear(*row) for row in rows]


def _leading(day: date, name: str) -> Subquery:
    """Which active client leads which line on a day."""
    return (
        select(Agreement.client_id, LeadLine.line)
        .join(LeadLine, LeadLine.agreement_id == Agreement.id)
        .join(Client, Client.id == Agreement.client_id)
        .where(in_force(day), Client.state == "active")
        .subquery(name)
    )


def first_in_dense_place(session: Session, agreement: Agreement) -> Density | None:
    """How dense it is where a client is to get its first agreement, if it is too dense (P7)."""
    earlier = select(Agreement.id).where(
        Agreement.client_id == agreement.client_id,
        Agreement.approved_on.is_not(None),
        Agreement.state != "void",
        Agreement.id != agreement.id,
    )
    if session.scalar(earlier.limit(1)) is not None:
        return None
    found = density(session, session.get_one(Client, agreement.client_id))
    return found if found and found.is_dense(read_rules(session)) else None
