"""People come, go and change their roles while windows are open; idle windows lock (E1)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.app import MainWindow
from desktop.models import Staff
from desktop.services.staff import add_staff, edit_staff, set_password, sign_in
from desktop.views.kit import theme
from desktop.views.kit.desk import Link
from desktop.views.kit.outside import forget_shown, shown_outside
from tests.office import Team, new_team
from tests.views.test_start import idle

GOOD = "晴天出门-2026"
OTHER = "雨天在家-2026"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return new_team(f"sqlite:///{(tmp_path / 'office.db').as_posix()}")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, team: Team) -> Iterator[MainWindow]:
    """The program at its sign-in page."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dark=False)
    made = MainWindow(tmp_path, training=False)
    qtbot.addWidget(made)
    made.show()
    made.open_office()
    idle(qtbot, made)
    yield made
    made.locking.clock.stop()
    made.tasks.end()
    if made.office is not None:
        made.office.engine.dispose()
    team.office.engine.dispose()


def enter(qtbot: QtBot, window: MainWindow, typed: str, password: str = "") -> None:
    window.sign_in.person.setEditText(typed)
    window.sign_in.password.setText(password)
    window.sign_in.enter.click()
    idle(qtbot, window)


def own_password(team: Team, code: str) -> None:
    set_password(team.ad, code, OTHER)
    sign_in(team.office, code, OTHER, GOOD)


def change(team: Team, code: str, *roles: str, active: bool = True) -> None:
    with team.office.reading() as session:
        version = session.scalar(select(Staff.version).where(Staff.code == code))
    assert version is not None
    edit_staff(team.ad, code, version, f"员工{code}", roles, active=active)


def look_around(qtbot: QtBot, window: MainWindow) -> None:
    assert window.desktop is not None
    window.desktop.refresh()
    idle(qtbot, window)


