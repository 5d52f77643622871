"""What a file would do, before it does it: new, changed, unchanged and rejected rows."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from desktop.basics.i18n import N_, _, ngettext
from desktop.views.imports.columns_card import missing_words
from desktop.views.kit.parts import EmptyState, button, column, label, line
from desktop.views.kit.tables.record_table import Column, RecordTable, RecordView
from desktop.views.kit.words import joined

if TYPE_CHECKING:
    from desktop.services.imports import Problem
    from desktop.services.imports.look import Look
    from desktop.services.imports.outcome import RowSaid
    from desktop.services.imports.run import Imported

_KNOWN_AT_ONCE = 100
_SORTS = {
    "new": N_("New"),
    "changed": N_("Changed"),
    "unchanged": N_("Unchanged"),
    "rejected": N_("Rejected"),
    "warnings": N_("Warnings"),
}


class OutcomeCard(QWidget):
    """Shows a dry run; ``stopped`` when a person doesn't want to wait for it, ``answered`` when
    one says whether shops that share a name are one.
    """

    stopped = Signal()
    answered = Signal()

    def __init__(self, take: QPushButton, report: QPushButton) -> None:
        super().__init__()
        self._said: Imported | None = None
        self._question = ""
        self._found: Sequence[Any] = ()
        self._fields: dict[str, str] = {}
        self._take = take
        self.good = QCheckBox(_("take the good rows, leave out the rest"))
        self.good.toggled.connect(self._say_verdict)
        self._report = report
        self._verdict = label(kind="heading", wrap=True)
        self._advice = label(tone="quiet", wrap=True)
        self._notes = label(tone="quiet", wrap=True)
        self.same_names = SameNames(self.answered.emit)
        self.pills = QButtonGroup(self)
        self._rows = RecordTable(self._row_columns(), fixed="as in the file, the first of many")
        self._problems = RecordTable(_PROBLEM_COLUMNS, self._fetch, fixed="as in the file")
        self.rows = RecordView(self._rows, _("Rows of the file"))
        self.problems = RecordView(self._problems, _("What is wrong"))
        self._of = label(kind="label")
        self._build()

    def _row_columns(self) -> "tuple[Column[RowSaid], ...]":
        return (
            Column(N_("Row"), lambda one: str(one.row), 50, right=True),
            Column(N_("Code"), lambda one: one.code, 90),
            Column(N_("Name"), lambda one: one.name, 130),
            Column(N_("What the row says"), self._words, 240, stretch=True),
        )

    def _build(self) -> None:
        self._tables = QStackedWidget()
        self._tables.addWidget(self.rows)
        self._tables.addWidget(self.problems)
        foot = line(self.good, None, self._report, self._take)
        result = QWidget()
        result.setLayout(
            column(
                self._verdict,
                self._advice,
                self.same_names,
                self._pill_row(),
                self._tables,
                self._of,
                self._notes,
                foot,
            )
        )
        self._missing = EmptyState("")
        self._stop = button(_("Stop"), self.stopped.emit)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("How far it is"))
        waiting = QWidget()
        waiting.setLayout(
            column(
                None,
                label(_("Looking through the list …"), "heading"),
                self._bar,
                line(self._stop, None),
                None,
            )
        )
        self._shown = QStackedWidget()
        for one in (self._missing, waiting, result):
            self._shown.addWidget(one)
        self._waiting, self._result = waiting, result
        self.setLayout(column(self._shown))

    def _pill_row(self) -> QHBoxLayout:
        row = line(spacing=6)
        for name in _SORTS:
            pill = QPushButton()
            pill.setProperty("kind", "pill")
            pill.setCheckable(True)
            pill.setObjectName(name)
            self.pills.addButton(pill)
            row.addWidget(pill)
        self.pills.buttonClicked.connect(lambda pill: self._show_sort(pill.objectName()))
        row.addStretch(1)
        return row

    @property
    def asked(self) -> str:
        """What it asks for while it can't say anything of the rows; empty when it can."""
        return self._question if self._shown.currentWidget() is self._missing else ""

    @property
    def notes(self) -> str:
        """What it says of the file that isn't used, or that nobody sees in Excel."""
        return self._notes.text()

    def wait(self) -> None:
        """A dry run began."""
        self._said = None
        self._bar.setRange(0, 0)
        self._take.setEnabled(False)
        self._shown.setCurrentWidget(self._waiting)

    def tell(self, done: int, total: int) -> None:
        """How far the dry run is."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(min(done, total))

    def show_missing(self, look: "Look") -> None:
        """Say what must be known before anything can be said of the rows."""
        self._said = None
        self._take.setEnabled(False)
        self._question = _("Which column holds {fields}?").format(fields=missing_words(look))
        self._missing.say(
            self._question,
            _(
                "Go to its line on the left, press Enter and choose. If no column holds it, add "
                "one in Excel, or choose above what the list really holds."
            ),
        )
        self._shown.setCurrentWidget(self._missing)

    def show_stopped(self, words: str) -> None:
        """The dry run didn't come to its end."""
        self._question = words
        self._missing.say(words, _("F5 reads the file again."))
        self._shown.setCurrentWidget(self._missing)

    def show_said(self, said: "Imported", kind: str) -> None:
        """Show what a dry run found."""
        from desktop.services.imports.look import field_words

        self._said = said
        self._fields = {name: _(words) for name, words in field_words(kind).items()}
        counts = {
            "new": said.new,
            "changed": said.changed,
            "unchanged": said.unchanged,
            "rejected": said.rejected,
            "warnings": said.warnings,
        }
        for pill in self.pills.buttons():
            number = counts[pill.objectName()]
            pill.setText(f"{_(_SORTS[pill.objectName()])} {number:,}")
            pill.setAccessibleName(pill.text())
            pill.setEnabled(number > 0)
        first = next((name for name in ("rejected", *_SORTS) if counts[name]), "new")
        self.good.setVisible(said.rejected > 0 and said.imported > 0 and not said.whole)
        if said.whole:
            self.good.setChecked(False)
        self._report.setVisible(said.rejected > 0)
        self.same_names.setVisible(said.asks_same_names or bool(self.same_names.answer))
        self._notes.setText("\n".join(said.notes))
        self._notes.setVisible(bool(said.notes))
        self._show_sort(first)
        self._say_verdict()
        self._shown.setCurrentWidget(self._result)

    def _say_verdict(self) -> None:
        said = self._said
        if said is None:
            return
        blocked = said.rejected > 0 and not (self.good.isChecked() and said.imported)
        self._verdict.setText(_verdict(said, blocked))
        advice = _advice(said) if blocked else ""
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._take.setEnabled(not blocked and said.imported > 0)
        self._take.setToolTip(advice if blocked else "")

    @property
    def open_question(self) -> tuple[str, QWidget | None]:
        """Why the list can't be taken in yet, and where that is answered; None for the columns."""
        said = self._said
        shown = self._shown.currentWidget()
        if shown is self._missing:
            return self._question, None
        if said is None or shown is not self._result:
            return _("The list is still being looked through."), self._stop
        if not self._advice.isHidden():
            own = self.good if not self.good.isHidden() else self.problems
            return self._advice.text(), self.same_names.first if said.asks_same_names else own
        return self._verdict.text(), self.rows

    def _show_sort(self, name: str) -> None:
        said = self._said
        if said is None:
            return
        for pill in self.pills.buttons():
            pill.setChecked(pill.objectName() == name)
        if name in ("rejected", "warnings"):
            mild = name == "warnings"
            self._show_problems([one for one in said.problems if one.warning == mild])
            return
        rows = said.first[name]  # type: ignore[index]
        self._rows.set_ids(range(len(rows)), dict(enumerate(rows)))
        self._tables.setCurrentWidget(self.rows)
        number = {"new": said.new, "changed": said.changed, "unchanged": said.unchanged}[name]
        more = _("the first {some} of {number}").format(some=len(rows), number=f"{number:,}")
        self._of.setText(more if number > len(rows) else "")

    def _show_problems(self, found: "Sequence[Problem]") -> None:
        self._found = found
        known = dict(enumerate(found[:_KNOWN_AT_ONCE]))
        self._problems.set_ids(range(len(found)), known)
        self._tables.setCurrentWidget(self.problems)
        self._of.setText("")

    def _fetch(self, ids: list[int]) -> None:
        rows = {key: self._found[key] for key in ids}
        # A table that asks is painting; it is told when it is done.
        QTimer.singleShot(0, self, lambda: self._problems.take(rows))

    def _words(self, one: "RowSaid") -> str:
        texts = []
        for name, before, now in one.fields:
            if name == "name" and not before:
                continue
            says = f"{before} → {now}" if before or one.what == "changed" else now
            texts.append(f"{self._fields[name]} {says}")
        return joined(*texts)


