"""Two people arranged one day: what both did, brought together so that nobody's is lost (E2)."""

from dataclasses import replace

from desktop.basics.day_plan import DayPlan, Tour


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
            own, was = mine.on(code), base.on(code)
            moved = (own and (own.run_id or -own.key)) != (was and (was.run_id or -was.key))
            wanted = own.key if moved and own else _key_there(tours, theirs.on(code))
            if code not in placed or tour.key == wanted:
                placed[code] = tour.key
    return DayPlan(
        tuple(
            replace(one, drops=tuple(code for code in one.drops if placed[code] == one.key))
            for one in tours
        )
    )


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
