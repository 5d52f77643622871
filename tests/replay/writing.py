"""Writing a scenario's events one after the other, with the references that it gave out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

Event = dict[str, Any]
CLIENTS = ("C1", "C2", "C3")
PRODUCTS = ("P1", "P2")
UNITS = {"P1": ("支", "箱"), "P2": ("块",)}


@dataclass(frozen=True)
class Step:
    """A word and four numbers that its event is made of."""

    word: str
    a: int
    b: int
    c: int
    d: int

    def pick(self, number: int, choices: Iterable[Any]) -> Any:
        """One of a few, by a number."""
        listed = list(choices)
        return listed[number % len(listed)]


class Sequence:
    """Writes events, and remembers the references that it gave out."""

    def __init__(self) -> None:
        self.day = date(2026, 1, 5)
        self.events: list[Event] = []
        self.expiries: dict[tuple[str, str], str] = {}
        self._refs: dict[str, list[str]] = {}
        self._prologue()

    @property
    def scenario(self) -> dict[str, Any]:
        """The scenario file's content."""
        return {"office": {"name": "序列办事处"}, "events": self.events}

    def event(self, by: str, do: str, **fields: Any) -> None:
        """Write one event of today."""
        self.events.append({"on": self.day.isoformat(), "by": by, "do": do, **fields})

    def new(self, kind: str) -> str:
        """A fresh reference of a kind."""
        refs = self._refs.setdefault(kind, [])
        refs.append(f"{kind}{len(refs) + 1}")
        return refs[-1]

    def old(self, kind: str, number: int) -> str:
        """A reference given out before, the newest for 0; an unknown one when there is none."""
        refs = self._refs.get(kind, [])
        return refs[-1 - number % len(refs)] if refs else f"{kind}0"

    def _prologue(self) -> None:
        self.events.append(
            {
                "on": self.day.isoformat(),
                "do": "staff.add",
                "code": "ad",
                "name": "管",
                "role": "administrator",
            }
        )
        for code, role in {
            "m1": "manager",
            "m2": "manager",
            "c1": "clerk",
            "r1": "rep",
            "d1": "dispatcher",
            "k1": "cashier",
            "a1": "accountant",
        }.items():
            self.event("ad", "staff.add", code=code, name=f"员工{code}", role=role)
        for code in PRODUCTS:
            units = {name: 1 if place == 0 else 24 for place, name in enumerate(UNITS[code])}
            prices = {name: "37.80" if size == 1 else "880.05" for name, size in units.items()}
            self.event(
                "c1",
                "product.add",
                code=code,
                name=f"货{code}",
                line="清泉",
                category="洁面",
                units=units,
                prices=prices,
                retail="48.00",
            )
        self.event("d1", "vehicle.add", code="V1", driver="骆师傅", cartons=60)
        for code in CLIENTS:
            self.event("r1", "client.add", code=code, name=f"店{code}", segment="学校店")
