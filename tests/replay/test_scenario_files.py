"""Files that can't be read, and events that go otherwise than told, are said with their line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from desktop.basics.errors import CODES
from desktop.cli import main
from desktop.replay.actions import ACTIONS

FORM = Path(__file__).parents[2] / "docs" / "replay.md"

FIRST = {
    "on": "2026-01-05",
    "do": "staff.add",
    "code": "ad",
    "name": "管理员",
    "role": "administrator",
}


def write(path: Path, *events: Any, office: Any = None) -> Path:
    content = {"office": office or {"name": "测试"}, "events": [FIRST, *events]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def event(**fields: Any) -> dict[str, Any]:
    return {"on": "2026-01-05", "by": "ad", **fields}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"office": {"name": "x"}, "events": [' + "9" * 5_000 + "]}", id="digits"),
        "[]",
        '{"office": {}, "events": []}',
        '{"office": {"name": "x"}, "events": [3]}',
        '{"office": {"name": "x"}, "events": [{"on": "2026-13-01", "do": "staff.add"}]}',
        '{"office": {"name": "x"}, "events": [{"on": "2026-01-01", "do": "nothing.known"}]}',
        '{"office": {"name": "x"}, "events": [], "more": 1}',
    ],
)
def test_an_unreadable_file_ends_with_2(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text, encoding="utf-8")
    assert main(["replay", str(file), "--json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "bad.json" in said.err
    assert "Expecting" not in said.err  # not the words of another's reader
    assert main(["replay", str(tmp_path / "none.json")]) == 2


def test_the_line_of_a_bad_event_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "bad.json", event(do="staff.add", on="2026-01-01"))
    line = 1 + max(
        number for number, text in enumerate(file.read_text("utf-8").splitlines()) if text == "  {"
    )
    assert main(["replay", str(file)]) == 2
    assert str(line) in capsys.readouterr().err


def test_an_unexpected_refusal_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "x.json", event(do="client.add", code="C1", name="店", segment="x"))
    assert main(["replay", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["refused"] == [{"event": 2, "code": "not_allowed"}]


def test_an_event_marked_refused_that_is_accepted_ends_with_1(tmp_path: Path) -> None:
    person = event(do="staff.add", code="c1", name="内勤", role="clerk", refused="duplicate")
    assert main(["replay", str(write(tmp_path / "x.json", person))]) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "c1", "name": "x", "role": "king"}, "invalid"),
        ({"code": "c1", "name": "x"}, "invalid"),
        ({"code": "c1", "name": "x", "role": "clerk", "roles": ["clerk"]}, "invalid"),
        ({"code": "c1", "name": "x", "roles": []}, "invalid"),
        ({"code": "c1", "role": "clerk"}, "invalid"),
        ({"code": "c1", "name": "x", "role": "clerk", "more": 1}, "invalid"),
        ({"code": 7, "name": "x", "role": "clerk"}, "invalid"),
        ({"code": "a\0b", "name": "x", "role": "clerk"}, "invalid"),
        ({"code": "ad", "name": "x", "role": "clerk"}, "duplicate"),
        ({"code": "c1", "name": "x", "role": "clerk", "by": "nobody"}, "not_found"),
    ],
)
def test_bad_fields_are_refused_with_their_code(
    tmp_path: Path, fields: dict[str, Any], code: str
) -> None:
    person = event(do="staff.add", refused=code) | fields
    assert main(["replay", str(write(tmp_path / "x.json", person))]) == 0


def test_an_office_setting_that_is_unknown_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "x.json", office={"name": "x", "nonsense": 3})
    assert main(["replay", str(file)]) == 2


def test_a_database_in_use_is_not_played_into(tmp_path: Path) -> None:
    file = write(tmp_path / "x.json")
    database = ["--database", str(tmp_path / "office.db")]
    assert main(["replay", str(file), *database]) == 0
    assert main(["replay", str(file), *database]) == 2


@pytest.mark.parametrize(("value", "said"), [("  ", '"  "'), (True, "true"), ([None], "[null]")])
def test_a_field_that_cannot_be_read_is_said_as_the_file_has_it(
    tmp_path: Path, value: Any, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    person = event(do="staff.add", code="c1", name=value, role="clerk")
    assert main(["replay", str(write(tmp_path / "x.json", person))]) == 1
    assert said in capsys.readouterr().err


def test_the_form_of_a_scenario_tells_every_action_and_every_code() -> None:
    text = FORM.read_text("utf-8")
    told, noun = set(), ""
    for line in text.splitlines():  # an action of the noun before it stands as `.post`
        for named, steps in re.findall(r"`([a-z]*)\.([a-z_/]+)`", line):
            noun = named or noun
            told |= {f"{noun}.{step}" for step in steps.split("/")}
    assert set(ACTIONS) - told == set()
    assert [code for code in CODES if f"`{code}`" not in text] == []
