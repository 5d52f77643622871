"""What an action of a scenario is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.replay.doing import Doing
from desktop.replay.fields import Reader


@dataclass(frozen=True)
class Action:
    """An action's fields and what it does; ``makes`` is the kind of document it makes."""

    run: Doing
    required: Mapping[str, Reader]
    optional: Mapping[str, Reader] = field(default_factory=dict)
    makes: str = ""
