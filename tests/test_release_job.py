"""The steps of the release job, taken without the runner that they are for."""

import base64
import json
import re
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import desktop
from devtool.checkout import SetupFailed
from devtool.windows import job
from devtool.windows.parts import Part, read_parts, sha256
from devtool.windows.releasing import read_key
from devtool.windows.sign import main as sign
from devtool.windows.sign import newest_tool

ROOT = Path(__file__).resolve().parents[1]
JOB = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
SET = {"GITHUB_REF_NAME": f"v{desktop.__version__}", "EMBEDDABLE_PYTHON": "file:///python.zip"}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "Zhongxiao-Setup-0.2.0.exe").write_bytes(b"setup")
    with zipfile.ZipFile(folder / "Zhongxiao-0.2.0-portable.zip", "w") as packed:
        packed.writestr("Zhongxiao-0.2.0-portable/program/Zhongxiao.exe", b"MZ")
    return folder


def test_the_job_calls_steps_that_are_there_and_each_of_them() -> None:
    called = re.findall(r"devtool\.windows\.job (\w+)", JOB)
    assert called == ["ready", "embeddable", "tools", "announce", "tried", "portable", "draft"]
    assert all(callable(getattr(job, one)) for one in called)


def test_what_is_set_is_ready() -> None:
    job.ready(SET)
    signed = {"SIGNING": "yes", "SIGNING_CERTIFICATE": "x", "TIMESTAMP_SERVER": "x"}
    job.ready({**SET, **signed, "ANNOUNCING": "yes", "RELEASE_KEY": "x"})


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"GITHUB_REF_NAME": "v9.9.9"}, "v9.9.9 is no tag of version"),
        ({"EMBEDDABLE_PYTHON": ""}, "not set: EMBEDDABLE_PYTHON;"),
        ({"SIGNING": "yes"}, "not set: SIGNING_CERTIFICATE, TIMESTAMP_SERVER;"),
        ({"ANNOUNCING": "yes"}, "not set: RELEASE_KEY;"),
    ],
)
def test_what_is_not_set_stops_the_job(changed: dict[str, str], told: str) -> None:
    with pytest.raises(SetupFailed, match=re.escape(told)):
        job.ready({**SET, **changed})


def test_the_official_python_is_fetched_and_any_other_file_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = tmp_path / "offered.zip"
    offered.write_bytes(b"python")
    place = {"EMBEDDABLE_PYTHON": offered.as_uri(), "RUNNER_TEMP": str(tmp_path)}
    with pytest.raises(SetupFailed, match="isn't the pinned one"):
        job.embeddable(place)
    assert not (tmp_path / job.PYTHON_ZIP).exists()
    official = Part("python", "3.13.1", "offered.zip", sha256(offered))
    parts = read_parts()
    monkeypatch.setattr(
        job,
        "read_parts",
        lambda: type(parts)(
            parts.python, parts.inside, parts.inside_sha256, official, parts.wheels
        ),
    )
    assert job.embeddable(place).read_bytes() == b"python"
    with pytest.raises(SetupFailed, match="can't be fetched"):
        job.embeddable({**place, "EMBEDDABLE_PYTHON": (tmp_path / "none").as_uri()})


def test_the_tools_that_are_missing_are_brought(tmp_path: Path) -> None:
    brought: list[Sequence[str]] = []
    compiler = tmp_path / "mingw64" / "mingw64" / "bin"
    compiler.mkdir(parents=True)
    place = {"GITHUB_PATH": str(tmp_path / "path")}
    place |= {"ProgramFiles(x86)": str(tmp_path), "ProgramData": str(tmp_path)}

    def call(words: Sequence[str]) -> int:
        brought.append(words)
        return 0

    job.tools(place, call)
    assert ["choco", "install", "nsis", "--yes", "--no-progress"] in brought
    path = (tmp_path / "path").read_text(encoding="utf-8").splitlines()
    assert path == [str(tmp_path / "NSIS"), str(compiler)]
    with pytest.raises(SetupFailed, match="nsis can't be had"):
        job.tools(place, lambda _words: 1)


def test_the_release_key_lies_in_a_file_only_while_it_signs(tmp_path: Path, dist: Path) -> None:
    from devtool.windows.releasing import make_key

    make_key(tmp_path / "key.pem", tmp_path / "keys.txt")
    secret = (tmp_path / "key.pem").read_text(encoding="ascii").replace("\n", "\r\n")
    given: list[str] = []

    def call(words: Sequence[str]) -> int:
        given[:] = words
        read_key(Path(words[-1]))  # as the secret of a web page's form brings it
        return 0

    job.announce({"RELEASE_KEY": secret}, call, dist)
    assert given[1:4] == ["dev.py", "package", "windows"]
    assert given[5].endswith("Zhongxiao-Setup-0.2.0.exe")
    assert not Path(given[-1]).exists()
    with pytest.raises(SetupFailed, match="isn't signed"):
        job.announce({"RELEASE_KEY": secret}, lambda _words: 2, dist)


class Runner:
    """What a Windows would do with the command lines: installs, tries, removes."""

    def __init__(self, status: int = 0, *, removes: bool = True) -> None:
        self.lines: list[str] = []
        self.status, self.removes = status, removes

    def __call__(self, line: str, _folder: Path) -> int:
        self.lines.append(line)
        if placed := re.search(r"/D=(.*)$", line):
            (Path(placed[1]) / "program").mkdir(parents=True)
        elif report := re.search(r'--report "([^"]+)"', line):
            Path(report[1]).write_text(json.dumps({"steps": []}), encoding="utf-8")
            return self.status
        elif (removed := re.search(r"_\?=(.*)$", line)) and self.removes:
            (Path(removed[1]) / "program").rmdir()
        return 0


