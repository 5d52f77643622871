"""What was arranged on a day and isn't saved yet, as it is kept on the disk."""

from collections.abc import Mapping
from datetime import date

from desktop.basics.day_plan import DayPlan
from desktop.views.kit.memory import Draft, Memory

_SEEN = "seen"


class KeptDay:
    """The plan that somebody arranged for a day, and the runs on which it rests."""

    def __init__(self, memory: Memory, day: date) -> None:
        self._memory = memory
        self._key = f"run.arrange:{day}"

    def keep(self, plan: DayPlan, seen: Mapping[int, int]) -> None:
        """Keep it; ``seen`` are the planned runs as they were read, with their versions."""
        read = {_SEEN: {str(key): version for key, version in seen.items()}}
        self._memory.keep_draft(self._key, Draft(plan.form, read=read))

    def drop(self) -> None:
        """It is saved, or taken back."""
        self._memory.drop_draft(self._key)

    @property
    def plan(self) -> DayPlan | None:
        """What was kept, if this version of the program can read it."""
        kept = self._memory.draft(self._key)
        try:
            return None if kept is None else DayPlan.of(kept.values)
        except ValueError:
            return None

    @property
    def seen(self) -> Mapping[int, int] | None:
        """The runs on which it rests; None where nothing is kept."""
        kept = self._memory.draft(self._key)
        if kept is None or _SEEN not in kept.read:
            return None
        return {int(key): version for key, version in kept.read[_SEEN].items()}
