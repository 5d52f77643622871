"""A file's size costs what it must: too large a one is refused at once, in words."""

import gzip
import time
from pathlib import Path

import pytest

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import choose_language
from desktop.spreadsheets import refusal
from desktop.spreadsheets.table import read_table


@pytest.fixture(autouse=True)
def english() -> None:
    choose_language("en")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("客户名称\n".encode() + b"x" * 20_000_000, "Line 2 has more than 1,000,000 bytes"),
        (b"a," * 5_000_000, "Line 1 has more than"),
        ("客户名称\n".encode() + b"x\n" * 5_000_000, "1,048,576 rows"),
        (b"code,name\nK1," + b"x" * 300_000 + b"\nK2,b\n", "In row 2 a cell has more"),
        ('客户名称\n"'.encode() + b"x,\n" * 300_000, "row 2 a quotation mark opens"),
        (b"<html><table>" + b"<tr><td>" * 600_000, "too large"),
    ],
)
def test_what_no_list_is_is_refused_within_a_second(data: bytes, words: str) -> None:
    before = time.process_time()
    with pytest.raises(Unreadable, match=words):
        read_table(data)
    assert time.process_time() - before < 1


def test_a_packed_file_is_never_unpacked_beyond_its_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refusal, "MAX_UNZIPPED_BYTES", 1_000_000)
    with pytest.raises(Unreadable, match="too large"):
        read_table(gzip.compress(b"code,name\n" * 200_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_long_list_is_read_whole_in_every_encoding(encoding: str, end: str) -> None:
    text = end.join(["编号,名称", *(f"K{number},店{number}" for number in range(100_000))])
    rows = read_table(text.encode(encoding)).rows
    assert len(rows) == 100_001
    assert rows[-1].cells == ("K99999", "店99999")


def test_a_quotation_that_ends_the_file_is_whole(tmp_path: Path) -> None:
    table = read_table('编号,名称\nK1,"一\n二\n三"\n\n'.encode())
    assert table.rows[1].cells[1] == "一\n二\n三"
    with pytest.raises(Unreadable, match="quotation"):
        read_table('编号,名称\nK1,"一\n二\n三\n四'.encode())
