"""A newer version in the window: offered quietly, and installed when asked."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine, text

from desktop.app import MainWindow
from desktop.basics.drafts.office import UpdatesDraft
from desktop.models import OfficeProfile
from desktop.queries.settings import updates_detail
from desktop.services import updates as service
from desktop.services.backup import backups_in
from desktop.services.settings import set_updates_folder
from desktop.services.updates import look_for_update
from desktop.views.kit.desk import Link
from desktop.views.kit.tasks import Progress
from desktop.views.sign_in.update import UpdatePage
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.released import Share
from tests.views.desk import list_page, open_desk, press, rest, settle
from tests.views.program import Begin, begun

UPDATES = 12  # the section of the settings


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Share:
    """A share in which 9.3.0 lies, signed by a key that this program knows."""
    made = Share(tmp_path / "共享")
    made.release()
    monkeypatch.setattr(service, "release_keys", lambda: made.keys)
    return made


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    """The office of this computer, with its team."""
    file = tmp_path / "home" / "office.db"
    file.parent.mkdir()
    new_team(f"sqlite:///{file.as_posix()}").office.engine.dispose()
    return file


def name_folder(team_office: Path, folder: Path) -> None:
    engine = create_engine(f"sqlite:///{team_office.as_posix()}")
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE office_profile SET updates_folder = :folder"), {"folder": str(folder)}
        )
    engine.dispose()


@pytest.fixture
def begin(qtbot: QtBot, office_file: Path) -> Iterator[Begin]:
    """The program on this computer's office, opened."""
    with begun(qtbot, office_file.parent) as window:
        yield window


def found(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.updates.offer is not None, timeout=10_000)


@pytest.fixture
def offered(qtbot: QtBot, begin: Begin, office_file: Path, share: Share) -> Begin:
    """The program, opened where what lies in the share is newer, and was found."""

    def open_it() -> MainWindow:
        name_folder(office_file, share.folder)
        window = begin()
        found(qtbot, window)
        return window

    return open_it


def signed_in(qtbot: QtBot, window: MainWindow, code: str = "ad") -> Desktop:
    window.sign_in.given.emit(code, "")
    rest(qtbot, window, window.tasks)
    assert window.desktop is not None
    return window.desktop


def page_of(window: QWidget) -> UpdatePage:
    return window.findChildren(UpdatePage)[-1]


def said(page: UpdatePage) -> str:
    return page.strip.words


def test_a_newer_version_stands_quietly_at_sign_in_and_at_the_foot(
    offered: Begin,
    qtbot: QtBot,
    office_file: Path,
) -> None:
    window = offered()
    assert window.sign_in.newer.text() == "有新版本 9.3.0：送货单可以按车次一次打印"
    desktop = signed_in(qtbot, window)
    assert desktop.foot.news.isVisible()
    assert desktop.foot.news.toolTip() == "有新版本 9.3.0：送货单可以按车次一次打印"
    desktop.foot.news.click()
    page = page_of(window)
    assert page.isVisible()
    assert "客户列表更快" in page.news.toPlainText()
    page.later.click()
    assert desktop.isVisible()
    assert not (office_file.parent / "updates").exists()


def test_nothing_is_said_where_nothing_lies(
    qtbot: QtBot, begin: Begin, office_file: Path, share: Share
) -> None:
    share.release("0.0.1")
    name_folder(office_file, share.folder)
    window = begin()
    qtbot.waitUntil(lambda: window.updates.looked is not None, timeout=10_000)
    desktop = signed_in(qtbot, window)
    assert desktop.foot.news.isHidden()
    assert window.sign_in.newer.isHidden()


def test_on_another_system_it_says_that_the_installer_is_for_windows(
    offered: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service.platform, "system", lambda: "Linux")
    window = offered()
    window.sign_in.newer.click()
    assert "Windows" in said(page_of(window))
    assert not page_of(window).install.isEnabled()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """This is a Windows PC; the installers that were started on it."""
    installers: list[str] = []
    monkeypatch.setattr(service.platform, "system", lambda: "Windows")
    monkeypatch.setattr(
        service.subprocess, "Popen", lambda words, **_how: installers.append(words[0])
    )
    return installers


