"""The Windows installer: what it is made of, and what must never be in it."""

import json
import re
import shlex
import sys
import zipfile
from pathlib import Path

import pytest

from devtool.windows import taking
from devtool.windows.packing import longest_place
from devtool.windows.parts import LEFT_OUT, Part, Parts, read_parts
from devtool.windows.payload import check_laid_out, make_program, size_of, unpack_wheel
from devtool.windows.pinning import LOCK, locked_for_windows
from devtool.windows.pruning import installed_as, wrong_in
from devtool.windows.readme import NAME as README
from devtool.windows.readme import readme_page
from devtool.windows.signing import sign

ROOT = Path(__file__).resolve().parents[1]
PARTS = read_parts()
SHIPPED = (ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8").partition("## Used to")[0]
LICENCES = ROOT / "devtool" / "windows" / "licences"
# A source file of a library of Rust's, as a fault would name it.
CRATE = re.compile(rb"[\\/]([A-Za-z][\w-]*?)-(\d+\.\d+\.\d+)[\\/]src[\\/][\w\\/]+\.rs")
CACHE = taking.cache_folder()  # of whoever runs the tests, which each test is kept away from


def test_every_pinned_wheel_is_the_locked_one() -> None:
    locked = locked_for_windows(LOCK.read_text(encoding="utf-8"))
    assert {one.name: one.version for one in PARTS.wheels} == {
        name: version for name, (version, _hashes) in locked.items()
    }
    assert [one.file for one in PARTS.wheels if one.sha256 not in locked[one.name][1]] == []


def test_every_wheel_is_for_the_python_that_ships() -> None:
    tag = "cp" + PARTS.minor.replace(".", "")
    windows = (f"-{tag}-{tag}", "-abi3", "-py3-none")
    fits = (*(f"{one}-win_amd64.whl" for one in windows), "-none-any.whl")
    assert [one.file for one in PARTS.wheels if not one.file.endswith(fits)] == []
    assert PARTS.python.version.startswith(PARTS.minor)


def test_what_stays_out_is_locked_and_never_imported() -> None:
    assert set(LEFT_OUT) <= {one.name for one in PARTS.wheels}
    imported = {name.replace("-", "_") for name in LEFT_OUT} | {"dateutil", "fontTools"}
    for file in (ROOT / "desktop").rglob("*.py"):
        for line in file.read_text("utf-8").splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]) and len(words) > 1:
                assert words[1].split(".")[0] not in imported, file


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("app/PySide6/icuuc.dll", "a stand-in of Wine's"),
        ("mscms.DLL", "a stand-in of Wine's"),
        ("ucrtbase.dll", "a stand-in of Wine's"),
        ("app/numpy/_core/_umath_tests.cp313-win_amd64.pyd", "a test"),
        ("app/numpy/tests/data.py", "a test"),
        ("app/desktop/test_money.py", "a test"),
        ("app/conftest.py", "a test"),
        ("app/desktop/__pycache__/app.cpython-313.pyc", "a cache"),
        ("app/reportlab/fonts/DarkGardenMK.pfb", "a font without its licence"),
        ("app/desktop/_resources/fonts/Song.ttf", "a font without its licence"),
    ],
)
def test_what_must_not_ship_is_found(name: str, why: str) -> None:
    good = ("Zhongxiao.exe", "app/desktop/app.py", "app/sqlalchemy/util/langhelpers.py")
    assert wrong_in([*good, name]) == [f"{name}: {why}"]


def test_a_font_ships_with_its_licence_beside_it() -> None:
    fonts = "app/desktop/_resources/fonts"
    names = [f"{fonts}/NotoSansSC-Bold.ttf", f"{fonts}/NotoSansSC-OFL.txt"]
    assert wrong_in(names) == []


def test_of_qt_only_what_the_window_loads_is_kept() -> None:
    kept = ("Qt6Core.dll", "QtWidgets.pyd", "plugins/platforms/qwindows.dll")
    left = ("Qt6Qml.dll", "opengl32sw.dll", "designer.exe", "QtCore.pyi", "qml/QtQuick/a.dll")
    assert [installed_as(f"PySide6/{name}") for name in kept] == [f"PySide6/{one}" for one in kept]
    assert [name for name in left if installed_as(f"PySide6/{name}")] == []


def test_what_a_wheel_keeps_for_scripts_is_left_and_what_it_keeps_for_the_library_taken() -> None:
    assert installed_as("a-1.0.data/purelib/a/b.py") == "a/b.py"
    assert installed_as("a-1.0.data/scripts/run.py") is None
    assert installed_as("a/") is None


def test_a_wheel_is_unpacked_without_what_stays_out(tmp_path: Path) -> None:
    wheel = tmp_path / "a-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in ("a/__init__.py", "a/tests/test_a.py", "a-1.0.dist-info/METADATA"):
            archive.writestr(name, "x")
    unpack_wheel(wheel, tmp_path / "app")
    found = {one.name for one in (tmp_path / "app").rglob("*") if one.is_file()}
    assert found == {"__init__.py", "METADATA"}
    assert size_of(tmp_path / "app") == 2


