"""The invented city: areas, streets, estates, schools, villages, and the shops in them."""

from dataclasses import dataclass
from math import cos, hypot, pi, sin
from random import Random

SEGMENTS = ("学校店", "小区店", "街边店", "市场店", "厂区店", "乡镇店")

# No town stands here: hills between the rivers.
_LAT, _LON = 30.8420, 105.1180
_KM_LAT, _KM_LON = 110.9, 95.6

_NEIGHBOUR_KM = 0.3


@dataclass(frozen=True)
class Area:
    """A delivery area (片区): its rep, where it lies (km from the centre), its streets.

    ``drops_on`` is the weekday of its deliveries (1 is Monday), ``minimum`` its smallest drop (D2).
    """

    name: str
    district: str
    rep: str
    east_km: float
    north_km: float
    radius_km: float
    streets: tuple[str, ...]
    places: tuple[str, ...]
    mix: tuple[int, ...]
    drops_on: int
    minimum: str


AREAS = (
    Area("老城片区", "顺江区", "chen", 0.0, 0.0, 1.7,
         ("盐市街", "文庙街", "米市街", "鼓楼巷", "染坊街", "顺城街", "清风巷", "打铁巷"),
         ("文庙", "鼓楼", "盐市", "顺城", "状元", "桂香"), (4, 7, 15, 10, 0, 0), 1, "200.00"),
    Area("江南片区", "顺江区", "chen", 0.4, -3.9, 1.8,
         ("滨江南路", "渡口街", "白塔街", "沙湾路", "望江路", "竹林街"),
         ("望江", "白塔", "沙湾", "渡口", "江南春", "半岛"), (5, 15, 11, 4, 1, 0), 4, "200.00"),
    Area("柳溪镇片区", "柳溪县", "chen", 9.4, -8.2, 2.6,
         ("柳溪正街", "新市街", "兴柳路", "老场口"),
         ("柳溪", "黄桷", "双堰", "石桥", "回龙", "桂花"), (2, 1, 4, 2, 1, 11), 4, "250.00"),
    Area("城东片区", "顺江区", "zhou", 4.2, 0.5, 1.9,
         ("东升路", "香樟街", "锦屏路", "迎春街", "桂花巷", "凤鸣路", "朝阳路"),
         ("香樟", "锦屏", "东城", "凤鸣", "迎春", "朝阳"), (5, 15, 11, 4, 1, 0), 1, "200.00"),
    Area("高新片区", "高新区", "zhou", 4.6, 4.8, 2.0,
         ("创业大道", "科园路", "工业东路", "工业西路", "兴业街", "新民街"),
         ("创业", "科园", "兴业", "电子", "纺织", "机械"), (2, 10, 7, 2, 15, 0), 1, "200.00"),
    Area("白鹤镇片区", "白鹤县", "zhou", 9.1, 11.5, 2.6,
         ("白鹤大街", "南华路", "老盐路", "车坝街"),
         ("白鹤", "太平", "观音", "高峰", "罗坝", "金鸡"), (2, 1, 4, 2, 1, 11), 1, "250.00"),
    Area("城西片区", "顺江区", "tang", -4.3, 0.2, 1.8,
         ("西园路", "银杏街", "翠竹街", "书院街", "玉泉路", "芙蓉街"),
         ("西园", "银杏", "翠竹", "书院", "玉泉", "芙蓉"), (6, 14, 11, 4, 1, 0), 4, "200.00"),
    Area("大学城片区", "高新区", "tang", -3.4, 4.9, 1.9,
         ("学府路", "求知路", "弘文街", "梧桐道", "青年路", "图强路"),
         ("学府", "弘文", "育才", "求知", "梧桐", "青年"), (16, 8, 10, 2, 0, 0), 4, "200.00"),
    Area("石板镇片区", "柳溪县", "tang", -10.6, -6.4, 2.6,
         ("石板正街", "禹王路", "场口街", "糖坊街"),
         ("石板", "清水", "大堰", "三元", "凉水井", "土门"), (2, 1, 4, 2, 1, 11), 4, "250.00"),
    Area("青杠镇片区", "白鹤县", "tang", -8.3, 11.2, 2.6,
         ("青杠大街", "火神街", "桥头街", "新农路"),
         ("青杠", "朱家沟", "双龙", "马鞍", "柏树", "油房"), (2, 1, 4, 2, 1, 11), 1, "250.00"),
)  # fmt: skip

