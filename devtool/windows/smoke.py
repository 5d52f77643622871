"""Trying an installer as a person would, under Wine; out/smoke tells and shows what came of it.

Four chapters that need nothing of one another: what befalls an installer; installed, tried and
removed; put over an earlier version with data in it; and the portable folder.
"""

import platform
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from devtool.checkout import ROOT, SetupFailed, say
from devtool.windows.earlier import build_earlier, earlier_commit
from devtool.windows.parts import sha256
from devtool.windows.trouble import IS_NEWER, trouble
from devtool.windows.walk import FAILED, Walk
from devtool.windows.wine.installed import Program, files_on, need, need_there
from devtool.windows.wine.place import NoWine, Wine, wine

OUT = ROOT / "out" / "smoke"
_CLIENTS = "客户编码,客户名称,客户类型\nC1,朝阳路小卖部,社区店\nC2,一中门口文具店,学校店\n"
_NAMES = {"朝阳路小卖部", "一中门口文具店"}
_HANZI = Path("我的 程序", "众小 办事处")
_STICK = Path("移动 硬盘", "众小")
_KEYS = (
    "Software\\Zhongxiao",
    "Software\\Classes\\.zxbackup",
    "Software\\Classes\\Zhongxiao.Backup",
)
_UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Zhongxiao"


def smoke(installer: Path) -> int:
    """Walk through it all; 0 when everything held, or when there can be no Wine here."""
    shutil.rmtree(OUT, ignore_errors=True)
    walk = Walk(OUT, _about(installer))
    try:
        with wine() as there:
            walk.about = {**walk.about, "Wine": there.version()}
            with walk.chapter("What befalls an installer"):
                _befalls(walk, there)
            with walk.chapter("Installed, tried, removed"):
                _install_and_remove(walk, there, installer)
            with walk.chapter("Put over an earlier version"):
                _upgrade(walk, there, installer)
            with walk.chapter("The portable folder"):
                _carry(walk, there, portable_of(installer))
    except NoWine as why:
        walk.leave_out("all of it", str(why))
    outcome = walk.end()
    say(f"smoke: {outcome}; {OUT / 'report.md'} tells it")
    return 1 if outcome == FAILED else 0


def portable_of(installer: Path) -> Path:
    """The portable zip that was built beside an installer."""
    return installer.with_name(installer.stem.replace("-Setup", "") + "-portable.zip")


def _version_of(installer: Path) -> str:
    return installer.stem.rpartition("-")[2]


