"""Work off the GUI thread: changes on one worker, reads on others.

``read`` and ``change`` are the only two words a page needs; both call back on the GUI thread,
and only while the widget that asked is still there.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QProgressDialog, QWidget
from shiboken6 import isValid

from desktop.basics.errors import DatabaseTrouble, OfficeGone
from desktop.basics.i18n import _
from desktop.views.kit.garbage import GarbageCollector
from desktop.views.kit.taskbar import taskbar

_PATIENCE_MS = 600
_GO_ON = QEvent.Type(QEvent.registerEventType())
READERS = 3  # a long answer leaves room for the short ones

Answer = TypeVar("Answer")
Work = Callable[["Progress"], Answer]
Then = Callable[[Answer], None]
Failed = Callable[[Exception], None]


@dataclass
class Progress:
    """What a work may ask and tell: whether it was cancelled, how far it is."""

    tell: Callable[[int, int, str], None] = lambda _done, _total, _words: None
    told: tuple[int, int, str] | None = None  # the last that was reported
    _cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def cancelled(self) -> bool:
        """Whether the person gave it up."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at the next good moment."""
        self._cancelled.set()

    def report(self, done: int, total: int, words: str = "") -> None:
        """Say how far it is."""
        self.told = done, total, words
        self.tell(done, total, words)


class _Signals(QObject):
    done = Signal(object)
    failed = Signal(object)
    told = Signal(int, int, str)


class _Job:
    def __init__(self, work: Work[Any]) -> None:
        self.signals = _Signals()
        self.progress = Progress(self.signals.told.emit)
        self.outdated = False  # a newer one of its slot is asked: nobody waits for this answer
        self._work = work

    def run(self) -> None:
        if self.outdated:
            self.signals.done.emit(None)
            return
        try:
            result = self._work(self.progress)
        except Exception as error:  # noqa: BLE001 - it is shown on the GUI thread
            self.signals.failed.emit(error)
        else:
            self.signals.done.emit(result)


class Tasks(QObject):
    """The workers of one window."""

    busy = Signal(bool)
    changed = Signal()
    troubled = Signal()  # the database couldn't be used

    def __init__(self, parent: QObject | None = None, failed: Failed | None = None) -> None:
        super().__init__(parent)
        self._failed = failed
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(READERS)
        self._changer = QThreadPool(self)
        self._changer.setMaxThreadCount(1)
        self._open: set[_Job] = set()
        self._changes: set[_Job] = set()
        self._ahead: set[_Job] = set()
        self._behind: list[_Job] = []
        self._over: list[_Job] = []
        self._patience: dict[_Job, QProgressDialog] = {}
        self._ended = False
        self._newest: dict[tuple[int, str], _Job] = {}
        GarbageCollector(self)

    def read(
        self,
        parent: QObject,
        work: Work[Answer],
        then: Then[Answer],
        failed: Failed | None = None,
        slot: str = "",
        words: str = "",
        *,
        ahead: bool = False,
    ) -> None:
        """Read for a widget; of several reads in one ``slot`` only the newest is shown.

        With ``words`` a progress dialog with cancel comes up when it takes long. One that goes
        ``ahead`` is short, and somebody looks at its place already: what is asked after it is
        begun once it is painted, since Python lets only one of them go on at a time.
        """
        if self._ended:
            return
        job = _Job(work)
        if ahead:
            self._ahead.add(job)
        if slot:
            if before := self._newest.get((id(parent), slot)):
                before.outdated = True
            self._newest[(id(parent), slot)] = job
        self._start(self._readers, job, parent, then, failed, slot)
        if words and isinstance(parent, QWidget):
            self._show_patience(job, parent, words)

    def change(
        self,
        parent: QObject,
        work: Work[Answer],
        then: Then[Answer],
        failed: Failed | None = None,
        words: str = "",
    ) -> None:
        """Change something; a progress dialog with cancel comes up when it takes long."""
        if self._ended:
            return
        job = _Job(work)
        self._changes.add(job)

        def finished(result: Answer) -> None:
            then(result)
            self.changed.emit()

        self._start(self._changer, job, parent, finished, failed, "")
        if isinstance(parent, QWidget):
            self._show_patience(job, parent, words)

    def on_failure(self, failed: Failed) -> None:
        """Who is told of a failure that the asker doesn't handle itself."""
        self._failed = failed

    def tell(self, error: Exception) -> None:
        """Show a failure whose place was left meanwhile."""
        if self._failed is not None:
            self._failed(error)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._open

    @property
    def changing(self) -> bool:
        """Whether a change is under way, or waits for one that is."""
        return bool(self._changes & self._open)

    def asks(self, parent: QObject, slot: str) -> bool:
        """Whether a read of this widget's is under way in a slot."""
        return (id(parent), slot) in self._newest

    def end(self) -> None:
        """Wait for the workers as their window ends, and begin nothing more.

        What is shown while it goes may ask again; its pools would be destroyed with that begun.
        """
        self._ended = True
        self.wait()

    def wait(self) -> None:
        """Give up what is read, and wait for the workers."""
        for job in list(self._open):
            job.progress.cancel()
        for job in self._behind:
            self._close(job)
        self._behind.clear()
        self._readers.waitForDone(3000)
        self._changer.waitForDone(10_000)
        self._let_go()

    def _start(
        self,
        pool: QThreadPool,
        job: _Job,
        parent: QObject,
        then: Then[Answer],
        failed: Failed | None,
        slot: str,
    ) -> None:
        def wanted() -> bool:
            self._close(job)
            if slot and self._newest.get((id(parent), slot)) is not job:
                return False
            self._newest.pop((id(parent), slot), None)
            return isValid(parent)

        def on_done(result: Answer) -> None:
            try:
                if wanted():
                    then(result)
            finally:
                self._pass(job)

        def on_failed(error: Exception) -> None:
            self._pass(job)
            if isinstance(error, DatabaseTrouble) and not isinstance(error, OfficeGone):
                self.troubled.emit()
            if not wanted():
                return
            answer = failed or self._failed
            if answer is None:
                raise error
            answer(error)

        self._let_go()
        relay = _Relay(self, on_done, on_failed)
        job.signals.done.connect(relay.done, Qt.ConnectionType.QueuedConnection)
        job.signals.failed.connect(relay.failed, Qt.ConnectionType.QueuedConnection)
        if not self._open:
            self.busy.emit(True)
        self._open.add(job)
        self._begin(pool, job)

    def _begin(self, pool: QThreadPool, job: _Job) -> None:
        """Put a job in line, unless something goes ahead of it."""
        if pool is self._readers and self._ahead and job not in self._ahead:
            self._behind.append(job)
        else:
            pool.start(job.run)  # PySide holds a QRunnable for good, and with it what was asked

    def _let_go(self) -> None:
        """Let go of what is over, once no worker can hold the last of it.

        A worker still leaves ``run`` when its answer is here already; were its job's signals
        destroyed there, the program would crash, seldom and anywhere.
        """
        if not (self._readers.activeThreadCount() or self._changer.activeThreadCount()):
            self._over.clear()

    def _close(self, job: _Job) -> None:
        self._open.discard(job)
        self._changes.discard(job)
        self._over.append(job)
        # Not by the job's own signals: it may end while its dialog is only being made.
        if dialog := self._patience.pop(job, None):
            _put_away(dialog)
        self._let_go()
        if not self._open:
            self.busy.emit(False)

    def _pass(self, job: _Job) -> None:
        """What went ahead is shown: what waited for it follows, after the painting of it."""
        if job in self._ahead:
            self._ahead.discard(job)
            # Painting is asked for in the same way, and so comes first; a timer would outrun it.
            low = Qt.EventPriority.LowEventPriority.value
            QCoreApplication.postEvent(self, QEvent(_GO_ON), low)

    def customEvent(self, event: QEvent) -> None:
        if event.type() != _GO_ON or self._ahead:
            return
        behind, self._behind = self._behind, []
        for job in behind:
            self._begin(self._readers, job)

    def _show_patience(self, job: _Job, parent: QWidget, words: str) -> None:
        def show() -> None:
            if job not in self._open or not isValid(parent):
                return
            dialog = QProgressDialog(waiting(words), _("Cancel"), 0, 0, parent)
            dialog.setWindowModality(Qt.WindowModality.WindowModal)
            dialog.setMinimumDuration(0)
            dialog.canceled.connect(job.progress.cancel)
            dialog.canceled.connect(parent.window().activateWindow)
            job.signals.told.connect(lambda done, total, said: _tell(dialog, done, total, said))
            self._patience[job] = dialog
            if job.progress.told is not None:
                _tell(dialog, *job.progress.told)
            else:
                _tell_taskbar(dialog, 0, 0)
            dialog.show()

        QTimer.singleShot(_PATIENCE_MS, self, show)


