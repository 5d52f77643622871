"""What was arranged on a day and isn't saved yet, as it is kept on the disk."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.basics.day_plan import DayPlan
from desktop.views.kit.memory import Draft, Memory

_SEEN, _BASE = "seen", "base"


class KeptDay:
    """The plan that somebody arranged for a day, and the runs on which it rests."""

    def __init__(self, memory: Memory, day: date) -> None:
        self._memory = memory
        self._key = f"run.arrange:{day}"

    def keep(self, plan: DayPlan, seen: Mapping[int, int], base: DayPlan) -> None:
        """Keep it; ``seen`` are the planned runs with their versions, ``base`` the day as read."""
        read = {_SEEN: {str(key): version for key, version in seen.items()}, _BASE: base.form}
        self._memory.keep_draft(self._key, Draft(plan.form, read=read))

    def drop(self) -> None:
        """It is saved, or taken back."""
        self._memory.drop_draft(self._key)

    @property
    def plan(self) -> DayPlan | None:
        """What was kept, if this version of the program can read it."""
        kept = self._memory.draft(self._key)
        return None if kept is None else _read(kept.values)

    @property
    def base(self) -> DayPlan | None:
        """The day as it was read when that was arranged; None where nobody wrote it down."""
        kept = self._memory.draft(self._key)
        return None if kept is None or _BASE not in kept.read else _read(kept.read[_BASE])

    @property
    def seen(self) -> Mapping[int, int] | None:
        """The runs on which it rests; None where nothing is kept."""
        kept = self._memory.draft(self._key)
        if kept is None or _SEEN not in kept.read:
            return None
        return {int(key): version for key, version in kept.read[_SEEN].items()}


def _read(form: Mapping[str, Any]) -> DayPlan | None:
    try:
        return DayPlan.of(form)
    except ValueError:
        return None
