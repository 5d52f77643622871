"""The reports by name, in the order in which they are offered. Adding one is a line here."""

from desktop.queries.reports.declared import Declared
from desktop.queries.reports.density import DENSITY
from desktop.queries.reports.fund import FUND
from desktop.queries.reports.lines import LINES
from desktop.queries.reports.proposals import PROPOSALS
from desktop.queries.reports.sales import SALES

REPORTS: dict[str, Declared] = {one.name: one for one in (SALES, FUND, PROPOSALS, LINES, DENSITY)}


def reports_for(roles: frozenset[str]) -> list[Declared]:
    """The reports that somebody with these roles may look at."""
    return [one for one in REPORTS.values() if one.is_for(roles)]


def who_looks() -> tuple[str, ...]:
    """The roles that have any report."""
    return tuple(dict.fromkeys(role for one in REPORTS.values() for role in one.who))
