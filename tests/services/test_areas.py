"""Areas as one list, and holidays of several days, as the settings change them (D2)."""

from datetime import date, timedelta

import pytest

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.errors import ChangedElsewhere, Refused, Spot
from desktop.models import Order
from desktop.queries.areas import AreasDetail, areas_detail, holidays_to_come
from desktop.services.areas import LONGEST_HOLIDAY, set_area, set_areas, set_holiday
from desktop.services.clients import ClientDraft, add_client
from desktop.services.orders import OrderedLine, add_order
from tests.office import MONDAY, Team, new_team

EAST, WEST = AreaDraft("城东", "135", 10_000), AreaDraft("城西", "246")


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def detail(team: Team) -> AreasDetail:
    with team.office.reading() as session:
        return areas_detail(session)


def test_the_areas_are_changed_as_one_list(team: Team) -> None:
    add_client(team.c1, ClientDraft("K1", "店", "社区店", area="城南"))
    add_client(team.c1, ClientDraft("K2", "店", "社区店", area="城东"))
    set_areas(team.d1, 0, [WEST, EAST])
    first = detail(team)
    assert first.areas == [EAST, WEST]
    assert (first.unset, first.unset_count) == (["城南"], 1)
    set_areas(team.m1, first.version, [EAST, AreaDraft("城西", "24", 5_000)])
    assert detail(team).areas == [EAST, AreaDraft("城西", "24", 5_000)]


def test_the_second_to_change_them_is_told(team: Team) -> None:
    seen = detail(team).version
    set_area(team.c1, EAST)
    with pytest.raises(ChangedElsewhere):
        set_areas(team.d1, seen, [WEST])
    seen = detail(team).version
    set_area(team.c1, AreaDraft("城东", "1"))
    with pytest.raises(ChangedElsewhere):
        set_areas(team.d1, seen, [EAST])


@pytest.mark.parametrize(
    ("drafts", "spot"),
    [
        ([EAST, AreaDraft("", "1")], Spot(2, "name")),
        ([EAST, AreaDraft("城西", "")], Spot(2, "days")),
        ([EAST, AreaDraft("城西", "31")], Spot(2, "days")),
        ([EAST, AreaDraft("城西", "1", 0)], Spot(2, "minimum")),
        ([EAST, AreaDraft(" 城东 ", "1")], Spot(2, "name")),
        ([WEST], None),
    ],
)
def test_a_wrong_line_is_named_and_none_vanishes(
    team: Team, drafts: list[AreaDraft], spot: Spot | None
) -> None:
    set_area(team.d1, EAST)
    with pytest.raises(Refused) as refused:
        set_areas(team.d1, detail(team).version, drafts)
    assert (refused.value.code, refused.value.field) == ("invalid", "areas")
    assert refused.value.spot == spot
    assert detail(team).areas == [EAST]


def test_a_holiday_of_several_days_moves_all_that_was_due(team: Team) -> None:
    order = add_order(team.c1, "C1", [OrderedLine("P1", "支", 1)])
    tuesday = MONDAY + timedelta(days=1)
    set_holiday(team.d1, tuesday + timedelta(days=1))
    set_holiday(team.m1, tuesday, tuesday + timedelta(days=2))
    with team.office.reading() as session:
        assert session.get_one(Order, order).due == date(2026, 1, 9)
        assert len(holidays_to_come(session, MONDAY)) == 3
    with pytest.raises(Refused) as refused:
        set_holiday(team.d1, tuesday, tuesday + timedelta(days=2))
    assert refused.value.code == "duplicate"


@pytest.mark.parametrize("number", [-1, LONGEST_HOLIDAY])
def test_a_holiday_ends_after_it_begins_and_before_long(team: Team, number: int) -> None:
    with pytest.raises(Refused) as refused:
        set_holiday(team.d1, MONDAY, MONDAY + timedelta(days=number))
    assert (refused.value.code, refused.value.field) == ("invalid", "until")


def test_who_may_is_the_dispatch_and_the_office(team: Team) -> None:
    for person in (team.r1, team.ad, team.k1):
        with pytest.raises(Refused) as refused:
            set_areas(person, 0, [EAST])
        assert refused.value.code == "not_allowed"
