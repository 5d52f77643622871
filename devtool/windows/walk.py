"""What a trial does, step by step, and what came of it: said at once, and kept as a report."""

import json
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from devtool.checkout import SetupFailed, say

HELD, FAILED, LEFT_OUT = "held", "FAILED", "left out"
_HEAD = "| | step | what came of it | s |\n| --- | --- | --- | --- |"


@dataclass(frozen=True)
class Step:
    """What was done, and what came of it; ``seconds`` are those of a clock on a wall."""

    chapter: str
    does: str
    outcome: str
    told: str
    seconds: str


class _Fell(Exception):
    """What follows in a chapter needs the step that failed."""


@dataclass
class Walk:
    """The steps so far; ``about`` says what is tried. It is written down after each step."""

    out: Path
    about: Mapping[str, str]
    steps: list[Step] = field(default_factory=list)
    _chapter: str = ""
    _ended: bool = False

    @contextmanager
    def chapter(self, name: str) -> Iterator[None]:
        """Steps of which each needs those before it: after one that fails none is tried."""
        self._chapter = name
        say(f"smoke: {name}")
        try:
            yield
        except _Fell:
            self.leave_out("the rest of it", "the step before it failed")

    def take(self, does: str, step: Callable[[], str]) -> None:
        """Take one step; it tells what it saw, or raises whatever went wrong."""
        say(f"  {does} …")
        begun = time.monotonic()
        try:
            outcome, told = HELD, step()
        except SetupFailed as problem:
            outcome, told = FAILED, str(problem)
        except Exception:  # noqa: BLE001 - whatever it is, it stands in the report
            outcome, told = FAILED, traceback.format_exc()
        self._add(Step(self._chapter, does, outcome, told, f"{time.monotonic() - begun:.0f}"))
        if outcome == FAILED:
            raise _Fell

    def leave_out(self, does: str, why: str) -> None:
        """Tell of a step that can't be taken here."""
        self._add(Step(self._chapter, does, LEFT_OUT, why, "0"))

    def end(self) -> str:
        """Close the report; gives its outcome: one step that failed fails it all."""
        self._ended = True
        self._write()
        return self.outcome

    @property
    def outcome(self) -> str:
        """How it all went."""
        found = {one.outcome for one in self.steps}
        if FAILED in found:
            return FAILED
        if not self._ended:
            return "not ended"
        return HELD if HELD in found else LEFT_OUT

    def _add(self, step: Step) -> None:
        say(f"    {step.outcome}: {step.told}")
        self.steps.append(step)
        self._write()

    def _write(self) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        whole = {
            **self.about,
            "outcome": self.outcome,
            "steps": [asdict(one) for one in self.steps],
        }
        told = json.dumps(whole, ensure_ascii=False, indent=1)
        (self.out / "report.json").write_text(told + "\n", encoding="utf-8")
        (self.out / "report.md").write_text(self._as_text(), encoding="utf-8")

    def _as_text(self) -> str:
        lines = [f"# The installer, tried: {self.outcome}", ""]
        lines += [f"- {name}: {value}" for name, value in self.about.items()]
        chapter = None
        for one in self.steps:
            if one.chapter != chapter:
                chapter = one.chapter
                lines += ["", f"## {chapter}", "", _HEAD]
            told = one.told.strip().replace("|", "\\|").replace("\n", "<br>")
            lines.append(f"| {one.outcome} | {one.does} | {told} | {one.seconds} |")
        return "\n".join([*lines, ""])