def test_somebody_new_signs_in_without_a_restart(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    add_staff(team.ad, "w7", "王小明", ["rep"])
    for typed in ("w7", "王小明", "wangxiaoming", "wxm"):
        enter(qtbot, window, typed)
        assert window.desktop is not None, typed
        window.leave_desk()
        idle(qtbot, window)
    assert window.sign_in.person.findData("w7") >= 0
    change(team, "w7", "rep", active=False)
    enter(qtbot, window, "w7")
    assert window.desktop is None
    assert window.sign_in.strip.words


def test_the_window_of_somebody_who_left_closes_and_says_why(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    enter(qtbot, window, "r1")
    change(team, "r1", "rep", active=False)
    look_around(qtbot, window)
    assert window.desktop is None
    assert "员工r1" in window.sign_in.strip.words
    assert window.sign_in.isVisible()


def test_a_window_offers_what_its_person_may_do_now(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    enter(qtbot, window, "r1")
    assert window.desktop is not None
    assert not window.desktop.desk.may("staff.add")
    change(team, "r1", "administrator", "rep")
    look_around(qtbot, window)
    assert window.desktop.desk.may("staff.add")
    assert window.desktop.strip.words


def test_a_given_password_is_changed_before_anything_opens(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    set_password(team.ad, "r1", GOOD)
    enter(qtbot, window, "r1", GOOD)
    page = window.sign_in
    assert window.desktop is None
    assert page.new_password.isVisible()
    page.new_password.setText(OTHER)
    page.again.setText("nicht dasselbe")
    page.enter.click()
    idle(qtbot, window)
    assert page.strip.words
    assert window.desktop is None
    page.again.setText(OTHER)
    page.enter.click()
    idle(qtbot, window)
    assert window.desktop is not None
    assert sign_in(team.office, "r1", OTHER).code == "r1"
    assert not page.password.text()
    assert not page.new_password.text()


def test_one_changes_ones_own_password_where_one_signs_in(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    own_password(team, "r1")
    page = window.sign_in
    page.change.click()
    page.person.setEditText("r1")
    for line, typed in ((page.password, GOOD), (page.new_password, OTHER), (page.again, OTHER)):
        assert line.echoMode() is QLineEdit.EchoMode.Password
        line.setText(typed)
    page.enter.click()
    idle(qtbot, window)
    assert window.desktop is not None
    assert sign_in(team.office, "r1", OTHER).code == "r1"


def test_one_comes_back_to_the_page_where_one_was(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    for page in ("today", "works", "orders"):
        enter(qtbot, window, "r1")
        desktop = window.desktop
        assert desktop is not None
        assert desktop.here.page == page
        desktop.open(Link("works" if page == "today" else "orders"))
        window.leave_desk()
        idle(qtbot, window)


def test_an_idle_window_locks_and_keeps_what_is_typed(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    own_password(team, "r1")
    enter(qtbot, window, "r1", GOOD)
    desktop = window.desktop
    assert desktop is not None
    assert window.locking.clock.timer.interval() == 15 * 60_000
    desktop.open(Link("clients", do="new"))
    idle(qtbot, window)
    form = desktop.page("clients").panel.form  # type: ignore[attr-defined]
    form.editor("name").show_value("好又来")
    window.locking.clock.timer.setInterval(10)
    window.locking.clock.timer.start()
    qtbot.waitUntil(lambda: window.locking.page is not None)
    page = window.locking.page
    assert page is not None
    assert not desktop.isVisible()
    page.password.setText("falsch")
    page.unlock.click()
    idle(qtbot, window)
    assert page.strip.words
    assert window.locking.page is page
    page.password.setText(GOOD)
    page.unlock.click()
    idle(qtbot, window)
    assert window.locking.page is None
    assert desktop.isVisible()
    assert form.editor("name").value() == "好又来"


def test_whoever_has_no_password_is_not_locked_out(qtbot: QtBot, window: MainWindow) -> None:
    enter(qtbot, window, "r1")
    assert not window.locking.clock.timer.isActive()


def test_there_is_a_way_to_the_training_office_and_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, team: Team
) -> None:
    training = new_team(f"sqlite:///{(tmp_path / 'training.db').as_posix()}")
    training.office.engine.dispose()
    page = window.sign_in
    assert not page.start.isVisible(), "there is an office here"
    assert not page.own.isVisible()
    page.training.click()
    idle(qtbot, window)
    assert page.own.isVisible()
    assert not page.training.isVisible()
    assert not page.start.isVisible()
    page.own.click()
    idle(qtbot, window)
    assert page.training.isVisible()
    add_staff(team.ad, "nur", "自己的人", ["rep"])
    enter(qtbot, window, "nur")
    assert window.desktop is not None


def choose(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """Something of the menu under the person's name."""
    assert window.desktop is not None
    next(one for one in window.desktop.own_menu.actions() if one.text() == words).trigger()
    idle(qtbot, window)


def test_from_the_desk_to_the_training_office_and_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, team: Team
) -> None:
    training = new_team(f"sqlite:///{(tmp_path / 'training.db').as_posix()}")
    training.office.engine.dispose()
    enter(qtbot, window, "r1")
    desktop = window.desktop
    assert desktop is not None
    desktop.open(Link("clients", do="new"))
    idle(qtbot, window)
    desktop.page("clients").panel.form.editor("name").show_value("好又来")  # type: ignore[attr-defined]
    choose(qtbot, window, "看看练习办事处")
    assert window.desktop is None
    assert window.sign_in.own.isVisible()
    enter(qtbot, window, "r1")
    choose(qtbot, window, "回到本办事处")
    assert window.sign_in.training.isVisible()
    enter(qtbot, window, "r1")
    desktop = window.desktop
    assert desktop is not None
    desktop.open(Link("clients", do="new"))
    idle(qtbot, window)
    form = desktop.page("clients").panel.form  # type: ignore[attr-defined]
    assert form.editor("name").value() == "好又来"
    assert "training.db" not in str(desktop.desk.office.engine.url)


def test_what_would_be_lost_keeps_one_from_going_to_the_other_office(
    qtbot: QtBot, window: MainWindow, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(qtbot, window, "r1")
    desktop = window.desktop
    assert desktop is not None
    monkeypatch.setattr(desktop.page("today"), "why_stay", lambda: "还有文件没收进来")
    for words in ("看看练习办事处", "退出登录"):
        choose(qtbot, window, words)
        assert window.desktop is desktop
        assert desktop.strip.words == "还有文件没收进来"


def test_one_changes_ones_own_password_at_ones_desk(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    own_password(team, "r1")
    enter(qtbot, window, "r1", GOOD)
    desktop = window.desktop
    assert desktop is not None
    page = desktop.shown
    choose(qtbot, window, "修改密码")
    assert desktop.over.own_password is not None
    panel = desktop.over.own_password.panel

    def give(old: str, new: str, again: str) -> None:
        form = panel.form
        assert form is not None
        lines = form.findChildren(QLineEdit)
        for line, typed in zip(lines, (old, new, again), strict=True):
            line.setText(typed)
        panel.save()
        idle(qtbot, window)

    for old, new, again, at in (
        ("falsch", OTHER, OTHER, "old"),
        (GOOD, OTHER, GOOD, "password"),
        (GOOD, "kurz", "kurz", "password"),
        (GOOD, GOOD, GOOD, "password"),
        (GOOD, "", "", "password"),
    ):
        give(old, new, again)
        assert panel.form is not None, (old, new)
        assert panel.form.note(at), (old, new)
    give(GOOD, OTHER, OTHER)
    assert panel.form is None
    assert desktop.shown is page
    assert desktop.foot.said.text() == "密码已换"
    assert sign_in(team.office, "r1", OTHER).code == "r1"
    for file in (*window.memory._folder.rglob("*"),):
        assert not file.is_file() or OTHER not in file.read_text("utf-8", "ignore")


def test_a_first_password_makes_the_window_lock(
    qtbot: QtBot, window: MainWindow, team: Team
) -> None:
    enter(qtbot, window, "r1")
    assert not window.locking.clock.timer.isActive()
    choose(qtbot, window, "修改密码")
    assert window.desktop is not None
    assert window.desktop.over.own_password is not None
    panel = window.desktop.over.own_password.panel
    assert panel.form is not None
    for line, typed in zip(panel.form.findChildren(QLineEdit), ("", OTHER, OTHER), strict=True):
        line.setText(typed)
    panel.save()
    idle(qtbot, window)
    assert window.locking.clock.timer.isActive()


def test_what_is_wrong_is_said_in_full(qtbot: QtBot, window: MainWindow) -> None:
    window.sign_in.refuse("没有这个人，或者密码不对，请两样都重新输入一遍。" * 4)
    qtbot.wait(50)
    words = window.sign_in.strip._words
    assert words.height() >= words.heightForWidth(words.width())


def test_what_was_shown_outside_is_deleted_again() -> None:
    folder = shown_outside()
    (folder / "证据.jpg").write_bytes(b"x")
    forget_shown()
    assert not folder.exists()