def test_what_was_built_is_installed_tried_and_removed(tmp_path: Path, dist: Path) -> None:
    runner = Runner()
    job.tried({"LOCALAPPDATA": str(tmp_path)}, runner, dist, tmp_path)
    assert len(runner.lines) == 3
    assert runner.lines[0].endswith(f"/S /D={tmp_path}/我的 程序/众小 办事处".replace("\\", "/"))
    assert (tmp_path / "selftest" / "report.json").is_file()


@pytest.mark.parametrize(
    ("runner", "told"),
    [(Runner(1), "the self-test ended with 1"), (Runner(removes=False), "still there")],
)
def test_a_step_that_fails_on_the_runner_stops_the_job(
    tmp_path: Path, dist: Path, runner: Runner, told: str
) -> None:
    with pytest.raises(SetupFailed, match=told):
        job.tried({"LOCALAPPDATA": str(tmp_path)}, runner, dist, tmp_path)


def test_the_portable_folder_is_unpacked_and_tried(tmp_path: Path, dist: Path) -> None:
    runner = Runner()
    job.portable(runner, dist, tmp_path)
    assert "Zhongxiao.exe" in runner.lines[0]
    with pytest.raises(SetupFailed, match="the self-test ended with 3"):
        job.portable(Runner(3), dist, tmp_path / "other")


def test_the_draft_has_all_files_and_the_changes_of_its_version_alone(dist: Path) -> None:
    told: list[str] = []

    def call(words: Sequence[str]) -> int:
        told[:] = [*words, Path(words[words.index("--notes-file") + 1]).read_text(encoding="utf-8")]
        return 0

    job.draft({"GITHUB_REF_NAME": "v0.2.0"}, call, dist)
    assert told[:4] == ["gh", "release", "create", "v0.2.0"]
    assert {Path(one).name for one in told[10:-1]} == {one.name for one in dist.iterdir()}
    assert told[-1].startswith("### ")
    assert "\n## " not in told[-1]
    with pytest.raises(SetupFailed, match="says nothing of 7"):
        job.changes_of("7.7.7")


def test_a_step_that_fails_is_told_as_the_runner_shows_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_REF_NAME", "v9.9.9")
    assert job.main("ready") == 1
    assert capsys.readouterr().err.startswith("::error::v9.9.9 is no tag")


# --- signing for Windows -------------------------------------------------------------------


@pytest.fixture
def kits(tmp_path: Path) -> Path:
    """Two SDKs with a signtool that notes its words, and whether the certificate was there."""
    for version in ("10.0.9.0", "10.0.22621.0"):
        tool = tmp_path / "Windows Kits/10/bin" / version / "x64" / "signtool.exe"
        tool.parent.mkdir(parents=True)
        noted, left = tmp_path / "noted.txt", tmp_path / "fails"
        tool.write_text(
            f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\nwords = sys.argv[1:]\n"
            "pfx = Path(words[words.index('/f') + 1]).read_bytes() if '/f' in words else b''\n"
            f"open({str(noted)!r}, 'a').write(f'{version} {{words[0]}} {{pfx!r}}\\n')\n"
            f"left = Path({str(left)!r})\nfails = int(left.read_text()) if left.exists() else 0\n"
            "left.write_text(str(max(0, fails - 1)))\nsys.exit(1 if fails else 0)\n",
            encoding="utf-8",
        )
        tool.chmod(0o755)
    return tmp_path


def environ(kits: Path) -> dict[str, str]:
    certificate = base64.encodebytes(b"a certificate" * 9).decode("ascii")  # in lines, as is usual
    return {
        "ProgramFiles(x86)": str(kits),
        "SIGNING_CERTIFICATE": certificate,
        "SIGNING_PASSWORD": "secret",
        "TIMESTAMP_SERVER": "stamps",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="its signtool is a script")
def test_a_file_is_signed_by_the_newest_tool_and_looked_at(kits: Path) -> None:
    assert sign(kits / "one.exe", environ(kits)) == 0
    noted = (kits / "noted.txt").read_text(encoding="utf-8").splitlines()
    assert noted == [f"10.0.22621.0 sign {b'a certificate' * 9!r}", "10.0.22621.0 verify b''"]


@pytest.mark.skipif(sys.platform == "win32", reason="its signtool is a script")
def test_a_server_of_time_stamps_that_is_away_is_asked_again(kits: Path) -> None:
    (kits / "fails").write_text("2", encoding="utf-8")
    assert sign(kits / "one.exe", environ(kits), pause_s=0) == 0
    (kits / "fails").write_text("9", encoding="utf-8")
    assert sign(kits / "one.exe", environ(kits), pause_s=0) == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"SIGNING_CERTIFICATE": "not base64!"}, "no base64"),
        ({"TIMESTAMP_SERVER": ""}, "TIMESTAMP_SERVER"),
        ({"ProgramFiles(x86)": "/nowhere"}, "signtool.exe"),
    ],
)
def test_what_signing_lacks_is_told(
    kits: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, str], told: str
) -> None:
    assert sign(kits / "one.exe", {**environ(kits), **changed}) == 2
    assert told in capsys.readouterr().err
    assert newest_tool(kits / "nowhere") is None
