"""The program is killed while a form is half filled: the draft is there at the next start."""

import os
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.views.desk import Link
from desktop.views.page import ListPage
from tests.office import new_team
from tests.views.desk import open_desk, settle

TYPING = """
import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.services.database import open_database, read_url
from desktop.services.office import Office
from desktop.views.desk import Desk, Link
from desktop.views.memory import Memory
from desktop.views.tasks import Tasks
from desktop.views.window import Desktop

app = QApplication([])
office = Office(open_database(read_url(sys.argv[1])))
signed_in = office.on(date(2026, 1, 5), office.find_person("r1"))
memory = Memory(Path(sys.argv[2])).of("office", "r1")
desktop = Desktop(Desk(signed_in, Tasks(), memory))
desktop.show()
desktop.start()
desktop.open(Link("clients", do="new"))

def type_in():
    desktop.page("clients").panel.form.editor("name").control.setText("红星副食店")
    QTimer.singleShot(800, lambda: print("typed", flush=True))

QTimer.singleShot(400, type_in)
app.exec()
"""


def test_what_was_typed_survives_the_kill(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> None:
    team = new_team(sqlite_url)
    with subprocess.Popen(
        [sys.executable, "-c", TYPING, sqlite_url, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    ) as typing:
        assert typing.stdout is not None
        assert typing.stdout.readline().strip() == "typed"
        typing.kill()
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients", do="new"))
    settle(qtbot, desktop)
    page = desktop.page("clients")
    assert isinstance(page, ListPage)
    assert page.panel.form is not None
    assert page.panel.form.editor("name").value() == "红星副食店"
