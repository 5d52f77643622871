"""The program with its window: settings → sign-in painted at once → database → the desk.

SQLAlchemy and everything on it are loaded after the first paint, off the GUI thread.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from desktop.basics.errors import OfficeError, Refused
from desktop.basics.i18n import _
from desktop.updating import Updating
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.geometry import keep_geometry, restore_geometry
from desktop.views.kit.memory import Memory
from desktop.views.kit.outside import forget_shown
from desktop.views.kit.tasks import Progress, Tasks
from desktop.views.sign_in.lock import Locking
from desktop.views.sign_in.page import SignInPage
from desktop.views.sign_in.until_there import UntilThere
from desktop.views.until_back import UntilBack

if TYPE_CHECKING:
    from desktop.offices import Opened
    from desktop.services.change import Person
    from desktop.services.office import Office
    from desktop.views.sign_in.connection import ConnectionPage
    from desktop.views.sign_in.restore import RestorePage
    from desktop.views.sign_in.start import StartPage
    from desktop.views.sign_in.update import UpdatePage
    from desktop.views.window import Desktop


class MainWindow(QMainWindow):
    """Holds the sign-in page, then the desk of whoever signed in."""

    def __init__(self, folder: Path, *, training: bool, backup: Path | None = None) -> None:
        super().__init__()
        self._backup = backup  # a person opened it outside: it is offered to be restored
        self.setWindowTitle("众小")
        self.setMinimumSize(1040, 640)
        self._folder = folder
        self._training = training
        self.memory = Memory(folder / "window")
        self.tasks = Tasks(self, self.fault)
        self.updates = Updating(self, folder, self._nobodys_desk, self._own, self.may_leave)
        self.updates.page.connect(self._visit)
        self.updates.started.connect(self.close)
        self.office: Office | None = None
        self.desktop: Desktop | None = None
        self._day: date | None = None
        self._warning = ""
        self._waiting: tuple[str, str] | None = None
        self._away = False  # nobody of this window is in its office, which is being moved
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.locking = Locking(self, self._stack, self.tasks)
        self.locking.left.connect(self.leave_desk)
        self.sign_in = self._make_sign_in()
        self._until_there = UntilThere(self.sign_in, self.open_office)
        strip = self.sign_in.strip
        self._until_back = UntilBack(self, self.tasks, self._unseen, self._refresh_people, strip)
        restore_geometry(self, self.memory)

    # --- signing in ---------------------------------------------------------------------

    @property
    def _corner(self) -> str:
        return "training" if self._training else "own"

    def _make_sign_in(self) -> SignInPage:
        known = self.memory.get(f"people.{self._corner}", [])
        people = [(str(code), str(words)) for code, words in known]
        page = SignInPage(
            self.memory.get(f"office.{self._corner}", ""),
            people,
            self.memory.get(f"last.{self._corner}", ""),
        )
        page.given.connect(self._sign_in)
        page.chosen.connect(self._sign_in)
        page.own_office.connect(lambda: self._go_to(training=False))
        page.start_office.connect(self.start_office)
        page.restore_backup.connect(self.restore_backup)
        page.connection.connect(self.show_connection)
        page.look_at_training.connect(lambda: self._go_to(training=True))
        page.newer_wanted.connect(self.updates.asked)
        self.updates.looked_anew.connect(lambda: page.show_newer(self.updates.headline))
        page.training.setVisible(not self._training)
        self._stack.addWidget(page)
        return page

    def open_office(self) -> None:
        """Open the database off the GUI thread; a new office is offered when there is none."""
        training, folder = self._training, self._folder

        def work(progress: Progress) -> "Opened | None":
            from desktop.offices import open_for_window

            return open_for_window(folder, training=training, progress=progress.report)

        words = _("Building the training office") if training else ""
        self.tasks.change(self, work, self._opened, self._not_opened, words)

    def _opened(self, found: "Opened | None") -> None:
        self._until_there.over()
        if found is None:
            self.sign_in.strip.clear()  # it may say to whom to sign in
            words = _("No office here yet")
            self.sign_in.show_office(words, training=False, here=False)
            self.sign_in.show_own(own=False, training=False)
            self._begin_or_restore()
            return
        if self._backup is not None:
            QTimer.singleShot(0, self, self.restore_backup)
        self.office, self._day, self._warning = found.office, found.day, found.warning
        if found.advice and self.memory.get("advised", "") != found.advice:
            self._warning = f"{found.warning} {found.advice}".strip()
            self.memory.put("advised", found.advice)  # said once for each place
        self.memory.put(f"office.{self._corner}", found.name)
        self.sign_in.show_office(found.name, training=self._training)
        self._show_people(found.people)
        self.updates.follow(found.updates)
        self._look_for_own()
        if self._waiting is not None:
            self._sign_in(*self._waiting)

    def _begin_or_restore(self) -> None:
        """Where no office is: begin one, unless there are backups of one that is gone."""
        from desktop.connecting import has_backups

        def found(backups: bool) -> None:
            begin = self.restore_backup if backups else self.start_office
            begin()

        opened, folder = self._backup, self._folder
        self.tasks.read(
            self, lambda _progress: bool(opened) or has_backups(folder), found, slot="own"
        )

    def _show_people(self, people: list[tuple[str, str]]) -> None:
        self.memory.put(f"people.{self._corner}", people)
        self.sign_in.show_people(people, self.memory.get(f"last.{self._corner}", ""))

    def _look_for_own(self) -> None:
        """Offer the way back from the training office, and no second beginning."""
        from desktop.connecting import is_begun

        folder, training = self._folder, self._training

        def found(own: bool) -> None:
            self.sign_in.show_own(own=own, training=training)

        self.tasks.read(self, lambda _progress: not training or is_begun(folder), found, slot="own")

    def _unseen(self) -> "Office | None":
        """The office while no desk is seen that looks after its database itself."""
        seen = self.desktop is not None and self.locking.page is None
        return None if seen else self.office

    def _refresh_people(self) -> None:
        """Who may sign in now: people come and go while a window is open."""
        office = self.office
        if office is None:
            return

        def work(_progress: object) -> list[tuple[str, str]]:
            from desktop.queries.staff import people_who_sign_in

            with office.reading() as session:
                return people_who_sign_in(session)

        def found(people: list[tuple[str, str]]) -> None:
            if office is self.office:
                self._show_people(people)

        self.tasks.read(self, work, found, slot="people")

    def _not_signed_in(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field == "new_password":
            self.sign_in.ask_new(error.message)
        else:
            self._not_opened(error)

    def _not_opened(self, error: Exception) -> None:
        # What only a newer program can open says where one may lie.
        self.updates.follow(getattr(error, "updates", ""), getattr(error, "version", ""))
        if not isinstance(error, OfficeError):
            self.fault(error)
        elif self.office is not None:
            passing = getattr(error, "passing", False)
            self.sign_in.refuse(error.message, error.details, passing=passing)
        else:
            self._waiting = None
            self._until_there.failed(error)

    def _sign_in(self, code: str, password: str, new_password: str | None = None) -> None:
        office = self.office
        if office is None:
            self._waiting = (code, password)
            self._until_there.ask()
            return
        self._waiting = None
        self.sign_in.setEnabled(False)
        day = self._day

        def work(_progress: object) -> "Person":
            from desktop.services.staff import sign_in
            from desktop.views.pages import load_desk

            load_desk()
            return sign_in(office, code, password, new_password)

        def entered(person: "Person") -> None:
            self.sign_in.forget()
            self.memory.put(f"last.{self._corner}", person.code)
            # With no day of its own the office is on whatever day it is, past midnight too.
            self.show_desk(office.on(day, person))

        self.tasks.read(self, work, entered, self._not_signed_in)

    def show_desk(self, office: "Office") -> None:
        """The window of the person who signed in."""
        from desktop.views.window import Desktop

        person = office.person
        assert person is not None
        memory = self.memory.of(str(office.engine.url), person.code)
        desk = Desk(office, self.tasks, memory, self._backups(), self.updates)
        desk.replaced.connect(self._reopen)
        desk.connection.connect(self.show_connection)
        if self.desktop is not None:
            self.leave_desk()
        self.desktop = Desktop(desk, self._training)
        self.desktop.signed_out.connect(self.leave_desk)
        self.desktop.other_office.connect(self._to_other_office)
        self.desktop.password_changed.connect(self.locking.watch)
        self.locking.idle.connect(self.desktop.flush)
        self.desktop.dismissed.connect(self._dismissed)
        self.desktop.rights_changed.connect(self._rights_changed)
        self._stack.addWidget(self.desktop)
        self._stack.setCurrentWidget(self.desktop)
        self.desktop.start()
        if self._warning:
            self.desktop.strip.say(self._warning, "careful")
        self.locking.begin(desk, self.desktop)

    def _backups(self) -> Path | None:
        """Where backups lie; the training office has none."""
        if self._training:
            return None
        from desktop.offices import backup_folder

        return backup_folder(self._folder)

    def _reopen(self) -> None:
        """Another office stands there now (a backup was restored): open it, and sign in anew."""
        self.leave_desk()
        self.office, self._away = None, False
        self.open_office()

    def leave_desk(self) -> None:
        """Sign out: what is typed is kept, and somebody else can sign in."""
        self.locking.end()
        forget_shown()
        if self.desktop is not None:
            self.desktop.leave()
            self.desktop.hide()
            self.desktop.deleteLater()
            self.desktop = None
            self.tasks.on_failure(self.fault)
        self._stack.setCurrentWidget(self.sign_in)
        self.sign_in.strip.clear()
        self.sign_in.forget()
        self.sign_in.password.setFocus()
        self._refresh_people()

    def _dismissed(self, words: str) -> None:
        """Whoever was signed in doesn't work here any more."""
        self.leave_desk()
        self.sign_in.strip.say(words)

    def _rights_changed(self, person: "Person") -> None:
        """The window offers what the person may do now; what is typed is kept."""
        if self.office is None or self.desktop is None or self.locking.page is not None:
            return
        thrown = self.desktop.desk.thrown
        self.show_desk(self.office.on(self._day, person))
        self.desktop.desk.hold(thrown)
        self.desktop.strip.say(_("What you may do was changed just now."), "careful")

    # --- offices ------------------------------------------------------------------------

    def start_office(self) -> None:
        """The form of a new office; whoever begins it is signed in by what was just typed."""
        from desktop.connecting import start_page

        def started(code: str, password: str) -> None:
            self.memory.put("last.own", code)
            self._waiting = (code, password)
            self._go_to(training=False)

        page = start_page(self._folder, self._nobodys_desk())
        page.started.connect(started)
        page.look_at_training.connect(lambda: self._go_to(training=True))
        page.restore_backup.connect(self.restore_backup)
        page.connection.connect(self.show_connection)
        self._visit(page)

    def restore_backup(self, opened: Path | None = None) -> None:
        """Put a backup (``opened`` outside) in the place of our office, open or not."""
        from desktop.connecting import restore_acts
        from desktop.views.sign_in.restore import RestorePage

        def restored(words: str) -> None:
            self._go_to(training=False)
            self.sign_in.strip.say(words, "good")

        acts = restore_acts(self._folder, self._own())
        page = RestorePage(self._nobodys_desk(), *acts, opened or self._backup)
        self._backup = None
        page.restored.connect(restored)
        self._visit(page)

    def show_connection(self) -> None:
        """Which database this PC works in: tried, chosen, moved to (also while one works here)."""
        from desktop.connecting import connection_acts
        from desktop.views.sign_in.connection import ConnectionPage

        def chosen(words: str) -> None:
            self._away = False
            if self.desktop is not None:
                self.leave_desk()
            self._go_to(training=False)
            self.sign_in.strip.say(words, "good")

        desk = None if self._training or self.desktop is None else self.desktop.desk
        acts = connection_acts(self._folder, desk, self._leave_office)
        page = ConnectionPage(self._nobodys_desk(), acts)
        page.chosen.connect(chosen)
        self._visit(page)

    def _leave_office(self) -> None:
        """Sign out for good: nobody of this window asks the office anything any more."""
        page = self._stack.currentWidget()
        self.office, self._away = None, True
        if self.desktop is not None and page is not None:
            self.leave_desk()
            self._stack.setCurrentWidget(page)

    def _own(self) -> "Office | None":
        return None if self._training else self.office

    def _nobodys_desk(self) -> Desk:
        return Desk(None, self.tasks, self.memory)  # type: ignore[arg-type]

    def _visit(self, page: "StartPage | RestorePage | ConnectionPage | UpdatePage") -> None:
        """Show a page until it is left, or what it is for was done."""

        def leave() -> None:
            self._stack.setCurrentWidget(self.desktop or self.sign_in)
            if self._away:
                self._reopen()
            page.deleteLater()

        page.left.connect(leave)
        page.over.connect(leave)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _to_other_office(self) -> None:
        """From the desk to the other office: signed out of this one, what is typed is kept."""
        self.leave_desk()
        self._go_to(training=not self._training)

    def _go_to(self, *, training: bool) -> None:
        if self.office is not None:
            self.office.engine.dispose()  # nobody of this window is in it any more
        self._training = training
        self.office = None
        self.updates.follow("")
        self._until_there.over()
        self.sign_in.strip.clear()
        self.sign_in.forget()
        self.open_office()

    def fault(self, error: Exception) -> None:
        """Show what nobody else caught."""
        if isinstance(error, OfficeError) and self.desktop is not None:
            self.desktop.show_error(error)
        else:
            show_error(error, self.sign_in.strip)

    def may_leave(self) -> bool:
        """Whether nothing would be lost for good; else what holds it is shown, and said."""
        return self.desktop is None or self.desktop.may_leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        if self.desktop is not None:
            self.desktop.leave()
        keep_geometry(self, self.memory)
        self.tasks.end()
        super().closeEvent(event)
