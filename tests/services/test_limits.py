"""What is beyond all reason is refused as too large, with the limit; not as less than nothing."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.delivery import DeliveryDraft
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.survey import LONGEST_CM, MOST_LEVELS, LevelDraft, SurveyDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.basics.fields import editable
from desktop.basics.money import LARGEST_FEN, grouped
from desktop.basics.rules import LARGEST_NUMBER
from desktop.services.clients import add_client, set_opening
from desktop.services.day_plans import ArrangedRun, arrange_day
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
from desktop.services.products import ProductDraft, add_product, set_price
from desktop.services.proposals import check_survey
from desktop.services.runs import add_vehicle
from desktop.services.staff import add_staff
from desktop.services.written import need_fields
from desktop.views.kit.words_to_values import read_money
from tests.office import MONDAY, Team, new_team

MANY, MUCH = LARGEST_NUMBER + 1, LARGEST_FEN + 1
Try = Callable[[Team, int], object]
COUNTS: dict[str, Try] = {
    "lines": lambda team, many: add_order(team.c1, "C1", [OrderedLine("P1", "支", many)]),
    "units": lambda team, many: add_product(
        team.ad, ProductDraft("N1", "膏", "线", "类", {"支": 1, "箱": many})
    ),
    "width_mm": lambda team, many: add_product(
        team.ad, ProductDraft("N1", "膏", "线", "类", {"支": 1}, width_mm=many)
    ),
    "households": lambda team, many: add_client(
        team.ad, ClientDraft("N1", "店", "学校店", households=many)
    ),
    "cartons": lambda team, many: add_vehicle(team.ad, VehicleDraft("川Z1", "骆师傅", many)),
}
AMOUNTS: dict[str, Try] = {
    "amount": lambda team, fen: record_collection(team.k1, "C1", fen),
    "price": lambda team, fen: set_price(team.ad, 1, "支", fen, MONDAY),
    "receivable": lambda team, fen: set_opening(team.k1, OpeningDraft("C1", fen, 0)),
}


@pytest.mark.parametrize("field", [*COUNTS, *AMOUNTS])
def test_too_much_is_said_to_be_too_much_with_the_limit(database_url: str, field: str) -> None:
    team = new_team(database_url)
    limit = grouped(LARGEST_FEN) if field in AMOUNTS else f"{LARGEST_NUMBER:,}"
    with pytest.raises(Refused, match=limit) as said:
        (COUNTS | AMOUNTS)[field](team, MUCH if field in AMOUNTS else MANY)
    assert (said.value.code, said.value.field) == ("invalid", field)
    team.office.engine.dispose()


@pytest.mark.parametrize("field", ["lines", "cartons", "amount", "price"])
def test_nothing_is_still_said_to_be_too_little(sqlite_url: str, field: str) -> None:
    with pytest.raises(Refused) as said:
        (COUNTS | AMOUNTS)[field](new_team(sqlite_url), 0)
    assert str(LARGEST_NUMBER)[:3] not in str(said.value)


def test_a_field_says_of_a_large_amount_that_it_is_too_large() -> None:
    with pytest.raises(ValueError, match=grouped(LARGEST_FEN)):
        read_money("99999999999999")


@pytest.mark.parametrize("blanks", [" " * 8, "\u3000" * 9, "\t" * 8])
def test_a_password_of_blanks_is_none(sqlite_url: str, blanks: str) -> None:
    team = new_team(sqlite_url)
    with pytest.raises(Refused) as said:
        add_staff(team.ad, "n1", "新人", ["rep"], password=blanks)
    assert (said.value.code, said.value.field) == ("invalid", "password")


def test_a_page_pasted_into_a_line_is_refused(database_url: str) -> None:
    team = new_team(database_url)
    with pytest.raises(Refused, match="1000") as said:
        add_client(team.c1, ClientDraft("N1", "店" * 1_001, "学校店"))
    assert (said.value.code, said.value.field) == ("invalid", "name")
    add_client(team.c1, ClientDraft("N1", "店" * 1_000, "学校店"))
    team.office.engine.dispose()


SURVEY = SurveyDraft("C1", "文具店", 30, 500, {"学生": Decimal(1)}, "middle", 2)
HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("groups", {"学生": 3 * HALF, "家庭": -HALF}),
        ("groups", {"学生": Decimal("0.33333"), "家庭": Decimal("0.66667")}),
        ("groups", {"学生": HALF, " ": HALF}),
        ("levels", [LevelDraft(90, 30)] * (MOST_LEVELS + 1)),
        ("levels", [LevelDraft(LONGEST_CM + 1)]),
        ("levels", [LevelDraft(90, LONGEST_CM + 1)]),
    ],
)
def test_a_survey_that_nobody_can_have_made_is_refused(field: str, found: Any) -> None:
    with pytest.raises(Refused) as said:
        check_survey(replace(SURVEY, **{field: found}))
    assert (said.value.code, said.value.field) == ("invalid", field)


def test_a_shelf_may_have_as_many_levels_as_a_sheet_can_draw() -> None:
    check_survey(replace(SURVEY, levels=[LevelDraft(LONGEST_CM, LONGEST_CM)] * MOST_LEVELS))


TIMED: tuple[Any, ...] = (
    ClientDraft("N1", "店", "学校店"),
    DeliveryDraft(MONDAY),
    ProfileDraft("办事处"),
    RunDraft("V1", MONDAY, [1]),
    VehicleDraft("V1", "骆师傅", 80),
)
HOURS = [
    (draft, one)
    for draft in TIMED
    for one in editable(type(draft))
    if one.kind in ("time", "closing")
]


@pytest.mark.parametrize("wrong", ["25:00", "8:30", "07:60", "早上"])
@pytest.mark.parametrize(("draft", "one"), HOURS, ids=lambda each: getattr(each, "called", ""))
def test_an_hour_that_no_day_has_is_refused(draft: Any, one: Any, wrong: str) -> None:
    with pytest.raises(Refused) as said:
        need_fields(replace(draft, **{one.name: wrong}))
    assert (said.value.code, said.value.field) == ("invalid", one.called)
    need_fields(replace(draft, **{one.name: "24:00" if one.kind == "closing" else "08:30"}))


def test_a_day_is_arranged_at_hours_that_it_has(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    with pytest.raises(Refused) as said:
        arrange_day(team.k1, MONDAY, {}, [ArrangedRun(None, "V1", "25:00", "", False, (1,))])
    assert (said.value.code, said.value.field) == ("invalid", "departs")
    team.office.engine.dispose()
