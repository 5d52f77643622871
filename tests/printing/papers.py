"""Believable papers for the tests of printing; each function takes what a test wants different."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from desktop.basics.chart import BARS, COLUMNS, Chart, Series
from desktop.basics.money import grouped
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.printing.benefit_receipt import BenefitReceipt
from desktop.printing.check_sheet import ChainEnd, CheckSheet
from desktop.printing.contract import Contract, ProtectedPrice
from desktop.printing.delivery_note import DeliveryNote, NoteLine
from desktop.printing.letterhead import Letterhead, Outlet
from desktop.printing.list_sheet import ListSheet
from desktop.printing.manifest import Manifest, Stop
from desktop.printing.payout_voucher import PayoutVoucher
from desktop.printing.proposal import CustomerGroup, Earnings, Proposal, ProposedProduct
from desktop.printing.receipt import Receipt
from desktop.printing.report import ReportSheet, ReportTable
from desktop.printing.reward_slip import RewardSlip
from desktop.printing.shelf import Block, Level, Shelf
from desktop.printing.statement import FundStatement, Movement
from desktop.printing.visit_sheet import PlannedVisit, VisitSheet

OFFICE = Letterhead("雅润日化", "涪州办事处", "涪州市临江路 118 号 2 楼", "0816-2230118")
SHOP = Outlet(
    "C0147",
    "锦绣花园生活超市",
    "罗素芬",
    "涪州市游仙区锦绣路 36 号附 4 号（南门口）",
    "138 0000 0147",
)


def product(
    name: str,
    specification: str,
    line: str,
    reason: str,
    unit: str,
    supply: int,
    retail: int,
    margin: str,
    first: int,
) -> ProposedProduct:
    """A proposed product with the trade's average beside its margin."""
    return ProposedProduct(
        name,
        specification,
        line,
        reason,
        unit,
        supply,
        retail,
        retail - supply,
        Decimal(margin),
        first,
        unit,
        Decimal("0.21"),
    )


PRODUCTS = (
    product(
        "清泉氨基酸洗面奶",
        "100 g",
        "清泉",
        "年轻家庭常用，同类小区店每周卖 9 支",
        "支",
        2240,
        2900,
        "0.2276",
        12,
    ),
    product(
        "清泉沐浴露家庭装",
        "750 ml",
        "清泉",
        "大瓶划算，三口之家首选",
        "瓶",
        2610,
        3490,
        "0.2521",
        8,
    ),
    product("雅润香皂四连包", "125 g×4", "雅润", "回头客多，走量稳", "包", 980, 1290, "0.2403", 24),
    product(
        "雅润洗护礼盒",
        "五件套",
        "雅润礼盒",
        "小区送礼多，节前一周最快",
        "盒",
        5800,
        7900,
        "0.2658",
        6,
    ),
    product("丝蓓修护发膜", "200 ml", "丝蓓", "与洗发水搭着卖", "瓶", 2450, 3300, "0.2576", 6),
    product(
        "丝蓓洗发水", "500 ml", "丝蓓", "价格稳，老顾客认这个牌子", "瓶", 2880, 3800, "0.2421", 10
    ),
)

SHELF = Shelf(
    1200,
    (
        Level(320, (Block(4, 2, 240, 220), Block(5, 3, 70, 190), Block(6, 6, 80, 230))),
        Level(300, (Block(1, 10, 50, 150), Block(2, 5, 90, 250))),
        Level(280, (Block(3, 6, 120, 130), Block(2, 4, 90, 250))),
    ),
    "礼盒和发膜放在眼睛高度；洗面奶价签朝外；香皂放下层，孩子老人也拿得到。",
)


