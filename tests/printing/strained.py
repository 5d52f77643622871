"""Papers of a shop whose name, address and sums are all that a paper must bear."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from desktop.printing.letterhead import Letterhead, Outlet

_SENTENCE = "店主说“😀好卖”，𠮷祥㐂庆，先送 3 箱试试 👍，别忘了带 POP 海报。"
_ROAD = "四川省涪州市涪城区科学城片区锦绣花园二期三栋一单元十二号附四号南门口旁边从老粮站路口进"
SHOPS = {
    "forty signs": Outlet(
        "C0147",
        "涪州市游仙区锦绣花园二期南门综合市场底商罗老幺日用百货批发零售生活超市连锁第十七分店"[:40],
        "欧阳淑芬、司马光明（夜间）",
        (_ROAD * 3)[:90],
        "138 0000 0147 / 0816-2230118 转 802",
    ),
    "Latin": Outlet(
        "C0148",
        "Wal-Mart Neighborhood Supercenter McDowell’s",
        "Alexandrina Featherstonehaugh",
        "No. 118 Linjiang Road, Building B, 22nd Floor, Room 2208, Fucheng District 621000",
        "+86 138 0000 0147",
    ),
    "rare": Outlet("C0149", "𠮷野家㐂多龘䶮商行😀", "龘龘䶮", "𠮷林路㐂巷 3 号😀", ""),
    "hardly known": Outlet("C1", "店"),
}
SUMS_FEN = (999_999_999, 99_999_999_999, 1, -123_456_789)
BARE = Letterhead("", "新办事处")
_SAID = frozenset({"reason", "note", "remark", "said", "display"})


def strained(value: Any, shop: Outlet, sum_fen: int | None = None, name: str = "") -> Any:
    """A paper (or a part of it) of this shop, every sum as given."""
    if isinstance(value, Outlet):
        return replace(shop, code=value.code)
    if isinstance(value, str):
        if not value:
            return value
        if name == "client":
            return shop.name
        return _SENTENCE if name in _SAID else value
    if isinstance(value, int) and name.endswith("_fen") and sum_fen is not None:
        return sum_fen
    if isinstance(value, tuple):
        return tuple(strained(one, shop, sum_fen, name) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        told = {
            field.name: strained(getattr(value, field.name), shop, sum_fen, field.name)
            for field in fields(value)
            if field.init and field.name != "letterhead"
        }
        return replace(value, **told)
    return value
