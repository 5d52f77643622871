"""Two people arranged one day: what both did, brought together so that nobody's is lost (E2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.basics.day_plan import DayPlan, Tour


@dataclass(frozen=True)
class ReadDay:
    """A day as somebody read it: its plan, and the orders (ids) that each drop's code meant.

    A client's second drop is ``C7/2`` only as long as it has a first: codes are no names for long.
    """

    plan: DayPlan
    orders: Mapping[str, tuple[int, ...]]

    def codes_in(self, later: "ReadDay") -> dict[str, tuple[str, ...]]:
        """By which codes the drops of this reading go in a later one: by their orders."""
        code_of = {order: code for code, orders in later.orders.items() for order in orders}
        return {
            code: tuple(dict.fromkeys(code_of[one] for one in orders if one in code_of))
            for code, orders in self.orders.items()
        }


def laid_over(mine: DayPlan, read: ReadDay, now: ReadDay) -> DayPlan:
    """``now`` with what somebody made of the day as it was ``read``, drop by drop and run by run.

    A drop is the same by its orders, a run by its id.
    """
    codes = read.codes_in(now)
    return merged(mine.renamed(codes), read.plan.renamed(codes), now.plan)


def merged(mine: DayPlan, base: DayPlan, theirs: DayPlan) -> DayPlan:
    """``theirs`` with what made ``mine`` of ``base``; runs are the same by their ``run_id``.

    A run that only one changed is as that one has it. Of one that both changed the stops are mine,
    with those that they added and without those that they took off. A drop that I moved is where I
    moved it, else where they have it.
    """
    before, now = _kept(base), _kept(theirs)
    tours = []
    for tour in mine.tours:
        if tour.run_id is None:
            tours.append(tour)
        elif tour.run_id in now:
            tours.append(_one(tour, before.get(tour.run_id), now[tour.run_id]))
        elif not _is_like(tour, before.get(tour.run_id)):
            tours.append(replace(tour, run_id=None))
    key = max((one.key for one in (*mine.tours, *base.tours)), default=0)
    own = _kept(mine)
    for run_id, tour in now.items():
        if run_id not in own and not _is_like(tour, before.get(run_id)):
            key += 1
            tours.append(replace(tour, key=key))
    held = theirs.held | (mine.held - base.held)
    return replace(
        _each_once(tours, mine, base, theirs), held=frozenset(held - (base.held - mine.held))
    )


def _one(mine: Tour, base: Tour | None, theirs: Tour) -> Tour:
    """One run of both."""
    if base is None or _is_like(theirs, base):
        return mine
    if _is_like(mine, base):
        return replace(theirs, key=mine.key)
    stay = [code for code in mine.drops if code in theirs.drops or code not in base.drops]
    added = [code for code in theirs.drops if code not in base.drops and code not in stay]
    return replace(mine, drops=(*stay, *added))


def _each_once(tours: list[Tour], mine: DayPlan, base: DayPlan, theirs: DayPlan) -> DayPlan:
    """Each drop on one run: where I moved it, else where they have it."""
    placed: dict[str, int] = {}
    for tour in tours:
        for code in tour.drops:
            own, moved = _moved(code, mine, base)
            wanted = own.key if moved and own else _key_there(tours, theirs.on(code))
            if code not in placed or tour.key == wanted:
                placed[code] = tour.key
    return DayPlan(
        tuple(
            replace(one, drops=tuple(code for code in one.drops if placed[code] == one.key))
            for one in tours
        )
    )


def _moved(code: str, mine: DayPlan, base: DayPlan) -> tuple[Tour | None, bool]:
    """Where I have a drop, and whether I moved it there; of two places the one that is new."""
    own = [one for one in mine.tours if code in one.drops]
    was = [_name(one) for one in base.tours if code in one.drops]
    new = [one for one in own if _name(one) not in was]
    if new:
        return new[0], True
    return (own[0], False) if own else (None, bool(was))


def _name(tour: Tour) -> int:
    """What a run is called in two plans of one day: its id, or its key where it has none."""
    return tour.run_id or -tour.key


def _key_there(tours: list[Tour], theirs: Tour | None) -> int | None:
    """The key by which a run of theirs stands among these."""
    if theirs is None:
        return None
    return next((one.key for one in tours if one.run_id == theirs.run_id), None)


def _kept(plan: DayPlan) -> dict[int, Tour]:
    return {one.run_id: one for one in plan.tours if one.run_id is not None}


def _is_like(tour: Tour, other: Tour | None) -> bool:
    """Whether nothing of a run was changed."""
    return other is not None and replace(tour, key=0) == replace(other, key=0)
