"""What is owed for long, read quickly, is what the report of receivables tells."""

from datetime import date, timedelta

import pytest

from desktop.queries.facts.receivables import AGES, owed_by_age, owed_over
from tests.office import MONDAY, office_of_story


@pytest.mark.parametrize("story", ["every-account-moves", "opening-benefits-and-closing"])
@pytest.mark.parametrize("days", AGES)
def test_old_debts_are_those_of_the_ages_beyond(story: str, days: int, database_url: str) -> None:
    office = office_of_story(story, database_url)
    beyond = AGES.index(days) + 1
    with office.reading() as session:
        for later in (90, 200, 230, 300, 400):
            day: date = MONDAY + timedelta(days=later)
            slowly = {one.client_id: sum(one.by_age[beyond:]) for one in owed_by_age(session, day)}
            everything = owed_by_age(session, date.max)
            if everything == owed_by_age(session, day) or later == 400:
                expected = {key: fen for key, fen in slowly.items() if fen}
                assert owed_over(session, day, days) == expected
    office.engine.dispose()
