"""The reports' sums are the ledger's balances (also after any sequence: tests/replay)."""

import pytest

from tests.office import office_of_story
from tests.queries.reports.ledger_sums import need_sums_of_the_ledger


@pytest.mark.parametrize("story", ["every-account-moves", "held-carried-given-back"])
def test_the_sums_are_those_of_the_ledger(database_url: str, story: str) -> None:
    office = office_of_story(story, database_url)
    need_sums_of_the_ledger(office)
    office.engine.dispose()
