"""Believable papers by which the office and its clients settle accounts."""

from dataclasses import replace
from datetime import date, timedelta

from desktop.printing.balance_letter import BalanceLetter, OpenItem
from desktop.printing.payout_list import ListedPayout, PayoutList
from desktop.printing.rebate_sheet import RebateSheet, SheetBand
from desktop.printing.ruling import Ruling, Taken
from tests.printing.papers import OFFICE, SHOP

_CLAUSE = "在协议期内，乙方零售协议产品的价格不低于附表所列的最低零售价。"
_TAKEN = "经查证属实的，没收裁定之日乙方名下的价格保护基金余额及尚未兑付的款项，并奖励给举报人。"


def ruling(**changes: object) -> Ruling:
    """A price under the protected one, upheld."""
    paper = Ruling(
        letterhead=OFFICE,
        number="AJ-2026-0007",
        day=date(2026, 7, 6),
        client=SHOP,
        kind_words="低于约定价格销售",
        agreement="XY-2026-0031",
        seen_on=date(2026, 6, 20),
        found="2026-06-20，在门口堆头发现贵店以 ¥26.00 零售“清泉氨基酸洗面奶 100 g”，"
        "当日约定的最低零售价为 ¥27.50，相差 ¥1.50。",
        evidence=2,
        clauses=((5, _CLAUSE), (9, _TAKEN)),
        upheld=True,
        decided="上述情形属实。按协议约定，没收裁定之日贵店名下价格保护基金余额，"
        "并没收违规所属季度以后尚未兑付的款项。裁定之后新计提的基金仍归贵店。",
        fund_share="",
        taken=(
            Taken("价格保护基金余额", "", 18_342),
            Taken("2026 年第二季度结算，尚未兑付", "LK-2026Q2-C0147", 61_972),
        ),
        appeal_days=15,
        appeal_until=date(2026, 7, 21),
        ruled_by="王正柏",
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def payout_list(payouts: int = 14, **changes: object) -> PayoutList:
    """A rep's payouts, some of them paid."""
    listed = tuple(
        ListedPayout(
            f"LK-2026Q2-C{number:04}",
            f"锦绣花园第{number}便利店",
            "138 0000 0147",
            4_000 + 731 * number,
            "现金" if number % 5 == 0 else "",
            date(2026, 7, 5) if number % 5 == 0 else None,
        )
        for number in range(1, payouts + 1)
    )
    paper = PayoutList(
        OFFICE, date(2026, 7, 6), "2026Q2", "陈小云", listed, ("红苹果超市", "街角店")
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def balance_letter(items: int = 5, **changes: object) -> BalanceLetter:
    """What a shop owes for some deliveries, and its fund."""
    opened = tuple(
        OpenItem(
            date(2026, 5, 2) + timedelta(days=number),
            f"SD-2026-{number:05}",
            "送货",
            12_340 * number,
            9_870,
        )
        for number in range(1, items + 1)
    )
    owed_fen = sum(one.open_fen for one in opened)
    paper = BalanceLetter(
        OFFICE,
        "DH-2026-0012",
        date(2026, 7, 6),
        SHOP,
        date(2026, 6, 30),
        date(2026, 7, 21),
        owed_fen,
        (("0–30 天", 0), ("31–60 天", owed_fen), ("61–90 天", 0), ("90 天以上", 0)),
        opened,
        18_342,
        61_972,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def rebate_sheet(**changes: object) -> RebateSheet:
    """A rebate by three bands, the last of which wasn't reached."""
    paper = RebateSheet(
        OFFICE,
        "LY-2026-0042",
        date(2026, 7, 6),
        SHOP,
        "二季度进货返利",
        date(2026, 4, 1),
        date(2026, 6, 30),
        "清泉、雅润",
        "分档累进：各部分按各档",
        "¥12,345.60",
        (
            SheetBand("¥3,000.00", "1 %", "¥5,000.00", "50.00"),
            SheetBand("¥8,000.00", "2 %", "¥4,345.60", "86.91"),
            SheetBand("¥15,000.00", "3 %", "未达到", ""),
        ),
        13_691,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]
