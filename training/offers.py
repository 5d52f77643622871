"""Surveys of shops and product proposals (section 7 of the rules)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from training.branch import Branch, Client, Proposal, tailored
from training.catalogue import Product
from training.city import Shop
from training.computed import proposed
from training.diary import FIRST_DAY, days, open_day

_GROUPS = {
    "学校店": (("学生", 52), ("家庭", 24), ("上班族", 14), ("老人", 8)),
    "小区店": (("年轻家庭", 42), ("上班族", 27), ("老人", 20), ("学生", 9)),
    "街边店": (("上班族", 36), ("家庭", 31), ("过路客", 18), ("老人", 12)),
    "市场店": (("家庭", 44), ("老人", 30), ("小餐馆", 15), ("外来务工", 9)),
    "厂区店": (("外来务工", 58), ("上班族", 22), ("家庭", 14), ("过路客", 4)),
    "乡镇店": (("老人", 39), ("家庭", 33), ("学生", 14), ("过路客", 10)),
}
_TYPES = {
    "学校店": "校门口小店",
    "小区店": "小区门口便利店",
    "街边店": "临街小店",
    "市场店": "农贸市场铺面",
    "厂区店": "厂区宿舍小超市",
    "乡镇店": "村镇副食店",
}
_SPENDING = {
    "学校店": ("low", "middle", "middle"),
    "小区店": ("middle", "middle", "high"),
    "街边店": ("middle", "middle", "low"),
    "市场店": ("low", "middle"),
    "厂区店": ("low", "middle"),
    "乡镇店": ("low", "low", "middle"),
}
_SPENDING_WORDS = {"low": "看重实惠", "middle": "讲究划算也认牌子", "high": "舍得花钱，认品质"}
_BUSY = {
    "学校店": "中午和放学后最忙",
    "小区店": "傍晚和周末最忙",
    "街边店": "早晚上下班时最忙",
    "市场店": "早上六点到十点最忙",
    "厂区店": "换班前后最忙",
    "乡镇店": "逢场天最忙",
}
_NOTES = (
    "货架靠门第二节可以腾出来", "老板娘管进货，老板管钱",
    "洗化只有一节货架，牙膏摆在柜台里",
    "顾客常问有没有小瓶装", "去年压过沐浴露，怕压货", "门口能摆一个花车",
    "隔壁是理发店，洗发水好卖",
    "想要一个门头", "只收微信，每周六结账", "",
)  # fmt: skip
_RIVAL_BRANDS = ("两个外地牌子和一个本地皂", "三个电视上的牌子", "流通货为主，没有主推", "")
_REASONS = {
    "洁面": ("学生和年轻人天天用，走得快", "夏天出油多，回头客稳"),
    "香皂": ("家家要用，走量稳", "顺手带一块，摆在收银台就卖"),
    "洗发": ("三口之家一月一瓶，顾客认", "大小瓶都有，先试小瓶再买大瓶"),
    "沐浴": ("天热卖得快，四月起备足", "一家人用大瓶，算下来便宜"),
    "口腔": ("每月都要买，带客进店", "花椒叶味本地人喜欢，别家没有"),
    "礼盒": ("走人户、过节送礼，利润厚", "摆端架醒目，节前两周开卖"),
}
_MOST_FACINGS = 9
_SUPPORT = (
    "送一个四层陈列架，坏了包换", "首批卖不动的，三十天内包换", "开头两周派人来帮忙理货",
    "每周固定一天送货，缺货当天补", "节前送一套促销物料", "签价格保护协议，每季返基金",
)  # fmt: skip
_YES = ("首批量不大，试一试", "利润比现在的牌子好", "送货准时就做", "愿意签协议，返基金划算")
_NO = ("现在的牌子还没卖完", "货架腾不出来", "要跟家里商量，暂不做", "嫌首批款多")
_DISPLAYS = (
    "照图摆：同类放一起，价签朝外，前排不留空。",
    "照图摆：主推的放在眼睛看得到的那一层，价签朝外。",
    "每层照图从左往右摆；卖掉一件，后面的往前拉，价签朝外。",
)


@dataclass(frozen=True)
class Room:
    """What a survey found: the shelf from its top (heights where they were measured), and money."""

    widths_cm: list[int]
    heights_cm: list[int | None]
    spending: str

    @property
    def levels(self) -> int:
        """How many levels it has."""
        return len(self.widths_cm)

    def holds(self, level: int, product: Product) -> bool:
        """Whether a product is low enough for a level."""
        return product.height_mm <= 10 * (self.heights_cm[level] or product.height_mm)


class Offers:
    """Asks who buys at a shop, and proposes what it should sell."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self.rooms: dict[str, Room] = {}
        self._dice = Random("offers")

    def win(self, client: Client, day: date) -> None:
        """Survey and proposal that make a shop a client."""
        self._on(day, client.shop, client.products, "accepted", client.lead_lines)

    def others(self) -> None:
        """Surveys without a proposal yet, and proposals to shops that didn't join (yet)."""
        random = self.branch.random
        shops = random.sample(self.branch.prospects[::2], 12)
        for place, shop in enumerate(shops):
            ending = ("declined", "declined", "declined", "presented", "presented", "confirmed")
            end = ending[place] if place < len(ending) else ""
            late = place in (3, 4, 5)
            first = date(2026, 6, 15) if late else date(2026, 2, 2)
            last = date(2026, 6, 24) if late else date(2026, 6, 10)
            self._on(random.choice(days(first, last)), shop, [], end)
        self._on(date(2026, 7, 1), shops[-1], [], "draft")
        for client in random.sample(self.branch.clients[:96], 26):
            day = random.choice(days(date(2026, 1, 9), date(2026, 5, 30)))
            self.branch.diary.at(day, 930, lambda c=client: self._survey(c.shop))  # type: ignore[misc]

    def _on(
        self,
        day: date,
        shop: Shop,
        products: list[Product],
        end: str,
        lead: list[str] | None = None,
    ) -> None:
        random, diary = self.branch.random, self.branch.diary
        day = max(day, FIRST_DAY + timedelta(days=2))
        diary.at(day, random.randrange(840, 1030), lambda: self._survey(shop))
        if not end:
            return
        suited = products or tailored(random, shop, self.branch.products, lead or [])
        draft_on = open_day(day, 1 if end != "draft" else 3)
        diary.at(draft_on, random.randrange(560, 700), lambda: self._propose(shop, suited, end))

    def _survey(self, shop: Shop) -> None:
        random = self.branch.random
        if shop.code not in self._known():
            return
        room = self._measure(shop)
        self.rooms[shop.code] = room
        shift = random.choice((0, 1, 2, 3))
        shares = [share for _, share in _GROUPS[shop.segment]]
        shares[0], shares[1] = shares[0] - shift, shares[1] + shift
        names = [name for name, _ in _GROUPS[shop.segment]] + ["其他"]
        shares.append(100 - sum(shares))
        fields: dict[str, object] = {
            "client": shop.code,
            "shop_type": _TYPES[shop.segment],
            "area_m2": random.randrange(18, 140, 2),
            "households": shop.households,
            "groups": {
                n: f"0.{share:02d}" for n, share in zip(names, shares, strict=True) if share
            },
            "spending": room.spending,
            "rivals": random.choice((0, 1, 1, 2, 2, 3)),
            "levels": [
                {"width_cm": width} | ({"height_cm": height} if height else {})
                for width, height in zip(room.widths_cm, room.heights_cm, strict=True)
            ],
            "brands": random.choice(_RIVAL_BRANDS),
            "notes": random.choice(_NOTES),
        }
        if self._dice.random() < 0.3:
            fields["dated"] = open_day(self.branch.diary.day, -1).isoformat()
        filled = {name: value for name, value in fields.items() if value != ""}
        self.branch.diary.note(shop.area.rep, "survey.record", **filled)

    def _measure(self, shop: Shop) -> Room:
        """Most shelves are one width all over, some narrower above; not every one is measured."""
        random = self.branch.random
        wide_cm = random.choice((90, 100, 120, 120, 150))
        levels = random.choice((3, 4, 4, 5))
        spending = random.choice(_SPENDING[shop.segment])
        widths_cm = [wide_cm] * levels
        if self._dice.random() < 0.25:
            widths_cm[0] -= 20
        heights_cm: list[int | None] = [None] * levels
        if self._dice.random() < 0.7:
            lowest = [24, 26, 28, 30, 36][-levels:]
            heights_cm = [cm + self._dice.choice((0, 0, 1, 2)) for cm in lowest]
        return Room(widths_cm, heights_cm, spending)

    def _known(self) -> set[str]:
        events = self.branch.diary.events
        return {event["code"] for event in events if event["do"] == "client.add"}

    def _propose(self, shop: Shop, products: list[Product], end: str) -> None:
        diary, random = self.branch.diary, self.branch.random
        room = self.rooms.get(shop.code)
        if room is None:
            return
        ref = diary.ref("P", 3)
        group = _GROUPS[shop.segment][0][0]
        by_hand = self._lines(room, products)
        computed = proposed(self.branch.seed).get(f"{ref} {shop.code}")
        fields: dict[str, Any] = {
            "customers": f"周围约 {shop.households} 户，多是{group}，"
            f"{_SPENDING_WORDS[room.spending]}；{_BUSY[shop.segment]}。",
            "support": random.sample(_SUPPORT, 3),
            "display": random.choice(_DISPLAYS),
        }
        if computed is None:
            fields["lines"] = by_hand
        lines = computed or by_hand
        diary.note(
            shop.area.rep,
            "proposal.compute",
            ref=ref,
            client=shop.code,
            valid_until=(diary.day + timedelta(days=30)).isoformat(),
            **fields,
        )
        if end == "draft":
            return
        steps = (("confirm", "", 1), ("present", "confirmed", 3), ("answer", "presented", 5))
        for step, before, wait in steps:
            if before == end:
                return
            if step == "answer":
                act = partial(self._answer, shop, ref, lines, accepted=end == "accepted")
            else:
                by = self.branch.manager() if step == "confirm" else shop.area.rep
                act = partial(diary.note, by, f"proposal.{step}", ref=ref)
            diary.at(open_day(diary.day, wait), random.randrange(600, 1000), act)

    def _answer(self, shop: Shop, ref: str, lines: list[dict[str, Any]], *, accepted: bool) -> None:
        """A yes makes the lines the shop's first order."""
        reason = self._dice.choice(_YES if accepted else _NO)
        fields = {"ref": ref, "accepted": accepted, "reason": reason}
        self.branch.diary.note(shop.area.rep, "proposal.answer", **fields)
        if accepted:
            first = [(self.branch.product(o["product"]), o["unit"], o["quantity"]) for o in lines]
            self.branch.accepted[shop.code] = Proposal(ref, first, [o.get("month") for o in lines])

    def _lines(self, room: Room, products: list[Product]) -> list[dict[str, Any]]:
        """A shelf by hand, for a story of which none was computed: tall ones below."""
        random = self.branch.random
        left_mm = [width * 10 for width in room.widths_cm]
        lines: list[dict[str, Any]] = []
        for product in sorted(products[:7], key=lambda p: p.height_mm):
            level = min(room.levels - 1, len(lines) * room.levels // min(7, len(products)))
            able = (n for n in range(level, room.levels) if room.holds(n, product))
            level = next((n for n in able if left_mm[n] >= product.width_mm), -1)
            if level < 0:
                continue
            most = min(left_mm[level] // product.width_mm, max(2, 420 // product.width_mm))
            facings = random.randint(max(1, most - 2), most)
            left_mm[level] -= facings * product.width_mm
            pack = next((u for u, size in product.units.items() if 1 < size < 10), product.base)
            quantity = 6 if pack != product.base else max(3, 9000 // product.retail_fen // 3 * 3)
            lines.append(
                {
                    "product": product.code,
                    "facings": facings,
                    "level": level + 1,
                    "unit": pack,
                    "quantity": quantity,
                    "reason": random.choice(_REASONS[product.category]),
                }
            )
        self._fill(lines, left_mm)
        return lines

    def _fill(self, lines: list[dict[str, Any]], left_mm: list[int]) -> None:
        """Give what is left of a level to its products in turn: no shop leaves a shelf empty."""
        grew = True
        while grew:
            grew = False
            for line in lines:
                level, wide_mm = line["level"] - 1, self.branch.product(line["product"]).width_mm
                if left_mm[level] >= wide_mm and line["facings"] < _MOST_FACINGS:
                    left_mm[level] -= wide_mm
                    line["facings"] += 1
                    grew = True
        for line in lines:
            size = self.branch.product(line["product"]).units[line["unit"]]
            # The first order fills the front row, in threes.
            rows = -(-line["facings"] // size)
            line["quantity"] = max(line["quantity"], -(-rows // 3) * 3)