def test_it_is_installed_after_a_backup_and_what_was_typed_is_kept(
    offered: Begin, qtbot: QtBot, office_file: Path, share: Share, started: list[str]
) -> None:
    window = offered()
    backups = office_file.parent / "backups"
    before = len(backups_in(backups))
    desktop = signed_in(qtbot, window, "c1")
    desktop.open(Link("clients", do="new"))
    settle(qtbot, desktop)
    form = list_page(desktop, "clients").panel.form
    assert form is not None
    form.editor("name").show_value("打了一半的店")
    desktop.foot.news.click()
    page_of(window).install.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    place = office_file.parent / "updates" / share.installer.name
    assert started == [str(place)]
    assert place.read_bytes() == share.installer.read_bytes()
    assert len(backups_in(backups)) == before + 1
    kept = window.memory.of(str(desktop.desk.office.engine.url), "c1")
    drafts = [kept.draft(one) for one in kept.drafts()]
    assert "打了一半的店" in [one.values.get("name") for one in drafts if one]


def test_what_goes_wrong_is_said_there_and_the_window_stays(
    offered: Begin, qtbot: QtBot, share: Share, started: list[str]
) -> None:
    window = offered()
    window.sign_in.newer.click()
    page = page_of(window)
    content = share.installer.read_bytes()
    share.installer.write_bytes(content[:-1] + b"?")
    page.install.click()
    rest(qtbot, window, window.tasks)
    assert "和签名时的不一样" in said(page)
    assert started == []
    assert window.isVisible()
    share.installer.write_bytes(content)  # copied whole by now
    page.install.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(started) == 1


