"""The time that a search may take: only a ceiling, a search ends by its own count before it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

_OF_IT = 0.9  # the rest is for what can't be cut short
_LOOKS_S = 0.1  # how often whoever watches is asked


@dataclass
class Clock:
    """Runs from when it is made; ``stopped`` once something was cut short by it.

    ``ended`` says whether whoever watches wants no more; then ``by_person`` is set.
    """

    seconds: float
    ended: Callable[[], bool] = lambda: False
    stopped: bool = False
    by_person: bool = False
    _begun: float = field(default_factory=monotonic)
    _looked: float = 0

    @property
    def left(self) -> float:
        return self.seconds * _OF_IT - (monotonic() - self._begun)

    def over(self) -> bool:
        """Whether the time is up; what asks must then stop."""
        if not self.stopped:
            now = monotonic()
            if now - self._looked >= _LOOKS_S:
                self._looked = now
                self.by_person = self.ended()
            self.stopped = self.by_person or self.left <= 0
        return self.stopped
