"""One's own password, changed without signing out (E1)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.basics.i18n import N_, _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.doing.edit_panel import EditPanel
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.parts import card, column

_WIDTH, _HEIGHT = 560, 320


class OwnPassword(QWidget):
    """The password one has, and twice the one that takes its place; kept in no draft."""

    closed = Signal()
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.panel = EditPanel(desk)
        self.panel.closed.connect(self.closed)
        frame = card(column(self.panel), 18)
        frame.setFixedSize(_WIDTH, _HEIGHT)  # its buttons stand near what is typed
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.addStretch(1)
        whole.addWidget(frame, 0, Qt.AlignmentFlag.AlignTop)
        whole.addStretch(1)

    def open(self) -> None:
        """Ask for both."""
        desk = self._desk

        def save(_saving: object, given: Given) -> None:
            from desktop.services.staff import change_own_password

            # Not as a form that is saved once: no digest of a password is kept.
            change_own_password(desk.office, given["old"], given["password"])

        self.panel.open(
            Edit(
                title=_("Change password"),
                note=_("8 characters or more, or a short sentence"),
                form=lambda: Form(desk, _FIELDS),
                save=save,
                draft_key="",
                saved=lambda _none: self.changed.emit(),
                done=_("Password changed"),
            )
        )


_FIELDS = (
    Field("old", N_("Password now"), "secret", hint=N_("none set: leave it empty"), kept=False),
    Field("password", N_("Your new password"), "new_secret", needed=True, kept=False),
)
