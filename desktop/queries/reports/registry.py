"""The reports by name, in the order in which they are offered. Adding one is a line here."""

from desktop.queries.reports.benefits import BENEFITS
from desktop.queries.reports.books import JOURNAL, TRIAL_BALANCE
from desktop.queries.reports.cases import CASES
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.density import DENSITY
from desktop.queries.reports.drops import DROPS
from desktop.queries.reports.fund import FUND
from desktop.queries.reports.lines import LINES
from desktop.queries.reports.margins import MARGINS
from desktop.queries.reports.month import MONTH
from desktop.queries.reports.proposals import PROPOSALS
from desktop.queries.reports.rebates import REBATES
from desktop.queries.reports.receivables import RECEIVABLES
from desktop.queries.reports.sales import SALES
from desktop.queries.reports.service import SERVICE
from desktop.queries.reports.stock import STOCK
from desktop.queries.reports.suggestions import SUGGESTIONS
from desktop.queries.reports.visits import VISITS

_SHOPS = (SALES, SUGGESTIONS, VISITS, PROPOSALS, LINES, DENSITY)
_GOODS = (STOCK, SERVICE, DROPS)
_GIVEN = (FUND, BENEFITS, MARGINS, REBATES, CASES)
_BOOKS = (RECEIVABLES, TRIAL_BALANCE, JOURNAL)
REPORTS: dict[str, Declared] = {
    one.name: one for one in (*_SHOPS, *_GOODS, *_GIVEN, *_BOOKS, MONTH)
}


def reports_for(roles: frozenset[str]) -> list[Declared]:
    """The reports that somebody with these roles may look at."""
    return [one for one in REPORTS.values() if one.is_for(roles)]


def who_looks() -> tuple[str, ...]:
    """The roles that have any report."""
    return tuple(dict.fromkeys(role for one in REPORTS.values() for role in one.who))
