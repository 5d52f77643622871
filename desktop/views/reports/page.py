"""Reports: the office's figures as charts with the table behind each (F1)."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from desktop.basics.i18n import N_, _
from desktop.basics.periods import YEAR
from desktop.basics.report import Line, LongLines, Only, Part, Report, Scope, Source, Table
from desktop.queries.reports.month import MONTH, last_whole
from desktop.queries.reports.registry import reports_for
from desktop.services.reports import (
    read_report,
    report_paper,
    report_workbook,
    texts,
)
from desktop.views.kit.blocks.chart import ChartBlock
from desktop.views.kit.blocks.facts import Fact, Figures
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.choose_file import choose_target
from desktop.views.kit.chooser import CHOICE, chooser
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.undo import say_written
from desktop.views.kit.page import Page
from desktop.views.kit.parts import button, card, column, empty, keep_if, label
from desktop.views.kit.tab_line import TabLine
from desktop.views.kit.tables.copying import too_many_words
from desktop.views.kit.tables.record_table import RecordView
from desktop.views.kit.tasks import Progress
from desktop.views.kit.words import joined, listed
from desktop.views.reports.empty_report import EmptyReport
from desktop.views.reports.period import PeriodLine
from desktop.views.reports.table import (
    TOTAL,
    ReportRows,
    Rows,
    in_order,
    left_out,
    report_view,
    rows_of,
)

_LIST_PX, _WIDEST_LIST_PX, _AROUND_NAME_PX = 196, 272, 72
Seen = tuple[Report, dict[str, Rows]]  # with the rows of its tables


class ReportsPage(Page):
    """Reports on the left, the open one beside them: its picture, and the table behind it."""

    name: ClassVar[str] = "reports"
    title: ClassVar[str] = N_("Reports")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.report: Report | None = None
        self._only: tuple[Only, ...] = ()
        self._table = ""
        self._seen: dict[str, Rows] = {}
        self._said = ""
        self._view: RecordView[Line] | None = None
        self._build()
        self._recall()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        person = self.desk.office.person
        offered = reports_for(person.roles if person else frozenset())
        self.list = chooser(_("Reports"), {one.name: _(one.words) for one in offered})
        self._notes = label(kind="label", wrap=True)
        left = card(column(self.list, self._notes))
        # No report's name is cut, in whatever language.
        wide = self.list.fontMetrics().horizontalAdvance
        named = max((wide(_(one.words)) for one in offered), default=0) + _AROUND_NAME_PX
        left.setFixedWidth(min(max(_LIST_PX, named), _WIDEST_LIST_PX))
        self.period = PeriodLine(self.desk.today)
        self.tabs = TabLine()
        self.tabs.setAccessibleName(_("Tables"))
        self._chart: ChartBlock[Table] = ChartBlock(lambda table: table.chart)
        self.chart = self._chart.view
        self._figures = Figures(_totals)
        self._rows = column()
        rows = QWidget()
        rows.setLayout(self._rows)
        self._none = EmptyReport(self.desk, self._show_longest)
        self._body = QStackedWidget()
        self._body.addWidget(rows)
        self._body.addWidget(self._none)
        self._foot = label(kind="label")
        above = (self._head_line(), self.period, self.tabs, self._figures)
        self._right = column(*above, self._chart, self._body, self._foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(12)
        whole.addWidget(left)
        whole.addWidget(card(self._right), 1)
        self._connect()

    def _head_line(self) -> Head[Report]:
        self.export = button(_("Excel"), self._export, "", "", _("Export (Ctrl+Shift+E)"))
        self.print = button(_("Print"), self._print, "", "Ctrl+P")
        self.month = button(_("Month's page"), self._print_month, "", "Ctrl+M")
        person = self.desk.office.person
        keep_if(self.month, person is not None and MONTH.is_for(person.roles))
        self.whole = button(_("Show all of it"), self._widen)
        self.whole.hide()
        keys = QShortcut(QKeySequence("Ctrl+Shift+E"), self.export)
        keys.setAutoRepeat(False)
        keys.activated.connect(self.export.click)
        self._head = Head(_heading, self.whole, self.month, self.export, self.print)
        return self._head

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._on_report)
        self.list.itemActivated.connect(lambda _item: self._go_to_rows())
        self.period.changed.connect(self._on_period)
        self.tabs.currentChanged.connect(self._on_tab)
        self.chart.picked.connect(self._pick)

    # --- what is asked ----------------------------------------------------------------------------

    @property
    def scope(self) -> Scope:
        """The time that is chosen, and what the report is narrowed to."""
        return Scope(*self.period.days, self._only)

    @property
    def chosen(self) -> str:
        """The name of the report that is chosen."""
        item = self.list.currentItem()
        return str(item.data(CHOICE)) if item else ""

    def go(self, link: Link) -> None:
        """Show what a link names: a report, one of its tables, what it is asked for."""
        wanted = dict(link.values)
        self._table = wanted.get("table", "")
        scope, name = wanted.get("scope"), wanted.get("report", self.chosen)
        if isinstance(scope, Scope):
            self._only = scope.only
            self.period.set_days((scope.start, scope.end))
        elif name != self.chosen:
            self._only = ()  # another report is narrowed by other words
        self._choose(name)
        self.refresh()

    def refresh(self) -> None:
        """Read the report again, off the GUI thread."""
        name, scope, office = self.chosen, self.scope, self.desk.office
        if not name:
            return
        self._foot.setText(_("Working …"))

        def work(_progress: Progress) -> Seen:
            report = read_report(office, name, scope)
            return report, {one.name: rows_of(one) for one in report.tables}

        self.desk.tasks.read(self, work, self._show, self._failed, slot="report")

    def _failed(self, error: Exception) -> None:
        self._foot.clear()
        self.desk.tasks.tell(error)

    def _choose(self, name: str) -> None:
        self.list.blockSignals(True)
        for place in range(self.list.count()):
            if self.list.item(place).data(CHOICE) == name:
                self.list.setCurrentRow(place)
        self.list.blockSignals(False)

    def _on_report(self) -> None:
        self._table = ""
        self._only = ()
        self._remember()
        self.refresh()

    def _on_period(self) -> None:
        self._remember()
        self.refresh()

    def _widen(self) -> None:
        """Show all that it was narrowed from."""
        self._only = ()
        self.refresh()
        self._go_to_rows()

    def _show_longest(self) -> None:
        self.period.recall(YEAR.name)
        self._on_period()
        self._go_to_rows()

    # --- what is shown ----------------------------------------------------------------------------

    def _show(self, seen: Seen) -> None:
        report, self._seen = seen
        self.report = report
        self._head.show_item(report)
        self.whole.setVisible(bool(report.scope.only))
        self._notes.setText("\n\n".join(report.notes))
        names = [one.name for one in report.tables]
        place = names.index(self._table) if self._table in names else 0
        self.tabs.blockSignals(True)
        if [self.tabs.tabText(at) for at in range(self.tabs.count())] != self._titles(report):
            while self.tabs.count():
                self.tabs.removeTab(0)
            for one in report.tables:
                self.tabs.addTab(one.title)
        self.tabs.setCurrentIndex(place)
        self.tabs.blockSignals(False)
        self._show_table(report.tables[place])

    @staticmethod
    def _titles(report: Report) -> list[str]:
        return [one.title for one in report.tables]

    def _on_tab(self, place: int) -> None:
        if self.report is not None and place >= 0:
            self._table = self.report.tables[place].name
            self._show_table(self.report.tables[place])

    def _show_table(self, table: Table) -> None:
        self._table = table.name
        self._figures.show_item(table)
        self._chart.show_item(table)
        self._show_rows(table)
        self._body.setCurrentIndex(0 if table.lines else 1)
        self._share_room()
        if self.report is not None:
            self._none.show_why(self.report, table, longest=self.period.name == YEAR.name)
        words = _("{number} in the list").format(number=len(table.lines))
        leads = any(line.way is not None for line in self._seen[table.name].known.values())
        self._said = joined(words, _("Enter opens a line.") if leads else "")
        self._say_foot()
        filled = self.report is not None and any(one.lines for one in self.report.tables)
        for made in (self.export, self.print):
            made.setEnabled(filled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Leave a short table, with its total, the room that it needs: the picture is lower."""
        view = self._view
        if view is None:
            return
        self._right.activate()
        room = self._foot.y() - self._chart.y()
        needed = view.whole_px + self._right.spacing()
        if needed > room - self._chart.minimumSizeHint().height():
            needed = room // 2  # it scrolls anyway
        self._right.setStretchFactor(self._chart, max(1, room - needed))
        self._right.setStretchFactor(self._body, max(1, needed))

    def _say_foot(self) -> None:
        """How many lines there are, and for which columns there is no room."""
        out = left_out(self._view) if self._view is not None else []
        words = _("no room for: {columns}").format(columns=listed(out)) if out else ""
        self._foot.setText(joined(self._said, words))

    def _show_rows(self, table: Table) -> None:
        """The rows in the same view as long as its columns are the same; else in a new one."""
        view = self._view
        if view is None or view.accessibleName() != table.title or not self._has_columns(table):
            held = view is not None and view.hasFocus()
            empty(self._rows)
            view = self._view = report_view(table, self._fetch)
            view.activated_key.connect(self._open)
            view.picked.connect(self._on_row)
            view.sorted_by.connect(self._sort)
            view.uncopied.connect(self._say_uncopied)
            view.widths.laid.connect(self._say_foot)
            self._rows.addWidget(view)
            if held:
                view.setFocus()
        assert isinstance(view.table, ReportRows)
        view.table.show_rows(self._seen[table.name])
        name, down = view.table.order
        if name:
            self._sort(name, down)

    def _say_uncopied(self) -> None:
        self.desk.say(too_many_words())

    def _sort(self, name: str, down: bool) -> None:
        """Sort the open table by what its rows stand for, off the GUI thread."""
        table, view = self.table, self._view
        if table is None or view is None:
            return

        def work(_progress: Progress) -> Sequence[int]:
            return in_order(table, table.in_order(name, down=down))

        def done(keys: Sequence[int]) -> None:
            if self.table is table and isinstance(view.table, ReportRows):
                key = view.key
                view.table.arrange(keys)
                view.pick(key, silent=True)
                view.scrollToTop()

        self.desk.tasks.read(self, work, done, slot="sort")

    def _fetch(self, keys: list[int]) -> None:
        """Read the rows that are looked at, of a table that has very many."""
        table, view = self.table, self._view
        if table is None or view is None or not isinstance(table.lines, LongLines):
            return
        lines, places = table.lines, [key for key in keys if key != TOTAL]

        def work(_progress: Progress) -> dict[int, Line]:
            return dict(zip(places, lines.at(places), strict=True))

        def done(rows: dict[int, Line]) -> None:
            if self.table is table and self._view is view:
                view.table.take(rows)

        self.desk.tasks.read(self, work, done)

    def _has_columns(self, table: Table) -> bool:
        assert self._view is not None
        shown = [one.heading for one in self._view.table.columns]
        return shown == [one.heading for one in table.columns]

    @property
    def view(self) -> RecordView[Line] | None:
        """The rows of the open table."""
        return self._view

    @property
    def table(self) -> Table | None:
        """The open table; None as long as it is only asked for."""
        tables = self.report.tables if self.report is not None else ()
        return next((one for one in tables if one.name == self._table), None)

    def _on_row(self, key: int) -> None:
        """The picture shows where the row stands in it."""
        self.chart.show_place(key if key != TOTAL else None)

    def _pick(self, place: int) -> None:
        """A place of the picture is its row."""
        if self._view is not None:
            self._view.pick(place, silent=True)
            self._view.setFocus()

    def _open(self, key: int) -> None:
        """Go to what a row is made of; Alt+Left comes back."""
        view = self._view if self.table is not None else None
        line = view.table.row_of(key) if view is not None else None
        way = line.way if line is not None else None
        if isinstance(way, Source):
            self.desk.open(Link(way.page, way.key))
        elif isinstance(way, Part):
            self.desk.open(self._link(self.chosen, self._table, self.scope))
            self.desk.open(self._link(way.report or self.chosen, way.table, way.scope))

    def _link(self, report: str, table: str, scope: Scope) -> Link:
        values = (("report", report), ("table", table), ("scope", scope))
        return Link(self.name, values=values)

    def hold_focus(self) -> None:
        self.list.setFocus()

    def _go_to_rows(self) -> None:
        (self._view if self._view is not None and self._view.isVisible() else self.list).setFocus()

    # --- taking away ------------------------------------------------------------------------------

    def _export(self) -> None:
        report = self.report
        if report is None:
            return
        name = f"{report.title}-{self.desk.today}.xlsx"
        target = choose_target(self.desk, self, _("Export"), name, "Excel (*.xlsx)", "lists")
        if target is None:
            return
        file = target.with_suffix(".xlsx")

        def work(_progress: Progress) -> Path:
            from desktop.services.write_file import write_file

            return write_file(file, report_workbook(report))

        def done(written: Path) -> None:
            say_written(self.desk, _("Saved: {file}").format(file=written), written)

        self.desk.tasks.read(self, work, done, words=_("Excel"))

    def _print(self) -> None:
        report, office = self.report, self.desk.office
        if report is not None:
            title = f"{report.title} {self.desk.today}"
            self.desk.show_paper(title, lambda: report_paper(office, report))

    def _print_month(self) -> None:
        """The page of the last month that is over, for the head office."""
        office = self.desk.office
        scope = last_whole(self.scope, self.desk.today)
        title = f"{_(MONTH.words)} {scope.start:%Y-%m}"

        def made() -> bytes:
            return report_paper(office, read_report(office, MONTH.name, scope))

        self.desk.show_paper(title, made)

    # --- memory -----------------------------------------------------------------------------------

    def _remember(self) -> None:
        kept = {"report": self.chosen, "period": self.period.name}
        self.desk.memory.put(f"page.{self.name}", kept)

    def _recall(self) -> None:
        kept = self.desk.memory.get(f"page.{self.name}") or {}
        self.period.recall(kept.get("period", ""))
        self.list.blockSignals(True)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._choose(kept.get("report", ""))


def _heading(report: Report) -> Heading:
    """Its title, and what it is narrowed to."""
    return Heading(report.title, [(one.words, "accent") for one in report.scope.only])


def _totals(table: Table) -> Sequence[Fact]:
    if not table.lines:
        return ()
    totals = zip(table.columns, texts(table, table.large or table.total), strict=False)
    return [Fact(one.heading, text or "—") for one, text in totals if one.main]
