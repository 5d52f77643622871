"""Which database a PC works in is tried, kept and moved to, from the start window and the desk."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import MainWindow
from desktop.basics.errors import Refused
from desktop.connecting import is_begun
from desktop.offices import own_database
from desktop.services.database import open_database
from desktop.services.engine import connect, read_url
from desktop.services.kept_connection import keep_connection, kept_connection
from desktop.services.server_address import address_of, address_values
from desktop.services.standing import OfficeMoved
from desktop.views.kit.parts import Strip
from desktop.views.sign_in.connection import ConnectionPage
from tests.door import Door
from tests.office import new_team
from tests.postgres import UNIX, Server
from tests.views.desk import rest
from tests.views.program import Begin, begun

pytestmark = pytest.mark.skipif(not UNIX, reason="the tests' server has a Unix socket here")


@pytest.fixture
def door(postgres_server: Server) -> Iterator[Door]:
    made = Door(postgres_server.address.partition("=")[2])
    yield made
    made.shut()


@pytest.fixture
def begin(qtbot: QtBot, tmp_path: Path) -> Iterator[Begin]:
    with begun(qtbot, tmp_path) as window:
        yield window


def connection_page(qtbot: QtBot, window: MainWindow) -> ConnectionPage:
    window.show_connection()
    rest(qtbot, window, window.tasks)
    return window.findChildren(ConnectionPage)[-1]


def typed(page: ConnectionPage, door: Door, database: str | None) -> None:
    values = {"host": "127.0.0.1", "port": door.port, "database": database, "user": "postgres"}
    for name, value in values.items():
        page.form.editor(name).show_value(value)


def said(page: ConnectionPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_a_connection_is_tried_and_chosen_from_the_start_window(
    qtbot: QtBot, begin: Begin, door: Door, postgres_url: str, tmp_path: Path
) -> None:
    new_team(postgres_url).office.engine.dispose()
    new_team(str(tmp_path / "office.db")).office.engine.dispose()
    window = begin()
    page = connection_page(qtbot, window)
    page.attempt()
    rest(qtbot, window, window.tasks)
    assert page.form.note("host")
    typed(page, door, "no_such_office")
    page.use.click()
    rest(qtbot, window, window.tasks)
    assert "no_such_office" in said(page)
    assert page.strip.words
    assert kept_connection(tmp_path) is None
    typed(page, door, read_url(postgres_url).database)
    page.use.click()
    rest(qtbot, window, window.tasks)
    assert window.sign_in.isVisible()
    assert window.office is not None
    assert window.office.engine.dialect.name == "postgresql"
    page = connection_page(qtbot, window)
    assert page.form.editor("port").value() == door.port
    page.own.click()
    rest(qtbot, window, window.tasks)
    assert window.office.engine.dialect.name == "sqlite"


def test_an_empty_database_asks_nobody_to_sign_in(
    qtbot: QtBot, begin: Begin, door: Door, postgres_url: str, tmp_path: Path
) -> None:
    new_team(str(tmp_path / "office.db")).office.engine.dispose()
    window = begin()
    page = connection_page(qtbot, window)
    typed(page, door, read_url(postgres_url).database)
    page.use.click()
    rest(qtbot, window, window.tasks)
    assert not window.sign_in.isVisible(), window.centralWidget().currentWidget()
    assert window.sign_in.strip.words == ""


def test_whoever_looks_after_the_office_moves_it_to_the_server_and_back(
    qtbot: QtBot,
    begin: Begin,
    door: Door,
    postgres_server: Server,
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new_team(str(tmp_path / "office.db")).office.engine.dispose()
    window = begin()
    window.sign_in.given.emit("ad", "")
    rest(qtbot, window, window.tasks)
    assert window.desktop is not None
    window.desktop.desk.connection.emit()
    rest(qtbot, window, window.tasks)
    page = window.findChildren(ConnectionPage)[-1]
    assert not page.back.isVisible()
    with postgres_server.database() as used:
        new_team(used).office.engine.dispose()
        typed(page, door, read_url(used).database)
        page.there.click()
        rest(qtbot, window, window.tasks)
        assert "不是空的" in page.strip.words
        assert not page.strip.still_asks()
        assert window.desktop is not None  # nobody left the office for it
    typed(page, door, read_url(postgres_url).database)
    page.there.click()
    rest(qtbot, window, window.tasks)
    page.findChildren(Strip)[-1]._answer(True)
    rest(qtbot, window, window.tasks)
    assert window.sign_in.isVisible()
    assert window.office is not None
    assert window.office.engine.dialect.name == "postgresql"
    assert "已搬好" in window.sign_in.strip.words
    with pytest.raises(OfficeMoved):
        open_database(read_url(str(tmp_path / "office.db")))

    window.sign_in.given.emit("ad", "")
    rest(qtbot, window, window.tasks)
    page = connection_page(qtbot, window)
    back = tmp_path / "back.db"
    monkeypatch.setattr("desktop.views.sign_in.connection.choose_target", lambda *_given: back)
    assert page.back.isVisible()
    page.back.click()
    rest(qtbot, window, window.tasks)
    assert page.strip.still_asks()
    page.strip._answer(True)
    rest(qtbot, window, window.tasks)
    assert own_database(tmp_path).database == str(back)
    assert window.office.engine.dialect.name == "sqlite"
    assert "已搬好" in window.sign_in.strip.words


def test_a_server_that_is_away_in_the_morning_is_waited_for(
    qtbot: QtBot, begin: Begin, door: Door, postgres_url: str, tmp_path: Path
) -> None:
    """Its PC was switched on after this one: the office opens by itself, nothing typed is lost."""
    new_team(postgres_url).office.engine.dispose()
    keep_connection(tmp_path, door.url(str(read_url(postgres_url).database)))
    door.shut()
    window = begin()
    page = window.sign_in
    assert str(door.port) in page.strip.words
    page.given.emit("ad", "")  # who signs in is told again
    rest(qtbot, window, window.tasks)
    assert str(door.port) in page.strip.words
    assert window.desktop is None
    page.password.setText("typed meanwhile")
    page.password.deselect()
    qtbot.wait(4_000)  # it looked again
    assert not page.password.hasSelectedText()
    door.open()
    qtbot.waitUntil(lambda: window.office is not None, timeout=15_000)
    assert not page.strip.words
    assert page.password.text() == "typed meanwhile"
    page.given.emit("ad", "")
    rest(qtbot, window, window.tasks)
    assert window.desktop is not None


def test_a_server_that_is_away_is_no_fault_of_the_program(
    qtbot: QtBot, begin: Begin, door: Door, postgres_url: str, tmp_path: Path
) -> None:
    new_team(postgres_url).office.engine.dispose()
    keep_connection(tmp_path, door.url(str(read_url(postgres_url).database)))
    window = begin()
    window.sign_in.given.emit("ad", "")
    rest(qtbot, window, window.tasks)
    door.shut()
    window.leave_desk()  # who may sign in is asked then
    rest(qtbot, window, window.tasks)
    assert not [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert "服务器" in window.sign_in.strip.words
    assert is_begun(tmp_path)  # the training office still leads back to it
    window.sign_in.password.setText("typed meanwhile")
    door.open()
    qtbot.waitUntil(lambda: not window.sign_in.strip.words, timeout=15_000)  # goes by itself
    assert window.sign_in.password.text() == "typed meanwhile"
    window.sign_in.given.emit("ad", "")
    rest(qtbot, window, window.tasks)
    assert window.desktop is not None


def test_who_may_not_move_the_office_may_try_a_connection(
    qtbot: QtBot, begin: Begin, door: Door, tmp_path: Path
) -> None:
    new_team(str(tmp_path / "office.db")).office.engine.dispose()
    window = begin()
    window.sign_in.given.emit("r1", "")
    rest(qtbot, window, window.tasks)
    page = connection_page(qtbot, window)
    assert not page.there.isVisible()
    assert page.try_.isVisible()
    page.left.emit()
    rest(qtbot, window, window.tasks)
    assert window.desktop is not None
    assert window.desktop.isVisible()


def test_rights_that_are_missing_can_be_copied_as_statements(
    qtbot: QtBot, begin: Begin, door: Door, postgres_server: Server, postgres_url: str
) -> None:
    new_team(postgres_url).office.engine.dispose()
    postgres_server.execute("CREATE ROLE lacking LOGIN")
    try:
        window = begin()
        page = connection_page(qtbot, window)
        typed(page, door, read_url(postgres_url).database)
        page.form.editor("user").show_value("lacking")
        page.attempt()
        rest(qtbot, window, window.tasks)
        next(one for one in page.findChildren(QPushButton) if one.text() == "复制授权语句").click()
        copied = QGuiApplication.clipboard().text()
        assert 'TO "lacking"' in copied
        owner = connect(read_url(postgres_url))
        with owner.begin() as connection:
            for statement in copied.splitlines():
                connection.exec_driver_sql(statement)
        page.attempt()
        rest(qtbot, window, window.tasks)
        assert "权限" not in said(page)
        with owner.begin() as connection:
            connection.exec_driver_sql("DROP OWNED BY lacking")
        owner.dispose()
    finally:
        postgres_server.execute("DROP ROLE lacking")


def test_the_note_of_a_connection_is_for_its_owner_alone(tmp_path: Path) -> None:
    keep_connection(tmp_path, "postgresql://u:secret@server/office")
    note = tmp_path / "connection.json"
    assert stat.S_IMODE(note.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    assert json.loads(note.read_text())["database"].endswith("/office")
    assert own_database(tmp_path).host == "server"
    note.write_text("{")
    assert own_database(tmp_path).get_backend_name() == "sqlite"


def test_an_address_is_read_as_it_was_written() -> None:
    typed = {"host": "db", "port": 5433, "database": "office", "user": "worker", "password": "x"}
    verified = {**typed, "tls": "verify-full", "ca_file": "/ca.crt"}
    url = address_of(verified)
    assert url.query == {"sslmode": "verify-full", "sslrootcert": "/ca.crt"}
    kept = url.render_as_string(hide_password=False)
    shown = address_values(kept)
    assert {name: shown[name] for name in ("host", "port", "tls", "ca_file")} == {
        "host": "db",
        "port": 5433,
        "tls": "verify-full",
        "ca_file": "/ca.crt",
    }
    assert "password" not in shown
    again = {**typed, "password": ""}
    assert address_of(again, kept).password == "x"
    assert address_of({**again, "host": "other"}, kept).password is None
    for wrong in ({"host": "a b"}, {"port": 70_000}, {"tls": "verify-full"}):
        with pytest.raises(Refused) as refused:
            address_of({**typed, **wrong})
        assert refused.value.field == ({"tls": "ca_file"}.get(next(iter(wrong)), next(iter(wrong))))
