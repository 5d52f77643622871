"""The client file on paper (客户档案): what the office knows of a client, for its own people."""

from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from datetime import date

from desktop.basics.chart import Chart
from desktop.printing.blocks import (
    Figure,
    Pairs,
    facts,
    facts_height,
    figures,
    known,
    section,
)
from desktop.printing.chart import chart_height, draw_chart
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import GUTTER, LEADING, MM, SMALL, TITLE
from desktop.printing.page import Sheet, Style, first_baseline
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Part, Row, Table

KIND = "客户档案"
_INSIDE = "内部资料，不外传"
_PHOTO = 42 * MM
_PHOTOS_ACROSS = 4


@dataclass(frozen=True)
class DoneLine:
    """A suggestion that was adopted or a benefit that was given, and what it brought."""

    day: date
    what: str
    words: str
    brought: str = ""


@dataclass(frozen=True)
class ToldLine:
    """A suggestion that the client was told, what came of it, what the client said."""

    day: date
    words: str
    outcome: str
    said: str = ""


@dataclass(frozen=True)
class AssetLine:
    """A sign or rack that stands in the shop."""

    tag: str
    what: str
    place: str
    seen: str


@dataclass(frozen=True)
class NeighbourLine:
    """A shop nearby, how far it lies and what it leads."""

    name: str
    metres: int
    leads: str
    both: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo as a small JPEG in base64, with its name."""

    name: str
    picture: str


@dataclass(frozen=True)
class ClientRecord(Paper, kind="client_file"):
    """A client file as it stood on a day; what nothing is known of isn't there.

    ``figures`` are labels, figures and notes; ``around`` says how densely shops stand there.
    """

    letterhead: Letterhead
    day: date
    client: Outlet
    standing: str
    flags: tuple[str, ...]
    basics: Pairs
    figures: tuple[tuple[str, str, str], ...]
    chart: Chart | None
    done: tuple[DoneLine, ...]
    visit: Pairs
    goods: Pairs
    money: Pairs
    agreement: Pairs
    buyers: Pairs
    told: tuple[ToldLine, ...]
    assets: tuple[AssetLine, ...]
    neighbours: tuple[NeighbourLine, ...]
    around: str = ""
    photos: tuple[Photo, ...] = ()

    @property
    def number(self) -> str:
        """A client file is found again by its client's code."""
        return self.client.code

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.client.code} {self.client.name}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the file on a sheet: what a visit needs stands on the first page."""
        sheet.begin(running(f"{KIND}　{self.client.name}", self.number, self.letterhead))
        flags = "　".join((self.standing, *self.flags))
        heading = Heading(KIND, self.number, (str(self.day), _INSIDE), flags, TITLE)
        head(sheet, self.letterhead, heading)
        who = (("客户", self.client.name), ("联系人", self.client.reach))
        _flow_facts(sheet, (*who, ("地址", self.client.address), *self.basics))
        if self.figures:
            sheet.y += 2 * MM
            figures(sheet, tuple(Figure(*one) for one in self.figures))
        if self.chart is not None:
            section(sheet, self.chart.title, keep=chart_height(self.chart))
            draw_chart(sheet, self.chart)
            sheet.y += 2 * MM
        _draw_facts(sheet, "下次拜访", self.visit)
        _draw_facts(sheet, "欠款与待办", self.money)
        _draw_facts(sheet, "订货", self.goods)
        _draw_facts(sheet, "价格保护协议", self.agreement, 2)
        _draw_done(sheet, self.done)
        _draw_told(sheet, self.told)
        _draw_assets(sheet, self.assets)
        _draw_neighbours(sheet, self.neighbours, self.around)
        _draw_facts(sheet, "顾客调查", self.buyers)
        _draw_photos(sheet, self.photos)


def _flow_facts(sheet: Sheet, pairs: Pairs, columns: int = 2) -> None:
    """Facts row by row, turning the page where it must."""
    shown = known(pairs)
    for start in range(0, len(shown), columns):
        row = shown[start : start + columns]
        sheet.need(facts_height(sheet, row, columns))
        facts(sheet, row, columns)


def _draw_facts(sheet: Sheet, title: str, pairs: Pairs, columns: int = 1) -> None:
    if known(pairs):
        section(sheet, title, keep=facts_height(sheet, known(pairs)[:columns], columns))
        _flow_facts(sheet, pairs, columns)


def _draw_rows(sheet: Sheet, title: str, table: Table, rows: list[Row], note: str = "") -> None:
    if rows:
        section(sheet, title, note, keep=table.beginning(sheet, rows))
        table.draw(sheet, rows)


_DONE = Table(
    (Column("日期", 20 * MM, whole=True), Column("做了什么"), Column("带来什么", 78 * MM))
)
_TOLD = Table(
    (
        Column("日期", 20 * MM, whole=True),
        Column("建议"),
        Column("结果", 20 * MM),
        Column("店主怎么说", 50 * MM),
    )
)
_ASSETS = Table(
    (
        Column("编号", 20 * MM, whole=True),
        Column("资产", 24 * MM),
        Column("位置"),
        Column("最近见到", 40 * MM),
    )
)
_NEIGHBOURS = Table((Column("邻店"), Column("距离", 18 * MM, "right"), Column("主推系列", 60 * MM)))


def _draw_done(sheet: Sheet, done: tuple[DoneLine, ...]) -> None:
    rows: list[Row] = [
        (str(one.day), "：".join(filter(None, (one.what, one.words))), one.brought) for one in done
    ]
    _draw_rows(sheet, "采纳的建议与给予的利益", _DONE, rows, "效果与同类店比较，括号内为 90% 区间")


def _draw_told(sheet: Sheet, told: tuple[ToldLine, ...]) -> None:
    rows: list[Row] = [(str(one.day), one.words, one.outcome, one.said) for one in told]
    _draw_rows(sheet, "说过的建议", _TOLD, rows)


def _draw_assets(sheet: Sheet, assets: tuple[AssetLine, ...]) -> None:
    rows: list[Row] = [(one.tag, one.what, one.place, one.seen) for one in assets]
    _draw_rows(sheet, "店内资产", _ASSETS, rows)


def _draw_neighbours(sheet: Sheet, near: tuple[NeighbourLine, ...], around: str) -> None:
    rows: list[Row] = [
        (
            one.name,
            f"{one.metres} 米",
            Part(f"{one.leads}（同推 {one.both}）", bold=True) if one.both else one.leads,
        )
        for one in near
    ]
    if around and not rows:
        _draw_facts(sheet, "邻店", (("周围", around),))
    _draw_rows(sheet, "邻店", _NEIGHBOURS, rows, around)


def _draw_photos(sheet: Sheet, photos: tuple[Photo, ...]) -> None:
    """Photos beside each other, each with its name below."""
    shown = [(one, data) for one in photos if (data := _decoded(one.picture))]
    if not shown:
        return
    high = _PHOTO + SMALL * LEADING + 2 * MM
    section(sheet, "照片", keep=high)
    each = (sheet.room - GUTTER * (_PHOTOS_ACROSS - 1)) / _PHOTOS_ACROSS
    for start in range(0, len(shown), _PHOTOS_ACROSS):
        sheet.need(high)
        for place, (one, data) in enumerate(shown[start : start + _PHOTOS_ACROSS]):
            x = sheet.left + place * (each + GUTTER)
            sheet.picture(x, sheet.y, _PHOTO, data)
            baseline = sheet.y + _PHOTO + first_baseline(SMALL)
            sheet.fitted(x, baseline, one.name, _PHOTO, Style(SMALL))
        sheet.y += high


def _decoded(encoded: str) -> bytes:
    try:
        return b64decode(encoded, validate=True)
    except (Error, ValueError):
        return b""
