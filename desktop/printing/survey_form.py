"""The blank form of a survey (调查表, P1): what is known of a shop, the rest to be filled in.

It stands in the order in which it is typed afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.basics.calendar import chinese_weekday
from desktop.printing.blocks import (
    ANSWER_WORDS,
    answer_box,
    facts,
    facts_height,
    section,
    signatures,
    tick_box,
)
from desktop.printing.fonts import printable, width
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import GUTTER, INK, MM, PLAIN, SMALL
from desktop.printing.page import Sheet, Style
from desktop.printing.paper import Paper
from desktop.printing.ticks_on import Back

KIND = "客户调查表"
SPENDING = (("low", "低"), ("middle", "中"), ("high", "高"))
_PHOTOS = ("货架正面", "门头", "周边")
LEVELS = 8
MOST_KINDS, MOST_GROUPS = 11, 9  # the next box is for any other
_LINE = 7.8 * MM
_LABEL = 24 * MM
_SHARE = 40 * MM
_KINDS_BESIDE, _GROUPS_BESIDE, _LEVELS_BESIDE = 4, 2, 2
_OTHER = "其他"


@dataclass(frozen=True)
class SurveyForm(Paper, kind="survey_form"):
    """What a rep takes along to a shop; ``known`` are facts to be looked over there.

    ``shop_types`` and ``groups`` are the office's words, the kind that is known is ticked.
    """

    letterhead: Letterhead
    day: date
    client: Outlet
    segment: str
    known: tuple[tuple[str, str], ...]
    shop_type: str
    shop_types: tuple[str, ...]
    groups: tuple[str, ...]

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.client.code} {self.client.name}"

    @property
    def number(self) -> str:
        """What its code says: a form is of a shop, printed on a day."""
        return f"DC-{self.day:%Y%m%d}-{self.client.code}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the form on one page."""
        back = Back(self.kind, self.number, self.letterhead.author)
        named = f"{KIND}　{self.client.name}"
        sheet.begin(running(named, self.number, self.letterhead), back=back)
        day = f"打印 {self.day} {chinese_weekday(self.day)}"
        words = "到店里问、看、量，打勾或填写；回来照这个顺序录入。"
        head(sheet, self.letterhead, Heading(KIND, self.number, (day,), words))
        self._draw_where(sheet)
        for part, draw in (
            ("shop", self._draw_shop),
            ("groups", self._draw_buyers),
            ("levels", self._draw_shelf),
        ):
            top = sheet.y
            draw(sheet)
            sheet.note_strip(part, (sheet.left, top, sheet.room, sheet.y - top))
        section(sheet, "其他", keep=3 * _LINE)
        for label in ("现有品牌", "备注"):
            _written(sheet, sheet.left, sheet.room, label)
            sheet.y += _LINE
        _ticks(sheet, "照片", [(word, word) for word in _PHOTOS], "")
        signatures(sheet, ("调查人", "调查日期", "录入人"), high=11 * MM)

    def _draw_where(self, sheet: Sheet) -> None:
        """Which shop it is; what isn't known yet is written down there."""
        where = (
            ("客户", self.client.named),
            ("类型", self.segment),
            ("地址", self.client.address),
            ("联系人", self.client.reach),
        )
        # Long ones side by side would push the form's end off its one page.
        columns = min((2, 1), key=lambda one: facts_height(sheet, where, one, to_write=True))
        facts(sheet, where, columns, to_write=True)

    def _draw_shop(self, sheet: Sheet) -> None:
        known = "　".join(f"{label} {words}" for label, words in self.known)
        section(sheet, "店铺", f"档案里：{known}，请核对" if known else "", keep=3 * _LINE)
        kinds = _some(self.shop_types, MOST_KINDS, self.shop_type)
        _ticks(sheet, "店铺类型", [(one, one) for one in kinds], "shop_type", self.shop_type)
        wide = (sheet.room - GUTTER) / 2
        for place, (label, unit) in enumerate((("面积", "平方米"), ("户数", "户"))):
            _written(sheet, sheet.left + place * (wide + GUTTER), wide, label, unit)
        sheet.y += _LINE
        wide = (sheet.room - _LABEL - 2 * GUTTER) / len(SPENDING) - GUTTER
        _written(sheet, sheet.right - wide, wide, "附近竞争店", "家")
        _ticks(sheet, "消费能力", SPENDING, "spending")

    def _draw_buyers(self, sheet: Sheet) -> None:
        section(sheet, "顾客", "有的打勾，写占百分之几；合计正好一百", keep=3 * _LINE)
        groups = _some(self.groups, MOST_GROUPS)
        wide = (sheet.room - GUTTER) / _GROUPS_BESIDE
        for place, name in enumerate(groups):
            x = _beside(sheet, place, _GROUPS_BESIDE, wide)
            _tick(sheet, x, (name, name), wide - _SHARE - 2 * MM, "groups")
            _written(sheet, x + wide - _SHARE, _SHARE, "百分之")
        sheet.y += _LINE

    def _draw_shelf(self, sheet: Sheet) -> None:
        section(sheet, "给我们的货架", "从最上层量起；没有量高度的留空", keep=4 * _LINE)
        wide = (sheet.room - GUTTER) / _LEVELS_BESIDE
        rows = LEVELS // _LEVELS_BESIDE
        top = sheet.y
        for place in range(LEVELS):
            column, row = divmod(place, rows)
            x, sheet.y = sheet.left + column * (wide + GUTTER), top + row * _LINE
            sheet.text(x, sheet.y + 6 * MM, f"第 {place + 1} 层", Style(PLAIN))
            half = (wide - 14 * MM - GUTTER) / 2
            _written(sheet, x + 14 * MM, half, "宽", "厘米")
            _written(sheet, x + 14 * MM + half + GUTTER, half, "高", "厘米")
        sheet.y = top + rows * _LINE


