"""The first page: who works here today. It is painted before the database is opened."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.views.choice_list import ChoiceList
from desktop.views.parts import Strip, button, card, column, label


class SignInPage(QWidget):
    """A person and a password. The people known from last time stand there at once."""

    given = Signal(str, str)
    start_office = Signal()
    look_at_training = Signal()

    def __init__(self, office: str, people: Sequence[tuple[str, str]], last: str = "") -> None:
        super().__init__()
        self.setObjectName("ground")
        self._people: list[tuple[str, str]] = []
        self._office = label(office, tone="quiet")
        self.person = ChoiceList()
        self.person.setEditable(True)
        self.person.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.person.setAccessibleName(_("Person"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Password"))
        self.password.setPlaceholderText(_("none set: leave it empty"))
        self.enter = button(_("Sign in"), self._give, "primary")
        self.strip = Strip()
        self.training = button(_("Look at the training office"), self.look_at_training.emit, "link")
        self.start = button(_("Start a new office"), self.start_office.emit, "link")
        self._build()
        self.show_people(people, last)
        self.password.returnPressed.connect(self._give)
        line_edit = self.person.lineEdit()
        if line_edit is not None:
            line_edit.returnPressed.connect(self.password.setFocus)

    def _build(self) -> None:
        brand = label("众小")
        brand.setObjectName("brand")
        box = column(
            brand,
            self._office,
            label(_("Person"), "label"),
            self.person,
            label(_("Password"), "label"),
            self.password,
            self.strip,
            self.enter,
            spacing=7,
        )
        box.insertSpacing(2, 8)
        box.insertSpacing(7, 6)
        frame = card(box, 26)
        frame.setFixedWidth(360)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.training)
        below.addWidget(self.start)
        below.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addWidget(frame, 0, centre)
        whole.addLayout(below)
        whole.addStretch(3)

    def show_people(self, people: Sequence[tuple[str, str]], last: str = "") -> None:
        """Offer these people, (code, words); ``last`` signed in here before."""
        self._people = list(people)
        self.person.clear()
        for code, words in people:
            self.person.addItem(words, code)
        place = self.person.findData(last)
        self.person.setCurrentIndex(place if place >= 0 else 0 if people else -1)
        (self.password if people else self.person).setFocus()

    def show_office(self, name: str, *, training: bool) -> None:
        """Say which office it is; the training office offers no second way to it."""
        self._office.setText(name)
        self.training.setVisible(not training)

    def refuse(self, words: str) -> None:
        """Say why nobody was let in."""
        self.setEnabled(True)
        self.strip.say(words)
        self.password.selectAll()
        self.password.setFocus()

    def _give(self) -> None:
        code = self.person.currentData()
        typed = narrow(self.person.currentText()).strip()
        if code is None or narrow(self.person.itemText(self.person.currentIndex())) != typed:
            known = (one for one, words in self._people if typed in (one, narrow(words)))
            code = next(known, typed)
        self.strip.clear()
        self.given.emit(code or "", self.password.text())
