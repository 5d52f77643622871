"""Why a file can't be read or written is said in the reader's language."""

from pathlib import Path

import pytest

from desktop.basics.i18n import choose_language
from desktop.basics.os_reason import os_reason


def refused(path: Path) -> OSError:
    with pytest.raises(OSError) as caught:
        path.read_bytes()
    return caught.value


def test_common_reasons_are_in_the_program_s_words(tmp_path: Path) -> None:
    choose_language("zh_CN")
    (tmp_path / "file").write_bytes(b"")
    words = {
        os_reason(refused(tmp_path / "gone")),
        os_reason(refused(tmp_path / "file" / "in it")),
        os_reason(refused(tmp_path)),
        os_reason(refused(tmp_path / ("long" * 99))),
    }
    assert len(words) == 4
    assert not any(one.isascii() for one in words)


def test_a_seldom_reason_is_the_system_s_own_words() -> None:
    assert os_reason(OSError(71, "Protocol error")) == "Protocol error"
    assert os_reason(OSError("cannot seek")) == "cannot seek"