_SURNAMES = (
    *"李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅曾彭吕苏卢蒋蔡贾丁魏薛叶阎",
    *"余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚",
)
_GIVEN_FIRST = "长永德明光国正世家玉秀淑桂素春红晓小建文志朝代开兴成克泽"
_GIVEN_LAST = "芳英兰琼华群蓉容碧珍林富全贵才勇刚平安强海福清会先云芬"
_LUCKY = (
    "好又来", "家家福", "万客来", "顺路", "邻里", "惠多", "乐万佳", "一心", "常来", "小幸福",
    "百顺", "众乐", "福满门", "天天见", "鑫旺", "老街坊", "佳佳", "客多多", "喜洋洋", "心连心",
    "满堂红", "聚源", "红苹果", "得胜", "新起点", "利民", "便民", "和顺", "阳光", "四季春",
)  # fmt: skip
_KINDS = {
    "学校店": ("文具店", "小卖部", "学生超市", "便利店", "文具书店"),
    "小区店": ("便利店", "生活超市", "副食店", "生鲜超市", "百货店"),
    "街边店": ("日杂", "便利店", "副食店", "百货", "烟酒副食", "平价超市"),
    "市场店": ("日化批零", "百货批零", "日杂店", "干杂店", "调味日杂"),
    "厂区店": ("工友超市", "生活超市", "便利店", "副食店"),
    "乡镇店": ("副食店", "代销店", "百货店", "购物中心", "幺店子", "综合超市"),
}
_HOURS = {
    "学校店": (("07:00", "21:30"), ("07:20", "20:00"), ("06:50", "22:00")),
    "小区店": (("07:30", "22:30"), ("08:00", "22:00"), ("07:00", "23:00")),
    "街边店": (("07:30", "22:00"), ("08:00", "21:30"), ("08:30", "23:00")),
    "市场店": (("06:00", "18:30"), ("06:30", "19:00"), ("06:00", "17:30")),
    "厂区店": (("07:00", "23:00"), ("08:00", "00:00"), ("07:30", "22:30")),
    "乡镇店": (("06:30", "20:00"), ("07:00", "20:30"), ("06:30", "19:30")),
}
_HOUSEHOLDS = {
    "学校店": (500, 1300),
    "小区店": (520, 1650),
    "街边店": (420, 1100),
    "市场店": (650, 1800),
    "厂区店": (480, 1500),
    "乡镇店": (190, 620),
}
_DENSE = {
    "学校店": "中小学各有校门，学生不过街买东西，两家顾客不重",
    "小区店": "隔一条大街，两个小区各走各的门",
    "街边店": "邻店主要卖烟酒，不做洗化",
    "市场店": "市场里摊位多，赶早市的人流撑得起两家",
    "厂区店": "两个厂门分开，倒班的工人各在各的门口买",
    "乡镇店": "村里只此一家，赶场天周边几个村的人都来",
}


@dataclass
class Shop:
    """A shop as the client file knows it when it is added."""

    code: str
    name: str
    segment: str
    area: Area
    contact: str
    phone: str
    address: str
    lat: str
    lon: str
    east_km: float
    north_km: float
    households: int
    opens: str
    closes: str
    place: str
    reason: str = ""

    def near(self, other: "Shop") -> bool:
        """Whether the two are neighbours."""
        return hypot(self.east_km - other.east_km, self.north_km - other.north_km) < _NEIGHBOUR_KM


@dataclass(frozen=True)
class Site:
    """What a shop's name and address can speak of."""

    street: str
    place: str
    school: str
    estate: str


def _stems(segment: str, site: Site, surname: str, lucky: str) -> tuple[str, ...]:
    place, street = site.place, site.street
    stems = {
        "学校店": (street, place + site.school, lucky, f"{surname}老师", place + site.school),
        "小区店": (lucky, place + site.estate, lucky, f"{surname}姐", f"{lucky}{place}"),
        "街边店": (f"{surname}记", lucky, street, f"{surname}三", f"老{surname}"),
        "市场店": (f"{place}市场{surname}记", f"{surname}记", f"{surname}二", lucky),
        "厂区店": (f"{place}厂", lucky, f"{surname}哥", street, f"{place}厂{surname}记"),
        "乡镇店": (f"{place}村", f"{place}{surname}家", lucky, f"{surname}家", f"{place}桥头"),
    }
    return stems[segment]


