"""What the office advises and what shopkeepers answer, in their own way of speaking."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from training.catalogue import Product
from training.city import Shop

_SPOKEN = {
    "洁面": "洗面奶",
    "香皂": "香皂",
    "洗发": "洗发水",
    "沐浴": "沐浴露",
    "口腔": "牙膏",
    "礼盒": "礼盒",
}
_NUMBERS = {
    "display": (3, 4, 5, 6),
    "push": (5, 6, 8, 10),
    "promotion": (10, 15, 20, 30),
    "stock": (12, 18, 24, 30),
    "service": (5, 8),
    "other": (4, 6),
}
_EXPECTED = (
    "四个星期多卖{n}{u}",
    "每周多走{m}{u}，不压货",
    "一个月里老主顾有一半用上",
    "两周内补一次货",
    "每天多卖一两{u}就算成",
)
_WEIGHTS = {"display": 30, "push": 28, "promotion": 18, "stock": 13, "service": 7, "other": 4}
MARKS = {
    "adopted": (5, 5, 4, 4, 4, 3),
    "partly": (4, 4, 3, 3),
    "declined": (3, 2, 2, 1),
    "deferred": (4, 3, 3, 2),
}
FAILED = (
    "店门关着，邻居说走人户去了",
    "老板进城进货，晚上才回来",
    "店里停电，早早关了门",
    "老板娘带娃儿看病，喊改天来",
    "屋头办酒，关门两天",
    "下大雨河边路断了，没去成",
)
WITHDRAWN = "店主要关门歇一阵，这条先不提"


@dataclass(frozen=True)
class Advice:
    """A suggestion's category, the one thing it says, its wording, and what is hoped for."""

    category: str
    content: str
    wording: str
    expected: str
    products: tuple[Product, ...]


@dataclass(frozen=True)
class Saying:
    """A row of the word lists: its kind, for which shops and months, and the words."""

    kind: str
    segments: frozenset[str]
    months: frozenset[str]
    words: tuple[str, ...]

    def suits(self, segment: str, month: int) -> bool:
        """Whether it can be said in such a shop in such a month."""
        return segment in (self.segments or {segment}) and str(month) in (
            self.months or {str(month)}
        )


def _read(name: str) -> list[Saying]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    sayings = []
    for row in text.splitlines():
        if not row.startswith("#"):
            kind, segments, months, *words = (cell.strip() for cell in row.split("|"))
            shops, when = frozenset(segments.split()), frozenset(months.split())
            sayings.append(Saying(kind, shops, when, tuple(words)))
    return sayings


_ADVICE = _read("advice.txt")
_ANSWERS = _read("answers.txt")


def _you(random: Random, shop: Shop) -> str:
    titles = ("哥", "姐", "孃孃", "老板")
    return shop.contact[0] + random.choice(titles)


def advise(random: Random, shop: Shop, product: Product, other: Product, month: int) -> Advice:
    """One suggestion for one shop, about one product."""
    category = random.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    # Nobody opens a gift box to let people smell it.
    category = "display" if product.category == "礼盒" else category
    suited = [s for s in _ADVICE if s.kind == category and s.suits(shop.segment, month)]
    if product.category == "口腔":
        suited = [saying for saying in suited if "闻" not in saying.words[0]]
    weights = [3 if saying.segments else 2 for saying in suited]
    content, wording = random.choices(suited, weights)[0].words
    sold = random.choice((6, 8, 10, 12, 15))
    slots = {
        "p": product.short,
        "q": other.short,
        "c": _SPOKEN[product.category],
        "u": product.base,
        "n": random.choice(_NUMBERS[category]),
        "m": sold // 3,
        "you": _you(random, shop),
    }
    return Advice(
        category=category,
        content=content.format(**slots),
        wording=wording.format(**slots),
        expected=random.choice(_EXPECTED).format(**slots | {"n": sold}),
        products=(product, other) if "和{q}" in content else (product,),
    )


def answer(random: Random, outcome: str, segment: str, month: int) -> str:
    """What the shopkeeper said."""
    suited = [s for s in _ANSWERS if s.kind == outcome and s.suits(segment, month)]
    return random.choice(suited).words[0]
