"""What is asked of a search, and what it finds: plain numbers that go from process to process."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.int64]


@dataclass(frozen=True)
class Visit:
    """A place to be visited; one with a ``prize`` may be left out and costs that much then."""

    loads: tuple[int, ...]
    early: int
    late: int
    service: int
    prize: int | None


@dataclass(frozen=True)
class Slot:
    """``count`` like vehicles, each with up to ``trips`` trips; ``profile`` is its table of ways.

    ``leaves_by`` is the last moment at which it may start, ``per_second`` what its time costs.
    """

    count: int
    loads: tuple[int, ...]
    early: int
    late: int
    leaves_by: int
    trips: int
    profile: int
    per_second: int


@dataclass(frozen=True)
class Task:
    """Places and ways: 0 is the depot, 1 the depot between two trips, then the visits.

    ``costs`` and ``lasts`` are what ways cost and how long they take, a table for each profile.
    ``strict`` is what one unit of load and one of time too much cost at first, ``most`` at most.
    """

    visits: tuple[Visit, ...]
    slots: tuple[Slot, ...]
    costs: tuple["Table", ...]
    lasts: tuple["Table", ...]
    strict: tuple[float, float]
    most: float


@dataclass(frozen=True)
class Heat:
    """What is worse by the heat of a mean way is gone on from once in e times.

    It falls from ``hot`` to ``cold`` by the rounds, and by the time too where that ends the search.
    """

    hot: float
    cold: float


@dataclass(frozen=True)
class Late:
    """What is better than so many rounds ago is gone on from (Burke and Bykov)."""

    rounds: int


@dataclass(frozen=True)
class Setting:
    """How long and how widely is searched; the search ends after so many rounds by itself.

    ``worse`` tells which worse routes are gone on from; ``clock``: the time is to end the search;
    ``remember``: routes on the way are kept, to be chosen from.
    """

    rounds: int
    near: int
    worse: Heat | Late
    clock: bool = False
    remember: bool = False


@dataclass(frozen=True)
class Parted:
    """A leg in which each core has half of the routes and searches small parts of them in turn.

    ``kits`` parts of about ``size`` visits, each by ``setting``; no new one after ``seconds``.
    """

    kits: int
    size: int
    setting: Setting
    seconds: float | None = None


# A route's slot, and its trips with their visits, counted from 0.
Route = tuple[int, Sequence[Sequence[int]]]
Routes = Sequence[Route]


@dataclass(frozen=True)
class Choice:
    """A leg in which the best of all remembered routes are chosen, for so many seconds at most."""

    seconds: float


@dataclass(frozen=True)
class Found:
    """The best routes of a search; ``cost`` is as the task has it, None when they break it.

    ``strict`` is what was learned of what too much should cost; ``seen`` are routes that were
    remembered, each with what it costs.
    """

    cost: int | None
    routes: Routes
    strict: tuple[float, float]
    timed_out: bool = False
    seen: tuple[tuple[int, Route], ...] = ()