def test_without_a_backup_nothing_is_installed(
    offered: Begin,
    qtbot: QtBot,
    started: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from desktop import offices
    from desktop.basics.errors import DatabaseTrouble

    window = offered()

    def fails(*_given: object) -> None:
        raise DatabaseTrouble("磁盘满了，没有备份成。")

    monkeypatch.setattr(offices, "take_backup", fails)
    window.sign_in.newer.click()
    page_of(window).install.click()
    rest(qtbot, window, window.tasks)
    assert said(page_of(window)) == "磁盘满了，没有备份成。"
    assert started == []


def test_an_installer_that_was_replaced_during_the_backup_is_not_started(
    offered: Begin,
    qtbot: QtBot,
    office_file: Path,
    share: Share,
    started: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page takes the hash once more after the backup, which takes minutes."""
    from desktop import offices

    window = offered()
    place, take_backup = office_file.parent / "updates" / share.installer.name, offices.take_backup

    def replaced(*given: Any) -> Path:
        assert place.read_bytes() == share.installer.read_bytes()
        place.write_bytes(bytes(len(place.read_bytes())))
        return take_backup(*given)

    monkeypatch.setattr(offices, "take_backup", replaced)
    window.sign_in.newer.click()
    page = page_of(window)
    page.install.click()
    rest(qtbot, window, window.tasks)
    assert "和签名时的不一样" in said(page)
    assert (started, place.exists(), window.isVisible()) == ([], False, True)
    monkeypatch.setattr(offices, "take_backup", take_backup)
    page.install.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert started == [str(place)]


def test_a_batch_that_runs_is_not_cut_off_by_an_update(
    offered: Begin,
    qtbot: QtBot,
    started: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither when it is asked for meanwhile, nor when it began during the backup."""
    from desktop import offices

    window = offered()
    go_on, cut_off = threading.Event(), []

    def batch(progress: Progress) -> None:
        go_on.wait(30)
        cut_off.append(progress.cancelled)

    window.sign_in.newer.click()
    page = page_of(window)
    window.tasks.change(window, batch, lambda _none: None)
    page.install.click()
    assert "正在保存" in said(page)
    go_on.set()
    rest(qtbot, window, window.tasks)
    go_on.clear()
    take_backup = offices.take_backup

    def meanwhile(*given: Any) -> Path:
        taken = take_backup(*given)
        QTimer.singleShot(0, window, lambda: window.tasks.change(window, batch, lambda _none: None))
        return taken

    monkeypatch.setattr(offices, "take_backup", meanwhile)
    page.install.click()
    qtbot.waitUntil(lambda: "正在保存" in said(page), timeout=20_000)
    go_on.set()
    rest(qtbot, window, window.tasks)
    assert (started, cut_off, window.isVisible()) == ([], [False, False], True)
    monkeypatch.setattr(offices, "take_backup", take_backup)
    page.install.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(started) == 1


def test_a_share_that_went_between_the_look_and_the_press_is_told(
    offered: Begin, qtbot: QtBot, share: Share, started: list[str]
) -> None:
    window = offered()
    window.sign_in.newer.click()
    page = page_of(window)
    away = share.folder.rename(share.folder.with_name("拔掉了"))
    page.install.click()
    rest(qtbot, window, window.tasks)
    assert "连不上" in said(page)
    assert (started, page.install.isEnabled()) == ([], True)
    away.rename(share.folder)
    page.install.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(started) == 1


def test_an_office_of_a_newer_program_is_told_and_the_version_that_opens_it_is_offered(
    qtbot: QtBot, begin: Begin, office_file: Path, share: Share, started: list[str]
) -> None:
    share.release(schema="0099")
    name_folder(office_file, share.folder)
    engine = create_engine(f"sqlite:///{office_file.as_posix()}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    engine.dispose()
    window = begin()
    assert "更新的程序" in window.sign_in.strip.words
    found(qtbot, window)
    assert window.sign_in.newer.isVisible()
    window.sign_in.newer.click()
    page_of(window).install.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(started) == 1


# --- the setting ------------------------------------------------------------------------------


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def settings(qtbot: QtBot, team: Team, folder: Path) -> Desktop:
    desktop = open_desk(qtbot, team.ad, folder / "window")
    desktop.open(Link("settings", UPDATES))
    settle(qtbot, desktop)
    return desktop


def facts(desktop: Desktop) -> dict[str, str]:
    return {one.label: one.words for one in list_page(desktop, "settings").detail.item.facts}


def test_the_folder_is_named_in_the_settings_and_looked_into_at_once(
    qtbot: QtBot, team: Team, tmp_path: Path, share: Share
) -> None:
    desktop = settings(qtbot, team, tmp_path)
    looks: list[None] = []
    desktop.desk.updates.renewed.connect(lambda: looks.append(None))
    assert facts(desktop)["本程序"].startswith("版本 ")
    press(qtbot, desktop, "Ctrl+E")
    form = list_page(desktop, "settings").panel.form
    assert form is not None
    form.editor("updates_folder").show_value("共享")
    press(qtbot, desktop, "Ctrl+S")
    assert "完整路径" in form.note("updates_folder")
    form.editor("updates_folder").show_value(f'"{share.folder}"')  # as Windows copies it
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert session.get_one(OfficeProfile, 1).updates_folder == str(share.folder)
    assert looks == [None]
    desktop.desk.updates.follow(str(share.folder))
    qtbot.waitUntil(lambda: desktop.desk.updates.offer is not None, timeout=10_000)
    settle(qtbot, desktop)
    assert facts(desktop)["找到的版本"] == "有新版本 9.3.0：送货单可以按车次一次打印"


def test_why_nothing_is_offered_stands_in_the_settings(
    qtbot: QtBot, team: Team, tmp_path: Path, share: Share
) -> None:
    Share(share.folder).release()  # of somebody else
    desktop = settings(qtbot, team, tmp_path)
    desktop.desk.updates.follow(str(share.folder))
    qtbot.waitUntil(lambda: desktop.desk.updates.looked is not None, timeout=10_000)
    settle(qtbot, desktop)
    assert "签名" in facts(desktop)["找到的版本"]
    assert desktop.foot.news.isHidden()


def test_the_folder_can_be_put_back_by_ctrl_z(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    with team.office.reading() as session:
        stands = updates_detail(session)
    set_updates_folder(team.ad, stands.version, UpdatesDraft("/srv/zhongxiao"))
    desktop = settings(qtbot, team, tmp_path)
    press(qtbot, desktop, "Ctrl+E")
    form = list_page(desktop, "settings").panel.form
    assert form is not None
    form.editor("updates_folder").show_value("")
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Ctrl+Z")
    with team.office.reading() as session:
        assert updates_detail(session).updates_folder == "/srv/zhongxiao"


def test_the_look_that_ships_reads_the_folder_that_is_named(share: Share) -> None:
    assert look_for_update(str(share.folder)).offer is not None
