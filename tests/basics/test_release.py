"""What a release says of itself, and what is no manifest of ours."""

import json
from typing import Any

import pytest

from desktop.basics.release import Release, manifest_of, numbers_of, read_manifest

GOOD: dict[str, Any] = {
    "version": "0.3.0",
    "installer": "Zhongxiao-Setup-0.3.0.exe",
    "size": 63_000_000,
    "sha256": "0" * 64,
    "installed": 221_000_000,
    "news": "- 送货单更清楚。\n- 另一件。",
    "schema": "0026",
    "since": "0001",
}


def test_a_manifest_is_read_as_it_was_written() -> None:
    release = Release(**GOOD)
    assert read_manifest(manifest_of(release)) == release
    assert release.headline == "送货单更清楚"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "0.3"),
        ("version", "0.3.0-rc1"),
        ("version", "０.３.０"),
        ("version", 3),
        ("installer", "..\\setup.exe"),
        ("installer", "a/b.exe"),
        ("installer", "C:setup.exe"),
        ("installer", "setup.exe:hidden.exe"),
        ("installer", "setup.cmd"),
        ("size", 0),
        ("size", True),
        ("size", "63"),
        ("installed", -1),
        ("sha256", "0" * 63),
        ("sha256", "A" * 64),
        ("news", None),
        ("news", "长" * 5000),
        ("schema", "head"),
        ("since", ""),
        ("format", 2),
        ("program", "another"),
    ],
)
def test_what_is_no_manifest_of_ours_is_not_read(name: str, value: object) -> None:
    told = json.loads(manifest_of(Release(**GOOD))) | {name: value}
    with pytest.raises(ValueError, match=r"\w"):
        read_manifest(json.dumps(told).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff\xfe", b'{"program": "zhongxiao"}', b"7"])
def test_what_is_not_even_json_is_not_read(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_manifest(content)


def test_versions_are_compared_by_their_numbers() -> None:
    later = [Release(**GOOD | {"version": one}) for one in ("0.10.0", "1.0.0", "0.2.1")]
    assert [one.is_later_than("0.2.0") for one in later] == [True, True, True]
    assert not any(one.is_later_than("1.0.0") for one in later)
    assert numbers_of("0.10.0") > numbers_of("0.9.9")


@pytest.mark.parametrize(
    ("news", "said"),
    [
        ("\n- 甲；乙。\n- 丙", "甲"),
        ("", ""),
        ("- " + "很长" * 30, "很长" * 18 + "…"),
    ],
)
def test_the_headline_fits_a_line(news: str, said: str) -> None:
    assert Release(**GOOD | {"news": news}).headline == said
