"""What every page has at hand: the office, the workers, the memory, and the window's ear."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal

from desktop.basics.roles import may, sees_numbers
from desktop.basics.rules import Rules
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Answer, Tasks
from desktop.views.kit.updates import Updates

if TYPE_CHECKING:
    from desktop.basics.calendar import Quarter
    from desktop.queries.plans.planned import Planned
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


@dataclass(frozen=True)
class Once:
    """What is saved once: the key of its form, what stands in it, and what was said yes to."""

    key: str
    values: Mapping[str, Any]
    confirmed: frozenset[str]


class Back(Protocol):
    """What Ctrl+Z does about the thing done last.

    ``after`` is how many changes this person had made by then. ``changes``: it saves something.
    ``of_typing``: it is part of what is being typed. ``button`` are the words of a button that
    does it, "" for none; ``words`` say what it would do.
    """

    @property
    def after(self) -> int: ...
    @property
    def changes(self) -> bool: ...
    @property
    def of_typing(self) -> bool: ...
    @property
    def button(self) -> str: ...
    @property
    def words(self) -> str: ...
    def __call__(self) -> None: ...


class Held(Protocol):
    """A form that was thrown away, and can still come back."""

    @property
    def title(self) -> str: ...


class Desk(QObject):
    """One signed-in person's place of work.

    ``backups`` is where the office's backups lie, None when they are no matter of this computer.
    ``replaced`` tells that another office stands in its place (a restored backup), ``day_came``
    that midnight passed: the day before, and the day it is. ``thrown`` is the form that was thrown
    away last. ``plan_kept`` names the kind of a plan that was made anew, ``wrote`` a file that was
    just written for its person. ``connection`` asks for the page on which this PC's database is
    chosen. ``updates`` is what is known of newer versions of this program.
    """

    said = Signal(str, object)
    opened = Signal(object)
    paper = Signal(str, object, object)
    replaced = Signal()
    connection = Signal()
    day_came = Signal(object, object)
    held = Signal(object)
    brought_back = Signal(object)
    plan_kept = Signal(str)
    wrote = Signal(object)

    def __init__(
        self,
        office: "Office",
        tasks: Tasks,
        memory: Memory,
        backups: Path | None = None,
        updates: Updates | None = None,
    ) -> None:
        super().__init__()
        self.office = office
        self.tasks = tasks
        self.memory = memory
        self.backups = backups
        self.updates = updates or Updates(self)
        self._answered: set[str] = set()  # what was asked about the clock, and is not asked again
        self.rules = Rules()  # the office's, as last read
        self.thrown: Held | None = None

    @property
    def today(self) -> date:
        """The business date."""
        return self.office.today

    def saving(self, form: "Once") -> "Office":
        """The office through which one form is saved, once, by somebody who can be asked."""
        return self.office.saving(form.key, form.values, form.confirmed | self._answered)

    def answered(self, name: str) -> None:
        """A question was answered with yes; the clock's isn't asked again at the next save."""
        if name.startswith("clock "):
            self._answered.add(name)

    def may(self, action: str) -> bool:
        """Whether the signed-in person's roles allow an action."""
        return self.office.person is not None and may(self.office.person.roles, action)

    def number(self, text: str) -> str:
        """A phone or ID number as the signed-in person may see it (E6)."""
        from desktop.basics.masking import masked

        person = self.office.person
        return text if person is not None and sees_numbers(person.roles) else masked(text)

    def has_role(self, *roles: str) -> bool:
        """Whether the signed-in person has one of these roles."""
        return self.office.person is not None and not self.office.person.roles.isdisjoint(roles)

    def say(self, words: str, back: Back | None = None) -> None:
        """Say quietly, at the foot of the window, what was done, and offer to take it back."""
        self.said.emit(words, back)

    def hold(self, thrown: Held | None) -> None:
        """Hold a form that was thrown away, in place of the one before; None: it is back."""
        self.thrown = thrown
        self.held.emit(thrown)

    def open(self, link: Link) -> None:
        """Go to a place in the window."""
        self.opened.emit(link)

    def ask(
        self,
        parent: QObject,
        question: Callable[["Reading"], Answer],
        then: Callable[[Answer], None],
        slot: str = "",
        *,
        ahead: bool = False,
    ) -> None:
        """Ask the office something off the GUI thread, and show the answer (``Tasks.read``)."""

        def work(_progress: object) -> Answer:
            with self.office.reading() as session:
                return question(session)

        self.tasks.read(parent, work, then, slot=slot, ahead=ahead)

    def renew_plan(self, kind: str) -> None:
        """Make a plan of the office anew in the background, once a day, when it is needed."""
        from desktop.queries.plans.planned import planned_anew
        from desktop.services.plans import keep_plan

        office, today = self.office, self.today

        def keep(planned: "Planned | None") -> None:
            if planned is not None:
                self.tasks.change(
                    self,
                    lambda _progress: keep_plan(office, planned),
                    lambda _kept: self.plan_kept.emit(kind),
                )

        if self.may("plan.keep"):
            self.ask(self, lambda session: planned_anew(session, kind, today), keep, slot=kind)

    def look_up(self, find: Callable[["Reading", str], Answer]) -> Callable[[str], Answer]:
        """What a field asks as one types, off the GUI thread."""

        def look(text: str) -> Answer:
            with self.office.reading() as session:
                return find(session, text)

        return look

    def show_paper(self, title: str, make: Callable[[], bytes]) -> None:
        """Preview a paper; ``make`` renders its PDF off the GUI thread."""
        self.paper.emit(title, make, None)

    def show_issued(
        self,
        title: str,
        kind: str,
        document: str = "",
        *,
        key: int | None = None,
        quarter: "Quarter | None" = None,
        day: date | None = None,
    ) -> None:
        """Preview a paper that is issued: looked at now, and counted once it is handed out."""
        office = self.office

        def made(*, look: bool) -> bytes:
            from desktop.services.papers.registry import issue

            return issue(office, kind, document, key=key, quarter=quarter, day=day, look=look)

        self.paper.emit(title, partial(made, look=True), partial(made, look=False))
