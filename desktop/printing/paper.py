"""What every paper is: frozen data that knows what it is called and puts itself on a sheet."""

from datetime import date
from typing import ClassVar

from desktop.printing.letterhead import Letterhead
from desktop.printing.page import Sheet

# Every kind of paper by its name, under which it is kept once it was issued.
KINDS: dict[str, type["Paper"]] = {}


class Paper:
    """The base of the frozen dataclasses that papers are made of; each names its ``kind``.

    ``dated`` is the field or property with the day of its issue. Papers are Chinese whatever the
    window speaks; one that ``follows_window`` shows on paper what the window showed.
    """

    kind: ClassVar[str]
    follows_window: ClassVar[bool] = False
    letterhead: Letterhead
    _dated: ClassVar[str]

    def __init_subclass__(cls, *, kind: str, dated: str = "day") -> None:
        cls.kind, cls._dated = kind, dated
        KINDS[kind] = cls

    @property
    def issue_day(self) -> date:
        """The day of its issue, which its PDF bears."""
        day: date = getattr(self, self._dated)
        return day

    def called(self) -> str:
        """What its PDF is called."""
        raise NotImplementedError

    def draw_on(self, sheet: Sheet) -> None:
        """Put it on a sheet, from a new page on."""
        raise NotImplementedError