def _some(words: Sequence[str], most: int, known: str = "") -> tuple[str, ...]:
    """The first words, what is known among them, then a box for any other."""
    others = [word for word in words if word not in (known, _OTHER)]
    first = sorted(others[: most - bool(known)] + [known] * bool(known), key=[*words, known].index)
    return (*first, _OTHER)


def _beside(sheet: Sheet, place: int, number: int, wide: float) -> float:
    """Where the next of several begins that stand ``number`` in a row; turns to the next row."""
    if place and place % number == 0:
        sheet.y += _LINE
    return sheet.left + place % number * (wide + GUTTER)


def _ticks(
    sheet: Sheet, label: str, answers: Sequence[tuple[str, str]], field: str, ticked: str = ""
) -> None:
    """Boxes to tick beside what they are about: what a tick says of the field, and its words."""
    number = _KINDS_BESIDE
    sheet.text(sheet.left, sheet.y + 6 * MM, label, Style(PLAIN))
    left, sheet.left = sheet.left, sheet.left + _LABEL
    wide = (sheet.room - (number - 1) * GUTTER) / number
    for place, (value, word) in enumerate(answers):
        x = _beside(sheet, place, number, wide)
        is_known = bool(ticked) and value == ticked
        _tick(sheet, x, (value, word), wide, field, printed=is_known)
        if is_known:
            bottom = sheet.y + 6 * MM
            tip, foot, end = (0.6, 1.5), (1.3, 0.4), (3.4, 3.6)
            hook = tuple((x + right * MM, bottom - up * MM) for right, up in (tip, foot, end))
            sheet.path(hook, INK, 1.2)
    sheet.left = left
    sheet.y += _LINE


def _tick(
    sheet: Sheet,
    x: float,
    answer: tuple[str, str],
    room: float,
    field: str,
    *,
    printed: bool = False,
) -> None:
    """A box of a field, which a scan is read by; one of no field is for people alone."""
    baseline, (value, words) = sheet.y + 6 * MM, answer
    if field:
        said, several = (field, field, value), field == "groups"
        answer_box(sheet, x, baseline, "", said, several=several, printed=printed)
    else:
        tick_box(sheet, x, baseline, "")
    sheet.fitted(x + ANSWER_WORDS, baseline, words, room - ANSWER_WORDS, Style(PLAIN))
    if words == _OTHER:
        start = x + ANSWER_WORDS + width(printable(words), PLAIN) + 1.5 * MM
        sheet.line_to_write_on(start, baseline + 1 * MM, x + room)


def _written(sheet: Sheet, x: float, wide: float, label: str, unit: str = "") -> None:
    """A label, a line to write on, and its unit."""
    baseline = sheet.y + 6 * MM
    sheet.text(x, baseline, label, Style(PLAIN))
    end = x + wide - (width(printable(unit), SMALL) + 1 * MM if unit else 0)
    sheet.line_to_write_on(x + width(printable(label), PLAIN) + 1.5 * MM, baseline + 1 * MM, end)
    if unit:
        sheet.text(x + wide, baseline, unit, Style(SMALL, align="right"))
