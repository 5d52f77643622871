"""Steps taken for several documents in one transaction, and the sums of lists: both databases."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.errors import NeedsConfirmation, Refused
from desktop.models import Audit, ChangeKey, Client, Order, Product, Suggestion
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked, PageList
from desktop.queries.orders import ORDERS
from desktop.queries.runs import RunRow
from desktop.services.client_sets import give_area, give_class, give_rep, put_back_clients
from desktop.services.clients import add_client, close_client
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order, cancel_order, move_orders
from desktop.services.products import end_products, put_back_products
from desktop.services.suggestions import prepare_suggestion, submit_suggestions
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.pages import PAGES
from tests.office import Team, new_team, office_of_story
from tests.services.through_states import LINES

KEYS = [1, 2, 3]


@pytest.fixture
def team(database_url: str) -> Team:
    made = new_team(database_url)
    add_client(made.r1, ClientDraft("C3", "小店C3", "学校店", rep="r1", area="老城"))
    return made


def held(team: Team, column: object) -> list[object]:
    with team.office.reading() as session:
        return list(session.scalars(select(column).order_by(Client.id)))  # type: ignore[call-overload]


def asking(office: Office, *confirmed: str) -> Office:
    """The office of somebody who can be asked, and said yes to these."""
    return office.saving("a form", {"one": 1}, confirmed)


def test_a_rep_is_given_to_all_and_taken_back_from_all(team: Team) -> None:
    before = give_rep(team.c1, KEYS, "r1")
    assert len(set(held(team, Client.rep_id))) == 1
    assert sorted(before.values) == [1, 2]  # who had it already isn't changed
    put_back_clients(team.c1, before)
    assert [one is None for one in held(team, Client.rep_id)] == [True, True, False]


def test_one_change_has_one_key_in_the_trail(team: Team) -> None:
    give_area(team.c1, KEYS, " 新城 ")
    assert set(held(team, Client.area)) == {"新城"}
    with team.office.reading() as session:
        mine = select(func.count(Audit.change_key.distinct()), func.count()).where(
            Audit.action == "client.edit", Audit.record_kind != ChangeKey.__tablename__
        )
        assert tuple(session.execute(mine).one()) == (1, 3)


def test_where_nobody_can_be_asked_one_that_cannot_keeps_all_as_they_are(team: Team) -> None:
    close_client(team.c1, 2)
    with pytest.raises(Refused) as refused:
        give_class(team.c1, [*KEYS, 99], "A")
    assert refused.value.code == "not_found"
    assert "小店C2" in refused.value.message
    assert set(held(team, Client.client_class)) == {None}


def test_the_question_names_who_is_left_out_and_holds_only_for_them(team: Team) -> None:
    close_client(team.c1, 2)
    with pytest.raises(NeedsConfirmation) as asked:
        give_class(asking(team.c1), KEYS, "A")
    close_client(team.c1, 1)  # now another one can't be: it is asked again
    with pytest.raises(NeedsConfirmation) as again:
        give_class(asking(team.c1, asked.value.name), KEYS, "A")
    give_class(asking(team.c1, again.value.name), KEYS, "A")
    assert held(team, Client.client_class) == [None, None, "A"]


def test_nobody_at_all_who_can_is_no_question(team: Team) -> None:
    close_client(team.c1, 2)
    with pytest.raises(Refused, match="小店C2"):
        give_class(asking(team.c1), [2], "A")


def test_what_no_client_can_have_is_refused(team: Team) -> None:
    with pytest.raises(Refused) as no_class:
        give_class(team.c1, KEYS, "Z")
    assert (no_class.value.code, no_class.value.field) == ("invalid", "class")
    with pytest.raises(Refused) as nobody:
        give_rep(team.c1, KEYS, "nobody")
    assert (nobody.value.code, nobody.value.field) == ("not_found", "rep")
    with pytest.raises(Refused) as too_long:
        give_area(team.c1, KEYS, "城" * 1_001)
    assert too_long.value.field == "area"


def test_who_may_not_change_one_may_not_change_several(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        give_class(team.k1, KEYS, "A")
    assert refused.value.code == "not_allowed"


def test_of_two_drafts_for_a_client_the_second_waits(team: Team) -> None:
    keys = [
        prepare_suggestion(team.r1, SuggestionDraft(client, "display", f"换大价签{number}"))
        for number, client in enumerate(("C1", "C1", "C2"))
    ]
    with pytest.raises(NeedsConfirmation) as asked:
        submit_suggestions(asking(team.r1), keys)
    with team.office.reading() as session:
        assert set(session.scalars(select(Suggestion.state))) == {"draft"}
    assert submit_suggestions(asking(team.r1, asked.value.name), keys) == 2


def test_orders_go_to_their_area_s_first_day_from_the_wished_one(team: Team) -> None:
    keys = [add_order(team.r1, code, LINES) for code in ("C1", "C2")]
    sunday = team.day + timedelta(days=6)
    assert sunday.isoweekday() == 7
    assert move_orders(team.c1, keys, sunday) == 2
    with team.office.reading() as session:
        assert set(session.scalars(select(Order.due))) == {sunday + timedelta(days=1)}
        assert set(session.scalars(select(Order.wanted))) == {sunday}
    with pytest.raises(Refused):
        move_orders(team.c1, keys, team.day - timedelta(days=1))


def test_products_go_off_sale_and_come_back(team: Team) -> None:
    before = end_products(team.c1, [1], date(2026, 2, 1))
    with team.office.reading() as session:
        assert session.get_one(Product, 1).ended_on == date(2026, 2, 1)
    put_back_products(team.c1, before)
    with team.office.reading() as session:
        assert session.get_one(Product, 1).ended_on is None


def lists() -> list[PageList]:
    pages = [entry.kind for entry in PAGES if issubclass(entry.kind, ListPage)]
    return [page.records for page in pages if page.records is not None and page.records.sums]


def test_loose_pieces_are_parts_of_a_carton_in_the_sum_of_a_list(team: Team) -> None:
    loose = add_order(team.r1, "C1", [OrderedLine("P1", "支", 18)])
    both = [OrderedLine("P1", "箱", 1), OrderedLine("P1", "支", 12)]
    mixed = add_order(team.r1, "C2", both)
    with team.office.reading() as session:
        asked = Asked(session, team.day)
        assert ORDERS.totals(asked, Wanted())["cartons"] == Decimal("2.25")  # a carton is 24
        assert ORDERS.totals(asked, Wanted(), [mixed])["cartons"] == Decimal("1.5")
    cancel_order(team.c1, loose)
    with team.office.reading() as session:
        assert ORDERS.totals(Asked(session, team.day), Wanted())["cartons"] == Decimal("1.5")


def cartons_told(rows: Iterable[Any]) -> list[Decimal]:
    return [
        one.load if isinstance(one, RunRow) else one.cartons
        for one in rows
        if getattr(one, "state", "") not in ("cancelled", "declined")
    ]


@pytest.mark.parametrize("story", ["held-carried-given-back", "every-account-moves"])
def test_what_a_filter_comes_to_is_what_its_records_come_to(database_url: str, story: str) -> None:
    office = office_of_story(story, database_url)
    figures = 0
    with office.reading() as session:
        asked = Asked(session, date(2026, 4, 6), 1)
        for records in lists():
            for one in records.filters:
                wanted = Wanted(filter=one.name)
                keys = records.ids(asked, wanted)
                totals = records.totals(asked, wanted)
                assert records.totals(asked, wanted, keys) == totals, (records.page, one.name)
                if "cartons" in totals:  # each row tells its own to a tenth
                    told = cartons_told(records.rows(asked, keys).values())
                    most = Decimal("0.05") * len(keys)
                    assert abs(sum(told) - totals["cartons"]) <= most, (records.page, one.name)
                figures += sum(map(bool, totals.values()))
    assert figures > 15
