"""Whether a proposal came true, line by line: expected beside delivered (P4a)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Proposal
from desktop.planning.assortment import AGE_DAYS, half_up
from desktop.queries.facts.came_true import Came, came_of, of_age


@dataclass(frozen=True)
class CameTrueRow:
    """A product of a proposal: base units expected in ninety days, and delivered in them so far.

    ``expected`` is None where nobody reckoned.
    """

    product: str
    unit: str
    expected: int | None
    delivered: int

    @property
    def share(self) -> Decimal | None:
        """What part of the expected came; None where nothing was."""
        if not self.expected:
            return None
        return (Decimal(self.delivered) / self.expected).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class CameTrue:
    """What became of a proposal since its first delivery; ``of_age`` once ninety days are over."""

    began: date
    of_age: bool
    rows: tuple[CameTrueRow, ...]

    @property
    def words(self) -> str:
        """Since when it is looked at, and whether it can be told yet."""
        if self.of_age:
            return _("in the {days} days from {day} on").format(days=AGE_DAYS, day=self.began)
        full = self.began + timedelta(days=AGE_DAYS)
        return _("since {day}; it can be told from {full} on").format(day=self.began, full=full)


def came_true(session: Session, proposal: Proposal, today: date) -> CameTrue | None:
    """What became of an accepted proposal; None before its first delivery."""
    lines = came_of(session, proposal.id) if proposal.state == "accepted" else []
    if not lines:
        return None
    products = {line.product_id: line.product for line in proposal.lines}
    rows = tuple(
        CameTrueRow(
            products[one.product_id].name,
            products[one.product_id].base_unit.name,
            whole(one),
            one.delivered,
        )
        for one in lines
    )
    return CameTrue(lines[0].began, of_age(lines[0].began, today), rows)


def whole(line: Came) -> int | None:
    """The whole units that a line was expected to sell; None where nobody reckoned."""
    return None if line.expected is None else half_up(line.expected)