def _about(installer: Path) -> dict[str, str]:
    tree = ("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
    run = subprocess.run(tree, cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "installer": installer.name,
        "sha256": sha256(installer),
        "commit": run.stdout.strip() or "not known",
        "system": platform.platform(),
    }


def _befalls(walk: Walk, there: Wine) -> None:
    before = files_on(there)
    with tempfile.TemporaryDirectory() as scratch:
        trouble(walk, there, Path(scratch))
    walk.take("look what is left", lambda: _nothing_left(there, before, data=False))


# --- installed, tried, removed -------------------------------------------------------------


def _install_and_remove(walk: Walk, there: Wine, installer: Path) -> None:
    before = files_on(there)
    placed = Program(there, there.user / _HANZI)
    words = f"install {installer.name} silently into {there.windows(placed.folder)}"
    walk.take(words, lambda: _installed(placed, installer, into=True))
    walk.take("run its self-test", lambda: placed.selftest(OUT / "installed"))
    walk.take("show its window, and take a picture", lambda: placed.picture(OUT / "window.png"))
    walk.take("remove it", placed.uninstall)
    walk.take("look what is left", lambda: _nothing_left(there, before, data=False))


def _installed(placed: Program, installer: Path, *, into: bool = False) -> str:
    need(placed.install(installer, into=into), installer.name)
    version = placed.there.registered(_UNINSTALL, "DisplayVersion")
    if version != _version_of(installer):
        raise SetupFailed(f"Windows is told of version {version or 'none'}")
    licences = placed.folder / "program" / "licences"
    need_there(licences / "THIRD-PARTY.md")
    need_there(licences / "LGPL-3.0.txt")
    files = [one for one in placed.folder.rglob("*") if one.is_file()]
    size = sum(one.stat().st_size for one in files)
    return f"version {version}, {len(files)} files, {size / 1e6:.1f} MB, its licences with it"


def _nothing_left(there: Wine, before: set[Path], *, data: bool) -> str:
    """All that a removed program may leave are the data of its office."""
    left = files_on(there) - before
    kept = {one for one in left if data and one.is_relative_to(there.data)}
    if left - kept:
        raise SetupFailed("left behind: " + ", ".join(map(str, sorted(left - kept)[:20])))
    for key in (*_KEYS, _UNINSTALL):
        if there.registered(key) is not None:
            raise SetupFailed(f"{key} is left in the registry")
    if data:
        need_there(there.data / "office.db")
        return f"nothing but the office's data: {len(kept)} files"
    return "nothing"


# --- put over an earlier version -----------------------------------------------------------


def _upgrade(walk: Walk, there: Wine, installer: Path) -> None:
    commit = earlier_commit()
    if commit is None:
        walk.leave_out("all of it", "git knows no earlier version here")
        return
    before = files_on(there)
    placed = Program(there, there.own_place)
    with tempfile.TemporaryDirectory() as scratch:
        older: list[Path] = []

        def build() -> str:
            older.append(build_earlier(commit, Path(scratch) / "source", _version_of(installer)))
            return older[0].name

        walk.take(f"build an earlier version, of {commit[:12]}, by its own tools", build)
        walk.take("install that one silently", lambda: _installed(placed, older[0]))
        walk.take("begin an office in it, with two clients", lambda: _filled(placed))
        walk.take(f"put {installer.name} over it", lambda: _put_over(placed, installer))
        walk.take("open the office by the new version", lambda: _kept(placed))
        walk.take("restore the backup that came before", lambda: _backed_up(placed, OUT))
        walk.take("put the older one back: refused", lambda: _refused(placed, older[0]))
    walk.take("remove it", placed.uninstall)
    walk.take("look what is left", lambda: _nothing_left(there, before, data=True))


def _filled(placed: Program) -> str:
    _import_clients(placed)
    need_there(placed.there.data / "office.db")
    return f"{placed.there.windows(placed.there.data)}\\office.db"


def _import_clients(placed: Program) -> None:
    lists = placed.there.drive / "客户.csv"
    lists.write_text(_CLIENTS, encoding="utf-8-sig")
    placed.command("import", "clients", placed.there.windows(lists))
    lists.unlink()


def _put_over(placed: Program, installer: Path) -> str:
    told = _installed(placed, installer)
    left = [one.name for one in placed.folder.iterdir() if one.name.startswith("program.")]
    if left:
        raise SetupFailed(f"half an upgrade is left: {left}")
    return told


def _kept(placed: Program) -> str:
    office = placed.there.data / "office.db"
    placed.command("check", "--database", placed.there.windows(office))
    names = placed.clients(OUT / "clients-after-upgrade.xlsx", office)
    if names != _NAMES:
        raise SetupFailed(f"the clients are now {sorted(names)}")
    return "the office fits, and both clients are in it"


def _backed_up(placed: Program, out: Path) -> str:
    found = list((placed.there.data / "backups").glob("before-*.zxbackup"))
    if len(found) != 1:
        raise SetupFailed(f"there are {len(found)} backups from before the upgrade")
    folder = placed.there.drive / "恢复"
    folder.mkdir()
    office = folder / "office.db"
    windows = placed.there.windows
    placed.command("restore", windows(found[0]), windows(office))
    names = placed.clients(out / "clients-of-backup.xlsx", office)
    shutil.rmtree(folder)
    if names != _NAMES:
        raise SetupFailed(f"the clients in the backup are {sorted(names)}")
    return f"{found[0].name} has both clients"


def _refused(placed: Program, older: Path) -> str:
    status = placed.install(older)[0]
    if status != IS_NEWER:
        raise SetupFailed(f"it ended with {status}")
    return f"it ended with {IS_NEWER}, as it should"


# --- the portable folder -------------------------------------------------------------------


def _carry(walk: Walk, there: Wine, portable: Path) -> None:
    before = files_on(there)
    placed = Program(there, there.drive / _STICK)
    words = f"unpack {portable.name} into {there.windows(placed.folder)}"
    walk.take(words, lambda: _unpacked(placed, portable))
    less = ("pages", "workbook")  # the installed one went through them
    walk.take("run its self-test", lambda: placed.selftest(OUT / "portable", *less))
    walk.take("begin an office in it", lambda: _filled_beside(placed))
    walk.take("delete its folder", lambda: _deleted(placed))
    walk.take("look what is left", lambda: _nothing_left(there, before, data=False))


def _unpacked(placed: Program, portable: Path) -> str:
    placed.folder.parent.mkdir(parents=True)
    with zipfile.ZipFile(portable) as archive:
        archive.extractall(placed.folder.parent)
    (placed.folder.parent / portable.stem).rename(placed.folder)
    need_there(placed.folder / "portable.txt")
    return f"{portable.stat().st_size / 1e6:.1f} MB packed"


def _filled_beside(placed: Program) -> str:
    _import_clients(placed)
    need_there(placed.folder / "data" / "office.db")
    return "its data lie beside the program"


def _deleted(placed: Program) -> str:
    shutil.rmtree(placed.folder.parent)
    return "deleted"
