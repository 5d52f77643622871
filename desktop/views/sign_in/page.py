"""The first page: who works here today. It is painted before the database is opened."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.views.kit.forms.choice_list import ChoiceList
from desktop.views.kit.forms.secret_editor import SecretLine, same_twice
from desktop.views.kit.parts import Strip, button, card, column, label, line


class SignInPage(QWidget):
    """A person and a password. The people known from last time stand there at once.

    ``given`` tells both; ``chosen`` besides them the new password that was chosen here.
    """

    given = Signal(str, str)
    chosen = Signal(str, str, str)
    own_office = Signal()
    start_office = Signal()
    restore_backup = Signal()
    connection = Signal()
    look_at_training = Signal()
    newer_wanted = Signal()

    def __init__(self, office: str, people: Sequence[tuple[str, str]], last: str = "") -> None:
        super().__init__()
        self.setObjectName("theGround")
        self._people: list[tuple[str, str]] = []
        self._office = label(office, tone="quiet")
        self.person = ChoiceList()
        self.person.setEditable(True)
        self.person.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.person.setAccessibleName(_("Person"))
        self.password = SecretLine(_("Password"))
        self.password.setPlaceholderText(_("none set: leave it empty"))
        self.new_password = SecretLine(_("Your new password"))
        self.again = SecretLine(_("Once more"))
        self.again.setPlaceholderText(_("once more"))
        self.change = button(_("Change password"), self.ask_new, "link")
        self.enter = button(_("Sign in"), self._give, "primary")
        self.strip = Strip()
        self.own = button(_("Back to our own office"), self.own_office.emit, "link")
        self.own.hide()
        self.training = button(_("Look at the training office"), self.look_at_training.emit, "link")
        self.start = button(_("Start a new office"), self.start_office.emit, "link")
        self.restore = button(_("Restore a backup"), self.restore_backup.emit, "link")
        self.database = button(_("Database connection"), self.connection.emit, "link")
        self.newer = button("", self.newer_wanted.emit, "link")
        self.newer.hide()
        self._build()
        self.show_people(people, last)
        self.password.returnPressed.connect(self._after_password)
        self.new_password.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._give)
        line_edit = self.person.lineEdit()
        if line_edit is not None:
            line_edit.returnPressed.connect(self.password.setFocus)

    def _build(self) -> None:
        brand = label("众小")
        brand.setObjectName("theBrand")
        self._new = _block(
            label(_("Your new password"), "label"),
            self.new_password,
            self.again,
            label(_("8 characters or more, or a short sentence"), tone="quiet", wrap=True),
        )
        self._new.hide()
        self._inputs = _block(
            label(_("Person"), "label"),
            self.person,
            label(_("Password"), "label"),
            self.password,
            self._new,
            spacing=7,
        )
        self._buttons = _block(self.enter, line(None, self.change), spacing=4)
        words = _(
            "Look at the training office first: its shops are made up, nothing in it can break. Or "
            "start your own: from there to the first printed proposal are ten minutes."
        )
        self._first = label(words, tone="quiet", wrap=True)
        self._first.hide()
        lines = (self._office, self._first, self._inputs, self.strip, self._buttons)
        box = column(brand, *lines, spacing=7)
        box.insertSpacing(2, 8)
        frame = card(box, 26)
        frame.setFixedWidth(360)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.own)
        below.addWidget(self.training)
        below.addWidget(self.start)
        below.addWidget(self.restore)
        below.addWidget(self.database)
        below.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        # Between two springs, not aligned: else its height would be that of a wider frame.
        whole.addLayout(line(None, frame, None))
        whole.addLayout(below)
        whole.addLayout(line(None, self.newer, None))
        whole.addStretch(3)

    def show_people(self, people: Sequence[tuple[str, str]], last: str = "") -> None:
        """Offer these people, (code, words); ``last`` signed in here before."""
        self._people = list(people)
        self.person.clear()
        for code, words in people:
            self.person.addItem(words, code)
        place = self.person.findData(last)
        self.person.setCurrentIndex(place if place >= 0 else 0 if people else -1)
        if not self.isHidden():  # else somebody signed in meanwhile, and has the keys
            (self.password if people else self.person).setFocus()

    def show_office(self, name: str, *, training: bool, here: bool = True) -> None:
        """Say which office it is; where none is ``here``, nobody is asked to sign in."""
        self._office.setText(name)
        self.training.setVisible(not training)
        self._first.setVisible(not here)
        for one in (self._inputs, self._buttons):
            one.setVisible(here)

    def show_own(self, *, own: bool, training: bool) -> None:
        """Offer the ways that lead somewhere: to our own office, or to begin one."""
        self.own.setVisible(own and training)
        self.restore.setVisible(not training)
        self.database.setVisible(not training)
        self.start.setVisible(not own)

    def show_newer(self, words: str) -> None:
        """Offer the newer version that was found; "" for none."""
        self.newer.setText(words)
        self.newer.setAccessibleName(words)
        self.newer.setVisible(bool(words))

    def ask_new(self, words: str = "") -> None:
        """Ask for a new password beside the one that was typed."""
        self.setEnabled(True)
        self._new.show()
        self.change.hide()
        if words:
            self.strip.say(words, "careful")
        (self.new_password if words or self.password.text() else self.password).setFocus()

    def forget(self) -> None:
        """Hold no password, and ask for none that is new."""
        for one in (self.password, self.new_password, self.again):
            one.forget()
        self._new.hide()
        self.change.show()
        self.setEnabled(True)

    def refuse(self, words: str, details: str = "", *, passing: bool = False) -> None:
        """Say why nobody was let in; ``details`` is what a server said of it.

        What is ``passing`` goes by itself when it is over.
        """
        self.setEnabled(True)
        self.strip.say(words, details=details, passing=passing)
        self.password.selectAll()
        self.password.setFocus()

    def _give(self) -> None:
        code = self.person.currentData()
        typed = narrow(self.person.currentText()).strip()
        if code is None or narrow(self.person.itemText(self.person.currentIndex())) != typed:
            known = (one for one, words in self._people if typed in (one, narrow(words)))
            code = next(known, typed)
        self.strip.clear()
        if self._new.isHidden():
            self.given.emit(code or "", self.password.text())
            return
        try:
            new = same_twice(self.new_password, self.again)
        except ValueError as error:
            self.strip.say(str(error))
            self.again.setFocus()
            return
        if not new:
            self.strip.say(_("This is empty: fill it in."))
            self.new_password.setFocus()
            return
        self.chosen.emit(code or "", self.password.text(), new)

    def _after_password(self) -> None:
        if self._new.isHidden():
            self._give()
        else:
            self.new_password.setFocus()


def _block(*parts: QWidget | QLayout, spacing: int = 4) -> QWidget:
    """Parts that are shown and hidden together."""
    block = QWidget()
    layout = column(*parts, spacing=spacing)
    layout.setContentsMargins(0, 0, 0, 0)
    block.setLayout(layout)
    return block