class Builder:
    """Makes shops whose names, phones and places differ."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.shops: list[Shop] = []
        self._names: set[str] = set()
        self._phones: set[str] = set()
        self._doors: set[str] = set()

    def build(self) -> list[Shop]:
        """All shops of the city, area by area."""
        for area in AREAS:
            for segment, count in zip(SEGMENTS, area.mix, strict=True):
                for _ in range(count):
                    self.shops.append(self._shop(area, segment))
        return self.shops

    def _shop(self, area: Area, segment: str) -> Shop:
        draw = self.random
        contact = draw.choice(_SURNAMES) + self._given()
        site, name = self._named_site(area, segment, contact)
        east_km, north_km = self._spot(area)
        opens, closes = draw.choice(_HOURS[segment])
        low, high = _HOUSEHOLDS[segment]
        return Shop(
            code=f"C{len(self.shops) + 1:03d}",
            name=name,
            segment=segment,
            area=area,
            contact=contact,
            phone=self._phone(),
            address=self._address(area, segment, site),
            lat=f"{_LAT + north_km / _KM_LAT:.6f}",
            lon=f"{_LON + east_km / _KM_LON:.6f}",
            east_km=east_km,
            north_km=north_km,
            households=draw.randrange(low, high, 10),
            opens=opens,
            closes=closes,
            place=site.place,
        )

    def _given(self) -> str:
        draw = self.random
        last = draw.choice(_GIVEN_LAST)
        return last if draw.random() < 0.25 else draw.choice(_GIVEN_FIRST) + last

    def _spot(self, area: Area) -> tuple[float, float]:
        crowded = self.random.random() < 0.13
        east_km, north_km = area.east_km, area.north_km
        for _ in range(400):
            angle = self.random.random() * 2 * pi
            away_km = area.radius_km * self.random.random() ** 0.6
            east_km = area.east_km + away_km * cos(angle)
            north_km = area.north_km + away_km * sin(angle)
            nearest = min(
                (hypot(east_km - s.east_km, north_km - s.north_km) for s in self.shops), default=9.0
            )
            if 0.09 < nearest < 0.28 if crowded else nearest > 0.31:
                return east_km, north_km
        return east_km, north_km

    def _named_site(self, area: Area, segment: str, contact: str) -> tuple[Site, str]:
        site, name = self._try_name(area, segment, contact)
        while name in self._names:
            site, name = self._try_name(area, segment, contact)
        self._names.add(name)
        return site, name

    def _try_name(self, area: Area, segment: str, contact: str) -> tuple[Site, str]:
        draw = self.random
        site = Site(
            draw.choice(area.streets),
            draw.choice(area.places),
            draw.choice(("小学", "中学")),
            draw.choice(("苑", "花园", "小区")),
        )
        stem = draw.choice(_stems(segment, site, contact[0], draw.choice(_LUCKY)))
        return site, stem + draw.choice(_KINDS[segment])

    def _phone(self) -> str:
        prefixes = ("136", "138", "139", "152", "158", "177", "181", "187", "189", "199")
        while True:
            phone = f"{self.random.choice(prefixes)}0000{self.random.randrange(10_000):04d}"
            if phone not in self._phones:
                self._phones.add(phone)
                return phone

    def _address(self, area: Area, segment: str, site: Site) -> str:
        draw = self.random
        if segment == "乡镇店":
            town = area.name.removesuffix("片区")
            beside = draw.choice(("", "（村委会旁）", "（三岔路口）", "（老场口）"))
            return f"C市{area.district}{town}{site.place}村{draw.randrange(1, 10)}组{beside}"
        gates = {
            "学校店": f"（{site.place}{site.school}{draw.choice(('正门', '后门', '斜对面'))}）",
            "小区店": f"（{site.place}{site.estate}{draw.choice(('南门', '北门', '大门口'))}）",
            "市场店": f"（{site.place}农贸市场{draw.randrange(1, 60)}号铺）",
            "厂区店": f"（{site.place}厂{draw.choice(('东门', '宿舍区', '大门对面'))}）",
        }
        while True:
            door = f"C市{area.district}{site.street}{draw.randrange(1, 268)}号"
            if door not in self._doors:
                self._doors.add(door)
                return door + gates.get(segment, "")


def too_dense(shop: Shop, others: list[Shop]) -> str:
    """Why a shop may be added though it stands among others; empty when it isn't dense."""
    neighbours = sum(1 for other in others if shop.near(other))
    return _DENSE[shop.segment] if shop.households < 300 * (neighbours + 1) else ""


def client_fields(shop: Shop) -> dict[str, object]:
    """What ``client.add`` says about a shop."""
    fields: dict[str, object] = {
        "code": shop.code,
        "name": shop.name,
        "segment": shop.segment,
        "rep": shop.area.rep,
        "contact": shop.contact,
        "phone": shop.phone,
        "address": shop.address,
        "area": shop.area.name,
        "lat": shop.lat,
        "lon": shop.lon,
        "households": shop.households,
        "opens": shop.opens,
        "closes": shop.closes,
    }
    return fields | ({"reason": shop.reason} if shop.reason else {})
