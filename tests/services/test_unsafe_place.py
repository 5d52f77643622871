"""A network's folder and a synchronised one are recognised, and what to do instead is said."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop.offices import open_for_window
from desktop.services import unsafe_place
from desktop.services.engine import read_url
from desktop.services.finding import CAREFUL
from desktop.services.reaching import try_connection
from desktop.services.unsafe_place import (
    advice_against,
    is_share,
    mounted_as,
    synchronised_by,
)
from desktop.views.kit.tasks import Progress
from tests.office import new_team

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /mnt/office rw,relatime - cifs //server/office rw,username=x
31 22 0:27 / /mnt/my\\040share rw,relatime - nfs4 server:/export rw
32 22 0:28 / /srv/a/far rw,nosuid - fuse.sshfs a@server:/ rw
33 30 0:29 / /mnt/office/local rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (r"C:\a\OneDrive\office.db", "OneDrive"),
        (r"C:\a\OneDrive - 公司\数据\office.db", "OneDrive"),
        (r"D:\我的坚果云\office.db", "坚果云"),
        (r"C:\a\Nutstore\1\office.db", "坚果云"),
        ("/srv/a/Dropbox/office.db", "Dropbox"),
        ("/srv/a/Dropbox (Personal)/office.db", "Dropbox"),
        (r"C:\a\iCloudDrive\office.db", "iCloud"),
        ("/a/Library/Mobile Documents/com~apple~CloudDocs/office.db", "iCloud"),
        (r"E:\BaiduSyncdisk\office.db", "百度网盘"),
        (r"C:\a\Documents\office.db", ""),
        ("/srv/a/dropboxes/office.db", ""),
        ("/srv/a/dropbox.db", ""),
        (r"C:\Zhongxiao\OneDrive.db", ""),
    ],
)
def test_a_synchronised_folder_is_known_by_its_name(place: str, name: str) -> None:
    assert synchronised_by(place, {}) == name


def test_onedrive_is_known_wherever_windows_says_that_it_lies() -> None:
    environment = {"OneDriveCommercial": r"D:\云"}
    assert synchronised_by(r"D:\云\众小\office.db", environment) == "OneDrive"
    assert synchronised_by(r"D:\云朵\office.db", environment) == ""


@pytest.mark.parametrize(
    ("place", "share"),
    [
        (r"\\server\share\office.db", True),
        (r"\\?\UNC\server\share\office.db", True),
        (r"\\?\C:\data\office.db", False),
        (r"C:\data\office.db", False),
    ],
)
def test_another_computer_s_share_is_known_by_its_path(place: str, share: bool) -> None:
    assert is_share(place) == share


def test_linux_tells_what_is_mounted_where() -> None:
    def kind(place: str) -> str:
        return mounted_as(place, MOUNTS)

    assert kind("/srv/a/office.db") == "ext4"
    assert kind("/mnt/office/deep/office.db") == "cifs"
    assert kind("/mnt/my share/office.db") == "nfs4"
    assert kind("/srv/a/far/office.db") == "fuse.sshfs"
    assert kind("/mnt/office/local/office.db") == "ext4"
    assert kind("/mnt/offices/office.db") == "ext4"
    assert mounted_as("/x", "nonsense") == ""


def test_a_mapped_drive_is_known_by_what_windows_says_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def drive_type(root: str) -> int:
        asked.append(root)
        return 4

    kernel = SimpleNamespace(GetDriveTypeW=drive_type)
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(unsafe_place.sys, "platform", "win32")
    assert unsafe_place._is_remote(Path("office.db"))
    assert len(asked) == 1


def test_an_office_s_own_folder_is_no_matter(tmp_path: Path) -> None:
    assert advice_against(tmp_path / "office.db") == ""


def test_it_is_advised_against_when_an_office_is_opened_there_also_by_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "坚果云" / "众小"
    new_team(str(folder / "office.db")).office.engine.dispose()
    opened = open_for_window(folder, training=False, progress=Progress())
    assert opened is not None
    assert "坚果云" in opened.advice
    assert "PostgreSQL" in opened.advice
    opened.office.engine.dispose()
    link = tmp_path / "office.db"
    link.symlink_to(folder / "office.db")
    assert "坚果云" in advice_against(link)
    found = try_connection(read_url(str(folder / "office.db")))
    assert [one.tone for one in found][-1] == CAREFUL


def test_a_network_drive_is_advised_against(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"30 22 0:26 / {tmp_path} rw - cifs //server/office rw\n")
    monkeypatch.setattr(unsafe_place, "_MOUNTS", table)
    assert "PostgreSQL" in advice_against(tmp_path / "office.db")
    monkeypatch.setattr(unsafe_place, "_MOUNTS", tmp_path / "none")
    assert advice_against(tmp_path / "office.db") == ""
