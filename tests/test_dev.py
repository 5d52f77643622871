"""dev.py: what set-up does, without doing it all each time."""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import dev
from devtool import checkout, words

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """dev.py at work on a checkout with a finished `.venv`, both made up."""
    venv = tmp_path / ".venv"
    places = {
        "ROOT": tmp_path,
        "VENV": venv,
        "STAMP": venv / "setup.json",
        "PYTHON": venv / "bin" / "python",
        "LOCKED": tmp_path / "dev.txt",
        "PROJECT": tmp_path / "pyproject.toml",
    }
    for name, value in places.items():
        monkeypatch.setattr(checkout, name, value)
    monkeypatch.setattr(words, "LOCALE", tmp_path / "locale")
    (venv / "bin").mkdir(parents=True)
    (venv / "lib" / "site-packages" / "ruff-1.0.dist-info").mkdir(parents=True)
    for file in (checkout.PYTHON, checkout.LOCKED, checkout.PROJECT):
        file.write_text("made up", encoding="utf-8")
    checkout.mark_ready()


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What set-up would have run."""
    ran: list[str] = []

    def record(what: str, *command: object) -> None:
        ran.append(what)
        if what == "Making .venv":
            checkout.PYTHON.parent.mkdir(parents=True)
            checkout.PYTHON.touch()

    monkeypatch.setattr(checkout, "need", record)
    monkeypatch.setattr(dev, "install_system_packages", lambda: None)
    return ran


ANEW = ["Making .venv", "Installing the locked packages", "Installing the project"]


def test_nothing_is_done_when_nothing_changed(commands: list[str]) -> None:
    assert dev.setup() == 0
    assert commands == []


def test_a_changed_lock_installs_into_the_venv_that_is_there(commands: list[str]) -> None:
    checkout.LOCKED.write_text("another", encoding="utf-8")
    dev.setup()
    assert commands == ANEW[1:]
    assert checkout.is_ready()


def test_a_changed_project_installs_the_project_only(commands: list[str]) -> None:
    checkout.PROJECT.write_text("another", encoding="utf-8")
    dev.setup()
    assert commands == ANEW[2:]


@pytest.mark.parametrize(
    "damage",
    [
        lambda here: here.STAMP.unlink(),
        lambda here: here.STAMP.write_text("{half"),
        lambda here: here.PYTHON.unlink(),
        lambda here: (here.VENV / "lib" / "site-packages" / "ruff-1.0.dist-info").rmdir(),
        lambda here: here.STAMP.write_text(json.dumps({**here.stamp(), "python": "3.11.0a0"})),
        lambda here: here.STAMP.write_text(json.dumps({**here.stamp(), "place": "elsewhere"})),
    ],
    ids=["unfinished", "half a stamp", "no Python", "a lost package", "another Python", "moved"],
)
def test_a_broken_venv_is_made_anew(
    commands: list[str], damage: Callable[[ModuleType], object]
) -> None:
    damage(checkout)
    dev.setup()
    assert commands == ANEW
    assert checkout.is_ready()


def test_a_break_while_installing_is_seen_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(what: str, *command: object) -> None:
        raise KeyboardInterrupt

    checkout.LOCKED.write_text("another", encoding="utf-8")
    monkeypatch.setattr(dev, "install_system_packages", lambda: None)
    monkeypatch.setattr(checkout, "need", broken)
    with pytest.raises(KeyboardInterrupt):
        dev.setup()
    assert checkout.stamp() == {}


def take_lock(folder: str, answers: "multiprocessing.Queue[str]") -> None:
    checkout.ROOT = Path(folder)
    with checkout.only_one():
        answers.put("in")


def test_a_second_set_up_waits_for_the_first() -> None:
    spawn = multiprocessing.get_context("spawn")
    answers = spawn.Queue()
    with checkout.only_one():
        other = spawn.Process(target=take_lock, args=(str(checkout.ROOT), answers))
        other.start()
        other.join(timeout=1.5)
        assert other.is_alive()
        assert answers.empty()
    assert answers.get(timeout=20) == "in"
    other.join()


def test_what_leads_pip_astray_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("HTTPS_PROXY", "proxy")
    assert not {"PIP_TARGET", "PYTHONDONTWRITEBYTECODE"} & checkout.environment().keys()
    assert checkout.environment()["HTTPS_PROXY"] == "proxy"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="is about Linux")
def test_who_is_not_root_is_told_the_one_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checkout, "SYSTEM_LIBRARIES", {"libnot-there.so.9": "libnot-there9"})
    monkeypatch.setattr(checkout.shutil, "which", lambda name: name)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    checkout.install_system_packages()
    told = capsys.readouterr().err
    assert "sudo apt-get install --yes --no-install-recommends libnot-there9\n" in told


def test_a_failed_step_shows_what_it_said_and_ends_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> int:
        checkout.need(
            "Counting", sys.executable, "-c", "print('out of numbers'); raise SystemExit(7)"
        )
        return 0

    monkeypatch.setitem(dev.VERBS, "setup", lambda arguments: broken())
    assert dev.main(["setup"]) == 2
    told = capsys.readouterr().err
    assert "out of numbers" in told
    assert "Counting failed (exit status 7)" in told


def test_an_old_python_is_told_so() -> None:
    program = (
        "import sys; sys.version_info = (3, 9); sys.argv = ['dev.py', 'setup']; "
        "exec(compile(open('dev.py', encoding='utf-8').read(), 'dev.py', 'exec'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert run.stderr.startswith("Python 3.11 or newer is needed; this is Python ")


def test_the_tool_needs_nothing_but_python() -> None:
    command = [sys.executable, "-E", "-s", "-S", "dev.py", "--help"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_words_are_stale_until_they_are_compiled() -> None:
    assert not words.words_changed()
    source = words.catalogs()[0]
    source.parent.mkdir(parents=True)
    source.touch()
    assert words.words_changed()
    source.with_suffix(".mo").touch()
    os.utime(source, (1, 1))
    assert not words.words_changed()


def said_by(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "dev.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_alone_it_says_its_verbs() -> None:
    alone = said_by()
    assert alone.returncode == 2
    assert all(f"  {verb} " in alone.stderr for verb in dev.VERBS)


@pytest.mark.parametrize("verb", [verb for verb in dev.VERBS if verb not in dev.EXPLAINED])
def test_asked_what_a_verb_is_for_nothing_is_done(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = dev.VERBS[verb]
    doing = lambda _arguments: pytest.fail(f"{verb} went to work")  # noqa: E731
    doing.__doc__ = told.__doc__
    monkeypatch.setitem(dev.VERBS, verb, doing)
    assert dev.main([verb, "--help"]) == 0
    assert f"usage: dev.py {verb}" in capsys.readouterr().out


@pytest.mark.parametrize("verb", dev.ALONE)
def test_a_word_too_much_is_refused(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([verb, "more"]) == 2
    assert f"{verb} takes nothing more, but got: more" in capsys.readouterr().err


def test_without_network_it_says_where_packages_come_from(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def away(what: str, *_command: object) -> None:
        raise checkout.SetupFailed(f"{what} failed")

    checkout.LOCKED.write_text("another", encoding="utf-8")
    monkeypatch.setattr(dev, "install_system_packages", lambda: None)
    monkeypatch.setattr(checkout, "need", away)
    assert dev.main(["setup"]) == 2
    assert checkout.UNREACHABLE in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(_arguments: object) -> int:
        raise PermissionError(13, "Permission denied", ".venv.lock")

    monkeypatch.setitem(dev.VERBS, "setup", refused)
    assert dev.main(["setup"]) == 2
    assert capsys.readouterr().err == "dev.py: .venv.lock: Permission denied\n"
