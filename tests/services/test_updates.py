"""Newer versions: found, believed only when signed, fetched only when whole; else told in words."""

import shutil
from base64 import b64encode
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.basics.drafts.office import UpdatesDraft
from desktop.basics.errors import Refused
from desktop.basics.release import LARGEST_MANIFEST, MANIFEST, SIGNATURE
from desktop.basics.watch import Cancelled, Nobody
from desktop.queries.settings import updates_detail
from desktop.services import updates
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.settings import set_updates_folder
from desktop.services.standing import NewerOffice
from desktop.services.updates import (
    Looked,
    Offer,
    UpdateTrouble,
    check_fetched,
    keys_in,
    look_for_update,
    release_keys,
    start_installer,
    take_update,
    throw_away_installed,
    why_not_here,
)
from desktop.services.versions import HEAD
from tests.office import new_team
from tests.released import Share

RUNNING = "9.2.0"


@pytest.fixture
def share(tmp_path: Path) -> Share:
    """A folder with a Chinese name and a blank, in which 9.3.0 lies."""
    made = Share(tmp_path / "共享 文件夹")
    made.release()
    return made


def look(share: Share, running: str = RUNNING, schema: str = HEAD) -> Looked:
    return look_for_update(str(share.folder), share.keys, running, schema)


def offer(share: Share) -> Offer:
    found = look(share).offer
    assert found is not None
    return found


def take(share: Share, offered: Offer, into: Path, watch: Nobody | None = None) -> Path:
    return take_update(offered, into, watch or Nobody(), keys=share.keys, running=RUNNING)


def refused(share: Share, offered: Offer, into: Path) -> str:
    """Why it isn't fetched; nothing is left of it."""
    with pytest.raises(UpdateTrouble) as trouble:
        take(share, offered, into)
    assert not into.exists() or list(into.iterdir()) == []
    return trouble.value.message


def test_a_signed_newer_version_is_offered_and_fetched(share: Share, tmp_path: Path) -> None:
    found = offer(share)
    assert (found.release.version, found.release.headline) == (
        "9.3.0",
        "送货单可以按车次一次打印",
    )
    place = take(share, found, tmp_path / "数据" / "updates")
    assert place.read_bytes() == share.installer.read_bytes()
    assert [one.name for one in place.parent.iterdir()] == ["Zhongxiao-Setup-9.3.0.exe"]


def test_what_was_fetched_before_goes(share: Share, tmp_path: Path) -> None:
    take(share, offer(share), tmp_path / "updates")
    share.release("9.4.0")
    take(share, offer(share), tmp_path / "updates")
    assert [one.name for one in (tmp_path / "updates").iterdir()] == ["Zhongxiao-Setup-9.4.0.exe"]


@pytest.mark.parametrize(
    ("version", "said"),
    [("9.2.0", "已经装好了"), ("9.1.9", "比本程序旧"), ("0.10.0", "比本程序旧")],
)
def test_the_same_and_older_ones_are_never_offered(share: Share, version: str, said: str) -> None:
    share.release(version)
    looked = look(share)
    assert looked.offer is None
    assert said in looked.words
    assert not looked.wrong


def test_an_older_one_laid_there_after_the_look_is_not_fetched(
    share: Share, tmp_path: Path
) -> None:
    found = offer(share)
    share.release("9.1.0")
    assert "比本程序旧" in refused(share, found, tmp_path / "updates")


def test_another_one_laid_there_after_the_look_is_looked_at_first(
    share: Share, tmp_path: Path
) -> None:
    found = offer(share)
    share.release("9.5.0")
    assert "9.5.0" in refused(share, found, tmp_path / "updates")


def test_a_release_that_is_laid_there_again_is_measured_by_the_running_version_alone(
    share: Share, tmp_path: Path
) -> None:
    """A bad one is withdrawn so; whoever may write there gets nobody back to an older one."""
    before = shutil.copytree(share.folder, tmp_path / "9.3.0")
    share.release("9.4.0")
    assert offer(share).release.version == "9.4.0"
    shutil.rmtree(share.folder)
    shutil.copytree(before, share.folder)
    assert offer(share).release.version == "9.3.0"
    later = look(share, running="9.4.0")
    assert later.offer is None
    assert "比本程序旧" in later.words


def test_what_another_signed_is_not_believed(share: Share, tmp_path: Path) -> None:
    found = offer(share)
    stranger = Share(share.folder)
    stranger.release("9.9.0")
    looked = look(share)
    assert (looked.offer, looked.wrong) == (None, True)
    assert "签名" in looked.words
    assert "签名" in refused(share, found, tmp_path / "updates")


