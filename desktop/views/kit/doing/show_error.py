"""The one place that decides how an error looks."""

import logging
import traceback
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from desktop.basics.errors import (
    ChangedElsewhere,
    DatabaseTrouble,
    NeedsConfirmation,
    OfficeError,
    Refused,
)
from desktop.basics.i18n import _
from desktop.views.kit.parts import Strip, button, column, label, line

if TYPE_CHECKING:  # forms come with the desk: sign-in is painted without them
    from desktop.views.kit.forms.form import Form

_log = logging.getLogger(__name__)


def show_error(
    error: Exception,
    strip: Strip,
    form: "Form | None" = None,
    confirm: Callable[[str], None] | None = None,
    conflict: Callable[[], None] | None = None,
) -> None:
    """Show an error where it belongs.

    A refusal of a field stands at the field, a question is asked in the strip, a change made
    elsewhere calls ``conflict``; any other answer of the office stands in the strip. What is no
    answer but a fault is logged and shown as a report.
    """
    if isinstance(error, NeedsConfirmation) and confirm is not None:
        yes = partial(confirm, error.name)
        no = partial(form.go_where, error) if form is not None else None
        strip.ask(error.message, _("Yes, go on"), yes, careful=error.careful, denied=no)
    elif isinstance(error, ChangedElsewhere) and conflict is not None:
        strip.say(error.message, "careful")
        conflict()
    elif isinstance(error, Refused) and form is not None and (place := form.place_of(error)):
        form.point(place, error)
    elif isinstance(error, OfficeError):
        passing = isinstance(error, DatabaseTrouble) and error.passing
        strip.say(error.message, passing=passing, details=error.details)
    else:
        report_fault(error, strip.window())


def report_fault(error: Exception, parent: QWidget | None = None) -> QDialog:
    """Log a fault of the program and show it as a report that can be copied."""
    text = "".join(traceback.format_exception(error))
    _log.error("a fault of the program\n%s", text)
    dialog = QDialog(parent)
    dialog.setWindowTitle(_("Something went wrong in the program"))
    dialog.resize(640, 380)
    report = QPlainTextEdit(text)
    report.setReadOnly(True)
    report.setAccessibleName(_("Report"))
    words = label(
        _(
            "This is a fault of the program, not yours. Nothing was half done; what you typed is "
            "kept. Copy this report for whoever looks after the program, then go on."
        ),
        wrap=True,
    )
    copy = button(_("Copy"), lambda: QGuiApplication.clipboard().setText(text))
    close = button(_("Close"), dialog.accept, "primary")
    layout = column(words, report, line(None, copy, close))
    layout.setContentsMargins(16, 16, 16, 16)
    dialog.setLayout(layout)
    close.setFocus()
    dialog.open()
    return dialog
