"""Commands that write ask for the password of whoever runs them, where one is set."""

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.cli import main
from desktop.models import Client
from desktop.services.staff import set_password, sign_in
from tests.office import Team, new_team

GOOD = "晴天出门-2026"


@pytest.fixture
def team(sqlite_url: str, tmp_path: Path) -> Team:
    """An office whose administrator has a password, and a list to bring in."""
    team = new_team(sqlite_url)
    set_password(team.ad, "ad", GOOD)
    list_of_clients = "编号,店名,客群\nC9,红星副食店,社区店\n"
    (tmp_path / "clients.csv").write_text(list_of_clients, encoding="utf-8")
    return team


def bring_in(url: str, tmp_path: Path, *options: str) -> int:
    file = tmp_path / "clients.csv"
    return main(["import", "clients", str(file), "--database", url, *options])


def clients(team: Team) -> int:
    with team.office.reading() as session:
        return session.scalar(select(func.count(Client.id))) or 0


def test_without_the_password_nothing_is_brought_in(
    team: Team,
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("ZHONGXIAO_PASSWORD", raising=False)
    assert bring_in(sqlite_url, tmp_path) == 2
    assert "ZHONGXIAO_PASSWORD" in capsys.readouterr().err
    monkeypatch.setenv("ZHONGXIAO_PASSWORD", "falsch")
    assert bring_in(sqlite_url, tmp_path) == 2
    assert clients(team) == 2


def test_the_environment_or_a_descriptor_tells_it(
    team: Team, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"{GOOD}\n".encode())
    os.close(writing)
    assert bring_in(sqlite_url, tmp_path, "--password-fd", str(reading)) == 0
    assert clients(team) == 3
    monkeypatch.setenv("ZHONGXIAO_PASSWORD", GOOD)
    assert bring_in(sqlite_url, tmp_path) == 0


def test_a_password_that_was_given_is_first_changed_in_the_window(
    team: Team, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with team.ad.transaction("staff.edit") as session:
        session.execute(Client.metadata.tables["staff"].update().values(password_given=True))
    monkeypatch.setenv("ZHONGXIAO_PASSWORD", GOOD)
    assert bring_in(sqlite_url, tmp_path) == 2
    sign_in(team.office, "ad", GOOD, "regen-2026")
    monkeypatch.setenv("ZHONGXIAO_PASSWORD", "regen-2026")
    assert bring_in(sqlite_url, tmp_path) == 0


def test_whoever_has_no_password_is_asked_for_none(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = new_team(sqlite_url)
    (tmp_path / "clients.csv").write_text("编号,店名,客群\nC9,店,社区店\n", encoding="utf-8")
    monkeypatch.delenv("ZHONGXIAO_PASSWORD", raising=False)
    assert bring_in(sqlite_url, tmp_path) == 0
    assert clients(team) == 3
