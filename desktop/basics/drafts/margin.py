"""What the trade earns on a category, as it is written down."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.headings import headings
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class MarginDraft:
    """The trade's average margin (行业扣点) on the products of a category, as a rate (B4)."""

    category: Annotated[
        str,
        Editable(
            N_("Category"),
            "word",
            needed=True,
            stays=True,
            column="类别",
            headings=headings(
                "类别 类别名称 品类 品类名称 分类 分类名称 商品类别 产品类别 category categoryname"
            ),
        ),
    ]
    trade_margin: Annotated[
        Decimal,
        Editable(
            N_("Trade's margin"),
            "rate",
            needed=True,
            column="行业扣点",
            headings=headings(
                """
                行业扣点 行业平均扣点 行业毛利率 平均毛利率 扣点 毛利率 trade'smargin trademargin
                margin
                """
            ),
        ),
    ]
