"""A believable client file on paper."""

from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

from PIL import Image

from desktop.basics.chart import LINES, Chart, Mark, Series
from desktop.printing.client_file import (
    AssetLine,
    ClientRecord,
    DoneLine,
    NeighbourLine,
    Photo,
    ToldLine,
)
from tests.printing.papers import OFFICE, SHOP

DAY = date(2026, 7, 6)


def client_file(**changes: object) -> ClientRecord:
    """The file of a shop of which much is known."""
    weeks = [DAY - timedelta(weeks=ago) for ago in reversed(range(26))]
    picture = BytesIO()
    Image.new("RGB", (60, 40), "#2060A0").save(picture, "JPEG")
    paper = ClientRecord(
        OFFICE,
        DAY,
        SHOP,
        "有效 · A 级 · 小区店 · 城东",
        ("拜访逾期 3 天",),
        (("业务员", "陈川东"), ("营业时间", "07:30–22:00"), ("合作起始", "2026-01-12")),
        (("本季送货", "1,415.40", ""), ("欠我方", "320.00", "2026-06-11 起")),
        Chart(
            "近 26 周送货（扣除退货）",
            LINES,
            tuple(f"{week:%m-%d}" for week in weeks),
            (Series("送货", tuple(100_00 * (place % 7) for place in range(26))),),
            marks=(Mark(3, "2026-01-27 已采纳：香皂放到收银台边", "good", "已采纳"),),
        ),
        (
            DoneLine(date(2026, 1, 27), "已采纳", "香皂放到收银台边", "每天 +3.20 元"),
            DoneLine(date(2026, 5, 28), "陈列架", "LY-2026-0053（155.00 元）"),
        ),
        (("日期", "2026-07-08 · 陈川东"), ("建议", "牙膏摆到端头（已确认）")),
        (("最近订单", "DD-2026-01067 · 已送达 · 1,415.40 元"), ("常订货品", "婴儿香皂 2箱")),
        (("欠我方", "320.00 元 · 2026-06-11 起"), ("待办", "待续签的协议")),
        (("编号", "XY-2026-0025 · 有效 · 还剩 25 天"), ("主推系列", "香皂、口腔")),
        (("顾客", "学生 70%、家庭 30%"),),
        (ToldLine(date(2026, 1, 27), "香皂放到收银台边", "已采纳", "“巴适” · 5 分"),),
        (AssetLine("ZC-0018", "陈列架", "进门左手", "2026-05-29 · 在位"),),
        (NeighbourLine("好又来便利店", 120, "香皂", "香皂"), NeighbourLine("万家超市", 260, "")),
        "附近共 3 家，每家 410 户",
        (Photo("门口.jpg", b64encode(picture.getvalue()).decode()), Photo("坏的.jpg", "…")),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]
