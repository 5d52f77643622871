"""What every page has at hand: the office, the workers, the memory, and the window's ear."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.basics.rules import Rules
from desktop.views.memory import Memory
from desktop.views.tasks import Tasks

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


@dataclass(frozen=True)
class Link:
    """A place in the window: a page, what is open on it, and how its list is filtered.

    ``do`` names an action that begins at once, such as ``new``.
    """

    page: str
    key: int | None = None
    filter: str = ""
    do: str = ""
    values: tuple[tuple[str, Any], ...] = ()


class Desk(QObject):
    """One signed-in person's place of work.

    ``backups`` is where the office's backups lie, None when they are no matter of this computer.
    ``replaced`` tells that another office stands in its place (a restored backup).
    """

    said = Signal(str, object)
    opened = Signal(object)
    paper = Signal(str, object)
    replaced = Signal()

    def __init__(
        self, office: "Office", tasks: Tasks, memory: Memory, backups: Path | None = None
    ) -> None:
        super().__init__()
        self.office = office
        self.tasks = tasks
        self.memory = memory
        self.backups = backups
        self.rules = Rules()  # the office's, as last read

    @property
    def today(self) -> date:
        """The business date."""
        return self.office.today

    def may(self, action: str) -> bool:
        """Whether the signed-in person's roles allow an action."""
        from desktop.services.permissions import may

        return self.office.person is not None and may(self.office.person.roles, action)

    def has_role(self, *roles: str) -> bool:
        """Whether the signed-in person has one of these roles."""
        return self.office.person is not None and not self.office.person.roles.isdisjoint(roles)

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Say quietly, at the foot of the window, what was done, and offer to take it back."""
        self.said.emit(words, undo)

    def open(self, link: Link) -> None:
        """Go to a place in the window."""
        self.opened.emit(link)

    def ask(
        self,
        parent: QObject,
        question: Callable[["Reading"], Any],
        then: Callable[[Any], None],
        slot: str = "",
    ) -> None:
        """Ask the office something off the GUI thread, and show the answer."""

        def work(_progress: object) -> Any:
            with self.office.reading() as session:
                return question(session)

        self.tasks.read(parent, work, then, slot=slot)

    def look_up(
        self, find: Callable[["Reading", str], list[tuple[str, str]]]
    ) -> Callable[[str], list[tuple[str, str]]]:
        """What a look-up field asks as one types, off the GUI thread."""

        def look(text: str) -> list[tuple[str, str]]:
            with self.office.reading() as session:
                return find(session, text)

        return look

    def show_paper(self, title: str, make: Callable[[], bytes]) -> None:
        """Preview a paper; ``make`` renders its PDF off the GUI thread."""
        self.paper.emit(title, make)