def _put_away(dialog: QProgressDialog) -> None:
    """Close a progress dialog; the keys go back to the window, which not every system sees to."""
    if not isValid(dialog):
        return
    had_keys, parent = dialog.isActiveWindow(), dialog.parentWidget()
    bar = taskbar()
    if bar is not None and parent is not None:
        bar.clear(int(parent.window().winId()))
    dialog.reset()
    dialog.deleteLater()
    if had_keys and parent is not None:
        parent.window().activateWindow()


class _Relay(QObject):
    """Lives on the GUI thread, so what it is told by a worker is called there."""

    def __init__(self, parent: QObject, done: Then[Any], failed: Failed) -> None:
        super().__init__(parent)
        self._answers: tuple[Then[Any], Failed] | None = (done, failed)

    @Slot(object)
    def done(self, result: object) -> None:
        if answers := self._leave():
            answers[0](result)

    @Slot(object)
    def failed(self, error: object) -> None:
        assert isinstance(error, Exception)
        if answers := self._leave():
            answers[1](error)

    def _leave(self) -> tuple[Then[Any], Failed] | None:
        # Whom it answers may hold its parent: it must not be the last that does as it is deleted.
        answers, self._answers = self._answers, None
        self.deleteLater()
        return answers


def waiting(words: str) -> str:
    """What is said while something is done, by its words or those of its step."""
    if not words:
        return _("Working …")
    return words if words.endswith("…") else _("{doing} …").format(doing=words)


def _tell(dialog: QProgressDialog, done: int, total: int, words: str) -> None:
    if isValid(dialog):
        dialog.setMaximum(total)
        dialog.setValue(min(done, total))
        if words:
            dialog.setLabelText(words)
        _tell_taskbar(dialog, done, total)


def _tell_taskbar(dialog: QProgressDialog, done: int, total: int) -> None:
    bar, parent = taskbar(), dialog.parentWidget()
    if bar is not None and parent is not None:
        bar.show(int(parent.window().winId()), done, total)
