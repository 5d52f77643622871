"""How the papers of a run begin: which run it is, on which day, who drives what."""

from datetime import date
from typing import Protocol

from desktop.basics.calendar import chinese_weekday
from desktop.printing.blocks import Figure
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.measures import TITLE
from desktop.printing.page import Sheet
from desktop.printing.ticks_on import Back


class OfRun(Protocol):
    """A paper of one run."""

    @property
    def letterhead(self) -> Letterhead: ...
    @property
    def number(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def vehicle(self) -> str: ...
    @property
    def driver(self) -> str: ...


def begin_run(
    sheet: Sheet, paper: OfRun, kind: str, words: str = "", back: Back | None = None
) -> None:
    """Begin its first page with the head; ``words`` say below the title how it is used."""
    named = f"{kind}　{paper.day}　{paper.vehicle}"
    sheet.begin(running(named, paper.number, paper.letterhead), back=back)
    day = f"{paper.day} {chinese_weekday(paper.day)}"
    head(sheet, paper.letterhead, Heading(kind, paper.number, (day,), words, size=TITLE))


def who_drives(paper: OfRun) -> Figure:
    """The first of its key figures."""
    return Figure("车辆", paper.vehicle, f"司机 {paper.driver}")
