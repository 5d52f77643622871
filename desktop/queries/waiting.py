"""What waits for whom: a row for each kind of work, and how much of it there is.

A kind is the list of a page under one of its filters. What no list holds yet is told by lines of
its own. Today counts and shows what that list shows, and leads to it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.basics.rules import Rules
from desktop.models import Audit, Client, OfficeProfile
from desktop.queries.agreements import AGREEMENTS
from desktop.queries.benefits import BENEFITS
from desktop.queries.cases import CASES
from desktop.queries.clients import CLIENTS
from desktop.queries.facts.stock import BELOW, EXPIRED, EXPIRING
from desktop.queries.first_steps import first_steps
from desktop.queries.fund import FUND
from desktop.queries.letters import LETTERS
from desktop.queries.lists import Asked, Line, PageList, Told, count_all
from desktop.queries.orders import ORDERS
from desktop.queries.products import PRODUCTS
from desktop.queries.proposals import PROPOSALS
from desktop.queries.rebates import REBATE_PLANS
from desktop.queries.run_cash import cash_of_runs
from desktop.queries.runs import RUNS
from desktop.queries.settlements import PAYOUTS, SETTLEMENTS, quarters_due
from desktop.queries.suggestions import SUGGESTIONS
from desktop.queries.visits import VISITS, visits_today

OwnLines = Callable[[Asked], Sequence[Line]]


@dataclass(frozen=True)
class Kind:
    """A kind of work: whose (everybody's without a role), its words (a msgid), and where it stands.

    It is what a list holds under a filter. What it doesn't hold, or not piece by piece, is
    ``told``: by lines of its own. What isn't ``counted`` stands on Today alone, not beside the
    pages: it takes long to add up, or is nothing to be handed on. What is ``planned`` all
    at once is so on the day board, whatever list holds its pieces.
    """

    role: str
    words: str
    records: PageList[Told] | None = None
    filter: str = ""
    urgent: bool = False
    counted: bool = True
    planned: bool = False
    told: OwnLines | None = None
    most: int = 4

    @property
    def page(self) -> str:
        """The page that it leads to."""
        return self.records.page if self.records is not None else "today"

    def lines(self, asked: Asked) -> tuple[int, list[Line]]:
        """How much of it waits, and the first of it."""
        if self.told is None:
            assert self.records is not None
            return self.records.first_lines(self.filter, asked, self.most)
        told = self.told(asked)
        return len(told), list(told[: self.most])


EVERYBODY = ""
KINDS = (
    Kind(EVERYBODY, N_("first steps"), told=first_steps, most=20),
    Kind(EVERYBODY, N_("visits today"), VISITS, "today", told=visits_today, most=8, counted=False),
    Kind("manager", N_("suggestions to confirm"), SUGGESTIONS, "submitted", urgent=True),
    Kind("manager", N_("proposals to confirm"), PROPOSALS, "draft", urgent=True),
    Kind("manager", N_("agreements to approve"), AGREEMENTS, "submitted", urgent=True),
    Kind("manager", N_("opening balances to approve"), FUND, "opening", urgent=True),
    Kind("manager", N_("cases to decide"), CASES, "open", urgent=True),
    Kind("manager", N_("settlements to approve"), SETTLEMENTS, "submitted", urgent=True),
    Kind("manager", N_("rebate plans to approve"), REBATE_PLANS, "draft", urgent=True),
    Kind("manager", N_("rebates to confirm"), REBATE_PLANS, "reckoned", urgent=True),
    Kind("manager", N_("clients overdue for a visit"), CLIENTS, "overdue"),
    *(
        Kind(role, N_("prices seen too low and not reported"), CLIENTS, name, urgent)
        for role, name, urgent in (("rep", "my_too_low", True), ("manager", "too_low", False))
    ),
    Kind("clerk", N_("agreements to sign"), AGREEMENTS, "approved"),
    Kind("clerk", N_("agreements to renew"), AGREEMENTS, "renew", urgent=True),
    Kind("clerk", N_("quarters to settle"), SETTLEMENTS, told=quarters_due),
    Kind("clerk", N_("settlements to submit"), SETTLEMENTS, "draft"),
    Kind("clerk", N_("rebate plans to reckon"), REBATE_PLANS, "reckon"),
    Kind("clerk", N_("promises that are due"), BENEFITS, "due", urgent=True),
    Kind("clerk", N_("signs and racks missing or damaged"), BENEFITS, "missing", urgent=True),
    Kind("clerk", N_("signs and racks not seen for long"), BENEFITS, "unseen"),
    Kind("rep", N_("clients overdue for a visit"), CLIENTS, "my_overdue", urgent=True),
    Kind("rep", N_("balance letters to bring back"), LETTERS, "mine"),
    Kind("rep", N_("suggestions to finish"), SUGGESTIONS, "my_draft"),
    Kind("rep", N_("visit plans without all results"), VISITS, "my_open", urgent=True),
    Kind("dispatcher", N_("orders to put on a run"), ORDERS, "confirmed", planned=True),
    Kind("dispatcher", N_("runs to load"), RUNS, "planned"),
    Kind("dispatcher", N_("deliveries without a result"), ORDERS, "loaded", urgent=True),
    Kind("dispatcher", N_("runs to close"), RUNS, "back"),
    Kind("cashier", N_("cash of runs that are back"), RUNS, "cash", told=cash_of_runs),
    Kind("cashier", N_("payouts to pay"), PAYOUTS, "unpaid"),
    Kind("cashier", N_("rebates to pay"), REBATE_PLANS, "promised"),
    Kind("cashier", N_("cases with a reward to pay"), CASES, "reward"),
    Kind("cashier", N_("promises that are due"), BENEFITS, "due", urgent=True),
    Kind("accountant", N_("settlements to post"), SETTLEMENTS, "approved", urgent=True),
    Kind("accountant", N_("balance letters that differ"), LETTERS, "differs", urgent=True),
    Kind("accountant", N_("balance letters that nobody answered"), LETTERS, "late"),
    *(
        Kind(role, words, PRODUCTS, name, urgent, counted=False)
        for role in ("dispatcher", "clerk")
        for words, name, urgent in (
            (N_("products of which orders want more than is there"), BELOW, True),
            (N_("products with expired lots"), EXPIRED, True),
            (N_("products with lots near their expiry"), EXPIRING, False),
        )
    ),
)


@dataclass(frozen=True)
class Waiting:
    """How much of a kind of work waits."""

    kind: Kind
    number: int


@dataclass(frozen=True)
class Surroundings:
    """What stands around a page: counts for the navigation, the office, the last change."""

    office: str
    counts: dict[str, int]
    urgent: frozenset[str]
    last_change: int
    database: str
    rules: Rules


def kinds_of(roles: Collection[str]) -> list[Kind]:
    """The kinds of work of a person with these roles; what two of them share stands once."""
    found: dict[object, Kind] = {}
    for kind in KINDS:
        if kind.role in {EVERYBODY, *roles}:
            found.setdefault((kind.page, kind.filter, kind.told), kind)
    return list(found.values())


def waiting(session: Session, today: date, roles: Collection[str]) -> list[Waiting]:
    """What waits for each of these roles in the whole office."""
    return _waiting(Asked(session, today), [kind for kind in KINDS if kind.role in roles])


def _waiting(asked: Asked, kinds: Sequence[Kind]) -> list[Waiting]:
    """What of these kinds waits; what lists hold is counted in one statement."""
    held = {kind: kind.records for kind in kinds if kind.records and kind.told is None}
    wanted = [(records, kind.filter) for kind, records in held.items()]
    numbers = dict(zip(held, count_all(asked, wanted), strict=True))
    numbers |= {kind: len(kind.told(asked)) for kind in kinds if kind.told is not None}
    return [Waiting(kind, numbers[kind]) for kind in kinds if numbers[kind]]


@dataclass(frozen=True)
class ClientWork:
    """How much of a kind of work waits about one client, and the piece that it begins with."""

    kind: Kind
    number: int
    first: int


def waiting_for(session: Session, client_id: int, today: date) -> list[ClientWork]:
    """What of the lists waits about one client, whosever work it is; in one statement.

    A visit that is overdue isn't among it: the file says that by itself.
    """
    asked = Asked(session, today)
    kinds = {(kind.page, kind.filter): kind for kind in reversed(KINDS) if _has_clients(kind)}
    wanted = list(reversed(kinds.values()))
    pieces = [_pieces(kind, number, asked, client_id) for number, kind in enumerate(wanted)]
    rows = session.execute(union_all(*pieces))
    return [
        ClientWork(wanted[place], number, first)
        for place, number, first in sorted(tuple(row) for row in rows if row[1])
    ]


def _has_clients(kind: Kind) -> bool:
    records = kind.records
    if records is None or kind.told is not None or records is CLIENTS:
        return False
    return records.key.class_ is Client or hasattr(records.key.class_, "client_id")


def _pieces(kind: Kind, place: int, asked: Asked, client_id: int) -> Select[Any]:
    """How many pieces of a kind are about a client, and the lowest key among them."""
    records = kind.records
    assert records is not None
    about = records.key.class_
    of = Client.id if about is Client else about.client_id
    under = records.under(kind.filter, asked).where(of == client_id)
    return under.with_only_columns(
        literal(place), func.count(), func.min(records.key), maintain_column_froms=True
    )


def surroundings(
    session: Session, person_id: int, roles: Collection[str], today: date
) -> Surroundings:
    """What the window shows beside its pages; Today counts the kinds of work, not the pieces."""
    asked = Asked(session, today, person_id, roles)
    work = _waiting(asked, [kind for kind in kinds_of(roles) if kind.counted])
    counts: dict[str, int] = {}
    for one in work:
        counts[one.kind.page] = counts.get(one.kind.page, 0) + one.number
    counts["today"] = len(work)
    profile = session.get(OfficeProfile, 1)
    sqlite = session.get_bind().dialect.name == "sqlite"
    return Surroundings(
        office=profile.name if profile else "",
        counts=counts,
        urgent=frozenset(one.kind.page for one in work if one.kind.urgent),
        last_change=session.scalar(select(func.max(Audit.id))) or 0,
        rules=asked.rules,
        database=_("on this computer (SQLite)") if sqlite else _("on the office's server"),
    )
