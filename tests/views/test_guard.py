"""The guard of the GUI thread itself."""

import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication

from tests.views.conftest import LONGEST_S, Guard, processor_clock


def work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


@pytest.mark.skipif(
    not hasattr(time, "pthread_getcpuclockid"), reason="no clock of another thread's work here"
)
def test_it_sees_what_works_too_long(qapp: QCoreApplication) -> None:
    guard = Guard(qapp)
    guard.watching = True
    work(LONGEST_S * 8)
    guard.stop()
    assert len(guard.found) == 1
    assert "on the GUI thread" in guard.found[0]


def test_where_there_is_no_such_clock_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "pthread_getcpuclockid", raising=False)
    with pytest.warns(UserWarning, match="go unseen"):
        spent = processor_clock(threading.main_thread())
    assert spent() == 0.0
