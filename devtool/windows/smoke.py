"""Trying an installer as a person would, under Wine: over an earlier one, with data in it."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from devtool.checkout import ROOT, SetupFailed, say
from devtool.windows.parts import Part, read_parts
from devtool.windows.payload import unpack_wheel
from devtool.windows.taking import take_wheel
from devtool.windows.wine.place import Wine, wine

Earlier = Callable[[str, Path], Path]

OUT = ROOT / "out" / "smoke"
# numpy from 2.2 on asks Wine 10 for what its C library lacks, which ends the process: there, and
# only there, an older one is put in its place.
_NUMPY = Part(
    "numpy",
    "2.1.3",
    "numpy-2.1.3-cp313-cp313-win_amd64.whl",
    "747641635d3d44bcb380d950679462fae44f54b131be347d5ec2bce47d3df9ed",
)
_CLIENTS = "客户编码,客户名称,客户类型\nC1,朝阳路小卖部,社区店\nC2,一中门口文具店,学校店\n"
_LONGEST_S = 90


def smoke(installer: Path, earlier: Earlier) -> int:
    """Walk through it all; what was seen lies in out/smoke. Raises SetupFailed at a fault."""
    with wine() as there:
        if there is None:
            return 0
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir(parents=True)
        before = _files(there)
        first = _install_earlier(there, earlier)
        _fill(there)
        _install(there, installer)
        _need_data(there, first)
        _selftest(there)
        _picture(there)
        _uninstall(there)
        _need_nothing_left(there, before)
    say(f"smoke: all of it worked; {OUT} shows it")
    return 0


def _install_earlier(there: Wine, earlier: Earlier) -> str | None:
    """Install what was before this version; tells the commit, None where git doesn't know."""
    log = ("git", "log", "-1", "--format=%H^", "-G^__version__", "--", "desktop/__init__.py")
    run = subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=False)
    commit = run.stdout.strip()
    known = ("git", "rev-parse", "--verify", "--quiet", commit)
    if not commit or subprocess.run(known, cwd=ROOT, capture_output=True, check=False).returncode:
        say("smoke: git knows no earlier version here; the upgrade is not tried")
        return None
    with tempfile.TemporaryDirectory() as scratch:
        _install(there, earlier(commit, Path(scratch)))
    say(f"smoke: installed {commit}")
    return commit


def _install(there: Wine, installer: Path) -> None:
    begun = time.monotonic()
    placed = there.drive / installer.name
    shutil.copy(installer, placed)
    _need(there.run("wine", there.windows(placed), "/S"), installer.name)
    placed.unlink()
    _need_there(there.installed / "program" / "Zhongxiao.exe")
    _put_older_numpy(there)
    say(f"smoke: {installer.name} /S in {time.monotonic() - begun:.0f} s")


def _put_older_numpy(there: Wine) -> None:
    app = there.installed / "program" / "app"
    for old in app.glob("numpy*"):
        shutil.rmtree(old)
    unpack_wheel(take_wheel(_NUMPY, read_parts().minor), app)


def _fill(there: Wine) -> None:
    """Begin an office where a person's data lie, with two clients in it."""
    if not there.installed.exists():
        return
    lists = there.drive / "客户.csv"
    lists.write_text(_CLIENTS, encoding="utf-8-sig")
    _command(there, "import", "clients", there.windows(lists))
    lists.unlink()
    _need_there(there.data / "office.db")


def _need_data(there: Wine, earlier: str | None) -> None:
    """The office is whole after the upgrade, and was backed up before it."""
    if earlier is None:
        return
    if not list((there.data / "backups").glob("before-*.zxbackup")):
        raise SetupFailed("smoke: no backup was made before the upgrade")
    _command(there, "check", "--database", there.windows(there.data / "office.db"))
    told = there.drive / "clients.xlsx"
    _command(there, "export", "clients", "--out", there.windows(told))
    shutil.move(told, OUT / "clients-after-upgrade.xlsx")
    say("smoke: upgraded; backed up before, and the office fits")


def _selftest(there: Wine) -> None:
    folder = there.drive / "selftest"
    folder.mkdir()
    report = folder / "report.json"
    places = ("--report", report), ("--out", folder / "out"), ("--data", folder / "data")
    given = [word for name, place in places for word in (name, there.windows(place))]
    program = there.windows(there.installed / "program" / "Zhongxiao.exe")
    ended = there.run("wine", program, "selftest", *given)
    _need_there(report)
    shutil.copytree(folder / "out", OUT / "selftest", dirs_exist_ok=True)
    shutil.copy(report, OUT)
    for step in json.loads(report.read_text(encoding="utf-8"))["steps"]:
        failed = "" if step["ok"] else " FAILED"
        say(f"smoke: selftest {step['name']}: {step['seconds']} s{failed}")
    _need(ended, "selftest")


def _picture(there: Wine) -> None:
    """The window on the screen, as it starts for a person."""
    program = there.windows(there.installed / "program" / "Zhongxiao.exe")
    home = there.windows(there.drive / "selftest" / "data")
    window = subprocess.Popen(
        there.command("wine", program, "window", "--training", ZHONGXIAO_HOME=home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(25)
    there.run("import", "-window", "root", "/smoke/window.png")
    shutil.copy(there.folder / "window.png", OUT / "on-screen.png")
    there.run("wine", "taskkill", "/f", "/im", "Zhongxiao.exe")
    window.wait(timeout=_LONGEST_S)
    shutil.rmtree(there.drive / "selftest")


def _uninstall(there: Wine) -> None:
    _need(there.run("wine", there.windows(there.installed / "Uninstall.exe"), "/S"), "Uninstall")
    late = time.monotonic() + _LONGEST_S
    while there.installed.exists() and time.monotonic() < late:
        time.sleep(0.5)


def _need_nothing_left(there: Wine, before: set[Path]) -> None:
    """All that an uninstalled program leaves are the data of its office."""
    left = {one for one in _files(there) - before if not one.is_relative_to(there.data)}
    if left:
        raise SetupFailed("smoke: left behind: " + ", ".join(map(str, sorted(left)[:20])))
    for key in ("Software\\Zhongxiao", "Software\\Classes\\.zxbackup"):
        if there.run("wine", "reg", "query", f"HKCU\\{key}")[0] == 0:
            raise SetupFailed(f"smoke: {key} is left in the registry")
    if not (there.data / "office.db").is_file():
        raise SetupFailed("smoke: the office is gone")
    say("smoke: uninstalled; nothing is left but the office's data")


def _files(there: Wine) -> set[Path]:
    """What lies on drive C, but for what Windows itself writes."""
    own = there.drive / "windows"
    temporary = there.user / "AppData" / "Local" / "Temp"
    found = {one for one in there.drive.rglob("*") if one.is_file()}
    return {one for one in found if not (one.is_relative_to(own) or one.is_relative_to(temporary))}


def _command(there: Wine, *words: str) -> None:
    program = there.windows(there.installed / "program" / "zhongxiao-cmd.exe")
    _need(there.run("wine", program, *words), " ".join(words))


def _need(ended: tuple[int, str], what: str) -> None:
    if ended[0]:
        raise SetupFailed(f"smoke: {what} ended with {ended[0]}: {ended[1][-2000:]}")


def _need_there(file: Path) -> None:
    if not file.is_file():
        raise SetupFailed(f"smoke: {file} is not there")
