"""The rep's visit sheet (拜访单, G2, G3, G6): one confirmed suggestion a visit, and its outcome."""

from dataclasses import dataclass
from datetime import date

from desktop.basics.calendar import chinese_weekday
from desktop.printing.blocks import answer_box, rule_off, signatures
from desktop.printing.fonts import width
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.measures import (
    GUTTER,
    HEADING,
    LEADING,
    MM,
    PLAIN,
    READING,
    SMALL,
    SOFT,
    TITLE,
)
from desktop.printing.page import Sheet, Style, first_baseline
from desktop.printing.paper import Paper
from desktop.printing.places import Degrees, draw_way
from desktop.printing.ticks_on import Back
from desktop.printing.typeset import lines

KIND = "拜访单"
_OUTCOMES = (
    ("adopted", "采纳"),
    ("partly", "部分采纳"),
    ("declined", "不采纳"),
    ("deferred", "暂缓"),
)
REASONS = ("关门", "店主不在")
_MOST_MARK = 5
_INDENT = 11 * MM
_NAME = Style(HEADING, bold=True)
_NAME_LINE = 6 * MM
_LABEL = 18 * MM
_RULE_OFF = 2.5 * MM
# The suggestion's frame, what is ticked and written down, and the rule below.
_FIXED = 37.5 * MM
_OUTCOME = 29 * MM  # what is ticked and written down


@dataclass(frozen=True)
class PlannedVisit:
    """A visit with its suggestion: what, how it is said to this client, what is expected.

    ``last`` is a line about the visit before, ``products`` the suggestion's target products.
    """

    client: Outlet
    segment: str
    category: str
    content: str
    wording: str = ""
    expected: str = ""
    products: tuple[str, ...] = ()
    last: str = ""


@dataclass(frozen=True)
class VisitSheet(Paper, kind="visit_sheet"):
    """A released plan: the day's visits of one rep in their order.

    ``places`` are those of the visits, from where the way ``begins``: a map of it stands above
    them. Sheets of before have none.
    """

    letterhead: Letterhead
    number: str
    rep: str
    day: date
    visits: tuple[PlannedVisit, ...]
    begins: Degrees | None = None
    places: tuple[Degrees | None, ...] = ()

    def called(self) -> str:
        """What its PDF is called."""
        return f"{KIND} {self.number} {self.rep}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the day's visits on a sheet; each keeps together, unless it is longer than a page."""
        back = Back(self.kind, self.number, self.letterhead.author)
        name = f"{KIND}　{self.rep}　{self.day}"
        sheet.begin(running(name, self.number, self.letterhead), back=back)
        day = f"{self.day} {chinese_weekday(self.day)}"
        words = f"业务员 {self.rep}，{len(self.visits)} 家。一次拜访只谈一条建议，当天记下结果。"
        head(sheet, self.letterhead, Heading(KIND, self.number, (day,), words, size=TITLE))
        if not self.visits:
            sheet.flow("这一天没有安排拜访。", Style(PLAIN))
        if self.begins is not None:
            places = [one.place if one is not None else None for one in self.places]
            draw_way(sheet, self.begins.place, places, "出发")
        for number, visit in enumerate(self.visits, start=1):
            _draw_visit(sheet, number, visit)


def _draw_visit(sheet: Sheet, number: int, visit: PlannedVisit) -> None:
    room = sheet.room - _INDENT
    sheet.need(_height(room, visit))
    x = sheet.left + _INDENT
    name = _name(room, visit)
    sheet.need(len(name) * _NAME_LINE)
    beside = sheet.y + 5 * MM
    sheet.text(sheet.left, beside, str(number), _NAME)
    for line in name:
        sheet.text(x, sheet.y + 5 * MM, line, _NAME)
        sheet.y += _NAME_LINE
    right = Style(align="right")
    sheet.fitted(sheet.right, beside, visit.segment, _segment_room(room, visit), right)
    for text in _where(visit):
        sheet.flow(text, indent=_INDENT)
    sheet.y += 1.5 * MM
    _draw_suggestion(sheet, x, room, visit.category, _content(room, visit))
    for label, text in _details(visit):
        sheet.need(PLAIN * LEADING)
        sheet.text(x, sheet.y + first_baseline(PLAIN), label, Style(SMALL))
        sheet.flow(text, indent=_INDENT + _LABEL)
    sheet.need(_OUTCOME)
    _draw_outcome(sheet, x, visit.client.code)
    rule_off(sheet, _RULE_OFF)


