"""The rep's visit sheet (拜访单, G2, G3, G6): one confirmed suggestion a visit, and its outcome."""

from dataclasses import dataclass, replace
from datetime import date

from desktop.basics.calendar import chinese_weekday
from desktop.printing.blocks import rule_off, signatures, tick_box
from desktop.printing.letterhead import Heading, Letterhead, Outlet, head, running
from desktop.printing.page import ACCENT, INK, MM, QUIET, SOFT, Sheet, Style
from desktop.printing.typeset import lines

KIND = "拜访单"
_OUTCOMES = ("采纳", "部分采纳", "不采纳", "暂缓")
_INDENT = 11 * MM
_NAME = Style(11.5, bold=True)
_QUIET = Style(8.5, colour=QUIET)


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
class VisitSheet:
    """A released plan: the day's visits of one rep in their order."""

    letterhead: Letterhead
    number: str
    rep: str
    day: date
    visits: tuple[PlannedVisit, ...]


def title(paper: VisitSheet) -> str:
    """What the PDF is called."""
    return f"{KIND} {paper.number} {paper.rep}"


def draw(sheet: Sheet, paper: VisitSheet) -> None:
    """Put the day's visits on a sheet; each keeps together on its page."""
    sheet.begin(running(f"{KIND}　{paper.rep}　{paper.day}", paper.number, paper.letterhead))
    day = f"{paper.day} {chinese_weekday(paper.day)}"
    words = f"业务员 {paper.rep}，{len(paper.visits)} 家。一次拜访只谈一条建议，当天记下结果。"
    head(sheet, paper.letterhead, Heading(KIND, paper.number, (day,), words, size=18))
    if not paper.visits:
        sheet.flow("这一天没有安排拜访。", Style(9.5, colour=QUIET))
    for number, visit in enumerate(paper.visits, start=1):
        _draw_visit(sheet, number, visit)


def _draw_visit(sheet: Sheet, number: int, visit: PlannedVisit) -> None:
    details = _details(visit)
    room = sheet.room - _INDENT
    content = lines(visit.content, room - 24 * MM, 11, bold=True)
    count = sum(len(lines(text, room - 18 * MM, 8.5)) for _, text in details)
    name = lines(visit.client.name, room * 0.56, _NAME.size, bold=True)
    height = 40 * MM + (len(name) + len(content)) * 6 * MM + count * 4.7 * MM
    sheet.need(height)
    x = sheet.left + _INDENT
    sheet.text(sheet.left, sheet.y + 5 * MM, str(number), Style(15, bold=True, colour=ACCENT))
    _draw_reach(sheet, room * 0.4, visit)
    for line in name:
        sheet.text(x, sheet.y + 4.6 * MM, line, _NAME)
        sheet.y += 6 * MM
    sheet.y = sheet.paragraph(x, sheet.y, visit.client.address, room, _QUIET) + 1.5 * MM
    _draw_suggestion(sheet, x, room, visit.category, content)
    for label, text in details:
        sheet.paragraph(x, sheet.y, label, 18 * MM, Style(8.5, colour=QUIET))
        sheet.y = sheet.paragraph(x + 18 * MM, sheet.y, text, room - 18 * MM, Style(8.5))
    _draw_outcome(sheet, x)
    rule_off(sheet, 2.5 * MM)


def _draw_reach(sheet: Sheet, room: float, visit: PlannedVisit) -> None:
    """Segment, contact and phone at the right edge; a long contact in several lines."""
    baseline = sheet.y + 4.6 * MM
    reach = "　".join(part for part in (visit.segment, visit.client.reach) if part)
    for line in lines(reach, room, _QUIET.size):
        sheet.text(sheet.right, baseline, line, replace(_QUIET, align="right"))
        baseline += 4.4 * MM


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
    sheet.box((x, sheet.y, room, high), fill=SOFT, radius=1.4 * MM)
    baseline = sheet.y + 6 * MM
    sheet.fitted(x + 3 * MM, baseline, category, 15 * MM, Style(9, bold=True, colour=ACCENT))
    for line in content:
        sheet.text(x + 20 * MM, baseline, line, Style(11, bold=True))
        baseline += 6 * MM
    sheet.y += high + 1.5 * MM


def _draw_outcome(sheet: Sheet, x: float) -> None:
    baseline = sheet.y + 6 * MM
    sheet.text(x, baseline, "结果", Style(8.5, colour=QUIET))
    for place, outcome in enumerate(_OUTCOMES):
        tick_box(sheet, x + 18 * MM + place * 24 * MM, baseline, outcome, 9)
    sheet.text(sheet.right - 43 * MM, baseline, "店主评分", Style(8.5, colour=QUIET))
    for mark in range(1, 6):
        middle = sheet.right - 25 * MM + (mark - 1) * 5.6 * MM
        sheet.box(
            (middle - 2.1 * MM, baseline - 3.2 * MM, 4.2 * MM, 4.2 * MM), line=INK, radius=2.1 * MM
        )
        sheet.text(middle, baseline, str(mark), Style(8, align="center"))
    sheet.y += 7 * MM
    left, sheet.left = sheet.left, x
    signatures(sheet, ("店主原话、原因",), high=9.5 * MM)
    # A visit that failed is recorded with its reason (G3).
    baseline = sheet.y + 6.5 * MM
    sheet.text(x, baseline, "没见到", Style(8.5, colour=QUIET))
    for place, reason in enumerate(("关门", "店主不在")):
        tick_box(sheet, x + 18 * MM + place * 24 * MM, baseline, reason, 9)
    sheet.left = x + 72 * MM
    signatures(sheet, ("店主签字",), high=9.5 * MM)
    sheet.left = left
