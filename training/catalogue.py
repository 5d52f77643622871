"""The forty products of the invented maker, their prices, and when and where they sell."""

from dataclasses import dataclass

from desktop.basics.money import fen, yuan

# An invented maker number under the country's prefix; the check digits are right.
_BARCODE_PREFIX = "69988006"
_LETTERS = {"洁面": "JM", "香皂": "XZ", "洗发": "XF", "沐浴": "MY", "口腔": "KQ", "礼盒": "LH"}

LINES = ("青柚洁面", "皂角香皂", "首乌洗发", "竹露沐浴", "井盐口腔", "锦绣礼盒")

# Average margin of the category in the trade.
TRADE_MARGIN = {
    "洁面": "0.22",
    "香皂": "0.20",
    "洗发": "0.21",
    "沐浴": "0.21",
    "口腔": "0.18",
    "礼盒": "0.24",
}

_SHELF_DEEP_MM = 340
# What is no more made: since when.
_ENDED = {"锦绣新春伴手礼": "2026-07-01", "皂角内衣皂": "2026-07-06"}

# name | spec | base unit | packs of the base unit | supply | retail | width × height × depth in mm
# | what a base unit weighs packed, in g
_TABLE = """
青柚氨基酸洗面奶 | 100g | 支 | 箱36 | 15.30 | 19.90 | 55×165×38 | 120
青柚控油洗面奶 | 100g | 支 | 箱36 | 13.80 | 17.90 | 55×165×38 | 120
青柚清爽洗面奶 | 60g | 支 | 箱48 | 7.60 | 9.90 | 45×130×32 | 78
青柚男士洁面膏 | 120g | 支 | 箱36 | 17.80 | 22.90 | 58×170×40 | 141
青柚温和洁面泡沫 | 150ml | 瓶 | 箱24 | 22.20 | 28.90 | 52×185×52 | 172
青柚学生祛油洁面乳 | 80g | 支 | 箱48 | 9.90 | 12.90 | 50×150×36 | 99
青柚保湿面霜 | 50g | 盒 | 箱24 | 14.50 | 18.90 | 72×68×72 | 128
皂角清润香皂 | 100g | 块 | 包4 箱72 | 3.10 | 3.90 | 92×58×34 | 105
皂角硫磺香皂 | 85g | 块 | 包4 箱72 | 2.70 | 3.50 | 90×55×33 | 89
皂角栀子花香皂 | 115g | 块 | 包3 箱72 | 3.90 | 4.90 | 95×60×36 | 121
皂角婴儿香皂 | 100g | 块 | 箱60 | 4.70 | 5.90 | 92×58×34 | 105
皂角洗衣皂 | 202g×2 | 包 | 箱24 | 7.20 | 8.90 | 105×85×62 | 424
皂角抑菌洗手液 | 500ml | 瓶 | 箱12 | 10.10 | 12.90 | 88×190×55 | 557
皂角香皂四连包 | 100g×4 | 包 | 箱18 | 11.00 | 13.90 | 95×118×68 | 420
皂角内衣皂 | 150g | 块 | 箱60 | 4.60 | 5.90 | 95×60×36 | 158
首乌乌亮洗发水 | 400ml | 瓶 | 箱15 | 22.30 | 28.90 | 78×205×48 | 454
首乌乌亮洗发水家庭装 | 750ml | 瓶 | 箱12 | 34.50 | 44.90 | 95×235×58 | 814
首乌去屑洗发水 | 400ml | 瓶 | 箱15 | 22.30 | 28.90 | 78×205×48 | 454
首乌去屑洗发水小瓶 | 200ml | 瓶 | 箱24 | 12.20 | 15.90 | 62×165×40 | 224
首乌生姜洗发水 | 500ml | 瓶 | 箱12 | 24.60 | 31.90 | 84×215×52 | 557
首乌柔顺护发素 | 200ml | 支 | 箱24 | 13.00 | 16.90 | 58×175×38 | 224
首乌修护发膜 | 250g | 盒 | 箱18 | 19.20 | 24.90 | 88×72×88 | 276
首乌洗发水袋装 | 8ml×20 | 包 | 箱30 | 7.70 | 9.90 | 120×160×45 | 200
竹露清凉沐浴露 | 400ml | 瓶 | 箱15 | 15.30 | 19.90 | 80×205×50 | 454
竹露清凉沐浴露家庭装 | 1L | 瓶 | 箱10 | 27.70 | 35.90 | 105×250×64 | 1072
竹露牛奶沐浴露 | 750ml | 瓶 | 箱12 | 23.00 | 29.90 | 95×235×58 | 814
竹露艾草沐浴露 | 500ml | 瓶 | 箱12 | 18.40 | 23.90 | 84×215×52 | 557
竹露花露水 | 195ml | 瓶 | 箱30 | 8.50 | 10.90 | 60×175×38 | 335
竹露儿童洗发沐浴二合一 | 300ml | 瓶 | 箱20 | 16.80 | 21.90 | 70×180×46 | 351
井盐原味牙膏 | 120g | 支 | 箱72 | 4.80 | 5.90 | 190×42×36 | 141
井盐花椒叶牙膏 | 120g | 支 | 箱72 | 6.40 | 7.90 | 190×42×36 | 141
井盐薄荷牙膏 | 180g | 支 | 箱48 | 8.80 | 10.90 | 205×48×40 | 203
井盐儿童牙膏 | 60g | 支 | 箱48 | 7.30 | 8.90 | 150×38×32 | 78
井盐软毛牙刷 | 2支装 | 卡 | 箱72 | 5.60 | 6.90 | 68×225×22 | 42
井盐牙膏家庭三支装 | 120g×3 | 盒 | 箱24 | 12.90 | 15.90 | 195×92×40 | 413
锦绣洗护礼盒 | 洗发沐浴两件 | 盒 | 箱6 | 44.80 | 59.90 | 260×300×110 | 1080
锦绣香皂礼盒 | 皂六块 | 盒 | 箱12 | 21.60 | 28.90 | 240×210×70 | 720
锦绣洁面礼盒 | 洁面面霜两件 | 盒 | 箱10 | 29.80 | 39.90 | 220×240×90 | 430
锦绣全家福礼盒 | 五件 | 盒 | 箱4 | 73.80 | 99.00 | 330×310×130 | 1960
锦绣新春伴手礼 | 牙膏香皂四件 | 盒 | 箱10 | 18.60 | 24.90 | 230×200×85 | 590
"""

