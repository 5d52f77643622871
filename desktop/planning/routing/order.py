"""The order of one run: exact when it is short, else by moving stops while that gains."""

from collections.abc import Iterator, Sequence

from desktop.planning.routing.board import Board, Tour
from desktop.planning.routing.day import Van
from desktop.planning.routing.timing import NOTHING, Span, arrivals, joined, stop_span

_SHORT = 7  # stops up to which every order is tried
_LONGEST = 40  # stops beyond which an order isn't looked at any more


def order_exactly(board: Board, van: Van, number: int) -> None:
    """Bring a short run's stops into the order that costs least, where its order isn't bound."""
    tour = board.tours[van.number][number]
    if not 1 < len(tour.stops) <= _SHORT or tour.ordered or tour.loose is not None:
        return
    best = board.timed(van)
    if best is None:
        return
    for stops in list(_orders(board, van, tour.stops, board.day.metres_of(tour.stops))):
        cost = board.timed(van, number, stops)
        if cost is not None and cost < best:
            best, tour.stops = cost, list(stops)


def _orders(board: Board, van: Van, stops: Sequence[int], metres: int) -> Iterator[list[int]]:
    """Orders that keep the shops' hours; without hourly cost only those of a shorter way."""
    day = board.day
    bound = metres if not van.rates[2] else None

    def further(done: list[int], left: list[int], span: Span, way: int) -> Iterator[list[int]]:
        last = done[-1] if done else 0
        if bound is not None and way >= bound:
            return
        if not left:
            yield done
            return
        for stop in left:
            longer = joined(span, day.seconds[last][stop], stop_span(day, stop))
            if longer is not None and longer.latest >= van.starts and longer.early <= van.ends:
                rest = [one for one in left if one != stop]
                yield from further([*done, stop], rest, longer, way + day.metres[last][stop])

    yield from further([], sorted(stops), NOTHING, 0)


def order_fixed(board: Board, van: Van, tour: Tour) -> None:
    """Bring the drops of a fixed run into an order that is in time if one is, and short."""
    if tour.ordered or len(tour.stops) < 2:
        return
    best = _worth(board, van, tour, tour.stops)
    gained = len(tour.stops) <= _LONGEST
    while gained:
        gained = False
        for stops in _neighbours(tour.stops):
            worth = _worth(board, van, tour, stops)
            if worth < best:
                best, tour.stops, gained = worth, stops, True
                break


def _worth(board: Board, van: Van, tour: Tour, stops: Sequence[int]) -> tuple[int, int]:
    """How late it is in all, then what it costs, left as early as it can or when it must."""
    leaves = tour.departs if tour.departs is not None else -(-van.starts // 60) * 60
    reached, back = arrivals(board.day, stops, leaves)
    late = sum(
        max(0, when - board.day.hours[stop][1]) for stop, when in zip(stops, reached, strict=True)
    )
    late += max(0, back - van.ends)
    return late, van.cost_parts(board.day.metres_of(stops), back - leaves)


def _neighbours(stops: list[int]) -> Iterator[list[int]]:
    for at in range(len(stops)):
        rest = stops[:at] + stops[at + 1 :]
        for to in range(len(stops)):
            if to != at:
                yield [*rest[:to], stops[at], *rest[to:]]
    for first in range(len(stops) - 1):
        for last in range(first + 2, len(stops) + 1):
            yield stops[:first] + stops[first:last][::-1] + stops[last:]
