"""Who else may read a folder is told by its rights, on Windows by its security descriptor."""

from pathlib import Path

import pytest

from desktop.services.open_to_others import groups_in, who_else_reads


@pytest.mark.parametrize(
    ("descriptor", "groups"),
    [
        # What %LOCALAPPDATA% has: the person, the system, the administrators.
        ("D:(A;OICI;FA;;;S-1-5-21-1-2-3-1001)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", []),
        ("D:AI(A;OICIID;0x1200a9;;;BU)(A;OICIID;FA;;;BA)", ["这台电脑的所有用户"]),
        ("D:PAI(A;;FA;;;WD)(D;;FA;;;BG)", ["任何人"]),
        ("D:(A;OICIIO;FA;;;AU)(A;ID;FR;;;AU)", ["登录了的任何人"]),
        ("D:(A;OICIIO;FA;;;AU)", []),
        ("", []),
    ],
)
def test_the_groups_of_a_descriptor_are_told_in_words(descriptor: str, groups: list[str]) -> None:
    assert groups_in(descriptor) == groups


def test_the_rights_of_a_folder_here(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert who_else_reads(tmp_path) == []
    tmp_path.chmod(0o755)
    assert who_else_reads(tmp_path) == ["同组的人", "任何人"]
