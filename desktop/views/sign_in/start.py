"""Starting an office: what it is called, who looks after it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.i18n import N_, _
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.parts import Strip, button, card, column, label, line

if TYPE_CHECKING:
    from desktop.services.office import Office

_PERSON = (
    Field(
        "code", N_("Your code"), needed=True, default="admin", hint=N_("short; you sign in by it")
    ),
    Field("person", N_("Your name"), needed=True),
    Field(
        "password",
        N_("Your password"),
        "new_secret",
        needed=True,
        hint=N_("8 characters or more"),
    ),
)


def start_form(desk: Desk) -> Form:
    """The office, and whoever begins it."""
    return Form(desk, (*fields_of(ProfileDraft, desk), *_PERSON))


class StartPage(QWidget):
    """A new office with its administrator; made whole or not at all."""

    started = Signal(str, str)  # the code and the password of whoever began it
    look_at_training = Signal()
    restore_backup = Signal()
    connection = Signal()
    over = Signal()  # what it is for was done
    left = Signal()

    def __init__(self, desk: Desk, make: Callable[[dict[str, Any]], "Office"]) -> None:
        super().__init__()
        self.setObjectName("theGround")
        self._desk = desk
        self._make = make
        self.form = start_form(desk)
        self.strip = Strip()
        self.begin = button(_("Start the office"), self._begin, "primary", "Ctrl+S")
        self.form.entered.connect(self._begin)
        # A PC that joins an office, or takes the place of a broken one, begins none.
        elsewhere = (
            (N_("Look at the training office"), self.look_at_training),
            (N_("Restore a backup"), self.restore_backup),
            (N_("Database connection"), self.connection),
        )
        self.training, self.restore, self.database = (
            button(_(words), partial(self._leave_for, place), "link") for words, place in elsewhere
        )
        ways = line(None, self.training, self.restore, self.database, None)
        back = button(_("Back"), self.left.emit, "", "Esc")
        foot = line(back, None, self.begin)
        words = label(
            _("You look after it: you add the people, and bring in products and clients."),
            tone="quiet",
            wrap=True,
        )
        frame = card(
            column(label(_("A new office"), "title"), words, self.form, self.strip, foot, ways), 26
        )
        frame.setFixedWidth(520)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        # Between two springs, not aligned: else its height would be that of a wider frame.
        whole.addLayout(line(None, frame, None))
        whole.addStretch(1)
        self.form.keep_as("office.start")

    def _leave_for(self, place: SignalInstance) -> None:
        """What is typed stands there when one comes back."""
        self.form.flush()
        self.over.emit()
        place.emit()

    def _begin(self) -> None:
        values = self.form.values()
        if values is None:
            return

        def finished(_office: object) -> None:
            self.form.forget_draft()
            self.over.emit()
            self.started.emit(values["code"], values["password"])

        self._desk.tasks.change(
            self,
            lambda _progress: self._make(values),
            finished,
            lambda error: show_error(error, self.strip, self.form),
            _("Starting the office"),
        )
