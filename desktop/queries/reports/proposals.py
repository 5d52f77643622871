"""Proposals (P4, P4a): which shops say yes, and whether what was expected came."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.figures import COUNT, RATE, Value, part_of
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Scope, Source, Table
from desktop.models import AssortmentRule, Product, Proposal
from desktop.planning.assortment import half_up
from desktop.queries.facts.came_true import Came, came_of_age
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.groups import (
    Grouping,
    Shop,
    client_columns,
    client_values,
    kept,
    shops,
)

_GIVEN = ("presented", "accepted", "declined")


@dataclass(frozen=True)
class _One:
    """A proposal of the time, as it is counted."""

    shop: Shop
    id: int
    number: str
    state: str


def proposals(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the report: the answers by whom they came, then what came true."""
    found = kept(scope, _of_time(session, scope))
    came = came_of_age(session, scope.start, min(scope.end, today))
    answers = Grouping(_columns(), _figures, "accepted", "each", _none())
    return (
        answers.by_rep(scope, found),
        answers.by_segment(scope, found),
        _each(found),
        _came_by_rule(session, came),
        _came_by_product(session, came),
    )


def _of_time(session: Session, scope: Scope) -> list[_One]:
    """The proposals that were drafted in the time and have left the office."""
    there = shops(session)
    rows = session.execute(
        select(Proposal.client_id, Proposal.id, Proposal.number, Proposal.state)
        .where(Proposal.drafted_on.between(scope.start, scope.end), Proposal.state.in_(_GIVEN))
        .order_by(Proposal.id)
    )
    return [_One(there[client], key, number, state) for client, key, number, state in rows]


def _columns() -> tuple[Column, ...]:
    return (
        Column("presented", _("Presented"), COUNT, main=True),
        Column("accepted", _("Accepted"), COUNT, main=True),
        Column("declined", _("Declined"), COUNT),
        Column("rate", _("Success rate"), RATE, main=True),
    )


def _figures(some: Sequence[_One]) -> tuple[Value, ...]:
    accepted = sum(one.state == "accepted" for one in some)
    declined = sum(one.state == "declined" for one in some)
    return len(some), accepted, declined, part_of(accepted, accepted + declined)


def _none() -> str:
    return _("No proposal was presented in this time.")


def _each(found: Iterable[_One]) -> Table:
    lines = [
        Line(
            (one.number, *client_values(one.shop), _(Proposal.STATE_WORDS[one.state])),
            Source("proposals", one.id),
        )
        for one in found
    ]
    columns = (
        Column("number", _("Proposal")),
        *client_columns(),
        Column("state", _("State")),
    )
    return Table("each", _("Each proposal"), columns, tuple(lines), _none())


class _Sum:
    """What some lines expected and what came: base units of several products."""

    def __init__(self) -> None:
        self.lines = self.sold = self.expected = self.delivered = 0

    def add(self, line: Came) -> None:
        """Count a line; one that sold its half sold as said, more or less."""
        expected = half_up(line.expected or Fraction(0))
        self.lines += 1
        self.expected += expected
        self.delivered += line.delivered
        self.sold += 2 * line.delivered >= expected and line.delivered > 0

    @property
    def figures(self) -> tuple[Value, ...]:
        """Lines, expected, delivered, their share, and how many sold at least half."""
        share = part_of(max(self.delivered, 0), self.expected)
        return self.lines, self.expected, self.delivered, share, part_of(self.sold, self.lines)


def _came_columns(name: str, heading: str) -> tuple[Column, ...]:
    return (
        Column(name, heading, wide=True),
        Column("lines", _("Lines"), COUNT),
        Column("expected", _("Expected, pieces"), COUNT, main=True),
        Column("delivered", _("Delivered, pieces"), COUNT, main=True),
        Column("share", _("Share"), RATE, main=True),
        Column("sold", _("Sold at least half"), RATE),
    )


def _reckoned(came: Iterable[Came]) -> list[Came]:
    return [line for line in came if line.expected is not None]


def _whole(came: Iterable[Came]) -> tuple[Value, ...]:
    whole = _Sum()
    for line in came:
        whole.add(line)
    return (_("Total"), *whole.figures)


def _never() -> str:
    return _("No computed proposal came of age in this time.")


def _came_by_rule(session: Session, came: Iterable[Came]) -> Table:
    """Which rules' products sold as said, those that never do first."""
    reckoned = _reckoned(came)
    by_rule: dict[str, _Sum] = defaultdict(_Sum)
    for line in reckoned:
        for code in line.rules:
            by_rule[code].add(line)
    rules = select(AssortmentRule.code, AssortmentRule.id, AssortmentRule.category)
    known = {code: (key, category) for code, key, category in session.execute(rules)}
    lines = []
    for code, one in sorted(by_rule.items(), key=lambda it: (_order(it[1]), it[0])):
        key, category = known.get(code, (0, ""))
        words = f"{code} {category}".strip()
        lines.append(Line((words, *one.figures), Source("assortment", key) if key else None))
    columns = _came_columns("rule", _("Rule"))
    total = _whole(reckoned)
    return Table("rules", _("Came true, by rule"), columns, tuple(lines), _never(), total)


def _order(one: _Sum) -> Decimal:
    return Decimal(one.delivered) / one.expected if one.expected else Decimal(0)


def _came_by_product(session: Session, came: Iterable[Came]) -> Table:
    reckoned = _reckoned(came)
    by_product: dict[int, _Sum] = defaultdict(_Sum)
    for line in reckoned:
        by_product[line.product_id].add(line)
    products = select(Product.id, Product.name).where(Product.id.in_(sorted(by_product)))
    names = dict(session.execute(products).all())
    lines = [
        Line((names[key], *one.figures), Source("products", key))
        for key, one in sorted(by_product.items(), key=lambda it: (_order(it[1]), names[it[0]]))
    ]
    columns = _came_columns("product", _("Product"))
    total = _whole(reckoned)
    return Table("products", _("Came true, by product"), columns, tuple(lines), _never(), total)


PROPOSALS = Declared(
    "proposals",
    N_("Proposals"),
    ("manager", "clerk", "rep"),
    proposals,
    (
        N_(
            "Presented: drafted in the time, and given to the client by now. Success rate: "
            "accepted of those that the client answered."
        ),
        N_(
            "Came true: of computed proposals whose ninety days since the first delivery were over "
            "in the time; what was expected in them beside what was delivered less what came back. "
            "A product counts for each rule that spoke for it."
        ),
    ),
    filled_at=("proposals", N_("Product proposals")),
)
