"""A long day in the window doesn't end the program (a fault of PySide6 6.12 on Python 3.11)."""

import os
import subprocess
import sys

import pytest

SIGNALS = """
from PySide6.QtCore import QCoreApplication, QObject, Signal
import desktop.views

class Bell(QObject):
    rang = Signal(object)

app = QCoreApplication([])
bell = Bell()
for _ring in range(50_000):
    bell.rang.emit(True)
print("evening")
"""
QUESTIONS = """
from PySide6.QtWidgets import QApplication, QLabel
import desktop.views

app = QApplication([])
label = QLabel()
for _look in range(50_000):
    label.parentWidget(), label.buddy(), label.focusProxy()
print("evening")
"""


@pytest.mark.parametrize("day", [SIGNALS, QUESTIONS], ids=["signals", "questions"])
def test_fifty_thousand_of_them_leave_the_program_alive(day: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", day],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert run.stdout.strip() == "evening", run.stderr
    assert run.returncode == 0
