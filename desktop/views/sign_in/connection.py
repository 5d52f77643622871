"""Which database this PC works in: a connection is tried, kept, and the office moved there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.basics.i18n import N_, _
from desktop.views.kit.choose_file import choose_file, choose_target
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.flow import Flow
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.parts import (
    Details,
    Strip,
    button,
    card,
    column,
    empty,
    keep_if,
    label,
    line,
)
from desktop.views.kit.scrolling import scrolled
from desktop.views.kit.tasks import Progress

if TYPE_CHECKING:
    from desktop.services.finding import Finding

_WIDTH = 620
_SIGN_PX = 18
_SIGNS = {"good": "✓", "careful": "!", "wrong": "✗"}
# By libpq's names, as services/reaching.py has them: they are written into the address.
_TLS = {
    "prefer": N_("as the server offers"),
    "require": N_("encrypted"),
    "verify-full": N_("encrypted, and the server verified"),
}
_FIELDS = (
    Field("host", N_("Server"), "code", needed=True, hint=N_("name or address on the network")),
    Field("port", N_("Port"), "whole", default=5432, width=110),
    Field("database", N_("Database"), needed=True),
    Field("user", N_("Database user"), needed=True),
    Field(
        "password",
        N_("The user's password"),
        "secret",
        hint=N_("unchanged: leave it empty"),
        kept=False,
    ),
    Field("tls", N_("Connection"), "choice", True, choices=_TLS, default="prefer"),
    Field("ca_file", N_("CA file"), hint=N_("only to verify the server")),
)


@dataclass(frozen=True)
class Now:
    """Where this PC works now: its place in words, what the form shows, what can't be changed.

    ``on_server``: it isn't a file. ``fixed``: the environment names it, so nothing is kept.
    """

    place: str
    values: Mapping[str, Any]
    on_server: bool
    fixed: bool


@dataclass(frozen=True)
class ConnectionActs:
    """What is done with a connection, off the GUI thread; ``move`` where one may move the office.

    ``room`` raises where it can't be moved to, ``moving`` is called before, so that nobody of this
    window is in the office any more.
    """

    now: Callable[[], Now]
    attempt: Callable[[Mapping[str, Any]], "Sequence[Finding]"]
    use: Callable[[Mapping[str, Any] | None], None]
    move: Callable[[Mapping[str, Any] | Path, Progress], str] | None = None
    moving: Callable[[], object] = lambda: None
    room: Callable[[Mapping[str, Any] | Path], object] = lambda _target: None


def _beside(sign: QLabel, said: QWidget) -> QHBoxLayout:
    """What is found, behind its sign: its second line stands below its first."""
    sign.setFixedWidth(_SIGN_PX)
    sign.setAlignment(Qt.AlignmentFlag.AlignTop)
    made = line(sign, said, spacing=0)
    made.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    return made


class ConnectionPage(QWidget):
    """A server's address, what there is to say of it, and the ways there and back."""

    chosen = Signal(str)
    over = Signal()  # what it is for was done
    left = Signal()

    def __init__(self, desk: Desk, acts: ConnectionActs) -> None:
        super().__init__()
        self.setObjectName("theGround")
        self._desk = desk
        self._acts = acts
        self.form = Form(desk, _FIELDS)
        self.strip = Strip()
        self.place = label(tone="quiet", wrap=True)
        self._found = QVBoxLayout()
        self._found.setSpacing(3)
        self.try_ = button(_("Test the connection"), self.attempt, "", "Ctrl+T")
        self.ca = button(_("Choose the CA file"), self._choose_ca, "link")
        self.own = button(_("Work with this computer's file"), self._use_own, "link")
        self.use = button(_("Use this database"), self._use, "primary", "Ctrl+S")
        self.there = button(_("Move the office there"), self._move_there)
        self.back = button(_("Move the office into a file"), self._move_back)
        self._build()
        below = QWidget()
        below.setLayout(line(self.ca, None))
        self.form.stand_below("ca_file", below, in_line=True)
        self.form.entered.connect(self.attempt)
        desk.tasks.read(self, lambda _progress: acts.now(), self._show_now)

    def _build(self) -> None:
        keep_if(self.there, self._acts.move is not None)
        self.back.hide()
        self.own.hide()
        words = label(
            _(
                "Several PCs work in one office through a PostgreSQL server. A test changes "
                "nothing, and says what is missing."
            ),
            tone="quiet",
            wrap=True,
        )
        own = line(None, self.own)
        ways = Flow(8, at_right=True)
        for one in (self.back, self.there, self.try_, self.use):
            ways.addWidget(one)
        foot = line(button(_("Back"), self.left.emit, "", "Esc"), ways)
        foot.setStretch(1, 1)
        head = label(_("Database connection"), "title")
        box = column(
            head, words, self.place, self.form, own, self._found, self.strip, foot, spacing=9
        )
        frame = card(box, 24)
        frame.setFixedWidth(_WIDTH)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.addStretch(1)
        # Between two springs, not aligned: else its height would be that of a wider frame.
        whole.addLayout(line(None, frame, None))
        whole.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolled(inside))  # what is found may need more than a low window has

    def _show_now(self, now: Now) -> None:
        self.place.setText(_("This PC works in: {place}").format(place=now.place))
        self.form.show_values(now.values)
        self.back.setVisible(now.on_server and self._acts.move is not None)
        self.own.setVisible(now.on_server and not now.fixed)
        if now.fixed:
            words = _(
                "ZHONGXIAO_DATABASE names the database on this PC: what is chosen here holds once "
                "it is taken away there."
            )
            self.strip.say(words, "careful")
            for one in (self.use, self.there, self.back):
                one.setEnabled(False)
        self.form.begin()

    def _choose_ca(self) -> None:
        kinds = _("Certificates (*.crt *.pem *.cer)")
        path = choose_file(self._desk, self, _("Choose the CA file"), kinds, "certificates")
        if path is not None:
            self.form.editor("ca_file").show_value(str(path))
            self.form.editor("tls").show_value("verify-full")

    # --- what is done -------------------------------------------------------------------

    def attempt(self) -> None:
        """Try what is typed, and show what is found."""
        self._try(lambda _good: None)

    def _try(self, then: Callable[[bool], None]) -> None:
        values = self.form.values()
        if values is None:
            return
        acts = self._acts
        self._busy(busy=True)

        def done(found: "Sequence[Finding]") -> None:
            self._busy(busy=False)
            self._show_found(found)
            then(all(one.tone != "wrong" for one in found))

        words = _("Test the connection")
        self._desk.tasks.read(
            self, lambda _progress: acts.attempt(values), done, self._failed, words=words
        )

    def _show_found(self, found: "Sequence[Finding]") -> None:
        self.strip.clear()
        empty(self._found)
        for one in found:
            tone = "" if one.tone == "good" else one.tone
            sign = label(_SIGNS[one.tone], tone=tone)
            self._found.addLayout(_beside(sign, label(one.words, tone=tone, wrap=True)))
            if one.do:
                self._found.addLayout(_beside(label(), label(one.do, tone="quiet", wrap=True)))
            if one.details:
                self._found.addLayout(_beside(label(), Details(one.details)))
            if one.run:
                copy = button(_("Copy the statements"), partial(self._copy, one.run), "link")
                self._found.addLayout(line(copy, None))

    def _copy(self, statements: str) -> None:
        QGuiApplication.clipboard().setText(statements)
        self.strip.say(_("Copied: whoever owns the database runs them there."), "good")

    def _use(self) -> None:
        def then(good: bool) -> None:
            if not good:
                self.strip.say(_("It can't be used yet: see above what is missing."))
                return
            values = self.form.values()
            self._change(lambda _progress: self._keep(values), _("Connected: sign in there."))

        self._try(then)

    def _use_own(self) -> None:
        words = _("This PC works with its own file again.")
        self._change(lambda _progress: self._keep(None), words)

    def _keep(self, values: Mapping[str, Any] | None) -> str:
        self._acts.use(values)
        return ""

    def _move_there(self) -> None:
        def then(good: bool) -> None:
            if not good:
                self.strip.say(_("It can't be moved there yet: see above what is missing."))
                return
            values = self.form.values()
            if values is not None:
                self._look_for_room(values)

        self._try(then)

    def _move_back(self) -> None:
        asked, kinds = _("Move the office into a file"), "SQLite (*.db)"
        wanted = choose_target(self._desk, self, asked, "office.db", kinds, "offices")
        if wanted is not None:
            self._look_for_room(wanted)

    def _look_for_room(self, target: Mapping[str, Any] | Path) -> None:
        """Nobody is asked to leave the office for a place that it can't be moved to."""
        room = self._acts.room
        self._busy(busy=True)

        def done(_nothing: object) -> None:
            self._busy(busy=False)
            self._ask_to_move(target)

        self._desk.tasks.read(self, lambda _progress: room(target), done, self._failed)

    def _ask_to_move(self, target: Mapping[str, Any] | Path) -> None:
        move = self._acts.move
        assert move is not None

        def confirmed() -> None:
            self._acts.moving()
            self._change(lambda progress: move(target, progress), "", _("Moving the office"))

        words = _(
            "Everybody leaves the office for it. All is copied and checked there; what stands "
            "here is kept, and marked as moved. Move it now?"
        )
        self.strip.ask(words, _("Move it"), confirmed, careful=True)

    def _change(self, work: Callable[[Progress], str], words: str, doing: str = "") -> None:
        def done(said: str) -> None:
            self.chosen.emit(said or words)
            self.over.emit()

        self._busy(busy=True)
        self._desk.tasks.change(self, work, done, self._failed, doing)

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        show_error(error, self.strip, self.form)

    def _busy(self, *, busy: bool) -> None:
        for one in (self.try_, self.use, self.there, self.back, self.own):
            one.setEnabled(not busy)
