"""The reports' sums are the ledger's balances (also after any sequence: tests/replay)."""

from pathlib import Path

import pytest

from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services.database import make_database, read_url
from desktop.services.office import Office
from tests.queries.reports.ledger_sums import need_sums_of_the_ledger

STORIES = Path(__file__).parents[2] / "scenarios"


@pytest.mark.parametrize("story", ["every-account-moves", "held-carried-given-back"])
def test_the_sums_are_those_of_the_ledger(database_url: str, story: str) -> None:
    office = Office(make_database(read_url(database_url)))
    replay(office, read_scenario(STORIES / f"{story}.json"))
    need_sums_of_the_ledger(office)
    office.engine.dispose()
