"""A long day of signals doesn't end the program (a fault of PySide6 6.12 on Python 3.11)."""

import subprocess
import sys

DAY = """
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


def test_fifty_thousand_signals_leave_the_program_alive() -> None:
    run = subprocess.run([sys.executable, "-c", DAY], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "evening", run.stderr
    assert run.returncode == 0
