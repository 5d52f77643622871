"""Better shelves by wandering: always the best exchange, even where all are bad.

What was just exchanged stays for some turns, so that the way leads on; and things may stand a
little over a level's edge, at a price that rises while they do and falls while nothing does.
"""

from random import Random

from desktop.planning.shelves.improve import Search
from desktop.planning.shelves.levels import Items

_STAYS = (3, 8)  # turns for which an item is left alone
_WAIT = 4  # turns over the edge, or within it, after which its price changes
_NEAR = 100  # what lies within one part of so many of the best is bettered by itself
_OVER = (0.7, 1.0, 1.5, 2.5, 5.0, 10.0)  # the prices, by what a millimetre is worth


class Wander:
    """A way from a search on, with luck that is the same each time; ``best`` is what it met.

    ``mm`` is what a millimetre is worth.
    """

    def __init__(self, begun: Search, mm: float) -> None:
        self.best = begun
        self._most = begun.worth
        self._now = Search(begun.levels, begun.rows)
        step = begun.levels.scale.step
        self._prices, self._price = [float(round(part * mm * step)) for part in _OVER], 0
        self._over = self._within = 0  # turns in a row
        self._turn = 0
        self._stays: dict[int, int] = {}
        self._tried: set[tuple[Items, ...]] = set()
        self._chance = Random(1)

    def on(self, work: int) -> Search:
        """Go on until so much more ``work`` was done; the best so far."""
        levels = self.best.levels
        until = levels.work + work
        while levels.work < until and self._goes_on():
            pass
        return self.best

    def _goes_on(self) -> bool:
        """Make a turn; whether there was one to make."""
        self._turn += 1
        price = self._prices[self._price]
        barred = [at for at, until in self._stays.items() if until >= self._turn]
        way = self._now.stepped(price, barred)
        if way is None:
            self._stays.clear()
            self._now = Search(self.best.levels, self.best.rows)
            return bool(barred)
        for _level, *items in way:
            for at in items:
                if at is not None:
                    self._stays[at] = self._turn + self._chance.randint(*_STAYS)
        self._look(self._now.firm(price))
        return True

    def _look(self, firm: float) -> None:
        """Keep what is best, and let the price rise or fall."""
        if firm == -float("inf"):
            self._over, self._within = self._over + 1, 0
        else:
            self._over, self._within = 0, self._within + 1
            self._settle(firm)
        if self._over >= _WAIT and self._price < len(self._prices) - 1:
            self._price, self._over = self._price + 1, 0
        elif self._within >= _WAIT and self._price:
            self._price, self._within = self._price - 1, 0

    def _settle(self, firm: float) -> None:
        rows = tuple(self._now.rows)
        if firm <= self._most - self._most / _NEAR or rows in self._tried:
            return
        self._tried.add(rows)
        settled = Search(self._now.levels, rows)
        settled.run()
        if settled.worth > self._most:
            self.best, self._most = settled, settled.worth
            self._now = Search(settled.levels, settled.rows)
