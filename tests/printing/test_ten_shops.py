"""The proposal's sheet for ten different shops: one or two pages, none of them half empty (P5)."""

import base64
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image

from desktop.printing import render
from desktop.printing.measures import MM, PAGE_HEIGHT
from desktop.printing.proposal import CustomerGroup, ProposedProduct
from desktop.printing.shelf import Block, Level, Shelf
from tests.printing import papers, pdf

FIRST = papers.PRODUCTS[0]
WHY = "您的顾客里学生占 50%，洁面是他们的必需品；同类小店有 11 家在卖"
LATIN = "Herbal Essence Refreshing Cleanser"


def picture() -> str:
    made = BytesIO()
    Image.new("RGB", (60, 120), "#40a060").save(made, "JPEG")
    return base64.b64encode(made.getvalue()).decode()


def goods(
    number: int, *, name: str = "青柚儿童洗发沐浴二合一", **changes: object
) -> tuple[ProposedProduct, ...]:
    """So many products with long reasons."""
    return tuple(
        replace(FIRST, name=f"{name} {one}", reason=WHY, **changes)  # type: ignore[arg-type]
        for one in range(1, number + 1)
    )


def shelf(levels: int, products: int, width_mm: int = 1200, height_mm: int = 350) -> Shelf:
    """All products, spread over so many levels as they were measured."""
    rows = [range(first, products + 1, levels) for first in range(1, levels + 1)]
    made = (
        Level(height_mm, tuple(Block(one, 3, 60, 180) for one in row), width_mm) for row in rows
    )
    return Shelf(width_mm, tuple(made), "洗面奶放在眼睛高度，香皂放下层。")


def known(*products: ProposedProduct, **changes: object) -> Mapping[str, object]:
    return {"products": products, **changes}


PICTURED = goods(12, picture=picture())
SHOPS: Mapping[str, Mapping[str, object]] = {
    "small": known(*goods(4), shelf=shelf(2, 4, 600), support=()),
    "large": known(*PICTURED, shelf=shelf(6, 12)),
    "one level": known(*goods(11), shelf=shelf(1, 11, 900, 300), support=()),
    "twelve products": known(*PICTURED, shelf=shelf(4, 12, 1000, 210)),
    "no pictures": known(*goods(9), shelf=shelf(3, 9)),
    "no survey": known(*goods(5), shelf=None, groups=(), customers="问过老板，多是工地上的人。"),
    "long names": {
        "client": "四川省涪州市经济技术开发区普明南路东段锦绣花园生活超市（南门第二分店）",
        **known(*goods(8, name="植物精华温和保湿儿童洗发沐浴二合一家庭装"), shelf=shelf(3, 8)),
    },
    "Latin names": {
        "client": "Mini-Mart Sunshine International Convenience 24/7 Ltd.",
        **known(*goods(5, name=LATIN, unit="tube", first_unit="tube"), shelf=shelf(5, 5, 700)),
    },
    "sells already": known(*PICTURED[:10], shelf=shelf(4, 10), support=()),
    "gift sets": known(
        *goods(6, name="锦绣全家福礼盒", picture=picture()), shelf=shelf(3, 6, 1200, 450)
    ),
}


@pytest.mark.parametrize("shop", SHOPS)
def test_a_sheet_has_one_or_two_pages_and_none_half_empty(shop: str) -> None:
    data = render(papers.proposal(**SHOPS[shop]))
    read = pdf.texts(data)
    assert 1 <= len(read) <= 2
    for product in SHOPS[shop]["products"]:  # type: ignore[attr-defined]
        assert product.name in pdf.text(data)
    for page in range(len(read)):
        lines = sorted({round(one.bottom) for one in pdf.characters(data) if one.page == page})
        gaps = [above - below for below, above in pairwise(lines)]
        assert max(gaps) < PAGE_HEIGHT / 2 - 18 * MM


def test_a_narrow_shelf_says_beside_it_what_stands_there() -> None:
    narrow = Shelf(600, (Level(700, (Block(1, 2, 60, 180),), 600), Level(700, (), 400)))
    data = render(papers.proposal(products=papers.PRODUCTS[:1], shelf=narrow, support=()))
    label = [one for one in pdf.characters(data) if one.text == "×"][-1]
    assert f"{papers.PRODUCTS[0].name} ×2" in pdf.text(data)
    assert label.left > 100 * MM


def test_an_estimate_is_rounded_down_and_says_what_it_rests_on() -> None:
    earnings = replace(papers.proposal().earnings, first_profit_fen=61250)
    for month_fen, said in ((124999, "¥1,240"), (9990, "¥99"), (55, "¥0.55")):
        paper = papers.proposal(earnings=replace(earnings, monthly_profit_fen=month_fen))
        read = pdf.text(render(paper))
        assert f"每月大约能赚{said}按同类小区店的动销估算" in read
        assert "卖完能赚 ¥612.50" in read


def test_margins_that_look_alike_show_which_is_the_lower() -> None:
    near = replace(FIRST, margin=Decimal("0.1798"), trade_margin=Decimal("0.18"))
    read = pdf.text(render(papers.proposal(products=(near,))))
    assert "17.98%行业 18.00%" in read
    groups = (CustomerGroup("学生", 100),)
    read = pdf.text(render(papers.proposal(products=(FIRST,), groups=groups)))
    assert "22.8%行业 21.0%" in read
    assert "学生 100%" in read


def test_packs_on_the_shelf_show_their_pictures_which_are_in_the_file_once() -> None:
    def sheet(facings: int) -> bytes:
        level = Level(300, (Block(1, facings, 60, 180),))
        paper = papers.proposal(products=PICTURED[:1], shelf=Shelf(1200, (level,)))
        return render(paper)

    page = pypdfium2.PdfDocument(sheet(6))[0]
    shelf = page.render(scale=1).to_pil().crop((50, 450, 560, 790))
    colours = shelf.convert("RGB").getcolors(1 << 20)
    greens = sum(count for count, one in colours if abs(one[0] - 64) < 8 > abs(one[1] - 160))
    assert greens > 1000, "packs show their picture"
    assert len(sheet(12)) - len(sheet(6)) < 1500
    broken = replace(PICTURED[0], picture="bm9wZQ==")
    level = Level(300, (Block(1, 2, 60, 180),))
    read = render(papers.proposal(products=(broken,), shelf=Shelf(1200, (level,))))
    assert "怎么摆" in pdf.text(read)
