"""A release of the Windows installer, as programs find it: announced, signed, offered."""

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from desktop.basics.release import MANIFEST, SIGNATURE, read_manifest
from desktop.services.updates import keys_in, look_for_update
from desktop.services.versions import HEAD
from devtool.checkout import SetupFailed
from devtool.windows.packing import make_installer
from devtool.windows.payload import make_icon
from devtool.windows.releasing import KEYS, announce, announce_again, make_key, read_key

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def installer(tmp_path: Path) -> Path:
    made = tmp_path / "dist" / "Zhongxiao-Setup-0.2.0.exe"
    made.parent.mkdir()
    made.write_bytes(b"installer" * 1000)
    return made


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """The list of keys that would ship, with one that was made just now: ``private.pem``."""
    listed = tmp_path / "keys.txt"
    listed.write_text("# the keys\n", encoding="utf-8")
    make_key(tmp_path / "private.pem", listed)
    return listed


def known_in(keys: Path) -> tuple[bytes, ...]:
    return keys_in(keys.read_text(encoding="utf-8").splitlines())


def test_what_a_build_announces_and_signs_is_what_a_program_offers(
    tmp_path: Path, installer: Path, keys: Path
) -> None:
    announce(installer, "0.2.0", 221, read_key(tmp_path / "private.pem"), keys=keys)
    looked = look_for_update(str(installer.parent), known_in(keys), running="0.1.0")
    assert looked.offer is not None
    release = looked.offer.release
    assert (release.version, release.schema, release.installed) == ("0.2.0", HEAD, 221)
    assert release.size == installer.stat().st_size
    assert release.news.startswith("- ")
    assert "## " not in release.news


def test_a_build_without_a_key_says_so_and_nobody_offers_it(
    installer: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (installer.parent / SIGNATURE).write_bytes(b"of another build")
    announce(installer, "0.2.0", 221, None, keys=keys)
    assert "NOT SIGNED" in capsys.readouterr().err
    assert not (installer.parent / SIGNATURE).exists()
    assert look_for_update(str(installer.parent), known_in(keys), "0.1.0").offer is None


def test_a_key_that_no_program_knows_signs_nothing(
    tmp_path: Path, installer: Path, keys: Path
) -> None:
    make_key(tmp_path / "other.pem", tmp_path / "others.txt")
    with pytest.raises(SetupFailed, match="public half"):
        announce(installer, "0.2.0", 221, read_key(tmp_path / "other.pem"), keys=keys)
    assert not (installer.parent / SIGNATURE).exists()


def test_an_installer_that_was_signed_for_windows_is_announced_anew(
    tmp_path: Path, installer: Path, keys: Path
) -> None:
    key = read_key(tmp_path / "private.pem")
    with pytest.raises(SetupFailed, match="no manifest"):
        announce_again(installer, key, keys=keys)
    announce(installer, "0.2.0", 221, None, keys=keys)
    installer.write_bytes(installer.read_bytes() + b"Authenticode")
    announce_again(installer, key, keys=keys)
    assert read_manifest((installer.parent / MANIFEST).read_bytes()).installed == 221
    assert look_for_update(str(installer.parent), known_in(keys), "0.1.0").offer is not None


def test_a_private_key_is_for_its_owner_never_in_the_checkout_and_never_written_over(
    tmp_path: Path, keys: Path
) -> None:
    private = tmp_path / "private.pem"
    if private.stat().st_mode & 0o777 != 0o666:  # Windows has no such rights
        assert private.stat().st_mode & 0o077 == 0
    before = private.read_bytes()
    with pytest.raises(SetupFailed):
        make_key(private, keys)
    with pytest.raises(SetupFailed, match="checkout"):
        make_key(ROOT / "dist" / "private.pem", keys)
    assert private.read_bytes() == before
    assert len(known_in(keys)) == 1


def test_no_private_key_is_in_the_checkout_and_what_ships_are_public_keys() -> None:
    lines = KEYS.read_text(encoding="utf-8").splitlines()
    kept = [one for one in lines if one.strip() and not one.startswith("#")]
    assert len(known_in(KEYS)) == len(kept)


def test_what_is_no_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupFailed, match="can't be read"):
        read_key(tmp_path / "nothing.pem")
    (tmp_path / "wrong.pem").write_text("no key", encoding="utf-8")
    with pytest.raises(SetupFailed, match="no private key"):
        read_key(tmp_path / "wrong.pem")


def test_a_version_of_which_the_change_log_says_nothing_is_not_announced(
    installer: Path, keys: Path
) -> None:
    with pytest.raises(SetupFailed, match="says nothing"):
        announce(installer, "7.7.7", 221, None, keys=keys)


def test_every_action_of_the_release_job_is_pinned_to_a_commit() -> None:
    """A tag can be moved by whoever owns the action; the job has the release key in its hands."""
    job = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    uses = re.findall(r"uses: *(\S+)(.*)", job)
    assert uses
    loose = [one for one, _version in uses if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", one)]
    assert loose == []
    assert all(re.fullmatch(r" +# v\d+\.\d+\.\d+", version) for _one, version in uses)


def test_what_the_release_job_needs_is_named_in_the_docs() -> None:
    job = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    told = (ROOT / "docs" / "releasing.md").read_text(encoding="utf-8")
    needed = set(re.findall(r"(?:secrets|vars)\.(\w+)", job))
    assert needed
    assert [one for one in sorted(needed) if f"`{one}`" not in told] == []


@pytest.mark.skipif(shutil.which("makensis") is None, reason="needs NSIS")
def test_a_command_that_is_named_from_the_checkout_signs_what_removes_the_program_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload, signed, signer = tmp_path / "payload", tmp_path / "signed", tmp_path / "signer.py"
    payload.mkdir()
    make_icon(payload / "Zhongxiao.ico")
    words = f"import sys; open({str(signed)!r}, 'a').write(sys.argv[-1] + chr(10))"
    signer.write_text(words, encoding="utf-8")
    named = os.path.relpath(signer, ROOT)
    command = f"{shlex.quote(Path(sys.executable).as_posix())} {shlex.quote(named)}"
    monkeypatch.setenv("ZHONGXIAO_SIGN", command)
    made = make_installer(payload, "0.2.0", tmp_path / "Zhongxiao-Setup-0.2.0.exe")
    files = signed.read_text(encoding="utf-8").splitlines()
    assert len(files) == 2  # Uninstall.exe, as it is packed, and the installer
    assert files[-1] == str(made)
