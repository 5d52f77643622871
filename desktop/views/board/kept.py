"""What was arranged on a day and isn't saved yet, as it is kept on the disk."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from desktop.basics.day_merge import ReadDay
from desktop.basics.day_plan import DayPlan
from desktop.views.kit.memory import Draft, Memory

_SEEN, _BASE, _ORDERS = "seen", "base", "orders"


class KeptDay:
    """The plan that somebody arranged for a day, and the runs on which it rests."""

    def __init__(self, memory: Memory, day: date) -> None:
        self._memory = memory
        self._key = f"run.arrange:{day}"

    def keep(self, plan: DayPlan, seen: Mapping[int, int], read: ReadDay) -> None:
        """Keep it; ``seen`` are the planned runs with their versions, ``read`` the day as read."""
        rests_on = {
            _SEEN: {str(key): version for key, version in seen.items()},
            _BASE: read.plan.form,
            _ORDERS: {code: list(orders) for code, orders in read.orders.items()},
        }
        self._memory.keep_draft(self._key, Draft(plan.form, read=rests_on))

    def drop(self) -> None:
        """It is saved, or taken back."""
        self._memory.drop_draft(self._key)

    @property
    def plan(self) -> DayPlan | None:
        """What was kept, if this version of the program can read it."""
        kept = self._memory.draft(self._key)
        return None if kept is None else _read(kept.values)

    @property
    def read(self) -> ReadDay | None:
        """The day as it was read when that was arranged, if this version can read that."""
        kept = self._memory.draft(self._key)
        if kept is None or not {_BASE, _ORDERS} <= kept.read.keys():
            return None
        base = _read(kept.read[_BASE])
        orders = {code: tuple(ids) for code, ids in kept.read[_ORDERS].items()}
        return None if base is None else ReadDay(base, orders)

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