def proposal(**changes: object) -> Proposal:
    """A proposal for a shop at the gate of a housing estate."""
    paper = Proposal(
        OFFICE,
        "JY-2026-0147",
        SHOP.name,
        date(2026, 7, 6),
        date(2026, 8, 5),
        "南门 300 米内 1,120 户，多是年轻家庭，消费能力高；傍晚和周末最忙。",
        (
            CustomerGroup("年轻家庭", 46),
            CustomerGroup("上班族", 28),
            CustomerGroup("老人", 17),
            CustomerGroup("学生", 9),
        ),
        PRODUCTS,
        SHELF,
        Earnings(
            149580, 17950, Decimal("0.2340"), Decimal("0.21"), 124000, "按同类小区店的动销估算"
        ),
        (
            "装一个 120 厘米的陈列架，由办事处出钱，签收后归店里使用。",
            "首月做一次进店促销，我们派人、带礼品。",
            "每周二、周五送货，当天 16:00 前下单次日到。",
            "卖不动的 30 天内调换。",
        ),
        "陈强",
        "139 0000 0000",
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


TERMS = (
    "请当面点清数量、查看外箱和有效期，如有破损、短少请在“实收数量”栏写明，双方签字后有效。",
    "包装完好、距有效期 6 个月以上的货，自收货之日起 30 天内凭本单调换。",
)
GOODS = (
    ("QQ-0101", "清泉氨基酸洗面奶", "100 g", "支", 12, 2240),
    ("QQ-0205", "清泉沐浴露家庭装", "750 ml", "瓶", 8, 2610),
    ("YR-0311", "雅润香皂四连包", "125 g×4", "包", 24, 980),
    ("YR-0900", "雅润洗护礼盒", "五件套", "盒", 6, 5800),
    ("SB-0402", "丝蓓洗发水", "500 ml", "箱", 2, 54000),
)


def note_line(
    code: str, name: str, specification: str, unit: str, quantity: int, price_fen: int
) -> NoteLine:
    """A line on which 12 % are given back."""
    supply = quantity * price_fen
    return NoteLine(
        code, name, specification, unit, quantity, price_fen, supply, (supply * 12 + 50) // 100
    )


def delivery_note(lines: int = 5, number: int = 1, **changes: object) -> DeliveryNote:
    """A delivery note of so many lines."""
    goods = tuple(note_line(*GOODS[place % len(GOODS)]) for place in range(lines))
    paper = DeliveryNote(
        OFFICE,
        f"SH-2026-{number:04d}",
        f"DD-2026-{number:04d}",
        date(2026, 7, 7),
        SHOP,
        "王建国",
        goods,
        TERMS,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


PLACES = (
    ("锦绣花园生活超市", "罗素芬", "涪州市游仙区锦绣路 36 号附 4 号（南门口）"),
    ("红星小学文具副食店", "唐光明", "涪城区红星街 12 号"),
    ("丰谷镇为民便利店", "何秀英", "丰谷镇酒街 88 号"),
    ("小枧沟老周副食", "周绍全", "游仙区小枧镇正街 5 号"),
    ("三江半岛鲜果便利", "蒲雪梅", "经开区三江大道 201 号 1 栋底商"),
)


def stop(number: int, notes: bool = True) -> Stop:
    """The stop with this number on its run."""
    name, contact, address = PLACES[number % len(PLACES)]
    client = Outlet(f"C{number:04d}", name, contact, address, f"138 0000 {number:04d}")
    note = delivery_note(2 + number % 4, number, client=client)
    clock = 8 * 60 + 12 * number
    return Stop(
        client,
        f"{clock // 60 % 24:02d}:{clock % 60:02d}",
        "07:30–21:00",
        number % 7,
        number % 11,
        note.due_fen,
        (note.order,),
        (note,) if notes else (),
    )


def manifest(stops: int = 14, notes: bool = True, **changes: object) -> Manifest:
    """A run with so many stops."""
    paper = Manifest(
        OFFICE,
        "PS-2026-0031",
        date(2026, 7, 7),
        "川B·7K215",
        "王建国",
        "07:30",
        tuple(stop(number, notes) for number in range(1, stops + 1)),
        46200,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def statement(movements: int = 9, **changes: object) -> FundStatement:
    """A client's second quarter with so many movements."""
    moved = tuple(
        Movement(
            date(2026, 4, 1) + timedelta(days=place * 90 // max(movements, 1)),
            f"SH-2026-{place:04d}",
            "退货：雅润香皂四连包" if place % 5 == 4 else "交货",
            -19600 if place % 5 == 4 else 149580,
            -980 if place % 5 == 4 else 7479,
        )
        for place in range(movements)
    )
    accrued = sum(each.fund_fen for each in moved if each.fund_fen > 0)
    returned = -sum(each.fund_fen for each in moved if each.fund_fen < 0)
    paper = FundStatement(
        OFFICE,
        "DZ-2026Q2-0147",
        SHOP,
        "2026Q2",
        date(2026, 7, 6),
        date(2026, 7, 20),
        3120,
        moved,
        accrued,
        returned,
        0,
        3120 + accrued - returned,
        0,
        "settled",
        "XY-2026-0031",
        Decimal("0.05"),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


CLAUSES = (
    "甲方按附表供货，乙方按不低于附表所列价格零售，明码标价，不变相降价。",
    "乙方每次进货，甲方当场返还基本利润；价格保护基金计入乙方名下，每季度结算一次，由乙方签字领取。",
    "乙方违反约定价格，经裁定的，价格保护基金不再返还，奖给举报人；乙方可在 15 天内申诉。",
    "乙方不将货物销往约定区域以外，不从其他渠道进货。",
    "甲方保证同一商圈 300 米内，不把乙方的主推系列交给其他客户主推；每月至少拜访一次。",
    "甲方调整价格，应提前 7 天书面通知乙方；对乙方已有的库存，按通知之日的盘点数处理差价。",
    "本协议一式两份，双方签字盖章后生效，甲乙双方各执一份；协商不成的，由甲方所在地人民法院处理。",
)


def contract(prices: int = 6, **changes: object) -> Contract:
    """An agreement with so many prices."""
    table = tuple(
        ProtectedPrice(
            code,
            name,
            specification,
            unit,
            price_fen * 13 // 10,
            Decimal("0.15") if place % 4 == 3 else None,
            None,
        )
        for place in range(prices)
        for code, name, specification, unit, _, price_fen in [GOODS[place % len(GOODS)]]
    )
    paper = Contract(
        OFFICE,
        "价格保护协议",
        "XY-2026-0031",
        SHOP,
        date(2026, 4, 1),
        date(2027, 3, 31),
        Decimal("0.12"),
        Decimal("0.05"),
        ("清泉", "丝蓓"),
        CLAUSES,
        "最低零售价",
        table,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def payout_voucher(**changes: object) -> PayoutVoucher:
    """A payout in cash."""
    paper = PayoutVoucher(
        OFFICE,
        "LK-2026-0042",
        date(2026, 7, 21),
        SHOP,
        "2026Q2",
        "JS-2026Q2",
        61972,
        "现金",
        "刘敏",
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def receipt(**changes: object) -> Receipt:
    """Money that a client paid with a delivery."""
    paper = Receipt(
        OFFICE,
        "SK-2026-00042",
        date(2026, 7, 7),
        SHOP,
        "送货单 SD-2026-00042 的货款",
        132450,
        "现金",
        "刘敏",
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def benefit_receipt(**changes: object) -> BenefitReceipt:
    """A rack that was put up."""
    paper = BenefitReceipt(
        OFFICE,
        "LY-2026-0007",
        date(2026, 7, 7),
        SHOP,
        "陈列架",
        68000,
        "goods",
        "货品",
        lasting=True,
        agreement="XY-2026-0031",
        giver="王敏",
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def reward_slip(**changes: object) -> RewardSlip:
    """A slip for an unnamed reporter."""
    paper = RewardSlip(OFFICE, "AJ-2026-0007", date(2026, 6, 18), "4071938826650142", 15, 180)
    return replace(paper, **changes)  # type: ignore[arg-type]


def check_sheet(**changes: object) -> CheckSheet:
    """The heads of an office of two years."""
    paper = CheckSheet(
        OFFICE,
        date(2026, 7, 6),
        "何小燕",
        ChainEnd(104_335, "3f2a9c017b4e22d0"),
        ChainEnd(1_026_086, "00ab77c1d2e3f405"),
        ChainEnd(4_127, "9d24c6f7a1b20835"),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def list_sheet(rows: int = 60, **changes: object) -> ListSheet:
    """A list of so many clients."""
    columns = (
        SeenColumn("客户", stretch=True),
        SeenColumn("片区"),
        SeenColumn("最近下单"),
        SeenColumn("基金余额", right=True),
    )
    lines = tuple(
        (*PLACES[place % len(PLACES)][:2], "2026-06-30", f"{place},018.05") for place in range(rows)
    )
    paper = ListSheet(OFFICE, date(2026, 7, 6), SeenList("客户档案", "逾期未访", columns, lines))
    return replace(paper, **changes)  # type: ignore[arg-type]


def report(rows: int = 9, **changes: object) -> ReportSheet:
    """The sales of some months, with a column chart and a ranked one; a table without rows."""
    months = tuple(f"2026-{place + 1:02d}" for place in range(rows))
    supplies = tuple(1_000_000 * (place + 3) for place in range(rows))
    columns = (SeenColumn("月份"), SeenColumn("净销售额", right=True, price=True))
    lines = tuple((month, grouped(supply)) for month, supply in zip(months, supplies, strict=True))
    shops = tuple(place[0] for place in PLACES)
    ranked = tuple(900_000 - 250_000 * place for place in range(len(shops)))
    net = (Series("净销售额", supplies), Series("退回", tuple(-9_000 for _ in months), "careful"))
    tables = (
        ReportTable(
            SeenList("按月", "", columns, lines),
            "这段时间没有送货。",
            ("合计", grouped(sum(supplies))),
            Chart("各月净销售额", COLUMNS, months, net),
        ),
        ReportTable(
            SeenList("按客户", "", columns, tuple((shop, "1.00") for shop in shops)),
            "这段时间没有送货。",
            (),
            Chart("净销售额最大的客户", BARS, shops, (Series("净销售额", ranked),)),
        ),
        ReportTable(SeenList("今日未兑付", "", columns, ()), "已结算的都已兑付。"),
    )
    asked, notes = "2025-08-01 至 2026-07-06 · 学校店", ("赠品不计。", "客户类型按客户今天的档案。")
    paper = ReportSheet(OFFICE, date(2026, 7, 6), "销售", asked, tables, notes)
    return replace(paper, **changes)  # type: ignore[arg-type]


def visit_sheet(visits: int = 6, **changes: object) -> VisitSheet:
    """A rep's day with so many visits."""
    planned = tuple(
        PlannedVisit(
            Outlet(
                f"C{place:04d}",
                *PLACES[place % len(PLACES)][:2],
                PLACES[place % len(PLACES)][2],
                f"138 0000 {place:04d}",
            ),
            ("小区店", "学校店", "乡镇店")[place % 3],
            "陈列",
            "把洗面奶移到收银台左手第一格，价签朝外，放满 10 个排面。",
            "“罗姐，学生买了牛奶就走到这儿结账，摆这里他们一眼就看得到。”",
            "四周内洗面奶每周多卖 5 支",
            ("清泉氨基酸洗面奶",),
            "2026-06-22 采纳了“香皂放下层”，四周多卖 18 包" if place % 2 else "",
        )
        for place in range(visits)
    )
    paper = VisitSheet(OFFICE, "BF-2026-0091", "陈强", date(2026, 7, 6), planned)
    return replace(paper, **changes)  # type: ignore[arg-type]
