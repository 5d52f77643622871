"""The picture below every map, as its person wants it: shown or not, and how strong."""

from dataclasses import dataclass

from desktop.basics.ground import Ground
from desktop.queries.map_ground import KeptGround
from desktop.views.kit.desk import Desk

STRENGTHS = (100, 75, 50, 25)  # percent
_MEMORY = "map.ground"
_USUAL = 50


@dataclass(frozen=True)
class GroundWish:
    """Whether a person wants the picture, and how strong (percent)."""

    shown: bool = True
    strength: int = _USUAL

    def ground(self, kept: KeptGround | None) -> Ground | None:
        """What maps stand on by this wish; None for nothing."""
        if kept is None or not self.shown:
            return None
        return Ground(kept.picture, kept.pins, self.strength)


def wished(desk: Desk) -> GroundWish:
    """What the person at this desk wished last."""
    kept = desk.memory.get(_MEMORY) or {}
    strength = kept.get("strength")
    return GroundWish(bool(kept.get("shown", True)), strength if strength in STRENGTHS else _USUAL)


def remember(desk: Desk, wish: GroundWish) -> None:
    """Remember it for all maps."""
    desk.memory.put(_MEMORY, {"shown": wish.shown, "strength": wish.strength})