@pytest.mark.parametrize("content", [None, b"", b"x" * 64, b"x" * 65])
def test_without_a_good_signature_nothing_is_believed(share: Share, content: bytes | None) -> None:
    (share.folder / SIGNATURE).unlink()
    if content is not None:
        (share.folder / SIGNATURE).write_bytes(content)
    looked = look(share)
    assert (looked.offer, looked.wrong) == (None, True)
    assert looked.again  # the signature may be that of the manifest before, or the other way round


def test_a_manifest_that_was_changed_after_it_was_signed_is_not_believed(share: Share) -> None:
    manifest = share.folder / MANIFEST
    manifest.write_bytes(manifest.read_bytes().replace(b"9.3.0", b"9.8.0"))
    assert look(share).wrong


def test_a_manifest_without_end_is_not_read_whole(share: Share) -> None:
    (share.folder / MANIFEST).write_bytes(b" " * (LARGEST_MANIFEST * 3))
    assert look(share).wrong


def test_a_manifest_of_a_later_form_is_told(share: Share) -> None:
    written = (share.folder / MANIFEST).read_bytes().replace(b'"format": 1', b'"format": 2')
    (share.folder / MANIFEST).write_bytes(written)
    (share.folder / SIGNATURE).write_bytes(share.key.sign(written))
    assert "读不懂" in look(share).words


def test_any_of_several_keys_will_do_so_that_a_new_one_can_follow(share: Share) -> None:
    other = Share(share.folder)
    keys = (*other.keys, *share.keys)
    assert look_for_update(str(share.folder), keys, RUNNING).offer is not None


def test_a_build_without_a_key_believes_nothing(share: Share) -> None:
    looked = look_for_update(str(share.folder), (), RUNNING)
    assert looked.offer is None
    assert "没有发布公钥" in looked.words


def test_an_installer_of_the_same_size_with_other_bytes_is_not_kept(
    share: Share, tmp_path: Path
) -> None:
    found = offer(share)
    content = bytearray(share.installer.read_bytes())
    content[-1] ^= 1
    share.installer.write_bytes(content)
    assert look(share).offer == found
    assert "和签名时的不一样" in refused(share, found, tmp_path / "updates")


@pytest.mark.parametrize("change", [-1, 1])
def test_an_installer_of_another_size_is_told_at_the_look(
    share: Share, tmp_path: Path, change: int
) -> None:
    found = offer(share)
    content = share.installer.read_bytes()
    share.installer.write_bytes(content[:change] if change < 0 else content + b"x")
    looked = look(share)
    assert "和签名时的不一样" in looked.words
    assert looked.again == (change < 0)  # it may still be on its way
    assert "和签名时的不一样" in refused(share, found, tmp_path / "updates")


def test_an_installer_that_is_missing_is_told(share: Share, tmp_path: Path) -> None:
    found = offer(share)
    share.installer.unlink()
    looked = look(share)
    assert "找不到安装程序" in looked.words
    assert looked.again
    assert "找不到安装程序" in refused(share, found, tmp_path / "updates")


def test_a_share_that_is_gone_is_tried_again(share: Share, tmp_path: Path) -> None:
    found = offer(share)
    shutil.rmtree(share.folder)
    looked = look(share)
    assert (looked.offer, looked.again, looked.wrong) == (None, True, False)
    assert "连不上" in refused(share, found, tmp_path / "updates")


def test_a_folder_with_nothing_in_it_offers_nothing(tmp_path: Path) -> None:
    looked = look_for_update(str(tmp_path), (b"k" * 32,), RUNNING)
    assert looked == Looked(words="那里没有新版本。")


def test_where_no_folder_is_named_nothing_is_looked_for() -> None:
    assert look_for_update("", (b"k" * 32,), RUNNING).offer is None


def test_too_little_disk_is_told_before_anything_is_copied(
    share: Share, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(updates.shutil, "disk_usage", lambda _path: usage(10**9, 10**9, 90_000_000))
    said = refused(share, offer(share), tmp_path / "updates")
    assert "只剩 90 MB" in said
    assert "101 MB" in said


def test_a_folder_that_cannot_be_made_is_told(share: Share, tmp_path: Path) -> None:
    (tmp_path / "updates").write_bytes(b"a file of that name")
    with pytest.raises(UpdateTrouble, match="取不下来"):
        take(share, offer(share), tmp_path / "updates")


def test_one_that_is_given_up_leaves_nothing(share: Share, tmp_path: Path) -> None:
    class GivenUp(Nobody):
        cancelled = True

    with pytest.raises(Cancelled):
        take(share, offer(share), tmp_path / "updates", GivenUp())
    assert list((tmp_path / "updates").iterdir()) == []


def test_one_that_cannot_bring_the_office_up_to_date_is_not_offered(share: Share) -> None:
    share.release(since="9030", schema="9040")
    assert "中间的版本" in look(share).words


def test_an_office_of_a_newer_program_is_offered_only_what_can_open_it(share: Share) -> None:
    share.release(schema="0030")
    assert look(share, schema="0030").offer is not None
    assert "需要更新的版本" in look(share, schema="0031").words


def test_the_keys_that_ship_are_read_and_what_is_none_is_left_out() -> None:
    good = Share(Path()).keys[0]
    lines = ["# 说明", "", f"{b64encode(good).decode()}  # 2026", "not base64!", "c2hvcnQ="]
    assert keys_in(lines) == (good,)
    assert isinstance(release_keys(), tuple)


def test_an_installer_is_started_on_windows_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(updates.subprocess, "Popen", lambda words, **_how: started.append(words))
    place = tmp_path / "Zhongxiao-Setup-9.3.0.exe"
    monkeypatch.setattr(updates.platform, "system", lambda: "Linux")
    with pytest.raises(UpdateTrouble, match="Windows"):
        start_installer(place)
    assert started == []
    monkeypatch.setattr(updates.platform, "system", lambda: "Windows")
    start_installer(place)
    assert started == [[str(place)]]


def test_a_portable_program_is_told_to_take_the_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates.platform, "system", lambda: "Windows")
    monkeypatch.setattr(updates.sys, "executable", str(tmp_path / "program" / "Zhongxiao.exe"))
    assert why_not_here() == ""
    (tmp_path / "portable.txt").touch()
    assert "压缩包" in why_not_here()