class SameNames(QWidget):
    """Asks whether rows that share a name, and nothing that tells them apart, are one shop."""

    def __init__(self, answered: Callable[[], None]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        row = line(label(_("Rows of one name, without code and address, are"), "label"), spacing=6)
        for answer, words in (("apart", _("different shops")), ("one", _("one shop"))):
            pill = QPushButton(words)
            pill.setProperty("kind", "pill")
            pill.setCheckable(True)
            pill.setObjectName(answer)
            self._group.addButton(pill)
            row.addWidget(pill)
        row.addStretch(1)
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)
        self._answered = answered
        self._group.buttonClicked.connect(self._on_click)
        self.hide()

    @property
    def first(self) -> QWidget:
        """What takes the keys where it is to be answered."""
        return self._group.buttons()[0]

    @property
    def answer(self) -> str:
        """What was said: ``apart``, ``one``, or nothing yet."""
        chosen = [one for one in self._group.buttons() if one.isChecked()]
        return chosen[0].objectName() if chosen else ""

    def forget(self) -> None:
        """Another file: nothing is said of it yet."""
        self.say("")

    def say(self, answer: str) -> None:
        """Show what was said of a file."""
        for pill in self._group.buttons():
            pill.setChecked(pill.objectName() == answer)

    def _on_click(self, clicked: QAbstractButton) -> None:
        for pill in self._group.buttons():
            if pill is not clicked:
                pill.setChecked(False)
        self._answered()


