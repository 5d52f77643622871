"""What a list of any kind brings is written many at a time, and told as ever (E1, E3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from desktop.models import Audit, Lot, Product, RebatePlan, Survey
from desktop.services.imports.registry import KINDS
from desktop.services.products import ProductDraft, add_product
from desktop.services.rebates import draft_rebate
from tests.office import MONDAY, Team, new_team
from tests.services.brought import take
from tests.services.tried import PLAN

Rows = list[list[object]]
_SURVEY = [
    "客户编号",
    "客户名称",
    "调查日期",
    "店型",
    "面积",
    "户数",
    "消费能力",
    "消费群体",
    "货架各层",
]


def _many(kind: str, number: int) -> Rows:
    """A list with so many good rows."""
    of_kind: dict[str, tuple[list[object], list[list[object]]]] = {
        "clients": (
            ["客户编号", "客户名称"],
            [[f"K{at}", f"店{at}"] for at in range(number)],
        ),
        "products": (
            ["商品编号", "商品名称", "单位", "箱规", "供价"],
            [[f"Q{at}", f"皂{at}", "块", 24, 2.5] for at in range(number)],
        ),
        "margins": (["类别", "行业扣点"], [[f"类{at}", 0.2] for at in range(number)]),
        "areas": (["片区", "送货日"], [[f"区{at}", "一三五"] for at in range(number)]),
        "vehicles": (
            ["车牌号", "司机", "载箱数", "载重"],
            [[f"川B{at}", "彭", 90, 900] for at in range(number)],
        ),
        "holidays": (
            ["放假日期"],
            [[str(MONDAY + timedelta(days=at))] for at in range(1, number + 1)],
        ),
        "lots": (
            ["商品编号", "批号", "有效期至", "盘点数量"],
            [["P9", f"L{at}", "2027-05-01", at] for at in range(number)],
        ),
        "orders": (
            ["客户编号", "商品编号", "数量", "希望送达"],
            [["C1", "P9", 6, str(MONDAY + timedelta(days=at))] for at in range(1, number + 1)],
        ),
        "surveys": (
            [*_SURVEY],
            [
                [
                    "C1",
                    None,
                    f"{MONDAY}",
                    "便利店",
                    at + 1,
                    300,
                    "中",
                    "学生 40%、家庭 60%",
                    "90；80",
                ]
                for at in range(number)
            ],
        ),
    }
    heads, rows = of_kind[kind]
    return [heads, *rows]


@pytest.fixture
def team(database_url: str) -> Team:
    made = new_team(database_url)
    add_product(made.c1, ProductDraft("P9", "香皂", "皂角", "香皂", {"块": 1}, {"块": 250}))
    return made


@contextmanager
def counted(team: Team) -> Iterator[list[str]]:
    said: list[str] = []

    def hear(*heard: object) -> None:
        said.append(str(heard[2]))

    event.listen(team.office.engine, "before_cursor_execute", hear)
    yield said
    event.remove(team.office.engine, "before_cursor_execute", hear)


# All but those whose rows name what must be there: a plan, or who bought what.
@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"sales-history", "rebate-clients"}))
def test_twice_the_rows_take_no_more_statements(kind: str, tmp_path: Path) -> None:
    cost = []
    for number in (150, 300):
        team = new_team(str(tmp_path / f"{number}.db"))
        add_product(team.c1, ProductDraft("P9", "香皂", "皂角", "香皂", {"块": 1}, {"块": 250}))
        with counted(team) as said:
            assert take(team, kind, tmp_path, *_many(kind, number)).new == number
        cost.append(len(said))
    assert cost[1] - cost[0] <= 4, cost


def test_a_product_comes_with_its_units_and_prices(team: Team, tmp_path: Path) -> None:
    rows = _many("products", 120)
    rows[0].append("箱价")
    for row in rows[1:]:
        row.append(55)
    assert take(team, "products", tmp_path, *rows).new == 120
    again = take(team, "products", tmp_path, *rows)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 120)
    with team.office.reading() as session:
        product = session.scalars(select(Product).where(Product.code == "Q7")).one()
        assert [(one.name, one.size, one.position) for one in product.units] == [
            ("块", 1, 1),
            ("箱", 24, 2),
        ]
        kinds = session.scalars(select(Audit.record_kind).where(Audit.action == "import")).all()
        assert [kinds.count(one) for one in ("product", "unit", "price")] == [120, 240, 240]


def test_a_lot_of_the_first_count_is_told_once_with_what_lies_there(
    team: Team, tmp_path: Path
) -> None:
    assert take(team, "lots", tmp_path, *_many("lots", 120)).new == 120
    with team.office.reading() as session:
        lot = session.scalars(select(Lot).where(Lot.code == "L7")).one()
        assert (lot.received, lot.warehouse) == (7, 7)
        told = session.scalars(select(Audit).where(Audit.record_kind == "lot")).all()
        assert (len(told), {one.before for one in told}) == (120, {None})
        moves = session.scalars(select(Audit).where(Audit.record_kind == "stock_move")).all()
        assert len(moves) == 119  # of the lot that holds nothing, nothing moved


def test_a_survey_of_a_shop_whose_name_cannot_be_read_is_not_taken(
    team: Team, tmp_path: Path
) -> None:
    heads, good, *_others = _many("surveys", 2)
    said = take(team, "surveys", tmp_path, heads, good, ["C2", "店" * 501, *good[2:]])
    assert (said.new, said.rejected) == (1, 1)
    with team.office.reading() as session:
        assert len(session.scalars(select(Survey)).all()) == 1


def test_a_dry_run_names_a_plans_client_once(team: Team, tmp_path: Path) -> None:
    plan = draft_rebate(team.m1, PLAN)
    rows: Rows = [["返利政策", "客户编号"], ["返利", "C1"], ["返利", "C1"]]
    dry = take(team, "rebate-clients", tmp_path, *rows, dry=True)
    real = take(team, "rebate-clients", tmp_path, *rows)
    assert (dry.new, dry.unchanged) == (real.new, real.unchanged) == (1, 1)
    with team.office.reading() as session:
        assert session.get_one(RebatePlan, plan).named("clients") == ["C1"]