def test_an_installer_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates.platform, "system", lambda: "Windows")
    with pytest.raises(UpdateTrouble, match="打不开"):
        start_installer(tmp_path / "nothing.exe")


@pytest.mark.parametrize("done", ["changed", "cut", "longer", "gone"])
def test_what_was_fetched_is_checked_once_more_before_it_is_started(
    share: Share, tmp_path: Path, done: str
) -> None:
    """While the office is backed up somebody has minutes to put another file in its place."""
    found = offer(share)
    place = take(share, found, tmp_path / "updates")
    check_fetched(place, found.release, Nobody())
    content = place.read_bytes()
    if done == "gone":
        place.unlink()
    else:
        changed = bytes([content[0] ^ 1]) + content[1:]
        others = {"changed": changed, "cut": content[:-1], "longer": content + b"."}
        place.write_bytes(others[done])
    with pytest.raises(UpdateTrouble, match="和签名时的不一样"):
        check_fetched(place, found.release, Nobody())
    assert not place.exists()


def test_what_was_offered_is_what_is_fetched(share: Share, tmp_path: Path) -> None:
    """The same version, released anew with other bytes, is looked at once more."""
    found = offer(share)
    share.release(content=b"another" * 999)
    other = replace(found.release, sha256=look(share).offer.release.sha256)  # type: ignore[union-attr]
    assert other.sha256 != found.release.sha256
    assert "重新看看" in refused(share, found, tmp_path / "updates")


def test_an_office_that_a_newer_program_wrote_says_where_newer_ones_lie(database_url: str) -> None:
    """On a server another PC may have brought it up to date already."""
    team = new_team(database_url)
    with team.office.reading() as session:
        version = updates_detail(session).version
    set_updates_folder(team.ad, version, UpdatesDraft("\\\\server\\zhongxiao"))
    with team.office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0099'")
    team.office.engine.dispose()
    with pytest.raises(NewerOffice, match="更新的程序") as told:
        open_database(read_url(database_url))
    assert (told.value.version, told.value.updates) == ("0099", "\\\\server\\zhongxiao")


def test_one_from_before_the_setting_was_known_names_no_folder(database_url: str) -> None:
    team = new_team(database_url)
    with team.office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0099'")
        connection.exec_driver_sql("ALTER TABLE office_profile DROP COLUMN updates_folder")
    team.office.engine.dispose()
    with pytest.raises(NewerOffice) as told:
        open_database(read_url(database_url))
    assert told.value.updates == ""


@pytest.mark.parametrize("folder", ["zhongxiao", "..\\zhongxiao", "a\x00b"])
def test_half_a_path_is_refused(sqlite_url: str, folder: str) -> None:
    team = new_team(sqlite_url)
    with pytest.raises(Refused) as refusal:
        set_updates_folder(team.ad, 1, UpdatesDraft(folder))
    assert refusal.value.field == "updates_folder"
    with pytest.raises(Refused) as refusal:
        set_updates_folder(team.c1, 1, UpdatesDraft("/srv"))
    assert refusal.value.code == "not_allowed"


def test_installers_that_are_installed_by_now_go(tmp_path: Path) -> None:
    names = [f"Zhongxiao-Setup-{one}.exe" for one in ("9.1.0", "9.2.0", "9.3.0", "other")]
    for name in (*names, "notes.txt"):
        (tmp_path / name).touch()
    throw_away_installed(tmp_path, RUNNING)
    assert {one.name for one in tmp_path.iterdir()} == {*names[2:], "notes.txt"}
    throw_away_installed(tmp_path / "nowhere")
