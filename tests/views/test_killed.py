"""The program is killed while a form is half filled, or as it is saved: what comes back then."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models import Collection
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
from tests.office import new_team
from tests.views.desk import list_page, open_desk, press, settle

TYPING = """
import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.memory import Memory
from desktop.views.kit.tasks import Tasks
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


SAVING = """
import os
from desktop.services import payments
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
record = payments.record_collection

def record_and_die(*given, **more):
    record(*given, **more)
    os.kill(os.getpid(), 9)

payments.record_collection = record_and_die
""" + TYPING.replace('"r1"', '"k1"').replace('Link("clients"', 'Link("payments"').replace(
    """    desktop.page("clients").panel.form.editor("name").control.setText("红星副食店")
    QTimer.singleShot(800, lambda: print("typed", flush=True))
""",
    """    panel = desktop.page("payments").panel
    for name, value in (("client", ("C1", "小店C1 (C1)")), ("amount", 12300)):
        panel.form.editor(name).show_value(value)
        panel.form.editor(name).changed.emit()
    QTimer.singleShot(600, panel.save)
""",
)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing there ends a process like kill -9")
def test_what_was_saved_as_it_was_killed_is_not_booked_again(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 10)]))
    command = [sys.executable, "-c", SAVING, sqlite_url, str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=environment, check=False, timeout=60)
    assert done.returncode < 0
    desktop = open_desk(qtbot, team.k1, tmp_path)
    desktop.open(Link("payments", do="new"))
    settle(qtbot, desktop)
    page = list_page(desktop, "payments")
    assert page.panel.form is not None
    assert page.panel.form.editor("amount").value() == 12300
    press(qtbot, desktop, "Ctrl+S")
    assert "SK-2026-00001" in desktop.foot.said.text()
    assert page.panel.form is None
    assert desktop.desk.memory.drafts("collection.new") == []
    with team.office.reading() as session:
        assert len(session.scalars(select(Collection)).all()) == 1


@pytest.mark.parametrize("kind", ["secret", "new_secret"])
def test_a_password_leaves_no_trace_with_the_key_of_its_form(qtbot: QtBot, kind: str) -> None:
    desk = Desk(None, Tasks(), Memory(Path()))  # type: ignore[arg-type]
    form = Form(desk, (Field("name", "Name"), Field("password", "Password", kind)))
    assert form.told({"name": "甲", "password": "三月春风"}) == {"name": "甲"}


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
