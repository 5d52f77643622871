"""The time that a search may take: only a ceiling, a search ends by its own count before it."""

from dataclasses import dataclass, field
from time import monotonic

_OF_IT = 0.9  # the rest is for what can't be cut short


@dataclass
class Clock:
    """Runs from when it is made; ``stopped`` once something was cut short by it."""

    seconds: float
    stopped: bool = False
    _begun: float = field(default_factory=monotonic)

    @property
    def left(self) -> float:
        return self.seconds * _OF_IT - (monotonic() - self._begun)

    def over(self) -> bool:
        """Whether the time is up; what asks must then stop."""
        if self.left <= 0:
            self.stopped = True
        return self.stopped