def _height(room: float, visit: PlannedVisit) -> float:
    """How high a visit is with everything that is said and filled in."""
    count = sum(len(lines(text, room, PLAIN)) for text in _where(visit))
    count += sum(len(lines(text, room - _LABEL, PLAIN)) for _, text in _details(visit))
    strong = len(_name(room, visit)) + len(_content(room, visit))
    return strong * _NAME_LINE + count * PLAIN * LEADING + _FIXED


def _name(room: float, visit: PlannedVisit) -> list[str]:
    """The shop's name, beside which its segment stands."""
    taken = _segment_room(room, visit) + GUTTER if visit.segment else 0
    return lines(visit.client.name, room - taken, _NAME.size, bold=True)


def _segment_room(room: float, visit: PlannedVisit) -> float:
    return min(width(visit.segment, PLAIN) + 0.1, room / 3)


def _where(visit: PlannedVisit) -> list[str]:
    """Address and contact, each in lines of its own."""
    return [text for text in (visit.client.address, visit.client.reach) if text]


def _content(room: float, visit: PlannedVisit) -> list[str]:
    return lines(visit.content, room - 24 * MM, READING, bold=True)


def _details(visit: PlannedVisit) -> list[tuple[str, str]]:
    pairs = (
        ("这样说", visit.wording),
        ("产品", "、".join(visit.products)),
        ("预期", visit.expected),
        ("上次", visit.last),
    )
    return [(label, text) for label, text in pairs if text]


def _draw_suggestion(
    sheet: Sheet, x: float, room: float, category: str, content: list[str]
) -> None:
    high = len(content) * 6 * MM + 3.5 * MM
    sheet.need(high)
    sheet.box((x, sheet.y, room, high), fill=SOFT, radius=1.4 * MM)
    baseline = sheet.y + 6 * MM
    sheet.fitted(x + 3 * MM, baseline, category, 15 * MM, Style(PLAIN, bold=True))
    for line in content:
        sheet.text(x + 20 * MM, baseline, line, Style(READING, bold=True))
        baseline += 6 * MM
    sheet.y += high + 1.5 * MM


def _draw_outcome(sheet: Sheet, x: float, row: str) -> None:
    """What is ticked and written down of a visit, the ``row``; a scan of it is read again."""
    sheet.note_strip(row, (x - 2 * MM, sheet.y, sheet.right - x + 4 * MM, _OUTCOME))
    baseline = sheet.y + 6 * MM
    sheet.text(x, baseline, "结果", Style(PLAIN))
    for place, (outcome, words) in enumerate(_OUTCOMES):
        at = x + 18 * MM + place * 22 * MM
        answer_box(sheet, at, baseline, words, (row, "result", outcome))
    marks = sheet.right - _MOST_MARK * 8 * MM
    sheet.text(marks - 15 * MM, baseline, "店主评分", Style(PLAIN))
    for mark in range(1, _MOST_MARK + 1):
        at = marks + (mark - 1) * 8 * MM
        answer_box(sheet, at, baseline, str(mark), (row, "mark", str(mark)))
    sheet.y += 7 * MM
    left, sheet.left = sheet.left, x
    signatures(sheet, ("店主原话、原因",), high=9.5 * MM)
    # A visit that failed is recorded with its reason (G3).
    baseline = sheet.y + 6.5 * MM
    sheet.text(x, baseline, "没见到", Style(PLAIN))
    for place, reason in enumerate(REASONS):
        at = x + 18 * MM + place * 22 * MM
        answer_box(sheet, at, baseline, reason, (row, "reason", reason))
    sheet.left = x + 72 * MM
    signatures(sheet, ("店主签字",), high=9.5 * MM)
    sheet.left = left
