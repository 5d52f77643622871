"""What a run breaks, and why a drop is on none, in words (D4)."""

from collections.abc import Callable, Mapping, Sequence

from desktop.basics.i18n import N_, _
from desktop.planning.routing.form import Vehicle
from desktop.planning.routing.plan import Run
from desktop.queries.day_rows import StopLine, TourLine

_SAID_STOPS = 3

WHY: Mapping[str, str] = {
    "no_place": N_("no place in its file"),
    "too_large": N_("too large for every vehicle"),
    "hours": N_("in time on no run, even alone"),
    "day_full": N_("the day is full: every place of every run was tried"),
}


def broken_words(run: Run, line: TourLine, vehicle: Vehicle) -> tuple[str, ...]:
    """What a run breaks, a sentence each; at last the breaks in which it arrives."""
    said = tuple(_SAID[word](run, line, vehicle) for word in run.broken)
    resting = [one for one in line.stops if one.in_break]
    if not resting:
        return said
    return (*said, _("arrives in the break of {shops}").format(shops=_some(resting)))


def _late(_run: Run, line: TourLine, _vehicle: Vehicle) -> str:
    return _("too late at {shops}").format(shops=_some([one for one in line.stops if one.late]))


def _some(stops: Sequence[StopLine]) -> str:
    """The first of these stops with their arrivals, and how many more there are."""
    said = _(", ").join(f"{one.drop.client} {one.arrives}" for one in stops[:_SAID_STOPS])
    if len(stops) > _SAID_STOPS:
        said = _("{shops} and {number} more").format(shops=said, number=len(stops) - _SAID_STOPS)
    return said


def _day(run: Run, _line: TourLine, vehicle: Vehicle) -> str:
    return _("out from {departs} to {returns}, beyond its day ({starts}–{ends})").format(
        departs=run.departs,
        returns=run.returns,
        starts=vehicle.starts or "…",
        ends=vehicle.ends or "…",
    )


_SAID: Mapping[str, Callable[[Run, TourLine, Vehicle], str]] = {
    "cartons": lambda _run, line, vehicle: _("{over} cartons too many").format(
        over=f"{line.cartons - (vehicle.cartons or 0):.1f}"
    ),
    "kg": lambda _run, line, vehicle: _("{over} kg too heavy").format(
        over=f"{line.kg - (vehicle.kg or 0):.1f}"
    ),
    "hours": _late,
    "day": _day,
    "reload": lambda _run, _line, _vehicle: _("leaves before it is loaded again"),
    "runs": lambda _run, _line, vehicle: _("more than its {number} runs a day").format(
        number=vehicle.runs
    ),
    "no_place": lambda _run, _line, _vehicle: _("a stop has no place: reckoned at the office"),
}
