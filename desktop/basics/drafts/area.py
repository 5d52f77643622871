"""An area to which goods are delivered, as it is written down (D2)."""

from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.headings import headings
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class AreaDraft:
    """An area as clients name it, its delivery days, and the least that a drop should come to."""

    name: Annotated[
        str,
        Editable(
            N_("Area"),
            "word",
            needed=True,
            stays=True,
            column="片区",
            headings=headings(
                """
                片区名称 片区 配送片区 区域 区域名称 配送区域 线路 线路名称 配送线路 area areaname
                region regionname route zone
                """
            ),
        ),
    ]
    days: Annotated[
        str,
        Editable(
            N_("Delivery days"),
            "weekdays",
            needed=True,
            hint=N_("such as Mon, Wed, Fri"),
            column="送货日",
            headings=headings(
                """
                配送日 送货日 配送星期 送货星期 配送时间 送货时间 星期 每周配送 days deliverydays
                weekdays
                """
            ),
        ),
    ]
    minimum_fen: Annotated[
        int | None,
        Editable(
            N_("Smallest drop"),
            "money",
            called="minimum",
            hint=N_("empty: the office's own"),
            column="起送金额",
            headings=headings(
                """
                起送额 起送金额 起送价 最低起送 最低送货额 最小送货额 最低配送额 最低金额 minimum
                minimumdrop minimumorder smallestdrop
                """
            ),
        ),
    ] = None