# How the lines sell by segment; 10 is the ordinary shop.
_TASTE = {
    "学校店": (32, 12, 12, 6, 13, 1),
    "小区店": (10, 10, 15, 15, 12, 8),
    "街边店": (11, 13, 13, 11, 13, 4),
    "市场店": (5, 22, 12, 8, 15, 3),
    "厂区店": (9, 20, 15, 13, 13, 2),
    "乡镇店": (5, 21, 13, 7, 16, 7),
}

# How the lines sell from January to July; 10 is the ordinary month.
_SEASON = {
    "青柚洁面": (8, 8, 11, 10, 12, 13, 12),
    "皂角香皂": (10, 10, 10, 10, 11, 12, 12),
    "首乌洗发": (11, 10, 10, 10, 10, 11, 11),
    "竹露沐浴": (6, 6, 8, 10, 14, 18, 18),
    "井盐口腔": (11, 10, 10, 10, 10, 10, 10),
    "锦绣礼盒": (30, 34, 3, 3, 8, 8, 3),
}


@dataclass
class Product:
    """A product; ``units`` and ``sold`` count base units, prices are in fen."""

    code: str
    name: str
    line: str
    category: str
    spec: str
    units: dict[str, int]
    prices_fen: dict[str, int]
    retail_fen: int
    width_mm: int
    height_mm: int
    depth_mm: int
    weight_g: int
    barcode: str
    sold: int = 0

    @property
    def base(self) -> str:
        """The base unit."""
        return next(iter(self.units))

    @property
    def carton(self) -> str:
        """The largest unit."""
        return list(self.units)[-1]

    @property
    def short(self) -> str:
        """How people in the shop call it."""
        return self.name[2:] if self.line != "锦绣礼盒" else self.name

    def sells(self, segment: str, month: int) -> int:
        """How well it sells in shops of a segment in a month; 100 is ordinary."""
        return _TASTE[segment][LINES.index(self.line)] * _SEASON[self.line][month - 1]


def check_digit(digits: str) -> str:
    """The last digit of an EAN-13 that begins with these twelve."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)


def _packs(base: str, text: str) -> dict[str, int]:
    units = {base: 1}
    for pack in text.split():
        units[pack[0]] = int(pack[1:])
    return units


def pack_prices(units: dict[str, int], supply_fen: int) -> dict[str, int]:
    """Prices by unit: larger packs are a little cheaper, and end in a whole ten fen."""
    prices = {}
    for unit, size in units.items():
        per_mille = 1000 if size == 1 else 985 if size < 10 else 965
        prices[unit] = (supply_fen * size * per_mille // 1000 + 5) // 10 * 10
    return prices


def _product(place: int, row: str) -> Product:
    name, spec, base, packs, supply, retail, front, weight = (
        cell.strip() for cell in row.split("|")
    )
    line = next(line for line in LINES if line.startswith(name[:2]))
    category = line[2:]
    units = _packs(base, packs)
    width, height, depth = front.split("×")
    digits = f"{_BARCODE_PREFIX}{place:04d}"
    return Product(
        code=f"{_LETTERS[category]}{place:02d}",
        name=name,
        line=line,
        category=category,
        spec=spec,
        units=units,
        prices_fen=pack_prices(units, fen(supply)),
        retail_fen=fen(retail),
        width_mm=int(width),
        height_mm=int(height),
        depth_mm=int(depth),
        weight_g=int(weight),
        barcode=digits + check_digit(digits),
    )


def make_products() -> list[Product]:
    """All products, in the order of their lines."""
    rows = _TABLE.strip().splitlines()
    return [_product(place, row) for place, row in enumerate(rows, 1)]


def product_fields(product: Product) -> dict[str, object]:
    """What ``product.add`` says about a product."""
    ended = {"ended_on": _ENDED[product.name]} if product.name in _ENDED else {}
    return {
        "code": product.code,
        "name": product.name,
        "line": product.line,
        "category": product.category,
        "spec": product.spec,
        "units": product.units,
        "prices": {unit: yuan(price_fen) for unit, price_fen in product.prices_fen.items()},
        "retail": yuan(product.retail_fen),
        "barcode": product.barcode,
        "width_mm": product.width_mm,
        "height_mm": product.height_mm,
        "depth_mm": product.depth_mm,
        "weight_g": product.weight_g,
        "pieces_deep": max(1, _SHELF_DEEP_MM // product.depth_mm),
        **ended,
    }
