"""``python dev.py big``: a large office to work in, and how much memory a window takes with it.

3,000 shops that buy among 15,000, two years of work, 400 drops a day.
"""

import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from bench.crowd import PRODUCTS, TODAY, big_office
from bench.days import as_ordered
from bench.making import Size
from bench.watch import highest_memory_mb
from desktop.queries.run_results import run_results
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.neighbours import renew_all
from desktop.services.office import Office
from desktop.services.results import record_results
from desktop.services.stock import CountedLot, start_stock

_DROPS, _DAYS = 400, 700
_PLANS = 20_000  # of 40 reps, each about 7 shops: the two years' working days
_BACK = 1  # the run whose results are there
SIZE = Size(15_000, 3_000, 2_700, 150_000, _PLANS, _DROPS * _DAYS, 100_000, 2 * _DROPS)


def working_office(path: Path) -> Office:
    """A large office in the midst of a day: goods in stock, four runs out, one of them back."""
    office = big_office(path, SIZE)
    dispatcher = office.on(TODAY, office.find_person("dispatcher"))
    with dispatcher.transaction("client.edit") as session:
        renew_all(session, session.rules.neighbour_m)
    expires = TODAY + timedelta(days=300)
    lots = [
        CountedLot(f"P{product:03}", f"2607{letter}", expires, 10_000)
        for product in range(1, PRODUCTS + 1)
        for letter in "AB"
    ]
    start_stock(dispatcher, lots)
    with office.reading() as session:
        told = [as_ordered(stop) for stop in run_results(session, _BACK).stops]
    record_results(dispatcher, _BACK, told)
    return office


def main(arguments: list[str]) -> None:
    """Make it once in a file (``out/big.db``), then open it in a process of its own."""
    path = Path(arguments[0] if arguments else "out/big.db")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Made elsewhere first: half of it, after it was broken off, would pass for the whole.
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            half = Path(folder) / path.name
            working_office(half).engine.dispose()
            half.replace(path)
    print(f"{path}: {path.stat().st_size // 2**20:,} MB")
    subprocess.run([sys.executable, "-m", "bench.big", str(path), "window"], check=True)


def window(path: str) -> None:
    """Work the clients' page and Today for a while and tell the memory at its highest."""
    from bench.hands import Hands

    office = Office(open_database(read_url(path)))
    with tempfile.TemporaryDirectory() as folder:
        hands = Hands(office, Path(folder))
        for _round in range(5):
            hands.today()
            hands.open()
            hands.sort("name")
            hands.stand_at_top()
            hands.jump_to_end()
            hands.down()
        hands.rest()
    print(f"a window with it: {highest_memory_mb():,.0f} MB at its highest")


if __name__ == "__main__":
    window(sys.argv[1]) if sys.argv[2:] == ["window"] else main(sys.argv[1:])