def _verdict(said: "Imported", blocked: bool) -> str:
    if blocked:
        return ngettext(
            "{number} row can't go in as it stands, so nothing goes in yet.",
            "{number} rows can't go in as they stand, so nothing goes in yet.",
            said.rejected,
        ).format(number=f"{said.rejected:,}")
    if not said.imported:
        return _("Everything in this file stands here already.")
    return ngettext(
        "{number} row would go in. Nothing is written yet.",
        "{number} rows would go in. Nothing is written yet.",
        said.imported,
    ).format(number=f"{said.imported:,}")


def _advice(said: "Imported") -> str:
    if said.asks_same_names:
        return _("Say below whether rows that share a name are one shop, or write their addresses.")
    if said.lacks_others:
        return _(
            "Tick above to add the clients and products that aren't here yet, or bring in their "
            "lists first."
        )
    if said.imported and not said.whole:
        return _("Mend the rejected rows in Excel and press F5, or take only the good ones.")
    return _("Mend the rejected rows in Excel and press F5.")


def _tone(problem: "Problem") -> str:
    return "careful" if problem.warning else "wrong"


_PROBLEM_COLUMNS: "tuple[Column[Problem], ...]" = (
    Column(N_("Row"), lambda one: str(one.row or ""), 50, right=True),
    Column(N_("Column"), lambda one: f"{one.column} {one.heading}".strip(), 110),
    Column(N_("Value"), lambda one: one.value, 130),
    Column(N_("Reason"), lambda one: one.reason, 240, stretch=True, tone=_tone),
)
