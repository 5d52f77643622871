"""A manual of one chapter and a role's card, for the tests of printing."""

from dataclasses import replace
from datetime import date

from desktop.basics.manual_text import Block, Chapter, Span
from desktop.printing.letterhead import Letterhead
from desktop.printing.manual_book import ManualBook
from desktop.printing.role_card import CardAsk, CardKey, RoleCard
from tests.printing.papers import OFFICE

DAY = date(2026, 1, 5)
CHAPTER = Chapter(
    "runs",
    "车次",
    (
        Block("picture", (Span("车次"),), file="pictures/runs.png"),
        Block("heading", (Span("装车"),), 2),
        Block("text", (Span("按【装车完毕】（"), Span("Ctrl+Enter", True), Span("）；见"))),
        Block("text", (Span("结果", link="#结果"), Span("或"), Span("没有", link="no.md"))),
        Block("item", (Span("一站一站录，" * 30),), 1, "1."),
        Block("item", (Span("小的一点"),), 2, "•"),
        Block("heading", (Span("结果"),), 2),
        Block("table", rows=(("按键", "做什么"), ("空格", "这一站照单，转到下一站"))),
    ),
)  # fmt: skip


def manual_book(letterhead: Letterhead = OFFICE) -> ManualBook:
    return ManualBook(letterhead, DAY, "0.2.0", (CHAPTER, replace(CHAPTER, name="two", blocks=())))


def role_card(letterhead: Letterhead = OFFICE) -> RoleCard:
    return RoleCard(
        letterhead,
        DAY,
        "出纳的一天",
        "钱经您的手。",
        ("收款，打收据", "付款，请客户签字"),
        (CardKey("Ctrl+N", "收款", "收款与退款"),),
        (CardAsk("兑付冻结", "经理", "王正柏"), CardAsk("账不对", "会计")),
        ("没过账的结算付不出去",),
    )
