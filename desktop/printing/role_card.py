"""A role's card: one page that hangs beside the desk — what comes, which keys, whom to ask."""

from dataclasses import dataclass
from datetime import date

from desktop.printing.blocks import points, section
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.measures import MM, PLAIN
from desktop.printing.page import Sheet
from desktop.printing.paper import Paper
from desktop.printing.table import Column, Table


@dataclass(frozen=True)
class CardKey:
    """Keys, what they do, and where they hold."""

    keys: str
    words: str
    where: str


@dataclass(frozen=True)
class CardAsk:
    """What somebody has to ask, whom, and who that is here; no names: a line to fill in."""

    what: str
    whom: str
    names: str = ""


@dataclass(frozen=True)
class RoleCard(Paper, kind="role_card"):
    """The card of a role, as the manual has it."""

    letterhead: Letterhead
    day: date
    role: str
    duty: str
    tasks: tuple[str, ...]
    keys: tuple[CardKey, ...]
    asks: tuple[CardAsk, ...]
    limits: tuple[str, ...]

    def called(self) -> str:
        """What its PDF is called."""
        return f"岗位卡 {self.role}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the card on one page."""
        sheet.begin(running(self.called(), "", self.letterhead))
        head(sheet, self.letterhead, Heading(self.role, "", (str(self.day),), self.duty))
        section(sheet, "每天来的事")
        points(sheet, self.tasks, PLAIN)
        section(sheet, "十个键", "F1 手册，再按一次是这一页所有的键")
        _KEYS.draw(sheet, [(one.keys, one.words, one.where) for one in self.keys])
        section(sheet, "有事问谁")
        _ASKS.draw(sheet, [(one.what, one.whom, one.names) for one in self.asks])
        section(sheet, "程序不让做的")
        points(sheet, self.limits, PLAIN)


_KEYS = Table(
    (Column("按键", 34 * MM, bold=True), Column("办什么"), Column("在哪里", 44 * MM)),
    padding=0.8 * MM,
)
_ASKS = Table(
    (Column("什么事"), Column("问谁", 40 * MM), Column("是谁", 44 * MM)),
    padding=0.8 * MM,
)
