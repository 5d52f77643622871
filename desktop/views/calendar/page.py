"""A month of what is due: drops and cartons a day, by area, with the way to orders and board."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from desktop.basics.calendar import weekday
from desktop.basics.i18n import N_, _
from desktop.queries.due_calendar import DueArea, DueDay, due_days
from desktop.queries.orders import due_filter
from desktop.views.calendar.month import WEEKS, MonthView
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.flow import Flow
from desktop.views.kit.page import Page
from desktop.views.kit.parts import button, card, column, keep_if, label, line
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day as day_words
from desktop.views.kit.words import joined, listed, money

_RIGHT_PX = 340
_ORDERS = N_("Orders")


class CalendarPage(Page):
    """The month on the left, the day that is chosen on the right."""

    name: ClassVar[str] = "calendar"
    title: ClassVar[str] = N_("Due when")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._month = desk.today.replace(day=1)
        self._days: Mapping[date, DueDay] = {}
        self.month = MonthView(desk.today)
        self._title = label(kind="title")
        before = button(_("Month before"), lambda: self._go_by(-1), "", "PgUp")
        after = button(_("Month after"), lambda: self._go_by(1), "", "PgDown")
        today = button(_("Today"), self._go_to_today, "", "Home")
        months = Flow(8, at_right=True)
        for one in (before, today, after):
            months.addWidget(one)
        top = line(self._title, months)
        top.setStretch(1, 1)
        left = card(column(top, self.month))
        self._day_title = label(kind="heading", wrap=True)
        self._said = label(tone="quiet", wrap=True)
        orders = button(_("Go to “{page}”").format(page=_(_ORDERS)), self._go_to_orders)
        self.areas: Lines[DueDay, DueArea] = Lines(
            _AREAS,
            lambda found: found.areas,
            name=N_("Areas of this day"),
            none=N_("Nothing is due on this day."),
            none_under=N_("Orders stand here on the days on which they are due."),
            ways=(orders,),
            enter=self._open_area,
            fills=True,
        )
        self._all = button(_("Orders of this day"), self._open_day, "primary", "Ctrl+Return")
        board = button(_("Day board"), self._open_board, "", "Ctrl+U")
        settings = button(_("Areas and holidays …"), lambda: desk.open(Link("settings")))
        keep_if(settings, desk.may("area.set"))
        ways = Flow(8, at_right=True)
        for one in (board, self._all):
            ways.addWidget(one)
        right = card(
            column(
                self._day_title,
                self._said,
                self.areas,
                line(settings, None),
                ways,
            )
        )
        right.setFixedWidth(_RIGHT_PX)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(12)
        whole.addWidget(left, 1)
        whole.addWidget(right)
        self.month.day_chosen.connect(self._show_day)
        self.month.day_opened.connect(lambda _day: self._open_day())
        self.month.pick(desk.today)
        self.setFocusProxy(self.month)

    def refresh(self) -> None:
        """Read the month that is shown, with the days of its first and last week."""
        first = _monday(self._month)
        last = first + timedelta(days=7 * WEEKS - 1)
        self._title.setText(f"{self._month:%Y-%m}")
        self.desk.ask(
            self, lambda session: due_days(session, first, last), self._take, slot="month"
        )

    def _take(self, days: Mapping[date, DueDay]) -> None:
        self._days = days
        self.month.show_month(self._month, days)
        self._show_day(self.month.day)

    def go(self, link: Link) -> None:
        """A filter names a day."""
        if link.filter:
            self._show_month_of(date.fromisoformat(link.filter))

    def _go_by(self, months: int) -> None:
        number = self._month.year * 12 + self._month.month - 1 + months
        self._show_month_of(date(number // 12, number % 12 + 1, 1))

    def _go_to_today(self) -> None:
        self._show_month_of(self.desk.today)

    def _show_month_of(self, day: date) -> None:
        self._month = day.replace(day=1)
        self.month.pick(day)
        self.refresh()

    def _show_day(self, day: date) -> None:
        found = self._days.get(day)
        self._day_title.setText(f"{day_words(day)} {weekday(day)}")
        self._all.setEnabled(found is not None and bool(found.areas))
        if found is None:
            return
        self._said.setText(_said(found))
        self.areas.show_item(found)

    def _open_day(self) -> None:
        self.desk.open(Link("orders", filter=due_filter(self.month.day)))

    def _go_to_orders(self) -> None:
        self.desk.open(Link("orders"))

    def _open_board(self) -> None:
        self.desk.open(Link("board", values=(("day", self.month.day),)))

    def _open_area(self, area: DueArea) -> None:
        self.desk.open(Link("orders", filter=due_filter(self.month.day, area.area)))

    def hold_focus(self) -> None:
        self.month.setFocus(Qt.FocusReason.OtherFocusReason)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _said(found: DueDay) -> str:
    """The day in a line, and which areas it delivers to besides."""
    words = _("{drops} drops, {cartons} cartons, {open} orders still open")
    told = words.format(drops=found.drops, cartons=found.cartons, open=found.open)
    first = joined(_("holiday: nothing is delivered") if found.holiday else "", told)
    if not found.idle:
        return first
    also = _("also delivered to: {areas}").format(areas=listed(found.idle))
    return f"{first}\n{also}"


_AREAS: tuple[Column[DueArea], ...] = (
    Column(
        N_("Area"),
        lambda one: one.area or _("no area"),
        90,
        stretch=True,
        tone=lambda one: "" if one.delivers else "careful",
        tip=lambda one: "" if one.delivers else _("not one of its delivery days"),
    ),
    Column(N_("Drops"), lambda one: str(one.drops), 44, right=True),
    Column(N_("Cartons"), lambda one: str(one.cartons), 56, right=True),
    Column(N_("Amount"), lambda one: money(one.amount_fen), 82, right=True),
)
