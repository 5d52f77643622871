"""Reading a scenario file: well-formed JSON, an office, dated events; else Unreadable."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desktop.basics.calendar import parse_day
from desktop.basics.errors import CODES, Unreadable
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.replay.actions import ACTIONS

_OWN = ("on", "by", "do", "refused", "key")


@dataclass(frozen=True)
class Event:
    """What somebody did on a day; ``number`` counts from 1, ``line`` is where it stands.

    An event with a ``key`` is done once in an office, however often it comes.
    """

    number: int
    line: int
    on: date
    by: str | None
    do: str
    refused: str | None
    fields: dict[str, Any]
    key: str = ""


@dataclass(frozen=True)
class Scenario:
    """An office and what happened in it."""

    office: dict[str, Any]
    events: list[Event] = field(default_factory=list)


def read_scenario(path: Path) -> Scenario:
    """Read a file; Unreadable names the line and what is wrong there."""
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(
            _("{file} cannot be read: {reason}").format(file=path, reason=os_reason(error))
        ) from error
    except UnicodeDecodeError as error:
        raise Unreadable(_("{file} is not UTF-8 text.").format(file=path)) from error
    try:
        content = json.loads(source)
    except json.JSONDecodeError as error:
        reason = _("this is no JSON (column {column})").format(column=error.colno)
        raise _unreadable(path, error.lineno, reason) from error
    except RecursionError as error:
        raise _unreadable(path, 1, _("it goes too deep")) from error
    except ValueError as error:
        raise _unreadable(path, 1, _("a number has too many digits")) from error
    if not isinstance(content, dict) or not isinstance(content.get("events"), list):
        raise _unreadable(path, 1, _("a scenario is an object with “office” and “events”"))
    office = content.get("office")
    if not isinstance(office, dict) or not isinstance(office.get("name"), str):
        raise _unreadable(path, 1, _("“office” needs a “name”"))
    if set(content) - {"office", "events"}:
        extra = ", ".join(sorted(set(content) - {"office", "events"}))
        raise _unreadable(path, 1, _("unknown: {names}").format(names=extra))
    return Scenario(office, _events(path, source, content["events"]))


def _unreadable(path: Path, line: int, reason: str) -> Unreadable:
    return Unreadable(
        _("{file}, line {line}: {reason}").format(file=path, line=line, reason=reason)
    )


def _events(path: Path, source: str, given: list[Any]) -> list[Event]:
    lines = _lines_of_events(source, len(given))
    events: list[Event] = []
    before = date.min
    for number, (line, item) in enumerate(zip(lines, given, strict=True), 1):
        problem = _problem(item, before)
        if problem:
            raise _unreadable(path, line, problem)
        before = parse_day(item["on"])
        fields = {name: value for name, value in item.items() if name not in _OWN}
        events.append(
            Event(
                number,
                line,
                before,
                item.get("by"),
                item["do"],
                item.get("refused"),
                fields,
                item.get("key", ""),
            )
        )
    return events


def _problem(item: Any, before: date) -> str | None:
    if not isinstance(item, dict):
        return _("an event is an object")
    on, do = item.get("on"), item.get("do")
    try:
        day = parse_day(on) if isinstance(on, str) else None
    except ValueError:
        day = None
    if day is None:
        return _("“on” must be a day like 2026-01-05")
    if day < before:
        return _("“on” lies before the event above it")
    if not isinstance(do, str) or do not in ACTIONS:
        return _("there is no action “{name}”").format(name=do)
    if not isinstance(item.get("by", ""), str):
        return _("“by” is a staff code")
    if not isinstance(item.get("key", ""), str):
        return _("“key” is a text of your own that no other event has")
    if "refused" in item and item["refused"] not in CODES:
        return _("there is no refusal code “{name}”").format(name=item["refused"])
    return None


def _lines_of_events(source: str, number: int) -> list[int]:
    """The line on which each event begins, found by decoding them one after the other."""
    decoder = json.JSONDecoder()
    at = source.index("[", _after_key(source, decoder)) + 1
    lines = []
    line, counted = 1, 0
    for _event in range(number):
        while source[at] in " \t\r\n,":
            at += 1
        line += source.count("\n", counted, at)
        counted = at
        lines.append(line)
        _value, at = decoder.raw_decode(source, at)
    return lines


def _after_key(source: str, decoder: json.JSONDecoder) -> int:
    """Where the value of the top-level key "events" begins."""
    at = source.index("{") + 1
    while True:
        while source[at] in " \t\r\n,":
            at += 1
        key, at = decoder.raw_decode(source, at)
        at = source.index(":", at) + 1
        if key == "events":
            return at
        while source[at] in " \t\r\n":
            at += 1
        _value, at = decoder.raw_decode(source, at)
