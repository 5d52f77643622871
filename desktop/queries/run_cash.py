"""The cash that drivers bring back, run by run, for the cashier who counts it (D6)."""

from desktop.basics.money import grouped
from desktop.queries.facts.runs import cash_taken
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked, Line
from desktop.queries.runs import RUNS


def cash_of_runs(asked: Asked) -> list[Line]:
    """What was taken in cash at the stops of each run of which the cashier has to take it."""
    ids = RUNS.ids(asked, Wanted(filter="cash"))
    rows = RUNS.rows(asked, ids)
    found = []
    for key in ids:
        cash = grouped(cash_taken(asked.session, key))
        found.append(Line(f"{rows[key].number} {rows[key].driver}", cash, key=key))
    return found
