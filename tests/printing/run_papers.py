"""Believable papers of a run for the tests of printing: picked, loaded, closed, brought back."""

from dataclasses import replace
from datetime import date

from desktop.printing.closing_sheet import ClosingSheet, LeftOver, LotBack, MeansTaken
from desktop.printing.letterhead import Outlet
from desktop.printing.loading_list import LoadedGoods, LoadedStop, LoadingList
from desktop.printing.pick_list import PickedLot, PickList
from desktop.printing.return_note import ReturnedLine, ReturnNote
from desktop.printing.triple_note import TripleNote
from tests.printing import papers

_DAY = date(2026, 7, 7)
_HEAD = (papers.OFFICE, "CC-2026-0031", _DAY, "川B·7K215", "王建国")


def pick_list(lots: int = 16, **changes: object) -> PickList:
    """So many lots of the goods, every fifth lacking."""
    picked = tuple(
        PickedLot(
            code,
            name,
            specification,
            "" if place % 5 == 4 else f"2026{place % 12 + 1:02d}A{place}",
            None if place % 5 == 4 else date(2028, place % 12 + 1, 28),
            f"{place + 1} 箱 {place % 4 + 1} {unit}",
            24 * (place + 1) + place % 4 + 1,
            unit,
            place % 5 == 4,
        )
        for place in range(lots)
        for code, name, specification, unit, _, _ in [papers.GOODS[place % len(papers.GOODS)]]
    )
    paper = PickList(*_HEAD, "07:30", 14, True, False, picked)
    return replace(paper, **changes)  # type: ignore[arg-type]


def _stop(place: int) -> LoadedStop:
    name, contact, address = papers.PLACES[place % len(papers.PLACES)]
    goods = tuple(
        LoadedGoods(
            papers.GOODS[at][1],
            papers.GOODS[at][2],
            at + 1,
            papers.GOODS[at][3],
            (f"20260{at + 1}A",),
            "3 支" if at == place % 7 else "",
            at % 2 == 1,
        )
        for at in range(1 + place % 4)
    )
    client = Outlet(f"C{place:04d}", name, contact, address, "")
    return LoadedStop(place, client, (f"SD-2026-{place:05d}",), goods)


def loading_list(stops: int = 14, **changes: object) -> LoadingList:
    """So many stops, the last one first."""
    loaded = tuple(_stop(place) for place in range(stops, 0, -1))
    return replace(LoadingList(*_HEAD, "07:30", loaded), **changes)  # type: ignore[arg-type]


def closing_sheet(lots: int = 5, **changes: object) -> ClosingSheet:
    """A run that came home with something missing."""
    back = tuple(
        LotBack(
            *papers.GOODS[place % len(papers.GOODS)][:2], f"20260{place}A", "支", 12, 12 - place
        )
        for place in range(lots)
    )
    money = (MeansTaken("现金", 132450, 132400), MeansTaken("微信", 80020, None))
    left = (
        LeftOver(papers.PLACES[0][0], "SD-2026-00007", "未送达", "关门，打电话没人接"),
        LeftOver(papers.PLACES[1][0], "SD-2026-00009", "部分签收", "外箱破损"),
    )
    paper = ClosingSheet(
        *_HEAD, 14, 13, 218000, back, money, left, True, "路上破了一支，找零差五角。", "何小燕"
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def return_note(lines: int = 3, **changes: object) -> ReturnNote:
    """Some of a delivery's soap that came back, and of other deliveries' goods."""
    more = tuple(
        ReturnedLine(
            f"TH-2026-{13 + place:05}",
            f"SD-2026-{42 - place // 2:05}",
            date(2026, 6, 30 - place // 2 % 20),
            *papers.GOODS[(place + 3) % len(papers.GOODS)][:3],
            "支",
            1 + place,
            ("完好，可再销售", "破损或过期，已报损")[place % 2],
            ("202603A", "202604B")[: 1 + place % 2],
            1960 * (1 + place),
            235 * (1 + place),
        )
        for place in range(lines - 1)
    )
    paper = ReturnNote(
        papers.OFFICE,
        "TH-2026-00012",
        _DAY,
        papers.SHOP,
        "SD-2026-00042",
        date(2026, 6, 30),
        *papers.GOODS[2][:3],
        "包",
        6,
        "完好，可再销售",
        ("202603A",),
        5880,
        706,
        "刘敏",
        more,
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


def triple_note(lines: int = 9, **changes: object) -> TripleNote:
    """A note on continuous paper."""
    return TripleNote(papers.delivery_note(lines, **changes))
