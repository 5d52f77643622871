"""What is owed for long, read quickly, is what the report of receivables tells."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.models import Entry
from desktop.queries.facts.receivables import AGES, open_charges, owed_by_age, owed_over
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
from desktop.services.settlements import (
    approve_settlement,
    post_settlement,
    prepare_settlement,
    submit_settlement,
)
from tests.office import MONDAY, new_team, office_of_story
from tests.services.through_states import sold


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


def test_a_debt_is_as_old_as_its_delivery_though_that_was_recorded_anew_after_closing(
    database_url: str,
) -> None:
    team = new_team(database_url)
    taken, anew = date(2026, 3, 2), date(2026, 5, 4)
    team.day = taken
    order, delivery = sold(team)
    team.day = date(2026, 4, 1)
    settled = prepare_settlement(team.c1, Quarter.of(taken))
    submit_settlement(team.c1, settled)
    approve_settlement(team.m1, settled)
    post_settlement(team.a1, settled)
    team.day = anew
    cancel_delivery(team.d1, delivery)
    record_delivery(team.d1, order, dated=taken)
    later = add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])
    record_delivery(team.d1, later)
    record_collection(team.k1, "C1", 4000)
    with team.office.reading() as session:
        assert session.scalars(select(Entry.booked_on).order_by(Entry.number)).all()[-3:] == [
            anew,
            anew,
            anew,
        ]
        owed = owed_by_age(session, anew)[0]
        charges = open_charges(session, anew, owed.client_id)[owed.client_id]
        over = owed_over(session, anew, 60)
    assert [one.day for one in charges] == [anew, taken]
    assert (owed.since, owed.by_age[0], owed.by_age[3]) == (taken, charges[0].open_fen, 0)
    assert owed.by_age[2] == charges[1].open_fen == charges[1].charged_fen - 4000
    assert over == {owed.client_id: owed.by_age[2]}
    team.office.engine.dispose()
