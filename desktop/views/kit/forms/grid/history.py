"""What was typed into a grid, step by step, taken back and done again before it is saved."""

from desktop.views.kit.forms.grid.rows import Typed

_MOST = 200  # steps that are known


class TypedHistory:
    """States of what was typed; one step is what a person did, with what followed from it."""

    def __init__(self) -> None:
        self._now: Typed = {}
        self._before: list[Typed] = []
        self._after: list[Typed] = []

    def begin(self, typed: Typed) -> None:
        """Begin with what stands there: nothing of it is taken back."""
        self._now, self._before, self._after = _copied(typed), [], []

    def note(self, typed: Typed) -> None:
        """A step was done, and this stands there now."""
        if typed != self._now:
            self._before = [*self._before[-_MOST:], self._now]
            self._after, self._now = [], _copied(typed)

    def back(self) -> Typed | None:
        """What stood there before the last step; None for none."""
        return self._go(self._before, self._after)

    def again(self) -> Typed | None:
        """What a step that was taken back had made; None for none."""
        return self._go(self._after, self._before)

    def _go(self, there: list[Typed], here: list[Typed]) -> Typed | None:
        if not there:
            return None
        here.append(self._now)
        self._now = there.pop()
        return _copied(self._now)


def _copied(typed: Typed) -> Typed:
    return {key: dict(cells) for key, cells in typed.items()}
