"""The kinds of plans: a frozen problem in, a frozen plan out, each declared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from desktop.basics.i18n import N_
from desktop.planning import lines, routes, shelf, visits
from desktop.planning import next as next_products

Problem = TypeVar("Problem")
Plan = TypeVar("Plan")


@dataclass(frozen=True)
class Kind(Generic[Problem, Plan]):
    """One kind; ``solve`` gives the same plan for the same problem."""

    name: str
    words: str
    problem: type[Problem]
    plan: type[Plan]
    solve: Callable[[Problem], Plan]


KINDS: Mapping[str, Kind[Any, Any]] = {
    kind.name: kind
    for kind in (
        Kind(
            "next",
            N_("what to push"),
            next_products.Problem,
            next_products.Plan,
            next_products.solve,
        ),
        Kind("lines", N_("who leads which line"), lines.Problem, lines.Plan, lines.solve),
        Kind("routes", N_("runs of a day"), routes.Problem, routes.Plan, routes.solve),
        Kind("visits", N_("the visit days of a rep"), visits.Problem, visits.Plan, visits.solve),
        Kind("shelf", N_("the shelf of a shop"), shelf.Problem, shelf.Plan, shelf.solve),
    )
}
