"""What was done on the board, taken back and done again."""

from collections.abc import Callable

from desktop.basics.day_plan import DayPlan


class History:
    """Plans one after the other; ``plan`` is the one that stands."""

    def __init__(self, plan: DayPlan) -> None:
        self.plan = plan
        self._before: list[DayPlan] = []
        self._after: list[DayPlan] = []

    def go_on(self, plan: DayPlan) -> bool:
        """What was done makes it this plan; False when that changes nothing."""
        if plan == self.plan:
            return False
        self._before.append(self.plan)
        self._after = []
        self.plan = plan
        return True

    def laid_over(self, lay: Callable[[DayPlan], DayPlan]) -> None:
        """Every plan is laid over the day as it is by now."""
        self.plan = lay(self.plan)
        self._before = [lay(one) for one in self._before]
        self._after = [lay(one) for one in self._after]

    @property
    def can_undo(self) -> bool:
        """Whether something can be taken back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether something can be done again."""
        return bool(self._after)

    def undo(self) -> None:
        """Take the last back."""
        if self._before:
            self._after.append(self.plan)
            self.plan = self._before.pop()

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._after:
            self._before.append(self.plan)
            self.plan = self._after.pop()