def test_a_part_that_is_not_the_pinned_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHONGXIAO_BUILD_CACHE", str(tmp_path))
    part = Part("a", "1.0", "a-1.0-py3-none-any.whl", "0" * 64)
    taking.kept(part).parent.mkdir(parents=True)
    taking.kept(part).write_bytes(b"another")
    parts = Parts(part, "", "", None, (part,))
    with pytest.raises(taking.SetupFailed, match="is not the pinned one"):
        taking.take_wheels(parts)
    with pytest.raises(taking.SetupFailed, match="No official Python is pinned"):
        taking.take_python(parts, taking.kept(part))
    with pytest.raises(taking.SetupFailed, match="is not the pinned one"):
        taking.take_python(PARTS, taking.kept(part))


def test_a_release_takes_an_official_python_that_the_wheels_fit() -> None:
    official = PARTS.official
    assert official is not None
    assert official.version.startswith(f"{PARTS.minor}.")
    assert official.file == f"python-{official.version}-embed-amd64.zip"


def test_the_chinese_readme_ships_as_a_page_whose_pictures_and_links_ship_too() -> None:
    page = readme_page(program="program/")
    for words in ("在 Windows 上装", "头十分钟", "office.db", "LOCALAPPDATA"):
        assert words in page
    places = re.findall(r'(?:src|href)="([^"]+)"', page)
    there = {
        "program/app/desktop/_resources/manual/": ROOT / "docs" / "manual",
        "program/licences/": ROOT,
    }
    assert len(places) == 3
    for place in places:
        (file,) = (
            folder / place.removeprefix(start)
            for start, folder in there.items()
            if place.startswith(start)
        )
        assert file.is_file(), place


def test_the_list_for_a_real_pc_takes_half_an_hour() -> None:
    text = (ROOT / "docs/windows-checklist.md").read_text(encoding="utf-8")
    steps = re.findall(r"^(\d+)\. \*\*[^*]+\*\*", text, re.MULTILINE)
    minutes = [int(one) for one in re.findall(r"\((\d+) min\)\.\*\*", text)]
    assert len(minutes) == len(steps) == int(steps[-1])
    assert sum(minutes) <= 30


def test_what_the_installer_puts_into_the_menu_goes_with_it() -> None:
    text = (ROOT / "devtool/windows/installer.nsi").read_text(encoding="utf-8")
    made = re.findall(r'CreateShortCut "([^"]+)" "\$INSTDIR\\program\\([^"]+)"', text)
    assert {file for _link, file in made} == {"Zhongxiao.exe", README}
    assert {link for link, _file in made} == set(re.findall(r'Delete "([^"]+\.lnk)"', text))


def test_each_exit_code_of_the_installer_is_told() -> None:
    text = (ROOT / "devtool/windows/installer.nsi").read_text(encoding="utf-8")
    codes = set(re.findall(r"SetErrorLevel (\d+)|StrCpy \$R8 (\d+)", text))
    told = (ROOT / "docs/packaging.md").read_text(encoding="utf-8")
    told = re.sub(r"\s+", " ", told.partition("Exit codes:")[2].partition(".\n\n")[0])
    assert {one or other for one, other in codes} == set(re.findall(r"(?:^|, ) ?(\d+) [a-z]", told))


def test_the_words_of_the_installer_are_all_used_and_all_there() -> None:
    script = (ROOT / "devtool/windows/installer.nsi").read_text(encoding="utf-8")
    words = (ROOT / "devtool/windows/words.nsh").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\((\w+)\)", script))
    assert used == set(re.findall(r"^!insertmacro Said (\w+) ", words, re.MULTILINE))


