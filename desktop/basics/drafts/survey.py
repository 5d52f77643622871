"""A survey of a shop as it is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.headings import headings
from desktop.basics.i18n import N_

SPENDING = {"low": N_("low"), "middle": N_("middle"), "high": N_("high")}
MOST_LEVELS = 12  # as many as a sheet of two pages can draw
LONGEST_CM = 5_000  # of a level: beyond it somebody measured in millimetres, or mistyped


@dataclass(frozen=True)
class LevelDraft:
    """One level of a shelf: what of its width can be used, and its height where it was measured."""

    width_cm: int
    height_cm: int | None = None


@dataclass(frozen=True)
class SurveyDraft:
    """What a survey found (P1): buyers by groups with their shares, the shelf from its top."""

    client: Annotated[str, Editable(N_("Client"), "lookup", needed=True)]
    shop_type: Annotated[
        str,
        Editable(
            N_("Kind of shop"),
            "word",
            needed=True,
            column="店铺类型",
            headings=headings(
                "店铺类型 门店类型 网点类型 店型 业态 shop_type kindofshop shoptype storetype"
            ),
        ),
    ]
    area_m2: Annotated[
        int,
        Editable(
            N_("Area in m²"),
            "whole",
            needed=True,
            least=1,
            column="面积（平方米）",
            headings=headings(
                "面积 营业面积 经营面积 店铺面积 门店面积 面积平方米 area_m2 areainm² area areasqm"
            ),
        ),
    ]
    households: Annotated[
        int,
        Editable(
            N_("Households"),
            "whole",
            needed=True,
            column="户数",
            headings=headings(
                "户数 周边户数 覆盖户数 辐射户数 居民户数 households householdswithinreach"
            ),
        ),
    ]
    groups: Mapping[str, Decimal]
    spending: Annotated[
        str,
        Editable(
            N_("Spending power"),
            "choice",
            needed=True,
            choices=SPENDING,
            unset=True,
            column="消费能力",
            headings=headings("消费能力 消费水平 消费档次 购买力 spending spendingpower"),
        ),
    ]
    rivals: Annotated[
        int,
        Editable(
            N_("Rivals near by"),
            "whole",
            needed=True,
            column="附近竞争店",
            headings=headings(
                "附近竞争店 竞争店 竞争店数 竞争对手 周边竞争店 rivals rivalsnearby competitors"
            ),
        ),
    ]
    levels: Sequence[LevelDraft] = ()
    surveyed_on: Annotated[
        date | None,
        Editable(
            N_("Surveyed on"),
            "day",
            called="dated",
            default=0,
            column="调查日期",
            headings=headings("调查日期 调查日 调研日期 日期 dated surveyedon surveydate date"),
        ),
    ] = None
    brands: Annotated[
        str,
        Editable(
            N_("Brands now"),
            wide=True,
            column="现有品牌",
            headings=headings("现有品牌 在售品牌 经营品牌 主要品牌 品牌 brands brandsnow"),
        ),
    ] = ""
    notes: Annotated[
        str,
        Editable(
            N_("Notes"),
            "long",
            column="备注",
            headings=headings("备注 说明 调查备注 notes remarks"),
        ),
    ] = ""
