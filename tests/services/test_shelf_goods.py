"""What a shelf needs to know of products: measures, when they ended, the trade's margins."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.basics.drafts.margin import MarginDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import ProposalAsked
from desktop.basics.errors import ChangedElsewhere, Refused, Spot
from desktop.queries.facts.goods import trade_margins
from desktop.queries.listing import Wanted
from desktop.queries.margins import margins_detail
from desktop.queries.plans.next import on_sale
from desktop.queries.products import product_detail, product_ids, product_rows
from desktop.queries.proposals import proposal_detail
from desktop.services.computing import propose_shelf
from desktop.services.imports.run import Imported, ImportOrder, import_file
from desktop.services.margins import set_margin, set_margins
from desktop.services.products import add_product, edit_product
from tests.office import MONDAY, Team
from tests.services.test_computing import make

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def team(database_url: str) -> Team:
    return make(database_url)


def found(team: Team, name: str) -> set[str]:
    """The codes of the products under a filter of the catalogue."""
    with team.c1.reading() as session:
        ids = product_ids(session, Wanted(filter=name), team.day)
        return {row.code for row in product_rows(session, ids, team.day).values()}


def change(team: Team, code: str, **fields: object) -> None:
    with team.c1.reading() as session:
        (key,) = product_ids(session, Wanted(search=code), team.day)
        item = product_detail(session, key, team.day)
    draft = ProductDraft(item.code, item.name, item.line, item.category, item.units)
    known = {"retail_fen": item.retail_fen, "width_mm": item.width_mm, "height_mm": item.height_mm}
    edit_product(team.c1, key, item.version, replace(draft, **known | fields))


def proposed(team: Team) -> set[str]:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    with team.r1.reading() as session:
        item = proposal_detail(session, key, team.day)
    return {line.product for line in item.lines} | {row.product for row in item.left_out}


def test_from_its_last_day_on_a_product_is_neither_proposed_nor_offered(team: Team) -> None:
    change(team, "P2", ended_on=TUESDAY)
    assert "P2" in proposed(team)
    team.day = TUESDAY
    assert "P2" not in proposed(team), "it isn't named among what was left out either"
    with team.c1.reading() as session:
        assert "P2" not in on_sale(session, team.day)
        assert "P2" in on_sale(session, MONDAY)


def test_the_catalogue_tells_what_is_on_sale_what_ended_and_what_no_shelf_can_have(
    team: Team,
) -> None:
    add_product(team.c1, ProductDraft("P6", "没价的", "皂角", "香皂", {"块": 1}, width_mm=50))
    change(team, "P2", ended_on=MONDAY)
    change(team, "P3", ended_on=TUESDAY)
    assert found(team, "ended") == {"P2"}
    assert found(team, "on_sale") == {"P1", "P3", "P4", "P5"}
    assert found(team, "no_shelf") == {"P1", "P6"}, "no width, no price"


def test_a_products_own_margin_goes_before_its_categorys_and_that_before_the_mean(
    team: Team,
) -> None:
    soap = ProductDraft("P6", "肥皂", "皂角", "香皂", {"块": 1}, {"块": 300})
    key = add_product(team.c1, soap)
    with team.c1.reading() as session:
        assert trade_margins(session)[key] == Decimal("0.22"), "the mean of those that have one"
        assert product_detail(session, key, team.day).trade == Decimal("0.22")
    set_margin(team.c1, MarginDraft("香皂", Decimal("0.2")))
    with team.c1.reading() as session:
        margins = trade_margins(session)
        (own,) = product_ids(session, Wanted(search="P2"), team.day)
        assert (margins[key], margins[own]) == (Decimal("0.2"), Decimal("0.22"))
        assert product_detail(session, key, team.day).trade == Decimal("0.2")


def test_margins_are_changed_as_one_list_which_nobody_else_changed_meanwhile(team: Team) -> None:
    soap, wash = MarginDraft("香皂", Decimal("0.2")), MarginDraft("洁面", Decimal("0.25"))
    with team.c1.reading() as session:
        empty = margins_detail(session)
    assert (empty.margins, "香皂" in empty.unset) == ([], True)
    set_margins(team.c1, empty.version, [soap, wash])
    with pytest.raises(ChangedElsewhere):
        set_margins(team.m1, empty.version, [wash])
    with team.c1.reading() as session:
        version = margins_detail(session).version
    set_margins(team.m1, version, [wash])
    with team.c1.reading() as session:
        assert margins_detail(session).margins == [wash]
    with pytest.raises(Refused) as twice:
        set_margins(team.c1, version, [wash, replace(wash)])
    assert (twice.value.code, twice.value.spot) == ("invalid", Spot(2, "category"))
    with pytest.raises(Refused) as another:
        set_margin(team.r1, wash)
    assert another.value.code == "not_allowed"


def bring(team: Team, kind: str, rows: list[list[object]], folder: Path) -> Imported:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(folder / "list.xlsx")
    return import_file(team.ad, ImportOrder(kind, folder / "list.xlsx"))


def test_measures_endings_and_margins_come_from_the_offices_lists(
    team: Team, tmp_path: Path
) -> None:
    heads = ["商品编号", "商品名称", "正面宽", "正面高", "深度（mm）", "纵深排数", "停售日期"]
    said = bring(team, "products", [heads, ["P2", "香皂", 90, 55, 34, 9, "2026-01-05"]], tmp_path)
    assert [one for one in said.problems if not one.warning] == []
    assert said.not_understood == ()
    with team.c1.reading() as session:
        (key,) = product_ids(session, Wanted(search="P2"), team.day)
        item = product_detail(session, key, team.day)
    measures = (item.width_mm, item.height_mm, item.depth_mm, item.pieces_deep)
    assert (measures, item.ended_on) == ((90, 55, 34, 9), MONDAY)

    rows: list[list[object]] = [["类别", "行业扣点"], ["香皂", "20%"], ["口腔", 0.18]]
    said = bring(team, "margins", rows, tmp_path)
    assert (said.new, said.rejected) == (2, 0)
    with team.c1.reading() as session:
        known = {one.category: one.trade_margin for one in margins_detail(session).margins}
    assert known == {"香皂": Decimal("0.2"), "口腔": Decimal("0.18")}