def test_a_path_in_the_installed_folder_is_measured_with_the_folders_that_hold_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "long.py").write_text("", encoding="utf-8")
    (tmp_path / "short").write_text("", encoding="utf-8")
    assert longest_place(tmp_path) == len(r"\program.before\app\long.py")


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What each wheel lays out, by the names in it; where a build has brought them here."""
    monkeypatch.setenv("ZHONGXIAO_BUILD_CACHE", str(CACHE))
    if not taking.all_kept(PARTS):
        pytest.skip("no build has brought the parts here: python dev.py package windows does")
    return {one.name: laid_out(taking.kept(one)) for one in taking.shipped(PARTS)}


def laid_out(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return [place for one in archive.namelist() if (place := installed_as(one))]


def test_nothing_that_must_not_ship_is_in_what_would_be_laid_out(
    brought: dict[str, list[str]],
) -> None:
    names = {f"app/{one}" for names in brought.values() for one in names}
    assert wrong_in(names) == []
    assert "app/PySide6/Qt6Widgets.dll" in names
    assert len(names) > 1000


def test_nothing_that_must_not_ship_is_in_the_program_itself(tmp_path: Path) -> None:
    names = laid_out(make_program(tmp_path))
    assert wrong_in(names) == []
    assert {"desktop/app.py", "desktop/_resources/fonts/NotoSansSC-OFL.txt"} <= set(names)
    assert [one for one in names if one.endswith((".po", "/RECORD"))] == []


@pytest.mark.parametrize("name", ["icuuc.dll", "app/a/tests/a.py", "app/a.pyc", "app/a/Song.ttf"])
def test_a_folder_with_what_must_not_ship_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    with pytest.raises(taking.SetupFailed, match=rf"must not ship:\s+{name}: "):
        check_laid_out(tmp_path)


def test_every_library_is_in_the_list_of_licences() -> None:
    assert [one.name for one in taking.shipped(PARTS) if f"| {one.name} |" not in SHIPPED] == []


def test_what_the_installer_leaves_out_is_told() -> None:
    told = re.search(r"leaves out what is never loaded: ([^.]+)\.", SHIPPED)
    assert told is not None
    assert sorted(re.split(r",\s+", told[1])) == sorted(LEFT_OUT)


def test_every_library_brings_its_licence(brought: dict[str, list[str]]) -> None:
    """Qt's own lie in licences, since its wheels have none but the commercial one."""
    told = re.compile(r"licen[cs]e|copying", re.IGNORECASE)
    without = {
        name
        for name, files in brought.items()
        if not any(told.search(one) and "Commercial" not in one for one in files)
    }
    assert without == {"pyside6-essentials", "pyside6-pdf", "shiboken6"}


def test_what_the_libraries_bring_of_others_is_told_with_its_licence(
    brought: dict[str, list[str]],
) -> None:
    own = re.compile(r"Qt6|pyside6|shiboken6|q[a-z]+\.|pdfium|msvcp140|vcruntime140")
    libraries = {
        Path(one).name for names in brought.values() for one in names if one[-4:] == ".dll"
    }
    others = {re.split(r"[-.]", one)[0].rstrip("64_") for one in libraries if not own.match(one)}
    assert {"libpq", "libcrypto"} <= others
    assert [one for one in others if one.removesuffix("_s_seh") not in SHIPPED] == []
    assert {one.stem for one in LICENCES.iterdir()} == {
        *("LGPL-3.0", "GPL-3.0", "GCC-exception-3.1", "PostgreSQL", "MinGW-w64", "NSIS"),
        *("Qt-third-party", "Rust"),
    }


def test_every_rust_library_that_is_compiled_in_has_its_notice(
    brought: dict[str, list[str]],
) -> None:
    told, _rule, notices = (LICENCES / "Rust.txt").read_text(encoding="utf-8").partition("=====")
    lines = re.findall(r"^  (\S+) ?(\S*): (.+)$", told, re.MULTILINE)
    there = {(name, version) for name, version, _licence in lines}
    holding = set()
    for part in taking.shipped(PARTS):
        crates = crates_in(taking.kept(part), brought[part.name])
        holding |= {part.name} if crates else set()
        missing = [one for one in crates if one not in there and (one[0], "") not in there]
        assert missing == [], part.file
    assert holding == {"python-calamine", "cryptography"}
    asked = {
        name for name, _version, licence in lines if licence not in ("Apache-2.0", "Unlicense")
    }
    heads = re.findall(r"^=+\n([a-z0-9_, -]+)", notices, re.MULTILINE)
    assert asked == {name for one in heads for name in one.strip().split(", ")}
    assert notices.count("\nCopyright ") + notices.count("\n(C) ") == len(heads)


def crates_in(wheel: Path, names: list[str]) -> set[tuple[str, str]]:
    """What is compiled into a wheel: its own list of that, and where Rust's faults would point."""
    found: set[tuple[str, str]] = set()
    with zipfile.ZipFile(wheel) as archive:
        for name in names:
            if name.endswith(".cyclonedx.json"):
                parts = json.loads(archive.read(name))["components"]
                found |= {
                    (one["name"], one["version"]) for one in parts if one["scope"] != "excluded"
                }
            elif name.endswith((".pyd", ".dll")):
                places = CRATE.findall(archive.read(name))
                found |= {(one.decode(), version.decode()) for one, version in places}
    return found


def test_what_windows_starts_is_signed_by_the_command_of_whoever_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "众小 一.exe"
    file.write_text("program", encoding="utf-8")
    signer = tmp_path / "signer.py"
    signer.write_text("import sys; open(sys.argv[-1], 'a').write(' ' + sys.argv[1])")
    monkeypatch.delenv("ZHONGXIAO_SIGN", raising=False)
    sign(file)
    assert file.read_text(encoding="utf-8") == "program"
    python = shlex.quote(Path(sys.executable).as_posix())
    monkeypatch.setenv("ZHONGXIAO_SIGN", f"{python} {shlex.quote(signer.as_posix())} signed")
    sign(file)
    assert file.read_text(encoding="utf-8") == "program signed"
    monkeypatch.setenv("ZHONGXIAO_SIGN", f"{python} -c 'raise SystemExit(3)'")
    with pytest.raises(taking.SetupFailed, match="Signing"):
        sign(file)
