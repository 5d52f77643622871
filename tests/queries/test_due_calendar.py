"""The calendar of what is due: by day and area, and the orders behind it (D2)."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.queries.due_calendar import DueArea, due_days
from desktop.queries.listing import Wanted
from desktop.queries.orders import due_filter, order_ids
from desktop.services.areas import set_area, set_holiday
from desktop.services.clients import add_client
from desktop.services.orders import OrderedLine, add_order, cancel_order
from tests.office import Team, new_team

TUESDAY, WEDNESDAY, SUNDAY = date(2026, 1, 6), date(2026, 1, 7), date(2026, 1, 11)


@pytest.fixture
def team(database_url: str) -> Team:
    """North delivers on Wednesdays; a client there has two orders, one without area has one."""
    made = new_team(database_url)
    for name in ("北", "西"):
        set_area(made.d1, AreaDraft(name, "3"))
    add_client(made.r1, ClientDraft("C3", "北店", "学校店", area="北"))
    for client, quantity in (("C3", 24), ("C3", 12), ("C1", 6), ("C2", 1)):
        add_order(made.r1, client, [OrderedLine("P1", "支", quantity)])
    cancel_order(made.r1, 4)
    return made


def test_each_day_says_its_drops_and_cartons_by_area(team: Team) -> None:
    with team.office.reading() as session:
        days = due_days(session, team.day, SUNDAY)
    north = DueArea("北", 1, 2, 2, Decimal("1.5"), 36 * 3780, True)
    assert days[WEDNESDAY].areas == (north,)
    assert (days[WEDNESDAY].drops, days[WEDNESDAY].idle) == (1, ("西",))
    (nowhere,) = days[TUESDAY].areas
    assert (nowhere.area, nowhere.drops, nowhere.cartons) == ("", 1, Decimal("0.2"))
    assert (days[SUNDAY].areas, days[SUNDAY].holiday) == ((), False)


def test_a_holiday_is_marked_and_what_was_due_on_it_has_moved(team: Team) -> None:
    set_holiday(team.d1, WEDNESDAY)
    with team.office.reading() as session:
        days = due_days(session, team.day, date(2026, 1, 14))
    assert (days[WEDNESDAY].holiday, days[WEDNESDAY].areas) == (True, ())
    assert days[WEDNESDAY].idle == ()
    assert days[date(2026, 1, 14)].open == 2


def test_a_day_and_an_area_lead_to_their_orders(team: Team) -> None:
    with team.office.reading() as session:
        asked = [due_filter(WEDNESDAY), due_filter(WEDNESDAY, "北"), due_filter(TUESDAY, "北")]
        found = [order_ids(session, Wanted(filter=one)) for one in asked]
        assert found == [[2, 1], [2, 1], []]
        assert order_ids(session, Wanted(filter=due_filter(TUESDAY, ""))) == [3]
